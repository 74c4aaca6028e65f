"""Words of roles told by walks over characters: they find what regular expressions of the same meaning find."""

from __future__ import annotations

import re
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.sources import as_it_stands
from warehouse.transforms.entries import VALUES, Entry, Hit
from warehouse.transforms.families import (
    BACKEND,
    BUSINESS,
    DATA,
    DESIGN,
    FRONTEND,
    FULL,
    MOBILE,
    OPS,
    OTHERS,
    QA,
    SECURITY,
    SOFTWARE,
    WEB,
    counted_families,
    differ,
    listed_families,
    names_family,
    several,
    titled_families,
    wished_families,
)
from warehouse.transforms.needles import Needles

GROUPS: tuple[tuple[str | tuple[str, str, tuple[str, ...]], ...], ...] = (
    ("|vp|", ("head of ", "", ("product", "sales")), "director"),
    (("测试", "渗透", ()), "|qa|", "c++"),
    ("product$", "|ui$", "system|", "|dba"),
)
BEGINS, ENDS = r"(?<![^\W\u4e00-\u9fff])", r"(?![^\W\u4e00-\u9fff])"
"""Edges of a word: Chinese stands beside one without a space."""
PATTERNS = (
    re.compile(rf"{BEGINS}vp{ENDS}|head of (?!product|sales)|director"),
    re.compile(rf"(?<!渗透)测试|{BEGINS}qa{ENDS}|c\+\+"),
    re.compile(rf"product$|{BEGINS}ui$|system{ENDS}|{BEGINS}dba"),
)
PIECES = (
    "vp", "head of ", "product", "sales", "director", "测试", "渗透", "qa", "c++", "c+", "ui", "system", "s", "dba",
    " ", "-", "_", "\n", "1", "é", "前端", "/",
)  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=7))
def test_needles_find_what_patterns_find(pieces: list[str]) -> None:
    text = "".join(pieces)
    expected = next((rank for rank, pattern in enumerate(PATTERNS) if pattern.search(text)), -1)
    assert Needles(*GROUPS).first(text) == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("roles: ios, backend", MOBILE | BACKEND),
        ("backend, frontend, ios, devops", FRONTEND | BACKEND | MOBILE | OPS),
        ("python, go, react, backend", 0),
        ("2) backend developers to own our api", BACKEND),
        ("- mentor backend developers to own our api", 0),
        ("it engineer", SOFTWARE),
        ("技术类:前端开发、后台开发、算法工程师", FRONTEND | BACKEND | DATA),
        ("福利:技术讲堂、产品分享、读书会、夜跑", 0),
        ("后端工程师、测试工程师等", QA | BACKEND),
        ("1. senior python developer", BACKEND),
        ("qa engineer - sre", QA),
        ("site reliability engineer – we value kindness", OPS),
        ("we look for a python developer", 0),
        ("team lead, backend engineer", BACKEND),
        ("our team, backend engineer", 0),
        ("后端工程师(3名)", BACKEND),
        ("负责后端开发", 0),
        ("前端工程师、测试工程师", QA | FRONTEND),
        ("", 0),
        ("12_", 0),
    ],
)
def test_lines(line: str, expected: int) -> None:
    assert listed_families(line) == expected
    assert listed_families(line) == expected, "what is kept is what was read"


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("fernly | software engineer | rome", SOFTWARE),
        ("fernly - data scientist - sales manager", DATA | BUSINESS),
        ("fernly (paris) | developer (frontend, backend)", SOFTWARE),
        ("fernly (paris) | developers (frontend, backend)", FRONTEND | BACKEND | SOFTWARE),
        ("software engineers (backend, qa engineer, data scientist)", SOFTWARE | BACKEND | QA | DATA),
        ("well-known backend/frontend developer", FRONTEND),
        ("backend/frontend developers", FRONTEND | BACKEND),
        ("渗透测试工程师", SECURITY),
        ("ios开发、安卓开发", MOBILE),
        ("松果 数据/前端工程师", DATA | FRONTEND),
        ("fernly | ruby engineers, build engineers and more", BACKEND | SOFTWARE | OTHERS),
        ("fernly | designer and/or frontend coder", DESIGN),
        ("fernly | python, react, sql | rome", 0),
    ],
)
def test_titles(line: str, expected: int) -> None:
    assert titled_families(line) == expected


@pytest.mark.parametrize(
    ("behind", "expected"),
    [
        (" a python developer who knows sre engineers", BACKEND),
        (" a python developer. and an ios developer", BACKEND),
        (" a python developer, and an ios developer", MOBILE | BACKEND),
        (" a python developer to own our api and an ios developer", MOBILE | BACKEND),
        (" a python developer to own our api with our designers and an ios developer", BACKEND),
        (" to hire python and ios developers", MOBILE | BACKEND),
        (" ios developers as well as python developers", MOBILE | BACKEND),
        ("算法工程师需要能使用机器学习领域的产品", 0),
        (" support and ui positions in rome", 0),
        (" support and ui positions", BUSINESS | DESIGN),
        ("后端工程师,前端工程师", BACKEND),
        (" full stack developers with a heart for qa testers", FULL),
    ],
)
def test_wishes(behind: str, expected: int) -> None:
    assert wished_families(behind) == expected


def test_sets_of_families() -> None:
    assert names_family("react native")
    assert not names_family("paris")
    assert several(FRONTEND | BACKEND)
    assert not several(FULL)
    assert differ(FRONTEND | BACKEND)
    assert not differ(FULL | FRONTEND)
    assert differ(FULL | QA)
    assert not differ(MOBILE | FRONTEND)
    assert not several(MOBILE | FRONTEND)
    assert differ(MOBILE | WEB)
    assert not several(WEB | SOFTWARE)
    assert differ(SOFTWARE | OTHERS)


def test_a_counted_list_reaches_back_to_the_last_stop() -> None:
    assert counted_families("后端很忙。前端/算法") == FRONTEND | DATA
    assert counted_families("测试,前端、算法") == QA | FRONTEND | DATA


def test_no_more_lines_are_kept_than_there_is_room_for(monkeypatch: pytest.MonkeyPatch) -> None:
    source = as_it_stands("families")
    monkeypatch.setattr(source, "MOST_KEPT", 5)
    lines = [f"go developer {number}" for number in range(12)] + ["go developer " + "x" * source.LONGEST_KEPT]
    assert [source.listed_families(line) for line in lines] == [BACKEND] * 12 + [0]
    assert list(source._OF_LINES) == lines[10:12]


@pytest.fixture(scope="module")
def said() -> ModuleType:
    return as_it_stands("said")


def entry(value: str, weight: float = 1.0) -> Entry:
    return Entry("work_type", value, "cues.csv:2", weight=weight)


class TestSums:
    def test_an_occurrence_is_worth_half_of_the_one_before(self, said: ModuleType) -> None:
        sums, cue = said.Sums(), entry("game", 4.0)
        while sums.has_room(cue):
            sums.count(Hit(0, 1, cue), cue, 4.0)
        assert sums.of(cue.says) == 7.0
        sums.start_over()
        assert sums.has_room(cue)
        assert len(sums.cues_of(cue.says)) == said.REPEATS

    def test_a_cue_is_counted_anew_however_often(self, said: ModuleType) -> None:
        sums, cue = said.Sums(), entry("game", 1.0)
        for _ in range(300):
            sums.start_over()
            while sums.has_room(cue):
                sums.count(Hit(0, 1, cue), cue, 1.0)
        assert sums.of(cue.says) == 300 * 1.75

    def test_of_equal_classes_the_first_named_is_the_best(self, said: ModuleType) -> None:
        sums = said.Sums()
        assert sums.best() == -1
        for kind, weight in ((5, 1.0), (3, 2.0), (7, 2.0)):
            sums.add(kind, weight)
        assert sums.best() == 3
        sums.weaken(3, 0.25)
        assert sums.best() == 7
        assert sums.names(5)
        assert not sums.names(4)

    def test_there_is_room_for_every_class(self, said: ModuleType) -> None:
        sums = said.Sums()
        for kind in range(len(VALUES)):
            sums.add(kind, 1.0)
        assert all(sums.of(kind) == 1.0 for kind in range(len(VALUES)))


NOTE = re.compile(r"\([^()]{0,80}\)?|\[[^\[\]]{0,80}\]|https?://\S{0,200}|<[^<>]{0,80}>")
LISTING = re.compile(r"\(([^()|,]{0,80},[^()|,]{0,80},[^()|]{0,80})[()]")
FIELDS = re.compile(r"(?:engineer|developer|programmer|dev|position|role)(s?)\b ?[(\[]([^()\[\]|]{3,80})[)\]]")
LABEL = re.compile(
    r"(?:roles?|positions?|openings?|jobs?|hiring|areas?|looking for"
    r"|岗位众?多?|团队|职位|招聘|在招|方向|岗位名称|招聘岗位)\s?[:：]\s*"
)
BITS = (
    "(", ")", "[", "]", "<", ">", "|", ",", " ", ".", ": ", "：", "http://", "https:", "//", "engineer", "devs",
    "roles", "role", "s", "qa", "ux, ml", "backend", "岗位", "众多", "招聘", "to ", "who", " with a", " - a ", "x" * 41,
    "y" * 79,
)  # fmt: skip
BUILT = st.lists(st.sampled_from(BITS), max_size=12).map("".join)


@pytest.fixture(scope="module")
def source() -> ModuleType:
    return as_it_stands("families")


class TestWalks:
    """What is walked through by hand is what regular expressions of the same meaning find."""

    @given(BUILT)
    def test_notes(self, source: ModuleType, line: str) -> None:
        assert source._without_notes(line) == NOTE.sub(" ", line)

    @given(BUILT)
    def test_listings(self, source: ModuleType, line: str) -> None:
        families = 0
        for note in LISTING.findall(line):
            families |= source._enumerated(note, True, False)
        assert source._listings(line) == families

    @given(BUILT)
    def test_fields(self, source: ModuleType, line: str) -> None:
        found = (source._offered_in(match[2], bool(match[1])) for match in FIELDS.finditer(line))
        plurals = [bool(match[1]) for match in FIELDS.finditer(line)]
        kept = (
            families
            for families, plural in zip(found, plurals, strict=True)
            if several(families) and (plural or families & ~source.ENDS & ~source.VAGUE)
        )
        assert source._fields(line) == next(kept, 0)

    @given(BUILT)
    def test_labels(self, source: ModuleType, line: str) -> None:
        label = LABEL.search(line, 0, source.LONGEST_ROLE)
        assert source._label_end(line) == (label.end() if label else 0)

    @given(BUILT)
    def test_wishes(self, source: ModuleType, behind: str) -> None:
        wish = NOTE.sub(" ", behind)
        wish = wish[: source._wish_end(wish)]
        assert source.wished_families(behind) == source.wished_families(wish)
