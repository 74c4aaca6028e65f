"""Examining a home: landing, taxonomy, warehouse, copy, what is kept, disk. It names damage; repair.py mends it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import duckdb
import polars as pl

from warehouse import generations, journal, landing, publish, readings, store, taxonomy, texts, versions, vintages
from warehouse.boards import Registry
from warehouse.contracts import CheckResult
from warehouse.database import frame, in_memory, literal, reading
from warehouse.errors import JobproofError
from warehouse.home import Home
from warehouse.manifest import MANIFEST, Fault, Manifest
from warehouse.records import CrawlReport
from warehouse.schemas import CLAIM_HISTORY, TABLES, Table

State = Literal["well", "attention", "damaged"]
_PUBLISH = "Run `jobproof publish`."
REPAIR = "Run `jobproof doctor --repair`, with --backup where you have one."
_FIRST = "Run `jobproof demo` to see it work, or `jobproof crawl` and then `jobproof publish`."
_SPARE_BYTES = 500_000_000
"""Free space below which a build or a publish is told to be at risk, beside twice the size of what it replaces."""


@dataclass(frozen=True)
class Finding:
    """One thing examined.

    Args:
        what: landing, readings, taxonomy, warehouse, published copy, verdicts, kept or disk; with the file or table if
            any.
        state: `well`; `attention` (works, but a person should do something); `damaged`.
        finding: What was found.
        remedy: The next command; empty where all is well.
    """

    what: str
    state: State
    finding: str
    remedy: str = ""


def examine(home: Home, registry: Registry) -> list[Finding]:
    """Examine everything; a damaged part does not keep the others from being looked at.

    Args:
        home: What to examine.
        registry: The boards, to name landing files that no board owns.

    Returns:
        At least one finding for each part: landing, taxonomy, warehouse, published copy, disk.
    """
    reports: list[CrawlReport] = []
    found = [*_landing(home, registry, reports), *_readings(home), *_guarded("taxonomy", _taxonomy)]
    if reports or home.warehouse.exists():
        found += _guarded("warehouse", lambda: _warehouse(home, reports))
        found += _guarded("published copy", lambda: _published(home))
    return [*found, *_kept(home), *_verdicts(home), *_vintages(home), *_guarded("disk", lambda: _disk(home))]


def _guarded(what: str, examined: Callable[[], Iterator[Finding]]) -> list[Finding]:
    try:
        return list(examined())
    except JobproofError as error:
        return [Finding(what, "damaged", f"{error.who}: {error.found}", error.remedy)]
    except (duckdb.Error, pl.exceptions.PolarsError, OSError) as error:
        return [Finding(what, "damaged", str(error).partition("\n")[0], _PUBLISH)]


def _landing(home: Home, registry: Registry, reports: list[CrawlReport]) -> list[Finding]:
    broken: list[JobproofError] = []
    reports.extend(landing.reports(home, on_error=broken.append))
    for report in reports:
        try:
            landing.read(home, report)
        except JobproofError as error:
            broken.append(error)
    if not reports and not broken:
        return [Finding("landing", "attention", f"nothing has landed in {home.root} yet", _FIRST)]
    lost = [Finding("landing", "damaged", f"{error.who} {error.found}", REPAIR) for error in broken]
    named = " ".join(each.finding for each in lost)
    lost += [
        Finding("landing", "damaged", f"{fault.path} {fault.found}", REPAIR)
        for board in landing.boards(home)
        for fault in landing.manifest(home, board).faults()
        if str(fault.path) not in named
    ]
    whole = Finding("landing", "well", f"{len(reports)} runs, {sum(report.kept for report in reports)} rows")
    strangers = sorted({report.board for report in reports} - set(registry.boards))
    return [
        *(lost or [whole]),
        *(
            Finding(
                f"landing {name}", "attention", "is not in boards.toml and counts nowhere", "Add it to boards.toml."
            )
            for name in strangers
        ),
        *(
            Finding(f"landing {path}", "attention", "was left by a killed run", f"Run `jobproof crawl {board}`.")
            for board, path in ((path.parent.parent.name, path) for path in landing.orphans(home))
        ),
        *(
            Finding(
                f"landing {board}/{one.partition}",
                "attention",
                f"was killed after {len(one.scopes)} scopes",
                f"Run `jobproof crawl {board}`: it goes on behind them, or commits them.",
            )
            for board in landing.boards(home)
            for one in journal.unfinished(home, board)
        ),
    ]


def _readings(home: Home) -> Iterator[Finding]:
    """Name each file of readings or links that is not as it was written: a build looks at size and time alone."""
    books = readings.manifests(home)
    faults = [fault for book in books for fault in book.faults()]
    for fault in faults:
        yield Finding(f"readings {fault.path}", "damaged", fault.found, REPAIR)
    files = sum(len(book.entries()) for book in books)
    if files and not faults:
        yield Finding("readings", "well", f"{files} files as they were written")


def _taxonomy() -> Iterator[Finding]:
    said = taxonomy.load()
    yield Finding("taxonomy", "well", f"version {said.version}: {len(said.concepts)} concepts, {len(said.terms)} terms")


def _warehouse(home: Home, reports: list[CrawlReport]) -> Iterator[Finding]:
    if not home.warehouse.exists():
        yield Finding("warehouse", "attention", "is not built yet", _PUBLISH)
        return
    with reading(home.warehouse) as connection:
        known = set(frame(connection, "SELECT DISTINCT board, run FROM core.crawls").iter_rows())
        [(version,)] = connection.execute("SELECT taxonomy FROM mart.meta").fetchall()
        boards = set(frame(connection, "SELECT board FROM core.boards")["board"])
        schema = versions.of_database(connection)
    landed = {(report.board, report.run) for report in reports if report.board in boards}
    if landed - known:
        yield Finding("warehouse", "attention", f"{len(landed - known)} runs landed since it was built", _PUBLISH)
    if known - landed:
        yield Finding("warehouse", "damaged", f"holds {len(known - landed)} runs that landing lost", _PUBLISH)
    if version != taxonomy.load().version:
        yield Finding("warehouse", "attention", f"was built with taxonomy {version}", "Run `jobproof replay`.")
    failed = [result for result in store.checks(home) if result.failed_n]
    yield from (_broken(result) for result in failed)
    if known == landed and not failed:
        held = f"schema {schema}, holds all {len(known)} runs and passes its checks"
        yield Finding("warehouse", "well", held)


def _broken(result: CheckResult) -> Finding:
    first = result.sample.row(0)
    return Finding(
        f"warehouse {result.table}",
        "damaged",
        f"{result.failed_n} rows fail `{result.check}`, first {first}",
        "Correct the seed or parser that made them, then run `jobproof replay`.",
    )


def _published(home: Home) -> Iterator[Finding]:
    if not home.published.exists():
        yield Finding("published copy", "attention", "is not there yet", _PUBLISH)
        return
    sums = _sums(home.published)
    vintage = publish.query(home, "SELECT vintage FROM mart.meta").item()
    built = _vintage(home)
    odd = list(_parquet(home, sums))
    yield from odd
    if built not in {"", vintage}:
        yield Finding("published copy", "attention", f"is {vintage}, the warehouse {built}", _PUBLISH)
    elif built and (differing := _differing(sums, _sums(home.warehouse, home))):
        yield Finding("published copy", "damaged", f"{differing} is not what the warehouse holds", _PUBLISH)
    elif not odd:
        yield Finding("published copy", "well", f"vintage {vintage}, all {len(TABLES)} tables and their Parquet copies")


def _sums(path: Path, published_from: Home | None = None) -> dict[str, str]:
    """Return table -> checksum, every row of every table read; DuckDB verifies its blocks meanwhile.

    Args:
        path: The database.
        published_from: Whose terms cut its texts to what the copy may hold; as they are where None.
    """
    with reading(path) as connection:
        if published_from is None:
            return {table.full_name: store.checksum(connection, table) for table in TABLES}
        return {table.full_name: _as_published(connection, table, published_from) for table in TABLES}


def _as_published(connection: duckdb.DuckDBPyConnection, table: Table, home: Home) -> str:
    if texts.COLUMN not in table.polars:
        return store.checksum(connection, table)
    connection.execute(f"CREATE SCHEMA IF NOT EXISTS memory.{table.schema}")
    source = texts.allowed(home, f"jobs.{table.full_name}")
    connection.execute(f"CREATE VIEW memory.{table.full_name} AS FROM {source}")
    return store.checksum(connection, table, "memory")


def _differing(copy: dict[str, str], warehouse: dict[str, str]) -> str:
    """Return the first table that differs; verdicts are younger than the warehouse that they were judged on."""
    return next((table for table in copy if table != CLAIM_HISTORY.full_name and copy[table] != warehouse[table]), "")


def _parquet(home: Home, sums: dict[str, str]) -> Iterator[Finding]:
    """Name each Parquet copy that does not hold, row by row, what the copy's table does."""
    folder = generations.shown(home)
    for table in TABLES:
        files = generations.files(folder, table)
        if found := _unlike(files, table, sums[table.full_name]) if files else "is missing":
            yield Finding(f"published copy {folder / table.full_name}.parquet", "damaged", found, _PUBLISH)


def _unlike(files: list[Path], table: Table, wanted: str) -> str:
    listed = ", ".join(literal(str(path)) for path in files)
    try:
        with in_memory() as connection:
            connection.execute(f"CREATE SCHEMA {table.schema}")
            connection.execute(f"CREATE VIEW {table.full_name} AS FROM read_parquet([{listed}])")
            found = store.checksum(connection, table)
    except duckdb.Error as error:
        return f"cannot be read ({str(error).partition(chr(10))[0]})"
    held, wanted_n = (each.partition(":")[0] for each in (found, wanted))
    return "" if found == wanted else f"holds {held} rows that are not the {wanted_n} of the copy"


def _vintage(home: Home) -> str:
    if not home.warehouse.exists():
        return ""
    with reading(home.warehouse) as connection:
        return str(frame(connection, "SELECT vintage FROM mart.meta").item())


def kept_folders(home: Home) -> list[Path]:
    """Return the folders that keep what landing cannot bring back, each with a manifest of its own."""
    folders = (home.verdicts, home.vacancy_changes, home.audits, *sorted(home.quality.glob("*")))
    return [folder for folder in folders if (folder / MANIFEST).exists()]


def kept_faults(home: Home) -> Iterable[Fault]:
    """Yield what is missing or damaged of verdicts, records of vacancies, audits and scores."""
    return (fault for folder in kept_folders(home) for fault in Manifest(folder).faults())


def _kept(home: Home) -> Iterator[Finding]:
    for fault in kept_faults(home):
        if fault.path.parent == home.audits:
            yield Finding(f"kept {fault.path}", "attention", f"{fault.found}: changed by hand?", REPAIR)
        else:
            yield Finding(f"kept {fault.path}", "damaged", fault.found, REPAIR)


def _verdicts(home: Home) -> Iterator[Finding]:
    """Name each file of verdicts that cannot be read: nothing else can bring them back."""
    files = sorted(home.verdicts.glob("*.parquet"))
    unread = 0
    for path in files:
        try:
            pl.read_parquet(path).match_to_schema(pl.Schema(CLAIM_HISTORY.polars))
        except (pl.exceptions.PolarsError, OSError) as error:
            unread += 1
            yield Finding(f"verdicts {path}", "damaged", str(error).partition("\n")[0], REPAIR)
    if files and not unread:
        yield Finding("verdicts", "well", f"{len(files)} vintages judged")


def _vintages(home: Home) -> Iterator[Finding]:
    """Say what earlier copies take, and name each that cannot be read: the next erasure could not look into it."""
    known, torn = vintages.kept(home), vintages.unreadable(home)
    for each in torn:
        yield Finding(f"vintage {each.name}", "damaged", "cannot be read", REPAIR)
    if known and not torn:
        size = sum(each.size for each in known) / 1e9
        yield Finding("vintages", "well", f"{len(known)} earlier copies since {known[-1].day}, {size:.2f} GB")


def _disk(home: Home) -> Iterator[Finding]:
    root = next(path for path in (home.root, *home.root.parents) if path.exists())
    free = shutil.disk_usage(root).free
    held = sum(path.stat().st_size for path in (home.warehouse, home.published) if path.exists())
    wanted = _SPARE_BYTES + 2 * held
    said = f"{free / 1e9:.1f} GB free"
    if free < wanted:
        yield Finding("disk", "attention", f"{said}, {wanted / 1e9:.1f} GB wanted", f"Free some space under {root}.")
    else:
        yield Finding("disk", "well", said)
