"""Any RSS or Atom feed of advertisements: one line in boards.toml each, no code."""

from urllib.parse import urlsplit

from spiders.platforms.feed import FeedSpider


class Feeds(FeedSpider):
    """One feed of one site a scope: a key says which site it is of."""

    name = "rss"

    def key_of(self, identity: str, link: str) -> str:
        """Return the address without its scheme; an id that is none, behind the site that it is of."""
        parts = urlsplit(identity)
        if parts.scheme not in {"http", "https"}:
            return f"{_site(link)}:{identity}" if identity and link else identity
        query = f"?{parts.query}" if parts.query else ""
        return f"{_site(identity)}{parts.path.rstrip('/')}{query}"


def _site(address: str) -> str:
    return urlsplit(address).netloc.lower().removeprefix("www.")
