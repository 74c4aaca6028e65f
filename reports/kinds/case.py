"""What every kind of claim has in common: the case, the rows taken for it, the figure measured. No formula here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

import polars as pl

from reports.claims import Claim
from reports.estimators import Estimated
from reports.panels import Window
from reports.results import Interval, Part
from reports.verdicts import Question, Ruling, Scale
from warehouse.cohorts import Cohort, Population


class Rows(Protocol):
    """What kinds need of a published warehouse."""

    def counts(self, cohort: Cohort) -> pl.DataFrame:
        """Return period, board, employer, n, x."""

    def pay(self, cohort: Cohort) -> pl.DataFrame:
        """Return period, board, employer, pay: one row a vacancy of the numerator."""

    def spells(self, cohort: Cohort) -> pl.DataFrame:
        """Return board, employer, counted, opened_on, last_seen_on, closed_on: one row a vacancy on a live board."""

    def named(self, cohort: Cohort, dimension: str) -> pl.DataFrame:
        """Return period, board, employer, concept, x."""


@dataclass(frozen=True)
class Case:
    """A statement put to one population and its periods.

    Args:
        claim: The entry.
        population: Where it is looked at.
        window: Periods and the boards that cover them.
        family: The entries that share its whole, itself among them; a composition is estimated with all its parts.
        windows: One a pair of years, where any of them may be meant.
    """

    claim: Claim
    population: Population
    window: Window
    family: tuple[Claim, ...] = ()
    windows: tuple[Window, ...] = ()

    def cohort(self, numerator: str = "", denominator: str = "", window: Window | None = None) -> Cohort:
        """Return the claim's cohort, with other queries where they are given."""
        chosen = window or self.window
        return Cohort(
            numerator=numerator or self.claim.numerator,
            denominator=denominator or self.claim.denominator,
            population=self.population,
            periods=chosen.periods,
            unit="employer" if self.claim.unit == "employer" else "vacancy",
            measure=self.claim.measure,
            boards=chosen.boards,
        )

    def on(self, board: str) -> Case:
        """Return the same on one board."""
        alone = (replace(window, boards=(board,), dropped={}) for window in self.windows if board in window.boards)
        return replace(self, window=replace(self.window, boards=(board,), dropped={}), windows=tuple(alone))


@dataclass(frozen=True)
class Taken:
    """Rows for one case.

    Args:
        rows: With columns board and employer, so that either can be left out.
        asides: Shares that a reader needs beside the figure.
    """

    rows: pl.DataFrame
    asides: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Measured:
    """A figure with what it rests on.

    Args:
        estimated: The figure shown.
        measure: What it is: `share`, `count`, `ratio`, `median`, `hazard`.
        beside: The measure that never decides, where there is one.
        parts: All figures estimated together, with intervals that hold at once.
        about: Which of the parts is shown.
        periods: Its periods, where they are not the case's own.
        sql: The statement that yields the figure; empty where none can.
        asides: Shares beside the figure that come of the same rows.
    """

    estimated: Estimated
    measure: str = "share"
    beside: Interval | None = None
    parts: tuple[Part, ...] = ()
    about: str = ""
    periods: tuple[str, ...] = ()
    sql: str = ""
    asides: dict[str, float] = field(default_factory=dict)


class Method(Protocol):
    """One kind's way from a case to a ruling."""

    @property
    def scale(self) -> Scale:
        """Return where its intervals are symmetric."""

    def take(self, case: Case, source: Rows) -> Taken:
        """Return the rows that the figure stands on."""

    def sql(self, case: Case) -> str:
        """Return the statement that yields the rows."""

    def measure(self, case: Case, rows: pl.DataFrame) -> Measured | None:
        """Return the figure; None where nothing is counted."""

    def rule(self, question: Question, measured: Measured) -> Ruling:
        """Return the verdict."""

    def nothing(self, rows: pl.DataFrame) -> Ruling:
        """Return what to say where there is no figure."""


def arms(source: Rows, cohorts: Sequence[tuple[str, Cohort]]) -> pl.DataFrame:
    """Return the cells of several cohorts one under the other, in a column `arm` their labels."""
    return pl.concat([source.counts(cohort).with_columns(arm=pl.lit(label)) for label, cohort in cohorts])


def summed(arm: str, column: str, period: str = "") -> pl.Expr:
    """Return what a column holds in one arm, and period where one is named; 0 elsewhere."""
    here = pl.col("arm") == arm
    return pl.when(here & (pl.col("period") == period) if period else here).then(pl.col(column)).otherwise(0)
