"""The cells of an estimate: counts by employer and board, of one market or of many at once. No formulas here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import polars as pl
from numpy.typing import NDArray

Array = NDArray[np.float64]
Index = NDArray[np.intp]


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

    employers: pl.Series
    boards: tuple[str, ...]


@dataclass(frozen=True)
class Grouped:
    """Values summed by employer and board, sorted by either's name, in that order.

    Args:
        employer: (rows,) place among the employers.
        board: (rows,) place among the boards.
        sums: (rows, columns).
        employers: Sorted keys.
        boards: Sorted names.
    """

    employer: Index
    board: Index
    sums: Array
    employers: pl.Series
    boards: tuple[str, ...]


def grouped(frame: pl.DataFrame, values: Array, kept: Callable[[Array], NDArray[np.bool_]]) -> Grouped:
    """Sum values by a frame's employers and boards.

    Args:
        frame: board, employer; with board_no and employer_no (`warehouse.tallies.NUMBERS`) no name has to be sorted.
        values: (rows of the frame, columns).
        kept: Sums -> which of their rows count; employers and boards without one are left out.
    """
    employer, board = numbers(frame, "employer"), numbers(frame, "board")
    wide = int(board.max(initial=0)) + 1
    pairs, place = np.unique(employer * wide + board, return_inverse=True)
    sums = sum_by(place, values, len(pairs))
    counting = kept(sums)
    its_employer, its_board = np.divmod(pairs[counting], wide)
    employers, employer_place = np.unique(its_employer, return_inverse=True)
    boards, board_place = np.unique(its_board, return_inverse=True)
    return Grouped(
        employer_place,
        board_place,
        sums[counting],
        _names(frame["employer"], employer, employers),
        tuple(_names(frame["board"], board, boards)),
    )


def numbers(frame: pl.DataFrame, name: str) -> Index:
    """Return a number for each row's `board` or `employer`, in the order of their names."""
    known = f"{name}_no"
    found = frame[known] if known in frame.columns else frame[name].rank("dense")
    return found.to_numpy().astype(np.intp)


def aggregated(counts: pl.DataFrame, periods: Sequence[str] | None, unit: str = "vacancy") -> Table:
    """Aggregate to one sorted row an employer and board, with n₀ x₀ n₁ x₁ (one period: n₀ x₀, and zeros).

    Args:
        counts: period, board, employer, n, x.
        periods: Labels, the earlier one first; None pools all.
        unit: `employer` counts each once a period, filed under the first of its boards.
    """
    rows, values = _once(counts, periods) if unit == "employer" else (counts, _by_period(counts, periods))
    found = grouped(rows, values, lambda sums: sums[:, 0] + sums[:, 2] > 0)
    return Table(
        employer=found.employer,
        board=found.board,
        counts=found.sums,
        market_of_employer=np.zeros(len(found.employers), dtype=np.intp),
        market_of_board=np.zeros(len(found.boards), dtype=np.intp),
        markets=1,
        employers=found.employers,
        boards=found.boards,
    )


def _by_period(counts: pl.DataFrame, periods: Sequence[str] | None) -> Array:
    """Return each row's n₀ x₀ n₁ x₁, (rows, 4)."""
    values = np.column_stack([counts[name].to_numpy() for name in ("n", "x")]).astype(float)
    if periods is None:
        return np.hstack([values, np.zeros_like(values)])
    return np.hstack([values * (counts["period"] == label).to_numpy()[:, None] for label in periods])


def _once(counts: pl.DataFrame, periods: Sequence[str] | None) -> tuple[pl.DataFrame, Array]:
    """Return a row of each employer on the first of its boards, and in how many periods it has any n₀ x₀ n₁ x₁."""
    employer, board = numbers(counts, "employer"), numbers(counts, "board")
    order = np.lexsort((board, employer))
    known, first, place = np.unique(employer[order], return_index=True, return_inverse=True)
    held = np.zeros((len(known), 4))
    for label in periods or counts["period"].unique():
        own = _by_period(counts, (label, label))[order][:, :2] > 0
        at = 0 if periods is None else 2 * list(periods).index(label)
        held[:, at : at + 2] += sum_by(place, own.astype(float), len(known)) > 0
    return counts[order[first]], held


def _names(names: pl.Series, numbers: Index, wanted: Index) -> pl.Series:
    """Return the names of some numbers."""
    row = np.zeros(int(numbers.max(initial=0)) + 1, dtype=np.intp)
    row[numbers] = np.arange(len(numbers))
    return names[row[wanted]]


def sum_by(group: Index, rows: Array, size: int) -> Array:
    """Return (size, columns) sums of the rows of each group."""
    sums: Array = np.column_stack([np.bincount(group, weights=column, minlength=size) for column in rows.T])
    return sums


def counted(groups: Array) -> NDArray[np.bool_]:
    """Return which of the groups have a counted vacancy in either period."""
    return np.asarray(groups[:, 1] + groups[:, 3] > 0)
