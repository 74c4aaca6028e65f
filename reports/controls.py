"""Negative controls beside a growth: what should not have grown, through the same code. Counts in, alarms out.

Two kinds. *Halves*: the employers of one period are thrown into two halves by a hash of their key, and the second is
said to be the later one; nothing grows between them. *Stable words*: concepts older than every period, of which no
article says that they rise, through the claim's own panel and periods; where they grow too, the panel moved.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import blake2b

import numpy as np
import polars as pl
from numpy.typing import NDArray

from reports import estimators
from reports.cells import Array, Cells, aggregated
from reports.intervals import in_both, intervals
from reports.results import Interval

STABLE = ("sql", "linux", "agile", "unit-testing", "cpp")
"""Concepts that nobody claims to rise."""
SPLITS = 40


@dataclass(frozen=True)
class Controls:
    """What the controls of one estimate showed.

    Args:
        splits: Halves tried; 0 where too little is counted for any.
        alarms: Of those, the ones that "grew" or "shrank": their 95 % interval excludes 0. One in twenty is chance.
        stable: Concept -> its growth on the claim's panel and periods; those without a count are left out.
    """

    splits: int = 0
    alarms: int = 0
    stable: dict[str, Interval] = field(default_factory=dict)

    @property
    def moved(self) -> tuple[str, ...]:
        """Return the stable words that grew or shrank beyond chance."""
        return tuple(name for name, interval in self.stable.items() if _excludes_none(interval))


def controls(counts: pl.DataFrame, base: str, period: str, stable: Mapping[str, pl.DataFrame]) -> Controls:
    """Return the controls of a growth from `base` to `period`.

    Args:
        counts: period, board, employer, n, x: the claim's own.
        base: Label of the earlier period.
        period: Label of the later one, whose employers are split.
        stable: Concept -> the same counts with that concept as numerator.
    """
    low, high = halves(counts.filter(pl.col("period") == period))
    words = {name: estimators.growth(rows, base, period) for name, rows in stable.items()}
    return Controls(
        splits=len(low),
        alarms=int(((low > 0) | (high < 0)).sum()),
        stable={name: one.interval for name, one in words.items() if one},
    )


def halves(counts: pl.DataFrame) -> tuple[Array, Array]:
    """Return the ends of the growth from one half of the employers to the other, for every split that counts any.

    Which half an employer is in tells one bit of a hash of its key: the same ones every time.

    Args:
        counts: period, board, employer, n, x of one period.
    """
    table = aggregated(counts, None)
    second = _halves_of(table.employers)[:, table.employer]
    rows = np.where(second[:, :, None], np.roll(table.counts, 2, axis=1), table.counts)
    split, employers, boards = np.arange(SPLITS)[:, None], len(table.employers), len(table.boards)
    cells = in_both(
        Cells(
            employer=(table.employer + split * employers).ravel(),
            board=(table.board + split * boards).ravel(),
            counts=rows.reshape(-1, rows.shape[-1]),
            market_of_employer=np.repeat(np.arange(SPLITS), employers),
            market_of_board=np.repeat(np.arange(SPLITS), boards),
            markets=SPLITS,
        )
    )
    kept = cells.over_boards(cells.totals)[:, [1, 3]].any(axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        found = intervals(cells, "growth")
    return found.low[kept], found.high[kept]


def _halves_of(employers: Iterable[str]) -> NDArray[np.bool_]:
    """Return (SPLITS, employers): whether each is in the second half."""
    hashes = np.fromiter(map(_hash, employers), dtype=np.uint64)
    bits = np.arange(SPLITS, dtype=np.uint64)[:, None]
    second: NDArray[np.bool_] = (hashes >> bits) % np.uint64(2) == 1
    return second


@lru_cache(maxsize=1_000_000)
def _hash(name: str) -> int:
    return int.from_bytes(blake2b(name.encode(), digest_size=SPLITS // 8).digest())


def _excludes_none(interval: Interval) -> bool:
    return not interval.low <= 0 <= interval.high
