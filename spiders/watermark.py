"""Taking out the mark by which a board tells who fetched an advertisement: the requester's address, coded in its text.

It reads `Please mention the word **X** and tag R<base64> … (#R<base64>). … they're human.` and would carry our own
address into every copy, and make the same text differ from machine to machine.
"""

from __future__ import annotations

import re
from base64 import urlsafe_b64decode
from ipaddress import ip_address
from typing import Any

_SENTENCE = re.compile(
    r"(?:<br\s{0,3}/?>\s{0,9}){0,9}Please mention the word\s.{0,120}?\btag\s+#?R[\w+/=-]*"
    r"(?:.{0,80}?\(#?R[\w+/=-]*\)?\.?)?(?:\s*This is a beta feature.{0,200}?human\.?)?",
    re.IGNORECASE | re.DOTALL,
)
_TAG = re.compile(r"#?(?<![A-Za-z0-9+/])R([A-Za-z0-9+/_-]{8,64}={0,2})(?![A-Za-z0-9+/])")


def without_watermark(value: Any) -> Any:  # noqa: ANN401 - a JSON value of whatever shape
    """Return a text, or every text of a record, without the sentence, and without any tag that holds an address."""
    if isinstance(value, dict):
        return {key: without_watermark(held) for key, held in value.items()}
    if isinstance(value, list):
        return [without_watermark(held) for held in value]
    return _TAG.sub(_unless_address, _SENTENCE.sub("", value)) if isinstance(value, str) else value


def _unless_address(tag: re.Match[str]) -> str:
    coded = tag[1].rstrip("=")
    try:
        ip_address(urlsafe_b64decode(coded + "=" * (-len(coded) % 4)).decode())
    except ValueError:
        return tag[0]
    return ""
