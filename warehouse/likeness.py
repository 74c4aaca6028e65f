"""How much two texts have in common, from small sketches of them: one pass over the bytes, no text kept.

Belongs here: sketches and their likeness. What a likeness means for vacancies is vacancies.py's affair.

A sketch holds the hashes of one in sixteen of a text's 16-byte windows, chosen by the hash itself (Broder 1997, "On the
resemblance and containment of documents"; Irber et al. 2022, FracMinHash). The same window is thereby in every sketch
or in none, so that the likeness of two sketches estimates that of their texts. Only letters count: spaces, digits and
ASCII punctuation are edited without meaning.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

WINDOW = 16
"""Bytes of a window: three English words or five Chinese characters."""
TELLING = 8
"""By so many of its windows a text is looked up."""
_HALF = WINDOW // 2
_KEPT = np.uint64(2**60)
"""Windows whose hash is below this are kept: one in sixteen."""
_NO_LETTERS = bytes(code for code in range(128) if not chr(code).isalpha())
_LOWER = bytes(range(65)) + bytes(range(97, 123)) + bytes(range(91, 256))
_FIRST, _SECOND, _MIX = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F), np.uint64(0xD6E8FEB86659FD93)
_BATCH = 50_000
"""Bytes hashed at once: what is done once a batch weighs little, and the hashes still fit a core's cache."""
_BETWEEN = b"\xff"
"""Stands between two texts: no byte of UTF-8."""
_BYTES = 4
"""Of a kept hash."""
_32, _HASH = np.uint64(32), np.uint64(0xFFFFFFFF)
_PAIRS = 20_000
"""Pairs of texts compared at once."""

_Hashes = npt.NDArray[np.uint32]


def sketches(texts: Sequence[str]) -> Iterator[bytes]:
    """Yield the sketch of each text, in order: 4 bytes a kept window. One of fewer than 16 letters is empty."""
    some: list[bytes] = []
    size = 0
    for text in texts:
        said = text.encode(errors="replace")
        some.append(said)
        size += len(said)
        if size >= _BATCH:
            yield from _batch(some)
            some, size = [], 0
    if some:
        yield from _batch(some)


def windows(sketch: bytes) -> frozenset[int]:
    """Return the hashes that a sketch holds."""
    return frozenset(np.frombuffer(sketch, np.uint32).tolist())


def tellings(sketches: Sequence[bytes]) -> list[list[int]]:
    """Return by which windows each text is looked up: of those with the smallest hashes, at most TELLING, rising."""
    return _by_text(_smallest(*_ranked(sketches)), len(sketches))


class Lookup(NamedTuple):
    """By what a text is found among those of its group.

    Args:
        before: Its telling windows that a text before it has among its own as well: by them it finds others.
        after: Those that a text after it has: by them it will be found.
        near: Likeness to the last text before it with one of them, by that one's place; not of all that are met.
    """

    before: list[int]
    after: list[int]
    near: dict[int, float]


def lookups(sketches: Sequence[bytes], groups: Sequence[int]) -> list[Lookup]:
    """Return by what each text is found among those of its group, all at once."""
    ranked, sizes = _ranked(sketches)
    found = _smallest(ranked, sizes)
    of = (found >> _32).astype(np.int64)
    keys = np.asarray(groups, np.uint64)[of] << _32 | found & _HASH
    order = np.argsort(keys, kind="stable")
    rising = keys[order]
    twins = np.flatnonzero(rising[1:] == rising[:-1])
    earlier, later = order[twins], order[twins + 1]
    before, after = np.zeros((2, len(keys)), np.bool_)
    before[later] = after[earlier] = True
    near: list[dict[int, float]] = [{} for _ in sketches]
    for one, other, like in _likenesses(ranked, np.unique(of[later].astype(np.uint64) << _32 | found[earlier] >> _32)):
        near[one][other] = like
    return list(map(Lookup, *(_by_text(found[which], len(sketches)) for which in (before, after)), near))


_Ranked = npt.NDArray[np.uint64]
"""Windows of texts, each as text << 32 | hash, rising."""


def _ranked(sketches: Sequence[bytes]) -> tuple[_Ranked, npt.NDArray[np.int64]]:
    sizes = np.array([len(sketch) // _BYTES for sketch in sketches], np.int64)
    text = np.repeat(np.arange(len(sketches), dtype=np.uint64), sizes)
    return np.sort(text << _32 | np.frombuffer(b"".join(sketches), np.uint32)), sizes


def _smallest(ranked: _Ranked, sizes: npt.NDArray[np.int64]) -> _Ranked:
    rank = np.arange(len(ranked)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    return ranked[rank < TELLING]


def _by_text(found: _Ranked, n: int) -> list[list[int]]:
    counts = np.bincount((found >> _32).astype(np.int64), minlength=n)
    windows = (found & _HASH).tolist()
    return [windows[first:last] for first, last in pairwise([0, *np.cumsum(counts).tolist()])]


def _likenesses(ranked: _Ranked, pairs: npt.NDArray[np.uint64]) -> Iterator[tuple[int, int, float]]:
    """Yield (text, other text, likeness) of pairs, each as text << 32 | other text; see likeness()."""
    if not len(pairs):
        return
    once = ranked[np.append(True, ranked[1:] != ranked[:-1])]
    bounds = np.searchsorted(once, np.arange(int(pairs.max() >> _32) + 2, dtype=np.uint64) << _32)
    for first in range(0, len(pairs), _PAIRS):
        some = pairs[first : first + _PAIRS]
        one, other = (some >> _32).astype(np.int64), (some & _HASH).astype(np.int64)
        together = np.concatenate([_windows_of(once, bounds, one), _windows_of(once, bounds, other)])
        together.sort()
        twice = together[1:][together[1:] == together[:-1]]
        shared = np.bincount((twice >> _32).astype(np.int64), minlength=len(some))
        either = np.diff(bounds)[one] + np.diff(bounds)[other] - shared
        yield from zip(one.tolist(), other.tolist(), (shared / either).tolist(), strict=True)


def _windows_of(once: _Ranked, bounds: npt.NDArray[np.int64], texts: npt.NDArray[np.int64]) -> _Ranked:
    """Return the windows of texts one after the other, each with its text's place among them instead of the text."""
    begins, sizes = bounds[texts], bounds[texts + 1] - bounds[texts]
    place = np.repeat(np.arange(len(texts)), sizes)
    at = np.arange(len(place)) + (begins - np.cumsum(sizes) + sizes)[place]
    return place.astype(np.uint64) << _32 | once[at] & _HASH


def likeness(one: frozenset[int], other: frozenset[int]) -> float:
    """Return the share of both texts' windows that they have in common (Jaccard); 0 where either has none."""
    shared = len(one & other)
    return shared / (len(one) + len(other) - shared) if shared else 0.0


def containment(one: frozenset[int], other: frozenset[int]) -> float:
    """Return the share of the shorter text's windows that the other holds; 0 where either has none."""
    shared = len(one & other)
    return shared / min(len(one), len(other)) if shared else 0.0


def _batch(texts: Sequence[bytes]) -> Iterator[bytes]:
    letters = _BETWEEN.join(texts).translate(_LOWER, _NO_LETTERS)
    ends = np.append(np.flatnonzero(np.frombuffer(letters, np.uint8) == _BETWEEN[0]), len(letters))
    at, hashes = _kept(letters)
    # A window that reaches into the next text belongs to neither.
    lasts = np.searchsorted(at, ends - WINDOW, side="right") * _BYTES
    firsts = np.searchsorted(at, np.append(0, ends[:-1] + 1)) * _BYTES
    raw = hashes.tobytes()
    return map(raw.__getitem__, map(slice, firsts.tolist(), np.maximum(firsts, lasts).tolist()))


def _kept(letters: bytes) -> tuple[npt.NDArray[np.int64], _Hashes]:
    """Return where the windows that are kept begin, and their hashes."""
    n = len(letters) - WINDOW + 1
    if n < 1:
        return np.empty(0, np.int64), np.empty(0, np.uint32)
    words = np.ndarray((n + _HALF,), "<u8", letters, strides=(1,)).copy()
    mixed = words[_HALF:] * _SECOND
    first = words[:n]
    first *= _FIRST
    mixed += first
    mixed ^= np.right_shift(mixed, _32, out=first)
    mixed *= _MIX
    at = np.flatnonzero(mixed < _KEPT)
    return at, (mixed[at] >> np.uint64(28)).astype(np.uint32)
