"""Places of work: cities and countries. A name counts where a place is expected, or where words beside it say so."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from operator import itemgetter

from warehouse.transforms.document import Document
from warehouse.transforms.scan import Entry, Hit, longest

LEAD = 56
"""Characters between a cue such as `located in` and the place that it announces."""

LINE = 200
BARS = 2
ROLE_LINE = 90
BESIDE = 28
"""Characters each side of a name that say whether it is a place."""
LONGEST_PLACE = 60
"""Characters of a place field in which a town that no seed names may stand."""

_COMPANY_AFTER = re.compile(
    "(?!分公司)[\u4e00-\u9fffA-Za-z]{1,20}?(?:有限公司|有限责任|股份公司|集团|公司|事务所|研究院|大学|银行|学院)"
)
_NO_PLACE_AFTER_ZH = re.compile(
    r"(?:[东西南北中]?[一二三]?(?:路|大道|大街|大厦)|时间|時間|官网|上市|市场|股市|户口|户籍|籍|华人|客户|用户|证券交易所|语|版|元|币|高校"
    r"|大学|银行|国境|签证|护照|身份|法律|站点|国际学校)"
)
_NO_PLACE_BEFORE_ZH = re.compile(
    r"(?:靠近|临近|毗邻|邻近|紧邻|距离?|出差(?:到|去|至)?|差旅|旅游|旅行|团建去|飞往|来自|毕业于|面向|服务于|覆盖"
    r"|客户(?:是|都|主要|大多|多|来自|分布)?(?:位于|在|于)|[去赴](?=日本|美国|欧洲)).{0,12}$"
)
_NO_PLACE_BEFORE = re.compile(
    r"(?:\b(?:near|next to|close to|outside(?: of)?|(?:north|south|east|west) of|far from|ex-|bank of|university of"
    r"|(?:minutes?|hours?|miles|km|mins|min|drive|ride|train|flight) (?:from|to|north of|south of)|travel(?:ling)? to"
    r"|trips? to|(?:customers|clients|users|investors|offsites?|retreats?) in|north|south|latin|central|new"
    r"|greetings from))(?: the| downtown| central)? ?$|\bex-$"
)
_NO_PLACE_AFTER = re.compile(
    r"(?:['’]s\b|[ -](?:based )?(?:(?:business |office |working )?(?:time ?zones?|hours)|time\b|today\b|clients"
    r"|customers|investors|market|startups?\b|citizens?|dollars?|university|times\b|post\b|bank\b))"
)
_BRACKETS = frozenset("[【(（/")
_WORD_STATES = frozenset({"OK", "OR", "IN", "ME", "HI", "OH", "CO", "DE", "LA", "ID", "PA", "MA", "AL", "MS", "MD"})
"""Codes of states that are words or abbreviations of something else: they stand behind a comma."""
_STATE_BEFORE = re.compile(r"[,a-zA-Z.] ?$")
_COMMA_BEFORE = re.compile(r"[,(] ?$")
_OPEN_BRACKET = re.compile(r"[(（\[][^)）\]]*$")
_ROLE = re.compile(
    r"[Ee]ngineer|[Dd]eveloper|[Dd]esigner|[Mm]anager|[Ss]cientist|[Aa]rchitect|[Ww]riter|[Ll]ead|[Aa]nalyst|SRE|DevOps"
    r"|工程师|开发|产品|运营|经理|研发"
)
_APART_BEFORE = re.compile(r"(?:[(\[,/|–—-]|\bin\b|[Rr]emote)\s?$")
_APART_AFTER = re.compile(r"\s*(?:$|[)\],;/|\n–—-])")
_CHAIN = re.compile(r"(?:[\s,;/&|*•·、，和及或-]|\band\b|\bor\b|\b[A-Z]{2}\b|USA?){1,24}")
_STOP = re.compile(r"[.!?。；;]\s|\n(?!\s*[*•-])")
_HEADING_BEFORE = re.compile(r"(?:^|\n)[^\n\w]{0,8}(?:\d{1,2}|[一二三四五六七八九十])?[^\n\w]{0,4}$")
_HEADING_AFTER = re.compile(r"[^\n\w]{0,4}(?:[:：][^\n\w]{0,4}\n?|\n)\s*")
_PRESENCE = re.compile(
    r"[^。；;,，\n]{0,14}?(?:设有|展开|均有|都有|拥有|建有|设立|开展|上市|落地|上线|发行|运营|注册|市场|提供)"
)
_SEAT_BEFORE = re.compile(r"(?:总部(?:位于|设?在)?|\b(?:headquartered|hq|headquarters|hq['’]?ed) (?:is )?in) ?$")
_TOWNS_OF_AREA = re.compile(r" ?\([a-z .]{3,40},")
"""What tells that the towns of an area are meant: `SF Bay Area (San Mateo, CA)`."""
_PLACE_LINE = re.compile(r"[\s*•·-]{0,4}[A-Z][A-Za-z.' ]{2,24}, ?[A-Z]{2}\b(?! [a-z])")
_JOINS = frozenset({", ", " ", ","})
"""What stands between a city and its state or country."""
_ADDRESS = re.compile(r"[^\s、,，/;；|·()（）+和或]{0,14}")
_LISTED = re.compile(r"[\s、/,，&和或+]{0,4}|,? (?:and|or) ")
_LINE_END = re.compile(r"[ )）\]】]*(?:\n|$)")
_TOWN = re.compile(
    r"(?:^|[|(/;:,\n–—-]\s?|\b(?:or|and|in)\s)"
    r"([A-Z][a-zà-ÿ'’.-]+(?: (?:[A-Z][a-zà-ÿ'’.-]+|am|an der|of|de|del|la))?(?: [A-Z][a-zà-ÿ'’.-]+)?), ?$"
)
_LONE_TOWN = re.compile(r"[A-ZÄÖÜ][a-zà-ÿ'’]{2,}(?:[ -](?:[A-ZÄÖÜ][a-zà-ÿ'’]+|am|an|der|im|bei|ob|of|de|la)){0,3}")
_NO_TOWN = re.compile(
    r"\b(?:remote|anywhere|world|worldwide|global|hybrid|on-?site|europe|america|asia|africa|oceania|emea|apac|latam|union"
    r"|county|area|valley|region|state|multiple|various|flexible|full|part|time|contract|university|home|office|offices"
    r"|headquarters|greater|several|all|any|locations?|countr(?:y|ies)|data|inc|corp|software|web|mobile|senior|north"
    r"|south|east|west|northern|southern|eastern|western|central|islands?|coast|district|virtual|field|online|bay)\b"
    r"|engineer|develop|design|manag|scien|architect|analyst|stack|\bend\b|security|research|lead"
)


@dataclass(frozen=True)
class Places:
    """Cities (English, lower case) and countries (ISO 3166 alpha-2) in order of mention, with the hits that said so."""

    cities: list[str]
    countries: list[str]
    hits: list[Hit]


def places(found: Document) -> Places:
    """Return the places of work that a posting states."""
    hits = _without_quarters(longest(found.scan.places), found.scan.text)
    if not hits:
        return _places(_lone_town(found), found.scan.text)
    leads = [cue for cue in found.scan.hits("place") if cue.start >= found.text.start]
    fields = [cue for cue in leads if cue.entry.value == "field" and _is_heading(found, cue)]
    closing = _closing(hits, found.scan.text)
    expected = [hit for hit in hits if _expected(found, hit, closes=hit.start in closing)] or _lone_town(found)
    expected += _announced(found, _without(hits, expected), fields)
    expected += _towns(found, expected)
    if not any(hit.entry.kind == "city" for hit in expected) and not _is_settled(found, expected):
        rest = _without(hits, expected)
        spoken = [cue for cue in leads if cue.entry.value != "seat"]
        expected += _announced(found, rest, spoken) or _announced(found, rest, leads, seats=True)
    return _places(sorted(expected, key=itemgetter(0)), found.scan.text)


def refusal(found: Document, hit: Hit) -> str:
    """Return in words why a name that `places` left out is no place of work."""
    if found.company.holds(hit.start):
        return "it stands in the employer's name"
    if not _reads_as_name(found, hit, strict=True):
        return "the words beside it, or how it is written, say that nobody works there"
    if _is_seat(found, hit):
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


def _closing(hits: list[Hit], text: str) -> set[int]:
    """Return the starts of the places that end a line, alone or as a list (`Go 开发 杭州、上海`)."""
    starts: set[int] = set()
    following = -1
    for hit in reversed(hits):
        chained = following >= 0 and following - hit.end < BESIDE and _LISTED.fullmatch(text, hit.end, following)
        if chained or _LINE_END.match(text, hit.end):
            starts.add(hit.start)
            following = hit.start
        else:
            following = -1
    return starts


def _without(hits: list[Hit], taken: list[Hit]) -> list[Hit]:
    starts = {hit.start for hit in taken}
    return [hit for hit in hits if hit.start not in starts]


def _expected(found: Document, hit: Hit, *, closes: bool) -> bool:
    if found.location.holds(hit.start):
        return _reads_as_name(found, hit, strict=False)
    if found.title.holds(hit.start):
        return _reads_as_name(found, hit, strict=True) and _stands_apart(found, hit)
    if not found.row["title"] and found.opening.holds(hit.start):
        said = not _is_seat(found, hit) and not _is_in_prose(found, hit)
        return said and _reads_as_name(found, hit, strict=True)
    structured = found.text.holds(hit.start) and _in_structured_line(found, hit, closes=closes)
    return structured and _reads_as_name(found, hit, strict=True)


def _stands_apart(found: Document, hit: Hit) -> bool:
    """Whether a country in a title is a place (`SRE (US)`), not part of the role (`US Accountant`)."""
    text = found.scan.text
    if hit.entry.kind == "city" or not text[hit.start].isascii():
        return True
    return bool(_APART_AFTER.match(text, hit.end)) and bool(
        _APART_BEFORE.search(text, max(0, hit.start - 8), hit.start)
    )


def _in_structured_line(found: Document, hit: Hit, *, closes: bool) -> bool:
    """Whether the line is divided like a head line, or names a role with its place in brackets or at its end."""
    text = found.scan.text
    if hit.entry.weak and hit.entry.kind == "country":
        return False
    start = text.rfind("\n", earliest := max(0, hit.start - LINE), hit.start) + 1 or earliest
    end = text.find("\n", hit.end, hit.end + LINE)
    line = text[start : end if end >= 0 else hit.end + LINE]
    if line.count("|") >= BARS or (found.text.start in (start, earliest) and "|" in text[start : hit.start]):
        return True
    if len(line) > ROLE_LINE:
        return False
    if line.count("·") >= BARS or _PLACE_LINE.match(line):
        return True
    return bool(closes or _OPEN_BRACKET.search(text, start, hit.start)) and bool(_ROLE.search(line))


def _is_in_prose(found: Document, hit: Hit) -> bool:
    """Whether a line below the head line is a whole sentence."""
    text = found.scan.text
    if hit.start < found.head.end:
        return False
    end = text.find("\n", hit.end, hit.end + LINE)
    return text[(end if end >= 0 else found.text.end) - 1] in ".!。"


def _is_seat(found: Document, hit: Hit) -> bool:
    """Whether the place is said to be where the company sits, which need not be where the work is."""
    return bool(_SEAT_BEFORE.search(found.scan.low, max(0, hit.start - BESIDE), hit.start))


def _reads_as_name(found: Document, hit: Hit, *, strict: bool) -> bool:
    text = found.scan.text
    word = text[hit.start : hit.end]
    if not word.isascii():
        return not (_COMPANY_AFTER.match(text, hit.end) or _is_something_else_zh(found, hit))
    if hit.entry.weak and hit.entry.kind == "state":
        before = _COMMA_BEFORE if word in _WORD_STATES else _STATE_BEFORE
        return bool(before.search(text, max(0, hit.start - 3), hit.start))
    if not strict:
        return not _NO_PLACE_BEFORE.search(found.scan.low, max(found.location.start, hit.start - BESIDE), hit.start)
    named = word[0].isupper() or (found.title.holds(hit.start) and text[hit.start - 1] in _BRACKETS)
    return named and not _is_something_else(found, hit)


def _is_something_else(found: Document, hit: Hit) -> bool:
    """Whether the words beside an English name say that nobody works there (`near Boston`, `UK time zone`)."""
    low = found.scan.low
    if low.endswith("area", hit.start, hit.end) and _TOWNS_OF_AREA.match(low, hit.end):
        return True
    before = _NO_PLACE_BEFORE.search(low, max(0, hit.start - BESIDE), hit.start)
    return bool(before or _NO_PLACE_AFTER.match(low, hit.end))


def _is_something_else_zh(found: Document, hit: Hit) -> bool:
    """The same of a Chinese name: a road (`南京西路`), a trip (`出差上海`), customers."""
    text = found.scan.text
    before = _NO_PLACE_BEFORE_ZH.search(text, max(0, hit.start - BESIDE), hit.start)
    return bool(before or _NO_PLACE_AFTER_ZH.match(text, hit.end))


def _is_heading(found: Document, cue: Hit) -> bool:
    """Whether a cue such as `工作地点` names what follows: a colon behind it, or a line of its own."""
    text = found.scan.text
    if not _HEADING_AFTER.match(text, cue.end) and text[cue.end - 1] != ":":
        return False
    return (
        bool(_HEADING_BEFORE.search(text, max(0, cue.start - BESIDE), cue.start))
        or ":" in text[cue.start : cue.end + 3]
    )


def _announced(found: Document, hits: list[Hit], leads: list[Hit], *, seats: bool = False) -> list[Hit]:
    """Return the places before which one of the leads stands (`located in`, `工作地点`), and those listed with them."""
    kept: list[Hit] = []
    for hit in hits if leads else ():
        if (hit.entry.weak and found.scan.text[hit.start].isascii()) or not found.text.holds(hit.start):
            continue
        led = _led(found, hit, leads) or (kept and _CHAIN.fullmatch(found.scan.text, kept[-1].end, hit.start))
        if led and (seats or not _is_seat(found, hit)) and _reads_as_name(found, hit, strict=True):
            kept.append(hit)
    return kept


def _led(found: Document, hit: Hit, leads: list[Hit]) -> bool:
    position = bisect_right(leads, hit.start, key=lambda cue: cue.end) - 1
    while position >= 0 and hit.start - leads[position].end <= LEAD:
        if _bridges(found.scan.text, leads[position], hit):
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
    said = {
        hit.entry.value
        for hit in found.scan.hits("remote")
        if found.in_title(hit.start) or found.location.holds(hit.start)
    }
    return said == {"remote"}


def _towns(found: Document, expected: list[Hit]) -> list[Hit]:
    """Return the towns that no seed names and that a state follows (`Medford, OR`), or a country in the place field."""
    return [
        town
        for hit in expected
        if hit.entry.kind == "state" or (hit.entry.kind == "country" and found.location.holds(hit.start))
        if (town := _town(found, hit))
    ]


def _town(found: Document, area: Hit) -> Hit | None:
    match = _TOWN.search(found.scan.text[max(0, area.start - LONGEST_PLACE) : area.start])
    if not match:
        return None
    start = max(0, area.start - LONGEST_PLACE) + match.start(1)
    return _new_town(found, start, match[1], area.entry.country)


def _lone_town(found: Document) -> list[Hit]:
    """Return the town that is the whole place field (`Gera`), where no seed names it."""
    field = found.slice(found.location)
    if not field or len(field) > LONGEST_PLACE or not _LONE_TOWN.fullmatch(field):
        return []
    town = _new_town(found, found.location.start, field, "")
    return [town] if town else []


def _new_town(found: Document, start: int, name: str, country: str) -> Hit | None:
    end = start + len(name)
    known = any(start < hit.end and hit.start < end for hit in found.scan.places)
    if known or _NO_TOWN.search(name.lower()):
        return None
    return Hit(start, end, Entry("city", name.lower(), "places.py", country=country))


def _places(hits: list[Hit], text: str) -> Places:
    cities: dict[str, None] = {}
    countries: dict[str, None] = {}
    for position, hit in enumerate(hits):
        if hit.entry.kind == "city":
            cities[hit.entry.value] = None
        if country := _country(hits, position, text):
            countries[country] = None
    return Places(list(cities), list(countries), hits)


def _country(hits: list[Hit], position: int, text: str) -> str:
    """Return the country of one place: that of the state or country behind it, if one is (`Paris, Texas`)."""
    here, beyond = hits[position], hits[position + 1 : position + 2]
    if here.entry.kind != "city" or not beyond or beyond[0].entry.kind == "city":
        return here.entry.country
    return beyond[0].entry.country if text[here.end : beyond[0].start] in _JOINS else here.entry.country
