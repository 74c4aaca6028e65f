"""Skills rising and falling beside Go between two periods. A selection of changes: its intervals pay for the choice."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist

import polars as pl

from reports import words
from reports.charts import palette
from reports.charts.canvas import MARGIN, ROOM, SMALL, WIDTH, Chart, Setting, Sheet, styled
from reports.charts.plot import steps
from reports.charts.typeset import printable
from reports.words import say

_SHOWN, _LEAST = 10, 10
"""Skills drawn; vacancies that must name a skill, over both periods, for it to be looked at."""
_DEFF = 1.3
"""Design effect of employers' clusters, as measured on Hacker News; the frame has no employers to cluster by."""
_ROW = 60


@dataclass(frozen=True)
class _Change:
    label: str
    base: float
    new: float
    variance: float

    @property
    def z(self) -> float:
        return abs(self.new - self.base) / math.sqrt(self.variance)

    def half(self, z: float) -> float:
        """Return half the interval's width."""
        return z * math.sqrt(self.variance)


@styled
def draw(skills: pl.DataFrame, periods: Sequence[str], boards: Sequence[str], setting: Setting) -> Chart | None:
    """Draw the clearest changes; None where no two periods can be compared.

    Args:
        skills: frames.SKILLS columns.
        periods: Labels, base first.
        boards: Names of those pooled.
        setting: Language, vintage, board titles.
    """
    looked = [_change(row, setting) for row in skills.iter_rows(named=True) if row["base_n"] + row["new_n"] >= _LEAST]
    if len(periods) != 2 or not looked:  # noqa: PLR2004 - base and new
        return None
    chosen = sorted(looked, key=lambda change: (-change.z, change.label))[:_SHOWN]
    chosen.sort(key=lambda change: change.base - change.new)
    z = NormalDist().inv_cdf(1 - 0.025 * len(chosen) / len(looked))
    sheet = Sheet(setting)
    title = _title(chosen, z, setting)
    base, new = (words.period(label, setting.lang) for label in periods)
    sheet.heading("", title, say("skills_subtitle", setting.lang, base=base, new=new, n=len(chosen), m=len(looked)))
    top = min(max(max(change.base, change.new + change.half(z)) for change in chosen) * 1.03, 1.0)
    _rows(sheet, chosen, z, top)
    listed = "; ".join(f"{c.label} {words.percent(c.base)} → {words.percent(c.new)}" for c in chosen)
    return Chart("skills", sheet.finish(boards), title, setting.alt(f"{title}. {listed}."))


def _rows(sheet: Sheet, chosen: Sequence[_Change], z: float, top: float) -> None:
    """Draw risers and fallers under their headings, on one axis."""
    start = sheet.y
    for key, group in (
        ("skills_rising", [change for change in chosen if change.new >= change.base]),
        ("skills_falling", [change for change in chosen if change.new < change.base]),
    ):
        if group:
            sheet.text(MARGIN, sheet.y + 26, say(key, sheet.lang), SMALL, bold=True)
            sheet.y += 44
        for change in group:
            _row(sheet, change, z, top)
    for value in steps(top):
        x = MARGIN + ROOM * value / top
        sheet.box(x, start + 40, 1.5, sheet.y - start - 40, palette.GRID, z=-6)
        sheet.within(x, sheet.y + 24, words.percent(value), SMALL, color=palette.QUIET)
    sheet.y += 30


def _change(row: dict[str, object], setting: Setting) -> _Change:
    """Return a change of share with its difference's variance (Agresti and Caffo 2000: one hit, one miss added)."""
    values = [float(str(row[name])) for name in ("base_n", "base_total_n", "new_n", "new_total_n")]
    shares = [((x + 1) / (n + 2), n + 2) for x, n in (values[:2], values[2:])]
    variance = _DEFF * sum(p * (1 - p) / n for p, n in shares)
    label = printable(str(row["label_zh" if setting.lang == "zh" else "label_en"]))
    return _Change(label, values[0] / max(values[1], 1), values[2] / max(values[3], 1), variance)


def _title(chosen: Sequence[_Change], z: float, setting: Setting) -> str:
    clear = [change for change in chosen if change.z > z]
    if not clear:
        return say("skills_none", setting.lang)
    best = max(clear, key=lambda change: change.z)
    key = "skills_up" if best.new > best.base else "skills_down"
    return say(key, setting.lang, name=best.label, base=words.percent(best.base), new=words.percent(best.new))


def _row(sheet: Sheet, change: _Change, z: float, top: float) -> None:
    clear = change.z > z
    color = (palette.ACCENT if change.new > change.base else palette.CONTRAST) if clear else palette.QUIET
    value = f"{words.percent(change.base)} → {words.percent(change.new)}"
    sheet.text(MARGIN, sheet.y + 20, change.label, SMALL, bold=clear)
    sheet.text(WIDTH - MARGIN, sheet.y + 20, value, SMALL, color=color, bold=clear, align="right")
    y = sheet.y + 40
    ends = [max(change.new - change.half(z), 0), change.new + change.half(z)]
    base, new, low, high = (MARGIN + ROOM * min(at, top) / top for at in (change.base, change.new, *ends))
    sheet.line([low, high], [y, y], color, 10, alpha=0.30)
    sheet.line([base, new], [y, y], color, 3, z=2)
    sheet.dots([base], [y], 15, color, hollow=True)
    sheet.dots([new], [y], 17, color, z=4)
    sheet.y += _ROW
