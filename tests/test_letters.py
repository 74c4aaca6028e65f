"""Passes over single characters: compiled and uncompiled do what patterns and Python's own methods say."""

from __future__ import annotations

import re
from array import array
from types import ModuleType
from unicodedata import normalize

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.sources import as_it_stands
from warehouse.transforms import letters, tongue
from warehouse.transforms.hanzi import TRADITIONAL

SURE = as_it_stands("tongue").SURE


@pytest.fixture(scope="module", params=["as installed", "as it stands"])
def module(request: pytest.FixtureRequest) -> ModuleType:
    return letters if request.param == "as installed" else as_it_stands("letters")


@pytest.fixture(scope="module", params=["as installed", "as it stands"])
def languages(request: pytest.FixtureRequest) -> ModuleType:
    return tongue if request.param == "as installed" else as_it_stands("tongue")


TEXTS = st.text(
    st.one_of(
        st.sampled_from(
            "AaÉéİΣßK℃Ⅱ，：ＧＯ開、⼀\u3000\u00a0\u2003\u200b\u202e\ufeff\x00\ud800\udc00\n\n\n   \U0001f600𐐀"
        ),
        st.characters(),
        st.characters(max_codepoint=127),
    ),
    max_size=40,
)
properties = settings(max_examples=300, deadline=None)


@properties
@given(text=TEXTS)
def test_letters_are_made_small_one_for_one(module: ModuleType, text: str) -> None:
    codes, expected = array("I", bytes(4 * len(text))), module.lowered(text)
    assert module.small(text, codes) == expected
    assert list(map(chr, codes)) == list(expected)


@properties
@given(low=st.lists(st.sampled_from(["http", "https", "://", "a", " ", "\u3000", ")", "。", "é", "htt"])).map("".join))
def test_links_are_what_a_pattern_says(module: ModuleType, low: str) -> None:
    linked = {at for link in re.finditer(r"https?://[^\s)>\]\"'，。）]+", low) for at in range(*link.span())}
    assert {at for at, mark in enumerate(module.linked(low) or b"") if mark} == linked


HAN = st.text(
    st.one_of(st.sampled_from("誠徵軟體工程師遠端職缺後a "), st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF))
)


@properties
@given(text=HAN)
def test_traditional_hanzi_are_simplified_one_for_one(module: ModuleType, text: str) -> None:
    found = module.simplified(text)
    assert len(found) == len(text)
    assert module.simplified(found) == found
    assert not set(found) & set(TRADITIONAL[::2])


def test_simplified_texts_stay_as_they_are(module: ModuleType) -> None:
    plain = "".join(
        bytes((high, low)).decode("gb2312", "ignore") for high in range(176, 248) for low in range(161, 255)
    )
    assert {char for char in plain if module.simplified(char) != char} == {"後"}
    assert module.simplified("誠徵後端軟體工程師") == "诚聘后端软件工程师"
    assert module.simplified("薪資不低於四萬，請盡快") == "薪资不低于四万，请尽快"
    assert module.simplified("陈乾於昇腾事业部") == "陈乾於昇腾事业部"


@properties
@given(text=TEXTS)
def test_wide_signs_and_radicals_are_put_plain_one_for_one(module: ModuleType, text: str) -> None:
    wide = re.compile("[\u2f00-\u2fd5\u3000\uff01-\uff5e]")
    assert module.folded(text) == wide.sub(lambda sign: normalize("NFKC", sign[0]), text)


@properties
@given(text=TEXTS)
def test_what_nobody_sees_goes_and_one_space_and_one_empty_line_stay(module: ModuleType, text: str) -> None:
    seen = re.sub("[\x00\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff]", "", re.sub("[\ud800-\udfff]", "\ufffd", text))
    spaced = re.sub("[ \t\r\f\v\u00a0\u202f\u2002-\u200a]+", " ", seen)
    assert module.tidied(text) == re.sub(r"\n(?: ?\n)+", "\n\n", spaced).strip()


@properties
@given(text=TEXTS)
def test_hanzi_and_chinese_marks_are_seen(module: ModuleType, text: str) -> None:
    assert module.has_han(text) == bool(re.search("[\u4e00-\u9fff\u3001\u3002，；：（）《》]", text))


@properties
@given(text=TEXTS)
def test_bare_letters_are_those_of_the_small_text(module: ModuleType, text: str) -> None:
    small = re.sub(r"(?![a-z])[\x00-\x7f]", "", text.lower())
    assert module.bare(text) == small.encode(errors="replace").replace(b"?", b"")


@properties
@given(words=st.lists(st.sampled_from([" and ", " the ", "in", " to", "of ", " ", "\n", "word"]), max_size=60))
def test_common_words_count_as_between_single_spaces(languages: ModuleType, words: list[str]) -> None:
    text = "".join(["ich ", "und ", "und ", *words])
    count = sum(text.count(f" {word} ") for word in languages._WORDS["en"])
    in_german = sum(word in languages._WORDS["de"] for word in text.split())
    in_english = sum(word in languages._WORDS["en"] for word in text.split())
    expected = "en" if count >= SURE or in_english >= max(in_german, 1) else "de"
    assert languages.text_language(text) == expected


@pytest.mark.parametrize(
    ("text", "code"),
    [("后端开发，会 Go 与 Python", "zh"), ("東京のエンジニアをさがしています", "ja"), ("개발자를 찾습니다 서울", "ko"),
     ("Ищем разработчика в Москве", "ru"), ("מחפשים מפתח בתל אביב", "he"), ("1 + 2", "und"),
     ("wir suchen für die Firma", "de")],
)  # fmt: skip
def test_scripts_are_told_apart(languages: ModuleType, text: str, code: str) -> None:
    assert languages.text_language(text) == code
