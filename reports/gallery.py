"""Which charts a report has, drawn over several processes into its folder. How a chart looks is the charts' matter."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import Literal

import polars as pl

from reports import words
from reports.charts import claim, coverage, demand, forest, panel, scoreboard, skills, together, waiting
from reports.charts.canvas import Chart, Setting, housed
from reports.claims import Claim
from reports.frames import Exhibit, ReportFrames
from reports.results import Judgement
from reports.view import Picture, could_show

Format = Literal["png", "svg"]
_Job = Callable[[], Chart | Sequence[Chart] | None]
_MOST_WORKERS = 4
_FEW = 12
"""Jobs that are done before a second process has started."""


def draw(
    judgements: Sequence[Judgement],
    claims: Sequence[Claim],
    series: ReportFrames,
    settings: Sequence[Setting],
    folder: Path,
) -> list[Picture]:
    """Draw and save every chart in every language, in a fixed order whatever process draws it.

    Args:
        judgements: Every claim, judged.
        claims: Their entries, for the figures' names.
        series: What the other charts are drawn from.
        settings: One a language.
        folder: Charts go to `charts/` in it.
    """
    jobs = [
        partial(_save, job, setting, folder)
        for setting in settings
        for job in _jobs(judgements, claims, series, setting)
    ]
    workers = min(_MOST_WORKERS, os.cpu_count() or 1)
    if len(jobs) < _FEW or workers == 1:
        return [picture for job in jobs for picture in job()]
    with ProcessPoolExecutor(workers, get_context("spawn")) as pool:
        return [picture for future in [pool.submit(job) for job in jobs] for picture in future.result()]


def draw_claims(
    judgements: Sequence[Judgement],
    claims: Sequence[Claim],
    shown: Mapping[str, Exhibit],
    setting: Setting,
    folder: Path,
    *,
    form: Format = "png",
) -> list[Picture]:
    """Draw and save single claims, also those that have nothing but a reason.

    Args:
        judgements: Those asked for.
        claims: All entries: a part of a whole is drawn beside the others.
        shown: Claim id -> what is drawn beyond the intervals.
        setting: Language, vintage, board titles.
        folder: Charts go to `charts/` in it.
        form: PNG or SVG.
    """
    entries = {entry.id: entry for entry in claims}
    jobs = [_claim_job(judged, entries, shown, setting) for judged in judgements]
    jobs += [partial(panel.draw, judged, setting) for judged in judgements if judged.beside is not None]
    return [picture for job in jobs for picture in _save(job, setting, folder, form)]


SHARED = ("overview", "scoreboard", "forest", "claimed-paths", "demand", "skills", "together", "coverage")
"""Charts that belong to no single claim, by what their names begin with."""
_OF_ALL = frozenset({"overview", "scoreboard", "forest"})


def shown_in(names: Sequence[str], ids: Sequence[str]) -> list[str]:
    """Return the ids of the claims that shared charts show.

    Args:
        names: Of SHARED.
        ids: Of all claims.
    """
    if _OF_ALL & set(names):
        return list(ids)
    return [one for one in ids if one in demand.PATHS] if "claimed-paths" in names else []


def draw_shared(
    names: Sequence[str],
    judgements: Sequence[Judgement],
    series: ReportFrames,
    setting: Setting,
    folder: Path,
    *,
    form: Format = "png",
) -> list[Picture]:
    """Draw and save charts that belong to no single claim.

    Args:
        names: Of SHARED.
        judgements: Of the claims that they show (`shown_in`).
        series: What the others are drawn from.
        setting: Language, vintage, board titles.
        folder: Charts go to `charts/` in it.
        form: PNG or SVG.
    """
    drawn = (_charts(job) for job in _shared_jobs(judgements, series, setting))
    wanted = (chart for charts in drawn for chart in charts if chart.name.startswith(tuple(names)))
    return [_saved(chart, setting, folder, form) for chart in wanted]


def _jobs(
    judgements: Sequence[Judgement], claims: Sequence[Claim], series: ReportFrames, setting: Setting
) -> list[_Job]:
    shared = _shared_jobs(judgements, series, setting)
    jobs: list[_Job] = []
    entries = {entry.id: entry for entry in claims}
    drawable = (judged for judged in judgements if words.drawn(judged) is not None)
    jobs += [_claim_job(judged, entries, series.exhibits, setting) for judged in drawable]
    told = (judged for judged in judgements if judged.beside is not None and judged.verdict != "insufficient")
    return [*shared, *jobs, *(partial(panel.draw, judged, setting) for judged in told)]


def _shared_jobs(judgements: Sequence[Judgement], series: ReportFrames, setting: Setting) -> list[_Job]:
    """Return the jobs of SHARED."""
    jobs: list[_Job] = []
    if judgements:
        jobs = [partial(scoreboard.overview, judgements, setting), partial(forest.draw, judgements, setting)]
    jobs += _series_jobs(judgements, series, setting)
    for article in dict.fromkeys(words.article(judged.id) for judged in judgements):
        rows = [judged for judged in judgements if words.article(judged.id) == article]
        if any(words.shown(judged) for judged in rows):
            jobs.append(partial(scoreboard.draw, rows, setting))
    if series.coverage.height:
        jobs.append(partial(coverage.draw, series.coverage, expected(series), setting))
    return jobs


def _claim_job(judged: Judgement, entries: Mapping[str, Claim], shown: Mapping[str, Exhibit], setting: Setting) -> _Job:
    entry = entries.get(judged.id)
    return partial(claim.draw, judged, setting, entry, shown.get(judged.id), _figures(entry, entries.values()))


def _figures(own: Claim | None, entries: Iterable[Claim]) -> dict[str, float]:
    """Return what the article says of each part of the whole that a claim is a part of."""
    if own is None or own.kind != "composition":
        return {}
    family = (entry for entry in entries if entry.whole == own.whole)
    return {entry.numerator: entry.figure for entry in family if entry.figure is not None}


def _series_jobs(judgements: Sequence[Judgement], series: ReportFrames, setting: Setting) -> list[_Job]:
    seen = observed(series)
    flow = [board for board, kind in series.boards.select("board", "kind").iter_rows() if kind != "history"]
    week, month = [name for name in flow if name in seen], sorted(seen)
    rhythms = (("week", series.weekly, week), ("month", series.monthly, month))
    waits = [partial(_waiting, series, month, setting)] if month else []
    return [
        *(partial(demand.paths, frame, judgements, by, boards, setting) for by, frame, boards in rhythms),
        *(
            partial(demand.shares, frame, population, by, boards, setting)
            for by, frame, boards in rhythms
            for population in ("CN", "ALL")
        ),
        partial(skills.draw, series.skills, series.skills_periods, month, setting),
        partial(together.draw, series.together, series.skills_periods[-1:], month, setting),
        *waits,
    ]


def _waiting(series: ReportFrames, boards: Sequence[str], setting: Setting) -> Chart | None:
    """Return what stands in for demand over time while there is no line for it."""
    drawn = demand.shares(series.monthly, "ALL", "month", boards, setting)
    return None if drawn else waiting.demand(series.monthly, so_far(series), boards, setting)


def observed(series: ReportFrames) -> frozenset[str]:
    """Return the boards that have coverage."""
    return frozenset(series.coverage["board"].to_list())


def so_far(series: ReportFrames) -> dict[str, int]:
    """Return how many vacancies are known: `any` at all, `opened` of them seen opening, and of each who names what.

    Returns:
        `any`, `go`, `java`, `python`; of those seen opening `opened` and `opened_go`.
    """
    go = series.monthly.filter((pl.col("population") == "ALL") & (pl.col("concept") == "go"))
    opened = {"opened": int(go["total_n"].sum()), "opened_go": int(go["vacancies_n"].sum())}
    return dict.fromkeys(("any", *demand.SHOWN), 0) | series.in_sight | opened


def expected(series: ReportFrames) -> list[str]:
    """Return the boards that there could be data of: those that are crawled, and archives that were imported."""
    return could_show(series.boards, observed(series))["board"].to_list()


def _save(job: _Job, setting: Setting, folder: Path, form: Format = "png") -> list[Picture]:
    with housed():
        return [_saved(chart, setting, folder, form) for chart in _charts(job)]


def _charts(job: _Job) -> Sequence[Chart]:
    drawn = job()
    return [drawn] if isinstance(drawn, Chart) else drawn or []


def _saved(chart: Chart, setting: Setting, folder: Path, form: Format) -> Picture:
    file = f"charts/{chart.name}.{setting.lang}.{form}"
    chart.save(folder / file)
    size = round(chart.figure.bbox.width), round(chart.figure.bbox.height)
    return Picture(chart.name, setting.lang, file, chart.title, chart.alt, size)
