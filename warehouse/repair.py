"""Mending what doctor.py names: brought back from a backup, built again, or fenced off with its reason.

Whatever is taken away goes to the home's quarantine as it was found; nothing is deleted but what landing or a rebuild
brings back.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb
import polars as pl

from warehouse import backup, clock, doctor, landing, publish, readings, store, vintages
from warehouse.boards import Registry
from warehouse.errors import JobproofError
from warehouse.files import replacing
from warehouse.home import Home
from warehouse.lock import only_writer
from warehouse.manifest import Manifest, sha256_of

BringBack = Callable[[Path], bool]


@dataclass(frozen=True)
class Repaired:
    """One thing that was mended.

    Args:
        what: File or part.
        done: What was done, and why.
    """

    what: str
    done: str


def repair(home: Home, registry: Registry, source: Path | None = None) -> list[Repaired]:
    """Mend what can be mended; examine the home afterwards to see what is left.

    Args:
        home: What to mend.
        registry: The boards.
        source: A backup to bring damaged files back from.

    Returns:
        What was done, in order; empty where there was nothing to do.

    Raises:
        JobproofError: Another process crawls a board or writes the warehouse, or a rebuild failed.
    """
    bring_back = backup.bringing_back(home, source)
    done = [
        *(each for board in landing.boards(home) for each in _landing(home, board, bring_back)),
        *_kept(home, bring_back),
        *_vintages(home, bring_back),
        *_readings(home),
    ]
    return [*done, *_rebuilt(home, registry, changed=bool(done))]


def _landing(home: Home, board: str, bring_back: BringBack) -> Iterator[Repaired]:
    with landing.one_at_a_time(home, board, tidied=False):
        for path in landing.orphans(home, board):
            yield Repaired(str(path), "was left by a killed run: removed")
        landing.tidy(home, board)
        for report in landing.settle_killed(home, board):
            yield Repaired(f"landing {board}/{report.partition}", f"was killed: its {report.kept} rows are committed")
        for (partition, run), found in _broken(home, board).items():
            yield _mended(home, home.landing / board / partition / run, found, bring_back)
        book = landing.manifest(home, board)
        if any(fault.path == book.path for fault in book.faults()):
            book.renew()
            yield Repaired(str(book.path), "had unreadable lines: written anew")
        landing.tidy(home, board)


def _broken(home: Home, board: str) -> dict[tuple[str, str], str]:
    """Return (partition, run) -> what is wrong, of every run with a file that is damaged or missing."""
    found: dict[tuple[str, str], str] = {}
    for fault in landing.manifest(home, board).faults():
        if fault.path.name != landing.manifest(home, board).path.name:
            found.setdefault(_run_of(fault.path), f"{fault.path.name} {fault.found}")
    unread: list[tuple[Path, str]] = []
    for path in sorted((home.landing / board).glob("*/*.report.json")):
        try:
            landing.verify(home, landing.read_report(path))
        except JobproofError as error:
            unread.append((path, error.found))
    for path, why in unread:
        found.setdefault(_run_of(path), why)
    return found


def _run_of(path: Path) -> tuple[str, str]:
    return path.parent.name, path.name.removesuffix(".report.json").removesuffix(".jsonl.zst")


def _mended(home: Home, run: Path, found: str, bring_back: BringBack) -> Repaired:
    """Bring a run's files back, or fence it off; `run` is their path without an ending."""
    board, partition = run.parts[-3:-1]
    report = run.with_name(f"{run.name}.report.json")
    back = [path.name for path in (run.with_name(f"{run.name}.jsonl.zst"), report) if bring_back(path)]
    if _is_sound(home, board, report):
        return Repaired(f"landing {run}", f"{found}: brought back from the backup ({', '.join(back)})")
    fenced = landing.fence_off(home, board, partition, run.name, found)
    return Repaired(f"landing {run}", f"{found}: fenced off as {fenced}.*")


def _is_sound(home: Home, board: str, report: Path) -> bool:
    try:
        landing.verify(home, landing.read_report(report))
    except JobproofError:
        return False
    faults = landing.manifest(home, board).faults()
    return all(_run_of(fault.path) != _run_of(report) for fault in faults)


def _kept(home: Home, bring_back: BringBack) -> Iterator[Repaired]:
    """Mend verdicts, records of vacancies, audits and scores; a file that people changed by hand and reads is kept."""
    for fault in list(doctor.kept_faults(home)):
        manifest = Manifest(fault.path.parent)
        if fault.path == manifest.path:
            manifest.renew()
            yield Repaired(str(fault.path), f"{fault.found}: written anew")
        elif bring_back(fault.path):
            yield Repaired(str(fault.path), f"{fault.found}: brought back from the backup")
        elif fault.path.parent == home.audits and fault.path.exists():
            manifest.note("written", (fault.path.name, sha256_of(fault.path)))
            yield Repaired(str(fault.path), f"{fault.found}: taken as changed by hand")
        else:
            yield _fenced(home, fault.path, fault.found)
    for path in sorted(home.verdicts.glob("*.parquet")):
        try:
            pl.read_parquet_schema(path)
        except (pl.exceptions.PolarsError, OSError) as error:
            if not bring_back(path):
                yield _fenced(home, path, str(error).partition("\n")[0])


def _vintages(home: Home, bring_back: BringBack) -> Iterator[Repaired]:
    """Remove earlier copies that no erasure could look into: landing still has what they were made of."""
    for each in vintages.unreadable(home):
        if bring_back(each.path):
            yield Repaired(str(each.path), "cannot be read: brought back from the backup")
        else:
            each.path.unlink()
            yield Repaired(str(each.path), "cannot be read, and no backup has it: removed")


def _readings(home: Home) -> Iterator[Repaired]:
    """Remove what was read of texts and is damaged: landing still has the texts."""
    if any(True for book in readings.manifests(home) for _ in book.faults()):
        with only_writer(home, "mending readings"):
            for fault in readings.mend(home):
                yield Repaired(str(fault.path), f"{fault.found}: removed, to be read anew from landing")


def _fenced(home: Home, path: Path, found: str) -> Repaired:
    fenced = home.quarantine / path.relative_to(home.root)
    with replacing(fenced.with_name(f"{fenced.name}.reason.txt")) as part:
        part.write_text(f"{clock.now().isoformat()}\n{found}\n", encoding="utf-8")
    Manifest(path.parent).note("fenced", (path.name, ""))
    if path.exists():
        path.replace(fenced)
        return Repaired(str(path), f"{found}: fenced off as {fenced}")
    return Repaired(str(path), f"{found}, and no backup has it: given up")


def _rebuilt(home: Home, registry: Registry, *, changed: bool) -> Iterator[Repaired]:
    """Build and publish again where the warehouse or its copy is damaged, or rests on what was just mended."""
    if not home.warehouse.exists() and not home.published.exists():
        return
    parts = [
        found for found in doctor.examine(home, registry) if found.what.startswith(("warehouse", "published copy"))
    ]
    damaged = [f"{found.what}: {found.finding}" for found in parts if found.state == "damaged"]
    if not damaged and not changed:
        return
    try:
        store.build(home, registry)
    except (JobproofError, duckdb.Error, pl.exceptions.PolarsError):
        shutil.rmtree(home.normalised, ignore_errors=True)
        store.build(home, registry)
        yield Repaired(str(home.normalised), "could not be read: read anew from landing")
    published = publish.publish(home)
    yield Repaired("warehouse and published copy", f"{'; '.join(damaged) or 'built again'}: now {published.vintage}")
