"""Which postings of one employer are one advert in other words: their texts, titles and places held together.

Belongs here: when two postings are kin, and their families in the order of time. How long a vacancy lasts and what a
board shows at once is vacancies.py's affair. In the threads of one board, where each advert is written anew, chances.py
weighs all signs; elsewhere, and across boards, akin() holds texts, titles and places together. Both were made on
labelled pairs; what they reach stands in docs/linking.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from heapq import heappop, heappush
from statistics import fmean
from typing import NamedTuple

from warehouse import chances, wording
from warehouse.chances import Chances, log_odds
from warehouse.likeness import BYTES, likeness, telling
from warehouse.roles import Roles, alike, closely, compared, kinds, shared
from warehouse.signs import LIKENESS, signs
from warehouse.told import Belongs, Told
from warehouse.wording import Weights

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
OFFERED = 0.5
"""Texts without titles that list roles and are no re-posts are one advert only if they share more than this of the
shorter list; a title and a list, only if more than this of the title's kinds of work are in the list."""
LINKED = 0.5
"""Texts that link pages of one advert each are one advert if they share so much of the longer list of links and neither
title nor list speaks against it. SEVERAL that are MOST of it are a list of roles, whichever of them a title names."""
LIKELY, AGAIN, SURE = 0.84, 0.7, 0.97
"""Chance from which on a posting in a board's threads is the next advert of a family; and from which on it is one that
its thread shows already, posted twice: if both go on with one family, and if nothing else says so."""
MANY = 40
"""Of an employer's adverts in one board's last threads so many are weighed, the last ones."""
NEAR_DAYS = 92
"""So many days after it was last seen a posting is continued by none."""
DOUBLED = 0.85
"""Two texts in one thread that list the same roles are one advert posted twice if they are so much alike; with one
title REPOST is enough."""
_LOOK_BACK = 4
"""Of the postings with one window so many are kept, the last of each title and places."""


def akin(one: Told, other: Told, near: float, *, anywhere: bool = False) -> bool:
    """Tell whether two postings of one employer are one advert, by rules.

    Args:
        one: A posting.
        other: Another one.
        near: Likeness of their texts.
        anywhere: Whether places do not matter.
    """
    same_places = anywhere or one.places == other.places
    if not (same_places or _may_be_one_place(one, other)):
        return False
    roles = compared(one.sign, other.sign)
    if near >= REPOST and _near_titles(one, other, roles) and not _seek_others(one, other):
        return True
    if _same_links(one, other, roles):
        return True
    if near >= REPOST or near < REWRITTEN or roles is Roles.OTHER or _list_others(one, other):
        return False
    if near >= EDITED:
        return _same_titles(one, other, roles) or _near_work(one, other) or (same_places and _near_kinds(one, other))
    return _rewritten(one, other, near, same_places=same_places)


def _same_links(one: Told, other: Told, roles: Roles) -> bool:
    """Tell whether links to single adverts make two postings one."""
    both = len(set(one.links).intersection(other.links)) if one.links and other.links else 0
    if not both or _seek_others(one, other):
        return False
    longer = max(len(one.links), len(other.links))
    if both >= SEVERAL and both >= MOST * longer:
        return True
    return both >= LINKED * longer and roles is not Roles.OTHER and not _list_others(one, other)


def doubled(one: Told, other: Told) -> bool:
    """Tell whether two postings in one thread, with one title or list of roles and one set of places, are one advert.

    So are two that link the same single adverts, whatever else they say. Of what neither names a role in these ways, or
    was edited more, Families.beside() tells more.
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


def _rewritten(one: Told, other: Told, near: float, *, same_places: bool) -> bool:
    """Tell whether texts with little in common are one advert."""
    if one.role is None and other.role is None:
        return _one_pitch(one, other, near, same_places=same_places)
    if not same_places:
        return False
    if one.role is None or other.role is None:
        return near >= ONE_TITLE
    return _same_titles(one, other, compared(one.sign, other.sign)) or (near >= UNKIND and _near_work(one, other))


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


_Held = Sequence[tuple[Told, ...] | None]
"""What is known under each window of a posting."""


class Learnt(NamedTuple):
    """What weighs adverts in threads.

    Args:
        chances: Trees over all signs.
        words: Weights of words, of which some signs are made.
    """

    chances: Chances
    words: Weights


def load() -> Learnt:
    """Return what the product itself has learnt."""
    return Learnt(chances.load(), wording.load())


@dataclass
class Families:
    """The families of one employer's postings, told in the order of time: later postings never change earlier ones.

    Nothing is kin to a posting of what was last seen more than NEAR_DAYS before: thereby what came long ago and has
    ended decides nothing, and need not be known.
    """

    learnt: Learnt = field(default_factory=load)
    _by_window: dict[int, tuple[Told, ...]] = field(default_factory=dict)
    _by_link: dict[int, tuple[Told, ...]] = field(default_factory=dict)
    _open: list[tuple[int, str, Told]] = field(default_factory=list)

    def join(self, told: Told) -> Belongs:
        """Return the families of the postings most alike that are kin, else a new one: its own id."""
        by = telling(told.sketch)
        held = list(map(self._by_window.get, by))
        found = self._most_alike(told, held)
        if likely := self._likeliest(told, self.lately(told), LIKELY):
            found = Belongs(likely.belongs.family, likely.belongs.opening, likely)
        belongs = Belongs(found.family or told.id, found.opening or told.id, found.nearest)
        self._put(told, belongs, by, held)
        return belongs

    def recall(self, told: Told, belongs: Belongs) -> None:
        """Take in a posting of which is known where it belongs."""
        by = telling(told.sketch)
        self._put(told, belongs, by, list(map(self._by_window.get, by)))

    def _put(self, told: Told, belongs: Belongs, by: list[int], held: _Held) -> None:
        told.belongs = belongs
        if told.threaded:
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
            if not _in_threads(told, other) and akin(told, other, near):
                rank = _agree(told, other), near, known.family, other.id
                if rank > family:
                    family, nearest = rank, other
                opening = max(opening, (near, known.opening))
            elif (near, known.opening) > opening and akin(told, other, near, anywhere=True):
                opening = near, known.opening
        return Belongs(family[2], opening[1], nearest)

    def lately(self, told: Told) -> list[Told]:
        """Return what a posting may be the next advert of: what its board's threads lately showed, and show no more."""
        return [other for other in self._in_threads_of(told) if other.until < told.opened][-MANY:]

    def beside(self, told: Told) -> Told | None:
        """Return the advert that its thread shows already and that a posting which has joined is again."""
        shown = [other for other in self._in_threads_of(told) if other is not told and other.until >= told.opened]
        again = [other for other in shown if _may_be_again(told, other)]
        if sure := self._likeliest(told, again, SURE):
            return sure
        forerunner, family = told.belongs.nearest, told.belongs.family
        if forerunner is None or not _in_threads(told, forerunner):
            return None
        return self._likeliest(told, [other for other in again if other.belongs.family == family], AGAIN)

    def _in_threads_of(self, told: Told) -> list[Told]:
        """Return what its board's threads show, or lately showed, and at no other place, in the order of time.

        Cities are kept apart.
        """
        if not told.threaded:
            return []
        while self._open and self._open[0][0] < told.opened - NEAR_DAYS:
            heappop(self._open)
        held = (other for _, _, other in self._open if _in_threads(told, other) and _may_be_one_place(told, other))
        return sorted(held, key=lambda other: (other.opened, other.id))

    def _likeliest(self, told: Told, others: list[Told], least: float) -> Told | None:
        """Return which of some adverts the posting is again: of those of likely enough families the one most like it.

        How likely a family is, is told half by its likeliest advert and half by all of them: between single and average
        linkage (Sokal and Michener 1958), since one advert alone may be read wrongly.
        """
        if not others:
            return None
        rows = signs(told, others, self.learnt.words)
        families: dict[str, list[float]] = {}
        for other, odds in zip(others, self.learnt.chances.odds(rows).tolist(), strict=True):
            families.setdefault(other.belongs.family, []).append(odds)
        asked = 2 * log_odds(least)
        likely = {family for family, odds in families.items() if max(odds) + fmean(odds) >= asked}
        found = (at for at, other in enumerate(others) if other.belongs.family in likely)
        most = max(found, key=lambda at: (rows[at, LIKENESS], at), default=None)
        return None if most is None else others[most]

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


def _in_threads(told: Told, other: Told) -> bool:
    """Tell whether both stand in one board's threads, where chances tell more than akin() does."""
    return told.threaded and other.threaded and told.board == other.board


def _may_be_again(told: Told, other: Told) -> bool:
    """Tell whether neither titles nor links nor what is sought tell two adverts in one thread apart."""
    other_title = told.sign is not None and other.sign is not None and alike(told.sign, other.sign) < NEAR_TITLE
    other_links = bool(told.links and other.links) and set(told.links).isdisjoint(other.links)
    return not (other_title or other_links or _seek_others(told, other))


def _with(others: tuple[Told, ...], told: Told) -> tuple[Told, ...]:
    """Return the last ones of those, one of each title and places, and the posting."""
    others = tuple([one for one in others if one.sign != told.sign or one.places != told.places])
    return (*others[1 - _LOOK_BACK :], told)
