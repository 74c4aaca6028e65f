"""Reading XML that anybody may have sent: no document types, hence no entities and no files from elsewhere.

Encodings that are declared wrongly and stray characters are mended; what elements mean is read elsewhere.
"""

from __future__ import annotations

import html
import re
from urllib.parse import urljoin
from xml.etree import ElementTree as ET

from spiders.faults import CrawlFault

_PAGES = ("<!doctype html", "<html")
_MARKS = ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_DECLARED = re.compile(rb"""\s*<\?xml[^>]*?encoding\s*=\s*["']([\w.:-]+)""")
_MEANT = {"gb2312": "gb18030", "gbk": "gb18030", "iso-8859-1": "windows-1252", "us-ascii": "windows-1252"}
"""What senders mean by the encodings that they state: the wider one reads both."""
_NO_CHARACTER = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_STRAY = re.compile(r"(<!\[CDATA\[.*?\]\]>)|&(?!(?:amp|lt|gt|quot|apos|#\d+|#x[0-9a-fA-F]+);)(\w+;)?", re.DOTALL)


def root_of(body: bytes, who: str, what: str = "a feed", encoding: str | None = None) -> ET.Element:
    """Return the root element of an XML answer.

    Args:
        body: The answer.
        who: Host, for the fault's words.
        what: What was expected.
        encoding: As the HTTP header states it; of use only where the answer is not UTF-8 and declares nothing.

    Raises:
        CrawlFault: It is an HTML page, declares a document type, or is no whole XML.
    """
    text = _text(body, encoding).lstrip("\ufeff \t\r\n")
    if text[:15].lower().startswith(_PAGES):
        raise CrawlFault(f"{who} sent a page (HTML) where {what} was expected")
    try:
        return _parsed(text, who)
    except ET.ParseError as error:
        broken = CrawlFault(f"{who} sent {what} that is cut off or broken ({error})")
    try:
        return _parsed(_STRAY.sub(_escaped, _NO_CHARACTER.sub("", text)), who)
    except ET.ParseError:
        raise broken from None


def local(tag: str) -> str:
    """Return the name of an element without its namespace."""
    return tag.rpartition("}")[2]


def address(base: str, stated: str) -> str:
    """Return a whole address, a relative one seen from `base`; nothing for what is none."""
    try:
        return urljoin(base, stated)
    except ValueError:
        return ""


def _parsed(text: str, who: str) -> ET.Element:
    return ET.fromstring(text, ET.XMLParser(target=_NoDoctype(who)))  # noqa: S314 - document types are refused


def _text(body: bytes, stated: str | None) -> str:
    """Return the answer as text: UTF-8 where it is that, whatever it declares; else as declared, stated or guessed."""
    for mark, name in _MARKS:
        if body.startswith(mark):
            return body.decode(name, errors="replace")
    try:
        return body.decode()
    except UnicodeDecodeError:
        declared = _DECLARED.match(body)
    for said in (declared[1].decode() if declared else "", stated or "", "windows-1252"):
        try:
            if said and said.lower() not in {"utf-8", "utf8"}:
                return body.decode(_MEANT.get(said.lower(), said))
        except (LookupError, UnicodeDecodeError):
            continue
    return body.decode(errors="replace")


def _escaped(found: re.Match[str]) -> str:
    """Return a stray `&` escaped, and a name that HTML knows and XML does not as the character that it means."""
    return found[1] or (html.unescape(found[0]) if found[2] else "&amp;")


class _NoDoctype(ET.TreeBuilder):
    """Refuses a document type before anything that it declares is read."""

    def __init__(self, who: str) -> None:
        super().__init__()
        self._who = who

    def doctype(self, _name: str, _public: str | None, _system: str | None) -> None:
        raise CrawlFault(f"{self._who} sent XML with a document type, which no feed needs: not read")
