"""Hacker News threads through Algolia's API: listed by author and date, never by relevance; a tree a request."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Iterator
from datetime import datetime

from spiders.dates import from_epoch, from_iso
from spiders.faults import CrawlFault, UnusableRecordError
from spiders.platforms.base import Json
from spiders.platforms.json_api import held, object_of, text_or_none
from spiders.platforms.threads import Thread, ThreadSpider
from spiders.tally import Tally
from warehouse.boards import Scope
from warehouse.records import RawPosting

_API = "hn.algolia.com/api/v1"
_PAGE = 1000
_WHOLE = 0.9
"""Share of a thread's declared comments that its tree must hold: the index counts comments that were deleted since."""

NAMED_MONTH = r"(?:\(\s*(?P<month>[a-z]+)\.?,?\s+(?P<year>\d{4})\b[^)]*\)\s*\??)?\s*$"
"""How a title ends: with the month in brackets, in some years with nothing."""


class AlgoliaThreadSpider(ThreadSpider):
    """Top-level comments are the postings; answers to them are counted as dropped.

    A board gives the threads' author and a pattern of their titles, with the groups `month` (its English name) and
    `year` where the title may name them.
    """

    thread_author: str
    thread_title: re.Pattern[str]

    async def find_threads(self, tally: Tally) -> list[Thread]:
        """Return the author's threads, oldest first."""
        found: list[Json] = []
        pages, number = 1, 0
        while number < pages:
            payload, _ = await self.get(
                f"https://{_API}/search_by_date?tags=story,author_{self.thread_author}&hitsPerPage={_PAGE}&page={number}",
                tally,
            )
            found += held(payload, "hits", list, _API)
            pages, number = int(payload.get("nbPages") or 1), number + 1
        threads = [thread for hit in found if (thread := self.thread_from(hit))]
        if not threads:
            raise CrawlFault(f"none of the {len(found)} stories listed is a thread: titles or format have changed")
        return sorted(threads, key=lambda thread: int(thread.id))

    def thread_from(self, hit: Json) -> Thread | None:
        """Return the thread that a listed story is, filed under the month of its title, else of its date."""
        named = self.thread_title.search(hit.get("title") or "")
        created = from_iso(hit.get("created_at"))
        if not named or not created:
            return None
        month = _month(named["month"], named["year"]) if named["month"] else None
        return Thread(str(hit["objectID"]), (month or created[:7],), hit.get("num_comments"))

    async def pages(self, scope: Scope, tally: Tally) -> AsyncIterator[list[Json]]:
        """Yield the whole tree, flattened, in one page."""
        payload, _ = await self.get(f"https://{_API}/items/{scope.token}", tally)
        comments = list(_flatten(held(payload, "children", list, _API), 0))
        thread = self.thread(scope)
        if thread and thread.replies and len(comments) < _WHOLE * thread.replies:
            tally.declared = thread.replies
        yield comments

    def records(self, payload: Json) -> list[Json]:
        """Accept a story's tree, its list of children, `{comments: […]}` of the Firebase API, or `{hits: […]}`."""
        if isinstance(payload, dict):
            key = next((key for key in ("children", "comments", "hits") if isinstance(payload.get(key), list)), "")
            if not key:
                raise CrawlFault("the file has none of 'children', 'comments' and 'hits'")
            payload = payload[key]
        if not isinstance(payload, list):
            raise CrawlFault("the file holds no list of comments")
        ids = {record.get("id") or record.get("objectID") for record in payload if isinstance(record, dict)}
        return [_placed(record, ids) for record in _flatten(payload, 0)]

    def scope_of(self, record: Json) -> Scope:
        """Return the thread that the record says it belongs to."""
        token = str(record.get("story_id") or record.get("parent") or "")
        return Scope(token, token)

    def posting(self, record: Json, scope: Scope) -> RawPosting:
        """Return what one comment says."""
        record = object_of(record)
        _refuse(record)
        key = str(record.get("id") or record["objectID"])
        created = record.get("created_at") or record.get("time")
        return RawPosting(
            board=self.board.name,
            scope=scope.token,
            key=key,
            fetched_at=self.fetched_at,
            url=f"https://news.ycombinator.com/item?id={key}",
            text=record.get("text") or record["comment_text"],
            text_format="html",
            author=text_or_none(record.get("author") or record.get("by")),
            posted_raw=None if created is None else str(created),
            posted_kind="created" if created is not None else "unknown",
            posted_at=from_iso(created) if isinstance(created, str) else from_epoch(created),
            raw={name: value for name, value in record.items() if name not in {"children", "depth"}},
        )


def _refuse(record: Json) -> None:
    if record.get("deleted"):
        raise UnusableRecordError("deleted")
    if record.get("dead"):
        raise UnusableRecordError("dead")
    if record.get("depth"):
        raise UnusableRecordError("a reply, no posting")
    if not (record.get("text") or record.get("comment_text") or "").strip():
        raise UnusableRecordError("deleted or without text")


def _flatten(comments: list[Json], depth: int) -> Iterator[Json]:
    """Yield every comment of a tree, parents first, each with its depth below the story."""
    for comment in comments:
        if not isinstance(comment, dict):
            yield comment
            continue
        yield {**comment, "depth": depth}
        yield from _flatten(comment.get("children") or [], depth + 1)


def _placed(record: Json, ids: set[Json]) -> Json:
    """Return a record of a flat list with its depth: an answer's parent is in the list, a posting's is the story."""
    if not isinstance(record, dict) or record["depth"]:
        return record
    parent = record.get("parent") or record.get("parent_id")
    is_reply = parent in ids or ("objectID" in record and parent != record.get("story_id"))
    return {**record, "depth": 1} if is_reply else record


def _month(name: str, year: str) -> str | None:
    for form in ("%B %Y", "%b %Y"):
        try:
            return datetime.strptime(f"{name} {year}", form).strftime("%Y-%m")  # noqa: DTZ007 - a month has no zone
        except ValueError:
            continue
    return None
