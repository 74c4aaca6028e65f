"""What readers read: figures, periods, verdicts and labels in English and Chinese. No drawing, no markup."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Literal

from reports.results import Estimate, Interval, Judgement, VerdictName

Lang = Literal["en", "zh"]
LANGS: tuple[Lang, ...] = ("en", "zh")
HUGE = 9.0
"""A growth beyond +900 % is written as a multiple."""

VERDICT_WORDS: Mapping[VerdictName, Mapping[Lang, str]] = {
    "supported": {"en": "supported", "zh": "得到支持"},
    "contradicted": {"en": "contradicted", "zh": "与数据相悖"},
    "direction_only": {"en": "direction only", "zh": "仅方向成立"},
    "undecided": {"en": "undecided", "zh": "未能判定"},
    "insufficient": {"en": "too little data", "zh": "数据不足"},
    "untestable": {"en": "untestable", "zh": "无法检验"},
    "not_yet_estimated": {"en": "not yet estimated", "zh": "尚未估计"},
}
VERDICT_MEANS: Mapping[VerdictName, Mapping[Lang, str]] = {
    "supported": {
        "en": "The whole 95% interval lies in the zone that a fair reader would call true.",
        "zh": "整个 95% 区间都落在公允读者认为“属实”的范围内。",
    },
    "contradicted": {
        "en": "The whole 95% interval lies outside that zone.",
        "zh": "整个 95% 区间都落在该范围之外。",
    },
    "direction_only": {
        "en": "The interval excludes the rival on the claim's side, but does not settle the size.",
        "zh": "区间排除了对立值，方向与说法一致，但幅度未定。",
    },
    "undecided": {
        "en": "The interval touches the zone and does not exclude the rival.",
        "zh": "区间与该范围相交，又未能排除对立值。",
    },
    "insufficient": {
        "en": "Too few employers or too wide an interval to tell the claim from its rival.",
        "zh": "雇主太少或区间太宽，无法区分说法与对立值。",
    },
    "untestable": {"en": "No job posting can decide it.", "zh": "任何招聘信息都无法判定。"},
    "not_yet_estimated": {
        "en": "Postings can decide it; the estimator is still to come.",
        "zh": "招聘信息可以判定，估计方法尚待完成。",
    },
}
ARTICLES: Mapping[str, Mapping[Lang, str]] = {
    "A0": {"en": "Go in industry, grid and rail", "zh": "工业互联网、电力与高铁中的 Go"},
    "A1": {"en": "Go in domestic operating systems", "zh": "国产操作系统中的 Go"},
    "A2": {"en": "Why résumés go unanswered", "zh": "简历为何石沉大海"},
    "A3": {"en": "The +142% surge in Go openings", "zh": "Go 岗位暴增 142%"},
    "A4": {"en": "Three ways out of the crowd", "zh": "Go 就业突围三方向"},
}
"""The five articles, in our words, by the first part of their claims' ids."""

CONCEPTS: Mapping[str, str] = {"go": "Go", "java": "Java", "python": "Python"}

_LABELS: Mapping[str, Mapping[Lang, str]] = {
    "simulated": {
        "en": "SIMULATED MARKET: no real posting is behind this chart",
        "zh": "模拟市场：本图背后没有任何真实招聘信息",
    },
    "simulated_word": {"en": "SIMULATED", "zh": "模拟数据"},
    "source": {"en": "Source: {boards}. Data as of {vintage}. jobproof",
               "zh": "来源：{boards}。数据版本 {vintage}。jobproof"},
    "no_boards": {"en": "no board observed yet", "zh": "尚未观察到任何招聘网站"},
    "claimed": {"en": "claimed {value}", "zh": "文章称 {value}"},
    "measured": {"en": "measured {value}", "zh": "实测 {value}"},
    "rival": {"en": "rival {value}", "zh": "对立值 {value}"},
    "zone": {"en": "counts as true: {zone}", "zh": "视为属实：{zone}"},
    "ci": {"en": "{value} ({low} to {high})", "zh": "{value}（{low} 至 {high}）"},
    "CN": {"en": "mainland China", "zh": "中国大陆"},
    "ALL": {"en": "all postings", "zh": "全部招聘"},
    "stated": {"en": "The period that the claim names", "zh": "文章所述时期"},
    "newest": {"en": "The newest period that can be tested: {verdict}", "zh": "最近可检验的时期：{verdict}"},
    "elsewhere": {"en": "Other populations: evidence that never decides", "zh": "其他总体：仅供参照，不作判定"},
    "count_beside": {"en": "the same as a number of vacancies; does not decide", "zh": "同期按职位数量计；不作判定"},
    "share": {"en": "the share of vacancies", "zh": "占职位比例"},
    "count": {"en": "the number of vacancies", "zh": "职位数量"},
    "growth_of": {"en": "Growth of {measure}", "zh": "{measure}的增长"},
    "employers": {"en": "{n} employers", "zh": "{n} 家雇主"},
    "boards": {"en": "{n} boards", "zh": "{n} 个网站"},
    "board": {"en": "1 board", "zh": "1 个网站"},
    "cell": {"en": "{x} of {n}", "zh": "{x}/{n}"},
    "interval_note": {"en": "Bar: 95% interval over employers. Ticks: one board or large employer left out.",
                      "zh": "横条：按雇主计的 95% 区间。短线：各去掉一个网站或大雇主后的结果。"},
    "uncorrected": {"en": "Not corrected for tagging errors.", "zh": "未校正标注误差。"},
    "flips": {"en": "The verdict changes {what}.", "zh": "以下情形会改变判定：{what}。"},
    "needed": {"en": "To decide it: {what}.", "zh": "要作出判定，需要：{what}。"},
    "only_these": {"en": "Fewer than five boards: the interval speaks of these boards only.",
                   "zh": "不足五个网站：区间只对这些网站成立。"},
    "more_rows": {"en": "… and {n} further estimates in claims.json", "zh": "……另有 {n} 个估计见 claims.json"},
    "no_figure": {"en": "no figure", "zh": "无数字"},
    "no_estimate": {"en": "no estimate on this population and period", "zh": "该总体与时期尚无估计"},
    "key_claimed": {"en": "claimed", "zh": "文章所称"},
    "key_measured": {"en": "measured, with 95% interval", "zh": "实测及 95% 区间"},
    "key_newest": {"en": "newest period instead", "zh": "以最近时期代替"},
    "share_of_openings": {"en": "Share of vacancies opened that name the language", "zh": "新开职位中提到该语言的比例"},
    "unfinished": {"en": "unfinished", "zh": "未完"},
    "no_data": {"en": "no data", "zh": "无数据"},
    "claimed_words": {"en": "claimed {zone}", "zh": "文章所称相当于 {zone}"},
    "at_least": {"en": "{low} or more", "zh": "不低于 {low}"},
    "at_most": {"en": "{high} or less", "zh": "不高于 {high}"},
    "between": {"en": "{low} to {high}", "zh": "{low} 至 {high}"},
    "newest_value": {"en": "{when}: {value}", "zh": "{when}：{value}"},
    "scoreboard_subtitle": {
        "en": "{article}. Triangle: claimed. Dot with bar: measured, with its 95% interval. Hollow: the newest period"
              " that can be tested, where the claim's own has no data. Growth on a log strip, shares from 0 to 100%.",
        "zh": "{article}。三角：文章所称。圆点与横条：实测及 95% 区间。空心：所述时期无数据，以最近可检验的时期代替。"
              "增长用对数刻度，占比为 0 至 100%。"},
    "page_of": {"en": " ({page} of {pages})", "zh": "（{page}/{pages}）"},
    "overview_subtitle": {"en": "Number of statements by article and verdict", "zh": "按文章与判定统计的说法数量"},
    "coverage_title": {"en": "{seen} of {known} boards have been observed, {first} to {last}",
                       "zh": "{known} 个网站中已观察到 {seen} 个，{first}至{last}"},
    "coverage_subtitle": {
        "en": "Vacancies opened a month on each board (bars, each board on its own scale); the strip below says how its"
              " crawls ended. White is what nobody looked at.",
        "zh": "各网站每月新开职位（柱，各自刻度）；下方色带为抓取结果。空白表示未曾观察。"},
    "coverage_row": {"en": "{n} openings, at most {most} a month", "zh": "共 {n} 个职位，单月最多 {most} 个"},
    "coverage_none": {"en": "nothing observed yet", "zh": "尚无观察"},
    "state_complete": {"en": "complete", "zh": "完整"},
    "state_window": {"en": "newest only", "zh": "仅最新一批"},
    "state_partial": {"en": "partial", "zh": "部分"},
    "state_failed": {"en": "failed", "zh": "失败"},
    "demand_title": {"en": "{now} of openings named {concept} in the last twelve months, {then} a year before",
                     "zh": "近十二个月有 {now} 的职位提到 {concept}，前一年为 {then}"},
    "demand_title_short": {"en": "{now} of openings name {concept}", "zh": "{now} 的职位提到 {concept}"},
    "demand_subtitle": {
        "en": "Share of vacancies opened that name each language, {population}, {boards} pooled. {how}",
        "zh": "新开职位中提到各语言的比例，{population}，{boards}合并。{how}"},
    "how_week": {"en": "Dots: weeks; lines: centred 13-week averages.", "zh": "圆点：每周；线：13 周居中平均。"},
    "how_month": {"en": "Dots: months; lines: centred 3-month averages.", "zh": "圆点：每月；线：3 个月居中平均。"},
    "all_boards": {"en": "all boards", "zh": "各网站"},
    "flow_boards": {"en": "boards that list openings as they come", "zh": "随时发布职位的网站"},
    "paths_title": {"en": "Where Go, Java and Python should be if the articles were right",
                    "zh": "若文章属实，Go、Java、Python 应在何处"},
    "paths_subtitle": {
        "en": "Share of vacancies opened, {population}, set to 100 in {base}. Dashed: the growth claimed. Bar: the growth"
              " measured, with its 95% interval.",
        "zh": "新开职位占比，{population}，以{base}为 100。虚线：文章所称增长。横条：实测增长及 95% 区间。"},
    "unnamed_period": {"en": "{value}, period not named", "zh": "{value}，未说明时期"},
    "skills_title": {"en": "{up} rises most among skills asked for beside Go", "zh": "与 Go 同时要求的技能中，{up} 上升最多"},
    "skills_subtitle": {
        "en": "Share of Go vacancies naming each skill: ring {base}, dot {new}. The ten largest changes of"
              " {m} skills; bars are intervals widened for that choice.",
        "zh": "Go 职位中提到各技能的比例：圆环为{base}，圆点为{new}。{m} 项技能中变化最大的十项；横条为按此选择加宽的区间。"},
}  # fmt: skip


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
    if fraction > HUGE:
        return f"×{1 + fraction:,.0f}"
    whole = round(fraction * 100)
    return "0%" if whole == 0 else f"{whole:+d}%".replace("-", "−")


def figure(fraction: float | None, kind: str, lang: Lang) -> str:
    """Write a claim's figure as its kind wants it."""
    if fraction is None:
        return say("no_figure", lang)
    return growth(fraction) if kind == "growth" else percent(fraction)


def interval(given: Interval, kind: str, lang: Lang) -> str:
    """Write a figure with its interval: `−5% (−22% to +14%)`."""
    value, low, high = (figure(part, kind, lang) for part in (given.value, given.low, given.high))
    return say("ci", lang, value=value, low=low, high=high)


def zone(given: tuple[float, float], kind: str, lang: Lang) -> str:
    """Write a zone: `+25% to +56%`, `+10% or more`."""
    low, high = given
    ends = {"low": figure(low, kind, lang), "high": figure(high, kind, lang)}
    if math.isinf(high) or (kind != "growth" and high >= 1):
        return say("at_least", lang, **ends)
    if low <= (-1 if kind == "growth" else 0):
        return say("at_most", lang, **ends)
    return say("between", lang, **ends)


def claimed(judged: Judgement, lang: Lang) -> str:
    """Write what a claim states: its figure, else the zone that its words mean."""
    if judged.figure is not None:
        return figure(judged.figure, judged.kind, lang)
    return zone(judged.zone, judged.kind, lang) if judged.zone else say("no_figure", lang)


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
    return VERDICT_WORDS[name][lang]


def article(claim_id: str) -> str:
    """Return the article of a claim: `A3` of `A3.6`."""
    return claim_id.partition(".")[0]


def article_title(key: str, lang: Lang) -> str:
    """Return an article's short name; the key itself for one that is not among the first five."""
    return ARTICLES[key][lang] if key in ARTICLES else key


def statement(judged: Judgement, lang: Lang) -> str:
    """Return the claim in our words."""
    return judged.statement_zh if lang == "zh" else judged.statement_en


def sentence(judged: Judgement, lang: Lang) -> str:
    """Return the finding, quotable."""
    return judged.sentence_zh if lang == "zh" else judged.sentence_en


def shown(judged: Judgement) -> Estimate | None:
    """Return the estimate to show for a claim: its own, else the one on the newest period."""
    return judged.estimate or judged.newest


_FINDINGS: Mapping[VerdictName, Mapping[Lang, str]] = {
    "supported": {"en": "It holds: {m} measured, {c} claimed", "zh": "说法成立：实测 {m}，文章称 {c}"},
    "contradicted": {"en": "{how}: {m} measured, not {c}", "zh": "{how}：实测 {m}，并非 {c}"},
    "direction_only": {
        "en": "Right direction, open size: {m} measured, {c} claimed",
        "zh": "方向成立，幅度未定：实测 {m}，文章称 {c}",
    },
    "undecided": {
        "en": "Undecided: {low} to {high} fits both the claim of {c} and its rival",
        "zh": "未能判定：{low} 至 {high} 既容得下 {c}，也容得下对立值",
    },
    "insufficient": {
        "en": "Too little data: anything from {low} to {high} would fit",
        "zh": "数据不足：从 {low} 到 {high} 都有可能",
    },
}
_HOW: Mapping[str, Mapping[Lang, str]] = {
    "overstated": {"en": "Overstated", "zh": "说法偏高"},
    "understated": {"en": "Understated", "zh": "说法偏低"},
    "reversed": {"en": "Reversed", "zh": "方向相反"},
    "": {"en": "Contradicted", "zh": "与数据相悖"},
}


def finding(judged: Judgement, lang: Lang) -> str:
    """Return the finding in one short line, for a chart's title."""
    if judged.estimate is None or judged.verdict not in _FINDINGS:
        return _without_estimate(judged, lang)
    spread = judged.estimate.interval
    how = next((word for word in _HOW if word and word in judged.reason), "")
    return _FINDINGS[judged.verdict][lang].format(
        m=figure(spread.value, judged.kind, lang),
        c=claimed(judged, lang),
        low=figure(spread.low, judged.kind, lang),
        high=figure(spread.high, judged.kind, lang),
        how=_HOW[how][lang],
    )


def _without_estimate(judged: Judgement, lang: Lang) -> str:
    if judged.newest is None:
        return verdict(judged.verdict, lang).capitalize()
    value = figure(judged.newest.interval.value, judged.kind, lang)
    when = periods(judged.newest.periods, lang)
    if lang == "zh":
        return f"所述时期没有数据；最近（{when}）实测 {value}，文章称 {claimed(judged, lang)}"
    return f"No data for its own period; {value} in {when}, {claimed(judged, lang)} claimed"
