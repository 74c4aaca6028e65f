"""Homes of every earlier version are upgraded in place; a kill leaves them whole; a newer one is refused kindly."""

from __future__ import annotations

import struct
import subprocess
import sys
from functools import reduce
from operator import xor
from pathlib import Path

import duckdb
import orjson
import polars as pl
import pytest

from pipelines import cli
from tests.homes.keep import keep, pack, unpack
from tests.landed import REGISTRY, land, posting
from warehouse import publish, store, versions
from warehouse.audits import Answers
from warehouse.cohorts import Warehouse
from warehouse.errors import JobproofError
from warehouse.home import PROJECT, Home
from warehouse.schemas import BESIDE, CLAIM_HISTORY, MARK, SCHEMA_VERSION, TABLES

HOMES = Path(__file__).parent / "homes"
KEPT = [int(path.name.partition(".")[0]) for path in sorted(HOMES.glob("*.tar.zst"))]

BOARDS = "".join(
    f'[{name}]\ntitle = "Invented"\nkind = "{kind}"\nurl = "https://{name}.example"\nterms = "Invented."\n'
    f'attribution = "Invented"\n{more}\n'
    for name, kind, more in (("threads", "history", 'since = "2024-01"'), ("ats", "live", ""))
)


@pytest.fixture(autouse=True)
def _fixed_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JOBPROOF_NOW", "2024-06-10T06:00:00+00:00")


def contents(home: Home) -> dict[str, list[tuple[object, ...]]]:
    """Return the rows of every table that landing makes."""
    with duckdb.connect(str(home.published), read_only=True) as connection:
        return {
            table.full_name: connection.execute(f"FROM {table.full_name} ORDER BY ALL").fetchall()
            for table in TABLES
            if table not in BESIDE
        }


def test_a_home_of_every_earlier_version_is_kept() -> None:
    assert list(range(1, SCHEMA_VERSION)) == KEPT
    assert sorted(versions.HISTORY) == list(range(1, SCHEMA_VERSION + 1))
    assert {step.store for step in versions.STEPS} <= {each.name for each in versions.STORES}


@pytest.mark.parametrize("version", KEPT)
def test_a_home_of_an_earlier_version_is_upgraded_in_place(home: Home, tmp_path: Path, version: int) -> None:
    unpack(HOMES / f"{version}.tar.zst", home)
    home.boards.write_text(BOARDS, encoding="utf-8")
    verdicts = pl.concat(pl.read_parquet(path) for path in home.verdicts.glob("*.parquet"))
    summary = store.build(home, REGISTRY)
    publish.publish(home)
    assert {found.version for found in versions.held(home)} == {SCHEMA_VERSION}
    assert len(summary.upgraded) == 1 + 2 * (version >= 2) + (version >= 3) + (version >= 4)
    fresh = Home(tmp_path / "fresh")
    keep(fresh)
    assert contents(home) == contents(fresh)
    history = publish.query(home, "FROM mart.claim_history")
    assert history.select(verdicts.columns).equals(verdicts)
    assert history.schema == CLAIM_HISTORY.polars
    for table, since in (("concept_quality", 2), ("field_quality", 2)):
        assert publish.query(home, f"FROM mart.{table}").height == (version >= since)
    answers = {ident: answer.yes for ident, answer in Answers(home.audits, "go").read().items()}
    assert answers == ({"threads:1": True, "threads:2": False} if version >= 3 else {})
    if version >= 4:
        assert publish.query(home, "SELECT vacancy_id, became FROM core.vacancy_changes").rows() == [
            ("threads:2", "threads:1")
        ]
    assert store.build(home, REGISTRY).upgraded == ()


def test_the_command_upgrades_and_then_finds_nothing_to_do(home: Home, capsys: pytest.CaptureFixture[str]) -> None:
    unpack(HOMES / f"{KEPT[-1]}.tar.zst", home)
    home.boards.write_text(BOARDS, encoding="utf-8")
    assert cli.run(["migrate", "--check", "--json"]) == 1
    older = orjson.loads(capsys.readouterr().out)["older"]
    assert {found["schema"] for found in older} == {KEPT[-1]}
    assert len(older) == 7
    assert cli.run(["migrate"]) == 0
    capsys.readouterr()
    assert cli.run(["migrate", "--check"]) == 0
    assert f"is of schema {SCHEMA_VERSION}" in capsys.readouterr().out


DYING = """
import os, sys
from pathlib import Path
from warehouse import versions
from warehouse.home import PROJECT, Home

real, left = Path.replace, int(sys.argv[1])

def replace(self, target):
    global left
    left -= 1
    return real(self, target) if left >= 0 else os._exit(9)

Path.replace = replace
versions.upgrade(Home.from_environment())
"""
"""Upgrades, and dies before it puts the file with a given number in place."""


def test_a_kill_while_upgrading_leaves_every_file_whole_and_the_next_run_ends_it(home: Home) -> None:
    unpack(HOMES / f"{KEPT[-1]}.tar.zst", home)
    warehouse = home.warehouse.read_bytes()
    seen = []
    for after in (0, 1, 2, 9):
        done = subprocess.run([sys.executable, "-c", DYING, str(after)], check=False, cwd=PROJECT)
        assert done.returncode == (0 if after == 9 else 9)
        found = [one.version for one in versions.held(home)]
        assert len(found) == 7, "every file can be read"
        assert home.warehouse.read_bytes() == warehouse
        seen.append(found.count(SCHEMA_VERSION))
    assert seen == [0, 1, 3, 5]


@pytest.mark.parametrize("what", ["warehouse", "verdict", "answer"])
def test_a_home_of_a_newer_version_is_refused_and_left_alone(home: Home, what: str) -> None:
    keep(home)
    newer = SCHEMA_VERSION + 1
    if what == "warehouse":
        with duckdb.connect(str(home.warehouse)) as connection:
            connection.execute(f"UPDATE mart.meta SET schema_version = {newer}")
    elif what == "verdict":
        [path] = home.verdicts.glob("*.parquet")
        pl.read_parquet(path).write_parquet(path, metadata={**MARK, "jobproof_schema": str(newer)})
    else:
        [path] = home.audits.glob("*.jsonl")
        path.write_bytes(path.read_bytes().replace(b'"schema":%d' % SCHEMA_VERSION, b'"schema":%d' % newer, 1))
    before = {found.path: found.path.read_bytes() for found in versions.held(home)}
    land(home, "2024-06", [posting("threads", "9")], now="2024-06-10")
    with pytest.raises(JobproofError, match=rf"newer jobproof \(schema {newer}\).* Upgrade jobproof"):
        store.build(home, REGISTRY)
    assert len(before) == 7
    assert all(path.read_bytes() == held for path, held in before.items())


def of_a_later_duckdb(path: Path) -> None:
    """Give a database file the header that a later DuckDB's has: another storage version, its checksum right."""
    held = bytearray(path.read_bytes())
    held[12:20] = struct.pack("<Q", 1_000_000)
    words = struct.unpack("<511Q", held[8:4096])
    held[:8] = struct.pack("<Q", reduce(xor, ((word * 0xBF58476D1CE4E5B9) % 2**64 for word in words), 5381))
    path.write_bytes(held)


@pytest.mark.parametrize("what", ["warehouse", "published"])
def test_a_file_of_a_later_duckdb_is_refused_and_not_built_over(home: Home, what: str) -> None:
    keep(home)
    path: Path = getattr(home, what)
    path.chmod(0o644)
    of_a_later_duckdb(path)
    before = path.read_bytes()
    with pytest.raises(JobproofError, match=r"newer DuckDB than the installed .* Upgrade jobproof"):
        store.build(home, REGISTRY)
    assert path.read_bytes() == before


def test_a_newer_copy_is_not_judged_and_an_earlier_one_says_what_to_do(home: Home) -> None:
    keep(home)
    with duckdb.connect(str(home.published)) as connection:
        connection.execute(f"UPDATE mart.meta SET schema_version = {SCHEMA_VERSION + 1}")
    with pytest.raises(JobproofError, match="newer jobproof"), Warehouse(home):
        pass
    unpack(HOMES / "1.tar.zst", home)
    with Warehouse(home) as warehouse, pytest.raises(JobproofError, match="Run `jobproof migrate`"):
        warehouse.sql("SELECT became FROM core.vacancy_changes")


def test_a_home_that_is_kept_comes_back_as_it_was(home: Home, tmp_path: Path) -> None:
    keep(home)
    pack(home, tmp_path / "packed")
    twin = Home(tmp_path / "twin")
    unpack(tmp_path / "packed", twin)
    assert contents(twin) == contents(home)
