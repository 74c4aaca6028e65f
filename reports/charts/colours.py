"""A picture in 256 colours without dithering: a third of the bytes, and nobody sees it. Nothing is painted here.

The colours are those of Pillow's FASTOCTREE, the mean of each cube of sixteen shades a side. A chart is mostly runs of
one colour and has few cubes: summing up runs takes a fraction of the time of the tree.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

_COLOURS, _CUBES = 256, 4096
_COARSE = 0b1100_1100_1100
"""The two highest bits of each channel's four: the tree's coarse cubes, each of which may claim a colour."""


Array = NDArray[Any]


def reduced(painted: NDArray[np.uint8]) -> Image.Image:
    """Return opaque pixels, (high, wide, 4), as a picture with a palette of at most 256 colours."""
    high, wide, _ = painted.shape
    pixels = painted.view("<u4").ravel()
    starts = np.flatnonzero(np.append(True, pixels[1:] != pixels[:-1]))
    lengths, runs = np.diff(starts, append=len(pixels)), pixels[starts].astype(np.intp)
    cubes = runs >> 4 & 0xF | runs >> 8 & 0xF0 | runs >> 12 & 0xF00
    counts = np.bincount(cubes, weights=lengths, minlength=_CUBES)
    used = np.flatnonzero(counts)
    if len(used) + len(np.unique(used & _COARSE)) > _COLOURS:
        whole = Image.fromarray(painted).convert("RGB")
        return whole.quantize(_COLOURS, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    used = used[np.argsort(-counts[used], kind="stable")]
    place = np.zeros(_CUBES, dtype=np.uint8)
    place[used] = np.arange(len(used))
    found = Image.frombytes("P", (wide, high), np.repeat(place[cubes], lengths).tobytes())
    sums = (np.bincount(cubes, (runs >> shift & 0xFF) * lengths, _CUBES)[used] for shift in (0, 8, 16))
    found.putpalette(np.column_stack([_mean(shades, counts[used]) for shades in sums]).tobytes())
    return found


def _mean(shades: Array, counts: Array) -> NDArray[np.uint8]:
    """Return mean shades, rounded down in single precision as Pillow does."""
    return (shades.astype(np.float32) / counts.astype(np.float32)).astype(np.uint8)
