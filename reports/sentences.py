"""The finding in one plain sentence to quote, in English and Chinese. No judging; words.py writes the figures."""

from __future__ import annotations

from reports import words
from reports.claims import WORDS, Claim
from reports.results import Estimate, Interval, Judgement, Panel
from reports.words import Lang

_NAMED = 5
"""With fewer boards than this each is named."""

_WORDS_ZH = {
    "most": "至少 50%",
    "generally": "至少 50%",
    "required": "至少 50%",
    "mainstream": "至少 50%",
    "asked-for": "至少 1%",
    "grows": "年增超过 10%",
    "shrinks": "每年降至 1/1.1 以下",
    "explodes": "每年至少翻倍",
    "scarce": "风险比不超过 0.8",
}
_ENDINGS = {
    "supported": ("supported", "得到支持"),
    "overstated": ("overstated", "夸大"),
    "understated": ("understated", "说低了"),
    "reversed": ("the reverse is true", "方向相反"),
    "direction_only": ("the direction holds, the size is open", "方向成立，幅度未定"),
    "undecided": ("undecided", "未能判定"),
    "insufficient": ("too little data to tell", "数据不足，无法判断"),
}
_OUTSIDE = {"CN": ("mainland China", "中国大陆"), "ALL": ("all postings", "全部招聘")}


def english(claim: Claim, judged: Judgement) -> str:
    """Return the finding in English; the caller has the estimate and verdict in place."""
    if judged.estimate is None:
        return " ".join(part for part in (_unjudged_en(claim, judged), _next_best(claim, judged, "en")) if part)
    found = f"On {_panel_en(judged.estimate.panel)}, {_finding_en(claim, judged.estimate)}"
    return f"{found}; the article says {claimed(claim, 'en')}: {_ending(judged, 0)}. Not corrected for tagging error."


def chinese(claim: Claim, judged: Judgement) -> str:
    """Return the finding in Chinese."""
    if judged.estimate is None:
        return "".join(part for part in (_unjudged_zh(claim, judged), _next_best(claim, judged, "zh")) if part)
    found = f"在{_panel_zh(judged.estimate.panel)}中，{_finding_zh(claim, judged.estimate)}"
    return f"{found}；文章称{claimed(claim, 'zh')}：{_ending(judged, 1)}。未校正标注误差。"


def claimed(claim: Claim, lang: Lang) -> str:
    """Return what the article says, as a figure or as its word with what the word is taken for."""
    if claim.figure is not None:
        return _figure(claim)
    if claim.word:
        meaning = WORDS[claim.word] if lang == "en" else _WORDS_ZH[claim.word]
        return f"“{claim.word.replace('-', ' ')}” ({meaning})" if lang == "en" else f"“{_word_zh(claim)}”（{meaning}）"
    return "no figure" if lang == "en" else "（无数字）"


def _figure(claim: Claim) -> str:
    figure = claim.figure or 0.0
    if claim.kind == "growth":
        return words.growth(figure)
    if claim.kind == "level" and not claim.ratio:
        return f"CNY {figure:,.0f}"
    ratio = claim.kind in {"contrast", "level"} or figure > 1
    return f"×{figure:g}" if ratio else words.percent(figure)


def _word_zh(claim: Claim) -> str:
    return {
        "most": "大多",
        "generally": "普遍",
        "required": "必备",
        "mainstream": "主流",
        "asked-for": "有需求",
        "grows": "增长",
        "shrinks": "收缩",
        "explodes": "爆发",
        "scarce": "稀缺",
    }[claim.word]


def _ending(judged: Judgement, lang: int) -> str:
    key = judged.reason if judged.verdict == "contradicted" else judged.verdict
    ending = _ENDINGS[key][lang]
    if judged.verdict not in {"insufficient", "undecided"}:
        return ending
    reason = _reason_zh(judged.reason) if lang else judged.reason
    return f"{ending}（{reason}）" if lang else f"{ending} ({reason})"


def _reason_zh(reason: str) -> str:
    return {
        "the interval is wider than the distance from value to rival": "区间宽于说法与对立值之差",
        "the interval reaches into the zone and out of it": "区间一部分在属实范围内，一部分在外",
        "only the share is measured": "只测得占比",
    }.get(reason, reason)


def _panel_en(panel: Panel) -> str:
    boards = "1 board" if len(panel.boards) == 1 else f"{len(panel.boards)} boards"
    named = f" ({', '.join(panel.boards)})" if len(panel.boards) < _NAMED else ""
    return f"{boards}{named} and {words.number(panel.employers)} employers"


def _panel_zh(panel: Panel) -> str:
    named = f"（{'、'.join(panel.boards)}）" if len(panel.boards) < _NAMED else ""
    return f" {len(panel.boards)} 个来源{named}、{words.number(panel.employers)} 家雇主"


def _finding_en(claim: Claim, estimate: Estimate) -> str:
    interval = estimate.interval
    subject = claim.subject_en if estimate.measure == "share" else f"the number behind {claim.subject_en}"
    if claim.kind == "growth":
        base, period = (words.period(label, "en") for label in estimate.periods)
        return f"{subject} {_moved_en(interval)} from {base} to {period}"
    when = words.period(estimate.periods[0], "en")
    return f"{subject} was {words.percent(interval.value)} ({_range(interval, claim)}) in {when}"


def _finding_zh(claim: Claim, estimate: Estimate) -> str:
    interval = estimate.interval
    subject = claim.subject_zh if estimate.measure == "share" else f"{claim.subject_zh}所对应的职位数"
    if claim.kind == "growth":
        base, period = (words.period(label, "zh") for label in estimate.periods)
        return f"{subject}从{base}到{period}{_moved_zh(interval)}"
    when = words.period(estimate.periods[0], "zh")
    return f"{when}{subject}为 {words.percent(interval.value)}（{_range(interval, claim)}）"


def _moved_en(interval: Interval) -> str:
    shown = words.growth(interval.value)
    if shown == "∞":
        return f"rose from none ({_growth_range(interval)})"
    if shown == "0%":
        return f"did not change ({_growth_range(interval)})"
    verb = "grew" if interval.value > 0 else "fell"
    return f"{verb} {shown.lstrip('+−')} ({_growth_range(interval)})"


def _moved_zh(interval: Interval) -> str:
    shown = words.growth(interval.value)
    if shown == "∞":
        return f"从无到有（{_growth_range(interval)}）"
    if shown == "0%":
        return f"没有变化（{_growth_range(interval)}）"
    verb = "增长" if interval.value > 0 else "下降"
    return f"{verb} {shown.lstrip('+−')}（{_growth_range(interval)}）"


def _range(interval: Interval, claim: Claim) -> str:
    if claim.kind == "growth":
        return _growth_range(interval)
    return f"{words.percent(interval.low)} … {words.percent(interval.high)}"


def _growth_range(interval: Interval) -> str:
    return f"{words.growth(interval.low)} … {words.growth(interval.high)}"


def _unjudged_en(claim: Claim, judged: Judgement) -> str:
    if judged.verdict == "untestable":
        return f"“{claim.statement_en}” cannot be tested: {judged.reason}."
    if judged.verdict == "not_yet_estimated":
        return f"“{claim.statement_en}” is not yet estimated: {judged.reason}."
    return f"“{claim.statement_en}”: too little data, {judged.reason}."


def _unjudged_zh(claim: Claim, judged: Judgement) -> str:
    if judged.verdict == "untestable":
        return f"“{claim.statement_zh}”：无法用招聘信息检验（{judged.reason}）。"
    if judged.verdict == "not_yet_estimated":
        return f"“{claim.statement_zh}”：尚未估计。"
    return f"“{claim.statement_zh}”：数据不足（{judged.reason}）。"


def _next_best(claim: Claim, judged: Judgement, lang: Lang) -> str:
    """Return what the newest period or another population shows, labelled as what it is."""
    if judged.newest is not None:
        return _labelled(
            claim, judged.newest, lang, ("On the newest period that the data can test", "最近可检验的时期")
        )
    if judged.elsewhere:
        where = _OUTSIDE.get(judged.elsewhere[0].population, (judged.elsewhere[0].population,) * 2)
        labels = (f"Elsewhere ({where[0]}), which decides nothing", f"其他总体（{where[1]}），不作判定")
        return _labelled(claim, judged.elsewhere[0], lang, labels)
    return ""


def _labelled(claim: Claim, estimate: Estimate, lang: Lang, labels: tuple[str, str]) -> str:
    if lang == "zh":
        return f"{labels[1]}：在{_panel_zh(estimate.panel)}中，{_finding_zh(claim, estimate)}。未校正标注误差。"
    found = f"{labels[0]}: on {_panel_en(estimate.panel)}, {_finding_en(claim, estimate)}."
    return f"{found} Not corrected for tagging error."
