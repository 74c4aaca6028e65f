"""Judging the claims on a large copy, and gathering what their charts show, by several processes.

Belongs here: how claims are shared out. What a verdict is says reports.judge, what a chart shows reports.exhibits: they
find the same digit for digit whoever asks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import partial
from typing import TypeVar

from assets.sharing import shared_out
from reports import exhibits, judge
from reports.claims import Claim
from reports.frames import Exhibit
from reports.results import Judgement
from warehouse.cohorts import Warehouse
from warehouse.home import Home

LEAST, LEAST_SHOWN = 30_000, 150_000
"""Vacancies from which on processes are worth their start, for judging and for charts."""
_SHARE = 4
"""Claims that a process takes at once: neighbours in an article often count the same vacancies."""

_Judged = tuple[Claim, Judgement]
One = TypeVar("One")


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
    begin = partial(_sitting, tuple(entries), today)
    found = shared_out(home, warehouse, begin, list(_shares(entries)), LEAST)
    if found is None:
        return judge.judge(entries, warehouse, today=today)
    by_id = {one.id: one for some in found for one in some}
    return [by_id[entry.id] for entry in entries]


def gather_all(
    home: Home, entries: Sequence[Claim], judgements: Sequence[Judgement], warehouse: Warehouse
) -> dict[str, Exhibit]:
    """Return the exhibits of all claims that have anything to draw, as exhibits.gather does.

    Raises:
        JobproofError: A process was killed.
    """
    known = {entry.id: entry for entry in entries}
    pairs = [(known[judged.id], judged) for judged in judgements if judged.id in known]
    found = shared_out(home, warehouse, _gathering, _neighbours(pairs), LEAST_SHOWN)
    if found is None:
        return exhibits.gather(entries, judgements, warehouse)
    return {name: shown for some in found for name, shown in some.items()}


def _shares(entries: Sequence[Claim]) -> Iterator[Sequence[Claim]]:
    """Yield what takes longest first: all existences, since each process that tries a search makes a normaliser.

    Rankings follow one by one, which count many cohorts each; then neighbours.
    """
    if searched := [entry for entry in entries if entry.kind == "existence"]:
        yield searched
    yield from ([entry] for entry in entries if entry.kind == "ranking")
    yield from _neighbours([entry for entry in entries if entry.kind not in {"existence", "ranking"}])


def _neighbours(those: Sequence[One]) -> list[Sequence[One]]:
    return [those[at : at + _SHARE] for at in range(0, len(those), _SHARE)]


def _sitting(
    entries: Sequence[Claim], today: date, warehouse: Warehouse
) -> Callable[[Sequence[Claim]], list[Judgement]]:
    judged = judge.sitting(entries, warehouse, today=today)
    return lambda some: [judged(entry) for entry in some]


def _gathering(warehouse: Warehouse) -> Callable[[Sequence[_Judged]], dict[str, Exhibit]]:
    return lambda some: exhibits.gather([entry for entry, _ in some], [judged for _, judged in some], warehouse)
