"""RSS and Atom feeds of the newest advertisements: a window, whose absences mean nothing.

Belongs here: what all feeds share. Where a board writes employer, place or text in a way of its own, its file says so.
"""

from __future__ import annotations

import html
import re
from collections.abc import AsyncIterator
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

from scrapy.http import Response

from spiders.dates import from_iso, from_rfc822
from spiders.faults import CrawlFault
from spiders.platforms.base import BoardSpider, Json
from spiders.platforms.json_api import decode, joined, object_of, text_or_none
from spiders.platforms.json_list import pick, words
from spiders.platforms.xml_tree import address, local, root_of
from spiders.tally import Tally
from warehouse.boards import Scope
from warehouse.records import DateKind, RawPosting, State

_ACCEPT = "application/rss+xml, application/atom+xml, application/xml;q=0.9, text/xml;q=0.8"
_ATOM_TEXTS = {f"{{http://www.w3.org/2005/Atom}}{name}" for name in ("content", "summary")}
_PREFIXES = {
    "http://purl.org/rss/1.0/modules/content/": "content:",
    "http://purl.org/dc/elements/1.1/": "dc:",
    "http://purl.org/dc/terms/": "dc:",
}
_PERSONS = {"author", "contributor", "dc:creator", "dc:contributor", "dc:publisher", "managingEditor", "webMaster"}
_TEXTS = "content:encoded content description summary"
_DATES: tuple[tuple[str, DateKind], ...] = (
    ("pubDate", "listed"),
    ("published", "listed"),
    ("issued", "listed"),
    ("dc:date", "listed"),
    ("updated", "updated"),
    ("modified", "updated"),
)
_EMPLOYERS = "company company_name employer organization"
_MARKUP = re.compile(r"\sxmlns(?::\w+)?=\"[^\"]*\"|(?<=[</])\w+:(?=\w)")
_CHARSET = re.compile(rb"charset=[\"']?([\w.:-]+)", re.IGNORECASE)


class FeedSpider(BoardSpider):
    """One feed a scope. Whatever an item may hold is optional."""

    best_state: State = "window"
    best_reason = "the feed shows its newest rows only"
    one_answer = True
    remote = ""
    """The workplace word where a board has only one kind."""

    def list_url(self, scope: Scope) -> str:
        """Return the address of the feed."""
        return scope.url

    async def pages(self, scope: Scope, tally: Tally) -> AsyncIterator[list[Json]]:
        """Yield the only page there is."""
        url = self.list_url(scope)
        response = await self.fetcher.fetch(url, tally, {"Accept": _ACCEPT})
        records = items(response.body, urlsplit(url).netloc, _charset(response))
        tally.declared = len(records)
        yield records

    def unpack(self, body: bytes) -> list[Json]:
        """Accept the feed itself, or its items as a JSON list."""
        if body.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"<", b"\xff\xfe", b"\xfe\xff")):
            return items(body, "the file")
        payload = decode(body, "the file")
        if not isinstance(payload, list):
            raise CrawlFault("the file is neither a feed nor a list of its items")
        return payload

    def posting(self, record: Json, scope: Scope) -> RawPosting:
        """Return what one item says."""
        record = object_of(record)
        company, title = self.heading(record)
        link = _link(record, scope.url)
        published, kind = _published(record)
        return RawPosting(
            board=self.board.name,
            scope=scope.token,
            key=self.key_of(text_or_none(pick(record, "guid id")) or link or "", link or ""),
            fetched_at=self.fetched_at,
            url=link,
            title=title,
            company=company,
            location=self.location_of(record),
            text=self.text_of(record),
            text_format="html",
            salary=words(record.get("salary")),
            employment=words(pick(record, "type job_type employment_type")),
            remote=self.remote or None,
            tags=_tags(record),
            posted_raw=published,
            posted_kind=kind,
            posted_at=_moment(published),
            expires_at=_moment(text_or_none(pick(record, "expires_at expires"))),
            raw=record,
        )

    def heading(self, record: Json) -> tuple[str | None, str | None]:
        """Return employer and title; the employer only where the feed has an element for it."""
        return words(pick(record, _EMPLOYERS)), words(record.get("title"))

    def key_of(self, identity: str, link: str) -> str:  # noqa: ARG002 - boards of several sites look into the link
        """Return the board's id: the last part of an address, or what else the feed tells its items apart by."""
        return urlsplit(identity).path.rstrip("/").rpartition("/")[2] or identity

    def location_of(self, record: Json) -> str | None:
        """Return the place."""
        return joined(*(words(record.get(name)) for name in ("location", "city", "region", "country", "state")))

    def text_of(self, record: Json) -> str | None:
        """Return the advertisement as HTML."""
        given = pick(record, _TEXTS)
        return "\n".join(filter(None, map(text_or_none, given))) if isinstance(given, list) else text_or_none(given)


def items(body: bytes, who: str, encoding: str | None = None) -> list[Json]:
    """Return the items of an RSS feed or the entries of an Atom feed, element -> text, in the feed's order.

    An element that comes again is a list, one with parts of its own an object. Elements of the two namespaces that
    feeds share keep their prefix (`content:encoded`, `dc:date`); who wrote an item is left out.

    Raises:
        CrawlFault: It is a page, or no feed, or broken off.
    """
    root = root_of(body, who, encoding=encoding)
    kind = local(root.tag)
    heads = [root, *(child for child in root if local(child.tag) == "channel")]
    if kind not in {"feed", "RDF"} and len(heads) == 1:
        raise CrawlFault(f"the answer of {who} has no 'channel': its format has changed")
    name = "entry" if kind == "feed" else "item"
    records = [_parts(item) for item in root.iter() if local(item.tag) == name]
    links = [_value(child, "link") for head in heads for child in head if local(child.tag) == "link"]
    own = next(filter(None, links), "")
    return [{**record, "link": _absolute(record["link"], own)} if "link" in record else record for record in records]


def _absolute(link: Json, own: Json) -> Json:
    """Return the address of an item's page, a relative one seen from the feed's site."""
    stated = next((text for each in (link if isinstance(link, list) else [link]) if (text := text_or_none(each))), None)
    return address(text_or_none(own) or "", stated) or None if stated else None


def split_title(title: str) -> tuple[str | None, str | None]:
    """Split `Employer: Role` at the first colon and blank; without one the employer is unknown."""
    company, colon, role = title.strip().partition(": ")
    return (company.strip() or None, role.strip() or None) if colon else (None, title.strip() or None)


def _parts(item: ET.Element) -> dict[str, Json]:
    held: dict[str, list[Json]] = {}
    for child in item:
        name = _name(child.tag)
        value = _value(child, name)
        if value and name not in _PERSONS:
            held.setdefault(name, []).append(value)
    return {name: values[0] if len(values) == 1 else values for name, values in held.items()}


def _name(tag: str) -> str:
    namespace, _, name = tag.removeprefix("{").rpartition("}")
    return _PREFIXES.get(namespace, "") + name


def _value(element: ET.Element, name: str) -> Json:
    """Return the text of an element; of Atom's text elements as HTML, of its links and categories the attribute."""
    kind = element.get("type", "")
    if name == "link" and element.get("href"):
        return element.get("href") if element.get("rel", "alternate") == "alternate" else None
    if kind == "xhtml":
        inner = "".join(ET.tostring(child, encoding="unicode") for child in element)
        return _MARKUP.sub("", inner)
    if len(element):
        return _parts(element)
    if name == "category" and not element.text:
        return element.get("label") or element.get("term")
    is_plain = element.tag in _ATOM_TEXTS and kind in {"", "text"}
    return html.escape(element.text, quote=False) if element.text and is_plain else element.text


def _link(record: Json, feed: str) -> str | None:
    """Return the address of an item's page; a relative one lies beside the feed's."""
    identity = text_or_none(pick(record, "guid id")) or ""
    found = text_or_none(record.get("link")) or (identity if identity.startswith(("https:", "http:")) else "")
    return address(feed, found) or None if found else None


def _published(record: Json) -> tuple[str | None, DateKind]:
    found = ((text_or_none(record.get(name)), kind) for name, kind in _DATES)
    return next(((date, kind) for date, kind in found if date), (None, "unknown"))


def _moment(date: str | None) -> str | None:
    return from_rfc822(date) or from_iso(date)


def _tags(record: Json) -> list[str]:
    given = [record.get(name) for name in ("category", "skills", "tags")]
    each = [tag for value in given for tag in (value if isinstance(value, list) else [value])]
    parts = [part for tag in each if isinstance(tag, str) for part in tag.split(",")]
    return list(dict.fromkeys(tag for part in parts if (tag := words(part))))


def _charset(response: Response) -> str | None:
    found = _CHARSET.search(response.headers.get("Content-Type") or b"")
    return found[1].decode() if found else None
