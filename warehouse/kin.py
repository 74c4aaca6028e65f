"""Which postings of one employer are one advert in other words: their texts, titles and places held together.

Belongs here: when two postings are kin and by which rule, and their families in the order of time. How long a vacancy
lasts and what a board shows at once is vacancies.py's affair. The rules were chosen on the tuning pairs of
tests/linking/labels.csv; what they reach on pairs that were read afterwards stands in docs/linking.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from heapq import heappop, heappush
from typing import NamedTuple

from warehouse.likeness import Lookup, likeness, windows
from warehouse.roles import Roles, alike, closely, compared, core, shared

REPOST = 0.72
"""Texts that are so much alike are one advert, edited, unless their titles name other kinds of work."""
EDITED = 0.45
"""The same, if the titles agree where both are known."""
REWRITTEN = 0.1
"""The same, if both titles are known and agree, and the places are the same."""
PITCH, OTHER_PITCH = 0.15, 0.25
TINY, SHORT = 16, 70
"""The same, if neither has a title and the places are the same: texts so short (windows) that they are little more
than what the employer says of itself need less in common; of tiny ones a list of roles is too large a part. 70 windows
are about 1,100 letters."""
ONE_TITLE = 0.4
"""The same, if one has a title and the places are the same."""
NEAR_TITLE, SAME_TITLE = 0.6, 0.8
"""Titles that are near to each other, or agree, share so much of the shorter one's words."""
NEXT_DAYS = 35
FOLLOWED = 0.2
"""An employer's only advert is followed by its successor within so many days, the next monthly thread, if they are so
much alike where one has a title and the other none."""
OFFERED = 0.5
"""Texts without titles that list roles and are no re-posts are one advert only if they share more than this of the
shorter list."""
_LOOK_BACK = 4
"""Of the postings with one window so many are kept, the last of each title and places."""


@dataclass(eq=False, slots=True)
class Told:
    """What one posting says, as far as kin is decided by it.

    Args:
        id: Its own.
        sign: Signature of its title; None where unknown.
        sketch: Of its text; empty where it has none.
        places: Cities, or where none is stated countries.
        countries: Countries.
        board: Registry key.
        opened: First day, as an ordinal.
        until: Last day seen, as an ordinal.
        at: Its place among those that were looked up together.
        lookup: By what its text is found (likeness.lookups).
        offered: Roles that its text lists (roles.offered), where it has no title.
    """

    id: str
    sign: str | None
    sketch: bytes
    places: tuple[str, ...]
    countries: tuple[str, ...]
    board: str
    opened: int
    until: int
    at: int
    lookup: Lookup
    offered: Sequence[str] = ()
    belongs: Belongs = field(init=False)
    _windows: frozenset[int] | None = None

    @property
    def windows(self) -> frozenset[int]:
        """Return the hashes of its text's windows."""
        if self._windows is None:
            self._windows = windows(self.sketch)
        return self._windows

    @property
    def role(self) -> str | None:
        """Return its signature where that tells a role: `full time` does not."""
        return self.sign if self.sign and core(self.sign) else None

    def says_the_same(self, other: Told) -> bool:
        """Tell whether nothing that kin is decided by differs."""
        return self.sketch == other.sketch and self.sign == other.sign and self.places == other.places


def why(one: Told, other: Told, near: float, *, anywhere: bool = False) -> str | None:
    """Return the rule by which two postings of one employer are one advert; None where none holds.

    Args:
        one: A posting.
        other: Another one.
        near: Likeness of their texts, at least REWRITTEN.
        anywhere: Whether places do not matter.
    """
    same_places = anywhere or one.places == other.places
    if not (same_places or _may_be_one_place(one, other)):
        return None
    roles = compared(one.sign, other.sign)
    if near >= REPOST:
        return "reposted" if _near_titles(one, other, roles) else None
    if roles is Roles.OTHER or _list_others(one, other):
        return None
    if near >= EDITED:
        return "edited" if _same_titles(one, other, roles) else None
    return _rewritten(one, other, near, same_places=same_places)


def _list_others(one: Told, other: Told) -> bool:
    """Tell whether two texts without titles list roles, and few of them are the same."""
    return not one.role and not other.role and shared(one.offered, other.offered) <= OFFERED


def _rewritten(one: Told, other: Told, near: float, *, same_places: bool) -> str | None:
    """Return the rule by which texts with little in common are one advert."""
    if one.role is None and other.role is None:
        return "pitch" if _one_pitch(one, other, near, same_places=same_places) else None
    if not same_places:
        return None
    if one.role is None or other.role is None:
        return "one title" if near >= ONE_TITLE else None
    return "rewritten" if _same_titles(one, other, compared(one.sign, other.sign)) else None


def _near_titles(one: Told, other: Told, roles: Roles) -> bool:
    if roles is Roles.OTHER:
        return False
    return roles is Roles.SAME or roles is Roles.PART or alike(one.sign, other.sign) >= NEAR_TITLE


def _same_titles(one: Told, other: Told, roles: Roles) -> bool:
    if roles is not Roles.OTHER and alike(one.sign, other.sign) >= SAME_TITLE:
        return True
    return roles is Roles.SAME and closely(one.sign, other.sign) >= SAME_TITLE


def _agree(one: Told, other: Told) -> bool:
    """Tell whether two titles name the same work, and not only some of it."""
    return one.sign == other.sign or compared(one.sign, other.sign) is Roles.SAME


def _one_pitch(one: Told, other: Told, near: float, *, same_places: bool) -> bool:
    longer = max(len(one.windows), len(other.windows))
    if longer < TINY:
        return near >= ONE_TITLE
    return near >= (PITCH if longer <= SHORT and same_places else OTHER_PITCH)


def _may_be_one_place(one: Told, other: Told) -> bool:
    if not one.places or not other.places or not set(one.places).isdisjoint(other.places):
        return True
    wide = one.places == one.countries or other.places == other.countries
    return wide and not set(one.countries).isdisjoint(other.countries)


def succeeds(one: Told, other: Told) -> bool:
    """Tell whether an employer's only advert on a board was followed by this one.

    They then need a piece of their texts in common, places that do not contradict each other, and titles that agree;
    where one has none, a larger piece.

    Args:
        one: The later posting.
        other: The only one that the employer had anywhere in the last NEXT_DAYS.
    """
    if one.board != other.board or other.until >= one.opened or not _may_be_one_place(one, other):
        return False
    near, titles = likeness(one.windows, other.windows), (one.role is None) + (other.role is None)
    if _list_others(one, other) or compared(one.sign, other.sign) is Roles.OTHER:
        return False
    if titles == 0:
        return near >= REWRITTEN and _same_titles(one, other, compared(one.sign, other.sign))
    return near >= (FOLLOWED if titles == 1 else REWRITTEN)


def _near(one: Told, other: Told) -> float:
    """Return the likeness of two texts, which may be known."""
    if one.sketch == other.sketch:
        return 1.0
    known = one.lookup.near.get(other.at)
    return likeness(one.windows, other.windows) if known is None else known


class Belongs(NamedTuple):
    """Where a posting belongs among its employer's.

    Args:
        family: Id of the first posting of the advert in other words.
        opening: The same whatever places it is listed for.
    """

    family: str
    opening: str


_NO_KIN = False, Belongs("", "")


@dataclass
class Families:
    """The families of one employer's postings, told in the order of time: later postings never change earlier ones."""

    _by_window: dict[int, tuple[Told, ...]] = field(default_factory=dict)
    _open: list[tuple[int, str, Told]] = field(default_factory=list)

    def join(self, told: Told) -> Belongs:
        """Return the families of the postings most alike that are kin, else a new one: its own id."""
        same, found = self._most_alike(told) if told.lookup.before else _NO_KIN
        family = found.family or self._succeeded(told) or told.id
        told.belongs = Belongs(family, found.opening or told.id)
        heappush(self._open, (told.until, told.id, told))
        if not same:
            self._keep(told)
        return told.belongs

    def _most_alike(self, told: Told) -> tuple[bool, Belongs]:
        """Return whether one of its family says the very same, and where it belongs; empty where to none.

        Of several families that of the same work is taken, and then the one most alike.
        """
        same, family, opening = False, (False, 0.0, ""), (0.0, "")
        for other in self._met(told.lookup.before):
            near, known = _near(told, other), other.belongs
            if near < REWRITTEN:
                continue
            if why(told, other, near):
                same = same or told.says_the_same(other)
                family = max(family, (_agree(told, other), near, known.family))
                opening = max(opening, (near, known.opening))
            elif (near, known.opening) > opening and why(told, other, near, anywhere=True):
                opening = near, known.opening
        return same, Belongs(family[2], opening[1])

    def _succeeded(self, told: Told) -> str | None:
        while self._open and self._open[0][0] < told.opened - NEXT_DAYS:
            heappop(self._open)
        if len(self._open) != 1:
            return None
        [(_, _, only)] = self._open
        return only.belongs.family if succeeds(told, only) else None

    def _met(self, windows: list[int]) -> Iterable[Told]:
        found: dict[Told, None] = {}
        last = None
        for window in windows:
            others = self._by_window.get(window)
            if others is not None and others is not last:
                found.update(dict.fromkeys(others))
                last = others
        return found

    def _keep(self, told: Told) -> None:
        alone = (told,)
        for window in told.lookup.after:
            others = [
                one for one in self._by_window.get(window, ()) if one.sign != told.sign or one.places != told.places
            ]
            self._by_window[window] = (*others[1 - _LOOK_BACK :], told) if others else alone
