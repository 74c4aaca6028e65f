"""Links of all postings in the database that is being built: only employers of whom something changed are linked again.

Belongs here: what is read, kept and filled, and that employers are shared out among processes. The rule is
vacancies.py's.

Links depend on an employer's own postings only. They are kept in a file beside the readings, with a digest of all that
was read of the employer; where it is the same, the kept links are those that a full rebuild would find.
"""

from __future__ import annotations

import gc
import os
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from functools import cache
from hashlib import blake2b
from multiprocessing import get_context
from pathlib import Path
from typing import overload

import duckdb
import numpy as np
import polars as pl

from warehouse import kin, likeness, roles, stage, vacancies
from warehouse.database import frame, literal
from warehouse.files import replacing
from warehouse.home import PROJECT
from warehouse.vacancies import Listed, employers, link

PART = 50_000
"""Postings that one process links at once, but for a larger employer's: what bounds memory."""
_MODELS = PROJECT / "warehouse" / "models" / "stage"


@cache
def rule() -> str:
    """Return a short hash of the linking code: links that another rule found are not kept."""
    files = (Path(str(each.__file__)) for each in (kin, likeness, roles, vacancies))
    return blake2b(b"".join(file.read_bytes() for file in files), digest_size=5).hexdigest()


def link_postings(connection: duckdb.DuckDBPyConnection, folder: Path | None = None) -> int:
    """Fill stage.links from stage.current; return how many postings were linked again.

    Args:
        connection: With stage.current and stage.boards filled.
        folder: Where links are kept between builds; without it all are found anew.
    """
    file = folder / f"links-{rule()}.parquet" if folder else None
    connection.execute(f"CREATE OR REPLACE TABLE stage.told AS {_model('told')}")
    _tell_employers(connection)
    connection.execute(f"CREATE OR REPLACE TABLE stage.listed AS {_model('listed')}")
    if file and file.exists():
        connection.execute(f"INSERT INTO stage.kept BY NAME FROM read_parquet({literal(str(file))})")
    connection.execute(f"CREATE OR REPLACE TABLE stage.fresh AS {_model('fresh')}")
    [(again,)] = connection.execute("SELECT count(*) FROM stage.fresh").fetchall()
    _link_fresh(connection, int(again))
    connection.execute(
        "INSERT INTO stage.links BY NAME SELECT k.* EXCLUDE (employer_key, digest) FROM stage.kept AS k "
        "ANTI JOIN stage.fresh AS f ON f.employer_key = k.employer_key "
        "SEMI JOIN stage.listed AS l ON l.employer_key = k.employer_key"
    )
    if file:
        _keep(connection, file)
    return int(again)


def _tell_employers(connection: duckdb.DuckDBPyConnection) -> None:
    """Fill stage.employers."""
    connection.execute(f"CREATE OR REPLACE TABLE stage.met AS {_model('met')}")
    pairs = connection.execute("SELECT place, other, may_tell FROM stage.met ORDER BY place, hash").fetchnumpy()
    places = np.unique(np.concatenate([pairs["place"], pairs["other"]]))
    said = frame(
        connection,
        "SELECT employer_key, opened_on, posting_id, board, last_seen_on, '' AS text_key, NULL AS role_key,"
        " []::VARCHAR[] AS places, NULL AS title, []::VARCHAR[] AS countries, sketch"
        " FROM stage.told WHERE place IN (SELECT unnest([place, other]) FROM stage.met) ORDER BY place",
    )
    met = (*(np.searchsorted(places, pairs[name]).tolist() for name in ("place", "other")), pairs["may_tell"].tolist())
    with _without_collector():
        rows = list(employers(_Met(said), zip(*met, strict=True)))
    stage.fill(connection, "stage.employers", pl.DataFrame(rows, schema=stage.EMPLOYERS.polars, orient="row"))


class _Met(Sequence[Listed]):
    """Postings by their place among those that met another one; a row becomes one only if it is looked at."""

    def __init__(self, said: pl.DataFrame) -> None:
        self._said = said

    def __len__(self) -> int:
        return self._said.height

    @overload
    def __getitem__(self, at: int) -> Listed: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Listed]: ...
    def __getitem__(self, at: int | slice) -> Listed | Sequence[Listed]:
        if isinstance(at, slice):
            return _Met(self._said[at])
        return Listed(*self._said.row(at))


def _link_fresh(connection: duckdb.DuckDBPyConnection, n: int) -> None:
    """Fill stage.links with those of stage.fresh: here if they are few, else by a process a core."""
    parts = 1 + n // PART
    with tempfile.TemporaryDirectory() as folder:
        files = [Path(folder) / f"{part}.parquet" for part in range(parts)]
        for part, file in enumerate(files):
            connection.execute(
                f"COPY (SELECT * EXCLUDE (digest) FROM stage.fresh WHERE hash(employer_key) % {parts} = {part}"
                f" ORDER BY employer_key, opened_on, posting_id) TO {literal(str(file))} (FORMAT parquet)"
            )
        if parts == 1:
            link_part(files[0])
        else:
            with ProcessPoolExecutor(min(os.cpu_count() or 1, parts), mp_context=get_context("spawn")) as pool:
                list(pool.map(link_part, files))
        connection.execute(
            f"INSERT INTO stage.links BY NAME FROM read_parquet({[str(_linked(file)) for file in files]})"
        )


def link_part(file: Path) -> None:
    """Link the postings of a Parquet file, ordered by employer and time, and write their links beside it."""
    with _without_collector():
        found = list(link(Listed(*row) for row in pl.read_parquet(file).iter_rows()))
    pl.DataFrame(found, schema=stage.LINKS.polars, orient="row").write_parquet(_linked(file))


def _linked(file: Path) -> Path:
    return file.with_suffix(".links")


@contextmanager
def _without_collector() -> Iterator[None]:
    """Look for no cycles while the block lasts: what it makes lives until its end."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _keep(connection: duckdb.DuckDBPyConnection, file: Path) -> None:
    """Keep the links with the digests of their employers; links of employers that are gone are dropped."""
    for old in file.parent.glob("links-*.parquet"):
        if old != file:
            old.unlink()
    with replacing(file) as part:
        connection.execute(
            "COPY (WITH digests AS (SELECT DISTINCT employer_key, digest FROM stage.fresh UNION "
            "SELECT DISTINCT k.employer_key, k.digest FROM stage.kept AS k "
            "ANTI JOIN stage.fresh AS f ON f.employer_key = k.employer_key) "
            "SELECT l.employer_key, d.digest, k.* FROM stage.links AS k JOIN stage.listed AS l USING (posting_id) "
            f"JOIN digests AS d ON d.employer_key = l.employer_key) TO {literal(str(part))} (FORMAT parquet)"
        )


def _model(name: str) -> str:
    return (_MODELS / f"{name}.sql").read_text(encoding="utf-8")
