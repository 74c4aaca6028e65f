"""Sitemaps (https://www.sitemaps.org/protocol.html): the addresses of a site's pages. Asks nobody, judges no page."""

from __future__ import annotations

import re
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from spiders.faults import CrawlFault
from spiders.packed import unpacked
from spiders.platforms.xml_tree import address, local, root_of

_LINE = re.compile(r"^\s*sitemap\s*:\s*(\S+)", re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True)
class Listed:
    """One address of a sitemap.

    Args:
        url: The address.
        lastmod: When it changed last, as stated; empty where that is not stated.
    """

    url: str
    lastmod: str = ""


def read(body: bytes, url: str) -> tuple[list[str], list[Listed]]:
    """Return the further sitemaps that one names, and the pages that it lists, both in its order.

    Args:
        body: The sitemap: XML, an index of further ones, or a text of one address a line; packed or not.
        url: Where it came from.

    Raises:
        CrawlFault: It is no sitemap, or is larger than any may be.
    """
    body = unpacked(body, f"{url} sent a packed sitemap")
    if body.lstrip()[:4] == b"http":
        return [], [Listed(line) for line in body.decode(errors="replace").split() if line.startswith("http")]
    root = root_of(body, url, "a sitemap")
    if local(root.tag) not in {"urlset", "sitemapindex"}:
        raise CrawlFault(f"{url} is no sitemap: it begins with <{local(root.tag)}>")
    entries = [entry for part in root if (entry := _entry(part, url))]
    return ([entry.url for entry in entries], []) if local(root.tag) == "sitemapindex" else ([], entries)


def named_by(robots: str, url: str) -> list[str]:
    """Return the sitemaps that a robots.txt names, which came from `url`."""
    return list(dict.fromkeys(found for stated in _LINE.findall(robots) if (found := address(url, stated))))


def _entry(part: ET.Element, url: str) -> Listed | None:
    held = {local(child.tag): (child.text or "").strip() for child in part}
    page = address(url, held["loc"]) if held.get("loc") else ""
    return Listed(page, held.get("lastmod", "")) if page else None
