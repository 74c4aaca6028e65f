"""We Work Remotely's RSS feeds: the newest hundred items of all or one category, RSS 2.0 with the media namespace."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from html import escape

from simulation.protocols.http import Answer, Request, revalidated

NEWEST = 100
_FEED = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/">
  <channel>
    <title>We Work Remotely: {title}</title>
    <link>https://weworkremotely.com</link>
    <description>Remote jobs</description>
    <language>en-US</language>
    <ttl>60</ttl>
{items}
  </channel>
</rss>
"""


@dataclass(frozen=True)
class Item:
    """One item of the feed.

    Args:
        title: `Company: Role`.
        slug: Last part of its address.
        category: Category as shown.
        region: From where one may work.
        kind: Full-Time or Contract.
        skills: Comma-separated.
        description: HTML.
        published: When.
        expires: Thirty days later.
        logo: Address of an image, or empty.
    """

    title: str
    slug: str
    category: str
    region: str
    kind: str
    skills: str
    description: str
    published: datetime
    expires: datetime
    logo: str = ""


class WeWorkRemotely:
    """The feeds over fixed items.

    Args:
        items: In any order; the newest come first.
    """

    hosts = ("weworkremotely.com",)

    def __init__(self, items: Sequence[Item]) -> None:
        self._items = sorted(items, key=lambda item: (item.published, item.slug), reverse=True)

    def answer(self, request: Request) -> Answer | None:
        """Answer `/remote-jobs.rss` and `/categories/{name}.rss`."""
        match = re.fullmatch(r"(?:/categories)?/(?:remote-)?([a-z-]*?)-?jobs\.rss", request.path)
        if not match:
            return None
        wanted = _plain(match[1])
        items = [item for item in self._items if _plain(item.category).startswith(wanted)][:NEWEST]
        feed = _FEED.format(title=escape(wanted or "All jobs"), items="\n".join(map(_xml, items)))
        return revalidated(
            Answer(feed.encode(), headers={"Content-Type": "application/rss+xml; charset=utf-8"}), request
        )


def _plain(category: str) -> str:
    return " ".join(word for word in re.findall(r"[a-z]+", category.lower()) if word != "and")


def _xml(item: Item) -> str:
    url = f"https://weworkremotely.com/remote-jobs/{item.slug}"
    fields = {
        "title": item.title, "region": item.region, "skills": item.skills, "category": item.category,
        "type": item.kind, "description": item.description, "pubDate": format_datetime(item.published),
        "expires_at": format_datetime(item.expires), "guid": url, "link": url,
    }  # fmt: skip
    image = f'      <media:content url="{escape(item.logo)}" type="image/png"/>\n' if item.logo else ""
    lines = "\n".join(f"      <{name}>{escape(value, quote=False)}</{name}>" for name, value in fields.items())
    return f"    <item>\n{image}{lines}\n    </item>"
