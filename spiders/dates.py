"""Reading the dates that boards publish into one form: ISO 8601 UTC to the second. Unreadable ones become None."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime

_CHINA = timezone(timedelta(hours=8))
_CHINESE = re.compile(r"(\d{4})\s*[年./-]\s*(\d{1,2})\s*[月./-]\s*(\d{1,2})\s*日?\s*(?P<time>.*)")
_MILLISECONDS = 1e11
"""Larger numbers are milliseconds: in seconds this is the year 5138."""


def iso(moment: datetime) -> str:
    """Return `2026-11-21T06:00:00+00:00`."""
    return moment.astimezone(UTC).isoformat(timespec="seconds")


def _in_utc(moment: datetime) -> str | None:
    try:
        return iso(moment)
    except OverflowError:  # `0001-01-01T00:00:00+01:00`, which some software writes for no date
        return None


def from_iso(text: object) -> str | None:
    """Read ISO 8601; a time without an offset is UTC."""
    try:
        parsed = datetime.fromisoformat(str(text))
    except ValueError:
        return None
    return _in_utc(parsed.replace(tzinfo=parsed.tzinfo or UTC))


def from_chinese(text: object) -> str | None:
    """Read `2021年01月21日`, `2026-07-20 17:50:24` or ISO 8601; a time without an offset is China's.

    A bare date stays the day that it is: midnight UTC, which is eight in the morning there.
    """
    found = _CHINESE.fullmatch(str(text).strip())
    if not found:
        return from_iso(text)
    year, month, day, time = *found.group(1, 2, 3), found["time"]
    try:
        parsed = datetime.fromisoformat(f"{year}-{month:0>2}-{day:0>2}{'T' if time else ''}{time.removeprefix('T')}")
    except ValueError:
        return None
    return _in_utc(parsed.replace(tzinfo=parsed.tzinfo or (_CHINA if time else UTC)))


def from_epoch(seconds: object) -> str | None:
    """Read seconds since 1970, or milliseconds."""
    if not isinstance(seconds, int | float) or isinstance(seconds, bool):
        return None
    try:
        return iso(datetime.fromtimestamp(seconds / 1000 if seconds >= _MILLISECONDS else seconds, UTC))
    except (OverflowError, OSError, ValueError):
        return None


def from_rfc822(text: object) -> str | None:
    """Read `Fri, 09 Jan 2026 18:50:56 +0000`."""
    try:
        parsed = parsedate_to_datetime(str(text))
    except ValueError:
        return None
    return _in_utc(parsed.replace(tzinfo=parsed.tzinfo or UTC))
