"""The one place that knows of replicas: with JOBPROOF_REPLICA every request goes there, throttled as its own host's."""

from __future__ import annotations

from urllib.parse import urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured


class ReplicaMiddleware:
    """Send `https://host/path?query` to `<replica>/host/path?query`.

    It stands behind the robots.txt check, which therefore reads the original host's rules, and keeps the download slot
    of the original host, so that throttling is the same as on the real boards.
    """

    def __init__(self, replica: str) -> None:
        self._replica = replica

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> ReplicaMiddleware:
        """Return the middleware, or step aside where no replica is set."""
        replica = crawler.settings.get("REPLICA")
        if not replica:
            raise NotConfigured
        return cls(replica)

    def process_request(self, request: Request) -> Request | None:
        """Return the same request on the replica; None where it is there already."""
        if request.url.startswith(f"{self._replica}/"):
            return None
        url = urlsplit(request.url)
        query = f"?{url.query}" if url.query else ""
        meta = {**request.meta, "download_slot": url.netloc, "dont_obey_robotstxt": True}
        return request.replace(url=f"{self._replica}/{url.netloc}{url.path}{query}", meta=meta)
