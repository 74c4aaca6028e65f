"""The cues of one kind in one posting, walked through forwards. What they say is judged elsewhere.

Compiled by Cython (cues.pxd has the C types).
"""

from __future__ import annotations

from warehouse.transforms.scan import Found


class Cues:
    """Some cues, by their ends as the scanner finds them.

    Args:
        found: What the scanner found.
    """

    def __init__(self, found: list[Found]) -> None:
        self.found = found

    def behind(self, number: int, position: int) -> int:
        """Return the number of the first cue from `number` on that ends behind `position`."""
        for place in range(number, len(self.found)):
            cue = self.found[place]
            end = cue[1]
            if end > position:
                return place
        return max(number, len(self.found))

    def widest(self, first: int, last: int) -> list[Found]:
        """Return those of `first:last` not inside another one (of two in one place: the first), by their starts."""
        if last - first <= 1:
            return self.found[first:last]
        kept: list[Found] = []
        start = end = 0
        for number in range(last - 1, first - 1, -1):
            cue = self.found[number]
            opened, closed = cue[0], cue[1]
            if kept and closed == end and opened <= start:
                kept.pop()
            elif kept and opened >= start:
                continue
            kept.append(cue)
            start, end = opened, closed
        kept.reverse()
        return kept
