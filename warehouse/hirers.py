"""Who hires, as the text of a posting tells whose head line and fields name nobody.

Belongs here: what a sentence says of its subject (`Acme is hiring`) and what the employer's own site is called. By this
postings are only told to be one employer's, so that more is taken for a name than in the employer that is published,
which is names.names's and, of sentences, transforms.heads.hiring's.
"""

from __future__ import annotations

import re

from warehouse.transforms.heads import VERBS
from warehouse.transforms.names import OTHERS_SITES, company_key, site_label

_FIRST = 800
"""Characters in which the employer is looked for."""
_DOES = re.compile(
    r"\s(?:is|are)\s+(?:(?:currently|now|also|actively|always|still|rapidly|quickly)\s+)?"
    r"(?:hiring|looking (?:for|to)|seeking|searching|recruiting|building|growing|expanding|transforming|changing"
    r"|an? |the |one of )"
)
_NAME = re.compile(
    r"(?:^|[\n.!?:;)(>|\-–—●]\s*|\b(?:[Aa]t|[Hh]ere at|by|[Jj]oin|based|[Tt]he|from)\s+)"
    r"([A-Z0-9][\w'&+-]*(?:\.[a-z]{2,4}\b)?(?:[ ]+(?:of |the |and |& )?[A-Z0-9][\w'&+-]*){0,3})"
    r"(?:,? (?:Inc|LLC|Ltd|GmbH|Corp)\b\.?)?(?:\s*[(\[][^)\]\n]{0,70}[)\]])?"
    r"(?:, (?:an?|the|located|based|in)\b[^,.\n]{0,60},)?$"
)
"""What stands before `is hiring`: a name, its legal form, a remark."""
_BEFORE, _WORD = 150, 24
_HEAD, _HAN = 80, re.compile(r"[\u4e00-\u9fff]")
"""So far it is looked whether a text is Chinese, which these sentences are not."""
_WE = {
    "we", "company", "our", "it", "this", "team", "startup", "there", "who", "what", "you", "they", "i", "he", "she",
    "client", "clients", "position", "role", "job", "everyone", "someone", "engineering", "technology", "here", "that",
    "product", "platform", "group", "department", "service", "software", "remote", "onsite", "hn", "hackernews", "us",
    "division", "businesses", "people", "developers", "engineers", "and", "customer", "customers", "users",
}  # fmt: skip
_NO_NAME = re.compile(
    r"\b(?:team|our|my|engineer|engineers|developer|developers|division|group|department|company|startup|client|full|time"
    r"|remote|onsite|who|what|we|you|the)\b",
    re.IGNORECASE,
)
_SITE = re.compile(
    r"(?:https?://|www\.)((?:[a-z0-9-]+\.)+[a-z]{2,8})\b|(?<![\w@./-])([a-z0-9-]+\.(?:com|io|org|net|co|ai|me|tv|fm|ly))\b(?!@)",
    re.IGNORECASE,
)
_AROUND = re.compile(
    r"^(?:get|try|join|use|go|the|my|we|hello)(?=.{4})|(?<=.{4})(?:inc|hq|app|corp|labs?|io|tech|team)$"
)
_SITE_WITHIN = 400
_SHORTEST, _LEAST = 3, 4
STEM = 5
"""Names that share so many letters at their beginning may be one employer's."""
_DOT, _WORD_ON, _LAST_WORD = re.compile(r"\.\S\S"), re.compile(r"\S*"), re.compile(r"\S*\Z")
"""A dot that two signs of its word follow, the word from there on, and up to there."""
_SIGNS = bytes(sign for sign in range(128) if not chr(sign).isalnum())
_NOBODY = {
    "various", "hiring", "multiple", "several", "many", "startup", "stealth", "stealthstartup", "company", "jobs",
    "careers", "positions", "openings", "engineering", "engineers", "developers", "fulltime", "remote", "onsite",
    "contract", "freelance", "wearehiring", "nowhiring",
}  # fmt: skip
"""Keys that no employer has: of what a head line begins with instead."""


def hirer(text: str) -> str | None:
    """Return the key (names.company_key) of who hires as the text tells it; None where it does not.

    A sentence tells it (`Acme (www.acme.com) is hiring`), or a site whose name the text has as words as well.
    """
    begins = text[:_FIRST]
    if not begins.isascii() and _HAN.search(begins, 0, _HEAD):
        return None
    return _subject(begins) or _site(begins)


def hirer_of(name: str | None, text: str | None) -> str | None:
    """Return the same of a posting, if head line and fields name nobody (`Various | Acme | Bonn`)."""
    return hirer(text) if text and (not name or name in _NOBODY) else None


def own_site(name: str | None, text: str | None) -> str | None:
    """Return what the employer's own site is called: `acme` of `www.acme.com`; None where a text begins without one.

    Args:
        name: Its key (names.company_key); a site that is called otherwise is somebody else's. None where nobody is
            named.
        text: Of the posting; the site stands in its first 400 signs.
    """
    begins = text[:_SITE_WITHIN] if text else ""
    for word in _dotted(begins):
        for said in _SITE.finditer(begins[word]):
            label = site_label((said[1] or said[2]).lower())
            if len(label) >= _LEAST and label not in OTHERS_SITES and (name is None or _may_be_called(name, label)):
                return label
    return None


def _may_be_called(name: str, label: str) -> bool:
    """Tell whether a site may be that of an employer of that name: one is part of the other, or they begin alike."""
    return label in name or (len(name) >= _LEAST and name in label) or begin_alike(name, label)


def begin_alike(one: str, other: str) -> bool:
    """Tell whether two names begin alike (`Acme Chart`, `Acme Software`)."""
    return len(one) >= STEM and one[:STEM] == other[:STEM]


def _subject(text: str) -> str | None:
    for verb in VERBS:
        at = text.find(verb)
        while at >= 0:
            if _may_end_name(text, at) and _DOES.match(text, at) and (key := _key_before(text, at)):
                return key
            at = text.find(verb, at + 1)
    return None


def _may_end_name(text: str, at: int) -> bool:
    """Tell whether the word that ends there may be the last one of a name, or of a remark on it."""
    last = text[max(0, at - _WORD) : at].rpartition(" ")[2]
    if last.endswith((")", "]", ",")):
        return True
    return last[:1].isupper() or last[:1].isdigit() or "\n" in last or last[:1] in "(@"


def _key_before(text: str, at: int) -> str | None:
    subject = _NAME.search(text[max(0, at - _BEFORE) : at])
    name = subject[1] if subject else ""
    key = company_key(name) if name and not _NO_NAME.search(name) and name.lower() not in _WE else None
    return key if key and len(key) >= _SHORTEST and not key.isdecimal() else None


def _site(text: str) -> str | None:
    dotted = _dotted(text)
    labels = [site_label((said[1] or said[2]).lower()) for word in dotted for said in _SITE.finditer(text[word])]
    squeezed = ""
    for label in labels:
        if len(label) < _LEAST or label in OTHERS_SITES:
            continue
        squeezed = squeezed or _squeezed(text, dotted)
        if label in squeezed:
            return label
        bare = _AROUND.sub("", label)
        if len(bare) >= _LEAST and bare in squeezed:
            return bare
    return None


def _dotted(text: str) -> list[slice]:
    """Return where the words stand of which a dot may be a site's: all that have two signs behind their first."""
    found: list[slice] = []
    end = 0
    for dot in _DOT.finditer(text):
        at = dot.start()
        if at < end:
            continue
        begins = _LAST_WORD.search(text, max(end, text.rfind(" ", end, at) + 1, text.rfind("\n", end, at) + 1), at)
        ends = _WORD_ON.match(text, at)
        end = ends.end() if ends else at
        found.append(slice(begins.start() if begins else at, end))
    return found


def _squeezed(text: str, dotted: list[slice]) -> str:
    """Return the Latin letters and figures of a text without its sites, in small letters and with nothing between."""
    parts: list[str] = []
    end = 0
    for word in dotted:
        parts += text[end : word.start], _SITE.sub(" ", text[word])
        end = word.stop
    parts.append(text[end:])
    return "".join(parts).lower().encode("ascii", "ignore").translate(None, _SIGNS).decode("ascii")
