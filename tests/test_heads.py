"""Who hires, where a head line says more beside it: sites, batches, that somebody is hiring, and where."""

from __future__ import annotations

import pytest

from warehouse.taxonomy import Taxonomy, load
from warehouse.transforms.normalise import normalise_row


@pytest.fixture(scope="module")
def taxonomy() -> Taxonomy:
    return load()


@pytest.mark.parametrize(
    ("piece", "company"),
    [
        ("Fernwork", "Fernwork"),
        ("Fernwork Labs, San Francisco, CA", "Fernwork Labs"),
        ("Fernwork, Cambridge, UK", "Fernwork"),
        ("Fernwork, Seattle WA", "Fernwork"),
        ("Fernwork Austin, TX", "Fernwork"),
        ("Fernwork (http://www.fernwork.example) New York, NY", "Fernwork"),
        ("Fernwork (YC W15), San Francisco", "Fernwork"),
        ("Fernwork (YC S12)", "Fernwork"),
        ("Fernwork in downtown Toronto", "Fernwork"),
        ("Fernwork @ Berlin, Germany", "Fernwork"),
        ("Fernwork: Boston, MA or Pasadena, CA", "Fernwork"),
        ("Fernwork --San Francisco", "Fernwork"),
        ("Fernwork // Austin, TX", "Fernwork"),
        ("Fernwork (Hollowmere, PA, USA)", "Fernwork"),
        ("Fernwork (Vancouver, Canada and Galway, Ireland", "Fernwork"),
        ("Fernwork (located in Sunnyvale, CA)", "Fernwork"),
        ("Fernwork (fernwork.example/careers)", "Fernwork"),
        ("Fernwork https://fernwork.example", "Fernwork"),
        ("Fernwork.io <http://fernwork.example/>", "Fernwork.io"),
        ("Fernwork is hiring in Lexington, MA", "Fernwork"),
        ("FERNWORK IS HIRING: San Francisco, CA", "FERNWORK"),
        ("Fernwork, Inc.", "Fernwork, Inc."),
        ("Fernwork Inc. (fernwork.example, NASDAQ: FRNW)", "Fernwork Inc. (fernwork.example, NASDAQ: FRNW)"),
        ("University of Chicago", "University of Chicago"),
        ("University of California, San Francisco", "University of California, San Francisco"),
        ("Fernwork Lab, University of Zurich", "Fernwork Lab, University of Zurich"),
        ("Made in Berlin", "Made in Berlin"),
        ("Boston Globe Media", "Boston Globe Media"),
        ("Local Fernworks", "Local Fernworks"),
        ("Location Ferns", "Location Ferns"),
        ("Ruby Ferns", "Ruby Ferns"),
        ("Local | Fernwork", "Fernwork"),
        ("iOS | Fernwork", "Fernwork"),
        ("Ruby on Rails, React | Fernwork", "Fernwork"),
        ("H1Bs welcome | Fernwork", "Fernwork"),
        ("Node.js and C++ | Fernwork", "Fernwork"),
    ],
)
def test_the_employer_is_named_without_what_stands_beside_it(taxonomy: Taxonomy, piece: str, company: str) -> None:
    found = normalise_row({"id": "1", "text": f"{piece} | Backend Engineer | Full-time\n\nWe use Go."}, taxonomy)
    assert found["company"] == company


@pytest.mark.parametrize(
    "piece",
    [
        "Hollowmere, CA",
        "Hollowmere, PA. USA",
        "Hollowmere, Nova Scotia, Canada",
        "Hollowmere/Dearborn, MI",
        "Melbourne or Sydney, Australia",
        "East London, England",
        "LOCATIONS: Richmond, VA",
        "Location: Palo Alto, CA",
        "Based in London",
        "Local only",
        "must be willing to work at our Amsterdam office.",
        "making it easy for all of them.",
        "(or potentially New York, NY).",
        "£75,000 + Annual Bonus",
        "$125-175k",
        "Competitive salary and benefits",
        "someone@fernwork.example",
        "8 points by fern 30 days ago",
        "we have a distributed team",
        "Apply at http://fernwork.example/jobs",
    ],
)
def test_what_says_something_else_is_no_employer(taxonomy: Taxonomy, piece: str) -> None:
    found = normalise_row({"id": "1", "text": f"{piece} | Fernwork | Backend Engineer\n\nWe use Go."}, taxonomy)
    assert found["company"] == "Fernwork"


@pytest.mark.parametrize(
    ("text", "company"),
    [
        ("Fernwork is hiring in Berlin. We build ferns.", "Fernwork"),
        ("Fernwork (YC W15) is looking for a backend engineer", "Fernwork"),
        ("Fernwork, located in Boston, is looking for engineers", "Fernwork"),
        ("Fernwork, Inc. is hiring!", "Fernwork, Inc."),
        ("San Francisco, CA\n\nFernwork Labs is seeking Java developers", "Fernwork Labs"),
        ("Berlin: fernwork.io is hiring front end developers", "fernwork.io"),
        ("New York, NY - Full time\n\nWe grow. J. R. Fernwork is looking for a developer", "J. R. Fernwork"),
        ("Fernwork (https://fernwork.example)\n\nLocation: Berlin", "Fernwork"),
        ("Fernwork Games in downtown Toronto\n\nWe make games", "Fernwork Games"),
        ("Fernwork, Boston, MA\n\nWe make games", "Fernwork"),
        ("Fernwork\n\nWe make games in the middle of nowhere.", None),
        ("We are hiring engineers in Berlin", None),
        ("Our company is looking for a Go developer", None),
        ("Venture-backed Startup is hiring", None),
        ("Berlin is hiring", None),
        ("Anything in the Boulder or Austin area?", None),
        ("Android Dev San Francisco, CA\n\nWe make games", None),
    ],
)
def test_a_sentence_or_a_head_of_one_piece_says_who_hires(taxonomy: Taxonomy, text: str, company: str | None) -> None:
    assert normalise_row({"id": "1", "text": text}, taxonomy)["company"] == company
