"""The distribution of a time that is known up to an interval and watched from some age on. No claim, no query here."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
_ROUNDS, _SETTLED = 2_000, 1e-7
_HALF = 0.5


def distribution(entry: Array, lower: Array, upper: Array) -> tuple[Array, Array]:
    """Return days and the mass on each: the self-consistent estimate for censored and truncated times (Turnbull 1976).

    Args:
        entry: Age from which each is watched; shorter times could not be seen.
        lower: First day on which each may have ended.
        upper: Last such day; infinite where it is only known to last till `lower` or longer.

    Returns:
        Last days of the stretches on which mass can lie, infinity for what outlasts the watching; masses that sum to 1.
    """
    first, last = np.floor(lower), np.floor(np.maximum(upper, lower))
    starts, days = _innermost(first, last)
    rows, weight = np.unique(np.stack([np.floor(entry), first, last], axis=1), axis=0, return_counts=True)
    possible = (starts >= rows[:, 1:2]) & (days <= rows[:, 2:3])
    visible = (days > rows[:, 0:1]) | possible
    mass = np.full(len(days), 1 / len(days))
    for _ in range(_ROUNDS):
        before, mass = mass, _again(mass, possible, visible, weight)
        if np.abs(mass - before).max() < _SETTLED:
            break
    return days, mass


def _innermost(lower: Array, upper: Array) -> tuple[Array, Array]:
    """Return where mass can lie: from a lower end to the next upper end with no other end between (Turnbull 1976)."""
    starts, ends = np.unique(lower), np.unique(upper)
    nearest = starts[np.searchsorted(starts, ends, side="right") - 1]
    kept = np.append(True, nearest[1:] > nearest[:-1])
    return nearest[kept], ends[kept]


def median(entry: Array, lower: Array, upper: Array) -> float | None:
    """Return the first day by which half have ended; None where more than half outlast the watching."""
    days, mass = distribution(entry, lower, upper)
    reached = np.flatnonzero(np.cumsum(mass) >= _HALF - _SETTLED)
    day = float(days[reached[0]])
    return day if np.isfinite(day) else None


def _again(mass: Array, possible: NDArray[np.bool_], visible: NDArray[np.bool_], weight: NDArray[np.intp]) -> Array:
    """Return the mass that the present one implies: those seen, and for each of them those too short to be seen."""
    seen = possible * mass
    ghosts = ~visible * mass
    expected = seen / seen.sum(axis=1, keepdims=True) + ghosts / (visible * mass).sum(axis=1, keepdims=True)
    new = weight @ expected
    return np.asarray(new / new.sum())
