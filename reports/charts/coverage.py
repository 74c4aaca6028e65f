"""What was observed of each board, month by month: the chart that keeps the others honest. Judges nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date

import polars as pl

from reports import words
from reports.charts import palette
from reports.charts.canvas import MARGIN, ROOM, WIDTH, Chart, Setting, Sheet, styled
from reports.charts.typeset import printable, width
from reports.words import say
from warehouse.clock import months

_ROW, _BARS = 150, 70
"""Pixels: a board's row, and its bars within it."""
_KEYS = ("complete", "window", "partial", "failed")


@styled
def draw(coverage: pl.DataFrame, boards: Sequence[str], setting: Setting) -> Chart:
    """Draw all boards, also those of which nothing was ever observed.

    Args:
        coverage: `mart.coverage`, at least one row.
        boards: Names of the registry, in its order.
        setting: Language, vintage, board titles.
    """
    names = list(dict.fromkeys((*boards, *coverage["board"].unique(maintain_order=True))))
    axis = months(*_ends(coverage))
    sheet = Sheet(setting)
    title = say(
        "coverage_title",
        setting.lang,
        seen=coverage["board"].n_unique(),
        known=len(names),
        first=_month(axis[0], setting),
        last=_month(axis[-1], setting),
    )
    sheet.heading("", title, say("coverage_subtitle", setting.lang))
    _key(sheet)
    for name in names:
        _row(sheet, name, coverage.filter(pl.col("board") == name), axis)
    _years(sheet, axis)
    states = Counter(coverage["state"].to_list())
    alt = f"{title}. " + ", ".join(f"{_state(key, setting)} {states[key]}" for key in _KEYS if states[key])
    mark = f"{say('simulated_word', setting.lang)}. " if setting.simulated else ""
    return Chart("coverage", sheet.finish(sorted(set(coverage["board"]))), title, mark + alt)


def _ends(coverage: pl.DataFrame) -> tuple[date, date]:
    found = sorted(coverage["month"].to_list())
    return found[0], found[-1]


def _month(day: date, setting: Setting) -> str:
    return words.period(f"{day:%Y-%m}", setting.lang)


def _state(name: str, setting: Setting) -> str:
    return say(f"state_{name}", setting.lang)


def _key(sheet: Sheet) -> None:
    x = float(MARGIN)
    for name in _KEYS:
        sheet.box(x, sheet.y + 4, 26, 16, palette.STATE[name])
        label = _state(name, sheet.setting)
        sheet.text(x + 34, sheet.y + 20, label, 11)
        x += 34 + width(label, 11) + 36
    sheet.y += 44


def _row(sheet: Sheet, name: str, rows: pl.DataFrame, axis: Sequence[date]) -> None:
    titled = printable(sheet.setting.titles.get(name, name))
    sheet.text(MARGIN, sheet.y + 28, titled, 11.5, bold=True)
    most = max(rows["postings_n"].to_list(), default=0)
    told = say("coverage_row", sheet.lang, n=words.number(int(rows["postings_n"].sum())), most=words.number(most))
    if rows.is_empty():
        told = say("coverage_none", sheet.lang)
    sheet.text(WIDTH - MARGIN, sheet.y + 28, told, 10.5, color=palette.QUIET, align="right")
    if rows.is_empty():
        sheet.y += _ROW - _BARS - 26
        return
    step = ROOM / len(axis)
    base = sheet.y + 38 + _BARS
    sheet.box(MARGIN, base, ROOM, 1, palette.GRID)
    for month, count, state in rows.select("month", "postings_n", "state").iter_rows():
        x = MARGIN + axis.index(month) * step
        high = _BARS * count / max(most, 1)
        sheet.box(x, base - high, max(step - 2, step * 0.7), high, palette.FAINT)
        sheet.box(x, base + 4, max(step - 1, step * 0.8), 16, palette.STATE.get(state, palette.STATE["failed"]))
    sheet.y += _ROW


def _years(sheet: Sheet, axis: Sequence[date]) -> None:
    """Set the years under the strips, as many as have room."""
    step, free = ROOM / len(axis), 0.0
    for at, month in enumerate(axis):
        label = str(month.year)
        x = MARGIN + at * step
        if (month.month == 1 or at == 0) and x >= free and x + width(label, 11) <= WIDTH - MARGIN:
            sheet.box(x, sheet.y - 8, 2, 10, palette.FAINT)
            sheet.text(x, sheet.y + 26, label, 11, color=palette.QUIET)
            free = x + width(label, 11) + 16
    sheet.y += 36
