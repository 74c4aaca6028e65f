"""Where the sections of a posting begin, what their headings ask for, and which lines name a role."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from operator import itemgetter

from warehouse.transforms.document import Document
from warehouse.transforms.scan import Found

MENTIONED, PREFERRED, REQUIRED, ROLES = range(4)
"""What a section asks for; ROLES lists openings, and what a short line of it names is what the role is named for."""
KINDS = {"mentioned": MENTIONED, "preferred": PREFERRED, "required": REQUIRED, "roles": ROLES}
BARE = 2.0
"""Weight of a cue that makes a heading of a line without a colon."""
LONGEST_HEADING = 72
SHORT_HEADING = 16
"""Characters up to which a heading needs neither a colon nor capitals."""
MOST_CUES = 12
"""Cues of a heading that are looked at."""
LONGEST_ROLE = 110
LONGEST_AFTER_COLON = 60
_FIRST = (PREFERRED, REQUIRED, MENTIONED, ROLES)
"""What a heading asks for that holds words of several kinds."""
_AROUND_HEADING = " =#*-•●【】[]：:、.0123456789一二三四五六七八()（）"
_HEADING_ENDS = (":", "】", "]")
_SENTENCE_ENDS = (";", ".", "。", ",")
_CAPITALS = re.compile(r"[\s#*]*[A-Z][\w'’-]*(?: [\w'’&/,-]+){0,7}$")
_DUTIES = re.compile("职责|描述|内容|responsibilit|duties")
_NOUNS = frozenset({
    "engineer", "engineers", "developer", "developers", "programmer", "programmers", "architect", "architects",
    "hacker", "hackers", "devs", "designer", "designers", "administrator", "scientist", "scientists", "analyst",
    "analysts", "consultant", "consultants", "specialist", "sre", "工程师", "架构师", "程序员", "设计师", "专家",
})  # fmt: skip
"""Cues of roles that a line must hold to name one."""
_PROSE = re.compile(
    r"\b(?:we|you|our|your|is|are|will|with|years?|experience|who|to|the|of|as|by|has|have|plus|preferred|only)\b"
    r"|[。!?]|负责|熟悉|经验|具备|掌握|配合|协作|沟通|能力|团队|要求|优先|参与|使用|精通|了解|我们|拥有|至少|年以上|基于|进行|相关"
)
_ROLE_REST = re.compile(r"[^:;(\n]{0,80}(?:\([^)\n]{0,80}\)?)?")
_AFTER_COLON = re.compile(r"[^,;。\n]+")


class Sections:
    """The sections of one posting.

    Args:
        found: The posting.
        mentions: Positions of what it names, in order.
    """

    def __init__(self, found: Document, mentions: list[int]) -> None:
        self._roles = dict(_roles(found))
        marks = [*_headings(found, mentions), *((line, None) for line in self._roles)]
        marks.sort(key=itemgetter(0))
        self._kinds = [kind for _, kind in marks]
        self._starts = [start for start, _ in marks]

    def at(self, line: int) -> int | None:
        """Return what the section asks for in which the line that begins at `line` stands; None where nothing says."""
        before = bisect_left if line in self._roles else bisect_right
        mark = before(self._starts, line) - 1
        return self._kinds[mark] if mark >= 0 else None

    def role_end(self, line: int) -> int:
        """Return where the words end by which the line that begins at `line` names a role; 0 where it names none."""
        return self._roles.get(line, 0)


def _headings(found: Document, mentions: list[int]) -> Iterator[tuple[int, int | None]]:
    text, done = found.scan.text, found.text.start
    cues = found.scan.cues["section"]
    for place, (start, _, _) in enumerate(cues):
        if start < done:
            continue
        opened, done = line_of(text, start)
        if done - opened > LONGEST_HEADING:
            continue
        line = text[opened:done].strip()
        ended = line.endswith(_HEADING_ENDS)
        if ended or (_is_bare(line) and not _any_in(mentions, opened, done)):
            here = widest([cue for cue in cues[place : place + MOST_CUES] if cue[0] < done])
            kinds = [KINDS[cue.value] for _, _, cue in here if ended or cue.weight >= BARE]
            if kinds:
                yield opened, _kind(line, kinds)


def widest(cues: list[Found]) -> list[Found]:
    """Return the cues that do not lie inside another one (of two in the same place: the first), by their starts."""
    if len(cues) == 1:
        return cues
    kept: list[Found] = []
    last = 0
    for cue in sorted(cues, key=_start_widest_first):
        if cue[1] > last:
            kept.append(cue)
            last = cue[1]
    return kept


def _start_widest_first(cue: Found) -> tuple[int, int]:
    return cue[0], -cue[1]


def line_of(text: str, position: int) -> tuple[int, int]:
    """Return start and end of the line that holds `position`."""
    end = text.find("\n", position)
    return text.rfind("\n", 0, position) + 1, len(text) if end < 0 else end


def _any_in(positions: list[int], start: int, end: int) -> bool:
    at = bisect_left(positions, start)
    return at < len(positions) and positions[at] < end


def _is_bare(line: str) -> bool:
    """Whether a line without a colon can be a heading: short, or in capitals like one, and no end of a sentence."""
    short = len(line.strip(_AROUND_HEADING)) <= SHORT_HEADING
    return not line.endswith(_SENTENCE_ENDS) and (short or _CAPITALS.match(line) is not None)


def _kind(line: str, kinds: list[int]) -> int | None:
    """Return what a heading asks for; one of duties and requirements leaves it to the lines below."""
    kind = min(kinds, key=_FIRST.index)
    return None if kind == REQUIRED and _DUTIES.search(line.lower()) else kind


def _roles(found: Document) -> Iterator[tuple[int, int]]:
    """Yield start and end of the words of every line that names a role."""
    low, done = found.scan.low, found.text.start
    for start, end, _ in found.scan.cues["role"]:
        if start >= done and low[start:end] in _NOUNS:
            opened, done = line_of(low, start)
            named = _role_end(low, opened, end, done)
            if named:
                yield opened, named


def _role_end(low: str, opened: int, noun: int, closed: int) -> int:
    """Return where a role's name ends, its parenthesis or what stands behind its colon included; 0 in prose."""
    rest = _ROLE_REST.match(low, noun, closed)
    end = rest.end() if rest else noun
    if end - opened > LONGEST_ROLE or _PROSE.search(low, opened, end):
        return 0
    if low.startswith(":", end):
        after = _AFTER_COLON.match(low, end + 1, closed)
        if after and after.end() - end <= LONGEST_AFTER_COLON and not _PROSE.search(low, end, after.end()):
            return (
                closed if closed - end <= LONGEST_AFTER_COLON and not _PROSE.search(low, end, closed) else after.end()
            )
    return end
