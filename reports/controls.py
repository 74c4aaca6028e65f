"""Negative controls beside a growth: what should not have grown, through the same code. Counts in, alarms out.

Two kinds. *Halves*: the employers of one period are thrown into two halves by a hash of their key, and the second is
said to be the later one; nothing grows between them. *Stable words*: concepts older than every period, of which no
article says that they rise, through the claim's own panel and periods; where they grow too, the panel moved.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field

import polars as pl

from reports import estimators
from reports.results import Interval

STABLE = ("sql", "linux", "agile", "unit-testing", "cpp")
"""Concepts that nobody claims to rise."""
SPLITS = 40
_FIRST, _SECOND = "first half", "second half"


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
    later = counts.filter(pl.col("period") == period)
    found = [estimators.growth(halved(later, salt), _FIRST, _SECOND) for salt in range(SPLITS)]
    splits = [one.interval for one in found if one]
    words = {name: estimators.growth(rows, base, period) for name, rows in stable.items()}
    return Controls(
        splits=len(splits),
        alarms=sum(map(_excludes_none, splits)),
        stable={name: one.interval for name, one in words.items() if one},
    )


def halved(counts: pl.DataFrame, salt: int) -> pl.DataFrame:
    """Return the counts with each employer's period replaced by one of two halves, by a hash: the same every time."""
    names = counts["employer"].unique().to_list()
    half = pl.DataFrame(
        {"employer": names, "half": [_SECOND if _odd(name, salt) else _FIRST for name in names]},
        schema={"employer": pl.String, "half": pl.String},
    )
    return counts.join(half, on="employer", maintain_order="left").with_columns(period=pl.col("half")).drop("half")


def _odd(name: str, salt: int) -> bool:
    return hashlib.blake2b(f"{salt}\n{name}".encode(), digest_size=1).digest()[0] % 2 == 1


def _excludes_none(interval: Interval) -> bool:
    return not interval.low <= 0 <= interval.high
