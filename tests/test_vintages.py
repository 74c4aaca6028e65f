"""Earlier copies: which stay by the policy, how they are found, attached and asked, and what erasing leaves of them."""

from __future__ import annotations

import os
from datetime import date, timedelta
from pathlib import Path

import duckdb
import pytest

from tests.landed import REGISTRY, land, posting
from warehouse import publish, store, vintages
from warehouse.errors import BadUsageError
from warehouse.home import Home
from warehouse.vintages import Policy


def put(home: Home, day: date, content: str = "aa", size: int = 10) -> None:
    path = vintages.folder(home) / f"{day}.{content}.duckdb"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"x" * size)


@pytest.fixture
def copy(home: Home) -> Home:
    """A home with a published copy of some bytes."""
    home.published.parent.mkdir(parents=True)
    home.published.write_bytes(b"x" * 10)
    return home


def days(home: Home) -> list[str]:
    return [each.name[:10] for each in vintages.kept(home)]


def publish_month(home: Home, key: str, now: str, monkeypatch: pytest.MonkeyPatch) -> str:
    land(home, now[:7], [posting("threads", key, posted_at=f"{now[:7]}-03T12:00:00+00:00")], now=now)
    monkeypatch.setenv("JOBPROOF_NOW", f"{now}T06:00:00+00:00")
    store.build(home, REGISTRY)
    return publish.publish(home).vintage


def test_of_each_week_the_newest_stays_and_before_them_of_each_month(copy: Home) -> None:
    newest = date(2024, 6, 28)  # A Friday.
    for back in range(1, 400):
        put(copy, newest - timedelta(days=back))
    vintages.prune(copy, f"{newest}.bb", Policy(weeks=3, months=4))
    assert days(copy) == ["2024-06-23", "2024-06-16", "2024-06-09", "2024-05-31", "2024-04-30", "2024-03-31"]


def test_with_a_publish_a_day_the_last_whole_week_of_each_month_stays(copy: Home) -> None:
    start, policy = date(2023, 1, 1), Policy(weeks=3, months=4)
    for ahead in range(400):
        day = start + timedelta(days=ahead)
        vintages.prune(copy, f"{day}.aa", policy)
        put(copy, day)
    vintages.prune(copy, "2024-02-05.aa", policy)
    assert days(copy) == ["2024-02-04", "2024-01-28", "2024-01-21", "2023-12-31", "2023-11-26"]


def test_the_last_of_a_day_stays(copy: Home) -> None:
    for second, content in enumerate(("cc", "aa", "bb")):
        put(copy, date(2024, 6, 10), content)
        path = vintages.folder(copy) / f"2024-06-10.{content}.duckdb"
        os.utime(path, (1_700_000_000 + second,) * 2)
    gone = vintages.prune(copy, "2024-06-20.dd", Policy())
    assert [each.name for each in vintages.kept(copy)] == ["2024-06-10.bb"]
    assert {each.name for each in gone} == {"2024-06-10.aa", "2024-06-10.cc"}


def test_the_oldest_go_where_space_is_short(copy: Home) -> None:
    for weeks in (1, 2, 3):
        put(copy, date(2024, 6, 28) - timedelta(weeks=weeks), size=400)
    vintages.prune(copy, "2024-06-28.bb", Policy(gigabytes=1000 / 1e9))
    assert days(copy) == ["2024-06-21", "2024-06-14"]
    vintages.prune(copy, "2024-06-28.bb", Policy(weeks=0, months=0))
    assert days(copy) == []


def test_the_oldest_go_where_the_disk_is_nearly_full(copy: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    for weeks in (1, 2, 3):
        put(copy, date(2024, 6, 28) - timedelta(weeks=weeks), size=10)
    monkeypatch.setattr("shutil.disk_usage", lambda _: type("Usage", (), {"free": 5}))
    vintages.prune(copy, "2024-06-28.bb", Policy())
    assert days(copy) == ["2024-06-21"]


@pytest.mark.parametrize(("name", "said"), [("JOBPROOF_KEEP_WEEKS", "many"), ("JOBPROOF_KEEP_GB", "-1")])
def test_settings_that_are_no_numbers_are_refused(monkeypatch: pytest.MonkeyPatch, name: str, said: str) -> None:
    monkeypatch.setenv(name, said)
    with pytest.raises(BadUsageError, match=f"{name}: '{said}'; allowed: a number"):
        Policy.from_environment()


def test_settings_change_the_policy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JOBPROOF_KEEP_MONTHS", "3")
    assert Policy.from_environment() == Policy(months=3)


def test_a_replaced_copy_is_kept_found_asked_and_attached(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    first = publish_month(home, "1", "2024-03-04", monkeypatch)
    second = publish_month(home, "2", "2024-04-08", monkeypatch)
    assert [each.name for each in vintages.kept(home)] == [first]
    count = "SELECT count(*) FROM core.postings"
    assert publish.query(home, count).item() == 2
    for name in (first, first[:10], "2024-04-01", "2024-03"):
        assert publish.query(home, count, vintage=name).item() == 1, name
    assert publish.query(home, count, vintage=second).item() == 2
    with duckdb.connect(str(home.published), read_only=True) as client:
        old = vintages.folder(home) / f"{first}.duckdb"
        client.execute(f"ATTACH '{old}' AS old (READ_ONLY)")
        new = "SELECT vacancy_id FROM core.vacancies ANTI JOIN old.core.vacancies USING (vacancy_id)"
        assert client.execute(new).fetchall() == [("threads:2",)]
        assert client.execute("SELECT count(*) FROM old.openings").fetchall() == [(1,)]
        client.execute("USE old")
        assert client.execute("SELECT count(*) FROM naming('go')").fetchall() == [(1,)]


@pytest.mark.parametrize(("wanted", "found"), [("2024-03-03", "0 answer"), ("2024-0", "2 answer"), ("x", "0 answer")])
def test_what_names_no_one_vintage_is_refused(
    home: Home, monkeypatch: pytest.MonkeyPatch, wanted: str, found: str
) -> None:
    first = publish_month(home, "1", "2024-03-04", monkeypatch)
    publish_month(home, "2", "2024-04-08", monkeypatch)
    with pytest.raises(BadUsageError, match=f"{found}.*{first}"):
        publish.query(home, "SELECT 1", vintage=wanted)


def test_a_reader_of_the_replaced_copy_reads_on_in_its_vintage(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    first = publish_month(home, "1", "2024-03-04", monkeypatch)
    before = home.published.stat()
    publish_month(home, "2", "2024-04-08", monkeypatch)
    kept = (vintages.folder(home) / f"{first}.duckdb").stat()
    assert (kept.st_ino, kept.st_size) == (before.st_ino, before.st_size)
    assert home.published.stat().st_ino != before.st_ino


def test_files_that_people_open_are_read_only(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    publish_month(home, "1", "2024-03-04", monkeypatch)
    publish_month(home, "2", "2024-04-08", monkeypatch)
    files = (home.published, *(each.path for each in vintages.kept(home)))
    assert [oct(path.stat().st_mode)[-3:] for path in files] == ["444", "444"]


def test_erasing_leaves_nothing_of_a_row_in_any_vintage(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    first = publish_month(home, "erased-one", "2024-03-04", monkeypatch)
    publish_month(home, "2", "2024-04-08", monkeypatch)
    told = publish.query(home, "SELECT tells FROM macros ORDER BY ALL", vintage=first)
    path = vintages.folder(home) / f"{first}.duckdb"
    stamp = path.stat().st_mtime_ns
    condition = "posting_id = 'threads:erased-one'"
    gone = {"core.postings": condition, "core.mentions": condition, "core.no_such_table": condition}
    gone |= {"core.observations": condition, "core.vacancies": "vacancy_id = 'threads:erased-one'"}
    assert vintages.erase(home, gone) == 1
    assert publish.query(home, "SELECT count(*) FROM core.postings", vintage=first).item() == 0
    assert publish.query(home, "SELECT tells FROM macros ORDER BY ALL", vintage=first).equals(told)
    assert (path.stat().st_mtime_ns, oct(path.stat().st_mode)[-3:]) == (stamp, "444")
    assert [each.name for each in Path(path.parent).iterdir()] == [path.name]
