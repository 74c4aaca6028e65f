"""HTML microdata of one type as the objects that JSON-LD would write, texts with their markup. No meanings here."""

from __future__ import annotations

from collections.abc import Iterator

import turbohtml
from turbohtml import Element

from spiders.platforms.base import Json

_SOURCES = {"meta": "content", "link": "href", "img": "src", "data": "value", "meter": "value", "time": "datetime"}
_ADDRESSES = {"url", "sameas", "image", "logo"}
"""Properties whose value is where a link leads; of others it is what the link says."""
_DEEPEST = 40


def microdata(page: bytes, kind: str, encoding: str | None = None) -> list[dict[str, Json]]:
    """Return the outermost items of a type in document order, property -> value, or list where there are several.

    Args:
        page: HTML.
        kind: The type's last word, lower case: `jobposting`.
        encoding: As the HTTP header states it; otherwise the page tells.
    """
    document = turbohtml.parse(page, encoding=encoding, positions=False)
    found = [element for element in document.select("[itemscope][itemtype]") if kind in _types(element)]
    nested = {inner for element in found for inner in element.select("[itemscope]")}
    return [_item(element, document, 0) for element in found if element not in nested]


def _types(element: Element) -> list[str]:
    return [word.rpartition("/")[2].lower() for word in (element.attr("itemtype") or "").split()]


def _item(element: Element, document: turbohtml.Document, depth: int) -> dict[str, Json]:
    held: dict[str, list[Json]] = {}
    for part in _properties(element, document):
        value = _item(part, document, depth + 1) if _is_item(part) and depth < _DEEPEST else None
        for name in (part.attr("itemprop") or "").split():
            held.setdefault(name, []).append(_value(part, name) if value is None else value)
    kind = (element.attr("itemtype") or "").split()
    item: dict[str, Json] = {"@type": kind[0].rpartition("/")[2]} if kind else {}
    return item | {name: values[0] if len(values) == 1 else values for name, values in held.items()}


def _properties(element: Element, document: turbohtml.Document) -> Iterator[Element]:
    """Yield the elements that are properties of this item, those it refers to elsewhere in the page last."""
    pending = [*_children(element)]
    for name in (element.attr("itemref") or "").split():
        pending += [other for other in document.select("[id]") if other.attr("id") == name and other != element]
    pending.reverse()
    while pending:
        part = pending.pop()
        if part.attr("itemprop"):
            yield part
        if not _is_item(part):
            pending += reversed(_children(part))


def _children(element: Element) -> list[Element]:
    return [child for child in element.children if isinstance(child, Element)]


def _is_item(element: Element) -> bool:
    return element.attr("itemscope") is not None


def _value(element: Element, name: str) -> str:
    attribute = "href" if element.tag == "a" and name.lower() in _ADDRESSES else _SOURCES.get(element.tag, "content")
    stated = element.attr(attribute)
    if stated is not None:
        return stated.strip()
    return (element.inner_html if _children(element) else element.text).strip()
