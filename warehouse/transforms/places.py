"""Places of work: cities and countries. A name counts where a place is expected, or where words beside it say so."""

from __future__ import annotations

import re
from bisect import bisect_right
from operator import itemgetter
from typing import Final

from warehouse.transforms.document import Document
from warehouse.transforms.placenames import BESIDE, is_seat, reads_as_name, without_states
from warehouse.transforms.scan import Found, Hit, longest
from warehouse.transforms.towns import lone_town, towns

LEAD: Final = 56
"""Characters between a cue such as `located in` and the place that it announces."""

LINE: Final = 200
LAST_ASCII: Final = 0x7F
LONGEST_PIECE: Final = 120
"""Characters behind a bar in which a place is expected; what runs on is prose."""
BARS: Final = 2
ROLE_LINE: Final = 90

_ROLE_BRACKET: Final = re.compile(
    r"(?:[Ee]ngineer|[Dd]eveloper|[Dd]esigner|[Mm]anager|[Ss]cientist)s? \([^()\n]{0,24}$"
)
LONGEST_BRACKET: Final = 25
"""Characters from a bracket's sign to a place, in which _ROLE_BRACKET finds no other one."""
_ROLE: Final = re.compile(
    r"[Ee]ngineer|[Dd]eveloper|[Dd]esigner|[Mm]anager|[Ss]cientist|[Aa]rchitect|[Ww]riter|[Ll]ead|[Aa]nalyst|SRE|DevOps"
    r"|工程师|开发|产品|运营|经理|研发|岗位|职位|招聘"
)
_APART_BEFORE: Final = re.compile(r"(?:[(\[,/|–—-]|\bin\b|[Rr]emote)\s?$")
_APART_AFTER: Final = re.compile(r"\s*(?:$|[)\],;/|\n–—-])")
_SET_OFF: Final = re.compile(r" ?[,|:;/()]| [–—-]")
_INTO: Final = frozenset({" (", ", ", ": ", " - ", "/"})
LONGEST_START: Final = 24
_SENTENCE_AFTER: Final = re.compile(
    r"(?:, (?:local|on-?site|full|no remote|relocat|visa|[A-Z]{2}\b))[^.\n]{0,24}\.|\.(?:\s|$)"
)
"""What stands around a place that is a sentence of its own (`We need an engineer. San Francisco, local only.`)."""
_WISHED: Final = re.compile(r"(?:, [A-Z]{2})? (?:is )?(?:strongly )?(?:preferred|only|based|onsite|on-site)\b")
"""What behind a place at a line's start says that work is done there (`Menlo Park preferred.`)."""
FIRST_WORDS: Final = 240
"""Characters of a text in which such a sentence is looked for."""
_CHAIN: Final = re.compile(r"(?:[\s,;/&|*•·、，和及或-]|\band\b|\bor\b|\b[A-Z]{2}\b|USA?){1,24}")
_STOP: Final = re.compile(r"[.!?。；;\n](?:(?<=\n)(?!\s*[*•-])|(?<!\n)\s)")
"""The end of a sentence, or of a line that no list goes on with; it begins with the signs, which the engine seeks."""
_HEADING_BEFORE: Final = re.compile(r"(?:^|\n)[^\n\w]{0,8}(?:\d{1,2}|[一二三四五六七八九十])?[^\n\w]{0,4}$")
_HEADING_AFTER: Final = re.compile(r"[^\n\w]{0,4}(?:[:：][^\n\w]{0,4}\n?|\n)\s*")
_PRESENCE: Final = re.compile(
    r"[^。；;,，\n]{0,14}?(?:设有|展开|均有|都有|拥有|建有|设立|开展|上市|落地|上线|发行|运营|注册|市场|提供)"
)
_PLACE_LINE: Final = re.compile(r"[\s*•·-]{0,4}[A-Z][A-Za-z.' ]{2,24}, ?[A-Z]{2}\b(?! [a-z])")
CODE_REACH: Final = 8
"""Characters between a city and its country's code: another one's may stand between."""
_OFFERED: Final = frozenset({"hiring in", "positions in", "openings in", "roles in"})
"""What announces places of work beside those of a head line: `we are also hiring in Leeds`."""
_JOINS: Final = frozenset({", ", " ", ","})
"""What stands between a city and its state or country."""
_ADDRESS: Final = re.compile(r"[^\s、,，/;；|·()（）+和或]{0,14}")
_LISTED: Final = re.compile(r"[\s、/,，&和或+]{0,4}|,? (?:and|or) ")
_ITEM_SIGNS: Final = " *•·–-"
LONGEST_MARK: Final = 3
"""Of these signs as many may stand between a line's start and an item."""
_ITEM_END: Final = re.compile(r"(?:, [A-Z]{2})? ?[:：]? ?(?:\n|$)")
_CLOSING_SIGNS: Final = " )）]】=*_"
"""What may stand between a place and the end of its line."""
_BASED: Final = re.compile(r"\bbase(?:d in)?(?:地|在|于)?[:： ]?$")
"""What stands right before the place of one role of several (`base北京：后端`)."""
BASED_REACH: Final = 10
_NAME: Final = re.compile(r"[A-Z][\w.'’]*(?: [A-Z0-9][\w.'’]*){1,3}\s*")
_NO_NAME: Final = re.compile(
    r"\b(?:remote|on-?site|hybrid|full|part|time|contract|intern|bay|area|downtown|greater|office|hq|only|based|visa"
    r"|engineers?|developers?|north|south|east|west)\b",
    re.IGNORECASE,
)
"""Words that stand beside a place rather than in a name."""


class Places:
    """Cities (English, lower case) and countries (ISO 3166 alpha-2) in order of mention, with the hits that said so."""

    def __init__(self, cities: list[str], countries: list[str], hits: list[Hit]) -> None:
        self.cities, self.countries, self.hits = cities, countries, hits


def places(found: Document) -> Places:
    """Return the places of work that a posting states."""
    hits = _standing(found)
    if not hits:
        return _places(lone_town(found), found.scan.text)
    body = found.text[0]
    below = [hit for hit in hits if hit[0] >= body]
    expected = [hit for hit in hits if hit[0] < body and _expected_above(found, hit)]
    if below:
        expected += _expected_below(found, below)
    expected = expected or lone_town(found)
    if below:
        expected += _named_below(found, below, expected)
    expected = _without_namesakes(found, expected)
    expected += towns(found, expected)
    if below and not _has_city(expected) and not _is_settled(found, expected):
        expected += _spoken_of(found, _without(below, expected))
    return _places(_in_order(expected), found.scan.text)


def _standing(found: Document) -> list[Hit]:
    """Return the names that are no part of another place's name or address."""
    text, hits = found.scan.text, found.scan.places
    if not _are_apart(hits):
        hits = longest(hits)
    hits = without_states(hits, text)
    return hits if text.isascii() else _without_quarters(hits, text)


def _are_apart(hits: list[Hit]) -> bool:
    """Whether each hit begins behind the end of the one before: all are then the longest ones, in order."""
    last = 0
    for start, end, _ in hits:
        if start < last:
            return False
        last = end
    return True


def _in_order(hits: list[Hit]) -> list[Hit]:
    last = 0
    for hit in hits:
        if hit[0] < last:
            return sorted(hits, key=itemgetter(0))
        last = hit[0]
    return hits


def _has_city(hits: list[Hit]) -> bool:
    for hit in hits:  # noqa: SIM110 - compiled, `any` makes a generator
        if hit[2].kind == "city":
            return True
    return False


def _named_below(found: Document, below: list[Hit], expected: list[Hit]) -> list[Hit]:
    """Return the names of the text that a heading, `base` or a line of their own makes places of work."""
    named = _announced(found, _without(below, expected), _fields(found))
    if not found.scan.text.isascii() and "base" in found.scan.low:
        named += _based(found, _without(below, expected + named))
    if "\n" in found.body and not _is_located(found, expected):
        named += _lined(found, _without(below, expected + named))
    return named


def _is_located(found: Document, hits: list[Hit]) -> bool:
    """Whether one of the hits stands in the place field."""
    first, last = found.location
    if first < last:
        for hit in hits:
            if first <= hit[0] < last:
                return True
    return False


def _lined(found: Document, hits: list[Hit]) -> list[Hit]:
    """Return the cities that are a whole line, as headings and items of a list of offices are (`Seattle:`)."""
    text = found.scan.text
    return [
        hit
        for hit in hits
        if hit[2].kind == "city"
        and not hit[2].weak
        and _begins_item(text, hit[0])
        and _ITEM_END.match(text, hit[1])
        and reads_as_name(found, hit, strict=True)
    ]


def _begins_item(text: str, start: int) -> bool:
    """Whether nothing but marks of a list stands between a line's start and `start`."""
    at = start - 1
    while at >= start - LONGEST_MARK and at > 0 and text[at] in _ITEM_SIGNS:
        at -= 1
    return at >= 0 and text[at] == "\n"


def _fields(found: Document) -> list[Found]:
    """Return the cues of the text that name what follows (`工作地点：`, `we are hiring in`) by their starts."""
    text, low, body = found.scan.text, found.scan.low, found.text[0]
    named: list[Found] = []
    offered: list[Found] = []
    for cue in found.scan.cues["place"]:
        start, end, entry = cue
        if start >= body and entry.value == "field" and _is_heading(text, start, end):
            named.append(cue)
        if end - start > 1 and low[start:end] in _OFFERED:
            offered.append(cue)
    if offered:
        named += offered
    return sorted(named, key=itemgetter(0)) if len(named) > 1 else named


def _spoken_of(found: Document, hits: list[Hit]) -> list[Hit]:
    """Return the places that a sentence announces; those where the company sits only where there are no others."""
    body = found.text[0]
    leads = [cue for cue in found.scan.cues["place"] if cue[0] >= body]
    spoken = [cue for cue in leads if cue[2].value != "seat"]
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
        start, _, entry = hit
        if entry.kind == "city" and ord(text[start]) > LAST_ASCII:
            if not entry.weak:
                city = hit
            elif city and city[2].value != entry.value and _ADDRESS.fullmatch(text, city[1], start):
                continue
        kept.append(hit)
    return kept


def _based(found: Document, hits: list[Hit]) -> list[Hit]:
    """Return the Chinese names right behind `base`, and those listed with them."""
    text, low = found.scan.text, found.scan.low
    kept: list[Hit] = []
    for hit in hits:
        start = hit[0]
        if ord(text[start]) <= LAST_ASCII or not reads_as_name(found, hit, strict=True):
            continue
        listed = kept and _LISTED.fullmatch(text, kept[-1][1], max(kept[-1][1], start))
        if listed or _BASED.search(low, max(0, start - BASED_REACH), start):
            kept.append(hit)
    return kept


def _without_namesakes(found: Document, hits: list[Hit]) -> list[Hit]:
    """Drop a city in the employer's name (`Boulder Forge | Backend | Portland, OR`) where the head line names another.

    The name is the head line's first piece: some words in capitals, none of which tells of places or hours.
    """
    first, last = found.head
    end = found.scan.text.find("|", first, last)
    if end < 0 or len(hits) < 2:  # noqa: PLR2004 - see `longest`
        return hits
    inside = [hit for hit in hits if first <= hit[0] < end]
    if len(inside) != 1:
        return hits
    piece, value = found.scan.text[first:end], inside[0][2].value
    if inside[0][1] - inside[0][0] >= len(piece.strip()) or not _NAME.fullmatch(piece) or _NO_NAME.search(piece):
        return hits
    others = [hit for hit in hits if end < hit[0] < last and hit[2].kind == "city" and hit[2].value != value]
    return _without(hits, inside) if others else hits


def _without(hits: list[Hit], taken: list[Hit]) -> list[Hit]:
    if not taken or not hits:
        return hits
    starts = {hit[0] for hit in taken}
    return [hit for hit in hits if hit[0] not in starts]


def _expected_above(found: Document, hit: Hit) -> bool:
    """Whether a name stands in the place field or, apart from the role, in the title."""
    start = hit[0]
    first, last = found.location
    if first <= start < last:
        return reads_as_name(found, hit, strict=False)
    first, last = found.title
    return first <= start < last and reads_as_name(found, hit, strict=True) and _stands_apart(found, hit)


def _expected_below(found: Document, hits: list[Hit]) -> list[Hit]:
    """Return the names of the text that stand in its opening, where there is no title, or in a line made for places."""
    opening = found.text[0] if found.row["title"] else found.opening[1]
    lines = _Lines(found, hits)
    return [
        hit
        for number, hit in enumerate(hits)
        if ((hit[0] < opening and _said_first(found, hit)) or _begins(found, hit) or lines.made_for(number, hit))
        and reads_as_name(found, hit, strict=True)
    ]


def _said_first(found: Document, hit: Hit) -> bool:
    return not is_seat(found, hit) and not _is_in_prose(found, hit)


def _begins(found: Document, hit: Hit) -> bool:
    """Whether the text begins with the place, set off from what follows (`SF, visa ok. We are …`)."""
    text, first = found.scan.text, found.text[0]
    start, end, _ = hit
    if start - first <= LONGEST_START and _is_first(found, start):
        return _SET_OFF.match(text, end) is not None
    before = text[start - 1]
    if before == "\n" and _WISHED.match(text, end):
        return True
    if before != " " or start - first > FIRST_WORDS or text[start - 2] not in ".!":
        return False
    return _SENTENCE_AFTER.match(text, end) is not None


def _is_first(found: Document, start: int) -> bool:
    """Whether nothing but a country stands before a place (`Canada (Toronto) - …`)."""
    first = found.text[0]
    if start == first:
        return True
    for other in found.scan.places:
        if other[0] == first and other[2].kind == "country":
            return found.scan.text[other[1] : start] in _INTO
    return False


def _stands_apart(found: Document, hit: Hit) -> bool:
    """Whether a country in a title is a place (`SRE (US)`), not part of the role (`US Accountant`)."""
    text = found.scan.text
    start, end, entry = hit
    if entry.kind == "city" or ord(text[start]) > LAST_ASCII:
        return True
    return bool(_APART_AFTER.match(text, end)) and bool(_APART_BEFORE.search(text, max(0, start - 8), start))


class _Lines:
    """Tells which places stand in a line that is divided like a head line, or that names a role and where it is."""

    def __init__(self, found: Document, hits: list[Hit]) -> None:
        self._text, self._first, self._hits = found.scan.text, found.text[0], hits
        self._start = self._end = -1
        self._divided = self._short = False
        self._role: bool | None = None

    def made_for(self, number: int, hit: Hit) -> bool:
        """Whether a place, given with its number among all, is expected in its line."""
        start, end, entry = hit
        if entry.weak and entry.kind == "country":
            return False
        if not self._start <= start < self._end:
            self._read(start, end)
        first, text = self._start, self._text
        if self._divided:
            return start - max(first, text.rfind("|", first, start)) <= LONGEST_PIECE
        if first == self._first and text.find("|", first, start) >= 0:
            return True
        if self._short and (_in_bracket(text, first, start) or self._closes(number)) and self._has_role:
            return True
        opened = text.rfind("(", max(first, start - LONGEST_BRACKET), start)
        return opened >= 0 and _ROLE_BRACKET.search(text, first, start) is not None and not self._has_role

    def _read(self, start: int, stop: int) -> None:
        """Find the line of a place; of a long one, what stands around."""
        text = self._text
        earliest = max(self._first, start - LINE)
        self._start = first = text.rfind("\n", earliest, start) + 1 or earliest
        end = text.find("\n", stop, stop + LINE)
        self._end = end if end >= 0 else stop + LINE
        last = min(self._end, len(text))
        self._short, self._role = last - first <= ROLE_LINE, None
        self._divided = text.count("|", first, last) >= BARS or (
            self._short and (text.count("·", first, last) >= BARS or _is_place_line(text, first, last))
        )

    @property
    def _has_role(self) -> bool:
        """Whether the line is short and names a role."""
        if self._role is None:
            last = min(self._end, len(self._text))
            self._role = self._short and _ROLE.search(self._text, self._start, last) is not None
        return self._role

    def _closes(self, number: int) -> bool:
        """Whether a place ends a line, alone or as part of a list (`Go 开发 杭州、上海`)."""
        hits, text = self._hits, self._text
        while not _ends_line(text, hits[number][1]):
            end, number = hits[number][1], number + 1
            if number == len(hits) or hits[number][0] - end >= BESIDE:
                return False
            if not _LISTED.fullmatch(text, end, max(end, hits[number][0])):
                return False
        return True


def _ends_line(text: str, end: int) -> bool:
    """Whether nothing but closing signs, or a bracket behind a space, stands between `end` and the line's end."""
    at = end
    while at < len(text) and text[at] in _CLOSING_SIGNS:
        at += 1
    if at == len(text) or text[at] == "\n":
        return True
    return text[at] == "(" and at > end and text[at - 1] == " "


def _is_place_line(text: str, first: int, last: int) -> bool:
    return text.find(",", first, last) >= 0 and _PLACE_LINE.match(text, first, last) is not None


def _in_bracket(text: str, first: int, last: int) -> bool:
    """Whether a bracket that is opened behind `first` is still open at `last`."""
    opened = max(text.rfind("(", first, last), text.rfind("（", first, last), text.rfind("[", first, last))
    if opened < 0:
        return False
    return text.find(")", opened, last) < 0 and text.find("）", opened, last) < 0 and text.find("]", opened, last) < 0


def _is_in_prose(found: Document, hit: Hit) -> bool:
    """Whether a line below the head line is a whole sentence."""
    if hit[0] < found.head[1]:
        return False
    text = found.scan.text
    end = text.find("\n", hit[1], hit[1] + LINE)
    return text[(end if end >= 0 else found.text[1]) - 1] in ".!。"


def _is_heading(text: str, start: int, end: int) -> bool:
    """Whether a cue such as `工作地点` names what follows: a colon behind it, or a line of its own."""
    if text.find(":", start, end + 3) >= 0:
        return text[end - 1] == ":" or _HEADING_AFTER.match(text, end) is not None
    alone = _HEADING_AFTER.match(text, end) is not None
    return alone and _HEADING_BEFORE.search(text, max(0, start - BESIDE), start) is not None


def _announced(found: Document, hits: list[Hit], leads: list[Found], *, seats: bool = False) -> list[Hit]:
    """Return the places before which one of the leads stands (`located in`, `工作地点`), and those listed with them."""
    kept: list[Hit] = []
    if not leads or not hits:
        return kept
    text, ends = found.scan.text, [cue[1] for cue in leads]
    for hit in hits:
        start, _, entry = hit
        if entry.weak and ord(text[start]) <= LAST_ASCII:
            continue
        led = _led(text, hit, leads, ends) or (bool(kept) and _CHAIN.fullmatch(text, kept[-1][1], start) is not None)
        if led and (seats or not is_seat(found, hit)) and reads_as_name(found, hit, strict=True):
            kept.append(hit)
    return kept


def _led(text: str, hit: Hit, leads: list[Found], ends: list[int]) -> bool:
    start = hit[0]
    position = bisect_right(ends, start) - 1
    while position >= 0 and start - ends[position] <= LEAD:
        if _bridges(text, leads[position], hit):
            return True
        position -= 1
    return False


def _bridges(text: str, lead: Found, hit: Hit) -> bool:
    """Whether nothing but words of the same sentence or heading stands between a lead and a place."""
    begun, start, cue = lead
    if start - begun == 1:
        return start == hit[0] and (hit[2].kind == "city" or not _PRESENCE.match(text, hit[1]))
    if cue.value == "field" and (heading := _HEADING_AFTER.match(text, start)):
        start = heading.end()
    return start <= hit[0] and not _STOP.search(text, start, hit[0])


def _is_settled(found: Document, expected: list[Hit]) -> bool:
    """Whether an office named below is no place of work: the place field names one, or all above says remote."""
    if _is_located(found, expected):
        return True
    (title, title_end), (head, head_end), (place, place_end) = found.title, found.head, found.location
    said = {
        entry.value
        for start, _, entry in found.scan.cues["remote"]
        if title <= start < title_end or head <= start < head_end or place <= start < place_end
    }
    return said == {"remote"}


def _places(hits: list[Hit], text: str) -> Places:
    cities: list[str] = []
    countries: list[str] = []
    hits = _without_codes(hits, text)
    for position, (_, _, entry) in enumerate(hits):
        if entry.kind == "city" and entry.value not in cities:
            cities.append(entry.value)
        country = _country(hits, position, text)
        if country and country not in countries:
            countries.append(country)
    return Places(cities, countries, hits)


def _without_codes(hits: list[Hit], text: str) -> list[Hit]:
    """Drop the codes of states that are those of the country just named (`Munich, DE`, `Ottawa, ON, CA`)."""
    if len(hits) < 2:  # noqa: PLR2004 - see `longest`
        return hits
    kept: list[Hit] = []
    for hit in hits:
        if not (kept and hit[2].kind == "state" and _repeats(kept[-1], hit, text)):
            kept.append(hit)
    return kept


def _repeats(named: Hit, state: Hit, text: str) -> bool:
    return state[0] - named[1] <= CODE_REACH and text[state[0] : state[1]] == named[2].country


def _country(hits: list[Hit], position: int, text: str) -> str:
    """Return the country of one place: that of the state or country behind it, if one is (`Paris, Texas`)."""
    _, end, here = hits[position]
    if here.value == "cambridge" and _names_boston(hits):
        return "US"
    if here.kind != "city" or position + 1 == len(hits):
        return here.country
    start, _, beyond = hits[position + 1]
    return here.country if beyond.kind == "city" or text[end:start] not in _JOINS else beyond.country


def _names_boston(hits: list[Hit]) -> bool:
    return any(hit[2].value == "boston" for hit in hits)
