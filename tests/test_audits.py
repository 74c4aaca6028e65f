"""Audits: strata, drawing, sheets, answers, and the corrected figures against formulas written out here."""

from __future__ import annotations

import math
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from reports import audited
from reports.results import Interval
from warehouse import audits
from warehouse.audits import Answer, Answers
from warehouse.database import in_memory
from warehouse.errors import BadUsageError, JobproofError
from warehouse.queries import parse
from warehouse.taxonomy import load

NOW = datetime(2026, 3, 2, tzinfo=UTC)


def members(*cells: tuple[str, str, str, int]) -> pl.DataFrame:
    """Return members of cells (period, language, stratum, how many)."""
    rows = [
        (period, language, stratum, f"{period}-{language}-{stratum}-{n}")
        for period, language, stratum, size in cells
        for n in range(size)
    ]
    return pl.DataFrame(rows, schema=audits.MEMBERS, orient="row")


def answered(rows: pl.DataFrame, *, yes: str = "tagged") -> dict[str, Answer]:
    """Return an answer for every row: yes in one stratum, no elsewhere."""
    return {
        ident: Answer(ident, stratum == yes, NOW) for ident, stratum in rows.select("posting_id", "stratum").iter_rows()
    }


def tally(*cells: tuple[str, str, str, int, int, int]) -> pl.DataFrame:
    """Return a tally of cells (period, language, stratum, size, labelled, yes)."""
    return pl.DataFrame(cells, schema=["period", "language", "stratum", "size", "labelled", "yes"], orient="row")


# ---------------------------------------------------------------- strata


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("ready to go", True),
        ("we write GO and Rust", True),
        ("Golang", True),
        ("go语言开发", True),
        ("mongodb", False),
        ("google", False),
        ("ago", False),
        ("", False),
    ],
)
def test_a_spelling_is_found_as_a_word_whatever_stands_beside(text: str, *, found: bool) -> None:
    pattern = audits.spelling_pattern(["go"], load())
    with in_memory() as connection:
        sql = f"SELECT regexp_matches(lower($text), {audits.literal(pattern)})"
        row = connection.execute(sql, {"text": text}).fetchone()
    assert row == (found,)


def test_a_narrower_concept_is_a_spelling_of_the_broader() -> None:
    taxonomy = load()
    broad = next(slugs[0] for slugs in taxonomy.all_broader.values() if slugs)
    narrow = next(slug for slug, slugs in taxonomy.all_broader.items() if broad in slugs)
    term = next(term for term in taxonomy.terms if term.concept == narrow)
    assert audits.spelling_pattern([broad], taxonomy).find(term.text.lower().split()[0]) >= 0


def test_what_a_not_speaks_of_is_left_as_it_is_tagged() -> None:
    loose = audits.loosely(parse("go and not (rust or industry:saas-enterprise)"), load())
    assert "regexp_matches" in loose.split("NOT")[0]
    assert "regexp_matches" not in loose.split("NOT")[1]


# ---------------------------------------------------------------- drawing


def test_each_stratum_gives_as_many_as_are_asked_for() -> None:
    rows = members(("a", "en", "tagged", 30), ("a", "en", "rest", 500), ("b", "zh", "rest", 7))
    sizes = audits.drawn(rows, "go", 20).group_by("period", "stratum").len().sort("period", "stratum")
    assert sizes.rows() == [("a", "rest", 20), ("a", "tagged", 20), ("b", "rest", 7)]


def test_a_grown_warehouse_draws_the_same_postings_first() -> None:
    few, many = members(("a", "en", "rest", 100)), members(("a", "en", "rest", 120))
    first = set(audits.drawn(few, "go", 50)["posting_id"])
    again = set(audits.drawn(many, "go", 60)["posting_id"])
    assert len(first & again) >= 45


def test_strata_are_shuffled_for_who_reads() -> None:
    rows = audits.drawn(members(("a", "en", "tagged", 60), ("a", "en", "rest", 2000)), "go", 50)
    assert rows["stratum"].rle().len() > 25


def test_answers_of_postings_not_drawn_do_not_count() -> None:
    rows = members(("a", "en", "rest", 200))
    first = audits.drawn(rows, "go", 60)
    assert audits.tally(rows, "go", answered(first))["labelled"].item() == len(first)
    others = rows.filter(~pl.col("posting_id").is_in(first["posting_id"].to_list()))
    assert audits.tally(rows, "go", answered(others))["labelled"].item() == 0


def test_a_few_skipped_postings_do_not_end_a_sample() -> None:
    rows = members(("a", "en", "rest", 200))
    answers = answered(audits.drawn(rows, "go", 100))
    for ident in list(answers)[5:90:20]:
        del answers[ident]
    assert audits.tally(rows, "go", answers)["labelled"].item() == len(answers)


# ---------------------------------------------------------------- sheets and answers


def _sheet(folder: Path, text: str = "We use Go.\n“Zitat”, 引号", label: str = "") -> Path:
    path = folder / "sheet.csv"
    audits.write_sheet(path, [{"posting_id": "p1", "role": None, "company": "Acme", "text_plain": text}], "Go?", "go")
    if label:
        path.write_text(path.read_text("utf-8-sig").replace("p1,Go?,", f"p1,Go?,{label}"), "utf-8-sig")
    return path


@pytest.mark.parametrize(("label", "answers"), [("yes", {"p1": True}), ("否", {"p1": False}), ("", {}), ("?", {})])
def test_a_sheet_is_read_back(tmp_path: Path, label: str, answers: dict[str, bool]) -> None:
    assert audits.read_sheet(_sheet(tmp_path, label=label)) == answers


def test_an_unknown_label_names_its_line(tmp_path: Path) -> None:
    with pytest.raises(BadUsageError, match=r"sheet.csv line 2.*'maybe'.*yes, no"):
        audits.read_sheet(_sheet(tmp_path, label="maybe"))


def test_another_file_is_no_sheet(tmp_path: Path) -> None:
    other = tmp_path / "other.csv"
    other.write_text("a,b\n1,2\n")
    with pytest.raises(BadUsageError, match="no posting_id"):
        audits.read_sheet(other)


def test_long_texts_are_cut_around_what_may_be_the_concept() -> None:
    text = f"{'x ' * 2000}we write go here{' y' * 2000}"
    shown = audits.excerpt(text, audits.spelling_pattern(["go"], load()))
    assert "we write go here" in shown
    assert len(shown) < 1200
    assert audits.excerpt("nothing here", "golang") == "nothing here"


def test_answers_are_kept_and_the_newest_counts(tmp_path: Path) -> None:
    kept = Answers(tmp_path, "go")
    assert kept.add({"a": True, "b": False}, NOW) == 2
    assert kept.add({"a": False, "b": False}, NOW) == 1
    assert {ident: one.yes for ident, one in Answers(tmp_path, "go").read().items()} == {"a": False, "b": False}


def test_a_damaged_answer_names_file_and_line(tmp_path: Path) -> None:
    kept = Answers(tmp_path, "go")
    kept.add({"a": True}, NOW)
    with kept.path.open("a") as out:
        out.write("{\n")
    with pytest.raises(JobproofError, match=r"line 2: is damaged"):
        kept.read()


@given(st.lists(st.sampled_from(["go", "go and rust", "go or rust", "Go", "GO", "go "]), unique=True, min_size=2))
def test_no_two_queries_share_a_file(queries: list[str]) -> None:
    assert len({audits.folder_name(query) for query in queries}) == len(queries)


# ---------------------------------------------------------------- figures


def test_the_share_is_the_sum_of_weighted_posteriors() -> None:
    """Tenenbein (1970) with Jeffreys' posteriors, typed out."""
    found = audited.audited(
        tally(
            ("a", "en", "tagged", 400, 100, 96),
            ("a", "en", "near miss", 600, 100, 3),
            ("a", "en", "rest", 9000, 200, 0),
        ),
        ["a"],
    )
    assert found
    pi = [96.5 / 101, 3.5 / 101, 0.5 / 201]
    assert found.shares[0] == pytest.approx(0.04 * pi[0] + 0.06 * pi[1] + 0.9 * pi[2])
    assert found.tagged == (0.04,)
    spread = [
        (w**2 * stats.beta(y + 0.5, n - y + 0.5).var() * (1 - n / size))
        for w, y, n, size in ((0.04, 96, 100, 400), (0.06, 3, 100, 600), (0.9, 0, 200, 9000))
    ]
    assert found.covariance[0, 0] == pytest.approx(sum(spread) / found.shares[0] ** 2)


def test_a_stratum_labelled_whole_has_no_error() -> None:
    found = audited.audited(tally(("a", "en", "tagged", 50, 50, 40), ("a", "en", "rest", 50, 50, 10)), ["a"])
    assert found
    assert found.shares == (0.5,)
    assert found.covariance[0, 0] == 0


def test_what_no_spelling_shows_errs_alike_in_both_periods() -> None:
    cells = [
        (period, "en", stratum, size, 100, yes)
        for period in ("a", "b")
        for stratum, size, yes in (("tagged", 400, 95), ("near miss", 600, 5), ("rest", 9000, 0))
    ]
    found = audited.audited(tally(*cells), ["a", "b"])
    assert found
    c = found.covariance
    apart = c[0, 0] + c[1, 1] - 2 * c[0, 1]
    rest = (0.9 / found.shares[0]) ** 2 * stats.beta(0.5, 200.5).var() * (1 - 200 / 18000)
    assert apart == pytest.approx(2 * (c[0, 0] - rest))
    assert found.factors[0] == pytest.approx(found.factors[1])


@pytest.mark.parametrize(
    "cells",
    [
        [("a", "en", "tagged", 400, 29, 29), ("a", "en", "rest", 600, 100, 0)],
        [("a", "en", "tagged", 400, 100, 0), ("a", "en", "rest", 600, 100, 0)],
        [("a", "en", "rest", 600, 100, 3)],
        [("b", "en", "tagged", 400, 100, 99), ("b", "en", "rest", 600, 100, 0)],
    ],
    ids=["few labels", "no positive", "nothing tagged", "another period"],
)
def test_without_enough_labels_there_is_no_audit(cells: list[tuple[str, str, str, int, int, int]]) -> None:
    assert audited.audited(tally(*cells), ["a"]) is None


def audit(first: float, last: float, covariance: list[list[float]]) -> audited.Audited:
    return audited.Audited(("a", "b"), (0.1, 0.1), (first, last), np.array(covariance), 400)


def test_a_growth_is_moved_and_widened_on_the_log() -> None:
    moved = audited.growth(Interval(0.5, 0.2, 0.9), audit(0.1, 0.12, [[0.01, 0.0], [0.0, 0.02]]))
    assert moved.value == pytest.approx(1.5 * 1.2 - 1)
    z = stats.norm.ppf(0.975) * math.sqrt(0.03)
    assert moved.low == pytest.approx(1.8 * math.exp(-math.hypot(math.log(1.5 / 1.2), z)) - 1)
    assert moved.high == pytest.approx(1.8 * math.exp(math.hypot(math.log(1.9 / 1.5), z)) - 1)


def test_a_share_is_moved_and_widened_on_the_logit() -> None:
    moved = audited.share(Interval(0.2, 0.15, 0.26), audit(0.1, 0.05, [[0.0, 0.0], [0.0, 0.04]]))
    assert moved.value == pytest.approx(0.1)
    logit = stats.logistic.ppf
    half = math.hypot(logit(0.26) - logit(0.2), stats.norm.ppf(0.975) * 0.2 / 0.9)
    assert moved.high == pytest.approx(stats.logistic.cdf(logit(0.1) + half))


@given(st.floats(-1, 5), st.floats(0, 3), st.floats(0.01, 0.2))
def test_an_audit_never_narrows(low: float, width: float, variance: float) -> None:
    plain = Interval(low + width / 2, low, low + width)
    moved = audited.growth(plain, audit(0.1, 0.1, [[variance, 0.0], [0.0, variance]]))
    assert moved.low <= plain.low + 1e-9
    assert moved.high >= plain.high - 1e-9
    assert moved.value == pytest.approx(plain.value)


def test_open_ends_stay_open() -> None:
    found = audit(0.1, 0.1, [[0.01, 0.0], [0.0, 0.01]])
    assert audited.growth(Interval(0.5, -1.0, math.inf), found) == Interval(pytest.approx(0.5), -1.0, math.inf)
    gone = audited.growth(Interval(-1.0, -1.0, 0.3), found)
    assert gone.value == gone.low == -1.0
    assert gone.high > 0.3
