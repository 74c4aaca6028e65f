"""What signs beside a name or number tell before any pattern is tried: never less than the pattern would find."""

import random
import re

import pytest

from warehouse.transforms import names, pay, placenames, places, remote, titles
from warehouse.transforms.figures import figures
from warehouse.transforms.pay import _CANDIDATE

TEXTS = 4_000
MONEY = (
    *("$", "€", "us$", "$us ", "rs. ", "usd", "eur ", "euro ", "usdt ", "cny", "krw", "kč", "zł", "k", "w", "u"),
    *(
        "万",
        "千",
        "元",
        "/月",
        "/h",
        "/ year",
        "每",
        "per hour",
        "an hour",
        "a day",
        "月薪",
        "薪:",
        "million",
        "人",
        "年",
    ),
    *("+", "-", "–", "～", "至", "to ", "bis ", "à ", " ", "  ", "\n", ",", ".", "'", "(", "x"),
    *("5", "15", "120", "000", "4500", "٣", "20", "8"),
)
SIGNS = " \n,(|.-•*)）]=:ak和、🙂"


def texts(pieces: tuple[str, ...] | str, longest: int) -> list[str]:
    dice = random.Random(7)  # noqa: S311 - a seeded sample
    return ["".join(dice.choices(pieces, k=dice.randrange(1, longest))) for _ in range(TEXTS)]


def test_every_candidate_for_pay_is_a_figure() -> None:
    seen = 0
    for text in texts(MONEY, 9):
        starts = {found.start() for found in _CANDIDATE.finditer(text)}
        assert starts <= set(figures(text, 0)), text
        seen += len(starts)
    assert seen > TEXTS // 8


def test_figures_begin_where_asked_and_none_inside_a_number() -> None:
    assert figures("$100 x 20k, 3 years", 0) == [1, 7]
    assert figures("$100 x 20k, 3 years", 2) == [7]
    assert figures("12345 apples", 0) == []


@pytest.mark.parametrize(
    ("pattern", "tells"),
    [
        (r"\n[ *•·–-]{0,3}$", lambda text: places._begins_item(text, len(text))),
        (r"[,(] ?$", lambda text: placenames._stands_behind(text, len(text), words=False)),
        (r"[|,a-zA-Z.] ?$", lambda text: placenames._stands_behind(text, len(text), words=True)),
    ],
)
def test_what_stands_before_a_place_is_told_as_the_pattern_does(pattern: str, tells: object) -> None:
    before = re.compile(pattern)
    assert callable(tells)
    found = [bool(before.search(text, max(0, len(text) - 4))) for text in texts(SIGNS, 6)]
    assert found == [tells(text) for text in texts(SIGNS, 6)]
    assert any(found)


def test_the_end_of_a_line_is_told_as_the_pattern_does() -> None:
    end = re.compile(r"[ )）\]】=*_]*(?:\n|$| \()")
    found = [bool(end.match(text)) for text in texts(SIGNS, 6)]
    assert found == [places._ends_line(text, 0) for text in texts(SIGNS, 6)]
    assert any(found)


@pytest.mark.parametrize(
    ("before", "name", "after"),
    [
        ("we are near ", "Boston", ", MA"),
        ("2 hours from the ", "London", " office"),
        ("ex-", "London", ""),
        ("Fairfax (", "Washington DC", " area)"),
        ("the ", "SF Bay Area", " (San Mateo, CA)"),
        ("", "UK", " time zone"),
        ("", "US", "-based customers"),
        ("", "London", "’s best team"),
        ("", "London", " based hours"),
    ],
)
def test_words_beside_an_english_place_are_still_heard(before: str, name: str, after: str) -> None:
    low = f"{before}{name}{after}".lower()
    assert placenames._is_something_else(low, len(before), len(before) + len(name))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        *(("出差到", ""), ("距离", ""), ("来自全国各地如", "的同事"), ("出差\n", "")),
        *(("", "西路"), ("", "时间"), ("", "一线"), ("", "国际学校")),
    ],
)
def test_words_beside_a_chinese_place_are_still_heard(before: str, after: str) -> None:
    text = f"{before}上海{after}"
    assert placenames._is_something_else_zh(text, len(before), len(before) + 2)


def test_each_companys_form_is_told_by_its_last_sign() -> None:
    forms = ("有限公司", "有限责任", "股份公司", "集团", "公司", "事务所", "研究院", "大学", "银行", "学院")
    for form in forms:
        assert placenames._is_company_zh(f"上海云帆abc{form}", 2), form
    assert not placenames._is_company_zh("上海云帆, 有限公司", 2)


def test_the_last_letters_are_those_of_the_words() -> None:
    assert {word[-1] for word in placenames._LAST_WORDS} | set("-(") == set(placenames._LAST_LETTERS)
    assert {seat[-1] for seat in placenames._SEAT_BEFORE} == set(placenames._SEAT_ENDS)


def test_what_ends_a_heading_or_sentence_is_told_as_the_pattern_does() -> None:
    heading = re.compile(r"[^\n\w]{0,5}(?:[:：][^\n\w]{0,5}\n?|\n)\s*")
    stop = re.compile(r"[.!?。；;\n](?:(?<=\n)(?!\s*(?:[*•-]|\d+[.、)]))|(?<!\n)(?=\s))")
    numbered = re.compile(r"\n\d+$")
    given = texts(" \n:：-*•.。_a1工\u3000!", 9)
    ends = [match.end() if (match := heading.match(text)) else -1 for text in given]
    assert ends == [places._behind_heading(text, 0) for text in given]
    stops = [
        any(
            not numbered.search(text[: match.start()]) or match[0] == "\n"
            for match in stop.finditer(text, 1, len(text) - 1)
        )
        for text in given
    ]
    assert stops == [places._stops(text, 1, len(text) - 1) for text in given]
    assert len(set(ends)) > 5
    assert any(stops)


def test_words_that_lead_away_from_a_chinese_place_are_all_heard() -> None:
    pieces = (
        "出差",
        "到",
        "去",
        "日本",
        "客户",
        "都",
        "在",
        "位于",
        "毕业于",
        "团建",
        "地",
        "距",
        "离",
        "a",
        "市",
        "\n",
        "。",
    )
    found = [bool(placenames._NO_PLACE_BEFORE_ZH.search(text, max(0, len(text) - 28))) for text in texts(pieces, 12)]
    told = [placenames._may_lead_away_zh(text, max(0, len(text) - 28), len(text)) for text in texts(pieces, 12)]
    assert not [
        text for text, is_found, is_told in zip(texts(pieces, 12), found, told, strict=True) if is_found > is_told
    ]
    assert any(found)
    assert not all(told)


@pytest.mark.parametrize(
    "role", ["Engineer", "developer", "SRE", "DevOps", "analyst", "Lead", "工程师", "招聘", "产品"]
)
def test_every_role_of_a_line_is_seen_behind_other_signs(role: str) -> None:
    assert places._ROLE.search(f"e.工 {role}s")
    assert not places._ROLE.search(f"e.工 {role[:-1]}")


def test_no_mark_word_or_range_is_missed_that_a_pattern_of_pay_finds() -> None:
    words = (
        *MONEY,
        "making",
        "go for",
        "奖金：",
        "people pay ",
        "average pay of",
        "monthly",
        "年薪",
        " annual",
        "每天",
        "base ",
    )
    given = texts(words, 9)
    marked = [text for text in given if pay._SIGN_BEFORE.search(text, max(0, len(text) - 5))]
    assert all(pay._may_be_marked(text, len(text)) for text in marked)
    spent = [text for text in given if pay._NO_PAY_BEFORE.search(text)]
    assert all(pay._is_spent(text) for text in spent)
    ranges = [text for text in (f"20{text}" for text in given) if pay._RANGE.match(text)]
    assert all(pay._TO_SIGN.search(text) for text in ranges)
    for left, right in zip(given, reversed(given), strict=True):
        named = [name for name, before, after in pay._PERIOD_WORDS if before.search(left) or after.match(right)]
        assert pay._named_period(left, right) == (named[0] if named else "")
    assert min(map(len, (marked, spent, ranges))) > TEXTS // 100


def test_a_clause_begins_behind_the_last_sign_that_ends_one() -> None:
    pattern = re.compile(r".*(?:\||[;；。]|\. )")
    given = texts("a. |;。；", 9)
    assert [pay._clause_start(text) for text in given] == [
        match.end() if (match := pattern.match(text)) else 0 for text in given
    ]


def test_no_word_is_missed_that_a_pattern_of_remote_work_finds() -> None:
    days = (
        "3",
        " ",
        "天",
        "day",
        "s a week",
        "周",
        "二",
        "20",
        "%",
        "per ",
        "month",
        "(",
        "工作",
        "up to ",
        "每周",
        "tage",
    )
    given = texts(days, 7)
    weekly = [text for text in given if remote._PER_WEEK.search(text)]
    after = [match[0] for text in given if (match := remote._DAYS_AFTER.match(text))]
    assert all(remote._SPAN.first(text) >= 0 for text in weekly + after)
    assert all(len(text) <= remote.LONGEST_DAYS for text in after)
    nos = (
        "no",
        "t ",
        "n't ",
        "is",
        "ca",
        "nor ",
        "never ",
        "without ",
        "open ",
        "work ",
        "不",
        "支持",
        "谢绝",
        "没有",
        "可",
        "全",
    )
    negated = [text for text in texts(nos, 5) if remote._NEGATED.search(text)]
    assert all(remote._NO.first(text) >= 0 for text in negated)
    assert min(map(len, (weekly, after, negated))) > TEXTS // 100


def test_words_of_roles_and_of_no_company_stand_in_all_that_the_patterns_find() -> None:
    pieces = (
        *("engineer", "lead", "cto", "full", "stack", "fullstack", "front", "end", "frontend", "back", "sre", "intern"),
        *("on", "site", "onsite", "time", "part", "h1b", "image", "联系我", "联系我们", "图片", "招", "急", "工程师"),
        *("interns", "contract", "relocation", "实习", " ", "-", "x", "们"),
    )
    roles = companies = 0
    for text in texts(pieces, 5):
        if titles.ROLEY.search(text):
            roles += 1
            assert titles._ROLE_WORDS.first(text) >= 0, text
        if names._PLACEY.search(text) or titles.ROLEY.search(text) or names._NO_COMPANY.search(text):
            companies += 1
            assert names._NO_COMPANY_WORDS.first(text) >= 0, text
    assert min(roles, companies) > TEXTS // 10


@pytest.mark.parametrize("pattern", [names._PLACEY, titles.ROLEY, names._NO_COMPANY])
def test_each_word_of_these_patterns_is_known(pattern: re.Pattern[str]) -> None:
    spelt = pattern.pattern.replace("[- ]?", " ").replace("-?", "-")
    for word in re.sub(r"\(\?<=[^)]*\)|\\b|[()?:^$]", "", spelt).split("|"):
        assert names._NO_COMPANY_WORDS.first(word) >= 0, word


def test_what_is_cut_from_titles_is_looked_for_by_its_words() -> None:
    said = (
        "hiring|looking for|looking to hire|seeking|openings for|roles|position|is|are now|we|needed|wanted|apply"
        "|e-mail|email|at|to help|to build|@|--|Acme| | | | |https://acme.example/jobs|www.acme.com|acme.io"
        "|Acme.Co/jobs|me@acme.org|engineer|, |."
    )
    pieces = tuple(said.split("|"))
    found = [0, 0, 0]
    for text in texts(pieces, 6):
        for at, (pattern, words) in enumerate(
            ((titles._SEEKS, titles._SEEKING), (titles._CUT, titles._CUTS), (titles._SITES, titles._HAS_SITE))
        ):
            if pattern.search(text):
                found[at] += 1
                assert words.first(text.lower()) >= 0, text
    assert min(found) > TEXTS // 20
