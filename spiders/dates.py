"""The dates that boards publish as one form: ISO 8601 UTC to the second. Unreadable ones become None.

How a date is written is the affair of warehouse/moments.py; here stays which forms a board's field may have.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone

from warehouse import moments

_CHINA = timezone(timedelta(hours=8))


def iso(moment: datetime) -> str:
    """Return `2026-11-21T06:00:00+00:00`."""
    return moment.astimezone(UTC).isoformat(timespec="seconds")


def _read(reader: Callable[[], datetime | None]) -> str | None:
    """Return what a reader finds in UTC; None where it fails or the moment lies outside the calendar.

    `0001-01-01T00:00:00+01:00`, which some software writes for no date, has no form in UTC.
    """
    try:
        found = reader()
        return iso(found) if found else None
    except (ValueError, OverflowError, OSError):
        return None


def from_iso(text: object) -> str | None:
    """Read ISO 8601; a time without an offset is UTC."""
    return _read(lambda: _in_utc(datetime.fromisoformat(str(text))))


def _in_utc(moment: datetime) -> datetime:
    return moment.replace(tzinfo=moment.tzinfo or UTC)


def from_chinese(text: object) -> str | None:
    """Read `2021年01月21日`, `2026-07-20 17:50:24` or ISO 8601; a time without an offset is China's.

    A bare date stays the day that it is: midnight UTC, which is eight in the morning there.
    """
    return _read(lambda: moments.written(str(text).strip(), _CHINA))


def from_epoch(seconds: object) -> str | None:
    """Read seconds since 1970, or milliseconds."""
    if not isinstance(seconds, int | float) or isinstance(seconds, bool):
        return None
    return _read(lambda: moments.of_epoch(seconds))


def from_rfc822(text: object) -> str | None:
    """Read `Fri, 09 Jan 2026 18:50:56 +0000`."""
    return _read(lambda: moments.of_rfc822(str(text)))


def from_relative(text: object, seen_at: str) -> str | None:
    """Read `Posted 3 Days Ago` or `昨天` as of the moment (ISO 8601) at which it was seen; bounds are no dates."""
    return _read(lambda: moments.read_relative(text, datetime.fromisoformat(seen_at)))
