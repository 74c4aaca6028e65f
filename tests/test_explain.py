"""Why a posting got each field, and why not another value. All texts are invented."""

from __future__ import annotations

import json
from typing import Any

import pytest

from pipelines import cli
from tests.landed import land, posting
from warehouse.home import Home
from warehouse.taxonomy import Taxonomy, load
from warehouse.transforms.explain import Evidence, explain


@pytest.fixture(scope="module")
def taxonomy() -> Taxonomy:
    return load()


def _of(field: str, reasons: list[Evidence], *, taken: bool = True) -> list[Evidence]:
    return [reason for reason in reasons if reason.field == field and reason.taken is taken]


def _one(field: str, row: dict[str, Any], taxonomy: Taxonomy, *, taken: bool = True) -> Evidence:
    return _of(field, explain({"id": "1", **row}, taxonomy), taken=taken)[0]


def test_pay_shows_its_words_months_and_the_year_in_yuan(taxonomy: Taxonomy) -> None:
    row = {"id": "1", "title": "后端开发", "company": "Acme Pumps", "salary": "20-30K·14薪", "text": "维护泵站系统"}
    stated, year = (_one(field, row, taxonomy) for field in ("pay", "pay_min_cny_year"))
    assert (stated.value, stated.words, stated.rule) == (
        "20000-30000 CNY a month, 14 months",
        "20-30K·14薪",
        "pay field",
    )
    assert year.value == "280000-420000"
    text = _one("pay", {"text": "Acme Pumps | Developer | Lima | ONSITE | $90k - $110k"}, taxonomy)
    assert (text.value, text.rule) == ("90000-110000 USD a year", "pay in text")
    assert "[$90k - $110k]" in text.words


def test_money_that_is_no_pay_is_told(taxonomy: Taxonomy) -> None:
    row = {"text": "Acme Pumps | Developer | Lima | ONSITE\n\nWe raised $4.2M from investors last spring."}
    assert not _of("pay", explain({"id": "1", **row}, taxonomy))
    refused = _one("pay", row, taxonomy, taken=False)
    assert (refused.value, refused.rule) == ("$4.2M", "money, but nothing says that it is pay")
    unread = _one("pay", {"title": "后端开发", "salary": "面议"}, taxonomy, taken=False)
    assert (unread.words, unread.rule) == ("面议", "pay field: no amount that is pay")


def test_remote_by_the_field_by_a_refusal_and_what_was_denied(taxonomy: Taxonomy) -> None:
    field = _one("remote", {"title": "Pump Engineer", "remote": "remote", "text": "Pumps."}, taxonomy)
    assert (field.value, field.rule, field.words) == ("remote", "remote field", "remote")
    row = {"text": "Acme Pumps | Developer | Lima\n\nWe build pumps in Go. Sorry, no remote work."}
    refused = _one("remote", row, taxonomy)
    assert (refused.value, refused.rule) == ("onsite", "remote work is refused")
    thing = _one("remote", {"title": "测试工程师", "text": "负责远程桌面软件的测试"}, taxonomy, taken=False)
    assert thing.value == "remote"
    assert "[远程]桌面" in thing.words


def test_experience_shows_the_line_that_says_it(taxonomy: Taxonomy) -> None:
    text = "负责泵站系统\n1、本科以上学历\n2、3年以上后端开发经验\n公司成立于十年前"
    reason = _one("experience", {"title": "后端开发", "text": text}, taxonomy)
    assert (reason.value, reason.words, reason.rule) == ("3-", "2、3年以上后端开发经验", "years in text")
    field = _one("experience", {"title": "后端开发", "experience": "5-10年", "text": text}, taxonomy)
    assert (field.value, field.words, field.rule) == ("5-10", "5-10年", "years in experience")
    age = _one("experience", {"title": "后端开发", "text": "公司成立12年"}, taxonomy, taken=False)
    assert (age.value, age.rule) == ("12年", "years, but nothing says that experience is asked for")


def test_education_by_the_field_and_what_is_merely_welcome(taxonomy: Taxonomy) -> None:
    row = {"title": "后端开发", "education": "大专", "text": "本科以上学历"}
    field = _one("education", row, taxonomy)
    assert (field.value, field.words, field.rule) == ("junior-college", "大专", "education field")
    welcome = _one("education", {"title": "后端开发", "text": "要求本科;硕士优先"}, taxonomy, taken=False)
    assert welcome.value == "master"


def test_a_city_that_was_not_taken_says_why(taxonomy: Taxonomy) -> None:
    row = {"title": "后端开发", "company": "北京某某泵业有限公司", "location": "杭州", "text": "偶尔出差上海"}
    reasons = _of("places", explain({"id": "1", **row}, taxonomy), taken=False)
    assert {reason.value: reason.rule for reason in reasons} == {
        "beijing": "it stands in the employer's name",
        "shanghai": "the words beside it, or how it is written, say that nobody works there",
    }


def test_kinds_of_work_that_lost_stand_with_their_heaviest_cue(taxonomy: Taxonomy) -> None:
    row = {"title": "前端开发工程师", "text": "使用Vue开发页面\n配合测试人员修复缺陷\n了解区块链者优先"}
    reasons = explain({"id": "1", **row}, taxonomy)
    won = {reason.value for reason in _of("work_type", reasons)}
    lost = _of("work_type", reasons, taken=False)
    assert won == {"frontend-mobile"}
    assert lost
    assert all(reason.rule.startswith("lost: its cues weigh ") and reason.seed for reason in lost)
    assert not won & {reason.value for reason in lost}


def test_seniority_and_words_of_other_meaning_are_told(taxonomy: Taxonomy) -> None:
    row = {"text": "Acme Pumps | Developer | Lima | ONSITE\n\nSenior citizens love our pumps. Ready? Let's go!"}
    reasons = explain({"id": "1", **row}, taxonomy)
    assert {reason.value for reason in _of("seniority", reasons, taken=False)} >= {"senior"}
    (go,) = [reason for reason in _of("concepts", reasons, taken=False) if reason.value == "go"]
    assert go.rule.endswith("the words around mean something else")


def test_the_strength_of_a_mention_names_the_words_that_ask(taxonomy: Taxonomy) -> None:
    row = {"title": "后端开发", "text": "任职要求\n精通Kafka\n有Lua经验者优先"}
    reasons = explain({"id": "1", **row}, taxonomy)
    rules = {reason.value: reason.rule for reason in reasons if reason.field in {"languages", "concepts"}}
    assert "; required: 精通 (cues.csv:" in rules["kafka (required)"]
    assert "; preferred: 优先 (cues.csv:" in rules["lua (preferred)"]


def test_an_offer_is_told_by_fields_or_by_the_balance_of_cues(taxonomy: Taxonomy) -> None:
    fields = _one("is_posting", {"title": "后端开发", "salary": "20-30K"}, taxonomy)
    assert fields.rule == "a title and a job board's fields: salary"
    balance, *cues = _of("is_posting", explain({"id": "1", "title": "招聘后端", "text": "求简历"}, taxonomy))
    assert balance.value == "True"
    assert balance.rule.startswith("balance of cues and shape +")
    assert all("an offer, cue weighs" in cue.rule and cue.seed for cue in cues)


@pytest.mark.parametrize("text", ["", " ", "\x00", "🙂" * 9, "شركة المضخات تبحث عن مطور Go", "Go " * 500])
def test_nothing_to_explain_is_no_error(text: str, taxonomy: Taxonomy) -> None:
    assert _of("is_posting", explain({"id": "1", "text": text}, taxonomy))


def test_the_command_marks_what_was_not_taken(home: Home, capsys: pytest.CaptureFixture[str]) -> None:
    text = "Acme Pumps | Developer | Lima\n\nWe raised $4.2M from investors."
    land(home, "2024-01", [posting("threads", "1", posted_at="2024-01-03T12:00:00+00:00", text=text)], now="2024-03-01")
    assert cli.run(["explain", "threads:1"]) == 0
    fields = {line.partition("\t")[0] for line in capsys.readouterr().out.splitlines()}
    assert {"is_posting", "not pay"} <= fields
    assert cli.run(["explain", "threads:1", "--json"]) == 0
    assert {reason["taken"] for reason in json.loads(capsys.readouterr().out)} == {True, False}
