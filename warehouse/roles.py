"""What tells two titles of one employer apart: the normalised words, what stands in brackets, and the kinds of work.

Belongs here: titles, and the titles that a text without one lists in its lines. The normalised title itself is
names.role_key's.
"""

from __future__ import annotations

import html
import re
from collections.abc import Collection, Iterator
from enum import Enum
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

from warehouse.transforms.letters import lowered
from warehouse.transforms.names import role_key

_BRACKETS = re.compile(r"[(（【\[]([^)）】\]]{0,60})[)）】\]]")
_ADDRESS = re.compile(r"https?://[^\s()|,]+", re.IGNORECASE)
_DOTNET = re.compile(r"(?<![\w.])\.net\b", re.IGNORECASE)
"""The platform, whose name is else lost among the endings of sites."""
_WORD = re.compile(r"[a-z0-9+#]+|[\u4e00-\u9fff]+")
_ANY_WORD = re.compile(r"[a-z0-9+#]+|[\u4e00-\u9fff]+|(?:(?![a-z0-9+#\u4e00-\u9fff])[^\W_])+")
"""Of any script: `(Αθήνα)` tells as much as `(Houston)`."""
_PAY = re.compile(r"[$€£¥]|\d\s?k\b|/\s?(?:hr|h|year|mo)", re.IGNORECASE)
_SAYS_NOTHING = {
    "m", "w", "d", "f", "x", "h", "all", "genders", "remote", "onsite", "hybrid", "full", "part", "time", "fulltime",
    "contract", "new", "urgent", "hiring", "急招", "急聘", "急", "高薪", "远程", "双休", "可远程", "全职", "长期",
}  # fmt: skip
_HIRES = re.compile(r"招聘|诚聘|急聘|急招|诚招|内推")
_NAMES_ROLE = re.compile(
    r"工程师|开发|前端|后端|经理|设计|架构师|专家|运营|测试|运维|产品|算法|全栈|安卓|客户端", re.IGNORECASE
)
_NO_ROLE = re.compile(r"[a-z0-9\u4e00-\u9fff]*公司|薪水|薪资|\b(?:rmb|usdt?|sgd|hkd)\b")
"""What titles of issues say beside the role: who hires, and pay."""
_GENERIC = {
    "engineer", "engineers", "engineering", "developer", "developers", "development", "dev", "devs", "software",
    "programmer", "programmers", "senior", "junior", "sr", "jr", "lead", "staff", "principal", "mid", "level",
    "levels", "ii", "iii", "full", "part", "time", "fulltime", "intern", "interns", "internship", "internships", "h1b",
    "visa", "multiple", "several", "various", "many", "open", "openings", "positions", "position", "roles", "role",
    "jobs", "job", "careers", "team", "hiring", "available", "see", "http", "https", "www", "com", "io", "org", "net",
    "on", "in", "or", "and", "of", "the", "a", "an", "to", "for", "at", "with", "we", "are", "remote", "onsite",
    "contract", "all", "experienced", "talented", "exceptional", "great", "strong", "excellent", "awesome", "amazing",
    "passionate", "smart", "top", "notch", "technical", "hackers", "hacker", "people", "folks", "generalist",
    "generalists", "tech", "other", "more", "both", "some", "opportunities", "opening", "coders",
}  # fmt: skip
_GENERIC_ZH = re.compile(r"招聘|诚聘|急聘|急招|工程师|开发|研发|高级|资深|初级|中级|内推|社招|校招|实习|岗位|大量|招人")
_KINDS = {
    "back end": r"\bback ?end|\bserver\b|后端|后台|服务端",
    "front end": r"\bfront ?end|\bjavascript|前端",
    "full stack": r"\bfull ?stack|全栈|全端",
    "mobile": r"\bmobile\b|\bios\b|\bandroid\b|\bflutter\b|客户端|移动端|安卓",
    "data": r"\bdata\b(?! cent)|\betl\b|\banalytics\b|数据",
    "learning": r"\bmachine learning\b|\bml\b|\bai\b|\bnlp\b|\bdeep learning\b|\bvision\b"
    r"|算法|大模型|机器学习|人工智能",
    "operations": r"\bdevops\b|\bdev ops\b|\bsre\b|\breliability\b|\binfrastructure\b|\bsys(?:tems?)? ?admin|\bops\b"
    r"|\bplatform (?:software )?engineer|\boperations? (?:software )?engineer|运维|维运|基础架构",
    "security": r"\bsecurity\b|安全",
    "test": r"\bqa\b|\btest(?:er|ers|ing)?\b|\bquality\b|测试",
    "design": r"\bdesign(?:er|ers)?\b|\bux\b|设计",
    "product": r"\bproduct (?:manager|owner)|产品",
    "sales": r"\bsales\b|\bbd\b|\bbusiness develop|\bbiz ?dev|销售|商务|地区经理|区域负责人",
    "marketing": r"\bmarketing\b|\bgrowth\b|\bcontent\b|市场|运营|推广|品牌",
    "support": r"\bsupport\b|\bcustomer success\b|\bsolutions? (?:engineer|architect|consultant)|客服",
    "people": r"\bhrm?\b|\brecruit|\btalent\b|人事",
    "devices": r"\bembedded\b|\bfirmware\b|\bhardware\b|嵌入式|硬件|驱动",
    "chain": r"\bsmart contract|\bsolidity\b|智能合约|合约开发|合约工程|区块链(?:开发|工程)|零知识",
    "trading": r"\bquant|\btraders?\b|\btrading\b|量化|交易员",
    "games": r"\bgames?\b|游戏",
    "finance": r"\bfinanc|\baccount(?:ant|ing)\b|财务|会计",
    "writing": r"\bwriters?\b|\beditors?\b|编辑",
    "advocacy": r"\bevangelist|\badvocates?\b|\bdev(?:eloper)? ?rel",
    "leading": r"\bteam ?lead|\btech(?:nical)? lead|\bengineering (?:lead|manager|director)|\bhead of\b|\bcto\b|\bvp\b"
    r"|\bdirector of",
    "teaching": r"\binstructors?\b|\bcurriculum\b|\bteachers?\b|\btutors?\b|讲师",
}
"""Each way of writing begins with letters: by these it is looked for."""
KINDS = frozenset(_KINDS)
_SHOWS = re.compile(r"\breact(?:js)?\b(?! native)|\bangular(?:js)?\b|\bvue(?:js)?\b|\bhtml5?\b", re.ASCII)
"""Tools of the front end, which say so unless a title names the full stack."""
_TRADES = {"sales", "marketing", "people", "finance", "teaching", "writing", "design", "product", "support"}
"""Kinds of work that no developer is wanted for."""
_DEVELOPS = re.compile(r"\bengineers?\b|\bdevelopers?\b|\bprogrammers?\b|工程师|开发")
_IN_TWO = re.compile(r"\b(back|front|full|dev) (end|stack|ops)\b")
"""What is written as one word as well: `back end`, `backend`."""
_LONGER = 4
_MOBILE, _PHONES = frozenset({"mobile"}), frozenset({"android", "ios"})
_GROUP = re.compile(r"\([^()]*\)")
_WAYS = re.compile(r"(?:^|\|)(?:\\b)?((?:[\w ](?!\?))+)")
"""The letters with which each way of writing begins in the patterns, short of what may lack."""
_KIND = {name: re.compile(said, re.ASCII) for name, said in _KINDS.items()}
_BEGINS = re.compile(r"[\s>*_`~\-+•·◦●▪★☆✅#.、)）(（\[【0-9]{0,16}([^\n:：|(（\[【\]】)）,，、;；。–—]{2,60})")
"""The beginning of a line, without its bullet or number, up to where a title would end."""
_LINE = 90
_NOUNS = {
    "engineer", "developer", "designer", "manager", "scientist", "analyst", "architect", "intern", "director",
    "programmer", "administrator", "instructor", "researcher", "marketer", "devop", "sre", "technician", "consultant",
    "specialist", "representative", "recruiter", "writer", "dev", "sysadmin", "hacker",
}  # fmt: skip
_LAST = {sign for noun in _NOUNS for last in (noun[-1], "s") for sign in (last, last.upper())}
"""How each of them ends, also in the plural or in capitals: most lines end otherwise."""
_SOUGHT_NOUNS = _NOUNS | {
    "rep", "admin", "executive", "associate", "coordinator", "strategist", "evangelist", "advocate", "accountant",
    "assistant", "officer", "artist", "tester", "tutor", "teacher", "trader", "editor", "counsel",
}  # fmt: skip
"""Also of work that no line is taken to offer: a sentence or a head says more around them."""
_WHO = (
    "dev", "engineer", "designer", "manager", "scientist", "analyst", "architect", "intern", "director", "programmer",
    "instructor", "researcher", "marketer", "sre", "technician", "consultant", "specialist", "rep", "recruiter",
    "writer", "admin", "hacker", "executive", "associate", "coordinator", "strategist", "evangelist", "advocate",
    "accountant", "assistant", "officer", "artist", "tester", "tutor", "teacher", "trader", "editor", "counsel",
)  # fmt: skip
"""One of these is in each of _SOUGHT_NOUNS."""
_NOUNS_ZH = (
    "工程师", "开发", "经理", "设计师", "架构师", "专家", "运营", "总监", "顾问", "主管", "测试", "运维", "分析师",
    "研究员", "前端", "后端", "实习生",
)  # fmt: skip
_MOST_SIGNS, _MOST_WORDS = 16, 6
_SEEKS = ("look", "hir", "seek", "search", "recruiting", "need", "opening", "position", "role: ", "roles: ")
_SEEKS_MORE = re.compile(
    r"look(?:ing)? (?:for|to (?:hire|add|bring on)) |hir(?:e|ing) |seek(?:s|ing)? |search(?:ing)? for |recruiting "
    r"|need(?:s| of)? |openings? for |positions?(?: for|:) |roles?: "
)
_SEEKS_ZH = ("寻找", "招募", "诚招", "急需", "招聘", "诚聘", "急招")
"""Before what a sentence seeks."""
_SEEK_ZH = "寻招急聘"
"""Signs of which each of _SEEKS_ZH has one: a single sign is found faster than two."""
_SOUGHT = re.compile(r"[^.!?;:\n]{3,110}")
_SOUGHT_ZH = re.compile(
    r"(?:[一1两几][名位个])?[:： ]?([^，。！？!?\n；;、]{2,24}?(?:工程师|开发者|程序员|设计师|经理))"
)
_FAR, _READ = 200, 1_500
_ASIDE = re.compile(r"\([^()\n]{0,90}\)")
_SIGNS = re.compile(r"[|;:(),/●•–—]")
"""The single signs of _PIECES: by these a head is parted first, what is done without trying all else everywhere."""
_PIECES = re.compile(r"[|;:(),/●•–—]|\s-+\s|\.\s|\b(?:at|in(?! test\b)|@|for|to|who|that|with)\b")
_SEVERAL_OF = re.compile(r",|/|&|\band\b|\bor\b|\+(?=\s)")
_ENDS = re.compile(r"\b(?:at|in(?! test\b)|who|that|to|with|for|on|based|join|help|as)\b")
_PRAISE = re.compile(
    r"\b(?:an?|the|some|few|couple|of|more|another|other|additional|several|multiple|various|many|one|two|three|first|our|new|great"
    r"|good|strong|talented|smart|awesome|amazing|excellent|exceptional|brilliant|passionate|motivated|skilled|solid"
    r"|top|best|outstanding|creative|kick ?ass|badass|world class|well rounded|versatile|enthusiastic|ambitious|fast"
    r"|seasoned|expert|qualified|dedicated|driven|self|full ?time|part ?time|remote|onsite|contract|freelance|hiring|is"
    r"|are|looking|seeking|for|also|currently|now|always|hands on|early|founding|extraordinary|hungry|dynamic|very"
    r"|highly|extremely|truly|really|super|us|we|re|s|you|wanted|needed|any|all|both|ninja|rockstar|rock star"
    r"|stellar)\b"
)
_PAIRS = {"kick", "world", "well", "full", "part", "hands", "rock"}
"""Words with which those of _PRAISE begin that are two words."""
_LONGEST = 260
"""Letters of a line or sentence that names roles."""
_STEMS = (
    "eng", "dev", "designer", "manager", "scientist", "analyst", "architect", "programmer", "sre", "marketer", "admin",
    "writer", "tester", "specialist", "rep", "intern",
)  # fmt: skip
"""With these each of _ROLE_NOUN begins. None ends as another begins but within a word."""
_OF_TWO = {
    "back", "front", "full", "machine", "deep", "dev", "sys", "system", "systems", "platform", "operation",
    "operations", "product", "business", "biz", "customer", "solution", "solutions", "smart", "react",
}  # fmt: skip
"""First words of what is one kind of work only in two."""
_STOPS = ".!?;\n"
_ROLE_NOUN = re.compile(
    r"(?<![^\W_])(?:devs?|eng(?:ineer|r)?s?|developers?|designers?|managers?|scientists?|analysts?|architects?|programmers?"
    r"|sres?|marketers?|admins?|administrators?|writers?|testers?|specialists?|reps?|representatives?|interns?)\b"
    r"(?! (?:the|an?|our|your|new)\b)"
)
"""A noun, and no verb: `design and engineer the hardware`."""
_AT_WORK = (
    " with ", "alongside", " our ", "team of", "founde", "built by", "i am ", "i'm ", "we are a", "we're a",
    "report to", " help", "customer", "client", "collabor", " as a", "experience in", "years", "合作", "协作",
    "配合", "和",
)  # fmt: skip
"""Before what a sentence says of people who work there already, or of others."""
_ANNOUNCES = (
    "hiring", "looking for", "roles", "positions", "openings", "opportunities", "seeking", "we need", "join us as",
)  # fmt: skip
_NEAR, _SHORT = 50, 60
"""Letters before a colon in which a list of roles is announced, and of a line of such a list."""
_HEAD = 160
_SENTENCE = re.compile(
    r"[的和与并能有]|以上|负责|参与|熟悉|精通|进行|通过|\b(?:we|you|as|our|your|the|a|is|are|for|with|and)\b"
)
_LEVELS = re.compile(
    r"\b(?:senior|junior|sr|jr|lead|staff|principal|mid|level|experienced|ii|iii)\b|高级|资深|初级|中级|招聘|诚聘|急招|急聘"
)
_PLAIN = re.compile(r"[a-z0-9 .,;:!?'\"()/&|-]*")
"""What has no word but of letters and figures: there _LEVELS and _PRAISE take whole words."""
_MOST_LISTED = 12
_HAN = "\u4e00"
_KEPT = 65_536
_CLOSE = 0.8
_MOSTLY = 0.5
"""Two titles name one role if they share more than this of all kinds of work that either names."""


def _finder(said: Collection[str]) -> AhoCorasick:
    """Return what finds the leftmost of some words in one pass, of those that begin at one place the longest."""
    return AhoCorasick(
        said, matchkind=MatchKind.LeftmostLongest, store_patterns=False, implementation=Implementation.DFA
    )


def _beginnings() -> dict[str, list[str]]:
    """Return with which letters the ways of writing begin -> the kinds that they may name; `` of what _SHOWS."""
    found: dict[str, list[str]] = {}
    for name, said in [*_KINDS.items(), ("", _SHOWS.pattern)]:
        for way in _WAYS.finditer(_GROUP.sub("(", said)):
            found.setdefault(way[1], []).append(name)
    return found


_FIND_WHO, _FIND_SEEKS, _FIND_PARTS = map(_finder, (_WHO, _SEEKS, (*_STOPS, *_AT_WORK, *_STEMS)))
_FIRST_AT_WORK = len(_STOPS)
_FIRST_STEM = _FIRST_AT_WORK + len(_AT_WORK)
_BEGINNINGS = _beginnings()
_BEGUN = tuple(_BEGINNINGS.values())
_FIND_BEGUN = AhoCorasick(list(_BEGINNINGS), store_patterns=False, implementation=Implementation.DFA)
"""Finds which kinds a title may name: their patterns alone are tried, since most words begin none."""


class Roles(Enum):
    """How the roles of two titles of one employer stand to each other."""

    SAME = "the same kinds of work"
    PART = "some kinds of work in common"
    OTHER = "no kind of work in common"
    UNTOLD = "one of them names no kind of work"


@lru_cache(maxsize=_KEPT)
def signature(title: str | None) -> str | None:
    """Return a title's words and those in its brackets, but for what says nothing of the role; None without a title.

    Brackets tell openings apart (`Engineer (Payments)`, `Technician (Houston)`, `Tutor (9)`); pay and `m/w/d` do not.
    """
    if not title:
        return None
    plain = _DOTNET.sub("dotnet", _sought_by(_ADDRESS.sub(" ", html.unescape(html.unescape(title)))))
    base = _NO_ROLE.sub(" ", role_key(plain) or "").split()
    asides = " ".join(part for part in _BRACKETS.findall(lowered(plain)) if not _PAY.search(part))
    more = sorted(set(_ANY_WORD.findall(asides)) - _SAYS_NOTHING)
    return " ".join([*base, *(f"({word})" for word in more)]) or None


def _sought_by(title: str) -> str:
    """Return what stands behind the word for hiring, if that names a role: before it stands who hires."""
    for hires in _HIRES.finditer(title) if not title.isascii() else ():
        behind = title[hires.end() :]
        if _NAMES_ROLE.search(behind) and core(lowered(behind)):
            return behind
    return title


@lru_cache(maxsize=_KEPT)
def words(sign: str) -> frozenset[str]:
    """Return the words of a signature; Chinese by pairs of characters, since nothing stands between its words."""
    found: set[str] = set()
    for word in _WORD.findall(_IN_TWO.sub(r"\1\2", sign)):
        found |= {word[at : at + 2] for at in range(max(len(word) - 1, 1))} if word[0] >= _HAN else {_single(word)}
    return frozenset(found)


def _single(word: str) -> str:
    """Return a word without the `s` of several: `scientists` are sought where a `scientist` was."""
    return word[:-1] if len(word) > _LONGER and word[-1] == "s" and word[-2] not in "sui" else word


@lru_cache(maxsize=_KEPT)
def core(sign: str) -> frozenset[str]:
    """Return the words of a signature that tell roles apart: without `senior`, `engineer`, `full time` and the like."""
    return words(_GENERIC_ZH.sub(" ", sign)) - _GENERIC


def tells(sign: str | None) -> bool:
    """Tell whether a signature names a role: `full time` does not, nor do `4 open positions` or an address."""
    return sign is not None and not sign.startswith("http") and not all(map(str.isdecimal, core(sign)))


@lru_cache(maxsize=_KEPT)
def kinds(sign: str) -> frozenset[str]:
    """Return the kinds of work that a signature names: `back end`, `mobile`, `sales`."""
    plain = sign.replace("(", "").replace(")", "")
    begun = {name for at, _, _ in _FIND_BEGUN.find_matches_as_indexes(plain, overlapping=True) for name in _BEGUN[at]}
    found = {name for name in begun if name and _KIND[name].search(plain)}
    if "" in begun and "full stack" not in found and _SHOWS.search(plain):
        found.add("front end")
    return frozenset(found)


def listed_roles(title: str | None, text: str | None) -> list[str]:
    """Return the roles that a posting's text lists, if it has no title: by these it is compared then."""
    return offered(text) if text and not title else []


class Work(NamedTuple):
    """The kinds of work of a text whose title tells none, each sorted.

    Args:
        wanted: Those that the first line or a sentence seeks: `is looking for an iOS engineer` wants `mobile`,
            `诚聘前端工程师` wants `front end`.
        named: All before a role's noun, or in a list of roles, of every line and sentence that does not tell of people
            at work (`you work with designers`): `Experienced frontend, mobile and data engineers` names three.
    """

    wanted: list[str]
    named: list[str]


def work_of(title: str | None, text: str | None) -> Work:
    """Return the kinds of work that a text tells; none where it has a title that tells more than `full time`."""
    if not text or _tells_more(title):
        return Work([], [])
    low = text[:_READ].lower()
    return Work(sorted(_wanted(low)), sorted(_named(_without_asides(low))))


def _wanted(low: str) -> set[str]:
    found = set[str]().union(*map(_kinds_sought, _heads(low)), *map(_kinds_sought, _sought(low)))
    if not low.isascii() and any(sign in low for sign in _SEEK_ZH):
        found.update(*map(kinds, _sought_zh(low)))
    return found


@lru_cache(maxsize=_KEPT)
def _kinds_sought(said: str) -> frozenset[str]:
    return frozenset[str]().union(*map(kinds, _roles_in(said)))


def _named(low: str) -> set[str]:
    said = _WORD.findall(" / ".join([*_before_nouns(low), *_short_lines(low)]))
    return kinds_of(said) if _FIND_BEGUN.find_matches_as_indexes(" ".join(said)) else set()


def kinds_of(said: list[str]) -> set[str]:
    """Return kinds() of words, by each word and some pairs: most have none, and few are ever seen."""
    found = set[str]().union(*map(kinds, said))
    if not _OF_TWO.isdisjoint(said):
        for word, after in pairwise([*said, ""]):
            if word in _OF_TWO:
                found |= kinds(f"{word} {after}")
    return found


def _before_nouns(low: str) -> list[str]:
    """Return what stands before the last role's noun of each line or sentence, short of people at work."""
    said: list[str] = []
    begin, end, others = 0, -1, False
    for which, at, behind in _FIND_PARTS.find_matches_as_indexes(low):
        if which < _FIRST_AT_WORK:
            if end >= 0 and at - begin <= _LONGEST:
                said.append(low[begin:end])
            begin, end, others = behind, -1, False
        elif which < _FIRST_STEM:
            others = True
        elif not others and (noun := _ROLE_NOUN.match(low, at)):
            end = noun.end()
    if end >= 0 and len(low) - begin <= _LONGEST:
        said.append(low[begin:end])
    return said


def _short_lines(low: str) -> Iterator[str]:
    """Yield the short lines of the lists that a line like `We're hiring:` announces."""
    at = low.find(":\n")
    while at >= 0:
        near = low[max(0, at - _NEAR) : at]
        if any(said in near for said in _ANNOUNCES):
            for line in low[at + 2 :].lstrip("\n").split("\n", _MOST_LISTED)[:_MOST_LISTED]:
                if len(line) > _SHORT:
                    break
                if len(line.split()) <= _MOST_WORDS and not line.endswith("."):
                    yield line
        at = low.find(":\n", at + 1)


@lru_cache(maxsize=_KEPT)
def _tells_more(title: str | None) -> bool:
    """Tell whether a title says more than `full time` or `engineers`."""
    return bool(title) and not _GENERIC.issuperset(_WORD.findall((title or "").lower()))


def _names_who(low: str) -> bool:
    """Tell whether one of _SOUGHT_NOUNS may be in a text; the usual ones are looked for first."""
    return "engineer" in low or "dev" in low or bool(_FIND_WHO.find_matches_as_indexes(low))


def _heads(low: str) -> list[str]:
    """Return the pieces of the first line, if it names a role at all."""
    head = _without_asides(low.lstrip()[:_FAR]).partition("\n")[0][:_HEAD]
    parts = [part for part in _SIGNS.split(head) if _names_who(part)] if _names_who(head) else []
    return [piece for part in parts for piece in _PIECES.split(part) if _names_who(piece)]


def _without_asides(said: str) -> str:
    return _ASIDE.sub(" ", said) if "(" in said else said


def _sought(low: str) -> Iterator[str]:
    """Yield what stands behind what seeks, without remarks and up to where the sentence goes on about it."""
    for _, at, _ in _FIND_SEEKS.find_matches_as_indexes(low):
        seeks = _SEEKS_MORE.match(low, at) if not at or not low[at - 1].isalnum() else None
        said = _SOUGHT.match(_without_asides(low[seeks.end() : seeks.end() + _FAR])) if seeks else None
        if said and _names_who(said[0]):
            ends = _ENDS.search(said[0])
            yield said[0][: ends.start()] if ends else said[0]


def _sought_zh(low: str) -> Iterator[str]:
    for cue in _SEEKS_ZH:
        at = low.find(cue)
        while at >= 0:
            if said := _SOUGHT_ZH.match(low, at + len(cue)):
                yield said[1]
            at = low.find(cue, at + 1)


def _roles_in(said: str) -> Iterator[str]:
    """Yield the roles of `front and back end engineers`: those that lack the noun have the last one's.

    A noun alone is one only where it says for which work: `designers`, not `engineers`.
    """
    noun = ""
    for piece in reversed(_SEVERAL_OF.split(said)):
        if not noun and not _names_who(piece):
            continue
        words = _telling(piece)
        ends = words[-1].removesuffix("s") if words else ""
        if ends in _SOUGHT_NOUNS:
            noun = ends
            words = words[:-1]
        if noun and (words or kinds(noun)) and len(words) < _MOST_WORDS:
            yield " ".join([*words, noun])


def _telling(piece: str) -> list[str]:
    """Return the words of a piece without levels and praise."""
    if _PLAIN.fullmatch(piece):
        words = _WORD.findall(piece)
        if _PAIRS.isdisjoint(words):
            return [word for word in words if not _says_nothing(word)]
    return _PRAISE.sub(" ", " ".join(_WORD.findall(_LEVELS.sub(" ", piece)))).split()


@lru_cache(maxsize=_KEPT)
def _says_nothing(word: str) -> bool:
    return bool(_LEVELS.fullmatch(word) or _PRAISE.fullmatch(word))


def offered(text: str) -> list[str]:
    """Return the roles that stand alone where a line of a text begins, without their levels: at most 12, in order.

    `* Senior Data Engineer - you will ...`, `Data Engineer / Full Stack` and `2、前端开发工程师：` are such lines; a
    sentence with a role is none, nor is `No recruiters`.
    """
    found: dict[str, None] = {}
    for line in text.split("\n"):
        begins = _BEGINS.match(line, 0, _LINE)
        said = begins[1].partition(" - ")[0].strip(" \t*_`~-/") if begins else ""
        named = said and (_is_title(said) or (" / " in said and _is_title(said.partition(" / ")[0])))
        if named and (role := " ".join(_WORD.findall(_LEVELS.sub(" ", said.lower())))):
            found[role.removesuffix("s")] = None
    return list(found)[:_MOST_LISTED]


def _is_title(said: str) -> bool:
    if not said.isascii() and said.endswith(_NOUNS_ZH):
        return len(said) <= _MOST_SIGNS and not _SENTENCE.search(said)
    if said.rstrip()[-1:] not in _LAST or said.rsplit(maxsplit=1)[-1].lower().removesuffix("s") not in _NOUNS:
        return False
    return len(said.split()) <= _MOST_WORDS and said[:3].lower() != "no " and not _SENTENCE.search(said.lower())


def shared(mine: Collection[str], theirs: Collection[str]) -> float:
    """Return which share of the shorter list of roles the other list has as well; 1 where either is empty."""
    if not mine or not theirs:
        return 1.0
    shorter, longer = sorted((mine, theirs), key=len)
    return sum(any(_one_role(role, other) for other in longer) for role in shorter) / len(shorter)


@lru_cache(maxsize=_KEPT)
def _one_role(one: str, other: str) -> bool:
    return one == other or (compared(one, other) is not Roles.OTHER and closely(one, other) >= _CLOSE)


def alike(one: str | None, other: str | None) -> float:
    """Return which share of the shorter title's words the other has; 1 where either is unknown."""
    return 1.0 if one is None or other is None else _shared(words(one), words(other))


def closely(one: str | None, other: str | None) -> float:
    """Return the same of the words that tell roles apart; 1 where either has none."""
    return 1.0 if one is None or other is None else _shared(core(one), core(other))


@lru_cache(maxsize=_KEPT)
def compared(one: str | None, other: str | None) -> Roles:
    """Return how the roles of two signatures stand to each other."""
    mine, theirs = (kinds(sign) if sign else frozenset[str]() for sign in (one, other))
    if not mine or not theirs:
        return Roles.OTHER if _apart(one, other) or _apart(other, one) else Roles.UNTOLD
    if mine == theirs == _MOBILE and _of_another_phone(one or "", other or ""):
        return Roles.OTHER
    shared = len(mine & theirs)
    if shared > _MOSTLY * len(mine | theirs):
        return Roles.SAME
    return Roles.PART if shared else Roles.OTHER


def _of_another_phone(one: str, other: str) -> bool:
    """Tell whether one is for Android alone, and the other for iOS alone: one kind of work, and two openings."""
    mine, theirs = (words(sign) & _PHONES for sign in (one, other))
    return len(mine) == len(theirs) == 1 and mine != theirs


def _apart(one: str | None, other: str | None) -> bool:
    """Tell whether the one is a developer of no kind, and the other a seller, teacher or the like and no developer."""
    if not one or not other or not _DEVELOPS.search(one) or _DEVELOPS.search(other):
        return False
    return not kinds(one) and not kinds(other).isdisjoint(_TRADES)


def _shared(mine: frozenset[str], theirs: frozenset[str]) -> float:
    return len(mine & theirs) / min(len(mine), len(theirs)) if mine and theirs else 1.0
