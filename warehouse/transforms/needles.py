"""Which of many short words stands in a short text, told in one walk over its characters.

Belongs here: how words are found. What they mean, the module says that lists them.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence

EDGE = "|"
END = "$"
_LONGEST = 13
LONGEST_WORD = _LONGEST
"""Letters of a word of a `Vocabulary`: as numbers to base 27 they fit into 64 bits. Compiled code keeps the first where
only this module finds it."""
_PLACES = 251


class Needle:
    """One word that is looked for.

    Args:
        word: The word; with EDGE before it where it must begin a word, with EDGE behind it where it must end one, with
            END behind it where the text must end there.
        rank: What it tells.
        not_before: Text that may not stand right before it.
        not_after: Texts that may not stand right after it.
    """

    def __init__(self, word: str, rank: int, not_before: str = "", not_after: tuple[str, ...] = ()) -> None:
        self.rank = rank
        self.begins = word.startswith(EDGE)
        self.ends = word.endswith(EDGE)
        self.closes = word.endswith(END)
        self.word = word.strip(EDGE + END)
        self.length = len(self.word)
        self.first = ord(self.word[0])
        self.second = ord(self.word[1]) if self.length > 1 else 0
        self.not_before = not_before
        self.not_after = not_after


Words = Sequence[str | tuple[str, str, tuple[str, ...]]]
"""Words as `Needle` takes them, alone or with what may not stand before and after."""
_MARKS = 2048
"""Two characters that stand side by side have a mark among so many, by which most that begin no word are told."""


class Needles:
    """Words in groups.

    Args:
        groups: The words of each group.
    """

    def __init__(self, *groups: Words) -> None:
        self._places: list[list[Needle] | None] = [None] * _MARKS
        self._has_signs = False
        marks = [0] * _MARKS
        for rank, words in enumerate(groups):
            for word in words:
                needle = Needle(word, rank) if isinstance(word, str) else Needle(word[0], rank, word[1], word[2])
                mark = _mark(needle.first, needle.second)
                marks[mark] = 1
                self._places[mark] = [*(self._places[mark] or ()), needle]
                self._has_signs |= needle.length == 1
        self._marks = marks

    def first(self, text: str) -> int:
        """Return the number of the first group of which a word stands in a text; -1 where none does."""
        best, before = -1, 0
        for at, char in enumerate(text):
            code = ord(char)
            if self._marks[_mark(before, code)] and at:
                best = self._best(text, at - 1, before, code, best)
                if best == 0:
                    break
            if self._has_signs and self._marks[_mark(code, 0)]:
                best = self._best(text, at, code, 0, best)
            before = code
        return best

    def _best(self, text: str, at: int, first: int, second: int, best: int) -> int:
        """Return the lower of a number and that of a word that begins at a place with two characters, or one and 0."""
        needles = self._places[_mark(first, second)]
        if needles is None:
            return best
        for needle in needles:
            if needle.first != first or needle.second != second or 0 <= best <= needle.rank:
                continue
            if _stands(needle, text, at, len(text)):
                best = needle.rank
        return best


def _mark(first: int, second: int) -> int:
    return (first * 31 + second) & (_MARKS - 1)


def _stands(needle: Needle, text: str, at: int, length: int) -> bool:
    if needle.length > 2 and not text.startswith(needle.word, at):  # noqa: PLR2004 - of two characters both are known
        return False
    end = at + needle.length
    if needle.begins and at > 0 and _is_letter(text[at - 1]):
        return False
    if needle.ends and end < length and _is_letter(text[end]):
        return False
    if needle.closes and end < length and not (end == length - 1 and text[end] == "\n"):
        return False
    if needle.not_before and text.endswith(needle.not_before, 0, at):
        return False
    return not (needle.not_after and text.startswith(needle.not_after, end))


class Vocabulary:
    """Words in small letters from a to z, told without making a string of what is looked at.

    Args:
        words: At most a hundred, each of LONGEST_WORD letters at most.
    """

    def __init__(self, words: Iterable[str]) -> None:
        self._codes = array("Q", bytes(8 * _PLACES))
        for word in words:
            code = _code(word, 0, len(word))
            self._codes[self._place(code)] = code

    def hold(self, text: str, start: int, end: int) -> bool:
        """Whether `start:end` of a text is one of the words."""
        if end - start > _LONGEST:
            return False
        code = _code(text, start, end)
        return code != 0 and self._codes[self._place(code)] == code

    def _place(self, code: int) -> int:
        """Return where a word lies, or would."""
        place = code % _PLACES
        while self._codes[place] != 0 and self._codes[place] != code:
            place = (place + 1) % _PLACES
        return place


def _code(text: str, start: int, end: int) -> int:
    """Return the number to base 27 of letters, up to LONGEST_WORD; 0 where something else stands among them."""
    code = 0
    for at in range(start, end):
        char = text[at]
        if not "a" <= char <= "z":
            return 0
        code = 27 * code + ord(char) - 96
    return code


def is_word(char: str) -> bool:
    """Whether a regular expression takes a character for one of a word."""
    if char < "\x80":
        return "a" <= char <= "z" or "A" <= char <= "Z" or "0" <= char <= "9" or char == "_"
    return char.isalnum()


def _is_letter(char: str) -> bool:
    """Whether a character is one of an alphabet's word: Chinese stands beside such a word without a space."""
    return is_word(char) and not "\u4e00" <= char <= "\u9fff"
