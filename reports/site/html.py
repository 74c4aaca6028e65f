"""What all pages share: head and frame, pills, figures, tables. Which page says what is in the modules beside this."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from reports import words
from reports.charts import palette
from reports.results import VerdictName
from reports.view import Picture, View, page_name
from reports.words import LANGS, Lang, say

CODES: dict[Lang, str] = {"en": "en", "zh": "zh-CN"}
"""Language -> what `lang` says of it in HTML."""


def text(view: View, key: str, **given: object) -> str:
    """Return a label in the view's language, as HTML."""
    return escape(say(key, view.lang, **given))


def pill(verdict: VerdictName, lang: Lang) -> str:
    """Return a verdict's word on its colour, as HTML."""
    ground, letters = palette.VERDICT[verdict]
    style = f"background:{ground};color:{letters}"
    return f'<span class="verdict" style="{style}">{escape(words.verdict(verdict, lang))}</span>'


def page(view: View, stem: str, title: str, body: str, *, up: str = "") -> str:
    """Return a whole page.

    Args:
        view: Whose.
        stem: Its file's name without language and ending, from its own folder: `index`, `A3.2`.
        title: For the browser's bar.
        body: HTML of <main>.
        up: Way to the report's folder: empty there, `../` one below it.
    """
    week = text(view, "week_of", day=view.week)
    header = (
        f'<p><a href="{up}{view.page("index")}">jobproof</a> <span class="quiet">{week}</span></p>'
        f'<nav>{_others(view, stem)}<a href="{up}{view.page("corrections")}">{text(view, "corrections")}</a> '
        f"{_weeks(view, up)}</nav>"
    )
    footer = f"<p>{text(view, 'made', vintage=view.vintage, day=view.today)}</p>"
    shown = f"{escape(title)} – jobproof {view.today}"
    return document(view.lang, shown, f"{up}style.css", Parts(_banner(view), header, body, footer))


def _weeks(view: View, up: str) -> str:
    if not view.among_weeks:
        return ""
    return f'<a href="{up}../{page_name("index", view.lang, LANGS)}">{text(view, "all_weeks")}</a>'


@dataclass(frozen=True)
class Parts:
    """The HTML of a document's parts, from top to bottom."""

    banner: str
    header: str
    body: str
    footer: str = ""


def document(lang: Lang, title: str, style: str, parts: Parts) -> str:
    """Return an HTML document; the title is HTML already, `style` the way to its style sheet."""
    return (
        f'<!doctype html>\n<html lang="{CODES[lang]}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        '<meta name="color-scheme" content="light dark">'
        f'<title>{title}</title><link rel="icon" href="data:,"><link rel="stylesheet" href="{style}"></head>'
        f'<body><a class="skip" href="#content">{escape(say("skip", lang))}</a>{parts.banner}'
        f"<header>{parts.header}</header>"
        f'<main id="content">{parts.body}</main><footer class="quiet">{parts.footer}</footer></body></html>\n'
    )


def _banner(view: View) -> str:
    return f'<aside class="simulated">{text(view, "simulated_page")}</aside>' if view.simulated else ""


def _others(view: View, stem: str) -> str:
    """Return links to the same page in the other languages."""
    return "".join(
        f'<a href="{view.page(stem, other)}" lang="{CODES[other]}" hreflang="{CODES[other]}">'
        f"{text(view, 'other_language')}</a> "
        for other in view.langs
        if other != view.lang
    )


def figure(picture: Picture | None, *, up: str = "") -> str:
    """Return a chart as HTML; nothing where there is none."""
    if picture is None:
        return ""
    size = 'width="{}" height="{}"'.format(*picture.size)
    return f'<figure><img src="{up}{escape(picture.file)}" {size} alt="{escape(picture.alt)}" loading="lazy"></figure>'


def credit(row: Mapping[str, object], view: View, note: str = "") -> str:
    """Return a board's title as a plain link, which some boards ask for, and the line that it wants to see, as HTML.

    Args:
        row: frames.BOARDS columns.
        view: Whose language it is told in.
        note: HTML behind the title.
    """
    title, line = map(escape, view.credited(row))
    url = escape(str(row["url"] or ""))
    named = f'<a href="{url}">{title}</a>' if url.startswith("https://") else title
    return f"{named}{note}{line}"


def details(summary: str, body: str) -> str:
    """Return a part that opens on demand; nothing where it is empty."""
    return f"<details><summary>{escape(summary)}</summary>{body}</details>" if body else ""


def facts(rows: Iterable[tuple[str, str]]) -> str:
    """Return (name, HTML of its value) as a list of facts; empty values are left out."""
    items = "".join(f"<div><dt>{escape(name)}</dt><dd>{value}</dd></div>" for name, value in rows if value)
    return f'<dl class="facts">{items}</dl>' if items else ""


def table(heads: Sequence[str], rows: Iterable[Sequence[str]], *, caption: str = "") -> str:
    """Return a table that stacks on narrow screens; cells are HTML, heads and caption plain text."""
    body = "".join(f"<tr>{''.join(_cells(heads, row))}</tr>" for row in rows)
    if not body:
        return ""
    told = f"<caption>{escape(caption)}</caption>" if caption else ""
    top = "".join(f'<th scope="col">{escape(head)}</th>' for head in heads)
    return f"<table>{told}<thead><tr>{top}</tr></thead><tbody>{body}</tbody></table>"


def _cells(heads: Sequence[str], row: Sequence[str]) -> list[str]:
    first, *others = [
        f'<td data-label="{escape(head)}">{cell}</td>' for head, cell in zip(heads, row, strict=True)
    ]  # fmt: skip
    return [first.replace("<td", '<th scope="row"', 1).replace("</td>", "</th>"), *others]


def listed(items: Iterable[str]) -> str:
    """Return HTML items as a list; nothing where there are none."""
    body = "".join(f"<li>{item}</li>" for item in items)
    return f"<ul>{body}</ul>" if body else ""
