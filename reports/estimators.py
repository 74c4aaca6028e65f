"""Shares and growth with clustered intervals: counts in, figures out. No queries, no claims, no verdicts here.

A counts frame has one row a (period, board, employer): `n` denominators and `x` numerators among them. Every figure
here is A/B for two sums over boards, so one jackknife serves them all:

- share: A = Σ x, B = Σ (n − x); the figure is A/(A+B) and the interval lives on the logit;
- growth of a share: Mantel–Haenszel's risk ratio (Mantel & Haenszel 1959; Greenland & Robins 1985) over boards,
  A = Σ x₁n₀/(n₀+n₁), B = Σ x₀n₁/(n₀+n₁); the figure is A/B − 1 and the interval lives on the log;
- growth of a count: A = Σ x₁, B = Σ x₀.

Sums of counts are integers and the rest is added in sorted order, so the order of rows cannot move a digit.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import polars as pl
from scipy import stats

from reports.cells import Array, Table, aggregated, counted, once, sum_by
from reports.results import Interval

Terms = Callable[[Array], Array]
"""(…, 4) totals n₀ x₀ n₁ x₁ -> (…, 2) a board's addends to A and B."""

BOARDS_NEEDED = 5
"""Fewest boards with a counted vacancy for a jackknife over boards; with fewer the figure speaks of these only."""
LARGEST = 5
"""Employers whose absence is shown."""
_SIDE = 0.025
_NEGLIGIBLE = 1e-12


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


@dataclass(frozen=True)
class _Scale:
    """What tells the three figures apart.

    Args:
        terms: A board's addends to A and B.
        figure: A, B -> the figure.
        whole: The figure's widest interval.
        half: Totals -> what continuity adds to A and B, half a vacancy each (Haldane 1956; Anscombe 1956).
        periods: 1 or 2.
    """

    terms: Terms
    figure: Callable[[float, float], float]
    whole: tuple[float, float]
    half: Callable[[Array], Array]
    periods: int


@dataclass(frozen=True)
class _Jackknife:
    left_out: Array
    half_width: float
    g_eff: float
    k: int


def share(counts: pl.DataFrame, *, unit: str = "vacancy") -> Estimated | None:
    """Estimate the share Σx/Σn over all boards, with the interval on the logit.

    Leave-one-employer-out jackknife: d = L₋c − L, V = (G−1)/G · Σd², L ± t(.975, k−1)·√V (CV3: MacKinnon, Nielsen &
    Webb 2023). Where no vacancy is counted, or every one, the jackknife is blind: the open side is Clopper & Pearson's
    (1934) bound for none of G, G the effective number of employers (Σn)²/Σn² (Kish 1965).

    Args:
        counts: period, board, employer, n, x; all periods are pooled.
        unit: `employer` counts each employer once, wherever and however often it appears.

    Returns:
        None where there is no denominator.
    """
    table = aggregated(once(counts, unit), None)
    return None if not table.counts[:, 0].sum() else _estimate(table, _SHARE)


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
    return _growth(counts, (base, period), _RATIO, unit)


def growth_of_count(counts: pl.DataFrame, base: str, period: str, *, unit: str = "vacancy") -> Estimated | None:
    """Estimate the growth of the count Σx from `base` to `period`; a doubled board does move it.

    The same jackknife as `growth`, on log(Σx₁/Σx₀). A board without vacancies in one period counts 0 there.
    """
    return _growth(counts, (base, period), _COUNT, unit)


def without(counts: pl.DataFrame, *, board: str | None = None, employer: str | None = None) -> pl.DataFrame:
    """Return the counts without one board or one employer."""
    column, name = ("board", board) if board is not None else ("employer", employer)
    return counts.filter(pl.col(column) != name)


def only(counts: pl.DataFrame, *, board: str) -> pl.DataFrame:
    """Return the counts of one board."""
    return counts.filter(pl.col("board") == board)


def _growth(counts: pl.DataFrame, periods: tuple[str, str], scale: _Scale, unit: str) -> Estimated | None:
    usable = counts if scale is _COUNT else counts.filter(pl.col("board").is_in(_boards_in_both(counts, periods)))
    table = aggregated(once(usable, unit), periods)
    return _estimate(table, scale) if table.counts[:, [1, 3]].any() else None


def _boards_in_both(counts: pl.DataFrame, periods: tuple[str, str]) -> list[str]:
    found = [
        set(counts.filter((pl.col("period") == label) & (pl.col("n") > 0))["board"].to_list()) for label in periods
    ]
    return sorted(found[0] & found[1])


def _share_terms(totals: Array) -> Array:
    return np.stack([totals[..., 1], totals[..., 0] - totals[..., 1]], axis=-1)


def _ratio_terms(totals: Array) -> Array:
    n0, x0, n1, x1 = (totals[..., column] for column in range(4))
    both = np.maximum(n0 + n1, 1)
    return np.stack([x1 * n0 / both, x0 * n1 / both], axis=-1)


def _count_terms(totals: Array) -> Array:
    return np.stack([totals[..., 3], totals[..., 1]], axis=-1)


def _ratio_half(totals: Array) -> Array:
    exposures: Array = totals[:, [0, 2]].sum(axis=0)
    half: Array = exposures / (2 * exposures.sum())
    return half


def _even_half(_: Array) -> Array:
    return np.array([0.5, 0.5])


def _part(a: float, b: float) -> float:
    return a / (a + b)


def _rise(a: float, b: float) -> float:
    return a / b - 1 if b else math.inf


_SHARE = _Scale(_share_terms, _part, (0.0, 1.0), _even_half, 1)
_RATIO = _Scale(_ratio_terms, _rise, (-1.0, math.inf), _ratio_half, 2)
_COUNT = _Scale(_count_terms, _rise, (-1.0, math.inf), _even_half, 2)


def _estimate(table: Table, scale: _Scale) -> Estimated:
    a, b = _sums(scale.terms(table.totals))
    employers = _over_employers(table, scale, (a, b))
    boards = _over_boards(table, scale, (a, b)) if counted(table.totals) >= BOARDS_NEEDED else None
    wider = boards if boards and boards.half_width > employers.half_width else employers
    empty = a == 0 or b == 0
    totals = [int(total) for total in table.totals.sum(axis=0)]
    return Estimated(
        interval=_open_sided(table, scale, (a, b)) if empty else _interval(table, scale, (a, b), wider),
        boards=table.boards,
        employers=len(table.employers),
        k=counted(table.by_employer),
        cells=((totals[0], totals[1]), (totals[2], totals[3]))[: scale.periods],
        g_eff=_kish(table.by_employer, scale) if empty else employers.g_eff,
        g_eff_boards=boards.g_eff if boards else None,
        clusters="boards" if wider is boards else "employers",
        without_board=_without_each_board(table, scale),
        without_employer=_without_largest(table, scale, employers.left_out),
    )


def _sums(terms: Array) -> tuple[float, float]:
    return math.fsum(terms[:, 0]), math.fsum(terms[:, 1])


def _over_employers(table: Table, scale: _Scale, sums: tuple[float, float]) -> _Jackknife:
    """Leave each employer out of every board and period; cost linear in rows."""
    whole = table.totals[table.board]
    change = scale.terms(whole - table.counts) - scale.terms(whole)
    left_out = np.array(sums) + sum_by(table.employer, change, len(table.employers))
    return _jackknife(left_out, sums, scale.half(table.totals), counted(table.by_employer))


def _over_boards(table: Table, scale: _Scale, sums: tuple[float, float]) -> _Jackknife:
    left_out = np.array(sums) - scale.terms(table.totals)
    return _jackknife(left_out, sums, scale.half(table.totals), counted(table.totals))


def _jackknife(left_out: Array, sums: tuple[float, float], half: Array, k: int) -> _Jackknife:
    """Return t(.975, k−1)·√V and G_eff on the log of A/B.

    Where leaving somebody out empties A or B, half a vacancy joins both sums everywhere: else the log is infinite.
    """
    left_out = np.where(left_out <= _NEGLIGIBLE * np.array(sums), 0.0, left_out)
    added = half if (left_out == 0).any() else np.zeros(2)
    if not (np.array(sums) + added).all():
        return _Jackknife(left_out, math.inf, 0.0, k)
    distance = _log_ratio(left_out + added) - _log_ratio(np.array(sums) + added)
    squares = distance**2
    total, fourth = math.fsum(squares), math.fsum(squares**2)
    groups = len(left_out)
    spread = math.sqrt((groups - 1) / groups * total)
    width = float(stats.t.ppf(1 - _SIDE, k - 1)) * spread if k > 1 else math.inf
    return _Jackknife(left_out, width, total**2 / fourth if fourth else 0.0, k)


def _log_ratio(sums: Array) -> Array:
    return np.asarray(np.log(sums[..., 0]) - np.log(sums[..., 1]))


def _interval(table: Table, scale: _Scale, sums: tuple[float, float], jackknife: _Jackknife) -> Interval:
    value = scale.figure(*sums)
    if math.isinf(jackknife.half_width):
        return Interval(value, *scale.whole)
    added = scale.half(table.totals) if (jackknife.left_out == 0).any() else np.zeros(2)
    a, b = map(float, np.array(sums) + added)
    low, high = (scale.figure(a * math.exp(sign * jackknife.half_width), b) for sign in (-1, 1))
    return Interval(value, min(low, value), max(high, value))


def _open_sided(table: Table, scale: _Scale, sums: tuple[float, float]) -> Interval:
    """Return the interval of a figure at the end of its scale: A = 0 or B = 0."""
    if scale is _SHARE:
        none = 1 - _SIDE ** (1 / _kish(table.by_employer, scale))
        return Interval(0.0, 0.0, none) if sums[0] == 0 else Interval(1.0, 1 - none, 1.0)
    bound = (_SIDE ** (-1 / max(counted(table.by_employer), 1)) - 1) * _exposure(table, scale, sums)
    return Interval(-1.0, -1.0, bound - 1) if sums[0] == 0 else Interval(math.inf, 1 / bound - 1, math.inf)


def _exposure(table: Table, scale: _Scale, sums: tuple[float, float]) -> float:
    """Return what the full period's rate is to be multiplied with: denominators there over those in the empty one."""
    if scale is _COUNT:
        return 1.0
    ratio = float(table.totals[:, 0].sum() / table.totals[:, 2].sum())
    return ratio if sums[0] == 0 else 1 / ratio


def _kish(by_employer: Array, scale: _Scale) -> float:
    """Return the effective number of employers (Σw)²/Σw² (Kish 1965): of denominators for a share, else of counts."""
    weights = by_employer[:, 0] if scale is _SHARE else by_employer[:, 1] + by_employer[:, 3]
    return math.fsum(weights) ** 2 / math.fsum(weights**2)


def _without_each_board(table: Table, scale: _Scale) -> dict[str, float]:
    if len(table.boards) == 1:
        return {}
    terms = scale.terms(table.totals)
    left = {board: _sums(np.delete(terms, index, axis=0)) for index, board in enumerate(table.boards)}
    return {board: scale.figure(*sums) for board, sums in left.items() if any(sums)}


def _without_largest(table: Table, scale: _Scale, left_out: Array) -> dict[str, float]:
    x = table.by_employer[:, 1] + table.by_employer[:, 3]
    largest = np.lexsort((np.arange(len(x)), -x))[:LARGEST]
    left = {table.employers[index]: left_out[index] for index in largest if x[index] and left_out[index].any()}
    return {employer: scale.figure(float(a), float(b)) for employer, (a, b) in left.items()}
