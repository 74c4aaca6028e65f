"""What was observed of each board, month by month: the chart that keeps the others honest. Judges nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta

import polars as pl

from reports import words
from reports.charts import palette
from reports.charts.canvas import BODY, MARGIN, ROOM, SMALL, WIDTH, Chart, Setting, Sheet, styled
from reports.charts.typeset import printable, width
from reports.words import say
from warehouse.clock import months

_BARS, _STRIP, _BETWEEN = 44, 12, 18
"""Pixels: a board's bars, the strip below them, and what parts it from the next."""
_MANY = 16
"""Boards from which the bars are left out and the strips alone are drawn."""
_SILENT = 6
"""Boards of which nothing was seen that are named."""
_KEYS = ("complete", "window", "partial", "failed")
_LEAST_MONTHS = 12
"""Months on the axis at least: a young warehouse shows how much nobody has looked at."""


@styled
def draw(coverage: pl.DataFrame, boards: Sequence[str], setting: Setting) -> Chart:
    """Draw every board that was observed, and name those of which nothing was.

    Args:
        coverage: `mart.coverage`, at least one row.
        boards: Names of the registry, in its order.
        setting: Language, vintage, board titles.
    """
    names = list(dict.fromkeys((*boards, *coverage["board"].unique(maintain_order=True))))
    seen = set(coverage["board"].to_list())
    sheet = Sheet(setting)
    axis = _axis(coverage)
    ends = _ends(coverage, setting)
    key = "coverage_title_1" if ends["first"] == ends["last"] else "coverage_title"
    title = say(key, setting.lang, seen=len(seen), known=len(names), **ends)
    sheet.heading("", title, say("coverage_subtitle", setting.lang))
    _key(sheet)
    bars = _BARS if len(seen) < _MANY else 0
    for name in (name for name in names if name in seen):
        _row(sheet, name, coverage.filter(pl.col("board") == name), axis, bars)
    _years(sheet, axis)
    _silent(sheet, [name for name in names if name not in seen])
    states = Counter(coverage["state"].to_list())
    alt = f"{title}. " + ", ".join(f"{_state(key, setting)} {states[key]}" for key in _KEYS if states[key])
    return Chart("coverage", sheet.finish(sorted(seen)), title, setting.alt(alt))


def _axis(coverage: pl.DataFrame) -> list[date]:
    found = sorted(coverage["month"].to_list())
    first = found[0]
    while len(months(first, found[-1])) < _LEAST_MONTHS:
        first = (first - timedelta(days=1)).replace(day=1)
    return months(first, found[-1])


def _ends(coverage: pl.DataFrame, setting: Setting) -> dict[str, str]:
    found = sorted(coverage["month"].to_list())
    return {key: words.period(f"{day:%Y-%m}", setting.lang) for key, day in (("first", found[0]), ("last", found[-1]))}


def _state(name: str, setting: Setting) -> str:
    return say(f"state_{name}", setting.lang)


def _key(sheet: Sheet) -> None:
    x = float(MARGIN)
    for name in _KEYS:
        sheet.box(x, sheet.y + 4, 26, 16, palette.STATE[name])
        label = _state(name, sheet.setting)
        sheet.text(x + 34, sheet.y + 20, label, SMALL)
        x += 34 + width(label, SMALL) + 32
    sheet.y += 44


def _row(sheet: Sheet, name: str, rows: pl.DataFrame, axis: Sequence[date], bars: int) -> None:
    most = max(rows["postings_n"].to_list(), default=0)
    told = say("coverage_row", sheet.lang, n=words.number(int(rows["postings_n"].sum())), most=words.number(most))
    titled = printable(sheet.setting.titles.get(name, name))
    if width(titled, BODY, bold=True) + width(told, SMALL) + 20 > ROOM:
        told = words.number(int(rows["postings_n"].sum()))
    sheet.text(MARGIN, sheet.y + 22, titled, BODY, bold=True)
    sheet.text(WIDTH - MARGIN, sheet.y + 22, told, SMALL, color=palette.QUIET, align="right")
    step, base = ROOM / len(axis), sheet.y + 32 + bars
    sheet.box(MARGIN, base + 3, ROOM, _STRIP, palette.TRACK, z=-6)
    for month, count, state in rows.select("month", "postings_n", "state").iter_rows():
        x = MARGIN + axis.index(month) * step
        high = bars * count / max(most, 1)
        sheet.box(x, base - high, max(step - 2, step * 0.7), high, palette.FAINT)
        sheet.box(x, base + 3, max(step - 1, step * 0.8), _STRIP, palette.STATE.get(state, palette.STATE["failed"]))
    sheet.y = base + 3 + _STRIP + _BETWEEN


def _years(sheet: Sheet, axis: Sequence[date]) -> None:
    """Set the years under the strips, as many as have room."""
    step, free = ROOM / len(axis), 0.0
    for at, month in enumerate(axis):
        label = str(month.year)
        x = MARGIN + at * step
        if (month.month == 1 or at == 0) and x >= free and x + width(label, SMALL) <= WIDTH - MARGIN:
            sheet.box(x, sheet.y - 12, 2, 9, palette.FAINT)
            sheet.text(x, sheet.y + 18, label, SMALL, color=palette.QUIET)
            free = x + width(label, SMALL) + 16
    sheet.y += 32


def _silent(sheet: Sheet, names: Sequence[str]) -> None:
    if names:
        listed = sheet.setting.first_titles(names, _SILENT)
        told = say("coverage_silent", sheet.lang, n=len(names), names=listed)
        sheet.paragraph(told, SMALL, color=palette.QUIET)
