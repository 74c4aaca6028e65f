"""The journal of a running crawl: which scopes have ended, and how far its data file then reached.

`.<run>.journal` lies beside the data file that is being written. A crawl that is killed is resumed behind the last
scope that its journal names; landing.py does so, and removes the journal when the run is committed.
"""

from __future__ import annotations

import os
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import orjson

from warehouse import clock
from warehouse.home import Home
from warehouse.records import ScopeReport

RESUMED_WITHIN = timedelta(hours=6)
"""Age up to which a killed crawl is resumed; what an older one brought is committed as it is."""


@dataclass(frozen=True)
class Unfinished:
    """A crawl that was killed after some of its scopes had ended.

    Args:
        path: Its journal.
        partition: Day or month.
        run: Its run id.
        started_at: ISO 8601 UTC.
        simulated: Whether the market is simulated.
        scopes: Reports of the scopes that had ended.
        size: Bytes of the data file that belong to them.
    """

    path: Path
    partition: str
    run: str
    started_at: str
    simulated: bool
    scopes: tuple[ScopeReport, ...]
    size: int

    @property
    def part(self) -> Path:
        """Return the path of the data file."""
        return self.path.with_suffix(".part")

    def is_recent(self) -> bool:
        """Return whether it is to be resumed rather than committed as it is."""
        return clock.now() - datetime.fromisoformat(self.started_at) <= RESUMED_WITHIN


class Journal:
    """Writing a journal; nothing is written before the first scope has ended.

    Args:
        path: Where.
        run: Run id.
        started_at: ISO 8601 UTC.
        simulated: Whether the market is simulated.
    """

    def __init__(self, path: Path, run: str, started_at: str, *, simulated: bool) -> None:
        self.path = path
        self._head = {"run": run, "started_at": started_at, "simulated": simulated}

    def note(self, scope: ScopeReport, size: int) -> None:
        """Note that a scope has ended and the data file, flushed to the disk, has this size."""
        lines = [] if self.path.exists() else [self._head]
        with self.path.open("ab") as file:
            for line in [*lines, {"scope": asdict(scope), "size": size}]:
                file.write(orjson.dumps(line, option=orjson.OPT_APPEND_NEWLINE))
            file.flush()
            os.fsync(file.fileno())

    def remove(self) -> None:
        """Remove it: the run is committed, or has nothing worth keeping."""
        self.path.unlink(missing_ok=True)


def unfinished(home: Home, board: str) -> list[Unfinished]:
    """Return the killed crawls of a board that can be resumed or committed, oldest first."""
    found = (_read(path) for path in (home.landing / board).glob("*/.*.journal"))
    return sorted((one for one in found if one), key=lambda one: one.run)


def _read(path: Path) -> Unfinished | None:
    """Return what a journal says; None where not even its first scope was written, or its data file is shorter."""
    lines = _lines(path)
    if len(lines) < 2 or not path.with_suffix(".part").exists():  # noqa: PLR2004 - the head and a scope
        return None
    head, *ended = lines
    scopes = tuple(ScopeReport(**line["scope"]) for line in ended)
    size = ended[-1]["size"]
    if path.with_suffix(".part").stat().st_size < size:
        return None
    return Unfinished(path, path.parent.name, head["run"], head["started_at"], head["simulated"], scopes, size)


def _lines(path: Path) -> list[dict[str, Any]]:
    """Return the whole lines; a kill may have cut the last one."""
    lines = []
    for line in path.read_bytes().splitlines():
        try:
            lines.append(orjson.loads(line))
        except orjson.JSONDecodeError:
            break
    return lines
