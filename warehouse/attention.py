"""What of a board needs a person: the rules, one sentence each with what to do. Looks at crawl reports only."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

from warehouse.boards import Board
from warehouse.records import CrawlReport, ScopeReport

What = Literal[
    "never crawled", "never backfilled", "gone", "blocked", "failed", "partial", "capped", "gap", "unexpected",
    "fell", "grew", "no posting yet", "stale", "missing months",
]  # fmt: skip
"""Gravest first. `gone`: the board's host says that there is no such page, which one crawl does not prove for good;
`unexpected`: rows outside the bounds of boards.toml; `fell`: less than half of the crawl before; `grew`: nearly twice
as many, as when a board lists everything under a second id; `no posting yet`: an employer or feed that never had any,
so that nobody knows whether its token is right."""

STALE_DAYS = {"live": 8, "history": 40}
"""A live board is crawled daily and reported weekly; a monthly thread is due once a month."""
FELL_FROM = 20
"""Rows from which on a fall by half is told: small employers fill or close half of their openings in a day."""

GREW = 1.6
"""Times as many rows as the time before from which on a board is said to have grown: all at once, never by itself. A
doubled board that is crawled once a week, and closed a fifth of its openings since, shows no more."""
THREAD_DAYS = 7
"""Days of a month in which its thread may still be to come: it opens on the first weekday, or some days later."""
_GOOD = {"complete", "window"}
_NAMED = 3
_REMEDY: dict[What, str] = {
    "never crawled": "jobproof crawl {board}",
    "never backfilled": "jobproof backfill {board} --from {first} --to {last}",
    "gone": "look at the address; correct the token or take it out of boards.toml",
    "blocked": "wait as long as it asks; crawl less often",
    "failed": "jobproof crawl {board}",
    "partial": "jobproof crawl {board}; where it stays so: jobproof record {board} URL",
    "capped": "split the scope into smaller ones in boards.toml",
    "gap": "crawl more often",
    "unexpected": "look at the rows; mend the spider or `expected` in boards.toml",
    "fell": "look whether the rows that are missing are really gone",
    "grew": "look whether the new rows are new postings or the old ones once more",
    "no posting yet": "open its page by the address in boards.toml; correct the token or take it out",
    "stale": "jobproof crawl {board}",
    "missing months": "jobproof backfill {board} --from {first} --to {last}",
}


@dataclass(frozen=True)
class Trouble:
    """One thing that needs a person.

    Args:
        what: Its kind.
        text: What was found, in a few words.
    """

    what: What
    text: str


@dataclass(frozen=True)
class Attention:
    """The same trouble of one or more scopes of a board.

    Args:
        what: Its kind.
        scopes: Those concerned, or months; empty where it is the board as a whole.
        text: What was found; of the first scope where there are several.
        remedy: What to do.
    """

    what: What
    scopes: tuple[str, ...]
    text: str
    remedy: str

    @property
    def line(self) -> str:
        """Return it as one line for a person."""
        few = ", ".join(self.scopes[:_NAMED])
        more = f" and {len(self.scopes) - _NAMED} more" if len(self.scopes) > _NAMED else ""
        parts = (f"{few}{more}", self.text, self.remedy)
        return f"{self.what}: " + " — ".join(part for part in parts if part)


def trouble_of(
    board: Board, last: ScopeReport, before: ScopeReport | None, age: int, *, most: int = 0
) -> Trouble | None:
    """Return what is wrong with a scope, the gravest; None where nothing is.

    Args:
        board: Its entry.
        last: Its newest report.
        before: The one before that, if any.
        age: Days since the newest.
        most: Rows that it ever kept.
    """
    if last.state not in _GOOD and not (board.captures and last.state == "partial"):  # all that captures ever are
        return Trouble(_failure(last), last.reason)
    if last.reason.startswith("a gap"):
        return Trouble("gap", last.reason.removeprefix("a gap: "))
    if odd := _unusual(board, last, before, most):
        return odd
    if age > STALE_DAYS[board.kind]:
        return Trouble("stale", f"last crawl is {age} days old")
    never = board.kind == "live" and last.kept == most == 0 < board.expected[0]
    return Trouble("no posting yet", "every crawl was empty") if never else None


def _unusual(board: Board, last: ScopeReport, before: ScopeReport | None, most: int) -> Trouble | None:
    """Return what is wrong with the rows of a crawl that went well."""
    low, high = board.expected
    if not low <= last.kept <= high and not _empty_as_usual(board, last, most):
        return Trouble("unexpected", f"kept {last.kept}, expected {low} to {high}")
    if before and before.state in _GOOD and before.kept >= FELL_FROM and last.kept < before.kept / 2:
        return Trouble("fell", f"kept {last.kept}, {before.kept} the time before")
    return None


def _empty_as_usual(board: Board, last: ScopeReport, most: int) -> bool:
    """Tell whether an employer or feed is empty that never had much: small ones fill their last opening at times."""
    return board.kind == "live" and last.kept == 0 and most < FELL_FROM


def awaited(run: CrawlReport, crawled: date) -> bool:
    """Tell whether all that a month's crawl lacks is a thread that was still to come on its day."""
    early = run.partition == f"{crawled:%Y-%m}" and crawled.day <= THREAD_DAYS
    return early and all(scope.reason.startswith("no thread yet") for scope in run.scopes)


def jumped(last: CrawlReport, before: CrawlReport) -> Trouble | None:
    """Return whether all scopes of a live board together, seen whole both times, fell by half or doubled.

    Args:
        last: The newest crawl.
        before: The one before it.
    """
    earlier = {scope.scope: scope.kept for scope in before.scopes if scope.state in _GOOD}
    both = [
        (earlier[scope.scope], scope.kept) for scope in last.scopes if scope.state in _GOOD and scope.scope in earlier
    ]
    was, now = sum(one for one, _ in both), sum(one for _, one in both)
    grew = now >= GREW * was and now - was >= FELL_FROM
    if was < FELL_FROM or not (grew or now < was / 2):
        return None
    return Trouble("grew" if grew else "fell", f"kept {now}, {was} the time before")


def _failure(report: ScopeReport) -> What:
    if "HTTP 404" in report.reason or "HTTP 410" in report.reason:
        return "gone"
    return next(what for what in ("blocked", "partial", "capped", "failed") if what == report.state)


def gathered(board: Board, troubles: Iterable[tuple[str, Trouble]], *, span: tuple[str, str]) -> list[Attention]:
    """Return troubles of scopes as one entry for each kind, the gravest first.

    Args:
        board: Its entry.
        troubles: Scope or month, and what is wrong with it; the board as a whole has an empty one.
        span: First and last month of a history board, for commands that concern all of it.
    """
    alike: dict[What, list[tuple[str, str]]] = {}
    for scope, trouble in troubles:
        alike.setdefault(trouble.what, []).append((scope, trouble.text))
    return [_attention(board, what, alike[what], span) for what in sorted(alike, key=get_args(What).index)]


def _attention(board: Board, what: What, found: Sequence[tuple[str, str]], span: tuple[str, str]) -> Attention:
    scopes = tuple(scope for scope, _ in found if scope)
    different = list(dict.fromkeys(text for _, text in found))
    others = f" (and {len(different) - 1} other findings)" if len(different) > 1 else ""
    is_history = board.kind == "history"
    remedy = _REMEDY["missing months" if is_history and what in {"failed", "partial", "stale"} else what]
    first, last = (min(scopes), max(scopes)) if is_history and scopes else span
    return Attention(what, scopes, different[0] + others, remedy.format(board=board.name, first=first, last=last))
