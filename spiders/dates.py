"""Reading the dates that boards publish into one form: ISO 8601 UTC to the second. Unreadable ones become None."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime


def iso(moment: datetime) -> str:
    """Return `2026-11-21T06:00:00+00:00`."""
    return moment.astimezone(UTC).isoformat(timespec="seconds")


def from_iso(text: object) -> str | None:
    """Read ISO 8601; a time without an offset is UTC."""
    try:
        parsed = datetime.fromisoformat(str(text))
    except ValueError:
        return None
    return iso(parsed.replace(tzinfo=parsed.tzinfo or UTC))


def from_epoch(seconds: object) -> str | None:
    """Read seconds since 1970."""
    if not isinstance(seconds, int | float) or isinstance(seconds, bool):
        return None
    try:
        return iso(datetime.fromtimestamp(seconds, UTC))
    except (OverflowError, OSError, ValueError):
        return None


def from_rfc822(text: object) -> str | None:
    """Read `Fri, 09 Jan 2026 18:50:56 +0000`."""
    try:
        parsed = parsedate_to_datetime(str(text))
    except ValueError:
        return None
    return iso(parsed.replace(tzinfo=parsed.tzinfo or UTC))
