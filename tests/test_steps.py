"""The steps that the command line and Dagster share: which boards are chosen, and what is refused."""

from __future__ import annotations

import pytest

from assets import steps
from warehouse import boards
from warehouse.boards import Board, Registry, Scope
from warehouse.errors import BadUsageError
from warehouse.home import Home

NOW = "2026-03-02T06:00:00+00:00"
REGISTRY = Registry(
    {
        "many": Board(
            "many", "Many", "live", scopes=(Scope("one", "One"), Scope("two", "Two"), Scope("three", "Three"))
        ),
        "feed": Board("feed", "Feed", "live"),
        "threads": Board("threads", "Threads", "history", since="2020-01"),
        "old": Board("old", "Old", "archive"),
    }
)


@pytest.fixture(autouse=True)
def _fixed_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JOBPROOF_NOW", NOW)


def chosen(*names: str) -> dict[str, list[str]]:
    return {board.name: [scope.token for scope in board.scopes] for board in steps.choose(REGISTRY, names)}


def test_no_name_means_every_board_that_can_be_crawled() -> None:
    assert list(chosen()) == ["many", "feed", "threads"]


def test_a_scope_cuts_its_board_down() -> None:
    assert chosen("many:two", "feed", "many:one") == {"many": ["two", "one"], "feed": []}


def test_a_whole_board_wins_over_its_scopes() -> None:
    assert chosen("many:two", "many") == {"many": ["one", "two", "three"]}


@pytest.mark.parametrize(
    ("name", "found", "allowed"),
    [("nowhere", "nowhere", "many, feed"), ("many:four", "four", "one, two, three"), ("feed:one", "one", "no scopes")],
)
def test_unknown_names_are_refused_with_those_there_are(name: str, found: str, allowed: str) -> None:
    with pytest.raises(BadUsageError) as refused:
        chosen(name)
    assert found in refused.value.line()
    assert allowed in refused.value.line()


def test_history_is_filed_under_the_running_month_and_live_under_today() -> None:
    assert steps.running_partition(REGISTRY.board("threads")) == "2026-03"
    assert steps.running_partition(REGISTRY.board("feed")) == "2026-03-02"


def test_the_report_lies_under_its_monday(home: Home) -> None:
    assert steps.report_folder(home) == home.reports / "2026-03-02"


def test_every_board_of_the_registry_can_be_named(home: Home) -> None:
    registry = boards.load(home)
    assert [board.name for board in steps.choose(registry, tuple(registry.boards))] == list(registry.boards)
