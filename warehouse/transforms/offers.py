"""Whether a text offers a job at all: threads also hold questions, complaints and people who seek work.

Compiled by Cython (offers.pxd has the C types).
"""

from __future__ import annotations

import re

from warehouse.transforms.entries import Hit
from warehouse.transforms.zones import Document

_REPLY = re.compile(
    r"(?:thanks|thank you|hi,? (?:is|are|do|can|i)|is (?:this|it|the)|are you|do you|can you|what|why|how"
    r"|i |just |same|\+1|yes|no[,. ]|sorry|great|awesome|@|有没有|没有[^\n]{1,16}吗|请问|疑问|想问|咋|怎么"
    r"|和[^\n]{1,6}(?:一样|差不多))"
)
_SEEKER = re.compile(
    r"\bi(?: am|['’]m) an? (?:[\w.+#/-]+ ){0,4}(?:developer|programmer|freelancer|contractor|student|graduate)\b"
    r"(?! (?:at|for|here|there|with|on|in the|working (?:at|for|on))\b)"
)
"""Who says so of himself offers no job; one who does says for whom he works."""
_JOB_LINK = re.compile(
    r"https?://[^/\s]+/(?:[^/\s]+/){0,3}(?:jobs?|careers?|positions?|vacanc(?:y|ies)|join-us)/[^/\s]{3}"
)
"""A link to one job's page."""
LINKED = 4.0
"""What a text weighs besides that is such a link."""
STRUCTURED = ("company", "salary", "location", "employment")
"""Fields that only a job board has: with a title beside one of them a posting needs no further proof."""
ROLE_IN_TITLE = 2.0
PLACE_FIRST = 3.0
ROLE_LATER = 1.0
"""What a short text weighs besides that names a role somewhere else, or whose first line parts a place by a stroke."""
STATED = 3.0
"""What a text weighs besides whose first line says that somebody hires."""
STAMPED = 1.0
"""What a text weighs besides that begins with its place, or whose head line says REMOTE in capitals."""
SEEKER, QUESTION = 8.0, 8.0
"""What weighs against a job that somebody seeks work, or that a title asks something."""
_HIRES = ("is looking for", "is seeking", "we are looking for", "we're looking for", "looking to hire")
_HIRING = ("is hiring", "re hiring", "ll hiring")
"""How `hiring` stands behind who does: `is`, `are` or `'re`, `still`; see `_states`."""
_OF_FIRM = (" at ", " for ", " here", " there", " with ", " on the ", " in the ", " working at ", " working for ")
"""How goes on what somebody says of himself who works for the firm (`I'm a developer there`)."""
_PARTED = (" - ", " – ", " — ", " | ")
_SAYS_SO = ("i am a", "i'm a", "i’m a")
"""What stands in all that _SEEKER finds."""
BARS = 2
LONG = 400
"""Characters from which a text in a hiring thread is hardly a reply."""
MOST_NAMED = 8
NAMED = 0.5
"""What each concept weighs that a text names, up to MOST_NAMED."""


def is_posting(found: Document) -> bool:
    """Return whether the posting offers a job; a posting with a title and a job board's fields does."""
    if found.row["title"] and any(found.row[name] for name in STRUCTURED):
        return True
    balance = _balance(found)
    return balance > 0 or balance + _named(found.mentions) > 0


def score(found: Document) -> float:
    """Return the balance of cues: positive for an offer."""
    return _balance(found) + _named(found.mentions)


def _balance(found: Document) -> float:
    """Return what all but the technologies say."""
    low, cues = found.scan.low, found.scan.cues
    if not low or low.isspace():
        return -1.0
    title, text = found.title, found.text
    begun, start, end = title.start, text.start, text.end
    total = _of_cues(cues["posting"], begun, title.end) - _heaviest(low, cues["offer"])
    if _says_so(low, start) and _SEEKER.search(low, start, start + LONG):
        total -= SEEKER
    if begun < title.end:
        if _any_in(cues["role"], begun, title.end):
            total += ROLE_IN_TITLE
        if _is_question(low, begun, title.end):
            total -= QUESTION
    if not found.row["title"]:
        total += _shape(low, start, end) + _opens_like_an_offer(found)
    return total


def _is_question(low: str, first: int, last: int) -> bool:
    """Whether a title ends as only Chinese questions do (`要求很怪吗？`)."""
    while last > first and low[last - 1] in " ?!~。":
        last -= 1
    return last > first and low[last - 1] in "吗么"


def _of_cues(cues: list[Hit], title: int, title_end: int) -> float:
    """Return what the cues weigh, each once in the title and once in the text."""
    total = 0.0
    titled: set[str] = set()
    seen: set[str] = set()
    for cue in cues:
        entry = cue.entry
        in_title = title <= cue.start < title_end
        known = titled if in_title else seen
        seed = entry.seed
        if seed in known or (not in_title and entry.where == "title"):
            continue
        known.add(seed)
        weight = entry.weight
        total += weight if entry.value == "yes" else -weight
    return total


def _heaviest(low: str, cues: list[Hit]) -> float:
    """Return what weighs most of the words of those who seek work themselves."""
    most = 0.0
    for cue in cues:
        entry = cue.entry
        weight = entry.weight
        if weight > most and not (low.startswith("i", cue.start) and low.startswith(_OF_FIRM, cue.end)):
            most = weight
    return most


def _named(mentions: list[Hit]) -> float:
    """Return what the technologies weigh that are named."""
    slugs: set[str] = set()
    for hit in mentions:
        entry = hit.entry
        slugs.add(entry.value)
        if len(slugs) == MOST_NAMED:
            break
    return NAMED * len(slugs)


def _says_so(low: str, start: int) -> bool:
    for words in _SAYS_SO:  # noqa: SIM110 - a loop of C, a generator is none
        if low.find(words, start, start + LONG) >= 0:
            return True
    return False


def _any_in(cues: list[Hit], first: int, last: int) -> bool:
    """Whether a cue begins in `first:last`."""
    for cue in cues:
        start = cue.start
        if first <= start < last:
            return True
    return False


def _opens_like_an_offer(found: Document) -> float:
    """Return what places and roles in the first lines say: replies hardly ever open with them."""
    first, last, text = found.opening.start, found.opening.end, found.text
    low, cues = found.scan.low, found.scan.cues
    starts = [hit.start for hit in found.scan.places if first <= hit.start < last]
    stamped = _is_stamped(found.scan.text, cues["remote"], first, last)
    total = PLACE_FIRST if starts or stamped else 0.0
    if stamped or first in starts:
        total += STAMPED
    if _any_in(cues["role"], first, last):
        total += ROLE_IN_TITLE
    elif text.end - text.start < LONG and (cues["role"] or (starts and _is_parted(low, first, last))):
        total += ROLE_LATER
    if _states(low, cues["posting"], first, last):
        total += STATED
    return total


def _is_parted(low: str, first: int, last: int) -> bool:
    """Whether a stroke parts the words of `first:last`."""
    for stroke in _PARTED:  # noqa: SIM110 - a loop of C, a generator is none
        if low.find(stroke, first, last) >= 0:
            return True
    return False


def _states(low: str, cues: list[Hit], first: int, last: int) -> bool:
    """Whether `first:last` says that somebody hires."""
    for cue in cues:
        start = cue.start
        if first <= start < last and (
            low.startswith(_HIRES, start)
            or (low.startswith(_HIRING, start - 3) and not low.startswith("who ", start - 7))
        ):
            return True
    return False


def _is_stamped(text: str, cues: list[Hit], first: int, last: int) -> bool:
    for cue in cues:
        start = cue.start
        if first <= start < last and text[start : cue.end].isupper():
            return True
    return False


def _shape(low: str, start: int, end: int) -> float:
    """Return what the length of a text, its bars and its first and last words say."""
    line = low.find("\n", start, end)
    total = 4.0 if low.count("|", start, line if line >= 0 else end) >= BARS else 0.0
    if start < end and _can_reply(low[start]) and _REPLY.match(low, start, end):
        total -= 4.0
    if _is_link(low, start, end) and _JOB_LINK.match(low, start, end):
        return total + LINKED
    if end - start >= LONG:
        return total + 3.0
    return total - (7.0 if low.endswith("?", start, end) else 3.0)


def _is_link(low: str, start: int, end: int) -> bool:
    """Whether a text is an address and nothing else."""
    return low.startswith("http", start, end) and low.find(" ", start, end) < 0 and low.find("\n", start, end) < 0


def _can_reply(char: str) -> bool:
    """Whether _REPLY can begin so."""
    return char in "+@acdghijnstwy有没请疑想咋怎和"
