"""Reading rows out of files that others wrote: tables, JSON, Parquet, workbooks. What columns mean is told elsewhere.

How files are packed and encoded is packing.py's affair.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import fastexcel
import orjson
import polars as pl

from warehouse.packing import OnBytes, Survey, guarded, plain_copy, unpacked, unreadable

Row = dict[Any, Any]
"""Column -> cell. A table's row with more cells than columns holds them under None."""

_BLOCK = 1 << 20
_BATCH = 20_000
_SAMPLE_LINES = 50
_MOST_DOCUMENT = 1 << 30
csv.field_size_limit(1 << 28)


@dataclass(frozen=True)
class Broken:
    """A row that cannot be read.

    Args:
        reason: What to count it under.
    """

    reason: str


Placed = tuple[str, Row | Broken]
"""Where in the file it stands (`line 3`), and the row."""


@dataclass(frozen=True)
class Reading:
    """How a file is to be read.

    Args:
        sheet: Of a workbook; empty for its only one with rows.
        envelopes: Returns the rows that a JSON object holds; None where it is a row itself.
    """

    sheet: str = ""
    envelopes: Callable[[Row], list[Any] | None] = lambda _row: None


def rows(
    path: Path, found: Survey, reading: Reading | None = None, on_bytes: OnBytes | None = None
) -> Iterator[Placed]:
    """Yield the rows of a file with the place at which each stands, counted from 1; memory does not grow with the file.

    Workbooks are the exception (a sheet is read whole), and a JSON file that is one object.

    Raises:
        JobproofError: The file is damaged as a whole; a row that is damaged alone is yielded as Broken.
    """
    reading = reading or Reading()
    with guarded(path):
        if found.form == "parquet":
            yield from _parquet(path, on_bytes)
        elif found.form == "workbook":
            yield from _workbook(path, reading.sheet)
        else:
            yield from _text(path, found.encoding, reading, on_bytes)


def _text(path: Path, encoding: str, reading: Reading, on_bytes: OnBytes | None) -> Iterator[Placed]:
    with io.TextIOWrapper(unpacked(path), encoding=encoding, newline="") as text:
        start = [line for line, _ in zip(text, range(_SAMPLE_LINES), strict=False)]
    first = start[0].strip() if start else ""
    if not first:
        raise unreadable(path, "begins with an empty line")
    if first.startswith("<"):
        raise unreadable(path, "is a page (HTML) or XML", remedy="Save what the page shows as a table.")
    with io.TextIOWrapper(unpacked(path, on_bytes), encoding=encoding, newline="") as text:
        if not first.startswith(("{", "[")):
            yield from _table(text, start)
            return
        found = _lines(text) if _is_object(first) else _document(path, text)
        yield from _opened(found, reading.envelopes)


def _is_object(line: str) -> bool:
    try:
        return isinstance(orjson.loads(line), dict)
    except orjson.JSONDecodeError:
        return False


def _lines(text: IO[str]) -> Iterator[tuple[str, Any]]:
    for number, line in enumerate(text, 1):
        if line.strip():
            try:
                yield f"line {number}", orjson.loads(line)
            except orjson.JSONDecodeError:
                yield f"line {number}", Broken("no JSON")


def _document(path: Path, text: IO[str]) -> Iterator[tuple[str, Any]]:
    """Yield the elements of one list, or objects that follow each other over several lines."""
    try:
        for number, value in enumerate(_values(text), 1):
            yield f"row {number}", value
    except json.JSONDecodeError as error:
        raise unreadable(path, f"is JSON that is cut off or broken ({error.msg})") from None


def _values(text: IO[str]) -> Iterator[Any]:
    decoder, buffer, at = json.JSONDecoder(), text.read(_BLOCK).lstrip(), 0
    listed = buffer.startswith("[")
    buffer = buffer[1:] if listed else buffer
    while True:
        while at < len(buffer) and buffer[at] in " \t\r\n,":
            at += 1
        if listed and buffer[at : at + 1] == "]":
            return
        try:
            value, at = decoder.raw_decode(buffer, at)
        except json.JSONDecodeError:
            rest = buffer[at:]
            more = text.read(max(_BLOCK, len(rest))) if len(rest) < _MOST_DOCUMENT else ""
            if not more and not rest and not listed:
                return
            if not more:
                raise
            buffer, at = rest + more, 0
            continue
        yield value


def _opened(values: Iterable[tuple[str, Any]], envelopes: Callable[[Row], list[Any] | None]) -> Iterator[Placed]:
    """Yield objects, and in place of an envelope the objects that it holds."""
    for place, value in values:
        held = envelopes(value) if isinstance(value, dict) else value if isinstance(value, list) else None
        if held is None:
            yield place, value if isinstance(value, dict | Broken) else Broken("no object")
            continue
        inner = ((f"{place}, row {number}", each) for number, each in enumerate(held, 1))
        yield from _opened(inner, envelopes) if isinstance(value, list) else _rows_of(inner)


def _rows_of(values: Iterable[tuple[str, Any]]) -> Iterator[Placed]:
    for place, value in values:
        yield place, value if isinstance(value, dict) else Broken("no object")


def _table(text: IO[str], start: Sequence[str]) -> Iterator[Placed]:
    reader = csv.reader(text, delimiter=_delimiter(start), strict=True)
    heads: list[str] = []
    while True:
        begin = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield f"line {begin}", Broken(f"no row of a table: {error}")
            continue
        if not heads:
            heads = [head.strip() for head in cells]
        elif cells:
            row: Row = dict(zip(heads, cells, strict=False))
            yield f"line {begin}", {**row, None: cells[len(heads) :]} if len(cells) > len(heads) else row


def _delimiter(start: Sequence[str]) -> str:
    """Return what divides the sample's lines into equally many cells, the most of them."""

    def rating(delimiter: str) -> tuple[int, int]:
        counts = [len(cells) for cells in _sampled(start, delimiter) if cells]
        return (sum(count == counts[0] for count in counts), counts[0]) if counts and counts[0] > 1 else (0, 0)

    return max(",\t;|", key=rating)


def _sampled(start: Sequence[str], delimiter: str) -> Iterator[list[str]]:
    reader = csv.reader(start, delimiter=delimiter)
    try:
        yield from reader
    except csv.Error:
        return


def _parquet(path: Path, on_bytes: OnBytes | None) -> Iterator[Placed]:
    with plain_copy(path) as plain:
        size = path.stat().st_size
        try:
            scan = pl.scan_parquet(plain)
            height = int(scan.select(pl.len()).collect().item())
            for first in range(0, height, _BATCH):
                batch = scan.slice(first, _BATCH).collect()
                yield from ((f"row {number}", row) for number, row in enumerate(batch.iter_rows(named=True), first + 1))
                if on_bytes is not None:
                    on_bytes(size * min(first + _BATCH, height) // height)
        except (pl.exceptions.PolarsError, OSError) as error:
            raise unreadable(path, f"is a damaged Parquet file ({error})") from None


def _workbook(path: Path, sheet: str) -> Iterator[Placed]:
    with plain_copy(path) as plain:
        try:
            book = fastexcel.read_excel(plain)
            frame = _sheet(path, book, sheet)
        except fastexcel.FastExcelError as error:
            raise unreadable(
                path, f"is no workbook, or a damaged or locked one ({str(error).splitlines()[0]})"
            ) from None
    for number, row in enumerate(frame.iter_rows(named=True), 2):
        if any(cell is not None for cell in row.values()):
            yield f"row {number}", row


def _sheet(path: Path, book: fastexcel.ExcelReader, wanted: str) -> pl.DataFrame:
    names = book.sheet_names
    if wanted and wanted not in names:
        raise unreadable(path, f"has no sheet {wanted!r}, only: {', '.join(names)}", remedy="Correct --sheet.")
    frames = {name: book.load_sheet(name).to_polars() for name in ([wanted] if wanted else names)}
    filled = {name: frame for name, frame in frames.items() if frame.height}
    if len(filled) > 1:
        said = ", ".join(f"{name} ({frame.height} rows)" for name, frame in filled.items())
        raise unreadable(
            path, f"has several sheets with rows: {said}", remedy=f"Name one: --sheet {next(iter(filled))!r}."
        )
    if not filled:
        raise unreadable(path, f"has no sheet with rows, only: {', '.join(names)}")
    return next(iter(filled.values()))
