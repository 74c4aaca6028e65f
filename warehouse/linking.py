"""Links of all postings in the database that is being built: only what something new can change is linked again.

Belongs here: what is read, kept and filled, and that employers are shared out among processes. The rule is
vacancies.py's.

Links depend on an employer's own postings only, and each on earlier ones only. They are kept in a file beside the
readings, with a digest of what was read of each posting. Of an employer of whom something changed the kept links stand
up to the first day on which that may decide anything (models/stage/since.sql); from then on it is linked again, after
those of its earlier postings that have a say are recalled (models/stage/fresh.sql). So the links are those that a full
rebuild would find.
"""

from __future__ import annotations

import gc
import os
import tempfile
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager, suppress
from functools import cache
from hashlib import blake2b
from multiprocessing import get_context
from pathlib import Path

import duckdb
import numpy as np
import polars as pl

from warehouse import chances, employers, kin, likeness, metros, roles, signs, stage, told, vacancies, wording
from warehouse.database import literal
from warehouse.home import PROJECT
from warehouse.manifest import Manifest, keeping
from warehouse.transforms import windows
from warehouse.vacancies import Link, Listed, link

PART, LEAST = 50_000, 15_000
"""Postings that one process links at once, but for a larger employer's: at most, what bounds memory; at least, what is
worth the start of a process."""
_MODELS = PROJECT / "warehouse" / "models" / "stage"


@cache
def rule() -> str:
    """Return a short hash of the linking code: links that another rule found are not kept."""
    modules = (chances, employers, kin, likeness, metros, roles, signs, told, vacancies, windows, wording)
    sources = ((PROJECT / each.__name__.replace(".", "/")).with_suffix(".py") for each in modules)
    files = (*sources, chances.SEED, metros.SEED, wording.SEED)
    return blake2b(b"".join(file.read_bytes() for file in files), digest_size=5).hexdigest()


def link_postings(connection: duckdb.DuckDBPyConnection, folder: Path | None = None) -> int:
    """Fill stage.links from stage.current; return how many postings were linked again.

    Args:
        connection: With stage.current and stage.boards filled.
        folder: Where links are kept between builds; without it all are found anew.
    """
    file = folder / f"links-{rule()}.parquet" if folder else None
    _fill(connection, "told")
    _tell_employers(connection)
    _fill(connection, "listed")
    if file and file.exists():
        connection.execute(f"INSERT INTO stage.kept BY NAME FROM read_parquet({literal(str(file))})")
    _fill(connection, "since")
    _fill(connection, "fresh")
    _link_fresh(connection)
    connection.execute(
        "INSERT INTO stage.links BY NAME SELECT k.* EXCLUDE (employer_key, opened_on, last_seen_on, said) "
        "FROM stage.kept AS k ANTI JOIN stage.fresh AS f ON f.posting_id = k.posting_id AND f.again "
        "SEMI JOIN stage.listed AS l ON l.posting_id = k.posting_id"
    )
    if file:
        _keep(connection, file)
    [(again,)] = connection.execute("SELECT count(*) FROM stage.fresh WHERE again").fetchall()
    return int(again)


def _fill(connection: duckdb.DuckDBPyConnection, name: str) -> None:
    connection.execute(f"CREATE OR REPLACE TABLE stage.{name} AS {_model(name)}")


def _tell_employers(connection: duckdb.DuckDBPyConnection) -> None:
    """Fill stage.employers."""
    with tempfile.TemporaryDirectory() as made:
        said = _mapped(connection, Path(made))
        postings = employers.Postings(
            said["employer_key"],
            said["opened_on"].to_physical().to_numpy(),
            said["last_seen_on"].to_physical().to_numpy(),
            said["sketch"],
            said["telling"].explode().to_numpy(),
            said["telling"].list.len().to_numpy().astype(np.int64),
            said["site"],
            said["threaded"].to_numpy(),
        )
        with _making_room(connection), without_collector():
            told = employers.told(postings)
        rows = {"posting_id": said["posting_id"].gather(list(told)), "employer_key": pl.Series(list(told.values()))}
        stage.fill(connection, "stage.employers", pl.DataFrame(rows, schema=stage.EMPLOYERS.polars))


def _mapped(connection: duckdb.DuckDBPyConnection, folder: Path) -> pl.DataFrame:
    """Return what tells employers of all postings, in the order of time.

    It lies in a file that is mapped, since sketches are many and few of them are looked at.
    """
    rows, mapped = folder / "told.parquet", folder / "told.arrow"
    connection.execute(
        "COPY (SELECT t.posting_id, t.employer_key, t.opened_on, t.last_seen_on, c.sketch, c.telling, c.site,"
        " c.threaded FROM stage.told AS t JOIN stage.current AS c ON c.posting_id = t.posting_id"
        " WHERE len(c.telling) > 0 "
        f"ORDER BY t.opened_on, t.posting_id) TO {literal(str(rows))} (FORMAT parquet)"
    )
    pl.scan_parquet(rows).sink_ipc(mapped, compression="uncompressed")
    rows.unlink()
    return pl.read_ipc(mapped)


def _link_fresh(connection: duckdb.DuckDBPyConnection) -> None:
    """Fill stage.links with those of stage.fresh: here if they are few, else by a process a core."""
    [(n,)] = connection.execute("SELECT count(*) FROM stage.fresh").fetchall()
    if not n:
        return
    workers = os.cpu_count() or 1
    parts = max(1 + int(n) // PART, min(workers, int(n) // LEAST))
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made) / "parts"
        connection.execute(
            "COPY (SELECT f.* EXCLUDE (again), c.board, c.last_seen_on, c.text_key, c.role_key, c.places, c.title,"
            " c.countries, coalesce(c.sketch, ''::BLOB) AS sketch,"
            " coalesce(c.words, ''::BLOB) AS words, coalesce(c.offered, []) AS offered,"
            " coalesce(c.wanted, []) AS wanted, coalesce(c.named, []) AS named, coalesce(c.links, []) AS links,"
            " coalesce(c.skills, []) AS skills, c.threaded,"
            f" hash(f.employer_key) % {parts} AS part FROM stage.fresh AS f"
            " JOIN stage.current AS c ON c.posting_id = f.posting_id)"
            f" TO {literal(str(folder))} (FORMAT parquet, PARTITION_BY (part))"
        )
        files = sorted(folder.iterdir())
        if len(files) == 1:
            link_part(files[0])
        else:
            with ProcessPoolExecutor(min(workers, len(files)), mp_context=get_context("spawn")) as pool:
                list(pool.map(link_part, files))
        connection.execute(
            f"INSERT INTO stage.links BY NAME FROM read_parquet({[str(_linked(file)) for file in files]})"
        )


def link_part(folder: Path) -> None:
    """Link the postings of some employers that lie in a folder of Parquet files, and write their links beside it."""
    rows = pl.read_parquet(folder / "*.parquet", hive_partitioning=False)
    rows = rows.sort("employer_key", "opened_on", "posting_id")
    known = rows.filter(pl.col("vacancy_id").is_not_null()).select(Link._fields)
    with without_collector():
        listed = (Listed(*row) for row in rows.select(Listed._fields).iter_rows())
        found = list(link(listed, {row[0]: Link(*row) for row in known.iter_rows()}))
    pl.DataFrame(found, schema=stage.LINKS.polars, orient="row").write_parquet(_linked(folder))


def _linked(file: Path) -> Path:
    return file.with_suffix(".links")


@contextmanager
def _making_room(connection: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """Let DuckDB hold a quarter of its memory while the block lasts, in which other memory grows with the home."""
    [(limit,)] = connection.execute("SELECT current_setting('memory_limit')").fetchall()
    number, unit = limit.split()
    with suppress(duckdb.OutOfMemoryException):
        connection.execute(f"SET memory_limit = '{float(number) / 4} {unit}'")
    try:
        yield
    finally:
        connection.execute(f"SET memory_limit = {literal(limit)}")


@contextmanager
def without_collector() -> Iterator[None]:
    """Look for no cycles while the block lasts: what it makes lives until its end."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _keep(connection: duckdb.DuckDBPyConnection, file: Path) -> None:
    """Keep the links with what is compared of their postings; those of postings that are gone are dropped."""
    for old in file.parent.glob("links-*.parquet"):
        if old != file:
            Manifest(old.parent).note("gone", (old.name, ""))
            old.unlink()
    with keeping(file) as part:
        connection.execute(
            "COPY (SELECT l.*, k.* EXCLUDE (posting_id) FROM stage.links AS k"
            " JOIN stage.listed AS l ON l.posting_id = k.posting_id)"
            f" TO {literal(str(part))} (FORMAT parquet)"
        )


def _model(name: str) -> str:
    return (_MODELS / f"{name}.sql").read_text(encoding="utf-8")
