"""Markup to text and odd characters to plain ones. What the text says is not decided here."""

from __future__ import annotations

import re
from html import unescape
from typing import Literal
from unicodedata import normalize

import turbohtml

LONGEST = 400_000
"""Characters of one posting that are read; what follows is dropped (no real advertisement is longer)."""

FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
RADICALS = {code: ord(normalize("NFKC", chr(code))) for code in range(0x2F00, 0x2FD6)}
"""Kangxi radicals that some input methods put for the Hanzi they look like."""
_FOLDS = FULL_WIDTH | RADICALS
BROKEN = dict.fromkeys(range(0xD800, 0xE000), 0xFFFD)
"""Halves of surrogate pairs, which half-decoded input holds and no encoder takes."""
INVISIBLE = BROKEN | dict.fromkeys(
    [0x00AD, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2060, 0xFEFF, *range(0x202A, 0x202F), 0]
)
"""Zero-width and direction characters, and NUL."""

PUNCTUATION = tuple((chr(code), chr(plain)) for code, plain in FULL_WIDTH.items() if not chr(plain).isalnum())
_HAS_FULL_WIDTH_WORD = re.compile("[\uff10-\uff19\uff21-\uff3a\uff41-\uff5a\u2f00-\u2fd5]")
_HAS_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff\u202a-\u202e\x00\ud800-\udfff]")
_TAG = re.compile(
    r"</?(?:p|br|div|span|ul|ol|li|h[1-6]|a|b|i|u|em|strong|pre|code|table|tr|td|th|tbody|blockquote|hr|img|font|section|article"
    r"|header|footer|main|html|body|script|style)(?:\s[^<>]{0,2000})?/?>",
    re.IGNORECASE,
)  # fmt: skip
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-fA-F]{1,6}|[a-zA-Z]{2,8});")
_MARKDOWN = re.compile(r"(?m)^\s{0,3}(?:#{1,6}\s|[-*+]\s|\d+\.\s|>\s)|\*\*[^*\n]+\*\*|\[[^\]\n]+\]\([^)\n]+\)")
_IMAGE = re.compile(r"!\[([^\]\n]{0,300})\]\([^)\n]{0,1000}\)")
_LINK = re.compile(r"\[([^\[\]\n]{1,300})\]\(([^()\n]{0,1000})\)")
_FENCE = re.compile(r"(?m)^[ \t]{0,3}(?:#{1,6}[ \t]+|>[ \t]?|```\w*[ \t]*$)")
_STAR = re.compile(r"\*(?:(?<![\w*]\*)(?=[^\s*])|(?<=[^\s*]\*)(?![\w*]))")
_UNDERLINES = re.compile(r"__(?:(?=\S)|(?<=\S__))")
_SPACES = re.compile(r"[ \t\u00a0\u2002-\u200a\u202f\r\f\v]+")
_HAS_ODD_SPACE = re.compile(r"  |[\t\u00a0\u2002-\u200a\u202f\r\f\v]")
_EMPTY_LINES = re.compile(r"\n(?: ?\n)+")


def plain(text: str | None, text_format: str | None) -> str:
    """Return the text without markup, one block a line.

    Args:
        text: Whatever the board published; None is the empty text.
        text_format: html, markdown or plain; guessed where it is None or unknown.
    """
    if not text:
        return ""
    text = text[:LONGEST]
    kind = text_format if text_format in {"html", "markdown", "plain"} else guess_format(text)
    if kind == "html":
        text = _from_html(text)
    elif kind == "markdown":
        text = _from_markdown(text)
    return tidy(text)


def guess_format(text: str) -> Literal["html", "markdown", "plain"]:
    """Return html where real tags occur (`List<String>` is none), markdown where its marks do, else plain."""
    head = text[:20_000]
    if "<" in head and _TAG.search(head):
        return "html"
    if "&" in head and _ENTITY.search(head):
        return "html"
    return "markdown" if _MARKDOWN.search(head) else "plain"


def tidy(text: str) -> str:
    """Remove invisible characters and runs of spaces; keep lines."""
    if not text.isascii() and _HAS_INVISIBLE.search(text):
        text = text.translate(INVISIBLE)
    elif "\x00" in text:
        text = text.replace("\x00", "")
    if _HAS_ODD_SPACE.search(text):
        text = _SPACES.sub(" ", text)
    if "\n\n\n" in text or "\n \n" in text:
        text = _EMPTY_LINES.sub("\n\n", text)
    return text.strip()


def folded(text: str) -> str:
    """Return the text with full-width letters, digits and punctuation in their plain width; equally long."""
    if text.isascii():
        return text
    if _HAS_FULL_WIDTH_WORD.search(text):
        return text.translate(_FOLDS)
    for wide, narrow in PUNCTUATION:
        text = text.replace(wide, narrow)
    return text


def lowered(text: str) -> str:
    """Return the text in lower case and equally long (`İ` alone would grow)."""
    low = text.lower()
    if len(low) == len(text):
        return low
    return "".join(char.lower() if len(char.lower()) == 1 else char for char in text)


def _from_html(text: str) -> str:
    if "&lt;" in text and not _TAG.search(text):
        text = unescape(text)
    if "<" not in text:
        return unescape(text)
    return turbohtml.parse(_guard_generics(text)).to_text()


_NOT_A_TAG = re.compile(r"<(?![/!]?[a-zA-Z])|<(?=[A-Z][A-Za-z]*[,>][^<]{0,200}$)")
_GENERIC = re.compile(r"(?<=[A-Za-z])<(?=(?:[A-Z]\w{0,40}|\?|int|string|byte)(?:\s?[,<>]))")


def _guard_generics(text: str) -> str:
    """Escape the `<` of `List<String>` and of `a < b`, which no browser would take for a tag."""
    return _GENERIC.sub("&lt;", text)


def _from_markdown(text: str) -> str:
    if "<" in text and _TAG.search(text):
        text = _TAG.sub("\n", text)
    if "&" in text and _ENTITY.search(text):
        text = unescape(text)
    if "](" in text:
        text = _LINK.sub(r"\1", _IMAGE.sub(r"\1", text))
    if "#" in text or ">" in text or "```" in text:
        text = _FENCE.sub("", text)
    text = text.replace("**", "").replace("`", "")
    text = _STAR.sub("", text) if "*" in text else text
    return _UNDERLINES.sub("", text) if "__" in text else text
