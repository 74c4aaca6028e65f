"""All claims at a glance: a strip a claim, grouped by article, and the count of verdicts. Not one claim's detail."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from reports import words
from reports.charts import palette
from reports.charts.canvas import LEADING, MARGIN, ROOM, SMALL, WIDTH, Chart, Setting, Sheet, styled
from reports.charts.scale import Scale
from reports.charts.typeset import PX, printable, width, wrap
from reports.results import VERDICTS, Judgement, Style, VerdictName
from reports.words import say

_TALLEST = 2300
"""Pixels of rows on one sheet; an article that needs more gets several."""
_SCALES: Mapping[Style, Scale] = {
    "growth": Scale("growth", low=-0.6, high=3.0),
    "share": Scale("share", low=0.0, high=1.0),
    "ratio": Scale("ratio", low=0.25, high=4.0),
    "money": Scale("money", low=0.0, high=1_500_000.0),
}
_MARKS: Mapping[Style, tuple[float, ...]] = {
    "growth": (0.0,), "share": (0.0, 0.5, 1.0), "ratio": (1.0,), "money": (0.0, 500_000.0, 1_000_000.0),
}  # fmt: skip
_BEFORE, _STRIP, _NUMBERS = 210.0, 270.0, 320.0
"""Pixels for the verdict, the strip, and the figures at its right."""
_LINE = 11.5 * PX * LEADING


def draw(judgements: Sequence[Judgement], setting: Setting) -> list[Chart]:
    """Draw every claim, one or more sheets an article, in the order given."""
    articles = dict.fromkeys(words.article(judged.id) for judged in judgements)
    charts = []
    for key in articles:
        sheets = _sheets([judged for judged in judgements if words.article(judged.id) == key], setting)
        charts += [_sheet(key, rows, (page, len(sheets)), setting) for page, rows in enumerate(sheets, start=1)]
    return charts


def _sheets(rows: Sequence[Judgement], setting: Setting) -> list[list[Judgement]]:
    """Split an article's rows into sheets of about equal height."""
    heights = [_height(judged, setting) for judged in rows]
    pages = int(sum(heights) // _TALLEST) + 1
    room, used, sheets = sum(heights) / pages, 0.0, [list[Judgement]()]
    for judged, height in zip(rows, heights, strict=True):
        if sheets[-1] and used + height / 2 > room * len(sheets):
            sheets.append([])
        sheets[-1].append(judged)
        used += height
    return sheets


@styled
def _sheet(key: str, rows: Sequence[Judgement], page: tuple[int, int], setting: Setting) -> Chart:
    sheet = Sheet(setting)
    title = finding(rows, setting.lang)
    suffix = say("page_of", setting.lang, page=page[0], pages=page[1]) if page[1] > 1 else ""
    about = words.article_title(key, setting.lang)
    sheet.heading(f"{key}{suffix}", title, say("scoreboard_subtitle", setting.lang, article=about))
    for judged in rows:
        _row(sheet, judged)
    boards = {board for judged in rows if (shown := words.shown(judged)) for board in shown.panel.boards}
    name = f"scoreboard-{key}" + (f"-{page[0]}" if page[1] > 1 else "")
    alt = _alt(f"{key}{suffix}: {about}. {title}. {tally(rows, setting.lang)}", rows, setting)
    return Chart(name, sheet.finish(sorted(boards)), title, alt)


def finding(rows: Sequence[Judgement], lang: words.Lang) -> str:
    """Say how many statements are decided, and how: `16 of 98 statements can be decided: 5 supported, …`."""
    supported, contradicted = (sum(judged.verdict == name for judged in rows) for name in ("supported", "contradicted"))
    decided = supported + contradicted
    settled = [judged for judged in rows if judged.verdict in {"supported", "contradicted"}]
    if (
        settled
        and not any(judged.estimate for judged in settled)
        and any(judged.kind != "consistency" for judged in rows)
    ):
        return say("decided_by_arithmetic", lang, d=decided, n=len(rows))
    if not decided:
        return say("decided_none_1" if len(rows) == 1 else "decided_none", lang, n=len(rows))
    return say("decided", lang, d=decided, n=len(rows), s=supported, c=contradicted)


def tally(rows: Sequence[Judgement], lang: words.Lang) -> str:
    """Say how many statements got which verdict: `27 statements: 2 supported, 5 contradicted, 20 untestable`."""
    counts = Counter(judged.verdict for judged in rows)
    found = [(counts[name], words.verdict(name, lang)) for name in VERDICTS if counts[name]]
    if lang == "zh":
        return f"{len(rows)} 条说法：" + "，".join(f"{n}\u00a0条{word}" for n, word in found)
    parts = [f"{n}\u00a0{word}" for n, word in found]
    return f"{len(rows)} statement{'s' if len(rows) != 1 else ''}: " + ", ".join(parts)


def _alt(lead: str, rows: Sequence[Judgement], setting: Setting) -> str:
    stop = "；" if setting.lang == "zh" else "; "
    listed = stop.join(f"{judged.id} {words.verdict(judged.verdict, setting.lang)}" for judged in rows)
    return setting.alt(f"{lead}. {listed}.")


def _statement(judged: Judgement, setting: Setting) -> list[str]:
    return wrap(printable(f"{judged.id}  {words.statement(judged, setting.lang)}"), 11.5, ROOM)


def _height(judged: Judgement, setting: Setting) -> float:
    below = 92 if words.shown(judged) else 40 + max(1, len(_reason(judged, setting.lang))) * 10.5 * PX * LEADING
    return len(_statement(judged, setting)) * _LINE + below


def _reason(judged: Judgement, lang: words.Lang) -> list[str]:
    return wrap(printable(words.reason(judged, lang)), 10.5, ROOM - _BEFORE)


def _row(sheet: Sheet, judged: Judgement) -> None:
    sheet.box(MARGIN, sheet.y, ROOM, 1.5, palette.GRID)
    top = sheet.y
    sheet.y += 6
    for line in _statement(judged, sheet.setting):
        sheet.y += _LINE
        sheet.text(MARGIN, sheet.y - 7, line, 11.5, color=palette.INK if words.shown(judged) else palette.QUIET)
    word = words.verdict(judged.verdict, sheet.lang)
    sheet.pill(MARGIN, sheet.y + 10, word, *palette.VERDICT[judged.verdict])
    if words.shown(judged):
        _measured(sheet, judged)
    else:
        for at, line in enumerate(_reason(judged, sheet.lang)):
            sheet.text(MARGIN + _BEFORE, sheet.y + 37 + at * 10.5 * PX * LEADING, line, 10.5, color=palette.QUIET)
    sheet.y = top + _height(judged, sheet.setting)


def _measured(sheet: Sheet, judged: Judgement) -> None:
    style, lang = judged.written, sheet.lang
    _strip(sheet, judged)
    given = words.shown(judged)
    if given is None:
        return
    value = words.interval(given.interval, style, lang)
    if judged.estimate is None:
        value = say("newest_value", lang, when=words.period(given.periods[-1], lang), value=value)
    right = WIDTH - MARGIN
    sheet.text(right, sheet.y + 28, say("claimed", lang, value=words.claimed(judged, lang)), SMALL, align="right")
    size = SMALL if width(value, SMALL, bold=True) <= _NUMBERS else SMALL - 1
    sheet.text(right, sheet.y + 62, value, size, bold=True, align="right")


def _strip(sheet: Sheet, judged: Judgement) -> None:
    scale, y = _SCALES[judged.written], sheet.y + 44

    def at(value: float) -> float:
        return MARGIN + _BEFORE + _STRIP * scale.place(value)

    sheet.line([at(scale.low), at(scale.high)], [y, y], palette.GRID, 3, z=0)
    for tick in _MARKS[judged.written]:
        sheet.line([at(tick)] * 2, [y - 19, y + 19], palette.FAINT, 2, z=0)
    if judged.figure is not None:
        sheet.dots([at(judged.figure)], [y - 27], 17, palette.INK, mark="v")
        sheet.line([at(judged.figure)] * 2, [y - 27, y], palette.INK, 2.4)
    elif judged.zone is not None:
        sheet.line([at(end) for end in judged.zone], [y, y], palette.ZONE, 28, z=0)
    given = words.shown(judged)
    if given is None:
        return
    strong = judged.verdict in {"supported", "contradicted"} and judged.estimate is not None
    color = palette.VERDICT[judged.verdict][0] if strong else palette.QUIET
    sheet.line([at(given.interval.low), at(given.interval.high)], [y, y], color, 10, alpha=0.5, z=2)
    sheet.dots([at(given.interval.value)], [y], 17, color, hollow=judged.estimate is None)


@styled
def overview(judgements: Sequence[Judgement], setting: Setting) -> Chart:
    """Draw how many statements of each article got which verdict."""
    sheet = Sheet(setting)
    title = finding(judgements, setting.lang)
    sheet.heading("", title, say("overview_subtitle", setting.lang))
    _key(sheet, judgements)
    articles = dict.fromkeys(words.article(judged.id) for judged in judgements)
    groups = {key: [judged for judged in judgements if words.article(judged.id) == key] for key in articles}
    most = max((len(rows) for rows in groups.values()), default=1)
    for key, rows in groups.items():
        _bar(sheet, key, rows, most)
    boards = {board for judged in judgements if (shown := words.shown(judged)) for board in shown.panel.boards}
    return Chart(
        "overview",
        sheet.finish(sorted(boards)),
        title,
        _alt(f"{title}. {tally(judgements, setting.lang)}", judgements, setting),
    )


def _key(sheet: Sheet, judgements: Sequence[Judgement]) -> None:
    """Set the verdicts that occur as words on their colours, in lines."""
    x = float(MARGIN)
    for name in _occurring(judgements):
        word = words.verdict(name, sheet.lang)
        if x + width(word, SMALL, bold=True) + 28 > WIDTH - MARGIN:
            x, sheet.y = float(MARGIN), sheet.y + 50
        x += sheet.pill(x, sheet.y, word, *palette.VERDICT[name]) + 12
    sheet.y += 56


def _occurring(judgements: Sequence[Judgement]) -> list[VerdictName]:
    found = {judged.verdict for judged in judgements}
    return [name for name in VERDICTS if name in found]


def _bar(sheet: Sheet, key: str, rows: Sequence[Judgement], most: int) -> None:
    sheet.text(MARGIN, sheet.y + 34, f"{key}  {words.article_title(key, sheet.lang)}", 11.5, bold=True)
    counts = Counter(judged.verdict for judged in rows)
    x = float(MARGIN)
    for name in _occurring(rows):
        wide = ROOM * counts[name] / most
        ground, letters = palette.VERDICT[name]
        sheet.box(x, sheet.y + 48, wide - 3, 44, ground)
        sheet.text(x + wide / 2 - 1.5, sheet.y + 79, str(counts[name]), 11.5, color=letters, bold=True, align="center")
        x += wide
    sheet.y += 112
