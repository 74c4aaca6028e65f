"""An archive's index of captures, as CDX servers answer it: which address was saved when. Fetches no capture."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from urllib.parse import parse_qsl, unquote, urlsplit

from spiders.dates import iso
from spiders.faults import CrawlFault
from spiders.platforms.base import Json
from spiders.platforms.json_api import decode

COLUMNS = ("urlkey", "timestamp", "original", "mimetype", "statuscode", "digest", "length")
"""What a line holds unless other columns are asked for; text answers do not name them."""

_TIMESTAMP = re.compile(r"\d{14}")


@dataclass(frozen=True)
class Capture:
    """One saved answer.

    Args:
        timestamp: When it was saved, `20240503101112`, UTC.
        original: Address that was saved.
        mimetype: Of the answer; None where the index does not know it.
        status: HTTP status; None where the index does not know it.
        digest: Hash of the body: equal bodies have equal ones; None where the index does not know it.
        length: Bytes as stored, packed; None where the index does not know it.
    """

    timestamp: str
    original: str
    mimetype: str | None = None
    status: int | None = None
    digest: str | None = None
    length: int | None = None

    @property
    def month(self) -> str:
        """Return `2024-05`."""
        return f"{self.timestamp[:4]}-{self.timestamp[4:6]}"


@dataclass(frozen=True)
class IndexPage:
    """One answer of an index.

    Args:
        captures: In the order of the answer.
        malformed: Lines that are no capture.
        resume_key: What the next page is asked for with, already escaped; empty at the last.
    """

    captures: list[Capture]
    malformed: list[str] = field(default_factory=list)
    resume_key: str = ""


def index_page(body: bytes, who: str) -> IndexPage:
    """Return what an answer holds, in JSON or in text.

    Raises:
        CrawlFault: It is a page, nothing at all, cut off, or holds no line that can be read.
    """
    start = body.lstrip()[:1]
    page = _from_json(decode(body, who), who) if start in {b"", b"<", b"[", b"{"} else _from_text(body)
    if page.malformed and not page.captures:
        raise CrawlFault(f"{who} sent an index without a line that can be read: {page.malformed[0][:80]}")
    return page


def moment(timestamp: str) -> str | None:
    """Return ISO 8601 of `20240503101112`; None where it is no moment."""
    if not _TIMESTAMP.fullmatch(timestamp):
        return None
    try:
        return iso(datetime.strptime(timestamp, "%Y%m%d%H%M%S").replace(tzinfo=UTC))
    except ValueError:
        return None


def is_of(capture: Capture, url: str) -> bool:
    """Return whether a capture is of an address, whatever its scheme, port, `www.` and query."""
    return _place(capture.original) == _place(url)


def likest(captures: list[Capture], url: str) -> list[Capture]:
    """Return the captures whose query is most like that of an address, oldest first, each body once."""
    wanted = set(parse_qsl(urlsplit(url).query))

    def likeness(capture: Capture) -> tuple[int, int]:
        given = set(parse_qsl(urlsplit(capture.original).query))
        return len(given & wanted), -len(given - wanted)

    most = max(map(likeness, captures), default=None)
    found: dict[str, Capture] = {}
    for capture in sorted(captures, key=lambda each: each.timestamp):
        if likeness(capture) == most:
            found.setdefault(capture.digest or capture.timestamp, capture)
    return list(found.values())


def spread(captures: list[Capture], most: int) -> list[Capture]:
    """Return so many captures at most, the first and the last among them, evenly out of all."""
    if len(captures) <= most:
        return captures
    steps = {round(number * (len(captures) - 1) / (most - 1)) for number in range(most)}
    return [captures[step] for step in sorted(steps)]


def _from_json(rows: Json, who: str) -> IndexPage:
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise CrawlFault(f"the answer of {who} is no list of lines: its format has changed")
    if not rows:
        return IndexPage([])
    header = [str(name) for name in rows[0]]
    if not {"timestamp", "original"} <= set(header):
        raise CrawlFault(f"the answer of {who} does not name its columns: its format has changed")
    lines, key = _without_key(rows[1:])
    return _page(header, lines, key)


def _from_text(body: bytes) -> IndexPage:
    lines, key = _without_key([line.split() for line in body.decode("utf-8", "replace").splitlines()])
    return _page(COLUMNS, lines, key)


def _without_key(lines: list[list[Json]]) -> tuple[list[list[Json]], str]:
    """Return the lines that are not empty, and the key that stands alone behind an empty one."""
    last = max((number for number, line in enumerate(lines) if line), default=-1)
    has_key = last > 0 and not lines[last - 1] and len(lines[last]) == 1
    key = str(lines[last][0]) if has_key else ""
    return [line for line in lines[: last if has_key else last + 1] if line], key


def _page(columns: tuple[str, ...] | list[str], lines: list[list[Json]], key: str) -> IndexPage:
    page = IndexPage([], [], key)
    for line in lines:
        capture = _capture(dict(zip(columns, line, strict=True))) if len(line) == len(columns) else None
        if capture:
            page.captures.append(capture)
        else:
            page.malformed.append(" ".join(map(str, line)))
    return page


def _capture(given: dict[str, Json]) -> Capture | None:
    """Return the capture that a line is; `-` stands for what is not known."""
    known = {name: value for name, value in given.items() if isinstance(value, str) and value not in {"", "-"}}
    timestamp, original = known.get("timestamp", ""), known.get("original", "")
    if not moment(timestamp) or urlsplit(original).scheme not in {"http", "https"}:
        return None
    numbers = {name: known.get(name) for name in ("statuscode", "length")}
    if any(value is not None and not value.isdigit() for value in numbers.values()):
        return None
    status, length = (None if value is None else int(value) for value in numbers.values())
    return Capture(timestamp, original, known.get("mimetype"), status, known.get("digest"), length)


def _place(url: str) -> tuple[str, str]:
    parts = urlsplit(url)
    return (parts.hostname or "").removeprefix("www."), unquote(parts.path).rstrip("/")
