"""One report from judgements and frames: PNGs, page, mail and claims.json in a folder. No query, no judging."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import partial
from pathlib import Path

import orjson

from reports import claim_review, corrections, gallery, mail
from reports.charts.canvas import Setting
from reports.claims import Claim
from reports.export import export
from reports.frames import ReportFrames
from reports.results import Judgement
from reports.site import folder as site
from reports.site.folder import put
from reports.view import Picture, View, titles
from reports.words import LANGS, Lang


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
    among_weeks: bool = False,
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
        among_weeks: Whether the folder lies beside other weeks' reports, over which there is a page.
    """
    (folder / "charts").mkdir(parents=True, exist_ok=True)
    known = len(gallery.expected(series))
    settings = [Setting(lang, simulated, vintage, titles(series.boards, lang), known) for lang in langs]
    pictures = gallery.draw(judgements, claims, series, settings, folder)
    shared = partial(_view, judgements, claims, series, pictures, today=today, langs=langs, among_weeks=among_weeks)
    views = [shared(setting) for setting in settings]
    claims_json = folder / "claims.json"
    put(claims_json, orjson.dumps(export(judgements), option=orjson.OPT_INDENT_2))
    reviews_json = folder / "claim_reviews.json"
    put(reviews_json, orjson.dumps(_reviews(judgements, claims, today), option=orjson.OPT_INDENT_2))
    for view in views:
        put(folder / _mail_name(view.lang, langs), _mail(view, folder))
    site.write(views, series, folder)
    pngs = [folder / picture.file for picture in pictures]
    _sweep(folder, pngs)
    page_file = folder / views[0].page("index")
    return ReportFiles(pngs, page_file, folder / _mail_name(langs[0], langs), claims_json, reviews_json)


def _reviews(judgements: Sequence[Judgement], claims: Sequence[Claim], today: date) -> list[dict[str, object]]:
    sources = {claim.id: claim.article for claim in claims}
    return claim_review.reviews(judgements, sources, claim_review.Publisher.from_environment(), today)


def _view(
    judgements: Sequence[Judgement],
    claims: Sequence[Claim],
    series: ReportFrames,
    pictures: Sequence[Picture],
    setting: Setting,
    *,
    today: date,
    langs: Sequence[Lang],
    among_weeks: bool,
) -> View:
    published = claim_review.Publisher.from_environment().url
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
        langs=tuple(langs),
        places={entry.id: entry.article for entry in claims},
        corrections=tuple(corrections.found(series.history, {judged.id: judged.written for judged in judgements})),
        history=series.history,
        seen=series.seen,
        notices=series.notices,
        so_far=gallery.so_far(series),
        among_weeks=among_weeks,
        address=published if published.startswith("https://") else "",
    )


def _mail(view: View, folder: Path) -> bytes:
    return mail.compose(view, folder, datetime.combine(view.today, time(6), UTC)).as_bytes()


def _mail_name(lang: Lang, langs: Sequence[Lang]) -> str:
    return "mail.eml" if lang == langs[0] else f"mail.{lang}.eml"


def _sweep(folder: Path, kept: Sequence[Path]) -> None:
    for path in set((folder / "charts").glob("*.png")) - set(kept):
        path.unlink()
