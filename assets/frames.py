"""The series behind a report's charts, filled from the published copy. No chart, no estimate, no Dagster here."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import timedelta

import polars as pl

from reports import bands, exhibits
from reports.claims import Claim
from reports.frames import BOARDS, DEMAND, SKILLS, TOGETHER, Exhibit, ReportFrames, Seen
from reports.results import Judgement
from warehouse import clock, periods, series
from warehouse.boards import Board, Registry
from warehouse.cohorts import By, Population, Warehouse
from warehouse.periods import Period

LANGUAGES = ("go", "java", "python")
POPULATIONS: tuple[Population, ...] = ("CN", "ALL")
Gather = Callable[[Sequence[Claim], Sequence[Judgement], Warehouse], dict[str, Exhibit]]
_SKILLS = 40
_WEEK = timedelta(days=7)
_EVERY = 100_000
_LEAST = 30
"""Vacancies that name Go in each of two periods, below which a skill's rise is noise."""


def report_frames(
    registry: Registry,
    warehouse: Warehouse,
    claims: Sequence[Claim] = (),
    judgements: Sequence[Judgement] = (),
    gather: Gather = exhibits.gather,
) -> ReportFrames:
    """Return what a report is drawn from.

    Args:
        registry: The boards, also those never observed.
        warehouse: The published copy, open.
        claims: Entries of the claims to draw.
        judgements: The same, judged on this copy.
        gather: Returns what their charts show.
    """
    told = _told(registry)
    as_they_come = [board.name for board in told if board.kind != "history"]
    labels, skills = _skills(warehouse)
    return replace(
        observed_frames(registry, warehouse),
        weekly=_demand(warehouse, "week", as_they_come) if as_they_come else pl.DataFrame(schema=DEMAND),
        monthly=_demand(warehouse, "month", ()),
        skills=skills,
        skills_periods=labels,
        together=_together(warehouse, labels),
        exhibits=gather(claims, judgements, warehouse),
        changes=_verdicts_before(warehouse),
        history=warehouse.sql("SELECT * FROM mart.claim_history ORDER BY vintage, claim_id"),
        in_sight=_in_sight(warehouse),
        seen=_seen(warehouse, [board.name for board in told if board.kind != "archive"]),
    )


def observed_frames(registry: Registry, warehouse: Warehouse) -> ReportFrames:
    """Return only which boards there are, and what was observed of each."""
    boards = pl.DataFrame([_board(board) for board in _told(registry)], schema=BOARDS)
    return ReportFrames(boards=boards, coverage=warehouse.coverage())


def _told(registry: Registry) -> list[Board]:
    """Return the boards that readers are told of: no control series."""
    return [board for board in registry.boards.values() if not board.control]


def _demand(warehouse: Warehouse, by: By, boards: Sequence[str]) -> pl.DataFrame:
    return pl.concat(_demand_in(warehouse, population, by, boards) for population in POPULATIONS)


def _demand_in(warehouse: Warehouse, population: Population, by: By, boards: Sequence[str]) -> pl.DataFrame:
    counts = series.demand(warehouse, LANGUAGES, population, by, boards)
    banded = (_banded(warehouse, own, population, by, boards) for own in counts.partition_by("concept"))
    return pl.concat([pl.DataFrame(schema=DEMAND), *banded]).sort("period_start", maintain_order=True)


def _banded(
    warehouse: Warehouse, own: pl.DataFrame, population: Population, by: By, boards: Sequence[str]
) -> pl.DataFrame:
    """Return one concept's periods with the band of their average."""
    cells = series.trend_cells(warehouse, str(own["concept"][0]), "any", population, boards, by=by)
    ends = bands.averaged(cells, own, by).rename({"low": "average_low", "high": "average_high"})
    joined = own.join(ends, on="period_start", how="left", maintain_order="left")
    return joined.with_columns(population=pl.lit(population)).select(*DEMAND)


def _board(board: Board) -> dict[str, object]:
    return {
        "board": board.name,
        "title": board.title,
        "title_zh": board.title_zh,
        "kind": board.kind,
        "census": board.census,
        "url": board.url,
        "attribution": board.attribution,
    }


def _skills(warehouse: Warehouse) -> tuple[tuple[str, ...], pl.DataFrame]:
    """Return two periods and what vacancies that name Go ask for besides; empty where too few name it."""
    for base, new in _pairs(warehouse):
        before, after = _beside_go(warehouse, base, "base"), _beside_go(warehouse, new, "new")
        if min(_total(before, "base_total_n"), _total(after, "new_total_n")) >= _LEAST:
            filled = after.head(_SKILLS).join(before.drop("label_en", "label_zh"), on="concept", how="left")
            totals = pl.lit(_total(before, "base_total_n"), pl.Int64).alias("base_total_n")
            return (base.label, new.label), filled.with_columns(pl.col("base_n").fill_null(0), totals).select(*SKILLS)
    return (), pl.DataFrame(schema=SKILLS)


def _together(warehouse: Warehouse, labels: tuple[str, ...]) -> pl.DataFrame:
    """Return which skills Go vacancies of the later period name together; empty where there is none."""
    if not labels:
        return pl.DataFrame(schema=TOGETHER)
    period = periods.parse(labels[-1], who="skills")
    return series.together(warehouse, "ALL", period.start, period.end - timedelta(days=1), beside="go")


def _pairs(warehouse: Warehouse) -> Iterator[tuple[Period, Period]]:
    """Yield the newest full year with the one before, then the newest full quarter with that of the year before."""
    meta = warehouse.meta()
    if meta.first_month is None or meta.last_month is None:
        return
    end = min(clock.next_month(meta.last_month), meta.built_at.date())
    for like in ("2000", "2000-Q1"):
        holding = periods.containing(meta.last_month, like=like)
        new = holding if holding.finished(end) else holding.before()
        if meta.first_month <= new.year_before().start:
            yield new.year_before(), new


def _beside_go(warehouse: Warehouse, period: Period, name: str) -> pl.DataFrame:
    """Return concept, labels, <name>_n and <name>_total_n of all populations, most frequent first."""
    found = series.top_concepts(
        warehouse, "ALL", period.start, period.end - timedelta(days=1), beside="go", limit=_EVERY
    )
    named = found.rename({"vacancies_n": f"{name}_n", "total_n": f"{name}_total_n"})
    return named.filter(pl.col("dimension") != "language").drop("dimension", "share")


def _total(frame: pl.DataFrame, column: str) -> int:
    return 0 if frame.is_empty() else int(frame[column][0])


def _in_sight(warehouse: Warehouse) -> dict[str, int]:
    """Return how many vacancies name each language, and `any`: how many there are."""
    named = ", ".join(f"'{concept}'" for concept in LANGUAGES)
    rows = warehouse.sql(
        "SELECT 'any' AS concept, count(*) AS n FROM core.vacancies UNION ALL "
        "SELECT m.concept, count(*) FROM core.vacancies AS v JOIN core.mentions AS m ON m.posting_id = v.vacancy_id "
        f"WHERE m.concept IN ({named}) GROUP BY m.concept"
    )
    return {concept: int(n) for concept, n in rows.iter_rows()}


def _seen(warehouse: Warehouse, crawled: Sequence[str]) -> Seen:
    """Return which boards had a usable crawl in the last seven days, and in the seven before those."""
    now = clock.now()
    rows = warehouse.sql(
        "SELECT DISTINCT board, finished_at FROM core.crawls WHERE state NOT IN ('blocked', 'failed')"
        f" AND finished_at <= TIMESTAMPTZ '{now.isoformat()}'"
    )
    weeks: tuple[set[str], set[str]] = set(), set()
    for board, at in rows.filter(pl.col("board").is_in(list(crawled))).iter_rows():
        if (age := _weeks_ago(now - at)) < len(weeks):
            weeks[age].add(board)
    return Seen(frozenset(weeks[0]), frozenset(weeks[1]), tuple(crawled))


def _weeks_ago(age: timedelta) -> int:
    """Return 0 for the last seven days, to the second, and 1 for the seven before those.

    A week is counted from the moment of the report and not by days: a board that is crawled once a week, in the
    morning, was seen this week until the hour of its next crawl.
    """
    return 0 if age <= _WEEK else 1 if age <= 2 * _WEEK else 2


def _verdicts_before(warehouse: Warehouse) -> dict[str, str]:
    """Return claim -> verdict at the last vintage of an earlier week; empty for a first report."""
    monday = clock.monday(clock.today())
    earlier = f"SELECT max(vintage) FROM mart.claim_history WHERE vintage < '{monday}'"
    rows = warehouse.sql(f"SELECT claim_id, verdict FROM mart.claim_history WHERE vintage = ({earlier})")
    return dict(rows.iter_rows())
