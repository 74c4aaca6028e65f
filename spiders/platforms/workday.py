"""Workday's career sites (CXS): pages of twenty with a total that is cut off at 2000, and one request for each text.

The key of a posting is `tenant/site/id`, the id being what follows the title in its path (`…/Go-Engineer_JR17-1`): the
title may change, the requisition does not, and the suffix tells apart what one requisition publishes on several sites.
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass

from scrapy.http import Response

from spiders.dates import from_iso, from_relative
from spiders.faults import CrawlFault
from spiders.platforms.base import Json
from spiders.platforms.facets import at_least, facets_in, groups
from spiders.platforms.json_api import decode, held, joined, object_of, text_or_none
from spiders.platforms.texts_apart import TextsApartSpider, enriched
from spiders.tally import Tally
from warehouse.boards import Scope
from warehouse.records import DateKind, RawPosting

_PAGE, _CAP = 20, 2000
_LOCALE = r"(?:[a-z]{2}-[a-z]{2}/)?"
_SITES = (
    re.compile(
        rf"https://(?P<host>(?P<tenant>[\w-]+)\.wd\d+\.myworkdayjobs\.com)/{_LOCALE}(?P<name>[^/?#]+)", re.IGNORECASE
    ),
    re.compile(
        rf"https://(?P<host>wd\d+\.myworkdaysite\.com)/{_LOCALE}recruiting/(?P<tenant>[\w-]+)/(?P<name>[^/?#]+)",
        re.IGNORECASE,
    ),
)
_CLOSED = re.compile(rb'"errorCode"\s*:\s*"S22"')
_COUNT_OF_PLACES = re.compile(r"\d+\s*[^\W\d]+")
_FILTER = dict[str, list[str]]


@dataclass(frozen=True)
class _Site:
    """One career site of a tenant.

    Args:
        host: Where it lies.
        tenant: Whose it is.
        name: Its name among the tenant's sites.
        pages: Address under which the pages of its openings lie.
    """

    host: str
    tenant: str
    name: str
    pages: str

    @property
    def api(self) -> str:
        """Return the address under which its lists and details lie."""
        return f"https://{self.host}/wday/cxs/{self.tenant}/{self.name}"

    @property
    def key(self) -> str:
        """Return `tenant/site`, in which case does not count."""
        return f"{self.tenant}/{self.name}".lower()


class WorkdaySpider(TextsApartSpider):
    """One career site a scope, named by its public address; complete when as many openings came as there must be."""

    row_name = "externalPath"
    text_name = "jobDescription"
    unchanged = ("title", "locationsText")
    fresh = ("postedOn",)

    async def pages(self, scope: Scope, tally: Tally) -> AsyncIterator[list[Json]]:
        """Yield the openings one by one, each with its text, once the whole list is there."""
        rows = _distinct(await self._list(_site_of(scope), {}, tally), tally)
        if not rows:
            tally.worsen("partial", "no openings, which some sites also answer for an unknown site or when ill")
        elif len(rows) < (tally.declared or 0):
            tally.worsen("partial", f"{len(rows)} different openings came of at least {tally.declared}")
        async for records in self.with_texts(rows, scope, tally):
            yield records

    async def _list(self, site: _Site, applied: _FILTER, tally: Tally) -> list[Json]:
        """Return the rows of a list, divided by facets as often as it takes to get below the cap."""
        first = await self._page(site, applied, 0, tally)
        facets, total = facets_in(first.get("facets")), _total(first, site)
        if first["total"] < total:
            tally.worsen("partial", f"{site.host} sent {total} openings, but declares {first['total']}")
        least = at_least(total, facets) if total >= _CAP else total
        if not applied:
            tally.declared = least
        parts = groups(facets, applied, least, _CAP) if total >= _CAP else []
        if parts:
            return [row for part in parts for row in await self._list(site, part, tally)]
        if total >= _CAP:
            tally.worsen("capped", f"{site.host} shows {_CAP} openings at most, and no facet divides them further")
        return await self._rest(site, applied, first, tally)

    async def _rest(self, site: _Site, applied: _FILTER, first: Json, tally: Tally) -> list[Json]:
        """Return the rows of the first page and of all that follow; the total is told on the first one only."""
        total, rows, page = min(_total(first, site), _CAP), list[Json](), None
        for offset in range(0, total, _PAGE):
            payload = await self._page(site, applied, offset, tally) if offset else first
            before, page = page, payload["jobPostings"]
            if not page:
                raise CrawlFault(f"{site.host} sent no openings from {offset} on, though it declares {total}")
            if page == before:
                raise CrawlFault(f"{site.host} sent the same page from {offset} on as before it")
            rows += page
        if len(known := _paths(rows)) < total:
            tally.worsen("partial", f"{len(known)} different openings came of {total} declared")
        return rows

    async def _page(self, site: _Site, applied: _FILTER, offset: int, tally: Tally) -> Json:
        form = {"appliedFacets": applied, "limit": _PAGE, "offset": offset, "searchText": ""}
        payload, _ = await self.post(f"{site.api}/jobs", form, tally)
        held(payload, "jobPostings", list, site.host)
        return payload

    async def with_text(self, row: Json, scope: Scope, tally: Tally) -> Json:
        """Return an opening with its text, its places and its date."""
        path = text_or_none(row.get("externalPath")) if isinstance(row, dict) else None
        if not path:
            return row
        site = _site_of(scope)
        if landed := self.landed(f"{site.key}/{_id(path)}", row):
            return landed
        response = await self.fetcher.fetch(
            f"{site.api}{path}", tally, {"Accept": "application/json"}, is_gone=_is_closed
        )
        return enriched(row, _details(decode(response.body, site.host), site.host))

    def records(self, payload: Json) -> list[Json]:
        """Accept `{total, jobPostings: […]}`, a bare list, one row, or one opening as `{jobPostingInfo: {…}}`."""
        if isinstance(payload, list):
            return payload
        if isinstance(payload, dict) and "jobPostingInfo" in payload:
            return [_details(payload, "the file")]
        if isinstance(payload, dict) and "externalPath" in payload:
            return [payload]
        return held(payload, "jobPostings", list, "the file")

    def scope_of(self, record: Json) -> Scope:
        """Return the site on which the record's page lies; the list does not tell."""
        site = _site_at(str(record.get("externalUrl")))
        if site is None:
            return super().scope_of(record)
        known = (scope for scope in self.board.scopes if (own := _site_at(scope.url)) and own.key == site.key)
        return next(known, Scope(site.key, site.tenant, url=site.pages))

    def posting(self, record: Json, scope: Scope) -> RawPosting:
        """Return what one record says; `bulletFields` hold whatever a tenant likes and are left alone."""
        record = object_of(record)
        site, path = _site_at(scope.url), _path(record)
        page = f"{site.pages}{path}" if site and path else None
        posted_raw, posted_kind = _posted(record)
        return RawPosting(
            board=self.board.name,
            scope=scope.token,
            key="/".join(part for part in (site.key if site else "", _id(path)) if part) if path else "",
            fetched_at=self.fetched_at,
            url=text_or_none(record.get("externalUrl")) or page,
            title=text_or_none(record.get("title")),
            company=scope.name or text_or_none((record.get("hiringOrganization") or {}).get("name")),
            location=_places(record),
            text=text_or_none(record.get("jobDescription")),
            text_format="html",
            employment=text_or_none(record.get("timeType")),
            remote=text_or_none(record.get("remoteType")),
            posted_raw=posted_raw,
            posted_kind=posted_kind,
            posted_at=from_relative(posted_raw, self.fetched_at) if posted_kind == "relative" else from_iso(posted_raw),
            expires_at=from_iso(record.get("endDate")),
            raw=record,
        )


def _site_of(scope: Scope) -> _Site:
    site = _site_at(scope.url)
    if site is None:
        raise CrawlFault(
            f"boards.toml gives {scope.url!r} as the url of scope {scope.token!r}; allowed is the address of a career "
            "site, https://TENANT.wdN.myworkdayjobs.com/SITE or https://wdN.myworkdaysite.com/recruiting/TENANT/SITE"
        )
    return site


def _site_at(url: str) -> _Site | None:
    found = next((found for pattern in _SITES if (found := pattern.match(url))), None)
    if found is None or re.fullmatch(_LOCALE, f"{found['name']}/", re.IGNORECASE):
        return None
    shared = f"/recruiting/{found['tenant']}" if "/recruiting/" in found[0] else ""
    return _Site(found["host"], found["tenant"], found["name"], f"https://{found['host']}{shared}/{found['name']}")


def _total(payload: Json, site: _Site) -> int:
    """Return the total of a first page, which some sites understate: what is on the page is there at least."""
    return max(held(payload, "total", int, site.host), len(payload["jobPostings"]))


def _is_closed(refusal: Response) -> bool:
    return bool(_CLOSED.search(refusal.body))


def _details(payload: Json, who: str) -> Json:
    employer = payload.get("hiringOrganization") if isinstance(payload, dict) else None
    return {**held(payload, "jobPostingInfo", dict, who), "hiringOrganization": employer}


def _path(record: Json) -> str | None:
    """Return `/job/Berlin/Go-Engineer_JR17`; the answer for one opening has it only in the address of its page."""
    site = _site_at(url := str(record.get("externalUrl")))
    return text_or_none(record.get("externalPath")) or (url.removeprefix(site.pages) if site else None)


def _id(path: str) -> str:
    """Return `JR17` of `/job/Berlin/Go-Engineer_JR17`: ids may hold an underscore, titles are written without."""
    title, _, number = path.rpartition("/")[2].partition("_")
    return number or title


def _paths(rows: list[Json]) -> set[str]:
    return {path for row in rows if isinstance(row, dict) and (path := text_or_none(row.get("externalPath")))}


def _distinct(rows: list[Json], tally: Tally) -> list[Json]:
    """Return the rows without repetitions: they come where the list changes, or where values of a facet overlap."""
    found, known = [], set[str]()
    for row in rows:
        path = row.get("externalPath") if isinstance(row, dict) else None
        if isinstance(path, str) and path in known:
            tally.drop("duplicate within the run", path)
        else:
            found.append(row)
            known |= {path} if isinstance(path, str) else set()
    return found


def _places(record: Json) -> str | None:
    """Return every place, the first one with its country; a list that only counts them (`3 Locations`) tells none."""
    first = text_or_none(record.get("location"))
    if not first:
        listed = text_or_none(record.get("locationsText"))
        return None if listed and _COUNT_OF_PLACES.fullmatch(listed) else listed
    country = text_or_none((record.get("country") or {}).get("descriptor"))
    whole = f"{first}, {country}" if country and country.lower() not in first.lower() else first
    return joined(whole, *(place for place in record.get("additionalLocations") or [] if place != first))


def _posted(record: Json) -> tuple[str | None, DateKind]:
    """Return the date of the posting, or else what the list says of it (`Posted 3 Days Ago`)."""
    if date := text_or_none(record.get("startDate")):
        return date, "listed"
    words = text_or_none(record.get("postedOn"))
    return words, "relative" if words else "unknown"
