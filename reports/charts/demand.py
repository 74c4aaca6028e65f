"""Demand over time: Go against Java and Python, and where each should be if the articles were right."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import polars as pl
from matplotlib.axes import Axes
from matplotlib.markers import CARETDOWN

from reports import words
from reports.charts import palette, series
from reports.charts.canvas import MARGIN, ROOM, WIDTH, Chart, Setting, Sheet, styled
from reports.charts.typeset import width
from reports.results import Estimate, Judgement
from reports.words import say
from warehouse import periods

SHOWN = ("go", "java", "python")
PATHS = {"A3.2": "go", "A3.1": "go", "A3.3": "java", "A3.4": "python"}
"""Claim id -> the concept whose growth it states, in the order of drawing."""
UNDATED = frozenset({"A3.1"})
"""Claims that name no period: drawn on the one they were judged on."""
_LEFT, _RIGHT = 96, 190


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
    axes = sheet.axes(MARGIN + _LEFT, sheet.y, ROOM - _LEFT - _RIGHT, 560)
    top = max(max(line.shares) for line in lines.values()) * 1.06
    axes.set(ylim=(0, top))
    _time_axis(sheet, axes, rows, sheet.y + 560)
    _share_axis(sheet, axes, top, 560)
    _shade(axes, rows, by)
    ends = {concept: _line(axes, concept, line) for concept, line in lines.items()}
    _direct_labels(sheet, ends, top, 560)
    sheet.y += 560 + 50
    return Chart(f"demand-{by}-{population}", sheet.finish(boards), title, _alt(title, ends, setting))


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
    mark = f"{say('simulated_word', setting.lang)}. " if setting.simulated else ""
    return f"{mark}{title}. {listed}."


def _days(days: Sequence[date]) -> list[int]:
    return [day.toordinal() for day in days]


def _line(axes: Axes, concept: str, line: series.Line) -> float:
    """Draw one concept; return the height of its end."""
    color = palette.LINES[concept]
    x, average = _days(line.days), _days(line.average_days)
    axes.plot(x, line.shares, marker="o", ms=3.2, mew=0, ls="", color=color, alpha=0.38, zorder=2)
    axes.plot(average, line.average, color=color, lw=2.6, zorder=3)
    if line.pending:
        when, share = line.pending
        axes.plot(_days([when]), [share], marker="o", ms=5, mfc=palette.PAPER, mec=color, ls="", zorder=4)
    return next(value for value in reversed(line.average) if not math.isnan(value))


def _time_axis(sheet: Sheet, axes: Axes, rows: pl.DataFrame, bottom: float) -> None:
    """Fix the span of time and name the years, or the months of a short span."""
    starts = rows["period_start"].unique().sort().to_list()
    first, last = starts[0], starts[-1] + timedelta(days=31)
    axes.set_xlim(first.toordinal(), last.toordinal())
    axes.set_axis_off()
    box = MARGIN + _LEFT, ROOM - _LEFT - _RIGHT
    sheet.box(box[0], bottom, box[1], 2, palette.FAINT)
    free = 0.0
    for day, label in _marks(first, last, sheet.lang):
        x = box[0] + box[1] * (day - first) / (last - first)
        if x >= free and x + width(label, 11) <= WIDTH - MARGIN:
            sheet.box(x, bottom, 2, 10, palette.FAINT)
            sheet.text(x, bottom + 36, label, 11, color=palette.QUIET)
            free = x + width(label, 11) + 18


def _marks(first: date, last: date, lang: words.Lang) -> list[tuple[date, str]]:
    if (last - first).days > 550:  # noqa: PLR2004 - a year and a half: years are enough
        return [(date(year, 1, 1), str(year)) for year in range(first.year + 1, last.year + 1)]
    begun = first.replace(day=1) + timedelta(days=31)
    found = []
    while begun < last:
        begun = begun.replace(day=1)
        found.append((begun, words.period(f"{begun:%Y-%m}", lang)))
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


def _shade(axes: Axes, rows: pl.DataFrame, by: str) -> None:
    """Mark spans without data, and the unfinished end."""
    for first, after in series.gaps(rows, by):
        axes.axvspan(first.toordinal(), after.toordinal(), color=palette.GRID, lw=0, zorder=0)
    pending = rows.filter(~pl.col("finished"))["period_start"].unique().sort().to_list()
    if pending:
        left, right = pending[0].toordinal(), axes.get_xlim()[1]
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
    top = 1.12 * max(path.level / own[0].level * (1 + (path.judged.figure or 0)) for own in panels for path in own)
    for own in panels:
        _panel(sheet, rows, own, by, top)
    sheet.y += 20
    texts = [f"{p.judged.id}: {words.finding(p.judged, setting.lang)}" for p in found]
    mark = f"{say('simulated_word', setting.lang)}. " if setting.simulated else ""
    alt = f"{mark}{title}. {'; '.join(texts)}."
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
    concept, high = PATHS[own[0].judged.id], 330
    sheet.text(MARGIN, sheet.y + 24, words.CONCEPTS[concept], 13, color=palette.LINES[concept], bold=True)
    sheet.y += 40
    axes = sheet.axes(MARGIN + _LEFT, sheet.y, ROOM - _LEFT - _RIGHT, high)
    axes.set(ylim=(0, top * 100))
    _time_axis(sheet, axes, rows, sheet.y + high)
    for mark in range(0, int(top * 100) + 1, 50 if top < 3 else 100):  # noqa: PLR2004 - index points
        axes.axhline(mark, color=palette.GRID, lw=1, zorder=0)
        y = sheet.y + high * (1 - mark / (top * 100)) + 8
        sheet.text(MARGIN + _LEFT - 14, y, str(mark), 11, color=palette.QUIET, align="right")
    _shade(axes, rows, by)
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
    """Draw each claim's path from its own base level, and the growth measured at its end."""
    wanted = []
    for path in own:
        base, figure = 100 * path.level / own[0].level, path.judged.figure or 0.0
        start, end = path.base.mean_day.toordinal(), path.new.mean_day.toordinal()
        axes.plot([start, end], [base, base * (1 + figure)], color=palette.INK, lw=1.8, ls=(0, (4, 2)), zorder=5)
        axes.plot([end], [base * (1 + figure)], marker=CARETDOWN, ms=9, color=palette.INK, zorder=7)
        _measured(axes, path, end, base, top)
        wanted.append((sheet.y + high * (1 - base * (1 + figure) / (top * 100)), path))
    floor = -math.inf
    for y, path in sorted(wanted, key=lambda pair: pair[0]):
        floor = max(y, floor + 62)
        x = WIDTH - MARGIN - _RIGHT + 14
        value = words.growth(path.judged.figure or 0.0)
        sheet.text(x, floor + 8, say("claimed", sheet.lang, value=value), 11, bold=True)
        if path.judged.id in UNDATED:
            sheet.text(x, floor + 34, say("unnamed_period", sheet.lang), 10, color=palette.QUIET)


def _measured(axes: Axes, path: _Path, end: float, base: float, top: float) -> None:
    color = palette.LINES[PATHS[path.judged.id]]
    low, mid, up = (
        base * (1 + min(max(value, -1.0), 2 * top))
        for value in (path.given.interval.low, path.given.interval.value, path.given.interval.high)
    )
    axes.plot([end, end], [low, up], color=color, lw=6, alpha=0.4, zorder=4, solid_capstyle="butt")
    axes.plot([end], [mid], marker="o", ms=7, mfc=color, mec=palette.PAPER, mew=1.5, zorder=6)
