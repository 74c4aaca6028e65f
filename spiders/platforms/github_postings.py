"""Postings kept as issues of a GitHub repository, one each: listed once a run, filed under the month of opening."""

from __future__ import annotations

from collections.abc import AsyncIterator

from spiders.dates import from_iso
from spiders.faults import CrawlFault, UnusableRecordError
from spiders.platforms.base import Json
from spiders.platforms.github_api import HOST, PAGE, GithubSpider, listed
from spiders.platforms.json_api import object_of, text_or_none
from spiders.tally import Tally
from warehouse.boards import Scope
from warehouse.records import RawPosting

_PEOPLE = {"assignee", "assignees", "closed_by", "milestone", "pinned_comment"}
"""Keys that hold whole users, beside those that are dropped everywhere."""


class GithubPostingSpider(GithubSpider):
    """A month is complete when the list, oldest first, was followed to its end. A board gives the repository.

    `since` is a filter by the last change; what was opened since a day was changed since then as well.
    """

    _issues: list[Json] | None = None

    async def scopes(self, partition: str, tally: Tally) -> list[Scope]:  # noqa: ARG002 - the same for every month
        """Return the repository."""
        return [Scope(self.repository, self.repository)]

    async def pages(self, scope: Scope, tally: Tally) -> AsyncIterator[list[Json]]:
        """Yield the issues that were opened in the month; one whose day cannot be read might be of any month."""
        if self._issues is None:
            self._issues = await self._list(scope, tally)
        found = [issue for issue in self._issues if _month(issue) in {self.partition, ""}]
        yield found
        tally.note_running(self.partition)
        if not found:
            tally.worsen("complete", "no issue was opened that month")

    async def _list(self, scope: Scope, tally: Tally) -> list[Json]:
        """Return all issues, and pull requests, that were changed since the first month to crawl began."""
        since = f"{min(self._partitions)}-01T00:00:00Z"
        url = f"https://{HOST}/repos/{scope.token}/issues?state=all&sort=created&direction=asc&since={since}"
        pages = self.follow(f"{url}&per_page={PAGE}&page=1", tally)
        return [issue async for page in pages for issue in listed(page)]

    def records(self, payload: Json) -> list[Json]:
        """Accept the bare list that the protocol sends, or one issue."""
        if isinstance(payload, dict) and "number" in payload:
            return [payload]
        if not isinstance(payload, list):
            raise CrawlFault("the file holds no list of issues")
        return payload

    def scope_of(self, record: Json) -> Scope:  # noqa: ARG002 - there is one repository
        """Return the repository."""
        return Scope(self.repository, self.repository)

    def posting(self, record: Json, scope: Scope) -> RawPosting:
        """Return what one issue says; a closed one ends where it says when it was closed."""
        record = object_of(record)
        if "pull_request" in record:
            raise UnusableRecordError("a pull request")
        created = text_or_none(record.get("created_at"))
        return RawPosting(
            board=self.board.name,
            scope=scope.token,
            key=str(record["number"]),
            fetched_at=self.fetched_at,
            url=text_or_none(record.get("html_url")),
            title=text_or_none(record.get("title")),
            text=self.text_of(record),
            text_format="markdown",
            tags=[name for label in record.get("labels") or [] if (name := _label(label))],
            author=(record.get("user") or {}).get("login"),
            posted_raw=created,
            posted_kind="created" if created else "unknown",
            posted_at=from_iso(created),
            expires_at=from_iso(record.get("closed_at")),
            raw={name: value for name, value in record.items() if name not in _PEOPLE},
        )

    def text_of(self, record: Json) -> str | None:
        """Return the advertisement, Markdown."""
        return text_or_none(record.get("body"))


def _month(issue: Json) -> str:
    created = from_iso(issue.get("created_at")) if isinstance(issue, dict) else None
    return created[:7] if created else ""


def _label(label: Json) -> str | None:
    return text_or_none(label.get("name") if isinstance(label, dict) else label)
