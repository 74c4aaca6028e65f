"""Archives of the open web: pages out of WARC files and N-Quads, whatever state they are in, landed once each."""

from __future__ import annotations

import gzip
import io
import json
import random
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.web_pages import FIRST, HABITS, TONGUES, Look, Truth, made_pages, made_posting, quads
from pipelines.cli import run
from spiders.platforms.nquads import MarkedPage, marked_pages
from spiders.platforms.warc import BREAKS_OFF, DAMAGED, WebPage
from spiders.platforms.warc import web_pages as pages_of
from spiders.web_archives import WebArchive, form_of, import_web_archive
from warehouse import landing
from warehouse.boards import Board, load
from warehouse.errors import BadUsageError, JobproofError
from warehouse.home import Home
from warehouse.records import CrawlReport, RawPosting
from warehouse.tabular import Broken

SCHEMA = "http://schema.org/"


@pytest.fixture
def board(home: Home) -> Board:
    return load(home).board("common_crawl")


def made(pages: int, seed: int = 5) -> tuple[bytes, Truth]:
    truth = Truth()
    return b"".join(made_pages(pages, seed, Look(3), truth)), truth


def page(
    body: str, url: str = "https://jobs.lockgate.example/42", at: str = "2023-06-03T04:05:06Z", **sent: str
) -> bytes:
    head = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in sent.items())
    kind = "" if "Content_Type" in sent else "Content-Type: text/html\r\n"
    answer = f"HTTP/1.1 200 OK\r\n{kind}{head}\r\n{body}".encode()
    date_line = f"WARC-Date: {at}\r\n" if at else ""
    record = (
        f"WARC/1.0\r\nWARC-Type: response\r\n{date_line}WARC-Target-URI: {url}\r\nContent-Type: application/http\r\n"
    )
    return record.encode() + b"Content-Length: %d\r\n\r\n" % len(answer) + answer + b"\r\n\r\n"


def script(**said: Any) -> str:
    posting = {"@type": "JobPosting", "title": "Lock keeper", "description": "<p>Keep a lock.</p>", **said}
    return f'<html lang="de"><script type="application/ld+json">{json.dumps(posting)}</script></html>'


def read(packed: bytes, day: str = "") -> list[RawPosting | Broken]:
    archive = WebArchive(io.BytesIO(packed), "a.warc.gz", board="common_crawl", day=day)
    return [found for _, found in archive.postings()]


def only(packed: bytes, day: str = "") -> RawPosting:
    [found] = read(packed, day)
    assert isinstance(found, RawPosting)
    return found


def landed(home: Home, path: Path, board: Board, **more: Any) -> tuple[CrawlReport, list[dict[str, Any]]]:
    report = import_web_archive(path, board, home, **more)
    rows = [row for each in landing.reports(home, board.name) for row in landing.raw_lines(home, each)]
    return report, rows


def test_a_crawl_lands_what_its_pages_were_made_from(home: Home, board: Board, tmp_path: Path) -> None:
    packed, truth = made(700)
    (tmp_path / "crawl.warc.gz").write_bytes(packed)
    report, rows = landed(home, tmp_path / "crawl.warc.gz", board)
    assert {f"{row['key']} {row['fetched_at'][:7]}" for row in rows} == truth.kept
    assert len(rows) == len(truth.kept) == report.kept
    assert Counter(report.scopes[0].dropped) == truth.dropped
    assert report.scopes[0].reason == f"read as WARC: {truth.pages} pages, {truth.marked} with a JobPosting"
    assert {each.partition for each in landing.reports(home)} == {"2023-05", "2023-06"}
    assert len(truth.dropped) == 6, "the sample holds every kind of trouble"


def test_a_file_is_landed_once_whatever_its_name(home: Home, board: Board, tmp_path: Path) -> None:
    packed, truth = made(60)
    for name in ("first.warc.gz", "again.warc.gz"):
        (tmp_path / name).write_bytes(packed)
        report = import_web_archive(tmp_path / name, board, home)
    assert report.scopes[0].reason == f"already imported: 2 months hold its {len(truth.kept)} rows"
    assert sum(each.kept for each in landing.reports(home)) == len(truth.kept)


def test_what_a_page_states_is_kept(home: Home, board: Board, tmp_path: Path) -> None:
    place = {"@type": "Place", "address": {"addressLocality": "Graz", "addressCountry": {"name": "AT"}}}
    said = {"jobLocation": place, "datePosted": "2023-05-20", "validThrough": "2023-06-30", "identifier": "L-7"}
    mail = {"description": "<p>Write to keeper@lockgate.example.</p>", "applicationContact": {"name": "A. Person"}}
    (tmp_path / "a.warc.gz").write_bytes(gzip.compress(page(script(**said, **mail))))
    _, [row] = landed(home, tmp_path / "a.warc.gz", board)
    assert row["key"] == "jobs.lockgate.example:L-7"
    assert (row["fetched_at"], row["posted_at"]) == ("2023-06-03T04:05:06+00:00", "2023-05-20T00:00:00+00:00")
    assert (row["raw"]["language"], row["raw"]["countries"], row["location"]) == ("de", ["AT"], "Graz, AT")
    assert row["raw"]["archive"] == "a.warc.gz"
    assert row["raw"]["at"] == "byte 0"
    assert row["text"] == "<p>Write to [email].</p>"
    assert "Person" not in json.dumps(row)


@pytest.mark.parametrize(
    ("body", "sent", "language"),
    [
        (script(inLanguage="fr-FR"), {}, "fr-FR"),
        (script().replace(' lang="de"', ""), {"Content_Language": "sv, en"}, "sv"),
        (script().replace(' lang="de"', ""), {}, None),
    ],
)
def test_the_language_is_the_markups_the_pages_or_the_headers(body: str, sent: dict[str, str], language: str) -> None:
    assert only(page(body, **sent)).raw["language"] == language


@pytest.mark.parametrize(
    "pack", [bytes, gzip.compress, lambda held: gzip.compress(held[:90]) + gzip.compress(held[90:])]
)
def test_a_file_may_be_packed_as_a_whole_or_not_at_all(pack: Any) -> None:
    first, second = script(title="A"), script(title="B")
    found = read(pack(page(first) + page("no markup") + page(second, "https://b.example/2")))
    assert [each.title for each in found if isinstance(each, RawPosting)] == ["A", "B"]


def test_one_damaged_record_costs_itself_only() -> None:
    packed = [gzip.compress(page(script(title=str(n)), f"https://a.example/{n}")) for n in range(4)]
    hurt = bytearray(packed[1])
    hurt[len(hurt) // 2] ^= 0xFF
    found = list(pages_of(io.BytesIO(packed[0] + bytes(hurt) + packed[2] + b"\0" * 512 + packed[3] + b"\0" * 9)))
    assert [each.reason if isinstance(each, Broken) else each.url[-1] for _, each in found] == ["0", DAMAGED, "2", "3"]


def test_a_file_that_breaks_off_is_named_and_lands_what_it_holds(home: Home, board: Board, tmp_path: Path) -> None:
    whole = [gzip.compress(page(script(title=str(n)), f"https://a.example/{n}")) for n in range(3)]
    (tmp_path / "cut.warc.gz").write_bytes(b"".join(whole)[:-40])
    report, rows = landed(home, tmp_path / "cut.warc.gz", board)
    assert report.state == "partial"
    at = len(whole[0]) + len(whole[1])
    assert report.scopes[0].reason.endswith(f"{BREAKS_OFF} at byte {at}")
    assert report.scopes[0].scope.startswith("cut.warc.gz#")
    assert [row["title"] for row in rows] == ["0", "1"]


@pytest.mark.parametrize(
    ("record", "reason"),
    [
        (page(script(), at=""), "a page without a readable WARC-Date"),
        (page(script(), at="yesterday"), "a page without a readable WARC-Date"),
        (page(script()).replace(b"WARC-Target-URI: https", b"X: https"), "a record that is no WARC record"),
        (page(script()).replace(b"HTTP/1.1 200", b"SMTP 200"), "a record that is no WARC record"),
        (b"WARC/1.0\r\nWARC-Type: response\r\n\r\n", "a record that is no WARC record"),
        (page(script(title="", description="")[:-30]), "unreadable"),
        (page(script(validThrough="2023-06-01")), "expired when it was captured"),
        (page("<meta name=robots content=noindex>" + script()), "closed (noindex)"),
        (page(script(), X_Robots_Tag="noindex"), "closed (noindex)"),
        (page('<meta name="tdm-reservation" content="1">' + script()), "reserved from text and data mining"),
        (page(script(url="http://[broken", identifier="x1"), "http://[broken"), "a JobPosting that cannot be read"),
    ],
)
def test_what_cannot_be_used_is_counted_with_its_reason(record: bytes, reason: str) -> None:
    good = gzip.compress(page(script(), "https://a.example/good"))
    found = read(gzip.compress(record) + good if record.startswith(b"WARC/1.0\r\nWARC-Type: resp") else good)
    assert [each.reason for each in found if isinstance(each, Broken)] == [reason]
    assert [each.url for each in found if isinstance(each, RawPosting)] == ["https://a.example/good"]


def test_pages_that_were_not_answered_as_html_are_none() -> None:
    gone = page(script()).replace(b"200 OK", b"404 No")
    assert read(gzip.compress(gone) + gzip.compress(page(script(), Content_Type="application/pdf"))) == []


def test_packed_answers_are_unpacked() -> None:
    body = gzip.compress(script().encode())
    sent = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n"
    answer = sent + b"%x\r\n%s\r\n0\r\n\r\n" % (len(body), body)
    plain = page("")
    head = plain[: plain.index(b"Content-Length")]
    assert (
        only(gzip.compress(head + b"Content-Length: %d\r\n\r\n%s\r\n\r\n" % (len(answer), answer))).title
        == "Lock keeper"
    )


@pytest.mark.parametrize("habit", range(len(HABITS)))
def test_every_habit_of_markup_says_the_same(habit: int) -> None:
    dice = random.Random(habit)  # noqa: S311 - pages, no secrets
    posting = made_posting(dice, TONGUES[habit % len(TONGUES)], "A-1", date(2023, 5, 28))
    posting |= {"employmentType": "FULL_TIME", "baseSalary": None, "validThrough": None}
    wanted, found = only(page(HABITS[0](posting))), only(page(HABITS[habit](posting)))
    for name in ("key", "title", "company", "location", "posted_at"):
        assert getattr(found, name) == getattr(wanted, name)
    assert "".join((found.text or "").split()) == "".join((wanted.text or "").split())


@pytest.mark.parametrize(
    ("said", "field", "value"),
    [
        ({"datePosted": "2023-05-20T09:30:00"}, "posted_at", "2023-05-20T09:30:00+00:00"),
        ({"datePosted": "2023-05-20T01:30:00+02:00"}, "posted_at", "2023-05-19T23:30:00+00:00"),
        ({"datePosted": "20 mai 2023"}, "posted_at", None),
        ({"baseSalary": "ab 45.000 € im Jahr"}, "salary", "ab 45.000 € im Jahr"),
        ({"baseSalary": {"currency": "EUR", "value": {"minValue": 40000, "maxValue": 50000, "unitText": "YEAR"}}},
         "salary", "EUR 40000-50000 per year"),
        ({"jobLocation": [{"address": {"addressLocality": "Kiel"}}, {"address": {"addressLocality": "Jena"}}]},
         "location", "Kiel; Jena"),
        ({"jobLocationType": "TELECOMMUTE", "applicantLocationRequirements": [{"@type": "Country", "name": "PT"}]},
         "location", "PT"),
        ({"jobLocationType": "TELECOMMUTE"}, "remote", "remote"),
        ({"description": "&lt;p&gt;Go &amp;amp; Kafka&lt;/p&gt;"}, "text", "<p>Go &amp; Kafka</p>"),
        ({"title": "half a \ud83d"}, "title", "half a \ufffd"),
    ],
)  # fmt: skip
def test_what_sites_write_is_read(said: dict[str, Any], field: str, value: str | None) -> None:
    assert getattr(only(page(script(**said))), field) == value


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("meta_software_engineer", "Software Engineer, Infrastructure"),
        ("neura_robotics", "Manager Ecosystem Int"),
        ("didi_jobdetail", ""),
    ],
)
def test_recorded_pages_are_read(shared: Path, name: str, title: str) -> None:
    body = (shared / "boards" / "fixtures" / "jsonld" / f"{name}.html").read_text(encoding="utf-8")
    found = read(gzip.compress(page(body, f"https://jobs.example.com/{name}")))
    assert [each.title[: len(title)] for each in found if isinstance(each, RawPosting) and each.title] == [
        title
    ] * bool(title)
    if title:
        [posting] = found
        assert isinstance(posting, RawPosting)
        assert posting.company
        assert posting.text
        assert posting.posted_at
        assert posting.raw["countries"]


def test_captures_of_one_posting_are_one_posting_in_the_copy(home: Home, tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.setenv("JOBPROOF_NOW", "2026-11-21T06:00:00+00:00")
    said = script(identifier="L-7", datePosted="2023-05-20", description="<p>Services in Go, beside Kafka.</p>" * 9)
    for month in ("2023-05", "2023-06"):
        twice = page(said, at=f"{month}-29T00:00:00Z") + page(said, at=f"{month}-29T07:00:00Z")
        (tmp_path / f"{month}.warc.gz").write_bytes(gzip.compress(twice))
        assert run(["import", str(tmp_path / f"{month}.warc.gz"), "--board", "common_crawl"]) == 0
    assert all(each.scopes[0].dropped == {"another capture in its month": 1} for each in landing.reports(home))
    assert run(["publish"]) == 0
    with duckdb.connect(str(home.published), read_only=True) as copy:
        rows = copy.execute("SELECT posting_id FROM core.postings").fetchall()
        days = copy.execute("SELECT DISTINCT first_seen_on FROM core.sightings ORDER BY ALL").fetchall()
    assert rows == [("common_crawl:jobs.lockgate.example:L-7",)]
    assert [day for (day,) in days] == [date(2023, 5, 29), date(2023, 6, 29)]


def invented(n: int) -> list[dict[str, Any]]:
    dice = random.Random(3)  # noqa: S311 - pages, no secrets
    return [made_posting(dice, TONGUES[at % len(TONGUES)], f"Q-{at}", FIRST.date()) for at in range(n)]


def nquads(*postings: dict[str, Any]) -> str:
    lines = [line for n, each in enumerate(postings) for line in quads(each, f"https://n.example/{n}", n)]
    return "\n".join([*lines, ""])


def test_n_quads_say_what_the_markup_said(home: Home, board: Board, tmp_path: Path) -> None:
    postings = invented(20)
    lines = nquads(*postings).splitlines()
    (tmp_path / "part.nq.gz").write_bytes(gzip.compress("\n".join([*lines[:9], "no quad", *lines[9:]]).encode()))
    report, rows = landed(home, tmp_path / "part.nq.gz", board, collected="2023-06-04")
    wanted = [only(page(HABITS[0](each), f"https://n.example/{n}")) for n, each in enumerate(postings)]
    for name in ("key", "title", "company", "text", "posted_at", "expires_at"):
        assert [row[name] for row in rows] == [getattr(each, name) for each in wanted], name
    assert [sorted(row["location"].split("; ")) for row in rows] == [
        sorted((each.location or "").split("; ")) for each in wanted
    ]
    assert report.scopes[0].dropped == {"a line that is no quad": 1}
    assert report.scopes[0].examples == {"a line that is no quad": "line 10"}
    assert {row["raw"]["language"] for row in rows} == {"en"}
    assert {row["fetched_at"] for row in rows} == {"2023-06-04T00:00:00+00:00"}


def test_n_quads_need_the_day_of_their_crawl(home: Home, board: Board, tmp_path: Path) -> None:
    (tmp_path / "part.nq").write_text(nquads(*invented(1)))
    with pytest.raises(BadUsageError, match="--collected"):
        import_web_archive(tmp_path / "part.nq", board, home)
    assert not list(landing.reports(home))


def test_n_quads_that_break_off_land_what_they_hold(home: Home, board: Board, tmp_path: Path) -> None:
    (tmp_path / "part.nq.gz").write_bytes(gzip.compress(nquads(*invented(400)).encode())[:-4000])
    report, rows = landed(home, tmp_path / "part.nq.gz", board, collected="2023-06-04")
    assert report.state == "partial"
    assert 0 < len(rows) < 400


def test_older_spellings_of_quads_and_nodes_that_hold_each_other_are_read() -> None:
    graph = "<https://a.example/1>"
    lines = [
        f"_:a <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <{SCHEMA}JobPosting> {graph} .",
        rf'_:a <{SCHEMA}JobPosting/title> "Schleusenw\u00E4rter \U0001F600 \"A\"\n"@de {graph} .',
        f"_:a <{SCHEMA}JobPosting/hiringOrganization> _:b {graph} .",
        f'_:b <{SCHEMA}Organization/name> "Tidewerk" {graph} .',
        f"_:b <{SCHEMA}Organization/parent> _:a {graph} .",
        f"_:a <{SCHEMA}JobPosting/url> <https://a.example/1#go> {graph} .",
        f'_:a <{SCHEMA}JobPosting/datePosted> "2014-03-02"^^<{SCHEMA}Date> {graph} .',
    ]
    [(place, found)] = marked_pages(lines)
    assert place == "line 1"
    assert isinstance(found, MarkedPage)
    [posting] = found.postings()
    assert posting["title"] == 'Schleusenwärter 😀 "A"\n'
    assert posting["hiringOrganization"] == {"@type": "", "name": "Tidewerk", "parent": None}
    assert (posting["url"], posting["datePosted"]) == ("https://a.example/1#go", "2014-03-02")


def test_what_is_no_archive_of_the_web_is_told() -> None:
    assert form_of(b"title,company\n") is None
    assert form_of(gzip.compress(b'{"title": "x"}')) is None
    with pytest.raises(JobproofError, match="neither WARC nor N-Quads"):
        read(b"title,company\n")


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(["@type", "name", "value", "address", "addressCountry", "@id"]) | st.text(max_size=5),
                inner,
                max_size=3,
            )
        ),
        max_leaves=6,
    ),
    st.sampled_from(
        [
            "title",
            "description",
            "identifier",
            "jobLocation",
            "baseSalary",
            "hiringOrganization",
            "datePosted",
            "validThrough",
            "inLanguage",
            "applicantLocationRequirements",
            "url",
        ]
    ),
)
def test_no_value_of_any_property_stops_a_file(value: Any, name: str) -> None:
    found = read(gzip.compress(page(script(**{name: value}))) + gzip.compress(page(script(), "https://a.example/2")))
    assert isinstance(found[-1], RawPosting)
    assert found[-1].url == "https://a.example/2"


@given(st.data())
def test_no_damage_stops_a_file(data: st.DataObject) -> None:
    packed = bytearray(DAMAGE)
    for _ in range(data.draw(st.integers(1, 4))):
        packed[data.draw(st.integers(0, len(packed) - 1))] = data.draw(st.integers(0, 255))
    found = list(pages_of(io.BytesIO(bytes(packed[: data.draw(st.integers(2, len(packed)))]))))
    assert len([each for _, each in found if isinstance(each, WebPage)]) <= 6


DAMAGE = b"".join(gzip.compress(page(script(title=str(n)), f"https://a.example/{n}")) for n in range(6))
