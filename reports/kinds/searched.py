"""Searched: a growth that no period is named for. Did any pair of years reach it? All are looked at, at a price."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import polars as pl

from reports import verdicts
from reports.jackknife import Figures, Jackknifed, as_growth, cells, jackknife
from reports.kinds import growths
from reports.kinds.case import Case, Measured, Rows, Taken, arms
from reports.kinds.ratios import Share, by_zone
from reports.panels import Window
from reports.results import Interval, Part
from reports.verdicts import Evidence, Question, Ruling, Scale
from warehouse import figures
from warehouse.cohorts import Cohort
from warehouse.figures import arms_sql


class Searched(Share):
    """The greatest growth of a share from one year to the next; the interval holds for all pairs at once.

    The greatest of several growths is at most the greatest of their upper ends and at least that of their lower ends.
    A claim that things fell is put to the least growth in the same way.
    """

    scale: Scale = "growth"

    def take(self, case: Case, source: Rows) -> Taken:
        """Return the cells of every pair of years, each on the boards that cover both."""
        return Taken(arms(source, _pairs(case)))

    def sql(self, case: Case) -> str:
        """Return the statement of the rows."""
        return arms_sql(_pairs(case))

    def measure(self, case: Case, rows: pl.DataFrame) -> Measured | None:
        """Return the growth of the pair that grew most, with an interval for the greatest of all."""
        named = {label(window): window for window in case.windows}
        found = _jackknifed(rows, named)
        if found is None:
            return None
        every = _parts(found, list(named))
        if any(map(verdicts.passes, every)):
            named = {part.label: named[part.label] for part in every if verdicts.passes(part)}
            found = _jackknifed(rows, named) or found
        parts = _parts(found, list(named))
        best = _best(parts, up=_upwards(case))
        n0, x0, n1, x1 = (int(total) for total in found.cells.totals.sum(axis=0)[4 * best : 4 * best + 4])
        return Measured(
            replace(found.estimated(best, ((n0, x0), (n1, x1))), interval=_greatest(parts, up=_upwards(case))),
            parts=(*parts, *(part for part in every if part.label not in named)),
            about=parts[best].label,
            periods=named[parts[best].label].labels,
            sql=figures.growth(case.cohort(window=named[parts[best].label])),
        )

    def rule(self, question: Question, measured: Measured) -> Ruling:
        """Support where one pair lies in the zone; contradict where every pair misses it, also those with few data."""
        passing = [part for part in measured.parts if verdicts.passes(part)]
        if not passing:
            return by_zone(question, measured)
        low, high = question.zone
        inside = [part for part in passing if low <= part.interval.low and part.interval.high <= high]
        if inside:
            return Ruling("supported", f"reached in {inside[0].label}")
        if all(part.interval.high < low or part.interval.low > high for part in measured.parts):
            return by_zone(replace(question, zone=_nearest(question, measured)), measured)
        return _open(question, measured)


def label(window: Window) -> str:
    """Return a pair's name: `2023 → 2024`."""
    return " → ".join(window.labels)


def _pairs(case: Case) -> list[tuple[str, Cohort]]:
    return [(label(window), case.cohort(window=window)) for window in case.windows]


def _jackknifed(rows: pl.DataFrame, named: dict[str, Window]) -> Jackknifed | None:
    names = list(named)
    summed = {key: value for name in names for key, value in growths.columns(name, *named[name].labels).items()}
    table = cells(rows, summed)
    signs = [{name: 1} for name in names]
    counted = growths.counted(names, signs)
    if not len(table.counts) or not table.counts[:, counted.any(axis=0)].any():
        return None
    made = Figures(growths.terms, growths.weights(names, signs), growths.half, counted, as_growth, (-1.0, math.inf))
    return jackknife(table, made)


def _parts(found: Jackknifed, names: Sequence[str]) -> list[Part]:
    totals = found.cells.totals.sum(axis=0).reshape(-1, growths.WIDE)
    return [
        Part(
            name,
            found.interval(at),
            int(found.employers.k[at]),
            float(found.employers.g_eff[at]),
            n=int(totals[at][0] + totals[at][2]),
            x=int(totals[at][1] + totals[at][3]),
        )
        for at, name in enumerate(names)
    ]


def _upwards(case: Case) -> bool:
    return (case.claim.value or 0.0) >= (case.claim.rival or 0.0)


def _best(parts: Sequence[Part], *, up: bool) -> int:
    values = [part.interval.value if up else -part.interval.value for part in parts]
    return int(np.argmax(values))


def _greatest(parts: Sequence[Part], *, up: bool) -> Interval:
    pick = max if up else min
    spreads = [part.interval for part in parts]
    return Interval(
        pick(one.value for one in spreads), pick(one.low for one in spreads), pick(one.high for one in spreads)
    )


def _nearest(question: Question, measured: Measured) -> tuple[float, float]:
    """Return the zone, open at the far end where the greatest growth lies below it: then all lie below."""
    low, high = question.zone
    return (low, math.inf) if measured.estimated.interval.high < low else (low, high)


def _open(question: Question, measured: Measured) -> Ruling:
    """Return what is left where no pair decides; the greatest growth may still exclude the rival."""
    found = measured.estimated
    seen = Evidence(found.interval, found.k, found.g_eff, sum(n for n, _ in found.cells))
    ruling = verdicts.rule(question, seen)
    settled = ruling.verdict in {"supported", "contradicted"}
    return verdicts.undecided(question, seen) if settled else ruling
