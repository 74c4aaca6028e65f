"""Employers' own recruiting sites: pages that move, repeat or are cut off; texts, dates and codes."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from scrapy.http import Response
from scrapy.settings import Settings

from spiders.catalogue import spider_class
from spiders.dates import from_chinese, from_epoch
from spiders.faults import BlockedFault, CrawlFault
from spiders.parse import parse
from spiders.platforms.employer_site import moment, without, written
from spiders.platforms.json_list import inside
from spiders.platforms.paged_list import PagedListSpider, nested
from spiders.tally import Tally
from warehouse.boards import Registry, load
from warehouse.errors import JobproofError
from warehouse.home import Home
from warehouse.landing import LandingFile
from warehouse.records import RawPosting, ScopeReport

NAMES = ["tencent", "meituan", "netease", "xiaomi", "xiaohongshu", "didi", "bytedance"]
Answer = Callable[[str, Mapping[str, Any] | None], Any]


@pytest.fixture
def registry(home: Home) -> Registry:
    return load(home)


@dataclass
class Asked:
    """What a spider asked for, and what came of it.

    Args:
        brought: Records in the order in which they came.
        requests: Address, form and headers of each request.
    """

    tally: Tally
    spider: PagedListSpider
    brought: list[Any] = field(default_factory=list)
    requests: list[tuple[str, Any, dict[str, str]]] = field(default_factory=list)

    @property
    def forms(self) -> list[Any]:
        return [form for _, form, _ in self.requests]

    @property
    def urls(self) -> list[str]:
        return [url for url, _, _ in self.requests]


def crawled(registry: Registry, name: str, answer: Answer, *, of: str = "", home: Home | None = None) -> Asked:
    """Crawl one list as the base does, each request answered by a function of its address and form."""
    board = registry.board(name)
    spider: Any = spider_class(board)(board, home=home)
    scope = next(scope for scope in board.scopes if of in {"", scope.token})
    asked = Asked(Tally(scope.token), spider)

    async def get(url: str, _tally: Tally, headers: Mapping[str, str] | None = None) -> tuple[Any, Response]:
        asked.requests.append((url, None, dict(headers or {})))
        return answer(url, None), Response(url)

    async def post(url: str, form: Any, _tally: Tally, headers: Mapping[str, str]) -> tuple[Any, Response]:
        asked.requests.append((url, form, dict(headers)))
        return answer(url, form), Response(url)

    async def collect() -> None:
        async for records in spider.pages(scope, asked.tally):
            for position, record in enumerate(records):
                asked.tally.kept += spider.read_record(record, position, scope, asked.tally) is not None
                asked.brought.append(record)

    spider.get, spider.post = get, post
    try:
        asyncio.run(collect())
        asked.tally.settle()
    except CrawlFault as fault:
        asked.tally.end(fault)
    return asked


def netease_page(*ids: int, total: int | str) -> dict[str, Any]:
    rows = [{"id": number, "name": f"T{number}", "description": "Go"} for number in ids]
    return {"code": 200, "data": {"total": total, "pages": 9, "list": rows}}


def in_turn(*answers: Any) -> Answer:
    """Give these answers in turn; asking for more is a mistake of the spider."""
    left = list(answers)

    def answer(_url: str, _form: Any) -> Any:
        if isinstance(left[0], Exception):
            raise left.pop(0)
        return left.pop(0)

    return answer


def ids(asked: Asked) -> list[Any]:
    return [record["id"] for record in asked.brought]


def test_pages_are_counted_however_few_rows_they_hold(registry: Registry) -> None:
    pages = (netease_page(1, 2, total=4), netease_page(3, total=4), netease_page(4, total=4))
    asked = crawled(registry, "netease", in_turn(*pages))
    assert ids(asked) == [1, 2, 3, 4]
    assert [form["currentPage"] for form in asked.forms] == [1, 2, 3]
    assert {form["pageSize"] for form in asked.forms} == {100}
    assert (asked.tally.state, asked.tally.declared, asked.tally.kept) == ("complete", 4, 4)


def test_rows_are_counted_where_a_board_wants_an_offset(registry: Registry) -> None:
    def page(*numbers: int) -> dict[str, Any]:
        rows = [{"id": str(number), "title": "T", "job_category": {"id": "9"}} for number in numbers]
        return {"code": 0, "data": {"job_post_list": rows, "count": 3}}

    asked = crawled(registry, "bytedance", in_turn(page(1, 2), page(3)), of="campus")
    assert [(form["offset"], form["limit"]) for form in asked.forms] == [(0, 100), (2, 100)]
    assert asked.tally.state == "complete"
    assert {header["website-path"] for _, _, header in asked.requests} == {"campus"}
    assert not any("csrf" in name.lower() or "signature" in url for url, _, head in asked.requests for name in head)


def test_a_form_may_be_nested(registry: Registry) -> None:
    page = {"status": 1, "data": {"list": [{"jobUnionId": "1", "name": "T"}], "page": {"totalCount": 1}}}
    (form,) = crawled(registry, "meituan", in_turn(page), of="campus").forms
    assert form["page"] == {"pageNo": 1, "pageSize": 100}
    assert form["jobType"] == [{"code": "1", "subCode": []}]
    assert nested({"a.b": 1, "a.c": 2, "d": 3}) == {"a": {"b": 1, "c": 2}, "d": 3}


def test_an_address_keeps_what_the_registry_asks_with(registry: Registry) -> None:
    page = {"Code": 200, "Data": {"Count": 1, "Posts": [{"PostId": "1", "Requirement": "Go"}]}}
    (url,) = crawled(registry, "tencent", in_turn(page)).urls
    assert url == f"{registry.board('tencent').scopes[0].url}&pageIndex=1&pageSize=100"
    xiaomi = {"code": 0, "data": {"total": 1, "list": [{"jobPostId": "1", "title": "T"}]}}
    assert crawled(registry, "xiaomi", in_turn(xiaomi)).urls[0].endswith("/searchJobPage?pageNum=1&pageSize=50")


def test_rows_that_change_places_between_pages_are_looked_for_once_more(registry: Registry) -> None:
    moved = (netease_page(1, 2, total=4), netease_page(2, 4, total=4))
    mended = crawled(registry, "netease", in_turn(*moved, netease_page(1, 3, total=4), netease_page(2, 4, total=4)))
    assert (ids(mended), mended.tally.state, len(mended.requests)) == ([1, 2, 4, 3], "complete", 4)
    assert not mended.tally.dropped
    lost = crawled(registry, "netease", in_turn(*moved, *moved))
    assert (ids(lost), lost.tally.state) == ([1, 2, 4], "partial")
    assert "3 of the 4 records" in lost.tally.reason


def test_a_row_that_cannot_be_read_costs_no_other(registry: Registry) -> None:
    first = netease_page(1, 2, total=3)
    first["data"]["list"][0] = None
    asked = crawled(registry, "netease", in_turn(first, netease_page(3, total=3)))
    assert (asked.tally.kept, asked.tally.dropped, asked.tally.state) == (2, {"unreadable": 1}, "partial")


def test_a_total_that_shrinks_under_way_is_no_loss(registry: Registry) -> None:
    pages = (netease_page(1, 2, total=4), netease_page(3, total=3))
    assert crawled(registry, "netease", in_turn(*pages)).tally.state == "complete"


@pytest.mark.parametrize(
    ("answers", "state", "words"),
    [
        ([netease_page(1, total=9), netease_page(1, total=9)], "partial", "page 2 of hr.163.com has come already"),
        ([netease_page(1, 2, total=9), CrawlFault("it is tired")], "partial", "it is tired"),
        ([CrawlFault("it is tired")], "failed", "it is tired"),
        ([BlockedFault("it refuses us (HTTP 405)")], "blocked", "405"),
        ([{"code": 401, "msg": "请登录", "data": None}], "failed", "answered code 401: 请登录"),
        ([{"code": 200, "data": {"total": 3}}], "failed", "no 'list'"),
        ([{"code": 200, "data": {"list": []}}], "failed", "no 'data.total'"),
        ([{"code": 200, "data": {"list": {}, "total": 1}}], "failed", "no 'list'"),
        ([[]], "failed", "no 'list'"),
        ([netease_page(total=0), netease_page(total=0)], "partial", "does not prove that all are closed"),
        ([netease_page(1, total=0), netease_page(total=0)], "partial", "total of 0 beside its rows"),
        ([netease_page(1, total=2), {"code": 200, "data": {"total": 2, "list": None}}] * 2, "partial", "1 of the 2"),
        ([netease_page(1, total="1")], "complete", ""),
    ],
)
def test_what_is_no_whole_list_is_told(answers: list[Any], state: str, words: str, registry: Registry) -> None:
    tally = crawled(registry, "netease", in_turn(*answers)).tally
    assert tally.state == state
    assert words in tally.reason


def test_a_list_has_an_end(registry: Registry, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(PagedListSpider, "most_pages", 2)
    pages = [netease_page(number, total=9) for number in range(4)]
    asked = crawled(registry, "netease", in_turn(*pages))
    assert (asked.tally.state, ids(asked)) == ("capped", [0, 1, 2, 3])
    assert "more than 2 pages" in asked.tally.reason


def test_a_list_that_is_cut_off_is_read_on_by_category(registry: Registry, monkeypatch: pytest.MonkeyPatch) -> None:
    posts = {category: [f"{category}{number}" for number in range(3)] for category in "ab"}
    monkeypatch.setattr(spider_class(registry.board("bytedance")), "shown", 4)

    def answer(_url: str, form: Any) -> Any:
        wanted = form["job_category_id_list"]
        open_now = [key for category, keys in posts.items() if not wanted or category in wanted for key in keys]
        shown = open_now[:4] if not wanted else open_now
        rows = [{"id": key, "title": "T", "job_category": {"id": key[0]}} for key in shown[form["offset"] :][:2]]
        return {"code": 0, "data": {"job_post_list": rows, "count": len(shown) if wanted else 9}}

    asked = crawled(registry, "bytedance", answer)
    assert sorted(ids(asked)) == ["a0", "a1", "a2", "b0", "b1", "b2"]
    assert (asked.tally.state, asked.tally.declared, asked.tally.kept) == ("capped", 9, 6)
    assert [form["job_category_id_list"] for form in asked.forms] == [[], [], ["a"], ["a"], ["b"], ["b"]]
    assert {tuple(form["recruitment_id_list"]) for form in asked.forms} == {("101",)}


def test_a_list_that_the_board_has_not_is_named(home: Home) -> None:
    home.root.mkdir(parents=True, exist_ok=True)
    home.boards.write_text('[xiaohongshu.scopes]\nelse = { name = "X", why = "y", url = "https://x.example" }\n')
    tally = crawled(load(home), "xiaohongshu", in_turn()).tally
    assert (tally.state, tally.reason) == ("failed", "boards.toml names a list 'else': there are social, campus")


def tencent(*numbers: int, total: int, **more: Any) -> dict[str, Any]:
    rows = [
        {"PostId": str(number), "RecruitPostName": f"T{number}", "Responsibility": "做事", **more} for number in numbers
    ]
    return {"Code": 200, "Data": {"Count": total, "Posts": rows}}


def requirement(number: int, text: str = "会 Go") -> dict[str, Any]:
    return {"Code": 200, "Data": {"PostId": str(number), "RecruitPostName": f"T{number}", "Requirement": text}}


def tencent_site(listed: Any, details: Mapping[str, Any]) -> Answer:
    def answer(url: str, _form: Any) -> Any:
        if "ByPostId" not in url:
            return listed
        found = details[url.partition("postId=")[2].partition("&")[0]]
        if isinstance(found, Exception):
            raise found
        return found

    return answer


def test_a_text_comes_with_a_second_request(registry: Registry) -> None:
    details = {str(number): requirement(number) for number in (1, 2)}
    asked = crawled(registry, "tencent", tencent_site(tencent(1, 2, total=2), details))
    assert [record["Requirement"] for record in asked.brought] == ["会 Go", "会 Go"]
    assert (asked.tally.state, len(asked.requests)) == ("complete", 3)


@pytest.mark.parametrize(
    ("detail", "words"),
    [
        (CrawlFault("it answered 500"), "not every text came: it answered 500"),
        ({"Code": 500, "Data": "E1005"}, "answered Code 500: E1005"),
        (requirement(7), "another posting"),
        ({"Code": 200, "Data": {"PostId": "1", "Responsibility": "做事"}}, "none of 'Requirement'"),
        ({"Code": 200, "Data": None}, "no 'Data'"),
    ],
)
def test_a_posting_without_its_text_is_no_posting(detail: Any, words: str, registry: Registry) -> None:
    site = tencent_site(tencent(1, 2, total=2), {"1": detail, "2": requirement(2)})
    tally = crawled(registry, "tencent", site).tally
    assert (tally.kept, tally.dropped["its text did not come"], tally.state) == (1, 1, "partial")
    assert words in tally.reason


def test_an_empty_requirement_is_one(registry: Registry) -> None:
    site = tencent_site(tencent(1, total=1), {"1": requirement(1, "")})
    assert crawled(registry, "tencent", site).tally.state == "complete"


def test_a_refusal_ends_the_list(registry: Registry) -> None:
    site = tencent_site(tencent(*range(9), total=9), dict.fromkeys(map(str, range(9)), BlockedFault("it says 403")))
    asked = crawled(registry, "tencent", site)
    assert (asked.tally.state, len(asked.requests)) == ("blocked", 2)


def landed(home: Home, board: str, key: str, raw: dict[str, Any]) -> None:
    with LandingFile(home, board, "2026-11-20") as file:
        file.add(RawPosting(board=board, key=key, fetched_at="2026-11-20T06:00:00+00:00", title="T", raw=raw))
        file.commit((ScopeReport("posts", "complete", kept=1),))


def test_a_text_is_asked_for_again_only_when_its_posting_was_refreshed(registry: Registry, home: Home) -> None:
    row = tencent(1, total=1, LastUpdateTime="2026年10月08日")["Data"]["Posts"][0]
    landed(home, "tencent", "1", {**row, "Requirement": "旧文"})
    for date, requests, text in (("2026年10月08日", 1, "旧文"), ("2026年10月09日", 2, "会 Go")):
        site = tencent_site(tencent(1, total=1, LastUpdateTime=date), {"1": requirement(1)})
        asked = crawled(registry, "tencent", site, home=home)
        read = asked.spider.posting(asked.brought[0], registry.board("tencent").scopes[0])
        assert len(asked.requests) == requests
        assert (read.text, read.posted_raw) == (f"岗位职责\n做事\n\n岗位要求\n{text}", date)


def test_what_a_posting_says_of_its_date_is_what_the_list_says(registry: Registry) -> None:
    row = {"jdId": 5, "jdNo": "JR5", "jobName": "派单研发 (JR5)", "jobType": 1, "refreshTime": "2026-07-20 17:50:24"}
    page = {"meta": {"code": 0}, "data": {"total": 1, "items": [row]}}
    view = {
        "jdId": 5,
        "jdNo": "JR5",
        "jobName": "派单研发",
        "jobType": "技术",
        "refreshTime": "昨天",
        "jobDesc": "做事",
    }
    asked = crawled(registry, "didi", in_turn(page, {"meta": {"code": 0}, "data": view}))
    read = asked.spider.posting(asked.brought[0], registry.board("didi").scopes[0])
    assert (read.title, read.tags, read.posted_raw) == ("派单研发", ["技术"], "2026-07-20 17:50:24")


def test_a_title_loses_its_number_and_is_known_again(registry: Registry, home: Home) -> None:
    row = {"jdId": 5, "jdNo": "JR5", "jobName": "派单研发 (JR5)", "jobType": 1, "refreshTime": "2026-07-20 17:50:24"}
    landed(home, "didi", "5", {**row, "jobName": "派单研发", "jobType": "技术", "jobDesc": "旧文"})
    page = {"meta": {"code": 0}, "data": {"total": 1, "items": [row]}}
    asked = crawled(registry, "didi", in_turn(page), home=home)
    assert (asked.tally.kept, len(asked.requests)) == (1, 1)
    read = asked.spider.posting(asked.brought[0], registry.board("didi").scopes[0])
    assert (read.title, read.text, read.tags) == ("派单研发", "职位描述\n旧文", ["技术"])


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("2021年01月21日", "2021-01-21T00:00:00+00:00"),
        ("2025年1月5日 10:30", "2025-01-05T02:30:00+00:00"),
        ("2026-07-20 17:50:24", "2026-07-20T09:50:24+00:00"),
        ("2026-07-20 03:00:00", "2026-07-19T19:00:00+00:00"),
        ("2026/7/4", "2026-07-04T00:00:00+00:00"),
        ("2026-07-14T10:00:00Z", "2026-07-14T10:00:00+00:00"),
        ("2021年13月01日", None),
        ("昨天", None),
        (None, None),
    ],
)
def test_chinese_dates_are_read(text: object, read: str | None) -> None:
    assert from_chinese(text) == read


@pytest.mark.parametrize(
    ("value", "read"),
    [
        (1682304868000, "2023-04-24T02:54:28+00:00"),
        ("1682304868000", "2023-04-24T02:54:28+00:00"),
        (1682304868, "2023-04-24T02:54:28+00:00"),
        ("2026-07-20 17:50:24", "2026-07-20T09:50:24+00:00"),
        ("20260720", "2026-07-20T00:00:00+00:00"),
        ("", None),
        (None, None),
        (True, None),
    ],
)
def test_a_date_may_be_digits(value: object, read: str | None) -> None:
    assert moment(value) == read
    assert from_epoch(10**30) is None


def test_plain_sections_keep_their_lines_and_signs_beside_markup() -> None:
    sections = (("职位描述", "a"), ("职位要求", "b"), ("亮点", "c"))
    plain = {"a": "一\nMap<K, V> & 二", "b": " ", "c": "1. 三"}
    assert written(plain, sections, None) == ("职位描述\n一\nMap<K, V> & 二\n\n亮点\n1. 三", "plain")
    mixed = {"a": "<p>一</p>", "b": "a < b\n二"}
    assert written(mixed, sections, None) == (
        "<h3>职位描述</h3><p>一</p>\n<h3>职位要求</h3>a &lt; b<br>二",
        "html",
    )
    assert written({"a": "<p>一</p>"}, sections, "plain") == ("职位描述\n<p>一</p>", "plain")
    assert written({}, sections, None) == (None, None)


@pytest.mark.parametrize(
    ("name", "row", "location"),
    [
        ("tencent", {"LocationName": "深圳", "CountryName": "中国"}, "深圳, 中国"),
        ("tencent", {"LocationName": "新加坡", "CountryName": "新加坡"}, "新加坡"),
        ("tencent", {"LocationName": "", "CountryName": "美国"}, "美国"),
        ("xiaohongshu", {"workplace": "北京市， 上海市、深圳市"}, "北京市; 上海市; 深圳市"),
        ("xiaomi", {"cityZhNames": ["北京", "北京", None, "南京"]}, "北京; 南京"),
        ("meituan", {"cityList": [{"name": "北京市"}, {"name": None}]}, "北京市"),
        ("bytedance", {"city_list": [], "city_info": {"name": "杭州"}}, "杭州"),
        ("bytedance", {"city_list": None, "city_info": None}, None),
    ],
)
def test_places_are_named_with_their_country(
    name: str, row: dict[str, Any], location: str | None, registry: Registry
) -> None:
    board = registry.board(name)
    assert spider_class(board)(board).posting(row, board.scopes[0]).location == location


def test_ids_of_people_are_kept_nowhere(registry: Registry) -> None:
    path = Path(__file__).parent / "boards" / "bytedance" / "society_page1.json"
    assert b"job_in_charge_user_id" in path.read_bytes()
    raw = json.dumps([row.raw for row in parse(registry.board("bytedance"), path).rows])
    assert "job_category" in raw
    assert "crator_id" not in raw
    assert "job_in_charge_user_id" not in raw
    assert without({"a": [{"x": 1, "y": 2}]}, frozenset({"x"})) == {"a": [{"y": 2}]}


def test_a_dotted_path_leads_into_a_record() -> None:
    record = {"a": {"b": [1], "c": None}}
    assert (inside(record, "a.b"), inside(record, "a.c.d"), inside(record, "x"), inside(None, "a")) == (
        [1],
        None,
        None,
        None,
    )


@pytest.mark.parametrize(
    ("name", "path", "facts"),
    [
        (
            "meituan",
            "meituan_getJobList_samples_2026-08.json",
            [("3763421415", "北京市; 上海市", "实习", "intern"), ("4306214875", "成都市", "实习", "intern")],
        ),
        (
            "bytedance",
            "bytedance_search_job_posts_2021-11-03.json",
            [("7019185011899238695", "北京", "实习", "campus")],
        ),
    ],
)
def test_recorded_rows_without_text_or_date_are_read(
    name: str, path: str, facts: list[tuple[str, ...]], *, registry: Registry, shared: Path
) -> None:
    result = parse(registry.board(name), shared / "boards" / "wire_zh" / path)
    assert [(row.key, row.location, row.employment, row.scope) for row in result.rows] == facts
    assert not result.dropped
    assert all(row.title and row.text is None and row.text_format is None for row in result.rows)


def test_a_page_of_the_site_is_no_answer(registry: Registry, shared: Path) -> None:
    with pytest.raises(JobproofError, match=r"sent a page \(HTML\) where JSON was expected"):
        parse(registry.board("didi"), shared / "boards" / "fixtures" / "jsonld" / "didi_jobdetail.html")


@pytest.mark.parametrize("name", NAMES)
def test_the_sites_are_asked_more_slowly(name: str, registry: Registry) -> None:
    settings = Settings({"DOWNLOAD_DELAY": 1.0})
    spider_class(registry.board(name)).update_settings(settings)
    assert settings.getfloat("DOWNLOAD_DELAY") == 2.0


@pytest.mark.parametrize("name", NAMES)
def test_saved_answers_are_read_in_every_envelope(name: str, registry: Registry, tmp_path: Path) -> None:
    board = registry.board(name)
    spider: Any = spider_class(board)(board)
    row = {spider.fields.key.split()[0]: 7, spider.fields.title: "T"}
    inner = spider.envelope.rpartition(".")[2]
    whole: Any = [row]
    for step in reversed(spider.envelope.split(".")):
        whole = {step: whole}
    path = tmp_path / "x.json"
    for payload in (whole, {inner: [row]}, [row], row):
        path.write_text(json.dumps(payload), encoding="utf-8")
        assert [found.key for found in parse(board, path).rows] == ["7"]
    for payload in ({"postings": []}, {"data": {"list": 3}}, 7):
        path.write_text(json.dumps(payload), encoding="utf-8")
        with pytest.raises(JobproofError, match=r"x\.json.*format has changed"):
            parse(board, path)


@pytest.mark.parametrize("name", NAMES)
def test_one_bad_row_costs_one_row(name: str, registry: Registry) -> None:
    board = registry.board(name)
    spider: Any = spider_class(board)(board)
    good = {spider.fields.key.split()[0]: 7, spider.fields.title: "T"}
    odd = {**good, spider.fields.location: 7, spider.sections[0][1].split()[0]: [], "jobName": 5, "job_category": "x"}
    tally = Tally("")
    read = [spider.read_record(row, at, board.scopes[0], tally) for at, row in enumerate([good, None, 7, odd])]
    assert [row.key for row in read if row] == ["7", "7"]
    assert tally.dropped == {"unreadable": 2}


@pytest.mark.parametrize("name", NAMES)
def test_the_entry_says_what_a_reader_needs(name: str, registry: Registry) -> None:
    board = registry.board(name)
    assert (board.kind, board.home, board.census) == ("live", "CN", True)
    assert board.attribution.endswith(board.url)
    assert "figures and links only" in board.terms
    assert board.note
    assert 0 < board.expected[0] < board.expected[1]
    assert all(scope.name and scope.why and scope.url.startswith("https://") for scope in board.scopes)
