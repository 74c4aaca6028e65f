"""Boards made of monthly threads: which thread a month has, found once a run. Platforms say how they are listed."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass

from spiders.platforms.json_api import JsonSpider
from spiders.tally import Tally
from warehouse import clock
from warehouse.boards import Scope


@dataclass(frozen=True)
class Thread:
    """One thread.

    Args:
        id: The board's id of it.
        months: The months that it stands for, `YYYY-MM`; it is filed under the first.
        replies: Comments that the board declares; None where it declares none.
        owner: Who opened it.
    """

    id: str
    months: tuple[str, ...]
    replies: int | None = None
    owner: str = ""


class ThreadSpider(JsonSpider):
    """One thread a scope. A month without a thread is complete with no rows, unless its thread may yet come."""

    _threads: dict[str, Thread] | None = None

    @abstractmethod
    async def find_threads(self, tally: Tally) -> list[Thread]:
        """Return all threads of the board.

        Raises:
            CrawlFault: The list did not come whole: a missing thread would look like a month without one.
        """

    async def scopes(self, partition: str, tally: Tally) -> list[Scope]:
        """Return the threads filed under a month."""
        if self._threads is None:
            self._threads = {thread.id: thread for thread in await self.find_threads(tally)}
        found = [Scope(thread.id, thread.id) for thread in self._threads.values() if thread.months[0] == partition]
        if not found:
            self._explain_absence(partition, tally)
        return found

    def thread(self, scope: Scope) -> Thread | None:
        """Return the thread that a scope is; None for a saved answer."""
        return (self._threads or {}).get(scope.token)

    def _explain_absence(self, partition: str, tally: Tally) -> None:
        covering = [thread for thread in (self._threads or {}).values() if partition in thread.months]
        if covering:
            tally.worsen("complete", f"no thread of its own: the one of {covering[0].months[0]} covers this month too")
        elif partition >= f"{clock.today():%Y-%m}":
            tally.worsen("partial", "no thread yet: crawl this month again later")
        else:
            tally.worsen("complete", "no thread that month")
