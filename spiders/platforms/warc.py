"""WARC files (ISO 28500), as crawlers of the open web keep pages: HTML pages out, whatever else is in them left out.

What a page says is read elsewhere. One damaged record costs that record: reading goes on at the next one.
"""

from __future__ import annotations

import gzip
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import IO, cast

from warcio.archiveiterator import ArchiveIterator  # type: ignore[import-untyped]  # it carries no types
from warcio.exceptions import ArchiveLoadFailed  # type: ignore[import-untyped]
from warcio.recordloader import ArcWarcRecord, ArcWarcRecordLoader  # type: ignore[import-untyped]
from warcio.statusandheaders import StatusAndHeadersParserException  # type: ignore[import-untyped]

from spiders.dates import from_iso
from warehouse.tabular import Broken

BREAKS_OFF = "the file breaks off within a record"
DAMAGED = "a record whose packing is damaged"
_UNREADABLE = "a record that is no WARC record"
_NO_DATE = "a page without a readable WARC-Date"
_TOO_LARGE = "a record of more than 64 MB"
_FAULTS = (ArchiveLoadFailed, StatusAndHeadersParserException, EOFError, ValueError, AttributeError)
"""What warcio raises of records that are none; an address that is missing is an attribute error to it."""
_BLOCK, _HEAD, _LARGEST, _START = 1 << 17, 1 << 12, 1 << 26, 1 << 20
_MAGIC, _GZIP = b"\x1f\x8b\x08", 31
_NEXT_RECORD = b"\r\n\r\nWARC/1."
_IS_RESPONSE = re.compile(rb"^WARC-Type:[ \t]*response\b", re.IGNORECASE | re.MULTILINE)
_PLAIN_PAGE = re.compile(
    rb"\r\n\r\nHTTP/1\.[01] 200\b(?:(?!\r\n(?:content-encoding|transfer-encoding|\r\n))[\s\S])*?"
    rb"\r\ncontent-type:[^\r]*html(?:(?!\r\n(?:content-encoding|transfer-encoding|\r\n))[\s\S])*\r\n\r\n",
    re.IGNORECASE,
)
"""An HTML page that was answered with 200, neither packed nor cut into chunks."""
_CHARSET = re.compile(r"charset=[\"']?([\w.:-]+)", re.IGNORECASE)


@dataclass(frozen=True)
class WebPage:
    """One HTML page as it was saved.

    Args:
        url: Its address.
        captured_at: When, ISO 8601 UTC.
        body: HTML as received, unpacked.
        encoding: As the HTTP header states it.
        robots: What X-Robots-Tag said.
        language: What Content-Language said.
    """

    url: str
    captured_at: str
    body: bytes
    encoding: str | None = None
    robots: str = ""
    language: str = ""


UNREAD = WebPage("", "", b"")
"""Stands for a page that does not hold the word looked for: nearly all of a crawl, which is why they are not parsed."""


def web_pages(file: IO[bytes], word: bytes = b"") -> Iterator[tuple[str, WebPage | Broken]]:
    """Yield the HTML pages that were answered with 200, each with where it begins (`byte 4711`), and what is broken.

    Args:
        file: A WARC file: plain, packed record by record as Common Crawl does, or packed as a whole.
        word: In lower case; pages that surely do not hold it may come as UNREAD.
    """
    start = file.read(_START)
    if not start.startswith(_MAGIC):
        yield from _in_stream(cast("IO[bytes]", _Rewound(start, file)))
    elif _is_packed_as_whole(start):
        yield from _in_stream(cast("IO[bytes]", gzip.GzipFile(fileobj=cast("IO[bytes]", _Rewound(start, file)))))
    else:
        yield from _in_members(_Members(start, file), word)


def _in_members(members: _Members, word: bytes) -> Iterator[tuple[str, WebPage | Broken]]:
    for at, member in members:
        found = member if isinstance(member, Broken) else _page_in(member, word)
        if found is not None:
            yield f"byte {at}", found


def _page_in(member: bytes, word: bytes) -> WebPage | Broken | None:
    head = member[: max(member.find(b"\r\n\r\n"), 0) or len(member)]
    if head.startswith(b"WARC/") and not _IS_RESPONSE.search(head):
        return None
    if word and word not in member.lower() and _PLAIN_PAGE.match(member, len(head)):
        return UNREAD
    try:
        return _page(ArcWarcRecordLoader().parse_record_stream(BytesIO(member), known_format="warc"))
    except _FAULTS:
        return Broken(_UNREADABLE)


def _in_stream(stream: IO[bytes]) -> Iterator[tuple[str, WebPage | Broken]]:
    """Yield the pages of a file that is not packed by record, in which nothing tells where the next one begins."""
    reader, at = ArchiveIterator(stream), 0
    try:
        for at, record in enumerate(reader, start=1):
            found = _page(record) if record.rec_type == "response" else None
            if found is not None:
                yield f"record {at}", found
    except (EOFError, zlib.error, gzip.BadGzipFile):
        yield f"record {at + 1}", Broken(BREAKS_OFF)
    except _FAULTS:
        yield f"record {at + 1}", Broken(_UNREADABLE)


def _page(record: ArcWarcRecord) -> WebPage | Broken | None:
    """Return the page that a response holds; nothing where it is none."""
    sent = record.http_headers
    kind = (sent.get_header("Content-Type") or "html") if sent else ""
    if not sent or sent.get_statuscode() != "200" or "html" not in kind.lower():
        return None
    captured_at = from_iso(record.rec_headers.get_header("WARC-Date"))
    if captured_at is None:
        return Broken(_NO_DATE)
    charset = _CHARSET.search(kind)
    return WebPage(
        record.rec_headers.get_header("WARC-Target-URI"),
        captured_at,
        record.content_stream().read(),
        charset[1] if charset else None,
        sent.get_header("X-Robots-Tag") or "",
        sent.get_header("Content-Language") or "",
    )


def _is_packed_as_whole(start: bytes) -> bool:
    """Return whether the first gzip member does not end where its first record does."""
    unpacker = zlib.decompressobj(_GZIP)
    try:
        held = unpacker.decompress(start, _START)
    except zlib.error:
        return False
    return _NEXT_RECORD in held or (unpacker.eof and not held.endswith(b"\r\n\r\n"))


class _Rewound:
    """A file of which the start was read already."""

    def __init__(self, start: bytes, file: IO[bytes]) -> None:
        self._start, self._file = BytesIO(start), file

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes."""
        return self._start.read(size) or self._file.read(size)


class _Members:
    """The gzip members of a file, each with where it begins; what is damaged is skipped up to the next member."""

    def __init__(self, start: bytes, file: IO[bytes]) -> None:
        self._held, self._file, self._read = start, file, len(start)

    def __iter__(self) -> Iterator[tuple[int, bytes | Broken]]:
        while self._more():
            yield self._read - len(self._held), self._member()

    def _more(self) -> bool:
        """Return whether anything is left but padding."""
        while not (held := self._held.lstrip(b"\0")):
            self._held = self._next_block()
            if not self._held:
                return False
        self._held = held
        return True

    def _next_block(self) -> bytes:
        block = self._file.read(_BLOCK)
        self._read += len(block)
        return block

    def _member(self) -> bytes | Broken:
        unpacker, parts, size = zlib.decompressobj(_GZIP), list[bytes](), 0
        taken, block = [self._held], self._held
        while True:
            try:
                part = unpacker.decompress(block)
            except zlib.error:
                return self._skip(b"".join(taken))
            size += len(part)
            parts = [*parts, part] if size <= _LARGEST else []
            if unpacker.eof:
                self._held = unpacker.unused_data
                return b"".join(parts) if parts else Broken(_TOO_LARGE)
            if not (block := self._next_block()):
                return self._skip(b"".join(taken), BREAKS_OFF)
            taken.append(block)

    def _skip(self, held: bytes, reason: str = DAMAGED) -> Broken:
        """Go on at the next member that holds a record."""
        held = held[1:]
        while True:
            at = held.find(_MAGIC)
            if at < 0:
                block = self._next_block()
                if not block:
                    self._held = b""
                    return Broken(reason)
                held = held[-len(_MAGIC) + 1 :] + block
                continue
            held = held[at:] if len(held) - at >= _HEAD else held[at:] + self._next_block()
            if _begins_record(held[:_HEAD]):
                self._held = held
                return Broken(DAMAGED)
            held = held[1:]


def _begins_record(packed: bytes) -> bool:
    try:
        return zlib.decompressobj(_GZIP).decompress(packed, 5) == b"WARC/"
    except zlib.error:
        return False
