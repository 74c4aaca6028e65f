"""What the words of a text tell in their order, and what two texts have in common by it."""

from __future__ import annotations

import csv

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warehouse import wording
from warehouse.passages import COMPARED, Passage, compared, passage
from warehouse.wording import ADDRESS, HEAD, LINE, NUMBER, SOUGHT, code, said_in, words_of

HIRES = "Acme | Backend Engineer | Bonn\n\nWe bake bread for 300 shops.\nhttps://acme.example/jobs\n"
FERN = "Fernwork | Nurses\nSeeking ward nurses for nights.\nhttp://fern.nurses/x\nCall\nus"


def read(text: str) -> Passage:
    return passage(words_of(text))


def told(one: str, other: str) -> dict[str, float]:
    """Return what two texts tell together, by name."""
    return dict(zip(COMPARED, compared(read(one), read(other)), strict=True))


def codes(*words: str) -> frozenset[int]:
    return frozenset(map(code, words))


def flagged(text: str, flag: int) -> set[str]:
    return {word for word, flags in said_in(text) if flags & flag}


def named(text: str) -> set[str]:
    """Return the words of a text that name a role."""
    return {word for word, _ in said_in(text) if code(word) in read(text).role}


def test_words_are_kept_in_order_with_where_they_stand() -> None:
    found = list(said_in(HIRES))
    assert [word for word, _ in found][:8] == ["acme", "backend", "engineer", "bonn", "we", "bake", "bread", "for"]
    assert flagged(HIRES, HEAD) == {"acme", "backend", "engineer", "bonn"}
    assert flagged(HIRES, LINE) == {"acme", "we", "https"}
    assert flagged(HIRES, NUMBER) == {"300"}
    assert flagged(HIRES, ADDRESS) == {"https", "acme", "example", "jobs"}
    assert wording.words_of("") == wording.words_of(None) == wording.words_of(" \x00 ...") == b""
    assert code("backend") < len(wording.lines()) <= min(code("qwertzuiop"), code("300"))


def test_words_that_the_seed_names_are_told_by_their_lines() -> None:
    with wording.SEED.open(encoding="utf-8", newline="") as file:
        lines = [row["word"] for row in csv.DictReader(file)]
    assert lines == sorted(set(lines))
    below = "We bake bread. Senior back-end engineers write Rust and C++ on call, 负责后端开发. "
    words = read(f"Acme | Designer\n{below}").words
    found = {lines[line]: bool(of_role) for line, of_role in zip(words.line, words.of_role, strict=True)}
    roles = {word for word, of_role in found.items() if of_role}
    assert {"designer", "senior", "backend", "engineers", "write"} <= roles
    assert roles.isdisjoint({"bread", "rust", "c++", "call"})
    assert {"rust", "c++", "call", "负责", "开发"} <= found.keys()
    assert list(found) == sorted(found)


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        ("We are looking for somebody who likes kotlin. We bake bread.", {"somebody", "who", "likes", "kotlin"}),
        ("Acme is hiring: kotlin or scala people, and bakers!", {"kotlin", "or", "scala", "people", "and", "bakers"}),
        ("Senior people (kotlin, android) who bake.", {"kotlin", "android"}),
        ("Our people bake (also kotlin).", set()),
        ("Open positions in our kitchen\nkotlin is spoken there.", {"in", "our", "kitchen", "open"}),
        (f"We need {' '.join('abcdefghijklmnop')}", set("abcdefghijkl") | {"we"}),
    ],
)
def test_words_with_which_a_sentence_says_whom_it_seeks_name_a_role(text: str, roles: set[str]) -> None:
    found = named(f"Acme\n{text}")
    assert roles <= found
    assert "bread" not in found
    assert ("kotlin" in found) is ("kotlin" in roles)
    assert ("p" in found) is ("p" in roles)
    assert flagged(text, SOUGHT) <= found


def test_what_stands_before_the_noun_of_a_role_is_its_phrase() -> None:
    found = read("Acme | Senior Data Engineer\nWe are looking for a great payments developer. Designers join later.")
    assert found.phrases == {codes("acme", "senior", "data"), codes("payments")}
    assert found.nouns == {"developer"}
    assert found.all_nouns == {"developer", "designer"}
    assert found.kinds["data"] == 1
    assert found.head_kinds == {"data"} < found.all_kinds == {"data", "design"}


def test_two_equal_texts_agree_in_all_and_two_others_in_nothing() -> None:
    same = told(HIRES, HIRES)
    whole = {"first lines alike", "beginnings shared", "ends shared", "words of roles alike", "roles shared"}
    assert [same[name] for name in whole] == pytest.approx([1] * len(whole))
    assert {same[name] for name in COMPARED if "apart" in name or "gone" in name} == {0}
    assert same["addresses shared"] == 1
    other = told(HIRES, FERN)
    assert (other["first lines alike"], other["addresses shared"], other["roles shared"]) == (0, 0, -1)
    assert 0 < other["beginnings shared"] < other["first lines alike"] + 0.05, "`for` is in both, and rare it is not"
    assert other["lines more"] == 2


def test_another_role_in_one_text_is_told() -> None:
    pitch = "\nWe bake bread with friendly colleagues and a steep learning curve."
    edited = told(f"Acme is hiring full stack engineers{pitch}", f"Acme is hiring interns{pitch}")
    again = told(f"Acme is hiring full stack engineers{pitch}", f"Acme is hiring full-stack engineers!{pitch}")
    assert (edited["nouns apart"], again["nouns apart"]) == (2, 0)
    assert edited["roles shared"] < again["roles shared"] == pytest.approx(1)
    assert edited["first lines alike"] < again["first lines alike"]


def test_texts_that_tell_nothing_are_told_as_such() -> None:
    assert set(told("", "")) == set(COMPARED)
    assert told("", HIRES)["beginnings shared"] == told("", "")["words of roles alike"] == -1


@given(st.text(max_size=200), st.text(max_size=200))
def test_what_texts_have_in_common_is_the_same_both_ways(one: str, other: str) -> None:
    there, back = told(one, other), told(other, one)
    one_way = {"first lines alike"}
    assert {name: there[name] for name in COMPARED if name not in one_way} == pytest.approx(
        {name: back[name] for name in COMPARED if name not in one_way}
    )
    assert all(-1 <= value < float("inf") for value in there.values())
