"""Reading a saved answer of a board offline, with the same spider and the same item pipelines as a crawl."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from spiders.catalogue import spider_class
from spiders.faults import CrawlFault
from spiders.item_pipelines import Duplicates, Landing, Page, PersonalData, RequiredFields
from spiders.platforms.base import BoardSpider
from spiders.tally import Tally
from warehouse import personal
from warehouse.boards import Board
from warehouse.errors import JobproofError
from warehouse.records import RawPosting


@dataclass(frozen=True)
class Drop:
    """Records that are no postings.

    Args:
        reason: Why.
        examples: Key or position of each.
    """

    reason: str
    examples: tuple[str, ...]

    @property
    def count(self) -> int:
        """Return how many there are."""
        return len(self.examples)


class _EveryDrop(Tally):
    """A tally that remembers every dropped record, not the first of each reason."""

    def __init__(self) -> None:
        super().__init__("")
        self.all: dict[str, list[str]] = defaultdict(list)

    def drop(self, reason: str, example: object) -> None:
        super().drop(reason, example)
        self.all[reason].append(str(example)[:80])


@dataclass(frozen=True)
class ParseResult:
    """What a saved answer holds; as many records came in as rows and drops tell of.

    Args:
        rows: The postings, personal data replaced.
        dropped: The rest, by reason.
    """

    rows: list[RawPosting]
    dropped: list[Drop]


def parse(board: Board, path: Path, *, fetched_at: str | None = None, salt: bytes | None = None) -> ParseResult:
    """Return the postings in a saved answer: a native response, a bare list, or a trimmed envelope.

    Args:
        board: A live or history board.
        path: The file.
        fetched_at: When the answer came, ISO 8601 UTC; now where it is not known.
        salt: For pseudonyms; without it they are good for this one result only.

    Raises:
        JobproofError: The file cannot be read, or is no answer of that board.
    """
    spider = spider_class(board)(board)
    spider.fetched_at = fetched_at or spider.fetched_at
    try:
        records = spider.unpack(path.read_bytes())
    except OSError as error:
        raise _unreadable(board, path, f"cannot be read ({error.strerror})") from None
    except CrawlFault as fault:
        raise _unreadable(board, path, fault.reason) from None
    tally = _EveryDrop()
    rows: dict[str, RawPosting] = {}

    def land(posting: RawPosting) -> bool:
        rows[posting.key] = posting
        return True

    page = Page(list(_postings(spider, records, tally)), tally, rows.keys(), land)
    for pipeline in (RequiredFields(), PersonalData(salt or personal.throwaway_salt()), Duplicates(), Landing()):
        page = pipeline.process_item(page)
    return ParseResult(list(rows.values()), [Drop(reason, tuple(each)) for reason, each in tally.all.items()])


def _postings(spider: BoardSpider, records: list[Any], tally: Tally) -> Iterator[RawPosting]:
    for position, record in enumerate(records):
        scope = spider.scope_of(record if isinstance(record, dict) else {})
        if (posting := spider.read_record(record, position, scope, tally)) is not None:
            yield posting


def _unreadable(board: Board, path: Path, found: str) -> JobproofError:
    return JobproofError(
        f"file {path}", found, allowed=f"an answer of {board.title}", remedy="Name another file, or the board it is of."
    )
