"""The labels in bench/labels: positions and classes without texts, still those of the recorded texts."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from pathlib import Path

import pytest

from bench import holdout, kinds_sample, strengths
from bench.holdout_sample import AGAIN, drawn, read_twice
from bench.strength_sample import SAMPLES, labelled
from warehouse.classes import EDUCATIONS, INDUSTRIES, REMOTES, SENIORITIES, STRENGTHS, WORK_TYPES
from warehouse.labels import FIELDS, read_labels
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


@pytest.mark.parametrize(("name", "english", "everything"), [(holdout.FIRST, 100, 202), (holdout.HELD, 120, 240)])
def test_a_holdout_states_classes_of_the_guide_and_no_text(name: str, english: int, everything: int) -> None:
    rows = list(read_labels(holdout.labels_file(name)).rows.values())
    taxonomy = load()
    counted = Counter(row["source"] in holdout.CHINESE for row in rows)
    assert (counted[False], counted.total()) == (english, everything)
    for row in rows:
        assert not {"text", "title", "company"} & row.keys()
        assert set(row["languages"]) <= taxonomy.languages
        assert set(row.get("skills", ())) <= taxonomy.listed - taxonomy.languages
        assert set(row["remote"]) <= set(REMOTES)
        assert set(row["seniority"]) <= set(SENIORITIES)
        assert row.get("education", "unspecified") in EDUCATIONS
        assert row["work_type"] in WORK_TYPES
        assert row["industry"] in INDUSTRIES


def test_the_second_holdout_states_every_field_and_holds_comments_that_offer_no_job() -> None:
    held = read_labels(holdout.labels_file(holdout.HELD))
    assert held.fields == FIELDS
    assert sum(not row["is_posting"] for row in held.rows.values()) == 15


@pytest.mark.parametrize(("name", "everything", "no_job"), [("kinds2", 761, 27), ("kinds3", 185, 5)])
def test_labels_of_kinds_state_classes_of_the_guide_and_no_text(name: str, everything: int, no_job: int) -> None:
    rows = [json.loads(line) for line in holdout.labels_file(name).read_bytes().splitlines()]
    assert (len(rows), sum(not row["is_posting"] for row in rows)) == (everything, no_job)
    for row in rows:
        assert row.keys() <= {"id", "source", "sha256", "is_posting", "work_type", "industry"}
        assert row.get("work_type", "other") in WORK_TYPES
        assert row.get("industry", "other") in INDUSTRIES
    assert not kinds_sample.earlier(name) & {row["id"] for row in rows}


@pytest.mark.parametrize(
    ("name", "everything"),
    [
        ("fresh3", 133),
        ("fresh4", 93),
        ("fresh5", 71),
        ("fresh7_zh", 80),
        ("fresh8_en", 60),
        ("fresh8_zh", 70),
        ("fresh9_en", 70),
        ("fresh9_zh", 82),
        ("fresh10_en", 220),
        ("fresh10_zh", 71),
        ("fresh11_en", 164),
        ("fresh11_zh", 90),
        ("fresh12_en", 340),
    ],
)
def test_labels_of_fresh_samples_state_what_the_guide_lists_and_no_text(name: str, everything: int) -> None:
    rows = [json.loads(line) for line in holdout.labels_file(name).read_bytes().splitlines()]
    taxonomy = load()
    assert len(rows) == everything
    for row in rows:
        assert row.keys() <= {"id", "source", "sha256", *FIELDS}
        assert set(row.get("languages", ())) <= taxonomy.languages
        assert set(row.get("skills", ())) <= taxonomy.listed - taxonomy.languages
        assert row.get("work_type", "other") in WORK_TYPES
        assert row.get("industry", "other") in INDUSTRIES
    assert not kinds_sample.earlier(name) & {row["id"] for row in rows}


def test_no_holdout_posting_is_one_of_the_development_sets(shared: Path) -> None:
    developed = {
        json.loads(line)["id"]
        for path in (shared / "gold").glob("*.postings.jsonl")
        for line in path.read_bytes().split(b"\n")
        if line
    }
    first, held = (read_labels(holdout.labels_file(name)).rows.keys() for name in (holdout.FIRST, holdout.HELD))
    assert not developed & (first | held)
    assert not first & held


def test_the_draws_are_the_labelled_postings_in_their_order(shared: Path) -> None:
    assert shared.exists()
    for name in (holdout.FIRST, holdout.HELD):
        assert [row["id"] for _, row in drawn(name)] == list(read_labels(holdout.labels_file(name)).rows)
    again = [row["id"] for _, row in read_twice(holdout.HELD)]
    assert len(again) == len(set(again)) == AGAIN


@pytest.mark.parametrize("name", kinds_sample.DRAWS)
def test_labels_of_kinds_are_in_the_order_of_their_draw(shared: Path, name: str) -> None:
    assert shared.exists()
    order = {row["id"]: place for place, (_, row) in enumerate(kinds_sample.drawn(name))}
    places = [order[json.loads(line)["id"]] for line in holdout.labels_file(name).read_bytes().splitlines()]
    assert places == sorted(places)


def test_the_labelled_texts_are_the_recorded_ones(shared: Path, tmp_path: Path) -> None:
    assert shared.exists()
    files = holdout.write_files(holdout.FIRST, tmp_path)
    assert {name: len(read_labels(path).rows) for name, path in files.items()} == {"en": 100, "zh": 102}
    assert len(list(holdout.labelled(holdout.HELD))) == 240
    judged = list(strengths.judged())
    assert len(judged) == len(labelled())
    assert all("[" in one.words and "[]" not in one.words for one in judged)


def test_what_was_tuned_on_since_leaves_the_second_holdout_only(
    shared: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert shared.exists()
    files = [holdout.labels_file(name) for name in (holdout.FIRST, holdout.HELD)]
    ids = [next(iter(read_labels(file).rows)) for file in files]
    (tmp_path / "tuned.jsonl").write_text("".join(json.dumps({"id": one}) + "\n" for one in ids))
    for file in files:
        shutil.copy(file, tmp_path)
    monkeypatch.setattr(holdout, "FOLDER", tmp_path)
    assert len(read_labels(holdout.write_files(holdout.FIRST, tmp_path / "first")["en"]).rows) == 100
    assert len(read_labels(holdout.write_files(holdout.HELD, tmp_path / "held")["en"]).rows) == 119


def test_the_page_sets_the_first_recording_beside_the_newest_and_marks_few_labels() -> None:
    old, new = ({"f1": f1, "precision": f1, "recall": 1.0, "labels": 29} for f1 in (0.5, 0.75))
    for figures in (old, new):
        figures.update(precision_low=0.4, precision_high=0.9, recall_low=0.6, recall_high=1.0)
    lines = [{"fields": {"en": {"go": figures}}} for figures in (old, {**old, "f1": 0.6}, new)]
    (row,) = holdout.held_table(lines, "en").rows()
    assert row == (
        "go",
        "F1 0.500",
        "F1 0.750",
        "precision 0.750 (0.40 to 0.90), recall 1.000 (0.60 to 1.00)",
        "29 (few)",
    )


def _judged(source: str, drawn_as: str, label: str, found: str) -> strengths.Judged:
    return strengths.Judged("first", source, "go", "en", drawn_as, label, False, found, False, "")


def test_a_stratum_weighs_what_it_holds() -> None:
    right = _judged("a", "required", "required", "required")
    wrong = [_judged("a", drawn_as, "required", drawn_as) for drawn_as in ("preferred", "mentioned")]
    assert strengths.weighted([right, *wrong], {"a": (80, 10, 10)}).startswith("0.800 ")
    assert strengths.accuracy_table([right, *wrong], lambda one: one.label, "labelled")["English"][0].startswith(
        "0.333 "
    )
