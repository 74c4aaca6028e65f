"""Where the work is done: on site, hybrid, remote. Cities are `places`' business."""

from __future__ import annotations

import re

from warehouse.schemas import REMOTES
from warehouse.transforms.document import Document
from warehouse.transforms.scan import Hit

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
    named = _field(found.row["remote"]) | {hit.entry.value for hit in meant(found)}
    if not named and any(_says_no(hit, found) for hit in _cues(found)):
        named = {"onsite"}
    return [value for value in REMOTES if value in named]


def meant(found: Document) -> list[Hit]:
    """Return the cues that decide: those of title, head line and place field before those of the text."""
    hits = _affirmative(_cues(found), found)
    headed = [hit for hit in hits if found.in_title(hit.start) or found.location.holds(hit.start)]
    return [hit for hit in hits if hit in headed or hit.entry.value == "hybrid"] if headed else hits


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
    blocked = [hit for hit in hits if hit.entry.value == "not-remote"]
    inside = [
        hit for hit in hits if hit.entry.value != "not-remote" and not any(_covers(other, hit) for other in blocked)
    ]
    return [hit for hit in inside if not any(_longer(other, hit) for other in inside) and _affirmed(found, hit)]


def _covers(other: Hit, hit: Hit) -> bool:
    return other.start <= hit.start and hit.end <= other.end


def _longer(other: Hit, hit: Hit) -> bool:
    return _covers(other, hit) and other.end - other.start > hit.end - hit.start


def _affirmed(found: Document, hit: Hit) -> bool:
    low = found.scan.low
    if hit.entry.value == "remote":
        denied = _NEGATED.search(low, max(0, hit.start - 24), hit.start) or _DENIED.match(low, hit.end, hit.end + 32)
        return not denied
    if hit.entry.value == "hybrid":
        return low[hit.start : hit.end] != "hybrid" or bool(_HYBRID_WORK.match(low, hit.end))
    return not _ON_SITE_THING.match(low, hit.end)
