"""Peers of the comparison: each in an environment of its own, made of pinned versions, asked in a process of its own.

Pins lie in bench/peers/<peer>.txt, what a peer runs beside them. One that cannot be installed or does not run brings
its reason in place of figures.
"""

from __future__ import annotations

import hashlib
import json
import re
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from warehouse.home import PROJECT

PINS = PROJECT / "bench" / "peers"
CACHE = PROJECT / "data" / "bench" / "peers"
ROUNDS = 3
_PATIENCE = 900
_SLOW = 10.0
"""Processor seconds of a round from which on one is enough."""
_LONGEST = 160


@dataclass
class Way:
    """One way to do what is compared, and what came of it.

    Args:
        name: As the table calls it.
        cpu: Processor seconds of each round.
        clock: Clock's seconds of each round.
        found: What the last round found.
        why: Why there are no figures.
    """

    name: str
    cpu: list[float] = field(default_factory=list)
    clock: list[float] = field(default_factory=list)
    found: Any = None
    why: str = ""

    @property
    def median(self) -> float:
        """Return the median processor seconds."""
        return statistics.median(self.cpu)


@dataclass(frozen=True)
class Peer:
    """What somebody would use instead.

    Args:
        name: As the table calls it; `{}` stands for its version.
        pins: Name of its file of pins; empty for what the standard library does.
        script: File below bench/peers.
        way: Its name in the script.
        shown: Distribution whose version the table tells; the pins' name where empty.
    """

    name: str
    pins: str
    script: str
    way: str
    shown: str = ""

    @property
    def title(self) -> str:
        """Return the name with the version in it."""
        return self.name.format(version(self.pins, self.shown or self.pins))

    def run(self, given: Path) -> tuple[float, float, Any]:
        """Run one round; return processor seconds, clock's seconds and what it found.

        Raises:
            PeerError: It does not run.
        """
        python = environment(self.pins) if self.pins else Path(sys.executable)
        done = _done([str(python), str(PINS / self.script), self.way, str(given)], who=self.title)
        said = json.loads(done.splitlines()[-1])
        return said["cpu"], said["clock"], said["found"]


class PeerError(Exception):
    """A peer cannot be installed, or does not run."""


def version(pins: str, distribution: str) -> str:
    """Return the version that a file of pins names; empty for none."""
    if not pins:
        return ""
    found = re.search(rf"(?mi)^{re.escape(distribution)}==(\S+)", (PINS / f"{pins}.txt").read_text(encoding="utf-8"))
    return found[1] if found else ""


def environment(pins: str) -> Path:
    """Return the interpreter of a peer's environment, made where it is missing.

    Raises:
        PeerError: It cannot be installed.
    """
    path = PINS / f"{pins}.txt"
    folder = CACHE / f"{pins}-{hashlib.sha256(path.read_bytes()).hexdigest()[:10]}"
    python, ready = folder / "bin" / "python", folder / ".installed"
    if not ready.exists():
        shutil.rmtree(folder, ignore_errors=True)
        _done([sys.executable, "-m", "venv", str(folder)], who=pins)
        wanted = ["--no-deps", "--require-hashes", "-r", str(path)]
        _done([str(python), "-m", "pip", "install", "--quiet", *wanted], who=pins)
        ready.touch()
    return python


def _done(command: Sequence[str], *, who: str) -> str:
    with tempfile.TemporaryDirectory() as folder:
        try:
            done = subprocess.run(
                command, capture_output=True, text=True, check=False, timeout=_PATIENCE, cwd=folder
            )  # fmt: skip
        except subprocess.TimeoutExpired:
            raise PeerError(f"not done after {_PATIENCE} s") from None
    if done.returncode:
        lines = [line for line in done.stderr.splitlines() if line.strip() and not line.startswith("WARNING")]
        raise PeerError(" ".join((lines or [f"{who}: exit code {done.returncode}"])[-1].split())[:_LONGEST])
    return done.stdout


def by_turns(
    ours: Mapping[str, Callable[[], Any]], peers: Sequence[Peer], given: Any, rounds: int = ROUNDS  # noqa: ANN401 - JSON
) -> list[Way]:  # fmt: skip
    """Run all ways by turns, ours in this process; return each with what it took.

    Args:
        ours: Name -> what is to be timed.
        peers: Each asked in a process of its own.
        given: What the peers' scripts read.
        rounds: How often; a peer that takes long runs once.
    """
    mine, theirs = {name: Way(name) for name in ours}, {peer: Way(peer.title) for peer in peers}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "given.json"
        path.write_text(json.dumps(given), encoding="utf-8")
        for _ in range(rounds):
            for name, run in ours.items():
                _note(mine[name], _timed(run))
            for peer, way in theirs.items():
                if not way.why and sum(way.cpu[:1]) < _SLOW:
                    _try(peer, way, path)
    return [*mine.values(), *theirs.values()]


def _timed(run: Callable[[], Any]) -> tuple[float, float, Any]:
    clock, cpu = time.perf_counter(), time.process_time()
    found = run()
    return time.process_time() - cpu, time.perf_counter() - clock, found


def _try(peer: Peer, way: Way, given: Path) -> None:
    try:
        _note(way, peer.run(given))
    except PeerError as error:
        way.why = str(error)
        print(f"  {peer.title}: {error}", flush=True)


def _note(way: Way, took: tuple[float, float, Any]) -> None:
    cpu, clock, way.found = took
    way.cpu.append(cpu)
    way.clock.append(clock)
    print(f"  {way.name}: {cpu:.2f} s", flush=True)


def cpu_seconds() -> float:
    """Return the processor seconds of this process and of its children that have ended."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used)


def missing(ways: Sequence[Way]) -> str:
    """Return a line each of what has no figures, and why."""
    return "".join(f"\n{way.name} has no figures: `{way.why.replace('`', '')}`\n" for way in ways if way.why)
