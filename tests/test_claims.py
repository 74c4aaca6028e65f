"""claims.toml: every row of the articles' table, and every wrong entry refused with the allowed words."""

from __future__ import annotations

import csv
import math
import re
from pathlib import Path

import pytest

from reports import claims
from reports.claims import Claim, default_zone, load, word_zone
from warehouse import taxonomy
from warehouse.errors import JobproofError
from warehouse.home import PROJECT

GOOD = {
    "id": '"X1"',
    "article": '"900 title"',
    "kind": '"growth"',
    "period": '"2024-Q2"',
    "base": '"2023-Q2"',
    "numerator": '"rust"',
    "figure": "0.3",
    "statement_en": '"Rust grows by 30 %"',
    "statement_zh": '"Rust 增长 30%"',
    "subject_en": '"Rust\'s share of openings"',
    "subject_zh": '"Rust 的占比"',
}
EXAMPLE = PROJECT / "reports" / "examples" / "rust_and_shanghai.toml"
CONSISTENT: dict[str, str | None] = {
    **dict.fromkeys(("period", "base", "numerator", "figure")), "kind": '"consistency"', "says": '["a = 1"]',
}  # fmt: skip
UNTESTABLE: dict[str, str | None] = {"kind": '"untestable"', "base": None, "untestable": '"no posting shows it"'}
LEVEL: dict[str, str | None] = {"kind": '"level"', "base": None, "figure": "480000"}
RANKING: dict[str, str | None] = {
    "kind": '"ranking"', "base": None, "figure": None, "by": '"share"', "pairs": '[["go", "rust"]]',
}  # fmt: skip
PART: dict[str, str | None] = {"kind": '"composition"', "base": None, "unit": '"mention"', "rival": "0.1"}
KNOWN = {"go", "rust", "kubernetes"}


def entry(**changed: str | None) -> str:
    lines = (f"{key} = {value}" for key, value in (GOOD | changed).items() if value is not None)
    return "[[claim]]\n" + "\n".join(lines) + "\n"


def written(folder: Path, *entries: str) -> Path:
    path = folder / "claims.toml"
    path.write_text("\n".join(entries), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def shipped() -> list[Claim]:
    return load(known_concepts=set(taxonomy.load().concepts))


def test_every_shipped_entry_is_read_and_every_query_understood(shipped: list[Claim]) -> None:
    assert len(shipped) > 80
    assert all(claim.subject_en and claim.subject_zh for claim in shipped if claim.period)
    assert all(re.search(r"[\u4e00-\u9fff]", claim.statement_zh) for claim in shipped)


def test_every_row_of_the_articles_table_is_there(shipped: list[Claim], shared: Path) -> None:
    rows = re.findall(r"^\| (A\d+\.\d+) \|", (shared / "claims.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert len(rows) > 50
    ids = {claim.id for claim in shipped}
    covered = {row for row in rows if row in ids or any(name.startswith(f"{row}.") for name in ids)}
    assert covered == set(rows)
    assert {".".join(name.split(".")[:2]) for name in ids} == set(rows)


def test_every_kind_of_a_row_is_kept(shipped: list[Claim], shared: Path) -> None:
    table = (shared / "claims.md").read_text(encoding="utf-8")
    for row, kinds in re.findall(r"^\| (A\d+\.\d+) \|.*\| ([^|]+?) \| [^|]+ \|$", table, re.MULTILINE):
        wanted = set(re.findall(r"growth|share|composition|ranking|level|contrast|existence|untestable", kinds))
        kept = {claim.kind for claim in shipped if claim.id == row or claim.id.startswith(f"{row}.")}
        assert wanted - kept <= {"contrast"} if row == "A4.1" else wanted <= kept, row


@pytest.mark.parametrize(
    ("claim_id", "zone", "rival"),
    [
        ("A3.2", (0.37 * 2 / 3, 0.37 * 1.5), 0),
        ("A3.6", (0.63, 0.73), 0.5),
        ("A3.14", (0.52, 0.98), 0.5),
        ("A2.5.pprof", (0.96, 0.99), 0.5),
        ("A1.9", (0.5, 1), 0.01),
        ("A4.4.asked-for", (0.01, 1), 0),
        ("A3.16", (1, math.inf), 0),
        ("A3.12.platform", (0, 0.8), 1),
        ("A1.4.http-api", (400_000, 576_000), None),
        ("A1.3.share-within-outsourcers", (-1, -0.7632 * 2 / 3), 0),
    ],
)
def test_zones_and_rivals(shipped: list[Claim], claim_id: str, zone: tuple[float, float], rival: float | None) -> None:
    (claim,) = (one for one in shipped if one.id == claim_id)
    assert claim.zone == pytest.approx(zone)
    assert claim.rival == rival


@pytest.mark.parametrize(
    ("figure", "zone"),
    [
        (0.1, (0.05, 0.15)), (0.9, (0.85, 0.95)), (0.09, (0.045, 0.18)), (0.98, (0.96, 0.99)), (0.5, (0.45, 0.55)),
    ],
)  # fmt: skip
def test_a_share_is_true_within_five_points_or_twofold(figure: float, zone: tuple[float, float]) -> None:
    assert default_zone("share", figure) == pytest.approx(zone)


def test_words_of_growth_are_compounded_over_years() -> None:
    assert word_zone("grows", 3) == pytest.approx((1.1**3 - 1, math.inf))
    assert word_zone("explodes", 2) == (3, math.inf)
    assert word_zone("shrinks", 3) == pytest.approx((-1, 1.1**-3 - 1))


def test_the_value_of_a_word_is_the_edge_towards_the_rival(shipped: list[Claim]) -> None:
    by_id = {claim.id: claim for claim in shipped}
    assert by_id["A1.8"].value == pytest.approx(0.1)
    assert by_id["A1.3.outsourcing-within-go"].value == pytest.approx(1.1**-3 - 1)
    assert by_id["A3.2"].value == 0.37


def test_a_newcomers_claim_needs_a_few_lines(tmp_path: Path) -> None:
    (claim,) = load(written(tmp_path, entry()), KNOWN)
    assert (claim.population, claim.unit, claim.measure, claim.primary, claim.denominator) == (
        "CN", "vacancy", "opened", "share", "any",
    )  # fmt: skip
    assert (claim.years, claim.rival, claim.value) == (1, 0, 0.3)


@pytest.mark.parametrize(
    ("changed", "found", "allowed"),
    [
        ({"populaton": '"CN"'}, "unknown key 'populaton'", "population"),
        ({"kind": '"grwoth"'}, "kind = 'grwoth'", "growth, share, composition"),
        ({"population": '"EU"'}, "population = 'EU'", "CN, ALL"),
        ({"word": '"booms"'}, "word = 'booms'", "grows"),
        ({"word": '"most"'}, "word = 'most' for kind growth", "explodes, grows, shrinks"),
        ({"unit": '"spell"'}, "unit = 'spell' for kind growth", "vacancy, employer"),
        ({"measure": '"active"'}, "measure = 'active'", "opened, open"),
        ({"primary": '"both"'}, "primary = 'both'", "share, count"),
        ({"period": '"2024-Q5"'}, "'2024-Q5' is no period", "2024-Q2"),
        ({"period": '"newest"'}, "'newest' is no period", "newest year"),
        ({"base": '"2023-Q1"'}, "base = '2023-Q1'", "the same season of an earlier year"),
        ({"base": '"2024-Q2"'}, "base = '2024-Q2'", "the same season of an earlier year"),
        ({"period": '"newest year"'}, "base = '2023-Q2'", "no base"),
        ({"figure": '"37 %"'}, "figure = '37 %'", "a finite number"),
        ({"figure": "nan"}, "figure = nan", "a finite number"),
        ({"figure": "true"}, "figure = True", "a finite number"),
        ({"figure": None}, "neither figure nor word nor zone", "one of the three"),
        ({"zone": "[0.5, 0.2]", "why": '"x"'}, "zone = [0.5, 0.2]", "low < high"),
        ({"zone": "[0.2, 0.5]"}, "zone without why", "a reason"),
        ({"zone": "[0.4, 0.5]", "why": '"x"'}, "figure = 0.3 outside zone", "a zone that holds the figure"),
        ({"rival": "0.3"}, "rival = 0.3 inside zone", "outside it"),
        ({"statement_zh": None}, "statement_zh is missing", "a text"),
        ({"subject_en": None}, "subject_en is missing", "a text"),
        ({"numerator": None}, "numerator is missing", "a query"),
        ({"numerator": "3"}, "numerator = 3", "a text"),
        ({"untestable": '"nobody knows"'}, "kind = 'growth' with untestable", "if and only if untestable"),
        ({"kind": '"untestable"'}, "kind = 'untestable' with untestable = None", "a reason"),
        ({"kind": '"share"', "base": None}, "rival is missing", "what the claimed share must beat"),
        ({"kind": '"contrast"', "base": None}, "against is missing", "a text"),
        ({"kind": '"ranking"', "base": None, "pairs": '[["go"]]'}, "pairs = [['go']]", "[greater, smaller]"),
        (CONSISTENT | {"with": '["X9"]'}, "with names 'X9'", "ids of this file"),
        (CONSISTENT | {"says": None}, "says is missing", "sums such as"),
        (CONSISTENT | {"says": '["all of it"]'}, "'all of it' is no statement", "sums such as"),
        (CONSISTENT | {"says": '["a = {X7}"]'}, "{X7} names no figure", "with"),
        (CONSISTENT | {"says": '["2 a = 1"]'}, "at position 1", "2 * shanghai"),
        (CONSISTENT | {"says": "3"}, "says = 3", "a list of statements"),
        (CONSISTENT | {"asks": '"a + 3"'}, "'a + 3' is no sum of unknowns", "shanghai + shenzhen"),
        (CONSISTENT | {"asks": '"a"', "subject_en": None}, "asks without subject_en", "names for what is asked"),
        ({"kind": '"share"'}, "base in an entry of kind share", "growth, ranking only"),
        ({"by": '"share"'}, "by in an entry of kind growth", "ranking only"),
        ({"against": '"go"'}, "against in an entry of kind growth", "contrast, level only"),
        ({"proxy": '"go"'}, "proxy in an entry of kind growth", "untestable only"),
        (UNTESTABLE | {"proxy": '"go"'}, "proxy without proxy_en", "names for what postings show"),
        (LEVEL | {"ratio": '"odds"', "against": '"go"'}, "ratio = 'odds' for kind level", "medians"),
        (LEVEL | {"against": '"go"'}, "ratio is missing", "kind level"),
        (LEVEL | {"unit": '"employer"'}, "unit = 'employer' for kind level", "vacancy"),
        (LEVEL | {"period": '"any year"'}, "'any year' is no period", "for growth any year"),
        ({"kind": '"existence"', "base": None, "unit": '"vacancy"'}, "unit = 'vacancy' for kind existence", "employer"),
        (RANKING | {"unit": '"employer"'}, "unit = 'employer' for kind ranking", "vacancy"),
        (RANKING | {"by": None}, "by is missing", "kind ranking"),
        (RANKING | {"top": '["go"]', "among": '"skill"'}, "top with pairs", "among"),
        (RANKING | {"pairs": None, "top": '["go"]'}, "among is missing", "kind ranking"),
        (RANKING | {"pairs": None, "top": '["go"]', "among": '"tools"'}, "among = 'tools'", "language, skill"),
        (PART, "unit = 'mention' without other parts", "entries of the other parts"),
    ],
)
def test_a_wrong_entry_is_refused_by_name(
    tmp_path: Path, changed: dict[str, str | None], found: str, allowed: str
) -> None:
    with pytest.raises(JobproofError) as refused:
        load(written(tmp_path, entry(**changed)), KNOWN)
    assert "'X1'" in refused.value.who
    assert found in refused.value.found
    assert allowed in refused.value.allowed
    assert refused.value.remedy


def test_an_unknown_concept_is_refused_with_a_near_one(tmp_path: Path) -> None:
    with pytest.raises(JobproofError) as refused:
        load(written(tmp_path, entry(numerator='"go and kubernets"')), KNOWN)
    assert "'X1'" in refused.value.who
    assert "kubernets" in refused.value.found
    assert "kubernetes" in refused.value.line()
    leading = RANKING | {"pairs": None, "top": '["ebfp"]', "among": '"skill"'}
    with pytest.raises(JobproofError, match="ebfp"):
        load(written(tmp_path, entry(**leading)), {"ebpf"})


def test_a_missing_id_is_named_by_its_place(tmp_path: Path) -> None:
    with pytest.raises(JobproofError, match=r"number 2.*id is missing"):
        load(written(tmp_path, entry(), entry(id=None)), KNOWN)


def test_an_id_occurs_once(tmp_path: Path) -> None:
    with pytest.raises(JobproofError, match=r"'X1'.*occurs twice"):
        load(written(tmp_path, entry(), entry()), KNOWN)


@pytest.mark.parametrize("text", ["[[claim]\n", "[claims]\nx = 1\n"])
def test_a_broken_file_is_refused_by_its_path(tmp_path: Path, text: str) -> None:
    with pytest.raises(JobproofError, match=re.escape("claims.toml")):
        load(written(tmp_path, text), KNOWN)


def test_an_absent_file_is_refused_by_its_path(tmp_path: Path) -> None:
    with pytest.raises(JobproofError, match="cannot be read"):
        load(tmp_path / "none.toml", KNOWN)


def test_the_seeds_hold_every_concept_that_leads_a_ranking(shipped: list[Claim]) -> None:
    with (Path(taxonomy.__file__).parent / "seeds" / "concepts.csv").open(encoding="utf-8") as file:
        slugs = {row["slug"] for row in csv.DictReader(file)}
    assert {concept for claim in shipped for concept in claim.top} <= slugs
    assert claims.DEFAULT.exists()


def test_a_file_of_ones_own_is_named_in_its_errors(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(entry(kind='"grwoth"'), encoding="utf-8")
    with pytest.raises(JobproofError, match=r"mine.toml entry 'X1'"):
        load(path, KNOWN)


def test_the_example_beyond_the_articles_holds_every_kind_but_untestable() -> None:
    found = load(EXAMPLE, set(taxonomy.load().concepts))
    assert {claim.kind for claim in found} == claims._TESTED | {"consistency"}
    assert not {claim.id for claim in found} & {claim.id for claim in load()}


def test_every_entry_that_the_guide_shows_can_be_loaded(tmp_path: Path) -> None:
    guide = (PROJECT / "docs" / "a_claim_of_your_own.md").read_text(encoding="utf-8")
    shown = re.findall(r"```toml\n(.*?)```", guide, re.DOTALL)
    found = load(written(tmp_path, *shown), set(taxonomy.load().concepts))
    assert [claim.kind for claim in found] == ["growth", "consistency"]
    named = set(re.findall(r"^\| (\w+) \|", guide, re.MULTILINE)) - {"kind"}
    assert named == {*claims._TESTED, "consistency", "untestable"}
