"""The Muse: pages of twenty, of which a query shows no more than 99, whatever total it declares."""

from scrapy.settings import BaseSettings

from spiders.platforms.base import Json
from spiders.platforms.json_list import Fields, words
from spiders.platforms.paged_list import PagedListSpider, Question

_SLOWER = 7.5
"""At one request in a second, the 500 an hour that it allows would be gone in nine minutes."""


class TheMuse(PagedListSpider):
    """One query a scope. Its levels are guessed (a pharmacy technician is senior): they stay in `raw`."""

    name = "themuse"
    envelope, total, shown, most_pages = "results", "total", 1980, 99
    accepted = ("timed_out", False)
    question = Question(size_key="", page_key="page", first=0)
    fields = Fields(
        *("name", "company", "contents", "publication_date"),
        url="refs.landing_page",
        location="locations",
        tags="categories tags",
    )

    def remote_of(self, record: Json) -> str | None:
        """Say remote where `Flexible / Remote` stands among the places."""
        return "remote" if "Remote" in (words(record.get("locations")) or "") else None

    @classmethod
    def update_settings(cls, settings: BaseSettings) -> None:
        """Spread the requests over the hour."""
        super().update_settings(settings)
        settings.set("DOWNLOAD_DELAY", _SLOWER * settings.getfloat("DOWNLOAD_DELAY"), priority="spider")
