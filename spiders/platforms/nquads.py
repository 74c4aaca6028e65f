"""N-Quads of schema.org markup, as Web Data Commons publishes them: JobPosting objects out, page by page.

https://www.w3.org/TR/n-quads/; the fourth element is the page's address. What objects say is read by jobposting.py.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from spiders.platforms.base import Json
from warehouse.tabular import Broken

_NO_QUAD = "a line that is no quad"
_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_KIND = "JobPosting"
_QUAD = re.compile(
    r"(?P<node>_:[^\s<>\"]+|<[^<>\"\s]*>)[ \t]+<(?P<name>[^<>\"\s]*)>[ \t]+"
    r"(?:(?P<refers>_:[^\s<>\"]+)|<(?P<address>[^<>\"\s]*)>"
    r'|"(?P<text>[^"\\]*(?:\\.[^"\\]*)*)"(?:@(?P<language>[A-Za-z0-9-]+)|\^\^<[^<>\s]*>)?)'
    r"[ \t]+<(?P<page>[^<>\"\s]+)>[ \t]*\.\s*"
)
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", re.DOTALL)
_CONTROLS = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f"}
_LAST, _SURROGATES = 0x10FFFF, range(0xD800, 0xE000)
_DEEPEST = 12


@dataclass
class MarkedPage:
    """What one page said in its markup.

    Args:
        url: Its address.
        nodes: Node -> property, spelt as schema.org does -> values.
        languages: Of its texts, as far as they are tagged.
    """

    url: str
    nodes: dict[str, dict[str, list[str | _Node]]] = field(default_factory=dict)
    languages: Counter[str] = field(default_factory=Counter)

    @property
    def language(self) -> str:
        """Return the language that most texts are tagged with; empty where none is."""
        return next((name for name, _ in self.languages.most_common(1)), "")

    def postings(self) -> list[dict[str, Json]]:
        """Return its JobPosting objects, as JSON-LD would write them."""
        kinds = {node: _kinds(held) for node, held in self.nodes.items()}
        return [_Tree(self.nodes, kinds).grown(_Node(node)) for node in self.nodes if _KIND in kinds[node]]


class _Node(str):
    """The name of a node, which is no text."""

    __slots__ = ()


def is_quad(line: str) -> bool:
    """Return whether a line is a quad."""
    return _QUAD.fullmatch(line.strip()) is not None


def marked_pages(lines: Iterable[str]) -> Iterator[tuple[str, MarkedPage | Broken]]:
    """Yield each page's markup with its first line's place (`line 3`), and each line that is no quad.

    Args:
        lines: Of a file in which a page's quads follow each other, as crawlers write them.
    """
    page, begun = None, ""
    for number, line in enumerate(lines, 1):
        quad = _QUAD.fullmatch(line)
        if quad is None:
            if line.strip():
                yield f"line {number}", Broken(_NO_QUAD)
            continue
        if page is None or page.url != quad["page"]:
            if page is not None:
                yield begun, page
            page, begun = MarkedPage(quad["page"]), f"line {number}"
        _note(page, quad)
    if page is not None:
        yield begun, page


def _note(page: MarkedPage, quad: re.Match[str]) -> None:
    values = page.nodes.setdefault(quad["node"], {}).setdefault(_property(quad["name"]), [])
    if quad["refers"]:
        values.append(_Node(quad["refers"]))
    elif quad["address"] is not None:
        values.append(_Node(f"<{quad['address']}>"))
    else:
        values.append(_text(quad["text"]))
        if quad["language"]:
            page.languages[quad["language"].lower()] += 1


def _property(address: str) -> str:
    """Return `title` of `http://schema.org/title`, and of `http://schema.org/JobPosting/title`, as older files have."""
    return "@type" if address == _TYPE else re.split("[/#]", address)[-1]


def _text(written: str) -> str:
    return _ESCAPE.sub(_unescaped, written) if "\\" in written else written


def _unescaped(found: re.Match[str]) -> str:
    if found[3]:
        return _CONTROLS.get(found[3], found[3])
    code = int(found[1] or found[2], 16)
    return chr(code) if code <= _LAST and code not in _SURROGATES else "\ufffd"


def _kinds(held: dict[str, list[str | _Node]]) -> list[str]:
    return [re.split("[/#:]", kind.strip("<>"))[-1] for kind in held.get("@type", [])]


@dataclass(frozen=True)
class _Tree:
    """The nodes of a page, to grow an object from any of them.

    Args:
        nodes: As in MarkedPage.
        kinds: Node -> its types.
    """

    nodes: dict[str, dict[str, list[str | _Node]]]
    kinds: dict[str, list[str]]

    def grown(self, node: _Node, above: tuple[str, ...] = ()) -> Json:
        """Return the object that a node is; its address where it is none, stands above itself or too deep."""
        held = self.nodes.get(node)
        if held is None or node in above or len(above) == _DEEPEST:
            return node.strip("<>") if node.startswith("<") else None
        values = {name: self._value(each, (*above, node)) for name, each in held.items() if name != "@type"}
        return {"@type": next(iter(self.kinds[node]), ""), **values}

    def _value(self, given: list[str | _Node], above: tuple[str, ...]) -> Json:
        values = [self.grown(each, above) if isinstance(each, _Node) else each for each in given]
        return values[0] if len(values) == 1 else values
