"""An AssetSpec for each warehouse table: contract as columns, lineage out of its SQL model. Nothing is built here."""

import re
from pathlib import Path

import dagster as dg

from assets import metadata
from assets.keys import raw_key, table_key
from warehouse.boards import Registry
from warehouse.home import PROJECT
from warehouse.schemas import BOARDS, CITIES, CLAIM_HISTORY, CONCEPTS, META, TABLES, Table

MODELS = PROJECT / "warehouse" / "models"
PUBLISHED = (CLAIM_HISTORY, META)
"""Tables that publishing writes."""
BUILT = tuple(table for table in TABLES if table not in PUBLISHED)
"""Tables that one build writes."""
_SEEDED = (BOARDS, CITIES, CONCEPTS)
_KEYS = {table.full_name: table_key(table) for table in TABLES}
_NAMED = re.compile(r"\b(?:from|join)\s+((?:core|mart)\.\w+)", re.IGNORECASE)


def table_spec(table: Table, registry: Registry) -> dg.AssetSpec:
    """Return a table's asset: description, columns, SQL and what it is made from."""
    model = model_path(table)
    sql = {"sql": dg.MetadataValue.md(f"```sql\n{model.read_text(encoding='utf-8')}\n```")} if model.exists() else {}
    return dg.AssetSpec(
        table_key(table),
        deps=_sources(table, registry),
        group_name=table.schema,
        description=f"{table.description}\n\nOne row for each {', '.join(table.key)}.",
        kinds={"duckdb", "sql" if sql else "polars"},
        metadata={"dagster/column_schema": metadata.table_schema(table), **sql},
    )


def model_path(table: Table) -> Path:
    """Return where the table's SQL model lies, if it has one."""
    return MODELS / table.schema / f"{table.name}.sql"


def _sources(table: Table, registry: Registry) -> list[dg.AssetKey]:
    """Return the tables that the model names; what has none comes from the landing files or from seeds."""
    model = model_path(table)
    named = set(_NAMED.findall(model.read_text(encoding="utf-8"))) if model.exists() else set()
    tables = [key for name, key in _KEYS.items() if name in named and name != table.full_name]
    if tables or table in _SEEDED:
        return tables
    return [raw_key(board) for board in registry.boards]
