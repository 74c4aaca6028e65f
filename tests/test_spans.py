"""Spans of live boards over random crawl histories, beside a day-by-day account of them."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from warehouse import contracts, stage, store
from warehouse.database import frame, in_memory
from warehouse.schemas import OBSERVATIONS

DAY = date(2024, 3, 1)
KEYS = "xyz"


@dataclass(frozen=True)
class Crawl:
    """One run on one day: how it ended, and which version of which posting it saw."""

    day: int
    state: str
    seen: dict[str, int]


CRAWLS = st.lists(
    st.builds(
        Crawl,
        st.integers(0, 15),
        st.sampled_from(["complete", "complete", "window", "partial", "failed"]),
        st.dictionaries(st.sampled_from(KEYS), st.integers(0, 1), max_size=3),
    ),
    max_size=12,
)


def spans(crawls: list[Crawl], seed: int = 0) -> list[dict[str, Any]]:
    """Return core.observations of one live scope; rows arrive in an order that the seed decides."""
    rows = [(n, crawl) for n, crawl in enumerate(crawls)]
    random.Random(seed).shuffle(rows)  # noqa: S311  # an order, no secret
    with in_memory() as connection:
        stage.open_stage(connection)
        connection.execute("CREATE SCHEMA core; INSERT INTO stage.boards VALUES ('b', 'B', 'live', '', true, '')")
        stage.fill(
            connection, "stage.crawls", pl.DataFrame([_run(n, one) for n, one in rows], schema=stage.CRAWLS.polars)
        )
        listed = [_row(n, one, key) for n, one in rows if one.state != "failed" for key in one.seen]
        stage.fill(connection, "stage.postings", pl.DataFrame(listed, schema=stage.POSTINGS.polars))
        connection.execute(f"CREATE TABLE stage.stated_spans AS {store.model('stage', 'stated_spans')}")
        store.make(connection, OBSERVATIONS)
        assert not [found for found in contracts.check(connection, OBSERVATIONS) if found.failed_n]
        return frame(connection, "FROM core.observations ORDER BY posting_id, first_seen_on").to_dicts()


def _run(n: int, crawl: Crawl) -> dict[str, Any]:
    moment = datetime(2024, 3, 1, tzinfo=UTC)
    return {
        "run": f"r{n:02}", "board": "b", "scope": "s", "partition": f"{DAY + timedelta(days=crawl.day)}",
        "state": crawl.state, "reason": "", "started_at": moment, "finished_at": moment, "requests": 1, "bytes": 1,
        "kept_n": len(crawl.seen), "dropped_n": 0, "simulated": False, "chosen": crawl.state != "failed",
    }  # fmt: skip


def _row(n: int, crawl: Crawl, key: str) -> dict[str, Any]:
    return {
        "posting_id": f"b:{key}", "board": "b", "partition": f"{DAY + timedelta(days=crawl.day)}", "run": f"r{n:02}",
        "scope": "s", "fetched_at": datetime(2024, 3, 1, tzinfo=UTC), "posted_kind": "unknown",
        "version": f"v{crawl.seen[key]}",
    }  # fmt: skip


def account(crawls: list[Crawl]) -> list[tuple[str, int, int, int | None, str]]:
    """Return (posting, first day, last day, closed day, version), walked day by day as a person would."""
    found = []
    for key in KEYS:
        first = last = None
        version = ""
        for day in range(17):
            runs = [crawl for crawl in crawls if crawl.day == day and crawl.state != "failed"]
            versions = [f"v{crawl.seen[key]}" for crawl in runs if key in crawl.seen]
            if versions:
                if first is not None and last is not None and versions[-1] != version:
                    found.append((key, first, last, None, version))
                    first = None
                first, last, version = day if first is None else first, day, versions[-1]
            elif first is not None and last is not None and any(crawl.state == "complete" for crawl in runs):
                found.append((key, first, last, day, version))
                first = None
        if first is not None and last is not None:
            found.append((key, first, last, None, version))
    return found


@settings(max_examples=60, deadline=None)
@given(CRAWLS)
def test_spans_are_what_a_day_by_day_account_finds(crawls: list[Crawl]) -> None:
    on = [
        (
            row["posting_id"].removeprefix("b:"),
            (row["first_seen_on"] - DAY).days,
            (row["last_seen_on"] - DAY).days,
            (row["closed_on"] - DAY).days if row["closed_on"] else None,
            row["version"],
        )
        for row in spans(crawls)
    ]
    assert on == account(crawls)


@settings(max_examples=25, deadline=None)
@given(CRAWLS, st.integers(1, 9))
def test_the_order_in_which_crawls_arrive_does_not_matter(crawls: list[Crawl], seed: int) -> None:
    assert spans(crawls, seed) == spans(crawls)


@settings(max_examples=25, deadline=None)
@given(CRAWLS)
def test_spans_never_overlap_and_counts_balance(crawls: list[Crawl]) -> None:
    found = spans(crawls)
    for one, other in zip(found, found[1:], strict=False):
        if one["posting_id"] == other["posting_id"]:
            assert (one["closed_on"] or one["last_seen_on"]) <= other["first_seen_on"]
            assert one["last_seen_on"] < other["first_seen_on"]
    known_open = {row["posting_id"] for row in found if row["closed_on"] is None}
    newest = {row["posting_id"]: row for row in found}
    changed = sum(row["closed_on"] is None and newest[row["posting_id"]] is not row for row in found)
    began, closed = len(found) - changed, sum(row["closed_on"] is not None for row in found)
    still = {key for key in known_open if newest[key]["closed_on"] is None}
    assert began - closed == len(still)
