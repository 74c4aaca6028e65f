"""From demand frames to what is drawn: averages, a period's level, where the data end. Plain numbers, no drawing."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from datetime import date, timedelta

import polars as pl

from reports.frames import WINDOW
from warehouse.periods import Period

LEAST_TOTAL, LEAST_NAMED = 100, 10
"""Vacancies in a window, below which an average is noise; and those naming a concept, for a level to build on."""


@dataclass(frozen=True)
class Line:
    """One concept's share over time.

    Args:
        days: Middle of each finished period with data.
        shares: Its share.
        average_days: Middles of all finished periods.
        average: Pooled share over the window around each; NaN in a gap and where it has too little.
        low: Lower end of its 95 % interval, clustered by employer; NaN where the average is.
        high: Upper end.
        pending: Day and share of the unfinished last period, where that holds enough already.
    """

    days: list[date]
    shares: list[float]
    average_days: list[date]
    average: list[float]
    low: list[float]
    high: list[float]
    pending: tuple[date, float] | None

    @property
    def drawable(self) -> bool:
        """Tell whether any window has enough."""
        return not all(math.isnan(value) for value in self.average)

    def scaled(self, factor: float) -> Line:
        """Return finished periods as an index; what is pending is left out."""
        names = ("shares", "average", "low", "high")
        scaled = {name: [factor * value for value in getattr(self, name)] for name in names}
        return replace(self, **scaled, pending=None)


def usable(frame: pl.DataFrame, population: str) -> pl.DataFrame:
    """Return one population's rows, gaps and empty periods with a null share."""
    known = ~pl.col("gap") & (pl.col("total_n") > 0)
    share = pl.when(known).then(pl.col("vacancies_n") / pl.col("total_n"))
    return frame.filter(pl.col("population") == population).with_columns(share=share).sort("period_start")


def line(rows: pl.DataFrame, concept: str, by: str) -> Line:
    """Return the line of one concept.

    Args:
        rows: Of `usable`.
        concept: Slug.
        by: `week` or `month`.
    """
    half = timedelta(days=3 if by == "week" else 15)
    own = rows.filter(pl.col("concept") == concept).with_columns(middle=pl.col("period_start") + half)
    finished = own.filter("finished")
    seen = finished.filter(pl.col("share").is_not_null())
    known = pl.col("share").is_not_null()
    enough = known & (_pooled("total_n", by) >= LEAST_TOTAL)
    share = _pooled("vacancies_n", by) / _pooled("total_n", by)
    drawn = {"average": share, "low": pl.col("average_low"), "high": pl.col("average_high")}
    pooled = finished.select("middle", **{name: pl.when(enough).then(value) for name, value in drawn.items()})
    last = own.filter(~pl.col("finished") & known & (pl.col("total_n") >= LEAST_TOTAL)).tail(1)
    average, low, high = ([math.nan if value is None else value for value in pooled[name].to_list()] for name in drawn)
    pending = (last["middle"].item(), last["share"].item()) if last.height else None
    return Line(
        seen["middle"].to_list(), seen["share"].to_list(), pooled["middle"].to_list(), average, low, high, pending
    )


def _pooled(column: str, by: str) -> pl.Expr:
    window, least = WINDOW[by]
    seen = pl.when(pl.col("share").is_not_null()).then(column)
    return seen.rolling_sum(window, min_samples=least, center=True)


def level(rows: pl.DataFrame, concept: str, period: Period) -> float | None:
    """Return the pooled share of a concept in a period; None where it has a gap, is unfinished or has too little."""
    inside = pl.col("period_start").is_between(period.start, period.end - timedelta(days=1))
    own = rows.filter(inside & (pl.col("concept") == concept))
    starts = own["period_start"].to_list()
    whole = bool(starts) and starts[0] <= period.start + timedelta(days=7)
    if not whole or own["share"].has_nulls() or not own["finished"].all():
        return None
    named, total = sum(own["vacancies_n"].to_list()), sum(own["total_n"].to_list())
    return float(named / total) if total >= LEAST_TOTAL and named >= LEAST_NAMED else None


def gaps(rows: pl.DataFrame, by: str) -> list[tuple[date, date]]:
    """Return the spans of periods without data, as (first day, first day after)."""
    length = timedelta(days=7 if by == "week" else 31)
    missing = rows.filter(pl.col("finished") & pl.col("share").is_null())["period_start"].unique().sort().to_list()
    spans: list[tuple[date, date]] = []
    for day in missing:
        if spans and day <= spans[-1][1]:
            spans[-1] = (spans[-1][0], day + length)
        else:
            spans.append((day, day + length))
    return spans
