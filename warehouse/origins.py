"""What a warehouse was built from, told by its own file, and whether the next build may go on from there.

Belongs here: the tables `built.*`, which only the writer's file has, and the checksum of the whole file beside it. A
build goes on from the earlier file only where that is byte for byte what the last build wrote, where the rules are the
same, and where everything that it was built from is still there as it was: runs may have come in, nothing else may have
changed. Whatever cannot be told is reason to build all anew. What may be different because of new runs is touched.py's.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import duckdb
import polars as pl

from warehouse import stage
from warehouse.earlier import UnlikeError, require_dense
from warehouse.files import checksum, replacing
from warehouse.records import CrawlReport

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
_OTHER = {
    "rules": "jobproof's rules", "taxonomy": "taxonomy or normaliser", "boards": "boards.toml", "DuckDB": "DuckDB",
}  # fmt: skip
"""Part of what tables are made of -> what it is called where it is another than at the last build."""


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
        rules: Digests of all but the runs, by part: those of _OTHER.
        runs: Every run that could be read.
        folder: Where the readings lie.
    """

    rules: Mapping[str, str]
    runs: frozenset[Run]
    folder: Path


def of(
    rules: Mapping[str, str], readable: Iterable[CrawlReport], chosen: Iterable[CrawlReport], folder: Path
) -> Origin:
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
        "built.rules": pl.DataFrame({"digest": _told(origin)}),
        "built.runs": pl.DataFrame([vars(run) for run in origin.runs], schema=_RUN),
        "built.files": pl.DataFrame(files, schema=_FILE, orient="row"),
    }
    for name, frame in rows.items():
        connection.execute(f"DELETE FROM {name}")
        stage.fill(connection, name, frame)


def copy(warehouse: Path, part: Path) -> None:
    """Copy the earlier warehouse.

    Raises:
        UnlikeError: It is not, byte for byte, what the last build wrote.
    """
    kept = _sum_beside(warehouse)
    if not kept.exists():
        raise UnlikeError("no checksum lies beside the earlier file, as of a version that kept none")
    shutil.copyfile(warehouse, part)
    if kept.read_text(encoding="ascii") != checksum(part):
        raise UnlikeError(
            "the earlier file is not byte for byte what the last build wrote: it was damaged or changed, or that build"
            " was killed at its very end"
        )


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


def require(connection: duckdb.DuckDBPyConnection, origin: Origin) -> None:
    """Refuse to go on where anything but new runs has come in since the warehouse was built.

    Args:
        connection: Its current database is a copy of the earlier warehouse; stage.crawls is of now.
        origin: Of the build that is about to begin.

    Raises:
        UnlikeError: Something has.
    """
    for look in (_other_rules, _other_runs, _other_readings):
        if found := look(connection, origin):
            raise UnlikeError(found)
    for board, run in connection.execute(_CHANGED_CRAWLS).fetchall():
        raise UnlikeError(f"of {board} {run}, which the last build knew, something else is said now")
    require_dense(connection)


def _other_rules(connection: duckdb.DuckDBPyConnection, origin: Origin) -> str:
    known = {digest for (digest,) in connection.execute("SELECT digest FROM built.rules").fetchall()}
    others = [_OTHER[line.partition(" ")[0]] for line in _told(origin) if line not in known]
    listed = " and ".join(others)
    return f"{listed} changed since the last build; the next one goes on from here" if others else ""


def _told(origin: Origin) -> list[str]:
    return [f"{part} {digest}" for part, digest in origin.rules.items()]


def _other_runs(connection: duckdb.DuckDBPyConnection, origin: Origin) -> str:
    now = {(run.board, run.run): (run.partition, run.sha256) for run in origin.runs}
    known = sorted(known_runs(connection).items())
    others = [key for key, run in known if now.get(key) != (run.partition, run.sha256)]
    told = "runs that the last build knew went or were replaced, as by an erasure"
    return f"{told}: {len(others)}, first {' '.join(others[0])}" if others else ""


def _other_readings(connection: duckdb.DuckDBPyConnection, origin: Origin) -> str:
    files = connection.execute("SELECT path, size, written_at FROM built.files ORDER BY path").fetchall()
    if not files:
        return "the last build had nothing to read"
    others = [path for path, size, at in files if _identity(origin.folder / path) != (size, at)]
    return f"files of readings were written again: {len(others)}, first {others[0]}" if others else ""


_CHANGED_CRAWLS = """
SELECT board, run FROM (
(SELECT * EXCLUDE (chosen) FROM core.crawls EXCEPT SELECT * EXCLUDE (chosen) FROM stage.crawls)
UNION ALL BY NAME
SELECT n.* EXCLUDE (chosen)
FROM stage.crawls AS n
SEMI JOIN core.crawls AS r ON r.board = n.board AND r.run = n.run
ANTI JOIN core.crawls AS o ON o.board = n.board AND o.run = n.run AND o.scope = n.scope AND NOT (
    o.chosen <> n.chosen AND n.board IN (SELECT board FROM stage.boards WHERE kind = 'live')
))
ORDER BY ALL
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
