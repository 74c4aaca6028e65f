"""Whether a text offers a job at all: threads also hold questions, complaints and people who seek work."""

from __future__ import annotations

import re

from warehouse.transforms.document import Document

_REPLY = re.compile(
    r"^(?:thanks|thank you|hi,? (?:is|are|do|can|i)|is (?:this|it|the)|are you|do you|can you|what|why|how"
    r"|i |just |same|\+1|yes|no[,. ]|sorry|great|awesome|@)"
)
STRUCTURED = ("company", "salary", "location", "employment")
"""Fields that only a job board has: with a title beside one of them a posting needs no further proof."""
ROLE_IN_TITLE = 2.0
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
    low = found.scan.low
    if not low.strip():
        return -1.0
    total = 0.0
    seen: set[tuple[str, bool]] = set()
    for hit in found.scan.cues.get("posting", ()):
        cue = hit.entry
        titled = found.title.holds(hit.start)
        key = (cue.seed, titled)
        if key in seen or (cue.where == "title" and not titled):
            continue
        seen.add(key)
        total += cue.weight if hit.entry.value == "yes" else -cue.weight
    total -= _seeks(found)
    if any(found.title.holds(hit.start) for hit in found.scan.cues.get("role", ())):
        total += ROLE_IN_TITLE
    body = low[found.text.start : found.text.end]
    if not found.row["title"]:
        total += _shape(body) + _opens_like_an_offer(found)
    total += min(4.0, 0.5 * len({hit.entry.value for hit in found.mentions}))
    return total


def _seeks(found: Document) -> float:
    """Return the weight of the words of somebody who seeks work."""
    return max((hit.entry.weight for hit in found.scan.cues.get("offer", ())), default=0.0)


def _opens_like_an_offer(found: Document) -> float:
    """Return what places and roles in the first lines say: replies hardly ever open with them."""
    opening = found.opening
    total = ROLE_IN_TITLE if any(opening.holds(hit.start) for hit in found.scan.places) else 0.0
    if any(opening.holds(hit.start) for hit in found.scan.cues.get("role", ())):
        total += ROLE_IN_TITLE
    return total


def _shape(body: str) -> float:
    head = body.split("\n", 1)[0]
    total = 4.0 if head.count("|") >= BARS else 0.0
    if _REPLY.match(body):
        total -= 4.0
    total += 3.0 if len(body) >= LONG else -3.0
    return total
