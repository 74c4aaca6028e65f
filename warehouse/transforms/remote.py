"""Where the work is done: on site, hybrid, remote. Cities are `places`' business."""

from __future__ import annotations

import re

from warehouse.transforms.document import Document
from warehouse.transforms.scan import Hit

_NEGATED = re.compile(r"(?:\b(?:no|not|non|never|without|nor|isn't|can't|cannot)[ -](?:\w+ ){0,2}|不|非|否|无|暂不|谢绝)$")
_DENIED = re.compile(r"^(?: work| working| positions?| candidates?)?(?:\s?[:：]\s?(?:no|否|不)\b|\s?[:：]\s?否|(?: is| are)? (?:not|no)\b|勿扰|的不要)")
_FIELD = {"remote": "remote", "telecommute": "remote", "hybrid": "hybrid", "on-site": "onsite", "onsite": "onsite", "on_site": "onsite", "office": "onsite"}


def remote(found: Document) -> list[str]:
    """Return what the posting states, a subset of onsite, hybrid, remote in that order; empty where it says nothing."""
    named = _field(found.row["remote"])
    hits = found.scan.cues.get("remote", [])
    for hit in _meant(found, hits):
        named.add(hit.entry.value)
    if "hybrid" in named and named & {"onsite", "remote"} and _only_mentions_days(found, hits):
        named -= {"remote"}
    return [value for value in ("onsite", "hybrid", "remote") if value in named]


def _field(value: str) -> set[str]:
    low = value.lower()
    if low in {"true", "yes", "1"}:
        return {"remote"}
    return {kind for word, kind in _FIELD.items() if word in low}


def _meant(found: Document, hits: list[Hit]) -> list[Hit]:
    blocked = [hit for hit in hits if hit.entry.value == "not-remote"]
    inside = [
        hit for hit in hits
        if hit.entry.value != "not-remote" and not any(other.start <= hit.start and hit.end <= other.end for other in blocked)
    ]  # fmt: skip
    longest = [hit for hit in inside if not _within_longer(hit, inside)]
    return [hit for hit in longest if hit.start >= found.company.end and _affirmed(found, hit)]


def _within_longer(hit: Hit, others: list[Hit]) -> bool:
    return any(
        other.start <= hit.start and hit.end <= other.end and other.end - other.start > hit.end - hit.start for other in others
    )


def _affirmed(found: Document, hit: Hit) -> bool:
    low = found.scan.low
    if hit.entry.value == "remote":
        return not (_NEGATED.search(low[max(0, hit.start - 24) : hit.start]) or _DENIED.match(low[hit.end : hit.end + 32]))
    return True


def _only_mentions_days(found: Document, hits: list[Hit]) -> bool:
    return not any(hit.entry.value == "remote" and found.in_title(hit.start) for hit in hits)
