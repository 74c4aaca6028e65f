"""A claim on pay: every stated pay as a dot, the median and its interval, the article's figure. Judges nothing."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from statistics import median

from reports import names, words
from reports.charts import palette, plot
from reports.charts.canvas import BODY, MARGIN, ROOM, SMALL, Sheet
from reports.results import Estimate, Interval, Judgement
from reports.words import say

_STACK, _DOT, _TALLEST = 11.0, 10.0, 9
"""Pixels a dot of a stack takes, a dot's width, and dots of a stack before they are squeezed."""
_BINS = 72


def draw(sheet: Sheet, judged: Judgement, given: Estimate, pay: Mapping[str, Sequence[float]]) -> bool:
    """Draw one row of dots a group; tell whether any vacancy states pay."""
    if not any(pay.values()):
        return False
    named = judged.figure if judged.written == "money" else None
    top = _top([value for stated in pay.values() for value in stated], named)
    for at, (query, stated) in enumerate(pay.items()):
        whole = judged.kind == "level" and judged.written == "money" and at == 0
        _row(sheet, names.query(query, sheet.lang), stated, top, given.interval if whole else None)
        if named is not None and at == 0:
            _claimed(sheet, judged, top)
        sheet.y += 24
    _axis(sheet, top)
    sheet.paragraph(say("pay_note", sheet.lang, when=words.periods(given.periods[-1:], sheet.lang)), SMALL,
                    color=palette.QUIET)  # fmt: skip
    sheet.y += 18
    return True


def _top(values: Sequence[float], named: float | None) -> float:
    """Return the axis's end: the highest pay but for a stray one beyond three medians, and the article's figure."""
    usual = [value for value in values if value <= 3 * median(values)]
    return 1.06 * max((*usual, named or 0.0))


def _x(value: float, top: float) -> float:
    return MARGIN + ROOM * min(value / top, 1.0)


def _row(sheet: Sheet, name: str, stated: Sequence[float], top: float, spread: Interval | None) -> None:
    if not stated:
        sheet.paragraph(say("pay_none", sheet.lang, name=name), BODY, color=palette.QUIET)
        return
    told = say("pay_row", sheet.lang, name=name, n=len(stated), median=words.money(median(stated)))
    sheet.paragraph(told, BODY, bold=True)
    stacks = Counter(min(int(value / top * _BINS), _BINS - 1) for value in stated)
    tallest = max(stacks.values())
    step = _STACK * min(1.0, _TALLEST / tallest)
    high = step * tallest + 14
    sheet.y += 30
    base = sheet.y + high
    if spread and math.isfinite(spread.high):
        left, right = _x(spread.low, top), _x(spread.high, top)
        sheet.box(left, sheet.y, right - left, high, palette.ZONE, z=-7)
    xs = [MARGIN + ROOM * (at + 0.5) / _BINS for at, n in stacks.items() for _ in range(n)]
    ys = [base - step * (0.5 + level) - 4 for n in stacks.values() for level in range(n)]
    sheet.dots(xs, ys, _DOT, palette.ACCENT, alpha=0.75)
    middle = _x(median(stated), top)
    sheet.line([middle, middle], [sheet.y, base], palette.INK, 4, z=4)
    sheet.box(MARGIN, base, ROOM, 2, palette.FAINT)
    sheet.y = base


def _claimed(sheet: Sheet, judged: Judgement, top: float) -> None:
    """Mark the article's figure over the row just drawn."""
    x = _x(judged.figure or 0.0, top)
    sheet.line([x, x], [sheet.y - 100, sheet.y], palette.CONTRAST, 3, dashed=True, z=4)
    label = say("claimed", sheet.lang, value=words.claimed(judged, sheet.lang))
    sheet.within(x, sheet.y + 27, label, SMALL, color=palette.CONTRAST, bold=True)
    sheet.y += 18


def _axis(sheet: Sheet, top: float) -> None:
    for value in plot.steps(top):
        sheet.within(_x(value, top), sheet.y + 22, words.money(value) if value else "0", SMALL, color=palette.QUIET)
    sheet.y += 34
