"""Which charts a report has, drawn over several processes into its folder. How a chart looks is the charts' matter."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from pathlib import Path

from reports import words
from reports.charts import claim, coverage, demand, panel, scoreboard, skills
from reports.charts.canvas import Chart, Setting
from reports.claims import Claim
from reports.frames import ReportFrames
from reports.results import Judgement
from reports.view import Picture

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


def _jobs(
    judgements: Sequence[Judgement], claims: Sequence[Claim], series: ReportFrames, setting: Setting
) -> list[_Job]:
    jobs: list[_Job] = [partial(scoreboard.overview, judgements, setting)] if judgements else []
    jobs += _series_jobs(judgements, series, setting)
    for article in dict.fromkeys(words.article(judged.id) for judged in judgements):
        rows = [judged for judged in judgements if words.article(judged.id) == article]
        jobs.append(partial(scoreboard.draw, rows, setting))
    subjects = {entry.id: entry.subject_zh if setting.lang == "zh" else entry.subject_en for entry in claims}
    drawable = (judged for judged in judgements if words.shown(judged) is not None or judged.elsewhere)
    jobs += [partial(claim.draw, judged, setting, subjects.get(judged.id, "")) for judged in drawable]
    told = (judged for judged in judgements if judged.beside is not None and judged.verdict != "insufficient")
    jobs += [partial(panel.draw, judged, setting) for judged in told]
    if series.coverage.height:
        jobs.append(partial(coverage.draw, series.coverage, series.boards["board"].to_list(), setting))
    return jobs


def _series_jobs(judgements: Sequence[Judgement], series: ReportFrames, setting: Setting) -> list[_Job]:
    seen = observed(series)
    flow = [board for board, kind in series.boards.select("board", "kind").iter_rows() if kind != "history"]
    week, month = [name for name in flow if name in seen], sorted(seen)
    rhythms = (("week", series.weekly, week), ("month", series.monthly, month))
    return [
        *(partial(demand.paths, frame, judgements, by, boards, setting) for by, frame, boards in rhythms),
        *(
            partial(demand.shares, frame, population, by, boards, setting)
            for by, frame, boards in rhythms
            for population in ("CN", "ALL")
        ),
        partial(skills.draw, series.skills, series.skills_periods, month, setting),
    ]


def observed(series: ReportFrames) -> frozenset[str]:
    """Return the boards that have coverage."""
    return frozenset(series.coverage["board"].to_list())


def _save(job: _Job, setting: Setting, folder: Path) -> list[Picture]:
    drawn = job()
    charts = [drawn] if isinstance(drawn, Chart) else drawn or []
    return [_saved(chart, setting, folder) for chart in charts]


def _saved(chart: Chart, setting: Setting, folder: Path) -> Picture:
    file = f"charts/{chart.name}.{setting.lang}.png"
    chart.save(folder / file)
    size = round(chart.figure.bbox.width), round(chart.figure.bbox.height)
    return Picture(chart.name, setting.lang, file, chart.title, chart.alt, size)
