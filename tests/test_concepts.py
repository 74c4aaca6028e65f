"""The labels of rare concepts: classes without texts, still those of the recordings, and what is worked out of them."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import polars as pl
import pytest

from bench import concepts
from bench.concept_sample import CHINESE, EACH, LOOSE, MOST_PLACES
from bench.recorded_rows import fingerprint, rows
from warehouse.home import Home
from warehouse.taxonomy import load


def test_labels_are_places_of_listed_concepts_and_classes() -> None:
    labels = list(concepts.labelled())
    assert len({(one["source"], one["id"], one["concept"]) for one in labels}) == len(labels)
    counted = Counter((one["concept"], one["source"] in CHINESE) for one in labels)
    assert set(LOOSE) == {concept for concept, _ in counted} <= load().listed
    assert max(counted.values()) == EACH
    for one in labels:
        assert set(one) == {"id", "source", "sha256", "concept", "places", "class"}
        assert one["class"] in concepts.CLASSES
        assert 0 < len(one["places"]) <= MOST_PLACES
        assert all(0 <= start < end for start, end in one["places"])


def test_loose_patterns_find_what_the_terms_of_their_concept_name() -> None:
    for concept, loose in LOOSE.items():
        terms = [term.text.lower() for term in load().terms if term.concept == concept]
        assert any(re.search(f"(?a:{loose})", term) for term in terms), concept


def test_the_labelled_texts_are_those_of_the_recordings(shared: Path) -> None:
    assert shared.exists()
    for one in (one for one in concepts.labelled() if one["source"] == "rebase"):
        assert fingerprint(rows("rebase")[one["id"]]) == one["sha256"]


def _judged(number: int, label: str, *, found: bool, concept: str = "raft") -> concepts.Judged:
    return concepts.Judged(f"a:{number}:{concept}", "en", concept, label, found, "")


@pytest.fixture
def four() -> list[concepts.Judged]:
    right = [_judged(1, "present", found=True), _judged(2, "absent", found=False)]
    return [*right, _judged(3, "present", found=False), _judged(4, "absent", found=True)]


def test_each_posting_is_judged_for_one_concept(four: list[concepts.Judged]) -> None:
    (quality,) = concepts.qualities(four, load())
    assert (quality.field, quality.concept, quality.tp, quality.fp, quality.fn) == ("skills", "raft", 1, 1, 1)
    assert quality.sensitivity == quality.precision == 0.5
    (row,) = concepts.concept_table(four, load()).rows()
    assert row[:3] == ("raft", 4, 0)
    english = concepts.language_table(four).rows()[0]
    assert [cell[:5] for cell in english[1:]] == ["0.500"] * 3


def test_figures_are_stored_where_the_score_command_stores_them(four: list[concepts.Judged], tmp_path: Path) -> None:
    four.append(_judged(5, "present", found=True, concept="rust"))
    folder = concepts.stored(four, load(), Home(tmp_path))
    (file,) = folder.glob("*.concepts.parquet")
    kept = pl.read_parquet(file).select("field", "concept", "sensitivity").rows()
    assert set(kept) == {("languages", "rust", 1.0), ("skills", "raft", 0.5)}
