"""Importing archives: files of postings that others collected become landing files, one a month of posting.

How files are read is tabular.py's affair, which column holds what mappings.py's; what a posting means the normaliser's.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from itertools import chain, islice
from pathlib import Path
from typing import Any

from warehouse import clock, landing, mappings, packing, personal
from warehouse.archive_rows import posting_of
from warehouse.boards import Board
from warehouse.errors import BadUsageError
from warehouse.home import Home
from warehouse.landing import LandingFile, one_at_a_time
from warehouse.mappings import ColumnMapping, cell, columns_of
from warehouse.packing import unreadable
from warehouse.records import CrawlReport, RawPosting, ScopeReport
from warehouse.tabular import Broken, Placed, Reading, Row, rows
from warehouse.tombstones import ERASED

_SAMPLE = 1000
"""Rows by whose columns a file is recognised."""
OnProgress = Callable[[int, int], None]
"""Is told the bytes read so far and the file's."""


def import_file(
    path: Path,
    board: Board,
    home: Home,
    *,
    mapping: Path | None = None,
    sheet: str = "",
    encoding: str = "",
    collected: str = "",
    simulated: bool = False,
    on_progress: OnProgress | None = None,
) -> CrawlReport:
    """Land the postings of a file, one landing file a month of posting; return one report over all of them.

    Rows without a readable date land under the day on which they were crawled (`crawled_at`), else today. A file whose
    content is already in is left alone, whatever its name and packing. The report's reason says which mapping read it.

    Args:
        path: CSV, TSV, JSON, JSON lines, Parquet or Excel, also as .gz or .zst.
        board: An archive board of the registry.
        home: Where to land.
        mapping: TOML file that says which column is which field, or the name of one that ships; without it the file's
            columns are recognised.
        sheet: Of a workbook with several.
        encoding: Of a text, where it is not recognised.
        collected: Day on which the file was collected, for rows that do not say it.
        simulated: Whether the market is simulated.
        on_progress: Is told how far the file was read.

    Raises:
        BadUsageError: The board is no archive.
        JobproofError: The file or the mapping cannot be read; nothing of it was kept.
    """
    _require_archive(board)
    given = mappings.named(mapping) if mapping else None
    found = packing.survey(path, encoding)
    size = path.stat().st_size
    moved = (lambda done: on_progress(done, size)) if on_progress else None
    reading = rows(path, found, Reading(sheet, _envelopes(given)), moved)
    with one_at_a_time(home, board.name):
        known = _landed(home, board, found.digest)
        used, placed = _recognised(path, reading, given)
        if collected:
            used = replace(used, constants={"crawled_at": collected, **used.constants})
        scope = f"{path.name}#{found.digest}"
        running = _Import(board, home, scope, used, personal.salt(home), simulated, frozenset(known))
        with running.stack:
            running.read(placed)
            return running.commit(len(known))


def _require_archive(board: Board) -> None:
    if board.kind != "archive":
        raise BadUsageError(
            f"board {board.name!r}",
            f"is a {board.kind} board, which is crawled",
            allowed='a board with kind = "archive" in boards.toml',
            remedy="Add one for what this file holds, or crawl the board.",
        )


def _landed(home: Home, board: Board, digest: str) -> set[str]:
    """Return the partitions that this file's content landed in before."""
    return {
        report.partition
        for report in landing.reports(home, board.name)
        if any(each.scope.rpartition("#")[2] == digest for each in report.scopes)
    }


def _envelopes(given: ColumnMapping | None) -> Callable[[Row], list[Any] | None]:
    """Return what finds the rows in a JSON answer: the longest known way in comes first."""
    known = {way for mapping in (*mappings.shipped(), *([given] if given else [])) for way in mapping.rows}
    ways = sorted(known, key=lambda way: (-way.count("."), way))

    def held(row: Row) -> list[Any] | None:
        return next((found for way in ways if isinstance(found := cell(row, way), list)), None)

    return held


def _recognised(
    path: Path, reading: Iterator[Placed], given: ColumnMapping | None
) -> tuple[ColumnMapping, Iterable[Placed]]:
    """Return the mapping to read a file by, and all its rows."""
    sample = list(islice(reading, _SAMPLE))
    columns = columns_of(row for _, row in sample if not isinstance(row, Broken))
    if not columns:
        why = f" ({sample[0][0]} is {sample[0][1].reason})" if sample and isinstance(sample[0][1], Broken) else ""
        raise unreadable(path, f"holds no row that can be read{why}")
    if given and given not in mappings.shipped():
        mappings.require(given, columns, f"archive {path}")
    return given or mappings.choose(columns, f"archive {path}"), chain(sample, reading)


@dataclass
class _Import:
    """One import while it runs: a landing file for each partition, none committed before the last row is read."""

    board: Board
    home: Home
    scope: str
    mapping: ColumnMapping
    salt: bytes
    simulated: bool
    known: frozenset[str]
    stack: ExitStack = field(default_factory=ExitStack)
    files: dict[str, LandingFile] = field(default_factory=dict)
    dropped: Counter[str] = field(default_factory=Counter)
    examples: dict[str, str] = field(default_factory=dict)
    skipped: int = 0
    seen: set[bytes] = field(default_factory=set)

    def read(self, placed: Iterable[Placed]) -> None:
        for place, row in placed:
            reason = self._take(row)
            if reason:
                self.dropped[reason] += 1
                self.examples.setdefault(reason, place)

    def _take(self, row: Row | Broken) -> str:
        """Land a row; return why it was not."""
        if isinstance(row, Broken):
            return row.reason
        if None in row:
            return "more cells than columns"
        if reason := self.mapping.left_out(row):
            return reason
        posting = posting_of(row, self.mapping, self.board.name, self.scope)
        if not posting.title and not posting.text:
            return "neither title nor text"
        mark = hashlib.blake2b(posting.key.encode(), digest_size=12).digest()
        if mark in self.seen:
            return "duplicate within the file"
        self.seen.add(mark)
        return self._land(posting)

    def _land(self, posting: RawPosting) -> str:
        """Write a posting into its month's file; return why that was not done."""
        partition = posting.posted_at[:7] if posting.posted_at else posting.fetched_at[:10]
        if partition in self.known:
            self.skipped += 1
            return ""
        if partition not in self.files:
            self.files[partition] = self.stack.enter_context(
                LandingFile(self.home, self.board.name, partition, simulated=self.simulated, ahead=len(self.files))
            )
        return "" if self.files[partition].add(personal.scrub_posting(posting, self.salt)) else ERASED

    def commit(self, before: int) -> CrawlReport:
        """Commit all files; the drops are told with the first. Return one report over them all."""
        if not self.files:
            return self._nothing(before)
        reports: list[CrawlReport] = []
        for partition in sorted(self.files):
            reports.append(self.files[partition].commit((self._told(self.files[partition].kept, first=not reports),)))
        ends = sorted({reports[0].partition, reports[-1].partition})
        total = self._told(sum(report.kept for report in reports), first=True)
        return replace(
            reports[0], partition="..".join(ends), finished_at=reports[-1].finished_at, scopes=(total,), sha256=""
        )

    def _nothing(self, before: int) -> CrawlReport:
        moment = clock.now().isoformat(timespec="seconds")
        why = f"already imported: {before} months hold its {self.skipped} rows" if before else "no row was kept"
        told = replace(self._told(0, first=True), state="complete" if before else "failed", reason=why)
        return CrawlReport(self.board.name, "none", "none", moment, moment, (told,), "", self.simulated)

    def _told(self, kept: int, *, first: bool) -> ScopeReport:
        dropped, examples = (dict(self.dropped), dict(self.examples)) if first else ({}, {})
        reason = f"read by the mapping {self.mapping.name}"
        return ScopeReport(self.scope, "complete", reason, kept=kept, dropped=dropped, examples=examples)
