"""Dagster's side of the house: what is declared, what each asset does on a good and on a bad day, what people see."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import dagster as dg
import pytest
import yaml

from assets import metadata, partitions, raw, steps
from assets.keys import raw_key, report_key, table_key
from assets.retries import Retries
from pipelines.definitions import build, executor
from pipelines.resources import dagster_home, environment
from reports.outbox import Record
from warehouse import boards
from warehouse.errors import BadUsageError, JobproofError
from warehouse.home import PROJECT, Home
from warehouse.landing import LandingFile, data_path
from warehouse.records import CrawlReport, RawPosting, ScopeReport
from warehouse.schemas import CLAIM_HISTORY, TABLES

NOW = "2026-03-02T06:00:00+00:00"
TODAY = "2026-03-02"
AT_ONCE = Retries.at_once(1)


@pytest.fixture(autouse=True)
def _fixed_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JOBPROOF_NOW", NOW)


@pytest.fixture
def instance() -> Iterator[dg.DagsterInstance]:
    with dg.DagsterInstance.ephemeral() as made:
        yield made


@pytest.fixture
def defs(home: Home) -> dg.Definitions:
    return build(home, retries=AT_ONCE)


def report(board: str, partition: str, *scopes: ScopeReport) -> CrawlReport:
    moment = f"{TODAY}T06:00:00+00:00"
    return CrawlReport(board, partition, f"20260302T060000-{partition}", moment, moment, scopes)


def run(
    defs: dg.Definitions, instance: dg.DagsterInstance, job: str, key: str | None = None, **options: Any
) -> dg.ExecuteInProcessResult:
    return defs.resolve_job_def(job).execute_in_process(
        instance=instance, partition_key=key, raise_on_error=False, **options
    )


def failures(result: dg.ExecuteInProcessResult) -> list[str]:
    """Return what a person reads of each failed step."""
    events = [event for event in result.all_events if event.is_step_failure]
    return [event.step_failure_data.user_failure_data.description or "" for event in events]  # type: ignore[union-attr]  # every failure here is ours


class TestWhatIsDeclared:
    def test_definitions_hold_together(self, defs: dg.Definitions) -> None:
        dg.Definitions.validate_loadable(defs)

    def test_each_crawled_board_has_one_asset_with_partitions_of_its_kind(
        self, defs: dg.Definitions, home: Home
    ) -> None:
        registry = boards.load(home)
        graph = defs.resolve_asset_graph()
        wanted = {"live": dg.DailyPartitionsDefinition, "history": dg.MonthlyPartitionsDefinition}
        crawled = [board for board in registry.boards.values() if board.kind in wanted]
        assert {board.kind for board in crawled} == set(wanted)
        for board in crawled:
            node = graph.get(raw_key(board.name))
            assert type(node.partitions_def) is wanted[board.kind], board.name
            assert node.is_materializable
            assert node.group_name == "raw"
        assert {key.path[1] for key in graph.get_all_asset_keys() if key.path[0] == "raw"} == set(registry.boards)

    def test_an_archive_is_shown_but_cannot_be_crawled(self, defs: dg.Definitions, home: Home) -> None:
        archives = boards.load(home).of_kind("archive")
        assert archives
        assert not any(defs.resolve_asset_graph().get(raw_key(board.name)).is_materializable for board in archives)

    def test_each_table_is_an_asset_with_its_description_and_columns(self, defs: dg.Definitions) -> None:
        graph = defs.resolve_asset_graph()
        for table in TABLES:
            node = graph.get(table_key(table))
            assert node.group_name == table.schema
            assert table.description in (node.description or "")
            shown = [column.name for column in node.metadata["dagster/column_schema"].columns]
            assert shown == [column.name for column in table.columns]

    def test_lineage_leads_from_boards_over_tables_to_charts(self, defs: dg.Definitions) -> None:
        graph = defs.resolve_asset_graph()
        above = graph.upstream_key_iterator(dg.AssetKey(["report", "charts"]))
        assert {key.path[0] for key in above} == {"raw", "core", "mart"}

    def test_each_table_has_a_blocking_check_of_its_key(self, defs: dg.Definitions) -> None:
        graph = defs.resolve_asset_graph()
        for table in TABLES:
            if table is not CLAIM_HISTORY:
                assert graph.get_check_spec(dg.AssetCheckKey(table_key(table), "key")).blocking

    def test_history_partitions_begin_with_the_first_month_and_hold_the_running_one(self, home: Home) -> None:
        history = boards.load(home).of_kind("history")
        keys = partitions.months(history).get_partition_keys()
        assert keys[0] == min(board.since for board in history)
        assert "2026-03" in keys

    def test_weeks_are_iso_weeks_and_the_running_one_has_a_partition(self, home: Home) -> None:
        weeks = partitions.weeks(home)
        assert weeks.get_first_partition_key() == TODAY
        assert partitions.running_week() == TODAY

    def test_days_begin_with_the_first_that_landed(self, home: Home) -> None:
        (home.landing / "greenhouse" / "2026-02-27").mkdir(parents=True)
        assert partitions.days(home, boards.load(home)).get_first_partition_key() == "2026-02-27"

    @pytest.mark.parametrize(
        ("now", "months"), [("2026-01-15", ["2025-12", "2026-01"]), ("2026-12-31", ["2026-11", "2026-12"])]
    )
    def test_running_months(self, now: str, months: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("JOBPROOF_NOW", now)
        assert partitions.running_months() == months

    def test_boards_of_one_host_share_a_pool(self, home: Home) -> None:
        registry = boards.load(home)
        assert raw.pool(registry.board("hn_whoishiring")) == "crawl_news_ycombinator_com"


class TestWhatAnOperatorSets:
    def test_a_mirror_has_an_asset_a_job_and_a_schedule_that_is_on(
        self, home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, instance: dg.DagsterInstance
    ) -> None:
        monkeypatch.setenv("JOBPROOF_REMOTE", f"file://{tmp_path / 'remote'}")
        home.verdicts.mkdir(parents=True)
        (home.verdicts / "v.parquet").write_bytes(b"verdicts")
        made = build(home)
        dg.Definitions.validate_loadable(made)
        schedule = made.resolve_schedule_def("mirror_daily")
        assert schedule.default_status is dg.DefaultScheduleStatus.RUNNING
        assert run(made, instance, "mirror").success
        assert (tmp_path / "remote" / "verdicts" / "v.parquet").read_bytes() == b"verdicts"

    def test_a_mirror_that_cannot_be_reached_fails_in_words(
        self, home: Home, monkeypatch: pytest.MonkeyPatch, instance: dg.DagsterInstance
    ) -> None:
        monkeypatch.setenv("JOBPROOF_REMOTE", "nosuch://bucket")
        made = build(home, retries=AT_ONCE)
        assert "nosuch://bucket" in failures(run(made, instance, "mirror"))[0]

    def test_without_one_there_is_none(self, defs: dg.Definitions) -> None:
        assert "mirror" not in {job.name for job in defs.jobs or []}

    def test_the_executor_is_a_setting(self, monkeypatch: pytest.MonkeyPatch) -> None:
        assert executor() is dg.in_process_executor
        monkeypatch.setenv("JOBPROOF_EXECUTOR", "dagster:multiprocess_executor")
        assert executor() is dg.multiprocess_executor

    def test_a_file_configures_the_executor_of_every_run(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        path = tmp_path / "executor.yaml"
        path.write_text("execution: {config: {max_concurrent: 2}}", encoding="utf-8")
        monkeypatch.setenv("JOBPROOF_EXECUTOR_CONFIG", str(path))
        found = executor("dagster:multiprocess_executor")
        job = dg.GraphDefinition(name="nothing").to_job(executor_def=found)
        assert dg.validate_run_config(job)["execution"]["multiprocess"]["max_concurrent"] == 2

    def test_the_example_for_celery_has_the_form_that_is_read(self) -> None:
        example = yaml.safe_load((PROJECT / "deploy" / "celery.yaml").read_text(encoding="utf-8"))
        assert example["execution"]["config"].keys() == {"broker", "backend"}

    @pytest.mark.parametrize(
        "text", ["", "[1", "- 1", "execution: {config: {max_conc: 2}}", "execution: {}", "execution: 3", None]
    )
    def test_a_file_that_configures_nothing_is_refused(
        self, text: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        path = tmp_path / "executor.yaml"
        if text is not None:
            path.write_text(text, encoding="utf-8")
        monkeypatch.setenv("JOBPROOF_EXECUTOR_CONFIG", str(path))
        with pytest.raises(BadUsageError, match="JOBPROOF_EXECUTOR_CONFIG"):
            executor("dagster:multiprocess_executor")

    @pytest.mark.parametrize("named", ["no_such_package:executor", "dagster:nothing", "dagster", "os:path"])
    def test_an_executor_that_is_none_is_refused(self, named: str) -> None:
        with pytest.raises(BadUsageError, match="JOBPROOF_EXECUTOR"):
            executor(named)

    def test_a_stale_board_shows_as_such(self, defs: dg.Definitions) -> None:
        policy = defs.resolve_asset_graph().get(raw_key("lever")).freshness_policy
        assert policy == dg.FreshnessPolicy.time_window(fail_window=timedelta(days=8), warn_window=timedelta(days=2))


class TestSchedules:
    def test_all_are_on(self, defs: dg.Definitions) -> None:
        assert defs.schedules
        for schedule in defs.schedules:
            assert isinstance(schedule, dg.ScheduleDefinition)
            assert schedule.default_status is dg.DefaultScheduleStatus.RUNNING

    def test_each_live_board_gets_a_run_of_its_own_for_today(self, defs: dg.Definitions, home: Home) -> None:
        live = {board.name for board in boards.load(home).of_kind("live")}
        requests = self._requests(defs, "crawl_daily")
        assert {request.tags["board"] for request in requests} == live
        assert {request.partition_key for request in requests} == {TODAY}
        assert all(request.asset_selection == [raw_key(request.tags["board"])] for request in requests)

    def test_history_is_read_again_for_two_months(self, defs: dg.Definitions) -> None:
        requests = self._requests(defs, "backfill_mondays")
        asked = [(request.tags["board"], request.partition_key) for request in requests]
        assert asked[:2] == [("hn_whoishiring", "2026-02"), ("hn_whoishiring", "2026-03")]
        assert len(asked) == len(set(asked))
        assert all(request.asset_selection == [raw_key(request.tags["board"])] for request in requests)

    def test_the_report_is_of_the_running_week(self, defs: dg.Definitions) -> None:
        [request] = self._requests(defs, "publish_mondays")
        assert request.partition_key == TODAY

    @staticmethod
    def _requests(defs: dg.Definitions, name: str) -> Sequence[dg.RunRequest]:
        tick = defs.resolve_schedule_def(name).evaluate_tick(
            dg.build_schedule_context(repository_def=defs.get_repository_def())
        )
        assert tick.run_requests
        return tick.run_requests


class TestCrawling:
    def crawl_with(self, monkeypatch: pytest.MonkeyPatch, *reports: CrawlReport) -> list[list[str]]:
        asked: list[list[str]] = []

        def crawl(board: boards.Board, keys: Sequence[str], *_: object, **__: object) -> list[CrawlReport]:
            asked.append(list(keys))
            return [each for each in reports if each.board == board.name]

        monkeypatch.setattr(raw, "crawl", crawl)
        return asked

    def test_a_whole_crawl_shows_its_rows_and_scopes(
        self, defs: dg.Definitions, instance: dg.DagsterInstance, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        whole = ScopeReport("stripe", "complete", requests=1, bytes=900, declared=3, kept=3)
        self.crawl_with(monkeypatch, report("greenhouse", TODAY, whole))
        result = run(defs, instance, "crawl", TODAY, asset_selection=[raw_key("greenhouse")])
        assert result.success
        [told] = result.asset_materializations_for_node("raw__greenhouse")
        assert told.metadata["dagster/partition_row_count"].value == 3
        assert "| 2026-03-02 | stripe | complete | 3 | 3 |" in str(told.metadata["scopes"].value)
        assert all(check.passed for check in result.get_asset_check_evaluations())

    @pytest.mark.parametrize("state", ["partial", "capped", "window", "failed"])
    def test_a_degraded_crawl_lands_with_a_warning(
        self, state: Any, defs: dg.Definitions, instance: dg.DagsterInstance, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        scopes = ScopeReport("stripe", "complete", kept=3), ScopeReport("elastic", state, "page 2 missing", kept=2)
        self.crawl_with(monkeypatch, report("greenhouse", TODAY, *scopes))
        result = run(defs, instance, "crawl", TODAY, asset_selection=[raw_key("greenhouse")])
        assert result.success
        warned = {check.check_name: check for check in result.get_asset_check_evaluations()}["every_scope_whole"]
        assert not warned.passed
        assert warned.severity is dg.AssetCheckSeverity.WARN
        assert "page 2 missing" in str(warned.metadata["scopes"].value)

    def test_a_feed_that_is_always_a_window_is_no_trouble(
        self, defs: dg.Definitions, instance: dg.DagsterInstance, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        self.crawl_with(monkeypatch, report("weworkremotely", TODAY, ScopeReport("", "window", "newest 100", kept=100)))
        result = run(defs, instance, "crawl", TODAY, asset_selection=[raw_key("weworkremotely")])
        assert all(check.passed for check in result.get_asset_check_evaluations())

    @pytest.mark.parametrize("state", ["partial", "capped"])
    def test_captures_that_are_always_partial_are_no_trouble(
        self, state: Any, defs: dg.Definitions, instance: dg.DagsterInstance, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        self.crawl_with(monkeypatch, report("wayback", "2025-01", ScopeReport("a:b", state, "2 of 9", kept=100)))
        span = {"dagster/asset_partition_range_start": "2025-01", "dagster/asset_partition_range_end": "2025-01"}
        result = run(defs, instance, "backfill", tags=span, asset_selection=[raw_key("wayback")])
        assert {check.passed for check in result.get_asset_check_evaluations()} == {True, state == "partial"}

    def test_rows_out_of_bounds_warn(
        self, defs: dg.Definitions, instance: dg.DagsterInstance, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        self.crawl_with(monkeypatch, report("greenhouse", TODAY, ScopeReport("stripe", "complete", kept=0)))
        result = run(defs, instance, "crawl", TODAY, asset_selection=[raw_key("greenhouse")])
        assert result.success
        assert [check.check_name for check in result.get_asset_check_evaluations() if not check.passed] == [
            "rows_as_expected"
        ]

    def test_a_failed_crawl_is_tried_again_and_fails_with_its_reason(
        self, defs: dg.Definitions, instance: dg.DagsterInstance, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        asked = self.crawl_with(monkeypatch, report("lever", TODAY, ScopeReport("", "failed", "no connection")))
        result = run(defs, instance, "crawl", TODAY, asset_selection=[raw_key("lever")])
        assert not result.success
        assert len(asked) == 2
        assert "2026-03-02: failed: no connection" in failures(result)[0]

    def test_a_blocked_crawl_is_not_tried_again(
        self, defs: dg.Definitions, instance: dg.DagsterInstance, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        asked = self.crawl_with(monkeypatch, report("lever", TODAY, ScopeReport("", "blocked", "robots.txt forbids")))
        assert not run(defs, instance, "crawl", TODAY, asset_selection=[raw_key("lever")]).success
        assert len(asked) == 1

    def test_months_that_landed_stay_told_when_another_fails(
        self, defs: dg.Definitions, instance: dg.DagsterInstance, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        asked = self.crawl_with(
            monkeypatch,
            report("hn_whoishiring", "2025-01", ScopeReport("1", "complete", kept=700)),
            report("hn_whoishiring", "2025-02", ScopeReport("2", "failed", "HTTP 500")),
        )
        span = {"dagster/asset_partition_range_start": "2025-01", "dagster/asset_partition_range_end": "2025-02"}
        result = run(defs, instance, "backfill", tags=span, asset_selection=[raw_key("hn_whoishiring")])
        assert asked[0] == ["2025-01", "2025-02"]
        assert not result.success
        assert instance.get_materialized_partitions(raw_key("hn_whoishiring")) == {"2025-01"}

    def test_each_month_of_one_run_has_its_own_figures(
        self, defs: dg.Definitions, instance: dg.DagsterInstance, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        months = {"2025-01": 700, "2025-02": 650}
        self.crawl_with(
            monkeypatch,
            *(report("hn_whoishiring", month, ScopeReport(month, "complete", kept=n)) for month, n in months.items()),
        )
        span = {"dagster/asset_partition_range_start": "2025-01", "dagster/asset_partition_range_end": "2025-02"}
        assert run(defs, instance, "backfill", tags=span, asset_selection=[raw_key("hn_whoishiring")]).success
        told = instance.fetch_materializations(raw_key("hn_whoishiring"), limit=9).records
        assert {
            record.partition_key: record.asset_materialization.metadata["dagster/partition_row_count"].value
            for record in told
            if record.asset_materialization
        } == months

    def test_months_before_a_boards_first_are_told_and_not_crawled(
        self, defs: dg.Definitions, instance: dg.DagsterInstance, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        asked = self.crawl_with(monkeypatch)
        early = {"dagster/asset_partition_range_start": "2015-01", "dagster/asset_partition_range_end": "2015-02"}
        assert run(defs, instance, "backfill", tags=early, asset_selection=[raw_key("ruanyf_weekly")]).success
        assert asked == []
        told = instance.fetch_materializations(raw_key("ruanyf_weekly"), limit=9).records
        assert {
            str(record.asset_materialization.metadata["state"].value) for record in told if record.asset_materialization
        } == {"the board begins with 2019-08"}

    def test_what_cannot_be_crawled_is_refused_once_and_in_words(
        self, defs: dg.Definitions, instance: dg.DagsterInstance, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def refuse(*_: object, **__: object) -> list[CrawlReport]:
            raise BadUsageError("board 'lever'", "2026-03-02", remedy="Crawl today.")

        monkeypatch.setattr(raw, "crawl", refuse)
        result = run(defs, instance, "crawl", TODAY, asset_selection=[raw_key("lever")])
        assert failures(result) == ["board 'lever': 2026-03-02. Crawl today."]


class TestSendingTheWeek:
    def sent(self, defs: dg.Definitions, instance: dg.DagsterInstance) -> dg.ExecuteInProcessResult:
        return run(defs, instance, "publish", TODAY, asset_selection=[report_key("sent")])

    def test_without_a_mail_server_it_says_so(
        self, defs: dg.Definitions, instance: dg.DagsterInstance, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.delenv("JOBPROOF_SMTP_HOST", raising=False)
        result = self.sent(defs, instance)
        assert result.success
        [told] = result.asset_materializations_for_node("report__sent")
        assert "JOBPROOF_SMTP_HOST is not set" in str(told.metadata["readers"].value)

    @pytest.mark.parametrize(("state", "goes_through"), [("sent", True), ("refused", True), ("waiting", False)])
    def test_who_has_not_got_it_yet_makes_it_fail_and_be_tried_again(
        self,
        state: Any,
        goes_through: bool,
        defs: dg.Definitions,
        instance: dg.DagsterInstance,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        asked: list[Home] = []
        monkeypatch.setenv("JOBPROOF_SMTP_HOST", "127.0.0.1")

        def send(home: Home) -> list[Record]:
            asked.append(home)
            return [Record("ann@example.org", state)]

        monkeypatch.setattr(steps, "send_report", send)
        assert self.sent(defs, instance).success is goes_through
        assert len(asked) == (1 if goes_through else 2)

    def test_what_an_operator_sets_is_how_long_every_step_waits(
        self, home: Home, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        said = {"CRAWL": "5x1.5", "MAIL": "1x20", "MIRROR": "0x0"}
        for name, value in said.items():
            monkeypatch.setenv(f"JOBPROOF_RETRY_{name}", value)
        monkeypatch.setenv("JOBPROOF_REMOTE", f"file://{tmp_path}")
        monkeypatch.setenv("JOBPROOF_ARCHIVES", f"file://{tmp_path}")
        graph = build(home).get_repository_def()
        found = {
            op.name: (op.retry_policy.max_retries, op.retry_policy.delay)
            for asset in graph.assets_defs_by_key.values()
            if asset.is_executable
            for op in asset.node_def.iterate_node_defs()
            if isinstance(op, dg.OpDefinition) and op.retry_policy
        }
        crawled = {f"raw__{board.name}" for kind in ("live", "history") for board in boards.load(home).of_kind(kind)}
        assert found == {
            **dict.fromkeys((*crawled, "read_shards"), (5, 1.5)), "report__sent": (1, 20), "remote__copy": (0, 0)
        }  # fmt: skip

    @pytest.mark.parametrize("said", ["2", "x60", "2x", "-1x60", "2xsoon"])
    def test_what_cannot_be_read_is_refused_in_words(
        self, said: str, home: Home, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("JOBPROOF_RETRY_MAIL", said)
        with pytest.raises(BadUsageError, match=r"JOBPROOF_RETRY_MAIL.*unset it for 3x900"):
            build(home)


class TestWhatLandedByHand:
    def land(self, home: Home, board: str, partition: str, key: str = "1") -> CrawlReport:
        with LandingFile(home, board, partition) as file:
            file.add(RawPosting(board, key, f"{TODAY}T06:00:00+00:00", title="Go Engineer", text="Go"))
            return file.commit((ScopeReport("", "complete", kept=1),))

    def tick(self, defs: dg.Definitions, instance: dg.DagsterInstance, cursor: str | None = None) -> dg.SensorResult:
        sensor = defs.resolve_sensor_def("landed_by_hand")
        context = dg.build_sensor_context(instance=instance, cursor=cursor, resources=defs.resources)
        told = sensor(context)
        assert isinstance(told, dg.SensorResult)
        return told

    def test_crawls_and_imports_are_told_once(
        self, home: Home, defs: dg.Definitions, instance: dg.DagsterInstance
    ) -> None:
        self.land(home, "hn_whoishiring", "2026-02")
        self.land(home, "usajobs_archive", TODAY)
        first = self.tick(defs, instance)
        told = {(event.asset_key.path[1], event.partition) for event in first.asset_events}  # type: ignore[union-attr]
        assert told == {("hn_whoishiring", "2026-02"), ("usajobs_archive", TODAY)}
        for event in first.asset_events:
            instance.report_runless_asset_event(event)
        assert not self.tick(defs, instance, first.cursor).asset_events
        self.land(home, "hn_whoishiring", "2026-02", key="2")
        assert len(self.tick(defs, instance, first.cursor).asset_events) == 1

    def test_rows_are_shown(self, home: Home, defs: dg.Definitions, instance: dg.DagsterInstance) -> None:
        self.land(home, "hn_whoishiring", "2026-02")
        [event] = self.tick(defs, instance).asset_events
        assert isinstance(event, dg.AssetMaterialization)
        assert event.metadata["dagster/partition_row_count"].value == 1
        assert "Go Engineer" in str(event.metadata["sample"].value)

    def test_a_damaged_file_is_told_in_its_own_words(
        self, home: Home, defs: dg.Definitions, instance: dg.DagsterInstance
    ) -> None:
        data_path(home, self.land(home, "hn_whoishiring", "2026-02")).write_bytes(b"cut")
        [event] = self.tick(defs, instance).asset_events
        assert isinstance(event, dg.AssetMaterialization)
        assert "landing file" in str(event.metadata["sample"].value)

    def test_what_a_run_has_told_is_not_told_again(
        self,
        home: Home,
        defs: dg.Definitions,
        instance: dg.DagsterInstance,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        landed = self.land(home, "greenhouse", TODAY)
        monkeypatch.setattr(raw, "crawl", lambda *_, **__: [landed])
        assert run(defs, instance, "crawl", TODAY, asset_selection=[raw_key("greenhouse")]).success
        assert not self.tick(defs, instance).asset_events


class TestInstance:
    def test_settings_hold_one_writer_and_one_crawl_a_host(self, home: Home) -> None:
        with dg.DagsterInstance.from_config(str(dagster_home(home))) as made:
            pools = made.get_concurrency_config().pool_config
            assert pools.default_pool_limit == 1
            assert made.get_concurrency_config().run_queue_config.max_concurrent_runs == 4
            assert not made.telemetry_enabled

    def test_own_settings_are_laid_over(self, home: Home) -> None:
        home.root.mkdir(parents=True)
        own = home.root / "dagster.yaml"
        own.write_text("concurrency:\n  runs:\n    max_concurrent_runs: 9\ntelemetry:\n  enabled: true\n")
        with dg.DagsterInstance.from_config(str(dagster_home(home))) as made:
            assert made.get_concurrency_config().run_queue_config.max_concurrent_runs == 9
            assert made.get_concurrency_config().pool_config.default_pool_limit == 1
            assert made.telemetry_enabled

    @pytest.mark.parametrize("text", ["a: [", "- a"])
    def test_own_settings_that_are_none_are_refused(self, text: str, home: Home) -> None:
        home.root.mkdir(parents=True)
        (home.root / "dagster.yaml").write_text(text)
        with pytest.raises(JobproofError, match=r"dagster\.yaml"):
            dagster_home(home)

    def test_environment_names_both_homes(self, home: Home) -> None:
        named = environment(home)
        assert named["JOBPROOF_HOME"] == str(home.root)
        assert (Path(named["DAGSTER_HOME"]) / "dagster.yaml").exists()

    def test_workspace_validates_from_any_folder(self, home: Home, tmp_path: Path) -> None:
        command = [sys.executable, "-m", "dagster", "definitions", "validate", "-w", str(PROJECT / "workspace.yaml")]
        done = subprocess.run(
            command, cwd=tmp_path, env=environment(home), capture_output=True, text=True, check=False, timeout=120
        )
        assert done.returncode == 0, done.stderr
        assert "Validation successful for code location jobproof" in done.stderr + done.stdout


class TestMetadata:
    def test_cells_are_cut_and_bars_escaped(self) -> None:
        shown = str(metadata.markdown_table(("a", "b"), [("x|y", "long " * 40), (None, 1)]).value).splitlines()
        assert shown[0] == "| a | b |"
        assert shown[2].startswith("| x\\|y | long long")
        assert len(shown[2]) < 100
        assert shown[3] == "|  | 1 |"

    def test_charts_beyond_the_limit_are_named_by_path(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(metadata, "INLINE_BYTES", 10)
        for name in ("one", "two"):
            (tmp_path / f"{name}.png").write_bytes(b"12345678")
        shown = metadata.charts([tmp_path / "one.png", tmp_path / "two.png"])
        assert str(shown["one"].value).startswith("![one](data:image/png;base64,MTIz")
        assert shown["two"].value == os.fspath(tmp_path / "two.png")
