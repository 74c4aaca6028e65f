"""The report as a page that opens from disk: one HTML file beside its PNGs; no script, nothing loaded from afar."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from pathlib import Path

from reports import story, words
from reports.charts import palette
from reports.charts.scoreboard import tally
from reports.results import VERDICTS, Estimate, Judgement, VerdictName
from reports.view import Picture, View
from reports.words import say

_CSS = Path(__file__).with_name("page.css")


def render(view: View) -> str:
    """Return the page as HTML."""
    return "".join(
        (
            _head(view),
            '<main id="top">',
            _lead(view),
            _changes(view),
            _scoreboard(view),
            _demand(view),
            _claims(view),
            _coverage(view),
            _reading(view),
            _sources(view),
            "</main>",
            f'<footer class="quiet"><p>{_t(view, "made", vintage=view.vintage, day=view.today)}</p></footer>',
            "</body></html>\n",
        )
    )


def _t(view: View, key: str, **given: object) -> str:
    return escape(say(key, view.lang, **given))


def pill(verdict: VerdictName, lang: words.Lang) -> str:
    """Return a verdict's word on its colour, as HTML."""
    ground, letters = palette.VERDICT[verdict]
    style = f"background:{ground};color:{letters}"
    return f'<span class="verdict" style="{style}">{escape(words.verdict(verdict, lang))}</span>'


def _head(view: View) -> str:
    lang, foreign = ("zh-CN", "en") if view.lang == "zh" else ("en", "zh-CN")
    banner = f'<div class="simulated">{_t(view, "simulated_page")}</div>' if view.simulated else ""
    other = (
        f'<nav><a href="{escape(view.other)}" lang="{foreign}">{_t(view, "other_language")}</a></nav>'
        if view.other
        else ""
    )
    return (
        f'<!doctype html><html lang="{lang}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>{_t(view, 'page_title')} {view.today}</title>"
        f'<link rel="icon" href="data:,"><style>{_CSS.read_text(encoding="utf-8")}</style></head><body>{banner}'
        f'<header><p class="quiet">jobproof, {view.today}</p>{other}</header>'
    )


def _lead(view: View) -> str:
    told = escape(story.headline(view.judgements, view.lang))
    counts = _t(view, "stop", text=tally(view.judgements, view.lang))
    lead = escape(story.lead(view.judgements, view.lang))
    sentence = f'<p class="lead">{lead}</p>' if lead else ""
    return f"<h1>{told}</h1>{sentence}<p>{counts}</p>{_figure(view.pictures.get('overview'))}"


def _figure(picture: Picture | None) -> str:
    if picture is None:
        return ""
    size = 'width="{}" height="{}"'.format(*picture.size)
    return f'<figure><img src="{escape(picture.file)}" {size} alt="{escape(picture.alt)}" loading="lazy"></figure>'


def _changes(view: View) -> str:
    if not view.before:
        return ""
    moved = story.moved(view.judgements, view.before)
    items = "".join(
        f"<li>{escape(judged.id)} {escape(words.statement(judged, view.lang))}: "
        f"{_verdict_word(was, view)} → {pill(judged.verdict, view.lang)}</li>"
        for judged, was in moved
    )
    body = f"<ul>{items}</ul>" if moved else f"<p>{_t(view, 'no_changes')}</p>"
    return f"<h2>{_t(view, 'changes')}</h2>{body}"


def _verdict_word(name: str, view: View) -> str:
    return escape(next((words.verdict(known, view.lang) for known in VERDICTS if known == name), name))


def _scoreboard(view: View) -> str:
    articles = dict.fromkeys(words.article(judged.id) for judged in view.judgements)
    tables = "".join(_table(key, view) for key in articles)
    drawn = [picture for name, picture in view.pictures.items() if name.startswith("scoreboard-")]
    images = "".join(map(_figure, drawn))
    pictures = f"<details><summary>{_t(view, 'as_pictures')}</summary>{images}</details>" if drawn else ""
    return f'<h2 id="scoreboard">{_t(view, "scoreboard")}</h2>{tables}{pictures}'


def _table(key: str, view: View) -> str:
    rows = [judged for judged in view.judgements if words.article(judged.id) == key]
    heads = "".join(
        f'<th scope="col">{_t(view, name)}</th>'
        for name in ("col_id", "col_statement", "col_claimed", "col_measured", "col_verdict")
    )
    caption = escape(tally(rows, view.lang))
    return (
        f"<h3>{escape(key)}: {escape(words.article_title(key, view.lang))}</h3><table><caption>{caption}</caption>"
        f"<thead><tr>{heads}</tr></thead><tbody>{''.join(_table_row(judged, view) for judged in rows)}</tbody></table>"
    )


def _table_row(judged: Judgement, view: View) -> str:
    ident = escape(judged.id)
    link = f'<a href="#{ident}">{ident}</a>' if words.shown(judged) else ident
    measured = escape(words.measured(judged, view.lang))
    cells = (
        f"<td>{link}</td><td>{escape(words.statement(judged, view.lang))}</td>"
        f'<td class="num" data-label="{_t(view, "col_claimed")}">{escape(words.claimed(judged, view.lang))}</td>'
        f'<td data-label="{_t(view, "col_measured")}">{measured}</td>'
        f"<td>{pill(judged.verdict, view.lang)}</td>"
    )
    return f"<tr>{cells}</tr>"


def _demand(view: View) -> str:
    drawn = [p for name, p in view.pictures.items() if name.startswith(("demand-", "claimed-paths", "skills"))]
    body = "".join(map(_figure, drawn)) or f"<p>{_t(view, 'no_series')}</p>"
    return f"<h2>{_t(view, 'demand')}</h2>{body}"


def _claims(view: View) -> str:
    drawn = [judged for judged in view.judgements if words.shown(judged) or judged.elsewhere]
    body = "".join(_claim(judged, view) for judged in drawn) or f"<p>{_t(view, 'no_claims')}</p>"
    return f"<h2>{_t(view, 'claims')}</h2>{body}"


def _claim(judged: Judgement, view: View) -> str:
    queries = _queries(judged)
    sql = "".join(f"<pre><code>{escape(query)}</code></pre>" for query in queries)
    details = f"<details><summary>{_t(view, 'sql')}</summary>{sql}</details>" if queries else ""
    first, second = judged.sentence_en, judged.sentence_zh
    if view.lang == "zh":
        first, second = second, first
    codes = ("zh-CN", "en") if view.lang == "zh" else ("en", "zh-CN")
    return (
        f'<section id="{escape(judged.id)}"><h3>{escape(judged.id)} {escape(words.statement(judged, view.lang))}</h3>'
        f'<p>{pill(judged.verdict, view.lang)} <span lang="{codes[0]}">{escape(first)}</span></p>'
        f'<p class="quiet" lang="{codes[1]}">{escape(second)}</p>'
        f"{_figure(view.pictures.get(f'claim-{judged.id}'))}{_panel(judged, view)}{details}</section>"
    )


def _panel(judged: Judgement, view: View) -> str:
    picture = view.pictures.get(f"panel-{judged.id}")
    summary = f"<summary>{_t(view, 'panel_summary')}</summary>"
    return f"<details>{summary}{_figure(picture)}</details>" if picture else ""


def _queries(judged: Judgement) -> list[str]:
    given: Iterable[Estimate | None] = (judged.estimate, judged.newest, *judged.elsewhere)
    queries = (estimate.sql_figure or estimate.sql for estimate in given if estimate is not None)
    return list(dict.fromkeys(query for query in queries if query))


def _coverage(view: View) -> str:
    picture = view.pictures.get("coverage")
    body = (
        _figure(picture)
        if picture
        else f"<p>{_t(view, 'no_coverage')}</p><pre><code>jobproof backfill --help</code></pre>"
    )
    return f"<h2>{_t(view, 'coverage')}</h2>{body}"


def _reading(view: View) -> str:
    found = {judged.verdict for judged in view.judgements}
    rows = "".join(
        f"<dt>{pill(name, view.lang)}</dt><dd>{escape(words.verdict_means(name, view.lang))}</dd>"
        for name in VERDICTS
        if name in found
    )
    return f"<h2>{_t(view, 'reading')}</h2><p>{_t(view, 'reading_text')}</p><dl>{rows}</dl>"


def _sources(view: View) -> str:
    rows: Sequence[dict[str, object]] = view.boards.to_dicts()
    items = "".join(_source(row, view) for row in rows)
    return f"<h2>{_t(view, 'sources')}</h2><ul>{items}</ul>"


def _source(row: dict[str, object], view: View) -> str:
    title, url = escape(str(row["title"])), escape(str(row["url"] or ""))
    named = f'<a href="{url}" rel="noreferrer">{title}</a>' if url.startswith("https://") else title
    seen = "" if row["board"] in view.observed else f" ({_t(view, 'coverage_none')})"
    credit = f" {escape(str(row['attribution']))}" if row["attribution"] else ""
    return f"<li>{named}{seen}.{credit}</li>"
