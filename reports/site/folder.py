"""Writing a report's folder: pages, style, font, data; and the page over all weeks. What they say is elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from reports import corrections
from reports.charts.typeset import FONTS
from reports.export import export
from reports.frames import ReportFrames
from reports.site import claim, data, week, weeks
from reports.view import View, page_name
from reports.words import LANGS
from warehouse.files import replacing

_HERE = Path(__file__).parent
FALLBACK = FONTS / "JobproofSans-Regular.otf"
"""Beside the page, for who has no Chinese font."""
_TOGETHER = 8
"""Files written at a time: each waits for the disk, and there are hundreds."""


def write(views: Sequence[View], series: ReportFrames, folder: Path) -> None:
    """Write everything but charts and mail; the first pages come last, so that an earlier report stays whole till then.

    Args:
        views: One a language, the first one's pages without a language in their names.
        series: What the charts are drawn from, for the data.
        folder: The report's; pages and data of statements that are no longer there are removed.
    """
    _style(folder)
    written = {folder / name: content for name, content in _data(views[0], series)}
    written |= {folder / name: content.encode() for view in views for name, content in _claims(view)}
    with ThreadPoolExecutor(_TOGETHER) as pool:
        list(pool.map(put, written, written.values()))
    _sweep(folder, set(written))
    for view in reversed(views):
        put(folder / view.page("corrections"), week.render_corrections(view).encode())
        put(folder / view.page("index"), week.render(view).encode())
    put(folder / weeks.SUMMARY, data.json(weeks.summary(views)))


def _style(folder: Path) -> None:
    put(folder / weeks.STYLE, (_HERE / weeks.STYLE).read_bytes())
    put(folder / "fonts" / FALLBACK.name, FALLBACK.read_bytes())


def _claims(view: View) -> Iterator[tuple[str, str]]:
    for judged in view.judgements:
        yield f"claims/{view.page(judged.id)}", claim.render(judged, view)


def _data(view: View, series: ReportFrames) -> Iterator[tuple[str, bytes]]:
    statements = {judged.id: judged.statement_en for judged in view.judgements}
    frames = {
        "data/claims": data.claims_table(view.judgements),
        "data/weekly": series.weekly,
        "data/monthly": series.monthly,
        "data/skills": series.skills,
        "data/coverage": series.coverage,
        "corrections": corrections.table(view.corrections, statements, view.titles),
    }
    for name, frame in frames.items():
        yield f"{name}.csv", data.csv(frame)
    for judged, exported in zip(view.judgements, export(view.judgements), strict=True):
        yield f"data/{judged.id}.json", data.json(exported)
        yield f"data/{judged.id}.csv", data.csv(data.estimates_table(judged))


def _sweep(folder: Path, kept: set[Path]) -> None:
    for path in {*(folder / "claims").glob("*.html"), *(folder / "data").glob("*.*")} - kept:
        path.unlink()


def write_weeks(folder: Path) -> Path:
    """Write the page over all weeks into the folder that holds them, and return it."""
    _style(folder)
    found = weeks.read(folder)
    for lang in reversed(LANGS):
        put(folder / page_name("index", lang, LANGS), weeks.render(found, lang).encode())
    return folder / page_name("index", LANGS[0], LANGS)


def put(path: Path, content: bytes) -> None:
    """Write a file whole or not at all."""
    with replacing(path) as part:
        part.write_bytes(content)
