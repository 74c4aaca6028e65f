"""What estimators read: cells of a cohort by period, board and employer, and what was observed.

It reads the published copy. No estimating here: a cell is a count.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from types import TracebackType
from typing import Literal, Self

import duckdb
import polars as pl

from warehouse import coverage, store
from warehouse.database import frame, reading
from warehouse.errors import JobproofError
from warehouse.home import Home
from warehouse.periods import Period
from warehouse.queries import compile_query, parse, without

Population = Literal["CN", "ALL"]
Unit = Literal["vacancy", "employer"]
Measure = Literal["opened", "open"]

CELLS = {"period": pl.String, "board": pl.String, "employer": pl.String, "n": pl.Int64, "x": pl.Int64}
"""Columns of Warehouse.counts()."""

_NO_NEWCOMER = """NOT EXISTS (
            SELECT 1
            FROM core.postings AS q
            JOIN newcomers AS w ON w.board = q.board AND w.scope = q.scope
            WHERE q.posting_id = v.vacancy_id
        )"""


@dataclass(frozen=True)
class Cohort:
    """Which vacancies are counted.

    Args:
        numerator: Query; counted among the denominator's vacancies only.
        denominator: Query.
        population: `CN` or `ALL`.
        periods: In the order wanted.
        unit: `vacancy`, or `employer`: each employer of a board counts once a period.
        measure: `opened` in the period (flow) or `open` on its mean day (stock).
        boards: Only these; all where empty.
    """

    numerator: str
    denominator: str
    population: Population
    periods: tuple[Period, ...]
    unit: Unit = "vacancy"
    measure: Measure = "opened"
    boards: tuple[str, ...] = ()


@dataclass(frozen=True)
class Meta:
    """Which warehouse this is.

    Args:
        vintage: Id of the content.
        built_at: When it was built.
        simulated: Whether any crawl is of a simulated market.
        taxonomy: Version of the taxonomy.
        first_month: First month with a vacancy; None in an empty warehouse.
        last_month: Last month with a vacancy.
    """

    vintage: str
    built_at: datetime
    simulated: bool
    taxonomy: str
    first_month: date | None
    last_month: date | None


def check_query(text: str, known_concepts: Collection[str]) -> None:
    """Refuse a query that is malformed or names an unknown word.

    Raises:
        BadUsageError: With the word, its position, what is allowed and near matches.
    """
    parse(text, known_concepts)


def cohort_sql(cohort: Cohort) -> str:
    """Return the SELECT that yields a cohort's cells from the published copy; it can be pasted into any DuckDB client.

    Of several periods those employers alone are counted that were observed in all: one that joined a live board's list
    later would look like growth.

    Returns:
        One statement without parameters: period, board, employer, n (denominator), x (numerator), one row each where
        n > 0, ordered.
    """
    periods = ",\n        ".join(
        f"('{one.label}', DATE '{one.start}', DATE '{one.end}', DATE '{one.mean_day}')" for one in cohort.periods
    )
    time = {
        "opened": "v.opened_on >= p.start_on AND v.opened_on < p.end_on AND v.counts_as_opened",
        "open": "v.opened_on <= p.mean_on AND p.mean_on < coalesce(v.closed_on, v.last_seen_on + 1)",
    }[cohort.measure]
    n, x = {
        "vacancy": ("count(*)", "count(*) FILTER (WHERE counted)"),
        "employer": ("1::BIGINT", "bool_or(counted)::BIGINT"),
    }[cohort.unit]
    conditions = "\n        AND ".join(_conditions(cohort))
    return f"""WITH periods (period, start_on, end_on, mean_on) AS (
    VALUES
        {periods}
),
{_newcomers(cohort)}cohort AS (
    SELECT
        p.period, v.board, v.employer_key AS employer,
        {compile_query(without(parse(cohort.numerator), parse(cohort.denominator)))} AS counted
    FROM periods AS p
    JOIN core.vacancies AS v
        ON {time}
    WHERE
        {conditions}
)
SELECT period, board, employer, {n} AS n, {x} AS x
FROM cohort
GROUP BY period, board, employer
ORDER BY period, board, employer"""


def _newcomers(cohort: Cohort) -> str:
    """Return the scopes of live boards that were not observed yet when the first of several periods began, or nothing.

    Those that are as old as their board are none: whether the board speaks of a period is coverage's to say.
    """
    if len(cohort.periods) == 1:
        return ""
    first = min(cohort.periods, key=lambda period: period.start)
    days, since = (coverage.FIRST_DAYS, first.start) if cohort.measure == "opened" else (0, first.mean_day)
    return f"""newcomers AS (
    SELECT board, scope
    FROM core.crawls
    WHERE
        state NOT IN ('blocked', 'failed')
        AND board IN (SELECT board FROM core.boards WHERE kind = 'live')
    GROUP BY board, scope
    QUALIFY
        min(try_cast(partition AS DATE)) > min(min(try_cast(partition AS DATE))) OVER (PARTITION BY board)
        AND min(try_cast(partition AS DATE)) + {days} > DATE '{since}'
),
"""


def _conditions(cohort: Cohort) -> list[str]:
    conditions = [compile_query(parse(cohort.denominator))]
    if cohort.population == "CN":
        conditions.append("v.in_cn")
    if len(cohort.periods) > 1:
        conditions.append(_NO_NEWCOMER)
    if cohort.boards:
        listed = ", ".join("'" + board.replace("'", "''") + "'" for board in sorted(cohort.boards))
        conditions.append(f"v.board IN ({listed})")
    return conditions


class Warehouse:
    """The published copy, open for reading; a context manager.

    It keeps reading the copy that it opened, however often that is replaced meanwhile.
    """

    def __init__(self, home: Home) -> None:
        self._path = home.published
        self._stack = ExitStack()
        self._connection: duckdb.DuckDBPyConnection | None = None

    def __enter__(self) -> Self:
        store.require(self._path)
        self._connection = self._stack.enter_context(reading(self._path))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._connection = None
        self._stack.close()

    def sql(self, text: str) -> pl.DataFrame:
        """Return a statement's rows.

        Raises:
            JobproofError: DuckDB refuses it.
        """
        if self._connection is None:
            raise JobproofError(str(self._path), "is not open", remedy="Use Warehouse as a context manager.")
        try:
            return frame(self._connection, text)
        except duckdb.Error as error:
            raise JobproofError(
                "SQL", str(error), remedy="Correct the query; `jobproof sql 'SHOW ALL TABLES'` lists what there is."
            ) from None

    def counts(self, cohort: Cohort) -> pl.DataFrame:
        """Return a cohort's cells: CELLS columns, one row a period, board and employer, ordered.

        Raises:
            BadUsageError: A query names an unknown word.
        """
        for text in (cohort.numerator, cohort.denominator):
            check_query(text, self.concepts)
        return self.sql(cohort_sql(cohort))

    @cached_property
    def concepts(self) -> frozenset[str]:
        """Slugs of all concepts."""
        return frozenset(self.sql("SELECT concept FROM core.concepts")["concept"])

    @cached_property
    def _observed(self) -> coverage.Observed:
        return coverage.Observed.of(
            self.sql("SELECT board, kind FROM core.boards WHERE NOT control ORDER BY board"),
            self.coverage(),
            self.sql(coverage.DAYS_SQL),
            self.meta().built_at.date(),
        )

    def meta(self) -> Meta:
        """Return which warehouse this is."""
        return Meta(**self.sql("SELECT * FROM mart.meta").row(0, named=True))

    def coverage(self) -> pl.DataFrame:
        """Return mart.coverage."""
        return self.sql("SELECT * FROM mart.coverage ORDER BY board, month")

    def usable(self, board: str, period: Period, measure: Measure = "opened") -> str:
        """Return why a board cannot speak of a period; empty where it can.

        A history board or archive can where every month of the period is covered and over; a live board where every
        week of it was crawled and, for openings, the board's first 60 days lie before it.
        """
        return self._observed.reason(board, period, measure)

    def covered(self, periods: Sequence[Period], measure: Measure = "opened") -> dict[str, str]:
        """Return board -> why it cannot speak of all the periods, empty where it can; for every board."""
        return {
            board: next((why for period in periods if (why := self.usable(board, period, measure))), "")
            for board in self._observed.kinds
        }

    def boards_in(self, period: Period, measure: Measure = "opened") -> tuple[str, ...]:
        """Return the boards that can speak of a period, sorted."""
        return tuple(board for board, why in self.covered([period], measure).items() if not why)

    def employer_name(self, key: str) -> str:
        """Return an employer's most frequent name as published; the key where it is unknown or has none."""
        return self._names.get(key, key)

    @cached_property
    def _names(self) -> dict[str, str]:
        return dict(self.sql("SELECT employer_key, label FROM core.employers").iter_rows())
