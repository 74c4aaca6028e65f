"""The mail's HTML part: styles in the elements, since mail programs drop others; no picture is loaded from afar."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from html import escape
from urllib.parse import urljoin

from reports import story, words
from reports.charts import palette
from reports.charts.scoreboard import tally
from reports.mail_text import (
    address,
    articles,
    changes,
    further,
    lead,
    listed,
    observed,
    on_disk,
    subject,
)
from reports.results import VERDICTS, Judgement
from reports.site.html import CODES, credit, pill
from reports.story import Pick
from reports.view import View
from reports.words import say

DOMAIN = "jobproof.invalid"
_FONT = "system-ui,-apple-system,'Segoe UI','PingFang SC','Microsoft YaHei','Noto Sans CJK SC',sans-serif"
_STYLE = (
    ":root{color-scheme:light dark;supported-color-schemes:light dark}"
    "body{margin:0;padding:0}img{border:0}a{color:#0b5cad}"
    "h2{font-size:19px;line-height:1.3;margin:32px 0 8px}h3{font-size:16px;margin:20px 0 4px}"
    ".verdict{display:inline-block;padding:1px 8px;border-radius:6px;font-weight:700;white-space:nowrap}"
    "@media (prefers-color-scheme:dark){"
    ".page,.page td,.page h1,.page h2,.page h3,.page p,.page li{color:#e6edf3!important}"
    ".page{background:#12161b!important}.quiet,.page .quiet{color:#a9b3bd!important}a{color:#79b8ff!important}"
    ".row{border-color:#3a424b!important}}"
)
_QUIET = 'class="quiet" style="color:#57606a;font-size:14px;line-height:1.5;margin:4px 0"'


def cid(pick: Pick) -> str:
    """Return a chart's Content-ID."""
    return f"{pick.picture.name}.{pick.picture.lang}@{DOMAIN}"


def html(view: View, chosen: Sequence[Pick]) -> str:
    """Return the HTML part, whose pictures are those chosen, by their Content-ID."""
    banner = (
        f'<p style="margin:0;padding:8px 16px;background:#ffd24d;color:#1f2328!important;font-weight:700">'
        f'<span style="color:#1f2328">{_t(view, "simulated_page")}</span></p>'
        if view.simulated
        else ""
    )
    return (
        f'<!doctype html><html lang="{CODES[view.lang]}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        '<meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark">'
        f"<title>{escape(subject(view))}</title><style>{_STYLE}</style></head>"
        f'<body><div class="page" style="background:#ffffff;color:#1f2328;font:16px/1.5 {_FONT}">'
        f'<div style="display:none;max-height:0;overflow:hidden">{escape(tally(view.judgements, view.lang))}</div>'
        f'{banner}<div style="max-width:640px;margin:0 auto;padding:16px">{_body(view, chosen)}</div></div>'
        "</body></html>"
    )


def _body(view: View, chosen: Sequence[Pick]) -> str:
    headline = escape(story.headline(view.judgements, view.lang))
    told = "".join(f"<p>{escape(line)}</p>" for line in lead(view))
    return (
        f"<p {_QUIET}>jobproof · {_t(view, 'week_of', day=view.week)}</p>"
        f'<h1 style="font-size:24px;line-height:1.25;margin:4px 0 12px">{headline}</h1>{told}'
        f"{_section('numbers_first', view, _bars(view))}"
        f"{_section('changes', view, _items(changes(view)))}"
        f"{_section('charts_this_week', view, ''.join(_chart(pick) for pick in chosen))}"
        f"{_section('claims', view, _table(view))}"
        f"{_section('reading', view, _how_to_read(view))}"
        f"{_section('sources', view, _items(_credits(view), html=True))}"
        f"{_section('notices', view, _items(view.notices))}"
        f"<p>{_whole(view)}</p><p {_QUIET}>{_t(view, 'made', vintage=view.vintage, day=view.today)}</p>"
    )


def _t(view: View, key: str, **given: object) -> str:
    return escape(say(key, view.lang, **given))


def _section(key: str, view: View, body: str) -> str:
    return f"<h2>{_t(view, key)}</h2>{body}" if body else ""


def _items(lines: Iterable[str], *, html: bool = False) -> str:
    told = [line if html else escape(line.removeprefix("- ")) for line in lines]
    body = "".join(f'<li style="margin:4px 0">{line}</li>' for line in told)
    return f'<ul style="margin:0;padding-left:20px">{body}</ul>' if body else ""


def _bars(view: View) -> str:
    """Return one bar an article, its verdicts as cells as wide as they are many: no picture, so it always shows."""
    return "".join(_bar(key, rows, view) for key, rows in articles(view))


def _bar(key: str, rows: Sequence[Judgement], view: View) -> str:
    counts = Counter(judged.verdict for judged in rows)
    cells = "".join(
        f'<td width="{100 * counts[name] // len(rows)}%" bgcolor="{palette.VERDICT[name][0]}" '
        f'style="background:{palette.VERDICT[name][0]};padding:2px 0;text-align:center;font-size:14px;font-weight:700">'
        f'<span style="color:{palette.VERDICT[name][1]}">{counts[name]}</span></td>'
        for name in VERDICTS
        if counts[name]
    )
    title = f"<b>{escape(key)}</b> {escape(words.article_title(key, view.lang))}"
    return (
        f'<p style="margin:12px 0 2px">{title}</p>'
        f'<table role="presentation" width="100%" cellpadding="0" cellspacing="0"><tr>{cells}</tr></table>'
        f"<p {_QUIET}>{escape(tally(rows, view.lang))}</p>"
    )


def _chart(pick: Pick) -> str:
    """Return a chart on white paper, in dark mode too, with the reason for which it was chosen."""
    width, height = pick.picture.size
    return (
        f'<div style="margin:24px 0 0"><img src="cid:{cid(pick)}" alt="{escape(pick.picture.alt)}" width="608" '
        f'height="{round(608 * height / width)}" '
        'style="display:block;width:100%;max-width:608px;height:auto;background:#ffffff;border-radius:6px">'
        f"<p {_QUIET}>{escape(pick.why)}</p></div>"
    )


def _table(view: View) -> str:
    rows = "".join(_row(judged, view) for judged in listed(view))
    made = f'<table role="presentation" width="100%" cellpadding="0" cellspacing="0">{rows}</table>' if rows else ""
    more = f"<p {_QUIET}>{_t(view, 'unjudged', n=further(view))}</p>" if further(view) else ""
    return made + more


def _row(judged: Judgement, view: View) -> str:
    claimed, measured = words.claimed(judged, view.lang), words.measured(judged, view.lang)
    said = [measured] if judged.kind == "consistency" else [say("claimed", view.lang, value=claimed), measured]
    told = escape(words.SEMICOLON[view.lang].join(said))
    ident = escape(judged.id)
    if view.address:
        ident = f'<a href="{escape(urljoin(view.address, f"claims/{view.page(judged.id)}"))}">{ident}</a>'
    lead = f"<b>{ident}</b> {escape(words.statement(judged, view.lang))}"
    return (
        '<tr><td class="row" style="padding:10px 0;border-bottom:1px solid #d0d7de;font-size:15px">'
        f"{lead}<br>{pill(judged.verdict, view.lang)} {told}</td></tr>"
    )


def _how_to_read(view: View) -> str:
    found = {judged.verdict for judged in view.judgements}
    rows = [
        f"{pill(name, view.lang)} {escape(words.verdict_means(name, view.lang))}" for name in VERDICTS if name in found
    ]
    return f"<p>{_t(view, 'reading_text')}</p>{_items(rows, html=True)}<p>{_t(view, 'chosen_rule')}</p>"


def _credits(view: View) -> list[str]:
    """Return each observed board as a plain link, which some boards ask for, with the line that it wants to see."""
    return [credit(row, view) for row in observed(view)]


def _whole(view: View) -> str:
    if not address(view):
        return escape(on_disk(view))
    return f'<a href="{escape(address(view))}">{_t(view, "whole_report")}</a>'
