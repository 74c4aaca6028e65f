"""Opening files that others packed and encoded: gzip, zstd or plain; UTF-8, UTF-16 or GB18030. No rows, no columns."""

from __future__ import annotations

import codecs
import gzip
import hashlib
import io
import shutil
import tempfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Literal, cast

import zstandard

from warehouse.errors import JobproofError

ALLOWED = "CSV, TSV, JSON, JSON lines, Parquet or Excel (.xlsx, .xls, .ods), each also as .gz or .zst"
BROKEN_PACK = (gzip.BadGzipFile, zlib.error, EOFError, zstandard.ZstdError)
Form = Literal["text", "parquet", "workbook"]
OnBytes = Callable[[int], None]
"""Is told how many bytes of the packed file have been read."""

_BLOCK = 1 << 20
_GZIP, _ZSTANDARD = b"\x1f\x8b", b"\x28\xb5\x2f\xfd"
_FORMS: tuple[tuple[bytes, Form], ...] = (
    (b"PAR1", "parquet"),
    (b"PK\x03\x04", "workbook"),
    (b"\xd0\xcf\x11\xe0", "workbook"),
)
_USUAL = 0.7
"""Of what is really GB18030, at least this part are characters of everyday Chinese (GB 2312)."""


def unreadable(
    path: Path, found: str, *, remedy: str = "Mend the file or fetch it again; nothing of it was kept."
) -> JobproofError:
    """Return the error for a file that cannot be read."""
    return JobproofError(f"archive {path}", found, allowed=ALLOWED, remedy=remedy)


@dataclass(frozen=True)
class Survey:
    """What one pass over a file shows.

    Args:
        digest: First 12 hex digits of the SHA-256 of what it holds unpacked: a file packed anew is the same file.
        form: How its rows are held.
        encoding: Of a text; empty for others.
    """

    digest: str
    form: Form
    encoding: str = ""


def survey(path: Path, encoding: str = "") -> Survey:
    """Read a file once from end to end: is it whole, what is it, and in which encoding.

    Args:
        path: The file.
        encoding: The encoding, where somebody knows it; else it is recognised.

    Raises:
        JobproofError: It cannot be opened, is empty, breaks off, or is in no encoding that was recognised.
    """
    digest, start, utf8 = hashlib.sha256(), b"", _Fault("utf-8")
    with guarded(path), unpacked(path) as file:
        while block := file.read(_BLOCK):
            start = start or block
            digest.update(block)
            utf8.feed(block)
    utf8.feed(b"", last=True)
    if not start.strip():
        raise unreadable(path, "is empty")
    form: Form = next((form for magic, form in _FORMS if start.startswith(magic)), "text")
    known = "" if form != "text" else _checked(path, encoding) if encoding else _recognised(path, start, utf8.at)
    return Survey(digest.hexdigest()[:12], form, known)


@contextmanager
def guarded(path: Path) -> Iterator[None]:
    """Turn what opening and unpacking raise into the error that names the file."""
    try:
        yield
    except BROKEN_PACK as error:
        raise unreadable(path, f"is damaged: its packing breaks off ({error})") from None
    except OSError as error:
        raise unreadable(path, f"cannot be read ({error.strerror or error})", remedy="Correct the path.") from None


def unpacked(path: Path, on_bytes: OnBytes | None = None) -> IO[bytes]:
    """Open a file and unpack it on the way."""
    file = io.BufferedReader(_Watched(path, on_bytes))
    magic = file.peek(4)[:4]
    if magic.startswith(_GZIP):
        return cast("IO[bytes]", gzip.GzipFile(fileobj=file))
    return cast("IO[bytes]", io.BufferedReader(_Unzstd(cast("IO[bytes]", file)))) if magic == _ZSTANDARD else file


@contextmanager
def plain_copy(path: Path) -> Iterator[Path]:
    """Yield the path of the unpacked file: the file itself, or a copy that lives as long as the block."""
    with path.open("rb") as file:
        packed = file.read(4).startswith((_GZIP, _ZSTANDARD))
    if not packed:
        yield path
        return
    with tempfile.NamedTemporaryFile(suffix=Path(path.stem).suffix) as copy:
        with unpacked(path) as file:
            shutil.copyfileobj(file, copy, _BLOCK)
        copy.flush()
        yield Path(copy.name)


class _Watched(io.FileIO):
    """A file that tells how far it was read."""

    def __init__(self, path: Path, on_bytes: OnBytes | None) -> None:
        super().__init__(path)
        self._told, self._done = on_bytes, 0

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]  # FileIO has a wider type
        """Fill the buffer; return how many bytes came."""
        count = super().readinto(buffer) or 0
        self._done += count
        if self._told is not None and count:
            self._told(self._done)
        return count


class _Unzstd(io.RawIOBase):
    """All frames of a .zst file; unlike the library's own reader it does not take a broken end for the end."""

    def __init__(self, packed: IO[bytes]) -> None:
        self._packed, self._left, self._ready = packed, b"", b""
        self._unpacker = zstandard.ZstdDecompressor().decompressobj()
        self._begun = False

    def readable(self) -> bool:
        """Return True."""
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]  # RawIOBase has a wider type
        """Fill the buffer; return how many bytes came.

        Raises:
            EOFError: The file breaks off within a frame.
        """
        while not self._ready and self._refill():
            pass
        count = min(len(buffer), len(self._ready))
        buffer[:count], self._ready = self._ready[:count], self._ready[count:]
        return count

    def _refill(self) -> bool:
        block = self._left or self._packed.read(_BLOCK >> 3)
        if not block:
            if self._begun and not self._unpacker.eof:
                raise EOFError("its end is missing")
            return False
        if self._unpacker.eof:
            self._unpacker = zstandard.ZstdDecompressor().decompressobj()
        self._begun = True
        self._ready, self._left = self._unpacker.decompress(block), b""
        if self._unpacker.eof:
            self._left = self._unpacker.unused_data
        return True

    def close(self) -> None:
        """Close the packed file too."""
        self._packed.close()
        super().close()


class _Fault:
    """Where a text first fails to decode."""

    def __init__(self, encoding: str) -> None:
        self._decoder = codecs.getincrementaldecoder(encoding)()
        self._done, self.at = 0, -1

    def feed(self, block: bytes, *, last: bool = False) -> None:
        """Decode what follows, unless it failed already."""
        if self.at >= 0:
            return
        try:
            self._decoder.decode(block, final=last)
        except UnicodeDecodeError as error:
            self.at = max(0, self._done + error.start - len(self._decoder.getstate()[0]))
        self._done += len(block)


def _recognised(path: Path, start: bytes, utf8_fault: int) -> str:
    if start[:2] in {codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE}:
        return _checked(path, "utf-16")
    if 0 in start:
        return _checked(path, "utf-16-le" if start[1::2].count(0) > start[::2].count(0) else "utf-16-be")
    if utf8_fault < 0:
        return "utf-8-sig"
    fault = _first_fault(path, "gb18030")
    if fault >= 0:
        raise _no_encoding(path, f"is neither UTF-8 (byte {utf8_fault}) nor GB18030 (byte {fault})")
    foreign, all_of_them = _unusual(start)
    if foreign > (1 - _USUAL) * all_of_them:
        raise _no_encoding(
            path,
            f"is no UTF-8 (byte {utf8_fault}); read as GB18030, {foreign} of its first {all_of_them} foreign characters"
            " are none of everyday Chinese",
        )
    return "gb18030"


def _checked(path: Path, encoding: str) -> str:
    try:
        fault = _first_fault(path, encoding)
    except LookupError:
        raise _no_encoding(path, f"encoding {encoding!r} is unknown") from None
    if fault >= 0:
        raise _no_encoding(path, f"is no {encoding} (byte {fault})")
    return "utf-8-sig" if encoding.lower().replace("_", "-") in {"utf-8", "utf8"} else encoding


def _no_encoding(path: Path, found: str) -> JobproofError:
    return JobproofError(
        f"archive {path}",
        found,
        allowed="UTF-8, UTF-16 and GB18030 (with GBK and GB2312), which are recognised; any other that is named",
        remedy="Name it: --encoding big5, or convert the file to UTF-8; nothing of it was kept.",
    )


def _first_fault(path: Path, encoding: str) -> int:
    fault = _Fault(encoding)
    with guarded(path), unpacked(path) as binary:
        while block := binary.read(_BLOCK):
            fault.feed(block)
    fault.feed(b"", last=True)
    return fault.at


def _unusual(start: bytes) -> tuple[int, int]:
    """Return how many characters beyond ASCII are none of GB 2312, and how many there are."""
    foreign = [each for each in start.decode("gb18030", errors="ignore") if not each.isascii()]
    return len(foreign) - len("".join(foreign).encode("gb2312", errors="ignore")) // 2, len(foreign)
