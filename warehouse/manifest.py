"""Which files a folder must hold, and what: a checksum of each in its `.manifest`, so that damage and loss are found.

Belongs here: writing the lines and comparing files with them. What becomes of a damaged file is doctor.py's affair.

A line is added before a file is put in place (`writing`) and after (`written`): whenever a process is killed, the file
is either what one of the two last lines says, or was never there. Each line carries a digest of itself.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import orjson

from warehouse.files import after_torn_line, replacing, sync

MANIFEST = ".manifest"
State = Literal["writing", "written", "gone", "fenced"]
"""`gone`: erased on purpose; `fenced`: damaged, and moved to the quarantine."""
_AWAY = {"gone", "fenced"}
_DIGEST = 6


@dataclass(frozen=True)
class Entry:
    """What a manifest says of one file.

    Args:
        allowed: Checksums that it may have: two while it is being replaced.
        required: Whether it must be there.
    """

    allowed: tuple[str, ...]
    required: bool


@dataclass(frozen=True)
class Fault:
    """One file that is not what its manifest says.

    Args:
        path: Which; the manifest itself where a line of it is damaged.
        found: What is wrong.
    """

    path: Path
    found: str


@dataclass(frozen=True)
class _Line:
    name: str
    state: State
    sha256: str

    def packed(self) -> bytes:
        said = orjson.dumps({"file": self.name, "state": self.state, "sha256": self.sha256})
        return said[:-1] + b',"line":"' + _digest(said).encode() + b'"}\n'


class Manifest:
    """The manifest of one folder.

    Args:
        folder: Whose files it tells; names are relative to it.
    """

    def __init__(self, folder: Path) -> None:
        self.folder, self.path = folder, folder / MANIFEST

    def note(self, state: State, *files: tuple[str, str]) -> None:
        """Add a line for each (name, checksum), on the disk when this returns."""
        lines = b"".join(_Line(name, state, sha256).packed() for name, sha256 in files)
        if not lines:
            return
        self.folder.mkdir(parents=True, exist_ok=True)
        is_new = not self.path.exists()
        with self.path.open("ab") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            file.write(after_torn_line(self.path) + lines)
            file.flush()
            os.fsync(file.fileno())
        if is_new:
            sync(self.folder)

    def entries(self) -> dict[str, Entry]:
        """Return name -> what is said of it, by name; files that were taken away on purpose are left out."""
        said: dict[str, list[_Line]] = {}
        for line in self._lines()[0]:
            said.setdefault(line.name, []).append(line)
        return {name: _entry(lines) for name, lines in sorted(said.items()) if lines[-1].state not in _AWAY}

    def gone(self) -> set[str]:
        """Return the names of files that were taken away on purpose."""
        last = {line.name: line.state for line in self._lines()[0]}
        return {name for name, state in last.items() if state == "gone"}

    def faults(self) -> Iterator[Fault]:
        """Yield every file that is missing or not what it was when it was written."""
        if torn := self._lines()[1]:
            yield Fault(self.path, f"{torn} of its lines cannot be read")
        for name, entry in self.entries().items():
            path = self.folder / name
            if not path.exists():
                if entry.required:
                    yield Fault(path, "is missing")
            elif (found := sha256_of(path)) not in entry.allowed:
                yield Fault(path, f"has sha256 {found[:12]}…, it was written with {entry.allowed[-1][:12]}…")

    def renew(self) -> None:
        """Write it anew with one line a file, of what can still be read of it."""
        last = {line.name: line for line in self._lines()[0]}
        kept = [line for line in last.values() if line.state in _AWAY]
        kept += [
            _Line(name, "written" if entry.required else "writing", entry.allowed[-1])
            for name, entry in self.entries().items()
        ]
        with replacing(self.path) as part:
            part.write_bytes(b"".join(line.packed() for line in kept))

    def _lines(self) -> tuple[list[_Line], int]:
        """Return the whole lines, and how many are damaged; one that was cut short was never needed."""
        if not self.path.exists():
            return [], 0
        read = [(text, _line(text)) for text in self.path.read_bytes().splitlines() if text]
        damaged = sum(line is None and not _is_torn(text) for text, line in read)
        return [line for _, line in read if line is not None], damaged


def _line(text: bytes) -> _Line | None:
    try:
        held = orjson.loads(text)
        digest = held.pop("line")
        line = _Line(held["file"], held["state"], held["sha256"])
    except (orjson.JSONDecodeError, KeyError, TypeError, AttributeError):
        return None
    return line if digest == _digest(orjson.dumps(held)) else None


def _is_torn(text: bytes) -> bool:
    return text.startswith(b'{"file"') and not text.endswith(b'"}')


def _digest(said: bytes) -> str:
    return hashlib.blake2b(said, digest_size=_DIGEST).hexdigest()


def _entry(lines: list[_Line]) -> Entry:
    away = max((at for at, line in enumerate(lines) if line.state in _AWAY), default=-1)
    since = lines[away + 1 :]
    written = [line.sha256 for line in since if line.state == "written"]
    last = since[-1]
    earlier = written[-1:] if last.state == "writing" else []
    return Entry((*earlier, last.sha256), bool(written))


@contextmanager
def keeping(path: Path) -> Iterator[Path]:
    """Yield a temporary neighbour as `files.replacing` does; the file's checksum is kept in its folder's manifest."""
    manifest = Manifest(path.parent)
    with replacing(path) as part:
        yield part
        held = (path.name, sha256_of(part))
        manifest.note("writing", held)
    manifest.note("written", held)


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file, in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
