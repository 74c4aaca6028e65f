"""Markdown's marks taken from a text, in passes over the numbers of its characters.

Belongs here: which characters are marks; which texts are Markdown at all, and what else is markup, text.py says. Each
pass overwrites the numbers from the front and returns how many are left: none puts more than it has read. Cython
compiles this file with the C types of markup.pxd; uncompiled it gives the same results, slower.
"""

from __future__ import annotations

from array import array

from warehouse.transforms.letters import NUMBERS, spaced

_LINE, _SPACE, _TAB = ord("\n"), ord(" "), ord("\t")
_HASH, _QUOTE, _TICK, _STAR, _LOW = ord("#"), ord(">"), ord("`"), ord("*"), ord("_")
_BANG, _OPENS, _CLOSES, _ROUND, _ROUND_CLOSES = map(ord, "![]()")
_INDENT, _HASHES, _TICKS = 3, 6, 3
"""Most blanks before a mark at a line's start, most signs of a heading, and the signs of a fence."""
LONGEST_LABEL, LONGEST_TARGET = 300, 1_000
_LAST_ASCII = 0x7F

_LINKS, _MARKS, _STARS, _LOWS = 1, 8, 16, 32
"""What signs call for, see `_seen`: links need three of them, one bit each."""
_EVERY_LINK = 7
_SIGNS = {"[": _LINKS, "]": 2, "(": 4, "#": _MARKS, ">": _MARKS, "`": _MARKS, "*": _MARKS | _STARS, "_": _LOWS}
_SEEN = array("B", [_SIGNS.get(chr(code), 0) for code in range(_LAST_ASCII + 1)])
_WORD, _BLANK = 1, 2
_KINDS = array(
    "B", [(chr(code).isalnum() or chr(code) == "_") | chr(code).isspace() << 1 for code in range(_LAST_ASCII + 1)]
)


def unmarked(text: str) -> str:
    """Return a Markdown text without its marks, with what links and images show in their place, tidied."""
    length = len(text)
    codes = NUMBERS * length
    seen = _seen(text, codes)
    if seen & _EVERY_LINK == _EVERY_LINK:
        length = _without_images(codes, length)
        length = _without_links(codes, length)
    if seen & _MARKS:
        length = _without_marks(codes, length)
    if seen & _STARS:
        length = _without_stars(codes, length)
    if seen & _LOWS:
        length = _without_underlines(codes, length)
    return spaced(codes, length)


def _seen(text: str, codes: array[int]) -> int:
    """Put the numbers of a text's characters into `codes`, and return what their signs call for."""
    seen = 0
    for at, char in enumerate(text):
        code = ord(char)
        codes[at] = code
        if code <= _LAST_ASCII:
            seen |= _SEEN[code]
    return seen


def _without_images(codes: array[int], length: int) -> int:
    """Put what an image is called for `![…](…)`."""
    at = end = 0
    while at < length:
        if codes[at] == _BANG and at + 1 < length and codes[at + 1] == _OPENS:
            label = _closed(codes, at + 2, min(length, at + 3 + LONGEST_LABEL), _CLOSES, _CLOSES)
            after = _after_target(codes, label + 1, length, _ROUND_CLOSES) if label >= 0 else -1
            if after >= 0:
                end = _moved(codes, at + 2, label, end)
                at = after
                continue
        codes[end] = codes[at]
        at, end = at + 1, end + 1
    return end


def _without_links(codes: array[int], length: int) -> int:
    """Put what a link shows for `[…](…)`; no bracket stands within its own."""
    at = end = 0
    while at < length:
        if codes[at] == _OPENS:
            label = _closed(codes, at + 1, min(length, at + 2 + LONGEST_LABEL), _OPENS, _CLOSES)
            after = _after_target(codes, label + 1, length, _ROUND) if label > at + 1 else -1
            if after >= 0:
                end = _moved(codes, at + 1, label, end)
                at = after
                continue
        codes[end] = codes[at]
        at, end = at + 1, end + 1
    return end


def _after_target(codes: array[int], at: int, length: int, forbidden: int) -> int:
    """Return what follows the round brackets that open at `at`; -1 where none do or they are not closed."""
    if at >= length or codes[at] != _ROUND:
        return -1
    closed = _closed(codes, at + 1, min(length, at + 2 + LONGEST_TARGET), forbidden, _ROUND_CLOSES)
    return closed + 1 if closed >= 0 else -1


def _closed(codes: array[int], at: int, last: int, forbidden: int, closing: int) -> int:
    """Return where a bracket closes before `last` in the same line; -1 where none does or another stands before it."""
    while at < last:
        code = codes[at]
        if code == closing:
            return at
        if code in (forbidden, _LINE):
            return -1
        at += 1
    return -1


def _moved(codes: array[int], start: int, stop: int, end: int) -> int:
    """Put some numbers further to the front and return where they end."""
    for at in range(start, stop):
        codes[end] = codes[at]
        end += 1
    return end


def _without_marks(codes: array[int], length: int) -> int:
    """Take away headings', quotes' and fences' marks at the starts of lines, pairs of stars, and backticks."""
    at, end, begins = 0, 0, True
    while at < length:
        if begins:
            at, begins = _after_mark(codes, at, length), False
            continue
        code = codes[at]
        at += 1
        if code == _STAR and at < length and codes[at] == _STAR:
            at += 1
        elif code != _TICK:
            codes[end] = code
            end += 1
            begins = code == _LINE
    return end


def _after_mark(codes: array[int], start: int, length: int) -> int:
    """Return where what follows the mark at a line's start begins; the line's start where no mark stands."""
    at = _past(codes, start, min(length, start + _INDENT))
    if at >= length:
        return start
    code = codes[at]
    if code == _QUOTE:
        return _past(codes, at + 1, min(length, at + 2))
    if code not in (_HASH, _TICK):
        return start
    after = at
    while after < length and codes[after] == code:
        after += 1
    if code == _TICK:
        return _after_fence(codes, at, length, start) if after - at >= _TICKS else start
    text = _past(codes, after, length)
    return text if after - at <= _HASHES and text > after else start


def _past(codes: array[int], at: int, last: int) -> int:
    """Return where blanks end."""
    while at < last and codes[at] in (_SPACE, _TAB):
        at += 1
    return at


def _after_fence(codes: array[int], at: int, length: int, start: int) -> int:
    """Return the end of a line that holds a fence with at most a word behind it; its start where more stands there."""
    at += _TICKS
    while at < length and _kind(codes[at]) & _WORD:
        at += 1
    at = _past(codes, at, length)
    return at if at == length or codes[at] == _LINE else start


def _without_stars(codes: array[int], length: int) -> int:
    """Take away stars that open or close an emphasis: no space at one side, neither word nor star at the other."""
    end, before = 0, _LINE
    for at in range(length):
        code = codes[at]
        if code == _STAR:
            after = codes[at + 1] if at + 1 < length else _LINE
            opens = not _is_inside(before) and not _is_outside(after)
            if opens or (not _is_outside(before) and not _is_inside(after)):
                before = code
                continue
        codes[end] = before = code
        end += 1
    return end


def _is_inside(code: int) -> bool:
    """Whether a character is of a word, or a star."""
    return code == _STAR or _kind(code) & _WORD != 0


def _is_outside(code: int) -> bool:
    """Whether a character is a space, or a star."""
    return code == _STAR or _kind(code) & _BLANK != 0


def _without_underlines(codes: array[int], length: int) -> int:
    """Take away pairs of underlines that have something other than a space at one side."""
    at, end, before = 0, 0, _LINE
    while at < length:
        code = codes[at]
        if code == _LOW and at + 1 < length and codes[at + 1] == _LOW:
            after = codes[at + 2] if at + 2 < length else _LINE
            if not _kind(before) & _BLANK or not _kind(after) & _BLANK:
                at, before = at + 2, code
                continue
        codes[end] = before = code
        at, end = at + 1, end + 1
    return end


def _kind(code: int) -> int:
    """Return whether a character is of a word or a space."""
    if code <= _LAST_ASCII:
        return _KINDS[code]
    char = chr(code)
    return _WORD if char.isalnum() else _BLANK if char.isspace() else 0


def may_be_generic(text: str) -> bool:
    """Whether a `<` stands between letters as in `List<String>`: behind any, before one that begins a type there."""
    at, last = text.find("<", 1), len(text) - 1
    while 0 <= at < last:
        before, behind = text[at - 1], text[at + 1]
        if ("a" <= before <= "z" or "A" <= before <= "Z") and ("A" <= behind <= "Z" or behind in "?isb"):
            return True
        at = text.find("<", at + 1)
    return False
