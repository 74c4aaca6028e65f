"""Places of work: cities and countries. A name counts where a place is expected, or where words beside it say so.

Compiled by Cython (places.pxd has the C types).
"""

from __future__ import annotations

import re

from warehouse.transforms.entries import Hit
from warehouse.transforms.needles import Needles
from warehouse.transforms.placenames import is_seat, means_new_york, reads_as_name, without_states
from warehouse.transforms.sites import BESIDE, Site, in_order, longest, without
from warehouse.transforms.towns import lone_town, towns
from warehouse.transforms.zones import HEAD_LONGEST, Document

LEAD = 56
"""Characters between a cue such as `located in` and the place that it announces."""

LINE = 200
"""Characters of a line each side of a place that are looked at."""
LONGEST_PIECE = 120
"""Characters behind a bar in which a place is expected; what runs on is prose."""
ROLE_LINE = 90
"""Characters of a line that may name a role and where it is."""
_UNREAD = -1

_ROLE_BRACKET = re.compile(r"(?:[Ee]ngineer|[Dd]eveloper|[Dd]esigner|[Mm]anager|[Ss]cientist)s? \([^()\n]{0,24}$")
LONGEST_BRACKET = 25
"""Characters from a bracket's sign to a place, in which _ROLE_BRACKET finds no other one."""
LONGEST_BRACKETED = 11
"""Characters of such a role with the space behind it."""
_ROLE = re.compile(
    r"[EeDdMmSsAaWwLl工开产运经研岗职招习师家](?:(?<=[Ee])ngineer|(?<=[Dd])e(?:veloper|signer)|(?<=[Mm])anager|(?<=[Ss])cientist"
    r"|(?<=[Aa])(?:rchitect|nalyst)|(?<=[Ww])riter|(?<=[Ll])ead|(?<=S)RE|(?<=D)evOps"
    r"|(?<=工)程师|(?<=开)发|(?<=产)品|(?<=运)营|(?<=经)理|(?<=研)发|(?<=岗)位|(?<=职)位|(?<=招)聘"
    r"|(?<=实习)生|(?<=架构师)|(?<=专家))"
)
"""A role; it begins with single signs, to which the engine jumps."""
_APART_BEFORE = re.compile(r"(?:[(\[,/|–—-]|\bin\b|[Rr]emote)\s?$")
_APART_AFTER = re.compile(r"\s*(?:$|[)\],;/|\n–—-])")
_SET_OFF = re.compile(r" ?[,|:;/()]| [–—-]")
_SET_OFF_ZH = re.compile(r"[\u4e00-\u9fff]{0,4} ?[,，|:：;；/()（）]| [–—-]")
"""What parts a Chinese place with its quarter from what follows (`南京江宁，软件公司`)."""
_INTO = frozenset({" (", ", ", ": ", " - ", "/"})
LONGEST_START = 24
_SENTENCE_AFTER = re.compile(
    r"(?:, (?:local|on-?site|full|no remote|relocat|visa|[A-Z]{2}\b))[^.\n]{0,24}\."
    r"|(?:, [A-Z][a-z]{3,12}(?: [A-Z][a-z]{3,9})?)?\.(?:\s|$)"
)
"""What stands around a place that is a sentence of its own (`We need an engineer. San Francisco, local only.`)."""
_WISHED = re.compile(
    r"(?:, [A-Z]{2})? (?:is )?(?:strongly )?(?:preferred|only|based|onsite|on-site)\b"
    r"|, ?[A-Z][A-Za-z]{1,14}(?: [A-Z][a-z]{1,12})?(?: [–—-] ?|\. ?)(?:[Ff]ull|[Oo]n-?site|[Pp]ermanent|\n)"
    r"|, [A-Z]{2},? (?:and|or|&) [A-Z][a-z]+(?: [A-Z][a-z]+)?, [A-Z]{2}[.\n]"
)
"""What behind a place at a line's start says that work is done there (`Leeds preferred.`, `Leeds, UK. Full time`)."""
FIRST_WORDS = 240
"""Characters of a text in which such a sentence is looked for."""
_CHAIN = re.compile(r"(?:[\s,;/&|*•·()、，和及或-]|\band\b|\bor\b|\b[A-Z]{2}\b|USA?){1,24}")
LONGEST_JOIN = 12
"""Characters between two places of one line that are listed together."""
_HEADING_BEFORE = re.compile(r"(?:^|\n)[^\n\w]{0,8}(?:\d{1,2}|[一二三四五六七八九十])?[^\n\w]{0,4}$")
_HEADING_SIGNS = 5
"""Signs that may stand between a heading and its colon, and behind that."""
_PRESENCE = re.compile(
    r"[^。；;,，\n]{0,14}?(?:设有|展开|均有|都有|拥有|建有|设立|开展|上市|落地|上线|发行|运营|注册|市场|提供)"
)
_PLACE_LINE = re.compile(r"[\s*•·-]{0,4}[A-Z][A-Za-z.' ]{2,24}, ?[A-Z]{2}\b(?! [a-z])")
CODE_REACH = 8
"""Characters between a city and its country's code: another one's may stand between."""
_OFFERED = frozenset({"hiring in", "positions in", "openings in", "roles in"})
"""What announces places of work beside those of a head line: `we are also hiring in Leeds`."""
_SOUGHT = frozenset(
    f"{who}{ending} in"
    for who in ("engineer", "developer", "designer", "programmer", "hacker", "scientist", "coder", "intern")
    for ending in ("", "s")
)
_SEEKS = re.compile(
    r"\b(?:hiring|looking for|seeking|recruiting|need(?:s|ed)?(?: for)?)"
    r" (?!\w*ly\b)(?:[\w.+#/&-]+,? ){1,7}$"
)
"""What stands before the people whom a firm looks for; behind it the place where they work."""
_SEEK_WORDS = Needles(("hiring", "looking for", "seeking", "recruiting", "need"))
"""With one of these begins what _SEEKS finds."""
SOUGHT_REACH = 72
"""Characters that it takes at most."""
_JOINS = frozenset({", ", " ", ","})
"""What stands between a city and its state or country."""
_ADDRESS = re.compile(r"[^\s、,，/;；|·()（）+和或]{0,14}")
_HOME_BEFORE = re.compile(r"\b(?:[Ww]e['’]re|[Ww]e are|\w+ is) an? (?:[a-z][\w-]{1,14},? ){0,2}$")
_HOME_AFTER = re.compile(r"(?:,? \(?[A-Z]{2}\)?)?[ -]based (?!on\b|in\b)[a-z]")
"""What stands around the place of a firm that tells what it is."""
_LISTED_WORDS = frozenset({" and ", " or ", ", and ", ", or "})
LONGEST_LISTED = 4
"""Signs that may stand between two places of a list."""
_ITEM_SIGNS = " *•·–-"
LONGEST_MARK = 3
"""Of these signs as many may stand between a line's start and an item."""
_ITEM_END = re.compile(
    r"(?:, [A-Z]{2}|市)? ?[:：]? ?(?:\n|$|https?:)|@[^\n]{1,12}(?:\n|$)"
    r"| ?[/|·｜] ?[^\n]{0,30}(?:经验|年|本科|大专|全职|不限)[^\n]{0,24}(?:\n|$)"
)
"""What follows a city at a line's start: nothing, its quarter (`北京@望京`) or facts (`北京 / 经验5年以上 / 本科`).

A link to what is offered there may follow as well (`Leeds: https://…`).
"""
_LIST_SIGNS, _LIST_ENDS = "、/,，&和或+ ·-|｜市区", "市区县等 。)）]】*_"
"""What may stand between the places of a line that is a list of them, and behind the last one."""
_BEFORE_LINK = " -–—:|("
"""What may stand between a place and the link that ends its line."""
_CLOSING_SIGNS = " )）]】=*_"
"""What may stand between a place and the end of its line."""
_BASED = re.compile(
    r"(?:(?<![a-z])base(?:d in)? ?(?:地点?|在|于)?|(?<!不)(?<!无需)坐班|(?<![a-z])on-?site ?)[:：(（ -]{0,2}$"
)
"""What stands right before the place of one role of several (`base北京：后端`, `坐班成都`)."""
_BASE_ENDS = "en地点在于班"
"""With what the words of _BASED end."""
BASED_REACH = 12
LONGEST_LABEL = 2
"""Signs of such labels as `地点` and `坐标`, which stand in other sentences too."""
_LINKS = ("可选", "在", "为", "位于")
_MEETINGS = ("面试", "面谈", "笔试", "宣讲", "宣讲会")
_NAME = re.compile(r"[A-Z][\w.'’]*(?: [A-Z0-9][\w.'’]*){1,3}\s*")
_NO_NAME = re.compile(
    r"\b(?:remote|on-?site|hybrid|full|part|time|contract|intern|bay|area|downtown|greater|office|hq|only|based|visa"
    r"|engineers?|developers?|north|south|east|west)\b",
    re.IGNORECASE,
)
"""Words that stand beside a place rather than in a name."""


class Places:
    """Cities (English, lower case) and countries (ISO 3166 alpha-2) in order of mention, with the hits that said so."""

    def __init__(self, cities: list[str], countries: list[str], said: list[Hit]) -> None:
        self.cities, self.countries, self._said = cities, countries, said

    @property
    def hits(self) -> list[Hit]:
        """The names that said so."""
        return self._said


_SCHOOLS = ("Techstars ", "TechStars ")
"""Before a place these name where the firm was taught, not where it is."""
_LAST_PART = re.compile(r"[^-–—|(:;,/]+$")
_LOWER = re.compile(r"\b[a-z]{2,}\b")
_OF_PLACES = frozenset({
    "is", "are", "hiring", "in", "based", "located", "at", "wanted", "near", "or", "and", "the", "of", "metro",
    "greater", "downtown", "office", "offices", "with", "for",
})  # fmt: skip
"""Small words that stand between a stroke or comma and a place where one works; others make a sentence of it."""


def places(found: Document) -> Places:
    """Return the places of work that a posting states."""
    site = Site(found)
    hits = _standing(site)
    if not hits:
        return _places(lone_town(site), site.text)
    below = [hit for hit in hits if hit.start >= site.body]
    expected = [hit for hit in hits if hit.start < site.body and _expected_above(site, hit)]
    if below:
        expected += _expected_below(site, below)
    expected = expected or lone_town(site)
    if below:
        expected += _named_below(site, below, expected)
    expected = _without_namesakes(site, expected)
    expected += towns(site, expected)
    if below and not _has_city(expected) and not _is_settled(found, site, expected):
        spoken = _spoken_of(found, site, without(below, expected))
        expected += spoken
        expected += towns(site, spoken)
    return _places(in_order(expected), site.text)


def _standing(site: Site) -> list[Hit]:
    """Return the names that are no part of another place's name or address."""
    hits = without_states(longest(site.names), site.text)
    return hits if site.is_ascii else _without_quarters(hits, site)


def _has_city(hits: list[Hit]) -> bool:
    for hit in hits:
        entry = hit.entry
        if entry.kind == "city":
            return True
    return False


def _named_below(site: Site, below: list[Hit], expected: list[Hit]) -> list[Hit]:
    """Return the names of the text that a heading, `base` or a line of their own makes places of work."""
    left = without(below, expected)
    named = _announced(site, left, _fields(site), False)
    if not site.is_ascii and _names_in_han(site, left):
        named += _based(site, without(left, named))
    if site.text.find("\n", site.body, site.body_end) >= 0 and not _is_located(site, expected):
        named += _lined(site, without(left, named))
    return named


def _names_in_han(site: Site, hits: list[Hit]) -> bool:
    for hit in hits:  # noqa: SIM110 - a loop of C, a generator is none
        if not site.is_ascii_at(hit.start):
            return True
    return False


def _is_located(site: Site, hits: list[Hit]) -> bool:
    """Whether one of the hits stands in the place field."""
    for hit in hits:  # noqa: SIM110 - a loop of C, a generator is none
        if site.in_place(hit.start):
            return True
    return False


def _lined(site: Site, hits: list[Hit]) -> list[Hit]:
    """Return the cities that are a whole line, as headings and items of a list of offices are (`Seattle:`).

    So are lists of Chinese cities and quarters (`北京、上海`, `北京市 · 海淀区`).
    """
    lined: list[Hit] = []
    listed = 0
    for number in range(len(hits)):
        hit = hits[number]
        if number < listed or _is_line(site, hit):
            lined.append(hit)
        elif not site.is_ascii_at(hit.start):
            listed = _behind_list(site, hits, number)
            if listed > number:
                lined.append(hit)
    return lined


def _behind_list(site: Site, hits: list[Hit], number: int) -> int:
    """Return the number of the place behind those that fill a line of two or more; 0 where they do not.

    What is both a city and a country (`新加坡`) is found twice, and counts once.
    """
    text, hit = site.text, hits[number]
    if not _begins_item(text, hit.start):
        return 0
    start = end = hit.start
    named, is_city = 0, False
    while number < len(hits):
        hit = hits[number]
        entry = hit.entry
        if hit.start != start or named == 0:
            if hit.start - end > LONGEST_LISTED or not _are_of_list(text, end, hit.start):
                break
            is_place = entry.kind == "city" or (entry.kind == "country" and not entry.weak)
            if not (is_place and reads_as_name(site, hit, True)):
                return 0
            start, end = hit.start, hit.end
            named += 1
        is_city = is_city or entry.kind == "city"
        number += 1
    while end < len(text) and text[end] in _LIST_ENDS:
        end += 1
    return number if named > 1 and is_city and (end == len(text) or text[end] == "\n") else 0


def _are_of_list(text: str, first: int, last: int) -> bool:
    for at in range(first, last):  # noqa: SIM110 - a loop of C, a generator is none
        if text[at] not in _LIST_SIGNS:
            return False
    return True


def _is_line(site: Site, hit: Hit) -> bool:
    start, end, entry = hit.start, hit.end, hit.entry
    if entry.kind != "city" or entry.weak or not (_begins_item(site.text, start) or _is_behind_link(site.text, start)):
        return False
    return _ITEM_END.match(site.text, end) is not None and reads_as_name(site, hit, True)


def _begins_item(text: str, start: int) -> bool:
    """Whether nothing but marks of a list stands between a line's start and `start`."""
    at = start - 1
    while at >= start - LONGEST_MARK and at > 0 and text[at] in _ITEM_SIGNS:
        at -= 1
    return at >= 0 and text[at] == "\n"


def _is_behind_link(text: str, start: int) -> bool:
    """Whether nothing but an address stands before a place in its line (`https://example.org/a 上海`)."""
    if start == 0 or text[start - 1] != " ":
        return False
    begun = text.rfind("\n", max(0, start - LINE), start) + 1
    return text.startswith("http", begun) and text.find(" ", begun, start) == start - 1


def _fields(site: Site) -> list[Hit]:
    """Return the cues of the text that name what follows (`工作地点：`, `we are hiring in`) by their starts."""
    named: list[Hit] = []
    offered: list[Hit] = []
    for cue in site.cues:
        start, end, entry = cue.start, cue.end, cue.entry
        if start >= site.body and entry.value == "field" and _names_next(site.text, start, end):
            named.append(cue)
        if end - start > 1 and site.low[end - 1] == "n" and _is_offered(site.low, start, end):
            offered.append(cue)
    named += offered
    return sorted(named, key=_start) if len(named) > 1 else named


def _is_offered(low: str, start: int, end: int) -> bool:
    """Whether a cue announces places of work: `hiring in`, or people that are looked for (`We need engineers in`)."""
    words = low[start:end]
    if words in _OFFERED:
        return True
    first = max(0, start - SOUGHT_REACH)
    near = words in _SOUGHT and _SEEK_WORDS.first(low[first:start]) >= 0
    return near and _SEEKS.search(low, first, start) is not None


def _names_next(text: str, start: int, end: int) -> bool:
    """Whether a field is a heading, or its sentence goes on to the place (`工作城市可选北京、深圳`)."""
    if _is_heading(text, start, end):
        return True
    return end - start > LONGEST_LABEL and text.startswith(_LINKS, end) and not _is_of_interviews(text, start)


def _is_of_interviews(text: str, start: int) -> bool:
    """Whether a cue is that of the place where people are met (`面试地点：`)."""
    return start > 0 and text[start - 1] in "试谈讲会" and text.endswith(_MEETINGS, 0, start)


def _is_of_others(text: str, start: int) -> bool:
    """Whether a cue tells where people are met, or where colleagues are spread (`成员分布在`)."""
    return _is_of_interviews(text, start) or (start > 1 and text[start - 1] == "布" and text[start - 2] in "分遍")


def _start(cue: Hit) -> int:
    return cue.start


def _spoken_of(found: Document, site: Site, hits: list[Hit]) -> list[Hit]:
    """Return the places that a sentence announces; those where the company sits only where there are no others.

    Of a Chinese text that speaks of remote work alone its company's seat is no place of work.
    """
    leads = [cue for cue in site.cues if cue.start >= site.body and not _is_of_others(site.text, cue.start)]
    spoken = [cue for cue in leads if cue.entry.value != "seat"]
    announced = _announced(site, hits, spoken, False)
    if not announced and len(spoken) < len(leads) and not (found.is_chinese and _is_remote_alone(found)):
        announced = _announced(site, hits, leads, True)
    return announced or [hit for hit in hits if _is_home(site, hit)]


def _is_home(site: Site, hit: Hit) -> bool:
    """Whether who writes says that the firm is of a place (`We're a Leeds (UK) based startup`)."""
    text, start, end, entry = site.text, hit.start, hit.end, hit.entry
    if entry.kind != "city" or end >= len(text) or text[end] not in " -" or not text[start].isupper():
        return False
    return _HOME_AFTER.match(text, end) is not None and (
        _HOME_BEFORE.search(text, max(0, start - BESIDE), start) is not None
    )


def _is_remote_alone(found: Document) -> bool:
    """Whether words for remote work stand somewhere, and none for work on site or in part."""
    remote = False
    for cue in found.scan.cues["remote"]:
        entry = cue.entry
        if entry.value != "remote":
            return False
        remote = True
    return remote


def refusal(found: Document, hit: Hit) -> str:
    """Return in words why a name that `places` left out is no place of work."""
    site = Site(found)
    if found.company.holds(hit.start):
        return "it stands in the employer's name"
    if not reads_as_name(site, hit, True):
        return "the words beside it, or how it is written, say that nobody works there"
    if is_seat(site, hit):
        return "the company sits there, which is not yet where the work is"
    return "no place is expected there, and no word such as `located in` announces one"


def _without_quarters(hits: list[Hit], site: Site) -> list[Hit]:
    """Drop quarters that stand in the address of another city (`西安市科技园`)."""
    kept: list[Hit] = []
    city: Hit | None = None
    for hit in hits:
        start, entry = hit.start, hit.entry
        if entry.kind == "city" and not site.is_ascii_at(start):
            if not entry.weak:
                city = hit
            elif city and city.entry.value != entry.value and _ADDRESS.fullmatch(site.text, city.end, start):
                continue
        kept.append(hit)
    return kept


def _based(site: Site, hits: list[Hit]) -> list[Hit]:
    """Return the Chinese names right behind `base`, and those listed with them."""
    kept: list[Hit] = []
    last = -1
    for hit in hits:
        start = hit.start
        led = (last >= 0 and _is_listed(site.text, last, start)) or _is_behind_base(site.low, start)
        if led and not site.is_ascii_at(start) and (_is_colon(site.low, start) or reads_as_name(site, hit, True)):
            kept.append(hit)
            last = hit.end
    return kept


def _is_colon(low: str, start: int) -> bool:
    """Whether a colon stands right before a place that `base` leads, so that it is no part of a firm's name."""
    return low.endswith(("base:", "base: "), 0, start)


def _is_behind_base(low: str, start: int) -> bool:
    at = start - 1
    while at >= 0 and low[at] in " :：(（-":
        at -= 1
    if at < 0 or low[at] not in _BASE_ENDS:
        return False
    first = max(0, start - BASED_REACH)
    if low[at] != "班" and low.find("base", first, start) < 0 and low.find("site", first, start) < 0:
        return False
    return _BASED.search(low, first, start) is not None


def _is_listed(text: str, end: int, start: int) -> bool:
    """Whether what parts the end of a place from the start of the next joins both to a list."""
    if start - end <= LONGEST_LISTED and _are_joins(text, end, start):
        return True
    return text[end:start] in _LISTED_WORDS


def _are_joins(text: str, first: int, last: int) -> bool:
    for at in range(first, last):  # noqa: SIM110 - a loop of C, a generator is none
        if not (text[at] in "、/,，&和或+" or text[at].isspace()):
            return False
    return True


def _without_namesakes(site: Site, hits: list[Hit]) -> list[Hit]:
    """Drop a city in the employer's name (`Boulder Forge | Backend | Portland, OR`) where the head line names another.

    The name is the head line's first piece: some words in capitals, none of which tells of places or hours.
    """
    first, last = site.head, site.head_end
    end = site.text.find("|", first, last)
    if end < 0 or len(hits) < 2:  # noqa: PLR2004 - one alone has no namesake
        return hits
    inside = [hit for hit in hits if first <= hit.start < end]
    if len(inside) != 1:
        return hits
    named = inside[0]
    start, stop, entry = named.start, named.end, named.entry
    piece = site.text[first:end]
    if stop - start >= len(piece.strip()) or not _NAME.fullmatch(piece) or _NO_NAME.search(piece):
        return hits
    for hit in hits:
        if end < hit.start < last and hit.entry.kind == "city" and hit.entry.value != entry.value:
            return without(hits, inside)
    return hits


def _expected_above(site: Site, hit: Hit) -> bool:
    """Whether a name stands in the place field or, apart from the role, in the title."""
    start = hit.start
    if site.in_place(start):
        return reads_as_name(site, hit, False)
    return site.in_title(start) and reads_as_name(site, hit, True) and _stands_apart(site, hit)


def _expected_below(site: Site, hits: list[Hit]) -> list[Hit]:
    """Return the names of the text that stand in its opening, where there is no title, or in a line made for places."""
    lines = _Lines(site, hits)
    expected: list[Hit] = []
    begun = -1
    for number in range(len(hits)):
        hit = hits[number]
        start = hit.start
        said = start < site.opening_end and _said_first(site, hit)
        begins = not said and (_begins(site, hit) or (0 <= begun < start and _goes_along(site.text, begun, start)))
        if (said or begins or lines.made_for(number, hit)) and reads_as_name(site, hit, True):
            expected.append(hit)
            begun = hit.end if begins else -1
    return expected


def _goes_along(text: str, first: int, last: int) -> bool:
    """Whether a place is listed with one that its line begins with (`Leeds, UK and Oslo, NO. Visas …`)."""
    if last - first > LONGEST_JOIN or text.find("\n", first, last) >= 0:
        return False
    return _CHAIN.fullmatch(text, first, last) is not None


def _said_first(site: Site, hit: Hit) -> bool:
    return not is_seat(site, hit) and not _is_in_prose(site, hit)


def _begins(site: Site, hit: Hit) -> bool:
    """Whether the text begins with the place, set off from what follows (`SF, visa ok. We are …`)."""
    text, first = site.text, site.body
    start, end = hit.start, hit.end
    if start - first <= LONGEST_START and _is_first(site, start):
        return (_SET_OFF if site.is_ascii_at(start) else _SET_OFF_ZH).match(text, end) is not None
    before = text[start - 1]
    if before == "\n" and end < len(text) and text[end] in " ," and _WISHED.match(text, end):
        return True
    if before != " " or start - first > FIRST_WORDS or text[start - 2] not in ".!":
        return False
    return _SENTENCE_AFTER.match(text, end) is not None


def _is_first(site: Site, start: int) -> bool:
    """Whether nothing but a country stands before a place (`Canada (Toronto) - …`)."""
    if start == site.body:
        return True
    for hit in site.names:
        if hit.start == site.body and hit.entry.kind == "country":
            return site.text[hit.end : start] in _INTO
    return False


def _stands_apart(site: Site, hit: Hit) -> bool:
    """Whether a country in a title is a place (`SRE (US)`), not part of the role (`US Accountant`)."""
    start, end, entry = hit.start, hit.end, hit.entry
    if entry.kind == "city" or not site.is_ascii_at(start):
        return True
    if not _APART_AFTER.match(site.text, end):
        return False
    return _APART_BEFORE.search(site.text, max(0, start - 8), start) is not None


class _Lines:
    """Tells which places stand in a line that is divided like a head line, or that names a role and where it is."""

    def __init__(self, site: Site, hits: list[Hit]) -> None:
        self._text, self._first, self._hits = site.text, site.body, hits
        self._start = self._end = -1
        self._divided = self._short = False
        self._role = _UNREAD

    def made_for(self, number: int, hit: Hit) -> bool:
        """Whether a place, given with its number among all, is expected in its line."""
        start, end, entry = hit.start, hit.end, hit.entry
        if entry.weak and entry.kind == "country":
            return False
        if not self._start <= start < self._end:
            self._read(start, end)
        first, text = self._start, self._text
        if self._divided:
            return start - max(first, text.rfind("|", first, start)) <= LONGEST_PIECE
        if first == self._first and text.find("|", first, start) >= 0:
            return True
        if self._short and (_in_bracket(text, first, start) or self._closes(number)) and self._has_role():
            return True
        opened = text.rfind("(", max(first, start - LONGEST_BRACKET), start)
        return opened > first and text[opened - 1] == " " and self._names_bracketed(opened, start)

    def _read(self, start: int, stop: int) -> None:
        """Find the line of a place; of a long one, what stands around."""
        text = self._text
        earliest = max(self._first, start - LINE)
        self._start = first = text.rfind("\n", earliest, start) + 1 or earliest
        end = text.find("\n", stop, stop + LINE)
        self._end = end if end >= 0 else stop + LINE
        last = min(self._end, len(text))
        told = _told_end(text, first, start, last)
        self._short, self._role = told - first <= ROLE_LINE, _UNREAD
        self._divided = _has_two(text, "|", first, last) or (
            self._short and (_has_two(text, "·", first, last) or _is_place_line(text, first, last))
        )
        if told < last:
            self._end = told

    def _has_role(self) -> bool:
        """Whether the line is short and names a role."""
        if self._role == _UNREAD:
            last = min(self._end, len(self._text))
            self._role = self._short and _ROLE.search(self._text, self._start, last) is not None
        return self._role == 1

    def _names_bracketed(self, opened: int, start: int) -> bool:
        """Whether a bracket opened before `start` stands right behind a role, in a line that names no other way."""
        first = max(self._start, opened - LONGEST_BRACKETED)
        return _ROLE_BRACKET.search(self._text, first, start) is not None and not self._has_role()

    def _closes(self, number: int) -> bool:
        """Whether a place ends a line, alone or as part of a list (`Go 开发 杭州、上海`)."""
        hits, text = self._hits, self._text
        end = _end(hits, number)
        while not (_ends_line(text, end) or _is_before_link(text, end)):
            number += 1
            if number == len(hits):
                return False
            start = _begun(hits, number)
            if start - end >= BESIDE or not _is_listed(text, end, max(end, start)):
                return False
            end = _end(hits, number)
        return True


def _begun(hits: list[Hit], number: int) -> int:
    hit = hits[number]
    return hit.start


def _end(hits: list[Hit], number: int) -> int:
    hit = hits[number]
    return hit.end


def _has_two(text: str, sign: str, first: int, last: int) -> bool:
    at = text.find(sign, first, last)
    return at >= 0 and text.find(sign, at + 1, last) >= 0


def _ends_line(text: str, end: int) -> bool:
    """Whether nothing but closing signs, or a bracket behind a space, stands between `end` and the line's end."""
    at = end
    while at < len(text) and text[at] in _CLOSING_SIGNS:
        at += 1
    if at == len(text) or text[at] == "\n":
        return True
    return text[at] == "(" and at > end and text[at - 1] == " "


def _told_end(text: str, first: int, start: int, last: int) -> int:
    """Return where a line ends but for the link behind its place; its own end where another link stands before."""
    if last - first <= ROLE_LINE or start - first > ROLE_LINE:
        return last
    link = text.find("http", start, min(last, first + ROLE_LINE + 1))
    return link if link >= 0 and text.find("http", first, start) < 0 else last


def _is_before_link(text: str, end: int) -> bool:
    """Whether a place stands before the link of what is offered there (`Developer - Leeds, Oslo - https://…`)."""
    at = end
    while at < len(text) and at < end + LONGEST_MARK and text[at] in _BEFORE_LINK:
        at += 1
    return at > end and text.startswith("http", at)


def _is_place_line(text: str, first: int, last: int) -> bool:
    return text.find(",", first, last) >= 0 and _PLACE_LINE.match(text, first, last) is not None


def _in_bracket(text: str, first: int, last: int) -> bool:
    """Whether a bracket that is opened behind `first` is still open at `last`."""
    for at in range(last - 1, first - 1, -1):
        if text[at] in "(（[":
            return True
        if text[at] in ")）]":
            return False
    return False


def _is_in_prose(site: Site, hit: Hit) -> bool:
    """Whether a line below the head line is a whole sentence."""
    if hit.start < site.head_end:
        return False
    if hit.start < site.opening_end and site.head_end == site.body and _is_run_on(site):
        return _is_told(site.text, site.body, hit.start)
    end = site.text.find("\n", hit.end, hit.end + LINE)
    last = (end if end >= 0 else site.body_end) - 1
    while last > hit.end and site.text[last] == " ":
        last -= 1
    return site.text[last] in ".!。" and site.text.find("招", hit.end, last) < 0


def _is_run_on(site: Site) -> bool:
    """Whether the text's first line is no head line but long, with its head in it (`Fernly - Oslo We make ...`)."""
    last = site.body + HEAD_LONGEST
    return site.body_end > last and site.text.find("\n", site.body, last) < 0


def _is_told(text: str, first: int, start: int) -> bool:
    """Whether words of a sentence stand before a place, behind the last stroke or comma in `first:start`."""
    if text.endswith(_SCHOOLS, first, start):
        return True
    part = _LAST_PART.search(text, first, start)
    return part is not None and any(word not in _OF_PLACES for word in _LOWER.findall(part[0]))


def _is_heading(text: str, start: int, end: int) -> bool:
    """Whether a cue such as `工作地点` names what follows: a colon behind it, or a line of its own."""
    if _is_of_interviews(text, start):
        return False
    if text.find(":", start, end + 3) >= 0:
        return text[end - 1] == ":" or _behind_heading(text, end) >= 0
    alone = _behind_heading(text, end) >= 0
    return alone and _HEADING_BEFORE.search(text, max(0, start - BESIDE), start) is not None


def _behind_heading(text: str, end: int) -> int:
    """Return where that begins which a heading that ends at `end` is over; -1 where neither colon nor line end follows.

    Both may stand behind some signs; behind the colon some more may follow, and the line's end.
    """
    at = _behind_signs(text, end)
    while at >= end:
        if at < len(text):
            if text[at] in ":：":
                at = _behind_signs(text, at + 1)
                return _behind_spaces(text, at)
            if text[at] == "\n":
                return _behind_spaces(text, at)
        at -= 1
    return -1


def _behind_signs(text: str, at: int) -> int:
    last = min(len(text), at + _HEADING_SIGNS)
    while at < last and not (text[at].isalnum() or text[at] in "_\n"):
        at += 1
    return at


def _behind_spaces(text: str, at: int) -> int:
    while at < len(text) and text[at].isspace():
        at += 1
    return at


def _announced(site: Site, hits: list[Hit], leads: list[Hit], seats: bool) -> list[Hit]:
    """Return the places before which one of the leads stands (`located in`, `工作地点`), and those listed with them."""
    kept: list[Hit] = []
    if not leads:
        return kept
    last = before = -1
    for hit in hits:
        start, entry, passed = hit.start, hit.entry, before
        before = hit.end
        of_town = entry.kind == "state" and start - passed > LONGEST_LISTED
        if entry.weak and not of_town and site.is_ascii_at(start):
            continue
        led = _led(site.text, hit, leads) or (last >= 0 and _CHAIN.fullmatch(site.text, last, start) is not None)
        if led and (seats or not is_seat(site, hit)) and reads_as_name(site, hit, True):
            kept.append(hit)
            last = hit.end
    return kept


def _led(text: str, hit: Hit, leads: list[Hit]) -> bool:
    start = hit.start
    position = _last_before(leads, start)
    while position >= 0 and start - _end(leads, position) <= LEAD:
        if _bridges(text, leads[position], hit):
            return True
        position -= 1
    return False


def _last_before(leads: list[Hit], start: int) -> int:
    """Return the number of the last cue that ends at `start` or before; -1 where none does."""
    low, high = 0, len(leads)
    while low < high:
        middle = (low + high) // 2
        if start < _end(leads, middle):
            high = middle
        else:
            low = middle + 1
    return low - 1


def _bridges(text: str, lead: Hit, hit: Hit) -> bool:
    """Whether nothing but words of the same sentence or heading stands between a lead and a place."""
    begun, start, cue, entry = lead.start, lead.end, lead.entry, hit.entry
    if start - begun == 1:
        if text[begun] == "📍" and text.startswith(" ", start):
            start += 1
        return start == hit.start and (entry.kind == "city" or not _PRESENCE.match(text, hit.end))
    if cue.value == "field":
        start = max(start, _behind_heading(text, start))
    return start <= hit.start and not _stops(text, start, hit.start)


def _stops(text: str, first: int, last: int) -> bool:
    """Whether a sentence ends in `first:last`, or a line that no list goes on with."""
    for at in range(first, last):
        if text[at] == "\n":
            if not _goes_on(text, at + 1, last):
                return True
        elif text[at] in ".!?。；;" and at + 1 < last and text[at + 1].isspace() and not _numbers(text, at):
            return True
    return False


def _numbers(text: str, at: int) -> bool:
    """Whether the point at `at` is that of an item's number (`1. Leeds`)."""
    begun = at
    while begun > 0 and text[begun - 1].isdigit():
        begun -= 1
    return begun < at and begun > 0 and text[begun - 1] == "\n"


def _goes_on(text: str, at: int, last: int) -> bool:
    """Whether in `at:last` the sign of an item comes first."""
    while at < last and text[at].isspace():
        at += 1
    if at < last and text[at] in "*•-":
        return True
    begun = at
    while at < last and text[at].isdigit():
        at += 1
    return begun < at < last and text[at] in ".、)"


def _is_settled(found: Document, site: Site, expected: list[Hit]) -> bool:
    """Whether an office named below is no place of work: the place field names one, or all above says remote."""
    if _is_located(site, expected):
        return True
    said = {
        cue.entry.value
        for cue in found.scan.cues["remote"]
        if site.in_title(cue.start) or site.head <= cue.start < site.head_end or site.in_place(cue.start)
    }
    return said == {"remote"}


def _places(hits: list[Hit], text: str) -> Places:
    cities: list[str] = []
    countries: list[str] = []
    hits = _without_codes(hits, text)
    for position in range(len(hits)):
        hit = hits[position]
        entry = hit.entry
        city = entry.value if entry.kind == "city" else _city_of_code(hit, text)
        if city and city not in cities:
            cities.append(city)
        country = _country(hits, position, text)
        if country and country not in countries:
            countries.append(country)
    return Places(cities, countries, hits)


def _city_of_code(hit: Hit, text: str) -> str:
    """Return the city that a state's code means where it stands alone: `NY`; empty where it means the state."""
    is_city = hit.entry.kind == "state" and means_new_york(text, hit.start, hit.end)
    return "new york" if is_city else ""


def _without_codes(hits: list[Hit], text: str) -> list[Hit]:
    """Drop the codes of states that are those of the country just named (`Munich, DE`, `Ottawa, ON, CA`)."""
    if len(hits) < 2:  # noqa: PLR2004 - one alone repeats none
        return hits
    kept: list[Hit] = []
    last: Hit | None = None
    for hit in hits:
        if not (last and hit.entry.kind == "state" and _repeats(last, hit, text)):
            kept.append(hit)
            last = hit
    return kept


def _repeats(named: Hit, state: Hit, text: str) -> bool:
    start = state.start
    return start - named.end <= CODE_REACH and text[start : state.end] == named.entry.country


def _country(hits: list[Hit], position: int, text: str) -> str:
    """Return the country of one place: that of the state or country behind it, if one is (`Paris, Texas`)."""
    hit = hits[position]
    end, here = hit.end, hit.entry
    if here.value == "cambridge" and _names_boston(hits):
        return "US"
    if here.kind != "city" or position + 1 == len(hits):
        return here.country
    hit = hits[position + 1]
    start, beyond = hit.start, hit.entry
    if beyond.kind == "city" or text[end:start] not in _JOINS or _lists_countries(hits, position + 1, text):
        return here.country
    return beyond.country


def _lists_countries(hits: list[Hit], position: int, text: str) -> bool:
    """Whether a country behind a city is one of a list of them (`Toronto, San Francisco, Ireland, Australia`)."""
    hit = hits[position]
    entry, end = hit.entry, hit.end
    if entry.kind != "country" or position + 1 == len(hits):
        return False
    hit = hits[position + 1]
    further = hit.entry
    return further.kind == "country" and further.country != entry.country and text[end : hit.start] == ", "


def _names_boston(hits: list[Hit]) -> bool:
    for hit in hits:
        entry = hit.entry
        if entry.value == "boston":
            return True
    return False
