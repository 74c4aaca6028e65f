"""Links of all postings in the database that is being built: only employers of whom something changed are linked again.

Belongs here: what is read, kept and filled. The rule is vacancies.py's.

Links depend on an employer's own postings only. They are kept in a file beside the readings, with a digest of all that
was read of the employer; where it is the same, the kept links are those that a full rebuild would find.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from hashlib import blake2b
from itertools import chain
from pathlib import Path

import duckdb
import polars as pl

from warehouse import kin, likeness, roles, stage, vacancies
from warehouse.database import literal
from warehouse.files import replacing
from warehouse.home import PROJECT
from warehouse.vacancies import Listed, employers, link

_FETCH = 50_000
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
    told = employers(_listed(connection, "FROM stage.told ORDER BY opened_on, posting_id"))
    stage.fill(connection, "stage.employers", pl.DataFrame(list(told), schema=stage.EMPLOYERS.polars, orient="row"))
    connection.execute(f"CREATE OR REPLACE TABLE stage.listed AS {_model('listed')}")
    if file and file.exists():
        connection.execute(f"INSERT INTO stage.kept BY NAME FROM read_parquet({literal(str(file))})")
    connection.execute(f"CREATE OR REPLACE TABLE stage.fresh AS {_model('fresh')}")
    links = pl.DataFrame(
        list(link(_listed(connection, "SELECT * EXCLUDE (digest) FROM stage.fresh ORDER BY 1, 2, 3"))),
        schema=stage.LINKS.polars,
        orient="row",
    )
    stage.fill(connection, "stage.links", links)
    connection.execute(
        "INSERT INTO stage.links BY NAME SELECT k.* EXCLUDE (employer_key, digest) FROM stage.kept AS k "
        "ANTI JOIN stage.fresh AS f ON f.employer_key = k.employer_key "
        "SEMI JOIN stage.listed AS l ON l.employer_key = k.employer_key"
    )
    if file:
        _keep(connection, file)
    return links.height


def _listed(connection: duckdb.DuckDBPyConnection, sql: str) -> Iterator[Listed]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        rows = chain.from_iterable(iter(lambda: cursor.fetchmany(_FETCH), []))
        yield from (Listed(*row) for row in rows)


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
