"""Ashby's public job posting API: all openings of an employer in one answer, with their texts and pay."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from urllib.parse import quote, unquote

from spiders.dates import from_iso
from spiders.faults import UnusableRecordError
from spiders.platforms.base import Json
from spiders.platforms.json_api import JsonSpider, held, joined, object_of, text_or_none
from spiders.platforms.pay import pay_words
from spiders.tally import Tally
from warehouse.boards import Scope
from warehouse.records import RawPosting

_HOST = "api.ashbyhq.com"
_BOARD = re.compile(r"ashbyhq\.com/([^/?#]+)/")


class AshbySpider(JsonSpider):
    """One employer a scope. The answer has no pages and declares no total: it is the whole list, or no JSON."""

    one_answer = True

    def list_url(self, scope: Scope) -> str:
        """Return the address of the whole list."""
        return f"https://{_HOST}/posting-api/job-board/{quote(scope.token, safe='')}?includeCompensation=true"

    async def pages(self, scope: Scope, tally: Tally) -> AsyncIterator[list[Json]]:
        """Yield the only page there is."""
        payload, _ = await self.get(self.list_url(scope), tally)
        yield held(payload, "jobs", list, _HOST)

    def records(self, payload: Json) -> list[Json]:
        """Accept `{jobs: […]}`, a bare list, or one posting."""
        if isinstance(payload, list):
            return payload
        one = isinstance(payload, dict) and "jobUrl" in payload
        return [payload] if one else held(payload, "jobs", list, "the file")

    def scope_of(self, record: Json) -> Scope:
        """Return the employer whose board the record's address lies on."""
        found = _BOARD.search(str(record.get("jobUrl")))
        return self.scope_named(unquote(found[1]) if found else "")

    def posting(self, record: Json, scope: Scope) -> RawPosting:
        """Return what one record says; the protocol names no employer, the registry does.

        `publishedAt` is the last publication, which may be years away from the first: a date of listing.
        """
        record = object_of(record)
        if record.get("isListed") is False:
            raise UnusableRecordError("not listed")
        published = text_or_none(record.get("publishedAt"))
        html = text_or_none(record.get("descriptionHtml"))
        return RawPosting(
            board=self.board.name,
            scope=scope.token,
            key=str(record["id"]),
            fetched_at=self.fetched_at,
            url=text_or_none(record.get("jobUrl")),
            title=text_or_none(record.get("title")),
            company=scope.name or None,
            location=joined(*_places(record), *(name for each in _others(record) for name in _places(each))),
            text=html or text_or_none(record.get("descriptionPlain")),
            text_format="html" if html else "plain",
            salary=_salary(record.get("compensation") or {}),
            employment=text_or_none(record.get("employmentType")),
            remote=text_or_none(record.get("workplaceType")) or ("Remote" if record.get("isRemote") is True else None),
            tags=list(dict.fromkeys(tag for key in ("department", "team") if (tag := text_or_none(record.get(key))))),
            posted_raw=published,
            posted_kind="listed" if published else "unknown",
            posted_at=from_iso(published),
            raw=record,
        )


def _others(record: Json) -> list[Json]:
    return record.get("secondaryLocations") or []


def _places(held_by: Json) -> tuple[Json, str]:
    """Return a place by its name, and by its address, which alone may tell the country."""
    address = (held_by.get("address") or {}).get("postalAddress") or {}
    parts = (text_or_none(address.get(f"address{part}")) for part in ("Locality", "Region", "Country"))
    return held_by.get("location"), ", ".join(dict.fromkeys(part for part in parts if part))


def _salary(given: Json) -> str | None:
    """Return the salaries among the components, one a place; without any, the board's own summary of them."""
    tiers = [part for tier in given.get("compensationTiers") or [] for part in tier.get("components") or []]
    parts = [part for part in tiers or given.get("summaryComponents") or [] if part.get("compensationType") == "Salary"]
    return joined(*map(_pay, parts)) or text_or_none(given.get("scrapeableCompensationSalarySummary"))


def _pay(part: Json) -> str | None:
    """Return the pay of one component, whose interval reads `1 YEAR` or `NONE`."""
    period = str(part.get("interval") or "").removeprefix("1 ").lower()
    return pay_words(
        part.get("currencyCode"), part.get("minValue"), part.get("maxValue"), "" if period == "none" else period
    )
