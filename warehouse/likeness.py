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

_Hashes = npt.NDArray[np.uint32]


def sketches(texts: Sequence[str]) -> Iterator[bytes]:
    """Yield the sketch of each text, in order: 4 bytes a kept window. One of fewer than 16 letters is empty."""
    letters: list[bytes] = []
    size = 0
    for text in texts:
        bare = text.encode(errors="replace").translate(_LOWER, _NO_LETTERS)
        letters.append(bare)
        size += len(bare)
        if size >= _BATCH:
            yield from _batch(letters)
            letters, size = [], 0
    yield from _batch(letters)


def windows(sketch: bytes) -> frozenset[int]:
    """Return the hashes that a sketch holds."""
    return frozenset(np.frombuffer(sketch, np.uint32).tolist())


def tellings(sketches: Sequence[bytes], groups: Sequence[int] | None = None) -> list[list[int]]:
    """Return by which windows each text is looked up: of those with the smallest hashes, at most TELLING, rising.

    Args:
        sketches: Of the texts.
        groups: Of each text; then only windows are told that another text of its group has among its own as well,
            since by others nothing is found.
    """
    sizes = np.array([len(sketch) // 4 for sketch in sketches], np.int64)
    text = np.repeat(np.arange(len(sketches), dtype=np.uint64), sizes)
    ranked = np.sort(text << np.uint64(32) | np.frombuffer(b"".join(sketches), np.uint32))
    rank = np.arange(len(ranked)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    found = ranked[rank < TELLING]
    if groups is not None:
        found = found[_shared(found, np.asarray(groups, np.uint64))]
    counts = np.bincount((found >> np.uint64(32)).astype(np.int64), minlength=len(sketches))
    windows = (found & np.uint64(0xFFFFFFFF)).tolist()
    return [windows[first:last] for first, last in pairwise([0, *np.cumsum(counts).tolist()])]


def _shared(found: npt.NDArray[np.uint64], groups: npt.NDArray[np.uint64]) -> npt.NDArray[np.bool_]:
    """Tell of each text's windows (text << 32 | hash) whether another one of its group has the same."""
    keys = groups[(found >> np.uint64(32)).astype(np.int64)] << np.uint64(32) | found & np.uint64(0xFFFFFFFF)
    order = np.argsort(keys, kind="stable")
    twins = keys[order][1:] == keys[order][:-1]
    again = np.zeros(len(keys), np.bool_)
    again[order[1:][twins]] = again[order[:-1][twins]] = True
    return again


def likeness(one: frozenset[int], other: frozenset[int]) -> float:
    """Return the share of both texts' windows that they have in common (Jaccard); 0 where either has none."""
    shared = len(one & other)
    return shared / (len(one) + len(other) - shared) if shared else 0.0


def containment(one: frozenset[int], other: frozenset[int]) -> float:
    """Return the share of the shorter text's windows that the other holds; 0 where either has none."""
    shared = len(one & other)
    return shared / min(len(one), len(other)) if shared else 0.0


def _batch(letters: Sequence[bytes]) -> Iterator[bytes]:
    ends = np.cumsum([len(each) for each in letters])
    at, hashes = _kept(b"".join(letters))
    # A window that reaches into the next text belongs to neither.
    lasts = np.searchsorted(at, ends - WINDOW, side="right").tolist()
    firsts = np.searchsorted(at, np.concatenate(([0], ends[:-1]))).tolist() if letters else []
    raw = hashes.tobytes()
    for first, last in zip(firsts, lasts, strict=True):
        yield raw[4 * first : 4 * max(first, last)]


def _kept(joined: bytes) -> tuple[npt.NDArray[np.int64], _Hashes]:
    """Return where the windows that are kept begin, and their hashes."""
    if len(joined) < WINDOW:
        return np.empty(0, np.int64), np.empty(0, np.uint32)
    words = np.ndarray((len(joined) - _HALF + 1,), "<u8", joined, strides=(1,))
    mixed = words[:-_HALF] * _FIRST
    mixed += words[_HALF:] * _SECOND
    mixed ^= mixed >> np.uint64(32)
    mixed *= _MIX
    at = np.flatnonzero(mixed < _KEPT)
    return at, (mixed[at] >> np.uint64(28)).astype(np.uint32)
