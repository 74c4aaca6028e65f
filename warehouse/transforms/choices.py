"""Which of the technologies named in a line are alternatives: `Go, Java or Python`, `熟悉其中一种`.

Compiled by Cython (choices.pxd has the C types).
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right

from warehouse.transforms.scan import Found

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
    """The technologies of one line in lists: the places where they stand, with what but separators parts them.

    Args:
        low: The text in small letters.
        starts: Where the technologies of the posting begin, in order.
        ends: Where they end.
        first: Number of the first one in the line.
        last: Number of the first one behind it.
    """

    def __init__(self, low: str, starts: list[int], ends: list[int], first: int, last: int) -> None:
        self._low = low
        self._opened: list[int] = []
        self._closed: list[int] = []
        self._places: list[int] = []
        for number in range(first, last):
            self._add(starts[number], ends[number])
        self._firsts: list[int] = []
        self._lasts: list[int] = []
        self._part()
        self._begins = [self._opened[place] for place in self._firsts]
        self._stops = [self._closed[place] for place in self._lasts]
        self._found = [False] * len(self._opened)

    def _add(self, start: int, end: int) -> None:
        """Put a technology into a place of its own, or into the last one, where that reaches over its start."""
        last = len(self._opened) - 1
        if last < 0 or start >= self._closed[last]:
            self._opened.append(start)
            self._closed.append(end)
        elif end > self._closed[last]:
            self._closed[last] = end
        self._places.append(len(self._opened) - 1)

    def _part(self) -> None:
        """Part the places into lists: runs that only separators and unknown names part."""
        for place in range(len(self._opened)):
            if place == 0 or not _joint(self._low, self._closed[place - 1], self._opened[place], 0):
                self._firsts.append(place)
                self._lasts.append(place)
            else:
                self._lasts[len(self._lasts) - 1] = place

    def alternatives(self, cues: list[Found]) -> list[bool]:
        """Return for each technology whether it is an alternative by one of the line's cues of choices."""
        for cue in cues:
            entry = cue[2]
            if not entry.weight:
                continue
            kind = entry.value
            if kind == "or":
                if not _is_no_choice(self._low, cue[1]):
                    self._join(cue[0], cue[1])
            elif (kind == "leads" or not self._before(cue[0])) and kind != "follows":
                self._behind(cue[1])
        return [self._found[place] for place in self._places]

    def _take(self, first: int, last: int) -> None:
        """Take all places from the first to the last for alternatives."""
        for place in range(first, last + 1):
            self._found[place] = True

    def _join(self, start: int, end: int) -> None:
        """Take what an `or` joins: the places of its list as far as no `and` parts them from it."""
        nearest = bisect_left(self._stops, start - LONGEST_GAP)
        for number in range(nearest, min(nearest + LONGEST_GAP, len(self._firsts))):
            first, last = self._firsts[number], self._lasts[number]
            opened, closed = self._begins[number], self._stops[number]
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
        near = bisect_right(self._closed, start, first, last + 1) - 1
        if _CLOSES.search(self._low[start : self._opened[near + 1]]):
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
        while begun > least and not self._is_parted(begun):
            begun -= 1
        self._take(max(begun, first), last)

    def _is_parted(self, place: int) -> bool:
        """Whether an `and` that is no `and/or` stands between a place and the one before."""
        gap = self._low[self._closed[place - 1] : self._opened[place]]
        return _AND.search(gap) is not None and not _OR.search(gap)

    def _before(self, start: int) -> bool:
        """Take the list right before a cue; return whether there is one."""
        number = bisect_right(self._stops, start) - 1
        if number < 0:
            return False
        last = self._stops[number]
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
        number = bisect_left(self._begins, end)
        if number == len(self._firsts):
            return
        opened = self._begins[number]
        if opened - end > LEADS_WITHIN or _has_stop(self._low[end:opened]):
            return
        if self._heads(number):
            number += 1
        self._take(self._firsts[number], self._lasts[number])

    def _heads(self, number: int) -> bool:
        """Whether a list is one name that heads the next one: `JS 框架 (Vue/React)`."""
        return number + 1 < len(self._firsts) and self._is_one(number) and self._between(number).endswith(("(", ":"))

    def _is_one(self, number: int) -> bool:
        return self._firsts[number] == self._lasts[number]

    def _between(self, number: int) -> str:
        """Return what stands between a list and the next one, without the spaces behind; nothing if it is long."""
        closed, opened = self._stops[number], self._begins[number + 1]
        return self._low[closed:opened].rstrip() if opened - closed <= FOLLOWS_WITHIN else ""


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
