"""Captures of live boards' lists at the Wayback Machine, read by the boards' own spiders.

A capture shows what a list held on one day, which somebody or some crawler chose: it proves openings and no absence.
The archive blocks whoever asks too fast for an hour and more, so that the first refusal ends the whole crawl.
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode, urlsplit

import orjson
from scrapy.http import Response
from scrapy.settings import BaseSettings

from spiders import catalogue
from spiders.dates import from_rfc822
from spiders.faults import BlockedFault, CrawlFault, UnusableRecordError
from spiders.packed import unpacked
from spiders.platforms.base import BoardSpider, Json
from spiders.platforms.cdx import COLUMNS, Capture, index_page, is_of, likest, moment, spread
from spiders.platforms.json_api import decode, object_of
from spiders.tally import Tally
from warehouse import boards
from warehouse.boards import Board, Registry, Scope
from warehouse.home import Home
from warehouse.records import RawPosting, State

_HOST = "web.archive.org"
_SLOWER = 3.0
"""Times the usual wait: the index bears some 24 questions a minute, and shares its host with the captures."""
_MOST_PAGES, _MOST_MISSES = 100, 3
_PAGE = 1000
"""Lines of a page of the index: asked for more, it may give up its search early and not tell."""
_NO_CONNECTION = "connection refused"
_EXCLUDED = b"AccessControl"
"""What the archive says of addresses that their owners had taken out: no word about us."""


@dataclass(frozen=True)
class View:
    """A live board's scope, as its captures are read.

    Args:
        spider: The live board's own.
        scope: The live board's own.
        url: Address of its list.
    """

    spider: BoardSpider
    scope: Scope
    url: str


class WaybackSpider(BoardSpider):
    """One scope of a live board a scope, named `board:scope`; a posting's key is `board:key`.

    Of a posting that several captures of a month show the first is kept, the others are dropped as duplicates.
    """

    best_state: State = "partial"
    best_reason = "captures show single days, chosen by whoever saved them"
    most_captures = 4
    """Captures of a scope that are read for a month."""

    _registry: Registry | None = None
    _refused: BlockedFault | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - handed on
        super().__init__(*args, **kwargs)
        self._views: dict[str, View] = {}
        self._index: dict[str, list[Capture]] = {}

    @classmethod
    def update_settings(cls, settings: BaseSettings) -> None:
        """Wait longer between two requests than other boards do."""
        super().update_settings(settings)
        settings.set("DOWNLOAD_DELAY", _SLOWER * settings.getfloat("DOWNLOAD_DELAY"), priority="spider")

    async def pages(self, scope: Scope, tally: Tally) -> AsyncIterator[list[Json]]:
        """Yield what each chosen capture of the month holds, oldest first."""
        view, misses = self.view(scope), 0
        found = [each for each in await self._captures(scope, view, tally) if each.month == self.partition]
        if not found:
            tally.worsen("partial", f"nobody saved {view.url} that month")
        chosen = spread(likest(found, view.url), self.most_captures)
        for capture in chosen:
            try:
                yield await self._played(capture, scope, view, tally)
            except BlockedFault:
                raise
            except CrawlFault as fault:
                misses += 1
                tally.drop("a capture that could not be read", f"{capture.timestamp}: {fault.reason}")
                if misses == _MOST_MISSES:
                    raise
        tally.worsen("partial", f"{len(chosen) - misses} of {len(found)} captures were read: {self.best_reason}")

    def view(self, scope: Scope) -> View:
        """Return the live board's scope that a scope names.

        Raises:
            CrawlFault: It names none, or one whose list is not one address.
        """
        if scope.token not in self._views:
            self._views[scope.token] = self._view(scope)
        return self._views[scope.token]

    def _view(self, scope: Scope) -> View:
        name, _, token = scope.token.partition(":")
        board = self._live_board(name)
        if not token or board.kind != "live" or name not in catalogue.names():
            raise CrawlFault(f"scope {scope.token!r} names no live board and scope of it, as in board:scope")
        spider = catalogue.spider_class(board)(board)
        known = next((each for each in board.scopes if each.token == token), None)
        live = known or Scope(token, scope.name if scope.name != scope.token else token, url=scope.url)
        if not (url := spider.list_url(live)):
            raise CrawlFault(f"no captures of {name} can be read: its list is not one address that answers a GET")
        return View(spider, live, url)

    def _live_board(self, name: str) -> Board:
        if self._registry is None:
            self._registry = boards.load(self._home or Home.from_environment())
        return self._registry.boards.get(name) or Board(name, name, "live")

    async def _captures(self, scope: Scope, view: View, tally: Tally) -> list[Capture]:
        """Return all captures of a scope's list in the months to crawl: the index is asked once for all of them."""
        if scope.token not in self._index:
            self._index[scope.token] = [
                each async for each in self._listed(view, tally) if is_of(each, view.url) and each.status in {None, 200}
            ]
        return self._index[scope.token]

    async def _listed(self, view: View, tally: Tally) -> AsyncIterator[Capture]:
        question = f"https://{_HOST}/cdx/search/cdx?{urlencode(self._question(view), doseq=True)}"
        keys = [""]
        while len(keys) <= _MOST_PAGES:
            url = f"{question}&resumeKey={keys[-1]}" if keys[-1] else question
            page = index_page((await self._fetch(url, tally)).body, f"the index of {_HOST}")
            for line in page.malformed:
                tally.drop("a line of the index that is no capture", line)
            for capture in page.captures:
                yield capture
            if not page.resume_key:
                return
            if page.resume_key in keys:
                raise CrawlFault(f"the index of {_HOST} names a page as the next that has come already")
            keys.append(page.resume_key)
        tally.worsen("capped", f"more than {_MOST_PAGES} pages of the index: the rest was left")

    def _question(self, view: View) -> dict[str, Any]:
        """Return what the index is asked: whole answers to every query of the list's address, one of each a day."""
        parts = urlsplit(view.url)
        path = parts.path.rstrip("/")
        months = sorted(self._partitions or [self.partition])
        return {
            "url": f"{parts.netloc}{path}",
            "matchType": "prefix",
            "from": months[0].replace("-", ""),
            "to": months[-1].replace("-", ""),
            "output": "json",
            "fl": ",".join(COLUMNS),
            "filter": ["statuscode:200", f"original:[^?]*{re.escape(path)}/?([?].*)?"],
            "collapse": "timestamp:8",
            "limit": _PAGE,
            "showResumeKey": "true",
        }

    async def _played(self, capture: Capture, scope: Scope, view: View, tally: Tally) -> list[Json]:
        """Return a capture's records, each with what the index says of the capture."""
        url = f"https://{_HOST}/web/{capture.timestamp}id_/{capture.original}"
        response = await self._fetch(url, tally)
        timestamp = _shown(response)
        if timestamp[:6] != capture.timestamp[:6]:
            raise CrawlFault(f"the archive answers with the capture of {timestamp}")
        return self._opened(scope, view, timestamp, capture.original, response.body)

    def _opened(self, scope: Scope, view: View, timestamp: str, original: str, body: bytes) -> list[Json]:
        told = {"scope": scope.token, "timestamp": timestamp, "original": original}
        records = view.spider.unpack(unpacked(body, "the archive sent a packed capture"))
        return [{**told, "record": record} for record in records]

    async def _fetch(self, url: str, tally: Tally) -> Response:
        """Return the answer, unless the archive has refused us once in this crawl.

        Raises:
            BlockedFault: It refuses us, or our connections.
        """
        if self._refused:
            raise self._refused
        try:
            return await self.fetcher.fetch(url, tally, is_gone=_is_excluded)
        except BlockedFault as fault:
            self._refused = fault
            raise
        except CrawlFault as fault:
            if _NO_CONNECTION not in fault.reason:
                raise
            self._refused = BlockedFault(f"{fault.reason}: it blocks for an hour and more whoever asks too fast")
            raise self._refused from None

    def unpack(self, body: bytes) -> list[Json]:
        """Accept a saved capture, `{scope, timestamp, original, body}`, its body JSON or a text, or a list of them."""
        payload = decode(body, "the file")
        return [
            record for saved in (payload if isinstance(payload, list) else [payload]) for record in self._saved(saved)
        ]

    def _saved(self, saved: Json) -> list[Json]:
        if not isinstance(saved, dict) or not {"scope", "timestamp", "original", "body"} <= saved.keys():
            raise CrawlFault("the file holds no capture: one names its 'scope', 'timestamp', 'original' and 'body'")
        scope, body = self.scope_named(str(saved["scope"])), saved["body"]
        packed = body.encode() if isinstance(body, str) else orjson.dumps(body)
        return self._opened(scope, self.view(scope), str(saved["timestamp"]), str(saved["original"]), packed)

    def scope_of(self, record: Json) -> Scope:
        """Return the scope that the record was saved of."""
        return self.scope_named(str(record.get("scope") or ""))

    def posting(self, record: Json, scope: Scope) -> RawPosting:
        """Return what the live board's own spider says of a record, as of the day of its capture."""
        told, view = object_of(record), self.view(scope)
        saved = moment(told["timestamp"])
        if saved is None:
            raise UnusableRecordError("saved at no moment")
        view.spider.fetched_at = saved
        posting = view.spider.posting(told["record"], view.scope)
        return replace(
            posting,
            board=self.board.name,
            scope=scope.token,
            key=f"{view.spider.board.name}:{posting.key}" if posting.key else "",
            fetched_at=saved,
            raw={**told, "record": posting.raw},
        )


def _is_excluded(refusal: Response) -> bool:
    return _EXCLUDED in (refusal.headers.get("X-Archive-Wayback-Runtime-Error") or b"") + refusal.body


def _shown(response: Response) -> str:
    """Return when the answer was saved, which may be another time than was asked for.

    Raises:
        CrawlFault: It is no capture.
    """
    stated = (response.headers.get("Memento-Datetime") or b"").decode("latin-1")
    saved = from_rfc822(stated)
    if not saved:
        raise CrawlFault("the archive sent something else than a capture")
    return re.sub(r"\D", "", saved)[:14]
