"""The finding in one plain sentence to quote, in English and Chinese. No judging; words.py writes the figures."""

from __future__ import annotations

import math
import re

from reports import words
from reports.claims import WORDS, Claim
from reports.results import Estimate, Interval, Judgement, Panel
from reports.words import Lang

_NAMED = 5
"""With fewer boards than this each is named."""

_WORDS_ZH = {
    "most": ("大多", "至少 50%"),
    "generally": ("普遍", "至少 50%"),
    "required": ("必备", "至少 50%"),
    "mainstream": ("主流", "至少 50%"),
    "asked-for": ("有需求", "至少 1%"),
    "grows": ("增长", "每年超过 10%"),
    "shrinks": ("收缩", "每年超过 9%，即年增 10% 的反面"),
    "explodes": ("爆发", "每年至少翻倍"),
    "scarce": ("稀缺", "风险比不超过 0.8"),
}
_REASONS: tuple[tuple[str, str, str], ...] = (
    (r"k (\d+) < (\d+)", "{0} of the {1} employers that it takes", "需 {1} 家雇主，只有 {0} 家"),
    (r"G_eff .*", "a few employers carry most of the weight", "少数雇主占了大部分权重"),
    (r"the interval is wider .*", "the range is wider than the claim is large", "区间宽于说法与对立值之差"),
    (r"the interval reaches .*", "the range holds both true and false", "区间一部分属实，一部分不属实"),
    (r"only the share is measured", "only the share is measured", "只测得占比"),
    (r"0 counted of (.*)", "none among {0} vacancies", "{0} 个职位中一个也没有"),
    (r"(.*) is not finished", "{0} is not finished", "{0} 尚未结束"),
    (r"no board covers a (.*)", "no board covers a whole {0}", "没有来源覆盖完整的时期"),
    (r"no board covers (.*) and (.*) with CN postings", "no board covers {0} and {1} in mainland China",
     "没有来源覆盖 {0} 与 {1} 的中国大陆职位"),
    (r"no board covers (.*) and (.*) with ALL postings", "no board covers {0} and {1}", "没有来源覆盖 {0} 与 {1}"),
    (r"no board covers (.*) with CN postings", "no board covers {0} in mainland China",
     "没有来源覆盖 {0} 的中国大陆职位"),
    (r"no board covers (.*) with ALL postings", "no board covers {0}", "没有来源覆盖 {0}"),
)  # fmt: skip
"""Pattern of a ruling's reason -> the same for readers, in English and Chinese; the first that fits."""
_ENDINGS = {
    "supported": ("supported", "得到支持"),
    "overstated": ("overstated", "夸大"),
    "understated": ("understated", "说低了"),
    "reversed": ("the reverse is true", "方向相反"),
    "direction_only": ("the direction holds, the size is open", "方向成立，幅度未定"),
    "undecided": ("undecided", "未能判定"),
    "insufficient": ("too little data to tell", "数据不足，无法判断"),
}
_UNCORRECTED = {"en": "Not corrected for tagging error.", "zh": "未校正标注误差。"}
_SIMULATED = {"en": "The market is simulated. ", "zh": "市场为模拟数据。"}
_NEWEST = {"en": "On the newest period that the data can test", "zh": "最近可检验的时期"}
_ELSEWHERE = {"en": "Elsewhere ({}), which decides nothing", "zh": "其他总体（{}），不作判定"}
_ALONE = ("∞", "0%", "−100%")
_ENDLESS, _TINY = 99.0, 0.0001
_OUTSIDE = {"CN": ("mainland China", "中国大陆"), "ALL": ("all postings", "全部招聘")}


def english(claim: Claim, judged: Judgement) -> str:
    """Return the finding in English; the caller has the estimate and verdict in place."""
    return " ".join(part for part in _parts(_main_en(claim, judged), claim, judged, "en") if part)


def chinese(claim: Claim, judged: Judgement) -> str:
    """Return the finding in Chinese."""
    return "".join(_parts(_main_zh(claim, judged), claim, judged, "zh"))


def _parts(main: str, claim: Claim, judged: Judgement, lang: Lang) -> tuple[str, str, str]:
    beside = _next_best(claim, judged, lang)
    caveats = f"{_SIMULATED[lang] if judged.simulated else ''}{_UNCORRECTED[lang]}"
    return main, beside, caveats if judged.estimate or beside else ""


def claimed(claim: Claim, lang: Lang) -> str:
    """Return what the article says, as a figure or as its word with what the word is taken for."""
    if claim.figure is not None:
        return _figure(claim)
    if claim.word and lang == "zh":
        word, meaning = _WORDS_ZH[claim.word]
        return f"“{word}”（{meaning}）"
    if claim.word:
        return f"“{claim.word.replace('-', ' ')}” ({WORDS[claim.word]})"
    return "no figure" if lang == "en" else "（无数字）"


def _figure(claim: Claim) -> str:
    figure = claim.figure or 0.0
    if claim.kind == "growth":
        return words.growth(figure)
    if claim.kind == "level" and not claim.ratio:
        return f"CNY {figure:,.0f}"
    ratio = claim.kind in {"contrast", "level"} or figure > 1
    return f"×{figure:g}" if ratio else words.percent(figure)


def _main_en(claim: Claim, judged: Judgement) -> str:
    if judged.estimate is None:
        return _unjudged_en(claim, judged)
    found = f"On {_panel_en(judged.estimate.panel)}, {_finding_en(claim, judged.estimate)}"
    return f"{found}; the article says {claimed(claim, 'en')}: {_ending(judged, 'en')}."


def _main_zh(claim: Claim, judged: Judgement) -> str:
    if judged.estimate is None:
        return _unjudged_zh(claim, judged)
    found = f"在{_panel_zh(judged.estimate.panel)}中，{_finding_zh(claim, judged.estimate)}"
    return f"{found}；文章称{claimed(claim, 'zh')}：{_ending(judged, 'zh')}。"


def _ending(judged: Judgement, lang: Lang) -> str:
    key = judged.reason if judged.verdict == "contradicted" else judged.verdict
    ending = _ENDINGS[key][lang == "zh"]
    if judged.verdict not in {"insufficient", "undecided"}:
        return ending
    return f"{ending}（{_plain(judged.reason, lang)}）" if lang == "zh" else f"{ending} ({_plain(judged.reason, lang)})"


def _plain(reason: str, lang: Lang) -> str:
    """Return a ruling's reason for readers."""
    for pattern, *texts in _REASONS:
        if found := re.fullmatch(pattern, reason):
            return texts[lang == "zh"].format(*found.groups())
    return reason


def _panel_en(panel: Panel) -> str:
    boards = "1 board" if len(panel.boards) == 1 else f"{len(panel.boards)} boards"
    named = f" ({', '.join(panel.boards)})" if len(panel.boards) < _NAMED else ""
    employers = "1 employer" if panel.employers == 1 else f"{words.number(panel.employers)} employers"
    return f"{boards}{named} and {employers}"


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
    return f"{subject} was {words.percent(interval.value)} ({_between(interval)}) in {when}"


def _finding_zh(claim: Claim, estimate: Estimate) -> str:
    interval = estimate.interval
    subject = claim.subject_zh if estimate.measure == "share" else f"{claim.subject_zh}所对应的职位数"
    if claim.kind == "growth":
        base, period = (words.period(label, "zh") for label in estimate.periods)
        return f"{subject}从{base}到{period}{_moved_zh(interval)}"
    when = words.period(estimate.periods[0], "zh")
    return f"{when}{subject}为 {words.percent(interval.value)}（{_between(interval)}）"


def _moved_en(interval: Interval) -> str:
    return (
        f"{_change(interval, ('rose from none', 'did not change', 'fell to none', 'grew', 'fell'))} ({_ends(interval)})"
    )


def _moved_zh(interval: Interval) -> str:
    return f"{_change(interval, ('从无到有', '没有变化', '降至零', '增长', '下降'))}（{_ends(interval)}）"


def _change(interval: Interval, said: tuple[str, str, str, str, str]) -> str:
    from_none, unchanged, to_none, grew, fell = said
    shown = words.growth(interval.value)
    if shown in _ALONE:
        return (from_none, unchanged, to_none)[_ALONE.index(shown)]
    return f"{grew if interval.value > 0 else fell} {shown.lstrip('+−')}"


def _ends(interval: Interval) -> str:
    high = "> ×100" if _ENDLESS < interval.high < math.inf else words.growth(interval.high)
    return f"{words.growth(interval.low)} … {high}"


def _between(interval: Interval) -> str:
    low = "< 0.01%" if 0 < interval.low < _TINY else words.percent(interval.low)
    return f"{low} … {words.percent(interval.high)}"


def _unjudged_en(claim: Claim, judged: Judgement) -> str:
    if judged.verdict == "untestable":
        return f"“{claim.statement_en}” cannot be tested: {judged.reason}."
    if judged.verdict == "not_yet_estimated":
        return f"“{claim.statement_en}” is not yet estimated: {judged.reason}."
    return f"“{claim.statement_en}”: too little data, {_plain(judged.reason, 'en')}."


def _unjudged_zh(claim: Claim, judged: Judgement) -> str:
    if judged.verdict == "untestable":
        return f"“{claim.statement_zh}”：无法用招聘信息检验（{judged.reason}）。"
    if judged.verdict == "not_yet_estimated":
        return f"“{claim.statement_zh}”：尚未估计。"
    return f"“{claim.statement_zh}”：数据不足（{_plain(judged.reason, 'zh')}）。"


def _next_best(claim: Claim, judged: Judgement, lang: Lang) -> str:
    """Return what the newest period or another population shows where the claim's own data do not suffice."""
    if judged.verdict != "insufficient":
        return ""
    if judged.newest is not None and (judged.newest_verdict != "insufficient" or not judged.elsewhere):
        return _labelled(claim, judged.newest, lang, _NEWEST[lang])
    if judged.elsewhere and not _same(judged.elsewhere[0], judged.estimate):
        other = judged.elsewhere[0]
        where = _OUTSIDE[other.population][lang == "zh"]
        return _labelled(claim, other, lang, _ELSEWHERE[lang].format(where))
    return ""


def _same(one: Estimate, other: Estimate | None) -> bool:
    return other is not None and (one.periods, one.cells) == (other.periods, other.cells)


def _labelled(claim: Claim, estimate: Estimate, lang: Lang, label: str) -> str:
    if lang == "zh":
        return f"{label}：在{_panel_zh(estimate.panel)}中，{_finding_zh(claim, estimate)}。"
    return f"{label}: on {_panel_en(estimate.panel)}, {_finding_en(claim, estimate)}."
