"""The naive way to keep postings under Dagster: assets that hand frames to DuckDB by an IO manager.

FILE: `postings`, a Parquet file with posting_id, opened_on, concepts and text; `folder`, where to work. Found: weeks
and mentions counted, and what another process is told that reads while an asset holds the file.
"""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from harness import answer

_READ = "import duckdb, sys; duckdb.connect(sys.argv[1], read_only=True).execute('SELECT 1').fetchall()"


def of_dagster_duckdb(given: dict[str, Any]) -> Callable[[], dict[str, Any]]:
    """Return one run of three assets: postings, their mentions, mentions by week."""
    import dagster as dg  # noqa: PLC0415 - each peer has an environment of its own
    import duckdb  # noqa: PLC0415
    import polars as pl  # noqa: PLC0415
    from dagster_duckdb_polars import DuckDBPolarsIOManager  # noqa: PLC0415

    file = str(Path(given["folder"]) / "jobs.duckdb")

    @dg.asset
    def postings() -> pl.DataFrame:
        return pl.read_parquet(given["postings"])

    @dg.asset
    def mentions(postings: pl.DataFrame) -> pl.DataFrame:
        named = postings.select("posting_id", "opened_on", "concepts").explode("concepts")
        return named.drop_nulls("concepts").rename({"concepts": "concept"})

    @dg.asset
    def weekly(mentions: pl.DataFrame) -> pl.DataFrame:
        return mentions.group_by(pl.col("opened_on").dt.truncate("1w").alias("week"), "concept").len()

    assets = [postings, mentions, weekly]

    def run() -> dict[str, Any]:
        manager = DuckDBPolarsIOManager(database=file, schema="kept")
        with dg.DagsterInstance.ephemeral() as instance:
            if not dg.materialize(assets, resources={"io_manager": manager}, instance=instance).success:
                raise SystemExit("the run failed")
        with duckdb.connect(file) as connection:
            [(n,)] = connection.execute("SELECT count(*) FROM kept.mentions").fetchall()
            told = subprocess.run([sys.executable, "-c", _READ, file], capture_output=True, text=True, check=False)
        return {"mentions": n, "reader": told.stderr.strip().rpartition("\n")[2].partition('"')[0]}

    return run


if __name__ == "__main__":
    answer({"dagster_duckdb": of_dagster_duckdb})
