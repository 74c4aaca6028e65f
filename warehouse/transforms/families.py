"""Which families of roles a title, a heading or a wish names.

Belongs here: how words of roles are told apart in one line. Which lines of a posting are read, roles.py says.
"""

from __future__ import annotations

import re

from warehouse.transforms.needles import Needles
from warehouse.transforms.rules import HAN

LONGEST_ROLE = 56
LONGEST_LIST = 170

(
    MANAGEMENT, DESIGN, PRODUCT, BUSINESS, QA, FRONTEND, MOBILE, FULL, OPS, DATA, HARDWARE, SECURITY, BACKEND, WEB,
    SOFTWARE, OTHERS,
) = (1 << rank for rank in range(16))  # fmt: skip
"""Families; several are the sum of their numbers. A role that names words of several is of the first.

OTHERS are those that a list promises (`Ruby engineers, designers and more`).
"""
ENDS = FRONTEND | BACKEND
VAGUE = SOFTWARE | WEB | FULL
"""Families that name no field of their own: beside one end of the stack they mean the same person."""
_ENDS, _VAGUE = ENDS, VAGUE
"""The same as numbers of C."""
_SITES_AND_APPS = WEB | MOBILE
"""Developers of websites and of apps are two, whatever one end of the stack is."""
_OTHER_HEADS = ("product", "design", "marketing", "sales", "growth", "people")

_FAMILIES = Needles(
    (
        "engineering manager", ("head of ", "", _OTHER_HEADS), "|vp|", ("|cto|", "", (" potential", " track")),
        "director",
    ),
    (
        "designer", "head of design", "design lead", "design$", "设计师",
        "|ux|", "ui设计", "ui 设计", "|ui$", "特效", "原画", "美术",
    ),
    (
        "product manag", "product owner", "product lead", "head of product", "product$", "products$",
        ("产品", "", ("线",)), "project manag", "program manag", "项目经理",
    ),
    (
        "sales", "market", "运营", "商务", "市场", "account", "customer",
        "support", ("growth", "", (" engineer", " dev")), "business", "客服", "|hr|", "solutions",
        "operation manager", "operations manager",
        "销售", "技术支持", "解决方案", "售前", "售后", "翻译",
        "招聘专员", "行政", "writer", "recruit", "sourcer", "evangelist", "advocate",
        "finance", "法务", "财务", "editor", "community", "coordinator",
        "操盘", "|bd|",
    ),
    ("|qa|", "|sdet", "test", ("测试", "渗透", ()), "测开", "quality"),
    (
        "front", "|ui|", "前端", "react", "vue", "h5",
    ),
    ("客户端", "|ios|", "android", "安卓", "mobile", "flutter", "移动端", "iphone", "objective-c"),
    ("full-stack", "full stack", "fullstack", "全栈", "全端"),
    (
        "devops", "运维", "|sre|", "reliability", "infrastructure", ("系统", "", ("架构", "开发", "研发")),
        "platform engineer", "system|", "systems|", "cloud", "operations",
        "|dba", "network", "sysadmin", "sys admin", "|ops|",
    ),
    (
        "data", "数据", "machine", "computer vision", "算法", "|ml|",
        "机器学习", "research", "研究员", "nlp", "scientist", "analyst",
    ),
    ("hardware", "embedded", "firmware", "嵌入式", "硬件", "electrical", "mechanical", "|ic|", "fpga"),
    (("security", "", ("-minded", " minded")), "reverse engineer", "安全", "penetration", "渗透"),
    (
        "back", "后端", "后台", "服务端", "java", "golang", "|go|", "python",
        "php", "ruby", "rails", "scala", "node", "c++",
        "server", "服务器", "django", "clojure", "erlang", "elixir",
        "|rust|", ".net", "後端", "|service$", "|services$",
    ),
    (("|web|", "", ("开发", " 开发", "工程师")),),
    (
        "software", "软件", "engineer", "|swe|", "|swes|", "|sde|", "|sdes|",
        "研发", "develop", "|dev|", "|devs|", "programmer", "工程师", "开发",
        "architect", "架构",
    ),
)  # fmt: skip
_ROLE = Needles((
    "engineer", "developer", "devops", "dev|", "devs|", "designer",
    "manager", "analyst", "scientist", "architect",
    "programmer", "sre|", "dba|", "dbas|", "hacker|", "hackers|",
    "coder|", "coders|", "tester|", "testers|", "head of",
    "vp|", "cto|", "sales$", "marketing$", "recruiter", "lead$",
    "evangelist", "specialist", "expert", "sourcer", "researcher", "owner$",
    "owners$", "|swe|", "|swes|", "|sde|", "|sdes|", "|sdet|", "|sdets|", "sysadmin", "sys admin",
    "administrator", "|admins|", "coordinator",
    "分析师", "数据分析", "销售", "客服", "顾问", "翻译", "后台",
    "工程师", "开发", "经理", "设计$", "设计师$", "运营", "前端", "后端", "客户端", "服务端", "测试",
    "测开", "产品", "算法", "运维", "研究员", "架构师", "专员", "专家", "总监", "主管", "负责人",
))  # fmt: skip
_BARE = re.compile(
    r"(?:\d{1,2} ?x? |full[- ]?time |part[- ]?time "
    r"|senior |junior |sr\.? |jr\.? |lead |an? |one |two |three |the |some |more |and |or |both "
    r"|talented |experienced |strong |great |good |skilled |passionate |excellent )*"
    r"(?:web |product |tech(?:nical)? |java |python |\.net |php |ruby |node(?:\.js)? )?"
    r"(?:front(?:[- ]?end)?|back(?:[- ]?end)?|full[- ]?stack|ios|android|mobile|web|devops|dev ?ops|qa|sre|ops|design"
    r"|electrical|mechanical|hardware|embedded|firmware|ux|ui|ui/ux"
    r"|ux/ui|sales|marketing|product|data|data science|machine learning|computer vision|ml|security|infrastructure"
    r"|support|operations"
    r"|python|ruby|rails|java|go|golang|php|scala|node|react|rust|elixir"
    r"|services?|c\+\+|software|test|testing|web-apps)(?: people| folks| persons?)?$"
)
"""A role named by its field alone, as in `backend and devops engineers`."""
_BARE_ENDS = frozenset({
    "frontend", "front-end", "front", "end", "backend", "back-end",
    "back", "full-stack", "fullstack", "stack", "ios",
    "android", "mobile", "web", "devops", "ops", "qa", "sre", "design", "ux", "ui", "ui/ux", "ux/ui", "sales",
    "marketing", "product", "data", "science", "learning", "vision", "ml",
    "security", "infrastructure", "support", "operations",
    "electrical", "mechanical", "hardware", "embedded", "firmware",
    "python", "ruby", "rails", "java", "go", "golang", "php",
    "scala", "node", "react", "rust", "elixir", "service",
    "services", "c++", "software", "test", "testing", "web-apps",
})  # fmt: skip
"""The last words of what _BARE matches."""
_ZH_FIELDS = frozenset({"数据", "大数据", "安全", "硬件", "嵌入式", "全栈", "设计", "移动端", "爬虫"})
"""Chinese fields that stand for a role beside one (`数据/前端工程师`)."""
FIELDS_LISTED, LONGEST_ZH_ROLE = 3, 12
_BUILT_WITH = re.compile(r"(?:python|ruby|rails|java|go|golang|php|scala|node|react|rust|elixir|c\+\+|services?|web)$")
"""Fields that a list of technologies holds as well."""
_MORE = frozenset({"more", "many more", "others", "other roles", "other positions", "etc"})
"""What ends a list of roles that names some of them."""
_SLASH = re.compile(r"\s*/\s*")
_ZH_RANK = re.compile(
    r"(?:高级|资深|初级|中级|中高级)*(?:技术|研发|开发)?(?:架构师|工程师|专家|主管|经理|负责人|组长|leader|总监)"
)
"""Another rank of the role before the slash (`测试工程师/架构师`)."""
_LABELS = (
    "role", "roles", "position", "positions", "opening", "openings", "job", "jobs", "hiring", "area", "areas",
    "looking for", "remote", "onsite", "visa",
    "岗位", "岗位众", "岗位多", "岗位众多", "团队", "职位", "招聘", "在招", "方向", "岗位名称",
    "职位名称",
)  # fmt: skip
"""Words before a colon behind which roles stand."""
_SINGULAR = re.compile(r"(?:engineer|developer|dev|architect|programmer|manager)$")
_PLURAL = re.compile(r"(?:engineers|developers|devs|coders|architects|designers)$")
_ONE_FIELD = re.compile(r"/ ?(?:\w+ )?software (?:engineer|developer)s$")
"""Behind a slash this ends the name of one role in the plural (`Infrastructure/Platform Software Engineers`)."""
_OFFERED = ("engineer", "developer", "programmer", "dev", "position", "role")
"""Words for a role that stand before the fields that it is offered in (`Software Engineer (UI, Backend, Data)`)."""
_NOUNS_RUN = (
    "engineer", "developer", "designer", "manager", "scientist", "analyst", "architect", "administrator", "programmer",
    "tester", "recruiter",
)  # fmt: skip
_NOUN_AND_MORE = re.compile(rf"((?:{'|'.join(_NOUNS_RUN)})s?) (?=\w)")
_NOUN_LAST = (*_NOUNS_RUN, *(f"{noun}s" for noun in _NOUNS_RUN))
_ZH_ROLE_ENDS = (
    "工程师",
    "架构师",
    "设计师",
    "开发",
    "经理",
    "专家",
    "前端",
    "后端",
    "客户端",
    "运维",
    "测试",
    "算法",
    "运营",
)
LEAST_RUN, LEAST_ROLES, MOST_ROLE_NOUNS, LONGEST_IN_RUN = 8, 3, 12, 34
"""Characters and English roles from which a part can be a list without commas; most nouns, longest name in one."""
LEAST_DASHES = 3
"""Dashes that part firm, place, role and terms in one line (`Firm - ONSITE - Backend Engineer - Oslo - FullTime`)."""
_MASTERS = ("工程师", "设计师", "架构师", "分析师")
"""With what a role ends behind which a space parts it from the next one."""
LONGEST_MASTER = 3
LEAST_FIELDS = 3
"""Characters of the shortest field in brackets."""
_FIELD_END = re.compile(r"\s*[,;/&+、]\s*|\s(?:and|or)\s")
_FIELD = re.compile(
    r"(?:front|back)[ -]?end|full[ -]?stack|ios|android|web|mobile|ui|ux|data(?: \w+)?|ml|machine learning|devops|sre"
    r"|qa|infra(?:structure)?|platform|security|embedded|firmware|ops|operations|support"
)
_DASH_ENDS = re.compile(r"\s[-–—]{1,2}\s(?!(?:[a-z][\w.+#/-]* ){0,3}(?:engineer|head|vp|developer|designer|manager))")
"""A dash behind which no role stands: what stands before it is the heading."""
_ZH_HEADING = re.compile(
    r"[^，。；,;]{0,40}?"
    r"(?:工程师|架构师|经理|设计师|专家|实习生|专员|主管|总监|负责人|运营|前端|后端|测试|开发|产品|算法|运维|客户端)"
    r"(?:实习生?|岗位?|工程师|[、/]\s?leader)?\s?(?:[x×*]?\s?\d.{0,14})?(?:\s?[-—–·]\s?[\u4e00-\u9fff/、]{2,12})?$"
)
_ITEM_SIGNS = " -*•·)."
"""What stands before the first letter of an item."""
_ITEM = re.compile(
    r"(?!assist|coach|collaborat|coordinat|direct|enabl|guid|hir|join|manage |mentor|partner|recruit|support |train)"
    r"(?:[\w.+#/&-]{1,20} ){0,3}(?:engineer|developer|designer|programmer|scientist|analyst|manager|tester)s?"
)
"""A role that an item begins with (`1) Frontend developers to build ...`)."""
LONGEST_NOTE = 80
"""Characters of a note in brackets, and of each of the three parts of a list in brackets."""
LONGEST_ADDRESS = 200
_PROSE = frozenset({
    "you", "your", "our", "we", "we're", "with", "work", "works",
    "working", "report", "reports", "team", "teams", "is",
    "are", "as", "this", "experience", "help", "from", "to", "by",
    "who", "that", "has", "have", "be", "will", "built",
    "their", "it", "needed",
})  # fmt: skip
"""Words that no role's heading holds."""
_IT_ROLES = (
    " engineer", " operations", " manager", " support", " administrator", " specialist", " director", " 工程师",
)  # fmt: skip
_ZH_BRACKETED = re.compile(r"\[([^\[\]]{2,40}?)(?:岗位?|职位)\]")
_ZH_PROSE = Needles((
    "负责", "配合", "沟通", "熟悉", "协作", "与", "经验", "能力", "优先", "相关", "进行", "完成", "参与", "等", "者",
    "以上", "对", "的", "主要", "我们", "目前", "了解", "精通", "使用", "专业",
))  # fmt: skip
_CHIEF = "负责人"
_ZH_REST = re.compile(r"等(?:多?个)?(?:岗位?|职位|方向|角色)?$")
"""What ends a Chinese list of roles (`后端、前端、测试等`)."""
_ZH_TOLD = Needles(("需要", "使用", "领域", "提供", "进行", "实现", "提升"))
"""Words of a Chinese sentence that tells what someone does: no role stands from there on."""
_LONGEST_PROSE = max(map(len, _PROSE))
_TO_HIRE = (" to hire ", " to add ", " to fill ")
_OPENINGS = (" positions", " roles", " people", " folks")
"""What ends a wish that names fields alone (`for support and UI positions`)."""
_CUT_WORDS = {
    "t": ("to ", "that"),
    "w": ("who", "with "),
    "i": ("in our", "interested"),
    "f": ("for our",),
    "o": ("on our",),
    "c": ("comfortable", "capable"),
    "e": ("experienced with",),
    "-": ("-",),
    "–": ("–",),
    "—": ("—",),
}
"""What the words of _CUT begin with, by their first characters."""
_CUT = re.compile(
    r"\s(?:to |who\b|that\b|(?:in|for|on) our\b|interested\b|comfortable\b|capable of\b"
    r"|experienced with\b|with (?:experience|a|an|strong|some|deep|solid|good|proven|hands|extensive)\b"
    r"|[-–—]{1,2}\san?\s)"
)
"""Words before which a wish ends."""
_SIGHT = 20
"""Characters behind a place that can tell whether a wish ends there."""
_TEAM_SIGNS = (" with ", " alongside ", ".", ";", ":", "(")
"""What ends the telling of what someone does, or names the team."""
_NEXT_ROLE = re.compile(
    r" and an? ((?:[\w.+#/-]{1,20} ){0,3}(?:engineer|developer|designer|programmer|scientist|analyst|manager))s?\b"
)
LONGEST_KEPT = 80
"""Characters of a text whose families are kept: headings and fields come back in many postings."""
MOST_KEPT = 1 << 14
_OF_LINES: dict[str, int] = {}
_OF_PIECES: dict[str, int] = {}


def titled_families(line: str) -> int:
    """Return the families of the roles in a title or head line."""
    families = 0
    pieces = _pieces(_without_notes(line))
    for piece in pieces:
        families |= _piece_families(piece)
    if "|" in line:
        families |= _barred_fields(pieces)
    if "(" not in line and "[" not in line:
        return families
    return families | _listings(line) | _fields(line) | _bracketed(line)


def _barred_fields(pieces: list[str]) -> int:
    """Return the families of the fields that bars set apart, where there are several (`Firm | DevOps | Back-end`)."""
    families = fields = 0
    for piece in pieces:
        part = piece.strip()
        if part in _BARE_ENDS and _BUILT_WITH.search(part) is None:
            fields += 1
            families |= _family(part)
    return families if fields > 1 else 0


def _bracketed(line: str) -> int:
    """Return the families that a Chinese bracket lists (`[嵌入式、算法岗位]`)."""
    families = 0
    for listed in _ZH_BRACKETED.findall(line):
        families |= _enumerated(listed, True, True)
    return families


def _piece_families(piece: str) -> int:
    families = _OF_PIECES.get(piece, -1)
    if families < 0:
        families = _enumerated(piece, True, True)
        _keep(_OF_PIECES, piece, families)
    return families


def listed_families(line: str) -> int:
    """Return the families of a line that is a role's heading or a list of roles; none where it is prose."""
    families = _OF_LINES.get(line, -1)
    if families < 0:
        families = _line_families(line)
        _keep(_OF_LINES, line, families)
    return families


def _keep(known: dict[str, int], text: str, families: int) -> None:
    if len(text) <= LONGEST_KEPT:
        if len(known) >= MOST_KEPT:
            known.clear()
        known[text] = families


def _line_families(line: str) -> int:
    begun = _label_end(line)
    labelled = begun > 0
    first = begun if labelled else _first_letter(line)
    rest = line[first:]
    if not labelled and rest.startswith("有"):
        return 0
    heading = _heading(_without_notes(rest)) if "(" in rest or "[" in rest or "<" in rest else ""
    if not heading:
        heading = _heading(rest)
    if not (heading or labelled) and first and line[first - 1] in _ITEM_SIGNS:
        item = rest[: _wish_end(rest)]
        heading = item if _ITEM.fullmatch(item) and not _is_prose(item) else ""
    if not heading:
        return 0
    if heading != rest and rest.count(" - ") >= LEAST_DASHES and not _is_prose(rest):
        return titled_families(rest)
    if not (labelled or heading.isascii()) and HAN.search(heading) and not _ZH_HEADING.match(heading):
        return _behind_colon(rest)
    fields = labelled or _lists_fields(heading)
    families = _enumerated(heading, fields, fields)
    return families | _fields(line) if families and ("(" in line or "[" in line) else families


def _label_end(line: str) -> int:
    """Return where what a label announces begins, among a line's first characters; 0 where none stands there."""
    last = min(len(line), LONGEST_ROLE)
    for at, char in enumerate(line):
        if at == last:
            break
        if char in ":：":
            end = at - 1 if at and line[at - 1].isspace() else at
            if line.endswith(_LABELS, 0, end):
                end = at + 1
                while end < last and line[end].isspace():
                    end += 1
                return end
    return 0


def _behind_colon(line: str) -> int:
    """Return the families of a Chinese list of roles behind a heading of any name (`技术类:前端、算法工程师、测试`)."""
    _, colon, listed = line.partition(":")
    if not colon or listed.count("、") + 1 < FIELDS_LISTED or _ZH_PROSE.first(listed) >= 0:
        return 0
    parts = listed.strip().split("、")
    if max(map(len, parts)) > LONGEST_ZH_ROLE or 4 * sum(_ROLE.first(part) >= 0 for part in parts) < 3 * len(parts):
        return 0
    return _enumerated(listed, True, False)


def _lists_fields(heading: str) -> bool:
    """Whether a line is a bare list of fields in which people are sought (`Backend, frontend, iOS, DevOps`).

    At least FIELDS_LISTED are no languages, and no more than one part in four is something else.
    """
    if "," not in heading and "/" not in heading:
        return False
    parts = [part for part in _parts(heading) if part]
    if len(parts) < FIELDS_LISTED or max(map(len, parts)) > LONGEST_ROLE:
        return False
    known = sum(_is_field(part) or _ROLE.first(part) >= 0 for part in parts)
    people = sum(_is_field(part) and _BUILT_WITH.search(part) is None for part in parts)
    return people >= FIELDS_LISTED and 4 * known >= 3 * len(parts)


def wished_families(behind: str) -> int:
    """Return the families that stand right behind `we are looking for` and the like, up to where the wish ends."""
    text = behind.lstrip(".… ") if behind.startswith(("...", "…")) else behind
    end = _wish_end(text)
    if _may_have_notes(text, end + _SIGHT):
        text = _without_notes(text)
        end = _wish_end(text)
    wish = text[:end]
    if wish.startswith(_TO_HIRE):
        wish = wish[wish.index(" ", len(" to ")) :]
    for fields in _OPENINGS:
        if wish.endswith(fields):
            return _enumerated(wish[: -len(fields)], True, True)
    families = _enumerated(wish, True, False)
    return families | _second_wished(text, end) if families and text.startswith(" to ", end) else families


def _second_wished(text: str, end: int) -> int:
    """Return the family of a role wished behind what the first does (`a QA engineer to own our tests and a designer`).

    Whoever stands behind `with` is of the team.
    """
    at = text.find(" and a", end)
    if at < 0:
        return 0
    told = text[end:at]
    if any(sign in told for sign in _TEAM_SIGNS):
        return 0
    second = _NEXT_ROLE.match(text, at)
    return _family(second[1]) if second else 0


def counted_families(before: str) -> int:
    """Return the families of a Chinese list that ends where a text does (`前端/后端/算法`, before `等岗位`)."""
    first = max(map(before.rfind, "。!?;\n:" if "、" in before else "。!?;\n:,"))
    return _enumerated(before[first + 1 :], True, True)


def _wish_end(text: str) -> int:
    """Return where a sentence or a Chinese clause ends, an address begins or words say what the wished one does."""
    length = len(text)
    for at, char in enumerate(text):
        if char in ".!?":
            if at + 1 == length or text[at + 1].isspace():
                return at
        elif char in ",。;":
            if _follows_chinese(text, at):
                return at
        elif char == "h":
            if text.startswith("http", at):
                return at
        elif char.isspace() and at + 1 < length and text[at + 1] in "twifoce-–—" and _ends_wish(text, at):
            return at
    return length


def _ends_wish(text: str, at: int) -> bool:
    if at == 0 and text.startswith(_TO_HIRE):
        return False
    return text.startswith(_CUT_WORDS[text[at + 1]], at + 1) and _CUT.match(text, at) is not None


def _follows_chinese(text: str, at: int) -> bool:
    """Whether a Chinese character stands before a place, with or without a space between."""
    if at > 1 and text[at - 1] == " ":
        return "\u4e00" <= text[at - 2] <= "\u9fff"
    return at > 0 and "\u4e00" <= text[at - 1] <= "\u9fff"


def names_family(part: str) -> bool:
    """Whether a text, in small letters, holds a word of any family."""
    return _FAMILIES.first(part) >= 0


def differ(families: int) -> bool:
    """Whether the families are those of different roles: a full-stack role names both ends too."""
    if families & _SITES_AND_APPS == _SITES_AND_APPS:
        return True
    sure = _merged(families) & ~_VAGUE
    return (sure & (sure - 1)) != 0 or ((sure & ~_ENDS) != 0 and (families & _VAGUE) != 0)


def several(families: int) -> bool:
    """Whether they are more than one: in a list `Software Engineer` stands beside `Front End Engineer` as another."""
    if families & _SITES_AND_APPS == _SITES_AND_APPS:
        return True
    families = _merged(families)
    return (families & (families - 1)) != 0


def _merged(families: int) -> int:
    """Return the families with apps as a front end, which is one kind of work, and websites as software."""
    if not families & _SITES_AND_APPS:
        return families
    if families & MOBILE:
        return (families | FRONTEND) & ~MOBILE
    return (families | SOFTWARE) & ~WEB


def _without_notes(line: str) -> str:
    """Return a line with a space for each note in brackets and each address."""
    if not _may_have_notes(line, len(line)):
        return line
    kept: list[str] = []
    begun, length = 0, len(line)
    for at, char in enumerate(line):
        if at < begun or char not in "([<h":
            continue
        end = _note_end(line, at, length)
        if end > at:
            kept.append(line[begun:at])
            begun = end
    kept.append(line[begun:])
    return " ".join(kept)


def _may_have_notes(line: str, last: int) -> bool:
    return (
        line.find("(", 0, last) >= 0
        or line.find("[", 0, last) >= 0
        or line.find("<", 0, last) >= 0
        or line.find("http", 0, last) >= 0
    )


def _note_end(line: str, at: int, length: int) -> int:
    """Return where a note or an address ends that begins at a place; the place where none does.

    A round bracket without its other half is a note as well.
    """
    char = line[at]
    if char == "h":
        return _address_end(line, at, length)
    closing = ")" if char == "(" else "]" if char == "[" else ">"
    end, most = at + 1, min(length, at + 1 + LONGEST_NOTE)
    while end < most and line[end] != char and line[end] != closing:
        end += 1
    if end < length and line[end] == closing:
        return end + 1
    return end if char == "(" else at


def _address_end(line: str, at: int, length: int) -> int:
    if line.startswith("http://", at):
        end = at + 7
    elif line.startswith("https://", at):
        end = at + 8
    else:
        return at
    most = min(length, end + LONGEST_ADDRESS)
    while end < most and not line[end].isspace():
        end += 1
    return end


def _listings(line: str) -> int:
    """Return the families of lists in brackets (`Software Engineers (Backend, QA Engineer, Data Scientist)`)."""
    families = begun = 0
    length = len(line)
    for at, char in enumerate(line):
        if at < begun or char != "(":
            continue
        end = _listing_end(line, at + 1, length)
        if end > at:
            families |= _enumerated(line[at + 1 : end], True, False)
            begun = end + 1
    return families


def _listing_end(line: str, at: int, length: int) -> int:
    """Return where the bracket ends that begins before a place, if it holds three parts or more; else 0."""
    for part in range(3):
        most = min(length, at + LONGEST_NOTE)
        while at < most and line[at] not in "()|" and (line[at] not in ",、" or part == 2):  # noqa: PLR2004 - the last part
            at += 1
        if at >= length or line[at] not in ("()" if part == 2 else ",、"):  # noqa: PLR2004 - the last part
            return 0
        at += 1
    return at - 1


def _fields(line: str) -> int:
    """Return the families of the fields behind a role where they differ; none where they are skills of one role."""
    begun, length = 0, len(line)
    for at, char in enumerate(line):
        if at < begun or char not in "([":
            continue
        end = at - 1 if at and line[at - 1] == " " else at
        plural = end > 0 and line[end - 1] == "s"
        if line.endswith(_OFFERED, 0, end - 1 if plural else end):
            begun = _fields_end(line, at + 1, length)
            families = _offered_in(line[at + 1 : begun], plural)
            if several(families) and (plural or families & ~_ENDS & ~_VAGUE):
                return families
    return 0


def _fields_end(line: str, begun: int, length: int) -> int:
    """Return where the bracket ends that begins before a place; that place where it is too short or too long."""
    at, most = begun, min(length, begun + LONGEST_NOTE)
    while at < most and line[at] not in "()[]|":
        at += 1
    return at if at - begun >= LEAST_FIELDS and at < length and line[at] in ")]" else begun


def _offered_in(fields: str, plural: bool) -> int:
    families = 0
    for part in _FIELD_END.split(fields.strip()):
        if _FIELD.fullmatch(part) or (plural and _BARE.match(part)):
            families |= _family(part)
    return families


def _first_letter(line: str) -> int:
    """Return where a line's first letter stands; in one that has none, its last digit; else its start."""
    for at, char in enumerate(line):
        if char.isalnum() and not char.isdecimal():
            return at
    at = len(line) - 1
    while at > 0 and not (line[at].isalnum() or line[at] == "_"):
        at -= 1
    return max(at, 0)


def _heading(line: str) -> str:
    """Return what stands before a line's first stop; empty where it is prose."""
    heading = line[: _heading_end(line)].strip(" 】]")
    if len(heading) > LONGEST_LIST or _is_prose(heading):
        heading, colon, _ = heading.partition("; ")
        if not colon or _is_prose(heading):
            return ""
    if heading.isascii() or _ZH_PROSE.first(heading) < 0 or _ends_in_chief(heading):
        return heading
    counted = _ZH_REST.search(heading)
    return heading[: counted.start()] if counted and _ZH_PROSE.first(heading[: counted.start()]) < 0 else ""


def _ends_in_chief(heading: str) -> bool:
    """Whether the one word of prose in a Chinese heading is that of `产品负责人`."""
    return heading.endswith(_CHIEF) and _ZH_PROSE.first(heading[: -len(_CHIEF)]) < 0


def _heading_end(line: str) -> int:
    """Return where the first colon, address, bracket or dash stands that ends a heading; else the line's length."""
    length = len(line)
    last = min(length, LONGEST_LIST)
    for at, char in enumerate(line):
        if at == last:
            break
        if char in ":：([【":
            return at
        if char == "】":
            if at + 1 < last and line[at + 1].isdecimal():
                return at
        elif char == "h":
            if line.startswith(("http:", "https:"), at, last):
                return at
        elif char.isspace() and at + 2 < last and line[at + 1] in "-–—" and _DASH_ENDS.match(line, at, last):
            return at
    return length


def _is_prose(heading: str) -> bool:
    """Whether a line holds a word that no role's heading does; those of a `team lead` and an `IT engineer` are none."""
    length, at = len(heading), 0
    while at < length:
        while at < length and heading[at].isspace():
            at += 1
        begun = at
        while at < length and not heading[at].isspace():
            at += 1
        if 1 < at - begun <= _LONGEST_PROSE:
            word = heading[begun:at]
            if word in _PROSE and not (
                (word == "team" and heading.startswith(" lead", at))
                or (word == "it" and heading.startswith(_IT_ROLES, at))
            ):
                return True
    return False


def _enumerated(text: str, bare: bool, alone: bool) -> int:
    """Return one family a part; a part is a role if it is short and names one.

    Args:
        text: What enumerates roles.
        bare: Whether a field beside a role stands for one (`backend and devops engineers`).
        alone: Whether several fields do so without any role's noun; technologies alone do not.
    """
    roles = fields = callings = named = shared = others = 0
    only = ""
    for part in _parts(text):
        if len(part) > LONGEST_ROLE:
            continue
        if not part.isascii() and _ZH_TOLD.first(part) >= 0:
            break
        if _ROLE.first(part) >= 0:
            roles, only = roles + 1, part
            named |= _family(part)
        elif part in _MORE:
            others = OTHERS
        elif bare and _is_field(part):
            fields += 1
            callings += _BUILT_WITH.search(part) is None
            shared |= _family(part)
    if roles == 0 and not (alone and fields > 1 and callings):
        return 0
    if roles == 1 and fields and _SINGULAR.search(only) and not only.startswith("one "):
        fields = 0
    if roles + fields > 1:
        named |= others
    return named | shared if fields else named


def _parts(text: str) -> list[str]:
    """Return what enumerating signs and words set apart."""
    parts: list[str] = []
    begun, length = 0, len(text)
    for at, char in enumerate(text):
        if at < begun or "a" <= char <= "z":
            continue
        width = _separator(text, at, length)
        if width:
            _slashed(text, begun, at, parts)
            begun = at + width
    _slashed(text, begun, length, parts)
    return parts


def _is_role_apart(text: str, at: int, length: int) -> bool:
    """Whether a space stands between two Chinese roles (`测试工程师 视觉设计师`)."""
    if at < LONGEST_MASTER or text[at - 1] != "师" or not text.startswith(_MASTERS, at - LONGEST_MASTER):
        return False
    end = at + 1
    while end < length and not text[end].isspace():
        end += 1
    return text.startswith(_MASTERS, end - LONGEST_MASTER)


def _separator(text: str, at: int, length: int) -> int:
    """Return how long the sign or word is that separates parts at a place; 0 where none stands."""
    char = text[at]
    if char in ",;、&+|•·★●◆➡，；*和及":
        return 1
    if char == "以":
        return 2 if text.startswith("及", at + 1) else 0
    if not char.isspace() or at + 2 >= length:
        return 0
    follows = text[at + 1]
    if follows == "a":
        end = at + 4 if text.startswith("and", at + 1) else at + 11 if text.startswith("as well as", at + 1) else length
    elif follows == "o":
        end = at + 3 if text.startswith("or", at + 1) else length
    else:
        return 1 if _is_role_apart(text, at, length) else _dash(text, at, length)
    return end + 1 - at if end < length and text[end].isspace() else 0


def _dash(text: str, at: int, length: int) -> int:
    """Return how long a dash is that begins with a space at a place and ends with another; 0 where none stands."""
    if at + 2 >= length or text[at + 1] not in "-–—":
        return 0
    end = at + 3 if text[at + 2] in "-–—" else at + 2
    return end + 1 - at if end < length and text[end].isspace() else 0


def _pieces(line: str) -> list[str]:
    """Return what bars and dashes set apart in a title."""
    pieces: list[str] = []
    begun, length = 0, len(line)
    for at, char in enumerate(line):
        if at < begun or "a" <= char <= "z":
            continue
        width = 1 if char == "|" else _dash(line, at, length) if char.isspace() else 0
        if width:
            pieces.append(line[begun:at])
            begun = at + width
    pieces.append(line[begun:])
    return pieces


def _slashed(text: str, begun: int, end: int, parts: list[str]) -> None:
    """Split at slashes where they stand between roles: `developer / designer` is one person, `and/or` too."""
    while begun < end and _is_around(text[begun]):
        begun += 1
    while begun < end and _is_around(text[end - 1]):
        end -= 1
    piece = text[begun:end]
    if end - begun > LEAST_RUN and " " in piece and _run_together(piece, parts):
        return
    if "/" in piece and "and/or" not in piece:
        plural = _PLURAL.search(piece) and not _ONE_FIELD.search(piece)
        if HAN.search(piece):
            first, *others = _SLASH.split(piece)
            parts.append(first)
            parts += [role for role in others if not _ZH_RANK.fullmatch(role)]
            return
        if plural or piece.count("/") > 1:
            parts += _SLASH.split(piece)
            return
    parts.append(piece)


def _run_together(piece: str, parts: list[str]) -> bool:
    """Add the roles of a list without commas: `Web Developer Test Engineer DBA Manager`, `web前端 java工程师`.

    English ones are three or more; of Chinese ones each names a field of its own. False where it is no such list.
    """
    if not piece.endswith(_NOUN_LAST if piece.isascii() else _ZH_ROLE_ENDS):
        return False
    if piece.isascii():
        if not MOST_ROLE_NOUNS >= _NOUN_AND_MORE.subn("", piece)[1] >= LEAST_ROLES - 1:
            return False
        roles = _NOUN_AND_MORE.split(piece)
        if max(map(len, roles)) > LONGEST_IN_RUN:
            return False
        parts += [f"{role}{noun}" for role, noun in zip(roles[::2], [*roles[1::2], ""], strict=True)]
        return True
    roles = piece.split(" ")
    for role in roles:
        if len(role) > LONGEST_ZH_ROLE or not role.endswith(_ZH_ROLE_ENDS) or not _family(role) & ~_VAGUE:
            return False
    parts += roles
    return True


def _is_around(char: str) -> bool:
    """Whether a sign stands around the name of a role."""
    return char in " .:-–—!?()[]【】"


def _is_field(part: str) -> bool:
    """Whether a part is a field that may stand for a role."""
    last = part.removesuffix(" people").removesuffix(" folks").removesuffix(" person")
    last = last[last.rfind(" ") + 1 :].strip()
    return last in _ZH_FIELDS or (last in _BARE_ENDS and _BARE.match(part) is not None)


def _family(part: str) -> int:
    rank = _FAMILIES.first(part)
    return 0 if rank < 0 else 1 << rank
