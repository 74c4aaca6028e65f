"""Opening DuckDB files, and moving frames in and out. No table is named here.

Frames cross by the Arrow C stream and by Parquet, since pyarrow is not among the dependencies.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import cast

import duckdb
import polars as pl

from warehouse.errors import JobproofError

COMPATIBLE = "v1.4.0"
"""Storage version of every file that people open: DuckDB 1.4 and later read it."""
_OPENINGS = 10
"""So often a file is opened that is replaced meanwhile."""

_HOLDER = re.compile(r"held in (?P<program>\S+) \(PID (?P<pid>\d+)\)")
_NEWER = re.compile(r"storage version number \d+, but we can only read storage versions between (?P<known>\d+ and \d+)")


class NewerFileError(JobproofError):
    """A file that a later DuckDB wrote in a format which the installed one does not know."""


class _Stream:
    """Shows polars nothing of a relation but its Arrow stream: probing the rest makes the bindings leak at exit."""

    def __init__(self, relation: duckdb.DuckDBPyRelation) -> None:
        self._relation = relation

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        return self._relation.__arrow_c_stream__(requested_schema)


def frame(connection: duckdb.DuckDBPyConnection, sql: str) -> pl.DataFrame:
    """Return a SELECT's rows.

    Args:
        connection: An open connection without an unfinished result.
        sql: One statement that yields rows; one that yields none gives an empty frame.
    """
    relation = cast("duckdb.DuckDBPyRelation | None", connection.sql(sql))
    return pl.DataFrame() if relation is None else pl.DataFrame(_Stream(relation))


@contextmanager
def in_memory() -> Iterator[duckdb.DuckDBPyConnection]:
    """Yield a connection to an empty database in memory, in UTC."""
    with duckdb.connect(":memory:") as connection:
        _settle(connection)
        yield connection


@contextmanager
def reading(path: Path, alias: str = "jobs") -> Iterator[duckdb.DuckDBPyConnection]:
    """Yield a connection whose current database is the file, read-only.

    The file is attached to a database in memory: connecting to its path would return the replaced file again in a
    process that still holds it open.

    Raises:
        JobproofError: The file is missing, locked by a writer or no DuckDB file.
    """
    with in_memory() as connection:
        attach(connection, path, alias)
        connection.execute(f"USE {alias}")
        yield connection


def attach(connection: duckdb.DuckDBPyConnection, path: Path, alias: str) -> None:
    """Attach a file read-only under `alias`.

    DuckDB opens a file twice, for its header and for its data. One that was replaced in between is attached anew: what
    it holds would not be what its header says.

    Raises:
        JobproofError: As in reading(); or it is replaced again and again.
    """
    for _ in range(_OPENINGS):
        before = _identity(path)
        failed = _attached(connection, path, alias)
        if before == _identity(path):
            if failed:
                raise failed
            return
        if not failed:
            connection.execute(f"DETACH {alias}")
    raise JobproofError(str(path), f"was replaced while it was opened, {_OPENINGS} times", remedy="Try again later.")


def _attached(connection: duckdb.DuckDBPyConnection, path: Path, alias: str) -> JobproofError | None:
    """Attach a file; return why it cannot be."""
    try:
        connection.execute(f"ATTACH {literal(str(path))} AS {alias} (READ_ONLY)")
    except duckdb.Error as error:
        return _opening(path, error)
    return None


def _identity(path: Path) -> tuple[int, int, int] | None:
    """Return by what a file is known from the one that takes its place; None where there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_ino, found.st_mtime_ns, found.st_size


@contextmanager
def creating(path: Path, storage: str = "") -> Iterator[duckdb.DuckDBPyConnection]:
    """Yield a connection whose current database, `target`, is a file; it is checkpointed and closed at the end.

    Args:
        path: A file that nobody else has open; made where it does not exist yet.
        storage: Storage version; empty for the newest.
    """
    with in_memory() as connection, writable(connection, path, storage):
        yield connection


@contextmanager
def writable(connection: duckdb.DuckDBPyConnection, path: Path, storage: str = "") -> Iterator[None]:
    """Make a file, as in creating(), the current database of a connection while the block lasts."""
    version = f" (STORAGE_VERSION {literal(storage)})" if storage else ""
    connection.execute(f"ATTACH {literal(str(path))} AS target{version}")
    spill_beside(connection, path)
    connection.execute("USE target")
    yield
    connection.execute("USE memory")
    connection.execute("DETACH target")


def spill_beside(connection: duckdb.DuckDBPyConnection, path: Path) -> None:
    """Have a connection put what does not fit into memory beside a file."""
    connection.execute(f"SET temp_directory = {literal(str(path.parent / '.spill'))}")


@contextmanager
def at_once(connection: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """Do what the block does in one transaction, or nothing of it.

    Many small things are thus brought to the disk once. And row ids stay: after any other statement DuckDB may write
    its file, and where rows were removed others then have their ids.
    """
    connection.execute("BEGIN")
    try:
        yield
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


def holds_removed(connection: duckdb.DuckDBPyConnection) -> bool:
    """Tell whether the current database may hold bytes of what was removed: in free blocks, or in rows passed over."""
    [(free,)] = connection.execute(
        "SELECT free_blocks FROM pragma_database_size() WHERE database_name = current_database()"
    ).fetchall()
    listed = "SELECT schema_name, table_name FROM duckdb_tables() WHERE database_name = current_database()"
    return free > 0 or any(
        connection.execute(f'SELECT coalesce(max(rowid) + 1, 0) > count(*) FROM "{schema}"."{table}"').fetchall()
        == [(True,)]
        for schema, table in connection.execute(listed).fetchall()
    )


def literal(text: str) -> str:
    """Return `text` as an SQL string literal."""
    return "'" + text.replace("'", "''") + "'"


def _settle(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute("SET TimeZone = 'UTC'")
    connection.execute("SET preserve_insertion_order = false")
    connection.execute("SET enable_progress_bar = false")


def _opening(path: Path, error: duckdb.Error) -> JobproofError:
    if holder := _HOLDER.search(str(error)):
        return JobproofError(
            str(path),
            f"process {holder['pid']} ({holder['program']}) has it open for writing",
            remedy="Close that session; people query the published copy: jobproof sql.",
        )
    if newer := _NEWER.search(str(error)):
        return NewerFileError(
            str(path),
            f"was written by a newer DuckDB than the installed {duckdb.__version__}",
            allowed=f"storage versions {newer['known']}",
            remedy="Upgrade jobproof (`make install`), or name another home by JOBPROOF_HOME; nothing was changed.",
        )
    first = str(error).splitlines()[0]
    return JobproofError(str(path), f"cannot be opened ({first})", remedy="Run `jobproof doctor`.")


@contextmanager
def writing(path: Path, remedy: str) -> Iterator[None]:
    """Turn what DuckDB and polars say of a full disk or damaged input into an error for people.

    Args:
        path: The file that is being written; it is replaced whole or not at all.
        remedy: What to do.
    """
    try:
        yield
    except (duckdb.Error, pl.exceptions.PolarsError) as error:
        first = str(error).partition("\n")[0]
        raise JobproofError(str(path), f"cannot be written ({first}); the earlier one stays", remedy=remedy) from error
