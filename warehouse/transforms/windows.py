"""The windows of a text: which of them are kept as its sketch, and how many two sketches have in common.

Belongs here: what happens per byte of a text and per window of two sketches; what a sketch is for, likeness.py says.
`make install` compiles this file as it stands (windows.pxd has the C types); where no compiler is, the same file runs
as it is, with the same results, many times slower.
"""

from __future__ import annotations

from array import array

WINDOW = 16
"""Bytes of a window: three English words or five Chinese characters."""
_HALF = 8
_NO_LETTERS = bytes(code for code in range(128) if not chr(code).isalpha())
_LOWER = bytes(range(65)) + bytes(range(97, 123)) + bytes(range(91, 256))
_FIRST, _SECOND, _MIX = 0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0xD6E8FEB86659FD93
_64 = 0xFFFFFFFFFFFFFFFF
_KEPT = 0x1000000000000000
"""Windows whose hash is below this are kept: one in sixteen."""
_GAPS = (1750, 701, 301, 132, 57, 23, 10, 4, 1)


def sketch(text: str) -> bytes:
    """Return the hashes of the windows that are kept, each once, rising: 4 bytes a window, the smallest first.

    Of a text of fewer than 16 letters there are none. Cost is linear in the text's length.
    """
    letters = text.encode(errors="replace").translate(_LOWER, _NO_LETTERS)
    n = len(letters) - WINDOW + 1
    if n < 1:
        return b""
    at = letters
    kept = array("I", bytes(4 * n))
    hashes, size = kept, 0
    # Both halves of a window as numbers, the first byte the smallest; each step takes one byte in and one out.
    first = int.from_bytes(letters[: _HALF - 1], "little") << 8
    second = int.from_bytes(letters[_HALF : WINDOW - 1], "little") << 8
    for begin in range(n):
        enters, ends = at[begin + 7], at[begin + 15]
        first = first >> 8 | enters << 56
        second = second >> 8 | ends << 56
        mixed = (first * _FIRST + second * _SECOND) & _64
        mixed = ((mixed ^ mixed >> 32) * _MIX) & _64
        if mixed < _KEPT:
            hashes[size] = mixed >> 28
            size += 1
    _sort(kept, size)
    return kept[: _once(kept, size)].tobytes()


def _sort(kept: array[int], n: int) -> None:
    """Sort the first numbers: Shell's way (gaps of Ciura 2001), since Python sorts large ones slowly."""
    hashes = kept
    for gap in _GAPS:
        for at in range(gap, n):
            taken, to = hashes[at], at
            while to >= gap and hashes[to - gap] > taken:
                hashes[to] = hashes[to - gap]
                to -= gap
            hashes[to] = taken


def _once(kept: array[int], n: int) -> int:
    """Move each number of a rising row to its beginning once; return how many there are."""
    hashes, size = kept, 0
    for at in range(n):
        if size == 0 or hashes[at] != hashes[size - 1]:
            hashes[size] = hashes[at]
            size += 1
    return size


def shared(one: bytes, other: bytes) -> int:
    """Return how many windows two sketches have in common. Cost is linear in both."""
    mine, theirs = one, other
    n, m = len(one), len(other)
    i = j = found = 0
    while i < n and j < m:
        left = ((mine[i + 3] * 256 + mine[i + 2]) * 256 + mine[i + 1]) * 256 + mine[i]
        right = ((theirs[j + 3] * 256 + theirs[j + 2]) * 256 + theirs[j + 1]) * 256 + theirs[j]
        if left == right:
            found += 1
        if left <= right:
            i += 4
        if right <= left:
            j += 4
    return found
