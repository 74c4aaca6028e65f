"""What a week's publish costs at a size whose build is out of reach: `python -m bench.scale_publish [N] [--write]`.

Rows are generated straight into the warehouse's tables (scale_rows.py) in the order in which a copy holds them, and
taken several times over with other ids, so that 10,000,000 postings are there in minutes and nothing has to be sorted.
Then a week passes: postings come, are seen again, edited, linked otherwise, and close. What is timed is publish.publish
on that, on two cores with 8 GiB; every table of the copy is compared with the warehouse by the sum of its rows' hashes.
Where others are at work, generate first (--prepare) and time later, when nobody is. The last line is JSON; --write
keeps it and renews docs/scale_publish.md from what is kept of all sizes.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import resource
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any
from unittest import mock

import duckdb

from bench import scale_rows
from bench.proof_page import keep
from warehouse import contracts, generations, increments, publish, weeks
from warehouse.database import COMPATIBLE, attach, creating, in_memory, reading
from warehouse.files import checksum
from warehouse.home import PROJECT, Home
from warehouse.schemas import TABLES

KEPT, PAGE = PROJECT / "docs" / "scale_publish.json", PROJECT / "docs" / "scale_publish.md"
_CORES, _DUCKDB, _ALL = 2, "5GiB", 8 << 30
_TOLD = (
    "publish with a new week", "of which copying the file and reading the warehouse", "of which writing tables",
    "of which Parquet files",
)  # fmt: skip
_BASE = 250_000
_TEXT = 1_300
_DAY = date.fromisoformat(scale_rows.LAST_DAY)
_IDS = ("posting_id", "vacancy_id", "base_id", "employer_key")
_BOARDS = "".join(f'[board{n:02}]\ntitle = "{n}"\nkind = "live"\ntext = "full"\n' for n in range(20))


def generate(home: Home, postings_n: int) -> None:
    """Fill a home's warehouse and make the first published copy of it.

    Args:
        home: An empty folder.
        postings_n: How many; from 250,000 on a multiple of that.
    """
    home.root.mkdir(parents=True)
    home.boards.write_text(_BOARDS, encoding="utf-8")
    home.warehouse.parent.mkdir()
    base = home.root / "base.duckdb"
    with creating(home.root / "rows.duckdb") as connection:
        scale_rows.fill(connection, min(postings_n, _BASE), text_bytes=_TEXT)
        for statement in _MORE:
            connection.execute(statement)
    with creating(base) as connection:
        attach(connection, home.root / "rows.duckdb", "source")
        connection.execute("CREATE SCHEMA core; CREATE SCHEMA mart")
        for table in TABLES:
            increments.fill(connection, table, f"source.{table.full_name}")
        connection.execute("DETACH source")
    (home.root / "rows.duckdb").unlink()
    _multiply(home, base, max(postings_n // _BASE, 1))
    base.unlink()
    publish._replaced(home, "publishing generated rows", _first)  # noqa: SLF001 - the warehouse is in order already


_MORE = (
    f"UPDATE core.postings SET last_seen_on = least(last_seen_on, DATE '{_DAY}')",
    f"UPDATE core.vacancies SET last_seen_on = least(last_seen_on, DATE '{_DAY}')",
    f"UPDATE core.observations SET last_seen_on = least(last_seen_on, DATE '{_DAY}')",
    """INSERT INTO core.sightings BY NAME
        SELECT
            posting_id, board, scope, opened_on::VARCHAR AS first_partition, 'run' || opened_on AS first_run,
            last_seen_on::VARCHAR AS last_partition, 'run' || last_seen_on AS last_run, opened_on AS first_seen_on,
            last_seen_on, text_key AS version
        FROM core.postings""",
    """INSERT INTO core.posting_versions BY NAME
        SELECT
            * EXCLUDE (opened_on, last_seen_on, n), n AS version_n, text_key || n AS version,
            opened_on AS first_seen_on, if(n = 2, last_seen_on, opened_on) AS last_seen_on, n = 2 AS is_newest,
            if(n = 2, ['text'], []) AS changed
        FROM (SELECT * EXCLUDE (board, scope, url, vacancy_id, employer_key, closed_on, posted_on, posted_kind, in_cn,
            cn_basis) FROM core.postings WHERE hash(posting_id) % 12 = 0), range(1, 3) AS t (n)""",
)
"""What scale_rows.py leaves out."""


def _multiply(home: Home, base: Path, times: int) -> None:
    """Write the warehouse: each row of the base with its ids so many times, in the base's order."""
    with creating(home.warehouse, COMPATIBLE) as connection:
        connection.execute("SET preserve_insertion_order = true")
        attach(connection, base, "base")
        connection.execute("CREATE SCHEMA core; CREATE SCHEMA mart")
        for table in TABLES:
            ids = [name for name in _IDS if name in table.polars]
            renamed = ", ".join(f"{name} || if(n = 0, '', '-' || n) AS {name}" for name in ids)
            listed = f"* REPLACE ({renamed})" if ids else "*"
            copies = f", range({times}) AS t (n)" if ids else ""
            connection.execute(contracts.ddl(table))
            rows = f"SELECT {listed} FROM base.{table.full_name}{copies}"
            columns = ", ".join(f'"{name}"' for name in table.polars)
            connection.execute(f"INSERT INTO {table.full_name} BY NAME SELECT {columns} FROM ({rows})")
        connection.execute("DETACH base")


def _first(home: Home, part: Path, fresh: Path) -> None:
    shutil.copyfile(home.warehouse, part)
    with creating(part, COMPATIBLE) as connection:
        attach(connection, home.warehouse, "source")
        sums = weeks.all_sums(connection)
        files = publish._finished(connection, home, fresh, sums)  # noqa: SLF001 - as above
    generations.say(fresh, generations.State(publish._texts(home), files, sums, checksum(part)))  # noqa: SLF001


def prepare(home: Home, postings_n: int) -> None:
    """Fill a home, publish it, and let a week pass that is not published yet."""
    generate(home, postings_n)
    pass_a_week(home)


def pass_a_week(home: Home) -> None:
    """Change the warehouse as a week of crawls does.

    Of the open postings four in five are seen again and the others closed; as many come as did a week before, one in
    sixty of the open is edited, and one in a thousand of them goes over to another vacancy.
    """
    with creating(home.warehouse, COMPATIBLE) as connection:
        for statement in _WEEK:
            connection.execute(statement)


def _listed(home: Home) -> int:
    with reading(home.warehouse) as connection:
        [(listed,)] = connection.execute(
            f"SELECT count(*) FROM core.postings WHERE last_seen_on = DATE '{_DAY}' + 7"
        ).fetchall()
    return int(listed)


def _seen(table: str, *closed: str) -> str:
    """Return the UPDATE that sees again or closes the open rows of a table."""
    again = "hash(split_part(posting_id, '-', 1)) % 5 < 4" if table != "vacancies" else "hash(vacancy_id) % 5 < 4"
    ends = ", ".join(f"{each} = CASE WHEN NOT ({again}) THEN DATE '{_DAY}' + 7 END" for each in closed)
    moved = f"last_seen_on = CASE WHEN {again} THEN DATE '{_DAY}' + 7 ELSE last_seen_on END"
    run = f", last_run = CASE WHEN {again} THEN 'run{_DAY}+7' ELSE last_run END" if table == "sightings" else ""
    return f"UPDATE core.{table} SET {moved}{run}{f', {ends}' if ends else ''} WHERE last_seen_on = DATE '{_DAY}'"


_FRESH = f"opened_on > DATE '{_DAY}' - 7"
_EDITED = f"last_seen_on = DATE '{_DAY}' + 7 AND hash(posting_id, 'edit') % 60 = 0 AND posting_id NOT LIKE '%+'"
_LINKED = f"last_seen_on = DATE '{_DAY}' + 7 AND hash(posting_id, 'link') % 1000 = 0"
_COME = "posting_id || '+' AS posting_id"
_WEEK = (
    f"CREATE TEMP TABLE fresh AS SELECT posting_id FROM core.postings WHERE {_FRESH}",
    *(_seen(table, "closed_on") for table in ("postings", "observations", "vacancies")),
    _seen("sightings"),
    """INSERT INTO core.mentions
        SELECT * REPLACE (posting_id || '+' AS posting_id, posting_id || '+' AS vacancy_id)
        FROM core.mentions SEMI JOIN fresh USING (posting_id)""",
    f"""INSERT INTO core.vacancies
        SELECT * REPLACE (vacancy_id || '+' AS vacancy_id, vacancy_id || '+' AS base_id,
            DATE '{_DAY}' + 5 AS opened_on, DATE '{_DAY}' + 7 AS last_seen_on, NULL AS closed_on)
        FROM core.vacancies WHERE vacancy_id IN (FROM fresh)""",
    *(
        f"""INSERT INTO core.{table}
            SELECT * REPLACE ({_COME}, DATE '{_DAY}' + 5 AS {first}, DATE '{_DAY}' + 7 AS last_seen_on{more})
            FROM core.{table} SEMI JOIN fresh USING (posting_id)"""
        for table, first, more in (
            ("postings", "opened_on", ", NULL AS closed_on, posting_id || '+' AS vacancy_id"),
            ("observations", "first_seen_on", ", NULL AS closed_on"),
            ("sightings", "first_seen_on", ""),
        )
    ),
    f"CREATE TEMP TABLE edited AS SELECT posting_id FROM core.postings WHERE {_EDITED}",
    """UPDATE core.postings SET concepts = concepts[:-3], text_plain = 'Edited. ' || text_plain
        WHERE posting_id IN (FROM edited)""",
    f"UPDATE core.postings SET vacancy_id = vacancy_id || '!' WHERE {_LINKED}",
    f"""CREATE TEMP TABLE touched AS
        SELECT posting_id FROM core.postings WHERE posting_id IN (FROM edited) OR {_LINKED}""",
    "DELETE FROM core.mentions WHERE posting_id IN (FROM touched)",
    """INSERT INTO core.mentions
        SELECT posting_id, vacancy_id, unnest(concepts).concept, unnest(concepts).strength, unnest(concepts).alternative
        FROM core.postings WHERE posting_id IN (FROM touched)""",
    *(
        f"""INSERT INTO mart.{table} SELECT * REPLACE (week + 7 AS week) FROM mart.{table}
            WHERE week = (SELECT max(week) FROM mart.{table})"""
        for table in ("weekly_flow", "weekly_stock")
    ),
    f"UPDATE mart.meta SET vintage = '{date.fromordinal(_DAY.toordinal() + 7)}.00000001'",
)


@contextmanager
def _timed(took: dict[str, list[float]], what: str) -> Iterator[None]:
    wall, cpu = time.perf_counter(), time.process_time()
    yield
    took[what] = [round(time.perf_counter() - wall, 1), round(time.process_time() - cpu, 1)]
    print(f"{what}: {took[what][0]} s ({took[what][1]})", file=sys.stderr, flush=True)


def equal(home: Home) -> bool:
    """Tell whether every table of the copy holds what the warehouse does, by number and sum of hashes of its rows."""
    with in_memory() as connection:
        attach(connection, home.published, "copy")
        attach(connection, home.warehouse, "built")
        return all(
            weeks.whole(connection, f"copy.{table.full_name}", table.polars)
            == weeks.whole(connection, f"built.{table.full_name}", table.polars)
            for table in TABLES
        )


def _home(folder: Path, postings_n: int) -> Home:
    """Return where a home of so many postings is generated: one of another number is never taken for it."""
    return Home(folder / f"home{postings_n}")


def measure(folder: Path, postings_n: int) -> dict[str, Any]:
    """Generate, publish a week, compare; return what was found. Limits of the process are the caller's."""
    home = _home(folder, postings_n)
    took: dict[str, list[float]] = {}
    if not home.root.exists():
        with _timed(took, "generate"):
            prepare(home, postings_n)
    listed = _listed(home)
    with _timed(took, "publish with a new week"), _watched(took):
        copied = publish.publish(home)
    with _timed(took, "compare"):
        same = equal(home)
    return {
        "postings": copied.rows["core.postings"],
        "mentions": copied.rows["core.mentions"],
        "listed": listed,
        "took": took,
        "copy_bytes": copied.path.stat().st_size,
        "written_parquet_bytes": _written(copied.parquet),
        "parquet_bytes": sum(path.stat().st_size for path in copied.parquet.rglob("*.parquet") if path.is_file()),
        "peak_gb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6, 2),
        "load": round(os.getloadavg()[0], 1),
        "equal": same,
    }


def _written(parquet: Path) -> int:
    files = [path.stat() for path in parquet.rglob("*.parquet") if path.is_file()]
    return sum(each.st_size for each in files if each.st_nlink == 1)


@contextmanager
def _watched(took: dict[str, list[float]]) -> Iterator[None]:
    """Note what the parts of a publish cost, and let none be written anew unnoticed."""

    def noted(step: Callable[..., object], what: str) -> Callable[..., object]:
        def run(*given: object) -> object:
            with _timed(took, what):
                return step(*given)

        return run

    def never(*_: object) -> None:
        raise SystemExit("the copy was written anew")

    with (
        mock.patch.object(publish, "_copied_and_read", noted(publish._copied_and_read, _TOLD[1])),  # noqa: SLF001
        mock.patch.object(increments, "renew", noted(increments.renew, _TOLD[2])),
        mock.patch.object(generations, "write", noted(generations.write, _TOLD[3])),
        mock.patch.object(publish, "_clear", never),
    ):
        yield


def main() -> None:
    """Measure within the limits and print what was found."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("postings", nargs="?", type=int, default=10_000_000)
    parser.add_argument("--folder", type=Path, help="where there is room: some 4 kB a posting")
    parser.add_argument("--prepare", action="store_true", help="only generate, into --folder, for a later run with it")
    parser.add_argument("--write", action="store_true", help=f"keep the figures in {KEPT.name}")
    given = parser.parse_args()
    os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:_CORES])
    connect = partial(duckdb.connect, config={"threads": _CORES, "memory_limit": _DUCKDB})
    with mock.patch.object(duckdb, "connect", connect):
        if given.prepare:
            prepare(_home(given.folder, given.postings), given.postings)
            return
        if given.folder and _home(given.folder, given.postings).root.exists():
            found = measure(given.folder, given.postings)
        else:
            with tempfile.TemporaryDirectory(dir=given.folder) as folder:
                found = measure(Path(folder), given.postings)
    print(json.dumps(found))
    if given.write:
        PAGE.write_text(page(keep(KEPT, given.postings, found)), encoding="utf-8")


def page(found: dict[int, dict[str, Any]]) -> str:
    """Return docs/scale_publish.md: one column a size, and how processor seconds grow between the last two."""
    sizes = sorted(found)
    some = [found[size] for size in sizes]

    def row(what: str, cells: Sequence[str], growth: str = "") -> str:
        return f"| {what} | {' | '.join(cells)} | {growth} |\n"

    def time_of(what: str) -> str:
        took = [each["took"][what] for each in some]
        slope = ""
        if len(sizes) > 1:
            slope = f"{math.log(took[-1][1] / took[-2][1]) / math.log(sizes[-1] / sizes[-2]):.2f}"
        return row(what, [f"{wall:,.1f} ({cpu:,.1f})" for wall, cpu in took], slope)

    def size_of(what: str, key: str) -> str:
        return row(what, [f"{each[key] / 1e9:.2f}" for each in some])

    commands = ", ".join(f"`python -m bench.scale_publish {size} --write`" for size in sizes)
    return f"""# What a week's publish costs

Made by {commands}: rows are generated
straight into the warehouse's tables and published, then a week passes and is published again
([decision 29](decisions/0029-a-publish-writes-what-changed.md)). {_CORES} cores, DuckDB with {_DUCKDB}, 8 GiB in all.
Seconds by the clock and, in brackets, of processors; the last column is the slope of the latter between the last two
sizes: 1 is linear.

| | {" | ".join(f"{size:,}" for size in sizes)} | exponent |
|---|{"---:|" * (len(sizes) + 1)}
{row("postings", [f"{each['postings']:,}" for each in some])}\
{row("mentions", [f"{each['mentions']:,}" for each in some])}\
{row("postings listed in the week", [f"{each['listed']:,}" for each in some])}\
{"".join(time_of(what) for what in _TOLD)}\
{size_of("published file, GB", "copy_bytes")}\
{size_of("Parquet files, GB", "parquet_bytes")}\
{size_of("of which written, GB", "written_parquet_bytes")}\
{row("peak memory, GB", [f"{each['peak_gb']:.2f}" for each in some])}\
{row("load of the machine", [f"{each['load']:.1f}" for each in some])}\
{row("every table equals the warehouse", ["yes" if each["equal"] else "NO" for each in some])}
What a part costs counts in `publish` too, and so does the checksum of the finished file.
"""


if __name__ == "__main__":
    main()
