"""Archives of the open web as a source of history: WARC files of crawlers and N-Quads of Web Data Commons to postings.

Here a saved page becomes postings and a file an import. How files are packed is platforms/warc.py's and nquads.py's
affair, what a JobPosting object says jobposting.py's, landing the warehouse's.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import re
import zlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import IO, Literal, cast

from spiders.faults import UnusableRecordError
from spiders.platforms.base import Json
from spiders.platforms.jobposting import countries, posting_of
from spiders.platforms.json_list import words
from spiders.platforms.markup import is_hidden, is_reserved, job_postings, own_postings
from spiders.platforms.nquads import MarkedPage, is_quad, marked_pages
from spiders.platforms.warc import BREAKS_OFF, UNREAD, WebPage, web_pages
from warehouse.archive_run import ArchiveRun, require_archive
from warehouse.boards import Board, Scope
from warehouse.errors import BadUsageError, JobproofError
from warehouse.home import Home
from warehouse.landing import one_at_a_time
from warehouse.records import CrawlReport, RawPosting
from warehouse.tabular import Broken

Form = Literal["WARC", "N-Quads"]
OnProgress = Callable[[int, int], None]
"""Is told the bytes read so far and the file's."""

_WORD = b"jobposting"
_GZIP = b"\x1f\x8b"
_START, _HEAD = 1 << 16, 4096
_LANGUAGE = re.compile(rb"<html\b[^>]{0,500}?\blang\s*=\s*[\"']?([A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*)", re.IGNORECASE)


def form_of(start: bytes) -> Form | None:
    """Return what a file is, told by its first bytes, packed or not; None for what is no archive of the web."""
    if start.startswith(_GZIP):
        try:
            start = zlib.decompressobj(31).decompress(start, _START)
        except zlib.error:
            return None
    if start.startswith(b"WARC/"):
        return "WARC"
    return "N-Quads" if is_quad(start.partition(b"\n")[0].decode(errors="replace")) else None


def form_of_file(path: Path) -> Form | None:
    """Return what a file is.

    Raises:
        JobproofError: It cannot be opened.
    """
    try:
        with path.open("rb") as file:
            return form_of(file.read(_START))
    except OSError as error:
        raise JobproofError(f"archive {path}", f"cannot be read ({error.strerror})", remedy="Correct it.") from None


def import_web_archive(
    path: Path,
    board: Board,
    home: Home,
    *,
    collected: str = "",
    simulated: bool = False,
    on_progress: OnProgress | None = None,
) -> CrawlReport:
    """Land the postings of a file, one landing file a month of capture; return one report over all of them.

    Of several captures of a posting in a month the first is kept. A file that breaks off lands what stands before the
    break and says `partial`. One whose bytes are in already is left alone.

    Args:
        path: WARC or N-Quads, as `form_of_file` tells, also as .gz.
        board: An archive board of the registry.
        home: Where to land.
        collected: Day of the crawl, for N-Quads, which do not say it.
        simulated: Whether the market is simulated.
        on_progress: Is told how far the file was read.

    Raises:
        BadUsageError: The board is no archive, or N-Quads come without a day.
        JobproofError: The file cannot be read.
    """
    require_archive(board)
    size = path.stat().st_size
    with one_at_a_time(home, board.name), path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()[:12]
        file.seek(0)
        with ArchiveRun(board, home, digest, path.name, simulated=simulated) as run:
            archive = WebArchive(cast("IO[bytes]", file), path.name, board=board.name, scope=run.scope, day=collected)
            for place, found in archive.postings():
                if isinstance(found, Broken):
                    run.drop(found.reason, place)
                else:
                    run.take(found, place)
                if on_progress:
                    on_progress(file.tell(), size)
            run.reason = archive.told
            run.state = "partial" if archive.breaks_off else "complete"
            return run.commit()


class WebArchive:
    """One file, to be read once from its start.

    Args:
        file: Its bytes, packed or not.
        name: Its name, for messages and the postings' `raw`.
        board: Registry key.
        scope: What the postings' `scope` is to be.
        day: ISO day of the crawl, for N-Quads.

    Attributes:
        pages: Pages read so far.
        marked: Those of them with a JobPosting.
        breaks_off: Where the file ends before its time; empty where it does not.
    """

    def __init__(self, file: IO[bytes], name: str, *, board: str, scope: str = "", day: str = "") -> None:
        start = file.read(_START)
        form = form_of(start)
        if form is None:
            raise JobproofError(
                f"archive {name}", "is neither WARC nor N-Quads", allowed="either, also as .gz", remedy="Correct it."
            )
        if form == "N-Quads" and not day:
            raise BadUsageError(
                f"archive {name}",
                "is N-Quads, which do not say when its pages were crawled",
                remedy="Name the day of the crawl: --collected 2024-10-15.",
            )
        file.seek(0)
        self.form: Form = form
        self.pages, self.marked, self.breaks_off = 0, 0, ""
        self._file, self._name, self._board, self._scope, self._day = file, name, board, Scope(scope, ""), day

    @property
    def told(self) -> str:
        """Return in a sentence what was read."""
        ended = f"; {BREAKS_OFF} at {self.breaks_off}" if self.breaks_off else ""
        return f"read as {self.form}: {self.pages} pages, {self.marked} with a JobPosting{ended}"

    def postings(self) -> Iterator[tuple[str, RawPosting | Broken]]:
        """Yield the postings of all pages, and what could not be read, each with its place; nothing stops it."""
        for place, page in web_pages(self._file, _WORD) if self.form == "WARC" else self._quads():
            if isinstance(page, Broken):
                self.breaks_off = place if page.reason == BREAKS_OFF else self.breaks_off
                yield place, page
                continue
            self.pages += 1
            if page is UNREAD:
                continue
            for found in self._of_page(page, place):
                yield place, found

    def _quads(self) -> Iterator[tuple[str, MarkedPage | Broken]]:
        packed = self._file.read(len(_GZIP)) == _GZIP
        self._file.seek(0)
        bare = cast("IO[bytes]", gzip.GzipFile(fileobj=self._file)) if packed else self._file
        try:
            yield from marked_pages(io.TextIOWrapper(bare, "utf-8", "replace", newline="\n"))
        except (EOFError, zlib.error, gzip.BadGzipFile):
            yield f"byte {self._file.tell()}", Broken(BREAKS_OFF)

    def _of_page(self, page: WebPage | MarkedPage, place: str) -> Iterator[RawPosting | Broken]:
        try:
            found = own_postings(_found(page))
            self.marked += bool(found)
        except UnusableRecordError as error:
            self.marked += 1
            yield Broken(error.reason)
            return
        for each in found:
            try:
                yield self._posting(each, page, place)
            except (ValueError, RecursionError):  # an address that is none, objects within each other without end
                yield Broken("a JobPosting that cannot be read")

    def _posting(self, record: dict[str, Json], page: WebPage | MarkedPage, place: str) -> RawPosting | Broken:
        at = page.captured_at if isinstance(page, WebPage) else f"{self._day}T00:00:00+00:00"
        row = posting_of(record, board=self._board, scope=self._scope, fetched_at=at, page=page.url)
        if row.expires_at and row.expires_at < at:
            return Broken("expired when it was captured")
        origin = {"page": page.url, "captured_at": at, "archive": self._name, "at": place}
        stated = words(record.get("inLanguage")) or _language(page)
        said = {"language": stated, "countries": countries(record), "posting": row.raw}
        return replace(row, raw=origin | said)


def _found(page: WebPage | MarkedPage) -> list[dict[str, Json]]:
    """Return the JobPosting objects of a page.

    Raises:
        UnusableRecordError: There is one, but not to be used.
    """
    if isinstance(page, MarkedPage):
        return page.postings()
    found = job_postings(page.body, page.encoding)
    if found and is_reserved(page.body):
        raise UnusableRecordError("reserved from text and data mining")
    if found and is_hidden(page.body, page.robots):
        raise UnusableRecordError("closed (noindex)")
    return found


def _language(page: WebPage | MarkedPage) -> str | None:
    """Return the language that a page states: of its element `html`, else of its HTTP header, or of its texts' tags."""
    if isinstance(page, MarkedPage):
        return page.language or None
    stated = _LANGUAGE.search(page.body[:_HEAD])
    return stated[1].decode() if stated else page.language.partition(",")[0].strip() or None
