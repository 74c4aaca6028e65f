"""The labels in bench/labels: positions and classes without texts, still those of the recorded texts."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from bench import holdout, strengths
from bench.strength_sample import SAMPLES, labelled
from warehouse.classes import INDUSTRIES, REMOTES, SENIORITIES, STRENGTHS, WORK_TYPES
from warehouse.labels import read_labels
from warehouse.taxonomy import load


def test_mentions_are_positions_of_every_stratum() -> None:
    mentions = labelled()
    assert len(mentions) >= 300
    assert len({(one["source"], one["row"]) for one in mentions}) == len(mentions)
    drawn = Counter((one["sample"], one["source"], one["drawn_as"]) for one in mentions)
    for sample, sources in SAMPLES.items():
        for source, most in sources.items():
            for strength in strengths.DRAWN_AS:
                assert 0 < drawn.pop((sample, source, strength)) <= most
    assert not drawn
    for one in mentions:
        assert set(one) == {
            "sample", "source", "row", "sha256", "start", "end", "concept", "drawn_as", "strength", "alternative",
        }  # fmt: skip
        assert one["strength"] in STRENGTHS
        assert one["alternative"] in {"yes", "no"}
        assert 0 <= int(one["start"]) < int(one["end"])


def test_the_holdout_states_classes_of_the_guide_and_no_text() -> None:
    rows = list(read_labels(holdout.LABELS).rows.values())
    taxonomy = load()
    assert Counter(row["source"] in holdout.CHINESE for row in rows)[False] == 100
    assert len(rows) >= 200
    for row in rows:
        assert not {"text", "title", "company"} & row.keys()
        assert set(row["languages"]) <= taxonomy.languages
        assert set(row["remote"]) <= set(REMOTES)
        assert set(row["seniority"]) <= set(SENIORITIES)
        assert row["work_type"] in WORK_TYPES
        assert row["industry"] in INDUSTRIES


def test_no_holdout_posting_is_one_of_the_development_sets(shared: Path) -> None:
    developed = {
        json.loads(line)["id"]
        for path in (shared / "gold").glob("*.postings.jsonl")
        for line in path.read_bytes().split(b"\n")
        if line
    }
    assert not developed & read_labels(holdout.LABELS).rows.keys()


def test_the_labelled_texts_are_the_recorded_ones(shared: Path, tmp_path: Path) -> None:
    assert shared.exists()
    files = holdout.write_files(tmp_path)
    assert {name: len(read_labels(path).rows) for name, path in files.items()} == {"en": 100, "zh": 102}
    judged = list(strengths.judged())
    assert len(judged) == len(labelled())
    assert all("[" in one.words and "[]" not in one.words for one in judged)


def _judged(source: str, drawn_as: str, label: str, found: str) -> strengths.Judged:
    return strengths.Judged("first", source, "go", "en", drawn_as, label, False, found, False, "")


def test_a_stratum_weighs_what_it_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(strengths, "POPULATION", {"a": (80, 10, 10)})
    right = _judged("a", "required", "required", "required")
    wrong = [_judged("a", drawn_as, "required", drawn_as) for drawn_as in ("preferred", "mentioned")]
    assert strengths.weighted([right, *wrong], ["a"]).startswith("0.800 ")
    assert strengths.accuracy_table([right, *wrong], lambda one: one.label, "labelled")["English"][0].startswith(
        "0.333 "
    )
