"""Recording a fixture: trimmed, without persons, with the rows that it yields; a new board is begun by its answer."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

import spiders.boards
from pipelines import cli
from simulation.protocols.http import Answer, Request, json_answer, plain
from simulation.replica import serve
from spiders import catalogue
from spiders import record as recording
from spiders.guess import employer_of, guess
from spiders.guess_fields import fields_of
from spiders.record import Recorded, record, trimmed
from warehouse.boards import load
from warehouse.errors import BadUsageError, JobproofError
from warehouse.home import Home

COMMENTS = [
    {
        "id": number,
        "html_url": f"https://github.com/ruanyf/weekly/issues/1#issuecomment-{number}",
        "user": {"login": "ann", "avatar_url": "x"},
        "created_at": "2024-05-03T00:00:00Z",
        "body": "招 Go，hr@acme.cn",
    }
    for number in range(9)
]
ROWS = [
    {
        "jobId": f"Q-{number}",
        "Job_Title": "Kiln Minder",
        "employer": {"displayName": "Quill & Sons"},
        "jobDescription": "<p>Mind the kiln. Write to ann@quill.example.</p>",
        "publishedAt": "2026-11-02T08:00:00Z",
        "applyUrl": f"https://jobs.quill.example/{number}",
        "workplace": "Leith",
        "skills": ["Go"],
        "contact": "Ann Invented",
        "salaryMin": 40000,
        "salaryMax": 50000,
        "salaryCurrency": "GBP",
    }
    for number in range(9)
]
PAGE = f"""<!doctype html><html><script type="application/ld+json">{
    json.dumps(
        {
            "@type": "JobPosting",
            "title": "Kiln Minder",
            "description": "<p>Mind the kiln. Write to ann@quill.example.</p>",
            "hiringOrganization": {"name": "Quill & Sons"},
            "datePosted": "2026-11-02",
            "url": "https://jobs.quill.example/open/7",
        }
    )
}</script>"""
ITEM = (
    "<item><title>Quill: Kiln Minder</title><link>https://jobs.quill.example/7</link>"
    "<guid>https://jobs.quill.example/7</guid><description>Mind it</description>"
    "<pubDate>Fri, 09 Jan 2026 18:50:56 +0000</pubDate></item>"
)
ENTRY = (
    '<entry><id>tag:quill,7</id><title>Quill: Kiln Minder</title><link href="https://jobs.quill.example/7"/>'
    "<author><name>Ann Invented</name></author><published>2026-11-02T08:00:00Z</published>"
    '<content type="html">Mind it</content></entry>'
)
ATOM = f'<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom">{ENTRY * 9}</feed>'
ADDRESS = "https://jobs.quill.example/open/7"
Begin = Callable[..., Recorded]


def test_an_answer_is_trimmed_and_holds_no_person() -> None:
    text = trimmed(json.dumps(COMMENTS).encode()).decode()
    assert len(json.loads(text)) == 5
    assert "ann" not in text
    assert "hr@acme.cn" not in text
    assert json.loads(text)[0]["user"]["login"].startswith("person:")


@pytest.mark.parametrize(
    ("body", "tag"), [(f"<rss><channel>{ITEM * 9}</channel></rss>", "<item>"), (ATOM, "<entry>"), (PAGE, "@type")]
)
def test_feeds_and_pages_are_trimmed_too(body: str, tag: str) -> None:
    text = trimmed(body.encode()).decode()
    assert text.count(tag) == (1 if tag == "@type" else 5)
    assert "ann@quill.example" not in text
    assert "Ann Invented" not in text


def test_fixture_and_expected_rows_are_written(home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recording, "_fetch", lambda *_: json.dumps(COMMENTS).encode())
    url = "https://api.github.com/repos/ruanyf/weekly/issues/1/comments?per_page=100"
    fixture, expected = record("ruanyf_weekly", url, registry=load(home), project=tmp_path).files
    assert fixture.parent == tmp_path / "tests" / "boards" / "ruanyf_weekly"
    held = json.loads(expected.read_text(encoding="utf-8"))
    assert len(held["rows"]) == 5
    assert held["rows"][0]["text"] == "招 Go，[email]"
    assert held["dropped"] == {}
    fixture.write_text(json.dumps(COMMENTS[:2]), encoding="utf-8")
    assert list(record("ruanyf_weekly", str(fixture), registry=load(home), project=tmp_path).files) == [expected]
    assert len(json.loads(expected.read_text(encoding="utf-8"))["rows"]) == 2


def test_an_address_that_does_not_answer_is_one_line(
    home: Home, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("JOBPROOF_REPLICA", "http://127.0.0.1:9")
    with pytest.raises(JobproofError, match=r"api\.lever\.co cannot be reached \(connection refused\)"):
        record("lever", "https://api.lever.co/v0/postings/acme?mode=json", registry=load(home), project=tmp_path)


@pytest.mark.parametrize(
    ("name", "url"),
    [
        ("No-Body", "https://x.example/"),
        ("lagou", "https://x.example/"),
        ("lever", "x"),
        ("lever", "http://x.example/"),
    ],
)
def test_what_cannot_be_recorded_is_refused(name: str, url: str, home: Home, tmp_path: Path) -> None:
    with pytest.raises(BadUsageError):
        record(name, url, registry=load(home), project=tmp_path)


@pytest.fixture
def begin(home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Begin:
    """Return a function that records an answer as one of the new board quill, whose spider lands in a folder apart."""
    folder = tmp_path / "spiders" / "boards"
    folder.mkdir(parents=True)
    monkeypatch.setattr(catalogue, "FOLDER", folder)
    monkeypatch.setattr(spiders.boards, "__path__", [str(folder)])

    def begun(name: str, answer: object, url: str = ADDRESS, form: Mapping[str, Any] | None = None) -> Recorded:
        body = answer.encode() if isinstance(answer, str) else json.dumps(answer).encode()
        monkeypatch.setattr(recording, "_fetch", lambda *_: body)
        return record(name, url, registry=load(home), project=tmp_path, form=form)

    return begun


NEW = {
    "a list": ({"totalCount": 9, "jobs": ROWS}, None, "JsonListSpider", 5, "complete"),
    "a bare list": (ROWS, None, "JsonListSpider", 5, "window"),
    "a form": ({"data": {"total": 9, "list": ROWS}}, {"limit": 9, "page": 1}, "PagedListSpider", 5, "complete"),
    "a feed": (f"<rss><channel>{ITEM}</channel></rss>", None, "FeedSpider", 1, "window"),
    "an Atom feed": (ATOM.replace(ENTRY * 9, ENTRY), None, "FeedSpider", 1, "window"),
    "a page": (PAGE, None, "JsonLdSpider", 1, "complete"),
}


@pytest.mark.parametrize("case", NEW)
def test_a_new_board_is_begun_by_its_answer(case: str, begin: Begin) -> None:
    answer, form, base, rows, state = NEW[case]
    name = f"quill_{case.lower().replace(' ', '_')}"
    done = begin(name, answer, form=form)
    spider, fixture, expected, wire = done.files
    code = spider.read_text(encoding="utf-8")
    assert f"({base}):" in code
    assert f'name = "{name}"' in code
    assert len(code.splitlines()) <= 40
    assert base in done.files[spider]
    held = json.loads(expected.read_text(encoding="utf-8"))
    assert (len(held["rows"]), held["dropped"]) == (rows, {})
    assert {(row["title"], row["company"]) for row in held["rows"]} <= {
        ("Kiln Minder", "Quill"),
        ("Kiln Minder", "Quill & Sons"),
    }
    assert all(row["posted_at"] and row["url"] for row in held["rows"])
    assert "ann@quill.example" not in fixture.read_text(encoding="utf-8")
    small = tomllib.loads(wire.read_text(encoding="utf-8"))
    assert (small["state"], small["kept"]) == (state, rows)
    assert done.following == f"jobproof record {name} tests/boards/{name}/{fixture.name}"


def test_a_feed_that_needs_nothing_of_its_own_is_no_new_board(begin: Begin) -> None:
    done = begin("quill_plain", f"<rss><channel>{ITEM.replace('Quill: ', '')}</channel></rss>")
    assert any("[rss.scopes]" in note for note in done.notes)
    assert "heading" not in next(iter(done.files)).read_text(encoding="utf-8")


def test_the_table_leaves_to_a_person_what_only_a_person_knows(begin: Begin) -> None:
    table = tomllib.loads(begin("quill_table", {"totalCount": 40, "jobs": ROWS}).table)["quill_table"]
    assert (table["terms"], table["note"], table["kind"]) == ("", "", "live")
    assert table["expected"] == [10, 400]
    assert table["scopes"]["jobs"]["url"] == ADDRESS


def test_what_cannot_be_read_leaves_nothing_behind(begin: Begin, tmp_path: Path) -> None:
    with pytest.raises(JobproofError, match=r"no schema\.org JobPosting.*network tab"):
        begin("quill_page", "<!doctype html><html><body>Jobs</body></html>")
    with pytest.raises(JobproofError, match="no list of records"):
        begin("quill_one", {"title": "Kiln Minder"})
    with pytest.raises(JobproofError, match="text and data mining"):
        begin("quill_reserved", f'<!doctype html><meta name="tdm-reservation" content="1">{PAGE}')
    assert [path for path in tmp_path.rglob("*quill*") if path.is_file()] == []


def test_keys_are_told_by_name_and_by_what_they_hold() -> None:
    assert fields_of(ROWS) == {
        "title": "Job_Title",
        "company": "employer.displayName",
        "text": "jobDescription",
        "posted": "publishedAt",
        "key": "jobId",
        "url": "applyUrl",
        "location": "workplace",
        "tags": "skills",
        "pay": ("salaryMin", "salaryMax", "salaryCurrency", ""),
    }
    odd = [{"nr": 1, "name": "Kiln Minder", "date": "soon", "created": 1760000000, "link": "/7", "prose": "mind " * 60}]
    assert fields_of(odd) == {"title": "name", "text": "prose", "posted": "created", "key": "", "url": ""}


@pytest.mark.parametrize(
    ("query", "question"),
    [
        ("?limit=9&page=1&lang=en", {"size_key": "limit", "size": 9, "page_key": "page"}),
        ("?limit=9&offset=0", {"size_key": "limit", "size": 9, "offset_key": "offset"}),
    ],
)
def test_pages_are_told_by_the_address(query: str, question: dict[str, Any]) -> None:
    guessed = guess(f"https://jobs.quill.example/api{query}", json.dumps({"total": 40, "jobs": ROWS}).encode())
    assert (guessed.base, guessed.attributes["question"]) == ("PagedListSpider", question)
    assert guessed.url in {"https://jobs.quill.example/api", "https://jobs.quill.example/api?lang=en"}
    unasked = guess("https://jobs.quill.example/api", json.dumps({"total": 40, "jobs": ROWS}).encode())
    assert unasked.base == "JsonListSpider"
    assert any("9 of 40" in doubt for doubt in unasked.doubts)


EMPLOYERS = [
    ("https://boards.greenhouse.io/acme", ("greenhouse", "acme")),
    ("https://boards-api.greenhouse.io/v1/boards/acme/jobs?content=true", ("greenhouse", "acme")),
    ("https://jobs.lever.co/acme", ("lever", "acme")),
    ("https://jobs.ashbyhq.com/acme.ai", ("ashby", "acme.ai")),
    ("https://acme.recruitee.com/api/offers/", ("recruitee", "acme")),
    ("https://apply.workable.com/acme/", ("workable", "acme")),
    ("https://api.smartrecruiters.com/v1/companies/Acme/postings", ("smartrecruiters", "Acme")),
    ("https://acme.jobs.personio.de/xml", ("personio", "acme")),
    ("https://acme.wd3.myworkdayjobs.com/External", ("workday", "acme")),
    ("https://jobs.acme.example/greenhouse.io/x", None),
]


@pytest.mark.parametrize(("url", "found"), EMPLOYERS)
def test_an_employer_on_a_board_that_is_read_already_is_no_new_board(
    url: str, found: tuple[str, str] | None, home: Home, tmp_path: Path
) -> None:
    assert employer_of(url) == found
    if found:
        done = record("acme", url, registry=load(home), project=tmp_path)
        assert (done.files, done.following) == ({}, f"jobproof crawl {found[0]}:{found[1]}")
        assert tomllib.loads(done.table)[found[1]]["why"] == ""


class Asked:
    """A board that answers to a form alone, and remembers it."""

    def __init__(self) -> None:
        self.forms: list[object] = []

    def answer(self, request: Request) -> Answer:
        if request.path == "/robots.txt":
            return plain("User-agent: *\nAllow: /\n")
        if request.method != "POST":
            return Answer(b"", 405)
        self.forms.append(json.loads(request.body))
        return json_answer({"data": {"total": 9, "list": ROWS}})


def test_a_form_is_posted_with_the_manners_of_a_crawl(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    board = Asked()
    with serve(board) as replica:
        monkeypatch.setenv("JOBPROOF_REPLICA", replica.url)
        body = recording._fetch(
            load(home).board("lever"), "https://jobs.quill.example/api/search", {"limit": 9, "page": 1}
        )
    assert board.forms == [{"limit": 9, "page": 1}]
    assert [request.path for request in replica.requests] == ["/robots.txt", "/api/search"]
    assert len(json.loads(body)["data"]["list"]) == len(ROWS)


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize(("form", "said"), [("limit=20", "is no JSON"), ("[20]", "is no object")])
def test_a_form_that_is_none_is_refused(form: str, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["record", "quill", ADDRESS, "--form", form]) == 2
    assert said in capsys.readouterr().err


@pytest.mark.usefixtures("home")
def test_recording_ends_with_what_to_do_next(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["record", "acme", "https://jobs.lever.co/acme"]) == 0
    said = capsys.readouterr().out
    assert "acme = { name" in said
    assert said.splitlines()[-1] == "next: jobproof crawl lever:acme"
