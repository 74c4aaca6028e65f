"""A plot's frame on a sheet: where a value lies in pixels, a time axis, a value axis, shaded spans. Knows no claim."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from reports import words
from reports.charts import palette
from reports.charts.canvas import MARGIN, SMALL, WIDTH, Sheet
from reports.charts.typeset import width, wrap

LEFT, RIGHT = 74, 178
"""Pixels that a plot leaves for its value axis and for the labels at its right."""
_GRID_LINES = 5
_LINE = 28.0
"""Pixels from line to line of a label."""
_YEARS_FROM = 550
"""Days of a span from which years are named and months are not."""
_STEPS = tuple(size * 10.0**power for power in range(-5, 8) for size in (1, 2, 5))


@dataclass(frozen=True)
class Plot:
    """A rectangle in pixels from the top left, and the values at its edges.

    Args:
        x: Left edge.
        y: Top edge.
        wide: Pixels.
        high: Pixels.
        first: Value at the left, or a day's ordinal.
        last: Value at the right.
        low: Value at the bottom.
        top: Value at the top.
    """

    x: float
    y: float
    wide: float
    high: float
    first: float
    last: float
    low: float
    top: float

    @property
    def bottom(self) -> float:
        """Return the lower edge in pixels."""
        return self.y + self.high

    @property
    def right(self) -> float:
        """Return the right edge in pixels."""
        return self.x + self.wide

    def across(self, value: float) -> float:
        """Return a value's or ordinal's place from the left, held within the frame."""
        part = (value - self.first) / (self.last - self.first)
        return self.x + self.wide * min(max(part, 0.0), 1.0)

    def day(self, day: date) -> float:
        """Return a day's place."""
        return self.across(day.toordinal())

    def down(self, value: float) -> float:
        """Return a value's place from the top, held within the frame; NaN stays NaN."""
        if value != value:  # noqa: PLR0124 - NaN alone differs from itself
            return value
        part = (value - self.low) / (self.top - self.low)
        return self.bottom - self.high * min(max(part, 0.0), 1.0)


def over_time(sheet: Sheet, days: tuple[date, date], top: float, *, high: float, left: float, right: float) -> Plot:
    """Return a plot at the cursor with a time axis below; the sheet's cursor stays."""
    first, last = days
    plot = Plot(
        MARGIN + left, sheet.y, WIDTH - 2 * MARGIN - left - right, high, first.toordinal(), last.toordinal(), 0.0, top
    )
    sheet.box(plot.x, plot.bottom, plot.wide, 2, palette.FAINT)
    free = 0.0
    for day, label in _marks(first, last, sheet.lang):
        x = plot.day(day)
        if x >= free and x + width(label, SMALL) <= WIDTH - MARGIN:
            sheet.box(x, plot.bottom, 2, 9, palette.FAINT)
            sheet.text(x, plot.bottom + 32, label, SMALL, color=palette.QUIET)
            free = x + width(label, SMALL) + 18
    return plot


def _marks(first: date, last: date, lang: words.Lang) -> list[tuple[date, str]]:
    if (last - first).days > _YEARS_FROM:
        return [(date(year, 1, 1), str(year)) for year in range(first.year + 1, last.year + 1)]
    day = first if first.day == 1 else (first.replace(day=1) + timedelta(days=32)).replace(day=1)
    found = []
    while day < last:
        found.append((day, words.period(f"{day:%Y-%m}", lang)))
        day = (day + timedelta(days=32)).replace(day=1)
    return found


def value_axis(sheet: Sheet, plot: Plot, write: Callable[[float], str]) -> None:
    """Draw grid lines with their labels at the left."""
    for value in steps(plot.top):
        y = plot.down(value)
        if value:
            sheet.box(plot.x, y - 1, plot.wide, 1.5, palette.GRID, z=-6)
        sheet.text(plot.x - 12, y + 7, write(round(value, 6)), SMALL, color=palette.QUIET, align="right")


def steps(top: float) -> list[float]:
    """Return round values from 0 to a plot's top, a handful."""
    step = next(size for size in _STEPS if top / size <= _GRID_LINES)
    return [step * at for at in range(int(top / step + 1e-9) + 1)]


def shade(sheet: Sheet, plot: Plot, spans: Sequence[tuple[date, date]], pending: date | None) -> None:
    """Fill the spans without data; hatch what is not finished."""
    for first, after in spans:
        left, right = plot.day(first), plot.day(after)
        sheet.box(left, plot.y, right - left, plot.high, palette.GRID, z=-7, alpha=0.7)
    if pending:
        left = plot.day(pending)
        sheet.box(left, plot.y, plot.right - left, plot.high, palette.HATCH, hatch="////", z=-7)


def band(sheet: Sheet, plot: Plot, days: Sequence[date], ends: tuple[Sequence[float], Sequence[float]], color: str
         ) -> None:  # fmt: skip
    """Draw an interval along a line, in stretches where it is NaN in between.

    Args:
        sheet: At any cursor.
        plot: Frame.
        days: One a point.
        ends: Lower and upper ends, one each a point.
        color: Of the line.
    """
    runs: list[list[tuple[float, float, float]]] = [[]]
    for day, low, high in zip(days, *ends, strict=True):
        if math.isnan(low):
            runs.append([])
        else:
            runs[-1].append((plot.day(day), plot.down(low), plot.down(high)))
    for run in runs:
        if len(run) > 1:
            there, back = [(x, low) for x, low, _ in run], [(x, high) for x, _, high in reversed(run)]
            sheet.area([*there, *back], color, alpha=0.16, z=0)


@dataclass(frozen=True)
class Label:
    """A name at the right of a plot.

    Args:
        y: Where it would stand, pixels from the top.
        text: Broken into as many lines as it takes.
        color: Its line's.
        bold: Weight.
    """

    y: float
    text: str
    color: str
    bold: bool = False


def label(sheet: Sheet, plot: Plot, labels: Sequence[Label]) -> None:
    """Set labels right of the plot, pushed apart where they meet."""
    room = WIDTH - MARGIN - plot.right - 12
    broken = [wrap(one.text, SMALL, room, bold=one.bold) for one in labels]
    tallest = _LINE * max(map(len, broken), default=1)
    heights = apart([one.y for one in labels], tallest, plot.y + 8, plot.bottom - tallest + 20)
    for one, lines, y in zip(labels, broken, heights, strict=True):
        for at, text in enumerate(lines):
            sheet.text(plot.right + 12, y + 8 + at * _LINE, text, SMALL, color=one.color, bold=one.bold)


def apart(wanted: Sequence[float], gap: float, top: float, bottom: float) -> list[float]:
    """Return heights at least `gap` from each other, in the order given, near those wanted, between top and bottom."""
    order = sorted(range(len(wanted)), key=lambda at: wanted[at])
    placed, floor = dict[int, float](), top - gap
    for at in order:
        floor = max(wanted[at], floor + gap)
        placed[at] = floor
    ceiling = bottom + gap
    for at in reversed(order):
        ceiling = min(placed[at], ceiling - gap)
        placed[at] = ceiling
    return [placed[at] for at in range(len(wanted))]
