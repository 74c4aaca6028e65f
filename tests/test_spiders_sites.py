"""Crawling careers sites through their sitemaps: what is asked for, what is not, and what an absence means."""

from __future__ import annotations

import asyncio
import gzip
import json
from typing import Any

import pytest
from scrapy.http import Response

from spiders.boards.jsonld import JsonLd
from spiders.faults import BlockedFault, CrawlFault, ForbiddenFault, GoneFault
from spiders.platforms.sitemap import Listed, named_by, read
from spiders.tally import Tally
from warehouse.boards import Scope, load
from warehouse.errors import JobproofError
from warehouse.home import Home
from warehouse.landing import LandingFile, data_path
from warehouse.personal import scrub_posting
from warehouse.records import CrawlReport, RawPosting, ScopeReport

SITE = "https://jobs.acme.example"
SCOPE = Scope("acme", "Acme", url=f"{SITE}/sitemap.xml", pattern=r"/job/\d")


@pytest.fixture(autouse=True)
def _clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JOBPROOF_NOW", "2026-11-21T06:00:00+00:00")


def urlset(*pages: str, **lastmod: str) -> bytes:
    rows = "".join(map(entry, pages, [lastmod.get(f"n{page}", "") for page in pages]))
    return f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{rows}</urlset>'.encode()


def entry(page: str, lastmod: str) -> str:
    url = page if "://" in page else f"{SITE}/job/{page}"
    changed = f"<lastmod>{lastmod}</lastmod>" if lastmod else ""
    return f"<url><loc>{url}</loc>{changed}</url>"


def index(*sitemaps: str) -> bytes:
    rows = "".join(f"<sitemap><loc>{url}</loc></sitemap>" for url in sitemaps)
    return f"<sitemapindex>{rows}</sitemapindex>".encode()


def offer(number: int | str, **more: Any) -> bytes:
    held = {"@type": "JobPosting", "title": f"T{number}", "description": "Go", "identifier": f"R{number}", **more}
    return f'<script type="application/ld+json">{json.dumps(held)}</script>'.encode()


def site(*numbers: int, **more: Any) -> dict[str, Any]:
    return {f"{SITE}/job/{number}": offer(number, **more) for number in numbers}


class Answers:
    """Stands for the fetcher: each address has its answer, or fault."""

    def __init__(self, answers: dict[str, Any]) -> None:
        self.answers, self.asked = answers, list[str]()

    async def fetch(self, url: str, tally: Tally, **_more: object) -> Response:
        self.asked.append(url)
        tally.requests += 1
        await asyncio.sleep(0.0 if url.endswith("1") else 0.001)
        answer = self.answers.get(url, GoneFault(f"no {url}"))
        if isinstance(answer, Exception):
            raise answer
        return answer if isinstance(answer, Response) else Response(url, body=answer)


def crawled(
    home: Home, answers: dict[str, Any], scope: Scope = SCOPE, *, land: str = ""
) -> tuple[list[RawPosting], Tally, list[str]]:
    """Crawl one site as the base does; `land` names the day to land it under."""
    spider, tally, fetcher = JsonLd(load(home).board("jsonld"), home=home), Tally(scope.token), Answers(answers)
    spider.fetcher = fetcher  # type: ignore[assignment]  # it has the one method that the platform uses
    rows: list[RawPosting] = []

    async def collect() -> None:
        async for records in spider.pages(scope, tally):
            for position, record in enumerate(records):
                if (row := spider.read_record(record, position, scope, tally)) is not None:
                    tally.kept += 1
                    rows.append(row)
        tally.settle()

    try:
        asyncio.run(collect())
    except CrawlFault as fault:
        tally.end(fault)
    if land:
        landed(home, land, rows)
    return rows, tally, fetcher.asked


def landed(home: Home, day: str, rows: list[RawPosting]) -> CrawlReport:
    with LandingFile(home, "jsonld", day) as file:
        for row in rows:
            file.add(scrub_posting(row, b"salt" * 8))
        return file.commit((ScopeReport("acme", "complete", kept=len(rows)),))


def test_a_site_is_complete_when_every_page_has_come(home: Home) -> None:
    rows, tally, asked = crawled(home, {SCOPE.url: urlset(*"321", f"{SITE}/about"), **site(1, 2, 3)})
    assert [row.title for row in rows] == ["T3", "T2", "T1"]
    assert [row.key for row in rows] == [f"jobs.acme.example:R{number}" for number in (3, 2, 1)]
    assert rows[0].url == f"{SITE}/job/3"
    assert (tally.state, tally.declared, tally.kept) == ("complete", 3, 3)
    assert asked == [SCOPE.url, *(f"{SITE}/job/{number}" for number in (3, 2, 1))]


def test_pages_without_an_open_posting_are_told_by_reason(home: Home) -> None:
    answers = {
        SCOPE.url: urlset(*"12345678", "https://elsewhere.example/job/9"),
        f"{SITE}/job/1": offer(1),
        f"{SITE}/job/2": b"<p>Nothing here</p>",
        f"{SITE}/job/4": offer(4, validThrough="2026-11-20"),
        f"{SITE}/job/5": b'<meta name="robots" content="noindex">' + offer(5),
        f"{SITE}/job/6": Response(f"{SITE}/job/6", body=offer(6), headers={"X-Robots-Tag": "noindex"}),
        f"{SITE}/job/7": offer(7, validThrough="2026-11-21"),
        f"{SITE}/job/8": ForbiddenFault("robots.txt forbids this address"),
    }
    rows, tally, _ = crawled(home, answers)
    assert [row.title for row in rows] == ["T1", "T7"]
    assert dict(tally.dropped) == {
        "no JobPosting in the page": 1,
        "gone": 1,
        "expired": 1,
        "closed (noindex)": 2,
        "forbidden by robots.txt": 1,
        "on another site": 1,
    }
    assert (tally.state, tally.declared) == ("partial", 8)
    del answers[f"{SITE}/job/8"]
    assert crawled(home, answers)[1].state == "complete"


def test_a_page_that_fails_proves_nothing(home: Home) -> None:
    answers = {SCOPE.url: urlset(*"12345"), **site(1, 3, 5), f"{SITE}/job/2": CrawlFault("HTTP 500")}
    rows, tally, asked = crawled(home, answers)
    assert (len(rows), tally.state, len(asked)) == (3, "partial", 6)
    assert "not every page came: HTTP 500" in tally.reason
    broken = {SCOPE.url: urlset(*"12"), **site(1), f"{SITE}/job/2": offer(2)[:-30] + b"</script>"}
    assert crawled(home, broken)[1].state == "partial"
    tired = dict.fromkeys((f"{SITE}/job/{number}" for number in range(2, 30)), CrawlFault("it is tired"))
    rows, tally, asked = crawled(home, {SCOPE.url: urlset(*map(str, range(1, 30))), **site(1), **tired})
    assert (len(rows), tally.state, len(asked) < 12) == (1, "partial", True)


def test_a_refusal_ends_the_crawl(home: Home) -> None:
    reserved = {SCOPE.url: urlset("1"), f"{SITE}/job/1": b'<meta name="tdm-reservation" content="1">' + offer(1)}
    _, tally, _ = crawled(home, reserved)
    assert (tally.state, tally.kept) == ("blocked", 0)
    assert "tdm-reservation" in tally.reason
    refused = {SCOPE.url: urlset(*"12"), **site(1), f"{SITE}/job/2": BlockedFault("HTTP 403")}
    assert crawled(home, refused)[1].state == "partial"
    forbidden = {SCOPE.url: urlset("1"), f"{SITE}/job/1": ForbiddenFault("robots.txt")}
    assert crawled(home, forbidden)[1].state == "blocked"


def test_sitemaps_are_found_from_the_root_and_followed_once(home: Home) -> None:
    root = Scope("acme", "Acme", url=f"{SITE}/", pattern="/job/")
    robots = f"User-agent: *\nDisallow:\nSITEMAP: {SITE}/all.xml\nSitemap: /more.xml.gz\n".encode()
    answers = {
        f"{SITE}/robots.txt": robots,
        f"{SITE}/all.xml": index(f"{SITE}/all.xml", f"{SITE}/1.xml"),
        f"{SITE}/1.xml": urlset("1", "2"),
        f"{SITE}/more.xml.gz": gzip.compress(urlset("2", "3")),
        **site(1, 2, 3),
    }
    rows, tally, asked = crawled(home, answers, root)
    assert ([row.title for row in rows], tally.state) == (["T2", "T3", "T1"], "complete")
    assert len(asked) == len(set(asked)) == 7
    del answers[f"{SITE}/1.xml"]
    rows, tally, _ = crawled(home, answers, root)
    assert (len(rows), tally.state) == (2, "partial")
    assert "1 of 3 sitemaps did not come" in tally.reason
    usual = {f"{SITE}/sitemap.xml": urlset("1"), **site(1)}
    assert crawled(home, usual, root)[1].state == "complete"


@pytest.mark.parametrize(
    ("answers", "state", "words"),
    [
        ({}, "failed", "no https"),
        ({SCOPE.url: urlset()}, "partial", "no page that matches"),
        ({SCOPE.url: urlset(f"{SITE}/about")}, "partial", "no page that matches"),
        ({SCOPE.url: b"<!doctype html><html></html>"}, "failed", "a sitemap was expected"),
        ({SCOPE.url: b"<rss/>"}, "failed", "is no sitemap"),
        ({SCOPE.url: b"<urlset>"}, "failed", "cut off"),
        ({SCOPE.url: b'<!DOCTYPE a [<!ENTITY b "c">]><urlset/>'}, "failed", "document type"),
        ({SCOPE.url: gzip.compress(urlset("1"), mtime=0)[:-9]}, "failed", "cut off"),
        ({SCOPE.url: b"\x1f\x8bnonsense"}, "failed", "broken"),
        ({SCOPE.url: BlockedFault("HTTP 403")}, "blocked", "HTTP 403"),
    ],
)
def test_a_sitemap_that_is_none_closes_nothing(answers: dict[str, Any], state: str, words: str, home: Home) -> None:
    _, tally, _ = crawled(home, answers)
    assert tally.state == state
    assert words in tally.reason


def test_sitemaps_come_in_several_shapes() -> None:
    assert read(b"https://a.example/1\nhttps://a.example/2\r\n", "https://a.example/s.txt")[1] == [
        Listed("https://a.example/1"),
        Listed("https://a.example/2"),
    ]
    body = b"<urlset><url><loc>\n /job/1?a=1&b=2 </loc><lastmod>2026-11-01</lastmod></url><url/></urlset>"
    assert read(body, "https://a.example/s.xml") == ([], [Listed("https://a.example/job/1?a=1&b=2", "2026-11-01")])
    assert read(b"<urlset><url><loc>http://[::1</loc></url></urlset>", "https://a.example/s.xml") == ([], [])
    assert named_by("# Sitemap: no\nsitemap:/s.xml", "https://a.example/robots.txt") == ["https://a.example/s.xml"]


def test_too_many_pages_are_left_for_the_next_crawls(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(JsonLd, "most_pages", 2)
    old = dict.fromkeys(("n1", "n2", "n3"), "2026-11-01")
    answers = {SCOPE.url: urlset(*"123", **old), **site(1, 2, 3)}
    rows, tally, _ = crawled(home, answers, land="2026-11-20")
    assert (len(rows), tally.state, tally.declared) == (2, "capped", 3)
    rows, tally, asked = crawled(home, answers)
    assert ([row.title for row in rows], tally.state) == (["T1", "T2", "T3"], "complete")
    assert asked == [SCOPE.url, f"{SITE}/job/3"]


def test_a_page_is_asked_for_again_only_when_it_may_have_changed(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    mods = {"n1": "2026-11-01", "n2": "2026-11-20T07:00:00Z", "n3": "2026-11-20", "n5": "2026-11-02"}
    answers = {
        SCOPE.url: urlset(*"12345", **mods),
        **site(1, 2, 3, 4),
        f"{SITE}/job/5": offer(5, validThrough="2026-11-20"),
    }
    monkeypatch.setenv("JOBPROOF_NOW", "2026-11-20T06:00:00+00:00")
    before, tally, _ = crawled(home, answers, land="2026-11-20")
    assert (len(before), tally.state) == (5, "complete")
    monkeypatch.setenv("JOBPROOF_NOW", "2026-11-21T06:00:00+00:00")
    rows, tally, asked = crawled(home, answers)
    assert [row.title for row in rows] == ["T1", "T2", "T3", "T4"]
    assert (tally.state, dict(tally.dropped)) == ("complete", {"expired": 1})
    assert asked[1:] == [f"{SITE}/job/{number}" for number in (2, 3, 4)]
    assert [row.key for row in rows] == [row.key for row in before[:4]]
    assert rows[0].raw["read_at"] == "2026-11-20T06:00:00+00:00"
    monkeypatch.setenv("JOBPROOF_NOW", "2026-12-20T06:00:00+00:00")
    assert f"{SITE}/job/1" in crawled(home, answers)[2], "what is said to be unchanged is not believed for ever"


def test_a_key_survives_being_carried_over(home: Home) -> None:
    answers = {SCOPE.url: urlset("1", n1="2026-11-01"), **site(1, identifier="+49 30 5550 12345")}
    (before,), _, _ = crawled(home, answers, land="2026-11-20")
    (after,), _, asked = crawled(home, answers)
    assert asked == [SCOPE.url]
    assert after.key == before.key
    assert "5550" not in str(after.raw)


def test_a_damaged_run_is_fetched_again(home: Home) -> None:
    answers = {SCOPE.url: urlset("1", n1="2026-11-01"), **site(1)}
    rows, _, _ = crawled(home, answers)
    data_path(home, landed(home, "2026-11-20", rows)).write_bytes(b"no landing file")
    assert len(crawled(home, answers)[2]) == 2


def test_a_list_of_postings_beside_one_is_left_to_their_pages(home: Home) -> None:
    others = b"".join(
        f'<script type="application/ld+json">{{"@type": "JobPosting", "title": "T{number}"}}</script>'.encode()
        for number in (7, 8)
    )
    rows, _, _ = crawled(home, {SCOPE.url: urlset("1"), f"{SITE}/job/1": others + offer(1)})
    assert [row.title for row in rows] == ["T1"]


def test_a_pattern_that_is_none_is_refused(home: Home) -> None:
    home.root.mkdir(parents=True, exist_ok=True)
    home.boards.write_text('[jsonld]\nscopes.a = { name = "A", why = "x", pattern = "(" }\n', encoding="utf-8")
    with pytest.raises(JobproofError, match="regular expression"):
        load(home)
