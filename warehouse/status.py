"""How every board stands: its last crawl, its age, and what needs attention. Reads crawl reports, crawls nothing."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import takewhile
from typing import Any, Literal

from warehouse import clock, landing
from warehouse.attention import STALE_DAYS, Attention, Trouble, What, awaited, gathered, jumped, trouble_of
from warehouse.boards import Board, Registry, Scope
from warehouse.home import Home
from warehouse.records import STATES, CrawlReport, ScopeReport

_GOOD = {"complete", "window"}
_Crawl = tuple[CrawlReport, ScopeReport]


@dataclass(frozen=True)
class ScopeStatus:
    """One scope of a board: a tenant or feed of the registry, or a month of a history board.

    Args:
        scope: Token, or month.
        name: Employer's or feed's name.
        why: The reason for its being in the list.
        industry: What it stands for in the panel; empty for a feed.
        work: Kind of work that it stands for; empty for a feed.
        since: Day or month of its first usable crawl: from then on it counts; empty where there was none.
        last_good: Day or month of its newest whole crawl.
        partition: Day or month of its newest crawl; empty where there is none.
        state: Its state; empty where there is none.
        reason: Why it is not `complete`.
        declared: Rows that the board declared in it.
        kept: Rows kept in it.
        dropped: Rows dropped in it, by reason.
        age: Days since it finished.
        what: Kind of trouble; empty where nothing is wrong.
        trouble: What was found.
        troubled: Day or month since which it is wrong; empty where nothing is.
    """

    scope: str
    name: str
    why: str = ""
    industry: str = ""
    work: str = ""
    since: str = ""
    last_good: str = ""
    partition: str = ""
    state: str = ""
    reason: str = ""
    declared: int | None = None
    kept: int | None = None
    dropped: dict[str, int] | None = None
    age: int | None = None
    what: What | Literal[""] = ""
    trouble: str = ""
    troubled: str = ""


@dataclass(frozen=True)
class BoardStatus:
    """One board.

    Args:
        board: Registry key.
        title: Name for readers.
        kind: live, history or archive.
        url: Public address.
        terms: Terms of use in a sentence.
        attribution: The line that a report must carry.
        note: What a reader should know.
        expected: Bounds of rows a scope.
        partition: Day or month of the newest crawl; empty where there is none.
        state: Worst state of its scopes' newest crawls; empty where there is none.
        declared: Rows declared in those, summed over scopes that declare any.
        kept: Rows kept in those.
        age: Days since the newest crawl finished; None where there is none.
        landed: Rows landed in all runs.
        attention: What a person should look at, gravest first.
        whole: How many of the scopes were seen whole by their newest crawls.
        scopes: Each scope of the registry, in its order; each crawled month of a history board, newest first.
    """

    board: str
    title: str
    kind: str
    url: str
    terms: str
    attribution: str
    note: str
    expected: tuple[int, int]
    partition: str
    state: str
    declared: int | None
    kept: int | None
    age: int | None
    landed: int
    attention: tuple[Attention, ...]
    whole: int
    scopes: tuple[ScopeStatus, ...]


def board_status(home: Home, registry: Registry) -> list[BoardStatus]:
    """Return the status of every board of the registry, in its order."""
    runs: dict[str, list[CrawlReport]] = defaultdict(list)
    for report in landing.reports(home):
        runs[report.board].append(report)
    return [_status(board, runs[board.name]) for board in registry.boards.values()]


def _status(board: Board, runs: list[CrawlReport]) -> BoardStatus:
    scopes = {"live": _tenants, "history": _months, "archive": _files}[board.kind](board, runs)
    newest = [scope for scope in scopes if scope.state]
    now = newest[:1] if board.kind == "history" else newest
    declared = [scope.declared for scope in now if scope.declared is not None]
    last = runs[-1] if runs else None
    return BoardStatus(
        board=board.name,
        title=board.title,
        kind=board.kind,
        url=board.url,
        terms=board.terms,
        attribution=board.attribution,
        note=board.note,
        expected=board.expected,
        partition=max((run.partition for run in runs), default=""),
        state=_worst([scope.state for scope in now]),
        declared=sum(declared) if declared else None,
        kept=sum(scope.kept or 0 for scope in now) if now else None,
        age=_age(last) if last else None,
        landed=sum(run.kept for run in runs),
        attention=tuple(_attention(board, scopes, runs)),
        whole=sum(scope.state in _GOOD for scope in scopes),
        scopes=tuple(scopes),
    )


def _worst(states: list[str]) -> str:
    return next((state for state in reversed(STATES) if state in states), "")


def _tenants(board: Board, runs: list[CrawlReport]) -> list[ScopeStatus]:
    """Return one entry for each scope of the registry; a board without any has one of its own."""
    crawls: dict[str, list[_Crawl]] = defaultdict(list)
    for run in runs:
        for report in run.scopes:
            crawls[report.scope].append((run, report))
    return [_tenant(board, scope, crawls[scope.token]) for scope in board.scopes or (Scope("", board.title),)]


def _tenant(board: Board, scope: Scope, crawls: list[_Crawl]) -> ScopeStatus:
    if not crawls:
        return _entry(scope, [], Trouble("never crawled", ""))
    (run, last), before = crawls[-1], crawls[-2][1] if len(crawls) > 1 else None
    most = max(report.kept for _, report in crawls)
    return _entry(scope, crawls, trouble_of(board, last, before, _age(run), most=most))


def _months(board: Board, runs: list[CrawlReport]) -> list[ScopeStatus]:
    """Return one entry for each crawled month, newest first; its threads are taken together."""
    months = {run.partition: run for run in runs}
    return [_month(board, months[month]) for month in sorted(months, reverse=True)]


def _month(board: Board, run: CrawlReport) -> ScopeStatus:
    troubles = (trouble_of(board, scope, None, 0) for scope in run.scopes)
    crawled = clock.moment(run.finished_at, who=f"report {run.run}").date()
    first = None if awaited(run, crawled) else next((trouble for trouble in troubles if trouble), None)
    return _entry(Scope(run.partition, run.partition), [(run, _whole(run))], first)


def _files(board: Board, runs: list[CrawlReport]) -> list[ScopeStatus]:
    """Return one entry for each imported file, newest first; how old an archive is needs nobody."""
    del board
    files = {scope.scope: (run, scope) for run in runs for scope in run.scopes}
    return [_entry(Scope(name, name), [crawl], None) for name, crawl in reversed(files.items())]


def _whole(run: CrawlReport) -> ScopeReport:
    """Return a run's scopes as one."""
    worst = max(run.scopes, key=lambda scope: STATES.index(scope.state))
    declared = [scope.declared for scope in run.scopes if scope.declared is not None]
    dropped: dict[str, int] = defaultdict(int)
    for scope in run.scopes:
        for reason, n in scope.dropped.items():
            dropped[reason] += n
    return ScopeReport(
        run.partition,
        worst.state,
        worst.reason,
        declared=sum(declared) if declared else None,
        kept=run.kept,
        dropped=dict(dropped),
    )


def _entry(scope: Scope, crawls: list[_Crawl], trouble: Trouble | None) -> ScopeStatus:
    return ScopeStatus(
        scope.token,
        scope.name,
        why=scope.why,
        industry=scope.industry,
        work=scope.work,
        since=next((run.partition for run, report in crawls if report.state not in {"blocked", "failed"}), ""),
        last_good=next((run.partition for run, report in reversed(crawls) if report.state in _GOOD), ""),
        what=trouble.what if trouble else "",
        trouble=trouble.text if trouble else "",
        troubled=_since(crawls) if trouble else "",
        **(_found(*crawls[-1]) if crawls else {}),
    )


def _since(crawls: list[_Crawl]) -> str:
    """Return the partition of the first of the crawls since the last good one; of the newest where that was good."""
    torn = list(takewhile(lambda crawl: crawl[1].state not in _GOOD, reversed(crawls)))
    return (torn or crawls[-1:])[-1][0].partition if crawls else ""


def _found(run: CrawlReport, report: ScopeReport) -> dict[str, Any]:
    return {
        "partition": run.partition,
        "state": report.state,
        "reason": report.reason,
        "declared": report.declared,
        "kept": report.kept,
        "dropped": report.dropped,
        "age": _age(run),
    }


def _attention(board: Board, scopes: list[ScopeStatus], runs: list[CrawlReport]) -> list[Attention]:
    if board.kind == "archive":
        return []
    troubles = [(scope.scope, Trouble(scope.what, scope.trouble)) for scope in scopes if scope.what]
    if not runs:
        troubles = [("", Trouble("never backfilled" if board.kind == "history" else "never crawled", ""))]
    elif board.kind == "history":
        troubles += _late(runs[-1]) + _missing(board, {scope.scope for scope in scopes})
    elif len(runs) > 1 and not {"gap", "fell"} & {scope.what for scope in scopes}:  # which say why, or where
        troubles += [("", jump)] if (jump := jumped(runs[-1], runs[-2])) else []
    return gathered(board, troubles, span=(board.since, _this_month()))


def _late(run: CrawlReport) -> list[tuple[str, Trouble]]:
    age = _age(run)
    return [("", Trouble("stale", f"last crawl is {age} days old"))] if age > STALE_DAYS["history"] else []


def _missing(board: Board, seen: set[str]) -> list[tuple[str, Trouble]]:
    """Return the months of a history board that were never crawled, the running one excepted."""
    first = clock.month_of(board.since, who=f"board {board.name!r}")
    months = [f"{month:%Y-%m}" for month in clock.months(first, clock.today())]
    due = [month for month in months if month < _this_month()]
    missing = [month for month in due if month not in seen]
    return [(month, Trouble("missing months", f"{len(missing)} of {len(due)}")) for month in missing]


def _this_month() -> str:
    return f"{clock.today():%Y-%m}"


def _age(run: CrawlReport) -> int:
    return (clock.today() - clock.moment(run.finished_at, who=f"report {run.run}").date()).days
