"""Versions of the schema: which one a file has; older ones are upgraded in place, newer ones are refused.

What landing can bring back is not upgraded but built anew: warehouse, published copy, readings. What it cannot
(verdicts, scores, answers of people, records of merged vacancies) is upgraded by the steps declared here, file by file.
Each file says its version and is replaced whole: a kill leaves each as it was or upgraded, and the next run goes on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb
import orjson
import polars as pl

from warehouse import moved, stage
from warehouse.database import NewerFileError, reading
from warehouse.errors import JobproofError
from warehouse.home import Home
from warehouse.manifest import keeping
from warehouse.schemas import CLAIM_HISTORY, FIELD_QUALITY, MARK, SCHEMA_VERSION, VACANCY_CHANGES, Table

HISTORY = {
    1: "crawls, observations, postings, vacancies, mentions and verdicts",
    2: "scores of labelled files: mart.concept_quality, mart.field_quality",
    3: "reason, periods and correction of each verdict; answers of people",
    4: "merged and split vacancies; boards of captures, controls and whole archives",
    5: "sightings and versions of postings; what each verdict's warehouse was",
    6: "every file says of which version it is",
    7: "names of boards for Chinese readers",
}
"""Version -> what it brought."""
UNMARKED = 5
"""Files without a mark are of this version or an earlier one: all steps apply, and find done what is done."""
_NAME = next(iter(MARK))


@dataclass(frozen=True)
class Step:
    """What an upgrade to one version does to the rows of one store.

    Args:
        version: That version.
        store: Name of the store.
        apply: From rows of any earlier version; rows that are upgraded already come out as they went in.
    """

    version: int
    store: str
    apply: Callable[[pl.DataFrame], pl.DataFrame]


@dataclass(frozen=True)
class Store:
    """Parquet files that landing cannot bring back.

    Args:
        name: For people and steps.
        files: All of a home's.
        table: Contract of their rows.
    """

    name: str
    files: Callable[[Home], Iterator[Path]]
    table: Table


@dataclass(frozen=True)
class Held:
    """One file that says something landing cannot, or that can be built anew.

    Args:
        path: Which.
        version: Of its schema.
    """

    path: Path
    version: int


def _adding(**columns: object) -> Callable[[pl.DataFrame], pl.DataFrame]:
    """Return a step that adds columns that earlier versions did not know."""
    return lambda rows: rows.with_columns(
        pl.lit(value, dtype=CLAIM_HISTORY.polars[name]).alias(name)
        for name, value in columns.items()
        if name not in rows.columns
    )


STORES = (
    Store("verdicts", lambda home: home.verdicts.glob("*.parquet"), CLAIM_HISTORY),
    Store("concept scores", lambda home: home.quality.glob("*/*.concepts.parquet"), stage.CONCEPT_QUALITY),
    Store("field scores", lambda home: home.quality.glob("*/*.fields.parquet"), FIELD_QUALITY),
    Store("vacancy changes", lambda home: moved.folder(home).glob("*.parquet"), VACANCY_CHANGES),
)
STEPS = (
    # Nobody had answered anything then, and nothing could be corrected.
    Step(3, "verdicts", _adding(reason=None, periods=None, corrected=False)),
    Step(5, "verdicts", _adding(built_at=None, taxonomy=None, boards=None)),
)
"""In the order of their versions. A store that no step names did not change."""


def held(home: Home) -> list[Held]:
    """Return every file of a home that has a version, but for those that cannot be read: doctor names them.

    Raises:
        NewerFileError: A database is of a format that the installed DuckDB does not know.
    """
    databases = ((path, _of_file) for path in (home.warehouse, home.published) if path.exists())
    parquet = ((path, _of_parquet) for store in STORES for path in sorted(store.files(home)))
    answers = ((path, _of_answers) for path in sorted(home.audits.glob("*.jsonl")))
    return [found for path, read in (*databases, *parquet, *answers) if (found := _held(path, read))]


def _held(path: Path, read: Callable[[Path], int]) -> Held | None:
    try:
        return Held(path, read(path))
    except NewerFileError:
        raise
    except (JobproofError, duckdb.Error, pl.exceptions.PolarsError, ValueError, OSError):
        return None


def require_known(home: Home) -> None:
    """Refuse to write into a home of a newer version.

    Raises:
        JobproofError: Naming the first file that is newer.
    """
    for found in held(home):
        refuse_newer(found)


def refuse_newer(found: Held) -> None:
    """Refuse a file of a newer version.

    Raises:
        JobproofError: It is.
    """
    if found.version > SCHEMA_VERSION:
        raise JobproofError(
            str(found.path),
            f"was made by a newer jobproof (schema {found.version})",
            allowed=f"schema {SCHEMA_VERSION} or an earlier one",
            remedy="Upgrade jobproof, or name another home by JOBPROOF_HOME; nothing was changed.",
        )


def upgrade(home: Home) -> list[Held]:
    """Upgrade in place what landing cannot bring back; return what was of an earlier version.

    Raises:
        JobproofError: A file is of a newer version. Nothing is changed then.
    """
    require_known(home)
    return [*_upgraded_rows(home), *_upgraded_answers(home)]


def _upgraded_rows(home: Home) -> Iterator[Held]:
    for store in STORES:
        for found in _older(sorted(store.files(home)), _of_parquet):
            _upgrade_parquet(store, found)
            yield found


def _upgraded_answers(home: Home) -> Iterator[Held]:
    for found in _older(sorted(home.audits.glob("*.jsonl")), _of_answers):
        _upgrade_answers(found.path)
        yield found


def _older(paths: Iterable[Path], read: Callable[[Path], int]) -> Iterator[Held]:
    for path in paths:
        if (found := _held(path, read)) and found.version < SCHEMA_VERSION:
            yield found


def of_database(connection: duckdb.DuckDBPyConnection) -> int:
    """Return the schema's version of the connection's current database."""
    try:
        [(version,)] = connection.execute("SELECT schema_version FROM mart.meta").fetchall()
    except (duckdb.BinderException, duckdb.CatalogException):
        return UNMARKED
    return int(version)


def _of_file(path: Path) -> int:
    with reading(path) as connection:
        return of_database(connection)


def _of_parquet(path: Path) -> int:
    return int(pl.read_parquet_metadata(path).get(_NAME, UNMARKED))


def _of_answers(path: Path) -> int:
    """Return the version of a file's oldest line, or of its newest where that is a newer one than ours."""
    said = [int(orjson.loads(line).get("schema", UNMARKED)) for line in path.read_bytes().splitlines()]
    return max(said, default=0) if max(said, default=0) > SCHEMA_VERSION else min(said, default=SCHEMA_VERSION)


def _upgrade_parquet(store: Store, found: Held) -> None:
    rows = pl.read_parquet(found.path)
    for step in STEPS:
        if step.store == store.name and (step.version > found.version or found.version == UNMARKED):
            rows = step.apply(rows)
    with keeping(found.path) as part:
        rows.match_to_schema(pl.Schema(store.table.polars)).write_parquet(part, metadata=MARK)


def _upgrade_answers(path: Path) -> None:
    rows = [orjson.loads(line) for line in path.read_bytes().splitlines()]
    with keeping(path) as part:
        part.write_bytes(b"".join(orjson.dumps({**row, "schema": SCHEMA_VERSION}) + b"\n" for row in rows))
