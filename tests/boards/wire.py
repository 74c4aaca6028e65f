"""How each board answers in a healthy small crawl: its wire.toml as a source for the replica. No test here."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

import orjson

from simulation.protocols.http import Answer, Request, plain
from warehouse.boards import Board, Scope

HERE = Path(__file__).parent
_TYPES = {".json": "application/json", ".xml": "text/xml", ".rss": "application/rss+xml", ".html": "text/html"}


@dataclass(frozen=True)
class Entry:
    """One answer, and the requests that get it.

    Args:
        url: Host and path must be the same; query parameters given here must have these values.
        answer: What is sent.
        method: GET or POST.
        form: What the posted JSON or form must hold.
    """

    url: str
    answer: Answer
    method: str = "GET"
    form: Mapping[str, Any] = field(default_factory=dict)

    def takes(self, request: Request) -> bool:
        """Return whether a request gets this answer."""
        parts = urlsplit(self.url)
        return (
            (self.method, parts.netloc, unquote(parts.path) or "/") == (request.method, request.host, request.path)
            and dict(parse_qsl(parts.query, keep_blank_values=True)).items() <= request.query.items()
            and (not self.form or _holds(_posted(request.body), self.form))
        )


def _posted(body: bytes) -> Any:
    """Return what was posted: JSON, or the form of a page, whose values are texts."""
    try:
        return orjson.loads(body or b"null")
    except orjson.JSONDecodeError:
        return dict(parse_qsl(body.decode(), keep_blank_values=True))


def _holds(posted: Any, wanted: Any) -> bool:
    if isinstance(wanted, Mapping):
        return isinstance(posted, dict) and all(_holds(posted.get(key), value) for key, value in wanted.items())
    return bool(posted == wanted)


@dataclass(frozen=True)
class Wire:
    """A board's healthy small crawl.

    Args:
        board: Registry key.
        entries: Answers; the first that takes a request is sent, anything else is 404.
        state: Of the whole run.
        kept: Rows of the whole run.
        partition: Month of a history board; empty for a live one.
        scopes: Instead of the registry's, where there are any.
        lists: Which paths carry lists of postings, as a regular expression.
    """

    board: str
    entries: tuple[Entry, ...]
    state: str
    kept: int
    partition: str = ""
    scopes: tuple[Scope, ...] = ()
    lists: str = ""

    def answer(self, request: Request) -> Answer:
        """Return the answer to a request."""
        if request.path == "/robots.txt":
            return plain("User-agent: *\nAllow: /\n")
        found = next((entry.answer for entry in self.entries if entry.takes(request)), None)
        return found or Answer(b'{"error":"not found"}', 404)

    def on(self, board: Board) -> Board:
        """Return the board with the scopes of this crawl."""
        return replace(board, scopes=self.scopes) if self.scopes else board


def wires() -> list[Wire]:
    """Return every board's wire.toml."""
    return [read(path) for path in sorted(HERE.glob("*/wire.toml"))]


def read(path: Path) -> Wire:
    """Return one board's."""
    held = tomllib.loads(path.read_text(encoding="utf-8"))
    scopes = tuple(Scope(**{"token": token, **given}) for token, given in held.get("scopes", {}).items())
    entries = tuple(_entry(path.parent, given) for given in held["answers"])
    re.compile(held.get("list", ""))
    return Wire(
        path.parent.name,
        entries,
        held["state"],
        held["kept"],
        held.get("partition", ""),
        scopes,
        held.get("list", ""),
    )


def _entry(folder: Path, given: dict[str, Any]) -> Entry:
    file = folder / given["file"] if "file" in given else None
    body = file.read_bytes() if file else given.get("body", "").encode()
    kind = _TYPES.get(file.suffix, "application/octet-stream") if file else _kind(body)
    headers = {"Content-Type": kind, **given.get("headers", {})}
    answer = Answer(body, given.get("status", 200), headers)
    return Entry(given["url"], answer, given.get("method", "GET"), given.get("form", {}))


def _kind(body: bytes) -> str:
    return "application/json" if body.lstrip()[:1] in {b"{", b"["} else "text/html"
