"""Which postings' own rows may be others because of new runs; of all others they stand as the last build wrote them.

Rows of one posting are made from its own looks, and from what is known of its board: which runs there were, in which
order, which were complete, when a month began and the last day that the board was looked at. Here is told which
postings such knowledge reaches; rather too many than one too few. What follows for other tables is renewing.py's.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path

import duckdb
import polars as pl

from warehouse import contracts, origins, stage
from warehouse.boards import Registry
from warehouse.origins import Run

_REACHED = (
    # A day on which a board was looked at again moves the end of what had not ended when it was looked at last.
    """
    SELECT o.posting_id
    FROM core.observations AS o
    JOIN (SELECT board, max(finished_at)::DATE AS day FROM core.crawls WHERE chosen GROUP BY ALL) AS e USING (board)
    JOIN (SELECT board, max(finished_at)::DATE AS day FROM stage.crawls WHERE chosen GROUP BY ALL) AS n USING (board)
    JOIN stage.boards AS b ON b.board = o.board AND b.kind <> 'live'
    WHERE e.day <> n.day AND o.last_seen_on >= least(e.day, n.day)
    """,
    # A complete crawl closes what is open in its scope.
    """
    SELECT posting_id
    FROM built.current
    WHERE closed_on IS NULL AND (board, scope) IN (
        SELECT (board, scope)
        FROM stage.crawls
        WHERE chosen AND state = 'complete' AND (board, run) NOT IN (SELECT (board, run) FROM built.runs)
    )
    """,
    # The day from which on postings of a scope count as opened.
    """
    WITH one AS (SELECT board, scope, min(partition) AS first FROM core.crawls WHERE chosen GROUP BY ALL),
    other AS (SELECT board, scope, min(partition) AS first FROM stage.crawls WHERE chosen GROUP BY ALL)
    SELECT c.posting_id
    FROM built.current AS c
    SEMI JOIN (
        SELECT board, scope FROM one FULL JOIN other USING (board, scope) WHERE one.first IS DISTINCT FROM other.first
    ) AS d ON d.board = c.board AND d.scope = c.scope
    """,
    # Of each month the first posting, which tells when its thread began: no month is to be read without it.
    """
    SELECT arg_min(p.posting_id, p.posted_on)
    FROM stage.postings AS p
    JOIN stage.boards AS b ON b.board = p.board AND b.kind = 'history'
    GROUP BY p.board, p.partition
    """,
)


def mark(
    connection: duckdb.DuckDBPyConnection, registry: Registry, now: Collection[Run], listed: Mapping[Run, Path]
) -> int:
    """Fill stage.touched with the ids of postings that may have other rows now; return how many.

    Args:
        connection: Its current database is the earlier warehouse, with stage filled for now.
        registry: The boards.
        now: Every run that can be read.
        listed: Those of them whose rows count for anything, with the files of these.
    """
    telling = _telling(registry, origins.known_runs(connection), now)
    files = [str(listed[run]) for run in sorted(telling & listed.keys(), key=str)]
    reached = (*([f"SELECT posting_id FROM read_parquet({files})"] if files else ()), *_REACHED)
    every = " UNION ".join(f"({each})" for each in reached)
    connection.execute(
        f"CREATE TABLE stage.touched AS SELECT * FROM ({every}) AS r (posting_id) WHERE posting_id <> ''"
    )
    [(touched,)] = connection.execute("SELECT count(*) FROM stage.touched").fetchall()
    return int(touched)


def _telling(registry: Registry, known: Mapping[tuple[str, str], Run], now: Collection[Run]) -> set[Run]:
    """Return the runs whose postings are all touched.

    Of a live board these are its new runs, and all runs where one came in late: stretches are of runs that follow each
    other. Of other boards all runs of a partition in which any run is new, or counts now, or no longer does; and of the
    month before, which ends where that one begins.
    """
    changed = [run for run in now if known.get((run.board, run.run)) != run]
    disturbed = _disturbed(known.values(), changed)
    partitions = {(run.board, each) for run in changed for each in (run.partition, _month_before(run.partition))}
    return {
        run
        for run in now
        if (
            run.board in disturbed or (run.board, run.run) not in known
            if registry.boards[run.board].kind == "live"
            else (run.board, run.partition) in partitions
        )
    }


def _disturbed(known: Iterable[Run], changed: Iterable[Run]) -> set[str]:
    """Return the boards on which a run is new that is not later than all that were known."""
    last: dict[str, tuple[str, str]] = {}
    for run in known:
        last[run.board] = max(last.get(run.board, ("", "")), (run.partition, run.run))
    return {run.board for run in changed if (run.partition, run.run) < last.get(run.board, ("", ""))}


def _month_before(partition: str) -> str:
    """Return the month before `2024-03`; of a day nothing that names a partition."""
    try:
        return f"{date.fromisoformat(f'{partition}-01') - timedelta(days=1):%Y-%m}"
    except ValueError:
        return ""


def restrict(connection: duckdb.DuckDBPyConnection, now: Collection[Run]) -> None:
    """Leave in stage.seen and stage.postings only the looks at touched postings.

    Args:
        connection: As mark() left it.
        now: Every run that can be read.
    """
    connection.execute("CREATE TABLE stage.counted (board VARCHAR, run VARCHAR)")
    counted = [(run.board, run.run) for run in now if run.counted]
    stage.fill(connection, "stage.counted", pl.DataFrame(counted, schema=["board", "run"], orient="row"))
    connection.execute("CREATE TABLE stage.some AS FROM stage.seen SEMI JOIN stage.touched USING (posting_id)")
    connection.execute("DROP VIEW stage.seen; ALTER TABLE stage.some RENAME TO seen; DROP VIEW stage.postings")
    connection.execute("CREATE VIEW stage.postings AS FROM stage.seen SEMI JOIN stage.counted USING (board, run)")


def show_contents(connection: duckdb.DuckDBPyConnection, contents: Sequence[Path], among: str) -> None:
    """Show in stage.normalised only the files that hold anything that some postings have said.

    Args:
        connection: As restrict() left it.
        contents: All files of contents.
        among: Relation with the ids of these postings.
    """
    needed = connection.execute(
        f"SELECT DISTINCT filename FROM read_parquet({[str(path) for path in contents]}, filename := true)"
        f" WHERE id IN (SELECT version FROM stage.seen SEMI JOIN {among} USING (posting_id))"
    ).fetchall()
    connection.execute("DROP VIEW stage.normalised")
    connection.execute(contracts.ddl(stage.CONTENTS))
    stage.show(connection, stage.CONTENTS, sorted(Path(name) for (name,) in needed) or contents[:1])
