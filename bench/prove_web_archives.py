"""Web archives by every runner: the same rows, what each costs, and what kill -9 of workers and commands leaves behind.

Invented pages (web_pages.py) of known truth go through the product's own command: a pool of processes, Daft on this
machine, Daft on a Ray cluster of two nodes on it. Rows are compared frame by frame and with what the pages were made
from, not by the product's own checksum. JOBPROOF_PROOF_PAGES says how many pages (default one million).
"""

from __future__ import annotations

import importlib.util
import json
import os
import random
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from assets import shards
from bench import web_arithmetic
from bench.proof_page import machine, table
from bench.web_pages import Look, Truth, write_files
from spiders.web_archives import WebArchive
from warehouse.home import PROJECT
from warehouse.taxonomy import load

SEED = 20230528
PAGES = int(os.environ.get("JOBPROOF_PROOF_PAGES", "1000000"))
WORKERS = int(os.environ.get("JOBPROOF_PROOF_WORKERS", str(os.cpu_count() or 1)))
FILES = 50
KILLS = 3
PAGE = PROJECT / "docs" / "scaling.md"
MARK = "<!-- below: written by python -m bench.prove web_archives -->\n"
LOOKS = {"a crawl's": (Look(120, 0.005), 20_000), "job boards'": (Look(12, 1.0), 10_000)}
"""Pages as a crawl of the whole web has them, few with a JobPosting; and those of job boards alone."""
_COMMAND = ("-c", "from pipelines.cli import main; main()", "normalise", "--shards", "--json")
_SCALE = PROJECT / ".venv-scale"
_RATES = ("pages like", "pages", "postings", "read, pages/s", "read, packed MB/s", "read and normalised, pages/s")
_POLL = 0.2
_FOLDER = re.compile(r"\W+")


@dataclass(frozen=True)
class Trial:
    """What came of one way to read all pages.

    Args:
        name: The way.
        seconds: Wall clock, over all commands that it took.
        peak_mb: Largest resident memory of all its processes together.
        commands: How often the command was run until all was done.
        killed: Processes killed.
        found: Why the rows are not what they should be; empty where they are.
    """

    name: str
    seconds: float
    peak_mb: int
    commands: int
    killed: int
    found: str


def prove() -> bool:
    """Invented web archives through pool, Daft and Ray, undisturbed and killed: docs/scaling.md."""
    with tempfile.TemporaryDirectory() as name:
        here = Path(name)
        began = time.monotonic()
        truth = write_files(here / "in", FILES, PAGES // FILES, SEED, workers=WORKERS)
        size = sum(path.stat().st_size for path in (here / "in").iterdir())
        print(
            f"{truth.pages} pages, {size / 1e6:.0f} MB packed, written in {time.monotonic() - began:.0f} s", flush=True
        )
        trials = list(_trials(here, truth, python_with_daft()))
        rates = [_rate(here / name, look, pages) for name, (look, pages) in LOOKS.items()]
    write(document(truth, size, trials, rates))
    return not any(trial.found for trial in trials)


@dataclass(frozen=True)
class Rate:
    """What a second of one core's time brings.

    Args:
        name: What the pages are like.
        pages: In the file.
        postings: Kept of it.
        read: Pages read a second.
        packed: Megabytes of the packed file read a second.
        whole: Pages read, normalised and written a second.
    """

    name: str
    pages: int
    postings: int
    read: float
    packed: float
    whole: float


def _rate(folder: Path, look: Look, pages: int) -> Rate:
    """Read one file in this process, then read and normalise it."""
    write_files(folder, 1, pages, SEED, look=look)
    [task] = shards.tasks(str(folder), str(folder / "out"))
    load()
    began = time.process_time()
    with Path(task.source.removeprefix("file://")).open("rb") as file:
        for _ in WebArchive(file, task.name, board="common_crawl").postings():
            pass
    read = time.process_time() - began
    kept = shards.work(task).rows
    whole = time.process_time() - began - read
    return Rate(folder.name, pages, kept, pages / read, task.size / 1e6 / read, pages / whole)


def _trials(here: Path, truth: Truth, python: str) -> Iterator[Trial]:
    pool, daft = ((python, *_COMMAND, "--runner", runner, "--workers", str(WORKERS)) for runner in ("pool", "daft"))
    ray = (python, "-m", "bench.two_nodes", str(max(1, WORKERS // 2)))
    yield _measured("pool", pool, here, truth)
    yield _measured("Daft", daft, here, truth)
    yield _measured("Daft on Ray, two nodes", ray, here, truth)
    yield _measured("pool, workers killed", pool, here, truth, _a_worker)
    yield _measured("pool, command killed", pool, here, truth, _the_command)
    yield _measured("Daft, workers killed", daft, here, truth, _a_worker)


def _measured(
    name: str, words: Sequence[str], here: Path, truth: Truth, choose: Callable[[int], int | None] | None = None
) -> Trial:
    """Run a command until it ends well, watch its memory, and compare its rows with the truth and the first way's."""
    folder = _FOLDER.sub("-", name)
    target, peak, commands, began = here / folder, 0, 0, time.monotonic()
    code, killer = 1, Killer(target, choose) if choose else None
    while code and commands <= 2 * KILLS + 1:
        commands += 1
        child = subprocess.Popen(
            [*words, str(here / "in"), str(target)], cwd=PROJECT, start_new_session=True,
            stdout=(here / f"{folder}.json").open("wb"), stderr=(here / f"{folder}.err").open("ab"),
        )  # fmt: skip
        while child.poll() is None:
            peak = max(peak, sum(_resident(pid) for pid in (child.pid, *descendants(child.pid))) >> 20)
            if killer:
                killer(child.pid)
            time.sleep(_POLL)
        code = child.returncode
        _reap(child.pid)
    seconds = time.monotonic() - began
    found = f"exit code {code}" if code else differing(here / "pool", target, truth, here / f"{folder}.json")
    trial = Trial(name, seconds, peak, commands, killer.killed if killer else 0, found)
    print(f"{name}: {seconds:.0f} s, {peak} MB, {commands} commands: {found or 'the same rows'}", flush=True)
    return trial


def _reap(group: int) -> None:
    """End what a killed command left behind of its own session."""
    with suppress(ProcessLookupError):
        os.killpg(group, signal.SIGKILL)


class Killer:
    """Kills something of a running command when so many shards are done.

    Args:
        target: Where the shards are written.
        choose: Returns which process of a command's tree.
    """

    def __init__(self, target: Path, choose: Callable[[int], int | None]) -> None:
        dice = random.Random(SEED)  # noqa: S311 - moments, no secrets
        self._done, self._choose = target / "done", choose
        self._moments = sorted(round(FILES * dice.uniform(0.1, 0.8)) for _ in range(KILLS))
        self.killed = 0

    def __call__(self, root: int) -> None:
        """Kill one process if its moment has come."""
        if not self._moments or sum(1 for _ in self._done.glob("*.json")) < self._moments[0]:
            return
        chosen = self._choose(root)
        if chosen:
            self._moments.pop(0)
            with suppress(ProcessLookupError):
                os.kill(chosen, signal.SIGKILL)
                self.killed += 1


def _a_worker(root: int) -> int | None:
    return max(descendants(root), key=_resident, default=None)


def _the_command(root: int) -> int:
    return root


def descendants(root: int) -> list[int]:
    """Return the processes that a process started, and those that they did."""
    parents = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            parents[int(path.parent.name)] = int(path.read_text().rpartition(")")[2].split()[1])
    found = [root]
    for each in found:
        found += [pid for pid, parent in parents.items() if parent == each]
    return found[1:]


def _resident(pid: int) -> int:
    with suppress(OSError):
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    return 0


def differing(first: Path, target: Path, truth: Truth, report: Path) -> str:
    """Return in what rows differ from what the pages were made from, or from those of the first way."""
    keys, rows = set[str](), 0
    for path in sorted((target / "normalised").glob("*.parquet")):
        frame = pl.read_parquet(path)
        rows += frame.height
        keys |= {f"{key} {at[:7]}" for key, at in frame.select("id", "crawled_at").iter_rows()}
        for kind in ("normalised", "postings"):
            if not pl.read_parquet(first / kind / path.name).equals(pl.read_parquet(target / kind / path.name)):
                return f"{kind}/{path.name} is not the pool's"
    if rows != len(keys) or keys != truth.kept:
        return f"{rows} rows, {len(keys)} postings, {len(truth.kept)} wanted"
    dropped: dict[str, int] = {}
    for shard in json.loads(report.read_bytes())["shards"]:
        for reason, n in shard["dropped"].items():
            dropped[reason] = dropped.get(reason, 0) + n
    return "" if dropped == dict(truth.dropped) else f"dropped {dropped}, not {dict(truth.dropped)}"


def python_with_daft() -> str:
    """Return an interpreter that has the extra [scale]: this one, or that of an environment made of its lock."""
    if importlib.util.find_spec("daft") and importlib.util.find_spec("ray"):
        return sys.executable
    python = _SCALE / "bin" / "python"
    if not (_SCALE / ".installed").exists():
        subprocess.run([sys.executable, "-m", "venv", str(_SCALE)], check=True)
        lock = str(PROJECT / "requirements-scale.lock")
        subprocess.run([python, "-m", "pip", "-q", "install", "--no-deps", "--require-hashes", "-r", lock], check=True)
        [packages] = _SCALE.glob("lib/python*/site-packages")
        (packages / "jobproof.pth").write_text(f"{PROJECT}\n")
        (_SCALE / ".installed").touch()
    return str(python)


def document(truth: Truth, size: int, trials: Sequence[Trial], rates: Sequence[Rate]) -> str:
    """Return the measured part of the page."""
    heads = ("way", "seconds", "pages/s", "postings/s", "peak MB", "killed", "commands", "rows")
    told = ", ".join(f"{n:,} {reason}" for reason, n in sorted(truth.dropped.items()))
    command = f"`JOBPROOF_PROOF_PAGES={truth.pages} python -m bench.prove web_archives`"
    made = f"{truth.pages:,} invented pages in {FILES} WARC files ({size / 1e6:,.0f} MB packed)"
    return (
        f"{command}: {made}, {truth.marked:,} of them with a JobPosting; {len(truth.kept):,} postings are to be kept, "
        f"and to be counted as dropped: {told}. {WORKERS} workers; {machine()}. Rates hold reading, normalising, "
        "writing and every process's start; of killed ways all commands.\n\n"
        f"{table(heads, [_line(each, truth) for each in trials])}\n\n"
        "One core, by its CPU time, from the same command:\n\n"
        f"{table(_RATES, [_rate_line(each) for each in rates])}\n\n"
        f"{web_arithmetic.section(rates[0].whole, rates[0].postings / rates[0].pages)}"
    )


def _rate_line(rate: Rate) -> tuple[str, ...]:
    speeds = f"{rate.read:,.0f}", f"{rate.packed:.1f}", f"{rate.whole:,.0f}"
    return rate.name, f"{rate.pages:,}", f"{rate.postings:,}", *speeds


def _line(trial: Trial, truth: Truth) -> tuple[object, ...]:
    rates = (f"{n / trial.seconds:,.0f}" for n in (truth.pages, len(truth.kept)))
    same = trial.found or "the same"
    return (trial.name, f"{trial.seconds:.0f}", *rates, f"{trial.peak_mb:,}", trial.killed, trial.commands, same)


def write(text: str) -> None:
    """Renew the measured part of docs/scaling.md; what a person wrote above it stays."""
    above = PAGE.read_text(encoding="utf-8").partition(MARK)[0]
    PAGE.write_text(f"{above}{MARK}\n{text}", encoding="utf-8")
