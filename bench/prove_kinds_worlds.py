"""Worlds of each kind of figure: drawn with a known truth, as rows such as the warehouse hands out, and read naively.

Numbers come from `simulation`; here they become frames and the case that the product's method is given. Which worlds
there are is `bench.prove_kinds_cells`' matter.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache, cached_property
from itertools import pairwise
from typing import Protocol

import numpy as np
import polars as pl
from numpy.typing import NDArray

from bench import prove_kinds_naive as naive
from reports.claims import By, Claim
from reports.kinds.case import Case, Method
from reports.kinds.composition import Composition
from reports.kinds.contrast import AGAINST, GROUP, Contrast
from reports.kinds.existence import Existence
from reports.kinds.level import OWN, Level
from reports.kinds.ranking import ByPay, Leading, Ranking
from reports.kinds.scarcity import Scarcity
from reports.kinds.searched import Searched, label
from reports.panels import Window
from reports.results import Interval
from simulation import kinds
from simulation.worlds import Setting, draw
from warehouse import periods
from warehouse.statements import SPELLS

Counts = NDArray[np.intp]
_YEAR = "2024"
_CLAIM = Claim("K1", "kinds", "share", "It is so", "如此", period=_YEAR, numerator="go")
LANGUAGES = ("go", "java", "python", "rust", "php")
_SKILLS = ("operator", "ebpf", "grpc", "kafka", "redis", "docker", "mysql", "etcd")


class World(Protocol):
    """One kind of market for one kind of figure; `truth` holds the figures that must be covered at once."""

    @property
    def kind(self) -> str:
        """Return the figure's kind."""

    @property
    def method(self) -> Method:
        """Return the product's method."""

    @property
    def case(self) -> Case:
        """Return what the method is asked."""

    @property
    def truth(self) -> tuple[float, ...]:
        """Return the true figures, in the order of the measured parts."""

    def frame(self, dice: np.random.Generator) -> pl.DataFrame:
        """Return one world's rows."""

    def naive(self, rows: pl.DataFrame) -> list[Interval]:
        """Return the naive reading of each figure."""


@dataclass(frozen=True)
class Employers:
    """Who advertises.

    Args:
        number: Employers.
        mean: Vacancies each.
        tail: Pareto exponent of their sizes.
    """

    number: int = 200
    mean: float = 3.0
    tail: float = 1.6

    def sizes(self, dice: np.random.Generator) -> Counts:
        """Return the vacancies of each."""
        return kinds.sizes(self.number, self.mean, self.tail, dice)


@dataclass(frozen=True)
class Pay:
    """The median of stated pay.

    Args:
        employers: Who pays.
        own: Standard deviation of the employers' own levels on the log.
        within: Standard deviation around them.
    """

    employers: Employers
    own: float = 0.25
    within: float = 0.3
    truth: tuple[float, ...] = (480_000.0,)
    kind: str = "level"
    method: Method = field(default_factory=Level)

    @cached_property
    def case(self) -> Case:
        """Return a claim on the median."""
        return _case(replace(_CLAIM, kind="level"))

    def frame(self, dice: np.random.Generator) -> pl.DataFrame:
        """Return arm, board, employer, pay."""
        drawn = kinds.pay(self.employers.sizes(dice), self.truth[0], dice, own=self.own, within=self.within)
        return _paid(OWN, *drawn)

    def naive(self, rows: pl.DataFrame) -> list[Interval]:
        """Return the median of independent pay."""
        return [naive.median(rows["pay"].to_numpy())]


@dataclass(frozen=True)
class Odds:
    """The odds ratio of two groups, most employers in both, on two boards.

    Args:
        employers: Who advertises in each group.
        share: The counted share of the group that is compared with.
        leaning: How much employers differ in it.
    """

    employers: Employers
    share: float = 0.2
    leaning: float = 1.0
    truth: tuple[float, ...] = (2.0,)
    kind: str = "contrast"
    method: Method = field(default_factory=Contrast)

    @cached_property
    def case(self) -> Case:
        """Return a claim on the odds."""
        return _case(replace(_CLAIM, kind="contrast", ratio="odds", against="java"))

    def frame(self, dice: np.random.Generator) -> pl.DataFrame:
        """Return the cells of both groups."""
        odds = self.truth[0] * self.share / (1 - self.share)
        setting = Setting(
            counted=self.employers.number * self.employers.mean * self.share,
            share=self.share,
            growth=odds / (1 + odds) / self.share - 1,
            employers=self.employers.number,
            tail=self.employers.tail,
            boards=(0.6, 0.4),
            leaning=self.leaning,
        )
        worlds = draw(setting, 1, dice)
        return pl.concat(
            _cells(worlds.employer, worlds.counts[:, at : at + 2], arm, board=worlds.board)
            for at, arm in ((0, AGAINST), (2, GROUP))
        )

    def naive(self, rows: pl.DataFrame) -> list[Interval]:
        """Return the odds ratio of all boards in one."""
        found = naive.totals(rows, ["arm"])
        (n1, x1), (n0, x0) = found.get((GROUP,), (0, 0)), found.get((AGAINST,), (0, 0))
        return [naive.odds_ratio(x1, n1, x0, n0)]


@dataclass(frozen=True)
class Parts:
    """Parts of a whole.

    Args:
        employers: Who advertises.
        alike: How alike their own parts are (`simulation.kinds.parts`).
    """

    employers: Employers
    alike: float = 4.0
    truth: tuple[float, ...] = (0.54, 0.29, 0.17)
    kind: str = "composition"
    method: Method = field(default_factory=Composition)

    @cached_property
    def case(self) -> Case:
        """Return a family of claims, one a part."""
        family = tuple(replace(_CLAIM, kind="composition", numerator=name) for name in LANGUAGES[: len(self.truth)])
        return _case(family[0], family=family)

    def frame(self, dice: np.random.Generator) -> pl.DataFrame:
        """Return the cells of every part."""
        return _parts_frame(self.employers, self.truth, self.alike, dice)

    def naive(self, rows: pl.DataFrame) -> list[Interval]:
        """Return each part's share by itself."""
        found = naive.totals(rows, ["arm"])
        return [naive.share(x, n) for n, x in (found[name,] for name in LANGUAGES[: len(self.truth)])]


@dataclass(frozen=True)
class Naming:
    """Employers that name a thing."""

    employers: Employers
    truth: tuple[float, ...] = (0.3,)
    kind: str = "existence"
    method: Method = field(default_factory=Existence)

    @cached_property
    def case(self) -> Case:
        """Return a claim on employers."""
        return _case(replace(_CLAIM, kind="existence", unit="employer"))

    def frame(self, dice: np.random.Generator) -> pl.DataFrame:
        """Return the cells."""
        vacancies = np.maximum(self.employers.sizes(dice), 1)
        names = kinds.naming(self.employers.number, self.truth[0], dice)
        return _cells(np.arange(len(vacancies)), np.stack([vacancies, vacancies * names], axis=1))

    def naive(self, rows: pl.DataFrame) -> list[Interval]:
        """Return the share of postings."""
        return [naive.share(float(rows["x"].sum()), float(rows["n"].sum()))]


@dataclass(frozen=True)
class ByShare:
    """An order of parts of a whole: each against the next.

    Args:
        employers: Who advertises.
        shares: The parts, in the order claimed.
        alike: How alike the employers' own parts are.
    """

    employers: Employers
    shares: tuple[float, ...]
    alike: float = 4.0
    kind: str = "ranking"
    method: Method = field(default_factory=Ranking)

    @cached_property
    def case(self) -> Case:
        """Return a claim on the order."""
        return _order("share", len(self.shares))

    @property
    def truth(self) -> tuple[float, ...]:
        """Return each share over the next."""
        return _each_over_next(self.shares)

    def frame(self, dice: np.random.Generator) -> pl.DataFrame:
        """Return the cells of every part."""
        return _parts_frame(self.employers, self.shares, self.alike, dice)

    def naive(self, rows: pl.DataFrame) -> list[Interval]:
        """Return each pair's ratio of counts."""
        found = naive.totals(rows, ["arm"])
        counts = [found[name,][1] for name in LANGUAGES[: len(self.shares)]]
        return [naive.counts_ratio(up, down) for up, down in pairwise(counts)]


@dataclass(frozen=True)
class First:
    """A concept that is said to lead all others of its dimension.

    Args:
        employers: Who advertises.
        shares: How many vacancies name each concept, the leader first.
        alike: How alike the employers' own shares are.
    """

    employers: Employers
    shares: tuple[float, ...]
    alike: float = 4.0
    kind: str = "ranking"
    method: Method = field(default_factory=Leading)

    @cached_property
    def case(self) -> Case:
        """Return a claim on the leader."""
        return _case(replace(_CLAIM, kind="ranking", by="share", top=_SKILLS[:1], among="skill", denominator="go"))

    @property
    def truth(self) -> tuple[float, ...]:
        """Return the leader over each other, by the others' names."""
        return tuple(self.shares[0] / share for _, share in sorted(zip(self._others, self.shares[1:], strict=True)))

    @property
    def _others(self) -> tuple[str, ...]:
        return _SKILLS[1 : len(self.shares)]

    def frame(self, dice: np.random.Generator) -> pl.DataFrame:
        """Return how often each concept is named."""
        vacancies = self.employers.sizes(dice)
        found = kinds.named(vacancies, self.shares, dice, alike=self.alike)
        both = (np.stack([vacancies, found[:, at]], axis=1) for at in range(len(self.shares)))
        cells = [_cells(np.arange(len(vacancies)), counts, _SKILLS[at]) for at, counts in enumerate(both)]
        return pl.concat(cells).rename({"arm": "concept"}).filter(pl.col("x") > 0)

    def naive(self, rows: pl.DataFrame) -> list[Interval]:
        """Return each pair's ratio of counts."""
        found = {name: x for (name,), (_, x) in naive.totals(rows, ["concept"]).items()}
        leader = found.get(_SKILLS[0], 0.0)
        return [naive.counts_ratio(leader, found.get(name, 0.0)) for name in sorted(self._others)]


@dataclass(frozen=True)
class ByGrowth:
    """An order of growths from one year to the next.

    Args:
        employers: Who advertises in a year.
        growths: Of each concept's share, in the order claimed; every one starts from `share`.
        share: Of all vacancies in the base.
        leaning: How much employers differ in it.
    """

    employers: Employers
    growths: tuple[float, ...]
    share: float = 0.15
    leaning: float = 0.7
    kind: str = "ranking"
    method: Method = field(default_factory=Ranking)

    @cached_property
    def case(self) -> Case:
        """Return a claim on the order."""
        return _order("growth", len(self.growths))

    @property
    def truth(self) -> tuple[float, ...]:
        """Return each factor over the next."""
        return _each_over_next([1 + growth for growth in self.growths])

    def frame(self, dice: np.random.Generator) -> pl.DataFrame:
        """Return the cells of every concept in both years."""
        base = (self.share,) * len(self.growths)
        later = tuple(self.share * (1 + growth) for growth in self.growths)
        n, x = kinds.years(_years(self.employers, (base, later), self.leaning), dice)
        arms = [(name, at) for at, name in enumerate(LANGUAGES[: len(self.growths)])]
        return pl.concat(_two_years(n, x[:, :, at], (0, 1), self.case.window, arm) for arm, at in arms)

    def naive(self, rows: pl.DataFrame) -> list[Interval]:
        """Return each pair's ratio of growth factors."""
        found = naive.totals(rows, ["arm", "period"])
        sides = [(found[name, old][1], found[name, new][1]) for name in LANGUAGES[: len(self.growths)]
                 for old, new in [self.case.window.labels]]  # fmt: skip
        return [
            naive.ratio(up[1] * down[0], up[0] * down[1], sum(1 / max(x, 1) for x in (*up, *down)))
            for up, down in pairwise(sides)
        ]


@dataclass(frozen=True)
class ByMedian:
    """An order of median pay; an employer that pays one group well pays the others well.

    Args:
        employers: Who pays.
        medians: In the order claimed.
        own: Standard deviation of the employers' own levels on the log.
        within: Standard deviation around them.
    """

    employers: Employers
    medians: tuple[float, ...]
    own: float = 0.25
    within: float = 0.3
    kind: str = "ranking"
    method: Method = field(default_factory=ByPay)

    @cached_property
    def case(self) -> Case:
        """Return a claim on the order."""
        return _order("pay", len(self.medians))

    @property
    def truth(self) -> tuple[float, ...]:
        """Return each median over the next."""
        return _each_over_next(self.medians)

    def frame(self, dice: np.random.Generator) -> pl.DataFrame:
        """Return arm, board, employer, pay."""
        of_group = kinds.parts(self.employers.sizes(dice), [1 / len(self.medians)] * len(self.medians), dice)
        level = self.own * dice.standard_normal(len(of_group))
        paid = []
        for name, median, vacancies in zip(LANGUAGES, self.medians, of_group.T, strict=False):
            employer, pay = kinds.pay(vacancies, median, dice, own=0.0, within=self.within)
            paid.append(_paid(name, employer, pay * np.exp(level[employer])))
        return pl.concat(paid)

    def naive(self, rows: pl.DataFrame) -> list[Interval]:
        """Return each pair's ratio of medians of independent pay."""
        paid = [rows.filter(arm=name)["pay"].to_numpy() for name in LANGUAGES[: len(self.medians)]]
        return [naive.medians_ratio(up, down) for up, down in pairwise(paid)]


@dataclass(frozen=True)
class AnyYear:
    """A growth that some pair of neighbouring years may have reached.

    Args:
        employers: Who advertises in a year.
        truth: The growth of the share in each pair.
        share: Of the first year.
        leaning: How much employers differ in it.
        overlap: Part of the employers that stay from year to year.
    """

    employers: Employers
    truth: tuple[float, ...]
    share: float = 0.1
    leaning: float = 0.7
    overlap: float = 0.8
    kind: str = "searched"
    method: Method = field(default_factory=Searched)

    @cached_property
    def case(self) -> Case:
        """Return a claim on no year in particular."""
        windows = tuple(_window(*labels) for labels in pairwise(map(str, range(2018, 2019 + len(self.truth)))))
        return Case(
            replace(_CLAIM, kind="growth", period="any year", figure=1.0, rival=0.0),
            "ALL", _window(_YEAR), windows=windows,
        )  # fmt: skip

    def frame(self, dice: np.random.Generator) -> pl.DataFrame:
        """Return the cells of every pair of years."""
        shares = self.share * np.cumprod([1.0, *(1 + growth for growth in self.truth)])
        market = _years(self.employers, tuple((float(share),) for share in shares), self.leaning)
        n, x = kinds.years(replace(market, overlap=self.overlap), dice)
        pairs = enumerate(self.case.windows)
        return pl.concat(_two_years(n, x[:, :, 0], (at, at + 1), window, label(window)) for at, window in pairs)

    def naive(self, rows: pl.DataFrame) -> list[Interval]:
        """Return each pair's growth by itself."""
        found = naive.totals(rows, ["arm", "period"])
        cells = [[found[label(one), year] for year in one.labels] for one in self.case.windows]
        return [naive.growth(x1, n1, x0, n0) for (n0, x0), (n1, x1) in cells]


@dataclass(frozen=True)
class Open:
    """How fast openings close.

    Args:
        employers: Who advertises.
        how: How long openings last.
        watch: How boards are watched.
    """

    employers: Employers
    how: kinds.Lasting
    watch: kinds.Watch = field(default_factory=kinds.Watch)
    kind: str = "scarcity"
    method: Method = field(default_factory=Scarcity)

    @cached_property
    def case(self) -> Case:
        """Return a claim on the hazard of closing."""
        return _case(replace(_CLAIM, kind="contrast", ratio="hazard", unit="spell", denominator="go", against="java"))

    @property
    def truth(self) -> tuple[float, ...]:
        """Return the hazard ratio."""
        return (self.how.ratio,)

    def frame(self, dice: np.random.Generator) -> pl.DataFrame:
        """Return one row a spell that a crawl met."""
        employer, board, group, days = kinds.lasting(self.employers.sizes(dice), self.how, dice)
        first, last, missed = kinds.watched(board, days, self.watch, dice)
        met = np.isfinite(first)
        columns = [_names("b", board), _names("e", employer), group, *map(_days, (first, last, missed))]
        spells = pl.DataFrame(dict(zip(SPELLS, columns, strict=True))).filter(met)
        start = self.case.window.periods[0].start
        return spells.filter(pl.col("closed_on").is_null() | (pl.col("closed_on") > start))

    def naive(self, rows: pl.DataFrame) -> list[Interval]:
        """Return the ratio of mean days among closed adverts."""
        return [naive.days_ratio(rows, self.case.window.periods[0].start)]


def _case(claim: Claim, *, family: Sequence[Claim] = ()) -> Case:
    return Case(claim, "ALL", _window(_YEAR), tuple(family))


def _order(by: By, sides: int) -> Case:
    claim = replace(_CLAIM, kind="ranking", by=by, pairs=tuple(pairwise(LANGUAGES[:sides])))
    return Case(claim, "ALL", _window("2023", _YEAR) if by == "growth" else _window(_YEAR))


def _window(*labels: str) -> Window:
    return Window(tuple(periods.parse(label, who="kinds") for label in labels), ("b0", "b1"))


def _each_over_next(values: Sequence[float]) -> tuple[float, ...]:
    return tuple(up / down for up, down in pairwise(values))


def _years(employers: Employers, shares: tuple[tuple[float, ...], ...], leaning: float) -> kinds.Years:
    return kinds.Years(shares, employers.number, employers.mean, employers.tail, leaning=leaning)


def _parts_frame(
    employers: Employers, shares: Sequence[float], alike: float, dice: np.random.Generator
) -> pl.DataFrame:
    vacancies = employers.sizes(dice)
    drawn = kinds.parts(vacancies, shares, dice, alike=alike)
    number = np.arange(len(vacancies))
    names = enumerate(LANGUAGES[: len(shares)])
    return pl.concat(_cells(number, np.stack([vacancies, drawn[:, at]], axis=1), name) for at, name in names)


def _paid(arm: str, employer: Counts, pay: NDArray[np.float64]) -> pl.DataFrame:
    """Return one row a vacancy."""
    return pl.DataFrame({"arm": arm, "board": _names("b", employer % 2), "employer": _names("e", employer), "pay": pay})


def _two_years(n: Counts, x: Counts, years: tuple[int, int], window: Window, arm: str) -> pl.DataFrame:
    """Return the cells of two years of (employers, years) counts, under the labels of a window."""
    employer = np.arange(len(n))
    both = zip(years, window.labels, strict=True)
    return pl.concat(_cells(employer, np.stack([n[:, at], x[:, at]], axis=1), arm, label) for at, label in both)


def _cells(
    employer: NDArray[np.intp],
    counts: NDArray[np.intp] | NDArray[np.float64],
    arm: str = "",
    period: str = _YEAR,
    *,
    board: NDArray[np.intp] | None = None,
) -> pl.DataFrame:
    """Return a counts frame of (rows, 2) n and x; every other employer is on the second board where none is given."""
    there = counts[:, 0] > 0
    columns = {
        "arm": arm,
        "period": period,
        "board": _names("b", (employer % 2 if board is None else board)[there]),
        "employer": _names("e", employer[there]),
        "n": counts[there, 0].astype(int),
        "x": counts[there, 1].astype(int),
    }
    return pl.DataFrame(columns)


def _names(letter: str, number: NDArray[np.intp]) -> pl.Series:
    return _all_names(letter, 1 << int(number.max(initial=0)).bit_length())[number]


@cache
def _all_names(letter: str, many: int) -> pl.Series:
    """Return names to pick from, which is cheaper than to write them for every world."""
    return pl.Series([f"{letter}{number}" for number in range(many)])


def _days(day: NDArray[np.float64]) -> pl.Series:
    """Return days of the case's period as dates, null where there is none."""
    first = (periods.parse(_YEAR, who="kinds").start - date(1970, 1, 1)).days
    return pl.Series(day + first).fill_nan(None).cast(pl.Int32).cast(pl.Date)
