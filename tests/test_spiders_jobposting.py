"""schema.org JobPosting: found in whatever pages make of it, read whatever sites write in it."""

from __future__ import annotations

import html
import json
from pathlib import Path
from typing import Any

import pytest
from extruct.w3cmicrodata import MicrodataExtractor

from spiders.faults import UnusableRecordError
from spiders.parse import parse
from spiders.platforms.dirty_json import decoded
from spiders.platforms.jobposting import expiry, key_of, posting_of
from spiders.platforms.markup import is_hidden, is_reserved, job_postings, objects
from warehouse.boards import Registry, Scope, load
from warehouse.errors import JobproofError
from warehouse.home import Home
from warehouse.records import RawPosting

HERE = Path(__file__).parent / "boards" / "jsonld"
WHOLE = '{"@type": "JobPosting", "title": "T", "description": "<p>x</p>"}'
MEANT = json.loads(WHOLE)


@pytest.fixture(scope="module")
def registry(tmp_path_factory: pytest.TempPathFactory) -> Registry:
    return load(Home(tmp_path_factory.mktemp("home")))


def page(block: str, kind: str = "application/ld+json") -> bytes:
    return f'<html><head><script class="x" type="{kind}">{block}</script></head><body>JobPosting</body></html>'.encode()


def read(**properties: Any) -> RawPosting:
    return posting_of({"@type": "JobPosting", **properties}, board="b", scope=Scope("s", "Site"), fetched_at="2026")


@pytest.mark.parametrize(
    "block",
    [
        WHOLE,
        f"[{WHOLE}]",
        f'{{"@graph": [{{"@type": "WebPage"}}, {WHOLE}]}}',
        f'{{"@type": "WebPage", "mainEntity": {WHOLE}}}',
        f'{{"@type": "ItemList", "itemListElement": [{{"@type": "ListItem", "item": {WHOLE}}}]}}',
        f"{WHOLE};",
        f"//<![CDATA[\n{WHOLE}\n//]]>",
        f"/*<![CDATA[*/ {WHOLE} /*]]>*/",
        f"<!--\n{WHOLE}\n//-->",
        f"// the posting\n{WHOLE}",
        f"\ufeff{WHOLE}",
        html.escape(WHOLE),
        WHOLE.replace("{", "{<!-- generated -->"),
        WHOLE.replace(', "description', '\n "description'),
        WHOLE.replace("}", ",}"),
    ],
)
def test_a_posting_is_found_wherever_it_hides(block: str) -> None:
    assert job_postings(page(block)) == [MEANT]


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("a\n\tb", "a\n\tb"),
        (r"\$5", "$5"),
        (r"it\'s C:\\new", r"it's C:\new"),
        (r"\u00e9 and \uxyz", "é and uxyz"),
        ('he said "hello, you" twice', 'he said "hello, you" twice'),
    ],
)
def test_broken_strings_are_mended(written: str, text: str) -> None:
    assert job_postings(page(WHOLE.replace("<p>x</p>", written)))[0]["description"] == text


@pytest.mark.parametrize("kind", ["application/ld+json", "APPLICATION/LD+JSON", "application/ld&#x2B;json"])
def test_the_script_is_known_by_its_type(kind: str) -> None:
    assert job_postings(page(WHOLE, kind)) == [MEANT]
    assert job_postings(page(WHOLE, "application/json")) == []


@pytest.mark.parametrize("kind", ['["Thing", "JobPosting"]', '"http://schema.org/JobPosting"', '"schema:JobPosting"'])
def test_the_type_is_known_in_all_its_spellings(kind: str) -> None:
    assert len(job_postings(page(WHOLE.replace('"JobPosting"', kind)))) == 1


def test_keys_are_spelt_as_schema_org_spells_them() -> None:
    found = objects({"@Type": "JobPosting", "Title": "T", "http://schema.org/hiringOrganization": {"Name": "N"}})
    assert found == [{"@type": "JobPosting", "title": "T", "hiringOrganization": {"name": "N"}}]


def test_what_is_no_posting_is_not_taken_for_one() -> None:
    baidu = '{"@context": "https://ziyuan.baidu.com/contexts/cambrian.jsonld", "title": "JobPosting"}'
    assert job_postings(page(baidu)) == []
    assert job_postings(b"<!-- " + page(WHOLE) + b" -->") == []
    assert job_postings(b"<script><!-- old style </script>" + page(WHOLE)) == [MEANT]
    assert job_postings(b"") == []


def test_several_values_in_one_block_all_count() -> None:
    assert job_postings(page(f"{WHOLE}\n{WHOLE}")) == [MEANT, MEANT]
    assert decoded('{"a": 1}, {"b": 2}') == [{"a": 1}, {"b": 2}]


@pytest.mark.parametrize(
    "block", [WHOLE[:-20], "{" * 3 + "JobPosting", "[" * 9000 + WHOLE + "]" * 9000, "JobPosting {'a': undefined}"]
)
def test_what_cannot_be_mended_is_unreadable_not_absent(block: str) -> None:
    with pytest.raises(UnusableRecordError, match="unreadable"):
        job_postings(page(block))
    assert job_postings(page(block) + page(WHOLE)) == [MEANT], "one broken block costs no other"


def test_pages_in_other_encodings_are_read() -> None:
    written = '<meta charset="gb2312">' + page(WHOLE.replace('"T"', '"存储工程师"')).decode()
    assert job_postings(written.encode("gb18030"))[0]["title"] == "存储工程师"
    latin = page(WHOLE.replace('"T"', '"Ingénieur"')).decode().encode("latin-1")
    assert job_postings(latin, "iso-8859-1")[0]["title"] == "Ingénieur"
    assert job_postings(latin, "no-such-encoding")[0]["title"] == "Ingénieur"


def test_microdata_says_what_extruct_finds_but_keeps_the_markup_of_texts() -> None:
    body = (HERE / "microdata.html").read_bytes()
    (ours,) = job_postings(body)
    theirs = MicrodataExtractor().extract(body.decode())[0]["properties"]
    assert set(theirs) == set(ours) - {"@type"}
    assert ours["title"] == theirs["title"]
    assert ours["datePosted"] == theirs["datePosted"]
    assert ours["jobLocation"]["address"]["addressRegion"] == "Northumberland"
    assert ours["hiringOrganization"]["name"] == "Tarnfold Invented Ltd"
    assert "<b>C++</b>" in ours["description"]


def test_microdata_within_another_item_is_one_posting() -> None:
    inner = '<div itemscope itemtype="https://schema.org/JobPosting"><b itemprop="title">T</b></div>'
    body = f'<div itemscope itemtype="https://schema.org/ItemList">{inner}{inner}</div>'.encode()
    assert job_postings(body) == [{"@type": "JobPosting", "title": "T"}] * 2
    circle = (
        '<p id="a" itemscope itemtype="https://schema.org/JobPosting" itemref="a b"></p><i id="b" itemprop=title>T</i>'
    )
    assert job_postings(circle.encode()) == [{"@type": "JobPosting", "title": "T"}]


def test_pages_say_who_may_read_them() -> None:
    assert is_hidden(b'<META CONTENT="NOINDEX, follow" NAME=Robots>')
    assert is_hidden(b"<p></p>", "googlebot: noindex")
    assert not is_hidden(b'<!-- <meta name="robots" content="noindex"> --><meta name="robots" content="index">noindex')
    assert is_reserved(b'<meta name="tdm-reservation" content="1">')
    assert not is_reserved(b"<meta name='tdm-reservation' content='0'>")


PLACES = [
    {"name": name, "address": {"addressLocality": "Ulm", "addressCountry": {"name": ["DE", "DE"]}}} for name in "AB"
]


@pytest.mark.parametrize(
    ("properties", "location"),
    [
        ({"jobLocation": PLACES[:1]}, "Ulm, DE"),
        ({"jobLocation": PLACES}, "A; B"),
        ({"jobLocation": [{**PLACES[0], "name": "Us"}, {**PLACES[1], "name": "Us"}]}, "Ulm, DE"),
        ({"jobLocation": {"name": "Us", "address": {"addressLocality": " "}}}, None),
        ({"jobLocation": {"name": "Hall 3", "address": {}}}, "Hall 3"),
        ({"jobLocation": "Oslo, Norway"}, "Oslo, Norway"),
        ({"jobLocation": {"address": "Bergen"}}, "Bergen"),
        ({"jobLocation": {"addressLocality": "Rome", "addressRegion": "N/A", "addressCountry": "IT"}}, "Rome, IT"),
        ({"applicantLocationRequirements": {"name": "USA"}}, "USA"),
        ({"jobLocation": "Rome, IT", "applicantLocationRequirements": ["IT", {"name": "ES"}]}, "Rome, IT; ES"),
    ],
)  # fmt: skip
def test_places_are_told_apart(properties: dict[str, Any], location: str | None) -> None:
    assert read(hiringOrganization={"name": "Us"}, **properties).location == location


@pytest.mark.parametrize(
    ("given", "salary"),
    [
        (52000, "52000"),
        ("60,000", "60000"),
        ("50.000,00 €", "50000"),
        ("60000 - 70000", "60000 - 70000"),
        ("Competitive", "Competitive"),
        ({"currency": "EUR", "value": 52000}, "EUR 52000"),
        ({"unitText": "HOUR", "value": {"minValue": "5", "maxValue": 6, "unitText": "YEAR"}}, "5-6 per year"),
        ({"currency": "USD", "minValue": 15, "maxValue": 20.5, "unitText": "HOUR"}, "USD 15-20.5 per hour"),
        ({"value": {"minValue": "120K", "maxValue": "150K", "unitText": "annually"}}, "120K-150K per year"),
        ({"priceCurrency": "GBP", "price": "80"}, "GBP 80"),
        ({"currency": "USD", "value": {"value": 0}}, None),
        ({"currency": "USD", "value": {"minValue": float("nan")}}, None),
        ([{"currency": "USD", "value": 5}, {"currency": "CAD", "value": 6}], "USD 5; CAD 6"),
        (True, None),
    ],
)  # fmt: skip
def test_pay_is_written_from_all_its_shapes(given: Any, salary: str | None) -> None:
    assert read(baseSalary=given).salary == salary


def test_currency_may_stand_apart() -> None:
    assert read(baseSalary=900, salaryCurrency="SEK").salary == "SEK 900"


@pytest.mark.parametrize(
    ("description", "text", "markup"),
    [
        ("&amp;lt;p&amp;gt;Go&amp;lt;/p&amp;gt;", "<p>Go</p>", "html"),
        ("&lt;p&gt;Go &amp;amp; C&lt;/p&gt;", "<p>Go &amp; C</p>", "html"),
        ("<p>a &lt;b&gt; c</p>", "<p>a &lt;b&gt; c</p>", "html"),
        ("Go &amp; C\\n\\nBerlin", "Go & C\nBerlin", "plain"),
        ("\\\\srv\\new", "\\\\srv\\new", "plain"),
        ({"@value": "Go"}, "Go", "plain"),
        ("", None, "plain"),
    ],
)
def test_texts_are_unescaped_as_often_as_they_were_escaped(description: Any, text: str | None, markup: str) -> None:
    row = read(description=description)
    assert (row.text, row.text_format) == (text, markup)


def test_sections_beside_the_description_are_part_of_the_text_once() -> None:
    tasks = "You keep the storage of all looms running, on Kubernetes & on metal."
    row = read(description="<p>Go</p>", responsibilities=tasks)
    assert row.text == f"<p>Go</p>\n<h3>Responsibilities</h3>\n{html.escape(tasks)}"
    assert read(description=f"<p>{tasks}</p>", responsibilities=tasks).text == f"<p>{tasks}</p>"


@pytest.mark.parametrize(
    ("stated", "moment"),
    [
        ("2026-10-02T09:00:00+0200", "2026-10-02T07:00:00+00:00"),
        ("2026-10-02T09:00:00.0000000Z", "2026-10-02T09:00:00+00:00"),
        ("2026/10/02", "2026-10-02T00:00:00+00:00"),
        ("2026-10-02 09:00:00 UTC", "2026-10-02T09:00:00+00:00"),
        (1790924400, "2026-10-02T07:00:00+00:00"),
        (1790924400000, "2026-10-02T07:00:00+00:00"),
        (["2026-10-02"], "2026-10-02T00:00:00+00:00"),
        ({"@type": "Date", "@value": "2026-10-02"}, "2026-10-02T00:00:00+00:00"),
        ("02.10.2026", None),
        ("0001-01-01T00:00:00+01:00", None),
        ("9" * 400, None),
        ("", None),
    ],
)
def test_dates_come_in_many_shapes(stated: Any, moment: str | None) -> None:
    row = read(datePosted=stated)
    assert row.posted_at == moment
    assert row.posted_kind == ("listed" if row.posted_raw else "unknown")


def test_a_day_of_expiry_holds_to_its_end() -> None:
    assert expiry({"validThrough": "2026-11-21"}) == "2026-11-21T23:59:59+00:00"
    assert expiry({"validThrough": "2026-11-21T00:00:00Z"}) == "2026-11-21T00:00:00+00:00"
    assert expiry({}) is None


ADDRESS = "https://www.acme.example/jobs/engineer/?lang=en#apply"


@pytest.mark.parametrize(
    ("identifier", "key"),
    [
        ({"@type": "PropertyValue", "name": "Acme", "value": "R-17"}, "acme.example:R-17"),
        ({"value": 4711}, "acme.example:4711"),
        ("R-17", "acme.example:R-17"),
        (["R-17", "R-18"], "acme.example:R-17"),
        ("engineer", "acme.example/jobs/engineer?lang=en"),
        ({"name": "Acme 1", "value": "Acme 1"}, "acme.example/jobs/engineer?lang=en"),
        (None, "acme.example/jobs/engineer?lang=en"),
    ],
)
def test_the_key_is_the_employers_own_or_the_address(identifier: Any, key: str) -> None:
    assert key_of({"identifier": identifier, "hiringOrganization": "Acme 1"}, ADDRESS) == key


def test_people_are_left_out() -> None:
    row = read(
        title="T",
        applicationContact={"name": "Quillmaker Oakdesk"},
        hiringOrganization={"name": "Acme", "founder": {"name": "Quillmaker"}, "telephone": "+4930555"},
        author="Oakdesk",
    )
    assert row.company == "Acme"
    assert "akdesk" not in json.dumps(row.raw)
    assert "uillmaker" not in json.dumps(row.raw)
    assert read(hiringOrganization={"@type": "Person", "name": "Quillmaker Oakdesk"}).company == "Site"


def test_work_is_remote_where_it_is_said_to_be() -> None:
    assert read(jobLocationType="TELECOMMUTE").remote == "remote"
    assert read(jobLocationType=["telecommute"]).remote == "remote"
    assert read(jobLocationType="Hybrid").remote == "Hybrid"
    assert read().remote is None


def test_recorded_pages_are_read(registry: Registry, shared: Path) -> None:
    pages = shared / "boards" / "fixtures" / "jsonld"
    (meta,) = parse(registry.board("jsonld"), pages / "meta_software_engineer.html").rows
    assert (meta.location or "").split("; ")[::8] == ["Sunnyvale, CA", "New York, NY"]
    assert meta.posted_at == "2025-06-10T20:07:44+00:00"
    assert "Python, Javascript" in (meta.text or "")
    (neura,) = parse(registry.board("jsonld"), pages / "neura_robotics.html").rows
    assert neura.key == "jobs.neura-robotics.com:00df0928-b013-448c-b3dd-6c6fb80eadc2"
    assert neura.location == "Metzingen, DE"
    assert "\\n" not in (neura.text or "")
    assert "Redacted" not in json.dumps(neura.raw)
    with pytest.raises(JobproofError, match="holds no JobPosting"):
        parse(registry.board("jsonld"), pages / "didi_jobdetail.html")


def test_saved_objects_are_read_in_every_envelope(registry: Registry, tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    for payload in (MEANT, [MEANT], {"@graph": [MEANT]}):
        path.write_text(json.dumps(payload), encoding="utf-8")
        (row,) = parse(registry.board("jsonld"), path).rows
        assert row.key == key_of(MEANT)
        assert row.key.startswith("text:")
    landed = {"page": ADDRESS, "lastmod": "", "read_at": "2026-11-20T06:00:00+00:00", "posting": MEANT}
    for held in (landed, [landed]):
        path.write_text(json.dumps(held), encoding="utf-8")
        (row,) = parse(registry.board("jsonld"), path).rows
        assert (row.key, row.raw["posting"]) == ("acme.example/jobs/engineer?lang=en", MEANT)
    path.write_text("[]", encoding="utf-8")
    with pytest.raises(JobproofError, match="holds no JobPosting"):
        parse(registry.board("jsonld"), path)
