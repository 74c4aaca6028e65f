"""Greenhouse's Job Board API: all openings of an employer in one answer, with their texts."""

from __future__ import annotations

import html
import re
from collections.abc import AsyncIterator

from spiders.dates import from_iso
from spiders.platforms.base import Json
from spiders.platforms.json_api import JsonSpider, held, joined, object_of, text_or_none
from spiders.tally import Tally
from warehouse.boards import Scope
from warehouse.records import RawPosting

_HOST = "boards-api.greenhouse.io"
_TOKEN = re.compile(r"greenhouse\.io/([\w-]+)/jobs/")


class GreenhouseSpider(JsonSpider):
    """One employer a scope; complete when as many records came as `meta.total` says."""

    one_answer = True

    def list_url(self, scope: Scope) -> str:
        """Return the address of the whole list."""
        return f"https://{_HOST}/v1/boards/{scope.token}/jobs?content=true&pay_transparency=true"

    async def pages(self, scope: Scope, tally: Tally) -> AsyncIterator[list[Json]]:
        """Yield the only page there is."""
        payload, _ = await self.get(self.list_url(scope), tally)
        tally.declared = _total(payload)
        if tally.declared is None:
            tally.worsen("partial", "the board declares no total, so that nothing shows whether all came")
        yield held(payload, "jobs", list, _HOST)

    def records(self, payload: Json) -> list[Json]:
        """Accept `{jobs: […]}`, a bare list, or one posting."""
        if isinstance(payload, list):
            return payload
        return (
            [payload] if isinstance(payload, dict) and "content" in payload else held(payload, "jobs", list, "the file")
        )

    def scope_of(self, record: Json) -> Scope:
        """Return the employer whose board the record's address lies on."""
        found = _TOKEN.search(str(record.get("absolute_url")))
        return self.scope_named(found[1] if found else "")

    def posting(self, record: Json, scope: Scope) -> RawPosting:
        """Return what one record says; its content is escaped once by the protocol and unescaped once here."""
        record = object_of(record)
        first, updated = record.get("first_published"), record.get("updated_at")
        return RawPosting(
            board=self.board.name,
            scope=scope.token,
            key=str(record["id"]),
            fetched_at=self.fetched_at,
            url=text_or_none(record.get("absolute_url")),
            title=text_or_none(record.get("title")),
            company=text_or_none(record.get("company_name")) or scope.name or None,
            location=joined((record.get("location") or {}).get("name"), *map(_office, record.get("offices") or [])),
            text=html.unescape(record.get("content") or "") or None,
            text_format="html",
            salary=joined(*map(_pay, record.get("pay_input_ranges") or [])),
            tags=[name for entry in record.get("departments") or [] if (name := text_or_none(entry.get("name")))],
            posted_raw=first or updated,
            posted_kind="first_published" if first else "updated" if updated else "unknown",
            posted_at=from_iso(first or updated),
            expires_at=from_iso(record.get("application_deadline")),
            raw=record,
        )


def _total(payload: Json) -> int | None:
    meta = payload.get("meta") if isinstance(payload, dict) else None
    total = meta.get("total") if isinstance(meta, dict) else None
    return total if isinstance(total, int) else None


def _office(office: Json) -> str | None:
    return text_or_none(office.get("location")) or text_or_none(office.get("name"))


def _pay(pay: Json) -> str:
    """Return `Annual base: USD 120000-150000` from a range in cents; only its title tells the period."""
    low, high = (f"{(pay.get(end) or 0) / 100:.0f}" for end in ("min_cents", "max_cents"))
    title = text_or_none(pay.get("title"))
    return f"{f'{title}: ' if title else ''}{pay.get('currency_type') or ''} {low}-{high}".strip()
