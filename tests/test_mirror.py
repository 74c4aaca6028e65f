"""A home's second place: what is copied, in which order, what a pull brings back, and what is refused."""

from __future__ import annotations

import os
from pathlib import Path

import fsspec
import pytest

from pipelines import cli
from tests.landed import REGISTRY, land, posting
from warehouse import landing, mirror, publish, store
from warehouse.errors import BadUsageError, JobproofError
from warehouse.home import Home


@pytest.fixture
def filled(home: Home) -> Home:
    """A home with two landed months, a published copy and a report."""
    for month in ("2024-01", "2024-02"):
        land(home, month, [posting("threads", month, posted_at=f"{month}-03T12:00:00+00:00")])
    store.build(home, REGISTRY)
    publish.publish(home)
    (home.reports / "2024-03-04").mkdir(parents=True)
    (home.reports / "2024-03-04" / "index.html").write_text("first", encoding="utf-8")
    return home


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"file://{tmp_path / 'remote'}"


def test_a_second_push_copies_nothing(filled: Home, url: str) -> None:
    first = mirror.push(filled, url)
    assert first.files > 5
    again = mirror.push(filled, url)
    assert (again.files, again.there) == (0, first.files)


def test_only_what_is_new_or_changed_is_copied(filled: Home, url: str, tmp_path: Path) -> None:
    mirror.push(filled, url)
    land(filled, "2024-03", [posting("threads", "9", posted_at="2024-03-03T12:00:00+00:00")])
    page = filled.reports / "2024-03-04" / "index.html"
    page.write_text("other", encoding="utf-8")  # as long as before
    os.utime(page, ns=(1, 1))
    new = {path for path in filled.landing.rglob("2024-03/*") if not path.name.startswith(".")}
    assert mirror.push(filled, url).files in {len(new) + 1, len(new) + 2}  # with a folder's checksums, where it has any
    assert (tmp_path / "remote" / "reports" / "2024-03-04" / "index.html").read_text(encoding="utf-8") == "other"


def test_what_was_lost_there_is_copied_again(filled: Home, url: str, tmp_path: Path) -> None:
    mirror.push(filled, url)
    lost = tmp_path / "remote" / "published" / "jobs.duckdb"
    lost.unlink()
    assert mirror.push(filled, url).files == 1
    assert lost.read_bytes() == filled.published.read_bytes()


def test_secrets_and_running_crawls_stay_here(filled: Home, url: str, tmp_path: Path) -> None:
    filled.salt.write_text("secret", encoding="utf-8")
    (filled.landing / "threads" / "2024-02" / ".20240301T000000-1.part").write_bytes(b"half")
    mirror.push(filled, url)
    pushed = {path.name for path in (tmp_path / "remote").rglob("*")}
    assert not pushed & {"salt", ".20240301T000000-1.part", ".lock", "warehouse.duckdb"}


def test_data_go_before_the_report_that_commits_them(
    filled: Home, url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def break_off(_: str, done: int, total: int) -> None:
        if done == total - 1:
            raise ConnectionError("the line went dead")

    with pytest.raises(JobproofError, match="the line went dead"):
        mirror.push(filled, url, on_progress=break_off)
    remote = Home(tmp_path / "remote")
    reports = landing.reports(remote)
    assert len(reports) < 2
    for report in reports:
        landing.verify(remote, report)
    monkeypatch.undo()
    assert mirror.push(filled, url).files > 0
    assert len(landing.reports(remote)) == 2


def test_what_is_erased_here_is_erased_there_and_what_is_lost_stays(filled: Home, url: str, tmp_path: Path) -> None:
    mirror.push(filled, url)
    erased, lost = (next((filled.landing / "threads" / month).glob("*.jsonl.zst")) for month in ("2024-01", "2024-02"))
    landing.manifest(filled, "threads").note("gone", (f"2024-01/{erased.name}", ""))
    erased.unlink()
    lost.unlink()
    mirror.push(filled, url)
    there = {path.name for path in (tmp_path / "remote" / "landing").rglob("*.zst")}
    assert there == {lost.name}
    assert erased.name not in (tmp_path / "remote" / "mirror.json").read_text(encoding="utf-8")


def test_a_pull_rebuilds_a_lost_home(filled: Home, url: str, tmp_path: Path) -> None:
    mirror.push(filled, url)
    vintage = publish.query(filled, "SELECT vintage FROM mart.meta").item()
    fresh = Home(tmp_path / "fresh")
    pulled = mirror.pull(fresh, url)
    assert pulled.files > 0
    assert landing.reports(fresh) == landing.reports(filled)
    assert store.build(fresh, REGISTRY).vintage == vintage
    assert mirror.pull(fresh, url).files == 0


def test_a_pull_keeps_what_is_here_and_names_what_differs(filled: Home, url: str) -> None:
    mirror.push(filled, url)
    page = filled.reports / "2024-03-04" / "index.html"
    page.write_text("ours, changed", encoding="utf-8")
    pulled = mirror.pull(filled, url)
    assert (pulled.files, pulled.differing) == (0, ("reports/2024-03-04/index.html",))
    assert page.read_text(encoding="utf-8") == "ours, changed"


def test_a_reader_pulls_the_published_copy_only(filled: Home, url: str, tmp_path: Path) -> None:
    mirror.push(filled, url)
    reader = Home(tmp_path / "reader")
    mirror.pull(reader, url, published=True)
    assert publish.query(reader, "SELECT count(*) FROM core.postings").item() == 2
    assert not reader.landing.exists()


def test_a_file_that_came_damaged_is_refused(filled: Home, url: str, tmp_path: Path) -> None:
    mirror.push(filled, url)
    data = next((tmp_path / "remote" / "landing").rglob("*.jsonl.zst"))
    data.write_bytes(b"x" * data.stat().st_size)
    fresh = Home(tmp_path / "fresh")
    with pytest.raises(JobproofError, match="sha256"):
        mirror.pull(fresh, url)
    assert landing.reports(fresh) == []


@pytest.mark.parametrize(
    ("given", "kind", "said"),
    [
        ("", BadUsageError, "JOBPROOF_REMOTE"),
        ("folder", BadUsageError, "a URL"),
        ("nosuch://x", JobproofError, "nosuch"),
    ],
)
def test_a_place_that_is_none_is_refused(filled: Home, given: str, kind: type[Exception], said: str) -> None:
    with pytest.raises(kind, match=said):
        mirror.push(filled, given)


def test_an_empty_place_is_no_backup(home: Home, url: str) -> None:
    with pytest.raises(JobproofError, match="holds no home"):
        mirror.pull(home, url)


def test_commands_say_what_they_did(
    filled: Home, url: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JOBPROOF_REMOTE", url)
    assert cli.run(["push"]) == 0
    assert "pushed" in capsys.readouterr().out
    (filled.reports / "2024-03-04" / "index.html").unlink()
    assert cli.run(["pull"]) == 0
    assert "pulled 1 files" in capsys.readouterr().out
    monkeypatch.delenv("JOBPROOF_REMOTE")
    assert cli.run(["push"]) == 2


def test_any_place_of_fsspec_will_do(filled: Home) -> None:
    fsspec.filesystem("memory").store.clear()
    assert mirror.push(filled, "memory://bucket/home").files > 5
    assert mirror.push(filled, "memory://bucket/home").files == 0
