"""Recruiting software of China whose tenants have portals of their own: what is asked, refused, closed and dated."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qsl

import orjson
import pytest
from scrapy.http import Response

from simulation import replica
from simulation.protocols.http import Answer
from spiders.catalogue import spider_class
from spiders.crawl import crawl
from spiders.faults import BlockedFault, CrawlFault
from spiders.parse import parse
from spiders.tally import Tally
from tests.boards.wire import Entry, Wire
from warehouse.boards import Registry, Scope, load
from warehouse.home import Home
from warehouse.landing import LandingFile
from warehouse.records import RawPosting, ScopeReport

TODAY = "2026-11-21"
NIO = Scope("nio", "蔚来")
CHANNEL = Scope("minimax", "MiniMax", url="https://vq1a2b3c4d.jobs.feishu.cn/379481")
MAPLE = Scope("maplecars", "枫叶汽车")
XINCHAN = Scope("xinchan", "新产", url="https://wecruit.hotjob.cn/SU65a0b1c2d3e4f50001/pb/interns.html")
HOTJOB = "https://wecruit.hotjob.cn/wecruit/positionInfo"
SUITE = "SU65a0b1c2d3e4f50001?iSaJAx=isAjax&request_locale=zh_CN"


@pytest.fixture(scope="module")
def registry(tmp_path_factory: pytest.TempPathFactory) -> Registry:
    return load(Home(tmp_path_factory.mktemp("home")))


class Asked:
    """Answers in turn whatever is posted, and remembers it."""

    def __init__(self, *answers: Any) -> None:
        self.left = list(answers)
        self.seen: list[tuple[str, Mapping[str, str], bytes]] = []

    async def fetch(self, url: str, tally: Tally, headers: Mapping[str, str], body: bytes) -> Response:
        tally.requests += 1
        self.seen.append((url, headers, body))
        answer = self.left.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return Response(url, body=answer if isinstance(answer, bytes) else orjson.dumps(answer))


def crawled(
    registry: Registry, name: str, scope: Scope, asked: Asked, home: Home | None = None
) -> tuple[list[RawPosting], Tally]:
    """Return the postings of one tenant whose portal answers as given, and the count."""
    board = registry.board(name)
    spider, tally, rows = spider_class(board)(board, home=home), Tally(scope.token), list[RawPosting]()
    spider.fetcher = asked  # type: ignore[assignment]  # stands in for the one that downloads

    async def collect() -> None:
        async for records in spider.pages(scope, tally):
            for position, record in enumerate(records):
                if posting := spider.read_record(record, position, scope, tally):
                    tally.kept += 1
                    rows.append(posting)

    try:
        asyncio.run(collect())
        tally.settle()
    except CrawlFault as fault:
        tally.end(fault)
    return rows, tally


def posts(*ids: int, total: int) -> dict[str, Any]:
    rows = [{"id": str(number), "title": f"T{number}", "description": "Go"} for number in ids]
    return {"code": 0, "data": {"job_post_list": rows, "count": total}, "message": "ok"}


def test_feishu_asks_all_channels_of_a_tenant_or_the_one_that_its_address_names(registry: Registry) -> None:
    asked = Asked(posts(1, 2, total=3), posts(3, total=3))
    rows, tally = crawled(registry, "feishu", NIO, asked)
    assert (len(rows), tally.state, tally.declared) == (3, "complete", 3)
    assert rows[0].company == "蔚来"
    assert rows[0].url == "https://nio.jobs.feishu.cn/index/position/1/detail"
    urls, headers, bodies = zip(*asked.seen, strict=True)
    assert set(urls) == {"https://nio.jobs.feishu.cn/api/v1/search/job/posts"}
    assert {header["portal-channel"] for header in headers} == {header["website-path"] for header in headers} == {""}
    assert [orjson.loads(body)["offset"] for body in bodies] == [0, 2]
    asked = Asked(posts(1, total=1))
    rows, _ = crawled(registry, "feishu", CHANNEL, asked)
    assert rows[0].url == "https://vq1a2b3c4d.jobs.feishu.cn/379481/position/1/detail"
    assert (asked.seen[0][0], asked.seen[0][1]["portal-channel"]) == (
        "https://vq1a2b3c4d.jobs.feishu.cn/api/v1/search/job/posts",
        "379481",
    )
    assert not any("csrf" in key.lower() or "signature" in url for url, each, _ in asked.seen for key in each)


@pytest.mark.parametrize(
    ("answer", "state", "words"),
    [
        (
            BlockedFault("nio refuses us (HTTP 405)"),
            "blocked",
            "(HTTP 405): it wants a signature, which is never computed",
        ),
        (BlockedFault("nio refuses us (HTTP 403)"), "blocked", "(HTTP 403)"),
        ({"code": -9000003, "message": "site not exist"}, "failed", "-9000003: site not exist"),
        ({"code": 0, "data": {"count": 3}}, "failed", "'job_post_list'"),
        ({"code": 0, "data": {"job_post_list": []}}, "failed", "'data.count'"),
        (posts(total=0), "partial", "does not prove"),
        (b"<html>portal</html>", "failed", "HTML"),
    ],
)
def test_feishu_tells_a_closed_tenant_from_an_empty_one(
    answer: Any, state: str, words: str, registry: Registry
) -> None:
    rows, tally = crawled(registry, "feishu", NIO, Asked(*[answer] * 2))
    assert (rows, tally.state) == ([], state)
    assert words in tally.reason


def test_a_tenant_that_answers_405_is_closed_and_the_others_are_crawled(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = "jobs.feishu.cn/api/v1/search/job/posts"
    entries = (
        Entry(f"https://nio.{path}", Answer(b"<html>Tengine</html>", 405), "POST"),
        Entry(f"https://xiaopeng.{path}", Answer(orjson.dumps(posts(1, total=1))), "POST"),
    )
    board = replace(load(home).board("feishu"), scopes=(NIO, Scope("xiaopeng", "小鹏")))
    monkeypatch.setenv("JOBPROOF_NOW", f"{TODAY}T06:00:00+00:00")
    with replica.serve(Wire("feishu", entries, "", 0)) as served:
        monkeypatch.setenv("JOBPROOF_REPLICA", served.url)
        (report,) = crawl(board, [TODAY], home)
        asked = [request.host for request in served.requests if request.method == "POST"]
    closed, other = report.scopes
    assert (closed.state, other.state, other.kept) == ("blocked", "complete", 1)
    assert closed.reason == ("nio.jobs.feishu.cn refuses us (HTTP 405): it wants a signature, which is never computed")
    assert asked == ["nio.jobs.feishu.cn", "xiaopeng.jobs.feishu.cn"]


def adverts(*ids: int, total: int) -> dict[str, Any]:
    rows = [{"Id": f"guid-{number}", "JobAdName": f"T{number}", "Duty": "Go"} for number in ids]
    return {"Code": 200, "Data": rows, "Count": total}


def test_beisen_counts_pages_from_nought_until_all_have_come(registry: Registry) -> None:
    asked = Asked(adverts(1, 2, total=3), adverts(3, total=3))
    rows, tally = crawled(registry, "beisen", MAPLE, asked)
    assert ([row.key for row in rows], tally.state) == (["guid-1", "guid-2", "guid-3"], "complete")
    assert [orjson.loads(body)["PageIndex"] for _, _, body in asked.seen] == [0, 1]
    assert rows[0].url == "https://maplecars.zhiye.com/social/detail?jobAdId=guid-1"


@pytest.mark.parametrize(
    ("answers", "kept", "state", "words"),
    [
        ([adverts(1, 2, total=3), adverts(total=3)] * 2, 2, "partial", "2 of the 3"),
        ([adverts(1, total=3), adverts(1, total=3)], 1, "partial", "has come already"),
        ([adverts(total=0)] * 2, 0, "partial", "does not prove"),
        ([b"<!DOCTYPE html><html>old portal</html>"], 0, "failed", "HTML"),
        ([{"Code": 500, "Message": "busy", "Data": None}], 0, "failed", "Code 500"),
        ([{"Code": 200, "Data": []}], 0, "failed", "'Count'"),
    ],
)
def test_beisen_is_complete_only_with_every_opening(
    answers: list[Any], kept: int, state: str, words: str, *, registry: Registry
) -> None:
    rows, tally = crawled(registry, "beisen", MAPLE, Asked(*answers))
    assert (len(rows), tally.state) == (kept, state)
    assert words in tally.reason


@pytest.mark.parametrize(
    ("given", "kind", "posted"),
    [
        ({"PostDateInt": 1774255184000}, "listed", "2026-03-23T08:39:44+00:00"),
        ({"PostDateInt": 0, "PostDate": "2026-03-23T16:39:44"}, "listed", "2026-03-23T08:39:44+00:00"),
        ({"PostDateInt": 0, "PostDate": "0001-01-01T00:00:00"}, "unknown", None),
        ({"PostDateInt": 0, "PostDate": None, "ChangeDate": "2026-03-24"}, "updated", "2026-03-24T00:00:00+00:00"),
    ],
)
def test_beisen_knows_a_date_from_none(
    given: dict[str, Any], kind: str, posted: str | None, registry: Registry
) -> None:
    board = registry.board("beisen")
    row = spider_class(board)(board).posting({"Id": "1", "JobAdName": "T", **given}, MAPLE)
    assert (row.posted_kind, row.posted_at) == (kind, posted)


def test_recorded_rows_of_beisen_are_dated_though_their_recorder_kept_no_titles(
    registry: Registry, shared: Any
) -> None:
    path = shared / "boards" / "wire_zh" / "beisen_GetJobAdPageList_samples_2026.json"
    result = parse(registry.board("beisen"), path)
    assert (result.rows, [(drop.reason, drop.count) for drop in result.dropped]) == (
        [],
        [("neither title nor text", 4)],
    )
    board = registry.board("beisen")
    spider = spider_class(board)(board)
    rows = [spider.posting(record, MAPLE) for record in spider.unpack(path.read_bytes())]
    assert [(row.posted_at or "")[:10] for row in rows] == ["2026-03-23", "2026-03-23", "2026-03-17", ""]
    assert len({row.key for row in rows}) == 4


def openings(*ids: str, total: int) -> dict[str, Any]:
    rows = [{"postId": name, "postName": f"T{name}", "publishDate": "2026-10-20 09:30:32"} for name in ids]
    return {"state": "200", "data": {"pageForm": {"pageData": rows, "dataCount": total}}}


def opening(name: str, **more: Any) -> dict[str, Any]:
    return {"state": "200", "data": {"postId": name, "workContent": "Go", **more}}


def test_hotjob_posts_forms_for_a_channel_and_for_each_text(registry: Registry) -> None:
    asked = Asked(openings("a", "b", total=3), openings("c", total=3), opening("a"), opening("b"), opening("c"))
    rows, tally = crawled(registry, "hotjob", XINCHAN, asked)
    assert (tally.state, tally.declared, [row.text for row in rows]) == ("complete", 3, ["工作内容\nGo"] * 3)
    assert rows[0].url == "https://wecruit.hotjob.cn/SU65a0b1c2d3e4f50001/pb/posDetail.html?postId=a&postType=intern"
    assert [url for url, _, _ in asked.seen] == [f"{HOTJOB}/listPosition/{SUITE}"] * 2 + [
        f"{HOTJOB}/listPositionDetail/{SUITE}"
    ] * 3
    assert {each["Content-Type"] for _, each, _ in asked.seen} == {"application/x-www-form-urlencoded"}
    forms = [dict(parse_qsl(body.decode())) for _, _, body in asked.seen]
    assert forms[1] == {"isFrompb": "true", "recruitType": "12", "currentPage": "2", "pageSize": "15"}
    assert forms[2] == {"postId": "a", "recruitType": "12"}


@pytest.mark.parametrize(
    ("answers", "kept", "state", "dropped"),
    [
        ([opening("a"), {"state": "1017", "data": None}], 1, "complete", {"closed since the list came": 1}),
        ([opening("a"), opening("c")], 1, "partial", {"its text did not come": 1}),
        ([opening("a"), {"state": "200", "data": None}], 1, "partial", {"its text did not come": 1}),
        ([opening("a"), BlockedFault("it says 429")], 1, "partial", {}),
    ],
)
def test_hotjob_counts_a_text_that_does_not_come(
    answers: list[Any], kept: int, state: str, dropped: dict[str, int], *, registry: Registry
) -> None:
    rows, tally = crawled(registry, "hotjob", XINCHAN, Asked(openings("a", "b", total=2), *answers))
    assert (len(rows), tally.state, tally.dropped) == (kept, state, dropped)


def test_hotjob_asks_for_a_text_once(registry: Registry, home: Home) -> None:
    with LandingFile(home, "hotjob", "2026-11-20") as file:
        said = {"postId": "a", "postName": "Ta", "publishDate": "2026-10-20 09:30:32", "workContent": "Rust"}
        file.add(RawPosting("hotjob", "a", "2026-11-20T06:00:00+00:00", scope="xinchan", title="Ta", raw=said))
        file.commit((ScopeReport("xinchan", "complete", kept=1),))
    asked = Asked(openings("a", "b", total=2), opening("b"))
    rows, tally = crawled(registry, "hotjob", XINCHAN, asked, home)
    assert ([row.text for row in rows], tally.state) == (["工作内容\nRust", "工作内容\nGo"], "complete")


def test_hotjob_wants_the_page_of_a_channel(registry: Registry) -> None:
    scope = replace(XINCHAN, url="https://wecruit.hotjob.cn/SU65a0b1c2d3e4f50001/")
    _, tally = crawled(registry, "hotjob", scope, Asked())
    assert (tally.state, "social.html" in tally.reason) == ("failed", True)


@pytest.mark.parametrize("name", ["feishu", "beisen", "hotjob"])
def test_a_portal_without_its_tenant_claims_none(name: str, registry: Registry) -> None:
    board = registry.board(name)
    spider = spider_class(board)(board)
    record = {"id": "1", "Id": "1", "postId": "1", "title": "T", "JobAdName": "T", "postName": "T"}
    row = spider.posting(record, spider.scope_of(record))
    assert (row.company, row.url or None, row.scope) == (None, None, "")
