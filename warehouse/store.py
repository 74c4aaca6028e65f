"""The writer's warehouse: landing files in, one DuckDB file out, whole or not at all.

A build writes a new file beside the warehouse and renames it over the old one at its end. Thereby a kill at any moment
leaves the earlier warehouse as it was, nobody who has it open is disturbed, and the file never grows by what was
dropped from it. What landing cannot bring back, the verdicts, lies in files of its own; nothing ever writes into a
finished warehouse. Queries for people live in publish.py and cohorts.py.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from hashlib import blake2b
from pathlib import Path

import duckdb
import polars as pl

from warehouse import clock, contracts, landing, moved, origins, readings, renewing, stage, taxonomy, touched, versions
from warehouse.boards import Registry
from warehouse.contracts import CheckResult
from warehouse.database import attach, creating, literal, reading, writing
from warehouse.differences import TableDifference, checksum, compare
from warehouse.earlier import UnlikeError
from warehouse.errors import BadUsageError, JobproofError
from warehouse.files import replacing
from warehouse.home import PROJECT, Home
from warehouse.linking import link_postings
from warehouse.linking import rule as linking_rule
from warehouse.lock import only_writer
from warehouse.manifest import keeping
from warehouse.modelled import MODELS, make, model
from warehouse.readings import Progress
from warehouse.records import CrawlReport
from warehouse.schemas import (
    CLAIM_HISTORY,
    MARK,
    META,
    OBSERVATIONS,
    POSTINGS,
    SCHEMA_VERSION,
    TABLES,
    VACANCY_CHANGES,
    Table,
)

__all__ = [
    "MODELS", "BuildSummary", "TableDifference", "build", "checks", "checksum", "make", "model", "record_claims",
    "replay", "require",
]  # fmt: skip

_RULES = (
    "linking.py", "modelled.py", "origins.py", "renewing.py", "schemas.py", "stage.py", "store.py", "touched.py",
)  # fmt: skip
"""Modules that, beside the models, the linking rules and the taxonomy, decide what a build makes of its landing."""

_FEW = 20_000
"""Touched postings up to which a build goes on in any case; from there on only where they are not most of all."""


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
        touched_n: Postings whose rows were made again, where the build went on from the earlier warehouse; None where
            every table was written anew.
        anew: Why every table was written anew though there was an earlier warehouse, in one line; empty where the build
            went on, where there was none, and in a replay.
    """

    vintage: str
    rows: dict[str, int]
    runs_n: int
    read_n: int
    problems: tuple[str, ...] = ()
    seconds: float = 0.0
    upgraded: tuple[Path, ...] = ()
    touched_n: int | None = None
    anew: str = ""

    @property
    def how(self) -> str:
        """How the tables were written, in one line."""
        if self.touched_n is not None:
            return f"went on from the earlier warehouse: {self.touched_n} postings made again"
        return f"every table was written anew: {self.anew or 'there was none to go on from'}"


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

    def listed(self) -> list[CrawlReport]:
        """Return the runs whose rows count for anything."""
        return [report for report in self.readable if report.sha256 and stage.is_usable(report)]


@dataclass(frozen=True)
class _Work:
    """What one build is about."""

    home: Home
    registry: Registry
    said: taxonomy.Taxonomy
    inputs: _Inputs
    on_progress: Progress | None


@dataclass(frozen=True)
class _Written:
    """What was written: see BuildSummary."""

    vintage: str
    rows: dict[str, int]
    touched_n: int | None = None
    anew: str = ""


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
        return _build(home, registry, on_progress)


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
    home: Home,
    registry: Registry,
    on_progress: Progress | None,
    compare: Callable[[duckdb.DuckDBPyConnection], None] | None = None,
) -> BuildSummary:
    """Build; where something is to be compared with the warehouse before, every table anew."""
    began = time.monotonic()
    said = taxonomy.load()
    upgraded = versions.upgrade(home)
    _sweep(home)
    remedy = f"Run `jobproof doctor`. If it names nothing, delete {home.normalised} and publish again."
    with writing(home.warehouse, remedy), replacing(home.warehouse) as part:
        inputs = _inputs(home, registry, said, on_progress)
        work = _Work(home, registry, said, inputs, on_progress)
        found = "" if compare or not home.warehouse.exists() else _gone_on(work, part)
        written = replace(_written_anew(work, part, compare), anew=found) if isinstance(found, str) else found
        origins.seal(home.warehouse, part)
        home.warehouse.with_name(f"{home.warehouse.name}.wal").unlink(missing_ok=True)
    readings.remove_stale(home, said)
    return BuildSummary(
        written.vintage,
        written.rows,
        len(inputs.chosen),
        inputs.readings.read_n,
        tuple(inputs.problems),
        time.monotonic() - began,
        tuple(found.path for found in upgraded),
        written.touched_n,
        written.anew,
    )


def _gone_on(work: _Work, part: Path) -> _Written | str:
    """Go on from a copy of the earlier warehouse; return why not, where that is not to be."""
    try:
        origins.copy(work.home.warehouse, part)
        with creating(part) as connection:
            _stage(connection, work)
            origin = _origin(connection, work.inputs)
            origins.require(connection, origin)
            return _renewed(connection, work, origin)
    except duckdb.InterruptException:
        raise
    except UnlikeError as error:
        why = error.found
    except (duckdb.Error, OSError) as error:
        why = f"going on from the earlier file failed ({str(error).partition(chr(10))[0]})"
    part.unlink(missing_ok=True)
    part.with_name(f"{part.name}.wal").unlink(missing_ok=True)
    return why


def _renewed(connection: duckdb.DuckDBPyConnection, work: _Work, origin: origins.Origin) -> _Written:
    inputs = work.inputs
    listed = {(report.board, report.run): inputs.readings.postings(report) for report in inputs.listed()}
    runs = {run: listed[run.board, run.run] for run in origin.runs if (run.board, run.run) in listed}
    touched_n = touched.mark(connection, work.registry, origin.runs, runs)
    known_n = origins.postings_n(connection)
    if touched_n > max(_FEW, known_n // 2):
        raise UnlikeError(f"{touched_n} of {known_n} postings may be others now, which is most of the home")
    touched.restrict(connection, origin.runs)
    renewal = renewing.Renewal(connection, inputs.readings)

    def renew(table: Table) -> None:
        _tell(connection, table, work)
        renewal.write(table)

    rows = _tables(connection, work, renew)
    origins.note(connection, origin)
    return _Written(_vintage(connection), rows, touched_n)


def _written_anew(work: _Work, part: Path, compare: Callable[[duckdb.DuckDBPyConnection], None] | None) -> _Written:
    with creating(part) as connection:
        _stage(connection, work)
        origin = _origin(connection, work.inputs)
        for schema in dict.fromkeys(table.schema for table in TABLES):
            connection.execute(f"CREATE SCHEMA {schema}")

        def write(table: Table) -> None:
            _prepare(connection, table, work)
            make(connection, table)

        rows = _tables(connection, work, write)
        origins.begin(connection)
        origins.note(connection, origin)
        if compare:
            compare(connection)
        return _Written(_vintage(connection), rows)


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


def _stage(connection: duckdb.DuckDBPyConnection, work: _Work) -> None:
    home, said, inputs = work.home, work.said, work.inputs
    stage.open_stage(connection)
    stage.fill(connection, "stage.boards", stage.boards(work.registry))
    stage.fill(connection, "stage.cities", stage.cities(said))
    stage.fill(connection, "stage.concepts", said.frame())
    stage.fill(connection, "stage.crawls", stage.crawls(inputs.reports, inputs.readable, inputs.chosen))
    stage.show(connection, stage.POSTINGS, inputs.files(inputs.chosen))
    stage.show(connection, stage.SEEN, inputs.files(inputs.listed()))
    stage.show(connection, stage.CONTENTS, inputs.readings.contents())
    stage.pour(connection, stage.VERDICTS, sorted(home.verdicts.glob("*.parquet")))
    stage.show(connection, stage.CONCEPT_QUALITY, sorted(home.quality.glob("*/*.concepts.parquet")))
    stage.show(connection, stage.FIELD_QUALITY, sorted(home.quality.glob("*/*.fields.parquet")))
    identity = {"vintage": "", "built_at": clock.now(), "taxonomy": said.version}
    identity |= {"schema_version": SCHEMA_VERSION}
    stage.fill(connection, "stage.identity", pl.DataFrame([identity], schema=stage.IDENTITY.polars))


def _tables(connection: duckdb.DuckDBPyConnection, work: _Work, write: Callable[[Table], None]) -> dict[str, int]:
    """Write every table; return the rows of each."""
    rows = {}
    for done, table in enumerate(TABLES, start=1):
        write(table)
        [(rows[table.full_name],)] = connection.execute(f"SELECT count(*) FROM {table.full_name}").fetchall()
        if work.on_progress:
            work.on_progress("tables", done, len(TABLES))
    return rows


def _prepare(connection: duckdb.DuckDBPyConnection, table: Table, work: _Work) -> None:
    """Make what stands between the tables of the contracts: spans, the newest versions, links, moves, the vintage."""
    if table == OBSERVATIONS:
        connection.execute(f"CREATE TABLE stage.stated_spans AS {model('stage', 'stated_spans')}")
    if table == POSTINGS:
        connection.execute(f"CREATE TABLE stage.current AS {model('stage', 'current')}")
        link_postings(connection, work.inputs.readings.folder)
    _tell(connection, table, work)


def _tell(connection: duckdb.DuckDBPyConnection, table: Table, work: _Work) -> None:
    """Fill what tables of this build itself are made from: moves since the warehouse before, the vintage."""
    if table == VACANCY_CHANGES:
        moved.record(connection, work.home)
    if table == META:
        vintage = f"{clock.now():%Y-%m-%d}.{_digest(connection, work.inputs)}"
        connection.execute(f"UPDATE stage.identity SET vintage = {literal(vintage)}")


def _vintage(connection: duckdb.DuckDBPyConnection) -> str:
    [(vintage,)] = connection.execute("SELECT vintage FROM mart.meta").fetchall()
    return str(vintage)


def _digest(connection: duckdb.DuckDBPyConnection, inputs: _Inputs) -> str:
    """Return a digest of all that the tables are made of: the runs and which of them count, seeds, registry, rules.

    Equal ones give equal tables, which a checksum of every row would say at the price of reading them all again.
    """
    lines = [
        *_rules(connection, inputs).values(),
        *sorted(f"{run.board} {run.run} {run.sha256}" for run in inputs.readable),
    ]
    lines.append(checksum(connection, stage.CRAWLS))
    return blake2b("\n".join(lines).encode(), digest_size=4).hexdigest()


def _rules(connection: duckdb.DuckDBPyConnection, inputs: _Inputs) -> dict[str, str]:
    """Return part -> digest of all that the tables are made of but the runs: jobproof's own rules, seeds, registry."""
    code = blake2b(linking_rule().encode(), digest_size=16)
    for path in (*sorted(MODELS.rglob("*.sql")), *(PROJECT / "warehouse" / name for name in _RULES)):
        code.update(path.read_bytes())
    seeds = (checksum(connection, table) for table in (stage.CITIES, stage.CONCEPTS))
    said = blake2b(" ".join((inputs.readings.folder.name, *seeds)).encode(), digest_size=16)
    return {"rules": code.hexdigest(), "taxonomy": said.hexdigest(), "boards": checksum(connection, stage.BOARDS)}


def _origin(connection: duckdb.DuckDBPyConnection, inputs: _Inputs) -> origins.Origin:
    rules = {**_rules(connection, inputs), "DuckDB": duckdb.__version__}
    return origins.of(rules, inputs.readable, inputs.chosen, inputs.readings.folder)


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
