"""Tables made by the SQL models: one SELECT a table, read from warehouse/models. Which are made when is store.py's."""

from __future__ import annotations

import re

import duckdb

from warehouse import contracts
from warehouse.home import PROJECT
from warehouse.schemas import Table

MODELS = PROJECT / "warehouse" / "models"
_NAMED = re.compile(r"\{(\w+)\.(\w+)\}")
_KNOWN = {
    "stage.postings": "known_postings", "stage.crawls": "known_crawls", "stage.stated_spans": "known_spans",
    "stage.boards": "core.boards",
}  # fmt: skip
"""Staged table -> what stands for it in a macro that says what was known on a day."""


def make(connection: duckdb.DuckDBPyConnection, table: Table) -> None:
    """Create one table by its contract and fill it by its model."""
    connection.execute(contracts.ddl(table))
    connection.execute(f"INSERT INTO {table.full_name} BY NAME {model(table.schema, table.name)}")
    for comment in contracts.comments(table):
        connection.execute(comment)


def model(schema: str, name: str) -> str:
    """Return the SELECT of one model; a macro's with the models that it names in braces, read from what it knows."""
    text = (MODELS / schema / f"{name}.sql").read_text(encoding="utf-8")
    return _NAMED.sub(lambda named: _from_known(model(*named.groups())), text) if schema == "macros" else text


def _from_known(text: str) -> str:
    """Return a model's text with the tables that only a build has replaced by a macro's own."""
    for staged, known in _KNOWN.items():
        text = re.sub(rf"\b{re.escape(staged)}\b", known, text)
    return text
