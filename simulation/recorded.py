"""Real records served as the boards would serve them: Hacker News comments as Algolia, Chinese threads as GitHub.

Only the files' paths come in; nothing of them is kept. What a record lacks is left empty (a thread's own text) or made
from its number (a login).
"""

from __future__ import annotations

import csv
import gzip
import json
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from simulation.protocols.algolia import HackerNews, Item
from simulation.protocols.github import Comment, GitHub, Issue
from simulation.protocols.http import Answer, Request, Site, Sites

_BOT = "whoishiring"
_REPO = "ruanyf/weekly"


class Recorded:
    """Recorded files as a source for `replica.serve`.

    Args:
        hn_jsonl: JSON lines (may be .gz) of Hacker News comments: month, story_id, id, time, parent, text, deleted,
            dead.
        ruanyf_jsonl: JSON lines (may be .gz) of comments: issue, issue_title, comment_id, created_at, updated_at,
            is_minimized, author_hash, body.
        ruanyf_threads_csv: All threads, also those without comments: year_month, issue, title, state.
    """

    def __init__(
        self,
        hn_jsonl: Path | None = None,
        ruanyf_jsonl: Path | None = None,
        ruanyf_threads_csv: Path | None = None,
    ) -> None:
        sites: list[Site] = []
        if hn_jsonl:
            sites.append(HackerNews(_hacker_news(hn_jsonl)))
        if ruanyf_jsonl:
            sites.append(GitHub(_issues(ruanyf_jsonl, ruanyf_threads_csv)))
        self._sites = Sites(tuple(sites))

    def answer(self, request: Request) -> Answer:
        """Return what the boards would answer."""
        return self._sites.answer(request)


def _hacker_news(path: Path) -> Iterator[Item]:
    stories: dict[int, tuple[str, int]] = {}
    for row in _rows(path):
        month, first = stories.get(row["story_id"], (row["month"], row["time"]))
        stories[row["story_id"]] = (month, min(first, row["time"]))
        gone = bool(row.get("deleted"))
        yield Item(
            row["id"], row["time"], None if gone else f"user_{row['id']}", row.get("text"), row["parent"],
            deleted=gone, dead=bool(row.get("dead")),
        )  # fmt: skip
    for story, (month, first) in stories.items():
        begin = datetime.strptime(month, "%Y-%m").replace(tzinfo=UTC)
        yield Item(story, first - 60, _BOT, None, title=f"Ask HN: Who is hiring? ({begin:%B %Y})")


def _issues(comments: Path, threads: Path | None) -> list[Issue]:
    grouped: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for row in _rows(comments):
        grouped[row["issue"]].append(row)
    known = {number: _thread(rows) for number, rows in grouped.items()}
    if threads:
        with threads.open(encoding="utf-8-sig", newline="") as lines:
            known |= {int(row["issue"]): row for row in csv.DictReader(lines)}
    return [_issue(number, thread, grouped.get(number, [])) for number, thread in sorted(known.items())]


def _thread(rows: list[dict[str, Any]]) -> dict[str, str]:
    """Return what a list of threads would say of the thread with these comments."""
    return {
        "title": rows[0]["issue_title"],
        "state": "closed",
        "year_month": min(row["created_at"] for row in rows)[:7],
    }


def _issue(number: int, thread: dict[str, str], rows: list[dict[str, Any]]) -> Issue:
    rows = sorted(
        (row for row in rows if not row["is_minimized"]), key=lambda row: (row["created_at"], row["comment_id"])
    )
    opened = min([f"{thread['year_month']}-01T00:00:00Z", *(row["created_at"] for row in rows)])
    comments = tuple(
        Comment(row["comment_id"], row["author_hash"], row["created_at"], row["body"], row["updated_at"])
        for row in rows
    )
    return Issue(_REPO, number, thread["title"], _REPO.split("/", maxsplit=1)[0], opened, "", thread["state"], comments)


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)
