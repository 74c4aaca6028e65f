"""Building the warehouse from landing: what counts, what is kept, what is refused; nothing is ever half there."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import duckdb
import polars as pl
import pytest

from tests.landed import REGISTRY, land, posting
from warehouse import contracts, landing, readings, store
from warehouse.boards import Board, Registry
from warehouse.database import frame, reading
from warehouse.errors import BadUsageError, JobproofError
from warehouse.home import Home
from warehouse.lock import only_writer
from warehouse.records import CrawlReport
from warehouse.schemas import CLAIM_HISTORY, TABLES


def rows(home: Home, sql: str) -> list[tuple[object, ...]]:
    with reading(home.warehouse) as connection:
        return frame(connection, sql).rows()


def two_months(home: Home) -> list[CrawlReport]:
    january = [posting("threads", key, posted_at=f"2024-01-0{key}T12:00:00+00:00") for key in "234"]
    february = [posting("threads", "5", posted_at="2024-02-02T12:00:00+00:00")]
    return [land(home, "2024-01", january, now="2024-02-10"), land(home, "2024-02", february, now="2024-02-10")]


def test_a_build_makes_every_table_of_the_contracts_and_passes_its_checks(home: Home) -> None:
    two_months(home)
    summary = store.build(home, REGISTRY)
    assert list(summary.rows) == [table.full_name for table in TABLES]
    assert summary.rows["core.postings"] == 4
    assert (summary.runs_n, summary.read_n, summary.problems) == (2, 4, ())
    assert [found for found in store.checks(home) if found.failed_n] == []


def test_tables_and_columns_bear_their_descriptions(home: Home) -> None:
    store.build(home, REGISTRY)
    undescribed = "SELECT table_name FROM duckdb_tables() WHERE database_name = 'jobs' AND comment IS NULL"
    assert rows(home, undescribed) == []
    assert rows(home, "SELECT comment FROM duckdb_columns() WHERE table_name = 'meta' AND column_name = 'vintage'") == [
        ("Day of the build and digest of all that it was built from",)
    ]


def test_an_empty_landing_builds_an_empty_warehouse(home: Home) -> None:
    assert store.build(home, REGISTRY).rows["core.postings"] == 0
    assert rows(home, "SELECT count(*), any_value(simulated) FROM mart.meta") == [(1, False)]


def test_the_same_landing_gives_the_same_vintage_and_reads_nothing_twice(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JOBPROOF_NOW", "2024-07-01")
    twin = Home(tmp_path / "twin")
    for one in (home, twin):
        two_months(one)
    first, again, other = store.build(home, REGISTRY), store.build(home, REGISTRY), store.build(twin, REGISTRY)
    assert first.vintage == again.vintage == other.vintage
    assert first.vintage.startswith("2024-07-01.")
    assert again.read_n == 0
    two_months_more = [posting("threads", "9", posted_at="2024-03-02T12:00:00+00:00")]
    land(home, "2024-03", two_months_more, now="2024-03-10")
    more = store.build(home, REGISTRY)
    assert (more.read_n, more.vintage == first.vintage) == (1, False)


def test_a_monthly_thread_ends_with_the_next_one(home: Home) -> None:
    two_months(home)
    store.build(home, REGISTRY)
    found = rows(home, "SELECT posting_id, opened_on, last_seen_on, closed_on FROM core.postings ORDER BY ALL")
    assert found[0] == ("threads:2", date(2024, 1, 2), date(2024, 2, 1), date(2024, 2, 2))
    assert found[3] == ("threads:5", date(2024, 2, 2), date(2024, 2, 10), None)


def test_a_month_crawled_again_counts_once_and_the_newest_whole_crawl_wins(home: Home) -> None:
    old, new, cut = (posting("threads", key, posted_at="2024-01-05T12:00:00+00:00") for key in "123")
    land(home, "2024-01", [old], now="2024-02-01")
    land(home, "2024-01", [new], now="2024-02-02")
    land(home, "2024-01", [cut], now="2024-02-03", states={"": "partial"})
    land(home, "2024-01", [], board="threads", now="2024-02-04", states={"": "failed"})
    store.build(home, REGISTRY)
    assert rows(home, "SELECT posting_id FROM core.postings") == [("threads:2",)]
    assert rows(home, "SELECT state, postings_n FROM mart.coverage") == [("complete", 1)]


def test_only_a_complete_crawl_closes_and_only_its_own_scope(home: Home) -> None:
    acme, beta = posting("ats", "1", scope="acme"), posting("ats", "2", scope="beta")
    land(home, "2024-05-01", [acme, beta])
    land(home, "2024-05-02", [], board="ats", states={"acme": "partial", "beta": "complete"})
    land(home, "2024-05-03", [], board="ats", states={"acme": "window", "beta": "failed"})
    store.build(home, REGISTRY)
    found = dict(rows(home, "SELECT posting_id, closed_on FROM core.postings"))
    assert found == {"ats:1": None, "ats:2": date(2024, 5, 2)}


def test_a_reopened_posting_has_two_spans_and_is_one_vacancy(home: Home) -> None:
    seen = [posting("ats", "1", scope="acme")]
    land(home, "2024-05-01", seen)
    land(home, "2024-05-02", [], board="ats", states={"acme": "complete"})
    land(home, "2024-05-04", seen)
    store.build(home, REGISTRY)
    spans = rows(home, "SELECT first_seen_on, closed_on FROM core.observations ORDER BY ALL")
    assert spans == [(date(2024, 5, 1), date(2024, 5, 2)), (date(2024, 5, 4), None)]
    assert rows(home, "SELECT opened_on, closed_on FROM core.vacancies") == [(date(2024, 5, 1), None)]


def test_a_merge_is_recorded_once_and_its_id_is_not_used_again(home: Home) -> None:
    [april, may] = [
        posting("threads", str(month), company="Firm", posted_at=f"2024-0{month}-02T00:00:00+00:00") for month in (4, 5)
    ]
    land(home, "2024-05", [may])
    vintage = store.build(home, REGISTRY).vintage
    assert rows(home, "FROM core.vacancy_changes") == []
    land(home, "2024-04", [april])
    for _ in range(2):
        store.build(home, REGISTRY)
        assert rows(home, "SELECT vacancy_id, became, kind, reason FROM core.vacancy_changes") == [
            ("threads:5", "threads:4", "merge", "an earlier posting came in later")
        ]
        assert rows(home, "SELECT DISTINCT vintage FROM core.vacancy_changes") == [(vintage,)]
        assert rows(home, "SELECT DISTINCT vacancy_id FROM core.postings") == [("threads:4",)]


def test_first_sights_of_a_live_scope_are_no_openings_for_60_days(home: Home) -> None:
    first, later = posting("ats", "1", scope="acme"), posting("ats", "2", scope="acme", title="Data Engineer")
    land(home, "2024-05-01", [first])
    land(home, "2024-06-30", [first, later])
    store.build(home, REGISTRY)
    assert rows(home, "SELECT vacancy_id, counts_as_opened FROM core.vacancies ORDER BY ALL") == [
        ("ats:1", False),
        ("ats:2", True),
    ]


def test_what_is_unstated_on_a_chinese_board_is_in_china(home: Home) -> None:
    given = [
        posting("zh", "1", location=None, text="招聘 Golang 后端工程师", posted_at="2024-05-02T00:00:00+00:00"),
        posting("zh", "2", location="北京", text="招聘 Golang 后端工程师", posted_at="2024-05-02T00:00:00+00:00"),
        posting("zh", "3", location="Berlin, Germany", text="Golang engineer", posted_at="2024-05-02T00:00:00+00:00"),
    ]
    land(home, "2024-05", given, now="2024-06-01")
    store.build(home, REGISTRY)
    assert rows(home, "SELECT posting_id, in_cn, cn_basis FROM core.postings ORDER BY ALL") == [
        ("zh:1", True, "board home"),
        ("zh:2", True, "stated"),
        ("zh:3", False, None),
    ]


def test_employers_are_known_by_name_else_by_poster_else_not_at_all(home: Home) -> None:
    text = "We are hiring a backend engineer who knows Golang. Berlin. Apply by mail."
    given = [
        posting("threads", "1", company="Acme GmbH", author="person:00000000000a"),
        posting("threads", "2", company=None, title=None, author="person:00000000000a", text=text),
        posting("threads", "3", company=None, title=None, text=text),
    ]
    land(home, "2024-01", given, now="2024-02-01")
    store.build(home, REGISTRY)
    keys = [key for (key,) in rows(home, "SELECT employer_key FROM core.postings ORDER BY posting_id")]
    assert str(keys[0]).startswith("name:acme")
    assert keys[1:] == ["person:00000000000a", "posting:threads:3"]


def test_a_text_that_offers_no_job_is_kept_and_counted_nowhere(home: Home) -> None:
    asks = posting(
        "threads", "1", company=None, title=None, location=None, text="Does anybody know when this thread is refreshed?"
    )
    land(home, "2024-01", [asks], now="2024-02-01")
    summary = store.build(home, REGISTRY)
    assert rows(home, "SELECT is_posting FROM core.postings") == [(False,)]
    assert (summary.rows["core.vacancies"], summary.rows["core.mentions"]) == (0, 0)


def test_a_corrupt_landing_file_is_named_and_fenced_off(home: Home) -> None:
    january, _ = two_months(home)
    damaged = landing.data_path(home, january)
    damaged.write_bytes(damaged.read_bytes()[:-9])
    summary = store.build(home, REGISTRY)
    assert len(summary.problems) == 1
    assert str(damaged) in summary.problems[0]
    assert rows(home, "SELECT posting_id FROM core.postings") == [("threads:5",)]
    assert rows(home, "SELECT month, state FROM mart.coverage ORDER BY ALL") == [(date(2024, 2, 1), "complete")]


def test_a_landing_file_damaged_after_it_was_read_is_named_and_what_was_read_still_counts(home: Home) -> None:
    january, _ = two_months(home)
    store.build(home, REGISTRY)
    damaged = landing.data_path(home, january)
    damaged.write_bytes(damaged.read_bytes()[:-9])
    summary = store.build(home, REGISTRY)
    [problem] = summary.problems
    assert str(damaged) in problem
    assert summary.rows["core.postings"] == 4


def test_a_replay_names_what_it_had_to_leave_out(home: Home) -> None:
    january, _ = two_months(home)
    store.build(home, REGISTRY)
    landing.data_path(home, january).unlink()
    told: list[str] = []
    changed = {one.table: one for one in store.replay(home, REGISTRY, on_problem=told.append)}
    assert len(told) == 1
    assert changed["core.postings"].removed_n == 3


def test_an_unreadable_report_is_named_too(home: Home) -> None:
    january, _ = two_months(home)
    path = landing.report_path(landing.data_path(home, january))
    path.write_text("{", encoding="utf-8")
    [problem] = store.build(home, REGISTRY).problems
    assert str(path) in problem


def test_landing_of_a_board_that_left_the_registry_is_named_and_left_out(home: Home) -> None:
    two_months(home)
    summary = store.build(home, Registry({"ats": REGISTRY.boards["ats"]}))
    assert summary.rows["core.postings"] == 0
    assert "'threads'" in summary.problems[0]


def test_readings_of_a_run_that_landing_lost_are_forgotten(home: Home) -> None:
    january, _ = two_months(home)
    store.build(home, REGISTRY)
    landing.report_path(landing.data_path(home, january)).unlink()
    store.build(home, REGISTRY)
    assert rows(home, "SELECT posting_id FROM core.postings") == [("threads:5",)]
    held = pl.concat(pl.read_parquet(path) for path in home.normalised.glob("*/*/contents/*.parquet"))
    assert held.height == 1


def test_readings_by_another_taxonomy_are_removed(home: Home) -> None:
    (home.normalised / "older" / "threads").mkdir(parents=True)
    store.build(home, REGISTRY)
    assert not (home.normalised / "older").exists()


def test_what_a_live_board_lists_every_day_is_read_once(home: Home) -> None:
    same = [posting("ats", key, scope="acme") for key in "123"]
    reads = []
    for day in ("2024-05-01", "2024-05-02", "2024-05-03"):
        land(home, day, same)
        reads.append(store.build(home, REGISTRY).read_n)
    assert reads == [3, 0, 0]
    assert rows(home, "SELECT DISTINCT last_seen_on FROM core.postings") == [(date(2024, 5, 3),)]


def test_a_large_run_is_read_in_parts(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readings, "_BATCH", 2)
    two_months(home)
    told: list[tuple[str, int, int]] = []
    store.build(home, REGISTRY, on_progress=lambda *step: told.append(step))
    assert store.build(home, REGISTRY).rows["core.postings"] == 4
    assert told[:2] == [("threads", 1, 2), ("threads", 2, 2)]
    assert told[-1] == ("tables", len(TABLES), len(TABLES))


def test_verdicts_survive_every_rebuild(home: Home) -> None:
    given = {"vintage": "2024-07-01.00000000", "claim_id": "A3.1", "verdict": "undecided", "estimate": 0.1, "n": 12}
    given |= {"reason": "wide", "periods": "2023 → 2024", "corrected": False}
    history = pl.DataFrame([{**given, "low": None, "high": None, "sql": "", "sentence_en": "It stays open."}])
    history = history.cast({"low": pl.Float64, "high": pl.Float64})
    history = history.match_to_schema(pl.Schema(CLAIM_HISTORY.polars), missing_columns="insert")
    store.record_claims(home, history)
    store.record_claims(home, history)
    for _ in range(2):
        home.warehouse.unlink(missing_ok=True)
        store.build(home, REGISTRY)
        assert rows(home, "SELECT claim_id, n FROM mart.claim_history") == [("A3.1", 12)]


def test_verdicts_of_an_earlier_version_lack_what_is_told_since(home: Home) -> None:
    older = {name: None for name in CLAIM_HISTORY.polars if name not in {"reason", "periods", "corrected"}}
    older |= {"vintage": "2024-07-01.0", "claim_id": "A3.1", "verdict": "undecided", "sql": "", "sentence_en": "Open."}
    home.verdicts.mkdir(parents=True)
    schema = {name: dtype for name, dtype in CLAIM_HISTORY.polars.items() if name in older}
    pl.DataFrame([older], schema=schema).write_parquet(home.verdicts / "2024-07-01.0.parquet")
    newer = {**older, "vintage": "2024-07-08.0", "reason": "wide", "periods": "2023", "corrected": False}
    store.record_claims(home, pl.DataFrame([newer], schema=CLAIM_HISTORY.polars))
    store.build(home, REGISTRY)
    told = rows(home, "SELECT vintage, periods FROM mart.claim_history ORDER BY vintage")
    assert told == [("2024-07-01.0", None), ("2024-07-08.0", "2023")]


def test_verdicts_of_two_vintages_at_once_are_refused(home: Home) -> None:
    both = pl.DataFrame({"vintage": ["a", "b"]})
    with pytest.raises(BadUsageError, match="2 vintages"):
        store.record_claims(home, both)


def test_a_second_writer_is_told_who_is_writing(home: Home) -> None:
    code = (
        "import sys, time; from warehouse.home import Home; from warehouse.lock import only_writer\n"
        "with only_writer(Home.from_environment(), 'a long build'): print('held', flush=True); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True, env=os.environ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(JobproofError) as caught:
            store.build(home, REGISTRY)
        assert f"process {holder.pid} (a long build)" in caught.value.found
        assert caught.value.remedy
        holder.kill()
    assert store.build(home, REGISTRY).vintage


def test_a_build_that_fails_leaves_the_earlier_warehouse(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    two_months(home)
    vintage = store.build(home, REGISTRY).vintage

    def breaks(*_: object) -> str:
        raise duckdb.OutOfMemoryException("no more")

    monkeypatch.setattr(store, "_digest", breaks)
    with pytest.raises(JobproofError, match=r"no more.*the earlier one stays.*jobproof doctor"):
        store.build(home, REGISTRY)
    assert rows(home, "SELECT vintage FROM mart.meta") == [(vintage,)]
    assert {path.name for path in home.warehouse.parent.iterdir()} == {
        "warehouse.duckdb", "warehouse.duckdb.crc32", "writer.lock",
    }  # fmt: skip


def test_a_damaged_reading_is_told_in_one_line_and_can_be_deleted(home: Home) -> None:
    two_months(home)
    vintage = store.build(home, REGISTRY).vintage
    next(home.normalised.glob("*/*/contents/*.parquet")).write_bytes(b"nothing")
    with pytest.raises(JobproofError, match=r"delete .*normalised") as caught:
        store.build(home, REGISTRY)
    assert "\n" not in caught.value.line()
    shutil.rmtree(home.normalised)
    assert store.build(home, REGISTRY).vintage == vintage


def test_a_killed_build_leaves_the_earlier_warehouse_and_its_litter_is_swept(home: Home) -> None:
    two_months(home)
    vintage = store.build(home, REGISTRY).vintage
    code = (
        "import os; from tests.landed import REGISTRY; from warehouse import store; from warehouse.home import Home\n"
        "store._digest = lambda *_: os.kill(os.getpid(), 9)\n"
        "store.build(Home.from_environment(), REGISTRY)"
    )
    killed = subprocess.run([sys.executable, "-c", code], env=os.environ, check=False, cwd=Path(__file__).parent.parent)
    assert killed.returncode == -9
    assert len(list(home.warehouse.parent.glob(".warehouse.duckdb.*"))) > 0
    assert rows(home, "SELECT vintage FROM mart.meta") == [(vintage,)]
    store.build(home, REGISTRY)
    assert list(home.warehouse.parent.glob(".warehouse.duckdb.*")) == []


def test_a_session_on_the_old_warehouse_reads_on_through_a_build(home: Home) -> None:
    two_months(home)
    store.build(home, REGISTRY)
    with reading(home.warehouse) as session:
        land(home, "2024-03", [posting("threads", "9")], now="2024-04-01")
        store.build(home, REGISTRY)
        assert session.execute("SELECT count(*) FROM core.postings").fetchall() == [(4,)]
    assert rows(home, "SELECT count(*) FROM core.postings") == [(5,)]


def test_a_replay_reads_again_and_tells_the_difference(home: Home) -> None:
    two_months(home)
    store.build(home, REGISTRY)
    unchanged = store.replay(home, REGISTRY)
    assert all(one.same and not one.added_n + one.removed_n + one.changed_n for one in unchanged)
    other = [posting("threads", key, posted_at="2024-02-02T13:00:00+00:00") for key in "678"]
    land(home, "2024-02", other, now="2024-02-10T06:00:00")
    [changed] = [one for one in store.replay(home, REGISTRY) if one.table == "core.postings"]
    assert (changed.rows_before, changed.rows_after, changed.same) == (4, 6, False)
    assert (changed.added_n, changed.removed_n, changed.changed_n) == (3, 1, 0)


def test_a_replay_of_one_board_since_a_day_reads_only_that(home: Home) -> None:
    two_months(home)
    land(home, "2024-05-01", [posting("ats", "1", scope="acme")])
    store.build(home, REGISTRY)
    before = {path: path.stat().st_mtime_ns for path in home.normalised.rglob("*.parquet")}
    time.sleep(0.01)
    store.replay(home, REGISTRY, since=date(2024, 2, 15), boards=["threads"])
    after = {path: path.stat().st_mtime_ns for path in home.normalised.rglob("postings/*.parquet")}
    touched = {path.parts[-3] for path, when in after.items() if before.get(path) != when}
    assert touched == {"threads"}
    assert sum(before.get(path) != when for path, when in after.items()) == 1


def test_a_replay_of_an_unknown_board_is_refused(home: Home) -> None:
    with pytest.raises(BadUsageError, match=r"not in boards\.toml"):
        store.replay(home, REGISTRY, boards=["nowhere"])


def test_a_replay_without_a_warehouse_before_counts_everything_as_new(home: Home) -> None:
    two_months(home)
    [postings] = [one for one in store.replay(home, REGISTRY) if one.table == "core.postings"]
    assert (postings.rows_before, postings.added_n) == (0, 4)


def test_a_warehouse_that_is_open_elsewhere_for_writing_is_named(home: Home) -> None:
    store.build(home, REGISTRY)
    code = (
        "import sys, time, duckdb; connection = duckdb.connect(sys.argv[1]); print('open', flush=True); time.sleep(60)"
    )
    command = [sys.executable, "-c", code, str(home.warehouse)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "open\n"
        with pytest.raises(JobproofError, match=f"process {holder.pid} "):
            store.checks(home)
        holder.kill()


def test_checks_before_a_build_are_refused(home: Home) -> None:
    with pytest.raises(JobproofError, match=r"Run `jobproof publish` first\."):
        store.checks(home)


def test_the_lock_is_free_after_its_block(home: Home) -> None:
    for _ in range(2):
        with only_writer(home, "nothing"):
            assert (home.warehouse.parent / "writer.lock").read_text(encoding="utf-8")


def test_a_board_of_every_kind_is_declared_as_it_is(home: Home) -> None:
    store.build(home, Registry({"b": Board("b", "B", "archive", home="CN", url="https://b.example")}))
    assert rows(home, "FROM core.boards") == [("b", "B", "", "archive", "CN", *(False,) * 4, "https://b.example")]


def test_contract_types_are_those_of_the_built_tables(home: Home) -> None:
    store.build(home, REGISTRY)
    with reading(home.warehouse) as connection:
        for table in TABLES:
            described = connection.execute(f"DESCRIBE {table.full_name}").fetchall()
            found = {column: kind.replace("TIMESTAMP WITH TIME ZONE", "TIMESTAMPTZ") for column, kind, *_ in described}
            assert found == {column.name: contracts.sql_type(column) for column in table.columns}
