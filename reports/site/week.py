"""The week's first page: headline, what changed, every statement, demand, what was observed, how to read, sources."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from reports import corrections, story, words
from reports.charts.scoreboard import tally
from reports.corrections import Correction
from reports.results import VERDICTS, Judgement
from reports.site.html import credit, details, figure, listed, page, pill, table, text
from reports.view import View, could_show
from reports.words import say

_SERIES = ("demand-", "claimed-paths", "skills", "together")
DATA = (
    ("download_claims_csv", "data/claims.csv"),
    ("download_claims_json", "claims.json"),
    ("download_weekly", "data/weekly.csv"),
    ("download_monthly", "data/monthly.csv"),
    ("download_skills", "data/skills.csv"),
    ("download_coverage", "data/coverage.csv"),
    ("download_corrections", "corrections.csv"),
)
"""Label -> file in the report's folder that it offers."""


def render(view: View) -> str:
    """Return the page."""
    body = (
        _lead(view)
        + _unknown(view)
        + _changes(view)
        + _scoreboard(view)
        + _demand(view)
        + _coverage(view)
        + _reading(view)
        + _data(view)
        + _sources(view)
        + _notices(view)
    )
    return page(view, "index", say("page_title", view.lang), body)


def _lead(view: View) -> str:
    told = escape(story.headline(view.judgements, view.lang))
    counts = text(view, "stop", text=tally(view.judgements, view.lang))
    lead = escape(story.lead(view.judgements, view.lang))
    sentence = f'<p class="lead">{lead}</p>' if lead else ""
    best = story.decided(view.judgements)
    chart = figure(view.pictures.get(f"claim-{best[0].id}")) if best else ""
    more = f"<p>{_link(best[0], view)}</p>" if best else ""
    return (
        f"<h1>{told}</h1>{sentence}{chart}{more}<p>{counts} {_boards_seen(view)}</p>"
        f"{figure(view.pictures.get('overview'))}"
    )


def _link(judged: Judgement, view: View) -> str:
    href = f"claims/{view.page(judged.id)}"
    return f'<a href="{escape(href)}">{text(view, "more_evidence", id=judged.id)}</a>'


def _boards_seen(view: View) -> str:
    if not view.seen.known:
        return ""
    return text(view, "boards_seen", now=len(view.seen.now), known=len(view.seen.known))


def _unknown(view: View) -> str:
    """Say what a young warehouse cannot know yet, and what to do about it."""
    told = "".join(f"<p>{escape(line)}</p>" for line in story.young(view))
    if not told:
        return ""
    month = f"{view.today:%Y-%m}"
    commands = f"jobproof backfill hn_whoishiring --from {view.today.year - 3}-01 --to {month}\njobproof crawl"
    wanted = f"<p>{text(view, 'nothing_yet_boards')}</p><pre><code>{commands}</code></pre>"
    return f"<h2>{text(view, 'nothing_yet')}</h2>{'' if view.observed else wanted}{told}"


def _changes(view: View) -> str:
    first = "" if view.before else f"<p>{text(view, 'first_report')}</p>"
    return f"<h2>{text(view, 'changes')}</h2>{first}{_moved(view)}{_revised(view)}{_moved_boards(view)}"


def _moved(view: View) -> str:
    if not view.before:
        return ""
    items = [
        f"{_ident(judged, view)} {escape(words.statement(judged, view.lang))}: "
        f"{escape(story.verdict_word(was, view.lang))} → {pill(judged.verdict, view.lang)}"
        for judged, was in story.moved(view.judgements, view.before)
    ]
    none = f"<p>{text(view, 'no_changes')}</p>"
    return f"<h3>{text(view, 'moved_verdicts')}</h3>{listed(items) or none}"


def _revised(view: View) -> str:
    if not view.before:
        return ""
    styles = {judged.id: judged.written for judged in view.judgements}
    items = [escape(story.revision(change, styles[change.claim_id], view.lang, view.titles)) for change in view.revised]
    log = text(view, "corrections_link", n=len(view.corrections))
    body = listed(items) or f"<p>{text(view, 'no_revisions')}</p>"
    return f'<h3>{text(view, "revisions")}</h3>{body}<p><a href="{view.page("corrections")}">{log}</a></p>'


def _moved_boards(view: View) -> str:
    told = story.boards_told(view)
    return f"<h3>{text(view, 'boards_heading')}</h3>{listed(map(escape, told))}" if told else ""


def _ident(judged: Judgement, view: View) -> str:
    return f'<a href="claims/{escape(view.page(judged.id))}">{escape(judged.id)}</a>'


def _scoreboard(view: View) -> str:
    articles = dict.fromkeys(words.article(judged.id) for judged in view.judgements)
    tables = "".join(_article(key, view) for key in articles)
    drawn = [one for name, one in view.pictures.items() if name.startswith(("forest", "scoreboard-"))]
    pictures = details(say("as_pictures", view.lang), "".join(map(figure, drawn)))
    return f'<h2 id="scoreboard">{text(view, "scoreboard")}</h2>{tables}{pictures}'


def _article(key: str, view: View) -> str:
    rows = [judged for judged in view.judgements if words.article(judged.id) == key]
    heads = [say(name, view.lang) for name in ("col_statement", "col_claimed", "col_measured", "col_verdict")]
    made = table(heads, (_row(judged, view) for judged in rows), caption=tally(rows, view.lang))
    return f"<h3>{escape(key)}: {escape(words.article_title(key, view.lang))}</h3>{made}"


def _row(judged: Judgement, view: View) -> Sequence[str]:
    ident = escape(judged.id)
    return (
        f'<span id="{ident}">{_ident(judged, view)}</span> {escape(words.statement(judged, view.lang))}',
        escape(words.claimed(judged, view.lang)),
        escape(words.measured(judged, view.lang)),
        pill(judged.verdict, view.lang),
    )


def _demand(view: View) -> str:
    drawn = [one for name, one in view.pictures.items() if name.startswith(_SERIES)]
    body = "".join(map(figure, drawn)) or f"<p>{text(view, 'no_series')}</p>"
    return f"<h2>{text(view, 'demand')}</h2>{body}"


def _coverage(view: View) -> str:
    picture = view.pictures.get("coverage")
    empty = f"<p>{text(view, 'no_coverage')}</p><pre><code>jobproof backfill --help</code></pre>"
    return f"<h2>{text(view, 'coverage')}</h2>{figure(picture) if view.observed else empty}"


def _reading(view: View) -> str:
    present = {judged.verdict for judged in view.judgements}
    rows = "".join(
        f"<dt>{pill(name, view.lang)}</dt><dd>{escape(words.verdict_means(name, view.lang))}</dd>"
        for name in VERDICTS
        if name in present
    )
    meanings = f'<dl class="meanings">{rows}</dl>' if rows else ""
    return f"<h2>{text(view, 'reading')}</h2><p>{text(view, 'reading_text')}</p>{meanings}"


def _data(view: View) -> str:
    links = [f'<a href="{file}" download>{text(view, label)}</a>' for label, file in DATA]
    return f"<h2>{text(view, 'download')}</h2>{listed(links)}"


def _sources(view: View) -> str:
    items = [_source(row, view) for row in could_show(view.boards, view.observed).to_dicts()]
    return f"<h2>{text(view, 'sources')}</h2>{listed(items)}"


def _source(row: dict[str, object], view: View) -> str:
    """Return a board as it wants to be named, and whether it was observed at all."""
    unseen = words.ASIDE[view.lang].format(text(view, "coverage_none"))
    return credit(row, view, "" if row["board"] in view.observed else unseen)


def _notices(view: View) -> str:
    return f"<h2>{text(view, 'notices')}</h2>{listed(map(escape, view.notices))}" if view.notices else ""


def render_corrections(view: View) -> str:
    """Return the page of the corrections log."""
    title = say("corrections_title", view.lang)
    body = corrections_table(view.corrections, view) or f"<p>{text(view, 'no_corrections')}</p>"
    link = f'<p><a href="corrections.csv" download>{text(view, "download_corrections")}</a></p>'
    told = f"<h1>{escape(title)}</h1><p>{text(view, 'corrections_text')}</p>{body}{link}"
    return page(view, "corrections", title, told)


def corrections_table(changes: Sequence[Correction], view: View, *, up: str = "") -> str:
    """Return corrections as a table; nothing where there are none."""
    known = {judged.id: judged for judged in view.judgements}
    heads = [say(name, view.lang) for name in ("col_statement", "col_before", "col_after", "col_why", "col_day")]
    rows = (_correction(change, known[change.claim_id], view, up) for change in changes)
    return table(heads, rows)


def _correction(change: Correction, judged: Judgement, view: View, up: str) -> Sequence[str]:
    when = words.periods(change.periods, view.lang)
    lead = f'<a href="{up}claims/{escape(view.page(judged.id))}">{escape(judged.id)}</a>'
    before, after = (
        f"{escape(corrections.written(said, judged.written, view.lang))}<br>{pill(said.verdict, view.lang)}"
        for said in (change.before, change.after)
    )
    why = escape(corrections.reasons(change, view.lang, view.titles))
    return (
        f"{lead} {escape(words.statement(judged, view.lang))}{words.CLAUSE[view.lang]}{escape(when)}",
        before,
        after,
        why,
        change.day,
    )
