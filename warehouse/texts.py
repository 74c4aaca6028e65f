"""How much of a posting's text the published copy holds, which its board's terms decide, and where the whole text lies.

The writer's warehouse has every text whole: it is not for passing on. Audits read there what the copy lacks.
"""

from __future__ import annotations

from contextlib import suppress

import duckdb

from warehouse import boards
from warehouse.database import attach, literal
from warehouse.errors import JobproofError
from warehouse.home import Home

COLUMN = "text_plain"
EXCERPT = 280
"""Characters of an excerpt: what a search result shows of a page."""
_BOARD = "split_part(posting_id, ':', 1)"
WHOLE = "whole_texts"
"""View of posting_id and whole_text that `show_whole` makes."""


def allowed(home: Home, source: str) -> str:
    """Return the rows of a table with a posting and its text, each text cut to what `text` in boards.toml lets pass."""
    known = boards.load(home).boards.values()
    full = ", ".join(literal(board.name) for board in known if board.text == "full") or "NULL"
    cut = ", ".join(literal(board.name) for board in known if board.text == "excerpt") or "NULL"
    return (
        f"(SELECT * REPLACE (CASE WHEN {_BOARD} IN ({full}) THEN {COLUMN} WHEN {_BOARD} IN ({cut})"
        f" THEN left({COLUMN}, {EXCERPT}) || if(length({COLUMN}) > {EXCERPT}, '…', '') ELSE '' END AS {COLUMN})"
        f" FROM {source})"
    )


def show_whole(connection: duckdb.DuckDBPyConnection, home: Home) -> None:
    """Make the view WHOLE in a session on the published copy: texts of the warehouse, else what the copy has."""
    source = "core.postings"
    with suppress(JobproofError, duckdb.Error):
        if home.warehouse.exists():
            attach(connection, home.warehouse, "private")
            connection.execute("SELECT posting_id, text_plain FROM private.core.postings LIMIT 0").fetchall()
            source = "private.core.postings"
    connection.execute(f"CREATE TEMP VIEW {WHOLE} AS SELECT posting_id, {COLUMN} AS whole_text FROM {source}")
