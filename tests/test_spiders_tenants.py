"""Employers' own career sites, each on a host of its own: feeds, lists with texts apart, caps, and their traps."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

import orjson
import pytest
from scrapy.http import Response

from spiders.catalogue import spider_class
from spiders.faults import BlockedFault, CrawlFault, GoneFault
from spiders.parse import parse
from spiders.platforms.xml_tree import root_of
from spiders.tally import Tally
from warehouse.boards import Registry, Scope, load
from warehouse.errors import JobproofError
from warehouse.home import Home
from warehouse.landing import LandingFile
from warehouse.records import RawPosting, ScopeReport

NAMES = ["personio", "bamboohr"]
Reply = Callable[[str, Any], Any]


@pytest.fixture(scope="module")
def registry(tmp_path_factory: pytest.TempPathFactory) -> Registry:
    return load(Home(tmp_path_factory.mktemp("home")))


class Site:
    """Stands for the fetcher: gives each request, by address and posted form, its answer, or raises it."""

    def __init__(self, reply: Reply) -> None:
        self.reply = reply
        self.asked: list[tuple[str, Any]] = []

    async def fetch(
        self, url: str, tally: Tally, _headers: object = None, body: bytes | None = None, **_more: object
    ) -> Response:
        tally.requests += 1
        form = orjson.loads(body) if body else None
        self.asked.append((url, form))
        answer = self.reply(url, form)
        if isinstance(answer, Exception):
            raise answer
        if isinstance(answer, Response):
            return answer
        return Response(url, body=answer if isinstance(answer, bytes) else orjson.dumps(answer))


def answers(by_address: dict[str, Any]) -> Reply:
    return lambda url, _form: by_address.get(url, GoneFault(f"no {url}"))


def crawled(
    registry: Registry, name: str, scope: Scope, reply: Reply, home: Home | None = None
) -> tuple[list[RawPosting], Tally, Site]:
    """Crawl one scope as the base does, without the item pipelines but for their duplicates."""
    board = registry.board(name)
    spider, tally, site = spider_class(board)(board, home=home), Tally(scope.token), Site(reply)
    spider.fetcher = site  # type: ignore[assignment]  # it has the one method that platforms use
    rows: dict[str, RawPosting] = {}

    async def collect() -> None:
        async for records in spider.pages(scope, tally):
            for position, record in enumerate(records):
                if (row := spider.read_record(record, position, scope, tally)) is None:
                    continue
                if row.key in rows:
                    tally.drop("duplicate within the run", row.key)
                    continue
                tally.kept += 1
                rows[row.key] = row
        tally.settle()

    try:
        asyncio.run(collect())
    except CrawlFault as fault:
        tally.end(fault)
    return list(rows.values()), tally, site


@pytest.mark.parametrize("name", NAMES)
def test_the_entry_says_what_a_reader_needs(name: str, registry: Registry) -> None:
    board = registry.board(name)
    assert board.census
    assert board.terms
    assert board.attribution
    assert board.note
    assert board.url.startswith("https://")
    assert len(board.scopes) >= 3
    assert all(scope.why and scope.name for scope in board.scopes)


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"\xef\xbb\xbf <!DOCTYPE html><html></html>", r"page \(HTML\)"),
        (b"<html><body/></html>", r"page \(HTML\)"),
        (b'<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>', "document type"),
        (b'<!DOCTYPE a SYSTEM "https://elsewhere.example/a.dtd"><a/>', "document type"),
        (b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]><a>&x;</a>', "document type"),
        (b"<a><b></a>", "cut off or broken"),
        (b"<a>&undeclared;</a>", "cut off or broken"),
        (b"", "cut off or broken"),
    ],
)
def test_xml_is_read_without_anything_that_it_declares(body: bytes, words: str) -> None:
    with pytest.raises(CrawlFault, match=words):
        root_of(body, "somewhere")


def test_a_document_type_within_a_text_is_text() -> None:
    root = root_of(b"<a><b><![CDATA[<!DOCTYPE html><p>Go</p>]]></b></a>", "somewhere")
    assert root.findtext("b") == "<!DOCTYPE html><p>Go</p>"


GULL = Scope("gull", "Gull")
GULL_EN, GULL_DE = (f"https://gull.jobs.personio.de/xml?language={language}" for language in ("en", "de"))


def feed(*positions: str) -> bytes:
    return f"<workzag-jobs>{''.join(positions)}</workzag-jobs>".encode()


def position(key: int, text: str = "") -> str:
    section = f"<jobDescription><name>N</name><value><![CDATA[{text}]]></value></jobDescription>"
    return f"<position><id>{key}</id><name>T{key}</name><jobDescriptions>{section}</jobDescriptions></position>"


def test_personio_asks_for_the_other_language_only_where_a_text_is_missing(registry: Registry) -> None:
    rows, tally, site = crawled(registry, "personio", GULL, answers({GULL_EN: feed(position(1, "<p>a</p>"))}))
    assert (tally.state, [url for url, _ in site.asked]) == ("complete", [GULL_EN])
    assert rows[0].url == "https://gull.jobs.personio.de/job/1"
    both = {
        GULL_EN: feed(position(1, "<p>a</p>"), position(2), position(3)),
        GULL_DE: feed(position(1, "<p>x</p>"), position(2, "<p>b</p>")),
    }
    rows, tally, site = crawled(registry, "personio", GULL, answers(both))
    assert [row.text for row in rows] == ["<h3>N</h3><p>a</p>", "<h3>N</h3><p>b</p>", None]
    assert (tally.state, tally.reason, len(site.asked)) == ("complete", "", 2)


def test_personio_loses_no_row_where_the_other_language_does_not_come(registry: Registry) -> None:
    reply = answers({GULL_EN: feed(position(1)), GULL_DE: b"<html></html>"})
    rows, tally, _ = crawled(registry, "personio", GULL, reply)
    assert (len(rows), tally.state) == (1, "complete")
    assert "did not come in the other" in tally.reason


@pytest.mark.parametrize(
    ("answer", "state", "words"),
    [
        (feed(), "complete", ""),
        (b"<!DOCTYPE html><html><head></head></html>", "failed", "page (HTML) where the XML feed of positions"),
        (b"<workzag-jobs><position><id>1</id>", "failed", "cut off"),
        (b"<rss><channel/></rss>", "failed", "'rss', not 'workzag-jobs'"),
        (GoneFault("no such page (HTTP 404)"), "failed", "no such page"),
        (feed("<position><name>no id</name></position>"), "failed", "none of the 1 records"),
        (feed(position(1, "a"), "<position><name>no id</name></position>"), "partial", "1 records could not be read"),
    ],
)
def test_personio_is_complete_only_with_the_whole_feed(answer: Any, state: str, words: str, registry: Registry) -> None:
    _, tally, _ = crawled(registry, "personio", GULL, answers({GULL_EN: answer, GULL_DE: feed()}))
    assert tally.state == state
    assert words in tally.reason
    assert bool(tally.reason) == bool(words)


def test_personio_reads_the_recorded_feed(registry: Registry, shared: Path) -> None:
    result = parse(registry.board("personio"), shared / "boards/fixtures/personio/workzag_acme.xml")
    (row,) = result.rows
    assert [(drop.reason, drop.count) for drop in result.dropped] == [("duplicate within the run", 1)]
    assert (row.key, row.location, row.company) == ("1834171", "Munich; Berlin", "Acme SE & Co. KG")
    assert (row.posted_kind, row.posted_at, row.text) == ("created", "2024-11-13T14:10:41+00:00", None)


OTTER = Scope("otter", "Otter")
OTTER_LIST = "https://otter.bamboohr.com/careers/list"


def openings(*ids: int | str, total: int | None = None) -> dict[str, Any]:
    rows = [{"id": number, "jobOpeningName": f"T{number}"} for number in ids]
    return {"meta": {"totalCount": len(ids) if total is None else total}, "result": rows}


def opening(number: int, **more: Any) -> dict[str, Any]:
    held = {"description": f"<p>{number}</p>", "datePosted": "2026-11-02", **more}
    return {f"https://otter.bamboohr.com/careers/{number}/detail": {"result": {"jobOpening": held}}}


def test_bamboohr_asks_for_each_text_and_makes_keys_unique_among_tenants(registry: Registry) -> None:
    known = {OTTER_LIST: openings(7, "8"), **opening(7, locationType=None), **opening(8)}
    rows, tally, _ = crawled(registry, "bamboohr", OTTER, answers(known))
    assert [(row.key, row.text, row.posted_at) for row in rows] == [
        ("otter/7", "<p>7</p>", "2026-11-02T00:00:00+00:00"),
        ("otter/8", "<p>8</p>", "2026-11-02T00:00:00+00:00"),
    ]
    assert rows[0].url == "https://otter.bamboohr.com/careers/7"
    assert (tally.declared, tally.requests, tally.state) == (2, 3, "complete")


@pytest.mark.parametrize(
    ("listed", "state", "words"),
    [
        (openings(), "complete", ""),
        (openings(1, total=3), "partial", "1 of the 3 records"),
        (openings(1, total=0), "partial", "1 openings came, but the board declares 0"),
        ({"result": []}, "failed", "'meta'"),
        ({"meta": {}, "result": []}, "failed", "'totalCount'"),
        ({"meta": {"totalCount": 0}}, "failed", "'result'"),
        (b"<html>", "failed", "HTML"),
        (Response("https://www.bamboohr.com/", body=b"<html>"), "failed", "redirects to www.bamboohr.com"),
        (GoneFault("no such page"), "failed", "no such page"),
        (openings(*range(1, 5)) | {"result": [{"jobOpeningName": "no id"}, None]}, "partial", "2 of the 4"),
    ],
)
def test_bamboohr_is_complete_only_with_its_total(listed: Any, state: str, words: str, registry: Registry) -> None:
    _, tally, _ = crawled(registry, "bamboohr", OTTER, answers({OTTER_LIST: listed, **opening(1)}))
    assert tally.state == state
    assert words in tally.reason
    assert bool(tally.reason) == bool(words)


def test_an_opening_that_was_closed_meanwhile_is_dropped_and_others_are_whole(registry: Registry) -> None:
    known = {OTTER_LIST: openings(1, 2, 3), **opening(1), **opening(3)}
    rows, tally, _ = crawled(registry, "bamboohr", OTTER, answers(known))
    assert (len(rows), tally.state, dict(tally.dropped)) == (2, "complete", {"closed since the list came": 1})


def test_a_site_without_any_text_proves_nothing(registry: Registry) -> None:
    """Where every detail is gone, the address of the details has changed rather than all openings."""
    for ids, asked in (((1, 2), 3), (range(1, 9), 4)):
        rows, tally, _ = crawled(registry, "bamboohr", OTTER, answers({OTTER_LIST: openings(*ids)}))
        assert (rows, tally.requests) == ([], asked)
        assert tally.state in {"partial", "failed"}


def test_texts_that_do_not_come_are_told_and_a_refusal_is_obeyed(registry: Registry) -> None:
    for fault, asked in ((CrawlFault("it is tired"), 5), (BlockedFault("it says 429"), 3)):
        known = {OTTER_LIST: openings(*range(1, 9)), **opening(1)}
        spoilt = {key: fault for number in range(2, 9) for key in opening(number)}
        rows, tally, _ = crawled(registry, "bamboohr", OTTER, answers({**known, **spoilt}))
        assert (len(rows), tally.state, tally.requests) == (1, "partial", asked)
        assert fault.reason in tally.reason


def landed(home: Home, *rows: RawPosting) -> None:
    with LandingFile(home, rows[0].board, "2026-11-20") as file:
        for row in rows:
            file.add(row)
        file.commit((ScopeReport("", "complete", kept=len(rows)),))


def test_a_text_is_asked_for_once_while_the_title_stays(registry: Registry, home: Home) -> None:
    seen = {"fetched_at": "2026-11-20T06:00:00+00:00", "text": "<p>old</p>", "posted_raw": "2026-10-01"}
    landed(
        home,
        RawPosting("bamboohr", "otter/1", title="T1", salary="EUR 1", url="https://x.example/1", **seen),
        RawPosting("bamboohr", "otter/2", title="another", **seen),
        RawPosting("bamboohr", "heron/3", title="T3", **seen),
    )
    known = {OTTER_LIST: openings(1, 2, 3), **opening(2), **opening(3)}
    rows, tally, _ = crawled(registry, "bamboohr", OTTER, answers(known), home)
    assert [row.text for row in rows] == ["<p>old</p>", "<p>2</p>", "<p>3</p>"]
    assert (rows[0].salary, rows[0].url, rows[0].posted_at) == (
        "EUR 1",
        "https://x.example/1",
        "2026-10-01T00:00:00+00:00",
    )
    assert "landed" not in rows[0].raw
    assert (tally.requests, tally.state) == (3, "complete")


def test_texts_of_an_earlier_run_serve_where_the_last_was_cut_short(registry: Registry, home: Home) -> None:
    seen = {"fetched_at": "2026-11-20T06:00:00+00:00", "posted_raw": "2026-10-01"}
    landed(home, *(RawPosting("bamboohr", f"otter/{n}", title=f"T{n}", text="first", **seen) for n in (1, 2)))
    landed(home, RawPosting("bamboohr", "otter/1", title="T1", text="second", **seen))
    rows, tally, _ = crawled(registry, "bamboohr", OTTER, answers({OTTER_LIST: openings(1, 2)}), home)
    assert ([row.text for row in rows], tally.requests) == (["second", "first"], 1)


def test_an_opening_that_is_not_open_is_no_posting(registry: Registry) -> None:
    known = {OTTER_LIST: openings(1, 2), **opening(1, jobOpeningStatus="Closed"), **opening(2, jobOpeningStatus="Open")}
    rows, tally, _ = crawled(registry, "bamboohr", OTTER, answers(known))
    assert ([row.key for row in rows], dict(tally.dropped)) == (["otter/2"], {"not open": 1})


def test_bamboohr_reads_the_recorded_list_without_texts(registry: Registry, shared: Path) -> None:
    result = parse(registry.board("bamboohr"), shared / "boards/fixtures/bamboohr/careers_list.json")
    assert result.dropped == []
    assert [(row.key, row.remote, row.location) for row in result.rows] == [
        ("86", "on-site", "Fort Lauderdale, Florida"),
        ("87", "on-site", "Fort Lauderdale, Florida"),
    ]
    assert all(row.title and row.employment and row.posted_kind == "unknown" for row in result.rows)


@pytest.mark.parametrize("name", NAMES)
def test_a_file_of_another_shape_is_refused(name: str, registry: Registry, tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    path.write_text('{"postings": []}', encoding="utf-8")
    with pytest.raises(JobproofError, match=r"x\.json"):
        parse(registry.board(name), path)
