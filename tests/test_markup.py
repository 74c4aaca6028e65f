"""Markdown's marks: compiled and uncompiled they are taken away as patterns say."""

from __future__ import annotations

import re
from types import ModuleType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.sources import as_it_stands
from warehouse.transforms import markup
from warehouse.transforms.letters import tidied

IMAGE = re.compile(r"!\[([^\]\n]{0,300})\]\([^)\n]{0,1000}\)")
LINK = re.compile(r"\[([^\[\]\n]{1,300})\]\(([^()\n]{0,1000})\)")
MARK = re.compile(r"(?m)^[ \t]{0,3}(?:#{1,6}[ \t]+|>[ \t]?|```\w*[ \t]*$)")
STAR = re.compile(r"\*(?:(?<![\w*]\*)(?=[^\s*])|(?<=[^\s*]\*)(?![\w*]))")
UNDERLINES = re.compile(r"__(?:(?=\S)|(?<=\S__))")
GENERIC = re.compile(r"(?<=[A-Za-z])<(?=[A-Z?]|int|string|byte)")

MARKDOWN = st.lists(
    st.one_of(
        st.sampled_from(["![", "[", "]", "](", "(", ")", "#", "#######", ">", "`", "```", "*", "**", "_", "__",
                         "\U0001f600", " ", "\t", "\n", "\r", "a", "Go", "岗位", "：", "\u3000", "\x1c", "\ud800"]),
        st.characters(),
    ),
    max_size=30,
).map("".join)  # fmt: skip
properties = settings(max_examples=500, deadline=None)


@pytest.fixture(scope="module", params=["as installed", "as it stands"])
def module(request: pytest.FixtureRequest) -> ModuleType:
    return markup if request.param == "as installed" else as_it_stands("markup")


def by_patterns(text: str) -> str:
    """Take one kind of mark after the other from a text."""
    text = MARK.sub("", LINK.sub(r"\1", IMAGE.sub(r"\1", text)))
    text = STAR.sub("", text.replace("**", "").replace("`", ""))
    return tidied(UNDERLINES.sub("", text))


@properties
@given(text=MARKDOWN)
def test_marks_are_what_patterns_say(module: ModuleType, text: str) -> None:
    assert module.unmarked(text) == by_patterns(text)


@pytest.mark.parametrize("before", ["[", "!["])
@pytest.mark.parametrize("label", [0, 1, 299, 300, 301])
@pytest.mark.parametrize("target", [0, 999, 1_000, 1_001])
def test_links_and_images_have_limits(module: ModuleType, before: str, label: int, target: int) -> None:
    text = f"see {before}{'a' * label}]({'b' * target}) and [c](d)"
    assert module.unmarked(text) == by_patterns(text)


@pytest.mark.parametrize(
    "text", ["[" * 50_000, "![" * 50_000, "[a](" * 20_000, "*`" * 50_000, "_" * 100_001, "#" * 99_999]
)
def test_nothing_takes_more_than_linear_time(module: ModuleType, text: str) -> None:
    assert module.unmarked(text) == by_patterns(text)


@properties
@given(
    text=st.lists(st.sampled_from(["<", "a", "Z", "<p>", "int", "string>", "byte", "?", " ", "é", "x<T"])).map("".join)
)
def test_what_may_be_a_generic_is_seen(module: ModuleType, text: str) -> None:
    if GENERIC.search(text):
        assert module.may_be_generic(text)
    if not re.search(r"[A-Za-z]<[A-Z?isb]", text):
        assert not module.may_be_generic(text)
