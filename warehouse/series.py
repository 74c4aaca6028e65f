"""Frames behind charts: demand by week or month, the most named concepts, pairs. Reads through Warehouse.

A share over several boards is their sum; a claim's share stands on cohorts.py and its estimator, never on these frames.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import polars as pl

from warehouse.clock import monday, months, next_month
from warehouse.cohorts import By, Cohort, Population, Warehouse
from warehouse.periods import Period, containing

_FLOW = {"week": "mart.weekly_flow", "month": "mart.monthly_flow"}


def demand(
    warehouse: Warehouse,
    concepts: Sequence[str],
    population: Population,
    by: By = "month",
    boards: Sequence[str] = (),
    *,
    per_board: bool = False,
) -> pl.DataFrame:
    """Return how many vacancies opened a period and name each concept.

    Args:
        warehouse: Open.
        concepts: Slugs; each gets a row in every period.
        population: `CN` or `ALL`.
        by: `week` (ISO, named by Monday) or `month`.
        boards: Only these; all where empty.
        per_board: Whether boards stay apart.

    Returns:
        period_start, board (where `per_board`), concept, vacancies_n, total_n, share (null where nothing opened),
        finished (the period is over), gap (no board could speak of the period), from the first period with a vacancy to
        the last, without holes.
    """
    flow = _flow(warehouse, concepts, population, by, boards)
    if flow.is_empty():
        return _shape(flow, per_board=per_board)
    groups = flow["board"].unique().sort().to_list() if per_board else [None]
    return pl.concat(
        _filled(warehouse, flow if board is None else flow.filter(board=board), concepts, by, board) for board in groups
    )


def _flow(
    warehouse: Warehouse, concepts: Sequence[str], population: Population, by: By, boards: Sequence[str]
) -> pl.DataFrame:
    only = f" AND board IN ({_listed(boards)})" if boards else ""
    return warehouse.sql(
        f"SELECT {by} AS period_start, board, concept, vacancies_n, total_n FROM {_FLOW[by]} "
        f"WHERE population = {_listed([population])} AND concept IN ({_listed(['any', *concepts])}){only}"
    )


def _filled(
    warehouse: Warehouse, flow: pl.DataFrame, concepts: Sequence[str], by: By, board: str | None
) -> pl.DataFrame:
    boards = flow["board"].unique().sort().to_list()
    starts = _starts(flow["period_start"].min(), flow["period_start"].max(), by)
    totals = flow.filter(concept="any").group_by("period_start").agg(total_n=pl.col("vacancies_n").sum())
    named = flow.group_by("period_start", "concept").agg(pl.col("vacancies_n").sum())
    grid = _state(warehouse, starts, by, boards).join(pl.DataFrame({"concept": list(concepts)}), how="cross")
    frame = (
        grid.join(totals, on="period_start", how="left", maintain_order="left")
        .join(named, on=["period_start", "concept"], how="left", maintain_order="left")
        .with_columns(pl.col("vacancies_n", "total_n").fill_null(0), pl.lit(board, pl.String).alias("board"))
        .with_columns(pl.when(pl.col("total_n") > 0).then(pl.col("vacancies_n") / pl.col("total_n")).alias("share"))
    )
    return _shape(frame, per_board=board is not None)


def _shape(frame: pl.DataFrame, *, per_board: bool) -> pl.DataFrame:
    schema = {
        "period_start": pl.Date,
        **({"board": pl.String} if per_board else {}),
        "concept": pl.String,
        "vacancies_n": pl.Int64,
        "total_n": pl.Int64,
        "share": pl.Float64,
        "finished": pl.Boolean,
        "gap": pl.Boolean,
    }
    return pl.DataFrame(schema=schema) if frame.is_empty() else frame.select(*schema)


def _state(warehouse: Warehouse, starts: list[date], by: By, boards: Sequence[str]) -> pl.DataFrame:
    """Return for each period whether it is over, and whether none of the boards can speak of it."""
    today = warehouse.meta().built_at.date()
    periods = [_period(start, by) for start in starts]
    return pl.DataFrame(
        {
            "period_start": starts,
            "finished": [period.finished(today) for period in periods],
            "gap": [
                period.finished(today) and all(warehouse.usable(board, period) for board in boards)
                for period in periods
            ],
        }
    )


def _period(start: date, by: By) -> Period:
    return containing(start, like="2000-W01" if by == "week" else "2000-01")


def _starts(first: object, last: object, by: By) -> list[date]:
    if not isinstance(first, date) or not isinstance(last, date):
        return []
    if by == "month":
        return months(first, last)
    return [monday(first) + timedelta(days=days) for days in range(0, (last - monday(first)).days + 1, 7)]


def trend_cells(
    warehouse: Warehouse,
    numerator: str,
    denominator: str,
    population: Population,
    boards: Sequence[str] = (),
    *,
    by: By = "month",
) -> pl.DataFrame:
    """Return period by period how many of a query's opened vacancies fit another, by board and employer.

    Args:
        warehouse: Open.
        numerator: Query, counted among the denominator's vacancies.
        denominator: Query.
        population: `CN` or `ALL`.
        boards: Only these; all where empty.
        by: `week` (ISO) or `month`.

    Returns:
        period_start (its first day), board, employer, n, x; a row each where n is not 0.
    """
    return warehouse.cells_by_start(Cohort(numerator, denominator, population, (), boards=tuple(boards)), by)


def trend(warehouse: Warehouse, cells: pl.DataFrame) -> pl.DataFrame:
    """Return the months of what `trend_cells` found, summed over boards and employers.

    Returns:
        period_start, x, n, finished, gap (as `demand` has them), from the first month with a vacancy to the last.
    """
    held = cells["board"].unique().sort().to_list()
    starts = _starts(cells["period_start"].min(), cells["period_start"].max(), "month")
    grid = _state(warehouse, starts, "month", held).with_columns(pl.col("period_start").cast(pl.Date))
    sums = cells.group_by("period_start").agg(pl.col("x", "n").sum())
    joined = grid.join(sums, on="period_start", how="left", maintain_order="left")
    return joined.select("period_start", pl.col("x", "n").fill_null(0).cast(pl.Int64), "finished", "gap")


def top_concepts(
    warehouse: Warehouse, population: Population, first: date, last: date, *, beside: str = "any", limit: int = 30
) -> pl.DataFrame:
    """Return the concepts that most vacancies name, opened from the month of `first` to the month of `last`.

    Args:
        warehouse: Open.
        population: `CN` or `ALL`.
        first: Any day of the first month.
        last: Any day of the last month.
        beside: Only vacancies that name this concept too; `any` for all.
        limit: How many.

    Returns:
        concept, label_en, label_zh, dimension, vacancies_n, total_n, share; most frequent first.
    """
    only = "" if beside == "any" else f" AND vacancy_id IN ({_naming(beside)})"
    return warehouse.sql(
        f"""WITH base AS (
    SELECT vacancy_id FROM core.vacancies
    WHERE counts_as_opened AND opened_on >= DATE '{first.replace(day=1)}' AND opened_on < DATE '{next_month(last)}'
        AND {_in(population)}{only}
)
SELECT c.concept, c.label_en, c.label_zh, c.dimension, count(*) AS vacancies_n,
    (SELECT count(*) FROM base) AS total_n, count(*) / (SELECT count(*) FROM base) AS share
FROM base AS b
JOIN core.mentions AS m ON m.posting_id = b.vacancy_id AND m.concept <> {_listed([beside])}
JOIN core.concepts AS c ON c.concept = m.concept
GROUP BY ALL
ORDER BY vacancies_n DESC, concept
LIMIT {limit:d}"""
    )


def together(
    warehouse: Warehouse, population: Population, first: date, last: date, *, beside: str, limit: int = 12
) -> pl.DataFrame:
    """Return how often the skills most named beside a concept are named by the same vacancy.

    Args:
        warehouse: Open.
        population: `CN` or `ALL`.
        first: Any day of the first month.
        last: Any day of the last month.
        beside: Only vacancies that name this concept.
        limit: How many skills.

    Returns:
        concept, other, concept_n (vacancies that name `concept`), both_n; a row each ordered pair of two skills, the
        most named first.
    """
    return warehouse.sql(
        f"""WITH base AS (
    SELECT vacancy_id FROM core.vacancies
    WHERE counts_as_opened AND opened_on >= DATE '{first.replace(day=1)}' AND opened_on < DATE '{next_month(last)}'
        AND {_in(population)} AND vacancy_id IN ({_naming(beside)})
),
named AS (
    SELECT m.posting_id, m.concept
    FROM core.mentions AS m JOIN core.concepts AS c ON c.concept = m.concept
    WHERE m.posting_id IN (FROM base) AND c.dimension = 'skill'
),
top AS (SELECT concept, count(*) AS n FROM named GROUP BY concept ORDER BY n DESC, concept LIMIT {limit:d})
SELECT a.concept, b.concept AS other, any_value(ta.n) AS concept_n, count(*) AS both_n
FROM named AS a
JOIN named AS b ON b.posting_id = a.posting_id AND b.concept <> a.concept
JOIN top AS ta ON ta.concept = a.concept
JOIN top AS tb ON tb.concept = b.concept
GROUP BY ALL
ORDER BY concept_n DESC, a.concept, b.concept"""
    )


def pairs(warehouse: Warehouse, concept_a: str, concept_b: str, population: Population) -> pl.DataFrame:
    """Return by month how many opened vacancies name one concept, the other, and both.

    Returns:
        month, total_n, a_n, b_n, both_n; ordered by month.
    """
    return warehouse.sql(
        f"""WITH named AS (
    SELECT date_trunc('month', opened_on)::DATE AS month,
        vacancy_id IN ({_naming(concept_a)}) AS a, vacancy_id IN ({_naming(concept_b)}) AS b
    FROM core.vacancies
    WHERE counts_as_opened AND {_in(population)}
)
SELECT month, count(*) AS total_n, count(*) FILTER (WHERE a) AS a_n,
    count(*) FILTER (WHERE b) AS b_n, count(*) FILTER (WHERE a AND b) AS both_n
FROM named
GROUP BY month
ORDER BY month"""
    )


def coverage(warehouse: Warehouse) -> pl.DataFrame:
    """Return mart.coverage, ordered by board and month."""
    return warehouse.coverage()


def _naming(concept: str) -> str:
    return f"SELECT posting_id FROM core.mentions WHERE concept = {_listed([concept])}"


def _in(population: Population) -> str:
    return "in_cn" if population == "CN" else "true"


def _listed(words: Sequence[str]) -> str:
    return ", ".join("'" + word.replace("'", "''") + "'" for word in words)
