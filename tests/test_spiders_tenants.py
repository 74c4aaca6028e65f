"""Employers' own career sites, each on a host of its own: feeds, lists with texts apart, caps, and their traps."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import orjson
import pytest
from scrapy.http import Response

from simulation.protocols.http import Answer as WireAnswer
from simulation.protocols.http import Request as WireRequest
from simulation.replica import serve
from spiders.catalogue import spider_class
from spiders.crawl import crawl
from spiders.faults import BlockedFault, CrawlFault, GoneFault
from spiders.parse import parse
from spiders.platforms.facets import MOST_IDS, Facet, at_least, facets_in, groups
from spiders.platforms.xml_tree import root_of
from spiders.tally import Tally
from warehouse import clock
from warehouse.boards import Registry, Scope, load
from warehouse.errors import JobproofError
from warehouse.home import Home
from warehouse.landing import LandingFile
from warehouse.records import RawPosting, ScopeReport

NAMES = ["personio", "bamboohr", "workday", "teamtailor"]
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


def test_personio_reads_one_position_and_its_own_raw_records(registry: Registry, tmp_path: Path) -> None:
    path = tmp_path / "x.xml"
    path.write_bytes(position(5, "<p>a</p>").encode())
    (row,) = parse(registry.board("personio"), path).rows
    path.write_bytes(orjson.dumps([row.raw, None, {"id": 7, "name": "T"}]))
    again = parse(registry.board("personio"), path)
    assert [(each.key, each.text) for each in again.rows] == [("5", "<h3>N</h3><p>a</p>"), ("7", None)]
    assert [(drop.reason, drop.count) for drop in again.dropped] == [("unreadable", 1)]


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


SEEN = "2026-11-20T06:00:00+00:00"


def otter(number: int, key: str = "", **raw: Any) -> RawPosting:
    record = {"id": number, "jobOpeningName": f"T{number}", "description": "<p>old</p>", **raw}
    return RawPosting("bamboohr", key or f"otter/{number}", SEEN, raw=record)


def test_a_text_is_asked_for_once_while_the_title_stays(registry: Registry, home: Home) -> None:
    landed(
        home,
        otter(
            1, compensation="EUR 1", datePosted="2026-10-01", location={"city": "Faro", "addressCountry": "Portugal"}
        ),
        otter(2, jobOpeningName="another"),
        otter(3, key="heron/3"),
        otter(4, description=None),
    )
    known = {OTTER_LIST: openings(1, 2, 3, 4), **opening(2), **opening(3), **opening(4)}
    rows, tally, _ = crawled(registry, "bamboohr", OTTER, answers(known), home)
    assert [row.text for row in rows] == ["<p>old</p>", "<p>2</p>", "<p>3</p>", "<p>4</p>"]
    assert (rows[0].salary, rows[0].location) == ("EUR 1", "Faro, Portugal")
    assert rows[0].posted_at == "2026-10-01T00:00:00+00:00"
    assert (tally.requests, tally.state) == (4, "complete")


def test_what_landed_lands_again_with_its_raw_record(registry: Registry, home: Home) -> None:
    """So a text outlives any number of runs that did not ask for it."""
    known = {OTTER_LIST: openings(1), **opening(1, compensation="EUR 9")}
    for requests in (2, 1, 1, 1, 1):
        rows, tally, _ = crawled(registry, "bamboohr", OTTER, answers(known), home)
        assert (rows[0].text, rows[0].salary, tally.requests) == ("<p>1</p>", "EUR 9", requests)
        landed(home, *rows)


def test_texts_of_an_earlier_run_serve_where_the_last_was_cut_short(registry: Registry, home: Home) -> None:
    landed(home, otter(1), otter(2))
    landed(home, otter(1, description="<p>newer</p>"))
    rows, tally, _ = crawled(registry, "bamboohr", OTTER, answers({OTTER_LIST: openings(1, 2)}), home)
    assert ([row.text for row in rows], tally.requests) == (["<p>newer</p>", "<p>old</p>"], 1)


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


QUAY = Scope("quay", "Quay", url="https://quay.wd5.myworkdayjobs.com/en-US/Quay_Jobs/")
QUAY_API = "https://quay.wd5.myworkdayjobs.com/wday/cxs/quay/Quay_Jobs"


class CareerSite:
    """A Workday site with its cap and its totals of later pages, and as many openings as wanted.

    Args:
        number: Openings.
        values: For each facet what an opening of a number has of it, several values divided by blanks.
        nested: Facets that stand within a group.
        cap: Openings shown at most.
    """

    def __init__(
        self, number: int, values: dict[str, Callable[[int], str]], nested: tuple[str, ...] = (), cap: int = 200
    ) -> None:
        self.openings = range(number)
        self.values, self.nested, self.cap = values, nested, cap

    def __call__(self, url: str, form: Any) -> Any:
        if form is None:
            assert url.startswith(f"{QUAY_API}/job/")
            return {"jobPostingInfo": {"jobDescription": f"<p>{url[-4:]}</p>", "startDate": "2026-11-03"}}
        assert (url, form["limit"], form["searchText"]) == (f"{QUAY_API}/jobs", 20, "")
        assert all(len(ids) <= 100 for ids in form["appliedFacets"].values())
        found = [number for number in self.openings if self.takes(number, form["appliedFacets"])]
        offset = form["offset"]
        page = [row(number) for number in found[: self.cap][offset : offset + 20]]
        total = 0 if offset else min(self.cap, len(found))
        return {"total": total, "jobPostings": page, "facets": self.facets(found)}

    def takes(self, number: int, applied: dict[str, list[str]]) -> bool:
        return all(set(self.values[name](number).split()) & set(ids) for name, ids in applied.items())

    def facets(self, found: list[int]) -> list[Any]:
        flat = []
        for name, value in self.values.items():
            counts = Counter(one for number in found for one in value(number).split())
            values = [{"id": one, "descriptor": one.title(), "count": count} for one, count in counts.items()]
            flat.append({"facetParameter": name, "values": values})
        within = [facet for facet in flat if facet["facetParameter"] in self.nested]
        return [facet for facet in flat if facet not in within] + [{"facetParameter": "group", "values": within}]


def row(number: int) -> dict[str, Any]:
    path = f"/job/Oslo/T{number}_JR{number}"
    return {"title": f"T{number}", "externalPath": path, "locationsText": "Oslo", "postedOn": "Posted Today"}


@pytest.mark.parametrize("number", [1, 19, 20, 21, 40])
def test_workday_pages_by_twenty_to_the_total_of_the_first_page(number: int, registry: Registry) -> None:
    site = CareerSite(number, {"timeType": lambda _: "full"})
    rows, tally, asked = crawled(registry, "workday", QUAY, site)
    assert [row.key for row in rows] == [f"quay/quay_jobs/JR{at}" for at in range(number)]
    assert (tally.state, tally.declared, len(tally.dropped)) == ("complete", number, 0)
    assert len([form for _, form in asked.asked if form]) == -(-number // 20)
    assert rows[0].url == "https://quay.wd5.myworkdayjobs.com/Quay_Jobs/job/Oslo/T0_JR0"


SPLITS: dict[str, tuple[CareerSite, str, int]] = {
    "a plain facet": (CareerSite(410, {"family": lambda n: f"f{n % 7}"}), "complete", 410),
    "one in a group": (CareerSite(260, {"places": lambda n: f"p{n % 130}"}, nested=("places",)), "complete", 260),
    "values that overlap": (
        CareerSite(250, {"places": lambda n: f"p{n % 5} p{(n + 1) % 5}", "timeType": lambda _: "full"}),
        *("complete", 250),
    ),
    "a value above the cap is divided further": (
        CareerSite(450, {"kind": lambda n: "few" if n % 9 == 0 else "many", "family": lambda n: f"f{n % 3}"}),
        *("complete", 450),
    ),
    "two facets within one another": (
        CareerSite(500, {"a": lambda n: "x" if n < 250 else "y", "b": lambda n: "v" if n % 250 < 125 else "w"}),
        *("complete", 500),
    ),
    "openings without a value": (
        CareerSite(260, {"family": lambda n: f"f{n % 3}" if n < 240 else "", "timeType": lambda n: f"t{n % 2}"}),
        *("complete", 260),
    ),
    "no facet covers all": (
        CareerSite(260, {"family": lambda n: f"f{n % 3}" if n < 240 else "", "timeType": lambda _: "full"}),
        *("partial", 240),
    ),
    "nothing to divide by": (CareerSite(260, {"timeType": lambda _: "full"}), "capped", 200),
    "no facets": (CareerSite(260, {}), "capped", 200),
    "just the cap": (CareerSite(200, {"timeType": lambda n: f"t{n % 2}"}), "complete", 200),
    "below the cap": (CareerSite(199, {"timeType": lambda _: "full"}), "complete", 199),
}


@pytest.mark.parametrize("name", SPLITS)
def test_workday_divides_a_list_that_is_cut_off(name: str, registry: Registry, monkeypatch: pytest.MonkeyPatch) -> None:
    site, state, kept = SPLITS[name]
    monkeypatch.setattr("spiders.platforms.workday._CAP", site.cap)
    rows, tally, _ = crawled(registry, "workday", QUAY, site)
    assert (tally.state, len(rows)) == (state, kept)
    assert len({row.key for row in rows}) == kept
    assert bool(tally.reason) == (state != "complete")


def test_workday_says_what_a_capped_site_lacks(registry: Registry) -> None:
    _, tally, _ = crawled(registry, "workday", QUAY, CareerSite(2600, {"timeType": lambda _: "full"}, cap=2000))
    assert "shows 2000 openings at most, and no facet divides them" in tally.reason
    assert tally.declared == 2600


def test_facets_are_found_in_groups_and_odd_ones_are_left_out() -> None:
    given = [
        None,
        {"facetParameter": "a", "values": [{"id": "1", "count": 5}, {"id": "2"}, None, {"count": 3}]},
        {"values": [{"facetParameter": "b", "descriptor": "B", "values": [{"id": "3", "count": 2}]}]},
        {"facetParameter": "c", "values": None},
    ]
    assert facets_in(given) == [Facet("a", {"1": 5}), Facet("b", {"3": 2})]
    assert facets_in({"facets": 5}) == []
    assert at_least(2000, [Facet("timeType", {"x": 2100}), Facet("locations", {"y": 9000})]) == 2100


def test_groups_stay_below_the_cap_and_name_few_values() -> None:
    many = Facet("places", {f"p{number}": 1 + number % 40 for number in range(900)})
    asked = groups([many], {}, 2000, 2000)
    ids = [one["places"] for one in asked]
    assert sorted(each for one in ids for each in one) == sorted(many.counts)
    assert all(len(one) <= MOST_IDS and sum(many.counts[each] for each in one) < 2000 for one in ids)
    assert groups([many], {"places": ["p1"]}, 2000, 2000) == []


def test_the_facet_that_names_openings_twice_the_least_is_chosen() -> None:
    overlapping = Facet("places", {f"p{number}": 900 for number in range(9)})
    whole = Facet("family", {"f1": 1500, "f2": 1200})
    short = Facet("unit", {"u1": 1500, "u2": 600})
    coarse = Facet("kind", {"k1": 2500, "k2": 200})
    for facets, chosen in (
        ([overlapping, whole, short, coarse], "family"),
        ([overlapping, short, coarse], "places"),
        ([short, coarse], "kind"),
        ([short], "unit"),
    ):
        assert {name for one in groups(facets, {}, 2700, 2000) for name in one} == {chosen}


def answer_at(offset: int, **page: Any) -> Reply:
    """Return a site of 45 openings whose page at an offset is another one."""
    site = CareerSite(45, {})

    def reply(url: str, form: Any) -> Any:
        answer = site(url, form)
        return {**answer, **page} if form and form["offset"] == offset else answer

    return reply


@pytest.mark.parametrize(
    ("reply", "state", "words"),
    [
        (answer_at(0, jobPostings=[]), "failed", "sent no openings from 0 on, though it declares 45"),
        (answer_at(20, jobPostings=[]), "failed", "sent no openings from 20 on, though it declares 45"),
        (answer_at(20, jobPostings=[row(number) for number in range(20)]), "failed", "the same page from 20 on"),
        (
            answer_at(40, jobPostings=[row(number) for number in range(5)]),
            "partial",
            "40 different openings",
        ),
        (answer_at(40, jobPostings=[row(40)]), "partial", "41 different openings"),
        (answer_at(0, total=3), "partial", "sent 20 openings, but declares 3"),
        (answer_at(0, total=None), "failed", "'total'"),
        (answer_at(20, jobPostings=None), "failed", "'jobPostings'"),
        (answer_at(20, total=45), "complete", ""),
        (CareerSite(0, {}), "partial", "no openings, which some sites also answer"),
    ],
)
def test_workday_is_complete_only_with_every_page(reply: Reply, state: str, words: str, registry: Registry) -> None:
    _, tally, _ = crawled(registry, "workday", QUAY, reply)
    assert tally.state == state
    assert words in tally.reason
    assert bool(tally.reason) == bool(words)


def test_a_refusal_of_a_closed_opening_is_none_of_us(
    registry: Registry, home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Some sites answer 403 with a code of their own where others answer 404: neither trips what guards the host."""
    site = CareerSite(9, {})
    refusals = [WireAnswer(b'{"errorCode": "S22"}', 403)] * 2 + [WireAnswer(b"{}", 404)] * 2

    class Source:
        def answer(self, request: WireRequest) -> WireAnswer:
            form = orjson.loads(request.body) if request.body else None
            if form is None and request.path[-1] in "2367":
                return refusals.pop()
            if request.path == "/robots.txt":
                return WireAnswer(b"")
            return WireAnswer(orjson.dumps(site(f"https://{request.host}{request.path}", form)))

    with serve(Source()) as replica:
        monkeypatch.setenv("JOBPROOF_REPLICA", replica.url)
        board = replace(registry.board("workday"), scopes=(QUAY,))
        (report,) = crawl(board, [f"{clock.today():%Y-%m-%d}"], home)
    assert (report.state, report.kept) == ("complete", 5)
    assert report.scopes[0].dropped == {"closed since the list came": 4}
    assert {request.method for request in replica.requests if request.path.endswith("/jobs")} == {"POST"}


def test_workday_asks_for_a_text_once(registry: Registry, home: Home) -> None:
    def before(number: int, **raw: Any) -> RawPosting:
        record = {**row(number), "jobDescription": "<p>old</p>", "postedOn": "Posted 9 Days Ago", **raw}
        return RawPosting("workday", f"quay/quay_jobs/JR{number}", SEEN, raw=record)

    dated = before(0, startDate="2026-10-01", endDate="2026-12-24", location="Bergen", additionalLocations=["Oslo"])
    landed(home, dated, before(1), before(2, locationsText="Elsewhere"))
    rows, tally, site = crawled(registry, "workday", QUAY, CareerSite(3, {}), home)
    assert [url for url, form in site.asked if form is None] == [f"{QUAY_API}/job/Oslo/T2_JR2"]
    assert (rows[0].text, rows[0].location) == ("<p>old</p>", "Bergen; Oslo")
    assert (rows[0].posted_kind, rows[0].posted_at) == ("listed", "2026-10-01T00:00:00+00:00")
    assert rows[0].expires_at == "2026-12-24T00:00:00+00:00"
    assert (rows[1].posted_kind, rows[1].posted_raw) == ("relative", "Posted Today")
    assert (rows[2].posted_at, tally.state) == ("2026-11-03T00:00:00+00:00", "complete")


@pytest.mark.parametrize(
    ("words", "posted_at"),
    [
        ("Posted Today", "2026-11-21T00:00:00+00:00"),
        ("Posted Yesterday", "2026-11-20T00:00:00+00:00"),
        ("Posted 3 Days Ago", "2026-11-18T00:00:00+00:00"),
        ("Posted 30+ Days Ago", None),
        ("Vor 3 Tagen ausgeschrieben", None),
        ("发布于今天", "2026-11-21T00:00:00+00:00"),
    ],
)
def test_workday_reads_relative_dates_and_takes_a_bound_for_none(
    words: str, posted_at: str | None, registry: Registry
) -> None:
    board = registry.board("workday")
    spider = spider_class(board)(board)
    spider.fetched_at = "2026-11-21T05:59:01+00:00"
    posting = spider.posting({"externalPath": "/job/x_1", "title": "T", "postedOn": words}, QUAY)
    assert (posting.posted_at, posting.posted_raw, posting.posted_kind) == (posted_at, words, "relative")


@pytest.mark.parametrize(
    ("url", "api"),
    [
        ("https://quay.wd5.myworkdayjobs.com/Quay_Jobs", QUAY_API),
        ("https://quay.wd5.myworkdayjobs.com/de-DE/Quay_Jobs/details/x?y=1", QUAY_API),
        ("https://wd3.myworkdaysite.com/recruiting/quay/Jobs/", "https://wd3.myworkdaysite.com/wday/cxs/quay/Jobs"),
        (
            "https://wd3.myworkdaysite.com/en-US/recruiting/quay/Jobs",
            "https://wd3.myworkdaysite.com/wday/cxs/quay/Jobs",
        ),
        ("https://quay.wd5.myworkdayjobs.com/en-US", None),
        ("https://careers.quay.example/jobs", None),
        ("", None),
    ],
)
def test_workday_takes_the_site_from_its_public_address(url: str, api: str | None, registry: Registry) -> None:
    empty = {"total": 0, "jobPostings": []}
    _, tally, site = crawled(registry, "workday", Scope("quay", "Quay", url=url), lambda _url, _form: empty)
    assert [url for url, _ in site.asked] == ([f"{api}/jobs"] if api else [])
    assert ("myworkdayjobs.com/SITE" in tally.reason) == (api is None)


def test_workday_reads_the_recorded_list_without_texts(registry: Registry, shared: Path) -> None:
    result = parse(registry.board("workday"), shared / "boards/fixtures/workday/salesforce_cxs_jobs.json")
    assert result.dropped == []
    assert [(row.key, row.posted_kind, row.location) for row in result.rows] == [
        ("JR354232", "relative", None),
        ("JR332446", "relative", None),
    ]
    assert all(row.title and row.posted_at for row in result.rows)


FERN = Scope("fern", "Fern")
FERN_SITE = "https://fern.teamtailor.com"


def json_feed(*numbers: int, following: str | None = None) -> dict[str, Any]:
    rows = [
        {
            "id": f"uuid-{number}",
            "title": f"T{number}",
            "url": f"{FERN_SITE}/jobs/{number}-t",
            "content_html": "<p>Go</p>",
            "date_published": "2026-11-01T09:00:00+01:00",
            "_jobposting": {"title": "T"},
        }
        for number in numbers
    ]
    return {"version": "https://jsonfeed.org/version/1.1", "items": rows} | (
        {"next_url": following} if following else {}
    )


def rss(*numbers: int, status: str = "fully") -> bytes:
    rows = "".join(
        f"<item><link>{FERN_SITE}/jobs/{number}-t</link><remoteStatus>{status}</remoteStatus>"
        f"<tt:department>D{number}</tt:department></item>"
        for number in numbers
    )
    return f'<rss xmlns:tt="https://teamtailor.com/locations"><channel>{rows}</channel></rss>'.encode()


def test_teamtailor_follows_the_feed_and_joins_the_other_by_number(registry: Registry) -> None:
    known = {
        f"{FERN_SITE}/jobs.json": json_feed(1, 2, following="/jobs.json?page=2"),
        f"{FERN_SITE}/jobs.json?page=2": json_feed(103, 300),
        f"{FERN_SITE}/jobs.rss?offset=0": rss(*range(1, 101)),
        f"{FERN_SITE}/jobs.rss?offset=100": rss(*range(101, 105), status="hybrid"),
    }
    rows, tally, site = crawled(registry, "teamtailor", FERN, answers(known))
    assert [(row.key, row.remote, row.tags) for row in rows] == [
        ("1", "fully remote", ["D1"]),
        ("2", "fully remote", ["D2"]),
        ("103", "hybrid", ["D103"]),
        ("300", None, []),
    ]
    assert (tally.state, tally.reason, len(site.asked)) == ("complete", "", 4)


@pytest.mark.parametrize(
    ("feed_of_roles", "told"),
    [
        (b"<!DOCTYPE html><html></html>", "page (HTML)"),
        (b"<rss><channel><item>", "cut off"),
        (CrawlFault("it is tired"), "tired"),
        (BlockedFault("robots.txt forbids it"), "forbids"),
        (rss(1, status="none"), ""),
        (rss(), ""),
    ],
)
def test_teamtailor_loses_no_posting_with_the_second_feed(feed_of_roles: Any, told: str, registry: Registry) -> None:
    known = {f"{FERN_SITE}/jobs.json": json_feed(1), f"{FERN_SITE}/jobs.rss?offset=0": feed_of_roles}
    rows, tally, _ = crawled(registry, "teamtailor", FERN, answers(known))
    assert ([row.remote for row in rows], tally.state) == ([None], "complete")
    assert told in tally.reason
    assert bool(tally.reason) == bool(told)


def test_teamtailor_stops_where_the_second_feed_repeats_itself(registry: Registry) -> None:
    same = rss(*range(100))
    known = {f"{FERN_SITE}/jobs.json": json_feed(1)} | {f"{FERN_SITE}/jobs.rss?offset={at}": same for at in (0, 100)}
    _, tally, site = crawled(registry, "teamtailor", FERN, answers(known))
    assert (tally.state, len(site.asked)) == ("complete", 3)


NEXT = f"{FERN_SITE}/jobs.json?page=2"


@pytest.mark.parametrize(
    ("first", "second", "state", "words"),
    [
        (json_feed(), None, "complete", ""),
        (b"<!DOCTYPE html><html></html>", None, "failed", "HTML"),
        (GoneFault("no such page"), None, "failed", "no such page"),
        ({"jobs": []}, None, "failed", "'items'"),
        (json_feed(1, following=NEXT), GoneFault("no such page"), "partial", "no such page"),
        (json_feed(1, following=NEXT), json_feed(1), "partial", "the same page twice"),
        (json_feed(1, following=NEXT), json_feed(2, following="/jobs.json"), "partial", "has come already"),
        (json_feed(1, following="https://else.example/jobs.json"), None, "partial", "another host"),
        (json_feed(1, following=NEXT), json_feed(2), "complete", ""),
    ],
)
def test_teamtailor_is_complete_only_at_the_end_of_its_feed(
    first: Any, second: Any, state: str, words: str, registry: Registry
) -> None:
    known = {f"{FERN_SITE}/jobs.json": first, NEXT: second, f"{FERN_SITE}/jobs.rss?offset=0": rss()}
    _, tally, _ = crawled(registry, "teamtailor", FERN, answers(known))
    assert tally.state == state
    assert words in tally.reason
    assert bool(tally.reason) == bool(words)


@pytest.mark.parametrize(
    ("url", "site"),
    [
        ("", FERN_SITE),
        ("https://careers.fern.example", "https://careers.fern.example"),
        ("https://careers.fern.example/", "https://careers.fern.example"),
        ("https://careers.fern.example/jobs/?query=x", "https://careers.fern.example"),
        ("https://careers.fern.example/fr/jobs.rss", "https://careers.fern.example/fr"),
    ],
)
def test_teamtailor_finds_the_feeds_beside_the_public_address(url: str, site: str, registry: Registry) -> None:
    board = registry.board("teamtailor")
    assert spider_class(board)(board).list_url(Scope("fern", "Fern", url=url)) == f"{site}/jobs.json"


def test_teamtailor_reads_the_recorded_feed(registry: Registry, shared: Path) -> None:
    result = parse(registry.board("teamtailor"), shared / "boards/fixtures/teamtailor/jobs_jsonfeed.json")
    assert result.dropped == []
    assert [(row.key, row.location, row.posted_at) for row in result.rows] == [
        ("7167985", "Madrid, ES", "2026-02-04T08:26:20+00:00"),
        ("7069633", "Stockholm, SE; København, DK", "2026-01-18T18:35:57+00:00"),
    ]


@pytest.mark.parametrize("name", ["bamboohr", "workday", "teamtailor"])
def test_a_malformed_row_costs_no_other(name: str, registry: Registry, tmp_path: Path) -> None:
    good = {
        "id": "1",
        "externalPath": "/job/Oslo/T_1",
        "url": f"{FERN_SITE}/jobs/1-t",
        "title": "T",
        "jobOpeningName": "T",
    }
    odd = [None, 7, {"id": ["x"], "location": 5, "_jobposting": 5, "hiringOrganization": 5, "country": 5}, {}]
    path = tmp_path / "x.json"
    path.write_bytes(orjson.dumps([*odd, good]))
    result = parse(registry.board(name), path)
    assert [row.key for row in result.rows][-1] == "1"
    assert len(result.rows) + sum(drop.count for drop in result.dropped) == 5


@pytest.mark.parametrize("name", NAMES)
def test_a_file_of_another_shape_is_refused(name: str, registry: Registry, tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    path.write_text('{"postings": []}', encoding="utf-8")
    with pytest.raises(JobproofError, match=r"x\.json"):
        parse(registry.board(name), path)
