"""The clock: UTC, fixed by JOBPROOF_NOW; ISO weeks, calendar months. No other module asks for the time."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime, timedelta

from warehouse.errors import BadUsageError


def now() -> datetime:
    """Return the present moment in UTC, or the one that JOBPROOF_NOW names.

    Raises:
        BadUsageError: JOBPROOF_NOW is no ISO 8601 date or time.
    """
    fixed = os.environ.get("JOBPROOF_NOW")
    return moment(fixed, who="JOBPROOF_NOW") if fixed else datetime.now(UTC)


def today() -> date:
    """Return the present UTC day."""
    return now().date()


def moment(text: str, *, who: str) -> datetime:
    """Parse an ISO 8601 date or time; a time without an offset is UTC."""
    try:
        parsed = datetime.fromisoformat(text)
    except ValueError:
        raise BadUsageError(
            who,
            f"{text!r} is no date",
            allowed="ISO 8601, e.g. 2026-11-21 or 2026-11-21T06:00:00+00:00",
            remedy=f"Correct or unset {who}.",
        ) from None
    return parsed.replace(tzinfo=UTC) if parsed.tzinfo is None else parsed.astimezone(UTC)


def monday(day: date) -> date:
    """Return the Monday that names the ISO week of `day`."""
    return day - timedelta(days=day.weekday())


def month_of(text: str, *, who: str) -> date:
    """Parse `YYYY-MM` to the first day of that month."""
    try:
        return datetime.strptime(text, "%Y-%m").replace(tzinfo=UTC).date()
    except ValueError:
        raise BadUsageError(
            who, f"{text!r} is no month", allowed="YYYY-MM, e.g. 2024-05", remedy=f"Correct {who}."
        ) from None


def next_month(month: date) -> date:
    """Return the first day of the month after the one that holds `month`."""
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)


def months(first: date, last: date) -> list[date]:
    """Return the first days of all months from `first` to `last`, both included."""
    found = [first.replace(day=1)]
    while found[-1] < last.replace(day=1):
        found.append(next_month(found[-1]))
    return found
