"""docs/a_sixth_article.md: its entries stay valid, and each of its statements has one."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from reports import claims, judge
from reports.claims import Claim
from tests.landed import REGISTRY, land, posting
from warehouse import publish, store, taxonomy
from warehouse.cohorts import Warehouse
from warehouse.home import PROJECT, Home

PAGE = PROJECT / "docs" / "a_sixth_article.md"


@pytest.fixture
def entries(tmp_path: Path) -> list[Claim]:
    [block] = re.findall(r"```toml\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    path = tmp_path / "sixth.toml"
    path.write_text(block, encoding="utf-8")
    return claims.load(path, known_concepts=taxonomy.load().concepts)


def test_every_statement_of_the_article_has_an_entry(entries: list[Claim]) -> None:
    kinds = [entry.kind for entry in entries]
    assert kinds == ["growth", "ranking", "share", "share", "level", "untestable", "consistency"]
    assert {entry.id.partition(".")[0] for entry in entries} == {"A5"}
    first, second = PAGE.read_text(encoding="utf-8").split("## 3.")
    assert len(re.findall(r"^\| ", first, re.MULTILINE)) == 1 + len(entries)
    assert re.findall(r"^\| (A5\S*)", second, re.MULTILINE) == [entry.id for entry in entries]


def test_the_entries_can_be_judged(entries: list[Claim], home: Home) -> None:
    land(home, "2024-01", [posting("threads", "2", posted_at="2024-01-02T12:00:00+00:00")], now="2024-02-10")
    store.build(home, REGISTRY)
    publish.publish(home)
    with Warehouse(home) as warehouse:
        found = {one.id: one.verdict for one in judge.judge(entries, warehouse, today=date(2025, 1, 6))}
    assert found["A5.5"] == "untestable"
    assert found["A5.6"] == "contradicted"
    assert {found["A5.1"], found["A5.2"], found["A5.4"]} == {"insufficient"}
