"""Importing archives: files of postings that others collected become landing files, one a month of posting.

How files are read is tabular.py's affair; what a posting means is the normaliser's.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Literal

from warehouse import clock, landing, personal
from warehouse.boards import Board
from warehouse.errors import BadUsageError, JobproofError
from warehouse.home import Home
from warehouse.landing import LandingFile, one_at_a_time
from warehouse.records import CrawlReport, RawPosting, ScopeReport, TextFormat
from warehouse.tabular import Row, rows, unreadable

FIELDS = (
    *(
        "id",
        "title",
        "company",
        "city",
        "location",
        "salary",
        "experience",
        "education",
        "employment",
        "remote",
        "tags",
    ),
    *("text", "text_format", "posted_at", "expires_at", "crawled_at", "url", "author"),
)
"""What a column may mean; where columns are called otherwise, a mapping says `title = "职位名称"` below `[fields]`."""

_DAY = re.compile(r"(?P<year>\d{4})\s*[-/.年]\s*(?P<month>\d{1,2})\s*[-/.月]\s*(?P<day>\d{1,2})(?!\d)")
_COMPACT = re.compile(r"(?P<year>(?:19|20)\d{2})(?P<month>\d{2})(?P<day>\d{2})")
_TAG_BORDER = re.compile(r"[,，、|;；]")
_TAG_OF_HTML = re.compile(r"<(?:p|br|div|ul|li|h\d|span|strong|b)\b[^>]*>", re.IGNORECASE)
_EARLIEST = 1990
_MILLISECONDS = 1e11


def import_file(
    path: Path, board: Board, home: Home, *, mapping: Path | None = None, simulated: bool = False
) -> CrawlReport:
    """Land the postings of a file, one landing file a month of posting; return one report over all of them.

    Rows without a readable date land under the day on which they were crawled (`crawled_at`), else today. A file that
    is already in is left alone, which the report's reason says.

    Args:
        path: CSV, TSV, JSON lines (also .gz, .zst) or Parquet.
        board: An archive board of the registry.
        home: Where to land.
        mapping: TOML file that says which column is which field.
        simulated: Whether the market is simulated.

    Raises:
        BadUsageError: The board is no archive.
        JobproofError: The file or the mapping cannot be read; nothing of it was kept.
    """
    if board.kind != "archive":
        raise BadUsageError(
            f"board {board.name!r}",
            f"is a {board.kind} board, which is crawled",
            allowed='a board with kind = "archive" in boards.toml',
            remedy="Add one for what this file holds, or crawl the board.",
        )
    scope = _scope_of(path)
    with one_at_a_time(home, board.name):
        known = {
            report.partition: report
            for report in landing.reports(home, board.name)
            if any(each.scope == scope for each in report.scopes)
        }
        reading = _Import(board, home, scope, personal.salt(home), simulated, frozenset(known))
        with reading.stack:
            reading.read(path, _mapping(mapping, path))
            return reading.commit(len(known))


def _scope_of(path: Path) -> str:
    """Return the file's name with a hash of what it holds: it is what tells a second import of the same file."""
    try:
        with path.open("rb") as file:
            return f"{path.name}#{hashlib.file_digest(file, 'sha256').hexdigest()[:12]}"
    except OSError as error:
        raise unreadable(path, f"cannot be read ({error.strerror})", remedy="Correct the path.") from None


def _mapping(path: Path | None, archive: Path) -> dict[str, str]:
    """Return field -> column."""
    if path is None:
        return {}
    try:
        fields = tomllib.loads(path.read_text(encoding="utf-8")).get("fields", {})
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise JobproofError(f"mapping {path}", f"cannot be read ({error})", remedy="Correct the file.") from None
    for name, column in fields.items():
        if name not in FIELDS or not isinstance(column, str):
            raise JobproofError(
                f"mapping {path}",
                f"{name} = {column!r}",
                allowed=", ".join(FIELDS),
                remedy="Correct the [fields] table.",
            )
    if not fields:
        raise JobproofError(
            f"mapping {path}",
            "has no [fields] table",
            allowed='title = "职位名称"',
            remedy=f"Say what {archive} calls them.",
        )
    return dict(fields)


@dataclass
class _Import:
    """One import while it runs: a landing file for each partition, none committed before the last row is read."""

    board: Board
    home: Home
    scope: str
    salt: bytes
    simulated: bool
    known: frozenset[str]
    stack: ExitStack = field(default_factory=ExitStack)
    files: dict[str, LandingFile] = field(default_factory=dict)
    dropped: Counter[str] = field(default_factory=Counter)
    examples: dict[str, str] = field(default_factory=dict)
    skipped: int = 0
    seen: set[str] = field(default_factory=set)

    def read(self, path: Path, mapping: Mapping[str, str]) -> None:
        for line, row in _named(path, mapping):
            posting = _posting(self.board.name, self.scope, row)
            reason = self._unusable(posting, row)
            if reason:
                self.dropped[reason] += 1
                self.examples.setdefault(reason, f"line {line}")
                continue
            self.seen.add(posting.key)
            self._land(posting)

    def _unusable(self, posting: RawPosting, row: Row) -> str:
        if None in row:
            return "more cells than columns"
        if not posting.title and not posting.text:
            return "neither title nor text"
        return "duplicate within the file" if posting.key in self.seen else ""

    def _land(self, posting: RawPosting) -> None:
        partition = posting.posted_at[:7] if posting.posted_at else posting.fetched_at[:10]
        if partition in self.known:
            self.skipped += 1
            return
        if partition not in self.files:
            self.files[partition] = self.stack.enter_context(
                LandingFile(self.home, self.board.name, partition, simulated=self.simulated, ahead=len(self.files))
            )
        self.files[partition].add(personal.scrub_posting(posting, self.salt))

    def commit(self, before: int) -> CrawlReport:
        """Commit all files; the drops are told with the first. Return one report over them all."""
        started = clock.now().isoformat(timespec="seconds")
        reports: list[CrawlReport] = []
        for partition in sorted(self.files):
            reports.append(self.files[partition].commit((self._told(self.files[partition].kept, first=not reports),)))
        if not reports:
            reason = f"already imported: {before} months hold its {self.skipped} rows" if before else "no row was kept"
            scope = ScopeReport(self.scope, "complete" if before else "failed", reason)
            return CrawlReport(self.board.name, "none", "none", started, started, (scope,), "", self.simulated)
        ends = sorted({reports[0].partition, reports[-1].partition})
        total = self._told(sum(report.kept for report in reports), first=True)
        return replace(
            reports[0], partition="..".join(ends), finished_at=reports[-1].finished_at, scopes=(total,), sha256=""
        )

    def _told(self, kept: int, *, first: bool) -> ScopeReport:
        dropped, examples = (dict(self.dropped), dict(self.examples)) if first else ({}, {})
        return ScopeReport(self.scope, "complete", kept=kept, dropped=dropped, examples=examples)


def _named(path: Path, mapping: Mapping[str, str]) -> Iterator[tuple[int, Row]]:
    """Yield rows keyed by field; columns that are no field stay under their own names and end up in `raw` only."""
    columns = {column: name for name, column in mapping.items()}
    for number, (line, row) in enumerate(rows(path)):
        if number == 0:
            _require_columns(path, row, mapping)
        yield line, {columns.get(column, column): value for column, value in row.items()}


def _require_columns(path: Path, row: Row, mapping: Mapping[str, str]) -> None:
    present = ", ".join(str(column) for column in row)
    for name, column in mapping.items():
        if column not in row:
            raise unreadable(
                path, f"has no column {column!r}, only: {present}", remedy=f"Correct {name} in the mapping."
            )
    if not {"title", "text"} & ({*row} | {*mapping}):
        raise unreadable(
            path,
            f"has neither a column 'title' nor 'text', only: {present}",
            remedy='Give --mapping FILE with [fields] title = "<column>" and so on.',
        )


def _posting(board: str, scope: str, row: Row) -> RawPosting:
    text, posted = _text(row.get("text")), row.get("posted_at")
    moment = read_moment(posted)
    crawled = read_moment(row.get("crawled_at")) or clock.now()
    places = dict.fromkeys(place for name in ("location", "city") if (place := _text(row.get(name))))
    return RawPosting(
        board=board,
        scope=scope,
        key=_text(row.get("id")) or _key(row),
        fetched_at=crawled.isoformat(timespec="seconds"),
        url=_text(row.get("url")),
        title=_text(row.get("title")),
        company=_text(row.get("company")),
        location="; ".join(places) or None,
        text=text,
        text_format=_format(row.get("text_format"), text),
        **{name: _text(row.get(name)) for name in ("salary", "experience", "education", "employment", "remote")},
        tags=_tags(row.get("tags")),
        author=_text(row.get("author")),
        posted_raw=_text(posted),
        posted_kind="listed" if moment else "unknown",
        posted_at=moment.isoformat(timespec="seconds") if moment else None,
        expires_at=_iso(row.get("expires_at")),
        raw={
            str(name): value if isinstance(value, str | int | float | list | dict | None) else str(value)
            for name, value in row.items()
        },
    )


def _key(row: Row) -> str:
    """Return a key made of what the row says, for archives without ids: equal rows are one posting."""
    telling = row.get("url") or "|".join(
        str(row.get(name)) for name in ("title", "company", "city", "salary", "text", "posted_at")
    )
    return hashlib.blake2b(str(telling).encode(), digest_size=8).hexdigest()


def _text(value: Any) -> str | None:  # noqa: ANN401 - a cell of any type
    if value is None or isinstance(value, list | dict):
        return None
    return str(value).strip() or None


def _tags(value: Any) -> list[str]:  # noqa: ANN401 - a cell of any type
    given = value if isinstance(value, list) else _TAG_BORDER.split(str(value or ""))
    return [tag for each in given if (tag := str(each).strip())]


def _format(stated: Any, text: str | None) -> TextFormat | None:  # noqa: ANN401 - a cell of any type
    known: dict[str, Literal["html", "markdown", "plain"]] = {"html": "html", "markdown": "markdown", "plain": "plain"}
    if text is None:
        return None
    return known.get(str(stated)) or ("html" if _TAG_OF_HTML.search(text) else "plain")


def _iso(value: Any) -> str | None:  # noqa: ANN401 - a cell of any type
    moment = read_moment(value)
    return moment.isoformat(timespec="seconds") if moment else None


def read_moment(value: Any) -> datetime | None:  # noqa: ANN401 - a cell of any type
    """Read a date as archives write it: ISO 8601, 2017/5/3, 2017年5月3日, 20170503, seconds or milliseconds since 1970.

    A time without an offset is taken as UTC; years before 1990 and days after tomorrow are no dates.
    """
    moment = _moment(value)
    if moment is None or moment.year < _EARLIEST or moment.date().toordinal() > clock.today().toordinal() + 1:
        return None
    return moment.astimezone(UTC)


def _moment(value: Any) -> datetime | None:  # noqa: ANN401 - a cell of any type
    if isinstance(value, datetime):
        return value.replace(tzinfo=value.tzinfo or UTC)
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day, tzinfo=UTC)
    text = str(value or "").strip()
    try:
        if compact := _COMPACT.fullmatch(text):
            return _day(compact)
        if re.fullmatch(r"\d{9,13}(?:\.\d+)?", text):
            seconds = float(text)
            return datetime.fromtimestamp(seconds / 1000 if seconds > _MILLISECONDS else seconds, UTC)
        return _written(text)
    except (ValueError, OverflowError):
        return None


def _written(text: str) -> datetime | None:
    try:
        parsed = datetime.fromisoformat(text)
    except ValueError:
        day = _DAY.match(text)
        return _day(day) if day else None
    return parsed.replace(tzinfo=parsed.tzinfo or UTC)


def _day(found: re.Match[str]) -> datetime:
    return datetime(int(found["year"]), int(found["month"]), int(found["day"]), tzinfo=UTC)
