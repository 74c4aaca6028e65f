"""Experience, education and seniority that a posting asks for."""

from __future__ import annotations

import re

from warehouse.transforms.document import Document

Years = tuple[float | None, float | None]

_HAN_DIGITS = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10, "半": 0.5}
_WORDS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10}
_N = r"(\d{1,2}(?:\.5)?|[一二两三四五六七八九十半])"
_ZH_RANGE = re.compile(_N + r"\s?(?:年)?\s?(?:-{1,2}|~|～|–|—|至|到|、|或)\s?" + _N + r"\s?年")
_ZH_FLOOR = re.compile(_N + r"\s?年\s?(?:[(（]?含[)）]?)?\s?(?:及|或|和)?\s?(?:以上|\+|起|之上)|" + _N + r"\s?\+\s?年|(?:至少|不少于|不低于|大于|超过|满)\s?" + _N + r"\s?年|" + _N + r"\s?年(?:\S{0,12}?)经验")
_ZH_CEILING = re.compile(_N + r"\s?年\s?(?:以下|以内)")
_ZH_WORK = re.compile(r"经验|经历|工作|开发|从业|研发|编程|以上|项目|使用|背景|工程|运维|实践")
_ZH_AGO = re.compile(r"(?:成立|创立|过去|近|连续|第|前|后|未来|历经|创办|最近|合同|签|服务满|入职|司龄|每|专注|深耕|保修|行业内|质保|这|毕业|于|发展|积累|历史|拥有|\d{2})\s?$")
_EN = re.compile(
    r"\b(\d{1,2}|" + "|".join(_WORDS) + r")\s?(\+|plus|or more)?\s?(?:(?:-|–|—|to)\s?(\d{1,2})\s?(\+)?)?\s?(?:\([^)]{1,8}\)\s?)?(?:years?|yrs?|yoe)\b['’]?(?:\s(?:or more|plus))?"
)  # fmt: skip
_EN_WORK = re.compile(r"experience|exp\b|professional|work(?:ing)? (?:as|in|with)|development|programming|industry|building|engineering|background|coding|writing|developing|in a|hands[- ]on|of (?:\w+ )?(?:java|python|go|ruby|c\+\+|ios|android|web|software)")
_EN_NOT = re.compile(r"(?:over the (?:last|past|next)|past|last|next|founded|for (?:the|over|more than|almost|nearly)|after|within|in (?:the )?(?:next|last|past|under|only|just|about)|every|first|ago|about|we(?:'ve| have)|company|team has|combined|than|year-old|our) $")
_FRESH = re.compile(r"应届|毕业生|校招|校园招聘|new grad|recent graduate|entry[- ]level|fresh graduate")
_FRESH_ONLY = re.compile(r"应届|校招|校园招聘|new grad")
_NO_LIMIT = re.compile(r"经验不限|不限经验|无经验|无需经验|不限|^$")

_DEGREES = (
    ("phd", re.compile(r"博士|\bph\.?\s?d\b|doctora")),
    ("master", re.compile(r"硕士|研究生|\bmaster'?s?\b(?: degree| of| in|'s|/)|\bm\.?s\.?c?\b(?= (?:in|or|degree)|/ph)|\bmsc\b|\bms/")),
    ("bachelor", re.compile(r"本科|学士|bachelor|\bb\.?s\.?c?\.?\b(?= (?:in|or|degree|computer)|/)|\bbs[ /,](?:in|or|ms|cs|degree)|\bba/bs\b|\bbs/ba\b|\bb\.?tech\b|\bb\.s\.|undergraduate degree|college degree|university degree|degree in (?:computer|cs\b|engineering|software|a |math|related|information|economics|statistics)|(?:cs|computer science|engineering|technical|four[- ]year|4[- ]year) degree|211|985|统招")),
    ("junior-college", re.compile(r"大专|专科|高职|associate'?s? degree")),
    ("none", re.compile(r"学历不限|不限学历|学历要求不限|不看学历|无学历要求|学历不作要求|no degree|degree (?:is )?not (?:required|necessary)|without a degree|高中|中专|don't (?:care|need) (?:about |a |if you have a )?degree|regardless of (?:background|education|degree)|学历：不限|学历:不限")),
)  # fmt: skip
_RANK = ("none", "junior-college", "bachelor", "master", "phd")
_PREFERRED_DEGREE = re.compile(r"^(?:[^，。；;,\n.]{0,14})(?:优先|加分|更佳|preferred|a plus|is a plus|desirable|ideal|nice)|^\s?(?:students?|candidates?|在读|在校)")
_NOT_DEGREE = re.compile(r"(?:scrum |web|web-|post|ticket|head|past )$")
_SENTENCE = re.compile(r"[^\n。；;]*")


def experience(found: Document) -> Years | None:
    """Return (least, most) years asked for, the field first; None where no number is stated."""
    field = found.row["experience"].lower()
    if field:
        read = _years_zh(field, loose=True) or _years_en(field, loose=True)
        if read:
            return read
        if _FRESH_ONLY.search(field):
            return 0.0, 0.0
    title = found.slice(found.title).lower()
    body = found.scan.low[found.text.start : found.text.end]
    for text, loose in ((title, True), (body, False)):
        read = _first(_years_zh(text, loose=loose), _years_en(text, loose=loose))
        if read:
            return read
    return _fresh(title, body)


def _first(*reads: Years | None) -> Years | None:
    return next((read for read in reads if read), None)


def _fresh(title: str, body: str) -> Years | None:
    if _FRESH_ONLY.search(title):
        return 0.0, 0.0
    welcome = re.search(r"(?:欢迎|接受|可|考虑|优秀)[^\n，。；]{0,6}应届|应届[^\n，。；]{0,8}(?:均可|也可|亦可|可以|欢迎)", body)
    return (0.0, None) if welcome else None


def _value(text: str) -> float:
    return float(_HAN_DIGITS.get(text) or _WORDS.get(text) or text)


def _years_zh(text: str, *, loose: bool) -> Years | None:
    if "年" not in text:
        return None
    found: list[tuple[int, Years]] = []
    for match in _ZH_RANGE.finditer(text):
        low, high = _value(match[1]), _value(match[2])
        if low < high <= 20 and _about_work(text, match, loose=loose):
            found.append((match.start(), (low, None) if re.match(r"\s?(?:以上|及以上)", text[match.end() : match.end() + 4]) else (low, high)))
            break
    for match in _ZH_FLOOR.finditer(text):
        value = _value(next(group for group in match.groups() if group))
        if value <= 20 and _about_work(text, match, loose=loose):
            found.append((match.start(), (value, None)))
            break
    for match in _ZH_CEILING.finditer(text):
        if _about_work(text, match, loose=loose):
            found.append((match.start(), (None, _value(match[1]))))
            break
    return min(found, key=lambda item: item[0])[1] if found else None


def _about_work(text: str, match: re.Match[str], *, loose: bool) -> bool:
    before = text[max(0, match.start() - 6) : match.start()]
    if _ZH_AGO.search(before) or before[-1:].isdigit():
        return False
    around = text[max(0, match.start() - 12) : match.end() + 26].replace("\n", "  ")
    return loose or bool(_ZH_WORK.search(around))


def _years_en(text: str, *, loose: bool) -> Years | None:
    for match in _EN.finditer(text):
        before, after = text[max(0, match.start() - 30) : match.start()], text[match.end() : match.end() + 60]
        if _EN_NOT.search(before) or re.match(r"\s?(?:ago|old|in a row|of (?:runway|funding|growth|profit))", after):
            continue
        if not (loose or _EN_WORK.search(after) or re.search(r"experience[^.\n]{0,14}$|minimum|at least|least $", before)):
            continue
        low, high = _value(match[1]), match[3]
        if low <= 20:
            return (low, None) if match[2] or match[4] or not high else (low, float(high))
    return None


def education(found: Document) -> str:
    """Return the least education asked for, the field first; `unspecified` where none is stated."""
    field = found.row["education"].lower()
    if field:
        levels = [name for name, pattern in _DEGREES if pattern.search(field)]
        if levels:
            return min(levels, key=_RANK.index)
        if "不限" in field:
            return "none"
    text = found.scan.low[found.text.start : found.text.end]
    return _education_of(text)


def _education_of(text: str) -> str:
    first: tuple[int, str] | None = None
    for name, pattern in _DEGREES:
        for match in pattern.finditer(text):
            if _NOT_DEGREE.search(text[max(0, match.start() - 8) : match.start()]):
                continue
            if _PREFERRED_DEGREE.match(text[match.end() : match.end() + 24]):
                continue
            if first is None or match.start() < first[0]:
                first = match.start(), name
            break
    if first is None:
        return "unspecified"
    sentence = _SENTENCE.match(text, first[0])
    window = sentence.group()[:40] if sentence else ""
    levels = [name for name, pattern in _DEGREES if pattern.search(window)] or [first[1]]
    return min(levels, key=_RANK.index)


_LEVELS = (
    ("intern", re.compile(r"实习|\binterns?\b|\binternships?\b|\bco-?op\b|trainee"), re.compile(r"\binterns?\b|\binternships?\b|招实习|实习生")),
    ("junior", re.compile(r"初级|应届|校招|校园招聘|\bjunior\b|\bjr\b|entry[- ]level|new grad|graduate|毕业生|\bassociate\b|助理"), re.compile(r"\bjunior\b|entry[- ]level|new grads?\b|recent grad|应届|初级|校招")),
    ("mid", re.compile(r"中级|\bmid\b|\bmid[- ]?level\b|\bmid[-/ ]senior|intermediate"), re.compile(r"\bmid[- ]?level\b|中级|\bmid[-/ ](?:to )?senior|intermediate level")),
    ("senior", re.compile(r"高级|资深|\bsenior\b|\bsr\b\.?|\bsnr\b|高工|\bseniors\b"), re.compile(r"\b(?:senior|sr\.?)[ /-](?:\w+[ /-]){0,3}?(?:engineer|developer|dev\b|devs\b|programmer|scientist|designer|software|architect|back|front|full|web|ruby|python|java|golang|go\b|devops|data|mobile|ios|android|product|system|ux|ui|php|level|positions?|roles?|people|people|qa|rails|analyst|manager|consultant)|高级[^，。；\n]{0,10}工程师|资深[^，。；\n]{0,10}(?:工程师|专家|开发)|engineers? \(senior|senior and|senior or|junior (?:to|and|or|&|/) senior|mid[- /](?:to )?senior|\bseniors\b|senior-level")),
    ("lead", re.compile(r"架构师|专家|负责人|\blead\b|\bleader\b|\bprincipal\b|\bstaff\b|主管|\barchitect\b|组长|带头人|\barchitects\b|技术经理|经理(?=[（(]python)|team lead|\bhead of\b|研发经理|开发经理"), re.compile(r"\b(?:tech(?:nical)?|team|engineering|dev(?:elopment)?|back-?end|front-?end|project|design|product|mobile|qa|devops|data|platform|software|web|ios|android|security|infrastructure|creative|research|development) leads?\b|\blead (?:\w+ ){0,2}(?:engineer|developer|designer|architect|programmer|scientist|dev\b|software|back|front|web|data|ios|android|ui|ux|rails|python|ruby|java|full|mobile|devops|product)|\bprincipal (?:\w+ ){0,2}(?:engineer|developer|scientist|software|architect|designer|consultant|product)|\bstaff (?:\w+ )?(?:engineer|software|developer)|(?:software|solutions?|system|systems|cloud|data|technical|security|enterprise|chief|devops) architects?\b|架构师|技术负责人|leadership role|技术专家|研发专家|开发专家|架构专家|高级专家|算法专家")),
    ("executive", re.compile(r"\bcto\b|\bvp\b|总监|\bdirector\b|首席|\bchief\b|vice president|\bceo\b|\bcoo\b|\bcfo\b|co-?founder|总裁|副总|合伙人"), re.compile(r"(?:looking for|hiring|seeking|need|find) (?:an? |our |for an? )?(?:new |first |technical )?(?:cto|vp|director|head of|co-?founder)|\bvp of (?:eng|prod|sales|mark)|招聘cto|技术合伙人|director of (?:eng|prod|mark|data|tech|soft)")),
)  # fmt: skip


def seniority(found: Document) -> list[str]:
    """Return the levels that title, head line or text state, lowest first."""
    title = found.slice(found.title).lower() + "\n" + found.slice(found.head).lower()
    body = found.scan.low[found.text.start : found.text.end]
    return [name for name, heading, text in _LEVELS if heading.search(title) or text.search(body)]
