"""The copy that people query: tables, comments and macros in one file that is replaced atomically, Parquet beside it.

A reader that has the old file open goes on reading it. The writer's warehouse is only read here.
"""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

import duckdb
import polars as pl

from warehouse import contracts, store
from warehouse.cohorts import Warehouse
from warehouse.database import COMPATIBLE, attach, creating, literal
from warehouse.errors import JobproofError
from warehouse.files import replacing
from warehouse.home import Home
from warehouse.lock import only_writer
from warehouse.schemas import CLAIM_HISTORY, TABLES, Table

MACROS: dict[str, tuple[str, ...]] = {
    "weekly_demand": ("wanted",),
    "share_of": ("wanted", "among"),
    "open_on": ("wanted_day",),
    "co_mentions": ("wanted",),
}
"""Table macros of the published copy and their parameters; bodies in models/macros."""


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
    with only_writer(home, "publishing"):
        _sweep(home)
        fresh = _folder(home)
        try:
            with replacing(home.published) as part:
                vintage, rows = _write(home, part, fresh)
        except BaseException:
            shutil.rmtree(fresh)
            raise
        return Published(home.published, vintage, rows, _show(home, fresh))


def query(home: Home, text: str) -> pl.DataFrame:
    """Run SQL on the published copy, read-only.

    Raises:
        JobproofError: Nothing is published yet, or DuckDB refuses the statement; its message is passed on.
    """
    with Warehouse(home) as warehouse:
        return warehouse.sql(text)


def _write(home: Home, part: Path, fresh: Path) -> tuple[str, dict[str, int]]:
    with creating(part, COMPATIBLE) as connection:
        attach(connection, home.warehouse, "source")
        for schema in dict.fromkeys(table.schema for table in TABLES):
            connection.execute(f"CREATE SCHEMA {schema}")
        rows = {table.full_name: _copy(connection, home, table, fresh) for table in TABLES}
        for name, parameters in MACROS.items():
            body = store.model("macros", name)
            connection.execute(f"CREATE MACRO {name}({', '.join(parameters)}) AS TABLE {body}")
        [(vintage,)] = connection.execute("SELECT vintage FROM mart.meta").fetchall()
        _assert_readable(connection)
        connection.execute("DETACH source")
    return vintage, rows


def _copy(connection: duckdb.DuckDBPyConnection, home: Home, table: Table, fresh: Path) -> int:
    key = ", ".join(f'"{column}"' for column in table.key)
    connection.execute(contracts.ddl(table))
    connection.execute(f"INSERT INTO {table.full_name} BY NAME SELECT * FROM {_source(home, table)} ORDER BY {key}")
    for comment in contracts.comments(table):
        connection.execute(comment)
    file = fresh / f"{table.full_name}.parquet"
    connection.execute(f"COPY (FROM {table.full_name}) TO {literal(str(file))} (FORMAT parquet, COMPRESSION zstd)")
    [(rows,)] = connection.execute(f"SELECT count(*) FROM {table.full_name}").fetchall()
    return int(rows)


def _source(home: Home, table: Table) -> str:
    """Return where a table's rows come from: verdicts are younger than the warehouse that they were judged on."""
    verdicts = sorted(home.verdicts.glob("*.parquet"))
    if table != CLAIM_HISTORY or not verdicts:
        return f"source.{table.full_name}"
    return f"read_parquet([{', '.join(literal(str(file)) for file in verdicts)}])"


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
