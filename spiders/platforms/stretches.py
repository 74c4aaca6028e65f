"""History boards that are asked for what was published on some days: a month, cut until each part of it is whole.

Belongs here: cutting, and what proves that a part came whole. How days are asked for is the platform's affair.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import date, timedelta

from spiders.faults import BlockedFault, CrawlFault
from spiders.platforms.base import Json
from spiders.platforms.json_api import JsonSpider
from spiders.tally import Tally
from warehouse import clock
from warehouse.boards import Scope


@dataclass(frozen=True)
class Stretch:
    """Days in a row.

    Args:
        first: First day.
        last: Last day, included.
    """

    first: date
    last: date

    @classmethod
    def month(cls, partition: str) -> Stretch:
        """Return the days of `YYYY-MM`."""
        first = clock.month_of(partition, who="a month")
        return cls(first, clock.next_month(first) - timedelta(days=1))

    @property
    def days(self) -> int:
        """Return the number of days."""
        return (self.last - self.first).days + 1

    def halves(self) -> list[Stretch]:
        """Return the two halves, the second the longer one by a day at most."""
        middle = self.first + timedelta(days=self.days // 2)
        return [Stretch(self.first, middle - timedelta(days=1)), Stretch(middle, self.last)]

    def cut(self, longest: int) -> list[Stretch]:
        """Return the parts, in order, none of them longer than so many days."""
        return [self] if self.days <= longest else [part for half in self.halves() for part in half.cut(longest)]


@dataclass(frozen=True)
class Brought:
    """What the board answers for a stretch.

    Args:
        records: What came; empty where the platform saw that not all can come.
        declared: How many the board says there are.
    """

    records: list[Json]
    declared: int


class StretchSpider(JsonSpider):
    """One category of the board a scope; complete when every stretch of the month brought what the board declares."""

    longest = 31
    """Days of a stretch at first."""
    shortest = 1
    """Days of a stretch that is not cut further."""
    doubts_none = False
    """Whether an answer without a record is asked for again in halves."""

    @abstractmethod
    async def ask(self, scope: Scope, stretch: Stretch, tally: Tally) -> Brought:
        """Return what was published within a stretch.

        Raises:
            CrawlFault: It did not come, or is not what the protocol promises.
        """

    async def pages(self, scope: Scope, tally: Tally) -> AsyncIterator[list[Json]]:
        """Yield a stretch after another; one that fails or falls short is asked for again in halves while it may be."""
        waiting = Stretch.month(self.partition).cut(self.longest)
        tally.declared, uncut = 0, set(waiting)
        owed: dict[Stretch, int] = {}
        came: dict[Stretch, int] = {}
        while waiting:
            stretch = waiting.pop(0)
            may_be_cut = stretch.days >= 2 * self.shortest
            brought = await self._asked(scope, stretch, tally, forgiving=may_be_cut)
            if may_be_cut and not self._is_whole(brought, is_uncut=stretch in uncut):
                waiting[:0] = stretch.halves()
                owed[stretch] = 1 if brought is None else brought.declared
            elif brought is not None:
                tally.declared += brought.declared
                came[stretch] = brought.declared
                yield brought.records
        _compare(owed, came, tally)
        self._explain(tally)

    async def _asked(self, scope: Scope, stretch: Stretch, tally: Tally, *, forgiving: bool) -> Brought | None:
        try:
            return await self.ask(scope, stretch, tally)
        except BlockedFault:
            raise
        except CrawlFault:
            if forgiving:
                return None
            raise

    def _is_whole(self, brought: Brought | None, *, is_uncut: bool) -> bool:
        if brought is None or len(brought.records) < brought.declared:
            return False
        return bool(brought.records) or not (self.doubts_none and is_uncut)

    def _explain(self, tally: Tally) -> None:
        tally.note_running(self.partition)
        if not tally.declared:
            tally.worsen("complete", "the board says that it published none that month")


def _compare(owed: dict[Stretch, int], came: dict[Stretch, int], tally: Tally) -> None:
    """Compare what stretches were said to hold with what their parts were; one that failed holds something."""
    for whole, wanted in owed.items():
        found = sum(number for part, number in came.items() if whole.first <= part.first and part.last <= whole.last)
        if found < wanted:
            tally.worsen(
                "partial",
                f"{whole.first} to {whole.last} came neither whole nor in parts, which are said to hold {found}",
            )
