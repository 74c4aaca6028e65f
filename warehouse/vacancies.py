"""Which postings are one opening: re-posts on a board and the same opening on several boards. Pure, in one pass.

A posting joins a vacancy of its employer that was last seen at most 92 days before it, if the two share their text, or
their role and places; on another board one place in common is enough. Two postings that were listed at the same time
on the same board are two openings, whatever they say. Postings without a text have no text in common.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from heapq import heappop, heappush, heapreplace
from itertools import groupby
from typing import Literal, NamedTuple

from warehouse.transforms.names import text_key

NEAR_DAYS = 92

_NO_TEXT = text_key("")

_Key = tuple[str, ...]
_Kind = Literal["text", "role", "place"]


class Listed(NamedTuple):
    """What linking reads of one posting.

    Args:
        employer_key: Employer's cluster; only postings of one employer are ever linked.
        opened_on: First day.
        posting_id: `board:key`.
        board: Registry key.
        last_seen_on: Last day seen.
        text_key: Equal for exact re-posts.
        role_key: Normalised title; None where unknown.
        cities: Places of work, sorted.
    """

    employer_key: str
    opened_on: date
    posting_id: str
    board: str
    last_seen_on: date
    text_key: str
    role_key: str | None
    cities: list[str]


@dataclass(eq=False)
class _Vacancy:
    id: str
    until: date
    boards: dict[str, date] = field(default_factory=dict)

    def takes(self, posting: Listed) -> bool:
        """Tell whether the posting may continue this vacancy, as far as days go."""
        here = self.boards.get(posting.board)
        free = here is None or here < posting.opened_on
        return free and (posting.opened_on - self.until).days <= NEAR_DAYS

    def add(self, posting: Listed) -> None:
        """Take the posting in."""
        self.until = max(self.until, posting.last_seen_on)
        self.boards[posting.board] = max(self.boards.get(posting.board, posting.last_seen_on), posting.last_seen_on)

    @property
    def rank(self) -> tuple[int, str]:
        """Return its place among those that fit: the last one seen comes first."""
        return -self.until.toordinal(), self.id


_Ranked = tuple[tuple[int, str], _Vacancy]


@dataclass
class _Alike:
    """The vacancies of one employer that share a key, so kept that none is looked at for every posting.

    On each board a vacancy is busy until its last posting there is over, then free to be continued there; on every
    other board it waits to be met. An entry that time has overtaken is corrected when it comes to the top of its heap.
    """

    members: list[_Vacancy] = field(default_factory=list)
    shown: set[tuple[str, str]] = field(default_factory=set)
    busy: dict[str, list[tuple[date, str, _Vacancy]]] = field(default_factory=dict)
    free: dict[str, list[_Ranked]] = field(default_factory=dict)
    elsewhere: dict[str, list[_Ranked]] = field(default_factory=dict)
    met: dict[str, int] = field(default_factory=dict)

    def add(self, vacancy: _Vacancy, board: str) -> None:
        """Keep a vacancy that has just been listed on a board."""
        if (vacancy.id, "") not in self.shown:
            self.shown.add((vacancy.id, ""))
            self.members.append(vacancy)
        if (vacancy.id, board) not in self.shown:
            self.shown.add((vacancy.id, board))
            heappush(self.busy.setdefault(board, []), (vacancy.boards[board], vacancy.id, vacancy))

    def continued(self, posting: Listed) -> _Vacancy | None:
        """Return the vacancy last seen among those that this board has shown before and shows no more."""
        busy, free = self.busy.get(posting.board, []), self.free.setdefault(posting.board, [])
        while busy and busy[0][0] < posting.opened_on:
            seen, _, vacancy = busy[0]
            if seen == vacancy.boards[posting.board]:
                heappush(free, (vacancy.rank, heappop(busy)[2]))
            else:
                heapreplace(busy, (vacancy.boards[posting.board], vacancy.id, vacancy))
        while free and not free[0][1].takes(posting):
            _, vacancy = heappop(free)
            if vacancy.boards[posting.board] >= posting.opened_on:
                heappush(busy, (vacancy.boards[posting.board], vacancy.id, vacancy))
        return free[0][1] if free else None

    def met_elsewhere(self, posting: Listed) -> _Vacancy | None:
        """Return the vacancy last seen among those that only other boards have shown."""
        waiting = self.elsewhere.setdefault(posting.board, [])
        for vacancy in self.members[self.met.get(posting.board, 0) :]:
            heappush(waiting, (vacancy.rank, vacancy))
        self.met[posting.board] = len(self.members)
        while waiting:
            rank, vacancy = waiting[0]
            if posting.board in vacancy.boards or not vacancy.takes(posting):
                heappop(waiting)
            elif rank != vacancy.rank:
                heapreplace(waiting, (vacancy.rank, vacancy))
            else:
                return vacancy
        return None


def link(postings: Iterable[Listed]) -> Iterator[tuple[str, str]]:
    """Yield (posting_id, vacancy_id) for each posting that continues an earlier one; the others are their own vacancy.

    Args:
        postings: Ordered by employer_key, opened_on, posting_id.

    Returns:
        Pairs in the same order; vacancy_id is the id of the vacancy's first posting. Cost grows as n log n.
    """
    for _, listed in groupby(postings, key=lambda posting: posting.employer_key):
        yield from _link_employer(listed)


def _link_employer(postings: Iterable[Listed]) -> Iterator[tuple[str, str]]:
    known: dict[_Key, _Alike] = {}
    for posting in postings:
        keys = _keys(posting)
        vacancy = _find(posting, keys, known)
        if vacancy is None:
            vacancy = _Vacancy(posting.posting_id, posting.last_seen_on)
        else:
            yield posting.posting_id, vacancy.id
        vacancy.add(posting)
        for _, key in keys:
            known.setdefault(key, _Alike()).add(vacancy, posting.board)


def _keys(posting: Listed) -> list[tuple[_Kind, _Key]]:
    keys: list[tuple[_Kind, _Key]] = []
    if posting.text_key != _NO_TEXT:
        keys.append(("text", ("text", posting.text_key)))
    if posting.role_key:
        keys.append(("role", ("role", posting.role_key, *posting.cities)))
        keys.extend(("place", ("place", posting.role_key, city)) for city in posting.cities)
    return keys


def _find(posting: Listed, keys: list[tuple[_Kind, _Key]], known: dict[_Key, _Alike]) -> _Vacancy | None:
    for kind, key in keys:
        if alike := known.get(key):
            here = None if kind == "place" else alike.continued(posting)
            fitting = [one for one in (here, alike.met_elsewhere(posting)) if one]
            if fitting:
                return min(fitting, key=lambda one: one.rank)
    return None
