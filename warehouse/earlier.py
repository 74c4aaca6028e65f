"""What an earlier file must be so that the next one can be a copy of it, brought up to date by writing what differs.

The writer's warehouse and the published copy go on alike; where one cannot, it is written anew.
"""

from __future__ import annotations

import duckdb

from warehouse.errors import JobproofError

FREE = 0.5
"""Share of a file's blocks that are free, beyond which it is written anew."""
_DEAD = 0.25
"""Share of a table's row ids that are of removed rows, beyond which the table is written anew."""


class UnlikeError(JobproofError):
    """The earlier file is none to go on from, or could not be brought to what it was to hold.

    Args:
        found: Why, in one line that reads on from `every table was written anew: `.
    """

    def __init__(self, found: str) -> None:
        super().__init__("earlier file", found, remedy="It is written anew.")


def require_dense(connection: duckdb.DuckDBPyConnection) -> None:
    """Refuse to go on from the current database where most of its blocks are free.

    Raises:
        UnlikeError: They are.
    """
    [(total, free)] = connection.execute(
        "SELECT total_blocks, free_blocks FROM pragma_database_size() WHERE database_name = current_database()"
    ).fetchall()
    if free > FREE * total:
        raise UnlikeError("much of the earlier file was free space, so that it was packed")


def is_sparse(connection: duckdb.DuckDBPyConnection, name: str) -> bool:
    """Tell whether so many row ids of a table are of removed rows that it is to be written anew."""
    [(rows, used)] = connection.execute(f"SELECT count(*), coalesce(max(rowid) + 1, 0) FROM {name}").fetchall()
    return bool(used - rows > _DEAD * used)
