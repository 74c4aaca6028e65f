"""What readers read: figures, periods, verdicts in two languages; labels.toml, telling.toml, phrases.toml hold them."""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Literal

from reports import names
from reports.results import Estimate, Interval, Judgement, Style, VerdictName

Lang = Literal["en", "zh"]
LANGS: tuple[Lang, ...] = ("en", "zh")
COMMA: Mapping[Lang, str] = {"en": ", ", "zh": "、"}
COLON: Mapping[Lang, str] = {"en": ": ", "zh": "："}
CLAUSE: Mapping[Lang, str] = {"en": ", ", "zh": "，"}
SEMICOLON: Mapping[Lang, str] = {"en": "; ", "zh": "；"}
"""What stands between the parts of a list, a name and what it is said to be, two clauses, and two sayings."""
ASIDE: Mapping[Lang, str] = {"en": " ({})", "zh": "（{}）"}
HUGE, _BEYOND = 9.0, 100.0
"""A growth beyond the first is written as a multiple, beyond the second as more than that."""

_Labels = Mapping[str, Mapping[Lang, str]]
_FILE: dict[str, Any] = tomllib.loads(Path(__file__).with_name("labels.toml").read_text(encoding="utf-8"))
_TELLING: dict[str, Any] = tomllib.loads(Path(__file__).with_name("telling.toml").read_text(encoding="utf-8"))
_LABELS: _Labels = _FILE["label"] | _TELLING["label"]
_VERDICTS: _Labels = _FILE["verdict"]
_MEANS: _Labels = _FILE["means"]
_ARTICLES: _Labels = _FILE["article"]
_FINDINGS: _Labels = _FILE["finding"]
_HOW: _Labels = _FILE["how"]
_REASONS: dict[str, Any] = tomllib.loads(Path(__file__).with_name("phrases.toml").read_text(encoding="utf-8"))
_PHRASES: list[tuple[re.Pattern[str], Mapping[Lang, str]]] = [
    (re.compile(entry["pattern"]), {"en": entry.get("en", ""), "zh": entry["zh"]}) for entry in _REASONS["phrase"]
]
_PERIOD = re.compile(r"\b\d{4}-(?:Q[1-4]|W\d{2}|(?:0[1-9]|1[0-2])\b(?!-))|\b\d{4}(?= and |$)")
_FLIP = re.compile(r"(?:without (?P<name>.+)|at (?P<zone>half|twice) the zone): (?P<verdict>\w+)")

CONCEPTS: Mapping[str, str] = {"go": "Go", "java": "Java", "python": "Python"}


def say(key: str, lang: Lang, **given: object) -> str:
    """Return a label in one language, its places filled."""
    return _LABELS[key][lang].format(**given)


def percent(fraction: float) -> str:
    """Write a share: 68%, 4.1%, 0.42%."""
    if math.isinf(fraction):
        return "∞"
    size = abs(fraction * 100)
    decimals = 0 if size >= 10 or size == 0 else 1 if size >= 1 else 2  # noqa: PLR2004 - the house's rounding
    return f"{fraction * 100:.{decimals}f}%".replace("-", "−")


def growth(fraction: float) -> str:
    """Write a growth with its sign: +37%, −5%, 0%, ×12."""
    if math.isinf(fraction):
        return "∞"
    if fraction > _BEYOND:
        return f"> ×{_BEYOND:.0f}"
    if fraction > HUGE:
        return f"×{1 + fraction:,.0f}"
    whole = round(fraction * 100)
    return "0%" if whole == 0 else f"{whole:+d}%".replace("-", "−")


def ratio(fraction: float) -> str:
    """Write a ratio: ×1.8, ×0.42, ×12."""
    if math.isinf(fraction):
        return "∞"
    if fraction > _BEYOND:
        return f"> ×{_BEYOND:.0f}"
    if 0 < fraction < 1 / _BEYOND:
        return f"< ×{1 / _BEYOND:g}"
    return f"×{fraction:.0f}" if fraction > HUGE else "×" + f"{fraction:.2f}".rstrip("0").rstrip(".")


def money(fraction: float) -> str:
    """Write pay a year."""
    return "∞" if math.isinf(fraction) else f"CNY {fraction:,.0f}"


def figure(fraction: float | None, style: Style, lang: Lang) -> str:
    """Write a claim's figure in its style; a share beyond 1 is a multiple."""
    if fraction is None:
        return say("no_figure", lang)
    if style == "share" and 1 < fraction < math.inf:
        return ratio(fraction)
    return _STYLES[style](fraction)


_STYLES: Mapping[Style, Callable[[float], str]] = {
    "growth": growth, "share": percent, "ratio": ratio, "money": money,
}  # fmt: skip
_LEAST: Mapping[Style, float] = {"growth": -1.0, "share": 0.0, "ratio": 0.0, "money": 0.0}


def interval(given: Interval, style: Style, lang: Lang) -> str:
    """Write a figure with its interval: `−5% (−22% to +14%)`."""
    value, low, high = (figure(part, style, lang) for part in (given.value, given.low, given.high))
    return say("ci", lang, value=value, low=low, high=high)


def zone(given: tuple[float, float], style: Style, lang: Lang) -> str:
    """Write a zone: `+25% to +56%`, `+10% or more`."""
    low, high = given
    ends = {"low": figure(low, style, lang), "high": figure(high, style, lang)}
    if math.isinf(high) or (style == "share" and high >= 1):
        return say("at_least", lang, **ends)
    if low <= _LEAST[style]:
        return say("at_most", lang, **ends)
    return say("between", lang, **ends)


def claimed(judged: Judgement, lang: Lang) -> str:
    """Write what a claim states: its figure, else the zone that its words mean, else its order."""
    if judged.figure is not None:
        return figure(judged.figure, judged.written, lang)
    if judged.kind == "ranking":
        return say("this_order", lang)
    return zone(judged.zone, judged.written, lang) if judged.zone else say("no_figure", lang)


def measured(judged: Judgement, lang: Lang) -> str:
    """Write the estimate shown for a claim with its interval; the reason where there is none."""
    given = shown(judged)
    if given is None:
        return reason(judged, lang)
    value = interval(given.interval, judged.written, lang)
    if judged.estimate is not None:
        return value
    return say("newest_long", lang, value=value, when=period(given.periods[-1], lang))


def number(count: int) -> str:
    """Write a count with thousands apart."""
    return f"{count:,}"


def period(label: str, lang: Lang) -> str:
    """Write a period's label for readers: `2024-Q2` is Q2 2024."""
    year, _, rest = label.partition("-")
    if lang == "zh":
        return f"{year}年" + (_part_zh(rest) if rest else "")
    return f"{_part_en(rest)} {year}" if rest else year


_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def _part_en(rest: str) -> str:
    if rest.startswith("Q"):
        return rest
    return f"week {int(rest[1:])}," if rest.startswith("W") else _MONTHS[int(rest) - 1]


def _part_zh(rest: str) -> str:
    if rest.startswith("Q"):
        return f"第{'一二三四'[int(rest[1:]) - 1]}季度"
    return f"第{int(rest[1:])}周" if rest.startswith("W") else f"{int(rest)}月"


def periods(labels: tuple[str, ...], lang: Lang) -> str:
    """Write one period, or a pair as base → new."""
    return " → ".join(period(label, lang) for label in labels)


def population(name: str, lang: Lang, titles: Mapping[str, str]) -> str:
    """Write a population: CN, ALL or a board by its title."""
    return say(name, lang) if name in {"CN", "ALL"} else titles.get(name, name)


def verdict(name: VerdictName, lang: Lang) -> str:
    """Return a verdict's word."""
    return _VERDICTS[name][lang]


def verdict_means(name: VerdictName, lang: Lang) -> str:
    """Return in a sentence what a verdict says."""
    return _MEANS[name][lang]


def article(claim_id: str) -> str:
    """Return the article of a claim: `A3` of `A3.6`."""
    return claim_id.partition(".")[0]


def article_title(key: str, lang: Lang) -> str:
    """Return an article's short name; the key itself for one that is not among the first five."""
    return _ARTICLES[key][lang] if key in _ARTICLES else key


def statement(judged: Judgement, lang: Lang) -> str:
    """Return the claim in our words; no line breaks between a figure and its per cent."""
    return (judged.statement_zh if lang == "zh" else judged.statement_en).replace(" %", "\u00a0%")


def sentence(judged: Judgement, lang: Lang) -> str:
    """Return the finding, quotable; no line breaks between a figure and its per cent."""
    return (judged.sentence_zh if lang == "zh" else judged.sentence_en).replace(" %", "\u00a0%")


def shown(judged: Judgement) -> Estimate | None:
    """Return the estimate to show for a claim: its own, else the one on the newest period."""
    return judged.estimate or judged.newest


def drawn(judged: Judgement) -> Estimate | None:
    """Return the estimate that a claim's chart is drawn of: the one shown, unless another population's tells more."""
    other = next(iter(judged.elsewhere), None)
    thin = judged.estimate is None and judged.newest_verdict == "insufficient"
    return other if other and thin else shown(judged) or other


def reason(judged: Judgement, lang: Lang) -> str:
    """Return why a claim has no estimate; what its verdict means where the reason is empty or has no translation."""
    told = phrase(judged.reason, lang)
    foreign = lang == "zh" and told == judged.reason
    return verdict_means(judged.verdict, lang) if foreign or not told else told


def phrase(text: str, lang: Lang) -> str:
    """Return a phrase of judging for readers of one language; as it is where phrases.toml has no pattern for it."""
    found = ((pattern.fullmatch(text), said[lang]) for pattern, said in _PHRASES)
    return next((_filled(match, said or match.string, lang) for match, said in found if match), text)


def _filled(match: re.Match[str], said: str, lang: Lang) -> str:
    """Return the words with the match's groups in their places, periods among them written out."""
    written = {
        str(at): _PERIOD.sub(lambda one: period(one[0], lang), part) for at, part in enumerate(match.groups(), 1)
    }
    return re.sub(r"\\(\d)", lambda place: written[place[1]], said)


def flip(text: str, lang: Lang, titles: Mapping[str, str]) -> str:
    """Return what turns a verdict, boards by their titles and the other verdict in words."""
    match = _FLIP.fullmatch(text)
    if match is None or match["verdict"] not in _VERDICTS:
        return text
    word = _VERDICTS[match["verdict"]][lang]
    if match["zone"]:
        return say(f"zone_{match['zone']}", lang, verdict=word)
    return say("without", lang, name=titles.get(match["name"], match["name"]), verdict=word)


def about(label: str, lang: Lang) -> str:
    """Write a part's name for readers: a pair of queries with their names, or a pair of periods."""
    if " → " in label:
        return periods(tuple(label.split(" → ")), lang)
    return names.versus(label, lang)


def finding(judged: Judgement, lang: Lang) -> str:
    """Return the finding in one short line, for a chart's title."""
    if judged.estimate is None or judged.verdict not in _FINDINGS:
        return _without_estimate(judged, lang)
    if judged.reason.startswith(("k ", "G_eff ")):
        return say("few", lang, k=judged.estimate.panel.k, g=judged.estimate.panel.g_eff)
    if judged.kind == "ranking":
        return _order(judged, judged.estimate, lang)
    spread = judged.estimate.interval
    how = next((word for word in _HOW if word in judged.reason), "contradicted")
    return _FINDINGS[judged.verdict][lang].format(
        m=figure(spread.value, judged.written, lang),
        c=claimed(judged, lang),
        low=figure(spread.low, judged.written, lang),
        high=figure(spread.high, judged.written, lang),
        how=_HOW[how][lang],
    )


def _order(judged: Judgement, given: Estimate, lang: Lang) -> str:
    """Return what decides an order: its worst pair."""
    low, value, high = (
        figure(end, judged.written, lang) for end in (given.interval.low, given.interval.value, given.interval.high)
    )
    return say(f"order_{judged.verdict}", lang, pair=about(given.about, lang), low=low, m=value, high=high)


def _without_estimate(judged: Judgement, lang: Lang) -> str:
    if judged.newest is None:
        return verdict(judged.verdict, lang).capitalize()
    if judged.newest_verdict == "insufficient":
        return say("no_period", lang)
    value = figure(judged.newest.interval.value, judged.written, lang)
    when = periods(judged.newest.periods, lang)
    if lang == "zh":
        return f"所述时期没有数据；最近（{when}）实测 {value}，文章称 {claimed(judged, lang)}"
    return f"No data for its own period; {value} in {when}, {claimed(judged, lang)} claimed"
