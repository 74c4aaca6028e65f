"""The page over all weeks' reports: what each one said, the newest first. It reads what each week left of itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path
from typing import Any

import orjson

from reports import story
from reports.charts.scoreboard import tally
from reports.site.html import CODES, Parts, document
from reports.view import View, page_name
from reports.words import LANGS, Lang, say

SUMMARY = "week.json"
STYLE = "style.css"


def summary(views: Sequence[View]) -> dict[str, object]:
    """Return what the page over all weeks tells of one: day, vintage, headline and count of verdicts a language."""
    view = views[0]
    return {
        "day": view.today.isoformat(),
        "vintage": view.vintage,
        "simulated": view.simulated,
        "langs": list(view.langs),
        "boards": [len(view.seen.now), len(view.seen.known)],
        "told": {
            one.lang: {
                "headline": story.headline(one.judgements, one.lang),
                "tally": tally(one.judgements, one.lang),
                "page": one.page("index"),
            }
            for one in views
        },
    }


def read(folder: Path) -> list[tuple[str, Mapping[str, Any]]]:
    """Return (name of a week's folder, its summary), the newest first; folders without a readable one are left out."""
    found: list[tuple[str, Mapping[str, Any]]] = []
    for path in sorted(folder.glob(f"*/{SUMMARY}"), reverse=True):
        try:
            told = orjson.loads(path.read_bytes())
        except ValueError:
            continue
        if isinstance(told, dict) and isinstance(told.get("told"), dict):
            found.append((path.parent.name, told))
    return found


def render(weeks: Sequence[tuple[str, Mapping[str, Any]]], lang: Lang) -> str:
    """Return the page over all weeks in one language."""
    others = "".join(
        f'<a href="{page_name("index", other, LANGS)}" lang="{CODES[other]}" hreflang="{CODES[other]}">'
        f"{escape(say('other_language', lang))}</a>"
        for other in LANGS
        if other != lang
    )
    title = escape(say("all_weeks_title", lang))
    items = "".join(_week(name, told, lang) for name, told in weeks)
    empty = f"<p>{escape(say('no_weeks', lang))}</p><pre><code>jobproof publish\njobproof report</code></pre>"
    lead = f"<p>{escape(say('all_weeks_text', lang))}</p>"
    body = f"<h1>{title}</h1>{lead + items if items else empty}"
    banner = ""
    if weeks and weeks[0][1].get("simulated"):
        banner = f'<aside class="simulated">{escape(say("simulated_page", lang))}</aside>'
    return document(lang, title, STYLE, Parts(banner, f"<p>jobproof</p><nav>{others}</nav>", body))


def _week(name: str, told: Mapping[str, Any], lang: Lang) -> str:
    said = told["told"].get(lang) or next(iter(told["told"].values()))
    seen, known = told.get("boards") or (0, 0)
    boards = f" {escape(say('boards_seen', lang, now=seen, known=known))}" if known else ""
    href = f"{escape(name)}/{escape(said['page'])}"
    day = escape(say("week_of", lang, day=name))
    counts = escape(say("stop", lang, text=said["tally"]))
    return (
        f'<section class="week"><h2><a href="{href}">{day}</a></h2>'
        f'<p class="lead">{escape(said["headline"])}</p><p class="quiet">{counts}{boards}</p></section>'
    )
