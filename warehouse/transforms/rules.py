"""Context rules: whether an ambiguous word means the technology where it stands. Each is named in terms.csv.

A rule is `alternative|alternative`, an alternative `condition+condition`, a condition a name of CONDITIONS with an
optional `:argument`. All look at a bounded window, so that a text costs time linear in its length.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache, partial

from warehouse.errors import JobproofError
from warehouse.transforms.scan import Hit, Scan, Test

NOTHING = r"(?!)"
WINDOW = 48
"""Characters each side that a rule may look at."""
WORD_BEFORE = 16
"""Characters of it in which a word that stands right before has room."""
ITEM_GAP = 8
"""Characters between two items that stand on lines of their own."""

HAN = re.compile("[\u4e00-\u9fff\u3001\u3002\uff0c\uff1b\uff1a\uff08\uff09\u300a\u300b]")
_LEFT_SIGNS = frozenset(",/&+|;、，·•(（[【和或及与跟者")
_LEFT_WORD = re.compile(r"\b(?:and|or|with|und|et|y|e)$")
_LEFT_WORD_ENDS = frozenset("drhtye")
_RIGHT_SEPARATOR = re.compile(r"\s*(?:[,/&+|;、，·)）\]】]|(?:and|or|und|et|y)\b|和|或|及|与|等)")
_ITEM_START = re.compile(r"(?:^|[\n:：*•\-–—>|])\s*$")
_ITEM_END = re.compile(r"\s*(?:$|[\n.。;；!?:|)）])")

_GO_VERB_NEXT = re.compile(

        r"\s+(?:to|here|ahead|beyond|above|from|out|through|home|back|big|live|public|check|see|visit|apply"
        r"|get|find|far|deep|wrong"

        r"|into|there|global|viral|down|up|over|forward|further|around|away|right|straight|with|by|after|mobile"
        r"|green|online|paperless"

        r"|the|a|an|your|our|their|all|off|hand|where|when|faster|bigger|wild|crazy|ape|nuts|fish|team|daddy"
        r"|fund|pro|cardless|transit"

        r"|figure|look|take|read|learn|work|build|make|play|ask|try|do|be|directly|straight|anywhere|everywhere"
        r"|remote|no-go|giants|bears|niners|blue|local|beyond)\b"
)  # fmt: skip
_GO_VERB_BEFORE = re.compile(

        r"(?:\b(?:to|we|you|they|i|who|will|would|can|could|should|must|let's|lets|let us|and then|then|things"
        r"|don't|ll|may|might|did|does"

        r"|pok[eé]mon|alpha|duckduck|duck duck|ready to|set|on the|ready,? set|good to|ever|always|never|just"
        r"|please|gotta|goes|cocoon|moving|tap|ultra|stuff|everything|make it|makes it|making it)"
    r"|['’]ll|['’]d|['’]re)\s+$"
)  # fmt: skip
_GO_NOUN_NEXT = re.compile(

        r"\s*[-–/]?\s*(?:lang\b|\(golang|developer|engineer|programm|back-?\s?end|language|code|service|micro"
        r"|software|dev\b|devs\b|expert|stack|api|experience"

        r"|skill|app\b|apps\b|application|server|based|is a|is an|preferred|team|standard|compiler|runtime"
        r"|toolchain|projects|sdk|coder|hacker|guru|ninja"

        r"|concurrency|web|routine|binary|binaries|module|package|librar|ecosystem|community|internals|1\.\d"
        r"|senior|full|or\b|and\b|/)"
)  # fmt: skip
_GO_NOUN_BEFORE = re.compile(

        r"(?:\b(?:in|using|use|uses|used|with|of|know|knows|learn|learning|love|write|writing|written in"
        r"|code in|coding|like|mostly|mainly|including"

        r"|our|some|is|as|e\.g\.|eg|i\.e\.|especially|particularly|primarily|modern|idiomatic|pure|proficient"
        r"|senior|junior|experienced|on|by|for|either|language)|:)\s+$"
)  # fmt: skip
_GO_STRONG_BEFORE = re.compile(

        r"\b(?:written in|programming in|program in|code in|coding in|developed in|built in|build in"
        r"|services in|developing in|develop in|experience in|experience with"

        r"|knowledge of|proficiency in|proficient in|proficient with|back-?end in|software in|systems in"
        r"|servers? in|skills in|expert in|fluent in|we use|using|fluency in|such as|languages like"
        r"|language like)\s+$"
)  # fmt: skip
_GO_TURNED_TO = re.compile(
    r"\b(?:migrat|transition|switch|mov|port|convert|rewrit|rewrote|shift)\w*\b[^.\n!?]{0,44}\bto\s+$"
)
_GO_LEARNT = re.compile(r"\b(?:learn|learning|know|knowing|teach|taught)\s+$")
_GO_SERVES = re.compile(r"\s+(?:for|on|in)\s+(?:the\s+|our\s+)?(?:back|server|api|services|micro|infra)")
_GO_ZH_NEXT = re.compile(
    r"\s?(?:语言|开发|后端|后台|服务|微服务|工程师|程序|编程|项目|经验|技术|框架|方向|岗|源码|基础|底层|生态|优先|等|协程|并发|代码|版本|实现|重构|团队|研发"
    r"|职位|相关|者|高级|架构|web|标准库|的(?:开发|经验|项目|并发|后端|特性|语法|底层))"
)
_GO_ZH_BEFORE = re.compile(
    r"(?:精通|熟悉|掌握|熟练|使用|了解|运用|擅长|采用|基于|转|会|懂|写|学|学习|招聘?|急?聘|或者?|和|与|及|语言[:：]?|语言(?:为|是|以)?|技术栈[:：]?|后端[:：]?|主要用|主用|纯|用)\s?$"
)
_GO_MARKED = re.compile("\\s?[#(（【\\[]\\s?[\u4e00-\u9fff]")
_GO_PRAISED = re.compile(r"\b(?:love|like|use|using|write|writing|learn|in|with)\s+$")
_GO_POSSESSES = re.compile(
    r"['’]s\s+(?:concurrency|standard|std|runtime|type|garbage|gc|ecosystem|goroutine|scheduler|memory|simplicity|performance"
    r"|interface|tooling|channel|strength|idiom|net/http|best practices)"
)
_GO_GLUED_BEFORE = frozenset("-_.@#'’&$\\")
_GO_SEPARATED = re.compile(
    r"[\s,/]-$|\.{2,}$|\w\. ?$|&$|(?:java|python|php|node(?:\.?js)?|ruby|rust|scala|js|c\+\+|c#)\\$"
)
"""What ends in one of those signs and separates all the same: `NodeJS\\Java\\Go`."""
_GO_GLUED = re.compile(
    r"-(?!lang|based|\s|powered|first|centric|native|heavy|related|written|\W)|[._'’@](?=\w)|:(?=embed)"
)
_GO_CHEER = re.compile(r"\s+\w+\s*!")
_NO_GO = re.compile(r"\s*/\s*no[- ]?go")

_C_NEXT = re.compile(
    r"\s?(?:language|programm|developer|engineer|code|coding|compiler|开发|编程|语言|程序|library|/c\+\+|\s?(?:or"
    r"|and|、|,|/|&|和|或)\s?c\+\+|\s?/\s?c#)"
)
_C_BEFORE = re.compile(
    r"(?:\b(?:in|ansi|embedded|using|use|of|know|with|plain|low-level|like|linux|write|writing|languages?:)|精通|熟悉|掌握|熟练|会|使用|了解|用)\s?$"
)
_C_PART = re.compile(r"\s?(?!for\b|on\b|and\b|or\b|code\b)\w")
_C_NOT_BEFORE = re.compile(
    r"(?:\b(?:series|round|class|level|grade|plan|vitamin|to|2|objective|block|bucket|option|appendix"
    r"|section|tier|hepatitis|type|visual)|[-'’&@#$%°\d])\s?$|\.$"
)
_C_NOT_NEXT = re.compile(
    r"(?:[-.'’&@%°*]|\s?(?:level|suite|端|轮|round|corp\b|class|-|位|类|类型|座|栋|区|幢|口|级|罩|盘|照|级别))"
)
_R_NEXT = re.compile(r"\s?(?:language|programm|语言|studio|package|shiny|\(programming)")
_R_BEFORE = re.compile(r"\b(?:in|using|use|uses|with|know|knowledge of|written in)\s$|[(（]\s?$")
_R_WORK = re.compile(r"statist|data|analy[sz]|analytic|model|shiny|\bsas\b|spss|stata|matlab|统计|数据|分析")
_R_NOT_NEXT = re.compile(r"(?:[-.'’&]|\s?&|\s?and d\b|\s?\+\s?d\b|\^)")


def compiler(contexts: Mapping[str, tuple[str, str]]) -> Callable[[str], Test | None]:
    """Return the function that turns a rule of terms.csv into a test; None for the empty rule.

    Args:
        contexts: Name -> patterns of what may stand right before and right after (contexts.csv).
    """
    known: dict[str, Callable[[str], Test]] = {**CONDITIONS, "beside": partial(_beside, contexts)}

    @cache
    def compiled(rule: str) -> Test | None:
        if not rule:
            return None
        alternatives = [_all([_condition(part, rule, known) for part in piece.split("+")]) for piece in rule.split("|")]
        return alternatives[0] if len(alternatives) == 1 else partial(_any, alternatives)

    return compiled


def _any(tests: list[Test], scan: Scan, hit: Hit) -> bool:
    for test in tests:  # noqa: SIM110 - `any` over a generator costs as much as the tests
        if test(scan, hit):
            return True
    return False


def _every(tests: list[Test], scan: Scan, hit: Hit) -> bool:
    for test in tests:  # noqa: SIM110 - see _any
        if not test(scan, hit):
            return False
    return True


def _all(tests: list[Test]) -> Test:
    return tests[0] if len(tests) == 1 else partial(_every, tests)


def _condition(part: str, rule: str, known: Mapping[str, Callable[[str], Test]]) -> Test:
    name, _, argument = part.partition(":")
    if name not in known:
        raise JobproofError(
            "terms.csv", f"rule {rule!r} names the unknown condition {part!r}",
            allowed=", ".join(sorted(known)), remedy="Correct the rule column.",
        )  # fmt: skip
    return known[name](argument)


def _case(_: str) -> Test:
    return lambda scan, hit: scan.text[hit.start : hit.end] == hit.entry.cased


def _proper(_: str) -> Test:
    return lambda scan, hit: scan.text[hit.start].isupper()


def _titled(_: str) -> Test:
    return lambda scan, hit: scan.text[hit.start].isupper() and not scan.text[hit.start : hit.end].isupper()


def _upper(_: str) -> Test:
    return lambda scan, hit: scan.text[hit.start : hit.end].isupper()


def _with(argument: str) -> Test:
    wanted = frozenset(argument.split(","))
    return lambda scan, _: not wanted.isdisjoint(scan.named)


def _beside(contexts: Mapping[str, tuple[str, str]], argument: str) -> Test:
    if argument not in contexts:
        raise JobproofError(
            "terms.csv", f"rule `beside:{argument}` names an unknown context",
            allowed=", ".join(sorted(contexts)), remedy="Correct the rule or add the context to contexts.csv.",
        )  # fmt: skip
    before, after = (re.compile(pattern or NOTHING) for pattern in contexts[argument])
    return lambda scan, hit: bool(after.search(_after(scan, hit)) or before.search(_before(scan, hit)))


def _before(scan: Scan, hit: Hit) -> str:
    return scan.low[max(0, hit.start - WINDOW) : hit.start]


def _after(scan: Scan, hit: Hit) -> str:
    return scan.low[hit.end : hit.end + WINDOW]


def _ends_in(words: re.Pattern[str], before: str) -> bool:
    """Whether what stands before ends in some words with a space behind them; most has no space there."""
    return before[-1:].isspace() and words.search(before) is not None


def _ends_near(words: re.Pattern[str], before: str) -> bool:
    """Whether what stands before ends in one of some short words."""
    return words.search(before, max(0, len(before) - WORD_BEFORE)) is not None


def hanzi(scan: Scan, hit: Hit) -> bool:
    """Whether a Chinese character or mark stands beside, with at most one space between."""
    return bool(HAN.search(scan.low[max(0, hit.start - 2) : hit.start]) or HAN.search(scan.low[hit.end : hit.end + 2]))


def near(scan: Scan, hit: Hit) -> bool:
    """Whether a technology is named within WINDOW characters on the same line."""
    return _technology_left(scan, hit) or _technology_right(scan, hit)


def listed(scan: Scan, hit: Hit) -> bool:
    """Whether the word is an item of a list that names a technology beside it."""
    before, after = _before(scan, hit), _after(scan, hit)
    left, right = _separated(before), _RIGHT_SEPARATOR.match(after)
    if not (left or right):
        return False
    closed = (left or _ITEM_START.search(before)) and (right or _ITEM_END.match(after))
    if closed and near(scan, hit):
        return True
    return bool((left and _technology_left(scan, hit, 14)) or (right and _technology_right(scan, hit, 14)))


def _separated(before: str) -> bool:
    """Whether what stands before ends with a sign or word that separates items."""
    near = before.rstrip()
    last = near[-1:]
    return last in _LEFT_SIGNS or (last in _LEFT_WORD_ENDS and bool(_LEFT_WORD.search(near, max(0, len(near) - 5))))


def _technology_left(scan: Scan, hit: Hit, window: int = WINDOW) -> bool:
    line = scan.low.rfind("\n", max(0, hit.start - window), hit.start)
    low = max(hit.start - window, line)
    slug = hit.entry.value
    return any(
        low <= end <= hit.start and entry.value != slug for _, end, entry in scan.neighbours(hit.start, left=True)
    )


def _technology_right(scan: Scan, hit: Hit, window: int = WINDOW) -> bool:
    line = scan.low.find("\n", hit.end, hit.end + window)
    high = hit.end + window if line < 0 else line
    slug = hit.entry.value
    return any(
        hit.end <= start <= high and entry.value != slug for start, _, entry in scan.neighbours(hit.end, left=False)
    )


def go(scan: Scan, hit: Hit) -> bool:
    """Whether `go` is the language: never the verb, a name's part or a domain's."""
    before, after = _before(scan, hit), _after(scan, hit)
    if _go_is_glued(before, after) or _NO_GO.match(after) or _GO_CHEER.match(after):
        return False
    word = scan.text[hit.start : hit.end]
    if hanzi(scan, hit) or _GO_MARKED.match(after):
        verb = _ends_in(_GO_VERB_BEFORE, before) or _GO_VERB_NEXT.match(after)
        return not verb and (word != "go" or _go_lower_zh(scan, hit, before, after))
    firm = _ends_in(_GO_STRONG_BEFORE, before) and not _GO_VERB_NEXT.match(after)
    named = word == "Go" and (_ends_in(_GO_LEARNT, before) or _go_is_turned_to(scan, hit, before, after))
    if firm or named:
        return True
    if _GO_NOUN_NEXT.match(after) and not _ends_in(_GO_VERB_BEFORE, before):
        return word != "go" or _go_lower(scan, hit, after)
    if word == "Go":
        return _go_capital(scan, hit, before, after)
    return not _GO_VERB_NEXT.match(after) and not _ends_in(_GO_VERB_BEFORE, before) and listed(scan, hit)


def _go_is_glued(before: str, after: str) -> bool:
    if before and before[-1] in _GO_GLUED_BEFORE and not _GO_SEPARATED.search(before):
        return True
    return _GO_GLUED.match(after) is not None and not _GO_POSSESSES.match(after)


def _go_is_turned_to(scan: Scan, hit: Hit, before: str, after: str) -> bool:
    """Whether somebody moves `to Go`, or a row of technologies runs `from Java to Go to Scala`."""
    if _ends_in(_GO_TURNED_TO, before) and re.match(
        r"\s*(?:$|[.,;)(\n]|and\b|for\b|from\b|last\b|this\b|over\b|in \d)", after
    ):
        return True
    between = re.search(r"\bto\s+$", before) and re.match(r"\s+to\b", after)
    return bool(between) and _technology_left(scan, hit, 14) and _technology_right(scan, hit, 14)


def _go_lower_zh(scan: Scan, hit: Hit, before: str, after: str) -> bool:
    """Whether a small `go` among Hanzi is the language: what stands beside speaks of programming (not `说go就go`)."""
    return bool(_GO_ZH_NEXT.match(after) or _ends_near(_GO_ZH_BEFORE, before)) or listed(scan, hit) or near(scan, hit)


def _go_lower(scan: Scan, hit: Hit, after: str) -> bool:
    firm = re.match(r"\s*(?:lang\b|\(golang|developer|engineer|programm|back-?\s?end|language|code\b|micro)", after)
    return bool(firm) or listed(scan, hit)


def _go_capital(scan: Scan, hit: Hit, before: str, after: str) -> bool:
    if _GO_VERB_NEXT.match(after) or _ends_in(_GO_VERB_BEFORE, before):
        return not _ends_in(_GO_VERB_BEFORE, before) and listed(scan, hit) and not re.match(r"\s+to\b", after)
    if listed(scan, hit):
        return True
    starts = re.search(r"(?:^|[\n.!?:*•\-–—>|(])\s*$", before)
    if starts:
        ends = re.match(r"\s*(?:$|[\n,;|)(:–—•·*-]|\.\s*[-–•*])", after)
        return bool(ends) or (before.rstrip().endswith(":") and bool(_GO_SERVES.match(after)))
    return (
        bool(re.search(r"[a-z0-9,;)(/&+%]\s*$", before))
        and (not re.match(r"\s*!", after) or _ends_in(_GO_PRAISED, before))
        and _mid_sentence(scan, hit, before)
    )


def _mid_sentence(scan: Scan, hit: Hit, before: str) -> bool:
    """Whether a capital `Go` inside a sentence is no word of a Title Case Heading or of a name."""
    previous = re.search(r"(\S+)\s+$", scan.text[max(0, hit.start - WINDOW) : hit.start])
    following = re.match(r"\s+(\w+)", scan.text[hit.end : hit.end + WINDOW])
    titled = bool(previous and previous.group(1)[:1].isupper() and following and following.group(1)[:1].isupper())
    return not titled or _ends_in(_GO_NOUN_BEFORE, before) or near(scan, hit)


def c_language(scan: Scan, hit: Hit) -> bool:
    """Whether `c` is the language C: not C-level, series C, C端."""
    before, after = _before(scan, hit), _after(scan, hit)
    if _C_NOT_NEXT.match(after) or _ends_near(_C_NOT_BEFORE, before):
        return bool(re.match(r"\s?(?:语言|编程)", after))
    if _C_NEXT.match(after):
        return True
    if _alone_in_list(scan, hit):
        return True
    beside = bool(re.search(r"(?:c\+\+|c#|java|python|assembly|汇编)\s?(?:[,/、|&]|or|and|和|或)\s?$", before))
    if beside or (scan.text[hit.start] == "C" and listed(scan, hit)):
        return True
    return scan.text[hit.start] == "C" and _ends_near(_C_BEFORE, before) and not _C_PART.match(after)


def _alone_in_list(scan: Scan, hit: Hit) -> bool:
    """Whether the word is the whole item of a list of technologies, one a line."""
    before, after = _before(scan, hit), _after(scan, hit)
    alone = re.search(r"\n\s*[-*•·]\s*$", before) and re.match(r"\s*(?:\n|$)", after)
    return bool(alone) and any(hit.start - other.end <= ITEM_GAP for other in scan.neighbours(hit.start, left=True))


def r_language(scan: Scan, hit: Hit) -> bool:
    """Whether `r` is the language R: not R&D."""
    before, after = _before(scan, hit), _after(scan, hit)
    if _R_NOT_NEXT.match(after) or (re.search(r"[-.'’&@/]$", before) and not re.search(r"\w/$", before)):
        return False
    if _R_NEXT.match(after):
        return True
    if scan.text[hit.start] != "R":
        return False
    spoken = _R_BEFORE.search(before) and not re.match(r"\s?(?!for\b|and\b|or\b)\w", after)
    return listed(scan, hit) or bool(spoken and (_R_WORK.search(before) or _R_WORK.search(after)))


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
    "titled": _titled,
    "upper": _upper,
    "with": _with,
    "framework": _framework,
    "hanzi": _plain(hanzi),
    "near": _plain(near),
    "listed": _plain(listed),
    "alone": _plain(_alone_in_list),
    "go": _plain(go),
    "go_version": _plain(go_version),
    "c": _plain(c_language),
    "r": _plain(r_language),
}
"""Every condition that terms.csv may name."""
