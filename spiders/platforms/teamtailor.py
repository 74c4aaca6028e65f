"""Teamtailor's career sites: a JSON Feed with whole postings, joined with what only the site's RSS feed tells of them.

The JSON Feed (https://www.jsonfeed.org/version/1.1/) has text, places and pay as schema.org spells them; the RSS feed
has the remote status, department and role. What fails of the second costs no posting of the first.
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from dataclasses import replace
from urllib.parse import urljoin, urlsplit

from spiders.dates import from_iso
from spiders.faults import CrawlFault
from spiders.platforms.base import Json
from spiders.platforms.feed import items
from spiders.platforms.jobposting import posting_of, without_persons
from spiders.platforms.json_api import object_of, text_or_none
from spiders.platforms.json_list import JsonListSpider
from spiders.tally import Tally
from warehouse.boards import Scope
from warehouse.records import RawPosting

_SCHEMA, _FROM_RSS = "_jobposting", "_rss"
_ONLY_RSS = ("remoteStatus", "department", "role")
_RSS_PAGE = 100
_NUMBER = re.compile(r"/jobs/(\d+)")
_LIST = re.compile(r"/(?:jobs(?:\.json|\.rss)?/?)?(?:[?#].*)?$")
_WORKPLACES = {"none": "", "fully": "fully remote", "temporary": "temporarily remote"}
_AUTHORS = {"author", "authors"}


class TeamtailorSpider(JsonListSpider):
    """One career site a scope; it declares no total: the list is whole when a page comes that names no next one."""

    envelope = "items"

    def list_url(self, scope: Scope) -> str:
        """Return the address of the JSON Feed; sites on a domain of their own have theirs in the registry."""
        return f"{_site(scope)}/jobs.json"

    async def pages(self, scope: Scope, tally: Tally) -> AsyncIterator[list[Json]]:
        """Yield page by page, each posting with what the RSS feed tells of it."""
        told: dict[str, dict[str, str]] | None = None
        before: list[Json] = []
        async for page in super().pages(scope, tally):
            if page and page == before:
                raise CrawlFault(f"{urlsplit(_site(scope)).netloc} sent the same page twice")
            before = page
            if page and told is None:
                told = await self._told_by_rss(scope, tally)
            yield [_joined(item, told or {}) for item in page]

    def next_page(self, payload: Json, url: str) -> str | None:
        """Return the address under `next_url`, which the last page lacks."""
        following = text_or_none(payload.get("next_url"))
        return urljoin(url, following) if following else None

    async def _told_by_rss(self, scope: Scope, tally: Tally) -> dict[str, dict[str, str]]:
        """Return what only the RSS feed tells, by the number of the posting; as much of it as comes."""
        found: dict[str, dict[str, str]] = {}
        address = f"{_site(scope)}/jobs.rss"
        try:
            for number in range(self.most_pages):
                url = f"{address}?offset={number * _RSS_PAGE}"
                response = await self.fetcher.fetch(url, tally, {"Accept": "application/rss+xml, application/xml"})
                page, known = items(response.body, urlsplit(url).netloc), len(found)
                found |= {_key(str(item.get("link"))): _only_rss(item) for item in page}
                if len(page) < _RSS_PAGE or len(found) == known:
                    break
        except CrawlFault as fault:
            tally.worsen("complete", f"remote status, department and role did not all come: {fault.reason}")
        return found

    def records(self, payload: Json) -> list[Json]:
        """Accept the JSON Feed, a bare list, or one of its items."""
        one = isinstance(payload, dict) and _SCHEMA in payload
        return [payload] if one else super().records(payload)

    def scope_of(self, record: Json) -> Scope:
        """Return the site on which the record's page lies."""
        host = urlsplit(str(record.get("url"))).netloc
        own = (scope for scope in self.board.scopes if urlsplit(_site(scope)).netloc == host)
        return next(own, self.scope_named(host.removesuffix(".teamtailor.com")))

    def posting(self, record: Json, scope: Scope) -> RawPosting:
        """Return what one item says."""
        item = object_of(record)
        described, told = item.get(_SCHEMA) or {}, item.get(_FROM_RSS) or {}
        url = text_or_none(item.get("url")) or ""
        read = posting_of(
            _without_regions(described),
            board=self.board.name,
            scope=scope,
            fetched_at=self.fetched_at,
            page=url,
            key=_key(url) or text_or_none(item.get("id")) or "",
        )
        published = text_or_none(item.get("date_published")) or read.posted_raw
        given = (told.get("department"), told.get("role"), *read.tags)
        return replace(
            read,
            title=text_or_none(item.get("title")) or read.title,
            text=text_or_none(item.get("content_html")) or read.text,
            text_format="html" if item.get("content_html") else read.text_format,
            remote=_workplace(told) or read.remote,
            tags=list(dict.fromkeys(tag for each in given if (tag := text_or_none(each)))),
            posted_raw=published,
            posted_kind="listed" if published else "unknown",
            posted_at=from_iso(published),
            raw={name: value for name, value in without_persons(item).items() if name not in _AUTHORS},
        )


def _site(scope: Scope) -> str:
    """Return the address that the lists lie under, which may end with a language: `https://career.example.com/fr`."""
    return _LIST.sub("", scope.url) if scope.url else f"https://{scope.token}.teamtailor.com"


def _key(url: str) -> str:
    found = _NUMBER.search(url)
    return found[1] if found else ""


def _only_rss(item: Json) -> dict[str, str]:
    return {name: text for name in _ONLY_RSS if (text := text_or_none(item.get(name)))}


def _joined(item: Json, told: dict[str, dict[str, str]]) -> Json:
    known = told.get(_key(str(item.get("url")))) if isinstance(item, dict) else None
    return {**item, _FROM_RSS: known} if known else item


def _workplace(told: dict[str, str]) -> str | None:
    status = told.get("remoteStatus", "")
    return _WORKPLACES.get(status, status) or None


def _without_regions(described: Json) -> Json:
    """Return the object without the regions of places in a known country: they repeat it, or say `Europe`."""
    places = described.get("jobLocation") or []
    return {**described, "jobLocation": [_plain(place) for place in (places if isinstance(places, list) else [places])]}


def _plain(place: Json) -> Json:
    address = place.get("address") if isinstance(place, dict) else None
    if not isinstance(address, dict) or not address.get("addressCountry"):
        return place
    return {**place, "address": {name: value for name, value in address.items() if name != "addressRegion"}}
