"""What is done to every single character of a text: small letters, plain width, single spaces, the marks of links.

Belongs here: passes over characters that know nothing of words; which words stand where, automaton.py says. Cython
compiles this file with the C types of letters.pxd; uncompiled it gives the same results, slower.
"""

from __future__ import annotations

import sys
from array import array
from unicodedata import normalize

_UNCASED = 0x2E80
"""From here on capitals stand in few blocks alone, see `_is_rare`."""
_SIGMA = 0x3A3
"""The capital whose small letter hangs on what stands beside it."""
_LAST_OF_PLANE = 0xFFFF
_CODES = f"utf-32-{sys.byteorder[0]}e"
"""What turns numbers of four bytes, as this machine writes them, into a text."""
_LINK = "://"

FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_FIRST_RADICAL, _LAST_RADICAL = 0x2F00, 0x2FD5
RADICALS = {code: ord(normalize("NFKC", chr(code))) for code in range(_FIRST_RADICAL, _LAST_RADICAL + 1)}
"""Kangxi radicals that some input methods put for the Hanzi they look like."""
_RADICALS = array("I", RADICALS.values())
_FIRST_WIDE, _LAST_WIDE, _WIDER, _WIDE_SPACE = 0xFF01, 0xFF5E, 0xFEE0, 0x3000

_PLAIN, _SPACE, _LINE, _UNSEEN = 0, 1, 2, 3
SPACES = "\t\r\f\v\u00a0\u202f" + "".join(map(chr, range(0x2002, 0x200B)))
"""Spaces that become a plain one."""
INVISIBLE = "\0\u00ad\u2060\ufeff" + "".join(map(chr, (*range(0x200B, 0x2010), *range(0x202A, 0x202F))))
"""Zero-width and direction characters, and NUL."""
_BEYOND_SPACES = 0x2061
_BYTE_ORDER_MARK = 0xFEFF
_BROKEN = 0xFFFD
"""What is put for half of a surrogate pair, which half-decoded input holds and no encoder takes."""
_DOTTED_I = 0x130
"""The capital whose small letter is two characters."""
_NO_LETTERS = bytes(code for code in range(128) if not chr(code).isalpha())


def lowered(text: str) -> str:
    """Return the text in lower case and equally long (`İ` alone would grow)."""
    low = text.lower()
    if len(low) == len(text):
        return low
    return "".join(char.lower() if len(char.lower()) == 1 else char for char in text)


def _small_letters() -> array[int]:
    lows = [chr(code).lower() for code in range(_UNCASED)]
    return array("I", [ord(low) if len(low) == 1 else code for code, low in enumerate(lows)])


def _spacing() -> array[int]:
    kinds = dict.fromkeys(INVISIBLE, _UNSEEN) | dict.fromkeys(SPACES + " ", _SPACE) | {"\n": _LINE}
    return array("B", [kinds.get(chr(code), _PLAIN) for code in range(_BEYOND_SPACES)])


_SMALL = _small_letters()
_SPACING = _spacing()


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
    return text.lower() if text.isascii() else _spelt(codes, len(text))


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


def _spelt(codes: array[int], length: int) -> str:
    """Return the text of the first numbers; by UTF-16, which is read fastest, where all have room in it."""
    units = bytearray(2 * length)
    for at in range(length):
        code = codes[at]
        if code > _LAST_OF_PLANE or _is_half(code):
            return bytes(codes[:length]).decode(_CODES, "surrogatepass")
        units[2 * at] = code & 0xFF
        units[2 * at + 1] = code >> 8
    return units.decode("UTF-16LE")


def _is_half(code: int) -> bool:
    """Whether a number is half of a surrogate pair."""
    return 0xD800 <= code < 0xE000  # noqa: PLR2004 - the block of halves


def folded(text: str) -> str:
    """Return the text with full-width letters, digits and punctuation in their plain width; equally long."""
    if text.isascii() or not _has_folded(text):
        return text
    codes = array("I", bytes(4 * len(text)))
    for at, char in enumerate(text):
        codes[at] = _fold(ord(char))
    return _spelt(codes, len(text))


def _has_folded(text: str) -> bool:
    for char in text:  # noqa: SIM110 - a loop over characters is compiled
        if _fold(ord(char)) != ord(char):
            return True
    return False


def _fold(code: int) -> int:
    if code < _FIRST_RADICAL:
        return code
    if code <= _LAST_RADICAL:
        return _RADICALS[code - _FIRST_RADICAL]
    if _FIRST_WIDE <= code <= _LAST_WIDE:
        return code - _WIDER
    return 0x20 if code == _WIDE_SPACE else code


def tidied(text: str) -> str:
    """Remove invisible characters, runs of spaces and more than one empty line; keep lines; strip."""
    codes = array("I", bytes(4 * len(text)))
    length, changed = 0, False
    for char in text:
        code = ord(char)
        kind = _SPACING[code] if code < _BEYOND_SPACES else _rare_spacing(code)
        if kind == _PLAIN:
            codes[length] = code
            length += 1
            continue
        if kind == _UNSEEN or (kind == _SPACE and length > 0 and codes[length - 1] == 0x20):  # noqa: PLR2004 - a space
            changed = True
            if code >= _BEYOND_SPACES and _is_half(code):
                codes[length] = _BROKEN
                length += 1
            continue
        if kind == _LINE:
            kept = _after_empty(codes, length)
            changed = changed or kept != length
            length = kept
            if length > 1 and codes[length - 1] == codes[length - 2] == code:
                changed = True
                continue
        else:
            changed = changed or code != 0x20  # noqa: PLR2004 - a space
            code = 0x20
        codes[length] = code
        length += 1
    return _spelt(codes, length).strip() if changed else text.strip()


def _rare_spacing(code: int) -> int:
    return _UNSEEN if code == _BYTE_ORDER_MARK or _is_half(code) else _PLAIN


def _after_empty(codes: array[int], length: int) -> int:
    """Return the length without the one space of a line that holds nothing else."""
    return length - 1 if length > 1 and codes[length - 1] == 0x20 and codes[length - 2] == 0x0A else length  # noqa: PLR2004


def has_han(text: str) -> bool:
    """Whether a Hanzi or a Chinese mark stands in a text."""
    if text.isascii():
        return False
    for char in text:  # noqa: SIM110 - as above
        if char >= "\u3001" and ("\u4e00" <= char <= "\u9fff" or char in "\u3001\u3002，；：（）《》"):
            return True
    return False


def bare(text: str) -> bytes:
    """Return the letters of a text in UTF-8 and small: without digits, ASCII punctuation and spaces."""
    out, length = bytearray(4 * len(text)), 0
    for char in text:
        code = ord(char)
        low = _SMALL[code] if code < _UNCASED else code
        if low < 0x80:  # noqa: PLR2004 - ASCII
            if 97 <= low <= 122:  # noqa: PLR2004 - a to z
                out[length] = low
                length += 1
            continue
        if code in (_SIGMA, _DOTTED_I) or (code >= _UNCASED and _is_rare(code)):
            return text.lower().encode(errors="replace").translate(None, _NO_LETTERS)
        length = _encode(low, out, length)
    return bytes(out[:length])


def _encode(code: int, out: bytearray, at: int) -> int:
    """Put a character beyond ASCII in UTF-8 and return where it ends."""
    if code < 0x800:  # noqa: PLR2004 - two bytes
        out[at] = 0xC0 | (code >> 6)
    else:
        if code < 0x10000:  # noqa: PLR2004 - three bytes
            out[at] = 0xE0 | (code >> 12)
        else:
            out[at] = 0xF0 | (code >> 18)
            out[at + 1] = 0x80 | ((code >> 12) & 0x3F)
            at += 1
        out[at + 1] = 0x80 | ((code >> 6) & 0x3F)
        at += 1
    out[at + 1] = 0x80 | (code & 0x3F)
    return at + 2


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
