"""Landing files with invented postings, for tests of what is made from them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from warehouse.boards import Board, Registry, Scope
from warehouse.home import Home
from warehouse.landing import LandingFile
from warehouse.records import CrawlReport, RawPosting, ScopeReport, State

REGISTRY = Registry(
    {
        "threads": Board("threads", "Invented threads", "history", since="2024-01"),
        "ats": Board("ats", "Invented ATS", "live", census=True, scopes=(Scope("acme", "Acme"), Scope("beta", "Beta"))),
        "zh": Board("zh", "虚构归档", "archive", home="CN"),
    }
)


def posting(board: str, key: str, **more: Any) -> RawPosting:
    """Return a posting that names Go and a company unless told otherwise."""
    given: dict[str, Any] = {
        "fetched_at": "2024-06-30T06:00:00+00:00",
        "company": f"Firm {key}",
        "title": "Backend Engineer",
        "location": "Berlin, Germany",
        "text": f"Firm {key} hires a backend engineer. You must know Golang and PostgreSQL well. Full-time.",
        "text_format": "plain",
        **more,
    }
    return RawPosting(board=board, key=key, **given)


def land(
    home: Home,
    partition: str,
    postings: Sequence[RawPosting],
    *,
    board: str = "",
    states: Mapping[str, State] | None = None,
    now: str = "",
    simulated: bool = False,
) -> CrawlReport:
    """Land one run.

    Args:
        home: Where.
        partition: Day or month.
        postings: All of one board.
        board: Needed only where there are no postings.
        states: Scope -> how its crawl ended; every scope of the postings `complete` where None.
        now: When it ran, ISO 8601; the partition's first day where empty.
        simulated: Of a simulated market.
    """
    moment = now or f"{partition:-<7}-01"[:10] if len(partition) == len("2024-01") else now or partition
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JOBPROOF_NOW", moment)
        with LandingFile(home, board or postings[0].board, partition, simulated=simulated) as file:
            for one in postings:
                file.add(one)
            scopes = states or dict.fromkeys([one.scope for one in postings] or [""], "complete")
            kept = {scope: sum(one.scope == scope for one in postings) for scope in scopes}
            return file.commit(
                tuple(
                    ScopeReport(scope, state, "" if state == "complete" else "said the test", kept=kept[scope])
                    for scope, state in scopes.items()
                )
            )
