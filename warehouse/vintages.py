"""Earlier published copies: kept as they were by a policy, found again by id or day, attached or asked like the newest.

A copy that is replaced stays under `vintages/<id>.duckdb` beside it, by a hard link: keeping it costs no time, and no
space but its own. Of each of the last weeks the newest stays, of each month before them again the newest; the oldest go
first where they would take more than the space set, or leave the disk without room for two more copies.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import duckdb

from warehouse.database import COMPATIBLE, creating, literal, reading
from warehouse.errors import BadUsageError, JobproofError
from warehouse.files import replacing, share, sync
from warehouse.home import Home

READ_ONLY = 0o444
"""Mode of every file that people open: one opened for writing would lock all others out until it is closed."""
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_SETTINGS = ("JOBPROOF_KEEP_WEEKS", "JOBPROOF_KEEP_MONTHS", "JOBPROOF_KEEP_GB")


@dataclass(frozen=True)
class Policy:
    """How many vintages stay beside the newest.

    Args:
        weeks: One for each of so many ISO weeks, the newest copy's own among them.
        months: Before these, one for each of so many months, the newest copy's own among them.
        gigabytes: What all of them may take together.
    """

    weeks: int = 8
    months: int = 24
    gigabytes: float = 20.0

    @classmethod
    def from_environment(cls) -> Policy:
        """Return the policy that JOBPROOF_KEEP_WEEKS, _MONTHS and _GB set.

        Raises:
            BadUsageError: One of them is no number from 0 on.
        """
        weeks, months, gigabytes = (
            _setting(name, usual) for name, usual in zip(_SETTINGS, (cls.weeks, cls.months, cls.gigabytes), strict=True)
        )
        return cls(int(weeks), int(months), gigabytes)


def _setting(name: str, usual: float) -> float:
    said = os.environ.get(name) or str(usual)
    try:
        value = float(said)
    except ValueError:
        value = -1.0
    if not 0 <= value < float("inf"):
        raise BadUsageError(name, repr(said), allowed="a number from 0 on", remedy=f"Set it, or unset it for {usual}.")
    return value


@dataclass(frozen=True)
class Vintage:
    """One published copy that is kept.

    Args:
        name: Its id, `2026-11-16.1f0c9a2b`: day of the build and digest of the content.
        path: The DuckDB file.
        size: Bytes.
    """

    name: str
    path: Path
    size: int

    @property
    def day(self) -> date:
        """Return the day of the build."""
        return date.fromisoformat(self.name[:10])


def folder(home: Home) -> Path:
    """Return where vintages are kept."""
    return home.published.parent / "vintages"


def kept(home: Home) -> list[Vintage]:
    """Return the vintages kept, newest first; without the published copy itself."""
    files = [path for path in folder(home).glob("*.duckdb") if _DAY.match(path.name)]
    ordered = sorted(files, key=lambda path: (path.name[:10], path.stat().st_mtime_ns), reverse=True)
    return [Vintage(path.name.removesuffix(".duckdb"), path, path.stat().st_size) for path in ordered]


def unreadable(home: Home) -> list[Vintage]:
    """Return the vintages kept that are no longer databases with an id."""
    return [each for each in kept(home) if not name_of(each.path)]


def name_of(path: Path) -> str:
    """Return the id of a published copy; empty where there is none or it cannot be read."""
    if not path.exists():
        return ""
    with suppress(JobproofError, duckdb.Error), reading(path) as connection:
        [(name,)] = connection.execute("SELECT vintage FROM mart.meta").fetchall()
        return str(name)
    return ""


def find(home: Home, wanted: str) -> Path:
    """Return the file of a vintage.

    Args:
        home: Whose vintages.
        wanted: Its id, the beginning of one, or a day: the newest vintage built on that day or before it.

    Raises:
        BadUsageError: No vintage, or several, answer to it.
    """
    known = [Vintage(name_of(home.published), home.published, 0)] if home.published.exists() else []
    known += kept(home)
    found = [each for each in known if each.name.startswith(wanted)]
    if len(found) != 1 and _DAY.fullmatch(wanted):
        found = [each for each in known if each.name[:10] <= wanted][:1]
    if len(found) == 1:
        return found[0].path
    raise BadUsageError(
        f"vintage {wanted!r}",
        f"{len(found)} answer to it",
        allowed=", ".join(each.name for each in known) or "none is kept yet",
        remedy="Name one of these, the beginning of one, or a day: the newest that was built until then is taken.",
    )


def keep(home: Home, name: str) -> None:
    """Keep the published copy, which is about to be replaced, under its id."""
    path = folder(home) / f"{name}.duckdb"
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.part")
    part.unlink(missing_ok=True)
    share(home.published, part)
    part.replace(path)
    sync(path.parent)


def prune(home: Home, newest: str, policy: Policy) -> list[Vintage]:
    """Remove the vintages that the policy does not keep.

    Args:
        home: Whose vintages.
        newest: Id of the published copy.
        policy: What stays.

    Returns:
        What was removed.
    """
    for path in folder(home).glob(".*.part"):
        path.unlink()
    known = [each for each in kept(home) if each.name != newest]
    for same in (each for each in kept(home) if each.name == newest):
        same.path.unlink()
    staying = _within_space(_by_time(known, date.fromisoformat(newest[:10]), policy), policy)
    staying = staying[: len(staying) - _too_many(home, staying)]
    gone = [each for each in known if each not in staying]
    for each in gone:
        each.path.unlink()
    return gone


def _by_time(known: Sequence[Vintage], newest: date, policy: Policy) -> list[Vintage]:
    """Return the newest of each week and, before the weeks, of each month; the published copy stands for its own."""
    since = _monday(newest) - timedelta(weeks=policy.weeks - 1)
    taken: set[tuple[str, object]] = {("week", _monday(newest))}
    staying = []
    for each in known:
        weekly = policy.weeks > 0 and each.day >= since
        slot: tuple[str, object] = ("week", _monday(each.day)) if weekly else ("month", each.day.replace(day=1))
        if slot not in taken and (weekly or _months_between(each.day, newest) < policy.months):
            taken.add(slot)
            staying.append(each)
    return staying


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _months_between(earlier: date, later: date) -> int:
    return 12 * (later.year - earlier.year) + later.month - earlier.month


def _within_space(known: Sequence[Vintage], policy: Policy) -> list[Vintage]:
    total, staying = 0, []
    for each in known:
        total += each.size
        if total > policy.gigabytes * 1e9:
            break
        staying.append(each)
    return staying


def _too_many(home: Home, staying: Sequence[Vintage]) -> int:
    """Return how many of the oldest must go so that two more copies fit on the disk."""
    missing = 2 * home.published.stat().st_size - shutil.disk_usage(home.published.parent).free
    number = 0
    for each in reversed(staying):
        if missing <= 0:
            break
        missing -= each.size
        number += 1
    return number


def erase(home: Home, conditions: dict[str, str]) -> int:
    """Write every vintage anew without some rows, which are then nowhere in its file.

    Args:
        home: Whose vintages; the caller holds its writer lock.
        conditions: Table -> SQL condition of the rows that go; tables that a vintage lacks are passed over.

    Returns:
        How many vintages were written.
    """
    for vintage in kept(home):
        with replacing(vintage.path) as part, creating(part, COMPATIBLE) as connection:
            _copy_without(connection, vintage.path, conditions)
            connection.execute("CHECKPOINT target")
            part.chmod(READ_ONLY)
            os.utime(part, ns=(vintage.path.stat().st_atime_ns, vintage.path.stat().st_mtime_ns))
    return len(kept(home))


def _copy_without(connection: duckdb.DuckDBPyConnection, path: Path, conditions: dict[str, str]) -> None:
    scratch = path.with_name(f".{path.name}.scratch.part")
    shutil.copyfile(path, scratch)
    try:
        connection.execute(f"ATTACH {literal(str(scratch))} AS scratch")
        listed = "SELECT schema_name || '.' || table_name FROM duckdb_tables() WHERE database_name = 'scratch'"
        known = {name for (name,) in connection.execute(listed).fetchall()}
        for table in known & set(conditions):
            connection.execute(f"DELETE FROM scratch.{table} WHERE {conditions[table]}")
        connection.execute("COPY FROM DATABASE scratch TO target")
        connection.execute("DETACH scratch")
    finally:
        scratch.unlink(missing_ok=True)
        scratch.with_name(f"{scratch.name}.wal").unlink(missing_ok=True)
