"""Several growths of shares at once, each Mantel–Haenszel's risk ratio over boards, for kinds that compare them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl

from reports.cells import Array
from reports.intervals import board_terms
from reports.jackknife import halves
from reports.kinds.case import summed

WIDE = 4
"""Columns an arm: n₀ x₀ n₁ x₁."""


def columns(arm: str, base: str, period: str) -> dict[str, pl.Expr]:
    """Return the four sums of one arm, named after it."""
    return {f"{arm} {column} {label}": summed(arm, column, label) for label in (base, period) for column in "nx"}


def terms(totals: Array) -> Array:
    """Return x₁n₀/(n₀+n₁) and x₀n₁/(n₀+n₁) of each arm: (…, 4·arms) -> (…, 2·arms)."""
    by_arm = totals.reshape(*totals.shape[:-1], -1, WIDE)
    return board_terms(by_arm, "growth").reshape(*totals.shape[:-1], -1)


def half(totals: Array) -> Array:
    """Return half a vacancy for each sum, as estimators.growth adds it."""
    arms = range(0, totals.shape[1], WIDE)
    return np.concatenate([halves(totals, (at, at + 2)) for at in arms])


def weights(arms: Sequence[str], signs: Sequence[dict[str, int]]) -> Array:
    """Return (figures, 2·arms): each figure adds or subtracts the log growth factors of some arms."""
    rows = [[sign * found.get(arm, 0) for arm in arms for sign in (1, -1)] for found in signs]
    return np.array(rows, dtype=float)


def counted(arms: Sequence[str], signs: Sequence[dict[str, int]]) -> np.ndarray[tuple[int, int], np.dtype[np.bool_]]:
    """Return (figures, 4·arms): which columns hold a figure's counted vacancies."""
    counts = (1, 3)
    return np.array([[arm in found and at in counts for arm in arms for at in range(WIDE)] for found in signs])
