"""The platforms behind employers' own boards: what is recorded of them is read whole, and their traps are known."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import orjson
import pytest
from scrapy.http import Response
from scrapy.settings import Settings

from spiders.catalogue import spider_class
from spiders.faults import BlockedFault, CrawlFault
from spiders.parse import parse
from spiders.platforms.pay import pay_words
from spiders.tally import Tally
from warehouse.boards import Registry, Scope, load
from warehouse.errors import JobproofError
from warehouse.home import Home
from warehouse.landing import LandingFile, data_path
from warehouse.records import RawPosting, ScopeReport

RECORDED = [
    ("ashby", "highlightta_compensation.json", 2, {}),
    ("recruitee", "offers_full.json", 2, {}),
    ("workable", "widget_zaelab_details.json", 1, {"duplicate within the run": 1}),
    ("smartrecruiters", "knight_postings.json", 1, {}),
]
NAMES = [name for name, *_ in RECORDED]


@pytest.fixture(scope="module")
def registry(tmp_path_factory: pytest.TempPathFactory) -> Registry:
    return load(Home(tmp_path_factory.mktemp("home")))


def crawled(
    registry: Registry, name: str, token: str, answers: dict[str, Any], home: Home | None = None
) -> tuple[list[Any], Tally]:
    """Return the records that the pages of one scope bring, where each address is answered as given, and the count."""
    board = registry.board(name)
    spider, tally, brought = spider_class(board)(board, home=home), Tally(token), []

    async def get(url: str, tally: Tally, _headers: object = None) -> tuple[Any, Response]:
        tally.requests += 1
        answer = answers[url]
        if isinstance(answer, Exception):
            raise answer
        return answer, Response(url)

    async def collect() -> None:
        async for records in spider.pages(Scope(token, token), tally):
            for position, record in enumerate(records):
                if spider.read_record(record, position, Scope(token, token), tally):
                    tally.kept += 1
                brought.append(record)

    spider.get = get  # type: ignore[attr-defined]  # all of these boards answer in JSON
    asyncio.run(collect())
    tally.settle()
    return brought, tally


@pytest.mark.parametrize(("name", "path", "kept", "dropped"), RECORDED)
def test_recorded_answers_are_read_without_loss(
    name: str, path: str, kept: int, dropped: dict[str, int], *, registry: Registry, shared: Path
) -> None:
    result = parse(registry.board(name), shared / "boards" / "fixtures" / name / path)
    assert len(result.rows) == kept
    assert {drop.reason: drop.count for drop in result.dropped} == dropped
    assert all(row.key and row.title and row.company and row.location and row.posted_at for row in result.rows)


@pytest.mark.parametrize("name", NAMES)
def test_the_entry_says_what_a_reader_needs(name: str, registry: Registry) -> None:
    board = registry.board(name)
    assert board.census
    assert board.terms
    assert board.attribution
    assert board.url.startswith("https://")
    assert len(board.scopes) >= 5
    assert all(scope.why and scope.name for scope in board.scopes)


@pytest.mark.parametrize("name", NAMES)
def test_another_shape_is_refused(name: str, registry: Registry, tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    path.write_text('{"postings": []}', encoding="utf-8")
    with pytest.raises(JobproofError, match=r"x\.json.*format has changed"):
        parse(registry.board(name), path)


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        (("EUR", "60000", "75000", "year"), "EUR 60000-75000 per year"),
        (("USD", 45, 60.5, "hour"), "USD 45-60.5 per hour"),
        (("USD", 900, 900, ""), "USD 900"),
        ((None, None, 5, None), "5"),
        (("EUR", None, None, "year"), None),
        (("EUR", 0, "0", "year"), None),
    ],
)
def test_pay_is_written_from_its_parts(parts: tuple[Any, Any, Any, Any], words: str | None) -> None:
    assert pay_words(*parts) == words


def test_ashby_brings_one_whole_list(registry: Registry) -> None:
    address = "https://api.ashbyhq.com/posting-api/job-board/Pewter%20Loom?includeCompensation=true"
    jobs = [{"id": "1", "title": "T"}, {"id": "2", "title": "U", "isListed": False}]
    brought, tally = crawled(registry, "ashby", "Pewter Loom", {address: {"jobs": jobs, "apiVersion": "1"}})
    assert (len(brought), tally.kept, tally.dropped["not listed"], tally.state) == (2, 1, 1, "complete")
    with pytest.raises(CrawlFault, match="'jobs'"):
        crawled(registry, "ashby", "Pewter Loom", {address: {"postings": []}})


def test_recruitee_brings_one_whole_list_from_either_address(registry: Registry) -> None:
    answer = {"offers": [{"id": 1, "title": "T", "status": "published"}, {"id": 2, "title": "U", "status": "closed"}]}
    address = "https://brinekettle.recruitee.com/api/offers/"
    brought, tally = crawled(registry, "recruitee", "brinekettle", {address: answer})
    assert (len(brought), tally.kept, tally.dropped["not published"], tally.state) == (2, 1, 1, "complete")
    with pytest.raises(CrawlFault, match="'offers'"):
        crawled(registry, "recruitee", "brinekettle", {address: []})


def test_recruitee_keeps_nothing_of_the_form(registry: Registry) -> None:
    rows = parse(registry.board("recruitee"), Path(__file__).parent / "recruitee" / "offers.json").rows
    kept = {key for row in rows for key in row.raw}
    assert "requirements" in kept
    assert not {key for key in kept if key.startswith(("options_", "open_questions", "mailbox"))}


def test_workable_counts_a_row_for_each_country_as_one_posting(registry: Registry) -> None:
    address = "https://apply.workable.com/api/v1/widget/accounts/otter?details=true"
    rows = [{"title": "T", "shortcode": "A", "locations": [{"country": name}]} for name in ("Spain", "Portugal")]
    brought, tally = crawled(registry, "workable", "otter", {address: {"name": "Otter", "jobs": rows}})
    assert [place["country"] for place in brought[0]["locations"]] == ["Spain", "Portugal"]
    assert (len(brought), tally.state) == (2, "complete")
    with pytest.raises(CrawlFault, match="'jobs'"):
        crawled(registry, "workable", "otter", {address: [{"shortcode": "A"}]})


def test_workable_keeps_no_hidden_place(registry: Registry) -> None:
    rows = parse(registry.board("workable"), Path(__file__).parent / "workable" / "widget.json").rows
    hiding = next(row for row in rows if row.key == "0011223344")
    assert hiding.location == "Shanghai, China"
    assert "Athens" not in str(hiding.raw)


SMART = "https://api.smartrecruiters.com/v1/companies/Teal%20Anvil/postings"


def smart_list(*ids: int, total: int, **more: Any) -> dict[str, Any]:
    rows = [{"id": str(number), "uuid": f"u{number}", "name": f"T{number}", **more} for number in ids]
    return {"offset": 0, "limit": 100, "totalFound": total, "content": rows}


def smart_texts(*ids: int) -> dict[str, Any]:
    sections = {"jobDescription": {"title": "Job", "text": "<p>Go</p>"}}
    return {f"{SMART}/{number}": {"id": str(number), "jobAd": {"sections": sections}} for number in ids}


def test_smartrecruiters_pages_until_the_total_and_asks_for_each_text(registry: Registry) -> None:
    pages = {
        f"{SMART}?limit=100&offset=0": smart_list(*range(100), total=101),
        f"{SMART}?limit=100&offset=100": smart_list(100, total=101),
    }
    brought, tally = crawled(registry, "smartrecruiters", "Teal Anvil", {**pages, **smart_texts(*range(101))})
    assert (len(brought), tally.requests, tally.declared, tally.state) == (101, 103, 101, "complete")
    assert all(record["jobAd"] for record in brought)


@pytest.mark.parametrize(
    ("answers", "kept", "state", "words"),
    [
        ({f"{SMART}?limit=100&offset=0": smart_list(total=0)}, 0, "partial", "unknown employer"),
        (
            {
                f"{SMART}?limit=100&offset=0": smart_list(1, 2, total=3),
                f"{SMART}?limit=100&offset=100": smart_list(total=3),
                **smart_texts(1, 2),
            },
            *(2, "partial", "2 of the 3 records"),
        ),
        (
            {
                f"{SMART}?limit=100&offset=0": smart_list(1, 2, total=2),
                f"{SMART}/1": CrawlFault("it answered 404"),
                **smart_texts(2),
            },
            *(1, "partial", "not every text came: it answered 404"),
        ),
    ],
)
def test_smartrecruiters_is_complete_only_with_every_opening_and_text(
    answers: dict[str, Any], kept: int, state: str, words: str, *, registry: Registry
) -> None:
    _, tally = crawled(registry, "smartrecruiters", "Teal Anvil", answers)
    assert (tally.kept, tally.state) == (kept, state)
    assert words in tally.reason


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        ({"offset=0": smart_list(1, total=300), "offset=100": smart_list(1, total=300)}, "same as the one before"),
        ({"offset=0": {"content": []}}, "'totalFound'"),
        ({"offset=0": {"totalFound": 0}}, "'content'"),
    ],
)
def test_smartrecruiters_refuses_a_list_that_is_none(answers: dict[str, Any], words: str, registry: Registry) -> None:
    pages = {f"{SMART}?limit=100&{page}": answer for page, answer in answers.items()}
    with pytest.raises(CrawlFault, match=words):
        crawled(registry, "smartrecruiters", "Teal Anvil", pages)


def test_smartrecruiters_gives_up_a_host_that_sends_no_texts_and_obeys_a_refusal(registry: Registry) -> None:
    first = {f"{SMART}?limit=100&offset=0": smart_list(*range(9), total=9)}
    for fault in (CrawlFault("it is tired"), BlockedFault("it says 429")):
        answers = {**first, **dict.fromkeys(smart_texts(*range(9)), fault)}
        with pytest.raises(type(fault), match=fault.reason):
            crawled(registry, "smartrecruiters", "Teal Anvil", answers)


def test_smartrecruiters_asks_for_a_text_once(registry: Registry, home: Home) -> None:
    board = registry.board("smartrecruiters")
    with LandingFile(home, board.name, "2026-11-20") as file:
        raw = {"id": "1", "name": "T1", "jobAd": {"sections": {"jobDescription": {"title": "Job", "text": "<p>A</p>"}}}}
        landed = RawPosting(board.name, "1", "2026-11-20T06:00:00+00:00", scope="Teal Anvil", raw=raw)
        file.add(landed)
        file.commit((ScopeReport("Teal Anvil", "complete", kept=1),))
    answers = {f"{SMART}?limit=100&offset=0": smart_list(1, 2, total=2), **smart_texts(2)}
    brought, tally = crawled(registry, "smartrecruiters", "Teal Anvil", answers, home)
    spider = spider_class(board)(board)
    assert [spider.posting(record, Scope("Teal Anvil", "")).text for record in brought] == [
        "<h3>Job</h3><p>A</p>",
        "<h3>Job</h3><p>Go</p>",
    ]
    assert (tally.requests, tally.state) == (2, "complete")


def test_smartrecruiters_asks_again_where_the_last_run_is_damaged(registry: Registry, home: Home) -> None:
    with LandingFile(home, "smartrecruiters", "2026-11-20") as file:
        file.add(RawPosting("smartrecruiters", "1", "2026-11-20T06:00:00+00:00", title="T1", text="<p>A</p>"))
        report = file.commit((ScopeReport("Teal Anvil", "complete", kept=1),))
    data_path(home, report).write_bytes(b"no landing file")
    answers = {f"{SMART}?limit=100&offset=0": smart_list(1, total=1), **smart_texts(1)}
    _, tally = crawled(registry, "smartrecruiters", "Teal Anvil", answers, home)
    assert (tally.requests, tally.kept, tally.state) == (2, 1, "complete")


def test_workable_is_asked_more_slowly(registry: Registry) -> None:
    settings = Settings({"DOWNLOAD_DELAY": 1.0})
    spider_class(registry.board("workable")).update_settings(settings)
    assert settings.getfloat("DOWNLOAD_DELAY") == 2.5


@pytest.mark.parametrize("name", ["workable", "smartrecruiters"])
def test_a_malformed_row_costs_no_other(name: str, registry: Registry, tmp_path: Path) -> None:
    good = {"id": "1", "shortcode": "1", "uuid": "u", "title": "T", "name": "T"}
    odd = {"id": ["x"], "shortcode": ["x"], "uuid": ["x"], "locations": 5, "location": 5}
    path = tmp_path / "x.json"
    path.write_bytes(orjson.dumps([None, 7, odd, good, {"defaultJobAd": False}]))
    result = parse(registry.board(name), path)
    assert [row.key for row in result.rows][-1] == "1"
    assert len(result.rows) + sum(drop.count for drop in result.dropped) == 5
