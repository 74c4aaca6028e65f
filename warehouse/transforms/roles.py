"""Whether a posting offers several different roles: families of roles in its title, its headings and what it looks for.

Belongs here: which line offers roles. Which families its words name, families.py says; which kind of work one role is,
kinds.py decides.
"""

from __future__ import annotations

import re
from bisect import bisect_left

from warehouse.transforms.entries import NOUN, SEVERAL, WISH, Hit
from warehouse.transforms.families import (
    FRONTEND,
    FULL,
    LONGEST_LIST,
    LONGEST_ROLE,
    MANAGEMENT,
    MOBILE,
    VAGUE,
    counted_families,
    differ,
    listed_families,
    names_family,
    several,
    titled_families,
    wished_families,
)
from warehouse.transforms.rules import HAN
from warehouse.transforms.said import says
from warehouse.transforms.zones import Document

SURE = 2.0
"""Weight of words that alone tell of several roles (`multiple positions`); lighter ones need two families."""
BESIDE_TWO, IN_NUMBERS = 1.0, 1.5
"""Weights from which words of several roles count beside two families, and where the text names no role as well.

Lighter ones (`校招`, which one role's posting says too) count only where it names none.
"""
MANY_HEADINGS = 4
"""Lines that each name another role: so many are a list of openings, whatever their families; front ends are one."""
LONGEST_WISH = 200
NAMES_ROLE = 5.0
"""Weight of words of a title that name a kind of work."""
FORMAL_FROM = 2500
"""Characters from which a text under a title is one role's description, whatever else it speaks of."""
SIGNS_WITHIN = 48
"""Characters before an office in which its holder can say who he is; such a family alone is no role on offer."""

_SIGNS = re.compile(
    r"\b(?:(?:i am|i'm|i’m)(?: \w{2,12},)?|my name is \w{2,12},?)"
    r"(?: one of)?(?: the| a| an| our)?(?: [\w-]{2,12} (?:and|&))?"
    r"(?: chief| senior| principal)? ?$"
)
_SEE_ALL = re.compile(r"\b(?:see|view|browse|check out|list of)(?: (?:all|our|other|the|more|of|full)){0,3} $")
_OTHERS = re.compile(r"(?:更多|其[他它]|别的)(?:\w{0,2}的)?$")
"""Behind these Chinese words of several roles tell of the firm's others (`更多热招职位: https`)."""
_COUNTED = re.compile(r"等\s?\d{1,2}\s?(?:个|种)?(?:岗位?|职位)")
"""A Chinese title that counts the roles (`诚聘后端工程师等6岗位`)."""
_OFFERS = ("招", "聘", "有")
"""Behind the first of these that is found a Chinese sentence names roles; before it, it tells of the firm."""

_LEVELS = re.compile(
    r"\b(?:junior|mid(?:[- ]level)?)(?:,? (?:and|or)|,|/| ?&| to)? ?"
    r"(?:(?:mid|junior)(?:[- ]level)?,? (?:and|or|&) )?senior"
    r"|\bsenior(?:[- ]level)? (?:and|or|&) (?:junior|mid|entry)|初级?[、/,和到至]\s?(?:中级?[、/,和到至]\s?)?高级"
)
"""Levels of one role, named beside one another."""
_ROLE_ALONE = re.compile(
    r"[^\w\n]{0,4}(?:\d{1,2}\s?[.、)]\s?)?(?:(?:招聘)?(?:岗位|职位)(?:名称)?\s?[:：]\s?)?[^,，。;；:：()（）\n]{1,20}"
    r"(?:工程师|架构师|经理|设计师|专家|总监|主管|专员|负责人)(?:实习生?)?\s?[】\]]?"
    r"(?:\s?[(（][^()（）\n]{0,20}[)）])?\s?(?:[:：]\s?(?:\d.{0,40})?)?\s*"
)
"""A line of a Chinese text that is nothing but the name of a role, with its pay at most behind a colon."""
LEVELS_WITHIN = 60
"""Characters beside words of several roles in which these may be said to differ in level alone."""
_OF_HIRING = (
    "等系统", "等业务", "等平台", "等产品",
    "聘等", "聘系统", "聘平台", "聘网站", "聘业务", "聘产品", "聘管理", "聘/", "聘流程",
)  # fmt: skip
"""How goes on what speaks of hiring as a field of software (`考勤、招聘等系统`)."""
_ALSO = ("also hiring", "also looking for", "also seeking")
_SIGN_WORDS = ("i am", "i'm", "i’m", "my name is")
_SHOWN = FRONTEND | MOBILE


def signs(low: str, start: int) -> bool:
    """Whether the words of an office say who wrote the advertisement (`I am the CTO`), not who is wanted."""
    first = max(0, start - SIGNS_WITHIN)
    for word in _SIGN_WORDS:
        if low.find(word, first, start) >= 0:
            return _SIGNS.search(low, first, start) is not None
    return False


def several_roles(found: Document) -> tuple[bool, list[Hit]]:
    """Return whether the posting offers roles of different families, and the words that say so."""
    cues = _cues_from(found.scan.cues["role"], found.title.start)
    formal = _formal(found)
    words = _words_of_several(found, cues, formal)
    if words and (sure := _sure_words(found, words, cues)):
        return True, sure
    title = _titled(found)
    if differ(title) or (title & FULL and title & _SHOWN and not found.is_chinese) or _counts_roles(found):
        return True, [cue for cue in cues if cue.entry.value == "noun" and found.in_title(cue.start)]
    if formal or not cues:
        headed = _headed(found, cues) if cues and found.is_chinese and not found.row["salary"] else []
        return bool(headed), headed
    listed, wished, vague, barred, read, lines = _offered(found, cues)
    offers = (
        (lines >= MANY_HEADINGS and listed != FRONTEND)
        or differ(wished)
        or several(listed)
        or (barred and differ(title | barred))
        or (differ(title | listed) and found.is_chinese)
        or (words and several(title | listed | wished) and _count_beside_two(words))
        or (words and vague and several(title | listed | wished | vague) and _says_also(found, words))
        or (words and not (title or listed) and found.is_chinese and _lists_before(found, words))
        or (words and _tells_of_many(words, cues))
    )
    return (True, [*words, *read]) if offers else (False, [])


def _headed(found: Document, cues: list[Hit]) -> list[Hit]:
    """Return the nouns of lines that are a Chinese role's whole name, if these name several families; else none.

    Of a text under a title such headings tell alone that the title's role is not the only one.
    """
    low, line_end, families = found.scan.low, found.text.start, 0
    read: list[Hit] = []
    for cue in cues:
        start, end = cue.start, cue.end
        if says(cue) != NOUN or start < line_end:
            continue
        first = low.rfind("\n", max(0, start - LONGEST_ROLE), start) + 1
        line_end = low.find("\n", end, end + LONGEST_ROLE)
        line_end = line_end if line_end >= 0 else end + LONGEST_ROLE
        line = low[first:line_end]
        if first and _ROLE_ALONE.fullmatch(line):
            named = listed_families(line.strip()) & ~MANAGEMENT
            families |= named
            if named:
                read.append(cue)
    return read if several(families) else []


def _counts_roles(found: Document) -> bool:
    return found.title.start < found.title.end and _COUNTED.search(found.slice(found.title)) is not None


def _lists_before(found: Document, words: list[Hit]) -> bool:
    """Whether a Chinese list of different roles stands before `等岗位`."""
    low = found.scan.low
    return any(
        low[cue.start] == "等" and differ(counted_families(low[max(0, cue.start - LONGEST_LIST) : cue.start]))
        for cue in words
    )


def _count_beside_two(words: list[Hit]) -> bool:
    return any(cue.entry.weight >= BESIDE_TWO for cue in words)


def _says_also(found: Document, words: list[Hit]) -> bool:
    """Whether somebody else is sought as well (`We're hiring engineers. We're also hiring a designer`)."""
    low = found.scan.low
    for cue in words:  # noqa: SIM110 - a loop of C, a generator is none
        if low.startswith(_ALSO, cue.start):
            return True
    return False


def _cues_from(cues: list[Hit], first: int) -> list[Hit]:
    """Return the cues behind the employer's name."""
    kept: list[Hit] = []
    for cue in cues:
        if cue.start >= first:
            kept.append(cue)  # noqa: PERF401 - a loop of C
    return kept


def _words_of_several(found: Document, cues: list[Hit], formal: bool) -> list[Hit]:
    """Return the words of several roles; where the title alone tells of the role, those that stand there."""
    words = [cue for cue in cues if says(cue) == SEVERAL]
    return [cue for cue in words if found.in_title(cue.start)] if formal and words else words


def _sure_words(found: Document, words: list[Hit], cues: list[Hit]) -> list[Hit]:
    """Return those words of several roles that need nothing beside them."""
    if found.row["salary"]:
        return []
    return [
        cue
        for cue in words
        if (cue.entry.weight >= SURE or found.title.holds(cue.start))
        and not (_announces_one(found, cue, cues) or _points_to_others(found, cue) or _of_levels(found, cue))
    ]


def _of_levels(found: Document, cue: Hit) -> bool:
    """Whether what is offered several times is one role at several levels (`openings for mid and senior positions`)."""
    low, start, end = found.scan.low, cue.start, cue.end
    near = max(0, start - LEVELS_WITHIN), end + LEVELS_WITHIN
    if low.find("高级" if found.is_chinese else "senior", *near) < 0:
        return False
    first = max(low.rfind("\n", 0, start) + 1, start - LEVELS_WITHIN)
    last = low.find("\n", end, end + LEVELS_WITHIN)
    return _LEVELS.search(low, first, last if last >= 0 else end + LEVELS_WITHIN) is not None


def _titled(found: Document) -> int:
    """Return the families that title and head line name."""
    low, families = found.scan.low, 0
    for zone in (found.title, found.head):
        start, end = zone.start, zone.end
        if start < end:
            line = low[start:end]
            families |= titled_families(_offer_of(line) if line.rstrip().endswith("。") else _behind_hiring(line))
    return families


def _announces_one(found: Document, cue: Hit, cues: list[Hit]) -> bool:
    """Whether a plural with a colon (`Positions: Ruby Engineer`) announces one role all the same, on its own line."""
    low, end = found.scan.low, cue.end
    if found.is_chinese and found.title.holds(cue.start) and low.startswith(":", end):
        return not several(titled_families(low[end + 1 : found.title.end]))
    if low[end - 1] != ":" and not (cue.entry.weight < SURE and low.startswith(":", end)):
        return False
    line = low.find("\n", end)
    last = found.title.end if found.title.holds(cue.start) else end + LONGEST_WISH
    nouns = {noun.start for noun in cues if _is_noun(noun) and end <= noun.start < last}
    return len(nouns) == 1 and (line < 0 or min(nouns) < line)


def _tells_of_many(words: list[Hit], cues: list[Hit]) -> bool:
    """Whether words of hiring in numbers (`校园招聘`, `大量HC`) stand where no role is named at all."""
    many = any(not BESIDE_TWO <= cue.entry.weight < IN_NUMBERS for cue in words)
    return many and not any(cue.entry.value == "noun" for cue in cues)


def _points_to_others(found: Document, cue: Hit) -> bool:
    """Whether a text whose head line names a role only says where the firm's others are (`See all open positions`)."""
    low, first, last = found.scan.low, found.head.start, found.head.end
    to_others = _OTHERS if found.is_chinese else _SEE_ALL
    return bool(to_others.search(low, max(0, cue.start - 24), cue.start)) and any(
        first <= noun.start < last and _is_noun(noun) for noun in found.scan.cues["role"]
    )


def _offer_of(sentence: str) -> str:
    """Return what a Chinese sentence offers, from the word of hiring on; empty where it has none."""
    starts = (sentence.find(word) for word in _OFFERS)
    return next((sentence[start:] for start in starts if start >= 0), "")


def _behind_hiring(line: str) -> str:
    """Return what a Chinese title names behind the word of hiring (`某安全研究院招聘后端工程师`), if that is a role."""
    start = line.find("招聘")
    return line[start:] if start > 0 and names_family(line[start:]) else line


def _formal(found: Document) -> bool:
    """Whether the title alone tells of the role: a job board's row, or a Chinese title that names a field."""
    row = found.row
    long = found.text.end - found.text.start > FORMAL_FROM
    title = row["title"]
    told = long or (title and HAN.search(title) and (names_family(title.lower()) or _names_kind(found)))
    return bool(row["salary"]) or bool(title and told)


def _names_kind(found: Document) -> bool:
    """Whether the title holds words that name a kind of work (`智能合约审计`)."""
    return any(
        cue.entry.where and cue.entry.weight >= NAMES_ROLE and found.title.holds(cue.start)
        for cue in found.scan.cues["work_type"]
    )


def _offered(found: Document, cues: list[Hit]) -> tuple[int, int, int, int, list[Hit], int]:
    """Return the families of headings, wishes and further head lines, the words read, and how many headings differ.

    Wishes that name no field (`software engineers`) stand apart, third. Reading ends where the families differ.
    """
    low, line_end, wish_end = found.scan.low, max(found.text.start, found.head.end), -1
    listed = wished = vague = barred = 0
    read: list[Hit] = []
    lines: set[str] = set()
    nouns: list[int] | None = None
    for cue in cues:
        start, end, entry = cue.start, cue.end, cue.entry
        kind = entry.says
        if kind == NOUN:
            if start < line_end:
                continue
            families, line_end = _listed(low, start, end)
            listed |= families & ~MANAGEMENT
            if families and low.find("|", max(low.rfind("\n", 0, start), start - LONGEST_ROLE, 0), line_end) >= 0:
                barred |= families & ~MANAGEMENT
            if families:
                lines.add(low[max(low.rfind("\n", 0, start), line_end - LONGEST_ROLE) : line_end].strip(" \n-*•·–"))
        elif kind == WISH:
            nouns = _noun_starts(cues) if nouns is None else nouns
            behind = bisect_left(nouns, end)
            far = behind == len(nouns) or nouns[behind] > end + LONGEST_WISH
            if far or start < wish_end or low.startswith(_OF_HIRING, end):
                continue
            last = low.find("\n", end, end + LONGEST_WISH)
            families = wished_families(low[end : last if last >= 0 else end + LONGEST_WISH])
            wished |= families if differ(families) else families & ~VAGUE
            vague |= families & VAGUE
            wish_end = end + LONGEST_ROLE if families & ~VAGUE else end
        else:
            continue
        if families:
            read.append(cue)
            if several(listed) or differ(wished):
                break
    return listed, wished, vague, barred, read, len(lines)


def _is_noun(cue: Hit) -> bool:
    """Whether a cue is a role's noun that no word beside it weakens."""
    entry = cue.entry
    return entry.says == NOUN and entry.weight >= 1


def _noun_starts(cues: list[Hit]) -> list[int]:
    starts: list[int] = []
    for cue in cues:
        if says(cue) == NOUN:
            starts.append(cue.start)  # noqa: PERF401 - as above
    return starts


def _listed(low: str, start: int, end: int) -> tuple[int, int]:
    """Return the families of a noun's line where it stands near the line's start, and where the line ends."""
    first = low.rfind("\n", max(0, start - LONGEST_ROLE), start) + 1
    last = low.find("\n", end, end + LONGEST_LIST)
    last = last if last >= 0 else end + LONGEST_LIST
    if first or start <= LONGEST_ROLE:
        return listed_families(low[first:last]), last
    return _barred(low, start, last), last


def _barred(low: str, start: int, last: int) -> int:
    """Return the families of a noun's part between bars, in a further head line (`Firm | Oslo | ONSITE | Designer`)."""
    bar = low.rfind("|", max(0, start - LONGEST_ROLE), start)
    if bar < 0:
        return 0
    end = low.find("|", start, last)
    return titled_families(low[bar + 1 : end if end >= 0 else last])
