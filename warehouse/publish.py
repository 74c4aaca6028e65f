"""The copy that people query: tables, comments and macros in one file that is replaced atomically, Parquet beside it.

A reader that has the old file open goes on reading it; the old file stays as a vintage where the policy of vintages.py
says so. The writer's warehouse is only read here.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import duckdb

from warehouse import contracts, macros, store, texts, vintages
from warehouse.asking import query
from warehouse.database import COMPATIBLE, attach, creating, literal, writing
from warehouse.errors import JobproofError
from warehouse.files import replacing, share, sync
from warehouse.home import Home
from warehouse.lock import only_writer
from warehouse.schemas import CLAIM_HISTORY, MENTIONED, TABLES, Table

_READ_BY: dict[str, tuple[str, ...]] = {MENTIONED.full_name: ("concept", "posting_id")}
"""Order of rows where it is not the key's: most questions are about one concept, and then read its row groups only."""

__all__ = ["Published", "add_verdicts", "copy_table", "publish", "query"]


@dataclass(frozen=True)
class Published:
    """One published copy.

    Args:
        path: The DuckDB file.
        vintage: Id of its content.
        rows: Table -> rows.
        parquet: Folder with the same tables as Parquet, `<schema>.<table>.parquet`.
    """

    path: Path
    vintage: str
    rows: dict[str, int]
    parquet: Path


def publish(home: Home) -> Published:
    """Replace the published copy by what the warehouse and the verdicts now hold.

    Raises:
        JobproofError: There is no warehouse, or another process is writing. The earlier copy stays.
    """
    store.require(home.warehouse)
    return _replaced(home, "publishing", _write)


def add_verdicts(home: Home) -> Published:
    """Replace the published copy by itself with the verdicts recorded since; only their table is written anew.

    Raises:
        JobproofError: Nothing is published yet, or another process is writing. The earlier copy stays.
    """
    store.require(home.published)
    return _replaced(home, "publishing verdicts", _write_verdicts)


def _replaced(home: Home, purpose: str, write: Callable[[Home, Path, Path], tuple[str, dict[str, int]]]) -> Published:
    with only_writer(home, purpose):
        _sweep(home)
        fresh, before, policy = _folder(home), vintages.name_of(home.published), vintages.Policy.from_environment()
        try:
            with writing(home.published, "Run `jobproof doctor`."), replacing(home.published) as part:
                vintage, rows = write(home, part, fresh)
                part.chmod(vintages.READ_ONLY)
                for path in (*fresh.iterdir(), fresh, fresh.parent):
                    sync(path)
                if before not in {"", vintage}:
                    vintages.keep(home, before)
        except BaseException:
            shutil.rmtree(fresh)
            raise
        shown = _show(home, fresh)
        vintages.prune(home, vintage, policy)
        return Published(home.published, vintage, rows, shown)


def _write(home: Home, part: Path, fresh: Path) -> tuple[str, dict[str, int]]:
    with creating(part, COMPATIBLE) as connection:
        attach(connection, home.warehouse, "source")
        for schema in dict.fromkeys(table.schema for table in TABLES):
            connection.execute(f"CREATE SCHEMA {schema}")
        rows = {table.full_name: _copy(connection, home, table, fresh) for table in TABLES}
        macros.create(connection)
        vintage = _vintage(connection)
        connection.execute("DETACH source")
    return vintage, rows


def _write_verdicts(home: Home, part: Path, fresh: Path) -> tuple[str, dict[str, int]]:
    """Write a copy of the published file with the verdicts of now, and its Parquet files likewise."""
    shutil.copyfile(home.published, part)
    for path in (home.published.parent / "parquet").glob("*.parquet"):
        if path.stem != CLAIM_HISTORY.full_name:
            share(path, fresh / path.name)
    with creating(part, COMPATIBLE) as connection:
        connection.execute(f"DROP TABLE {CLAIM_HISTORY.full_name}")
        _copy(connection, home, CLAIM_HISTORY, fresh)
        return _vintage(connection), {table.full_name: _count(connection, table) for table in TABLES}


def _copy(connection: duckdb.DuckDBPyConnection, home: Home, table: Table, fresh: Path) -> int:
    copy_table(connection, table, _source(home, table))
    file = fresh / f"{table.full_name}.parquet"
    connection.execute(f"COPY (FROM {table.full_name}) TO {literal(str(file))} (FORMAT parquet, COMPRESSION zstd)")
    return _count(connection, table)


def copy_table(connection: duckdb.DuckDBPyConnection, table: Table, source: str) -> None:
    """Make a table of the copy with its comments, and fill it in the order in which it is read.

    Args:
        connection: Its current database is the copy; the table's schema is there.
        table: Which one.
        source: Relation with its columns.
    """
    order = ", ".join(f'"{column}"' for column in _READ_BY.get(table.full_name, table.key))
    connection.execute(contracts.ddl(table))
    connection.execute(f"INSERT INTO {table.full_name} BY NAME SELECT * FROM {source} ORDER BY {order}")
    for comment in contracts.comments(table):
        connection.execute(comment)


def _count(connection: duckdb.DuckDBPyConnection, table: Table) -> int:
    [(rows,)] = connection.execute(f"SELECT count(*) FROM {table.full_name}").fetchall()
    return int(rows)


def _vintage(connection: duckdb.DuckDBPyConnection) -> str:
    """Return the id of what was just written, which older clients must be able to read."""
    _assert_readable(connection)
    [(vintage,)] = connection.execute("SELECT vintage FROM mart.meta").fetchall()
    return str(vintage)


def _source(home: Home, table: Table) -> str:
    """Return where a table's rows come from: texts as far as terms allow, verdicts younger than the warehouse."""
    if texts.COLUMN in table.polars:
        return texts.allowed(home, f"source.{table.full_name}")
    verdicts = sorted(home.verdicts.glob("*.parquet"))
    if table != CLAIM_HISTORY or not verdicts:
        return f"source.{table.full_name}"
    return f"read_parquet([{', '.join(literal(str(file)) for file in verdicts)}], union_by_name := true)"


def _assert_readable(connection: duckdb.DuckDBPyConnection) -> None:
    [(tags,)] = connection.execute("SELECT tags FROM duckdb_databases() WHERE database_name = 'target'").fetchall()
    if not str(tags.get("storage_version", "")).startswith(COMPATIBLE):
        raise JobproofError(
            "publish",
            f"DuckDB wrote storage version {tags.get('storage_version')}",
            allowed=COMPATIBLE,
            remedy="Install the duckdb version of requirements.lock.",
        )


def _folder(home: Home) -> Path:
    """Make an empty folder for a generation of Parquet files."""
    generations = home.published.parent / "generations"
    taken = [int(path.name) for path in generations.glob("[0-9]*")]
    fresh = generations / f"{max(taken, default=0) + 1:06}"
    fresh.mkdir(parents=True)
    return fresh


def _show(home: Home, fresh: Path) -> Path:
    """Point `parquet` at a generation, in one step, and remove all but the one before it."""
    link = home.published.parent / "parquet"
    before = link.resolve().name if link.is_symlink() else ""
    part = link.with_name(f".parquet.{os.getpid()}")
    part.unlink(missing_ok=True)
    part.symlink_to(fresh.relative_to(link.parent), target_is_directory=True)
    part.replace(link)
    sync(link.parent)
    for path in fresh.parent.iterdir():
        if path.name not in {before, fresh.name}:
            shutil.rmtree(path)
    return link


def _sweep(home: Home) -> None:
    """Remove what killed publishes left behind; the lock is held, so that nobody else is at work."""
    folder = home.published.parent
    link = folder / "parquet"
    for path in folder.glob(f".{home.published.name}.*"):
        path.unlink(missing_ok=True)
    shutil.rmtree(folder / ".spill", ignore_errors=True)
    shown = link.resolve().name if link.is_symlink() else ""
    for path in (folder / "generations").glob("[0-9]*"):
        if path.name > shown:
            shutil.rmtree(path)
