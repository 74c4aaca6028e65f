"""Captures of live boards: the index to its end, few captures a month, each read by the live board's own spider."""

from __future__ import annotations

import asyncio
import gzip
import json
from collections.abc import Callable
from dataclasses import replace
from email.utils import format_datetime
from pathlib import Path
from typing import Any, cast
from urllib.parse import parse_qsl, urlsplit

import orjson
import pytest
from scrapy.http import Response
from scrapy.settings import Settings

from spiders.catalogue import spider_class
from spiders.faults import BlockedFault, CrawlFault, GoneFault
from spiders.parse import parse
from spiders.platforms.cdx import COLUMNS, Capture, index_page, is_of, likest, moment, spread
from spiders.platforms.wayback import WaybackSpider
from spiders.tally import Tally
from warehouse import clock, personal
from warehouse.boards import Registry, Scope, load
from warehouse.home import Home
from warehouse.records import RawPosting

BOARDS = Path(__file__).parent / "boards"
LIST = "https://boards-api.greenhouse.io/v1/boards/tidemark/jobs?content=true"
SCOPE = Scope("greenhouse:tidemark", "Tidemark")


@pytest.fixture(scope="module")
def registry(tmp_path_factory: pytest.TempPathFactory) -> Registry:
    return load(Home(tmp_path_factory.mktemp("home")))


def line(timestamp: str, original: str = LIST, digest: str = "", length: str = "900") -> list[str]:
    return ["io,greenhouse)/", timestamp, original, "application/json", "200", digest or f"D{timestamp}", length]


def listed(*lines: list[str], key: str = "") -> bytes:
    return orjson.dumps([list(COLUMNS), *lines, *([[], [key]] if key else [])])


def jobs(*ids: int) -> bytes:
    found = [{"id": number, "title": f"T{number}", "content": "&lt;p&gt;Go&lt;/p&gt;"} for number in ids]
    return orjson.dumps({"jobs": found, "meta": {"total": len(ids)}})


def never(timestamp: str) -> bytes:
    raise AssertionError(f"nobody was to ask for {timestamp}")


class Archive:
    """Answers a spider's requests: the index by its resume key, captures by their timestamps."""

    def __init__(self, index: dict[str, Any], captures: Callable[[str], Any]) -> None:
        self.index, self.captures, self.asked = index, captures, list[str]()

    async def fetch(self, url: str, tally: Tally, *, is_gone: Callable[[Response], bool]) -> Response:
        tally.requests += 1
        self.asked.append(url)
        if "/cdx/" in url:
            key = dict(parse_qsl(urlsplit(url).query)).get("resumeKey", "")
            return self._sent(url, self.index[key], is_gone)
        timestamp = url.removeprefix("https://web.archive.org/web/").partition("id_/")[0]
        return self._sent(url, self.captures(timestamp), is_gone, timestamp)

    def _sent(self, url: str, answer: Any, is_gone: Callable[[Response], bool], timestamp: str = "") -> Response:
        if isinstance(answer, Exception):
            raise answer
        if isinstance(answer, Response):
            if answer.status == 403 and is_gone(answer):
                raise GoneFault("it has no such page")
            return answer
        headers = {"Memento-Datetime": memento(timestamp)} if timestamp else None
        return Response(url, body=answer, headers=headers)


def memento(timestamp: str) -> str:
    return format_datetime(clock.moment(moment(timestamp) or "", who="a test"), usegmt=True)


def of_months(registry: Registry, archive: Archive, *months: str) -> WaybackSpider:
    board = registry.board("wayback")
    spider = cast("WaybackSpider", spider_class(board)(board, months))
    spider.fetcher, spider.partition = archive, months[0]  # type: ignore[assignment]  # answers like one
    return spider


def crawled(spider: WaybackSpider, scope: Scope = SCOPE) -> tuple[list[RawPosting], Tally]:
    rows, tally = list[RawPosting](), Tally(scope.token)

    async def collect() -> None:
        try:
            async for records in spider.pages(scope, tally):
                found = (spider.read_record(each, position, scope, tally) for position, each in enumerate(records))
                rows.extend(row for row in found if row)
            tally.settle()
        except CrawlFault as fault:
            tally.end(fault)

    asyncio.run(collect())
    return rows, tally


# The index


def test_the_recorded_index_is_read_with_its_resume_key(shared: Path) -> None:
    page = index_page((shared / "boards/fixtures/wayback/cdx_archive_org.json").read_bytes(), "x")
    assert [capture.timestamp for capture in page.captures] == [
        *("19970126045828", "19971011050034", "19971211122953", "19980109140106")
    ]
    assert page.captures[0] == Capture(
        "19970126045828", "http://www.archive.org:80/", "text/html", 200, "Q4YULN754FHV2U6Q5JUT6Q2P57WEWNNY", 1415
    )
    assert page.resume_key == "org%2Carchive%29%2F+19980109140106%21"
    assert not page.malformed


def test_the_recorded_text_is_read_with_a_length_that_is_unknown(shared: Path) -> None:
    page = index_page((shared / "boards/fixtures/wayback/cdx_zero_length.txt").read_bytes(), "x")
    assert [capture.length for capture in page.captures] == [24186, 24028, 24116, 24217, None]
    assert {capture.status for capture in page.captures} == {200}
    assert (page.malformed, page.resume_key) == ([], "")


def test_what_is_not_known_is_none_and_what_is_no_capture_is_told() -> None:
    lines = [
        [*line("20240503101112")[:4], "-", "-", "-"],
        line("2024"),
        line("20241303101112"),
        line("20240503101112", original="not an address"),
        line("20240503101112", length="some"),
        line("20240503101112")[:3],
    ]
    page = index_page(listed(*lines), "x")
    assert page.captures == [Capture("20240503101112", LIST, "application/json")]
    assert len(page.malformed) == 5
    text = b"\n".join(" ".join(each).encode() for each in lines)
    assert index_page(text, "x").captures == page.captures


@pytest.mark.parametrize("key", ["io%2Cgreenhouse%29%2F+20240503101112%21"])
@pytest.mark.parametrize("lines", [[], [line("20240503101112")]])
def test_the_resume_key_stands_alone_behind_an_empty_line(key: str, lines: list[list[str]]) -> None:
    text = "\n".join([*(" ".join(each) for each in lines), "", key, ""]).encode()
    for body in (listed(*lines, key=key), text if lines else listed(key=key)):
        page = index_page(body, "x")
        assert (len(page.captures), page.resume_key, page.malformed) == (len(lines), key, [])


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"<html>Sorry</html>", "HTML"),
        (b"", "no JSON"),
        (b'[["urlkey","timestamp"', "cut off"),
        (b'{"error": 1}', "no list of lines"),
        (b'[["a","b"],["c","d"]]', "does not name its columns"),
        (b"org.archive.util.io.RuntimeIOException: something broke", "without a line"),
    ],
)
def test_anything_else_is_no_index(body: bytes, words: str) -> None:
    with pytest.raises(CrawlFault, match=words):
        index_page(body, "x")


def test_an_empty_index_is_an_answer() -> None:
    assert index_page(b"[]", "x").captures == []


@pytest.mark.parametrize(
    ("original", "same"),
    [
        ("http://boards-api.greenhouse.io:80/v1/boards/tidemark/jobs/", True),
        ("https://www.boards-api.greenhouse.io/v1/boards/tidemark/jobs?x=1", True),
        ("https://boards-api.greenhouse.io/v1/boards/tidemark/jobs/41", False),
        ("https://boards-api.greenhouse.io/v1/boards/tidemarket/jobs", False),
        ("https://elsewhere.example/v1/boards/tidemark/jobs", False),
    ],
)
def test_captures_of_the_list_are_told_from_those_beside_it(original: str, same: bool) -> None:
    assert is_of(Capture("20240503101112", original), LIST) is same


def test_captures_with_the_query_that_is_wanted_are_preferred_each_body_once() -> None:
    bare = LIST.partition("?")[0]
    given = [("3", LIST, "A"), ("1", bare, "B"), ("2", LIST, "C"), ("4", LIST, "C"), ("5", f"{LIST}&x=1", "E")]
    captures = [Capture(timestamp, original, digest=digest) for timestamp, original, digest in given]
    assert [capture.timestamp for capture in likest(captures, LIST)] == ["2", "3"]
    assert [capture.timestamp for capture in likest(captures[1:2], LIST)] == ["1"]
    assert likest([], LIST) == []


def test_few_captures_are_chosen_over_the_whole_month() -> None:
    captures = [Capture(f"{number:02}", LIST) for number in range(1, 32)]
    assert [capture.timestamp for capture in spread(captures, 4)] == ["01", "11", "21", "31"]
    assert spread(captures[:4], 4) == captures[:4]


# Crawling


def test_the_index_is_followed_to_its_end_and_the_list_read_as_often_as_is_fit(registry: Registry) -> None:
    days = [f"202405{day:02}080000" for day in range(1, 11)]
    beside = line("20240502080000", f"{LIST.partition('?')[0]}/77")
    archive = Archive(
        {"": listed(*map(line, days[:5]), beside, key="k%211"), "k!1": listed(*map(line, days[5:]), ["odd"])},
        lambda timestamp: jobs(1, int(timestamp[6:8])),
    )
    rows, tally = crawled(of_months(registry, archive, "2024-05"))
    question = parse_qsl(urlsplit(archive.asked[0]).query)
    assert ("filter", "statuscode:200") in question
    assert ("from", "202405") in question
    assert archive.asked[1] == f"{archive.asked[0]}&resumeKey=k%211"
    assert archive.asked[2:] == [f"https://web.archive.org/web/{days[day]}id_/{LIST}" for day in (0, 3, 6, 9)]
    assert [row.fetched_at[8:10] for row in rows] == ["01", "01", "04", "04", "07", "07", "10", "10"]
    assert (tally.state, tally.requests) == ("partial", 6)
    assert tally.reason.startswith("4 of 10 captures were read")
    assert tally.dropped == {"a line of the index that is no capture": 1}


def test_the_index_is_asked_once_for_all_months(registry: Registry) -> None:
    archive = Archive({"": listed(line("20240503080000"), line("20240703080000"))}, lambda _timestamp: jobs(1))
    spider = of_months(registry, archive, "2024-07", "2024-05", "2024-06")
    found = {}
    for month in ("2024-05", "2024-06", "2024-07"):
        spider.partition = month
        found[month] = [row.fetched_at[:7] for row in crawled(spider)[0]]
    assert found == {"2024-05": ["2024-05"], "2024-06": [], "2024-07": ["2024-07"]}
    assert [url for url in archive.asked if "/cdx/" in url] == archive.asked[:1]
    assert dict(parse_qsl(urlsplit(archive.asked[0]).query)) | {"from": "202405", "to": "202407"} == dict(
        parse_qsl(urlsplit(archive.asked[0]).query)
    )


def test_a_chain_that_goes_in_a_circle_is_refused(registry: Registry) -> None:
    page = listed(line("20240503080000"), key="again")
    rows, tally = crawled(of_months(registry, Archive({"": page, "again": page}, never), "2024-05"))
    assert (rows, tally.state) == ([], "failed")
    assert "come already" in tally.reason


def test_a_month_without_a_capture_is_no_month_without_openings(registry: Registry) -> None:
    rows, tally = crawled(of_months(registry, Archive({"": b"[]"}, never), "2024-05"))
    assert (rows, tally.state) == ([], "partial")
    assert tally.reason == f"nobody saved {LIST}&pay_transparency=true that month"


OTHER = Response("https://web.archive.org/web/x", body=jobs(9), headers={"Memento-Datetime": memento("20210101000000")})
NEAR = Response("https://web.archive.org/web/x", body=jobs(9), headers={"Memento-Datetime": memento("20240529120000")})


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (OTHER, "answers with the capture of 20210101000000"),
        (Response("https://web.archive.org/web/x", body=jobs(9)), "something else than a capture"),
        (b"<html>Got an HTTP 302 response at crawl time</html>", "HTML"),
        (gzip.compress(jobs(9), mtime=0)[:30], "a packed capture that is cut off"),
        (b'{"error": "Job not found"}', "'jobs'"),
        (Response("x", status=403, body=b"AdministrativeAccessControlException"), "no such page"),
        (Response("x", status=403, headers={"X-Archive-Wayback-Runtime-Error": "RobotAccessControl"}), "no such page"),
        (CrawlFault("it is tired"), "tired"),
    ],
)
def test_one_capture_that_cannot_be_read_costs_no_other(answer: Any, words: str, registry: Registry) -> None:
    archive = Archive(
        {"": listed(line("20240503080000"), line("20240513080000"))},
        lambda timestamp: answer if timestamp.startswith("20240503") else jobs(1),
    )
    rows, tally = crawled(of_months(registry, archive, "2024-05"))
    assert [row.key for row in rows] == ["greenhouse:1"]
    assert tally.dropped == {"a capture that could not be read": 1}
    assert words in tally.examples["a capture that could not be read"]
    assert tally.reason.startswith("1 of 2 captures were read")


def test_a_neighbouring_capture_counts_on_its_own_day(registry: Registry) -> None:
    rows, _ = crawled(of_months(registry, Archive({"": listed(line("20240503080000"))}, lambda _: NEAR), "2024-05"))
    assert [row.fetched_at for row in rows] == ["2024-05-29T12:00:00+00:00"]


def test_packed_bodies_are_unpacked(registry: Registry) -> None:
    archive = Archive({"": listed(line("20240503080000"))}, lambda _timestamp: gzip.compress(jobs(1, 2)))
    assert len(crawled(of_months(registry, archive, "2024-05"))[0]) == 2


def test_a_scope_is_given_up_when_captures_fail_again_and_again(registry: Registry) -> None:
    days = [line(f"202405{day:02}080000") for day in (1, 2, 3, 4)]
    archive = Archive({"": listed(*days)}, lambda _timestamp: CrawlFault("it is tired"))
    _, tally = crawled(of_months(registry, archive, "2024-05"))
    assert (tally.state, tally.reason, tally.requests) == ("failed", "it is tired", 4)


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        (BlockedFault("web.archive.org refuses us (HTTP 429)"), "refuses us (HTTP 429)"),
        (CrawlFault("web.archive.org cannot be reached (connection refused)"), "blocks for an hour and more"),
    ],
)
def test_the_first_refusal_ends_the_whole_crawl(fault: CrawlFault, reason: str, registry: Registry) -> None:
    archive = Archive({"": listed(line("20240503080000"))}, lambda _timestamp: fault)
    spider = of_months(registry, archive, "2024-05")
    for scope in (SCOPE, Scope("greenhouse:stripe", "Stripe"), Scope("remoteok:api", "Remote OK")):
        rows, tally = crawled(spider, scope)
        assert (rows, tally.state) == ([], "blocked")
        assert reason in tally.reason
    assert len(archive.asked) == 2


@pytest.mark.parametrize(
    ("token", "words"),
    [
        ("greenhouse", "names no live board and scope of it"),
        ("nowhere:x", "names no live board and scope of it"),
        ("hn_whoishiring:1", "names no live board and scope of it"),
        ("smartrecruiters:wise", "no captures of smartrecruiters can be read"),
    ],
)
def test_scopes_without_a_list_are_told(token: str, words: str, registry: Registry) -> None:
    archive = Archive({}, never)
    _, tally = crawled(of_months(registry, archive, "2024-05"), Scope(token, token))
    assert (tally.state, archive.asked) == ("failed", [])
    assert words in tally.reason


def test_every_scope_of_the_registry_has_a_list(registry: Registry) -> None:
    board = registry.board("wayback")
    spider = of_months(registry, Archive({}, never), "2024-05")
    assert len(board.scopes) >= 10
    assert (board.captures, board.census) == (True, False)
    for scope in board.scopes:
        view = spider.view(scope)
        assert urlsplit(view.url).netloc
        assert view.scope in registry.board(view.spider.board.name).scopes


def test_the_archive_is_asked_once_in_three_seconds(registry: Registry) -> None:
    settings = Settings({"DOWNLOAD_DELAY": 1.0})
    spider_class(registry.board("wayback")).update_settings(settings)
    assert settings.getfloat("DOWNLOAD_DELAY") == 3.0


# What is read


FIXTURES = [
    *("greenhouse/jobs_content.json", "lever/postings.json", "ashby/job_board.json", "recruitee/offers.json"),
    *("workable/widget.json", "weworkremotely/remote-jobs.rss", "remoteok/api.json", "remotive/remote-jobs.json"),
]


@pytest.mark.parametrize("fixture", FIXTURES)
def test_a_capture_says_what_the_live_board_would_have_said(fixture: str, registry: Registry, tmp_path: Path) -> None:
    name, body = fixture.partition("/")[0], (BOARDS / fixture).read_text(encoding="utf-8")
    live = registry.board(name)
    token = live.scopes[0].token
    when = {"scope": f"{name}:{token}", "timestamp": "20240503101112", "original": "https://x.example"}
    saved = tmp_path / "saved.json"
    saved.write_text(json.dumps({**when, "body": body}), encoding="utf-8")
    captured = parse(registry.board("wayback"), saved)
    spider = spider_class(live)(live)
    spider.fetched_at = "2024-05-03T10:11:12+00:00"
    said: dict[str, RawPosting] = {}
    for record in spider.unpack(body.encode()):
        if posting := spider.read_record(record, 0, live.scopes[0], Tally("")):
            said.setdefault(f"{name}:{posting.key}", posting)
    assert captured.rows
    for row in captured.rows:
        assert row.raw["timestamp"] == "20240503101112"
        like = replace(said[row.key], board="wayback", key=row.key, scope=f"{name}:{token}")
        assert replace(row, raw={}) == replace(personal.scrub_posting(like, b"salt"), raw={})


@pytest.mark.parametrize("held", ['{"jobs": []}', "[7]", '{"scope": "greenhouse:x", "timestamp": "1", "original": ""}'])
def test_a_file_that_is_no_saved_capture_is_refused(held: str, registry: Registry) -> None:
    board = registry.board("wayback")
    with pytest.raises(CrawlFault, match="no capture"):
        spider_class(board)(board).unpack(held.encode())


def test_a_capture_of_no_moment_is_dropped(registry: Registry, tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    saved = {"scope": "greenhouse:tidemark", "timestamp": "soon", "original": LIST, "body": orjson.loads(jobs(1))}
    path.write_bytes(orjson.dumps(saved))
    result = parse(registry.board("wayback"), path)
    assert [(drop.reason, drop.count) for drop in result.dropped] == [("saved at no moment", 1)]
