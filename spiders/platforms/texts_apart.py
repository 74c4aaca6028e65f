"""Boards whose lists hold no texts: each text is one request more, which is made once for an opening.

Belongs here: asking for texts one after another, giving up, and what landed of them before. Which address holds a text
and what it says is the affair of each platform.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import AsyncIterator

from spiders.faults import BlockedFault, CrawlFault, GoneFault
from spiders.landed import rows_of_last_runs
from spiders.platforms.base import Json
from spiders.platforms.json_api import JsonSpider
from spiders.tally import Tally
from warehouse.boards import Scope
from warehouse.home import Home

_MOST_MISSES = 3
"""Texts in a row that do not come before the rest is left."""


class TextsApartSpider(JsonSpider):
    """A text that landed within the last runs is not asked for again while the list tells of no change."""

    row_name = "id"
    """The key that names a row of the list, for people."""
    text_name: str
    """The key under which a record has its text, which its row in the list lacks."""
    unchanged: tuple[str, ...]
    """The keys of a row that tell by staying the same that its text was not changed."""
    fresh: tuple[str, ...] = ()
    """The keys that the list knows better than the opening's own page as it once was."""
    _before: dict[str, Json] | None = None

    async def with_texts(self, rows: list[Json], scope: Scope, tally: Tally) -> AsyncIterator[list[Json]]:
        """Yield the records one by one, each with its text; those whose text does not come are dropped.

        Raises:
            BlockedFault: The board refuses us.
            CrawlFault: Several texts in a row did not come.
        """
        misses = brought = 0
        for row in rows:
            try:
                record = await self.with_text(row, scope, tally)
            except BlockedFault:
                raise
            except CrawlFault as fault:
                misses += 1
                _count_miss(row.get(self.row_name), fault, tally)
                if misses == _MOST_MISSES:
                    raise
            else:
                misses, brought = 0, brought + 1
                yield [record]
        if rows and not brought:
            tally.worsen("partial", "no opening's text came, which does not prove that all are closed")

    @abstractmethod
    async def with_text(self, row: Json, scope: Scope, tally: Tally) -> Json:
        """Return a row of the list with its text, asked for or as it landed before.

        Raises:
            GoneFault: The opening was closed since the list came.
            CrawlFault: The text did not come.
        """

    def landed(self, key: str, row: Json) -> Json | None:
        """Return a row with the rest of its record as it landed under a key; None where it is to be asked for."""
        if self._before is None:
            self._before = self._records_before(self._home) if self._home else {}
        record = self._before.get(key)
        if record is None or any(record.get(name) != row.get(name) for name in self.unchanged):
            return None
        return {**enriched(row, record), **{name: row.get(name) for name in self.fresh}}

    def _records_before(self, home: Home) -> dict[str, Json]:
        """Return the raw records with a text that the last runs landed, the newest of each key."""
        found: dict[str, Json] = {}
        for rows in rows_of_last_runs(home, self.board.name, simulated=self._simulated):
            found = {str(row["key"]): row["raw"] for row in rows if row["raw"].get(self.text_name)} | found
        return found


def enriched(row: Json, details: Json) -> Json:
    """Return a row of the list with what its own page says, unless that says nothing."""
    return {**row, **{name: value for name, value in details.items() if value not in (None, "", [])}}


def _count_miss(example: Json, fault: CrawlFault, tally: Tally) -> None:
    if isinstance(fault, GoneFault):
        tally.drop("closed since the list came", example)
        return
    tally.drop("its text did not come", example)
    tally.worsen("partial", f"not every text came: {fault.reason}")
