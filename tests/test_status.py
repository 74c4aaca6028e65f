"""How every board stands: each kind of trouble is told, with the scope and what to do, and fits 100 columns."""

from __future__ import annotations

import io
import json
import re
from typing import Any

import pytest

from pipelines import cli
from pipelines.commands import listing
from warehouse.attention import FELL_FROM
from warehouse.boards import Board, Registry, Scope
from warehouse.home import Home
from warehouse.landing import LandingFile
from warehouse.records import RawPosting, ScopeReport
from warehouse.status import BoardStatus, board_status

TODAY, YESTERDAY = "2026-11-21", "2026-11-20"
NOT_THERE = "boards.example has no such page (HTTP 404): board gone or token typo"
GAP = "a gap: no row of 2026-11-14T06:00 UTC is left, so that what came and went since is not known"
LIVE = Board(
    "ats", "Applicant tracker", "live", census=True, terms="Public.", expected=(1, 100),
    scopes=tuple(Scope(token, token.title(), "invented", "", "games", "game") for token in ("acme", "umbra", "quill")),
)  # fmt: skip
THREADS = Board("threads", "Monthly threads", "history", since="2024-01", expected=(2, 100))
FILE = Board("file", "An archive", "archive")


def land(home: Home, board: str, partition: str, *scopes: ScopeReport) -> None:
    with LandingFile(home, board, partition) as file:
        for scope in scopes:
            for number in range(scope.kept):
                file.add(RawPosting(board, f"{scope.scope}{number}", f"{TODAY}T06:00:00+00:00", scope=scope.scope))
        file.commit(scopes)


def status(home: Home, board: Board) -> BoardStatus:
    return board_status(home, Registry({board.name: board}))[0]


def good(scope: str, kept: int = 10, **more: Any) -> ScopeReport:
    return ScopeReport(scope, "complete", kept=kept, **more)


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JOBPROOF_NOW", f"{TODAY}T08:00:00+00:00")


def test_a_board_without_trouble_needs_nobody(home: Home) -> None:
    land(home, "ats", TODAY, good("acme", declared=11), good("umbra", declared=10), good("quill"))
    found = status(home, LIVE)
    assert (found.state, found.declared, found.kept, found.age, found.whole) == ("complete", 21, 30, 0, 3)
    assert found.attention == ()
    assert {scope.since for scope in found.scopes} == {TODAY}


TROUBLES = {
    "never crawled": ([], "jobproof crawl ats"),
    "gone": ([ScopeReport("quill", "failed", NOT_THERE)], "take it out of boards.toml"),
    "blocked": ([ScopeReport("quill", "blocked", "refused")], "crawl less often"),
    "failed": ([ScopeReport("quill", "failed", "connection lost")], "jobproof crawl ats"),
    "partial": ([ScopeReport("quill", "partial", "8 of the 9 came", kept=8)], "jobproof record ats URL"),
    "capped": ([ScopeReport("quill", "capped", "page 100", kept=90)], "smaller ones"),
    "gap": ([ScopeReport("quill", "window", GAP, kept=90, overlap=0)], "crawl more often"),
    "unexpected": ([good("quill", 0)], "`expected`"),
    "fell": ([good("quill", FELL_FROM // 2 - 1)], "really gone"),
}


@pytest.mark.parametrize("what", TROUBLES)
def test_each_trouble_is_told_with_its_scope_and_what_to_do(
    what: str, home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    reports, remedy = TROUBLES[what]
    if what != "never crawled":
        monkeypatch.setenv("JOBPROOF_NOW", f"{YESTERDAY}T08:00:00+00:00")
        land(home, "ats", YESTERDAY, good("acme"), good("umbra"), good("quill", FELL_FROM))
        monkeypatch.setenv("JOBPROOF_NOW", f"{TODAY}T08:00:00+00:00")
    land(home, "ats", TODAY, good("acme"), good("umbra"), *reports)
    (told,) = status(home, LIVE).attention
    assert (told.what, told.scopes) == (what, ("quill",))
    assert remedy in told.line
    last = status(home, LIVE).scopes[2]
    assert last.last_good == {"never crawled": "", "unexpected": TODAY, "fell": TODAY, "gap": TODAY}.get(
        what, YESTERDAY
    )


@pytest.mark.parametrize(("kept", "told"), [(0, ["no posting yet"]), (1, []), (100, []), (101, ["unexpected"])])
def test_the_expected_bounds_are_a_test(kept: int, told: list[str], home: Home) -> None:
    land(home, "ats", TODAY, good("acme", kept), good("umbra"), good("quill"))
    assert [each.what for each in status(home, LIVE).attention] == told


@pytest.mark.parametrize(("most", "told"), [(3, []), (FELL_FROM - 1, []), (FELL_FROM, ["unexpected"])])
def test_a_small_employer_may_fill_its_last_opening(most: int, told: list[str], home: Home) -> None:
    for kept in (most, 0, 0):
        land(home, "ats", TODAY, good("acme", 40), good("umbra"), good("quill", kept))
    assert [each.what for each in status(home, LIVE).attention] == told


@pytest.mark.parametrize(("day", "told"), [("03", []), ("07", []), ("08", ["partial"])])
def test_a_thread_that_is_still_to_come_is_no_trouble(
    day: str, told: list[str], home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JOBPROOF_NOW", f"2026-10-{day}T08:00:00+00:00")
    board = Board("threads", "Threads", "history", since="2026-10", expected=(2, 100))
    land(home, "threads", "2026-10", ScopeReport("", "partial", "no thread yet: crawl this month again later"))
    assert [each.what for each in status(home, board).attention] == told


def test_a_crawl_of_one_company_does_not_hide_the_others(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JOBPROOF_NOW", "2026-11-01T08:00:00+00:00")
    land(home, "ats", "2026-11-01", good("acme"), ScopeReport("umbra", "blocked", "refused"), good("quill"))
    monkeypatch.setenv("JOBPROOF_NOW", f"{TODAY}T08:00:00+00:00")
    land(home, "ats", TODAY, good("acme", 12))
    found = status(home, LIVE)
    assert (found.partition, found.state, found.kept, found.whole) == (TODAY, "blocked", 22, 2)
    assert [(told.what, told.scopes) for told in found.attention] == [("blocked", ("umbra",)), ("stale", ("quill",))]


def test_a_history_board_tells_months_that_failed_or_never_came(home: Home) -> None:
    for month in ("2024-01", "2024-03", "2026-10"):
        land(home, "threads", month, good("a"), good("b", 1 if month == "2024-03" else 5))
    odd, missing = status(home, THREADS).attention
    assert (odd.what, odd.scopes, odd.text) == ("unexpected", ("2024-03",), "kept 1, expected 2 to 100")
    assert (missing.what, len(missing.scopes), missing.text) == ("missing months", 31, "31 of 34")
    assert missing.remedy == "jobproof backfill threads --from 2024-02 --to 2026-09"
    assert [scope.scope for scope in status(home, THREADS).scopes] == ["2026-10", "2024-03", "2024-01"]


@pytest.mark.parametrize(("state", "told"), [("partial", ()), ("capped", ("capped",)), ("blocked", ("blocked",))])
def test_captures_are_partial_without_being_in_trouble(state: Any, told: tuple[str, ...], home: Home) -> None:
    saved = Board("saved", "Captures", "history", captures=True, since="2026-10", expected=(2, 100))
    land(home, "saved", "2026-10", ScopeReport("ats:acme", state, "2 of 9 captures were read", kept=5))
    assert tuple(each.what for each in status(home, saved).attention) == told


def test_a_history_board_is_due_once_a_month(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JOBPROOF_NOW", "2026-10-11T08:00:00+00:00")
    land(home, "threads", "2026-10", good("a"))
    monkeypatch.setenv("JOBPROOF_NOW", f"{TODAY}T08:00:00+00:00")
    assert ("stale", "last crawl is 41 days old") in {(t.what, t.text) for t in status(home, THREADS).attention}


def test_an_archive_needs_nobody(home: Home) -> None:
    assert status(home, FILE).attention == ()
    land(home, "file", "2020-01-01", good("some.csv"))
    assert (status(home, FILE).attention, status(home, FILE).landed) == ((), 10)


class Terminal(io.StringIO):
    """A stdout that a person looks at."""

    def isatty(self) -> bool:
        return True

    def shown(self) -> str:
        return re.sub(r"\x1b\[[0-9;]*m", "", self.getvalue())


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize("arguments", [["boards"], ["boards", "greenhouse"], ["boards", "hn_whoishiring"]])
def test_what_a_terminal_shows_fits_100_columns(arguments: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setattr("sys.stdout", screen := Terminal())
    assert cli.run(arguments) == 0
    lines = screen.shown().splitlines()
    assert len(lines) > 5
    assert [line for line in lines if len(line) > 100] == []
    assert "…" not in screen.shown().partition("\nscope")[2]


def test_every_scope_of_a_board_is_shown(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    land(home, "ats", TODAY, good("acme"), good("umbra"))
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setattr("sys.stdout", screen := Terminal())
    listing.show_board(status(home, LIVE))
    table = screen.shown().partition("\nscope")[2].splitlines()
    assert [line.split()[0] for line in table if line.strip()][1:] == ["quill", "acme", "umbra"]
    assert "1 to 100 rows a scope" in screen.shown()


@pytest.mark.usefixtures("home")
def test_boards_as_json_names_industry_and_work_of_each_scope(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["boards", "--json"]) == 0
    boards = {each["board"]: each for each in json.loads(capsys.readouterr().out)}
    assert boards["greenhouse"]["attention"][0]["what"] == "never crawled"
    assert boards["greenhouse"]["terms"]
    assert all(scope["industry"] and scope["work"] and scope["why"] for scope in boards["greenhouse"]["scopes"])
    assert cli.run(["boards", "lever", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["board"] == "lever"


@pytest.mark.parametrize(
    ("before", "now", "what"),
    [(30, 60, ["grew"]), (51, 84, ["grew"]), (30, 48, []), (30, 45, []), (30, 15, []), (30, 9, ["fell"]), (9, 18, [])],
)
def test_a_board_that_doubles_or_halves_as_a_whole_is_told(home: Home, before: int, now: int, what: list[str]) -> None:
    for kept in (before, now):
        land(home, "ats", TODAY, *(good(scope, kept // 3) for scope in ("acme", "umbra", "quill")))
    assert [each.what for each in status(home, LIVE).attention] == what


def test_scopes_that_were_not_seen_both_times_say_nothing_of_the_board(home: Home) -> None:
    land(home, "ats", YESTERDAY, good("acme", 20), ScopeReport("umbra", "blocked", "robots.txt"), good("quill", 5))
    land(home, "ats", TODAY, good("acme", 20), good("umbra", 40), good("quill", 5))
    assert status(home, LIVE).attention == ()
