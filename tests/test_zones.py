"""Where a posting's fields lie in its joined text: compiled and uncompiled alike."""

from __future__ import annotations

from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.sources import as_it_stands
from warehouse.transforms import zones
from warehouse.transforms.scan import Scan

NAMES = ("company", "title", "location", "tagged", "text")
PIECES = st.lists(st.sampled_from(["Go", " | ", "\n", ". ", "- ", "招聘", "a word ", "x" * 90]), max_size=12).map(
    "".join
)
PLAIN = as_it_stands("zones")


def read(module: ModuleType, parts: tuple[str, ...]) -> zones.Document:
    """Return what a module makes of the parts of a posting."""
    joined = "\n".join(parts)
    found: zones.Document = module.Document({}, [], "", parts, Scan(joined, joined.lower(), [], [], [], {}))
    return found


@given(st.tuples(PIECES, PIECES, PIECES, PIECES, PIECES))
def test_each_zone_holds_its_field(parts: tuple[str, ...]) -> None:
    for module in (zones, PLAIN):
        found = read(module, parts)
        assert tuple(found.slice(getattr(found, name)) for name in NAMES) == parts
        assert found.is_chinese == any("招聘" in part for part in parts)


@given(st.tuples(PIECES, PIECES, PIECES, PIECES, PIECES))
def test_both_find_the_same_head_line_and_opening(parts: tuple[str, ...]) -> None:
    spans = [
        [(each.start, each.end) for each in (found.head, found.opening)]
        for found in (read(zones, parts), read(PLAIN, parts))
    ]
    assert spans[0] == spans[1]


@pytest.mark.parametrize("module", [zones, PLAIN])
def test_a_head_line_is_short_and_divided_where_there_is_a_title(module: ModuleType) -> None:
    for title, text, head in (
        ("", "Fernly | Go\nWe build", "Fernly | Go"),
        ("Dev", "Fernly | Go\nWe build", "Fernly | Go"),
        ("Dev", "Fernly, Go\nWe build", ""),
        ("", "x" * 281 + "\nWe build", ""),
    ):
        found = read(module, ("", title, "", "", text))
        assert found.slice(found.head) == head
        assert found.in_title(found.head.start) == bool(head)


@pytest.mark.parametrize("module", [zones, PLAIN])
def test_an_opening_ends_with_a_sentence_of_prose_or_after_two_short_lines(module: ModuleType) -> None:
    for text, opening in (
        ("We hire in Rome. Join us\nToday", "We hire in Rome"),
        ("Fernly Inc. - Rome, NY\nGo\nRust\nC", "Fernly Inc. - Rome, NY\nGo\nRust"),
        ("A | B. C\nGo\n" + "x" * 71, "A | B. C\nGo"),
    ):
        found = read(module, ("", "", "", "", text))
        assert found.slice(found.opening) == opening
