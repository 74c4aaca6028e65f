"""Shards of archives through both runners: the same rows, whoever works on them, whatever is killed meanwhile."""

from __future__ import annotations

import gzip
import json
import os
import signal
from dataclasses import replace
from functools import partial
from pathlib import Path

import fsspec
import polars as pl
import pytest

from assets import shards
from bench.web_pages import Look, Truth, write_files
from pipelines.cli import run
from warehouse import batches, landing
from warehouse.batches import Done, Task
from warehouse.errors import BadUsageError, JobproofError
from warehouse.home import Home

PAGES, FILES = 150, 3


@pytest.fixture(scope="module")
def crawl(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Truth]:
    folder = tmp_path_factory.mktemp("crawl")
    return folder, write_files(folder, FILES, PAGES, 11, look=Look(2))


def one_by_one(work: batches.Work, given: object) -> object:
    return map(work, given)  # type: ignore[call-overload]  # a runner without processes


def done(folder: Path, target: Path) -> batches.Summary:
    return batches.run(shards.work, shards.tasks(str(folder), str(target)), one_by_one)  # type: ignore[arg-type]


def rows(target: Path, kind: str) -> pl.DataFrame:
    return pl.concat([pl.read_parquet(path) for path in sorted((target / kind).glob("*.parquet"))])


def test_shards_bring_what_their_pages_were_made_from(crawl: tuple[Path, Truth], tmp_path: Path) -> None:
    folder, truth = crawl
    summary = done(folder, tmp_path)
    postings, normalised = rows(tmp_path, "postings"), rows(tmp_path, "normalised")
    assert summary.rows == postings.height == normalised.height == len(truth.kept)
    assert dict(summary.dropped) == dict(truth.dropped)
    assert postings["id"].to_list() == normalised["id"].to_list()
    assert {f"{key} {at[:7]}" for key, at in postings.select("id", "crawled_at").iter_rows()} == truth.kept
    assert normalised["crawled_at"].to_list() == postings["crawled_at"].to_list()
    assert "go" in set(normalised["languages"].explode(empty_as_null=True))


def test_what_is_done_is_not_done_again_unless_it_would_come_out_otherwise(
    crawl: tuple[Path, Truth], tmp_path: Path
) -> None:
    first = done(crawl[0], tmp_path)
    [some, *_] = sorted((tmp_path / "done").glob("*.json"))
    some.unlink()
    again = done(crawl[0], tmp_path)
    assert (first.worked, again.worked) == (FILES, 1)
    assert again.sha256 == first.sha256
    other = [replace(task, edition="other") for task in shards.tasks(str(crawl[0]), str(tmp_path))]
    assert batches.run(shards.work, other, one_by_one).worked == FILES  # type: ignore[arg-type]


def test_tables_of_postings_are_shards_too(crawl: tuple[Path, Truth], tmp_path: Path) -> None:
    done(crawl[0], tmp_path / "first")
    summary = done(tmp_path / "first" / "postings", tmp_path / "second")
    assert rows(tmp_path / "second", "normalised").equals(rows(tmp_path / "first", "normalised"))
    assert not (tmp_path / "second" / "postings").exists()
    assert summary.rows == len(crawl[1].kept)


def test_postings_of_shards_are_imported_like_their_archives(
    crawl: tuple[Path, Truth], home: Home, tmp_path: Path
) -> None:
    done(crawl[0], tmp_path)
    for path in sorted((tmp_path / "postings").glob("*.parquet")):
        assert run(["import", str(path), "--board", "common_crawl"]) == 0
    reports = landing.reports(home, "common_crawl")
    landed = [row for each in reports for row in landing.raw_lines(home, each)]
    assert {f"{row['key']} {str(row['fetched_at'])[:7]}" for row in landed} == crawl[1].kept
    assert len(landed) == len(crawl[1].kept)
    assert {each.partition for each in reports} == {"2023-05", "2023-06"}


def test_a_shard_that_cannot_be_read_fails_alone_and_is_named(
    crawl: tuple[Path, Truth], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    whole = min(crawl[0].glob("*")).read_bytes()
    (folder / "whole.warc.gz").write_bytes(whole)
    (folder / "cut.warc.gz").write_bytes(whole[:-60])
    (folder / "table.warc.gz").write_bytes(gzip.compress(b"title,company"))
    (folder / "torn.parquet").write_bytes(b"PAR1")
    pl.DataFrame({"title": ["x"]}).write_parquet(folder / "nameless.parquet")
    code = run(["normalise", "--shards", "--workers", "1", str(folder), str(tmp_path / "out"), "--json"])
    said = capsys.readouterr()
    told = {each["name"]: each for each in json.loads(said.out)["shards"]}
    assert code == 1
    assert {name for name, each in told.items() if each["failed"]} == {
        "table.warc.gz", "torn.parquet", "nameless.parquet",
    }  # fmt: skip
    assert told["cut.warc.gz"]["partial"]
    assert told["whole.warc.gz"]["rows"] > 0
    assert "cut.warc.gz: read as WARC" in said.err
    assert not (tmp_path / "out" / "done" / "torn.parquet.json").exists()


def kill_once(mark: Path, task: Task) -> Done:
    if task.name.endswith("1.warc.gz") and not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return shards.work(task)


def kill_always(task: Task) -> Done:
    os.kill(os.getpid(), signal.SIGKILL)
    return shards.work(task)


def test_a_killed_worker_costs_no_row_and_doubles_none(crawl: tuple[Path, Truth], tmp_path: Path) -> None:
    wanted = done(crawl[0], tmp_path / "undisturbed")
    given = shards.tasks(str(crawl[0]), str(tmp_path / "out"))
    summary = batches.run(partial(kill_once, tmp_path / "killed"), given, batches.runner("pool", workers=2))
    assert (tmp_path / "killed").exists()
    assert summary.sha256 == wanted.sha256
    assert rows(tmp_path / "out", "normalised").equals(rows(tmp_path / "undisturbed", "normalised"))


def test_workers_that_die_again_and_again_are_told_of(crawl: tuple[Path, Truth], tmp_path: Path) -> None:
    given = shards.tasks(str(crawl[0]), str(tmp_path / "out"))[:1]
    with pytest.raises(JobproofError, match=r"killed 3 times.*crawl-0000"):
        batches.run(kill_always, given, batches.runner("pool", workers=1))


def test_shards_may_lie_on_other_stores(crawl: tuple[Path, Truth], tmp_path: Path) -> None:
    store = fsspec.filesystem("memory")
    store.put(f"{crawl[0]}/", "/crawl/", recursive=True)
    far = batches.run(shards.work, shards.tasks("memory://crawl", "memory://rows"), one_by_one)  # type: ignore[arg-type]
    assert far.sha256 == done(crawl[0], tmp_path).sha256
    assert len(store.glob("/rows/normalised/*.parquet")) == FILES


def test_daft_makes_the_same_rows(crawl: tuple[Path, Truth], tmp_path: Path) -> None:
    pytest.importorskip("daft", reason="the extra [scale] is not installed")
    given = shards.tasks(str(crawl[0]), str(tmp_path / "daft"))
    summary = batches.run(shards.work, given, batches.runner("daft", workers=2))
    assert summary.sha256 == done(crawl[0], tmp_path / "pool").sha256


def test_what_cannot_be_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadUsageError, match="holds no shard"):
        shards.tasks(str(tmp_path), str(tmp_path))
    with pytest.raises(BadUsageError, match="'dask'"):
        batches.runner("dask")
    with pytest.raises(BadUsageError, match="knows no cluster"):
        batches.runner("pool", cluster="127.0.0.1:6379")
