"""The two ways in which scrapers usually fill a database, on the rows that a warehouse just took in.

Belongs here: an upsert of each row into one file with a primary key, and a table overwritten by what is listed now.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path

import duckdb

from warehouse.database import literal
from warehouse.home import Home

_UPSERTED = 2_000
"""Rows upserted one by one; the rest of the week is reckoned from them."""


@dataclass(frozen=True)
class Naive:
    """What the naive ways cost and lose.

    Args:
        week: Rows of the last week.
        upsert_cpu: Processor seconds of one upserted row with its mentions, a commit each.
        overwrite_cpu: Processor seconds of overwriting the table by the week's rows.
        known: Postings that the warehouse knows.
        edited: Postings that have said several things.
        reopened: Spans beyond each posting's first.
    """

    week: int
    upsert_cpu: float
    overwrite_cpu: float
    known: int
    edited: int
    reopened: int

    def told(self, ours_cpu: float) -> str:
        """Return what stands in docs/scale.md.

        Args:
            ours_cpu: Processor seconds of a build and a publish with the same week.
        """
        return f"""| way | processor s for a week of {self.week:,} rows | what it can no longer say |
|---|---:|---|
| build and publish | {ours_cpu:.1f} | nothing: every span, version and earlier copy |
| row-by-row upsert, a commit a row ({self.upsert_cpu * 1e3:.2f} ms each) | {self.upsert_cpu * self.week:.1f} | \
{self.edited:,} earlier texts of edited postings, {self.reopened:,} gaps; when anything closed |
| table overwritten each week | {self.overwrite_cpu:.1f} | \
{self.known - self.week:,} of {self.known:,} postings altogether |

The upsert keeps one connection open for writing all that time: nobody else can open its file."""


def measure(home: Home, path: Path) -> Naive:
    """Fill a database file in both ways with what was open in the last week.

    Args:
        home: With a built warehouse.
        path: Where to make the file.
    """
    with duckdb.connect(str(path)) as connection:
        connection.execute(f"ATTACH {literal(str(home.warehouse))} AS jobs (READ_ONLY)")
        _prepare(connection)
        [(week, known, edited, reopened)] = connection.execute(_COUNTS).fetchall()
        overwritten = _cpu_of(connection, "CREATE OR REPLACE TABLE overwritten AS FROM listed")
        return Naive(week, _upsert(connection), overwritten, known, edited, reopened)


_COUNTS = """
SELECT
    (SELECT count(*) FROM listed), (SELECT count(*) FROM jobs.core.postings),
    (SELECT count(DISTINCT posting_id) FROM jobs.core.posting_versions),
    (SELECT count(*) - count(DISTINCT posting_id) FROM jobs.core.observations)
"""


def _prepare(connection: duckdb.DuckDBPyConnection) -> None:
    """Make the naive tables, filled with all postings but the last week's, and `listed`, which holds those."""
    connection.execute("CREATE TABLE postings AS FROM jobs.core.postings")
    connection.execute("ALTER TABLE postings ADD PRIMARY KEY (posting_id)")
    connection.execute("CREATE TABLE mentions AS SELECT posting_id, concept, strength FROM jobs.core.mentions")
    connection.execute("CREATE INDEX of_posting ON mentions (posting_id)")
    connection.execute(
        "CREATE TEMP TABLE listed AS FROM jobs.core.postings"
        " WHERE last_seen_on = (SELECT max(last_seen_on) FROM jobs.core.postings)"
    )


def _upsert(connection: duckdb.DuckDBPyConnection) -> float:
    """Return the processor seconds of one row."""
    ids = connection.execute(f"SELECT posting_id FROM listed LIMIT {_UPSERTED}").fetchall()
    began = time.process_time()
    for (posting_id,) in ids:
        connection.execute("INSERT OR REPLACE INTO postings FROM listed WHERE posting_id = ?", [posting_id])
        connection.execute("DELETE FROM mentions WHERE posting_id = ?", [posting_id])
        connection.execute(
            "INSERT INTO mentions SELECT l.posting_id, unnest(l.concepts).concept, unnest(l.concepts).strength"
            " FROM listed AS l WHERE l.posting_id = ?",
            [posting_id],
        )
    return (time.process_time() - began) / max(len(ids), 1)


def _cpu_of(connection: duckdb.DuckDBPyConnection, sql: str) -> float:
    began = time.process_time()
    connection.execute(sql).fetchall()
    return time.process_time() - began
