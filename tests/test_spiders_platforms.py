"""What platforms decide for themselves: months of threads, titles, dates, pay, refusals."""

from __future__ import annotations

from pathlib import Path

import pytest

from spiders.boards.hn_whoishiring import HnWhoishiring
from spiders.boards.ruanyf_weekly import RuanyfWeekly
from spiders.dates import from_epoch, from_iso, from_rfc822
from spiders.faults import CrawlFault
from spiders.parse import parse
from spiders.platforms.feed import items, split_title
from spiders.platforms.github_issues import months_named
from spiders.platforms.json_api import decode
from spiders.tally import Tally
from warehouse.boards import Board, load
from warehouse.errors import JobproofError
from warehouse.home import Home


@pytest.fixture
def hacker_news(home: Home) -> HnWhoishiring:
    return HnWhoishiring(load(home).board("hn_whoishiring"))


@pytest.mark.parametrize(
    ("title", "month"),
    [
        ("Ask HN: Who is hiring? (May 2024)", "2024-05"),
        ("Ask HN: Who is Hiring? (April 2011)", "2011-04"),
        ("Ask HN: Who Is Hiring? (Sept 2013)", "2014-01"),
        ("Ask HN: Who's hiring? (June 2012)", "2012-06"),
        ("Ask HN: Who is Hiring (August 2011)?", "2011-08"),
        ("Ask HN: Who is hiring?", "2014-01"),
        ("Ask HN: Who is hiring right now?", None),
        ("Ask HN: Who wants to be hired? (May 2024)", None),
        ("Ask HN: Freelancer? Seeking freelancer? (May 2024)", None),
        ("Ask HN: Who is hiring remotely?", None),
    ],
)
def test_threads_are_told_by_title_and_filed_under_the_month_it_names(
    hacker_news: HnWhoishiring, title: str, month: str | None
) -> None:
    thread = hacker_news.thread_from({"objectID": "1", "title": title, "created_at": "2014-01-02T14:00:00Z"})
    assert (thread.months[0] if thread else None) == month


@pytest.mark.parametrize(
    ("title", "months"),
    [
        ("谁在招人？（2024年6月）", ("2024-06",)),
        ("谁在招人？（2020年9月-10月）", ("2020-09", "2020-10")),
        ("谁在招人？（2023年1月~2月）", ("2023-01", "2023-02")),
        ("谁在招人？", ()),
        ("2024年13月", ()),
    ],
)
def test_issue_titles_name_their_months(title: str, months: tuple[str, ...]) -> None:
    assert months_named(title) == months


def test_pull_requests_and_strangers_are_no_threads(home: Home) -> None:
    board = RuanyfWeekly(load(home).board("ruanyf_weekly"))
    issue = {"number": 5, "title": "谁在招人？（2024年6月）", "user": {"login": "x"}, "comments": 3}
    assert board.thread_from(issue) is not None
    assert board.thread_from({**issue, "pull_request": {}}) is None
    assert board.thread_from({**issue, "title": "谁想上班？（2024年6月）"}) is None


@pytest.mark.parametrize(
    ("title", "parts"),
    [
        ("Acme: Senior Engineer: Storage", ("Acme", "Senior Engineer: Storage")),
        ("Designer at Acme", (None, "Designer at Acme")),
        ("Acme:Engineer", (None, "Acme:Engineer")),
        ("", (None, None)),
    ],
)
def test_a_feed_title_is_split_at_the_first_colon_and_blank(title: str, parts: tuple[str | None, str | None]) -> None:
    assert split_title(title) == parts


def test_dates_become_utc_or_nothing() -> None:
    assert from_iso("2026-07-16T11:55:32-04:00") == "2026-07-16T15:55:32+00:00"
    assert from_iso("2020-03-23T16:23:16.000Z") == "2020-03-23T16:23:16+00:00"
    assert from_iso("today") is None
    assert from_iso(None) is None
    assert from_epoch(1502907102.69) == "2017-08-16T18:11:42+00:00"
    assert from_epoch(1e30) is None
    assert from_epoch("1") is None
    assert from_rfc822("Fri, 09 Jan 2026 18:50:56 +0000") == "2026-01-09T18:50:56+00:00"
    assert from_rfc822("yesterday") is None


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"<!DOCTYPE html><html></html>", "HTML"),
        (b'{"jobs": [{"id": 1', "cut off"),
        (b"", "no JSON"),
        (b"Too many requests", "no JSON"),
    ],
)
def test_what_is_no_json_is_told_apart(body: bytes, words: str) -> None:
    with pytest.raises(CrawlFault, match=words):
        decode(body, "somewhere")


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"<!DOCTYPE html><html><br></html>", "HTML"),
        (b"<rss><channel><item>", "cut off"),
        (b"<rss><item/></rss>", "channel"),
    ],
)
def test_what_is_no_feed_is_told_apart(body: bytes, words: str) -> None:
    with pytest.raises(CrawlFault, match=words):
        items(body, "somewhere")


def test_a_tally_never_calls_an_interrupted_crawl_complete() -> None:
    tally = Tally("x")
    tally.kept = 3
    tally.end(CrawlFault("page 2 did not come"))
    assert (tally.state, tally.reason) == ("partial", "page 2 did not come")
    empty = Tally("y")
    empty.end(CrawlFault("nothing came"))
    assert empty.state == "failed"


def test_a_tally_settles_against_what_the_board_declares() -> None:
    short = Tally("x")
    short.declared, short.kept = 5, 3
    short.drop("unreadable", 4)
    short.settle()
    assert short.state == "partial"
    assert "4 of the 5" in short.reason
    broken = Tally("y")
    broken.drop("unreadable", 1)
    broken.settle()
    assert broken.state == "failed"


def test_a_file_of_another_board_is_refused(home: Home, tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    path.write_text('{"postings": []}', encoding="utf-8")
    for name in ("hn_whoishiring", "greenhouse", "lever", "weworkremotely", "ruanyf_weekly"):
        with pytest.raises(JobproofError, match=r"x\.json"):
            parse(load(home).board(name), path)
    with pytest.raises(JobproofError, match="cannot be read"):
        parse(load(home).board("lever"), tmp_path / "none.json")


def test_pay_is_written_so_that_it_can_be_read(home: Home, tmp_path: Path) -> None:
    board: Board = load(home).board("lever")
    hourly = '[{"id": "1", "text": "T", "salaryRange": {"currency": "USD", "interval": "per-hour-wage", "min": 40.5}}]'
    path = tmp_path / "x.json"
    path.write_text(hourly, encoding="utf-8")
    assert parse(board, path).rows[0].salary == "USD 40.5 per hour"
