"""Markup to text and odd characters to plain ones. What the text says is not decided here."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache, wraps
from html import unescape
from typing import Literal, TypeVar

import turbohtml

from warehouse.transforms.letters import tidied
from warehouse.transforms.markup import may_be_generic, unmarked

LONGEST = 400_000
"""Characters of one posting that are read; what follows is dropped (no real advertisement is longer)."""

LONGEST_KEPT = 80
"""Characters of a short text, see `kept`."""
MOST_KEPT = 1 << 14
_Answer = TypeVar("_Answer")

_TAG = re.compile(
    r"</?(?:p|br|div|span|ul|ol|li|h[1-6]|a|b|i|u|em|strong|pre|code|table|tr|td|th|tbody|blockquote|hr|img|font|section|article"
    r"|header|footer|main|html|body|script|style)(?:\s[^<>]{0,2000})?/?>",
    re.IGNORECASE,
)  # fmt: skip
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-fA-F]{1,6}|[a-zA-Z]{2,8});")
_MARK_AT_LINE = re.compile(r"\n\s{0,3}(?:#{1,6}\s|[-*+]\s|\d+\.\s|>\s)")
_BOLD = re.compile(r"\*\*[^*\n]+\*\*")
_LINKED = re.compile(r"\[[^\]\n]{1,300}\]\([^)\n]{1,1000}\)")


def kept(read: Callable[[str], _Answer]) -> Callable[[str], _Answer]:
    """Return `read` with the answers for short texts kept: names, places and headings come back in many postings."""
    known = lru_cache(maxsize=MOST_KEPT)(read)

    @wraps(read)
    def answer(text: str) -> _Answer:
        return known(text) if len(text) <= LONGEST_KEPT else read(text)

    return answer


def plain(text: str | None, text_format: str | None) -> str:
    """Return the text without markup, one block a line.

    Args:
        text: Whatever the board published; None is the empty text.
        text_format: html, markdown or plain; guessed where it is None or unknown.
    """
    if not text:
        return ""
    text = text[:LONGEST]
    kind = text_format if text_format in ("html", "markdown", "plain") else guess_format(text)
    if kind == "markdown":
        return _from_markdown(text)
    return tidied(_from_html(text) if kind == "html" else text)


def guess_format(text: str) -> Literal["html", "markdown", "plain"]:
    """Return html where real tags occur (`List<String>` is none), markdown where its marks do, else plain."""
    head = text[:20_000]
    if "<" in head and _TAG.search(head):
        return "html"
    if "&" in head and _ENTITY.search(head):
        return "html"
    marked = ("**" in head and _BOLD.search(head)) or ("](" in head and _LINKED.search(head))
    return "markdown" if marked or _MARK_AT_LINE.search("\n" + head) else "plain"


def _from_html(text: str) -> str:
    if "&lt;" in text and not _TAG.search(text):
        text = unescape(text)
    if "<" not in text:
        return unescape(text)
    if may_be_generic(text):
        text = _guard_generics(text)
    return turbohtml.parse(text).to_text()


_GENERIC = re.compile(r"<(?<=[A-Za-z]<)(?=(?:[A-Z]\w{0,40}|\?|int|string|byte)(?:\s?[,<>]))")


def _guard_generics(text: str) -> str:
    """Escape the `<` of `List<String>` and of `a < b`, which no browser would take for a tag."""
    return _GENERIC.sub("&lt;", text)


def _from_markdown(text: str) -> str:
    if "<" in text and _TAG.search(text):
        text = _TAG.sub("\n", text)
    if "&" in text and _ENTITY.search(text):
        text = unescape(text)
    return unmarked(text)
