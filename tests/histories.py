"""Random histories of crawls of every kind of board, and the warehouse's spans made from any part of them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import duckdb
import polars as pl
from hypothesis import strategies as st

from warehouse import contracts, macros, stage, store
from warehouse.boards import Board, Registry
from warehouse.database import in_memory
from warehouse.records import CrawlReport, ScopeReport, State
from warehouse.schemas import TABLES

DAY_0 = date(2024, 1, 29)
"""So that a history of some days goes over the end of a month."""
DAYS = 8
REGISTRY = Registry(
    {
        "ats": Board("ats", "Invented ATS", "live"),
        "threads": Board("threads", "Invented threads", "history", since="2024-01"),
        "zh": Board("zh", "虚构归档", "archive"),
        "shots": Board("shots", "Invented captures", "history", since="2024-01", captures=True),
    }
)
SCOPES = {"ats": ("acme", "beta"), "threads": ("",), "zh": ("",), "shots": ("",)}
STATES: tuple[State, ...] = ("complete", "complete", "window", "partial", "capped", "blocked", "failed")


@dataclass(frozen=True)
class Look:
    """What a run saw of one posting."""

    key: str
    scope: str
    version: str
    posted: int | None
    expires: int | None


@dataclass(frozen=True)
class Run:
    """One run: what it saw, when it landed, and whether its file can still be read."""

    board: str
    day: int
    landed: int
    states: tuple[State, ...]
    looks: tuple[Look, ...]
    readable: bool

    @property
    def partition(self) -> str:
        """Return the day or month that it is filed under."""
        on = on_day(self.day)
        return on.isoformat() if self.board == "ats" else f"{on:%Y-%m}"


def on_day(day: int) -> date:
    """Return a day of the histories."""
    return DAY_0 + timedelta(days=day)


@st.composite
def runs(draw: st.DrawFn, board: str | None = None) -> Run:
    """Draw one run; it lands on its own day or up to its history's end."""
    name = draw(st.sampled_from(list(SCOPES))) if board is None else board
    scopes, day = SCOPES[name], draw(st.integers(0, DAYS - 1))
    states = tuple(draw(st.sampled_from(STATES)) for _ in scopes)
    keys = draw(st.lists(st.sampled_from(["a", "b", "c"]), unique=True, max_size=3))
    off = st.none() | st.integers(-2, DAYS)
    looks = tuple(
        Look(key, draw(st.sampled_from(scopes)), draw(st.sampled_from("uvw")), draw(off), draw(off)) for key in keys
    )
    return Run(name, day, draw(st.integers(day, DAYS)), states, looks, draw(st.sampled_from([True] * 9 + [False])))


def histories() -> st.SearchStrategy[list[Run]]:
    """Draw runs of all boards in the order in which they were begun."""
    return st.lists(runs(), min_size=1, max_size=14)


@contextmanager
def warehouse() -> Iterator[duckdb.DuckDBPyConnection]:
    """Yield a connection with every table, empty, and the macros of the published copy."""
    with in_memory() as connection:
        connection.execute("SET threads = 1")
        stage.open_stage(connection)
        for schema in dict.fromkeys(table.schema for table in TABLES):
            connection.execute(f"CREATE SCHEMA {schema}")
        for table in TABLES:
            connection.execute(contracts.ddl(table))
        connection.execute(f"CREATE TABLE stage.stated_spans AS {store.model('stage', 'stated_spans')}")
        macros.create(connection)
        stage.fill(connection, "core.boards", stage.boards(REGISTRY))
        stage.fill(connection, "stage.boards", stage.boards(REGISTRY))
        yield connection


def fill(connection: duckdb.DuckDBPyConnection, history: Sequence[Run], landed: Collection[int] | None = None) -> None:
    """Fill crawls, sightings and observations from the runs with these places in the history; from all for None."""
    known = [(at, run) for at, run in enumerate(history) if landed is None or at in landed]
    reports = {at: _report(at, run) for at, run in known}
    readable = [reports[at] for at, run in known if run.readable]
    chosen = stage.choose(readable, REGISTRY)
    counted, usable = ({one.run for one in some} for some in (chosen, filter(stage.is_usable, readable)))
    rows = [_row(reports[at], run, look) for at, run in known for look in run.looks]
    tables = {
        "stage.crawls": stage.crawls(list(reports.values()), readable, chosen),
        "stage.seen": _frame([row for row in rows if row["run"] in usable], stage.SEEN.polars),
        "stage.postings": _frame([row for row in rows if row["run"] in counted], stage.POSTINGS.polars),
    }
    for name, frame in tables.items():
        connection.execute(f"DELETE FROM {name}")
        stage.fill(connection, name, frame)
    for name in ("stage.stated_spans", "core.crawls", "core.sightings", "core.observations"):
        connection.execute(f"DELETE FROM {name}")
        connection.execute(f"INSERT INTO {name} BY NAME {store.model(*name.split('.'))}")


def _report(at: int, run: Run) -> CrawlReport:
    finished = datetime.combine(on_day(run.landed), time(12), UTC).isoformat()
    scopes = tuple(
        ScopeReport(scope, state, kept=sum(look.scope == scope for look in run.looks))
        for scope, state in zip(SCOPES[run.board], run.states, strict=True)
    )
    return CrawlReport(run.board, run.partition, f"run{at:03}", finished, finished, scopes, "x" if run.looks else "")


def _row(report: CrawlReport, run: Run, look: Look) -> dict[str, Any]:
    return {
        "posting_id": f"{report.board}:{look.key}",
        "board": report.board,
        "partition": report.partition,
        "run": report.run,
        "scope": look.scope,
        "fetched_at": datetime.combine(on_day(run.day), time(6), UTC),
        "posted_kind": "unknown",
        "posted_on": None if look.posted is None else on_day(look.posted),
        "expires_on": None if look.expires is None else on_day(look.expires),
        "version": look.version,
    }


def _frame(rows: list[dict[str, Any]], schema: Any) -> pl.DataFrame:
    return pl.DataFrame([{**dict.fromkeys(schema), **row} for row in rows], schema=schema)
