"""The statements that yield a figure itself: the point estimate, from the cells on. Texts only; no interval is SQL.

Each can be pasted into any DuckDB client that has the published copy open, and gives one row with the column `figure`.
"""

from __future__ import annotations

from collections.abc import Sequence

from warehouse.database import literal
from warehouse.statements import Cohort, cohort_sql, pay_sql

Arms = Sequence[tuple[str, Cohort]]


def arms_sql(arms: Arms) -> str:
    """Return the cells of several cohorts as one statement: arm and the columns of statements.CELLS."""
    parts = (f"SELECT {literal(label)} AS arm, * FROM (\n{cohort_sql(cohort)}\n)" for label, cohort in arms)
    return "\nUNION ALL\n".join(parts) + "\nORDER BY ALL"


def share(cohort: Cohort) -> str:
    """Return the statement of a share: Σx / Σn."""
    return f"{_cells(cohort)}\nSELECT sum(x) / sum(n) AS figure FROM once"


def growth(cohort: Cohort) -> str:
    """Return the statement of a share's growth: Mantel–Haenszel's risk ratio over boards, less one."""
    base, period = (literal(one.label) for one in cohort.periods)
    return f"""{_cells(cohort)}
SELECT sum(x1 * n0 / (n0 + n1)) / sum(x0 * n1 / (n0 + n1)) - 1 AS figure
FROM (
    SELECT {_pivot("period", base, period)}
    FROM once
    GROUP BY board
)
WHERE n0 > 0 AND n1 > 0"""


def growth_of_count(cohort: Cohort) -> str:
    """Return the statement of a count's growth: Σx after over Σx before, less one."""
    base, period = (literal(one.label) for one in cohort.periods)
    return f"""{_cells(cohort)}
SELECT sum(x) FILTER (WHERE period = {period}) / sum(x) FILTER (WHERE period = {base}) - 1 AS figure
FROM once"""


def growth_ratio(greater: Cohort, smaller: Cohort) -> str:
    """Return the statement of one growth factor over another."""
    return f"""SELECT
    (SELECT 1 + figure FROM ({growth(greater)}))
    / (SELECT 1 + figure FROM ({growth(smaller)})) AS figure"""


def counts_ratio(arms: Arms) -> str:
    """Return the statement of the first arm's Σx over the second's."""
    first, second = (literal(label) for label, _ in arms)
    return f"""SELECT sum(x) FILTER (WHERE arm = {first}) / sum(x) FILTER (WHERE arm = {second}) AS figure
FROM (
{arms_sql(arms)}
)"""


def rates_ratio(arms: Arms) -> str:
    """Return the statement of Mantel–Haenszel's risk ratio over boards, the first arm against the second."""
    return _within_boards(arms, "x1 * n0 / (n0 + n1)", "x0 * n1 / (n0 + n1)")


def odds_ratio(arms: Arms) -> str:
    """Return the statement of Mantel–Haenszel's odds ratio over boards, the first arm against the second."""
    return _within_boards(arms, "x1 * (n0 - x0) / (n0 + n1)", "x0 * (n1 - x1) / (n0 + n1)")


def mentions_share(arms: Arms, label: str) -> str:
    """Return the statement of one arm's part of all arms' mentions."""
    return f"""SELECT sum(x) FILTER (WHERE arm = {literal(label)}) / sum(x) AS figure
FROM (
{arms_sql(arms)}
)"""


def named_ratio(cells: str, greater: str, smaller: str) -> str:
    """Return the statement of how often one concept is named over another, from the statement of named cells."""
    return f"""SELECT
    sum(x) FILTER (WHERE concept = {literal(greater)}) / sum(x) FILTER (WHERE concept = {literal(smaller)}) AS figure
FROM (
{cells}
)"""


def median(cohort: Cohort) -> str:
    """Return the statement of the median stated pay."""
    return f"SELECT median(pay) AS figure FROM (\n{pay_sql(cohort)}\n)"


def medians_ratio(greater: Cohort, smaller: Cohort) -> str:
    """Return the statement of one median over another."""
    return f"""SELECT
    (SELECT figure FROM ({median(greater)}))
    / (SELECT figure FROM ({median(smaller)})) AS figure"""


def _within_boards(arms: Arms, up: str, down: str) -> str:
    group, against = (literal(label) for label, _ in arms)
    return f"""SELECT sum({up}) / sum({down}) AS figure
FROM (
    SELECT {_pivot("arm", against, group)}
    FROM (
{arms_sql(arms)}
    )
    GROUP BY board
)
WHERE n0 > 0 AND n1 > 0"""


def _pivot(column: str, base: str, other: str) -> str:
    sums = (
        f"coalesce(sum({name}) FILTER (WHERE {column} = {label}), 0) AS {name}{at}"
        for at, label in enumerate((base, other))
        for name in ("n", "x")
    )
    return ",\n        ".join(sums)


def _cells(cohort: Cohort) -> str:
    """Return CTEs up to `once`: the cells, each employer once a period where employers are the unit."""
    if cohort.unit == "vacancy":
        return f"WITH once AS (\n{cohort_sql(cohort)}\n)"
    return f"""WITH cells AS (
{cohort_sql(cohort)}
),
once AS (
    SELECT c.period, h.board, c.employer, 1 AS n, (max(c.x) > 0)::BIGINT AS x
    FROM cells AS c
    JOIN (SELECT employer, min(board) AS board FROM cells GROUP BY employer) AS h ON h.employer = c.employer
    GROUP BY ALL
)"""
