"""Whole crawls against a small server on 127.0.0.1, healthy and broken; and with nothing listening at all."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from spiders.crawl import crawl
from warehouse import landing
from warehouse.boards import Board, Scope, load
from warehouse.errors import BadUsageError, JobproofError
from warehouse.home import Home

TODAY = "2026-11-21"


@dataclass
class Answer:
    """What the server sends."""

    body: Any = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)

    def packed(self) -> bytes:
        return self.body if isinstance(self.body, bytes) else json.dumps(self.body).encode()


Reply = Callable[[str], Answer]


class FakeBoards:
    """Answers `/<host>/<path>?<query>`; the longest registered beginning of the path decides."""

    def __init__(self) -> None:
        self.replies: dict[str, Reply] = {}
        self.asked: list[str] = []

    def on(self, start: str, *answers: Answer) -> None:
        """Give these answers in turn to addresses that begin so, the last one for ever."""
        left = list(answers)
        self.replies[start] = lambda _path: left.pop(0) if len(left) > 1 else left[0]

    def answer(self, path: str) -> Answer:
        self.asked.append(path)
        starts = sorted((start for start in self.replies if path.startswith(start)), key=len)
        if starts:
            return self.replies[starts[-1]](path)
        return Answer(b"User-agent: *\nAllow: /\n") if path.endswith("/robots.txt") else Answer(b"{}", 404)


@pytest.fixture
def boards(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeBoards]:
    fake = FakeBoards()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            answer = fake.answer(self.path)
            body = answer.packed()
            self.send_response(answer.status)
            for name, value in {"Content-Length": str(len(body)), **answer.headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Stay silent."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    monkeypatch.setenv("JOBPROOF_REPLICA", f"http://127.0.0.1:{server.server_port}")
    monkeypatch.setenv("JOBPROOF_NOW", f"{TODAY}T06:00:00+00:00")
    yield fake
    server.shutdown()
    server.server_close()


def board_of(home: Home, name: str, *tokens: str) -> Board:
    board = load(home).board(name)
    return replace(board, scopes=tuple(Scope(token, token.title()) for token in tokens)) if tokens else board


def gh_jobs(*ids: int, total: int | None = None) -> Answer:
    jobs = [
        {
            "id": number,
            "title": f"Go Engineer {number}",
            "content": "&lt;p&gt;Go, mail ann@acme.com&lt;/p&gt;",
            "absolute_url": f"https://boards.greenhouse.io/acme/jobs/{number}",
            "location": {"name": "Berlin"},
            "first_published": "2026-11-01T10:00:00-04:00",
        }
        for number in ids
    ]
    return Answer({"jobs": jobs, "meta": {"total": len(ids) if total is None else total}})


GREENHOUSE = "/boards-api.greenhouse.io/v1/boards/"


def test_each_employer_has_a_state_of_its_own(home: Home, boards: FakeBoards) -> None:
    broken_row = {"jobs": [{"id": 77, "title": "T", "content": "x"}, {"title": "no id"}, None], "meta": {"total": 3}}
    boards.on(f"{GREENHOUSE}whole/", gh_jobs(1, 2))
    boards.on(f"{GREENHOUSE}short/", gh_jobs(3, total=9))
    boards.on(f"{GREENHOUSE}page/", Answer(b"<!DOCTYPE html><html></html>", headers={"Content-Type": "text/html"}))
    boards.on(f"{GREENHOUSE}cut/", Answer(b'{"jobs": [{"id": 5'))
    boards.on(f"{GREENHOUSE}renamed/", Answer({"postings": [], "meta": {"total": 0}}))
    boards.on(f"{GREENHOUSE}refused/", Answer(b"", 403))
    boards.on(f"{GREENHOUSE}busy/", Answer(b"", 429, {"Retry-After": "3600"}))
    boards.on(f"{GREENHOUSE}tired/", Answer(b"", 500))
    boards.on(f"{GREENHOUSE}shaky/", Answer(b"", 502), Answer(b"", 503, {"Retry-After": "0"}), gh_jobs(6))
    boards.on(f"{GREENHOUSE}oddrow/", Answer(broken_row))
    boards.on(f"{GREENHOUSE}empty/", gh_jobs(total=0))
    boards.on(f"{GREENHOUSE}hiding/", gh_jobs(total=4))
    tokens = (
        "whole",
        "short",
        "page",
        "cut",
        "renamed",
        "refused",
        "tired",
        "shaky",
        "oddrow",
        "empty",
        "hiding",
        "gone",
        "busy",
        "later",
    )
    heard: list[str] = []
    (report,) = crawl(
        board_of(home, "greenhouse", *tokens), [TODAY], home, on_report=lambda each: heard.append(each.run)
    )
    scopes = {scope.scope: scope for scope in report.scopes}
    assert {token: scope.state for token, scope in scopes.items()} == {
        "whole": "complete",
        "short": "partial",
        "page": "failed",
        "cut": "failed",
        "renamed": "failed",
        "refused": "blocked",
        "tired": "failed",
        "shaky": "complete",
        "oddrow": "partial",
        "empty": "complete",
        "hiding": "partial",
        "gone": "failed",
        "busy": "blocked",
        "later": "blocked",
    }
    assert "1 of the 9" in scopes["short"].reason
    assert "HTML" in scopes["page"].reason
    assert "cut off" in scopes["cut"].reason
    assert "'jobs'" in scopes["renamed"].reason
    assert "2026-11-21 07:00 UTC" in scopes["busy"].reason
    assert scopes["later"].reason == scopes["busy"].reason
    assert scopes["later"].requests == 0
    assert scopes["tired"].requests == 3
    assert scopes["shaky"].requests == 3
    assert "token typo" in scopes["gone"].reason
    assert (scopes["oddrow"].kept, scopes["oddrow"].dropped) == (1, {"unreadable": 2})
    assert "2 records could not be read" in scopes["oddrow"].reason
    assert heard == [report.run]
    assert landing.reports(home) == [report]
    rows = landing.read(home, report)
    assert rows["key"].to_list() == ["1", "2", "3", "6", "77"]
    assert set(rows["text"].str.contains("ann@acme.com")) == {False}
    assert len(boards.asked) == sum(scope.requests for scope in report.scopes) + 1


def test_a_failing_second_page_is_partial_and_the_first_page_is_kept(home: Home, boards: FakeBoards) -> None:
    page = [{"id": f"k{number}", "text": f"T{number}", "description": "<p>x</p>"} for number in range(100)]
    start = "/api.lever.co/v0/postings/"
    boards.on(f"{start}broken?mode=json&skip=0", Answer(page))
    boards.on(f"{start}broken?mode=json&skip=100", Answer(b"", 500))
    boards.on(f"{start}whole?mode=json&skip=0", Answer([{**row, "id": f"w{row['id']}"} for row in page]))
    boards.on(f"{start}whole?mode=json&skip=100", Answer([{"id": "last", "text": "T"}]))
    boards.on(f"{start}loop?mode=json", Answer([{**row, "id": f"l{row['id']}"} for row in page]))
    (report,) = crawl(board_of(home, "lever", "broken", "whole", "loop"), [TODAY], home)
    broken, whole, loop = report.scopes
    assert (broken.state, broken.kept) == ("partial", 100)
    assert "HTTP 500" in broken.reason
    assert (whole.state, whole.kept, whole.requests) == ("complete", 101, 2)
    assert (loop.state, loop.kept) == ("partial", 100)
    assert report.state == "partial"


def hn_threads(*titles: tuple[int, str, int]) -> Answer:
    hits = [
        {"objectID": str(key), "title": title, "created_at": "2024-05-01T15:00:00Z", "num_comments": comments}
        for key, title, comments in titles
    ]
    return Answer({"hits": hits, "nbPages": 1})


def hn_tree(story: int, *ids: int) -> Answer:
    children = [
        {"id": key, "author": "ann", "text": f"Acme | Go | {key}", "created_at": "2024-05-02T10:00:00Z", "children": []}
        for key in ids
    ]
    return Answer({"id": story, "children": children})


def test_a_history_is_backfilled_month_by_month(home: Home, boards: FakeBoards) -> None:
    boards.on(
        "/hn.algolia.com/api/v1/search_by_date?tags=story,author_whoishiring",
        hn_threads(
            (10, "Ask HN: Who is hiring? (May 2024)", 2),
            (20, "Ask HN: Who wants to be hired? (May 2024)", 9),
            (11, "Ask HN: Who is hiring? (May 2024)", 1),
            (30, "Ask HN: Who is hiring? (July 2024)", 50),
        ),
    )
    boards.on("/hn.algolia.com/api/v1/items/10", hn_tree(10, 101, 102))
    boards.on("/hn.algolia.com/api/v1/items/11", hn_tree(11, 111))
    boards.on("/hn.algolia.com/api/v1/items/30", hn_tree(30, 301))
    board = board_of(home, "hn_whoishiring")
    may, june, july, now = crawl(board, ["2024-05", "2024-06", "2024-07", "2026-11"], home, simulated=True)
    assert [(scope.scope, scope.state, scope.kept) for scope in may.scopes] == [
        ("10", "complete", 2),
        ("11", "complete", 1),
    ]
    assert (june.state, june.kept, june.sha256) == ("complete", 0, "")
    assert june.scopes[0].reason == "no thread that month"
    assert july.state == "partial"
    assert "1 of the 50" in july.scopes[0].reason
    assert (now.state, now.scopes[0].reason) == ("partial", "no thread yet: crawl this month again later")
    assert may.simulated
    assert len({report.run for report in (may, june, july, now)}) == 4
    assert sum("search_by_date" in path for path in boards.asked) == 1
    assert sum(path.endswith("/robots.txt") for path in boards.asked) == 1
    assert [row["raw"]["id"] for row in landing.raw_lines(home, may)] == [101, 102, 111]


def test_github_is_followed_by_its_links_until_the_allowance_is_used_up(home: Home, boards: FakeBoards) -> None:
    issues = [
        {"number": number, "title": f"谁在招人？（2024年{month}月）", "comments": count, "user": {"login": "ruanyf"}}
        for number, month, count in ((1, 5, 3), (2, 6, 1), (3, 7, 1))
    ]
    comments = [
        {"id": key, "user": {"login": who}, "body": f"招 Go {key}", "created_at": "2024-05-03T00:00:00Z"}
        for key, who in ((11, "ruanyf"), (12, "a"), (13, "b"))
    ]
    start = "/api.github.com/repos/ruanyf/weekly/issues/"
    link = '<https://api.github.com/repos/ruanyf/weekly/issues/1/comments?per_page=100&page=2>; rel="next"'
    boards.on(
        "/api.github.com/search/issues",
        Answer({"total_count": 3, "items": issues}, headers={"X-RateLimit-Remaining": "0"}),
    )
    boards.on(f"{start}1/comments?per_page=100&page=1", Answer(comments[:2], headers={"Link": link}))
    boards.on(f"{start}1/comments?per_page=100&page=2", Answer(comments[2:], headers={"X-RateLimit-Remaining": "1"}))
    spent = {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "1795248000"}
    boards.on(f"{start}2/comments", Answer(comments[1:2], headers=spent))
    may, june, july = crawl(board_of(home, "ruanyf_weekly"), ["2024-05", "2024-06", "2024-07"], home)
    assert (may.state, may.kept, may.scopes[0].declared) == ("complete", 2, 3)
    assert may.scopes[0].dropped == {"the thread owner's own comment": 1}
    assert (june.state, june.kept) == ("complete", 1)
    assert july.state == "blocked"
    assert "2026-11-21" in july.scopes[0].reason
    assert "JOBPROOF_GITHUB_TOKEN" in july.scopes[0].reason
    assert not any("/issues/3/" in path for path in boards.asked)


def test_a_refusing_github_is_asked_once_and_tells_when_to_come_back(home: Home, boards: FakeBoards) -> None:
    used_up = {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "1795248000"}
    boards.on("/api.github.com/search/issues", Answer({"message": "API rate limit exceeded"}, 403, used_up))
    reports = crawl(board_of(home, "ruanyf_weekly"), ["2024-05", "2024-06"], home)
    assert [report.state for report in reports] == ["blocked", "blocked"]
    assert "come back after 2026-11-21 08:00 UTC" in reports[1].scopes[0].reason
    assert sum("/search/" in path for path in boards.asked) == 1


def test_a_list_of_threads_that_is_not_whole_fails_every_month(home: Home, boards: FakeBoards) -> None:
    boards.on("/api.github.com/search/issues", Answer({"total_count": 0, "items": [], "incomplete_results": True}))
    reports = crawl(board_of(home, "ruanyf_weekly"), ["2024-05", "2024-06"], home)
    assert [report.state for report in reports] == ["failed", "failed"]


FEED = b"""<rss><channel><item><title>Acme: Engineer</title><link>https://weworkremotely.com/remote-jobs/acme-engineer</link>
<pubDate>Fri, 20 Nov 2026 18:50:56 +0000</pubDate></item></channel></rss>"""


def test_a_feed_is_a_window_and_doubles_between_feeds_are_dropped(home: Home, boards: FakeBoards) -> None:
    boards.on("/weworkremotely.com/", Answer(FEED))
    boards.on("/weworkremotely.com/robots.txt", Answer(b"User-agent: *\nDisallow: /categories/remote-devops\n"))
    (report,) = crawl(board_of(home, "weworkremotely"), [TODAY], home)
    states = {scope.scope: scope.state for scope in report.scopes}
    assert states["remote-jobs"] == "window"
    assert states["remote-devops-sysadmin-jobs"] == "blocked"
    assert "robots.txt" in report.scopes[-1].reason
    assert report.kept == 1
    assert report.scopes[1].dropped == {"duplicate within the run": 1}
    assert not any("devops" in path for path in boards.asked)


def test_offline_is_one_clear_line_and_earlier_data_stay(
    home: Home, boards: FakeBoards, monkeypatch: pytest.MonkeyPatch
) -> None:
    boards.on(f"{GREENHOUSE}whole/", gh_jobs(1, 2))
    board = board_of(home, "greenhouse", "whole", "other")
    (before,) = crawl(board, [TODAY], home)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        monkeypatch.setenv("JOBPROOF_REPLICA", f"http://127.0.0.1:{free.getsockname()[1]}")
    (report,) = crawl(board, [TODAY], home)
    assert {scope.reason for scope in report.scopes} == {
        "boards-api.greenhouse.io cannot be reached (connection refused)"
    }
    assert [scope.requests for scope in report.scopes] == [1, 0]
    assert report.state == "failed"
    assert landing.reports(home) == [before, report]
    assert landing.read(home, before).height == 2


def test_a_crawl_process_that_dies_is_reported(home: Home, boards: FakeBoards) -> None:
    board = replace(board_of(home, "greenhouse", "whole"), scopes=())
    boards.on(GREENHOUSE, gh_jobs(1))
    (report,) = crawl(board, [TODAY], home)
    assert (report.state, report.scopes[0].reason) == ("failed", "boards.toml lists no [greenhouse.scopes]")
    home.salt.chmod(0o600)
    home.salt.write_bytes(b"")
    (died,) = crawl(board_of(home, "greenhouse", "whole"), [TODAY], home)
    assert died.state == "failed"
    assert "the crawl process ended early" in died.scopes[0].reason


@pytest.mark.parametrize(
    ("name", "partition", "words"),
    [
        ("greenhouse", "2026-11-20", "only what is open now"),
        ("greenhouse", "2026-11", "only what is open now"),
        ("hn_whoishiring", "2011-03", "allowed: 2011-04 to"),
        ("hn_whoishiring", "2099-01", "allowed: 2011-04 to"),
        ("hn_whoishiring", "May", "is no month"),
        ("lagou", TODAY, "jobproof import"),
    ],
)
def test_partitions_that_cannot_be_are_refused(home: Home, name: str, partition: str, words: str) -> None:
    with pytest.raises(BadUsageError, match=words):
        crawl(load(home).board(name), [partition], home)
    assert not home.landing.exists()


def test_two_crawls_of_one_board_do_not_meet(home: Home) -> None:
    board = load(home).board("hn_whoishiring")
    with landing.one_at_a_time(home, board.name), pytest.raises(JobproofError, match="another process"):
        crawl(board, ["2024-05"], home)
