"""How strongly a posting asks for what it names: required, preferred or merely mentioned."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right

from warehouse.taxonomy import Taxonomy
from warehouse.transforms.document import Document
from warehouse.transforms.scan import Hit

ORDER = {"mentioned": 0, "preferred": 1, "required": 2}
REACH = 160
"""Characters within which a cue can speak for a term."""

_STOP = re.compile(r"[\n。；;!?！？]|\.(?=\s)")
_REQUIRED_HEADING = re.compile(

        r"(?:任职|岗位|职位|能力|技能|应聘|招聘|资格)\s?(?:要求|资格|条件|需求)|要求[:：]?$|我们希望你|希望你|对你的期望|你需要|requirements?\b"
        r"|qualifications?\b|what you(?:'ll| will)? (?:need|bring)"

        r"|you (?:have|should|are|bring)|must[- ]haves?|who you are|about you|skills\b|what we're looking for"
        r"|we're looking for|looking for|ideal candidate"
)  # fmt: skip
_PREFERRED_HEADING = re.compile(
    r"加分|优先|nice[- ]to[- ]have|bonus|pluses|preferred|desirable|plus(?:es)?\s?:|extra (?:credit|points)"
    r"|plus points|would be (?:nice|great)|optional"
)
_OTHER_HEADING = re.compile(
    r"职责|工作内容|描述|福利|待遇|介绍|关于|我们提供|技术栈|responsibilit|about|what you(?:'ll| will) do|benefits|perks|stack"
    r"|technolog|the role|we offer|how to apply|联系"
)
LONGEST_HEADING = 48


def strengths(found: Document, taxonomy: Taxonomy) -> list[tuple[str, str]]:
    """Return (concept, strength) in order of first mention, broader concepts included, the strongest mention winning."""
    cues = sorted(found.scan.cues.get("strength", ()), key=_start)
    starts = [hit.start for hit in cues]
    headings = _headings(found)
    stops = [stop.end() for stop in _STOP.finditer(found.scan.text)]
    best: dict[str, str] = {}
    for hit in sorted(found.mentions, key=_start):
        strength = _strength(found, hit, cues, starts, headings, stops)
        for slug in (hit.entry.value, *taxonomy.all_broader[hit.entry.value]):
            if ORDER[strength] > ORDER.get(best.setdefault(slug, strength), 0):
                best[slug] = strength
    return list(best.items())


def _start(hit: Hit) -> int:
    return hit.start


def _headings(found: Document) -> list[tuple[int, str]]:
    """Return (position, strength) of every line that opens a section."""
    headings, position = [], found.text.start
    for line in found.slice(found.text).lower().split("\n"):
        kind = _heading(line)
        if kind:
            headings.append((position, kind))
        position += len(line) + 1
    return headings


def _heading(line: str) -> str | None:
    if not line or len(line) > 2 * LONGEST_HEADING:
        return None
    text = line.strip(" #*-•【】[]：:、.0123456789一二三四五()（）")
    if not text or len(text) > LONGEST_HEADING:
        return None
    opens = line.rstrip().endswith((":", "：", "】", "]")) or len(text) <= LONGEST_HEADING // 3
    if not opens:
        return None
    if _PREFERRED_HEADING.search(text):
        return "preferred"
    if _REQUIRED_HEADING.search(text):
        return "required"
    return "mentioned" if _OTHER_HEADING.search(text) else None


def _strength(
    found: Document, hit: Hit, cues: list[Hit], starts: list[int], headings: list[tuple[int, str]], stops: list[int]
) -> str:
    if found.title.holds(hit.start):
        return "required"
    low, high = _sentence(hit, stops)
    after = _first_after(hit, cues, starts, high)
    if after == "preferred":
        return "preferred"
    before = _last_before(hit, cues, starts, low)
    section = _section(hit, headings)
    if "preferred" in {before, section}:
        return "preferred"
    if before == "mentioned":
        return "required" if section == "required" else "mentioned"
    return "required" if "required" in {before, section, after} else "mentioned"


def _sentence(hit: Hit, stops: list[int]) -> tuple[int, int]:
    """Return where the term's sentence starts and ends, at most REACH away."""
    position = bisect_right(stops, hit.start)
    low = stops[position - 1] if position else 0
    high = stops[position] if position < len(stops) else hit.end + REACH
    return max(low, hit.start - REACH), min(high, hit.end + REACH)


def _first_after(hit: Hit, cues: list[Hit], starts: list[int], high: int) -> str | None:
    """Return the class of the first cue behind the term in its sentence."""
    position = bisect_left(starts, hit.end)
    if position < len(cues) and cues[position].start < high:
        same = [cue.entry.value for cue in cues[position : position + 3] if cue.start < cues[position].end]
        return "preferred" if "preferred" in same else same[0]
    return None


def _last_before(hit: Hit, cues: list[Hit], starts: list[int], low: int) -> str | None:
    position = bisect_right(starts, hit.start) - 1
    if position >= 0 and cues[position].start >= low:
        near = [cue.entry.value for cue in cues[max(0, position - 2) : position + 1] if cue.end >= cues[position].start]
        return max(near, key=lambda value: ("mentioned", "required", "preferred").index(value))
    return None


def _section(hit: Hit, headings: list[tuple[int, str]]) -> str | None:
    position = bisect_right(headings, (hit.start, "~")) - 1
    return headings[position][1] if position >= 0 else None
