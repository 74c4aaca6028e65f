"""Landing files: immutable, committed by their report, clear when damaged."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest

from warehouse import journal, landing
from warehouse.errors import JobproofError
from warehouse.home import Home
from warehouse.landing import LandingFile, one_at_a_time
from warehouse.records import CrawlReport, RawPosting, ScopeReport
from warehouse.schemas import LANDED

POSTING = RawPosting(
    board="lever",
    key="k1",
    fetched_at="2026-11-21T06:00:00+00:00",
    title="Go 工程师",
    text="<p>招 Go</p>",
    text_format="html",
    tags=["后端"],
    posted_raw="1",
    posted_kind="created",
    posted_at="2026-11-20T05:04:03.250000+00:00",
    raw={"id": "k1", "deep": [{"1": None}]},
)


def land(home: Home, *postings: RawPosting, board: str = "lever", partition: str = "2026-11-21") -> CrawlReport:
    with LandingFile(home, board, partition) as file:
        for posting in postings:
            file.add(posting)
        return file.commit((ScopeReport("acme", "complete", kept=len(postings)),))


def test_what_was_landed_is_read_back(home: Home) -> None:
    report = land(home, POSTING, replace(POSTING, key="k2", posted_at=None, tags=[]))
    assert landing.reports(home) == [report]
    frame = landing.read(home, report)
    assert frame.schema == pl.Schema(LANDED.polars)
    first, second = frame.to_dicts()
    assert (first["key"], first["title"], first["tags"], first["partition"]) == (
        "k1",
        "Go 工程师",
        ["后端"],
        "2026-11-21",
    )
    assert first["run"] == report.run
    assert f"{first['posted_at']:%Y-%m-%d %H:%M:%S.%f}" == "2026-11-20 05:04:03.250000"
    assert (second["posted_at"], second["tags"]) == (None, [])
    assert [row["raw"] for row in landing.raw_lines(home, report)] == [POSTING.raw, POSTING.raw]


def test_a_run_without_rows_has_a_report_and_no_file(home: Home) -> None:
    report = land(home)
    assert report.sha256 == ""
    assert not landing.data_path(home, report).exists()
    assert landing.read(home, report).schema == pl.Schema(LANDED.polars)
    assert list(landing.raw_lines(home, report)) == []


def test_a_run_that_breaks_off_leaves_nothing(home: Home) -> None:
    unwritable = replace(POSTING, raw={"x": object()})
    with pytest.raises(TypeError):
        land(home, POSTING, unwritable)
    assert [path for path in home.landing.rglob("*") if path.is_file()] == []


def test_runs_are_numbered_in_their_order_under_a_fixed_clock(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JOBPROOF_NOW", "2026-11-21T06:00:00+00:00")
    runs = [land(home, POSTING, partition=partition).run for partition in ("2026-11-21", "2026-11-20", "2026-11-21")]
    assert runs == sorted(set(runs))
    assert [report.run for report in landing.reports(home)] == runs
    assert land(home, POSTING, board="greenhouse").run not in runs
    assert runs[0].startswith("20261121T060000-0001")


def test_only_one_boards_reports(home: Home) -> None:
    land(home, POSTING)
    other = land(home, POSTING, board="greenhouse")
    assert landing.reports(home, "greenhouse") == [other]
    assert landing.reports(home, "none") == []


def test_leftovers_of_killed_runs_are_found_and_removed_by_the_next(home: Home) -> None:
    report = land(home, POSTING)
    folder = landing.data_path(home, report).parent
    orphan, part = folder / "20260101T000000-0001aaaa.jsonl.zst", folder / ".20260101T000000-0002aaaa.99.part"
    orphan.write_bytes(b"x")
    part.write_bytes(b"x")
    assert landing.orphans(home) == sorted([orphan, part])
    with one_at_a_time(home, "greenhouse"):
        assert orphan.exists()
    with one_at_a_time(home, "lever"):
        assert landing.orphans(home) == []
    assert landing.read(home, report).height == 1


@pytest.mark.parametrize(
    ("damage", "words"),
    [
        (lambda path: path.write_bytes(path.read_bytes()[:-9]), "sha256"),
        (lambda path: path.write_bytes(b""), "sha256"),
        (lambda path: path.unlink(), "cannot be read"),
    ],
)
def test_a_damaged_file_is_named(home: Home, damage: object, words: str) -> None:
    report = land(home, POSTING)
    path = landing.data_path(home, report)
    assert callable(damage)
    damage(path)
    with pytest.raises(JobproofError, match=words) as caught:
        landing.read(home, report)
    assert str(path) in str(caught.value)
    assert "crawl or import that partition again" in str(caught.value)


def test_a_file_that_is_no_zstandard_is_named_even_if_its_hash_fits(home: Home) -> None:
    report = land(home, POSTING)
    landing.data_path(home, report).write_bytes(b"not packed")
    fits = replace(report, sha256=hashlib.sha256(b"not packed").hexdigest())
    with pytest.raises(JobproofError, match="cannot be unpacked"):
        landing.read(home, fits)


@pytest.mark.parametrize("text", ["{", "[]", '{"board": "lever"}', '{"scopes": [{"scope": "x", "state": "complete"}]}'])
def test_a_damaged_report_is_raised_or_told(home: Home, text: str) -> None:
    good = land(home, POSTING)
    bad = home.landing / "lever" / "2026-11-21" / "20990101T000000-0001aaaa.report.json"
    bad.write_text(text, encoding="utf-8")
    with pytest.raises(JobproofError, match=r"20990101T000000-0001aaaa\.report\.json"):
        landing.reports(home)
    told: list[JobproofError] = []
    assert landing.reports(home, on_error=told.append) == [good]
    assert len(told) == 1


def test_nothing_landed_is_nothing_found(home: Home) -> None:
    assert landing.reports(home) == []
    assert landing.orphans(home) == []
    assert isinstance(home.landing, Path)


def test_a_killed_run_whose_file_is_damaged_is_begun_anew(home: Home) -> None:
    with LandingFile(home, "lever", "2026-11-21") as file:
        file.add(POSTING)
        file.end_scope(ScopeReport("acme", "complete", kept=1))
    (killed,) = journal.unfinished(home, "lever")
    part = bytearray(killed.part.read_bytes())
    part[len(part) // 2] ^= 0xFF
    killed.part.write_bytes(part)
    with landing.resumed(home, "lever", "2026-11-21", simulated=False) as file:
        assert (file.ended, file.kept) == ((), 0)
    assert journal.unfinished(home, "lever") == []
