"""What is looked at before a pattern of requirements and kinds is tried: it holds wherever the pattern fits."""

from __future__ import annotations

from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.sources import as_it_stands

YEARS = st.lists(
    st.sampled_from((
        "3", "12", ".5", "五", "半", "two", "plus", "or more", "+", "-", "–", "to", "至", "~", " ", "(4)", "full ",
        "good ", "years", "yrs", "yoe", "年", "experience", "ans", "jahre", "años", "erfahrung", "expéri", "experi",
        "近", "成立", "每", "公司", "的", "\n", "应届", "26届", "校招", "毕业", "可", "优秀", "，", "nice",
    )),
    max_size=10,
).map("".join)  # fmt: skip
CLAUSES = st.lists(
    st.sampled_from(("曾任", "毕业于", "福利:", "。", "；", "\n", "软件", "x" * 25, "曾")), max_size=9
).map("".join)


@pytest.fixture(scope="module")
def asked() -> ModuleType:
    return as_it_stands("requirements")


@pytest.fixture(scope="module")
def kinds() -> ModuleType:
    return as_it_stands("kinds")


@given(YEARS)
def test_a_number_is_seen_before_its_years(asked: ModuleType, text: str) -> None:
    for match in asked._EN.finditer(text):
        at = max(text.rfind(word, match.start(), match.end()) for word in ("year", "yr", "yoe"))
        assert asked._is_counted(text, at)
    for at, char in enumerate(text):
        window = text[max(0, at - 12) : at + 1]
        if char == "年" and (asked._ZH_RANGE.search(window) or asked._ZH_VALUE.search(window)):
            assert asked._is_counted_zh(text, at)
        if asked._ZH_RANGE.search(window):
            assert asked._has_range(window)
        if asked._ZH_NOT.search(window):
            assert asked._may_end_span(window)


@given(YEARS)
def test_european_years_are_seen_before_experience(asked: ModuleType, text: str) -> None:
    if asked._EUROPEAN.search(text):
        assert asked._are_before(text, "x") or asked._are_before(text, "erfahrung")


@given(YEARS)
def test_graduates_are_found_around_their_word(asked: ModuleType, text: str) -> None:
    for pattern in (asked._FRESH_CLASS, asked._FRESH_TOO):
        assert asked._is_fresh(pattern, text) == (pattern.search(text) is not None)


@given(CLAUSES, st.lists(st.integers(0, 140), min_size=1, max_size=6), st.integers(0, 20))
def test_a_turn_is_the_last_one_wherever_it_was_looked_before(
    kinds: ModuleType, text: str, starts: list[int], first: int
) -> None:
    seen = turn = -1
    for start in (start for start in starts if first <= start < len(text)):
        turn = kinds._last_turn(text, first, start, seen, turn)
        seen = start
        begun = max(first, start - kinds.PAST_REACH + 1)
        turns = (at for at in range(start, begun - 1, -1) if text[at] in "。；;\n" or text.startswith(kinds._PAST, at))
        assert turn == next(turns, -1)
