"""Reading rows out of files that others wrote: CSV, TSV, JSON lines or Parquet, packed or plain, UTF-8 or GB18030.

What the columns mean is no affair of this module.
"""

from __future__ import annotations

import codecs
import csv
import gzip
import io
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any, cast

import orjson
import polars as pl
import zstandard

from warehouse.errors import JobproofError

Row = dict[str, Any]
_BLOCK = 1 << 20
_ZSTANDARD = b"\x28\xb5\x2f\xfd"
_BROKEN_PACK = (gzip.BadGzipFile, zlib.error, EOFError, zstandard.ZstdError)
csv.field_size_limit(1 << 28)


def rows(path: Path) -> Iterator[tuple[int, Row]]:
    """Yield the rows of a file with the line (in Parquet: the row) on which each begins, counted from 1.

    Raises:
        JobproofError: The file is missing, damaged, in no known encoding, or a line cannot be read.
    """
    try:
        yield from _rows(path)
    except OSError as error:
        raise unreadable(path, f"cannot be read ({error.strerror or error})") from None
    except _BROKEN_PACK as error:
        raise unreadable(path, f"is damaged: its packing breaks off ({error})") from None


def _rows(path: Path) -> Iterator[tuple[int, Row]]:
    with path.open("rb") as file:
        if file.read(4) == b"PAR1":
            yield from _parquet(path)
            return
    _require_whole(path)
    encoding = _encoding(path)
    with _unpacked(path) as binary, io.TextIOWrapper(binary, encoding=encoding, newline="") as text:
        start = text.readline()
        if not start.strip():
            raise unreadable(path, "is empty or begins with an empty line")
    with _unpacked(path) as binary, io.TextIOWrapper(binary, encoding=encoding, newline="") as text:
        if start.lstrip().startswith("["):
            raise unreadable(path, "holds one JSON list", remedy="Write one object a line (JSON lines).")
        yield from _json_lines(path, text) if start.lstrip().startswith("{") else _table(path, text, start)


def _unpacked(path: Path) -> IO[bytes]:
    with path.open("rb") as file:
        magic = file.read(4)
    if magic[:2] == b"\x1f\x8b":
        return cast("IO[bytes]", gzip.open(path, "rb"))
    if magic == _ZSTANDARD:
        return cast("IO[bytes]", zstandard.ZstdDecompressor().stream_reader(path.open("rb"), read_across_frames=True))
    return path.open("rb")


def _require_whole(path: Path) -> None:
    """Refuse a .zst file that breaks off: unlike gzip, its reader takes that for the end.

    Raises:
        EOFError: It breaks off.
    """
    with path.open("rb") as file:
        if file.read(4) != _ZSTANDARD:
            return
        file.seek(0)
        unpacker, left = zstandard.ZstdDecompressor().decompressobj(), b""
        while block := left or file.read(_BLOCK):
            unpacker = unpacker if not unpacker.eof else zstandard.ZstdDecompressor().decompressobj()
            unpacker.decompress(block)
            left = unpacker.unused_data
        if not unpacker.eof:
            raise EOFError("its end is missing")


def _encoding(path: Path) -> str:
    """Return the first encoding that the whole file decodes in."""
    with _unpacked(path) as binary:
        start = binary.read(3)
    if start[:2] in {codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE}:
        return "utf-16"
    faults = {}
    for encoding in ("utf-8-sig", "gb18030"):
        faults[encoding] = _first_fault(path, encoding)
        if faults[encoding] is None:
            return encoding
    raise unreadable(path, f"is neither UTF-8 (byte {faults['utf-8-sig']}) nor GB18030 (byte {faults['gb18030']})")


def _first_fault(path: Path, encoding: str) -> int | None:
    decoder, done = codecs.getincrementaldecoder(encoding)(), 0
    with _unpacked(path) as binary:
        while True:
            block = binary.read(_BLOCK)
            try:
                decoder.decode(block, final=not block)
            except UnicodeDecodeError as error:
                return done + error.start
            if not block:
                return None
            done += len(block)


def _json_lines(path: Path, text: IO[str]) -> Iterator[tuple[int, Row]]:
    for number, line in enumerate(text, 1):
        if not line.strip():
            continue
        try:
            row = orjson.loads(line)
        except orjson.JSONDecodeError as error:
            raise unreadable(path, f"line {number} is no JSON ({error.msg} at character {error.pos})") from None
        if not isinstance(row, dict):
            raise unreadable(path, f"line {number} is JSON, but no object")
        yield number, row


def _table(path: Path, text: IO[str], header: str) -> Iterator[tuple[int, Row]]:
    delimiter = max(",\t;|", key=header.count)
    reader = csv.DictReader(text, delimiter=delimiter, strict=True)
    try:
        for row in reader:
            yield reader.line_num, row
    except csv.Error as error:
        raise unreadable(path, f"line {reader.line_num + 1} is no row of a table ({error})") from None


def _parquet(path: Path) -> Iterator[tuple[int, Row]]:
    try:
        frame = pl.read_parquet(path)
    except pl.exceptions.PolarsError as error:
        raise unreadable(path, f"is a damaged Parquet file ({error})") from None
    yield from enumerate(frame.iter_rows(named=True), 1)


def unreadable(
    path: Path, found: str, *, remedy: str = "Mend the file or fetch it again; nothing of it was kept."
) -> JobproofError:
    """Return the error for a file that cannot be read."""
    return JobproofError(
        f"archive {path}", found, allowed="CSV, TSV, JSON lines (also .gz, .zst) or Parquet", remedy=remedy
    )
