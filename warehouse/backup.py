"""Backups of what cannot be built again, and homes brought back from them.

A backup is a folder: `objects/` holds each content once, by its SHA-256; `<moment>.backup.json` tells one generation:
every path with its content, and the checksums of all tables as then published. Landing files are taken only as far as
their report has committed them, so that a crawl may run meanwhile. The salt is in it: keep a backup as closely as the
home. Warehouse, newest copy and charts are not: they are built again.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import chain
from pathlib import Path

import orjson

from warehouse import clock, landing, publish, store, vintages
from warehouse.boards import load
from warehouse.database import reading
from warehouse.errors import BadUsageError, JobproofError
from warehouse.files import replacing
from warehouse.home import Home
from warehouse.manifest import MANIFEST, sha256_of
from warehouse.schemas import META, TABLES
from warehouse.tombstones import Tombstones

KEPT_GENERATIONS = 8
_SUFFIX = ".backup.json"
_FOLDERS = ("verdicts", "vacancy_changes", "audits", "quality")
_FILES = ("boards.toml", "salt", "tombstones.jsonl")
_BLOCK = 1 << 20
OnProgress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Generation:
    """One backup of a home.

    Args:
        made_at: ISO 8601 UTC.
        files: Path below the home -> SHA-256.
        tombstones: How many the home had.
        tables: Table -> checksum of the published copy, where it held exactly these runs; else empty.
    """

    made_at: str
    files: dict[str, str]
    tombstones: int
    tables: dict[str, str]


@dataclass(frozen=True)
class BackedUp:
    """What a backup did.

    Args:
        path: The generation's file.
        files: Files in it.
        copied: Contents that were not there yet.
        bytes: Their size.
        forgotten: Earlier generations that were removed: beyond those kept, or made before an erasure.
    """

    path: Path
    files: int
    copied: int
    bytes: int
    forgotten: int


@dataclass(frozen=True)
class Restored:
    """What a restore did.

    Args:
        generation: When the backup was made.
        files: Files brought back, each with its checksum.
        vintage: Of the warehouse built from them; empty where nothing had landed.
        same: Tables with the same content as when the backup was made; None where the backup tells none.
        differing: The other tables.
    """

    generation: str
    files: int
    vintage: str
    same: int | None
    differing: tuple[str, ...]


def back_up(
    home: Home, target: Path, *, keep: int = KEPT_GENERATIONS, on_progress: OnProgress | None = None
) -> BackedUp:
    """Add a generation to a backup.

    Args:
        home: What to back up.
        target: The backup's folder, outside the home; made where it does not exist.
        keep: Generations to keep, the new one included.
        on_progress: Told ("back up", files done, files in all).

    Raises:
        BadUsageError: The folder lies in the home.
        JobproofError: A landing file is damaged: a backup would carry the damage on.
    """
    if target.resolve().is_relative_to(home.root.resolve()):
        raise BadUsageError(
            "backup", f"{target} lies in the home itself", allowed="a folder elsewhere", remedy="Name another disk."
        )
    paths = list(_paths(home))
    files: dict[str, str] = {}
    copied = size = 0
    for done, path in enumerate(paths, start=1):
        sha256, held = _store(path, target)
        files[str(path.relative_to(home.root))] = sha256
        copied, size = copied + (held is not None), size + (held or 0)
        if on_progress:
            on_progress("back up", done, len(paths))
    _require_whole(home, files)
    stones = len(Tombstones(home).all)
    made = Generation(clock.now().isoformat(), files, stones, _tables(home, files))
    with replacing(_free(target, made.made_at)) as part:
        part.write_bytes(orjson.dumps(asdict(made), option=orjson.OPT_INDENT_2))
    return BackedUp(_newest(target), len(files), copied, size, _forget(target, keep, stones))


def _paths(home: Home) -> Iterator[Path]:
    """Yield what belongs in a backup: of landing what reports commit, data before the report."""
    for report in landing.reports(home, on_error=_refuse):
        data = landing.data_path(home, report)
        yield from [data, landing.report_path(data)] if report.sha256 else [landing.report_path(data)]
    for folder in _FOLDERS:
        yield from (path for path in sorted((home.root / folder).rglob("*")) if path.is_file() and _is_whole(path))
    yield from (vintage.path for vintage in vintages.kept(home))
    yield from (home.root / name for name in _FILES if (home.root / name).exists())


def _is_whole(path: Path) -> bool:
    return not path.name.startswith(".") or path.name == MANIFEST


def _refuse(error: JobproofError) -> None:
    raise error


def _store(path: Path, target: Path) -> tuple[str, int | None]:
    """Keep a file's content; return its checksum, and its size where it was not kept yet."""
    objects = target / "objects"
    objects.mkdir(parents=True, exist_ok=True)
    sha256 = sha256_of(path)
    if _object(target, sha256).exists():
        return sha256, None
    part, digest, size = objects / f".{os.getpid()}.part", hashlib.sha256(), 0
    with path.open("rb") as source, part.open("wb") as copy:
        while block := source.read(_BLOCK):
            digest.update(block)
            size += copy.write(block)
    sha256 = digest.hexdigest()  # of what was really copied: the file may have been replaced since
    with replacing(_object(target, sha256)) as kept:
        part.replace(kept)
    return sha256, size


def _object(target: Path, sha256: str) -> Path:
    return target / "objects" / sha256[:2] / sha256


def _require_whole(home: Home, files: dict[str, str]) -> None:
    """Refuse landing files that are not what their reports say."""
    for report in landing.reports(home):
        name = str(landing.data_path(home, report).relative_to(home.root))
        if name in files and files[name] != report.sha256:
            landing.verify(home, report)


def _tables(home: Home, files: dict[str, str]) -> dict[str, str]:
    """Return the published copy's checksums where it was built from exactly the runs of this backup."""
    if not home.published.exists():
        return {}
    with reading(home.published) as connection:
        held = connection.execute("SELECT DISTINCT board || '/' || partition || '/' || run FROM core.crawls").fetchall()
        runs = {name.removeprefix("landing/").removesuffix(".report.json") for name in files if name.endswith("t.json")}
        known = set(load(home).boards)
        if {run for (run,) in held} != {run for run in runs if run.partition("/")[0] in known}:
            return {}
        return {table.full_name: store.checksum(connection, table) for table in TABLES if table != META}


def generations(target: Path) -> list[Path]:
    """Return the files of a backup's generations, oldest first."""
    return sorted(target.glob(f"*{_SUFFIX}"), key=_moment)


def _moment(path: Path) -> tuple[str, int]:
    """Return the second that a generation's name tells, and its number among those of that second."""
    stamp, _, number = path.name.removesuffix(_SUFFIX).partition("-")
    return stamp, int(number) if number.isdecimal() else 0


def _newest(target: Path) -> Path:
    return generations(target)[-1]


def _free(target: Path, made_at: str) -> Path:
    """Return a name after all that are there, also within one second and where the clock was set back.

    Counting those of the same second would name one anew as soon as an older one is forgotten.
    """
    now = "".join(sign for sign in made_at[:19] if sign.isalnum())
    last, number = max(map(_moment, generations(target)), default=("", 0))
    stamp = max(now, last)
    return target / f"{stamp}-{number + 1 if stamp == last else 0:02}{_SUFFIX}"


def _forget(target: Path, keep: int, stones: int) -> int:
    """Remove generations beyond those to keep and those from before an erasure, and contents that none names."""
    found = generations(target)
    stale = [path for path in found[:-1] if read(path).tombstones < stones]
    old = {*found[: -max(1, keep)], *stale}
    for path in old:
        path.unlink()
    if old:
        named = {sha256 for path in generations(target) for sha256 in read(path).files.values()}
        for path in (target / "objects").glob("??/*"):
            if path.name not in named:
                path.unlink()
    return len(old)


def read(path: Path) -> Generation:
    """Read a generation's file.

    Raises:
        JobproofError: It is none.
    """
    try:
        return Generation(**orjson.loads(path.read_bytes()))
    except (OSError, orjson.JSONDecodeError, TypeError) as error:
        raise JobproofError(
            f"backup {path}", f"cannot be read ({error})", remedy="Name an earlier generation."
        ) from None


def choose(source: Path) -> Path:
    """Return the generation that a folder's newest or a named file is.

    Raises:
        BadUsageError: There is none.
    """
    if source.is_file():
        return source
    found = generations(source)
    if not found:
        raise BadUsageError(
            "restore",
            f"{source} holds no backup",
            allowed="a folder that `jobproof backup` wrote",
            remedy="Correct it.",
        )
    return found[-1]


def restore(home: Home, source: Path, *, on_progress: OnProgress | None = None) -> Restored:
    """Bring a home back: files with their checksums, then warehouse and copy built from them.

    Args:
        home: An empty one: nothing is ever overwritten.
        source: A backup's folder, of which the newest generation counts, or one generation's file.
        on_progress: Told ("restore", files done, files in all).

    Raises:
        BadUsageError: The home holds something, or the folder is no backup.
        JobproofError: A content is missing or damaged; it is named, and the home is left without it.
    """
    path = choose(source)
    _require_empty(home)
    told = read(path)
    for done, (name, sha256) in enumerate(told.files.items(), start=1):
        _bring(path.parent, sha256, home.root / name)
        if on_progress:
            on_progress("restore", done, len(told.files))
    for board in landing.boards(home):
        landing.tidy(home, board)
    if not landing.reports(home):
        return Restored(told.made_at, len(told.files), "", None, ())
    vintage = store.build(home, load(home)).vintage
    publish.publish(home)
    differing = tuple(name for name, wanted in told.tables.items() if _checksum(home, name) != wanted)
    same = len(told.tables) - len(differing) if told.tables else None
    return Restored(told.made_at, len(told.files), vintage, same, differing)


def _checksum(home: Home, name: str) -> str:
    with reading(home.published) as connection:
        return next((store.checksum(connection, table) for table in TABLES if table.full_name == name), "")


def _require_empty(home: Home) -> None:
    held = sorted(path.name for path in home.root.iterdir()) if home.root.exists() else []
    if held:
        raise BadUsageError(
            "restore",
            f"{home.root} holds {', '.join(held[:3])}",
            allowed="an empty home",
            remedy="Move it away, or name another JOBPROOF_HOME. Single files: `jobproof doctor --repair --backup`.",
        )


def _bring(source: Path, sha256: str, path: Path) -> None:
    kept = _object(source, sha256)
    try:
        with replacing(path) as part:
            part.write_bytes(kept.read_bytes())
            if sha256_of(part) != sha256:
                raise JobproofError(
                    f"backup {kept}", f"is damaged; it is {path}", remedy="Restore an earlier generation."
                )
            if path.name == "salt":
                part.chmod(0o600)
            elif path.suffix == ".duckdb":
                part.chmod(vintages.READ_ONLY)
    except FileNotFoundError:
        raise JobproofError(
            f"backup {kept}", f"is missing; it is {path}", remedy="Restore an earlier generation."
        ) from None


def bringing_back(home: Home, source: Path | None) -> Callable[[Path], bool]:
    """Return what brings single files of a home back from the newest generation that has them whole.

    What is called returns whether the file was there; without a backup it never is.
    """
    told = [(path.parent, read(path).files) for path in _sources(source)]

    def bring(path: Path) -> bool:
        name = str(path.relative_to(home.root))
        for folder, files in told:
            if name in files and _object(folder, files[name]).exists():
                _bring(folder, files[name], path)
                return True
        return False

    return bring


def _sources(source: Path | None) -> Sequence[Path]:
    if source is None:
        return ()
    return [source] if source.is_file() else list(chain([choose(source)], reversed(generations(source)[:-1])))
