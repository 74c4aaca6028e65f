"""The measure of which work is read of adverts: what counts, and that its labels are whole."""

from __future__ import annotations

import csv

import pytest

from bench.sought import LABELS, Advert, how, misses, scored
from warehouse.roles import KINDS
from warehouse.told import Told

UNSCORED = {"", "engineer", "science", "other"}


def told(sign: str | None = None, offered: tuple[str, ...] = (), wanted: tuple[str, ...] = ()) -> Told:
    return Told(until=29, id="a:1", board="a", opened=0, sign=sign, sketch=b"", offered=offered, wanted=wanted)


@pytest.mark.parametrize(
    ("advert", "where"),
    [
        (told("kiln engineer", ("oven builder",)), "title"),
        (told(None, ("oven builder",), ("mobile",)), "list"),
        (told(None, (), ("mobile",)), "text"),
        (told(), "nowhere"),
    ],
)
def test_roles_are_read_of_a_title_else_of_a_list_else_of_sentences(advert: Told, where: str) -> None:
    assert how(advert) == where


def test_each_kind_of_each_advert_counts_once() -> None:
    found = [
        Advert("t", frozenset({"mobile", "data"}), frozenset({"mobile", "test"}), "text"),
        Advert("t", frozenset({"mobile"}), frozenset(), "nowhere"),
    ]
    precision, recall = scored(found, ["mobile", "data", "test"])
    assert (precision[:6], precision[-3:]) == ("0.500 ", "n 2")
    assert (recall[:6], recall[-3:]) == ("0.333 ", "n 3")
    assert scored(found, ["test"])[1] == "–"


def test_what_is_set_apart_is_not_shown() -> None:
    one = Advert("We seek people for iOS.", frozenset({"mobile"}), frozenset(), "nowhere")
    shown = list(misses({f"a:{number}": one for number in range(60)}))
    assert 20 < len(shown) < 60
    assert all("lacks ['mobile'], wrong []" in each for each in shown)
    assert list(misses({"a:1": Advert("t", frozenset(), frozenset(), "nowhere")})) == []


def test_the_labels_are_positions_and_classes_without_texts() -> None:
    with LABELS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len({row["posting_id"] for row in rows}) == 640
    for row in rows:
        assert set(row["kinds"].split("+")) <= KINDS | UNSCORED
        assert row["level"] in {"", "intern", "junior", "mid", "senior", "lead"}
        assert (row["start"] == "") == (row["end"] == "") == (row["kinds"] == "")
        assert row["start"] == "" or int(row["start"]) < int(row["end"])
