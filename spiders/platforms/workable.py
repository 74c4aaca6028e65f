"""Workable's careers widget: all openings of an employer in one answer, one row for each place of an opening."""

from __future__ import annotations

from collections.abc import AsyncIterator
from urllib.parse import quote

from spiders.dates import from_iso
from spiders.platforms.base import Json
from spiders.platforms.json_api import JsonSpider, held, joined, object_of, text_or_none
from spiders.tally import Tally
from warehouse.boards import Scope
from warehouse.records import RawPosting

_HOST = "apply.workable.com"
_EMPLOYER = "account_name"
"""Where a row keeps its envelope's employer, whom it does not name itself."""


class WorkableSpider(JsonSpider):
    """One employer a scope. The answer has no pages and declares no total: it is the whole list, or no JSON.

    The first row of an opening takes the places of all; the others are dropped as duplicates, and counted so.
    """

    one_answer = True
    slower = 2.5  # all employers share one host, which soon answers 429

    def list_url(self, scope: Scope) -> str:
        """Return the address of the whole list."""
        return f"https://{_HOST}/api/v1/widget/accounts/{quote(scope.token, safe='')}?details=true"

    async def pages(self, scope: Scope, tally: Tally) -> AsyncIterator[list[Json]]:
        """Yield the only page there is."""
        payload, _ = await self.get(self.list_url(scope), tally)
        held(payload, "jobs", list, _HOST)
        yield self.records(payload)

    def records(self, payload: Json) -> list[Json]:
        """Accept `{name, jobs: […]}`, a bare list, or one row."""
        if isinstance(payload, list):
            return with_all_places(payload)
        if isinstance(payload, dict) and "shortcode" in payload:
            return [payload]
        rows, employer = held(payload, "jobs", list, "the file"), text_or_none(payload.get("name"))
        return with_all_places([{**row, _EMPLOYER: employer} if isinstance(row, dict) else row for row in rows])

    def posting(self, record: Json, scope: Scope) -> RawPosting:
        """Return what one record says; a second publication renews `published_on`, not `created_at`."""
        record = object_of(record)
        published, created = (text_or_none(record.get(key)) for key in ("published_on", "created_at"))
        return RawPosting(
            board=self.board.name,
            scope=scope.token,
            key=str(record["shortcode"]),
            fetched_at=self.fetched_at,
            url=text_or_none(record.get("url")) or text_or_none(record.get("shortlink")),
            title=text_or_none(record.get("title")),
            company=scope.name or text_or_none(record.get(_EMPLOYER)),
            location=joined(*map(_place, _places(record))),
            text=text_or_none(record.get("description")),
            text_format="html",
            experience=text_or_none(record.get("experience")),
            education=text_or_none(record.get("education")),
            employment=text_or_none(record.get("employment_type")),
            remote="remote" if record.get("telecommuting") is True else None,
            tags=_tags(record),
            posted_raw=published or created,
            posted_kind="listed" if published else "created" if created else "unknown",
            posted_at=from_iso(published or created),
            raw={**record, "locations": _places(record)},
        )


def with_all_places(rows: list[Json]) -> list[Json]:
    """Return the rows in their order, the first of each shortcode with the places of all rows that have it."""
    places: dict[str, list[Json]] = {}
    codes = [row.get("shortcode") if isinstance(row, dict) else None for row in rows]
    for row, code in zip(rows, codes, strict=True):
        if isinstance(code, str):
            places.setdefault(code, []).extend(_places(row))
    return [
        {**row, "locations": places.pop(code)} if isinstance(code, str) and code in places else row
        for row, code in zip(rows, codes, strict=True)
    ]


def _places(row: Json) -> list[Json]:
    """Return the places that may be shown; older answers have only the one in the row itself."""
    listed = row.get("locations")
    if isinstance(listed, list):
        return [place for place in listed if isinstance(place, dict) and not place.get("hidden")]
    return [{"city": row.get("city"), "region": row.get("state"), "country": row.get("country")}]


def _place(place: Json) -> str:
    parts = (text_or_none(place.get(key)) for key in ("city", "region", "country"))
    return ", ".join(dict.fromkeys(part for part in parts if part))


def _tags(record: Json) -> list[str]:
    given = (text_or_none(record.get(key)) for key in ("department", "function", "industry"))
    return list(dict.fromkeys(tag for tag in given if tag))
