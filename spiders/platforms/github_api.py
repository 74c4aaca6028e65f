"""GitHub's REST API: asking within its allowance, following a list to its end. What it holds is read elsewhere."""

from __future__ import annotations

import os
import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from scrapy.http import Response

from spiders.faults import BlockedFault, CrawlFault
from spiders.platforms.base import Json
from spiders.platforms.json_api import JsonSpider
from spiders.tally import Tally

HOST = "api.github.com"
PAGE = 100
"""Rows a page, the most that there may be."""

_NEXT = re.compile(r'<([^>]+)>;\s*rel="next"')


class GithubSpider(JsonSpider):
    """JOBPROOF_GITHUB_TOKEN raises the allowance from 60 to 5,000 requests an hour."""

    repository: str

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - handed on
        super().__init__(*args, **kwargs)
        self._exhausted: dict[str, str] = {}

    async def follow(self, url: str, tally: Tally) -> AsyncIterator[Json]:
        """Yield the decoded answers from an address on, until the Link header names no next one.

        Raises:
            CrawlFault: An answer did not come, or the header leads back.
        """
        asked: set[str] = set()
        while url:
            if url in asked:
                raise CrawlFault(f"{HOST} names a page as the next that has come already")
            asked.add(url)
            payload, response = await self.ask(url, tally)
            yield payload
            url = next_page(response, url)

    async def ask(self, url: str, tally: Tally) -> tuple[Json, Response]:
        """Return the decoded answer, unless the hour's allowance for that kind of request is used up.

        Raises:
            BlockedFault: The allowance is used up; the reason says when it is renewed.
        """
        kind = "search" if urlsplit(url).path.startswith("/search") else "core"
        if kind in self._exhausted:
            raise BlockedFault(self._exhausted[kind])
        headers = {"Accept": "application/vnd.github+json", "X-GitHub-Api-Version": "2022-11-28"}
        token = os.environ.get("JOBPROOF_GITHUB_TOKEN")
        if token and not self.settings.get("REPLICA"):
            headers["Authorization"] = f"Bearer {token}"
        try:
            payload, response = await self.get(url, tally, headers)
        except BlockedFault as fault:
            self._exhausted[kind] = fault.reason
            raise
        if response.headers.get("X-RateLimit-Remaining") == b"0":
            self._exhausted[kind] = used_up(response, has_token=bool(token))
        return payload, response


def listed(payload: Json) -> list[Json]:
    """Return the rows of an answer that is a bare list.

    Raises:
        CrawlFault: It is none.
    """
    if not isinstance(payload, list):
        raise CrawlFault(f"the answer of {HOST} is no list: its format has changed")
    return payload


def next_page(response: Response, url: str) -> str:
    """Return the address that the Link header calls next; empty where it names none.

    Raises:
        CrawlFault: It leads to another host, where our token must not go.
    """
    found = _NEXT.search((response.headers.get("Link") or b"").decode("latin-1"))
    if not found:
        return ""
    if urlsplit(found[1]).netloc not in {HOST, urlsplit(response.url).netloc}:
        raise CrawlFault(f"the next page of {url} lies on another host")
    return found[1]


def used_up(response: Response, *, has_token: bool) -> str:
    """Return the sentence for an allowance that is used up: when it is renewed, and how to get a larger one."""
    reset = (response.headers.get("X-RateLimit-Reset") or b"").decode("latin-1")
    when = f"{datetime.fromtimestamp(int(reset), UTC):%Y-%m-%d %H:%M} UTC" if reset.isdigit() else "the full hour"
    more = "" if has_token else ", or set JOBPROOF_GITHUB_TOKEN for 5,000 requests an hour"
    return f"{HOST}: the allowance of requests is used up; come back after {when}{more}"
