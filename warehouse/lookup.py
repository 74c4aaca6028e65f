"""Finding one posting as it landed, by its id. Reads landing only."""

from __future__ import annotations

from typing import Any

import polars as pl

from warehouse import landing
from warehouse.errors import BadUsageError
from warehouse.home import Home


def landed_row(home: Home, posting_id: str) -> dict[str, Any]:
    """Return the newest landed row of one posting.

    Args:
        home: Where to look.
        posting_id: `board:key`.

    Returns:
        The columns of schemas.LANDED.

    Raises:
        BadUsageError: The id has no colon, or nothing of that id ever landed.
    """
    board, colon, key = posting_id.partition(":")
    for report in sorted(landing.reports(home, board), key=lambda report: report.run, reverse=True) if colon else []:
        found = landing.read(home, report).filter(pl.col("key") == key) if report.sha256 else pl.DataFrame()
        if found.height:
            return found.row(0, named=True)
    raise BadUsageError(
        f"posting {posting_id!r}",
        "never landed in this home" if colon else "has no board",
        allowed="board:key, as in core.postings.posting_id",
        remedy="List some: jobproof sql 'SELECT posting_id, role FROM core.postings LIMIT 20'.",
    )
