"""Which postings of one employer are one advert in other words: their texts, titles and places held together.

Belongs here: when two postings are kin and by which rule, and their families in the order of time. How long a vacancy
lasts and what a board shows at once is vacancies.py's affair. The rules were chosen on the tuning pairs of
tests/linking/labels.csv; what they reach on pairs that were read afterwards stands in docs/linking.md.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from heapq import heappop, heappush
from typing import NamedTuple

from warehouse.likeness import BYTES, likeness, telling
from warehouse.roles import Roles, alike, closely, compared, core, kinds, shared, tells

REPOST = 0.72
"""Texts that are so much alike are one advert, edited, unless their titles name other kinds of work."""
EDITED = 0.45
"""The same, if the titles agree where both are known."""
REWRITTEN = 0.05
"""The same, if both titles are known and agree, and the places are the same."""
PITCH, OTHER_PITCH, TINY_PITCH = 0.1, 0.25, 0.3
TINY, SHORT = 16, 70
"""The same, if neither has a title and the places are the same: texts so short (windows) that they are little more
than what the employer says of itself need less in common; of tiny ones a list of roles is too large a part. 70 windows
are about 1,100 letters."""
ONE_TITLE = 0.3
"""The same, if one has a title and the places are the same."""
NEAR_TITLE, SAME_TITLE = 0.5, 0.8
"""Titles that are near to each other, or agree, share so much of the shorter one's words."""
SEVERAL, MOST = 2, 0.66
"""Edited texts whose titles name several kinds of work are one advert if so many are the same, and so much of those of
the one that names fewer."""
UNKIND = 0.25
"""Titles of which neither names a kind of work, and that agree but for levels, are believed from so much on."""
NEXT_DAYS = 35
FOLLOWED = 0.2
"""An employer's only advert is followed by its successor within so many days, the next monthly thread, if they are so
much alike where one has a title and the other none."""
SKIPPED = 92
"""Within so many days, that is with two threads left out, it is followed by one for the same work at the same place."""
FEW, ONE_PLACE = 6, 0.5
"""One that was posted several times in that time, so often at most, is followed only where at least this share of the
places of both is the same."""
OFFERED = 0.5
"""Texts without titles that list roles and are no re-posts are one advert only if they share more than this of the
shorter list; a title and a list, only if more than this of the title's kinds of work are in the list."""
SAME_WORK = 0.3
"""Two adverts are for the same work if they share more than this of all kinds that either is for."""
LINKED = 0.5
"""Texts that link pages of one advert each are one advert if they share so much of the longer list of links and neither
title nor list speaks against it. SEVERAL that are MOST of it are a list of roles, whichever of them a title names."""
_BY_LINKS = {"same links", "one link"}
MANY = 24
"""Of an employer with more postings in SKIPPED days none is the successor of another."""
ONE_LIST = 0.75
"""Two lists of SEVERAL roles are one if they share so much of the shorter."""
NEAR_DAYS = 92
"""So many days after it was last seen a posting is continued by none."""
DOUBLED = 0.85
"""Two texts in one thread that list the same roles are one advert posted twice if they are so much alike; with one
title REPOST is enough."""
SAME_SKILLS = 0.5
"""An employer's only advert that asks for SEVERAL skills, at least so many of all that either asks for, is the one
before it in words that have nothing in common."""
WITHIN, WITHIN_DAYS, NEAR_WITHIN = 0.7, 66, 0.02
"""Two only adverts of which either does not say for which work are one within so many days, that is with one thread
left out, if the other asks for so much of the skills of the one that asks for fewer, and their texts have so much in
common."""
_NO_WORK: frozenset[str] = frozenset()
_LOOK_BACK = 4
"""Of the postings with one window so many are kept, the last of each title and places."""


@dataclass(eq=False, slots=True)
class Lasting:
    """What is shown until a day.

    Args:
        until: Last day seen, as an ordinal.
        last: The posting that was added to it last.
    """

    until: int
    last: Told | None = field(init=False, default=None)


@dataclass(eq=False, slots=True)
class Told(Lasting):
    """What one posting says, as far as kin is decided by it.

    Args:
        until: Last day seen, as an ordinal.
        id: Its own.
        board: Registry key.
        opened: First day, as an ordinal.
        sign: Signature of its title; None where unknown.
        sketch: Of its text; empty where it has none.
        places: Cities, or where none is stated countries.
        countries: Countries.
        offered: Roles that its text lists (roles.offered), where it has no title.
        wanted: Kinds of work that its text seeks (roles.Work), where no title tells more.
        named: All kinds of work that its text names then (roles.Work).
        links: Hashes of its links that lead to one advert each (applying.py).
        skills: Slugs of the languages and other skills that it mentions.
        role: Its signature where that tells a role: `full time` does not.
        work: The kinds of work that it is for: those of its title, else those listed, else those sought.
        all_work: Those of its title, else all that are listed, sought or named.
        within: What it is a part of: a vacancy that may last longer than the posting; at first itself.
    """

    id: str
    board: str
    opened: int
    sign: str | None
    sketch: bytes
    places: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    offered: Sequence[str] = ()
    wanted: Sequence[str] = ()
    named: Sequence[str] = ()
    links: Sequence[int] = ()
    skills: Sequence[str] = ()
    role: str | None = field(init=False)
    work: frozenset[str] = field(init=False)
    all_work: frozenset[str] = field(init=False)
    within: Lasting = field(init=False)
    belongs: Belongs = field(init=False)

    def __post_init__(self) -> None:
        self.role = self.sign if tells(self.sign) else None
        titled = kinds(self.sign) if self.sign else _NO_WORK
        listed = _NO_WORK.union(*map(kinds, self.offered)) if self.offered else _NO_WORK
        self.work = titled or listed or (frozenset(self.wanted) if self.wanted else _NO_WORK)
        self.all_work = titled or (listed.union(self.wanted, self.named) if self.wanted or self.named else listed)
        self.within = self


def why(one: Told, other: Told, near: float, *, anywhere: bool = False) -> str | None:
    """Return the rule by which two postings of one employer are one advert; None where none holds.

    Args:
        one: A posting.
        other: Another one.
        near: Likeness of their texts.
        anywhere: Whether places do not matter.
    """
    same_places = anywhere or one.places == other.places
    if not (same_places or _may_be_one_place(one, other)):
        return None
    roles = compared(one.sign, other.sign)
    if near >= REPOST and _near_titles(one, other, roles) and not _seek_others(one, other):
        return "reposted"
    if found := _by_links(one, other, roles):
        return found
    if near >= REPOST or near < REWRITTEN or roles is Roles.OTHER or _list_others(one, other):
        return None
    if near >= EDITED:
        same = _same_titles(one, other, roles) or _near_work(one, other) or (same_places and _near_kinds(one, other))
        return "edited" if same else None
    return _rewritten(one, other, near, same_places=same_places)


def _by_links(one: Told, other: Told, roles: Roles) -> str | None:
    """Return the rule by which links to single adverts make two postings one; None where they tell nothing."""
    both = len(set(one.links).intersection(other.links)) if one.links and other.links else 0
    if not both or _seek_others(one, other):
        return None
    longer = max(len(one.links), len(other.links))
    if both >= SEVERAL and both >= MOST * longer:
        return "same links"
    if both < LINKED * longer or roles is Roles.OTHER or _list_others(one, other):
        return None
    return "one link"


def doubled(one: Told, other: Told) -> bool:
    """Tell whether two postings in one thread, with one title or list of roles and one set of places, are one advert.

    So are two that link the same single adverts, whatever else they say. Where neither names a role in these ways, only
    the same text is: `Android` is one word in two else equal adverts.
    """
    near = likeness(one.sketch, other.sketch)
    same = near >= (REPOST if one.sign else DOUBLED) or (bool(one.links) and set(one.links) == set(other.links))
    return same and not _seek_others(one, other)


def _list_others(one: Told, other: Told) -> bool:
    """Tell whether one lists other roles than the other lists, or than its title names."""
    if one.role and other.role:
        return False
    if one.role or other.role:
        title, listed = (one.role, other.offered) if one.role else (other.role, one.offered)
        said, offers = kinds(title or ""), frozenset[str]().union(*map(kinds, listed))
        return (bool(said and offers) and len(said & offers) <= OFFERED * len(said)) or _other_work(one, other)
    return shared(one.offered, other.offered) <= OFFERED or _other_work(one, other)


def _seek_others(one: Told, other: Told) -> bool:
    """Tell whether sentences seek other work, or texts without a title or a list in common name other work throughout.

    Of texts nearly the same just that was edited.
    """
    if one.wanted and other.wanted and _other_work(one, other):
        return True
    return one.sketch != other.sketch and _name_others(one, other)


def _name_others(one: Told, other: Told) -> bool:
    """Tell whether two texts without a title or a list in common name kinds of work, and none in common."""
    if one.role or other.role or (one.offered and other.offered and shared(one.offered, other.offered) > OFFERED):
        return False
    return bool(one.all_work and other.all_work) and one.all_work.isdisjoint(other.all_work)


def _other_work(one: Told, other: Told) -> bool:
    """Tell whether both are for known kinds of work, and for none in common."""
    if not one.work or not other.work or not one.work.isdisjoint(other.work):
        return False
    # What a sentence seeks may be said of some of the roles only; what is listed is all there is.
    return bool(one.offered or other.offered) or not _part_of_work(one, other)


def _part_of_work(one: Told, other: Told) -> bool:
    """Tell whether all kinds of work that one names are among the other's: roles were added, or filled."""
    mine, theirs = one.all_work, other.all_work
    return bool(mine and theirs) and (mine <= theirs or theirs <= mine)


def _rewritten(one: Told, other: Told, near: float, *, same_places: bool) -> str | None:
    """Return the rule by which texts with little in common are one advert."""
    if one.role is None and other.role is None:
        return "pitch" if _one_pitch(one, other, near, same_places=same_places) else None
    if not same_places:
        return None
    if one.role is None or other.role is None:
        return "one title" if near >= ONE_TITLE else None
    same = _same_titles(one, other, compared(one.sign, other.sign)) or (near >= UNKIND and _near_work(one, other))
    return "rewritten" if same else None


def _near_titles(one: Told, other: Told, roles: Roles) -> bool:
    if roles is Roles.OTHER:
        return False
    if one.role is None or other.role is None:
        return True
    return roles is Roles.SAME or roles is Roles.PART or alike(one.sign, other.sign) >= NEAR_TITLE


def _same_titles(one: Told, other: Told, roles: Roles) -> bool:
    if roles is not Roles.OTHER and alike(one.sign, other.sign) >= SAME_TITLE:
        return True
    return roles is Roles.SAME and closely(one.sign, other.sign) >= SAME_TITLE


def _near_work(one: Told, other: Told) -> bool:
    """Tell whether two titles without kinds of work agree but for levels (`Rails Developer`, `Rails Lead`)."""
    if not one.role or not other.role or kinds(one.role) or kinds(other.role):
        return False
    return closely(one.role, other.role) >= SAME_TITLE


def _near_kinds(one: Told, other: Told) -> bool:
    """Tell whether two titles name several kinds of work, and most of the fewer are the same."""
    if not one.role or not other.role:
        return False
    mine, theirs = kinds(one.role), kinds(other.role)
    both = len(mine & theirs)
    return both >= SEVERAL and both >= MOST * min(len(mine), len(theirs))


def _agree(one: Told, other: Told) -> bool:
    """Tell whether two titles name the same work, and not only some of it."""
    return one.sign == other.sign or compared(one.sign, other.sign) is Roles.SAME


def _one_pitch(one: Told, other: Told, near: float, *, same_places: bool) -> bool:
    longer = max(len(one.sketch), len(other.sketch)) // BYTES
    if longer < TINY:
        return near >= TINY_PITCH
    return near >= (PITCH if longer <= SHORT and same_places else OTHER_PITCH)


def _may_be_one_place(one: Told, other: Told) -> bool:
    if not one.places or not other.places or not set(one.places).isdisjoint(other.places):
        return True
    wide = one.places == one.countries or other.places == other.countries
    return wide and not set(one.countries).isdisjoint(other.countries)


def _mostly_one_place(one: Told, other: Told) -> bool:
    mine, theirs = set(one.places), set(other.places)
    return mine == theirs or len(mine & theirs) >= ONE_PLACE * len(mine | theirs)


def succeeds(one: Told, other: Told, *, once: bool = True) -> bool:
    """Tell whether an employer's only advert on a board was followed by this one.

    One title at mostly one place, or one work, or the work of one among the other's, is enough. In the next thread one
    list of roles, or no work named either time, is enough too; else they need a piece of their texts in common, places
    that do not contradict each other, and titles that agree; where one has none, a larger piece. Of an advert that was
    posted several times, so that it has shown how it changes, more is asked.

    Args:
        one: The later posting.
        other: The last posting of the only advert that the employer had anywhere in the last NEXT_DAYS, or if it had
            none in these in the last SKIPPED.
        once: Whether that was posted once.
    """
    if one.board != other.board or not _may_be_one_place(one, other):
        return False
    if _list_others(one, other) or _name_others(one, other) or compared(one.sign, other.sign) is Roles.OTHER:
        return False
    if _one_title(one, other) or _same_opening(one, other):
        return True
    return one.opened - other.until <= NEXT_DAYS and _rewritten_next(one, other, once=once)


def _same_opening(one: Told, other: Told) -> bool:
    """Tell whether two only adverts are at one place and for one work, or part of it, or seem so by the skills.

    In the next thread also where neither says for which, later only if one of them asks for no skill.
    """
    if _mostly_one_place(one, other) and (
        _one_work(one, other) or _changed_work(one, other) or _asks_within(one, other)
    ):
        return True
    if not one.places or one.places != other.places or _says_what(one) or _says_what(other):
        return False
    return one.opened - other.until <= NEXT_DAYS or not (one.skills and other.skills)


def _asks_within(one: Told, other: Told) -> bool:
    """Tell whether the skills of one are nearly all among the other's, where either does not say for which work."""
    if _names_work(one) and _names_work(other):
        return False
    both, fewer = len(set(one.skills).intersection(other.skills)), min(len(one.skills), len(other.skills))
    if not both or both < WITHIN * fewer or one.opened - other.until > WITHIN_DAYS:
        return False
    return likeness(one.sketch, other.sketch) >= NEAR_WITHIN


def _names_work(told: Told) -> bool:
    return bool(told.work or told.role)


def _changed_work(one: Told, other: Told) -> bool:
    """Tell whether the work of one is part of the other's; where a thread was left out, at least SAME_WORK of it."""
    fewer, more = sorted((len(one.all_work), len(other.all_work)))
    return _part_of_work(one, other) and (one.opened - other.until <= NEXT_DAYS or fewer >= SAME_WORK * more)


def _rewritten_next(one: Told, other: Told, *, once: bool) -> bool:
    """Tell whether an only advert lists the roles of the one before it, or has a piece of its text."""
    places = _mostly_one_place(one, other)
    if places and _one_list(one, other):
        return True
    if not places and not once:
        return False
    near, titles = likeness(one.sketch, other.sketch), (one.role is None) + (other.role is None)
    if titles == 0:
        return near >= REWRITTEN and _same_titles(one, other, compared(one.sign, other.sign))
    return near >= (FOLLOWED if titles == 1 else REWRITTEN if once else PITCH)


def _says_what(told: Told) -> bool:
    """Tell whether an advert says which work it is for, or has a title, which may be one of several."""
    return bool(told.sign or told.work) or any(map(tells, told.offered))


def _one_work(one: Told, other: Told) -> bool:
    """Tell whether two texts are for mostly the same known kinds of work; of two lists _one_list tells it better."""
    if one.offered and other.offered:
        return False
    return len(one.work & other.work) > SAME_WORK * len(one.work | other.work)


def _one_title(one: Told, other: Told) -> bool:
    """Tell whether two titles are the same but for levels, at mostly one known place."""
    if not one.role or not other.role or not one.places:
        return False
    return _mostly_one_place(one, other) and core(one.role) == core(other.role)


def _ask_alike(one: Told, other: Told) -> bool:
    """Tell whether two adverts at mostly one place ask for mostly the same skills, for roles that may be the same.

    Two titles have to agree in words that tell roles apart; one title, with the kinds of work that the other text is
    for, or neither names any.
    """
    mine, theirs = set(one.skills), set(other.skills)
    both = len(mine & theirs)
    if both < SEVERAL or both < SAME_SKILLS * len(mine | theirs) or not _mostly_one_place(one, other):
        return False
    if compared(one.sign, other.sign) is Roles.OTHER or _list_others(one, other):
        return False
    if one.role and other.role:
        return bool(core(one.role) and core(other.role)) and closely(one.role, other.role) >= SAME_TITLE
    titled, untitled = (one, other) if one.role else (other, one)
    if not titled.role:
        return True
    return not titled.work.isdisjoint(untitled.all_work) if titled.work else not untitled.work


def _one_list(one: Told, other: Told) -> bool:
    """Tell whether two texts without titles list mostly the same roles."""
    fewer, more = sorted((len(one.offered), len(other.offered)))
    if one.role or other.role or fewer < SEVERAL or more > 2 * fewer:
        return False
    return shared(one.offered, other.offered) >= ONE_LIST


class Belongs(NamedTuple):
    """Where a posting belongs among its employer's.

    Args:
        family: Id of the first posting of the advert in other words.
        opening: The same whatever places it is listed for.
        nearest: The posting of the family that is most like it; None where it is the first, or that is not known.
    """

    family: str
    opening: str
    nearest: Told | None = None


_Held = Sequence[tuple[Told, ...] | None]
"""What is known under each window of a posting."""


@dataclass
class Families:
    """The families of one employer's postings, told in the order of time: later postings never change earlier ones.

    Nothing is kin to a posting of what was last seen more than NEAR_DAYS before: thereby what came long ago and has
    ended decides nothing, and need not be known.
    """

    _by_window: dict[int, tuple[Told, ...]] = field(default_factory=dict)
    _by_link: dict[int, tuple[Told, ...]] = field(default_factory=dict)
    _open: list[tuple[int, str, Told]] = field(default_factory=list)

    def join(self, told: Told) -> Belongs:
        """Return the families of the postings most alike that are kin, else a new one: its own id."""
        by = telling(told.sketch)
        held = list(map(self._by_window.get, by))
        found = self._most_alike(told, held)
        family = found.family or self._succeeded(told) or self._titled_again(told) or self._asked_again(told) or told.id
        belongs = Belongs(family, found.opening or told.id, found.nearest)
        self._put(told, belongs, by, held)
        return belongs

    def recall(self, told: Told, belongs: Belongs) -> None:
        """Take in a posting of which is known where it belongs."""
        by = telling(told.sketch)
        self._put(told, belongs, by, list(map(self._by_window.get, by)))

    def _put(self, told: Told, belongs: Belongs, by: list[int], held: _Held) -> None:
        told.belongs = belongs
        heappush(self._open, (told.until, told.id, told))
        self._keep(told, by, held)

    def _most_alike(self, told: Told, held: _Held) -> Belongs:
        """Return where a posting belongs; empty where to none.

        Of several families that of the same work is taken, and then the one most alike.
        """
        family, opening = (False, 0.0, "", ""), (0.0, "")
        nearest: Told | None = None
        since = told.opened - NEAR_DAYS
        for other in self._met(told, held):
            if other.within.until < since:
                continue
            near, known = likeness(told.sketch, other.sketch), other.belongs
            if near < REWRITTEN and not (told.links and other.links):
                continue
            found = why(told, other, near)
            if found and (found in _BY_LINKS or not _since_another(told, other)):
                rank = _agree(told, other), near, known.family, other.id
                if rank > family:
                    family, nearest = rank, other
                opening = max(opening, (near, known.opening))
            elif (near, known.opening) > opening and why(told, other, near, anywhere=True):
                opening = near, known.opening
        return Belongs(family[2], opening[1], nearest)

    def _succeeded(self, told: Told) -> str | None:
        """Return the family that the posting follows, if the employer had no other lately and shows it no more."""
        while self._open and self._open[0][0] < told.opened - SKIPPED:
            heappop(self._open)
        if len(self._open) > MANY:
            return None
        held = [other for _, _, other in self._open]
        lately = [other for other in held if other.until >= told.opened - NEXT_DAYS] or held
        if not 0 < len(lately) <= FEW:
            return None
        if len({(other.belongs.family, other.board) for other in lately}) > 1:
            return None
        if any(other.until >= told.opened for other in lately):
            return None
        last = max(lately, key=lambda other: (other.opened, other.id))
        return last.belongs.family if succeeds(told, last, once=len(lately) == 1) else None

    def _titled_again(self, told: Told) -> str | None:
        """Return the family of the employer's one advert of this title at this place, if it is shown no more.

        A Chinese title without a kind of work mostly names the employer.
        """
        if not told.role or len(self._open) > MANY or not (told.role.isascii() or kinds(told.role)):
            return None
        return self._only(told, _one_title)

    def _asked_again(self, told: Told) -> str | None:
        """Return the family of the employer's one advert that asks for the same skills, if it is shown no more."""
        if len(told.skills) < SEVERAL or len(self._open) > FEW:
            return None
        return self._only(told, _ask_alike)

    def _only(self, told: Told, alike: Callable[[Told, Told], bool]) -> str | None:
        """Return the one family of which this board lately showed adverts like the posting, if it shows none now."""
        held = [other for _, _, other in self._open if other.board == told.board and alike(told, other)]
        shown = any(other.until >= told.opened for other in held)
        return held[0].belongs.family if not shown and len({other.belongs.family for other in held}) == 1 else None

    def _met(self, told: Told, held: _Held) -> Iterable[Told]:
        found: dict[Told, None] = {}
        for link in told.links:
            found.update(dict.fromkeys(self._by_link.get(link, ())))
        last = None
        for others in held:
            if others is not None and others is not last:
                found.update(dict.fromkeys(others))
                last = others
        return found

    def _keep(self, told: Told, by: list[int], held: _Held) -> None:
        """Enter a posting under its windows and links, in the place of those with its title and places."""
        alone: tuple[Told, ...] = (told,)
        if any(held):
            both = alone
            last: tuple[Told, ...] | None = None
            for window, others in zip(by, held, strict=True):
                if others is not last or last is None:
                    both, last = _with(others, told) if others else alone, others
                self._by_window[window] = both
        else:
            self._by_window.update(dict.fromkeys(by, alone))
        for link in told.links:
            self._by_link[link] = _with(self._by_link.get(link, ()), told)


def _since_another(told: Told, other: Told) -> bool:
    """Tell whether the vacancy of the other posting was last posted for another role than this one is for.

    A chain of adverts that changes step by step, or began without a title, does not come back to its beginning.
    """
    last = other.within.last
    if last is None or last is other or not told.role or not last.role:
        return False
    roles = compared(told.sign, last.sign)
    if roles is not Roles.UNTOLD or _same_titles(told, last, roles) or _near_work(told, last):
        return roles is Roles.OTHER
    return likeness(told.sketch, last.sketch) < REPOST


def _with(others: tuple[Told, ...], told: Told) -> tuple[Told, ...]:
    """Return the last ones of those, one of each title and places, and the posting."""
    others = tuple([one for one in others if one.sign != told.sign or one.places != told.places])
    return (*others[1 - _LOOK_BACK :], told)
