"""Places of work: cities and countries. A name counts where a place is expected, or where words beside it say so."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

from warehouse.transforms.document import Document
from warehouse.transforms.scan import Hit

LEAD = 56
"""Characters between a cue such as `located in` and the place that it announces."""

_COMPANY_AFTER = re.compile("^[\u4e00-\u9fffA-Za-z（）()]{1,24}?(?:有限公司|股份|集团|公司|事务所|研究院|大学|银行|学院)")
_HAN_BOTH = re.compile("[\u4e00-\u9fff]")
_STATE_BEFORE = re.compile(r"(?:,|\b[a-z.]+) ?$")


@dataclass(frozen=True)
class Places:
    """Cities (English, lower case) and countries (ISO 3166 alpha-2) in order of mention, with the hits that said so."""

    cities: list[str]
    countries: list[str]
    hits: list[Hit]


def places(found: Document) -> Places:
    """Return the places of work that a posting states."""
    hits = _longest(found.scan.places)
    expected = [hit for hit in hits if _expected(found, hit)]
    kept = [hit for hit in expected if hit.entry.kind == "city"]
    if not kept:
        told = [hit for hit in hits if hit not in expected and _announced(found, hit)]
        expected += told
    return _places(sorted(expected, key=lambda hit: hit.start))


def _longest(hits: list[Hit]) -> list[Hit]:
    """Drop hits that lie inside a longer one."""
    kept: list[Hit] = []
    reach = -1
    longest: Hit | None = None
    for hit in sorted(hits, key=lambda hit: (hit.start, -hit.end)):
        if longest and hit.end <= reach and (hit.start, hit.end) != (longest.start, longest.end):
            continue
        kept.append(hit)
        if hit.end > reach:
            reach, longest = hit.end, hit
    return kept


def _expected(found: Document, hit: Hit) -> bool:
    start = hit.start
    if found.location.holds(start):
        return _reads_as_name(found, hit, strict=False)
    if found.title.holds(start):
        return _reads_as_name(found, hit, strict=True)
    return found.head.holds(start) and _reads_as_name(found, hit, strict=True)


def _reads_as_name(found: Document, hit: Hit, *, strict: bool) -> bool:
    text = found.scan.text
    word = text[hit.start : hit.end]
    if word.isascii():
        if hit.entry.kind == "state" and hit.entry.weak:
            return bool(re.search(r"[,a-zA-Z.] ?$", text[max(0, hit.start - 2) : hit.start]))
        return word[0].isupper() or not strict
    if _COMPANY_AFTER.match(text, hit.end):
        return bool(re.search("[\\[【(（]$", text[:hit.start][-1:])) and not _COMPANY_AFTER.match(text[hit.end : hit.end + 30].split("]")[0].split("】")[0])
    return True


def _announced(found: Document, hit: Hit) -> bool:
    """Whether a cue such as `located in` or `工作地点` stands before the name on its line."""
    if not found.text.holds(hit.start) or not _reads_as_name(found, hit, strict=True):
        return False
    leads = found.scan.cues.get("place", [])
    position = bisect_right(leads, hit.start, key=lambda cue: cue.end) - 1
    while position >= 0 and hit.start - leads[position].end <= LEAD:
        lead = leads[position]
        gap = found.scan.text[lead.end : hit.start]
        if "\n" not in gap and lead.entry.value == "lead" and _bridges(gap, lead):
            return True
        position -= 1
    return False


def _bridges(gap: str, lead: Hit) -> bool:
    if lead.end - lead.start == 1:
        return len(gap) == 0
    return not re.search(r"[.!?。；;]\s", gap)


def _places(hits: list[Hit]) -> Places:
    cities: dict[str, None] = {}
    countries: dict[str, None] = {}
    for hit in hits:
        if hit.entry.kind == "city":
            cities[hit.entry.value] = None
        countries[hit.entry.country] = None
    return Places(list(cities), list(countries), hits)
