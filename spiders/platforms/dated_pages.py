"""History boards whose one list begins with the newest and is paged to its start: a month's pages are found by halving.

Belongs here: finding them, and what proves that the month came whole. How a page is asked for is the platform's affair.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import AsyncIterator
from dataclasses import dataclass
from itertools import pairwise

from spiders.faults import CrawlFault
from spiders.platforms.base import Json
from spiders.platforms.json_api import JsonSpider
from spiders.tally import Tally
from warehouse import clock
from warehouse.boards import Scope

_MOVED = "the list moved while it was read, so that a posting may be missing: crawl this month again"
_UNSORTED = "the list is not in the order of its dates, so that a posting may be missing"


@dataclass(frozen=True)
class Page:
    """One page of the list.

    Args:
        rows: All that came.
        dates: Of the rows that stand in the list's order, newest first, ISO 8601 UTC; a pinned row is not among them.
        names: Ids of the same rows.
        total: Rows of the whole list, where the board declares them.
        last: Number of the last page, where the board declares it: later ones are not asked for.
    """

    rows: list[Json]
    dates: list[str]
    names: list[str]
    total: int | None = None
    last: int | None = None


class DatedPagesSpider(JsonSpider):
    """One list a scope, each page asked for at most once a run.

    A month is complete when the page before its first holds something newer, its last something older (or the list ends
    there), and nothing shows that the list moved between two of its pages.
    """

    overlap = 0
    """Rows that neighbouring pages are to have in common, by which they are known to join; 0 where totals tell it."""
    _pages: dict[tuple[str, int], Page | None] | None = None

    @abstractmethod
    async def ask(self, scope: Scope, number: int, tally: Tally) -> Page | None:
        """Return a page, counted from one; None beyond the last.

        Raises:
            CrawlFault: It did not come, or is not what the protocol promises.
        """

    @abstractmethod
    def date_of(self, row: Json) -> str | None:
        """Return when a row was posted, ISO 8601 UTC; None for one that does not stand in the list's order."""

    def page_of(self, rows: list[Json], total: int | None = None, last: int | None = None) -> Page:
        """Return the rows as a page; what has no date or no id does not stand in the list's order."""
        placed = [(date, str(row["id"])) for row in rows if (date := self.date_of(row)) and "id" in row]
        return Page(rows, [date for date, _ in placed], [name for _, name in placed], total, last)

    async def pages(self, scope: Scope, tally: Tally) -> AsyncIterator[list[Json]]:
        """Yield what was posted in the month, and what stands on its pages without a place in the order."""
        since, until = _bounds(self.partition)
        number = await self._first_before(scope, until, tally)
        chain = await self._chain(scope, max(1, number - 1), since, tally)
        self._judge(chain, tally)
        seen: set[str] = set()
        for page in chain:
            yield [row for row in page.rows if self._is_wanted(row, since, until, seen)]
        tally.note_running(self.partition)

    def _is_wanted(self, row: Json, since: str, until: str, seen: set[str]) -> bool:
        date, name = self.date_of(row), repr(row)
        if name in seen or (date is not None and not since <= date < until):
            return False
        seen.add(name)
        return True

    async def _first_before(self, scope: Scope, until: str, tally: Tally) -> int:
        """Return the number of the first page with something older than a moment; of the one after the last else."""
        low, high = 0, 1
        while not await self._reaches(scope, high, until, tally):
            low, high = high, 2 * high
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (low, middle) if await self._reaches(scope, middle, until, tally) else (middle, high)
        return high

    async def _reaches(self, scope: Scope, number: int, until: str, tally: Tally) -> bool:
        page = await self._page(scope, number, tally)
        return page is None or (bool(page.dates) and page.dates[-1] < until)

    async def _chain(self, scope: Scope, number: int, since: str, tally: Tally) -> list[Page]:
        """Return the pages from a number on, to the first with something older than a moment, or to the last."""
        chain: list[Page] = []
        while (page := await self._page(scope, number, tally)) is not None:
            chain.append(page)
            if page.dates and page.dates[-1] < since:
                break
            number += 1
        return chain

    async def _page(self, scope: Scope, number: int, tally: Tally) -> Page | None:
        if self._pages is None:
            self._pages = {}
        known, place = self._pages, (scope.token, number)
        if place not in known:
            others = [other for (token, _), other in known.items() if token == scope.token and other]
            known[place] = None if _is_beyond(number, others) else await self._new(scope, number, others, tally)
        return known[place]

    async def _new(self, scope: Scope, number: int, others: list[Page], tally: Tally) -> Page | None:
        page = await self.ask(scope, number, tally)
        if number == 1 and (page is None or not page.names):
            raise CrawlFault("the list is empty from its first page on")
        if page and page.names and any(page.names == other.names for other in others):
            raise CrawlFault(f"page {number} of the list has come already under another number")
        return page

    def _judge(self, chain: list[Page], tally: Tally) -> None:
        if not all(self._join(earlier, later) for earlier, later in pairwise(chain)):
            tally.worsen("partial", _MOVED)
        dates = [date for page in chain for date in page.dates]
        if any(earlier < later for earlier, later in pairwise(dates)):
            tally.worsen("partial", _UNSORTED)

    def _join(self, earlier: Page, later: Page) -> bool:
        if not self.overlap:
            return earlier.total == later.total
        return earlier.names[-self.overlap :] == later.names[: self.overlap]


def _is_beyond(number: int, pages: list[Page]) -> bool:
    return number > max((page.last for page in pages if page.last is not None), default=number)


def _bounds(month: str) -> tuple[str, str]:
    first = clock.month_of(month, who="a month")
    return f"{first}T00:00:00+00:00", f"{clock.next_month(first)}T00:00:00+00:00"
