"""Where the work is done: on site, hybrid, remote. Cities are `places`' business."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from warehouse.classes import REMOTES
from warehouse.transforms.entries import Hit
from warehouse.transforms.needles import Needles
from warehouse.transforms.scan import longest
from warehouse.transforms.zones import Document

_NEGATED = re.compile(
    r"(?:\b(?:no|not|non|never|without|nor|isn't|can't|cannot|don't|won't|unable)"
    r"[ -](?:(?:able|open|possible|willing|going) )?(?:\w+ ){0,2}"
    r"|(?:不(?!限)|非|(?<!是)否|无(?!限)|谢绝|勿|不再|没有|[赞暂]不)"
    r"(?:支持|接受|考虑|提供|能|可以?|允许|招聘?|需要|开放|做|是|要|太)?(?:全|纯|完全|长期)?"
    r"|不(?:接受|支持|考虑|提供)[^，,。；;：:\n]{1,12}(?:及|和|与|或者?|、))$"
)
_NO = Needles(("no", "never", "without", "n't", "unable", "不", "非", "否", "无", "谢绝", "勿", "没有"))
"""Words of which one stands in all that _NEGATED finds."""
_DENIED = re.compile(
    r"(?: or not| work| working| positions?| candidates?|办公|工作)?"
    r"(?:\s?[:：]\s?(?:[❌✗✘×🚫]\s?)?(?:no\b|not\b|on-?site|office|(?:暂时?|目前)?(?:否|非|不(?!限))|线下|现场|坐班|到岗|(?:需要?)?base)"
    r"|(?: is| are)?"
    r" (?:not|no)\b|勿扰|的不要|[者的]?勿|的?[，,]?\s?请?绕[道行])"
)
_REFUSED = re.compile(r"\bno\b|\bnot\b|n't|non|不|非|否|无|谢绝|勿")
_REMOTE_THING = re.compile(
    r"(?:办公|工作)?(?:与|和|及|、)?(?:分布式|分配)?(?:的?(?:沟通|配合)|(?:协作)?环境[中下]|终端|设备|安全|软件|系统|产品|平台|工具|解决方案|场景|会议|服务|访问|登[录陆]|调试"
    r"|面试|面(?![向对议谈])|入职|笔试|仓库|数据|支持客户|升级|管理|操作|操控|接入|传输|通信|维护|技术支持|培训|取证|签名|监控|驾驶|车辆|医疗|教育|诊断|协助|抄表|巡检|勘验|开户|(?:协作)?的?经[验历])"
    r"|,? (?:\w+, )?(?:\w+ )?(?:beach|work(?:ing|place)? (?:tools|platform|software|solutions?)|employees|workers"
    r"|workforce|teams?\b|users|sites?\b|customers|clients|stores?\b|cache|work technolog|sensors?|machines?|assets"
    r"|hosts?\b|systems?\b|repositor|branch|offices?\b|islands?\b|parts? of\b|regions|corners|communities"
    r"|support tool|learning|care\b|health|infrastructure|diagnos)"
)
_COLLEAGUES = re.compile(r" (?:\w+ )?(?:employees|workers|team members)")
_TAKEN_BEFORE = re.compile(
    r"(?:open to|consider(?:ing|s)?|support|welcom(?:e|ing)|accept(?:ing)?|hir(?:e|ing)"
    r"|(?:ok|okay|fine) with|also (?:take|want))"
    r"(?: \w+)? $"
)
_TAKEN_AFTER = re.compile(r" (?:\w+ )?(?:are |is )?(?:\w+ )?(?:welcome|ok\b|okay|considered|possible|encouraged)")
"""What says that people who work far away are wanted too (`open to remote workers`, `Remote workers welcome`)."""
_PLAIN_REMOTE = frozenset({
    "remote", "remotely", "remotes", "远程", "远程办公", "远程工作", "异地远程", "支持远程", "可远程",
    "全球远程", "远端",
})  # fmt: skip
_PER_WEEK = re.compile(
    r"(?:[\d一二两三四半][\d ~～\-–]{0,3}(?:天|日|days?)(?: (?:a|per) week| of)?|周[一二三四五]|\b\d{1,2} ?%)"
    r"[ ,]?(?:的|可以?|都)?$"
)
_DAYS_AFTER = re.compile(
    r"(?:办公|工作| work(?:ing)?)?(?: (?:is )?(?:possible|ok|okay|allowed|available))? ?(?:for |up to |on )?"
    r"(?:(?:from home )?(?:on |for |up to )?(?:an? )?(?:few|some|couple(?: of)?|several|certain) days?"
    r" (?:of the|an?|per|each|every|in the) (?:week|month)\b"
    r"|[(（]?(?:每周|一周|每月)?[\d一二两三四] ?(?:天|日|days?\b|tage?\b|jours?\b|dag(?:ar?|er?|en)\b)"
    r"|(?:\d ?(?:x|times|days?) ?)?(?:a|per|every) (?:week|month)\b)"
)
_SPAN = Needles(("天", "日", "day", "tag", "jour", "dag", "周", "%", "week", "month"))
"""Words of which one stands in all that _PER_WEEK and _DAYS_AFTER find."""
LONGEST_DAYS = 64
"""Characters that _DAYS_AFTER takes at most."""
_HYBRID_WORK = re.compile(
    r"\s*(?:$|[,.;:|)\]】/\n+–—]|- |\()|[ -](?:remote|work|role|position|office|model|schedule|on-?site|or\b"
    r"|policy|setup|team|环境|办公|工作|模式)|办公|工作|模式"
)
_HYBRID_THING_BEFORE = re.compile(
    r"(?:engineer|developer|designer|manager|analyst) $|"
    r"(?:web|native|h5|apps?|ionic|cordova|flutter|小程序|跨端|移动端|react|ios|android|前端|cloud|容器|框架|渲染)"
    r"[\s,/、(（+]{1,3}(?:开发)?[(（]?$|(?:web|mobile|native|h5),? (?:and|&) $"
)
_HYBRID_THING = re.compile(
    r"[\s,/、)）+]{1,3}(?:web|native|h5|wap|apps?\b|react|ionic|flutter|小程序|跨端|cloud|ios|android)"
)
_LOCAL_BEFORE = re.compile(r"(?:(?<!social)(?<!mobile)[-–—|,/([;•\n:]|\bfull[ -]?time) ?$")
_LOCAL_AFTER = re.compile(r" ?(?:[|,;)\]/\n]|\.(?:\s|$)|[–—-] |$)")
"""What stands around `local` in a head line that asks for people of the place (`Leeds - Full Time, Local`)."""
_LOCAL_OR = re.compile(r" or remote(?:ly)?\b")
_OR_LOCAL = re.compile(r"\bremote(?:ly)? or $")
_LOCAL_THING = re.compile(r" (?:gov|auth|busin|commun|shop|serv|stor|market|mach|dev\b|environ)")
_IN_PERSON = frozenset({"in person", "in-person", "in-house"})
_IN_PERSON_WORK = re.compile(
    r"\s*(?:[|)\n;]|$)| (?:\w+ )?(?:developer|engineer|designer)s?\b"
    r"| (?:work|role|position|job|team|only|culture|collaboration|environment|in \w+|at (?:our|the)|\d|days?)"
    r"|, ?(?:full|part|in |no |\$)"
)
_ON_SITE_THING = re.compile(
    r"[ ,](?:\w+ )?(?:interview|meetings?|meetups?|events?(?! manager)|gym|deployment|customer|client|training|visit"
    r"|support at"
    r"|chef|meal|lunch|parking|day ?care|search|massage|cafeteria|catering|yoga|fitness|barista|breakfast|dinner|doctor"
    r"|laundry)"
)
_INTERVIEWS = re.compile(r"(?:interview|phone|screens?|coding (?:test|challenge)|take-?home)\b[^.\n|]{0,72}$")
"""What stands before a day on site that belongs to how people are chosen."""
_ON_SITE_ZH = {
    "现场": re.compile(r"办公|工作(?!人员)|上班|坐班|开发|均可?|都|[,，;；。、/)）】\]\s]|$"),
    "线下": re.compile(r"办公|工作|上班|坐班|全职|均|都|或|[,，;；。、/)）】\]\s]|$"),
}
"""What follows words that mean the office only where the work is done there (`现场办公`, not `现场演示`)."""
_NOT_ON_SITE_ZH = re.compile(r"(?:[展实发呈体出客]|线上[与和及、/+]?|客户|会议|活动)$")
_NOT_ASKED = re.compile(r"(?:不|无需|无须|不用|不需要?|不要求|不强制|免|毋需)(?:要)?$")
_NOW_AND_THEN = re.compile(
    r"(?:有事|偶尔|必要时|特殊情况|临时|疫情(?:期间|原因|影响)?)[^，,。；;\n]{0,8}$"
    r"|(?:女性|宝宝|孕期|哺乳期|生理期)[^。；;\n]{0,14}$|(?<!可以)(?:让|使得?)$"
)
"""What stands before work at home that is an exception, or what a product lets others do."""
_INTERVIEWS_ZH = re.compile(r"(?:面试|面谈|面聊|笔试)(?!通过|结束|合格|过|后)[^。；;\n]{0,24}$")
"""What stands before a way of interviews: `面试将以线下或远程方式进行`."""
INTERVIEWS_ZH_REACH = 28
_AT_FIRST = re.compile(r"(?:[前短初]期|首月|先|试用期|前\s?[\d一二两三]\s?个?月)[^，,。；;\n]{0,6}$")
"""What stands before work at home that ends, where the form says that the work is done elsewhere."""
AT_FIRST_REACH = 14
_YES = re.compile(
    r"(?<![非不])(?:远程|居家|在家|remote)|(?<!不)(?:可|支持|接受|允许|都行|均可)|是(?!非)|yes|true|全球|看情况|ok|^全"
)
"""What affirms remote work in the answer of a form that asks for it."""
_PARTLY = re.compile(r"(?:可以?|支持|接受|允许)?(?:部分|半|混合|远程\s?[+＋]\s?(?:坐班|现场|线下)|hybrid)")
"""With what an answer begins that affirms it for some days only."""
_EITHER = re.compile(r"(?:两者|两种|都|全)?(?:均|皆|都)(?:可以?|行|接受|支持)|是\s?[&/和或]\s?否|两者都")
"""With what an answer begins that leaves the choice between the office and elsewhere."""
_PLACE_LINE = re.compile(
    r"[ \-*•·\d.、]{0,4}(?:(?:工作|办公|上班)(?:地点|地址|方式|形式)|是否(?:可以?|支持|接受)?远程)\s?:"
)
"""With what the line of a form begins that says where the work is done, as a head line does."""
PLACE_LINE_REACH = 80
"""Characters into such a line that are read."""
_FOR_A_TIME = re.compile(
    r"(?:[前后短初]期|未来|以后|之后|将来|后续|转正后|试用期|前\s?[\d一二两三]\s?个?月)[^，,。；;\n]{0,20}$"
)
"""What stands before a place of work of some time only, or of a later one."""
_OFFICE_DAYS = re.compile(
    r"(?:办公|工作)?[，,、和+]?\s?[\d一二两三四]\s?天(?:需?要?(?:在|去|到|来)?(?:公司|办公室|现场|线下|岗)|坐班)"
)
"""What follows days at home: the days of the same week at the office."""
_SIDES = frozenset({"remote", "onsite"})
_FAR = frozenset({"远端"})
_FIELD = {
    "remote": "remote",
    "telecommute": "remote",
    "hybrid": "hybrid",
    "on-site": "onsite",
    "onsite": "onsite",
    "on_site": "onsite",
    "office": "onsite",
}


_WEEK_ENDS = "ysfk,\n天日一二三四五%的可以都"
"""With what, spaces apart, _PER_WEEK ends."""
_DAYS_BEGIN = "办工fuo(（每一二两三四aper"
_DAYS_BEGIN_APART = "wipoafusc(（每一二两三四e"
"""What _DAYS_AFTER begins with, but for digits: at once, and behind a space."""
_DENIED_BEGIN = "办工:：勿的者请绕,，"
_DENIED_BEGIN_APART = "wpcioan:："
_NEGATED_ENDS = "不非否无绝勿再有持受虑供能以可许招聘要放做是太全纯期及和与或者、"
"""With what _NEGATED ends in Chinese."""
LONGEST_EXCEPTION = 18
"""Characters that _NOW_AND_THEN looks back."""
LONGEST_INTERVIEW = 84
"""Characters that _INTERVIEWS looks back."""


def remote(found: Document) -> list[str]:
    """Return what the posting states, a subset of onsite, hybrid, remote in that order; empty where it says nothing."""
    published, cues = found.row["remote"], _cues(found)
    if not published and not cues:
        return []
    named = _field(published)
    if cues:
        named = _named(found, cues, named)
        if not named and any(_says_no(hit, found) for hit in cues):
            named = {"onsite"}
    return [value for value in REMOTES if value in named]


def _named(found: Document, cues: list[Hit], field: set[str]) -> set[str]:
    """Return the field's class with what the cues say; some days a week at home and some not are hybrid work."""
    hits = _meant(found, cues)
    said = {hit.entry.value for hit in hits}
    if any(side in said and _are_some_days(found, hits, side) for side in _SIDES):
        said = said - _SIDES | {"hybrid"}
    if "remote" in said and not found.scan.low.isascii():
        said |= {kind for hit in hits for kind in _beside_remote(found.scan.low, hit)}
    if field:
        said -= {hit.entry.value for hit in hits if not found.in_title(hit.start)} - {"hybrid"}
    return field | said


def _beside_remote(low: str, hit: Hit) -> Iterator[str]:
    """Yield what Chinese words beside remote work allow too: the office at one's choice, some days of each."""
    if _asks(low, hit) and _EITHER.match(_answer(low, hit)):
        yield "onsite"
    if _follows_days(low, hit.start) and _OFFICE_DAYS.match(low, hit.end):
        yield "hybrid"


def _are_some_days(found: Document, hits: list[Hit], side: str) -> bool:
    """Whether of one side all cues speak of some days only."""
    low = found.scan.low
    for hit in hits:
        start, end, entry = hit.start, hit.end, hit.entry
        if entry.value == side and not (_follows_days(low, start) or _precedes_days(low, end)):
            return False
    return True


def _follows_days(low: str, start: int) -> bool:
    at = start - 1
    while at > 0 and low[at] == " ":
        at -= 1
    first = max(0, start - 24)
    return low[at] in _WEEK_ENDS and _SPAN.first(low[first:start]) >= 0 and bool(_PER_WEEK.search(low, first, start))


def _precedes_days(low: str, end: int) -> bool:
    if not _may_begin(low, end, _DAYS_BEGIN, _DAYS_BEGIN_APART) or _SPAN.first(low[end : end + LONGEST_DAYS]) < 0:
        return False
    return _DAYS_AFTER.match(low, end) is not None


def _may_begin(low: str, end: int, signs: str, apart: str) -> bool:
    """Whether a digit or one of `signs` stands at `end`, or a digit or one of `apart` behind a space there."""
    if end >= len(low):
        return False
    sign = low[end]
    if sign == " ":
        return end + 1 < len(low) and (low[end + 1] in apart or low[end + 1].isdigit())
    return sign in signs or sign.isdigit() or sign.isspace()


def meant(found: Document) -> list[Hit]:
    """Return the cues that decide: those of title, head line and place field before those of the text."""
    return _meant(found, _cues(found))


def _meant(found: Document, cues: list[Hit]) -> list[Hit]:
    hits = _affirmative(cues, found)
    headed = [hit for hit in hits if _is_headed(found, hit.start)]
    if not headed or len(headed) == len(hits):
        return hits
    either = _either(found.scan.low, hits)
    return [
        hit for hit in hits if hit.entry.value == "hybrid" or hit in either or hit in headed or _is_placed(found, hit)
    ]


def _either(low: str, hits: list[Hit]) -> list[Hit]:
    """Return the cues between which a text leaves the choice (`Remote or on-site`), whatever the head line says."""
    chosen = [pair for pair in pairwise(hits) if low[pair[0].end : pair[1].start] == " or "]
    return [hit for pair in chosen if {each.entry.value for each in pair} == _SIDES for hit in pair]


def _is_placed(found: Document, hit: Hit) -> bool:
    """Whether a line of a Chinese form says where the work is done, for good."""
    low, start = found.scan.low, hit.start
    if low.isascii():
        return False
    opened = low.rfind("\n", max(0, start - PLACE_LINE_REACH), start) + 1
    if not opened or not _PLACE_LINE.match(low, opened):
        return False
    return _FOR_A_TIME.search(low, opened, start) is None


def _is_headed(found: Document, start: int) -> bool:
    """Whether something stands in the title, head line or place field."""
    return found.in_title(start) or found.location.holds(start)


def _cues(found: Document) -> list[Hit]:
    if not found.scan.cues["remote"]:
        return []
    first = found.title.start
    return [hit for hit in found.scan.cues["remote"] if hit.start >= first]


def _says_no(hit: Hit, found: Document) -> bool:
    """Whether remote work is spoken of and refused."""
    low, value = found.scan.low, hit.entry.value
    if value == "not-remote":
        return bool(_REFUSED.search(low[hit.start : hit.end]))
    return value == "remote" and (bool(_unaffirmed(low, hit)) or _is_denied(low, hit))


def _unaffirmed(low: str, hit: Hit) -> str | None:
    """Return what stands behind a form's question for remote work (`是否远程：深圳坐班`), be it nothing.

    None where it affirms it, or where no form asks.
    """
    if not _asks(low, hit):
        return None
    answer = _answer(low, hit)
    return None if _YES.search(answer) and not _PARTLY.match(answer) else answer


def _asks(low: str, hit: Hit) -> bool:
    return low.startswith(":", hit.end) and low.endswith("是否", 0, hit.start)


def _answer(low: str, hit: Hit) -> str:
    return low[hit.end + 1 :].partition("\n")[0].strip()


def _field(value: str) -> set[str]:
    if not value:
        return set()
    low = value.lower()
    if low in {"true", "yes", "1"}:
        return {"remote"}
    return {kind for word, kind in _FIELD.items() if word in low}


def _affirmative(hits: list[Hit], found: Document) -> list[Hit]:
    """Return the longest cues that no `not-remote` covers and that nothing beside them denies."""
    every = hits
    for hit in hits:
        if hit.entry.value == "not-remote":
            hits = _uncovered(hits)
            break
    kept = [hit for hit in longest(hits) if _affirmed(found, hit)]
    if kept and not found.scan.low.isascii():
        kept = _lasting(found.scan.low, every, kept)
    partly = [hit for hit in kept if hit.entry.value == "hybrid"]
    return [hit for hit in kept if hit in partly or not _lies_across(hit, partly)] if partly else kept


def _lasting(low: str, hits: list[Hit], kept: list[Hit]) -> list[Hit]:
    """Return the cues but those of interviews and, where a form refuses remote work, of it for the first time."""
    refused = any(_unaffirmed(low, hit) is not None for hit in hits if hit.entry.value == "remote")
    return [hit for hit in kept if not (_is_of_interviews_zh(low, hit) or (refused and _is_at_first(low, hit)))]


def _is_of_interviews_zh(low: str, hit: Hit) -> bool:
    first = max(0, hit.start - INTERVIEWS_ZH_REACH)
    return _INTERVIEWS_ZH.search(low, first, hit.start) is not None


def _is_at_first(low: str, hit: Hit) -> bool:
    near = max(0, hit.start - AT_FIRST_REACH)
    return hit.entry.value == "remote" and _AT_FIRST.search(low, near, hit.start) is not None


def _lies_across(hit: Hit, others: list[Hit]) -> bool:
    """Whether a hit shares words with one of the others (`work remotely` with `remotely part-time`)."""
    return any(hit.start < other.end and other.start < hit.end for other in others)


def _uncovered(hits: list[Hit]) -> list[Hit]:
    """Return the cues that lie in no `not-remote`, and none of those themselves."""
    found: list[Hit] = []
    blocked = -1
    for hit in sorted(hits, key=lambda hit: (hit.start, -hit.end, hit.entry.value != "not-remote")):
        if hit.entry.value == "not-remote":
            blocked = max(blocked, hit.end)
        elif hit.end > blocked:
            found.append(hit)
    return found


def _affirmed(found: Document, hit: Hit) -> bool:
    low = found.scan.low
    start, end, entry = hit.start, hit.end, hit.entry
    word = low[start:end]
    if entry.value == "remote":
        return not (_is_exception(low, start) or _unaffirmed(low, hit) is not None or _is_denied(low, hit)) and not (
            word in _PLAIN_REMOTE and _is_far_thing(found, hit, word)
        )
    if entry.value == "hybrid":
        return word != "hybrid" or _is_hybrid_work(low, hit)
    if word == "local" or word in _IN_PERSON:
        return _is_local_work(found, start, end) if word == "local" else bool(_IN_PERSON_WORK.match(low, end))
    if not word.isascii() and (_NOT_ASKED.search(low, max(0, start - 4), start) or _is_of_interns(low, hit)):
        return False
    if word in _ON_SITE_ZH:
        before = _NOT_ON_SITE_ZH.search(low, max(0, start - 4), start)
        return not before and bool(_ON_SITE_ZH[word].match(low, end))
    return not (_is_on_site_thing(low, end) or _is_of_interviews(low, start))


def _is_local_work(found: Document, start: int, end: int) -> bool:
    """Whether people of the place are sought: a head line says `local` alone, or a text `remote or local`."""
    low = found.scan.low
    if found.scan.text[start] == "L" and found.scan.text[start:end].isupper():
        return True
    if _OR_LOCAL.search(low, max(0, start - 12), start):
        return not (_LOCAL_THING.match(low, end) or low.endswith("teams (remote or ", 0, start))
    if _LOCAL_OR.match(low, end):
        return not low.endswith("teams (", 0, start)
    headed = _is_headed(found, start) and _LOCAL_AFTER.match(low, end)
    return bool(headed and _LOCAL_BEFORE.search(low, max(0, start - 12), start))


def _is_of_interns(low: str, hit: Hit) -> bool:
    """Whether interns are told how many days they come (`每周到岗 4 天`), which says nothing of the other days."""
    return low.startswith("到岗", hit.start) and "实习" in low and _precedes_days(low, hit.end)


def _is_exception(low: str, start: int) -> bool:
    return not low.isascii() and _NOW_AND_THEN.search(low, max(0, start - LONGEST_EXCEPTION), start) is not None


def _is_on_site_thing(low: str, end: int) -> bool:
    return _has_word(low, end + 1) and low[end] in " ," and _ON_SITE_THING.match(low, end) is not None


def _has_word(low: str, at: int) -> bool:
    """Whether a letter or digit stands at `at`."""
    return at < len(low) and (low[at].isalnum() or low[at] == "_")


def _is_of_interviews(low: str, start: int) -> bool:
    """Whether a day on site is one of interviews, by the words before it in the same sentence or piece."""
    first = max(0, start - LONGEST_INTERVIEW)
    if low[start - 1] != "\n":
        first = max(first, low.rfind(".", first, start) + 1, low.rfind("\n", first, start) + 1)
        first = max(first, low.rfind("|", first, start) + 1)
    return start > first and _INTERVIEWS.search(low, first, start) is not None


def _is_hybrid_work(low: str, hit: Hit) -> bool:
    """Whether work is hybrid, not an app or a cloud (`Web/Hybrid/Flutter`)."""
    technical = _HYBRID_THING_BEFORE.search(low, max(0, hit.start - 16), hit.start) or _HYBRID_THING.match(low, hit.end)
    return not technical and bool(_HYBRID_WORK.match(low, hit.end))


def _is_denied(low: str, hit: Hit) -> bool:
    start, end = hit.start, hit.end
    first = max(0, start - 24)
    if _may_be_negated(low, start) and _NO.first(low[first:start]) >= 0 and _NEGATED.search(low, first, start):
        return True
    return _may_begin(low, end, _DENIED_BEGIN, _DENIED_BEGIN_APART) and bool(_DENIED.match(low, end, end + 32))


def _may_be_negated(low: str, start: int) -> bool:
    """Whether a word and a space or stroke stand before, or something with which _NEGATED ends in Chinese."""
    last = low[start - 1]
    if last.isascii():
        return last == "\n" or (last in " -" and _has_word(low, start - 2))
    return last in _NEGATED_ENDS


def _is_far_thing(found: Document, hit: Hit, word: str) -> bool:
    """Whether not the work is remote but what it deals with (`远程桌面`, `a remote beach`)."""
    low, end = found.scan.low, hit.end
    if word in _FAR and not _is_headed(found, hit.start):
        return True
    if end < len(low) and low[end].isascii() and not _has_word(low, end + 2 if low[end] == "," else end + 1):
        return False
    return _REMOTE_THING.match(low, end) is not None and not _takes_people(low, hit.start, end)


def _takes_people(low: str, start: int, end: int) -> bool:
    """Whether people who work far away are wanted."""
    people = _COLLEAGUES.match(low, end)
    if not people:
        return False
    return bool(_TAKEN_BEFORE.search(low, max(0, start - 24), start) or _TAKEN_AFTER.match(low, people.end()))
