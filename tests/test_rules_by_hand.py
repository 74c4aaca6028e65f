"""What context rules tell by looking at characters, they tell as the regular expressions do that say the same."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.sources import as_it_stands
from warehouse.taxonomy import load
from warehouse.transforms.entries import Entry, Hit
from warehouse.transforms.scan import Scan

RULES, CUES = map(as_it_stands, ("rules", "cues"))
vars(RULES)["Places"] = CUES.Places
SIGNS = (
    ",", "、", "/", "|", ";", ".", "。", ":", "*", "-", "–", "(", ")", "【", "】", " ", "  ", "\n", "\t", "\u2003", "_",
    "1", "é", "中", "和", "等", "and", "or", "with", "und", "y", "e", "android", "band", "a",
)  # fmt: skip
TEXTS = st.lists(st.sampled_from(SIGNS), max_size=30).map("".join)
LEFT_SIGNS = ",/&+|;、，·•(（[【和或及与跟者"
LEFT_WORD = re.compile(r"\b(?:and|or|with|und|et|y|e)$")
RIGHT = re.compile(r"\s*(?:[,/&+|;、，·)）\]】]|(?:and|or|und|et|y)\b|和|或|及|与|等)")
ITEM_START = re.compile(r"(?:^|[\n:：*•\-–—>|])\s*$")
ITEM_END = re.compile(r"\s*(?:$|[\n.。;；!?:|)）])")


def spot(text: str, start: int, end: int) -> Any:
    """Return where `start:end` of a text stands, with nothing named besides."""
    at = RULES.Spot()
    at.take(Scan(text, text, [], [], [], {}), [], [])
    at.start, at.end = start, end
    return at


@given(TEXTS, TEXTS)
def test_items_of_lists_are_told_by_what_parts_them(before: str, after: str) -> None:
    at = spot(f"{before}go{after}", len(before), len(before) + 2)
    near, next_to = at.before(), at.after()
    assert (near, next_to) == (before[-RULES.WINDOW :], after[: RULES.WINDOW])
    bare = near.rstrip()
    assert at._is_parted_left() == (bare[-1:] in list(LEFT_SIGNS) or bool(LEFT_WORD.search(bare)))
    assert at._is_parted_right() == bool(RIGHT.match(next_to))
    assert at._begins_item() == bool(ITEM_START.search(near))
    assert at._ends_item() == bool(ITEM_END.match(next_to))
    assert at.is_beside_hanzi() == bool(RULES.HAN.search(near[-2:]) or RULES.HAN.search(next_to[:2]))


WORDS = ("let us", "making it ", "experience with", "programming in ", "learning ", "to ", "go", "'ll ", "we ", ": ")


@given(st.lists(st.sampled_from([*SIGNS, *WORDS]), max_size=12).map("".join))
def test_words_right_before_go_are_found_in_the_window(before: str) -> None:
    for words in (RULES._GO_VERB_BEFORE, RULES._GO_STRONG_BEFORE, RULES._GO_LEARNT, RULES._GO_NOUN_BEFORE):
        assert RULES._ends_in(words, before) == bool(words.search(before))


CONTEXTS = load().contexts
BESIDE = (
    "web ",
    " api",
    "linux ",
    " daily",
    "scal",
    "contribute to ",
    " projects",
    "systems ",
    "in ",
    ": ",
    "^",
    "参与",
)


@pytest.mark.parametrize("name", sorted(CONTEXTS))
@given(
    st.lists(st.sampled_from([*SIGNS, *BESIDE]), max_size=6).map("".join),
    st.lists(st.sampled_from([*SIGNS, *BESIDE]), max_size=6).map("".join),
)
def test_a_context_is_searched_only_where_it_can_stand(name: str, before: str, after: str) -> None:
    left, right = CONTEXTS[name]
    at = spot(f"{before}go{after}", len(before), len(before) + 2)
    wanted = (left and re.search(left, at.before())) or (right and re.search(right, at.after()))
    assert RULES.Context(left, right).stands_beside(at) == bool(wanted)


def test_alternatives_of_a_pattern_are_those_outside_of_groups() -> None:
    assert RULES._pieces(r"^a|b") == ["^a", "b"]
    assert RULES._pieces(r"^(?:a|b[|(])\|c") == [r"^(?:a|b[|(])\|c"]
    assert RULES._pieces(r"[^\]|]|\(|x $") == [r"[^\]|]", r"\(", "x $"]


@given(
    st.lists(st.tuples(st.integers(0, 70), st.integers(1, 9), st.sampled_from("ab")), max_size=8), st.integers(0, 80)
)
def test_technologies_are_near_on_the_same_line(named: list[tuple[int, int, str]], line: int) -> None:
    text = "".join("\n" if number == line else "x" for number in range(90))
    hits = [Hit(start, start + length, Entry("term", slug, "")) for start, length, slug in named]
    hits.sort(key=lambda hit: hit.end)
    at = RULES.Spot()
    at.take(Scan(text, text, [], [], [], {}), hits, [])
    at.start, at.end, at._entry = 40, 42, Entry("term", "a", "")
    for window in (RULES.BESIDE, RULES.WINDOW):
        left = [hit for hit in hits if hit.end <= at.start][-RULES.NEIGHBOURS :]
        least = max(at.start - window, text.rfind("\n", max(0, at.start - window), at.start))
        assert at.has_left(window) == any(least <= hit.end and hit.entry.value != "a" for hit in left)
        starts = sorted(hits, key=lambda hit: (hit.start, hit.end))
        if [hit.start for hit in hits] == [hit.start for hit in starts]:
            right = [hit for hit in hits if hit.start >= at.end][: RULES.NEIGHBOURS]
            until = text.find("\n", at.end, at.end + window)
            most = at.end + window if until < 0 else until
            assert at.has_right(window) == any(hit.start <= most and hit.entry.value != "a" for hit in right)


@pytest.mark.parametrize("rule", ["nonsense", "case+nonsense", "beside:nonsense"])
def test_unknown_conditions_are_named(rule: str) -> None:
    with pytest.raises(Exception, match="nonsense"):
        RULES.compiler(CONTEXTS)(rule)
