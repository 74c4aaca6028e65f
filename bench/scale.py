"""What a build and a publish cost at any size: `python -m bench.scale [N …] [--write]`.

By --write what is found is kept in docs/scale.json, and docs/scale.md is made of all sizes that are kept.

Each size runs in a process of its own on two cores, DuckDB with 5 GiB of memory, what it takes by itself of 8. Seconds
are given by the clock and of processors: the latter do not depend on who else is at work. The postings are generated
(scale_home.py) and stand as read: what reading texts costs is told by docs/normaliser_speed.md.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import resource
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any, TypeVar
from unittest import mock

import duckdb

from bench import cookbook, scale_home, scale_naive
from bench.proof_page import keep
from bench.queries import timed
from warehouse import publish, store
from warehouse.database import reading
from warehouse.home import PROJECT, Home
from warehouse.schemas import BESIDE, TABLES, Table

KEPT, PAGE = PROJECT / "docs" / "scale.json", PROJECT / "docs" / "scale.md"
SIZES = (10_000, 100_000)
_CORES, _MEMORY = 2, "5GiB"
_WATCHED_S = 0.2
_Answer = TypeVar("_Answer")
_EQUAL = {True: "yes", False: "NO", None: "–"}
_VERIFIED = 1_000_000
"""Postings up to which what a build went on to is compared with a build of everything: that is one more of these."""
_SHOWN = 8
"""Of the models so many are told, the costliest first."""


@dataclass(frozen=True)
class Took:
    """What one thing cost.

    Args:
        wall: Seconds by the clock.
        cpu: Seconds of processors, child processes included.
    """

    wall: float
    cpu: float


@dataclass
class Found:
    """What was measured at one size.

    Args:
        postings: How many were generated.
        rows: Table -> rows at the end.
        looks: Rows of all runs together.
        week: Rows of the new week.
        took: What was done -> what it cost.
        models: Table -> what preparing and filling it cost in the first build.
        queries: Seconds of each of the cookbook's queries, the fastest of five.
        copy_bytes: Size of the published file.
        home_bytes: Size of the whole home.
        peak_gb: Most memory that its processes held together, as seen five times a second.
        naive: What the naive ways gave, see scale_naive.py; None where they came to no end.
        naive_end: Why they came to none.
        equal: Whether the build with a new week holds in every table what a build of everything makes of the same; None
            where that was not tried.
        load: Load of the machine before.
        note: What else is to be said of it, in a sentence; written into the kept file by hand.
    """

    postings: int
    rows: dict[str, int] = field(default_factory=dict)
    looks: int = 0
    week: int = 0
    took: dict[str, Took] = field(default_factory=dict)
    models: dict[str, Took] = field(default_factory=dict)
    queries: list[float] = field(default_factory=list)
    copy_bytes: int = 0
    home_bytes: int = 0
    peak_gb: float = 0.0
    naive: scale_naive.Naive | None = None
    naive_end: str = ""
    equal: bool | None = None
    load: float = 0.0
    note: str = ""


def measure(folder: Path, postings_n: int) -> Found:
    """Build, grow by a week, build and publish again, ask: what it all cost. Limits of the process are the caller's.

    Args:
        folder: An empty one with room for about 15 kB a posting.
        postings_n: How many to generate.
    """
    found = Found(postings_n, load=round(os.getloadavg()[0], 1))
    made = scale_home.generate(Home(folder / "home"), postings_n)
    last = scale_home.WEEKS - 1
    found.looks = made.land_history() + made.land(range(last))
    with _watched(found.models):
        _timed(found, "full rebuild", lambda: store.build(made.home, made.registry))
    _timed(found, "first publish", lambda: publish.publish(made.home))
    _timed(found, "writing the readings of a new week", partial(_grow, found, made, last))
    summary = _timed(found, "build with a new week", lambda: store.build(made.home, made.registry))
    if summary.touched_n is None:
        raise SystemExit(f"every table was written anew: {summary.anew}")
    copied = _timed(found, "publish with a new week", lambda: publish.publish(made.home))
    found.rows, found.copy_bytes = copied.rows, copied.path.stat().st_size
    asked = [sql for sql, _ in cookbook.recipes(cookbook.PAGE.read_text(encoding="utf-8"))]
    found.queries = [timed(copied.path, sql) for sql in asked]
    found.home_bytes = sum(path.stat().st_size for path in made.home.root.rglob("*") if path.is_file())
    try:
        found.naive = scale_naive.measure(made.home, folder / "naive.duckdb")
    except duckdb.OutOfMemoryException as error:
        found.naive_end = str(error).partition("\n")[0]
    if postings_n <= _VERIFIED:
        found.equal = _equals_anew(made)
    return found


def _equals_anew(made: scale_home.Generated) -> bool:
    """Tell whether the warehouse holds, by a checksum of each table, what one that was never built before does."""
    before = _checksums(made.home)
    made.home.warehouse.unlink()
    for links in made.home.root.rglob("links-*.parquet"):
        links.unlink()
    store.build(made.home, made.registry)
    return _checksums(made.home) == before


def _checksums(home: Home) -> dict[str, str]:
    with reading(home.warehouse) as connection:
        return {table.full_name: store.checksum(connection, table) for table in TABLES if table not in BESIDE}


def _grow(found: Found, made: scale_home.Generated, week: int) -> None:
    found.week = made.land(range(week, week + 1))
    found.looks += found.week


def _timed(found: Found, what: str, do: Callable[[], _Answer]) -> _Answer:
    with _stopwatch(found.took, what):
        answer = do()
    print(f"{what}: {found.took[what].wall:.1f} s ({found.took[what].cpu:.1f})", file=sys.stderr, flush=True)
    return answer


@contextmanager
def _stopwatch(into: dict[str, Took], what: str) -> Iterator[None]:
    wall, cpu = time.perf_counter(), _cpu()
    yield
    before = into.get(what, Took(0, 0))
    into[what] = Took(before.wall + time.perf_counter() - wall, before.cpu + _cpu() - cpu)


def _cpu() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


@contextmanager
def _watched(models: dict[str, Took]) -> Iterator[None]:
    """Note what each table costs while the block lasts: what is prepared before it, and filling it."""

    def noted(step: Callable[..., None]) -> Callable[..., None]:
        def run(connection: duckdb.DuckDBPyConnection, table: Table, *more: object) -> None:
            with _stopwatch(models, table.full_name):
                step(connection, table, *more)

        return run

    with (
        mock.patch.object(store, "make", noted(store.make)),
        mock.patch.object(store, "_prepare", noted(store._prepare)),  # noqa: SLF001 - timed from outside, not called
    ):
        yield


def alone(postings_n: int) -> Found:
    """Measure in a process of its own; return what it found, with the memory that was seen from outside."""
    command = [sys.executable, "-m", "bench.scale", "--alone", str(postings_n)]
    environment = os.environ | {"POLARS_MAX_THREADS": str(_CORES)}
    child = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment, start_new_session=True)
    peak = [0.0]
    watcher = threading.Thread(target=_watch, args=(child.pid, peak), daemon=True)
    watcher.start()
    said, _ = child.communicate()
    if child.returncode:
        raise SystemExit(f"{postings_n:,} postings: exit code {child.returncode}")
    found = _found(json.loads(said.splitlines()[-1]))
    found.peak_gb = peak[0]
    return found


def _found(said: dict[str, Any]) -> Found:
    naive, took, models = (said.pop(name) for name in ("naive", "took", "models"))
    found = Found(**said)
    found.naive = scale_naive.Naive(**naive) if naive else None
    found.took, found.models = ({what: Took(**cost) for what, cost in costs.items()} for costs in (took, models))
    return found


def _watch(session: int, peak: list[float]) -> None:
    while Path(f"/proc/{session}").exists():
        peak[0] = max(peak[0], sum(_resident(path, session) for path in Path("/proc").glob("[0-9]*")))
        time.sleep(_WATCHED_S)


def _resident(process: Path, session: int) -> float:
    """Return the gigabytes that a process of a session holds of its own; 0 for another session's, or one that ended."""
    try:
        if int((process / "stat").read_text().rpartition(")")[2].split()[3]) != session:
            return 0.0
        _, resident, shared = (process / "statm").read_text().split()[:3]
    except (OSError, IndexError):
        return 0.0
    return (int(resident) - int(shared)) * resource.getpagesize() / 1e9


def _within_limits(postings_n: int) -> None:
    """Measure on two cores with DuckDB's memory limited, and print what was found as JSON."""
    os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:_CORES])
    connect = partial(duckdb.connect, config={"threads": _CORES, "memory_limit": _MEMORY})
    with (
        tempfile.TemporaryDirectory() as folder,
        mock.patch.object(os, "cpu_count", return_value=_CORES),
        mock.patch.object(duckdb, "connect", connect),
    ):
        print(json.dumps(asdict(measure(Path(folder), postings_n))))


def page(found: list[Found]) -> str:
    """Return docs/scale.md."""
    heads = " | ".join(f"{one.postings:,}" for one in found)
    lines = "---:|" * (len(found) + 1)
    told = [one for one in found if one.models]
    last = told[-1]
    dearest = sorted(last.models, key=lambda name: -last.models[name].cpu)[:_SHOWN]
    slowest = _floats("slowest cookbook query, s", [max(one.queries, default=0) for one in found])
    loads = ", ".join(f"{one.load:.0f}" for one in found)
    return f"""# What size costs

Made by `python -m bench.scale N --write`, N one size after the other: generated postings on
{scale_home.LIVE} boards crawled each week of a year and {scale_home.HISTORY} posted by month, 1.3 kB of text and
{last.rows["core.mentions"] / last.rows["core.postings"]:.0f} mentions each, {_CORES} cores, DuckDB with {_MEMORY}.
Seconds by the clock and, in brackets, of processors; load of the machine before each size {loads}: where it is above
{_CORES} only the processor seconds mean anything. The exponent is the slope of processor seconds between the last two
sizes: 1 is linear. Texts stand as read: reading them is told by [normaliser_speed.md](normaliser_speed.md).

| postings | {heads} | exponent |
|---|{lines}
{_counts("rows of all runs", [one.looks for one in found])}
{_counts("rows of the new week", [one.week for one in found])}
{_counts("mentions", [one.rows.get("core.mentions", 0) for one in found])}
{"".join(_times(what, found, lambda one: one.took) for what in last.took)}{slowest}
{_floats("peak memory, GB", [one.peak_gb for one in found])}
{_floats("published file a million postings, GB", [one.copy_bytes / one.postings / 1e3 for one in found])}
{_floats("home a million postings, GB", [one.home_bytes / one.postings / 1e3 for one in found])}
{_words("every table equals a build of everything", [_EQUAL[one.equal] for one in found])}

A build with a new week goes on from a copy of the earlier warehouse and writes the rows that differ
([decision 31](decisions/0031-a-build-writes-what-changed.md)); a publish writes what changed
([decision 29](decisions/0029-a-publish-writes-what-changed.md)).
{_notes(found)}
## Where a full rebuild's time goes

The costliest tables with what is prepared for them; linking stands with `core.postings`, checksums with `mart.meta`.

| table | {" | ".join(f"{one.postings:,}" for one in told)} | exponent |
|---|{"---:|" * (len(told) + 1)}
{"".join(_times(what, told, lambda one: one.models) for what in dearest)}
## The naive ways, on the rows of the last week

{_naive(found)}
"""


def _notes(found: list[Found]) -> str:
    return "".join(f"\n{one.note}\n" for one in found if one.note)


def _naive(found: list[Found]) -> str:
    """Return what the naive ways came to at the largest size at which they came to an end, and where they did not."""
    *_, (naive, one) = ((one.naive, one) for one in found if one.naive)
    ours = sum(one.took[f"{what} with a new week"].cpu for what in ("build", "publish"))
    ends = (
        f"\n\nAt {one.postings:,} postings they came to no end: `{one.naive_end}`.\nWhat stands as – was not kept."
        for one in found
        if one.naive_end
    )
    return naive.told(ours) + "".join(ends)


def _counts(what: str, values: list[int]) -> str:
    return f"| {what} | {' | '.join(f'{value:,}' if value else '–' for value in values)} | |"


def _words(what: str, values: list[str]) -> str:
    return f"| {what} | {' | '.join(values)} | |"


def _floats(what: str, values: list[float]) -> str:
    return f"| {what} | {' | '.join(f'{value:.2f}' if value else '–' for value in values)} | |"


def _times(what: str, found: list[Found], which: Callable[[Found], dict[str, Took]]) -> str:
    took = [which(one)[what] for one in found]
    cells = " | ".join(f"{each.wall:.1f} ({each.cpu:.1f})" for each in took)
    steps = [
        _slope(a.postings, b.postings, x.cpu, y.cpu)
        for (a, b), (x, y) in zip(pairwise(found), pairwise(took), strict=True)
    ]
    return f"| {what} | {cells} | {f'{steps[-1]:.2f}' if steps else ''} |\n"


def _slope(few: int, many: int, before: float, after: float) -> float:
    return math.log(max(after, 1e-3) / max(before, 1e-3)) / math.log(many / few)


def main() -> None:
    """Measure each size in a process of its own and print the page."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("postings", nargs="*", type=int, help=f"sizes, rising; {SIZES} without")
    parser.add_argument("--write", action="store_true", help=f"keep what is found, renew {PAGE.name}")
    parser.add_argument("--alone", type=int, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.alone:
        _within_limits(given.alone)
        return
    for size in given.postings or SIZES:
        found = alone(size)
        print(json.dumps(asdict(found)), flush=True)
        if given.write:
            kept = keep(KEPT, size, asdict(found))
            PAGE.write_text(page([_found(each) for each in kept.values()]), encoding="utf-8")


if __name__ == "__main__":
    main()
