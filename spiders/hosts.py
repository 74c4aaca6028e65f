"""Taking turns at a host: one request at a time over all processes of a home, spaced, never before it wants us back.

All employers of a platform share one host, and so do boards of one platform, each crawled by a process of its own. What
an answer means is fetching.py's affair.
"""

from __future__ import annotations

import asyncio
import fcntl
import os
import time
from collections import Counter, defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import IO

import orjson

from spiders.faults import BlockedFault, CrawlFault
from warehouse import clock
from warehouse.boards import Allowance

TRIPS_AFTER = 3
"""Failed fetches in a row, each with all its tries, after which a host is not asked again in a crawl."""
_POLL = 0.05


@dataclass
class _Remembered:
    """What a home remembers of a host.

    Args:
        last: Seconds since 1970 at which the last answer came.
        delay: Seconds between two requests that its robots.txt asks for.
        asked: Moments of the requests that still count against an allowance, ISO 8601 UTC.
        not_before: When the host wants to be asked again, ISO 8601 UTC; empty for any time.
    """

    last: float = 0.0
    delay: float = 0.0
    asked: list[str] = field(default_factory=list)
    not_before: str = ""


@dataclass(frozen=True)
class Turn:
    """The right to send one request now.

    Args:
        file: What the home remembers of the host, locked; None where it remembers nothing.
    """

    file: IO[bytes] | None

    def keep_away(self, seconds: float) -> None:
        """Remember that the host wants to be left alone for so long, by whichever process."""
        if self.file is not None:
            until = (clock.now() + timedelta(seconds=seconds)).isoformat(timespec="seconds")
            held = _read(self.file)
            _write(self.file, replace(held, not_before=max(held.not_before, until)))


class Hosts:
    """Turns at the hosts of one crawl.

    Args:
        folder: Where the home remembers its hosts, one small file each; None for a process that remembers nothing.
        delay: Seconds between two requests to one host.
        allowance: What the board's terms allow, if they state it.
        together: Requests to one host at a time; more than one only at a replica.
    """

    def __init__(
        self, folder: Path | None, delay: float, allowance: Allowance | None = None, *, together: int = 1
    ) -> None:
        self._folder, self._delay, self._allowance, self._together = folder, delay, allowance, together
        self._delays: dict[str, float] = {}
        self._gates: dict[str, asyncio.Semaphore] = defaultdict(lambda: asyncio.Semaphore(together))
        self._files: dict[str, IO[bytes]] = {}

    def slow_down(self, host: str, seconds: float) -> None:
        """Wait at least so long between two requests to a host, from the one that is running on."""
        self._delays[host] = seconds

    @asynccontextmanager
    async def turn(self, host: str) -> AsyncIterator[Turn]:
        """Wait for the turn of one request; it lasts until the answer is there.

        Raises:
            BlockedFault: The host has asked to be left alone, or the terms of the board allow no further request now.
        """
        async with self._gates[host]:
            file = self._file(host)
            if file is None or self._together > 1:
                yield Turn(None)
                return
            while not _lock(file):  # noqa: ASYNC110 - the lock is another process's, which sends no event
                await asyncio.sleep(_POLL)
            try:
                held = _read(file)
                self._require_welcome(host, held)
                pause = max(self._delay, held.delay)
                await asyncio.sleep(max(0.0, min(pause, held.last + pause - time.time())))
                _write(file, replace(held, last=time.time(), asked=self._with_this(held)))
                yield Turn(file)
                _write(file, replace(_read(file), last=time.time(), delay=self._delays.get(host, 0.0)))
            finally:
                fcntl.flock(file, fcntl.LOCK_UN)

    def _require_welcome(self, host: str, held: _Remembered) -> None:
        now = clock.now()
        if held.not_before and now < datetime.fromisoformat(held.not_before):
            raise BlockedFault(f"{host} asked us to come back after {_minute(held.not_before)}")
        counting = self._counting(held)
        if self._allowance and len(counting) >= self._allowance.requests:
            again = datetime.fromisoformat(counting[0]) + timedelta(hours=self._allowance.hours)
            raise BlockedFault(
                f"its terms allow {self._allowance.requests} requests in {self._allowance.hours:g} hours, "
                f"which were made: next at {again:%Y-%m-%d %H:%M} UTC"
            )

    def _counting(self, held: _Remembered) -> list[str]:
        if not self._allowance:
            return []
        since = clock.now() - timedelta(hours=self._allowance.hours)
        return sorted(moment for moment in held.asked if datetime.fromisoformat(moment) > since)

    def _with_this(self, held: _Remembered) -> list[str]:
        return [*self._counting(held), clock.now().isoformat()] if self._allowance else held.asked

    def _file(self, host: str) -> IO[bytes] | None:
        if self._folder is None:
            return None
        if host not in self._files:
            self._folder.mkdir(parents=True, exist_ok=True)
            path = self._folder / host.replace("/", "_")
            self._files[host] = os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT, 0o644), "r+b", buffering=0)
        return self._files[host]


class Breaker:
    """A circuit breaker for each host: who fails again and again is not asked again in this crawl."""

    def __init__(self) -> None:
        self._failures: Counter[str] = Counter()
        self._open: dict[str, CrawlFault] = {}

    def require_closed(self, host: str) -> None:
        """Refuse a host that is not to be asked again.

        Raises:
            CrawlFault: What it failed with; a BlockedFault where it refused.
        """
        if host in self._open:
            raise self._open[host]

    def answered(self, host: str) -> None:
        """Note that a host is well."""
        self._failures.pop(host, None)

    def failed(self, host: str, fault: CrawlFault, *, for_good: bool) -> None:
        """Note that a host failed at the last of the tries; `for_good` where asking it again is of no use."""
        self._failures[host] += 1
        if for_good:
            self._open[host] = fault
        elif self._failures[host] >= TRIPS_AFTER:
            words = f"{fault.reason}; after {TRIPS_AFTER} such answers in a row it is not asked again in this crawl"
            self._open[host] = type(fault)(words)


def _minute(moment: str) -> str:
    return f"{datetime.fromisoformat(moment):%Y-%m-%d %H:%M} UTC"


def _lock(file: IO[bytes]) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _read(file: IO[bytes]) -> _Remembered:
    file.seek(0)
    try:
        return _Remembered(**orjson.loads(file.read()))
    except (orjson.JSONDecodeError, TypeError):  # empty at first, and after a full disk
        return _Remembered()


def _write(file: IO[bytes], held: _Remembered) -> None:
    file.seek(0)
    file.truncate()
    file.write(orjson.dumps(held))
