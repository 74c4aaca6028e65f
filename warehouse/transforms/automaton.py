"""The inner loop of the scanner: which ways of writing stand where, whether their boundaries fit, and in which bucket.

Belongs here: what happens per word, per sign and per find, nothing else; what the ways of writing stand for, scan.py
says. `make install` compiles this file as it stands (automaton.pxd has the C types); where no compiler is, the same
file runs as it is, with the same results, some times slower.

A way of writing that ends with a letter or digit ends with a whole word of the text, but for a plural's `s`. The text
is passed over once: where a word ends, it is looked up whole among the last words of the ways of writing, of which most
words are none; where a sign or Hanzi stands, the last two characters are. Only before those that are found more is
looked up, two characters a step towards the text's start, until one way of writing is left, which is compared with the
text. A text costs time linear in its length times the longest way of writing.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from itertools import accumulate
from typing import NamedTuple

from warehouse.errors import JobproofError
from warehouse.transforms.entries import Entry, Hit, hit_at
from warehouse.transforms.letters import NUMBERS, linked, small

_WORD, _PLURAL, _SIMPLE, _UNLINKED = 1, 2, 4, 8
"""What is known of a way of writing: see `Pattern`; that it has one target alone which asks nothing but, maybe, that no
link holds it."""
_BUCKET, _MOST_BUCKETS, _TARGET = 4, 32, 9
"""Where in the number of a way of writing its bucket and its first target begin, and for how many buckets is room."""
_NO_LINK, _LATE, _GUARDED, _LAST = 1, 2, 4, 8
"""What is asked of the place of a target: that no link holds it, that it comes behind others, what stands beside. The
last of a way of writing is marked."""
_NINE, _S, _PLUS, _HASH = map(ord, "9s+#")
_LETTERS = "0123456789abcdefghijklmnopqrstuvwxyz"
_ALNUM = frozenset(_LETTERS)
_BASE, _LONGEST_WORD = 37, 12
"""So many letters and digits as digits of this base are a number of 63 bits."""
_PAIRS, _STATE, _FIRST = 0xC000_0000_0000_0000, 42, 21
"""What is added to keys that are no word's, and where in them a state begins, and the first of two characters."""
_MOST_STATES = 1 << 20
_ONE, _TWO = 1, 2
"""Which steps lead on from a state: of one character, of two."""
_OWN = 0xFFFF_FFFF
_REST = 32
_MIX, _ALL = 0x9E37_79B9_7F4A_7C15, 0xFFFF_FFFF_FFFF_FFFF
"""An odd number near 2**64 over the golden ratio: the upper bits of its product with a key hang on all of the key."""
_LEAST_SIZE, _BITS_A_SLOT = 4, 4
"""Binary logarithms: of the fewest slots, and of how many bits there are for each."""
_MOST_NESTED = 64
"""Ways of writing that may end in one place; _Here and automaton.pxd say it once more."""
_LAST_CASED = 0x2C80
"""From here on characters are letters of scripts without capitals."""
_LAST_ASCII = 0x7F
_NOTHING = Entry("", "", "")


class Target(NamedTuple):
    """What a way of writing stands for, with what is asked of its place.

    Args:
        bucket: Number of the list into which finds go.
        entry: What a find is to carry.
        cased: The exact spelling that the text must have; empty for any.
        not_before: Texts that may not stand right before.
        not_after: Texts that may not stand right after.
    """

    bucket: int
    entry: Entry
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
        targets = [(*pattern.free, *pattern.guarded) for pattern in patterns]
        flat = [target for some in targets for target in some]
        self._buckets = array("i", [0, *[target.bucket for target in flat]])
        asked = (_asked(each, *at) for each, some in zip(patterns, targets, strict=True) for at in enumerate(some))
        self._asked = array("i", [0, *asked])
        self._entries = [_NOTHING, *[target.entry for target in flat]]
        self._guards = [(), *[(target.cased, target.not_before, target.not_after) for target in flat]]
        self._words = array("B", [_begins_no_word(chr(code)) for code in range(_LAST_CASED)])
        self._values = array("B", [_value(chr(code)) for code in range(_LAST_ASCII + 1)])
        firsts = accumulate(map(len, targets), initial=1)
        owns = [self._own(*each) for each in zip(patterns, firsts, strict=False)]
        table = _Table([(each.spelling, own) for each, own in zip(patterns, owns, strict=True) if own])
        self._slots, self._bits, self._lasts, self._tails = table.slots, table.bits, table.lasts, table.tails
        self._shift, self._bit_shift = 64 - table.size, 64 - table.size - _BITS_A_SLOT
        self._last, self._known = (1 << table.size) - 1, len(table.lasts)

    def _own(self, pattern: Pattern, first: int) -> int:
        """Return what is known of a way of writing in one number; 0 for one that stands for nothing."""
        if not (pattern.free or pattern.guarded):
            return 0
        flags = (_WORD if pattern.word else 0) | (_PLURAL if pattern.plural else 0)
        asked, bucket = self._asked[first], self._buckets[first]
        if asked & ~_NO_LINK == _LAST and bucket < _MOST_BUCKETS:
            flags |= _SIMPLE | (_UNLINKED if asked & _NO_LINK else 0) | bucket << _BUCKET
        return first << _TARGET | flags

    def keep(self, text: str, buckets: list[list[Hit]]) -> str:
        """Put all that stands in a text into its bucket, in the order of ends and, of one end, of starts.

        Late ways of writing come behind all others.

        Args:
            text: As written.
            buckets: Lists to which hits are added.

        Returns:
            The text in small letters, equally long.
        """
        here = _Here(text, buckets)
        length, at = here.length, 0
        while at < length:
            code = here.codes[at]
            begun = at
            at += 1
            if not self._is_of_word(code):
                if code < self._known and self._lasts[code]:
                    self._end_sign(here, code, at)
                continue
            while at < length and self._is_of_word(here.codes[at]):
                at += 1
            self._end_word(here, begun, at)
        for number, found in here.late:
            buckets[number].append(found)
        return here.low

    def _end_word(self, here: _Here, begun: int, end: int) -> None:
        """Find what ends with a word; a digit's word ends before every sign, and has no plural."""
        last = here.codes[end - 1]
        if last == _S and end - begun > 1 and here.codes[end - 2] > _NINE and not _is_sign_of_word(here, end):
            self._look_up(here, begun, end - 1)
            self._put_all(here, end - 1, True)
        if last <= _NINE or not self._goes_on(here, end):
            self._look_up(here, begun, end)
            self._put_all(here, end, False)

    def _end_sign(self, here: _Here, code: int, end: int) -> None:
        """Find what ends with a character that is no letter or digit of ASCII."""
        if (code not in (_PLUS, _HASH)) or not self._goes_on(here, end):
            self._climb(here, self._lasts[code], end)
            self._put_all(here, end, False)

    def _is_of_word(self, code: int) -> bool:
        return code <= _LAST_ASCII and self._values[code] != 0

    def _goes_on(self, here: _Here, end: int) -> bool:
        """Whether what ends with a letter, + or # goes on: `C` does in `C++`, but not in `c+python`."""
        if end == here.length:
            return False
        code = here.codes[end]
        if code == _PLUS:
            return not (end + 1 < here.length and chr(here.codes[end + 1]).isalnum())
        return code == _HASH or self._is_of_word(code)

    def _look_up(self, here: _Here, begun: int, end: int) -> None:
        """Collect what ends with a whole word; of one that is too long for a key the last letters are its key."""
        first = end - _LONGEST_WORD if end - begun > _LONGEST_WORD else begun
        key = 1 if first > begun else 0
        for at in range(first, end):
            key = key * _BASE + self._values[here.codes[at]]
        slot = self._slot(key)
        if slot >= 0:
            self._climb(here, self._take(here, slot, first, True), first)

    def _climb(self, here: _Here, rest: int, at: int) -> None:
        """Collect what goes on before `at`, the shortest first.

        Args:
            here: The text.
            rest: How it goes on, as slots say.
            at: Where what is found up to now begins, above 0.
        """
        while rest:
            if rest & (_ONE | _TWO) == 0:
                self._compare(here, rest >> 2, at)
                return
            first = here.codes[at - 1]
            if rest & _ONE:
                slot = self._slot(_pair(rest >> 2, first, 0))
                if slot >= 0:
                    here.add(self._slots[slot + 1] & _OWN, at - 1)
            if not rest & _TWO or at < 2:  # noqa: PLR2004 - two characters
                return
            slot = self._slot(_pair(rest >> 2, first, here.codes[at - 2] + 1))
            if slot < 0:
                return
            at -= 2
            rest = self._take(here, slot, at, False)

    def _take(self, here: _Here, slot: int, at: int, is_word: bool) -> int:
        """Collect what is whole with a slot; return how others go on, 0 where what stands before is none of theirs."""
        known = self._slots[slot + 1]
        if known & _OWN:
            here.add(known & _OWN, at)
        if known >> _REST == 0 or at == 0:
            return 0
        second = here.codes[at - 2] if is_word and at > 1 else 0
        return known >> _REST if self._slots[slot + 2] & _bit(here.codes[at - 1], second) else 0

    def _slot(self, key: int) -> int:
        """Return where the slot of a key begins, -1 where it has none, which mostly one bit says."""
        mixed = _mixed(key)
        bit = mixed >> self._bit_shift
        if not self._bits[bit >> 3] >> (bit & 7) & 1:
            return -1
        place = mixed >> self._shift
        while self._slots[3 * place] != key:
            if self._slots[3 * place] == 0:
                return -1
            place = (place + 1) & self._last
        return 3 * place

    def _compare(self, here: _Here, tail: int, at: int) -> None:
        """Collect the one way of writing that is left where the text before `at` is the rest of it."""
        left = self._tails[tail + 1]
        if left > at:
            return
        start = at - left
        tail += 2
        while at > start:
            at -= 1
            if here.codes[at] != self._tails[tail]:
                return
            tail += 1
        here.add(self._tails[tail - left - 2], start)

    def _put_all(self, here: _Here, end: int, plural: bool) -> None:
        """Put what was collected into its buckets, the longest first, where its boundaries fit."""
        while here.count:
            here.count -= 1
            own, start = here.owns[here.count], here.starts[here.count]
            if (plural and not own & _PLURAL) or (own & _WORD and start and self._is_in_word(here.codes[start - 1])):
                continue
            in_link = here.marks is not None and here.marks[start] != 0
            if not own & _SIMPLE:
                self._put(here, in_link, start, end, own >> _TARGET)
            elif not (in_link and own & _UNLINKED):
                entry = self._entries[own >> _TARGET]
                bucket = here.buckets[own >> _BUCKET & (_MOST_BUCKETS - 1)]
                bucket.append(hit_at(start, end, entry))

    def _is_in_word(self, before: int) -> bool:
        return before < _LAST_CASED and self._words[before] != 0

    def _put(self, here: _Here, in_link: bool, start: int, end: int, target: int) -> None:
        """Put a find into the buckets of its targets, the first of which is named; what a link holds is no term."""
        asked = 0
        while not asked & _LAST:
            asked = self._asked[target]
            if not (in_link and asked & _NO_LINK) and (not asked & _GUARDED or self._fits(here, start, end, target)):
                entry = self._entries[target]
                found = hit_at(start, end, entry)
                if asked & _LATE:
                    here.late.append((self._buckets[target], found))
                else:
                    bucket = here.buckets[self._buckets[target]]
                    bucket.append(found)
            target += 1

    def _fits(self, here: _Here, start: int, end: int, target: int) -> bool:
        """Whether the place of a find is one that its target asks for."""
        guard = self._guards[target]
        cased, not_before, not_after = guard[0], guard[1], guard[2]
        if cased and not here.text.startswith(cased, start):
            return False
        if not_after and here.low.startswith(not_after, end):
            return False
        return not (not_before and here.low.endswith(not_before, 0, start))


class _Here:
    """One text, and what was collected that ends in one place of it."""

    def __init__(self, text: str, buckets: list[list[Hit]]) -> None:
        self.text, self.length, self.buckets = text, len(text), buckets
        self.codes = NUMBERS * len(text)
        self.low = small(text, self.codes)
        self.marks = linked(self.low)
        self.late: list[tuple[int, Hit]] = []
        self.count = 0
        self.owns = [0] * 64
        self.starts = [0] * 64

    def add(self, own: int, start: int) -> None:
        """Collect a way of writing that may begin at `start`."""
        self.owns[self.count], self.starts[self.count] = own, start
        self.count += 1


class _Table:
    """Where the ways of writing are looked up from their ends, as plain numbers.

    Each slot is three numbers of 64 bits. The first is its key: a last word in digits of _BASE (of one longer than
    _LONGEST_WORD those of its end behind a 1), or _PAIRS with a state and the next one or two characters before what
    led to it; state 0 is the text's, before anything is found. The second says in its lower half which way of writing
    is whole with this slot, 0 for none, and in its upper half how others go on: 0 not at all; a multiple of 4 that one
    is left, whose number, count of characters and characters towards its start stand in `tails` from the fourth of it
    on; else four times a state, with _ONE and _TWO for the steps that lead on from there. The third has a bit for each
    that may stand before (see _bit): of a word the two characters, else the one.

    A slot lies at the upper bits of its mixed key or behind; a bit of `bits` is set where a few bits more of it say.
    `lasts` tells for each character that is no letter or digit of ASCII which steps lead on from state 0.

    Args:
        ways: Each way of writing in small letters, with its number, which is not 0.
    """

    def __init__(self, ways: Sequence[tuple[str, int]]) -> None:
        self.tails = array("I", [0])
        self._found: dict[int, tuple[int, int, int]] = {}
        self._states = 1
        self._waiting: list[tuple[int, list[tuple[str, int]], int]] = []
        words: dict[int, list[tuple[str, int]]] = {}
        others: list[tuple[str, int]] = []
        for spelling, own in ways:
            key, length = _last_word(spelling)
            (words.setdefault(key, []) if length else others).append((spelling[: len(spelling) - length][::-1], own))
        for key, paths in words.items():
            self._found[key] = self._slot(paths, 0, is_word=True)
        self._waiting.append((0, others, 0))
        while self._waiting:
            self._branch(*self._waiting.pop())
        self.lasts = array("B", _lasts([path for path, _ in others]))
        self.size = max(_LEAST_SIZE, (3 * len(self._found) // 2).bit_length())
        self.slots, self.bits = array("Q", bytes(24 << self.size)), bytearray(1 << max(0, self.size + _BITS_A_SLOT - 3))
        self._lay_out()

    def _slot(self, paths: list[tuple[str, int]], nested: int, *, is_word: bool) -> tuple[int, int, int]:
        """Return way of writing, rest and bits of a slot.

        Args:
            paths: What still stands before, the nearest first, and the number of the way of writing.
            nested: How many ways of writing may be whole with slots that lead to it.
            is_word: Whether it is a word's.
        """
        own = next((number for path, number in paths if not path), 0)
        longer = [(path, number) for path, number in paths if path]
        bits = 0
        for path, _ in longer:
            bits |= _before(path) if is_word else _bit(ord(path[0]), 0)
        nested = nested + 1 if own else nested
        _check("ways of writing that end alike", nested, _MOST_NESTED)
        return own, self._rest(longer, nested), bits

    def _rest(self, paths: list[tuple[str, int]], nested: int) -> int:
        if not paths:
            return 0
        if len(paths) == 1 and nested < _MOST_NESTED:
            (path, number), tail = paths[0], len(self.tails)
            self.tails.extend([number, len(path), *map(ord, path)])
            return tail << 2
        state = self._new_state()
        self._waiting.append((state, paths, nested))
        return state << 2 | _steps(path for path, _ in paths)

    def _branch(self, state: int, paths: list[tuple[str, int]], nested: int) -> None:
        groups: dict[str, list[tuple[str, int]]] = {}
        for path, number in paths:
            groups.setdefault(path[:2], []).append((path[2:], number))
        alone = any(len(step) == 1 for step in groups)
        for step, some in groups.items():
            key = _pair(state, ord(step[0]), ord(step[1]) + 1 if len(step) > 1 else 0)
            self._found[key] = self._slot(some, nested + 1 if alone and len(step) > 1 else nested, is_word=False)

    def _new_state(self) -> int:
        self._states += 1
        _check("branches of ways of writing", self._states, _MOST_STATES)
        return self._states - 1

    def _lay_out(self) -> None:
        last, shift = (1 << self.size) - 1, 64 - self.size
        for key, (own, rest, bits) in self._found.items():
            mixed = _mixed(key)
            place = mixed >> shift
            while self.slots[3 * place]:
                place = (place + 1) & last
            self.slots[3 * place], self.slots[3 * place + 1], self.slots[3 * place + 2] = key, own | rest << _REST, bits
            bit = mixed >> (shift - _BITS_A_SLOT)
            self.bits[bit >> 3] |= 1 << (bit & 7)


def _check(what: str, found: int, most: int) -> None:
    if found > most:
        raise JobproofError(
            "taxonomy", f"{found} {what}", allowed=f"at most {most}", remedy="Take some out of the seeds."
        )


def _last_word(spelling: str) -> tuple[int, int]:
    """Return the key of the word at the end of a way of writing, and how many characters are in it; 0 of no word."""
    length = len(spelling) - len(spelling.rstrip(_LETTERS))
    kept, key = min(length, _LONGEST_WORD), int(length > _LONGEST_WORD)
    for char in spelling[len(spelling) - kept :]:
        key = key * _BASE + _value(char)
    return key, kept


def _lasts(paths: list[str]) -> list[int]:
    """Return the steps that lead on from state 0 for each character with which one of the paths begins."""
    begun: dict[int, list[str]] = {}
    for path in paths:
        begun.setdefault(ord(path[0]), []).append(path)
    return [_steps(begun.get(code, ())) for code in range(max(begun, default=-1) + 1)]


def _steps(paths: Iterable[str]) -> int:
    steps = 0
    for path in paths:
        steps |= _ONE if len(path) == 1 else _TWO
    return steps


def _before(path: str) -> int:
    """Return the bit of the two characters that stand before a word; all where it is one."""
    return _bit(ord(path[0]), ord(path[1])) if len(path) > 1 else _ALL


def _bit(first: int, second: int) -> int:
    """Return the one of 64 bits that stands for what may stand before."""
    one = 1
    return one << ((7 * first + second) & 63)


def _pair(state: int, first: int, second: int) -> int:
    """Return the key of a step; `second` is one more than the second character, 0 where the step is of one."""
    return _PAIRS + (state << _STATE) + (first << _FIRST) + second


def _mixed(key: int) -> int:
    return key * _MIX & _ALL


def _is_sign_of_word(here: _Here, end: int) -> bool:
    """Whether + or # stands at `end`."""
    return end < here.length and here.codes[end] in (_PLUS, _HASH)


def _value(char: str) -> int:
    """Return a letter's or digit's digit of _BASE; 0 for what is none of ASCII, or a capital."""
    return _LETTERS.find(char) + 1


def _begins_no_word(char: str) -> int:
    """Return 1 for what may not stand before a word: small letters, digits and letters with capitals of their own."""
    return int(char in _ALNUM or (ord(char) > _LAST_ASCII and char.upper() != char))


def _asked(pattern: Pattern, number: int, target: Target) -> int:
    is_guarded = number >= len(pattern.free)
    in_links = target in pattern.linked if is_guarded else not pattern.only_terms
    late, guarded = pattern.late and is_guarded, any(target[2:])
    is_last = number + 1 == len(pattern.free) + len(pattern.guarded)
    return (
        (0 if in_links else _NO_LINK)
        | (_LATE if late else 0)
        | (_GUARDED if guarded else 0)
        | (_LAST if is_last else 0)
    )
