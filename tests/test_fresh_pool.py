"""Figures of several fresh samples together: counts are added up, of each sample's last blind recording."""

from __future__ import annotations

import json
from functools import reduce
from operator import add
from typing import Any

import pytest

from bench import fresh, fresh_pool
from bench.fresh_pool import Counts
from warehouse.labels import FIELDS
from warehouse.quality import Figures, wilson


def _line(when: str, name: str, **fields: Figures) -> dict[str, Any]:
    return {"when": when, "found": {name: {"en": fields, "zh": {}}}}


def _cities(right: int, labels: int, found: int) -> Figures:
    return {"recall": right / (labels or 1), "precision": right / (found or 1), "labels": labels, "found": found}


def _pay(right: int, labels: int, invented: int, silent: int) -> Figures:
    return {"stated": right / (labels or 1), "labels": labels, "invented": invented, "silent": silent}


LINES = [
    _line("rules of the fifth, 1", "fresh6", cities=_cities(1, 9, 9), pay=_pay(1, 9, 9, 9)),
    _line("before the sixth, 2", "fresh6", cities=_cities(30, 40, 35), pay=_pay(3, 4, 1, 50)),
    _line("rules of the sixth, 3", "fresh6", cities=_cities(40, 40, 40), pay=_pay(3, 3, 0, 50)),
    _line("before the eighth, 4", "fresh8_en", cities=_cities(1, 2, 2), pay=_pay(0, 0, 2, 20)),
    _line("rules beside the eighth, 5", "fresh8_en", cities=_cities(8, 10, 10), pay=_pay(0, 0, 0, 20)),
    _line("rules of the eighth, 6", "fresh8_en", cities=_cities(10, 10, 10), pay=_pay(0, 0, 0, 20)),
]


def test_the_last_recording_before_a_samples_mistakes_were_seen_is_taken() -> None:
    taken = {name: line["when"] for name, line in fresh_pool.beyond_sight(LINES).items()}
    assert taken == {"fresh6": "before the sixth, 2", "fresh8_en": "rules beside the eighth, 5"}


def test_counts_are_added_up_and_not_shares() -> None:
    found = {field: reduce(add, its.values()) for field, its in fresh_pool.pooled(LINES, "en").items()}
    assert found == {"cities": Counts(38, 50, 45), "pay": Counts(3, 4, None, 1, 70)}
    assert found["cities"].figure == pytest.approx(2 * 38 / 95)
    assert found["pay"].figure == pytest.approx(3 / 4)


def test_a_share_has_wilsons_interval_and_f1_that_of_the_names_in_common() -> None:
    assert Counts(18, 20).interval == pytest.approx(wilson(18, 20))
    assert Counts(18, 20, 20).interval == pytest.approx(tuple(2 * s / (1 + s) for s in wilson(18, 22)))
    low, high = Counts(38, 50, 45).interval
    assert low < Counts(38, 50, 45).figure < high
    assert low == pytest.approx(2 * wilson(38, 57)[0] / (1 + wilson(38, 57)[0]))


def test_one_row_a_field_says_what_is_asked_reached_and_invented() -> None:
    rows = {row["field"]: row for row in fresh_pool.table(LINES, "en").iter_rows(named=True)}
    assert rows.keys() == {"cities (F1)", "pay"}
    assert rows["cities (F1)"]["asked"] == "0.930"
    assert rows["cities (F1)"]["reached"] == "no"
    assert (rows["cities (F1)"]["sixth"], rows["cities (F1)"]["eighth"]) == ("0.800 (40)", "0.800 (10)")
    assert rows["pay"]["reached"] == "no, within chance; invents too much"
    assert rows["pay"]["invented"].startswith("1 of 70: 1.4%")
    assert rows["pay"]["most"] == "0%"


def test_every_field_has_a_floor_and_every_sample_from_the_sixth_on_a_blind_recording() -> None:
    assert fresh_pool.FLOORS.keys() == {"go", *FIELDS}
    lines = [json.loads(line) for line in fresh.RECORDED.read_text(encoding="utf-8").splitlines()]
    later = {name for name in fresh.SAMPLES if int(name.removeprefix("fresh").partition("_")[0] or 1) > 5}
    assert fresh_pool.beyond_sight(lines).keys() == later


def test_kept_figures_give_back_their_counts() -> None:
    lines = [json.loads(line) for line in fresh.RECORDED.read_text(encoding="utf-8").splitlines()]
    kept = fresh_pool.beyond_sight(lines)["fresh8_en"]["found"]["fresh8_en"]["en"]
    for field, figures in kept.items():
        one = fresh_pool.counted(field, figures)
        assert one.figure == pytest.approx(figures["f1"] if "f1" in figures else figures.get("stated", one.figure))
        if "precision" in figures and figures["found"]:
            assert one.right / one.found == pytest.approx(figures["precision"])
