"""The main kind of work and the main industry: cues are added up, the heaviest class wins. The cues are cues.csv."""

from __future__ import annotations

import re
from math import exp
from operator import itemgetter

from warehouse.transforms.document import Document
from warehouse.transforms.roles import LONGEST_ROLE, listed_families, several_roles, signs
from warehouse.transforms.scan import Found, Hit

LEAST_INDUSTRY = 0.8
"""Weight below which an industry stays unknown."""
LEAST_ENGLISH = 0.25
"""The same for English postings, which nearly always say what their firm does."""
LEAST_WORK = 1.5
"""Weight below which an English posting's kind of work is `other`: `software engineer` alone tells of none."""
GENERIC = 0.3
"""Weight up to which words of an industry (`software`, `platform`) tell nothing as part of a role's name."""
REPEATS = 3
"""A cue counts for at most this many occurrences, each worth half of the one before."""
AGAIN = 0.5
BOTH_ENDS = 2.5
"""What naming technologies of both ends says for full-stack work."""
BOTH_ENDS_TITLED = 6.0
"""The same where the title or head line names both."""
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
        "etcd",
        "cloud-native",
    }
)
"""A Chinese back-end posting that asks for none of these is ordinary business development; English ones name less."""
MANY_USERS = frozenset({"internet-platform", "e-commerce"})
"""Industries whose back ends have scale without asking for it."""
COMPANY_TIMES = 1.5
TITLE_TIMES = 2.0
NAMED_TIMES = 1.5
NAMED_WITHIN = 100
"""Characters at the start of a text in which the employer's own name is expected."""
FALL_STEP, FALL_ENDS = 64, 2560
FALL = tuple(0.3 + 2.0 * exp(-FALL_STEP * step / 400) for step in range(FALL_ENDS // FALL_STEP + 1))
"""What a cue weighs by its distance from the text's start: firms say first what they sell, then whom they want."""
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
HEADINGS = 4
"""Times as many role nouns of a Chinese text are looked at for those of headings."""
ROLE_REACH = 36
TOKENS = 2.0
"""Weight of words of tokens and chains from which words of finance speak of them too."""

_TECHNICAL = re.compile(
    r"software|develop|engineer|program|tech|data|web|comput|cloud|digital|systems?\b|network|cyber|security|platform"
    r"|architect|hack|cod(?:er|ing)\b|ai\b|it\b|ml\b|api|mobile|product|stack|multiple|several|various|roles|position"
    r"|hiring|remote|jobs?\b|opening|team"
)


_SOFTWARE = re.compile(r"\bsoftware (?:development )?(?:engineer|developer)|软件(?:开发|研发)?工程师")
_PAST = ("毕业于", "职于", "曾任", "曾在", "先后任职", "投资方", "福利:", "福利待遇:")
"""Behind these stands what people did before, who invests or what employees are given: nothing of the firm's trade."""
_CLAUSE = re.compile(r"[^。；;\n]{0,60}")
_PRODUCT = re.compile(
    r"(?<!cloud)(?: \w{2,12})? (?:platform|startup|start-up|company|agency|studio|marketplace|firm|lab)s?\b"
    r"(?! (?:\w+ )?(?:engineer|dev|team))"
)
"""What behind a word of a head line says that it tells of the firm (`Next-Generation Data Science Platform`)."""
_OF_ROLE = re.compile(r"s?[ /-]{1,2}(?:engineer|develop|architect|program|professional|scientist|team|intern\b)")
_FIRM_ZH = re.compile(
    r" ?(?:初创|创业|科技|互联网|外包|解决方案)?(?:公司|企业|集团|大厂|厂商|独角兽|行业|赛道)(?!级)"
    r"|(?:项目方|平台|机构)诚?聘"
)
"""What behind a word of a Chinese title says that it tells of the firm (`大数据公司招聘 PHP 后端`)."""
_ROLE_LINE = re.compile(r"\n\W{0,4}(?:招聘)?(?:岗位|职位)(?:名称)?\s?[:：]\s?(?=[^\n]{2,40}\n)")
"""What stands before the role in the first lines of a Chinese text that has no title."""
_LIKE = frozenset("像如似")
"""What stands before a firm's name that is a comparison (`像 SpaceX 一样`)."""
_FIRM = re.compile(
    r"\b(?:we are|we're|we’re|is) (?:an? |the )(?!great|good|rare|unique)(?:[\w-]+ ){0,4}"
    r"(?:company|startup|start-up|agency|firm|studio|team)\b"
)


def work_type(found: Document) -> tuple[str, list[Hit]]:
    """Return the class and the cues that decided."""
    several, cues = several_roles(found)
    if several:
        return "multiple", cues
    if _untechnical(found):
        return "non-software", []
    scores, used = _work_scores(found)
    named = {hit.entry.value for hit in found.mentions}
    if named & FRONT and named & BACK:
        titled = {hit.entry.value for hit in found.mentions if found.in_title(hit.start)}
        both = BOTH_ENDS_TITLED if titled & FRONT and titled & BACK else BOTH_ENDS
        scores["full-stack"] = scores.get("full-stack", 0.0) + both
    if not scores:
        return "other", []
    best = max(scores, key=scores.__getitem__)
    if scores[best] <= 0 or (scores[best] < LEAST_WORK and not found.is_chinese):
        return "other", []
    cues = [Hit(*cue) for cue in used.get(best, ())]
    if best == "backend-microservices" and not named & SCALE and found.is_chinese and _ordinary(found, scores):
        best = "business-crud"
    return best, cues


def _untechnical(found: Document) -> bool:
    """Whether an English title names a job without a technical word, whatever the text says of the firm's software."""
    title = found.slice(found.title).lower()
    if not title.isascii() or not title or _TECHNICAL.search(title):
        return False
    return not any(hit[2].where and found.title.holds(hit[0]) for hit in found.scan.cues["work_type"])


def _ordinary(found: Document, scores: dict[str, float]) -> bool:
    """Whether nothing tells of scale: neither the firm's millions of users nor a lack of words of business systems."""
    return scores.get("business-crud", 0.0) >= 1.0 or industry(found)[0] not in MANY_USERS


def industry(found: Document) -> tuple[str, list[Hit]]:
    """Return the class and the cues that decided; `unknown` below LEAST_INDUSTRY."""
    scores: dict[str, float] = {}
    used: dict[str, list[Found]] = {}
    seen: dict[str, int] = {}
    text, company, head_end = found.text.start, found.company.end, found.head.end
    past = _past(found) if found.is_chinese else []
    for hit in found.scan.cues["industry"]:
        start, end, cue = hit
        if past and any(span[0] <= start < span[1] for span in past):
            continue
        if cue.weight <= GENERIC and not cue.where and _OF_ROLE.match(found.scan.low, end):
            continue
        seed = cue.seed
        times = seen.get(seed, 0)
        if times >= REPEATS:
            continue
        if cue.where:
            compared = found.scan.low[max(0, start - 2) : start].strip() in _LIKE
            if compared or (start >= text + NAMED_WITHIN and start >= head_end):
                continue
            weight = cue.weight * NAMED_TIMES
        elif start < company:
            weight = cue.weight * COMPANY_TIMES
        elif start < text or start < head_end:
            weight = cue.weight * TITLE_TIMES
        else:
            weight = cue.weight * (FALL[(start - text) // FALL_STEP] if start - text < FALL_ENDS else FALL[-1])
        seen[seed] = times + 1
        value = cue.value
        scores[value] = scores.get(value, 0.0) + (weight * AGAIN**times if times else weight)
        used.setdefault(value, []).append(hit)
    if scores.get("web3-crypto", 0.0) > TOKENS:
        scores["web3-crypto"] += scores.get("finance", 0.0)
    best = max(scores, key=scores.__getitem__, default="unknown")
    weight = scores.get(best, 0.0)
    sure = weight >= LEAST_INDUSTRY or (weight >= LEAST_ENGLISH and not found.is_chinese)
    return (best, [Hit(*cue) for cue in used[best]]) if sure else ("unknown", [])


def _past(found: Document) -> list[tuple[int, int]]:
    """Return where a Chinese text tells of what people did before or what employees are given."""
    low, spans = found.scan.low, list[tuple[int, int]]()
    for word in _PAST:
        at = low.find(word, found.text.start)
        while at >= 0:
            clause = _CLAUSE.match(low, at)
            spans.append((at, clause.end() if clause else at))
            at = low.find(word, at + 1)
    return spans


def _work_scores(found: Document) -> tuple[dict[str, float], dict[str, list[Found]]]:
    """Return what the cues say for each kind of work, and the cues; the employer's name says nothing.

    Words of a title count in the title and head line; where these name no role, in the first roles of the text. Where
    they do, the text matters less, and where they name one of software, no other role of the text makes it another's.
    """
    scores: dict[str, float] = {}
    used: dict[str, list[Found]] = {}
    named, others, plain = _by_zone(found)
    if named and _says_what_firm_does(found):
        named, others = [], sorted([*named, *others], key=itemgetter(0))
    if any(hit[2].value == "non-software" for hit in named) and _names_software(found):
        named = [hit for hit in named if hit[2].value != "non-software" or hit[2].weight > SURE_TITLE]
    _add(scores, used, named, 1.0)
    if others and not found.row["title"] and not _sure(named):
        if any(hit[2].value != "non-software" for hit in named):
            others = [hit for hit in others if hit[2].value != "non-software"]
        for (first, last), times in zip(_role_zones(found), IN_TEXT, strict=False):
            wished = [hit for hit in others if first <= hit[0] < last]
            _add(scores, used, wished, times)
            named += wished
    _add(scores, used, plain, UNDER_TITLE if _sure(named) else 1.0)
    if "web3" in scores and found.is_chinese and (sure := _sure_roles(named)) and "web3" not in sure:
        scores["web3"] *= FIELD_ONLY
    return scores, used


def _names_software(found: Document) -> bool:
    """Whether title or head line names an engineer of software: words of other fields then tell of the team."""
    low = found.scan.low
    return any(_SOFTWARE.search(low, zone.start, zone.end) for zone in (found.title, found.head))


def _says_what_firm_does(found: Document) -> bool:
    """Whether the head line is a sentence about the firm (`We are a web and mobile agency.`), which names no role."""
    return not found.row["title"] and bool(_FIRM.search(found.scan.low, found.head.start, found.head.end))


def _sure(named: list[Found]) -> bool:
    return any(hit[2].weight >= SURE_TITLE for hit in named)


def _sure_roles(named: list[Found]) -> set[str]:
    """Return the kinds of the roles that a title names; a chief may be one of any kind."""
    return {hit[2].value for hit in named if hit[2].weight >= SURE_TITLE} - {"management"}


def _by_zone(found: Document) -> tuple[list[Found], list[Found], list[Found]]:
    """Return a title's words in title or head line, a title's words elsewhere, and words that count anywhere."""
    company, chinese = found.company.end, found.is_chinese
    (title, title_end), (head, head_end) = found.title, _role_head(found)
    named, others, plain = list[Found](), list[Found](), list[Found]()
    for hit in found.scan.cues["work_type"]:
        start, end, cue = hit
        if start < company:
            continue
        if not cue.where:
            plain.append(hit)
        elif title <= start < title_end or (
            (head <= start < head_end or (cue.value == "management" and found.head.holds(start)))
            and not _PRODUCT.match(found.scan.low, end)
        ):
            if chinese and cue.value not in FIELDS and _FIRM_ZH.match(found.scan.low, end):
                continue
            if cue.value != "management" or not signs(found.scan.low, start):
                named.append(hit)
        elif cue.value != "management" or not signs(found.scan.low, start):
            others.append(hit)
    return named, others, plain


def _role_head(found: Document) -> tuple[int, int]:
    """Return where a head line speaks of the role.

    Its first part between bars is the firm's name, which tells of none; a Chinese text may label the role's line.
    """
    low, (start, end) = found.scan.low, found.head
    untitled = found.is_chinese and not found.row["title"]
    if untitled and (label := _ROLE_LINE.search(low, start, start + ROLE_LINE_WITHIN)):
        line = label.end(), low.find("\n", label.end())
        if _names_role(found, *line):
            return line
    bar = low.find("|", start, end)
    return (start, end) if bar < 0 or _names_role(found, start, bar) else (bar, end)


def _names_role(found: Document, first: int, last: int) -> bool:
    return any(first <= start < last for start, _, cue in found.scan.cues["role"] if cue.value == "noun")


def _role_zones(found: Document) -> list[tuple[int, int]]:
    """Return the words before the first role nouns of the text, up to where their line or sentence begins.

    In Chinese the nouns of headings go first: `销售` and `产品` stand in sentences about the firm as well.
    """
    low, zones, headed = found.scan.low, list[tuple[int, int]](), list[tuple[int, int]]()
    most = len(IN_TEXT) * (HEADINGS if found.is_chinese else 1)
    for start, end, cue in found.scan.cues["role"]:
        if cue.value != "noun" or cue.weight < 1 or start < found.text.start or (zones and start < zones[-1][1]):
            continue
        first = max(low.rfind(stop, max(0, start - ROLE_REACH), start) for stop in "\n.,:;")
        zones.append((max(first, start - ROLE_REACH), end))
        if most > len(IN_TEXT) and _is_role_heading(low, start, end):
            headed.append(zones[-1])
        if len(headed) >= len(IN_TEXT) or len(zones) >= most:
            break
    return (headed or zones)[: len(IN_TEXT)]


def _is_role_heading(low: str, start: int, end: int) -> bool:
    first = low.rfind("\n", max(0, start - LONGEST_ROLE), start) + 1
    last = low.find("\n", end, end + LONGEST_ROLE)
    return first > 0 and last - first <= LONGEST_ROLE and bool(listed_families(low[first : max(last, end)]))


def _add(scores: dict[str, float], used: dict[str, list[Found]], hits: list[Found], times: float) -> None:
    seen: dict[str, int] = {}
    for hit in hits:
        cue = hit[2]
        count = seen.get(cue.seed, 0)
        if count >= REPEATS:
            continue
        seen[cue.seed] = count + 1
        value = cue.value
        scores[value] = scores.get(value, 0.0) + cue.weight * times * AGAIN**count
        used.setdefault(value, []).append(hit)
