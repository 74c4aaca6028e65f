"""Simulated weeks through the real schedules, jobs and sensors, with a market that moves on and things that go wrong.

Belongs here: driving the weeks. What must come of them is prove_quarter.py's, and tests/test_quarter.py's for a sample.
"""

from __future__ import annotations

import gzip
import json
import os
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from email import message_from_bytes
from email.policy import default
from http import HTTPStatus
from pathlib import Path
from unittest import mock

import dagster as dg

from assets import steps
from assets.retries import Retries
from bench import quarter_told
from bench.quarter_told import Told
from pipelines.definitions import build
from simulation.faults import Faulty, Where, status
from simulation.market import ARCHIVE_BOARD, Market, Volume
from simulation.protocols.http import Answer, Request, Source, json_answer
from simulation.replica import serve
from warehouse import boards, publish
from warehouse.archives import import_file
from warehouse.home import Home

SMALL = Volume(archive=1, ruanyf=5, hn=40, companies=60, feed=30)
FIRST = date(2025, 1, 6)
_MONTHS = 1
_DAY = (("crawl_daily", "04:00"), ("backfill_mondays", "04:30"), ("publish_mondays", "09:00"))
_TABLES = ("core", "mart")
_AGAIN = 10**9
ARCHIVE = replace(SMALL, archive=60)
_ARCHIVE_MONTHS = 25
_LATE = 5
"""Of the archive's rows one in so many comes late."""

Fault = Callable[[Source], Source]


def dead(host: str) -> Fault:
    """Every answer of a host is an error."""
    return lambda source: Faulty(source, Where(host=host), status(503))


def blocked(host: str) -> Fault:
    """A host forbids."""
    return lambda source: Faulty(source, Where(host=host), status(403))


def doubled(host: str) -> Fault:
    """A host lists every posting once more under another id."""
    return lambda source: Faulty(source, Where(host=host), _twice)


def _twice(_: Request, answer: Answer) -> Answer:
    if answer.status != HTTPStatus.OK:  # unchanged since the crawl before
        return answer
    content = json.loads(answer.body)
    jobs = content.get("jobs", [])
    again = [{**job, "id": job["id"] + _AGAIN} for job in jobs]
    return json_answer({**content, "jobs": [*jobs, *again], "meta": {"total": 2 * len(jobs)}})


def _well(source: Source) -> Source:
    """Return a source with which nothing is wrong."""
    return source


class _Moving:
    """A source that is another one each week."""

    def __init__(self, source: Source) -> None:
        self.now = source

    def answer(self, request: Request) -> Answer:
        return self.now.answer(request)


@dataclass(frozen=True)
class Week:
    """What came of one week.

    Args:
        monday: Its day.
        failed: Jobs of failed runs, with their board: `crawl lever`, `publish`.
        letters: Subjects of the alerts written in it.
        postings: Postings in the published copy at its end.
        seen: Boards with a usable crawl in it, as published.
        judged: Claims judged on a warehouse of this day, as published.
        told: What its report says; None where none was drawn.
    """

    monday: date
    failed: tuple[str, ...]
    letters: tuple[str, ...]
    postings: int
    seen: frozenset[str]
    judged: int
    told: Told | None


@dataclass
class Plan:
    """What goes wrong, by number of the week from 0, and what is drawn.

    Args:
        weeks: How many.
        faults: Week -> what is wrong with boards.
        losing: Weeks in which landing files of Hacker News are away when the week is published.
        drawn: Weeks of which the report is drawn and mailed; the others are built, judged and published.
        claims: Ids of the claims that are judged; all where empty.
        late: Week in which the rest of an archive is imported, the most of which was there from the start; None for
            no archive at all.
    """

    weeks: int
    faults: Mapping[int, Fault] = field(default_factory=dict)
    losing: frozenset[int] = frozenset()
    drawn: frozenset[int] = frozenset()
    claims: tuple[str, ...] = ()
    late: int | None = None


def run(home: Home, plan: Plan, *, seed: int = 5, on_week: Callable[[Week], None] = lambda _: None) -> list[Week]:
    """Drive the weeks of a plan in a home of its own; the environment is as before afterwards.

    Args:
        home: Empty.
        plan: What happens.
        seed: Of the market.
        on_week: Told each week as it ends.
    """
    market = Market(seed, FIRST, _MONTHS, SMALL)
    market.write_boards_toml(home.boards)
    moving, weeks = _Moving(market), []
    with serve(moving) as replica, dg.DagsterInstance.ephemeral() as instance, _kept_environment(), _only(plan.claims):
        os.environ.update(JOBPROOF_HOME=str(home.root), JOBPROOF_REPLICA=replica.url, JOBPROOF_NOW=f"{FIRST}T03:00")
        defs = build(home, retries=Retries.at_once(0))
        for number in range(plan.weeks):
            monday = FIRST + timedelta(days=7 * number)
            if plan.late is not None and number in {0, plan.late}:
                os.environ["JOBPROOF_NOW"] = f"{monday}T03:00:00+00:00"
                _import(home, seed, is_rest=number > 0)
            fresh = Market(seed, monday, _MONTHS + number // 4, SMALL)
            moving.now = plan.faults.get(number, _well)(fresh)
            weeks.append(_week(home, defs, instance, monday=monday, plan=plan, number=number))
            on_week(weeks[-1])
    return weeks


def _week(
    home: Home, defs: dg.Definitions, instance: dg.DagsterInstance, *, monday: date, plan: Plan, number: int
) -> Week:
    before, failed = set(home.alerts.glob("*.eml")), []
    for schedule, hour in _DAY:
        os.environ["JOBPROOF_NOW"] = f"{monday}T{hour}:00+00:00"
        is_lost = number in plan.losing and schedule == "publish_mondays"
        with _away(home.landing / "hn_whoishiring") if is_lost else _here():
            failed += _tick(defs, instance, schedule, is_drawn=number in plan.drawn)
        defs.resolve_sensor_def("alerts")(dg.build_sensor_context(instance=instance, resources=defs.resources))
    letters = sorted(set(home.alerts.glob("*.eml")) - before)
    rows = publish.query(home, "SELECT count(*) FROM core.postings").item()
    judged = f"SELECT count(*) FROM mart.claim_history WHERE starts_with(vintage, '{monday}')"
    usable = (
        "SELECT DISTINCT board FROM core.crawls WHERE state NOT IN ('blocked', 'failed') "
        f"AND finished_at >= TIMESTAMPTZ '{monday} 00:00:00+00'"
    )
    return Week(
        monday,
        tuple(failed),
        tuple(map(_subject, letters)),
        rows,
        frozenset(publish.query(home, usable)["board"]) - {ARCHIVE_BOARD},
        publish.query(home, judged).item(),
        quarter_told.read(home, monday),
    )


def _tick(defs: dg.Definitions, instance: dg.DagsterInstance, schedule: str, *, is_drawn: bool) -> list[str]:
    """Run what a schedule asks for; return what failed."""
    asked = defs.resolve_schedule_def(schedule)
    context = dg.build_schedule_context(
        repository_def=defs.get_repository_def(),
        scheduled_execution_time=datetime.fromisoformat(os.environ["JOBPROOF_NOW"]),
    )
    failed = []
    for request in asked.evaluate_tick(context).run_requests or ():
        job = defs.resolve_job_def(asked.job_name)
        chosen = request.asset_selection
        if chosen is None and not is_drawn:
            chosen = [key for key in job.asset_layer.executable_asset_keys if key.path[0] in _TABLES]
        done = job.execute_in_process(
            instance=instance, partition_key=request.partition_key, asset_selection=chosen,
            tags=dict(request.tags), raise_on_error=False,
        )  # fmt: skip
        if not done.success:
            failed.append(f"{asked.job_name} {request.tags.get('board', '')}".rstrip())
    return failed


def _import(home: Home, seed: int, *, is_rest: bool) -> None:
    """Import the archive but for every fifth row, or those rows: what comes late changes figures already published."""
    rows = Market(seed, FIRST, _ARCHIVE_MONTHS, ARCHIVE).archive_rows()
    chosen = [row for at, row in enumerate(rows) if (at % _LATE == 0) is is_rest]
    path = home.root / f"archive_{'rest' if is_rest else 'first'}.jsonl.gz"
    path.write_bytes(gzip.compress("".join(json.dumps(row) + "\n" for row in chosen).encode(), mtime=0))
    import_file(path, boards.load(home).board(ARCHIVE_BOARD), home, simulated=True)


def _subject(letter: Path) -> str:
    return str(message_from_bytes(letter.read_bytes(), policy=default)["Subject"]).strip()


@contextmanager
def _here() -> Iterator[None]:
    yield


@contextmanager
def _away(folder: Path) -> Iterator[None]:
    """Take a folder away for the length of the block, as a disk that is not mounted does."""
    hidden = folder.parent.parent / "unmounted"
    shutil.move(folder, hidden)
    try:
        yield
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        shutil.move(hidden, folder)


@contextmanager
def _only(ids: Sequence[str]) -> Iterator[None]:
    """Judge some of the articles' claims only."""
    chosen = [claim for claim in steps.load_claims() if not ids or claim.id in ids]
    with mock.patch.object(steps, "load_claims", return_value=chosen):
        yield


@contextmanager
def _kept_environment() -> Iterator[None]:
    before = dict(os.environ)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)
