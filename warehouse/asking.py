"""Asking the published copy, or one of its vintages, in SQL: one statement that reads, and errors that people can use.

What is asked often is a view or a macro (macros.py). Writing frames to files and terminals is not done here.
"""

from __future__ import annotations

import re
from difflib import get_close_matches

import duckdb
import polars as pl

from warehouse import store, vintages
from warehouse.database import frame, reading
from warehouse.errors import BadUsageError, JobproofError
from warehouse.home import Home

TABLES = """
SELECT schema_name || '.' || table_name AS name, 'table' AS kind, estimated_size AS rows, comment AS tells
FROM duckdb_tables() WHERE database_name = current_database()
UNION ALL
SELECT view_name, 'view', NULL, comment
FROM duckdb_views() WHERE database_name = current_database() AND NOT internal
ORDER BY kind DESC, name
"""
"""Query for all tables and views, with what they hold."""
MACROS = "SELECT asked_by, tells, example FROM macros"
"""Query for all questions that are macros."""

_READING = {"SELECT", "EXPLAIN", "PRAGMA", "CALL", "MULTI"}
"""Kinds of statement that only read; a PIVOT is MULTI."""
_STRANGE = ("INTERVAL", "UNION")
"""DuckDB types that polars cannot hold."""
_UNKNOWN = re.compile(r"(?:with name|column) \"?(?P<name>[^\s\"]+)\"? (?:does not exist|not found)")
_KIND = re.compile(r"^(?:Invalid Input|Catalog|Binder|Parser) Error: ")
_REMEDY = "Correct the query; `jobproof sql --tables` and `jobproof sql --macros` list what there is."


def query(home: Home, text: str, *, vintage: str = "") -> pl.DataFrame:
    """Run one SQL statement on the published copy, read-only.

    Args:
        home: Whose published copy.
        text: One statement that reads: SELECT, FROM, SHOW, DESCRIBE, SUMMARIZE, EXPLAIN.
        vintage: Asks an earlier copy: its id, the beginning of one, or a day; see vintages.find().

    Returns:
        Its rows; sums of integers are Int64 where they fit.

    Raises:
        JobproofError: Nothing is published yet, or DuckDB fails at running the statement; its message is passed on.
        BadUsageError: There is not one statement, it would write or is wrong, polars cannot hold a column's type, or no
            one vintage is meant.
    """
    store.require(home.published)
    with reading(vintages.find(home, vintage) if vintage else home.published) as connection:
        try:
            _refuse(connection, text)
            return _plain(frame(connection, text))
        except (duckdb.ProgrammingError, pl.exceptions.PolarsError) as error:
            raise BadUsageError("SQL", _said(connection, error), remedy=_REMEDY) from None
        except duckdb.Error as error:
            raise JobproofError("SQL", _said(connection, error), remedy=_REMEDY) from None


def _refuse(connection: duckdb.DuckDBPyConnection, text: str) -> None:
    kinds = [statement.type.name for statement in connection.extract_statements(text)]
    if len(kinds) != 1:
        raise BadUsageError(
            "SQL", f"{len(kinds)} statements", allowed="one that reads", remedy="Run each statement by itself."
        )
    if kinds[0] not in _READING:
        raise BadUsageError(
            "SQL",
            f"{kinds[0]} would write, and the published copy is only read",
            allowed="SELECT, FROM, SHOW, DESCRIBE, SUMMARIZE, EXPLAIN",
            remedy="For a file add --out; for tables of your own open a DuckDB file and ATTACH the copy (docs/sql.md).",
        )
    if kinds[0] == "SELECT":
        _refuse_strange(connection, text)


def _refuse_strange(connection: duckdb.DuckDBPyConnection, text: str) -> None:
    try:
        columns = connection.execute(f"DESCRIBE {text}").fetchall()
    except duckdb.Error:
        return  # Running the statement itself says what is wrong, in the person's own words.
    for name, kind, *_ in columns:
        if kind.startswith(_STRANGE):
            raise BadUsageError("SQL", f"column {name!r} is of type {kind}", remedy="Cast it: (…)::VARCHAR.")


def _said(connection: duckdb.DuckDBPyConnection, error: Exception) -> str:
    """Return DuckDB's words in one line, with near names where it knows none."""
    words = " ".join(_KIND.sub("", str(error).partition("\n\nLINE")[0]).split()).rstrip(".?")
    unknown = _UNKNOWN.search(words)
    if not unknown or "Did you mean" in words or "Candidate" in words:
        return words
    alike = get_close_matches(unknown["name"].partition("(")[0], _names(connection), n=3, cutoff=0.5)
    return f"{words} Nearest: {', '.join(alike)}" if alike else words


def _names(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """Return every table, view and macro of the copy; tables also without their schema."""
    tables = [name for name, *_ in connection.execute(TABLES).fetchall()]
    asked = [name for (name,) in connection.execute("SELECT name FROM macros").fetchall()]
    return [*tables, *(name.partition(".")[2] for name in tables if "." in name), *asked]


def _plain(rows: pl.DataFrame) -> pl.DataFrame:
    """Return the rows with HUGEINT sums, which arrive as decimals, as Int64 where they fit."""
    sums = [name for name, dtype in rows.schema.items() if isinstance(dtype, pl.Decimal) and dtype.scale == 0]
    whole = rows.select(pl.col(sums).cast(pl.Int64, strict=False))
    return rows.with_columns(column for column in whole if column.null_count() == rows[column.name].null_count())
