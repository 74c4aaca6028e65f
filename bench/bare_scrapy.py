"""Scrapy as it comes, doing nothing but yielding the item: what a crawl of ours is measured against.

Run by crawl_speed with two arguments: `json` or `pages`, and the address of the replica.
"""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator, Iterator
from typing import Any

from scrapy import Request, Spider
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.http import Response, TextResponse

from bench.crawl_speed import LEVER, PAGE, PAGES, SITE, pages_of


class Lists(Spider):
    """Pages of 100 records, each after the one before; every record is an item."""

    name = "lists"
    root: str

    async def start(self) -> AsyncIterator[Request]:
        """Ask for the first page."""
        yield Request(f"{self.root}{LEVER}&skip=0&limit={PAGE}", cb_kwargs={"number": 0})

    def parse(self, response: Response, number: int) -> Iterator[Any]:
        """Yield the records, and the next page."""
        assert isinstance(response, TextResponse)  # noqa: S101 - for the type
        yield from response.json()
        if number < PAGES:
            yield response.follow(
                f"{self.root}{LEVER}&skip={(number + 1) * PAGE}&limit={PAGE}", cb_kwargs={"number": number + 1}
            )


class Pages(Spider):
    """A page a record; the page is the item."""

    name = "pages"
    root: str

    async def start(self) -> AsyncIterator[Request]:
        """Ask for all pages."""
        for path in pages_of():
            yield Request(f"{self.root}/{SITE}{path}")

    def parse(self, response: Response) -> Iterator[Any]:
        """Yield the page."""
        yield {"url": response.url, "body": response.body}


def main(kind: str, root: str) -> None:
    """Crawl; print how many items came."""
    process = AsyncCrawlerProcess({"LOG_ENABLED": False, "TELNETCONSOLE_ENABLED": False})
    crawler = process.create_crawler(Lists if kind == "json" else Pages)
    process.crawl(crawler, root=root)
    process.start()
    print(crawler.stats.get_value("item_scraped_count"))


if __name__ == "__main__":
    main(*sys.argv[1:])
