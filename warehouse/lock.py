"""One writer at a time: a lock file that the system releases when its holder dies. Readers never need it."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

from warehouse import clock
from warehouse.errors import JobproofError
from warehouse.home import Home


@contextmanager
def only_writer(home: Home, purpose: str) -> Iterator[None]:
    """Hold the home's writer lock for the block.

    Args:
        home: Whose warehouse is written.
        purpose: What for, for the message that a second writer sees.

    Raises:
        JobproofError: Another process holds it; the message names that process and its purpose.
    """
    path = home.warehouse.parent / "writer.lock"
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+", encoding="utf-8") as handle:
        _take(handle, str(home.warehouse))
        handle.truncate(0)
        handle.write(f"process {os.getpid()} ({purpose}) since {clock.now():%Y-%m-%d %H:%M:%S} UTC")
        handle.flush()
        try:
            yield
        finally:
            handle.truncate(0)


def _take(handle: TextIO, who: str) -> None:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        handle.seek(0)
        holder = handle.read() or "another process"
        raise JobproofError(
            who,
            f"locked: {holder} is writing it",
            remedy="Wait for it to end, or end that process, then run the command again; nothing was changed.",
        ) from None
