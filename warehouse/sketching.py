"""Sketches and what two have in common by arrays and sets: what likeness.py takes where windows.py is not compiled.

Belongs here: the same results as transforms/windows.py's, byte for byte (tests hold them against each other), many
times faster than its loops are when they are interpreted.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

import numpy as np
import numpy.typing as npt

_WINDOW, _HALF, _BYTES = 16, 8, 4
_NO_LETTERS = bytes(code for code in range(128) if not chr(code).isalpha())
_LOWER = bytes(range(65)) + bytes(range(97, 123)) + bytes(range(91, 256))
_FIRST, _SECOND, _MIX = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F), np.uint64(0xD6E8FEB86659FD93)
_KEPT = np.uint64(0x1000000000000000)
_28, _32 = np.uint64(28), np.uint64(32)
_BATCH = 50_000
"""Bytes hashed at once: what is done once a batch weighs little, and the hashes still fit a core's cache."""
_BETWEEN = b"\xff"
"""Stands between two texts: no byte of UTF-8."""

_Numbers = npt.NDArray[np.int64]
_Hashes = npt.NDArray[np.uint64]


def sketches(texts: Iterable[str]) -> Iterator[bytes]:
    """Yield windows.sketch of each text, in order. Cost is linear in their length."""
    some: list[bytes] = []
    size = 0
    for text in texts:
        some.append(text.encode(errors="replace"))
        size += len(some[-1])
        if size >= _BATCH:
            yield from _batch(some)
            some, size = [], 0
    if some:
        yield from _batch(some)


def shared(one: bytes, other: bytes) -> int:
    """Return windows.shared of two sketches."""
    return len(set(array("I", one)).intersection(array("I", other)))


def _batch(texts: Sequence[bytes]) -> Iterator[bytes]:
    letters = _BETWEEN.join(texts).translate(_LOWER, _NO_LETTERS)
    ends = np.append(np.flatnonzero(np.frombuffer(letters, np.uint8) == _BETWEEN[0]), len(letters))
    at, hashes = _kept(letters)
    text = np.searchsorted(ends, at)
    # A window that reaches into the next text belongs to neither.
    whole = at + _WINDOW <= ends[text]
    found = np.sort(text[whole].astype(np.uint64) << _32 | hashes[whole])
    found = found[np.diff(found, prepend=~found[:1]) != 0]
    bounds = np.searchsorted(found, np.arange(len(texts) + 1, dtype=np.uint64) << _32) * _BYTES
    raw = found.astype(np.uint32).tobytes()
    return (raw[first:last] for first, last in pairwise(bounds.tolist()))


def _kept(letters: bytes) -> tuple[_Numbers, _Hashes]:
    """Return where the windows that are kept begin, rising, and their hashes."""
    n = len(letters) - _WINDOW + 1
    if n < 1:
        return np.empty(0, np.int64), np.empty(0, np.uint64)
    words = np.ndarray((n + _HALF,), "<u8", letters, strides=(1,)).copy()
    mixed = words[_HALF:] * _SECOND
    mixed += words[:n] * _FIRST
    mixed ^= mixed >> _32
    mixed *= _MIX
    at = np.flatnonzero(mixed < _KEPT)
    return at, mixed[at] >> _28
