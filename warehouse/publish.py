"""The copy that people query: tables, comments and macros in one file that is replaced atomically, Parquet beside it.

A reader that has the old file open goes on reading it; the old file stays as a vintage where the policy of vintages.py
says so. The writer's warehouse is only read here. What differs from the earlier copy is written into a copy of it
(increments.py); all is written anew where there is none, or it is damaged, or texts that it may hold no longer pass.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

import duckdb

from warehouse import boards, generations, increments, macros, store, texts, vintages, weeks
from warehouse.asking import query
from warehouse.database import (
    COMPATIBLE,
    at_once,
    attach,
    creating,
    in_memory,
    literal,
    spill_beside,
    writable,
    writing,
)
from warehouse.earlier import UnlikeError, require_dense
from warehouse.errors import JobproofError
from warehouse.files import checksum, replacing
from warehouse.generations import State
from warehouse.home import Home
from warehouse.lock import only_writer
from warehouse.schemas import CLAIM_HISTORY, MENTIONED, TABLES, Table
from warehouse.weeks import Sums

__all__ = ["Published", "add_verdicts", "publish", "query"]


@dataclass(frozen=True)
class Published:
    """One published copy.

    Args:
        path: The DuckDB file.
        vintage: Id of its content.
        rows: Table -> rows.
        parquet: Folder with the same tables as Parquet, `<schema>.<table>.parquet`, see generations.py.
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


def _replaced(home: Home, purpose: str, write: Callable[[Home, Path, Path], None]) -> Published:
    with only_writer(home, purpose):
        _sweep(home)
        fresh, before = generations.begin(home), vintages.name_of(home.published)
        policy = vintages.Policy.from_environment()
        try:
            with writing(home.published, "Run `jobproof doctor`."), replacing(home.published) as part:
                write(home, part, fresh)
                vintage, rows = _held(part)
                part.chmod(vintages.READ_ONLY)
                generations.settle(fresh)
                if before not in {"", vintage}:
                    vintages.keep(home, before)
        except BaseException:
            shutil.rmtree(fresh)
            raise
        shown = generations.show(home, fresh)
        vintages.prune(home, vintage, policy)
        return Published(home.published, vintage, rows, shown)


def _write(home: Home, part: Path, fresh: Path) -> None:
    """Write what differs from the earlier copy where that can be, all else."""
    earlier = generations.read(generations.shown(home))
    if earlier and home.published.exists() and _may_stay(home, earlier):
        try:
            _write_changes(home, part, fresh, earlier)
        except duckdb.InterruptException:
            raise
        except (duckdb.Error, UnlikeError):
            _clear(part, fresh)
        else:
            return
    with creating(part, COMPATIBLE) as connection:
        attach(connection, home.warehouse, "source")
        for schema in dict.fromkeys(table.schema for table in TABLES):
            connection.execute(f"CREATE SCHEMA {schema}")
        for table in TABLES:
            increments.fill(connection, table, _source(home, table))
        sums = weeks.all_sums(connection)
        files = _finished(connection, home, fresh, sums)
    generations.say(fresh, State(_texts(home), files, sums, checksum(part)))


def _write_changes(home: Home, part: Path, fresh: Path, earlier: State) -> None:
    sources = {table.full_name: _source(home, table) for table in TABLES}
    with in_memory() as connection:
        copied, told, sums = _copied_and_read(connection, home, part, sources)
        known = earlier.sums if copied == earlier.checksum else None
        with writable(connection, part, COMPATIBLE):
            require_dense(connection)
            increments.renew(connection, sources, told, known, sums)
            files = _finished(connection, home, fresh, sums)
    generations.say(fresh, State(_texts(home), files, sums, checksum(part)))


def _copied_and_read(
    connection: duckdb.DuckDBPyConnection, home: Home, part: Path, sources: Mapping[str, str]
) -> tuple[str, dict[str, str], Sums]:
    """Copy the earlier file while the warehouse is attached and read.

    Returns:
        The copy's checksum, divided table -> relation of the hashes of its source's rows, and what these come to.
    """

    def copied() -> str:
        shutil.copyfile(home.published, part)
        return checksum(part)

    spill_beside(connection, part)
    attach(connection, home.warehouse, "source")
    with ThreadPoolExecutor(1) as aside:
        begun = aside.submit(copied)
        told = weeks.read(connection, sources)
        sums = weeks.sums_of(connection, told, sources[MENTIONED.full_name])
        return begun.result(), told, sums


def _finished(connection: duckdb.DuckDBPyConnection, home: Home, fresh: Path, sums: Sums) -> dict[str, tuple[str, str]]:
    """Add views and macros to a copy whose tables are filled, and write its Parquet files, of which State tells."""
    connection.execute("DETACH source")
    with at_once(connection):
        increments.comment(connection)
        macros.drop(connection)
        macros.create(connection)
    return generations.write(connection, fresh, generations.shown(home), sums)


def _write_verdicts(home: Home, part: Path, fresh: Path) -> None:
    """Write a copy of the published file with the verdicts of now, and its Parquet files likewise."""
    earlier = generations.read(generations.shown(home))
    shutil.copyfile(home.published, part)
    is_known = earlier is not None and checksum(part) == earlier.checksum
    generations.share_but(generations.shown(home).resolve(), fresh, CLAIM_HISTORY)
    with creating(part, COMPATIBLE) as connection:
        connection.execute(f"DROP TABLE {CLAIM_HISTORY.full_name}")
        increments.fill(connection, CLAIM_HISTORY, _source(home, CLAIM_HISTORY))
        increments.comment(connection)
        generations.write_whole(connection, CLAIM_HISTORY, fresh)
    if earlier and is_known:
        generations.say(fresh, replace(earlier, checksum=checksum(part)))


def _may_stay(home: Home, earlier: State) -> bool:
    """Tell whether the terms of no board have changed: what was taken out stays in a file until it is written over."""
    now = _texts(home)
    return all(now.get(board) == passed for board, passed in earlier.texts.items())


def _texts(home: Home) -> dict[str, str]:
    return {board.name: board.text for board in boards.load(home).boards.values()}


def _clear(part: Path, fresh: Path) -> None:
    """Remove what was begun, so that all can be written anew."""
    part.unlink(missing_ok=True)
    part.with_name(f"{part.name}.wal").unlink(missing_ok=True)
    shutil.rmtree(fresh)
    fresh.mkdir()


def _held(part: Path) -> tuple[str, dict[str, int]]:
    """Return the id of what was just written, which older clients must be able to read, and the rows of its tables."""
    with in_memory() as connection:
        attach(connection, part, "target")
        _assert_readable(connection)
        [(vintage,)] = connection.execute("SELECT vintage FROM target.mart.meta").fetchall()
        counted = ", ".join(f"(SELECT count(*) FROM target.{table.full_name})" for table in TABLES)
        [rows] = connection.execute(f"SELECT {counted}").fetchall()
    return str(vintage), dict(zip((table.full_name for table in TABLES), rows, strict=True))


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


def _sweep(home: Home) -> None:
    """Remove what killed publishes left behind; the lock is held, so that nobody else is at work."""
    folder = home.published.parent
    for path in folder.glob(f".{home.published.name}.*"):
        path.unlink(missing_ok=True)
    shutil.rmtree(folder / ".spill", ignore_errors=True)
    generations.sweep(home)
