"""History boards asked by stretches of days: chains and pages to their end, totals that match, stretches cut."""

from __future__ import annotations

import asyncio
import gzip
import json
from collections.abc import Callable
from datetime import date
from itertools import islice, pairwise
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import orjson
import pytest
from scrapy.http import Response

from spiders.catalogue import spider_class
from spiders.faults import BlockedFault, CrawlFault
from spiders.parse import parse
from spiders.platforms.base import BoardSpider
from spiders.platforms.stretches import Stretch
from spiders.tally import Tally
from warehouse.boards import Registry, Scope, load
from warehouse.errors import JobproofError
from warehouse.home import Home

Answer = dict[str, Any] | bytes | Exception


@pytest.fixture(scope="module")
def registry(tmp_path_factory: pytest.TempPathFactory) -> Registry:
    return load(Home(tmp_path_factory.mktemp("home")))


class Source:
    """Answers a spider's requests by a function of path and question, and remembers them."""

    def __init__(self, answer: Callable[[str, dict[str, str]], Answer]) -> None:
        self.answer, self.asked = answer, list[tuple[str, dict[str, str]]]()

    async def fetch(self, url: str, tally: Tally, headers: Any = None, body: bytes | None = None) -> Response:
        assert body is None
        assert headers == {"Accept": "application/json"}
        tally.requests += 1
        question = dict(parse_qsl(urlsplit(url).query, keep_blank_values=True))
        self.asked.append((urlsplit(url).path, question))
        answer = self.answer(urlsplit(url).path, question)
        if isinstance(answer, Exception):
            raise answer
        if answer == b"":
            return Response(url, status=204)
        return Response(url, body=answer if isinstance(answer, bytes) else orjson.dumps(answer))


def crawled(
    registry: Registry, name: str, token: str, month: str, source: Source
) -> tuple[list[Any], Tally, BoardSpider]:
    """Return what the pages of one scope and month bring, and the count, as a crawl would have it."""
    spider, tally, brought = spider_class(registry.board(name))(registry.board(name)), Tally(token), list[Any]()
    spider.partition, spider.fetcher = month, source  # type: ignore[assignment]  # answers like one

    async def collect() -> None:
        try:
            async for records in spider.pages(Scope(token, token), tally):
                for position, record in enumerate(records):
                    if spider.read_record(record, position, Scope(token, token), tally):
                        tally.kept += 1
                brought.extend(records)
            tally.settle()
        except CrawlFault as fault:
            tally.end(fault)

    asyncio.run(collect())
    return brought, tally, spider


def test_a_month_is_cut_into_parts_that_leave_no_day_out() -> None:
    for month, days in (("2024-02", 29), ("2024-05", 31), ("2023-02", 28)):
        parts = Stretch.month(month).cut(8)
        assert sum(part.days for part in parts) == days
        assert max(part.days for part in parts) <= 8
        assert all((after.first - before.last).days == 1 for before, after in pairwise(parts))
    assert Stretch.month("2024-12").cut(1)[-1] == Stretch(date(2024, 12, 31), date(2024, 12, 31))


# USAJOBS


def joa(*days: str, total: int | None = None, following: str = "", first: int = 1) -> dict[str, Any]:
    rows = [
        {"usajobsControlNumber": first + number, "positionTitle": "T", "positionOpenDate": day}
        for number, day in enumerate(days)
    ]
    metadata = {"totalCount": len(days) if total is None else total, "pageSize": 1000}
    return {"paging": {"metadata": metadata, "next": following}, "data": rows}


def opened_on(*days: str, texts: bool = True, lies_about: Callable[[str, str], bool] = lambda _a, _b: False) -> Source:
    """A board with an announcement on each of these days."""

    def answer(path: str, question: dict[str, str]) -> Answer:
        first, last = question["StartPositionOpenDate"], question["EndPositionOpenDate"]
        asked = [day for day in days if first <= day <= last]
        if not asked or lies_about(first, last):
            return b"204 No Content"
        answer = joa(*asked, first=1 + int(asked[0][-2:]) * 100)
        if path.endswith("announcementtext"):
            return answer if not texts else {**answer, "data": [{**row, "duties": "Go"} for row in answer["data"]]}
        return answer

    return Source(answer)


def questions(source: Source, path: str = "/api/historicjoa") -> list[tuple[str, str]]:
    return [(q["StartPositionOpenDate"][8:], q["EndPositionOpenDate"][8:]) for p, q in source.asked if p == path]


def test_usajobs_asks_week_by_week_and_for_texts_where_there_are_rows(registry: Registry) -> None:
    source = opened_on("2024-05-02", "2024-05-03", "2024-05-09", "2024-05-20", "2024-05-31")
    brought, tally, spider = crawled(registry, "usajobs", "2210", "2024-05", source)
    assert questions(source) == [("01", "07"), ("08", "15"), ("16", "23"), ("24", "31")]
    assert questions(source, "/api/historicjoa/announcementtext") == questions(source)
    assert {question["PositionSeries"] for _, question in source.asked} == {"2210"}
    assert (len(brought), tally.declared, tally.state, tally.reason) == (5, 5, "complete", "")
    assert all(spider.posting(record, Scope("2210", "")).text == "<h3>Duties</h3>Go" for record in brought)


def test_usajobs_doubts_an_empty_week_once(registry: Registry) -> None:
    """A question is sometimes answered as if there were no row: here the one about the second week."""
    source = opened_on("2024-05-09", "2024-05-14", lies_about=lambda first, last: (first[8:], last[8:]) == ("08", "15"))
    brought, tally, _ = crawled(registry, "usajobs", "2210", "2024-05", source)
    assert [record["positionOpenDate"] for record in brought] == ["2024-05-09", "2024-05-14"]
    assert questions(source)[:6] == [("01", "07"), ("01", "03"), ("04", "07"), ("08", "15"), ("08", "11"), ("12", "15")]
    assert tally.state == "complete"


@pytest.mark.parametrize("nothing", [b"204 No Content", b'"204 No Content"\n', b""])
def test_usajobs_explains_a_month_without_announcements(nothing: bytes, registry: Registry) -> None:
    brought, tally, _ = crawled(registry, "usajobs", "1560", "2019-02", Source(lambda _path, _question: nothing))
    assert (brought, tally.declared, tally.state) == ([], 0, "complete")
    assert tally.reason == "the board says that it published none that month"
    assert tally.requests == 4 * 3


def test_a_week_that_fails_and_whose_halves_are_said_to_hold_nothing_is_not_whole(registry: Registry) -> None:
    def answer(_path: str, question: dict[str, str]) -> Answer:
        return CrawlFault("it is tired") if question["EndPositionOpenDate"] == "2024-05-07" else b"204 No Content"

    halves = Source(
        lambda path, question: (
            b"204 No Content" if question["StartPositionOpenDate"] == "2024-05-04" else answer(path, question)
        )
    )
    _, tally, _ = crawled(registry, "usajobs", "2210", "2024-05", halves)
    assert tally.state == "partial"
    assert tally.reason.startswith("2024-05-01 to 2024-05-07 came neither whole nor in parts")


def test_usajobs_follows_relative_and_whole_addresses_of_next_pages(registry: Registry) -> None:
    pages = {
        None: joa("2024-05-02", total=3, following="/api/historicjoa?continuationtoken=a%3D&positionseries=2210"),
        "a=": joa("2024-05-03", total=3, following="https://data.usajobs.gov/api/historicjoa?continuationtoken=b"),
        "b": joa("2024-05-04", total=3, first=9),
    }

    def answer(path: str, question: dict[str, str]) -> Answer:
        if question.get("StartPositionOpenDate", "2024-05-01") != "2024-05-01" or path.endswith("text"):
            return b"204 No Content"
        return pages[question.get("continuationtoken")]

    source = Source(answer)
    brought, tally, _ = crawled(registry, "usajobs", "2210", "2024-05", source)
    assert (len(brought), tally.declared) == (3, 3)
    assert [question.get("continuationtoken") for _, question in source.asked[:3]] == [None, "a=", "b"]


@pytest.mark.parametrize(
    ("following", "words"),
    [
        ("https://elsewhere.example/api/historicjoa?continuationtoken=a", "another host"),
        ("/api/historicjoa?continuationtoken=a", "come already"),
    ],
)
def test_usajobs_refuses_a_chain_that_leads_astray(following: str, words: str, registry: Registry) -> None:
    source = Source(lambda _path, _question: joa("2024-05-01", total=9, following=following))
    _, tally, _ = crawled(registry, "usajobs", "2210", "2024-05", source)
    assert tally.state == "failed"
    assert words in tally.reason


def test_usajobs_asks_shorter_where_a_page_is_lost_and_never_a_single_day(registry: Registry) -> None:
    """The chain of a week breaks off at its second page; its halves come whole."""
    days = ("2024-05-01", "2024-05-05")

    def answer(path: str, question: dict[str, str]) -> Answer:
        if "continuationtoken" in question:
            return CrawlFault("it is tired")
        first, last = question["StartPositionOpenDate"], question["EndPositionOpenDate"]
        asked = [day for day in days if first <= day <= last]
        if path.endswith("text") or not asked:
            return b"204 No Content"
        return joa(*asked[:1], total=len(asked), following="?continuationtoken=x" if asked[1:] else "")

    source = Source(answer)
    brought, tally, _ = crawled(registry, "usajobs", "2210", "2024-05", source)
    assert [record["positionOpenDate"] for record in brought] == list(days)
    assert tally.declared == 2
    asked = [question for _, question in source.asked if "StartPositionOpenDate" in question]
    assert all(question["StartPositionOpenDate"] < question["EndPositionOpenDate"] for question in asked)


def test_usajobs_is_partial_where_the_total_lies_to_the_end(registry: Registry) -> None:
    source = Source(
        lambda path, question: (
            joa(question["StartPositionOpenDate"], total=2, first=int(question["StartPositionOpenDate"][-2:]))
            if path.endswith("joa")
            else b"204 No Content"
        )
    )
    brought, tally, _ = crawled(registry, "usajobs", "2210", "2024-05", source)
    assert (tally.state, tally.declared) == ("partial", 2 * len(brought))
    assert f"{len(brought)} of the {2 * len(brought)} records" in tally.reason


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (b"<html>Service unavailable</html>", "a page (HTML) where JSON was expected"),
        (b'{"paging": {"metadata": {"totalCount": 1}}, "data": [', "cut off or broken"),
        ({"paging": {"metadata": {}}, "data": []}, "'totalCount'"),
        ({"data": []}, "'paging'"),
        ({"paging": {"metadata": {"totalCount": 0}}}, "'data'"),
        (joa("2019-01-01"), "days not asked for"),
    ],
)
def test_usajobs_takes_nothing_else_for_an_answer(answer: Answer, words: str, registry: Registry) -> None:
    _, tally, _ = crawled(registry, "usajobs", "2210", "2024-05", Source(lambda _path, _question: answer))
    assert tally.state == "failed"
    assert words in tally.reason


def test_usajobs_obeys_a_refusal_at_once(registry: Registry) -> None:
    source = Source(lambda _path, _question: BlockedFault("it says 429"))
    _, tally, _ = crawled(registry, "usajobs", "2210", "2024-05", source)
    assert (tally.state, len(source.asked)) == ("blocked", 1)


def test_usajobs_keeps_rows_whose_texts_do_not_come(registry: Registry) -> None:
    source = opened_on("2024-05-02", texts=False)
    brought, tally, _ = crawled(registry, "usajobs", "2210", "2024-05", source)
    assert (len(brought), tally.state) == (1, "partial")
    assert tally.reason == "only 0 of 1 announcements came with their text"

    def failing(path: str, question: dict[str, str]) -> Answer:
        return CrawlFault("it is tired") if path.endswith("text") else source.answer(path, question)

    brought, tally, _ = crawled(registry, "usajobs", "2210", "2024-05", Source(failing))
    assert (len(brought), tally.kept, tally.reason) == (1, 1, "the texts did not come: it is tired")


def test_the_running_month_is_never_complete(registry: Registry, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JOBPROOF_NOW", "2024-05-20")
    _, tally, _ = crawled(registry, "usajobs", "2210", "2024-05", opened_on("2024-05-02"))
    assert (tally.state, tally.reason) == ("partial", "the month is not over: crawl it again later")


def test_usajobs_reads_the_derived_records(registry: Registry, shared: Path) -> None:
    path = shared / "boards/fixtures/usajobs/derived_jobs_arts_humanities_2024_2025.json"
    result = parse(registry.board("usajobs"), path)
    assert len(result.rows) == len(json.loads(path.read_bytes()))
    assert not result.dropped
    assert all(row.key and row.title and row.company and row.posted_at and row.expires_at for row in result.rows)
    assert {row.text for row in result.rows} == {None}


def test_usajobs_reads_a_thousand_recorded_announcements_of_other_departments(
    registry: Registry, shared: Path, tmp_path: Path
) -> None:
    with gzip.open(shared / "data/usajobs_7depts_2024_2025.jsonl.gz", "rt", encoding="utf-8") as lines:
        records = [json.loads(line) for line in islice(lines, 1000)]
    path = tmp_path / "x.json"
    path.write_text(json.dumps(records), encoding="utf-8")
    result = parse(registry.board("usajobs"), path)
    assert len(result.rows) == len({record["control_number"] for record in records})
    assert [row.posted_at and row.posted_at[:10] for row in result.rows[:50]] == [
        record["open_date"] for record in records[:50]
    ]


# JobTech


def published(*counts: tuple[str, int], total: int = 0) -> Source:
    """Answer like the board: those published within the stretch, from an offset on, which has its bound."""
    days = [f"{day}T08:00:00" for day, count in counts for _ in range(count)]

    def answer(_path: str, question: dict[str, str]) -> Answer:
        found = [day for day in days if question["historical-from"] <= day <= question["historical-to"]]
        offset, limit = int(question["offset"]), int(question["limit"])
        assert (offset <= 2000, limit) == (True, 100)
        hits = [{"id": f"{day}-{n}", "headline": "T", "publication_date": day} for n, day in enumerate(found)]
        return {"total": {"value": total or len(found)}, "hits": hits[offset : offset + limit]}

    return Source(answer)


def asked_of(source: Source) -> list[tuple[str, str, str]]:
    return [(q["historical-from"][8:], q["historical-to"][8:], q["offset"]) for _, q in source.asked]


def test_jobtech_asks_for_pages_until_the_total(registry: Registry) -> None:
    source = published(("2023-01-09", 150), ("2023-01-31", 101), ("2023-02-01", 7))
    brought, tally, _ = crawled(registry, "jobtech", "2512", "2023-01", source)
    assert asked_of(source) == [("01T00:00:00", "31T23:59:59", offset) for offset in ("0", "100", "200")]
    assert (len(brought), tally.declared, tally.kept, tally.state) == (251, 251, 251, "complete")


def test_jobtech_cuts_what_pages_do_not_reach(registry: Registry) -> None:
    """2,100 rows can be had of one question: the month and its first half hold more, the others not."""
    source = published(("2023-01-02", 2000), ("2023-01-09", 150), ("2023-01-20", 30))
    brought, tally, _ = crawled(registry, "jobtech", "2512", "2023-01", source)
    assert [first[:2] for first, _, offset in asked_of(source) if offset == "0"] == ["01", "01", "01", "08", "16"]
    assert (len(brought), tally.declared, tally.state) == (2180, 2180, "complete")


def test_jobtech_is_capped_where_a_day_holds_more_than_can_be_had(registry: Registry) -> None:
    brought, tally, _ = crawled(registry, "jobtech", "2512", "2023-01", published(("2023-01-02", 2500)))
    assert (len(brought), tally.declared, tally.state) == (2100, 2500, "capped")
    assert tally.reason == "2500 advertisements on 2023-01-02, of which 2100 can be asked for"


def test_jobtech_is_partial_where_the_total_lies(registry: Registry) -> None:
    brought, tally, _ = crawled(registry, "jobtech", "2512", "2023-01", published(("2023-01-02", 5), total=9))
    assert (len(brought), tally.state) == (5, "partial")
    assert "of the" in tally.reason


def test_jobtech_drops_what_was_published_on_other_days(registry: Registry) -> None:
    rows = [{"id": str(n), "headline": "T", "publication_date": f"2023-0{n}-09T00:00:00"} for n in (1, 2)]
    source = Source(lambda _path, _question: {"total": {"value": 2}, "hits": rows})
    _, tally, _ = crawled(registry, "jobtech", "2512", "2023-01", source)
    assert (tally.kept, tally.state) == (1, "complete")
    assert dict(tally.dropped) == {"published on another day than asked for": 1}


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (b"<!doctype html>", "HTML"),
        ({"hits": []}, "'total'"),
        ({"total": {}, "hits": []}, "'total.value'"),
        ({"total": {"value": 0}}, "'hits'"),
        ({"total": {"value": 201}, "hits": [{"id": "1"}] * 100}, "same as the one before"),
    ],
)
def test_jobtech_takes_nothing_else_for_an_answer(answer: Answer, words: str, registry: Registry) -> None:
    _, tally, _ = crawled(registry, "jobtech", "2512", "2023-01", Source(lambda _path, _question: answer))
    assert tally.state == "failed"
    assert words in tally.reason


def test_jobtech_keeps_no_contacts(registry: Registry) -> None:
    rows = parse(registry.board("jobtech"), Path(__file__).parent / "boards/jobtech/search.json").rows
    assert rows[0].raw["employer"].keys() == {"url", "organization_number", "name", "workplace"}
    assert not {"application_contacts", "application_details"} & rows[0].raw.keys()


@pytest.mark.parametrize(("name", "envelope"), [("usajobs", "data"), ("jobtech", "hits")])
def test_another_shape_is_refused_and_one_record_is_read(
    name: str, envelope: str, registry: Registry, tmp_path: Path
) -> None:
    path = tmp_path / "x.json"
    path.write_text('{"postings": []}', encoding="utf-8")
    with pytest.raises(JobproofError, match=rf"'{envelope}'.*format has changed"):
        parse(registry.board(name), path)
    path.write_text('{"id": "7", "headline": "T", "usajobsControlNumber": 7, "positionTitle": "T"}', encoding="utf-8")
    assert [(row.key, row.title) for row in parse(registry.board(name), path).rows] == [("7", "T")]
