"""A request and an answer, as small as they can be, and what every site of the replica is. No sockets here."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

JSON = "application/json; charset=utf-8"


@dataclass(frozen=True)
class Request:
    """One request as a site sees it.

    Args:
        host: The original host, e.g. `hn.algolia.com`.
        path: Path on that host, decoded, beginning with a slash.
        query: Query parameters, the last value of each.
        headers: Header names in lower case.
        method: `GET` or `POST`.
        body: What was posted.
    """

    host: str
    path: str
    query: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    method: str = "GET"
    body: bytes = b""


@dataclass(frozen=True)
class Answer:
    """One answer.

    Args:
        body: Bytes of the body.
        status: HTTP status.
        headers: Header lines beside Content-Length.
        seconds: To wait before the first byte.
        drip: Seconds between small pieces of the body.
        sent: Bytes really sent, though Content-Length says all of them; None sends all.
    """

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=lambda: {"Content-Type": JSON})
    seconds: float = 0.0
    drip: float = 0.0
    sent: int | None = None


class Source(Protocol):
    """Whatever the replica can serve."""

    def answer(self, request: Request) -> Answer:
        """Return the answer to a request; unknown hosts and paths get a 404."""
        ...


class Site(Protocol):
    """One service of one or more hosts."""

    @property
    def hosts(self) -> tuple[str, ...]:
        """Return the hosts that it answers for."""
        ...

    def answer(self, request: Request) -> Answer | None:
        """Return the answer, or None for a path that the service does not have."""
        ...


@dataclass(frozen=True)
class Sites:
    """Several sites as one source, each with a robots.txt that allows what its public interface offers.

    Args:
        sites: The sites; the first that knows a host answers for it.
    """

    sites: tuple[Site, ...]

    def answer(self, request: Request) -> Answer:
        """Return the answer of the site that has the host."""
        site = next((site for site in self.sites if request.host in site.hosts), None)
        if request.path == "/robots.txt" and (site or not request.host):
            return plain("User-agent: *\nAllow: /\n")
        found = site.answer(request) if site else None
        return found or Answer(b'{"error":"not found"}', 404)


def json_answer(content: object, status: int = 200) -> Answer:
    """Return an answer with a JSON body."""
    body = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
    return Answer(body, status)


def plain(text: str) -> Answer:
    """Return an answer with a plain text body."""
    return Answer(text.encode(), headers={"Content-Type": "text/plain; charset=utf-8"})


def revalidated(answer: Answer, request: Request) -> Answer:
    """Return the answer with a weak ETag, or a bare 304 where the request already has it."""
    tag = f'W/"{hashlib.sha256(answer.body).hexdigest()}"'
    headers = {**answer.headers, "ETag": tag}
    if request.headers.get("if-none-match") == tag:
        return Answer(b"", 304, headers)
    return Answer(answer.body, answer.status, headers)


def number(request: Request, name: str, otherwise: int) -> int:
    """Return a whole-number query parameter, or `otherwise` where it is absent or no number."""
    given = request.query.get(name, "")
    return int(given) if given.isdecimal() else otherwise
