"""What one way of writing stands for (a term, a place or a cue), and where it was found: what the scanner hands out.

Belongs here: the fields that are read for every posting, and nothing that judges. Cython compiles this file with the C
types of entries.pxd, so that other compiled modules read a field as C does; uncompiled it is the same, slower.
"""

from __future__ import annotations

from sys import intern
from typing import TYPE_CHECKING, Final

from warehouse.classes import INDUSTRIES, WORK_TYPES
from warehouse.transforms.grades import KINDS

if TYPE_CHECKING:
    from warehouse.transforms.rules import Rule

_CHOICES = ("or", "leads", "follows", "either")
VALUES = tuple(dict.fromkeys((*WORK_TYPES, *INDUSTRIES, "noun", "several", "wish", *KINDS, *_CHOICES)))
"""What cues of kinds of work, of industries, of roles, of strengths and sections and of choices may say."""
NOUN, SEVERAL, WISH = map(VALUES.index, ("noun", "several", "wish"))
GRADES, CHOICES = VALUES.index("mentioned"), VALUES.index("or")
"""Places of the first strength and of the first kind of choice; the others of grades.KINDS and _CHOICES follow it."""
_COUNTED = frozenset({"work_type", "industry", "role"})
"""Dimensions whose cues are numbered."""


class Numbers:
    """Numbers the cues of a process that are counted."""

    def __init__(self) -> None:
        self.given = 0

    def next(self) -> int:
        """Return a number that none has yet."""
        self.given += 1
        return self.given - 1


_NUMBERS = Numbers()
NUMBERS = _NUMBERS
"""The same for other modules: compiled code keeps the first where only this module finds it."""


class Entry:
    """What one way of writing stands for; never changed.

    Args:
        kind: term, city, country or the cue's dimension.
        value: Concept slug, city, country or class.
        seed: The seed line.
        cased: The exact spelling that a place or cue needs (empty: any), and that a term's rule `case` asks for.
        weak: A place name that counts only where a place is expected.
        country: ISO 3166 alpha-2 of a place.
        weight: Of a cue.
        where: Zone that a cue needs: title, text or empty for both.
        not_before: Texts that may not stand right before.
        not_after: Texts that may not stand right after.
        test: Context rule; None where there is none.

    Besides it has, for those who read cues, `says` (the place of its value in VALUES, -1 where it has none), `zoned`
    (whether `where` names a zone) and `number` (which of all cues of kinds of work, industries and roles it is; -1 of
    others).
    """

    def __init__(  # noqa: PLR0917 - one for each column
        self,
        kind: str,
        value: str,
        seed: str,
        cased: str = "",
        weak: bool = False,
        country: str = "",
        weight: float = 0.0,
        where: str = "",
        not_before: tuple[str, ...] = (),
        not_after: tuple[str, ...] = (),
        test: Rule | None = None,
    ) -> None:
        self.kind: Final = kind
        self.value: Final = intern(value)
        self.seed: Final = seed
        self.cased: Final = cased
        self.weak: Final = weak
        self.country: Final = country
        self.weight: Final = weight
        self.where: Final = where
        self.not_before: Final = not_before
        self.not_after: Final = not_after
        self.test: Final = test
        self.says: Final = VALUES.index(value) if value in VALUES else -1
        self.zoned: Final = bool(where)
        self.number: Final = _NUMBERS.next() if kind in _COUNTED else -1

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Entry) and self._fields() == other._fields()

    def __hash__(self) -> int:
        return hash((self.kind, self.value, self.seed))

    def __repr__(self) -> str:
        return f"Entry{self._fields()!r}"

    def _fields(self) -> tuple[object, ...]:
        place_or_cue = self.cased, self.weak, self.country, self.weight, self.where
        return self.kind, self.value, self.seed, *place_or_cue, self.not_before, self.not_after, self.test


class Hit:
    """An entry found at `start:end` (characters) of the scanned text; never changed.

    Its numbers lie in it, so that compiled code reads them without an object for each.
    """

    def __init__(self, start: int, end: int, entry: Entry) -> None:
        self.start, self.end, self.entry = start, end, entry

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, Hit) and (self.start, self.end) == (other.start, other.end) and self.entry == other.entry
        )

    def __hash__(self) -> int:
        return hash((self.start, self.end, self.entry))

    def __repr__(self) -> str:
        return f"Hit({self.start}, {self.end}, {self.entry!r})"


def hit_at(start: int, end: int, entry: Entry) -> Hit:
    """Return a hit: some times faster than calling Hit where both are compiled."""
    hit = Hit.__new__(Hit)
    hit.start, hit.end, hit.entry = start, end, entry
    return hit
