"""The ready mappings on an invented file of each shape, and what a mapping of one's own can say."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from warehouse import landing, mappings
from warehouse.archives import import_file
from warehouse.boards import Board, load
from warehouse.errors import JobproofError
from warehouse.home import Home
from warehouse.records import CrawlReport

FOLDER = Path(__file__).parent / "archives"
SHAPES = {path.stem: path for path in FOLDER.glob("*.*") if path.name != "expected.json"}
EXPECTED = json.loads((FOLDER / "expected.json").read_text(encoding="utf-8"))
COLLECTED = "2024-11-05"
UNTOLD = ("board", "scope", "fetched_at", "raw")


@pytest.fixture
def board(home: Home, monkeypatch: pytest.MonkeyPatch) -> Board:
    monkeypatch.setenv("JOBPROOF_NOW", "2026-11-21T06:00:00+00:00")
    return load(home).board("zhaopin")


def rows_of(home: Home) -> list[dict[str, Any]]:
    found = [row for report in landing.reports(home) for row in landing.raw_lines(home, report)]
    return sorted(found, key=lambda row: str(row["key"]))


def told(report: CrawlReport, rows: list[dict[str, Any]]) -> dict[str, Any]:
    """Return what expected.json holds of a file."""
    said = [
        {name: value for name, value in row.items() if name not in UNTOLD and value not in (None, [])} for row in rows
    ]
    for row in said:
        row.update({"author": "person"} if "author" in row else {})
    return {"dropped": report.scopes[0].dropped, "partition": report.partition, "rows": said}


def one(home: Home, board: Board, path: Path, row: Mapping[str, object], mapping: str) -> dict[str, Any]:
    """Return the only posting that a row becomes by a mapping."""
    (path / "x.json").write_text(json.dumps([row], ensure_ascii=False), encoding="utf-8")
    (path / "m.toml").write_text(mapping, encoding="utf-8")
    import_file(path / "x.json", board, home, mapping=path / "m.toml")
    return rows_of(home)[0]


def test_every_ready_mapping_has_a_file_of_its_shape() -> None:
    assert set(SHAPES) == {mapping.name for mapping in mappings.shipped()} == set(EXPECTED)


@pytest.mark.parametrize("name", sorted(SHAPES))
def test_a_file_is_recognised_and_read(name: str, home: Home, board: Board) -> None:
    report = import_file(SHAPES[name], board, home, collected=COLLECTED)
    assert report.scopes[0].reason == f"read by the mapping {name}"
    rows = rows_of(home)
    assert all(row["author"] is None or row["author"].startswith("person:") for row in rows)
    assert told(report, rows) == EXPECTED[name]
    assert not [
        word for word in ("甄", "贾", "13900001111", "880011", "@") if word in json.dumps(rows, ensure_ascii=False)
    ]


def test_without_a_day_of_collection_relative_dates_stay_unread(home: Home, board: Board) -> None:
    import_file(SHAPES["lagou_mobile"], board, home)
    first, second = rows_of(home)
    assert (first["posted_raw"], first["posted_at"], first["posted_kind"]) == ("今天 21:25", None, "unknown")
    assert second["posted_at"] == "2018-01-09T00:00:00+00:00"


def test_a_ready_mapping_can_be_named(home: Home, board: Board, tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("title,company\nGo,Larkfield\n", encoding="utf-8")
    report = import_file(path, board, home, mapping=Path("jobproof"))
    assert report.scopes[0].reason == "read by the mapping jobproof"


def test_an_unknown_shape_is_refused_with_its_columns_and_the_way_out(home: Home, board: Board, tmp_path: Path) -> None:
    path = tmp_path / "x.jsonl"
    path.write_text('{"was": "Go", "wo": {"ort": "Bonn"}}\n', encoding="utf-8")
    with pytest.raises(JobproofError) as caught:
        import_file(path, board, home)
    assert "was, wo, wo.ort" in caught.value.found
    assert "lagou_search" in caught.value.allowed
    assert "--mapping" in caught.value.remedy
    assert "docs/imports.md" in caught.value.remedy
    assert landing.reports(home) == []


@pytest.mark.parametrize(
    ("rule", "value"),
    [
        ('"a"', "x"),
        ('["none", "a"]', "x"),
        ('{ join = ["a", "b", "a"], by = " / " }', "x / y"),
        ('{ text = "{a}-{b}!" }', "x-y!"),
        ('[{ text = "{a}-{empty}" }, "b"]', "y"),
        ('{ column = "a", values = { x = "words of x" } }', "words of x"),
        ('{ column = "long", match = "\\\\d+年" }', "3年"),
        ('{ column = "long", match = "^(..) ·" }', "上海"),
        ('{ column = "list", match = "^[a-z]+$" }', "go"),
        ('[{ column = "a", when = { b = ["no"] } }, { column = "b", when = { b = ["y"] } }]', "y"),
        ('{ low = "low", high = "high", currency = "CNY", per = "{per}" }', "CNY 8000-12000.5 per month"),
        ('{ low = "zero", high = "high", currency = "{none}" }', "12000.5"),
        ('{ low = "zero", high = "zero" }', None),
        ('"deep.inner"', "z"),
        ('"deep.many.name"', "m; n"),
        ('"dotted.name"', "as it is"),
        ('"placeholder"', None),
        ('"whole"', "7"),
    ],
)
def test_rules(rule: str, value: str | None, home: Home, board: Board, tmp_path: Path) -> None:
    row = {
        "a": "x", "b": "y", "empty": "  ", "long": "上海 · 3年 · 本科", "list": ["C", "go"],
        "low": "8,000", "high": 12000.5, "per": "monthly", "zero": 0,
        "deep": {"inner": "z", "many": [{"name": "m"}, {"name": "n"}]},
        "dotted.name": "as it is", "placeholder": "-", "whole": 7.0, "none": None,
    }  # fmt: skip
    mapping = f'empty = ["-"]\n[fields]\ntitle = "b"\nsalary = {rule}\n'
    assert one(home, board, tmp_path, row, mapping)["salary"] == value


def test_zone_dates_constants(home: Home, board: Board, tmp_path: Path) -> None:
    mapping = (
        'zone = "Asia/Shanghai"\ndates = ["%d.%m.%Y %H Uhr"]\n'
        '[fields]\ntitle = "t"\nposted_at = "d"\nexpires_at = "e"\n'
        '[constants]\nemployment = "全职"\nposted_kind = "created"\ntitle = "never"\n'
    )
    row = one(home, board, tmp_path, {"t": "Go", "d": "03.05.2023 06 Uhr", "e": "2023-06-01"}, mapping)
    assert (row["posted_at"], row["expires_at"]) == ("2023-05-02T22:00:00+00:00", "2023-06-01T00:00:00+00:00")
    assert (row["employment"], row["posted_kind"], row["title"]) == ("全职", "created", "Go")


def test_filters_leave_out_and_say_so(home: Home, board: Board, tmp_path: Path) -> None:
    path, mapping = tmp_path / "x.csv", tmp_path / "m.toml"
    path.write_text("t,kind,node\nGo,job,work\nJava,ad,work\nRust,job,chat\n", encoding="utf-8")
    mapping.write_text(
        '[fields]\ntitle = "t"\n[skip]\nkind = ["ad"]\n[only]\nnode = ["work", "jobs"]\n', encoding="utf-8"
    )
    report = import_file(path, board, home, mapping=mapping)
    assert report.kept == 1
    assert report.scopes[0].dropped == {
        "left out by the mapping: kind = ad": 1,
        "left out by the mapping: node is none of work, jobs": 1,
    }


def test_a_mapping_of_ones_own_says_where_rows_lie_and_what_is_personal(
    home: Home, board: Board, tmp_path: Path
) -> None:
    path, mapping = tmp_path / "x.json", tmp_path / "m.toml"
    path.write_text('{"ok": 1, "found": {"items": [{"t": "Go", "who": "甄"}, 3]}}', encoding="utf-8")
    mapping.write_text('rows = ["found.items"]\npersonal = ["who"]\n[fields]\ntitle = "t"\n', encoding="utf-8")
    report = import_file(path, board, home, mapping=mapping)
    assert (report.kept, report.scopes[0].dropped) == (1, {"no object": 1})
    assert rows_of(home)[0]["raw"] == {"t": "Go"}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('colour = "x"\n[fields]\ntitle = "t"', "colour"),
        ('zone = "Asia/Atlantis"\n[fields]\ntitle = "t"', "zone = 'Asia/Atlantis'"),
        ('[fields]\ntitle = { column = "t", match = "(" }', "match = '\\('"),
        ("[fields]\ntitle = { by = ',' }", "column, join, text, or low and high"),
        ("[fields]\ntitle = { colum = 't' }", "colum = 't'"),
        ('[fields]\ntitle = "t"\n[constants]\npay = "x"', "pay = 'x'"),
        ('skip = "t"\n[fields]\ntitle = "t"', "skip = 't'"),
    ],
)
def test_what_a_mapping_cannot_say_is_named(text: str, words: str, home: Home, board: Board, tmp_path: Path) -> None:
    with pytest.raises(JobproofError, match=words):
        one(home, board, tmp_path, {"t": "Go"}, text)
    assert landing.reports(home) == []
