"""Crawling as a discipline: turns at hosts, limits over runs, unchanged answers, gaps, kills, private addresses."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest

from simulation.protocols.http import Answer, Request, json_answer, plain
from simulation.replica import Replica, serve
from spiders.addresses import PrivateAddressError, is_public, require_public
from spiders.crawl import crawl
from warehouse import journal, landing
from warehouse.boards import Allowance, Board, Scope, load
from warehouse.home import PROJECT, Home
from warehouse.records import CrawlReport

DAY = "2026-11-21"
GREENHOUSE, REMOTIVE, REMOTEOK = "boards-api.greenhouse.io", "remotive.com", "remoteok.com"


@dataclass
class Scripted:
    """Answers by what a test says, and remembers when it was asked."""

    reply: Callable[[Request], Answer]
    robots: Answer = field(default_factory=lambda: plain("User-agent: *\nAllow: /\n"))
    times: list[float] = field(default_factory=list)

    def answer(self, request: Request) -> Answer:
        if request.path == "/robots.txt":
            return self.robots
        self.times.append(time.monotonic())
        return self.reply(request)


@contextmanager
def replica(source: Scripted, monkeypatch: pytest.MonkeyPatch, now: str = f"{DAY}T06:00:00+00:00") -> Iterator[Replica]:
    with serve(source) as running:
        monkeypatch.setenv("JOBPROOF_REPLICA", running.url)
        monkeypatch.setenv("JOBPROOF_NOW", now)
        yield running


def greenhouse(home: Home, *tokens: str) -> Board:
    return replace(load(home).board("greenhouse"), scopes=tuple(Scope(token, token.title()) for token in tokens))


def jobs(*ids: int) -> dict[str, Any]:
    rows = [
        {
            "id": number,
            "title": f"Go Engineer {number}",
            "content": "<p>Go</p>",
            "first_published": "2026-11-01T10:00:00Z",
        }
        for number in ids
    ]
    return {"jobs": rows, "meta": {"total": len(ids)}}


def asked(running: Replica) -> list[Request]:
    return [request for request in running.requests if request.path != "/robots.txt" and request.host]


def keys(home: Home, report: CrawlReport) -> list[str]:
    return landing.read(home, report)["key"].to_list()


def test_what_did_not_change_is_landed_again_and_not_sent_again(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [jobs(1, 2)]

    def reply(request: Request) -> Answer:
        answer = json_answer(rows[-1])
        tag = f'"{len(rows)}"'
        if request.headers.get("if-none-match") == tag:
            return Answer(b"", 304, {"ETag": tag})
        return replace(answer, headers={**answer.headers, "ETag": tag})

    with replica(Scripted(reply), monkeypatch) as running:
        board = greenhouse(home, "acme")
        (first,) = crawl(board, [DAY], home)
        monkeypatch.setenv("JOBPROOF_NOW", "2026-11-22T06:00:00+00:00")
        (same,) = crawl(board, ["2026-11-22"], home)
        rows.append(jobs(2, 3, 4))
        monkeypatch.setenv("JOBPROOF_NOW", "2026-11-23T06:00:00+00:00")
        (changed,) = crawl(board, ["2026-11-23"], home)
    assert [request.headers.get("if-none-match") for request in asked(running)] == [None, '"1"', '"1"']
    assert [report.state for report in (first, same, changed)] == ["complete"] * 3
    assert [keys(home, report) for report in (first, same, changed)] == [["1", "2"], ["1", "2"], ["2", "3", "4"]]
    assert same.scopes[0].bytes == 0
    assert same.scopes[0].declared == 2
    assert {f"{when:%d %H}" for when in landing.read(home, same)["fetched_at"]} == {"22 06"}


def test_what_another_version_of_the_code_read_is_fetched_anew(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    tagged = replace(json_answer(jobs(1)), headers={"ETag": '"1"', "Content-Type": "application/json"})
    with replica(Scripted(lambda _: tagged), monkeypatch) as running:
        board = greenhouse(home, "acme")
        (report,) = crawl(board, [DAY], home)
        path = home.landing / "greenhouse" / DAY / f"{report.run}.report.json"
        told = json.loads(path.read_text(encoding="utf-8"))
        assert told["scopes"][0]["validators"]["etag"] == '"1"'
        told["scopes"][0]["validators"]["code"] = "older"
        path.write_text(json.dumps(told), encoding="utf-8")
        crawl(board, [DAY], home)
    assert [request.headers.get("if-none-match") for request in asked(running)] == [None, None]


def test_a_304_that_nobody_asked_for_is_no_empty_board(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    with replica(Scripted(lambda _: Answer(b"", 304)), monkeypatch):
        (report,) = crawl(greenhouse(home, "acme"), [DAY], home)
    assert (report.state, report.kept) == ("failed", 0)
    assert "HTTP 304" in report.scopes[0].reason


def test_a_gap_between_two_windows_is_told(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    shown = [1, 2, 3]

    def reply(_: Request) -> Answer:
        rows = [
            {
                "id": str(key),
                "position": "Go",
                "company": "Acme",
                "description": "Go",
                "date": "2026-11-20T00:00:00+00:00",
            }
            for key in shown
        ]
        return json_answer([{"legal": "link back"}, *rows])

    with replica(Scripted(reply), monkeypatch):
        board = load(home).board("remoteok")
        (first,) = crawl(board, [DAY], home)
        shown[:] = [3, 4]
        (second,) = crawl(board, [DAY], home)
        shown[:] = [7, 8]
        (third,) = crawl(board, [DAY], home)
    assert [report.scopes[0].overlap for report in (first, second, third)] == [None, 1, 0]
    assert {report.state for report in (first, second, third)} == {"window"}
    assert "a gap: no row of 2026-11-21T06:00 UTC is left" in third.scopes[0].reason
    assert "gap" not in second.scopes[0].reason


def test_a_stated_limit_holds_over_all_runs(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    answer = json_answer({"jobs": [{"id": 1, "title": "Go", "description": "Go"}], "total-job-count": 1})
    assert load(home).board("remotive").at_most == Allowance(4, 24)
    board = replace(load(home).board("remotive"), at_most=Allowance(2, 24))
    with replica(Scripted(lambda _: answer), monkeypatch) as running:
        reports = []
        for hour in (0, 1, 23):
            monkeypatch.setenv("JOBPROOF_NOW", f"{DAY}T{hour:02}:30:00+00:00")
            reports += crawl(board, [DAY], home)
        monkeypatch.setenv("JOBPROOF_NOW", "2026-11-22T00:31:00+00:00")
        reports += crawl(board, ["2026-11-22"], home)
    assert [report.state for report in reports] == ["complete", "complete", "blocked", "complete"]
    assert len(asked(running)) == 3
    assert "2 requests in 24 hours" in reports[2].scopes[0].reason
    assert "next at 2026-11-22 00:30 UTC" in reports[2].scopes[0].reason


def test_an_allowance_for_one_request_leaves_the_real_reason(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    board = replace(load(home).board("remotive"), at_most=Allowance(1, 1))
    with replica(Scripted(lambda _: Answer(b"", 500)), monkeypatch) as running:
        (report,) = crawl(board, [DAY], home)
    assert len(asked(running)) == 1
    assert "HTTP 500" in report.scopes[0].reason


def test_a_host_that_wants_peace_gets_it_over_runs_and_boards(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    busy = Answer(b"", 429, {"Retry-After": "7200"})
    with replica(Scripted(lambda _: busy), monkeypatch) as running:
        crawl(greenhouse(home, "acme", "beta"), [DAY], home)
        monkeypatch.setenv("JOBPROOF_NOW", f"{DAY}T07:59:00+00:00")
        (still,) = crawl(greenhouse(home, "gamma"), [DAY], home)
        assert len(asked(running)) == 1
        assert (still.state, still.scopes[0].requests) == ("blocked", 0)
        assert "come back after 2026-11-21 08:00 UTC" in still.scopes[0].reason
        monkeypatch.setenv("JOBPROOF_NOW", f"{DAY}T08:01:00+00:00")
        crawl(greenhouse(home, "gamma"), [DAY], home)
        assert len(asked(running)) == 2


def test_a_host_that_fails_in_a_row_is_not_asked_again(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    tokens = [f"firm{number}" for number in range(9)]
    with replica(Scripted(lambda _: Answer(b"", 502)), monkeypatch) as running:
        (report,) = crawl(greenhouse(home, *tokens), [DAY], home)
    assert len(asked(running)) == 9, "three employers with three tries each"
    assert [scope.requests for scope in report.scopes] == [3] * 3 + [0] * 6
    assert {scope.state for scope in report.scopes} == {"failed"}
    assert "not asked again in this crawl" in report.scopes[8].reason


def test_processes_take_turns_at_a_host_at_the_pace_that_robots_txt_asks_for(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = Scripted(lambda _: json_answer(jobs(1)), robots=plain("User-agent: *\nCrawl-delay: 0.5\n"))
    other = Home(home.root / "other")
    with replica(source, monkeypatch):
        home.hosts.mkdir(parents=True)
        other.root.mkdir()
        (other.root / "hosts").symlink_to(home.hosts)  # two boards of one home, at one host
        runs = [_in_background(greenhouse(home, "acme", "beta"), where) for where in (home, other)]
        assert [run.wait(60) for run in runs] == [0, 0]
    gaps = [after - before for before, after in zip(source.times, source.times[1:], strict=False)]
    assert len(source.times) == 4
    assert min(gaps) > 0.45


def _in_background(board: Board, home: Home) -> subprocess.Popen[bytes]:
    tokens = [scope.token for scope in board.scopes]
    code = f"""
from pathlib import Path
from dataclasses import replace
from spiders.crawl import crawl
from warehouse.boards import Scope, load
from warehouse.home import Home
home = Home(Path({str(home.root)!r}))
board = replace(load(home).board({board.name!r}), scopes=tuple(Scope(t, t) for t in {tokens!r}))
crawl(board, [{DAY!r}], home)
"""
    return subprocess.Popen([sys.executable, "-c", code], cwd=PROJECT, start_new_session=True)


def test_a_killed_crawl_goes_on_behind_the_last_ended_scope(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    tokens = ["a", "b", "c", "d"]
    slow = {"c"}

    def reply(request: Request) -> Answer:
        token = request.path.split("/")[3]
        number = tokens.index(token) + 1
        return replace(json_answer(jobs(number, 100 + number)), seconds=8.0 if token in slow else 0.0)

    with replica(Scripted(reply), monkeypatch) as running:
        board = greenhouse(home, *tokens)
        process = _in_background(board, home)
        _until(lambda: any("/c/" in request.path for request in asked(running)))
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(10)
        assert landing.reports(home) == []
        assert [len(one.scopes) for one in journal.unfinished(home, "greenhouse")] == [2]
        assert landing.orphans(home) == []
        slow.clear()
        before = len(asked(running))
        (report,) = crawl(board, [DAY], home)
        again = [request.path.split("/")[3] for request in asked(running)[before:]]
    assert again == ["c", "d"]
    assert (report.state, report.kept) == ("complete", 8)
    assert keys(home, report) == ["1", "101", "2", "102", "3", "103", "4", "104"]
    assert [scope.scope for scope in report.scopes] == tokens
    assert [
        path for path in home.landing.rglob(".*") if path.is_file() and path.name not in {".lock", ".manifest"}
    ] == []


def test_what_an_older_killed_crawl_brought_is_committed_as_it_is(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    tokens = ["a", "b"]
    slow = {"b"}

    def reply(request: Request) -> Answer:
        token = request.path.split("/")[3]
        return replace(json_answer(jobs(tokens.index(token) + 1)), seconds=8.0 if token in slow else 0.0)

    with replica(Scripted(reply), monkeypatch) as running:
        board = greenhouse(home, *tokens)
        process = _in_background(board, home)
        _until(lambda: any("/b/" in request.path for request in asked(running)))
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(10)
        slow.clear()
        monkeypatch.setenv("JOBPROOF_NOW", "2026-11-22T06:00:00+00:00")
        crawl(board, ["2026-11-22"], home)
    yesterday, today = landing.reports(home)
    assert (yesterday.partition, yesterday.kept) == (DAY, 1)
    assert [(scope.scope, scope.state) for scope in yesterday.scopes] == [("a", "complete"), ("", "failed")]
    assert "killed after 1 of its scopes" in yesterday.scopes[1].reason
    assert (today.state, today.kept) == ("complete", 2)


def _until(holds: Callable[[], bool], seconds: float = 30.0) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "it never came to that"
        time.sleep(0.02)


@pytest.mark.parametrize(
    "address",
    [
        "http://10.0.0.1/x",
        "http://127.0.0.1/",
        "http://169.254.169.254/latest/meta-data",
        "http://[::1]/",
        "http://[::ffff:192.168.0.1]/",
        "http://localhost:8080/",
        "http://printer.local/",
        "http://2130706433/",
        "http://0x7f000001/",
        "http://127.1/",
        "file:///etc/passwd",
        "ftp://acme.example/",
        "http:///x",
    ],
)
def test_addresses_within_our_own_network_are_refused(address: str) -> None:
    with pytest.raises(PrivateAddressError):
        require_public(address)


@pytest.mark.parametrize("address", ["https://acme.example/x", "http://8.8.8.8/", "https://[2001:4860:4860::8888]/"])
def test_public_addresses_pass(address: str) -> None:
    require_public(address)


def test_names_are_public_until_they_are_resolved() -> None:
    assert is_public("acme.example")
    assert not is_public("192.168.1.1")


def test_a_robots_txt_that_a_server_fails_to_send_forbids_all(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    source = Scripted(lambda _: json_answer(jobs(1)), robots=Answer(b"<html>down</html>", 503))
    with replica(source, monkeypatch):
        (report,) = crawl(greenhouse(home, "acme"), [DAY], home)
    assert source.times == []
    assert report.state == "blocked"
    assert "did not send its robots.txt (HTTP 503)" in report.scopes[0].reason


def test_robots_txt_is_obeyed_and_its_absence_allows(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    source = Scripted(lambda _: json_answer(jobs(1)), robots=plain("User-agent: jobproof\nDisallow: /v1/boards/acme\n"))
    with replica(source, monkeypatch):
        (report,) = crawl(greenhouse(home, "acme", "beta"), [DAY], home)
        assert [scope.state for scope in report.scopes] == ["blocked", "complete"]
        assert "robots.txt" in report.scopes[0].reason
        source.robots = Answer(b"<html>no such page</html>", 404)
        (report,) = crawl(greenhouse(home, "acme"), [DAY], home)
        assert report.state == "complete"


def test_texts_that_are_reserved_from_mining_are_left_alone(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    reserved = replace(json_answer(jobs(1)), headers={"tdm-reservation": "1"})
    with replica(Scripted(lambda _: reserved), monkeypatch):
        (report,) = crawl(greenhouse(home, "acme"), [DAY], home)
    assert (report.state, report.kept) == ("blocked", 0)
    assert "tdm-reservation" in report.scopes[0].reason


def test_every_home_folder_of_hosts_is_small_and_readable(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    with replica(Scripted(lambda _: json_answer(jobs(1))), monkeypatch):
        crawl(greenhouse(home, "acme"), [DAY], home)
    held = json.loads(Path(home.hosts / GREENHOUSE).read_text(encoding="utf-8"))
    assert held["asked"] == []
    assert held["last"] > 0
