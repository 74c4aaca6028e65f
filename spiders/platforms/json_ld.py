"""Careers sites that publish schema.org JobPosting in their pages: found through the sitemap, read one by one.

Belongs here: which pages are asked for, and what an unasked or missing one means. How markup is found and what it says
is the affair of markup.py and jobposting.py.
"""

from __future__ import annotations

import asyncio
import re
import zlib
from collections import deque
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from dataclasses import replace
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from scrapy.http import Response

from spiders.dates import from_iso, iso
from spiders.faults import BlockedFault, CrawlFault, ForbiddenFault, GoneFault, UnusableRecordError
from spiders.landed import rows_of_last_runs
from spiders.platforms import sitemap
from spiders.platforms.base import BoardSpider, Json
from spiders.platforms.jobposting import expiry, posting_of
from spiders.platforms.json_api import decode
from spiders.platforms.markup import is_hidden, is_reserved, job_postings, objects, own_postings
from spiders.platforms.sitemap import Listed
from spiders.tally import Tally
from warehouse import clock
from warehouse.boards import Scope
from warehouse.records import RawPosting

_TOGETHER, _MOST_SITEMAPS, _MOST_MISSES = 8, 200, 3
_TRUSTED_DAYS = 7
"""A page that is said to be unchanged is read again after so many days, and up to as many more by its address: sites
forget to say so when they close a posting, and not all of their pages should fall due on one day."""
_CHARSET = re.compile(rb"charset=[\"']?([\w.:-]+)", re.IGNORECASE)


class JsonLdSpider(BoardSpider):
    """One site a scope; complete when every page of its sitemap that matches has come, or is known to be closed.

    A page that the sitemap does not call changed since it was read is not asked for again: what landed of it stands.
    """

    most_pages = 5000
    """Pages asked for in one crawl of a site; the next ones go on from there."""

    _before: dict[str, list[dict[str, Json]]] | None = None

    async def pages(self, scope: Scope, tally: Tally) -> AsyncIterator[list[Json]]:
        """Yield the postings of each page, in the sitemap's order."""
        listed = await self._listed(scope, tally)
        tally.declared = len(listed)
        if not listed:
            tally.worsen("partial", "the sitemap lists no page that matches, which does not prove that none is open")
        misses = 0
        async with aclosing(self._in_order(self._within_cap(listed, tally), tally)) as pages:
            async for each, answer in pages:
                if isinstance(answer, list):
                    misses = 0
                    yield answer
                    continue
                misses = misses + 1 if _is_miss(each, answer, tally) else 0
                if misses == _MOST_MISSES:
                    raise answer
        if tally.dropped["forbidden by robots.txt"] == len(listed) > 0:
            raise ForbiddenFault("robots.txt forbids every page that the sitemap lists")

    async def _listed(self, scope: Scope, tally: Tally) -> list[Listed]:
        """Return the pages that all sitemaps of a site list, as far as they match."""
        pending, asked, found = deque(await self._sitemaps(scope, tally)), set[str](), dict[str, Listed]()
        missing: list[CrawlFault] = []
        while pending and len(asked) < _MOST_SITEMAPS:
            url = pending.popleft()
            if url in asked:
                continue
            asked.add(url)
            try:
                further, listed = sitemap.read((await self.fetcher.fetch(url, tally)).body, url)
            except BlockedFault:
                raise
            except CrawlFault as fault:
                missing.append(fault)
                continue
            pending += further
            found |= {each.url: each for each in listed if each.url not in found and _matches(each, scope, tally)}
        _tell_gaps(missing, len(asked), len(pending), tally)
        return list(found.values())

    async def _sitemaps(self, scope: Scope, tally: Tally) -> list[str]:
        """Return the sitemap that the registry names; of a bare site those in its robots.txt, or the usual one."""
        parts = urlsplit(scope.url)
        if parts.path not in {"", "/"}:
            return [scope.url]
        root = f"{parts.scheme}://{parts.netloc}"
        try:
            robots = await self.fetcher.fetch(f"{root}/robots.txt", tally)
        except GoneFault:
            return [f"{root}/sitemap.xml"]
        return sitemap.named_by(robots.body.decode(errors="replace"), robots.url) or [f"{root}/sitemap.xml"]

    def _within_cap(self, listed: list[Listed], tally: Tally) -> list[Listed]:
        """Return the pages that this crawl deals with: all that landed before, and of the others not too many."""
        new = [each for each in listed if not self._landed_of(each)]
        left = set(new[self.most_pages :])
        if left:
            tally.worsen(
                "capped", f"{len(left)} pages were left for the next crawls: {self.most_pages} are read in one"
            )
        return [each for each in listed if each not in left]

    async def _in_order(
        self, listed: list[Listed], tally: Tally
    ) -> AsyncGenerator[tuple[Listed, list[Json] | Exception], None]:
        """Yield each page with what came of it, in order; some more are under way meanwhile."""
        waiting: deque[tuple[Listed, asyncio.Task[list[Json]]]] = deque()
        try:
            for each in listed:
                waiting.append((each, asyncio.create_task(self._page(each, tally))))
                if len(waiting) == _TOGETHER:
                    yield await _outcome(*waiting.popleft())
            while waiting:
                yield await _outcome(*waiting.popleft())
        finally:
            for _, task in waiting:
                task.cancel()
            await asyncio.gather(*(task for _, task in waiting), return_exceptions=True)

    async def _page(self, listed: Listed, tally: Tally) -> list[Json]:
        """Return the postings of one page, each with where and when it was read.

        Raises:
            UnusableRecordError: It holds no posting that is open.
            CrawlFault: It did not come.
        """
        landed = self._landed_of(listed)
        records = landed or self._read(await self.fetcher.fetch(listed.url, tally), listed)
        now = iso(clock.now())
        if not (still := [each for each in records if (expiry(each["posting"]) or now) >= now]):
            raise UnusableRecordError("expired")
        return still

    def _read(self, response: Response, listed: Listed) -> list[dict[str, Json]]:
        page = response.body
        if is_reserved(page):
            host = urlsplit(listed.url).netloc
            raise BlockedFault(f"{host} reserves its texts from text and data mining (tdm-reservation: 1)")
        if is_hidden(page, (response.headers.get("X-Robots-Tag") or b"").decode("latin-1")):
            raise UnusableRecordError("closed (noindex)")
        charset = _CHARSET.search(response.headers.get("Content-Type") or b"")
        found = own_postings(job_postings(page, charset[1].decode() if charset else None))
        if not found:
            raise UnusableRecordError("no JobPosting in the page")
        origin = {"page": listed.url, "lastmod": listed.lastmod, "read_at": iso(clock.now())}
        return [{**origin, "posting": posting} for posting in found]

    def _landed_of(self, listed: Listed) -> list[dict[str, Json]]:
        """Return what landed of a page that has not changed since, as far as the sitemap tells; else nothing."""
        if self._before is None:
            self._before = self._last_pages()
        records = self._before.get(listed.url, [])
        return records if records and _is_unchanged(listed, records[0]["read_at"]) else []

    def _last_pages(self) -> dict[str, list[dict[str, Json]]]:
        """Return what the last runs landed, by page, the newest of each."""
        found: dict[str, list[dict[str, Json]]] = {}
        if self._home is None:
            return found
        for rows in rows_of_last_runs(self._home, self.board.name, simulated=self._simulated):
            run: dict[str, list[dict[str, Json]]] = {}
            for row in rows:
                run.setdefault(row["raw"]["page"], []).append({**row["raw"], "key": row["key"]})
            found = run | found
        return found

    def unpack(self, body: bytes) -> list[Json]:
        """Accept a page, a JobPosting object or several in whatever JSON-LD holds them, or what landed of them."""
        if body.lstrip().startswith(b"<"):
            found = job_postings(body)
        else:
            payload = decode(body, "the file")
            landed = [each for each in payload if isinstance(each, dict)] if isinstance(payload, list) else [payload]
            found = landed if all("posting" in each for each in landed) else objects(payload)
        if not found:
            raise CrawlFault("the file holds no JobPosting")
        return found

    def scope_of(self, record: Json) -> Scope:
        """Return the site that the page lies on, as far as the record names it."""
        posting = record.get("posting") or record
        host = _site(str(record.get("page") or posting.get("url") or ""))
        return next((scope for scope in self.board.scopes if _site(scope.url) == host), Scope("", ""))

    def posting(self, record: Json, scope: Scope) -> RawPosting:
        """Return what one record says; a bare JobPosting object is one as well."""
        given = record.get("posting", record)
        row = posting_of(
            given,
            board=self.board.name,
            scope=scope,
            fetched_at=self.fetched_at,
            page=record.get("page") or "",
            key=record.get("key") if "posting" in record else None,
        )
        if "posting" not in record:
            return row
        return replace(row, raw={name: held for name, held in record.items() if name != "key"} | {"posting": row.raw})


def _matches(listed: Listed, scope: Scope, tally: Tally) -> bool:
    """Return whether a page is wanted; one on another site than its sitemap's is counted and left."""
    if not re.search(scope.pattern, listed.url):
        return False
    if _site(listed.url) != _site(scope.url):
        tally.drop("on another site", listed.url)
        return False
    return True


def _tell_gaps(missing: list[CrawlFault], asked: int, pending: int, tally: Tally) -> None:
    """Say which sitemaps are missing.

    Raises:
        CrawlFault: None came.
    """
    if missing and len(missing) == asked:
        raise missing[0]
    if missing:
        tally.worsen("partial", f"{len(missing)} of {asked} sitemaps did not come: {missing[0].reason}")
    if pending:
        tally.worsen("capped", f"more than {_MOST_SITEMAPS} sitemaps: the rest was left")


def _is_miss(listed: Listed, answer: Exception, tally: Tally) -> bool:
    """Count a page that brought no posting; return whether that is a failure, which proves nothing.

    Raises:
        BlockedFault: The site refuses us.
    """
    if isinstance(answer, UnusableRecordError):
        tally.drop(answer.reason, listed.url)
    elif isinstance(answer, GoneFault):
        tally.drop("gone", listed.url)
    elif isinstance(answer, ForbiddenFault):
        tally.drop("forbidden by robots.txt", listed.url)
        tally.worsen("partial", answer.reason)
    elif isinstance(answer, CrawlFault) and not isinstance(answer, BlockedFault):
        tally.drop("its page did not come", listed.url)
        tally.worsen("partial", f"not every page came: {answer.reason}")
        return True
    else:
        raise answer
    return False


def _is_unchanged(listed: Listed, read_at: str) -> bool:
    """Return whether a page is said not to have changed since it was read, which is not believed for ever."""
    changed = from_iso(listed.lastmod)
    if changed is None:
        return False
    if len(listed.lastmod) <= len("2026-11-21"):  # a day: it may have changed until its end
        changed = changed.replace("T00:00:00", "T23:59:59")
    days = _TRUSTED_DAYS + zlib.crc32(listed.url.encode()) % _TRUSTED_DAYS
    return changed <= read_at and clock.now() - datetime.fromisoformat(read_at) < timedelta(days=days)


async def _outcome(listed: Listed, task: asyncio.Task[list[Json]]) -> tuple[Listed, list[Json] | Exception]:
    try:
        return listed, await task
    except (CrawlFault, UnusableRecordError) as error:
        return listed, error


def _site(url: str) -> str:
    """Return the host of an address without its `www.`; nothing for what is no address."""
    try:
        return urlsplit(url).netloc.lower().removeprefix("www.")
    except ValueError:
        return ""
