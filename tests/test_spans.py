"""Spans of a live board over random histories of crawls: what must hold whatever was crawled, missed or landed late."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import duckdb
import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from warehouse import stage, store
from warehouse.database import frame, in_memory
from warehouse.records import State

BOARD = "ats"
SCOPES = ("acme", "bolt")
DAY_0 = date(2024, 1, 1)
USABLE: tuple[State, ...] = ("complete", "window", "partial", "capped")
BARREN: tuple[State, ...] = ("blocked", "failed")
SETTINGS = settings(
    max_examples=25, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@dataclass(frozen=True)
class Crawl:
    """One look at one scope: which postings it listed, and what each said."""

    day: int
    scope: str
    state: State
    listed: tuple[tuple[str, str], ...] = ()

    @property
    def on(self) -> date:
        return DAY_0 + timedelta(days=self.day)


@dataclass(frozen=True)
class Span:
    posting: str
    first: date
    last: date
    closed: date | None
    version: str


def said(scope: str) -> st.SearchStrategy[tuple[tuple[str, str], ...]]:
    postings = st.dictionaries(st.sampled_from([f"{scope}-{n}" for n in range(4)]), st.sampled_from("uv"), max_size=4)
    return postings.map(lambda listed: tuple(sorted(listed.items())))


def crawl(states: tuple[State, ...]) -> st.SearchStrategy[Crawl]:
    listed = {scope: said(scope) for scope in SCOPES}
    return st.sampled_from(SCOPES).flatmap(
        lambda scope: st.builds(Crawl, st.integers(0, 9), st.just(scope), st.sampled_from(states), listed[scope])
    )


def looks(states: tuple[State, ...] = USABLE) -> st.SearchStrategy[list[Crawl]]:
    """Histories with at most one crawl of a scope a day."""
    return st.lists(crawl(states), min_size=1, max_size=20, unique_by=lambda one: (one.day, one.scope))


@pytest.fixture(scope="module")
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with in_memory() as opened:
        opened.execute("SET threads = 1")
        stage.open_stage(opened)
        live = {"board": BOARD, "title": "Invented", "kind": "live", "home": "", "census": True}
        live |= {"control": False, "captures": False, "whole": False, "url": ""}
        stage.fill(opened, "stage.boards", pl.DataFrame([live], schema=stage.BOARDS.polars))
        opened.execute(f"CREATE TABLE stage.stated_spans AS {store.model('stage', 'stated_spans')}")
        yield opened


def spans(connection: duckdb.DuckDBPyConnection, crawls: list[Crawl]) -> list[Span]:
    """Return what the model makes of crawls that landed in this order."""
    for table in ("crawls", "postings"):
        connection.execute(f"DELETE FROM stage.{table}")
    runs = [(f"run{at:03}", one) for at, one in enumerate(crawls)]
    stage.fill(connection, "stage.crawls", _frame([_crawled(run, one) for run, one in runs], stage.CRAWLS.polars))
    rows = [_row(run, one, posting, version) for run, one in runs for posting, version in one.listed]
    stage.fill(connection, "stage.postings", _frame(rows, stage.POSTINGS.polars))
    columns = "posting_id, first_seen_on, last_seen_on, closed_on, version"
    found = frame(connection, f"SELECT {columns} FROM ({store.model('core', 'observations')}) ORDER BY ALL")
    return [Span(*row) for row in found.iter_rows()]


def _frame(rows: list[dict[str, Any]], schema: Any) -> pl.DataFrame:
    return pl.DataFrame([{**dict.fromkeys(schema), **row} for row in rows], schema=schema)


def _crawled(run: str, one: Crawl) -> dict[str, Any]:
    return {**_place(run, one), "state": one.state, "chosen": one.state in USABLE}


def _row(run: str, one: Crawl, posting: str, version: str) -> dict[str, Any]:
    return {**_place(run, one), "posting_id": posting, "version": version}


def _place(run: str, one: Crawl) -> dict[str, Any]:
    return {"board": BOARD, "run": run, "scope": one.scope, "partition": one.on.isoformat()}


def open_on(found: list[Span], day: date) -> set[str]:
    """Return the postings open on a day; a span whose end is unknown lasts until the posting says something else."""
    return {
        span.posting
        for span in found
        if span.first <= day and (day < span.closed if span.closed else day <= max(span.last, _changed(found, span)))
    }


def _changed(found: list[Span], span: Span) -> date:
    later = [one.first for one in found if one.posting == span.posting and one.first > span.first]
    return min(later, default=date.max) - timedelta(days=1)


@SETTINGS
@given(crawls=looks())
def test_spans_of_a_posting_never_overlap(connection: duckdb.DuckDBPyConnection, crawls: list[Crawl]) -> None:
    found = spans(connection, crawls)
    for span in found:
        assert span.first <= span.last
        assert span.closed is None or span.last < span.closed
    for span, following in pairwise(found):
        if span.posting == following.posting:
            assert max(span.last, span.closed - timedelta(days=1) if span.closed else span.last) < following.first
            assert span.closed or span.version != following.version


@SETTINGS
@given(crawls=looks())
def test_what_a_complete_crawl_lists_is_what_is_open(
    connection: duckdb.DuckDBPyConnection, crawls: list[Crawl]
) -> None:
    found = spans(connection, crawls)
    for one in crawls:
        listed = {posting for posting, _ in one.listed}
        here = {posting for posting in open_on(found, one.on) if posting.startswith(one.scope)}
        assert here >= listed
        if one.state == "complete":
            assert here == listed


@SETTINGS
@given(crawls=looks())
def test_each_look_is_in_one_span_of_its_version(connection: duckdb.DuckDBPyConnection, crawls: list[Crawl]) -> None:
    found = spans(connection, crawls)
    for one in crawls:
        for posting, version in one.listed:
            holding = [span for span in found if span.posting == posting and span.first <= one.on <= span.last]
            assert [span.version for span in holding] == [version]


@SETTINGS
@given(crawls=looks())
def test_only_complete_crawls_close(connection: duckdb.DuckDBPyConnection, crawls: list[Crawl]) -> None:
    complete = {(one.scope, one.on): one for one in crawls if one.state == "complete"}
    for span in spans(connection, crawls):
        if span.closed:
            scope = span.posting.partition("-")[0]
            closing = complete[scope, span.closed]
            assert span.posting not in dict(closing.listed)
            assert not any(scope == where and span.last < day < span.closed for where, day in complete)


@SETTINGS
@given(crawls=looks(), bounds=st.tuples(st.integers(0, 9), st.integers(0, 9)).map(sorted))
def test_counts_balance(connection: duckdb.DuckDBPyConnection, crawls: list[Crawl], bounds: list[int]) -> None:
    found = spans(connection, crawls)
    start, end = (DAY_0 + timedelta(days=day) for day in bounds)
    begins = [span for at, span in enumerate(found) if at == 0 or _new(found[at - 1], span)]
    first = [span for at, span in enumerate(found) if at == 0 or found[at - 1].posting != span.posting]
    opened = sum(start < span.first <= end for span in first)
    reopened = sum(start < span.first <= end for span in begins) - opened
    closed = sum(span.closed is not None and start < span.closed <= end for span in found)
    assert len(open_on(found, start)) + opened + reopened - closed == len(open_on(found, end))


def _new(before: Span, span: Span) -> bool:
    """Tell whether a span begins a stay on the board, and does not only say something else."""
    return before.posting != span.posting or before.closed is not None


@SETTINGS
@given(crawls=looks().flatmap(lambda crawls: st.tuples(st.just(crawls), st.permutations(crawls))))
def test_the_order_of_landing_does_not_matter(
    connection: duckdb.DuckDBPyConnection, crawls: tuple[list[Crawl], list[Crawl]]
) -> None:
    landed, late = crawls
    assert spans(connection, landed) == spans(connection, late)


@SETTINGS
@given(crawls=looks(), barren=st.lists(crawl(BARREN), min_size=1, max_size=6))
def test_a_failed_crawl_changes_nothing(
    connection: duckdb.DuckDBPyConnection, crawls: list[Crawl], barren: list[Crawl]
) -> None:
    nothing = [replace(one, listed=()) for one in barren]
    assert spans(connection, [*nothing, *crawls]) == spans(connection, crawls)


@SETTINGS
@given(crawls=looks(), again=st.data())
def test_the_same_crawl_twice_a_day_changes_nothing(
    connection: duckdb.DuckDBPyConnection, crawls: list[Crawl], again: st.DataObject
) -> None:
    repeated = again.draw(st.sampled_from(crawls))
    assert spans(connection, [*crawls, repeated]) == spans(connection, crawls)
