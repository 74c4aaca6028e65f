"""A copy of the earlier published file brought to what the warehouse holds now, by writing what differs.

Divided tables lie week by week: a week of which much goes is taken out and written anew, and what it took is used
again by the next publish; of other weeks the rows that differ are. Of mentions those of the postings that changed are
replaced. All other tables are small and written anew. The warehouse is read whole; of the copy what it comes to, unless
that is known. Nothing here opens or replaces files, and nothing decides on what a copy holds or what is known of it:
that is publish.py's affair. Wide texts are read twice, for their hashes and where they are written.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date

import duckdb

from warehouse import contracts, weeks
from warehouse.database import at_once
from warehouse.earlier import UnlikeError, is_sparse
from warehouse.schemas import MENTIONED, POSTINGS, TABLES, Table
from warehouse.weeks import Sum, Sums

_MUCH = 0.1
"""Share of a week's rows beyond which the week is written anew when so many of them go."""


def order(table: Table) -> str:
    """Return the columns and expressions by which a table of the copy is sorted; mentions lie as they come."""
    key = ", ".join(f'"{column}"' for column in table.key)
    return f"{weeks.of(table)}, {key}" if table.divided_by else key


def fill(connection: duckdb.DuckDBPyConnection, table: Table, source: str) -> None:
    """Make a table of the copy and fill it in the order in which it is read.

    A posting's mentions stay together, as they come: sorted by concept they take three times the room and five times
    as long, and all questions but those that only count one concept are answered no sooner.

    Args:
        connection: Its current database is the copy; the table's schema is there.
        table: Which one.
        source: Relation with its columns.
    """
    connection.execute(contracts.ddl(table))
    lying = "" if table == MENTIONED else f" ORDER BY {order(table)}"
    connection.execute(f"INSERT INTO {table.full_name} BY NAME SELECT * FROM {source}{lying}")


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


def renew(
    connection: duckdb.DuckDBPyConnection,
    sources: Mapping[str, str],
    told: Mapping[str, str],
    known: Sums | None,
    wanted: Sums,
) -> None:
    """Bring the copy to what the warehouse holds.

    Args:
        connection: Its current database is a copy of the earlier published file.
        sources: Table -> relation from which its rows come.
        told: Divided table -> relation of the hashes of its rows, see weeks.read.
        known: What its large tables come to, where the file is the one of which that was noted; else they are read.
        wanted: What those of the sources come to.

    Raises:
        UnlikeError: Its tables are not those of the contracts, or it does not hold what the warehouse does after all.
        duckdb.Error: It is damaged.
    """
    _require_tables(connection)
    before = known or weeks.all_sums(connection)
    for table in TABLES:
        if table.divided_by:
            name = table.full_name
            was, now = before.divided[name], wanted.divided[name]
            _renew_weeks(connection, table, sources[name], told[name], before=was, now=now)
    _renew_mentions(connection, sources[MENTIONED.full_name], before.mentions, wanted.mentions)
    with at_once(connection):
        for table in TABLES:
            if not table.divided_by and table != MENTIONED:
                _anew(connection, table, sources[table.full_name])


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


def _renew_weeks(
    connection: duckdb.DuckDBPyConnection,
    table: Table,
    source: str,
    told: str,
    *,
    before: Mapping[date, Sum],
    now: Mapping[date, Sum],
) -> None:
    """Replace what differs: of weeks of which much goes all rows, of others those that do."""
    name = table.full_name
    differing = {monday for monday in now.keys() | before.keys() if now.get(monday) != before.get(monday)}
    within = weeks.within(table, differing) if differing else "false"
    _compare(connection, table, told, differing, within)
    if table == POSTINGS:
        _note_changed(connection, source, within)
    if not differing:
        return
    wanted = {monday: now[monday] for monday in differing & now.keys()}
    written = sum(each.rows for each in wanted.values())
    if 2 * written > sum(each.rows for each in now.values()) or is_sparse(connection, name):
        _anew(connection, table, source)
    else:
        _replace(connection, table, source, within)
    if weeks.sums(connection, f"({weeks.hashes(table, name, within)})") != wanted:
        raise UnlikeError(f"{name} does not hold what was written")


def _compare(
    connection: duckdb.DuckDBPyConnection, table: Table, told: str, differing: Collection[date], within: str
) -> None:
    """Keep in temporary tables the hashes of the rows of some weeks: `meant` of the source, `held` of the copy."""
    listed = ", ".join(f"DATE '{monday}'" for monday in sorted(differing))
    of_them = f"monday IN ({listed})" if differing else "false"
    connection.execute(f"CREATE OR REPLACE TEMP TABLE meant AS FROM {told} WHERE {of_them}")
    held = weeks.hashes(table, table.full_name, within, also="rowid AS line")
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE held AS SELECT *, said IN (SELECT said FROM meant) AS stays FROM ({held})"
    )


def _replace(connection: duckdb.DuckDBPyConnection, table: Table, source: str, within: str) -> None:
    """Take out rows that the source does not hold and put in those that only it does; they are told by their hashes.

    Weeks of which much goes are taken out whole: what they took can then be used again, which a few rows that stay in a
    row group prevent. Row ids are kept over temporary tables alone: they move when the file is written.
    """
    name, key = table.full_name, ", ".join(f'"{column}"' for column in table.key)
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE stay AS SELECT line, said FROM held WHERE stays AND monday IN"
        f" (SELECT monday FROM held GROUP BY monday HAVING count(*) FILTER (NOT stays) <= {_MUCH} * count(*))"
    )
    connection.execute(f"DELETE FROM {name} WHERE rowid IN (SELECT line FROM held ANTI JOIN stay USING (line))")
    connection.execute(
        f"INSERT INTO {name} BY NAME SELECT * FROM {source} SEMI JOIN (FROM meant ANTI JOIN stay USING (said))"
        f" USING ({key}) WHERE {within} ORDER BY {order(table)}"
    )


def _note_changed(connection: duckdb.DuckDBPyConnection, source: str, within: str) -> None:
    """Keep in temporary tables which mentions must go, with their postings, and which must come."""
    sides = {"going": ("held", "meant", POSTINGS.full_name), "coming": ("meant", "held", source)}
    for name, (one, other, relation) in sides.items():
        connection.execute(
            f"CREATE OR REPLACE TEMP TABLE {name} AS "
            f"SELECT posting_id FROM {one} ANTI JOIN {other} USING (posting_id, named)"
        )
        connection.execute(
            f"CREATE OR REPLACE TEMP TABLE {name}_postings AS SELECT {', '.join(weeks.NAMING)}"
            f" FROM {relation} SEMI JOIN {name} USING (posting_id) WHERE {within}"
        )
        connection.execute(f"CREATE OR REPLACE TEMP TABLE {name}_mentions AS {weeks.mentions_of(f'{name}_postings')}")


def _renew_mentions(connection: duckdb.DuckDBPyConnection, source: str, before: Sum, now: Sum) -> None:
    """Replace the mentions of changed postings, and see that all then come to what those of the warehouse do."""
    name = MENTIONED.full_name
    gone, come = (weeks.whole(connection, f"{each}_mentions") for each in ("going", "coming"))
    [(deleted,)] = connection.execute(f"DELETE FROM {name} WHERE posting_id IN (FROM going)").fetchall()
    rows, whole = before.rows - deleted + come.rows, before.whole - gone.whole + come.whole
    if deleted != gone.rows or (rows, whole) != (now.rows, now.whole):
        raise UnlikeError(f"{name} is not what its postings name")
    if 2 * come.rows > now.rows or is_sparse(connection, name):
        _anew(connection, MENTIONED, source)
    else:
        connection.execute(f"INSERT INTO {name} BY NAME FROM coming_mentions")
