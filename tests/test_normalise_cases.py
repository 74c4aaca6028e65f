"""Regression cases: every line of tests/normalise is an invented posting and what it must be read to say.

Lines in tests/normalise/wrong are read wrongly, as the reading of hold-out texts showed: one that comes right fails
its test, and is then moved to the lines that must stay right.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from warehouse.taxonomy import Taxonomy, load
from warehouse.transforms.normalise import normalise_row

CASES = Path(__file__).parent / "normalise"


def _cases(folder: Path) -> Iterator[Any]:
    for path in sorted(folder.glob("*.jsonl")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            yield pytest.param(json.loads(line), id=f"{path.stem}-{number}")


@pytest.fixture(scope="module")
def taxonomy() -> Taxonomy:
    return load()


@pytest.mark.parametrize("case", list(_cases(CASES)))
def test_a_posting_is_read_as_its_line_says(case: dict[str, Any], taxonomy: Taxonomy) -> None:
    found = normalise_row({"id": "1", **case["row"]}, taxonomy)
    strength = {mention["concept"]: mention["strength"] for mention in found["concepts"]}
    assert set(case.get("has", ())) <= strength.keys()
    assert not set(case.get("lacks", ())) & strength.keys()
    assert {key: found[key] for key in case.get("is", ())} == case.get("is", {})
    assert {key: strength.get(key) for key in case.get("strength", ())} == case.get("strength", {})
    alternative = {mention["concept"]: mention["alternative"] for mention in found["concepts"]}
    assert {key: alternative.get(key) for key in case.get("alternative", ())} == case.get("alternative", {})


@pytest.mark.xfail(raises=AssertionError)
@pytest.mark.parametrize("case", list(_cases(CASES / "wrong")))
def test_a_posting_is_still_read_wrongly(case: dict[str, Any], taxonomy: Taxonomy) -> None:
    test_a_posting_is_read_as_its_line_says(case, taxonomy)
