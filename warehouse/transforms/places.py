"""Places of work: cities and countries. A name counts where a place is expected, or where words beside it say so."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from itertools import compress

from warehouse.transforms.document import Document
from warehouse.transforms.scan import Hit, longest

LEAD = 56
"""Characters between a cue such as `located in` and the place that it announces."""

LINE = 200
BARS = 2
ROLE_LINE = 90

_COMPANY_AFTER = re.compile(
    "(?!分公司)[\u4e00-\u9fffA-Za-z]{1,20}?(?:有限公司|有限责任|股份公司|集团|公司|事务所|研究院|大学|银行|学院)"
)
_STATE_BEFORE = re.compile(r"[,a-zA-Z.] ?$")
_OPEN_BRACKET = re.compile(r"[(（\[][^)）\]]*$")
_ROLE = re.compile(
    r"[Ee]ngineer|[Dd]eveloper|[Dd]esigner|[Mm]anager|[Ss]cientist|[Aa]rchitect|[Ww]riter|[Ll]ead|[Aa]nalyst|SRE|DevOps"
    r"|工程师|开发|产品|运营|经理"
)
_APART_BEFORE = re.compile(r"(?:[(\[,/|–—-]|\bin\b|[Rr]emote)\s?$")
_APART_AFTER = re.compile(r"\s*(?:$|[)\],;/|\n–—-])")
_CHAIN = re.compile(r"(?:[\s,;/&|*•·、，和及或-]|\band\b|\bor\b|\b[A-Z]{2}\b|USA?){1,24}")
_STOP = re.compile(r"[.!?。；;]\s|\n(?!\s*[*•-])")


@dataclass(frozen=True)
class Places:
    """Cities (English, lower case) and countries (ISO 3166 alpha-2) in order of mention, with the hits that said so."""

    cities: list[str]
    countries: list[str]
    hits: list[Hit]


def places(found: Document) -> Places:
    """Return the places of work that a posting states."""
    hits = longest(found.scan.places)
    if not hits:
        return Places([], [], [])
    stand = [_expected(found, hit) for hit in hits]
    expected = list(compress(hits, stand))
    if not any(hit.entry.kind == "city" for hit in expected):
        expected += _announced(found, [hit for hit, stands in zip(hits, stand, strict=True) if not stands])
    return _places(sorted(expected, key=lambda hit: hit.start))


def _expected(found: Document, hit: Hit) -> bool:
    if found.location.holds(hit.start):
        return _reads_as_name(found, hit, strict=False)
    if found.title.holds(hit.start):
        return _reads_as_name(found, hit, strict=True) and _stands_apart(found, hit)
    if not found.row["title"] and found.opening.holds(hit.start):
        return _reads_as_name(found, hit, strict=True)
    return found.text.holds(hit.start) and _in_structured_line(found, hit) and _reads_as_name(found, hit, strict=True)


def _stands_apart(found: Document, hit: Hit) -> bool:
    """Whether a country in a title is a place (`SRE (US)`), not part of the role (`US Accountant`)."""
    text = found.scan.text
    if hit.entry.kind == "city" or not text[hit.start].isascii():
        return True
    return bool(_APART_AFTER.match(text, hit.end)) and bool(
        _APART_BEFORE.search(text, max(0, hit.start - 8), hit.start)
    )


def _in_structured_line(found: Document, hit: Hit) -> bool:
    """Whether the line is divided by bars like a head line, or names a role with its place in brackets."""
    text = found.scan.text
    start = text.rfind("\n", earliest := max(0, hit.start - LINE), hit.start) + 1 or earliest
    end = text.find("\n", hit.end, hit.end + LINE)
    line = text[start : end if end >= 0 else hit.end + LINE]
    if line.count("|") >= BARS:
        return True
    return len(line) <= ROLE_LINE and bool(_OPEN_BRACKET.search(text, start, hit.start)) and bool(_ROLE.search(line))


def _reads_as_name(found: Document, hit: Hit, *, strict: bool) -> bool:
    text = found.scan.text
    word = text[hit.start : hit.end]
    if not word.isascii():
        return not _COMPANY_AFTER.match(text, hit.end)
    if hit.entry.weak and hit.entry.kind == "state":
        return bool(_STATE_BEFORE.search(text, max(0, hit.start - 3), hit.start))
    return word[0].isupper() or not strict


def _announced(found: Document, hits: list[Hit]) -> list[Hit]:
    """Return the places before which a cue such as `located in` or `工作地点` stands, and those listed with them."""
    leads = [cue for cue in found.scan.hits("place") if cue.entry.value == "lead"]
    kept: list[Hit] = []
    for hit in hits:
        vague = hit.entry.weak and found.scan.text[hit.start].isascii()
        if vague or not found.text.holds(hit.start) or not _reads_as_name(found, hit, strict=True):
            continue
        if _led(found, hit, leads) or (kept and _CHAIN.fullmatch(found.scan.text, kept[-1].end, hit.start)):
            kept.append(hit)
    return kept


def _led(found: Document, hit: Hit, leads: list[Hit]) -> bool:
    position = bisect_right(leads, hit.start, key=lambda cue: cue.end) - 1
    while position >= 0 and hit.start - leads[position].end <= LEAD:
        if _bridges(found.scan.text[leads[position].end : hit.start], leads[position]):
            return True
        position -= 1
    return False


def _bridges(gap: str, lead: Hit) -> bool:
    if lead.end - lead.start == 1:
        return not gap
    return not _STOP.search(gap)


def _places(hits: list[Hit]) -> Places:
    cities: dict[str, None] = {}
    countries: dict[str, None] = {}
    for hit in hits:
        if hit.entry.kind == "city":
            cities[hit.entry.value] = None
        countries[hit.entry.country] = None
    return Places(list(cities), list(countries), hits)
