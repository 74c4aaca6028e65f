"""Frames for people and programs: table, CSV, JSON, Parquet. Reads nothing."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Literal

import polars as pl

from warehouse.errors import BadUsageError
from warehouse.files import replacing

Format = Literal["table", "csv", "json", "parquet"]


def write_frame(frame: pl.DataFrame, form: Format, out: Path | None) -> None:
    """Write a query's result to `out`, or to stdout where `out` is None.

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
    if form == "json":
        return frame.write_ndjson()
    if form == "csv":
        return _flat(frame).write_csv()
    with pl.Config(tbl_rows=200, tbl_cols=40, fmt_str_lengths=100, tbl_width_chars=200, tbl_hide_dataframe_shape=True):
        return f"{frame}\n{frame.height} rows\n"


def _flat(frame: pl.DataFrame) -> pl.DataFrame:
    """Return the frame with nested columns as JSON text, since CSV has no lists."""
    nested = [name for name, dtype in frame.schema.items() if dtype.is_nested()]
    return frame.with_columns(pl.struct(name).struct.json_encode().alias(name) for name in nested)
