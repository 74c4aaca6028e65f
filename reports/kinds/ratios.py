"""Growth and share: the kinds whose figures reports.estimators makes."""

from __future__ import annotations

from dataclasses import replace

import polars as pl

from reports import estimators, verdicts
from reports.kinds.case import Case, Measured, Rows, Taken
from reports.results import Interval
from reports.verdicts import Question, Ruling, Scale
from warehouse import figures
from warehouse.cohorts import Cohort, cohort_sql

ONLY_THE_SHARE = Ruling("undecided", "only the share is measured", "a panel that lists all openings of its employers")


class Share:
    """A part of a population."""

    scale: Scale = "share"

    def take(self, case: Case, source: Rows) -> Taken:
        """Return the claim's cells."""
        return Taken(source.counts(case.cohort()))

    def sql(self, case: Case) -> str:
        """Return the statement of the rows."""
        return cohort_sql(case.cohort())

    def measure(self, case: Case, rows: pl.DataFrame) -> Measured | None:
        """Return the share."""
        found = estimators.share(rows, unit=case.claim.unit)
        return Measured(found, sql=figures.share(case.cohort())) if found else None

    def rule(self, question: Question, measured: Measured) -> Ruling:
        """Rule by the zone."""
        return by_zone(question, measured)

    def nothing(self, rows: pl.DataFrame) -> Ruling:
        """Say that nothing is counted, of how many."""
        return none_counted(rows)


class Growth(Share):
    """Growth of a share; the count stands beside it and never decides."""

    scale: Scale = "growth"

    def measure(self, case: Case, rows: pl.DataFrame) -> Measured | None:
        """Return the share's growth."""
        found = estimators.growth(rows, *case.window.labels, unit=case.claim.unit)
        if found is None:
            return None
        count = estimators.growth_of_count(rows, *case.window.labels, unit=case.claim.unit)
        return Measured(found, beside=_spread(count), sql=figures.growth(case.cohort()))


class GrowthOfCount(Growth):
    """Growth of a count, where it may decide: on boards that list all openings of their employers."""

    def take(self, case: Case, source: Rows) -> Taken:
        """Return the cells of census boards, on the scopes that were observed in both periods."""
        return Taken(source.counts(self._census(case)))

    def sql(self, case: Case) -> str:
        """Return the statement of the rows."""
        return cohort_sql(self._census(case))

    def measure(self, case: Case, rows: pl.DataFrame) -> Measured | None:
        """Return the count's growth, the share's beside it; None without such a board."""
        found = estimators.growth_of_count(rows, *case.window.labels, unit=case.claim.unit)
        if found is None:
            return None
        share = estimators.growth(rows, *case.window.labels, unit=case.claim.unit)
        sql = figures.growth_of_count(self._census(case))
        return Measured(found, "count", beside=_spread(share), sql=sql)

    def _census(self, case: Case) -> Cohort:
        return case.cohort(denominator=f"({case.claim.denominator}) and census")


class OnlyTheShare(Growth):
    """Growth of the share where the entry asks for the count and no board can tell it."""

    def rule(self, question: Question, measured: Measured) -> Ruling:  # noqa: ARG002 - a protocol's signature
        """Leave it open: the share never decides for the count."""
        return ONLY_THE_SHARE


def by_zone(question: Question, measured: Measured) -> Ruling:
    """Return the verdict on the figure shown."""
    return verdicts.rule(question, evidence(measured))


def evidence(measured: Measured) -> verdicts.Evidence:
    """Return what the rule looks at."""
    found = measured.estimated
    return verdicts.Evidence(found.interval, found.k, found.g_eff, sum(n for n, _ in found.cells))


def none_counted(rows: pl.DataFrame) -> Ruling:
    """Return the ruling where there is no figure."""
    total = int(rows["n"].sum())
    return Ruling("insufficient", f"0 counted of {total:,}", f"{verdicts.LEAST_K} employers with a counted vacancy")


def shifted(found: estimators.Estimated) -> estimators.Estimated:
    """Return a growth as the ratio that it is of: 1 more."""
    spread = found.interval
    return replace(
        found,
        interval=Interval(spread.value + 1, spread.low + 1, spread.high + 1),
        without_board={name: value + 1 for name, value in found.without_board.items()},
        without_employer={name: value + 1 for name, value in found.without_employer.items()},
    )


def _spread(found: estimators.Estimated | None) -> Interval | None:
    return found.interval if found else None
