"""Which skills Go vacancies name together, as a heat map. Judges nothing."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from reports import names, words
from reports.charts import palette
from reports.charts.canvas import MARGIN, ROOM, SMALL, Chart, Setting, Sheet, styled
from reports.charts.typeset import clipped, printable, width
from reports.words import say

_LEAST = 20
"""Vacancies that must name a skill for its row to be a share."""
_NAMES = 256
"""Pixels for the names at the left."""
_FEWEST = 3


@styled
def draw(pairs: pl.DataFrame, period: tuple[str, ...], boards: Sequence[str], setting: Setting) -> Chart | None:
    """Draw of each skill how many of its vacancies name each other one; None for fewer than three skills.

    Args:
        pairs: frames.TOGETHER columns.
        period: Its label, alone; empty where there is none.
        boards: Names of those pooled.
        setting: Language, vintage, board titles.
    """
    order = pairs.select("concept", "concept_n").unique(maintain_order=True)
    held = [(concept, n) for concept, n in order.iter_rows() if n >= _LEAST]
    if len(held) < _FEWEST or not period:
        return None
    shares = {(a, b): both / n for a, b, n, both in pairs.iter_rows()}
    shown = [concept for concept, _ in held]
    a, b = max(((a, b) for a in shown for b in shown if a != b), key=lambda pair: (shares.get(pair, 0.0), pair))
    sheet, lang = Sheet(setting), setting.lang
    best = words.percent(shares[a, b])
    title = say("together_title", lang, a=names.name(a, lang), b=names.name(b, lang), share=best)
    when = words.periods(period, lang)
    sheet.heading("", title, say("together_subtitle", lang, when=when, n=len(shown), least=_LEAST))
    _grid(sheet, shown, shares)
    listed = "; ".join(f"{names.name(concept, lang)} {n}" for concept, n in held)
    return Chart("together", sheet.finish(boards), title, setting.alt(f"{title}. {listed}."))


def _grid(sheet: Sheet, shown: list[str], shares: dict[tuple[str, str], float]) -> None:
    step = (ROOM - _NAMES) / len(shown)
    _heads(sheet, shown, step)
    for row, concept in enumerate(shown):
        y = sheet.y + row * step
        label = clipped(f"{row + 1}  {printable(names.name(concept, sheet.lang))}", SMALL, _NAMES - 12)
        sheet.text(MARGIN, y + step / 2 + 8, label, SMALL)
        for column, other in enumerate(shown):
            if other != concept:
                _cell(sheet, (MARGIN + _NAMES + column * step, y), step, shares.get((concept, other), 0.0))
    sheet.y += len(shown) * step + 10


def _heads(sheet: Sheet, shown: list[str], step: float) -> None:
    """Number the columns as the rows are numbered: names would have to stand on their heads."""
    for column in range(len(shown)):
        x = MARGIN + _NAMES + (column + 0.5) * step
        sheet.text(x, sheet.y + 18, str(column + 1), SMALL, color=palette.QUIET, align="center")
    sheet.y += 30


def _cell(sheet: Sheet, corner: tuple[float, float], step: float, share: float) -> None:
    x, y = corner
    ground, letters = palette.heat(share)
    sheet.box(x + 1, y + 1, step - 2, step - 2, ground)
    told = f"{100 * share:.0f}"
    if width(told, SMALL) < step - 4:
        sheet.text(x + step / 2, y + step / 2 + 7, told, SMALL, color=letters, align="center")
