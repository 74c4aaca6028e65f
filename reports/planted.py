"""How often the tagger finds what is surely there: terms planted in texts. For the bound of a count of none only."""

from __future__ import annotations

from functools import lru_cache

from warehouse import taxonomy
from warehouse.queries import Concept, Joined, Query, parse
from warehouse.transforms.normalise import normalise_rows

CARRIERS = {
    "en": (
        "We are hiring a backend engineer. You must know {term} well. Full-time, in our office.",
        "Senior Developer. What you bring:\n- five years of experience\n- solid knowledge of {term}\n- good English",
        "Our platform team builds the services that our customers rely on, among other things with {term}.",
        "Requirements: a degree in computer science; hands-on work with {term}; curiosity.",
    ),
    "zh": (
        "招聘后端开发工程师。任职要求：熟悉 {term}，有良好的沟通能力。",
        "岗位职责：负责平台研发。\n任职资格：\n1、本科及以上学历；\n2、精通{term}；\n3、三年以上工作经验。",
        "我们在找后端同学，日常会用到 {term}，工作地点上海。",
        "必须掌握 {term}，有大规模系统经验者优先。",
    ),
}
"""Invented texts of either language; each holds one term at a time."""


@lru_cache(maxsize=64)
def sensitivity(query: str) -> float:
    """Return the share of planted texts in which the tagger finds a concept of the query, whatever its strength.

    Every term of every concept that the query asks for besides `go` is planted in every carrier of its language.
    1.0 where the query names no concept: there is nothing to plant.
    """
    known = taxonomy.load()
    wanted = _concepts(parse(query)) - {"go"}
    texts = [
        (term.concept, carrier.format(term=term.text))
        for term in known.terms
        if term.concept in wanted
        for language, carriers in CARRIERS.items()
        if term.language in {language, ""}
        for carrier in carriers
    ]
    rows = [{"id": str(at), "text": text, "text_format": "plain"} for at, (_, text) in enumerate(texts)]
    found = [{mention["concept"] for mention in row["concepts"]} for row in normalise_rows(rows, known)]
    hits = sum(concept in named for (concept, _), named in zip(texts, found, strict=True))
    return hits / len(texts) if texts else 1.0


def _concepts(query: Query) -> set[str]:
    """Return the concepts that a query asks for; what it rules out is not asked for."""
    if isinstance(query, Concept):
        return {query.slug}
    if isinstance(query, Joined):
        return {slug for part in query.parts for slug in _concepts(part)}
    return set()
