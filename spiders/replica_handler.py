"""The one place that knows of replicas: with JOBPROOF_REPLICA every request goes there, at the last moment.

All that stands before (robots.txt rules, throttling, address checks, redirects) sees the original address only.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from scrapy import Request
from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.http import Response


class ReplicaDownloadHandler(HTTP11DownloadHandler):
    """Asks `<replica>/host/path?query` for `https://host/path?query`."""

    async def download_request(self, request: Request) -> Response:
        """Return the replica's answer under the original address."""
        parts = urlsplit(request.url)
        query = f"?{parts.query}" if parts.query else ""
        there = request.replace(url=f"{self.crawler.settings['REPLICA']}/{parts.netloc}{parts.path}{query}")
        response = await super().download_request(there)
        return response.replace(url=request.url)
