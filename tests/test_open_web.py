"""Archives of the open web under Dagster: crawls as partitions, shards as mapped work, what a bad shard costs."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import dagster as dg
import polars as pl
import pytest

from assets import open_web, shards
from assets.retries import Retries
from bench.web_pages import TONGUES, Look, Truth, made_posting, quads, write_files
from pipelines.definitions import build
from warehouse import batches, landing
from warehouse.home import Home

CRAWL, FILES, PAGES = "CC-MAIN-2023-23", 3, 60
ONE_EACH = {"ops": {"archives__rows": {"ops": {"find_shards": {"config": {"shards_a_step": 1}}}}}}
AT_ONCE = Retries.at_once(0)


@pytest.fixture
def instance() -> Iterator[dg.DagsterInstance]:
    with dg.DagsterInstance.ephemeral() as made:
        yield made


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("JOBPROOF_ARCHIVES", f"file://{tmp_path}/open")
    monkeypatch.setattr(open_web, "_runner", lambda: one_by_one)
    return tmp_path / "open"


@pytest.fixture
def truth(here: Path) -> Truth:
    return write_files(here / "archives" / CRAWL, FILES, PAGES, 7, look=Look(2))


def one_by_one(work: batches.Work, given: Any) -> Iterator[batches.Done]:
    return map(work, given)


def run(home: Home, instance: dg.DagsterInstance, crawl: str = CRAWL) -> dg.ExecuteInProcessResult:
    instance.add_dynamic_partitions("crawls", [crawl])
    job = build(home, retries=AT_ONCE).resolve_job_def("archives")
    return job.execute_in_process(instance=instance, partition_key=crawl, run_config=ONE_EACH, raise_on_error=False)


def rows(here: Path, kind: str, crawl: str = CRAWL) -> pl.DataFrame:
    return pl.concat([pl.read_parquet(path) for path in sorted((here / "rows" / crawl / kind).glob("*.parquet"))])


def kept(frame: pl.DataFrame) -> list[str]:
    return sorted(f"{key} {at[:7]}" for key, at in frame.select("id", "crawled_at").iter_rows())


def landed(home: Home, board: str = "common_crawl") -> list[str]:
    reports = landing.reports(home, board)
    return sorted(f"{row['key']} {row['fetched_at'][:7]}" for each in reports for row in landing.raw_lines(home, each))  # type: ignore[index]  # a text


def failures(result: dg.ExecuteInProcessResult) -> str:
    found = [event.step_failure_data.user_failure_data for event in result.all_events if event.is_step_failure]
    return "".join(each.description or "" for each in found if each)


def steps(result: dg.ExecuteInProcessResult) -> list[str]:
    return [event.step_key or "" for event in result.all_events if event.is_step_success and event.step_key]


def test_a_crawl_is_read_shard_by_shard_and_lands(
    home: Home, instance: dg.DagsterInstance, here: Path, truth: Truth
) -> None:
    result = run(home, instance)
    assert result.success
    assert len([step for step in steps(result) if "read_shards" in step]) == FILES
    assert kept(rows(here, "normalised")) == kept(rows(here, "postings")) == sorted(truth.kept) == landed(home)
    [told] = [each for each in result.get_asset_materialization_events() if each.asset_key == open_web.ROWS]
    assert told.partition == CRAWL
    said = told.step_materialization_data.materialization.metadata
    assert said["dagster/partition_row_count"].value == len(truth.kept)
    assert said["shards"].value == FILES
    assert instance.get_materialized_partitions(open_web.LANDED) == {CRAWL}


def test_a_second_run_does_nothing_again(home: Home, instance: dg.DagsterInstance, here: Path, truth: Truth) -> None:
    run(home, instance)
    before = [path.stat().st_mtime_ns for path in sorted((here / "rows").rglob("*.parquet"))]
    again = run(home, instance)
    assert again.success
    assert not [step for step in steps(again) if "read_shards" in step]
    assert [path.stat().st_mtime_ns for path in sorted((here / "rows").rglob("*.parquet"))] == before
    assert landed(home) == sorted(truth.kept)


def test_a_shard_that_fails_costs_the_others_nothing_and_is_done_by_the_next_run(
    home: Home, instance: dg.DagsterInstance, here: Path, truth: Truth, monkeypatch: pytest.MonkeyPatch
) -> None:
    torn = here / "archives" / CRAWL / "crawl-00001.warc.gz"
    whole = torn.read_bytes()
    torn.write_bytes(b"no archive" * 100)
    first = run(home, instance)
    assert not first.success
    assert len([step for step in steps(first) if "read_shards" in step]) == FILES - 1
    assert "crawl-00001.warc.gz: " in failures(first)
    assert instance.get_materialized_partitions(open_web.ROWS) == set()
    assert landed(home) == []

    torn.write_bytes(whole)
    worked: list[str] = []
    work = shards.work

    def watched(task: batches.Task) -> batches.Done:
        worked.append(task.name)
        return work(task)

    monkeypatch.setattr(shards, "work", watched)
    assert run(home, instance).success
    assert worked == ["crawl-00001.warc.gz"]
    assert kept(rows(here, "normalised")) == sorted(truth.kept) == landed(home)


def test_a_folder_named_after_a_day_is_an_extract_of_web_data_commons(
    home: Home, instance: dg.DagsterInstance, here: Path
) -> None:
    lines: list[str] = []
    for number in range(5):
        dice = random.Random(number)  # noqa: S311 - invented postings
        posting = made_posting(dice, TONGUES[number], f"L-{number}", date(2024, 10, 1))
        lines += quads(posting, f"https://jobs.lockgate.example/{number}", number)
    folder = here / "archives" / "wdc-2024-10-15"
    folder.mkdir(parents=True)
    (folder / "part_1.nq").write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert run(home, instance, "wdc-2024-10-15").success
    assert set(rows(here, "postings", "wdc-2024-10-15")["crawled_at"].str.slice(0, 10)) == {"2024-10-15"}
    assert len(landed(home, "web_data_commons")) == rows(here, "postings", "wdc-2024-10-15").height > 0


def test_postings_land_only_after_their_shards_were_read(
    home: Home, instance: dg.DagsterInstance, here: Path, truth: Truth
) -> None:
    run(home, instance)
    (here / "rows" / CRAWL / "postings" / "crawl-00002.warc.gz.parquet").unlink()
    job = build(home, retries=AT_ONCE).resolve_job_def("archives")
    result = job.execute_in_process(
        instance=instance, partition_key=CRAWL, asset_selection=[open_web.LANDED], raise_on_error=False
    )
    assert "Materialise archives/rows first" in failures(result)
    assert landed(home) == sorted(truth.kept)


def test_an_empty_crawl_fails_in_words(home: Home, instance: dg.DagsterInstance, here: Path) -> None:
    (here / "archives" / CRAWL).mkdir(parents=True)
    result = run(home, instance)
    assert not result.success
    assert "holds no shard" in failures(result)


@pytest.mark.usefixtures("truth")
def test_each_new_folder_becomes_a_partition_once(home: Home, instance: dg.DagsterInstance) -> None:
    [sensor] = [each for each in build(home).sensors or [] if each.name == "new_crawls"]

    def tick() -> list[str]:
        told = sensor.evaluate_tick(dg.build_sensor_context(instance=instance)).dynamic_partitions_requests
        return [key for each in told or [] for key in each.partition_keys]

    assert tick() == [CRAWL]
    instance.add_dynamic_partitions("crawls", [CRAWL])
    assert tick() == []


def test_without_the_setting_there_is_nothing_of_it(home: Home) -> None:
    defs = build(home)
    assert "archives" not in {job.name for job in defs.jobs or []}
    assert "new_crawls" not in {sensor.name for sensor in defs.sensors or []}


@pytest.mark.parametrize(("shards_", "least", "steps_", "most"), [(3, 1, 3, 1), (40, 16, 3, 14), (9_000, 16, 100, 90)])
def test_steps_are_alike_and_never_too_many(shards_: int, least: int, steps_: int, most: int) -> None:
    given = [batches.Task(f"file:///{at}", f"{at}", "") for at in range(shards_)]
    packs = open_web.packs(given, least)
    assert (len(packs), max(map(len, packs))) == (steps_, most)
    assert sorted(task.name for pack in packs for task in pack) == sorted(task.name for task in given)
