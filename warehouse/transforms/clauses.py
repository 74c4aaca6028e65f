"""What the words of one line say of the technologies in it: the cues of its clauses, over what its section asks for."""

from __future__ import annotations

import re

from warehouse.transforms.scan import Found, Hit
from warehouse.transforms.sections import KINDS, MENTIONED, PREFERRED, REQUIRED, widest

_BORDER = re.compile(
    r"[.,;!?。()•●、*-]"
    r"(?:(?<=[;!?。•●()])|(?<=\.)(?=\s(?![a-z]))(?<!e\.g\.)(?<!i\.e\.)|(?<= [*-])(?= )"
    r"|(?<=[ ;]\d\.)(?=\D)|(?<=\s\d、)"
    r"|(?<=,)(?=\s?(?:有|具|熟|了解|对|能|会|掌握|精通|参与|懂|善|拥有|至少|良好|较|深入|理解|需|如|并|最好|以上"
    r"|but\b|(?:and )?(?:we|you|experience|knowledge|familiarity|understanding|ability|strong|good|some|ideally"
    r"|preferably|bonus|plus|if|with|who|so)\b)))"
)
"""Where a clause ends, or a parenthesis begins or ends."""
_CARRIES = re.compile(
    r"\s?:|\s?\(|,?\s(?:including|such as|e\.g\.|especially|particularly|like|for example)|,?(?:包括|例如|比如)"
)
"""What follows a cue that speaks for what stands before it and for a list behind it too."""
_NAMES_A_LIST = re.compile(r"[a-z ]{0,20}:|[\u4e00-\u9fff]{0,6}:")
STRONG = 2.0
"""Weight from which a cue holds against a preference, or a mere mention against a section that requires."""
_OPENS = re.compile(r"[\W\d]*(?:an?\s)?")
"""What may stand before a cue that opens its clause."""
_BORDER_EVENT, _CUE_EVENT, _MENTION_EVENT = range(3)


def ranks(text: str, line: tuple[int, int], hits: list[Hit], cues: list[Found], section: int | None) -> list[int]:
    """Return how strongly each technology of one line is asked for.

    Args:
        text: The whole text.
        line: Start and end of the line.
        hits: The technologies in it, in order.
        cues: The cues of strength in it.
        section: What the section asks for, if it says so.
    """
    asked = MENTIONED if section is None else section
    if not _turns(asked, cues):
        return [asked] * len(hits)
    cues = widest(cues)
    events = [(match.start(), _BORDER_EVENT, match.end()) for match in _BORDER.finditer(text, *line)]
    events += [(cue[0], _CUE_EVENT, place) for place, cue in enumerate(cues)]
    events += [(hit[0], _MENTION_EVENT, place) for place, hit in enumerate(hits)]
    events.sort()
    sweep = _Sweep(text, line[0], len(hits), section)
    for position, kind, which in events:
        if kind == _MENTION_EVENT:
            sweep.mention(which)
        elif kind == _CUE_EVENT:
            sweep.cue(cues[which])
        else:
            sweep.border(text[position], which)
    return sweep.found


def _turns(asked: int, cues: list[Found]) -> bool:
    """Whether any cue can say something else than what the section asks for."""
    if asked == PREFERRED:
        return False
    for _, _, cue in cues:
        value = cue.value
        if asked == MENTIONED:
            if value != "mentioned":
                return True
        elif value == "preferred" or (value == "mentioned" and cue.weight >= STRONG):
            return True
    return False


class _Sweep:
    """One walk along a line.

    A cue leads what follows it up to the end of its clause, or speaks for what stands before it back to the last
    comma that opens a clause; what is said in a parenthesis holds in it.
    """

    __slots__ = ("_asked", "_before_dash", "_clause", "_hold", "_now", "_open", "_pending", "_text", "found")

    def __init__(self, text: str, start: int, places: int, section: int | None) -> None:
        self.found = [MENTIONED] * places
        self._text = text
        self._asked = section
        self._clause = start
        self._now: int | None = None
        self._hold = 0.0
        self._pending: list[int] = []
        self._before_dash: list[int] = []
        self._open: list[tuple[int | None, float, list[int]]] = []

    def mention(self, place: int) -> None:
        """Take down what holds where a technology stands."""
        asked = self._asked
        if asked == PREFERRED or self._now is None:
            self.found[place] = MENTIONED if asked is None else asked
        else:
            self.found[place] = self._now
        self._pending.append(place)

    def border(self, mark: str, end: int) -> None:
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
                self._now, self._hold = None, 0.0
        else:
            self._before_dash = self._pending if mark == "-" else []
            self._now, self._hold, self._pending, self._open = None, 0.0, [], []

    def cue(self, cue: Found) -> None:
        """Let a cue speak."""
        start, end, entry = cue
        if not entry.weight:
            return
        strength = KINDS[entry.value]
        if entry.where:
            self._behind(start, end, strength, entry.weight)
        elif self._names_a_list(end, strength, entry.weight):
            self._asked, self._now, self._hold, self._pending = strength, None, 0.0, []
        else:
            self._lead(strength, entry.weight)

    def _names_a_list(self, end: int, strength: int, weight: float) -> bool:
        if strength == PREFERRED or weight >= STRONG:
            return _NAMES_A_LIST.match(self._text, end) is not None
        return strength == REQUIRED and self._text.startswith(":", end)

    def _lead(self, strength: int, weight: float) -> None:
        if weight < self._hold:
            return
        if strength == MENTIONED and weight < STRONG and REQUIRED in (self._asked, self._now if weight < 1 else None):
            return
        self._now = strength
        self._hold = STRONG if strength == PREFERRED else weight if strength == MENTIONED and weight > STRONG else 0.0

    def _behind(self, start: int, end: int, strength: int, weight: float) -> None:
        places = self._pending or (self._open[-1][2][-1:] if self._open else [])
        opens = not places and _OPENS.fullmatch(self._text, self._clause, start) is not None
        if opens:
            places = self._before_dash
        for place in places:
            self._raise(place, strength, weight)
        speaks = weight >= STRONG or strength == PREFERRED
        carries = (speaks or not places) and _CARRIES.match(self._text, end) is not None
        if speaks and carries:
            self._now, self._hold = strength, STRONG
        elif not places and (carries or (speaks and opens)):
            self._lead(strength, weight)

    def _raise(self, place: int, strength: int, weight: float) -> None:
        """Give a technology the strength of a cue behind it; a weak one only fills in where nothing was said."""
        said = self.found[place]
        unsaid = said == MENTIONED and self._now is None and self._asked is None
        if strength == PREFERRED or unsaid or (weight >= STRONG and said != PREFERRED):
            self.found[place] = strength
