"""Which postings are one opening: re-posts on a board and the same opening on several boards. Pure, in one pass.

A posting joins a vacancy of its employer that was last seen at most 92 days before it, if the two share their text, or
their role and places; on another board one place in common is enough. Two postings that were listed at the same time
on the same board are two openings, whatever they say. Postings without a text have no text in common.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from heapq import heappop, heappush
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
        places: Cities of work, or where none is stated countries; sorted.
    """

    employer_key: str
    opened_on: date
    posting_id: str
    board: str
    last_seen_on: date
    text_key: str
    role_key: str | None
    places: list[str]


_Rank = tuple[int, str]
_PAIR = 2


@dataclass(eq=False)
class _Vacancy:
    id: str
    until: date
    boards: dict[str, date] = field(default_factory=dict)
    crowds: list[_Alike] = field(default_factory=list)

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
    def rank(self) -> _Rank:
        """Return its place among those that fit: the last one seen comes first."""
        return -self.until.toordinal(), self.id


@dataclass
class _View:
    """What one board may continue: heaps whose entries are outdated once their vacancy has changed."""

    busy: list[tuple[date, str]] = field(default_factory=list)
    shown: list[_Rank] = field(default_factory=list)
    unshown: list[_Rank] = field(default_factory=list)

    def put(self, vacancy: _Vacancy, board: str) -> None:
        """Enter a vacancy as it now is."""
        if (seen := vacancy.boards.get(board)) is not None:
            heappush(self.busy, (seen, vacancy.id))
        else:
            heappush(self.unshown, vacancy.rank)


@dataclass
class _Alike:
    """The vacancies of one employer that share a key, so kept that none is looked at for every posting.

    Where there are several, each is entered anew in every view whenever it changes; an outdated entry is dropped when
    it comes to the top. A single one needs no view.
    """

    members: dict[str, _Vacancy] = field(default_factory=dict)
    views: dict[str, _View] = field(default_factory=dict)

    def join(self, vacancy: _Vacancy) -> None:
        """Keep a vacancy, which may be here already."""
        if vacancy.id in self.members:
            return
        self.members[vacancy.id] = vacancy
        if len(self.members) > 1:
            for one in self.members.values() if len(self.members) == _PAIR else [vacancy]:
                one.crowds.append(self)

    def put(self, vacancy: _Vacancy) -> None:
        """Enter a vacancy that is new or has changed."""
        for board, view in self.views.items():
            view.put(vacancy, board)

    def continued(self, posting: Listed) -> _Vacancy | None:
        """Return the vacancy last seen among those that this board has shown before and shows no more."""
        if len(self.members) == 1:
            return self._only(posting, shown=True)
        view = self._view(posting.board)
        while view.busy and view.busy[0][0] < posting.opened_on:
            heappush(view.shown, self.members[heappop(view.busy)[1]].rank)
        return self._first(view.shown, posting, shown=True)

    def met_elsewhere(self, posting: Listed) -> _Vacancy | None:
        """Return the vacancy last seen among those that only other boards have shown."""
        if len(self.members) == 1:
            return self._only(posting, shown=False)
        return self._first(self._view(posting.board).unshown, posting, shown=False)

    def _only(self, posting: Listed, *, shown: bool) -> _Vacancy | None:
        [vacancy] = self.members.values()
        return vacancy if (posting.board in vacancy.boards) == shown and vacancy.takes(posting) else None

    def _view(self, board: str) -> _View:
        if board not in self.views:
            view = self.views[board] = _View()
            for vacancy in self.members.values():
                view.put(vacancy, board)
        return self.views[board]

    def _first(self, ranks: list[_Rank], posting: Listed, *, shown: bool) -> _Vacancy | None:
        while ranks:
            vacancy = self.members[ranks[0][1]]
            current = vacancy.rank == ranks[0] and (posting.board in vacancy.boards) == shown
            if current and vacancy.takes(posting):
                return vacancy
            heappop(ranks)
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
            known.setdefault(key, _Alike()).join(vacancy)
        for alike in vacancy.crowds:
            alike.put(vacancy)


def _keys(posting: Listed) -> list[tuple[_Kind, _Key]]:
    keys: list[tuple[_Kind, _Key]] = []
    if posting.text_key != _NO_TEXT:
        keys.append(("text", ("text", posting.text_key)))
    if posting.role_key:
        keys.append(("role", ("role", posting.role_key, *posting.places)))
        keys.extend(("place", ("place", posting.role_key, place)) for place in posting.places)
    return keys


def _find(posting: Listed, keys: list[tuple[_Kind, _Key]], known: dict[_Key, _Alike]) -> _Vacancy | None:
    for kind, alike in groupby(keys, key=lambda pair: pair[0]):
        groups = [known[key] for _, key in alike if key in known]
        fitting = [group.met_elsewhere(posting) for group in groups]
        if kind != "place":
            fitting += [group.continued(posting) for group in groups]
        if found := [vacancy for vacancy in fitting if vacancy]:
            return min(found, key=lambda vacancy: vacancy.rank)
    return None
