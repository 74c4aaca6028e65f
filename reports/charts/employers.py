"""A claim on employers as dots, one each: how many name a thing, how many the article would have. Judges nothing."""

from __future__ import annotations

import math

from reports import words
from reports.charts import palette
from reports.charts.canvas import BODY, MARGIN, ROOM, SMALL, Sheet
from reports.charts.typeset import width
from reports.results import Estimate, Judgement
from reports.words import say

_MOST = 1600
"""Dots on a sheet; of more employers each dot stands for several."""
_SMALLEST, _LARGEST = 16.0, 30.0
"""Pixels a dot takes."""


def draw(sheet: Sheet, judged: Judgement, given: Estimate) -> bool:
    """Draw every employer asked: those that name it first, those that the claim would need ringed."""
    asked, naming = given.cells[-1]
    if not asked:
        return False
    each = math.ceil(asked / _MOST)
    dots, found = math.ceil(asked / each), math.ceil(naming / each)
    wanted = _wanted(judged, asked)
    needed = min(math.ceil(wanted / each), dots) if wanted is not None else 0
    step = min(max(math.sqrt(ROOM * 330 / dots), _SMALLEST), _LARGEST)
    across = int(ROOM // step)
    _legend(sheet, judged, (asked, naming), wanted)
    _field(sheet, (dots, found, needed), step, across)
    sheet.y += math.ceil(dots / across) * step + 10
    note = say("dots_employers", sheet.lang) if each == 1 else say("dots_many", sheet.lang, n=each)
    sheet.paragraph(note, SMALL, color=palette.QUIET)
    sheet.y += 18
    return True


def _wanted(judged: Judgement, asked: int) -> int | None:
    """Return how many employers would name it if the claim held at its least."""
    value = judged.figure if judged.figure is not None else (judged.zone or (None,))[0]
    return math.ceil(value * asked) if value is not None and value <= 1 else None


def _legend(sheet: Sheet, judged: Judgement, counts: tuple[int, int], wanted: int | None) -> None:
    asked, naming = counts
    told = say("dots_found", sheet.lang, x=words.number(naming), n=words.number(asked))
    sheet.dots([MARGIN + 8], [sheet.y + 15], 15, palette.CONTRAST)
    sheet.text(MARGIN + 24, sheet.y + 23, told, BODY, color=palette.CONTRAST, bold=True)
    if wanted is not None:
        x = MARGIN + 24 + width(told, BODY, bold=True) + 40
        value = words.claimed(judged, sheet.lang)
        sheet.dots([x + 8], [sheet.y + 15], 15, palette.ACCENT, hollow=True)
        told = say("dots_claimed", sheet.lang, value=value, x=words.number(wanted))
        sheet.text(x + 24, sheet.y + 23, told, BODY, color=palette.ACCENT, bold=True)
    sheet.y += 42


def _field(sheet: Sheet, counts: tuple[int, int, int], step: float, across: int) -> None:
    dots, found, needed = counts
    places = [
        (MARGIN + step * (at % across) + step / 2, sheet.y + step * (at // across) + step / 2) for at in range(dots)
    ]
    for part, color, hollow in (
        (places[:found], palette.CONTRAST, False),
        (places[found:needed], palette.ACCENT, True),
        (places[max(found, needed) :], palette.MUTED, False),
    ):
        if part:
            xs, ys = zip(*part, strict=True)
            sheet.dots(xs, ys, step * 0.62, color, hollow=hollow)
