"""Scarcity the whole way: crawls of a live board, spells, the hazard ratio, the verdict and its sentence."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest

from reports.claims import Claim
from reports.judge import judge
from reports.results import Judgement
from tests.landed import REGISTRY, land, posting
from warehouse import publish, store
from warehouse.cohorts import Warehouse
from warehouse.home import Home

FIRST, TODAY = date(2024, 1, 1), date(2024, 7, 8)
WORDS = ("Payments", "Search", "Storage", "Kernel", "Billing", "Maps", "Ads", "Video", "Chat", "Mail", "Risk", "Games")
SCARCE = Claim(
    "S1",
    "an invented talk",
    "contrast",
    "Rust engineers are scarce",
    "Rust 工程师稀缺",
    population="ALL",
    period="2024-Q2",
    unit="spell",
    measure="open",
    ratio="hazard",
    numerator="any",
    denominator="rust",
    against="java",
    word="scarce",
    zone=(0.0, 0.8),
    rival=1.0,
    subject_en="how fast Rust openings close, against Java's",
    subject_zh="Rust 职位相对 Java 职位的关闭速度",
)


@pytest.fixture(scope="module")
def judged(tmp_path_factory: pytest.TempPathFactory) -> Judgement:
    """Half a year of weekly crawls: Rust openings stay about seventy days, Java ones about twenty."""
    home = Home(tmp_path_factory.mktemp("home"))
    draw = np.random.default_rng(5)
    spans: list[tuple[date, date, str, int]] = []
    for at in range(700):
        opened = FIRST + timedelta(days=int(draw.integers(0, 180)))
        language = "Rust" if at % 2 else "Java"
        lasts = 1 + int(draw.exponential(70 if language == "Rust" else 20))
        spans.append((opened, opened + timedelta(days=lasts), language, at))
    day = FIRST
    while day <= TODAY:
        rows = [
            posting(
                "ats",
                f"{at}",
                scope="acme",
                company=f"Firm {at % 95}",
                title=f"{WORDS[at % 12]} {WORDS[at // 12 % 12]} Engineer {at}",
                text=f"Team {at}: you must know {language} well. {WORDS[at % 12]} work, full-time.",
            )
            for opened, closed, language, at in spans
            if opened <= day < closed
        ]
        land(home, day.isoformat(), rows, board="ats", states={"acme": "complete"})
        day += timedelta(days=7)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JOBPROOF_NOW", TODAY.isoformat())
        store.build(home, REGISTRY)
        publish.publish(home)
    with Warehouse(home) as warehouse:
        (found,) = judge([SCARCE], warehouse, today=TODAY)
    return found


def test_what_stays_open_longer_is_scarce(judged: Judgement) -> None:
    assert judged.estimate is not None
    assert judged.estimate.interval.high < 1
    assert judged.verdict == "supported"
    assert judged.estimate.measure == "hazard"


def test_the_days_open_stand_beside_it(judged: Judgement) -> None:
    assert judged.estimate is not None
    group, others = judged.estimate.asides.values()
    assert others < group
    assert f"Half of them close within {group:.0f} days, half of the others within {others:.0f}." in judged.sentence_en
    assert f"半数在 {group:.0f} 天内关闭" in judged.sentence_zh


def test_only_what_was_seen_to_open_is_a_spell(judged: Judgement) -> None:
    assert judged.estimate is not None
    spells = sum(n for n, _ in judged.estimate.cells)
    assert 200 < spells < 500
    assert judged.estimate.panel.boards == ("ats",)
    assert judged.estimate.sql_figure == ""
