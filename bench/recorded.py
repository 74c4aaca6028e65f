"""A home filled from recorded files through the replica and the real spiders: what the comparisons stand on."""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from assets import steps
from simulation.recorded import Recorded
from simulation.replica import serve
from spiders.crawl import crawl
from warehouse import boards, clock
from warehouse.home import PROJECT, Home
from warehouse.records import CrawlReport

SHARED = PROJECT.parent / "shared"
HN = SHARED / "data" / "hn_whoishiring_2011_2018.jsonl.gz"
RUANYF = SHARED / "data" / "ruanyf_weekly_2019_2026.jsonl.gz"
RUANYF_THREADS = SHARED / "data" / "ruanyf_weekly_threads.csv"


def digest(text: str) -> str:
    """Return 16 hex digits by which a changed recording is noticed."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def filled(root: Path, board: str, first: date, last: date, *, now: str) -> Home:
    """Backfill one board from the recorded files and publish, unless `root` already holds that.

    Args:
        root: Folder of the home.
        board: `hn_whoishiring` or `ruanyf_weekly`.
        first: First month.
        last: Last month.
        now: What the clock shows (ISO 8601), so that the newest testable period is the recording's own.

    Returns:
        The home, published.
    """
    os.environ["JOBPROOF_NOW"] = now
    os.environ["JOBPROOF_HOME"] = str(root)
    home = Home(root)
    if home.published.exists():
        return home
    months = [f"{month:%Y-%m}" for month in clock.months(first, last)]
    source = Recorded(hn_jsonl=HN, ruanyf_jsonl=RUANYF, ruanyf_threads_csv=RUANYF_THREADS)
    with serve(source) as replica, _replica(replica.url):
        began = time.monotonic()
        reports = crawl(boards.load(home).board(board), months, home)
        _print_crawl(board, reports, time.monotonic() - began)
    began = time.monotonic()
    steps.publish(home)
    print(f"published in {time.monotonic() - began:.0f} s")
    return home


@contextmanager
def _replica(url: str) -> Iterator[None]:
    os.environ["JOBPROOF_REPLICA"] = url
    try:
        yield
    finally:
        del os.environ["JOBPROOF_REPLICA"]


def _print_crawl(board: str, reports: list[CrawlReport], seconds: float) -> None:
    states: dict[str, int] = {}
    dropped: dict[str, int] = {}
    for scope in (scope for report in reports for scope in report.scopes):
        states[scope.state] = states.get(scope.state, 0) + 1
        for reason, n in scope.dropped.items():
            dropped[reason] = dropped.get(reason, 0) + n
    kept = sum(report.kept for report in reports)
    print(f"{board}: {len(reports)} months in {seconds:.0f} s, {states}, kept {kept}, dropped {dropped}")
