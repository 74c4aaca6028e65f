"""Who hires, in a piece of a head line that may say more: its site, its batch, that it is hiring, and where.

Belongs here: what of such a piece is the employer's name. Which piece it is, names.py says.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from warehouse.transforms.text import kept

_PLAIN = re.compile(r"[\w&.'’!+ -]+")
_MORE = (" in ", " is ", " are ", "--")
"""Without another sign, and without one of these, a piece is a name alone."""
_SITE = re.compile(
    r"\s?[(\[<]\s?(?:https?://|www\.)?[\w-]{1,40}(?:\.[\w-]{1,40}){1,4}(?:/[^\s)\]>]{0,80})?\s?(?:[)\]>]|$)"
    r"|\s(?:https?://|www\.)\S{1,90}",
    re.IGNORECASE,
)
"""Behind a name, with what stands before it: the site in brackets, or a whole address."""
_BATCH = re.compile(
    r"\s?[(\[]\s?(?:yc|y combinator)\b[^)\]]{0,12}(?:[)\]]|$)|,?\s(?:yc|y combinator)\s?[wsf]['’]?\d{2,4}$",
    re.IGNORECASE,
)
_HIRING = re.compile(
    r"\s(?:is|are)\s(?:(?:now|also|still|currently|actively)\s)?(?:hiring|looking|seeking|recruiting)\b.*",
    re.IGNORECASE | re.DOTALL,
)
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
_LAST_WORD = re.compile(r"[^\W_]+$")
_LAST_WORD_REACH = 24


def employer(piece: str, places: Mapping[str, str]) -> str | None:
    """Return who hires, of a piece of a head line; None where that says something else.

    Args:
        piece: `Acme (YC W15) in Berlin, Germany` as written.
        places: What may be a place in the posting, as written -> its kind: city, state or country.
    """
    if _PHRASE.match(piece) or _is_sentence(piece):
        return None
    if _PLAIN.fullmatch(piece) and not any(sign in piece.lower() for sign in _MORE):
        return piece
    name = _without_places(_without_asides(piece), places)
    return _without_asides(name) if name else None


@kept
def _is_sentence(piece: str) -> bool:
    return piece.endswith(".") and not piece.lower().endswith(_LEGAL) and piece.count(" ") >= _SENTENCE_WORDS - 1


def _without_asides(piece: str) -> str:
    """Return a name without its site, its batch and that it is hiring; as it is where nothing else would be left."""
    name = _HIRING.sub("", _BATCH.sub("", _SITE.sub("", piece))).strip(" ,:;-–—<([")
    return name if any(char.isalnum() for char in name) else piece


def _without_places(name: str, places: Mapping[str, str]) -> str | None:
    """Return a name without the places behind it; None where it is nothing but places."""
    end, nearest, known, parted = _before_places(name, places)
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


def _before_places(name: str, places: Mapping[str, str]) -> tuple[int, str, set[str], bool]:
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
