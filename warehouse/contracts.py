"""What follows from the contracts in schemas.py: DDL, comments and checks. No table by name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import duckdb
import polars as pl

from warehouse.database import frame, literal
from warehouse.schemas import MENTIONS, TEXTS, Column, Table

_TYPES: tuple[tuple[pl.DataType | type[pl.DataType], str], ...] = (
    (pl.String, "VARCHAR"),
    (pl.Int64, "BIGINT"),
    (pl.Float64, "DOUBLE"),
    (pl.Boolean, "BOOLEAN"),
    (pl.Date, "DATE"),
    (pl.Binary, "BLOB"),
    (pl.List(pl.UInt32), "UINTEGER[]"),
    (pl.Datetime("us", "UTC"), "TIMESTAMPTZ"),
    (TEXTS, "VARCHAR[]"),
    (MENTIONS, "STRUCT(concept VARCHAR, strength VARCHAR, alternative BOOLEAN)[]"),
)
_SAMPLE = 5


@dataclass(frozen=True)
class CheckResult:
    """One check of one table.

    Args:
        table: `core.postings`.
        check: `key`, `required: url`, `allowed: work_type`, `low: share`, `high: share`.
        failed_n: Rows that break it.
        sample: Up to five of them, whole keys only.
    """

    table: str
    check: str
    failed_n: int
    sample: pl.DataFrame


def sql_type(column: Column) -> str:
    """Return the DuckDB type of a column."""
    return next(sql for dtype, sql in _TYPES if dtype == column.dtype)


def ddl(table: Table, schema: str = "") -> str:
    """Return CREATE TABLE; constraints are checks, so that a bad row is shown and does not stop a build."""
    columns = ",\n    ".join(
        f'"{column.name}" {sql_type(column)}{" USING COMPRESSION zstd" * column.is_prose}' for column in table.columns
    )
    return f"CREATE TABLE {schema or table.schema}.{table.name} (\n    {columns}\n)"


def comments(table: Table) -> list[str]:
    """Return COMMENT ON for the table and each of its columns."""
    return [
        f"COMMENT ON TABLE {table.full_name} IS {literal(table.description)}",
        *(
            f'COMMENT ON COLUMN {table.full_name}."{column.name}" IS {literal(column.description)}'
            for column in table.columns
        ),
    ]


def conditions(table: Table) -> dict[str, str]:
    """Return check -> SQL condition that a bad row meets, but for the key's uniqueness."""
    return dict(pair for column in table.columns for pair in _conditions(column))


def _conditions(column: Column) -> Iterator[tuple[str, str]]:
    if column.required:
        yield f"required: {column.name}", f'"{column.name}" IS NULL'
    if column.allowed:
        words = ", ".join(literal(word) for word in column.allowed)
        listed = column.dtype == TEXTS
        outside = f'len(list_filter("{column.name}", lambda word: word NOT IN ({words}))) > 0'
        yield f"allowed: {column.name}", outside if listed else f'"{column.name}" NOT IN ({words})'
    if column.low is not None:
        yield f"low: {column.name}", f'"{column.name}" < {column.low}'
    if column.high is not None:
        yield f"high: {column.name}", f'"{column.name}" > {column.high}'


def check(connection: duckdb.DuckDBPyConnection, table: Table) -> list[CheckResult]:
    """Run every check of one table: a scan for all conditions, one for the key, one more for each that fails."""
    key = ", ".join(f'"{column}"' for column in table.key)
    twice = f"(SELECT {key} FROM {table.full_name} GROUP BY {key} HAVING count(*) > 1)"
    found = conditions(table)
    counts = ", ".join(f"count(*) FILTER (WHERE {bad})" for bad in found.values()) or "0"
    [counted] = connection.execute(f"SELECT {counts} FROM {table.full_name}").fetchall()
    failed_n = dict(zip(found, counted, strict=False))
    [(repeated_n,)] = connection.execute(f"SELECT count(*) FROM {twice}").fetchall()
    return [
        _result(connection, table, "key", repeated_n, f"SELECT {key} FROM {twice}"),
        *(
            _result(connection, table, each, failed_n[each], f"SELECT {key} FROM {table.full_name} WHERE {bad}")
            for each, bad in found.items()
        ),
    ]


def _result(
    connection: duckdb.DuckDBPyConnection, table: Table, check_name: str, failed_n: int, rows: str
) -> CheckResult:
    sample = frame(connection, f"{rows} ORDER BY ALL LIMIT {_SAMPLE}") if failed_n else pl.DataFrame()
    return CheckResult(table.full_name, check_name, failed_n, sample)
