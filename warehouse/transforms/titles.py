"""What a head line seeks, in a piece of it that may say more: places, terms of work, sites, and that somebody hires.

Belongs here: what names a role, and what of such a piece is the title. Which piece of several it is, names.py says.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from warehouse.transforms.heads import before_places
from warehouse.transforms.needles import Needles
from warehouse.transforms.text import kept

ROLE_TEXTS = (
    "engineer", "developer", "scientist", "designer", "manager", "architect", "devops", "analyst", "programmer", "lead",
    "director", "cto", "fullstack", "full-stack", "full stack", "frontend", "front-end", "backend", "back-end", "sre",
    "positions", "roles", "intern", "hacker", "工程师", "开发", "前端", "后端", "架构师", "经理", "运维", "测试",
    "算法", "设计师", "产品", "运营", "实习",
)  # fmt: skip
ROLEY = re.compile(
    r"engineer|developer|scientist|designer|manager|architect|devops|analyst|programmer|lead(?<=\blead)\b|director"
    r"|cto(?<=\bcto)\b|full[- ]?stack|front-?end|back-?end|sre\b|positions|roles|intern\b|hackers?\b|工程师|开发|前端"
    r"|后端|架构师|经理|运维|测试|算法|设计师|产品|运营|实习"
)
_ROLE_WORDS = Needles(ROLE_TEXTS)
"""One of these stands where ROLEY finds something."""
_SITES = re.compile(
    r"[(\[<]?\s?(?:https?://|www\.)[^\s)\]>]*[)\]>]?"
    r"|[(\[]?(?<![\w.@-])(?!asp\.)(?:[\w-]{1,40}\.){1,3}(?:com|io|co|net|org|ai|me|ly)(?:/[^\s)\]]*|(?![\w-]))[)\]]?"
    r"|[^\s@]{1,64}@[^\s@]{1,64}",
    re.IGNORECASE,
)
_HAS_SITE = Needles(("://", "www.", "@", ".com", ".io", ".co", ".net", ".org", ".ai", ".me", ".ly"))
_SEEKS = re.compile(
    r"\b(?:(?:is|are)\s(?:(?:now|also|still|currently|actively|always|again)\s)?)?"
    r"(?:hiring|looking\s(?:for|to\s(?:hire|add))|seeking|searching\sfor|recruiting"
    r"|(?:openings?|positions?|roles?|opportunit(?:y|ies))\s(?:open\s|available\s)?for)\b(?:\sfor)?\s?:?\s?",
    re.IGNORECASE,
)
"""That somebody hires: behind it stands whom."""
_SEEKING = Needles((
    "hiring", "looking", "seeking", "searching", "recruiting", "opening", "position", "role", "opportunit",
))  # fmt: skip
"""One of these stands where _SEEKS finds something."""
_GOES_ON = re.compile(
    r"\s(?:to|who|that|which|in(?!\stest)|at|based|join(?:ing)?|as|on(?!\srails)|with|across|using|from|we|you|since"
    r"|(?<=[rst]\s)(?:interested|skilled|passionate)"
    r"|for\s(?:our|the|an?|its|their|early|work))\b",
    re.IGNORECASE,
)
"""Where a sentence goes on about whom it seeks."""
_CUT = re.compile(
    r"\s(?:needed|wanted|sought|required|apply|e-?mail|is|are|has|we|our|at|to\s(?:help|join|work|build|lead))\b"
    r"|\s@\s?(?=\w)|\s[-–—]{2,}",
    re.IGNORECASE,
)
"""Where what is no title begins, whatever stands before it."""
_CUTS = Needles((
    "|needed|", "|wanted|", "|sought|", "|required|", "|apply|", "|email|", "|e-mail|", "|is|", "|are|", "|has|",
    "|we|", "|our|", "|at|", "|to|", " @", "--", "––", "——",
))  # fmt: skip
"""One of these stands where _CUT finds something."""
_MONEY = re.compile(r"[£$€]\s?\d")
_AROUND = " ,:;-–—*/&|=•!\t\n"
_TELLS = re.compile(r"\W*(?:we|our|i|you|your|if|come|join|help|the team|this|it's|it is|interview)\b", re.IGNORECASE)
"""What begins a sentence that is no title."""
_SENTENCES = re.compile(r"[\n.!?](?:(?<=\n)|(?=\s|$)(?<=[\w)]{4}.))")
_ARTICLE = re.compile(
    r"(?:(?:an?|the|one|two|2|3|our|another|both|first|jobs?|role|position|hiring|wanted|needed|for|some|following"
    r"|(?:a )?(?:lot|variety|number|couple|few)(?: of)?)\b\s?:?\s+"
    r"|(?:job title|positions?|roles?|openings?|titles?)\s?:\s*)+",
    re.IGNORECASE,
)
_TERM = (
    r"full[- ‑/]?time|part[- ‑/]?time|remote(?:ly)?|on[- ‑]?site|hybrid|visas?|h-?1-?bs?|locals?|only|ok(?:ay)?|welcome"
    r"|contract|perm(?:anent)?|freelance|reloc(?:ation)?|sponsor(?:s|ship)?|possible|considered|preferred|transfer"
    r"|available|offered|telecommute|wfh|ft|pt|worldwide|anywhere|summer|fall|winter|spring"
)
_NOTHING = frozenset({
    "full", "time", "fulltime", "part", "parttime", "remote", "remotely", "on", "site", "onsite", "hybrid", "visa",
    "visas", "h", "h1b", "h1bs", "1b", "1bs", "local", "locals", "only", "ok", "okay", "welcome", "contract",
    "contracts", "contractor", "contractors", "perm", "permanent", "freelance", "reloc", "relocation", "sponsor",
    "sponsors", "sponsorship", "possible", "considered", "preferred", "transfer", "available", "offered",
    "telecommute", "wfh", "ft", "pt", "worldwide", "anywhere", "summer", "fall", "winter", "spring", "intern",
    "interns", "internship", "internships", "co", "op", "coop", "student", "students", "equity", "and", "or", "in",
    "at", "near", "downtown", "area", "metro", "greater", "the", "a", "an", "no", "not", "we", "is", "are", "all",
    "also", "can", "be", "for", "of", "with", "as", "well", "if", "any", "but", "allowed", "candidate", "candidates",
    "must", "to", "us", "usa", "uk", "eu", "ca", "ny", "ma", "tx", "wa", "il", "pa", "nj", "md", "va", "nc", "ga",
    "fl", "oh", "dc", "ut", "az", "mi", "mn", "based", "from", "bay", "office", "hq", "headquarters", "job", "jobs",
    "now", "hiring", "citizen", "citizens", "actually",
})  # fmt: skip
"""Words of parts that say nothing of the role: terms of work, what joins them and places, and states."""
_WORDS = re.compile(r"[^\W_]+")
_PAY = re.compile(r"\d+k?")
_LEADING = re.compile(rf"(?![.#]\w)\W*(?:(?:{_TERM})\b[\s/&,:;+-]*)+(?:(?:and|or)\s+)?", re.IGNORECASE)
_ASIDE_FIRST = re.compile(r"[(\[]([^()\[\]]*)[)\]]\W*")
_TRAILING = re.compile(rf"\b(?:(?:no|not|and|or) )?(?:{_TERM})\W*$|\b(?:and|or)\s*$|&\s*$", re.IGNORECASE)
_LONGEST_TERM = 24
_ASIDES = re.compile(r"\s?[(\[]([^()\[\]]{0,80})[)\]]")
_PLAIN = re.compile(r"(?:[SJ]r\. )?[A-Za-z](?:[A-Za-z/&+#', ()-]*[A-Za-z+#)])?")
_MORE = Needles((
    "full-time", "full time", "fulltime", "part-time", "part time", "parttime", "remote", "onsite", "on-site",
    "on site", "hybrid", "visa", "h1b", "|local", "|only|", "|ok|", "okay", "welcome", "contract", "|perm",
    "freelance", "reloc", "sponsor", "possible", "considered", "preferred", "transfer", "available", "offered",
    "telecommut", "|wfh|", "|ft|", "|pt|", "worldwide", "anywhere", "|summer|", "|fall|", "|winter|", "|spring|",
    "|intern", "co-op", "student", "equity", "hiring", "looking", "seeking", "searching", "recruiting", "opening",
    "opportunit", "positions", "roles", "needed", "wanted", "sought", "required", "apply", "mail", "|is|", "|are|",
    "|has|", "|we|", "|our|", "|at|", "|to|", "|a|", "|an|", "|the|", "|one|", "|two|", "another", "|both|",
    "|first|", "|job", "|role|", "|position|", "|for|", "|some|", "following", "variety", "|number|", "|couple|",
    "|few|", "|lot|", "title", "--", "- ", " / ",
))  # fmt: skip
"""One of these stands in every plain piece in which something else may stand beside the title."""
_PARTS = re.compile(r"[,;:]\s|\s[/•·@]\s|[-–—]\s|\s{2,}|={2,}")
_LAST = frozenset({
    "engineer", "developer", "dev", "programmer", "scientist", "designer", "manager", "architect", "analyst",
    "administrator", "admin", "sysadmin", "director", "consultant", "specialist", "hacker", "lead", "researcher",
    "recruiter", "writer", "marketer", "tester", "technician", "evangelist", "advocate", "accountant", "illustrator",
    "copywriter", "instructor", "cto", "sre", "devop", "dba", "qa",
})  # fmt: skip
_LAST_TWO = ("account executive", "sales representative")
_LAST_WORD = re.compile(r"[^\W_]+$")
_WORD_REACH = 16
_GENERAL = re.compile(r"\W*(?:positions?|roles?|jobs?|openings?)\W*", re.IGNORECASE)
"""What is no title without a word before it: `Multiple Positions`."""
_READ = 500
"""Characters of a piece that are read: where a head line goes on so long, it is the text."""
_LONGEST = 220
"""Characters of a title; lists of roles are this long, what is longer is a sentence."""
_LONGEST_ALONE = 60
"""Characters of a head line that is a title though it does not end with a role's noun."""


@kept
def names_role(piece: str) -> bool:
    """Tell whether a piece of a head line names a role."""
    low = piece.lower()
    return (_ROLE_WORDS.first(low) >= 0 and ROLEY.search(low) is not None) or ends_with_role(piece)


@kept
def says_no_more(piece: str) -> bool:
    """Tell whether a piece that names a role is all title, but for the places that may stand in it."""
    return (
        _PLAIN.fullmatch(piece) is not None
        and piece.count("(") == piece.count(")")
        and len(piece) <= _LONGEST_ALONE
        and _MORE.first(piece.lower()) < 0
    )


@kept
def ends_with_role(title: str) -> bool:
    """Tell whether a title's last word is a role's noun: so no employer's name ends."""
    said = (_ASIDES.sub("", title) if title.endswith((")", "]")) else title).rstrip().lower()
    last = _LAST_WORD.search(said, max(0, len(said) - _WORD_REACH))
    if not last:
        return False
    return last[0].removesuffix("s") in _LAST or said.removesuffix("s").endswith(_LAST_TWO)


def title(piece: str, places: Mapping[str, str], *, alone: bool = False) -> str | None:
    """Return the role that a piece of a head line names, without what stands beside it; None where it names none.

    Args:
        piece: `Senior Engineer, Full Time, Berlin (remote ok)` as written.
        places: What may be a place in the posting, as written -> its kind.
        alone: Whether it is all of the head line, so that who hires may stand in it as well.
    """
    said = piece[:_READ]
    for clause in _clauses(_SITES.sub("  ", said) if _HAS_SITE.first(said.lower()) >= 0 else said):
        said = _cleaned(clause, places)
        if alone:
            said = _alone(said, places)
        if len(said) <= _LONGEST and names_role(said) and not _GENERAL.fullmatch(said):
            return said
    return None


def _clauses(said: str) -> Iterator[str]:
    """Yield what stands behind each word for hiring, then each sentence."""
    sought = list(_SEEKS.finditer(said)) if _SEEKING.first(said.lower()) >= 0 else []
    for seeks in sought:
        yield _until(_until(said[seeks.end() :], _SENTENCES), _GOES_ON)
    for sentence in _SENTENCES.split(said):
        if sentence and not _TELLS.match(sentence) and not (sought and _SEEKS.search(sentence)):
            yield sentence


def _until(said: str, ends: re.Pattern[str]) -> str:
    end = ends.search(said, 1)
    return said[: end.start()] if end else said


def _cleaned(said: str, places: Mapping[str, str]) -> str:
    said = _without_asides(said, places)
    if _CUTS.first(said.lower()) >= 0:
        said = _until(said, _CUT)
    if "$" in said or "£" in said or "€" in said:
        said = _until(said, _MONEY)
    if said.rfind("(") > said.rfind(")"):
        said = said[: said.rfind("(")]
    said = _without_ends(said, places).strip(_AROUND)
    return said[1:-1] if said[:1] == "(" and said.find(")") == len(said) - 1 else said


def _alone(said: str, places: Mapping[str, str]) -> str:
    """Return the title in what may name who hires before it; empty where it is too long to be one."""
    begins = 0
    for part in _PARTS.finditer(said):
        if ends_with_role(said[begins : part.start()]):
            return _trimmed(said[begins:], places)
        begins = part.end()
    if ends_with_role(said[begins:]):
        return _trimmed(said[begins:], places)
    return said if len(said) <= _LONGEST_ALONE else ""


def _without_asides(said: str, places: Mapping[str, str]) -> str:
    """Return a piece without the brackets in which nothing stands but places and terms."""
    if "(" not in said and "[" not in said:
        return said
    return _ASIDES.sub(lambda aside: "" if _says_nothing(aside[1], places) else aside[0], said)


def _without_ends(said: str, places: Mapping[str, str]) -> str:
    """Return a piece without the parts before and behind that are places and terms alone."""
    first, last = 0, len(said)
    for part in _PARTS.finditer(said):
        if not _says_nothing(said[first : part.start()], places):
            break
        first = part.end()
    for part in reversed(list(_PARTS.finditer(said, first))):
        if not _says_nothing(said[part.end() : last], places):
            break
        last = part.start()
    return _trimmed(said[first:last], places)


def _trimmed(said: str, places: Mapping[str, str]) -> str:
    """Return a part without the terms, articles and places that it begins or ends with; empty where that is all."""
    if _says_nothing(said, places):
        return ""
    before = ""
    while said != before:
        before, said = said, _behind_place(_without_begin(said.strip(_AROUND)), places)
    said = _without_terms_behind(said)
    end, _, known, parted = before_places(said, places) if places else (0, "", set[str](), False)
    if known and (parted or not said[:end].rstrip()[-1:].isalnum()):
        said = _without_terms_behind(said[:end].rstrip(" ("))
    return said


def _without_terms_behind(said: str) -> str:
    said = said.rstrip(_AROUND)
    while (term := _TRAILING.search(said, max(0, len(said) - _LONGEST_TERM))) and term.start():
        said = said[: term.start()].rstrip(_AROUND)
    return said


def _without_begin(said: str) -> str:
    """Return a part without the terms, the remark in brackets or the articles that it begins with."""
    for begins in (_LEADING.match(said), _ARTICLE.match(said)):
        if begins:
            return said[begins.end() :]
    aside = _ASIDE_FIRST.match(said)
    return said[aside.end() :] if aside and not names_role(aside[1]) else said


def _behind_place(said: str, places: Mapping[str, str]) -> str:
    """Return what stands behind the place that a part begins with: `Berlin, Full Stack Engineer`."""
    place = max((place for place in places if said.startswith(place)), key=len, default="")
    rest = said[len(place) :]
    return rest.lstrip(" ,:/&+-") if place and not rest[:1].isalnum() else said


def _says_nothing(said: str, places: Mapping[str, str]) -> bool:
    for place in sorted((place for place in places if place in said), key=len, reverse=True):
        said = said.replace(place, " ")
    words: list[str] = _WORDS.findall(said.lower())
    return all(word in _NOTHING or _PAY.fullmatch(word) is not None for word in words)
