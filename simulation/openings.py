"""A small market by days, as live boards show it to weekly crawls: re-posts, cross-posts, failed crawls, late boards.

What a board shows on a day follows from the seed; which of it is an opening of which month is for the product to find.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property

from simulation import truth
from simulation.dice import dice
from simulation.employers import Employer, employers_abroad
from simulation.truth import Planted, Trend
from simulation.vacancies import Stream, Vacancy
from simulation.writers.advert import Advert, in_english

BASE, LATER = "2024-05", "2024-06"
"""Two months with four Mondays each: what was opened in the four weeks before them is seen first in them."""
_MONDAYS = tuple(date(2024, 2, 26) + timedelta(days=7 * week) for week in range(19))
_MONTHS = (date(2023, 11, 1), date(2023, 12, 1), *(date(2024, month, 1) for month in range(1, 8)))
_MIDDLE = date(2024, 5, 14)
"""Middle of the four weeks that the base shows."""
_BETWEEN = 28
_LATE = date(2024, 5, 1)
_FAILED = (date(2024, 6, 10), date(2024, 6, 17), date(2024, 6, 24))
_AGAIN_AFTER, _AGAIN_FOR = 5, 24


@dataclass(frozen=True)
class Plan:
    """What is planted.

    Args:
        seed: Everything follows from it.
        growth: Of the share of openings that name Go, from base to later month; the number of all stays.
        share: Theirs in the base.
        monthly: Openings a month on all boards.
        boards: How many.
        employers: How many, each on one board.
        again: Part of the vacancies that close in the later month and are posted again, by whether they name Go.
        crossed: Part of the vacancies that are on a second board as well.
        late: The first board is crawled from the base's first day on only.
        failed: Three of the second board's crawls in the later month fail.
    """

    seed: int
    growth: float = 0.37
    share: float = 0.3
    monthly: float = 500.0
    boards: int = 6
    employers: int = 200
    again: tuple[float, float] = (0.0, 0.0)
    crossed: float = 0.05
    late: bool = False
    failed: bool = False


@dataclass(frozen=True)
class Shown:
    """One advert on one board.

    Args:
        key: The board's id of it.
        vacancy: What it is for.
        first: First day.
        until: First day on which it is gone.
    """

    key: str
    vacancy: Vacancy
    first: date
    until: date


@dataclass(frozen=True)
class Look:
    """One crawl of one board.

    Args:
        board: Its name.
        day: When.
        shown: What it lists; nothing where the crawl fails.
        failed: Whether it does.
    """

    board: str
    day: date
    shown: tuple[Shown, ...]
    failed: bool


class Openings:
    """The market of a plan.

    Args:
        plan: What is planted.
    """

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.boards = tuple(f"board{number}" for number in range(plan.boards))
        self._employers = employers_abroad(plan.seed, plan.employers)

    def looks(self) -> Iterator[Look]:
        """Yield every crawl, board by board."""
        for number, board in enumerate(self.boards):
            for day in self._days(number):
                failed = self.plan.failed and number == 1 and day in _FAILED
                shown = tuple(one for one in self._adverts[board] if one.first <= day < one.until)
                yield Look(board, day, () if failed else shown, failed)

    def write(self, one: Shown) -> Advert:
        """Return the advert's words; a re-post has the same."""
        return in_english(self.plan.seed, one.vacancy)

    def _days(self, board: int) -> list[date]:
        if not (self.plan.late and board == 0):
            return list(_MONDAYS)
        return [_LATE, *(day for day in _MONDAYS if day > _LATE)]

    @cached_property
    def _adverts(self) -> dict[str, list[Shown]]:
        found: dict[str, list[Shown]] = {board: [] for board in self.boards}
        for vacancy in self._vacancies:
            for board, shown in self._posted(vacancy):
                found[board].append(shown)
        return found

    @cached_property
    def _vacancies(self) -> list[Vacancy]:
        planted, last = self._planted, _MONDAYS[-1]
        streams = (Stream(self.plan.seed, "openings", planted, self._employers, month) for month in _MONTHS)
        return [one for stream in streams for one in stream.opened(self.plan.monthly, last)]

    @property
    def _planted(self) -> Planted:
        """Return the truth: Go's share as planned, no season, nothing else named."""
        yearly = (1 + self.plan.growth) ** (365.25 / _BETWEEN)
        level = self.plan.share / Trend(1.0, yearly).at(_MIDDLE)
        return replace(truth.ABROAD, shares=truth.ABROAD.shares | {"go": Trend(level, yearly)}, seasons=(1.0,) * 12)

    def _posted(self, vacancy: Vacancy) -> Iterator[tuple[str, Shown]]:
        """Yield where and when a vacancy is advertised."""
        chance = dice(self.plan.seed, vacancy.stream, vacancy.number, "posted")
        home = self._home[vacancy.employer]
        yield self.boards[home], Shown(_key(vacancy, "a"), vacancy, vacancy.opened, vacancy.closes)
        if chance.hit(self.plan.crossed):
            board = self.boards[(home + 1 + chance.randint(0, len(self.boards) - 2)) % len(self.boards)]
            yield board, Shown(_key(vacancy, "b"), vacancy, vacancy.opened, vacancy.closes)
        first = vacancy.closes + timedelta(days=_AGAIN_AFTER)
        if f"{first:%Y-%m}" == LATER and chance.hit(self.plan.again["go" not in vacancy.languages]):
            yield self.boards[home], Shown(_key(vacancy, "c"), vacancy, first, first + timedelta(days=_AGAIN_FOR))

    @cached_property
    def _home(self) -> dict[Employer, int]:
        return {employer: place % len(self.boards) for place, employer in enumerate(self._employers)}


def _key(vacancy: Vacancy, copy: str) -> str:
    return f"{vacancy.stream.rpartition(':')[2]}-{vacancy.number}{copy}"
