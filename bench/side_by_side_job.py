"""The whole job after the crawl, stage by stage, at several sizes; and the naive way to keep the same postings.

Each size runs in a process of its own, so that its memory is its own (`_ALONE`).
"""

from __future__ import annotations

import json
import math
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any
from unittest import mock

from assets import steps
from bench import side_by_side_market
from bench.calibration_page import table
from bench.prove_web_archives import descendants
from bench.side_by_side_peers import Peer, PeerError, cpu_seconds
from warehouse import landing, publish, readers, readings, store
from warehouse.database import reading
from warehouse.home import Home

SIZES = (20_000, 100_000)
NAIVE = Peer("Dagster {} with dagster-duckdb-polars", "dagster_duckdb", "io_manager.py", "dagster_duckdb", "dagster")
NOW = "2025-01-06T06:00:00+00:00"
MILLION = 1_000_000
LIMITS = {
    "landing: unpack, parse, fingerprint": 2.0, "normalise": 12.5, "keep what was read": 5.5, "vacancies": 5.2,
    "load: tables of postings": 2.8, "weekly tables": 0.5, "publish": 0.5, "charts, pages, mail": 5.0,
}  # fmt: skip
"""Seconds a million postings on four cores, as the bare libraries took them in trials: orjson 8 processor seconds,
markup, folding and tags 50, writing 22; MinHash by polars 5.2; DuckDB's load of a million rows, its weekly stock and
flow, its copy; matplotlib 0.11 a chart and process."""
_ALONE = "from bench import side_by_side_job; side_by_side_job.run_alone()"
"""What a size's process runs. No `-m`: processes that it starts would import this module, with all that it needs, anew,
which those that `jobproof publish` starts do not."""
_POLL = 0.2


@dataclass
class Job:
    """What one size took.

    Args:
        postings: How many.
        clock: Stage -> the clock's seconds.
        cpu: Stage -> processor seconds, of child processes as well.
        whole: The clock's seconds altogether.
        peak_gb: Most memory of its own that all its processes held at once.
        rows: Table -> rows.
        naive: What the naive way took and found, or why it did not.
        load: Of the machine before.
    """

    postings: int
    clock: dict[str, float] = field(default_factory=dict)
    cpu: dict[str, float] = field(default_factory=dict)
    whole: float = 0.0
    peak_gb: float = 0.0
    rows: dict[str, int] = field(default_factory=dict)
    naive: dict[str, Any] = field(default_factory=dict)
    load: float = 0.0

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Count the block under a stage."""
        wall, cpu = time.perf_counter(), cpu_seconds()
        yield
        self.clock[name] = self.clock.get(name, 0.0) + time.perf_counter() - wall
        self.cpu[name] = self.cpu.get(name, 0.0) + cpu_seconds() - cpu

    def counted(self, name: str, step: Callable[..., Any]) -> Callable[..., Any]:
        """Return a function whose calls count under a stage."""

        def run(*given: Any, **named: Any) -> Any:  # noqa: ANN401 - whatever the step takes
            with self.stage(name):
                return step(*given, **named)

        return run


def measure(folder: Path, postings_n: int) -> Job:
    """Land so many postings, then run the whole job on them; landing them does not count."""
    job, home = Job(postings_n, load=round(os.getloadavg()[0], 1)), Home(folder / "home")
    side_by_side_market.land(home, postings_n)
    began = time.perf_counter()
    with _watched(job):
        steps.build_warehouse(home)
    with job.stage("checks"):
        steps.check_tables(home)
    with job.stage("publish"):
        steps.publish_copy(home)
    with job.stage("claims"):
        steps.record_claims(home, steps.judge_claims(home))
    with job.stage("publish"):
        job.rows = publish.add_verdicts(home).rows
    with job.stage("charts, pages, mail"):
        steps.draw_report(home)
    job.whole = time.perf_counter() - began
    job.naive = _naive(home, folder)
    return job


@contextmanager
def _watched(job: Job) -> Iterator[None]:
    """Count the parts of a build under their stages while the block lasts."""
    core = job.counted("load: tables of postings", store.make)
    mart = job.counted("weekly tables", store.make)

    def make(connection: Any, made: Any) -> None:  # noqa: ANN401 - as store.make's
        (mart if made.schema == "mart" else core)(connection, made)

    steps_of = (
        (landing, "read", "landing: unpack, parse, fingerprint"),
        (readings, "_versioned", "landing: unpack, parse, fingerprint"),
        (readers, "_together", "normalise"),
        (readers.Readers, "__exit__", "normalise"),
        (readings, "_write", "keep what was read"),
        (store, "link_postings", "vacancies"),
    )
    with ExitStack() as stack:
        for module, name, stage in steps_of:
            stack.enter_context(mock.patch.object(module, name, job.counted(stage, getattr(module, name))))
        stack.enter_context(mock.patch.object(store, "make", make))
        yield


def _naive(home: Home, folder: Path) -> dict[str, Any]:
    """Hand the published postings to the naive way; return its seconds and what it found."""
    path, given = folder / "postings.parquet", folder / "given.json"
    with reading(home.published) as connection:
        connection.execute(
            "COPY (SELECT posting_id, opened_on, list_transform(concepts, lambda c: c.concept) AS concepts,"
            f" text_plain AS text FROM core.postings) TO '{path}'"
        )
    given.write_text(json.dumps({"postings": str(path), "folder": str(folder)}), encoding="utf-8")
    try:
        cpu, clock, found = NAIVE.run(given)
    except PeerError as error:
        return {"why": str(error)}
    return {"cpu": cpu, "clock": clock, **found}


def alone(postings_n: int) -> Job:
    """Measure in a process of its own, watched for its memory."""
    command = [sys.executable, "-c", _ALONE, str(postings_n)]
    child = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=os.environ | {"JOBPROOF_NOW": NOW})
    peak = [0.0]
    watcher = threading.Thread(target=_watch, args=(child, peak), daemon=True)
    watcher.start()
    said, _ = child.communicate()
    if child.returncode:
        raise SystemExit(f"{postings_n:,} postings: exit code {child.returncode}")
    job = Job(**json.loads(said.splitlines()[-1]))
    job.peak_gb = peak[0]
    print(f"  {postings_n:,} postings: {job.whole:.0f} s, {job.peak_gb:.1f} GB", flush=True)
    return job


def _watch(child: subprocess.Popen[str], peak: list[float]) -> None:
    while child.poll() is None:
        peak[0] = max(peak[0], sum(map(_own_gb, (child.pid, *descendants(child.pid)))))
        time.sleep(_POLL)


def _own_gb(pid: int) -> float:
    with suppress(OSError, ValueError):
        _, resident, shared = Path(f"/proc/{pid}/statm").read_text().split()[:3]
        return (int(resident) - int(shared)) * os.sysconf("SC_PAGE_SIZE") / 1e9
    return 0.0


def sections(sizes: Sequence[int]) -> Iterator[str]:
    """Measure size after size; yield after each the part of the page as far as it is known."""
    jobs: list[Job] = []
    for size in sizes:
        jobs.append(alone(size))
        yield told(jobs)


def told(jobs: Sequence[Job]) -> str:
    """Return the part of the page: stages at each size, growth, limits; then the naive way."""
    last = jobs[-1]
    heads = (
        "stage",
        *(f"{job.postings:,}: s (processor s)" for job in jobs),
        "exponent",
        "limit, s",
        "times the limit",
    )
    stages = sorted(last.clock, key=lambda name: -last.clock[name])
    rows = [_stage(name, jobs) for name in stages]
    whole = ("all", *(f"{job.whole:.1f} ({sum(job.cpu.values()):.1f})" for job in jobs), _power(jobs, _total_cpu))
    limit = sum(LIMITS.values()) * last.postings / MILLION
    loads = ", ".join(f"{job.load:.0f}" for job in jobs)
    peaks = ", ".join(f"{job.peak_gb:.1f} GB" for job in jobs)
    return (
        f"{table(heads, [*rows, (*whole, f'{limit:.1f}', f'{last.whole / limit:.1f}')])}\n\n"
        f"Load before each size {loads}: above {os.cpu_count()} only processor seconds mean anything, and exponents are"
        f" theirs. Peak memory {peaks}. Rows: {_rows(last)}. The limit is what bare libraries took for such a stage on"
        f" four idle cores, at {last.postings:,} postings.\n\n### The naive warehouse\n\n{_naive_told(jobs)}"
    )


def _total_cpu(job: Job) -> float:
    return sum(job.cpu.values())


def _stage(name: str, jobs: Sequence[Job]) -> tuple[str, ...]:
    last = jobs[-1]
    cells = (f"{job.clock[name]:.1f} ({job.cpu[name]:.1f})" for job in jobs)
    limit = LIMITS.get(name, 0.0) * last.postings / MILLION
    told = (f"{limit:.2f}", f"{last.clock[name] / limit:.1f}") if limit else ("–", "–")
    return name, *cells, _power(jobs, lambda job: job.cpu[name]), *told


def _power(jobs: Sequence[Job], of: Callable[[Job], float]) -> str:
    if len(jobs) < 2:
        return "–"
    few, many = jobs[-2:]
    return f"{math.log(of(many) / max(of(few), 1e-3)) / math.log(many.postings / few.postings):.2f}"


def _rows(job: Job) -> str:
    named = ("core.postings", "core.vacancies", "core.mentions")
    return ", ".join(f"{name} {job.rows[name]:,}" for name in named)


def _naive_told(jobs: Sequence[Job]) -> str:
    ours = ("load: tables of postings", "weekly tables")
    heads = (
        "postings",
        "three assets by the IO manager, s (processor s)",
        "our load and weekly tables, s (processor s)",
    )
    lines, why = [], []
    for job in jobs:
        if "why" in job.naive:
            why.append(f"{NAIVE.title} has no figures at {job.postings:,}: `{job.naive['why']}`")
            continue
        mine = (sum(each[name] for name in ours) for each in (job.clock, job.cpu))
        cells = f"{job.naive['clock']:.1f} ({job.naive['cpu']:.1f})", "{:.1f} ({:.1f})".format(*mine)
        lines.append((f"{job.postings:,}", *cells))
    reader = jobs[-1].naive.get("reader", "")
    told = f"Who reads while it writes is told: `{reader}`\n" if reader else ""
    return (
        f"{NAIVE.title}: postings, their mentions, mentions a week and concept, each run anew from a Parquet file. Ours"
        f" is {len(jobs[-1].rows)} tables with spans, versions and verdicts.\n\n{table(heads, lines)}\n\n"
        f"{told}{' '.join(why)}\n"
    )


def run_alone() -> None:
    """Measure the size that the command line ends with, and print what it took as JSON."""
    with tempfile.TemporaryDirectory() as place:
        print(json.dumps(asdict(measure(Path(place), int(sys.argv[-1])))))
