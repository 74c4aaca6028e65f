"""The verdict rule: every branch, in its order, at its edges."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.results import Interval
from reports.verdicts import Evidence, Question, link, rescaled, rule, unlink, vacancies_needed, width

GROWTH = Question(zone=(0.2467, 0.555), rival=0.0, value=0.37, scale="growth")
DECLINE = Question(zone=(-1.0, -0.5088), rival=0.0, value=-0.7632, scale="growth")
GROWS = Question(zone=(0.1, math.inf), rival=0.0, value=0.1, scale="growth")
SHARE = Question(zone=(0.63, 0.73), rival=0.5, value=0.68, scale="share")
MOST = Question(zone=(0.5, 1.0), rival=0.01, value=0.5, scale="share")
ASKED_FOR = Question(zone=(0.01, 1.0), rival=0.0, value=0.01, scale="share")
LESSER = Question(zone=(0.12, 0.22), rival=1 / 3, value=0.17, scale="share")


def seen(low: float, high: float, *, k: int = 40, g_eff: float = 20, value: float | None = None) -> Evidence:
    return Evidence(Interval((low + high) / 2 if value is None else value, low, high), k, g_eff, 1000)


@pytest.mark.parametrize(
    ("question", "evidence", "verdict", "reason"),
    [
        (GROWTH, seen(-0.04, 0.24), "contradicted", "overstated"),
        (GROWTH, seen(0.6, 0.9), "contradicted", "understated"),
        (GROWTH, seen(-0.3, -0.01), "contradicted", "reversed"),
        (GROWTH, seen(0.3, 0.5), "supported", "the whole interval is in the zone"),
        (GROWTH, seen(0.2467, 0.555), "supported", "the whole interval is in the zone"),
        (GROWTH, seen(0.05, 0.5), "direction_only", "the direction holds, the size is open"),
        (GROWTH, seen(0.3, 0.9), "direction_only", "the direction holds, the size is open"),
        (GROWTH, seen(-0.2, 0.6), "insufficient", "the interval is wider than the distance from value to rival"),
        (GROWTH, seen(-1, math.inf, value=0), "insufficient",
         "the interval is wider than the distance from value to rival"),
        (GROWTH, seen(0.0, 0.3), "undecided", "the interval reaches into the zone and out of it"),
        (DECLINE, seen(-0.4, -0.2), "contradicted", "overstated"),
        (DECLINE, seen(0.1, 0.4), "contradicted", "reversed"),
        (DECLINE, seen(-0.8, -0.6), "supported", "the whole interval is in the zone"),
        (DECLINE, seen(-0.7, -0.1), "direction_only", "the direction holds, the size is open"),
        (GROWS, seen(0.12, 3.0), "supported", "the whole interval is in the zone"),
        (GROWS, seen(0.02, 0.09), "contradicted", "overstated"),
        (GROWS, seen(-0.09, -0.02), "contradicted", "reversed"),
        (GROWS, seen(0.02, 0.5), "direction_only", "the direction holds, the size is open"),
        (GROWS, seen(-0.02, 0.5), "insufficient", "the interval is wider than the distance from value to rival"),
        (SHARE, seen(0.3, 0.45), "contradicted", "overstated"),
        (SHARE, seen(0.3, 0.55), "contradicted", "overstated"),
        (SHARE, seen(0.74, 0.8), "contradicted", "understated"),
        (SHARE, seen(0.65, 0.7), "supported", "the whole interval is in the zone"),
        (SHARE, seen(0.55, 0.7), "direction_only", "the direction holds, the size is open"),
        (SHARE, seen(0.3, 0.9), "insufficient", "the interval is wider than the distance from value to rival"),
        (SHARE, seen(0.49, 0.64), "undecided", "the interval reaches into the zone and out of it"),
        (LESSER, seen(0.23, 0.3), "contradicted", "understated"),
        (LESSER, seen(0.4, 0.5), "contradicted", "understated"),
        (LESSER, seen(0.05, 0.1), "contradicted", "overstated"),
        (LESSER, seen(0.2, 0.3), "direction_only", "the direction holds, the size is open"),
        (MOST, seen(0.02, 0.1), "contradicted", "overstated"),
        (ASKED_FOR, seen(0.001, 0.004), "contradicted", "overstated"),
        (ASKED_FOR, seen(0.004, 0.02), "direction_only", "the direction holds, the size is open"),
        (ASKED_FOR, seen(0.02, 0.04), "supported", "the whole interval is in the zone"),
    ],
)  # fmt: skip
def test_the_first_that_fits(question: Question, evidence: Evidence, verdict: str, reason: str) -> None:
    ruling = rule(question, evidence)
    assert (ruling.verdict, ruling.reason) == (verdict, reason)


@pytest.mark.parametrize("interval", [(-0.04, 0.1), (0.3, 0.5), (0.05, 0.5), (-0.2, 0.6)])
def test_too_few_employers_come_before_all_else(interval: tuple[float, float]) -> None:
    few = rule(GROWTH, seen(*interval, k=9))
    assert (few.verdict, few.reason) == ("insufficient", "k 9 < 10")
    heavy = rule(GROWTH, seen(*interval, g_eff=4.96))
    assert (heavy.verdict, heavy.reason) == ("insufficient", "G_eff 5.0 < 5")
    assert rule(GROWTH, seen(*interval, k=10, g_eff=5.0)).reason not in {few.reason, heavy.reason}


def test_without_a_rival_there_is_no_direction() -> None:
    assert rule(replace(SHARE, rival=None), seen(0.6, 0.7)).verdict == "undecided"
    assert rule(replace(SHARE, rival=None), seen(0.74, 0.8)).reason == "understated"


def test_what_it_would_take_follows_the_square_of_the_widths() -> None:
    evidence = seen(-0.2, 0.6, value=0.1)
    apart = math.log(1.37)
    wide = math.log(1.6) - math.log(0.8)
    exact = 1000 * (wide / apart) ** 2
    assert rule(GROWTH, evidence).needed == "about 4,900 vacancies where there are 1,000, if the figure stays"
    assert 4800 < exact <= 4900


def test_what_an_undecided_one_would_take_brings_the_nearest_edge_out_of_reach() -> None:
    evidence = seen(0.0, 0.3, value=0.14)
    half = math.log(1.3) / 2
    exact = 1000 * (half / (math.log(1.2467) - math.log(1.14))) ** 2
    assert rule(GROWTH, evidence).needed.startswith(f"about {math.ceil(exact / 100) * 100:,} ")


def test_decided_verdicts_need_nothing() -> None:
    assert rule(GROWTH, seen(0.3, 0.5)).needed == rule(GROWTH, seen(-0.04, 0.24)).needed == ""


def test_half_and_twice_a_zone_about_its_value() -> None:
    half, twice = rescaled(GROWTH, 0.5), rescaled(GROWTH, 2)
    low, high = (math.log1p(edge) - math.log1p(0.37) for edge in GROWTH.zone)
    assert [math.log1p(edge) - math.log1p(0.37) for edge in half.zone] == pytest.approx([low / 2, high / 2])
    assert [math.log1p(edge) - math.log1p(0.37) for edge in twice.zone] == pytest.approx([2 * low, 2 * high])


@pytest.mark.parametrize(
    ("question", "half", "twice"),
    [
        (GROWS, (0.21, math.inf), (1.1**0.5 - 1, math.inf)),
        (MOST, (2 / 3, 1.0), (1 / 3, 1.0)),
        (ASKED_FOR, (2 / 101, 1.0), (0.5 / 99.5, 1.0)),
        (Question((0.0, 0.2), 0.5, 0.2, "share"), (0.0, 1 / 9), (0.0, 1 / 3)),
        (Question((-1.0, -0.5), 0.0, -0.5, "growth"), (-1.0, -0.75), (-1.0, 0.5**0.5 - 1)),
    ],
)
def test_half_and_twice_a_one_sided_zone(
    question: Question, half: tuple[float, float], twice: tuple[float, float]
) -> None:
    assert rescaled(question, 0.5).zone == pytest.approx(half)
    assert rescaled(question, 2).zone == pytest.approx(twice)
    assert rescaled(question, 1).zone == pytest.approx(question.zone)


@given(st.floats(-0.99, 20))
def test_links_undo_each_other(value: float) -> None:
    assert unlink(link(value, "growth"), "growth") == pytest.approx(value, abs=1e-9)
    share = (value + 1) / 22
    assert unlink(link(share, "share"), "share") == pytest.approx(share, abs=1e-9)


def test_the_ends_of_a_scale_are_endless() -> None:
    assert (link(-1, "growth"), link(0, "share"), link(1, "share")) == (-math.inf, -math.inf, math.inf)
    assert (unlink(-math.inf, "share"), unlink(math.inf, "share"), unlink(-math.inf, "growth")) == (0, 1, -1)
    assert math.isinf(width(Interval(0.0, 0.0, 0.2), "share"))
    assert vacancies_needed(100, math.inf) is None
    assert vacancies_needed(0, 2.0) == 0
