"""The seeds: complete, consistent, and refused with a clear message where they are not."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from warehouse import taxonomy as module
from warehouse.errors import JobproofError
from warehouse.schemas import CONCEPTS
from warehouse.taxonomy import SEEDS, Taxonomy, load
from warehouse.transforms.document import build_scanner


@pytest.fixture(scope="module")
def taxonomy() -> Taxonomy:
    return load()


@pytest.fixture
def seeds(tmp_path: Path) -> Path:
    folder = tmp_path / "seeds"
    shutil.copytree(SEEDS, folder)
    return folder


def _append(path: Path, line: str) -> None:
    path.write_text(path.read_text(encoding="utf-8") + line + "\n", encoding="utf-8")


def test_every_concept_has_a_term_and_both_labels(taxonomy: Taxonomy) -> None:
    named = {term.concept for term in taxonomy.terms}
    assert named == set(taxonomy.concepts)
    assert all(concept.label_en and concept.label_zh for concept in taxonomy.concepts.values())


def test_the_frame_keeps_the_contract(taxonomy: Taxonomy) -> None:
    frame = taxonomy.frame()
    assert dict(frame.schema) == CONCEPTS.polars
    assert frame["concept"].n_unique() == frame.height == len(taxonomy.concepts)


def test_a_term_in_two_concepts_names_both_lines(seeds: Path) -> None:
    _append(seeds / "terms.csv", "kafka,Golang,en,,,")
    with pytest.raises(JobproofError, match=r"terms\.csv:\d+: term 'Golang' of 'kafka' .* terms\.csv:\d+ \('go'\)"):
        load(seeds)


@pytest.mark.parametrize(
    ("file", "line", "message"),
    [
        ("terms.csv", "no-such,zzyzx,en,,,", "unknown concept 'no-such'"),
        ("terms.csv", "go, ,en,,,", "the term is empty"),
        ("terms.csv", "go,zzyzx", "too many or too few cells"),
        ("concepts.csv", "go,language,languages,Go,Go,yes,", "concept 'go' stands already"),
        ("concepts.csv", "zzyzx,skill,x,X,X,no,nowhere", "broader concept 'nowhere' is unknown"),
        ("cues.csv", "work_type,plumbing,pipe,1,", "class 'plumbing' is unknown"),
        ("cues.csv", "mood,good,fun,1,", "dimension 'mood' is unknown"),
        ("cues.csv", "remote,remote,faraway,1,sky", "where 'sky' is unknown"),
    ],
)
def test_a_wrong_line_is_refused(seeds: Path, file: str, line: str, message: str) -> None:
    _append(seeds / file, line)
    with pytest.raises(JobproofError, match=re.escape(message)):
        load(seeds)


@pytest.mark.parametrize("rule", ["proper+sideways", "beside:nowhere"])
def test_an_unknown_rule_is_refused(seeds: Path, rule: str) -> None:
    _append(seeds / "terms.csv", f"go,zzyzx,en,{rule},,")
    with pytest.raises(JobproofError, match=re.escape(rule.partition("+")[2] or rule)):
        build_scanner(load(seeds))


def test_a_missing_file_is_named(seeds: Path) -> None:
    (seeds / "cities.csv").unlink()
    with pytest.raises(JobproofError, match=r"cities\.csv"):
        load(seeds)


def test_the_version_follows_the_seeds(seeds: Path) -> None:
    assert load(seeds).version == load().version
    changed = seeds.with_name("changed")
    shutil.copytree(seeds, changed)
    _append(changed / "terms.csv", "go,zzyzx,en,,,")
    assert load(changed).version != load().version


def test_broader_concepts_are_reached_over_all_steps(taxonomy: Taxonomy) -> None:
    assert set(taxonomy.all_broader["solidity"]) == {"smart-contract", "blockchain"}


def test_cities_have_tiers_and_countries(taxonomy: Taxonomy) -> None:
    assert [taxonomy.tiers[city] for city in ("beijing", "hangzhou", "xiamen", "sanya")] == [
        "first", "new-first", "second", "other",
    ]  # fmt: skip
    assert "berlin" not in taxonomy.tiers
    assert all(re.fullmatch("[A-Z]{2}", city.country) for city in taxonomy.cities)


def test_every_slug_of_the_guide_is_listed(taxonomy: Taxonomy, shared: Path) -> None:
    guide = (shared / "gold" / "GUIDE.md").read_text(encoding="utf-8")
    languages = guide[guide.index("Canonical:") + len("Canonical:") : guide.index("* go:")]
    start = guide.index("spellings and Chinese forms count):") + len("spellings and Chinese forms count):")
    skills = guide[start : guide.index("(linux: Linux")]
    assert set(re.findall(r"[a-z0-9][a-z0-9-]*", languages + skills)) == set(taxonomy.listed)


GROUPS = re.compile(r"^- \*\*(.+?)\*\*: (.+)$", re.MULTILINE)
FORMS = {"http api": "rest-api", "go assembly": "go-assembly", "slo": "slo-sla", "sla": "slo-sla", "tc": "tc"}


def test_every_term_of_the_articles_is_read(taxonomy: Taxonomy, shared: Path) -> None:
    text = (shared / "taxonomy.md").read_text(encoding="utf-8")
    listed = text[text.index("## Skill groups") :]
    known = {term.text.lower() for term in taxonomy.terms}
    slugs = set(taxonomy.concepts)
    missing = [
        word
        for _, terms in GROUPS.findall(listed)
        for word in re.split(r",\s+", terms)
        if not _is_known(word, known, slugs)
    ]
    assert missing == []


def _is_known(word: str, known: set[str], slugs: set[str]) -> bool:
    bare = re.sub(r"\(.*", "", word).strip(" )").lower()
    inner = re.findall(r"\(([^)]*)\)?", word.lower())
    forms = [bare, *bare.split("/"), *(part for group in inner for part in re.split(r",\s*", group)), *bare.split(" ")]
    forms += [form.removesuffix("s") for form in forms]
    return any(form in known or form.replace(" ", "-") in slugs or form in FORMS for form in forms)


def test_the_transforms_code_is_part_of_the_version(
    monkeypatch: pytest.MonkeyPatch, seeds: Path, taxonomy: Taxonomy, tmp_path: Path
) -> None:
    (tmp_path / "changed.py").write_text("ANSWER = 'another'\n", encoding="utf-8")
    monkeypatch.setattr(module, "TRANSFORMS", tmp_path)
    assert load(seeds).version != taxonomy.version
