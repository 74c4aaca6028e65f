"""One claim's chart: its finding, the form that its kind asks for, and the estimates against what the article says."""

from __future__ import annotations

from collections.abc import Mapping

from reports import words
from reports.charts import forms, palette, strips, titles
from reports.charts.canvas import MARGIN, SMALL, Chart, Setting, Sheet, styled
from reports.charts.forms import Shown
from reports.charts.typeset import printable
from reports.claims import Claim
from reports.frames import Exhibit
from reports.results import Judgement
from reports.words import say


@styled
def draw(
    judged: Judgement,
    setting: Setting,
    claim: Claim | None = None,
    exhibit: Exhibit | None = None,
    claimed: Mapping[str, float] | None = None,
) -> Chart:
    """Draw a claim; of one without any estimate its verdict and the reason are all there is to say.

    Args:
        judged: Any claim.
        setting: Language, vintage, board titles.
        claim: Its entry; its measure stands for its subject where there is none.
        exhibit: What is drawn beyond the intervals.
        claimed: Query -> figure of all parts of the whole that the claim is a part of.
    """
    sheet = Sheet(setting)
    title = titles.finding(judged, claim, setting)
    kicker = f"{judged.id}  {words.statement(judged, setting.lang)}"
    sheet.heading(kicker, title, titles.subtitle(judged, claim, setting))
    given = words.drawn(judged)
    if given is None:
        return _reasoned(sheet, judged, title)
    formed = forms.draw(sheet, Shown(judged, given, claim, exhibit or Exhibit(), claimed or {}))
    if formed:
        sheet.paragraph(say("against_claim", setting.lang), bold=True)
        sheet.y += 6
    hidden = strips.draw(sheet, judged, parts=not formed)
    for note in _notes(judged, hidden, setting):
        sheet.paragraph(note, SMALL, color=palette.QUIET)
        sheet.y += 4
    boards = sorted({board for estimate in strips.estimates(judged) for board in estimate.panel.boards})
    return Chart(f"claim-{judged.id}", sheet.finish(boards), title, _alt(judged, title, setting))


def _reasoned(sheet: Sheet, judged: Judgement, title: str) -> Chart:
    """Say why nothing is drawn, and what it would take."""
    sheet.pill(MARGIN, sheet.y, words.verdict(judged.verdict, sheet.lang), *palette.VERDICT[judged.verdict])
    sheet.y += 48
    sheet.paragraph(printable(words.sentence(judged, sheet.lang)))
    if judged.needed:
        sheet.y += 10
        sheet.paragraph(say("needed", sheet.lang, what=words.phrase(judged.needed, sheet.lang)), color=palette.QUIET)
    return Chart(f"claim-{judged.id}", sheet.finish(()), title, _alt(judged, title, sheet.setting))


def _notes(judged: Judgement, hidden: int, setting: Setting) -> list[str]:
    lang = setting.lang
    notes = [say("more_rows", lang, n=hidden)] if hidden > 0 else []
    if judged.flips:
        told = (printable(words.flip(flip, lang, setting.titles)) for flip in judged.flips)
        notes.append(say("flips", lang, what=words.COMMA[lang].join(told)))
    if judged.needed:
        notes.append(say("needed", lang, what=words.phrase(judged.needed, lang)))
    caveats = [say("interval_note", lang)]
    if any(estimate.panel.only_these_boards for estimate in strips.estimates(judged)[:1]):
        caveats.append(say("only_these", lang))
    if not judged.corrected:
        caveats.append(say("uncorrected", lang))
    return [*notes, ("" if lang == "zh" else " ").join(caveats)]


def _alt(judged: Judgement, title: str, setting: Setting) -> str:
    said = f"{judged.id}: {words.statement(judged, setting.lang)} — {title}. {words.sentence(judged, setting.lang)}"
    return setting.alt(said)
