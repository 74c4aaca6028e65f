"""Which of the technologies named in a line are alternatives: `Go, Java or Python`, `熟悉其中一种`.

Compiled by Cython (choices.pxd has the C types).
"""

from __future__ import annotations

import re
from array import array
from typing import TYPE_CHECKING

from warehouse.transforms.cues import Cues, Places
from warehouse.transforms.entries import CHOICES

if TYPE_CHECKING:
    from warehouse.transforms.entries import Hit

LEADS_WITHIN = 40
"""Characters between `one of` and its list."""
FOLLOWS_WITHIN = 14
"""Characters between a list and `其中一种`."""
LONGEST_GAP = 48
LONGEST_ITEM = 24
MOST_SPACES = 2
"""Of an item in a list that the taxonomy does not know."""
MOST_JOINED = 64
"""Names each side that one `or` joins: a bound for texts that are no postings."""
_OR_CUE, _LEADS, _FOLLOWS = range(3)
"""What a cue of a choice may be, by the order of entries.VALUES; any other one leads or follows."""
_FIRST_ROOM = 64
_SEPARATOR = re.compile(r"[,、/|&+()]|\b(?:and|or)\b|或者?|和|及|与")
_AND = re.compile(r"\band\b(?!/or)|和|及|与")
_OR = re.compile(r"\bor\b|或")
_CLOSES = re.compile(r"[,、]\s?(?!or\b)\w")
_NO_CHOICE = re.compile(
    r"\s?(?:we|you|have|want|are|just|not|if|more|better|higher|above|later|newer|greater|even|at|your)\b|以上|更"
)
_STOPS = re.compile(
    r"[。;!?\n]|(?<!e\.g)(?<!i\.e)\.\s|,(?!\s?(?:包括|如|例如|比如|including|such|e\.g|like|for example|namely))"
)


class Choices:
    """The technologies of one line in lists: the places where they stand, with what but separators parts them."""

    def __init__(self) -> None:
        self._low = ""
        self._cues = Cues()
        self._named = Places()
        self._number = self._room = self._places = self._lists = 0
        self._make_room(_FIRST_ROOM)

    def take(self, low: str, cues: list[Hit], named: Places) -> None:
        """Take a posting in the place of the one before.

        Args:
            low: The whole text in small letters.
            cues: All cues of choices in it.
            named: The technologies in it, by their starts.
        """
        self._low, self._named, self._number = low, named, 0
        self._cues.take(cues, CHOICES)
        if named.count > self._room:
            self._make_room(2 * named.count)

    def _make_room(self, room: int) -> None:
        self._room = room
        self.place_of = array("q", bytes(8 * room))
        self._opened, self._closed = array("q", bytes(8 * room)), array("q", bytes(8 * room))
        self._firsts, self._lasts = array("q", bytes(8 * room)), array("q", bytes(8 * room))
        self.taken = array("B", bytes(room))

    def reach(self, opened: int, closed: int) -> bool:
        """Whether a cue of a choice stands in a line. Lines come in order."""
        self._begun = self._cues.behind(self._number, opened)
        self._number = self._cues.behind(self._begun, closed)
        return self._number > self._begun

    def read(self, first: int, last: int) -> None:
        """Find the alternatives of the technologies `first:last`, those of the line that was reached.

        Number n of them is one where `taken[place_of[n - first]]` says so.
        """
        self._places = self._lists = 0
        for number in range(first, last):
            self._add(self._named.starts[number], self._named.ends[number])
            self.place_of[number - first] = self._places - 1
        self._part()
        for number in range(self._cues.widest(self._begun, self._number), self._number):
            cue = self._cues.kept[number]
            if self._cues.weights[cue]:
                self._choose(self._cues.starts[cue], self._cues.ends[cue], self._cues.kinds[cue])

    def _add(self, start: int, end: int) -> None:
        """Put a technology into a place of its own, or into the last one, where that reaches over its start."""
        place = self._places
        if place == 0 or start >= self._closed[place - 1]:
            self._opened[place], self._closed[place], self.taken[place] = start, end, 0
            self._places = place + 1
        elif end > self._closed[place - 1]:
            self._closed[place - 1] = end

    def _part(self) -> None:
        """Part the places into lists: runs that only separators and unknown names part."""
        for place in range(self._places):
            if place == 0 or not _joint(self._low, self._closed[place - 1], self._opened[place], 0):
                self._firsts[self._lists] = place
                self._lists += 1
            self._lasts[self._lists - 1] = place

    def _choose(self, start: int, end: int, kind: int) -> None:
        """Take what a cue of a choice joins, leads or follows."""
        if kind == _OR_CUE:
            if not _is_no_choice(self._low, end):
                self._join(start, end)
        elif (kind == _LEADS or not self._before(start)) and kind != _FOLLOWS:
            self._behind(end)

    def _take(self, first: int, last: int) -> None:
        """Take all places from the first to the last for alternatives."""
        for place in range(first, last + 1):
            self.taken[place] = 1

    def _begins(self, number: int) -> int:
        """Return where a list begins."""
        return self._opened[self._firsts[number]]

    def _stops(self, number: int) -> int:
        """Return where a list ends."""
        return self._closed[self._lasts[number]]

    def _stopping_from(self, position: int) -> int:
        """Return the number of the first list that does not end before a position."""
        number, last = 0, self._lists
        while number < last:
            middle = (number + last) // 2
            if self._stops(middle) < position:
                number = middle + 1
            else:
                last = middle
        return number

    def _beginning_from(self, position: int) -> int:
        """Return the number of the first list that does not begin before a position."""
        number, last = 0, self._lists
        while number < last:
            middle = (number + last) // 2
            if self._begins(middle) < position:
                number = middle + 1
            else:
                last = middle
        return number

    def _last_closed(self, first: int, last: int, position: int) -> int:
        """Return the last place of `first` to `last` that ends by a position; the one before where none does."""
        last += 1
        while first < last:
            middle = (first + last) // 2
            if self._closed[middle] <= position:
                first = middle + 1
            else:
                last = middle
        return first - 1

    def _join(self, start: int, end: int) -> None:
        """Take what an `or` joins: the places of its list as far as no `and` parts them from it."""
        nearest = self._stopping_from(start - LONGEST_GAP)
        for number in range(nearest, min(nearest + LONGEST_GAP, self._lists)):
            first, last = self._firsts[number], self._lasts[number]
            opened, closed = self._begins(number), self._stops(number)
            if opened > end + LONGEST_GAP:
                return
            if opened < start < closed:
                self._join_around(first, last, start)
                return
            if closed <= start and _joint(self._low, closed, start, 1):
                self._join_up_to(first, last)
                return
            if end <= opened and _is_open(self._low, end, opened):
                self._take(first, first)
                return

    def _join_around(self, first: int, last: int, start: int) -> None:
        """Take what an `or` within a list joins."""
        near = self._last_closed(first, last, start)
        if _closes(self._low, start, self._opened[near + 1]):
            self._take(max(near, first), near)
            return
        after, most = near + 1, min(last + 1, near + MOST_JOINED)
        while after + 1 < most and self._low.find("/", self._closed[after], self._opened[after + 1]) >= 0:
            after += 1
        self._join_up_to(first, near)
        self._take(near + 1, after)

    def _join_up_to(self, first: int, last: int) -> None:
        """Take the places of a list up to `last`, from behind the last `and` on."""
        begun, least = last, max(first, last - MOST_JOINED)
        while begun > least and not _parts(self._low, self._closed[begun - 1], self._opened[begun]):
            begun -= 1
        self._take(max(begun, first), last)

    def _before(self, start: int) -> bool:
        """Take the list right before a cue; return whether there is one."""
        number = self._stopping_from(start + 1) - 1
        if number < 0:
            return False
        last = self._stops(number)
        if start - last > FOLLOWS_WITHIN or _has_stop(self._low[last:start].strip("s),")):
            return False
        first = self._firsts[number - 1] if self._is_kind(number) else self._firsts[number]
        self._take(first, self._lasts[number])
        return True

    def _is_kind(self, number: int) -> bool:
        """Whether a list is one name for what the list before it holds: `Fabric、以太坊等区块链`."""
        return number > 0 and self._is_one(number) and self._between(number - 1).endswith("等")

    def _behind(self, end: int) -> None:
        """Take the list that a cue leads."""
        number = self._beginning_from(end)
        if number == self._lists:
            return
        opened = self._begins(number)
        if opened - end > LEADS_WITHIN or _has_stop(self._low[end:opened]):
            return
        if self._heads(number):
            number += 1
        self._take(self._firsts[number], self._lasts[number])

    def _heads(self, number: int) -> bool:
        """Whether a list is one name that heads the next one: `JS 框架 (Vue/React)`."""
        return number + 1 < self._lists and self._is_one(number) and self._between(number).endswith(("(", ":"))

    def _is_one(self, number: int) -> bool:
        return self._firsts[number] == self._lasts[number]

    def _between(self, number: int) -> str:
        """Return what stands between a list and the next one, without the spaces behind; nothing if it is long."""
        closed, opened = self._stops(number), self._begins(number + 1)
        return self._low[closed:opened].rstrip() if opened - closed <= FOLLOWS_WITHIN else ""


def _closes(low: str, start: int, end: int) -> bool:
    """Whether a comma behind an `or` begins another item."""
    for at in range(start, end):
        if low[at] in ",、":
            return _CLOSES.search(low[start:end]) is not None
    return False


def _parts(low: str, start: int, end: int) -> bool:
    """Whether an `and` that is no `and/or` stands between two places."""
    for at in range(start, end):
        if low[at] in "a和及与":
            gap = low[start:end]
            return _AND.search(gap) is not None and not _OR.search(gap)
    return False


def _joint(low: str, start: int, end: int, more: int) -> bool:
    """Whether `start:end`, with so many separators `more` behind it, joins two places of a list."""
    if end - start + more > LONGEST_GAP:
        return False
    separators = more
    for at in range(start, end):
        if _separates(low[at]):
            separators += 1
        elif not low[at].isspace():
            return _may_join(low, start, end, more) and _joins_by_words(low[start:end] + "," * more)
    return separators > 0


def _may_join(low: str, start: int, end: int, more: int) -> bool:
    """Whether what is no mere run of separators begins and ends as _joins_by_words asks."""
    while low[start].isspace():
        start += 1
    if not (_separates(low[start]) or low[start] in "aos或和及与"):
        return False
    while low[end - 1].isspace():
        end -= 1
    return more > 0 or _separates(low[end - 1]) or low[end - 1] in "dr或者和及与"


def _joins_by_words(gap: str) -> bool:
    """Whether a gap holds separators, among them words, and names that the taxonomy does not know."""
    first, *items = [part.strip() for part in _SEPARATOR.split(gap)]
    if not items or first not in {"", "s"} or items[len(items) - 1]:
        return False
    for item in items:  # noqa: SIM110 - a loop of C, a generator is none
        if len(item) > LONGEST_ITEM or item.count(" ") > MOST_SPACES:
            return False
    return True


def _separates(char: str) -> bool:
    """Whether a sign is one of _SEPARATOR."""
    return char in ",、/|&+()"


def _is_open(low: str, start: int, end: int) -> bool:
    """Whether nothing but spaces and opened parentheses stands in `start:end`."""
    while start < end and low[start] in " (":
        start += 1
    return start >= end


def _is_no_choice(low: str, end: int) -> bool:
    """Whether an `or` joins no names: `or more`."""
    at = end
    if at < len(low) and low[at].isspace():
        at += 1
    return at < len(low) and low[at] in "abeghijlmnwy以更" and _NO_CHOICE.match(low, end) is not None


def _has_stop(between: str) -> bool:
    """Whether a sentence or clause ends in what stands between a cue and a list."""
    for char in between:
        if char in "。;!?\n.,":
            return _STOPS.search(between) is not None
    return False
