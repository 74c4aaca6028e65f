"""Boards whose list is paged or followed to its start: what proves a month whole, and what shows that it is not."""

from __future__ import annotations

import asyncio
import gzip
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from scrapy.http import Response

from spiders.catalogue import spider_class
from spiders.faults import BlockedFault, CrawlFault
from spiders.parse import parse
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
        answer = self._answers[url]
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
