"""Crawling one board in a process of its own (Scrapy's reactor cannot start twice). Never raises for a dead board."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import asdict

import orjson

from spiders import catalogue
from warehouse import clock
from warehouse.boards import Board
from warehouse.errors import BadUsageError
from warehouse.home import PROJECT, Home
from warehouse.landing import LandingFile, one_at_a_time, report_from, settle_killed
from warehouse.records import CrawlReport, ScopeReport

Listener = Callable[[CrawlReport], None]


def crawl(
    board: Board,
    partitions: Sequence[str],
    home: Home,
    *,
    simulated: bool = False,
    on_report: Listener | None = None,
) -> list[CrawlReport]:
    """Crawl partitions of a board and land what came; return one report each, in their order.

    Args:
        board: A live or history board of the registry.
        partitions: Today's day for a live board; months for a history board.
        home: Where to land.
        simulated: Whether the market is simulated.
        on_report: Is told of each partition as it is finished.

    Raises:
        BadUsageError: A partition that the board cannot have, or an archive, which has no spider.
        JobproofError: Another process crawls the board.
    """
    catalogue.require_spider(board)
    for partition in partitions:
        _require_partition(board, partition)
    with one_at_a_time(home, board.name):
        settle_killed(home, board.name, partitions)
        reports, last_words = _run(
            board, partitions, home, simulated=simulated, on_report=on_report or (lambda _: None)
        )
        for partition in partitions[len(reports) :]:
            reports.append(_crashed(board, partition, home, last_words, simulated=simulated))
            if on_report:
                on_report(reports[-1])
    return reports


def _require_partition(board: Board, partition: str) -> None:
    today = clock.today()
    if board.kind == "live":
        if partition != f"{today:%Y-%m-%d}":
            raise BadUsageError(
                f"live board {board.name!r}",
                f"partition {partition!r}: it shows only what is open now, which would be dated wrongly",
                allowed=f"{today:%Y-%m-%d}",
                remedy=f"Run jobproof crawl {board.name}, or backfill a history board.",
            )
        return
    month = clock.month_of(partition, who=f"history board {board.name!r}")
    if not board.since <= f"{month:%Y-%m}" <= f"{today:%Y-%m}":
        raise BadUsageError(
            f"history board {board.name!r}",
            f"month {partition!r}",
            allowed=f"{board.since} to {today:%Y-%m}",
            remedy="Choose a month within.",
        )


def _run(
    board: Board, partitions: Sequence[str], home: Home, *, simulated: bool, on_report: Listener
) -> tuple[list[CrawlReport], str]:
    """Return the reports that the child process wrote, and its last words where it died before the end."""
    order = {"board": asdict(board), "partitions": list(partitions), "home": str(home.root), "simulated": simulated}
    reports = []
    with tempfile.TemporaryFile() as errors:
        child = subprocess.Popen(
            [sys.executable, "-m", "spiders.child"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            cwd=PROJECT,
        )
        with child:
            if child.stdin is None or child.stdout is None:
                raise RuntimeError("the crawl process has no pipes")
            child.stdin.write(orjson.dumps(order))
            child.stdin.close()
            for line in child.stdout:
                reports.append(report_from(orjson.loads(line)))
                on_report(reports[-1])
        errors.seek(0)
        return reports, _last_line(errors.read().decode(errors="replace")) or f"exit code {child.returncode}"


def _last_line(text: str) -> str:
    return next((line.strip() for line in reversed(text.splitlines()) if line.strip()), "")


def _crashed(board: Board, partition: str, home: Home, last_words: str, *, simulated: bool) -> CrawlReport:
    with LandingFile(home, board.name, partition, simulated=simulated) as file:
        return file.commit((ScopeReport("", "failed", f"the crawl process ended early: {last_words}"),))
