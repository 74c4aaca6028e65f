"""ClaimReview: which claims are reviewed, and that every property is one that schema.org gives to its type."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any, get_args

import orjson
import pytest

from reports import claim_review
from reports.claim_review import Publisher
from reports.results import VerdictName
from tests.invented import judgement

ON = date(2026, 3, 2)
US = Publisher("Example Desk", "https://desk.example/jobs/")
_WORK = {"headline", "inLanguage", "articleSection"}
ALLOWED: dict[str, dict[str, type | tuple[type, ...]]] = {
    "ClaimReview": {
        "url": str, "claimReviewed": str, "inLanguage": str, "reviewBody": str, "datePublished": str,
        "author": dict, "reviewRating": dict, "itemReviewed": dict,
    },
    "Organization": {"name": str, "url": str},
    "Rating": {"alternateName": str, "ratingValue": int, "bestRating": int, "worstRating": int},
    "Claim": {"name": str, "appearance": dict},
    "Article": dict.fromkeys(_WORK, str),
}  # fmt: skip
"""Type -> its properties with what they take (schema.org/ClaimReview, /Review, /CreativeWork, /Rating, /Claim)."""
NEEDED = {"url", "claimReviewed", "reviewRating", "itemReviewed", "author", "datePublished"}


def things(value: object) -> Iterator[dict[str, Any]]:
    """Yield every node of a JSON-LD document."""
    if isinstance(value, dict):
        yield value
        for part in value.values():
            yield from things(part)


def reviewed(verdict: VerdictName, **more: object) -> list[dict[str, Any]]:
    judged = replace(judgement("A3.2", "growth", verdict, **more), simulated=False)
    found = claim_review.reviews([judged], {"A3.2": "003 ch. 1"}, US, ON)
    return orjson.loads(orjson.dumps(found))  # type: ignore[no-any-return]  # plain JSON


@pytest.mark.parametrize("verdict", ["supported", "contradicted", "direction_only", "undecided"])
def test_every_property_is_of_its_type(verdict: VerdictName) -> None:
    (review,) = reviewed(verdict)
    assert review.pop("@context") == "https://schema.org"
    assert review.keys() >= NEEDED
    for thing in things(review):
        allowed = ALLOWED[thing.pop("@type")]
        for name, value in thing.items():
            assert isinstance(value, allowed[name]), name


def test_only_claims_that_the_data_speak_to_are_reviewed() -> None:
    assert {verdict for verdict in get_args(VerdictName) if reviewed(verdict)} == {
        "supported", "contradicted", "direction_only", "undecided",
    }  # fmt: skip


def test_a_simulated_market_reviews_nothing() -> None:
    judged = replace(judgement("A3.2", "growth", "supported"), simulated=True)
    assert claim_review.reviews([judged], {}, US, ON) == []


def test_the_rating_lies_between_worst_and_best() -> None:
    ratings = {verdict: reviewed(verdict)[0]["reviewRating"] for verdict in ("supported", "contradicted", "undecided")}
    assert ratings["supported"]["ratingValue"] == ratings["supported"]["bestRating"]
    assert ratings["contradicted"]["ratingValue"] == ratings["contradicted"]["worstRating"]
    assert "ratingValue" not in ratings["undecided"]
    assert ratings["undecided"]["alternateName"].startswith("Undecided")


def test_the_article_is_named_with_the_place_in_it() -> None:
    (review,) = reviewed("supported")
    appearance = review["itemReviewed"]["appearance"]
    assert appearance["headline"].startswith("国内Go岗位需求")
    assert appearance["articleSection"] == "ch. 1"
    assert review["url"] == "https://desk.example/jobs/#A3.2"
    assert review["datePublished"] == "2026-03-02"


def test_a_claim_of_no_known_article_has_no_appearance() -> None:
    judged = replace(judgement("X1", "growth", "supported"), simulated=False)
    (review,) = claim_review.reviews([judged], {"X1": "my blog"}, US, ON)
    assert set(review["itemReviewed"]) == {"@type", "name"}  # type: ignore[call-overload]  # plain JSON
