"""The report's folder: page, pictures and claims.json; also with nothing to tell."""

from __future__ import annotations

import json
from datetime import date
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from html.parser import HTMLParser
from pathlib import Path

import polars as pl
import pytest

from reports import gallery, report, story, words
from reports.charts.canvas import Setting
from reports.frames import BOARDS, ReportFrames, Seen
from reports.report import ReportFiles
from reports.results import Judgement
from reports.words import LANGS
from tests import invented

TODAY = date(2026, 11, 21)


class _Page(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.seen: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attrs for found, attrs in self.seen if found == tag]


def _write(
    folder: Path, judgements: tuple[Judgement, ...], frames: ReportFrames, *, simulated: bool = True
) -> ReportFiles:
    return report.write(
        judgements, [], frames, folder, vintage=invented.VINTAGE, simulated=simulated, today=TODAY, langs=("en",)
    )


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> ReportFiles:
    return report.write(
        invented.JUDGEMENTS, [], invented.frames(), tmp_path_factory.mktemp("report"),
        vintage=invented.VINTAGE, simulated=True, today=TODAY,
    )  # fmt: skip


def test_every_image_has_its_file_and_an_alt_that_tells(written: ReportFiles) -> None:
    for name in ("index.html", "index.zh.html"):
        page = _Page((written.page.parent / name).read_text(encoding="utf-8"))
        images = page.all("img")
        assert len(images) >= 8
        for image in images:
            assert (written.page.parent / str(image["src"])).is_file()
            assert len(str(image["alt"])) > 20


def test_page_loads_nothing_from_elsewhere(written: ReportFiles) -> None:
    text = written.page.read_text(encoding="utf-8")
    page = _Page(text)
    loaded = [value for tag, attrs in page.seen if tag != "a" for key, value in attrs.items() if key in {"src", "href"}]
    assert loaded
    assert not [value for value in loaded if str(value).startswith(("http", "//", "file:"))]
    assert not page.all("script")
    assert "@import" not in text
    assert "url(http" not in text


def test_page_links_lead_somewhere(written: ReportFiles) -> None:
    page = _Page(written.page.read_text(encoding="utf-8"))
    ids = {attrs["id"] for _, attrs in page.seen if "id" in attrs}
    for link in page.all("a"):
        target = str(link["href"])
        if target.startswith("#"):
            assert target[1:] in ids
        elif not target.startswith("https://"):
            assert (written.page.parent / target).is_file()


def test_scoreboard_holds_every_claim_with_its_word(written: ReportFiles) -> None:
    said = " ".join(_Page(written.page.read_text(encoding="utf-8")).words)
    for judged in invented.JUDGEMENTS:
        assert judged.id in said
        assert words.verdict(judged.verdict, "en") in said
    assert "SIMULATED" in said
    assert "undecided → " in said


def test_claims_json_is_the_export(written: ReportFiles) -> None:
    exported = json.loads(written.claims_json.read_text(encoding="utf-8"))
    assert [row["id"] for row in exported] == [judged.id for judged in invented.JUDGEMENTS]
    assert exported[4]["high"] is None


def test_both_languages_have_the_same_charts(written: ReportFiles) -> None:
    names = [path.name for path in written.pngs]
    english = [name.removesuffix(".en.png") for name in names if name.endswith(".en.png")]
    assert english == [name.removesuffix(".zh.png") for name in names if name.endswith(".zh.png")]
    assert {"overview", "coverage", "claim-A3.2", "scoreboard-A3", "demand-week-CN", "claimed-paths-week-CN"} <= set(
        english
    )
    assert all(path.is_file() for path in written.pngs)


def test_same_report_twice_is_the_same_bytes_and_sweeps_old_charts(tmp_path: Path) -> None:
    few = invented.JUDGEMENTS[:3]
    first = _write(tmp_path, few, ReportFrames(boards=invented.boards()))
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    stale = tmp_path / "charts" / "claim-A9.9.en.png"
    stale.write_bytes(b"old")
    assert _write(tmp_path, few, ReportFrames(boards=invented.boards())) == first
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before


@pytest.mark.parametrize("judgements", [(), invented.JUDGEMENTS[1:3]])
def test_an_empty_warehouse_says_what_is_not_known(tmp_path: Path, judgements: tuple[Judgement, ...]) -> None:
    files = _write(tmp_path, judgements, ReportFrames(boards=invented.boards()), simulated=False)
    page = _Page(files.page.read_text(encoding="utf-8"))
    said = " ".join(page.words)
    assert "Nothing can be measured yet" in said
    assert "Nothing has been observed yet" in said
    assert "SIMULATED" not in said
    assert said.count("(nothing observed yet)") == len(invented.TITLES)
    assert files.mail.is_file()
    assert not [path for path in files.pngs if "claim" in path.name or "demand" in path.name]


def test_a_failed_run_leaves_the_earlier_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    frames = ReportFrames(boards=invented.boards())
    page = _write(tmp_path, invented.JUDGEMENTS[:1], frames).page.read_bytes()

    def fail(*_: object) -> str:
        raise RuntimeError

    monkeypatch.setattr("reports.site.week.render", fail)
    with pytest.raises(RuntimeError):
        _write(tmp_path, invented.JUDGEMENTS[:2], frames)
    assert (tmp_path / "index.html").read_bytes() == page


def test_headline_prefers_what_readers_know_and_is_decided() -> None:
    assert story.headline(invented.JUDGEMENTS, "en").endswith("openings”: Overstated: −5% measured, not +37%")
    assert story.lead(invented.JUDGEMENTS, "en") == "Invented finding for A3.2."
    undecided = [judged for judged in invented.JUDGEMENTS if judged.id in {"A3.4", "A0.6"}]
    assert story.headline(undecided, "en").startswith("No statement can be decided on the postings so far")
    assert [judged.id for judged in story.leading(undecided)] == ["A3.4"]


def test_what_judging_says_has_a_chinese_form() -> None:
    assert words.phrase("10 employers with a counted vacancy; now 3", "zh") == "10 家有相关职位的雇主（现有 3 家）"
    assert (
        words.phrase("10 employers with a counted vacancy; now 3", "en") == "10 employers with a counted vacancy; now 3"
    )
    assert words.flip("without ats: undecided", "zh", invented.TITLES) == "去掉Invented ATS（未能判定）"
    assert words.flip("at half the zone: direction_only", "en", {}) == "at half the zone (direction only)"
    assert words.flip("something else", "en", {}) == "something else"
    told = "no board covers two years with CN postings"
    scarce = invented.judgement("A3.12", "contrast", "insufficient", reason=told)
    assert words.reason(scarce, "zh") == "没有网站覆盖中国大陆的相邻两年"
    assert words.reason(scarce, "en") == "no board covers two years in a row in mainland China"
    assert words.reason(invented.JUDGEMENTS[1], "zh") == "任何招聘信息都无法判定。"


def test_figures_read_as_readers_write_them() -> None:
    assert [words.growth(value) for value in (0.37, -0.05, 0.001, 24.0, float("inf"))] == [
        "+37%",
        "−5%",
        "0%",
        "×25",
        "∞",
    ]
    assert [words.percent(value) for value in (0.68, 0.041, 0.0042, 0.0)] == ["68%", "4.1%", "0.42%", "0%"]
    assert words.figure(3.2, "share", "en") == "×3.2"
    assert words.zone((0.1, float("inf")), "growth", "en") == "+10% or more"
    assert words.zone((-1.0, -0.09), "growth", "zh") == "不高于 −9%"
    assert words.period("2024-Q2", "zh") == "2024年第二季度"
    assert words.period("2024-05", "en") == "May 2024"
    assert words.period("2024-W21", "en") == "week 21, 2024"


def test_of_two_cities_spelt_alike_the_greater_is_named() -> None:
    assert [words.names.name(f"city:{city}", "zh") for city in ("suzhou", "taizhou", "fuzhou")] == [
        "苏州",
        "台州",
        "福州",
    ]


def test_reasons_are_told_in_plain_words_with_their_periods_written_out() -> None:
    told = "no board covers 2023-Q2 and 2024-Q2 with CN postings"
    assert words.phrase(told, "en") == "no board covers Q2 2023 and Q2 2024 in mainland China"
    assert words.phrase(told, "zh") == "没有网站同时覆盖2023年第二季度与2024年第二季度的中国大陆职位"
    assert words.phrase("no board covers a year", "zh") == "尚无网站覆盖完整的一年"
    assert words.phrase("k 4 < 10", "en") == "4 of the 10 employers that it takes"
    assert words.phrase("the interval reaches nowhere", "en") == "the interval reaches nowhere"


def test_where_nothing_was_crawled_every_part_says_0_of_5_boards(tmp_path: Path) -> None:
    titles = {name: f"Board {name}" for name in "abcde"}
    rows = [(name, title, title, "live", True, f"https://{name}.example/", "") for name, title in titles.items()]
    none = ReportFrames(
        boards=pl.DataFrame(rows, schema=BOARDS, orient="row"), seen=Seen(frozenset(), frozenset(), tuple(titles))
    )
    judgements = [one for one in invented.JUDGEMENTS if one.id in {"A0.6", "A3.21"}]
    files = report.write(judgements, [], none, tmp_path, vintage="v", simulated=False, today=date(2026, 2, 2))
    pages = {lang: (tmp_path / f"index{ending}.html").read_text() for lang, ending in (("en", ""), ("zh", ".zh"))}
    assert "Observed this week: 0 of 5 crawled boards." in pages["en"]
    assert "本周观察：5 个可抓取网站中的 0 个。" in pages["zh"]
    assert pages["en"].count("(nothing observed yet)") == pages["zh"].count("（尚无观察）") == 5
    plain = message_from_bytes(files.mail.read_bytes(), EmailMessage, policy=default).get_body(("plain",))
    assert plain is not None
    assert "Observed this week: 0 of 5 crawled boards." in plain.get_content()
    given = {
        lang: Setting(lang, simulated=False, vintage="v", titles=titles, known=len(gallery.expected(none)))
        for lang in LANGS
    }
    assert given["en"].source([]) == "Source: no board that could tell yet (0 of 5 boards). Data as of v. jobproof"
    assert given["zh"].source([]) == "来源：尚无可用的网站（5 个网站中的 0 个）。数据版本 v。jobproof"
    assert [path.name for path in files.pngs] == ["overview.en.png", "overview.zh.png"]
