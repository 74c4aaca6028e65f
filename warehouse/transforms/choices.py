"""Which of the technologies named in a line are alternatives: `Go, Java or Python`, `熟悉其中一种`."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from warehouse.transforms.scan import Found, Hit
from warehouse.transforms.sections import widest

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
_Spans = list[tuple[int, int]]


def alternatives(low: str, hits: list[Hit], choices: list[Found]) -> set[int]:
    """Return the places among `hits` that are alternatives.

    Args:
        low: The text in small letters.
        hits: The technologies of one line, in order.
        choices: Cues of the dimension `choice` in that line.
    """
    spans, members = _spans(hits)
    lists = list(_lists(low, spans))
    found: set[int] = set()
    for start, end, cue in widest(choices):
        if not cue.weight:
            continue
        if cue.value == "or":
            if not _NO_CHOICE.match(low, end):
                found.update(_joined(low, spans, lists, start, end))
            continue
        before = _before(low, spans, lists, start) if cue.value != "leads" else ()
        found.update(before or (_behind(low, spans, lists, end) if cue.value != "follows" else ()))
    return {place for place, span in enumerate(members) if span in found}


def _spans(hits: list[Hit]) -> tuple[_Spans, list[int]]:
    """Return the places where technologies stand, overlapping ones as one, and for each hit the number of its place."""
    spans: _Spans = []
    members = []
    for start, end, _ in hits:
        if spans and start < spans[-1][1]:
            spans[-1] = spans[-1][0], max(end, spans[-1][1])
        else:
            spans.append((start, end))
        members.append(len(spans) - 1)
    return spans, members


def _lists(low: str, spans: _Spans) -> Iterator[range]:
    """Yield the runs of places that only separators and unknown names part."""
    first = 0
    for place in range(1, len(spans) + 1):
        if place == len(spans) or not _joint(low[spans[place - 1][1] : spans[place][0]]):
            yield range(first, place)
            first = place


def _joint(gap: str) -> bool:
    if len(gap) > LONGEST_GAP:
        return False
    first, *items = [part.strip() for part in _SEPARATOR.split(gap)]
    if not items or first not in {"", "s"} or items[-1]:
        return False
    return all(len(item) <= LONGEST_ITEM and item.count(" ") <= MOST_SPACES for item in items)


def _joined(low: str, spans: _Spans, lists: list[range], start: int, end: int) -> Sequence[int]:
    """Return what an `or` joins: the places of its list as far as no `and` parts them from it."""
    nearest = bisect_left(lists, start - LONGEST_GAP, key=lambda some: spans[some[-1]][1])
    for some in lists[nearest : nearest + LONGEST_GAP]:
        first, last = spans[some[0]][0], spans[some[-1]][1]
        if first > end + LONGEST_GAP:
            break
        if first < start < last:
            return _around(low, spans, some, start)
        if last <= start and _joint(f"{low[last:start]},"):
            return _up_to(low, spans, some, len(some) - 1)
        if end <= first and not low[end:first].strip(" ("):
            return some[:1]
    return ()


def _around(low: str, spans: _Spans, some: range, start: int) -> Sequence[int]:
    near = bisect_right(some, start, key=lambda place: spans[place][1]) - 1
    gap = low[start : spans[some[near + 1]][0]]
    if _CLOSES.search(gap):
        return some[near : near + 1]
    after = near + 1
    most = min(len(some), near + MOST_JOINED)
    while after + 1 < most and "/" in low[spans[some[after]][1] : spans[some[after + 1]][0]]:
        after += 1
    return [*_up_to(low, spans, some, near), *some[near + 1 : after + 1]]


def _up_to(low: str, spans: _Spans, some: range, last: int) -> Sequence[int]:
    """Return the places up to number `last` of a list, from behind the last `and` on."""
    first, least = last, max(0, last - MOST_JOINED)
    while first > least:
        between = low[spans[some[first - 1]][1] : spans[some[first]][0]]
        if _AND.search(between) and not _OR.search(between):
            break
        first -= 1
    return some[first : last + 1]


def _before(low: str, spans: _Spans, lists: list[range], start: int) -> Sequence[int]:
    number = bisect_right(lists, start, key=lambda some: spans[some[-1]][1]) - 1
    if number < 0:
        return ()
    some = lists[number]
    last = spans[some[-1]][1]
    if start - last > FOLLOWS_WITHIN or _STOPS.search(low[last:start].strip("s),")):
        return ()
    return [*lists[number - 1], *some] if _is_kind(low, spans, lists, number) else some


def _is_kind(low: str, spans: _Spans, lists: list[range], number: int) -> bool:
    """Whether a list is one name for what the list before it holds: `Fabric、以太坊等区块链`."""
    if not number or len(lists[number]) > 1:
        return False
    between = low[spans[lists[number - 1][-1]][1] : spans[lists[number][0]][0]]
    return len(between) <= FOLLOWS_WITHIN and between.rstrip().endswith("等")


def _behind(low: str, spans: _Spans, lists: list[range], end: int) -> Sequence[int]:
    number = bisect_left(lists, end, key=lambda some: spans[some[0]][0])
    if number == len(lists):
        return ()
    first = spans[lists[number][0]][0]
    if first - end > LEADS_WITHIN or _STOPS.search(low[end:first]):
        return ()
    return lists[number + 1 if _heads(low, spans, lists, number) else number]


def _heads(low: str, spans: _Spans, lists: list[range], number: int) -> bool:
    """Whether a list is one name that heads the next one: `JS 框架 (Vue/React)`."""
    if len(lists[number]) > 1 or number + 1 == len(lists):
        return False
    between = low[spans[lists[number][0]][1] : spans[lists[number + 1][0]][0]]
    return len(between) <= FOLLOWS_WITHIN and between.rstrip().endswith(("(", ":"))
