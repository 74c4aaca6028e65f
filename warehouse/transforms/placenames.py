"""Whether the name of a city or country means a place of work where it stands: by its spelling and the words beside.

Where a place is expected at all is `places`' business.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from warehouse.transforms.document import Document
from warehouse.transforms.scan import Hit

BESIDE = 28
"""Characters each side of a name that say whether it is a place."""
LONGEST_SHORT = 3
"""Letters of abbreviations such as `NYC`; a longer name in capitals, alone in a title, is a product's (`NICE`)."""
FIRST_HANZI = "\u4e00"
"""With this or a later sign right behind it an abbreviation is part of a name (`SF轻小说`)."""
_COMPANY_AFTER = re.compile(
    "(?!分公司)[\u4e00-\u9fffA-Za-z]{1,20}?(?:有限公司|有限责任|股份公司|集团|公司|事务所|研究院|大学|银行|学院)"
)
_NO_PLACE_AFTER_ZH = re.compile(
    r"(?:[东西南北中]?[一二三]?(?:路|道(?!外|里)|大道|大街|大厦)|时间|時間|官网|上市|市场|股市|户口|户籍|籍|华人|客户|用户|证券交易所|语|版|元|币|高校"
    r"|大学|银行|国境|领先|知名|著名|最大|顶[尖级]|首[家个]|第一|唯一|一线|头部|优秀|某|签证|护照|身份|法律|站点|国际学校)"
)
_NO_PLACE_BEFORE_ZH = re.compile(
    r"(?:靠近|临近|毗邻|邻近|紧邻|距离?|出差(?:到|去|至)?|差旅|旅游|旅行|团建(?!地|位)|飞往|来自|毕业于|面向|服务于|覆盖"
    r"|客户(?:是|都|主要|大多|多|来自|分布)?(?:位于|在|于)|[去赴](?=日本|美国|欧洲))[^。:：\n]{0,12}$"
)
_NO_PLACE_BEFORE = re.compile(
    r"(?:\b(?:near|next to|close to|outside(?: of)?|(?:north|south|east|west) of|far from|ex-|bank of|university of"
    r"|(?:minutes?|hours?|miles|km|mins|min|drive|ride|train|flight) (?:from|to|north of|south of)|travel(?:ling)? to"
    r"|trips? to|(?:customers|clients|users|investors|offsites?|retreats?) in|north|south|latin|central|new"
    r"|greetings from))(?: the| downtown| central)? ?$|\bex-$"
)
_NO_PLACE_AFTER = re.compile(
    r"(?:['’]s\b|[ -](?:based )?(?:(?:business |office |working )?(?:time ?zones?|hours)|time\b|today\b|clients"
    r"|customers|investors|market|networks\b|startups?\b|citizens?|dollars?|university|times\b|post\b|bank\b))"
)
_BRACKETS = frozenset("[【(（/")
_WORD_STATES = frozenset({"OK", "OR", "IN", "ME", "HI", "OH", "CO", "DE", "LA", "ID", "PA", "MA", "AL", "MS", "MD"})
"""Codes of states that are words or abbreviations of something else: they stand behind a comma."""
_STATE_BEFORE = re.compile(r"[|,a-zA-Z.] ?$")
_COMMA_BEFORE = re.compile(r"[,(] ?$")
_TOWNS_OF_AREA = re.compile(r" ?\([a-z .]{3,40},")
"""What tells that the towns of an area are meant: `SF Bay Area (San Mateo, CA)`."""
_TOWNS_OF_STATE = {
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
_SEAT_BEFORE = (
    *("总部", "总部在", "总部位于", "总部设在"),
    *(f"{seat} {link}in" for seat in ("headquartered", "headquarters", "hq", "hq'ed", "hqed") for link in ("", "is ")),
)
_LAST_WORDS = frozenset(
    ["near", "to", "outside", "of", "from", "in", "north", "south", "latin", "central", "new", "the", "downtown"]
)
"""With what _NO_PLACE_BEFORE can end: seldom seen before a place, and found sooner than the pattern."""


def without_states(hits: list[Hit], text: str) -> list[Hit]:
    """Drop the cities that are the state of the town before them (`Seattle, Washington`)."""
    if not any(hit.entry.value in _TOWNS_OF_STATE for hit in hits):
        return hits
    towns = {hit.end: hit.entry.value for hit in hits if hit.entry.kind == "city"}
    return [hit for hit in hits if not _is_state(hit, towns, text)]


def _is_state(hit: Hit, towns: Mapping[int, str], text: str) -> bool:
    town = towns.get(hit.start - 2) if text[hit.start - 2 : hit.start] == ", " else None
    return town in _TOWNS_OF_STATE.get(hit.entry.value, ()) and text[hit.start : hit.end].lower() == hit.entry.value


def is_seat(found: Document, hit: Hit) -> bool:
    """Whether the place is said to be where the company sits, which need not be where the work is."""
    return found.scan.low[max(0, hit.start - BESIDE) : hit.start].rstrip().endswith(_SEAT_BEFORE)


def _is_led_away(low: str, first: int, start: int, end: int) -> bool:
    """Whether the words before a place say that it is somewhere else (`near`, `2 hours from`, `ex-`).

    So does a bracket behind a town (`Fairfax (Washington DC area)`).
    """
    before = low[max(first, start - BESIDE) : start]
    if before.endswith("(") and low.startswith(" area)", end):
        return True
    last = before.rsplit(None, 1)[-1:]
    if not last or (last[0].lstrip("([") not in _LAST_WORDS and not before.endswith("ex-")):
        return False
    return bool(_NO_PLACE_BEFORE.search(before))


def reads_as_name(found: Document, hit: Hit, *, strict: bool) -> bool:
    """Whether neither spelling nor neighbours speak against the place; `strict` asks for a capital letter as well."""
    text = found.scan.text
    word = text[hit.start : hit.end]
    if not word.isascii():
        return not (_COMPANY_AFTER.match(text, hit.end) or _is_something_else_zh(found, hit))
    if len(word) <= LONGEST_SHORT and text[hit.end : hit.end + 1] >= FIRST_HANZI:
        return False
    if hit.entry.weak and hit.entry.kind == "state":
        before = _COMMA_BEFORE if word in _WORD_STATES else _STATE_BEFORE
        return bool(before.search(text, max(0, hit.start - 3), hit.start))
    if not strict:
        return not _is_led_away(found.scan.low, found.location.start, *hit[:2])
    if hit.entry.weak and len(word) > LONGEST_SHORT and word.isupper() and found.title.holds(hit.start):
        return found.slice(found.title).isupper()
    named = word[0].isupper() or (found.title.holds(hit.start) and text[hit.start - 1] in _BRACKETS)
    return named and not _is_something_else(found, hit)


def _is_something_else(found: Document, hit: Hit) -> bool:
    """Whether the words beside an English name say that nobody works there (`near Boston`, `UK time zone`)."""
    low = found.scan.low
    if low.endswith("area", hit.start, hit.end) and _TOWNS_OF_AREA.match(low, hit.end):
        return True
    return _is_led_away(low, 0, *hit[:2]) or bool(_NO_PLACE_AFTER.match(low, hit.end))


def _is_something_else_zh(found: Document, hit: Hit) -> bool:
    """The same of a Chinese name: a road (`南京西路`), a trip (`出差上海`), customers."""
    text = found.scan.text
    before = _NO_PLACE_BEFORE_ZH.search(text, max(0, hit.start - BESIDE), hit.start)
    return bool(before or _NO_PLACE_AFTER_ZH.match(text, hit.end))
