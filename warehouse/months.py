"""What of a table changes together: the months by which schemas.py divides it, and a sum of each month's rows.

Two databases whose sums of a month are equal hold the same rows of it; computing them reads every row and nothing is
kept between two runs, so that a damaged or strange copy cannot pass for what it should be. No file is written here.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

import duckdb

from warehouse.schemas import POSTINGS, TABLES, Table

_DAYLESS = "DATE '0001-01-01'"
"""Month of a row without the day that its contract requires: it breaks a check, and is published nevertheless."""
NAMING = ("posting_id", "vacancy_id", "is_posting", "concepts")
"""Columns of core.postings that core.mentions is made from."""


@dataclass(frozen=True)
class Sum:
    """What the rows of one month come to.

    Args:
        rows: How many.
        whole: Sum of their hashes.
        naming: Of core.postings the sum of what mentions are made from; 0 of other tables.
    """

    rows: int
    whole: int
    naming: int = 0


def of(table: Table) -> str:
    """Return the SQL expression for the month of a row of a divided table."""
    return f"coalesce(date_trunc('month', \"{table.divided_by}\")::DATE, {_DAYLESS})"


def within(table: Table, months: Collection[date]) -> str:
    """Return the SQL condition that a row is of one of some months; there is at least one."""
    listed = ", ".join(f"DATE '{month}'" for month in sorted(months))
    return f"{of(table)} IN ({listed})"


def sums(connection: duckdb.DuckDBPyConnection, table: Table, source: str) -> dict[date, Sum]:
    """Return month -> sum of a divided table's rows.

    Args:
        connection: Where the rows are.
        table: Which table.
        source: Relation with its columns.
    """
    naming = f"sum({hashed(NAMING)})" if table == POSTINGS else "0"
    found = connection.execute(
        f"SELECT {of(table)}, count(*), sum({hashed(table.polars)}), {naming} FROM {source} GROUP BY ALL"
    ).fetchall()
    return {month: Sum(rows, int(whole), int(said)) for month, rows, whole, said in found}


def all_sums(connection: duckdb.DuckDBPyConnection) -> dict[str, dict[date, Sum]]:
    """Return divided table -> month -> sum of its rows in the connection's current database."""
    return {table.full_name: sums(connection, table, table.full_name) for table in TABLES if table.divided_by}


def whole(connection: duckdb.DuckDBPyConnection, table: Table, source: str) -> Sum:
    """Return the sum of all rows of a table."""
    [(rows, total)] = connection.execute(
        f"SELECT count(*), coalesce(sum({hashed(table.polars)}), 0) FROM {source}"
    ).fetchall()
    return Sum(rows, int(total))


def hashed(columns: Collection[str]) -> str:
    """Return the SQL expression for the hash of a row; lists are hashed first, once where two sums need them."""
    listed = ", ".join(f'hash("{column}")' if column == "concepts" else f'"{column}"' for column in columns)
    return f"hash({listed})"
