"""A copy of the earlier published file brought to what the warehouse holds now, by writing what differs.

Divided tables lie month by month: the months that differ are taken out and written anew, and what they took is used
again by the next publish. Mentions lie by concept, in one long stretch and a few newer, shorter ones behind it; of them
those of the postings that changed are replaced. All other tables are small and written anew. The warehouse is read
whole; of the copy what it comes to, unless that is known. Nothing here opens or replaces files, and nothing decides on
what a copy holds or what is known of it: that is publish.py's affair.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

import duckdb

from warehouse import contracts, months
from warehouse.errors import JobproofError
from warehouse.months import Sum, Sums
from warehouse.schemas import MENTIONED, POSTINGS, TABLES, Table

STRETCH = 16 * 122_880
"""Rows of the newest stretch of mentions up to which it is sorted again with those that come in."""
_STRETCHES = 64
"""Stretches beyond which all mentions are sorted anew: a question about one concept reads a part of each."""
_DEAD = 0.25
"""Share of removed rows beyond which a table is written anew."""


@dataclass(frozen=True)
class Stretches:
    """How the mentions of a copy lie.

    Args:
        number: Stretches, each sorted by concept.
        last: Row id at which the newest begins.
    """

    number: int
    last: int


class UnlikeError(JobproofError):
    """The earlier copy cannot be brought to what the warehouse holds; it has to be written anew."""

    def __init__(self, found: str) -> None:
        super().__init__("published copy", found, remedy="It is written anew.")


def order(table: Table) -> str:
    """Return the columns and expressions by which a table of the copy is sorted."""
    if table == MENTIONED:
        return "concept, posting_id"
    key = ", ".join(f'"{column}"' for column in table.key)
    return f"{months.of(table)}, {key}" if table.divided_by else key


def fill(connection: duckdb.DuckDBPyConnection, table: Table, source: str) -> None:
    """Make a table of the copy and fill it in the order in which it is read.

    Args:
        connection: Its current database is the copy; the table's schema is there.
        table: Which one.
        source: Relation with its columns.
    """
    connection.execute(contracts.ddl(table))
    connection.execute(f"INSERT INTO {table.full_name} BY NAME SELECT * FROM {source} ORDER BY {order(table)}")


@contextmanager
def at_once(connection: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """Do many small things in one transaction: each by itself would be brought to the disk by itself."""
    connection.execute("BEGIN")
    yield
    connection.execute("COMMIT")


def comment(connection: duckdb.DuckDBPyConnection) -> None:
    """Set the comments of all tables and columns of the copy that are not yet as the contracts say."""
    here = "WHERE database_name = current_database()"
    known = dict(
        connection.execute(
            f"SELECT schema_name || '.' || table_name, comment FROM duckdb_tables() {here} UNION ALL "
            f"SELECT schema_name || '.' || table_name || '.' || column_name, comment FROM duckdb_columns() {here}"
        ).fetchall()
    )
    for table in TABLES:
        wanted = {table.full_name: table.description}
        wanted |= {f"{table.full_name}.{column.name}": column.description for column in table.columns}
        if any(known.get(name) != said for name, said in wanted.items()):
            for each in contracts.comments(table):
                connection.execute(each)


def first_stretches(connection: duckdb.DuckDBPyConnection) -> Stretches:
    """Return how mentions lie that were just filled: as one stretch, that grows as long as it is short."""
    rows = _extent(connection, MENTIONED)
    return Stretches(1, 0 if rows <= STRETCH else rows)


def renew(
    connection: duckdb.DuckDBPyConnection,
    sources: Mapping[str, str],
    earlier: Stretches,
    known: Sums | None,
    wanted: Sums,
) -> Stretches:
    """Bring the copy to what the warehouse holds.

    Args:
        connection: Its current database is a copy of the earlier published file.
        sources: Table -> relation from which its rows come.
        earlier: How its mentions lie.
        known: What its large tables come to, where the file is the one of which that was noted; else they are read.
        wanted: What those of the sources come to.

    Returns:
        How mentions lie now.

    Raises:
        UnlikeError: Its tables are not those of the contracts, or it does not hold what the warehouse does after all.
        duckdb.Error: It is damaged.
    """
    _require_tables(connection)
    before = known or months.all_sums(connection)
    for table in TABLES:
        if table.divided_by:
            was, now = before.divided[table.full_name], wanted.divided[table.full_name]
            _renew_months(connection, table, sources[table.full_name], was, now)
    lying = _renew_mentions(connection, sources[MENTIONED.full_name], earlier, before.mentions, wanted.mentions)
    with at_once(connection):
        for table in TABLES:
            if not table.divided_by and table != MENTIONED:
                _anew(connection, table, sources[table.full_name])
    return lying


def _require_tables(connection: duckdb.DuckDBPyConnection) -> None:
    listed = "SELECT schema_name || '.' || table_name FROM duckdb_tables() WHERE database_name = current_database()"
    known = {name for (name,) in connection.execute(listed).fetchall()}
    if known != {table.full_name for table in TABLES}:
        raise UnlikeError("it has other tables")
    for table in TABLES:
        described = connection.execute(f"DESCRIBE {table.full_name}").fetchall()
        held = [(name, kind.replace("TIMESTAMP WITH TIME ZONE", "TIMESTAMPTZ")) for name, kind, *_ in described]
        if held != [(column.name, contracts.sql_type(column)) for column in table.columns]:
            raise UnlikeError(f"{table.full_name} has other columns")


def _anew(connection: duckdb.DuckDBPyConnection, table: Table, source: str) -> None:
    connection.execute(f"DROP TABLE {table.full_name}")
    fill(connection, table, source)


def _renew_months(
    connection: duckdb.DuckDBPyConnection,
    table: Table,
    source: str,
    before: Mapping[date, Sum],
    now: Mapping[date, Sum],
) -> None:
    """Replace the months that differ."""
    differing = {month for month in now.keys() | before.keys() if now.get(month) != before.get(month)}
    if table == POSTINGS:
        _note_changed(connection, source, differing)
    if not differing:
        return
    written = sum(now[month].rows for month in differing & now.keys())
    within = months.within(table, differing)
    if 2 * written > sum(each.rows for each in now.values()) or _dead(connection, table) > _DEAD:
        _anew(connection, table, source)
    else:
        connection.execute(f"DELETE FROM {table.full_name} WHERE {within}")
        connection.execute(
            f"INSERT INTO {table.full_name} BY NAME SELECT * FROM {source} WHERE {within} ORDER BY {order(table)}"
        )
    if months.sums(connection, table, table.full_name, within) != {
        month: now[month] for month in differing & now.keys()
    }:
        raise UnlikeError(f"{table.full_name} does not hold what was written")


def _note_changed(connection: duckdb.DuckDBPyConnection, source: str, differing: set[date]) -> None:
    """Keep in temporary tables which mentions must go, with their postings, and which must come."""
    within = months.within(POSTINGS, differing) if differing else "false"
    sides = {"going": f"(FROM {POSTINGS.full_name} WHERE {within})", "coming": f"(FROM {source} WHERE {within})"}
    for name, relation in sides.items():
        connection.execute(
            f"CREATE OR REPLACE TEMP TABLE all_{name} AS "
            f"SELECT posting_id, {months.hashed(months.NAMING)} AS said FROM {relation}"
        )
    for name, other in (("going", "coming"), ("coming", "going")):
        connection.execute(
            f"CREATE OR REPLACE TEMP TABLE {name} AS "
            f"SELECT posting_id FROM all_{name} ANTI JOIN all_{other} USING (posting_id, said)"
        )
        changed = f"(FROM {sides[name]} SEMI JOIN {name} USING (posting_id))"
        connection.execute(f"CREATE OR REPLACE TEMP TABLE {name}_mentions AS {months.mentions_of(changed)}")


def _renew_mentions(
    connection: duckdb.DuckDBPyConnection, source: str, earlier: Stretches, before: Sum, now: Sum
) -> Stretches:
    """Replace the mentions of changed postings, and see that all then come to what those of the warehouse do."""
    name = MENTIONED.full_name
    gone, come = (months.whole(connection, f"{each}_mentions") for each in ("going", "coming"))
    [(deleted,)] = connection.execute(f"DELETE FROM {name} WHERE posting_id IN (FROM going)").fetchall()
    rows, whole = before.rows - deleted + come.rows, before.whole - gone.whole + come.whole
    if deleted != gone.rows or (rows, whole) != (now.rows, now.whole):
        raise UnlikeError(f"{name} is not what its postings name")
    kept = _rows(connection, f"{name} WHERE rowid >= {earlier.last}")
    is_short = kept + come.rows <= STRETCH
    number = earlier.number if is_short or not come.rows else earlier.number + 1
    if 2 * come.rows > now.rows or number > _STRETCHES or _dead(connection, MENTIONED) > _DEAD:
        _anew(connection, MENTIONED, source)
        return first_stretches(connection)
    if come.rows:
        return Stretches(number, _added(connection, earlier.last, kept * is_short) - come.rows - kept * is_short)
    return earlier


def _added(connection: duckdb.DuckDBPyConnection, last: int, kept: int) -> int:
    """Add what came in behind the newest stretch, or sorted with what is kept of it; return the row ids used."""
    name = MENTIONED.full_name
    if kept:
        connection.execute(f"INSERT INTO coming_mentions BY NAME SELECT * FROM {name} WHERE rowid >= {last}")
        connection.execute(f"DELETE FROM {name} WHERE rowid >= {last}")
    connection.execute(f"INSERT INTO {name} BY NAME SELECT * FROM coming_mentions ORDER BY {order(MENTIONED)}")
    connection.execute("CHECKPOINT")
    return _extent(connection, MENTIONED)


def _rows(connection: duckdb.DuckDBPyConnection, relation: str) -> int:
    [(rows,)] = connection.execute(f"SELECT count(*) FROM {relation}").fetchall()
    return int(rows)


def _extent(connection: duckdb.DuckDBPyConnection, table: Table) -> int:
    """Return how many row ids a table has used, those of removed rows included."""
    [(last,)] = connection.execute(f"SELECT max(rowid) FROM {table.full_name}").fetchall()
    return 0 if last is None else int(last) + 1


def _dead(connection: duckdb.DuckDBPyConnection, table: Table) -> float:
    """Return the share of a table's row ids that are of removed rows."""
    used = _extent(connection, table)
    return 1 - _rows(connection, table.full_name) / used if used else 0.0
