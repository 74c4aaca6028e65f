"""Guessing what software is behind an answer and which key holds what, for a board that nobody has read yet.

Belongs here: looking at one answer. A guess is a beginning that a person checks; no crawl depends on it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urlsplit, urlunsplit
from xml.etree import ElementTree as ET

import orjson

from spiders.faults import CrawlFault
from spiders.guess_fields import fields_of, plain
from spiders.platforms.base import Json
from spiders.platforms.json_list import inside
from spiders.platforms.markup import is_reserved, job_postings
from spiders.platforms.xml_tree import root_of
from warehouse.errors import JobproofError

EMPLOYERS = {
    "greenhouse": r"(?:boards|boards-api|job-boards)(?:\.eu)?\.greenhouse\.io/(?:v1/boards/)?(?P<token>[\w.-]+)",
    "lever": r"(?:api|jobs)(?:\.eu)?\.lever\.co/(?:v0/postings/)?(?P<token>[\w.-]+)",
    "ashby": r"(?:api|jobs)\.ashbyhq\.com/(?:posting-api/job-board/)?(?P<token>[\w.%-]+)",
    "recruitee": r"(?P<token>[\w-]+)\.recruitee\.com/",
    "workable": r"apply\.workable\.com/(?:api/v1/widget/accounts/)?(?P<token>[\w-]+)",
    "smartrecruiters": r"(?:api|jobs|careers)\.smartrecruiters\.com/(?:v1/companies/)?(?P<token>[\w-]+)",
    "personio": r"(?P<token>[\w-]+)\.jobs\.personio\.(?:de|com)/",
    "bamboohr": r"(?P<token>[\w-]+)\.bamboohr\.com/",
    "teamtailor": r"(?P<token>[\w-]+)\.teamtailor\.com/",
    "workday": r"(?P<token>[\w-]+)\.wd\d+\.myworkdayjobs\.com/",
}
"""Boards that hold many employers, and the addresses of one, which is a line of the registry and not a board."""

_TOTALS = "total totalcount count totaljobcount jobcount totalresults totalelements totalitems numfound datacount"
_CURSORS = "nextcursor cursor nextpagetoken"
_SIZES = "limit size pagesize perpage count rows hitsperpage"
_PAGES = "page pagenum pageno pagenumber pageindex currentpage p"
_OFFSETS = "offset start skip from"
_DEEPEST, _FEWEST_KEYS = 4, 3


@dataclass(frozen=True)
class Guess:
    """What an answer seems to be.

    Args:
        platform: Module in spiders/platforms/.
        base: Its class.
        url: Address for the registry's scope.
        rows: Records in the answer.
        attributes: Of the board's class, name -> value.
        total: Dotted path of the declared total; empty where there is none.
        declared: That total.
        cursor: Key of the cursor of the page that follows.
        pattern: What the addresses of a site's postings match.
        doubts: What a person should look at, a sentence each.
    """

    platform: str
    base: str
    url: str
    rows: int
    attributes: dict[str, Json] = field(default_factory=dict)
    total: str = ""
    declared: int | None = None
    cursor: str = ""
    pattern: str = ""
    doubts: tuple[str, ...] = ()


def employer_of(url: str) -> tuple[str, str] | None:
    """Return the board that holds an employer's address and its token there; None for any other address."""
    parts = urlsplit(url)
    for board, pattern in EMPLOYERS.items():
        if found := re.match(pattern, f"{parts.netloc}{parts.path or '/'}"):
            return board, found["token"]
    return None


def guess(url: str, body: bytes, form: Mapping[str, Json] | None = None) -> Guess:
    """Return what an answer seems to be.

    Args:
        url: Where it came from.
        body: What came.
        form: What was posted for it; None for a GET.

    Raises:
        JobproofError: It is neither a feed, nor a page with schema.org markup, nor JSON that holds records.
    """
    if not body.lstrip().startswith(b"<"):
        return _of_json(url, body, form)
    return _of_page(url, body) if is_page(body) else _of_xml(url, body)


def is_page(body: bytes) -> bool:
    """Return whether an answer is HTML."""
    start = body.lstrip()[:300].lower()
    return b"<html" in start or b"<!doctype html" in start or b"<head" in start


def _of_xml(url: str, body: bytes) -> Guess:
    try:
        root = root_of(body, "the address")
    except CrawlFault as fault:
        raise JobproofError("record", fault.reason, remedy="Check the address.") from None
    rows = [element for element in root.iter() if local_name(element) in {"item", "entry"}]
    if rows:
        return _of_feed(url, rows)
    if local_name(root) in {"urlset", "sitemapindex"}:
        return Guess("json_ld", "JsonLdSpider", url, len(root), doubts=("Record one of its pages.",))
    raise JobproofError(
        "record",
        f"the answer is XML whose root is <{local_name(root)}>",
        allowed="RSS, Atom or a sitemap",
        remedy="Choose the platform yourself: see spiders/platforms/.",
    )


def _of_feed(url: str, rows: Sequence[ET.Element]) -> Guess:
    titles = [child.text or "" for row in rows for child in row if local_name(child) == "title"]
    is_named = bool(titles) and all(": " in title for title in titles)
    doubts = () if is_named else ("A feed that needs nothing of its own is one line under [rss.scopes], and no board.",)
    return Guess("feed", "FeedSpider", url, len(rows), {"employer_in_title": True} if is_named else {}, doubts=doubts)


def local_name(element: ET.Element) -> str:
    """Return an element's name without its namespace."""
    return str(element.tag).rpartition("}")[2]


def _of_page(url: str, body: bytes) -> Guess:
    parts = urlsplit(url)
    if is_reserved(body):
        raise JobproofError(
            parts.netloc, "reserves its texts from text and data mining", remedy="Leave this board out."
        )
    if not (rows := len(job_postings(body))):
        raise JobproofError(
            "record",
            "the page holds no schema.org JobPosting",
            allowed="a feed, a JSON list, or a page with such markup",
            remedy="Look in the browser's network tab for the address that answers with the rows, and record that.",
        )
    site = urlunsplit((parts.scheme, parts.netloc, "/", "", ""))
    doubts = ("Does the site's robots.txt name its sitemap? Else give its address as the scope's url.",)
    pattern = f"{re.escape(parts.path.rpartition('/')[0])}/"
    return Guess("json_ld", "JsonLdSpider", site, rows, pattern=pattern, doubts=doubts)


def _of_json(url: str, body: bytes, form: Mapping[str, Json] | None) -> Guess:
    try:
        payload = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise JobproofError("record", f"the answer is no JSON ({error.msg})", remedy="Check the address.") from None
    path, rows = _list_in(payload)
    total, declared = _total_in(payload, path, len(rows))
    cursor = next((key for key in payload if plain(key) in _CURSORS.split()), "") if isinstance(payload, dict) else ""
    attributes: dict[str, Json] = {"envelope": path, "total": total, "cursor": cursor}
    asked = form if form is not None else dict(parse_qsl(urlsplit(url).query))
    question = _question(asked, form)
    is_paged = form is not None or "." in path or "." in total or (bool(question) and (declared or 0) > len(rows))
    fields = fields_of(rows)
    doubts = tuple(_doubts(fields, declared, len(rows), is_paged=is_paged, has_question=bool(question)))
    if is_paged:
        attributes = {"envelope": path, "total": total, "question": question or {"size_key": "limit"}}
        url = url if form is not None else _without(url, question)
    attributes = {name: value for name, value in {**attributes, "fields": fields}.items() if value}
    platform, base = ("paged_list", "PagedListSpider") if is_paged else ("json_list", "JsonListSpider")
    return Guess(platform, base, url, len(rows), attributes, total, declared, "" if is_paged else cursor, doubts=doubts)


def _list_in(payload: Json) -> tuple[str, list[Json]]:
    """Return the dotted path of the list that holds the records, and the records: most of them, then outermost."""
    found = [(path, rows) for path, rows in _lists(payload, "", 0) if _is_records(rows)]
    if not found:
        raise JobproofError(
            "record",
            "the answer holds no list of records",
            allowed="JSON with a list of objects, a row each",
            remedy="Record the address of the list, not of one posting.",
        )
    return max(found, key=lambda each: (len(each[1]), -each[0].count(".")))


def _lists(value: Json, path: str, depth: int) -> Iterator[tuple[str, list[Json]]]:
    if isinstance(value, list):
        yield path, value
    elif isinstance(value, dict) and depth < _DEEPEST:
        for key, held in value.items():
            yield from _lists(held, f"{path}.{key}" if path else key, depth + 1)


def _is_records(rows: Sequence[Json]) -> bool:
    objects = [row for row in rows if isinstance(row, dict)]
    return bool(objects) and max(len(row) for row in objects) >= _FEWEST_KEYS


def _total_in(payload: Json, path: str, rows: int) -> tuple[str, int | None]:
    """Return the path of a total beside or around the list, and what it says."""
    parts = path.split(".")
    for depth in range(len(parts) - 1, -1, -1):
        outer = ".".join(parts[:depth])
        holder = inside(payload, outer) if outer else payload
        for key, value in holder.items() if isinstance(holder, dict) else ():
            is_number = isinstance(value, int) and not isinstance(value, bool)
            if is_number and value >= rows and plain(key) in _TOTALS.split():
                return (f"{outer}.{key}" if outer else key), value
    return "", None


def _question(asked: Mapping[str, Json], form: Mapping[str, Json] | None) -> dict[str, Json]:
    """Return how a page is asked for, as far as what was asked shows: arguments of paged_list.Question."""
    named = {plain(key): key for key in asked}

    def first(names: str) -> str:
        return next((named[name] for name in names.split() if name in named), "")

    size, page = first(_SIZES), first(_PAGES)
    offset = "" if page else first(_OFFSETS)
    if not (size or page or offset):
        return {}
    turns = {size, page, offset}
    rest = {key: value for key, value in asked.items() if key not in turns} if form is not None else None
    stated = {"size": int(asked[size])} if size and str(asked[size]).isdigit() else {}
    keys = {"page_key": page, "offset_key": offset}
    found = {"size_key": size or "limit", **stated, **{name: key for name, key in keys.items() if key}}
    return found if rest is None else {**found, "form": rest}


def _without(url: str, question: Mapping[str, Json]) -> str:
    """Return an address without what the question adds to it."""
    parts, turns = urlsplit(url), set(question.values())
    query = "&".join(each for each in parts.query.split("&") if each.partition("=")[0] not in turns)
    return urlunsplit((parts.scheme, parts.netloc, parts.path, query, ""))


def _doubts(
    fields: Mapping[str, Json], declared: int | None, rows: int, *, is_paged: bool, has_question: bool
) -> Iterator[str]:
    missing = [name for name in ("title", "company", "text", "posted", "url") if not fields.get(name)]
    if missing:
        yield f"No key was taken for {', '.join(missing)}: look into the fixture."
    if declared is None:
        yield "No total is declared, so that nothing proves a crawl complete."
    elif declared > rows and not has_question:
        yield f"The answer holds {rows} of {declared}: find out how the next page is asked for."
    if is_paged:
        yield "Are pages counted from one? Does the list show all of its total?"
