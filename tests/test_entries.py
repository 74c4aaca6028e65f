"""What the scanner hands out with every find: equal by its fields, never changed, numbered where it is counted."""

from __future__ import annotations

import gc
from types import ModuleType

import pytest

from tests.sources import as_it_stands
from warehouse.transforms import entries

FIELDS = ("term", "go", "terms.csv:2", "Go", False, "", 0.0, "", ("let's ",), (), None)


@pytest.fixture(scope="module", params=["as installed", "as it stands"])
def module(request: pytest.FixtureRequest) -> ModuleType:
    return entries if request.param == "as installed" else as_it_stands("entries")


def test_entries_of_equal_fields_are_equal(module: ModuleType) -> None:
    one, same = module.Entry(*FIELDS), module.Entry(*FIELDS)
    assert one == same
    assert hash(one) == hash(same)
    assert one != FIELDS
    assert repr(one) == f"Entry{FIELDS!r}"
    for place, other in enumerate(("ruled", "rust", "terms.csv:3", "GO", True, "DE", 1.0, "title", (), ("!",), print)):
        assert one != module.Entry(*FIELDS[:place], other, *FIELDS[place + 1 :])


def test_cues_that_are_counted_are_numbered_and_know_what_they_say(module: ModuleType) -> None:
    first, second = (module.Entry(kind, "game", "cues.csv:2", where="title") for kind in ("work_type", "industry"))
    assert second.number == first.number + 1 == module.NUMBERS.given - 1
    assert module.VALUES[first.says] == "game"
    assert first.zoned
    place = module.Entry("city", "gera", "places.py")
    assert (place.number, place.says, place.zoned) == (-1, -1, False)


def test_a_compiled_entry_cannot_be_changed() -> None:
    if (entries.__file__ or "").endswith(".py"):
        pytest.skip("entries is not compiled here")
    with pytest.raises(AttributeError, match="not writable"):
        entries.Entry(*FIELDS).value = "rust"  # type: ignore[misc]


def test_hits_of_equal_fields_are_equal(module: ModuleType) -> None:
    entry = module.Entry(*FIELDS)
    one = module.Hit(3, 5, entry)
    assert one == module.hit_at(3, 5, module.Entry(*FIELDS))
    assert hash(one) == hash(module.hit_at(3, 5, entry))
    assert (one.start, one.end, one.entry) == (3, 5, entry)
    assert repr(one) == f"Hit(3, 5, {entry!r})"
    assert one != (3, 5, entry)
    for other in ((2, 5, entry), (3, 6, entry), (3, 5, module.Entry("city", "gera", "places.py"))):
        assert one != module.Hit(*other)


def test_a_compiled_hit_cannot_be_changed_and_costs_the_cycle_collector_nothing() -> None:
    if (entries.__file__ or "").endswith(".py"):
        pytest.skip("entries is not compiled here")
    hit = entries.hit_at(3, 5, entries.Entry(*FIELDS))
    assert not gc.is_tracked(hit)
    with pytest.raises(AttributeError, match="not writable"):
        hit.start = 4
