"""Homeland, the forum software: a node's topics by offset, newest first, and one request more for each text."""

from __future__ import annotations

from collections.abc import AsyncIterator
from urllib.parse import urlsplit

from spiders.dates import from_iso
from spiders.faults import CrawlFault, UnusableRecordError
from spiders.platforms.base import Json
from spiders.platforms.dated_pages import DatedPagesSpider, Page
from spiders.platforms.json_api import held, object_of, text_or_none
from spiders.platforms.texts_apart import TextsApartSpider
from spiders.tally import Tally
from warehouse.boards import Scope
from warehouse.records import RawPosting

_PAGE = 150
"""Topics a page, the most that there may be."""
_PEOPLE = ("user", "last_reply_user_id", "last_reply_user_login", "abilities", "likes", "suggested_at")


class HomelandSpider(DatedPagesSpider, TextsApartSpider):
    """One node a scope, its token the node's id and its address that of the topics: `https://forum/api/v3/topics.json`.

    The list declares no total: each page repeats the last topic of the one before it, which shows that both join.
    """

    overlap = 1

    async def pages(self, scope: Scope, tally: Tally) -> AsyncIterator[list[Json]]:
        """Yield the month's topics one by one, each with its text."""
        pages = super().pages(scope, tally)
        async for records in self.with_texts([row async for page in pages for row in page], scope, tally):
            yield records

    async def ask(self, scope: Scope, number: int, tally: Tally) -> Page | None:
        """Return the topics from an offset on."""
        offset = (number - 1) * (_PAGE - self.overlap)
        url = f"{scope.url}?node_id={scope.token}&type=recent&offset={offset}&limit={_PAGE}"
        payload, _ = await self.get(url, tally)
        rows = held(payload, "topics", list, urlsplit(url).netloc)
        return self.page_of(rows) if rows else None

    def date_of(self, row: Json) -> str | None:
        """Return when a topic was opened."""
        return from_iso(row.get("created_at")) if isinstance(row, dict) else None

    async def with_text(self, row: Json, scope: Scope, tally: Tally) -> Json:
        """Return a topic with its text; one that is no posting is left as it is."""
        if not isinstance(row, dict) or "id" not in row or _unusable(row, scope):
            return row
        base = scope.url.removesuffix(".json")
        payload, _ = await self.get(f"{base}/{row['id']}.json", tally)
        topic = held(payload, "topic", dict, urlsplit(base).netloc)
        if "body" not in topic:
            raise CrawlFault(f"the answer of {urlsplit(base).netloc} has no 'body': its format has changed")
        return {**row, **topic}

    def records(self, payload: Json) -> list[Json]:
        """Accept `{topics: […]}`, a bare list, or `{topic: {…}}`."""
        if isinstance(payload, list):
            return payload
        if isinstance(payload, dict) and isinstance(payload.get("topic"), dict):
            return [payload["topic"]]
        return held(payload, "topics", list, "the file")

    def scope_of(self, record: Json) -> Scope:  # noqa: ARG002 - a topic of another node is none of the board's
        """Return the board's node, which other topics do not lie in."""
        return next(iter(self.board.scopes))

    def posting(self, record: Json, scope: Scope) -> RawPosting:
        """Return what one topic says."""
        record = object_of(record)
        if reason := _unusable(record, scope):
            raise UnusableRecordError(reason)
        if self.date_of(record) is None:
            raise UnusableRecordError("unreadable")
        key, created = str(record["id"]), text_or_none(record.get("created_at"))
        return RawPosting(
            board=self.board.name,
            scope=scope.token,
            key=key,
            fetched_at=self.fetched_at,
            url=f"https://{urlsplit(scope.url).netloc}/topics/{key}",
            title=text_or_none(record.get("title")),
            text=text_or_none(record.get("body")),
            text_format="markdown",
            author=text_or_none((record.get("user") or {}).get("login")),
            posted_raw=created,
            posted_kind="created",
            posted_at=from_iso(created),
            raw={name: value for name, value in record.items() if name not in {*_PEOPLE, "body_html"}},
        )


def _unusable(topic: Json, scope: Scope) -> str:
    """Return why a topic is no posting; empty where it is one."""
    if topic.get("deleted"):
        return "deleted"
    return "" if str(topic.get("node_id", scope.token)) == scope.token else "a topic of another node"
