"""Who hires, where no bars divide the head line: labels, names before places, behind `at`, alone on a line."""

from __future__ import annotations

import pytest

from warehouse.taxonomy import Taxonomy, load
from warehouse.transforms.normalise import normalise_row


@pytest.fixture(scope="module")
def taxonomy() -> Taxonomy:
    return load()


def company(taxonomy: Taxonomy, text: str) -> object:
    return normalise_row({"id": "1", "text": text}, taxonomy)["company"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Company: Fernwork\n\nLocation: Berlin\n\nWe grow.", "Fernwork"),
        ("Position: Lead Engineer Company: Fernwork Mobile Location: Boston\n\nWe grow.", "Fernwork Mobile"),
        ("Location: Boston\nCompany: Fernwork (http://fernwork.example) - Ferns by post.", "Fernwork"),
        ("COMPANY NAME: Fernwork.io\n\nWe grow.", "Fernwork.io"),
    ],
)
def test_a_label_says_who_hires(taxonomy: Taxonomy, text: str, name: str) -> None:
    assert company(taxonomy, text) == name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Fernwork, London. Sorry, no remote.\n\nWe grow.", "Fernwork"),
        (
            "Fernwork Systems, Munich, Germany (remote work is unfortunately not possible)\n\nWe grow.",
            "Fernwork Systems",
        ),
        ("Fernwork (Vancouver, Canada and Galway). Full time software engineers wanted.", "Fernwork"),
        ("Fernwork • San Francisco • Full Time • ONSITE\n\nWe grow.", "Fernwork"),
        ("Fernwork: New York, NY: full time, several positions open\n\nWe grow.", "Fernwork"),
        ("Fernwork. Bangalore, India. Full time developers\n\nWe grow.", "Fernwork"),
        ("Fernwork FULLTIME in BOSTON, MA or Providence\n\nWe grow.", "Fernwork"),
    ],
)
def test_a_name_stands_before_a_place_or_a_term_of_work(taxonomy: Taxonomy, text: str, name: str) -> None:
    assert company(taxonomy, text) == name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Full Stack Developer @ Fernwork & Moss in Montreal, Canada.\n\nWe grow.", "Fernwork & Moss"),
        ("Two data engineers at Fernwork in Lund, Sweden, full time\n\nWe grow.", "Fernwork"),
        ("Senior Engineer at Fernwork.example.com - Remote\n\nWe grow.", "Fernwork.example.com"),
        ("We plant what others mow. At Fernwork, we make ferns grow by post.", "Fernwork"),
    ],
)
def test_a_role_is_at_somebody(taxonomy: Taxonomy, text: str, name: str) -> None:
    assert company(taxonomy, text) == name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Fernwork\n\nFULLTIME in SAN FRANCISCO, CA\n\nWe grow.", "Fernwork"),
        ("Cambridge, MA\n\nFernwork\n\nRole: Engineer", "Fernwork"),
        ("Palo Alto, CA\n\nFERNWORK, INC.\n\nTen engineers.", "FERNWORK, INC."),
        ("Chicago, IL\n\nFernwork - http://fernwork.example/jobs\n\nWe grow.", "Fernwork"),
        ("San Francisco, CA (interns welcome)\n\nFernwork ( http://www.fernwork.example )\n\nWe grow.", "Fernwork"),
    ],
)
def test_a_name_stands_on_a_line_of_its_own(taxonomy: Taxonomy, text: str, name: str) -> None:
    assert company(taxonomy, text) == name


@pytest.mark.parametrize(
    "text",
    [
        "Hollowmere, CA - full time, several engineers wanted\n\nWe grow.",
        "Sunnyvale and San Diego CA\n\nFront-end UI Developer\n\nWe grow.",
        "Downtown San Francisco, full time, engineers of all kinds wanted\n\nWe grow.",
        "Where: Toronto, Canada\n\nWe grow ferns.",
        "2013-02-01:\n\nSan Francisco, CA (full-time)\n\nWe grow ferns.",
        "Really REMOTE.\n\nWe grow ferns.",
        "Boston, MA\n\nResponsibilities\n\nYou water the ferns.",
        "Boston, MA\n\nUnix Systems Administrator\n\nYou water the ferns.",
        "Sr. Software Engineer, Boston, MA, full time and in the office\n\nWe grow.",
        "Engineers at all levels, Boston, MA, full time and in the office\n\nWe grow.",
        "About the company: We grow ferns, in Boston and by post, and have done so for years.",
        "Two gardeners in Boston look for a third one, who likes ferns.\n\nFernwork\n\nis not their name.",
    ],
)
def test_headings_places_and_roles_are_nobody(taxonomy: Taxonomy, text: str) -> None:
    assert company(taxonomy, text) is None


def test_a_name_that_holds_the_name_of_a_trade_is_a_name(taxonomy: Taxonomy) -> None:
    assert company(taxonomy, "Hackerfern | Lead Data Engineer | Palo Alto, CA\n\nWe grow.") == "Hackerfern"
    assert company(taxonomy, "Rails Hackers | Fernwork | Palo Alto, CA\n\nWe grow.") == "Fernwork"
