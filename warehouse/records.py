"""What crosses from spiders and importers into landing: RawPosting and CrawlReport. Shapes only."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

TextFormat = Literal["html", "markdown", "plain"]
DateKind = Literal["first_published", "created", "listed", "updated", "relative", "unknown"]
State = Literal["complete", "window", "partial", "capped", "blocked", "failed"]

STATES: tuple[State, ...] = ("complete", "window", "partial", "capped", "blocked", "failed")
"""Best first. Only `complete` lets an absence close a posting; `blocked` and `failed` hold no rows worth reading."""


@dataclass(frozen=True)
class RawPosting:
    """One advertisement in its board's own words; personal data is already replaced by typed marks when it lands.

    Args:
        board: Registry key, e.g. `greenhouse`.
        scope: The tenant, feed or thread within the board (`stripe`, `remote-jobs`); empty where it has none.
        key: The board's stable id, unique within the board; `board:key` names the posting for ever.
        fetched_at: When the response came, ISO 8601 UTC.
        url: Public page of the posting.
        title: Heading as published; None where the board has none (a Hacker News comment).
        company: Employer as published or as boards.toml names the tenant.
        location: Place text as published; several places are joined by `; `.
        text: The board's own text in `text_format`, undecoded beyond what the protocol itself escapes.
        text_format: Markup of `text`.
        salary: Pay as published in a field of its own (not from the text).
        experience: Experience as published in a field of its own.
        education: Education as published in a field of its own.
        employment: Employment type as published in a field of its own.
        remote: The board's own workplace word.
        tags: The board's own tags, departments, categories.
        author: Pseudonym of whoever posted it, where the board shows one; clusters employers that have no name.
        posted_raw: Date as published.
        posted_kind: What kind of date `posted_raw` is.
        posted_at: The same in ISO 8601 UTC; None where it cannot be read.
        expires_at: Stated end, ISO 8601 UTC.
        raw: The raw record as received, without fields that hold personal data only.
    """

    board: str
    key: str
    fetched_at: str
    scope: str = ""
    url: str | None = None
    title: str | None = None
    company: str | None = None
    location: str | None = None
    text: str | None = None
    text_format: TextFormat | None = None
    salary: str | None = None
    experience: str | None = None
    education: str | None = None
    employment: str | None = None
    remote: str | None = None
    tags: list[str] = field(default_factory=list)
    author: str | None = None
    posted_raw: str | None = None
    posted_kind: DateKind = "unknown"
    posted_at: str | None = None
    expires_at: str | None = None
    raw: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class ScopeReport:
    """How the crawl of one scope of a board went.

    Args:
        scope: As in RawPosting; empty where the board has none.
        state: See STATES; `reason` says why it is not `complete`.
        reason: One sentence for a person; empty for `complete`.
        requests: Requests sent, retries included.
        bytes: Bytes received.
        declared: Total that the board itself declares; None where it declares none.
        kept: Rows landed.
        dropped: Reason -> rows dropped.
        examples: Reason -> the first dropped row's key or position, to look it up.
        overlap: Rows of a window that the window before showed as well; None where nothing is known of one.
        validators: What the scope's one answer can be asked for again by: `etag`, `last_modified`, and the `code` that
            read it; empty where a later crawl has to fetch it anew.
    """

    scope: str
    state: State
    reason: str = ""
    requests: int = 0
    bytes: int = 0
    declared: int | None = None
    kept: int = 0
    dropped: dict[str, int] = field(default_factory=dict)
    examples: dict[str, str] = field(default_factory=dict)
    overlap: int | None = None
    validators: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class CrawlReport:
    """One run over one partition of one board. It is written after its data file and thereby commits it.

    Args:
        board: Registry key.
        partition: `YYYY-MM-DD` of a live crawl or an import, `YYYY-MM` of a history month.
        run: Sortable run id, unique (`20261121T060000-1a2b`).
        started_at: ISO 8601 UTC.
        finished_at: ISO 8601 UTC.
        scopes: One report a scope; never empty.
        sha256: Of the data file; empty where no row was kept and no file written.
        simulated: Whether the home is declared a simulated market.
    """

    board: str
    partition: str
    run: str
    started_at: str
    finished_at: str
    scopes: tuple[ScopeReport, ...]
    sha256: str = ""
    simulated: bool = False

    @property
    def state(self) -> State:
        """Return the worst state among the scopes."""
        return max((scope.state for scope in self.scopes), key=STATES.index)

    @property
    def kept(self) -> int:
        """Return the rows landed over all scopes."""
        return sum(scope.kept for scope in self.scopes)
