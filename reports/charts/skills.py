"""Skills rising and falling beside Go between two periods. A selection of changes: its intervals pay for the choice."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist

import polars as pl
from matplotlib.axes import Axes

from reports import words
from reports.charts import palette
from reports.charts.canvas import MARGIN, ROOM, WIDTH, Chart, Setting, Sheet, styled
from reports.charts.typeset import printable
from reports.words import say

_SHOWN, _LEAST = 10, 10
"""Skills drawn; vacancies that must name a skill, over both periods, for it to be looked at."""
_DEFF = 1.3
"""Design effect of employers' clusters, as measured on Hacker News; the frame has no employers to cluster by."""
_ROW = 96


@dataclass(frozen=True)
class _Change:
    label: str
    base: float
    new: float
    variance: float

    @property
    def z(self) -> float:
        return abs(self.new - self.base) / math.sqrt(self.variance)


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
    top = max(max(change.base, change.new + z * math.sqrt(change.variance)) for change in chosen)
    for change in chosen:
        _row(sheet, change, z, min(top, 1.0))
    listed = "; ".join(f"{c.label} {words.percent(c.base)} → {words.percent(c.new)}" for c in chosen)
    mark = f"{say('simulated_word', setting.lang)}. " if setting.simulated else ""
    return Chart("skills", sheet.finish(boards), title, f"{mark}{title}. {listed}.")


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
    color = (palette.ACCENT if change.new > change.base else palette.LINES["java"]) if clear else palette.QUIET
    value = f"{words.percent(change.base)} → {words.percent(change.new)}"
    sheet.text(MARGIN, sheet.y + 30, change.label, 11.5, bold=clear)
    sheet.text(WIDTH - MARGIN, sheet.y + 30, value, 11.5, color=color, bold=clear, align="right")
    axes = sheet.axes(MARGIN, sheet.y + 44, ROOM, 36)
    axes.set(xlim=(0, top), ylim=(-1, 1))
    axes.set_axis_off()
    _dumbbell(axes, change, z * math.sqrt(change.variance), color)
    sheet.y += _ROW


def _dumbbell(axes: Axes, change: _Change, half: float, color: str) -> None:
    axes.axhline(0, color=palette.GRID, lw=1.2, zorder=0)
    ends = [max(change.new - half, 0), change.new + half]
    axes.plot(ends, [0, 0], color=color, lw=5, alpha=0.35, solid_capstyle="butt", zorder=1)
    axes.plot([change.base], [0], marker="o", ms=9, mfc=palette.PAPER, mec=color, mew=1.8, zorder=2, clip_on=False)
    axes.plot([change.new], [0], marker="o", ms=9, mfc=color, mec=color, zorder=3, clip_on=False)
