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

from bench.linking_sample import LABELS, NINTH, STRATA, labels
from warehouse import employers, linking, stage, store
from warehouse.database import frame, in_memory
from warehouse.kin import EDITED, NEAR_DAYS, TINY
from warehouse.likeness import BYTES, likeness, sketches, telling
from warehouse.wording import words_of

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
    "words": pl.Binary, "telling": pl.List(pl.UInt32), "offered": pl.List(pl.String),
    "wanted": pl.List(pl.String), "named": pl.List(pl.String), "links": pl.List(pl.UInt32),
    "skills": pl.List(pl.String), "hirer": pl.String, "site": pl.String, "threaded": pl.Boolean,
}  # fmt: skip


def posting(chance: Random, number: int) -> dict[str, object]:
    employer = chance.randrange(12)
    text = " ".join(Random(employer * 7 + chance.randrange(3)).choices(WORDS, k=120))  # noqa: S311 - invented texts
    if chance.random() < 0.5:
        text += " ".join(chance.choices(WORDS, k=15))
    opened = DAY_0 + timedelta(days=chance.randrange(300))
    named = chance.random() < 0.8
    return {
        "posting_id": f"a:{number:04}",
        "board": chance.choice("ab"),
        "employer_key": f"name:{employer}" if named else f"posting:a:{number:04}",
        "opened_on": opened,
        "last_seen_on": opened + timedelta(days=chance.randrange(40)),
        "is_posting": True,
        "text_key": text[:400],
        "role_key": chance.choice([None, "clerk", "nurse"]),
        "places": chance.choice([[], ["bonn"], ["kiel"]]),
        "title": None,
        "countries": [],
        "offered": chance.choice([[], ["clerk"], ["nurse", "data engineer"]]),
        "wanted": chance.choice([[], [], ["data"], ["mobile"]]),
        "named": chance.choice([[], ["data"], ["data", "mobile"]]),
        "links": chance.choice([[], [], [7], [7, 8], [9]]),
        "skills": chance.choice([[], [], ["go", "kafka"], ["go", "kafka", "sql"], ["rust", "sql"]]),
        "hirer": None if named else chance.choice([None, str(employer)]),
        "site": chance.choice([None, None, None, f"site{employer}"]),
        "threaded": chance.random() < 0.7,
        **_sketched(text),
    }


def _sketched(text: str) -> dict[str, object]:
    sketch = next(sketches([text]))
    return {"sketch": sketch, "telling": telling(sketch), "words": words_of(text)}


@contextmanager
def staged(rows: list[dict[str, object]]) -> Iterator[duckdb.DuckDBPyConnection]:
    with in_memory() as connection:
        stage.open_stage(connection)
        held = pl.DataFrame(rows, schema=COLUMNS)
        connection.execute("SET threads = 1")
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


def test_only_what_something_new_can_change_is_linked_again(rows: list[dict[str, object]], tmp_path: Path) -> None:
    first, whole = linked(rows, tmp_path)
    assert first == whole.height
    assert linked(rows, tmp_path)[0] == 0
    named = [row for row in rows if row["employer_key"] == "name:3"]
    late = {"opened_on": DAY_0 + timedelta(days=290), "last_seen_on": DAY_0 + timedelta(days=310)}
    alone = {"sketch": b"", "telling": [], "words": b"", "text_key": "another", "role_key": "miller"}
    more = {**named[0], **alone, **late, "posting_id": "a:9999"}
    again, step = linked([*rows, more], tmp_path)
    since = sum(day >= late["opened_on"] for day in _of_employer([*rows, more], "name:3").values())
    assert again == since < 10
    assert step.equals(linked([*rows, more], None)[1])


def test_staying_open_links_nothing_again(rows: list[dict[str, object]], tmp_path: Path) -> None:
    linked(rows, tmp_path)
    until = max(row["opened_on"] for row in rows)  # type: ignore[type-var]  # dates
    seen_on = [{**row, "last_seen_on": DAY_0 + timedelta(days=500)} for row in rows if row["last_seen_on"] >= until]  # type: ignore[operator]  # dates
    others = [row for row in rows if row["last_seen_on"] < until]  # type: ignore[operator]  # dates
    assert seen_on
    again, step = linked([*others, *seen_on], tmp_path)
    assert again == 0
    assert step.equals(linked([*others, *seen_on], None)[1])


def history(chance: Random, n: int) -> list[dict[str, object]]:
    """Return postings of few employers over three years, so that much ends, and much goes on, before the last ones."""
    found = []
    for number in range(n):
        row = posting(chance, number)
        opened = DAY_0 + timedelta(days=chance.randrange(1000))
        stays = chance.choice([5, 30, 60, 400 if chance.random() < 0.1 else 20])
        key = f"name:{chance.randrange(4)}" if chance.random() < 0.85 else row["employer_key"]
        found.append({**row, "employer_key": key, "opened_on": opened, "last_seen_on": opened + timedelta(days=stays)})
    return found


def changed(chance: Random, row: dict[str, object]) -> dict[str, object]:
    """Return a posting as another crawl may find it: seen longer or shorter, edited, or of another employer."""
    other, opened = posting(chance, 0), row["opened_on"]
    assert isinstance(opened, date)
    return {
        **row,
        **chance.choice(
            [
                {"last_seen_on": opened + timedelta(days=chance.randrange(200))},
                {name: other[name] for name in ("text_key", "sketch", "telling", "words")},
                {"role_key": "smith", "places": ["bonn"]},
                {"employer_key": f"name:{chance.randrange(4)}"},
                {"opened_on": opened - timedelta(days=3)},
            ]
        ),
    }


@pytest.mark.parametrize("seed", range(6))
def test_any_week_on_any_history_gives_what_a_full_build_gives(seed: int, tmp_path: Path) -> None:
    chance = Random(f"history {seed}")  # noqa: S311 - invented postings
    rows = history(chance, 320)
    in_time = sorted(rows, key=lambda row: (row["opened_on"], row["posting_id"])) if seed % 2 else rows
    held = in_time[:200]
    for upto in range(200, 320, 40):
        held = [changed(chance, row) if chance.random() < 0.02 else row for row in held if chance.random() > 0.005]
        held += in_time[upto : upto + 40]
        again, step = linked(held, tmp_path)
        _, whole = linked(held, None)
        assert step.equals(whole)
        assert again <= whole.height


def test_a_week_costs_what_is_new_and_not_what_there_was(tmp_path: Path) -> None:
    chance = Random("cost")  # noqa: S311 - invented postings
    rows = sorted(history(chance, 1500), key=lambda row: (row["opened_on"], row["posting_id"]))
    linked(rows[:1450], tmp_path)
    again, step = linked(rows, tmp_path)
    assert again < 120
    assert step.equals(linked(rows, None)[1])


def of_one_employer(number: int, opened: int, days: int, text: str, **more: object) -> dict[str, object]:
    day = DAY_0 + timedelta(days=opened)
    heads = {"posting_id": f"a:{number}", "board": "a", "employer_key": "name:acme", "opened_on": day}
    said = {"is_posting": True, "text_key": text, "role_key": None, "places": [], "title": None, "countries": []}
    seen = {
        "last_seen_on": day + timedelta(days=days),
        "sketch": b"",
        "words": b"",
        "telling": [],
        "offered": [],
        "wanted": [],
        "named": [],
        "links": [],
        "skills": [],
        "hirer": None,
        "site": None,
        "threaded": False,
    }
    return {**heads, **said, **seen, **more}


def vacancies(rows: list[dict[str, object]], folder: Path | None) -> dict[str, str]:
    return dict(linked(rows, folder)[1].select("posting_id", "vacancy_id").iter_rows())


def test_a_late_posting_joins_two_vacancies_and_its_loss_splits_them(tmp_path: Path) -> None:
    first, last = of_one_employer(1, 0, 10, "t"), of_one_employer(3, 150, 10, "t")
    between = of_one_employer(2, 80, 10, "t")
    assert vacancies([first, last], tmp_path) == {"a:1": "a:1", "a:3": "a:3"}
    assert vacancies([first, last, between], tmp_path) == {"a:1": "a:1", "a:2": "a:1", "a:3": "a:1"}
    assert vacancies([first, last], tmp_path) == {"a:1": "a:1", "a:3": "a:3"}
    longer = {**first, "last_seen_on": DAY_0 + timedelta(days=60)}
    assert vacancies([longer, last], tmp_path) == {"a:1": "a:1", "a:3": "a:1"}
    assert vacancies([first, last], tmp_path) == {"a:1": "a:1", "a:3": "a:3"}


def test_being_seen_longer_changes_nothing_that_was_decided() -> None:
    two = [of_one_employer(1, 0, 30, "t"), of_one_employer(2, 5, 30, "t")]
    elsewhere = of_one_employer(3, 20, 5, "t", board="b")
    assert vacancies([*two, elsewhere], None)["a:3"] == "a:1"
    longer = {**two[1], "last_seen_on": DAY_0 + timedelta(days=90)}
    assert vacancies([two[0], longer, elsewhere, of_one_employer(4, 95, 5, "u")], None)["a:3"] == "a:1"


@pytest.mark.parametrize(("seed", "at_once"), [*((seed, employers._AT_ONCE) for seed in range(5)), (5, 7), (6, 1)])
def test_employers_are_told_as_if_every_posting_were_looked_at(
    seed: int, at_once: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(employers, "_AT_ONCE", at_once)
    chance = Random(f"employers {seed}")  # noqa: S311 - invented postings
    drawn = [posting(chance, number) for number in range(400)]
    names = ["acme", "acme united", "bolt", "boltworks", "casa"]
    for row in drawn:
        if str(row["employer_key"]).startswith("name:") and chance.random() < 0.6:
            row["employer_key"] = f"name:{chance.choice(names)}"
        elif chance.random() < 0.4:
            row["employer_key"] = f"person:{chance.randrange(9)}"
    expected = told_one_by_one(sorted(drawn, key=lambda row: (row["opened_on"], row["posting_id"])))
    with staged(drawn) as connection:
        linking.link_postings(connection)
        found = dict(connection.execute("FROM stage.employers").fetchall())
    assert found == expected
    assert len(expected) > 50


def test_duckdb_makes_room_while_employers_are_told_and_has_its_memory_again(monkeypatch: pytest.MonkeyPatch) -> None:
    with staged([posting(Random(number), number) for number in range(9)]) as connection:  # noqa: S311 - as above
        connection.execute("SET memory_limit = '800 MiB'")
        limit, seen = "SELECT current_setting('memory_limit')", []

        def told(_: employers.Postings) -> dict[int, str]:
            seen.extend(connection.execute(limit).fetchall())
            return {}

        monkeypatch.setattr(employers, "told", told)
        linking.link_postings(connection)
        assert [*seen, *connection.execute(limit).fetchall()] == [("200.0 MiB",), ("800.0 MiB",)]


def told_one_by_one(rows: list[dict[str, object]]) -> dict[str, str]:
    """Return posting -> employer by the rule: each is held against the last one with each of its windows, of its site
    and of its name."""
    last: dict[object, dict[str, object]] = {}
    told: dict[str, str] = {}
    for row in rows:
        key, ident = told_itself(row), str(row["posting_id"])
        site = None if key.startswith("person:") else row["site"]
        named = last.get(key) if key.startswith("name:") else None
        if named and _lately(row, named):
            told |= {ident: told[str(named["posting_id"])]} if str(named["posting_id"]) in told else {}
        elif name := _told_anew(row, last, site, key, told):
            told[ident] = name
        last |= dict.fromkeys([*row["telling"], *([("site", site)] if site else []), key], row)  # type: ignore[misc]
    return told


def _told_anew(
    row: dict[str, object], last: dict[object, dict[str, object]], site: object, key: str, told: dict[str, str]
) -> str | None:
    alike = [last[window] for window in row["telling"] if window in last]  # type: ignore[attr-defined]  # a list
    for other in alike:
        if _text_tells(row, other, key, told):
            return employer_of(other, told)
    seen = last.get(("site", site))
    return employer_of(seen, told) if seen and _lately(row, seen) and employer_of(seen, told) != key else None


def _text_tells(row: dict[str, object], other: dict[str, object], key: str, told: dict[str, str]) -> bool:
    name = employer_of(other, told)
    if name == key or not _lately(row, other):
        return False
    near = likeness(row["sketch"], other["sketch"])  # type: ignore[arg-type]  # bytes
    if employers._may_be_one(key, name):
        return near >= employers._asked_of(key, name)
    later = row["opened_on"] > other["last_seen_on"]  # type: ignore[operator]  # dates
    written = all(one["threaded"] and len(one["sketch"]) >= TINY * BYTES for one in (row, other))
    return bool(later) and written and near >= EDITED


def _lately(row: dict[str, object], other: dict[str, object]) -> bool:
    return (row["opened_on"] - other["last_seen_on"]).days <= NEAR_DAYS  # type: ignore[operator, no-any-return]  # dates


def employer_of(row: dict[str, object], told: dict[str, str]) -> str:
    return told.get(str(row["posting_id"]), told_itself(row))


def told_itself(row: dict[str, object]) -> str:
    """Return the employer that a posting tells itself: its name or poster, else whom its text names."""
    key = str(row["employer_key"])
    return f"said:{row['hirer']}" if row["hirer"] and not key.startswith("person:") else key


def _of_employer(rows: list[dict[str, object]], employer: str) -> dict[str, date]:
    with staged(rows) as connection:
        linking.link_postings(connection)
        listed = "SELECT posting_id, opened_on FROM stage.listed WHERE employer_key = ?"
        return dict(connection.execute(listed, [employer]).fetchall())


def test_later_postings_leave_the_ids_of_earlier_ones(rows: list[dict[str, object]]) -> None:
    in_time = sorted(rows, key=lambda row: (row["opened_on"], row["posting_id"]))
    ids = dict(linked(in_time[:250], None)[1].select("posting_id", "vacancy_id").iter_rows())
    later = dict(linked(in_time, None)[1].select("posting_id", "vacancy_id").iter_rows())
    # An employer's only posting is not listed, and is its own vacancy.
    assert all(
        later.get(each, each) == ids.get(each, each) for each in (str(row["posting_id"]) for row in in_time[:250])
    )


def test_the_models_are_the_ones_that_builds_use() -> None:
    for name in ("told", "listed", "since", "fresh"):
        assert store.model("stage", name) == linking._model(name)


def test_labelled_pairs_are_whole() -> None:
    held = labels()
    assert len(held) >= 400
    assert len({(row["one"], row["other"]) for row in held}) == len(held)
    assert {row["label"] for row in held} == {"same", "not", "cannot tell"}
    assert all(
        row["stratum"] in {*STRATA[row["dataset"]], *NINTH.get(row["dataset"], ())} and row["why"] for row in held
    )
    assert sum(row["stratum"] != "same text" for row in held) * 2 >= len(held)
    assert not any(len(row[who]) != 16 for row in held for who in ("one_sha256", "other_sha256"))
    assert max(map(len, LABELS.read_text(encoding="utf-8").splitlines())) < 250
