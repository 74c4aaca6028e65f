"""The mail's plain-text part, and the lines that both parts tell. No markup here."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urljoin

from reports import story, words
from reports.charts.scoreboard import tally
from reports.results import VERDICTS, Judgement
from reports.view import View
from reports.words import say

_MOST = 10
"""Revisions that a mail tells one by one."""


def subject(view: View) -> str:
    """Return the mail's subject: day and count of verdicts."""
    mark = f"[{say('simulated_word', view.lang)}] " if view.simulated else ""
    return f"{mark}jobproof {view.today}: {tally(view.judgements, view.lang)}"


def text(view: View) -> str:
    """Return the plain-text part: the same findings, readable without the HTML."""
    lang = view.lang
    lines = [say("simulated_page", lang), ""] if view.simulated else []
    lines += [story.headline(view.judgements, lang), "", *lead(view)]
    lines += _heading("changes", view, changes(view))
    lines += _heading("numbers_first", view, _scores(view))
    findings = [f"{judged.id} {_told(judged, view)}" for judged in listed(view)]
    lines += _heading("claims", view, findings, apart=True)
    lines += ["", say("unjudged", lang, n=further(view))] if further(view) else []
    charts = [f"- {pick.picture.title}{words.ASIDE[lang].format(pick.why)}" for pick in story.picks(view)]
    lines += _heading("charts_this_week", view, charts)
    lines += _heading("reading", view, [*_meanings(view), "", say("reading_text", lang), say("chosen_rule", lang)])
    lines += _heading("sources", view, [f"- {_sourced(row, view)}" for row in observed(view)])
    lines += _heading("notices", view, [f"- {notice}" for notice in view.notices])
    where = [say("whole_report", lang) + ":", address(view)] if address(view) else [on_disk(view)]
    return "\n".join([*lines, "", *where, say("made", lang, vintage=view.vintage, day=view.today), ""])


def lead(view: View) -> list[str]:
    """Return the leading finding in full, how all statements stand, and what a young warehouse cannot know yet."""
    counts = say("stop", view.lang, text=tally(view.judgements, view.lang))
    return [line for line in (story.lead(view.judgements, view.lang), counts, *story.young(view)) if line]


def _heading(key: str, view: View, body: Sequence[str], *, apart: bool = False) -> list[str]:
    """Return a part of the plain text under its heading; nothing where it is empty."""
    title = say(key, view.lang).upper()
    return ["", title, "", *("\n\n" if apart else "\n").join(body).split("\n")] if body else []


def changes(view: View) -> list[str]:
    """Return what changed since the last report, one line each: verdicts, figures, boards."""
    lang = view.lang
    boards = story.boards_told(view)
    if not view.before:
        return [say("first_report", lang), *boards]
    lines = [
        f"- {judged.id} {words.statement(judged, lang)}: "
        f"{story.verdict_word(was, lang)} → {words.verdict(judged.verdict, lang)}"
        for judged, was in story.moved(view.judgements, view.before)
    ] or [say("no_changes", lang)]
    return [*lines, *(f"- {line}" for line in _revisions(view)), *boards]


def _revisions(view: View) -> list[str]:
    styles = {judged.id: judged.written for judged in view.judgements}
    told = [story.revision(one, styles[one.claim_id], view.lang, view.titles) for one in view.revised]
    more = [say("more_of_them", view.lang, n=len(told) - _MOST)] if len(told) > _MOST else []
    return told[:_MOST] + more


def _scores(view: View) -> list[str]:
    return [
        f"{key} {words.article_title(key, view.lang)}{words.COLON[view.lang]}{tally(rows, view.lang)}"
        for key, rows in articles(view)
    ]  # fmt: skip


def articles(view: View) -> list[tuple[str, list[Judgement]]]:
    """Return article -> its claims, in order."""
    keys = dict.fromkeys(words.article(judged.id) for judged in view.judgements)
    return [(key, [one for one in view.judgements if words.article(one.id) == key]) for key in keys]


def listed(view: View) -> list[Judgement]:
    """Return the claims that a mail lists one by one."""
    return story.listed(view.judgements)


def _told(judged: Judgement, view: View) -> str:
    verdict = words.verdict(judged.verdict, view.lang)
    return f"[{verdict}] {words.sentence(judged, view.lang)}"


def _meanings(view: View) -> list[str]:
    found = {judged.verdict for judged in view.judgements}
    return [
        f"{words.verdict(name, view.lang)}{words.COLON[view.lang]}{words.verdict_means(name, view.lang)}"
        for name in VERDICTS
        if name in found
    ]  # fmt: skip


def observed(view: View) -> list[dict[str, object]]:
    """Return the rows of the boards that have coverage."""
    return [row for row in view.boards.to_dicts() if row["board"] in view.observed]


def _sourced(row: dict[str, object], view: View) -> str:
    """Return a board's title, the line that it wants to see and its address, none of them twice."""
    title, line = view.credited(row)
    url = str(row["url"] or "")
    return f"{title}{line}" + (f" {url}" if url.rstrip("/") not in line else "")


def address(view: View) -> str:
    """Return where this language's page is published; empty where it is on disk only."""
    return urljoin(view.address, view.page("index")) if view.address else ""


def on_disk(view: View) -> str:
    """Say where the whole report lies: beside the mail's file."""
    return say("whole_report_on_disk", view.lang).replace("index.html", view.page("index"))


def further(view: View) -> int:
    """Return how many claims the mail leaves to the page."""
    return len(view.judgements) - len(listed(view))
