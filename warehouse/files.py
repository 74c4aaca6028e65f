"""Writing a file so that it is there whole or not at all, and adding lines to one that a kill may have cut short.

Beside it the checksum by which a file is known again.
"""

from __future__ import annotations

import os
import shutil
import zlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from hashlib import blake2b
from pathlib import Path

_PIECE, _CHUNK, _THREADS = 1 << 26, 1 << 20, 4


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


def checksum(path: Path) -> str:
    """Return a digest of the CRC 32 of a file's pieces, read by several threads: it finds damage, not intent."""
    starts = range(0, path.stat().st_size, _PIECE)
    with ThreadPoolExecutor(_THREADS) as threads:
        found = list(threads.map(partial(_checksum_from, path), starts))
    return blake2b(repr(found).encode(), digest_size=8).hexdigest()


def _checksum_from(path: Path, start: int) -> int:
    found = 0
    with path.open("rb") as file:
        file.seek(start)
        for _ in range(_PIECE // _CHUNK):
            found = zlib.crc32(file.read(_CHUNK), found)
    return found
