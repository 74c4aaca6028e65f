"""What follows from the contracts: DDL, checks and the data dictionary."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import polars as pl
import pytest

from warehouse import contracts, dictionary
from warehouse.home import PROJECT
from warehouse.schemas import TABLES, TEXTS, Column, Table

TABLE = Table(
    "core",
    "trial",
    "A trial.",
    ("id",),
    (
        Column("id", pl.String, "Id", required=True),
        Column("kind", pl.String, "Kind", allowed=("a", "b's")),
        Column("words", TEXTS, "Words", allowed=("x", "y")),
        Column("share", pl.Float64, "Share", low=0, high=1),
    ),
)


@pytest.fixture
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as opened:
        opened.execute(f"CREATE SCHEMA core; {contracts.ddl(TABLE)}")
        for comment in contracts.comments(TABLE):
            opened.execute(comment)
        yield opened


def failing(connection: duckdb.DuckDBPyConnection) -> dict[str, tuple[int, list[tuple[str, ...]]]]:
    return {
        found.check: (found.failed_n, found.sample.rows())
        for found in contracts.check(connection, TABLE)
        if found.failed_n
    }


def test_good_rows_pass_every_check(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute("INSERT INTO core.trial VALUES ('1', 'b''s', ['x', 'y'], 1), ('2', NULL, NULL, NULL)")
    assert failing(connection) == {}
    names = [found.check for found in contracts.check(connection, TABLE)]
    assert names == ["key", "required: id", "allowed: kind", "allowed: words", "low: share", "high: share"]


def test_bad_rows_are_counted_and_shown_by_key(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute("""INSERT INTO core.trial VALUES
        ('1', 'c', ['x'], 0.5), ('1', 'a', ['z'], -0.1), (NULL, 'a', [], 1.1), ('4', 'a', [], 1.2)""")
    assert failing(connection) == {
        "key": (1, [("1",)]),
        "required: id": (1, [(None,)]),
        "allowed: kind": (1, [("1",)]),
        "allowed: words": (1, [("1",)]),
        "low: share": (1, [("1",)]),
        "high: share": (2, [("4",), (None,)]),
    }


def test_a_sample_has_at_most_five_rows(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute("INSERT INTO core.trial SELECT i::VARCHAR, 'c', [], 0 FROM range(9) AS t (i)")
    [found] = [found for found in contracts.check(connection, TABLE) if found.failed_n]
    assert (found.failed_n, found.sample.height) == (9, 5)


def test_every_column_of_every_table_has_a_type() -> None:
    for table in TABLES:
        assert all(contracts.sql_type(column) for column in table.columns)


def test_the_data_dictionary_is_current() -> None:
    written = (PROJECT / "docs" / "data-dictionary.md").read_text(encoding="utf-8")
    assert written == dictionary.dictionary(), "run: python -m warehouse.dictionary"
