"""Every SQL model against small inputs and expected rows: tests/models/<schema>.<table>/<case>/.

A case holds one YAML list of rows for each table that the model reads (`stage.postings.yaml`; absent tables are empty,
absent columns are null or DEFAULTS) and `expected.yaml`; a macro's case holds `arguments.yaml` too. Only the columns
that the expected rows name are compared; their order does not matter. `before.core.boards.yaml` fills an attached
database `before`.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pytest
import yaml

from warehouse import contracts, macros, stage, store
from warehouse.database import frame, in_memory
from warehouse.schemas import TABLES as MADE
from warehouse.schemas import Column, Table

CASES = Path(__file__).parent / "models"
TABLES = {table.full_name: table for table in (*stage.TABLES, *MADE)}
BETWEEN = ("stated_spans", "current", "told", "listed", "since")
"""Tables without a contract; their columns are those of their models."""

DEFAULTS: dict[str, Any] = {
    "is_posting": True, "chosen": True, "counts_as_opened": True, "work_type": "other", "industry": "unknown",
    "education": "unspecified",
}  # fmt: skip
EMPTY: dict[Any, Any] = {
    pl.String: "", pl.Boolean: False, pl.Int64: 0, pl.Float64: 0.0, pl.Date: date(2000, 1, 1),
    pl.Datetime: datetime(2000, 1, 1, tzinfo=UTC),
}  # fmt: skip
ASKED = ("macros", "scalars", "views")
"""Folders of what tests/test_macros.py asks; a macro may have cases here as well."""
MODELS = sorted(
    f"{path.parent.name}.{path.stem}" for path in store.MODELS.glob("*/*.sql") if path.parent.name not in ASKED
)
FOLDERS = sorted(path.parent for path in CASES.glob("*/*/expected.yaml"))


@pytest.fixture(scope="module")
def empty() -> Iterator[duckdb.DuckDBPyConnection]:
    """All tables that any model reads, without rows."""
    with in_memory() as connection:
        stage.open_stage(connection)
        connection.execute("ATTACH ':memory:' AS before; CREATE SCHEMA before.core; CREATE SCHEMA before.mart")
        for schema in dict.fromkeys(table.schema for table in MADE):
            connection.execute(f"CREATE SCHEMA {schema}")
        for table in MADE:
            connection.execute(contracts.ddl(table))
        for name in BETWEEN:
            connection.execute(f"CREATE TABLE stage.{name} AS {store.model('stage', name)}")
        macros.create(connection)
        yield connection


def rows_of(path: Path) -> list[dict[str, Any]]:
    return yaml.safe_load(path.read_text(encoding="utf-8")) or []


def default(column: Column) -> Any:
    if column.name in DEFAULTS or not column.required:
        return DEFAULTS.get(column.name)
    if column.allowed and column.dtype == pl.String:
        return column.allowed[0]
    return [] if isinstance(column.dtype, pl.List) else EMPTY[column.dtype.base_type()]


def put(connection: duckdb.DuckDBPyConnection, name: str, rows: list[dict[str, Any]]) -> None:
    schema = frame(connection, f"FROM {name}").schema
    strangers = {key for row in rows for key in row} - set(schema)
    assert not strangers, f"{name} has no column {strangers}"
    table = TABLES.get(name.removeprefix("before."))
    columns = table.columns if table else ()
    given = {**DEFAULTS, **{column.name: default(column) for column in columns}}
    filled = [{key: row.get(key, given.get(key)) for key in schema} for row in rows]
    stage.fill(connection, name, pl.DataFrame(filled, schema=schema))


def put_before(connection: duckdb.DuckDBPyConnection, table: Table) -> None:
    connection.execute(contracts.ddl(table, f"before.{table.schema}"))


def result(connection: duckdb.DuckDBPyConnection, model: str, folder: Path) -> pl.DataFrame:
    schema, name = model.split(".")
    if schema != "macros":
        return frame(connection, store.model(schema, name))
    [arguments] = rows_of(folder / "arguments.yaml")
    listed = ", ".join(f"{key} := '{value}'" for key, value in arguments.items())
    return frame(connection, f"FROM {name}({listed})")


def plain(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(rows, key=lambda row: str(list(row.values())))


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: str(folder.relative_to(CASES)))
def test_model(empty: duckdb.DuckDBPyConnection, folder: Path) -> None:
    model = folder.parent.name
    inputs = {path.stem: path for path in folder.glob("*.*.yaml")}
    expected = rows_of(folder / "expected.yaml")
    try:
        for name, path in inputs.items():
            if name.startswith("before."):
                put_before(empty, TABLES[name.removeprefix("before.")])
            put(empty, name, rows_of(path))
        found = result(empty, model, folder)
    finally:
        for name in inputs:
            empty.execute(f"DROP TABLE {name}" if name.startswith("before.") else f"DELETE FROM {name}")
    columns = list(expected[0]) if expected else found.columns
    want = pl.DataFrame(expected, schema={name: found.schema[name] for name in columns})
    assert plain(found.select(columns).to_dicts()) == plain(want.to_dicts())


def test_every_model_has_a_case_and_every_case_a_model() -> None:
    assert MODELS
    cases = {folder.parent.name for folder in FOLDERS}
    assert sorted(case for case in cases if not case.startswith(ASKED)) == MODELS
    assert all((store.MODELS / case.replace(".", "/")).with_suffix(".sql").exists() for case in cases)


@pytest.mark.parametrize("table", MADE, ids=lambda table: table.full_name)
def test_models_yield_the_columns_of_their_contract(empty: duckdb.DuckDBPyConnection, table: Table) -> None:
    found = frame(empty, store.model(table.schema, table.name)).schema
    assert dict(found) == table.polars
