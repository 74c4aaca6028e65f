"""Judged claims as schema.org ClaimReview in JSON-LD, for pages and for those who gather fact checks. No judging here.

A claim is reviewed where the data decide something: `supported`, `contradicted`, `direction_only`, `undecided`. What is
`insufficient` or `untestable` is no review. Properties are those of schema.org 28 that the fact-check guidelines of
search engines ask for: claimReviewed, url, reviewRating, itemReviewed, author, datePublished.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from reports.results import Judgement, VerdictName

ARTICLES = Path(__file__).with_name("articles.toml")
WORST, BEST = 1, 5
_RATINGS: dict[VerdictName, int | None] = {"supported": 5, "direction_only": 3, "contradicted": 1, "undecided": None}
"""A rating between WORST and BEST; None where it has only a name."""
_NAMES = {
    "supported": "Supported",
    "direction_only": "Right direction, figure not shown",
    "contradicted": "Contradicted",
    "undecided": "Undecided by the data",
}


@dataclass(frozen=True)
class Publisher:
    """Who publishes the reviews.

    Args:
        name: Of the person or organisation.
        url: The page of its reports; a review's address is a place in it.
    """

    name: str
    url: str

    @classmethod
    def from_environment(cls) -> Publisher:
        """Return whom JOBPROOF_PUBLISHER_NAME and _URL name; jobproof and its own page where they do not."""
        name = os.environ.get("JOBPROOF_PUBLISHER_NAME") or "jobproof"
        return cls(name, os.environ.get("JOBPROOF_PUBLISHER_URL") or "index.html")


@cache
def articles() -> dict[str, dict[str, str]]:
    """Return an article's number -> what is known of it: title, language."""
    found: dict[str, dict[str, str]] = tomllib.loads(ARTICLES.read_text(encoding="utf-8"))
    return found


def reviews(
    judgements: Sequence[Judgement], sources: dict[str, str], publisher: Publisher, on: date
) -> list[dict[str, object]]:
    """Return one ClaimReview for every claim that the data speak to, in order; none of a simulated market.

    Args:
        judgements: What was judged.
        sources: Claim id -> where the claim stands (`003 ch. 1`).
        publisher: Who says so.
        on: Day of the report.
    """
    return [
        _review(judged, sources.get(judged.id, ""), publisher, on)
        for judged in judgements
        if judged.verdict in _RATINGS and not judged.simulated
    ]


def _review(judged: Judgement, source: str, publisher: Publisher, on: date) -> dict[str, object]:
    return {
        "@context": "https://schema.org",
        "@type": "ClaimReview",
        "url": f"{publisher.url}#{judged.id}",
        "claimReviewed": judged.statement_zh or judged.statement_en,
        "inLanguage": "en",
        "reviewBody": judged.sentence_en,
        "datePublished": on.isoformat(),
        "author": {"@type": "Organization", "name": publisher.name, "url": publisher.url},
        "reviewRating": _rating(judged),
        "itemReviewed": {"@type": "Claim", "name": judged.statement_en, **_appearance(source)},
    }


def _rating(judged: Judgement) -> dict[str, object]:
    name = _NAMES[judged.verdict] + (f": {judged.reason}" if judged.reason else "")
    value = _RATINGS[judged.verdict]
    rating: dict[str, object] = {"@type": "Rating", "alternateName": name}
    return rating if value is None else rating | {"ratingValue": value, "bestRating": BEST, "worstRating": WORST}


def _appearance(source: str) -> dict[str, object]:
    """Return where the claim stands; nothing for one of no known article."""
    number, _, place = source.partition(" ")
    article = articles().get(number)
    if not article:
        return {}
    work = {"@type": "Article", "headline": article["title"], "inLanguage": article["language"]}
    return {"appearance": work | ({"articleSection": place} if place else {})}
