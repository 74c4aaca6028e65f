"""Whether the name of a city or country means a place of work where it stands: by its spelling and the words beside.

Where a place is expected at all is `places`' business.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from warehouse.transforms.document import Document
from warehouse.transforms.scan import Hit

BESIDE: Final = 28
"""Characters each side of a name that say whether it is a place."""
LONGEST_SHORT: Final = 3
"""Letters of abbreviations such as `NYC`; a longer name in capitals, alone in a title, is a product's (`NICE`)."""
FIRST_HANZI: Final = "\u4e00"
"""With this or a later sign right behind it an abbreviation is part of a name (`SF轻小说`)."""
_COMPANY_AFTER: Final = re.compile(
    "(?!分公司)[\u4e00-\u9fffA-Za-z]{1,20}?(?:有限公司|有限责任|股份公司|集团|公司|事务所|研究院|大学|银行|学院)"
)
_NO_PLACE_AFTER_ZH: Final = re.compile(
    r"(?:[东西南北中]?[一二三]?(?:路|道(?!外|里)|大道|大街|大厦)|时间|時間|官网|上市|市场|股市|户口|户籍|籍|华人|客户|用户|证券交易所|语|版|元|币|高校"
    r"|大学|银行|国境|领先|知名|著名|最大|顶[尖级]|首[家个]|第一|唯一|一线|头部|优秀|某|签证|护照|身份|法律|站点|国际学校)"
)
_NO_PLACE_BEFORE_ZH: Final = re.compile(
    r"(?:靠近|临近|毗邻|邻近|紧邻|距离?|出差(?:到|去|至)?|差旅|旅游|旅行|团建(?!地|位)|飞往|来自|毕业于|面向|服务于|覆盖"
    r"|客户(?:是|都|主要|大多|多|来自|分布)?(?:位于|在|于)|[去赴](?=日本|美国|欧洲))[^。:：\n]{0,12}$"
)
_NO_PLACE_BEFORE: Final = re.compile(
    r"(?:\b(?:near|next to|close to|outside(?: of)?|(?:north|south|east|west) of|far from|ex-|bank of|university of"
    r"|(?:minutes?|hours?|miles|km|mins|min|drive|ride|train|flight) (?:from|to|north of|south of)|travel(?:ling)? to"
    r"|trips? to|(?:customers|clients|users|investors|offsites?|retreats?) in|north|south|latin|central|new"
    r"|greetings from))(?: the| downtown| central)? ?$|\bex-$"
)
_NO_PLACE_AFTER: Final = re.compile(
    r"(?:['’]s\b|[ -](?:based )?(?:(?:business |office |working )?(?:time ?zones?|hours)|time\b|today\b|clients"
    r"|customers|investors|market|networks\b|startups?\b|citizens?|dollars?|university|times\b|post\b|bank\b))"
)
_BRACKETS: Final = frozenset("[【(（/")
_WORD_STATES: Final = frozenset(
    {"OK", "OR", "IN", "ME", "HI", "OH", "CO", "DE", "LA", "ID", "PA", "MA", "AL", "MS", "MD"}
)
"""Codes of states that are words or abbreviations of something else: they stand behind a comma."""
_TOWNS_OF_AREA: Final = re.compile(r" ?\([a-z .]{3,40},")
"""What tells that the towns of an area are meant: `SF Bay Area (San Mateo, CA)`."""
_TOWNS_OF_STATE: Final = {
    "new york": frozenset({
        "albany", "brooklyn", "buffalo", "ithaca", "long island city", "poughkeepsie", "queens", "rochester",
        "saratoga springs", "staten island", "syracuse", "white plains", "yonkers",
    }),
    "washington": frozenset({
        "bellevue", "bellingham", "bothell", "everett", "kirkland", "olympia", "redmond", "renton", "seattle",
        "spokane", "tacoma", "vancouver",
    }),
}  # fmt: skip
"""States that are called as a city is, with their towns: behind one of these the state is meant."""
_SEAT_BEFORE: Final = (
    *("总部", "总部在", "总部位于", "总部设在"),
    *(f"{seat} {link}in" for seat in ("headquartered", "headquarters", "hq", "hq'ed", "hqed") for link in ("", "is ")),
)
_LAST_WORDS: Final = frozenset(
    ["near", "to", "outside", "of", "from", "in", "north", "south", "latin", "central", "new", "the", "downtown"]
)
"""With what _NO_PLACE_BEFORE can end: seldom seen before a place, and found sooner than the pattern."""
_LAST_LETTERS: Final = "efhlmnorw-("
"""With what these end, `ex-` and an open bracket."""
_SEAT_ENDS: Final = "n部在于"
"""With what _SEAT_BEFORE ends."""
_AFTER_LETTERS: Final = "bcdhimnopstuw"
"""With what a word behind a space or stroke in _NO_PLACE_AFTER begins."""
_AFTER_SIGNS_ZH: Final = "东西南北中一二三路道大时時官上市股户籍华客用证语版元币高银国领知著最顶首第唯头优某签护身法站"
"""With what _NO_PLACE_AFTER_ZH begins."""
_FORM_ENDS: Final = "司任团所院学行"
"""With what a company's form in _COMPANY_AFTER ends."""
LONGEST_FORMED: Final = 24
"""Characters that _COMPANY_AFTER takes."""
_CLAUSE_ENDS: Final = "。:："
"""What parts a place from the words of _NO_PLACE_BEFORE_ZH."""
FIRST_SIGN, LAST_ASCII = 0x21, 0x7F
FIRST_HAN, LAST_HAN = 0x4E00, 0x9FFF


def without_states(hits: list[Hit], text: str) -> list[Hit]:
    """Drop the cities that are the state of the town before them (`Seattle, Washington`)."""
    for hit in hits:
        if hit[2].value in _TOWNS_OF_STATE:
            towns = {end: entry.value for _, end, entry in hits if entry.kind == "city"}
            return [hit for hit in hits if not _is_state(hit, towns, text)]
    return hits


def _is_state(hit: Hit, towns: Mapping[int, str], text: str) -> bool:
    town = towns.get(hit.start - 2) if text[hit.start - 2 : hit.start] == ", " else None
    return town in _TOWNS_OF_STATE.get(hit.entry.value, ()) and text[hit.start : hit.end].lower() == hit.entry.value


def _last_sign(text: str, first: int, end: int) -> str:
    """Return the last character of `first:end` that is no plain space; empty where there is none."""
    at = end - 1
    while at >= first:
        if text[at] != " ":
            return text[at]
        at -= 1
    return ""


def is_seat(found: Document, hit: Hit) -> bool:
    """Whether the place is said to be where the company sits, which need not be where the work is."""
    low, start = found.scan.low, hit[0]
    first = max(0, start - BESIDE)
    last = _last_sign(low, first, start)
    if not last or (last not in _SEAT_ENDS and not last.isspace()):
        return False
    return low[first:start].rstrip().endswith(_SEAT_BEFORE)


def _is_led_away(low: str, first: int, start: int, end: int) -> bool:
    """Whether the words before a place say that it is somewhere else (`near`, `2 hours from`, `ex-`).

    So does a bracket behind a town (`Fairfax (Washington DC area)`).
    """
    first = max(first, start - BESIDE)
    last_sign = _last_sign(low, first, start)
    if not last_sign or (last_sign not in _LAST_LETTERS and not last_sign.isspace()):
        return False
    before = low[first:start]
    if before.endswith("(") and low.startswith(" area)", end):
        return True
    last = before.rsplit(None, 1)[-1:]
    if not last or (last[0].lstrip("([") not in _LAST_WORDS and not before.endswith("ex-")):
        return False
    return bool(_NO_PLACE_BEFORE.search(before))


def reads_as_name(found: Document, hit: Hit, *, strict: bool) -> bool:
    """Whether neither spelling nor neighbours speak against the place; `strict` asks for a capital letter as well."""
    text = found.scan.text
    start, end, _ = hit
    if text[start:end].isascii():
        return _reads_as_english(found, hit, strict=strict)
    return not (_is_company_zh(text, end) or _is_something_else_zh(text, start, end))


def _reads_as_english(found: Document, hit: Hit, *, strict: bool) -> bool:
    text = found.scan.text
    start, end, entry = hit
    word = text[start:end]
    if len(word) <= LONGEST_SHORT and end < len(text) and text[end] >= FIRST_HANZI:
        return False
    if entry.weak and entry.kind == "state":
        return _stands_behind(text, start, words=word not in _WORD_STATES)
    if not strict:
        return not _is_led_away(found.scan.low, found.location[0], start, end)
    if entry.weak and len(word) > LONGEST_SHORT and word.isupper() and found.title.holds(start):
        return found.slice(found.title).isupper()
    if not word[0].isupper() and not (text[start - 1] in _BRACKETS and found.title.holds(start)):
        return False
    return not _is_something_else(found.scan.low, start, end)


def _stands_behind(text: str, start: int, *, words: bool) -> bool:
    """Whether a state's code stands behind a comma or bracket or, where `words`, behind a bar, a word or a point."""
    at = start - 1
    for between in ("\n", " "):
        if at >= 0 and text[at] == between:
            at -= 1
    if at < 0:
        return False
    sign = text[at]
    return sign in "|,." or (sign.isascii() and sign.isalpha()) if words else sign in ",("


def _is_something_else(low: str, start: int, end: int) -> bool:
    """Whether the words beside an English name say that nobody works there (`near Boston`, `UK time zone`)."""
    if low[end - 1] == "a" and low[start:end].endswith("area") and _TOWNS_OF_AREA.match(low, end):
        return True
    return _is_led_away(low, 0, start, end) or _is_of_something(low, end)


def _is_of_something(low: str, end: int) -> bool:
    """Whether what stands behind a name says that something of the place is meant, not the place."""
    if end + 1 >= len(low):
        return False
    sign = low[end]
    if sign not in " -'’" or (sign in " -" and low[end + 1] not in _AFTER_LETTERS):
        return False
    return _NO_PLACE_AFTER.match(low, end) is not None


def _is_company_zh(text: str, end: int) -> bool:
    """Whether a Chinese name begins a company's (`上海某某有限公司`)."""
    for at in range(end, min(len(text), end + LONGEST_FORMED)):
        sign = ord(text[at])
        if not (FIRST_HAN <= sign <= LAST_HAN or (sign <= LAST_ASCII and text[at].isalpha())):
            return False
        if text[at] in _FORM_ENDS:
            return _COMPANY_AFTER.match(text, end) is not None
    return False


def _is_something_else_zh(text: str, start: int, end: int) -> bool:
    """The same of a Chinese name: a road (`南京西路`), a trip (`出差上海`), customers."""
    if start > 0 and text[start - 1] not in _CLAUSE_ENDS:
        before = _NO_PLACE_BEFORE_ZH.search(text, max(0, start - BESIDE), start)
        if before:
            return True
    return end < len(text) and text[end] in _AFTER_SIGNS_ZH and _NO_PLACE_AFTER_ZH.match(text, end) is not None
