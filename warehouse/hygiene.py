"""The weekly list of what wears out unnoticed: boards gone, tokens, exchange rates, bounds. It mends nothing."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from warehouse import clock, landing
from warehouse.boards import Board, Registry
from warehouse.doctor import Finding
from warehouse.forecast import forecast, free_bytes
from warehouse.home import PROJECT, Home
from warehouse.records import CrawlReport, ScopeReport
from warehouse.status import BoardStatus, board_status

RATES = PROJECT / "warehouse" / "seeds" / "exchange_rates.csv"
RATES_DAYS = 400
"""A year's mean and its publication: older rates are a year behind."""
GONE_CRAWLS = 3
"""Crawls in a row in which a host says that there is no such page, after which the scope is gone for good."""
_REVIEWED = 5
_WIDE = 30
"""Bounds so many times as wide as what was ever seen would let a broken spider pass."""
_NAMED = 4
_GOOD = {"complete", "window"}


@dataclass(frozen=True)
class Chore:
    """One thing to do.

    Args:
        what: boards gone, tokens to confirm, exchange rates, bounds to review, months missing.
        finding: What was found.
        remedy: What to do.
    """

    what: str
    finding: str
    remedy: str

    @property
    def line(self) -> str:
        """Return it as one sentence for a person."""
        return f"{self.what}: {self.finding}. {self.remedy}"


def chores(home: Home, registry: Registry) -> list[Chore]:
    """Return what a person should see to in the next weeks; none where all is well.

    Args:
        home: Whose crawls.
        registry: The boards.
    """
    runs: dict[str, list[CrawlReport]] = defaultdict(list)
    for report in landing.reports(home, on_error=lambda _: None):
        runs[report.board].append(report)
    crawled = [board for board in registry.boards.values() if board.kind == "live" and runs[board.name]]
    return [
        *_gone(crawled, runs),
        *_unconfirmed(crawled, runs),
        *_bounds(crawled, runs),
        *_missing(board_status(home, registry)),
        *_rates(clock.today()),
    ]


def outlook(home: Home, registry: Registry) -> list[Finding]:
    """Return what the next crawl of all boards takes, held against the disk, and the chores, as findings of doctor."""
    ahead = forecast(home, [board for board in registry.boards.values() if board.kind != "archive"])
    free = free_bytes(home)
    short = ahead.disk > free
    remedy = "Free some space, or name another JOBPROOF_HOME, before the next crawl." if short else ""
    found = [Finding("forecast", "attention" if short else "well", ahead.line, remedy)] if ahead.boards else []
    return found + [Finding(each.what, "attention", each.finding, each.remedy) for each in chores(home, registry)]


def _scopes(board: Board, runs: Sequence[CrawlReport]) -> dict[str, list[ScopeReport]]:
    """Return each scope of the registry with its reports, oldest first."""
    found: dict[str, list[ScopeReport]] = {scope.token: [] for scope in board.scopes} or {"": []}
    for run in runs:
        for report in run.scopes:
            if report.scope in found:
                found[report.scope].append(report)
    return found


def _gone(boards: Sequence[Board], runs: dict[str, list[CrawlReport]]) -> Iterator[Chore]:
    for board in boards:
        gone = [scope for scope, seen in _scopes(board, runs[board.name]).items() if _is_gone(seen)]
        if gone:
            finding = f"{board.name}: {_few(gone)} not there in the last {GONE_CRAWLS} crawls"
            yield Chore("boards gone", finding, "Look where they advertise now; correct or remove them in boards.toml.")


def _is_gone(seen: Sequence[ScopeReport]) -> bool:
    last = seen[-GONE_CRAWLS:]
    return len(last) == GONE_CRAWLS and all("HTTP 404" in each.reason or "HTTP 410" in each.reason for each in last)


def _unconfirmed(boards: Sequence[Board], runs: dict[str, list[CrawlReport]]) -> Iterator[Chore]:
    """Yield tokens that never once answered with a posting: nobody knows whether they are right."""
    for board in boards:
        seen = _scopes(board, runs[board.name])
        never = [
            scope for scope, reports in seen.items() if not any(each.kept for each in reports) and not _is_gone(reports)
        ]
        if board.scopes and never:
            yield Chore(
                "tokens to confirm", f"{board.name}: {_few(never)} never brought a posting",
                f"Open their pages by the address in boards.toml; `jobproof boards {board.name}` shows what came.",
            )  # fmt: skip


def _bounds(boards: Sequence[Board], runs: dict[str, list[CrawlReport]]) -> Iterator[Chore]:
    """Yield boards whose expected rows were missed again and again, or are too wide to notice anything."""
    for board in boards:
        whole = [s.kept for run in runs[board.name][-_REVIEWED:] for s in run.scopes if s.state in _GOOD and s.kept]
        if len(runs[board.name]) < _REVIEWED or not whole:
            continue
        low, high = board.expected
        outside = sum(not low <= kept <= high for kept in whole)
        remedy = f"Set `expected` of [{board.name}] in boards.toml to what you would wonder at."
        seen = f"{min(whole)} to {max(whole)} rows came"
        if outside > len(whole) / 10:
            yield Chore(
                "bounds to review", f"{board.name}: {outside} of {len(whole)} outside {low} to {high}; {seen}", remedy
            )
        elif high > _WIDE * max(whole):
            yield Chore("bounds to review", f"{board.name}: expected up to {high}, {seen}", remedy)


def _missing(statuses: Sequence[BoardStatus]) -> Iterator[Chore]:
    for status in statuses:
        for each in status.attention:
            if each.what == "missing months" and status.landed:
                yield Chore("months missing", f"{status.board}: {each.text} months", f"Run `{each.remedy}`.")


def _rates(today: date) -> Iterator[Chore]:
    with RATES.open(encoding="utf-8", newline="") as file:
        rates = [row for row in csv.DictReader(file) if row["source"] != "unit"]
    old = [row["currency"] for row in rates if (today - date.fromisoformat(row["dated_on"])).days > RATES_DAYS]
    if old:
        finding = f"{_few(old)} older than {RATES_DAYS} days"
        yield Chore("exchange rates", finding, "Renew them: python -m bench.exchange_rates ECB_HISTORY.zip --write.")
    if unsure := [row["currency"] for row in rates if "unconfirmed" in row["source"]]:
        yield Chore("exchange rates", f"{_few(unsure)} unconfirmed", f"Look them up and correct {RATES.name}.")


def _few(names: Sequence[str]) -> str:
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    return ", ".join(names[:_NAMED]) + more
