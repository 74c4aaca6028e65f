"""Which postings are one opening: re-posts on a board and the same opening on several boards. Pure, in one pass.

A posting joins a vacancy of its employer that was last seen at most 92 days before it, if the two share their text and
places, are one advert in other words (kin.py), or share role and places where a text is missing; on another board
places need only not contradict each other. Two postings that were listed at the same time on the same board are two
openings, whatever they say; but in one thread, which lists comments and no headcounts, a second one in the same or
nearly the same words for the same titles or lists of roles and places is the first one posted twice (kin.doubled).
Which employer a posting is employers.py says.

What is decided of a posting depends on earlier ones alone, and on how long these were seen only as far as it was known
when the posting opened. So a posting that opens, or goes on being seen, changes nothing that was decided before; and
what ended more than 92 days before decides nothing either: links may be found anew from a day on (link()).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from heapq import heappop, heappush
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from warehouse.kin import NEAR_DAYS, Families, Learnt, doubled
from warehouse.likeness import likeness
from warehouse.metros import in_metros
from warehouse.roles import signature
from warehouse.told import Belongs, Lasting, Told
from warehouse.transforms.names import text_key

_NO_TEXT = text_key("")
_ANYWHERE, _NOWHERE = "*", "?"
"""Under which every posting, and those that state no place, are kept among the places."""

_LOOK_BACK = 4
"""Of the postings in threads that have a title or a list and places in common so many are kept, the last ones."""
NEARER = 0.15
"""Of an advert's vacancies the one last seen is continued, unless another's text is more alike by so much."""

_Key = tuple[str, ...]


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
        wanted: Kinds of work that a text seeks, where no title tells more (roles.Work).
        named: All kinds of work that it names then (roles.Work).
        threaded: Whether the board lists by threads what people post, rather than each opening until it is filled.
        links: Hashes of the text's links that lead to one advert each (applying.py).
        skills: Slugs of the languages and other skills that it mentions.
        words: Those of the text, in order (wording.words_of).
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
    wanted: list[str] = []  # noqa: RUF012 - a named tuple's default, never changed
    named: list[str] = []  # noqa: RUF012 - a named tuple's default, never changed
    threaded: bool = False
    links: list[int] = []  # noqa: RUF012 - a named tuple's default, never changed
    skills: list[str] = []  # noqa: RUF012 - a named tuple's default, never changed
    words: bytes = b""

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
        family: Id of the first posting of the advert in other words; None where there is no text.
        opening: The same whatever places it is listed for.
    """

    posting_id: str
    vacancy_id: str
    base_id: str
    family: str | None = None
    opening: str | None = None


_Rank = tuple[int, str]


@dataclass(eq=False, slots=True)
class _Vacancy(Lasting):
    id: str
    base: str
    last: Told | None = field(init=False, default=None)
    boards: dict[str, int] = field(default_factory=dict)
    crowds: list[_Alike] = field(default_factory=list)

    def takes(self, told: Told) -> bool:
        """Tell whether the posting may continue this vacancy, as far as days go."""
        here = self.boards.get(told.board)
        return (here is None or here < told.opened) and not self.ended(told.opened)

    def ended(self, day: int) -> bool:
        """Tell whether nothing that opens from this day on continues it."""
        return day - self.until > NEAR_DAYS

    def add(self, told: Told) -> None:
        """Take the posting in."""
        self.until = max(self.until, told.until)
        self.boards[told.board] = max(self.boards.get(told.board, told.until), told.until)
        told.within = self
        self.last = told

    def rank(self, day: int) -> _Rank:
        """Return its place among those that fit: the last one seen until this day comes first."""
        return -min(self.until, day), self.id


@dataclass(eq=False, slots=True)
class _Pool:
    """Vacancies of which the last one seen is looked for; an outdated entry is dropped when it comes to the top."""

    showing: list[tuple[str, int]] = field(default_factory=list)
    gone: list[_Rank] = field(default_factory=list)

    def put(self, vacancy: _Vacancy) -> None:
        """Enter a vacancy as it now is."""
        heappush(self.showing, (vacancy.id, vacancy.until))

    def first(self, members: dict[str, _Vacancy], told: Told, *, shown: bool) -> _Vacancy | None:
        """Return the vacancy that takes the posting: of those that are seen on its day the first by id."""
        while self.showing:
            id_, until = self.showing[0]
            vacancy = members[id_]
            if _fits(vacancy, until, told, shown=shown):
                if until >= told.opened:
                    return vacancy
                heappush(self.gone, (-until, id_))
            heappop(self.showing)
        while self.gone:
            until, id_ = self.gone[0]
            if _fits(members[id_], -until, told, shown=shown):
                return members[id_]
            heappop(self.gone)
        return None


def _fits(vacancy: _Vacancy, until: int, told: Told, *, shown: bool) -> bool:
    current = vacancy.until == until and (told.board in vacancy.boards) == shown
    return current and vacancy.takes(told)


@dataclass(eq=False, slots=True)
class _View:
    """What one board may continue."""

    busy: list[tuple[int, str]] = field(default_factory=list)
    shown: _Pool = field(default_factory=_Pool)
    unshown: _Pool = field(default_factory=_Pool)

    def put(self, vacancy: _Vacancy, board: str) -> None:
        """Enter a vacancy as it now is."""
        seen = vacancy.boards.get(board)
        if seen is not None:
            heappush(self.busy, (seen, vacancy.id))
        else:
            self.unshown.put(vacancy)


@dataclass(eq=False, slots=True)
class _Alike:
    """Several vacancies of one employer that share a key, so kept that none is looked at for every posting.

    Each is entered anew in every view whenever it changes.
    """

    members: dict[str, _Vacancy] = field(default_factory=dict)
    views: dict[str, _View] = field(default_factory=dict)

    def join(self, vacancy: _Vacancy) -> None:
        """Keep a vacancy, which may be here already."""
        if vacancy.id not in self.members:
            self.members[vacancy.id] = vacancy
            vacancy.crowds.append(self)

    def put(self, vacancy: _Vacancy) -> None:
        """Enter a vacancy that is new or has changed."""
        for board, view in self.views.items():
            view.put(vacancy, board)

    def continued(self, told: Told) -> _Vacancy | None:
        """Return the vacancy last seen among those that this board has shown before and shows no more."""
        view = self._view(told.board)
        while view.busy and view.busy[0][0] < told.opened:
            _, id_ = heappop(view.busy)
            view.shown.put(self.members[id_])
        return view.shown.first(self.members, told, shown=True)

    def met_elsewhere(self, told: Told) -> _Vacancy | None:
        """Return the vacancy last seen among those that only other boards have shown."""
        return self._view(told.board).unshown.first(self.members, told, shown=False)

    def _view(self, board: str) -> _View:
        view = self.views.get(board)
        if view is None:
            view = self.views[board] = _View()
            for vacancy in self.members.values():
                view.put(vacancy, board)
        return view


@dataclass(eq=False, slots=True)
class _Threads:
    """What one employer's threads show, by what an advert that is posted twice has in common with itself."""

    shown: dict[_Key, tuple[Told, ...]] = field(default_factory=dict)

    def first(self, posting: Listed, told: Told) -> _Vacancy | None:
        """Return the vacancy of an advert that the posting's thread shows already, if that is this one."""
        for key in _doubled_by(posting, told):
            for other in reversed(self.shown.get(key, ())):
                same = key[0] == "text" or doubled(told, other)
                if same and other.until >= told.opened and isinstance(other.within, _Vacancy):
                    return other.within
        return None

    def put(self, posting: Listed, told: Told) -> None:
        """Enter a posting; of those that share a key the last ones are kept."""
        for key in _doubled_by(posting, told):
            self.shown[key] = (*self.shown.get(key, ())[1 - _LOOK_BACK :], told)


_NONE_KNOWN: dict[str, Link] = {}


def link(
    postings: Iterable[Listed], known: Mapping[str, Link] = _NONE_KNOWN, learnt: Learnt | None = None
) -> Iterator[Link]:
    """Yield where each posting belongs.

    Args:
        postings: Ordered by employer_key, opened_on, posting_id.
        known: By posting_id, links that are known of the first postings of an employer, which are then only recalled.
            Of one whose links are known up to a day, nothing need be given that opened before the first posting of the
            first vacancy which was seen within NEAR_DAYS of that day.
        learnt: What weighs adverts in threads; the product's own unless given.

    Returns:
        One link a posting that was not known, in the same order. Cost grows as n log n.
    """
    for _, listed in groupby(postings, key=attrgetter("employer_key")):
        employer = _Employer(Families() if learnt is None else Families(learnt))
        for posting in listed:
            link = known.get(posting.posting_id)
            if link is None:
                yield employer.link(posting)
            else:
                employer.recall(posting, link)


@dataclass(eq=False, slots=True)
class _Employer:
    """One employer's vacancies so far."""

    families: Families
    known: dict[_Key, _Vacancy | _Alike] = field(default_factory=dict)
    bases: dict[_Key, tuple[str, int]] = field(default_factory=dict)
    recalled: dict[str, _Vacancy] = field(default_factory=dict)
    threads: _Threads = field(default_factory=_Threads)

    def link(self, posting: Listed) -> Link:
        """Return where the next posting belongs."""
        told = told_of(posting)
        belongs = self.families.join(told) if told.sketch else None
        beside = self.families.beside(told) if belongs else None
        vacancy = self.threads.first(posting, told) or _of(beside) or self._find(told, posting.text_key, belongs)
        if vacancy is None:
            vacancy = _Vacancy(told.until, told.id, self._base(told, posting.text_key, belongs))
        self._take(vacancy, told, posting.text_key, belongs)
        self.threads.put(posting, told)
        family, opening = (belongs.family, belongs.opening) if belongs else (None, None)
        return Link(told.id, vacancy.id, vacancy.base, family, opening)

    def recall(self, posting: Listed, link: Link) -> None:
        """Take in the next posting, of which is known where it belongs."""
        told = told_of(posting)
        belongs = Belongs(link.family or told.id, link.opening or told.id) if told.sketch else None
        if belongs:
            self.families.recall(told, belongs)
        vacancy = self.recalled.get(link.vacancy_id)
        if vacancy is None:
            vacancy = self.recalled[link.vacancy_id] = _Vacancy(told.until, link.vacancy_id, link.base_id)
        if told.id == vacancy.id:
            self._carry_on(vacancy.base, told, _openings(told, posting.text_key, belongs))
        self._take(vacancy, told, posting.text_key, belongs)
        self.threads.put(posting, told)

    def _find(self, told: Told, text: str, belongs: Belongs | None) -> _Vacancy | None:
        for keys in _looked_by(told, text, belongs):
            if found := self._first(keys, told, anywhere=False):
                return _nearer(told, belongs.nearest, found) if belongs and keys[0][0] == "kin" else found
        return self._first(_places_looked_by(told), told, anywhere=True) if told.sign else None

    def _first(self, keys: Iterable[_Key], told: Told, *, anywhere: bool) -> _Vacancy | None:
        """Return the vacancy last seen of those with one of the keys; `anywhere` only of those of other boards."""
        found: _Vacancy | None = None
        for key in keys:
            alike = self.known.get(key)
            if alike is None:
                continue
            if isinstance(alike, _Vacancy):
                fits = alike.takes(told) and not (anywhere and told.board in alike.boards)
                found = _before(alike if fits else None, found, told.opened)
            else:
                found = _before(alike.met_elsewhere(told), found, told.opened)
                if not anywhere:
                    found = _before(alike.continued(told), found, told.opened)
        return found

    def _take(self, vacancy: _Vacancy, told: Told, text: str, belongs: Belongs | None) -> None:
        """Add a posting to its vacancy, which is found by its keys from now on."""
        vacancy.add(told)
        for key in _found_by(told, text, belongs):
            alike = self.known.get(key)
            if isinstance(alike, _Alike):
                alike.join(vacancy)
            elif alike is None or alike is vacancy or alike.ended(told.opened):
                self.known[key] = vacancy
            else:
                crowd = self.known[key] = _Alike()
                crowd.join(alike)
                crowd.join(vacancy)
        for crowd in vacancy.crowds:
            crowd.put(vacancy)

    def _base(self, told: Told, text: str, belongs: Belongs | None) -> str:
        """Return the opening of a new vacancy: that of an earlier one which differs in its places only."""
        keys = _openings(told, text, belongs)
        base = next((known for key in keys if (known := self._recent(key, told.opened))), told.id)
        self._carry_on(base, told, keys)
        return base

    def _carry_on(self, base: str, told: Told, keys: list[_Key]) -> None:
        for key in keys:
            _, until = self.bases.get(key, (base, told.until))
            self.bases[key] = base, max(until, told.until)

    def _recent(self, key: _Key, day: int) -> str | None:
        base, until = self.bases.get(key, (None, day))
        return base if day - until <= NEAR_DAYS else None


def _before(one: _Vacancy | None, other: _Vacancy | None, day: int) -> _Vacancy | None:
    """Return which of two comes first."""
    if one is None or other is None:
        return one or other
    return one if one.rank(day) < other.rank(day) else other


def _of(told: Told | None) -> _Vacancy | None:
    """Return a posting's vacancy."""
    return told.within if told and isinstance(told.within, _Vacancy) else None


def _nearer(told: Told, nearest: Told | None, found: _Vacancy) -> _Vacancy:
    """Return which of an advert's vacancies a posting continues: where one is by far more like it that one."""
    vacancy = _of(nearest)
    if nearest is None or vacancy is None or vacancy is found or not vacancy.takes(told):
        return found
    if told.threaded and nearest.board == told.board:
        return vacancy
    less = likeness(told.sketch, found.last.sketch) if found.last else 0.0
    return vacancy if likeness(told.sketch, nearest.sketch) >= less + NEARER else found


def told_of(posting: Listed) -> Told:
    """Return what kin is decided by."""
    opened, until = posting.opened_on.toordinal(), posting.last_seen_on.toordinal()
    said = (
        posting.sign,
        posting.sketch,
        in_metros(posting.places, posting.countries),
        tuple(posting.countries),
        posting.offered,
        posting.wanted,
        posting.named,
        posting.links,
        posting.skills,
        posting.threaded,
        posting.words,
    )
    return Told(until, posting.posting_id, posting.board, opened, *said)


def _doubled_by(posting: Listed, told: Told) -> Iterator[_Key]:
    """Yield what an advert has in common with itself in its thread: the text with title and places, or these alone."""
    if not posting.threaded:
        return
    said = told.board, told.sign or "", *posting.places
    if posting.text_key != _NO_TEXT:
        yield "text", posting.text_key, *said
    if told.sketch and (told.sign or told.offered):
        yield "advert", *said, *told.offered


def _openings(told: Told, text: str, belongs: Belongs | None) -> list[_Key]:
    """Return the keys by which vacancies in several places are one opening."""
    keys: list[_Key] = []
    if text != _NO_TEXT:
        keys.append(("text", text))
    if belongs:
        keys.append(("kin", belongs.opening))
    elif told.sign:
        keys.append(("role", told.sign))
    return keys


def _looked_by(told: Told, text: str, belongs: Belongs | None) -> Iterator[list[_Key]]:
    """Yield the keys by which a posting looks for its vacancy on any board, those that tell most first."""
    if text != _NO_TEXT:
        yield [("text", text, *told.places)]
    if belongs:
        yield [("kin", belongs.family)]
    if told.sign:
        yield [("role", others, told.sign, *told.places) for others in _compared_with(told)]


def _places_looked_by(told: Told) -> Iterator[_Key]:
    """Yield the keys by which it looks on other boards, where places need only not contradict each other."""
    for others in _compared_with(told):
        for at in _looked_for(told):
            yield "place", others, told.sign or "", at


def _compared_with(told: Told) -> tuple[str, ...]:
    """Two texts that both can be read are compared; a title alone decides only where one cannot be."""
    return ("unread",) if told.sketch else ("read", "unread")


def _found_by(told: Told, text: str, belongs: Belongs | None) -> Iterator[_Key]:
    """Yield the keys by which a posting's vacancy will be found."""
    if text != _NO_TEXT:
        yield "text", text, *told.places
    if belongs:
        yield "kin", belongs.family
    if told.sign:
        mine = "read" if told.sketch else "unread"
        yield "role", mine, told.sign, *told.places
        for at in _kept_at(told):
            yield "place", mine, told.sign, at


def _looked_for(told: Told) -> list[str]:
    """Return places of which another board's posting may state one: also nothing, or only the country."""
    if not told.places:
        return [_ANYWHERE]
    wide = [f"all of {country}" for country in told.countries]
    inside = [f"in {country}" for country in told.countries] if told.places == told.countries else []
    return [*told.places, *wide, *inside, _NOWHERE]


def _kept_at(told: Told) -> list[str]:
    if not told.places:
        return [_NOWHERE, _ANYWHERE]
    wide = "all of" if told.places == told.countries else "in"
    return [*told.places, *(f"{wide} {country}" for country in told.countries), _ANYWHERE]
