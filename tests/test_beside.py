"""Who is in an estimate: entries, exits, concentration; written out by hand."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports import beside
from reports.beside import LORENZ_STEPS, Group

COUNTS = pl.DataFrame(
    [
        ("a", "one", "stays", 4, 1),
        ("b", "one", "stays", 6, 3),
        ("b", "two", "stays", 1, 0),
        ("a", "one", "leaves", 5, 0),
        ("b", "two", "enters", 2, 2),
    ],
    schema=["period", "board", "employer", "n", "x"],
    orient="row",
)


def test_entries_and_exits_are_told_apart() -> None:
    found = beside.beside(COUNTS, ("a", "b"))
    assert found.stayed == Group(1, 4, 7)
    assert found.left == Group(1, 5, 0)
    assert found.entered == Group(1, 0, 2)
    assert found.largest == pytest.approx(4 / 6)


def test_one_period_has_neither() -> None:
    found = beside.beside(COUNTS.filter(pl.col("period") == "b"), ("b",))
    assert (found.stayed.employers, found.entered.employers, found.left.employers) == (2, 0, 0)


def test_nothing_counted_has_no_curve() -> None:
    found = beside.beside(COUNTS.with_columns(x=pl.lit(0)), ("a", "b"))
    assert (found.lorenz, found.largest) == ((), 0.0)


def test_equal_employers_lie_on_the_diagonal_and_a_giant_far_below() -> None:
    even = beside.lorenz([3] * LORENZ_STEPS)
    assert even == pytest.approx([step / LORENZ_STEPS for step in range(1, LORENZ_STEPS + 1)])
    giant = beside.lorenz([1] * (LORENZ_STEPS - 1) + [100])
    assert giant[-2] == pytest.approx(19 / 119)
    assert giant[-1] == 1


@given(st.lists(st.integers(0, 50), min_size=1))
def test_the_curve_rises_and_never_passes_the_diagonal(counted: list[int]) -> None:
    curve = beside.lorenz(counted)
    assert list(curve) == sorted(curve)
    held = sum(value > 0 for value in counted)
    for step, part in enumerate(curve, start=1):
        assert part <= round(held * step / LORENZ_STEPS) / held + 1e-9
