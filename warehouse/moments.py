"""Reading dates as boards and archives write them. What the date of a posting means is no affair of this module."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from email.utils import parsedate_to_datetime
from typing import Any

from warehouse import clock

_DAY = re.compile(r"(?P<year>\d{4})\s*[-/.年]\s*(?P<month>\d{1,2})\s*[-/.月]\s*(?P<day>\d{1,2})(?!\d)")
_CLOCK = re.compile(r"(?<!\d)(?P<hour>[01]?\d|2[0-3]):(?P<minute>[0-5]\d)(?::(?P<second>[0-5]\d))?(?!\d)")
_COMPACT = re.compile(r"(?P<year>(?:19|20)\d{2})(?P<month>\d{2})(?P<day>\d{2})")
_EPOCH = re.compile(r"\d{9,13}(?:\.\d+)?")
_AGO = re.compile(
    r"(?P<count>\d{1,6})\s*(?:个)?\s*(?P<unit>分钟|小时|天|周|minute|hour|day|week)s?\s*(?:前|之前|以前|ago)",
    re.IGNORECASE,
)
_UNITS = {
    "分钟": timedelta(minutes=1),
    "小时": timedelta(hours=1),
    "天": timedelta(days=1),
    "周": timedelta(weeks=1),
    "minute": timedelta(minutes=1),
    "hour": timedelta(hours=1),
    "day": timedelta(days=1),
    "week": timedelta(weeks=1),
}
_NAMED_DAYS = {
    "今天": 0,
    "today": 0,
    "昨天": 1,
    "昨日": 1,
    "yesterday": 1,
    "前天": 2,
    "大前天": 3,
    "刚刚": 0,
    "just posted": 0,
}
_MONTH_DAY = re.compile(r"(?P<month>0?[1-9]|1[0-2])[-/月](?P<day>[0-3]?\d)日?(?:\s*(?:发布|更新|刷新))?")
_LEAD_IN = re.compile(r"(?:posted|active|(?:发布|更新|刷新)(?:于|时间)?)\s*[:：]?\s*(?:on\s+)?")
_EARLIEST = 1990
_MILLISECONDS = 1e11
"""Larger numbers are milliseconds: in seconds this is the year 5138."""


def read_moment(value: Any, zone: tzinfo = UTC, formats: Sequence[str] = ()) -> datetime | None:  # noqa: ANN401 - a cell of any type
    """Read ISO 8601, 2017/5/3 15:23, 2017年5月3日, 20170503, seconds or milliseconds since 1970; in UTC.

    Years before 1990 and days after tomorrow are no dates.

    Args:
        value: A cell.
        zone: Of a time that states none. A day without a time, or at midnight, stays that day whatever the zone.
        formats: Patterns of strptime, tried before all others.
    """
    moment = _moment(value, zone, formats)
    if moment is None or moment.year < _EARLIEST or moment.date().toordinal() > clock.today().toordinal() + 1:
        return None
    return moment.astimezone(UTC)


def read_relative(value: Any, seen_at: datetime, zone: tzinfo = UTC) -> datetime | None:  # noqa: ANN401 - a cell of any type
    """Read what only means something on the day it was seen: 3天前发布, 昨天, 今天 15:23, 5月13日更新, 03-04; in UTC.

    `30+ days ago` is a bound and no date: it reads as None, as months do, which are no number of days.
    """
    text, seen = str(value or "").strip().lower(), seen_at.astimezone(zone)
    if lead := _LEAD_IN.match(text):
        text = text[lead.end() :]
    if ago := _AGO.match(text):
        unit = _UNITS[ago["unit"]]
        try:
            moment = seen - int(ago["count"]) * unit
        except OverflowError:
            return None
        return moment.astimezone(UTC) if unit < timedelta(days=1) else _at_midnight(moment.date())
    day = next(
        (seen.date() - timedelta(days=back) for word, back in _NAMED_DAYS.items() if text.startswith(word)), None
    )
    hours = _CLOCK.search(text)
    if hours and (day is not None or hours.start() == 0):
        return datetime.combine(day or seen.date(), _time(hours), zone).astimezone(UTC)
    return _at_midnight(day) if day else _month_day(text, seen.date())


def _month_day(text: str, seen: date) -> datetime | None:
    """Return the last such day that was not after the one on which it was seen."""
    found = _MONTH_DAY.fullmatch(text)
    if found is None:
        return None
    for year in (seen.year, seen.year - 1):
        try:
            day = date(year, int(found["month"]), int(found["day"]))
        except ValueError:
            continue
        if day <= seen:
            return _at_midnight(day)
    return None


def _moment(value: Any, zone: tzinfo, formats: Sequence[str]) -> datetime | None:  # noqa: ANN401 - a cell of any type
    if isinstance(value, datetime):
        return _placed(value, zone)
    if isinstance(value, date):
        return _at_midnight(value)
    text = str("" if value is None else value).strip()
    stated = next((moment for pattern in formats if (moment := _by_pattern(text, pattern))), None)
    try:
        return _placed(stated, zone) if stated else _in_words(text, zone)
    except (ValueError, OverflowError):
        return None


def _in_words(text: str, zone: tzinfo) -> datetime | None:
    if compact := _COMPACT.fullmatch(text):
        return _at_midnight(_day(compact))
    if _EPOCH.fullmatch(text):
        return of_epoch(float(text))
    return written(text, zone) or of_rfc822(text)


def of_epoch(seconds: float) -> datetime:
    """Return the moment of seconds since 1970, or of milliseconds.

    Raises:
        ValueError, OverflowError, OSError: No such moment can be written.
    """
    return datetime.fromtimestamp(seconds / 1000 if seconds >= _MILLISECONDS else seconds, UTC)


def of_rfc822(text: str) -> datetime | None:
    """Read `Fri, 09 Jan 2026 18:50:56 +0000`; a time without an offset is UTC."""
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return None
    return moment.replace(tzinfo=moment.tzinfo or UTC)


def _by_pattern(text: str, pattern: str) -> datetime | None:
    try:
        return datetime.strptime(text, pattern)  # noqa: DTZ007 - _placed gives it the mapping's zone
    except ValueError:
        return None


def written(text: str, zone: tzinfo) -> datetime | None:
    """Read ISO 8601, 2017/5/3 15:23 or 2017年5月3日; a day without a time, or at midnight, stays that day.

    Raises:
        ValueError: It has the shape of a date, but no calendar has the day.
    """
    try:
        return _placed(datetime.fromisoformat(text), zone)
    except ValueError:
        found = _DAY.match(text)
    if found is None:
        return None
    hours = _CLOCK.match(text[found.end() :].lstrip(" 日T"))
    return _placed(datetime.combine(_day(found), _time(hours) if hours else time()), zone)


def _placed(moment: datetime, zone: tzinfo) -> datetime:
    if moment.tzinfo is not None:
        return moment
    return moment.replace(tzinfo=UTC if moment.time() == time() else zone)


def _at_midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def _day(found: re.Match[str]) -> date:
    return date(int(found["year"]), int(found["month"]), int(found["day"]))


def _time(found: re.Match[str]) -> time:
    return time(int(found["hour"]), int(found["minute"]), int(found["second"] or 0))
