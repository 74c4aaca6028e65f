"""Ranking: an order as pairs, each with an interval that holds together with all others'."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import polars as pl

from reports import verdicts
from reports.cells import Array
from reports.jackknife import Figures, Jackknifed, as_ratio, cells, jackknife
from reports.kinds import growths
from reports.kinds.case import Case, Measured, Rows, Taken, arms, summed
from reports.kinds.level import PayRatios, pay_arms, pay_sql
from reports.kinds.ratios import Share
from reports.results import Part
from reports.verdicts import Evidence, Question, Ruling, Scale
from warehouse import figures
from warehouse.cohorts import Cohort
from warehouse.figures import arms_sql
from warehouse.statements import named_sql

Pair = tuple[str, str]
OVER = " > "


class Ranking(Share):
    """Pairs (greater, smaller) by share or growth; simultaneous intervals (Mogstad, Romano, Shaikh & Wilhelm 2024).

    The figure shown is the ratio of the pair that decides: the one that is most surely reversed, else the one that is
    least surely right.
    """

    scale: Scale = "ratio"

    def take(self, case: Case, source: Rows) -> Taken:
        """Return the cells of every side."""
        return Taken(arms(source, _sides(case)))

    def sql(self, case: Case) -> str:
        """Return the statement of the rows."""
        return arms_sql(_sides(case))

    def measure(self, case: Case, rows: pl.DataFrame) -> Measured | None:
        """Return all pairs, and the one that decides."""
        pairs = case.claim.pairs
        found = _by_growth(case, rows) if case.claim.by == "growth" else _by_share(rows, pairs, _of_sides(pairs))
        return decided(case, found, pairs) if found else None

    def rule(self, question: Question, measured: Measured) -> Ruling:
        """Contradict where one pair is surely reversed, support where all are surely right."""
        parts = measured.parts
        reversed_ = [part for part in parts if part.interval.high < 1 and gate(part) is None]
        if reversed_:
            return Ruling("contradicted", "reversed")
        closed = [ruling for ruling in map(gate, parts) if ruling]
        if closed:
            return closed[0]
        if all(part.interval.low > 1 for part in parts):
            return Ruling("supported", "every pair is in the order claimed")
        found = measured.estimated
        return verdicts.undecided(question, Evidence(found.interval, found.k, found.g_eff, _seen(measured)))

    def nothing(self, rows: pl.DataFrame) -> Ruling:
        """Say that a side is empty."""
        total = int(rows["n"].sum()) if "n" in rows.columns else rows.height
        return Ruling("insufficient", f"0 counted of {total:,}", f"{verdicts.LEAST_K} employers with a counted vacancy")


class Leading(Ranking):
    """Concepts that are said to lead all others of their dimension."""

    def take(self, case: Case, source: Rows) -> Taken:
        """Return how often each concept of the dimension is named."""
        return Taken(source.named(case.cohort("any"), case.claim.among))

    def sql(self, case: Case) -> str:
        """Return the statement of the rows."""
        return named_sql(case.cohort("any"), case.claim.among)

    def measure(self, case: Case, rows: pl.DataFrame) -> Measured | None:
        """Return each leader against each of the others, and the pair that decides."""
        named = sorted(rows["concept"].unique())
        pairs = tuple((top, other) for top in case.claim.top for other in named if other not in case.claim.top)
        if not pairs:
            return None
        found = _by_share(rows, pairs, {name: _of_concept(name) for side in pairs for name in side})
        return decided(case, found, pairs) if found else None


class ByPay(Ranking):
    """Pairs by median pay."""

    def take(self, case: Case, source: Rows) -> Taken:
        """Return the pay of every side."""
        return Taken(pay_arms(source, _sides(case)))

    def sql(self, case: Case) -> str:
        """Return the statement of the rows."""
        return pay_sql(_sides(case))

    def measure(self, case: Case, rows: pl.DataFrame) -> Measured | None:
        """Return all pairs, and the one that decides."""
        found = PayRatios.of(rows, case.claim.pairs)
        if found is None:
            return None
        parts = [Part(_name(pair), *found.part(at)) for at, pair in enumerate(case.claim.pairs)]
        best = deciding(parts)
        greater, smaller = (case.cohort(side) for side in case.claim.pairs[best])
        return Measured(
            found.estimated(best), "ratio", parts=tuple(parts), about=parts[best].label,
            sql=figures.medians_ratio(greater, smaller),
        )  # fmt: skip


def decided(case: Case, found: Jackknifed, pairs: Sequence[Pair]) -> Measured:
    """Return the measured order: all pairs, and the one that decides."""
    parts = [_part(found, at, pair) for at, pair in enumerate(pairs)]
    best = deciding(parts)
    counted = _counted(found, best)
    return Measured(
        found.estimated(best, counted), "ratio", parts=tuple(parts), about=parts[best].label,
        sql=_figure_sql(case, pairs[best]),
    )  # fmt: skip


def deciding(parts: Sequence[Part]) -> int:
    """Return the pair that is most surely reversed, else the one that is least surely right."""
    sure = [part.interval.high if gate(part) is None else math.inf for part in parts]
    if min(sure) < 1:
        return int(np.argmin(sure))
    return int(np.argmin([part.interval.low for part in parts]))


def gate(part: Part) -> Ruling | None:
    """Return why a pair stands on too few employers; None where it does not."""
    return verdicts.gate(Evidence(part.interval, part.k, part.g_eff, part.n))


def _sides(case: Case) -> list[tuple[str, Cohort]]:
    sides = dict.fromkeys(side for pair in case.claim.pairs for side in pair)
    return [(side, case.cohort(side)) for side in sides]


def _of_sides(pairs: Sequence[Pair]) -> dict[str, pl.Expr]:
    return {side: summed(side, "x") for pair in pairs for side in pair}


def _of_concept(name: str) -> pl.Expr:
    return pl.when(pl.col("concept") == name).then(pl.col("x")).otherwise(0)


def _by_share(rows: pl.DataFrame, pairs: Sequence[Pair], sides: dict[str, pl.Expr]) -> Jackknifed | None:
    """Return the log ratios of the sides' counts: both are parts of one whole."""
    names = list(sides)
    table = cells(rows, sides)
    if not table.counts.any():
        return None
    place = {name: at for at, name in enumerate(names)}
    weights = np.zeros((len(pairs), len(names)))
    for at, (greater, smaller) in enumerate(pairs):
        weights[at, place[greater]], weights[at, place[smaller]] = 1, -1
    made = Figures(_same, weights, _half, weights != 0, as_ratio, (0.0, math.inf))
    return jackknife(table, made)


def _by_growth(case: Case, rows: pl.DataFrame) -> Jackknifed | None:
    """Return the log ratios of the sides' growth factors."""
    names = [name for name, _ in _sides(case)]
    labels = case.window.labels
    table = cells(rows, {key: one for name in names for key, one in growths.columns(name, *labels).items()})
    signs = [{greater: 1, smaller: -1} for greater, smaller in case.claim.pairs]
    counted = growths.counted(names, signs)
    if not table.counts[:, counted.any(axis=0)].any():
        return None
    made = Figures(growths.terms, growths.weights(names, signs), growths.half, counted, as_ratio, (0.0, math.inf))
    return jackknife(table, made)


def _same(totals: Array) -> Array:
    return totals


def _half(totals: Array) -> Array:
    return np.full(totals.shape[1], 0.5)


def _part(found: Jackknifed, at: int, pair: Pair) -> Part:
    (n, x), *_ = _counted(found, at)
    return Part(_name(pair), found.interval(at), int(found.employers.k[at]), float(found.employers.g_eff[at]), n, x)


def _counted(found: Jackknifed, at: int) -> tuple[tuple[int, int], ...]:
    """Return the vacancies counted on both sides of a pair, and those on its greater side."""
    columns, weights = found.figures.counted[at], found.figures.weights[at]
    totals = found.cells.totals.sum(axis=0)
    if len(weights) < len(columns):
        weights = np.repeat(weights.reshape(-1, 2)[:, 0], growths.WIDE)
    return ((int(totals[columns].sum()), int(totals[columns & (weights > 0)].sum())),)


def _name(pair: Pair) -> str:
    return OVER.join(pair)


def _seen(measured: Measured) -> int:
    return sum(n for n, _ in measured.estimated.cells)


def _figure_sql(case: Case, pair: Pair) -> str:
    greater, smaller = pair
    if case.claim.top:
        return figures.named_ratio(named_sql(case.cohort("any"), case.claim.among), greater, smaller)
    cohorts = [(side, case.cohort(side)) for side in pair]
    if case.claim.by == "growth":
        return figures.growth_ratio(cohorts[0][1], cohorts[1][1])
    return figures.counts_ratio(cohorts)
