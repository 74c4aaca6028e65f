"""Reading XML that anybody may have sent: no document types, hence no entities and no files from elsewhere."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from spiders.faults import CrawlFault

_PAGES = (b"<!doctype html", b"<html")


def root_of(body: bytes, who: str, what: str = "a feed") -> ET.Element:
    """Return the root element of an XML answer.

    Args:
        body: The answer.
        who: Host, for the fault's words.
        what: What was expected.

    Raises:
        CrawlFault: It is an HTML page, declares a document type, or is no whole XML.
    """
    if body.lstrip(b"\xef\xbb\xbf \t\r\n")[:15].lower().startswith(_PAGES):
        raise CrawlFault(f"{who} sent a page (HTML) where {what} was expected")
    try:
        return ET.fromstring(body, ET.XMLParser(target=_NoDoctype(who)))  # noqa: S314 - document types are refused
    except ET.ParseError as error:
        raise CrawlFault(f"{who} sent {what} that is cut off or broken ({error})") from None


class _NoDoctype(ET.TreeBuilder):
    """Refuses a document type before anything that it declares is read."""

    def __init__(self, who: str) -> None:
        super().__init__()
        self._who = who

    def doctype(self, _name: str, _public: str | None, _system: str | None) -> None:
        raise CrawlFault(f"{self._who} sent XML with a document type, which no feed needs: not read")
