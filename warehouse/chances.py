"""How likely two postings in threads are one advert: boosted trees of two questions each, kept as a seed.

Belongs here: reading seeds/kin.csv and weighing signs by it. The trees are trained on labelled pairs by
bench/linking_model.py; docs/decisions/0032 says why they are shipped as a table.

Each line of the seed asks whether a sign is above a value, and then, by the answer, whether a second one is; the four
weights are log odds, which add up over all lines (Friedman 2001, "Greedy function approximation: a gradient boosting
machine"; Fellegi and Sunter 1969 add up log odds of signs one by one).
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from math import log
from pathlib import Path

import numpy as np
import numpy.typing as npt

from warehouse.signs import SIGNS

SEED = Path(__file__).parent / "seeds" / "kin.csv"

_Numbers = npt.NDArray[np.float64]
_Columns = npt.NDArray[np.intp]


@dataclass(frozen=True)
class Chances:
    """Trees, one an entry of each array.

    Args:
        first: Column of the sign that is asked first.
        first_at: What it is held against.
        second: By (low, high) of the first answer the column of the sign that is asked then.
        second_at: What that one is held against.
        weights: Log odds by first and second answer.
    """

    first: _Columns
    first_at: _Numbers
    second: _Columns
    second_at: _Numbers
    weights: _Numbers

    def odds(self, signs: _Numbers) -> _Numbers:
        """Return the log odds of each row of signs()."""
        which = np.arange(len(self.first))
        answer = (signs[:, self.first] > self.first_at).astype(np.intp)
        asked = self.second[answer, which]
        again = np.take_along_axis(signs, asked, axis=1) > self.second_at[answer, which]
        found: _Numbers = self.weights[answer, again.astype(np.intp), which].sum(axis=1)
        return found


def read(rows: Iterable[Mapping[str, str]]) -> Chances:
    """Return the trees of a table with the columns of seeds/kin.csv.

    Raises:
        ValueError: Where a line names no sign or holds no number.
    """
    lines = list(rows)
    column = {sign: at for at, sign in enumerate(SIGNS)}
    if unknown := {line[name] for line in lines for name in ("first", "low", "high")} - column.keys():
        raise ValueError(f"{SEED.name}: no signs are {', '.join(sorted(unknown))}; signs.SIGNS lists those there are")

    def numbers(name: str) -> _Numbers:
        return np.array([float(line[name]) for line in lines])

    def columns(name: str) -> _Columns:
        return np.array([column[line[name]] for line in lines], np.intp)

    weights = [[numbers("low_low"), numbers("low_high")], [numbers("high_low"), numbers("high_high")]]
    return Chances(
        columns("first"),
        numbers("first_at"),
        np.array([columns("low"), columns("high")]),
        np.array([numbers("low_at"), numbers("high_at")]),
        np.array(weights),
    )


def log_odds(chance: float) -> float:
    """Return the log odds of a chance between 0 and 1."""
    return log(chance / (1 - chance))


@cache
def load() -> Chances:
    """Return the product's own trees."""
    with SEED.open(encoding="utf-8", newline="") as file:
        return read(csv.DictReader(file))
