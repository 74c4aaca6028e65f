"""The finding in one plain sentence to quote, in English and Chinese. No judging; words.py writes the figures."""

from __future__ import annotations

import math
from collections.abc import Mapping

from reports import words
from reports.arithmetic import Room
from reports.claims import ANY_YEAR, WORDS, Claim
from reports.kinds.asides import MULTIPLE, OPEN_GROUP, OPEN_OTHERS, PLANTED, STATING
from reports.results import Estimate, Interval, Judgement, Panel, Style
from reports.verdicts import passes
from reports.words import Lang

Titles = Mapping[str, tuple[str, str]]
"""Board -> its name for readers, in English and in Chinese."""
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
_CORRECTED = {"en": "Corrected for tagging error by an audit.", "zh": "已按抽样核查校正标注误差。"}
_SIMULATED = {"en": "The market is simulated. ", "zh": "市场为模拟数据。"}
_NEWEST = {"en": "On the newest period that the data can test", "zh": "最近可检验的时期"}
_ELSEWHERE = {"en": "Elsewhere ({}), which decides nothing", "zh": "其他总体（{}），不作判定"}
_ASIDES = {
    MULTIPLE: ("Openings of several types, {} of all, are left out.", "另有 {} 的职位兼属多类，未计入。"),
    STATING: ("Pay is stated by {} of them.", "其中 {} 标明薪资。"),
    PLANTED: ("Planted texts are found at {}.", "植入文本的检出率为 {}。"),
}
_DAYS = {
    "en": "Half of them close within {} days, half of the others within {}.",
    "zh": "半数在 {} 天内关闭，其他职位半数在 {} 天内关闭。",
}
_ALONE = ("∞", "0%", "−100%")
_ENDLESS, _TINY = 99.0, 0.0001
_OUTSIDE = {"CN": ("mainland China", "中国大陆"), "ALL": ("all postings", "全部招聘")}


def english(claim: Claim, judged: Judgement, titles: Titles, room: Room | None = None) -> str:
    """Return the finding in English; the caller has the estimate and verdict, or the room of figures, in place."""
    if room:
        return _room_en(claim, room)
    return " ".join(part for part in _parts(_main_en(claim, judged, titles), claim, judged, titles, "en") if part)


def chinese(claim: Claim, judged: Judgement, titles: Titles, room: Room | None = None) -> str:
    """Return the finding in Chinese."""
    if room:
        return _room_zh(claim, room)
    return "".join(_parts(_main_zh(claim, judged, titles), claim, judged, titles, "zh"))


def _parts(main: str, claim: Claim, judged: Judgement, titles: Titles, lang: Lang) -> tuple[str, str, str, str]:
    aside = _aside(judged.estimate, lang) if judged.estimate else ""
    beside = _next_best(claim, judged, titles, lang)
    audit = _CORRECTED if judged.corrected else _UNCORRECTED
    caveats = f"{_SIMULATED[lang] if judged.simulated else ''}{audit[lang]}"
    return main, aside, beside, caveats if judged.estimate or beside else ""


def _room_en(claim: Claim, room: Room) -> str:
    if room.holds:
        left = f"; that leaves {claim.subject_en} at {_left(room)}" if claim.asks else ""
        return f"“{claim.statement_en}”: the article's figures can all hold at once{left}."
    said = "; ".join(one.told() for one in room.conflict)
    return f"“{claim.statement_en}”: the article contradicts itself, for these cannot all hold: {said}."


def _room_zh(claim: Claim, room: Room) -> str:
    if room.holds:
        left = f"；此时{claim.subject_zh}为 {_left(room)}" if claim.asks else ""
        return f"“{claim.statement_zh}”：文中各数字可以同时成立{left}。"
    said = "；".join(one.told(chinese=True) for one in room.conflict)
    return f"“{claim.statement_zh}”：文章自相矛盾，以下各项不能同时成立：{said}。"


def _left(room: Room) -> str:
    return f"{words.percent(round(room.low, 4))} … {words.percent(round(room.high, 4))}"


def _aside(estimate: Estimate, lang: Lang) -> str:
    """Return what a reader needs beside the figure."""
    shares = estimate.asides
    told = [text[lang == "zh"].format(words.percent(shares[key])) for key, text in _ASIDES.items() if shares.get(key)]
    days = [shares.get(key) for key in (OPEN_GROUP, OPEN_OTHERS)]
    if all(days):
        told.append(_DAYS[lang].format(*(f"{day:.0f}" for day in days if day)))
    return ("" if lang == "zh" else " ").join(told)


def claimed(claim: Claim, lang: Lang) -> str:
    """Return what the article says: a figure, a word with what it is taken for, an order, or a zone."""
    if claim.figure is not None:
        return words.figure(claim.figure, style(claim), lang)
    if claim.word and lang == "zh":
        word, meaning = _WORDS_ZH[claim.word]
        return f"“{word}”（{meaning}）"
    if claim.word:
        return f"“{claim.word.replace('-', ' ')}” ({WORDS[claim.word]})"
    if claim.kind == "ranking":
        return words.say("this_order", lang)
    return words.zone(claim.zone, style(claim), lang) if claim.zone else words.say("no_number", lang)


def style(claim: Claim) -> Style:
    """Return how a claim's figures are written."""
    if claim.kind == "growth":
        return "growth"
    if claim.kind == "level" and not claim.ratio:
        return "money"
    return "ratio" if claim.kind in {"contrast", "level", "ranking"} else "share"


def _main_en(claim: Claim, judged: Judgement, titles: Titles) -> str:
    if judged.estimate is None:
        return _unjudged_en(claim, judged, titles)
    found = f"On {_panel_en(judged.estimate.panel, titles)}, {_finding_en(claim, judged.estimate)}"
    return f"{found}; the article says {claimed(claim, 'en')}: {_ending(judged, 'en')}."


def _main_zh(claim: Claim, judged: Judgement, titles: Titles) -> str:
    if judged.estimate is None:
        return _unjudged_zh(claim, judged, titles)
    found = f"在{_panel_zh(judged.estimate.panel, titles)}中，{_finding_zh(claim, judged.estimate)}"
    return f"{found}；文章称{claimed(claim, 'zh')}：{_ending(judged, 'zh')}。"


def _ending(judged: Judgement, lang: Lang) -> str:
    key = judged.reason if judged.verdict == "contradicted" else judged.verdict
    ending = _ENDINGS[key][lang == "zh"]
    if judged.verdict not in {"insufficient", "undecided"}:
        return ending
    why = words.phrase(judged.reason, lang)
    return f"{ending}（{why}）" if lang == "zh" else f"{ending} ({why})"


def _panel_en(panel: Panel, titles: Titles) -> str:
    boards = "1 board" if len(panel.boards) == 1 else f"{len(panel.boards)} boards"
    named = f" ({'; '.join(_titled(panel, titles, 'en'))})" if len(panel.boards) < _NAMED else ""
    employers = "1 employer" if panel.employers == 1 else f"{words.number(panel.employers)} employers"
    return f"{boards}{named} and {employers}"


def _panel_zh(panel: Panel, titles: Titles) -> str:
    named = f"（{'、'.join(_titled(panel, titles, 'zh'))}）" if len(panel.boards) < _NAMED else ""
    return f" {len(panel.boards)} 个网站{named}、{words.number(panel.employers)} 家雇主"


def _titled(panel: Panel, titles: Titles, lang: Lang) -> list[str]:
    return [titles[name][lang == "zh"] if name in titles else name for name in panel.boards]


def _finding_en(claim: Claim, estimate: Estimate) -> str:
    subject = claim.subject_en if estimate.measure != "count" else f"the number behind {claim.subject_en}"
    if claim.kind == "growth":
        base, period = (words.period(label, "en") for label in estimate.periods)
        most = _among_en(_tested(estimate)) if claim.period == ANY_YEAR else ""
        return f"{subject} {_moved_en(estimate.interval)} from {base} to {period}{most}"
    when = words.periods(estimate.periods, "en")
    if claim.kind == "ranking":
        pair = words.about(estimate.about, "en")
        return f"in {subject}, {pair} is the pair that decides, at {_with_ends(claim, estimate)} in {when}"
    return f"{subject} was {_with_ends(claim, estimate)}{_counted_en(claim, estimate)} in {when}"


def _finding_zh(claim: Claim, estimate: Estimate) -> str:
    subject = claim.subject_zh if estimate.measure != "count" else f"{claim.subject_zh}所对应的职位数"
    if claim.kind == "growth":
        base, period = (words.period(label, "zh") for label in estimate.periods)
        most = _among_zh(_tested(estimate)) if claim.period == ANY_YEAR else ""
        return f"{subject}从{base}到{period}{_moved_zh(estimate.interval)}{most}"
    when = words.periods(estimate.periods, "zh")
    if claim.kind == "ranking":
        pair = words.about(estimate.about, "zh")
        return f"{when}{subject}中，起决定作用的一对是 {pair}，比值为 {_with_ends(claim, estimate, zh=True)}"
    return f"{when}{subject}为 {_with_ends(claim, estimate, zh=True)}{_counted_zh(claim, estimate)}"


def _with_ends(claim: Claim, estimate: Estimate, *, zh: bool = False) -> str:
    return _spread(estimate.interval, style(claim), "zh" if zh else "en")


def _spread(interval: Interval, written: Style, lang: Lang) -> str:
    value, ends = words.figure(interval.value, written, lang), _between(interval, written, lang)
    return f"{value}（{ends}）" if lang == "zh" else f"{value} ({ends})"


def _counted_en(claim: Claim, estimate: Estimate) -> str:
    if claim.kind != "existence":
        return ""
    ((asked, naming),) = estimate.cells
    return f", {words.number(naming) if naming else 'none'} of {words.number(asked)} employers,"


def _counted_zh(claim: Claim, estimate: Estimate) -> str:
    if claim.kind != "existence":
        return ""
    ((asked, naming),) = estimate.cells
    return f"，{words.number(asked)} 家雇主中有 {words.number(naming)} 家"


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


def _between(interval: Interval, written: Style, lang: Lang) -> str:
    tiny = written == "share" and 0 < interval.low < _TINY
    low = "< 0.01%" if tiny else words.figure(interval.low, written, lang)
    return f"{low} … {words.figure(interval.high, written, lang)}"


def _unjudged_en(claim: Claim, judged: Judgement, titles: Titles) -> str:
    if judged.verdict == "untestable":
        instead = _instead_en(claim, judged.proxy, titles) if judged.proxy else ""
        return f"“{claim.statement_en}” cannot be tested: {judged.reason}.{instead}"
    return f"“{claim.statement_en}”: too little data, {words.phrase(judged.reason, 'en')}."


def _unjudged_zh(claim: Claim, judged: Judgement, titles: Titles) -> str:
    if judged.verdict == "untestable":
        instead = _instead_zh(claim, judged.proxy, titles) if judged.proxy else ""
        return f"“{claim.statement_zh}”：无法用招聘信息检验（{judged.reason}）。{instead}"
    return f"“{claim.statement_zh}”：数据不足（{words.phrase(judged.reason, 'zh')}）。"


def _instead_en(claim: Claim, proxy: Estimate, titles: Titles) -> str:
    when = words.periods(proxy.periods, "en")
    value = _spread(proxy.interval, "share", "en")
    return f" What postings show instead: on {_panel_en(proxy.panel, titles)}, {claim.proxy_en} was {value} in {when}."


def _instead_zh(claim: Claim, proxy: Estimate, titles: Titles) -> str:
    when = words.periods(proxy.periods, "zh")
    value = _spread(proxy.interval, "share", "zh")
    return f"招聘信息能说明的是：在{_panel_zh(proxy.panel, titles)}中，{when}{claim.proxy_zh}为 {value}。"


def _next_best(claim: Claim, judged: Judgement, titles: Titles, lang: Lang) -> str:
    """Return what the newest period or another population shows where the claim's own data do not suffice."""
    if judged.verdict != "insufficient":
        return ""
    if judged.newest is not None and (judged.newest_verdict != "insufficient" or not judged.elsewhere):
        return _labelled(claim, judged.newest, titles, lang, _NEWEST[lang])
    if judged.elsewhere and not _same(judged.elsewhere[0], judged.estimate):
        other = judged.elsewhere[0]
        where = _OUTSIDE[other.population][lang == "zh"]
        return _labelled(claim, other, titles, lang, _ELSEWHERE[lang].format(where))
    return ""


def _same(one: Estimate, other: Estimate | None) -> bool:
    return other is not None and (one.periods, one.cells) == (other.periods, other.cells)


def _labelled(claim: Claim, estimate: Estimate, titles: Titles, lang: Lang, label: str) -> str:
    if lang == "zh":
        return f"{label}：在{_panel_zh(estimate.panel, titles)}中，{_finding_zh(claim, estimate)}。"
    return f"{label}: on {_panel_en(estimate.panel, titles)}, {_finding_en(claim, estimate)}."


def _among_en(pairs: int) -> str:
    return f", the most of {pairs} pairs of years" if pairs > 1 else ", the one pair of years with data"


def _among_zh(pairs: int) -> str:
    return f"，为 {pairs} 对年份中最大" if pairs > 1 else "，只有这一对年份有数据"


def _tested(estimate: Estimate) -> int:
    """Return among how many pairs of years the greatest was sought: those with data enough, or all where none has."""
    return sum(map(passes, estimate.parts)) or len(estimate.parts)
