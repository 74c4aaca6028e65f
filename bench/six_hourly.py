"""Two weeks of recorded six-hourly crawls replayed as consecutive crawls, beside an independent count of the same rows.

    python -m bench.six_hourly [--home DIR] [--write]

Every recorded crawl is crawled again: the clock stands where it stood, the replica serves what each board showed then
in the board's own protocol, the real spiders fetch it, and after the last one the warehouse is built. Then the same
rows are landed as if each answer had been a board's complete list, which is the way to see closings in numbers (the
real boards are windows but for one), and once more with rows left out here and there, which come back: reopenings.
bench/recount.py counts from the file alone. What was crawled below --home is not crawled again, only built.
"""

from __future__ import annotations

import argparse
import os
import shutil
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import polars as pl

from assets import steps
from bench import recount, snapshots
from bench.hn_trackers import markdown
from bench.recorded import SHARED
from bench.snapshots import Boards, Snapshot
from simulation.replica import serve
from spiders.catalogue import spider_class
from spiders.parse import parse
from warehouse import boards, landing
from warehouse.cohorts import Warehouse
from warehouse.home import PROJECT, Home
from warehouse.landing import LandingFile
from warehouse.records import CrawlReport, ScopeReport, State

RECORDED = SHARED / "data" / "remote_boards_6hourly_2026-01-18_2026-02-01.jsonl.gz"
TABLE = PROJECT / "docs" / "six_hourly.md"


def main() -> None:
    """Run both replays, print the page, and with --write renew it in docs/."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--home", type=Path, default=PROJECT / "data" / "bench" / "six_hourly", help="where both are built"
    )
    parser.add_argument("--write", action="store_true", help=f"renew {TABLE.relative_to(PROJECT)}")
    given = parser.parse_args()
    if not RECORDED.exists():
        print("skipped: the recorded crawls (../shared/data) are not here")
        return
    recorded = snapshots.read(RECORDED)
    crawled, whole, sparse = replayed(recorded, given.home)
    page = document(recorded, crawled, whole, sparse)
    print(page)
    for who, posting, vacancy in apart(links(crawled), recounted(recorded)):
        print(f"posted again by {who} only: {posting} after {vacancy}")
    if given.write:
        TABLE.write_text(page, encoding="utf-8")
        print(f"written: {TABLE}")


def replayed(recorded: Sequence[Snapshot], root: Path) -> tuple[Home, Home, Home]:
    """Return three built homes: as crawled, as if every answer had been complete, and the same with rows left out."""
    crawled, whole, sparse = Home(root / "crawled"), emptied(root / "whole"), emptied(root / "sparse")
    asked = sum(len(each.rows) for each in recorded)
    if len(landing.reports(crawled)) != asked:
        began = time.monotonic()
        crawl_all(recorded, emptied(crawled.root))
        print(f"{asked} crawls in {time.monotonic() - began:.0f} s")
    land_all(recorded, whole, state="complete")
    land_all(snapshots.thinned(recorded), sparse, state="complete")
    for home in (crawled, whole, sparse):
        build(recorded, home)
    return crawled, whole, sparse


def document(recorded: Sequence[Snapshot], crawled: Home, whole: Home, sparse: Home) -> str:
    """Return the Markdown page of the replays."""
    reports = landing.reports(crawled)
    first, last = recorded[0].moment, recorded[-1].moment
    rows = sum(len(rows) for each in recorded for rows in each.rows.values())
    return (
        "# Six-hourly crawls of seven boards, replayed\n\n"
        f"Made by `python -m bench.six_hourly --write`: {len(recorded)} recorded moments, {first:%F %H:%M} to"
        f" {last:%F %H:%M} UTC, {rows:,} rows, crawled again through the replica in {len(reports)} crawls. Where a cell"
        " holds two figures, the first is the warehouse's, the second is counted from the file by bench/recount.py,"
        " which shares no code with it. Events are compared day by day; a day's crawls are one look.\n\n"
        "## As crawled\n\n"
        f"{markdown(as_crawled(recorded, crawled, reports))}\n\n"
        "What is first seen on a board's first day was there before. A window closes nothing and so reopens nothing. A"
        " gap is a pair of neighbouring crawls that share no row; the recorder asked Himalayas for its newest 200.\n\n"
        "## As if every answer had been complete\n\n"
        f"{markdown(as_complete(recorded, whole))}\n\n"
        "Nothing that left came back. So the same once more with each row left out on every fourth day, by a hash of"
        " its id and the day:\n\n"
        f"{markdown(as_complete(snapshots.thinned(recorded), sparse))}\n\n"
        "## Posted again\n\n"
        "Postings that continue an earlier vacancy ([decision 4](decisions/0004-what-is-one-vacancy.md)).\n\n"
        f"{markdown(again_table(recorded, crawled))}\n\n"
        "The recount takes for places the words of the place's field; the warehouse reads cities and countries, in"
        " titles too (`Territory Manager (San Antonio)`), and takes a continent or a time zone for no place.\n"
    )


def emptied(root: Path) -> Home:
    """Return a home without data that knows the recorded boards only, each with the one scope that was recorded."""
    shutil.rmtree(root, ignore_errors=True)
    home = Home(root)
    root.mkdir(parents=True)
    project = boards.load(home)
    lines = ["only = true"]
    for name in snapshots.NAMES.values():
        [scope, *_] = project.board(name).scopes
        lines += [f"[{name}]", "at_most = { requests = 1000, hours = 1 }"]
        lines += [f"[{name}.scopes]", f'"{scope.token}" = {{ name = "{scope.name}", url = "{scope.url}" }}']
    home.boards.write_text("\n".join(lines), encoding="utf-8")
    return home


@contextmanager
def environment(**settings: str) -> Iterator[None]:
    """Set variables of the environment while the block lasts."""
    before = {name: os.environ.get(name) for name in settings}
    os.environ.update(settings)
    try:
        yield
    finally:
        for name, value in before.items():
            os.environ.pop(name, None)
            os.environ.update({name: value} if value is not None else {})


def crawl_all(recorded: Sequence[Snapshot], home: Home) -> list[CrawlReport]:
    """Crawl every recorded moment through the replica with the real spiders; return all reports."""
    source, registry = Boards(recorded[0]), boards.load(home)
    reports: list[CrawlReport] = []
    with serve(source) as replica, environment(JOBPROOF_REPLICA=replica.url, JOBPROOF_HOME=str(home.root)):
        for snapshot in recorded:
            source.now = snapshot
            with environment(JOBPROOF_NOW=snapshot.moment.isoformat()):
                reports += steps.crawl_boards(home, registry, list(snapshot.rows))
    return reports


def land_all(recorded: Sequence[Snapshot], home: Home, *, state: State | None = None) -> None:
    """Land every recorded answer as the spider reads it, without crawling.

    Args:
        recorded: The recorded crawls.
        home: Where to land.
        state: What every crawl is said to be; what its spider says where None.
    """
    registry = boards.load(home)
    for snapshot in recorded:
        with environment(JOBPROOF_NOW=snapshot.moment.isoformat()):
            for name, rows in snapshot.rows.items():
                _land(home, registry.board(name), snapshot, rows, state)


def _land(
    home: Home, board: boards.Board, snapshot: Snapshot, rows: Sequence[snapshots.Row], state: State | None
) -> None:
    with tempfile.NamedTemporaryFile() as answer:
        answer.write(snapshots.native(board.name, rows).body)
        answer.flush()
        parsed = parse(board, Path(answer.name), fetched_at=snapshot.moment.isoformat())
    [scope], spider = board.scopes, spider_class(board)
    with LandingFile(home, board.name, f"{snapshot.moment:%F}") as file:
        for posting in parsed.rows:
            file.add(replace(posting, scope=scope.token))
        told = ScopeReport(
            scope.token,
            state or spider.best_state,
            spider.best_reason,
            kept=len(parsed.rows),
            dropped={drop.reason: drop.count for drop in parsed.dropped},
        )
        file.commit((told,))


def build(recorded: Sequence[Snapshot], home: Home) -> None:
    """Build and publish the warehouse as of the last recorded crawl."""
    with environment(JOBPROOF_NOW=recorded[-1].moment.isoformat(), JOBPROOF_HOME=str(home.root)):
        steps.build_warehouse(home)
        steps.publish_copy(home)


def counted(recorded: Sequence[Snapshot], board: str, *, complete: bool) -> recount.Counts:
    """Count one board's rows independently."""
    looks = [
        recount.Look(each.moment, frozenset(recount.key_of(board, row) for row in each.rows[board]))
        for each in recorded
        if board in each.rows
    ]
    return recount.count(looks, complete=complete)


@dataclass(frozen=True)
class Events:
    """What the warehouse says of one board, by day.

    Args:
        opened: Postings first seen.
        closed: Spans that a complete crawl ended.
        reopened: Spans that follow such a one.
    """

    opened: dict[date, int]
    closed: dict[date, int]
    reopened: dict[date, int]


def told(home: Home, board: str) -> Events:
    """Ask the published copy for one board's events."""
    spans = (
        "SELECT *, lag(closed_on) OVER (PARTITION BY posting_id ORDER BY first_seen_on) AS before,"
        " row_number() OVER (PARTITION BY posting_id ORDER BY first_seen_on) AS number"
        f" FROM core.observations WHERE board = '{board}'"
    )
    with Warehouse(home) as warehouse:

        def by_day(column: str, condition: str) -> dict[date, int]:
            found = warehouse.sql(
                f"SELECT {column} AS day, count(*) AS n FROM ({spans}) WHERE {condition} GROUP BY ALL"
            )
            return dict(found.iter_rows())

        return Events(
            by_day("first_seen_on", "number = 1"),
            by_day("closed_on", "closed_on IS NOT NULL"),
            by_day("first_seen_on", "before IS NOT NULL"),
        )


def both(ours: dict[date, int], theirs: dict[date, int]) -> str:
    """Return both totals, and on how many days they differ if they do."""
    days = sum(ours.get(day, 0) != theirs.get(day, 0) for day in {*ours, *theirs})
    return f"{sum(ours.values())} / {sum(theirs.values())}" + (f" ({days} days differ)" if days else "")


def as_crawled(recorded: Sequence[Snapshot], home: Home, reports: Iterable[CrawlReport]) -> pl.DataFrame:
    """Return one row a board: crawls, states, rows, events and gaps of both."""
    found = []
    for board in snapshots.NAMES.values():
        own = [scope for report in reports if report.board == board for scope in report.scopes]
        window = any(scope.state == "window" for scope in own)
        independent = counted(recorded, board, complete=not window)
        events = told(home, board)
        landed = sum(len({recount.key_of(board, row) for row in each.rows.get(board, ())}) for each in recorded)
        pairs, apart = independent.gaps
        ours = str(sum(scope.overlap == 0 for scope in own)) if window else "–"
        found.append(
            (
                board,
                len(own),
                ", ".join(sorted({scope.state for scope in own})),
                f"{sum(scope.kept for scope in own)} / {landed}",
                both(events.opened, independent.opened),
                both(events.closed, independent.closed),
                both(events.reopened, independent.reopened),
                f"{ours} / {apart} of {pairs}",
            )
        )
    heads = ["board", "crawls", "state", "rows", "opened", "closed", "reopened", "gaps"]
    return pl.DataFrame(found, schema=heads, orient="row")


def as_complete(recorded: Sequence[Snapshot], home: Home) -> pl.DataFrame:
    """Return one row a board: events of both, had every answer been complete."""
    found = []
    for board in snapshots.NAMES.values():
        events, independent = told(home, board), counted(recorded, board, complete=True)
        cells = zip(
            (events.opened, events.closed, events.reopened),
            (independent.opened, independent.closed, independent.reopened),
            strict=True,
        )
        found.append((board, *(both(*pair) for pair in cells)))
    return pl.DataFrame(found, schema=["board", "opened", "closed", "reopened"], orient="row")


def links(home: Home) -> dict[str, str]:
    """Return posting -> vacancy, as the warehouse links those that continue another one."""
    with Warehouse(home) as warehouse:
        found = warehouse.sql("SELECT posting_id, vacancy_id FROM core.postings WHERE posting_id <> vacancy_id")
    return dict(found.iter_rows())


def recounted(recorded: Sequence[Snapshot]) -> dict[str, str]:
    """Return the same, from the file alone."""
    known: list[recount.Posting] = []
    for board in snapshots.NAMES.values():
        known += recount.postings(board, ((each.moment, each.rows.get(board, ())) for each in recorded))
    return recount.posted_again(known)


def again_table(recorded: Sequence[Snapshot], home: Home) -> pl.DataFrame:
    """Return one row a board: postings that continue another one, by both counts."""
    ours, theirs = links(home), recounted(recorded)
    found = []
    for board in snapshots.NAMES.values():
        mine, other = (
            [(posting, vacancy) for posting, vacancy in each.items() if posting.startswith(f"{board}:")]
            for each in (ours, theirs)
        )
        here, there = (sum(vacancy.startswith(f"{board}:") for _, vacancy in each) for each in (mine, other))
        found.append(
            (
                board,
                f"{here} / {there}",
                f"{len(mine) - here} / {len(other) - there}",
                len({posting for posting, _ in mine} ^ {posting for posting, _ in other}),
            )
        )
    heads = ["board", "after one of the same board", "after one of another board", "only in one of both"]
    return pl.DataFrame(found, schema=heads, orient="row")


def apart(ours: dict[str, str], theirs: dict[str, str]) -> Iterator[tuple[str, str, str]]:
    """Yield (who, posting, vacancy) for the postings that only one of both takes for posted again, to read by eye."""
    for posting in sorted(ours.keys() - theirs.keys()):
        yield "the warehouse", posting, ours[posting]
    for posting in sorted(theirs.keys() - ours.keys()):
        yield "the recount", posting, theirs[posting]


if __name__ == "__main__":
    main()
