"""Judgements kept for drawing: digit for digit, and never used for anything but what they were made of."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import cast

import pytest

from assets import judged, steps
from reports import judge, kept
from reports.claims import Claim
from reports.results import Judgement
from tests import invented
from warehouse.cohorts import Meta, Warehouse
from warehouse.home import Home

META = Meta("2026-11-16.1f0c9a2b", datetime(2026, 11, 16, 9, tzinfo=UTC), False, "t1", None, None)
TODAY = date(2026, 11, 16)
FOUND = list(invented.JUDGEMENTS)


class Published:
    """What `judgements_of` asks of a published copy."""

    def __init__(self, meta: Meta = META) -> None:
        self._meta = meta

    def meta(self) -> Meta:
        return self._meta


@pytest.fixture(scope="module")
def entries() -> list[Claim]:
    return steps.load_claims()[:3]


def drawn(home: Home, entries: list[Claim], meta: Meta = META, today: date = TODAY) -> list[Judgement]:
    return steps.judgements_of(home, cast("Warehouse", Published(meta)), entries, today)


@pytest.fixture
def stored(home: Home, entries: list[Claim], monkeypatch: pytest.MonkeyPatch) -> Home:
    """A home with judgements kept, and a judge who finds nothing, so that one sees whom a report listened to."""
    judged.keep(home, judged.key(home, META, entries, TODAY), FOUND)
    monkeypatch.setattr(judge, "judge", lambda *_, **__: [])
    return home


def test_every_kind_of_judgement_comes_back_digit_for_digit() -> None:
    estimate = next(one.estimate for one in FOUND if one.estimate)
    odd = replace(estimate.interval, value=0.1 + 0.2, low=-1.0, high=math.inf)
    there = [*FOUND, replace(FOUND[0], estimate=replace(estimate, interval=odd), statement_zh="说法 %\n“”\u2028")]
    back = kept.read(kept.written(there))
    assert back == there
    assert [repr(one) for one in back] == [repr(one) for one in there]


@pytest.mark.parametrize("text", ["", "{}", "[1]", '[{"id": "A3.2"}]', "[null]"])
def test_what_is_no_list_of_judgements_is_refused(text: str) -> None:
    text = text if text != "{}" else '{"a": 1}'
    with pytest.raises(ValueError, match=r"."):
        kept.read(text)


def test_a_week_judges_once(stored: Home, entries: list[Claim]) -> None:
    assert drawn(stored, entries) == FOUND


def _with_a_label(home: Home, entries: list[Claim], _: pytest.MonkeyPatch) -> list[Judgement]:
    home.audits.mkdir(parents=True)
    (home.audits / "go.jsonl").write_text("{}\n", encoding="utf-8")
    return drawn(home, entries)


def _with_other_code(home: Home, entries: list[Claim], patch: pytest.MonkeyPatch) -> list[Judgement]:
    patch.setattr(judged, "_code", lambda: "another")
    return drawn(home, entries)


def _torn(home: Home, entries: list[Claim], _: pytest.MonkeyPatch) -> list[Judgement]:
    judged.path(home).write_bytes(judged.path(home).read_bytes()[:-200])
    return drawn(home, entries)


def _changed(home: Home, entries: list[Claim], _: pytest.MonkeyPatch) -> list[Judgement]:
    head, text = judged.path(home).read_text(encoding="utf-8").split("\n", 1)
    judged.path(home).write_text(head + "\n" + text.replace("undecided", "supported", 1), encoding="utf-8")
    return drawn(home, entries)


def _gone(home: Home, entries: list[Claim], _: pytest.MonkeyPatch) -> list[Judgement]:
    judged.path(home).unlink()
    return drawn(home, entries)


STALE: dict[str, Callable[[Home, list[Claim], pytest.MonkeyPatch], list[Judgement]]] = {
    "vintage": lambda home, entries, _: drawn(home, entries, replace(META, vintage="2026-11-16.00000000")),
    "built again": lambda home, entries, _: drawn(home, entries, replace(META, built_at=datetime.now(UTC))),
    "day": lambda home, entries, _: drawn(home, entries, today=date(2026, 11, 17)),
    "entry": lambda home, entries, _: drawn(home, [replace(entries[0], zone=(0.1, 0.2)), *entries[1:]]),
    "fewer entries": lambda home, entries, _: drawn(home, entries[1:]),
    "label": _with_a_label,
    "code": _with_other_code,
    "torn": _torn,
    "changed": _changed,
    "gone": _gone,
}


@pytest.mark.parametrize("why", STALE)
def test_a_stale_one_is_never_used(
    why: str, stored: Home, entries: list[Claim], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert STALE[why](stored, entries, monkeypatch) == []


def test_the_code_that_counts_is_part_of_the_key() -> None:
    assert {"reports/estimators.py", "reports/claims.toml", "warehouse/series.py"} <= set(judged.code())
    assert any(name.startswith("warehouse/models/") and name.endswith(".sql") for name in judged.code())
    assert "warehouse/seeds/terms.csv" in judged.code()
