"""Recruitee's Careers Site API: all offers of an employer in one answer, with their texts and pay."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from urllib.parse import urlsplit

from spiders.dates import from_iso
from spiders.faults import UnusableRecordError
from spiders.platforms.base import Json
from spiders.platforms.json_api import JsonSpider, held, joined, object_of, text_or_none
from spiders.platforms.pay import pay_words
from spiders.tally import Tally
from warehouse.boards import Scope
from warehouse.records import DateKind, RawPosting

_SITE = re.compile(r"//([\w-]+)\.recruitee\.com/")
_DATES: tuple[tuple[str, DateKind], ...] = (
    ("published_at", "listed"),
    ("created_at", "created"),
    ("updated_at", "updated"),
)
_WORKPLACES = (("on_site", "on_site"), ("hybrid", "hybrid"), ("remote", "remote"))
_FOR_APPLICANTS = re.compile(r"mailbox_email|open_questions|dynamic_fields|locations?_question.*|options_.*")
"""Fields that belong to the form or to its reader, not to the advertisement."""


class RecruiteeSpider(JsonSpider):
    """One employer a scope. The answer has no pages and declares no total: it is the whole list, or no JSON."""

    one_answer = True

    def list_url(self, scope: Scope) -> str:
        """Return the address of the whole list; employers with a domain of their own have theirs in the registry."""
        return scope.url or f"https://{scope.token}.recruitee.com/api/offers/"

    async def pages(self, scope: Scope, tally: Tally) -> AsyncIterator[list[Json]]:
        """Yield the only page there is."""
        address = self.list_url(scope)
        payload, _ = await self.get(address, tally)
        yield held(payload, "offers", list, urlsplit(address).netloc)

    def records(self, payload: Json) -> list[Json]:
        """Accept `{offers: […]}`, a bare list, or one offer, bare or as `{offer: …}`."""
        if isinstance(payload, list):
            return payload
        if isinstance(payload, dict) and "careers_url" in payload:
            return [payload]
        if isinstance(payload, dict) and isinstance(payload.get("offer"), dict):
            return [payload["offer"]]
        return held(payload, "offers", list, "the file")

    def scope_of(self, record: Json) -> Scope:
        """Return the employer whose site the record's address lies on; on a domain of its own, it is not known."""
        found = _SITE.search(str(record.get("careers_url")))
        return self.scope_named(found[1] if found else "")

    def posting(self, record: Json, scope: Scope) -> RawPosting:
        """Return what one record says; `position` is its place in the list, never a title."""
        record = object_of(record)
        if record.get("status", "published") != "published":
            raise UnusableRecordError("not published")
        posted_raw, posted_kind = _posted(record)
        return RawPosting(
            board=self.board.name,
            scope=scope.token,
            key=str(record["id"]),
            fetched_at=self.fetched_at,
            url=text_or_none(record.get("careers_url")),
            title=text_or_none(record.get("title")),
            company=text_or_none(record.get("company_name")) or scope.name or None,
            location=_location(record),
            text="\n".join(part for key in ("description", "requirements") if (part := record.get(key))) or None,
            text_format="html",
            salary=_salary(record.get("salary")),
            experience=text_or_none(record.get("experience_code")),
            education=text_or_none(record.get("education_code")),
            employment=text_or_none(record.get("employment_type_code")),
            remote=joined(*(word for key, word in _WORKPLACES if record.get(key) is True)),
            tags=_tags(record),
            posted_raw=posted_raw,
            posted_kind=posted_kind,
            posted_at=_moment(posted_raw),
            expires_at=_moment(record.get("close_at")),
            raw={key: value for key, value in record.items() if not _FOR_APPLICANTS.fullmatch(key)},
        )


def _posted(record: Json) -> tuple[str | None, DateKind]:
    return next(((date, kind) for key, kind in _DATES if (date := text_or_none(record.get(key)))), (None, "unknown"))


def _moment(date: Json) -> str | None:
    """Return ISO 8601 of `2026-08-05 09:41:37 UTC`."""
    return from_iso(str(date).removesuffix(" UTC"))


def _location(record: Json) -> str | None:
    """Return every place; its name may say what the address does not (`Germany/Remote`)."""
    listed = record.get("locations") or []
    return joined(*(word for place in listed for word in _place(place))) or joined(
        record.get("location"), *_place(record)
    )


def _place(given: Json) -> tuple[Json, str]:
    parts = (text_or_none(given.get(key)) for key in ("city", "state", "country"))
    return given.get("name"), ", ".join(dict.fromkeys(part for part in parts if part))


def _salary(given: Json) -> str | None:
    if not isinstance(given, dict):
        return None
    return pay_words(given.get("currency"), given.get("min"), given.get("max"), given.get("period"))


def _tags(record: Json) -> list[str]:
    given = (record.get("department"), record.get("category_code"), *(record.get("tags") or []))
    return list(dict.fromkeys(tag for each in given if (tag := text_or_none(each))))
