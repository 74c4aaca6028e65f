"""What stands beside a verdict: who is in it, how much a few employers weigh, and what the negative controls say.

Counts in, plain figures out. No figure of a claim is estimated here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from reports.cells import Index, numbers
from reports.controls import Controls

LORENZ_STEPS = 20


@dataclass(frozen=True)
class Group:
    """Employers that behave alike over two periods.

    Args:
        employers: How many.
        before: Their vacancies in the earlier period's denominator.
        after: The same in the later one.
    """

    employers: int
    before: int
    after: int


@dataclass(frozen=True)
class Beside:
    """Who is in an estimate, and what its controls say.

    Args:
        stayed: Employers with vacancies in both periods; in a single period, all of them.
        entered: With vacancies in the later one only.
        left: With vacancies in the earlier one only.
        lorenz: Share of the counted vacancies that the smallest 1/20, 2/20, … of the counting employers hold together
            (Lorenz 1905); empty where nothing is counted.
        largest: Share of the counted vacancies that the largest employer holds.
        controls: Of a growth; None for other figures.
    """

    stayed: Group
    entered: Group
    left: Group
    lorenz: tuple[float, ...]
    largest: float
    controls: Controls | None = None


def beside(counts: pl.DataFrame, periods: Sequence[str], controls: Controls | None = None) -> Beside:
    """Return what stands beside a figure.

    Args:
        counts: period, board, employer, n, x: the claim's own.
        periods: Labels, base first; of several, the first and the last are set against each other.
        controls: What was found for it.
    """
    employer = np.unique(numbers(counts, "employer"), return_inverse=True)[1]
    size = int(employer.max(initial=-1)) + 1
    n, x = (counts[name].to_numpy() for name in ("n", "x"))
    before, after = (
        _totals(employer, n * (counts["period"] == label).to_numpy(), size) for label in (periods[0], periods[-1])
    )
    held = _totals(employer, x, size)
    early, late = before > 0, after > 0
    return Beside(
        stayed=_group(before, after, early & late),
        entered=_group(before, after, ~early & late),
        left=_group(before, after, early & ~late),
        lorenz=lorenz(held),
        largest=int(held.max()) / int(held.sum()) if held.any() else 0.0,
        controls=controls,
    )


def lorenz(counted: Sequence[int] | NDArray[np.int64]) -> tuple[float, ...]:
    """Return the cumulated shares at LORENZ_STEPS even steps of the employers with a count, smallest first."""
    held = np.sort(np.asarray(counted, dtype=np.int64))
    held = held[held > 0]
    sums = np.concatenate([[0], np.cumsum(held)]).tolist()
    steps = range(1, LORENZ_STEPS + 1)
    return tuple(sums[round(len(held) * step / LORENZ_STEPS)] / sums[-1] for step in steps) if sums[-1] else ()


def _totals(employer: Index, counted: NDArray[np.int64], size: int) -> NDArray[np.int64]:
    return np.bincount(employer, weights=counted, minlength=size).astype(np.int64)


def _group(before: NDArray[np.int64], after: NDArray[np.int64], own: NDArray[np.bool_]) -> Group:
    return Group(int(own.sum()), int(before[own].sum()), int(after[own].sum()))
