"""What each claim's chart shows beyond its intervals, taken from the published copy. No figure is estimated here.

A chart's form follows from its claim: a trend for what moves or is a share of openings, bars for what is set side by
side, every stated pay for a median, curves for what stays open. The intervals are the judgement's; a trend's band is
made by bands.py.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence

import numpy as np
import polars as pl

from reports import bands, words
from reports.claims import Claim
from reports.frames import Bar, Curve, Exhibit, Trend
from reports.kinds.scarcity import Spells
from reports.results import Estimate, Judgement
from reports.turnbull import distribution
from warehouse import periods, series
from warehouse.cohorts import Cohort, Population, Warehouse
from warehouse.periods import Period
from warehouse.statements import Unit

CITIES = (
    "beijing",
    "shanghai",
    "shenzhen",
    "hangzhou",
    "guangzhou",
    "chengdu",
    "nanjing",
    "wuhan",
    "suzhou",
    "chongqing",
)
"""Cities that are drawn beside those that a claim names."""
_LEADING = 12
"""Concepts drawn of a ranking among all of a dimension."""


def gather(claims: Sequence[Claim], judgements: Sequence[Judgement], warehouse: Warehouse) -> dict[str, Exhibit]:
    """Return the exhibits of all claims that have anything to draw.

    Args:
        claims: Their entries.
        judgements: The same claims, judged.
        warehouse: That they were judged on, open.
    """
    entries = {claim.id: claim for claim in claims}
    drawable = ((judged, words.drawn(judged)) for judged in judgements if judged.id in entries)
    return {judged.id: _exhibit(entries[judged.id], given, warehouse) for judged, given in drawable if given}


def _exhibit(claim: Claim, given: Estimate, warehouse: Warehouse) -> Exhibit:
    if claim.ratio == "hazard":
        return Exhibit(curves=tuple(_curves(claim, given, warehouse)))
    if claim.kind == "level" or claim.by == "pay":
        return Exhibit(pay=_pay(claim, given, warehouse))
    if claim.top:
        return Exhibit(bars=_named(claim, given, warehouse))
    if bars := _bars(claim):
        return Exhibit(bars=tuple(_counted(claim, queries, given, warehouse) for queries in bars))
    return Exhibit(trends={query: _trend(claim, query, given, warehouse) for query in _over_time(claim)})


def _over_time(claim: Claim) -> tuple[str, ...]:
    """Return what a claim says moved, or is a share of the openings."""
    if claim.by == "growth":
        return _sides(claim)
    moves = claim.unit == "vacancy" and claim.measure == "opened" and claim.kind in {"growth", "share"}
    return (claim.numerator,) if moves else ()


def _sides(claim: Claim) -> tuple[str, ...]:
    return tuple(dict.fromkeys(side for pair in claim.pairs for side in pair))


def _bars(claim: Claim) -> list[tuple[str, str]]:
    """Return (numerator, denominator) of the groups that a claim sets side by side; none where it sets none."""
    cities = [f"city:{city}" for city in CITIES]
    if claim.by == "share":
        sides = _sides(claim)
        named = dict.fromkeys((*sides, *cities)) if all(side.startswith("city:") for side in sides) else sides
        return [(side, claim.denominator) for side in named]
    if claim.kind == "share" and "city:" in claim.numerator:
        return [(city, claim.denominator) for city in cities]
    if claim.kind == "contrast":
        return [(claim.numerator, claim.denominator), (claim.numerator, claim.against)]
    return []


def _cohort(claim: Claim, numerator: str, denominator: str, given: Estimate, chosen: Iterable[Period]) -> Cohort:
    unit: Unit = "employer" if claim.unit == "employer" else "vacancy"
    return Cohort(numerator, denominator, _population(given), tuple(chosen), unit, claim.measure, given.panel.boards)


def _population(given: Estimate) -> Population:
    return "CN" if given.population == "CN" else "ALL"


def _last(given: Estimate) -> Period:
    return periods.parse(given.periods[-1], who="a chart's period")


def _counted(claim: Claim, queries: tuple[str, str], given: Estimate, warehouse: Warehouse) -> Bar:
    numerator, denominator = queries
    found = warehouse.counts(_cohort(claim, numerator, denominator, given, (_last(given),)))
    query = denominator if claim.kind == "contrast" else numerator
    return Bar(query, int(found["x"].sum()), int(found["n"].sum()))


def _named(claim: Claim, given: Estimate, warehouse: Warehouse) -> tuple[Bar, ...]:
    """Return the concepts most named of a dimension, and those that are said to lead it."""
    cohort = _cohort(claim, "any", claim.denominator, given, (_last(given),))
    found = warehouse.named(cohort, claim.among).group_by("concept").agg(pl.col("x").sum())
    ranked = found.sort(["x", "concept"], descending=[True, False])
    total = int(warehouse.counts(cohort)["n"].sum())
    counts = dict(ranked.iter_rows())
    shown = dict.fromkeys((*ranked["concept"].head(_LEADING), *claim.top))
    return tuple(Bar(concept, counts.get(concept, 0), total) for concept in shown)


def _trend(claim: Claim, numerator: str, given: Estimate, warehouse: Warehouse) -> Trend:
    boards = given.panel.boards
    cells = series.trend_cells(warehouse, numerator, claim.denominator, _population(given), boards)
    months = series.trend(warehouse, cells)
    return Trend(months, bands.clustered(cells, months))


def _pay(claim: Claim, given: Estimate, warehouse: Warehouse) -> dict[str, tuple[float, ...]]:
    sides = _sides(claim) or tuple(query for query in (claim.numerator, claim.against) if query)
    found: dict[str, tuple[float, ...]] = {}
    for side in sides:
        rows = warehouse.pay(_cohort(claim, side, claim.denominator, given, (_last(given),)))
        found[side] = tuple(rows["pay"].drop_nulls().sort().to_list())
    return found


def _curves(claim: Claim, given: Estimate, warehouse: Warehouse) -> Iterator[Curve]:
    """Yield the group's curve and the others' (Turnbull 1976); boards whose adverts expire are cut there."""
    both = f"({claim.denominator}) or ({claim.against})"
    period = _last(given)
    spells = Spells.of(
        warehouse.spells(_cohort(claim, claim.denominator, both, given, (period,))), period.start, period.end
    )
    late = np.where(spells.closed, spells.late, math.inf)
    for query, own in ((claim.denominator, spells.group), (claim.against, ~spells.group)):
        if own.any():
            days, mass = distribution(spells.entry[own], spells.early[own], late[own])
            seen = np.isfinite(days)
            left = 1 - np.cumsum(mass)[seen]
            yield Curve(query, tuple(days[seen].tolist()), tuple(left.tolist()), int(own.sum()))
