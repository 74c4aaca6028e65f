"""Time as macros tell it: what was known on a day is what a rebuild from then holds; stock and events balance."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise
from typing import Any, NamedTuple

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.histories import DAYS, Run, fill, histories, on_day, warehouse

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
