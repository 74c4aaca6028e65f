"""What the words of one line say of the technologies in it: the cues of its clauses, over what its section asks for.

Compiled by Cython (clauses.pxd has the C types): one walk along a line, in which borders are told by their characters.
"""

from __future__ import annotations

import re

from warehouse.transforms.cues import Cues
from warehouse.transforms.grades import KINDS, MENTIONED, PREFERRED, REQUIRED, UNSAID
from warehouse.transforms.scan import Found

_GOES_ON = frozenset({
    "we", "you", "experience", "knowledge", "familiarity", "understanding", "ability", "strong", "good", "some",
    "ideally", "preferably", "bonus", "plus", "if", "with", "who", "so",
})  # fmt: skip
"""Words that follow a comma, or `and` behind it, that ends a clause; `but` follows the comma alone."""
LONGEST_GOES_ON = 13
_GOES_ON_ZH = (
    "有", "具", "熟", "了解", "对", "能", "会", "掌握", "精通", "参与", "懂", "善", "拥有", "至少", "良好", "较",
    "深入", "理解", "需", "如", "并", "最好", "以上",
)  # fmt: skip
_CARRIES = re.compile(
    r"\s?:|\s?\(|,?\s(?:including|such as|e\.g\.|especially|particularly|like|for example)|,?(?:包括|例如|比如)"
)
"""What follows a cue that speaks for what stands before it and for a list behind it too."""
STRONG = 2.0
"""Weight from which a cue holds against a preference, or a mere mention against a section that requires."""
LONGEST_NAME = 20
LONGEST_NAME_ZH = 6
"""Characters between a cue that names a list and its colon."""
LONGEST_ARTICLE = 3
"""Characters of `an` and the space behind it."""


class Clauses:
    """The lines of one posting, walked along one after the other.

    A cue leads what follows it up to the end of its clause, or speaks for what stands before it back to the last
    comma that opens a clause; what is said in a parenthesis holds in it.

    Args:
        text: The whole text.
        cues: All cues of strength in it.
        starts: Positions of the technologies in it, in order.
    """

    def __init__(self, text: str, cues: list[Found], starts: list[int]) -> None:
        self._text = text
        self._cues = Cues(cues)
        self._starts = starts
        self._number = 0
        self._found: list[int] = []
        self._asked = self._now = UNSAID
        self._clause, self._hold = 0, 0.0
        self._pending: list[int] = []
        self._before_dash: list[int] = []
        self._open: list[tuple[int, float, list[int]]] = []

    def ranks(self, opened: int, closed: int, first: int, last: int, section: int) -> list[int]:
        """Return how strongly each technology of one line is asked for. Lines come in order.

        Args:
            opened: Where the line begins.
            closed: Where it ends.
            first: Number of the first technology in it.
            last: Number of the first one behind it.
            section: What the section asks for, UNSAID if it does not say so.
        """
        asked = MENTIONED if section == UNSAID else section
        self._found = [asked] * (last - first)
        begun = self._cues.behind(self._number, opened)
        self._number = self._cues.behind(begun, closed)
        if self._turns(asked, begun, self._number):
            self._asked, self._clause = section, opened
            self._end_clause()
            self._walk(closed, first, self._cues.widest(begun, self._number))
        return self._found

    def _turns(self, asked: int, first: int, last: int) -> bool:
        """Whether any cue can say something else than what the section asks for."""
        if asked == PREFERRED:
            return False
        for number in range(first, last):
            cue = self._cues.found[number]
            entry = cue[2]
            strength = KINDS[entry.value]
            if asked == MENTIONED:
                if strength != MENTIONED:
                    return True
            elif strength == PREFERRED or (strength == MENTIONED and entry.weight >= STRONG):
                return True
        return False

    def _walk(self, closed: int, first: int, cues: list[Found]) -> None:
        """Take borders, cues and technologies as they come: of one place, in this order."""
        at, number, place = self._clause, 0, 0
        while number < len(cues) or place < len(self._found):
            start = cues[number][0] if number < len(cues) else closed
            named = self._starts[first + place] if place < len(self._found) else closed
            self._borders(at, min(start, named) + 1, closed)
            at = min(start, named) + 1
            if number < len(cues) and start <= named:
                self._cue(cues[number])
                number += 1
            else:
                self._mention(place)
                place += 1

    def _borders(self, at: int, end: int, closed: int) -> None:
        while at < end:
            if _is_border(self._text, at, closed):
                self._border(self._text[at], at + 1)
            at += 1

    def _mention(self, place: int) -> None:
        """Take down what holds where a technology stands."""
        if self._asked == PREFERRED or self._now == UNSAID:
            self._found[place] = MENTIONED if self._asked == UNSAID else self._asked
        else:
            self._found[place] = self._now
        self._pending.append(place)

    def _border(self, mark: str, end: int) -> None:
        """End a clause, or open or close a parenthesis."""
        self._clause = end
        if mark == "(":
            self._open.append((self._now, self._hold, self._pending))
            self._pending = []
        elif mark == ")":
            if self._open:
                self._now, self._hold, outside = self._open.pop()
                self._pending = outside + self._pending
        elif mark == ",":
            self._pending = []
            if self._now == PREFERRED:
                self._now, self._hold = UNSAID, 0.0
        else:
            before = self._pending
            self._end_clause()
            if mark == "-":
                self._before_dash = before

    def _end_clause(self) -> None:
        self._now, self._hold = UNSAID, 0.0
        self._pending, self._before_dash = [], []
        if self._open:
            self._open = []

    def _cue(self, cue: Found) -> None:
        """Let a cue speak."""
        entry = cue[2]
        weight = entry.weight
        if weight == 0:
            return
        strength = KINDS[entry.value]
        if entry.where:
            self._behind(cue[0], cue[1], strength, weight)
        elif self._names_a_list(cue[1], strength, weight):
            self._asked, self._now, self._hold, self._pending = strength, UNSAID, 0.0, []
        else:
            self._lead(strength, weight)

    def _names_a_list(self, end: int, strength: int, weight: float) -> bool:
        if strength == PREFERRED or weight >= STRONG:
            return _reaches_colon(self._text, end)
        return strength == REQUIRED and self._text.startswith(":", end)

    def _lead(self, strength: int, weight: float) -> None:
        if weight < self._hold:
            return
        required = self._asked == REQUIRED or (weight < 1 and self._now == REQUIRED)
        if required and strength == MENTIONED and weight < STRONG:
            return
        self._now = strength
        self._hold = STRONG if strength == PREFERRED else weight if strength == MENTIONED and weight > STRONG else 0.0

    def _behind(self, start: int, end: int, strength: int, weight: float) -> None:
        places = self._pending
        if not places and self._open:
            places = self._open[len(self._open) - 1][2]
            places = places[max(0, len(places) - 1) :]
        opens = not places and _opens_clause(self._text, self._clause, start)
        if opens:
            places = self._before_dash
        for place in places:
            self._raise(place, strength, weight)
        speaks = weight >= STRONG or strength == PREFERRED
        carries = (speaks or not places) and _carries(self._text, end)
        if speaks and carries:
            self._now, self._hold = strength, STRONG
        elif not places and (carries or (speaks and opens)):
            self._lead(strength, weight)

    def _raise(self, place: int, strength: int, weight: float) -> None:
        """Give a technology the strength of a cue behind it; a weak one only fills in where nothing was said."""
        said = self._found[place]
        unsaid = said == MENTIONED and self._now == UNSAID and self._asked == UNSAID
        if strength == PREFERRED or unsaid or (weight >= STRONG and said != PREFERRED):
            self._found[place] = strength


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
        return 0 < at < closed - 1 and text[at - 1] == " " == text[at + 1]
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
    word = _word(text, at, closed)
    if word == "and" and text.startswith(" ", at + len(word), closed):
        word = _word(text, at + len(word) + 1, closed)
    elif word == "but":
        return True
    return word in _GOES_ON


def _can_go_on(char: str) -> bool:
    """Whether a word of _GOES_ON, `and` or `but` begins so."""
    return char in "abefgikpuswy"


def _word(text: str, at: int, closed: int) -> str:
    """Return the word that begins here, cut behind what is longer than any of _GOES_ON."""
    end, most = at, min(closed, at + LONGEST_GOES_ON + 1)
    while end < most and (text[end] == "_" or text[end].isalnum()):
        end += 1
    return text[at:end]


def _reaches_colon(text: str, at: int) -> bool:
    """Whether a few words in small letters, or a few Hanzi, lead to a colon."""
    end = at
    while end < len(text) and end - at < LONGEST_NAME and (text[end] == " " or "a" <= text[end] <= "z"):
        end += 1
    if end == at:
        while end < len(text) and end - at < LONGEST_NAME_ZH and "一" <= text[end] <= "\u9fff":
            end += 1
    return end < len(text) and text[end] == ":"


def _opens_clause(text: str, clause: int, start: int) -> bool:
    """Whether nothing but signs, digits and `a` or `an` stands in `clause:start`, before a cue."""
    at = clause
    while at < start and (text[at].isdecimal() or not (text[at] == "_" or text[at].isalnum())):
        at += 1
    if at >= start:
        return at == start
    return start - at <= LONGEST_ARTICLE and text[start - 1].isspace() and text[at : start - 1] in ("a", "an")


def _carries(text: str, end: int) -> bool:
    return end < len(text) and _can_carry(text[end]) and _CARRIES.match(text, end) is not None


def _can_carry(char: str) -> bool:
    """Whether _CARRIES can begin so."""
    return char in ":(,包例比" or char.isspace()
