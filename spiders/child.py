"""The crawl process: its order on stdin, one report a line on stdout. Only spiders/crawl.py starts it."""

from __future__ import annotations

import gc
import logging
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

import orjson
import scrapy.core.downloader.handlers.http11  # noqa: F401 - needed anyway, and the sooner the quicker: it looks at each loaded module
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.settings import Settings

from spiders import catalogue, settings
from warehouse import personal
from warehouse.boards import Allowance, Board, Scope
from warehouse.home import Home
from warehouse.records import CrawlReport

_SELDOM = 500_000
"""Objects made before the collector of cycles looks at the young ones."""


def main() -> int:
    """Crawl as ordered; return 1 where the crawl broke off."""
    order = orjson.loads(sys.stdin.buffer.read())
    board, home = _board(order["board"]), Home(Path(order["home"]))
    gc.freeze()
    gc.set_threshold(_SELDOM)  # a page of postings is a hundred thousand objects without a cycle among them
    logging.disable()  # a crawl is judged by its report; Scrapy would make a log record of every posting
    process = AsyncCrawlerProcess(chosen_settings(home))
    crawler = process.create_crawler(catalogue.spider_class(board))
    process.crawl(
        crawler,
        board=board,
        partitions=order["partitions"],
        home=home,
        simulated=order["simulated"],
        on_report=_tell,
    )
    process.start()
    crash = getattr(crawler.spider, "crash", "the spider did not start")
    sys.stderr.write(crash)
    return 1 if crash else 0


def chosen_settings(home: Home) -> Settings:
    """Return Scrapy's settings for a crawl that lands in a home."""
    chosen = Settings()
    chosen.setmodule(settings, priority="project")
    chosen.set("HOSTS_FOLDER", str(home.hosts), priority="cmdline")
    chosen.set("SALT", personal.salt(home).hex(), priority="cmdline")
    chosen.set("SPIDER_MODULES", [], priority="cmdline")  # only the crawled board's file is wanted
    return chosen


def _board(held: dict[str, Any]) -> Board:
    return Board(
        **{
            **held,
            "at_most": Allowance(**held["at_most"]) if held["at_most"] else None,
            "expected": tuple(held["expected"]),
            "scopes": tuple(Scope(**each) for each in held["scopes"]),
        }
    )


def _tell(report: CrawlReport) -> None:
    sys.stdout.buffer.write(orjson.dumps(asdict(report), option=orjson.OPT_APPEND_NEWLINE))
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    raise SystemExit(main())
