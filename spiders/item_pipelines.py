"""What every posting passes on its way to landing: required fields, personal data out, duplicates out, then the file.

Scrapy runs them in the order of spiders/settings.py; spiders/parse.py runs the same classes over saved answers.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace

from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem

from spiders.tally import Tally
from warehouse import personal
from warehouse.records import RawPosting


@dataclass(frozen=True)
class Found:
    """One posting on its way.

    Args:
        posting: The board's own words.
        tally: Count of the scope that it came in.
        seen: Keys of the postings that the run has kept so far; duplicates are told by it.
        land: Writes the posting into the run's file.
    """

    posting: RawPosting
    tally: Tally
    seen: Collection[str]
    land: Callable[[RawPosting], None]


def _drop(found: Found, reason: str) -> DropItem:
    found.tally.drop(reason, found.posting.key or "a record without a key")
    return DropItem(reason)


class RequiredFields:
    """Drops what has no key, or neither title nor text."""

    def process_item(self, item: Found) -> Found:
        """Return the item, or drop it."""
        if not item.posting.key:
            raise _drop(item, "no key")
        if not (item.posting.title or "").strip() and not (item.posting.text or "").strip():
            raise _drop(item, "neither title nor text")
        return item


class PersonalData:
    """Replaces personal data by typed marks in every text and in the raw record, and the author by a pseudonym."""

    def __init__(self, salt: bytes) -> None:
        self._salt = salt

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> PersonalData:
        """Return the pipeline with the home's salt."""
        return cls(bytes.fromhex(crawler.settings["SALT"]))

    def process_item(self, item: Found) -> Found:
        """Return the item, cleaned."""
        return replace(item, posting=personal.scrub_posting(item.posting, self._salt))


class Duplicates:
    """Drops what the same run has already brought, by key: the first one counts."""

    def process_item(self, item: Found) -> Found:
        """Return the item, or drop it."""
        if item.posting.key in item.seen:
            raise _drop(item, "duplicate within the run")
        return item


class Landing:
    """Writes the posting into the run's file and counts it as kept."""

    def process_item(self, item: Found) -> Found:
        """Return the item, landed."""
        item.land(item.posting)
        item.tally.kept += 1
        return item
