"""What a home survives: kill -9 at any moment, a full disk, a clock set back, damaged landing files.

A small simulated market is crawled, imported, published and replayed by the product's own commands, in a home that was
built before, so that builds go on from the earlier warehouse. Each trial hurts one of them in a copy of the home, runs
the command again as a person would, publishes, and compares every table with that of an undisturbed twin, by the
checksum of all its rows. Only how often a crawl had to ask may differ. A replay and a migration write every table anew:
after these something more lands, and the next build goes on from what they left.
"""

from __future__ import annotations

import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from bench.home_worlds import NOW, WENT_ON, World, checksums, world
from bench.proof_page import machine, section, table
from warehouse import boards, doctor, landing
from warehouse.home import Home

SEED = 20250106
KILLS = 100
DAMAGES = 12
_TOGETHER = min(4, len(os.sched_getaffinity(0)))
"""Trials at a time: no more than there are cores, or a step would not get as far as in the time that it takes alone."""
_EARLIER, _BEFORE_OLD = "2025-01-05T06:00:00+00:00", "2024-06-08T06:00:00+00:00"
_SLACK = 64 * 1024
_PAGE = 4096
_WRITES_ANEW = {"replay", "migrate"}
_ANEW = "every table was written anew"
_WORKED_IN = re.compile(r"(?:/[\w.-]+)*/tmp\w{8}/")
_OF_RUNS = ("core.crawls", "mart.coverage", "mart.meta")
"""What tells of every run: a crawl that failed under a full disk stays on record beside the one that then went well."""
_KILLS = "kill -9 of a command and all its processes, at random moments of the time that it takes undisturbed."
_FULL = (
    "The step on a disk that has room for a part of what it writes; then there is room, and it is run again. A publish "
    "goes on from a copy of the earlier warehouse: also with room for the copy and a part of what is written into it."
)
_BACK = "The step under a clock before the last crawl; then the clock is right, and it is run again."
_DAMAGED = (
    "A landing file with a flipped bit or a missing end: named by the doctor, fenced off by its repair; the home comes "
    "back from a backup as it was."
)


@dataclass(frozen=True)
class Step:
    """One command, and the home as it is before.

    Args:
        name: crawl, import, publish, replay, migrate.
        command: Its arguments.
        before: The home in which it is to run.
        seconds: How long it took undisturbed.
        grown: Bytes by which it lets the home grow, undisturbed.
        wanted: The twin's tables after it, what follows, and a publish.
        then: A command that follows, so that a build goes on from what it left; empty where its own does, or the one
            after it.
    """

    name: str
    command: Sequence[str]
    before: Home
    seconds: float
    grown: int
    wanted: dict[str, str]
    then: Sequence[str] = ()


@dataclass(frozen=True)
class Trial:
    """What came of hurting one command.

    Args:
        step: Which.
        how: How it was hurt.
        hurt: Whether it really was: a kill may come too late, and a disk have room enough.
        found: Why it does not hold what is promised; empty where it does.
        named: What the product said of the damage; empty where nothing was lost.
        went_on: Whether a build afterwards went on from an earlier warehouse.
    """

    step: str
    how: str
    hurt: bool
    found: str
    named: str = ""
    went_on: bool = False


def prove() -> bool:
    """Kills, full disks, clocks set back and damaged files, each against an undisturbed twin: docs/proof.md."""
    with tempfile.TemporaryDirectory() as folder, world(Path(folder)) as here:
        steps = list(prepared(here))
        began = time.monotonic()
        kills: list[Trial] = []
        for some in batched(moments(steps, KILLS, SEED), 10):
            kills += _together(lambda at: killed(here, *at), some)
            _write("Kills", _KILLS, kills, time.monotonic() - began)
        full = [disk_full(here, step, *room) for step in steps for room in rooms(step)]
        _write("Full disks", _FULL, full)
        back = [set_back(here, step) for step in steps]
        _write("Clocks set back", _BACK, back)
        hurt = [damaged(here, steps[-2], seed) for seed in range(DAMAGES)]
        _write("Damaged landing files", _DAMAGED, hurt)
    return not any(trial.found for trial in (*kills, *full, *back, *hurt))


def prepared(here: World, names: Sequence[str] = ()) -> Iterator[Step]:
    """Run every step undisturbed, keep the home before it, and yield it with its twin's tables.

    Args:
        here: The market.
        names: Only these steps; the others are run all the same where they come before.
    """
    home = here.begun("way")
    for name, command in here.commands().items():
        if step := _prepared(here, home, name, command, is_wanted=not names or name in names):
            yield step
    if not names or "migrate" in names:
        step = _prepared(here, here.old_home("old"), "migrate", ["migrate"], is_wanted=True)
        if step:
            yield step


def _prepared(here: World, home: Home, name: str, command: Sequence[str], *, is_wanted: bool) -> Step | None:
    """Run a step undisturbed; return it with the home before it and the tables of its twin."""
    before = copied(home, here.folder / f"before-{name}")
    size, began = _size(home.root), time.monotonic()
    said = _expect(here, home, command)
    if name == "publish" and _ANEW in said:
        raise RuntimeError(f"the publish that is to be hurt does not go on: {said}")
    seconds = time.monotonic() - began
    grown = max(_size(home.root) - size, _SLACK)
    if not is_wanted:
        return None
    twin = copied(home, here.folder / f"twin-{name}")
    then = here.later() if name in _WRITES_ANEW else ()
    _built(here, twin, then)
    return Step(name, command, before, seconds, grown, checksums(twin.published), then)


def _built(here: World, home: Home, then: Sequence[str]) -> None:
    code, said = here.finish(home, [], then)
    if code or WENT_ON not in said:
        raise RuntimeError(f"the twin cannot be built, or not by going on: {said}")


def _expect(here: World, home: Home, command: Sequence[str]) -> str:
    """Run what must go well; return what it said on stderr."""
    code, said = here.run(home, command)
    if code:
        raise RuntimeError(f"undisturbed {command} failed: {said}")
    return said


def copied(home: Home, where: Path) -> Home:
    """Return a copy of a home."""
    shutil.rmtree(where, ignore_errors=True)
    shutil.copytree(home.root, where, symlinks=True)
    return Home(where)


def moments(steps: Sequence[Step], n: int, seed: int) -> Iterator[tuple[Step, float]]:
    """Yield n random moments, as parts of the time that a step takes, shared out evenly among the steps."""
    dice = random.Random(seed)  # noqa: S311 - moments, no secrets
    for number in range(n):
        yield steps[number % len(steps)], dice.random()


def killed(here: World, step: Step, part: float) -> Trial:
    """Kill a step and all its children after this part of its time, and go on."""
    home = Home(Path(tempfile.mkdtemp(dir=here.folder)) / "home")
    copied(step.before, home.root)
    child = here.start(home, step.command)
    time.sleep(part * step.seconds)
    was_running = child.poll() is None
    with suppress(ProcessLookupError):
        os.killpg(child.pid, signal.SIGKILL)
    child.wait()
    found, went_on = _gone_on(here, home, step)
    shutil.rmtree(home.root.parent)
    print(f"{step.name:8} killed at {part:4.0%}: {found or 'as the twin'}", flush=True)
    return Trial(step.name, f"{part:.0%}", was_running, found, went_on=went_on)


def _gone_on(here: World, home: Home, step: Step) -> tuple[str, bool]:
    """Run the command again and what follows, build and publish.

    Returns:
        In what the home differs from the twin, and whether a build went on from an earlier warehouse.
    """
    command = left(home, step.command) if step.name == "crawl" else step.command
    code, said = here.finish(home, command, step.then)
    if code:
        return f"{step.command[0]} afterwards failed: {said.strip()[-300:]}", False
    return _unlike(home, step), WENT_ON in said


def left(home: Home, command: Sequence[str]) -> list[str]:
    """Return the crawl of the boards that have nothing usable yet, as Dagster would run it again; empty for none."""
    done = {report.board for report in landing.reports(home) if report.state not in {"blocked", "failed"}}
    names = [name for name in command[1:] if name.partition(":")[0] not in done]
    return [command[0], *names] if names else []


def _unlike(home: Home, step: Step) -> str:
    found = checksums(home.published)
    crashed = any(report.state == "failed" for report in landing.reports(home))
    recorded = _OF_RUNS if crashed else ()
    differing = [name for name, wanted in step.wanted.items() if found[name] != wanted and name not in recorded]
    if differing:
        return f"differs in {', '.join(differing)}"
    bad = [each for each in doctor.examine(home, boards.load(home)) if each.state == "damaged"]
    return f"doctor: {bad[0].what} {bad[0].finding}" if bad else ""


def rooms(step: Step) -> Iterator[tuple[str, int]]:
    """Yield rooms that do not suffice, each with its name: parts of what the step lets the home grow by.

    A publish first copies the earlier warehouse: also with room for the copy, which goes full while rows are written.
    """
    for share in (0.2, 0.7):
        yield f"room for {share:.0%}", int(share * step.grown)
    for share in (0.05, 0.2) if step.name == "publish" else ():
        yield f"room for the copy and {share:.0%}", step.before.warehouse.stat().st_size + int(share * step.grown)


def disk_full(here: World, step: Step, how: str, room: int) -> Trial:
    """Run a step on a disk that has room for so many bytes; then make room and go on."""
    with _disk(here.folder) as disk:
        home = copied(step.before, disk.folder / "home")
        disk.resize(_size(home.root) + room)
        code, said = disk.run(here, home, step)
        disk.resize(0)
        found, went_on = ("a traceback", False) if "Traceback" in said else _gone_on(here, home, step)
    print(f"{step.name:8} with {how} ({disk.kind}): {found or 'as the twin'}", flush=True)
    named = _last(said) if code else next((line for line in said.splitlines() if _ANEW in line), "")
    return Trial(step.name, f"{how}, {disk.kind}", bool(named), found, named, went_on)


@dataclass
class _Disk:
    """A small disk: a tmpfs where one may be mounted, else a limit to the size of files.

    Args:
        folder: Where it is.
        kind: Which of the two.
        room: Bytes for a file; of use without a tmpfs.
    """

    folder: Path
    kind: str
    room: int = 0

    def resize(self, size: int) -> None:
        """Give the disk this many bytes; 0 for as many as anyone wants."""
        if self.kind == "tmpfs":
            wanted = size + _unused(self.folder) if size else 1 << 30
            subprocess.run(["mount", "-o", f"remount,size={wanted}", str(self.folder)], check=True)
        self.room = _SLACK if size else 0

    def run(self, here: World, home: Home, step: Step) -> tuple[int, str]:
        """Run a step on it."""
        limit = f"ulimit -f {self.room // 512}; " if self.kind != "tmpfs" else ""
        words = [sys.executable, "-c", "from pipelines.cli import main; main()", *step.command]
        done = subprocess.run(
            ["bash", "-c", f'trap "" XFSZ; {limit}exec "$@"', "bash", *words],
            env=here.environment(home), capture_output=True, text=True, check=False, timeout=600,
        )  # fmt: skip
        return done.returncode, done.stderr


def _unused(folder: Path) -> int:
    """Return what a tmpfs takes beyond the sizes of its files: the rests of their last pages."""
    return sum(-path.stat().st_size % _PAGE for path in folder.rglob("*") if path.is_file() and not path.is_symlink())


@contextmanager
def _disk(folder: Path) -> Iterator[_Disk]:
    where = Path(tempfile.mkdtemp(dir=folder))
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=1g", "tmpfs", str(where)], capture_output=True, check=False
    )
    try:
        yield _Disk(where, "limited files" if mounted.returncode else "tmpfs")
    finally:
        if not mounted.returncode:
            subprocess.run(["umount", "-l", str(where)], check=True)


def set_back(here: World, step: Step) -> Trial:
    """Run a step while the clock stands a day before the last run; then set it right and go on."""
    home = copied(step.before, here.folder / "set-back")
    clock = _BEFORE_OLD if step.name == "migrate" else _EARLIER
    code, said = here.run(home, step.command, clock)
    found, went_on = _gone_on(here, home, step)
    print(f"{step.name:8} with the clock at {clock[:10]}: {found or 'as the twin'}", flush=True)
    how = f"{clock[:10]} for {NOW[:10]}"
    return Trial(step.name, how, bool(code), found, _last(said) if code else "", went_on)


def damaged(here: World, step: Step, seed: int) -> Trial:
    """Flip a bit of a landing file or cut it short; it must be named, fenced off, and come back from a backup.

    A publish without what was lost either says so or, where too much is missing, leaves the earlier copy as it was.
    """
    dice = random.Random(seed)  # noqa: S311 - damage, no secrets
    home, store = copied(step.before, here.folder / "damaged"), here.folder / "backup"
    shutil.rmtree(store, ignore_errors=True)
    _expect(here, home, ["backup", str(store)])
    path = dice.choice(sorted(each for each in home.landing.glob("*/*/*") if not each.name.startswith(".")))
    how = hurt(path, dice)
    found, named = "", _named(home, path)
    if not named:
        found = "the doctor named nothing"
    published = home.published.read_bytes()
    code, said = here.run(home, ["publish"])
    if code and home.published.read_bytes() != published:
        found = f"a publish that failed changed the copy: {_last(said)}"
    code, said = here.run(home, ["doctor", "--repair"])
    fenced = [each for each in home.quarantine.rglob("*") if each.name == path.name]
    if not found and (code or not fenced):
        found = f"not fenced off: {_last(said)}"
    found = found or _back(here, home, step, store)
    print(f"{path.name} {how}: {found or 'named, fenced off, brought back'}", flush=True)
    return Trial(path.parent.parent.name, f"{path.name.partition('.')[2]}: {how}", True, found, named)


def _named(home: Home, path: Path) -> str:
    findings = doctor.examine(home, boards.load(home))
    return next((each.finding for each in findings if each.state == "damaged" and path.stem[:24] in each.finding), "")


def _back(here: World, home: Home, step: Step, store: Path) -> str:
    """Hurt nothing more: bring the home back from its backup, and compare it with the twin."""
    back = Home(home.root.with_name("back"))
    shutil.rmtree(back.root, ignore_errors=True)
    code, said = here.run(back, ["restore", str(store)])
    if code:
        return f"restore failed: {_last(said)}"
    code, said = here.finish(back, [], step.then)
    return f"what follows failed: {_last(said)}" if code else _unlike(back, step)


def hurt(path: Path, dice: random.Random) -> str:
    """Flip one bit of a file, or cut it short; return which."""
    held = bytearray(path.read_bytes())
    at = dice.randrange(len(held))
    if dice.random() < 0.5:
        path.write_bytes(held[:at])
        return f"cut at byte {at}"
    held[at] ^= 1 << dice.randrange(8)
    path.write_bytes(held)
    return f"a bit of byte {at} flipped"


def batched(given: Iterator[tuple[Step, float]], size: int) -> Iterator[list[tuple[Step, float]]]:
    """Yield what is given in groups, so that the page tells of each as soon as it is done."""
    while some := list(islice(given, size)):
        yield some


def _together(trial: Callable[[tuple[Step, float]], Trial], given: Sequence[tuple[Step, float]]) -> list[Trial]:
    with ThreadPoolExecutor(_TOGETHER) as pool:
        return list(pool.map(trial, given))


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file() and not path.is_symlink())


def _last(said: str) -> str:
    return next((line.strip() for line in reversed(said.splitlines()) if line.strip()), "")


def _write(title: str, what: str, trials: Sequence[Trial], seconds: float | None = None) -> None:
    """Write one section: how each step did, and every trial in which something was named or found."""
    section(title, document(what, trials, seconds))
    print(f"{title}: {sum(not each.found for each in trials)} of {len(trials)} as promised", flush=True)


def _told(said: str) -> str:
    """Return what was said, fit for a cell of a table, without the folder that this run worked in."""
    return _WORKED_IN.sub("", said).replace("|", "/")


def _was_hurt(trial: Trial) -> bool:
    return trial.hurt


def _is_as_the_twin(trial: Trial) -> bool:
    return not trial.found


def _went_on(trial: Trial) -> bool:
    return trial.went_on


def document(what: str, trials: Sequence[Trial], seconds: float | None = None) -> str:
    """Return a section's text."""
    names = list(dict.fromkeys(each.step for each in trials))
    heads = {"hurt in time": _was_hurt, "as the twin afterwards": _is_as_the_twin}
    if any(map(_went_on, trials)):
        heads["built on from the earlier file"] = _went_on
    rows = [
        (name, len(mine), *(sum(map(told, mine)) for told in heads.values()))
        for name in names
        for mine in [[each for each in trials if each.step == name]]
    ]
    told = [(each.step, each.how, _told(each.named), _told(each.found) or "nothing") for each in trials]
    shown = [row for row in told if row[2] or row[3] != "nothing"]
    took = f", {seconds:.0f} s" if seconds else ""
    parts = [f"{what} ({machine()}{took}.)", table(("step", "trials", *heads), rows)]
    if shown:
        parts.append(table(("step", "how", "what it said", "what differs from the twin"), shown))
    return "\n\n".join(parts)
