"""Examining a home: what is well, what needs a person, what is damaged and by what command it is mended."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import duckdb
import polars as pl
import pytest

from pipelines import cli
from tests.landed import REGISTRY, land, posting
from warehouse import doctor, landing, publish, repair, store, vintages
from warehouse.doctor import Finding
from warehouse.home import Home
from warehouse.schemas import CLAIM_HISTORY


@pytest.fixture
def well(home: Home) -> Home:
    """A home that is built and published, with one verdict."""
    given = [posting("threads", key, posted_at=f"2024-01-0{key}T12:00:00+00:00") for key in "234"]
    land(home, "2024-01", given, now="2024-02-10")
    vintage = store.build(home, REGISTRY).vintage
    row = {"vintage": vintage, "claim_id": "A3.1", "verdict": "undecided", "sql": "", "sentence_en": ""}
    store.record_claims(home, pl.DataFrame([row], schema=CLAIM_HISTORY.polars))
    publish.publish(home)
    return home


def states(found: list[Finding]) -> dict[str, str]:
    return {each.what: each.state for each in found}


def test_a_home_in_order_is_well_throughout(well: Home) -> None:
    found = states(doctor.examine(well, REGISTRY))
    assert found == dict.fromkeys(
        ("landing", "readings", "taxonomy", "warehouse", "published copy", "verdicts", "disk"), "well"
    )


def test_an_empty_home_is_told_what_to_do_first(home: Home, capsys: pytest.CaptureFixture[str]) -> None:
    first = doctor.examine(home, REGISTRY)[0]
    assert (first.what, first.state) == ("landing", "attention")
    assert "jobproof demo" in first.remedy
    assert cli.run(["doctor"]) == 0
    assert "nothing has landed" in capsys.readouterr().out


def test_landed_and_never_published_needs_a_publish(home: Home) -> None:
    land(home, "2024-01", [posting("threads", "2")], now="2024-02-10")
    found = {each.what: each for each in doctor.examine(home, REGISTRY)}
    assert {found[what].state for what in ("warehouse", "published copy")} == {"attention"}
    assert "jobproof publish" in found["warehouse"].remedy


def flip(path: Path) -> None:
    """Turn over one bit in the middle of a file."""
    held = bytearray(path.read_bytes())
    held[len(held) // 2] ^= 1
    path.write_bytes(held)


def _data(home: Home) -> Path:
    return landing.data_path(home, landing.reports(home)[0])


class Damage(NamedTuple):
    """One damage: what is done to a home that was well, and what must be named with which state."""

    done: Callable[[Home], object]
    state: str
    named: str


def _plant(home: Home) -> None:
    with duckdb.connect(str(home.warehouse)) as connection:
        connection.execute("UPDATE core.postings SET work_type = 'gardening' WHERE posting_id = 'threads:2'")


DAMAGES = {
    "a flipped bit in a landing file": Damage(lambda home: flip(_data(home)), "damaged", ".jsonl.zst"),
    "a landing file that is gone": Damage(lambda home: _data(home).unlink(), "damaged", ".jsonl.zst"),
    "a report that is no JSON": Damage(
        lambda home: landing.report_path(_data(home)).write_text("{"), "damaged", ".report.json"
    ),
    "a data file without a report": Damage(
        lambda home: shutil.copy(_data(home), _data(home).with_name("20240101T000000-0001aaaa.jsonl.zst")),
        "attention",
        "20240101T000000-0001aaaa.jsonl.zst",
    ),
    "a run that the warehouse lacks": Damage(
        lambda home: land(home, "2024-02", [posting("threads", "9")], now="2024-03-01"), "attention", "1 runs landed"
    ),
    "a run that landing lost": Damage(lambda home: shutil.rmtree(home.landing), "damaged", "landing lost"),
    "a row that breaks a contract": Damage(_plant, "damaged", "allowed: work_type"),
    "a warehouse that is no database": Damage(
        lambda home: home.warehouse.write_bytes(b"nothing"), "damaged", "warehouse"
    ),
    "a copy cut short": Damage(
        lambda home: (home.published.chmod(0o644), home.published.write_bytes(home.published.read_bytes()[:20_000])),
        "damaged",
        "published copy",
    ),
    "a Parquet copy that is gone": Damage(
        lambda home: (home.published.parent / "parquet" / "core.boards.parquet").unlink(),
        "damaged",
        "core.boards.parquet",
    ),
    "a flipped bit in what was read of a text": Damage(
        lambda home: flip(next(home.normalised.glob("*/threads/contents/*"))), "damaged", "readings "
    ),
    "what was read of a run is gone": Damage(
        lambda home: next(home.normalised.glob("*/threads/postings/*")).unlink(), "damaged", "is missing"
    ),
    "verdicts that cannot be read": Damage(
        lambda home: next(home.verdicts.glob("*.parquet")).write_bytes(b"nothing"), "damaged", "verdicts"
    ),
}


@pytest.mark.parametrize("case", DAMAGES)
def test_damage_is_named_with_its_remedy(well: Home, case: str) -> None:
    damage = DAMAGES[case]
    damage.done(well)
    named = [
        each for each in doctor.examine(well, REGISTRY) if damage.named in f"{each.what} {each.finding}" and each.remedy
    ]
    assert damage.state in {each.state for each in named}


def test_earlier_copies_are_told_with_what_they_take_and_a_damaged_one_is_named_and_removed(
    well: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JOBPROOF_NOW", "2024-04-02T06:00:00+00:00")
    land(well, "2024-02", [posting("threads", "9", posted_at="2024-02-09T12:00:00+00:00")], now="2024-03-01")
    store.build(well, REGISTRY)
    publish.publish(well)
    [kept] = vintages.kept(well)
    [found] = [each for each in doctor.examine(well, REGISTRY) if each.what == "vintages"]
    assert (found.state, found.finding.partition(",")[0]) == ("well", f"1 earlier copies since {kept.day}")
    kept.path.chmod(0o644)
    kept.path.write_bytes(kept.path.read_bytes()[:5000])
    assert states(doctor.examine(well, REGISTRY))[f"vintage {kept.name}"] == "damaged"
    assert str(kept.path) in {each.what for each in repair.repair(well, REGISTRY)}
    assert not any(each.what.startswith("vintage") for each in doctor.examine(well, REGISTRY))


def test_the_copy_is_compared_with_the_warehouse_row_by_row(well: Home) -> None:
    with duckdb.connect(str(well.published)) as connection:
        connection.execute("UPDATE core.postings SET url = 'https://elsewhere.example' WHERE posting_id = 'threads:2'")
    [copy] = [each for each in doctor.examine(well, REGISTRY) if each.what == "published copy"]
    assert (copy.state, copy.finding) == ("damaged", "core.postings is not what the warehouse holds")


def test_a_copy_of_an_earlier_vintage_needs_a_publish(well: Home) -> None:
    land(well, "2024-02", [posting("threads", "9")], now="2024-03-01")
    store.build(well, REGISTRY)
    [copy] = [each for each in doctor.examine(well, REGISTRY) if each.what == "published copy"]
    assert copy.state == "attention"
    assert "jobproof publish" in copy.remedy


def test_a_full_disk_is_told_before_it_fails_a_build(well: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = shutil.disk_usage(well.root)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=1_000_000))
    assert states(doctor.examine(well, REGISTRY))["disk"] == "attention"


def test_the_command_fails_where_something_is_damaged_and_names_it(
    well: Home, capsys: pytest.CaptureFixture[str]
) -> None:
    flip(_data(well))
    assert cli.run(["doctor"]) == 1
    assert _data(well).name in capsys.readouterr().out
