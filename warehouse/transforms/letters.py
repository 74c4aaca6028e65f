"""What is asked of every single character of a text: its small letter, whether a link holds it, whether it is a Hanzi.

Belongs here: passes over characters that know nothing of words; which words stand where, automaton.py says. Cython
compiles this file with the C types of letters.pxd; uncompiled it gives the same results, slower.
"""

from __future__ import annotations

import sys
from array import array

_UNCASED = 0x2E80
"""From here on capitals stand in few blocks alone, see `_is_rare`."""
_SIGMA = 0x3A3
"""The capital whose small letter hangs on what stands beside it."""
_LAST_OF_PLANE = 0xFFFF
_CODES = f"utf-32-{sys.byteorder[0]}e"
"""What turns numbers of four bytes, as this machine writes them, into a text."""
_LINK = "://"


def lowered(text: str) -> str:
    """Return the text in lower case and equally long (`İ` alone would grow)."""
    low = text.lower()
    if len(low) == len(text):
        return low
    return "".join(char.lower() if len(char.lower()) == 1 else char for char in text)


def _small_letters() -> array[int]:
    lows = [chr(code).lower() for code in range(_UNCASED)]
    return array("I", [ord(low) if len(low) == 1 else code for code, low in enumerate(lows)])


_SMALL = _small_letters()


def small(text: str, codes: array[int]) -> str:
    """Return what `lowered` does, and put the numbers of its characters into `codes`.

    `str.lower` asks three tables of every character that is not ASCII; most of those here have no small letter.

    Args:
        text: As written.
        codes: As many unsigned numbers as the text has characters; overwritten.
    """
    has_capital, has_odd = False, False
    for at, char in enumerate(text):
        code = ord(char)
        low = _SMALL[code] if code < _UNCASED else code
        if low != code:
            has_capital = True
            has_odd = has_odd or code == _SIGMA
        elif code >= _UNCASED and _is_rare(code):
            has_odd = True
        codes[at] = low
    if has_odd:
        return _put(lowered(text), codes)
    if not has_capital:
        return text
    return text.lower() if text.isascii() else _spelt(codes)


def _is_rare(code: int) -> bool:
    """Whether a character beyond _UNCASED may be a capital, or is half of one."""
    if code < 0xAC00:  # noqa: PLR2004 - Latin, Cyrillic, Cherokee and others
        return code >= 0xA640  # noqa: PLR2004 - as above
    if code < 0x10400:  # noqa: PLR2004 - halves, full width
        return 0xD800 <= code < 0xE000 or 0xFF21 <= code <= 0xFF3A  # noqa: PLR2004 - as above
    return code < 0x1F000  # noqa: PLR2004 - scripts of the second plane, before its signs and pictures


def _put(low: str, codes: array[int]) -> str:
    for at, char in enumerate(low):
        codes[at] = ord(char)
    return low


def _spelt(codes: array[int]) -> str:
    """Return the text of some numbers; by UTF-16, which is read fastest, where all have room in it."""
    units, at = bytearray(2 * len(codes)), 0
    for at in range(len(codes)):
        code = codes[at]
        if code > _LAST_OF_PLANE:
            return bytes(codes).decode(_CODES)
        units[2 * at] = code & 0xFF
        units[2 * at + 1] = code >> 8
    return units.decode("UTF-16LE")


def linked(low: str) -> bytearray | None:
    """Return a byte for every character of a text in small letters, 1 for those of links; None where no link can be."""
    at = low.find(_LINK)
    if at < 0:
        return None
    marks = bytearray(len(low))
    while at >= 0:
        start, end = _link_start(low, at), at + len(_LINK)
        if start >= 0:
            end = _link_end(low, end)
            if end > at + len(_LINK):
                marks[start:end] = b"\1" * (end - start)
        at = low.find(_LINK, end)
    return marks


def _link_start(low: str, at: int) -> int:
    """Return where the `http` or `https` begins that ends at `at`; -1 where neither does."""
    for scheme in ("https", "http"):
        if low.endswith(scheme, 0, at):
            return at - len(scheme)
    return -1


def _link_end(low: str, end: int) -> int:
    length = len(low)
    while end < length:
        char = low[end]
        if char in ")>]\"'，。）" or char.isspace():
            break
        end += 1
    return end
