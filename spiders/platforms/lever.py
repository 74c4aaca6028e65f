"""Lever's Postings API: all openings of an employer, page by page, without a declared total."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator

from spiders.dates import from_epoch
from spiders.faults import CrawlFault
from spiders.platforms.base import Json
from spiders.platforms.json_api import JsonSpider, joined, object_of, text_or_none
from spiders.tally import Tally
from warehouse.boards import Scope
from warehouse.records import RawPosting

_HOST = "https://api.lever.co/v0/postings"
_SITE = re.compile(r"lever\.co/([\w.-]+)/")
_PAGE, _MOST_PAGES = 100, 100


class LeverSpider(JsonSpider):
    """One employer a scope; complete when a page has come that is not as long as its limit."""

    def list_url(self, scope: Scope) -> str:
        """Return the address of the whole list, which takes the numbers of its pages as well."""
        return f"{scope.url or f'{_HOST}/{scope.token}'}?mode=json"

    async def pages(self, scope: Scope, tally: Tally) -> AsyncIterator[list[Json]]:
        """Yield pages of 100 until a shorter one comes, or a longer: the whole list, whatever the limit asked for."""
        base, before = self.list_url(scope), None
        for number in range(_MOST_PAGES):
            payload, _ = await self.get(f"{base}&skip={number * _PAGE}&limit={_PAGE}", tally)
            if not isinstance(payload, list):
                raise CrawlFault("the answer is no list of postings: its format has changed")
            if payload and payload == before:
                raise CrawlFault(f"page {number + 1} is the same as the one before it")
            yield payload
            before = payload
            if len(payload) != _PAGE:
                return
        tally.worsen("capped", f"more than {_MOST_PAGES} pages: the rest was left")

    def records(self, payload: Json) -> list[Json]:
        """Accept the bare list that the protocol sends, or one posting."""
        if isinstance(payload, dict) and "hostedUrl" in payload:
            return [payload]
        if not isinstance(payload, list):
            raise CrawlFault("the file holds no list of postings")
        return payload

    def scope_of(self, record: Json) -> Scope:
        """Return the employer whose site the record's address lies on."""
        found = _SITE.search(str(record.get("hostedUrl")))
        return self.scope_named(found[1] if found else "")

    def posting(self, record: Json, scope: Scope) -> RawPosting:
        """Return what one record says; the protocol names no employer, the registry does."""
        record = object_of(record)
        kinds = record.get("categories") or {}
        workplace = text_or_none(record.get("workplaceType"))
        created = record.get("createdAt")
        return RawPosting(
            board=self.board.name,
            scope=scope.token,
            key=str(record["id"]),
            fetched_at=self.fetched_at,
            url=text_or_none(record.get("hostedUrl")),
            title=text_or_none(record.get("text")),
            company=scope.name or None,
            location=joined(kinds.get("location"), *(kinds.get("allLocations") or [])),
            text=_text(record) or None,
            text_format="html",
            salary=_salary(record.get("salaryRange")),
            employment=text_or_none(kinds.get("commitment")),
            remote=None if workplace == "unspecified" else workplace,
            tags=[name for key in ("department", "team", "level") if (name := text_or_none(kinds.get(key)))],
            posted_raw=None if created is None else str(created),
            posted_kind="created" if created is not None else "unknown",
            posted_at=from_epoch(created / 1000) if isinstance(created, int | float) else None,
            raw=record,
        )


def _text(record: Json) -> str:
    """Return the whole advertisement: description, titled lists (bare `<li>` items), salary words and closing."""
    lists = [
        f"<h3>{entry.get('text') or ''}</h3><ul>{entry.get('content') or ''}</ul>"
        for entry in record.get("lists") or []
    ]
    parts = [record.get("description"), *lists, record.get("salaryDescription"), record.get("additional")]
    return "\n".join(part for part in parts if part)


def _salary(given: Json) -> str | None:
    """Return `USD 120000-150000 per year` from `{currency, interval: per-year-salary, min, max}`."""
    if not isinstance(given, dict) or (given.get("min") is None and given.get("max") is None):
        return None
    ends = "-".join(f"{given[end]:.15g}" for end in ("min", "max") if given.get(end) is not None)
    interval = re.sub(r"^per-(\w+)-.*$", r"per \1", given.get("interval") or "")
    return " ".join(part for part in (given.get("currency"), ends, interval) if part)
