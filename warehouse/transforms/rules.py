"""Context rules: whether an ambiguous word means the technology where it stands. Each is named in terms.csv.

A rule is `alternative|alternative`, an alternative `condition+condition`, a condition a name of CONDITIONS with an
optional `:argument`. All look at a bounded window, so that a text costs time linear in its length.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from warehouse.errors import JobproofError
from warehouse.transforms.scan import Hit, Scan, Test

WINDOW = 48
"""Characters each side that a rule may look at."""

ITEM_GAP = 8
"""Characters between two items that stand on lines of their own."""

HAN = re.compile("[\u4e00-\u9fff\u3001\u3002\uff0c\uff1b\uff1a\uff08\uff09\u300a\u300b]")
_LEFT_SEPARATOR = re.compile(r"(?:[,/&+|;、，·•(（\[【]|\b(?:and|or|with|und|et|y|e)|和|或|及|与|跟|者)\s*$")
_RIGHT_SEPARATOR = re.compile(r"^\s*(?:[,/&+|;、，·)）\]】]|(?:and|or|und|et|y)\b|和|或|及|与|等)")
_ITEM_START = re.compile(r"(?:^|[\n:：*•\-–—>|])\s*$")
_ITEM_END = re.compile(r"^\s*(?:$|[\n.。;；!?:|)）])")

_GO_VERB_NEXT = re.compile(
    r"^\s+(?:to|here|ahead|beyond|above|from|out|through|home|back|big|live|public|check|see|visit|apply|get|find|far|deep|wrong"
    r"|into|there|global|viral|down|up|over|forward|further|around|away|right|straight|with|by|after|mobile|green|online|paperless"
    r"|the|a|an|your|our|their|all|off|hand|where|when|faster|bigger|wild|crazy|ape|nuts|fish|team|daddy|fund|pro|cardless|transit"
    r"|figure|look|take|read|learn|work|build|make|play|ask|try|do|be|directly|straight|anywhere|everywhere|remote|no-go|giants|bears|niners|blue|local|beyond)\b"
)  # fmt: skip
_GO_VERB_BEFORE = re.compile(
    r"(?:\b(?:to|we|you|they|i|who|will|would|can|could|should|must|let's|lets|let us|and then|then|things|don't|ll|may|might|did|does"
    r"|pok[eé]mon|alpha|duckduck|duck duck|ready to|set|on the|ready,? set|good to|ever|always|never|just|please|gotta|goes|cocoon|moving|tap|ultra)"
    r"|['’]ll|['’]d|['’]re)\s+$"
)  # fmt: skip
_GO_NOUN_NEXT = re.compile(
    r"^\s*[-–/]?\s*(?:lang\b|\(golang|developer|engineer|programm|back-?\s?end|language|code|service|micro|software|dev\b|devs\b|expert|stack|api|experience"
    r"|skill|app\b|apps\b|application|server|based|is a|is an|preferred|team|standard|compiler|runtime|toolchain|projects|sdk|coder|hacker|guru|ninja"
    r"|concurrency|web|routine|binary|binaries|module|package|librar|ecosystem|community|internals|1\.\d|senior|full|or\b|and\b|/)"
)  # fmt: skip
_GO_NOUN_BEFORE = re.compile(
    r"(?:\b(?:in|using|use|uses|used|with|of|know|knows|learn|learning|love|write|writing|written in|code in|coding|like|mostly|mainly|including"
    r"|our|some|is|as|e\.g\.|eg|i\.e\.|especially|particularly|primarily|modern|idiomatic|pure|proficient|senior|junior|experienced|on|by|for|either|language)|:)\s+$"
)  # fmt: skip
_GO_STRONG_BEFORE = re.compile(
    r"\b(?:written in|programming in|program in|code in|coding in|developed in|built in|build in|services in|developing in|develop in|experience in|experience with"
    r"|knowledge of|proficiency in|proficient in|proficient with|back-?end in|software in|systems in|servers? in|skills in|expert in|fluent in|we use|using|fluency in|such as|languages like|language like)\s+$"
)  # fmt: skip
_GO_GLUED_BEFORE = frozenset("-_.@#'’&$\\")
_NO_GO = re.compile(r"^\s*/\s*no[- ]?go")

_C_NEXT = re.compile(
    r"^\s?(?:language|programm|developer|engineer|code|coding|compiler|开发|编程|语言|程序|library|/c\+\+|\s?(?:or|and|、|,|/|&|和|或)\s?c\+\+|\s?/\s?c#)"
)
_C_BEFORE = re.compile(
    r"(?:\b(?:in|ansi|embedded|using|of|know|plain|low-level|like|linux)|精通|熟悉|掌握|熟练|会|使用|了解|用)\s?$"
)
_C_NOT_BEFORE = re.compile(
    r"(?:\b(?:series|round|class|level|grade|plan|vitamin|to|2|objective|block|bucket|option|appendix|section|tier|hepatitis|type|visual)|[-.'’&@#$%°\d])\s?$"
)
_C_NOT_NEXT = re.compile(
    r"^(?:[-.'’&@%°*]|\s?(?:level|suite|端|轮|round|corp\b|class|-|位|类|类型|座|栋|区|幢|口|级|罩|盘|照|级别))"
)
_R_NEXT = re.compile(r"^\s?(?:language|programm|语言|studio|package|shiny|\(programming)")
_R_NOT_NEXT = re.compile(r"^(?:[-.'’&]|\s?&|\s?and d\b|\s?\+\s?d\b|\^)")

BESIDE: dict[str, tuple[str, str]] = {
    "shell": (r"\b(?:unix|linux|bash|korn|c|posix)[ /-]{0,2}$", r"^\s?(?:script|编程|脚本|program|tool|command)"),
    "rest": (r"\b(?:json|soap|http|web|over|crud|rpc)[ /,+-]{0,2}$", r"^[ -]?(?:api|service|endpoint|interface|接口|web|based|style|风格|framework|architect|json|backend|client|server)"),
    "monitoring": (
        r"\b(?:alerting|logging|log|metrics|application|systems?|infrastructure|performance|service|production|server|network|real-?time|cluster)(?: and| &|,|/)? $",
        r"^[ ,/&]*(?:and |& )?(?:alert|logging|metric|observab|tools|systems?|infrastructure|dashboard|stack|solution|platform)",
    ),
    "scale": (
        r"\b(?:work|works|working|operate|operating|production|systems?|services?|software|data|infrastructure|deploy\w*|built?|build\w*|design\w*|applications?|performance|engineering|problems?) $",
        r"^[ -]*(?:distributed|systems?|web|services?|data|applications?|production|traffic|infrastructure|backend|software|server|internet|sites?|deployments?|platforms?|saas|apis?)\b",
    ),
    "distributed": (r"\b(?:large,|scalable,?|scale|robust,?|highly|parallel,?|high-performance,?|fault-tolerant,?|and|concurrent,?) $",
                    r"^,? ?(?:and |& |or )?(?:\w+,? ){0,2}(?:systems?|computing|architectures?|databases?|storage|services?|applications?|data\b|platforms?|processing|environment|infrastructure|backend|software|cache|file|algorithms?|programming|logic|ledger|transaction|tracing|network|message|key|search|query|web)"),
    "oracle": (r"\b(?:mysql|sql|db2|sybase|postgres(?:ql)?|mssql|rdbms|databases?|数据库)[ ,/、(（或和及与:：]{1,3}$", r"^ ?(?:db|database|rdbms|sql|pl/sql|rac|dba|11g|12c|10g|19c|数据库|/|、|等)"),
    "compliance": (r"\b(?:security|regulatory|legal|risk|data|privacy|hipaa|soc ?2|pci|gdpr|financial|and|&|aml|kyc) $", r"^ (?:and |& |, )?(?:security|requirements?|regulations?|standards?|risk|frameworks?|engineering)"),
    "embedded": (r"\b(?:for|in|of|with|and|or|to|on|low-level|into|hardware|/|,) ?$", r"^ ?(?:c\b|c\+\+|/|systems?|software|linux|hardware|devices?|development|programm|engineer|develop|firmware|platforms?|control|processors?|real|code|products?|environments?|applications?|sensors?|os\b|computing|security|vision)"),
    "node": (r"\b(?:react|javascript|js|typescript|using|in|with|php|ruby|python|rails|express|mongo\w*|aws|go|java)[ ,/&+|]{1,3}(?:and |or )?$", r"^[ ]?[,/&+|).] ?(?:react|express|mongo|angular|typescript|javascript|js|python|ruby|aws|php|rails|vue|postgres|go|java|redis|mysql|graphql|and\b)"),
    "unity": (r"\b(?:in|using|with|unreal|engine)[ ,/]{1,2}$", r"^ ?(?:engine|developer|3d|engineer|游戏|开发|c#|client|程序)"),
    "open_source": (
        r"(?:\b(?:contribut\w+ (?:to|in|on)(?: the| various| our)?|contributors? to(?: the)?|contributions? to|participat\w+ in|author of|maintain\w*(?: of)?|involve\w+ (?:in|with)|active in|passion\w* (?:for|about)|we (?:love|support|believe in|actively|also)|love(?: of| for)?|your|an?|the|our|several|some|popular|all|is|are|as|do|fully|been|and|of|on|with|many|into|to|for|from|significant|personal|any|in)|参与)\s$",
        r"^,?\s?(?:contribut\w*|projects?|communit\w*|work\b|software|code|involvement|participation|experience|everything|libraries|tools|technolog\w+|stack|platform|product|company|core|framework|development|enthusias\w*|advocate|our|as much|whenever|all|and|!|\.|,|background)",
    ),
    "oss_zh": (r"(?:参与|贡献|有|过|热爱|拥抱|活跃|知名|主导|关注|的|喜欢|热衷)(?:过|于|国内外|一些|优秀|大型|知名|相关)?$", r"^(?:项目|社区|贡献|软件|作品|产品|代码|经验|经历|工作|组织|精神|框架|爱好|技术|库|组件|生态|活动|者|分享|作者)"),
}  # fmt: skip
"""Name -> patterns of what may stand right before and right after; one of the two is enough."""


@lru_cache(maxsize=None)
def compiled(rule: str) -> Test | None:
    """Return the test that `rule` names; None where it is empty.

    Raises:
        JobproofError: A condition is unknown.
    """
    if not rule:
        return None
    alternatives = [_all([_condition(part, rule) for part in piece.split("+")]) for piece in rule.split("|")]
    return (
        alternatives[0] if len(alternatives) == 1 else lambda scan, hit: any(test(scan, hit) for test in alternatives)
    )


def _all(tests: list[Test]) -> Test:
    return tests[0] if len(tests) == 1 else lambda scan, hit: all(test(scan, hit) for test in tests)


def _condition(part: str, rule: str) -> Test:
    name, _, argument = part.partition(":")
    make = CONDITIONS.get(name)
    if make is None or (name == "beside" and argument not in BESIDE):
        raise JobproofError(
            "terms.csv", f"rule {rule!r} names the unknown condition {part!r}",
            allowed=", ".join(sorted(CONDITIONS)), remedy="Correct the rule column.",
        )  # fmt: skip
    return make(argument)


def _case(_: str) -> Test:
    return lambda scan, hit: scan.text[hit.start : hit.end] == hit.entry.cased


def _proper(_: str) -> Test:
    return lambda scan, hit: scan.text[hit.start].isupper()


def _upper(_: str) -> Test:
    return lambda scan, hit: scan.text[hit.start : hit.end].isupper()


def _with(argument: str) -> Test:
    wanted = frozenset(argument.split(","))
    return lambda scan, _: not wanted.isdisjoint(scan.named)


def _beside(argument: str) -> Test:
    before, after = (re.compile(pattern) for pattern in BESIDE[argument])
    return lambda scan, hit: bool(after.search(_after(scan, hit)) or before.search(_before(scan, hit)))


def _before(scan: Scan, hit: Hit) -> str:
    return scan.low[max(0, hit.start - WINDOW) : hit.start]


def _after(scan: Scan, hit: Hit) -> str:
    return scan.low[hit.end : hit.end + WINDOW]


def hanzi(scan: Scan, hit: Hit) -> bool:
    """Whether a Chinese character or mark stands beside, with at most one space between."""
    return bool(HAN.search(scan.low[max(0, hit.start - 2) : hit.start]) or HAN.search(scan.low[hit.end : hit.end + 2]))


def near(scan: Scan, hit: Hit) -> bool:
    """Whether a technology is named within WINDOW characters on the same line."""
    return _technology_left(scan, hit) or _technology_right(scan, hit)


def listed(scan: Scan, hit: Hit) -> bool:
    """Whether the word is an item of a list that names a technology beside it."""
    before, after = _before(scan, hit), _after(scan, hit)
    left, right = _LEFT_SEPARATOR.search(before), _RIGHT_SEPARATOR.search(after)
    if not (left or right):
        return False
    closed = (left or _ITEM_START.search(before)) and (right or _ITEM_END.search(after))
    if closed and near(scan, hit):
        return True
    return bool((left and _technology_left(scan, hit, 14)) or (right and _technology_right(scan, hit, 14)))


def _technology_left(scan: Scan, hit: Hit, window: int = WINDOW) -> bool:
    line = scan.low.rfind("\n", 0, hit.start)
    low = max(hit.start - window, line)
    return any(
        low <= other.end <= hit.start and other.start != hit.start for other in scan.neighbours(hit.start, left=True)
    )


def _technology_right(scan: Scan, hit: Hit, window: int = WINDOW) -> bool:
    line = scan.low.find("\n", hit.end, hit.end + window)
    high = hit.end + window if line < 0 else line
    return any(hit.end <= other.start <= high for other in scan.neighbours(hit.end, left=False))


def go(scan: Scan, hit: Hit) -> bool:
    """Whether `go` is the language: never the verb, a name's part or a domain's."""
    before, after = _before(scan, hit), _after(scan, hit)
    if _go_is_glued(before, after) or _NO_GO.search(after):
        return False
    word = scan.text[hit.start : hit.end]
    if hanzi(scan, hit):
        return not (_GO_VERB_BEFORE.search(before) or _GO_VERB_NEXT.search(after))
    if _GO_STRONG_BEFORE.search(before) and not _GO_VERB_NEXT.search(after):
        return True
    if _GO_NOUN_NEXT.search(after) and not _GO_VERB_BEFORE.search(before):
        return word != "go" or _go_lower(scan, hit, before, after)
    if word == "Go":
        return _go_capital(scan, hit, before, after)
    return not _GO_VERB_NEXT.search(after) and not _GO_VERB_BEFORE.search(before) and listed(scan, hit)


def _go_is_glued(before: str, after: str) -> bool:
    if before and before[-1] in _GO_GLUED_BEFORE and not re.search(r"[\s,/]-$|\.{2,}$|\w\. ?$|&$", before):
        return True
    if re.match(r"-(?!lang|based|\s|powered|first|centric|native|heavy|related|written|\W)", after):
        return True
    return bool(re.match(r"[._'’@](?=\w)|:(?=embed)", after))


def _go_lower(scan: Scan, hit: Hit, before: str, after: str) -> bool:
    firm = re.match(r"\s*(?:lang\b|\(golang|developer|engineer|programm|back-?\s?end|language|code\b|micro)", after)
    return bool(firm) or listed(scan, hit)


def _go_capital(scan: Scan, hit: Hit, before: str, after: str) -> bool:
    if _GO_VERB_NEXT.search(after) or _GO_VERB_BEFORE.search(before):
        return _GO_VERB_BEFORE.search(before) is None and listed(scan, hit) and not re.match(r"\s+to\b", after)
    if listed(scan, hit):
        return True
    starts = re.search(r"(?:^|[\n.!?:*•\-–—>|(])\s*$", before)
    if starts:
        return bool(re.match(r"\s*(?:$|[\n,;|)(:–—-])", after)) and not re.match(r"[!]", after)
    return (
        bool(re.search(r"[a-z0-9,;)(/&+]\s*$", before))
        and not re.match(r"\s*!", after)
        and _mid_sentence(scan, hit, before, after)
    )


def _mid_sentence(scan: Scan, hit: Hit, before: str, after: str) -> bool:
    """Whether a capital `Go` inside a sentence is no word of a Title Case Heading or of a name."""
    previous = re.search(r"(\S+)\s+$", scan.text[max(0, hit.start - WINDOW) : hit.start])
    following = re.match(r"\s+(\w+)", scan.text[hit.end : hit.end + WINDOW])
    titled = bool(previous and previous.group(1)[:1].isupper() and following and following.group(1)[:1].isupper())
    return not titled or bool(_GO_NOUN_BEFORE.search(before)) or near(scan, hit)


def c_language(scan: Scan, hit: Hit) -> bool:
    """Whether `c` is the language C: not C-level, series C, C端."""
    before, after = _before(scan, hit), _after(scan, hit)
    if _C_NOT_NEXT.search(after) or _C_NOT_BEFORE.search(before):
        return bool(re.match(r"\s?(?:语言|编程)", after))
    if _C_NEXT.search(after):
        return True
    if _alone_in_list(scan, hit):
        return True
    beside = bool(re.search(r"(?:c\+\+|c#|java|python|assembly|汇编)\s?(?:[,/、|&]|or|and|和|或)\s?$", before))
    if beside or (scan.text[hit.start] == "C" and listed(scan, hit)):
        return True
    return scan.text[hit.start] == "C" and bool(_C_BEFORE.search(before)) and not re.match(r"\s?\w", after)


def _alone_in_list(scan: Scan, hit: Hit) -> bool:
    """Whether the word is the whole item of a list of technologies, one a line."""
    before, after = _before(scan, hit), _after(scan, hit)
    alone = re.search(r"\n\s*[-*•·]\s*$", before) and re.match(r"\s*(?:\n|$)", after)
    return bool(alone) and any(hit.start - other.end <= ITEM_GAP for other in scan.neighbours(hit.start, left=True))


def r_language(scan: Scan, hit: Hit) -> bool:
    """Whether `r` is the language R: not R&D."""
    before, after = _before(scan, hit), _after(scan, hit)
    if _R_NOT_NEXT.search(after) or re.search(r"[-.'’&@/]$", before) and not re.search(r"\w/$", before):
        return False
    if _R_NEXT.search(after):
        return True
    return scan.text[hit.start] == "R" and listed(scan, hit)


def go_version(scan: Scan, hit: Hit) -> bool:
    """Whether `go1.` is followed by a minor version."""
    return scan.low[hit.end : hit.end + 1].isdigit()


def _plain(test: Test) -> Callable[[str], Test]:
    return lambda _: test


def _framework(_: str) -> Test:
    return lambda scan, hit: bool(re.match(r"\s?(?:web )?(?:framework|框架)", _after(scan, hit)))


CONDITIONS: dict[str, Callable[[str], Test]] = {
    "case": _case,
    "proper": _proper,
    "upper": _upper,
    "with": _with,
    "beside": _beside,
    "framework": _framework,
    "hanzi": _plain(hanzi),
    "near": _plain(near),
    "listed": _plain(listed),
    "go": _plain(go),
    "go_version": _plain(go_version),
    "c": _plain(c_language),
    "r": _plain(r_language),
}
"""Every condition that terms.csv may name."""
