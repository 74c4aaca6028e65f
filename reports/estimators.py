"""Shares and growth with clustered intervals: counts in, figures out. No queries, no claims, no verdicts here.

A counts frame has one row a (period, board, employer): `n` denominators and `x` numerators among them. Every figure
here is A/B for two sums over boards:

- share: A = Σ x, B = Σ (n − x); the figure is A/(A+B) and the interval lives on the logit;
- growth of a share: Mantel–Haenszel's risk ratio (Mantel & Haenszel 1959; Greenland & Robins 1985) over boards,
  A = Σ x₁n₀/(n₀+n₁), B = Σ x₀n₁/(n₀+n₁); the figure is A/B − 1 and the interval lives on the log;
- growth of a count: A = Σ x₁, B = Σ x₀.

The formula of the interval is `reports.intervals`, which serves one market or thousands alike. Sums of counts are
integers and the rest is added in sorted order, so the order of rows cannot move a digit.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np
import polars as pl

from reports.cells import Array, Table, aggregated, numbers
from reports.intervals import BOARDS_NEEDED, Measure, board_terms, figure, intervals, ratio
from reports.results import Interval

__all__ = ["BOARDS_NEEDED", "LARGEST", "Estimated", "growth", "growth_of_count", "only", "share", "without"]

LARGEST = 5
"""Employers whose absence is shown."""


@dataclass(frozen=True)
class Estimated:
    """A figure with what it rests on.

    Args:
        interval: Figure and 95 % interval.
        boards: Boards that contribute, sorted.
        employers: Employers with a vacancy in the denominator.
        k: Employers with a counted vacancy.
        cells: (n, x) a period.
        g_eff: (Σd²)²/Σd⁴ over employers.
        g_eff_boards: The same over boards; None with fewer than five.
        clusters: `employers` or `boards`: whose jackknife was the wider.
        without_board: board -> figure without it.
        without_employer: employer's key -> figure without it, for those with most counted vacancies, largest first.
    """

    interval: Interval
    boards: tuple[str, ...]
    employers: int
    k: int
    cells: tuple[tuple[int, int], ...]
    g_eff: float
    g_eff_boards: float | None
    clusters: str
    without_board: dict[str, float] = field(default_factory=dict)
    without_employer: dict[str, float] = field(default_factory=dict)


def share(counts: pl.DataFrame, *, unit: str = "vacancy") -> Estimated | None:
    """Estimate the share Σx/Σn over all boards, with the interval on the logit.

    Leave-one-employer-out jackknife: d = L₋c − L, V = (G−1)/G · Σd², L ± t(.975, ν)·√V (CV3: MacKinnon, Nielsen &
    Webb 2023), ν = min(G_eff, k − 1) (`reports.intervals`). Where no vacancy is counted, or every one, the
    jackknife is blind: the open side is Clopper & Pearson's (1934) bound for none of G, G the effective number of
    employers (Σn)²/Σn² (Kish 1965).

    Args:
        counts: period, board, employer, n, x; all periods are pooled.
        unit: `employer` counts each employer once, wherever and however often it appears.

    Returns:
        None where there is no denominator.
    """
    table = aggregated(counts, None, unit)
    return None if not table.counts[:, 0].sum() else _estimate(table, "share")


def growth(counts: pl.DataFrame, base: str, period: str, *, unit: str = "vacancy") -> Estimated | None:
    """Estimate the growth of a share from `base` to `period`: Mantel–Haenszel's risk ratio over boards, less one.

    R = Σ x₁n₀/(n₀+n₁) ÷ Σ x₀n₁/(n₀+n₁) (Greenland & Robins 1985): a doubled board cannot move it. An employer is left
    out of both periods and of all boards. A period in which nothing is counted gives a one-sided interval: given
    k employers in the other one, the ratio of rates is at most .025^(−1/k) − 1 times the exposures' (Przyborowski &
    Wilenski 1940).

    Args:
        counts: period, board, employer, n, x.
        base: Label of the earlier period.
        period: Label of the later one.
        unit: `vacancy` or `employer`.

    Returns:
        None where no board has denominators in both periods, or neither period counts a vacancy.
    """
    return _growth(counts, (base, period), "growth", unit)


def growth_of_count(counts: pl.DataFrame, base: str, period: str, *, unit: str = "vacancy") -> Estimated | None:
    """Estimate the growth of the count Σx from `base` to `period`; a doubled board does move it.

    The same jackknife as `growth`, on log(Σx₁/Σx₀). A board without vacancies in one period counts 0 there.
    """
    return _growth(counts, (base, period), "count", unit)


def without(counts: pl.DataFrame, *, board: str | None = None, employer: str | None = None) -> pl.DataFrame:
    """Return the counts without one board or one employer."""
    column, name = ("board", board) if board is not None else ("employer", employer)
    return counts.filter(pl.col(column) != name)


def only(counts: pl.DataFrame, *, board: str) -> pl.DataFrame:
    """Return the counts of one board."""
    return counts.filter(pl.col("board") == board)


def _growth(counts: pl.DataFrame, periods: tuple[str, str], measure: Measure, unit: str) -> Estimated | None:
    usable = _in_both(counts, periods) if measure == "growth" else counts
    table = aggregated(usable, periods, unit)
    return _estimate(table, measure) if table.counts[:, [1, 3]].any() else None


def _in_both(counts: pl.DataFrame, periods: tuple[str, str]) -> pl.DataFrame:
    """Return the counts of boards that have denominators in both periods."""
    board, some = numbers(counts, "board"), counts["n"].to_numpy() > 0
    size = int(board.max(initial=0)) + 1
    early, late = (
        np.bincount(board[some & (counts["period"] == label).to_numpy()], minlength=size) for label in periods
    )
    both = ((early > 0) & (late > 0))[board]
    return counts if both.all() else counts.filter(pl.Series(both))


def _estimate(table: Table, measure: Measure) -> Estimated:
    found = intervals(table, measure)
    totals = [int(total) for total in table.totals.sum(axis=0)]
    g_eff_boards = float(found.g_eff_boards[0])
    return Estimated(
        interval=Interval(float(found.value[0]), float(found.low[0]), float(found.high[0])),
        boards=table.boards,
        employers=len(table.employers),
        k=int(found.k[0]),
        cells=((totals[0], totals[1]), (totals[2], totals[3]))[: 1 if measure == "share" else 2],
        g_eff=float(found.g_eff[0]),
        g_eff_boards=None if math.isnan(g_eff_boards) else g_eff_boards,
        clusters="boards" if found.by_boards[0] else "employers",
        without_board=_without_each_board(table, measure),
        without_employer=_without_largest(table, measure, found.without_employer),
    )


def _without_each_board(table: Table, measure: Measure) -> dict[str, float]:
    if len(table.boards) == 1:
        return {}
    terms = board_terms(table.totals, measure)
    left = np.array([np.delete(terms, index, axis=0).sum(axis=0) for index in range(len(terms))])
    return _figures(table.boards, left, measure)


def _without_largest(table: Table, measure: Measure, left_out: Array) -> dict[str, float]:
    x = table.by_employer[:, 1] + table.by_employer[:, 3]
    largest = np.lexsort((np.arange(len(x)), -x))[:LARGEST]
    largest = largest[x[largest] > 0]
    return _figures(tuple(table.employers[largest]), left_out[largest], measure)


def _figures(names: tuple[str, ...], left: Array, measure: Measure) -> dict[str, float]:
    """Return name -> figure without it, for those without whom something is left."""
    values = figure(ratio(left), measure)
    return {name: float(value) for name, value, sums in zip(names, values, left, strict=True) if sums.any()}
