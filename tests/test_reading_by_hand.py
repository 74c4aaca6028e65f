"""What looks at characters one by one reads as the regular expressions do that say the same in a line."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.sources import as_it_stands
from warehouse.transforms.entries import Entry, Hit

CLAUSES, CHOICES, SECTIONS = map(as_it_stands, ("clauses", "choices", "sections"))
CUES, MENTIONS, NEEDLES = map(as_it_stands, ("cues", "mentions", "needles"))


def texts(*words: str) -> st.SearchStrategy[str]:
    """Return texts of some words and of signs, spaces, digits and letters of several scripts."""
    signs = (
        ".",
        ",",
        ";",
        ":",
        "!",
        "?",
        "。",
        "、",
        "(",
        ")",
        "-",
        "*",
        "/",
        "_",
        " ",
        "  ",
        "\n",
        "\u2028",
        "1",
        "٣",
    )
    return st.lists(st.sampled_from([*words, *signs, "a", "s", "X", "中", "é"]), max_size=14).map("".join)


def spans(text: str) -> list[tuple[int, int]]:
    """Return starts and ends of some pieces of a text, of the whole one first."""
    length = len(text)
    return [(0, length), (length // 3, length), (0, length - length // 3), (length // 4, length - length // 4)]


BORDER = re.compile(
    r"[.,;!?。()•●、*-]"
    r"(?:(?<=[;!?。•●()])|(?<=\.)(?=\s(?![a-z]))(?<!e\.g\.)(?<!i\.e\.)|(?<= [*-])(?= )"
    r"|(?<=[ ;]\d\.)(?=\D)|(?<=\s\d、)"
    rf"|(?<=,)(?=\s?(?:{'|'.join(CLAUSES._GOES_ON_ZH)}|but\b|(?:and )?(?:{'|'.join(sorted(CLAUSES._GOES_ON))})\b)))"
)


@given(texts("e.g", "i.e", ", we", ",and we", ", and ", "but", ", if", ",熟悉", " - ", " * ", "; 2.", " 3、", "●"))
def test_clauses_end_where_they_end(text: str) -> None:
    for start, end in spans(text):
        borders = [at for at in range(start, end) if CLAUSES._is_border(text, at, end)]
        assert borders == [match.start() for match in BORDER.finditer(text, start, end)]


@given(texts("experience with ", "技能要求", ":", "we have"))
def test_a_few_words_reach_a_colon(text: str) -> None:
    reaches = re.compile(r"(?:[a-zA-Z /&]{0,24}|[\u4e00-\u9fff]{0,6})[:】\]]")
    for at in range(len(text) + 1):
        found = reaches.match(text, at)
        assert CLAUSES._reaches_colon(text, at, len(text)) == bool(found)
        # What is named before the colon stands in no head of a list.
        assert not found or CLAUSES._reaches_colon(text, at, found.end() - 1)
        assert not found or not CLAUSES._reaches_colon(text, at, found.end() - 2)


@given(texts("a ", "an ", "an\n", "and "))
def test_a_cue_opens_its_clause(text: str) -> None:
    opens = re.compile(r"[\W\d]*(?:an?\s)?")
    for start, end in [*spans(text), (len(text), 0)]:
        assert CLAUSES._opens_clause(text, start, end) == bool(opens.fullmatch(text, start, end))


@given(texts(" including", ", such as", "包括", ",例如", " for example", " like"))
def test_a_cue_carries_on(text: str) -> None:
    for at in range(len(text) + 1):
        assert CLAUSES._carries(text, at) == bool(CLAUSES._CARRIES.match(text, at))


@given(texts("and", "or", " and ", "或者", "和", "与", "|", "&", "+", "some framework", "a" * 25, "a b c d"))
@pytest.mark.parametrize("more", [0, 1])
def test_gaps_join_as_their_separators_say(more: int, text: str) -> None:
    for start, end in spans(text):
        gap = text[start:end] + "," * more
        joined = len(gap) <= CHOICES.LONGEST_GAP and CHOICES._joins_by_words(gap)
        assert CHOICES._joint(text, start, end, more) == joined


@given(texts(" more", "we ", "以上", "更", " at", "even", "greater"))
def test_an_or_joins_no_names(text: str) -> None:
    for at in range(len(text) + 1):
        assert CHOICES._is_no_choice(text, at) == bool(CHOICES._NO_CHOICE.match(text, at))


@given(texts(", including", ",例如", "e.g. ", "i.e. ", ". "))
def test_something_stops_before_a_list(text: str) -> None:
    assert CHOICES._has_stop(text) == bool(CHOICES._STOPS.search(text))


PROSE = re.compile(rf"\b(?:{'|'.join(sorted(SECTIONS._PROSE))})\b|[。!?]|{'|'.join(sorted(SECTIONS._PROSE_ZH))}|年以上")


@given(texts("we", "years", "experience", "experiences", "熟悉", "年以上", "年", "plus", "preferred"))
def test_prose_is_told_by_its_words(text: str) -> None:
    for start, end in spans(text):
        assert SECTIONS._is_prose(text, start, end) == bool(PROSE.search(text, start, end))


def test_each_word_that_goes_on_ends_a_clause() -> None:
    for word in (*CLAUSES._GOES_ON, *CLAUSES._GOES_ON_ZH, "but", "and we"):
        assert CLAUSES._is_border(f", {word} x", 0, len(word) + 4)


def test_each_word_of_prose_is_found() -> None:
    for word in (*SECTIONS._PROSE, *SECTIONS._PROSE_ZH, "年以上"):
        assert SECTIONS._is_prose(f"x {word} x", 0, len(word) + 4)


@given(texts("x" * 79, "(remote", ")"))
def test_a_name_ends_behind_its_parenthesis(text: str) -> None:
    rest = re.compile(r"[^:;(\n]{0,80}(?:\([^)\n]{0,80}\)?)?")
    for start, end in spans(text):
        match = rest.match(text, start, end)
        assert match
        assert SECTIONS._rest_end(text, start, end) == match.end()


ROLE_NEXT = re.compile(
    r"s?(?:[ /-][ /]*[\w.+#]{1,14}){0,2}[ /-][ /]*(?<!/)(?:engineer|developer|programmer|architect|hacker)s?\b"
    r"|[\u4e00-\u9fff]{0,6}(?:工程师|架构师)"
)
ROLES = ("engineer", "developers", " programmer", "-architect", "hacker", "工程师", "架构师")


@given(texts(*ROLES, " intern", " web", "/", "x" * 13))
def test_roles_stand_beside_what_they_are_named_for(text: str) -> None:
    for at in range(len(text)):
        assert SECTIONS._is_role_next(text, at) == bool(ROLE_NEXT.match(text, at))
        assert not SECTIONS._ROLE_BEFORE.search(text, 0, at) or SECTIONS._can_be_before(text, at)


@given(texts("What", "Our", "stack", "#", "&", "’"))
def test_headings_in_capitals(text: str) -> None:
    for start, end in spans(text):
        assert SECTIONS._is_in_capitals(text, start, end) == bool(SECTIONS._CAPITALS.match(text, start, end))


@given(texts("Head.", "list: ", ". ", "! ", "x" * 60))
def test_the_last_sentence_opens_a_list(text: str) -> None:
    for start, end in spans(text):
        if start < end:
            assert SECTIONS._opening_a_list(text, start, end) == opening(text, start, end)


def opening(text: str, start: int, end: int) -> int:
    """Return where the last sentence begins, told by searches for each mark."""
    ends = [at + len(mark) for mark in (". ", "! ", "? ", "。") if (at := text.rfind(mark, start, end)) >= 0]
    begun = max(ends, default=start)
    return begun if text.startswith(":", end - 1) and end - begun <= SECTIONS.LONGEST_LEAD else -1


def sorted_widest(cues: list[tuple[int, int, Any]]) -> list[tuple[int, int, Any]]:
    kept: list[tuple[int, int, Any]] = []
    for cue in sorted(cues, key=lambda cue: (cue[0], -cue[1])):
        if not kept or cue[1] > kept[-1][1]:
            kept.append(cue)
    return kept


CUE = Entry("strength", "required", "seed")
PAIRS = st.lists(st.tuples(st.integers(0, 12), st.integers(1, 6)), max_size=9)


@given(PAIRS)
def test_the_widest_cues_stay(pairs: list[tuple[int, int]]) -> None:
    places = sorted([(start, start + length) for start, length in pairs], key=lambda place: (place[1], place[0]))
    found = [Hit(start, end, CUE) for start, end in places]
    cues = CUES.Cues()
    cues.take(found, 0)
    for first, last in spans(" " * len(found)):
        kept = cues.kept[cues.widest(first, last) : last]
        wanted = sorted_widest([(*place, number) for number, place in enumerate(places)][first:last])
        assert list(kept) == [number for _, _, number in wanted]


@given(PAIRS)
def test_cues_are_walked_through_by_their_ends(pairs: list[tuple[int, int]]) -> None:
    ends = sorted([start + length for start, length in pairs])
    places = CUES.Places()
    places.put([Hit(end - 1, end, CUE) for end in ends])
    for position in range(20):
        assert places.behind(0, position) == sum(end <= position for end in ends)


@given(st.lists(st.integers(0, 12), max_size=9), st.integers(0, 12), st.integers(0, 13))
def test_what_begins_in_a_line_is_found(starts: list[int], opened: int, closed: int) -> None:
    places = CUES.Places()
    places.put([Hit(start, start + 1, CUE) for start in sorted(starts)])
    assert places.stands_in(opened, closed) == any(opened <= start < closed for start in starts)


def test_arrays_grow_with_what_is_put_into_them() -> None:
    places = CUES.Places()
    for count in (3, 1000, 2):
        places.put([Hit(number, number + 1, CUE) for number in range(count)])
        assert places.count == count
        assert list(places.starts[:count]) == list(range(count))


@given(texts("|", " * ", "* ", " *"))
def test_a_head_line_lists_by_its_bars(text: str) -> None:
    for start, end in spans(text):
        bars = text.count("|", start, end) + text.count(" * ", start, end)
        assert MENTIONS._lists(text, start, end) == (bars >= MENTIONS.HEAD_BARS)


@given(st.sets(st.text("abyz", min_size=1, max_size=13), max_size=60), texts("ab", "zy", "ba", "é"))
def test_a_vocabulary_holds_its_words_alone(words: set[str], text: str) -> None:
    vocabulary = NEEDLES.Vocabulary(words)
    assert all(vocabulary.hold(f"x{word}x", 1, len(word) + 1) for word in words)
    for start, end in spans(text):
        assert vocabulary.hold(text, start, end) == (text[start:end] in words)


def test_a_character_of_a_word_is_what_regular_expressions_take_for_one() -> None:
    for char in map(chr, range(0x3000)):
        assert NEEDLES.is_word(char) == bool(re.match(r"\w", char))


@given(texts(", b", "、x", ", or", ",or "))
def test_an_item_closes_a_list(text: str) -> None:
    for start, end in spans(text):
        assert CHOICES._closes(text, start, end) == bool(CHOICES._CLOSES.search(text[start:end]))


@given(texts("and", " and ", "and/or", "或", "和", "与", "or"))
def test_an_and_parts_places(text: str) -> None:
    for start, end in spans(text):
        gap = text[start:end]
        assert CHOICES._parts(text, start, end) == bool(CHOICES._AND.search(gap) and not CHOICES._OR.search(gap))
