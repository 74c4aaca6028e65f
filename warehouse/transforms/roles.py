"""Whether a posting offers several different roles: families of roles in its title, its headings and what it looks for.

Belongs here: which line offers roles and which family a role is of. Which kind of work one role is, kinds.py decides.
"""

from __future__ import annotations

import re
from bisect import bisect_left

from warehouse.transforms.document import Document
from warehouse.transforms.rules import HAN
from warehouse.transforms.scan import Found
from warehouse.transforms.text import kept

Families = frozenset[str]
NONE: Families = frozenset()
SURE = 2.0
"""Weight of words that alone tell of several roles (`multiple positions`); lighter ones need two families."""
BESIDE_TWO, IN_NUMBERS = 1.0, 1.5
"""Weights from which words of several roles count beside two families, and where the text names no role as well.

Lighter ones (`校招`, which one role's posting says too) count only where it names none.
"""
LONGEST_ROLE = 56
LONGEST_LIST = 170
MANY_HEADINGS = 4
"""Lines that each name another role: so many are a list of openings, whatever their families."""
LONGEST_WISH = 200
NAMES_ROLE = 5.0
"""Weight of words of a title that name a kind of work."""
FORMAL_FROM = 2500
"""Characters from which a text under a title is one role's description, whatever else it speaks of."""
ENDS = frozenset({"frontend", "backend"})
SIGNS = frozenset({"management"})
"""Families that also sign an advertisement."""
VAGUE = frozenset({"software", "full"})
"""Families that name no field of their own: beside one end of the stack they mean the same person."""

_FAMILIES = (
    (
        "management",
        re.compile(
            r"engineering manager|head of (?!product|design|marketing|sales|growth|people)|\bvp\b|\bcto\b|director"
        ),
    ),
    ("design", re.compile(r"designer|head of design|设计师|\bux\b|ui ?设计|\bui$|特效|原画|美术")),
    (
        "product",
        re.compile(
            r"product (?:manag|owner|lead)|head of product|products?$|产品|project manag|program manag|项目经理"
        ),
    ),
    (
        "business",
        re.compile(
            r"sales|market|运营|商务|市场|account|customer|support|growth|business|客服|\bhr\b|招聘专员|行政|writer"
            r"|recruit|evangelist|advocate|finance|法务|财务|editor|community|操盘|\bbd\b"
        ),
    ),
    ("qa", re.compile(r"\bqa\b|test|(?<!渗透)测试|测开|quality")),
    ("frontend", re.compile(r"front|\bui\b|前端|客户端|\bios\b|android|安卓|mobile|react|vue|flutter|h5|移动端")),
    ("full", re.compile(r"full[- ]?stack|全栈|全端")),
    (
        "ops",
        re.compile(
            r"devops|运维|\bsre\b|reliability|infrastructure|系统|systems?\b|cloud|operations|\bdba|sysadmin|\bops\b"
        ),
    ),
    ("data", re.compile(r"data|数据|machine|computer vision|算法|\bml\b|机器学习|research|nlp|scientist|analyst")),
    ("hardware", re.compile(r"hardware|embedded|firmware|嵌入式|硬件|electrical|mechanical|\bic\b|fpga")),
    ("security", re.compile(r"security(?![- ]minded)|安全|penetration|渗透")),
    (
        "backend",
        re.compile(
            r"back|后端|后台|服务端|java|golang|\bgo\b|python|php|ruby|rails|scala|node|c\+\+|server|服务器|django|clojure"
            r"|erlang|elixir|\brust\b|\.net|後端|\bservices?$"
        ),
    ),
    (
        "software",
        re.compile(r"software|软件|\bweb\b|engineer|研发|develop|\bdevs?\b|programmer|工程师|开发|architect|架构"),
    ),
)
_ROLE = re.compile(
    r"engineer|dev(?:eloper|ops|s?\b)|designer|manager|analyst|scientist|architect|programmer|sre\b|dbas?\b"
    r"|hackers?\b|coders?\b|testers?\b|head of|vp\b|cto\b|sales$|marketing$|recruiter|lead$|evangelist|specialist"
    r"|researcher|owners?$|工程师|开发|经理|设计师?$|运营|前端|后端|客户端|服务端|测试|测开|产品|算法|运维|架构师|专员|专家|总监|主管|负责人"
)
_BARE = re.compile(
    r"(?:senior |junior |sr\.? |jr\.? |lead |an? |one |two |three |the |some |more |and |or )*"
    r"(?:web |product |tech(?:nical)? |java |python |\.net |php |ruby |node )?"
    r"(?:front(?:[- ]?end)?|back(?:[- ]?end)?|full[- ]?stack|ios|android|mobile|web|devops|dev ?ops|qa|sre|ops|design"
    r"|ux|ui|ui/ux"
    r"|ux/ui|sales|marketing|product|data|data science|machine learning|ml|security|infrastructure|support|operations"
    r"|python|ruby|rails|java|go|golang|php|scala|node|react|rust|elixir|services?|c\+\+)$"
)
"""A role named by its field alone, as in `backend and devops engineers`."""
_ENUMERATES = re.compile(r"[,;、&+|•·★●◆➡，；*和]|以?及|\s(?:and|or|[-–—]{1,2})\s")
_PIECES = re.compile(r"\||\s[-–—]{1,2}\s")
_SLASH = re.compile(r"\s*/\s*")
_LABEL = re.compile(
    r"(?:roles?|positions?|openings?|jobs?|hiring|areas?|looking for"
    r"|岗位众?多?|团队|职位|招聘|在招|方向|岗位名称|招聘岗位)\s?[:：]\s*"
)
_SINGULAR = re.compile(r"(?:engineer|developer|dev|architect|programmer)$")
_PLURAL = re.compile(r"(?:engineers|developers|devs|coders|architects|designers)$")
_ONE_FIELD = re.compile(r"/ ?(?:\w+ )?software (?:engineer|developer)s$")
"""Behind a slash this ends the name of one role in the plural (`Infrastructure/Platform Software Engineers`)."""
_FIELDS = re.compile(r"(?:engineer|developer|programmer|dev|position|role)(s?)\b ?[(\[]([^()\[\]|]{3,80})[)\]]")
"""A role with the fields that it is offered in (`Software Engineer (UI, Backend, Data)`)."""
_FIELD_END = re.compile(r"\s*[,;/&+、]\s*|\s(?:and|or)\s")
_FIELD = re.compile(
    r"(?:front|back)[ -]?end|full[ -]?stack|ios|android|web|mobile|ui|ux|data(?: \w+)?|ml|machine learning|devops|sre"
    r"|qa|infra(?:structure)?|platform|security|embedded|firmware|ops|operations|support"
)
_HEADING_END = re.compile(
    r":|：|https?:|\(|\[|【|】\d|\s[-–—]{1,2}\s(?!(?:[a-z]+ ){0,3}(?:engineer|head|vp|developer|designer|manager))"
)
_ZH_HEADING = re.compile(
    r"[^，。；,;]{0,40}?"
    r"(?:工程师|架构师|经理|设计师|专家|实习生|专员|主管|总监|运营|前端|后端|测试|开发|产品|算法|运维|客户端)"
    r"(?:实习生?|岗位?|工程师)?\s?(?:[x×*]?\s?\d.{0,14})?$"
)
_START = re.compile(r"^[\W\d_]+(?=\w)")
_NOTE = re.compile(r"\([^()]{0,80}\)?|\[[^\[\]]{0,80}\]|https?://\S{0,200}|<[^<>]{0,80}>")
_LISTING = re.compile(r"\(([^()|,]{0,80},[^()|,]{0,80},[^()|]{0,80})[()]")
"""A bracket that lists roles (`Software Engineers (Backend, QA Engineer, Data Scientist)`)."""
_PROSE = frozenset({
    "you", "your", "our", "we", "we're", "with", "work", "works", "working", "report", "reports", "team", "teams", "is",
    "are", "as", "this", "experience", "help", "from", "to", "by", "who", "that", "has", "have", "be", "will", "built",
    "their", "it", "needed",
})  # fmt: skip
"""Words that no role's heading holds."""
_ZH_PROSE = re.compile(
    r"负责|配合|沟通|熟悉|协作|与|经验|能力|优先|相关|进行|完成|参与|等|者|以上|对|的|了解|精通|使用|专业"
)
_SIGNS = re.compile(
    r"\b(?:i am|i'm|i’m|my name is \w{2,12},?)(?: one of)?(?: the| a| an| our)?(?: [\w-]{2,12} (?:and|&))?"
    r"(?: chief| senior| principal)? ?$"
)
_SEE_ALL = re.compile(r"\b(?:see|view|browse|check out|list of)(?: (?:all|our|other|the|more|of|full)){0,3} $")
_COUNTED = re.compile(r"等\s?\d{1,2}\s?(?:个|种)?(?:岗位?|职位)")
"""A Chinese title that counts the roles (`诚聘后端工程师等6岗位`)."""
_OFFERS = ("招", "聘", "有")
"""Behind the first of these that is found a Chinese sentence names roles; before it, it tells of the firm."""
_OPENINGS = re.compile(r" (?:positions|roles|people|folks)$")
"""What ends a wish that names fields alone (`for support and UI positions`)."""
_CUT = re.compile(
    r"[.!?](?:\s|$)|[,。;](?:(?<=[\u4e00-\u9fff].)|(?<=[\u4e00-\u9fff] .))|http"
    r"|\s(?:to (?!hire|fill|add)|who\b|that\b|(?:in|for|on) our\b|interested\b|comfortable\b|as well as\b"
    r"|experienced with\b|with (?:experience|a|an|strong|some|deep|solid|good|proven|hands|extensive)\b"
    r"|[-–—]{1,2}\san?\s)"
)
"""Where a wish ends. Every alternative starts with a character of its own: the engine then jumps to those."""


def signs(low: str, start: int) -> bool:
    """Whether the words of an office say who wrote the advertisement (`I am the CTO`), not who is wanted."""
    return bool(_SIGNS.search(low, max(0, start - 48), start))


def several_roles(found: Document) -> tuple[bool, list[Found]]:
    """Return whether the posting offers roles of different families, and the words that say so."""
    first = found.title.start
    cues = [cue for cue in found.scan.cues["role"] if cue[0] >= first]
    formal = _formal(found)
    words = [cue for cue in cues if cue[2].value == "several" and not (formal and not found.in_title(cue[0]))]
    sure = [] if found.row["salary"] else [cue for cue in words if cue[2].weight >= SURE or found.title.holds(cue[0])]
    sure = [cue for cue in sure if not (_announces_one(found, cue, cues) or _points_to_others(found, cue))]
    if sure:
        return True, sure
    low = found.scan.low
    titles = [low[zone.start : zone.end] for zone in (found.title, found.head) if zone.start < zone.end]
    titles = [_offer_of(line) if line.rstrip().endswith("。") else line for line in titles]
    title = NONE.union(*map(titled_families, titles))
    if _differ(title) or title >= {"full", "frontend"} or _COUNTED.search(found.slice(found.title)):
        return True, [cue for cue in cues if cue[2].value == "noun" and found.in_title(cue[0])]
    if formal:
        return False, []
    listed, wished, read, lines = _offered(found, cues)
    several = (
        lines >= MANY_HEADINGS
        or _differ(wished)
        or _apart(listed)
        or (_differ(title | listed) and found.is_chinese)
        or (any(cue[2].weight >= BESIDE_TWO for cue in words) and _apart(title | listed | wished))
        or _tells_of_many(words, cues)
    )
    return several, [*words, *read] if several else []


def _announces_one(found: Document, cue: Found, cues: list[Found]) -> bool:
    """Whether a plural with a colon (`Positions: Ruby Engineer`) announces one role all the same, on its own line."""
    low, end = found.scan.low, cue[1]
    if low[end - 1] != ":":
        return False
    line = low.find("\n", end)
    nouns = {at for at, _, noun in cues if noun.value == "noun" and noun.weight >= 1 and end <= at < end + LONGEST_WISH}
    return len(nouns) == 1 and (line < 0 or min(nouns) < line)


def _tells_of_many(words: list[Found], cues: list[Found]) -> bool:
    """Whether words of hiring in numbers (`校园招聘`, `大量HC`) stand where no role is named at all."""
    many = any(not BESIDE_TWO <= cue[2].weight < IN_NUMBERS for cue in words)
    return many and not any(cue[2].value == "noun" for cue in cues)


def _points_to_others(found: Document, cue: Found) -> bool:
    """Whether a text whose head line names a role only says where the firm's others are (`See all open positions`)."""
    low, (first, last) = found.scan.low, found.head
    return bool(_SEE_ALL.search(low, max(0, cue[0] - 24), cue[0])) and any(
        first <= start < last and noun.value == "noun" and noun.weight >= 1
        for start, _, noun in found.scan.cues["role"]
    )


def _offer_of(sentence: str) -> str:
    """Return what a Chinese sentence offers, from the word of hiring on; empty where it has none."""
    starts = (sentence.find(word) for word in _OFFERS)
    return next((sentence[start:] for start in starts if start >= 0), "")


def _formal(found: Document) -> bool:
    """Whether the title alone tells of the role: a job board's row, or a Chinese title that names a field."""
    row = found.row
    long = found.text.end - found.text.start > FORMAL_FROM
    title = row["title"]
    told = long or (title and HAN.search(title) and (_family(title.lower()) or _names_kind(found)))
    return bool(row["salary"]) or bool(title and told)


def _names_kind(found: Document) -> bool:
    """Whether the title holds words that name a kind of work (`智能合约审计`)."""
    return any(
        cue.where and cue.weight >= NAMES_ROLE and found.title.holds(start)
        for start, _, cue in found.scan.cues["work_type"]
    )


def _offered(found: Document, cues: list[Found]) -> tuple[set[str], set[str], list[Found], int]:
    """Return the families that headings and wishes name, the words that were read, and how many headings differ.

    Reading ends where the families differ.
    """
    listed, wished, read, lines = set[str](), set[str](), list[Found](), set[str]()
    low, line_end, wish_end = found.scan.low, max(found.text.start, found.head.end), -1
    nouns = [cue[0] for cue in cues if cue[2].value == "noun"]
    for cue in cues:
        start, end, entry = cue
        if entry.value == "noun":
            if start < line_end:
                continue
            families, line_end = _listed(low, start, end)
            listed |= families - SIGNS
            if families:
                lines.add(low[max(low.rfind("\n", 0, start), line_end - LONGEST_ROLE) : line_end].strip(" \n-*•·–"))
        else:
            behind = bisect_left(nouns, end)
            if entry.value != "wish" or start < wish_end or behind == len(nouns) or nouns[behind] > end + LONGEST_WISH:
                continue
            last = low.find("\n", end, end + LONGEST_WISH)
            families = wished_families(low[end : last if last >= 0 else end + LONGEST_WISH])
            wished |= families if _differ(families) else families - VAGUE
            wish_end = end + LONGEST_ROLE if families else end
        if families:
            read.append(cue)
            if _apart(listed) or _differ(wished):
                break
    return listed, wished, read, len(lines)


def _listed(low: str, start: int, end: int) -> tuple[Families, int]:
    """Return the families of a noun's line where it stands near the line's start, and where the line ends."""
    first = low.rfind("\n", max(0, start - LONGEST_ROLE), start) + 1
    last = low.find("\n", end, end + LONGEST_LIST)
    last = last if last >= 0 else end + LONGEST_LIST
    return (listed_families(low[first:last]) if first or start <= LONGEST_ROLE else NONE), last


def _differ(families: set[str] | Families) -> bool:
    """Whether the families are those of different roles: a full-stack role names both ends too."""
    sure = families - VAGUE
    return len(sure) > 1 or (bool(sure - ENDS) and not VAGUE.isdisjoint(families))


def _apart(families: set[str] | Families) -> bool:
    """Whether roles of a list differ: there `Software Engineer` stands beside `Front End Engineer` as another role."""
    return len(families) > 1


@kept
def titled_families(line: str) -> Families:
    """Return the families of the roles in a title or head line."""
    outside = NONE.union(*map(_piece_families, _PIECES.split(_NOTE.sub(" ", line))))
    if "(" not in line and "[" not in line:
        return outside
    return outside.union(*(_enumerated(note, bare=True) for note in _LISTING.findall(line)), _fields(line))


def _fields(line: str) -> Families:
    """Return the families of the fields behind a role where they differ; none where they are skills of one role."""
    for match in _FIELDS.finditer(line):
        several, fields = match[1], _FIELD_END.split(match[2].strip())
        named = [_family(part) for part in fields if _FIELD.fullmatch(part) or (several and _BARE.match(part))]
        families = frozenset([family for family in named if family])
        if _apart(families) and (several or families - ENDS - VAGUE):
            return families
    return NONE


@kept
def _piece_families(piece: str) -> Families:
    return _enumerated(piece, bare=True, alone=True)


@kept
def listed_families(line: str) -> Families:
    """Return the families of a line that is a role's heading or a list of roles; none where it is prose."""
    label = _LABEL.search(line, 0, LONGEST_ROLE) if ":" in line or "：" in line else None
    rest = line[label.end() :] if label else _START.sub("", line)
    noted = any(mark in rest for mark in "([<")
    heading = (noted and _heading(_NOTE.sub(" ", rest))) or _heading(rest)
    if not heading:
        return NONE
    if not heading.isascii() and HAN.search(heading) and not (label or _ZH_HEADING.match(heading)):
        return NONE
    return _enumerated(heading, bare=bool(label), alone=bool(label))


def _heading(line: str) -> str:
    """Return what stands before a line's first stop; empty where it is prose."""
    end = _HEADING_END.search(line, 0, LONGEST_LIST)
    heading = (line[: end.start()] if end else line).strip(" 】]")
    if len(heading) > LONGEST_LIST or _is_prose(heading):
        heading, colon, _ = heading.partition("; ")
        if not colon or _is_prose(heading):
            return ""
    return "" if not heading.isascii() and _ZH_PROSE.search(heading) else heading


def _is_prose(heading: str) -> bool:
    return not _PROSE.isdisjoint(heading.replace("team lead", "lead").split())


def wished_families(behind: str) -> Families:
    """Return the families that stand right behind `we are looking for` and the like, up to where the wish ends."""
    plain = _NOTE.sub(" ", behind)
    end = _CUT.search(plain)
    wish = plain[: end.start()] if end else plain
    fields = _OPENINGS.search(wish)
    return _enumerated(wish[: fields.start()], bare=True, alone=True) if fields else _enumerated(wish, bare=True)


def _enumerated(text: str, *, bare: bool, alone: bool = False) -> Families:
    """Return one family a part; a part is a role if it is short and names one.

    Args:
        text: What enumerates roles.
        bare: Whether a field beside a role stands for one (`backend and devops engineers`).
        alone: Whether several fields do so without any role's noun.
    """
    parts = [part for piece in _ENUMERATES.split(text) for part in _slashed(piece)]
    read = list(map(_read, parts))
    roles = [part for part, (_, is_role, _) in zip(parts, read, strict=True) if is_role]
    fields = sum(is_field for _, _, is_field in read) if bare else 0
    if not roles and not (alone and fields > 1):
        return NONE
    if len(roles) == 1 and fields and _SINGULAR.search(roles[0]) and not roles[0].startswith("one "):
        fields = 0
    return frozenset([family for family, is_role, is_field in read if family and (is_role or (is_field and fields))])


@kept
def _read(part: str) -> tuple[str | None, bool, bool]:
    """Return a part's family, whether it names a role, and whether it is a field that may stand for one."""
    role = len(part) <= LONGEST_ROLE and bool(_ROLE.search(part))
    field = not role and len(part) <= LONGEST_ROLE and bool(_BARE.match(part))
    return _family(part) if role or field else None, role, field


def _slashed(piece: str) -> list[str]:
    """Split at slashes where they stand between roles: `developer / designer` is one person."""
    piece = piece.strip(" .:-–—!?()[]【】")
    if "/" not in piece:
        return [piece]
    several = piece.count("/") > 1 or HAN.search(piece) or (_PLURAL.search(piece) and not _ONE_FIELD.search(piece))
    return _SLASH.split(piece) if several else [piece]


def _family(part: str) -> str | None:
    return next((name for name, pattern in _FAMILIES if pattern.search(part)), None)
