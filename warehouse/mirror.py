"""A home's second place: what crawling and judging cannot bring back, and the published copy, at any URL of fsspec.

Landing itself stays on a disk: a crawl appends, locks, syncs and renames, which an object store has not. What it has
committed never changes, so that copying it afterwards, data before the report that commits it, loses nothing.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Self

import fsspec  # type: ignore[import-untyped]  # it carries no types
import orjson

from warehouse import clock, landing
from warehouse.errors import BadUsageError, JobproofError
from warehouse.files import replacing
from warehouse.home import Home

KEPT = (
    "landing", "verdicts", "vacancy_changes", "audits", "quality",
    "reports", "outbox", "boards.toml", "tombstones.jsonl",
)  # fmt: skip
"""What is mirrored both ways. The salt of pseudonyms is a secret and is left out: keep it with the passwords."""
PUBLISHED = "published"
_MANIFEST = "mirror.json"
_COMMITS = ".report.json"
_SUMS = ".manifest"
_CHUNK = 1 << 20
_WITH_FOLDERS = {"file", "local", "sftp", "ssh", "smb", "hdfs"}

OnProgress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Held:
    """One file as the manifest knows it.

    Args:
        size: Bytes.
        sha256: Of its content.
        changed: When the pushed file was last written, nanoseconds since 1970: what is unchanged is not read again.
    """

    size: int
    sha256: str
    changed: int


@dataclass(frozen=True)
class Moved:
    """What a push or pull did.

    Args:
        files: Files copied.
        bytes: Their size.
        there: Files that were there already.
        differing: Files of a pull that both sides have with other content; ours were kept.
    """

    files: int
    bytes: int
    there: int
    differing: tuple[str, ...] = ()


def remote_of(given: str | None = None) -> str:
    """Return the URL that is given, else the one that JOBPROOF_REMOTE names, else an empty text."""
    return (given or os.environ.get("JOBPROOF_REMOTE", "")).strip().rstrip("/")


def push(home: Home, url: str, *, on_progress: OnProgress | None = None) -> Moved:
    """Copy what the other place lacks, and delete there what was erased from landing here or is published no more.

    Args:
        home: Whose files.
        url: `s3://bucket/prefix`, `gs://…`, `file:///…`: whatever fsspec and its packages know.
        on_progress: Told ("push", files done, files in all).

    Raises:
        JobproofError: The place cannot be used.
    """
    with _Place(url) as place:
        known, there = place.manifest(), place.sizes()
        wanted = [(name, path, _held(path, known.get(name))) for name, path in _ours(home)]
        missing = [each for each in wanted if _lacks(each[0], each[2], known, there)]
        left = _left(home, known, {name for name, _, _ in wanted})
        place.remove(left)
        for done, (name, path, _) in enumerate(missing, 1):
            place.put(path, name)
            (on_progress or _ignore)("push", done, len(missing))
        erased = _erased(home, known)
        place.remove(erased)
        held = known | {name: held for name, _, held in wanted}
        place.write_manifest({name: each for name, each in held.items() if name not in {*erased, *left}})
    copied = sum(held.size for _, _, held in missing)
    return Moved(len(missing), copied, len(wanted) - len(missing))


def pull(home: Home, url: str, *, published: bool = False, on_progress: OnProgress | None = None) -> Moved:
    """Bring back what this home lacks; a file that is here is never overwritten, but for the published copy.

    Args:
        home: Where to.
        url: As for `push`.
        published: Only the published copy, for who only asks it.
        on_progress: Told ("pull", files done, files in all).

    Raises:
        JobproofError: Nothing was ever pushed there, the place cannot be used, or a file came damaged.
    """
    with _Place(url) as place:
        known = place.manifest()
        if not known:
            raise JobproofError(url, "holds no home", remedy="Correct JOBPROOF_REMOTE, or run `jobproof push` first.")
        theirs = {name: held for name, held in known.items() if name.startswith(f"{PUBLISHED}/") == published}
        if published:
            _leave(home, theirs.keys())
        missing = [name for name in _in_order(theirs) if published or not (home.root / name).exists()]
        for done, name in enumerate(missing, 1):
            place.get(name, home.root / name, theirs[name])
            (on_progress or _ignore)("pull", done, len(missing))
    kept = theirs.keys() - set(missing)
    differing = tuple(
        sorted(name for name in kept if _held(home.root / name, theirs[name]).sha256 != theirs[name].sha256)
    )
    return Moved(len(missing), sum(theirs[name].size for name in missing), len(kept), differing)


def _ours(home: Home) -> list[tuple[str, Path]]:
    """Return name and path of everything that is mirrored, what commits a run after what it commits."""
    found = {str(path.relative_to(home.root)): path for part in KEPT for path in _files(home.root / part)}
    if home.published.exists():
        found[str(home.published.relative_to(home.root))] = home.published
        parquet = home.published.parent / "parquet"
        files = sorted(path for path in parquet.resolve().rglob("*.parquet") if path.is_file())
        found |= {f"{PUBLISHED}/parquet/{path.relative_to(parquet.resolve())}": path for path in files}
    return [(name, found[name]) for name in _in_order(found)]


def _files(part: Path) -> Iterator[Path]:
    """Yield finished files and the folders' checksums; whatever else begins with a dot is a run's own."""
    if part.is_file():
        yield part
    for folder, inner, names in os.walk(part):
        inner[:] = [name for name in inner if not name.startswith(".")]
        yield from (Path(folder) / name for name in names if name == _SUMS or not name.startswith("."))


def _left(home: Home, known: Iterable[str], ours: set[str]) -> list[str]:
    """Return the Parquet files that were pushed and are published no more: whoever reads a folder reads them all."""
    parquet = f"{PUBLISHED}/parquet/"
    return [name for name in known if home.published.exists() and name.startswith(parquet) and name not in ours]


def _leave(home: Home, theirs: Collection[str]) -> None:
    """Remove the Parquet files of an earlier pull that are published no more; a home's own publishing is left alone."""
    parquet = home.published.parent / "parquet"
    for path in [] if parquet.is_symlink() else sorted(parquet.rglob("*.parquet")):
        if path.is_file() and str(path.relative_to(home.root)) not in theirs:
            path.unlink()


def _erased(home: Home, known: Mapping[str, Held]) -> list[str]:
    """Return what was pushed and is erased here; a file that is only missing may have been lost."""
    landed = [name for name in known if name.startswith("landing/") and not (home.root / name).exists()]
    gone = {board: landing.manifest(home, board).gone() for board in {name.split("/")[1] for name in landed}}
    return [name for name in landed if name.split("/", 2)[2] in gone[name.split("/")[1]]]


def _in_order(names: Mapping[str, object]) -> list[str]:
    return sorted(names, key=lambda name: (name.endswith(_COMMITS), name))


def _held(path: Path, known: Held | None) -> Held:
    stat = path.stat()
    if known and (known.size, known.changed) == (stat.st_size, stat.st_mtime_ns):
        return known
    with path.open("rb") as file:
        return Held(stat.st_size, hashlib.file_digest(file, "sha256").hexdigest(), stat.st_mtime_ns)


def _lacks(name: str, held: Held, known: Mapping[str, Held], there: Mapping[str, int]) -> bool:
    return name not in known or known[name].sha256 != held.sha256 or there.get(name) != held.size


def _ignore(*_: object) -> None:
    """Stand in for a listener that nobody gave."""


class _Place:
    """One URL, open; what goes wrong there is told as one JobproofError.

    Args:
        url: Of the folder.
    """

    def __init__(self, url: str) -> None:
        if "://" not in url:
            raise BadUsageError(
                "JOBPROOF_REMOTE", f"is {url!r}", allowed="a URL: s3://bucket/prefix, gs://…, file:///…",
                remedy="Set JOBPROOF_REMOTE, or name the URL after the command.",
            )  # fmt: skip
        self._url = url
        try:
            self._files, self._root = fsspec.core.url_to_fs(url)
            self._has_folders = bool(_WITH_FOLDERS.intersection(url.split("://")[:1]))
        except (ImportError, ValueError) as error:
            raise self._unusable(error, "Install the packages: pip install 'jobproof[team]'.") from None

    def __enter__(self) -> Self:
        self._files.invalidate_cache()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        if error is not None and not isinstance(error, JobproofError) and isinstance(error, Exception):
            raise self._unusable(error, "Check address, network and credentials (AWS_… for s3); nothing was lost.")

    def manifest(self) -> dict[str, Held]:
        """Return name -> what was pushed under it; empty where nothing ever was."""
        path = self._path(_MANIFEST)
        if not self._files.exists(path):
            return {}
        held: dict[str, Any] = orjson.loads(self._files.cat_file(path))
        return {name: Held(**each) for name, each in held["files"].items()}

    def write_manifest(self, files: Mapping[str, Held]) -> None:
        """Write the manifest, which names every file pushed so far."""
        content = {
            "written_at": clock.now().isoformat(),
            "files": {name: asdict(files[name]) for name in sorted(files)},
        }
        self._files.pipe_file(self._path(_MANIFEST), orjson.dumps(content))

    def sizes(self) -> dict[str, int]:
        """Return name -> bytes of what is really there."""
        if not self._files.exists(self._root):
            return {}
        found: dict[str, dict[str, Any]] = self._files.find(self._root, detail=True)
        start = len(self._root.rstrip("/")) + 1
        return {name[start:]: int(each["size"]) for name, each in found.items()}

    def put(self, path: Path, name: str) -> None:
        """Copy a file there; an object store shows it whole or not at all."""
        target = self._path(name)
        if self._has_folders:  # an object store has none, and would make the bucket that somebody mistyped
            self._files.makedirs(target.rpartition("/")[0], exist_ok=True)
        self._files.put_file(str(path), target)

    def remove(self, names: Iterable[str]) -> None:
        """Delete files there."""
        for name in names:
            if self._files.exists(self._path(name)):
                self._files.rm_file(self._path(name))

    def get(self, name: str, path: Path, held: Held) -> None:
        """Copy a file here, whole or not at all.

        Raises:
            JobproofError: It is not the file that was pushed.
        """
        digest = hashlib.sha256()
        with replacing(path) as part, part.open("wb") as ours, self._files.open(self._path(name), "rb") as theirs:
            while chunk := theirs.read(_CHUNK):
                digest.update(chunk)
                ours.write(chunk)
            if digest.hexdigest() != held.sha256:
                found = digest.hexdigest()[:12]
                raise JobproofError(
                    f"{self._url}/{name}", f"has sha256 {found}…, it was pushed with {held.sha256[:12]}…",
                    remedy="Run `jobproof push` where the file is whole, then pull again.",
                )  # fmt: skip
        os.utime(path, ns=(held.changed, held.changed))

    def _path(self, name: str) -> str:
        return f"{self._root.rstrip('/')}/{name}"

    def _unusable(self, error: Exception, remedy: str) -> JobproofError:
        return JobproofError(self._url, f"cannot be used ({type(error).__name__}: {error})", remedy=remedy)
