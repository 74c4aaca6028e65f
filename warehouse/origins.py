"""What a warehouse was built from, told by its own file, and whether the next build may go on from there.

Belongs here: the tables `built.*`, which only the writer's file has, and the checksum of the whole file beside it. A
build goes on from the earlier file only where that is byte for byte what the last build wrote, where the rules are the
same, and where everything that it was built from is still there as it was: runs may have come in, nothing else may have
changed. Whatever cannot be told is reason to build all anew. What may be different because of new runs is touched.py's.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import duckdb
import polars as pl

from warehouse import stage
from warehouse.files import checksum, replacing
from warehouse.records import CrawlReport

_FREE = 0.5
"""Share of a file's blocks that are free, beyond which it is written anew."""
_TABLES = """
CREATE SCHEMA built;
CREATE TABLE built.rules (digest VARCHAR);
CREATE TABLE built.runs (board VARCHAR, run VARCHAR, partition VARCHAR, sha256 VARCHAR, counted BOOLEAN);
CREATE TABLE built.files (path VARCHAR, size BIGINT, written_at BIGINT);
CREATE TABLE built.current AS FROM stage.current;
COMMENT ON TABLE built.rules IS 'Digest of all that the tables were made of but the runs: code, taxonomy, registry';
COMMENT ON TABLE built.runs IS 'Runs that the tables were made of';
COMMENT ON TABLE built.files IS 'Files of readings that they were read from, with size and time of writing';
COMMENT ON TABLE built.current IS 'Every posting in its newest version, without its text: what is linked';
"""
_RUN = {"board": pl.String, "run": pl.String, "partition": pl.String, "sha256": pl.String, "counted": pl.Boolean}
_FILE = {"path": pl.String, "size": pl.Int64, "written_at": pl.Int64}


@dataclass(frozen=True)
class Run:
    """One run that could be read.

    Args:
        board: Registry key.
        run: Run id.
        partition: Day or month.
        sha256: Of its landing file; empty where it has none.
        counted: Whether the tables are built from it.
    """

    board: str
    run: str
    partition: str
    sha256: str
    counted: bool


@dataclass(frozen=True)
class Origin:
    """What a warehouse is built from.

    Args:
        rules: Digest of all but the runs: models, code, taxonomy, registry.
        runs: Every run that could be read.
        folder: Where the readings lie.
    """

    rules: str
    runs: frozenset[Run]
    folder: Path


def of(rules: str, readable: Iterable[CrawlReport], chosen: Iterable[CrawlReport], folder: Path) -> Origin:
    """Return the origin of a build that is about to begin."""
    counted = {(report.board, report.run) for report in chosen}
    runs = (
        Run(each.board, each.run, each.partition, each.sha256, (each.board, each.run) in counted) for each in readable
    )
    return Origin(rules, frozenset(runs), folder)


def begin(connection: duckdb.DuckDBPyConnection) -> None:
    """Make the tables `built.*` in a new warehouse, whose stage.current is filled."""
    connection.execute(_TABLES)


def note(connection: duckdb.DuckDBPyConnection, origin: Origin) -> None:
    """Write into a warehouse what it was built from; what it said before goes."""
    files = [(path, *_identity(origin.folder / path)) for path in _listed(origin.folder)]
    rows = {
        "built.rules": pl.DataFrame({"digest": [origin.rules]}),
        "built.runs": pl.DataFrame([vars(run) for run in origin.runs], schema=_RUN),
        "built.files": pl.DataFrame(files, schema=_FILE, orient="row"),
    }
    for name, frame in rows.items():
        connection.execute(f"DELETE FROM {name}")
        stage.fill(connection, name, frame)


def copied(warehouse: Path, part: Path) -> bool:
    """Copy the earlier warehouse; tell whether there is one and it is what the last build wrote, byte for byte."""
    kept = _sum_beside(warehouse)
    if not warehouse.exists() or not kept.exists():
        return False
    shutil.copyfile(warehouse, part)
    return kept.read_text(encoding="ascii") == checksum(part)


def seal(warehouse: Path, part: Path) -> None:
    """Keep the checksum of a file that is about to replace the warehouse: after a kill between, it fits neither.

    Where the disk has no room for it none is kept that fits, and the next build is one of everything.
    """
    found = checksum(part)
    with suppress(OSError), replacing(_sum_beside(warehouse)) as kept:
        kept.write_text(found, encoding="ascii")


def known_runs(connection: duckdb.DuckDBPyConnection) -> dict[tuple[str, str], Run]:
    """Return the runs that a warehouse was built from, by board and run."""
    rows = connection.execute("SELECT board, run, partition, sha256, counted FROM built.runs").fetchall()
    return {(run.board, run.run): run for run in (Run(*row) for row in rows)}


def postings_n(connection: duckdb.DuckDBPyConnection) -> int:
    """Return how many postings a warehouse holds."""
    [(postings,)] = connection.execute("SELECT count(*) FROM built.current").fetchall()
    return int(postings)


def goes_on(connection: duckdb.DuckDBPyConnection, origin: Origin) -> bool:
    """Tell whether nothing but runs has come in since the warehouse was built.

    Args:
        connection: Its current database is a copy of the earlier warehouse; stage.crawls is of now.
        origin: Of the build that is about to begin.
    """
    if connection.execute("SELECT digest FROM built.rules").fetchall() != [(origin.rules,)]:
        return False
    now = {(run.board, run.run): run for run in origin.runs}
    kept = all(
        key in now and (now[key].partition, now[key].sha256) == (run.partition, run.sha256)
        for key, run in known_runs(connection).items()
    )
    files = connection.execute("SELECT path, size, written_at FROM built.files").fetchall()
    return (
        bool(files)
        and kept
        and all(_identity(origin.folder / path) == (size, at) for path, size, at in files)
        and not connection.execute(_CHANGED_CRAWLS).fetchall()
        and _is_dense(connection)
    )


_CHANGED_CRAWLS = """
(SELECT * EXCLUDE (chosen) FROM core.crawls EXCEPT SELECT * EXCLUDE (chosen) FROM stage.crawls)
UNION ALL BY NAME
SELECT n.* EXCLUDE (chosen)
FROM stage.crawls AS n
SEMI JOIN core.crawls AS r ON r.board = n.board AND r.run = n.run
ANTI JOIN core.crawls AS o ON o.board = n.board AND o.run = n.run AND o.scope = n.scope AND NOT (
    o.chosen <> n.chosen AND n.board IN (SELECT board FROM stage.boards WHERE kind = 'live')
)
LIMIT 1
"""
"""Scopes of known runs of which another thing is said than before, but for whether a run of a month counts."""


def _sum_beside(warehouse: Path) -> Path:
    return warehouse.with_name(f"{warehouse.name}.crc32")


def _listed(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.glob("*/*/*.parquet"))


def _identity(path: Path) -> tuple[int, int]:
    """Return size and time of a file's writing; nothing of this sort where it is gone."""
    try:
        said = path.stat()
    except OSError:
        return -1, -1
    return said.st_size, said.st_mtime_ns


def _is_dense(connection: duckdb.DuckDBPyConnection) -> bool:
    [(total, free)] = connection.execute(
        "SELECT total_blocks, free_blocks FROM pragma_database_size() WHERE database_name = current_database()"
    ).fetchall()
    return bool(free <= _FREE * total)
