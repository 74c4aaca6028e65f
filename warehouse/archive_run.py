"""One import while it runs: postings become a landing file a month, none of them committed before the last was read.

Reading files is the affair of archives.py (tables) and of the spiders' room (archives of the web).
"""

from __future__ import annotations

import hashlib
from collections import Counter
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from typing import Self

from warehouse import clock, landing, personal
from warehouse.boards import Board
from warehouse.errors import BadUsageError
from warehouse.home import Home
from warehouse.landing import LandingFile
from warehouse.records import CrawlReport, RawPosting, ScopeReport, State
from warehouse.tombstones import ERASED


class Sieve:
    """Keeps what says something, the first of each; of captures the first in each month.

    Args:
        captures: Whether the board's rows are captures.
    """

    def __init__(self, *, captures: bool) -> None:
        self._captures, self._seen = captures, set[bytes]()

    def refuses(self, posting: RawPosting) -> str:
        """Return why a posting is not to be kept; empty where it is."""
        if not posting.title and not posting.text:
            return "neither title nor text"
        twin = f"{posting.key}\n{posting.fetched_at[:7]}" if self._captures else posting.key
        mark = hashlib.blake2b(twin.encode(), digest_size=12).digest()
        if mark in self._seen:
            return "another capture in its month" if self._captures else "duplicate within the file"
        self._seen.add(mark)
        return ""


def require_archive(board: Board) -> None:
    """Refuse a board that is crawled.

    Raises:
        BadUsageError: The board is no archive.
    """
    if board.kind != "archive":
        raise BadUsageError(
            f"board {board.name!r}",
            f"is a {board.kind} board, which is crawled",
            allowed='a board with kind = "archive" in boards.toml',
            remedy="Add one for what this file holds, or crawl the board.",
        )


@dataclass
class ArchiveRun:
    """Takes the postings of one file; `with` leaves nothing behind unless `commit` was reached.

    Args:
        board: The archive board.
        home: Where to land.
        digest: Names the file's content: what it landed before is not landed again.
        name: The file's name.
        reason: One sentence on how it was read.
        simulated: Whether the market is simulated.
        state: Of the whole file.
    """

    board: Board
    home: Home
    digest: str
    name: str
    reason: str = ""
    simulated: bool = False
    state: State = "complete"
    _salt: bytes = field(init=False)
    _known: frozenset[str] = field(init=False)
    _stack: ExitStack = field(init=False, default_factory=ExitStack)
    _files: dict[str, LandingFile] = field(init=False, default_factory=dict)
    _dropped: Counter[str] = field(init=False, default_factory=Counter)
    _examples: dict[str, str] = field(init=False, default_factory=dict)
    _skipped: int = field(init=False, default=0)
    _sieve: Sieve = field(init=False)

    def __post_init__(self) -> None:
        self._salt = personal.salt(self.home)
        self._known = frozenset(self._landed())
        self._sieve = Sieve(captures=self.board.captures)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    @property
    def scope(self) -> str:
        """Return the scope of all its postings."""
        return f"{self.name}#{self.digest}"

    def drop(self, reason: str, place: str) -> None:
        """Count what could not be landed; the first place of each reason is told."""
        self._dropped[reason] += 1
        self._examples.setdefault(reason, place)

    def take(self, posting: RawPosting, place: str) -> None:
        """Land a posting, or count why it was not."""
        if reason := self._sieve.refuses(posting) or self._land(posting):
            self.drop(reason, place)

    def _land(self, posting: RawPosting) -> str:
        """Write a posting into its month's file; return why that was not done."""
        partition = self._partition(posting)
        if partition in self._known:
            self._skipped += 1
            return ""
        if partition not in self._files:
            self._files[partition] = self._stack.enter_context(
                LandingFile(self.home, self.board.name, partition, simulated=self.simulated, ahead=len(self._files))
            )
        return "" if self._files[partition].add(personal.scrub_posting(posting, self._salt)) else ERASED

    def _partition(self, posting: RawPosting) -> str:
        """Return the month of posting, of captures that of the capture; the day of the crawl where nothing is known."""
        if self.board.captures:
            return posting.fetched_at[:7]
        return posting.posted_at[:7] if posting.posted_at else posting.fetched_at[:10]

    def _landed(self) -> set[str]:
        """Return the partitions that this file's content landed in before."""
        return {
            report.partition
            for report in landing.reports(self.home, self.board.name)
            if any(each.scope.rpartition("#")[2] == self.digest for each in report.scopes)
        }

    def commit(self) -> CrawlReport:
        """Commit all files; the drops are told with the first. Return one report over them all."""
        if not self._files:
            return self._nothing()
        reports: list[CrawlReport] = []
        for partition in sorted(self._files):
            told = self._told(self._files[partition].kept, first=not reports)
            reports.append(self._files[partition].commit((told,)))
        ends = sorted({reports[0].partition, reports[-1].partition})
        total = self._told(sum(report.kept for report in reports), first=True)
        return replace(
            reports[0], partition="..".join(ends), finished_at=reports[-1].finished_at, scopes=(total,), sha256=""
        )

    def _nothing(self) -> CrawlReport:
        moment = clock.now().isoformat(timespec="seconds")
        before = len(self._known)
        why = f"already imported: {before} months hold its {self._skipped} rows" if before else "no row was kept"
        told = replace(self._told(0, first=True), state="complete" if before else "failed", reason=why)
        return CrawlReport(self.board.name, "none", "none", moment, moment, (told,), "", self.simulated)

    def _told(self, kept: int, *, first: bool) -> ScopeReport:
        dropped, examples = (dict(self._dropped), dict(self._examples)) if first else ({}, {})
        return ScopeReport(self.scope, self.state, self.reason, kept=kept, dropped=dropped, examples=examples)
