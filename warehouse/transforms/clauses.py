"""What the words of one line say of the technologies in it: the cues of its clauses, over what its section asks for.

Compiled by Cython (clauses.pxd has the C types): one walk along a line, in which borders are told by their characters.
"""

from __future__ import annotations

import re
from array import array
from typing import TYPE_CHECKING

from warehouse.transforms.cues import Cues, Places
from warehouse.transforms.entries import GRADES
from warehouse.transforms.grades import MENTIONED, PREFERRED, REQUIRED, UNSAID
from warehouse.transforms.needles import LONGEST_WORD, Vocabulary, is_word

if TYPE_CHECKING:
    from warehouse.transforms.entries import Hit

_GOES_ON = frozenset({
    "we", "you", "experience", "knowledge", "familiarity", "understanding", "ability", "strong", "good", "some",
    "ideally", "preferably", "bonus", "plus", "if", "with", "who", "so",
})  # fmt: skip
"""Words that follow a comma, or `and` behind it, that ends a clause; `but` follows the comma alone."""
_GOING_ON, _AND, _BUT = map(Vocabulary, (_GOES_ON, ["and"], ["but"]))
_GOES_ON_ZH = (
    "有", "具", "熟", "了解", "对", "能", "会", "掌握", "精通", "参与", "懂", "善", "拥有", "至少", "良好", "较",
    "深入", "理解", "需", "如有", "如果", "并", "最好", "以上",
)  # fmt: skip
_CARRIES = re.compile(
    r"\s?:|\s?\(|,?\s(?:including|such as|e\.g\.|especially|particularly|like|for example)"
    r"|,?(?:包括|例如|比如|如(?![有果需无]))"
)
"""What follows a cue that speaks for what stands before it and for a list behind it too."""
STRONG = 2.0
"""Weight from which a cue holds against a preference, or a mere mention against a section that requires."""
LONGEST_NAME = 24
LONGEST_NAME_ZH = 6
"""Characters between a cue that names a list and its colon."""
LONGEST_FOLLOWING = 60
"""Characters of `at least one of the following technologies`."""
LONGEST_ARTICLE = 3
"""Characters of `an` and the space behind it."""
_FIRST_ROOM = 64


class Clauses:
    """The lines of one posting, walked along one after the other.

    A cue leads what follows it up to the end of its clause, or speaks for what stands before it back to the last
    comma that opens a clause; what is said in a parenthesis holds in it.

    Places wait to be spoken for in `_pending`: those of the innermost parenthesis from `_first` up to `_last`, before
    them those of the ones around it, each from where `_around` says.
    """

    def __init__(self) -> None:
        self._text = ""
        self._cues = Cues()
        self._named = Places()
        self._number = 0
        self._asked = self._now = UNSAID
        self._clause, self._hold = 0, 0.0
        self._first = self._last = self._depth = self._dashed = 0
        self._room = self._rooms = 0
        self._around, self._nows, self._holds = array("q"), array("i"), array("d")
        self._make_room(_FIRST_ROOM)
        self._make_rooms(_FIRST_ROOM)

    def take(self, text: str, cues: list[Hit], named: Places) -> None:
        """Take a posting in the place of the one before.

        Args:
            text: The whole text.
            cues: All cues of strength in it.
            named: The technologies in it, by their starts.
        """
        self._text, self._named, self._number = text, named, 0
        self._cues.take(cues, GRADES)
        if named.count > self._room:
            self._make_room(2 * named.count)

    def _make_room(self, room: int) -> None:
        self._room = room
        self.ranks = array("i", bytes(4 * room))
        self._pending, self._before_dash = array("q", bytes(8 * room)), array("q", bytes(8 * room))

    def _make_rooms(self, rooms: int) -> None:
        """Have room for so many parentheses in each other, of which those that are open stay."""
        around, nows, holds = array("q", bytes(8 * rooms)), array("i", bytes(4 * rooms)), array("d", bytes(8 * rooms))
        for depth in range(self._depth):
            around[depth], nows[depth], holds[depth] = self._around[depth], self._nows[depth], self._holds[depth]
        self._rooms, self._around, self._nows, self._holds = rooms, around, nows, holds

    def read(self, opened: int, closed: int, first: int, last: int, section: int) -> None:
        """Write into `ranks` how strongly each technology of one line is asked for. Lines come in order.

        Args:
            opened: Where the line begins.
            closed: Where it ends.
            first: Number of the first technology in it.
            last: Number of the first one behind it.
            section: What the section asks for, UNSAID if it does not say so.
        """
        asked = MENTIONED if section == UNSAID else section
        for place in range(first, last):
            self.ranks[place] = asked
        begun = self._cues.behind(self._number, opened)
        self._number = self._cues.behind(begun, closed)
        if self._turns(asked, begun, self._number):
            self._asked, self._clause = section, opened
            self._end_clause()
            self._walk(closed, first, last, self._cues.widest(begun, self._number))

    def _turns(self, asked: int, first: int, last: int) -> bool:
        """Whether any cue can say something else than what the section asks for."""
        if asked == PREFERRED:
            return False
        for number in range(first, last):
            strength = self._cues.kinds[number]
            if asked == MENTIONED:
                if strength != MENTIONED:
                    return True
            elif strength == PREFERRED or (strength == MENTIONED and self._cues.weights[number] >= STRONG):
                return True
        return False

    def _walk(self, closed: int, place: int, last: int, cue: int) -> None:
        """Take borders, cues and technologies as they come: of one place, in this order."""
        at, cues = self._clause, self._number
        while cue < cues or place < last:
            start = self._cues.starts[self._cues.kept[cue]] if cue < cues else closed
            named = self._named.starts[place] if place < last else closed
            end = min(start, named) + 1
            self._borders(at, end, closed)
            at = end
            if cue < cues and start <= named:
                self._speak(self._cues.kept[cue], named)
                cue += 1
            else:
                self._mention(place)
                place += 1

    def _borders(self, at: int, end: int, closed: int) -> None:
        while at < end:
            if _can_be_border(self._text[at]) and _is_border(self._text, at, closed):
                self._border(self._text[at], at + 1)
            at += 1

    def _mention(self, place: int) -> None:
        """Take down what holds where a technology stands."""
        if self._asked == PREFERRED or self._now == UNSAID:
            self.ranks[place] = MENTIONED if self._asked == UNSAID else self._asked
        else:
            self.ranks[place] = self._now
        self._pending[self._last] = place
        self._last += 1

    def _border(self, mark: str, end: int) -> None:
        """End a clause, or open or close a parenthesis."""
        self._clause = end
        if mark == "(":
            self._open()
        elif mark == ")":
            if self._depth:
                self._depth -= 1
                self._first = self._around[self._depth]
                self._now, self._hold = self._nows[self._depth], self._holds[self._depth]
        elif mark == ",":
            self._last = self._first
            if self._now == PREFERRED or self._text.startswith(" but ", end):
                self._now, self._hold = UNSAID, 0.0
        else:
            dashed = 0
            if mark == "-":
                for place in range(self._first, self._last):
                    self._before_dash[dashed] = self._pending[place]
                    dashed += 1
            self._end_clause()
            self._dashed = dashed

    def _open(self) -> None:
        """Open a parenthesis, in which the same holds up to what it says itself."""
        if self._depth == self._rooms:
            self._make_rooms(2 * self._rooms)
        self._around[self._depth], self._nows[self._depth] = self._first, self._now
        self._holds[self._depth] = self._hold
        self._depth += 1
        self._first = self._last

    def _end_clause(self) -> None:
        self._now, self._hold = UNSAID, 0.0
        self._first = self._last = self._depth = self._dashed = 0

    def _speak(self, cue: int, named: int) -> None:
        """Let a cue speak; `named` is where the next technology begins."""
        weight = self._cues.weights[cue]
        if weight == 0:
            return
        strength, end = self._cues.kinds[cue], self._cues.ends[cue]
        if self._cues.zoned[cue]:
            if self._heads_a_list(cue, named):
                self._name_a_list(strength)
            elif strength == REQUIRED and self._first == self._last and _reaches_colon(self._text, end, named):
                self._lead(strength, weight)
            else:
                self._behind(self._cues.starts[cue], end, strength, weight)
        elif self._names_a_list(cue, named):
            self._name_a_list(strength)
        else:
            self._lead(strength, weight)

    def _name_a_list(self, strength: int) -> None:
        """Let the rest of the line be a list that asks for what it names so strongly."""
        self._asked, self._now, self._hold, self._last = strength, UNSAID, 0.0, self._first

    def _names_a_list(self, cue: int, named: int) -> bool:
        """Whether a cue that leads stands in the head of a list: `Requirements:`, `experience in the following:`."""
        strength, weight, end = self._cues.kinds[cue], self._cues.weights[cue], self._cues.ends[cue]
        if (strength == PREFERRED or weight >= STRONG) and _reaches_colon(self._text, end, named):
            return True
        if strength != REQUIRED or end >= len(self._text):
            return False
        if self._text[end] == ":":
            return True
        return self._text[end] == " " and weight >= self._hold and _leads_following(self._text, end, named)

    def _heads_a_list(self, cue: int, named: int) -> bool:
        """Whether a cue that speaks for what stands before it has nothing there, and is the head of a list."""
        start, weight, end = self._cues.starts[cue], self._cues.weights[cue], self._cues.ends[cue]
        if self._first != self._last and not self._stands_apart(start):
            return False
        if not _reaches_colon(self._text, end, named):
            return False
        if self._cues.kinds[cue] == PREFERRED or weight >= STRONG:
            return True
        return self._asked != PREFERRED and weight >= self._hold and _is_in_items(self._text, end)

    def _stands_apart(self, start: int) -> bool:
        """Whether a cue begins a heading within a clause: in brackets, or in a capital and not by a technology."""
        if start > 0 and self._text[start - 1] in "【[":
            return True
        return "A" <= self._text[start] <= "Z" and self._named.ends[self._pending[self._last - 1]] + 1 < start

    def _lead(self, strength: int, weight: float) -> None:
        if weight < self._hold:
            return
        required = self._asked == REQUIRED or (weight < 1 and self._now == REQUIRED)
        if required and strength == MENTIONED and weight < STRONG:
            return
        self._now = strength
        self._hold = STRONG if strength == PREFERRED else weight if strength == MENTIONED and weight > STRONG else 0.0

    def _behind(self, start: int, end: int, strength: int, weight: float) -> None:
        """Let a cue speak for what stands before it: in its parenthesis, right before that, or before a dash."""
        first, last = self._first, self._last
        if first == last and self._depth:
            first = max(self._around[self._depth - 1], last - 1)
        opens = first == last and _opens_clause(self._text, self._clause, start)
        if opens:
            for number in range(self._dashed):
                self._raise(self._before_dash[number], strength, weight)
        for number in range(first, last):
            self._raise(self._pending[number], strength, weight)
        alone = first == last and not (opens and self._dashed)
        speaks = weight >= STRONG or strength == PREFERRED
        carries = (speaks or alone) and _carries(self._text, end)
        if speaks and carries:
            self._now, self._hold = strength, STRONG
        elif alone and (carries or (speaks and opens)):
            self._lead(strength, weight)

    def _raise(self, place: int, strength: int, weight: float) -> None:
        """Give a technology the strength of a cue behind it; a weak one only fills in where nothing was said."""
        said = self.ranks[place]
        unsaid = said == MENTIONED and self._now == UNSAID and self._asked == UNSAID
        if strength == PREFERRED or unsaid or (weight >= STRONG and said != PREFERRED):
            self.ranks[place] = strength


def _can_be_border(mark: str) -> bool:
    """Whether _is_border knows a sign."""
    if mark < "\x80":
        return mark in ",.();-*!?"
    return mark in "。、●•"


def _is_border(text: str, at: int, closed: int) -> bool:
    """Whether a clause ends at a sign, or a parenthesis begins or ends."""
    mark = text[at]
    if mark in ";!?。•●()":
        return True
    if mark == ",":
        return _goes_on(text, at + 1, closed)
    if mark == ".":
        return at + 1 < closed and (_ends_sentence(text, at, closed) or _numbers(text, at))
    if mark in "*-":
        return 0 < at < closed - 1 and text[at - 1] == " " and (text[at + 1] == " " or "A" <= text[at + 1] <= "Z")
    return mark == "、" and at >= 2 and text[at - 1].isdecimal() and text[at - 2].isspace()  # noqa: PLR2004 - two before


def _ends_sentence(text: str, at: int, closed: int) -> bool:
    """Whether a full stop before `closed` ends a sentence."""
    if not text[at + 1].isspace() or (at + 2 < closed and "a" <= text[at + 2] <= "z"):
        return False
    return not text.endswith(("e.g", "i.e"), 0, at)


def _numbers(text: str, at: int) -> bool:
    """Whether a full stop stands behind the number of an item: `; 2.熟悉`."""
    return at >= 2 and text[at - 1].isdecimal() and text[at - 2] in " ;" and not text[at + 1].isdecimal()  # noqa: PLR2004


def _goes_on(text: str, at: int, closed: int) -> bool:
    """Whether a clause begins behind a comma, before `closed`."""
    if at < closed and text[at].isspace():
        at += 1
    if at == closed:
        return False
    if not _can_go_on(text[at]):
        return text[at] in "有具熟了对能会掌精参懂善拥至良较深理需如并最以" and text.startswith(_GOES_ON_ZH, at, closed)
    end = _word_end(text, at, closed)
    if _AND.hold(text, at, end) and end < closed and text[end] == " ":
        at = end + 1
        end = _word_end(text, at, closed)
    elif _BUT.hold(text, at, end):
        return True
    return _GOING_ON.hold(text, at, end)


def _can_go_on(char: str) -> bool:
    """Whether a word of _GOES_ON, `and` or `but` begins so."""
    return char in "abefgikpuswy"


def _word_end(text: str, at: int, closed: int) -> int:
    """Return where the word ends that begins here, or where it is longer than any of _GOES_ON."""
    end, most = at, min(closed, at + LONGEST_WORD + 1)
    while end < most and is_word(text[end]):
        end += 1
    return end


def _reaches_colon(text: str, at: int, named: int) -> bool:
    """Whether a few words, or a few Hanzi, lead to a colon or to the bracket that closes a heading, before `named`."""
    end = _name_end(text, at, LONGEST_NAME)
    return end < len(text) and end <= named and text[end] in ":】]"


def _name_end(text: str, at: int, longest: int) -> int:
    """Return where a few words, or a few Hanzi, end: English ones by `longest` characters."""
    end = at
    while end < len(text) and end - at < longest and _is_in_name(text[end]):
        end += 1
    if end == at:
        while end < len(text) and end - at < LONGEST_NAME_ZH and "一" <= text[end] <= "\u9fff":
            end += 1
    return end


def _is_in_name(char: str) -> bool:
    """Whether a sign stands in a few English words."""
    return char in " /&" or "a" <= char <= "z" or "A" <= char <= "Z"


def _is_in_items(text: str, at: int) -> bool:
    """Whether the colon that a few words lead to, or a bracket, has items with signs before them behind it."""
    end = _name_end(text, at, LONGEST_NAME) + 1
    while end < len(text) and text[end] == " ":
        end += 1
    return end + 1 < len(text) and (text[end] in "•●" or (text[end] in "-*" and text[end + 1] == " "))


def _leads_following(text: str, at: int, named: int) -> bool:
    """Whether `the following` leads from a cue to a colon before `named`: `with at least one of the following:`."""
    colon = text.find(":", at, min(named + 1, at + LONGEST_FOLLOWING))
    return colon >= 0 and text.find(" following", at, colon) >= 0 and _name_end(text, at, LONGEST_FOLLOWING) == colon


def _opens_clause(text: str, clause: int, start: int) -> bool:
    """Whether nothing but signs, digits and `a` or `an` stands in `clause:start`, before a cue."""
    at = clause
    while at < start and (text[at].isdecimal() or not is_word(text[at])):
        at += 1
    if at >= start:
        return at == start
    return start - at <= LONGEST_ARTICLE and text[start - 1].isspace() and text[at : start - 1] in ("a", "an")


def _carries(text: str, end: int) -> bool:
    return end < len(text) and _can_carry(text[end]) and _CARRIES.match(text, end) is not None


def _can_carry(char: str) -> bool:
    """Whether _CARRIES can begin so."""
    return char in ":(,包例比如" or char.isspace()
