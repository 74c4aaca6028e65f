"""The report's pages: every statement has one, all links lead somewhere, headings, languages and contrast are right."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import polars as pl
import pytest

from reports import report, story
from reports.charts import palette
from reports.frames import ReportFrames, Seen
from reports.report import ReportFiles
from reports.site import claim as claim_page
from reports.site import data, folder, weeks
from reports.view import Picture, View
from reports.words import LANGS, Lang
from tests import invented
from tests.test_corrections import said
from warehouse.schemas import CLAIM_HISTORY

TODAY = date(2026, 11, 21)
SOME = tuple(one for one in invented.JUDGEMENTS if one.id in {"A3.2", "A0.6", "A2.4", "A3.13"})
HISTORY = pl.DataFrame(
    [said("2026-11-02", 0.3, n=380), said("2026-11-16", -0.05, verdict="contradicted")], schema=CLAIM_HISTORY.polars
)
FRAMES = ReportFrames(
    boards=invented.boards(),
    coverage=invented.coverage(),
    changes={"A3.2": "undecided"},
    history=HISTORY,
    seen=Seen(frozenset({"threads", "ats"}), frozenset({"threads", "weekly_zh"}), ("threads", "weekly_zh", "ats")),
    notices=("Confirm the token of ats <today>.",),
)


class Page(HTMLParser):
    """What a page holds, in order."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.path = path
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.said = ""
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.said += data

    def all(self, *names: str) -> list[dict[str, str | None]]:
        return [attrs for tag, attrs in self.tags if tag in names]


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> ReportFiles:
    week = tmp_path_factory.mktemp("reports") / "2026-11-16"
    files = report.write(
        SOME, [], FRAMES, week, vintage=invented.VINTAGE, simulated=True, today=TODAY, among_weeks=True
    )
    folder.write_weeks(week.parent)
    return files


@pytest.fixture(scope="module")
def pages(written: ReportFiles) -> list[Page]:
    return [Page(path) for path in sorted(written.page.parent.parent.rglob("*.html"))]


def test_every_statement_has_a_page_in_each_language(written: ReportFiles) -> None:
    names = {path.name for path in (written.page.parent / "claims").iterdir()}
    assert names == {f"{one.id}{ending}" for one in SOME for ending in (".html", ".zh.html")}


def test_all_links_and_pictures_lead_somewhere_on_disk(pages: list[Page]) -> None:
    assert len(pages) == 2 * (len(SOME) + 3)
    for page in pages:
        for target in _targets(page):
            path, _, place = target.partition("#")
            found = (page.path.parent / path).resolve() if path else page.path
            assert found.is_file(), f"{page.path.name} -> {target}"
            if place:
                assert place in {attrs.get("id") for _, attrs in Page(found).tags}, f"{page.path.name} -> {target}"


def _targets(page: Page) -> Iterator[str]:
    for tag, attrs in page.tags:
        for key in ("href", "src"):
            value = attrs.get(key) or ""
            if value and not value.startswith("data:") and not (tag == "a" and value.startswith("https://")):
                yield value


def test_pages_run_nothing_and_load_nothing_from_afar(pages: list[Page]) -> None:
    for page in pages:
        assert not page.all("script", "iframe", "object")
        assert not [target for target in _targets(page) if "//" in target]
        assert not [key for _, attrs in page.tags for key in attrs if key.startswith("on")]


def test_headings_and_languages_are_in_order(pages: list[Page]) -> None:
    for page in pages:
        levels = [int(tag[1]) for tag, _ in page.tags if re.fullmatch("h[1-6]", tag)]
        assert levels[0] == 1
        assert levels.count(1) == 1
        assert all(after - before <= 1 for before, after in pairwise(levels))
        [html] = page.all("html")
        assert html["lang"] == ("zh-CN" if ".zh." in page.path.name else "en")
        idents = [attrs["id"] for _, attrs in page.tags if "id" in attrs]
        assert len(idents) == len(set(idents))
        assert len(page.all("main")) == len(page.all("header")) == len(page.all("footer")) == 1
        assert all(len(str(image["alt"])) > 20 for image in page.all("img"))
        assert all(cell.get("scope") in {"row", "col"} for cell in page.all("th"))


def test_a_statements_page_has_verdict_evidence_history_queries_and_data(written: ReportFiles) -> None:
    page = Page(written.page.parent / "claims" / "A3.2.html")
    for part in (
        "contradicted",
        "−5% (−22% to +14%)",
        "+25% to +56%",
        "412 of 5,210 in Q2 2023",
        "SELECT 1 WHERE 1 < 2",
    ):
        assert part in page.said
    assert "+30% (+20% to +40%), 2023 → 2024" in page.said
    assert "more vacancies of that period are known (380 → 400)" in page.said
    untestable = Page(written.page.parent / "claims" / "A0.6.html")
    assert "needs interview records" in untestable.said
    assert "No query" in untestable.said


def test_data_are_what_the_page_says(written: ReportFiles) -> None:
    made = written.page.parent
    assert json.loads((made / "data" / "A3.2.json").read_bytes())["estimate"] == -0.05
    rows = list(csv.DictReader(io.StringIO((made / "data" / "A3.2.csv").read_text(encoding="utf-8-sig"))))
    assert [row["role"] for row in rows] == ["decides", "without", "without", "without", "newest"]
    claims = list(csv.DictReader(io.StringIO((made / "data" / "claims.csv").read_text(encoding="utf-8-sig"))))
    assert [row["id"] for row in claims] == [one.id for one in SOME]
    log = list(csv.DictReader(io.StringIO((made / "corrections.csv").read_text(encoding="utf-8-sig"))))
    assert [(row["claim"], row["before"], row["after"]) for row in log] == [("A3.2", "0.3", "-0.05")]


def test_no_text_acts_as_a_formula_in_a_spreadsheet() -> None:
    told = data.csv(pl.DataFrame({"name": ["=HYPERLINK(1)", "-1", "plain", None], "value": [-1.0, 2.0, None, 3.0]}))
    assert told.decode("utf-8-sig").splitlines() == ["name,value", "'=HYPERLINK(1),-1.0", "'-1,2.0", "plain,", ",3.0"]


def test_the_week_tells_what_changed(written: ReportFiles) -> None:
    for path in (written.page, written.page.parent / "corrections.html"):
        assert "+30% (+20% to +40%)" in Page(path).said
    told = Page(written.page).said
    assert "Observed this week: 2 of 3 crawled boards." in told
    assert "New or back: Invented ATS." in told
    assert "seen the week before: 虚构周刊：谁在招人." in told
    assert "Confirm the token of ats <today>." in told


def test_the_page_over_all_weeks_lists_the_newest_first_and_bears_damage(tmp_path: Path) -> None:
    assert "jobproof report" in weeks.render(weeks.read(tmp_path), "en")
    for name, content in {"2026-11-09": "{}", "2026-11-02": "torn"}.items():
        (tmp_path / name).mkdir()
        (tmp_path / name / weeks.SUMMARY).write_text(content, encoding="utf-8")
    told = {lang: {"headline": f"<{lang}>", "tally": "3", "page": "index.html"} for lang in LANGS}
    for name in ("2026-11-16", "2026-11-23"):
        (tmp_path / name).mkdir()
        (tmp_path / name / weeks.SUMMARY).write_bytes(data.json({"told": told, "boards": [2, 3]}))
    page = Page(folder.write_weeks(tmp_path))
    assert [link["href"] for link in page.all("a")][2:] == ["2026-11-23/index.html", "2026-11-16/index.html"]
    assert "<en>" in page.said


def _luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in channels]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def _contrast(one: str, other: str) -> float:
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_letters_stand_out_in_light_and_dark() -> None:
    style = (Path(folder.__file__).parent / "style.css").read_text(encoding="utf-8")
    schemes = [dict(re.findall(r"--(\w+):(#[0-9a-f]{3,6})", block)) for block in re.findall(r":root\{[^}]*\}", style)]
    assert len(schemes) == 2
    for scheme in schemes:
        colours = {
            name: code if len(code) == 7 else "#" + "".join(2 * digit for digit in code[1:])
            for name, code in scheme.items()
        }
        for letters in ("ink", "quiet", "link"):
            for ground in ("paper", "card"):
                assert _contrast(colours[letters], colours[ground]) >= 4.5, (letters, ground)
    assert all(_contrast(*pair) >= 4.5 for pair in palette.VERDICT.values())


def _view(**more: object) -> View:
    names = [*(f"claim-{one.id}" for one in invented.JUDGEMENTS), "claimed-paths-week-CN", "overview", "coverage"]
    pictures = {name: Picture(name, "en", f"charts/{name}.en.png", name, name, (720, 400)) for name in names}
    given = {"judgements": invented.JUDGEMENTS, "before": {}, **more}
    return View(
        lang="en", pictures=pictures, boards=invented.boards(), observed=frozenset({"ats"}), vintage="v",
        simulated=False, today=TODAY, **given,  # type: ignore[arg-type]  # the keywords are View's own
    )  # fmt: skip


def test_a_mail_carries_what_moved_and_was_revised_first_and_six_charts_at_most() -> None:
    plain = [pick.picture.name for pick in story.picks(_view())]
    assert plain == ["claim-A3.2", "claimed-paths-week-CN", "claim-A3.1", "claim-A2.5.pprof", "coverage"]
    corrections = tuple(report.corrections.found(HISTORY.with_columns(claim_id=pl.lit("A3.4")), {"A3.4": "growth"}))
    moved = {"A3.3": "undecided", "A3.6": "supported", "A3.8": "supported"}
    picks = story.picks(_view(before=moved, corrections=corrections))
    assert [pick.picture.name for pick in picks] == [
        "claim-A3.3", "claim-A3.6", "claim-A3.4", "claim-A3.2", "claimed-paths-week-CN", "coverage",
    ]  # fmt: skip
    assert picks[0].why == "Shown because its verdict moved: undecided → supported"


def test_a_young_report_fills_up_with_what_is_nearest_to_a_decision() -> None:
    young = tuple(one for one in invented.JUDGEMENTS if one.id in {"A3.4", "A0.8", "A0.6"})
    names = [pick.picture.name for pick in story.picks(_view(judgements=young))]
    assert names == ["claimed-paths-week-CN", "overview", "claim-A0.8", "claim-A3.4", "coverage"]


def test_a_first_report_says_which_boards_were_seen_and_not_which_are_new() -> None:
    seen = FRAMES.seen
    assert story.boards_told(_view(seen=seen)) == ["Observed this week: 2 of 3 crawled boards."]
    later = story.boards_told(_view(seen=seen, before={"A3.2": "undecided"}))
    assert later[1:] == ["New or back: Invented ATS.", "Silent this week, seen the week before: 虚构周刊：谁在招人."]
    asking = replace(seen, before=frozenset({"ats"}))
    [_, gained] = story.boards_told(_view(seen=asking, before={"A3.2": "undecided"}))
    assert gained == "New or back: Monthly threads: who hires."


@pytest.mark.parametrize(
    ("lang", "line", "told"),
    [
        ("en", "Invented ATS, https://ats.example", "Invented ATS, https://ats.example"),
        ("en", "© somebody", "Invented ATS. © somebody"),
        ("zh", "© somebody", "Invented ATS（中文）。© somebody"),
        ("zh", "", "Invented ATS（中文）。"),
    ],
)
def test_a_board_is_named_once_beside_the_line_it_wants_to_see(lang: Lang, line: str, told: str) -> None:
    row = {"board": "ats", "attribution": line, "url": "https://ats.example"}
    assert "".join(replace(_view(), lang=lang).credited(row)) == told


CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
_PROBE = """
const bad = [...document.images].filter(one => !one.complete || !one.naturalWidth).map(one => one.src);
const wide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
document.title = JSON.stringify({bad, wide, fonts: [...document.fonts].map(one => one.status)});
"""


@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here")
@pytest.mark.parametrize("name", ["index.html", "claims/A3.2.zh.html", "../index.html"])
def test_a_browser_opens_pages_from_disk_at_phone_width_without_complaint(
    written: ReportFiles, tmp_path: Path, name: str
) -> None:
    source = (written.page.parent / name).resolve()
    page = source.with_name("probe.html")
    html = source.read_text(encoding="utf-8").replace(' loading="lazy"', "")
    page.write_text(html.replace("</body>", f"<script>onload=()=>{{{_PROBE}}}</script></body>"), encoding="utf-8")
    try:
        done = subprocess.run(
            [
                str(CHROMIUM), "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path}",
                "--window-size=390,900", "--enable-logging=stderr", "--virtual-time-budget=5000", "--dump-dom",
                page.as_uri(),
            ],
            capture_output=True, text=True, check=True, timeout=120,
        )  # fmt: skip
    finally:
        page.unlink()
    [title] = re.findall(r"<title>(\{.*?\})</title>", done.stdout)
    told = json.loads(title)
    assert told["bad"] == []
    assert told["wide"] <= 0
    assert "error" not in told["fonts"]
    assert "CONSOLE" not in done.stderr


def test_boards_left_out_are_gathered_by_their_reason() -> None:
    why = {"ats": "never crawled whole", "threads": "no CN posting in 2024-Q2", "never": "never crawled whole"}
    panel = replace(invented.estimate(0.1, 0.0, 0.2, "2024").panel, dropped_boards=why)
    assert claim_page._dropped(panel, _view()) == [
        "never crawled whole: Invented ATS; Never",
        "no posting from mainland China in Q2 2024: Monthly threads: who hires?",
    ]
