"""Importing archives: files of postings that others collected become landing files, one a month of posting.

How files are read is tabular.py's affair, which column holds what mappings.py's; what a posting means the normaliser's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import chain, islice
from pathlib import Path
from typing import Any

from warehouse import mappings, packing
from warehouse.archive_rows import posting_of
from warehouse.archive_run import ArchiveRun, require_archive
from warehouse.boards import Board
from warehouse.home import Home
from warehouse.landing import one_at_a_time
from warehouse.mappings import ColumnMapping, cell, columns_of
from warehouse.packing import unreadable
from warehouse.records import CrawlReport
from warehouse.tabular import Broken, Placed, Reading, Row, rows

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
    require_archive(board)
    given = mappings.named(mapping) if mapping else None
    found = packing.survey(path, encoding)
    size = path.stat().st_size
    moved = (lambda done: on_progress(done, size)) if on_progress else None
    reading = rows(path, found, Reading(sheet, _envelopes(given)), moved)
    with one_at_a_time(home, board.name):
        used, placed = _recognised(path, reading, given)
        if collected:
            used = replace(used, constants={"crawled_at": collected, **used.constants})
        why = f"read by the mapping {used.name}"
        with ArchiveRun(board, home, found.digest, path.name, why, simulated=simulated) as run:
            _read(run, placed, used)
            return run.commit()


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


def _read(run: ArchiveRun, placed: Iterable[Placed], mapping: ColumnMapping) -> None:
    for place, row in placed:
        if isinstance(row, Broken):
            run.drop(row.reason, place)
        elif None in row:
            run.drop("more cells than columns", place)
        elif reason := mapping.left_out(row):
            run.drop(reason, place)
        else:
            run.take(posting_of(row, mapping, run.board.name, run.scope), place)
