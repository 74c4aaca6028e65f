"""Where the sections of a posting begin, what their headings ask for, and which lines name a role.

Compiled by Cython (sections.pxd has the C types): positions are numbers, characters are looked at where they stand.
"""

from __future__ import annotations

import re
from array import array
from typing import TYPE_CHECKING

from warehouse.transforms.cues import Cues, Places
from warehouse.transforms.entries import GRADES
from warehouse.transforms.grades import REQUIRED, UNSAID
from warehouse.transforms.needles import LONGEST_WORD, Vocabulary, is_word

if TYPE_CHECKING:
    from warehouse.transforms.scan import Scan

BARE = 2.0
"""Weight of a cue that makes a heading of a line without a colon."""
LONGEST_HEADING = 72
LONGEST_LEAD = 120
"""Characters of a sentence that opens a list at the end of a longer line."""
SHORT_HEADING = 16
"""Characters up to which a heading needs neither a colon nor capitals."""
LONGEST_ROLE = 110
SHORT_LINE = 60
"""Characters up to which a line in a list of openings is an opening."""
LONGEST_AFTER_COLON = 60
LONGEST_REST = 80
"""Characters behind a role's noun, and of a parenthesis behind them, that can belong to its name."""
_NO_HEADING = -2
_PRECEDENCE = array("i", (2, 0, 1, 3))
"""Of MENTIONED, PREFERRED, REQUIRED and ROLES: a heading that holds words of several kinds asks for the lowest."""
_CAPITALS = re.compile(r"[\s#*]*[A-Z][\w'’-]*(?: [\w'’&/,-]+){0,7}$")
_DUTIES = ("职责", "描述", "内容", "responsibilit", "duties")
_NOUNS = frozenset({
    "engineer", "engineers", "developer", "developers", "programmer", "programmers", "architect", "architects",
    "hacker", "hackers", "devs", "designer", "designers", "administrator", "scientist", "scientists", "analyst",
    "analysts", "consultant", "consultants", "specialist", "sre", "工程师", "架构师", "程序员", "设计师", "专家",
})  # fmt: skip
"""Cues of roles that a line must hold to name one."""
_NOUN_WORDS = Vocabulary(word for word in _NOUNS if word.isascii())
_PROSE = frozenset({
    "we", "you", "our", "your", "is", "are", "will", "with", "year", "years", "experience", "who", "to", "the", "of",
    "as", "by", "has", "have", "plus", "preferred", "only",
})  # fmt: skip
"""Words that no role's name holds."""
_PROSE_WORDS = Vocabulary(_PROSE)
_PROSE_ZH = frozenset({
    "负责", "熟悉", "经验", "具备", "掌握", "配合", "协作", "沟通", "能力", "团队", "要求", "优先", "参与", "使用",
    "精通", "了解", "我们", "拥有", "至少", "基于", "进行", "相关",
})  # fmt: skip
_ROLES = (
    "engineer", "developer", "programmer", "architect", "hacker", "dev", "guru", "ninja", "specialist", "coder",
)  # fmt: skip
_ROLE_WORDS = Vocabulary((*_ROLES, *(f"{role}s" for role in _ROLES)))
LONGEST_DEV = 4
"""Characters of `devs`."""
_NO_DEV = (" ops", "-ops", " team", " environment", " tool", " stack", " work", " process", " kit", " shop", " house")
"""What stands behind `dev` where it is no role."""
_ROLES_ZH = ("工程师", "架构师")
MOST_BETWEEN = 2
LONGEST_BETWEEN = 14
"""Words between a technology and the role that is named for it, and characters of each."""
LONGEST_BETWEEN_ZH = 6
_ROLE_BEFORE = re.compile(r"(?:engineer|developer|programmer|architect|hacker)s?(?: intern)?\s?$|(?:工程师|架构师)\s?$")
_THEIRS = re.compile(
    r"\b(?:our|other|the|these|those|with|by|of|for|fellow|as|like|from|most|many|all|your|\d\d?)\s(?:[\w/-]+\s){0,2}$"
)
_TOLD = re.compile(r"\b(?:we|our|is|are|if)\b")
"""Words of a parenthesis behind a role that tells something instead of naming what the role is for."""
THEIRS_WITHIN = 36
"""Characters before a technology in which a word can say that its engineers are others."""


class Sections:
    """The sections of one posting, told line by line: only what lies before a line that names something is read."""

    def __init__(self) -> None:
        self._text = self._low = ""
        self._cues, self._roles, self._named = Cues(), Places(), Places()
        self._from = self._cue = self._role = 0
        self._kind = UNSAID
        self._begun = self._asked = -1

    def take(self, scan: Scan, start: int, named: Places) -> None:
        """Take a posting in the place of the one before.

        Args:
            scan: What was found in it.
            start: Where its body begins.
            named: The technologies in it, by their starts.
        """
        self._text, self._low = scan.text, scan.low
        cues = scan.cues
        self._cues.take(cues["section"], GRADES)
        self._roles.stand(cues["role"])
        self._named, self._from = named, start
        self._cue = self._role = 0
        self._kind = UNSAID
        self._begun = self._asked = -1

    def at(self, opened: int, closed: int) -> int:
        """Return what the section asks for in which a line stands, UNSAID where nothing says. Lines come in order."""
        if opened <= self._from:
            return self._kind
        first = self._cues.behind(self._cue, self._from)
        first_role = self._roles.behind(self._role, self._from)
        self._cue, self._role = first, self._roles.behind(first_role, opened)
        self._find_heading(first, closed if _ends_as_heading(self._text, opened, closed) else opened)
        if self._names_a_role(first_role, self._role, opened):
            self._kind = UNSAID
        elif self._begun >= 0:
            self._kind = self._asked
        self._from = opened
        return self._kind

    def _find_heading(self, first: int, until: int) -> None:
        """Set where the last heading begins that has a cue from number `first` on, and what it asks for; else -1."""
        self._begun, opened = -1, until
        number = self._cues.behind(first, until)
        while number > first and self._begun < 0:
            number -= 1
            start = self._cues.starts[number]
            if start < opened:
                opened, closed = self.line_start(start), self.line_end(start)
                said = opened if closed - opened <= LONGEST_HEADING else _opening_a_list(self._text, opened, closed)
                self._asked = self._heading(said, closed, number) if said >= 0 else _NO_HEADING
                if self._asked != _NO_HEADING:
                    self._begun = opened

    def _heading(self, opened: int, closed: int, last: int) -> int:
        """Return what a line asks for whose last cue is number `last`; _NO_HEADING if it is none.

        A heading of duties and requirements leaves it to the lines below.
        """
        begun, ended = _first_seen(self._text, opened, closed), _last_seen(self._text, opened, closed)
        marked = _is_mark(self._text[ended - 1])
        if not marked and (self._named.stands_in(opened, closed) or not _is_bare(self._text, begun, ended)):
            return _NO_HEADING
        first = last
        while first > 0 and self._cues.ends[first - 1] > opened:
            first -= 1
        asked = _NO_HEADING
        for number in range(self._cues.widest(first, last + 1), last + 1):
            cue = self._cues.kept[number]
            if marked or self._cues.weights[cue] >= BARE:
                kind = self._cues.kinds[cue]
                if asked == _NO_HEADING or _PRECEDENCE[kind] < _PRECEDENCE[asked]:
                    asked = kind
        return UNSAID if asked == REQUIRED and _is_of_duties(self._low, opened, closed) else asked

    def _names_a_role(self, first: int, last: int, until: int) -> bool:
        """Whether one of the lines behind the last heading names a role, of which some cues stand before `until`."""
        opened = until
        for number in range(last - 1, first - 1, -1):
            start, end = self._roles.starts[number], self._roles.ends[number]
            if end <= self._begun:
                return False
            if start < opened and _is_noun(self._low, start, end):
                opened = self.line_start(start)
                least = number
                while least > 0 and self._roles.ends[least - 1] > opened:
                    least -= 1
                if self._role_end(least, opened, self.line_end(start)):
                    return True
        return False

    def line_start(self, position: int) -> int:
        """Return where the line begins that holds `position`."""
        return self._text.rfind("\n", 0, position) + 1

    def is_short(self, opened: int, closed: int) -> bool:
        """Whether a line has at most SHORT_LINE characters before an address in it."""
        if closed - opened <= SHORT_LINE:
            return True
        return self._low.find("http", opened, opened + SHORT_LINE + 4) >= 0

    def line_end(self, position: int) -> int:
        """Return where the line ends that holds `position`."""
        end = self._text.find("\n", position)
        return len(self._text) if end < 0 else end

    def role_end(self, opened: int, closed: int) -> int:
        """Return where the words end by which a line names a role; 0 where it names none. Lines come in order."""
        return self._role_end(self._roles.behind(self._role, opened), opened, closed)

    def _role_end(self, first: int, opened: int, closed: int) -> int:
        """Return what `role_end` does for a line whose first cue is number `first`."""
        for number in range(first, self._roles.count):
            end = self._roles.ends[number]
            if end > closed:
                return 0
            if _is_noun(self._low, self._roles.starts[number], end):
                return _name_end(self._low, opened, end, closed)
        return 0

    def names_a_role(self, start: int, end: int) -> bool:
        """Whether prose names a role for a technology: `Scala engineers!`, `engineer (Scala)`.

        Not those of others, `our Scala engineers`, `ex-Scala engineers`, nor what `engineers (we use Scala)` tells.
        """
        low = self._low
        if end < len(low) and _is_role_next(low, end):
            if start == 0 or not low[start - 1].isspace():
                return not low.endswith("ex-", 0, start)
            return _THEIRS.search(low, max(0, start - THEIRS_WITHIN), start) is None
        listed = low.rfind("(", max(0, start - LONGEST_AFTER_COLON), start)
        if listed <= 0 or not _can_be_before(low, listed):
            return False
        if _ROLE_BEFORE.search(low, max(0, listed - THEIRS_WITHIN), listed) is None:
            return False
        return _TOLD.search(low, listed, start) is None


def _is_noun(low: str, start: int, end: int) -> bool:
    """Whether `start:end` is one of _NOUNS."""
    if low[start] < "\x80":
        return _NOUN_WORDS.hold(low, start, end)
    return low[start] in "工架程设专" and low[start:end] in _NOUNS


def _first_seen(text: str, opened: int, closed: int) -> int:
    while opened < closed and text[opened].isspace():
        opened += 1
    return opened


def _last_seen(text: str, opened: int, closed: int) -> int:
    while closed > opened and text[closed - 1].isspace():
        closed -= 1
    return closed


def _is_mark(char: str) -> bool:
    """Whether a heading ends so."""
    return char in ":】]"


def _ends_as_heading(text: str, opened: int, closed: int) -> bool:
    ended = _last_seen(text, opened, closed)
    return ended > opened and _is_mark(text[ended - 1])


def _opening_a_list(text: str, opened: int, closed: int) -> int:
    """Return where the last sentence of a long line begins if it ends in a colon and is no long one; else -1."""
    if text[closed - 1] != ":":
        return -1
    begun = closed
    while begun > opened and not _begins_sentence(text, opened, begun):
        begun -= 1
        if closed - begun > LONGEST_LEAD:
            return -1
    return begun


def _begins_sentence(text: str, opened: int, position: int) -> bool:
    before = text[position - 1]
    return before == "。" or (before == " " and position - 2 >= opened and text[position - 2] in ".!?")


def _is_bare(text: str, begun: int, ended: int) -> bool:
    """Whether a line without a colon can be a heading: short, or in capitals like one, and no end of a sentence."""
    if text[ended - 1] in ";.。,":
        return False
    first, last = begun, ended
    while first < last and _is_around(text[first]):
        first += 1
    while first < last and _is_around(text[last - 1]):
        last -= 1
    return last - first <= SHORT_HEADING or _is_in_capitals(text, begun, ended)


def _is_around(char: str) -> bool:
    """Whether a sign stands around a heading's words."""
    return char in " =#*-•●【】[]：:、.0123456789一二三四五六七八()（）"


def _is_in_capitals(text: str, begun: int, ended: int) -> bool:
    first = begun
    while first < ended and (text[first] in "#*" or text[first].isspace()):
        first += 1
    return first < ended and "A" <= text[first] <= "Z" and _CAPITALS.match(text, begun, ended) is not None


def _is_of_duties(low: str, opened: int, closed: int) -> bool:
    for word in _DUTIES:  # noqa: SIM110 - a loop of C, a generator is none
        if low.find(word, opened, closed) >= 0:
            return True
    return False


def _name_end(low: str, opened: int, noun: int, closed: int) -> int:
    """Return where a role's name ends, its parenthesis or what stands behind its colon included; 0 in prose."""
    end = _rest_end(low, noun, closed)
    if end - opened > LONGEST_ROLE or _is_prose(low, opened, end):
        return 0
    if end < closed and low[end] == ":":
        after = _after_colon(low, end + 1, closed)
        if after > end + 1 and after - end <= LONGEST_AFTER_COLON and not _is_prose(low, end, after):
            return closed if closed - end <= LONGEST_AFTER_COLON and not _is_prose(low, end, closed) else after
    return end


def _rest_end(low: str, noun: int, closed: int) -> int:
    """Return where what follows a role's noun ends: at a colon or semicolon, or behind a parenthesis."""
    end, most = noun, min(closed, noun + LONGEST_REST)
    while end < most and low[end] not in ":;(\n":
        end += 1
    if end == closed or low[end] != "(":
        return end
    end += 1
    most = min(closed, end + LONGEST_REST)
    while end < most and low[end] not in ")\n":
        end += 1
    return end + 1 if end < closed and low[end] == ")" else end


def _after_colon(low: str, start: int, closed: int) -> int:
    while start < closed and low[start] not in ",;。\n":
        start += 1
    return start


def _is_prose(low: str, start: int, end: int) -> bool:
    """Whether one of the words of sentences stands in `start:end`."""
    for at in range(start, end):
        char = low[at]
        if char in "。!?":
            return True
        if _opens_prose(char) and (at == 0 or not is_word(low[at - 1])):
            last = at + 1
            while last < end and is_word(low[last]):
                last += 1
            if _PROSE_WORDS.hold(low, at, last):
                return True
        elif _opens_prose_zh(char) and (low[at : min(at + 2, end)] in _PROSE_ZH or low.startswith("年以上", at, end)):
            return True
    return False


def _opens_prose(char: str) -> bool:
    """Whether a word of _PROSE begins so."""
    return char in "abehiopwty"


def _opens_prose_zh(char: str) -> bool:
    """Whether a word of _PROSE_ZH begins so, or `年以上`."""
    return char in "了优使具参协团基年我拥掌精经能至要负进配沟熟相"


def _is_role_next(low: str, end: int) -> bool:
    """Whether a role is named right behind a technology: `engineer`, `backend/data engineers`, `后端开发工程师`."""
    if "一" <= low[end] <= "\u9fff":
        return _is_role_next_zh(low, end)
    at, length = end + 1 if low[end] == "s" else end, len(low)
    for _ in range(MOST_BETWEEN + 1):
        if at >= length or low[at] not in " /-":
            return False
        at += 1
        while at < length and low[at] in " /":
            at += 1
        if low[at - 1] != "/" and _is_role(low, at):
            return True
        begun = at
        while at < length and at - begun < LONGEST_BETWEEN and (is_word(low[at]) or low[at] in ".+#"):
            at += 1
        if at == begun:
            return False
    return False


def _is_role_next_zh(low: str, end: int) -> bool:
    for at in range(end, min(end + LONGEST_BETWEEN_ZH + 1, len(low))):
        if low[at] in "工架" and low.startswith(_ROLES_ZH, at):
            return True
        if not "一" <= low[at] <= "\u9fff":
            return False
    return False


def _is_role(low: str, at: int) -> bool:
    """Whether a word of _ROLES stands here, alone or with the `s` of several; not `dev tools`."""
    if at == len(low) or low[at] not in "acdeghnps":
        return False
    end, most = at, min(len(low), at + LONGEST_WORD + 1)
    while end < most and is_word(low[end]):
        end += 1
    if not _ROLE_WORDS.hold(low, at, end):
        return False
    return end - at > LONGEST_DEV or low[at] != "d" or not low.startswith(_NO_DEV, end)


def _can_be_before(low: str, end: int) -> bool:
    """Whether _ROLE_BEFORE can end so: behind its last letter stand a space and the end of a line at most."""
    least = max(0, end - 2)
    while end > least and low[end - 1].isspace():
        end -= 1
    return end > 0 and low[end - 1] in "rstn师"
