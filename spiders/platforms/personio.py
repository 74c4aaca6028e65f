"""Personio's XML feed: all positions of an employer in one answer, with their texts in the language asked for."""

from __future__ import annotations

import html
from collections.abc import AsyncIterator
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

from spiders.dates import from_iso
from spiders.faults import CrawlFault
from spiders.platforms.base import BoardSpider, Json
from spiders.platforms.json_api import decode, joined, object_of, text_or_none
from spiders.platforms.xml_tree import root_of
from spiders.tally import Tally
from warehouse.boards import Scope
from warehouse.records import RawPosting

_LANGUAGE, _OTHER_LANGUAGE = "en", "de"
_ROOT = "workzag-jobs"
_TEXTS, _OFFICES = "jobDescriptions", "additionalOffices"
_YEARS = {"lt-1": "0-1 years", "gt-15": "15+ years"}
_TAGS = ("department", "recruitingCategory", "occupation", "occupationCategory")


class PersonioSpider(BoardSpider):
    """One employer a scope. The feed has no pages and declares no total: it is the whole list, or no XML."""

    one_answer = True

    def list_url(self, scope: Scope) -> str:
        """Return the feed's address; employers under .com or a domain of their own have theirs in the registry."""
        return f"{_site(scope)}/xml?language={_LANGUAGE}"

    async def pages(self, scope: Scope, tally: Tally) -> AsyncIterator[list[Json]]:
        """Yield the only page there is; texts that it lacks are asked for in the other language, all at once."""
        rows = await self._feed(self.list_url(scope), tally)
        if not all(map(_text, rows)):
            rows = await self._with_other_texts(rows, scope, tally)
        yield rows

    async def _feed(self, url: str, tally: Tally) -> list[Json]:
        response = await self.fetcher.fetch(url, tally, {"Accept": "application/xml, text/xml"})
        return positions(response.body, urlsplit(url).netloc)

    async def _with_other_texts(self, rows: list[Json], scope: Scope, tally: Tally) -> list[Json]:
        """Return the rows, those without a text with that of the other language; without it no row is lost."""
        try:
            others = await self._feed(f"{_site(scope)}/xml?language={_OTHER_LANGUAGE}", tally)
        except CrawlFault as fault:
            tally.worsen("complete", f"texts missing in one language did not come in the other: {fault.reason}")
            return rows
        texts = {row.get("id"): row[_TEXTS] for row in others}
        return [row if _text(row) else {**row, _TEXTS: texts.get(row.get("id"), [])} for row in rows]

    def unpack(self, body: bytes) -> list[Json]:
        """Accept the feed, one of its positions, or positions as a JSON list of what this file makes of them."""
        if body.lstrip()[:1] != b"[":
            return positions(body, "the file")
        rows: list[Json] = decode(body, "the file")
        return rows

    def posting(self, record: Json, scope: Scope) -> RawPosting:
        """Return what one position says; the feed names no employer but the company within the group."""
        record = object_of(record)
        created = text_or_none(record.get("createdAt"))
        key = str(record["id"])
        return RawPosting(
            board=self.board.name,
            scope=scope.token,
            key=key,
            fetched_at=self.fetched_at,
            url=f"{_site(scope)}/job/{key}" if scope.token else None,
            title=text_or_none(record.get("name")),
            company=scope.name or text_or_none(record.get("subcompany")),
            location=joined(record.get("office"), *(record.get(_OFFICES) or [])),
            text=_text(record),
            text_format="html",
            experience=joined(record.get("seniority"), _years(record.get("yearsOfExperience"))),
            employment=joined(record.get("employmentType"), record.get("schedule")),
            tags=_tags(record),
            posted_raw=created,
            posted_kind="created" if created else "unknown",
            posted_at=from_iso(created),
            raw=record,
        )


def positions(body: bytes, who: str) -> list[Json]:
    """Return the positions of a feed, tag -> text; further offices and the sections of the text are lists.

    Raises:
        CrawlFault: It is a page, as where the employer has switched the feed off, or no such feed.
    """
    root = root_of(body, who, "the XML feed of positions")
    if root.tag not in {_ROOT, "position"}:
        raise CrawlFault(f"the answer of {who} is {root.tag[:40]!r}, not {_ROOT!r}: its format has changed")
    return [_record(position) for position in root.iter("position")]


def _record(position: ET.Element) -> dict[str, Json]:
    held: dict[str, Json] = {child.tag: text for child in position if (text := text_or_none(child.text))}
    offices = [text for office in position.iterfind(f"{_OFFICES}/office") if (text := text_or_none(office.text))]
    texts = [
        {part: text_or_none(section.findtext(part)) for part in ("name", "value")}
        for section in position.iterfind(f"{_TEXTS}/jobDescription")
    ]
    return {**held, _OFFICES: offices, _TEXTS: texts}


def _site(scope: Scope) -> str:
    return f"https://{urlsplit(scope.url).netloc or f'{scope.token}.jobs.personio.de'}"


def _text(record: Json) -> str | None:
    """Return the sections in their order, each under its heading."""
    sections = [section for section in record.get(_TEXTS) or [] if section["value"]]
    parts = [f"{_heading(section['name'])}{section['value']}" for section in sections]
    return "\n".join(parts) or None


def _heading(name: str | None) -> str:
    return f"<h3>{html.escape(name, quote=False)}</h3>" if name else ""


def _years(code: Json) -> str | None:
    """Return `7-10 years` from `7-10`; the ends of the scale are written out."""
    return _YEARS.get(code, f"{code} years") if code else None


def _tags(record: Json) -> list[str]:
    given = [*(record.get(key) for key in _TAGS), *str(record.get("keywords") or "").split(",")]
    return list(dict.fromkeys(tag for each in given if (tag := text_or_none(each))))
