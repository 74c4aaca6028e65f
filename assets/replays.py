"""A replay and all that changes by it, down to the claims. Nothing is published here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from assets import steps
from reports import judge
from reports.results import Judgement
from warehouse import clock, store
from warehouse.boards import Registry
from warehouse.cohorts import Warehouse
from warehouse.differences import TableDifference
from warehouse.errors import JobproofError
from warehouse.home import Home


@dataclass(frozen=True)
class ClaimMove:
    """A claim whose verdict or figure is another than before.

    Args:
        claim_id: `A3.2`.
        verdict_before: None where it was not judged before.
        verdict: Now.
        estimate_before: As a fraction; None without one.
        estimate: Likewise.
        n_before: Vacancies in the denominator; None without an estimate.
        n: Likewise.
    """

    claim_id: str
    verdict_before: str | None
    verdict: str
    estimate_before: float | None
    estimate: float | None
    n_before: int | None
    n: int | None


@dataclass(frozen=True)
class Replayed:
    """What a replay changed, table by table and field by field, and which claims moved by it."""

    tables: list[TableDifference]
    claims: list[ClaimMove]


def replay(
    home: Home,
    registry: Registry,
    *,
    since: date | None = None,
    boards: Sequence[str] = (),
    on_progress: steps.OnProgress | None = None,
    on_problem: Callable[[str], None] | None = None,
) -> Replayed:
    """Replay landing files and tell all that changes by it, down to the claims; nothing is published.

    Args:
        home: Whose landing files and warehouse.
        registry: The boards.
        since: As store.replay takes it.
        boards: Likewise.
        on_progress: Told what the build does.
        on_problem: Told in one line of each landing file or board that had to be left out.
    """
    before = _judged_in_warehouse(home)
    tables = store.replay(
        home, registry, since=since, boards=boards, fields=True, on_progress=on_progress, on_problem=on_problem
    )
    after = _judged_in_warehouse(home) if any(not each.same for each in tables) else before
    moved = [_move(before.get(ident), judgement) for ident, judgement in after.items()]
    return Replayed(tables, [each for each in moved if each])


def _judged_in_warehouse(home: Home) -> dict[str, Judgement]:
    """Return claim -> judgement on the writer's file; nothing where there is none, or one of an earlier schema."""
    try:
        with Warehouse(home, home.warehouse) as warehouse:
            return {found.id: found for found in judge.judge(steps.load_claims(), warehouse, today=clock.today())}
    except JobproofError:
        return {}


def _move(before: Judgement | None, after: Judgement) -> ClaimMove | None:
    was, now = (_figures(found) for found in (before, after))
    return None if was == now else ClaimMove(after.id, was[0], after.verdict, was[1], now[1], was[2], now[2])


def _figures(found: Judgement | None) -> tuple[str | None, float | None, int | None]:
    if found is None or found.estimate is None:
        return (found.verdict if found else None), None, None
    return found.verdict, found.estimate.interval.value, found.estimate.panel.n
