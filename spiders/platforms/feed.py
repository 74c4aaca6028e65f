"""RSS feeds of the newest advertisements: a window, whose absences mean nothing."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import urlsplit

from spiders.dates import from_rfc822
from spiders.faults import CrawlFault
from spiders.platforms.base import BoardSpider, Json
from spiders.platforms.json_api import decode, joined, object_of, text_or_none
from spiders.platforms.xml_tree import root_of
from spiders.tally import Tally
from warehouse.boards import Scope
from warehouse.records import RawPosting, State


class FeedSpider(BoardSpider):
    """One feed a scope. Titles read `Employer: Role`; whatever else an item may hold is optional."""

    best_state: State = "window"
    best_reason = "the feed shows its newest rows only"
    one_answer = True
    remote = ""
    """The workplace word where a board has only one kind."""

    def list_url(self, scope: Scope) -> str:
        """Return the address of the feed."""
        return scope.url

    async def pages(self, scope: Scope, tally: Tally) -> AsyncIterator[list[Json]]:
        """Yield the only page there is."""
        url = self.list_url(scope)
        response = await self.fetcher.fetch(url, tally, {"Accept": "application/rss+xml, application/xml"})
        records = items(response.body, urlsplit(url).netloc)
        tally.declared = len(records)
        yield records

    def unpack(self, body: bytes) -> list[Json]:
        """Accept the feed itself, or its items as a JSON list."""
        if body.lstrip().startswith(b"<"):
            return items(body, "the file")
        payload = decode(body, "the file")
        if not isinstance(payload, list):
            raise CrawlFault("the file is neither a feed nor a list of its items")
        return payload

    def posting(self, record: Json, scope: Scope) -> RawPosting:
        """Return what one item says."""
        record = object_of(record)
        company, role = split_title(record.get("title") or "")
        link = text_or_none(record.get("link")) or text_or_none(record.get("guid"))
        published = text_or_none(record.get("pubDate"))
        return RawPosting(
            board=self.board.name,
            scope=scope.token,
            key=_slug(text_or_none(record.get("guid")) or link or ""),
            fetched_at=self.fetched_at,
            url=link,
            title=role,
            company=company,
            location=joined(record.get("region"), record.get("country"), record.get("state")),
            text=text_or_none(record.get("description")),
            text_format="html",
            employment=text_or_none(record.get("type")),
            remote=self.remote or None,
            tags=_tags(record),
            posted_raw=published,
            posted_kind="listed" if published else "unknown",
            posted_at=from_rfc822(published),
            expires_at=from_rfc822(record.get("expires_at")),
            raw=record,
        )


def items(body: bytes, who: str) -> list[Json]:
    """Return the items of an RSS feed, tag -> text.

    Raises:
        CrawlFault: It is a page, or no feed, or broken off.
    """
    root = root_of(body, who)
    channel = root.find("channel")
    if channel is None:
        raise CrawlFault(f"the answer of {who} has no 'channel': its format has changed")
    return [{child.tag: child.text for child in item if child.text} for item in channel.iter("item")]


def split_title(title: str) -> tuple[str | None, str | None]:
    """Split `Employer: Role` at the first colon and blank; without one the employer is unknown."""
    company, colon, role = title.strip().partition(": ")
    return (company.strip() or None, role.strip() or None) if colon else (None, title.strip() or None)


def _slug(address: str) -> str:
    return urlsplit(address).path.rstrip("/").rpartition("/")[2] or address


def _tags(record: dict[str, Any]) -> list[str]:
    skills = str(record.get("skills") or "").split(",")
    return list(dict.fromkeys(tag for given in (record.get("category"), *skills) if (tag := text_or_none(given))))
