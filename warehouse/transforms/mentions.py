"""How strongly a posting asks for what it names: required, preferred or merely mentioned."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from itertools import accumulate
from operator import itemgetter

from warehouse.taxonomy import Taxonomy
from warehouse.transforms.document import Document
from warehouse.transforms.scan import Hit
from warehouse.transforms.text import kept

RANKS = ("mentioned", "preferred", "required")
MENTIONED, PREFERRED, REQUIRED = range(3)
REACH = 160
"""Characters within which a cue can speak for a term."""

_STOP = re.compile(r"[\n。；;!?！？.](?:(?<!\.)|(?=\s))")
"""A set of characters comes first because the engine jumps to one."""
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
_WEAKEST_FIRST = ("mentioned", "required", "preferred")
LONGEST_HEADING = 48
SHORT_HEADING = LONGEST_HEADING // 3
"""Characters up to which a heading needs no colon."""
_AROUND_HEADING = " #*-•【】[]：:、.0123456789一二三四五()（）"
_HEADING_ENDS = (":", "：", "】", "]")


def strengths(found: Document, taxonomy: Taxonomy) -> list[tuple[str, str]]:
    """Return (concept, strength) in order of first mention, broader concepts too, the strongest mention winning."""
    if not found.mentions:
        return []
    reader, broader = _Reader(found), taxonomy.all_broader
    best: dict[str, int] = {}
    for hit in sorted(found.mentions, key=itemgetter(0)):
        slug, rank = hit.entry.value, reader.rank(hit)
        if best.setdefault(slug, rank) < rank:
            best[slug] = rank
        for wider in broader[slug]:
            if best.setdefault(wider, rank) < rank:
                best[wider] = rank
    return [(slug, RANKS[rank]) for slug, rank in best.items()]


class _Reader:
    """Cues, sentence ends and section headings of one posting, found once for all its terms."""

    def __init__(self, found: Document) -> None:
        text = found.scan.text
        self._low = found.scan.low
        self._title = found.title
        self._cues = sorted(found.scan.cues["strength"], key=itemgetter(0))
        self._starts = [cue[0] for cue in self._cues]
        self._stops = [0, *accumulate([len(sentence) + 1 for sentence in _STOP.split(text)])]
        self._headings = _headings(found)
        self._heading_starts = [heading[0] for heading in self._headings]

    def rank(self, hit: Hit) -> int:
        """Return how strongly the posting asks for one term where it stands, as an index of RANKS."""
        start, end, _ = hit
        if self._title.start <= start < self._title.end:
            return REQUIRED
        stop = bisect_right(self._stops, start)
        after = self._after(end, min(self._stops[stop], end + REACH))
        before = self._before(start, max(self._stops[stop - 1], start - REACH))
        heading = bisect_right(self._heading_starts, start) - 1
        section = self._headings[heading][1] if heading >= 0 else None
        if "preferred" in (after, before, section):
            return PREFERRED
        if before == "mentioned":
            return REQUIRED if section == "required" else MENTIONED
        return REQUIRED if "required" in (before, section, after) else MENTIONED

    def _after(self, end: int, high: int) -> str | None:
        """Return the class of the first cue behind the term in its clause."""
        cues, position = self._cues, bisect_left(self._starts, end)
        if position >= len(cues) or self._starts[position] >= high:
            return None
        first = cues[position]
        if _NEW_CLAUSE.search(self._low, end, first[0]):
            return None
        for cue in cues[position + 1 : position + 3]:
            if cue[0] < first[1] and cue[2].value == "preferred":
                return "preferred"
        return first[2].value

    def _before(self, start: int, low: int) -> str | None:
        """Return the class of the last cue before the term in its sentence."""
        position = bisect_right(self._starts, start) - 1
        if position < 0 or self._starts[position] < low:
            return None
        nearest = self._starts[position]
        near = [cue.value for _, end, cue in self._cues[max(0, position - 2) : position + 1] if end >= nearest]
        return near[0] if len(near) == 1 else max(near, key=_WEAKEST_FIRST.index)


def _headings(found: Document) -> list[tuple[int, str]]:
    """Return (position, strength) of every line that opens a section."""
    headings, position = [], found.text.start
    for line in found.scan.low[position : found.text.end].split("\n"):
        if line and len(line) <= 2 * LONGEST_HEADING:
            text = line.strip(_AROUND_HEADING)
            length = len(text)
            if 0 < length <= SHORT_HEADING or (length <= LONGEST_HEADING and line.rstrip().endswith(_HEADING_ENDS)):
                kind = _heading(text)
                if kind:
                    headings.append((position, kind))
        position += len(line) + 1
    return headings


@kept
def _heading(text: str) -> str | None:
    if _PREFERRED_HEADING.search(text):
        return "preferred"
    if _REQUIRED_HEADING.search(text):
        return "required"
    return "mentioned" if _OTHER_HEADING.search(text) else None
