"""Which periods a board can speak of. Works on frames; opens no database."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

import polars as pl

from warehouse.clock import monday, months
from warehouse.periods import Period

PATIENCE_DAYS = 28
"""Days for which a scope that fails is still expected; one that stays away longer is taken for gone."""

DAYS_SQL = f"""WITH looked AS (
    SELECT
        board, scope, try_cast(partition AS DATE) AS day,
        bool_or(state IN ('complete', 'window')) AND NOT coalesce(bool_or(overlap_n = 0), FALSE) AS whole,
        bool_or(state NOT IN ('blocked', 'failed')) AS usable
    FROM core.crawls
    WHERE board IN (SELECT board FROM core.boards WHERE kind = 'live')
    GROUP BY ALL
),
expected AS (
    SELECT
        *,
        min(day) FILTER (usable) OVER w AS first_day,
        max(day) FILTER (usable) OVER w + {PATIENCE_DAYS} AS last_day
    FROM looked
    WINDOW w AS (PARTITION BY board, scope)
)
SELECT board, day, count_if(whole) / count(*) AS whole
FROM expected
WHERE day BETWEEN first_day AND last_day
GROUP BY ALL
ORDER BY ALL"""
"""Days on which a live board was crawled, and the share of the scopes expected there that were seen whole.

A window that shares no row with the one before it leaves a gap between them: what opened in it may have been missed.
"""

WHOLE_SHARE = 0.9
"""A live board's day counts where at least this share of its scopes was seen whole."""

FIRST_DAYS = 60
"""Days after a live board's first crawl in which a first sight is no opening."""

_GOOD = {"complete", "window"}


@dataclass(frozen=True)
class Observed:
    """What was observed of every board.

    Args:
        kinds: Board -> live, history or archive.
        states: Board -> month -> state of mart.coverage.
        weeks: Live board -> Mondays of the weeks in which it was seen whole.
        begun: Live board -> its first such day.
        today: Day on which the warehouse was built.
    """

    kinds: dict[str, str]
    states: dict[str, dict[date, str]]
    weeks: dict[str, set[date]]
    begun: dict[str, date]
    today: date

    @classmethod
    def of(cls, boards: pl.DataFrame, coverage: pl.DataFrame, days: pl.DataFrame, today: date) -> Observed:
        """Gather from core.boards (board, kind), mart.coverage and DAYS_SQL."""
        states: dict[str, dict[date, str]] = defaultdict(dict)
        for board, month, state in coverage.select("board", "month", "state").iter_rows():
            states[board][month] = state
        weeks: dict[str, set[date]] = defaultdict(set)
        begun: dict[str, date] = {}
        for board, day, whole in days.iter_rows():
            if whole >= WHOLE_SHARE:
                begun.setdefault(board, day)
                weeks[board].add(monday(day))
        return cls(dict(boards.iter_rows()), dict(states), dict(weeks), begun, today)

    def reason(self, board: str, period: Period, measure: str) -> str:
        """Return why the board cannot speak of the period; empty where it can."""
        if not period.finished(self.today):
            return f"{period.label} is not over"
        if measure == "open" and "window" in self.states.get(board, {}).values():
            return "shows its newest postings only, so that its stock is unknown"
        if self.kinds.get(board) == "live":
            return self._live(board, period, measure)
        return self._monthly(board, period)

    def _live(self, board: str, period: Period, measure: str) -> str:
        begun = self.begun.get(board)
        if begun is None or begun >= period.end:
            return f"first crawled on {begun}" if begun else "never crawled whole"
        counts_from = begun + timedelta(days=FIRST_DAYS if measure == "opened" else 0)
        if period.start < counts_from:
            return f"counts from {counts_from}, {FIRST_DAYS} days after its first crawl"
        last = monday(period.end - timedelta(days=1))
        missing = [week for week in _weeks(monday(period.start), last) if week not in self.weeks[board]]
        return f"no whole crawl in the week of {missing[0]}" if missing else ""

    def _monthly(self, board: str, period: Period) -> str:
        states = self.states.get(board, {})
        for month in months(period.start, period.end - timedelta(days=1)):
            state = states.get(month)
            if state is None:
                return f"nothing of {month:%Y-%m}"
            if state not in _GOOD:
                return f"crawl of {month:%Y-%m} {state}"
        return ""


def _weeks(first: date, last: date) -> list[date]:
    return [first + timedelta(days=days) for days in range(0, (last - first).days + 1, 7)]
