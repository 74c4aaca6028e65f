"""Whether a built warehouse looks as one should: what is told, what stops a publish, and what is no trouble."""

from __future__ import annotations

import duckdb
import pytest

from assets import steps
from pipelines import cli
from tests.landed import REGISTRY, land, posting
from warehouse import publish, store, vitals
from warehouse.errors import JobproofError
from warehouse.home import Home
from warehouse.schemas import POSTINGS

MANY = 60


def month(home: Home, name: str, n: int = MANY, **more: object) -> None:
    """Land a month of threads: n postings of different days and employers."""
    more = {"text": "Our bank builds payment systems. You must know Golang and PostgreSQL well.", **more}
    rows = [
        posting("threads", f"{name}-{key}", posted_at=f"{name}-{key % 27 + 1:02}T12:00:00+00:00", **more)
        for key in range(n)
    ]
    land(home, name, rows)


def broken(home: Home) -> dict[str, int]:
    store.build(home, REGISTRY)
    return {found.check: found.failed_n for found in vitals.checks(home)}


def test_even_months_are_well(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JOBPROOF_NOW", "2024-03-30")
    for name in ("2024-01", "2024-02", "2024-03"):
        month(home, name)
    assert broken(home) == {}
    shares = vitals.measured(home)
    assert set(shares["board"]) == {"threads"}
    wanted = {column.name for column in POSTINGS.columns if column.filled or column.unknown}
    assert {check.partition(": ")[2] for check in shares["check"]} == wanted


def test_a_column_that_falls_empty_is_out_of_bounds_and_has_drifted(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JOBPROOF_NOW", "2024-03-30")
    for name in ("2024-01", "2024-02"):
        month(home, name)
    month(
        home, "2024-03", company=None, title=None, location=None, text="We hire. Apply now, we would like to meet you."
    )
    found = broken(home)
    assert found["filled: countries"] == found["drift: countries"] == 1
    assert found["filled: concepts"] == 1


def test_few_rows_are_noise(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JOBPROOF_NOW", "2024-03-30")
    month(home, "2024-03", n=vitals.LEAST_ROWS - 1, location=None, text="We hire.")
    assert broken(home) == {}


def test_a_board_that_nobody_crawls_any_more_is_told(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    month(home, "2024-01", n=3)
    monkeypatch.setenv("JOBPROOF_NOW", "2024-03-30")
    assert broken(home) == {"fresh": 1}
    monkeypatch.setenv("JOBPROOF_NOW", "2024-02-05")
    assert broken(home) == {}


class TestWhatWasPublishedAndIsGone:
    @pytest.fixture
    def halved(self, home: Home, monkeypatch: pytest.MonkeyPatch) -> Home:
        """A home whose second month was lost after it was published."""
        monkeypatch.setenv("JOBPROOF_NOW", "2024-02-28")
        home.root.mkdir(parents=True, exist_ok=True)
        home.boards.write_text('only = true\n[threads]\ntitle="t"\nkind="history"\nsince="2024-01"\n', encoding="utf-8")
        month(home, "2024-01")
        month(home, "2024-02")
        steps.publish(home)
        for path in (home.landing / "threads" / "2024-02").iterdir():
            path.unlink()
        return home

    def test_it_stops_the_publish_and_says_what_to_do(self, halved: Home) -> None:
        with pytest.raises(JobproofError, match=r"'rows' on 1 boards.*threads.*120.*60.*--accept rows"):
            steps.publish(halved)
        assert publish.query(halved, "SELECT count(*) FROM core.postings").item() == 2 * MANY

    def test_who_means_it_publishes(self, halved: Home) -> None:
        assert cli.run(["publish", "--accept", "rows"]) == 0
        assert publish.query(halved, "SELECT count(*) FROM core.postings").item() == MANY

    def test_a_board_that_left_the_registry_is_meant_to_be_gone(self, halved: Home) -> None:
        with duckdb.connect(str(halved.warehouse)) as connection:
            connection.execute("DELETE FROM core.postings; DELETE FROM core.boards")
        assert "rows" not in {found.check for found in vitals.checks(halved)}
