"""Every form looks as it did when a person last looked; a moved bar or label is noticed, a moved pixel is not."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PIL import Image

from reports.charts import claim
from reports.results import Interval
from reports.words import LANGS, Lang
from tests import chart_images, exhibited, invented
from tests.chart_images import FOLDER, TOLERANCE, difference, shrunk

NAMES = (*exhibited.judged(), *exhibited.others("en"))


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", NAMES)
def test_a_chart_looks_as_reviewed(name: str, lang: Lang) -> None:
    chart = exhibited.form(name, lang) if name in exhibited.judged() else exhibited.others(lang)[name]
    with Image.open(FOLDER / f"{name}.{lang}.png") as reviewed:
        apart = difference(shrunk(chart), reviewed)
    assert apart <= TOLERANCE, f"{name}.{lang} differs by {apart:.1f}; look, then `python -m tests.chart_images`"


def test_there_is_a_reference_for_every_chart_and_no_other() -> None:
    assert {path.stem for path in FOLDER.glob("*.png")} == {f"{name}.{lang}" for name in NAMES for lang in LANGS}
    assert max(path.stat().st_size for path in FOLDER.glob("*.png")) < 14_000


def test_a_changed_value_is_noticed() -> None:
    judged, exhibit = exhibited.judged()["composition"]
    assert judged.estimate
    smaller = tuple(replace(part, interval=Interval(0.2, 0.15, 0.26)) for part in judged.estimate.parts)
    changed = replace(judged, estimate=replace(judged.estimate, parts=smaller))
    entry = exhibited.entries()["A3.9.microservices"]
    charts = [claim.draw(one, invented.setting(), entry, exhibit, {}) for one in (judged, changed)]
    assert difference(*(shrunk(chart) for chart in charts)) > TOLERANCE


def test_a_faint_change_of_shade_is_not() -> None:
    picture = shrunk(exhibited.form("growth", "en"))
    assert difference(picture, picture.point([max(grey - 2, 0) for grey in range(256)])) <= TOLERANCE
    assert chart_images.difference(picture, picture.crop((0, 0, 50, 50))) == float("inf")
