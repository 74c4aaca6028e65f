"""The main kind of work and the main industry: cues are added up, the heaviest class wins. The cues are cues.csv."""

from __future__ import annotations

import re

from warehouse.transforms.document import Document
from warehouse.transforms.scan import Hit

LEAST_INDUSTRY = 1.2
"""Weight below which an industry stays unknown."""
REPEATS = 3
"""A cue counts for at most this many occurrences, each worth half of the one before."""
TEXT_CAP = 5.0
COMPANY_TIMES = 1.5
HEAD_REACH = 600
"""Characters at the start of a text where firms say what they do: cues weigh double there."""

_ROLE = re.compile(
    r"\b(?:(?P<kind>front-?\s?end|back-?\s?end|full-?\s?stack|devops|dev ops|mobile|ios|android|data|machine learning|ml|qa|test|security|product|ux|ui|design|sales|marketing|infrastructure|site reliability|systems?"
    r"|web|software|ruby|rails|python|java|javascript|php|golang|go|scala|c\+\+|node(?:\.?js)?|react|embedded|hardware|firmware|platform|solutions?|support|network|research|operations|growth|account|project|program|engineering|customer|business|cloud)"
    r"(?:/\w+)?\s(?:\w+\s)?)(?:engineers?|developers?|devs?\b|scientists?|designers?|managers?|analysts?|architects?|administrators?|programmers?|leads?|interns?|executives?|engineering|development)\b",
)  # fmt: skip
_SEVERAL = re.compile(r"\b(?:multiple|various|several|many|all|variety of)\b[^.\n]{0,40}\b(?:positions|roles|openings|engineers|engineering|developers|jobs)\b|\b(?:positions|roles|openings|jobs)\b\s?[:(]|\bopen positions\b|\broles include\b|\bmany (?:positions|roles)")
_ZH_ROLE = re.compile(r"([\u4e00-\u9fffA-Za-z+#./ ]{0,14}?)(工程师|开发|架构师|产品经理|设计师|测试|运维|运营|专家|负责人|实习生|经理|前端|后端)(?=[\s（(【\[:：、/，,|-]|$)")
_FAMILIES = (
    ("frontend-mobile", re.compile(r"front|ui\b|前端|web前端|客户端|ios|android|安卓|mobile|react|vue|flutter|h5")),
    ("backend", re.compile(r"back|后端|后台|服务端|java|golang|\bgo\b|python|php|ruby|rails|scala|node|c\+\+|server|服务器")),
    ("full", re.compile(r"full|全栈|全端")),
    ("ops", re.compile(r"devops|运维|sre|reliability|infrastructure|系统|systems?|cloud|operations|platform|dba")),
    ("data", re.compile(r"data|数据|machine|算法|\bml\b|机器学习|research|nlp|scientist")),
    ("qa", re.compile(r"qa|test|测试|quality")),
    ("design", re.compile(r"design|设计|ux")),
    ("product", re.compile(r"product|产品|project|program|项目")),
    ("business", re.compile(r"sales|market|运营|商务|市场|account|customer|support|growth|business|客服|hr\b|招聘专员|行政")),
    ("hardware", re.compile(r"hardware|embedded|firmware|嵌入式|硬件")),
    ("security", re.compile(r"security|安全")),
    ("software", re.compile(r"software|软件|web\b|engineering|研发|development")),
)  # fmt: skip
_LINE_START = re.compile(r"(?m)^[\s*•\-–—·>#\d.、)）(（]*(.{2,90})$")


def work_type(found: Document) -> tuple[str, list[Hit]]:
    """Return the class and the cues that decided."""
    if several_roles(found):
        return "multiple", []
    scores, used = _scores(found, "work_type")
    if not scores:
        return "other", []
    best = max(scores, key=lambda value: scores[value])
    return best, used[best]


def industry(found: Document) -> tuple[str, list[Hit]]:
    """Return the class and the cues that decided; `unknown` below LEAST_INDUSTRY."""
    scores, used = _scores(found, "industry")
    if not scores:
        return "unknown", []
    best = max(scores, key=lambda value: scores[value])
    return (best, used[best]) if scores[best] >= LEAST_INDUSTRY else ("unknown", [])


def _scores(found: Document, dimension: str) -> tuple[dict[str, float], dict[str, list[Hit]]]:
    scores: dict[str, float] = {}
    used: dict[str, list[Hit]] = {}
    seen: dict[tuple[int, bool], int] = {}
    for hit in found.scan.cues.get(dimension, ()):
        weight = _weight(found, hit, dimension, seen)
        if weight:
            scores[hit.entry.value] = scores.get(hit.entry.value, 0.0) + weight
            used.setdefault(hit.entry.value, []).append(hit)
    return scores, used


def _weight(found: Document, hit: Hit, dimension: str, seen: dict[tuple[int, bool], int]) -> float:
    cue = hit.entry.payload
    titled = found.in_title(hit.start)
    where, weight = cue.where, cue.weight  # type: ignore[union-attr]
    if (where == "title" and not titled) or (where == "text" and titled):
        return 0.0
    if hit.start < found.company.end:
        return float(weight) * COMPANY_TIMES if dimension == "industry" else 0.0
    times = seen.get((id(cue), titled), 0)
    seen[(id(cue), titled)] = times + 1
    if times >= REPEATS:
        return 0.0
    boost = 2.0 if dimension == "industry" and hit.start - found.text.start < HEAD_REACH else 1.0
    return float(weight) * boost / 2**times


def several_roles(found: Document) -> bool:
    """Whether the posting offers roles of different families."""
    title = found.slice(found.title).lower()
    head = found.slice(found.head).lower()
    families = _families(f"{title}\n{head}" if found.row["title"] else head)
    if len(families - {"software"}) >= 2 and not _joined_role(title or head):
        return True
    body = found.scan.low[found.text.start : found.text.end]
    roles = _roles_of_lines(body)
    return len(roles - {"software"}) >= 3 or (len(roles) >= 2 and bool(_SEVERAL.search(body)))


def _joined_role(text: str) -> bool:
    return bool(re.search(r"full[- ]?stack|全栈|后端.{0,4}前端", text)) and not re.search(r"[,;、&/]| and ", text)


def _families(text: str) -> set[str]:
    return {name for name, pattern in _FAMILIES if pattern.search(text)} if re.search(r"[,;、&/]|\band\b|\+", text) and _role_words(text) > 1 else set()


def _role_words(text: str) -> int:
    return len(re.findall(r"engineer|developer|dev\b|devs\b|designer|manager|analyst|scientist|工程师|开发|经理|设计|运营|测试|前端|后端|产品|devops|front|back|full|sales|marketing|qa\b|ios|android", text))


def _roles_of_lines(body: str) -> set[str]:
    found: set[str] = set()
    for line in _LINE_START.findall(body[:12_000]):
        if len(line) <= 80 and re.search(r"engineer|developer|designer|manager|scientist|analyst|架构师|工程师|经理|设计师|专家|实习生|运营|devops|architect|intern\b|sales|programmer|(?:前端|后端|测试|算法|运维|产品)(?:[:：（( ]|$)", line) and not re.search(r"[。；]|you |our |\bwe\b|with |work|report|负责|配合|沟通|熟悉|协作|与|经验", line):
            found |= {name for name, pattern in _FAMILIES if pattern.search(line)}
    return found
