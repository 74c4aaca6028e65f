"""Judging the claims on a large copy by several processes, each of which has the copy open for itself.

Belongs here: how claims are shared out, and that all are judged on the very same copy. What a verdict is says
reports.judge, which finds the same digit for digit whoever asks.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from datetime import date
from functools import cache
from multiprocessing import get_context
from typing import NamedTuple

from reports import judge
from reports.claims import Claim
from reports.results import Judgement
from warehouse.cohorts import Meta, Warehouse
from warehouse.errors import JobproofError
from warehouse.home import Home

LEAST = 30_000
"""Vacancies from which on processes are worth their start."""
_SHARE = 4
"""Claims that a process takes at once: neighbours in an article often count the same vacancies."""


class _Case(NamedTuple):
    """What is judged: the claims, on which copy, on what day."""

    home: Home
    meta: Meta
    entries: tuple[Claim, ...]
    today: date


def judge_all(home: Home, warehouse: Warehouse, entries: Sequence[Claim], today: date) -> list[Judgement]:
    """Judge every claim on the published copy, in order.

    Args:
        home: Whose copy it is.
        warehouse: The copy, open.
        entries: Claims.
        today: Periods that end later are not finished.

    Raises:
        JobproofError: A process was killed.
    """
    [(vacancies,)] = warehouse.sql("SELECT count(*) FROM core.vacancies").iter_rows()
    workers = min(os.cpu_count() or 1, len(entries))
    if workers == 1 or vacancies < LEAST:
        return judge.judge(entries, warehouse, today=today)
    case = _Case(home, warehouse.meta(), tuple(entries), today)
    found = _judged(case, workers)
    if found is None:
        return judge.judge(entries, warehouse, today=today)
    return [found[entry.id] for entry in entries]


def _judged(case: _Case, workers: int) -> dict[str, Judgement] | None:
    """Return claim -> judgement; None where the copy was replaced before a process opened it."""
    found: dict[str, Judgement] = {}
    try:
        with ProcessPoolExecutor(workers, get_context("spawn")) as pool:
            begun = [pool.submit(_judge, case, share) for share in _shares(case.entries)]
            for some in map(Future.result, begun):
                if some is None:
                    pool.shutdown(cancel_futures=True)
                    return None
                found |= {one.id: one for one in some}
    except BrokenProcessPool:
        raise JobproofError(
            "judging claims",
            "a process that judged was killed from outside",
            remedy="Look for a lack of memory (dmesg) and run again.",
        ) from None
    return found


def _shares(entries: Sequence[Claim]) -> Iterator[list[str]]:
    """Yield ids: first, together, what a search is tried for, since that makes a normaliser; then neighbours."""
    if searched := [entry.id for entry in entries if entry.kind == "existence"]:
        yield searched
    others = [entry.id for entry in entries if entry.kind != "existence"]
    yield from (others[at : at + _SHARE] for at in range(0, len(others), _SHARE))


def _judge(case: _Case, ids: Sequence[str]) -> list[Judgement] | None:
    """Judge some claims in a process of the pool; None where the copy is another one by now."""
    meta, judged = _sitting(case.home, case.entries, case.today)
    if meta != case.meta:
        return None
    return [judged(entry) for entry in case.entries if entry.id in ids]


@cache
def _sitting(home: Home, entries: tuple[Claim, ...], today: date) -> tuple[Meta, Callable[[Claim], Judgement]]:
    """Open the copy once a process, which ends with the pool."""
    warehouse = Warehouse(home).__enter__()
    return warehouse.meta(), judge.sitting(entries, warehouse, today=today)
