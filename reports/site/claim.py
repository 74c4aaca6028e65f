"""One statement's page: verdict, chart, evidence, what it hangs on, history, queries, data. Other pages link to it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from reports import claim_review, words
from reports.results import VERDICTS, Estimate, Judgement, Panel
from reports.site.html import CODES, details, facts, figure, listed, page, pill, table, text
from reports.site.week import corrections_table
from reports.view import View
from reports.words import say

_UP = "../"
_MOST = 12
"""Rows of a list that a page shows; the data hold all."""


def render(judged: Judgement, view: View) -> str:
    """Return the page of one statement."""
    title = f"{judged.id} {words.statement(judged, view.lang)}"
    body = (
        _lead(judged, view)
        + _evidence(judged, view)
        + _robust(judged, view)
        + _parts(judged, view)
        + _elsewhere(judged, view)
        + _who(judged, view)
        + _history(judged, view)
        + _queries(judged, view)
        + _data(judged, view)
        + _neighbours(judged, view)
    )
    return page(view, judged.id, title, body, up=_UP)


def _lead(judged: Judgement, view: View) -> str:
    first, second = judged.sentence_en, judged.statement_zh
    if view.lang == "zh":
        first, second = judged.sentence_zh, judged.statement_en
    other = CODES["en" if view.lang == "zh" else "zh"]
    back = f'<a href="{_UP}{view.page("index")}#{escape(judged.id)}">{text(view, "back_to_week")}</a>'
    chart = figure(view.pictures.get(f"claim-{judged.id}"), up=_UP)
    return (
        f'<p class="quiet">{back} · {_place(judged, view)}</p>'
        f"<h1>{escape(judged.id)} {escape(words.statement(judged, view.lang))}</h1>"
        f'<p class="quiet" lang="{other}">{escape(second)}</p>'
        f'<p class="lead">{pill(judged.verdict, view.lang)} {escape(first)}</p>{chart}'
    )


def _place(judged: Judgement, view: View) -> str:
    """Return in which article the statement stands, and where in it."""
    key = words.article(judged.id)
    number, _, place = view.places.get(judged.id, "").partition(" ")
    headline = claim_review.articles().get(number, {}).get("title", "")
    named = f'<cite lang="zh-CN">{escape(headline)}</cite>' if headline else escape(words.article_title(key, view.lang))
    where = escape(words.phrase(place, view.lang))
    return f"{named}{words.CLAUSE[view.lang]}{where}" if place else named


def _evidence(judged: Judgement, view: View) -> str:
    rows = [*_asked(judged, view), *_measured(judged, view)]
    needed = words.phrase(judged.needed, view.lang)
    wanted = f"<p>{text(view, 'needed', what=needed)}</p>" if needed else ""
    return f"<h2>{text(view, 'evidence')}</h2>{facts(rows)}{wanted}"


def _asked(judged: Judgement, view: View) -> list[tuple[str, str]]:
    """Return what the article says and what would have counted as true."""
    lang = view.lang
    zone = words.zone(judged.zone, judged.written, lang) if judged.zone else ""
    rival = "" if judged.rival is None else words.figure(judged.rival, judged.written, lang)
    reason = words.reason(judged, lang) if judged.reason or judged.estimate is None else ""
    return [
        (say("row_claimed", lang), escape(words.claimed(judged, lang))),
        (say("row_zone", lang), escape(zone)),
        (say("row_rival", lang), escape(rival)),
        (say("row_population", lang), escape(words.population(judged.population, lang, view.titles))),
        (say("row_reason", lang), escape(reason or words.verdict_means(judged.verdict, lang))),
    ]


def _dropped(panel: Panel, view: View) -> list[str]:
    """Return the boards left out, one line each reason."""
    reasons: dict[str, list[str]] = {}
    for name, why in panel.dropped_boards.items():
        reasons.setdefault(words.phrase(why, view.lang), []).append(view.titles.get(name, name))
    joint = "、" if view.lang == "zh" else "; "
    return [f"{why}{words.COLON[view.lang]}{joint.join(names)}" for why, names in reasons.items()]


def _measured(judged: Judgement, view: View) -> list[tuple[str, str]]:
    estimate, lang = words.shown(judged), view.lang
    if estimate is None:
        return []
    own = judged.estimate is not None
    panel = estimate.panel
    employers = say("row_employers_value", lang, employers=words.number(panel.employers), k=words.number(panel.k),
                    g_eff=f"{panel.g_eff:.1f}")  # fmt: skip
    dropped = _dropped(panel, view)
    tagger = say("tagger_corrected" if judged.corrected else "tagger_uncorrected", lang)
    newest = "" if own or judged.newest_verdict is None else f" {pill(judged.newest_verdict, lang)}"
    measured = escape(words.interval(estimate.interval, judged.written, lang))
    return [
        (say("row_measured" if own else "row_newest", lang), f"{measured}{newest}"),
        (say("row_periods", lang), escape(words.periods(estimate.periods, lang))),
        (say("row_measure", lang), escape(say(estimate.measure, lang))),
        (say("row_cells", lang), "<br>".join(map(escape, _cells(estimate, view)))),
        (say("row_employers", lang), escape(employers)),
        (say("row_boards", lang), escape(_joined((view.titles.get(name, name) for name in panel.boards), view))),
        (say("row_dropped", lang), listed(map(escape, dropped))),
        (say("row_tagger", lang), escape(tagger)),
    ]


def _joined(parts: Iterable[str], view: View) -> str:
    return words.COMMA[view.lang].join(parts)


def _cells(estimate: Estimate, view: View) -> list[str]:
    return [
        say("row_cell", view.lang, x=words.number(x), n=words.number(n), when=words.period(label, view.lang))
        for label, (n, x) in zip(estimate.periods, estimate.cells, strict=False)
    ]


def _robust(judged: Judgement, view: View) -> str:
    estimate = judged.estimate
    if estimate is None or not estimate.leave_one_out:
        return ""
    middle = estimate.interval.value
    farthest = sorted(estimate.leave_one_out.items(), key=lambda item: (-abs(item[1] - middle), item[0]))[:_MOST]
    flips = _joined((words.flip(flip, view.lang, view.titles) for flip in judged.flips), view)
    told = say("flips", view.lang, what=flips) if flips else say("robust_same", view.lang)
    heads = [say(name, view.lang) for name in ("col_without", "col_figure")]
    rows = (
        (escape(view.titles.get(name, name)), escape(words.figure(value, judged.written, view.lang)))
        for name, value in farthest
    )
    lead = f"<p>{text(view, 'robust_text', flips=told)}</p>"
    return f"<h2>{text(view, 'robust')}</h2>{lead}{table(heads, rows)}"


def _parts(judged: Judgement, view: View) -> str:
    estimate = words.shown(judged)
    parts = estimate.parts if estimate else ()
    heads = [say(name, view.lang) for name in ("col_what", "col_measured", "col_counted")]
    rows = (
        (
            escape(words.about(part.label, view.lang)),
            escape(words.interval(part.interval, judged.written, view.lang)),
            escape(say("cell", view.lang, x=words.number(part.x), n=words.number(part.n))),
        )
        for part in parts
    )
    made = table(heads, rows)
    return f"<h2>{text(view, 'parts')}</h2>{made}" if made else ""


def _elsewhere(judged: Judgement, view: View) -> str:
    """Return evidence of other populations, of which the newest comes last and is shown first."""
    heads = [say(name, view.lang) for name in ("col_where", "col_measured", "col_counted")]
    rows = [_other(estimate, judged, view) for estimate in reversed(judged.elsewhere)]
    head = f"<h2>{text(view, 'elsewhere')}</h2>"
    if not rows:
        return ""
    rest = details(say("more_rows", view.lang, n=len(rows) - _MOST), table(heads, rows[_MOST:]))
    return f"{head}{table(heads, rows[:_MOST])}{rest if len(rows) > _MOST else ''}"


def _other(estimate: Estimate, judged: Judgement, view: View) -> Sequence[str]:
    where = words.population(estimate.population, view.lang, view.titles)
    what = f", {say(estimate.measure, view.lang)}" if estimate.measure == "count" else ""
    return (
        escape(f"{where}{words.CLAUSE[view.lang]}{words.periods(estimate.periods, view.lang)}{what}"),
        escape(words.interval(estimate.interval, judged.written, view.lang)),
        "<br>".join(map(escape, _cells(estimate, view))),
    )


def _who(judged: Judgement, view: View) -> str:
    picture = view.pictures.get(f"panel-{judged.id}")
    return f"<h2>{text(view, 'panel_summary')}</h2>{figure(picture, up=_UP)}" if picture else ""


def _history(judged: Judgement, view: View) -> str:
    if view.history.is_empty():
        return ""
    rows = view.history.filter(claim_id=judged.id).sort("vintage", descending=True).to_dicts()
    heads = [say(name, view.lang) for name in ("col_day", "col_measured", "col_verdict")]
    made = table(heads, (_then(row, judged, view) for row in rows[:_MOST]))
    own = [change for change in view.corrections if change.claim_id == judged.id]
    changed = corrections_table(own, view, up=_UP)
    log = f"<h3>{text(view, 'corrections')}</h3>{changed}" if changed else ""
    return f"<h2>{text(view, 'history')}</h2><p>{text(view, 'history_text')}</p>{made}{log}" if made else ""


def _then(row: dict[str, object], judged: Judgement, view: View) -> Sequence[str]:
    low, value, high = (row[name] for name in ("low", "estimate", "high"))
    style = judged.written
    told = [words.figure(end, style, view.lang) for end in (value, low, high) if isinstance(end, float)]
    figures = say("ci", view.lang, value=told[0], low=told[1], high=told[2]) if len(told) > 2 else ", ".join(told)  # noqa: PLR2004 - value and both ends
    verdict = next((name for name in VERDICTS if name == row["verdict"]), None)
    when = words.periods(tuple(part for part in str(row["periods"] or "").split(" → ") if part), view.lang)
    measured = escape(f"{figures}{words.CLAUSE[view.lang]}{when}") if figures and when else escape(figures) or "–"
    return escape(str(row["vintage"])), measured, pill(verdict, view.lang) if verdict else escape(str(row["verdict"]))


def _queries(judged: Judgement, view: View) -> str:
    parts = []
    for estimate in (judged.estimate, judged.newest, *judged.elsewhere):
        if estimate is None:
            continue
        where = words.population(estimate.population, view.lang, view.titles)
        when = words.periods(estimate.periods, view.lang)
        for label, query in (("sql_figure", estimate.sql_figure), ("sql_cells", estimate.sql)):
            body = f"<pre><code>{escape(query)}</code></pre>" if query else ""
            told = words.CLAUSE[view.lang].join((where, when))
            parts.append(details(f"{say(label, view.lang)}{words.COLON[view.lang]}{told}", body))
    shown = "".join(dict.fromkeys(parts[: 2 * _MOST]))
    asked = judged.kind not in {"untestable", "consistency"}
    told = "sql_how" if shown else "no_sql_yet" if asked else "no_sql"
    return f"<h2>{text(view, 'sql')}</h2><p>{text(view, told)}</p>{shown}"


def _data(judged: Judgement, view: View) -> str:
    ident = escape(judged.id)
    links = [
        f'<a href="{_UP}data/{ident}.json" download>{text(view, "download_json")}</a>',
        f'<a href="{_UP}data/{ident}.csv" download>{text(view, "download_csv")}</a>',
    ]
    picture = view.pictures.get(f"claim-{judged.id}")
    if picture:
        links.append(f'<a href="{_UP}{escape(picture.file)}" download>{text(view, "download_png")}</a>')
    return f"<h2>{text(view, 'download')}</h2>{listed(links)}"


def _neighbours(judged: Judgement, view: View) -> str:
    order = [one.id for one in view.judgements]
    at = order.index(judged.id)
    around = (("previous", order[at - 1] if at else ""), ("next", order[at + 1] if at + 1 < len(order) else ""))
    links = [
        f'<a href="{escape(view.page(ident))}">{text(view, label, id=ident)}</a>' for label, ident in around if ident
    ]
    return f'<p class="neighbours">{" ".join(links)}</p>' if links else ""
