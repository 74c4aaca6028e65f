"""Scarcity: how fast a group's openings close against others', from the spells that live boards were seen to list.

Cox's (1972) partial likelihood with one yes-or-no covariate, stratified by board, with delayed entry and Efron's
(1977) ties, since weekly crawls tie most closings; statsmodels' PHReg gives the same figure (tests/test_kinds.py) but
would have to be fitted anew for every employer left out. A ratio below 1: the group stays open longer. The days open
are Turnbull's (1976).
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.special import digamma

from reports.cells import Array
from reports.estimators import BOARDS_NEEDED, LARGEST, Estimated
from reports.jackknife import Spread, as_ratio
from reports.kinds.asides import OPEN_GROUP, OPEN_OTHERS
from reports.kinds.case import Case, Measured, Rows, Taken
from reports.kinds.ratios import Share
from reports.results import Interval
from reports.turnbull import median
from reports.verdicts import Ruling, Scale
from warehouse.cohorts import Cohort
from warehouse.statements import spells_sql

EXPIRY_SHARE, EXPIRY_CLOSINGS, EXPIRY_DAYS = 0.25, 20, 14
"""A board takes adverts down at an age at which a quarter or more of its closings fall (of 20 or more, 14 days old or
more): they end there because their time is up, which is no closing."""
_STEPS, _SETTLED, _FAR = 40, 1e-12, 12.0
"""Newton's steps at most, when they stop, and the log ratio beyond which there is no finite figure."""
_CHUNK = 200_000
"""Closing ages of all clusters that are solved for at once."""


class Scarcity(Share):
    """The hazard ratio of closing, the denominator's vacancies against those of `against`."""

    scale: Scale = "ratio"

    def take(self, case: Case, source: Rows) -> Taken:
        """Return the spells of both groups; `counted` are those of the group that is spoken of."""
        return Taken(source.spells(_both(case)))

    def sql(self, case: Case) -> str:
        """Return the statement of the rows."""
        return spells_sql(_both(case))

    def measure(self, case: Case, rows: pl.DataFrame) -> Measured | None:
        """Return the hazard ratio with the days that half of either group stay open.

        A closing lies between the last sight and the crawl that missed it. The figure takes its middle; the interval
        spans those of its first, middle and last day.
        """
        (period,) = case.window.periods
        spells = Spells.of(rows, period.start, period.end)
        found = [hazard_ratio(replace(spells, at=at)) for at in ((0.5, 0.0, 1.0) if spells.between else (0.5,))]
        if found[0] is None:
            return None
        spreads = [one.interval for one in found if one]
        widest = replace(found[0].interval, low=min(one.low for one in spreads), high=max(one.high for one in spreads))
        return Measured(replace(found[0], interval=widest), "hazard", asides=days_open(spells))

    def nothing(self, rows: pl.DataFrame) -> Ruling:
        """Say that nobody watched such openings close."""
        closed = int(rows["closed_on"].count())
        reason = f"{closed:,} closings seen of {rows.height:,} openings on live boards, too few to compare"
        return Ruling("insufficient", reason, "live boards crawled through the whole period")


def _both(case: Case) -> Cohort:
    claim = case.claim
    return case.cohort(claim.denominator, f"({claim.denominator}) or ({claim.against})")


@dataclass(frozen=True)
class Spells:
    """Spells within a period, in days of age.

    Args:
        boards: Names, sorted.
        employers: Keys, sorted.
        board: Spell -> place among the boards.
        employer: Spell -> place among the employers.
        group: Whether it is of the group that is spoken of.
        entry: Age from which it is watched.
        early: Age at which it closes at the earliest, or is lost sight of.
        late: Age at which it closes at the latest.
        closed: Whether it closes then.
        at: Where between early and late a closing is taken to lie, 0 … 1.
    """

    boards: tuple[str, ...]
    employers: tuple[str, ...]
    board: NDArray[np.intp]
    employer: NDArray[np.intp]
    group: NDArray[np.bool_]
    entry: Array
    early: Array
    late: Array
    closed: NDArray[np.bool_]
    at: float = 0.5

    @classmethod
    def of(cls, rows: pl.DataFrame, start: date, end: date) -> Spells:
        """Cut spells to the days from `start` to before `end`."""
        seen = _expired(rows.with_columns(**_ages(start, end)))
        closed = pl.col("closed") & (pl.col("last") >= _MIDDLE)
        cut = seen.with_columns(
            closed=closed,
            early=pl.when(closed).then("early").otherwise(pl.min_horizontal("early", "last")),
            late=pl.when(closed).then("late").otherwise(pl.min_horizontal("early", "last")),
        ).filter(pl.col("entry") < _MIDDLE)
        boards, employers = (cut[name].unique().sort().to_list() for name in ("board", "employer"))
        return cls(
            tuple(boards),
            tuple(employers),
            np.searchsorted(boards, cut["board"]),
            np.searchsorted(employers, cut["employer"]),
            cut["counted"].to_numpy(),
            cut["entry"].to_numpy(),
            cut["early"].to_numpy(),
            cut["late"].to_numpy(),
            cut["closed"].to_numpy(),
        )

    @property
    def between(self) -> bool:
        """Return whether any closing lies between two days."""
        return bool((self.late > self.early).any())

    @property
    def exit(self) -> Array:
        """Return the age at which each closes or is lost sight of, after the one from which it is watched."""
        return np.maximum(self.early + self.at * (self.late - self.early), self.entry + _MOMENT)


_MIDDLE = (pl.col("early") + pl.col("late")) / 2
_MOMENT = 0.25
"""Days; the shortest spell."""


def _ages(start: date, end: date) -> dict[str, pl.Expr]:
    """Return ages in days: when watching begins and ends, and between which a spell ends."""
    opened, closed = pl.col("opened_on"), pl.col("closed_on").is_not_null()
    early = (pl.col("last_seen_on") - opened).dt.total_days() + 1.0
    late = (pl.col("closed_on") - opened).dt.total_days().cast(pl.Float64)
    return {
        "entry": (pl.lit(start) - opened).dt.total_days().clip(0).cast(pl.Float64),
        "last": (pl.lit(end) - opened).dt.total_days().cast(pl.Float64),
        "early": early,
        "late": pl.when(closed).then(late).otherwise(early),
        "closed": closed,
    }


def _expired(seen: pl.DataFrame) -> pl.DataFrame:
    """Take closings at or beyond their board's expiry for what they are: the end of what can be seen."""
    age = _MIDDLE.floor().cast(pl.Int64)
    closings = seen.filter("closed").group_by("board", age.alias("age")).agg(n=pl.len())
    share, all_n = pl.col("n") / pl.col("n").sum().over("board"), pl.col("n").sum().over("board")
    often = (share >= EXPIRY_SHARE) & (all_n >= EXPIRY_CLOSINGS) & (pl.col("age") >= EXPIRY_DAYS)
    known = closings.filter(often).group_by("board").agg(expiry=pl.col("age").min())
    beyond = (age >= pl.col("expiry")).fill_null(value=False)
    joined = seen.join(known, on="board", how="left", maintain_order="left")
    ends = {
        name: pl.when(beyond).then(pl.col("expiry").cast(pl.Float64)).otherwise(pl.col(name))
        for name in ("early", "late")
    }
    return joined.with_columns(closed=pl.col("closed") & ~beyond, **ends)


@dataclass(frozen=True)
class _Risk:
    """Closings and those at risk at every board's closing ages.

    Args:
        closed: (moments, 2): others, group.
        at_risk: (moments, 2).
    """

    closed: Array
    at_risk: Array


def hazard_ratio(spells: Spells) -> Estimated | None:
    """Return the hazard ratio of the group against the others, jackknifed over employers and boards.

    Returns:
        None where no board saw a closing while both groups were listed.
    """
    whole, moments = _moments(spells)
    informative: NDArray[np.bool_] = np.asarray((whole.at_risk > 0).all(axis=1))
    if not whole.closed[informative].any():
        return None
    log = float(_solve(whole.closed[None], whole.at_risk[None])[0])
    by_employer = _without(spells, whole, moments, spells.employer, len(spells.employers), near=log)
    by_board = _without(spells, whole, moments, spells.board, len(spells.boards), near=log)
    counting = informative[np.searchsorted(moments, _keys(spells.board, spells.exit)) % len(moments)] & spells.closed
    k = [len(np.unique(cluster[counting])) for cluster in (spells.employer, spells.board)]
    employers = Spread((by_employer - log)[:, None], np.array(k[:1], dtype=np.intp))
    over_boards = Spread((by_board - log)[:, None], np.array(k[1:], dtype=np.intp), of_boards=True)
    boards = over_boards if k[1] >= BOARDS_NEEDED else None
    wider = boards if boards and boards.half_width[0] > employers.half_width[0] else employers
    return Estimated(
        interval=_interval(log, float(wider.half_width[0])),
        boards=spells.boards,
        employers=len(spells.employers),
        k=k[0],
        cells=_cells(spells),
        g_eff=float(employers.g_eff[0]) if math.isfinite(log) else 0.0,
        g_eff_boards=float(boards.g_eff[0]) if boards else None,
        clusters="boards" if wider is boards else "employers",
        without_board=_named(spells.boards, by_board) if len(spells.boards) > 1 else {},
        without_employer=_largest(spells, np.exp(by_employer)),
    )


def days_open(spells: Spells) -> dict[str, float]:
    """Return the days within which half of either group's openings close; a group without that is left out."""
    late = np.where(spells.closed, spells.late, math.inf)
    halves = {
        name: median(spells.entry[own], spells.early[own], late[own]) if own.any() else None
        for name, own in ((OPEN_GROUP, spells.group), (OPEN_OTHERS, ~spells.group))
    }
    return {name: days for name, days in halves.items() if days is not None}


def _interval(log: float, width: float) -> Interval:
    if not math.isfinite(log) or not math.isfinite(width):
        return Interval(as_ratio(log), 0.0, math.inf)
    return Interval(as_ratio(log), as_ratio(log - width), as_ratio(log + width))


def _cells(spells: Spells) -> tuple[tuple[int, int], ...]:
    """Return (spells, closings) of the others and of the group."""
    groups = (~spells.group, spells.group)
    return tuple((int(group.sum()), int((group & spells.closed).sum())) for group in groups)


def _named(names: tuple[str, ...], logs: Array) -> dict[str, float]:
    return dict(zip(names, np.exp(logs).tolist(), strict=True))


def _largest(spells: Spells, without: Array) -> dict[str, float]:
    closings = np.bincount(spells.employer[spells.closed], minlength=len(spells.employers))
    largest = np.lexsort((np.arange(len(closings)), -closings))[:LARGEST]
    return {spells.employers[at]: float(without[at]) for at in largest if closings[at]}


_BEYOND = 1e6
"""Days; more than any spell: keeps the boards' ages apart on one line."""


def _keys(board: NDArray[np.intp], age: Array) -> Array:
    return np.asarray(board * _BEYOND + age)


def _moments(spells: Spells) -> tuple[_Risk, Array]:
    """Return what is at risk and closes at each closing age of each board, and those ages."""
    moments = np.unique(_keys(spells.board[spells.closed], spells.exit[spells.closed]))
    whole = _risk(spells, moments, np.zeros(len(spells.board), dtype=np.intp), 1)
    return _Risk(whole.closed[0], whole.at_risk[0]), moments


def _risk(spells: Spells, moments: Array, cluster: NDArray[np.intp], size: int) -> _Risk:
    """Return closings and those at risk in each cluster, (size, moments, 2): entered before the moment, not out yet.

    Spells of no cluster, −1, take no part.
    """
    shape = (size, len(moments) + 1, 2)
    own = cluster >= 0
    group = spells.group.astype(np.intp)
    begins, ends = (
        np.searchsorted(moments, _keys(spells.board, age), side="right") for age in (spells.entry, spells.exit)
    )
    entered, out = (_tallied(shape, cluster, at, group, own) for at in (begins, ends))
    closed = _tallied(shape, cluster, ends - 1, group, own & spells.closed)
    return _Risk(closed[:, :-1], np.cumsum(entered - out, axis=1)[:, :-1])


def _tallied(
    shape: tuple[int, int, int], cluster: NDArray[np.intp], at: NDArray[np.intp], group: NDArray[np.intp],
    chosen: NDArray[np.bool_],
) -> Array:  # fmt: skip
    """Return how many of the chosen spells fall on each cluster, moment and group."""
    place = np.ravel_multi_index((cluster[chosen], at[chosen], group[chosen]), shape)
    return np.bincount(place, minlength=math.prod(shape)).reshape(shape).astype(float)


def _without(
    spells: Spells, whole: _Risk, moments: Array, cluster: NDArray[np.intp], size: int, *, near: float
) -> Array:
    """Return the log ratio without each cluster, a chunk of them at a time, sought from the whole's."""
    left = np.empty(size)
    step = max(_CHUNK // max(len(moments), 1), 1)
    for start in range(0, size, step):
        several = min(step, size - start)
        inside = (cluster >= start) & (cluster < start + several)
        own = _risk(spells, moments, np.where(inside, cluster - start, -1), several)
        left[start : start + several] = _solve(whole.closed - own.closed, whole.at_risk - own.at_risk, near)
    return left


def _solve(closed: Array, at_risk: Array, near: float = 0.0) -> Array:
    """Return the root of Efron's score Σ d₁ − Σ p by Newton from `near`, for each of (many, moments, 2)."""
    both: NDArray[np.bool_] = np.asarray((at_risk > 0).all(axis=2))
    closed = closed * both[..., None]
    group_closed = closed[..., 1].sum(axis=1)
    beta = np.full(len(closed), near if math.isfinite(near) else 0.0)
    for _ in range(_STEPS):
        expected, information = _expected(closed, at_risk, np.exp(beta)[:, None])
        score = group_closed - expected
        step = np.divide(score, information, out=np.zeros_like(score), where=information > 0)
        beta = np.clip(beta + np.clip(step, -1, 1), -_FAR, _FAR)
        if np.abs(step).max(initial=0.0) < _SETTLED:
            break
    beta[group_closed == 0] = -math.inf
    beta[closed[..., 0].sum(axis=1) == 0] = math.inf
    return beta


def _expected(closed: Array, at_risk: Array, ratio: Array) -> tuple[Array, Array]:
    """Return how many closings are expected of the group, and what a step of the log ratio changes in that, (many,).

    Of d tied closings the l-th is met by what is at risk less l/d of the tied (Efron 1977): p = Σ (n₁ − l/d·d₁)eᵝ/(R −
    l/d·D), l = 0 … d − 1, with R = n₀ + n₁eᵝ and D = d₀ + d₁eᵝ. Each addend is α + γ/(R − l/d·D), α = d₁eᵝ/D, and
    Σ 1/(R − l/d·D) = d/D·(ψ(Rd/D + 1) − ψ(Rd/D − d + 1)). The change takes the addends for evenly spread, which moves
    Newton's steps and not where they end.
    """
    tied = closed.sum(axis=2)
    here = tied > 0
    d, own, group = tied[here], (closed[..., 1] * ratio)[here], (at_risk[..., 1] * ratio)[here]
    gone, whole = closed[..., 0][here] + own, at_risk[..., 0][here] + group
    place = whole * d / gone
    several = np.where(d > 1, d / gone * (digamma(place + 1) - digamma(place - d + 1)), 1 / whole)
    first, last = group / whole, (group - own * (d - 1) / d) / (whole - gone * (d - 1) / d)
    expected = d * own / gone + (group - own / gone * whole) * several
    change = expected * (1 - expected / d) - d * (first - last) ** 2 / 12
    sums = np.zeros((2, *tied.shape))
    sums[:, here] = expected, change
    return sums[0].sum(axis=1), sums[1].sum(axis=1)
