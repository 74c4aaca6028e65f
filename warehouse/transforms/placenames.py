"""Whether the name of a city or country means a place of work where it stands: by its spelling and the words beside.

Where a place is expected at all is `places`' business. Compiled by Cython (placenames.pxd has the C types).
"""

from __future__ import annotations

import re

from warehouse.transforms.entries import Hit
from warehouse.transforms.sites import BESIDE, Site

LONGEST_SHORT = 3
"""Letters of abbreviations such as `NYC`; a longer name in capitals, alone in a title, is a product's (`NICE`)."""
_COMPANY_AFTER = re.compile(
    "(?!分公司)[\u4e00-\u9fffA-Za-z]{1,20}?(?:有限公司|有限责任|股份公司|集团|公司|事务所|研究院|大学|银行|学院)"
)
_ADDRESS_AFTER = re.compile("市[\u4e00-\u9fff]{1,5}?[区县镇路]|区(?!块)[\u4e00-\u9fff]")
"""How an address goes on, in which a school may stand (`杭州市余杭区某某大学`)."""
_OF_FOREIGNERS = ("外企", "外资", "独资", "背景", "中心", "公司", "企业", "初创")
"""What follows a country, or a city abroad, that a firm or a building is of (`新加坡外企`, `英国中心写字楼`)."""
_STYLES = ("设计", "风格", "组件", "规范", "控件")
"""What follows `Cupertino` where it is a way to draw."""
_HOLDING = ("齐柏林", "资深大")
"""Words in which a city's name lies (`资深大数据工程师`)."""
_PIPELINE = ("ci/", "ci / ")
"""What stands before `CD` where it is no city's abbreviation."""
_NO_PLACE_AFTER_ZH = re.compile(
    r"(?:[东西南北中]?[一二三]?(?:路|道(?!外|里)|大道|大街|大厦)|时间|官网|上市|市场|股市|户口|户籍|籍|华人|客户|用户|证券交易所|语|版|元|币|高校"
    r"|大学|银行|国境|领先|知名|著名|最大|顶[尖级]|首[家个]|第一|唯一|一线|头部|优秀|某|签证|护照|身份|法律|站点|国际学校)"
)
_NO_PLACE_BEFORE_ZH = re.compile(
    r"(?:靠近|临近|毗邻|邻近|紧邻|距离?|出差(?:到|去|至)?|差旅|旅游|旅行|团建(?!地|位)|飞往|来自|毕业于|面向|服务于|覆盖"
    r"|客户(?:是|都|主要|大多|多|来自|分布)?(?:位于|在|于)|[去赴](?=日本|美国|欧洲))[^。:：\n]{0,12}$"
    r"|(?:始于|诞生于|注册于|注册在)[^，。:：\n]{0,4}$"
)
_NO_PLACE_BEFORE = re.compile(
    r"(?:\b(?:near|next to|close to|outside(?: of)?|(?:north|south|east|west) of|far from|ex-|bank of|university of"
    r"|(?:minutes?|hours?|miles|km|mins|min|drive|ride|train|flight) (?:from|to|north of|south of)|travel(?:ling)? to"
    r"|trips? to|(?:customers|clients|users|investors|offsites?|retreats?) in|north|south|latin|central|new"
    r"|greetings from|(?<!split )(?<!chose )(?<!choose )(?<!divided )between(?: [a-z][a-z. ]{1,16} and)?)"
    r")(?: the| downtown| central)? ?$|\bex-$"
)
_NO_PLACE_AFTER = re.compile(
    r"(?:['’]s\b|[ -](?:based )?(?:(?:business |office |working )?(?:time ?zones?|hours)|time\b|today\b|clients"
    r"|customers|investors|market|networks\b|startups?\b|citizens?|dollars?|university|times\b|post\b|bank\b))"
)
_BRACKETS = "[【(（/"
_WORD_STATES = frozenset({"OK", "OR", "IN", "ME", "HI", "OH", "CO", "DE", "LA", "ID", "PA", "MA", "AL", "MS", "MD"})
"""Codes of states that are words or abbreviations of something else: they stand behind a comma."""
_TOWNS_OF_AREA = re.compile(r" ?\([a-z .]{3,40},")
"""What tells that the towns of an area are meant: `SF Bay Area (San Mateo, CA)`."""
_TOWNS_OF_STATE = {
    "los angeles": frozenset({"baton rouge", "new orleans"}),
    "new york": frozenset({
        "albany", "brooklyn", "buffalo", "ithaca", "long island city", "poughkeepsie", "queens", "rochester",
        "saratoga springs", "staten island", "syracuse", "white plains", "yonkers",
    }),
    "washington": frozenset({
        "bellevue", "bellingham", "bothell", "everett", "kirkland", "olympia", "redmond", "renton", "seattle",
        "spokane", "tacoma", "vancouver",
    }),
}  # fmt: skip
"""States that are called as a city is, or written as one (`LA`), with their towns: behind these the state is meant."""
_SEAT_BEFORE = (
    *("总部", "总部在", "总部位于", "总部设在"),
    *(f"{seat} {link}in" for seat in ("headquartered", "headquarters", "hq", "hq'ed", "hqed") for link in ("", "is ")),
)
_LAST_WORDS = frozenset(
    [
        *("near", "to", "outside", "of", "from", "in", "north", "south", "latin", "central", "new", "the", "downtown"),
        *("between", "and"),
    ]
)
"""With what _NO_PLACE_BEFORE can end: seldom seen before a place, and found sooner than the pattern."""
_AREAS = (" area)", " metro area)", " suburbs)", " suburb)")
_METRO = " metro)"
"""How a bracket behind a town ends that tells what the town is near; the last one behind its state's code alone."""
_LAST_LETTERS = "defhlmnorw-("
"""With what these end, `ex-` and an open bracket."""
_SEAT_ENDS = "n部在于"
"""With what _SEAT_BEFORE ends."""
_AFTER_LETTERS = "bcdhimnopstuw"
"""With what a word behind a space or stroke in _NO_PLACE_AFTER begins."""
_AFTER_SIGNS_ZH = "东西南北中一二三路道大时官上市股户籍华客用证语版元币高银国领知著最顶首第唯头优某签护身法站"
"""With what _NO_PLACE_AFTER_ZH begins."""
_LEADS_ZH = frozenset({
    "靠近", "临近", "毗邻", "邻近", "紧邻", "出差", "差到", "差去", "差至", "差旅",
    "旅游", "旅行", "团建", "飞往", "来自", "业于", "面向", "务于", "覆盖", "始于", "生于", "册于", "册在",
})  # fmt: skip
"""With what words of _NO_PLACE_BEFORE_ZH end that speak of no customers and are no single sign."""
LONGEST_LEAD_ZH = 14
"""Characters before a place among which such a word ends, or the first two of `出差到`."""
_FORM_ENDS = "司任团所院学行"
"""With what a company's form in _COMPANY_AFTER ends."""
LONGEST_FORMED = 24
"""Characters that _COMPANY_AFTER takes."""
_LEAD_ENDS_ZH = "近邻差到去至旅游行建往自于向盖距赴在"
"""With what the words of _NO_PLACE_BEFORE_ZH end."""
_AFTER_PLACES = frozenset(
    {"or", "and", "area", "region", "metro", "office", "offices", "only", "based", "preferred", "is", "in", "onsite"}
)
"""Small words that follow a place."""
_KINGDOMS = (", UK", " UK", " (UK", ", England", ", United Kingdom")
_COMMA = ", "
LAST_ASCII = 0x7F
FIRST_HAN, LAST_HAN = 0x4E00, 0x9FFF
"""With the first or a later sign right behind it an abbreviation is part of a name (`SF轻小说`)."""


def without_states(hits: list[Hit], text: str) -> list[Hit]:
    """Drop the cities that are the state of the town before them (`Seattle, Washington`)."""
    for hit in hits:
        entry = hit.entry
        if entry.value in _TOWNS_OF_STATE:
            towns = {each.end: each.entry.value for each in hits if each.entry.kind == "city"}
            return [each for each in hits if not _is_state(each, towns, text)]
    return hits


def _is_state(hit: Hit, towns: dict[int, str], text: str) -> bool:
    start, end, entry = hit.start, hit.end, hit.entry
    if entry.value not in _TOWNS_OF_STATE or start < len(_COMMA) or text[start - len(_COMMA) : start] != _COMMA:
        return False
    town = towns.get(start - len(_COMMA))
    return town in _TOWNS_OF_STATE[entry.value] and (text[start:end].lower() == entry.value or text[start:end] == "LA")


def _last_sign(text: str, first: int, end: int) -> str:
    """Return the last character of `first:end` that is no plain space; NUL where there is none."""
    at = end - 1
    while at >= first:
        if text[at] != " ":
            return text[at]
        at -= 1
    return "\0"


def is_seat(site: Site, hit: Hit) -> bool:
    """Whether the place is said to be where the company sits, which need not be where the work is."""
    low, start, ends = site.low, hit.start, _SEAT_ENDS
    first = max(0, start - BESIDE)
    last = _last_sign(low, first, start)
    if last == "\0" or not (last in ends or last.isspace()):
        return False
    return low[first:start].rstrip().endswith(_SEAT_BEFORE)


def _is_led_away(low: str, first: int, start: int, end: int) -> bool:
    """Whether the words before a place say that it is somewhere else (`near`, `2 hours from`, `ex-`).

    So does a bracket behind a town (`Fairfax (Washington DC area)`).
    """
    first = max(first, start - BESIDE)
    last_sign, letters = _last_sign(low, first, start), _LAST_LETTERS
    if last_sign == "\0" or not (last_sign in letters or last_sign.isspace()):
        return False
    if low[start - 1] == "(" and (low.startswith(_AREAS, end) or _is_metro(low, first, start, end)):
        return True
    if _last_word(low, first, start) not in _LAST_WORDS and not (
        last_sign == "-" and low.endswith("ex-", first, start)
    ):
        return False
    if last_sign == "d" and low.find("between", first, start) < 0:
        return False
    return _NO_PLACE_BEFORE.search(low[first:start]) is not None


def _is_metro(low: str, first: int, start: int, end: int) -> bool:
    """Whether a bracket behind a town and its state's code names the city around (`Natick, MA (Boston metro)`)."""
    code = start - len(", ma (")
    return code >= first and low.startswith(_METRO, end) and low.startswith(_COMMA, code)


def _last_word(low: str, first: int, end: int) -> str:
    """Return the last word of `first:end` without brackets before it; empty where there is none."""
    while end > first and low[end - 1].isspace():
        end -= 1
    start = end
    while start > first and not low[start - 1].isspace():
        start -= 1
    while start < end and low[start] in "([":
        start += 1
    return low[start:end]


def reads_as_name(site: Site, hit: Hit, strict: bool) -> bool:
    """Whether neither spelling nor neighbours speak against the place; `strict` asks for a capital letter as well."""
    start, end = hit.start, hit.end
    if _is_ascii(site.text, start, end):
        return _reads_as_english(site, hit, strict)
    entry = hit.entry
    foreign = end < len(site.text) and site.text[end] in "外独背中公企初" and entry.country != "CN"
    if foreign and site.text.startswith(_OF_FOREIGNERS, end):
        return False
    return not (_is_company_zh(site.text, end) or _is_something_else_zh(site.text, start, end))


def _is_ascii(text: str, start: int, end: int) -> bool:
    for at in range(start, end):  # noqa: SIM110 - a loop of C, a generator is none
        if ord(text[at]) > LAST_ASCII:
            return False
    return True


def _reads_as_english(site: Site, hit: Hit, strict: bool) -> bool:
    text = site.text
    start, end, entry = hit.start, hit.end, hit.entry
    if _is_of_technology(text, site.low, start, end) or _is_continent(text, site.low, start, end):
        return False
    if entry.weak and entry.kind == "state":
        return _is_code_here(text, start, end)
    if not strict:
        return not _is_led_away(site.low, site.place, start, end)
    if entry.weak and end - start > LONGEST_SHORT and site.in_title(start) and text[start:end].isupper():
        return text[site.title : site.title_end].isupper()
    if not text[start].isupper() and not (site.in_title(start) and text[start - 1] in _BRACKETS):
        return False
    other = entry.weak and (_is_word(text, start, end) or _is_county(text, start, end))
    return not other and not _is_something_else(site.low, start, end)


def _is_continent(text: str, low: str, start: int, end: int) -> bool:
    """Whether `America` is part of the name of both (`Remote in the Americas`), which is no country.

    Behind an abbreviation it is a firm's branch (`ABC Americas`).
    """
    if low[end - 1] != "a" or not low.startswith("s", end) or not low.endswith("america", start, end):
        return False
    return start < 2 or text[start - 1] != " " or not text[start - 2].isupper()  # noqa: PLR2004 - before a space


def _is_code_here(text: str, start: int, end: int) -> bool:
    """Whether a state's code stands where it is one; `NY`, which is a city too, may stand alone."""
    if means_new_york(text, start, end):
        return True
    return _stands_behind(text, start, text[start:end] not in _WORD_STATES)


def _is_word(text: str, start: int, end: int) -> bool:
    """Whether a name that is a word as well stands behind `a` or in a sentence (`A Nice Team`, `Nice office`)."""
    if start > 1 and text[start - 1] == " " and text[start - 2] in "Aa" and (start == 2 or text[start - 3] == " "):  # noqa: PLR2004
        return end - start > LONGEST_SHORT
    if end - start <= LONGEST_SHORT or end + 1 >= len(text) or text[end] != " " or not "a" <= text[end + 1] <= "z":
        return False
    last = end + 1
    while last < len(text) and "a" <= text[last] <= "z":
        last += 1
    return text[end + 1 : last] not in _AFTER_PLACES


def _is_county(text: str, start: int, end: int) -> bool:
    """Whether a name that a county has as well stands behind its town, or before the kingdom (`Dorking, Surrey`)."""
    if end - start != len("surrey") or not text.startswith("Surrey", start):
        return False
    return text.endswith(", ", 0, start) or text.startswith(_KINGDOMS, end)


def means_new_york(text: str, start: int, end: int) -> bool:
    """Whether a state's code is `NY` and stands alone, where it means the city."""
    if end - start != 2 or text[start] != "N" or text[start + 1] != "Y":  # noqa: PLR2004 - its letters
        return False
    return _is_alone(text, start, end)


def _is_alone(text: str, start: int, end: int) -> bool:
    """Whether strokes, bars, brackets or ends of lines enclose `start:end` (`Fern - NY - Engineer`, `| NY $120k |`)."""
    before, after = start - 1, end
    if before > 0 and text[before] == " ":
        before -= 1
    if after < len(text) and text[after] == " ":
        after += 1
    if before >= 0 and text[before] not in "|-–—:/([\n":
        return False
    return after >= len(text) or text[after] in "|-–—:/)]([\n$"


def _is_of_technology(text: str, low: str, start: int, end: int) -> bool:
    """Whether letters mean no place: an abbreviation before a Hanzi or behind `CI/`, a way to draw."""
    short = end - start <= LONGEST_SHORT
    if end < len(text) and ord(text[end]) >= FIRST_HAN:
        return short or text.startswith(_STYLES, end)
    return short and start > 0 and low[start - 1] in "/ " and low.endswith(_PIPELINE, 0, start)


def _stands_behind(text: str, start: int, words: bool) -> bool:
    """Whether a state's code stands behind a comma or bracket or, where `words`, behind a bar, a word or a point."""
    at = start - 1
    if at >= 0 and text[at] == "\n":
        at -= 1
    if at >= 0 and text[at] == " ":
        at -= 1
    if at < 0:
        return False
    sign = text[at]
    if not words:
        return sign in ",("
    return sign in "|,." or (ord(sign) <= LAST_ASCII and sign.isalpha())


def _is_something_else(low: str, start: int, end: int) -> bool:
    """Whether the words beside an English name say that nobody works there (`near Boston`, `UK time zone`)."""
    if low[end - 1] == "a" and low.endswith("area", start, end) and _TOWNS_OF_AREA.match(low, end):
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
    if end < len(text) and text[end] in "市区" and _ADDRESS_AFTER.match(text, end):
        return False
    for at in range(end, min(len(text), end + LONGEST_FORMED)):
        sign = text[at]
        code = ord(sign)
        if not (FIRST_HAN <= code <= LAST_HAN or (code <= LAST_ASCII and sign.isalpha())):
            return False
        if sign in _FORM_ENDS:
            return _COMPANY_AFTER.match(text, end) is not None
    return False


def _is_something_else_zh(text: str, start: int, end: int) -> bool:
    """The same of a Chinese name: a road (`南京西路`), a trip (`出差上海`), customers."""
    if text[start] in "柏深" and start > 0 and text.startswith(_HOLDING, start - 1):
        return True
    first = max(0, start - BESIDE)
    if _may_lead_away_zh(text, first, start) and _NO_PLACE_BEFORE_ZH.search(text, first, start):
        return True
    return end < len(text) and text[end] in _AFTER_SIGNS_ZH and _NO_PLACE_AFTER_ZH.match(text, end) is not None


def _may_lead_away_zh(text: str, first: int, start: int) -> bool:
    """Whether something stands in `first:start` without which _NO_PLACE_BEFORE_ZH finds nothing there."""
    at = start - 1
    if at >= first and text[at] == "\n":
        at -= 1
    last = max(first, at - LONGEST_LEAD_ZH)
    while at >= last and text[at] not in "。:：\n":
        if text[at] in _LEAD_ENDS_ZH and _ends_lead_zh(text, first, at):
            return True
        at -= 1
    return False


def _ends_lead_zh(text: str, first: int, at: int) -> bool:
    """Whether one of the words ends with the sign at `at`, which alone is half of all others."""
    sign = text[at]
    if sign in "距去赴":
        return True
    if sign in "在于" and text.find("客户", first, at) >= 0:
        return True
    return at > first and text[at - 1 : at + 1] in _LEADS_ZH
