"""What the report is drawn from: plain frames that the composition fills from the warehouse. No query here."""

from __future__ import annotations

from dataclasses import dataclass, field

import polars as pl

from warehouse.schemas import CLAIM_HISTORY, COVERAGE

DEMAND: dict[str, type[pl.DataType]] = {
    "period_start": pl.Date,
    "population": pl.String,
    "concept": pl.String,
    "vacancies_n": pl.Int64,
    "total_n": pl.Int64,
    "finished": pl.Boolean,
    "gap": pl.Boolean,
    "average_low": pl.Float64,
    "average_high": pl.Float64,
}
"""Columns of a demand frame: one row a period, population (`CN`, `ALL`) and concept, boards pooled. `finished`: the
period's last day is over and every board's crawl of it is in; `gap`: no usable crawl, so that a zero would be a lie.
`average_low` and `average_high`: ends of the 95 % interval, clustered by employer, of the share averaged over WINDOW
around the period; null where that holds nothing."""

WINDOW = {"week": (13, 9), "month": (3, 2)}
"""Periods that a centred average of demand pools, and how many of them must have data."""

BOARDS: dict[str, type[pl.DataType]] = {
    "board": pl.String,
    "title": pl.String,
    "title_zh": pl.String,
    "kind": pl.String,
    "census": pl.Boolean,
    "url": pl.String,
    "attribution": pl.String,
}
"""Columns of the boards frame: the registry, as readers are to see it."""

SKILLS: dict[str, type[pl.DataType]] = {
    "concept": pl.String,
    "label_en": pl.String,
    "label_zh": pl.String,
    "base_n": pl.Int64,
    "base_total_n": pl.Int64,
    "new_n": pl.Int64,
    "new_total_n": pl.Int64,
}
"""Columns of the skills frame: vacancies that name Go in two periods, and those of them that name the concept too."""

TOGETHER: dict[str, type[pl.DataType]] = {
    "concept": pl.String,
    "other": pl.String,
    "concept_n": pl.Int64,
    "both_n": pl.Int64,
}
"""Columns of the heat map's frame: of the Go vacancies that name `concept`, those that name `other` too."""

TREND: dict[str, type[pl.DataType]] = {
    "period_start": pl.Date,
    "x": pl.Int64,
    "n": pl.Int64,
    "finished": pl.Boolean,
    "gap": pl.Boolean,
}
"""Columns of a claim's trend: by month, the counted vacancies and those among which they are counted."""

BAND: dict[str, type[pl.DataType]] = {
    "by": pl.String,
    "period_start": pl.Date,
    "low": pl.Float64,
    "high": pl.Float64,
}
"""Columns of a trend's band: a row each length of points (`month`, pooled with its neighbours; `quarter`, `year`) and
point, with the ends of its 95 % interval, clustered by employer."""


@dataclass(frozen=True)
class Bar:
    """One of several groups that a claim sets beside each other.

    Args:
        query: What the group is, to be named for readers.
        x: Counted.
        n: Among so many.
    """

    query: str
    x: int
    n: int


@dataclass(frozen=True)
class Curve:
    """How many of a group's openings are still open, by age.

    Args:
        query: The group.
        days: Ages at which some close, rising.
        open: Share still open after each.
        n: Openings in the group.
    """

    query: str
    days: tuple[float, ...]
    open: tuple[float, ...]
    n: int


@dataclass(frozen=True)
class Trend:
    """A share over time.

    Args:
        months: TREND columns.
        bands: BAND columns.
    """

    months: pl.DataFrame
    bands: pl.DataFrame


@dataclass(frozen=True)
class Exhibit:
    """What a claim's chart shows beyond its intervals; every part may be empty.

    Args:
        trends: Query -> its share over time.
        bars: Groups side by side, in the period shown.
        pay: Query -> stated pay of its vacancies, CNY a year.
        curves: Of openings that stay open.
    """

    trends: dict[str, Trend] = field(default_factory=dict)
    bars: tuple[Bar, ...] = ()
    pay: dict[str, tuple[float, ...]] = field(default_factory=dict)
    curves: tuple[Curve, ...] = ()


def _empty(columns: dict[str, type[pl.DataType]]) -> pl.DataFrame:
    return pl.DataFrame(schema=columns)


@dataclass(frozen=True)
class Seen:
    """Which boards were observed, in the seven days before a report and in the seven days before those.

    Args:
        now: Boards with a usable crawl that ended in the report's seven days.
        before: The same of the seven days before; empty for a first report.
        known: Boards that are crawled at all, in the registry's order.
    """

    now: frozenset[str] = frozenset()
    before: frozenset[str] = frozenset()
    known: tuple[str, ...] = ()

    @property
    def gained(self) -> list[str]:
        """Return the boards that are new or back; none where there is nothing to compare with."""
        return [name for name in self.known if name in self.now - self.before] if self.before else []

    @property
    def lost(self) -> list[str]:
        """Return the boards that fell silent."""
        return [name for name in self.known if name in self.before - self.now]


@dataclass(frozen=True)
class ReportFrames:
    """The series behind the charts that belong to no single claim. Every frame may be empty.

    Args:
        weekly: DEMAND columns by ISO week (`period_start` a Monday), of boards that list openings as they come.
        monthly: DEMAND columns by month, of all boards; monthly threads pile up on the first week and belong here.
        coverage: `mart.coverage` as it is.
        boards: BOARDS columns, every board of the registry, also those never observed.
        skills: SKILLS columns, where there are two periods to compare.
        skills_periods: The two periods' labels, base first; empty where `skills` is.
        together: TOGETHER columns, over the later of those periods.
        exhibits: Claim id -> what its chart shows beyond its intervals.
        changes: Claim id -> verdict at the vintage reported before; empty for a first report.
        history: `mart.claim_history` as it is.
        seen: Which boards were observed this week and the week before.
        in_sight: Concept -> vacancies of all boards that name it, also those that were there before they were first
            looked at; `any` for all.
        notices: What the people who run it should look at, a sentence each; empty where all is well.
    """

    weekly: pl.DataFrame = field(default_factory=lambda: _empty(DEMAND))
    monthly: pl.DataFrame = field(default_factory=lambda: _empty(DEMAND))
    coverage: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=COVERAGE.polars))
    boards: pl.DataFrame = field(default_factory=lambda: _empty(BOARDS))
    skills: pl.DataFrame = field(default_factory=lambda: _empty(SKILLS))
    skills_periods: tuple[str, ...] = ()
    together: pl.DataFrame = field(default_factory=lambda: _empty(TOGETHER))
    exhibits: dict[str, Exhibit] = field(default_factory=dict)
    changes: dict[str, str] = field(default_factory=dict)
    history: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=CLAIM_HISTORY.polars))
    seen: Seen = field(default_factory=Seen)
    in_sight: dict[str, int] = field(default_factory=dict)
    notices: tuple[str, ...] = ()
