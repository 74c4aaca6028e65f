"""Examining a home: landing files, taxonomy, warehouse, published copy. It names what is damaged and mends nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

import duckdb

from warehouse import landing, publish, store, taxonomy
from warehouse.boards import Registry
from warehouse.contracts import CheckResult
from warehouse.database import frame, reading
from warehouse.errors import JobproofError
from warehouse.home import Home
from warehouse.records import CrawlReport
from warehouse.schemas import TABLES

State = Literal["well", "attention", "damaged"]
_PUBLISH = "Run `jobproof publish`."


@dataclass(frozen=True)
class Finding:
    """One thing examined.

    Args:
        what: landing, taxonomy, warehouse or published copy; with the file or table where there is one.
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
        At least one finding for each of the four parts.
    """
    reports: list[CrawlReport] = []
    return [
        *_landing(home, registry, reports),
        *_guarded("taxonomy", _taxonomy),
        *_guarded("warehouse", lambda: _warehouse(home, reports)),
        *_guarded("published copy", lambda: _published(home)),
    ]


def _guarded(what: str, examined: Callable[[], Iterator[Finding]]) -> list[Finding]:
    try:
        return list(examined())
    except JobproofError as error:
        return [Finding(what, "damaged", f"{error.who}: {error.found}", error.remedy)]
    except duckdb.Error as error:
        return [Finding(what, "damaged", str(error).splitlines()[0], _PUBLISH)]


def _landing(home: Home, registry: Registry, reports: list[CrawlReport]) -> list[Finding]:
    broken: list[JobproofError] = []
    reports.extend(landing.reports(home, on_error=broken.append))
    for report in reports:
        try:
            landing.read(home, report)
        except JobproofError as error:
            broken.append(error)
    lost = [Finding("landing", "damaged", f"{error.who} {error.found}", error.remedy) for error in broken]
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
    ]


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
        yield Finding("warehouse", "well", f"holds all {len(known)} runs and passes its checks")


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
    for table in TABLES:
        publish.query(home, f"SELECT count(*) FROM {table.full_name}")
    vintage = publish.query(home, "SELECT vintage FROM mart.meta").item()
    built = _vintage(home)
    if built not in {"", vintage}:
        yield Finding("published copy", "attention", f"is {vintage}, the warehouse {built}", _PUBLISH)
    else:
        yield Finding("published copy", "well", f"vintage {vintage}, all {len(TABLES)} tables readable")


def _vintage(home: Home) -> str:
    if not home.warehouse.exists():
        return ""
    with reading(home.warehouse) as connection:
        return str(frame(connection, "SELECT vintage FROM mart.meta").item())
