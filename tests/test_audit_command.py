"""`jobproof audit`: draw, label in a sheet or at the prompt, read back, and the figure is corrected."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from pipelines.cli import cli
from tests.landed import REGISTRY, land, posting
from warehouse import publish, store
from warehouse.home import Home

JAVA = "Firm {n} hires a backend engineer. You must know Java and PostgreSQL well. Full-time."
GO = "Firm {n} hires a backend engineer. You must know Go and PostgreSQL well. Full-time."
NEAR = "Firm {n} hires a backend engineer who knows Java. To apply go to our page. Full-time."
CLAIM = """[[claim]]
id = "X1"
article = "a talk"
kind = "share"
population = "ALL"
period = "2024-01"
numerator = "go"
figure = 0.5
rival = 0.1
why = "a tenth is what anybody would say"
statement_en = "Half of the openings name Go"
statement_zh = "一半职位要求 Go"
subject_en = "Go's share of openings"
subject_zh = "Go 的占比"
"""


@pytest.fixture
def published(home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A published home of 40 postings that name Go, 30 that tell to go somewhere and 50 others; returns the claim."""
    monkeypatch.setenv("JOBPROOF_NOW", "2024-03-01T00:00:00+00:00")
    texts = [GO] * 40 + [NEAR] * 30 + [JAVA] * 50
    given = [
        posting("threads", str(n), text=text.format(n=n), company=f"{n:03} Firm", posted_at="2024-01-03T12:00:00+00:00")
        for n, text in enumerate(texts)
    ]
    land(home, "2024-01", given, now="2024-03-01")
    store.build(home, REGISTRY)
    publish.publish(home)
    claims = tmp_path / "claims.toml"
    claims.write_text(CLAIM, encoding="utf-8")
    return claims


def run(*arguments: object, given: str | None = None) -> tuple[int, str]:
    done = CliRunner().invoke(cli, ["audit", "X1", *map(str, arguments)], input=given)
    return done.exit_code, done.output


def state(claims: Path) -> dict[str, list[int]]:
    """Return stratum -> size, labelled, yes."""
    done = CliRunner().invoke(cli, ["audit", "X1", "--claims", str(claims), "--json"])
    told = json.loads(done.stdout)
    return {row["stratum"]: [row["size"], row["labelled"], row["yes"]] for row in told["tally"]}


def test_a_filled_sheet_corrects_the_share(published: Path, tmp_path: Path) -> None:
    sheet = tmp_path / "sheet.csv"
    code, told = run("--claims", published, "--sheet", sheet)
    assert code == 0
    assert "120 postings to label" in told
    assert "not enough labels yet" in told
    assert state(published) == {"tagged": [40, 0, 0], "near miss": [30, 0, 0], "rest": [50, 0, 0]}
    with sheet.open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.DictReader(lines))
    for row in rows:
        row["label"] = "yes" if "know Go" in row["text"] else "no"
    with sheet.open("w", encoding="utf-8", newline="") as out:
        filled = csv.DictWriter(out, rows[0])
        filled.writeheader()
        filled.writerows(rows)
    code, told = run("--claims", published, "--read", sheet)
    assert code == 0
    assert "120 labels read, 120 of them new" in told
    assert "33.333%\t33.333%" in told
    assert state(published) == {"tagged": [40, 40, 40], "near miss": [30, 30, 0], "rest": [50, 50, 0]}


def test_answers_at_the_prompt_are_kept_one_by_one(published: Path) -> None:
    code, _ = run("--claims", published, "--label", given="n\ns\ny\nq\n")
    assert code == 0
    assert sum(labelled for _, labelled, _ in state(published).values()) in {0, 1, 2}
    [answers] = Path(published).parent.rglob("audits/*.jsonl")
    assert [json.loads(line)["yes"] for line in answers.read_text().splitlines()].count(True) == 1


def test_a_claim_that_is_none_is_refused(published: Path) -> None:
    done = CliRunner().invoke(cli, ["audit", "X2", "--claims", str(published)])
    assert done.exit_code != 0
    assert "no claim 'X2'; allowed: an id that `jobproof claims` lists" in str(done.exception)
