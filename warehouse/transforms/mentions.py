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
    r"职责|工作内容|描述|福利|待遇|介绍|关于|我们提供|技术栈|responsibilit|about|what you(?:'ll| will) do|benefits"
    r"|perks|stack|technolog|the role|we offer|how to apply|联系"
)
_NEW_CLAUSE = re.compile(
    r"[,，]\s?(?:有|具|熟|了解|对|能|会|掌握|精通|参与|懂|but\b|and (?:you|we|experience)|we\b|you\b)"
)
_PREFIX_ORDER = ("mentioned", "required", "preferred")
LONGEST_HEADING = 48


def strengths(found: Document, taxonomy: Taxonomy) -> list[tuple[str, str]]:
    """Return (concept, strength) in order of first mention, broader concepts too, the strongest mention winning."""
    reader = _Reader(found)
    best: dict[str, str] = {}
    for hit in sorted(found.mentions, key=_start):
        strength = reader.strength(hit)
        for slug in (hit.entry.value, *taxonomy.all_broader[hit.entry.value]):
            if ORDER[strength] > ORDER[best.setdefault(slug, strength)]:
                best[slug] = strength
    return list(best.items())


def _start(hit: Hit) -> int:
    return hit.start


class _Reader:
    """Cues, sentence ends and section headings of one posting, found once for all its terms."""

    def __init__(self, found: Document) -> None:
        self._found = found
        self._cues = sorted(found.scan.cues.get("strength", ()), key=_start)
        self._starts = [cue.start for cue in self._cues]
        self._stops = [stop.end() for stop in _STOP.finditer(found.scan.text)]
        self._headings = _headings(found)

    def strength(self, hit: Hit) -> str:
        """Return how strongly the posting asks for one term where it stands."""
        if self._found.title.holds(hit.start):
            return "required"
        low, high = self._sentence(hit)
        after, before, section = self._after(hit, high), self._before(hit, low), self._section(hit)
        if "preferred" in {after, before, section}:
            return "preferred"
        if before == "mentioned":
            return "required" if section == "required" else "mentioned"
        return "required" if "required" in {before, section, after} else "mentioned"

    def _sentence(self, hit: Hit) -> tuple[int, int]:
        """Return where the term's sentence starts and ends, at most REACH away."""
        position = bisect_right(self._stops, hit.start)
        low = self._stops[position - 1] if position else 0
        high = self._stops[position] if position < len(self._stops) else hit.end + REACH
        return max(low, hit.start - REACH), min(high, hit.end + REACH)

    def _after(self, hit: Hit, high: int) -> str | None:
        """Return the class of the first cue behind the term in its clause."""
        position = bisect_left(self._starts, hit.end)
        if position >= len(self._cues) or self._cues[position].start >= high:
            return None
        first = self._cues[position]
        if _NEW_CLAUSE.search(self._found.scan.low, hit.end, first.start):
            return None
        same = {cue.entry.value for cue in self._cues[position : position + 3] if cue.start < first.end}
        return "preferred" if "preferred" in same else first.entry.value

    def _before(self, hit: Hit, low: int) -> str | None:
        """Return the class of the last cue before the term in its sentence."""
        position = bisect_right(self._starts, hit.start) - 1
        if position < 0 or self._starts[position] < low:
            return None
        nearest = self._starts[position]
        near = [cue.entry.value for cue in self._cues[max(0, position - 2) : position + 1] if cue.end >= nearest]
        return max(near, key=_PREFIX_ORDER.index)

    def _section(self, hit: Hit) -> str | None:
        position = bisect_right(self._headings, (hit.start, "~")) - 1
        return self._headings[position][1] if position >= 0 else None


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
    if not line.rstrip().endswith((":", "：", "】", "]")) and len(text) > LONGEST_HEADING // 3:
        return None
    if _PREFERRED_HEADING.search(text):
        return "preferred"
    if _REQUIRED_HEADING.search(text):
        return "required"
    return "mentioned" if _OTHER_HEADING.search(text) else None
