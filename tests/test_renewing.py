"""A build that goes on from the warehouse before: row for row what a build of everything makes, or it is made anew."""

from __future__ import annotations

import os
import random
import re
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import duckdb
import orjson
import pytest

from pipelines import cli
from tests.landed import land, posting
from warehouse import earlier, origins, renewing, stage, store, taxonomy
from warehouse.boards import Board, Registry
from warehouse.database import creating, reading
from warehouse.earlier import UnlikeError
from warehouse.erasure import Wanted, erase
from warehouse.home import Home
from warehouse.records import RawPosting, State
from warehouse.schemas import BESIDE, MONTHLY_FLOW, TABLES, VACANCIES, WEEKLY_FLOW, WEEKLY_STOCK, Table

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


def checkpointed(run: Callable[..., object]) -> Callable[..., object]:
    """Return a step of a build after whose changes in place DuckDB writes its file, as it does where they are many."""

    def step(self: renewing.Renewal, sql: str) -> object:
        run(self, f"SET checkpoint_threshold = '{'1b' if sql.startswith('UPDATE') else '16MB'}'")
        return run(self, sql)

    return step


def test_rows_that_move_when_the_file_is_written_are_not_taken_for_others(
    strict: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where rows were removed, row ids change whenever DuckDB writes its file, which it does between statements."""
    monkeypatch.setattr(renewing.Renewal, "_run", checkpointed(renewing.Renewal._run))
    for week, keys in enumerate((range(40), [*range(10), *range(20, 40)])):
        text = "Acme hires engineer number {} for its payments team. You must know Golang well. Full-time. {}"
        listed = [
            posting(
                "ats", f"{key:02}", company="Acme", text=text.format(key, "Now!" * (week and key < 10)), scope="acme"
            )
            for key in keys
        ]
        day = DAY_0 + timedelta(weeks=week)
        land(strict, f"{day}", listed, board="ats", states={"acme": "complete"}, now=f"{day}T06:00:00")
        goes_on = store.build(strict, REGISTRY).touched_n is not None
    assert goes_on
    assert checksums(strict) == built_anew(strict, tmp_path)


@pytest.mark.parametrize(
    ("spoil", "why"),
    [(change_a_row, "byte for byte"), (flip_a_bit, "byte for byte"), (lose_its_checksum, "no checksum lies beside")],
)
def test_a_file_that_is_not_what_the_last_build_wrote_is_not_gone_on_from(
    built: Home, spoil: Callable[[Home], None], why: str, tmp_path: Path
) -> None:
    origins.copy(built.warehouse, tmp_path / "part")
    assert (tmp_path / "part").read_bytes() == built.warehouse.read_bytes()
    spoil(built)
    with pytest.raises(UnlikeError, match=why):
        origins.copy(built.warehouse, tmp_path / "part")


Patch = pytest.MonkeyPatch


def flip_again(home: Home, _: Patch) -> Registry:
    flip_a_bit(home)
    return REGISTRY


def lose_a_run(home: Home, _: Patch) -> Registry:
    first = min(home.landing.glob("ats/*/*.report.json"))
    for path in first.parent.glob(f"{first.name.partition('.')[0]}*"):
        path.unlink()
    return REGISTRY


def read_a_run_again(home: Home, _: Patch) -> Registry:
    first = min(home.normalised.glob("*/ats/contents/*.parquet"))
    os.utime(first, (0, 0))
    return REGISTRY


def change_the_registry(_: Home, __: Patch) -> Registry:
    return Registry({**REGISTRY.boards, "ats": replace(REGISTRY.boards["ats"], home="CN")})


def change_the_linking(_: Home, patch: Patch) -> Registry:
    patch.setattr(store, "linking_rule", lambda: "another")
    return REGISTRY


def change_taxonomy_and_duckdb(_: Home, patch: Patch) -> Registry:
    patch.setattr(duckdb, "__version__", "9.9.9")
    said = taxonomy.load()
    patch.setattr(taxonomy, "load", lambda: replace(said, version="another"))
    return REGISTRY


def say_of_a_run_something_else(_: Home, patch: Patch) -> Registry:
    choose = stage.choose
    patch.setattr(stage, "choose", lambda runs, registry: choose(runs, registry)[:-1])
    return REGISTRY


def leave_much_free(_: Home, patch: Patch) -> Registry:
    patch.setattr(earlier, "FREE", -1.0)
    return REGISTRY


def touch_most(home: Home, patch: Patch) -> Registry:
    patch.setattr(store, "_FEW", 0)
    posted = [posting("ats", f"new{key}", scope="acme", company="Acme") for key in range(40)]
    land(home, "2030-01-20", posted)
    return REGISTRY


def begin_with_nothing(home: Home, _: Patch) -> Registry:
    shutil.rmtree(home.root)
    assert store.build(home, REGISTRY).anew == ""
    land(home, "2030-01-20", [posting("ats", "1", scope="acme", company="Acme")])
    return REGISTRY


def fail_by(error: Exception) -> Callable[[Home, Patch], Registry]:
    def fails(_: Home, patch: Patch) -> Registry:
        def write(_: object, __: Table) -> None:
            raise error

        patch.setattr(renewing.Renewal, "write", write)
        return REGISTRY

    return fails


REASONS: dict[str, tuple[Callable[[Home, Patch], Registry], str]] = {
    "damage": (flip_again, "byte for byte what the last build wrote"),
    "runs gone": (lose_a_run, r"runs that the last build knew went or were replaced, .*: 1, first ats 2"),
    "readings": (read_a_run_again, r"files of readings were written again: 1, first ats/contents/.*\.parquet$"),
    "registry": (change_the_registry, "^boards.toml changed since the last build; the next one goes on from here$"),
    "rules": (change_the_linking, "^jobproof's rules changed since the last build"),
    "an upgrade": (change_taxonomy_and_duckdb, "^taxonomy or normaliser and DuckDB changed since"),
    "another state of a run": (say_of_a_run_something_else, "something else is said now"),
    "free space": (leave_much_free, "free space, so that it was packed"),
    "most touched": (touch_most, r"^4\d of \d+ postings may be others now, which is most of the home$"),
    "an empty home": (begin_with_nothing, "^the last build had nothing to read$"),
    "DuckDB": (fail_by(duckdb.IOException("it broke\nhere")), r"^going on from the earlier file failed \(it broke\)$"),
    "no room": (fail_by(OSError(28, "No space left on device")), r"failed \(\[Errno 28\] No space left on device\)$"),
    "counts": (fail_by(UnlikeError("it counts less")), "^it counts less$"),
}
"""What happened between two builds, and what the second says of why it writes all anew."""


@pytest.mark.parametrize("case", REASONS)
def test_a_build_that_cannot_go_on_writes_all_anew_and_says_why(
    built: Home, monkeypatch: pytest.MonkeyPatch, case: str
) -> None:
    change, why = REASONS[case]
    summary = store.build(built, change(built, monkeypatch))
    assert summary.touched_n is None
    assert re.search(why, summary.anew)
    assert "\n" not in summary.how
    assert summary.how == f"every table was written anew: {summary.anew}"


def test_publish_says_why_all_is_written_anew_and_is_silent_otherwise(
    home: Home, capsys: pytest.CaptureFixture[str]
) -> None:
    boards = 'only = true\n[ats]\nkind = "live"\nhome = "{}"\nscopes = {{ acme = {{ name = "Acme" }} }}\n'
    land(home, "2024-01-20", [posting("ats", "1", scope="acme", company="Acme")])
    told = []
    for country in ("CN", "CN", "DE"):
        home.boards.write_text(boards.format(country), encoding="utf-8")
        assert cli.run(["publish"]) == 0
        told.append([line for line in capsys.readouterr().err.splitlines() if "written anew" in line])
    why = "boards.toml changed since the last build; the next one goes on from here"
    assert told == [[], [], [f"every table was written anew: {why}"]]
    assert cli.run(["publish", "--json"]) == 0
    said = orjson.loads(capsys.readouterr().out)
    assert (said["touched_n"] is not None, said["anew"]) == (True, "")


def test_a_build_that_goes_on_or_has_nothing_before_it_has_no_reason(built: Home) -> None:
    again = store.build(built, REGISTRY)
    assert (again.touched_n is not None, again.anew) == (True, "")
    assert again.how.startswith("went on from the earlier warehouse: ")
    built.warehouse.unlink()
    first = store.build(built, REGISTRY)
    assert (first.touched_n, first.anew) == (None, "")
    assert first.how == "every table was written anew: there was none to go on from"


BY_VERSION = {
    "board", "is_posting", "text_key", "role_key", "title", "sketch", "telling", "words", "offered", "places",
    "countries", "wanted", "named", "links", "skills", "hirer", "site",
}  # fmt: skip
"""Columns of built.current that follow from what a posting's version says."""


def test_every_column_of_the_newest_version_is_compared_or_follows_from_it(built: Home) -> None:
    with reading(built.warehouse) as connection:
        held = {name for name, *_ in connection.execute("DESCRIBE built.current").fetchall()}
    lacking = set(renewing._OF_CURRENT) - held
    assert not lacking, (
        f"core.postings {sorted(lacking)}: a build that goes on writes them from stage/current.sql, which lacks them;"
        " add them there, or to _BY_VERSION in renewing.py if they follow from what a posting's version says"
    )
    unlisted = held - {*renewing._OF_CURRENT, *BY_VERSION, "posting_id", "version"}
    assert not unlisted, (
        f"stage/current.sql {sorted(unlisted)}: a build that goes on leaves them; add them to _OF_CURRENT in"
        " renewing.py, or to BY_VERSION here if they follow from what a posting's version says"
    )


@pytest.mark.parametrize(
    ("table", "but"),
    [(WEEKLY_FLOW, set()), (MONTHLY_FLOW, set()), (WEEKLY_STOCK, {"last_seen_on", "closed_on"})],
    ids=lambda each: each.name if isinstance(each, Table) else "",
)
def test_nothing_is_counted_by_what_a_build_that_goes_on_takes_for_an_end(table: Table, but: set[str]) -> None:
    assert set(renewing._ENDS) <= set(VACANCIES.polars)
    named = set(re.findall(r"\w+", store.model(table.schema, table.name))) & (set(renewing._ENDS) - but)
    assert not named, (
        f"{table.full_name} counts by {sorted(named)}: take them out of _ENDS in renewing.py, which says that"
        " no count of what opened is made from them"
    )


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
