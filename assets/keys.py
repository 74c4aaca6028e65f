"""Names of assets: the asset's group and name are the table's schema and name. Nothing else belongs here."""

import dagster as dg

from warehouse.schemas import Table

WRITER = "duckdb_writer"
"""The pool of whatever opens the writer's DuckDB file: one at a time."""


def raw_key(board: str) -> dg.AssetKey:
    """Return the key of a board's landing files."""
    return dg.AssetKey(["raw", board])


def table_key(table: Table) -> dg.AssetKey:
    """Return the key of a warehouse table."""
    return dg.AssetKey([table.schema, table.name])


def report_key(name: str) -> dg.AssetKey:
    """Return the key of something drawn for readers."""
    return dg.AssetKey(["report", name])
