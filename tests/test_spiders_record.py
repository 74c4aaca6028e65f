"""Recording a fixture: trimmed, without persons, with the rows that it yields."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from spiders import record as recording
from spiders.record import record, scaffold, trimmed
from warehouse.boards import Board, load
from warehouse.errors import BadUsageError, JobproofError
from warehouse.home import Home

COMMENTS = [
    {
        "id": number,
        "html_url": f"https://github.com/ruanyf/weekly/issues/1#issuecomment-{number}",
        "user": {"login": "ann", "avatar_url": "x"},
        "created_at": "2024-05-03T00:00:00Z",
        "body": "招 Go，hr@acme.cn",
    }
    for number in range(9)
]


def test_an_answer_is_trimmed_and_holds_no_person() -> None:
    text = trimmed(json.dumps(COMMENTS).encode()).decode()
    assert len(json.loads(text)) == 5
    assert "ann" not in text
    assert "hr@acme.cn" not in text
    assert json.loads(text)[0]["user"]["login"].startswith("person:")


def test_a_feed_is_trimmed_too() -> None:
    item = "<item><title>Acme: Go</title><description>ann@acme.com</description></item>"
    feed = trimmed(f"<rss><channel>{item * 9}</channel></rss>".encode()).decode()
    assert feed.count("<item>") == 5
    assert "ann@acme.com" not in feed


def test_fixture_and_expected_rows_are_written(home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recording, "_fetch", lambda _board, _url: json.dumps(COMMENTS).encode())
    url = "https://api.github.com/repos/ruanyf/weekly/issues/1/comments?per_page=100"
    fixture, expected = record("ruanyf_weekly", url, registry=load(home), project=tmp_path)
    assert fixture.parent == tmp_path / "tests" / "boards" / "ruanyf_weekly"
    held = json.loads(expected.read_text(encoding="utf-8"))
    assert len(held["rows"]) == 5
    assert held["rows"][0]["text"] == "招 Go，[email]"
    assert held["dropped"] == {}


def test_an_address_that_does_not_answer_is_one_line(
    home: Home, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("JOBPROOF_REPLICA", "http://127.0.0.1:9")
    with pytest.raises(JobproofError, match=r"api\.lever\.co cannot be reached \(connection refused\)"):
        record("lever", "https://api.lever.co/v0/postings/acme?mode=json", registry=load(home), project=tmp_path)


@pytest.mark.parametrize(("name", "url"), [("nobody", "https://x"), ("lagou", "https://x"), ("lever", "x")])
def test_what_cannot_be_recorded_is_refused(name: str, url: str, home: Home, tmp_path: Path) -> None:
    with pytest.raises(BadUsageError):
        record(name, url, registry=load(home), project=tmp_path)


def test_a_new_board_gets_a_file_to_begin_with(tmp_path: Path) -> None:
    (tmp_path / "spiders" / "boards").mkdir(parents=True)
    path = scaffold(Board("new_board", "New Board", "live"), tmp_path)
    text = path.read_text(encoding="utf-8")
    compile(text, str(path), "exec")
    assert 'name = "new_board"' in text
    assert len(text.splitlines()) <= 40
