"""One pure function over many shards: by the processes of this machine, or by Daft on this machine or on a Ray cluster.

Here is who works on which shard, what is done already and what a kill costs. What the function does with a shard is
its own affair: it takes a Task, writes what it makes under the task's name, and returns a Done. Shards and results lie
at any URL of fsspec; `done/<name>.json` is written last and thereby commits a shard.
"""

from __future__ import annotations

import hashlib
import os
import resource
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import asdict, dataclass, field, replace
from functools import partial
from importlib import import_module
from multiprocessing import get_context
from pathlib import Path
from typing import Any, Literal, get_args

import fsspec  # type: ignore[import-untyped]  # it carries no types
import orjson

from warehouse.errors import BadUsageError, JobproofError
from warehouse.files import replacing

RunnerName = Literal["pool", "daft"]
RUNNERS: tuple[RunnerName, ...] = get_args(RunnerName)
_MOST_KILLS = 3
"""Times in a row that workers may die without a shard being finished before it is said which shards are left."""
_SHOWN = 5


@dataclass(frozen=True)
class Task:
    """One shard to work on.

    Args:
        source: URL of the shard.
        name: Its file name; names what is made of it.
        target: URL of the folder to write into.
        size: Bytes of the shard.
        edition: Whatever else the result hangs on: a shard that was done in another edition is done again.
        options: For the function.
    """

    source: str
    name: str
    target: str
    size: int = 0
    edition: str = ""
    options: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Done:
    """What came of one shard.

    Args:
        name: The task's.
        size: The task's.
        edition: The task's.
        rows: Rows written.
        dropped: Reason -> what was not kept.
        sha256: Of the rows in their order.
        told: In a sentence, what was read.
        partial: Whether the shard broke off.
        failed: Why nothing was written; empty where it was.
        seconds: It took.
        peak_mb: Largest resident memory of the process so far.
    """

    name: str
    size: int
    edition: str
    rows: int = 0
    dropped: dict[str, int] = field(default_factory=dict)
    sha256: str = ""
    told: str = ""
    partial: bool = False
    failed: str = ""
    seconds: float = 0.0
    peak_mb: int = 0


Work = Callable[[Task], Done]
"""A function that any process can import by its name."""
Runner = Callable[[Work, Sequence[Task]], Iterator[Done]]
OnDone = Callable[[Done, int, int], None]
"""Is told a shard, how many are done, and how many there are."""


@dataclass(frozen=True)
class Summary:
    """What came of all shards, those of earlier runs included.

    Args:
        shards: Each with what came of it, by name.
        worked: Of them worked on in this run.
    """

    shards: tuple[Done, ...]
    worked: int

    @property
    def rows(self) -> int:
        """Return the rows of all shards."""
        return sum(each.rows for each in self.shards)

    @property
    def dropped(self) -> Mapping[str, int]:
        """Return reason -> what was not kept."""
        return sum((Counter(each.dropped) for each in self.shards), Counter())

    @property
    def line(self) -> str:
        """Return all of it in a line."""
        dropped = "".join(f", {n} dropped ({why})" for why, n in sorted(self.dropped.items()))
        shards = f"{len(self.shards)} shards, {self.worked} of them now"
        return f"{shards}: {self.rows} rows{dropped}; sha256 of all rows {self.sha256}"

    @property
    def failed(self) -> tuple[Done, ...]:
        """Return the shards that could not be read."""
        return tuple(each for each in self.shards if each.failed)

    @property
    def sha256(self) -> str:
        """Return one checksum of all rows: equal for equal rows, whoever worked on which shard and when."""
        told = "".join(f"{each.name} {each.sha256}\n" for each in self.shards)
        return hashlib.sha256(told.encode()).hexdigest()


def tasks(source: str, target: str, endings: Sequence[str], *, edition: str, options: dict[str, str]) -> list[Task]:
    """Return the shards below a folder, largest first: the last ones to end are then short.

    Raises:
        BadUsageError: There is none.
    """
    files, root = fsspec.url_to_fs(source)
    found = files.find(root, detail=True) if files.exists(root) else {}
    chosen = [
        Task(files.unstrip_protocol(path), _name(path, root), target, int(held["size"]), edition, options)
        for path, held in found.items()
        if path.endswith(tuple(endings))
    ]
    if not chosen:
        raise BadUsageError(
            source, "holds no shard", allowed=", ".join(f"*{ending}" for ending in endings), remedy="Name their folder."
        )
    return sorted(chosen, key=lambda each: (-each.size, each.name))


def _name(path: str, root: str) -> str:
    below = path.removeprefix(root).strip("/") or path.rpartition("/")[2]
    return below.replace("/", "__")


def run(work: Work, given: Sequence[Task], runner: Runner, on_done: OnDone = lambda *_: None) -> Summary:
    """Work on all shards that are not done yet; what is done stays done, whatever becomes of the rest.

    Raises:
        JobproofError: Workers die again and again.
    """
    finished = {done.name: done for done in finished_before(given)}
    worked = 0
    for done in runner(partial(_guarded, work), [task for task in given if task.name not in finished]):
        finished[done.name] = done
        worked += 1
        on_done(done, len(finished), len(given))
    return Summary(tuple(finished[name] for name in sorted(finished)), worked)


def finished_before(given: Sequence[Task]) -> list[Done]:
    """Return what earlier runs made of shards, as far as it still holds; object stores are asked for many at once."""
    if not given:
        return []
    files, _ = fsspec.url_to_fs(given[0].target)
    paths = {fsspec.url_to_fs(_committed(task))[1]: task for task in given}
    found = files.cat(list(paths), on_error="omit")
    told = ((_read(content), paths[path]) for path, content in found.items() if path in paths)
    return [done for done, task in told if done and (done.size, done.edition) == (task.size, task.edition)]


def _read(content: bytes) -> Done | None:
    try:
        return Done(**orjson.loads(content))
    except (ValueError, TypeError):
        return None


def _committed(task: Task) -> str:
    return f"{task.target}/done/{task.name}.json"


def _guarded(work: Work, task: Task) -> Done:
    """Do a shard and commit it; one that cannot be read fails alone, and is tried again by the next run."""
    began = time.monotonic()
    try:
        done = work(task)
    except (JobproofError, OSError) as error:
        why = error.line() if isinstance(error, JobproofError) else str(error)
        return Done(task.name, task.size, task.edition, failed=why)
    done = replace(done, seconds=round(time.monotonic() - began, 3), peak_mb=_peak())
    put(_committed(task), orjson.dumps(asdict(done)))
    return done


def _peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // (1 << 20 if sys.platform == "darwin" else 1 << 10)


def put(url: str, content: bytes) -> None:
    """Write a file so that it is there whole or not at all: object stores do so anyway, on disks it is renamed."""
    files, path = fsspec.url_to_fs(url)
    if "file" in files.protocol:
        with replacing(Path(path)) as part:
            part.write_bytes(content)
    else:
        files.pipe_file(path, content)


def runner(name: str, *, workers: int = 0, cluster: str = "") -> Runner:
    """Return a runner.

    Args:
        name: One of RUNNERS.
        workers: Processes; one for each core unless given, and on a cluster for each of its cores.
        cluster: Address of a Ray cluster (`127.0.0.1:6379`, `ray://head:10001`) for Daft; empty for this machine.

    Raises:
        BadUsageError: There is no such runner, only Daft knows clusters, or Daft is not installed.
    """
    if name not in RUNNERS:
        raise BadUsageError(f"runner {name!r}", "unknown", allowed=", ".join(RUNNERS), remedy="Correct it.")
    if name == "pool":
        if cluster:
            raise BadUsageError("--cluster", "the runner pool knows no cluster", remedy="Say --runner daft.")
        return partial(_in_pool, workers=workers or os.cpu_count() or 1)
    return partial(_in_daft, workers=workers, cluster=cluster)


def _in_pool(work: Work, given: Sequence[Task], *, workers: int) -> Iterator[Done]:
    """Yield each shard as it is done. Where a worker is killed, its shard and those of its pool are begun anew."""
    left, kills = {task.name: task for task in given}, 0
    while left:
        before = len(left)
        pool = ProcessPoolExecutor(min(workers, len(left)), mp_context=get_context("spawn"))
        try:
            for future in as_completed([pool.submit(work, task) for task in left.values()]):
                done = future.result()
                del left[done.name]
                yield done
        except BrokenProcessPool:
            kills = kills + 1 if len(left) == before else 1
            if kills == _MOST_KILLS:
                raise _dying(list(left)) from None
        finally:
            pool.shutdown(cancel_futures=True)


def _dying(left: list[str]) -> JobproofError:
    more = f" and {len(left) - _SHOWN} more" if len(left) > _SHOWN else ""
    return JobproofError(
        "normalise",
        f"workers were killed {_MOST_KILLS} times, and not one of these was done: {', '.join(left[:_SHOWN])}{more}",
        remedy="Look for a lack of memory (dmesg), use fewer --workers, or take the shard out and run again.",
    )


def _in_daft(work: Work, given: Sequence[Task], *, workers: int, cluster: str) -> Iterator[Done]:
    """Yield each shard as it is done, worked on by Daft's own processes or Ray's."""
    if not given:
        return
    daft = _daft(cluster)
    packed = [orjson.dumps(task) for task in given]

    def each(tasks: Any) -> list[bytes]:  # noqa: ANN401 - a series of Daft
        return [orjson.dumps(work(Task(**orjson.loads(task)))) for task in tasks.to_pylist()]

    places = min(len(given), workers or _cores(cluster))
    working = daft.udf(
        return_dtype=daft.DataType.binary(), batch_size=1, concurrency=places, num_cpus=1, use_process=True
    )(each)
    frame = daft.from_pydict({"task": packed})
    if cluster:
        frame = frame.into_partitions(len(given))
    for row in frame.select(working(daft.col("task")).alias("done")).iter_rows():
        yield Done(**orjson.loads(row["done"]))


def _daft(cluster: str) -> Any:  # noqa: ANN401 - an optional package
    try:
        daft: Any = import_module("daft")
    except ImportError:
        raise BadUsageError(
            "runner 'daft'", "Daft is not installed", remedy="Install jobproof[scale], or say --runner pool."
        ) from None
    if cluster:
        daft.set_runner_ray(cluster, noop_if_initialized=True)
    else:
        daft.set_runner_native()
    return daft


def _cores(cluster: str) -> int:
    if not cluster:
        return os.cpu_count() or 1
    return int(import_module("ray").cluster_resources().get("CPU", 1))
