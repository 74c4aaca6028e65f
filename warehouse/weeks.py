"""What of a table changes together: the weeks by which schemas.py divides it, and a sum of each week's rows.

Two databases whose sums of a week are equal hold the same rows of it. No file is read or written here: where sums are
kept beside a copy, with a checksum of its file, generations.py says.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

import duckdb

from warehouse.modelled import model
from warehouse.schemas import MENTIONED, POSTINGS, TABLES, Table
from warehouse.texts import COLUMN

_DAYLESS = "DATE '0001-01-01'"
"""Week of a row without the day that its contract requires: it breaks a check, and is published nevertheless."""
NAMING = ("posting_id", "vacancy_id", "is_posting", "concepts")
"""Columns of core.postings that core.mentions is made from."""
MENTION = ("posting_id", "concept", "strength", "is_alternative")
"""Columns of core.mentions that are not the posting's own."""


@dataclass(frozen=True)
class Sum:
    """What the rows of one week come to.

    Args:
        rows: How many.
        whole: Sum of their hashes.
        naming: Of core.postings the sum of what mentions are made from; 0 of other tables.
    """

    rows: int
    whole: int
    naming: int = 0


@dataclass(frozen=True)
class Sums:
    """What the large tables of a copy come to.

    Args:
        divided: Divided table -> Monday -> sum of the week's rows.
        mentions: Sum of all mentions.
    """

    divided: Mapping[str, Mapping[date, Sum]]
    mentions: Sum


def of(table: Table) -> str:
    """Return the SQL expression for the Monday of the week of a row of a divided table."""
    return f"coalesce(date_trunc('week', \"{table.divided_by}\")::DATE, {_DAYLESS})"


def within(table: Table, mondays: Collection[date]) -> str:
    """Return the SQL condition that a row is of one of some weeks; there is at least one.

    The first and the last day are said besides: DuckDB then passes over row groups that hold no such day.
    """
    listed = ", ".join(f"DATE '{monday}'" for monday in sorted(mondays))
    exactly = f"{of(table)} IN ({listed})"
    if date.min in mondays:
        return exactly
    day, first, last = f'"{table.divided_by}"', min(mondays), max(mondays)
    return f"{day} >= DATE '{first}' AND {day} < DATE '{last}' + 7 AND {exactly}"


def hashes(table: Table, source: str, chosen: str = "true", also: str = "") -> str:
    """Return the SELECT of what tells the rows of a divided table apart.

    Args:
        table: Which table.
        source: Relation with its columns.
        chosen: SQL condition of the rows in question.
        also: A further expression to select.

    Returns:
        The columns of its key, `monday`, `said` (hash of the row) and `named` (of what mentions are made from; 0 but
        for core.postings).
    """
    key = ", ".join(f'"{column}"' for column in table.key)
    named = hashed(NAMING) if table == POSTINGS else "0"
    return (
        f"SELECT {key}, {of(table)} AS monday, {hashed(table.polars)} AS said, {named} AS named"
        f"{also and f', {also}'} FROM {source} WHERE {chosen}"
    )


def read(connection: duckdb.DuckDBPyConnection, sources: Mapping[str, str]) -> dict[str, str]:
    """Return divided table -> relation of its hashes; texts are read here, once, and what they come to is kept.

    Args:
        connection: Where the rows are; what is kept lies in its temporary tables.
        sources: Table -> relation of its rows.
    """
    found = {}
    for table in TABLES:
        if table.divided_by:
            found[table.full_name] = f"({hashes(table, sources[table.full_name])})"
            if COLUMN in table.polars:
                kept = f"hashes_{table.name}"
                connection.execute(f"CREATE OR REPLACE TEMP TABLE {kept} AS {found[table.full_name]}")
                found[table.full_name] = kept
    return found


def sums(connection: duckdb.DuckDBPyConnection, relation: str) -> dict[date, Sum]:
    """Return Monday -> sum of the rows of a relation of hashes."""
    found = connection.execute(
        f"SELECT monday, count(*), sum(said), sum(named) FROM {relation} GROUP BY ALL"
    ).fetchall()
    return {monday: Sum(rows, int(said), int(named)) for monday, rows, said, named in found}


def all_sums(connection: duckdb.DuckDBPyConnection) -> Sums:
    """Return what the large tables of the connection's current database come to, all their rows read."""
    told = {table.full_name: f"({hashes(table, table.full_name)})" for table in TABLES if table.divided_by}
    return sums_of(connection, told, MENTIONED.full_name)


def sums_of(connection: duckdb.DuckDBPyConnection, told: Mapping[str, str], mentions: str) -> Sums:
    """Return what the large tables come to.

    Args:
        connection: Where the rows are.
        told: Divided table -> relation of its hashes.
        mentions: Relation of all mentions.
    """
    return Sums({name: sums(connection, relation) for name, relation in told.items()}, whole(connection, mentions))


def mentions_of(postings: str) -> str:
    """Return the SELECT of the mentions that a relation with the columns of core.postings names."""
    return model("core", "mentions").replace(POSTINGS.full_name, postings)


def whole(connection: duckdb.DuckDBPyConnection, source: str, columns: Collection[str] = MENTION) -> Sum:
    """Return the sum of all rows of a relation with the columns of core.mentions, or of one with others."""
    [(rows, total)] = connection.execute(
        f"SELECT count(*), coalesce(sum({hashed(columns)}), 0) FROM {source}"
    ).fetchall()
    return Sum(rows, int(total))


def hashed(columns: Collection[str]) -> str:
    """Return the SQL expression for the hash of a row; lists are hashed first, once where two sums need them."""
    listed = ", ".join(f'hash("{column}")' if column == "concepts" else f'"{column}"' for column in columns)
    return f"hash({listed})"
