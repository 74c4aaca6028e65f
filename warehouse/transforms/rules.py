"""Context rules: whether an ambiguous word means the technology where it stands. Each is named in terms.csv.

A rule is `alternative|alternative`, an alternative `condition+condition`, a condition a name of CONDITIONS with an
optional `:argument`. All look at a bounded window, so that a text costs time linear in its length.

Compiled by Cython (rules.pxd has the C types): signs are told where they stand, and a regular expression is asked only
where what it must begin or end with is there.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Mapping
from functools import cache
from operator import attrgetter
from typing import TYPE_CHECKING

from warehouse.errors import JobproofError
from warehouse.transforms.cues import Places
from warehouse.transforms.entries import Entry, Hit
from warehouse.transforms.needles import Vocabulary, is_word

if TYPE_CHECKING:
    from warehouse.transforms.scan import Scan

WINDOW = 48
"""Characters each side that a rule may look at."""
BESIDE = 14
"""Characters each side in which the next item of a list stands."""
WORD_BEFORE = 16
"""Characters of it in which a word that stands right before has room."""
ITEM_GAP = 8
"""Characters between two items that stand on lines of their own."""
NEIGHBOURS = 4
"""Technologies each side that a rule may look at."""

HAN = re.compile("[\u4e00-\u9fff\u3001\u3002\uff0c\uff1b\uff1a\uff08\uff09\u300a\u300b]")
_END = attrgetter("end")
_SEPARATING = Vocabulary(["and", "or", "und", "et", "y"])
_SEPARATING_BEFORE = Vocabulary(["and", "or", "with", "und", "et", "y", "e"])
LONGEST_SEPARATING = 4
_FRAMEWORK_NEXT = re.compile(r"\s?(?:web )?(?:framework|框架)")
_MARKED_BEFORE = re.compile(r"\n\s*[-*•·]\s*$")
_LINE_END_NEXT = re.compile(r"\s*(?:\n|$)")
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
        r"|please|gotta|goes|cocoon|moving|tap|ultra|stuff|everything|make it|makes it|making it"

        r"|hbo|showtime|(?:fox|sky|bein) sports)"
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
_GO_SEPARATED = re.compile(
    r"[\s,/]-$|\.{2,}$|\w\. ?$|&$|(?:java|python|php|node(?:\.?js)?|ruby|rust|scala|js|c\+\+|c#)\\$"
)
"""What ends in a sign of _is_glue and separates all the same: `NodeJS\\Java\\Go`."""
_GO_GLUED = re.compile(
    r"-(?!lang|based|\s|powered|first|centric|native|heavy|related|written|\W)|[._'’@](?=\w)|:(?=embed)"
)
_GO_CHEER = re.compile(r"\s+\w+\s*!")
_TURN_ENDS = re.compile(r"\s*(?:$|[.,;)(\n]|and\b|for\b|from\b|last\b|this\b|over\b|in \d)")
_TO_BEFORE = re.compile(r"\bto\s+$")
_TO_NEXT = re.compile(r"\s+to\b")
_GO_FIRM_NEXT = re.compile(r"\s*(?:lang\b|\(golang|developer|engineer|programm|back-?\s?end|language|code\b|micro)")
_GO_STARTS = re.compile(r"(?:^|[\n.!?:*•\-–—>|(])\s*$")
_GO_ENDS = re.compile(r"\s*(?:$|[\n,;|)(:–—•·*-]|\.\s*[-–•*])")
_GO_GOES_ON = re.compile(r"[a-z0-9,;)(/&+%]\s*$")
_CALL_NEXT = re.compile(r"\s*!")
_NAME_BEFORE = re.compile(r"(\S+)\s+$")
_NAME_NEXT = re.compile(r"\s+(\w+)")
_NO_GO = re.compile(r"\s*/\s*no[- ]?go")

_C_NEXT = re.compile(
    r"\s?(?:language|programm|developer|engineer|code|coding|compiler|开发|编程|语言|程序|library|/c\+\+|\s?(?:or"
    r"|and|、|,|/|&|和|或)\s?c\+\+|\s?/\s?c#)"
)
_C_BEFORE = re.compile(
    r"(?:\b(?:in|ansi|embedded|using|use|of|know|with|plain|low-level|like|linux|write|writing|languages?:)|精通|熟悉|掌握|熟练|会|使用|了解|用)\s?$"
)
_C_WORD_NEXT = re.compile(r"\s?(?:语言|编程)")
_C_RELATIVE_BEFORE = re.compile(r"(?:c\+\+|c#|java|python|assembly|汇编)\s?(?:[,/、|&]|or|and|和|或)\s?$")
_C_PART = re.compile(r"\s?(?!for\b|on\b|and\b|or\b|code\b)\w")
_C_NOT_BEFORE = re.compile(
    r"(?:\b(?:series|round|class|level|grade|plan|vitamin|to|2|objective|block|bucket|option|appendix"
    r"|section|tier|hepatitis|type|visual)|[-'’&@#$%°\d])\s?$|\.$"
)
_C_NOT_NEXT = re.compile(
    r"(?:[-'’&@%°*]|\.(?!\s|$)|/s(?![a-z])|\s?(?:level|suite|端|轮|round|corp\b|class|-|位|类|类型|座|栋|区|幢|口|级|罩|盘|照|级别))"
)
_R_NEXT = re.compile(r"\s?(?:language|programm|语言|studio|package|shiny|\(programming)")
_R_BEFORE = re.compile(r"\b(?:in|using|use|uses|with|know|knowledge of|written in)\s$|[(（]\s?$")
_R_PART = re.compile(r"\s?(?!for\b|and\b|or\b)\w")
_R_GLUED = re.compile(r"[-.'’&@/]$")
_R_SEPARATED = re.compile(r"\w/$")
_R_WORK = re.compile(r"statist|data|analy[sz]|analytic|model|shiny|\bsas\b|spss|stata|matlab|统计|数据|分析")
_R_NOT_NEXT = re.compile(r"(?:[-'’&]|\.(?!\s|$)|\s?&|\s?and d\b|\s?\+\s?d\b|\^)")


CONDITIONS = (
    "case", "proper", "titled", "upper", "with", "framework", "hanzi", "near", "listed", "alone", "go", "go_version",
    "c", "r", "beside", "without",
)  # fmt: skip
"""Every condition that terms.csv may name."""
(
    _CASE,
    _PROPER,
    _TITLED,
    _UPPER,
    _WITH,
    _FRAMEWORK,
    _HANZI,
    _NEAR,
    _LISTED,
    _ALONE,
    _GO,
    _GO_VERSION,
    _C,
    _R,
    _BESIDE,
    _WITHOUT,
) = range(len(CONDITIONS))


class Context:
    """What may stand right before or after a word, of contexts.csv.

    Args:
        before: Pattern of what may stand before; empty for nothing.
        after: Pattern of what may stand after; empty for nothing.
    """

    def __init__(self, before: str, after: str) -> None:
        self._before = re.compile(before) if before else None
        self._after = re.compile(after) if after else None
        self._at_end = all(piece.endswith((" $", r"\s$")) for piece in _pieces(before))
        self._at_start = all(piece.startswith("^") for piece in _pieces(after))

    def stands_beside(self, at: Spot) -> bool:
        """Whether one of both does."""
        return self._stands_after(at) or self._stands_before(at)

    def _stands_after(self, at: Spot) -> bool:
        if self._after is None:
            return False
        after = at.after()
        return (self._after.match(after) if self._at_start else self._after.search(after)) is not None

    def _stands_before(self, at: Spot) -> bool:
        if self._before is None or (self._at_end and not at.is_behind_space()):
            return False
        return self._before.search(at.before()) is not None


def _pieces(pattern: str) -> list[str]:
    """Return the alternatives of a pattern that stand in no group."""
    pieces, depth, begun = list[str](), 0, 0
    for match in re.finditer(r"\\.|\[(?:\\.|[^\]\\])+\]|[()|]", pattern):
        sign = match.group()
        depth += (sign == "(") - (sign == ")")
        if sign == "|" and depth == 0:
            pieces.append(pattern[begun : match.start()])
            begun = match.end()
    return [*pieces, pattern[begun:]]


class Condition:
    """One condition of a rule.

    Args:
        kind: Place of its name in CONDITIONS.
        words: Concepts of which `with` asks for one and `without` for none.
        context: What `beside` asks for.
    """

    def __init__(self, kind: int, words: frozenset[str], context: Context) -> None:
        self._kind = kind
        self._words = words
        self._context = context

    def holds(self, at: Spot) -> bool:
        """Whether it holds where a word stands."""
        kind = self._kind
        if kind <= _UPPER:
            return _is_written(kind, at)
        if kind == _WITH:
            return not self._words.isdisjoint(at.named())
        if kind == _WITHOUT:
            return self._words.isdisjoint(at.named())
        if kind == _BESIDE:
            return self._context.stands_beside(at)
        return _stands_among(kind, at) if kind <= _ALONE else _is_language(kind, at)


def _is_written(kind: int, at: Spot) -> bool:
    """Whether a word is written as one of the conditions _CASE to _UPPER asks."""
    if kind == _CASE:
        return at.word() == at.cased()
    if kind == _UPPER:
        return at.word().isupper()
    return at.text[at.start].isupper() and (kind == _PROPER or not at.word().isupper())


def _stands_among(kind: int, at: Spot) -> bool:
    """Whether what one of the conditions _FRAMEWORK to _ALONE asks for stands around a word."""
    if kind == _LISTED:
        return at.is_listed()
    if kind == _NEAR:
        return at.is_near()
    if kind == _HANZI:
        return at.is_beside_hanzi()
    return at.is_alone() if kind == _ALONE else _FRAMEWORK_NEXT.match(at.after()) is not None


def _is_language(kind: int, at: Spot) -> bool:
    """Whether a word means the language of which one of the conditions _GO to _R knows all uses."""
    if kind == _GO:
        return _is_go(at)
    if kind == _GO_VERSION:
        return at.end < len(at.low) and at.low[at.end].isdigit()
    return _is_c(at) if kind == _C else _is_r(at)


class Rule:
    """A rule as terms.csv has it: alternatives of conditions that all hold."""

    def __init__(self, alternatives: list[list[Condition]]) -> None:
        self._alternatives = alternatives

    def holds(self, at: Spot) -> bool:
        """Whether a word means its technology where it stands."""
        for conditions in self._alternatives:  # noqa: SIM110 - a loop of C, a generator is none
            if _all_hold(conditions, at):
                return True
        return False


def _all_hold(conditions: list[Condition], at: Spot) -> bool:
    for condition in conditions:  # noqa: SIM110 - see Rule.holds
        if not condition.holds(at):
            return False
    return True


def compiler(contexts: Mapping[str, tuple[str, str]]) -> Callable[[str], Rule | None]:
    """Return the function that turns a rule of terms.csv into a test; None for the empty rule.

    Args:
        contexts: Name -> patterns of what may stand right before and right after (contexts.csv).
    """
    known = {name: Context(*patterns) for name, patterns in contexts.items()}

    @cache
    def compiled(rule: str) -> Rule | None:
        if not rule:
            return None
        return Rule([[_condition(part, rule, known) for part in piece.split("+")] for piece in rule.split("|")])

    return compiled


def _condition(part: str, rule: str, contexts: Mapping[str, Context]) -> Condition:
    name, _, argument = part.partition(":")
    if name not in CONDITIONS:
        raise JobproofError(
            "terms.csv", f"rule {rule!r} names the unknown condition {part!r}",
            allowed=", ".join(sorted(CONDITIONS)), remedy="Correct the rule column.",
        )  # fmt: skip
    if name == "beside" and argument not in contexts:
        raise JobproofError(
            "terms.csv", f"rule `beside:{argument}` names an unknown context",
            allowed=", ".join(sorted(contexts)), remedy="Correct the rule or add the context to contexts.csv.",
        )  # fmt: skip
    context = contexts[argument] if name == "beside" else Context("", "")
    return Condition(CONDITIONS.index(name), frozenset(argument.split(",")), context)


def accepted(scan: Scan, first: int, languages: Container[str]) -> list[Hit]:
    """Return the terms that mean their concept where they stand, each rule tried once.

    Args:
        scan: What was found.
        first: From where on it counts.
        languages: Concepts that come first and whose rules know only what needs none.
    """
    plain, ruled = _from(scan.terms, first), _from(scan.ruled, first)
    if not ruled:
        return [*plain]
    _SPOT.take(scan, plain, ruled)
    spoken = _SPOT.holding(languages, True)
    _SPOT.add(spoken)
    return [*plain, *spoken, *_SPOT.holding(languages, False)]


def _from(hits: list[Hit], first: int) -> list[Hit]:
    if not first:
        return hits
    kept: list[Hit] = []
    for hit in hits:
        if hit.start >= first:
            kept.append(hit)  # noqa: PERF401 - a loop of C
    return kept


class Spot:
    """Where an ambiguous word stands, one after the other of a posting; then the next posting."""

    def __init__(self) -> None:
        self.text = self.low = ""
        self.start = self.end = 0
        self._entry = Entry("term", "", "")
        self._plain: list[Hit] = []
        self._ruled: list[Hit] = []
        self._places = Places()
        self._named: set[str] | None = None
        self._before: str | None = None
        self._after: str | None = None
        self._is_merged = False

    def take(self, scan: Scan, plain: list[Hit], ruled: list[Hit]) -> None:
        """Take a posting in the place of the one before.

        Args:
            scan: What was found in it.
            plain: Terms without a rule, by their ends.
            ruled: Those with one, by their ends.
        """
        self.text, self.low = scan.text, scan.low
        self._plain, self._ruled = plain, ruled
        self._named, self._is_merged = None, False

    def holding(self, languages: Container[str], speaks: bool) -> list[Hit]:
        """Return the terms with a rule that mean their concept, those of languages or all others."""
        held: list[Hit] = []
        for hit in self._ruled:
            start, end, entry = hit.start, hit.end, hit.entry
            if (entry.value in languages) == speaks:
                self.start, self.end, self._entry = start, end, entry
                self._before = self._after = None
                rule = entry.test
                if rule is None or rule.holds(self):
                    held.append(hit)
        return held

    def add(self, spoken: list[Hit]) -> None:
        """Take terms for named."""
        if spoken:
            for hit in spoken:
                self.named().add(_concept(hit))

    def named(self) -> set[str]:
        """Return the concepts that the posting names without a doubt."""
        if self._named is None:
            self._named = {_concept(hit) for hit in self._plain}
        return self._named

    def word(self) -> str:
        """Return the word as written."""
        return self.text[self.start : self.end]

    def cased(self) -> str:
        """Return the spelling of terms.csv."""
        return self._entry.cased

    def before(self) -> str:
        """Return what stands before the word, in small letters."""
        if self._before is None:
            self._before = self.low[max(0, self.start - WINDOW) : self.start]
        return self._before

    def after(self) -> str:
        """Return what stands after the word, in small letters."""
        if self._after is None:
            self._after = self.low[self.end : self.end + WINDOW]
        return self._after

    def is_behind_space(self) -> bool:
        """Whether the character before the word is a space or the end of a line."""
        return self.start > 0 and self.low[self.start - 1].isspace()

    def is_beside_hanzi(self) -> bool:
        """Whether a Chinese character or mark stands beside, with at most one space between."""
        for at in range(max(0, self.start - 2), self.start):
            if _is_hanzi(self.low[at]):
                return True
        for at in range(self.end, min(len(self.low), self.end + 2)):  # noqa: SIM110 - see Rule.holds
            if _is_hanzi(self.low[at]):
                return True
        return False

    def is_near(self) -> bool:
        """Whether a technology is named within WINDOW characters on the same line."""
        return self.has_left(WINDOW) or self.has_right(WINDOW)

    def is_listed(self) -> bool:
        """Whether the word is an item of a list that names a technology beside it."""
        left, right = self._is_parted_left(), self._is_parted_right()
        if not (left or right):
            return False
        if (left or self._begins_item()) and (right or self._ends_item()) and self.is_near():
            return True
        return (left and self.has_left(BESIDE)) or (right and self.has_right(BESIDE))

    def is_alone(self) -> bool:
        """Whether the word is the whole item of a list of technologies, one a line."""
        least = max(0, self.start - WINDOW)
        at = _behind_spaces(self.low, least, self.start)
        if at == least or self.low[at - 1] not in "-*•·":
            return False
        if not (_MARKED_BEFORE.search(self.before()) and _LINE_END_NEXT.match(self.after())):
            return False
        self._merge()
        left = self._places.from_behind(self.start)
        return left > 0 and self.start - self._places.ends[left - 1] <= ITEM_GAP

    def has_left(self, window: int) -> bool:
        """Whether another technology is named in so many characters before, on the same line."""
        self._merge()
        slug = self._entry.value
        last = self._places.from_behind(self.start)
        for number in range(last - 1, max(0, last - NEIGHBOURS) - 1, -1):
            end = self._places.ends[number]
            if end < self.start - window:
                return False
            if self._concept(number) != slug:
                return self.low.rfind("\n", max(0, self.start - window), self.start) <= end
        return False

    def has_right(self, window: int) -> bool:
        """Whether another technology is named in so many characters after, on the same line."""
        self._merge()
        slug, most = self._entry.value, self.end + window
        first = self._places.from_start(self.end)
        for number in range(first, min(first + NEIGHBOURS, self._places.count)):
            start = self._places.starts[number]
            if self.end <= start <= most and self._concept(number) != slug:
                line = self.low.find("\n", self.end, most)
                if line < 0 or start <= line:
                    return True
        return False

    def _merge(self) -> None:
        """Put all that is named in the order of ends, of one end what needs no rule first."""
        if self._is_merged:
            return
        self._is_merged = True
        self._places.put(sorted([*self._plain, *self._ruled], key=_END))

    def _concept(self, number: int) -> str:
        """Return what one of those names."""
        entry = self._places.entries[number]
        return entry.value

    def _is_parted_left(self) -> bool:
        """Whether what stands before ends with a sign or word that separates items."""
        least = max(0, self.start - WINDOW)
        end = _behind_spaces(self.low, least, self.start)
        if end == least:
            return False
        if _is_left_sign(self.low[end - 1]):
            return True
        begun = end
        while begun > least and end - begun <= LONGEST_SEPARATING and is_word(self.low[begun - 1]):
            begun -= 1
        return _SEPARATING_BEFORE.hold(self.low, begun, end)

    def _is_parted_right(self) -> bool:
        """Whether what stands after begins with a sign or word that separates items."""
        most = min(len(self.low), self.end + WINDOW)
        at = _before_word(self.low, self.end, most)
        if at == most:
            return False
        if _is_right_sign(self.low[at]):
            return True
        end = at
        while end < most and end - at <= LONGEST_SEPARATING and is_word(self.low[end]):
            end += 1
        return _SEPARATING.hold(self.low, at, end)

    def _begins_item(self) -> bool:
        """Whether the word begins a line, or stands behind a sign that begins an item."""
        at, least = self.start, max(0, self.start - WINDOW)
        while at > least and self.low[at - 1].isspace():
            at -= 1
            if self.low[at] == "\n":
                return True
        return at == least or self.low[at - 1] in ":：*•-–—>|"

    def _ends_item(self) -> bool:
        """Whether the word ends a line, or stands before a sign that ends an item."""
        at, most = self.end, min(len(self.low), self.end + WINDOW)
        while at < most and self.low[at].isspace():
            if self.low[at] == "\n":
                return True
            at += 1
        return at == most or self.low[at] in ".。;；!?:|)）"


_SPOT = Spot()


def _concept(hit: Hit) -> str:
    return hit.entry.value


def _is_hanzi(char: str) -> bool:
    """Whether a character is one of HAN."""
    return "\u4e00" <= char <= "\u9fff" or char in "、。，；：（）《》"


def _is_left_sign(char: str) -> bool:
    return char in ",/&+|;、，·•(（[【和或及与跟者"


def _is_right_sign(char: str) -> bool:
    return char in ",/&+|;、，·)）]】和或及与等"


def _behind_spaces(low: str, least: int, end: int) -> int:
    """Return where the last character that is no space ends in `least:end`."""
    while end > least and low[end - 1].isspace():
        end -= 1
    return end


def _before_word(low: str, start: int, most: int) -> int:
    """Return where the first character that is no space stands in `start:most`."""
    while start < most and low[start].isspace():
        start += 1
    return start


def _ends_in(words: re.Pattern[str], before: str) -> bool:
    """Whether what stands before ends in one of some short words, with a space behind it; most has no space there."""
    end = _behind_spaces(before, 0, len(before))
    return end < len(before) and words.search(before, max(0, end - WORD_BEFORE)) is not None


def _ends_near(words: re.Pattern[str], before: str) -> bool:
    """Whether what stands before ends in one of some short words."""
    return words.search(before, max(0, len(before) - WORD_BEFORE)) is not None


def _begins_with_space(after: str) -> bool:
    return after != "" and after[0].isspace()


def _is_verb_next(after: str) -> bool:
    return _begins_with_space(after) and _GO_VERB_NEXT.match(after) is not None


def _is_verb_before(before: str) -> bool:
    return _ends_in(_GO_VERB_BEFORE, before)


def _is_go(at: Spot) -> bool:
    """Whether `go` is the language: never the verb, a name's part or a domain's."""
    before, after = at.before(), at.after()
    if _go_is_glued(before, after) or _is_no_go(after) or _is_cheer(after):
        return False
    word = at.word()
    if at.is_beside_hanzi() or _is_marked(after):
        verb = _is_verb_before(before) or _is_verb_next(after)
        return not verb and (word != "go" or _go_lower_zh(at, before, after))
    firm = _ends_in(_GO_STRONG_BEFORE, before) and not _is_verb_next(after)
    named = word == "Go" and (_ends_in(_GO_LEARNT, before) or _go_is_turned_to(at, before, after))
    if firm or named:
        return True
    if _GO_NOUN_NEXT.match(after) and not _is_verb_before(before):
        return word != "go" or _go_lower(at, after)
    if word == "Go":
        return _go_capital(at, before, after)
    return not _is_verb_next(after) and not _is_verb_before(before) and at.is_listed()


def _go_is_glued(before: str, after: str) -> bool:
    if before and _is_glue(before[len(before) - 1]) and not _GO_SEPARATED.search(before):
        return True
    if not after or not _begins_glued(after[0]):
        return False
    return _GO_GLUED.match(after) is not None and not _GO_POSSESSES.match(after)


def _is_glue(char: str) -> bool:
    """Whether a sign before `go` makes it part of a name."""
    return char in "-_.@#'’&$\\"


def _begins_glued(char: str) -> bool:
    """Whether _GO_GLUED can begin so."""
    return char in "-._'’@:"


def _is_no_go(after: str) -> bool:
    at = _before_word(after, 0, len(after))
    return at < len(after) and after[at] == "/" and _NO_GO.match(after) is not None


def _is_cheer(after: str) -> bool:
    return _begins_with_space(after) and "!" in after and _GO_CHEER.match(after) is not None


def _is_marked(after: str) -> bool:
    at = 1 if _begins_with_space(after) else 0
    return at < len(after) and after[at] in "#(（【[" and _GO_MARKED.match(after) is not None


def _go_is_turned_to(at: Spot, before: str, after: str) -> bool:
    """Whether somebody moves `to Go`, or a row of technologies runs `from Java to Go to Scala`."""
    end = _behind_spaces(before, 0, len(before))
    if end == len(before) or not before.endswith("to", 0, end):
        return False
    if _GO_TURNED_TO.search(before) and _TURN_ENDS.match(after):
        return True
    between = _TO_BEFORE.search(before) and _TO_NEXT.match(after)
    return between is not None and at.has_left(BESIDE) and at.has_right(BESIDE)


def _go_lower_zh(at: Spot, before: str, after: str) -> bool:
    """Whether a small `go` among Hanzi is the language: what stands beside speaks of programming (not `说go就go`)."""
    return bool(_GO_ZH_NEXT.match(after) or _ends_near(_GO_ZH_BEFORE, before)) or at.is_listed() or at.is_near()


def _go_lower(at: Spot, after: str) -> bool:
    return _GO_FIRM_NEXT.match(after) is not None or at.is_listed()


def _go_capital(at: Spot, before: str, after: str) -> bool:
    if _is_verb_next(after) or _is_verb_before(before):
        return not _is_verb_before(before) and at.is_listed() and not _TO_NEXT.match(after)
    if at.is_listed():
        return True
    if _GO_STARTS.search(before):
        return _GO_ENDS.match(after) is not None or (before.rstrip().endswith(":") and bool(_GO_SERVES.match(after)))
    return (
        _GO_GOES_ON.search(before) is not None
        and (not _CALL_NEXT.match(after) or _ends_in(_GO_PRAISED, before))
        and _mid_sentence(at, before)
    )


def _mid_sentence(at: Spot, before: str) -> bool:
    """Whether a capital `Go` inside a sentence is no word of a Title Case Heading or of a name."""
    previous = _NAME_BEFORE.search(at.text[max(0, at.start - WINDOW) : at.start])
    following = _NAME_NEXT.match(at.text[at.end : at.end + WINDOW])
    titled = bool(previous and previous.group(1)[:1].isupper() and following and following.group(1)[:1].isupper())
    return not titled or _ends_in(_GO_NOUN_BEFORE, before) or at.is_near()


def _is_c(at: Spot) -> bool:
    """Whether `c` is the language C: not C-level, series C, C端."""
    before, after = at.before(), at.after()
    if before.lower().endswith("objective-"):
        return False
    if _C_NOT_NEXT.match(after) or _ends_near(_C_NOT_BEFORE, before):
        return _C_WORD_NEXT.match(after) is not None
    if _C_NEXT.match(after):
        return True
    if at.is_alone():
        return True
    if _C_RELATIVE_BEFORE.search(before) or (at.text[at.start] == "C" and at.is_listed()):
        return True
    return at.text[at.start] == "C" and _ends_near(_C_BEFORE, before) and not _C_PART.match(after)


def _is_r(at: Spot) -> bool:
    """Whether `r` is the language R: not R&D."""
    before, after = at.before(), at.after()
    if _R_NOT_NEXT.match(after) or (_R_GLUED.search(before) and not _R_SEPARATED.search(before)):
        return False
    if _R_NEXT.match(after):
        return True
    if at.text[at.start] != "R":
        return False
    spoken = _R_BEFORE.search(before) and not _R_PART.match(after)
    return at.is_listed() or bool(spoken and (_R_WORK.search(before) or _R_WORK.search(after)))
