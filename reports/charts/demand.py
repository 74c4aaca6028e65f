"""Demand over time: Go against Java and Python, and where each should be if the articles were right."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import matplotlib.dates as mdates
import polars as pl
from matplotlib.axes import Axes

from reports import words
from reports.charts import palette, series
from reports.charts.canvas import MARGIN, ROOM, WIDTH, Chart, Setting, Sheet, styled
from reports.charts.typeset import width
from reports.results import Judgement
from reports.words import say
from warehouse import periods

SHOWN = ("go", "java", "python")
PATHS = {"A3.2": "go", "A3.1": "go", "A3.3": "java", "A3.4": "python"}
"""Claim id -> the concept whose growth it states, in the order of drawing."""
_LEFT, _RIGHT = 96, 150
_LEAST = 3
"""Periods with data that make a line."""


@styled
def shares(frame: pl.DataFrame, population: str, by: str, setting: Setting) -> Chart | None:
    """Draw the three shares on one axis; None where no line can be drawn.

    Args:
        frame: frames.DEMAND columns.
        population: `CN` or `ALL`.
        by: `week` or `month`.
        setting: Language, vintage, board titles.
    """
    rows = series.usable(frame, population)
    lines = {concept: series.line(rows, concept, by) for concept in SHOWN}
    lines = {concept: line for concept, line in lines.items() if len(line.days) >= _LEAST}
    if not lines:
        return None
    sheet = Sheet(setting)
    title = _headline(rows, setting)
    sheet.heading("", title, _subtitle(population, by, setting))
    axes = sheet.axes(MARGIN + _LEFT, sheet.y, ROOM - _LEFT - _RIGHT, 560)
    top = max(max(line.shares) for line in lines.values()) * 1.06
    axes.set(ylim=(0, top))
    _time_axis(sheet, axes, rows, sheet.y + 560)
    _share_axis(sheet, axes, top, 560)
    _shade(sheet, axes, rows, by)
    ends = {concept: _line(axes, concept, line) for concept, line in lines.items()}
    _direct_labels(sheet, ends, top, 560)
    sheet.y += 560 + 50
    boards = sorted(setting.titles)
    return Chart(f"demand-{by}-{population}", sheet.finish(boards), title, _alt(title, ends, setting))


def _subtitle(population: str, by: str, setting: Setting) -> str:
    boards = say("flow_boards" if by == "week" else "all_boards", setting.lang)
    where = say(population, setting.lang)
    return say("demand_subtitle", setting.lang, population=where, boards=boards, how=say(f"how_{by}", setting.lang))


def _headline(rows: pl.DataFrame, setting: Setting) -> str:
    done = rows.filter(pl.col("finished") & (pl.col("concept") == "go") & pl.col("share").is_not_null())
    if done.is_empty():
        return say("share_of_openings", setting.lang)
    last = done["period_start"].to_list()[-1]
    year = timedelta(days=365)
    now = _pooled(done.filter(pl.col("period_start") > last - year))
    before = done.filter(pl.col("period_start").is_between(last - 2 * year, last - year, closed="right"))
    whole = before.height and before["period_start"].to_list()[0] < last - 2 * year + timedelta(days=40)
    if not whole:
        return say("demand_title_short", setting.lang, now=words.percent(now), concept="Go")
    then = words.percent(_pooled(before))
    return say("demand_title", setting.lang, now=words.percent(now), then=then, concept="Go")


def _pooled(rows: pl.DataFrame) -> float:
    return float(rows["vacancies_n"].sum() / rows["total_n"].sum())


def _alt(title: str, ends: dict[str, float], setting: Setting) -> str:
    listed = ", ".join(f"{words.CONCEPTS[concept]} {words.percent(end)}" for concept, end in ends.items())
    mark = f"{say('simulated_word', setting.lang)}. " if setting.simulated else ""
    return f"{mark}{title}. {listed}."


def _line(axes: Axes, concept: str, line: series.Line) -> float:
    """Draw one concept; return the height of its end."""
    color = palette.LINES[concept]
    x, average = mdates.date2num(line.days), mdates.date2num(line.average_days)
    axes.plot(x, line.shares, marker="o", ms=3.2, mew=0, ls="", color=color, alpha=0.38, zorder=2)
    axes.plot(average, line.average, color=color, lw=2.6, zorder=3)
    if line.pending:
        when, share = line.pending
        axes.plot(mdates.date2num([when]), [share], marker="o", ms=5, mfc=palette.PAPER, mec=color, ls="", zorder=4)
    known = [value for value in line.average if not math.isnan(value)]
    return known[-1] if known else line.shares[-1]


def _time_axis(sheet: Sheet, axes: Axes, rows: pl.DataFrame, bottom: float) -> None:
    """Fix the span of time and name the years, or the months of a short span."""
    starts = rows["period_start"].unique().sort().to_list()
    first, last = starts[0], starts[-1] + timedelta(days=31)
    axes.set_xlim(*mdates.date2num([first, last]))
    axes.set_axis_off()
    box = MARGIN + _LEFT, ROOM - _LEFT - _RIGHT
    sheet.box(box[0], bottom, box[1], 2, palette.FAINT)
    free = 0.0
    for day, label in _marks(first, last, sheet):
        x = box[0] + box[1] * (day - first) / (last - first)
        if x >= free and x + width(label, 11) <= WIDTH - MARGIN:
            sheet.box(x, bottom, 2, 10, palette.FAINT)
            sheet.text(x, bottom + 36, label, 11, color=palette.QUIET)
            free = x + width(label, 11) + 18


def _marks(first: date, last: date, sheet: Sheet) -> list[tuple[date, str]]:
    if (last - first).days > 550:  # noqa: PLR2004 - a year and a half: years are enough
        return [(date(year, 1, 1), str(year)) for year in range(first.year + 1, last.year + 1)]
    begun = first.replace(day=1) + timedelta(days=31)
    found = []
    while begun < last:
        begun = begun.replace(day=1)
        found.append((begun, words.period(f"{begun:%Y-%m}", sheet.lang)))
        begun += timedelta(days=31)
    return found


def _share_axis(sheet: Sheet, axes: Axes, top: float, high: float) -> None:
    steps = (0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2)
    step = next((size for size in steps if top / size <= 6), 0.25)  # noqa: PLR2004 - six grid lines are enough
    for at in range(1, int(top / step) + 1):
        axes.axhline(at * step, color=palette.GRID, lw=1, zorder=0)
    for at in range(int(top / step) + 1):
        y = sheet.y + high * (1 - at * step / top) + 8
        sheet.text(MARGIN + _LEFT - 14, y, words.percent(round(at * step, 4)), 11, color=palette.QUIET, align="right")


def _shade(sheet: Sheet, axes: Axes, rows: pl.DataFrame, by: str) -> None:
    """Mark spans without data, and the unfinished end."""
    for first, after in series.gaps(rows, by):
        axes.axvspan(*mdates.date2num([first, after]), color=palette.GRID, lw=0, zorder=0)
    pending = rows.filter(~pl.col("finished"))["period_start"].unique().sort().to_list()
    if pending:
        left, right = mdates.date2num(pending[0]), axes.get_xlim()[1]
        axes.axvspan(left, right, facecolor="none", edgecolor=palette.FAINT, hatch="////", lw=0, zorder=0)


def _direct_labels(sheet: Sheet, ends: dict[str, float], top: float, high: float) -> None:
    """Name the lines at their right ends, pushed apart where they meet."""
    apart = 58.0
    wanted = sorted((sheet.y + high * (1 - end / top), concept) for concept, end in ends.items())
    floor = -math.inf
    placed = []
    for y, concept in wanted:
        floor = max(y, floor + apart)
        placed.append((floor, concept))
    over = max(0.0, placed[-1][0] - (sheet.y + high - 30)) if placed else 0.0
    for y, concept in placed:
        x, color = WIDTH - MARGIN - _RIGHT + 14, palette.LINES[concept]
        sheet.text(x, y - over + 4, words.CONCEPTS[concept], 12.5, color=color, bold=True)
        sheet.text(x, y - over + 30, words.percent(ends[concept]), 11, color=color)


@dataclass(frozen=True)
class _Path:
    judged: Judgement
    base: periods.Period
    new: periods.Period
    level: float


def paths(frame: pl.DataFrame, judgements: Sequence[Judgement], by: str, setting: Setting) -> Chart | None:
    """Draw each language's share beside the growth that the articles claim; None where no base period has data.

    Args:
        frame: frames.DEMAND columns.
        judgements: All; those of PATHS are drawn.
        by: `week` or `month`.
        setting: Language, vintage, board titles.
    """
    claimed = [judged for key in PATHS for judged in judgements if judged.id == key and judged.figure is not None]
    found = [path for judged in claimed for path in _path(frame, judged)]
    return _paths(frame, found, by, setting) if found else None


def _path(frame: pl.DataFrame, judged: Judgement) -> list[_Path]:
    """Return the claimed path from the base period's level, where that is known."""
    given = words.shown(judged)
    if given is None or len(given.periods) != 2:  # noqa: PLR2004 - base and new
        return []
    base, new = (periods.parse(label, who=judged.id) for label in given.periods)
    level = series.level(series.usable(frame, judged.population), PATHS[judged.id], base)
    return [_Path(judged, base, new, level)] if level else []


@styled
def _paths(frame: pl.DataFrame, found: Sequence[_Path], by: str, setting: Setting) -> Chart:
    population = found[0].judged.population
    rows = series.usable(frame, population)
    sheet = Sheet(setting)
    title = say("paths_title", setting.lang)
    base = words.period(found[0].base.label, setting.lang)
    sheet.heading("", title, say("paths_subtitle", setting.lang, population=say(population, setting.lang), base=base))
    top = 1.15 * max(1 + (path.judged.figure or 0) for path in found)
    for concept in SHOWN:
        own = [path for path in found if PATHS[path.judged.id] == concept]
        if own:
            _panel(sheet, rows, concept, own, by, top)
    sheet.y += 20
    texts = [f"{p.judged.id}: {words.finding(p.judged, setting.lang)}" for p in found]
    mark = f"{say('simulated_word', setting.lang)}. " if setting.simulated else ""
    alt = f"{mark}{title}. {'; '.join(texts)}."
    return Chart(f"claimed-paths-{population}", sheet.finish(sorted(setting.titles)), title, alt)


def _panel(sheet: Sheet, rows: pl.DataFrame, concept: str, own: Sequence[_Path], by: str, top: float) -> None:
    high = 330
    sheet.text(MARGIN, sheet.y + 24, words.CONCEPTS[concept], 13, color=palette.LINES[concept], bold=True)
    sheet.y += 40
    axes = sheet.axes(MARGIN + _LEFT, sheet.y, ROOM - _LEFT - _RIGHT, high)
    axes.set(ylim=(0, top * 100))
    _time_axis(sheet, axes, rows, sheet.y + high)
    for mark in range(0, int(top * 100) + 1, 50 if top < 3 else 100):  # noqa: PLR2004 - index points
        axes.axhline(mark, color=palette.GRID, lw=1, zorder=0)
        y = sheet.y + high * (1 - mark / (top * 100)) + 8
        sheet.text(MARGIN + _LEFT - 14, y, str(mark), 11, color=palette.QUIET, align="right")
    _shade(sheet, axes, rows, by)
    line = series.line(rows, concept, by)
    scaled = series.Line(
        line.days,
        [100 * share / own[0].level for share in line.shares],
        line.average_days,
        [100 * share / own[0].level for share in line.average],
        None,
    )
    _line(axes, concept, scaled)
    _claimed(sheet, axes, own, top, high)
    sheet.y += high + 60


def _claimed(sheet: Sheet, axes: Axes, own: Sequence[_Path], top: float, high: float) -> None:
    wanted = []
    for path in own:
        start, end = mdates.date2num([path.base.mean_day, path.new.mean_day])
        aim = 100 * (1 + (path.judged.figure or 0))
        axes.plot([start, end], [100, aim], color=palette.INK, lw=1.8, ls=(0, (4, 2)), zorder=5)
        axes.plot([end], [aim], marker="D", ms=6, color=palette.INK, zorder=6)
        given = words.shown(path.judged)
        if given is not None:
            ends = [100 * (1 + min(max(value, -1), top)) for value in (given.interval.low, given.interval.high)]
            axes.plot([end, end], ends, color=palette.LINES[PATHS[path.judged.id]], lw=5, alpha=0.45, zorder=4,
                      solid_capstyle="butt")  # fmt: skip
        wanted.append((sheet.y + high * (1 - aim / (top * 100)), words.growth(path.judged.figure or 0)))
    floor = -math.inf
    for y, label in sorted(wanted):
        floor = max(y, floor + 34)
        sheet.text(WIDTH - MARGIN - _RIGHT + 14, floor + 8, say("claimed", sheet.lang, value=label), 11, bold=True)
