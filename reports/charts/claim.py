"""One claim's chart: estimates with their intervals, zone, rival and claimed value on one axis."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from reports import words
from reports.charts import palette, scale
from reports.charts.canvas import MARGIN, ROOM, WIDTH, Chart, Setting, Sheet, styled
from reports.charts.typeset import printable, width, wrap
from reports.results import Estimate, Interval, Judgement, VerdictName
from reports.words import say

_MOST_ROWS, _MOST_PARTS = 9, 5
_HEADED, _DETAILED, _PLAIN, _LANES, _AXIS = 46, 136, 92, 100, 54
"""Pixels: a section's heading, a row with details, one without, the lanes of labels above, the axis below."""


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


@styled
def draw(judged: Judgement, setting: Setting, subject: str = "") -> Chart:
    """Draw a claim that has at least one estimate.

    Args:
        judged: With `estimate`, `newest` or `elsewhere`.
        subject: The figure's name, `Go's share of openings`.
        setting: Language, vintage, board titles.
    """
    rows = _rows(judged, setting)
    sheet = Sheet(setting)
    title = words.finding(judged, setting.lang)
    sheet.heading(f"{judged.id}  {words.statement(judged, setting.lang)}", title, _subtitle(judged, subject, setting))
    _body(sheet, judged, rows[:_MOST_ROWS])
    for note in _notes(judged, len(rows) - _MOST_ROWS, setting):
        sheet.paragraph(note, 11, color=palette.QUIET)
        sheet.y += 4
    boards = sorted({board for estimate in _estimates(judged) for board in estimate.panel.boards})
    return Chart(f"claim-{judged.id}", sheet.finish(boards), title, _alt(judged, title, setting))


def _estimates(judged: Judgement) -> list[Estimate]:
    return [given for given in (judged.estimate, judged.newest, *judged.elsewhere) if given is not None]


def _subtitle(judged: Judgement, subject: str, setting: Setting) -> str:
    what = subject or say(_estimates(judged)[0].measure, setting.lang)
    if judged.kind == "growth":
        what = say("growth_of", setting.lang, measure=what)
    comma = "，" if setting.lang == "zh" else ", "
    where = words.population(judged.population, setting.lang, setting.titles)
    return f"{what[0].upper()}{what[1:]}{comma}{where}"


def _rows(judged: Judgement, setting: Setting) -> list[_Row]:
    rows: list[_Row] = []
    if judged.estimate is not None:
        rows += _own(judged.estimate, say("stated", setting.lang), judged.verdict, setting)
    if judged.newest is not None:
        verdict = judged.newest_verdict or "insufficient"
        heading = say("newest", setting.lang, verdict=words.verdict(verdict, setting.lang))
        rows += _own(judged.newest, heading, verdict, setting)
    heading = say("elsewhere", setting.lang)
    return rows + [_elsewhere(given, "" if at else heading, setting) for at, given in enumerate(judged.elsewhere)]


def _own(given: Estimate, heading: str, verdict: VerdictName, setting: Setting) -> list[_Row]:
    color = palette.VERDICT[verdict][0] if verdict in {"supported", "contradicted"} else palette.INK
    label = words.periods(given.periods, setting.lang)
    ticks = tuple(given.leave_one_out.values())
    rows = [_Row(label, given.interval, color, heading, _details(given, setting), ticks)]
    if given.beside is not None:
        rows.append(_Row(say("count_beside", setting.lang), given.beside))
    return [*rows, *_parts(given, setting)]


def _parts(given: Estimate, setting: Setting) -> list[_Row]:
    """Return the figures estimated together: the one that decides first, then the least."""
    near = sorted(given.parts, key=lambda part: (part.label != given.about, part.interval.value))[:_MOST_PARTS]
    rows = [_Row(printable(words.about(part.label, setting.lang)), part.interval) for part in near]
    if rows:
        rows[0] = replace(rows[0], heading=say("together", setting.lang, n=len(given.parts)))
    return rows


def _elsewhere(given: Estimate, heading: str, setting: Setting) -> _Row:
    parts = [
        words.periods(given.periods, setting.lang),
        words.population(given.population, setting.lang, setting.titles),
    ]
    if given.measure == "count":
        parts.append(say("count", setting.lang))
    return _Row(printable(("，" if setting.lang == "zh" else ", ").join(parts)), given.interval, heading=heading)


def _details(given: Estimate, setting: Setting) -> str:
    lang, panel = setting.lang, given.panel
    cells = " → ".join(say("cell", lang, x=words.number(x), n=words.number(n)) for n, x in given.cells)
    parts = [
        cells,
        say("employers", lang, n=words.number(panel.employers)),
        f"G_eff {panel.g_eff:.0f}",
        say("board" if len(panel.boards) == 1 else "boards", lang, n=len(panel.boards)),
    ]
    return ("，" if lang == "zh" else ", ").join(parts)


def _body(sheet: Sheet, judged: Judgement, rows: Sequence[_Row]) -> None:
    strip = scale.of_claim(judged, _estimates(judged))
    high = _LANES + sum(row.height for row in rows) + _AXIS
    axes = sheet.axes(MARGIN, sheet.y, ROOM, high)
    axes.set(xlim=(0, ROOM), ylim=(high, 0))
    axes.set_axis_off()
    _zone(sheet, axes, judged, strip, high - _AXIS)
    _ticks(sheet, axes, strip, high - _AXIS)
    top, lanes = float(_LANES), []
    for row in rows:
        lanes.append(_row(sheet, axes, row, strip, top))
        top += row.height
    _references(sheet, axes, judged, strip, lanes)
    sheet.y += high


def _references(sheet: Sheet, axes: Axes, judged: Judgement, strip: scale.Scale, lanes: Sequence[float]) -> None:
    """Draw claimed value and rival through the rows' lanes, faintly where text stands."""
    given = [(judged.figure, "claimed", 2.6), (judged.rival, "rival", 1.4)]
    lines = sorted((value, key, wide) for value, key, wide in given if value is not None)
    for index, (value, key, wide) in enumerate(lines):
        x = strip.place(value) * ROOM
        axes.plot([x, x], [_LANES - 26, lanes[-1] + 30], color=palette.FAINT, lw=0.8, alpha=0.35, zorder=1)
        spans = [(_LANES - 26.0, _LANES + 4.0), *((lane - 22, lane + 30) for lane in lanes)]
        for span in spans:
            axes.plot([x, x], span, color=palette.INK, lw=wide, ls="-" if key == "claimed" else (0, (2, 1.6)), zorder=2)
        label = say(key, sheet.lang, value=words.figure(value, judged.written, sheet.lang))
        _beside(sheet, x, label, left=index == 0 and len(lines) > 1, bold=key == "claimed")


def _beside(sheet: Sheet, x: float, label: str, *, left: bool, bold: bool) -> None:
    """Put a reference's label on its line's free side, within the sheet."""
    wide = width(label, 11.5, bold=bold)
    start = x - wide if left else x
    start = min(max(start, 0), ROOM - wide)
    sheet.text(MARGIN + start, sheet.y + _LANES - 36, label, 11.5, bold=bold)


def _zone(sheet: Sheet, axes: Axes, judged: Judgement, strip: scale.Scale, bottom: float) -> None:
    if judged.zone is None:
        return
    low, high = judged.zone
    left, right = strip.place(low) * ROOM, strip.place(high) * ROOM
    axes.add_patch(Rectangle((left, 38), max(right - left, 3), bottom - 38, color=palette.ZONE, lw=0, zorder=0))
    label = say("zone", sheet.lang, zone=words.zone(judged.zone, judged.written, sheet.lang))
    wide = width(label, 11)
    start = min(max((left + right - wide) / 2, 0), ROOM - wide)
    sheet.text(MARGIN + start, sheet.y + 26, label, 11, color=palette.ZONE_INK)


def _ticks(sheet: Sheet, axes: Axes, strip: scale.Scale, bottom: float) -> None:
    axes.plot([0, ROOM], [bottom, bottom], color=palette.FAINT, lw=1)
    for tick in strip.ticks(0.12):
        x = strip.place(tick) * ROOM
        axes.plot([x, x], [bottom, bottom + 8], color=palette.FAINT, lw=1)
        label = strip.label(tick)
        half = width(label, 11) / 2
        centre = MARGIN + min(max(x, half), ROOM - half)
        sheet.text(centre, sheet.y + bottom + 36, label, 11, color=palette.QUIET, align="center")


def _row(sheet: Sheet, axes: Axes, row: _Row, strip: scale.Scale, top: float) -> float:
    """Draw a row; return the height of its whisker."""
    if row.heading:
        sheet.text(MARGIN, sheet.y + top + 32, row.heading, 11, bold=True)
        top += _HEADED
    value = words.interval(row.spread, strip.style, sheet.lang)
    label = wrap(row.label, 11, ROOM - width(value, 11.5, bold=True) - 24)
    sheet.text(MARGIN, sheet.y + top + 26, label[0] + ("…" if label[1:] else ""), 11, color=palette.QUIET)
    sheet.text(WIDTH - MARGIN, sheet.y + top + 26, value, 11.5, color=row.color, bold=True, align="right")
    _whisker(axes, row, strip, top + 62)
    if row.details:
        sheet.text(MARGIN, sheet.y + top + 116, row.details, 10.5, color=palette.QUIET)
    return top + 62


def _whisker(axes: Axes, row: _Row, strip: scale.Scale, y: float) -> None:
    strong, ends = bool(row.details), (row.spread.low, row.spread.high)
    low, mid, high = (strip.place(value) * ROOM for value in (ends[0], row.spread.value, ends[1]))
    axes.plot([low, high], [y, y], color=row.color, lw=6 if strong else 3, alpha=0.5, solid_capstyle="butt", zorder=3)
    for end, x, mark in zip(ends, (low, high), "<>", strict=True):
        if not strip.holds(end):
            axes.plot([x], [y], marker=mark, color=row.color, ms=9, mew=0, zorder=4, clip_on=False)
    face, size = (row.color, 11) if strong else (palette.PAPER, 8)
    axes.plot([mid], [y], marker="o", ms=size, mfc=face, mec=row.color, mew=2, zorder=5, clip_on=False)
    for tick in row.ticks:
        x = strip.place(tick) * ROOM
        axes.plot([x, x], [y + 14, y + 26], color=palette.QUIET, lw=1.2, zorder=2)


def _notes(judged: Judgement, hidden: int, setting: Setting) -> list[str]:
    lang = setting.lang
    notes = [say("more_rows", lang, n=hidden)] if hidden > 0 else []
    if judged.flips:
        told = (printable(words.flip(flip, lang, setting.titles)) for flip in judged.flips)
        joined = ("、" if lang == "zh" else ", ").join(told)
        notes.append(say("flips", lang, what=joined))
    if judged.needed:
        notes.append(say("needed", lang, what=words.phrase(judged.needed, lang)))
    caveats = [say("interval_note", lang)]
    if any(estimate.panel.only_these_boards for estimate in _estimates(judged)[:1]):
        caveats.append(say("only_these", lang))
    if not judged.corrected:
        caveats.append(say("uncorrected", lang))
    return [*notes, ("" if lang == "zh" else " ").join(caveats)]


def _alt(judged: Judgement, title: str, setting: Setting) -> str:
    text = f"{judged.id}: {words.statement(judged, setting.lang)} — {title}. {words.sentence(judged, setting.lang)}"
    return f"{say('simulated_word', setting.lang)}. {text}" if setting.simulated else text
