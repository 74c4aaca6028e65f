"""The cues of one kind in one posting as numbers of C, walked through forwards. What they say is judged elsewhere.

Compiled by Cython (cues.pxd has the C types). The arrays are kept from posting to posting: nothing is made anew.
"""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from warehouse.transforms.entries import Entry, Hit

_FIRST_ROOM = 64


class Places:
    """Where something stands in one posting: `count` starts, ends and entries, in the order in which they were put."""

    def __init__(self) -> None:
        self.count = self.room = 0
        self.entries: list[Entry] = []
        self.make_room(_FIRST_ROOM)

    def make_room(self, room: int) -> None:
        """Have room for so many."""
        self.room = room
        self.starts, self.ends = array("q", bytes(8 * room)), array("q", bytes(8 * room))

    def put(self, found: list[Hit]) -> None:
        """Take finds in the place of those before."""
        self.stand(found)
        entries: list[Entry] = []
        for hit in found:
            entries.append(hit.entry)  # noqa: PERF401 - a loop of C
        self.entries = entries

    def stand(self, found: list[Hit]) -> None:
        """Take where finds stand in the place of those before, and leave their entries alone."""
        self.count = len(found)
        if self.count > self.room:
            self.make_room(2 * self.count)
        for number in range(self.count):
            hit = found[number]
            self.starts[number], self.ends[number] = hit.start, hit.end

    def behind(self, number: int, position: int) -> int:
        """Return the number of the first one from `number` on that ends behind `position`; they lie by their ends."""
        while number < self.count and self.ends[number] <= position:
            number += 1
        return number

    def from_start(self, position: int) -> int:
        """Return the number of the first one that begins no earlier than `position`; they lie by their starts."""
        first, last = 0, self.count
        while first < last:
            middle = (first + last) // 2
            if self.starts[middle] < position:
                first = middle + 1
            else:
                last = middle
        return first

    def from_behind(self, position: int) -> int:
        """Return the number of the first one that ends behind `position`; they lie by their ends."""
        first, last = 0, self.count
        while first < last:
            middle = (first + last) // 2
            if self.ends[middle] <= position:
                first = middle + 1
            else:
                last = middle
        return first

    def stands_in(self, opened: int, closed: int) -> bool:
        """Whether one begins in `opened:closed`; they lie by their starts."""
        first = self.from_start(opened)
        return first < self.count and self.starts[first] < closed


class Cues(Places):
    """Some cues, by their ends as the scanner finds them, with what each says and weighs."""

    def make_room(self, room: int) -> None:
        """Have room for so many."""
        Places.make_room(self, room)
        self.kinds, self.weights = array("i", bytes(4 * room)), array("d", bytes(8 * room))
        self.zoned, self.kept = array("B", bytes(room)), array("q", bytes(8 * room))

    def take(self, found: list[Hit], first_kind: int) -> None:
        """Take cues in the place of those before.

        Args:
            found: What the scanner found.
            first_kind: What is told by 0 in `kinds`, see `entries.VALUES`.
        """
        self.count = len(found)
        if self.count > self.room:
            self.make_room(2 * self.count)
        for number in range(self.count):
            hit = found[number]
            entry = hit.entry
            self.starts[number], self.ends[number] = hit.start, hit.end
            self.kinds[number] = entry.says - first_kind
            self.weights[number] = entry.weight
            self.zoned[number] = entry.zoned

    def widest(self, first: int, last: int) -> int:
        """Find those of `first:last` not inside another one (of two in one place: the first).

        Returns:
            From where on in `kept`, up to `last`, their numbers lie, by their starts.
        """
        begun, start, end = last, 0, 0
        for number in range(last - 1, first - 1, -1):
            opened, closed = self.starts[number], self.ends[number]
            if begun < last and closed == end and opened <= start:
                begun += 1
            elif begun < last and opened >= start:
                continue
            begun -= 1
            self.kept[begun] = number
            start, end = opened, closed
        return begun
