"""Every board meets every fault: the right state, a clear reason, no false completeness, recovery on the next run."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.boards import many_crawls, wire
from warehouse.boards import load
from warehouse.home import PROJECT, Home

WIRES = {each.board: each for each in wire.wires()}
EXPECTED = {
    "500": ({"failed"}, r"HTTP 500"),
    "429": ({"blocked"}, r"come back after 2026-11-21 07:00 UTC"),
    "403": ({"blocked"}, r"refuses us \(HTTP 403\)"),
    "timeout": ({"failed"}, r"did not answer in time"),
    "drip": ({"failed"}, r"did not answer in time"),
    "cut": ({"failed"}, r"broke off|connection lost"),
    "page": ({"failed"}, r"."),
    "huge": ({"failed"}, r"more than 64 MB"),
    "loop": ({"failed"}, r"in a circle|is not followed|redirects"),
    "inside": ({"failed"}, r"private address|is not followed|redirects"),
    "reshaped": ({"failed", "partial"}, r"."),
}
"""Fault -> states that the run may have, and what its reason says. What needs more than that has a test below."""
ALL = [*EXPECTED, "broken", "charset", "emptied", "lying", "repeats", "badrow", "shaky", ""]


@dataclass(frozen=True)
class Outcome:
    """What came of one crawl.

    Args:
        report: As landed.
        after: Of the next crawl, when the board was well again.
    """

    report: dict[str, Any]
    after: dict[str, Any]


@pytest.fixture(scope="module")
def outcomes(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> dict[tuple[str, str], Outcome]:
    """Crawl every board that is tested with every fault, and then without."""
    chosen = {item.callspec.params.get("board") for item in request.session.items if hasattr(item, "callspec")}
    boards, root = [name for name in WIRES if name in chosen], tmp_path_factory.mktemp("homes")
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda fault: _crawled(boards, root, fault), ALL))
    return {name: outcome for each in found for name, outcome in each.items()}


def _crawled(boards: list[str], root: Path, fault: str) -> dict[tuple[str, str], Outcome]:
    spoilt = _run(boards, root, fault, fault, "2026-11-21T06:00:00+00:00")
    well = _run(boards, root, fault, "", "2026-11-21T18:00:00+00:00")
    return {(board, fault): Outcome(spoilt[board], well[board]) for board in boards}


def _run(boards: list[str], root: Path, folder: str, fault: str, now: str) -> dict[str, dict[str, Any]]:
    orders = [{"board": name, "fault": fault, "home": str(root / f"{folder}-{name}")} for name in boards]
    environment = {**os.environ, "JOBPROOF_REPLICA": "http://127.0.0.1:9", "JOBPROOF_NOW": now}
    done = subprocess.run(
        [sys.executable, "-m", "tests.boards.many_crawls"],
        input=json.dumps(orders).encode(),
        capture_output=True,
        cwd=PROJECT,
        env=environment,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr.decode()[-3000:]
    told = json.loads(done.stdout)
    assert [each["crash"] for each in told] == [""] * len(told)
    return {each["board"]: each["report"] for each in told}


def _state(report: dict[str, Any]) -> str:
    order = ["complete", "window", "partial", "capped", "blocked", "failed"]
    return max((scope["state"] for scope in report["scopes"]), key=order.index)


def _kept(report: dict[str, Any]) -> int:
    return sum(scope["kept"] for scope in report["scopes"])


def _is_healthy(board: str, report: dict[str, Any]) -> bool:
    return (_state(report), _kept(report)) == (WIRES[board].state, WIRES[board].kept)


@pytest.mark.parametrize("board", WIRES)
def test_a_healthy_board_is_crawled_as_its_wire_says(board: str, outcomes: dict[tuple[str, str], Outcome]) -> None:
    report = outcomes[board, ""].report
    assert (_state(report), _kept(report)) == (WIRES[board].state, WIRES[board].kept), report["scopes"]


@pytest.mark.parametrize("board", WIRES)
@pytest.mark.parametrize("fault", EXPECTED)
def test_a_fault_has_its_state_and_its_reason(board: str, fault: str, outcomes: dict[tuple[str, str], Outcome]) -> None:
    states, words = EXPECTED[fault]
    scopes = outcomes[board, fault].report["scopes"]
    assert {scope["state"] for scope in scopes} <= states, scopes
    assert re.search(words, " / ".join(scope["reason"] for scope in scopes))
    assert sum(scope["kept"] for scope in scopes) == 0


@pytest.mark.parametrize("board", WIRES)
@pytest.mark.parametrize("fault", ["broken", "charset"])
def test_what_cannot_be_decoded_is_never_half_read(
    board: str, fault: str, outcomes: dict[tuple[str, str], Outcome]
) -> None:
    """Where a spider sees through the damage, all rows come; else none is taken for the whole."""
    report = outcomes[board, fault].report
    assert _is_healthy(board, report) or all(scope["state"] not in {"complete", "window"} for scope in report["scopes"])
    assert all(scope["reason"] for scope in report["scopes"] if scope["state"] != "complete")


@pytest.mark.parametrize("board", WIRES)
def test_an_empty_list_under_a_total_is_no_empty_board(board: str, outcomes: dict[tuple[str, str], Outcome]) -> None:
    report, healthy = outcomes[board, "emptied"].report, outcomes[board, ""].report
    declared = {scope["scope"] for scope in healthy["scopes"] if scope["declared"] and scope["kept"]}
    for scope in report["scopes"]:
        if scope["kept"] == 0 and scope["declared"] and scope["scope"] in declared:
            assert scope["state"] != "complete", scope


@pytest.mark.parametrize("board", WIRES)
def test_a_total_that_lies_is_not_believed(board: str, outcomes: dict[tuple[str, str], Outcome]) -> None:
    healthy = {scope["scope"]: scope for scope in outcomes[board, ""].report["scopes"]}
    for scope in outcomes[board, "lying"].report["scopes"]:
        declared = healthy.get(scope["scope"], {}).get("declared")
        if scope["declared"] != declared:
            assert scope["state"] not in {"complete", "window"}, scope
            assert scope["reason"]


@pytest.mark.parametrize("board", WIRES)
def test_a_page_that_repeats_is_no_further_page(board: str, outcomes: dict[tuple[str, str], Outcome]) -> None:
    report = outcomes[board, "repeats"].report
    assert _is_healthy(board, report) or _state(report) not in {"complete", "window"}, report["scopes"]


@pytest.mark.parametrize("board", WIRES)
def test_one_bad_row_costs_no_other(board: str, outcomes: dict[tuple[str, str], Outcome]) -> None:
    scopes = outcomes[board, "badrow"].report["scopes"]
    assert WIRES[board].kept - _kept(outcomes[board, "badrow"].report) in {0, 1}, scopes
    assert _kept(outcomes[board, "badrow"].report) or WIRES[board].kept == 1, scopes


@pytest.mark.parametrize("board", WIRES)
def test_a_host_that_stumbles_once_is_asked_again(
    board: str, outcomes: dict[tuple[str, str], Outcome], home: Home
) -> None:
    """But for a board whose terms allow a single request: that one is spent."""
    allowed = load(home).board(board).at_most
    if allowed and allowed.requests == 1:
        (scope,) = outcomes[board, "shaky"].report["scopes"]
        assert (scope["state"], scope["requests"]) == ("failed", 1)
        return
    assert _is_healthy(board, outcomes[board, "shaky"].report), outcomes[board, "shaky"].report["scopes"]


@pytest.mark.parametrize("board", WIRES)
@pytest.mark.parametrize("fault", ALL)
def test_the_next_run_recovers(board: str, fault: str, outcomes: dict[tuple[str, str], Outcome]) -> None:
    assert _is_healthy(board, outcomes[board, fault].after), outcomes[board, fault].after["scopes"]


def test_every_fault_that_can_happen_is_tried() -> None:
    assert set(ALL) == set(many_crawls.FAULTS)
