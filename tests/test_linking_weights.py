"""Shares of all candidate pairs, estimated from samples of strata: by hand, and on drawn samples of a known whole."""

from __future__ import annotations

from random import Random

import pytest
from scipy.stats import binomtest

from bench.linking_weights import Stratum, precision, recall


def test_one_stratum_is_weighted_like_its_pairs() -> None:
    share = precision([Stratum(1_000, 100, 45, 5, 10)])
    assert share is not None
    assert (share.value, share.n) == (0.9, 50)
    wilson = binomtest(45, 50).proportion_ci(method="wilson")
    assert share.low == pytest.approx(wilson.low, abs=0.02)
    assert share.low <= wilson.low, "it rests on no more pairs than are counted"


def test_a_large_stratum_counts_for_its_pairs() -> None:
    easy, hard = Stratum(9_000, 10, 10, 0, 0), Stratum(1_000, 10, 5, 5, 5)
    found, missed = precision([easy, hard]), recall([easy, hard])
    assert found is not None
    assert missed is not None
    assert found.value == pytest.approx((9_000 + 500) / (9_000 + 1_000))
    assert missed.value == pytest.approx((9_000 + 500) / (9_000 + 1_000))
    assert found.low < found.value < found.high < 1


def test_pairs_that_nobody_could_tell_are_neither() -> None:
    told, untold = Stratum(1_000, 20, 10, 10, 0), Stratum(1_000, 40, 10, 10, 0)
    share = precision([told, untold, Stratum(500, 5, 0, 0, 0)])
    assert share is not None
    assert share.value == 0.5
    # Of the second only half can be told, so that it has half the linked pairs of the first.
    sure = precision([Stratum(1_000, 20, 20, 0, 0), untold])
    assert sure is not None
    assert sure.value == pytest.approx((1_000 + 250) / (1_000 + 500))


def test_no_pair_makes_no_share() -> None:
    assert precision([Stratum(10, 5, 0, 0, 2)]) is None
    assert recall([Stratum(10, 5, 0, 3, 0)]) is None
    single = precision([Stratum(10, 1, 1, 0, 0)])
    assert single is not None
    assert str(single) == "1.000 (0.207 … 1.000), n 1"


def test_the_interval_holds_the_truth_mostly() -> None:
    chance = Random(7)  # noqa: S311 - drawn samples
    whole = [(8_000, 60, 0.97), (2_000, 60, 0.75)]
    truth = sum(pairs * share for pairs, _, share in whole) / sum(pairs for pairs, *_ in whole)
    held = 0
    for _ in range(400):
        strata = []
        for pairs, drawn, share in whole:
            right = sum(chance.random() < share for _ in range(drawn))
            strata.append(Stratum(pairs, drawn, right, drawn - right, 0))
        found = precision(strata)
        assert found is not None
        held += found.low <= truth <= found.high
    assert held >= 0.93 * 400
