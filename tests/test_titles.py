"""What is sought, where a head line says more beside it: places, terms of work, sites, and that somebody hires."""

from __future__ import annotations

import pytest

from warehouse.taxonomy import Taxonomy, load
from warehouse.transforms.normalise import normalise_row


@pytest.fixture(scope="module")
def taxonomy() -> Taxonomy:
    return load()


def title_of(head: str, taxonomy: Taxonomy) -> str | None:
    text = f"{head}\n\nWe make maps with Go and need you."
    found: str | None = normalise_row({"id": "1", "text": text}, taxonomy)["role"]
    return found


@pytest.mark.parametrize(
    ("piece", "title"),
    [
        ("Backend Engineer", "Backend Engineer"),
        ("ONSITE Senior Software Engineer", "Senior Software Engineer"),
        ("Full Time Hiring Front-End Engineers", "Front-End Engineers"),
        ("Toronto, Canada. Full Time. Ruby Developer.", "Ruby Developer"),
        ("Senior Engineer, Full Time, Cambridge, MA", "Senior Engineer"),
        ("Software Engineer (Boston, remote ok)", "Software Engineer"),
        ("San Francisco (iOS Developer) Full Time", "iOS Developer"),
        ("iOS Engineer (Payments)", "iOS Engineer (Payments)"),
        ("Senior Engineer, Payments", "Senior Engineer, Payments"),
        ("Data Engineer http://fernwork.example/jobs/data-engineer", "Data Engineer"),
        (".net developer", ".net developer"),
        ("Senior C++ Engineer", "Senior C++ Engineer"),
        ("Embedded Developer, C++", "Embedded Developer, C++"),
        ("Fernwork is hiring iOS and Android developers.", "iOS and Android developers"),
        ("We are looking for a full-time Ruby on Rails developer to join us.", "Ruby on Rails developer"),
        ("Full time positions for Java and Scala programmers.", "Java and Scala programmers"),
        ("Senior Developer needed at once", "Senior Developer"),
        ("Lead Engineer, $120k - $150k", "Lead Engineer"),
        ("Multiple Positions", "Multiple Positions"),
        ("IT Engineer", "IT Engineer"),
        ("We seek and are hiring passionate Go developers interested in maps", "passionate Go developers"),
        ("Interns, Engineers & Designers", "Engineers & Designers"),
        ("Software Engineering Intern", "Software Engineering Intern"),
    ],
)
def test_the_title_stands_without_what_stands_beside_it(taxonomy: Taxonomy, piece: str, title: str) -> None:
    assert title_of(f"Fernwork | {piece} | Berlin", taxonomy) == title


@pytest.mark.parametrize(
    "piece",
    [
        "https://engineering.fernwork.example",
        "FULL-TIME, INTERN, H1B",
        "London INTERN and full time.",
        "Remote ok for some positions",
        "We make tools that developers, designers and engineers love and use every day of their lives",
    ],
)
def test_what_only_looks_like_a_role_is_no_title(taxonomy: Taxonomy, piece: str) -> None:
    assert title_of(f"Fernwork | {piece} | Berlin", taxonomy) is None


@pytest.mark.parametrize(
    ("head", "title"),
    [
        ("Software Engineer | Fernwork | Berlin | Onsite", "Software Engineer"),
        ("Python/Django developers - Fernwork, London", "Python/Django developers"),
        ("Go Engineer (Payments) | Berlin", "Go Engineer (Payments)"),
        ("Fernwork is hiring a Principal Front End Engineer to work in Berlin.", "Principal Front End Engineer"),
        ("Fernwork (https://fernwork.example) Senior Data Engineer", "Senior Data Engineer"),
        ("Fernwork / Berlin / Senior Ruby Developer / onsite", "Senior Ruby Developer"),
        ("Fernwork, Berlin, Platform Engineer, Full-time", "Platform Engineer"),
        ("Designer Hub | Backend Engineer | Berlin", "Backend Engineer"),
        ("Engineer Hub | Berlin | Full-time", None),
        ("Fernwork | Technical Writer | Berlin", "Technical Writer"),
        ("Fernrecruiter | Berlin | Full-time", None),
        ("Fernwork, who build tools that help developers to see what their programs do, Berlin and London", None),
    ],
)
def test_the_title_may_begin_a_head_line_or_stand_in_one_of_one_piece(
    taxonomy: Taxonomy, head: str, title: str | None
) -> None:
    assert title_of(head, taxonomy) == title
