"""Boards whose lists hold no texts: each text is one request more, which is made once for an opening.

Belongs here: asking for texts one after another, giving up, and what landed of them before. Which address holds a text
and what it says is the affair of each platform.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import AsyncIterator

from spiders.faults import BlockedFault, CrawlFault, GoneFault
from spiders.platforms.base import Json
from spiders.platforms.json_api import JsonSpider
from spiders.tally import Tally
from warehouse import landing
from warehouse.boards import Scope
from warehouse.errors import JobproofError
from warehouse.home import Home
from warehouse.records import CrawlReport

LANDED = "landed"
"""The mark that a platform puts on a record whose text it did not ask for: the row that landed of it before."""
_MOST_MISSES = 3
"""Texts in a row that do not come before the rest is left."""
_RUNS = 3
"""Runs that are looked into: the last one may have been cut short."""


class TextsApartSpider(JsonSpider):
    """A text that landed within the last runs is not asked for again while the list tells of no change."""

    row_name = "id"
    """The key that names a row of the list, for people."""
    _before: dict[str, dict[str, Json]] | None = None

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
        """Return a row of the list with its text, or with what landed of it before under LANDED.

        Raises:
            GoneFault: The opening was closed since the list came.
            CrawlFault: The text did not come.
        """

    def landed(self, key: str, **same: Json) -> dict[str, Json] | None:
        """Return the row that landed with a text under a key, if it says the same of these columns."""
        if self._before is None:
            self._before = last_texts(self._home, self.board.name) if self._home else {}
        row = self._before.get(key)
        return row if row and all(row[column] == value for column, value in same.items()) else None


def last_texts(home: Home, board: str) -> dict[str, dict[str, Json]]:
    """Return the rows with a text that the last readable runs of a board landed, the newest of each key."""
    found: dict[str, dict[str, Json]] = {}
    runs = 0
    for report in reversed(landing.reports(home, board, on_error=_ignore)):
        if runs == _RUNS:
            break
        rows = _rows(home, report) if report.sha256 else []
        runs += bool(rows)
        found = {row["key"]: row for row in rows if row["text"]} | found
    return found


def _rows(home: Home, report: CrawlReport) -> list[dict[str, Json]]:
    try:
        return landing.read(home, report).to_dicts()
    except JobproofError as error:
        _ignore(error)
        return []


def enriched(row: Json, details: Json) -> Json:
    """Return a row of the list with what its own page says, unless that says nothing."""
    return {**row, **{name: value for name, value in details.items() if value not in (None, "", [])}}


def _count_miss(example: Json, fault: CrawlFault, tally: Tally) -> None:
    if isinstance(fault, GoneFault):
        tally.drop("closed since the list came", example)
        return
    tally.drop("its text did not come", example)
    tally.worsen("partial", f"not every text came: {fault.reason}")


def _ignore(_error: JobproofError) -> None:
    """Leave an unreadable run out: its texts are asked for again."""
