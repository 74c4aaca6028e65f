"""Negative controls: halves that cannot differ raise few alarms, a panel that moved raises many."""

from __future__ import annotations

import numpy as np
import polars as pl

from reports import controls
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


def test_every_employer_is_in_one_half_and_none_is_lost() -> None:
    counts = market(1)
    halves = controls.halved(counts, 3)
    assert halves["n"].sum() == counts["n"].sum()
    assert halves.group_by("employer").agg(pl.col("period").n_unique())["period"].max() == 1
    assert set(halves["period"]) == {"first half", "second half"}


def test_the_same_split_every_time_and_another_for_another_salt() -> None:
    counts = market(1)
    assert controls.halved(counts, 3).equals(controls.halved(counts, 3))
    assert not controls.halved(counts, 3).sort("employer").equals(controls.halved(counts, 4).sort("employer"))


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
