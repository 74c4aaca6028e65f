"""A claim as groups side by side: parts of a whole, cities, ranks, one group against another. Judges nothing."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from reports import names, words
from reports.charts import palette
from reports.charts.canvas import MARGIN, ROOM, SMALL, WIDTH, Sheet
from reports.charts.typeset import clipped, printable, width
from reports.frames import Bar
from reports.results import Estimate, Interval
from reports.words import say

_ROW, _THICK = 72, 26
_VALUES = 190
"""Pixels at the right for the figures."""


@dataclass(frozen=True)
class Row:
    """One bar.

    Args:
        label: Its name.
        value: Its length, a share.
        told: What is written at its end.
        strong: Whether the claim speaks of it.
        spread: Its interval, where there is one.
        claimed: The article's value, where it gives one.
    """

    label: str
    value: float
    told: str
    strong: bool = False
    spread: Interval | None = None
    claimed: float | None = None


def draw(sheet: Sheet, rows: Sequence[Row], note: str) -> None:
    """Draw bars one below the other, each under its name, with claimed values as triangles."""
    top = max([_reach(row) for row in rows] + [0.001])
    room = ROOM - _VALUES
    sheet.y += 6
    for row in rows:
        _bar(sheet, row, lambda value: room * min(value / top, 1.0))
        sheet.y += _ROW
    sheet.y += 10
    sheet.paragraph(note, SMALL, color=palette.QUIET)
    sheet.y += 18


def _reach(row: Row) -> float:
    high = row.spread.high if row.spread and math.isfinite(row.spread.high) else 0.0
    return max(row.value, row.claimed or 0.0, min(high, 1.0)) * 1.03


def _bar(sheet: Sheet, row: Row, place: Callable[[float], float]) -> None:
    color = palette.ACCENT if row.strong else palette.MUTED
    label = clipped(printable(row.label), SMALL, ROOM - _VALUES, bold=row.strong)
    sheet.text(MARGIN, sheet.y + 22, label, SMALL, bold=row.strong)
    y = sheet.y + 37
    sheet.box(MARGIN, y, ROOM - _VALUES, _THICK, palette.TRACK, z=-6)
    sheet.box(MARGIN, y, max(place(row.value), 2), _THICK, color, z=-4)
    if row.spread:
        ends = [MARGIN + place(end) for end in (row.spread.low, row.spread.high)]
        sheet.line(ends, [y + _THICK / 2] * 2, palette.INK, 3, z=3)
        for end in ends:
            sheet.line([end, end], [y + 7, y + _THICK - 7], palette.INK, 3, z=3)
    if row.claimed is not None:
        x = MARGIN + place(row.claimed)
        sheet.line([x, x], [y - 3, y + _THICK + 2], palette.INK, 3, z=4)
        sheet.dots([x], [y - 5], 13, palette.INK, mark="v", z=5)
    sheet.text(WIDTH - MARGIN, y + 21, row.told, SMALL, color=palette.INK if row.strong else palette.QUIET,
               bold=row.strong, align="right")  # fmt: skip


def of_parts(sheet: Sheet, given: Estimate, claimed: Mapping[str, float], own: str) -> None:
    """Draw the parts of a whole with their intervals, and what the article says of each.

    Args:
        sheet: At its cursor.
        given: With parts.
        claimed: Query -> the article's figure.
        own: Query of the claim's own part.
    """
    parts = sorted(given.parts, key=lambda part: -part.interval.value)
    rows = [
        Row(
            label=names.query(part.label, sheet.lang),
            value=part.interval.value,
            told=_told(part.interval.value, claimed.get(part.label), sheet),
            strong=part.label == own,
            spread=part.interval,
            claimed=claimed.get(part.label),
        )
        for part in parts
    ]
    draw(sheet, rows, say("bars_note", sheet.lang, when=words.periods(given.periods, sheet.lang)))


def _told(value: float, claimed: float | None, sheet: Sheet) -> str:
    if claimed is None:
        return words.percent(value)
    return f"{words.percent(value)} ({say('claimed', sheet.lang, value=words.percent(claimed))})"


def of_groups(sheet: Sheet, given: Estimate, groups: Sequence[Bar], named: frozenset[str], *, counts: bool) -> None:
    """Draw groups, the largest first, those that the claim names dark.

    Args:
        sheet: At its cursor.
        given: The estimate shown.
        groups: Counted in its last period.
        named: Queries of which the claim speaks.
        counts: Whether numbers are compared, in place of shares.
    """
    most = max((bar.x for bar in groups), default=0) or 1
    ranked = sorted(groups, key=lambda bar: -bar.x / (1 if counts else max(bar.n, 1)))
    rows = []
    for bar in ranked:
        share = bar.x / most if counts else bar.x / max(bar.n, 1)
        told = words.number(bar.x) if counts else _share_told(bar, sheet)
        rows.append(Row(names.query(bar.query, sheet.lang), share, told, bar.query in named))
    when = words.periods(given.periods[-1:], sheet.lang)
    draw(sheet, rows, say("bars_plain", sheet.lang, when=when))


def _share_told(bar: Bar, sheet: Sheet) -> str:
    counted = say("cell", sheet.lang, x=words.number(bar.x), n=words.number(bar.n))
    told = f"{words.percent(bar.x / max(bar.n, 1))} ({counted})"
    return told if width(told, SMALL, bold=True) <= _VALUES else words.percent(bar.x / max(bar.n, 1))
