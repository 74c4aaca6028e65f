"""Chance with a name: each stream is seeded by words, so that one part's draws never move another's. No market here."""

from __future__ import annotations

import random
from bisect import bisect
from collections.abc import Mapping, Sequence
from itertools import accumulate
from math import exp
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from _typeshed import SupportsLenAndGetItem

Thing = TypeVar("Thing")


class Dice(random.Random):
    """A stream of chance; the same words give the same stream on every machine."""

    def hit(self, probability: float) -> bool:
        """Return True with this probability."""
        return self.random() < probability

    def of(self, weights: Mapping[Thing, float]) -> Thing:
        """Return a key with a chance in proportion to its weight."""
        return self.choices(list(weights), list(weights.values()))[0]

    def choice(self, seq: SupportsLenAndGetItem[Thing]) -> Thing:
        """Return one thing; the plain way, which is several times faster than the base class's and fair enough."""
        return seq[int(self.random() * len(seq))]

    def randint(self, a: int, b: int) -> int:
        """Return a whole number from `a` to `b`, the plain way."""
        return a + int(self.random() * (b - a + 1))

    def some(self, things: Sequence[Thing], low: int, high: int) -> list[Thing]:
        """Return `low` … `high` different things, fewer where there are not so many."""
        return self.sample(things, min(len(things), self.randint(low, high)))

    def count(self, mean: float) -> int:
        """Return a Poisson count (Knuth 1969, section 3.4.1) for means below some hundreds."""
        limit, product, found = exp(-mean), self.random(), 0
        while product > limit:
            product *= self.random()
            found += 1
        return found


def dice(seed: int, *name: object) -> Dice:
    """Return the stream that the seed and the words of its name determine."""
    return Dice(":".join(map(str, (seed, *name))))


class Urn(Generic[Thing]):
    """Weighted draws from a fixed list, faster than weighing it anew each time.

    Args:
        weights: Thing -> positive weight.
    """

    def __init__(self, weights: Mapping[Thing, float]) -> None:
        self._things = list(weights)
        self._steps = list(accumulate(weights.values()))

    def draw(self, chance: Dice) -> Thing:
        """Return one thing."""
        return self._things[bisect(self._steps, chance.random() * self._steps[-1])]


class Quota:
    """Says yes as often as the probabilities add up to, give or take one: a planted share is then a realised one too.

    Each key keeps its own sum; noise in the threshold keeps the answers from falling into step with each other.

    Args:
        chance: Stream for the noise.
    """

    def __init__(self, chance: Dice) -> None:
        self._chance = chance
        self._owed: dict[object, float] = {}

    def hit(self, key: object, probability: float) -> bool:
        """Return True with about this probability, and so that the key's total stays close to the sum of them."""
        owed = self._owed.get(key, 0.0) + probability
        yes = owed > self._chance.random()
        self._owed[key] = owed - yes
        return yes
