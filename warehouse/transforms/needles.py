"""Which of many short words stands in a short text, told in one walk over its characters.

Belongs here: how words are found. What they mean, the module says that lists them.
"""

from __future__ import annotations

from collections.abc import Sequence

EDGE = "|"
END = "$"


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


class Needles:
    """Words in groups.

    Args:
        groups: The words of each group.
    """

    def __init__(self, *groups: Words) -> None:
        self._places: list[list[Needle]] = [[] for _ in range(256)]
        for rank, words in enumerate(groups):
            for word in words:
                needle = Needle(word, rank) if isinstance(word, str) else Needle(word[0], rank, word[1], word[2])
                self._places[needle.first & 255].append(needle)

    def first(self, text: str) -> int:
        """Return the number of the first group of which a word stands in a text; -1 where none does."""
        best, length = -1, len(text)
        for at in range(length):
            char = ord(text[at])
            for needle in self._places[char & 255]:
                if needle.first != char or (0 <= best <= needle.rank):
                    continue
                if needle.second and (at + 1 == length or ord(text[at + 1]) != needle.second):
                    continue
                if _stands(needle, text, at, length):
                    best = needle.rank
            if best == 0:
                break
        return best


def _stands(needle: Needle, text: str, at: int, length: int) -> bool:
    if not text.startswith(needle.word, at):
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


def _is_letter(char: str) -> bool:
    """Whether a regular expression calls a character one of a word."""
    return char.isalnum() or char == "_"
