"""Who is in a claim's figure: employers who stayed, came and went, how much the largest weigh, and the controls."""

from __future__ import annotations

from reports import words
from reports.beside import Beside, Group
from reports.charts import palette
from reports.charts.canvas import BODY, MARGIN, ROOM, SMALL, Chart, Setting, Sheet, styled
from reports.charts.plot import Plot
from reports.charts.typeset import width
from reports.controls import Controls
from reports.results import Estimate, Interval, Judgement
from reports.words import say

_LINE, _CURVE, _WORD = 64, 330, 46
"""Pixels: a group's line, the curve, a stable word's line."""
_EVEN = 0.5


@styled
def draw(judged: Judgement, setting: Setting) -> Chart | None:
    """Draw what stands beside a claim's own figure; None where there is none.

    Args:
        judged: With `estimate` and `beside`.
        setting: Language, vintage, board titles.
    """
    if judged.estimate is None or judged.beside is None:
        return None
    sheet, found = Sheet(setting), judged.beside
    title = _title(judged.estimate, found, setting)
    sheet.heading(f"{judged.id}  {words.statement(judged, setting.lang)}", title, _subtitle(judged.estimate, setting))
    _groups(sheet, judged.estimate, found)
    if found.lorenz:
        _curve(sheet, found)
    if found.controls and (found.controls.stable or found.controls.splits):
        _controls(sheet, found.controls)
    stop = "。" if setting.lang == "zh" else ". "
    alt = f"{title}{stop}{_told(found.controls, setting)}".strip()
    return Chart(f"panel-{judged.id}", sheet.finish(judged.estimate.panel.boards), title, alt)


def _title(estimate: Estimate, found: Beside, setting: Setting) -> str:
    return say(
        "panel_title", setting.lang, n=words.number(estimate.panel.employers), k=words.number(estimate.panel.k),
        largest=words.percent(found.largest),
    )  # fmt: skip


def _subtitle(estimate: Estimate, setting: Setting) -> str:
    seen = len(estimate.panel.boards)
    return say(
        "panel_subtitle", setting.lang, periods=words.periods(estimate.periods, setting.lang),
        g_eff=f"{estimate.panel.g_eff:.0f}", seen=seen, known=seen + len(estimate.panel.dropped_boards),
    )  # fmt: skip


def _groups(sheet: Sheet, estimate: Estimate, found: Beside) -> None:
    """Draw a bar an employer group: its vacancies in each period."""
    groups = {"stayed": found.stayed, "entered": found.entered, "left": found.left}
    shown = {name: group for name, group in groups.items() if group.employers or name == "stayed"}
    if len(estimate.periods) == 1:
        shown = {"stayed": found.stayed}
    most = max((max(group.before, group.after) for group in shown.values()), default=1) or 1
    for name, group in shown.items():
        label = say(
            f"panel_{name}" if len(estimate.periods) > 1 else "panel_all", sheet.lang, n=words.number(group.employers)
        )
        sheet.text(MARGIN, sheet.y + 30, label, 11.5, bold=True)
        _bars(sheet, group, most, paired=len(estimate.periods) > 1)
        sheet.y += _LINE
    if len(estimate.periods) > 1:
        sheet.paragraph(say("panel_bars", sheet.lang), 10.5, color=palette.QUIET)
    sheet.y += 16


def _bars(sheet: Sheet, group: Group, most: int, *, paired: bool) -> None:
    x, room = MARGIN + 380, ROOM - 380 - 100
    rows = (
        [(group.before, palette.FAINT), (group.after, palette.ACCENT)] if paired else [(group.before, palette.ACCENT)]
    )
    for at, (value, color) in enumerate(rows):
        y = sheet.y + 6 + 24 * at
        wide = max(room * value / most, 2 if value else 0)
        sheet.box(x, y, wide, 18, color)
        sheet.text(x + wide + 8, y + 15, words.number(value), 10.5, color=palette.QUIET)


def _curve(sheet: Sheet, found: Beside) -> None:
    """Draw Lorenz's curve beneath the line of equal employers."""
    sheet.paragraph(say("panel_lorenz", sheet.lang), 11.5, bold=True)
    sheet.y += 10
    plot = Plot(MARGIN + 74, sheet.y, _CURVE, _CURVE - 40, 0.0, 1.0, 0.0, 1.0)
    _frame(sheet, plot)
    steps = [step / len(found.lorenz) for step in range(len(found.lorenz) + 1)]
    curve = [(plot.across(at), plot.down(held)) for at, held in zip(steps, (0.0, *found.lorenz), strict=True)]
    sheet.area([*curve, (plot.across(1.0), plot.down(1.0))], palette.ZONE)
    sheet.line([plot.x, plot.right], [plot.bottom, plot.y], palette.FAINT, 2, dashed=True)
    sheet.line([x for x, _ in curve], [y for _, y in curve], palette.ACCENT, 5, z=3)
    half = found.lorenz[len(found.lorenz) // 2 - 1]
    sheet.y += 26
    for key, share in (("panel_half", half), ("panel_largest", found.largest)):
        told = say(key, sheet.lang, share=words.percent(share))
        sheet.paragraph(told, BODY, color=palette.QUIET, x=plot.right + 36, room=MARGIN + ROOM - plot.right - 36)
        sheet.y += 10
    sheet.y = plot.bottom + 50


def _frame(sheet: Sheet, plot: Plot) -> None:
    sheet.box(plot.x, plot.bottom, plot.wide, 2, palette.FAINT)
    for value in (0.0, _EVEN, 1.0):
        told = words.percent(value)
        sheet.text(plot.x - 12, plot.down(value) + 8, told, SMALL, color=palette.QUIET, align="right")
        sheet.text(plot.across(value), plot.bottom + 32, told, SMALL, color=palette.QUIET, align="center")


def _controls(sheet: Sheet, found: Controls) -> None:
    """Draw the stable words' growth, and say how often halves of one period differ."""
    sheet.paragraph(say("panel_controls", sheet.lang), 11.5, bold=True)
    sheet.y += 6
    if found.stable:
        _words(sheet, found)
    sheet.paragraph(_told(found, sheet.setting), 11, color=palette.QUIET)


def _words(sheet: Sheet, found: Controls) -> None:
    names = {name: say(f"word_{name}", sheet.lang) for name in found.stable}
    left = max(width(name, 11) for name in names.values()) + 24
    x, room = MARGIN + left, ROOM - left - 230
    reach = min(max(max(abs(one.low), abs(min(one.high, 1.0))) for one in found.stable.values()) * 1.1, 1.0)

    def place(value: float) -> float:
        return x + room * (min(max(value, -reach), reach) + reach) / (2 * reach)

    top = sheet.y
    for name, interval in found.stable.items():
        color = palette.VERDICT["contradicted"][0] if name in found.moved else palette.INK
        sheet.text(MARGIN, sheet.y + 30, names[name], 11)
        sheet.box(place(interval.low), sheet.y + 20, max(place(interval.high) - place(interval.low), 2), 8, color)
        sheet.box(place(interval.value) - 2, sheet.y + 14, 4, 20, color)
        sheet.text(MARGIN + ROOM, sheet.y + 30, _written(interval, sheet), 10.5, color=palette.QUIET, align="right")
        sheet.y += _WORD
    sheet.box(place(0.0) - 1, top, 2, sheet.y - top, palette.FAINT)
    sheet.y += 6


def _written(interval: Interval, sheet: Sheet) -> str:
    return words.interval(interval, "growth", sheet.lang)


def _told(found: Controls | None, setting: Setting) -> str:
    if found is None or not found.splits:
        return ""
    return say("panel_halves", setting.lang, n=found.splits, alarms=found.alarms)
