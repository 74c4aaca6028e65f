"""RSS and Atom feeds in all their shapes, python.org's own one, and The Muse's pages."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest
from scrapy.http import Response
from scrapy.settings import Settings

from spiders.boards.python_org import PythonOrg
from spiders.boards.rss import Feeds
from spiders.boards.themuse import TheMuse
from spiders.faults import CrawlFault
from spiders.parse import parse
from spiders.platforms.feed import items
from spiders.platforms.xml_tree import root_of
from spiders.tally import Tally
from warehouse.boards import Registry, Scope, load
from warehouse.errors import JobproofError
from warehouse.home import Home
from warehouse.records import RawPosting

DUBLIN = 'xmlns:d="http://purl.org/dc/elements/1.1/"'
FEED = Scope("small", "A small board", url="https://board.example/feeds/jobs.rss")


@pytest.fixture(scope="module")
def registry(tmp_path_factory: pytest.TempPathFactory) -> Registry:
    return load(Home(tmp_path_factory.mktemp("home")))


def rss(*held: str, head: str = "") -> bytes:
    items = "".join(f"<item>{each}</item>" for each in held)
    return f"<rss><channel>{head}{items}</channel></rss>".encode()


def atom(*held: str) -> bytes:
    entries = "".join(f"<entry>{each}</entry>" for each in held)
    return f'<feed xmlns="http://www.w3.org/2005/Atom">{entries}</feed>'.encode()


@pytest.fixture
def read(registry: Registry) -> Any:
    def row(body: bytes) -> RawPosting:
        return Feeds(registry.board("rss")).posting(items(body, "here")[0], FEED)

    return row


@pytest.mark.parametrize(
    ("held", "url", "key"),
    [
        ("<link>https://board.example/job/7/</link>", "https://board.example/job/7/", "board.example/job/7"),
        ("<link>/job/7?a=1</link>", "https://board.example/job/7?a=1", "board.example/job/7?a=1"),
        ("<link>job/7</link>", "https://board.example/feeds/job/7", "board.example/feeds/job/7"),
        ("<guid>https://www.board.example/7</guid>", "https://www.board.example/7", "board.example/7"),
        ('<guid isPermaLink="false">7</guid><link>/x</link>', "https://board.example/x", "board.example:7"),
        ("<guid>7</guid>", None, "7"),
        ("<guid>7</guid><link>http://[::1</link>", None, "7"),
        ("<title>T</title>", None, ""),
    ],
)
def test_links_and_keys_come_in_several_forms(held: str, url: str | None, key: str, read: Any) -> None:
    row = read(rss(held))
    assert (row.url, row.key) == (url, key)


def test_relative_links_of_a_saved_feed_lie_beside_its_site() -> None:
    (record,) = items(rss("<link>/job/7</link>", head="<link>https://board.example/all</link>"), "the file")
    assert record["link"] == "https://board.example/job/7"


@pytest.mark.parametrize(
    ("held", "posted_at", "kind"),
    [
        ("<pubDate>Fri, 09 Jan 2026 18:50:56 EST</pubDate>", "2026-01-09T23:50:56+00:00", "listed"),
        ("<pubDate>2026-01-09</pubDate>", "2026-01-09T00:00:00+00:00", "listed"),
        (f"<d:date {DUBLIN}>2026-01-09T18:00:00Z</d:date>", "2026-01-09T18:00:00+00:00", "listed"),
        ("<pubDate>gestern</pubDate>", None, "listed"),
        ("<pubDate/>", None, "unknown"),
    ],
)  # fmt: skip
def test_dates_may_be_missing_or_odd(held: str, posted_at: str | None, kind: str, read: Any) -> None:
    row = read(rss(f"<guid>1</guid>{held}"))
    assert (row.posted_at, row.posted_kind) == (posted_at, kind)


@pytest.mark.parametrize(
    ("held", "text"),
    [
        ("<content>a &lt;b&gt; &amp; c</content>", "a &lt;b&gt; &amp; c"),
        ('<content type="html">&lt;p&gt;Go&lt;/p&gt;</content>', "<p>Go</p>"),
        (
            '<content type="xhtml"><x:div xmlns:x="http://www.w3.org/1999/xhtml"><x:p>Go</x:p></x:div></content>',
            "<div><p>Go</p></div>",
        ),
        ("<summary>Less</summary><content type='html'>More</content>", "More"),
    ],
)
def test_atom_texts_become_html(held: str, text: str, read: Any) -> None:
    assert read(atom(f"<id>1</id>{held}")).text == text


def test_the_whole_text_goes_before_its_summary(read: Any) -> None:
    encoded = '<c:encoded xmlns:c="http://purl.org/rss/1.0/modules/content/"><![CDATA[<p>All</p>]]></c:encoded>'
    assert read(rss(f"<guid>1</guid><description>Some</description>{encoded}")).text == "<p>All</p>"


def test_who_wrote_an_item_is_left_out() -> None:
    persons = (
        '<dc:creator xmlns:dc="http://purl.org/dc/elements/1.1/">Quillmaker</dc:creator>'
        "<author>quillmaker@board.example</author><managingEditor>Oakdesk</managingEditor><title>T</title>"
    )
    assert items(rss(persons), "here") == [{"title": "T"}]
    assert items(atom("<author><name>Quillmaker</name></author><title>T</title>"), "here") == [{"title": "T"}]


def test_repeated_and_nested_elements_are_kept(read: Any) -> None:
    held = "<guid>1</guid><category>go</category><category term='k8s'/><category>a, b</category><tags>go</tags>"
    assert read(rss(held)).tags == ["go", "k8s", "a", "b"]
    nested = '<x:where xmlns:x="urn:x"><x:city>Oslo</x:city><x:city>Bergen</x:city></x:where>'
    assert items(rss(nested), "here") == [{"where": {"city": ["Oslo", "Bergen"]}}]


def test_the_old_form_of_rss_has_its_items_beside_the_channel() -> None:
    body = (
        b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">'
        b"<channel><title>Board</title></channel><item><title>T</title></item></rdf:RDF>"
    )
    assert items(body, "here") == [{"title": "T"}]


def declared(encoding: str, title: str) -> str:
    return f'<?xml version="1.0" encoding="{encoding}"?>{rss(f"<title>{title}</title>").decode()}'


@pytest.mark.parametrize(
    ("body", "title"),
    [
        (declared("iso-8859-1", "Ingénieur").encode(), "Ingénieur"),
        (declared("utf-8", "Ingénieur").encode("latin-1"), "Ingénieur"),
        (declared("no-such-encoding", "Ingénieur").encode("latin-1"), "Ingénieur"),
        (declared("gb2312", "工程師").encode("gb18030"), "工程師"),
        ("<rss><channel><item><title>工程师</title></item></channel></rss>".encode("utf-16"), "工程师"),
        ("\ufeff \n<rss><channel><item><title>T</title></item></channel></rss>".encode(), "T"),
        (rss("<title>R&D &nbsp;&eacute;&bull; \x0b&amp;</title>"), "R&D \u00a0é• &"),
        (rss("<title><![CDATA[a & b &nbsp; c]]></title><x>&nbsp;</x>"), "a & b &nbsp; c"),
    ],
)  # fmt: skip
def test_what_senders_declare_wrongly_is_read_all_the_same(body: bytes, title: str) -> None:
    assert items(body, "here")[0]["title"] == title


def test_a_stated_encoding_helps_where_nothing_is_declared() -> None:
    assert root_of("<a>привет</a>".encode("koi8-r"), "here", encoding="koi8-r").text == "привет"


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"<!DOCTYPE html><html></html>", "HTML"),
        (b'<!DOCTYPE r [<!ENTITY a "b"><!ENTITY c "&a;&a;">]><rss><channel>&c;</channel></rss>', "document type"),
        (b'<!DOCTYPE r [<!ENTITY a SYSTEM "file:///etc/hostname">]><rss><channel>&a;</channel></rss>', "document type"),
        (b"<rss><channel><item>", "cut off"),
        (b"<opml><body/></opml>", "'channel'"),
        (b'{"items": []}', "cut off or broken"),
    ],
)
def test_what_is_no_feed_is_refused(body: bytes, words: str) -> None:
    with pytest.raises(CrawlFault, match=words):
        items(body, "here")


@pytest.mark.parametrize(
    ("title", "employer", "role"),
    [
        ("Engineer, Acme", "Acme", "Engineer"),
        ("Engineer, Backend, Acme, Inc.", "Acme, Inc.", "Engineer, Backend"),
        ("Engineer, Acme Co., Ltd", "Acme Co., Ltd", "Engineer"),
        ("Engineer - Acme", "Acme", "Engineer"),
        ("Back-end engineer", None, "Back-end engineer"),
        ("Engineer, Inc.", None, "Engineer, Inc."),
        ("R&amp;D lead, Acme", "Acme", "R&D lead"),
    ],
)
def test_pythons_titles_name_the_employer_last(title: str, employer: str | None, role: str, registry: Registry) -> None:
    assert PythonOrg(registry.board("python_org")).heading({"title": title}) == (employer, role)


@pytest.mark.parametrize(
    ("text", "place", "rest"),
    [
        ("Oslo, Norway\n<p>Go</p>", "Oslo, Norway", "<p>Go</p>"),
        ("Oslo, Norway<p>Go</p>", "Oslo, Norway", "<p>Go</p>"),
        ("\n<p>Go</p>", None, "<p>Go</p>"),
        ("<p>Go</p>", None, "<p>Go</p>"),
        (f"{'long ' * 30}\n<p>Go</p>", None, f"{'long ' * 30}\n<p>Go</p>"),
    ],
)
def test_pythons_texts_begin_with_the_place(text: str, place: str | None, rest: str | None, registry: Registry) -> None:
    spider = PythonOrg(registry.board("python_org"))
    assert (spider.location_of({"description": text}), spider.text_of({"description": text})) == (place, rest)


def muse_page(*numbers: int, total: int, **more: Any) -> dict[str, Any]:
    return {"page": 0, "page_count": 9, "total": total, "results": [{"id": n, "name": "T"} for n in numbers], **more}


QUERY = Scope("software", "Software", url="https://www.themuse.com/api/public/jobs?category=Software%20Engineering")


def muse(registry: Registry, pages: dict[int, Any], endless: Any = None) -> tuple[list[Any], Tally, list[str]]:
    """Return the rows that come of a query whose pages are answered as given, the count, and what was asked."""
    spider, tally, asked, rows = TheMuse(registry.board("themuse")), Tally("software"), list[str](), list[Any]()

    async def get(url: str, tally: Tally, _headers: object = None) -> tuple[Any, Response]:
        tally.requests += 1
        asked.append(url)
        number = int(url.rpartition("&page=")[2])
        return pages.get(number) or endless(number), Response(url)

    async def collect() -> None:
        async for page in spider.pages(QUERY, tally):
            rows.extend(page)
            tally.kept += len(page)
        tally.settle()

    spider.get = get  # type: ignore[method-assign]
    asyncio.run(collect())
    return rows, tally, asked


def test_the_muse_counts_pages_from_zero(registry: Registry) -> None:
    rows, tally, asked = muse(registry, {0: muse_page(1, 2, total=3), 1: muse_page(3, total=3)})
    assert ([row["id"] for row in rows], tally.state) == ([1, 2, 3], "complete")
    assert asked == [f"{QUERY.url}&page=0", f"{QUERY.url}&page=1"]


def test_the_muse_shows_no_more_than_99_pages_of_a_query(registry: Registry) -> None:
    def page(number: int) -> Any:
        return muse_page(*range(number * 20, number * 20 + 20), total=411000)

    rows, tally, asked = muse(registry, {}, page)
    assert (len(rows), tally.state, len(asked)) == (1980, "capped", 99)
    assert asked[-1].endswith("&page=98"), "from page 100 on it answers HTTP 400"
    assert "1980" in tally.reason


def test_the_muse_is_never_complete_without_its_total(registry: Registry) -> None:
    gone = {0: muse_page(1, 2, total=3), 1: muse_page(total=3)}
    assert muse(registry, gone)[1].state == "partial"
    assert muse(registry, {0: muse_page(total=0)})[1].state == "partial", "so is an unknown category answered"
    with pytest.raises(CrawlFault, match="come already"):
        muse(registry, {0: muse_page(1, 2, total=9), 1: muse_page(1, 2, total=9)})
    with pytest.raises(CrawlFault, match="timed_out"):
        muse(registry, {0: muse_page(1, total=1, timed_out=True)})
    with pytest.raises(CrawlFault, match="'results'"):
        muse(registry, {0: {"total": 1}})


def test_the_muse_is_asked_no_more_than_it_allows(registry: Registry) -> None:
    settings = Settings({"DOWNLOAD_DELAY": 1.0})
    TheMuse.update_settings(settings)
    allowance = registry.board("themuse").at_most
    assert allowance is not None
    assert 3600 * allowance.hours / settings.getfloat("DOWNLOAD_DELAY") <= allowance.requests


@pytest.mark.parametrize("name", ["jsonld", "themuse", "python_org", "rss"])
def test_the_entry_says_what_a_reader_needs(name: str, registry: Registry) -> None:
    board = registry.board(name)
    assert board.terms
    assert board.note
    assert board.attribution
    assert all(scope.why and scope.name and scope.url.startswith("https://") for scope in board.scopes)


@pytest.mark.parametrize("name", ["themuse", "python_org", "rss"])
def test_a_file_of_another_shape_is_refused(name: str, registry: Registry, tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    path.write_text('{"postings": []}', encoding="utf-8")
    with pytest.raises(JobproofError, match=r"x\.json"):
        parse(registry.board(name), path)
