"""schema.org JobPosting objects in the HTML of a page, whoever published it. What they say is read by jobposting.py."""

from __future__ import annotations

import html
import re

import orjson
import turbohtml

from spiders.faults import UnusableRecordError
from spiders.platforms.base import Json
from spiders.platforms.dirty_json import decoded
from spiders.platforms.microdata import microdata

_KIND = "jobposting"
_TYPE_OF_SCRIPT = re.compile(rb"ld(?:\+|&#x2b;|&#43;|%2b)json")
_ROBOTS, _RESERVED = {"robots", "googlebot"}, "tdm-reservation"
_ATTRIBUTE = re.compile(r"""([a-z-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")


def job_postings(page: bytes, encoding: str | None = None) -> list[dict[str, Json]]:
    """Return the JobPosting objects of a page in its order, keys as schema.org spells them.

    JSON-LD is looked for first, at the top, in lists, in @graph or within other objects; where a page has none, its
    microdata is read. References within one block (`{"@id": …}`) are resolved.

    Args:
        page: HTML as received.
        encoding: As the HTTP header states it, for pages that are not UTF-8.

    Raises:
        UnusableRecordError: There is a JobPosting, but its JSON cannot be read.
    """
    low = page.lower()
    if _KIND.encode() not in low:
        return []
    found, is_broken = [], False
    for start, end in _blocks(low):
        try:
            found += objects(_json(page[start:end], page, encoding))
        except (ValueError, RecursionError):
            is_broken = True
    if not found and b"itemtype" in low:
        found = [_spelt(item) for item in microdata(page, _KIND, encoding)]
    if is_broken and not found:
        raise UnusableRecordError("unreadable")
    return found


def objects(payload: Json) -> list[dict[str, Json]]:
    """Return the JobPosting objects within decoded JSON-LD, in its order."""
    found, named, pending = list[dict[str, Json]](), dict[str, Json](), [payload]
    while pending:
        held = pending.pop()
        if isinstance(held, list):
            pending += reversed(held)
        elif isinstance(held, dict):
            if isinstance(name := held.get("@id"), str) and len(held) > 1:
                named[name] = held
            if _is_posting(held):
                found.append(held)
            else:
                pending += reversed(held.values())
    return [_spelt({key: _resolved(value, named) for key, value in each.items()}) for each in found]


def own_postings(found: list[dict[str, Json]]) -> list[dict[str, Json]]:
    """Return the postings that are a page's own: entries of a list beside or in place of them have pages themselves."""
    described = [posting for posting in found if posting.get("description")] if len(found) > 1 else []
    return described or found


def is_hidden(page: bytes, header: str = "") -> bool:
    """Return whether a page asks search engines to leave it out (`noindex`), which is one way to close a posting.

    Args:
        page: HTML.
        header: What its X-Robots-Tag says.
    """
    if "noindex" in header.lower():
        return True
    low = page.lower()
    return b"noindex" in low and any(name in _ROBOTS and "noindex" in content for name, content in _metas(low))


def is_reserved(page: bytes) -> bool:
    """Return whether a page reserves its text from text and data mining (`<meta name="tdm-reservation">`)."""
    low = page.lower()
    return _RESERVED.encode() in low and (_RESERVED, "1") in _metas(low)


def _metas(low: bytes) -> list[tuple[str, str]]:
    found = []
    for match in re.finditer(rb"<meta\b[^>]*>", low):
        if not _is_commented(low, match.start()):
            pairs = _ATTRIBUTE.findall(match[0].decode("latin-1"))
            given = {name: double or single or bare for name, double, single, bare in pairs}
            found.append((given.get("name", "").strip(), given.get("content", "").strip()))
    return found


def _blocks(low: bytes) -> list[tuple[int, int]]:
    """Return where the contents of JSON-LD scripts stand that name a JobPosting; `low` is the page in lower case."""
    found = []
    for match in _TYPE_OF_SCRIPT.finditer(low):
        tag, start = low.rfind(b"<script", 0, match.start()), low.find(b">", match.end()) + 1
        if tag < 0 or not start or b">" in low[tag : match.start()] or _is_commented(low, tag):
            continue
        end = low.find(b"</script", start)
        end = len(low) if end < 0 else end
        if low.find(_KIND.encode(), start, end) >= 0:
            found.append((start, end))
    return found


def _is_commented(low: bytes, at: int) -> bool:
    """Return whether what stands there is within an HTML comment, not one of old-style scripts."""
    opened = low.rfind(b"<!--", 0, at)
    return opened >= 0 and low.find(b"-->", opened, at) < 0 and low.find(b"</script", opened, at) < 0


def _json(block: bytes, page: bytes, encoding: str | None) -> Json:
    try:
        return orjson.loads(block)
    except orjson.JSONDecodeError:
        return decoded(_text(block, page, encoding))


def _text(block: bytes, page: bytes, encoding: str | None) -> str:
    try:
        return block.decode()
    except UnicodeDecodeError:
        stated = encoding or turbohtml.parse(page, positions=False).encoding or "windows-1252"
    try:
        return block.decode(stated, errors="replace")
    except LookupError:
        return block.decode("windows-1252", errors="replace")


def _is_posting(held: dict[str, Json]) -> bool:
    kinds = held.get("@type") or held.get("@Type") or held.get("type")
    return any(
        isinstance(kind, str) and re.split("[/#:]", kind)[-1].strip().lower() == _KIND
        for kind in (kinds if isinstance(kinds, list) else [kinds])
    )


def _resolved(value: Json, named: dict[str, Json]) -> Json:
    """Return the object that a bare reference means."""
    if isinstance(value, list):
        return [_resolved(each, named) for each in value]
    if isinstance(value, dict) and "@id" in value and not value.keys() - {"@id", "@type"}:
        return named.get(str(value["@id"]), value)
    return value


def _spelt(posting: dict[str, Json]) -> dict[str, Json]:
    """Return an object with keys as schema.org spells them: `title` for `Title`, `schema:title` and whole addresses."""
    return posting if all(_key(key) == key for key in posting) else _plain(posting)


def _plain(value: Json) -> Json:
    if isinstance(value, list):
        return [_plain(each) for each in value]
    if not isinstance(value, dict):
        return value
    return {_key(key): _plain(held) for key, held in value.items()}


def _key(key: str) -> str:
    if key[:1].islower() and ":" not in key:
        return key
    if key.startswith("@"):
        return key.lower()
    last = re.split("[/#:]", html.unescape(key))[-1]
    return last[:1].lower() + last[1:]
