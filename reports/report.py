"""One report from judgements and frames: PNGs, page, mail and claims.json in a folder. No query, no judging."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path

import orjson

from reports import claim_review, gallery, mail, page
from reports.charts.canvas import Setting
from reports.charts.typeset import FONTS
from reports.claims import Claim
from reports.export import export
from reports.frames import ReportFrames
from reports.results import Judgement
from reports.view import Picture, View
from reports.words import LANGS, Lang
from warehouse.files import replacing

FALLBACK = FONTS / "JobproofSans-Regular.otf"
"""Beside the page, for who has no Chinese font."""


@dataclass(frozen=True)
class ReportFiles:
    """What a report wrote.

    Args:
        pngs: Charts, in the order drawn.
        page: The page in the first language.
        mail: The mail in the first language.
        claims_json: Every claim with its verdict.
        reviews_json: The claims that the data speak to as schema.org ClaimReview; an empty list of a simulated market.
    """

    pngs: list[Path]
    page: Path
    mail: Path
    claims_json: Path
    reviews_json: Path


def write(
    judgements: Sequence[Judgement],
    claims: Sequence[Claim],
    series: ReportFrames,
    folder: Path,
    *,
    vintage: str,
    simulated: bool,
    today: date,
    langs: Sequence[Lang] = LANGS,
) -> ReportFiles:
    """Draw and write a report; pages come last, so that an earlier report stays whole until this one is.

    Args:
        judgements: Every claim, judged.
        claims: Their entries, for the figures' names.
        series: What the other charts are drawn from.
        folder: Made where it is missing; charts of an earlier run that this one lacks are removed.
        vintage: Id of the published warehouse.
        simulated: Whether every chart says SIMULATED.
        today: Day of the report.
        langs: Languages; the first has index.html and mail.eml.
    """
    (folder / "charts").mkdir(parents=True, exist_ok=True)
    titles = dict(zip(series.boards["board"], series.boards["title"], strict=True))
    settings = [Setting(lang, simulated, vintage, titles) for lang in langs]
    pictures = gallery.draw(judgements, claims, series, settings, folder)
    views = [_view(judgements, series, pictures, setting, today=today, langs=langs) for setting in settings]
    claims_json = folder / "claims.json"
    _put(claims_json, orjson.dumps(export(judgements), option=orjson.OPT_INDENT_2))
    reviews_json = folder / "claim_reviews.json"
    _put(reviews_json, orjson.dumps(_reviews(judgements, claims, today), option=orjson.OPT_INDENT_2))
    _put(folder / "fonts" / FALLBACK.name, FALLBACK.read_bytes())
    for view in views:
        _write_view(view, folder, langs)
    pngs = [folder / picture.file for picture in pictures]
    _sweep(folder, pngs)
    page_file, mail_file = (folder / name(langs[0], langs) for name in (_page_name, _mail_name))
    return ReportFiles(pngs, page_file, mail_file, claims_json, reviews_json)


def _reviews(judgements: Sequence[Judgement], claims: Sequence[Claim], today: date) -> list[dict[str, object]]:
    sources = {claim.id: claim.article for claim in claims}
    return claim_review.reviews(judgements, sources, claim_review.Publisher.from_environment(), today)


def _view(
    judgements: Sequence[Judgement],
    series: ReportFrames,
    pictures: Sequence[Picture],
    setting: Setting,
    *,
    today: date,
    langs: Sequence[Lang],
) -> View:
    return View(
        lang=setting.lang,
        judgements=tuple(judgements),
        pictures={picture.name: picture for picture in pictures if picture.lang == setting.lang},
        boards=series.boards,
        observed=gallery.observed(series),
        before=series.changes,
        vintage=setting.vintage,
        simulated=setting.simulated,
        today=today,
        other=next((_page_name(lang, langs) for lang in langs if lang != setting.lang), ""),
    )


def _write_view(view: View, folder: Path, langs: Sequence[Lang]) -> None:
    at = datetime.combine(view.today, time(6), UTC)
    _put(folder / _mail_name(view.lang, langs), mail.compose(view, folder, at).as_bytes())
    _put(folder / _page_name(view.lang, langs), page.render(view).encode())


def _page_name(lang: Lang, langs: Sequence[Lang]) -> str:
    return "index.html" if lang == langs[0] else f"index.{lang}.html"


def _mail_name(lang: Lang, langs: Sequence[Lang]) -> str:
    return "mail.eml" if lang == langs[0] else f"mail.{lang}.eml"


def _put(path: Path, content: bytes) -> None:
    with replacing(path) as part:
        part.write_bytes(content)


def _sweep(folder: Path, kept: Sequence[Path]) -> None:
    for path in set((folder / "charts").glob("*.png")) - set(kept):
        path.unlink()
