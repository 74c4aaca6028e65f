"""Places of work: cities and countries. A name counts where a place is expected, or where words beside it say so."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from operator import itemgetter

from warehouse.transforms.document import Document
from warehouse.transforms.placenames import BESIDE, is_seat, reads_as_name, without_states
from warehouse.transforms.scan import Hit, longest
from warehouse.transforms.towns import lone_town, towns

LEAD = 56
"""Characters between a cue such as `located in` and the place that it announces."""

LINE = 200
LONGEST_PIECE = 120
"""Characters behind a bar in which a place is expected; what runs on is prose."""
BARS = 2
ROLE_LINE = 90

_ROLE_BRACKET = re.compile(r"(?:[Ee]ngineer|[Dd]eveloper|[Dd]esigner|[Mm]anager|[Ss]cientist)s? \([^()\n]{0,24}$")
LONGEST_BRACKET = 25
"""Characters from a bracket's sign to a place, in which _ROLE_BRACKET finds no other one."""
_ROLE = re.compile(
    r"[Ee]ngineer|[Dd]eveloper|[Dd]esigner|[Mm]anager|[Ss]cientist|[Aa]rchitect|[Ww]riter|[Ll]ead|[Aa]nalyst|SRE|DevOps"
    r"|工程师|开发|产品|运营|经理|研发|岗位|职位|招聘"
)
_APART_BEFORE = re.compile(r"(?:[(\[,/|–—-]|\bin\b|[Rr]emote)\s?$")
_APART_AFTER = re.compile(r"\s*(?:$|[)\],;/|\n–—-])")
_SET_OFF = re.compile(r" ?[,|:;/()]| [–—-]")
_INTO = frozenset({" (", ", ", ": ", " - ", "/"})
LONGEST_START = 24
_SENTENCE_BEFORE = re.compile(r"[.!] $")
_SENTENCE_AFTER = re.compile(
    r"(?:, (?:local|on-?site|full|no remote|relocat|visa|[A-Z]{2}\b))[^.\n]{0,24}\.|\.(?:\s|$)"
)
"""What stands around a place that is a sentence of its own (`We need an engineer. San Francisco, local only.`)."""
_WISHED = re.compile(r"(?:, [A-Z]{2})? (?:is )?(?:strongly )?(?:preferred|only|based|onsite|on-site)\b")
"""What behind a place at a line's start says that work is done there (`Menlo Park preferred.`)."""
FIRST_WORDS = 240
"""Characters of a text in which such a sentence is looked for."""
_CHAIN = re.compile(r"(?:[\s,;/&|*•·、，和及或-]|\band\b|\bor\b|\b[A-Z]{2}\b|USA?){1,24}")
_STOP = re.compile(r"[.!?。；;]\s|\n(?!\s*[*•-])")
_HEADING_BEFORE = re.compile(r"(?:^|\n)[^\n\w]{0,8}(?:\d{1,2}|[一二三四五六七八九十])?[^\n\w]{0,4}$")
_HEADING_AFTER = re.compile(r"[^\n\w]{0,4}(?:[:：][^\n\w]{0,4}\n?|\n)\s*")
_PRESENCE = re.compile(
    r"[^。；;,，\n]{0,14}?(?:设有|展开|均有|都有|拥有|建有|设立|开展|上市|落地|上线|发行|运营|注册|市场|提供)"
)
_PLACE_LINE = re.compile(r"[\s*•·-]{0,4}[A-Z][A-Za-z.' ]{2,24}, ?[A-Z]{2}\b(?! [a-z])")
CODE_REACH = 8
"""Characters between a city and its country's code: another one's may stand between."""
_OFFERED = frozenset({"hiring in", "positions in", "openings in", "roles in"})
"""What announces places of work beside those of a head line: `we are also hiring in Leeds`."""
_JOINS = frozenset({", ", " ", ","})
"""What stands between a city and its state or country."""
_ADDRESS = re.compile(r"[^\s、,，/;；|·()（）+和或]{0,14}")
_LISTED = re.compile(r"[\s、/,，&和或+]{0,4}|,? (?:and|or) ")
_ITEM_START = re.compile(r"\n[ *•·–-]{0,3}$")
_ITEM_END = re.compile(r"(?:, [A-Z]{2})? ?[:：]? ?(?:\n|$)")
_LINE_END = re.compile(r"[ )）\]】=*_]*(?:\n|$| \()")
_BASED = re.compile(r"\bbase(?:d in)?(?:地|在|于)?[:： ]?$")
"""What stands right before the place of one role of several (`base北京：后端`)."""
BASED_REACH = 10
_NAME = re.compile(r"[A-Z][\w.'’]*(?: [A-Z0-9][\w.'’]*){1,3}\s*")
_NO_NAME = re.compile(
    r"\b(?:remote|on-?site|hybrid|full|part|time|contract|intern|bay|area|downtown|greater|office|hq|only|based|visa"
    r"|engineers?|developers?|north|south|east|west)\b",
    re.IGNORECASE,
)
"""Words that stand beside a place rather than in a name."""


@dataclass(frozen=True)
class Places:
    """Cities (English, lower case) and countries (ISO 3166 alpha-2) in order of mention, with the hits that said so."""

    cities: list[str]
    countries: list[str]
    hits: list[Hit]


def places(found: Document) -> Places:
    """Return the places of work that a posting states."""
    text, body = found.scan.text, found.text.start
    hits = longest(found.scan.places)
    if not hits:
        return _places(lone_town(found), text)
    hits = without_states(hits, text) if text.isascii() else _without_quarters(without_states(hits, text), text)
    expected = [hit for hit in hits if hit.start < body and _expected_above(found, hit)]
    below = [hit for hit in hits if hit.start >= body]
    expected = (expected + _expected_below(found, below)) or lone_town(found)
    if below:
        expected += _announced(found, _without(below, expected), _fields(found))
    if "base" in found.scan.low:
        expected += _based(found, _without(below, expected))
    if "\n" in found.body and not any(found.location.holds(hit.start) for hit in expected):
        expected += _lined(found, _without(below, expected))
    expected = _without_namesakes(found, expected)
    expected += towns(found, expected)
    if below and not any(hit.entry.kind == "city" for hit in expected) and not _is_settled(found, expected):
        expected += _spoken_of(found, _without(below, expected))
    return _places(sorted(expected, key=itemgetter(0)), text)


def _lined(found: Document, hits: list[Hit]) -> list[Hit]:
    """Return the cities that are a whole line, as headings and items of a list of offices are (`Seattle:`)."""
    text = found.scan.text
    return [
        hit
        for hit in hits
        if hit.entry.kind == "city"
        and not hit.entry.weak
        and _ITEM_START.search(text, max(0, hit.start - 4), hit.start)
        and _ITEM_END.match(text, hit.end)
        and reads_as_name(found, hit, strict=True)
    ]


def _fields(found: Document) -> list[Hit]:
    """Return the cues of the text that name what follows (`工作地点：`, `we are hiring in`)."""
    cues, body, low = found.scan.cues["place"], found.text.start, found.scan.low
    named = [Hit(*cue) for cue in cues if cue[2].value == "field" and cue[0] >= body]
    offered = [Hit(*cue) for cue in cues if cue[1] - cue[0] > 1 and low[cue[0] : cue[1]] in _OFFERED]
    return sorted([*(cue for cue in named if _is_heading(found.scan.text, cue)), *offered], key=itemgetter(0))


def _spoken_of(found: Document, hits: list[Hit]) -> list[Hit]:
    """Return the places that a sentence announces; those where the company sits only where there are no others."""
    leads = [cue for cue in found.scan.hits("place") if cue.start >= found.text.start]
    spoken = [cue for cue in leads if cue.entry.value != "seat"]
    announced = _announced(found, hits, spoken)
    if not announced and len(spoken) < len(leads):
        announced = _announced(found, hits, leads, seats=True)
    return announced


def refusal(found: Document, hit: Hit) -> str:
    """Return in words why a name that `places` left out is no place of work."""
    if found.company.holds(hit.start):
        return "it stands in the employer's name"
    if not reads_as_name(found, hit, strict=True):
        return "the words beside it, or how it is written, say that nobody works there"
    if is_seat(found, hit):
        return "the company sits there, which is not yet where the work is"
    return "no place is expected there, and no word such as `located in` announces one"


def _without_quarters(hits: list[Hit], text: str) -> list[Hit]:
    """Drop quarters that stand in the address of another city (`西安市科技园`)."""
    kept: list[Hit] = []
    city: Hit | None = None
    for hit in hits:
        if hit.entry.kind == "city" and not text[hit.start].isascii():
            if not hit.entry.weak:
                city = hit
            elif city and city.entry.value != hit.entry.value and _ADDRESS.fullmatch(text, city.end, hit.start):
                continue
        kept.append(hit)
    return kept


def _based(found: Document, hits: list[Hit]) -> list[Hit]:
    """Return the Chinese names right behind `base`, and those listed with them."""
    text, kept = found.scan.text, list[Hit]()
    for hit in hits:
        if text[hit.start].isascii() or not reads_as_name(found, hit, strict=True):
            continue
        listed = kept and _LISTED.fullmatch(text, kept[-1].end, max(kept[-1].end, hit.start))
        if listed or _BASED.search(found.scan.low, max(0, hit.start - BASED_REACH), hit.start):
            kept.append(hit)
    return kept


def _without_namesakes(found: Document, hits: list[Hit]) -> list[Hit]:
    """Drop a city in the employer's name (`Boulder Forge | Backend | Portland, OR`) where the head line names another.

    The name is the head line's first piece: some words in capitals, none of which tells of places or hours.
    """
    piece, bar, _ = found.slice(found.head).partition("|")
    if not bar or len(hits) < 2 or not _NAME.fullmatch(piece) or _NO_NAME.search(piece):  # noqa: PLR2004 - see `longest`
        return hits
    first, end = found.head.start, found.head.start + len(piece)
    inside = [hit for hit in hits if first <= hit.start < end]
    others = {hit.entry.value for hit in hits if end < hit.start < found.head.end and hit.entry.kind == "city"}
    named = len(inside) == 1 and inside[0].end - inside[0].start < len(piece.strip())
    return _without(hits, inside) if named and others - {inside[0].entry.value} else hits


def _without(hits: list[Hit], taken: list[Hit]) -> list[Hit]:
    starts = {hit.start for hit in taken}
    return [hit for hit in hits if hit.start not in starts]


def _expected_above(found: Document, hit: Hit) -> bool:
    """Whether a name stands in the place field or, apart from the role, in the title."""
    if found.location.holds(hit.start):
        return reads_as_name(found, hit, strict=False)
    in_title = found.title.holds(hit.start) and reads_as_name(found, hit, strict=True)
    return in_title and _stands_apart(found, hit)


def _expected_below(found: Document, hits: list[Hit]) -> list[Hit]:
    """Return the names of the text that stand in its opening, where there is no title, or in a line made for places."""
    opening = found.text.start if found.row["title"] else found.opening.end
    lines = _Lines(found, hits)
    return [
        hit
        for hit in hits
        if ((hit.start < opening and _said_first(found, hit)) or _begins(found, hit) or lines.made_for(hit))
        and reads_as_name(found, hit, strict=True)
    ]


def _said_first(found: Document, hit: Hit) -> bool:
    return not is_seat(found, hit) and not _is_in_prose(found, hit)


def _begins(found: Document, hit: Hit) -> bool:
    """Whether the text begins with the place, set off from what follows (`SF, visa ok. We are …`)."""
    text, first = found.scan.text, found.text.start
    if hit.start - first <= LONGEST_START and _is_first(found, hit):
        return bool(_SET_OFF.match(text, hit.end))
    if text[hit.start - 1] == "\n" and _WISHED.match(text, hit.end):
        return True
    apart = hit.start - first <= FIRST_WORDS and _SENTENCE_BEFORE.search(text, hit.start - 2, hit.start)
    return bool(apart and _SENTENCE_AFTER.match(text, hit.end))


def _is_first(found: Document, hit: Hit) -> bool:
    """Whether nothing but a country stands before the place (`Canada (Toronto) - …`)."""
    text, first = found.scan.text, found.text.start
    if hit.start == first:
        return True
    country = next(
        (other for other in found.scan.places if other.start == first and other.entry.kind == "country"), None
    )
    return country is not None and text[country.end : hit.start] in _INTO


def _stands_apart(found: Document, hit: Hit) -> bool:
    """Whether a country in a title is a place (`SRE (US)`), not part of the role (`US Accountant`)."""
    text = found.scan.text
    if hit.entry.kind == "city" or not text[hit.start].isascii():
        return True
    return bool(_APART_AFTER.match(text, hit.end)) and bool(
        _APART_BEFORE.search(text, max(0, hit.start - 8), hit.start)
    )


class _Lines:
    """Tells which places stand in a line that is divided like a head line, or that names a role and where it is."""

    def __init__(self, found: Document, hits: list[Hit]) -> None:
        self._text, self._first, self._hits = found.scan.text, found.text.start, hits
        self._start = self._end = -1
        self._line = ""
        self._divided = self._has_role = False

    def made_for(self, hit: Hit) -> bool:
        """Whether the place is expected in its line."""
        if hit.entry.weak and hit.entry.kind == "country":
            return False
        if not self._start <= hit.start < self._end:
            self._read(hit)
        if (
            self._divided
            and hit.start - max(self._start, self._text.rfind("|", self._start, hit.start)) > LONGEST_PIECE
        ):
            return False
        if self._divided or (self._start == self._first and "|" in self._text[self._start : hit.start]):
            return True
        if self._has_role:
            return _in_bracket(self._text, self._start, hit.start) or hit.start in self._closing
        opened = self._text.rfind("(", max(self._start, hit.start - LONGEST_BRACKET), hit.start)
        return opened >= 0 and _ROLE_BRACKET.search(self._text, self._start, hit.start) is not None

    def _read(self, hit: Hit) -> None:
        """Find the line of a place; of a long one, what stands around."""
        text = self._text
        self._start = text.rfind("\n", earliest := max(self._first, hit.start - LINE), hit.start) + 1 or earliest
        end = text.find("\n", hit.end, hit.end + LINE)
        self._end = end if end >= 0 else hit.end + LINE
        self._line = line = text[self._start : self._end]
        short = len(line) <= ROLE_LINE
        self._divided = line.count("|") >= BARS or (
            short and (line.count("·") >= BARS or bool(_PLACE_LINE.match(line)))
        )
        self._has_role = short and bool(_ROLE.search(line))

    @cached_property
    def _closing(self) -> set[int]:
        """The starts of the places that end a line, alone or as a list (`Go 开发 杭州、上海`)."""
        starts: set[int] = set()
        following = -1
        for hit in reversed(self._hits):
            chained = following - hit.end < BESIDE and _LISTED.fullmatch(self._text, hit.end, max(following, hit.end))
            if (following >= 0 and chained) or _LINE_END.match(self._text, hit.end):
                starts.add(hit.start)
                following = hit.start
            else:
                following = -1
        return starts


def _in_bracket(text: str, first: int, last: int) -> bool:
    """Whether a bracket that is opened behind `first` is still open at `last`."""
    opened = max([text.rfind(sign, first, last) for sign in "(（["])
    return opened >= 0 and all(text.find(sign, opened, last) < 0 for sign in ")）]")


def _is_in_prose(found: Document, hit: Hit) -> bool:
    """Whether a line below the head line is a whole sentence."""
    text = found.scan.text
    if hit.start < found.head.end:
        return False
    end = text.find("\n", hit.end, hit.end + LINE)
    return text[(end if end >= 0 else found.text.end) - 1] in ".!。"


def _is_heading(text: str, cue: Hit) -> bool:
    """Whether a cue such as `工作地点` names what follows: a colon behind it, or a line of its own."""
    if ":" in text[cue.start : cue.end + 3]:
        return text[cue.end - 1] == ":" or bool(_HEADING_AFTER.match(text, cue.end))
    alone = _HEADING_AFTER.match(text, cue.end)
    return bool(alone) and bool(_HEADING_BEFORE.search(text, max(0, cue.start - BESIDE), cue.start))


def _announced(found: Document, hits: list[Hit], leads: list[Hit], *, seats: bool = False) -> list[Hit]:
    """Return the places before which one of the leads stands (`located in`, `工作地点`), and those listed with them."""
    text, ends, kept = found.scan.text, [cue.end for cue in leads], list[Hit]()
    for hit in hits if leads else ():
        if hit.entry.weak and text[hit.start].isascii():
            continue
        led = _led(text, hit, leads, ends) or (kept and _CHAIN.fullmatch(text, kept[-1].end, hit.start))
        if led and (seats or not is_seat(found, hit)) and reads_as_name(found, hit, strict=True):
            kept.append(hit)
    return kept


def _led(text: str, hit: Hit, leads: list[Hit], ends: list[int]) -> bool:
    position = bisect_right(ends, hit.start) - 1
    while position >= 0 and hit.start - ends[position] <= LEAD:
        if _bridges(text, leads[position], hit):
            return True
        position -= 1
    return False


def _bridges(text: str, lead: Hit, hit: Hit) -> bool:
    """Whether nothing but words of the same sentence or heading stands between a lead and a place."""
    if lead.end - lead.start == 1:
        return lead.end == hit.start and (hit.entry.kind == "city" or not _PRESENCE.match(text, hit.end))
    start = lead.end
    if lead.entry.value == "field" and (heading := _HEADING_AFTER.match(text, start)):
        start = heading.end()
    return start <= hit.start and not _STOP.search(text[start : hit.start])


def _is_settled(found: Document, expected: list[Hit]) -> bool:
    """Whether an office named below is no place of work: the place field names one, or all above says remote."""
    if any(found.location.holds(hit.start) for hit in expected):
        return True
    if not found.scan.cues["remote"]:
        return False
    said = {
        hit.entry.value
        for hit in found.scan.hits("remote")
        if found.in_title(hit.start) or found.location.holds(hit.start)
    }
    return said == {"remote"}


def _places(hits: list[Hit], text: str) -> Places:
    cities: dict[str, None] = {}
    countries: dict[str, None] = {}
    hits = _without_codes(hits, text)
    for position, hit in enumerate(hits):
        if hit.entry.kind == "city":
            cities[hit.entry.value] = None
        if country := _country(hits, position, text):
            countries[country] = None
    return Places(list(cities), list(countries), hits)


def _without_codes(hits: list[Hit], text: str) -> list[Hit]:
    """Drop the codes of states that are those of the country just named (`Munich, DE`, `Ottawa, ON, CA`)."""
    kept: list[Hit] = []
    for hit in hits:
        coded = kept and hit.entry.kind == "state" and text[hit.start : hit.end] == kept[-1].entry.country
        if not (coded and hit.start - kept[-1].end <= CODE_REACH):
            kept.append(hit)
    return kept


def _country(hits: list[Hit], position: int, text: str) -> str:
    """Return the country of one place: that of the state or country behind it, if one is (`Paris, Texas`)."""
    here, beyond = hits[position], hits[position + 1 : position + 2]
    if here.entry.value == "cambridge" and any(hit.entry.value == "boston" for hit in hits):
        return "US"
    if here.entry.kind != "city" or not beyond or beyond[0].entry.kind == "city":
        return here.entry.country
    return beyond[0].entry.country if text[here.end : beyond[0].start] in _JOINS else here.entry.country
