"""JobTech's historical API of Sweden's public employment service: full advertisements by day of publication, in pages.

Pages reach no further than an offset of 2,000, so that longer answers are asked for in shorter stretches of days. Dates
are Swedish clock times and are taken as they are, so that a day stays the day that it is.
"""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlencode

from spiders.dates import from_iso
from spiders.faults import CrawlFault, UnusableRecordError
from spiders.platforms.base import Json
from spiders.platforms.json_api import held, joined, object_of, text_or_none
from spiders.platforms.stretches import Brought, Stretch, StretchSpider
from spiders.tally import Tally
from warehouse.boards import Scope
from warehouse.records import RawPosting

_HOST = "historical.api.jobtechdev.se"
_PAGE, _FURTHEST = 100, 2000
_REACH = _FURTHEST + _PAGE
_TAG = re.compile(r"</?(?:p|br|ul|ol|li|div|span|strong|b|em|i|h[1-6])\b[^>]*>", re.IGNORECASE)
_FOR_APPLICANTS = {"application_contacts", "application_details", "logo_url"}
_OF_PERSONS = {"email", "phone_number"}
"""Keys of the employer that lead to people."""


class JobtechSpider(StretchSpider):
    """One occupation group a scope, by its code in the Swedish classification (SSYK 2012)."""

    async def ask(self, scope: Scope, stretch: Stretch, tally: Tally) -> Brought:
        """Return the advertisements published within a stretch; none of them where more are declared than can come."""
        records, total = await self._page(scope, stretch, 0, tally)
        if total > _REACH:
            if stretch.days > 1:
                return Brought([], total)
            tally.worsen("capped", f"{total} advertisements on {stretch.first}, of which {_REACH} can be asked for")
        page = records
        for offset in range(_PAGE, min(total, _REACH), _PAGE):
            before, (page, _) = page, await self._page(scope, stretch, offset, tally)
            if not page:
                break
            if page == before:
                raise CrawlFault(f"the page at offset {offset} is the same as the one before it")
            records += page
        return Brought([_within(record, stretch) for record in records], total)

    async def _page(self, scope: Scope, stretch: Stretch, offset: int, tally: Tally) -> tuple[list[Json], int]:
        question = {
            "occupation-group": scope.token,
            "historical-from": f"{stretch.first}T00:00:00",
            "historical-to": f"{stretch.last}T23:59:59",
            "limit": _PAGE,
            "offset": offset,
        }
        payload, _ = await self.get(f"https://{_HOST}/search?{urlencode(question)}", tally)
        total = held(payload, "total", dict, _HOST).get("value")
        if not isinstance(total, int):
            raise CrawlFault(f"the answer of {_HOST} has no 'total.value': its format has changed")
        return held(payload, "hits", list, _HOST), total

    def records(self, payload: Json) -> list[Json]:
        """Accept `{total, hits: […]}`, a bare list, or one advertisement."""
        if isinstance(payload, list):
            return payload
        one = isinstance(payload, dict) and "headline" in payload
        return [payload] if one else held(payload, "hits", list, "the file")

    def scope_of(self, record: Json) -> Scope:
        """Return the occupation group that the record bears."""
        codes = (text_or_none(group.get("legacy_ams_taxonomy_id")) for group in _concepts(record, "occupation_group"))
        return self.scope_named(next((code for code in codes if code), ""))

    def posting(self, record: Json, scope: Scope) -> RawPosting:
        """Return what one record says; it ends when it was removed, at the latest on its last day of publication."""
        record = object_of(record)
        if record.get(_OUTSIDE):
            raise UnusableRecordError("published on another day than asked for")
        key, published = str(record["id"]), text_or_none(record.get("publication_date"))
        text, is_html = _text(record.get("description") or {})
        return RawPosting(
            board=self.board.name,
            scope=scope.token,
            key=key,
            fetched_at=self.fetched_at,
            url=text_or_none(record.get("webpage_url")) or f"https://arbetsformedlingen.se/platsbanken/annonser/{key}",
            title=text_or_none(record.get("headline")),
            company=_employer(record.get("employer") or {}),
            location=_place(record.get("workplace_address") or {}),
            text=text,
            text_format="html" if is_html else "plain",
            salary=text_or_none(record.get("salary_description")),
            education=joined(*_labels(record.get("must_have") or {}, "education_level")),
            employment=joined(*_labels(record, "employment_type", "working_hours_type")),
            remote="remote" if record.get("remote_work") is True else None,
            tags=list(dict.fromkeys(_labels(record, "occupation", "occupation_group", "occupation_field"))),
            posted_raw=published,
            posted_kind="first_published" if published else "unknown",
            posted_at=from_iso(published),
            expires_at=_end(record),
            raw=_without_contacts(record),
        )


_OUTSIDE = "outside"
"""Mark that this file puts on a record that was not asked for."""


def _within(record: Json, stretch: Stretch) -> Json:
    """Return the record, marked where it was published on a day that was not asked for."""
    day = str(record.get("publication_date") or "")[:10] if isinstance(record, dict) else ""
    is_outside = bool(day) and not stretch.first.isoformat() <= day <= stretch.last.isoformat()
    return {**record, _OUTSIDE: True} if is_outside else record


def _concepts(record: Json, key: str) -> list[dict[str, Any]]:
    """Return the concepts under a key, which holds one in some years and a list in others."""
    given = record.get(key)
    return [each for each in (given if isinstance(given, list) else [given]) if isinstance(each, dict)]


def _labels(record: Json, *keys: str) -> list[str]:
    labels = (text_or_none(concept.get("label")) for key in keys for concept in _concepts(record, key))
    return [label for label in labels if label]


def _text(description: Json) -> tuple[str | None, bool]:
    """Return the text and whether it is HTML, which the formatted one is in some years only."""
    text = text_or_none(description.get("text_formatted")) or text_or_none(description.get("text"))
    return text, bool(text and _TAG.search(text))


def _employer(employer: Json) -> str | None:
    return text_or_none(employer.get("name")) or text_or_none(employer.get("workplace"))


def _place(address: Json) -> str | None:
    parts = (text_or_none(address.get(part)) for part in ("city", "municipality", "region", "country"))
    return ", ".join(dict.fromkeys(part for part in parts if part)) or None


def _end(record: Json) -> str | None:
    """Return the earlier of removal and last publication; without both, the last day to apply."""
    removed = from_iso(record.get("removed_date")) if record.get("removed") else None
    ends = [end for end in (removed, from_iso(record.get("last_publication_date"))) if end]
    return min(ends) if ends else from_iso(record.get("application_deadline"))


def _without_contacts(record: Json) -> dict[str, Any]:
    kept = {key: value for key, value in record.items() if key not in _FOR_APPLICANTS}
    if isinstance(employer := record.get("employer"), dict):
        kept["employer"] = {key: value for key, value in employer.items() if key not in _OF_PERSONS}
    return kept
