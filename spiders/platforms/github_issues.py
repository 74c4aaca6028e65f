"""Monthly threads kept as issues of a GitHub repository, found by title, read within the REST API's allowance."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from urllib.parse import quote

from spiders.dates import from_iso
from spiders.faults import CrawlFault, UnusableRecordError
from spiders.platforms.base import Json
from spiders.platforms.github_api import HOST, PAGE, GithubSpider, listed
from spiders.platforms.json_api import held, object_of, text_or_none
from spiders.platforms.threads import Thread, ThreadSpider
from spiders.tally import Tally
from warehouse.boards import Scope
from warehouse.records import RawPosting

_CALENDAR = range(1, 13)
_MONTHS = re.compile(r"(?P<year>\d{4})\s*年\s*(?P<month>\d{1,2})\s*月?(?:\s*[-~～—–至到、]+\s*(?P<last>\d{1,2})\s*月)?")


class GithubThreadSpider(GithubSpider, ThreadSpider):
    """Comments are the postings, the thread owner's own are not. Titles name months as `2020年9月-10月`.

    A board gives the repository and the words that all its threads' titles hold.
    """

    title_words: str

    async def find_threads(self, tally: Tally) -> list[Thread]:
        """Return the threads that title search finds, oldest month first."""
        query = quote(f'repo:{self.repository} "{self.title_words}" in:title is:issue')
        found: list[Json] = []
        async for payload in self.follow(f"https://{HOST}/search/issues?q={query}&per_page={PAGE}", tally):
            found += held(payload, "items", list, HOST)
            if payload.get("incomplete_results"):
                raise CrawlFault("GitHub's search timed out and lists only some of the threads: try again later")
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
        """Yield pages of comments to the last."""
        thread = self.thread(scope)
        tally.declared = thread.replies if thread else None
        url = f"https://{HOST}/repos/{self.repository}/issues/{scope.token}/comments?per_page={PAGE}&page=1"
        async for payload in self.follow(url, tally):
            yield listed(payload)

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
