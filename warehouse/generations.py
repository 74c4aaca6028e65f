"""Parquet copies of the published tables: one folder a publish, of which unchanged files are those of the one before.

A table is one file, `<schema>.<table>.parquet`; a divided one is a folder of that name with a file a week, or several
weeks in one where they are small. What a file was made from, and a checksum of it, stands in the generation's
`.state.json`: a file is taken over where both are as they should be, and written anew otherwise.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import astuple, dataclass
from datetime import date
from hashlib import blake2b
from pathlib import Path

import duckdb

from warehouse import weeks
from warehouse.database import literal
from warehouse.files import checksum, replacing, share, sync
from warehouse.home import Home
from warehouse.modelled import model
from warehouse.schemas import MENTIONED, POSTINGS, TABLES, Table
from warehouse.weeks import Sum, Sums

_STATE = ".state.json"
_EMPTY = "none"
"""Name of the one file of a divided table without rows, so that its columns can be read."""
LEAST = 100_000
"""Rows from which on a file takes in no further week."""


_AT_ONCE = 4
"""Files that are written side by side at most: each holds row groups in memory."""


@dataclass(frozen=True)
class _Lacking:
    """A file that no earlier generation has.

    Args:
        table: Of which table.
        within: SQL condition of its rows.
        name: Its path in the generation.
        digest: Of what it is made from.
    """

    table: Table
    within: str
    name: str
    digest: str


@dataclass(frozen=True)
class State:
    """What a generation says of itself and of the database that was published with it.

    Args:
        texts: Board -> how much of its texts was let pass.
        files: File of a divided table -> digest of what it was made from, and its own checksum.
        sums: What the database's large tables come to.
        checksum: Of the database's file: what it holds is known only of that very file.
    """

    texts: Mapping[str, str]
    files: Mapping[str, tuple[str, str]]
    sums: Sums
    checksum: str


def read(folder: Path) -> State | None:
    """Return what a generation says of itself; None where there is none, or it says nothing that is understood."""
    try:
        said = json.loads((folder / _STATE).read_bytes())
        files = {name: (str(made), str(checksum)) for name, (made, checksum) in said["files"].items()}
        divided = {
            name: {date.fromisoformat(monday): _sum(each) for monday, each in found.items()}
            for name, found in said["sums"]["by_week"].items()
        }
        sums = Sums(divided, _sum(said["sums"]["mentions"]))
        return State(dict(said["texts"]), files, sums, str(said["checksum"]))
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def _sum(said: Sequence[object]) -> Sum:
    rows, whole, naming = map(int, map(str, said))
    return Sum(rows, whole, naming)


def say(fresh: Path, state: State) -> None:
    """Write down what a generation says of itself; one that it shares with the generation before is replaced."""
    divided = {
        name: {str(monday): astuple(each) for monday, each in found.items()}
        for name, found in state.sums.divided.items()
    }
    said = {**vars(state), "sums": {"by_week": divided, "mentions": astuple(state.sums.mentions)}}
    with replacing(fresh / _STATE) as part:
        part.write_text(json.dumps(said), encoding="utf-8")


def shown(home: Home) -> Path:
    """Return the link that people read through."""
    return home.published.parent / "parquet"


def files(folder: Path, table: Table) -> list[Path]:
    """Return the files of a table in a generation; none where it is missing."""
    path = folder / f"{table.full_name}.parquet"
    return sorted(path.glob("*.parquet")) if path.is_dir() else [path] if path.exists() else []


def begin(home: Home) -> Path:
    """Make an empty folder for a generation."""
    generations = home.published.parent / "generations"
    taken = [int(path.name) for path in generations.glob("[0-9]*")]
    fresh = generations / f"{max(taken, default=0) + 1:06}"
    fresh.mkdir(parents=True)
    return fresh


def settle(fresh: Path) -> None:
    """Bring a generation to the disk; a file that it shares with the one before is there already."""
    for path in (*fresh.rglob("*"), fresh, fresh.parent):
        if path.is_dir() or path.stat().st_nlink == 1:
            sync(path)


def show(home: Home, fresh: Path) -> Path:
    """Point `parquet` at a generation, in one step, and remove all but the one before it."""
    link = shown(home)
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


def sweep(home: Home) -> None:
    """Remove generations that were never shown; the writer's lock is held."""
    link = shown(home)
    known = link.resolve().name if link.is_symlink() else ""
    for path in (home.published.parent / "generations").glob("[0-9]*"):
        if path.name > known:
            shutil.rmtree(path)


def write(connection: duckdb.DuckDBPyConnection, fresh: Path, earlier: Path, sums: Sums) -> dict[str, tuple[str, str]]:
    """Fill a generation with the tables of the connection's current database.

    Args:
        connection: Its current database is the copy as it will be published.
        fresh: The generation's empty folder.
        earlier: The generation before, whose unchanged files are shared; it need not be there.
        sums: What its large tables come to.

    Returns:
        What a State says of the files.
    """
    known = read(earlier)
    made: dict[str, tuple[str, str]] = {}
    lacking: list[_Lacking] = []
    for table in TABLES:
        if not table.divided_by and table != MENTIONED:
            write_whole(connection, table, fresh)
            continue
        for label, (digest, within) in _parts(table, sums.divided).items():
            name = f"{table.full_name}.parquet/{label}.parquet"
            (fresh / name).parent.mkdir(exist_ok=True)
            before = known.files.get(name) if known else None
            if before and before[0] == digest and _taken_over(earlier / name, fresh / name, before[1]):
                made[name] = before
            else:
                lacking.append(_Lacking(table, within, name, digest))
    return made | _written(connection, fresh, lacking)


def _written(
    connection: duckdb.DuckDBPyConnection, fresh: Path, lacking: Sequence[_Lacking]
) -> dict[str, tuple[str, str]]:
    """Write files side by side: one of few rows keeps no more than one of DuckDB's threads busy."""
    [(database, threads)] = connection.execute("SELECT current_database(), current_setting('threads')").fetchall()

    def write(file: _Lacking) -> tuple[str, tuple[str, str]]:
        with connection.cursor() as own:
            own.execute(f"USE {database}")
            _copy(own, _relation(file.table, file.within), fresh / file.name)
        return file.name, (file.digest, checksum(fresh / file.name))

    with ThreadPoolExecutor(min(int(threads), _AT_ONCE)) as pool:
        return dict(pool.map(write, lacking))


def write_whole(connection: duckdb.DuckDBPyConnection, table: Table, fresh: Path) -> None:
    """Write the one file of a table that is not divided."""
    _copy(connection, table.full_name, fresh / f"{table.full_name}.parquet")


def share_but(earlier: Path, fresh: Path, table: Table) -> None:
    """Take over a whole generation but for one table, which is not divided."""
    for path in sorted(earlier.rglob("*")):
        other = fresh / path.relative_to(earlier)
        if path.is_dir():
            other.mkdir()
        elif path.stem != table.full_name:
            share(path, other)


def _taken_over(old: Path, new: Path, known: str) -> bool:
    if not old.exists() or checksum(old) != known:
        return False
    share(old, new)
    return True


def _parts(table: Table, sums: Mapping[str, Mapping[date, Sum]]) -> dict[str, tuple[str, str]]:
    """Return name of each file of a divided table -> digest of what it is made from, and the condition of its rows."""
    divided = POSTINGS if table == MENTIONED else table
    found = sums[divided.full_name]
    rule = model("core", "mentions") if table == MENTIONED else ""
    return {
        _label(listed): (
            _digest(table, rule, {monday: found[monday] for monday in listed}),
            weeks.within(divided, listed),
        )
        for listed in _together(found)
    } or {_EMPTY: (_digest(table, rule, {}), "false")}


def _together(found: Mapping[date, Sum]) -> list[list[date]]:
    """Return the weeks of each file, the oldest first: what a new week brings changes no earlier file."""
    files: list[list[date]] = []
    held = LEAST
    for monday in sorted(found):
        if held >= LEAST:
            files.append([])
            held = 0
        files[-1].append(monday)
        held += found[monday].rows
    return files


def _label(listed: Sequence[date]) -> str:
    return "_".join(str(monday) for monday in dict.fromkeys((listed[0], listed[-1])))


def _digest(table: Table, rule: str, found: Mapping[date, Sum]) -> str:
    said = [
        (str(monday), each.naming) if table == MENTIONED else (str(monday), each.rows, each.whole)
        for monday, each in found.items()
    ]
    return blake2b(repr((rule, [*table.polars], said)).encode(), digest_size=8).hexdigest()


def _relation(table: Table, within: str) -> str:
    if table == MENTIONED:
        return f"({weeks.mentions_of(f'(FROM {POSTINGS.full_name} WHERE {within})')})"
    return f"(FROM {table.full_name} WHERE {within})"


def _copy(connection: duckdb.DuckDBPyConnection, relation: str, path: Path) -> None:
    """Write one file, in the order in which the rows lie in the copy: that is by week and key but for a few."""
    connection.execute(f"COPY (FROM {relation}) TO {literal(str(path))} (FORMAT parquet, COMPRESSION zstd)")
