"""A claim chart's title, which says the finding, and its subtitle: measure, unit, period, population, panel."""

from __future__ import annotations

import re

from reports import names, words
from reports.charts.canvas import Setting
from reports.claims import Claim
from reports.results import Estimate, Judgement, Style
from reports.words import Lang, say

_FLAT = "0%"


def finding(judged: Judgement, claim: Claim | None, setting: Setting) -> str:
    """Return the title: what was found of the claim's subject, set against what the article says."""
    lang, given = setting.lang, words.drawn(judged)
    if given is None:
        return words.finding(judged, lang)
    subject = _subject(claim, given, lang)
    if judged.estimate is None:
        return _cased(_beside(judged, given, subject, setting))
    if judged.kind == "ranking":
        return _cased(_order(judged, given, lang))
    if judged.verdict == "insufficient":
        return _cased(_open(judged, given, subject, lang))
    said = _said(given, judged.written, subject, lang)
    return _cased(say(f"t_{judged.verdict}", lang, said=said, c=words.claimed(judged, lang)))


def _subject(claim: Claim | None, given: Estimate, lang: Lang) -> str:
    if claim is None or not claim.subject_en:
        return say(given.measure, lang)
    return claim.subject_zh if lang == "zh" else claim.subject_en


def _said(given: Estimate, style: Style, subject: str, lang: Lang) -> str:
    value = words.figure(given.interval.value, style, lang)
    if value == "∞":
        return say("t_new", lang, s=subject)
    if style == "growth":
        key = "t_flat" if value == _FLAT else "t_grew" if given.interval.value > 0 else "t_fell"
        return say(key, lang, s=subject, m=value.lstrip("+−"))
    return say("t_ratio" if style == "ratio" else "t_is", lang, s=subject, m=value)


def _beside(judged: Judgement, given: Estimate, subject: str, setting: Setting) -> str:
    """Say what another period or population shows of a claim whose own has no data."""
    lang = setting.lang
    ordered = judged.kind == "ranking"
    said = _order(judged, given, lang) if ordered else _said(given, judged.written, subject, lang)
    if given is judged.newest:
        return say("t_newest", lang, said=said, when=words.period(given.periods[-1], lang))
    where, own = (words.population(name, lang, setting.titles) for name in (given.population, judged.population))
    return say("t_elsewhere", lang, said=said, where=where, own=own)


def _open(judged: Judgement, given: Estimate, subject: str, lang: Lang) -> str:
    if judged.reason.startswith("k "):
        return say("t_few", lang, k=given.panel.k)
    if judged.reason.startswith("G_eff "):
        return say("t_leaning", lang)
    ends = {
        name: words.figure(end, judged.written, lang)
        for name, end in (("low", given.interval.low), ("high", given.interval.high))
    }
    key = "t_insufficient_growth" if judged.written == "growth" else "t_insufficient"
    return say(key, lang, s=subject, **ends)


def _order(judged: Judgement, given: Estimate, lang: Lang) -> str:
    greater, _, smaller = given.about.partition(" > ")
    m, low, high = (
        words.figure(end, judged.written, lang)
        for end in (given.interval.value, given.interval.low, given.interval.high)
    )
    verdict = judged.verdict if judged.estimate else judged.newest_verdict or "undecided"
    known = verdict if verdict in {"supported", "contradicted", "insufficient"} else "undecided"
    sides = {"greater": names.query(greater, lang), "smaller": names.query(smaller, lang)}
    return say(f"t_order_{known}", lang, m=m, low=low, high=high, **sides)


_TOUCHING = re.compile(r"(?<=[\u4e00-\u9fff])(?=[A-Za-z])|(?<=[A-Za-z+#])(?=[\u4e00-\u9fff])")


def _cased(text: str) -> str:
    """Return a title with a capital first, and Latin words apart from Chinese signs."""
    return _TOUCHING.sub(" ", f"{text[0].upper()}{text[1:]}")


def subtitle(judged: Judgement, claim: Claim | None, setting: Setting) -> str:
    """Return measure, unit, period, population and panel in a line."""
    lang, given = setting.lang, words.drawn(judged)
    if given is None:
        return ""
    where = words.population(given.population, lang, setting.titles)
    parts = (_measure(judged, given, claim, lang), words.periods(given.periods, lang), where, _panel(given, lang))
    return _cased(setting.joined(parts))


def _measure(judged: Judgement, given: Estimate, claim: Claim | None, lang: Lang) -> str:
    what = say(f"m_{_unit(given, claim)}", lang)
    return say("m_growth", lang, measure=what) if judged.kind == "growth" else what


def _unit(given: Estimate, claim: Claim | None) -> str:
    if given.measure != "share" or claim is None:
        return "opened" if given.measure == "share" else given.measure
    if claim.unit in {"employer", "mention"}:
        return f"{claim.unit}s"
    return claim.measure


def _panel(given: Estimate, lang: Lang) -> str:
    panel = given.panel
    boards = say("board" if len(panel.boards) == 1 else "boards", lang, n=len(panel.boards))
    employers = say("employers_1" if panel.employers == 1 else "employers", lang, n=words.number(panel.employers))
    return say("panel_of", lang, boards=boards, employers=employers)
