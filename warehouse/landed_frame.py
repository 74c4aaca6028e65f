"""The postings of a landing file as the frame of schemas.LANDED. Where the files lie is the affair of landing.py."""

from __future__ import annotations

from io import BytesIO

import polars as pl
import zstandard

from warehouse.records import CrawlReport
from warehouse.schemas import LANDED

_TIMES = ("fetched_at", "posted_at", "expires_at")
_ISO = "%Y-%m-%dT%H:%M:%S%.f%#z"
_WIRE: dict[str, pl.DataType | type[pl.DataType]] = {
    column.name: pl.String() if column.name in _TIMES else column.dtype  # type: ignore[misc]  # PolarsDataType holds both
    for column in LANDED.columns
    if column.name not in {"partition", "run"}
}


def empty() -> pl.DataFrame:
    """Return the frame of a run that kept nothing."""
    return pl.DataFrame(schema=LANDED.polars)


def frame(packed: bytes, report: CrawlReport) -> pl.DataFrame:
    """Return a run's postings, one row each, with the columns of schemas.LANDED in their order.

    Raises:
        ValueError: The bytes cannot be unpacked, or a line is no posting.
    """
    try:
        with zstandard.ZstdDecompressor().stream_reader(packed, read_across_frames=True) as unpacked:
            wire = pl.read_ndjson(BytesIO(unpacked.read()), schema=_WIRE)
    except (zstandard.ZstdError, pl.exceptions.PolarsError) as error:
        raise ValueError(str(error)) from None
    return wire.with_columns(
        pl.lit(report.partition).alias("partition"),
        pl.lit(report.run).alias("run"),
        *(pl.col(name).str.to_datetime(_ISO, time_unit="us", time_zone="UTC", strict=False) for name in _TIMES),
    ).select(list(LANDED.polars))
