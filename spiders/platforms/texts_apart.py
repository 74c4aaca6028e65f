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

_MOST_MISSES = 3
"""Texts in a row that do not come before the rest is left."""
_RUNS = 3
"""Runs that are looked into: the last one may have been cut short."""


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
        """Return the raw records with a text that the last readable runs landed, the newest of each key."""
        found: dict[str, Json] = {}
        runs = 0
        for report in reversed(landing.reports(home, self.board.name, on_error=_ignore)):
            if report.simulated == self._simulated and (rows := _rows(home, report)):
                found = {key: record for key, record in rows if record.get(self.text_name)} | found
                runs += 1
            if runs == _RUNS:
                break
        return found


def _rows(home: Home, report: CrawlReport) -> list[tuple[str, Json]]:
    try:
        landing.verify(home, report)
    except JobproofError as error:
        _ignore(error)
        return []
    return [(str(row["key"]), row["raw"]) for row in landing.raw_lines(home, report)]


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
