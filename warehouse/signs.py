"""What two postings of one employer in a board's threads have in common, as numbers.

Belongs here: the signs by which chances.py tells how likely the later posting is the earlier one's advert again, in
other words. A sign that cannot be told is UNKNOWN, which is below all it can otherwise be.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np
import numpy.typing as npt

from warehouse import passages
from warehouse.likeness import BYTES, likeness
from warehouse.passages import COMPARED, UNTOLD, passage
from warehouse.roles import Roles, alike, closely, compared, shared
from warehouse.told import Told
from warehouse.wording import Weights

SIGNS = (
    "likeness", "containment", "days", "adverts lately",
    "titles", "roles", "one title", "words of titles", "telling words of titles", "kinds of titles",
    "lists", "lists shared",
    "known work", "work in common", "work within", "texts naming work", "fewer kinds", "more kinds",
    "skills in common", "skills within",
    "known places", "places in common", "places within",
    "links in common",
    "words weighed", "rare words within",
    "role words gone", "role words new", "roles of both", "roles of one", "roles alone, more", "roles alone, less",
    "roles of both, all", "roles of one, all", "roles alone, all", "words alone", "worst word alone",
    "three worst words alone", "worst role alone", "worse role alone",
    *COMPARED,
    "likeness of those with it", "ahead of those with it", "alike to those with it",
)  # fmt: skip
"""In the order of the columns of signs()."""
LIKENESS = SIGNS.index("likeness")
UNKNOWN = UNTOLD
_ONE_THREAD = 5
"""Days by which adverts of one thread are posted apart."""
_BOTH = 2
_ROLES = {Roles.OTHER: 0.0, Roles.UNTOLD: 1.0, Roles.PART: 2.0, Roles.SAME: 3.0}


def signs(told: Told, others: Sequence[Told], words: Weights) -> npt.NDArray[np.float64]:
    """Return one row for each of a posting's possible forerunners, one column for each of SIGNS.

    Args:
        told: The later posting.
        others: All adverts of its employer that its board lately showed and shows no more.
        words: What weighs the words of texts.
    """
    near = [likeness(told.sketch, other.sketch) for other in others]
    rows = [
        (*_signs(told, other, near[at], len(others), words), *_among(others, near, at))
        for at, other in enumerate(others)
    ]
    return np.array(rows, np.float64).reshape(-1, len(SIGNS))


def _signs(told: Told, other: Told, near: float, lately: int, words: Weights) -> tuple[float, ...]:
    earlier, later = passage(other.words), passage(told.words)
    return (
        near, _containment(near, told, other), told.opened - other.opened, lately,
        *_of_titles(told, other),
        bool(told.offered) + bool(other.offered),
        shared(told.offered, other.offered) if told.offered and other.offered else UNKNOWN,
        bool(told.work) + bool(other.work),
        *_in_common(told.all_work, other.all_work),
        bool(told.all_work) + bool(other.all_work), *sorted((len(told.all_work), len(other.all_work))),
        *_in_common(told.skills, other.skills),
        bool(told.places) + bool(other.places), *_in_common(told.places, other.places),
        _in_common(told.links, other.links)[0],
        *words.of(earlier.words, later.words),
        *passages.compared(earlier, later),
    )  # fmt: skip


def _among(others: Sequence[Told], near: Sequence[float], at: int) -> tuple[float, ...]:
    """Return how an advert stands among those that its thread showed with it, by their likeness to the later one."""
    one = others[at]
    beside = [i for i, each in enumerate(others) if i != at and abs(each.opened - one.opened) <= _ONE_THREAD]
    most = max((near[i] for i in beside), default=UNKNOWN)
    alike = max((likeness(others[i].sketch, one.sketch) for i in beside), default=UNKNOWN)
    return most, near[at] - max(most, 0.0), alike


def _containment(near: float, told: Told, other: Told) -> float:
    """Return which share of the smaller sketch the other one has as well, by their likeness (Broder 1997)."""
    mine, theirs = len(told.sketch) // BYTES, len(other.sketch) // BYTES
    fewer = min(mine, theirs)
    return near * (mine + theirs) / (1 + near) / fewer if fewer else UNKNOWN


def _of_titles(told: Told, other: Told) -> tuple[float, ...]:
    titles = (told.sign is not None) + (other.sign is not None)
    roles = (told.role is not None) + (other.role is not None)
    if titles < _BOTH:
        return titles, roles, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN
    closeness = closely(told.role, other.role) if roles == _BOTH else UNKNOWN
    return (
        titles, roles, told.sign == other.sign, alike(told.sign, other.sign), closeness,
        _ROLES[compared(told.sign, other.sign)],
    )  # fmt: skip


def _in_common(mine: Collection[object], theirs: Collection[object]) -> tuple[float, float]:
    """Return what two sets share of all that is in either, and of the smaller one."""
    if not mine or not theirs:
        return UNKNOWN, UNKNOWN
    one, other = set(mine), set(theirs)
    both = len(one & other)
    return both / len(one | other), both / min(len(one), len(other))
