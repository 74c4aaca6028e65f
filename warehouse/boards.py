"""The registry: every board that boards.toml names, laid over by the home's own boards.toml. No crawling here."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, get_args

from warehouse.classes import INDUSTRIES, WORK_TYPES
from warehouse.errors import BadUsageError, JobproofError
from warehouse.home import PROJECT, Home

Kind = Literal["live", "history", "archive"]
PublishedText = Literal["none", "excerpt", "full"]
"""How much of a posting's text the copy that people query may hold; what no terms allow is not in it."""
_KEYS = {"title", "title_zh", "kind", "home", "census", "control", "captures", "whole", "since", "url", "terms"}
_KEYS |= {"attribution", "at_most", "expected", "scopes", "note", "text"}
_SCOPE_KEYS = {"name", "why", "url", "pattern", "industry", "work"}
FIELDS: dict[str, tuple[str, ...]] = {
    "industry": tuple(each for each in INDUSTRIES if each != "unknown"),
    "work": tuple(each for each in WORK_TYPES if each not in {"multiple", "other"}),
}
"""What an employer may be listed for: the classes that single postings are sorted into, less those of no class."""


@dataclass(frozen=True)
class Scope:
    """One tenant or feed of a board.

    Args:
        token: The board's word for it (`stripe`, `remote-jobs`).
        name: Employer's name, or the feed's.
        why: The reason for its being in the list.
        url: Only where the board needs one.
        pattern: Regular expression that the addresses of its postings match, where the board lists other pages as well.
        industry: Industry that an employer stands for in the panel, of FIELDS; empty for a feed.
        work: Main kind of work that it stands for, of FIELDS. Neither decides how a single posting is sorted.
    """

    token: str
    name: str
    why: str = ""
    url: str = ""
    pattern: str = ""
    industry: str = ""
    work: str = ""


@dataclass(frozen=True)
class Allowance:
    """How often a board's terms let it be asked.

    Args:
        requests: So many requests at most …
        hours: … within so many hours.
    """

    requests: int
    hours: float


@dataclass(frozen=True)
class Board:
    """One board as boards.toml declares it.

    Args:
        name: Registry key = file name of its spider.
        title: Name for readers.
        title_zh: Name for Chinese readers; the title where the file gives none.
        kind: `live` (shows only what is open now; crawled by day), `history` (true event dates; backfilled by month)
            or `archive` (no spider; `jobproof import`).
        home: ISO 3166 country that a posting without a stated place belongs to; empty for none.
        census: Whether it lists all openings of its employers, so that counts (not only shares) may grow.
        control: Whether its posts are a control series (people who seek work): landed like others, never postings.
        captures: Whether its rows are captures of other boards' lists: each is valid on its own day, opens and closes
            nothing and is linked to nothing, so that filling it changes no figure of another board.
        whole: Of an archive: whether it holds all that its board posted, nothing chosen, so that growth may rest on it.
        since: First month of a history board, `YYYY-MM`.
        url: Public address, for readers.
        terms: Terms of use in a sentence.
        attribution: The line that a report must carry.
        text: What the published copy may hold of a text under these terms: `none`, an `excerpt`, or `full`.
        at_most: How often the board's terms let it be asked; None where they state nothing.
        expected: Bounds of rows that a crawl of one scope is expected to keep, (low, high).
        scopes: Tenants or feeds in the file's order; empty where the board has none.
        note: Anything a reader should know.
    """

    name: str
    title: str
    kind: Kind
    title_zh: str = ""
    home: str = ""
    census: bool = False
    control: bool = False
    captures: bool = False
    whole: bool = False
    since: str = ""
    url: str = ""
    terms: str = ""
    attribution: str = ""
    text: PublishedText = "none"
    at_most: Allowance | None = None
    expected: tuple[int, int] = (0, 1_000_000)
    scopes: tuple[Scope, ...] = ()
    note: str = ""


@dataclass(frozen=True)
class Registry:
    """All boards by name, in the file's order.

    Args:
        boards: name -> Board.
        simulated: True in a home whose market is simulated; every chart then says so.
    """

    boards: dict[str, Board] = field(default_factory=dict)
    simulated: bool = False

    def board(self, name: str) -> Board:
        """Return one board.

        Raises:
            BadUsageError: No such board; the message lists those there are.
        """
        if name not in self.boards:
            raise BadUsageError(
                f"board {name!r}",
                "not in boards.toml",
                allowed=", ".join(self.boards),
                remedy="Correct the name, or add a table of that name to boards.toml.",
            )
        return self.boards[name]

    def of_kind(self, kind: Kind) -> list[Board]:
        """Return the boards of one kind."""
        return [board for board in self.boards.values() if board.kind == kind]


def load(home: Home) -> Registry:
    """Read the project's boards.toml and lay the home's own over it.

    A table of the home's file replaces the project's table of that name; `simulated = true` or `only = true` at its top
    leaves the project's boards out but for the settings of those it names.

    Raises:
        JobproofError: A file is no TOML or an entry has a key, kind or scope that is not allowed.
    """
    project = _read(PROJECT / "boards.toml")
    own = _read(home.boards) if home.boards.exists() else {}
    simulated, only = bool(own.pop("simulated", False)), bool(own.pop("only", False))
    merged = {
        name: {**project.get(name, {}), **own.get(name, {})}
        for name in (own if simulated or only else {**project, **own})
    }
    return Registry({name: _board(name, entry) for name, entry in merged.items()}, simulated)


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise JobproofError(str(path), f"cannot be read ({error})", remedy="Mend the file.") from None


def _board(name: str, entry: dict[str, Any]) -> Board:
    who = f"boards.toml entry [{name}]"
    _refuse_strangers(who, set(entry), _KEYS)
    if entry.get("kind") not in get_args(Kind):
        raise JobproofError(
            who, f"kind = {entry.get('kind')!r}", allowed=", ".join(get_args(Kind)), remedy="Correct boards.toml."
        )
    if entry.get("text", "none") not in get_args(PublishedText):
        raise JobproofError(
            who, f"text = {entry['text']!r}", allowed=", ".join(get_args(PublishedText)), remedy="Correct boards.toml."
        )
    scopes = tuple(_scope(who, token, given) for token, given in entry.get("scopes", {}).items())
    low, high = entry.get("expected", (0, 1_000_000))
    rest = {key: value for key, value in entry.items() if key not in {"scopes", "expected", "at_most"}}
    allowed = _allowance(who, entry["at_most"]) if "at_most" in entry else None
    title = entry.get("title", name)
    named = {"name": name, "title": title, "title_zh": title}
    return Board(**{**named, **rest, "at_most": allowed, "expected": (low, high), "scopes": scopes})


def _allowance(who: str, entry: dict[str, float]) -> Allowance:
    try:
        return Allowance(**entry)  # type: ignore[arg-type]  # TOML gives a whole number for requests
    except TypeError:
        raise JobproofError(
            who, f"at_most = {entry!r}", allowed="{ requests = 4, hours = 24 }", remedy="Correct boards.toml."
        ) from None


def _scope(who: str, token: str, entry: dict[str, str]) -> Scope:
    _refuse_strangers(f"{who} scope {token!r}", set(entry), _SCOPE_KEYS)
    _require_pattern(f"{who} scope {token!r}", entry.get("pattern", ""))
    for key in FIELDS.keys() & entry.keys():
        if entry[key] not in FIELDS[key]:
            raise JobproofError(
                f"{who} scope {token!r}",
                f"{key} = {entry[key]!r}",
                allowed=", ".join(FIELDS[key]),
                remedy="Correct boards.toml.",
            )
    return Scope(**{"token": token, "name": token, **entry})


def _require_pattern(who: str, pattern: str) -> None:
    try:
        re.compile(pattern)
    except re.error as error:
        raise JobproofError(
            who, f"pattern = {pattern!r} ({error})", allowed="a regular expression", remedy="Correct boards.toml."
        ) from None


def _refuse_strangers(who: str, found: set[str], allowed: set[str]) -> None:
    if strangers := sorted(found - allowed):
        raise JobproofError(
            who, f"unknown key {strangers[0]!r}", allowed=", ".join(sorted(allowed)), remedy="Correct boards.toml."
        )
