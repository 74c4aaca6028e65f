"""What the cues of a posting say for each class, added up in numbers of C.

Belongs here: sums. What a cue weighs where it stands, kinds.py says.
"""

from __future__ import annotations

from warehouse.transforms.entries import NUMBERS, Entry, Hit

REPEATS = 3
"""A cue counts for at most this many occurrences, each worth AGAIN of the one before."""
AGAIN = 0.5
_ROUND = REPEATS + 1
_LAST_ROUND = 256 - 2 * _ROUND


class Sums:
    """What cues say for each class (a number: its place in entries.VALUES), added up in the order in which they come.

    There is room for 64 classes, which said.pxd says once more.
    """

    def __init__(self) -> None:
        self.counted: list[Hit] = []
        self._named = self._round = 0
        if not _HAS_ROWS:
            self._order = [0] * 64
            self._sums = [0.0] * 64
        self._times = bytearray(NUMBERS.given)

    def start_over(self) -> None:
        """Count how often each cue occurs anew, from above what it reached so far."""
        self._round += _ROUND
        if self._round > _LAST_ROUND:
            self._round = 0
            self._times = bytearray(NUMBERS.given)

    def has_room(self, cue: Entry) -> bool:
        """Whether one more occurrence of a cue counts."""
        return cue.number >= len(self._times) or self._times[cue.number] < self._round + REPEATS

    def count(self, hit: Hit, cue: Entry, weight: float) -> None:
        """Add an occurrence for which there is room."""
        if cue.number >= len(self._times):
            self._times.extend(bytes(cue.number + 1 - len(self._times)))
        times = max(0, self._times[cue.number] - self._round)
        self._times[cue.number] = self._round + times + 1
        self.add(cue.says, weight if times == 0 else weight * AGAIN**times)
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

    def cues_of(self, kind: int) -> list[Hit]:
        """Return the cues that counted for a class."""
        return [hit for hit in self.counted if says(hit) == kind]


_HAS_ROWS = Sums.__dictoffset__ == 0
"""Whether an object has its rows from the start, all 0, as C types give them to it."""


def says(hit: Hit) -> int:
    """Return what a cue says: the place of its value in entries.VALUES, -1 where it has none."""
    entry = hit.entry
    return entry.says
