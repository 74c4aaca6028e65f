"""What the cues of a posting say for each class, added up in numbers of C.

Belongs here: the fields of a cue's entry that are read for every posting, read once a process; and sums over them. What
a cue weighs where it stands, kinds.py says.
"""

from __future__ import annotations

from sys import intern
from typing import TYPE_CHECKING

from warehouse.classes import INDUSTRIES, WORK_TYPES

if TYPE_CHECKING:
    from warehouse.transforms.scan import Entry, Found

REPEATS = 3
"""A cue counts for at most this many occurrences, each worth AGAIN of the one before."""
AGAIN = 0.5
VALUES = tuple(dict.fromkeys((*WORK_TYPES, *INDUSTRIES, "noun", "several", "wish")))
"""What cues of kinds of work, of industries and of roles may say."""
NOUN, SEVERAL, WISH = map(VALUES.index, ("noun", "several", "wish"))
_FIRST_PLACES = 1024


class Said:
    """What one cue says.

    Args:
        entry: Where it was read.
        number: Which of all known cues it is.
    """

    def __init__(self, entry: Entry, number: int) -> None:
        self.entry = entry
        self.key = id(entry)
        self.number = number
        self.value = intern(entry.value)
        self.kind = VALUES.index(entry.value) if entry.value in VALUES else -1
        self.weight = entry.weight
        self.zoned = bool(entry.where)


class Known:
    """The cues that were seen, found by the identity of their entries.

    Entries are equal by their fields, of which their hash is made: a dictionary of them would take longer than what is
    done with the find. Whatever is known is kept, so that no other entry gets its identity.
    """

    def __init__(self) -> None:
        self.count = 0
        self._last = _FIRST_PLACES - 1
        self._places: list[Said | None] = [None] * _FIRST_PLACES

    def said(self, entry: Entry) -> Said:
        """Return what an entry says; the same object for the same entry."""
        key = id(entry)
        place = (key >> 4) & self._last
        known = self._places[place]
        while known is not None:
            if known.key == key:
                return known
            place = (place + 1) & self._last
            known = self._places[place]
        return self._new(entry)

    def _new(self, entry: Entry) -> Said:
        if 2 * self.count > self._last:
            self._grow()
        new = Said(entry, self.count)
        self.count += 1
        self._put(new)
        return new

    def _grow(self) -> None:
        kept = [known for known in self._places if known is not None]
        self._last = 2 * self._last + 1
        self._places = [None] * (self._last + 1)
        for known in kept:
            self._put(known)

    def _put(self, new: Said) -> None:
        place = (new.key >> 4) & self._last
        while self._places[place] is not None:
            place = (place + 1) & self._last
        self._places[place] = new


_KNOWN = Known()
KNOWN = _KNOWN
"""The same for other modules: compiled code keeps the first where only this module finds it."""


class Sums:
    """What cues say for each class (a number: its place in VALUES), added up in the order in which they come.

    There is room for 64 classes, which said.pxd says once more.
    """

    def __init__(self) -> None:
        self.counted: list[Found] = []
        self._named = 0
        self._order = [0] * 64
        self._sums = [0.0] * 64
        self._times = bytearray(_KNOWN.count)

    def start_over(self) -> None:
        """Count how often each cue occurs anew."""
        self._times = bytearray(_KNOWN.count)

    def has_room(self, cue: Said) -> bool:
        """Whether one more occurrence of a cue counts."""
        return cue.number >= len(self._times) or self._times[cue.number] < REPEATS

    def count(self, hit: Found, cue: Said, weight: float) -> None:
        """Add an occurrence for which there is room."""
        if cue.number >= len(self._times):
            self._times.extend(bytes(cue.number + 1 - len(self._times)))
        times = self._times[cue.number]
        self._times[cue.number] = times + 1
        self.add(cue.kind, weight if times == 0 else weight * AGAIN**times)
        self.counted.append(hit)

    def add(self, kind: int, weight: float) -> None:
        """Add something that is no cue."""
        if not self.names(kind):
            self._order[self._named] = kind
            self._named += 1
        self._sums[kind] += weight

    def names(self, kind: int) -> bool:
        """Whether something was added to a class."""
        place = 0
        while place < self._named and self._order[place] != kind:
            place += 1
        return place < self._named

    def of(self, kind: int) -> float:
        """Return the sum of a class."""
        return self._sums[kind]

    def weaken(self, kind: int, times: float) -> None:
        """Multiply the sum of a class."""
        self._sums[kind] *= times

    def best(self) -> int:
        """Return the heaviest class, of equal ones that which was named first; -1 where none was."""
        best = -1
        for place in range(self._named):
            kind = self._order[place]
            if best < 0 or self._sums[kind] > self._sums[best]:
                best = kind
        return best

    def cues_of(self, kind: int) -> list[Found]:
        """Return the cues that counted for a class."""
        return [hit for hit in self.counted if _KNOWN.said(hit[2]).kind == kind]
