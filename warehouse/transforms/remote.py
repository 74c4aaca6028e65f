"""Where the work is done: on site, hybrid, remote. Cities are `places`' business."""

from __future__ import annotations

import re

from warehouse.classes import REMOTES
from warehouse.transforms.document import Document
from warehouse.transforms.scan import Hit, longest

_NEGATED = re.compile(
    r"(?:\b(?:no|not|non|never|without|nor|isn't|can't|cannot)[ -](?:\w+ ){0,2}|不|非|否|无|暂不|谢绝)$"
)
_DENIED = re.compile(
    r"^(?: work| working| positions?| candidates?)?(?:\s?[:：]\s?(?:no|否|不)\b|\s?[:：]\s?否|(?: is"
    r"| are)? (?:not|no)\b|勿扰|的不要)"
)
_REFUSED = re.compile(r"\bno\b|\bnot\b|n't|non|不|非|否|无|谢绝|勿")
_HYBRID_WORK = re.compile(
    r"\s*(?:$|[,.;:|)/\n+]|\()|[ -](?:remote|work|role|position|office|model|schedule|on-?site|or\b"
    r"|policy|setup|team|环境|办公|工作|模式)"
)
_ON_SITE_THING = re.compile(
    r"[ ,](?:\w+ )?(?:interview|gym|deployment|customer|client|training|visit|support at|chef|meal|lunch"
    r"|parking|day ?care|search)"
)
_FIELD = {
    "remote": "remote",
    "telecommute": "remote",
    "hybrid": "hybrid",
    "on-site": "onsite",
    "onsite": "onsite",
    "on_site": "onsite",
    "office": "onsite",
}


def remote(found: Document) -> list[str]:
    """Return what the posting states, a subset of onsite, hybrid, remote in that order; empty where it says nothing."""
    cues = _cues(found)
    if not cues:
        named = _field(found.row["remote"])
        return [value for value in REMOTES if value in named]
    named = _field(found.row["remote"]) | {hit.entry.value for hit in meant(found)}
    if not named and any(_says_no(hit, found) for hit in cues):
        named = {"onsite"}
    return [value for value in REMOTES if value in named]


def meant(found: Document) -> list[Hit]:
    """Return the cues that decide: those of title, head line and place field before those of the text."""
    hits = _affirmative(_cues(found), found)
    headed = [found.in_title(hit.start) or found.location.holds(hit.start) for hit in hits]
    if not any(headed):
        return hits
    return [hit for hit, stands in zip(hits, headed, strict=True) if stands or hit.entry.value == "hybrid"]


def _cues(found: Document) -> list[Hit]:
    return [hit for hit in found.scan.hits("remote") if hit.start >= found.title.start]


def _says_no(hit: Hit, found: Document) -> bool:
    """Whether remote work is spoken of and refused."""
    if hit.entry.value == "not-remote":
        return bool(_REFUSED.search(found.scan.low[hit.start : hit.end]))
    return hit.entry.value == "remote" and not _affirmed(found, hit)


def _field(value: str) -> set[str]:
    low = value.lower()
    if low in {"true", "yes", "1"}:
        return {"remote"}
    return {kind for word, kind in _FIELD.items() if word in low}


def _affirmative(hits: list[Hit], found: Document) -> list[Hit]:
    """Return the longest cues that no `not-remote` covers and that nothing beside them denies."""
    if any(hit.entry.value == "not-remote" for hit in hits):
        hits = _uncovered(hits)
    return [hit for hit in longest(hits) if _affirmed(found, hit)]


def _uncovered(hits: list[Hit]) -> list[Hit]:
    """Return the cues that lie in no `not-remote`, and none of those themselves."""
    found: list[Hit] = []
    blocked = -1
    for hit in sorted(hits, key=lambda hit: (hit.start, -hit.end, hit.entry.value != "not-remote")):
        if hit.entry.value == "not-remote":
            blocked = max(blocked, hit.end)
        elif hit.end > blocked:
            found.append(hit)
    return found


def _affirmed(found: Document, hit: Hit) -> bool:
    low = found.scan.low
    if hit.entry.value == "remote":
        denied = _NEGATED.search(low, max(0, hit.start - 24), hit.start) or _DENIED.match(low, hit.end, hit.end + 32)
        return not denied
    if hit.entry.value == "hybrid":
        return low[hit.start : hit.end] != "hybrid" or bool(_HYBRID_WORK.match(low, hit.end))
    return not _ON_SITE_THING.match(low, hit.end)
