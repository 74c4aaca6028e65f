"""Control series, posts of people who seek work: counted by themselves, and moving no figure of demand."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from assets.frames import report_frames
from tests.landed import REGISTRY, land, posting
from warehouse import publish, store
from warehouse.boards import Board, Registry
from warehouse.cohorts import Warehouse
from warehouse.database import frame, reading
from warehouse.home import Home
from warehouse.periods import parse

SEEKERS = Board("seekers", "Invented seekers", "history", control=True, since="2024-01")
BOARDS = Registry({**REGISTRY.boards, SEEKERS.name: SEEKERS})
DEMAND = (
    "core.vacancies", "core.mentions", "core.employers",
    "mart.coverage", "mart.weekly_flow", "mart.weekly_stock", "mart.monthly_flow",
)  # fmt: skip


def offers(home: Home) -> None:
    for month, key in (("2024-01", "1"), ("2024-02", "2")):
        land(home, month, [posting("threads", key, posted_at=f"{month}-03T12:00:00+00:00")], now="2024-03-10")


def seeks(home: Home) -> None:
    """Land posts that would be postings on any other board, one of them by an employer of the threads."""
    for month in ("2024-01", "2024-02"):
        day = f"{month}-03T12:00:00+00:00"
        alike = posting("seekers", f"{month}-a", posted_at=day, company="Firm 1")
        other = posting("seekers", f"{month}-b", posted_at=day, text="SEEKING WORK | Berlin | Rust, Golang, Golang")
        land(home, month, [alike, other], now="2024-03-10")


def table(home: Home, name: str) -> pl.DataFrame:
    with reading(home.warehouse) as connection:
        return frame(connection, f"FROM {name} ORDER BY ALL")


@pytest.fixture
def both(home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Home, Home]:
    """Homes with the same offers; in the second one people seek work beside them."""
    monkeypatch.setenv("JOBPROOF_NOW", "2024-03-15T06:00:00+00:00")
    beside = Home(tmp_path / "beside")
    offers(home)
    offers(beside)
    seeks(beside)
    for each in (home, beside):
        store.build(each, BOARDS)
        publish.publish(each)
    return home, beside


@pytest.mark.parametrize("name", DEMAND)
def test_a_control_series_changes_no_figure_of_demand(name: str, both: tuple[Home, Home]) -> None:
    alone, beside = (table(each, name) for each in both)
    assert alone.height
    assert beside.equals(alone)


def test_a_control_series_is_kept_and_counted_by_month_and_concept(both: tuple[Home, Home]) -> None:
    alone, beside = both
    assert table(alone, "mart.control_monthly").is_empty()
    counted = table(beside, "mart.control_monthly").filter(pl.col("concept").is_in(["any", "go", "rust"]))
    assert [(str(month), *rest) for month, *rest in counted.iter_rows()] == [
        ("2024-01-01", "seekers", "any", 2, 2, 1.0),
        ("2024-01-01", "seekers", "go", 2, 2, 1.0),
        ("2024-01-01", "seekers", "rust", 1, 2, 0.5),
        ("2024-02-01", "seekers", "any", 2, 2, 1.0),
        ("2024-02-01", "seekers", "go", 2, 2, 1.0),
        ("2024-02-01", "seekers", "rust", 1, 2, 0.5),
    ]
    kept = table(beside, "core.postings").filter(board="seekers")
    assert kept["is_posting"].to_list() == [False] * 4
    assert [found for found in store.checks(beside) if found.failed_n] == []


def test_no_panel_and_no_report_knows_a_control_series(both: tuple[Home, Home]) -> None:
    with Warehouse(both[0]) as alone, Warehouse(both[1]) as beside:
        assert beside.covered([parse("2024-01", who="the test")]) == alone.covered([parse("2024-01", who="the test")])
        assert "seekers" not in beside.covered([parse("2024-01", who="the test")])
        without, given = (report_frames(BOARDS, each) for each in (alone, beside))
    for name in ("weekly", "monthly", "coverage", "boards", "skills"):
        assert getattr(given, name).equals(getattr(without, name)), name
    assert given.in_sight == without.in_sight
