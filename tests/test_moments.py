"""How dates are read, whatever way a board or an archive writes them: properties over many days, and the odd ones."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, timezone
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spiders import dates
from warehouse import moments

CHINA = timezone(timedelta(hours=8))
SEEN = datetime(2026, 1, 2, 3, 4, tzinfo=UTC)
days = st.dates(date(1990, 1, 1), date(2026, 1, 1))
instants = st.integers(631_238_400, 1_767_139_200).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))
"""Whole seconds of the years 1990 to 2025."""


@pytest.fixture(autouse=True)
def _clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JOBPROOF_NOW", "2026-01-02T03:04:00+00:00")


@given(days, st.sampled_from(("{0:%Y-%m-%d}", "{0:%Y/%m/%d}", "{0:%Y.%m.%d}", "{0:%Y年%m月%d日}", "{0:%Y%m%d}")))
def test_a_day_stays_that_day_in_every_writing_and_zone(day: date, writing: str) -> None:
    midnight = datetime.combine(day, time(), UTC)
    assert moments.read_moment(writing.format(day), CHINA) == midnight
    if writing != "{0:%Y%m%d}":
        assert dates.from_chinese(writing.format(day)) == dates.iso(midnight)


@given(instants)
def test_an_instant_reads_the_same_as_iso_seconds_milliseconds_and_mail_date(at: datetime) -> None:
    stated = dates.iso(at)
    assert dates.from_iso(at.isoformat()) == stated
    assert dates.from_epoch(int(at.timestamp())) == stated
    assert dates.from_rfc822(format_datetime(at)) == stated
    assert moments.read_moment(format_datetime(at)) == at
    assert moments.read_moment(at.isoformat()) == at
    if at.timestamp() >= 1e11 / 1000:
        assert dates.from_epoch(int(at.timestamp() * 1000)) == stated
        assert moments.read_moment(str(int(at.timestamp()))) == at


@given(instants)
def test_a_clock_without_a_zone_is_that_of_the_place(at: datetime) -> None:
    local = at.astimezone(CHINA)
    if local.time() != time():
        assert dates.from_chinese(f"{local:%Y-%m-%d %H:%M:%S}") == dates.iso(at)
        assert moments.read_moment(f"{local:%Y年%m月%d日 %H:%M:%S}", CHINA) == at


@given(
    st.integers(0, 5000), st.sampled_from(("{}天前", "{} 天前发布", "{}天前更新", "Posted {} Days Ago", "发布于{}天前"))
)
def test_days_ago_are_that_many_days_before_it_was_seen(back: int, writing: str) -> None:
    found = moments.read_relative(writing.format(back), SEEN)
    assert found == datetime(2026, 1, 2, tzinfo=UTC) - timedelta(days=back)


@given(days, instants)
def test_a_month_and_day_is_the_last_such_day_before_it_was_seen(day: date, seen: datetime) -> None:
    for writing in ("{0.month}月{0.day}日更新", "{0.month:02}-{0.day:02}", "{0.month}月{0.day}日"):
        found = moments.read_relative(writing.format(day), seen)
        if found is None:
            assert (day.month, day.day) == (2, 29)
            continue
        assert (found.month, found.day) == (day.month, day.day)
        assert seen - timedelta(days=367) < found <= seen


@given(st.text(max_size=40) | st.integers() | st.floats() | st.none())
def test_whatever_stands_there_reads_as_a_date_or_as_none(value: object) -> None:
    for read in (dates.from_iso, dates.from_chinese, dates.from_epoch, dates.from_rfc822):
        found = read(value)
        assert found is None or datetime.fromisoformat(found).tzinfo
    assert isinstance(moments.read_moment(value), datetime | None)
    assert isinstance(moments.read_relative(value, SEEN), datetime | None)


@pytest.mark.parametrize("said", ["Posted 30+ Days Ago", "30+天前", "2个月前", "a month ago", "soon", ""])
def test_a_bound_or_a_month_is_no_date(said: str) -> None:
    assert dates.from_relative(said, "2026-01-02T03:04:00+00:00") is None


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("今天 12:01", "2026-01-02T04:01:00+00:00"),
        ("昨天", "2026-01-01T00:00:00+00:00"),
        ("大前天", "2025-12-30T00:00:00+00:00"),
        ("12月31日", "2025-12-31T00:00:00+00:00"),
        ("5月13日更新", "2025-05-13T00:00:00+00:00"),
        ("90天前更新", "2025-10-04T00:00:00+00:00"),
        ("3小时前", "2026-01-02T00:04:00+00:00"),
    ],
)
def test_chinese_words_mean_the_day_they_name(said: str, day: str) -> None:
    found = moments.read_relative(said, SEEN, CHINA)
    assert found is not None
    assert dates.iso(found) == day
