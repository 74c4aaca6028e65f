"""Which vacancies became others since the warehouse before: merges and splits are recorded, and ids never reused.

Belongs here: comparing with the warehouse before and keeping what was found. Why a posting belongs where it does is
vacancies.py's affair. The records lie in files of their own, since no rebuild could find them again.
"""

from __future__ import annotations

from pathlib import Path

import duckdb
import polars as pl

from warehouse import clock, stage
from warehouse.database import attach, frame
from warehouse.errors import JobproofError
from warehouse.home import PROJECT, Home
from warehouse.manifest import keeping
from warehouse.schemas import MARK

_MODEL = PROJECT / "warehouse" / "models" / "stage" / "moved.sql"


def record(connection: duckdb.DuckDBPyConnection, home: Home) -> int:
    """Fill stage.vacancy_changes with all that was ever recorded and what has moved now; return how many are new.

    Args:
        connection: With core.postings filled.
        home: Whose warehouse is being replaced, and where records are kept: one file a replaced vintage. Building
            again on the same warehouse writes the same file again.
    """
    new = _moved(connection, home.warehouse)
    if not new.is_empty():
        with keeping(folder(home) / f"{new['vintage'][0]}.parquet") as part:
            new.write_parquet(part, metadata=MARK)
    stage.pour(connection, stage.VACANCY_CHANGES, sorted(folder(home).glob("*.parquet")))
    return new.height


def folder(home: Home) -> Path:
    """Return where the records lie, one file a replaced vintage."""
    return home.root / "vacancy_changes"


def _moved(connection: duckdb.DuckDBPyConnection, before: Path) -> pl.DataFrame:
    """Return what has moved since the warehouse before; nothing where that cannot be read or had other columns."""
    none = pl.DataFrame(schema=stage.VACANCY_CHANGES.polars)
    if not before.exists():
        return none
    try:
        attach(connection, before, "before")
    except JobproofError:
        return none
    try:
        found = frame(connection, _MODEL.read_text(encoding="utf-8"))
    except (duckdb.CatalogException, duckdb.BinderException):
        return none
    finally:
        connection.execute("DETACH before")
    return found.with_columns(recorded_on=pl.lit(clock.today())).select(list(stage.VACANCY_CHANGES.polars))
