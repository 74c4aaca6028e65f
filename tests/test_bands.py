"""Bands of a share over time: clustered by employer, finite where few are counted."""

from __future__ import annotations

from datetime import date, timedelta

import polars as pl
import pytest

from reports import bands, estimators
from reports.frames import TREND

STARTS = [date(2024, month, 1) for month in range(1, 8)]
COLUMNS = {"period_start": pl.Date, "board": pl.String, "employer": pl.String, "n": pl.Int64, "x": pl.Int64}


def months(*, gap: date | None = None) -> pl.DataFrame:
    rows = [(start, 0, 0, start != STARTS[-1], start == gap) for start in STARTS]
    return pl.DataFrame(rows, schema=TREND, orient="row")


def cells(employers: int, each: int, counted: int) -> pl.DataFrame:
    """Every month: so many employers with so many openings, those counted with all of theirs."""
    rows = [
        (start, "ats", f"e{at:02}", each, each if at < counted else 0) for start in STARTS for at in range(employers)
    ]
    return pl.DataFrame(rows, schema=COLUMNS, orient="row")


def ends(found: pl.DataFrame, by: str, start: date) -> tuple[float, float]:
    return found.filter(by=by, period_start=start).select("low", "high").row(0)


def test_a_point_has_the_interval_that_a_claim_would_have() -> None:
    rows = cells(60, 3, 20)
    found = bands.clustered(rows, months())
    quarter = rows.filter(pl.col("period_start") < date(2024, 4, 1)).with_columns(period=pl.lit("2024-Q1"))
    wanted = estimators.share(quarter)
    assert wanted
    assert ends(found, "quarter", STARTS[0]) == pytest.approx((wanted.interval.low, wanted.interval.high))
    assert ends(found, "month", STARTS[1]) == pytest.approx((wanted.interval.low, wanted.interval.high))


def test_employers_and_not_vacancies_are_the_unit_of_chance() -> None:
    few, many = (
        ends(bands.clustered(cells(60 // each, each, 18 // each), months()), "month", STARTS[2]) for each in (3, 1)
    )
    assert few[1] - few[0] > 1.4 * (many[1] - many[0])


@pytest.mark.parametrize("counted", [0, 1, 2, 5, 40])
def test_few_counted_employers_still_give_a_band_that_says_something(counted: int) -> None:
    low, high = ends(bands.clustered(cells(40, 2, counted), months()), "month", STARTS[2])
    assert low <= counted / 40 <= high
    assert high - low < 0.4
    assert (low == 0) == (counted == 0)
    assert (high == 1) == (counted == 40)


def test_gaps_and_unfinished_months_are_in_no_point() -> None:
    found = bands.clustered(cells(30, 2, 12), months(gap=STARTS[2]))
    held = (
        cells(30, 2, 12).filter(pl.col("period_start").is_in([STARTS[3], STARTS[4]])).with_columns(period=pl.lit("p"))
    )
    wanted = estimators.share(held)
    assert wanted
    assert ends(found, "month", STARTS[3]) == pytest.approx((wanted.interval.low, wanted.interval.high))
    assert bands.clustered(cells(0, 1, 0), months()).is_empty()


def weeks(n: int, *, gap: int = -1) -> pl.DataFrame:
    starts = [date(2024, 1, 1) + timedelta(days=7 * at) for at in range(n)]
    rows = [(start, 0, 0, at < n - 1, at == gap) for at, start in enumerate(starts)]
    return pl.DataFrame(rows, schema=TREND, orient="row")


def weekly(n: int) -> pl.DataFrame:
    """Fewer name it from week to week, each of forty employers with one opening a week."""
    starts = weeks(n)["period_start"]
    rows = [(start, "ats", f"e{e:02}", 1, int(e < 39 - at)) for at, start in enumerate(starts) for e in range(40)]
    return pl.DataFrame(rows, schema=COLUMNS, orient="row")


@pytest.mark.parametrize("gap", [-1, 12])
def test_an_average_has_the_interval_of_all_that_lies_in_its_window(gap: int) -> None:
    rows, periods = weekly(30), weeks(30, gap=gap)
    found = bands.averaged(rows, periods, "week")
    middle = periods["period_start"][14]
    window = rows.filter(pl.col("period_start").is_between(middle - timedelta(weeks=6), middle + timedelta(weeks=6)))
    known = window.join(periods.filter(~pl.col("gap")), on="period_start", how="semi")
    assert known["period_start"].n_unique() == (13 if gap < 0 else 12)
    wanted = estimators.share(known.with_columns(period=pl.lit("2024")))
    assert wanted
    row = found.filter(period_start=middle).select("low", "high").row(0)
    assert row == pytest.approx((wanted.interval.low, wanted.interval.high))


def test_what_is_not_finished_is_in_no_average_and_has_none() -> None:
    found, ended = bands.averaged(weekly(30), weeks(30), "week"), weeks(30)["period_start"].to_list()
    assert found["period_start"].to_list() == ended[:-1]
    before = bands.averaged(weekly(30).filter(pl.col("period_start") < ended[-1]), weeks(30), "week")
    assert before.equals(found)


def test_nothing_counted_gives_no_average() -> None:
    assert bands.averaged(weekly(3).clear(), weeks(3), "week").is_empty()
