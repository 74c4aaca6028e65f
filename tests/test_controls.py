"""Negative controls: halves that cannot differ raise few alarms, a panel that moved raises many."""

from __future__ import annotations

from hashlib import blake2b

import numpy as np
import polars as pl
import pytest

from reports import controls, estimators
from reports.controls import SPLITS, Controls
from reports.results import Interval


def market(seed: int, *, share: float = 0.1, employers: int = 300, period: str = "b") -> pl.DataFrame:
    """Return the counts of one period: employers of many sizes on six boards."""
    chance = np.random.default_rng(seed)
    n = chance.geometric(0.25, employers)
    rows = {
        "period": [period] * employers,
        "board": [f"board{k}" for k in chance.integers(0, 6, employers)],
        "employer": [f"e{k}" for k in range(employers)],
        "n": n,
        "x": chance.binomial(n, share),
    }
    return pl.DataFrame(rows)


def test_halves_seldom_differ() -> None:
    alarms = [controls.controls(market(seed), "a", "b", {}).alarms for seed in range(12)]
    assert sum(alarms) / (12 * SPLITS) < 0.1


def test_halves_are_those_of_the_estimator() -> None:
    """Each split by hand: the same counts with periods for halves, through `estimators.growth`."""
    counts = market(1)
    low, high = controls.halves(counts)
    by_hand = [estimators.growth(halved(counts, split), "first", "second") for split in range(SPLITS)]
    assert [(one.interval.low, one.interval.high) for one in by_hand if one] == [
        (pytest.approx(a), pytest.approx(b)) for a, b in zip(low, high, strict=True)
    ]


def halved(counts: pl.DataFrame, split: int) -> pl.DataFrame:
    def half(name: str) -> str:
        value = int.from_bytes(blake2b(name.encode(), digest_size=SPLITS // 8).digest())
        return "second" if value >> split & 1 else "first"

    return counts.with_columns(period=pl.Series([half(name) for name in counts["employer"]]))


def test_the_same_halves_every_time() -> None:
    counts = market(1)
    assert np.array_equal(controls.halves(counts)[0], controls.halves(counts.reverse())[0])


def test_a_panel_that_moved_shows_in_stable_words() -> None:
    before, after = market(2, period="a"), market(3)
    still = pl.concat([before, after])
    moved = pl.concat([market(4, share=0.05, period="a"), market(5, share=0.2)])
    found = controls.controls(still, "a", "b", {"sql": still, "linux": moved})
    assert found.moved == ("linux",)
    assert set(found.stable) == {"sql", "linux"}


def test_nothing_counted_gives_no_split() -> None:
    nothing = market(1).with_columns(x=pl.lit(0))
    assert controls.controls(nothing, "a", "b", {"sql": nothing}) == Controls()


def test_moved_is_what_excludes_none() -> None:
    stable = {"up": Interval(0.2, 0.1, 0.3), "still": Interval(0.1, -0.1, 0.3), "down": Interval(-0.2, -0.3, -0.1)}
    assert Controls(stable=stable).moved == ("up", "down")
