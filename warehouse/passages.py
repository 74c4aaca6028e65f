"""What the words of a text tell in their order: where it seeks whom, by which phrases, in which lines.

Belongs here: one text's passages, and what two texts' passages have in common, as numbers. Which words are kept, and
how each weighs, is wording.py's affair; which of these numbers are signs is signs.py's.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from collections.abc import Set as AbstractSet
from difflib import SequenceMatcher
from functools import cache, lru_cache
from itertools import chain, compress, pairwise
from statistics import fmean
from typing import NamedTuple

import numpy as np

from warehouse import roles
from warehouse.wording import ADDRESS, FLAGS, HEAD, LINE, NUMBER, SOUGHT, Words, code, lines, load

_BESIDE_ROLES = (
    "dev", "devs", "eng", "engr", "engineer", "engineers", "engineering", "development", "developer", "developers",
    "designer", "designers", "manager", "managers", "scientist", "scientists", "analyst", "analysts", "architect",
    "architects", "programmer", "programmers", "sre", "sres", "marketer", "marketers", "admin", "admins",
    "administrator", "administrators", "writer", "writers", "tester", "testers", "specialist", "specialists", "rep",
    "reps", "intern", "interns", "hacker", "hackers", "coder", "coders", "lead", "role", "roles", "position",
    "positions", "hiring", "seeking", "looking", "wanted", "need", "工程", "程师", "开发", "招聘", "经理", "设计",
)  # fmt: skip
"""Words beside which adverts say what they seek."""
_BEFORE, _AROUND = 2, 4
"""So many words before each of them name the role, and so many around it with itself."""
_DEVELOPS = (
    "dev", "devs", "eng", "engr", "engineer", "engineers", "developer", "developers", "programmer", "programmers",
    "sre", "sres", "hacker", "hackers", "coder", "coders",
)  # fmt: skip
"""Nouns of one meaning."""
_NOUNS = {
    **dict.fromkeys(_DEVELOPS, "developer"),
    **{
        written: noun
        for noun in (
            "designer", "manager", "scientist", "analyst", "architect", "marketer", "admin", "administrator", "writer",
            "tester", "specialist", "rep", "representative", "intern", "consultant", "executive", "associate",
        )
        for written in (noun, f"{noun}s")
    },
    **dict.fromkeys(("internship", "internships"), "intern"),
    **{
        noun: noun
        for noun in (
            "lead", "director", "coordinator", "evangelist", "advocate", "recruiter", "cto", "vp", "researcher",
            "instructor", "technician", "工程", "程师", "开发", "经理", "设计",
        )
    },
}  # fmt: skip
"""Noun of a role, as written -> what it means."""
_TELLS_NOTHING = (
    "a", "an", "the", "and", "or", "of", "for", "to", "in", "at", "with", "we", "are", "is", "you", "our", "your",
    "who", "that", "this", "be", "as", "on", "us", "from", "by", "has", "have", "hiring", "looking", "seeking", "full",
    "time", "remote", "onsite", "great", "talented", "smart", "passionate", "awesome", "experienced", "several",
    "multiple", "other", "also", "one", "two", "more", "some", "any", "all", "strong", "best", "team", "join", "work",
    "working", "it", "will", "can", "if", "i",
)  # fmt: skip
"""Words that end what stands before a role's noun."""
_PHRASE = 4
"""So many words before a role's noun are its phrase."""
_SEGMENT = 60
"""Words of a text's beginning, and of its end."""
_KEPT = 512
"""Texts whose passages are kept: far more than one advert is ever weighed against, and some 25 MB."""
UNTOLD = -1.0
"""Below all that a number can otherwise be."""
Codes = frozenset[int]
_NONE: Codes = frozenset()


class Passage(NamedTuple):
    """What one text says, by the codes of its words.

    Args:
        words: Those that the seed names.
        said: All words.
        head: Those of the first line, in order.
        in_head: The same as a set.
        role: Those that name a role, with how often they do.
        beside: What stands around each word beside which adverts say what they seek.
        quads: All that stands so in the text.
        first: The first _SEGMENT words.
        last: The last ones.
        phrases: What stands before the noun of each role that the first line or a sentence seeks.
        all_phrases: The same of all roles.
        sought: The words of `phrases`.
        named: Those of `all_phrases`.
        nouns: Nouns of roles that are sought.
        all_nouns: Nouns of all roles.
        kinds: Kinds of work that words of roles name, with how often.
        head_kinds: Those of the first line.
        all_kinds: Those of the whole text.
        lines: How many there are.
        addresses: Of sites.
    """

    words: Words
    said: Codes
    head: tuple[int, ...]
    in_head: Codes
    role: Mapping[int, int]
    beside: frozenset[tuple[int, ...]]
    quads: frozenset[tuple[int, ...]]
    first: Codes
    last: Codes
    phrases: frozenset[Codes]
    all_phrases: frozenset[Codes]
    sought: Codes
    named: Codes
    nouns: frozenset[str]
    all_nouns: frozenset[str]
    kinds: Counter[str]
    head_kinds: frozenset[str]
    all_kinds: frozenset[str]
    lines: int
    addresses: frozenset[tuple[int, ...]]


@lru_cache(maxsize=_KEPT)
def passage(words: bytes) -> Passage:
    """Return the passages of a text.

    Args:
        words: As wording.words_of() tells them.
    """
    told = np.frombuffer(words, np.uint32)
    codes, flags = (told >> FLAGS).tolist(), (told & ((1 << FLAGS) - 1)).tolist()
    spoken = [at for at, flag in enumerate(flags) if not flag & NUMBER]
    said, flagged = [codes[at] for at in spoken], [flags[at] for at in spoken]
    begins = _beside(said, flagged)
    of_role = _of_role(flagged, begins)
    phrases = list(_phrases(said, flagged))
    sought = [(phrase, noun) for phrase, noun, is_sought in phrases if is_sought]
    spans = list(_spans(said, of_role))
    head = [word for word, flag in zip(said, flagged, strict=True) if flag & HEAD]
    return Passage(
        _known(said, of_role),
        frozenset(said), tuple(head), frozenset(head), Counter(chain.from_iterable(spans)),
        frozenset(tuple(said[at : at + _AROUND]) for at in begins),
        frozenset(zip(*(said[at:] for at in range(_AROUND)), strict=False)),
        frozenset(said[:_SEGMENT]), frozenset(said[-_SEGMENT:]),
        frozenset(phrase for phrase, _ in sought), frozenset(phrase for phrase, _, _ in phrases),
        _NONE.union(*(phrase for phrase, _ in sought)), _NONE.union(*(phrase for phrase, _, _ in phrases)),
        frozenset(noun for _, noun in sought), frozenset(noun for _, noun, _ in phrases),
        Counter(kind for span in spans for kind in _kinds(span)), frozenset(_kinds(head)), frozenset(_kinds(said)),
        sum(bool(flag & LINE) for flag in flags),
        frozenset(_addresses(codes, flags)),
    )  # fmt: skip


@cache
def _codes(words: Collection[str]) -> Codes:
    return frozenset(map(code, words))


@cache
def _meanings() -> dict[int, str]:
    return {code(written): noun for written, noun in _NOUNS.items()}


@cache
def _written() -> list[str]:
    return list(lines())


def _known(said: list[int], of_role: list[bool]) -> Words:
    """Return the words that the seed names, rising, and which of them name a role anywhere."""
    named = set(compress(said, of_role))
    most = len(lines())
    known = sorted([word for word in set(said) if word < most])
    return Words(np.array(known, np.uint16), np.array([word in named for word in known], np.bool_))


def _beside(said: list[int], flags: list[int]) -> list[int]:
    """Return where what stands around a word begins beside which adverts say what they seek; below the first line."""
    words = _codes(_BESIDE_ROLES)
    below = next((at for at, flag in enumerate(flags) if not flag & HEAD), len(said))
    return [max(at - _BEFORE, below) for at in range(below, len(said)) if said[at] in words]


def _of_role(flags: list[int], begins: list[int]) -> list[bool]:
    """Tell which words name a role: those of the first line, those sought, and those beside an `engineer`."""
    found = [bool(flag & (HEAD | SOUGHT)) for flag in flags]
    for begin in begins:
        for at in range(begin, min(begin + _AROUND, len(found))):
            found[at] = True
    return found


def _spans(said: list[int], of_role: list[bool]) -> Iterator[list[int]]:
    """Yield the runs of words that name a role."""
    span: list[int] = []
    for word, names in zip(said, of_role, strict=True):
        if names:
            span.append(word)
        elif span:
            yield span
            span = []
    if span:
        yield span


def _phrases(said: list[int], flags: list[int]) -> Iterator[tuple[Codes, str, bool]]:
    """Yield what stands before each noun of a role, the noun, and whether it is sought."""
    meanings, nothing = _meanings(), _codes(_TELLS_NOTHING)
    for at, word in enumerate(said):
        noun = meanings.get(word)
        if noun is None:
            continue
        phrase: list[int] = []
        for before in range(at - 1, max(at - 1 - _PHRASE, -1), -1):
            if said[before] not in nothing:
                phrase.append(said[before])
            elif phrase:
                break
        yield frozenset(phrase), noun, bool(flags[at] & (HEAD | SOUGHT))


def _kinds(said: list[int]) -> set[str]:
    """Return the kinds of work that words name; those that the seed does not name keep others apart."""
    written = _written()
    return roles.kinds_of([written[word] if word < len(written) else "" for word in said])


def _addresses(codes: list[int], flags: list[int]) -> Iterator[tuple[int, ...]]:
    """Yield the words and numbers of each address: each begins with its scheme."""
    said = [word for word, flag in zip(codes, flags, strict=True) if flag & ADDRESS]
    schemes = _codes(("http", "https"))
    begins = [at for at, word in enumerate(said) if word in schemes]
    for begin, end in pairwise([*begins, len(said)]):
        yield tuple(said[begin:end])


COMPARED = (
    "first lines alike", "beginnings shared", "ends shared",
    "around roles said, less", "around roles said, more", "words of roles alike",
    "sought in roles, more", "roles shared", "roles in roles, more", "phrases matched, more",
    "nouns in nouns, more", "nouns apart", "first line said, more",
    "kinds beside roles", "kinds gone, fewer", "kinds apart, fewer", "kinds named, more",
    "kinds of first line gone, fewer", "kinds of first line gone, more", "kinds as often",
    "lines more", "addresses shared",
)  # fmt: skip
"""What compared() tells, in its order. `less` and `more` are of the two texts that of which it is less, or more."""


def compared(one: Passage, other: Passage) -> tuple[float, ...]:
    """Return one number for each of COMPARED; UNTOLD where one text does not tell it."""
    kinds, their_kinds = frozenset(one.kinds), frozenset(other.kinds)
    return (
        SequenceMatcher(None, one.head, other.head, autojunk=False).ratio(),
        _rare_of_either(one.first, other.first), _rare_of_either(one.last, other.last),
        *sorted((_share(one.beside, other.quads), _share(other.beside, one.quads))),
        _alike(one.role, other.role),
        max(_rare_share(one.sought, other.named), _rare_share(other.sought, one.named)),
        _rare_of_either(one.named, other.named),
        max(_rare_share(one.named, other.named), _rare_share(other.named, one.named)),
        max(_matched(one.phrases, other.all_phrases), _matched(other.phrases, one.all_phrases)),
        max(_share(one.nouns, other.all_nouns), _share(other.nouns, one.all_nouns)),
        len(one.nouns ^ other.nouns),
        max(_rare_share(one.in_head, other.said), _rare_share(other.in_head, one.said)),
        _of_either(kinds, their_kinds),
        min(len(kinds - other.all_kinds), len(their_kinds - one.all_kinds)),
        min(len(kinds - their_kinds), len(their_kinds - kinds)), max(len(kinds), len(their_kinds)),
        *sorted((len(one.head_kinds - their_kinds), len(other.head_kinds - kinds))),
        _as_often(one.kinds, other.kinds),
        abs(one.lines - other.lines), _of_either(one.addresses, other.addresses),
    )  # fmt: skip


@cache
def _rarity() -> tuple[dict[int, float], float]:
    """Return the rarity of each word that the seed names, and that of the rarest, which all others have."""
    found = load().rarity.tolist()
    return dict(enumerate(found)), max(found)


def _rare(words: Codes) -> float:
    """Return how rare words are together."""
    rarity, rarest = _rarity()
    return sum([rarity.get(word, rarest) for word in words])


@lru_cache(maxsize=8 * _KEPT)
def _rare_of_text(words: Codes) -> float:
    """Return _rare() of words that are asked for again and again: those of a passage."""
    return _rare(words)


def _rare_share(mine: Codes, theirs: Codes) -> float:
    """Return which share of a set of words, by how rare they are, is among others."""
    of_mine = _rare_of_text(mine)
    return _rare(mine & theirs) / of_mine if of_mine else UNTOLD


def _rare_of_either(mine: Codes, theirs: Codes) -> float:
    """Return which share two sets of words have in common, by how rare they are."""
    if not mine or not theirs:
        return UNTOLD
    both = _rare(mine & theirs)
    return both / (_rare_of_text(mine) + _rare_of_text(theirs) - both)


def _share(mine: AbstractSet[object], theirs: AbstractSet[object]) -> float:
    return len(mine & theirs) / len(mine) if mine else UNTOLD


def _of_either(mine: AbstractSet[object], theirs: AbstractSet[object]) -> float:
    return _share(mine | theirs, mine & theirs) if mine and theirs else UNTOLD


def _as_often(mine: Counter[str], theirs: Counter[str]) -> float:
    most = (mine | theirs).total()
    return (mine & theirs).total() / most if most else UNTOLD


def _alike(mine: Mapping[int, int], theirs: Mapping[int, int]) -> float:
    """Return the cosine of words by how often they are said and how rare they are (Salton and Buckley 1988)."""
    length = (_product(mine, mine) * _product(theirs, theirs)) ** 0.5
    return _product(mine, theirs) / length if length else UNTOLD


def _product(mine: Mapping[int, int], theirs: Mapping[int, int]) -> float:
    rarity, rarest = _rarity()
    return sum([n * theirs[word] * rarity.get(word, rarest) ** 2 for word, n in mine.items() if word in theirs])


def _matched(phrases: frozenset[Codes], others: frozenset[Codes]) -> float:
    """Return how much phrases share with the nearest of others, in the mean."""
    if not phrases or not others:
        return UNTOLD
    return fmean(max(_share(one | other, one & other) if one or other else 1.0 for other in others) for one in phrases)
