"""A claim's months pooled until each point holds enough, with its range. Plain numbers, no drawing."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median
from typing import Literal

import polars as pl

from reports.frames import Trend

By = Literal["month", "quarter", "year"]
_ENOUGH = {"month": 100, "quarter": 60, "year": 0}
"""Vacancies that a typical point must hold; a month is drawn with its neighbours, three together."""
_LEAST = 20
"""Vacancies below which a point is left out."""
_MONTHS = {"month": 1, "quarter": 3, "year": 12}


@dataclass(frozen=True)
class Bins:
    """A share over time.

    Args:
        by: How long a point is.
        middles: Middle of each finished one.
        shares: Its share, pooled over three for months; NaN where it has too little.
        low: Lower end of its 95 % interval, clustered by employer (reports/bands.py).
        high: Upper end.
        dots: (middle, share) of the single months; empty for longer points.
        gaps: Spans without data.
        pending: First day of what is not finished; None where all is.
        days: First day and the day after the last.
    """

    by: By
    middles: list[date]
    shares: list[float]
    low: list[float]
    high: list[float]
    dots: list[tuple[date, float]]
    gaps: list[tuple[date, date]]
    pending: date | None
    days: tuple[date, date]

    @property
    def drawable(self) -> bool:
        """Tell whether a line can be drawn: two points or more."""
        return sum(not math.isnan(share) for share in self.shares) > 1


def pooled(given: Trend) -> Bins | None:
    """Return a trend's points, as short as their counts allow; None for no month."""
    if given.months.is_empty():
        return None
    choices = (_binned(given, by) for by in ("month", "quarter", "year"))
    return next(found for found, enough in choices if enough)


def _binned(given: Trend, by: By) -> tuple[Bins, bool]:
    length, trend = _MONTHS[by], given.months
    grouped = (
        trend.group_by_dynamic("period_start", every=f"{length}mo", closed="left")
        .agg(pl.col("x", "n").sum(), pl.col("finished").all(), pl.col("gap").any(), months=pl.len())
        .with_columns(whole=pl.col("finished") & (pl.col("months") == length))
    )
    done, window = grouped.filter("whole"), 3 if by == "month" else 1
    counts = done.select("period_start", *(_summed(column, window) for column in ("x", "n")))
    half = timedelta(days=15 * length)
    banded = counts.join(given.bands.filter(pl.col("by") == by), on="period_start", how="left", maintain_order="left")
    ranges = [_range(*row) for row in banded.select("x", "n", "low", "high").iter_rows()]
    starts = done["period_start"].to_list()
    first, last = trend["period_start"][0], trend["period_start"][-1]
    open_ = trend.filter(~pl.col("finished"))["period_start"].to_list()
    found = Bins(
        by=by,
        middles=[start + half for start in starts],
        shares=[share for share, _, _ in ranges],
        low=[low for _, low, _ in ranges],
        high=[high for _, _, high in ranges],
        dots=_single(trend) if by == "month" else [],
        gaps=_gaps(trend),
        pending=open_[0] if open_ else None,
        days=(first, (last + timedelta(days=32)).replace(day=1)),
    )
    held = [n or 0 for n in counts["n"].to_list()]
    return found, by == "year" or (bool(held) and median(held) >= _ENOUGH[by])


def _summed(column: str, window: int) -> pl.Expr:
    known = pl.when(~pl.col("gap")).then(pl.col(column))
    return known.rolling_sum(window, min_samples=min(window, 2), center=True).alias(column)


def _range(x: int | None, n: int | None, low: float | None, high: float | None) -> tuple[float, float, float]:
    """Return share and ends; NaN for all three where too little is known."""
    if x is None or n is None or low is None or high is None or n < _LEAST:
        return (math.nan,) * 3
    return x / n, low, high


def _single(trend: pl.DataFrame) -> list[tuple[date, float]]:
    known = trend.filter(pl.col("finished") & ~pl.col("gap") & (pl.col("n") > 0))
    return [(start + timedelta(days=15), x / n) for start, x, n in known.select("period_start", "x", "n").iter_rows()]


def _gaps(trend: pl.DataFrame) -> list[tuple[date, date]]:
    spans: list[tuple[date, date]] = []
    for start in trend.filter(pl.col("finished") & pl.col("gap"))["period_start"].to_list():
        after = (start + timedelta(days=32)).replace(day=1)
        spans[-1:] = [(spans[-1][0], after)] if spans and spans[-1][1] == start else [*spans[-1:], (start, after)]
    return spans


def level(trend: pl.DataFrame, first: date, after: date) -> float | None:
    """Return the share pooled over a period; None where it holds nothing."""
    inside = trend.filter(pl.col("period_start").is_between(first, after, closed="left") & ~pl.col("gap"))
    total = int(inside["n"].sum())
    return int(inside["x"].sum()) / total if total else None
