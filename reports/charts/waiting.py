"""What stands where a chart cannot be drawn yet: what is not known, what there is, when it will be known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl

from reports import words
from reports.charts import palette
from reports.charts.canvas import MARGIN, ROOM, SMALL, Chart, Setting, Sheet, styled
from reports.charts.series import LEAST_TOTAL
from reports.words import say

_MONTHS = 3


@styled
def demand(monthly: pl.DataFrame, so_far: Mapping[str, int], boards: Sequence[str], setting: Setting) -> Chart:
    """Say that demand over time is not known yet, and how far the months have come.

    Args:
        monthly: frames.DEMAND columns; may be empty.
        so_far: Vacancies known: `any` at all, `opened` seen opening, `opened_go` of those that name Go.
        boards: Names of those observed.
        setting: Language, vintage, board titles.
    """
    sheet = Sheet(setting)
    title = say("wait_demand", setting.lang, n=LEAST_TOTAL)
    go = monthly.filter((pl.col("population") == "ALL") & (pl.col("concept") == "go"))
    told = say("wait_demand_now", setting.lang, **{name: words.number(count) for name, count in so_far.items()})
    sheet.heading(say("not_known_yet", setting.lang), title, told)
    _progress(sheet, go.filter(pl.col("finished") & ~pl.col("gap") & (pl.col("total_n") > 0)).height)
    return Chart("demand-waiting", sheet.finish(boards), title, setting.alt(f"{title}. {told}"))


def _progress(sheet: Sheet, finished: int) -> None:
    """Draw the months that it takes, those that are over filled."""
    step = ROOM / _MONTHS
    for at in range(_MONTHS):
        done = at < finished
        sheet.box(MARGIN + at * step, sheet.y, step - 8, 40, palette.ACCENT if done else palette.GRID)
        label = say("wait_month", sheet.lang, n=at + 1)
        color = palette.PAPER if done else palette.QUIET
        sheet.text(MARGIN + (at + 0.5) * step - 4, sheet.y + 28, label, SMALL, color=color, align="center")
    sheet.y += 56
