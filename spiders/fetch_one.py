"""Fetching one address with the manners of every crawl: body on stdout, or reason on stderr. For record.py only.

A second argument is posted as JSON.
"""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator
from typing import Any

from scrapy import Spider
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.settings import Settings

from spiders import settings
from spiders.faults import CrawlFault
from spiders.fetching import Fetcher
from spiders.tally import Tally
from warehouse.home import Home


class OneAddress(Spider):
    """Fetches one address and keeps what came."""

    name = "one_address"
    address: str
    form: str = ""
    body = b""
    reason = ""

    async def start(self) -> AsyncIterator[Any]:
        """Fetch; nothing is yielded."""
        try:
            headers = {"Content-Type": "application/json", "Accept": "application/json"} if self.form else {}
            form = self.form.encode() or None
            response = await Fetcher(self.crawler).fetch(self.address, Tally(""), headers, form)
            self.body = response.body
        except CrawlFault as fault:
            self.reason = fault.reason
        for nothing in list[Any]():
            yield nothing


def main(address: str, form: str = "") -> int:
    """Fetch the address; return 1 where it did not come."""
    chosen = Settings()
    chosen.setmodule(settings, priority="project")
    chosen.set("SPIDER_MODULES", [], priority="cmdline")
    chosen.set("HOSTS_FOLDER", str(Home.from_environment().hosts), priority="cmdline")
    chosen.set("ITEM_PIPELINES", {}, priority="cmdline")
    process = AsyncCrawlerProcess(chosen)
    crawler = process.create_crawler(OneAddress)
    process.crawl(crawler, address=address, form=form)
    process.start()
    body, reason = getattr(crawler.spider, "body", b""), getattr(crawler.spider, "reason", "the spider did not start")
    sys.stdout.buffer.write(body)
    sys.stderr.write(reason)
    return 1 if reason else 0


if __name__ == "__main__":
    raise SystemExit(main(*sys.argv[1:]))
