"""Which postings are one opening: re-posts on a board and the same opening on several boards. Pure, in one pass.

A posting joins a vacancy of its employer that was last seen at most 92 days before it, if the two share their text and
places, are one advert in other words (kin.py), or share role and places where a text is missing; on another board
places need only not contradict each other. Two postings that were listed at the same time on the same board are two
openings, whatever they say. An employer that is not named is known by a text that was nearly the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from heapq import heappop, heappush
from itertools import chain, groupby, islice, repeat
from operator import attrgetter, itemgetter
from typing import Literal, NamedTuple

import numpy as np

from warehouse.kin import EDITED, REPOST, Belongs, Families, Told
from warehouse.likeness import Lookup, likeness, lookups, tellings, windows
from warehouse.roles import signature
from warehouse.transforms.names import text_key

NEAR_DAYS = 92

UNNAMED = "posting:"
"""How the key of an employer begins of whom nothing is known."""
_AT_ONCE = 10_000
"""Postings whose texts are looked up at once."""
_STEM = 5
"""Names that share so many letters at their beginning may be one employer's."""
_NO_TEXT = text_key("")
_ANYWHERE, _NOWHERE = "*", "?"
"""Under which every posting, and those that state no place, are kept among the places."""

_Key = tuple[str, ...]
_Kind = Literal["text", "kin", "role", "place"]


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
        title: As published; tells more than role_key where it is known.
        countries: Countries of work; sorted.
        sketch: Of the text (likeness.sketches); empty where there is none or it is a line.
        offered: Roles that a text without a title lists (roles.offered).
    """

    employer_key: str
    opened_on: date
    posting_id: str
    board: str
    last_seen_on: date
    text_key: str
    role_key: str | None
    places: list[str]
    title: str | None = None
    countries: list[str] = []  # noqa: RUF012 - a named tuple's default, never changed
    sketch: bytes = b""
    offered: list[str] = []  # noqa: RUF012 - a named tuple's default, never changed

    @property
    def sign(self) -> str | None:
        """Return what the title says of the role."""
        return signature(self.title) or self.role_key


class Link(NamedTuple):
    """Where one posting belongs.

    Args:
        posting_id: `board:key`.
        vacancy_id: Id of the first posting of its vacancy.
        base_id: Id of the first posting of its opening in whatever place.
    """

    posting_id: str
    vacancy_id: str
    base_id: str


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


def link(postings: Iterable[Listed]) -> Iterator[Link]:
    """Yield where each posting belongs.

    Nothing depends on a posting that comes later in the order, so that adding later ones changes no earlier link.

    Args:
        postings: Ordered by employer_key, opened_on, posting_id.

    Returns:
        One link a posting, in the same order. Cost grows as n log n.
    """
    some: list[list[Listed]] = []
    waiting = 0
    for _, listed in groupby(postings, key=attrgetter("employer_key")):
        some.append(list(listed))
        waiting += len(some[-1])
        if waiting >= _AT_ONCE:
            yield from _linked(some)
            some, waiting = [], 0
    yield from _linked(some)


def _linked(some: list[list[Listed]]) -> Iterator[Link]:
    """Yield the links of some employers, whose texts are looked up at once."""
    groups = [at for at, listed in enumerate(some) for _ in listed]
    found = enumerate(lookups([posting.sketch for listed in some for posting in listed], groups))
    for listed in some:
        yield from _Employer().link(zip(listed, islice(found, len(listed)), strict=True))


Meeting = tuple[int, int, bool]
"""Places of a posting and of an earlier one, and whether that one, as it names its employer, may tell the other's."""


def employers(listed: Sequence[Listed], met: Iterable[Meeting]) -> Iterator[tuple[str, str]]:
    """Yield (posting_id, employer_key) of those whose employer an earlier, nearly equal text tells better.

    An employer that nobody names, one known by its poster only, and a name that is part of the other name (`Acme`,
    `Acme United`) take the employer of the text.

    Args:
        listed: Postings of all employers, ordered by opened_on, posting_id.
        met: Places in `listed` of postings, rising, each with that of the last one before it that has one of its
            windows in common, by the rising hash of the window; `meetings` or models/stage/met.sql.
    """
    told: dict[int, str] = {}
    for at, pairs in groupby(met, key=itemgetter(0)):
        # Most pairs are of one employer: they are passed over without a look at their postings.
        if not (others := [other for _, other, may_tell in pairs if may_tell or other in told]):
            continue
        posting, earlier = listed[at], ((listed[other], told.get(other)) for other in others)
        employer = _told_by_text(posting, ((one, known or one.employer_key) for one, known in earlier))
        if employer != posting.employer_key:
            told[at] = employer
            yield posting.posting_id, employer


def meetings(listed: Sequence[Listed]) -> Iterable[Meeting]:
    """Return the meetings of each posting with the last one before it that has one of its windows."""
    found = tellings([one.sketch for one in listed])
    posting = np.repeat(np.arange(len(found), dtype=np.uint64), [len(each) for each in found])
    window = np.fromiter(chain.from_iterable(found), np.uint64, len(posting))
    order = np.lexsort((posting, window))
    again = np.flatnonzero(window[order][1:] == window[order][:-1])
    later, earlier, by = posting[order][again + 1], posting[order][again], window[order][again]
    in_time = np.lexsort((by, later))
    return dict.fromkeys(zip(later[in_time].tolist(), earlier[in_time].tolist(), repeat(True)))


def _told_by_text(posting: Listed, met: Iterable[tuple[Listed, str]]) -> str:
    for other, employer in met:
        apart = (posting.opened_on - other.last_seen_on).days > NEAR_DAYS
        if employer == posting.employer_key or apart or not _may_be_one(posting.employer_key, employer):
            continue
        if likeness(windows(posting.sketch), windows(other.sketch)) >= _asked_of(posting.employer_key, employer):
            return employer
    return posting.employer_key


def _may_be_one(one: str, other: str) -> bool:
    """Tell whether two employers' keys do not speak against each other."""
    (kind, _, name), (other_kind, _, other_name) = one.partition(":"), other.partition(":")
    if kind == other_kind == "name":
        return name in other_name or other_name in name or _begin_alike(name, other_name)
    return True


def _asked_of(one: str, other: str) -> float:
    """Return how much two texts must be alike to have one employer."""
    (kind, _, name), (other_kind, _, other_name) = one.partition(":"), other.partition(":")
    unnamed = UNNAMED in {f"{kind}:", f"{other_kind}:"}
    return EDITED if unnamed or (kind == other_kind == "name" and _begin_alike(name, other_name)) else REPOST


def _begin_alike(one: str, other: str) -> bool:
    """Tell whether two names begin alike (`Acme Chart`, `Acme Software`)."""
    return len(one) >= _STEM and one[:_STEM] == other[:_STEM]


@dataclass
class _Employer:
    """One employer's vacancies so far."""

    known: dict[_Key, _Alike] = field(default_factory=dict)
    families: Families = field(default_factory=Families)
    bases: dict[_Key, tuple[str, date]] = field(default_factory=dict)

    def link(self, postings: Iterable[tuple[Listed, tuple[int, Lookup]]]) -> Iterator[Link]:
        """Yield the link of each posting, given with its place among those looked up together."""
        base_of: dict[str, str] = {}
        for posting, (at, lookup) in postings:
            belongs = self.families.join(_told(posting, at, lookup)) if posting.sketch else None
            seen, shown = _keys(posting, belongs)
            vacancy = _find(posting, seen, self.known)
            if vacancy is None:
                vacancy = _Vacancy(posting.posting_id, posting.last_seen_on)
                base_of[vacancy.id] = self._base(posting, belongs)
            vacancy.add(posting)
            for _, key in shown:
                self.known.setdefault(key, _Alike()).join(vacancy)
            for alike in vacancy.crowds:
                alike.put(vacancy)
            yield Link(posting.posting_id, vacancy.id, base_of[vacancy.id])

    def _base(self, posting: Listed, belongs: Belongs | None) -> str:
        """Return the opening of a new vacancy: that of an earlier one which differs in its places only."""
        keys: list[_Key] = []
        if posting.text_key != _NO_TEXT:
            keys.append(("text", posting.text_key))
        if belongs:
            keys.append(("kin", belongs.opening))
        elif posting.sign:
            keys.append(("role", posting.sign))
        base = next((known for key in keys if (known := self._recent(key, posting.opened_on))), posting.posting_id)
        for key in keys:
            _, until = self.bases.get(key, (base, posting.last_seen_on))
            self.bases[key] = base, max(until, posting.last_seen_on)
        return base

    def _recent(self, key: _Key, opened_on: date) -> str | None:
        base, until = self.bases.get(key, (None, opened_on))
        return base if (opened_on - until).days <= NEAR_DAYS else None


def _keys(posting: Listed, belongs: Belongs | None) -> tuple[list[tuple[_Kind, _Key]], list[tuple[_Kind, _Key]]]:
    """Return the keys by which a posting looks for its vacancy, and those by which it will be found."""
    both: list[tuple[_Kind, _Key]] = []
    if posting.text_key != _NO_TEXT:
        both.append(("text", ("text", posting.text_key, *posting.places)))
    if belongs:
        both.append(("kin", ("kin", belongs.family)))
    seen, shown = list(both), list(both)
    if sign := posting.sign:
        # Two texts that both can be read are compared; a title alone decides only where one cannot be.
        mine, others = ("read", ("unread",)) if posting.sketch else ("unread", ("read", "unread"))
        seen += [("role", ("role", other, sign, *posting.places)) for other in others]
        seen += [("place", ("place", other, sign, at)) for other in others for at in _looked_for(posting)]
        shown.append(("role", ("role", mine, sign, *posting.places)))
        shown += [("place", ("place", mine, sign, at)) for at in _found_by(posting)]
    return seen, shown


def _told(posting: Listed, at: int, lookup: Lookup) -> Told:
    places = tuple(posting.places), tuple(posting.countries)
    days = posting.opened_on.toordinal(), posting.last_seen_on.toordinal()
    heads = posting.posting_id, posting.sign, posting.sketch
    return Told(*heads, *places, posting.board, *days, at, lookup, posting.offered)


def _looked_for(posting: Listed) -> list[str]:
    """Return places of which another board's posting may state one: also nothing, or only the country."""
    if not posting.places:
        return [_ANYWHERE]
    wide = [f"all of {country}" for country in posting.countries]
    inside = [f"in {country}" for country in posting.countries] if posting.places == posting.countries else []
    return [*posting.places, *wide, *inside, _NOWHERE]


def _found_by(posting: Listed) -> list[str]:
    if not posting.places:
        return [_NOWHERE, _ANYWHERE]
    wide = "all of" if posting.places == posting.countries else "in"
    return [*posting.places, *(f"{wide} {country}" for country in posting.countries), _ANYWHERE]


def _find(posting: Listed, keys: list[tuple[_Kind, _Key]], known: dict[_Key, _Alike]) -> _Vacancy | None:
    for kind, alike in groupby(keys, key=lambda pair: pair[0]):
        groups = [known[key] for _, key in alike if key in known]
        fitting = [group.met_elsewhere(posting) for group in groups]
        if kind != "place":
            fitting += [group.continued(posting) for group in groups]
        if found := [vacancy for vacancy in fitting if vacancy]:
            return min(found, key=lambda vacancy: vacancy.rank)
    return None
