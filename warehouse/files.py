"""Writing a file so that it is there whole or not at all, and adding lines to one that a kill may have cut short."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Yield a temporary neighbour of `path`; rename it over `path`, synced, when the block ends well.

    A block that raises leaves `path` as it was and removes the neighbour.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        yield part
        sync(part)
        part.replace(path)
        sync(path.parent)
    finally:
        part.unlink(missing_ok=True)


def sync(path: Path) -> None:
    """Bring a file, or a folder's list of names, to the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def share(path: Path, other: Path) -> None:
    """Make `other` the same file as `path`, which nobody changes any more; a copy where there are no hard links."""
    try:
        other.hardlink_to(path)
    except OSError:
        shutil.copy2(path, other)


def after_torn_line(path: Path) -> bytes:
    """Return what must stand before the next line of a file: a line's end where the last one was cut short."""
    size = path.stat().st_size
    if not size:
        return b""
    with path.open("rb") as file:
        file.seek(size - 1)
        return b"" if file.read(1) == b"\n" else b"\n"
