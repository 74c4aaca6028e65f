"""What earlier crawls of a board landed: to be landed again where nothing changed, and to be compared with."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from warehouse import landing, personal
from warehouse.errors import JobproofError
from warehouse.home import Home
from warehouse.records import CrawlReport, RawPosting, ScopeReport

_WHOLE = {"complete", "window"}
_RUNS = 3


@dataclass(frozen=True)
class LandedScope:
    """What a scope's last whole crawl brought.

    Args:
        report: How it went.
        finished_at: When, ISO 8601 UTC.
        rows: Its postings as landed: personal data is out.
    """

    report: ScopeReport
    finished_at: str
    rows: list[dict[str, Any]]

    @property
    def validators(self) -> dict[str, str]:
        """Return what it can be asked for again by, unless another version of the code read it."""
        held = self.report.validators
        return held if held.get("code") == code_version() else {}

    def keys(self) -> set[str]:
        """Return the keys of its postings."""
        return {row["key"] for row in self.rows}

    def postings(self, fetched_at: str) -> Iterator[RawPosting]:
        """Yield its postings as if they had come now."""
        for row in self.rows:
            yield replace(RawPosting(**row), fetched_at=fetched_at)


class Landed:
    """The last whole crawl of every scope of a board.

    Args:
        home: Where it landed.
        board: Registry key.
        simulated: Only crawls of a simulated market, or only others.
    """

    def __init__(self, home: Home, board: str, *, simulated: bool) -> None:
        self._home = home
        self._last: dict[str, tuple[CrawlReport, ScopeReport]] = {}
        self._rows: dict[str, dict[str, list[dict[str, Any]]]] = {}
        for report in landing.reports(home, board, on_error=_leave_out):
            if report.simulated == simulated:
                self._last |= {scope.scope: (report, scope) for scope in report.scopes if scope.state in _WHOLE}

    def scope(self, token: str) -> LandedScope | None:
        """Return what a scope's last whole crawl brought; None where there was none, or its file cannot be read."""
        if token not in self._last:
            return None
        report, scope = self._last[token]
        try:
            rows = self._rows_of(report).get(token, [])
        except JobproofError:
            return None
        return LandedScope(scope, report.finished_at, rows) if len(rows) == scope.kept else None

    def _rows_of(self, report: CrawlReport) -> dict[str, list[dict[str, Any]]]:
        if report.run not in self._rows:
            landing.verify(self._home, report)
            by_scope: dict[str, list[dict[str, Any]]] = defaultdict(list)
            for row in landing.raw_lines(self._home, report):
                by_scope[str(row["scope"])].append(row)
            self._rows[report.run] = by_scope
        return self._rows[report.run]


def rows_of_last_runs(home: Home, board: str, *, simulated: bool) -> Iterator[list[dict[str, Any]]]:
    """Yield the rows of the last runs that kept any, newest first: several, since the last may have been cut short."""
    found = 0
    for report in reversed(landing.reports(home, board, on_error=_leave_out)):
        if found == _RUNS:
            return
        if not report.sha256 or report.simulated != simulated:
            continue
        try:
            landing.verify(home, report)
        except JobproofError as error:
            _leave_out(error)
        else:
            found += 1
            yield list(landing.raw_lines(home, report))


def _leave_out(_error: JobproofError) -> None:
    """Leave an unreadable run out: what it held is asked for again."""


@cache
def code_version() -> str:
    """Return a digest of all code that decides what a posting says: what an older one read is fetched anew."""
    digest = hashlib.blake2b(digest_size=8)
    for path in (
        *sorted(Path(__file__).parent.rglob("*.py")),
        *sorted(Path(personal.__file__).parent.glob("personal*.py")),
    ):
        digest.update(path.read_bytes())
    return digest.hexdigest()
