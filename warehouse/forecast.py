"""How long a crawl will take and what it will bring, told before it starts: from past crawls, else from the registry.

A forecast of a board that was crawled before rests on the middle of its last crawls; one that never was rests on what
boards.toml expects, and can be wrong by a factor of three.
"""

from __future__ import annotations

import shutil
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, sqrt
from statistics import median
from urllib.parse import urlsplit

from warehouse import clock, landing
from warehouse.boards import Board
from warehouse.home import Home
from warehouse.records import CrawlReport

DELAY_SECONDS, ANSWER_SECONDS = 1.0, 0.5
"""Between two requests to a host, and until an answer is there."""
ROWS_A_REQUEST, BYTES_A_ROW, PACKED = 20, 6_000, 0.15
"""Of a board that was never crawled: between a list of hundreds and a page for each posting; bytes received a posting;
bytes on the disk for each received."""
ROWS_A_SECOND, BUILT_A_ROW = 300, 12_000
"""Postings that one core normalises, and bytes that warehouse, published copy and Parquet take for each."""
_NEW_SHARE = 0.1
"""Of what a board shows that was crawled before: the rest it showed then, and is known."""
_LAST = 5
_USABLE = {"complete", "window", "partial", "capped"}


@dataclass(frozen=True)
class BoardForecast:
    """What the next crawl of one board takes.

    Args:
        board: Registry key.
        host: Whom it asks; boards of one host wait for each other.
        requests: Requests.
        rows: Postings.
        seconds: Time.
        disk: Bytes of its landing files.
        known: Whether past crawls say so; else boards.toml does, roughly.
    """

    board: str
    host: str
    requests: int
    rows: int
    seconds: float
    disk: int
    known: bool


@dataclass(frozen=True)
class Forecast:
    """What crawling boards side by side and publishing takes.

    Args:
        boards: Each board.
        crawl_seconds: Until the last board is done.
        build_seconds: Reading the new postings and building.
        disk: Bytes that it adds.
    """

    boards: tuple[BoardForecast, ...]
    crawl_seconds: float
    build_seconds: float
    disk: int

    @property
    def line(self) -> str:
        """Return it in a sentence."""
        guessed = [one.board for one in self.boards if not one.known]
        slowest = max(self.boards, key=lambda one: one.seconds, default=None)
        said = (
            f"{len(self.boards)} boards: about {_time(self.crawl_seconds)} to crawl, {_time(self.build_seconds)} to "
            f"build, {max(self.disk / 1e6, 1):,.0f} MB of disk"
        )
        said += f"; {slowest.board} takes longest, {_time(slowest.seconds)}" if slowest and len(self.boards) > 1 else ""
        return said + (f" ({len(guessed)} never crawled before: rough, by a factor of three)" if guessed else "")


def forecast(home: Home, boards: Sequence[Board], *, together: int = 4) -> Forecast:
    """Forecast one crawl of each of the boards, and the publish after it.

    Args:
        home: Whose past crawls tell.
        boards: Those to be crawled, with the scopes that are to be.
        together: Boards crawled at a time.
    """
    past: dict[str, list[CrawlReport]] = defaultdict(list)
    for report in landing.reports(home, on_error=lambda _: None):
        if any(scope.state in _USABLE for scope in report.scopes):
            past[report.board].append(report)
    found = tuple(_board(home, board, past[board.name][-_LAST:]) for board in boards)
    fresh = ceil(sum(one.rows * (_NEW_SHARE if one.known else 1) for one in found))
    disk = sum(one.disk for one in found) + fresh * BUILT_A_ROW
    return Forecast(found, _wall(found, together), 10 + fresh / ROWS_A_SECOND, disk)


def free_bytes(home: Home) -> int:
    """Return what is free on the disk of a home, also of one that is not there yet."""
    root = next(path for path in (home.root, *home.root.parents) if path.exists())
    return shutil.disk_usage(root).free


def _board(home: Home, board: Board, last: Sequence[CrawlReport]) -> BoardForecast:
    host = urlsplit(board.url).hostname or board.name
    return _from_past(home, board, host, last) if last else _from_registry(board, host)


def _from_past(home: Home, board: Board, host: str, last: Sequence[CrawlReport]) -> BoardForecast:
    """Return the middle of the last crawls, for as many scopes as there are now."""
    scopes = max(len(board.scopes), 1)
    grown = (
        1.0 if board.kind == "history" else max(scopes / max(median(len(run.scopes) for run in last), 1), 1 / scopes)
    )
    requests = median(sum(scope.requests for scope in run.scopes) for run in last) * grown
    measured = median(map(_seconds, last)) * grown
    paths = [landing.data_path(home, run) for run in last]
    sizes = [path.stat().st_size for path in paths if path.exists()]
    return BoardForecast(
        board.name, host, ceil(requests), ceil(median(run.kept for run in last) * grown),
        max(measured, requests * DELAY_SECONDS) if measured else requests * (DELAY_SECONDS + ANSWER_SECONDS),
        ceil(median(sizes) * grown) if sizes else 0, known=True,
    )  # fmt: skip


def _seconds(run: CrawlReport) -> float:
    began, ended = (clock.moment(text, who=f"report {run.run}") for text in (run.started_at, run.finished_at))
    return (ended - began).total_seconds()


def _from_registry(board: Board, host: str) -> BoardForecast:
    """Return what the bounds of boards.toml let expect: their geometric mean, since they span orders of magnitude."""
    low, high = board.expected
    scopes = max(len(board.scopes), 1)
    rows = ceil(scopes * sqrt(max(low, 1) * min(max(high, 1), 10_000)))
    requests = scopes + ceil(rows / ROWS_A_REQUEST)
    seconds = requests * (DELAY_SECONDS + ANSWER_SECONDS)
    return BoardForecast(board.name, host, requests, rows, seconds, ceil(rows * BYTES_A_ROW * PACKED), known=False)


def _wall(boards: Sequence[BoardForecast], together: int) -> float:
    """Return the time until all are done: hosts side by side, boards of one host one after the other."""
    by_host: dict[str, float] = defaultdict(float)
    for one in boards:
        by_host[one.host] += one.seconds
    return max(max(by_host.values(), default=0.0), sum(by_host.values()) / together)


def _time(seconds: float) -> str:
    if seconds < 90:  # noqa: PLR2004 - up to there people count in seconds
        return f"{ceil(seconds)} s"
    minutes = ceil(seconds / 60)
    return f"{minutes} min" if minutes < 120 else f"{minutes / 60:.1f} h"  # noqa: PLR2004 - and so on
