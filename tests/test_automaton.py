"""The scanner's inner loop: compiled, uncompiled and a plain search of every way of writing find the same."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.sources import as_it_stands
from warehouse.errors import JobproofError
from warehouse.taxonomy import load
from warehouse.transforms import automaton, rules, scan
from warehouse.transforms.automaton import Automaton, Pattern, Target
from warehouse.transforms.entries import Entry, Hit, hit_at

SOURCE = Path(scan.__file__).with_name("automaton.py")
ALPHABET = "acgos+#1.- 语言é?K"
PARTS = (
    "go", "es6", "k8s", "s", "+", "#", " ", " ", "-", "é", "ö", "语言", "开", ".", "\ud83d", "\U0001f600", "1",
    "decentralized", "internationalization", "centralized", "ization",
)  # fmt: skip
"""Words longer than a key of the automaton has room for among them, one the end of another."""
WORDS = st.one_of(
    st.text(ALPHABET, min_size=1, max_size=5),
    st.lists(st.sampled_from(PARTS), min_size=1, max_size=4).map("".join),
)
TEXTS = st.one_of(
    st.lists(st.sampled_from(PARTS), max_size=30).map("".join),
    st.text(ALPHABET + "\U0001f600", max_size=60),
    st.lists(
        st.sampled_from(["go", "gos", "c++", "c", "c#", "go语言", "1", "é", "+", " ", "https://go.io/c"]), max_size=25
    ).map("".join),
)


PLAIN = as_it_stands("automaton")


def entry(number: int) -> Entry:
    """Return what stands for a number."""
    return Entry("cue", str(number), "")


def pattern(spelling: str, number: int) -> Pattern:
    """Return a way of writing whose flags and guards vary with its number."""
    target = Target(
        number % 2, entry(number), spelling.upper() if number % 5 == 0 else "", ("a",) if number % 3 == 0 else ()
    )
    is_guarded = any(target[2:])
    return Pattern(
        spelling,
        word=spelling[0] in scan.ALNUM,
        plural=len(spelling) >= 3 and spelling[-1].isascii() and spelling[-1].isalpha(),
        only_terms=number % 2 == 0,
        late=number % 7 == 0,
        free=() if is_guarded else (target,),
        guarded=(target,) if is_guarded else (),
        linked=(target,) if is_guarded and number % 2 else (),
    )


def begins(pattern: Pattern, low: str, start: int) -> bool:
    before = low[max(0, start - 1) : start]
    cased = before > "\x7f" and before < "\u2c80" and before.upper() != before
    return not (pattern.word and before and (before in scan.ALNUM or cased))


def ends(pattern: Pattern, low: str, end: int) -> bool:
    last, after = pattern.spelling[-1], low[end : end + 2]
    if last.isascii() and last.isdigit():
        return not re.match("[a-z0-9]", after)
    if last not in scan.ALNUM | {"+", "#"}:
        return True
    if re.match(r"s(?![a-z0-9+#])", after):
        return pattern.plural
    return not re.match("[a-z0-9+#]", after) or (after[:1] == "+" and after[1:].isalnum())


def stands(target: Target, text: str, low: str, start: int, end: int) -> bool:
    if target.cased and text[start:end] != target.cased:
        return False
    return not any(low[:start].endswith(each) for each in target.not_before) and not any(
        low[end:].startswith(each) for each in target.not_after
    )


def in_links(low: str) -> set[int]:
    return {at for link in re.finditer(r"https?://[^\s)>\]\"'，。）]+", low) for at in range(*link.span())}


def searched(patterns: list[Pattern], text: str, low: str) -> list[list[Hit]]:
    """Find the same as `Automaton.keep` by looking for each way of writing at each place."""
    buckets: list[list[Hit]] = [[], []]
    late, linked = [], in_links(low)
    places = sorted(
        (start + len(each.spelling), start, number)
        for number, each in enumerate(patterns)
        for start in range(len(low))
        if low.startswith(each.spelling, start) and begins(each, low, start)
    )
    for end, start, number in places:
        each, in_link = patterns[number], start in linked
        if not ends(each, low, end) or (in_link and each.only_terms):
            continue
        for target in each.free:
            buckets[target.bucket].append(Hit(start, end, target.entry))
        for target in each.linked if in_link else each.guarded:
            if stands(target, text, low, start, end):
                found = hit_at(start, end, target.entry)
                late.append((target.bucket, found)) if each.late else buckets[target.bucket].append(found)
    for bucket, found in late:
        buckets[bucket].append(found)
    return buckets


@settings(max_examples=300, deadline=None)
@given(st.lists(WORDS, min_size=1, max_size=25, unique=True), TEXTS)
def test_compiled_uncompiled_and_a_plain_search_find_the_same(spellings: list[str], text: str) -> None:
    low = text.lower()
    patterns = [pattern(spelling.lower(), number) for number, spelling in enumerate(spellings)]
    patterns = list({each.spelling: each for each in patterns}.values())
    expected = searched(patterns, text, low)
    for made in (Automaton(patterns), PLAIN.Automaton(patterns)):
        buckets: list[list[Hit]] = [[], []]
        assert made.keep(text, buckets) == low
        assert buckets == expected


def rows_of(word: str, most: int) -> list[Pattern]:
    """Return `word`, `word word` and so on as ways of writing, all of which end where the longest does."""
    return [
        Pattern(" ".join([word] * count), True, False, False, False, (Target(0, entry(count)),), (), ())
        for count in range(1, most + 1)
    ]


@pytest.mark.parametrize("word", ["a", "go", "语", "internationalization"])
def test_all_that_ends_in_one_place_is_found_the_longest_first(word: str) -> None:
    most, length = 60, len(word) + 1
    for made in (Automaton(rows_of(word, most)), PLAIN.Automaton(rows_of(word, most))):
        buckets: list[list[Hit]] = [[]]
        made.keep(" ".join([word] * most), buckets)
        end = most * length - 1
        assert [found for found in buckets[0] if found.end == end] == [
            Hit(end + 1 - count * length, end, entry(count)) for count in range(most, 0, -1)
        ]


def test_more_than_there_is_room_for_is_told() -> None:
    with pytest.raises(JobproofError, match="65 ways of writing that end alike"):
        Automaton(rows_of("a", 65))


def test_what_stands_for_nothing_is_not_found() -> None:
    buckets: list[list[Hit]] = [[]]
    Automaton([Pattern("go", True, False, False, False, (), (), ())]).keep("go", buckets)
    assert buckets == [[]]


@pytest.fixture(scope="module")
def scanners() -> list[scan.Scanner]:
    """The scanner of the product's own taxonomy as installed, and the same with the uncompiled loop."""
    rule_of = rules.compiler(load().contexts)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(scan, "Automaton", PLAIN.Automaton)
        plain = scan.Scanner(load(), rule_of)
    return [scan.Scanner(load(), rule_of), plain]


PIECES = (
    "Go", "golang", "C++", "C/C++/C#", "containers", "ES6+", "US", "in", "SF | NYC", "(REMOTE)", "U.S.", "熟悉go语言",
    "北京市海淀区", "https://go.dev/c", "node.js", "ＧＯ", "K8s", "İstanbul", "5年以上", "优先", "bachelor's",
    "\n", " ", ", ", "。", "-",
)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
def test_both_scan_the_products_own_words_alike(scanners: list[scan.Scanner], text: str) -> None:
    here, there = ((each.terms, each.ruled, each.places, each.cues) for each in (s.scan(text) for s in scanners))
    assert here == there


def test_installing_compiles_the_loop_where_a_compiler_is() -> None:
    built = list(SOURCE.parent.glob("automaton.*.so"))
    assert Path(automaton.__file__ or "") == (built[0] if built else SOURCE)
