"""Leave one cluster out of figures that are made of sums of cells. No seed, no query, no claim, no verdict here.

Every figure is linear in the logs of sums over boards: a logit, a log ratio of rates (Mantel & Haenszel 1959), a log
odds ratio, a difference of two of them. d = L₋c − L, V = (G−1)/G · Σd², L ± q·√V (CV3: MacKinnon, Nielsen & Webb
2023), over employers and, with five or more, over boards: the wider counts. q = t(.975, ν), ν as in reports.intervals;
for several seen together the level at which the largest |t| among them stays below it (Romano & Wolf 2005), so that all
hold at once.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy import stats
from scipy.special import expit
from scipy.stats import qmc

from reports.cells import Array, Index, grouped, sum_by
from reports.estimators import BOARDS_NEEDED, LARGEST, Estimated
from reports.intervals import SIDE, freedom
from reports.results import Interval

Unlink = Callable[[float], float]
_NEGLIGIBLE, _LARGEST_LOG = 1e-12, 700.0
_CHUNK = 2_000_000
"""Numbers held at once while employers are left out."""
_MOST_DIMENSIONS, _POINTS = 32, 14
"""Beyond so many figures the bound of Bonferroni (1936) is as good as any; below, 2¹⁴ points of Sobol (1967)."""


@dataclass(frozen=True)
class Sums:
    """What is summed, by employer and board, sorted.

    Args:
        employers: Keys.
        boards: Names.
        employer: Row -> place among the employers.
        board: Row -> place among the boards.
        counts: (rows, columns).
    """

    employers: pl.Series
    boards: tuple[str, ...]
    employer: Index
    board: Index
    counts: Array

    @cached_property
    def totals(self) -> Array:
        """Return (boards, columns)."""
        return sum_by(self.board, self.counts, len(self.boards))

    @cached_property
    def by_employer(self) -> Array:
        """Return (employers, columns)."""
        return sum_by(self.employer, self.counts, len(self.employers))


@dataclass(frozen=True)
class Figures:
    """P figures made of S sums.

    Args:
        terms: (…, columns) of a board -> (…, S), its addends to the sums.
        weights: (P, S): the figures' linked values are weights · log(sums).
        half: (boards, columns) -> (S,), what continuity adds where a sum can vanish: half a vacancy each.
        counted: (P, columns): true where a column holds vacancies that are counted for a figure.
        unlink: Linked value -> figure.
        whole: The figure's widest interval.
    """

    terms: Callable[[Array], Array]
    weights: Array
    half: Callable[[Array], Array]
    counted: NDArray[np.bool_]
    unlink: Unlink
    whole: tuple[float, float]


@dataclass(frozen=True)
class Spread:
    """What leaving out one kind of cluster shows of P figures.

    Args:
        distance: (clusters, P), d on the linked scale.
        k: (P,) clusters with a counted vacancy.
        of_boards: Whether the clusters are boards: then ν = k − 1, as in reports.intervals.
    """

    distance: Array
    k: Index
    of_boards: bool = False

    @cached_property
    def deviation(self) -> Array:
        """Return √V, (P,)."""
        groups = len(self.distance)
        return np.asarray(np.sqrt((groups - 1) / groups * (self.distance**2).sum(axis=0)))

    @cached_property
    def g_eff(self) -> Array:
        """Return (Σd²)²/Σd⁴, (P,); 0 where nothing moves, or one cannot be left out."""
        squares = self.distance**2
        fourth = (squares**2).sum(axis=0)
        total: Array = squares.sum(axis=0)
        found: Array = np.divide(total**2, fourth, out=np.zeros_like(fourth), where=(fourth > 0) & (fourth < np.inf))
        return found

    @cached_property
    def half_width(self) -> Array:
        """Return q·√V, (P,); infinite where fewer than two clusters are counted, or one cannot be left out."""
        usable = (self.k > 1) & np.isfinite(self.distance).all(axis=0)
        if not usable.any():
            return np.full(len(self.k), math.inf)
        degrees = self.k - 1.0 if self.of_boards else freedom(self.g_eff, self.k.astype(float))
        quantile = stats.t.ppf(1 - side(self.distance[:, usable]), np.where(usable, degrees, 1.0))
        width: Array = np.where(usable, quantile * self.deviation, math.inf)
        return width


def cells(frame: pl.DataFrame, columns: Mapping[str, pl.Expr]) -> Sums:
    """Sum a frame's columns by employer and board.

    Args:
        frame: board, employer and what the expressions name.
        columns: Name -> what is summed, in order.
    """
    values = frame.select(expression.alias(name) for name, expression in columns.items()).to_numpy().astype(float)
    found = grouped(frame, values, lambda sums: np.asarray((sums > 0).any(axis=1)))
    return Sums(found.employers, found.boards, found.employer, found.board, found.sums)


def side(distance: Array) -> float:
    """Return the error on either side that each of several figures may have for all of them to hold at 95 %.

    For one figure .025. For several 1 − Φ of the .95 quantile of the largest |z| among normals with the distances'
    correlations, summed up on Sobol's points as they are: the same figures give the same digits. Each figure then has
    the t of its own ν at that level, so that one with few employers widens its own interval and not the others'. Never
    less than Bonferroni's share of .025.
    """
    figures = int(distance.shape[1])
    if figures == 1 or figures > _MOST_DIMENSIONS:
        return SIDE / figures
    largest = np.abs(_normals(figures) @ _root(distance).T).max(axis=1)
    found = float(stats.norm.sf(np.quantile(largest, 1 - 2 * SIDE)))
    return min(max(found, SIDE / figures), SIDE)


@lru_cache(maxsize=8)
def _normals(figures: int) -> Array:
    """Return Sobol's points as independent normals, (points, figures)."""
    points = qmc.Sobol(figures, scramble=False).random_base2(_POINTS) + 0.5 ** (_POINTS + 1)
    return np.asarray(stats.norm.ppf(points))


def _root(distance: Array) -> Array:
    """Return the lower root of the correlations; parts of a whole are dependent, hence the ridge."""
    length = np.sqrt((distance**2).sum(axis=0))
    unit = distance / np.where(length > 0, length, 1)
    correlation = unit.T @ unit
    np.fill_diagonal(correlation, 1 + 1e-9)
    return np.asarray(np.linalg.cholesky(correlation))


@dataclass(frozen=True)
class Jackknifed:
    """P figures, estimated together.

    Args:
        cells: What they stand on.
        figures: How they are made.
        sums: (S,).
        added: (P, S) continuity, zero for the figures that need none.
        left_out: (employers, S) sums without each employer.
        employers: Over employers.
        boards: Over boards; None with fewer than five that count.
    """

    cells: Sums
    figures: Figures
    sums: Array
    added: Array
    left_out: Array
    employers: Spread
    boards: Spread | None

    @cached_property
    def by_boards(self) -> NDArray[np.bool_]:
        """Tell for which figures the boards' jackknife is the wider one."""
        if self.boards is None:
            return np.zeros(len(self.figures.weights), dtype=bool)
        return self.boards.half_width > self.employers.half_width

    def interval(self, figure: int) -> Interval:
        """Return a figure with its interval."""
        spread = self.boards if self.boards and self.by_boards[figure] else self.employers
        value = self._figure(self.sums, figure)
        width = float(spread.half_width[figure])
        needed = self.figures.weights[figure] != 0
        sums = self.sums + self.added[figure]
        if math.isinf(width) or not (sums[needed] > 0).all():
            return Interval(value, *self.figures.whole)
        centre = float(self.figures.weights[figure] @ _logs(sums))
        low, high = (self.figures.unlink(centre + sign * width) for sign in (-1, 1))
        return Interval(value, min(low, value), max(high, value))

    def estimated(self, figure: int, counted: tuple[tuple[int, int], ...]) -> Estimated:
        """Return a figure with all that it rests on; `counted` are its (n, x) for readers."""
        boards = self.boards
        return Estimated(
            interval=self.interval(figure),
            boards=self.cells.boards,
            employers=len(self.cells.employers),
            k=int(self.employers.k[figure]),
            cells=counted,
            g_eff=float(self.employers.g_eff[figure]),
            g_eff_boards=float(boards.g_eff[figure]) if boards else None,
            clusters="boards" if self.by_boards[figure] else "employers",
            without_board=self._without_boards(figure),
            without_employer=self._without_employers(figure),
        )

    def _figure(self, sums: Array, figure: int) -> float:
        """Return a figure from sums as they are: an empty one puts it at its scale's end."""
        weights = self.figures.weights[figure]
        up, down = sums[weights > 0], sums[weights < 0]
        if (up == 0).any():
            return self.figures.whole[0]
        if (down == 0).any():
            return self.figures.whole[1]
        return self.figures.unlink(float(weights @ _logs(sums)))

    def _without_boards(self, figure: int) -> dict[str, float]:
        if len(self.cells.boards) == 1:
            return {}
        left = self.sums - self.figures.terms(self.cells.totals)
        return {
            board: self._figure(_clean(left[at], self.sums), figure)
            for at, board in enumerate(self.cells.boards)
            if left[at].any()
        }

    def _without_employers(self, figure: int) -> dict[str, float]:
        counted = self.cells.by_employer[:, self.figures.counted[figure]].sum(axis=1)
        largest = np.lexsort((np.arange(len(counted)), -counted))[:LARGEST]
        return {
            name: self._figure(self.left_out[at], figure)
            for at, name in zip(largest, self.cells.employers[largest], strict=True)
            if counted[at] and self.left_out[at].any()
        }


def jackknife(table: Sums, figures: Figures) -> Jackknifed:
    """Estimate the figures together; their intervals hold at once."""
    terms = figures.terms(table.totals)
    sums = np.array([math.fsum(column) for column in terms.T])
    left_out = _clean(sums + _changes(table, figures), sums)
    without = _clean(sums - terms, sums)
    touched = ((left_out == 0).any(axis=0) | (without == 0).any(axis=0)) @ (figures.weights != 0).T
    added = np.where(touched[:, None], figures.half(table.totals), 0.0)
    counted = _counted(table.totals, figures)
    enough = int(counted.max(initial=0)) >= BOARDS_NEEDED
    return Jackknifed(
        table,
        figures,
        sums,
        added,
        left_out,
        _spread(left_out, sums, added, figures, _counted(table.by_employer, figures)),
        _spread(without, sums, added, figures, counted, of_boards=True) if enough else None,
    )


def _changes(table: Sums, figures: Figures) -> Array:
    """Return what each employer's absence changes in the sums, (employers, S)."""
    changes = np.zeros((len(table.employers), figures.weights.shape[1]))
    step = max(_CHUNK // max(figures.weights.shape[1], 1), 1)
    for start in range(0, len(table.counts), step):
        rows = slice(start, start + step)
        whole = table.totals[table.board[rows]]
        change = figures.terms(whole - table.counts[rows]) - figures.terms(whole)
        np.add.at(changes, table.employer[rows], change)
    return changes


def _spread(
    left_out: Array, sums: Array, added: Array, figures: Figures, k: Index, *, of_boards: bool = False
) -> Spread:
    """Return the distances; the figures that need continuity have it in both logs."""
    plain, half = ((_logs(left_out + more) - _logs(sums + more)) @ figures.weights.T for more in (0, added.max(axis=0)))
    return Spread(np.where(added.any(axis=1), half, plain), k, of_boards)


def _counted(groups: Array, figures: Figures) -> Index:
    """Return how many groups have a counted vacancy, (P,)."""
    return np.array([int((groups[:, columns].sum(axis=1) > 0).sum()) for columns in figures.counted], dtype=np.intp)


def _clean(left_out: Array, sums: Array) -> Array:
    return np.where(left_out <= _NEGLIGIBLE * sums, 0.0, left_out)


def _logs(sums: Array) -> Array:
    """Return logs; a sum that is empty with continuity added takes part in no figure that is shown with an interval."""
    return np.asarray(np.log(np.where(sums > 0, sums, 1.0)))


def as_ratio(linked: float) -> float:
    """Return e^linked; infinite where that is beyond any number."""
    return math.exp(linked) if linked < _LARGEST_LOG else math.inf


def as_growth(linked: float) -> float:
    """Return e^linked − 1."""
    return math.expm1(linked) if linked < _LARGEST_LOG else math.inf


def as_share(linked: float) -> float:
    """Return the share whose logit it is."""
    return float(expit(linked))


def halves(totals: Array, exposures: Sequence[int]) -> Array:
    """Return half a vacancy each, scaled by what its column is multiplied with in Mantel–Haenszel's sums."""
    sizes: Array = totals[:, list(exposures)].sum(axis=0)
    return np.asarray(sizes / (2 * max(float(sizes.sum()), 1.0)))
