"""The inner loop of the scanner: which ways of writing stand where, whether their boundaries fit, and in which bucket.

Belongs here: what happens per character and per find, nothing else; what the ways of writing stand for, scan.py says.
`make install` compiles this file as it stands (automaton.pxd has the C types); where no compiler is, the same file runs
as it is, with the same results, some times slower.

The ways of writing are kept in a tree from their last character to their first, whose branches end where one way of
writing alone is left. At every place where a word can end the tree is walked towards the text's start: the walk ends
after a few characters, finds what ends there longest first, and passes over the insides of words. A text costs time
linear in its length times the longest way of writing.
"""

from __future__ import annotations

from array import array
from collections import deque
from collections.abc import Sequence
from itertools import accumulate, chain, groupby
from typing import Any, NamedTuple

from warehouse.transforms.letters import linked, small

_LETTER, _S, _PLUS, _HASH = 1, 2, 4, 8
"""What a character may be to the end of the word before it, one bit each."""
_WORD, _PLURAL = 1, 2
"""See `Pattern`."""
_NO_LINK, _LATE, _GUARDED = 1, 2, 4
"""What is asked of the place of a target: that no link holds it, that it comes behind others, what stands beside."""
_DIGITS = frozenset("0123456789")
_ALNUM = _DIGITS | frozenset("abcdefghijklmnopqrstuvwxyz")
_AFTER = {**dict.fromkeys(_ALNUM, _LETTER), "s": _S, "+": _PLUS, "#": _HASH}
_LAST_CASED = 0x2C80
"""From here on characters are letters of scripts without capitals."""
_LAST_ASCII = 0x7F
_MOST_NUMBERS = 1 << 13
_NUMBERS = list(range(_MOST_NUMBERS))
"""Positions as objects, which would else be made anew for every find."""

Found = tuple[int, int, Any]
"""Start, end and entry."""


class Target(NamedTuple):
    """What a way of writing stands for, with what is asked of its place.

    Args:
        bucket: Number of the list into which finds go.
        entry: Whatever a find is to carry.
        cased: The exact spelling that the text must have; empty for any.
        not_before: Texts that may not stand right before.
        not_after: Texts that may not stand right after.
    """

    bucket: int
    entry: Any
    cased: str = ""
    not_before: tuple[str, ...] = ()
    not_after: tuple[str, ...] = ()


Targets = tuple[Target, ...]


class Pattern(NamedTuple):
    """One way of writing.

    Args:
        spelling: In small letters.
        word: Whether it must begin a word.
        plural: Whether an `s` may follow.
        only_terms: Whether all that it stands for are terms, which do not count in links.
        late: Whether it is put behind all others of its bucket.
        free: Targets that need no further look.
        guarded: Targets that ask something of their place.
        linked: Those of them that count in links too.
    """

    spelling: str
    word: bool
    plural: bool
    only_terms: bool
    late: bool
    free: Targets
    guarded: Targets
    linked: Targets


class Automaton:
    """All ways of writing of a taxonomy.

    Args:
        patterns: Every way of writing once.
    """

    def __init__(self, patterns: Sequence[Pattern]) -> None:
        self._flags = array("i", map(_flags, patterns))
        self._lengths = array("i", [len(pattern.spelling) for pattern in patterns])
        targets = [(*pattern.free, *pattern.guarded) for pattern in patterns]
        self._firsts = array("i", accumulate(map(len, targets), initial=0))
        self._buckets = array("i", [target.bucket for some in targets for target in some])
        self._asked = array(
            "i", [_asked(each, *at) for each, some in zip(patterns, targets, strict=True) for at in enumerate(some)]
        )
        self._entries = [target.entry for some in targets for target in some]
        self._guards = [(target.cased, target.not_before, target.not_after) for some in targets for target in some]
        self._after = array("B", [_AFTER.get(chr(code), 0) for code in range(_LAST_ASCII + 1)])
        self._words = array("B", [_begins_no_word(chr(code)) for code in range(_LAST_CASED)])
        tree = _Tree([pattern.spelling for pattern in patterns])
        self._nodes, self._labels = array("i", chain.from_iterable(tree.nodes)), array("I", tree.labels)
        self._tails, self._finds = array("I", tree.tails), array("i", tree.finds)
        self._roots = array("i", tree.roots())

    def keep(self, text: str, buckets: list[list[Found]]) -> str:
        """Put all that stands in a text into its bucket, in the order of ends and, of one end, of starts.

        Late ways of writing come behind all others.

        Args:
            text: As written.
            buckets: Lists of (start, end, entry) to which finds are added.

        Returns:
            The text in small letters, equally long.
        """
        codes = array("I", bytes(4 * len(text)))
        low = small(text, codes)
        marks = linked(low)
        late: list[tuple[int, Found]] = []
        length, known, end = len(text), len(self._roots), 0
        following = codes[0] if length else 0
        kind = self._after[following] if following <= _LAST_ASCII else 0
        while end < length:
            code, before = following, kind
            end += 1
            following = codes[end] if end < length else 0
            kind = self._after[following] if following <= _LAST_ASCII else 0
            if (kind == _LETTER and before) or code >= known:
                continue
            node = self._roots[code]
            if node == 0:
                continue
            follows = self._follows(codes, code, end, length, kind) if kind and before else 0
            if follows < 0:
                continue
            find = self._longest(codes, node, end - 2)
            pattern = self._finds[find]
            while pattern >= 0:
                start = end - self._lengths[pattern]
                if self._stands(codes, start, self._flags[pattern], follows):
                    in_link = marks is not None and marks[start] != 0
                    self._put(text, low, in_link, start, end, pattern, buckets, late)
                find += 1
                pattern = self._finds[find]
        for bucket, found in late:
            buckets[bucket].append(found)
        return low

    def _follows(self, codes: array[int], code: int, end: int, length: int, kind: int) -> int:
        """Return what stands behind a word: 0 nothing, 1 a plural's `s`, -1 more of it.

        `C` is not in `C++`, but `ES6` is in `ES6+`, `C` in `c+python` and `container` in `containers`.

        Args:
            codes: The text.
            code: The word's last character, of _AFTER.
            end: Where the word ends.
            length: Of the text.
            kind: What the character behind may be, of _AFTER too, but no mere letter.
        """
        if 48 <= code <= 57:  # noqa: PLR2004 - the digits
            return -1 if kind == _S else 0
        behind = codes[end + 1] if end + 1 < length else 0
        if kind == _S:
            return -1 if behind <= _LAST_ASCII and self._after[behind] else 1
        return 0 if kind == _PLUS and behind and chr(behind).isalnum() else -1

    def _longest(self, codes: array[int], node: int, at: int) -> int:
        """Return where in the finds those begin to which the characters from `at` on towards the start lead."""
        while at >= 0 and self._nodes[4 * node + 1] < 0:
            child = self._child(node, codes[at])
            if child == 0:
                return self._nodes[4 * node]
            node, at = child, at - 1
        first, left, tail = self._nodes[4 * node], self._nodes[4 * node + 1], self._nodes[4 * node + 2]
        if left < 0:
            return first
        while left > 0 and at >= 0 and codes[at] == self._tails[tail]:
            left, at, tail = left - 1, at - 1, tail + 1
        return first if left == 0 else first + 1

    def _child(self, node: int, code: int) -> int:
        child = self._nodes[4 * node + 2]
        end = child + self._nodes[4 * node + 3]
        while child < end:
            if self._labels[child] == code:
                return child
            child += 1
        return 0

    def _stands(self, codes: array[int], start: int, flags: int, follows: int) -> bool:
        """Whether the boundaries of a find fit."""
        if follows == 1 and not flags & _PLURAL:
            return False
        if not flags & _WORD or start == 0:
            return True
        before = codes[start - 1]
        return before >= _LAST_CASED or self._words[before] == 0

    def _put(  # noqa: PLR0917 - called by position, as C is
        self,
        text: str,
        low: str,
        in_link: bool,
        start: int,
        end: int,
        pattern: int,
        buckets: list[list[Found]],
        late: list[tuple[int, Found]],
    ) -> None:
        """Put a find into the buckets of its entries; what a link holds is no term."""
        target, last = self._firsts[pattern], self._firsts[pattern + 1]
        first_at, last_at = _number(start), _number(end)
        while target < last:
            asked = self._asked[target]
            if asked == 0 or (not (in_link and asked & _NO_LINK) and self._fits(text, low, start, end, target)):
                found = first_at, last_at, self._entries[target]
                if asked & _LATE:
                    late.append((self._buckets[target], found))
                else:
                    bucket = buckets[self._buckets[target]]
                    bucket.append(found)
            target += 1

    def _fits(self, text: str, low: str, start: int, end: int, target: int) -> bool:
        """Whether the place of a find is one that its target asks for."""
        guard = self._guards[target]
        cased, not_before, not_after = guard[0], guard[1], guard[2]
        if cased and not text.startswith(cased, start):
            return False
        if not_after and low.startswith(not_after, end):
            return False
        return not (not_before and low.endswith(not_before, 0, start))


class _Tree:
    """The tree: node 0 is no node, node 1 the root; what is near the root lies together, and so do a node's children.

    The child with most ways of writing comes first.
    Each node is four numbers. The first says where in `finds` the ways of writing begin that end where a walk to the
    node began, itself first, then what is shorter, up to a -1. At the end of a branch the second says how many
    characters its one way of writing has beyond, and the third where in `tails` they stand; at all other nodes the
    second is -1, the third the first child and the fourth the number of children. `labels` says for each node which
    character leads to it.
    """

    def __init__(self, spellings: Sequence[str]) -> None:
        self.nodes: list[tuple[int, int, int, int]] = [(0, -1, 0, 0), (0, -1, 0, 0)]
        self.labels, self.tails, self.finds = [0, 0], list[int](), [-1]
        paths = sorted((spelling[::-1], pattern) for pattern, spelling in enumerate(spellings))
        waiting = deque([(1, 0, paths)])
        while waiting:
            node, depth, some = waiting.popleft()
            begun = len(self.nodes)
            groups = [list(group) for _, group in groupby(some, key=lambda path: path[0][depth])]
            for group in sorted(groups, key=len, reverse=True):
                beyond = self._reach(self.nodes[node][0], group[0][0][depth], depth + 1, group)
                if beyond:
                    waiting.append((len(self.nodes) - 1, depth + 1, beyond))
            self.nodes[node] = self.nodes[node][0], -1, begun, len(self.nodes) - begun

    def _reach(self, shorter: int, label: str, depth: int, paths: list[tuple[str, int]]) -> list[tuple[str, int]]:
        """Add the node at `depth` to which a character leads; return what is still to grow from it."""
        (path, pattern), *others = paths
        ends = len(path) == depth
        first = self._listed(pattern, shorter) if ends or not others else shorter
        self.labels.append(ord(label))
        self.nodes.append((first, -1 if others else len(path) - depth, len(self.tails), 0))
        if not others:
            self.tails += map(ord, path[depth:])
            return []
        return others if ends else paths

    def _listed(self, pattern: int, begun: int) -> int:
        shorter = self.finds[begun : self.finds.index(-1, begun) + 1]
        self.finds += [pattern, *shorter]
        return len(self.finds) - len(shorter) - 1

    def roots(self) -> list[int]:
        """Return for each character the root's child to which it leads, 0 where none is."""
        _, _, begun, count = self.nodes[1]
        children = {self.labels[child]: child for child in range(begun, begun + count)}
        return [children.get(code, 0) for code in range(max(children, default=-1) + 1)]


def _number(position: int) -> int:
    """Return a position as an object: those that all texts have are made once."""
    return _NUMBERS[position] if position < _MOST_NUMBERS else position


def _begins_no_word(char: str) -> int:
    """Return 1 for what may not stand before a word: small letters, digits and letters with capitals of their own."""
    return int(char in _ALNUM or (ord(char) > _LAST_ASCII and char.upper() != char))


def _flags(pattern: Pattern) -> int:
    return (_WORD if pattern.word else 0) | (_PLURAL if pattern.plural else 0)


def _asked(pattern: Pattern, number: int, target: Target) -> int:
    is_guarded = number >= len(pattern.free)
    in_links = target in pattern.linked if is_guarded else not pattern.only_terms
    late, guarded = pattern.late and is_guarded, any(target[2:])
    return (0 if in_links else _NO_LINK) | (_LATE if late else 0) | (_GUARDED if guarded else 0)
