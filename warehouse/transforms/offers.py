"""Whether a text offers a job at all: threads also hold questions, complaints and people who seek work."""

from __future__ import annotations

import re

from warehouse.transforms.document import Document, Span

_REPLY = re.compile(
    r"(?:thanks|thank you|hi,? (?:is|are|do|can|i)|is (?:this|it|the)|are you|do you|can you|what|why|how"
    r"|i |just |same|\+1|yes|no[,. ]|sorry|great|awesome|@)"
)
_SEEKER = re.compile(
    r"\bi(?: am|['’]m) an? (?:[\w.+#/-]+ ){0,4}(?:developer|programmer|freelancer|contractor|student|graduate)\b"
    r"(?! (?:at|for|here|on|in the|working (?:at|for|on))\b)"
)
"""Who says so of himself offers no job; one who does says for whom he works."""
STRUCTURED = ("company", "salary", "location", "employment")
"""Fields that only a job board has: with a title beside one of them a posting needs no further proof."""
ROLE_IN_TITLE = 2.0
PLACE_FIRST = 3.0
STAMPED = 1.0
"""What a text weighs besides that begins with its place, or whose head line says REMOTE in capitals."""
SEEKER = 8.0
BARS = 2
LONG = 400
"""Characters from which a text in a hiring thread is hardly a reply."""


def is_posting(found: Document) -> bool:
    """Return whether the posting offers a job; a posting with a title and a job board's fields does."""
    if found.row["title"] and any(found.row[name] for name in STRUCTURED):
        return True
    return score(found) > 0


def score(found: Document) -> float:
    """Return the balance of cues: positive for an offer."""
    low, cues = found.scan.low, found.scan.cues
    if not low.strip():
        return -1.0
    title, title_end = found.title
    total = 0.0
    seen: set[tuple[str, bool]] = set()
    for start, _, cue in cues["posting"]:
        titled = title <= start < title_end
        key = cue.seed, titled
        if key in seen or (cue.where == "title" and not titled):
            continue
        seen.add(key)
        total += cue.weight if cue.value == "yes" else -cue.weight
    if offered := cues["offer"]:
        total -= max([cue.weight for _, _, cue in offered])
    speaks = "i am a" in low or "i'm a" in low or "i’m a" in low
    if speaks and _SEEKER.search(low, found.text.start, found.text.start + LONG):
        total -= SEEKER
    if title < title_end and any(title <= start < title_end for start, _, _ in cues["role"]):
        total += ROLE_IN_TITLE
    if not found.row["title"]:
        total += _shape(low, found.text) + _opens_like_an_offer(found)
    total += min(4.0, 0.5 * len({entry.value for _, _, entry in found.mentions}))
    return total


def _opens_like_an_offer(found: Document) -> float:
    """Return what places and roles in the first lines say: replies hardly ever open with them."""
    first, last = found.opening
    text, cues = found.scan.text, found.scan.cues
    starts = [start for start, _, _ in found.scan.places if first <= start < last]
    stamped = any(first <= start < last and text[start:end].isupper() for start, end, _ in cues["remote"])
    total = PLACE_FIRST if starts or stamped else 0.0
    if stamped or first in starts:
        total += STAMPED
    if any(first <= start < last for start, _, _ in cues["role"]):
        total += ROLE_IN_TITLE
    return total


def _shape(low: str, text: Span) -> float:
    end = low.find("\n", text.start, text.end)
    total = 4.0 if low.count("|", text.start, end if end >= 0 else text.end) >= BARS else 0.0
    if _REPLY.match(low, text.start, text.end):
        total -= 4.0
    if text.end - text.start >= LONG:
        return total + 3.0
    return total - (7.0 if low.endswith("?", text.start, text.end) else 3.0)
