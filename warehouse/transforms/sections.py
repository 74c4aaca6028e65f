"""Where the sections of a posting begin, what their headings ask for, and which lines name a role."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right

from warehouse.transforms.document import Document
from warehouse.transforms.scan import Found, Hit

MENTIONED, PREFERRED, REQUIRED, ROLES = range(4)
"""What a section asks for; ROLES lists openings, and what a short line of it names is what the role is named for."""
KINDS = {"mentioned": MENTIONED, "preferred": PREFERRED, "required": REQUIRED, "roles": ROLES}
BARE = 2.0
"""Weight of a cue that makes a heading of a line without a colon."""
LONGEST_HEADING = 72
LONGEST_LEAD = 120
"""Characters of a sentence that opens a list at the end of a longer line."""
SHORT_HEADING = 16
"""Characters up to which a heading needs neither a colon nor capitals."""
LONGEST_ROLE = 110
LONGEST_AFTER_COLON = 60
_FIRST = (PREFERRED, REQUIRED, MENTIONED, ROLES)
"""What a heading asks for that holds words of several kinds."""
_AROUND_HEADING = " =#*-•●【】[]：:、.0123456789一二三四五六七八()（）"
_HEADING_ENDS = (":", "】", "]")
_SENTENCE_ENDS = (";", ".", "。", ",")
_SENTENCES = (". ", "! ", "? ", "。")
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
_ROLE_NEXT = re.compile(
    r"s?(?:[ /-][\w.+#]{1,14}){0,2}[ -](?:engineer|developer|programmer|architect|hacker)s?\b"
    r"|[\u4e00-\u9fff]{0,6}(?:工程师|架构师)"
)
_ROLE_BEFORE = re.compile(r"(?:engineer|developer|programmer|architect|hacker)s?(?: intern)?\s?$|(?:工程师|架构师)\s?$")
_THEIRS = re.compile(
    r"\b(?:our|other|the|these|those|with|by|of|for|fellow|as|like|from|most|many|all|your)\s(?:[\w/-]+\s){0,2}$"
)
THEIRS_WITHIN = 36
"""Characters before a technology in which a word can say that its engineers are others."""
_ROLE_REST = re.compile(r"[^:;(\n]{0,80}(?:\([^)\n]{0,80}\)?)?")
_AFTER_COLON = re.compile(r"[^,;。\n]+")


class Sections:
    """The sections of one posting, told line by line: only what lies before a line that names something is looked at.

    Args:
        found: The posting.
        mentions: Positions of what it names, in order.
    """

    __slots__ = ("_cues", "_ends", "_from", "_kind", "_low", "_mentions", "_role_ends", "_roles", "_text")

    def __init__(self, found: Document, mentions: list[int]) -> None:
        scan = found.scan
        self._text, self._low = scan.text, scan.low
        self._mentions = mentions
        self._cues, self._roles = scan.cues["section"], scan.cues["role"]
        self._ends = [cue[1] for cue in self._cues]
        self._role_ends = [cue[1] for cue in self._roles]
        self._from = found.text.start
        self._kind: int | None = None

    def at(self, opened: int, closed: int) -> int | None:
        """Return what the section asks for in which a line stands; None where nothing says. Lines come in order."""
        if opened > self._from:
            until = closed if self._ends_as_heading(opened, closed) else opened
            cues = between(self._ends, self._from, until) if self._ends else ()
            begun, kind = self._last_heading(cues, until) if cues else (-1, None)
            roles = between(self._role_ends, max(self._from, begun), opened)
            if roles and self._names_a_role(roles, opened):
                self._kind = None
            elif begun >= 0:
                self._kind = kind
            self._from = opened
        return self._kind

    def _ends_as_heading(self, opened: int, closed: int) -> bool:
        last = self._text[closed - 1]
        return last in _HEADING_ENDS or (last.isspace() and self._text[opened:closed].rstrip().endswith(_HEADING_ENDS))

    def _last_heading(self, cues: range, last: int) -> tuple[int, int | None]:
        """Return start and kind of the last heading among the lines of some cues; -1 where there is none."""
        opened = last
        for place in reversed(cues):
            start = self._cues[place][0]
            if start < opened:
                opened, closed = line_of(self._text, start)
                said = opened if closed - opened <= LONGEST_HEADING else _opening_a_list(self._text, opened, closed)
                kinds = self._kinds(said, closed, place) if said >= 0 else []
                if kinds:
                    return opened, _kind(self._low[said:closed], kinds)
        return -1, None

    def _kinds(self, opened: int, closed: int, last: int) -> list[int]:
        """Return the kinds of the cues of a line, up to number `last`, if it is a heading."""
        line = self._text[opened:closed].strip()
        ended = line.endswith(_HEADING_ENDS)
        if not ended and (not _is_bare(line) or _any_in(self._mentions, opened, closed)):
            return []
        cues = widest(self._cues[bisect_right(self._ends, opened, 0, last) : last + 1])
        return [KINDS[cue.value] for _, _, cue in cues if ended or cue.weight >= BARE]

    def _names_a_role(self, roles: range, last: int) -> bool:
        """Whether one of the lines of some cues of roles names one."""
        opened = last
        for place in reversed(roles):
            start, end, _ = self._roles[place]
            if start < opened and self._low[start:end] in _NOUNS:
                opened, closed = line_of(self._text, start)
                if self.role_end(opened, closed):
                    return True
        return False

    def role_end(self, opened: int, closed: int) -> int:
        """Return where the words end by which a line names a role; 0 where it names none."""
        for start, end, _ in cues_of(self._roles, self._role_ends, opened, closed):
            if self._low[start:end] in _NOUNS:
                return _role_end(self._low, opened, end, closed)
        return 0


def between(ends: list[int], first: int, last: int) -> range:
    """Return the numbers of the cues of some whole lines; cues come in the order of their ends, which `ends` lists."""
    start = bisect_right(ends, first)
    return range(start, bisect_right(ends, last, start))


def cues_of(cues: list[Found], ends: list[int], first: int, last: int) -> list[Found]:
    """Return the cues themselves, see `between`."""
    start = bisect_right(ends, first)
    return cues[start : bisect_right(ends, last, start)]


def widest(cues: list[Found]) -> list[Found]:
    """Return the cues that do not lie inside another one (of two in the same place: the first), by their starts."""
    if len(cues) <= 1:
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


def _opening_a_list(text: str, opened: int, closed: int) -> int:
    """Return where the last sentence of a long line begins if it ends in a colon and is no long one; else -1."""
    if not text.startswith(":", closed - 1):
        return -1
    ends = [place + len(mark) for mark in _SENTENCES if (place := text.rfind(mark, opened, closed)) >= 0]
    begun = max(ends, default=opened)
    return begun if closed - begun <= LONGEST_LEAD else -1


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
    return None if kind == REQUIRED and _DUTIES.search(line) else kind


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


def names_a_role(low: str, hit: Hit) -> bool:
    """Whether prose names a role for a technology: `Scala engineers!`, `engineer (Scala)`; not `our engineers`."""
    start, end, _ = hit
    if _ROLE_NEXT.match(low, end):
        return not _THEIRS.search(low, max(0, start - THEIRS_WITHIN), start)
    listed = low.rfind("(", max(0, start - LONGEST_AFTER_COLON), start)
    return listed >= 0 and _ROLE_BEFORE.search(low, max(0, listed - THEIRS_WITHIN), listed) is not None
