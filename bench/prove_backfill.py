"""A backfill of 200 partitions under Dagster as installed, while others read and publish: no lock error anywhere.

The daemon of `jobproof up` takes an asset backfill from the instance, queues its runs and starts each in a process of
its own, with the executor, the pools and the number of runs at once that jobproof sets; boards are simulated ones on
this machine, of which 100 months each are asked for. Meanwhile the copy is published again and again, and readers open
it in a loop as in the proof of readers.
A lock error is any message of a run, a publish or a reader that speaks of a lock.
"""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time
import uuid
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

import dagster as dg
from dagster._core.execution.backfill import BulkActionStatus, PartitionBackfill

from assets.keys import raw_key
from bench.home_worlds import NOW, TODAY, World, world
from bench.proof_page import machine, section, table
from bench.prove_readers import Told, holds, watched
from pipelines.definitions import build
from pipelines.resources import environment
from simulation.market import Volume
from warehouse import clock, landing
from warehouse.home import PROJECT, Home
from warehouse.records import CrawlReport

BOARDS = ("hn_whoishiring", "ruanyf_weekly")
MONTHS = 100
"""Of each board; the partitions are as many times the boards."""
READERS = 4
TINY = Volume(archive=0.2, ruanyf=0.2, hn=3, companies=3, feed=2)
_PATIENCE = 3000
_LOCK = re.compile(r"\block|conflicting|being used", re.IGNORECASE)


@dataclass(frozen=True)
class Backfilled:
    """What came of a backfill.

    Args:
        status: As Dagster tells it.
        runs: State -> runs.
        months: Partitions that landed.
        publishes: Publishes that ended well meanwhile.
        locks: Messages of runs and publishes that speak of a lock.
        troubles: Other failures.
        readers: What the readers saw.
        seconds: How long it took.
    """

    status: str
    runs: dict[str, int]
    months: int
    publishes: int
    locks: tuple[str, ...]
    troubles: tuple[str, ...]
    readers: tuple[Told, ...]
    seconds: float


def prove() -> bool:
    """A Dagster backfill of 200 partitions beside readers and publishes: docs/proof.md."""
    found = backfilled(MONTHS, READERS)
    section("Backfill", document(found))
    return is_clean(found, MONTHS)


def is_clean(found: Backfilled, months: int) -> bool:
    """Return whether all months landed and nobody met a lock."""
    return found.months == months * len(BOARDS) and not found.locks and not found.troubles and holds(found.readers)


def backfilled(months: int, readers: int) -> Backfilled:
    """Backfill so many months of a simulated board under Dagster's daemon while processes read and publish."""
    with tempfile.TemporaryDirectory() as folder, world(Path(folder), months=months - 1, volume=TINY) as here:
        home = here.home("home")
        code, said = here.finish(home, ["crawl", "weworkremotely"])
        if code:
            raise RuntimeError(f"the home cannot be made: {said}")
        named = {"JOBPROOF_HOME": str(home.root), "JOBPROOF_NOW": NOW, "JOBPROOF_REPLICA": here.url}
        began = time.monotonic()
        with patch.dict(os.environ, named), _daemon(home), watched(home.published, readers) as told:
            said_by_publishes, published = _beside(here, home, _request(home, months))
        troubles, runs, status = _outcome(home)
        every = [*troubles, *said_by_publishes]
        done = {(each.board, each.partition) for each in _landed(home) if each.state != "failed"}
        return Backfilled(
            status, runs, len(done), published, tuple(filter(_LOCK.search, every)),
            tuple(each for each in every if not _LOCK.search(each)), tuple(told), time.monotonic() - began,
        )  # fmt: skip


@contextmanager
def _daemon(home: Home) -> Iterator[None]:
    command = [sys.executable, "-m", "dagster._daemon", "run", "-w", str(PROJECT / "workspace.yaml")]
    with tempfile.TemporaryFile() as log:
        daemon = subprocess.Popen(command, env=environment(home), stdout=log, stderr=log, start_new_session=True)
        try:
            yield
        finally:
            os.killpg(daemon.pid, signal.SIGTERM)
            try:
                daemon.wait(30)
            except subprocess.TimeoutExpired:
                os.killpg(daemon.pid, signal.SIGKILL)


def _instance(home: Home) -> dg.DagsterInstance:
    return dg.DagsterInstance.from_config(str(home.root / "dagster"))


def _landed(home: Home) -> list[CrawlReport]:
    return [report for board in BOARDS for report in landing.reports(home, board)]


def _request(home: Home, months: int) -> str:
    """Ask the daemon for a backfill of the last months; return its id."""
    last = TODAY.replace(day=1)
    number = last.year * 12 + last.month - months
    first = last.replace(year=number // 12, month=number % 12 + 1)
    keys = [f"{month:%Y-%m}" for month in clock.months(first, last)]
    ident = uuid.uuid4().hex[:8]
    with _instance(home) as instance:
        instance.add_backfill(
            PartitionBackfill.from_asset_partitions(
                ident, build(home).resolve_asset_graph(), keys, [*map(raw_key, BOARDS)], time.time(), {}, instance,
                all_partitions=False, title=None, description=None, run_config=None,
            )
        )  # fmt: skip
    return ident


def _beside(here: World, home: Home, ident: str) -> tuple[list[str], int]:
    """Publish until the backfill has ended; return what went wrong, and how many publishes went well."""
    wrong: list[str] = []
    published, end = [0], threading.Event()

    def publish() -> None:
        while not end.is_set():
            code, said = here.finish(home, [])
            published[0] += not code
            wrong.extend([said.strip().splitlines()[-1]] if code else [])

    writer = threading.Thread(target=publish)
    writer.start()
    try:
        _wait(home, ident)
    finally:
        end.set()
        writer.join()
    return wrong, published[0]


def _wait(home: Home, ident: str) -> None:
    until = time.monotonic() + _PATIENCE
    with _instance(home) as instance:
        while time.monotonic() < until:
            backfill = instance.get_backfill(ident)
            if backfill is None or backfill.status is not BulkActionStatus.REQUESTED:
                return
            print(f"backfill: {len(_landed(home))} partitions landed", flush=True)
            time.sleep(5)


def _outcome(home: Home) -> tuple[list[str], dict[str, int], str]:
    """Return what failed runs said, state -> runs, and the backfill's own state."""
    with _instance(home) as instance:
        runs = instance.get_runs()
        status = ", ".join(backfill.status.value for backfill in instance.get_backfills())
        said = [
            _why(event.get_dagster_event())
            for run in runs
            if run.status is dg.DagsterRunStatus.FAILURE
            for event in instance.all_logs(run.run_id)
            if event.is_dagster_event and event.get_dagster_event().is_step_failure
        ]
        return said, dict(Counter(run.status.value for run in runs)), status


def _why(event: dg.DagsterEvent) -> str:
    """Return what a failed step said, with what lay beneath it."""
    error = event.step_failure_data.error
    beneath = error.cause.message if error and error.cause else ""
    return f"{event.step_key}: {error.message if error else event.message} {beneath}".strip()


def document(found: Backfilled) -> str:
    """Return the section."""
    words = (__doc__ or "").partition("\n")[2].strip()
    rows = [
        ("backfill", found.status), ("partitions landed", found.months),
        ("runs", ", ".join(f"{n} {state.lower()}" for state, n in found.runs.items())),
        ("publishes meanwhile", found.publishes), ("readers", len(found.readers)),
        ("looks", sum(each.looks for each in found.readers)),
        ("readers' errors", sum(sum(each.errors.values()) for each in found.readers)),
        ("torn reads", sum(each.torn for each in found.readers)),
        ("lock errors of runs and publishes", len(found.locks)), ("other failures", len(found.troubles)),
    ]  # fmt: skip
    met = "\n".join(f"- {line}" for line in _first((*found.locks, *found.troubles)))
    return f"{words}\n\n{found.seconds:.0f} s ({machine()}).\n\n{table(('what', 'found'), rows)}\n\n{met}"


def _first(lines: Sequence[str]) -> list[str]:
    return [line[:300] for line in dict.fromkeys(lines)][:5]
