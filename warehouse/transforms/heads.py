"""Who hires, in a piece of a head line that may say more: its site, its batch, that it is hiring, and where.

Belongs here: what of such a piece, of a head of one piece or of a sentence is the employer's name. Which piece of
several it is, names.py says.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from warehouse.transforms.text import kept

_PLAIN = re.compile(r"[\w&.'’!+ -]+")
SITE = re.compile(
    r"\s?[(\[<]\s?(?:https?://|www\.)?[\w-]{1,40}(?:\.[\w-]{1,40}){1,4}(?:/[^\s)\]>]{0,80})?\s?(?:[)\]>]|$)"
    r"|\s(?:https?://|www\.)\S{1,90}",
    re.IGNORECASE,
)
"""Behind a name, with what stands before it: the site in brackets, or a whole address."""
_BATCH = re.compile(
    r"\s?[(\[]\s?(?:yc|y combinator)\b[^)\]]{0,12}(?:[)\]]|$)|,?\s(?:yc|y combinator)\s?[wsf]['’]?\d{2,4}$",
    re.IGNORECASE,
)
HIRING = re.compile(
    r"\s(?:is|are)\s(?:(?:now|also|still|currently|actively)\s)?(?:hiring|looking|seeking|recruiting)\b.*",
    re.IGNORECASE | re.DOTALL,
)
"""That a firm is hiring, behind its name, and all that follows."""
_PHRASE = re.compile(
    r"(?:must\s|locations?\s?[:-]|based in\b|local(?:s|ly)? (?:in|to|only)\b|telecommut"
    r"|we(?:'re|’re| are) (?:hiring|looking)|apply (?:at|here|to|by|via)\b|look at\b|jobs? open\b|depending on\b"
    r"|competitive (?:salary|pay|comp)|about \d|salary\b|part of\b|\d+ points? by\b"
    r"|(?:parent|edit|delete)(?:\s\[|$)|other locations\b"
    r"|[£$€(<]|\d+\s?k\b|\S+@\S+$|(?-i:(?:in|at|on:?|and|or|with|for|to|we|our|you|then)\s))",
    re.IGNORECASE,
)
"""What begins a remark that no employer is called by."""
_SENTENCE_WORDS = 5
"""Of so many words with a full stop behind the last one, a piece is a sentence."""
_LEGAL = ("inc.", "ltd.", "co.", "corp.", "llc.", "intl.", "s.a.", "b.v.", "eng.")
_AROUND = frozenset({
    "in", "at", "near", "based", "located", "downtown", "greater", "and", "or", "the", "area", "bay", "metro", "from",
    "our",
})  # fmt: skip
"""Words before or between places, that belong to these."""
_BEHIND = frozenset({"office", "offices", "area", "hq", "headquarters", "only", "metro"})
"""Words behind the last of the places."""
_JOINING = frozenset({"in", "at", "near", "based", "located", "from"})
"""Words that part a name from places as signs do."""
_NO_NAME = frozenset({
    "east", "west", "north", "south", "central", "downtown", "greater", "office", "offices", "location", "locations",
    "local", "based", "hq", "remote", "anywhere", "worldwide", "usa", "various", "jobs", "multiple",
})  # fmt: skip
"""What is left of places whose names the gazetteer has in part, and of remarks."""
_OWN = frozenset({"made", "built", "born", "grown"})
"""`Built in Chicago` is a name."""
_OF = (" of", " for", " de")
"""`University of California, San Francisco` is a name."""
VERBS = (" is ", " are ")
"""Behind what a sentence speaks of."""
_SEEKS = re.compile(
    r" (?:is|are) (?:(?:now|currently|actively|also|still|always|again|rapidly|once again) )?"
    r"(?:hiring|looking (?:for|to (?:hire|add|grow|expand|fill))|seeking|recruiting)\b"
)
_WORD = r"(?:[A-Z0-9][\w&.'’+-]{0,30}|[a-z0-9-]{1,30}\.(?:com|io|co|net|org|ai|me|ly)|of|the|and|&|for)"
_NAME = rf"{_WORD}(?: {_WORD}){{0,4}}"
CALLED = f"({_NAME})"
"""A name as a group."""
_CALLED = re.compile(rf"({_NAME}(?:, (?:Inc|INC|LLC|Ltd|LTD)\.?)?)(?:,? \([^()\n]{{1,60}}\)|,[^,\n]{{3,60}})?")
"""A name, and a remark on it: `Acme (YC W15)`, `Acme, the fern people`."""
_FIRST = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789")
_BEGINS = ("\n", ". ", "! ", "? ", ": ", " - ", " – ", " | ")
"""Behind these a sentence that says who is hiring may begin."""
_MOST_SENTENCES = 6
"""Sentences with each of VERBS that are tried."""
_NOBODY = frozenset({
    "currently", "now", "we", "i", "our", "my", "they", "it", "who", "company", "startup", "anyone", "everyone",
    "everybody", "nobody", "team", "this", "that", "there", "the", "he", "she", "you", "these", "which", "what",
    "engineering", "looking", "and", "but", "so", "hi", "hello", "hey", "also", "if", "as", "in", "at", "for", "of",
    "based", "here", "both", "all", "many", "each", "remote", "venture-backed", "vc-backed", "well-funded", "funded",
    "growing", "stealth", "small", "great", "new", "young", "exciting", "early", "early-stage", "seed",
    "fast-growing", "profitable", "local", "global", "apparently", "django", "python", "ruby", "rails", "java",
    "javascript", "android", "ios", "not", "anything", "one", "join", "about", "client", "clients", "location",
    "locations", "position", "positions", "job", "jobs", "full", "part", "hacker", "meta", "question", "update",
    "edit", "note", "leading", "several", "some", "any", "no", "yes", "is", "are", "why", "how", "where",
})  # fmt: skip
"""First words of what is no name, or says only of what kind somebody is."""
_NO_LAST = frozenset({"dev", "devs", "contractor", "contractors", "functions", "team", "beach", "hill"})
_LAST_WORD = re.compile(r"[^\W_]+$")
_LAST_WORD_REACH = 24


@kept
def told(piece: str) -> str | None:
    """Return a piece of a head line that is a name and nothing else, empty of what is none; None where places tell."""
    if _PHRASE.match(piece) or _is_sentence(piece):
        return ""
    return piece if _PLAIN.fullmatch(piece) and not _has_more(piece.lower()) else None


def _has_more(low: str) -> bool:
    return "--" in low or " in " in low or " is " in low or " are " in low


def employer(piece: str, places: Mapping[str, str]) -> str | None:
    """Return who hires, of a piece of a head line that may hold places; None where it says something else.

    Args:
        piece: `Acme (YC W15) in Berlin, Germany` as written.
        places: What may be a place in the posting, as written -> its kind: city, state or country.
    """
    name = _without_places(_without_asides(piece), places)
    return _without_asides(name) if name else None


def may_be_alone(piece: str) -> bool:
    """Tell whether a head line of one piece begins like a name and says more: `Acme (https://acme.example)`."""
    return piece[0] in _FIRST and told(piece) is None


def alone(piece: str, places: Mapping[str, str]) -> str | None:
    """Return who hires, of a head line of one piece that says something beside a name; else None.

    Args:
        piece: `Acme, Berlin`; of `Acme` alone nobody knows what it is.
        places: As employer() takes them.
    """
    name = employer(piece, places)
    left = len(name) if name else 0
    return name if name and any(char.isalnum() for char in piece[left:]) and is_called(name) else None


def hiring(text: str, first: int, last: int) -> str | None:
    """Return who `is hiring` or `is looking for` somebody, by the first sentences of a part of a text; else None."""
    for end in _cues(text, first, last):
        if not _SEEKS.match(text, end):
            continue
        called = _CALLED.fullmatch(text[_begin(text, first, end) : end].strip(" *_#-,"))
        if called and is_called(called[1]):
            return called[1]
    return None


def _cues(text: str, first: int, last: int) -> list[int]:
    """Return where a sentence may say who is hiring, the first few of them in order."""
    found: list[int] = []
    for verb in VERBS:
        at, tried = text.find(verb, first, last), 0
        while at >= 0 and tried < _MOST_SENTENCES:
            found.append(at)
            at, tried = text.find(verb, at + 1, last), tried + 1
    found.sort()
    return found


def _begin(text: str, first: int, end: int) -> int:
    """Return where the sentence or remark begins that goes on at `end`; no initial ends one (`J. P. Acme`)."""
    begin = first
    for sign in _BEGINS:
        at = text.rfind(sign, begin, end)
        while at > 0 and sign == ". " and text[at - 1].isupper() and not text[max(at - 2, 0)].isalnum():
            at = text.rfind(sign, begin, at)
        if at >= 0:
            begin = at + len(sign)
    return begin


@kept
def is_called(name: str) -> bool:
    """Tell whether a name is written as names are, and begins and ends with no word that says what it is not."""
    words = name.lower().split()
    called = _CALLED.fullmatch(name)
    return bool(called and called[1] == name) and words[0] not in _NOBODY and words[-1] not in _NO_LAST


def _is_sentence(piece: str) -> bool:
    return piece.endswith(".") and not piece.lower().endswith(_LEGAL) and piece.count(" ") >= _SENTENCE_WORDS - 1


def _without_asides(piece: str) -> str:
    """Return a name without its site, its batch and that it is hiring; as it is where nothing else would be left."""
    name = HIRING.sub("", _BATCH.sub("", SITE.sub("", piece))).strip(" ,:;-–—<([")
    return name if any(char.isalnum() for char in name) else piece


def _without_places(name: str, places: Mapping[str, str]) -> str | None:
    """Return a name without the places behind it; None where it is nothing but places."""
    end, nearest, known, parted = before_places(name, places)
    if not known:
        return name
    left = name[:end].rstrip()
    opened = left.rfind("(")
    if opened > left.rfind(")"):  # `Acme (Smallville, CA)`: what stands in the bracket is a place, known or not.
        return _rest(left[:opened])
    rest = _rest(left)
    if not rest or (left.endswith("/") and not left.endswith("//")):
        return None
    apart = parted or rest != left or ("city" in known and len(known) > 1)
    if not apart or rest.lower().endswith(_OF) or rest.lower() in _OWN:
        return name
    return rest if nearest == "city" else None  # `Smallville, CA` is a town that the gazetteer does not know.


def _rest(left: str) -> str | None:
    """Return what stands before the places as a name; None where it says nothing."""
    rest = left.rstrip(" ,:;-–—@(/[.☆★•·*+&#~<")
    return rest if rest and rest.lower() not in _NO_NAME else None


def before_places(name: str, places: Mapping[str, str]) -> tuple[int, str, set[str], bool]:
    """Return where the places behind a name begin, the first's kind, all kinds, and whether a word parts them off."""
    known: set[str] = set()
    nearest = ""
    first = end = len(name)
    parted = False
    while end:
        at = end
        while at and not name[at - 1].isalnum():
            at -= 1
        place = _place_at_end(name, at, places)
        if place:
            nearest = places[place]
            known.add(nearest)
            first = end = at - len(place)
            parted = False
            continue
        word = _LAST_WORD.search(name, max(0, at - _LAST_WORD_REACH), at)
        low = word[0].lower() if word else ""
        if not word or low not in (_AROUND if known else _BEHIND):
            break
        parted = parted or (bool(known) and low in _JOINING)
        end = word.start()
    return (end if parted else first), nearest, known, parted


def _place_at_end(name: str, end: int, places: Mapping[str, str]) -> str:
    """Return the longest place that ends there as a word of its own; empty where none does."""
    found = ""
    for place in places:
        start = end - len(place)
        if (
            start >= 0
            and len(place) > len(found)
            and name.startswith(place, start)
            and not (start and name[start - 1].isalnum())
        ):
            found = place
    return found
