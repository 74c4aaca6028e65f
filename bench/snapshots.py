"""The recorded six-hourly crawls of seven boards of remote work, and a source that serves one of them at a time.

Each board answers as it does itself: We Work Remotely as RSS, Himalayas in pages of 20 with a cursor, the others as
their JSON lists. What the recording left out (texts) is left out here.
"""

from __future__ import annotations

import gzip
import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import blake2b
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from simulation.protocols.http import Answer, Request, json_answer, number, plain

Row = dict[str, Any]
NAMES = {
    "wwr": "weworkremotely",
    "jobicy": "jobicy",
    "himalayas": "himalayas",
    "remoteok": "remoteok",
    "arbeitnow": "arbeitnow",
    "remotive": "remotive",
    "workingnomads": "workingnomads",
}
"""The recording's names of the boards, and ours."""

ADDRESSES = {
    "weworkremotely": ("weworkremotely.com", "/remote-jobs.rss"),
    "jobicy": ("jobicy.com", "/api/v2/remote-jobs"),
    "himalayas": ("himalayas.app", "/jobs/api"),
    "remoteok": ("remoteok.com", "/api"),
    "arbeitnow": ("www.arbeitnow.com", "/api/job-board-api"),
    "remotive": ("remotive.com", "/api/remote-jobs"),
    "workingnomads": ("www.workingnomads.com", "/api/exposed_jobs/"),
}
_PAGE = 20
_NOTICE = {"last_updated": 0, "legal": "Link back."}
_ADDED = {"snapshot", "source", "fetched_at"}
"""What the recorder wrote into each row."""


@dataclass(frozen=True)
class Snapshot:
    """What one recorded crawl brought.

    Args:
        moment: When it ran, UTC.
        rows: Board -> its rows as the board gave them, in their order; a board that failed then is left out.
    """

    moment: datetime
    rows: dict[str, list[Row]]


def read(path: Path) -> list[Snapshot]:
    """Return the recorded crawls, oldest first."""
    found: dict[datetime, dict[str, list[Row]]] = defaultdict(lambda: defaultdict(list))
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            kept = {name: value for name, value in row.items() if name not in _ADDED}
            found[datetime.fromisoformat(row["snapshot"]).astimezone(UTC)][NAMES[row["source"]]].append(kept)
    return [Snapshot(moment, dict(rows)) for moment, rows in sorted(found.items())]


def thinned(recorded: Sequence[Snapshot], *, one_in: int = 4) -> list[Snapshot]:
    """Return the same crawls, each row left out on one day in so many, chosen by a hash of its id and the day.

    What is left out comes back, which the recorded rows hardly ever do.
    """
    return [
        Snapshot(
            each.moment,
            {board: [row for row in rows if _stays(row, each.moment, one_in)] for board, rows in each.rows.items()},
        )
        for each in recorded
    ]


def _stays(row: Row, moment: datetime, one_in: int) -> bool:
    telling = next(str(row[name]) for name in ("guid", "slug", "url", "id") if name in row)
    return blake2b(f"{telling} {moment:%F}".encode()).digest()[0] % one_in > 0


def native(board: str, rows: Sequence[Row]) -> Answer:
    """Return a board's answer with these rows, whole."""
    if board == "weworkremotely":
        items = "".join(_item(row) for row in rows)
        return plain(f'<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel>{items}</channel></rss>')
    envelopes: dict[str, object] = {
        "jobicy": {"success": True, "jobCount": len(rows), "jobs": rows},
        "himalayas": {"jobs": rows, "nextCursor": None},
        "remoteok": [_NOTICE, *rows],
        "arbeitnow": {"data": rows, "links": {"next": None}},
        "remotive": {"job-count": len(rows), "total-job-count": len(rows), "jobs": rows},
        "workingnomads": list(rows),
    }
    return json_answer(envelopes[board])


def _item(row: Row) -> str:
    fields = "".join(f"<{name}>{escape(str(value))}</{name}>" for name, value in row.items() if value is not None)
    return f"<item>{fields}</item>"


class Boards:
    """The boards as they were at one recorded crawl; `now` is set to the next one from outside."""

    def __init__(self, now: Snapshot) -> None:
        self.now = now

    def answer(self, request: Request) -> Answer:
        """Return what the board would have answered then."""
        if request.path == "/robots.txt":
            return plain("User-agent: *\nAllow: /\n")
        board = next((board for board, address in ADDRESSES.items() if address == (request.host, request.path)), "")
        if board not in self.now.rows:
            return Answer(b'{"error":"not found"}', 404)
        rows = self.now.rows[board]
        return _page(rows, number(request, "cursor", 0)) if board == "himalayas" else native(board, rows)


def _page(rows: Sequence[Row], first: int) -> Answer:
    after = first + _PAGE
    return json_answer({"jobs": rows[first:after], "nextCursor": str(after) if after < len(rows) else None})
