"""What every page of postings passes on its way to landing: required fields, personal data, duplicates, the file.

Scrapy runs them in the order of spiders/settings.py; spiders/parse.py runs the same classes over saved answers. An item
is a page, not a posting: Scrapy's own way from one item pipeline to the next takes longer than most of their work.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, replace

from scrapy.crawler import Crawler

from spiders.tally import Tally
from warehouse import personal
from warehouse.records import RawPosting
from warehouse.tombstones import ERASED


@dataclass(frozen=True)
class Page:
    """The postings of one page on their way.

    Args:
        postings: In the board's own words.
        tally: Count of the scope that they came in.
        seen: Keys of the postings that the run has kept so far; duplicates are told by it.
        land: Writes a posting into the run's file; returns whether it did, which it does not for one that was erased.
    """

    postings: list[RawPosting]
    tally: Tally
    seen: Collection[str]
    land: Callable[[RawPosting], bool]


class RequiredFields:
    """Drops what has no key, or neither title nor text."""

    def process_item(self, item: Page) -> Page:
        """Return the page without what lacks them."""
        return replace(item, postings=[posting for posting in item.postings if _has_fields(posting, item.tally)])


def _has_fields(posting: RawPosting, tally: Tally) -> bool:
    if not posting.key:
        tally.drop("no key", "a record without a key")
        return False
    if not (posting.title or "").strip() and not (posting.text or "").strip():
        tally.drop("neither title nor text", posting.key)
        return False
    return True


class PersonalData:
    """Replaces personal data by typed marks in every text and in the raw record, and the author by a pseudonym."""

    def __init__(self, salt: bytes) -> None:
        self._salt = salt

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> PersonalData:
        """Return the pipeline with the home's salt."""
        return cls(bytes.fromhex(crawler.settings["SALT"]))

    def process_item(self, item: Page) -> Page:
        """Return the page, cleaned."""
        return replace(item, postings=personal.scrub_postings(item.postings, self._salt))


class Duplicates:
    """Drops what the same run has already brought, by key: the first one counts."""

    def process_item(self, item: Page) -> Page:
        """Return the page without what came before."""
        return replace(item, postings=list(_firsts(item)))


def _firsts(page: Page) -> Iterator[RawPosting]:
    here: set[str] = set()
    for posting in page.postings:
        if posting.key in here or posting.key in page.seen:
            page.tally.drop("duplicate within the run", posting.key)
        else:
            here.add(posting.key)
            yield posting


class Landing:
    """Writes the postings into the run's file and counts them as kept."""

    def process_item(self, item: Page) -> Page:
        """Return the page, landed."""
        for posting in item.postings:
            if item.land(posting):
                item.tally.kept += 1
            else:
                item.tally.drop(ERASED, "not told")
        return item
