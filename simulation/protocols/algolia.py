"""Hacker News as hn.algolia.com and hacker-news.firebaseio.com answer: threads, comments, paging, deleted items."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from simulation.protocols.http import Answer, Request, json_answer, number

REACH = 1000
"""Algolia lists no more hits of one query than this."""


@dataclass(frozen=True)
class Item:
    """A story or a comment.

    Args:
        id: Item number.
        time: Unix seconds.
        author: Login; None where the item is deleted.
        text: HTML fragment; None where it is deleted or the story has none.
        parent: Number of the item above; None for a story.
        title: A story's title.
        deleted: Deleted by its author.
        dead: Killed by moderators or flags.
    """

    id: int
    time: int
    author: str | None
    text: str | None = None
    parent: int | None = None
    title: str | None = None
    deleted: bool = False
    dead: bool = False

    @property
    def created_at(self) -> str:
        """Return the time in Algolia's two ISO shapes' common part, without the zone."""
        return datetime.fromtimestamp(self.time, UTC).strftime("%Y-%m-%dT%H:%M:%S")


class HackerNews:
    """The two interfaces over a fixed set of items.

    Args:
        items: All items, stories and comments, in any order.
    """

    hosts = ("hn.algolia.com", "hacker-news.firebaseio.com")

    def __init__(self, items: Iterable[Item]) -> None:
        self._items = {item.id: item for item in sorted(items, key=lambda item: item.id)}
        self._below: dict[int, list[Item]] = defaultdict(list)
        for item in self._items.values():
            if item.parent is not None:
                self._below[item.parent].append(item)

    def answer(self, request: Request) -> Answer | None:
        """Answer `/api/v1/search_by_date`, `/api/v1/items/{id}` and the Firebase paths."""
        if request.path.rstrip("/") in {"/api/v1/search_by_date", "/api/v1/search"}:
            return self._search(request)
        if match := re.fullmatch(r"/api/v1/items/(\d+)", request.path):
            return self._tree(int(match[1]))
        if match := re.fullmatch(r"/v0/item/(\d+)\.json", request.path):
            item = self._items.get(int(match[1]))
            return json_answer(self._firebase(item) if item else None)
        if match := re.fullmatch(r"/v0/user/(\w+)\.json", request.path):
            return json_answer(self._user(match[1]))
        return None

    def _story_of(self, item: Item) -> int:
        while item.parent is not None:
            item = self._items[item.parent]
        return item.id

    def _tree(self, wanted: int) -> Answer:
        item = self._items.get(wanted)
        if item is None:
            return json_answer({"status": 404, "error": "Not Found"}, 404)
        return json_answer(self._node(item, self._story_of(item)))

    def _node(self, item: Item, story: int) -> dict[str, Any]:
        gone = item.deleted or item.dead
        return {
            "author": None if gone else item.author,
            "children": [self._node(child, story) for child in self._below[item.id]],
            "created_at": f"{item.created_at}.000Z",
            "created_at_i": item.time,
            "id": item.id,
            "options": [],
            "parent_id": item.parent,
            "points": None if item.parent else len(self._below[item.id]),
            "story_id": story,
            "text": None if gone else item.text,
            "title": item.title,
            "type": "comment" if item.parent else "story",
            "url": None,
        }

    def _search(self, request: Request) -> Answer:
        size, page = min(number(request, "hitsPerPage", 20), REACH), number(request, "page", 0)
        found = [item for item in reversed(self._items.values()) if self._matches(item, request)]
        pages = math.ceil(min(len(found), REACH) / size) if size else 0
        shown = found[:REACH][page * size : (page + 1) * size]
        return json_answer(
            {
                "exhaustive": {"nbHits": True, "typo": True},
                "exhaustiveNbHits": True,
                "exhaustiveTypo": True,
                "hits": [self._hit(item) for item in shown],
                "hitsPerPage": size,
                "nbHits": len(found),
                "nbPages": pages,
                "page": page,
                "params": "&".join(f"{key}={value}" for key, value in request.query.items()),
                "processingTimeMS": 2,
                "query": request.query.get("query", ""),
                "serverTimeMS": 3,
            }
        )

    def _matches(self, item: Item, request: Request) -> bool:
        if item.deleted or item.dead or not _in_range(item, request.query.get("numericFilters", "")):
            return False
        words = request.query.get("query", "").lower().split()
        said = f"{item.title or ''} {item.text or ''}".lower()
        tags = self._tags(item)
        return all(word in said for word in words) and all(
            any(tag in tags for tag in clause) for clause in _clauses(request.query.get("tags", ""))
        )

    def _tags(self, item: Item) -> list[str]:
        kind = "comment" if item.parent else "story"
        return [kind, f"author_{item.author}", f"story_{self._story_of(item)}", *([] if item.parent else ["ask_hn"])]

    def _hit(self, item: Item) -> dict[str, Any]:
        story = self._items[self._story_of(item)]
        common: dict[str, Any] = {
            "_highlightResult": {"author": {"matchLevel": "none", "matchedWords": [], "value": item.author}},
            "_tags": self._tags(item),
            "author": item.author,
            "children": [child.id for child in self._below[item.id]],
            "created_at": f"{item.created_at}Z",
            "created_at_i": item.time,
            "objectID": str(item.id),
            "story_id": story.id,
            "updated_at": f"{item.created_at}Z",
        }
        if item.parent:
            return {**common, "comment_text": item.text, "parent_id": item.parent, "story_title": story.title}
        counted = len(self._comments(item.id))
        return {**common, "num_comments": counted, "points": counted, "story_text": item.text, "title": item.title}

    def _comments(self, root: int) -> list[Item]:
        return [found for child in self._below[root] for found in (child, *self._comments(child.id))]

    def _firebase(self, item: Item) -> dict[str, Any]:
        kind = "comment" if item.parent else "story"
        facts: dict[str, Any] = {"id": item.id, "time": item.time, "type": kind}
        kids = [child.id for child in self._below[item.id]]
        optional = {
            "by": None if item.deleted else item.author,
            "dead": item.dead or None,
            "deleted": item.deleted or None,
            "descendants": None if item.parent else len(self._comments(item.id)),
            "kids": kids or None,
            "parent": item.parent,
            "score": None if item.parent else len(kids),
            "text": None if item.deleted else item.text,
            "title": item.title,
        }
        return {**facts, **{key: value for key, value in optional.items() if value is not None}}

    def _user(self, name: str) -> dict[str, Any] | None:
        stories = [item.id for item in reversed(self._items.values()) if item.author == name and not item.parent]
        return {"created": 1303000000, "id": name, "karma": 1, "submitted": stories} if stories else None


def _clauses(tags: str) -> list[list[str]]:
    """Return the AND of ORs that Algolia reads in `a,(b,c)`."""
    return [
        (group or single).split(",") for group, single in re.findall(r"\(([^)]*)\)|([^,()]+)", tags) if group or single
    ]


def _in_range(item: Item, filters: str) -> bool:
    held = True
    for sign, bound in re.findall(r"created_at_i\s*(>=|<=|>|<|=)\s*(\d+)", filters):
        there = int(bound)
        held &= {
            ">": item.time > there, ">=": item.time >= there, "<": item.time < there, "<=": item.time <= there,
            "=": item.time == there,
        }[sign]  # fmt: skip
    return held
