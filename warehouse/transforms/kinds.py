"""The main kind of work and the main industry: cues are added up, the heaviest class wins. The cues are cues.csv."""

from __future__ import annotations

import re
from math import exp
from operator import attrgetter

from warehouse.transforms.entries import NOUN, VALUES, Entry, Hit
from warehouse.transforms.families import LONGEST_ROLE, listed_families
from warehouse.transforms.needles import Needles
from warehouse.transforms.roles import several_roles, signs
from warehouse.transforms.said import Sums, says
from warehouse.transforms.zones import Document

LEAST_INDUSTRY = 0.8
"""Weight below which an industry stays unknown."""
LEAST_ENGLISH = 0.6
"""The same for English postings, which nearly always say what their firm does."""
LEAST_NAMED = 0.25
"""The same where a word stands in the employer's name (`Example Software`): its field or a text's first words."""
FIRST_WORDS = 20
"""Characters at the start of a text that can be the employer's name."""
IN_PASSING, TOLD_WITHIN = 1.4, 350
"""Weight below which words tell of no industry that stand in a title or behind so many characters of the text."""
LEAST_WORK = 1.5
"""Weight below which an English posting's kind of work is `other`: `software engineer` alone tells of none."""
GENERIC = 0.3
"""Weight up to which words of an industry (`software`, `platform`) tell nothing as part of a role's name."""
BOTH_ENDS = 2.5
"""What naming technologies of both ends says for full-stack work."""
BOTH_ENDS_TITLED = 6.0
"""The same where the title or head line names both."""
FRONT = frozenset({"react", "angular", "vue", "javascript", "typescript", "html-css", "jquery"})
BACK = frozenset(
    {"python", "ruby", "php", "java", "go", "scala", "nodejs", "rails", "django", "csharp", "elixir", "clojure"}
)
_END = {**dict.fromkeys(FRONT, 1), **dict.fromkeys(BACK, 2)}
_BOTH = 3
SCALE = frozenset(
    {
        "high-concurrency",
        "distributed-systems",
        "microservices",
        "high-availability",
        "grpc",
        "rpc",
        "service-mesh",
        "raft",
        "etcd",
        "cloud-native",
    }
)
"""A Chinese back-end posting that asks for none of these is ordinary business development; English ones name less."""
MANY_USERS = frozenset({"internet-platform", "e-commerce", "web3-crypto"})
"""Industries whose back ends have scale without asking for it."""
COMPANY_TIMES = 1.5
TITLE_TIMES = 2.0
NAMED_TIMES = 1.5
NAMED_WITHIN = 100
"""Characters at the start of a text in which the employer's own name is expected."""
FALL_STEP, FALL_ENDS = 64, 2560
FALL = tuple(0.3 + 2.0 * exp(-FALL_STEP * step / 400) for step in range(FALL_ENDS // FALL_STEP + 1))
"""What a cue weighs by its distance from the text's start: firms say first what they sell, then whom they want."""
FALL_LAST = len(FALL) - 1
SURE_TITLE = 5.0
"""Weight of words of a title that name the role: those of the text then count UNDER_TITLE times."""
UNDER_TITLE = 0.4
FIELD_ONLY = 0.5
"""What words of chains and exchanges weigh where the title names a role of another kind: they tell the firm's field."""
IN_TEXT = (0.8, 0.4, 0.3)
"""What words of a title weigh beside the first roles' nouns of a text."""
FIELDS = frozenset({"web3", "game"})
"""Kinds of work that the firm's field makes: whoever programs for a games company makes games."""
ROLE_LINE_WITHIN = 300
"""Characters at the start of a Chinese text in which a line with the role's label is expected."""
_ROLE_LABELS = ("岗位", "职位")
HEADINGS = 4
"""Times as many role nouns of a Chinese text are looked at for those of headings."""
ROLE_REACH = 36
TOKENS = 2.0
"""Weight of words of tokens and chains from which words of finance speak of them too."""

_TECHNICAL = re.compile(
    r"software|develop|engineer|program|tech|data|web|comput|cloud|digital|systems?\b|network|cyber|security|platform"
    r"|architect|hack|cod(?:er|ing)\b|ai\b|\bit\b|ml\b|api|mobile|product|stack|\bc[ti]o\b|entwickl|informati[kqc]|utveckl"
    r"|d[ée]velopp|desarroll|desenvolv|ing[ée]ni|inżynier|logiciel|sistem|syst[èe]m|technolog|technik|técnic|données"
)
_OF_HIRING_THREAD = re.compile(r"multiple|several|various|roles|position|hiring|remote|jobs?\b|opening|team")
"""What a title that no employer stands beside may name instead of the role."""
_PRICED = re.compile(r"\d\s?k\b")
"""What a title states that need not name the job (`Oslo / Fernly / 20k-30k`)."""
_NO_LATIN = re.compile(r"[\u2e80-\uffff]")


_SOFTWARE = re.compile(r"\bsoftware (?:development )?(?:engineer|developer)|软件(?:开发|研发)?工程师")
_PAST = ("毕业于", "职于", "曾任", "曾在", "先后任职", "投资方", "福利:", "福利待遇:")
"""Behind these stands what people did before, who invests or what employees are given: nothing of the firm's trade.

Where another one is added, `_last_turn` must know its first character.
"""
_FROM = "来自"
_FROM_BEFORE = "均都要多员队部也心"
"""With what the words end before `来自` that tell where colleagues come from (`成员主要来自某大厂`)."""
_OF_TECHNOLOGIES = 8
"""Characters behind a field in which `等技术` makes it one of several technologies (`结合人工智能、区块链等技术`)."""
PAST_REACH = 60
"""Characters of a clause, from such a word on, of which it speaks."""
_PRODUCT = re.compile(
    r"(?<!cloud)(?: \w{2,12})? (?:platform|startup|start-up|company|agency|studio|marketplace|firm|lab)s?\b"
    r"(?! (?:\w+ )?(?:engineer|dev|team))"
)
"""What behind a word of a head line says that it tells of the firm (`Next-Generation Data Science Platform`)."""
_COLLEAGUES = re.compile(
    r"\b(?:work(?:s|ing)?|collaborat(?:es?|ing)|partner(?:s|ing)?|interact(?:s|ing)?) (?:\w+ ){0,5}?with\b[^.!?;:\n]*$"
    r"|\b(?:alongside|report(?:s|ing)? (?:\w+ )?to)\b[^.!?;:\n]*$"
    r"|\bteams? (?:\w+ )?of\b[^.!?;:\n]*$"
)
"""What stands before the roles of those with whom one works (`work closely with a designer`)."""
COLLEAGUES_REACH = 90
_SOUGHT = Needles((
    "looking", "look for", "hiring", "hire", "seek", "search", "recruit", "need", "wanted", "want ", "require",
    "opening", "position", "role", "opportunit", "join", "add ", "available", "we have", "become", "apply", "job",
    "interested in", "as an ", "as a ",
    "include", "vacanc", "help", "currently", "are you", "you are", "you're", "you’re", "includ",
))  # fmt: skip
"""Words of a sentence that says who is wanted; a role of another field stands elsewhere for users or colleagues."""
SENTENCE_REACH, LONGEST_HEADING, LINE_BEGUN = 160, 90, 32
"""Characters before a role in which its sentence begins; of a line that is no prose; of a line that name one."""
OPENED_WITHIN = 100
"""Characters at the start of an English text in which a role of another field is the one that is offered."""
_COLLEAGUE_WORDS = ("with ", "alongside", "report", "team")
_ROLE_WORDS = ("eng", "dev", "architect", "program", "professional", "scientist", "team", "& ops")
_JOB_FIELDS = ("software ", "support ", "sales ", "account ", "backend ", "product ", "operations ", "content ")
_JOBS = (
    "engineer", "develop", "dev ", "architect", "manager", "intern", "director", "analyst", "specialist", "coordinator",
    "associate", "lead", "admin", "consultant", "executive", "folks", "people",
)  # fmt: skip
"""What stands between a word and a job's noun, and how these nouns begin."""
_JOB_BEGINS = frozenset(word[:3] for word in (*_JOB_FIELDS, *_JOBS))
"""The first three letters of each: looked up faster than each is tried."""
_EMPTY_NAMES = ("solution", "brands")
"""What is part of firms' names and tells of no trade there (`Example Solutions Ltd`)."""
_OF_MONEY = ("financ", "tax", "trading", "account", "audit", "invest")
"""What words of finance begin with that name a job of any firm in a title (`Financial Analyst`)."""
_FIRM_ZH = re.compile(
    r" ?(?:初创|创业|科技|互联网|外包|解决方案)?(?:公司|企业|集团|大厂|厂商|独角兽|行业|赛道)(?!级)"
    r"|(?:项目方|平台|机构)诚?聘"
)
"""What behind a word of a Chinese title says that it tells of the firm (`大数据公司招聘 PHP 后端`)."""
_ENGINEERS = ("工程师", "开发", "研发", "程序员")
"""Who is not of another field, whatever a bracket behind names (`数据挖掘工程师（商家与销售）`)."""
_SYSTEMS = ("平台", "系统", "中台")
"""Behind a word of another field in a Chinese title these make it what the software is for (`客服平台`)."""
_ROLE_LINE = re.compile(r"\n\W{0,4}(?:招聘)?(?:岗位|职位)(?:名称)?\s?[:：]\s?(?=[^\n]{2,40}\n)")
"""What stands before the role in the first lines of a Chinese text that has no title."""
_DOES = re.compile(
    r"(?![^\n]*\b(?:hiring|looking|seek|hire|join|wanted|position|role))"
    r"[^\n]* (?:delivers|provides|builds|makes|helps|develops) "
)
"""The first sentence of a text that says what the firm does and names nobody who is wanted."""
_FIRM = re.compile(
    r"\b(?:we are|we're|we’re|is) (?:an? |the )(?!great|good|rare|unique)(?:[\w-]+ ){0,4}"
    r"(?:company|startup|start-up|agency|firm|studio|team)\b"
)

_FULL_STACK, _MICROSERVICES, _BUSINESS, _WEB3, _MANAGEMENT, _OTHER_FIELD, _CRYPTO, _FINANCE, _SAAS = map(
    VALUES.index,
    (
        "full-stack",
        "backend-microservices",
        "business-crud",
        "web3",
        "management",
        "non-software",
        "web3-crypto",
        "finance",
        "saas-enterprise",
    ),
)
_OF_ANY_FIRM = frozenset({
    "saas-enterprise", "media-advertising", "outsourcing-staffing", "internet-platform", "security", "e-commerce",
    "nonprofit-research", "telecom",
})  # fmt: skip
"""Industries whose words name jobs of any firm in a title (`Salesforce Administrator`, `Digital Marketing Manager`)."""
_ANY_JOBS = frozenset({"erp", "crm", "网络安全", "信息安全"})
"""The same of Chinese titles (`ERP 技术专员`, `网络安全工程师`)."""
LEAST_TOLD = 80
"""Characters of a text from which it tells more of the firm than the title."""


def work_type(found: Document) -> tuple[str, list[Hit]]:
    """Return the class and the cues that decided."""
    return _work(found)


def work_class(found: Document) -> str:
    """Return the class alone."""
    return str(_work(found)[0])


def industry(found: Document) -> tuple[str, list[Hit]]:
    """Return the class and the cues that decided; `unknown` below LEAST_INDUSTRY."""
    sums = _industry_sums(found)
    best = _sure_industry(found, sums)
    return ("unknown", []) if best < 0 else (VALUES[best], sums.cues_of(best))


def industry_class(found: Document) -> str:
    """Return the class alone."""
    best = _sure_industry(found, _industry_sums(found))
    return "unknown" if best < 0 else VALUES[best]


def _work(found: Document) -> tuple[str, list[Hit]]:
    several, cues = several_roles(found)
    if several:
        return "multiple", cues
    if found.title.start < found.title.end and _untechnical(found):
        return "non-software", []
    sums = _work_sums(found)
    if _ends_of(found.mentions) == _BOTH:
        titled = _ends_of(_titled(found))
        sums.add(_FULL_STACK, BOTH_ENDS_TITLED if titled == _BOTH else BOTH_ENDS)
    best = sums.best()
    if best < 0 or sums.of(best) <= 0 or (sums.of(best) < LEAST_WORK and not found.is_chinese):
        return "other", []
    ordinary = best == _MICROSERVICES and found.is_chinese and _ordinary(found, sums)
    return VALUES[_BUSINESS if ordinary else best], sums.cues_of(best)


def _ends_of(mentions: list[Hit]) -> int:
    """Return of which ends some technologies are: 1 for the front, 2 for the back, _BOTH."""
    ends = 0
    for hit in mentions:
        entry = hit.entry
        ends |= _END.get(entry.value, 0)
        if ends == _BOTH:
            break
    return ends


def _titled(found: Document) -> list[Hit]:
    """Return the technologies of title and head line."""
    title, title_end, head, head_end = found.title.start, found.title.end, found.head.start, found.head.end
    titled: list[Hit] = []
    for hit in found.mentions:
        start = hit.start
        if title <= start < title_end or head <= start < head_end:
            titled.append(hit)
    return titled


def _untechnical(found: Document) -> bool:
    """Whether a title in Latin letters names a job without a technical word, whatever the text says of the firm.

    Who leads or directs something without one is no manager of software either.
    """
    title = found.slice(found.title).lower()
    if _NO_LATIN.search(title) or _TECHNICAL.search(title):
        return False
    if not found.row["company"] and _OF_HIRING_THREAD.search(title):
        return False
    if any(found.title.holds(hit.start) for hit in found.mentions):
        return False
    if _PRICED.search(title) and not any(found.title.holds(hit.start) for hit in found.scan.cues["role"]):
        return False
    return not any(
        hit.entry.where
        and (hit.entry.says != _MANAGEMENT or hit.entry.weight > SURE_TITLE)
        and found.title.holds(hit.start)
        for hit in found.scan.cues["work_type"]
    )


def _ordinary(found: Document, sums: Sums) -> bool:
    """Whether nothing tells of scale: no such technology, nor millions of users, nor a lack of business systems."""
    for hit in found.mentions:
        entry = hit.entry
        if entry.value in SCALE:
            return False
    return sums.of(_BUSINESS) >= 1.0 or industry_class(found) not in MANY_USERS


def _sure_industry(found: Document, sums: Sums) -> int:
    """Return the heaviest industry; -1 where it weighs too little."""
    best = sums.best()
    if best < 0:
        return -1
    weight = sums.of(best)
    if weight < LEAST_NAMED or (weight < LEAST_INDUSTRY and found.is_chinese):
        return -1
    if weight < LEAST_ENGLISH and not _in_name(found, sums.cues_of(best)):
        return -1
    return -1 if weight < IN_PASSING and _met_in_passing(found, sums.cues_of(best)) else best


def _in_name(found: Document, cues: list[Hit]) -> bool:
    """Whether the first of some words is part of the employer's name."""
    first = cues[0].start
    text = found.text.start
    return first < found.company.end or text <= first < text + FIRST_WORDS


def _met_in_passing(found: Document, cues: list[Hit]) -> bool:
    """Whether none of some words stands where an employer tells what it does, nor is its name.

    That is the field of its name and the text's beginning; a title tells of the role.
    """
    company, first = found.company.end, found.text.start
    for hit in cues:
        start = hit.start
        if hit.entry.zoned or start < company or first <= start < first + TOLD_WITHIN:
            return False
    return True


def _industry_sums(found: Document) -> Sums:
    """Return what the cues say for each industry."""
    sums, cues = Sums(), found.scan.cues["industry"]
    if not cues:
        return sums
    low, text, company, head_end = found.scan.low, found.text.start, found.company.end, found.head.end
    chinese = found.is_chinese
    titled = company > 0 and found.text.end - text < LEAST_TOLD
    for hit in _of_today(low, text, cues) if chinese else cues:
        start, end, cue = hit.start, hit.end, hit.entry
        if not sums.has_room(cue):
            continue
        if (not cue.zoned and _names_job(low, start, end, cue, head_end, chinese)) or (
            titled
            and company <= start < text
            and (_is_any_job(low, start, end) if chinese else _is_any_firms(low, start, end, cue))
        ):
            continue
        if cue.zoned:
            if (start >= text + NAMED_WITHIN and start >= head_end) or _is_no_name(low, start, end):
                continue
            weight = cue.weight * NAMED_TIMES
        elif start < company:
            weight = cue.weight * COMPANY_TIMES
        elif start < text or start < head_end:
            weight = cue.weight * TITLE_TIMES
        else:
            weight = cue.weight * FALL[min((start - text) // FALL_STEP, FALL_LAST)]
        sums.count(hit, cue, weight)
    if sums.of(_CRYPTO) > TOKENS:
        sums.add(_CRYPTO, sums.of(_FINANCE))
    return sums


def _names_job(  # noqa: PLR0917 - a function of C
    low: str, start: int, end: int, cue: Entry, head_end: int, chinese: bool
) -> bool:
    """Whether a word of an industry tells of a job, or is an empty part of the firm's name, instead of its trade."""
    if cue.weight <= GENERIC and (_is_of_role(low, end) or _is_empty(low, start, head_end)):
        return True
    return not chinese and cue.value in _OF_ANY_FIRM and _is_of_job(low, end)


def _is_of_role(low: str, end: int) -> bool:
    """Whether a word of an industry is part of a role's name (`platform engineer`)."""
    at = end + 1 if end < len(low) and low[end] == "s" else end
    joined = at
    while joined < len(low) and joined < at + 2 and low[joined] in " /-":
        joined += 1
    if joined == at:
        return False
    intern = joined + len("intern")
    return low.startswith(_ROLE_WORDS, joined) or (
        low.startswith("intern", joined) and (intern == len(low) or not (low[intern].isalnum() or low[intern] == "_"))
    )


def _is_of_job(low: str, end: int) -> bool:
    """Whether a word is part of the name of a job that firms of every trade have (`Cloud Support Engineer`)."""
    length = len(low)
    at = end + 1 if end < length and low[end] == "s" else end
    if at + 2 >= length or low[at] != " ":
        return False
    at += 1
    if low[at] not in "abcdefilmops" or low[at : at + 3] not in _JOB_BEGINS:
        return False
    if low.startswith(_JOB_FIELDS, at):
        at = low.find(" ", at) + 1
    return low.startswith(_JOBS, at)


def _is_empty(low: str, start: int, head_end: int) -> bool:
    """Whether a word is part of a firm's name in the head line that tells of no trade."""
    return start < head_end and low.startswith(_EMPTY_NAMES, start)


def _is_any_firms(low: str, start: int, end: int, cue: Entry) -> bool:
    """Whether a word of a title beside an employer's name tells what one does there, not what the firm does."""
    if cue.says == _FINANCE:
        return low.startswith(_OF_MONEY, start)
    return cue.value in _OF_ANY_FIRM and not (cue.says == _SAAS and low.find("saas", start, end) >= 0)


def _is_any_job(low: str, start: int, end: int) -> bool:
    """Whether a word of a Chinese title beside an employer's name tells what one does there, in whatever trade."""
    return low[start:end] in _ANY_JOBS


def _is_compared(low: str, start: int) -> bool:
    """Whether what stands before a firm's name makes a comparison of it (`像 SpaceX 一样`)."""
    if start == 0:
        return False
    before = low[start - 1]
    further = low[start - 2] if start > 1 else " "
    return (before in "像如似" and further.isspace()) or (before.isspace() and further in "像如似")


def _is_no_name(low: str, start: int, end: int) -> bool:
    """Whether a firm's name or field is what the firm is compared with, or works with."""
    return _is_compared(low, start) or _is_technology(low, end)


def _is_technology(low: str, end: int) -> bool:
    """Whether what stands behind a field makes it a technology that the firm uses (`区块链等技术`)."""
    return low.startswith("等", end) and low.find("技术", end, end + _OF_TECHNOLOGIES) >= 0


def _of_today(low: str, first: int, cues: list[Hit]) -> list[Hit]:
    """Return the cues but those of a Chinese text's clauses that tell, before them, of what is not the firm's trade."""
    kept: list[Hit] = []
    seen = turn = -1
    for hit in cues:
        start = hit.start
        if start >= first:
            turn = _last_turn(low, first, start, seen, turn)
            seen = start
            if turn >= 0 and not _is_stop(low[turn]):
                continue
        kept.append(hit)
    return kept


def _last_turn(low: str, first: int, start: int, seen: int, turn: int) -> int:
    """Return where a Chinese text last turns to something else up to `start`: at a stop or a word of _PAST; else -1.

    Args:
        low: The text.
        first: Where it begins; nothing before it counts, nor what is PAST_REACH characters away.
        start: Up to where to look.
        seen: Up to where it was looked before; -1 where nowhere.
        turn: What was found then.
    """
    far = start - PAST_REACH
    begun = max(first, far + 1)
    if seen > start:
        turn = -1
    elif seen >= begun:
        begun = seen + 1
    if turn <= far:
        turn = -1
    for at in range(begun, start + 1):
        char = low[at]
        if _is_stop(char) or (char in "毕职曾先投福来" and _tells_of_past(low, at, first)):
            turn = at
    return turn


def _tells_of_past(low: str, at: int, first: int) -> bool:
    """Whether a word of _PAST begins at a place, or `来自` behind a word for colleagues."""
    if low[at] == "来":
        return at > first and low[at - 1] in _FROM_BEFORE and low.startswith(_FROM, at)
    return low.startswith(_PAST, at)


def _is_stop(char: str) -> bool:
    """Whether a clause of a Chinese text ends so."""
    return char in "。；;\n"


def _work_sums(found: Document) -> Sums:
    """Return what the cues say for each kind of work; the employer's name says nothing.

    Words of a title count in the title and head line; where these name no role, in the first roles of the text. Where
    they do, the text matters less, and where they name one of software, no other role of the text makes it another's.
    """
    sums = Sums()
    named, others, plain = _by_zone(found)
    if named and found.is_chinese:
        named = _outside_bracket(found, _of_last_piece(found, named))
    if named and _says_what_firm_does(found):
        named, others = [], sorted([*named, *others], key=attrgetter("start"))
    if _names_kind(named, _OTHER_FIELD) and _names_software(found):
        named = [hit for hit in named if hit.entry.value != "non-software" or hit.entry.weight > SURE_TITLE]
    _add(sums, named, 1.0)
    if others and not found.row["title"] and not _sure(named):
        named += _add_wished(found, sums, others, _names_software_kind(named))
    _add(sums, plain, UNDER_TITLE if _sure(named) else 1.0)
    if sums.names(_WEB3) and found.is_chinese and (sure := _sure_roles(named)) and "web3" not in sure:
        sums.weaken(_WEB3, FIELD_ONLY)
    return sums


def _of_last_piece(found: Document, named: list[Hit]) -> list[Hit]:
    """Return a Chinese title's words of the role behind its last dash, if it names one (`云平台中心-iOS工程师`)."""
    dash = found.scan.low.rfind("-", found.title.start, found.title.end)
    if dash < 0 or not _names_role(found, dash, found.title.end):
        return named
    last: list[Hit] = []
    for hit in named:
        start = hit.start
        if start > dash:
            last.append(hit)
    return last if _sure(last) else named


def _outside_bracket(found: Document, named: list[Hit]) -> list[Hit]:
    """Return a Chinese title's words but those of another field in a bracket behind the role.

    An engineer sells nothing (`…工程师（销售）`), and who is no engineer writes none of what a bracket behind names
    (`产品经理（合约交易）`).
    """
    low, start, end = found.scan.low, found.title.start, found.title.end
    bracket = max(low.find("(", start, end), low.find("（", start, end))
    if bracket < 0:
        return named
    closed = max(low.find(")", bracket, end), low.find("）", bracket, end))
    closed = closed if closed >= 0 else end
    if _names_engineer(low, start, bracket):
        return [hit for hit in named if not bracket < hit.start < closed or says(hit) != _OTHER_FIELD]
    before = [hit for hit in named if hit.start < bracket]
    if not (_names_kind(before, _OTHER_FIELD) and _sure(before)):
        return named
    return [hit for hit in named if not bracket < hit.start < closed]


def _names_engineer(low: str, start: int, end: int) -> bool:
    for word in _ENGINEERS:  # noqa: SIM110 - a loop of C, a generator is none
        if low.find(word, start, end) >= 0:
            return True
    return False


def _add_wished(found: Document, sums: Sums, others: list[Hit], software: bool) -> list[Hit]:
    """Add words of a title that stand in the first roles of the text, and return them.

    Where the head line names a role of software, no word of other fields counts.
    """
    named: list[Hit] = []
    opened = -1 if found.is_chinese else found.text.start + OPENED_WITHIN
    for (first, last), times in zip(_role_zones(found), IN_TEXT, strict=False):
        wished = _wished(found.scan.low, others, first, last, software, opened)
        _add(sums, wished, times)
        named += wished
    return named


def _wished(  # noqa: PLR0917 - a function of C
    low: str, others: list[Hit], first: int, last: int, software: bool, opened: int
) -> list[Hit]:
    """Return words of a title in one role's zone; of another field's, in English, those that say who is sought.

    Args:
        low: The text in small letters.
        others: Words of a title outside title and head line.
        first: Where the zone begins.
        last: Where it ends.
        software: Whether the head line names a role of software.
        opened: Where the text's opening ends, in which every role is sought; -1 in Chinese.
    """
    wished: list[Hit] = []
    for hit in others:
        start, entry = hit.start, hit.entry
        if not first <= start < last:
            continue
        kind = entry.says
        if kind in {_OTHER_FIELD, _MANAGEMENT} and _is_colleague(low, start):
            continue
        if kind == _OTHER_FIELD and start >= opened >= 0 and not _is_sought(low, start, hit.end):
            continue
        if not (software and kind == _OTHER_FIELD) and not (kind == _MANAGEMENT and signs(low, start)):
            wished.append(hit)
    return wished


def _is_sought(low: str, start: int, end: int) -> bool:
    """Whether an English role of another field stands in a short line, or in a sentence that says who is wanted."""
    line = low.rfind("\n", max(0, start - LONGEST_HEADING), start)
    if line >= 0:
        last = low.find("\n", end, line + LONGEST_HEADING)
        if last >= 0 or line + LONGEST_HEADING >= len(low) or start - line < LINE_BEGUN:
            return True
    first = max(0, start - SENTENCE_REACH)
    first = max(first, low.rfind("\n", first, start) + 1)
    for stop in (". ", "! ", "? "):
        at = low.rfind(stop, first, start)
        if at >= 0:
            first = at + 1
    return _SOUGHT.first(low[first:start]) >= 0


def _is_colleague(low: str, start: int) -> bool:
    """Whether the words before a role tell that one works with it."""
    first = max(0, start - COLLEAGUES_REACH)
    for word in _COLLEAGUE_WORDS:
        if low.find(word, first, start) >= 0:
            return _COLLEAGUES.search(low, first, start) is not None
    return False


def _names_software(found: Document) -> bool:
    """Whether title or head line names an engineer of software: words of other fields then tell of the team."""
    low = found.scan.low
    for zone in (found.title, found.head):
        start, end = zone.start, zone.end
        named = low.find("软件", start, end) >= 0 or low.find("software ", start, end) >= 0
        if named and _SOFTWARE.search(low, start, end):
            return True
    return False


def _says_what_firm_does(found: Document) -> bool:
    """Whether the head line is a sentence about the firm (`We are a web and mobile agency.`), which names no role."""
    if found.row["title"]:
        return False
    low, start, end = found.scan.low, found.head.start, found.head.end
    if low.startswith(".", end - 1) and low.find("|", start, end) < 0 and _DOES.match(low, start, end):
        return True
    told = low.find("we", start, end) >= 0 or low.find("is a", start, end) >= 0 or low.find("is the ", start, end) >= 0
    return told and _FIRM.search(low, start, end) is not None


def _names_kind(named: list[Hit], kind: int) -> bool:
    for hit in named:  # noqa: SIM110 - a loop of C, a generator is none
        if says(hit) == kind:
            return True
    return False


def _names_software_kind(named: list[Hit]) -> bool:
    for hit in named:  # noqa: SIM110 - a loop of C, a generator is none
        if says(hit) != _OTHER_FIELD:
            return True
    return False


def _sure(named: list[Hit]) -> bool:
    for hit in named:
        entry = hit.entry
        if entry.weight >= SURE_TITLE:
            return True
    return False


def _sure_roles(named: list[Hit]) -> set[str]:
    """Return the kinds of the roles that a title names; a chief may be one of any kind."""
    return {hit.entry.value for hit in named if hit.entry.weight >= SURE_TITLE} - {"management"}


def _by_zone(found: Document) -> tuple[list[Hit], list[Hit], list[Hit]]:
    """Return a title's words in title or head line, a title's words elsewhere, and words that count anywhere."""
    low, company, chinese = found.scan.low, found.company.end, found.is_chinese
    title, title_end = found.title.start, found.title.end
    first, last = found.head.start, found.head.end
    head, head_end = _role_head(found)
    named: list[Hit] = []
    others: list[Hit] = []
    plain: list[Hit] = []
    for hit in found.scan.cues["work_type"]:
        start, end, cue = hit.start, hit.end, hit.entry
        if start < company:
            continue
        if not cue.zoned:
            plain.append(hit)
        elif title <= start < title_end or (
            (head <= start < head_end or (first <= start < last and cue.says == _MANAGEMENT))
            and not (low.startswith(" ", end) and _PRODUCT.match(low, end))
        ):
            if chinese and cue.value not in FIELDS and _FIRM_ZH.match(low, end):
                continue
            if chinese and cue.says == _OTHER_FIELD and low.startswith(_SYSTEMS, end):
                continue
            if cue.says != _MANAGEMENT or not signs(low, start):
                named.append(hit)
        else:
            others.append(hit)
    return named, others, plain


def _role_head(found: Document) -> tuple[int, int]:
    """Return where a head line speaks of the role.

    Its first part between bars is the firm's name, which tells of none; a Chinese text may label the role's line.
    """
    low, start, end = found.scan.low, found.head.start, found.head.end
    if found.is_chinese and not found.row["title"]:
        line = _labelled_line(low, start)
        if line and _names_role(found, line[0], line[1]):
            return line
    bar = low.find("|", start, end)
    return (start, end) if bar < 0 or _names_role(found, start, bar) else (bar, end)


def _labelled_line(low: str, start: int) -> tuple[int, int] | None:
    """Return what stands behind the role's label in the first lines of a Chinese text."""
    last = min(start + ROLE_LINE_WITHIN, len(low))
    for word in _ROLE_LABELS:
        at = low.find(word, start, last)
        while at >= 0:
            if _is_before_colon(low, at + 2, last):
                label = _ROLE_LINE.search(low, start, last)
                return (label.end(), low.find("\n", label.end())) if label else None
            at = low.find(word, at + 2, last)
    return None


def _is_before_colon(low: str, at: int, last: int) -> bool:
    """Whether a colon stands at a place, a space or the other half of a label before it left aside."""
    if low.startswith("名称", at, last):
        at += 2
    if at < last and low[at].isspace():
        at += 1
    return at < last and low[at] in ":："


def _names_role(found: Document, first: int, last: int) -> bool:
    for hit in found.scan.cues["role"]:
        start = hit.start
        if first <= start < last and says(hit) == NOUN:
            return True
    return False


def _role_zones(found: Document) -> list[tuple[int, int]]:
    """Return the words before the first role nouns of the text, up to where their line or sentence begins.

    In Chinese the nouns of headings go first: `销售` and `产品` stand in sentences about the firm as well.
    """
    low, text, last = found.scan.low, found.text.start, 0
    zones: list[tuple[int, int]] = []
    headed: list[tuple[int, int]] = []
    most = len(IN_TEXT) * (HEADINGS if found.is_chinese else 1)
    for hit in found.scan.cues["role"]:
        start, end, cue = hit.start, hit.end, hit.entry
        if cue.says != NOUN or cue.weight < 1 or start < text or start < last:
            continue
        last = end
        zone = _phrase_start(low, start), end
        zones.append(zone)
        if most > len(IN_TEXT) and _is_role_heading(low, start, end):
            headed.append(zone)
        if len(headed) >= len(IN_TEXT) or len(zones) >= most:
            break
    return (headed or zones)[: len(IN_TEXT)]


def _phrase_start(low: str, start: int) -> int:
    """Return where the last stop stands in the ROLE_REACH characters before a noun, else where these begin."""
    first = start - ROLE_REACH
    at = start - 1
    while at >= 0 and at >= first:
        if low[at] in "\n.,:;":
            return at
        at -= 1
    return max(first, -1)


def _is_role_heading(low: str, start: int, end: int) -> bool:
    first = low.rfind("\n", max(0, start - LONGEST_ROLE), start) + 1
    last = low.find("\n", end, end + LONGEST_ROLE)
    return first > 0 and last - first <= LONGEST_ROLE and bool(listed_families(low[first : max(last, end)]))


def _add(sums: Sums, hits: list[Hit], times: float) -> None:
    sums.start_over()
    for hit in hits:
        cue = hit.entry
        if sums.has_room(cue):
            sums.count(hit, cue, cue.weight * times)
