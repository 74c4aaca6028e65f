"""What the SQL models start from: crawls, landed rows, contents and registry, in an in-memory database `stage`.

Here is decided which runs count. No model, no table of the warehouse.
"""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby
from pathlib import Path
from typing import Any

import duckdb
import polars as pl

from warehouse import contracts, schemas
from warehouse.boards import Registry
from warehouse.clock import moment
from warehouse.database import literal
from warehouse.records import CrawlReport, ScopeReport
from warehouse.schemas import Column, Table
from warehouse.taxonomy import Taxonomy


def _staged(table: Table, *more: Column) -> Table:
    return replace(table, schema="stage", columns=(*table.columns, *more))


BOARDS = _staged(schemas.BOARDS)
CITIES = _staged(schemas.CITIES)
CONCEPTS = _staged(schemas.CONCEPTS)
CRAWLS = _staged(schemas.CRAWLS)
VERDICTS = replace(_staged(schemas.CLAIM_HISTORY), name="verdicts")
VACANCY_CHANGES = _staged(schemas.VACANCY_CHANGES)
CONCEPT_QUALITY = replace(
    _staged(schemas.CONCEPT_QUALITY),
    columns=tuple(each for each in schemas.CONCEPT_QUALITY.columns if each.name not in {"labels_n", "found_n"}),
)
FIELD_QUALITY = _staged(schemas.FIELD_QUALITY)
CONTENTS = replace(
    _staged(
        schemas.NORMALISED,
        Column("sketch", pl.Binary, "Sketch of the text (likeness.py), by which texts are compared"),
        Column("telling", pl.List(pl.UInt32), "Windows of the text by which it is looked up"),
        Column("words", pl.Binary, "The text's words in order, with where they stand (wording.py)"),
        Column("offered", pl.List(pl.String), "Roles that a text without a title lists (roles.py); null for none"),
        Column("wanted", pl.List(pl.String), "Kinds of work that a text seeks, where no title tells more; or null"),
        Column("named", pl.List(pl.String), "All kinds of work that it names then, in whatever sentence or list"),
        Column("links", pl.List(pl.UInt32), "Hashes of links that lead to one advert each (applying.py)"),
        Column("hirer", pl.String, "Key of who hires, where only the text tells it (hirers.py)"),
        Column("site", pl.String, "What the employer's own site is called, where the text begins with it (hirers.py)"),
    ),
    name="normalised",
)
POSTINGS = Table(
    "stage",
    "postings",
    "One row of a chosen run, without its text.",
    ("posting_id", "run", "scope"),
    (
        Column("posting_id", pl.String, "board:key", required=True),
        *(column for column in schemas.LANDED.columns if column.name in {"board", "partition", "run", "scope"}),
        Column("fetched_at", pl.Datetime("us", "UTC"), "When the response came", required=True),
        Column("url", pl.String, "Public page"),
        Column("author", pl.String, "Pseudonym of the poster"),
        Column("posted_kind", pl.String, "What kind of date it is", required=True),
        Column("posted_on", pl.Date, "Stated day"),
        Column("expires_on", pl.Date, "Stated last day"),
        Column("version", pl.String, "Hash of what the posting said", required=True),
    ),
)
SEEN = replace(
    POSTINGS, name="seen", description="One row of any usable run, also of a month that a later run replaced."
)
LINKS = Table(
    "stage",
    "links",
    "One posting that continues another one's vacancy, or opens another place of one.",
    ("posting_id",),
    (
        Column("posting_id", pl.String, "board:key", required=True),
        Column("vacancy_id", pl.String, "Id of the vacancy's first posting", required=True),
        Column("base_id", pl.String, "Id of the first posting of the opening in whatever place", required=True),
        Column("family", pl.String, "Id of the first posting of the advert in other words; null without a text"),
        Column("opening", pl.String, "The same whatever places it is listed for"),
    ),
)
EMPLOYERS = Table(
    "stage",
    "employers",
    "One posting whose employer is told by a text nearly the same rather than by itself.",
    ("posting_id",),
    (
        Column("posting_id", pl.String, "board:key", required=True),
        Column("employer_key", pl.String, "Employer's cluster for linking", required=True),
    ),
)
KEPT = replace(
    LINKS,
    name="kept",
    description="A link that an earlier build found, with what was then read of the posting.",
    columns=(
        Column("employer_key", pl.String, "Employer's cluster for linking", required=True),
        Column("opened_on", pl.Date, "First day", required=True),
        Column("last_seen_on", pl.Date, "Last day seen", required=True),
        Column("said", pl.Int64, "Digest of all else that linking reads of it", required=True),
        *LINKS.columns,
    ),
)
IDENTITY = Table(
    "stage",
    "identity",
    "Which warehouse this is.",
    ("vintage",),
    tuple(
        column
        for column in schemas.META.columns
        if column.name in {"vintage", "built_at", "taxonomy", "schema_version"}
    ),
)
TABLES = (
    BOARDS, CITIES, CONCEPTS, CRAWLS, POSTINGS, SEEN, CONTENTS, VERDICTS, LINKS, EMPLOYERS, KEPT, IDENTITY,
    CONCEPT_QUALITY, FIELD_QUALITY, VACANCY_CHANGES,
)  # fmt: skip
"""What models may read beside the tables built before them."""

_USABLE = {"complete", "window", "partial", "capped"}


def open_stage(connection: duckdb.DuckDBPyConnection) -> None:
    """Attach the in-memory database `stage` with all its tables, empty."""
    connection.execute("ATTACH ':memory:' AS stage")
    for table in TABLES:
        connection.execute(contracts.ddl(table))


def fill(connection: duckdb.DuckDBPyConnection, target: str, rows: pl.DataFrame) -> None:
    """Insert a frame's rows by column name; columns that the frame lacks become null."""
    if rows.is_empty():
        return
    with tempfile.NamedTemporaryFile(suffix=".parquet") as file:
        rows.write_parquet(file.name)
        connection.execute(f"INSERT INTO {target} BY NAME SELECT * FROM read_parquet({literal(file.name)})")


def show(connection: duckdb.DuckDBPyConnection, table: Table, files: Sequence[Path]) -> None:
    """Replace an empty staged table by a view of Parquet files that hold its columns."""
    if not files:
        return
    connection.execute(f"DROP TABLE {table.full_name}")
    columns = ", ".join(f'"{column.name}"' for column in table.columns)
    listed = ", ".join(literal(str(file)) for file in files)
    connection.execute(f"CREATE VIEW {table.full_name} AS SELECT {columns} FROM read_parquet([{listed}])")


def pour(connection: duckdb.DuckDBPyConnection, table: Table, files: Sequence[Path]) -> None:
    """Fill an empty staged table from Parquet files, of which those of an earlier version may lack columns."""
    if files:
        listed = ", ".join(literal(str(file)) for file in files)
        rows = f"read_parquet([{listed}], union_by_name := true)"
        connection.execute(f"INSERT INTO {table.full_name} BY NAME FROM {rows}")


def choose(reports: Sequence[CrawlReport], registry: Registry) -> list[CrawlReport]:
    """Return the runs that count.

    Of a history month one run counts whole: the newest complete (or window) one, else the newest that was cut short.
    Of a live day and of an archive all usable runs count.
    """
    usable = [report for report in reports if is_usable(report) and report.board in registry.boards]
    history = [report for report in usable if registry.boards[report.board].kind == "history"]
    history.sort(
        key=lambda report: (report.board, report.partition, report.state in {"complete", "window"}, report.run)
    )
    best = [list(runs)[-1] for _, runs in groupby(history, key=lambda report: (report.board, report.partition))]
    others = [report for report in usable if registry.boards[report.board].kind != "history"]
    return [*best, *others]


def is_usable(report: CrawlReport) -> bool:
    """Tell whether any scope of a run brought rows worth reading."""
    return any(scope.state in _USABLE for scope in report.scopes)


def crawls(
    reports: Sequence[CrawlReport], readable: Sequence[CrawlReport], chosen: Sequence[CrawlReport]
) -> pl.DataFrame:
    """Return one row a scope of each run."""
    read, counted = ({(report.board, report.run) for report in some} for some in (readable, chosen))
    rows = [
        {
            **_crawl(report, scope),
            "readable": (report.board, report.run) in read,
            "chosen": (report.board, report.run) in counted and scope.state in _USABLE,
        }
        for report in reports
        for scope in report.scopes
    ]
    return pl.DataFrame(rows, schema=CRAWLS.polars)


def _crawl(report: CrawlReport, scope: ScopeReport) -> dict[str, Any]:
    return {
        "run": report.run,
        "board": report.board,
        "scope": scope.scope,
        "partition": report.partition,
        "state": scope.state,
        "reason": scope.reason,
        "started_at": moment(report.started_at, who=f"report {report.run}"),
        "finished_at": moment(report.finished_at, who=f"report {report.run}"),
        "requests": scope.requests,
        "bytes": scope.bytes,
        "declared_n": scope.declared,
        "kept_n": scope.kept,
        "dropped_n": sum(scope.dropped.values()),
        "overlap_n": scope.overlap,
        "simulated": report.simulated,
    }


def cities(taxonomy: Taxonomy) -> pl.DataFrame:
    """Return one row a Chinese city that has a tier."""
    tiers = {word for column in CITIES.columns if column.name == "tier" for word in column.allowed}
    rows = [(city.city, city.label_zh, city.tier) for city in taxonomy.by_city.values() if city.tier in tiers]
    return pl.DataFrame(rows, schema=CITIES.polars, orient="row")


def boards(registry: Registry) -> pl.DataFrame:
    """Return one row a board of the registry."""
    names = [column.name for column in BOARDS.columns if column.name != "board"]
    rows = [
        {"board": board.name, **{name: getattr(board, name) for name in names}} for board in registry.boards.values()
    ]
    return pl.DataFrame(rows, schema=BOARDS.polars)
