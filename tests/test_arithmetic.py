"""Statements against each other: what can hold, what cannot, and how much room is left."""

from __future__ import annotations

import pytest

from reports.arithmetic import Room, expression, room, statement
from warehouse.errors import BadUsageError

FIGURES = {"A3.6": 0.68, "A3.7.share": 0.22}


def held(*texts: str, asks: str = "", rounding: float = 0.0) -> Room:
    said = [statement(text, FIGURES, who="test") for text in texts]
    return room(said, expression(asks, who="test") if asks else None, rounding=rounding)


FOUR = ("beijing + shanghai + shenzhen + hangzhou = {A3.6}", "hangzhou = {A3.7.share}", "beijing > hangzhou")


def test_four_cities_leave_room_for_a_second_place() -> None:
    found = held(*FOUR, "hangzhou > shanghai", "hangzhou > shenzhen", "shanghai >= 0", "shenzhen >= 0",
                 asks="shanghai + shenzhen")  # fmt: skip
    assert found.holds
    assert found.low == pytest.approx(0, abs=1e-9)
    assert found.high == pytest.approx(0.68 - 2 * 0.22, abs=1e-5)


def test_a_third_city_as_large_leaves_none() -> None:
    found = held(*FOUR, "shanghai >= hangzhou", "shenzhen >= hangzhou")
    assert not found.holds
    assert len(found.conflict) == 5


def test_only_the_statements_that_exclude_each_other_are_named() -> None:
    found = held("growth = 1.42  # the title | 标题", "java = 0.08", "growth = 0.37", "java > 0")
    assert [one.text for one in found.conflict] == ["growth = 1.42", "growth = 0.37"]
    assert found.conflict[0].told() == "growth = 1.42 (the title)"
    assert found.conflict[0].told(chinese=True) == "growth = 1.42（标题）"
    assert found.conflict[1].told() == "growth = 0.37"


@pytest.mark.parametrize(("rounding", "holds"), [(0.005, False), (0.015, True)])
def test_rounded_parts_need_not_sum_to_the_last_digit(*, rounding: float, holds: bool) -> None:
    assert held("0.33 + 0.33 + 0.33 = 1", rounding=rounding).holds is holds


def test_parts_beyond_a_whole_cannot_hold() -> None:
    assert not held("0.54 + 0.29 + 0.27 = 1", rounding=0.015).holds


@pytest.mark.parametrize(("sign", "holds"), [("<", False), ("<=", True), (">", False), (">=", True), ("=", True)])
def test_strict_signs_exclude_the_edge(*, sign: str, holds: bool) -> None:
    assert held("a = 2", f"a {sign} 2").holds is holds


def test_coefficients_and_both_sides_count() -> None:
    found = held("2 * a + b = 1", "b = a - 0.5", asks="a")
    assert (found.low, found.high) == (pytest.approx(0.5), pytest.approx(0.5))


def test_what_nothing_bounds_has_no_end() -> None:
    found = held("a > 1", asks="a")
    assert found.low == pytest.approx(1, abs=1e-5)
    assert found.high == float("inf")


@pytest.mark.parametrize(
    "text", ["a", "a == 1", "a = 1 = 2", "a b = 1", "2 a = 1", "a + = 1", "= 1", "A = 1", "a = {A9}", "a * 2 = 1", ""]
)
def test_what_is_no_linear_statement_is_refused(text: str) -> None:
    with pytest.raises(BadUsageError):
        statement(text, FIGURES, who="test")


@pytest.mark.parametrize("text", ["1", "a + 1", "", "a <"])
def test_what_is_no_sum_of_unknowns_is_refused(text: str) -> None:
    with pytest.raises(BadUsageError):
        expression(text, who="test")
