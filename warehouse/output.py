"""Frames for programs: CSV, JSON lines, Parquet, to a file or stdout. Tables for people are not drawn here."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Literal

import polars as pl

from warehouse.errors import BadUsageError
from warehouse.files import replacing

Format = Literal["csv", "json", "parquet"]
_SUFFIXES: dict[str, Format] = {
    ".csv": "csv", ".json": "json", ".jsonl": "json", ".ndjson": "json", ".parquet": "parquet",
}  # fmt: skip


def form_of(out: Path) -> Format:
    """Return the format that a file's name asks for.

    Raises:
        BadUsageError: Its suffix names none.
    """
    if form := _SUFFIXES.get(out.suffix.lower()):
        return form
    raise BadUsageError(
        f"--out {out}", "the name tells no format", allowed=", ".join(_SUFFIXES), remedy="Rename it, or add --format."
    )


def write_frame(frame: pl.DataFrame, form: Format, out: Path | None) -> None:
    """Write a query's result to `out`, whole or not at all, or to stdout where `out` is None.

    Raises:
        BadUsageError: Parquet was asked for without a file.
    """
    if out is None:
        if form == "parquet":
            raise BadUsageError("sql --format parquet", "no file to write to", remedy="Add --out FILE.parquet.")
        sys.stdout.write(_text(frame, form))
        return
    with replacing(out) as part:
        if form == "parquet":
            frame.write_parquet(part)
        else:
            part.write_text(_text(frame, form), encoding="utf-8")


def _text(frame: pl.DataFrame, form: Format) -> str:
    return frame.write_ndjson() if form == "json" else _flat(frame).write_csv()


def _flat(frame: pl.DataFrame) -> pl.DataFrame:
    """Return the frame with nested columns as JSON text, since CSV has no lists."""
    return frame.with_columns(_json(name) for name, dtype in frame.schema.items() if dtype.is_nested())


def _json(name: str) -> pl.Expr:
    """Return a column as JSON; polars encodes structs only, so that the name around the value is cut off again."""
    around = len(pl.DataFrame({name: [0]}).write_ndjson()) - len("0}\n")
    said = pl.struct(name).struct.json_encode().str.slice(around).str.head(-1)
    return pl.when(pl.col(name).is_not_null()).then(said).alias(name)
