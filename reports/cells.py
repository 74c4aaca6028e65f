"""The cells of an estimate: counts by employer and board, of one market or of many at once. No formulas here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import polars as pl
from numpy.typing import NDArray

Array = NDArray[np.float64]
Index = NDArray[np.intp]
_COUNTS = ("n0", "x0", "n1", "x1")


@dataclass(frozen=True)
class Cells:
    """One row an employer and board; employers and boards are numbered through all markets, none is in two.

    Args:
        employer: (rows,) employer of each row; rows are sorted by it, then by board, so that sums never change a digit.
        board: (rows,) board of each row.
        counts: (rows, 4) n₀ x₀ n₁ x₁.
        market_of_employer: (employers,) which market each is of.
        market_of_board: (boards,) the same.
        markets: How many there are.
    """

    employer: Index
    board: Index
    counts: Array
    market_of_employer: Index
    market_of_board: Index
    markets: int

    @cached_property
    def totals(self) -> Array:
        """Return (boards, 4) totals."""
        return sum_by(self.board, self.counts, len(self.market_of_board))

    @cached_property
    def by_employer(self) -> Array:
        """Return (employers, 4) totals."""
        return sum_by(self.employer, self.counts, len(self.market_of_employer))

    def over_employers(self, rows: Array) -> Array:
        """Return each market's sums of (employers, columns)."""
        return sum_by(self.market_of_employer, rows, self.markets)

    def over_boards(self, rows: Array) -> Array:
        """Return each market's sums of (boards, columns)."""
        return sum_by(self.market_of_board, rows, self.markets)

    def only(self, rows: NDArray[np.bool_]) -> Cells:
        """Return the cells of some rows, with the employers and boards that have any of them.

        Args:
            rows: (rows,) which to keep.
        """
        employers, boards = (
            np.bincount(index[rows], minlength=len(of)) > 0
            for index, of in ((self.employer, self.market_of_employer), (self.board, self.market_of_board))
        )
        return Cells(
            (np.cumsum(employers) - 1)[self.employer[rows]],
            (np.cumsum(boards) - 1)[self.board[rows]],
            self.counts[rows],
            self.market_of_employer[employers],
            self.market_of_board[boards],
            self.markets,
        )


@dataclass(frozen=True)
class Table(Cells):
    """The cells of one market, named.

    Args:
        employers: Sorted keys.
        boards: Sorted names.
    """

    employers: tuple[str, ...]
    boards: tuple[str, ...]


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
    employers, boards = (tuple(rows[name].unique().sort()) for name in ("employer", "board"))
    return Table(
        employer=_places(rows["employer"]),
        board=_places(rows["board"]),
        counts=rows.select(_COUNTS).to_numpy().astype(float),
        market_of_employer=np.zeros(len(employers), dtype=np.intp),
        market_of_board=np.zeros(len(boards), dtype=np.intp),
        markets=1,
        employers=employers,
        boards=boards,
    )


def _places(names: pl.Series) -> Index:
    """Return each name's place among the sorted names."""
    return (names.rank("dense").cast(pl.Int64) - 1).to_numpy().astype(np.intp)


def sum_by(group: Index, rows: Array, size: int) -> Array:
    """Return (size, columns) sums of the rows of each group."""
    sums: Array = np.column_stack([np.bincount(group, weights=column, minlength=size) for column in rows.T])
    return sums


def counted(groups: Array) -> NDArray[np.bool_]:
    """Return which of the groups have a counted vacancy in either period."""
    return np.asarray(groups[:, 1] + groups[:, 3] > 0)
