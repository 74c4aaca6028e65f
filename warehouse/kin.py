"""Which postings of one employer are one advert in other words: their texts, titles and places held together.

Belongs here: when two postings are kin, and their families in the order of time. How long a vacancy lasts and what a
board shows at once is vacancies.py's affair. The thresholds were chosen on one half of tests/linking/labels.csv; what
they reach on the other stands in docs/linking.md.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from warehouse.likeness import likeness
from warehouse.roles import alike

REPOST = 0.72
"""Texts that are so much alike are one advert, edited, unless they have titles that share too little: an employer's
openings share most of their text with each other."""
EDITED = 0.45
"""The same, if the titles agree where both are known."""
REWRITTEN = 0.1
"""The same, if both titles are known and agree, and the places are the same."""
PITCH = 0.15
SHORT = 70
"""The same, if neither has a title, the places are the same and both are so short (windows) that they are little more
than what the employer says of itself: about 1,100 letters."""
NEAR_TITLE = 0.6
"""Titles of adverts that are so much alike share at least so many of the shorter one's words."""
SAME_TITLE = 0.8
"""Titles agree that share so much of the shorter one's words."""
_TOLD_BY = 8
"""A text is found by so many of its windows, those with the smallest hashes."""
_LOOK_BACK = 4
"""Of the postings with one window so many are kept, the last of each title and places."""


@dataclass(frozen=True, eq=False)
class Told:
    """What one posting says, as far as kin is decided by it.

    Args:
        family: Id of the first posting of its family.
        sign: Signature of its title; None where unknown.
        windows: Of its text; empty where it has none.
        places: Cities, or where none is stated countries.
        countries: Countries.
    """

    family: str
    sign: str | None
    windows: frozenset[int]
    places: tuple[str, ...]
    countries: tuple[str, ...] = ()


def kin(one: Told, other: Told, *, anywhere: bool = False) -> float:
    """Return how much two texts are alike if both are one advert, else 0.

    Args:
        one: A posting.
        other: Another one of the same employer.
        anywhere: Whether places do not matter: one opening listed once per city.
    """
    near = likeness(one.windows, other.windows)
    return near if near >= REWRITTEN and _agree(one, other, near, anywhere=anywhere) else 0.0


def _agree(one: Told, other: Told, near: float, *, anywhere: bool) -> bool:
    same_places = anywhere or one.places == other.places
    if not (same_places or _may_be_one_place(one, other)):
        return False
    if near >= REPOST:
        return alike(one.sign, other.sign) >= NEAR_TITLE
    if near >= EDITED:
        return alike(one.sign, other.sign) >= SAME_TITLE
    if not same_places:
        return False
    if one.sign is None and other.sign is None:
        return near >= PITCH and max(len(one.windows), len(other.windows)) <= SHORT
    return None not in {one.sign, other.sign} and alike(one.sign, other.sign) >= SAME_TITLE


def _may_be_one_place(one: Told, other: Told) -> bool:
    if not one.places or not other.places or not set(one.places).isdisjoint(other.places):
        return True
    wide = one.places == one.countries or other.places == other.countries
    return wide and not set(one.countries).isdisjoint(other.countries)


@dataclass
class Families:
    """The families of one employer's postings, told in the order of time: later postings never change earlier ones.

    Args:
        anywhere: Whether places do not matter.
    """

    anywhere: bool = False
    _by_window: dict[int, list[Told]] = field(default_factory=dict)

    def join(self, told: Told) -> str:
        """Return the family of the posting most alike that is kin, else the one it has: its own id."""
        telling = sorted(told.windows)[:_TOLD_BY]
        found = [(kin(told, other, anywhere=self.anywhere), other.family) for other in self._met(telling)]
        near, family = max(found, default=(0.0, ""))
        told = replace(told, family=family) if near else told
        for window in telling:
            self._keep(window, told)
        return told.family

    def _met(self, telling: list[int]) -> Iterator[Told]:
        seen: set[int] = set()
        for window in telling:
            for other in self._by_window.get(window, ()):
                if id(other) not in seen:
                    seen.add(id(other))
                    yield other

    def _keep(self, window: int, told: Told) -> None:
        others = self._by_window.setdefault(window, [])
        if len(others) == 1 and (others[0].sign, others[0].places) == (told.sign, told.places):
            others[0] = told
            return
        others[:] = [one for one in others if (one.sign, one.places) != (told.sign, told.places)][1 - _LOOK_BACK :]
        others.append(told)
