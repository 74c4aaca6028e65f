"""Whatever is posted to a board is read without an error: odd types, broken text, bait for patterns, enormous fields.

How time grows with length is measured in bench/growth.py: a test that hangs on the clock fails by itself.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bench.growth import SIGNS
from pipelines import cli
from warehouse.taxonomy import Taxonomy, load
from warehouse.transforms.explain import explain
from warehouse.transforms.normalise import normalise_row

FIELDS = (
    "title", "company", "city", "location", "salary", "experience", "education", "employment", "remote", "text",
    "text_format", "posted_at", "board",
)  # fmt: skip
_WORDS = st.sampled_from([*SIGNS, *(term.text for term in load().terms), *(cue.text for cue in load().cues)])
_TEXTS = st.lists(st.one_of(_WORDS, st.text(max_size=8), st.sampled_from(list("\n ,/、，:("))), max_size=40).map(
    "".join
)
_ANYTHING = st.one_of(
    _TEXTS, st.none(), st.booleans(), st.integers(), st.floats(), st.binary(max_size=8),
    st.lists(st.text(max_size=4), max_size=3), st.dictionaries(st.text(max_size=3), st.integers(), max_size=2),
)  # fmt: skip
_ROWS = st.fixed_dictionaries(
    {}, optional={**dict.fromkeys(FIELDS, _ANYTHING), "tags": st.lists(st.text(max_size=8), max_size=4)}
)


@pytest.fixture(scope="module")
def taxonomy() -> Taxonomy:
    return load()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(row=_ROWS)
def test_any_row_is_read_explained_and_written(row: dict[str, Any]) -> None:
    found = normalise_row({"id": "1", **row}, load())
    assert orjson.loads(orjson.dumps(found))["id"] == "1"
    assert all(reason.rule for reason in explain({"id": "1", **row}, load()))


@pytest.mark.parametrize("unit", SIGNS, ids=repr)
def test_bait_for_patterns_is_read(unit: str, taxonomy: Taxonomy) -> None:
    found = normalise_row({"id": "1", "title": unit * 40, "salary": unit * 40, "text": unit * 400}, taxonomy)
    assert orjson.dumps(found)


@pytest.mark.parametrize("field", ["title", "company", "location", "salary", "experience", "education"])
def test_an_enormous_field_is_cut(field: str, taxonomy: Taxonomy) -> None:
    found = normalise_row({"id": "1", field: "1" * 2_000_000, "text": "We write Go."}, taxonomy)
    assert found["languages"] == ["go"]


def test_an_enormous_text_is_cut(taxonomy: Taxonomy) -> None:
    found = normalise_row({"id": "1", "text": "We write Go at Acme Pumps.\n" + "pump " * 1_000_000}, taxonomy)
    assert found["languages"] == ["go"]
    assert len(found["text_plain"]) <= 400_000


BAD_LINES: dict[str, tuple[bytes, str]] = {
    "binary": (bytes(range(256)), "in.jsonl line 1: is no JSON"),
    "cut in the middle": (b'{"id": 1, "text": "half', "line 1: is no JSON"),
    "half a character": ('{"id": 1, "text": "招'.encode()[:-1] + b'"}', "line 1: is no JSON"),
    "a list": (b"[1, 2]", "line 1: is no posting; allowed: a JSON object with an `id`"),
    "no id": (b'{"text": "Go"}', "line 1: is no posting"),
    "the second line": (b'{"id": 1}\n{"id": 2', "line 2: is no JSON"),
}


@pytest.mark.parametrize("case", list(BAD_LINES))
def test_a_line_that_cannot_be_read_is_named_and_nothing_is_written(
    case: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given_lines, said = BAD_LINES[case]
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_bytes(given_lines)
    assert cli.run(["normalise", str(source), str(target)]) == 1
    error = capsys.readouterr().err
    assert said in error
    assert error.count("\n") == 1
    assert not target.exists()


@pytest.mark.parametrize("lines", [b"", b"\n\n", b" \r\n"])
def test_a_file_without_postings_makes_an_empty_one(lines: bytes, tmp_path: Path) -> None:
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_bytes(lines)
    assert cli.run(["normalise", str(source), str(target)]) == 0
    assert target.read_bytes() == b""


def test_odd_types_in_a_line_are_read_as_far_as_they_go(tmp_path: Path) -> None:
    rows: list[dict[str, Any]] = [
        {"id": 1, "title": ["Pump"], "text": "We write Go.", "text_format": ["html"], "tags": {"a": 1}},
        {"id": 2.5, "text": 7, "salary": {"min": 1}, "location": True, "tags": "Golang"},
        {"id": "3", "text": "We write \ud83d Golang.", "posted_at": [], "board": {}},
        {"id": "\udc00", "text": "We write Go.", "salary": float("nan"), "tags": ["\ud800"]},
    ]
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    assert cli.run(["normalise", str(source), str(target)]) == 0
    found = [json.loads(line) for line in target.read_text(encoding="utf-8").splitlines()]
    assert [row["languages"] for row in found] == [["go"]] * 4
    assert found[3]["id"] == "?"


def test_a_field_that_is_no_text_says_nothing_but_lists_are_joined(taxonomy: Taxonomy) -> None:
    for odd in (True, {"name": "Lima"}, [{"name": "Lima"}], [["Lima"]], b"Lima"):
        assert normalise_row({"id": "1", "location": odd, "text": "We write Go."}, taxonomy)["cities"] == []
    found = normalise_row({"id": "1", "location": ["Lima", "Berlin"], "text": "We write Go."}, taxonomy)
    assert found["cities"] == ["lima", "berlin"]
    assert normalise_row({"id": "1", "remote": True, "text": "We write Go."}, taxonomy)["remote"] == ["remote"]
