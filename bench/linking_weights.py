"""Precision and recall of linking for all candidate pairs, of samples that were drawn alike from unlike strata.

Belongs here: the estimate and its interval. Which pairs were drawn is linking_sample.py's affair, what was found on
them linking.py's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from scipy.stats import norm

Z = float(norm.ppf(0.975))
"""Of a 95 % interval."""


@dataclass(frozen=True)
class Stratum:
    """What is known of one stratum.

    Args:
        pairs: Candidate pairs of the recordings.
        drawn: Pairs drawn of them, those nobody could tell among them.
        right: Drawn pairs of one opening that are linked.
        wrong: Of two, linked.
        missed: Of one, not linked.
    """

    pairs: int
    drawn: int
    right: int
    wrong: int
    missed: int


@dataclass(frozen=True)
class Share:
    """A share with its interval.

    Args:
        value: From 0 to 1.
        low: Lower end, 95 %.
        high: Upper end.
        n: Drawn pairs that it rests on.
    """

    value: float
    low: float
    high: float
    n: int

    def __str__(self) -> str:
        """Return `0.981 (0.962 … 0.991), n 210`."""
        return f"{self.value:.3f} ({self.low:.3f} … {self.high:.3f}), n {self.n}"


def precision(strata: Iterable[Stratum]) -> Share | None:
    """Return which share of all linked candidate pairs is right; None where no drawn pair is linked."""
    return _share(list(strata), lambda each: each.wrong)


def recall(strata: Iterable[Stratum]) -> Share | None:
    """Return which share of all candidate pairs of one opening is linked; None where none was drawn."""
    return _share(list(strata), lambda each: each.missed)


def _share(strata: list[Stratum], against: Callable[[Stratum], int]) -> Share | None:
    """Return the combined ratio estimate over strata, each pair weighted by pairs / drawn.

    Its variance is the linearised one (Cochran 1977, Sampling Techniques, 3rd ed., section 6.11), without the finite
    correction. The interval is Wilson's at the effective size p (1 - p) / variance, at most the pairs it rests on (Korn
    and Graubard 1998, Survey Methodology 24, for their interval by Clopper and Pearson). A stratum of which no drawn
    pair counts adds nothing to either: what is rare in a large one may be overlooked.
    """
    weights = [each.pairs / each.drawn for each in strata]
    counted = [each.right + against(each) for each in strata]
    n, whole = sum(counted), sum(weight * count for weight, count in zip(weights, counted, strict=True))
    if not n:
        return None
    p = sum(weight * each.right for weight, each in zip(weights, strata, strict=True)) / whole
    variance = sum(
        weight**2 * _spread(each.drawn, each.right, against(each), p)
        for weight, each in zip(weights, strata, strict=True)
    )
    size = min(n, p * (1 - p) * whole**2 / variance) if variance else n
    return Share(p, *_wilson(p, size), n)


def _spread(drawn: int, right: int, against: int, p: float) -> float:
    """Return drawn times the sample variance of 1 - p for a right pair, -p for one against it, 0 for the others."""
    if drawn < 2:
        return 0.0
    total, squares = right * (1 - p) - against * p, right * (1 - p) ** 2 + against * p**2
    return drawn / (drawn - 1) * (squares - total**2 / drawn)


def _wilson(p: float, n: float) -> tuple[float, float]:
    middle, half = p + Z**2 / (2 * n), Z * (p * (1 - p) / n + Z**2 / (4 * n**2)) ** 0.5
    return (middle - half) / (1 + Z**2 / n), (middle + half) / (1 + Z**2 / n)
