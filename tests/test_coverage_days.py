"""Which days a live board was seen whole: a scope that fails is missed while it is expected, then taken for gone."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from warehouse import contracts, schemas
from warehouse.coverage import DAYS_SQL, PATIENCE_DAYS
from warehouse.database import in_memory

FIRST = date(2024, 3, 1)


def whole(states: dict[tuple[str, int], str]) -> dict[int, float]:
    """Return day number -> share of expected scopes seen whole, for (scope, day number) -> state."""
    with in_memory() as connection:
        connection.execute("CREATE SCHEMA core")
        for table in (schemas.BOARDS, schemas.CRAWLS):
            connection.execute(contracts.ddl(table).replace(" NOT NULL", ""))
        connection.execute("INSERT INTO core.boards BY NAME SELECT 'ats' AS board, 'live' AS kind")
        for (scope, day), state in states.items():
            connection.execute(
                "INSERT INTO core.crawls BY NAME SELECT ? AS board, ? AS scope, ? AS partition, ? AS state, ? AS run",
                ["ats", scope, (FIRST + timedelta(days=day)).isoformat(), state, f"{scope}-{day}"],
            )
        found = connection.execute(DAYS_SQL).fetchall()
    return {(day - FIRST).days: share for _, day, share in found}


@pytest.mark.parametrize("state", ["failed", "blocked"])
def test_a_scope_that_fails_between_good_crawls_is_missed(state: str) -> None:
    found = whole(
        {("a", 0): "complete", ("b", 0): "complete", ("a", 1): "complete", ("b", 1): state, ("b", 2): "complete"}
    )
    assert found == {0: 1.0, 1: 0.5, 2: 1.0}


def test_a_scope_that_stays_away_is_taken_for_gone_after_a_while() -> None:
    late = PATIENCE_DAYS + 1
    states = {("a", 0): "complete", ("b", 0): "complete"}
    states |= {
        (scope, day): "complete" if scope == "a" else "failed" for scope in "ab" for day in (PATIENCE_DAYS, late)
    }
    assert whole(states) == {0: 1.0, PATIENCE_DAYS: 0.5, late: 1.0}


def test_a_scope_that_never_answered_was_never_expected() -> None:
    assert whole({("a", 0): "complete", ("typo", 0): "failed", ("a", 1): "window", ("typo", 1): "failed"}) == {
        0: 1,
        1: 1,
    }


def test_a_scope_seen_in_part_is_not_whole() -> None:
    assert whole({("a", 0): "partial", ("b", 0): "complete"}) == {0: 0.5}


def test_a_gap_between_two_windows_leaves_its_day_unseen() -> None:
    """What opened in a gap may have come and gone; one gap among several runs of a day suffices."""
    with in_memory() as connection:
        connection.execute("CREATE SCHEMA core")
        for table in (schemas.BOARDS, schemas.CRAWLS):
            connection.execute(contracts.ddl(table).replace(" NOT NULL", ""))
        connection.execute("INSERT INTO core.boards BY NAME SELECT 'feed' AS board, 'live' AS kind")
        for run, (day, overlap) in enumerate([(0, None), (1, 7), (2, 0), (2, 9), (3, 4)]):
            connection.execute(
                "INSERT INTO core.crawls BY NAME SELECT 'feed' AS board, '' AS scope, ? AS partition,"
                " 'window' AS state, ? AS run, ?::BIGINT AS overlap_n",
                [(FIRST + timedelta(days=day)).isoformat(), f"r{run}", overlap],
            )
        found = connection.execute(DAYS_SQL).fetchall()
    assert {(day - FIRST).days: share for _, day, share in found} == {0: 1.0, 1: 1.0, 2: 0.0, 3: 1.0}
