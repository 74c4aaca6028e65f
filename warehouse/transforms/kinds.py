"""The main kind of work and the main industry: cues are added up, the heaviest class wins. The cues are cues.csv."""

from __future__ import annotations

import re

from warehouse.transforms.document import Document
from warehouse.transforms.rules import HAN
from warehouse.transforms.scan import Found, Hit
from warehouse.transforms.text import kept

LEAST_INDUSTRY = 1.2
"""Weight below which an industry stays unknown."""
REPEATS = 3
"""A cue counts for at most this many occurrences, each worth half of the one before."""
BOTH_ENDS = 2.5
"""What naming technologies of both ends says for full-stack work."""
FRONT = frozenset({"react", "angular", "vue", "javascript", "typescript", "html-css", "jquery"})
BACK = frozenset(
    {"python", "ruby", "php", "java", "go", "scala", "nodejs", "rails", "django", "csharp", "elixir", "clojure"}
)
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
    }
)
"""A Chinese back-end posting that asks for none of these is ordinary business development; English ones name less."""
COMPANY_TIMES = 1.5
HEAD_REACH = 600
"""Characters at the start of a text where firms say what they do: cues weigh double there."""

LONGEST_LINE = 300

_ENUMERATES = re.compile(r"[,;、&/+|]|\band\b|，")
_ROLE_WORD = re.compile(
    r"engineer|developer|dev\b|devs\b|designer|manager|analyst|scientist|devops|front|back|full|sales"
    r"|marketing|qa\b|ios|android|mobile|ops\b|data\b|design\b|product\b|security\b|embedded"
    r"|工程师|开发|经理|设计|运营|测试|前端|后端|产品|运维|算法|架构"
)
_WANT_WORDS = re.compile(r"looking for|hiring|hire|招聘|need")
_WANTED_NOUNS = re.compile(r"engineers|developers|devs|engineering|roles|people|positions|工程师")
_PIECES = re.compile(r"\||\s[-–—]\s")
_ROLE_NOUN = re.compile(
    r"engineer|developer|dev(?<=\bdev)s?\b|designer|manager|analyst|scientist|architect|programmer|roles|positions"
    r"|工程师|开发|经理|设计|运营|前端|后端|测试|产品|算法|招"
)
"""Here and below every alternative starts with a letter of its own, and `\\b` is looked back for: the engine then jumps
to those letters."""
TWO = 2
LONGEST_ROLE = 48
LONGEST_END = 8
"""Characters that tell where a heading ends, with the one behind them."""
NONE: frozenset[str] = frozenset()
ENDS = frozenset({"frontend-mobile", "backend"})
_TITLE_END = re.compile(r"[:(（|,，：\swf](?:(?<=[:(（|,，：])|(?<=\s)[-–—]{1,2}\s|(?<=\bw)ith\b|(?<=\bf)or\b)")
_WANTED = re.compile(
    r"(?:looking for|hiring|hire|招聘|need)\b([^.。]{0,170}(?:engineers|developers|devs|engineering|roles"
    r"|people|positions|工程师)[^.。]{0,60})"
)
VAGUE = frozenset({"software", "full"})
"""Families that a second role hardly ever differs from."""
_ZH_HEADING = re.compile(
    "^[\\W\\d]*[^，。；]{0,16}?(?:工程师|架构师|经理|设计师|专家|实习生|专员|主管|总监|运营|前端|后端|测试|开发|产品|算法|运维)"
    "(?:[ 0-9（(【/xX×:：—-].{0,24})?\\s*$"
)
_PROSE = re.compile(
    r"。|；|you\b|our(?<=\bour)\b|we(?<=\bwe)\b|with |work(?<=\bwork)|report|负责|配合|沟通|熟悉|协作|与|经验|能力|优先"
    r"|相关|进行|完成|team(?<=\bteam)\b|is(?<=\bis)\b|are(?<=\bare)\b|参与|experience|等"
)
_FAMILIES = (
    ("frontend-mobile", re.compile(r"front|ui\b|前端|web前端|客户端|ios|android|安卓|mobile|react|vue|flutter|h5")),
    (
        "backend",
        re.compile(r"back|后端|后台|服务端|java|golang|\bgo\b|python|php|ruby|rails|scala|node|c\+\+|server|服务器"),
    ),
    ("full", re.compile(r"full[- ]?stack|全栈|全端")),
    ("ops", re.compile(r"devops|运维|sre|reliability|infrastructure|系统|systems?|cloud|operations|platform|dba")),
    ("data", re.compile(r"data|数据|machine|算法|\bml\b|机器学习|research|nlp|scientist")),
    ("qa", re.compile(r"qa|test|测试|quality")),
    ("design", re.compile(r"design|设计|ux")),
    ("product", re.compile(r"product|产品|project|program|项目")),
    (
        "business",
        re.compile(r"sales|market|运营|商务|市场|account|customer|support|growth|business|客服|hr\b|招聘专员|行政"),
    ),
    ("hardware", re.compile(r"hardware|embedded|firmware|嵌入式|硬件")),
    ("security", re.compile(r"security|安全")),
    ("software", re.compile(r"software|软件|web\b|engineering|研发|development")),
)


def work_type(found: Document) -> tuple[str, list[Hit]]:
    """Return the class and the cues that decided."""
    if several_roles(found):
        return "multiple", []
    scores, used = _scores(found, "work_type")
    named = {hit.entry.value for hit in found.mentions}
    if named & FRONT and named & BACK:
        scores["full-stack"] = scores.get("full-stack", 0.0) + BOTH_ENDS
    if not scores:
        return "other", []
    best = max(scores, key=lambda value: scores[value])
    if best == "backend-microservices" and found.is_chinese and not named & SCALE:
        best = "business-crud"
    return best, [Hit(*cue) for cue in used.get(best, ())]


def industry(found: Document) -> tuple[str, list[Hit]]:
    """Return the class and the cues that decided; `unknown` below LEAST_INDUSTRY."""
    scores, used = _scores(found, "industry")
    if not scores:
        return "unknown", []
    best = max(scores, key=lambda value: scores[value])
    sure = scores[best] >= LEAST_INDUSTRY or best == "saas-enterprise"
    return (best, [Hit(*cue) for cue in used[best]]) if sure else ("unknown", [])


def _scores(found: Document, dimension: str) -> tuple[dict[str, float], dict[str, list[Found]]]:
    scores: dict[str, float] = {}
    used: dict[str, list[Found]] = {}
    seen: dict[tuple[str, bool], int] = {}
    named, doubled = found.company.end, found.text.start + HEAD_REACH
    of_industry = dimension == "industry"
    (title, title_end), (head, head_end) = found.title, found.head
    for hit in found.scan.cues[dimension]:
        start, _, cue = hit
        titled = title <= start < title_end or head <= start < head_end
        if cue.where and (cue.where == "title") is not titled:
            continue
        weight = cue.weight
        if start < named:
            weight = weight * COMPANY_TIMES if of_industry else 0.0
        else:
            key = cue.seed, titled
            times = seen.get(key, 0)
            seen[key] = times + 1
            if times >= REPEATS:
                continue
            weight *= (2.0 if of_industry and start < doubled else 1.0) * 0.5**times
        if weight:
            value = cue.value
            scores[value] = scores.get(value, 0.0) + weight
            used.setdefault(value, []).append(hit)
    return scores, used


def several_roles(found: Document) -> bool:
    """Whether the posting offers roles of different families."""
    first = found.title.start
    cues = [cue for cue in found.scan.cues["role"] if cue[0] >= first]
    several = max([cue.weight for _, _, cue in cues if cue.value == "several"], default=0.0)
    if several > 1 and not found.row["salary"]:
        return True
    headed, listed = _families_of_lines(found, cues)
    return _differ(headed) or _differ(listed) or (bool(several) and len(listed) > 1)


def _families_of_lines(found: Document, cues: list[Found]) -> tuple[set[str], set[str]]:
    """Return the families of roles that the head line and that lines of the text name."""
    headed: set[str] = set()
    listed: set[str] = set()
    paid = bool(found.row["salary"])
    done = -1
    for start, end, cue in cues:
        if start <= done or cue.value != "noun":
            continue
        line, whole, done = _line(found.scan.low, start, end)
        if found.in_title(start):
            headed |= _headed_families(line)
        elif not paid:
            listed |= _listed_families(line, whole=whole)
    return headed, listed


def _differ(families: set[str]) -> bool:
    """Whether the families are those of different roles: a full-stack role names both ends too."""
    sure = families - VAGUE
    return len(sure) > 1 or (bool(sure - ENDS) and "full" in families)


def _line(low: str, start: int, end: int) -> tuple[str, bool, int]:
    """Return the line around, whether its start is there, and where it ends; LONGEST_LINE characters each side."""
    first = low.rfind("\n", earliest := max(0, start - LONGEST_LINE), start) + 1
    whole = bool(first) or not earliest
    last = low.find("\n", end, end + LONGEST_LINE)
    last = min(len(low), end + LONGEST_LINE) if last < 0 else last
    return low[first if whole else earliest : last], whole, last


def _listed_families(line: str, *, whole: bool) -> frozenset[str]:
    """Return the families of a line that is a role's heading, or of a sentence that enumerates wanted roles."""
    wants = _WANT_WORDS.search(line)
    wanted = _WANTED.search(line, wants.start()) if wants and _WANTED_NOUNS.search(line, wants.end()) else None
    if wanted:
        families = _named_families(wanted[1])
        return families if len(families - VAGUE) > TWO else NONE
    if not whole:
        return NONE
    end = _TITLE_END.search(line, 0, LONGEST_ROLE + LONGEST_END)
    if len(title := line[: end.start()] if end else line) > LONGEST_ROLE or not title:
        return NONE
    families = _heading_families(title)
    return NONE if families and HAN.search(line) and not _ZH_HEADING.match(line) else families


@kept
def _heading_families(title: str) -> frozenset[str]:
    if _PROSE.search(title) or not _ROLE_NOUN.search(title):
        return NONE
    return _families_of_parts(_ENUMERATES.split(title))


def _families_of_parts(parts: list[str]) -> frozenset[str]:
    """Return one family a part: a `Full Stack Product Engineer` is one role."""
    return frozenset(filter(None, map(_family, parts)))


@kept
def _family(part: str) -> str | None:
    return next((name for name, pattern in _FAMILIES if pattern.search(part)), None)


def _headed_families(line: str) -> set[str]:
    """Return the families that a head line names: of its roles, or of a bare list of three or more."""
    return {family for piece in _PIECES.split(line) for family in _families_of_piece(piece)}


@kept
def _families_of_piece(piece: str) -> frozenset[str]:
    parts = [part for part in _ENUMERATES.split(piece) if _ROLE_WORD.search(part)]
    return _families_of_parts(parts) if len(parts) > TWO or _ROLE_NOUN.search(piece) else NONE


def _named_families(text: str) -> frozenset[str]:
    return frozenset(name for name, pattern in _FAMILIES if pattern.search(text))
