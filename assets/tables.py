"""An AssetSpec for each warehouse table: contract as columns, lineage out of its SQL model. Nothing is built here."""

import re

import dagster as dg

from assets import metadata
from assets.keys import raw_key, table_key
from warehouse.boards import Registry
from warehouse.schemas import CLAIM_HISTORY, CRAWLS, TABLES, Table
from warehouse.store import MODELS

BUILT = tuple(table for table in TABLES if table is not CLAIM_HISTORY)
"""Tables that a build fills; the verdicts of a vintage can only come after it."""
_KEYS = {table.full_name: table_key(table) for table in TABLES}
_LANDED = {"stage.postings", "stage.normalised"}
_NAMED = re.compile(r"\b(?:from|join)\s+((?:core|mart|stage)\.\w+)", re.IGNORECASE)


def table_spec(table: Table, registry: Registry) -> dg.AssetSpec:
    """Return a table's asset: description, columns, SQL and what it is made from."""
    return dg.AssetSpec(
        table_key(table),
        deps=_sources(table, registry),
        group_name=table.schema,
        description=f"{table.description}\n\nOne row for each {', '.join(table.key)}.",
        kinds={"duckdb", "sql"},
        metadata={
            "dagster/column_schema": metadata.table_schema(table),
            "sql": dg.MetadataValue.md(f"```sql\n{_model(table.full_name)}\n```"),
        },
    )


def _sources(table: Table, registry: Registry) -> list[dg.AssetKey]:
    """Return the tables that a model reads, and the boards where it reads what landed."""
    read = {_as_table(name) for name in _reads(table.full_name)} - {table.full_name}
    boards = registry.boards if table is CRAWLS or _LANDED & read else ()
    return [*(key for name, key in _KEYS.items() if name in read), *map(raw_key, boards)]


def _reads(name: str) -> set[str]:
    """Return the tables that a model reads, looking through the models of the stage."""
    found: set[str] = set()
    for source in _NAMED.findall(_model(name)):
        found |= _reads(source) if source.startswith("stage.") and _model(source) else {source}
    return found


def _as_table(name: str) -> str:
    """Return the warehouse's own table where the stage holds the same rows (`stage.boards` is `core.boards`)."""
    core = name.replace("stage.", "core.")
    return core if core in _KEYS and name not in _LANDED else name


def _model(name: str) -> str:
    path = (MODELS / name.replace(".", "/")).with_suffix(".sql")
    return path.read_text(encoding="utf-8") if path.exists() else ""
