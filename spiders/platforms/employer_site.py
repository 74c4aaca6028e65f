"""Employers' own recruiting sites that answer in paged lists: reading what they say in the words of their country.

Belongs here: texts in sections, dates of several kinds, codes that stand for words, places in one text. How a list is
asked for is paged_list.py's affair.
"""

from __future__ import annotations

import re
from dataclasses import replace
from html import escape

from spiders.dates import from_chinese, from_epoch
from spiders.platforms.base import Json
from spiders.platforms.json_api import joined, text_or_none
from spiders.platforms.json_list import inside, pick, words
from spiders.platforms.paged_list import PagedListSpider
from warehouse.boards import Scope
from warehouse.records import DateKind, RawPosting, TextFormat
from warehouse.transforms.text import guess_format

_BETWEEN_PLACES = re.compile(r"\s*[,，、;；/]\s*")


class EmployerSiteSpider(PagedListSpider):
    """All openings of one employer, which the scope names; its own words for a sub-brand count as the company."""

    slower = 2.0  # the sites state no limit, and one of them answers bursts with errors for hours
    sections: tuple[tuple[str, str], ...] = ()
    """Heading on the site, and key of the text under it."""
    text_format: TextFormat | None = None
    """Markup of the texts; None where the site mixes plain ones and HTML, which is then told from each text."""
    dates: tuple[tuple[DateKind, str], ...] = ()
    """Kind and keys, the best kind first."""
    page: str = ""
    """Public page of a posting, `{key}` in it, and `{token}` for its list's."""
    country = ""
    """Key of the country, where it stands beside the place."""
    employments: tuple[tuple[str, str], ...] = ()
    """The site's words for the codes that it sends as employment; others are left out."""
    private: frozenset[str] = frozenset()
    """Keys, at any depth, whose values name people."""

    def clean(self, record: Json) -> Json:
        """Return the record without what names people."""
        return without(record, self.private) if self.private else record

    def posting(self, record: Json, scope: Scope) -> RawPosting:
        """Return what one record says."""
        row = super().posting(record, scope)
        text, text_format = written(row.raw, self.sections, self.text_format)
        kind, published = self._dated(row.raw)
        return replace(
            row,
            company=self.company_of(row.raw, scope),
            location=self._location(row.raw),
            url=row.url or self.page_of(row.key, scope),
            text=text,
            text_format=text_format,
            employment=self._employment(row),
            posted_raw=None if published is None else str(published),
            posted_kind=kind,
            posted_at=moment(published),
            expires_at=moment(pick(row.raw, self.fields.expires)),
        )

    def page_of(self, key: str, scope: Scope) -> str:
        """Return the public page of a posting."""
        return self.page.format(key=key, token=scope.token)

    def company_of(self, record: Json, scope: Scope) -> str | None:
        """Return the employer as the record names it, or as the registry does."""
        return words(pick(record, self.fields.company)) or scope.name or None

    def _employment(self, row: RawPosting) -> str | None:
        code = str(pick(row.raw, self.fields.employment))
        return dict(self.employments).get(code) if self.employments else row.employment

    def _dated(self, record: Json) -> tuple[DateKind, Json]:
        found = ((kind, pick(record, keys)) for kind, keys in self.dates)
        return next(((kind, published) for kind, published in found if published is not None), ("unknown", None))

    def _location(self, record: Json) -> str | None:
        """Return `Shenzhen, China; Tokyo, Japan`, each place with the country where the record has one."""
        given = pick(record, self.fields.location) or []
        each = _BETWEEN_PLACES.split(given) if isinstance(given, str) else given if isinstance(given, list) else [given]
        places = [words(place) for place in each]
        country = text_or_none(inside(record, self.country))
        named = (f"{place}, {country}" if place and country not in {None, place} else place for place in places)
        return joined(*named) or country


def written(
    record: Json, sections: tuple[tuple[str, str], ...], text_format: TextFormat | None
) -> tuple[str | None, TextFormat | None]:
    """Return a record's sections as one text, each under its heading, and its markup; None and None without any.

    Plain sections of a text that has markup elsewhere are escaped, so that their lines and `<` survive.
    """
    parts = [(heading, text) for heading, key in sections if (text := text_or_none(pick(record, key)))]
    kinds = [text_format or guess_format(text) for _, text in parts]
    if not parts:
        return None, None
    if "html" not in kinds:
        return "\n\n".join(f"{heading}\n{text}" for heading, text in parts), "plain"
    marked = [
        f"<h3>{heading}</h3>{text if kind == 'html' else escape(text, quote=False).replace(chr(10), '<br>')}"
        for (heading, text), kind in zip(parts, kinds, strict=True)
    ]
    return "\n".join(marked), "html"


def moment(value: Json) -> str | None:
    """Read a date of a Chinese site: a text, or seconds or milliseconds since 1970, written as digits or not."""
    text = text_or_none(value)
    if text is None:
        return from_epoch(value)
    return from_epoch(int(text)) if text.isdigit() and len(text) > len("20260721") else from_chinese(text)


def without(value: Json, keys: frozenset[str]) -> Json:
    """Return a value without the keys, at whatever depth they lie."""
    if isinstance(value, dict):
        return {key: without(held, keys) for key, held in value.items() if key not in keys}
    return [without(held, keys) for held in value] if isinstance(value, list) else value
