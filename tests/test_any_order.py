"""However late a run lands and whatever was built before it did, the warehouse is that of a build from all of them."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.landed import REGISTRY, land, posting
from warehouse import landing, store
from warehouse.database import reading
from warehouse.home import Home
from warehouse.records import CrawlReport
from warehouse.schemas import BESIDE, TABLES


def runs_of_some_weeks(home: Home) -> list[CrawlReport]:
    """Land edits, a re-post, a month crawled again, days that end in every state and a feed that is a window."""
    first, second = (posting("ats", key, scope="acme", company="Acme") for key in "12")
    again = posting("ats", "3", scope="acme", company="Acme")
    thread = [posting("threads", key, posted_at=f"2024-05-0{key}T12:00:00+00:00") for key in "234"]
    paid = replace(first, salary="EUR 90000 - 95000 per year")
    return [
        land(home, "2024-05-01", [first, second]),
        land(home, "2024-05-02", [paid], states={"acme": "partial"}),
        land(home, "2024-05-03", [second], states={"acme": "complete"}),
        land(home, "2024-05-04", [], board="ats", states={"acme": "failed"}),
        land(home, "2024-05-06", [first, again], states={"acme": "window"}),
        land(home, "2024-05", thread, now="2024-05-05"),
        land(home, "2024-05", thread[:2], now="2024-05-07"),
        land(home, "2024-04", [replace(thread[0], key="1", posted_at="2024-04-02T12:00:00+00:00")], now="2024-05-08"),
    ]


def bring(report: CrawlReport, source: Home, target: Home) -> None:
    """Let a run land in another home as it landed in the first."""
    data = landing.data_path(source, report)
    for path in (data, landing.report_path(data)):
        if path.exists():
            there = target.landing / path.relative_to(source.landing)
            there.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, there)


def checksums(home: Home) -> dict[str, str]:
    with reading(home.warehouse) as connection:
        return {each.full_name: store.checksum(connection, each) for each in TABLES if each not in BESIDE}


@pytest.fixture(scope="module")
def landed_weeks(tmp_path_factory: pytest.TempPathFactory) -> tuple[Home, list[CrawlReport], dict[str, str]]:
    home = Home(tmp_path_factory.mktemp("landed") / "home")
    reports = runs_of_some_weeks(home)
    store.build(home, REGISTRY)
    return home, reports, checksums(home)


@settings(max_examples=4, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(order=st.permutations(range(8)), stops=st.sets(st.integers(1, 7), min_size=1, max_size=2))
def test_any_order_of_landing_gives_the_same_warehouse(
    landed_weeks: tuple[Home, list[CrawlReport], dict[str, str]], order: list[int], stops: set[int]
) -> None:
    source, reports, whole = landed_weeks
    with TemporaryDirectory() as folder:
        home = Home(Path(folder) / "home")
        for landed_n, at in enumerate(order):
            if landed_n in stops:
                store.build(home, REGISTRY)
            bring(reports[at], source, home)
        store.build(home, REGISTRY)
        assert checksums(home) == whole
