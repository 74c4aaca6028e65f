"""The statements that hand counts and single vacancies of a cohort to estimators. Texts only: no database is opened.

Each can be pasted into any DuckDB client that has the published copy open.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import polars as pl

from warehouse import coverage
from warehouse.database import literal
from warehouse.periods import Period
from warehouse.queries import compile_query, parse, without

Population = Literal["CN", "ALL"]
Unit = Literal["vacancy", "employer"]
Measure = Literal["opened", "open"]

CELLS = {"period": pl.String, "board": pl.String, "employer": pl.String, "n": pl.Int64, "x": pl.Int64}
"""Columns of cohort_sql(): a cell is a count of the denominator's vacancies, n, and of those in the numerator, x."""
PAY = {"period": pl.String, "board": pl.String, "employer": pl.String, "pay": pl.Float64}
"""Columns of pay_sql(): CNY a year, null where none is stated."""
SPELLS = {
    "board": pl.String,
    "employer": pl.String,
    "counted": pl.Boolean,
    "opened_on": pl.Date,
    "last_seen_on": pl.Date,
    "closed_on": pl.Date,
}
"""Columns of spells_sql()."""
NAMED = {"period": pl.String, "board": pl.String, "employer": pl.String, "concept": pl.String, "x": pl.Int64}
"""Columns of named_sql()."""

_FIXED_SCOPE = """NOT EXISTS (
            SELECT 1
            FROM core.postings AS q
            JOIN passing AS w ON w.board = q.board AND w.scope = q.scope
            WHERE q.posting_id = v.vacancy_id
        )"""
_TIME = {
    "opened": "v.opened_on >= p.start_on AND v.opened_on < p.end_on AND v.counts_as_opened",
    "open": "v.opened_on <= p.mean_on AND p.mean_on < coalesce(v.closed_on, v.last_seen_on + 1)",
}
_OVERLAPS = """v.counts_as_opened
        AND v.opened_on < p.end_on AND coalesce(v.closed_on, v.last_seen_on + 1) > p.start_on"""
UNKNOWN_EMPLOYER = "posting:"
KNOWN_EMPLOYER = f"NOT starts_with(v.employer_key, '{UNKNOWN_EMPLOYER}')"
"""An employer is known by name or by poster; a posting that tells neither is no employer that could be counted."""


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


def cohort_sql(cohort: Cohort) -> str:
    """Return the SELECT that yields a cohort's cells from the published copy; it can be pasted into any DuckDB client.

    Of several periods those employers alone are counted that were observed in all: one that joined a live board's list
    later would look like growth, one whose list was lost would look like a fall. Where employers are the unit, those
    known by name or by poster count.

    Returns:
        One statement without parameters: period, board, employer, n (denominator), x (numerator), one row each where
        n > 0, ordered.
    """
    n, x = {
        "vacancy": ("count(*)", "count(*) FILTER (WHERE counted)"),
        "employer": ("1::BIGINT", "bool_or(counted)::BIGINT"),
    }[cohort.unit]
    return f"""WITH {cohort_cte(cohort)}
SELECT period, board, employer, {n} AS n, {x} AS x
FROM cohort
GROUP BY period, board, employer
ORDER BY period, board, employer"""


def cohort_cte(cohort: Cohort, *columns: str, time: str = "") -> str:
    """Return what stands behind WITH: a table `cohort` of the denominator's vacancies, and whether each is `counted`.

    Args:
        cohort: Whose.
        columns: Further columns of core.vacancies AS v.
        time: Condition on v and the period p (start_on, end_on, mean_on); the cohort's measure where empty.
    """
    periods = ",\n        ".join(
        f"('{one.label}', DATE '{one.start}', DATE '{one.end}', DATE '{one.mean_day}')" for one in cohort.periods
    )
    counted = f"{compile_query(without(parse(cohort.numerator), parse(cohort.denominator)))} AS counted"
    chosen = ",\n        ".join(("p.period, v.board, v.employer_key AS employer", counted, *columns))
    conditions = "\n        AND ".join(_conditions(cohort))
    return f"""periods (period, start_on, end_on, mean_on) AS (
    VALUES
        {periods}
),
{_passing(cohort)}cohort AS (
    SELECT
        {chosen}
    FROM periods AS p
    JOIN core.vacancies AS v
        ON {time or _TIME[cohort.measure]}
    WHERE
        {conditions}
)"""


def _passing(cohort: Cohort) -> str:
    """Return the scopes of live boards that were not observed from the first to the last of several periods.

    That is: not yet when the first began, or no longer when the last one ended. Those that are as old as their board,
    or were seen as late as it, are none: whether the board speaks of a period is coverage's to say. A scope whose
    crawls succeed and list nothing is observed and counts 0.
    """
    if len(cohort.periods) < 2:  # noqa: PLR2004 - a single period leaves nobody out
        return ""
    first = min(cohort.periods, key=lambda period: period.start)
    last = max(cohort.periods, key=lambda period: period.end)
    opened = cohort.measure == "opened"
    days, since = (coverage.FIRST_DAYS, first.start) if opened else (0, first.mean_day)
    patience, until = (coverage.PATIENCE_DAYS, last.end) if opened else (0, last.mean_day)
    return f"""passing AS (
    SELECT board, scope
    FROM core.crawls
    WHERE
        state NOT IN ('blocked', 'failed')
        AND board IN (SELECT board FROM core.boards WHERE kind = 'live')
    GROUP BY board, scope
    QUALIFY
        (
            min(try_cast(partition AS DATE)) > min(min(try_cast(partition AS DATE))) OVER (PARTITION BY board)
            AND min(try_cast(partition AS DATE)) + {days} > DATE '{since}'
        )
        OR (
            max(try_cast(partition AS DATE)) < max(max(try_cast(partition AS DATE))) OVER (PARTITION BY board)
            AND max(try_cast(partition AS DATE)) + {patience} < DATE '{until}'
        )
),
"""


def outside_sql(cohort: Cohort) -> str:
    """Return the SELECT of the rows (`rowid` of core.vacancies) whose scope was not observed throughout the periods.

    Empty where a cohort has one period: then none is left out.
    """
    passing = _passing(cohort).rstrip().removesuffix(",")
    return passing and f"WITH {passing}\nSELECT v.rowid AS row FROM core.vacancies AS v WHERE NOT {_FIXED_SCOPE}"


def _conditions(cohort: Cohort) -> list[str]:
    conditions = [compile_query(parse(cohort.denominator))]
    if cohort.population == "CN":
        conditions.append("v.in_cn")
    if len(cohort.periods) > 1:
        conditions.append(_FIXED_SCOPE)
    if cohort.unit == "employer":
        conditions.append(KNOWN_EMPLOYER)
    if cohort.boards:
        listed = ", ".join("'" + board.replace("'", "''") + "'" for board in sorted(cohort.boards))
        conditions.append(f"v.board IN ({listed})")
    return conditions


def pay_sql(cohort: Cohort) -> str:
    """Return the SELECT of the numerator's vacancies with their pay: PAY columns, one row a vacancy.

    Pay is the middle of the stated range, annualised in CNY; the end that is stated where there is but one.
    """
    return f"""WITH {cohort_cte(cohort, "v.vacancy_id")}
SELECT
    c.period, c.board, c.employer,
    coalesce((p.pay_min_cny_year + p.pay_max_cny_year) / 2, p.pay_min_cny_year, p.pay_max_cny_year) AS pay
FROM cohort AS c
JOIN core.postings AS p ON p.posting_id = c.vacancy_id
WHERE c.counted
ORDER BY period, board, employer, pay, c.vacancy_id"""


def spells_sql(cohort: Cohort) -> str:
    """Return the SELECT of spells on live boards that overlap the cohort's period: SPELLS columns, one row a vacancy.

    Only vacancies whose opening was seen: the age of the others is unknown. Threads and archives show no closing.
    """
    columns = ("v.opened_on", "v.last_seen_on", "v.closed_on", "v.vacancy_id")
    return f"""WITH {cohort_cte(cohort, *columns, time=_OVERLAPS)}
SELECT board, employer, counted, opened_on, last_seen_on, closed_on
FROM cohort
WHERE board IN (SELECT board FROM core.boards WHERE kind = 'live')
ORDER BY board, employer, opened_on, vacancy_id"""


def named_sql(cohort: Cohort, dimension: str) -> str:
    """Return the SELECT of how many of the denominator's vacancies name each concept of a dimension: NAMED columns."""
    return f"""WITH {cohort_cte(cohort, "v.vacancy_id")}
SELECT c.period, c.board, c.employer, m.concept, count(*) AS x
FROM cohort AS c
JOIN core.mentions AS m ON m.posting_id = c.vacancy_id
WHERE m.concept IN (SELECT concept FROM core.concepts WHERE dimension = {literal(dimension)})
GROUP BY c.period, c.board, c.employer, m.concept
ORDER BY c.period, c.board, c.employer, m.concept"""
