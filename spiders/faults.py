"""Why a scope's crawl ended early: faults that become states and reasons of its report. No fetching here."""

from __future__ import annotations

from warehouse.records import State


class CrawlFault(Exception):  # noqa: N818 - a fault is the report's word for it
    """The scope cannot go on.

    Args:
        reason: One sentence for a person, without a full stop.
    """

    state: State = "failed"

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


class BlockedFault(CrawlFault):
    """The board refuses us: robots.txt, 403, 429, or an allowance used up."""

    state: State = "blocked"


class ForbiddenFault(BlockedFault):
    """robots.txt forbids this address, which may be the only one."""


class GoneFault(CrawlFault):
    """There is no such page: a board that was closed or never was, or a posting that was closed since its list came."""


class UnusableRecordError(Exception):
    """One record is no posting; it is dropped and counted, the others are kept.

    Args:
        reason: A few words, the same for all records of that kind: it is what the report counts by.
    """

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


class NotModified(Exception):  # noqa: N818 - HTTP's word, and no fault
    """What was asked for is what landed before (HTTP 304)."""
