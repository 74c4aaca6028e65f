"""BambooHR's hosted career pages: all openings of a tenant in one list with a total, text and date one request each."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from urllib.parse import quote, urlsplit

from scrapy.http import Response

from spiders.dates import from_iso
from spiders.faults import GoneFault, UnusableRecordError
from spiders.platforms.base import Json
from spiders.platforms.json_api import decode, held, object_of, text_or_none
from spiders.platforms.texts_apart import TextsApartSpider, enriched
from spiders.tally import Tally
from warehouse.boards import Scope
from warehouse.records import RawPosting

_PAGE = re.compile(r"//([\w-]+)\.bamboohr\.com/careers/(\d+)")
_WORKPLACES = {"0": "on-site", "1": "remote", "2": "hybrid"}
_PLACE = (("city",), ("state", "province"), ("addressCountry", "country"))


class BambooHrSpider(TextsApartSpider):
    """One tenant a scope; complete when as many openings came as `totalCount` says and each has its text."""

    text_name = "description"
    unchanged = ("jobOpeningName",)

    async def pages(self, scope: Scope, tally: Tally) -> AsyncIterator[list[Json]]:
        """Yield the openings one by one, each with its text."""
        payload = await self._asked(f"{_site(scope)}/list", tally)
        rows = held(payload, "result", list, _host(scope))
        tally.declared = held(held(payload, "meta", dict, _host(scope)), "totalCount", int, _host(scope))
        if len(rows) > tally.declared:
            tally.worsen("partial", f"{len(rows)} openings came, but the board declares {tally.declared}")
        async for records in self.with_texts(rows, scope, tally):
            yield records

    async def with_text(self, row: Json, scope: Scope, tally: Tally) -> Json:
        """Return an opening with its text, date and pay."""
        if not isinstance(row, dict) or not (number := _number(row)):
            return row
        if landed := self.landed(_key(row, scope), row):
            return landed
        payload = await self._asked(f"{_site(scope)}/{quote(number, safe='')}/detail", tally)
        return enriched(row, _opening(payload, _host(scope)))

    async def _asked(self, url: str, tally: Tally) -> Json:
        """Return a decoded answer; the marketing site, to which tenants that left are redirected, is none."""
        response: Response = await self.fetcher.fetch(url, tally, {"Accept": "application/json"})
        asked, answered = urlsplit(url).netloc, urlsplit(response.url).netloc
        if answered != asked:
            raise GoneFault(f"{asked} redirects to {answered}: the tenant has left, or its name is misspelt")
        return decode(response.body, asked)

    def records(self, payload: Json) -> list[Json]:
        """Accept `{meta, result: […]}`, a bare list, or one opening, bare or as `{result: {jobOpening: …}}`."""
        if isinstance(payload, list):
            return payload
        if isinstance(payload, dict) and "jobOpeningName" in payload:
            return [payload]
        if isinstance(payload, dict) and isinstance(payload.get("result"), dict):
            return [_opening(payload, "the file")]
        return held(payload, "result", list, "the file")

    def scope_of(self, record: Json) -> Scope:
        """Return the tenant on whose site the record's page lies; the list does not tell."""
        found = _PAGE.search(str(record.get("jobOpeningShareUrl")))
        return self.scope_named(found[1]) if found else super().scope_of(record)

    def posting(self, record: Json, scope: Scope) -> RawPosting:
        """Return what one record says; ids count from one within each tenant."""
        record = object_of(record)
        if record.get("jobOpeningStatus") not in {None, "Open"}:
            raise UnusableRecordError("not open")
        posted = text_or_none(record.get("datePosted"))
        page = f"{_site(scope)}/{_number(record)}" if scope.token else None
        return RawPosting(
            board=self.board.name,
            scope=scope.token,
            key=_key(record, scope),
            fetched_at=self.fetched_at,
            url=text_or_none(record.get("jobOpeningShareUrl")) or page,
            title=text_or_none(record.get("jobOpeningName")),
            company=scope.name or None,
            location=_place(record),
            text=text_or_none(record.get("description")),
            text_format="html",
            salary=text_or_none(record.get("compensation")),
            experience=text_or_none(record.get("minimumExperience")),
            employment=text_or_none(record.get("employmentStatusLabel")),
            remote=_workplace(record),
            tags=[tag for tag in [text_or_none(record.get("departmentLabel"))] if tag],
            posted_raw=posted,
            posted_kind="listed" if posted else "unknown",
            posted_at=from_iso(posted),
            raw=record,
        )


def _host(scope: Scope) -> str:
    return f"{scope.token}.bamboohr.com"


def _site(scope: Scope) -> str:
    return f"https://{_host(scope)}/careers"


def _opening(payload: Json, who: str) -> dict[str, Json]:
    """Return the opening of a detail answer; the application form beside it is left."""
    return held(held(payload, "result", dict, who), "jobOpening", dict, who)


def _number(record: Json) -> str:
    """Return the id, a number or its text; the answer for one opening has it only in the address of its page."""
    found = _PAGE.search(str(record.get("jobOpeningShareUrl")))
    return str(record.get("id") or (found[2] if found else ""))


def _key(record: Json, scope: Scope) -> str:
    """Return `tenant/86`."""
    number = _number(record)
    return f"{scope.token}/{number}" if scope.token and number else number


def _place(record: Json) -> str | None:
    """Return `Oslo, Norway`; either of the two places may be empty, and each fills what the other lacks."""
    both = [place for key in ("location", "atsLocation") if isinstance(place := record.get(key), dict)]
    parts = (
        next((text for place in both for name in names if (text := text_or_none(place.get(name)))), None)
        for names in _PLACE
    )
    return ", ".join(dict.fromkeys(part for part in parts if part)) or None


def _workplace(record: Json) -> str | None:
    """Return the word of the code, which is set where `isRemote` is not."""
    code = record.get("locationType")
    return _WORKPLACES.get(str(code)) if code is not None else "remote" if record.get("isRemote") is True else None
