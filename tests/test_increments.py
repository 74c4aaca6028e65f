"""A publish writes what differs from the copy before, and what comes out is what a publish of everything makes."""

from __future__ import annotations

import atexit
import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from copy import deepcopy
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from unittest import mock

import duckdb
import polars as pl
import pytest

from tests.landed import land, posting
from warehouse import boards, erasure, generations, increments, publish, store, texts, vintages, weeks
from warehouse.boards import Registry
from warehouse.database import attach, in_memory
from warehouse.home import Home
from warehouse.records import RawPosting
from warehouse.schemas import CLAIM_HISTORY, MENTIONED, POSTINGS, TABLES

BOARDS = """
[threads]
title = "Invented threads"
kind = "history"
since = "2024-01"
text = "full"

[ats]
title = "Invented ATS"
kind = "live"
text = "excerpt"
"""
WORDS = ("Go", "Rust", "Java", "Kafka", "PostgreSQL", "Kubernetes", "Python", "Redis", "React", "Spark")


@pytest.fixture
def small(home: Home, monkeypatch: pytest.MonkeyPatch) -> Home:
    """A home with two boards whose Parquet files are small."""
    home.root.mkdir(parents=True, exist_ok=True)
    home.boards.write_text(BOARDS, encoding="utf-8")
    monkeypatch.setattr(generations, "LEAST", 5)
    return home


@pytest.fixture
def strict(small: Home, monkeypatch: pytest.MonkeyPatch) -> Home:
    """A home of which a copy that cannot be renewed is an error."""
    monkeypatch.setattr(publish, "_clear", lambda *_: pytest.fail("all was written anew"))
    return small


def registry(home: Home) -> Registry:
    return boards.load(home)


class Market:
    """Postings that come, stay, are edited, re-posted by another key, and go, by one seed."""

    def __init__(self, seed: int) -> None:
        self.draw = random.Random(seed)  # noqa: S311 - nothing secret
        self.open: dict[str, list[str]] = {}
        self.at = 0

    def week(self, home: Home, day: date) -> None:
        for key in [key for key in self.open if self.draw.random() < 0.25]:
            del self.open[key]
        for key in self.draw.sample(sorted(self.open), len(self.open) // 6):
            self.open[key] = self._words()
        for _ in range(self.draw.randint(4, 9)):
            self.at += 1
            self.open[f"{self.at:04}"] = self._words()
        listed = [self._posting("ats", key, day) for key in sorted(self.open) if self.draw.random() < 0.95]
        land(home, day.isoformat(), listed, board="ats", now=f"{day}T06:00:00")
        if day.day <= 7 or self.draw.random() < 0.3:
            stated = [self._posting("threads", f"{day:%m}{n}", day) for n in range(self.draw.randint(2, 5))]
            land(home, f"{day:%Y-%m}", stated, now=f"{day}T07:00:00")

    def _words(self) -> list[str]:
        return self.draw.sample(WORDS, self.draw.randint(2, 5))

    def _posting(self, board: str, key: str, day: date) -> RawPosting:
        words = self.open.get(key) or self._words()
        firm = f"Firm {int(key) % 5}"
        text = f"{firm} hires an engineer for {', '.join(words)}. You must know {words[0]} well. Full-time. " * 3
        stated = f"{day.replace(day=1)}T12:00:00+00:00" if board == "threads" else None
        return posting(board, key, company=firm, text=text, posted_at=stated)


def assert_published_is_built(home: Home) -> None:
    """Assert that copy and Parquet files hold, row by row, what the warehouse does, as far as terms allow."""
    with in_memory() as connection:
        attach(connection, home.published, "ours")
        attach(connection, home.warehouse, "built")
        for table in TABLES:
            built = f"built.{table.full_name}"
            wanted = texts.allowed(home, built) if texts.COLUMN in table.polars else built
            if table == CLAIM_HISTORY and list(home.verdicts.glob("*.parquet")):
                wanted = f"read_parquet('{home.verdicts}/*.parquet')"
            shown = f"read_parquet('{generations.shown(home) / table.full_name}.parquet')"
            for one in (f"ours.{table.full_name}", shown):
                assert differing(connection, one, wanted) == [], one


def differing(connection: duckdb.DuckDBPyConnection, one: str, other: str) -> list[tuple[object, ...]]:
    more, less = (f"(FROM {a} EXCEPT ALL FROM {b})" for a, b in ((one, other), (other, one)))
    return connection.execute(f"FROM {more} UNION ALL FROM {less}").fetchall()


@pytest.mark.parametrize("seed", range(2))
def test_weeks_of_changes_equal_a_publish_of_everything_row_for_row(
    strict: Home, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    market, day = Market(seed), date(2024, 12, 9)
    for week in range(5):
        today = day + timedelta(weeks=week)
        monkeypatch.setenv("JOBPROOF_NOW", f"{today}T08:00:00")
        market.week(strict, today)
        store.build(strict, registry(strict))
        publish.publish(strict)
        assert_published_is_built(strict)
    said = generations.read(generations.shown(strict))
    assert said is not None
    named = [path.stem.split("_") for path in generations.files(generations.shown(strict), POSTINGS)]
    assert len(named) > 1
    assert all(date.fromisoformat(monday).weekday() == 0 for name in named for monday in name)


_MADE: dict[int, tuple[Path, Market]] = {}
"""Number of weeks -> a home with them that was built and published once, and how its market went on."""


def passed(home: Home, monkeypatch: pytest.MonkeyPatch, days: list[date]) -> Market:
    """Land, build and publish some weeks; a home of as many that another test made is taken over."""
    monkeypatch.setenv("JOBPROOF_NOW", f"{days[-1]}T08:00:00")
    if len(days) not in _MADE:
        market = Market(7)
        for today in days:
            market.week(home, today)
        store.build(home, registry(home))
        publish.publish(home)
        kept = Path(tempfile.mkdtemp()) / "home"
        atexit.register(shutil.rmtree, kept.parent)
        shutil.copytree(home.root, kept, symlinks=True)
        _MADE[len(days)] = kept, deepcopy(market)
        return market
    kept, market = _MADE[len(days)]
    shutil.copytree(kept, home.root, symlinks=True, dirs_exist_ok=True)
    return deepcopy(market)


MONDAYS = [date(2024, 3, 4) + timedelta(weeks=n) for n in range(10)]


def test_unchanged_weeks_are_shared_and_changed_ones_written(strict: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    market = passed(strict, monkeypatch, MONDAYS)
    before = {path.name: path.stat().st_ino for path in generations.files(generations.shown(strict), MENTIONED)}
    monkeypatch.setenv("JOBPROOF_NOW", "2024-05-13T08:00:00")
    market.week(strict, date(2024, 5, 13))
    store.build(strict, registry(strict))
    publish.publish(strict)
    after = {path.name: path.stat().st_ino for path in generations.files(generations.shown(strict), MENTIONED)}
    shared = {name for name, inode in after.items() if before.get(name) == inode}
    first, *_, last = sorted(after)
    assert first in shared
    assert last not in shared
    assert last.endswith("2024-05-13.parquet")


def line_of(home: Home, posting_id: str) -> int:
    """Return which row of the copy a posting is."""
    return int(publish.query(home, f"SELECT rowid FROM core.postings WHERE posting_id = '{posting_id}'").item())


@pytest.mark.parametrize("edited", [1, 20])
def test_of_a_week_of_which_little_differs_only_that_is_written(strict: Home, edited: int) -> None:
    """A posting of the first month stays where it lies when one beside it changes, but not when many do."""
    for month, given in (("2024-01", 40), ("2024-02", 80)):
        land(strict, month, [stated(n, month) for n in range(given)], now=f"{month}-20T07:00:00")
    store.build(strict, registry(strict))
    publish.publish(strict)
    assert line_of(strict, "threads:202401039") < line_of(strict, "threads:202402000")
    with duckdb.connect(str(strict.warehouse)) as connection:
        listed = [f"threads:202401{n:03}" for n in range(edited)]
        connection.execute("UPDATE core.postings SET role = 'Gardener' WHERE posting_id IN ?", [listed])
    publish.publish(strict)
    assert_published_is_built(strict)
    beyond = line_of(strict, "threads:202402079")
    assert line_of(strict, "threads:202401000") > beyond
    assert (line_of(strict, "threads:202401039") < beyond) == (edited == 1)


def stated(n: int, month: str) -> RawPosting:
    """Return a posting that its board dates to the month's beginning."""
    key = f"{month.replace('-', '')}{n:03}"
    text = f"Firm {key} hires an engineer for Go, whose work is number {n} of {month}. Full-time. " * 3
    return posting("threads", key, company=f"Firm {key}", text=text, posted_at=f"{month}-01T12:00:00+00:00")


def flip(path: Path) -> None:
    held = bytearray(path.read_bytes())
    held[len(held) // 2] ^= 1
    path.chmod(0o644)
    path.write_bytes(held)


def cut(path: Path) -> None:
    path.chmod(0o644)
    path.write_bytes(b"nothing")


def flip_all_blocks(path: Path) -> None:
    """Flip a bit in every block of 256 KiB but the headers."""
    held = bytearray(path.read_bytes())
    for at in range(3 * 4096 + 1000, len(held), 262_144):
        held[at] ^= 1
    path.chmod(0o644)
    path.write_bytes(held)


DAMAGES: dict[str, Callable[[Home], object]] = {
    "cut short": lambda home: cut(home.published),
    "flipped bits": lambda home: flip_all_blocks(home.published),
    "no state": lambda home: (generations.shown(home) / ".state.json").unlink(),
    "a state that is no JSON": lambda home: (generations.shown(home) / ".state.json").write_text("{"),
    "another state": lambda home: (generations.shown(home) / ".state.json").write_text('{"files": 3}'),
    "a Parquet file with a flipped bit": lambda home: flip(generations.files(generations.shown(home), MENTIONED)[0]),
    "a Parquet file that is gone": lambda home: generations.files(generations.shown(home), MENTIONED)[0].unlink(),
    "no Parquet files": lambda home: shutil.rmtree(home.published.parent / "generations"),
}


@pytest.mark.parametrize("case", DAMAGES)
def test_what_is_damaged_is_written_anew(small: Home, case: str, monkeypatch: pytest.MonkeyPatch) -> None:
    passed(small, monkeypatch, MONDAYS[:3])
    DAMAGES[case](small)
    publish.publish(small)
    assert_published_is_built(small)


def test_an_erasure_leaves_no_text_that_was_removed_before_in_the_file(
    small: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A posting that landing no longer has may lie in a free block: the file is written anew when one is erased."""
    for day, texts_of in (("2024-01-10", ("Quokkaphone", "Wombatware")), ("2024-01-17", ("Wombatware",))):
        monkeypatch.setenv("JOBPROOF_NOW", f"{day}T08:00:00")
        given = [
            posting("threads", str(n), company=f"{name} AG", text=f"{name} AG hires a Go engineer. Full-time. " * 99)
            for n, name in enumerate(reversed(texts_of))
        ]
        land(small, "2024-01", given, now=f"{day}T07:00:00")
        store.build(small, registry(small))
        publish.publish(small)
    erasure.erase(small, erasure.Wanted(company="Quokkaphone AG"))
    held = (small.published, *(each.path for each in vintages.kept(small)))
    with in_memory() as connection:
        for number, path in enumerate(held):
            attach(connection, path, f"copy{number}")
            [(free,)] = connection.execute(
                f"SELECT free_blocks FROM pragma_database_size() WHERE database_name = 'copy{number}'"
            ).fetchall()
            assert free == 0, path
    assert all(b"Quokkaphone" not in path.read_bytes() for path in held)


def changed_by_hand(home: Home, sql: str) -> None:
    home.published.chmod(0o644)
    with duckdb.connect(str(home.published)) as connection:
        connection.execute(sql)


def test_what_a_copy_comes_to_is_read_only_where_its_file_is_another_one(
    strict: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    passed(strict, monkeypatch, MONDAYS[:3])
    with monkeypatch.context() as patch:
        patch.setattr(weeks, "all_sums", lambda *_: pytest.fail("the copy was read"))
        publish.publish(strict)
        publish.publish(strict)
    changed_by_hand(strict, "UPDATE core.postings SET work_type = 'gardening'")
    read = mock.Mock(side_effect=weeks.all_sums)
    monkeypatch.setattr(weeks, "all_sums", read)
    publish.publish(strict)
    read.assert_called_once()
    assert_published_is_built(strict)


@pytest.mark.parametrize("lost", ["whole", "rows"])
def test_mentions_that_do_not_come_to_those_of_the_warehouse_are_written_anew(
    small: Home, lost: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    passed(small, monkeypatch, MONDAYS[:3])
    said = generations.read(generations.shown(small))
    assert said is not None
    sums = replace(said.sums, mentions=replace(said.sums.mentions, **{lost: 1}))
    generations.say(generations.shown(small).resolve(), replace(said, sums=sums))
    anew = mock.Mock(side_effect=publish._clear)
    monkeypatch.setattr(publish, "_clear", anew)
    publish.publish(small)
    anew.assert_called_once()
    assert_published_is_built(small)


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE core.postings SET work_type = 'gardening'",
        "DELETE FROM core.mentions WHERE concept = 'go'",
        "UPDATE core.mentions SET strength = 'wanted'",
        "DELETE FROM core.boards",
        "ALTER TABLE core.vacancies ADD COLUMN odd INTEGER",
        "DROP TABLE core.sightings",
        "CREATE TABLE core.odd AS SELECT 1 AS one",
    ],
)
def test_a_copy_that_somebody_changed_is_mended(small: Home, sql: str, monkeypatch: pytest.MonkeyPatch) -> None:
    passed(small, monkeypatch, MONDAYS[:3])
    changed_by_hand(small, sql)
    publish.publish(small)
    assert_published_is_built(small)
    tables = "SELECT count(*) FROM duckdb_tables() WHERE database_name = 'jobs'"
    assert publish.query(small, tables).item() == len(TABLES)


def test_texts_that_no_longer_pass_are_nowhere_in_the_file(small: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    passed(small, monkeypatch, MONDAYS[:3])
    kept = increments.renew
    monkeypatch.setattr(increments, "renew", lambda *_: pytest.fail("what was taken out may stay in a renewed file"))
    small.boards.write_text(BOARDS.replace('"full"', '"none"'), encoding="utf-8")
    publish.publish(small)
    monkeypatch.setattr(increments, "renew", kept)
    assert_published_is_built(small)


def test_a_board_more_is_no_reason_to_write_all_anew(strict: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    passed(strict, monkeypatch, MONDAYS[:3])
    strict.boards.write_text(f'{BOARDS}\n[third]\ntitle = "Third"\nkind = "live"\n', encoding="utf-8")
    store.build(strict, registry(strict))
    publish.publish(strict)
    assert publish.query(strict, "SELECT count(*) FROM core.boards WHERE board = 'third'").item() == 1


def test_macros_of_an_earlier_version_go_and_those_of_now_come(strict: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    passed(strict, monkeypatch, MONDAYS[:3])
    listed = "SELECT function_name, comment FROM duckdb_functions() WHERE NOT internal ORDER BY ALL"
    before = publish.query(strict, listed).rows()
    changed_by_hand(
        strict, "DROP MACRO TABLE naming; CREATE MACRO olden(a) AS a + 1; CREATE VIEW olden_view AS SELECT 1 AS one"
    )
    publish.publish(strict)
    assert publish.query(strict, listed).rows() == before
    views = "SELECT count(*) FROM duckdb_views() WHERE NOT internal AND view_name = 'olden_view'"
    assert publish.query(strict, views).item() == 0
    bare = "SELECT count(*) FROM duckdb_columns() WHERE schema_name IN ('core', 'mart') AND comment IS NULL"
    assert publish.query(strict, bare).item() == 0


@pytest.mark.parametrize("step", ["renew", "comment", "order"])
def test_a_kill_while_changes_are_written_leaves_the_earlier_copy_and_mends_itself(
    strict: Home, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    market = passed(strict, monkeypatch, MONDAYS[:3])
    vintage = publish.query(strict, "SELECT vintage FROM mart.meta").item()
    monkeypatch.setenv("JOBPROOF_NOW", f"{MONDAYS[3]}T08:00:00")
    market.week(strict, MONDAYS[3])
    store.build(strict, registry(strict))
    code = (
        "import os; from warehouse import increments, publish; from warehouse.home import Home\n"
        f"increments.{step} = lambda *_: os.kill(os.getpid(), 9)\n"
        "publish.publish(Home.from_environment())"
    )
    killed = subprocess.run([sys.executable, "-c", code], env=os.environ, check=False, cwd=Path(__file__).parent.parent)
    assert killed.returncode == -9
    assert publish.query(strict, "SELECT vintage FROM mart.meta").item() == vintage
    publish.publish(strict)
    assert_published_is_built(strict)
    assert [path.name for path in strict.published.parent.glob(".jobs.duckdb.*")] == []


def test_a_copy_whose_parquet_files_were_never_shown_is_renewed_from_what_is_shown(
    strict: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A kill between the two replacements leaves a newer database beside older Parquet files."""
    market = passed(strict, monkeypatch, MONDAYS[:3])
    monkeypatch.setattr(generations, "show", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
    monkeypatch.setenv("JOBPROOF_NOW", f"{MONDAYS[3]}T08:00:00")
    market.week(strict, MONDAYS[3])
    store.build(strict, registry(strict))
    with pytest.raises(KeyboardInterrupt):
        publish.publish(strict)
    monkeypatch.undo()
    monkeypatch.setenv("JOBPROOF_HOME", str(strict.root))
    monkeypatch.setenv("JOBPROOF_NOW", f"{MONDAYS[3]}T08:00:00")
    publish.publish(strict)
    assert_published_is_built(strict)


def test_verdicts_added_between_publishes_change_nothing_else(strict: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    passed(strict, monkeypatch, MONDAYS[:3])
    files = {path.stat().st_ino for path in generations.files(generations.shown(strict), MENTIONED)}
    said = {"vintage": "2024-03-18.0", "claim_id": "A3.1", "verdict": "undecided", "sql": "", "sentence_en": "Open."}
    row = pl.DataFrame([{**dict.fromkeys(CLAIM_HISTORY.polars), **said}], schema=CLAIM_HISTORY.polars)
    store.record_claims(strict, row)
    publish.add_verdicts(strict)
    monkeypatch.setattr(weeks, "all_sums", lambda *_: pytest.fail("the copy was read"))
    assert {path.stat().st_ino for path in generations.files(generations.shown(strict), MENTIONED)} == files
    publish.publish(strict)
    assert {path.stat().st_ino for path in generations.files(generations.shown(strict), MENTIONED)} == files
    assert_published_is_built(strict)
