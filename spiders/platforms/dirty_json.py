"""Reading JSON that template engines broke on its way into a page. What is whole JSON needs none of this.

Belongs here: what can be mended without guessing at meanings. What the JSON says is the affair of others.
"""

from __future__ import annotations

import html
import json
import re

from spiders.platforms.base import Json

_MOST_MENDS = 20
"""Broken places in one text; one with more of them is no JSON."""
_DECODER = json.JSONDecoder(strict=False)  # raw line breaks and tabs within strings are let pass
_GUARD = re.compile(r"<!\[CDATA\[|\]\]>")
_ENTITIES = re.compile(r"[\[{\s]*&(?:quot|#34|#x22);", re.IGNORECASE)
_ESCAPE = re.compile(r"""\\(["\\/bfnrt]|u[0-9a-fA-F]{4})|\\(?=u)|\\""")
_LONE = re.compile(
    r"\\u[dD][89abAB][\da-fA-F]{2}(?!\\u[dD][c-fC-F][\da-fA-F]{2})"
    r"|(?<!\\u[dD][89abAB][\da-fA-F]{2})\\u[dD][c-fC-F][\da-fA-F]{2}"
)
"""Half of a character, which has no form in UTF-8."""
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_BETWEEN = re.compile(r"[\s,;]*")
_IS_NEXT = re.compile(r"""[\[{]|"[^"\n]{0,80}"\s*[:,\]}]""")


def decoded(text: str) -> Json:
    """Return what a text of JSON holds; a list where several values follow each other.

    Guards (CDATA, `//`, HTML comments), entities in place of quotes, raw line breaks, escapes that JSON does not know,
    missing and trailing commas, bare quotes within strings and halves of characters are mended.

    Raises:
        ValueError: It cannot be read all the same.
    """
    text = _LONE.sub(r"\\ufffd", _within_guards(text))
    if _ENTITIES.match(text):
        text = html.unescape(text)
    try:
        return _values(text)
    except ValueError:
        text = _ESCAPE.sub(lambda found: found[0] if found[1] else "", _COMMENT.sub("", text))
    for _ in range(_MOST_MENDS):
        try:
            return _values(text)
        except json.JSONDecodeError as error:
            text = _mended(text, error)
    return _values(text)


def _within_guards(text: str) -> str:
    """Cut off what stands before the first and behind the last bracket."""
    text = _GUARD.sub("", text)
    starts = [at for at in (text.find("{"), text.find("[")) if at >= 0]
    return text[min(starts, default=0) : max(text.rfind("}"), text.rfind("]")) + 1]


def _values(text: str) -> Json:
    values, at = list[Json](), 0
    try:
        while not values or at < len(text):
            value, at = _DECODER.raw_decode(text, at)
            values.append(value)
            between = _BETWEEN.match(text, at)
            at = between.end() if between else at
    except RecursionError:
        raise ValueError("nested too deeply") from None
    return values[0] if len(values) == 1 else values


def _mended(text: str, error: json.JSONDecodeError) -> str:
    """Return the text with the place mended where reading it ended; the same text where that is not known how."""
    before, after = text[: error.pos].rstrip(), text[error.pos :]
    if before.endswith(",") and after[:1] in {"}", "]"}:
        return before[:-1] + after
    if error.msg.startswith("Illegal trailing comma"):  # Python 3.13 names the comma itself
        return before + after[1:]
    if not error.msg.startswith("Expecting ',' delimiter"):
        raise error
    if _IS_NEXT.match(after):
        return f"{before},{after}"
    quote = before.rfind('"')
    return f'{before[:quote]}\\"{text[quote + 1 :]}'
