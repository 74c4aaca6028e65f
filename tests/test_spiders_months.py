"""Boards whose list is paged or followed to its start: what proves a month whole, and what shows that it is not."""

from __future__ import annotations

import asyncio
import gzip
import json
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from scrapy.http import Response

from simulation import replica
from simulation.protocols.github import GitHub, Issue
from simulation.protocols.http import Sites
from spiders.catalogue import spider_class
from spiders.crawl import crawl
from spiders.faults import BlockedFault, CrawlFault, GoneFault
from spiders.parse import parse
from spiders.platforms.algolia_threads import AlgoliaThreadSpider
from spiders.platforms.json_api import JsonSpider
from spiders.tally import Tally
from warehouse.boards import Registry, load
from warehouse.home import Home

NOW = "2024-08-15T06:00:00+00:00"


@pytest.fixture(scope="module")
def registry(tmp_path_factory: pytest.TempPathFactory) -> Registry:
    return load(Home(tmp_path_factory.mktemp("home")))


@pytest.fixture(autouse=True)
def _clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JOBPROOF_NOW", NOW)


class Months:
    """A history board's spider whose addresses are answered as given; remembers what was asked."""

    def __init__(self, registry: Registry, name: str, answers: Mapping[str, Any], *partitions: str) -> None:
        self.spider = spider_class(registry.board(name))(registry.board(name), partitions)
        self.asked: list[str] = []
        self._answers = answers
        assert isinstance(self.spider, JsonSpider)
        self.spider.get = self._get  # type: ignore[method-assign]  # what the test is for

    async def _get(self, url: str, tally: Tally, headers: Mapping[str, str] | None = None) -> tuple[Any, Response]:  # noqa: ARG002 - as in the method
        tally.requests += 1
        self.asked.append(url)
        answer = self._answers.get(url, CrawlFault(f"nothing is known of {url}"))
        if isinstance(answer, Exception):
            raise answer
        payload, link = answer if isinstance(answer, tuple) else (answer, "")
        return payload, Response(url, headers={"Link": link} if link else {})

    def crawl(self, month: str) -> tuple[list[str], Tally]:
        """Return the keys of the month's postings, and the count."""
        return asyncio.run(self._crawl(month))

    async def _crawl(self, month: str) -> tuple[list[str], Tally]:
        self.spider.partition, tally, keys = month, Tally(""), list[str]()
        try:
            for scope in await self.spider.scopes(month, tally):
                async for records in self.spider.pages(scope, tally):
                    for position, record in enumerate(records):
                        if posting := self.spider.read_record(record, position, scope, tally):
                            tally.kept += 1
                            keys.append(posting.key)
            tally.settle()
        except CrawlFault as fault:
            tally.end(fault)
        return keys, tally


ISSUES = "https://api.github.com/repos/rebase-network/who-is-hiring/issues?state=all&sort=created&direction=asc"


def issues(first: int, page: int) -> str:
    return f"{ISSUES}&since=2024-0{first}-01T00:00:00Z&per_page=100&page={page}"


def issue(number: int, created: str, **more: Any) -> dict[str, Any]:
    return {"number": number, "title": f"T{number}", "body": "Go", "created_at": created, **more}


def after(address: str) -> str:
    return f'<https://api.github.com/x>; rel="prev", <{address}>; rel="next"'


def test_issues_are_listed_once_from_the_first_month_on_and_filed_by_their_opening(registry: Registry) -> None:
    pages = {
        issues(5, 1): ([issue(1, "2022-01-01T00:00:00Z"), issue(2, "2024-05-01T00:00:00Z")], after(issues(5, 2))),
        issues(5, 2): [issue(3, "2024-05-31T23:59:59Z"), issue(4, "2024-07-01T00:00:00Z", pull_request={})],
    }
    months = Months(registry, "rebase", pages, "2024-06", "2024-05", "2024-07")
    keys, tally = months.crawl("2024-05")
    assert (keys, tally.state, tally.requests) == (["2", "3"], "complete", 2)
    keys, tally = months.crawl("2024-06")
    assert (keys, tally.state, tally.reason) == ([], "complete", "no issue was opened that month")
    keys, tally = months.crawl("2024-07")
    assert (keys, tally.state, tally.dropped) == ([], "complete", {"a pull request": 1})
    assert len(months.asked) == 2


def test_the_running_month_of_issues_may_still_grow(registry: Registry) -> None:
    months = Months(registry, "rebase", {issues(8, 1): [issue(9, "2024-08-01T00:00:00Z")]}, "2024-08")
    keys, tally = months.crawl("2024-08")
    assert (keys, tally.state) == (["9"], "partial")


@pytest.mark.parametrize(
    ("second", "state", "words"),
    [
        (CrawlFault("it is tired"), "failed", "it is tired"),
        (BlockedFault("the allowance is used up"), "blocked", "allowance"),
        (([], after(issues(5, 1))), "failed", "has come already"),
        (([], after("https://elsewhere.example/issues?page=3")), "failed", "another host"),
        ({"message": "moved"}, "failed", "no list"),
    ],
)
def test_issues_that_did_not_all_come_are_no_month(second: Any, state: str, words: str, registry: Registry) -> None:
    pages = {issues(5, 1): ([issue(2, "2024-05-01T00:00:00Z")], after(issues(5, 2))), issues(5, 2): second}
    keys, tally = Months(registry, "rebase", pages, "2024-05").crawl("2024-05")
    assert (keys, tally.state) == ([], state)
    assert words in tally.reason


def test_an_issue_whose_day_cannot_be_read_leaves_no_month_whole(registry: Registry) -> None:
    rows = [issue(2, "2024-05-01T00:00:00Z"), {"number": 3, "title": "T", "created_at": "soon"}, "nonsense"]
    _, tally = Months(registry, "rebase", {issues(5, 1): rows}, "2024-05").crawl("2024-05")
    assert (tally.state, tally.dropped["unreadable"]) == ("partial", 1)


@pytest.mark.parametrize(
    ("title", "board"),
    [
        ("Ask HN: Who is hiring? (May 2024)", "hn_whoishiring"),
        ("Ask HN: Freelancer? Seeking freelancer? (May 2024)", "hn_freelancer"),
        ("Ask HN: Freelancer? Seeking Freelancer? (May 2024)", "hn_freelancer"),
        ("Ask HN: Who wants to be hired? (May 2024)", "hn_wants_to_be_hired"),
        ("Ask HN: Who Wants to be Hired? (May 2024)", "hn_wants_to_be_hired"),
        ("Ask HN: Who wants to be hired remotely? (May 2024)", ""),
        ("Ask HN: Freelancers, how do you find work? (May 2024)", ""),
    ],
)
def test_each_thread_is_of_one_board_at_most(title: str, board: str, registry: Registry) -> None:
    hit = {"objectID": "1", "title": title, "created_at": "2024-06-02T14:00:00Z"}
    found = {}
    for name in ("hn_whoishiring", "hn_freelancer", "hn_wants_to_be_hired"):
        spider = spider_class(registry.board(name))(registry.board(name))
        assert isinstance(spider, AlgoliaThreadSpider)
        found[name] = spider.thread_from(hit)
    assert {name: thread.months for name, thread in found.items() if thread} == ({board: ("2024-05",)} if board else {})


@pytest.mark.parametrize("name", ["hn_freelancer", "hn_wants_to_be_hired"])
def test_seekers_are_a_control_series_and_no_other_board_is_one(name: str, registry: Registry) -> None:
    assert registry.board(name).control
    assert [board.name for board in registry.boards.values() if board.control] == [
        "hn_freelancer",
        "hn_wants_to_be_hired",
    ]


def lines(path: Path) -> list[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as held:
        return [json.loads(line) for line in held]


def test_five_years_of_recorded_issues_are_read_without_loss(registry: Registry, shared: Path, tmp_path: Path) -> None:
    recorded = lines(shared / "data" / "rebase_who_is_hiring_2021_2026.jsonl.gz")
    path = tmp_path / "issues.json"
    native = [{**row, "html_url": row["url"], "user": {"login": row["author_hash"]}} for row in recorded]
    path.write_text(json.dumps(native), encoding="utf-8")
    result = parse(registry.board("rebase"), path)
    assert (len(result.rows), result.dropped) == (len(recorded), [])
    assert all(row.posted_at and row.title and row.author for row in result.rows)
    assert sum(row.text is None for row in result.rows) == sum(not row["body"].strip() for row in recorded)
    assert sum(row.expires_at is not None for row in result.rows) == sum(row["state"] == "closed" for row in recorded)
    assert not any("社区招聘\n" in (row.text or "") for row in result.rows)


def test_a_backfill_of_five_years_of_recorded_issues_is_whole_in_twelve_requests(
    home: Home, shared: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    recorded = lines(shared / "data" / "rebase_who_is_hiring_2021_2026.jsonl.gz")
    issues = [
        Issue("rebase-network/who-is-hiring", row["number"], row["title"], row["author_hash"], row["created_at"],
              row["body"], row["state"])
        for row in recorded
    ]  # fmt: skip
    monkeypatch.setenv("JOBPROOF_NOW", "2026-11-21T06:00:00+00:00")
    with replica.serve(Sites((GitHub(issues),))) as served:
        monkeypatch.setenv("JOBPROOF_REPLICA", served.url)
        reports = crawl(load(home).board("rebase"), sorted({row["created_at"][:7] for row in recorded}), home)
        asked = [request for request in served.requests if request.path != "/robots.txt"]
    assert {report.state for report in reports} == {"complete"}
    assert (sum(report.kept for report in reports), len(asked)) == (len(recorded), 12)


POSTS = "https://svc.eleduck.com/api/v1/posts?category=5&sort=-published_at"


def post(day: str, name: str = "", **more: Any) -> dict[str, Any]:
    return {"id": name or day, "title": "T", "content": "Go", "published_at": f"{day}T12:00:00.000+08:00", **more}


PINNED = post("2019-01-01", "pin", pinned=True)


def eleduck(*pages: list[dict[str, Any]], totals: dict[int, int] | None = None) -> dict[str, Any]:
    """Return answers for a list of these pages, newest first, a pinned post above each."""
    return {
        f"{POSTS}&page={number}": {
            "posts": [PINNED, *rows],
            "pager": {"total_pages": len(pages), "total_count": (totals or {}).get(number, 99)},
        }
        for number, rows in enumerate(pages, start=1)
    }


def years() -> dict[str, Any]:
    """Return 96 pages, one a month of 2016 to 2023, each of a post on the 20th and one on the 10th."""
    months = [f"{year}-{month:02}" for year in range(2023, 2015, -1) for month in range(12, 0, -1)]
    return eleduck(*([post(f"{month}-20"), post(f"{month}-10")] for month in months))


def test_a_month_is_found_by_halving_and_no_page_is_asked_for_twice(registry: Registry) -> None:
    months = Months(registry, "eleduck", years(), "2019-03", "2019-02", "2023-12", "2016-01")
    keys, tally = months.crawl("2019-03")
    assert (keys, tally.state, tally.dropped) == (
        ["2019-03-20", "2019-03-10"],
        "complete",
        {"pinned above every page": 1},
    )
    assert tally.requests <= 16
    keys, tally = months.crawl("2019-02")
    assert (keys, tally.state) == (["2019-02-20", "2019-02-10"], "complete")
    assert tally.requests <= 2
    for month in ("2023-12", "2016-01"):
        keys, tally = months.crawl(month)
        assert (keys, tally.state) == ([f"{month}-20", f"{month}-10"], "complete")
    assert len(months.asked) == len(set(months.asked))


def test_every_post_of_a_backfill_is_filed_under_one_month(registry: Registry) -> None:
    months = Months(registry, "eleduck", years())
    brought = [
        months.crawl(f"{year}-{month:02}") for year in range(2015, 2025) for month in range(1, 13) if year < 2024
    ]
    assert {tally.state for _, tally in brought} == {"complete"}
    assert sorted(key for keys, _ in brought for key in keys) == sorted(
        row["id"] for page in years().values() for row in page["posts"] if not row.get("pinned")
    )
    assert len(months.asked) == 96


def test_months_are_utc_and_a_page_may_hold_several(registry: Registry) -> None:
    rows = [
        post("2024-06-01", "june", published_at="2024-06-01T08:00:00.000+08:00"),
        post("2024-06-01", "may", published_at="2024-06-01T07:59:59.999+08:00"),
        post("2024-04-30", "april"),
    ]
    months = Months(registry, "eleduck", eleduck(rows))
    assert [months.crawl(month)[0] for month in ("2024-04", "2024-05", "2024-06", "2024-07")] == [
        ["april"], ["may"], ["june"], [],
    ]  # fmt: skip
    assert len(months.asked) == 1


def test_the_running_month_of_a_dated_list_may_still_grow(registry: Registry) -> None:
    _, tally = Months(registry, "eleduck", eleduck([post("2024-08-10"), post("2024-07-10")])).crawl("2024-08")
    assert (tally.kept, tally.state) == (1, "partial")
    assert "not over" in tally.reason


MAY = [[post("2024-06-10"), post("2024-05-20")], [post("2024-05-15"), post("2024-05-10")], [post("2024-04-01")]]


@pytest.mark.parametrize(
    ("answers", "kept", "state", "words"),
    [
        (eleduck(*MAY), 3, "complete", ""),
        (eleduck(*MAY, totals={3: 100}), 3, "partial", "moved while it was read"),
        (eleduck(MAY[0], MAY[1][::-1], MAY[2]), 3, "partial", "not in the order of its dates"),
        (eleduck(*MAY, totals={1: 98, 2: 98, 3: 98}), 3, "complete", ""),
        (eleduck(MAY[0], [{**post("2024-05-15"), "published_at": "soon"}], MAY[2]), 1, "partial", "could not be read"),
        (eleduck(MAY[0], MAY[0], MAY[2]), 0, "failed", "has come already"),
        (eleduck(), 0, "failed", "page=1"),
        (eleduck([]), 0, "failed", "empty from its first page on"),
        ({f"{POSTS}&page=1": {"posts": [], "pager": {"total_pages": 3}}}, 0, "failed", "page 1 of 3"),
        ({f"{POSTS}&page=1": {"posts": [post("2024-05-15")], "pager": {}}}, 0, "failed", "'total_pages'"),
        ({f"{POSTS}&page=1": {"posts": [post("2024-05-15")]}}, 0, "failed", "'pager'"),
        ({f"{POSTS}&page=1": {"pager": {}}}, 0, "failed", "'posts'"),
        ({**eleduck(*MAY), f"{POSTS}&page=2": CrawlFault("it is tired")}, 0, "failed", "it is tired"),
    ],
)
def test_a_month_is_complete_only_where_the_list_closes_it(
    answers: dict[str, Any], kept: int, state: str, words: str, *, registry: Registry
) -> None:
    keys, tally = Months(registry, "eleduck", answers).crawl("2024-05")
    assert (len(keys), tally.state) == (kept, state)
    assert words in tally.reason


TOPICS = "https://ruby-china.org/api/v3/topics"


def topics(*pages: list[int]) -> dict[str, Any]:
    """Return answers for pages of topics whose number is their day in 2020 and 2021."""
    first = datetime(2019, 12, 31, 4, tzinfo=UTC)
    lists = {
        f"{TOPICS}.json?node_id=25&type=recent&offset={149 * place}&limit=150": {
            "topics": [
                {"id": day, "title": "T", "node_id": 25, "created_at": (first + timedelta(days=day)).isoformat()}
                for day in page
            ]
        }
        for place, page in enumerate((*pages, [], [], []))
    }
    texts = {f"{TOPICS}/{day}.json": {"topic": {"id": day, "body": "Go"}} for page in pages for day in page}
    return {**lists, **texts}


FORUM = [[600, 500, 400], [400, 300, 200], [200, 100, 1]]


def test_topics_are_read_by_offset_each_text_once_and_pages_join_by_a_topic(registry: Registry) -> None:
    months = Months(registry, "ruby_china", topics(*FORUM))
    assert [months.crawl(month)[0] for month in ("2020-01", "2020-07", "2021-05")] == [["1"], ["200"], ["500"]]
    assert [months.crawl(month)[1].state for month in ("2020-01", "2021-02", "2021-03")] == ["complete"] * 3
    assert sum("offset" in url for url in months.asked) == 4
    assert months.crawl("2012-01")[1].state == "complete"


def test_pages_of_topics_that_do_not_join_leave_the_month_open(registry: Registry) -> None:
    moved = topics(FORUM[0], [399, 300, 200], FORUM[2])
    keys, tally = Months(registry, "ruby_china", moved).crawl("2021-02")
    assert (keys, tally.state) == (["400", "399"], "partial")
    assert "moved" in tally.reason


def test_a_topic_whose_text_does_not_come_is_counted(registry: Registry) -> None:
    answers = {**topics([3, 2, 1]), f"{TOPICS}/2.json": GoneFault("gone"), f"{TOPICS}/1.json": {"topic": {"id": 1}}}
    keys, tally = Months(registry, "ruby_china", answers).crawl("2020-01")
    assert (keys, tally.state) == (["3"], "partial")
    assert tally.dropped == {"closed since the list came": 1, "its text did not come": 1}


@pytest.mark.parametrize(
    ("path", "kept", "elsewhere"),
    [("ruby_china_topics_2015-05.json", 4, 1), ("ruby_china_topics_2015-05-26.json", 5, 2)],
)
def test_recorded_topics_are_read_whole_though_the_list_holds_no_texts(
    path: str, kept: int, elsewhere: int, *, registry: Registry, shared: Path
) -> None:
    result = parse(registry.board("ruby_china"), shared / "boards" / "wire_zh" / path)
    assert [(drop.reason, drop.count) for drop in result.dropped] == [("a topic of another node", elsewhere)]
    assert len(result.rows) == kept
    assert all(row.title and row.posted_at and row.key for row in result.rows)


def test_recorded_hot_topics_are_read_without_loss(registry: Registry, shared: Path, tmp_path: Path) -> None:
    recorded = lines(shared / "data" / "v2ex_hot_jobs.jsonl.gz")
    path = tmp_path / "show.json"
    native = [
        {"id": int(row["id"]), "title": row["title"], "content": row["text"], "created": int(row["posted_raw"]),
         "url": row["url"], "node": {"name": "jobs"}, "member": {"username": "somebody"}}
        for row in recorded
    ]  # fmt: skip
    path.write_text(json.dumps(native), encoding="utf-8")
    result = parse(registry.board("v2ex"), path)
    assert (len(result.rows), result.dropped) == (len(recorded), [])
    # Their `posted_at` is the day in China, ours UTC: never later, and earlier by one day at most.
    days = [(date.fromisoformat(row["posted_at"]) - date.fromisoformat((got.posted_at or "")[:10])).days
            for row, got in zip(recorded, result.rows, strict=True)]  # fmt: skip
    assert set(days) <= {0, 1}
