"""One formula for the intervals of shares and growth, for one market or many at once. No frames, no names, no verdicts.

Every figure is A/B for two sums over boards, so that one jackknife serves them all (see `reports.estimators` for what
the figures mean):

- leave one employer out of both periods and all boards: d = L₋c − L on the log of A/B (for a share that is the logit),
  V = (G−1)/G · Σd² (CV3: MacKinnon, Nielsen & Webb 2023);
- L ± t(.975, ν)·√V with Satterthwaite's (1946) degrees of freedom: V is a sum of squares with one degree each, so that
  ν = (Σd²)²/Σd⁴ = G_eff, at most k − 1, k = employers with a counted vacancy (effective clusters: Carter, Schnepel &
  Steigerwald 2017; with k − 1 alone a few large employers pass for many);
- the same over boards where there are five, ν = boards − 1; the wider one counts.

Target: employers and, with five boards, boards are those observed and others like them, not these alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import scipy  # its parts load at first use: a process that draws needs none of them
from numpy.typing import NDArray

from reports.cells import Array, Cells, Index, counted, sum_by

Measure = Literal["share", "growth", "count"]

BOARDS_NEEDED = 5
"""Fewest boards with a counted vacancy for a jackknife over boards; with fewer the figure speaks of these only."""
SIDE = 0.025
_NEGLIGIBLE = 1e-12


@dataclass(frozen=True)
class Jackknife:
    """Leaving each group of every market out in turn.

    Args:
        left_out: (groups, 2) A and B without each group.
        centre: (markets,) log of A/B, with half a vacancy in both where leaving somebody out empties one of them.
        half_width: (markets,) t(.975, ν)·√V; infinite with one group.
        g_eff: (markets,) (Σd²)²/Σd⁴.
    """

    left_out: Array
    centre: Array
    half_width: Array
    g_eff: Array


@dataclass(frozen=True)
class Intervals:
    """Figures with their 95 % intervals, (markets,) each.

    Args:
        value: Figures.
        low: Lower ends.
        high: Upper ends.
        k: Employers with a counted vacancy.
        g_eff: Effective number of employers.
        g_eff_boards: The same of boards; NaN with fewer than five.
        by_boards: Whether the jackknife over boards was the wider one.
        without_employer: (employers, 2) A and B without each employer.
    """

    value: Array
    low: Array
    high: Array
    k: Array
    g_eff: Array
    g_eff_boards: Array
    by_boards: NDArray[np.bool_]
    without_employer: Array


def intervals(cells: Cells, measure: Measure) -> Intervals:
    """Return the figure and 95 % interval of every market.

    Args:
        cells: Of markets that have a counted vacancy; for a share, a denominator. For the growth of a share every board
            must have denominators in both periods (`in_both`).
        measure: `share` (n₀, x₀ only), `growth` of a share or of a `count`.
    """
    terms = board_terms(cells.totals, measure)
    sums, half = cells.over_boards(terms), _half(cells, measure)
    k = _groups_counted(cells.by_employer, cells.market_of_employer, cells.markets)
    employers = _over_employers(cells, measure, sums, half, k)
    boards = _over_boards(cells, terms, sums, half)
    by_boards = np.isfinite(boards.g_eff) & (boards.half_width > employers.half_width)
    low, value, high = _ends(sums, employers, boards, by_boards)
    empty = (sums == 0).any(axis=1)
    lowest, highest = _open_side(cells, measure, sums, k)
    return Intervals(
        value=figure(value, measure),
        low=figure(np.where(empty, lowest, low), measure),
        high=figure(np.where(empty, highest, high), measure),
        k=k,
        g_eff=np.where(empty, _kish(cells, measure), employers.g_eff),
        g_eff_boards=boards.g_eff,
        by_boards=by_boards,
        without_employer=employers.left_out,
    )


def in_both(cells: Cells) -> Cells:
    """Return the cells of the boards that have denominators in both periods."""
    both = np.asarray((cells.totals[:, [0, 2]] > 0).all(axis=1))
    return cells.only(both[cells.board])


def board_terms(totals: Array, measure: Measure) -> Array:
    """Return what a board adds to A and B.

    Args:
        totals: (…, 4) n₀ x₀ n₁ x₁.
        measure: Share: x₀ and n₀ − x₀; growth: Mantel & Haenszel's x₁n₀/(n₀+n₁) and x₀n₁/(n₀+n₁); count: x₁ and x₀.

    Returns:
        (…, 2).
    """
    n0, x0, n1, x1 = (totals[..., column] for column in range(4))
    if measure == "share":
        return np.stack([x0, n0 - x0], axis=-1)
    if measure == "count":
        return np.stack([x1, x0], axis=-1)
    both = np.maximum(n0 + n1, 1)
    return np.stack([x1 * n0 / both, x0 * n1 / both], axis=-1)


def figure(ratio: Array, measure: Measure) -> Array:
    """Return the figure of A/B: A/(A+B) for a share, A/B − 1 for growth."""
    if measure != "share":
        return ratio - 1
    with np.errstate(invalid="ignore"):
        return np.where(np.isinf(ratio), 1.0, ratio / (1 + ratio))


def ratio(sums: Array) -> Array:
    """Return A/B of (…, 2) sums; infinite where B is 0."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(sums[..., 0] / sums[..., 1])


def freedom(g_eff: Array, k: Array) -> Array:
    """Return Satterthwaite's degrees of freedom: G_eff, at most k − 1; 0 where k is 1."""
    return np.asarray(np.minimum(np.maximum(g_eff, 1.0), k - 1))


def _half(cells: Cells, measure: Measure) -> Array:
    """Return what continuity adds to A and B, half a vacancy each (Haldane 1956; Anscombe 1956), by exposure."""
    if measure != "growth":
        return np.full((cells.markets, 2), 0.5)
    exposures = cells.over_boards(cells.totals[:, [0, 2]])
    return np.asarray(exposures / (2 * exposures.sum(axis=1, keepdims=True)))


def _over_employers(cells: Cells, measure: Measure, sums: Array, half: Array, k: Array) -> Jackknife:
    """Leave each employer out of every board and period; cost linear in rows."""
    whole = cells.totals[cells.board]
    change = board_terms(whole - cells.counts, measure) - board_terms(whole, measure)
    market = cells.market_of_employer
    left_out = sums[market] + sum_by(cells.employer, change, len(market))
    centre, variance, g_eff = _spread(left_out, market, sums, half)
    return Jackknife(left_out, centre, _half_width(variance, freedom(g_eff, k)), g_eff)


def _over_boards(cells: Cells, terms: Array, sums: Array, half: Array) -> Jackknife:
    """Leave each board out; G_eff is NaN where fewer than five have a counted vacancy."""
    market = cells.market_of_board
    left_out = sums[market] - terms
    centre, variance, g_eff = _spread(left_out, market, sums, half)
    boards = _groups_counted(cells.totals, market, cells.markets)
    g_eff = np.where(boards >= BOARDS_NEEDED, g_eff, np.nan)
    return Jackknife(left_out, centre, _half_width(variance, boards - 1), g_eff)


def _spread(left_out: Array, market: Index, sums: Array, half: Array) -> tuple[Array, Array, Array]:
    """Return centre, V and G_eff of each market.

    Where leaving somebody out empties A or B, half a vacancy joins both sums everywhere: else the log is infinite.
    """
    left_out = np.where(left_out <= _NEGLIGIBLE * sums[market], 0.0, left_out)
    emptied = np.bincount(market, weights=(left_out == 0).any(axis=1), minlength=len(sums)) > 0
    added = np.where(emptied[:, None], half, 0.0)
    centre = np.log(ratio(sums + added))
    squares = (np.log(ratio(left_out + added[market])) - centre[market]) ** 2
    groups = np.bincount(market, minlength=len(sums))
    total, fourth = (np.bincount(market, weights=part, minlength=len(sums)) for part in (squares, squares**2))
    with np.errstate(invalid="ignore"):
        g_eff = np.where(fourth > 0, total**2 / fourth, 0.0)
    return centre, (groups - 1) / np.maximum(groups, 1) * total, g_eff


def _half_width(variance: Array, freedom: Array) -> Array:
    known = freedom > 0
    quantile = scipy.stats.t.ppf(1 - SIDE, np.where(known, freedom, 1))
    return np.where(known, quantile * np.sqrt(variance), np.inf)


def _ends(sums: Array, employers: Jackknife, boards: Jackknife, by_boards: NDArray[np.bool_]) -> tuple[Array, ...]:
    """Return lower end, value and upper end as A/B."""
    centre = np.where(by_boards, boards.centre, employers.centre)
    width = np.where(by_boards, boards.half_width, employers.half_width)
    value = ratio(sums)
    with np.errstate(over="ignore"):
        low, high = np.exp(centre - width), np.exp(centre + width)
    return np.minimum(low, value), value, np.maximum(high, value)


def _open_side(cells: Cells, measure: Measure, sums: Array, k: Array) -> tuple[Array, Array]:
    """Return the ends of A/B where A or B is 0: the value itself, and the bound for none of m, .025^(−1/m) − 1.

    For a share m is Kish's effective number of employers (Clopper & Pearson 1934). For growth it is k, the employers
    counted in the other period, times the ratio of the exposures (Przyborowski & Wilenski 1940).
    """
    none = SIDE ** (-1 / (_kish(cells, measure) if measure == "share" else np.maximum(k, 1))) - 1
    exposed = ratio(cells.over_boards(cells.totals[:, [0, 2]])) if measure == "growth" else np.ones(cells.markets)
    first = sums[:, 0] == 0
    return np.where(first, 0.0, exposed / none), np.where(first, exposed * none, np.inf)


def _kish(cells: Cells, measure: Measure) -> Array:
    """Return the effective number of employers (Σw)²/Σw² (Kish 1965): of denominators for a share, else of counts."""
    rows = cells.by_employer
    weights = rows[:, [0]] if measure == "share" else rows[:, [1]] + rows[:, [3]]
    total, squares = cells.over_employers(weights)[:, 0], cells.over_employers(weights**2)[:, 0]
    return np.where(squares > 0, total**2 / np.maximum(squares, 1), 1.0)


def _groups_counted(groups: Array, market: Index, markets: int) -> Array:
    return np.bincount(market, weights=counted(groups), minlength=markets).astype(float)
