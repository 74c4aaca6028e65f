"""Time as macros tell it: what was known on a day is what a rebuild from then holds; stock and events balance."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from typing import Any, NamedTuple

import duckdb
import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests import landed
from tests.histories import DAYS, Run, fill, histories, on_day, warehouse
from tests.landed import land, posting
from warehouse import publish, store
from warehouse.home import Home
from warehouse.records import RawPosting

SETTINGS = settings(
    max_examples=25, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
Rows = list[tuple[Any, ...]]
SIGNS = {"opened": 1, "reposted": 1, "reopened": 1, "changed": 0, "closed": -1, "lapsed": -1}


class Span(NamedTuple):
    """One row of core.observations, without what it said."""

    posting_id: str
    board: str
    first_seen_on: date
    last_seen_on: date
    closed_on: date | None


@pytest.fixture(scope="module")
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with warehouse() as opened:
        yield opened


def rows(connection: duckdb.DuckDBPyConnection, table: str) -> Rows:
    return connection.execute(f"FROM {table} ORDER BY ALL").fetchall()


@SETTINGS
@given(history=histories(), day=st.integers(0, DAYS))
def test_what_was_known_is_what_a_rebuild_from_then_holds(
    connection: duckdb.DuckDBPyConnection, history: list[Run], day: int
) -> None:
    fill(connection, history)
    known = rows(connection, f"as_known_on(DATE '{on_day(day)}')")
    fill(connection, history, [at for at, run in enumerate(history) if run.landed <= day])
    assert known == rows(connection, "core.observations")


@SETTINGS
@given(history=histories(), bounds=st.tuples(st.integers(-3, DAYS + 40), st.integers(-3, DAYS + 40)).map(sorted))
def test_spans_never_overlap_and_events_balance(
    connection: duckdb.DuckDBPyConnection, history: list[Run], bounds: list[int]
) -> None:
    fill(connection, history)
    connection.execute("DELETE FROM core.postings")
    connection.execute(
        "INSERT INTO core.postings BY NAME SELECT DISTINCT posting_id, posting_id AS vacancy_id FROM core.observations"
    )
    found = rows(
        connection, "(SELECT posting_id, board, first_seen_on, last_seen_on, closed_on FROM core.observations)"
    )
    spans = [Span(*row) for row in found]
    for before, after in pairwise(spans):
        if before.posting_id == after.posting_id:
            assert before.last_seen_on < (before.closed_on or after.first_seen_on) <= after.first_seen_on
    start, end = (on_day(day) for day in bounds)
    events = connection.execute(
        f"SELECT event, count(*) FROM posting_events(DATE '{start}' + 1, DATE '{end}') GROUP BY event"
    ).fetchall()
    change = sum(SIGNS[event] * n for event, n in events)
    assert open_n(spans, start) + change == open_n(spans, end)


def open_n(spans: list[Span], day: date) -> int:
    """Return how many postings are open on a day: listed, or neither listed nor closed between two looks."""
    beside = zip(spans, [*spans[1:], None], strict=False)
    return sum(span.first_seen_on <= day < until(span, after) for span, after in beside)


def until(span: Span, after: Span | None) -> date:
    if span.closed_on:
        return span.closed_on
    goes_on = after and after.posting_id == span.posting_id and span.board == "ats"
    return after.first_seen_on if after and goes_on else span.last_seen_on + timedelta(days=1)


@pytest.mark.parametrize("day", ["2024-02-10", "2024-05-02", "2024-05-03"])
def test_a_bare_client_in_another_time_zone_sees_what_a_home_of_that_day_would_hold(home: Home, day: str) -> None:
    twin = Home(home.root.parent / "twin")
    for one, until in ((home, "2024-12-31"), (twin, day)):
        land_all(one, until)
        store.build(one, landed.REGISTRY)
        publish.publish(one)
    with duckdb.connect(str(home.published), read_only=True) as bare:
        bare.execute("SET TimeZone = 'Asia/Shanghai'")
        known = bare.execute(f"FROM as_known_on('{day}') ORDER BY ALL").fetchall()
    with duckdb.connect(str(twin.published), read_only=True) as bare:
        assert known == bare.execute("FROM core.observations ORDER BY ALL").fetchall()


def land_all(home: Home, until: str) -> None:
    """Land a month that is crawled again, a live scope with a late day, and an edited posting."""
    thread = [posting("threads", key, posted_at=f"2024-01-0{key}T12:00:00+00:00") for key in "23"]
    edited = replace(
        thread[0], text="Firm 2 hires a backend engineer. You must know Rust and PostgreSQL well. Full-time."
    )
    one, two = (posting("ats", key, scope="acme") for key in "12")
    runs: list[tuple[str, str, list[RawPosting]]] = [
        ("2024-02-10T08:00:00", "2024-01", thread),
        ("2024-02-10T23:30:00", "2024-01", [edited]),
        ("2024-05-01T08:00:00", "2024-05-01", [one, two]),
        ("2024-05-03T08:00:00", "2024-05-03", [one]),
        ("2024-06-01T08:00:00", "2024-05-02", [replace(one, salary="EUR 90000 - 95000 per year")]),
    ]
    for now, partition, listed in runs:
        if now[:10] <= until:
            land(home, partition, listed, now=now)


def test_an_edit_is_kept_with_what_it_changed(home: Home) -> None:
    land_all(home, "2024-12-31")
    store.build(home, landed.REGISTRY)
    publish.publish(home)
    columns = "posting_id, version_n, first_seen_on, is_newest, changed, languages, pay_min"
    found = publish.query(home, f"SELECT {columns} FROM core.posting_versions ORDER BY ALL")
    ats, threads = (found.filter(pl.col("posting_id") == one) for one in ("ats:1", "threads:2"))
    assert threads["changed"].to_list() == [[], ["text", "concepts"]]
    assert threads["languages"].to_list() == [["go"], ["rust"]]
    assert ats["changed"].to_list() == [[], ["pay"], ["pay"]]
    assert ats.select("version_n", "pay_min", "is_newest").rows() == [
        (1, None, False),
        (2, 90000.0, False),
        (3, None, True),
    ]
    newest = publish.query(home, "SELECT languages FROM core.postings WHERE posting_id = 'threads:2'")
    assert newest.rows() == [(["rust"],)]
