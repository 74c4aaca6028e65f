"""The naive reading of each kind of figure: every posting an independent draw, all boards one, each figure by itself.

What an article does that gives an interval at all. It stands beside the product's in the calibration and decides
nothing.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date

import numpy as np
import polars as pl

from reports.cells import Array
from reports.results import Interval

_Z = 1.959964


def share(x: float, n: float) -> Interval:
    """Return x/n with Wald's interval on the logit; the whole scale where x is none or all."""
    if not 0 < x < n:
        return Interval(x / n, 0.0, 1.0)
    centre, width = math.log(x / (n - x)), _Z * math.sqrt(1 / x + 1 / (n - x))
    low, high = (1 / (1 + math.exp(-centre - sign * width)) for sign in (-1, 1))
    return Interval(x / n, low, high)


def ratio(up: float, down: float, variance: float) -> Interval:
    """Return up/down, normal on the log; the whole scale where either is none."""
    if not (up > 0 and down > 0):
        return Interval(math.inf if up else 0.0, 0.0, math.inf)
    width = _Z * math.sqrt(variance)
    return Interval(up / down, up / down * math.exp(-width), up / down * math.exp(width))


def counts_ratio(up: float, down: float) -> Interval:
    """Return the ratio of two Poisson counts."""
    return ratio(up, down, 1 / up + 1 / down if up and down else math.inf)


def rates_ratio(x1: float, n1: float, x0: float, n0: float) -> Interval:
    """Return the ratio of two shares (Katz 1978)."""
    return ratio(x1 / n1, x0 / n0, 1 / x1 - 1 / n1 + 1 / x0 - 1 / n0 if x1 and x0 else math.inf)


def growth(x1: float, n1: float, x0: float, n0: float) -> Interval:
    """Return the growth of a share."""
    found = rates_ratio(x1, n1, x0, n0)
    return Interval(found.value - 1, found.low - 1, found.high - 1)


def odds_ratio(x1: float, n1: float, x0: float, n0: float) -> Interval:
    """Return the odds ratio (Woolf 1955)."""
    cells = (x1, n1 - x1, x0, n0 - x0)
    return ratio(x1 * (n0 - x0), x0 * (n1 - x1), sum(1 / cell for cell in cells) if all(cells) else math.inf)


def median(pay: Array) -> Interval:
    """Return the median with the limits of the sign test for independent pay (Thompson 1936)."""
    ordered, middle = np.sort(pay), float(np.median(pay))
    width = _Z / (2 * math.sqrt(len(pay)))
    if width >= 0.5:
        return Interval(middle, 0.0, math.inf)
    low, high = (float(np.quantile(ordered, 0.5 + sign * width, method="inverted_cdf")) for sign in (-1, 1))
    return Interval(middle, low, high)


def medians_ratio(up: Array, down: Array) -> Interval:
    """Return the ratio of two medians, their errors added."""
    one, other = median(up), median(down)
    if not (one.low and other.low):
        return Interval(one.value / other.value, 0.0, math.inf)
    errors = [(math.log(found.high) - math.log(found.low)) / (2 * _Z) for found in (one, other)]
    return ratio(one.value, other.value, sum(error**2 for error in errors))


def days_ratio(spells: pl.DataFrame, start: date) -> Interval:
    """Return how many times as fast a group's adverts close as the others': mean days of those that closed.

    Args:
        spells: counted, opened_on, closed_on; what is still open, or opened before `start`, is left out, as one does
            who looks at closed adverts only.
        start: First day.
    """
    closed = spells.filter(pl.col("closed_on").is_not_null() & (pl.col("opened_on") >= start))
    days = (closed["closed_on"] - closed["opened_on"]).dt.total_days().to_numpy().astype(float)
    group = closed["counted"].to_numpy()
    if min(group.sum(), (~group).sum()) < 2:
        return Interval(math.nan, 0.0, math.inf)
    means = [float(part.mean()) for part in (days[~group], days[group])]
    variance = sum(float(part.var(ddof=1)) / len(part) / part.mean() ** 2 for part in (days[~group], days[group]))
    return ratio(means[0], means[1], variance)


def totals(rows: pl.DataFrame, by: Sequence[str]) -> dict[tuple[object, ...], tuple[float, float]]:
    """Return (n, x) of each group of a counts frame."""
    summed = rows.group_by(*by).agg(pl.col("n").sum(), pl.col("x").sum())
    return {tuple(row[:-2]): (float(row[-2]), float(row[-1])) for row in summed.iter_rows()}
