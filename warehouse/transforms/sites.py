"""One posting as the readers of its places look at it: its text, its zones as numbers, the names found in it.

Belongs here: what `places`, `placenames` and `towns` ask of one posting again and again. Judges nothing. Compiled by
Cython (sites.pxd has the C types).
"""

from __future__ import annotations

from warehouse.transforms.entries import Hit
from warehouse.transforms.zones import Document

BESIDE = 28
"""Characters each side of a name that say whether it is a place."""
LAST_ASCII = 0x7F
FEW = 32


class Site:
    """A posting.

    Args:
        found: The same with all that was found in it.
    """

    def __init__(self, found: Document) -> None:
        self._take(found)

    def _take(self, found: Document) -> None:
        scan, place, title, head, text = found.scan, found.location, found.title, found.head, found.text
        self.text: str = scan.text
        self.low: str = scan.low
        self.is_ascii = scan.text.isascii()
        self.names: list[Hit] = scan.cues["place name"]
        self.cues: list[Hit] = scan.cues["place"]
        self.place: int = place.start
        self.place_end: int = place.end
        self.title: int = title.start
        self.title_end: int = title.end
        self.head: int = head.start
        self.head_end: int = head.end
        self.body: int = text.start
        self.body_end: int = text.end
        self.opening_end: int = text.start if found.row["title"] else found.opening.end

    def in_place(self, start: int) -> bool:
        """Whether `start` lies in the place field."""
        return self.place <= start < self.place_end

    def in_title(self, start: int) -> bool:
        """Whether `start` lies in the title."""
        return self.title <= start < self.title_end

    def is_ascii_at(self, start: int) -> bool:
        """Whether a plain Latin sign stands at `start`."""
        return ord(self.text[start]) <= LAST_ASCII


def longest(found: list[Hit]) -> list[Hit]:
    """Return those that do not lie inside a longer one, in the order of their starts."""
    count, last = len(found), 0
    for number in range(count):
        hit = found[number]
        if hit.start < last:
            return _outermost(_ordered(found))
        last = hit.end
    return found


def in_order(found: list[Hit]) -> list[Hit]:
    """Return the finds by their starts; of equal ones in the order given."""
    last = 0
    for number in range(len(found)):
        hit = found[number]
        if hit.start < last:
            return sorted(found, key=_start)
        last = hit.start
    return found


def _start(hit: Hit) -> int:
    return hit.start


def _ordered(found: list[Hit]) -> list[Hit]:
    """Return the finds by their starts, of one start the longest first: few are put in one by one, which is sooner."""
    if len(found) > FEW:
        return sorted(found, key=_start_longest_first)
    ordered: list[Hit] = []
    for hit in found:
        start, end = hit.start, hit.end
        at = len(ordered)
        while at > 0 and _stands_before(start, end, ordered[at - 1]):
            at -= 1
        ordered.insert(at, hit)
    return ordered


def _start_longest_first(hit: Hit) -> tuple[int, int]:
    return hit.start, -hit.end


def _stands_before(start: int, end: int, other: Hit) -> bool:
    begun = other.start
    return start < begun or (start == begun and end > other.end)


def _outermost(found: list[Hit]) -> list[Hit]:
    kept: list[Hit] = []
    first = last = -1
    for hit in found:
        start, end = hit.start, hit.end
        if end <= last and (start != first or end != last):
            continue
        kept.append(hit)
        first, last = start, end
    return kept


def without(hits: list[Hit], taken: list[Hit]) -> list[Hit]:
    """Return the finds that begin where none of those taken begins."""
    if not taken or not hits:
        return hits
    starts = {hit.start for hit in taken}
    return [hit for hit in hits if hit.start not in starts]
