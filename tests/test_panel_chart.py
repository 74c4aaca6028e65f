"""The chart of who is in a figure: drawn where there is something to draw, its alt tells the controls."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from reports.beside import Beside, Group
from reports.charts import panel
from reports.controls import Controls
from reports.results import Interval
from reports.words import LANGS, Lang
from tests.invented import estimate, judgement, setting

CURVE = tuple((step / 20) ** 2 for step in range(1, 21))
STABLE = {"sql": Interval(0.02, -0.1, 0.15), "agile": Interval(0.3, 0.1, 0.55), "cpp": Interval(0.0, -1.0, 9.0)}
FULL = Beside(Group(412, 2210, 2604), Group(388, 0, 1203), Group(301, 960, 0), CURVE, 0.123, Controls(40, 3, STABLE))
BARE = Beside(Group(3, 9, 0), Group(0, 0, 0), Group(0, 0, 0), (), 0.0)


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("found", [FULL, BARE, replace(FULL, controls=Controls())], ids=["full", "bare", "no controls"])
def test_it_is_drawn_whole(found: Beside, lang: Lang, tmp_path: Path) -> None:
    judged = replace(judgement("A3.2", "growth", "contradicted"), beside=found)
    judged = replace(judged, estimate=estimate(0.05, -0.1, 0.2, "2023-Q2", "2024-Q2"))
    chart = panel.draw(judged, setting(lang))
    assert chart is not None
    assert chart.save(tmp_path / "panel.png").stat().st_size > 5_000
    assert ("40" in chart.alt.removeprefix(chart.title)) == bool(found.controls and found.controls.splits)


def test_without_an_estimate_there_is_none() -> None:
    assert (
        panel.draw(replace(judgement("A3.2", "growth", "insufficient"), beside=FULL, estimate=None), setting()) is None
    )
    given = estimate(0.05, -0.1, 0.2, "2024")
    assert panel.draw(replace(judgement("A3.2", "share", "supported"), estimate=given), setting()) is None
