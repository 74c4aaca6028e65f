"""A claim on scarcity as curves: how many openings of a group are still open, by age. Judges nothing."""

from __future__ import annotations

from collections.abc import Sequence

from reports import names, words
from reports.charts import palette
from reports.charts.canvas import MARGIN, ROOM, SMALL, Sheet
from reports.charts.plot import LEFT, RIGHT, Label, Plot, label, steps, value_axis
from reports.frames import Curve
from reports.results import Estimate
from reports.words import say

_HIGH = 360
_HALF = 0.5


def draw(sheet: Sheet, given: Estimate, curves: Sequence[Curve]) -> bool:
    """Draw the curves with their names at the ends and a dot where half have closed; tell whether there was one."""
    known = [curve for curve in curves if curve.days]
    if not known:
        return False
    longest = max(curve.days[-1] for curve in known) * 1.02
    sheet.y += 12
    plot = Plot(MARGIN + LEFT, sheet.y, ROOM - LEFT - RIGHT, _HIGH, 0.0, longest, 0.0, 1.0)
    value_axis(sheet, plot, words.percent)
    sheet.box(plot.x, plot.bottom, plot.wide, 2, palette.FAINT)
    for day in steps(longest):
        told = say("days", sheet.lang, n=f"{day:.0f}")
        sheet.within(plot.across(day), plot.bottom + 30, told, SMALL, color=palette.QUIET)
    ends = []
    for curve, color in zip(known, (palette.CONTRAST, palette.QUIET), strict=False):
        _curve(sheet, plot, curve, color)
        told = say("curve_end", sheet.lang, name=names.query(curve.query, sheet.lang), n=words.number(curve.n))
        ends.append(Label(plot.down(curve.open[-1]), told, color, bold=True))
    label(sheet, plot, ends)
    sheet.y = plot.bottom + 42
    sheet.paragraph(say("curve_note", sheet.lang, when=words.periods(given.periods, sheet.lang)), SMALL,
                    color=palette.QUIET)  # fmt: skip
    sheet.y += 18
    return True


def _curve(sheet: Sheet, plot: Plot, curve: Curve, color: str) -> None:
    xs, ys, left = [plot.across(0.0)], [plot.down(1.0)], 1.0
    for day, share in zip(curve.days, curve.open, strict=True):
        xs += [plot.across(day)] * 2
        ys += [plot.down(left), plot.down(share)]
        left = share
    sheet.line(xs, ys, color, 4, z=3)
    half = next((day for day, share in zip(curve.days, curve.open, strict=True) if share <= _HALF), None)
    if half is not None:
        sheet.dots([plot.across(half)], [plot.down(_HALF)], 14, color, z=5)
