"""The cells of an estimate: a counts frame, one sorted row an employer and board. No formula of a figure here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import polars as pl
from numpy.typing import NDArray

Array = NDArray[np.float64]
_COUNTS = ("n0", "x0", "n1", "x1")


@dataclass(frozen=True)
class Table:
    """Counts by employer and board, sorted; the frame once aggregated."""

    employers: tuple[str, ...]
    boards: tuple[str, ...]
    employer: NDArray[np.intp]
    board: NDArray[np.intp]
    counts: Array

    @cached_property
    def totals(self) -> Array:
        """Return (boards, 4) totals."""
        return sum_by(self.board, self.counts, len(self.boards))

    @cached_property
    def by_employer(self) -> Array:
        """Return (employers, 4) totals."""
        return sum_by(self.employer, self.counts, len(self.employers))


def once(counts: pl.DataFrame, unit: str) -> pl.DataFrame:
    """Return the counts, each employer once a period if it is the unit, filed under the first of its boards."""
    if unit != "employer":
        return counts
    home = counts.group_by("employer").agg(pl.col("board").min())
    once = counts.group_by("period", "employer").agg((pl.col("n", "x").max() > 0).cast(pl.Int64))
    return once.join(home, on="employer")


def aggregated(counts: pl.DataFrame, periods: Sequence[str] | None) -> Table:
    """Aggregate to one sorted row an employer and board, with n₀ x₀ n₁ x₁ (one period: n₀ x₀, and zeros)."""
    later = pl.lit(value=False) if periods is None else pl.col("period") == periods[1]
    earlier = pl.lit(value=True) if periods is None else pl.col("period") == periods[0]
    columns = [
        pl.when(when).then(pl.col(name)).otherwise(0).sum().alias(f"{name}{index}")
        for index, when in enumerate((earlier, later))
        for name in ("n", "x")
    ]
    rows = counts.group_by("employer", "board").agg(columns).filter(pl.col("n0") + pl.col("n1") > 0)
    rows = rows.sort("employer", "board")
    return Table(
        tuple(rows["employer"].unique().sort()),
        tuple(rows["board"].unique().sort()),
        _places(rows["employer"]),
        _places(rows["board"]),
        rows.select(_COUNTS).to_numpy().astype(float),
    )


def _places(names: pl.Series) -> NDArray[np.intp]:
    """Return each name's place among the sorted names."""
    return (names.rank("dense").cast(pl.Int64) - 1).to_numpy().astype(np.intp)


def sum_by(group: NDArray[np.intp], rows: Array, size: int) -> Array:
    """Return (size, columns) sums of the rows of each group."""
    sums: Array = np.column_stack([np.bincount(group, weights=column, minlength=size) for column in rows.T])
    return sums


def counted(groups: Array) -> int:
    """Return how many groups have a counted vacancy in either period."""
    return int(((groups[:, 1] + groups[:, 3]) > 0).sum())
