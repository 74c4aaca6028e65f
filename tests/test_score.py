"""`jobproof score`: figures, concepts, mistakes, what is kept, and bad input. All postings are invented."""

from __future__ import annotations

import importlib.util
import json
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any

import polars as pl
import pytest

from pipelines import cli
from warehouse import boards, publish
from warehouse import store as store_of_tables
from warehouse.home import Home
from warehouse.labels import FIELDS, Labelled, read_labels, read_predictions
from warehouse.mistakes import worst
from warehouse.normalise_file import normalise_file
from warehouse.quality import by_concept, known, measured, wilson
from warehouse.scored import before, score_file, store
from warehouse.taxonomy import load

TEXTS: dict[str, dict[str, Any]] = {
    "1": {"title": "Golang后端开发", "location": "杭州", "text": "要求：熟悉Go、Kafka，3年以上经验，本科。"},
    "2": {"text": "Acme Pumps | Backend | Berlin | ONSITE\n\nWe write Rust and keep our data in Postgres."},
    "3": {"title": "大家觉得这个 offer 怎么样？", "text": "想问一下各位，要不要去"},
}
NOTHING: dict[str, Any] = {
    "is_posting": True, "languages": [], "skills": [], "remote": [], "pay": None, "cities": [], "countries": [],
    "experience_years": None, "education": "unspecified", "seniority": [], "work_type": "other", "industry": "unknown",
}  # fmt: skip
LABELS: dict[str, dict[str, Any]] = {
    "1": {
        "languages": ["go"], "skills": ["kafka"], "cities": ["hangzhou"], "countries": ["CN"],
        "experience_years": {"min": 3, "max": None}, "education": "bachelor", "work_type": "backend-microservices",
    },
    "2": {
        "languages": ["rust", "go"], "skills": ["postgresql"], "cities": ["berlin"], "countries": ["DE"],
        "remote": ["onsite"], "work_type": "backend-microservices",
        "pay": {"min": 90000, "max": 110000, "currency": "EUR", "period": "year", "months": None},
    },
    "3": {"is_posting": False},
}  # fmt: skip


def _write(path: Path, rows: list[Any]) -> Path:
    lines = (row if isinstance(row, str) else json.dumps(row, ensure_ascii=False) for row in rows)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def _labels() -> list[dict[str, Any]]:
    return [{"id": ident, **NOTHING, **labels} for ident, labels in LABELS.items()]


@pytest.fixture
def labels(tmp_path: Path) -> Path:
    """Labels with their texts in a file beside."""
    _write(tmp_path / "few.postings.jsonl", [{"id": ident, **row} for ident, row in TEXTS.items()])
    return _write(tmp_path / "few.labels.jsonl", _labels())


def _silent(step: str, done: int, total: int) -> None:
    del step, done, total


def test_a_file_is_scored_stored_and_its_mistakes_shown(
    labels: Path, home: Home, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.run(["score", str(labels), "--json", "--worst", "50"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["postings"], told["before"]) == (3, {"version": "", "fields": {}})
    assert (told["fields"]["go"]["precision"], told["fields"]["go"]["recall"]) == (1.0, 0.5)
    assert told["fields"]["pay"]["labels"] == 1
    go = next(one for one in told["concepts"] if one["concept"] == "go")
    assert (go["tp"], go["fp"], go["fn"], go["sensitivity"]) == (1, 0, 1, 0.5)
    missed = next(one for one in told["mistakes"] if (one["field"], one["label"]) == ("languages", "go"))
    assert (missed["id"], missed["kind"]) == ("2", "missed")

    version = load().version
    concepts = pl.read_parquet(home.quality / version / "few.concepts.parquet")
    kept = concepts.filter(pl.col("concept") == "go").row(0, named=True)
    assert (kept["version"], kept["labels_file"], kept["tp"], kept["fn"]) == (version, "few.labels.jsonl", 1, 1)
    assert (kept["sensitivity_low"], kept["sensitivity_high"]) == wilson(1, 2)
    fields = pl.read_parquet(home.quality / version / "few.fields.parquet")
    assert fields["field"].to_list() == list(told["fields"])


def test_what_is_told_to_people_holds_fields_concepts_and_mistakes(
    labels: Path, home: Home, capsys: pytest.CaptureFixture[str]
) -> None:
    del home
    assert cli.run(["score", str(labels)]) == 0
    told = capsys.readouterr()
    assert "go\tF1 0.667\t\t2\tprecision 1.000" in told.out
    assert "languages\tgo\t1\t0\t1\t0.500 (0.09 to 0.91)\t1.000 (0.21 to 1.00)" in told.out
    assert "alike\tfield\tmistake" in told.out
    assert "3 postings scored; kept in " in told.err
    assert cli.run(["score", str(labels), "--worst", "0"]) == 0
    assert "alike\tfield" not in capsys.readouterr().out


def test_what_another_version_found_in_the_same_labels_stands_beside(
    labels: Path, home: Home, capsys: pytest.CaptureFixture[str]
) -> None:
    scored = score_file(labels, postings=None, predictions=None, most=0, on_progress=_silent)
    assert before(home, scored) == ("", {})
    worse = {**scored.fields, "go": {**scored.fields["go"], "f1": 0.25}}
    store(home, replace(scored, version="older", fields=worse))
    store(home, replace(scored, version="other", labels_sha256="another file of that name"))
    store(home, replace(scored, version="predictions-1"))
    store(home, scored)
    assert before(home, scored) == ("older", {field: known(figures) for field, figures in worse.items()})
    assert cli.run(["score", str(labels)]) == 0
    told = capsys.readouterr().out.splitlines()
    assert told[0].endswith("\tbefore (older)")
    assert told[1].endswith("\tF1 0.250")


def test_texts_among_the_labels_and_elsewhere_score_the_same(labels: Path, tmp_path: Path) -> None:
    beside = score_file(labels, postings=None, predictions=None, most=0, on_progress=_silent)
    inside = _write(tmp_path / "inside.jsonl", [{**row, **TEXTS[row["id"]]} for row in _labels()])
    named = labels.rename(tmp_path / "apart.jsonl")
    texts = tmp_path / "few.postings.jsonl"
    for path, postings in ((inside, None), (named, texts)):
        again = score_file(path, postings=postings, predictions=None, most=0, on_progress=_silent)
        assert (again.fields, again.concepts) == (beside.fields, beside.concepts)


def test_predictions_are_scored_without_texts_and_kept_apart(labels: Path, tmp_path: Path, home: Home) -> None:
    out = _write(tmp_path / "out.jsonl", [{"id": 1, "languages": ["GO", "cobol"]}, {"id": "3", "is_posting": False}])
    assert cli.run(["score", str(labels), "--predictions", str(out)]) == 0
    (folder,) = home.quality.iterdir()
    assert folder.name.startswith("predictions-")
    fields = {row["field"]: row for row in pl.read_parquet(folder / "few.fields.parquet").iter_rows(named=True)}
    assert (fields["languages"]["precision"], fields["languages"]["recall"]) == (1.0, 1 / 3)
    assert (fields["is_posting"]["right"], fields["is_posting"]["dropped_wrongly"]) == (1 / 3, 0)


def test_fields_that_no_line_states_are_left_out(tmp_path: Path) -> None:
    path = _write(tmp_path / "some.jsonl", [{"id": 1, "languages": ["go"], "text": "We use Go."}])
    scored = score_file(path, postings=None, predictions=None, most=5, on_progress=_silent)
    assert list(scored.fields) == ["go", "languages"]
    assert scored.fields["go"]["f1"] == 1.0
    assert scored.mistakes == []


def test_labels_beside_a_text_are_not_taken_for_published_fields(tmp_path: Path) -> None:
    row = {"id": 1, "education": "phd", "remote": ["remote"], "title": "后端", "text": "熟悉Go"}
    scored = score_file(
        _write(tmp_path / "a.jsonl", [row]), postings=None, predictions=None, most=5, on_progress=_silent
    )
    assert (scored.fields["education"]["stated"], scored.fields["remote"]["recall"]) == (0, 0)


def test_an_invented_mention_shows_the_words_that_decided(tmp_path: Path) -> None:
    path = _write(tmp_path / "a.jsonl", [{"id": 1, "languages": [], "text": "Our services are written in Rust."}])
    (mistake,) = score_file(path, postings=None, predictions=None, most=5, on_progress=_silent).mistakes
    assert (mistake.kind, mistake.predicted) == ("invented", "rust")
    assert "written in [Rust]" in mistake.words


def test_a_missed_mention_shows_the_words_that_name_it() -> None:
    labelled_row = {"id": "1", "languages": ["lua"], "cities": ["hangzhou"]}
    texts = {
        "1": {"id": "1", "text": "<p>In evaluation: scripts in <b>Lua</b> for the 杭州 office", "text_format": "html"}
    }
    labelled = _labelled(labelled_row)
    found = worst(labelled, {}, texts, load(), most=5)
    assert {one.field: one.words for one in found} == {
        "languages": "In evaluation: scripts in [Lua] for the 杭州 office",
        "cities": "In evaluation: scripts in Lua for the [杭州] office",
    }


def _labelled(*rows: dict[str, Any]) -> Labelled:
    fields = tuple(field for field in FIELDS if field in rows[0])
    return Labelled("invented", {str(row["id"]): row for row in rows}, fields)


def test_the_most_frequent_mistake_comes_first() -> None:
    labelled = _labelled(
        {"id": "1", "languages": ["go"]}, {"id": "2", "languages": ["c"]}, {"id": "3", "languages": ["c"]}
    )
    found = worst(labelled, {}, {}, load(), most=2)
    assert [(one.label, one.id, one.alike) for one in found] == [("c", "2", 2), ("c", "3", 2)]


def test_no_kind_of_mistake_hides_the_others() -> None:
    labelled = _labelled(
        *({"id": str(number), "languages": ["c"]} for number in range(5)), {"id": "9", "languages": ["go"]}
    )
    found = worst(labelled, {}, {}, load(), most=6)
    assert [(one.label, one.alike) for one in found] == [*[("c", 5)] * 3, ("go", 1), *[("c", 5)] * 2]


def test_months_of_pay_count_only_where_they_are_labelled() -> None:
    pay = {"min": 1, "max": 2, "currency": "CNY", "period": "month"}
    labelled = _labelled({"id": "1", "pay": pay}, {"id": "2", "pay": {**pay, "months": 14}})
    predicted = {ident: {"pay": {**pay, "months": 16}} for ident in ("1", "2")}
    figures = measured(labelled, predicted, load())["pay"]
    assert (figures["stated"], figures["labels"]) == (0.5, 2)


def test_what_is_probably_a_slip_is_told_and_nothing_hangs_on_it(
    tmp_path: Path, home: Home, capsys: pytest.CaptureFixture[str]
) -> None:
    del home
    rows = [
        {"id": n, "languages": ["golang", "Go"], "work_type": "backend", "cities": ["springfield"], "industrie": "x"}
        for n in range(3)
    ]
    out = [{"id": "0", "languages": ["go"]}, {"id": "7", "languages": []}]
    paths = _write(tmp_path / "few.jsonl", rows), "--predictions", _write(tmp_path / "out.jsonl", out)
    assert cli.run(["score", *map(str, paths)]) == 0
    told = capsys.readouterr()
    assert told.err.splitlines()[:6] == [
        "note: `languages` holds words that the guide does not list and that are not counted: golang (3)",
        "note: `work_type` holds words that the guide does not list and that are never right: backend (3)",
        "note: key `industrie` is no field and not read; `industry` is one",
        "note: 1 predictions are of postings without labels and left out: 7",
        "note: 2 labelled postings have no prediction and count as empty: 1, 2",
        "note: fewer than 30 labels, so that the interval says more than the figure: "
        + ", ".join(f"{field} 3" for field in ("go", "languages", "cities", "work_type")),
    ]
    assert "go\tF1 0.500\t" in told.out
    assert cli.run(["score", *map(str, paths), "--json"]) == 0
    assert len(json.loads(capsys.readouterr().out)["doubts"]) == 6


def test_predictions_of_other_postings_are_refused(
    labels: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = _write(tmp_path / "out.jsonl", [{"id": "x", "languages": ["go"]}])
    assert cli.run(["score", str(labels), "--predictions", str(out)]) == 1
    assert "no id of its 1 lines is labelled in few.labels.jsonl (first: 'x')" in capsys.readouterr().err


def test_shares_of_nothing_are_not_called_zero(tmp_path: Path, home: Home, capsys: pytest.CaptureFixture[str]) -> None:
    row = {"id": 1, "languages": [], "skills": [], "pay": None, "text": "We use Go."}
    assert cli.run(["score", str(_write(tmp_path / "few.jsonl", [row]))]) == 0
    told = capsys.readouterr().out
    assert "pay\tno label\t\t0\tinvented 0 silent 1" in told
    assert "skills\tno label\t\t0\t" in told
    (file,) = home.quality.glob("*/few.jsonl.fields.parquet")
    kept = {row["field"]: row for row in pl.read_parquet(file).iter_rows(named=True)}
    assert (kept["skills"]["f1"], kept["skills"]["recall_low"], kept["pay"]["stated"]) == (None, None, None)
    assert (kept["go"]["f1"], kept["go"]["precision"], kept["go"]["recall"]) == (0.0, 0.0, None)


def test_a_mark_of_the_byte_order_does_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "few.jsonl"
    path.write_bytes(b'\xef\xbb\xbf{"id":1,"languages":["go"],"text":"We use Go."}\r\n')
    assert score_file(path, postings=None, predictions=None, most=0, on_progress=_silent).fields["go"]["f1"] == 1.0


def test_what_was_kept_is_queried_by_sql_and_makes_no_other_vintage(labels: Path, home: Home) -> None:
    registry = boards.load(home)
    before_scoring = store_of_tables.build(home, registry).vintage
    scored = score_file(labels, postings=None, predictions=None, most=0, on_progress=_silent)
    store(home, scored)
    assert store_of_tables.build(home, registry).vintage == before_scoring
    publish.publish(home)
    asked = "SELECT tp, fp, fn, labels_n, found_n, sensitivity FROM mart.concept_quality WHERE concept = 'go'"
    assert publish.query(home, asked).rows() == [(1, 0, 1, 2, 1, 0.5)]
    asked = "SELECT version, labels_file, f1, labels FROM mart.field_quality WHERE field = 'go'"
    assert publish.query(home, asked).rows() == [(scored.version, "few.labels.jsonl", scored.fields["go"]["f1"], 2)]
    assert not [found for found in store_of_tables.checks(home) if found.failed_n]


BAD: dict[str, tuple[list[Any], str]] = {
    "no JSON": (["{"], "few.jsonl line 1: is no JSON"),
    "no object": (["[1]"], "few.jsonl line 1: is [1]; allowed: one JSON object a line"),
    "no id": ([{"languages": []}], "few.jsonl line 1: key `id` is null"),
    "an id twice": ([{"id": 1, "skills": []}, {"id": "1"}], "few.jsonl line 2: key `id` is '1', as in line 1"),
    "a text for a list": ([{"id": 1, "languages": "go"}], 'line 1: key `languages` is "go"; allowed: a list of texts'),
    "a number in a list": ([{"id": 1, "cities": [3]}], "line 1: key `cities` is [3]"),
    "pay in words": ([{"id": 1, "pay": {"min": "10k", "max": None}}], "line 1: key `pay` is"),
    "years as a number": ([{"id": 1, "experience_years": 3}], "line 1: key `experience_years` is 3"),
    "a flag in words": ([{"id": 1, "is_posting": "yes"}], 'line 1: key `is_posting` is "yes"; allowed: true or false'),
    "a key that others have": ([{"id": 1, "skills": []}, {"id": 2}], "line 2: lacks the key `skills`"),
    "no field": ([{"id": 1, "text": "x"}], "no line states a field"),
    "no text": ([{"id": 1, "skills": []}], "no line of few.jsonl has a `text`"),
    "nothing": ([""], "holds no line"),
}  # fmt: skip


@pytest.mark.parametrize("case", list(BAD))
def test_bad_lines_are_named_with_their_key(
    case: str, tmp_path: Path, home: Home, capsys: pytest.CaptureFixture[str]
) -> None:
    rows, said = BAD[case]
    assert cli.run(["score", str(_write(tmp_path / "few.jsonl", rows))]) in {1, 2}
    error = capsys.readouterr().err
    assert said in error
    assert error.count("\n") == 1
    assert not home.quality.exists()


def test_a_labelled_posting_without_a_text_is_an_error(
    labels: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _write(tmp_path / "few.postings.jsonl", [{"id": "1", **TEXTS["1"]}])
    assert cli.run(["score", str(labels)]) == 1
    assert "posting '2' is labelled, but its text is missing" in capsys.readouterr().err


def test_a_missing_file_is_bad_usage(tmp_path: Path) -> None:
    assert cli.run(["score", str(tmp_path / "none.jsonl")]) == 2


@pytest.fixture(scope="module")
def scorer(shared: Path) -> ModuleType:
    """The guide's own scorer, written by others."""
    spec = importlib.util.spec_from_file_location("score", shared / "gold" / "score.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("name", ["hn_dev", "zh_dev"])
@pytest.mark.parametrize("whose", ["normaliser", "spoilt"])
def test_figures_are_those_of_the_guides_scorer_to_the_digit(
    name: str, whose: str, shared: Path, scorer: ModuleType, tmp_path: Path
) -> None:
    gold, out = shared / "gold" / f"{name}.labels.jsonl", tmp_path / "out.jsonl"
    normalise_file(shared / "gold" / f"{name}.postings.jsonl", out)
    if whose == "spoilt":
        _spoil(out)
    theirs = scorer.score(scorer.read(gold), scorer.read(out))
    ours = measured(read_labels(gold), read_predictions(out), load())
    assert ours.keys() == theirs.keys()
    for field, figures in theirs.items():
        assert {key: ours[field][key] for key in figures} == figures, field


def _spoil(out: Path) -> None:
    """Drop lines, shift values and swap classes, so that every kind of mistake occurs."""
    rows = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    for row in rows[::3]:
        row["languages"] = [*row["languages"], "Perl", "cobol"]
        row["education"], row["industry"], row["skills"] = "phd", None, []
        row["pay"] = {"min": 1, "max": None, "currency": "USD", "period": "hour"}
    for row in rows[::5]:
        row["experience_years"], row["is_posting"] = {"min": 2, "max": 4}, not row["is_posting"]
    _write(out, rows[7:])


def test_the_slugs_that_count_are_those_of_the_guide(scorer: ModuleType) -> None:
    taxonomy = load()
    assert taxonomy.listed & taxonomy.languages == scorer.SLUGS["languages"]
    assert taxonomy.listed - taxonomy.languages == scorer.SLUGS["skills"]


def test_concepts_add_up_to_their_field(labels: Path) -> None:
    labelled = read_labels(labels)
    predicted = {"1": {"languages": ["go", "java"], "skills": ["kafka"]}, "2": {"languages": ["rust"]}}
    found = [one for one in by_concept(labelled, predicted, load()) if one.field == "languages"]
    figures = measured(labelled, predicted, load())["languages"]
    assert sum(one.tp + one.fn for one in found) == figures["labels"]
    assert sum(one.tp + one.fp for one in found) == figures["found"]
