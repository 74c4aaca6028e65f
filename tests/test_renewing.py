"""A build that goes on from the warehouse before: row for row what a build of everything makes, or it is made anew."""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import duckdb
import pytest

from tests.landed import land, posting
from warehouse import origins, renewing, store
from warehouse.boards import Board, Registry
from warehouse.database import creating, reading
from warehouse.erasure import Wanted, erase
from warehouse.home import Home
from warehouse.records import RawPosting, State
from warehouse.schemas import BESIDE, TABLES, Table

REGISTRY = Registry(
    {
        "ats": Board("ats", "Invented ATS", "live"),
        "feed": Board("feed", "Invented feed", "live"),
        "threads": Board("threads", "Invented threads", "history", since="2024-01"),
        "zh": Board("zh", "虚构归档", "archive", home="CN"),
        "shots": Board("shots", "Invented captures", "history", since="2024-01", captures=True),
        "seekers": Board("seekers", "Invented seekers", "history", since="2024-01", control=True),
    }
)
SCOPES = {"ats": ("acme", "beta"), "feed": ("go",)}
STATES: tuple[State, ...] = ("complete", "complete", "complete", "window", "partial", "blocked")
DAY_0 = date(2024, 1, 24)
WORDS = ("Golang", "Rust", "Java", "Kafka", "PostgreSQL", "Kubernetes")


class History:
    """Runs of all kinds of boards: in time or late, cut short, with edits, re-posts and postings that go."""

    def __init__(self, seed: int) -> None:
        self.draw = random.Random(seed)  # noqa: S311 - nothing secret
        self.day = 0

    def land(self, home: Home) -> None:
        """Land one run."""
        board = self.draw.choice(["ats", "ats", "feed", "threads", "threads", "zh", "shots", "seekers"])
        self.day += self.draw.choice([0, 1, 1, 4, 20])
        is_late = self.draw.random() < 0.12
        on = DAY_0 + timedelta(days=self.draw.randint(0, self.day) if is_late else self.day)
        scopes = SCOPES.get(board, ("",))
        listed = [
            self._posting(board, key, scope, on)
            for scope in scopes
            for key in self.draw.sample("123456", self.draw.randint(0, 4))
        ]
        unique = {one.key: one for one in listed}
        states = {scope: self.draw.choice(STATES) for scope in scopes}
        now = on if is_late and self.draw.random() < 0.5 else DAY_0 + timedelta(days=self.day)
        partition = f"{on}" if board in SCOPES else f"{on:%Y-%m}"
        clock = f"{now}T{self.draw.randint(0, 23):02}:{self.draw.randint(0, 59):02}:00"
        land(home, partition, list(unique.values()), board=board, states=states, now=clock)

    def _posting(self, board: str, key: str, scope: str, on: date) -> RawPosting:
        firm = self.draw.choice(["Acme", "Beta", "Gamma"])
        words = ", ".join(self.draw.sample(WORDS, 2) if self.draw.random() < 0.3 else WORDS[int(key) % 3 :][:2])
        text = f"{firm} hires a backend engineer for its payments team. You must know {words} well. Full-time. " * 2
        if self.draw.random() < 0.05:
            text = "Does anybody know when this thread is refreshed?"
        stated = {
            name: f"{on + timedelta(days=self.draw.randint(-9, 9))}T12:00:00+00:00"
            for name in ("posted_at", "expires_at")
            if self.draw.random() < 0.4
        }
        return replace(
            posting(board, key, company=firm if self.draw.random() < 0.8 else None, text=text, scope=scope, **stated),
            title=self.draw.choice(["Backend Engineer", "Data Engineer"]) if text.startswith(firm) else None,
            fetched_at=f"{on}T06:00:00+00:00",
            location=self.draw.choice(["Berlin, Germany", "北京"]),
            author=self.draw.choice([None, "person:00000000000a"]),
        )


def checksums(home: Home) -> dict[str, str]:
    with reading(home.warehouse) as connection:
        return {each.full_name: store.checksum(connection, each) for each in TABLES if each not in BESIDE}


def built_anew(home: Home, folder: Path) -> dict[str, str]:
    """Return the checksums of a twin that was never built before."""
    twin = Home(folder / "twin")
    shutil.copytree(home.root, twin.root, ignore=shutil.ignore_patterns("warehouse*", "links-*"))
    assert store.build(twin, REGISTRY).touched_n is None
    found = checksums(twin)
    shutil.rmtree(twin.root)
    return found


@pytest.fixture
def strict(home: Home, monkeypatch: pytest.MonkeyPatch) -> Home:
    """A home of which a warehouse that turns out not to allow going on is an error."""

    monkeypatch.setattr(renewing, "UnlikeError", AssertionError)
    return home


def test_builds_that_go_on_equal_a_build_of_everything_row_for_row(strict: Home, tmp_path: Path) -> None:
    history = History(11)
    for runs, goes_on in ((9, False), (3, True), (4, True)):
        for _ in range(runs):
            history.land(strict)
        assert (store.build(strict, REGISTRY).touched_n is not None) == goes_on
    assert checksums(strict) == built_anew(strict, tmp_path)


@pytest.fixture(scope="module")
def weeks(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home whose warehouse is one that went on, with an employer of whom no other posting speaks."""
    home, history = Home(tmp_path_factory.mktemp("weeks") / "home"), History(5)
    text = "Zwitscherbaum hires a zymurgist who knows Golang. Full-time."
    land(home, "2024-01-20", [posting("ats", "77", scope="acme", company="Zwitscherbaum", text=text)])
    for runs, goes_on in ((6, False), (1, True)):
        for _ in range(runs):
            history.land(home)
        assert (store.build(home, REGISTRY).touched_n is not None) == goes_on
    return home


@pytest.fixture
def built(weeks: Home, home: Home) -> Home:
    """A copy of that home."""
    shutil.copytree(weeks.root, home.root)
    return home


def change_a_row(home: Home) -> None:
    with creating(home.warehouse) as connection:
        connection.execute("UPDATE core.postings SET employer_key = 'name:strange'")


def flip_a_bit(home: Home) -> None:
    with home.warehouse.open("r+b") as file:
        file.seek(home.warehouse.stat().st_size // 2)
        [byte] = file.read(1)
        file.seek(-1, os.SEEK_CUR)
        file.write(bytes([byte ^ 1]))


def lose_its_checksum(home: Home) -> None:
    home.warehouse.with_name("warehouse.duckdb.crc32").unlink()


@pytest.mark.parametrize("spoil", [change_a_row, flip_a_bit, lose_its_checksum])
def test_a_file_that_is_not_what_the_last_build_wrote_is_not_gone_on_from(
    built: Home, spoil: Callable[[Home], None], tmp_path: Path
) -> None:
    assert origins.copied(built.warehouse, tmp_path / "part")
    assert (tmp_path / "part").read_bytes() == built.warehouse.read_bytes()
    spoil(built)
    assert not origins.copied(built.warehouse, tmp_path / "part")


def lose_a_run(home: Home) -> Registry:
    first = min(home.landing.glob("ats/*/*.report.json"))
    for path in first.parent.glob(f"{first.name.partition('.')[0]}*"):
        path.unlink()
    return REGISTRY


def read_a_run_again(home: Home) -> Registry:
    first = min(home.normalised.glob("*/ats/contents/*.parquet"))
    os.utime(first, (0, 0))
    return REGISTRY


def change_the_registry(_: Home) -> Registry:
    return Registry({**REGISTRY.boards, "ats": replace(REGISTRY.boards["ats"], home="CN")})


@pytest.mark.parametrize("change", [lose_a_run, read_a_run_again, change_the_registry])
def test_a_build_from_anything_else_than_more_runs_writes_all_anew(
    built: Home, change: Callable[[Home], Registry]
) -> None:
    assert store.build(built, change(built)).touched_n is None


def test_what_is_erased_is_nowhere_in_the_next_warehouse(built: Home) -> None:
    assert any("Zwitscherbaum" in text for text in texts(built))
    erase(built, Wanted(company="Zwitscherbaum"))
    assert store.build(built, REGISTRY).touched_n is None
    assert not any("Zwitscherbaum" in text for text in texts(built))


def texts(home: Home) -> list[str]:
    with reading(home.warehouse) as connection:
        return [text for (text,) in connection.execute("SELECT text_plain FROM core.postings").fetchall()]


def test_a_warehouse_that_cannot_be_renewed_is_written_anew(built: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: object, table: Table) -> None:
        raise duckdb.IOException(f"said the test of {table.full_name}")

    before = checksums(built)
    monkeypatch.setattr(renewing.Renewal, "write", fail)
    assert store.build(built, REGISTRY).touched_n is None
    assert checksums(built) == before
    assert list(built.warehouse.parent.glob(".*")) == []
