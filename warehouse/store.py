"""The writer's warehouse: landing files in, one DuckDB file out, whole or not at all.

A build writes a new file beside the warehouse and renames it over the old one at its end. Thereby a kill at any moment
leaves the earlier warehouse as it was, nobody who has it open is disturbed, and the file never grows by what was
dropped from it. What landing cannot bring back, the verdicts, lies in files of its own; nothing ever writes into a
finished warehouse. Queries for people live in publish.py and cohorts.py.
"""

from __future__ import annotations

import re
import shutil
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from hashlib import blake2b
from pathlib import Path

import duckdb
import polars as pl

from warehouse import clock, contracts, landing, moved, readings, stage, taxonomy, versions
from warehouse.boards import Registry
from warehouse.contracts import CheckResult
from warehouse.database import attach, creating, literal, reading, writing
from warehouse.differences import TableDifference, checksum, compare
from warehouse.errors import BadUsageError, JobproofError
from warehouse.files import replacing
from warehouse.home import PROJECT, Home
from warehouse.linking import link_postings
from warehouse.linking import rule as linking_rule
from warehouse.lock import only_writer
from warehouse.manifest import keeping
from warehouse.readings import Progress
from warehouse.records import CrawlReport
from warehouse.schemas import CLAIM_HISTORY, MARK, SCHEMA_VERSION, TABLES, Table

__all__ = [
    "BuildSummary", "TableDifference", "build", "checks", "checksum", "make", "model", "record_claims", "replay",
    "require",
]  # fmt: skip

MODELS = PROJECT / "warehouse" / "models"
_NAMED = re.compile(r"\{(\w+)\.(\w+)\}")
_KNOWN = {
    "stage.postings": "known_postings", "stage.crawls": "known_crawls", "stage.stated_spans": "known_spans",
    "stage.boards": "core.boards",
}  # fmt: skip
"""Staged table -> what stands for it in a macro that says what was known on a day."""
_RULES = ("linking.py", "schemas.py", "stage.py", "store.py")
"""Modules that, beside the models, the linking rules and the taxonomy, decide what a build makes of its landing."""


@dataclass(frozen=True)
class BuildSummary:
    """What a build did.

    Args:
        vintage: Id of the content.
        rows: Table -> rows, in the order of schemas.TABLES.
        runs_n: Runs that count.
        read_n: Posting contents normalised in this build; the others were known from earlier ones.
        problems: One line for each landing file that is damaged or board that is unknown; most had to be left out.
        seconds: How long it took.
        upgraded: Files of an earlier version of the schema that were upgraded, see versions.py.
    """

    vintage: str
    rows: dict[str, int]
    runs_n: int
    read_n: int
    problems: tuple[str, ...] = ()
    seconds: float = 0.0
    upgraded: tuple[Path, ...] = ()


@dataclass
class _Inputs:
    reports: list[CrawlReport]
    readable: list[CrawlReport]
    chosen: list[CrawlReport]
    readings: readings.Readings
    problems: list[str] = field(default_factory=list)

    def files(self, reports: Iterable[CrawlReport]) -> list[Path]:
        """Return where the rows of some runs lie."""
        return [self.readings.postings(report) for report in reports if report.sha256]


def build(home: Home, registry: Registry, *, on_progress: Progress | None = None) -> BuildSummary:
    """Build the warehouse from everything that has landed.

    Args:
        home: Whose landing files and warehouse.
        registry: The boards; landing files of others are left out and named.
        on_progress: Called with (what, done, of how many).

    Returns:
        What was built; corrupt landing files are named in `problems` and left out.

    Raises:
        JobproofError: Another process is writing, the taxonomy is wrong, the disk is full, or the home is a newer
            jobproof's. The earlier warehouse stays.
    """
    with only_writer(home, "building the warehouse"):
        return _build(home, registry, on_progress, lambda _: None)


def replay(
    home: Home,
    registry: Registry,
    *,
    since: date | None = None,
    boards: Sequence[str] = (),
    fields: bool = False,
    on_progress: Progress | None = None,
    on_problem: Callable[[str], None] | None = None,
) -> list[TableDifference]:
    """Normalise again what landed and rebuild; compare with the warehouse before.

    Args:
        home: Whose landing files and warehouse.
        registry: The boards.
        since: Only partitions from this day (or its month) on; all where None.
        boards: Only these boards; all where empty.
        fields: Whether to tell which fields changed, with examples.
        on_progress: As in build().
        on_problem: Told in one line of each landing file or board that had to be left out.

    Returns:
        One difference a table, but for `mart.meta`.

    Raises:
        BadUsageError: A board is not in the registry.
    """
    wanted = {registry.board(name).name for name in boards} or set(registry.boards)
    differences: list[TableDifference] = []
    with only_writer(home, "replaying landing files"):
        reports = [one for one in landing.reports(home, on_error=_ignore) if one.board in wanted and _since(one, since)]
        readings.forget(home, taxonomy.load(), reports)
        built = _build(
            home, registry, on_progress, lambda made: differences.extend(_compare(home, made, fields=fields))
        )
    for problem in built.problems:
        (on_problem or _ignore)(problem)
    return differences


def record_claims(home: Home, rows: pl.DataFrame) -> None:
    """Keep the verdicts of one vintage; they enter mart.claim_history with the next publish and survive every rebuild.

    Args:
        home: Whose verdicts.
        rows: Columns of schemas.CLAIM_HISTORY, of one vintage.

    Raises:
        BadUsageError: The rows are of several vintages.
    """
    vintages = rows["vintage"].unique().to_list()
    if len(vintages) > 1:
        raise BadUsageError(
            "record_claims", f"{len(vintages)} vintages", allowed="one", remedy="Record each vintage by itself."
        )
    for vintage in vintages:
        with keeping(home.verdicts / f"{vintage}.parquet") as part:
            rows.match_to_schema(pl.Schema(CLAIM_HISTORY.polars)).write_parquet(part, metadata=MARK)


def checks(home: Home) -> list[CheckResult]:
    """Run every check that the contracts imply on the warehouse.

    Raises:
        JobproofError: There is no warehouse yet.
    """
    require(home.warehouse)
    with reading(home.warehouse) as connection:
        return [result for table in TABLES for result in contracts.check(connection, table)]


def require(path: Path) -> None:
    """Refuse a database file that is not there.

    Raises:
        JobproofError: No such file.
    """
    if not path.exists():
        raise JobproofError(str(path), "does not exist yet", remedy="Run `jobproof publish` first.")


def _ignore(_: JobproofError | str) -> None:
    """Leave it to the build to name unreadable reports."""


def _since(report: CrawlReport, since: date | None) -> bool:
    return since is None or report.partition >= since.isoformat()[: len(report.partition)]


def _build(
    home: Home, registry: Registry, on_progress: Progress | None, compare: Callable[[duckdb.DuckDBPyConnection], None]
) -> BuildSummary:
    began = time.monotonic()
    said = taxonomy.load()
    upgraded = versions.upgrade(home)
    _sweep(home)
    remedy = f"Run `jobproof doctor`. If it names nothing, delete {home.normalised} and publish again."
    with writing(home.warehouse, remedy), replacing(home.warehouse) as part:
        inputs = _inputs(home, registry, said, on_progress)
        with creating(part) as connection:
            _stage(connection, home, registry, said, inputs)
            rows = _tables(connection, on_progress, home, inputs)
            [(vintage,)] = connection.execute("SELECT vintage FROM mart.meta").fetchall()
            compare(connection)
        home.warehouse.with_name(f"{home.warehouse.name}.wal").unlink(missing_ok=True)
    readings.remove_stale(home, said)
    return BuildSummary(
        vintage,
        rows,
        len(inputs.chosen),
        inputs.readings.read_n,
        tuple(inputs.problems),
        time.monotonic() - began,
        tuple(found.path for found in upgraded),
    )


def _inputs(home: Home, registry: Registry, said: taxonomy.Taxonomy, on_progress: Progress | None) -> _Inputs:
    unread: list[JobproofError] = []
    reports = landing.reports(home, on_error=unread.append)
    known = [report for report in reports if report.board in registry.boards]
    strangers = sorted({report.board for report in reports} - set(registry.boards))
    read = readings.read(home, known, said, on_progress)
    left_out = [
        f"board {name!r}: has landing files but is not in boards.toml; left out. Add it, or remove these files."
        for name in strangers
    ]
    lost = {(report.board, report.run) for report in known if report.sha256 and not read.postings(report).exists()}
    readable = [report for report in known if (report.board, report.run) not in lost]
    chosen = stage.choose(readable, registry)
    return _Inputs(known, readable, chosen, read, [*left_out, *(error.line() for error in unread), *read.problems])


def _stage(
    connection: duckdb.DuckDBPyConnection, home: Home, registry: Registry, said: taxonomy.Taxonomy, inputs: _Inputs
) -> None:
    stage.open_stage(connection)
    stage.fill(connection, "stage.boards", stage.boards(registry))
    stage.fill(connection, "stage.cities", stage.cities(said))
    stage.fill(connection, "stage.concepts", said.frame())
    stage.fill(connection, "stage.crawls", stage.crawls(inputs.reports, inputs.readable, inputs.chosen))
    stage.show(connection, stage.POSTINGS, inputs.files(inputs.chosen))
    stage.show(connection, stage.SEEN, inputs.files(filter(stage.is_usable, inputs.readable)))
    stage.show(connection, stage.CONTENTS, inputs.readings.contents())
    stage.pour(connection, stage.VERDICTS, sorted(home.verdicts.glob("*.parquet")))
    stage.show(connection, stage.CONCEPT_QUALITY, sorted(home.quality.glob("*/*.concepts.parquet")))
    stage.show(connection, stage.FIELD_QUALITY, sorted(home.quality.glob("*/*.fields.parquet")))
    identity = {"vintage": "", "built_at": clock.now(), "taxonomy": said.version}
    identity |= {"schema_version": SCHEMA_VERSION}
    stage.fill(connection, "stage.identity", pl.DataFrame([identity], schema=stage.IDENTITY.polars))


def _tables(
    connection: duckdb.DuckDBPyConnection, on_progress: Progress | None, home: Home, inputs: _Inputs
) -> dict[str, int]:
    rows = {}
    for schema in dict.fromkeys(table.schema for table in TABLES):
        connection.execute(f"CREATE SCHEMA {schema}")
    for done, table in enumerate(TABLES, start=1):
        _prepare(connection, table, home, inputs)
        make(connection, table)
        [(rows[table.full_name],)] = connection.execute(f"SELECT count(*) FROM {table.full_name}").fetchall()
        if on_progress:
            on_progress("tables", done, len(TABLES))
    return rows


def make(connection: duckdb.DuckDBPyConnection, table: Table) -> None:
    """Create one table by its contract and fill it by its model."""
    connection.execute(contracts.ddl(table))
    connection.execute(f"INSERT INTO {table.full_name} BY NAME {model(table.schema, table.name)}")
    for comment in contracts.comments(table):
        connection.execute(comment)


def model(schema: str, name: str) -> str:
    """Return the SELECT of one model; a macro's with the models that it names in braces, read from what it knows."""
    text = (MODELS / schema / f"{name}.sql").read_text(encoding="utf-8")
    return _NAMED.sub(lambda named: _from_known(model(*named.groups())), text) if schema == "macros" else text


def _from_known(text: str) -> str:
    """Return a model's text with the tables that only a build has replaced by a macro's own."""
    for staged, known in _KNOWN.items():
        text = re.sub(rf"\b{re.escape(staged)}\b", known, text)
    return text


def _prepare(connection: duckdb.DuckDBPyConnection, table: Table, home: Home, inputs: _Inputs) -> None:
    """Make what stands between the tables of the contracts: spans, the newest versions, links, moves, the vintage."""
    if table.name == "observations":
        connection.execute(f"CREATE TABLE stage.stated_spans AS {model('stage', 'stated_spans')}")
    if table.name == "postings":
        connection.execute(f"CREATE TABLE stage.current AS {model('stage', 'current')}")
        link_postings(connection, inputs.readings.folder)
    if table.name == "vacancy_changes":
        moved.record(connection, home)
    if table.name == "meta":
        vintage = f"{clock.now():%Y-%m-%d}.{_digest(connection, inputs)}"
        connection.execute(f"UPDATE stage.identity SET vintage = {literal(vintage)}")


def _digest(connection: duckdb.DuckDBPyConnection, inputs: _Inputs) -> str:
    """Return a digest of all that the tables are made of: the runs and which of them count, seeds, registry, rules.

    Equal ones give equal tables, which a checksum of every row would say at the price of reading them all again.
    """
    digest = blake2b(inputs.readings.folder.name.encode(), digest_size=4)
    for path in (*sorted(MODELS.rglob("*.sql")), *(PROJECT / "warehouse" / name for name in _RULES)):
        digest.update(path.read_bytes())
    lines = [linking_rule(), *sorted(f"{run.board} {run.run} {run.sha256}" for run in inputs.readable)]
    lines += [checksum(connection, table) for table in (stage.BOARDS, stage.CITIES, stage.CONCEPTS, stage.CRAWLS)]
    digest.update("\n".join(lines).encode())
    return digest.hexdigest()


def _compare(home: Home, connection: duckdb.DuckDBPyConnection, *, fields: bool) -> list[TableDifference]:
    if not home.warehouse.exists():
        return compare(connection, {})
    attach(connection, home.warehouse, "before")
    found = compare(connection, dict(connection.execute(model("stage", "columns_before")).fetchall()), fields=fields)
    connection.execute("DETACH before")
    return found


def _sweep(home: Home) -> None:
    """Remove what killed builds left behind; the lock is held, so that nobody else is at work."""
    for path in home.warehouse.parent.glob(f".{home.warehouse.name}.*"):
        path.unlink(missing_ok=True)
    shutil.rmtree(home.warehouse.parent / ".spill", ignore_errors=True)
