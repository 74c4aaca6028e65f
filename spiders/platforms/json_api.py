"""Boards that answer in JSON: telling an answer from an error page, and an envelope from another one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar
from urllib.parse import urlsplit

import orjson
from scrapy.http import Response

from spiders.faults import CrawlFault, UnusableRecordError
from spiders.platforms.base import BoardSpider, Json
from spiders.tally import Tally

Kind = TypeVar("Kind", list[Json], dict[str, Json], int)


class JsonSpider(BoardSpider):
    """A board whose answers are JSON."""

    async def get(self, url: str, tally: Tally, headers: Mapping[str, str] | None = None) -> tuple[Json, Response]:
        """Return the decoded answer and the answer itself.

        Raises:
            CrawlFault: No answer, or one that is no JSON.
        """
        response = await self.fetcher.fetch(url, tally, {"Accept": "application/json", **(headers or {})})
        return decode(response.body, urlsplit(url).netloc), response

    async def post(
        self, url: str, form: Mapping[str, Json], tally: Tally, headers: Mapping[str, str] | None = None
    ) -> tuple[Json, Response]:
        """Return the decoded answer to a JSON form, and the answer itself.

        Raises:
            CrawlFault: No answer, or one that is no JSON.
        """
        wanted = {"Accept": "application/json", "Content-Type": "application/json", **(headers or {})}
        response = await self.fetcher.fetch(url, tally, wanted, orjson.dumps(form))
        return decode(response.body, urlsplit(url).netloc), response

    def unpack(self, body: bytes) -> list[Json]:
        """Return the records of a saved answer."""
        return self.records(decode(body, "the file"))

    def records(self, payload: Json) -> list[Json]:
        """Return the records that a decoded answer holds, in whichever of its known envelopes."""
        raise NotImplementedError


def decode(body: bytes, who: str) -> Json:
    """Return the decoded JSON.

    Raises:
        CrawlFault: It is an HTML page, or broken off, or no JSON at all.
    """
    try:
        return orjson.loads(body)
    except orjson.JSONDecodeError as error:
        start = body.lstrip()[:1]
        if start == b"<":
            raise CrawlFault(f"{who} sent a page (HTML) where JSON was expected") from None
        broken = "JSON that is cut off or broken" if start in {b"{", b"["} else "something that is no JSON"
        raise CrawlFault(f"{who} sent {broken} ({error.msg} at character {error.pos})") from None


def held(payload: Json, key: str, kind: type[Kind], who: str) -> Kind:
    """Return what an envelope holds under a key.

    Raises:
        CrawlFault: The answer is no object, or lacks the key, or holds something else there.
    """
    found = payload.get(key) if isinstance(payload, dict) else None
    if not isinstance(found, kind):
        raise CrawlFault(f"the answer of {who} has no {key!r}: its format has changed")
    return found


def object_of(record: Json) -> Json:
    """Return the record if it is an object at all.

    Raises:
        UnusableRecordError: It is null or a bare value.
    """
    if not isinstance(record, dict):
        raise UnusableRecordError("unreadable")
    return record


def text_or_none(value: Json) -> str | None:
    """Return a text stripped of blanks around it; None for an empty one or another type."""
    return value.strip() or None if isinstance(value, str) else None


def joined(*values: Json) -> str | None:
    """Return the different texts among the values, joined by `; `; None where there is none."""
    texts = dict.fromkeys(text for value in values if (text := text_or_none(value)))
    return "; ".join(texts) or None
