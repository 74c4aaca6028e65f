"""The report as a mail: plain text, HTML and inline charts in one message. No drawing; smtp.py sends it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from html import escape
from pathlib import Path

from reports import story, words
from reports.charts.scoreboard import tally
from reports.page import pill
from reports.results import Judgement
from reports.view import Picture, View
from reports.words import say

LIMIT = 2_000_000
"""Bytes that a mail may have; many servers and phones are kind to that."""
_DOMAIN = "jobproof.invalid"
_STYLE = (
    "body{margin:0;font:16px/1.5 system-ui,-apple-system,'Segoe UI','PingFang SC','Microsoft YaHei',sans-serif}"
    ".w{max-width:640px;margin:0 auto;padding:16px}img{width:100%;height:auto;border-radius:6px;background:#fff}"
    "table{border-collapse:collapse;width:100%;font-size:14px}"
    "td{padding:6px 8px 6px 0;vertical-align:top;border-bottom:1px solid #8886}"
    ".q{opacity:.75;font-size:14px}.verdict{display:inline-block;padding:1px 8px;border-radius:6px;font-weight:700}"
    ".sim{background:#ffd24d;color:#1f2328;font-weight:700;padding:8px 16px}"
)


def chosen(view: View) -> list[Picture]:
    """Return the three to six charts that a mail carries, where there are as many."""
    names = ["overview", *_first(view, "claimed-paths", "demand-")]
    names += [f"claim-{judged.id}" for judged in story.leading(view.judgements)]
    names.append("coverage")
    return [view.pictures[name] for name in dict.fromkeys(names) if name in view.pictures]


def _first(view: View, *starts: str) -> list[str]:
    """Return the first picture whose name has the earliest of the beginnings, if any has one."""
    return [name for start in starts for name in view.pictures if name.startswith(start)][:1]


def compose(view: View, folder: Path, at: datetime) -> EmailMessage:
    """Compose the mail.

    Args:
        view: What it says.
        folder: Where its pictures' files lie.
        at: For the Date header.

    Returns:
        multipart/alternative of text and (HTML with its pictures); the same bytes for the same values.
    """
    pictures = chosen(view)
    message = EmailMessage(policy=SMTP)
    message["Subject"] = _subject(view)
    message["Date"] = format_datetime(at)
    message["Message-ID"] = f"<{view.vintage}.{view.today}.{view.lang}@{_DOMAIN}>"
    message["Content-Language"] = "zh-CN" if view.lang == "zh" else "en"
    message.set_content(text(view), cte="quoted-printable")
    message.add_alternative(_html(view, pictures), subtype="html", cte="quoted-printable")
    _attach(message, pictures, folder)
    _fix_boundaries(message, view.vintage)
    return message


def _attach(message: EmailMessage, pictures: Sequence[Picture], folder: Path) -> None:
    body = message.get_payload(1)
    if not isinstance(body, EmailMessage):
        raise TypeError(f"the HTML part is {type(body)}")
    for picture in pictures:
        body.add_related(
            (folder / picture.file).read_bytes(),
            maintype="image",
            subtype="png",
            cid=f"<{_cid(picture)}>",
            disposition="inline",
            filename=Path(picture.file).name,
        )


def _cid(picture: Picture) -> str:
    return f"{picture.name}.{picture.lang}@{_DOMAIN}"


def _fix_boundaries(message: EmailMessage, vintage: str) -> None:
    """Name the boundaries: Python draws them at random, and the same report is to be the same bytes."""
    parts = [part for part in message.walk() if part.is_multipart()]
    for index, part in enumerate(parts):
        part.set_boundary(f"=_{vintage}_{index}_=")


def _subject(view: View) -> str:
    mark = f"[{say('simulated_word', view.lang)}] " if view.simulated else ""
    return f"{mark}jobproof {view.today}: {tally(view.judgements, view.lang)}"


def text(view: View) -> str:
    """Return the plain-text part: the same findings, readable without the HTML."""
    lines = [say("simulated_page", view.lang), ""] if view.simulated else []
    lines += [
        story.headline(view.judgements, view.lang),
        "",
        say("stop", view.lang, text=tally(view.judgements, view.lang)),
        "",
    ]
    lines += [f"{judged.id} {_told(judged, view)}\n" for judged in story.listed(view.judgements)]
    lines += [say("unjudged", view.lang, n=_further(view))]
    moved = story.moved(view.judgements, view.before)
    if moved:
        lines += ["", say("changes", view.lang) + ":"]
        lines += [f"{judged.id} {was} -> {words.verdict(judged.verdict, view.lang)}" for judged, was in moved]
    lines += ["", say("reading_text", view.lang), "", say("sources", view.lang) + ":"]
    lines += [f"- {_credit(row)}" for row in _observed(view)]
    return "\n".join([*lines, "", say("made", view.lang, vintage=view.vintage, day=view.today), ""])


def _told(judged: Judgement, view: View) -> str:
    verdict = words.verdict(judged.verdict, view.lang)
    return f"[{verdict}] {words.sentence(judged, view.lang)}"


def _observed(view: View) -> list[dict[str, object]]:
    return [row for row in view.boards.to_dicts() if row["board"] in view.observed]


def _credit(row: dict[str, object]) -> str:
    return f"{row['title']}. {row['attribution'] or ''}".rstrip()


def _html(view: View, pictures: Sequence[Picture]) -> str:
    banner = f'<div class="sim">{escape(say("simulated_page", view.lang))}</div>' if view.simulated else ""
    images = "".join(f'<p><img src="cid:{_cid(one)}" alt="{escape(one.alt)}" width="608"></p>' for one in pictures)
    credited = "".join(f"<li>{escape(_credit(row))}</li>" for row in _observed(view))
    return (
        '<!doctype html><html><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        '<meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark">'
        f'<style>{_STYLE}</style></head><body>{banner}<div class="w">'
        f'<h1 style="font-size:22px;line-height:1.3">{escape(story.headline(view.judgements, view.lang))}</h1>'
        f"<p>{escape(story.lead(view.judgements, view.lang))}</p>"
        f"<p>{escape(say('stop', view.lang, text=tally(view.judgements, view.lang)))}</p>{_moved(view)}{images}"
        f'<h2 style="font-size:18px">{escape(say("scoreboard", view.lang))}</h2><table>{_rows(view)}</table>'
        f'<p class="q">{escape(say("unjudged", view.lang, n=_further(view)))}</p>'
        f'<h2 style="font-size:18px">{escape(say("reading", view.lang))}</h2>'
        f'<p class="q">{escape(say("reading_text", view.lang))}</p>'
        f'<h2 style="font-size:18px">{escape(say("sources", view.lang))}</h2><ul class="q">{credited}</ul>'
        f'<p class="q">{escape(say("made", view.lang, vintage=view.vintage, day=view.today))}</p></div></body></html>'
    )


def _moved(view: View) -> str:
    moved = story.moved(view.judgements, view.before)
    items = "".join(
        f"<li>{escape(judged.id)} {escape(words.statement(judged, view.lang))}: {escape(was)} → "
        f"{pill(judged.verdict, view.lang)}</li>"
        for judged, was in moved
    )
    return f'<h2 style="font-size:18px">{escape(say("changes", view.lang))}</h2><ul>{items}</ul>' if moved else ""


def _rows(view: View) -> str:
    return "".join(_row(judged, view) for judged in story.listed(view.judgements))


def _row(judged: Judgement, view: View) -> str:
    claimed = say("claimed", view.lang, value=words.claimed(judged, view.lang))
    told = f"{escape(claimed)}; {escape(words.measured(judged, view.lang))}"
    lead = f"<b>{escape(judged.id)}</b> {escape(words.statement(judged, view.lang))}"
    return f"<tr><td>{lead}<br>{pill(judged.verdict, view.lang)} {told}</td></tr>"


def _further(view: View) -> int:
    return len(view.judgements) - len(story.listed(view.judgements))
