"""电鸭's list of posts: pages of 25 to its start, sorted by their publication, pinned ones repeated above each."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

from spiders.dates import from_iso
from spiders.faults import CrawlFault, UnusableRecordError
from spiders.platforms.base import Json
from spiders.platforms.dated_pages import DatedPagesSpider, Page
from spiders.platforms.json_api import held, joined, object_of
from spiders.platforms.json_list import Fields, JsonListSpider
from spiders.tally import Tally
from warehouse.boards import Scope
from warehouse.records import DateKind, RawPosting

_REMOTE = "远程"
_ONE = "list_metadata"
"""Where a collector of single posts keeps what the list says of one."""


class EleduckSpider(DatedPagesSpider, JsonListSpider):
    """One category a scope, by the address of its list. The kind of work that a post offers stands among its tags.

    A post that is closed was open when it was published, and stays; nothing says on which day it was closed.
    """

    slower = 2.0  # no limit is stated for the few hundred pages that a backfill asks for
    envelope = "posts"
    posted_kind: DateKind = "first_published"
    fields = Fields(
        title="title",
        text="content.main content summary",
        posted="published_at",
        tags="tags",
        author="user.nickname user_nickname",
    )

    async def ask(self, scope: Scope, number: int, tally: Tally) -> Page | None:
        """Return a page, with the total that the list declared when it came."""
        host = urlsplit(scope.url).netloc
        payload, _ = await self.get(f"{scope.url}&page={number}", tally)
        pager, rows = held(payload, "pager", dict, host), self.listed(payload, host)
        last = _count(pager, "total_pages")
        if not rows and number <= last:
            raise CrawlFault(f"page {number} of {last} of {host} is empty")
        return self.page_of(rows, _count(pager, "total_count"), last) if rows else None

    def date_of(self, row: Json) -> str | None:
        """Return when a post was published; a pinned one stands above the others, whenever that was."""
        return None if not isinstance(row, dict) or row.get("pinned") else from_iso(row.get("published_at"))

    def records(self, payload: Json) -> list[Json]:
        """Accept `{posts: […]}`, a bare list, `{post: {…}}`, or one post beside what its list says of it."""
        if isinstance(payload, dict) and isinstance(payload.get(_ONE), dict):
            return [_whole(payload)]
        if isinstance(payload, dict) and isinstance(payload.get("post"), dict):
            return [payload["post"]]
        return super().records(payload)

    def posting(self, record: Json, scope: Scope) -> RawPosting:
        """Return what one post says."""
        record = object_of(record)
        if record.get("pinned"):
            raise UnusableRecordError("pinned above every page")
        if record.get("deleted") or record.get("hide"):
            raise UnusableRecordError("deleted or hidden")
        if self.date_of(record) is None:
            raise UnusableRecordError("unreadable")
        posting = super().posting(record, scope)
        raw = {name: value for name, value in record.items() if "user" not in name}
        return replace(posting, url=f"https://eleduck.com/posts/{posting.key}", raw=raw)

    def remote_of(self, record: Json) -> str | None:
        """Return the tags that speak of remote work."""
        names = (tag.get("name") for tag in record.get("tags") or [] if isinstance(tag, dict))
        return joined(*(name for name in names if _REMOTE in str(name)))


def _count(pager: dict[str, Any], key: str) -> int:
    count = pager.get(key)
    if not isinstance(count, int):
        raise CrawlFault(f"the answer has no {key!r} in its pager: its format has changed")
    return count


def _whole(payload: Json) -> Json:
    row = payload[_ONE]
    tags = [{"name": name} for group in payload.get("tags") or [] for name in group.get("values") or []]
    return {**row, "content": payload.get("content"), "published_at": row.get("created_at"), "tags": tags}
