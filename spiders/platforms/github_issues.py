"""Monthly threads kept as issues of a GitHub repository, found by title, read within the REST API's allowance."""

from __future__ import annotations

import os
import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote, urlsplit

from scrapy.http import Response

from spiders.dates import from_iso
from spiders.faults import BlockedFault, CrawlFault, UnusableRecordError
from spiders.platforms.base import Json
from spiders.platforms.json_api import held, object_of, text_or_none
from spiders.platforms.threads import Thread, ThreadSpider
from spiders.tally import Tally
from warehouse.boards import Scope
from warehouse.records import RawPosting

_HOST = "api.github.com"
_PAGE = 100
_CALENDAR = range(1, 13)
_NEXT = re.compile(r'<([^>]+)>;\s*rel="next"')
_MONTHS = re.compile(r"(?P<year>\d{4})\s*年\s*(?P<month>\d{1,2})\s*月?(?:\s*[-~～—–至到、]+\s*(?P<last>\d{1,2})\s*月)?")


class GithubThreadSpider(ThreadSpider):
    """Comments are the postings, the thread owner's own are not. Titles name months as `2020年9月-10月`.

    A board gives the repository and the words that all its threads' titles hold. JOBPROOF_GITHUB_TOKEN raises the
    allowance from 60 to 5,000 requests an hour.
    """

    repository: str
    title_words: str

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - handed on
        super().__init__(*args, **kwargs)
        self._exhausted: dict[str, str] = {}

    async def find_threads(self, tally: Tally) -> list[Thread]:
        """Return the threads that title search finds, oldest month first."""
        query = quote(f'repo:{self.repository} "{self.title_words}" in:title is:issue')
        found: list[Json] = []
        url = f"https://{_HOST}/search/issues?q={query}&per_page={_PAGE}"
        while url:
            payload, response = await self.ask(url, tally)
            found += held(payload, "items", list, _HOST)
            if payload.get("incomplete_results"):
                raise CrawlFault("GitHub's search timed out and lists only some of the threads: try again later")
            url = next_page(response, url)
        if len(found) < int(payload.get("total_count") or 0):
            raise CrawlFault(f"GitHub's search lists {len(found)} of {payload['total_count']} threads")
        threads = [thread for issue in found if (thread := self.thread_from(issue))]
        return sorted(threads, key=lambda thread: (thread.months, int(thread.id)))

    def thread_from(self, issue: Json) -> Thread | None:
        """Return the thread that an issue is; None where its title names no month or it is a pull request."""
        title = issue.get("title") or ""
        months = months_named(title)
        if not months or self.title_words not in title or "pull_request" in issue:
            return None
        owner = (issue.get("user") or {}).get("login") or ""
        return Thread(str(issue["number"]), months, issue.get("comments"), owner)

    async def pages(self, scope: Scope, tally: Tally) -> AsyncIterator[list[Json]]:
        """Yield pages of comments, following the Link header until it names no next one."""
        thread = self.thread(scope)
        tally.declared = thread.replies if thread else None
        url = f"https://{_HOST}/repos/{self.repository}/issues/{scope.token}/comments?per_page={_PAGE}&page=1"
        while url:
            payload, response = await self.ask(url, tally)
            if not isinstance(payload, list):
                raise CrawlFault(f"the answer of {_HOST} is no list of comments: its format has changed")
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

    def records(self, payload: Json) -> list[Json]:
        """Accept the bare list that the protocol sends, or `{comments: […]}`."""
        if isinstance(payload, dict):
            return held(payload, "comments", list, "the file")
        if not isinstance(payload, list):
            raise CrawlFault("the file holds no list of comments")
        return payload

    def scope_of(self, record: Json) -> Scope:
        """Return the thread that the record's address names."""
        found = re.search(r"/issues/(\d+)", str(record.get("issue_url") or record.get("html_url")))
        return Scope(found[1], found[1]) if found else Scope("", "")

    def posting(self, record: Json, scope: Scope) -> RawPosting:
        """Return what one comment says."""
        record = object_of(record)
        author = (record.get("user") or {}).get("login") or record.get("author")
        thread = self.thread(scope)
        if author and author in {self.repository.partition("/")[0], thread.owner if thread else ""}:
            raise UnusableRecordError("the thread owner's own comment")
        if record.get("is_minimized") or record.get("isMinimized"):
            raise UnusableRecordError("hidden by the thread's owner")
        created = text_or_none(record.get("created_at") or record.get("createdAt"))
        return RawPosting(
            board=self.board.name,
            scope=scope.token,
            key=str(record["id"]),
            fetched_at=self.fetched_at,
            url=text_or_none(record.get("html_url")),
            text=record.get("body"),
            text_format="markdown",
            author=author,
            posted_raw=created,
            posted_kind="created" if created else "unknown",
            posted_at=from_iso(created),
            raw=record,
        )


def months_named(title: str) -> tuple[str, ...]:
    """Return the months that a title names, none or more: `谁在招人？（2020年9月-10月）` -> 2020-09, 2020-10."""
    found = _MONTHS.search(title)
    if not found:
        return ()
    first, last = int(found["month"]), int(found["last"] or found["month"])
    return tuple(f"{found['year']}-{month:02}" for month in range(first, max(first, last) + 1) if month in _CALENDAR)


def next_page(response: Response, url: str) -> str:
    """Return the address that the Link header calls next; empty where it names none.

    Raises:
        CrawlFault: It leads to another host, where our token must not go.
    """
    found = _NEXT.search((response.headers.get("Link") or b"").decode("latin-1"))
    if not found:
        return ""
    if urlsplit(found[1]).netloc not in {_HOST, urlsplit(response.url).netloc}:
        raise CrawlFault(f"the next page of {url} lies on another host")
    return found[1]


def used_up(response: Response, *, has_token: bool) -> str:
    """Return the sentence for an allowance that is used up: when it is renewed, and how to get a larger one."""
    reset = (response.headers.get("X-RateLimit-Reset") or b"").decode("latin-1")
    when = f"{datetime.fromtimestamp(int(reset), UTC):%Y-%m-%d %H:%M} UTC" if reset.isdigit() else "the full hour"
    more = "" if has_token else ", or set JOBPROOF_GITHUB_TOKEN for 5,000 requests an hour"
    return f"{_HOST}: the allowance of requests is used up; come back after {when}{more}"
