"""The main job on a simulated market, as a first live run would go: history, an imported archive, today's snapshot."""

from __future__ import annotations

import os
import shutil
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path

import click

from pipelines.commands.common import OnProgress, progress
from reports.report import ReportFiles
from warehouse import boards, clock
from warehouse.boards import Registry
from warehouse.errors import JobproofError
from warehouse.home import Home
from warehouse.publish import Published
from warehouse.records import CrawlReport

TODAY = date(2025, 1, 6)
"""The demo's fixed clock: the periods that the articles name lie in the 36 months before it."""

QUERIES = {
    "Go's share of openings, week by week": "FROM weekly_demand('go') ORDER BY week DESC LIMIT 12",
    "What Go postings ask for besides Go": "FROM co_mentions('go') LIMIT 15",
    "Where Go vacancies are": (
        "SELECT city, count(*) AS n FROM core.postings, unnest(cities) AS named(city)"
        " WHERE list_contains(languages, 'go') GROUP BY ALL ORDER BY n DESC LIMIT 10"
    ),
}
"""Question -> query, printed to try."""


@dataclass(frozen=True)
class Size:
    """How much of a market a demo shows.

    Args:
        months: Months of history before TODAY.
        scale: Adverts a month, as a share of the whole demo's.
    """

    months: int = 36
    scale: float = 1.0


WHOLE, SMALL = Size(), Size(12, 0.12)


def demo(parent: Home, *, seed: int, size: Size = WHOLE) -> int:
    """Run the main job in `<parent>/demo` and print where the results are.

    Args:
        parent: The home below which the demo keeps its own; an earlier demo there is replaced.
        seed: Seed of the simulated market.
        size: How much of it.

    Returns:
        Exit code 0.

    Raises:
        JobproofError: A step failed, or `<parent>/demo` holds something else than a demo.
    """
    from assets import steps

    began = time.monotonic()
    home = _fresh(Home(parent.root / "demo"))
    published = collect(home, seed=seed, size=size)
    with _said("drawing the report"):
        files = steps.draw_report(home)
    _tell(home, published, files, time.monotonic() - began)
    return 0


def collect(home: Home, *, seed: int, size: Size = WHOLE) -> Published:
    """Crawl, backfill and import a simulated market into an empty home, build, judge and publish.

    Two calls with one seed and size publish the same vintage.
    """
    from assets import steps
    from simulation.market import Market, Volume
    from simulation.replica import serve

    home.salt.write_bytes(sha256(f"simulated {seed}".encode()).digest())  # Nobody stands behind these pseudonyms.
    with _said("simulating a job market"):
        volume = Volume(**{name: mean * size.scale for name, mean in asdict(Volume()).items()})
        market = Market(seed=seed, end=TODAY, months=size.months, volume=volume)
        market.write_boards_toml(home.boards)
        archive = market.write_archive(home.root / "archive")
    registry = boards.load(home)
    with serve(market) as replica, _environment(home, replica.url), progress() as moved:
        with _said(f"backfilling {size.months} months of history"):
            _backfill(home, registry, moved, size.months)
        with _said("importing an archive of Chinese postings"):
            _import(home, registry, archive)
        with _said("crawling what the boards show today"):
            _check(steps.crawl_boards(home, registry, (), on_progress=moved))
        with _said("building the warehouse, judging the claims, publishing"):
            return steps.publish(home, on_progress=moved)


def _fresh(home: Home) -> Home:
    """Empty the demo's own folder; refuse one that holds anything else."""
    if home.root.exists() and not boards.load(home).simulated:
        raise JobproofError(
            str(home.root), "exists and is no demo", remedy="Move it away, or name another JOBPROOF_HOME."
        )
    shutil.rmtree(home.root, ignore_errors=True)
    home.root.mkdir(parents=True)
    return home


@contextmanager
def _environment(home: Home, replica: str) -> Iterator[None]:
    """Set what child processes go by, for the length of the demo."""
    settings = {
        "JOBPROOF_HOME": str(home.root),
        "JOBPROOF_NOW": f"{TODAY}T06:00:00+00:00",
        "JOBPROOF_REPLICA": replica,
    }
    before = {name: os.environ.get(name) for name in settings}
    os.environ.update(settings)
    try:
        yield
    finally:
        for name, value in before.items():
            os.environ.pop(name, None) if value is None else os.environ.update({name: value})


@contextmanager
def _said(what: str) -> Iterator[None]:
    """Say on stdout what is being done and, afterwards, how long it took."""
    began = time.monotonic()
    yield
    click.echo(f"{time.monotonic() - began:6.1f} s  {what}")


def _backfill(home: Home, registry: Registry, moved: OnProgress, months_n: int) -> None:
    from spiders.crawl import crawl

    last = TODAY.replace(day=1)
    first = date(last.year - months_n // 12, last.month, 1)
    months = [f"{month:%Y-%m}" for month in clock.months(first, last)[:months_n]]
    for board in registry.of_kind("history"):
        done: list[CrawlReport] = []

        def on_report(report: CrawlReport, done: list[CrawlReport] = done, name: str = board.name) -> None:
            done.append(report)
            moved(f"backfill {name}", len(done), len(months))

        _check(crawl(board, months, home, simulated=True, on_report=on_report))


def _import(home: Home, registry: Registry, archive: Path) -> None:
    from warehouse.archives import import_file

    for board in registry.of_kind("archive"):
        _check([import_file(archive, board, home, simulated=True)])


def _check(reports: Sequence[CrawlReport]) -> None:
    """Refuse a demo whose replica did not answer: everything after it would say nothing."""
    for report in reports:
        if report.state in {"blocked", "failed"}:
            bad = next(scope for scope in report.scopes if scope.state == report.state)
            raise JobproofError(
                f"demo: {report.board} {bad.scope}".rstrip(),
                f"{bad.state}: {bad.reason}",
                remedy="The replica runs on this machine: look for a proxy setting that catches 127.0.0.1.",
            )


def _tell(home: Home, published: Published, files: ReportFiles, seconds: float) -> None:
    click.echo(f"\nDone in {seconds:.0f} s. Everything here is SIMULATED; warehouse vintage {published.vintage}.\n")
    click.echo(f"  page    {files.page}")
    click.echo(f"  mail    {files.mail}")
    click.echo(f"  claims  {files.claims_json}")
    click.echo(f"  charts  {len(files.pngs)} in {files.pngs[0].parent}, first {files.pngs[0].name}")
    click.echo("\nThree queries to try:")
    for question, query in QUERIES.items():
        click.echo(f'\n# {question}\nJOBPROOF_HOME={home.root} {Path(sys.argv[0])} sql "{query}"')
