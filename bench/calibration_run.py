"""One cell of the calibration: worlds with known truth, the product's interval and rule, how often they are right.

Which cells there are is `bench.calibration_cells`' matter, the page is `bench.calibration_page`'s. Estimator and rule
are the product's (`reports.intervals`, `reports.verdicts`); beside them stands the naive reading of the same counts.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal
from unittest.mock import patch

import numpy as np
import polars as pl
from numpy.typing import NDArray

from reports import audited
from reports import intervals as product
from reports.cells import Array, Cells
from reports.results import Interval
from reports.verdicts import LEAST_G_EFF, LEAST_K, Evidence, Question, rule
from simulation.worlds import Setting, Worlds, chance, draw

Off = Literal["", "employers", "boards", "mantel-haenszel", "linking", "blind list", "gate", "audit", "satterthwaite"]
LABELLED = 100
"""Vacancies that an audit labels in each stratum of a period."""
_ROWS = 600_000
"""Employers held at once."""
_Z = 1.959964
_ENOUGH = 10**6


@dataclass(frozen=True)
class Cell:
    """One cell.

    Args:
        family: What is estimated and why.
        name: What tells the cell from others of its family.
        setting: How its worlds are drawn.
        measure: Which of the product's figures.
        question: What is asked; its zone decides which verdicts are wrong.
        truth: The figure's true value.
        position: `lower edge`, `value`, `upper edge` of the zone, or `rival`.
        off: The correction that is switched off; empty for none.
        here: Whether the truth is that of the boards that a world has, not of all that there might be.
        limit: Why the cell is shown though nothing is promised for it; empty for the others.
    """

    family: str
    name: str
    setting: Setting
    measure: product.Measure
    question: Question
    truth: float
    position: str = "value"
    off: Off = ""
    here: bool = False
    limit: str = ""


@dataclass(frozen=True)
class Found:
    """What a cell's worlds showed; rates are parts of the worlds in which there was anything to estimate.

    Args:
        cell: Which.
        worlds: Worlds with an estimate.
        coverage: How often the interval holds the truth.
        gated: The same among those that pass the gate on k and G_eff; NaN where none does.
        passing: Part that pass the gate.
        supported: How often the verdict was this.
        contradicted: The same.
        wrong: How often it was wrong: the most frequent of the wrong ones.
        width: Median width over that of an oracle that knows how far such estimates err.
        g_eff: Median.
        naive_coverage: Coverage of the interval for independent postings.
        naive_wrong: How often its verdict was wrong.
    """

    cell: Cell
    worlds: int
    coverage: float
    gated: float
    passing: float
    supported: float
    contradicted: float
    wrong: float
    width: float
    g_eff: float
    naive_coverage: float
    naive_wrong: float

    @property
    def decided(self) -> float:
        """How often the claim was supported or contradicted."""
        return self.supported + self.contradicted


@dataclass(frozen=True)
class _Estimates:
    """One figure a world with its interval and what the gate asks for."""

    value: Array
    low: Array
    high: Array
    k: Array
    g_eff: Array

    @property
    def parts(self) -> tuple[Array, ...]:
        return self.value, self.low, self.high, self.k, self.g_eff

    def of(self, chosen: NDArray[np.bool_]) -> _Estimates:
        return _Estimates(*(part[chosen] for part in self.parts))

    @classmethod
    def of_all(cls, some: Sequence[_Estimates]) -> _Estimates:
        return cls(*(np.concatenate(parts) for parts in zip(*(one.parts for one in some), strict=True)))


@dataclass(frozen=True)
class _Estimated:
    """Some worlds: the product's estimates, the naive ones, the truth of each."""

    ours: _Estimates
    naive: _Estimates
    truth: Array


def run(cells: Sequence[Cell], worlds: int, seed: int) -> list[Found]:
    """Return what the worlds of cells that share them show.

    Args:
        cells: Of one setting and name: several figures of the same worlds.
        worlds: How many.
        seed: Everything follows from it and the cells' own words.
    """
    first = cells[0]
    dice = chance(seed, first.name, first.position)
    drawn: list[list[_Estimated]] = [[] for _ in cells]
    for size in _sizes(first.setting, worlds):
        some = draw(first.setting, size, dice)
        for cell, parts in zip(cells, drawn, strict=True):
            parts.append(_estimated(cell, some, dice))
    return [_found(cell, _joined(parts)) for cell, parts in zip(cells, drawn, strict=True)]


def _found(cell: Cell, worlds: _Estimated) -> Found:
    verdicts, naive = (_verdicts(cell.question, side) for side in (worlds.ours, worlds.naive))
    inside = _covers(worlds.ours, worlds.truth)
    gate = (worlds.ours.k >= LEAST_K) & (worlds.ours.g_eff >= LEAST_G_EFF)
    return Found(
        cell=cell,
        worlds=len(inside),
        coverage=float(inside.mean()),
        gated=float(inside[gate].mean()) if gate.any() else float("nan"),
        passing=float(gate.mean()),
        supported=float((verdicts == "supported").mean()),
        contradicted=float((verdicts == "contradicted").mean()),
        wrong=_wrong(cell.question, verdicts, worlds.truth),
        width=_width(cell.measure, worlds),
        g_eff=float(np.median(worlds.ours.g_eff)),
        naive_coverage=float(_covers(worlds.naive, worlds.truth).mean()),
        naive_wrong=_wrong(cell.question, naive, worlds.truth),
    )


def cells_of(worlds: Worlds, off: Off = "", *, later: bool = False) -> Cells:
    """Return simulated counts as the estimators take them: vacancies as tagged.

    Args:
        worlds: As drawn.
        off: `linking` counts every advert instead of every vacancy.
        later: Take the later period alone, as if it were the base, for a share of it.
    """
    counts = worlds.adverts if off == "linking" else worlds.tagged
    numbers = worlds.world_of_employer, worlds.world_of_board, worlds.number
    if not later:
        return Cells(worlds.employer, worlds.board, counts, *numbers)
    alone = np.roll(counts, -2, axis=1) * np.array([1.0, 1.0, 0.0, 0.0])
    return Cells(worlds.employer, worlds.board, alone, *numbers).only(alone[:, 0] > 0)


def _sizes(setting: Setting, worlds: int) -> Iterator[int]:
    step = max(_ROWS // setting.employers, 1)
    for start in range(0, worlds, step):
        yield min(step, worlds - start)


def _estimated(cell: Cell, worlds: Worlds, dice: np.random.Generator) -> _Estimated:
    """Return the product's and the naive estimates of the worlds that have any."""
    later = cell.measure == "share"
    ours = _product(_switched_off(cells_of(worlds, cell.off, later=later), cell.off), cell)
    if cell.setting.found != (1.0, 1.0) and cell.off != "audit":
        ours = _audited(ours, worlds, dice)
    naive = _naive(cells_of(worlds, "linking" if any(cell.setting.again) else "", later=later), cell.measure)
    there = np.isfinite(ours.g_eff)
    truth = worlds.here if cell.here else np.full(worlds.number, cell.truth)
    return _Estimated(ours.of(there), naive.of(there), truth[there])


def _audited(estimates: _Estimates, worlds: Worlds, dice: np.random.Generator) -> _Estimates:
    """Return growth corrected by the product from labels of LABELLED random vacancies in each stratum and period."""
    size, true = np.moveaxis(worlds.strata.astype(int), 3, 0)
    labelled = np.minimum(size, LABELLED)
    yes = dice.hypergeometric(true, size - true, labelled)
    corrected = [
        _corrected(Interval(*map(float, ends)), *parts)
        for ends, *parts in zip(
            np.stack([estimates.value, estimates.low, estimates.high], axis=1), size, labelled, yes, strict=True
        )
    ]
    value, low, high = np.array([(one.value, one.low, one.high) for one in corrected]).T
    return replace(estimates, value=value, low=low, high=high)


def _corrected(
    interval: Interval, size: NDArray[np.int64], labelled: NDArray[np.int64], yes: NDArray[np.int64]
) -> Interval:
    rows = {
        "period": np.repeat(["0", "1"], 3), "language": ["en"] * 6, "stratum": ["tagged", "near", audited.REST] * 2,
        "size": size.ravel(), "labelled": labelled.ravel(), "yes": yes.ravel(),
    }  # fmt: skip
    found = audited.audited(pl.DataFrame(rows), ("0", "1"))
    return audited.growth(interval, found) if found else interval


def _product(cells: Cells, cell: Cell) -> _Estimates:
    usable = product.in_both(cells) if cell.measure == "growth" else cells
    needed = _ENOUGH if cell.off == "boards" else product.BOARDS_NEEDED
    degrees = _plain_freedom if cell.off == "satterthwaite" else product.freedom
    with np.errstate(all="ignore"), patch.multiple(product, BOARDS_NEEDED=needed, freedom=degrees):
        found = product.intervals(usable, cell.measure)
    there = _anything(usable, cell.measure)
    k, g_eff = (np.maximum(part, _ENOUGH if cell.off == "gate" else 0) for part in (found.k, found.g_eff))
    return _Estimates(found.value, found.low, found.high, k, np.where(there, g_eff, np.nan))


def _plain_freedom(_: Array, k: Array) -> Array:
    """Return k − 1, as if every employer told as much as any other."""
    return k - 1


def _anything(cells: Cells, measure: product.Measure) -> NDArray[np.bool_]:
    """Return which worlds have what the product asks for before it estimates."""
    columns = [0] if measure == "share" else [1, 3]
    return np.asarray((cells.over_boards(cells.totals[:, columns]) > 0).any(axis=1))


def _switched_off(cells: Cells, off: Off) -> Cells:
    if off == "employers":
        return _each_alone(cells)
    if off == "mantel-haenszel":
        boards = np.arange(cells.markets)
        return replace(cells, board=cells.market_of_board[cells.board], market_of_board=boards)
    return cells


def _each_alone(cells: Cells) -> Cells:
    """Return the cells as if every vacancy had an employer of its own."""
    n0, x0, n1, x1 = cells.counts.astype(int).T
    parts = [(x0, (1, 1, 0, 0)), (n0 - x0, (1, 0, 0, 0)), (x1, (0, 0, 1, 1)), (n1 - x1, (0, 0, 1, 0))]
    row = np.concatenate([np.repeat(np.arange(len(n0)), times) for times, _ in parts])
    counts = np.concatenate([np.tile(np.array(one, dtype=float), (int(times.sum()), 1)) for times, one in parts])
    market = cells.market_of_employer[cells.employer[row]]
    return Cells(np.arange(len(row)), cells.board[row], counts, market, cells.market_of_board, cells.markets)


def _naive(cells: Cells, measure: product.Measure) -> _Estimates:
    """Return the reading that takes every posting for an independent draw and all boards for one: normal on the log.

    Where a period counts none it says nothing.
    """
    n0, x0, n1, x1 = cells.over_boards(cells.totals).T
    with np.errstate(all="ignore"):
        if measure == "share":
            centre, variance = np.log(x0 / (n0 - x0)), 1 / x0 + 1 / (n0 - x0)
        elif measure == "count":
            centre, variance = np.log(x1 / x0), 1 / x1 + 1 / x0
        else:
            centre, variance = np.log(x1 / n1) - np.log(x0 / n0), 1 / x1 - 1 / n1 + 1 / x0 - 1 / n0
        ends = [product.figure(np.exp(centre + side * _Z * np.sqrt(variance)), measure) for side in (0, -1, 1)]
    plenty = np.full(len(centre), float(_ENOUGH))
    whole = (0.0, 1.0) if measure == "share" else (-1.0, np.inf)
    value, low, high = (
        np.where(np.isfinite(variance), end, none) for end, none in zip(ends, (whole[0], *whole), strict=True)
    )
    return _Estimates(value, low, high, plenty, plenty)


def _joined(parts: Sequence[_Estimated]) -> _Estimated:
    ours, naive = (_Estimates.of_all([getattr(part, side) for part in parts]) for side in ("ours", "naive"))
    return _Estimated(ours, naive, np.concatenate([part.truth for part in parts]))


def _covers(estimates: _Estimates, truth: Array) -> NDArray[np.bool_]:
    return np.asarray((estimates.low <= truth) & (truth <= estimates.high))


def _verdicts(question: Question, estimates: _Estimates) -> NDArray[np.str_]:
    """Return the product's verdict on each world; the number of vacancies only words what is missing."""
    rows = zip(estimates.value, estimates.low, estimates.high, estimates.k, estimates.g_eff, strict=True)
    return np.array(
        [
            rule(
                question, Evidence(Interval(float(value), float(low), float(high)), int(k), float(g_eff), 1000)
            ).verdict
            for value, low, high, k, g_eff in rows
        ]
    )


def _wrong(question: Question, verdicts: NDArray[np.str_], truth: Array) -> float:
    """Return how often the most frequent wrong verdict was given; on an edge of the zone both sides are wrong.

    `direction only` is wrong where the truth is the rival or beyond.
    """
    (low, high), rival = question.zone, question.rival
    contradicted = (verdicts == "contradicted") & (low <= truth) & (truth <= high)
    supported = (verdicts == "supported") & ((truth <= low) | (truth >= high))
    wrong = [contradicted, supported]
    if rival is not None:
        beyond = truth <= rival if question.value > rival else truth >= rival
        wrong.append((verdicts == "direction_only") & beyond)
    return float(max(flags.mean() for flags in wrong))


def _width(measure: product.Measure, worlds: _Estimated) -> float:
    """Return the median width on the linked scale over that which, centred on the estimate, covers 95 % of worlds."""
    ours = worlds.ours
    low, value, high, truth = (_linked(part, measure) for part in (ours.low, ours.value, ours.high, worlds.truth))
    oracle = 2 * float(np.quantile(np.abs(value - truth), 0.95, method="inverted_cdf"))
    return float(np.median(high - low)) / oracle if np.isfinite(oracle) and oracle else float("nan")


def _linked(values: Array, measure: product.Measure) -> Array:
    with np.errstate(divide="ignore"):
        return np.log(values / (1 - values)) if measure == "share" else np.log1p(values)
