"""Linking in the database: incremental as good as whole, ids that stay, the labelled pairs' file."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from random import Random

import duckdb
import polars as pl
import pytest

from bench.linking_sample import LABELS, STRATA, labels
from warehouse import linking, stage, store
from warehouse.database import frame, in_memory
from warehouse.likeness import sketches, tellings
from warehouse.vacancies import Listed, employers, meetings

DAY_0 = date(2024, 1, 1)
WORDS = [
    "nurse",
    "roster",
    "ledger",
    "beetle",
    "harbour",
    "tunnel",
    "copper",
    "violin",
    "meadow",
    "lantern",
    "orchard",
    "glacier",
    "saddle",
    "pepper",
]
COLUMNS: dict[str, pl.DataType | type[pl.DataType]] = {
    "posting_id": pl.String, "board": pl.String, "employer_key": pl.String, "opened_on": pl.Date,
    "last_seen_on": pl.Date, "is_posting": pl.Boolean, "text_key": pl.String, "role_key": pl.String,
    "places": pl.List(pl.String), "title": pl.String, "countries": pl.List(pl.String), "sketch": pl.Binary,
    "telling": pl.List(pl.UInt32), "offered": pl.List(pl.String),
}  # fmt: skip


def posting(chance: Random, number: int) -> dict[str, object]:
    employer = chance.randrange(12)
    text = " ".join(Random(employer * 7 + chance.randrange(3)).choices(WORDS, k=120))  # noqa: S311 - invented texts
    if chance.random() < 0.5:
        text += " ".join(chance.choices(WORDS, k=15))
    opened = DAY_0 + timedelta(days=chance.randrange(300))
    return {
        "posting_id": f"a:{number:04}",
        "board": chance.choice("ab"),
        "employer_key": f"name:{employer}" if chance.random() < 0.8 else f"posting:a:{number:04}",
        "opened_on": opened,
        "last_seen_on": opened + timedelta(days=chance.randrange(40)),
        "is_posting": True,
        "text_key": text[:400],
        "role_key": chance.choice([None, "clerk", "nurse"]),
        "places": chance.choice([[], ["bonn"], ["kiel"]]),
        "title": None,
        "countries": [],
        "offered": chance.choice([[], ["clerk"], ["nurse", "data engineer"]]),
        **_sketched(text),
    }


def _sketched(text: str) -> dict[str, object]:
    sketch = next(sketches([text]))
    return {"sketch": sketch, "telling": tellings([sketch])[0]}


@contextmanager
def staged(rows: list[dict[str, object]]) -> Iterator[duckdb.DuckDBPyConnection]:
    with in_memory() as connection:
        stage.open_stage(connection)
        held = pl.DataFrame(rows, schema=COLUMNS)
        connection.execute(f"CREATE TABLE stage.current ({', '.join(_column(name) for name in COLUMNS)})")
        stage.fill(connection, "stage.current", held)
        yield connection


def _column(name: str) -> str:
    named = {pl.Date: "DATE", pl.Boolean: "BOOLEAN", pl.Binary: "BLOB", pl.List(pl.String): "VARCHAR[]"} | {
        pl.List(pl.UInt32): "UINTEGER[]"
    }
    return f"{name} {named.get(COLUMNS[name], 'VARCHAR')}"


def linked(rows: list[dict[str, object]], folder: Path | None) -> tuple[int, pl.DataFrame]:
    with staged(rows) as connection:
        again = linking.link_postings(connection, folder)
        return again, frame(connection, "FROM stage.links ORDER BY posting_id")


@pytest.fixture
def rows() -> list[dict[str, object]]:
    chance = Random("linking")  # noqa: S311 - invented postings
    return [posting(chance, number) for number in range(400)]


def test_an_incremental_build_finds_what_a_full_one_finds(rows: list[dict[str, object]], tmp_path: Path) -> None:
    in_time = sorted(rows, key=lambda row: (row["opened_on"], row["posting_id"]))
    for upto in (100, 220, 221, 400):
        _, step = linked(in_time[:upto], tmp_path)
        _, whole = linked(in_time[:upto], None)
        assert step.equals(whole)
    assert whole.filter(pl.col("posting_id") != pl.col("vacancy_id")).height > 50


def test_late_and_lost_postings_too(rows: list[dict[str, object]], tmp_path: Path) -> None:
    Random("order").shuffle(rows)  # noqa: S311 - any order does
    for some in (rows[:250], rows, rows[50:], rows[50:150]):
        _, step = linked(some, tmp_path)
        assert step.equals(linked(some, None)[1])


def test_only_employers_with_something_new_are_linked_again(rows: list[dict[str, object]], tmp_path: Path) -> None:
    first, whole = linked(rows, tmp_path)
    assert first == whole.height
    assert linked(rows, tmp_path)[0] == 0
    named = [row for row in rows if row["employer_key"] == "name:3"]
    more = {
        **named[0],
        "posting_id": "a:9999",
        "sketch": b"",
        "telling": [],
        "text_key": "another",
        "role_key": "miller",
    }
    again, step = linked([*rows, more], tmp_path)
    assert (
        again == step.filter(pl.col("posting_id") == "a:9999").height + len(_of_employer([*rows, more], "name:3")) - 1
    )


def test_staying_open_links_nothing_again(rows: list[dict[str, object]], tmp_path: Path) -> None:
    linked(rows, tmp_path)
    until = max(row["opened_on"] for row in rows)  # type: ignore[type-var]  # dates
    seen_on = [{**row, "last_seen_on": DAY_0 + timedelta(days=500)} for row in rows if row["last_seen_on"] >= until]  # type: ignore[operator]  # dates
    others = [row for row in rows if row["last_seen_on"] < until]  # type: ignore[operator]  # dates
    assert seen_on
    again, step = linked([*others, *seen_on], tmp_path)
    assert again == 0
    assert step.equals(linked([*others, *seen_on], None)[1])


@pytest.mark.parametrize("seed", range(5))
def test_employers_are_told_as_if_every_posting_were_looked_at(seed: int) -> None:
    chance = Random(f"employers {seed}")  # noqa: S311 - invented postings
    drawn = [posting(chance, number) for number in range(400)]
    names = ["acme", "acme united", "bolt", "boltworks", "casa"]
    for row in drawn:
        if str(row["employer_key"]).startswith("name:") and chance.random() < 0.6:
            row["employer_key"] = f"name:{chance.choice(names)}"
        elif chance.random() < 0.4:
            row["employer_key"] = f"person:{chance.randrange(9)}"
    drawn.sort(key=lambda row: (row["opened_on"], row["posting_id"]))
    fields = [name for name in Listed._fields if name in COLUMNS]
    listed = [Listed(**{name: row[name] for name in fields}) for row in drawn]  # type: ignore[arg-type]  # as drawn
    expected = dict(employers(listed, meetings(listed)))
    with staged(drawn) as connection:
        linking.link_postings(connection)
        found = dict(connection.execute("FROM stage.employers").fetchall())
        looked = connection.execute("SELECT count(DISTINCT place) FROM stage.met WHERE may_tell").fetchone()
    assert found == expected
    assert len(expected) > 50
    assert looked is not None
    assert looked[0] < len(drawn)


def _of_employer(rows: list[dict[str, object]], employer: str) -> list[str]:
    with staged(rows) as connection:
        linking.link_postings(connection)
        found = connection.execute("SELECT posting_id FROM stage.listed WHERE employer_key = ?", [employer]).fetchall()
    return [name for (name,) in found]


def test_later_postings_leave_the_ids_of_earlier_ones(rows: list[dict[str, object]]) -> None:
    in_time = sorted(rows, key=lambda row: (row["opened_on"], row["posting_id"]))
    ids = dict(linked(in_time[:250], None)[1].select("posting_id", "vacancy_id").iter_rows())
    later = dict(linked(in_time, None)[1].select("posting_id", "vacancy_id").iter_rows())
    # An employer's only posting is not listed, and is its own vacancy.
    assert all(
        later.get(each, each) == ids.get(each, each) for each in (str(row["posting_id"]) for row in in_time[:250])
    )


def test_the_models_are_the_ones_that_builds_use() -> None:
    for name in ("told", "met", "listed", "fresh"):
        assert store.model("stage", name) == linking._model(name)


def test_labelled_pairs_are_whole() -> None:
    held = labels()
    assert len(held) >= 400
    assert len({(row["one"], row["other"]) for row in held}) == len(held)
    assert {row["label"] for row in held} == {"same", "not", "cannot tell"}
    assert all(row["stratum"] in STRATA[row["dataset"]] and row["why"] for row in held)
    assert sum(row["stratum"] != "same text" for row in held) * 2 >= len(held)
    assert not any(len(row[who]) != 16 for row in held for who in ("one_sha256", "other_sha256"))
    assert max(map(len, LABELS.read_text(encoding="utf-8").splitlines())) < 250
