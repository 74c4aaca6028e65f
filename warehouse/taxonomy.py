"""The taxonomy: seeds read, checked and handed out. What a term means where it stands is judged in `transforms`."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

import polars as pl

from warehouse.classes import EDUCATIONS, INDUSTRIES, REMOTES, SENIORITIES, STRENGTHS, WORK_TYPES
from warehouse.errors import JobproofError
from warehouse.schemas import CONCEPTS

SEEDS = Path(__file__).parent / "seeds"
TRANSFORMS = Path(__file__).parent / "transforms"

FILES = ("concepts.csv", "terms.csv", "cities.csv", "countries.csv", "cues.csv", "contexts.csv", "exchange_rates.csv")
CLASSES = {
    "work_type": frozenset(WORK_TYPES),
    "industry": frozenset(INDUSTRIES),
    "posting": frozenset({"yes", "no"}),
    "strength": frozenset(STRENGTHS),
    "section": frozenset(STRENGTHS) | {"roles"},
    "choice": frozenset({"or", "leads", "follows", "either"}),
    "remote": frozenset(REMOTES) | {"not-remote"},
    "seniority": frozenset(SENIORITIES),
    "place": frozenset({"lead", "field", "seat"}),
    "education": frozenset(EDUCATIONS) - {"unspecified"},
    "role": frozenset({"noun", "several", "wish"}),
    "offer": frozenset({"seeker"}),
    "experience": frozenset({"years"}),
}
"""Dimension of a cue -> the classes that it may speak for."""


@dataclass(frozen=True)
class Concept:
    """One thing that we count.

    Args:
        slug: Stable name, lower-case kebab.
        dimension: language, skill, capability or talent.
        group: Heading of the taxonomy that it stands under.
        label_en: Name for English readers.
        label_zh: Name for Chinese readers.
        listed: Whether the labelling guide lists it.
        broader: Slugs that naming this concept names too.
        line: Line of concepts.csv.
    """

    slug: str
    dimension: str
    group: str
    label_en: str
    label_zh: str
    listed: bool
    broader: tuple[str, ...]
    line: int


@dataclass(frozen=True)
class Term:
    """How a language writes a concept.

    Args:
        concept: Slug.
        text: As written; case matters only where the rule says so.
        language: ISO 639-1.
        rule: Conditions of `transforms.rules`, `|` between alternatives, `+` between conditions; empty for none.
        not_before: Lower-case texts that may not stand right before.
        not_after: Lower-case texts that may not stand right after.
        seed: `terms.csv:LINE`.
    """

    concept: str
    text: str
    language: str
    rule: str
    not_before: tuple[str, ...]
    not_after: tuple[str, ...]
    seed: str


@dataclass(frozen=True)
class City:
    """One city.

    Args:
        city: English name in lower case.
        label_zh: Chinese name, empty outside China.
        country: ISO 3166 alpha-2.
        province: Province or state, empty where it does not matter.
        tier: first, new-first, second or other; empty outside China.
        names: How it is written.
        weak_names: Names that count only where a place is expected.
        seed: `cities.csv:LINE`.
    """

    city: str
    label_zh: str
    country: str
    province: str
    tier: str
    names: tuple[str, ...]
    weak_names: tuple[str, ...]
    seed: str


@dataclass(frozen=True)
class Country:
    """One country or a state of one; fields as in City."""

    country: str
    kind: str
    names: tuple[str, ...]
    weak_names: tuple[str, ...]
    seed: str


@dataclass(frozen=True)
class Cue:
    """Words that speak for a class.

    Args:
        dimension: See CLASSES.
        value: The class.
        text: As written; upper-case letters are matched as they stand.
        weight: How much it says; negative speaks against.
        where: `title`, `text` or empty for both; `behind` of a strength that it gives to what stands before it.
        seed: `cues.csv:LINE`.
    """

    dimension: str
    value: str
    text: str
    weight: float
    where: str
    seed: str


@dataclass(frozen=True, eq=False)
class Taxonomy:
    """All seeds, checked against each other.

    Args:
        concepts: Slug -> concept.
        terms: All terms.
        cities: All cities.
        countries: All countries and states.
        cues: All cues.
        contexts: Name -> patterns of what may stand right before and right after an ambiguous term.
        rates: Currency -> CNY per unit.
        rates_dated_on: Day of the rates, ISO 8601.
        version: Short hash of the seeds and of the transforms' code: what was read by another version is read again.
    """

    concepts: dict[str, Concept]
    terms: tuple[Term, ...]
    cities: tuple[City, ...]
    countries: tuple[Country, ...]
    cues: tuple[Cue, ...]
    contexts: dict[str, tuple[str, str]]
    rates: dict[str, float]
    rates_dated_on: str
    version: str

    def frame(self) -> pl.DataFrame:
        """Return the concepts as `core.concepts`."""
        rows = [(c.slug, c.dimension, c.label_en, c.label_zh) for c in self.concepts.values()]
        return pl.DataFrame(rows, schema=CONCEPTS.polars, orient="row")

    @cached_property
    def listed(self) -> frozenset[str]:
        """Slugs of the labelling guide."""
        return frozenset(slug for slug, concept in self.concepts.items() if concept.listed)

    @cached_property
    def languages(self) -> frozenset[str]:
        """Slugs of programming languages."""
        return frozenset(slug for slug, concept in self.concepts.items() if concept.dimension == "language")

    @cached_property
    def tiers(self) -> dict[str, str]:
        """Chinese city -> tier; cities outside China have none."""
        return {city.city: city.tier for city in self.cities if city.tier}

    @cached_property
    def by_city(self) -> dict[str, City]:
        """English name -> the first city of that name."""
        found: dict[str, City] = {}
        for city in self.cities:
            found.setdefault(city.city, city)
        return found

    @cached_property
    def all_broader(self) -> dict[str, tuple[str, ...]]:
        """Slug -> every slug that it names too, over all steps."""
        return {slug: tuple(sorted(_ancestors(slug, self.concepts))) for slug in self.concepts}


@lru_cache(maxsize=4)
def load(folder: Path = SEEDS) -> Taxonomy:
    """Read and check the seeds of `folder`.

    Raises:
        JobproofError: A seed file is missing, a line is malformed, a term stands in two concepts, or a line names an
            unknown concept, class or rule.
    """
    rates = {row["currency"]: float(row["cny"]) for row in _rows(folder / "exchange_rates.csv")}
    dates = {row["dated_on"] for row in _rows(folder / "exchange_rates.csv")}
    taxonomy = Taxonomy(
        concepts=_concepts(folder / "concepts.csv"),
        terms=tuple(_terms(folder / "terms.csv")),
        cities=tuple(_cities(folder / "cities.csv")),
        countries=tuple(_countries(folder / "countries.csv")),
        cues=tuple(_cues(folder / "cues.csv")),
        contexts={row["context"]: (row["before"], row["after"]) for row in _rows(folder / "contexts.csv")},
        rates=rates,
        rates_dated_on=max(dates),
        version=_version(folder),
    )
    _check_terms(taxonomy)
    return taxonomy


def _version(folder: Path) -> str:
    digest = hashlib.blake2b(digest_size=5)
    for path in (*(folder / name for name in FILES), *sorted(TRANSFORMS.glob("*.py"))):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _rows(path: Path) -> Iterator[dict[str, str]]:
    if not path.exists():
        raise JobproofError(f"seed {path.name}", "the file is missing", remedy="Restore it from the repository.")
    with path.open(encoding="utf-8", newline="") as lines:
        reader = csv.DictReader(lines)
        for row in reader:
            if None in row or None in row.values():
                raise _wrong(path, reader.line_num, "has too many or too few cells", f"{len(reader.fieldnames or ())}")
            yield {**row, "line": str(reader.line_num)}


def _wrong(path: Path, line: int | str, found: str, allowed: str = "") -> JobproofError:
    return JobproofError(f"{path.name} line {line}", found, allowed=allowed, remedy=f"Correct {path}.")


def _split(cell: str) -> tuple[str, ...]:
    return tuple(part for part in cell.split("|") if part.strip())


def _concepts(path: Path) -> dict[str, Concept]:
    found: dict[str, Concept] = {}
    for row in _rows(path):
        slug, line = row["slug"], int(row["line"])
        if slug in found:
            raise _wrong(path, line, f"concept {slug!r} stands already in line {found[slug].line}")
        broader = tuple(part for part in row["broader"].split(";") if part)
        listed = row["listed"] == "yes"
        labels = row["label_en"], row["label_zh"]
        found[slug] = Concept(slug, row["dimension"], row["group"], *labels, listed, broader, line)
    for concept in found.values():
        for slug in concept.broader:
            if slug not in found:
                raise _wrong(path, concept.line, f"broader concept {slug!r} is unknown", "a slug of concepts.csv")
    return found


def _ancestors(slug: str, concepts: dict[str, Concept]) -> set[str]:
    found: set[str] = set()
    waiting = list(concepts[slug].broader)
    while waiting:
        parent = waiting.pop()
        if parent not in found:
            found.add(parent)
            waiting += concepts[parent].broader
    return found


def _terms(path: Path) -> Iterator[Term]:
    for row in _rows(path):
        if not row["term"].strip():
            raise _wrong(path, row["line"], "the term is empty")
        yield Term(
            row["concept"],
            row["term"],
            row["language"],
            row["rule"],
            _split(row["not_before"]),
            _split(row["not_after"]),
            f"terms.csv:{row['line']}",
        )


def _cities(path: Path) -> Iterator[City]:
    for row in _rows(path):
        fixed = row["city"], row["label_zh"], row["country"], row["province"], row["tier"]
        yield City(*fixed, _split(row["names"]), _split(row["names_in_place_fields"]), f"cities.csv:{row['line']}")


def _countries(path: Path) -> Iterator[Country]:
    for row in _rows(path):
        names = _split(row["names"]), _split(row["names_in_place_fields"])
        yield Country(row["country"], row["kind"], *names, f"countries.csv:{row['line']}")


def _cues(path: Path) -> Iterator[Cue]:
    for row in _rows(path):
        allowed = CLASSES.get(row["dimension"])
        if allowed is None:
            raise _wrong(path, row["line"], f"dimension {row['dimension']!r} is unknown", ", ".join(CLASSES))
        if row["value"] not in allowed:
            raise _wrong(path, row["line"], f"class {row['value']!r} is unknown", ", ".join(sorted(allowed)))
        zones = {"behind"} if row["dimension"] == "strength" else {"title", "text"}
        if row["where"] not in zones | {""}:
            raise _wrong(
                path, row["line"], f"where {row['where']!r} is unknown", ", ".join(sorted(zones)) + " or nothing"
            )
        fixed = row["dimension"], row["value"], row["cue"], float(row["weight"]), row["where"]
        yield Cue(*fixed, f"cues.csv:{row['line']}")


def _check_terms(taxonomy: Taxonomy) -> None:
    seen: dict[str, Term] = {}
    for term in taxonomy.terms:
        if term.concept not in taxonomy.concepts:
            raise JobproofError(
                term.seed, f"term {term.text!r} names the unknown concept {term.concept!r}",
                allowed="a slug of concepts.csv", remedy="Correct the slug or add the concept to concepts.csv.",
            )  # fmt: skip
        other = seen.setdefault(term.text.lower(), term)
        if other is not term:
            raise JobproofError(
                term.seed, f"term {term.text!r} of {term.concept!r} stands already in {other.seed} ({other.concept!r})",
                allowed="one concept a term", remedy="Delete one of the two lines, or let one concept be `broader`.",
            )  # fmt: skip
