"""The main way under Dagster, on a small simulated market: crawl, history, publish, report, and what stops it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import dagster as dg
import duckdb
import polars as pl
import pytest

from assets import judging, steps
from assets.frames import report_frames
from assets.keys import raw_key, report_key, table_key
from assets.report import DRAWN
from assets.retries import Retries
from assets.tables import BUILT
from pipelines.definitions import build
from reports import exhibits, judge, kept
from simulation.market import Market, Volume
from simulation.replica import Replica, serve
from warehouse import boards, contracts, landing, series, store
from warehouse.cohorts import Warehouse
from warehouse.errors import JobproofError
from warehouse.home import Home
from warehouse.records import CrawlReport
from warehouse.schemas import CLAIM_HISTORY, POSTINGS, TABLES
from warehouse.store import BuildSummary

TODAY = date(2025, 1, 6)
MONTHS = ("2024-10", "2024-12")
AT_ONCE = Retries.at_once(1)
SMALL = Volume(archive=30, ruanyf=15, hn=40, companies=60, feed=25)


@dataclass
class Place:
    """One home with its market's replica and its Dagster."""

    home: Home
    replica: Replica
    instance: dg.DagsterInstance
    defs: dg.Definitions

    def run(self, job: str, key: str | None = None, **options: object) -> dg.ExecuteInProcessResult:
        return self.defs.resolve_job_def(job).execute_in_process(
            instance=self.instance,
            partition_key=key,
            raise_on_error=False,
            **options,  # type: ignore[arg-type]  # passed on
        )

    @staticmethod
    def last_words(result: dg.ExecuteInProcessResult) -> str:
        """Return what a person reads of a failed run."""
        failed = [event.step_failure_data.user_failure_data for event in result.all_events if event.is_step_failure]
        return " ".join(str(each.description) for each in failed if each)

    def rows(self, sql: str) -> int:
        """Return the one number that a query of the published copy yields."""
        with duckdb.connect(str(self.home.published), read_only=True) as connection:
            [(found,)] = connection.execute(sql).fetchall()
        return int(found)

    def newest(self, key: dg.AssetKey) -> dg.AssetMaterialization:
        told = self.instance.get_latest_materialization_event(key)
        assert told is not None
        assert told.asset_materialization is not None
        return told.asset_materialization


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """A home in which three months of history, today's boards and one week's publish have been run."""
    home = Home(tmp_path_factory.mktemp("market") / "home")
    market = Market(seed=5, end=TODAY, months=3, volume=SMALL)
    market.write_boards_toml(home.boards)
    with pytest.MonkeyPatch.context() as patch, serve(market) as replica, dg.DagsterInstance.ephemeral() as instance:
        patch.setenv("JOBPROOF_HOME", str(home.root))
        patch.setenv("JOBPROOF_NOW", f"{TODAY}T06:00:00+00:00")
        patch.setenv("JOBPROOF_REPLICA", replica.url)
        patch.setattr(steps, "LANGS", ("en",))  # charts take most of the time; tests of the report draw both languages
        here = Place(home, replica, instance, build(home, retries=AT_ONCE))
        span = dict(
            zip(("dagster/asset_partition_range_start", "dagster/asset_partition_range_end"), MONTHS, strict=True)
        )
        assert here.run("backfill", tags=span).success
        assert here.run("crawl", TODAY.isoformat()).success
        assert here.run("publish", TODAY.isoformat()).success
        yield here


@pytest.fixture(autouse=True)
def _environment(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JOBPROOF_HOME", str(place.home.root))
    monkeypatch.setenv("JOBPROOF_NOW", f"{TODAY}T06:00:00+00:00")
    monkeypatch.setenv("JOBPROOF_REPLICA", place.replica.url)


def test_each_partition_shows_what_landed(place: Place) -> None:
    landed = {(report.board, report.partition): report for report in landing.reports(place.home)}
    assert place.instance.get_materialized_partitions(raw_key("hn_whoishiring")) == {"2024-10", "2024-11", "2024-12"}
    for board in ("greenhouse", "lever", "weworkremotely"):
        told = place.newest(raw_key(board))
        report = landed[board, TODAY.isoformat()]
        assert told.metadata["dagster/partition_row_count"].value == report.kept > 0
        assert told.metadata["run"].value == report.run
        assert "| --- |" in str(told.metadata["sample"].value)


def test_each_table_shows_its_rows_as_published(place: Place) -> None:
    with duckdb.connect(str(place.home.published), read_only=True) as connection:
        for table in TABLES:
            [(rows,)] = connection.execute(f"SELECT count(*) FROM {table.full_name}").fetchall()
            told = place.newest(table_key(table)).metadata
            assert told["dagster/row_count"].value == rows, table.full_name
            if table in BUILT:
                assert re.match("went on from|every table was written anew: ", str(told["build"].value))
        assert connection.execute("SELECT count(*) > 100 FROM core.postings").fetchall() == [(True,)]


def test_the_charts_can_be_seen_in_the_page(place: Place) -> None:
    told = place.newest(report_key("charts"))
    assert told.partition == TODAY.isoformat()
    shown = [value for value in told.metadata.values() if isinstance(value, dg.MarkdownMetadataValue)]
    assert shown
    assert all("data:image/png;base64,iVBOR" in str(value.value) for value in shown)


def test_demand_has_a_band_around_what_it_averages(place: Place) -> None:
    with Warehouse(place.home) as warehouse:
        frames = report_frames(boards.load(place.home), warehouse)
        cells = series.trend_cells(warehouse, "go", "any", "ALL")
    go = frames.monthly.filter(population="ALL", concept="go")
    assert (int(cells["n"].sum()), int(cells["x"].sum())) == (go["total_n"].sum(), go["vacancies_n"].sum())
    low, high = go.select("average_low", "average_high").row(1)
    assert low < go["vacancies_n"].sum() / go["total_n"].sum() < high
    assert frames.in_sight["any"] >= go["total_n"].sum()
    assert 0 < go["vacancies_n"].sum() <= frames.in_sight["go"] < frames.in_sight["any"]


def test_several_processes_find_what_one_does(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(judging, "LEAST", 0)
    monkeypatch.setattr(judging, "LEAST_SHOWN", 0)
    entries = steps.load_claims()
    with Warehouse(place.home) as warehouse:
        alone, meta = judge.judge(entries, warehouse, today=TODAY), warehouse.meta()
        shown = exhibits.gather(entries, alone, warehouse)
        monkeypatch.setattr(judge, "judge", lambda *_, **__: [])
        monkeypatch.setattr(exhibits, "gather", lambda *_: {})
        assert kept.written(judging.judge_all(place.home, warehouse, entries, TODAY)) == kept.written(alone)
        assert repr(judging.gather_all(place.home, entries, alone, warehouse)) == repr(shown)
        monkeypatch.setattr(Warehouse, "meta", lambda _: replace(meta, vintage="earlier"))
        assert judging.judge_all(place.home, warehouse, entries[:2], TODAY) == []
    assert any(one.elsewhere for one in alone)


def test_what_is_drawn_is_what_was_recorded_and_not_judged_again(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = json.loads(Path(str(place.newest(report_key("claims")).metadata["path"].value)).read_text(encoding="utf-8"))
    vintage = place.newest(table_key(CLAIM_HISTORY)).metadata["vintage"].value
    with duckdb.connect(str(place.home.published), read_only=True) as connection:
        said = connection.execute(
            f"SELECT claim_id, verdict, estimate FROM mart.claim_history WHERE vintage = '{vintage}'"
        ).fetchall()
    judgements = steps.judge_claims(place.home)
    assert {(row["id"], row["verdict"]) for row in drawn} == {(claim, verdict) for claim, verdict, _ in said}
    estimates = {one.id: one.estimate.interval.value if one.estimate else None for one in judgements}
    assert estimates == {claim: estimate for claim, _, estimate in said}
    monkeypatch.setattr(judge, "judge", lambda *_, **__: [])
    assert steps.published_claims(place.home) == drawn
    monkeypatch.setenv("JOBPROOF_NOW", "2025-01-07T06:00:00+00:00")
    assert steps.published_claims(place.home) == []


def test_report_files_lie_in_the_folder_of_the_week(place: Place) -> None:
    for name in ("page", "mail", "claims"):
        path = Path(str(place.newest(report_key(name)).metadata["path"].value))
        assert path.exists()
        assert path.is_relative_to(place.home.reports / TODAY.isoformat())


def test_a_live_board_refuses_any_other_day(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    before = landing.reports(place.home)
    monkeypatch.setenv("JOBPROOF_NOW", "2025-01-07T06:00:00+00:00")
    refused = place.run("crawl", "2025-01-06", asset_selection=[raw_key("greenhouse")])
    assert not refused.success
    assert "'2025-01-06'" in place.last_words(refused)
    assert "2025-01-07" in place.last_words(refused)
    assert landing.reports(place.home) == before


def test_a_report_of_another_week_is_refused(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = sorted(place.home.reports.rglob("*"))
    monkeypatch.setenv("JOBPROOF_NOW", "2025-01-14T06:00:00+00:00")
    refused = place.run("publish", "2025-01-06", asset_selection=[report_key(name) for name in DRAWN])
    assert not refused.success
    assert "2025-01-13" in place.last_words(refused)
    assert sorted(place.home.reports.rglob("*")) == drawn


def test_a_dead_board_fails_alone_and_publish_goes_on(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setenv("JOBPROOF_REPLICA", "http://127.0.0.1:9")
        dead = place.run("crawl", TODAY.isoformat(), asset_selection=[raw_key("weworkremotely")])
    assert not dead.success
    assert "board 'weworkremotely' brought nothing usable" in place.last_words(dead)
    tables = [table_key(table) for table in TABLES]
    assert place.run("publish", TODAY.isoformat(), asset_selection=tables).success
    rows = place.rows("SELECT count(*) FROM core.postings WHERE board = 'weworkremotely'")
    assert rows == place.newest(raw_key("weworkremotely")).metadata["dagster/partition_row_count"].value


def test_rows_that_break_a_contract_are_not_published(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    build_well, published = steps.build_warehouse, place.home.published.read_bytes()

    def build_badly(home: Home) -> BuildSummary:
        built = build_well(home)
        with duckdb.connect(str(home.warehouse)) as connection:
            connection.execute(f"INSERT INTO {POSTINGS.full_name} SELECT * FROM {POSTINGS.full_name} LIMIT 1")
        return built

    monkeypatch.setattr(steps, "build_warehouse", build_badly)
    result = place.run("publish", TODAY.isoformat())
    assert not result.success
    broken = [check for check in result.get_asset_check_evaluations() if not check.passed]
    assert [(check.asset_key, check.check_name) for check in broken] == [(table_key(POSTINGS), "key")]
    assert "core.postings breaks 'key' in 1 rows" in str(broken[0].description)
    assert not [event for event in result.get_asset_materialization_events() if event.asset_key == report_key("page")]
    assert place.home.published.read_bytes() == published


def test_the_command_line_refuses_them_too(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    published = place.home.published.read_bytes()
    bad = contracts.CheckResult("core.postings", "required: board", 2, pl.DataFrame({"posting_id": ["a:1", "a:2"]}))
    monkeypatch.setattr(store, "checks", lambda _: [bad])
    with pytest.raises(JobproofError, match=r"core.postings breaks 'required: board' in 2 rows"):
        steps.publish(place.home)
    assert place.home.published.read_bytes() == published


def test_numbers_out_of_bounds_are_told_and_published(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    odd = contracts.CheckResult("core.postings", "high: experience_max_years", 1, pl.DataFrame({"posting_id": ["a:1"]}))
    monkeypatch.setattr(store, "checks", lambda _: [odd])
    assert steps.publish(place.home).path == place.home.published


def test_command_line_and_dagster_publish_the_same(place: Place) -> None:
    vintage = place.newest(table_key(CLAIM_HISTORY)).metadata["vintage"].value
    assert steps.publish(place.home).vintage == vintage
    verdicts = {row["id"]: row["verdict"] for row in steps.published_claims(place.home)}
    assert len(verdicts) == len(steps.load_claims())
    assert place.rows(f"SELECT count(*) FROM mart.claim_history WHERE vintage = '{vintage}'") == len(verdicts)


def test_boards_are_crawled_side_by_side_and_told_one_by_one(place: Place) -> None:
    told: list[CrawlReport] = []
    moved: list[tuple[str, int, int]] = []
    reports = steps.crawl_boards(
        place.home,
        boards.load(place.home),
        ("weworkremotely", "hn_whoishiring"),
        on_report=told.append,
        on_progress=lambda *step: moved.append(step),
    )
    assert [(report.board, report.partition) for report in reports] == [
        ("weworkremotely", "2025-01-06"),
        ("hn_whoishiring", "2025-01"),
    ]
    assert sorted(report.board for report in told) == ["hn_whoishiring", "weworkremotely"]
    assert moved == [("crawl", 1, 2), ("crawl", 2, 2)]
