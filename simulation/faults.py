"""What goes wrong on the way to a board, wrapped around any source: which requests, and how. Faults compose.

A fault picks requests by host, path and query, counts those that match, and spoils the ones whose turn it is; the rest
pass. The same requests in the same order meet the same faults.
"""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable, Collection
from dataclasses import dataclass, field, replace
from typing import Any

from simulation.protocols.http import Answer, Request, Source, json_answer

Spoil = Callable[[Request, Answer], Answer]


@dataclass(frozen=True)
class Where:
    """Which requests a fault meets.

    Args:
        host: Original host; empty for any.
        path: Regular expression that is found in the path; empty for any.
        query: Query parameters that must have these values, e.g. `{"page": "1"}`.
        turns: Which of the matching requests, counted from 1; empty for all.
    """

    host: str = ""
    path: str = ""
    query: dict[str, str] = field(default_factory=dict)
    turns: Collection[int] = ()

    def takes(self, request: Request) -> bool:
        """Return whether the request is of this kind; its turn is counted elsewhere."""
        return (
            self.host in {"", request.host}
            and bool(re.search(self.path, request.path))
            and request.path != "/robots.txt"
            and all(request.query.get(name) == value for name, value in self.query.items())
        )


class Faulty:
    """A source some of whose answers are spoilt.

    Args:
        source: What answers otherwise; may be faulty itself.
        where: Which requests.
        spoil: What becomes of their answers.
    """

    def __init__(self, source: Source, where: Where, spoil: Spoil) -> None:
        self._source, self._where, self._spoil = source, where, spoil
        self._met, self._lock = 0, threading.Lock()

    def answer(self, request: Request) -> Answer:
        """Return the source's answer, spoilt where it is this request's turn."""
        answer = self._source.answer(request)
        if not self._where.takes(request):
            return answer
        with self._lock:
            self._met += 1
            turn = self._met
        return self._spoil(request, answer) if not self._where.turns or turn in self._where.turns else answer


def status(code: int, **headers: str) -> Spoil:
    """Answer with this status and little else; `Retry_After="2"` becomes the header Retry-After."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}

    def spoil(_: Request, __: Answer) -> Answer:
        return Answer(b'{"error":"simulated"}', code, {"Content-Type": "application/json", **named})

    return spoil


def slow(seconds: float) -> Spoil:
    """Wait this long before the first byte."""
    return lambda _, answer: replace(answer, seconds=seconds)


def dripping(seconds: float) -> Spoil:
    """Send 512 bytes at a time, with this pause after each."""
    return lambda _, answer: replace(answer, drip=seconds)


def cut(part: float = 0.5) -> Spoil:
    """Hang up after this part of the body, though Content-Length promises all of it."""
    return lambda _, answer: replace(answer, sent=int(len(answer.body) * part))


def broken_json(part: float = 0.5) -> Spoil:
    """End the body in the middle, with a Content-Length that agrees."""
    return lambda _, answer: replace(answer, body=answer.body[: int(len(answer.body) * part)])


def html_instead() -> Spoil:
    """Answer 200 with a page that asks for patience, as a shield before a site does."""
    page = b"<!DOCTYPE html><html><head><title>Just a moment...</title></head><body>Checking your browser</body></html>"
    return lambda _, __: Answer(page, headers={"Content-Type": "text/html; charset=utf-8"})


def renamed(old: str, new: str) -> Spoil:
    """Rename a key wherever it occurs in the JSON, as after a redesign."""
    return _on_json(lambda content: _renamed(content, old, new))


def without(key: str) -> Spoil:
    """Leave a key out wherever it occurs in the JSON."""
    return _on_json(lambda content: _renamed(content, key, None))


def lying(key: str, number: int) -> Spoil:
    """Put another number under a key wherever it occurs in the JSON: a total that is not true."""
    return _on_json(lambda content: _set(content, key, number))


def emptied() -> Spoil:
    """Answer with the same envelope and no rows: every list in the JSON is empty, every number as it was."""
    return _on_json(_emptied)


def one_bad_row(bad: object = None) -> Spoil:
    """Put something that is no row in the place of the first one in the longest list of objects in the JSON."""
    return _on_json(lambda content: _with_bad(content, bad))


def redirected(location: str = "") -> Spoil:
    """Redirect to an address, or to itself for ever."""

    def spoil(request: Request, _: Answer) -> Answer:
        return Answer(b"", 302, {"Location": location or f"https://{request.host}{request.path}"})

    return spoil


def repeated(source: Source, name: str = "page", value: str = "0") -> Spoil:
    """Answer every page with the same one: the query parameter `name` is taken for `value`."""

    def spoil(request: Request, _: Answer) -> Answer:
        return source.answer(replace(request, query={**request.query, name: value}))

    return spoil


def _on_json(change: Callable[[Any], Any]) -> Spoil:
    def spoil(_: Request, answer: Answer) -> Answer:
        changed = json_answer(change(json.loads(answer.body)), answer.status)
        return replace(changed, headers={**answer.headers, **changed.headers})

    return spoil


def _renamed(content: Any, old: str, new: str | None) -> Any:  # noqa: ANN401 - any JSON value
    if isinstance(content, list):
        return [_renamed(one, old, new) for one in content]
    if not isinstance(content, dict):
        return content
    named = ((new if key == old else key, value) for key, value in content.items())
    return {key: _renamed(value, old, new) for key, value in named if key is not None}


def _set(content: Any, wanted: str, number: int) -> Any:  # noqa: ANN401 - any JSON value
    if isinstance(content, list):
        return [_set(one, wanted, number) for one in content]
    if isinstance(content, dict):
        return {key: number if key == wanted else _set(value, wanted, number) for key, value in content.items()}
    return content


def _emptied(content: Any) -> Any:  # noqa: ANN401 - any JSON value
    if isinstance(content, list):
        return []
    if isinstance(content, dict):
        return {key: _emptied(value) if isinstance(value, (list, dict)) else value for key, value in content.items()}
    return content


def _with_bad(content: Any, bad: object) -> Any:  # noqa: ANN401 - any JSON value
    lists = _lists(content)

    def put(value: Any) -> Any:  # noqa: ANN401 - any JSON value
        if lists and value is max(lists, key=len):
            return [bad, *value[1:]]
        if isinstance(value, dict):
            return {key: put(held) for key, held in value.items()}
        return value

    return put(content)


def _lists(content: Any) -> list[list[Any]]:  # noqa: ANN401 - any JSON value
    """Return the lists that hold objects, but those within another list."""
    if isinstance(content, list):
        return [content] if any(isinstance(one, dict) for one in content) else []
    return [found for held in content.values() for found in _lists(held)] if isinstance(content, dict) else []
