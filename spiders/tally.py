"""Counting one scope's crawl while it runs. The finished count is a warehouse ScopeReport."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection

from spiders.faults import CrawlFault
from warehouse import clock
from warehouse.records import STATES, ScopeReport, State


class Tally:
    """What happened in one scope so far.

    Args:
        scope: Tenant, feed or thread; empty where the board has none.
    """

    def __init__(self, scope: str) -> None:
        self.scope = scope
        self.state: State = "complete"
        self.reason = ""
        self.requests = 0
        self.bytes = 0
        self.declared: int | None = None
        self.kept = 0
        self.dropped: Counter[str] = Counter()
        self.examples: dict[str, str] = {}
        self.overlap: int | None = None
        self.known: dict[str, str] = {}
        self.validators: dict[str, str] = {}
        self._answers = 0

    @property
    def seen(self) -> int:
        """Return the records that came, kept or dropped."""
        return self.kept + self.dropped.total()

    def add_requests(self, other: Tally) -> None:
        """Count what another tally's requests took as well, unless that is this one."""
        if other is not self:
            self.requests += other.requests
            self.bytes += other.bytes

    def take_known(self) -> dict[str, str]:
        """Return the conditional headers for the scope's first request; later ones go without."""
        headers = {
            header: self.known[name]
            for name, header in (("etag", "If-None-Match"), ("last_modified", "If-Modified-Since"))
            if name in self.known
        }
        self.known = {}
        return headers

    def note_answer(self, etag: str, last_modified: str) -> None:
        """Note what an answer can be asked for again by: of use only where it is the scope's only one."""
        self._answers += 1
        stated = {"etag": etag, "last_modified": last_modified} if self._answers == 1 else {}
        self.validators = {name: value for name, value in stated.items() if value}

    def repeat(self, before: ScopeReport) -> None:
        """Take over what an earlier crawl found, which is what this one would find; its rows are counted anew."""
        self.state, self.reason, self.declared = before.state, before.reason, before.declared
        self.dropped, self.examples = Counter(before.dropped), dict(before.examples)
        self.validators = before.validators

    def compare(self, before: Collection[str], now: Collection[str], since: str) -> None:
        """Compare a window with the one before it, by key: where they share no row, something was missed between."""
        self.overlap = sum(key in now for key in before) if before else None
        if self.overlap == 0:
            self.reason = f"a gap: no row of {since[:16]} UTC is left, so that what came and went since is not known"

    def drop(self, reason: str, example: object) -> None:
        """Count one dropped record; the first of each reason is remembered by key or position."""
        self.dropped[reason] += 1
        self.examples.setdefault(reason, str(example)[:80])

    def worsen(self, state: State, reason: str) -> None:
        """Lower the state, never raise it; the first reason for the worst state stands."""
        if STATES.index(state) > STATES.index(self.state) or not self.reason:
            self.state = max(self.state, state, key=STATES.index)
            self.reason = reason

    def note_running(self, month: str) -> None:
        """Call a month (`YYYY-MM`) that is not over partial: it may still grow."""
        if month >= f"{clock.today():%Y-%m}":
            self.worsen("partial", "the month is not over: crawl it again later")

    def end(self, fault: CrawlFault) -> None:
        """Record the fault that ended the crawl: with rows in hand it is `partial`, never the end of the board."""
        self.worsen("partial" if self.kept else fault.state, fault.reason)

    def settle(self) -> None:
        """Compare what came with what the board declares; called once, after the last page."""
        if self.seen and not self.kept and self.dropped["unreadable"] == self.seen:
            self.worsen("failed", f"none of the {self.seen} records could be read")
        if self.declared is not None and self.seen < self.declared:
            self.worsen("partial", f"{self.seen} of the {self.declared} records that the board declares came")
        if lost := self.dropped["unreadable"] + self.dropped["no key"]:
            self.worsen("partial", f"{lost} records could not be read, so that nothing is known to be gone")

    def report(self) -> ScopeReport:
        """Return the finished count."""
        return ScopeReport(
            scope=self.scope,
            state=self.state,
            reason=self.reason,
            requests=self.requests,
            bytes=self.bytes,
            declared=self.declared,
            kept=self.kept,
            dropped=dict(sorted(self.dropped.items())),
            examples=dict(sorted(self.examples.items())),
            overlap=self.overlap,
            validators=self.validators,
        )
