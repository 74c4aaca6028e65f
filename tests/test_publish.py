"""The published copy: atomic, readable by older clients, undisturbing, and asked by macros."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import duckdb
import polars as pl
import pytest

from tests.landed import REGISTRY, land, posting
from warehouse import publish, store
from warehouse.errors import JobproofError
from warehouse.home import Home
from warehouse.publish import query
from warehouse.schemas import CLAIM_HISTORY, TABLES

JAVA = "Firm hires a backend engineer. You must know Java and PostgreSQL well. Full-time."


@pytest.fixture
def built(home: Home) -> Home:
    """A home whose warehouse holds three January postings: two name Go, one Java."""
    texts = {"1": {}, "2": {}, "3": {"text": JAVA}}
    given = [posting("threads", key, posted_at="2024-01-03T12:00:00+00:00", **more) for key, more in texts.items()]
    land(home, "2024-01", given, now="2024-03-01")
    store.build(home, REGISTRY)
    return home


def test_the_copy_holds_what_the_warehouse_holds(built: Home) -> None:
    published = publish.publish(built)
    assert list(published.rows) == [table.full_name for table in TABLES]
    assert query(built, "SELECT count(*) FROM core.postings").item() == 3
    assert query(built, "SELECT vintage FROM mart.meta").item() == published.vintage


def test_the_copy_says_that_older_clients_can_read_it(built: Home) -> None:
    """Checked by its storage version: files of v1.4.0 were opened with DuckDB 1.5.5 when it was chosen."""
    published = publish.publish(built)
    with duckdb.connect() as connection:
        connection.execute(f"ATTACH '{published.path}' AS copy (READ_ONLY)")
        [(tags,)] = connection.execute("SELECT tags FROM duckdb_databases() WHERE database_name = 'copy'").fetchall()
    assert tags["storage_version"].startswith("v1.4.0")
    assert published.path.read_bytes()[8:12] == b"DUCK"


def test_parquet_copies_lie_beside_it_and_hold_the_same(built: Home) -> None:
    published = publish.publish(built)
    assert sorted(path.name for path in published.parquet.glob("[!.]*")) == sorted(
        f"{table.full_name}.parquet" for table in TABLES
    )
    rows = {
        table.full_name: pl.read_parquet(published.parquet / f"{table.full_name}.parquet").height for table in TABLES
    }
    assert rows == published.rows


def test_descriptions_are_in_the_copy(built: Home) -> None:
    publish.publish(built)
    comments = "SELECT count(*) FROM duckdb_columns() WHERE schema_name IN ('core', 'mart') AND comment IS NULL"
    assert query(built, comments).item() == 0


def test_verdicts_enter_with_the_next_publish_and_keep_the_vintage(built: Home) -> None:
    first = publish.publish(built)
    row = {"vintage": first.vintage, "claim_id": "A3.1", "verdict": "undecided", "sql": "", "sentence_en": ""}
    empty = dict.fromkeys(("estimate", "low", "high"), None)
    history = pl.DataFrame([{**row, **empty, "n": 3}], schema=CLAIM_HISTORY.polars)
    store.record_claims(built, history)
    again = publish.publish(built)
    assert again.vintage == first.vintage
    assert (first.rows["mart.claim_history"], again.rows["mart.claim_history"]) == (0, 1)
    assert query(built, "SELECT claim_id FROM mart.claim_history").item() == "A3.1"


def test_verdicts_are_added_to_the_copy_and_nothing_else_changes(built: Home) -> None:
    first = publish.publish(built)
    row = {"vintage": first.vintage, "claim_id": "A3.1", "verdict": "undecided", "sql": "", "sentence_en": ""}
    for claim_ids in (["A3.1"], ["A3.1", "A3.2"]):
        history = pl.DataFrame([{**row, "claim_id": claim} for claim in claim_ids], schema=CLAIM_HISTORY.polars)
        store.record_claims(built, history)
        added = publish.add_verdicts(built)
        assert added.rows == {**first.rows, "mart.claim_history": len(claim_ids)}
        assert (
            query(built, "SELECT list(claim_id ORDER BY claim_id) FROM mart.claim_history").item().to_list()
            == claim_ids
        )
        assert pl.read_parquet(added.parquet / "mart.claim_history.parquet")["claim_id"].to_list() == claim_ids
    assert query(built, "SELECT count(*) FROM open_on(DATE '2024-01-04')").item() == 3
    uncommented = "SELECT count(*) FROM duckdb_tables() WHERE schema_name IN ('core', 'mart') AND comment IS NULL"
    assert query(built, uncommented).item() == 0
    test_the_copy_says_that_older_clients_can_read_it(built)


def test_verdicts_without_a_copy_are_refused(home: Home) -> None:
    with pytest.raises(JobproofError, match=r"Run `jobproof publish` first\."):
        publish.add_verdicts(home)


def test_a_session_reads_on_undisturbed_in_another_process(built: Home) -> None:
    publish.publish(built)
    code = (
        "import sys, duckdb\n"
        "connection = duckdb.connect(sys.argv[1], read_only=True)\n"
        "def count(): print(connection.execute('SELECT count(*) FROM core.postings').fetchall(), flush=True)\n"
        "count(); sys.stdin.readline(); count()\n"
        "connection.close(); connection = duckdb.connect(sys.argv[1], read_only=True); count()"
    )
    command = [sys.executable, "-c", code, str(built.published)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as session:
        assert session.stdin is not None
        assert session.stdout is not None
        assert session.stdout.readline() == "[(3,)]\n"
        land(built, "2024-02", [posting("threads", "9", posted_at="2024-02-03T12:00:00+00:00")], now="2024-03-02")
        store.build(built, REGISTRY)
        for _ in range(3):
            publish.publish(built)
        session.stdin.write("\n")
        session.stdin.flush()
        assert session.stdout.read() == "[(3,)]\n[(4,)]\n"


def test_readers_in_a_loop_never_see_half_a_copy(built: Home) -> None:
    """A reader opens the copy again and again while it is replaced: always all tables, always consistent."""
    publish.publish(built)
    code = (
        "import sys\n"
        "from warehouse.cohorts import Warehouse; from warehouse.home import Home\n"
        "home = Home.from_environment(); print('reading', flush=True)\n"
        "for _ in range(25):\n"
        "    with Warehouse(home) as warehouse:\n"
        "        [(postings, linked)] = warehouse.sql('SELECT (SELECT count(*) FROM core.postings), "
        "(SELECT sum(postings_n)::BIGINT FROM core.vacancies)').rows()\n"
        "        assert postings == linked == 3, (postings, linked)\n"
    )
    reader = [sys.executable, "-c", code]
    root = Path(__file__).parent.parent
    with subprocess.Popen(reader, stdout=subprocess.PIPE, text=True, env=os.environ, cwd=root) as looping:
        assert looping.stdout is not None
        assert looping.stdout.readline() == "reading\n"
        published_n = 0
        while looping.poll() is None:
            publish.publish(built)
            published_n += 1
        assert looping.returncode == 0
    assert published_n > 0


def test_a_publish_that_fails_leaves_the_earlier_copy(built: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    vintage = publish.publish(built).vintage
    monkeypatch.setattr(publish, "COMPATIBLE", "v9.9.9")
    with pytest.raises((JobproofError, duckdb.Error)):
        publish.publish(built)
    assert query(built, "SELECT vintage FROM mart.meta").item() == vintage
    assert sorted(path.name for path in built.published.parent.iterdir()) == ["generations", "jobs.duckdb", "parquet"]


def test_litter_of_killed_publishes_is_swept_and_one_earlier_generation_stays(built: Home) -> None:
    folder = built.published.parent
    folder.mkdir()
    (folder / ".jobs.duckdb.1.part").touch()
    (folder / "generations" / "000007").mkdir(parents=True)
    for _ in range(4):
        publish.publish(built)
    assert list(folder.glob(".jobs.duckdb.*")) == []
    assert len(list((folder / "generations").iterdir())) == 2


def test_publishing_without_a_warehouse_is_refused(home: Home) -> None:
    with pytest.raises(JobproofError, match=r"Run `jobproof publish` first\."):
        publish.publish(home)


def test_queries_before_a_publish_are_refused(home: Home) -> None:
    with pytest.raises(JobproofError, match=r"Run `jobproof publish` first\."):
        query(home, "SELECT 1")


def test_a_wrong_query_gets_duckdbs_own_words(built: Home) -> None:
    publish.publish(built)
    with pytest.raises(JobproofError, match='Candidate bindings: "posting_id"'):
        query(built, "SELECT postings_id FROM core.postings")


def test_queries_cannot_change_the_copy(built: Home) -> None:
    publish.publish(built)
    with pytest.raises(JobproofError, match="only read"):
        query(built, "DELETE FROM core.postings")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("CREATE TEMP TABLE t AS SELECT 1", "CREATE would write"),
        ("COPY core.boards TO 'boards.csv'", "COPY would write"),
        ("SELECT 1; SELECT 2", "2 statements"),
        ("-- nothing", "0 statements"),
        ("SELECT INTERVAL 3 DAY AS ago", "'ago' is of type INTERVAL"),
        ("SELECT 1 AS a, 2 AS a", "'a' has more than one occurrence"),
    ],
)
def test_what_no_frame_can_show_is_refused_in_one_line(built: Home, text: str, said: str) -> None:
    publish.publish(built)
    with pytest.raises(JobproofError, match=said):
        query(built, text)


def test_sums_come_as_whole_numbers(built: Home) -> None:
    publish.publish(built)
    sums = query(
        built, "SELECT sum(postings_n) AS n, 170141183460469231731687303715884105727 AS huge FROM core.vacancies"
    )
    assert sums.schema == {"n": pl.Int64, "huge": pl.Decimal(38, 0)}


def test_weekly_demand_shows_weeks_without_the_concept_too(built: Home) -> None:
    publish.publish(built)
    found = query(built, "SELECT week, vacancies_n, total_n FROM weekly_demand('go') WHERE population = 'ALL'")
    assert found.rows() == [(date(2024, 1, 1), 2, 3)]
    none = query(built, "SELECT vacancies_n, total_n FROM weekly_demand('rust') WHERE population = 'ALL'")
    assert none.rows() == [(0, 3)]


def test_share_of_divides_the_second_concept_by_the_first(built: Home) -> None:
    publish.publish(built)
    found = query(built, "SELECT month, base_n, both_n, share FROM share_of('go', 'postgresql')")
    assert found.rows() == [(date(2024, 1, 1), 3, 2, pytest.approx(2 / 3))]


@pytest.mark.parametrize(
    ("day", "open_n"), [("2024-01-02", 0), ("2024-01-03", 3), ("2024-02-02", 3), ("2024-02-03", 0)]
)
def test_open_on_counts_what_was_open(built: Home, day: str, open_n: int) -> None:
    publish.publish(built)
    assert query(built, f"SELECT count(*) FROM open_on(DATE '{day}')").item() == open_n


def test_co_mentions_ranks_what_stands_beside(built: Home) -> None:
    publish.publish(built)
    found = dict(query(built, "SELECT concept, vacancies_n FROM co_mentions('postgresql')").iter_rows())
    assert (found["go"], found["java"]) == (2, 1)
