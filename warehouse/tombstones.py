"""What was erased and must not come back: keyed hashes of postings and employers, in `tombstones.jsonl` of the home.

A tombstone holds no text, no name and no id: without the home's salt nobody can tell whom it stands for. Whatever lands
is compared with them. Erasing itself is erasure.py's affair.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import re
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Literal

import orjson

from warehouse import clock
from warehouse.errors import JobproofError
from warehouse.files import after_torn_line, sync
from warehouse.home import Home

if TYPE_CHECKING:
    from warehouse.records import RawPosting

ERASED = "erased on request"
"""Reason under which a posting that a tombstone stands for is counted as dropped."""
Kind = Literal["posting", "company"]

_HEAD = 300
"""Characters of a text without an employer's field in which its head line names one."""
_MARKUP = re.compile(r"<[^<>]{0,200}>")
_PIECES = re.compile(r"[|｜;\n]|\s[-–—]\s")
_GAP = re.compile(r"[^\w&.'’!+-]+")
"""Between the words of a name."""
_LONGEST_NAME = 80


@dataclass(frozen=True)
class Tombstone:
    """One thing that was erased.

    Args:
        kind: Posting or company.
        digest: Keyed hash of its id, or of the company's normalised name.
        erased_on: ISO day.
    """

    kind: Kind
    digest: str
    erased_on: str


class Tombstones:
    """All tombstones of a home; false where there are none.

    Args:
        home: Whose.

    Raises:
        JobproofError: There are some, and one cannot be read or the salt is gone: what was erased could come back.
    """

    def __init__(self, home: Home) -> None:
        self._home = home
        self.all = list(_read(home))
        self._digests = {kind: {one.digest for one in self.all if one.kind == kind} for kind in ("posting", "company")}
        self._salt = _salt(home) if self.all else b""

    def __bool__(self) -> bool:
        return bool(self.all)

    def cover(self, posting: RawPosting) -> bool:
        """Return whether a posting was erased, by itself or with its employer."""
        if self._has("posting", f"{posting.board}:{posting.key}"):
            return True
        return bool(self._digests["company"]) and is_of(posting, lambda key: self._has("company", key))

    def _has(self, kind: Kind, name: str) -> bool:
        return digest(self._salt, kind, name) in self._digests[kind]

    def add(self, kind: Kind, *names: str) -> int:
        """Set up tombstones for postings' ids or normalised company names; return how many are new."""
        salt = self._salt or _made_salt(self._home)
        fresh = sorted({digest(salt, kind, name) for name in names} - self._digests[kind])
        stones = [Tombstone(kind, one, clock.today().isoformat()) for one in fresh]
        _append(self._home, stones)
        self.all += stones
        self._digests[kind].update(fresh)
        self._salt = salt
        return len(fresh)


def is_of(posting: RawPosting, known: Callable[[str], bool]) -> bool:
    """Tell whether a posting is of an employer whose normalised name is known.

    Its names are that of its field, else the pieces of its head line, each also by all its signs: that is what older
    versions made of one that is only a site. Where a piece only begins with a known name, it is read who hires, as the
    tables have it (`Acme, Berlin` is Acme, `Acme Street Hub` is not).
    """
    from warehouse.transforms.names import all_signs, company_key  # noqa: PLC0415 - only with such a tombstone

    pieces = _pieces(posting)
    if any(known(key) for piece in pieces for key in (company_key(piece), all_signs(piece)) if key):
        return True
    if posting.company or not any(map(known, filter(None, map(company_key, _beginnings(pieces))))):
        return False
    read = _read_company_key(posting)
    return read is not None and known(read)


def _pieces(posting: RawPosting) -> list[str]:
    head = _MARKUP.sub("\n", (posting.text or "")[:_HEAD]).strip()
    names = [posting.company] if posting.company else [posting.title or "", *_PIECES.split(head)[:3]]
    return [piece for name in names if (piece := name.strip(" *#_"))]


def _beginnings(pieces: list[str]) -> Iterator[str]:
    """Yield the first words of each piece, the first two, and so on."""
    for piece in pieces:
        for gap in _GAP.finditer(piece, 1, _LONGEST_NAME):
            yield piece[: gap.start()]


def _read_company_key(posting: RawPosting) -> str | None:
    from warehouse.taxonomy import load  # noqa: PLC0415 - as in is_of
    from warehouse.transforms.normalise import normalise_row  # noqa: PLC0415

    found: str | None = normalise_row({"id": posting.key, **asdict(posting)}, load())["company_key"]
    return found


def digest(salt: bytes, kind: Kind, name: str) -> str:
    """Return the keyed hash by which a tombstone knows what it stands for."""
    return hashlib.blake2b(f"{kind}\0{name}".encode(), key=salt[:64], digest_size=16).hexdigest()


def _salt(home: Home) -> bytes:
    if not home.salt.exists():
        raise JobproofError(
            f"salt {home.salt}",
            "is missing, and what was erased is told by it",
            allowed="the salt that the tombstones were made with",
            remedy="Bring it back from your backup; without it erased postings would land again.",
        )
    return _made_salt(home)


def _made_salt(home: Home) -> bytes:
    from warehouse import personal  # noqa: PLC0415 - a home without tombstones needs none of it

    return personal.salt(home)


def _read(home: Home) -> Iterator[Tombstone]:
    if not home.tombstones.exists():
        return
    whole, _, _torn = home.tombstones.read_bytes().rpartition(b"\n")
    for number, line in enumerate(filter(None, whole.split(b"\n")), start=1):
        try:
            yield Tombstone(**orjson.loads(line))
        except (orjson.JSONDecodeError, TypeError):
            raise JobproofError(
                f"tombstones {home.tombstones} line {number}",
                "cannot be read, so that what it stands for could come back",
                remedy="Bring the file back from a backup.",
            ) from None


def _append(home: Home, stones: list[Tombstone]) -> None:
    home.root.mkdir(parents=True, exist_ok=True)
    with home.tombstones.open("ab") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        file.write(after_torn_line(home.tombstones))
        for stone in stones:
            said = {"kind": stone.kind, "digest": stone.digest, "erased_on": stone.erased_on}
            file.write(orjson.dumps(said, option=orjson.OPT_APPEND_NEWLINE))
        file.flush()
        os.fsync(file.fileno())
    sync(home.root)
