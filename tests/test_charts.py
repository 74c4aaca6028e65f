"""Charts: the same bytes, whole glyphs, nothing clipped, nothing overlapping, in both languages."""

from __future__ import annotations

import itertools
import math
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.lines import Line2D
from matplotlib.text import Text
from matplotlib.transforms import Bbox
from PIL import Image

from reports import claims, words
from reports.charts import bins, claim, colours, coverage, demand, palette, scale, scoreboard, series, skills
from reports.charts.canvas import WIDTH, Chart, Sheet
from reports.charts.typeset import covered, printable, width, wrap
from reports.results import VERDICTS
from reports.words import LANGS, Lang
from tests import exhibited, invented
from warehouse import periods

NAMES = ("claim", "scoreboard", "overview", "coverage", "skills", "paths", "week", "month", "forms", "others")


@cache
def _drawn(name: str, lang: Lang) -> tuple[Chart, ...]:
    given, rows, boards = invented.setting(lang), invented.JUDGEMENTS, ["ats", "threads"]
    made: dict[str, list[Chart | None]] = {}
    if name == "claim":
        made[name] = [claim.draw(judged, given) for judged in rows if words.shown(judged)]
    elif name == "scoreboard":
        made[name] = list(scoreboard.draw(rows, given))
    elif name == "forms":
        made[name] = [exhibited.form(form, lang) for form in exhibited.judged()]
    elif name == "others":
        made[name] = list(exhibited.others(lang).values())
    else:
        one = {
            "overview": lambda: scoreboard.overview(rows, given),
            "coverage": lambda: coverage.draw(invented.coverage(), list(invented.TITLES), given),
            "skills": lambda: skills.draw(invented.skills(), ("2022", "2023"), boards, given),
            "paths": lambda: demand.paths(invented.demand("month"), rows, "month", boards, given),
            "week": lambda: demand.shares(invented.demand("week", 150), "CN", "week", boards, given),
            "month": lambda: demand.shares(invented.demand("month"), "ALL", "month", boards, given),
        }
        made[name] = [one[name]()]
    charts = tuple(chart for chart in made[name] if chart is not None)
    assert charts
    return charts


def _texts(chart: Chart) -> Iterator[tuple[Text, Bbox]]:
    renderer = FigureCanvasAgg(chart.figure).get_renderer()
    for text in chart.figure.findobj(Text):
        if text.get_text().strip() and text.get_visible() and text.get_gid() != "watermark":
            yield text, text.get_window_extent(renderer)


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", NAMES)
def test_no_text_leaves_the_sheet(name: str, lang: Lang) -> None:
    for chart in _drawn(name, lang):
        wide, high = chart.figure.bbox.width, chart.figure.bbox.height
        for text, box in _texts(chart):
            inside = box.x0 >= 0 and box.x1 <= wide and box.y0 >= 0 and box.y1 <= high
            assert inside, f"{chart.name}: {text.get_text()!r} at {box}"


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", NAMES)
def test_no_two_texts_overlap(name: str, lang: Lang) -> None:
    for chart in _drawn(name, lang):
        for (one, a), (other, b) in itertools.combinations(list(_texts(chart)), 2):
            wide, high = min(a.x1, b.x1) - max(a.x0, b.x0), min(a.y1, b.y1) - max(a.y0, b.y0)
            assert wide <= 1 or high <= 2, f"{chart.name}: {one.get_text()!r} over {other.get_text()!r}"


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", NAMES)
def test_every_chart_says_simulated_and_carries_vintage_and_alt(name: str, lang: Lang) -> None:
    for chart in _drawn(name, lang):
        said = " ".join(text.get_text() for text, _ in _texts(chart))
        assert words.say("simulated", lang) in said
        assert invented.VINTAGE in said
        assert chart.title in chart.alt
        assert chart.alt.startswith(words.say("simulated_word", lang))


def test_real_data_carry_no_simulated_mark() -> None:
    chart = scoreboard.overview(invented.JUDGEMENTS, invented.setting(simulated=False))
    assert not any("SIMULATED" in text.get_text() for text in chart.figure.findobj(Text))
    assert "SIMULATED" not in chart.alt


def test_same_values_give_the_same_bytes(tmp_path: Path) -> None:
    paths = [
        claim.draw(invented.JUDGEMENTS[7], invented.setting("zh")).save(tmp_path / f"{at}{ending}")
        for ending in (".png", ".svg")
        for at in range(2)
    ]
    assert paths[0].read_bytes() == paths[1].read_bytes()
    assert paths[2].read_bytes() == paths[3].read_bytes()
    assert paths[0].stat().st_size < 150_000


def test_a_process_that_draws_does_not_load_what_estimates() -> None:
    loaded = "import sys, reports.gallery; print(*{'scipy.stats', 'scipy.optimize', 'duckdb'} & {*sys.modules})"
    assert not subprocess.check_output([sys.executable, "-c", loaded], text=True).strip()


@pytest.mark.parametrize("shades", [3, 40, 90, 256])
def test_the_colours_are_those_of_the_octree(shades: int) -> None:
    draw = np.random.default_rng(shades)
    painted = np.full((60, 90, 4), 251, dtype=np.uint8)
    painted[20:40] = draw.integers(0, shades, (20, 90, 4))
    painted[:, 50:, :3] = draw.integers(0, 256, 3)
    painted[..., 3] = 255
    tree = Image.fromarray(painted).convert("RGB").quantize(256, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    assert np.array_equal(colours.reduced(painted).convert("RGB"), tree.convert("RGB"))


@pytest.mark.parametrize("form", ["growth", "composition", "survival"])
def test_a_form_is_drawn_alike_twice_and_as_svg_too(form: str, tmp_path: Path) -> None:
    for ending in (".png", ".svg"):
        one, other = (exhibited.form(form, "zh").save(tmp_path / f"{at}{ending}").read_bytes() for at in range(2))
        assert one == other
    drawn = (tmp_path / "0.svg").read_text()
    assert drawn.startswith("<?xml")
    assert "<path" in drawn
    assert "<dc:date>" not in drawn


def test_every_form_is_its_own() -> None:
    marks = [line for line in exhibited.form("existence", "en").figure.findobj(Line2D) if line.get_marker() == "o"]
    assert max(len(line.get_xdata()) for line in marks) == 447 - 20, "a dot an employer, 20 of them in another colour"
    said = [text.get_text() for text, _ in _texts(exhibited.form("cities", "en"))]
    assert [name for name in ("Beijing", "Shanghai", "Hangzhou") if name in said] == ["Beijing", "Shanghai", "Hangzhou"]
    assert "claimed +37%" in [text.get_text() for text, _ in _texts(exhibited.form("growth", "en"))]


def test_a_title_says_the_finding_and_the_subtitle_who_is_in() -> None:
    chart = exhibited.form("growth", "en")
    assert chart.title == "Go's share of openings fell 5%, not +37%"
    said = " ".join(text.get_text() for text, _ in _texts(chart))
    assert "Growth of the share of vacancies opened, Q2 2023 → Q2 2024, mainland China" in said
    assert "2 boards with 1,214 employers" in said
    assert "2 of 4 boards" in said
    abroad = exhibited.form("elsewhere", "en").title
    assert abroad.endswith("among all postings, which decides nothing about mainland China")


def test_months_are_pooled_until_a_point_holds_enough() -> None:
    sizes = (exhibited.trend(), exhibited.trend(size=0), exhibited.trend(size=0, part=4))
    found = [bins.pooled(trend) for trend in sizes]
    assert [one.by for one in found if one] == ["month", "quarter", "year"]
    many = found[0]
    assert many
    assert many.gaps == [(date(2022, 10, 1), date(2022, 11, 1))]
    assert many.pending == date(2025, 4, 1)
    ends = [ends for ends in zip(many.low, many.shares, many.high, strict=True) if not math.isnan(ends[0])]
    assert len(ends) > 30
    assert all(low <= share <= high for low, share, high in ends)
    assert bins.pooled(exhibited.trend(months=0)) is None


def test_missing_glyph_is_an_error(tmp_path: Path) -> None:
    sheet = Sheet(invented.setting())
    sheet.heading("", "rocket 🚀", "")
    chart = Chart("broken", sheet.finish([]), "", "")
    with pytest.raises(UserWarning, match="Glyph"):
        chart.save(tmp_path / "broken.png")
    assert list(tmp_path.iterdir()) == []


def test_names_from_the_data_lose_what_cannot_be_drawn() -> None:
    assert printable("Rocket 🚀\n Łódź 公司") == "Rocket □ Łódź 公司"


def test_fonts_cover_every_claim_and_label() -> None:
    entries = claims.load()
    texts = [
        getattr(entry, f"{part}_{lang}") for entry in entries for part in ("statement", "subject") for lang in LANGS
    ]
    tables = [table for table in words._FILE.values() if isinstance(table, dict)]
    texts += [text for table in tables for label in table.values() for text in label.values()]
    texts += [said for _, phrases in words._PHRASES for said in phrases.values()]
    assert len(texts) > 300
    missing = {letter for text in texts for letter in text if ord(letter) not in covered()}
    assert missing == set()


def test_measured_width_is_the_drawn_width() -> None:
    for chart in _drawn("claim", "zh")[:2]:
        for text, box in _texts(chart):
            bold = text.get_fontweight() == "bold"
            assert box.width == pytest.approx(width(text.get_text(), text.get_fontsize(), bold=bold), rel=0.05, abs=6)


def test_wrap_keeps_words_whole_and_stops_off_line_starts() -> None:
    text = "国内 Go 岗位需求增长 142%，未说明时期：数据覆盖的任何一对相邻年份是否达到过这一增幅？"
    lines = wrap(text, 12, 300)
    assert len(lines) > 2
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert all(width(line, 12) <= 310 for line in lines)
    assert not any(line[0] in "，：？。" for line in lines)
    assert max(len(wrap("a b " * 40, 12, 500, balanced=True)[-1]), 1) > 10


def test_scale_keeps_extremes_on_the_strip() -> None:
    judged = invented.JUDGEMENTS[4]
    assert judged.estimate
    strip = scale.of_claim(judged, [judged.estimate])
    assert strip.place(-1.0) == 0
    assert strip.place(float("inf")) == 1
    assert 0 < strip.place(0.0) < strip.place(1.47) < 1
    assert 0.0 in strip.ticks(0.12)
    gaps = [b - a for a, b in itertools.pairwise(map(strip.place, strip.ticks(0.12)))]
    assert min(gaps) >= 0.12


def test_an_average_stops_at_gaps_and_short_windows() -> None:
    rows = series.usable(invented.demand("month", 24), "CN")
    line = series.line(rows, "go", "month")
    assert len(line.days) == 22
    assert line.pending is None, "60 openings of a month under way tell nothing yet"
    more = rows.with_columns(total_n=pl.max_horizontal("total_n", pl.lit(series.LEAST_TOTAL)))
    assert series.line(more, "go", "month").pending is not None
    gap = line.average_days.index(periods.parse("2022-09", who="test").start.replace(day=16))
    assert line.average[gap] != line.average[gap]
    assert series.gaps(rows, "month") == [
        (periods.parse("2022-09", who="test").start, periods.parse("2022-10", who="test").end.replace(day=2, month=10))
    ]


def test_level_wants_a_whole_finished_period() -> None:
    rows = series.usable(invented.demand("month", 24), "CN")
    assert series.level(rows, "go", periods.parse("2022-Q1", who="test")) == pytest.approx((5 + 6 + 7) / 300)
    assert series.level(rows, "go", periods.parse("2022-Q3", who="test")) is None
    assert series.level(rows, "go", periods.parse("2023-Q4", who="test")) is None
    assert series.level(rows, "go", periods.parse("2021", who="test")) is None


def test_nothing_to_draw_draws_nothing() -> None:
    empty, given = invented.frames(), invented.setting()
    none = empty.weekly.clear()
    assert demand.shares(none, "CN", "week", [], given) is None
    assert demand.paths(none, invented.JUDGEMENTS, "week", [], given) is None
    assert demand.shares(invented.demand("month", 3), "CN", "month", [], given) is None
    assert skills.draw(empty.skills.clear(), (), [], given) is None
    assert scoreboard.draw([], given) == []


def test_a_claimed_path_needs_its_base_period() -> None:
    late = invented.demand("month").filter(pl.col("period_start").dt.year() >= 2024)
    assert demand.paths(late, invented.JUDGEMENTS, "month", [], invented.setting()) is None


def test_too_few_vacancies_draw_no_line() -> None:
    thin = invented.demand("month").with_columns(pl.col("vacancies_n", "total_n") // 40)
    assert demand.shares(thin, "CN", "month", [], invented.setting()) is None
    assert demand.paths(thin, invented.JUDGEMENTS, "month", [], invented.setting()) is None


def test_paths_fall_back_to_another_population_and_say_so() -> None:
    abroad = invented.demand("month").filter(pl.col("population") == "ALL")
    foreign = invented.estimate(0.1, -0.1, 0.4, *invented.QUARTERS, population="ALL")
    judged = replace(invented.JUDGEMENTS[7], estimate=None, newest=None, elsewhere=(foreign,))
    chart = demand.paths(abroad, [judged], "month", [], invented.setting())
    assert chart is not None
    assert chart.title == "Go +10% against +37%\u00a0claimed"
    assert "decides nothing" in " ".join(text.get_text() for text, _ in _texts(chart))


def test_verdict_colours_have_contrast() -> None:
    for name in VERDICTS:
        ground, letters = (_luminance(color) for color in palette.VERDICT[name])
        assert (max(ground, letters) + 0.05) / (min(ground, letters) + 0.05) >= 4.5, name


def _luminance(color: str) -> float:
    parts = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_sheets_are_as_wide_as_promised_and_split_when_tall() -> None:
    many = [invented.judgement(f"A3.{at}", "existence", "insufficient") for at in range(60)]
    sheets = scoreboard.draw(many, invented.setting())
    assert [chart.name for chart in sheets] == [f"scoreboard-A3-{page}" for page in range(1, len(sheets) + 1)]
    assert len(sheets) > 1
    for chart in sheets:
        assert round(chart.figure.bbox.width) == WIDTH
        assert chart.figure.bbox.height < 3200
