"""What an audit says of the tagger: corrected shares with their error. Tallies in, figures out; nothing is drawn here.

Each period's share is p = Σ W·π over strata (Tenenbein 1970, double sampling): W is a stratum's part of the period, π
the part of it of which the query holds, with the posterior Beta(yes + ½, no + ½) of Jeffreys (Brown, Cai & DasGupta
2001). A stratum that is labelled whole has no error (finite population correction). What no spelling shows, the stratum
`rest`, is taken to be missed alike in all periods of a language: there its labels are pooled, and its error is one.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import polars as pl
from scipy import stats

from reports.results import Interval

REST = "rest"
LEAST_LABELLED = 30
"""Labels a stratum of a period and language needs, where it is not smaller: with fewer there is no audit."""
_Z = float(stats.norm.ppf(0.975))
UNAUDITED_SHARE, UNAUDITED_DRIFT = 1.2, 1.1
"""How far a share, and a ratio of two shares, may be off where nobody has audited the tagger."""

Array = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Audited:
    """Shares of one query, corrected for the tagger's error.

    Args:
        periods: Labels, in the order asked for.
        tagged: The share that the tagger finds, a period.
        shares: The corrected share, a period.
        covariance: Of the logarithms of the corrected shares, periods × periods.
        labelled: Labels that it rests on.
    """

    periods: tuple[str, ...]
    tagged: tuple[float, ...]
    shares: tuple[float, ...]
    covariance: Array
    labelled: int

    @property
    def factors(self) -> tuple[float, ...]:
        """Corrected over tagged share, a period."""
        return tuple(share / tagged for share, tagged in zip(self.shares, self.tagged, strict=True))


def audited(tally: pl.DataFrame, periods: Sequence[str]) -> Audited | None:
    """Return the corrected shares; None where an audit is missing, or nothing that it labelled was a yes.

    Args:
        tally: period, language, stratum, size, labelled, yes: `warehouse.audits.tally`.
        periods: Which, each with members.
    """
    cells = tally.filter(pl.col("period").is_in(list(periods)))
    if not _is_enough(cells, periods) or not cells["yes"].sum():
        return None
    pooled = _pooled(cells)
    mean, variance = _posteriors(pooled)
    weights = _weights(cells, pooled, periods)
    shares = weights @ mean
    tagged = tuple(_tagged(cells, period) for period in periods)
    if not all(tagged):
        return None
    covariance = (weights * variance) @ weights.T / np.outer(shares, shares)
    return Audited(tuple(periods), tagged, tuple(map(float, shares)), covariance, int(cells["labelled"].sum()))


def _is_enough(cells: pl.DataFrame, periods: Sequence[str]) -> bool:
    """Whether every stratum has its labels: all of it, or LEAST_LABELLED; `rest` over all periods together."""
    if set(cells["period"]) != set(periods):
        return False
    pooled = _pooled(cells)
    needed = pl.min_horizontal(pl.col("size"), pl.lit(LEAST_LABELLED))
    return bool(pooled.select((pl.col("labelled") >= needed).all()).item())


def _pooled(cells: pl.DataFrame) -> pl.DataFrame:
    """Return one row a stratum that has a posterior of its own: `rest` of a language is one over all periods."""
    where = pl.when(pl.col("stratum") == REST).then(pl.lit("")).otherwise(pl.col("period")).alias("where")
    return (
        cells.group_by(where, "language", "stratum", maintain_order=True)
        .agg(pl.col("size").sum(), pl.col("labelled").sum(), pl.col("yes").sum())
        .sort("where", "language", "stratum")
    )


def _posteriors(pooled: pl.DataFrame) -> tuple[Array, Array]:
    """Return the mean and variance of what is known of each stratum's share of yes."""
    size, labelled, yes = (pooled[name].to_numpy().astype(float) for name in ("size", "labelled", "yes"))
    a, b = yes + 0.5, labelled - yes + 0.5
    whole = labelled == size
    mean = np.where(whole, yes / size, a / (a + b))
    variance = np.where(whole, 0.0, a * b / ((a + b) ** 2 * (a + b + 1)) * (1 - labelled / size))
    return mean, variance


def _weights(cells: pl.DataFrame, pooled: pl.DataFrame, periods: Sequence[str]) -> Array:
    """Return W: each period's parts in the strata of `pooled`, periods × strata, rows summing to 1."""
    known = cells.select("period", "language", "stratum", "size").iter_rows()
    size = {(period, language, stratum): size for period, language, stratum, size in known}
    strata = list(pooled.select("where", "language", "stratum").iter_rows())
    members = [
        [size.get((period, *rest), 0) if where in {"", period} else 0 for where, *rest in strata] for period in periods
    ]
    found = np.array(members, dtype=np.float64)
    weights: Array = found / found.sum(axis=1, keepdims=True)
    return weights


def _tagged(cells: pl.DataFrame, period: str) -> float:
    here = cells.filter(pl.col("period") == period)
    return int(here.filter(pl.col("stratum") == "tagged")["size"].sum()) / int(here["size"].sum())


def growth(interval: Interval, found: Audited) -> Interval:
    """Return a growth (its first period the base) corrected: the ratio times the factors' ratio, both errors joined.

    On the log the jackknife's half-width h and the audit's z·s add as √(h² + (z·s)²): their errors are independent.
    """
    first, last = found.factors[0], found.factors[-1]
    c = found.covariance
    spread = _Z * math.sqrt(max(float(c[0, 0] + c[-1, -1] - 2 * c[0, -1]), 0.0))
    return _moved(interval, math.log(last / first), spread, _GROWTH)


def share(interval: Interval, found: Audited) -> Interval:
    """Return a share corrected: the audit's factor and error on the logit, joined as in `growth`."""
    p = interval.value * found.factors[-1]
    if not 0 < p < 1:
        return interval
    spread = _Z * math.sqrt(float(found.covariance[-1, -1])) / (1 - p)
    return _moved(interval, _logit(p) - _logit(interval.value), spread, _SHARE)


def stretched(interval: Interval, kind: str) -> Interval:
    """Return what an unaudited figure may be: off by UNAUDITED_DRIFT (growth) or UNAUDITED_SHARE, each way."""
    if kind == "growth":
        low, high = (interval.low + 1) / UNAUDITED_DRIFT - 1, (interval.high + 1) * UNAUDITED_DRIFT - 1
        return replace(interval, low=low, high=high)
    return replace(interval, low=interval.low / UNAUDITED_SHARE, high=min(interval.high * UNAUDITED_SHARE, 1.0))


@dataclass(frozen=True)
class _Scale:
    """Where errors add: `to` it and `back`."""

    to: Callable[[float], float]
    back: Callable[[float], float]


def _moved(interval: Interval, shift: float, spread: float, scale: _Scale) -> Interval:
    """Move an interval on its scale and join a half-width to its own; one at the end of its scale is stretched."""
    low, middle, high = (scale.to(value) for value in (interval.low, interval.value, interval.high))
    if math.isinf(middle):
        ends = low - spread, high + spread
    else:
        ends = middle - math.hypot(middle - low, spread), middle + math.hypot(high - middle, spread)
    return Interval(*(scale.back(value + shift) for value in (middle, *ends)))


def _log_ratio(growth: float) -> float:
    return math.log1p(growth) if growth > -1 else -math.inf


def _logit(part: float) -> float:
    if 0 < part < 1:
        return math.log(part / (1 - part))
    return math.copysign(math.inf, part - 0.5)


def _part_of(logit: float) -> float:
    return 1 / (1 + math.exp(-logit)) if logit > 0 else 1 - 1 / (1 + math.exp(logit))


_GROWTH = _Scale(_log_ratio, math.expm1)
_SHARE = _Scale(_logit, _part_of)
