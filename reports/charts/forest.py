"""Claimed against measured: every figure that the articles give and postings can measure. Judges nothing."""

from __future__ import annotations

from collections.abc import Sequence

from reports import words
from reports.charts import palette, scale
from reports.charts.canvas import LEADING, MARGIN, ROOM, SMALL, WIDTH, Chart, Setting, Sheet, styled
from reports.charts.scale import Scale
from reports.charts.typeset import PX, printable, width, wrap
from reports.results import Judgement, Style
from reports.words import say

_STYLES: tuple[Style, ...] = ("growth", "share", "ratio", "money")
_LINE = SMALL * PX * LEADING
_WHISKER, _AXIS = 40.0, 40.0
"""Pixels: a row's whisker below its words, and an axis."""
_APART = 0.14


@styled
def draw(judgements: Sequence[Judgement], setting: Setting) -> Chart | None:
    """Draw the claims that state a figure and have an estimate; None where none has.

    Args:
        judgements: All; those without a figure or that no posting can test are left out.
        setting: Language, vintage, board titles.
    """
    measured = [judged for judged in judgements if judged.figure is not None and words.shown(judged) is not None]
    if not measured:
        return None
    sheet = Sheet(setting)
    title = _title(measured, setting)
    sheet.heading("", title, say("forest_subtitle", setting.lang))
    for style in _STYLES:
        if rows := [judged for judged in measured if judged.written == style]:
            _group(sheet, style, rows)
    listed = "; ".join(f"{judged.id} {_told(judged, sheet)}" for judged in measured)
    boards = sorted({board for judged in measured if (given := words.shown(judged)) for board in given.panel.boards})
    return Chart("forest", sheet.finish(boards), title, setting.alt(f"{title}. {listed}"))


def _title(measured: Sequence[Judgement], setting: Setting) -> str:
    inside, off = (sum(judged.verdict == name for judged in measured) for name in ("supported", "contradicted"))
    if not inside + off:
        return say("forest_none", setting.lang, n=len(measured))
    return say("forest_title", setting.lang, inside=inside, off=off, n=len(measured), open=len(measured) - inside - off)


def _group(sheet: Sheet, style: Style, rows: Sequence[Judgement]) -> None:
    strip = _scale(style, rows)
    sheet.text(MARGIN, sheet.y + 26, say(f"forest_{style}", sheet.lang), SMALL, bold=True, color=palette.ACCENT)
    sheet.y += 42
    top = sheet.y
    for judged in sorted(rows, key=lambda judged: -(judged.figure or 0.0)):
        _row(sheet, judged, strip)
    for tick in strip.ticks(_APART if style != "money" else 2 * _APART):
        x = MARGIN + strip.place(tick) * ROOM
        sheet.box(x - 1, top, 1.5, sheet.y - top, palette.GRID, z=-6)
        sheet.within(x, sheet.y + 24, strip.label(tick), SMALL, color=palette.QUIET)
    sheet.y += _AXIS + 14


def _scale(style: Style, rows: Sequence[Judgement]) -> Scale:
    """Return an axis that holds every claimed and measured figure, and intervals as far as they are not wild."""
    values = [judged.figure or 0.0 for judged in rows]
    values += [given.interval.value for judged in rows if (given := words.shown(judged))]
    return scale.spanning(values, style)


def _row(sheet: Sheet, judged: Judgement, strip: Scale) -> None:
    told = _told(judged, sheet)
    room = ROOM - width(told, SMALL, bold=True) - 24
    lines = wrap(printable(f"{judged.id}  {words.statement(judged, sheet.lang)}"), SMALL, room)
    for line in lines[:2]:
        sheet.y += _LINE
        sheet.text(MARGIN, sheet.y - 6, line, SMALL)
    color = palette.VERDICT[judged.verdict][0] if judged.verdict in {"supported", "contradicted"} else palette.QUIET
    sheet.text(WIDTH - MARGIN, sheet.y - 6, told, SMALL, bold=True, color=color, align="right")
    _whisker(sheet, judged, strip, color, sheet.y + 18)
    sheet.y += _WHISKER


def _told(judged: Judgement, sheet: Sheet) -> str:
    given = words.shown(judged)
    m = words.figure(given.interval.value, judged.written, sheet.lang) if given else ""
    if m == "∞":
        return say("forest_thin", sheet.lang, c=words.claimed(judged, sheet.lang))
    return say("forest_row", sheet.lang, c=words.claimed(judged, sheet.lang), m=m)


def _whisker(sheet: Sheet, judged: Judgement, strip: Scale, color: str, y: float) -> None:
    given = words.shown(judged)
    if given is None:
        return
    low, middle, high = (
        MARGIN + strip.place(value) * ROOM for value in (given.interval.low, given.interval.value, given.interval.high)
    )
    claimed = MARGIN + strip.place(judged.figure or 0.0) * ROOM
    sheet.line([low, high], [y, y], color, 10, alpha=0.4, z=1)
    sheet.line([middle, claimed], [y, y], palette.INK, 1.6, z=2)
    sheet.dots([middle], [y], 16, color, hollow=judged.estimate is None, z=4)
    sheet.dots([claimed], [y], 17, palette.INK, mark="v", z=5)
