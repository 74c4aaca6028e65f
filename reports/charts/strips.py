"""Estimates against a claim on one axis: interval, zone, rival and claimed value, other populations below.

What a claim is about, over time or side by side, the other forms show; this one shows how the verdict came about.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reports import words
from reports.charts import palette, scale
from reports.charts.canvas import BODY, MARGIN, ROOM, SMALL, WIDTH, Setting, Sheet
from reports.charts.typeset import clipped, printable, width
from reports.results import Estimate, Interval, Judgement, Style, VerdictName
from reports.words import say

_MOST_ROWS, _MOST_PARTS = 8, 4
_HEADED, _DETAILED, _PLAIN, _LANES, _AXIS = 44, 112, 74, 88, 48
"""Pixels: a section's heading, a row with details, one without, the lanes of labels above, the axis below."""
_TICKS: dict[Style, float] = {"growth": 0.14, "share": 0.14, "ratio": 0.14, "money": 0.24}
"""How far apart ticks stand at least, as a part of the strip: pay is long to write."""
_LANE = 50
"""Pixels from a row's top to its whisker."""


@dataclass(frozen=True)
class _Row:
    label: str
    spread: Interval
    color: str = palette.QUIET
    heading: str = ""
    details: str = ""
    ticks: tuple[float, ...] = ()

    @property
    def height(self) -> int:
        return (_HEADED if self.heading else 0) + (_DETAILED if self.details else _PLAIN)


def draw(sheet: Sheet, judged: Judgement, *, parts: bool) -> int:
    """Draw all estimates of a claim; return how many found no room.

    Args:
        sheet: At its cursor.
        judged: With at least one estimate.
        parts: Whether figures estimated together have no other form and are listed.
    """
    rows = _rows(judged, sheet.setting, parts=parts)
    if not rows:
        return 0
    strip = scale.of_claim(judged, estimates(judged))
    shown = rows[:_MOST_ROWS]
    high = _LANES + sum(row.height for row in shown) + _AXIS
    _zone(sheet, judged, strip, high - _AXIS)
    _ticks(sheet, strip, sheet.y + high - _AXIS)
    top, lanes = sheet.y + _LANES, []
    for row in shown:
        lanes.append(_row(sheet, row, strip, top))
        top += row.height
    _references(sheet, judged, strip, lanes)
    sheet.y += high
    return len(rows) - len(shown)


def estimates(judged: Judgement) -> list[Estimate]:
    """Return all estimates of a claim, its own first."""
    return [given for given in (judged.estimate, judged.newest, *judged.elsewhere) if given is not None]


def _rows(judged: Judgement, setting: Setting, *, parts: bool) -> list[_Row]:
    rows: list[_Row] = []
    if judged.estimate is not None:
        rows += _own(judged.estimate, say("stated", setting.lang), judged.verdict, setting, parts=parts)
    if judged.newest is not None:
        verdict = judged.newest_verdict or "insufficient"
        heading = say("newest", setting.lang, verdict=words.verdict(verdict, setting.lang))
        rows += _own(judged.newest, heading, verdict, setting, parts=parts)
    heading = say("elsewhere", setting.lang)
    telling = [given for given in judged.elsewhere if _tells(given)]
    return rows + [_elsewhere(given, "" if at else heading, setting) for at, given in enumerate(telling)]


def _tells(given: Estimate) -> bool:
    """Tell whether an interval leaves anything out: one from nothing to infinity is not worth a line."""
    return given.interval.high < scale.BEYOND or given.interval.low > 0


def _own(given: Estimate, heading: str, verdict: VerdictName, setting: Setting, *, parts: bool) -> list[_Row]:
    color = palette.VERDICT[verdict][0] if verdict in {"supported", "contradicted"} else palette.INK
    label = words.periods(given.periods, setting.lang)
    ticks = tuple(given.leave_one_out.values())
    rows = [_Row(label, given.interval, color, heading, _details(given, setting), ticks)]
    if given.beside is not None:
        rows.append(_Row(say("count_beside", setting.lang), given.beside))
    return [*rows, *(_parts(given, setting) if parts else ())]


def _parts(given: Estimate, setting: Setting) -> list[_Row]:
    """Return the figures estimated together: the one that decides first, then the least."""
    near = sorted(given.parts, key=lambda part: (part.label != given.about, part.interval.value))[:_MOST_PARTS]
    rows = [_Row(printable(words.about(part.label, setting.lang)), part.interval) for part in near]
    if rows:
        first, heading = rows[0], say("together", setting.lang, n=len(given.parts))
        rows[0] = _Row(first.label, first.spread, heading=heading)
    return rows


def _elsewhere(given: Estimate, heading: str, setting: Setting) -> _Row:
    where = words.population(given.population, setting.lang, setting.titles)
    counted = say("count", setting.lang) if given.measure == "count" else ""
    label = setting.joined((words.periods(given.periods, setting.lang), where, counted))
    return _Row(printable(label), given.interval, heading=heading)


def _details(given: Estimate, setting: Setting) -> str:
    lang, panel = setting.lang, given.panel
    cells = " → ".join(say("cell", lang, x=words.number(x), n=words.number(n)) for n, x in given.cells)
    return setting.joined((cells, f"G_eff {panel.g_eff:.0f}"))


def _references(sheet: Sheet, judged: Judgement, strip: scale.Scale, lanes: Sequence[float]) -> None:
    """Draw claimed value and rival through the rows' lanes, faintly where text stands."""
    given = [(judged.figure, "claimed", 5.0), (judged.rival, "rival", 3.0)]
    lines = sorted((value, key, wide) for value, key, wide in given if value is not None)
    first = sheet.y + _LANES
    for index, (value, key, wide) in enumerate(lines):
        x = MARGIN + strip.place(value) * ROOM
        sheet.line([x, x], [first - 24, lanes[-1] + 24], palette.FAINT, 1.6, alpha=0.35, z=1)
        for start, end in [(first - 24, first + 2), *((lane - 18, lane + 24) for lane in lanes)]:
            sheet.line([x, x], [start, end], palette.INK, wide, dashed=key == "rival", z=2)
        label = say(key, sheet.lang, value=words.figure(value, judged.written, sheet.lang))
        _beside(sheet, x, label, left=index == 0 and len(lines) > 1, bold=key == "claimed")


def _beside(sheet: Sheet, x: float, label: str, *, left: bool, bold: bool) -> None:
    """Put a reference's label on its line's free side, within the sheet."""
    wide = width(label, SMALL, bold=bold)
    start = min(max(x - wide if left else x, MARGIN), WIDTH - MARGIN - wide)
    sheet.text(start, sheet.y + _LANES - 32, label, SMALL, bold=bold)


def _zone(sheet: Sheet, judged: Judgement, strip: scale.Scale, bottom: float) -> None:
    if judged.zone is None:
        return
    left, right = (MARGIN + strip.place(end) * ROOM for end in judged.zone)
    sheet.box(left, sheet.y + 34, max(right - left, 3), bottom - 34, palette.ZONE, z=-7)
    label = say("zone", sheet.lang, zone=words.zone(judged.zone, judged.written, sheet.lang))
    sheet.within((left + right) / 2, sheet.y + 22, label, SMALL, color=palette.ZONE_INK)


def _ticks(sheet: Sheet, strip: scale.Scale, bottom: float) -> None:
    sheet.box(MARGIN, bottom, ROOM, 2, palette.FAINT)
    for tick in strip.ticks(_TICKS[strip.style]):
        x = MARGIN + strip.place(tick) * ROOM
        sheet.box(x - 1, bottom, 2, 8, palette.FAINT)
        sheet.within(x, bottom + 32, strip.label(tick), SMALL, color=palette.QUIET)


def _row(sheet: Sheet, row: _Row, strip: scale.Scale, top: float) -> float:
    """Draw a row; return the height of its whisker."""
    if row.heading:
        sheet.text(MARGIN, top + 28, row.heading, SMALL, bold=True)
        top += _HEADED
    value = words.interval(row.spread, strip.style, sheet.lang)
    label = clipped(row.label, SMALL, ROOM - width(value, BODY, bold=True) - 24)
    sheet.text(MARGIN, top + 22, label, SMALL, color=palette.QUIET)
    sheet.text(WIDTH - MARGIN, top + 22, value, BODY, color=row.color, bold=True, align="right")
    _whisker(sheet, row, strip, top + _LANE)
    if row.details:
        sheet.text(MARGIN, top + 98, row.details, SMALL, color=palette.QUIET)
    return top + _LANE


def _whisker(sheet: Sheet, row: _Row, strip: scale.Scale, y: float) -> None:
    strong, ends = bool(row.details), (row.spread.low, row.spread.high)
    low, mid, high = (MARGIN + strip.place(value) * ROOM for value in (ends[0], row.spread.value, ends[1]))
    sheet.line([low, high], [y, y], row.color, 12 if strong else 6, alpha=0.5, z=3)
    for end, x, mark in zip(ends, (low, high), "<>", strict=True):
        if not strip.holds(end):
            sheet.dots([x], [y], 17, row.color, mark=mark, z=4)
    sheet.dots([mid], [y], 20 if strong else 14, row.color, hollow=not strong, z=5)
    for tick in row.ticks:
        x = MARGIN + strip.place(tick) * ROOM
        sheet.line([x, x], [y + 13, y + 25], palette.QUIET, 2.4, z=2)
