"""Which boards were observed over which periods: chosen by coverage, blind to what they hire. No counting here."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

import polars as pl

from warehouse import periods
from warehouse.clock import next_month
from warehouse.cohorts import Measure, Population
from warehouse.periods import Period

_LIKE = {"newest year": "2000", "newest quarter": "2000-Q1", "newest month": "2000-01"}


@dataclass(frozen=True)
class Window:
    """Periods with the boards that were observed in all of them.

    Args:
        periods: Base first for growth.
        boards: Sorted.
        dropped: board -> why it is in none of the periods.
        reason: Why nothing can be estimated; empty where something can.
    """

    periods: tuple[Period, ...]
    boards: tuple[str, ...] = ()
    dropped: dict[str, str] = field(default_factory=dict)
    reason: str = ""

    @property
    def labels(self) -> tuple[str, ...]:
        """Return the periods' labels."""
        return tuple(period.label for period in self.periods)


class Observed(Protocol):
    """What choosing a panel needs of a published warehouse."""

    def coverage(self) -> pl.DataFrame:
        """Return `mart.coverage`."""

    def covered(self, periods: Sequence[Period], measure: Measure = "opened") -> dict[str, str]:
        """Return board -> why it cannot speak of all the periods; empty text where it can."""


class Panels:
    """What was observed, board by board.

    Args:
        observed: A published warehouse.
        today: No period that ends later is finished.
    """

    def __init__(self, observed: Observed, today: date) -> None:
        self._observed, self._today = observed, today
        self._coverage = observed.coverage()
        self._covered: dict[tuple[tuple[Period, ...], Measure], dict[str, str]] = {}
        self._silent: dict[tuple[tuple[Period, ...], Population], dict[str, str]] = {}

    def window(self, chosen: tuple[Period, ...], population: Population, measure: Measure, only: str = "") -> Window:
        """Return the boards that were observed in all of the periods and list the population in each.

        What a board must have been seen at to speak of a period is the warehouse's to say. An unfinished period gives
        nothing.

        Args:
            chosen: Periods, base first.
            population: `CN` or `ALL`; a board without an opening of it in a period is dropped from a flow.
            measure: `opened` or `open`.
            only: The one board to look at; empty for all.
        """
        for period in chosen:
            if not period.finished(self._today):
                return Window(chosen, reason=f"{period.label} is not finished")
        faults = self._faults(chosen, population, measure)
        boards = tuple(sorted(board for board, fault in faults.items() if not fault and only in {"", board}))
        dropped = {board: fault for board, fault in sorted(faults.items()) if fault and only in {"", board}}
        labels = " and ".join(period.label for period in chosen)
        return Window(chosen, boards, dropped, "" if boards else f"no board covers {labels} with {population} postings")

    def newest(self, like: str, years: int, population: Population, measure: Measure, only: str = "") -> Window | None:
        """Return the newest finished window that a board covers; None where there is none.

        Args:
            like: A label of the wanted form, or `newest year|quarter|month`.
            years: Distance of the base; 0 for a single period.
            population: `CN` or `ALL`.
            measure: `opened` or `open`.
            only: The one board to look at; empty for all.
        """
        windows = (
            self.window(_pair(period, years), population, measure, only)
            for period in self._backwards(_LIKE.get(like, like))
        )
        return next((window for window in windows if window.boards), None)

    def year_pairs(self, population: Population, board: str = "") -> list[Window]:
        """Return every finished pair of neighbouring years that the board, or any, covers, oldest first."""
        windows = [
            self.window(_pair(year, 1), population, "opened", board) for year in self._backwards(_LIKE["newest year"])
        ]
        return [window for window in windows if window.boards][::-1]

    def _backwards(self, like: str) -> Iterator[Period]:
        """Yield the finished periods that coverage reaches, newest first."""
        if self._coverage.is_empty():
            return
        known: list[date] = self._coverage["month"].to_list()
        period = periods.containing(min(next_month(max(known)), self._today), like=like).before()
        while period.end > min(known):
            yield period
            period = period.before()

    def _faults(self, chosen: tuple[Period, ...], population: Population, measure: Measure) -> dict[str, str]:
        if (chosen, measure) not in self._covered:
            self._covered[chosen, measure] = self._observed.covered(chosen, measure)
        unobserved = self._covered[chosen, measure]
        silent = self._without_opening(chosen, population) if measure == "opened" else {}
        return {board: fault or silent.get(board, "") for board, fault in unobserved.items()}

    def _without_opening(self, chosen: tuple[Period, ...], population: Population) -> dict[str, str]:
        if (chosen, population) not in self._silent:
            self._silent[chosen, population] = {
                board: f"no {population} posting in {period.label}"
                for period in reversed(chosen)
                for board in self._boards - self._listing(period, population)
            }
        return self._silent[chosen, population]

    @property
    def _boards(self) -> set[str]:
        return set(self._coverage["board"])

    def _listing(self, period: Period, population: Population) -> set[str]:
        column = "in_cn_n" if population == "CN" else "postings_n"
        within = pl.col("month").is_between(period.start.replace(day=1), period.end, closed="left")
        return set(self._coverage.filter(within & (pl.col(column) > 0))["board"])


def _pair(period: Period, years: int) -> tuple[Period, ...]:
    if not years:
        return (period,)
    base = period
    for _ in range(years):
        base = base.year_before()
    return base, period
