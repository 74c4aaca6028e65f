"""How fast the cookbook's queries are: `python -m bench.queries [--postings 1000000]` renews docs/queries_speed.md.

Two threads, the file warm, the fastest of five runs each. It fails where one takes a second or more.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from pathlib import Path

import duckdb

from bench import cookbook, scale_rows
from warehouse import increments, macros
from warehouse.database import COMPATIBLE, creating, reading
from warehouse.home import PROJECT
from warehouse.schemas import TABLES

PAGE = PROJECT / "docs" / "queries_speed.md"
LIMIT_S = 1.0
_THREADS = 2
_RUNS = 5


def make(path: Path, postings_n: int) -> None:
    """Write a published copy of generated rows, in the order and with the macros of a real one."""
    with tempfile.TemporaryDirectory(dir=path.parent) as folder:
        source = Path(folder) / "source.duckdb"
        with creating(source) as connection:
            scale_rows.fill(connection, postings_n)
        with creating(path, COMPATIBLE) as connection:
            connection.execute(f"ATTACH '{source}' AS source (READ_ONLY)")
            for schema in dict.fromkeys(each.schema for each in TABLES):
                connection.execute(f"CREATE SCHEMA {schema}")
            for each in TABLES:
                increments.fill(connection, each, f"source.{each.full_name}")
            macros.create(connection)
            connection.execute("DETACH source")


def timed(path: Path, sql: str) -> float:
    """Return the seconds of the fastest of some runs: what the query takes where nothing else is at work."""
    with reading(path) as connection:
        connection.execute(f"SET threads = {_THREADS}")
        return min(_seconds(connection, sql) for _ in range(_RUNS))


def _seconds(connection: duckdb.DuckDBPyConnection, sql: str) -> float:
    began = time.perf_counter()
    connection.execute(sql).fetchall()
    return time.perf_counter() - began


def table(found: list[tuple[str, float]], postings_n: int, size: int) -> str:
    """Return the page."""
    rows = "".join(
        f"| {number} | {seconds:.2f} | `{_short(sql)}` |\n" for number, (sql, seconds) in enumerate(found, 1)
    )
    slow = max(seconds for _, seconds in found)
    return f"""# How fast questions are answered

The cookbook's 25 queries on a generated copy of {postings_n:,} postings with 25 mentions each ({size / 1e6:,.0f} MB
without texts), {_THREADS} threads, file warm, the fastest of {_RUNS} runs: the slowest takes {slow:.2f} s. Load of the
machine of {os.cpu_count()} cores {os.getloadavg()[2]:.0f}. Made by `python -m bench.queries`.

Mentions lie in the copy by posting: a question about one concept reads the column of concepts, which is small;
weekly and monthly counts are tables of their own (`mart.*`).

| cookbook | s | query |
|---:|---:|---|
{rows}"""


def _short(sql: str) -> str:
    said = " ".join(sql.split()).replace("|", "\\|")
    return said if len(said) <= 100 else f"{said[:99]}…"


def main() -> None:
    """Generate, time, write the page where the full size was timed; exit 1 where a query is slow."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--postings", type=int, default=1_000_000)
    parser.add_argument("--copy", type=Path, help="Keep the copy here, and use it where it exists.")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = given.copy or Path(folder) / "jobs.duckdb"
        if not path.exists():
            make(path, given.postings)
        asked = [sql for sql, _ in cookbook.recipes(cookbook.PAGE.read_text(encoding="utf-8"))]
        found = [(sql, timed(path, sql)) for sql in asked]
        written = table(found, given.postings, path.stat().st_size)
    print(written)
    if given.postings == parser.get_default("postings"):
        PAGE.write_text(written, encoding="utf-8")
    sys.exit(1 if any(seconds >= LIMIT_S for _, seconds in found) else 0)


if __name__ == "__main__":
    main()
