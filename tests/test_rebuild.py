"""Re-running is harmless: weeks published one by one equal a rebuild, and a replay tells all that it changes."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import orjson
import polars as pl
import pytest

from assets import steps
from pipelines import cli
from reports import claims
from simulation.market import Market, Volume
from simulation.replica import serve
from warehouse import boards, publish, readers, store, taxonomy
from warehouse.database import attach, in_memory
from warehouse.home import Home
from warehouse.schemas import BESIDE, TABLES

TODAY = date(2025, 1, 6)
WEEKS = [TODAY - timedelta(days=7 * ago) for ago in (2, 1, 0)]
SMALL = Volume(archive=30, ruanyf=10, hn=30, companies=60, feed=25)
BOARDS = ("hn_whoishiring", "greenhouse")
GO_IN_DECEMBER = """
[[claim]]
id = "M1"
article = "a talk I heard"
kind = "share"
population = "ALL"
period = "2024-12"
numerator = "go"
word = "most"
statement_en = "Most openings of December ask for Go"
statement_zh = "12 月多数职位要求 Go"
subject_en = "Share of openings that ask for Go"
subject_zh = "要求 Go 的新发布职位占比"
"""


@pytest.fixture(scope="module")
def weekly(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Home]:
    """A home that was crawled and published on three Mondays of a simulated market."""
    home = Home(tmp_path_factory.mktemp("weekly") / "home")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JOBPROOF_HOME", str(home.root))
        for week in WEEKS:
            publish_week(home, week, patch)
        yield home


def publish_week(home: Home, week: date, patch: pytest.MonkeyPatch) -> None:
    market = Market(seed=5, end=week, months=2, volume=SMALL)
    market.write_boards_toml(home.boards)
    registry = boards.load(home)
    patch.setenv("JOBPROOF_NOW", f"{week}T06:00:00+00:00")
    with serve(market) as replica:
        patch.setenv("JOBPROOF_REPLICA", replica.url)
        if week == WEEKS[0]:
            steps.crawl_boards(home, registry, BOARDS[:1], "2024-11")
        steps.crawl_boards(home, registry, BOARDS)
    store.build(home, registry)
    publish.publish(home)


@pytest.fixture(autouse=True)
def _environment(weekly: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JOBPROOF_HOME", str(weekly.root))
    monkeypatch.setenv("JOBPROOF_NOW", f"{TODAY}T06:00:00+00:00")


def test_weeks_published_one_by_one_equal_a_full_rebuild_row_for_row(weekly: Home, tmp_path: Path) -> None:
    twin = Home(tmp_path / "twin")
    shutil.copytree(weekly.landing, twin.landing)
    shutil.copy(weekly.boards, twin.boards)
    store.build(twin, boards.load(twin))
    publish.publish(twin)
    with in_memory() as connection:
        attach(connection, weekly.published, "weekly")
        attach(connection, twin.published, "rebuilt")
        for table in set(TABLES) - set(BESIDE):
            [(rows,)] = connection.execute(f"SELECT count(*) FROM weekly.{table.full_name}").fetchall()
            for one, other in (("weekly", "rebuilt"), ("rebuilt", "weekly")):
                odd = f"FROM {one}.{table.full_name} EXCEPT ALL FROM {other}.{table.full_name}"
                assert connection.execute(odd).fetchall() == [], f"{table.full_name} differs"
            assert rows or table.full_name in {"mart.control_monthly", "core.posting_versions"}, table.full_name


def without_go(real: Callable[..., pl.DataFrame]) -> Callable[..., pl.DataFrame]:
    """Return a normaliser that knows no Go."""
    no_go = {
        "languages": pl.col("languages").list.filter(pl.element() != "go"),
        "concepts": pl.col("concepts").list.filter(pl.element().struct.field("concept") != "go"),
    }
    return lambda *args, **kwargs: real(*args, **kwargs).with_columns(**no_go)


def replayed(capsys: pytest.CaptureFixture[str], *options: str) -> Any:
    capsys.readouterr()
    assert cli.run(["replay", "--json", *options]) == 0
    return orjson.loads(capsys.readouterr().out)


def test_a_replay_of_one_board_tells_fields_examples_and_claims(
    weekly: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    mine = tmp_path / "mine.toml"
    mine.write_text(GO_IN_DECEMBER, encoding="utf-8")
    monkeypatch.setattr(steps, "load_claims", lambda: claims.load(mine, known_concepts=taxonomy.load().concepts))
    go = "SELECT count(*) FROM core.postings WHERE board = 'hn_whoishiring' AND list_contains(languages, 'go')"
    wanted = publish.query(weekly, go).item()
    with monkeypatch.context() as patch:
        patch.setattr(readers, "read_contents", without_go(readers.read_contents))
        found = replayed(capsys, "--diff", "--board", "hn_whoishiring")
    [postings] = [table for table in found["tables"] if table["table"] == "core.postings"]
    fields = {field["field"]: field for field in postings["fields"]}
    assert set(fields) == {"languages", "concepts"}
    assert fields["languages"]["changed_n"] == wanted > 3
    assert len(fields["languages"]["examples"]) == 3
    for example in fields["languages"]["examples"]:
        assert example["key"].startswith("hn_whoishiring:")
        assert "go" in example["before"]
        assert example["after"] == example["before"].replace("go, ", "").replace(", go", "").replace("go", "")
    [moved] = found["claims"]
    assert (moved["claim_id"], moved["estimate"], moved["n"]) == ("M1", 0.0, moved["n_before"])
    assert moved["estimate_before"] > 0
    back = replayed(capsys, "--since", "2024-01-01")
    assert {table["table"] for table in back if table["before"] != table["after"]} >= {"core.postings", "core.mentions"}
    assert [table for table in replayed(capsys) if table["before"] != table["after"]] == []


def test_a_replay_tells_people_in_tables(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["replay", "--diff", "--board", "greenhouse", "--since", "2025-01-01"]) == 0
    said = capsys.readouterr().out.splitlines()
    assert said[0].split("\t") == ["table", "rows before", "rows after", "added", "removed", "changed", "checksum"]
    assert {line.split("\t")[-1] for line in said[1 : said.index("")]} == {"same"}
