"""One cell of the other kinds: worlds measured and judged by the product, how often it is right. No page here."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from unittest.mock import patch

import numpy as np
import polars as pl

from bench.calibration_page import COVERAGE, DECIDED, WIDTH, WRONG
from bench.prove_kinds_cells import Asked, Cell
from bench.prove_kinds_worlds import World
from reports.cells import Array
from reports.kinds import scarcity
from reports.kinds.case import Measured
from reports.kinds.searched import Searched, label
from reports.results import Interval
from reports.verdicts import LEAST_G_EFF, LEAST_K, Question, Scale, link
from simulation.worlds import chance

_PLENTY = 10**6
_HELD = 0.95


@dataclass(frozen=True)
class Position:
    """What the worlds of a cell show of one question.

    Args:
        asked: The question and where the truth stands to it.
        supported: How often the verdict was this.
        contradicted: The same.
        wrong: How often it was wrong: the most frequent of the wrong ones.
        naive_wrong: The same of the naive reading put to the same rule.
    """

    asked: Asked
    supported: float
    contradicted: float
    wrong: float
    naive_wrong: float

    @property
    def decided(self) -> float:
        """How often the claim was supported or contradicted."""
        return self.supported + self.contradicted


@dataclass(frozen=True)
class Found:
    """What a cell's worlds showed; rates are parts of the worlds in which there was anything to estimate.

    Args:
        cell: Which.
        worlds: Worlds with an estimate.
        coverage: How often the intervals hold the truth, all figures of the kind at once.
        passing: Part that pass the gate on k and G_eff.
        width: Median width over that of an oracle that knows how far such estimates err.
        naive_coverage: Coverage of the naive reading.
        positions: By question.
    """

    cell: Cell
    worlds: int
    coverage: float
    passing: float
    width: float
    naive_coverage: float
    positions: tuple[Position, ...]

    @property
    def worst(self) -> Position:
        """Return where wrong verdicts are most frequent."""
        return max(self.positions, key=lambda one: one.wrong)

    @property
    def decided(self) -> float:
        """Return how often the question that is decided least was decided."""
        return min(one.decided for one in self.positions)

    @property
    def holds(self) -> bool:
        """Return whether the cell keeps what is promised; no width is where the oracle has none."""
        wide = not self.cell.wide and not math.isnan(self.width) and self.width > WIDTH
        decided = not self.cell.twice or self.decided >= DECIDED
        return self.coverage >= COVERAGE and self.worst.wrong <= WRONG and not wide and decided


@dataclass(frozen=True)
class _Drawn:
    """One world: what the product measured, and the same with the naive intervals."""

    ours: Measured
    naive: Measured


def run(cell: Cell, worlds: int, seed: int) -> Found:
    """Draw a cell's worlds, measure each with the product's method, and put its rule to every question.

    Args:
        cell: Which.
        worlds: How many.
        seed: Everything follows from it and the cell's own words.
    """
    dice = chance(seed, cell.kind, cell.name)
    frames = (cell.world.frame(dice) for _ in range(worlds))
    with patch.object(scarcity, "days_open", _unasked):
        drawn = [one for frame in frames if (one := _drawn(cell.world, frame)) is not None]
    ours, naive = (np.array([_ends(cell.world, getattr(one, side)) for one in drawn]) for side in ("ours", "naive"))
    truth = np.array(cell.world.truth)
    gated = [one.ours.estimated.k >= LEAST_K and one.ours.estimated.g_eff >= LEAST_G_EFF for one in drawn]
    scale = cell.asked[0].question.scale
    return Found(
        cell,
        len(drawn),
        float(_inside(ours, truth).mean()),
        float(np.mean(gated)),
        width(_linked(ours, scale), _linked(truth, scale)),
        float(_inside(naive, truth).mean()),
        tuple(_position(cell.world, asked, drawn) for asked in cell.asked),
    )


def width(ends: Array, truth: Array) -> float:
    """Return the median width over that of an oracle; of several figures the widest.

    The oracle's intervals are of fixed width, centred on the estimates, each in proportion to how far its own figure
    errs, and hold all at once in 95 % of worlds.

    Args:
        ends: (worlds, figures, 3) value, low, high, where intervals are symmetric.
        truth: (figures,).

    Returns:
        NaN where an oracle's would be endless.
    """
    if not np.isfinite(truth).all():
        return math.nan
    errors = np.abs(ends[..., 0] - truth)
    own = np.nanquantile(errors, _HELD, axis=0, method="inverted_cdf")
    if not (np.isfinite(own).all() and own.all()):
        return math.nan
    common = float(np.quantile(np.nanmax(errors / own, axis=1), _HELD, method="inverted_cdf"))
    widths = np.where(np.isnan(errors), np.nan, ends[..., 2] - ends[..., 1])
    return float((np.nanmedian(widths, axis=0) / (2 * common * own)).max())


def _unasked(_: scarcity.Spells) -> dict[str, float]:
    """Stand in for the days open beside a hazard ratio: most of its time, none of its verdict."""
    return {}


def _drawn(world: World, frame: pl.DataFrame) -> _Drawn | None:
    measured = world.method.measure(world.case, frame)
    return None if measured is None else _Drawn(measured, _naively(world, measured, frame))


def _naively(world: World, measured: Measured, frame: pl.DataFrame) -> Measured:
    """Return what was measured with the naive intervals in place of the product's, and nothing to gate."""
    read = [world.naive(frame)[at] for at in _shown(world, measured)]
    parts = tuple(
        replace(part, interval=one, k=_PLENTY, g_eff=float(_PLENTY))
        for part, one in zip(measured.parts, read, strict=False)
    )
    shown = max(read, key=lambda one: one.value) if isinstance(world.method, Searched) else read[0]
    found = replace(measured.estimated, interval=shown, k=_PLENTY, g_eff=float(_PLENTY))
    return replace(measured, estimated=found, parts=parts)


def _shown(world: World, measured: Measured) -> list[int]:
    """Return the places of the figures that a world shows; a search leaves out pairs of years with few employers."""
    windows = [label(window) for window in world.case.windows]
    return [windows.index(part.label) for part in measured.parts] if windows else list(range(len(world.truth)))


def _ends(world: World, measured: Measured) -> Array:
    """Return value, low and high of every figure; one that is not shown has no value and says nothing."""
    spreads: Sequence[Interval] = [part.interval for part in measured.parts] or [measured.estimated.interval]
    ends = np.tile([np.nan, -np.inf, np.inf], (len(world.truth), 1))
    ends[_shown(world, measured)] = [(one.value, one.low, one.high) for one in spreads]
    return ends


def _inside(ends: Array, truth: Array) -> Array:
    return np.asarray(((ends[..., 1] <= truth) & (truth <= ends[..., 2])).all(axis=1))


def _linked(values: Array, scale: Scale) -> Array:
    """Return values where intervals are symmetric; what has none stays without."""
    return np.array([value if math.isnan(value) else link(value, scale) for value in values.ravel().tolist()]).reshape(
        values.shape
    )


def _position(world: World, asked: Asked, drawn: Sequence[_Drawn]) -> Position:
    ours, naive = (
        [world.method.rule(asked.question, getattr(one, side)).verdict for one in drawn] for side in ("ours", "naive")
    )
    return Position(
        asked,
        ours.count("supported") / len(drawn),
        ours.count("contradicted") / len(drawn),
        *(most_wrong(asked.question, world, given) for given in (ours, naive)),
    )


def most_wrong(question: Question, world: World, given: Sequence[str]) -> float:
    """Return how often the most frequent wrong verdict was given.

    Of an order the least ratio decides what is true, of a composition the first part, of a search any pair of years.
    On an edge of the zone both `supported` and `contradicted` are wrong; `direction only` is where every growth is the
    rival or beyond.
    """
    truths = _decisive(world)
    (low, high), rival = question.zone, question.rival
    wrong = set()
    if any(low <= one <= high for one in truths):
        wrong.add("contradicted")
    if not any(low < one < high for one in truths):
        wrong.add("supported")
    if rival is not None and all(one <= rival if question.value > rival else one >= rival for one in truths):
        wrong.add("direction_only")
    return max((given.count(one) / len(given) for one in wrong), default=0.0)


def _decisive(world: World) -> tuple[float, ...]:
    if world.kind == "searched":
        return world.truth
    return (min(world.truth),) if world.kind == "ranking" else world.truth[:1]
