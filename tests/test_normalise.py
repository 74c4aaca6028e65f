"""The normaliser as others see it: contracts, markup, bad input, speed in the length of a text, gold labels."""

from __future__ import annotations

import importlib.util
import json
import re
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import orjson
import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from warehouse.errors import BadUsageError, JobproofError
from warehouse.normalise_file import normalise_file
from warehouse.schemas import NORMALISED
from warehouse.taxonomy import Taxonomy, load
from warehouse.transforms import normalise as normalise_module
from warehouse.transforms.explain import explain
from warehouse.transforms.letters import lowered
from warehouse.transforms.names import company_key, role_key, text_key
from warehouse.transforms.normalise import normalise, normalise_row, normalise_rows, scanner_of
from warehouse.transforms.text import LONGEST, guess_format, plain
from warehouse.transforms.tongue import text_language

ROW = {
    "id": "b:1",
    "title": "高级Go开发工程师",
    "company": "杭州示例科技有限公司",
    "salary": "20-40K·16薪",
    "location": "杭州",
    "text": "<p>要求：3年以上经验，本科，熟悉 <b>Go</b>、Kubernetes，有 eBPF 经验优先。</p>",
    "text_format": "html",
    "tags": ["双休"],
}


@pytest.fixture(scope="module")
def taxonomy() -> Taxonomy:
    return load()


def test_the_frame_keeps_the_contract_and_the_order(taxonomy: Taxonomy) -> None:
    frame = pl.DataFrame([{**ROW, "id": f"b:{number}"} for number in range(5)])
    found = normalise(frame, taxonomy)
    assert dict(found.schema) == NORMALISED.polars
    assert found["id"].to_list() == frame["id"].to_list()
    for column in NORMALISED.columns:
        assert not column.required or found[column.name].null_count() == 0


def test_one_posting_end_to_end(taxonomy: Taxonomy) -> None:
    found = normalise_row(ROW, taxonomy)
    assert found["languages"] == ["go"]
    assert found["skills"] == ["kubernetes", "ebpf"]
    assert (found["pay_min_cny_year"], found["pay_max_cny_year"]) == (320_000, 640_000)
    rate = taxonomy.rates["USD"]
    assert found["pay_max_usd_year"] == pytest.approx(640_000 / rate, abs=0.01)
    assert found["pay_min_usd_year"] == pytest.approx(320_000 / rate, abs=0.01)
    assert (found["cities"], found["countries"], found["education"]) == (["hangzhou"], ["CN"], "bachelor")
    assert (found["experience_min_years"], found["seniority"], found["text_language"]) == (3, ["senior"], "zh")
    assert found["company_key"] == "示例"
    assert found["text_plain"] == "要求：3年以上经验，本科，熟悉 Go、Kubernetes，有 eBPF 经验优先。"


def test_an_id_alone_is_enough(taxonomy: Taxonomy) -> None:
    found = normalise(pl.DataFrame({"id": ["x"]}), taxonomy)
    assert found["is_posting"].to_list() == [False]


def test_an_empty_frame_stays_empty(taxonomy: Taxonomy) -> None:
    assert dict(normalise(pl.DataFrame({"id": []}, schema={"id": pl.String}), taxonomy).schema) == NORMALISED.polars


def test_explain_shows_words_rule_and_seed(taxonomy: Taxonomy) -> None:
    reasons = explain(ROW, taxonomy)
    go = next(reason for reason in reasons if reason.field == "languages")
    assert (go.value, go.rule) == ("go (required)", "go; required: in the title or head line")
    assert "[Go]" in go.words
    assert go.seed.startswith("terms.csv:")
    assert {"pay", "places", "education", "seniority", "work_type", "industry"} <= {reason.field for reason in reasons}


@pytest.mark.parametrize(
    ("text", "kind", "expected"),
    [
        ("<p>A &amp; B</p><ul><li>C<li>D</ul>", "html", "A & B\n\n* C\n* D"),
        ("uses List<String> and Map<String, Integer>", None, "uses List<String> and Map<String, Integer>"),
        ("## 标题\n**粗体** 与 [链接](https://example.org/a)", "markdown", "标题\n粗体 与 链接"),
        ("Go&#x2F;Python", "html", "Go/Python"),
        ("Kuber\u200bnetes  and\u00a0Go", "plain", "Kubernetes and Go"),
        (None, None, ""),
    ],
)
def test_markup_becomes_text(text: str | None, kind: str | None, expected: str) -> None:
    assert plain(text, kind) == expected


@pytest.mark.parametrize(
    ("text", "kind"), [("<br>x", "html"), ("a &gt; b", "html"), ("# x", "markdown"), ("a < b, List<T>", "plain")]
)
def test_a_missing_format_is_guessed(text: str, kind: str) -> None:
    assert guess_format(text) == kind


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("We are looking for an engineer who knows the web.", "en"),
        ("我们在招聘后端工程师，熟悉 Go 和 Kubernetes", "zh"),
        ("Wir suchen eine Entwicklerin für das Team und die Plattform", "de"),
        ("エンジニアを募集しています。よろしくお願いします", "ja"),
        ("Мы ищем разработчика", "ru"),
        ("", "und"),
    ],
)
def test_text_language(text: str, code: str) -> None:
    assert text_language(text) == code


@pytest.mark.parametrize(
    ("names", "key"),
    [
        (["Acme, Inc.", "ACME", "Acme (YC W21)", "Acme Ltd", "acme GmbH"], "acme"),
        (["杭州示例科技有限公司", "示例", "示例网络科技"], "示例"),
        (["Børse Größe GmbH", "Borse Grosse", "BÖRSE GRÖẞE AG"], "borsegrosse"),
        (["Пример", "ПРИМЕР Ltd"], "пример"),
        (["株式会社テスト", "テスト"], "テスト"),
        (["Kilnworks", "Kilnworks.com", "www.kilnworks.co.uk/jobs", "Kilnworks.io https://kilnworks.io"], "kilnworks"),
        (["Kilnworks", "Kilnworks is hiring in Bonn!", "Kilnworks is now looking for potters"], "kilnworks"),
        (["jobs.lever.co/kiln"], "jobslevercokiln"),
    ],
)
def test_one_employer_has_one_key(names: list[str], key: str) -> None:
    assert {company_key(name) for name in names} == {key}


@pytest.mark.parametrize(
    ("title", "company"),
    [
        ("[远程] Lanternfish 公司诚聘 后端工程师 薪水 30-50K RMB", "Lanternfish"),
        ("【上海/远程】灯笼鱼科技诚聘合约工程师", "灯笼鱼科技"),
        ("[Remote] Kiln Works is looking for Backend Engineer", "Kiln Works"),
        ("[杭州] 各二网络科技有限公司诚聘 前端工程师", "各二网络科技有限公司"),
        ("灯笼鱼全球招聘正式开启", "灯笼鱼"),
        ("[远程] 知名 CEX/DEX 公司诚聘 Golang/QA", None),
        ("[新加坡] Top20 Crypto 交易所诚聘 测试工程师", None),
        ("[深圳] 头部区块链游戏公司招聘产品经理", None),
        ("[北京] 诚聘 前端工程师", None),
        ("[香港] 香港公司诚聘运维工程师", None),
        ("[远程] 后端工程师招聘", None),
        ("[北京] 前端开发，薪水 40k，简历发至灯笼鱼", None),
    ],
)
def test_who_hires_stands_before_the_word_for_it(taxonomy: Taxonomy, title: str, company: str | None) -> None:
    # As a title of its own, and as the first line of a text that has none.
    assert normalise_row({"id": "1", "title": title, "text": "熟悉 Go。"}, taxonomy)["company"] == company
    told = normalise_row({"id": "1", "text": f"# {title}\n\n熟悉 Go，参与后端服务的设计与开发。"}, taxonomy)["company"]
    assert told == (None if title.isascii() else company)


@pytest.mark.parametrize(
    ("row", "words", "rule"),
    [
        ({"company": "灯笼鱼", "text": "熟悉 Go。"}, "灯笼鱼", "company field"),
        (
            {"title": "灯笼鱼诚聘前端工程师", "text": "熟悉 Go。"},
            "灯笼鱼诚聘前端工程师",
            "title before its word for hiring",
        ),
        ({"text": "Kiln Works | Bonn | Go Engineer\n\nCome and see."}, "Kiln Works | Bonn | Go Engineer", "head line"),
        ({"title": "前端工程师", "text": "公司：灯笼鱼\n熟悉 Go。"}, "灯笼鱼", "first employer that the text names"),
    ],
)
def test_explain_says_where_an_employer_was_read(
    taxonomy: Taxonomy, row: dict[str, str], words: str, rule: str
) -> None:
    told = [each for each in explain({"id": "1", **row}, taxonomy) if each.field == "company"]
    assert [(each.words, each.rule) for each in told] == [(words, rule)]


@pytest.mark.parametrize("kind", ["外企", "央企", "组内直推"])
def test_what_only_tells_the_kind_of_an_employer_is_no_name(taxonomy: Taxonomy, kind: str) -> None:
    found = normalise_row({"id": "1", "text": f"【社招】【{kind}】【灯笼鱼】后端工程师\n\n熟悉 Go。"}, taxonomy)
    assert found["company"] == "灯笼鱼"


def test_role_and_text_keys() -> None:
    assert role_key("Sr. Go Engineer (Berlin)") == role_key("senior Go engineer") == "senior go engineer"
    assert role_key("Engineer (iOS)") == "engineer ios" != role_key("Engineer (m/w/d)")
    assert role_key("后端工程师（Java）") == "后端工程师 java" != role_key("后端工程师【远程】")
    assert company_key("") is role_key(None) is None
    assert text_key("Hello, World 1") == text_key("hello world")
    assert text_key("hello") != text_key("help")


NASTY = [
    "", "\x00\x01\x02" * 50, "\ud800", "İ" * 200, "שלום עולם مرحبا go python", "🚀" * 300, "<" * 5_000, "&#" * 3_000,
    "[" * 4_000 + "](", "**" * 4_000, "1-" * 4_000, "$1,1,1," * 2_000, "年" * 3_000, "go, " * 3_000, "c/" * 3_000,
    "ＧＯ语言　ＪＡＶＡ", "A" * 5_000, "(" * 3_000 + ")" * 3_000, "remote " * 2_000, "\n" * 9_000, "a|" * 3_000,
    "<p" + " x" * 4_000, "Berlin, " * 4_000, "not remote work, " * 3_000, "https://a.io go " * 2_000,
    "developer " * 4_000, "招聘" * 20_000, "G\u200bo " * 3_000, "ＧＯ，" * 3_000, "ß\u0131\u017f\u212aİ go " * 400,
    "\nSan Jose, CA and Hoboken, NJ." * 5_000, "\ud83d Go \udc00" * 500, "&#x4e;&#" * 2_000,
    bytes(range(256)).decode("latin-1") * 20, "招聘".encode("gb18030").decode("utf-8", "replace") * 900,
]  # fmt: skip


@pytest.mark.parametrize("text", NASTY, ids=range(len(NASTY)))
@pytest.mark.parametrize("kind", ["html", "markdown", "plain", None])
def test_bad_text_is_read(text: str, kind: str | None, taxonomy: Taxonomy) -> None:
    """No clock here: `python -m bench.normaliser` shows that the time grows with the length alone."""
    found = normalise_row({"id": "1", "title": text[:200], "text": text, "text_format": kind, "salary": text}, taxonomy)
    assert found["work_type"]
    orjson.dumps(found)


def test_of_very_many_places_the_first_are_asked_for_unknown_towns(taxonomy: Taxonomy) -> None:
    towns = [f"{first}{second}burg" for first in "BDFGHKLM" for second in "aeiouylrnm"]
    lines = "\n".join(f"Fernly | Engineer | {town}, Germany | ONSITE" for town in towns)
    found = normalise_row({"id": "1", "text": lines}, taxonomy)
    assert len(found["cities"]) == 64
    assert found["cities"][0] == towns[0].lower()


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.text(max_size=300),
    st.text(alphabet="go $k€0123456789年月薪-~/ \n.,|<>&#*[]()远程经验本科ABCR+", max_size=400),
    st.sampled_from(["html", "markdown", "plain", None]),
)
def test_no_text_crashes(title: str, text: str, kind: str | None) -> None:
    row = {"id": "1", "title": title, "text": text, "text_format": kind, "salary": text[:40], "experience": title[:40]}
    found = normalise_row(row, load())
    assert set(found) == set(NORMALISED.polars) - {"text_key"}


def test_of_five_megabytes_the_first_part_is_read(taxonomy: Taxonomy) -> None:
    unit = "We use Go, Python and Kubernetes. 熟悉微服务，3年以上经验，20-40K。\n"
    text = unit * (5_000_000 // len(unit))
    found = normalise_row({"id": "1", "text": text, "text_format": "plain"}, taxonomy)
    assert found["languages"] == ["go", "python"]
    assert len(found["text_plain"]) <= LONGEST


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["Berlin | Go Engineer", "高级Go工程师", "", "Remote (US)"]),
            st.text(alphabet="go $k年薪-~/ \n.,|<>&#*[]()远程经验本科ABCRéß", max_size=200),
            st.sampled_from(["html", "markdown", "plain", None]),
        ),
        max_size=90,
    )
)
def test_a_batch_says_what_its_postings_say_alone(rows: list[tuple[str, str, str | None]]) -> None:
    given_rows = [{"id": str(n), "title": row[0], "text": row[1], "text_format": row[2]} for n, row in enumerate(rows)]
    alone = [normalise_row(row, load()) for row in given_rows]
    assert list(normalise_rows(iter(given_rows), load())) == alone
    columns = {"id": pl.String, "title": pl.String, "text": pl.String, "text_format": pl.String}
    framed = normalise(pl.DataFrame(given_rows, schema=columns), load())
    assert framed.drop("text_key").rows(named=True) == alone
    assert framed["text_key"].to_list() == [text_key(row["text_plain"]) for row in alone]


def test_a_frame_of_some_slices_holds_what_its_rows_say(taxonomy: Taxonomy, monkeypatch: pytest.MonkeyPatch) -> None:
    texts = ("", "Remote or Berlin | $120k\nYou know Go or Rust.", "Go")
    frame = pl.DataFrame({"id": range(3), "title": [None, "Senior Engineer", ""], "text": texts, "url": texts})
    alone = list(normalise_rows(frame.rows(named=True), taxonomy))
    for size in (1, 2, 3):
        monkeypatch.setattr(normalise_module, "SLICE", size)
        assert normalise(frame, taxonomy).drop("text_key").rows(named=True) == alone
    assert [row["languages"] for row in alone] == [[], ["go", "rust"], ["go"]]
    assert [mention["alternative"] for mention in alone[1]["concepts"] if mention["concept"] in {"go", "rust"}] == [
        True
    ] * 2


WORDS = [
    "Go",
    "golang",
    "C",
    "c++",
    "k8s",
    "Node.js",
    "kafkas",
    "开发",
    "微服务",
    "es",
    "Zoë",
    "é",
    "ß",
    "İ",
    "\u017f",
    "\u212a",
    "ı",
]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.sampled_from([*WORDS, " ", "/", "-", "1", "s", "+", "x", "。"]), max_size=40).map("".join))
def test_the_scan_finds_what_a_plain_search_for_every_term_finds(text: str) -> None:
    found = {(hit.start, hit.end, hit.entry.seed) for hit in scanner_of(load()).scan(text).terms}
    assert found == set(_searched(text))


def _searched(text: str) -> Iterator[tuple[int, int, str]]:
    low = lowered(text)
    for term in load().terms:
        if not (term.rule or term.not_before or term.not_after):
            spelt = term.text.lower()
            for spelling in {spelt, spelt.replace(" ", "-") if "-" not in spelt else spelt}:
                at = low.find(spelling)
                while at >= 0:
                    if _stands_alone(low, at, at + len(spelling)):
                        yield at, at + len(spelling), term.seed
                    at = low.find(spelling, at + 1)


def _stands_alone(low: str, start: int, end: int) -> bool:
    """Whether neither a letter stands before a letter, nor the word goes on, except by a plural or a joining plus."""
    first, before = low[start], low[start - 1 : start]
    if re.match("[a-z0-9]", first) and before and (re.match("[a-z0-9]", before) or before.upper() != before):
        return False
    if not re.match("[a-z0-9+#]", low[end - 1]):
        return True
    plural = "s(?![a-z0-9+#])" if end - start > 2 and low[end - 1].isalpha() else "(?!)"
    more = "[a-z0-9]" if low[end - 1].isdigit() else "[a-z0-9+#]"
    return not re.match(more, low[end:]) or bool(re.match(rf"{plural}|\+[^\W_]", low[end:]))


def test_a_file_of_postings_is_normalised_in_order(tmp_path: Path) -> None:
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    rows = [{**ROW, "id": number} for number in range(3)]
    source.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows) + "\n\n", encoding="utf-8")
    assert normalise_file(source, target) == 3
    found = [json.loads(line) for line in target.read_text(encoding="utf-8").splitlines()]
    assert [row["id"] for row in found] == ["0", "1", "2"]
    assert found[0]["pay"] == {"min": 20000, "max": 40000, "currency": "CNY", "period": "month", "months": 16}
    assert found[0]["experience_years"] == {"min": 3, "max": None}


@pytest.mark.parametrize("line", ["{broken", "[1]", '{"title": "x"}'])
def test_a_bad_line_is_named_and_nothing_written(tmp_path: Path, line: str) -> None:
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_text(f'{{"id": 1}}\n{line}\n', encoding="utf-8")
    with pytest.raises(JobproofError, match=r"in\.jsonl line 2"):
        normalise_file(source, target)
    assert not target.exists()


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadUsageError, match="is no file"):
        normalise_file(tmp_path / "none.jsonl", tmp_path / "out.jsonl")


FLOORS = {
    "hn": {
        "go": 0.97, "languages": 0.98, "skills": 0.92, "remote": 0.94, "cities": 0.93, "countries": 0.94,
        "seniority": 0.92, "work_type": 0.63, "industry": 0.60, "is_posting": 0.98,
    },
    "zh": {
        "go": 0.99, "languages": 0.985, "skills": 0.96, "cities": 0.80, "countries": 0.80, "seniority": 0.86,
        "pay": 0.97, "experience_years": 0.94, "education": 0.88, "work_type": 0.78, "industry": 0.73,
        "is_posting": 0.94,
    },
}  # fmt: skip


def _scorer(shared: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("score", shared / "gold" / "score.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _figure(values: dict[str, Any]) -> float:
    return float(next(values[key] for key in ("f1", "stated", "right") if key in values))


@pytest.mark.parametrize("name", FLOORS)
def test_gold_labels_are_met(name: str, shared: Path, tmp_path: Path) -> None:
    scorer, target = _scorer(shared), tmp_path / "out.jsonl"
    normalise_file(shared / "gold" / f"{name}_dev.postings.jsonl", target)
    figures = scorer.score(scorer.read(shared / "gold" / f"{name}_dev.labels.jsonl"), scorer.read(target))
    reached = {field: _figure(figures[field]) for field in FLOORS[name]}
    assert {field: value for field, value in reached.items() if value < FLOORS[name][field]} == {}
    assert figures["pay"]["invented"] == 0
