"""How every board stands: its last crawl, its age, and what needs attention. Reads crawl reports, crawls nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from warehouse import clock, landing
from warehouse.boards import Board, Registry
from warehouse.home import Home
from warehouse.records import CrawlReport

_STALE_DAYS = {"live": 8, "history": 40}
"""A live board is crawled daily and reported weekly; a monthly thread is due once a month."""


@dataclass(frozen=True)
class BoardStatus:
    """One line of `jobproof boards`.

    Args:
        board: Registry key.
        title: Name for readers.
        kind: live, history or archive.
        scopes: Tenants or feeds in the registry.
        partition: Day or month of the newest crawl; empty where there is none.
        state: Its state; empty where there is none.
        declared: Rows that the board declared in it, summed over scopes that declare any.
        kept: Rows kept in it.
        age: Days since it finished.
        landed: Rows landed in all runs.
        terms: Terms of use in a sentence.
        attention: What a person should do; empty where nothing.
    """

    board: str
    title: str
    kind: str
    scopes: int
    partition: str
    state: str
    declared: int | None
    kept: int | None
    age: int | None
    landed: int
    terms: str
    attention: str


def board_status(home: Home, registry: Registry) -> list[BoardStatus]:
    """Return the status of every board of the registry, in its order."""
    runs: dict[str, list[CrawlReport]] = {}
    for report in landing.reports(home):
        runs.setdefault(report.board, []).append(report)
    return [_status(board, runs.get(board.name, [])) for board in registry.boards.values()]


def _status(board: Board, runs: list[CrawlReport]) -> BoardStatus:
    last = max(runs, key=lambda report: report.run, default=None)
    declared = [scope.declared for scope in last.scopes if scope.declared is not None] if last else []
    age = (clock.today() - clock.moment(last.finished_at, who=f"report {last.run}").date()).days if last else None
    return BoardStatus(
        board=board.name,
        title=board.title,
        kind=board.kind,
        scopes=len(board.scopes),
        partition=last.partition if last else "",
        state=last.state if last else "",
        declared=sum(declared) if declared else None,
        kept=last.kept if last else None,
        age=age,
        landed=sum(report.kept for report in runs),
        terms=board.terms,
        attention=_attention(board, last, age),
    )


def _attention(board: Board, last: CrawlReport | None, age: int | None) -> str:
    if last is None or age is None:
        return {
            "live": f"never crawled: jobproof crawl {board.name}",
            "history": f"never backfilled: jobproof backfill {board.name} --from {board.since} --to {_this_month()}",
            "archive": "",
        }[board.kind]
    troubled = [scope for scope in last.scopes if scope.state not in {"complete", "window"}]
    if troubled:
        first = troubled[0]
        more = f" (+{len(troubled) - 1} more)" if len(troubled) > 1 else ""
        return f"{first.scope or board.name} {first.state}: {first.reason}{more}"
    low, high = board.expected
    odd = [scope for scope in last.scopes if not low <= scope.kept <= high]
    if odd:
        return f"{odd[0].scope or board.name} kept {odd[0].kept}, expected {low} to {high}"
    if age > _STALE_DAYS.get(board.kind, age):
        return f"last crawl is {age} days old: jobproof crawl {board.name}"
    return ""


def _this_month() -> str:
    day: date = clock.today()
    return f"{day:%Y-%m}"
