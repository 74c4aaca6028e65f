"""What was erased and must not come back: keyed hashes of postings and employers, in `tombstones.jsonl` of the home.

A tombstone holds no text, no name and no id: without the home's salt nobody can tell whom it stands for. Whatever lands
is compared with them. Erasing itself is erasure.py's affair.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
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
        return bool(self._digests["company"]) and any(self._has("company", key) for key in employers_of(posting))

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


def employers_of(posting: RawPosting) -> set[str]:
    """Return the normalised names that a posting's employer may have: of its field, else of its head line.

    All signs of a name are among them: that is what older versions made of one that is only a site.
    """
    from warehouse.transforms.names import all_signs, company_key  # noqa: PLC0415 - only with such a tombstone

    head = _MARKUP.sub("\n", (posting.text or "")[:_HEAD]).strip()
    names = [posting.company] if posting.company else [posting.title or "", *_PIECES.split(head)[:3]]
    told = [name.strip(" *#_") for name in names if name]
    return {key for name in told for key in (company_key(name), all_signs(name)) if key}


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
