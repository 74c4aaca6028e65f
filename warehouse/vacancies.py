"""Which postings are one opening: re-posts on a board and the same opening on several boards. Pure, in one pass.

A posting joins a vacancy of its employer that was last seen at most 92 days before it, if the two share their text, or
their role and places; on another board one place in common is enough. Two postings that were listed at the same time
on the same board are two openings, whatever they say. Postings without a text have no text in common.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
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

    def takes(self, posting: Listed, kind: _Kind) -> bool:
        """Tell whether the posting may continue this vacancy."""
        here = self.boards.get(posting.board)
        if here is not None and (kind == "place" or here >= posting.opened_on):
            return False
        return (posting.opened_on - self.until).days <= NEAR_DAYS

    def add(self, posting: Listed) -> None:
        """Take the posting in."""
        self.until = max(self.until, posting.last_seen_on)
        self.boards[posting.board] = max(self.boards.get(posting.board, posting.last_seen_on), posting.last_seen_on)


def link(postings: Iterable[Listed]) -> Iterator[tuple[str, str]]:
    """Yield (posting_id, vacancy_id) for each posting that continues an earlier one; the others are their own vacancy.

    Args:
        postings: Ordered by employer_key, opened_on, posting_id.

    Returns:
        Pairs in the same order; vacancy_id is the id of the vacancy's first posting. Cost grows with the number of
        postings times the number of an employer's simultaneous look-alikes.
    """
    for _, listed in groupby(postings, key=lambda posting: posting.employer_key):
        yield from _link_employer(listed)


def _link_employer(postings: Iterable[Listed]) -> Iterator[tuple[str, str]]:
    known: dict[_Key, list[_Vacancy]] = {}
    for posting in postings:
        keys = _keys(posting)
        vacancy = _find(posting, keys, known)
        if vacancy is None:
            vacancy = _Vacancy(posting.posting_id, posting.last_seen_on)
        else:
            yield posting.posting_id, vacancy.id
        vacancy.add(posting)
        for _, key in keys:
            alike = known.setdefault(key, [])
            if vacancy not in alike:
                alike.append(vacancy)


def _keys(posting: Listed) -> list[tuple[_Kind, _Key]]:
    keys: list[tuple[_Kind, _Key]] = []
    if posting.text_key != _NO_TEXT:
        keys.append(("text", ("text", posting.text_key)))
    if posting.role_key:
        keys.append(("role", ("role", posting.role_key, *posting.cities)))
        keys.extend(("place", ("place", posting.role_key, city)) for city in posting.cities)
    return keys


def _find(posting: Listed, keys: list[tuple[_Kind, _Key]], known: dict[_Key, list[_Vacancy]]) -> _Vacancy | None:
    for kind, key in keys:
        alike = known.get(key, [])
        alike[:] = [one for one in alike if (posting.opened_on - one.until).days <= NEAR_DAYS]
        fitting = [one for one in alike if one.takes(posting, kind)]
        if fitting:
            return max(fitting, key=lambda one: (one.until, one.id))
    return None
