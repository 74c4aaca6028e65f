"""How much two texts have in common, from small sketches of them: one pass over the bytes, no text kept.

Belongs here: what sketches are and their likeness. How they are made and held against each other byte by byte is
transforms/windows.py's, or where that is not compiled sketching.py's; what a likeness means for vacancies is
vacancies.py's affair.

A sketch holds the hashes of one in sixteen of a text's 16-byte windows, chosen by the hash itself (Broder 1997, "On the
resemblance and containment of documents"; Irber et al. 2022, FracMinHash). The same window is thereby in every sketch
or in none, so that the likeness of two sketches estimates that of their texts. Only letters count: spaces, digits and
ASCII punctuation are edited without meaning.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator

from warehouse import sketching
from warehouse.transforms import windows as loops

TELLING = 8
"""By so many of its windows a text is looked up."""
BYTES = 4
"""Of a window in a sketch."""
COMPILED = not str(loops.__file__).endswith(".py")
"""Whether the loops are machine code."""

_shared = loops.shared if COMPILED else sketching.shared


def sketches(texts: Iterable[str]) -> Iterator[bytes]:
    """Yield the sketch of each text, in order: 4 bytes a kept window, rising. One of fewer than 16 letters is empty."""
    return map(loops.sketch, texts) if COMPILED else sketching.sketches(texts)


def windows(sketch: bytes) -> list[int]:
    """Return the hashes that a sketch holds, rising."""
    return array("I", sketch).tolist()


def telling(sketch: bytes) -> list[int]:
    """Return by which windows a text is looked up: those with the smallest hashes, at most TELLING, rising."""
    return array("I", sketch[: BYTES * TELLING]).tolist()


def likeness(one: bytes, other: bytes) -> float:
    """Return the share of both texts' windows that they have in common (Jaccard); 0 where either has none."""
    both = _shared(one, other)
    return both / ((len(one) + len(other)) // BYTES - both) if both else 0.0
