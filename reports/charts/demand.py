"""Demand over time: Go against Java and Python, and where each should be if the articles were right."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import polars as pl

from reports import words
from reports.charts import palette, series
from reports.charts.canvas import MARGIN, SMALL, SUB, Chart, Setting, Sheet, styled
from reports.charts.plot import LEFT, Plot, apart, band, over_time, shade, value_axis
from reports.results import Estimate, Judgement
from reports.words import say
from warehouse import periods

SHOWN = ("go", "java", "python")
PATHS = {"A3.2": "go", "A3.1": "go", "A3.3": "java", "A3.4": "python"}
"""Claim id -> the concept whose growth it states, in the order of drawing."""
UNDATED = frozenset({"A3.1"})
"""Claims that name no period: drawn on the one they were judged on."""
_RIGHT = 160
"""Pixels at the right for the names of the lines."""


@styled
def shares(frame: pl.DataFrame, population: str, by: str, boards: Sequence[str], setting: Setting) -> Chart | None:
    """Draw the three shares on one axis; None where no line can be drawn.

    Args:
        frame: frames.DEMAND columns.
        population: `CN` or `ALL`.
        by: `week` or `month`.
        boards: Names of those pooled.
        setting: Language, vintage, board titles.
    """
    rows = series.usable(frame, population)
    lines = {concept: series.line(rows, concept, by) for concept in SHOWN}
    lines = {concept: line for concept, line in lines.items() if line.drawable}
    if not lines:
        return None
    sheet = Sheet(setting)
    title = _headline(rows, population, setting)
    sheet.heading("", title, _subtitle(population, by, setting))
    plot = over_time(sheet, _days(rows), _top(lines.values()), high=520, left=LEFT, right=_RIGHT)
    value_axis(sheet, plot, words.percent)
    shade(sheet, plot, series.gaps(rows, by), _pending(rows))
    ends = {concept: _line(sheet, plot, concept, line) for concept, line in lines.items()}
    _direct_labels(sheet, plot, ends)
    sheet.y = plot.bottom + 50
    return Chart(f"demand-{by}-{population}", sheet.finish(boards), title, _alt(title, ends, setting))


def _top(lines: Iterable[series.Line]) -> float:
    """Return the axis's end: room for every line, its band and all but the farthest dots."""
    held = list(lines)
    peak = max(value for line in held for value in (*line.average, *line.high) if not math.isnan(value))
    return 1.08 * max(peak, *(sorted(line.shares)[int(0.97 * (len(line.shares) - 1))] for line in held))


def _days(rows: pl.DataFrame) -> tuple[date, date]:
    starts = rows["period_start"].unique().sort().to_list()
    return starts[0], starts[-1] + timedelta(days=31)


def _pending(rows: pl.DataFrame) -> date | None:
    """Return the first day that is not finished."""
    open_ = rows.filter(~pl.col("finished"))["period_start"].unique().sort().to_list()
    return open_[0] if open_ else None


def _subtitle(population: str, by: str, setting: Setting) -> str:
    return say("demand_subtitle", setting.lang, **_measure(population, by, setting))


def _measure(population: str, by: str, setting: Setting) -> dict[str, str]:
    """Return what a subtitle says of population, boards and signs."""
    boards = say("flow_boards" if by == "week" else "all_boards", setting.lang)
    return {"population": say(population, setting.lang), "boards": boards, "how": say(f"how_{by}", setting.lang)}


def _headline(rows: pl.DataFrame, population: str, setting: Setting) -> str:
    done = rows.filter(pl.col("finished") & (pl.col("concept") == "go") & pl.col("share").is_not_null())
    if done.is_empty():
        return say("share_of_openings", setting.lang)
    last = done["period_start"].to_list()[-1]
    year = timedelta(days=365)
    where = say(f"where_{population}", setting.lang)
    now = _pooled(done.filter(pl.col("period_start") > last - year))
    before = done.filter(pl.col("period_start").is_between(last - 2 * year, last - year, closed="right"))
    whole = before.height and before["period_start"].to_list()[0] < last - 2 * year + timedelta(days=40)
    if not whole:
        return say("demand_title_short", setting.lang, where=where, now=words.percent(now), concept="Go")
    then = words.percent(_pooled(before))
    return say("demand_title", setting.lang, where=where, now=words.percent(now), then=then, concept="Go")


def _pooled(rows: pl.DataFrame) -> float:
    return float(sum(rows["vacancies_n"].to_list()) / sum(rows["total_n"].to_list()))


def _alt(title: str, ends: dict[str, float], setting: Setting) -> str:
    listed = ", ".join(f"{words.CONCEPTS[concept]} {words.percent(end)}" for concept, end in ends.items())
    return setting.alt(f"{title}. {listed}.")


def _line(sheet: Sheet, plot: Plot, concept: str, line: series.Line) -> float:
    """Draw one concept; return its value at the end, NaN where too few vacancies leave it no line."""
    color = palette.LINES[concept]
    sheet.dots([plot.day(day) for day in line.days], [plot.down(share) for share in line.shares], 6, color,
               alpha=0.32, z=2)  # fmt: skip
    band(sheet, plot, line.average_days, (line.low, line.high), color)
    xs, ys = [plot.day(day) for day in line.average_days], [plot.down(share) for share in line.average]
    sheet.line(xs, ys, color, 5, z=3, cap="round")
    if line.pending:
        sheet.dots([plot.day(line.pending[0])], [plot.down(line.pending[1])], 10, color, hollow=True, z=4)
    return next((value for value in reversed(line.average) if not math.isnan(value)), math.nan)


def _direct_labels(sheet: Sheet, plot: Plot, ends: dict[str, float]) -> None:
    """Name the lines at their right ends, pushed apart where they meet."""
    heights = apart([plot.down(end) for end in ends.values()], 56, plot.y + 10, plot.bottom - 30)
    for (concept, end), y in zip(ends.items(), heights, strict=True):
        x, color = plot.right + 12, palette.LINES[concept]
        sheet.text(x, y + 4, words.CONCEPTS[concept], SUB, color=color, bold=True)
        sheet.text(x, y + 30, words.percent(end), SMALL, color=color)


@dataclass(frozen=True)
class _Path:
    judged: Judgement
    given: Estimate
    base: periods.Period
    new: periods.Period
    level: float


def paths(
    frame: pl.DataFrame, judgements: Sequence[Judgement], by: str, boards: Sequence[str], setting: Setting
) -> Chart | None:
    """Draw each language's share beside the growth that the articles claim; None where no base period has data.

    Where the claims' own population has none, another's is drawn, and says that it decides nothing.

    Args:
        frame: frames.DEMAND columns.
        judgements: All; those of PATHS are drawn.
        by: `week` or `month`.
        boards: Names of those pooled.
        setting: Language, vintage, board titles.
    """
    claimed = [judged for key in PATHS for judged in judgements if judged.id == key and judged.figure is not None]
    for population in ("CN", "ALL"):
        found = [path for judged in claimed for path in _path(frame, judged, population)]
        if found:
            return _paths(frame, found, by, boards, setting)
    return None


def _path(frame: pl.DataFrame, judged: Judgement, population: str) -> list[_Path]:
    """Return the claimed path from the base period's level, where that is known."""
    rows = series.usable(frame, population)
    for given in (judged.estimate, judged.newest, *judged.elsewhere):
        fits = given is not None and given.population == population and given.measure == "share"
        if given is None or not fits or len(given.periods) != 2:  # noqa: PLR2004 - base and new
            continue
        base, new = (periods.parse(label, who=judged.id) for label in given.periods)
        level = series.level(rows, PATHS[judged.id], base)
        return [_Path(judged, given, base, new, level)] if level else []
    return []


@styled
def _paths(frame: pl.DataFrame, found: Sequence[_Path], by: str, boards: Sequence[str], setting: Setting) -> Chart:
    population = found[0].given.population
    rows = series.usable(frame, population)
    sheet = Sheet(setting)
    title = _against(found, setting)
    base = words.period(found[0].base.label, setting.lang)
    subtitle = say("paths_subtitle", setting.lang, base=base, **_measure(population, by, setting))
    if population != found[0].judged.population:
        subtitle += ("" if setting.lang == "zh" else " ") + say("paths_elsewhere", setting.lang)
    sheet.heading("", title, subtitle)
    panels = [own for name in SHOWN if (own := [path for path in found if PATHS[path.judged.id] == name])]
    top = 112 * max(path.level / own[0].level * (1 + (path.judged.figure or 0)) for own in panels for path in own)
    for own in panels:
        _panel(sheet, rows, own, by, top)
    texts = [f"{p.judged.id}: {words.finding(p.judged, setting.lang)}" for p in found]
    alt = setting.alt(f"{title}. {'; '.join(texts)}.")
    return Chart(f"claimed-paths-{by}-{population}", sheet.finish(boards), title, alt)


def _against(found: Sequence[_Path], setting: Setting) -> str:
    """Say claimed and measured growth of each language, the dated claim first: `Go −5% against +37% claimed; …`."""
    told: dict[str, tuple[float, float]] = {}
    for path in found:
        told.setdefault(PATHS[path.judged.id], (path.given.interval.value, path.judged.figure or 0.0))
    parts = [
        say("path_part", setting.lang, name=words.CONCEPTS[concept], m=words.growth(m), c=words.growth(c))
        for concept, (m, c) in told.items()
    ]
    return ("；" if setting.lang == "zh" else "; ").join(parts)


def _panel(sheet: Sheet, rows: pl.DataFrame, own: Sequence[_Path], by: str, top: float) -> None:
    concept = PATHS[own[0].judged.id]
    sheet.text(MARGIN, sheet.y + 24, words.CONCEPTS[concept], SUB, color=palette.LINES[concept], bold=True)
    sheet.y += 40
    plot = over_time(sheet, _days(rows), top, high=280, left=LEFT, right=_RIGHT)
    value_axis(sheet, plot, lambda value: f"{value:.0f}")
    sheet.line([plot.x, plot.right], [plot.down(100.0)] * 2, palette.FAINT, 2, z=0)
    shade(sheet, plot, series.gaps(rows, by), _pending(rows))
    line, level = series.line(rows, concept, by), own[0].level
    _line(sheet, plot, concept, line.scaled(100 / level))
    _claimed(sheet, plot, own)
    sheet.y = plot.bottom + 62


def _claimed(sheet: Sheet, plot: Plot, own: Sequence[_Path]) -> None:
    """Draw each claim's path from its own base level, and the growth measured at its end."""
    ends = []
    for path in own:
        base, figure = 100 * path.level / own[0].level, path.judged.figure or 0.0
        xs = plot.day(path.base.mean_day), plot.day(path.new.mean_day)
        ends.append(plot.down(base * (1 + figure)))
        sheet.line(xs, [plot.down(base), ends[-1]], palette.INK, 3, dashed=True, z=5)
        sheet.dots([xs[1]], [ends[-1]], 15, palette.INK, mark="v", z=7)
        _measured(sheet, plot, path, xs[1], base)
    gap = 60 if any(path.judged.id in UNDATED for path in own) else 30
    for path, y in zip(own, apart(ends, gap, plot.y + 8, plot.bottom - 8), strict=True):
        value = words.growth(path.judged.figure or 0.0)
        sheet.text(plot.right + 12, y + 8, say("claimed", sheet.lang, value=value), SMALL, bold=True)
        if path.judged.id in UNDATED:
            sheet.text(plot.right + 12, y + 34, say("unnamed_period", sheet.lang), SMALL, color=palette.QUIET)


def _measured(sheet: Sheet, plot: Plot, path: _Path, x: float, base: float) -> None:
    spread = path.given.interval
    low, middle, up = (plot.down(base * (1 + value)) for value in (spread.low, spread.value, spread.high))
    sheet.line([x, x], [low, up], palette.INK, 9, alpha=0.45, z=5)
    sheet.dots([x], [middle], 17, palette.PAPER, z=8)
    sheet.dots([x], [middle], 13, palette.INK, z=9)
