"""The words of adverts, and how likely two are one advert by these alone.

Belongs here: which words of a text are kept, and how those that two texts share, and those that only one has, weigh.
The weights lie in a seed, a line a word; bench/linking_words.py learns them on labelled pairs (decision 32).
"""

from __future__ import annotations

import csv
import re
from array import array
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

SEED = Path(__file__).parent / "seeds" / "wording.csv"
NEUTRAL = 0.5
"""What is said where either text has no word that is known."""
_WORD = re.compile(r"[a-z][a-z0-9+#]*(?:[.'&/-][a-z0-9+#]+)*|[\u4e00-\u9fff]{2}")
_READ, _HEAD_ALONE = 20_000, 200
"""Characters of a text that are read; and of what follows its first line, so that this counts as a head line."""

_Numbers = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Weights:
    """What each word tells, by its line in the seed.

    Args:
        both: Log odds of one advert where both texts have it; by the root of how many words either has.
        alone: The same where one text alone has it.
        rarity: Log of the texts for each one that has it.
    """

    both: _Numbers
    alone: _Numbers
    rarity: _Numbers

    def of(self, one: bytes, other: bytes) -> tuple[float, float]:
        """Return the chance that two texts are one advert by their words, and which share of the rarity they share.

        The share is that of the text whose words are less rare together.

        Args:
            one: Words of a text, as words_of() tells them.
            other: Those of another one.
        """
        mine, theirs = places(one), places(other)
        if not len(mine) or not len(theirs):
            return NEUTRAL, NEUTRAL
        both = np.intersect1d(mine, theirs, assume_unique=True)
        either = len(mine) + len(theirs) - len(both)
        alone = self.alone[mine].sum() + self.alone[theirs].sum() - 2 * self.alone[both].sum()
        odds = (self.both[both].sum() + alone) / np.sqrt(either)
        less = min(self.rarity[mine].sum(), self.rarity[theirs].sum())
        return float(1 / (1 + np.exp(-odds))), float(self.rarity[both].sum() / less) if less else NEUTRAL


def said_in(text: str) -> set[str]:
    """Return the words of a text below its head line, in small letters; Chinese by pairs of characters."""
    head, _, below = text[:_READ].partition("\n")
    return set(_WORD.findall((below if len(below) > _HEAD_ALONE else f"{head}\n{below}").lower()))


def words_of(text: str | None) -> bytes:
    """Return which lines of the seed name words of a text: 2 bytes each, rising."""
    if not text:
        return b""
    line = lines()
    return array("H", sorted([line[word] for word in said_in(text) if word in line])).tobytes()


def places(words: bytes) -> npt.NDArray[np.uint16]:
    """Return the lines of the seed that words_of() told, rising."""
    return np.frombuffer(words, np.uint16)


def read(rows: Iterable[Mapping[str, str]]) -> Weights:
    """Return the weights of a table with the columns of seeds/wording.csv."""
    found = [(float(row["both"]), float(row["alone"]), float(row["rarity"])) for row in rows]
    both, alone, rarity = np.array(found, np.float64).reshape(-1, 3).T
    return Weights(both, alone, rarity)


@cache
def load() -> Weights:
    """Return the product's own weights."""
    return read(_rows())


@cache
def lines() -> dict[str, int]:
    """Return the words of the seed in order, each with its line."""
    return {row["word"]: line for line, row in enumerate(_rows())}


@cache
def _rows() -> list[dict[str, str]]:
    with SEED.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
