"""USAJOBS' history of announcements: by occupational series and opening day, in chained pages with a declared total.

Titles, pay and places come from one address, the long texts from another that takes the same questions. A question
about a single day is sometimes answered as if there were none, so that no stretch is shorter than two days.
"""

from __future__ import annotations

import re
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode, urljoin, urlsplit

from spiders.dates import from_iso
from spiders.faults import BlockedFault, CrawlFault
from spiders.platforms.base import Json
from spiders.platforms.json_api import decode, held, joined, object_of, text_or_none
from spiders.platforms.pay import pay_words
from spiders.platforms.stretches import Brought, Stretch, StretchSpider
from spiders.tally import Tally
from warehouse.boards import Scope
from warehouse.records import RawPosting

_ROWS = "https://data.usajobs.gov/api/historicjoa"
_TEXTS = f"{_ROWS}/announcementtext"
_MOST_PAGES = 100
_NONE = b"204 No Content"
"""What is sent, even with status 200, where there is no row."""
_WHOLE = 0.9
"""Share of the announcements that must have a text: some of the past never had one."""
_SECTIONS = (
    ("Summary", "summary"),
    ("Duties", "duties", "majorDutiesList"),
    ("Conditions of employment", "requirementsConditionsOfEmployment", "requirements"),
    ("Qualifications", "requirementsQualifications"),
    ("Education", "requirementsEducation"),
)
"""Headings and keys of the texts that tell of the job."""
_FOR_APPLICANTS = re.compile(r"howtoapply.*|evaluations|required\w*documents|otherinformation|benefits.*|.*contact.*")
"""Keys of texts that tell how to apply and whom to write to, which are not kept."""


class UsajobsSpider(StretchSpider):
    """One occupational series a scope. An announcement of two series is kept in the first, dropped in the second."""

    longest, shortest, doubts_none = 8, 2, True

    async def ask(self, scope: Scope, stretch: Stretch, tally: Tally) -> Brought:
        """Return the announcements that opened within a stretch, each with its text where it has one."""
        question = urlencode(
            {
                "PositionSeries": scope.token,
                "StartPositionOpenDate": stretch.first.isoformat(),
                "EndPositionOpenDate": stretch.last.isoformat(),
            }
        )
        brought = await self._chain(f"{_ROWS}?{question}", tally)
        if others := [row for row in brought.records if not _opened_within(row, stretch)]:
            raise CrawlFault(f"{len(others)} of {len(brought.records)} announcements opened on days not asked for")
        if len(brought.records) < brought.declared or not brought.records:
            return brought
        return Brought(await self._with_texts(brought.records, f"{_TEXTS}?{question}", tally), brought.declared)

    async def _chain(self, url: str, tally: Tally) -> Brought:
        """Return the rows of all pages, following `next` until there is none, and the largest declared total."""
        rows: list[Json] = []
        total, asked = 0, set[str]()
        while url and len(asked) < _MOST_PAGES:
            asked.add(url)
            payload = await self._page(url, tally)
            if payload is None:
                break
            paging = folded(held(payload, "paging", dict, _host(url)))
            rows += held(payload, "data", list, _host(url))
            total = max(total, _total(paging))
            url = _checked(paging.get("next"), url, asked)
        return Brought(rows, total)

    async def _page(self, url: str, tally: Tally) -> Json:
        """Return a decoded page; None where the board says that there is no row."""
        response = await self.fetcher.fetch(url, tally, {"Accept": "application/json"})
        return None if response.status == HTTPStatus.NO_CONTENT else payload_of(response.body, _host(url))

    async def _with_texts(self, rows: list[Json], url: str, tally: Tally) -> list[Json]:
        """Return the rows with the parts of their texts; without them where they do not come."""
        try:
            found = {_key(folded(text)): text for text in (await self._chain(url, tally)).records if _is_object(text)}
        except BlockedFault:
            raise
        except CrawlFault as fault:
            tally.worsen("partial", f"the texts did not come: {fault.reason}")
            return rows
        texts = [_sections_in(found.get(_key(folded(row)))) if _is_object(row) else {} for row in rows]
        if (having := sum(map(bool, texts))) < _WHOLE * len(rows):
            tally.worsen("partial", f"only {having} of {len(rows)} announcements came with their text")
        return [{**row, **text} if text else row for row, text in zip(rows, texts, strict=True)]

    def unpack(self, body: bytes) -> list[Json]:
        """Accept an answer, its bare list, one announcement, or the text that says that there is none."""
        payload = payload_of(body, "the file")
        return [] if payload is None else self.records(payload)

    def records(self, payload: Json) -> list[Json]:
        """Accept `{paging, data: […]}`, a bare list, or one announcement."""
        if isinstance(payload, list):
            return payload
        return [payload] if _is_object(payload) and _key(folded(payload)) else held(payload, "data", list, "the file")

    def scope_of(self, record: Json) -> Scope:
        """Return the first of the record's series that the registry lists; its first one where it lists none."""
        series = [code[:4] for code in _series(folded(record))]
        known = {scope.token for scope in self.board.scopes}
        return self.scope_named(next((code for code in series if code in known), next(iter(series), "")))

    def posting(self, record: Json, scope: Scope) -> RawPosting:
        """Return what one record says; keys are read in whichever case their year wrote them."""
        found = folded(object_of(record))
        key, opened = _key(found), text_or_none(_any(found, "positionopendate", "opendate"))
        return RawPosting(
            board=self.board.name,
            scope=scope.token,
            key=key,
            fetched_at=self.fetched_at,
            url=f"https://www.usajobs.gov/job/{key}",
            title=text_or_none(found.get("positiontitle")),
            company=text_or_none(_any(found, "hiringagencyname", "agency", "hiringdepartmentname", "department")),
            location=joined(*map(_place, found.get("positionlocations") or [])),
            text=_text(found),
            text_format="html",
            salary=_salary(found),
            employment=joined(found.get("appointmenttype"), found.get("workschedule")),
            remote="telework eligible" if found.get("teleworkeligible") == "Y" else None,
            tags=_tags(found),
            posted_raw=opened,
            posted_kind="first_published" if opened else "unknown",
            posted_at=from_iso(opened),
            expires_at=from_iso(_any(found, "positionclosedate", "closedate")),
            raw={name: value for name, value in record.items() if not _FOR_APPLICANTS.fullmatch(name.lower())},
        )


def payload_of(body: bytes, who: str) -> Json:
    """Return the decoded answer; None where it says that there is no row."""
    return None if body.strip().strip(b'"') == _NONE else decode(body, who)


def folded(record: Json) -> dict[str, Any]:
    """Return a record by its keys without case and underscores: HiringPaths, hiringpaths and hiring_paths are one."""
    return {str(key).lower().replace("_", ""): value for key, value in record.items()}


def _any(found: dict[str, Any], *keys: str) -> Json:
    return next((found[key] for key in keys if found.get(key) not in (None, "", [])), None)


def _is_object(record: Json) -> bool:
    return isinstance(record, dict)


def _key(found: dict[str, Any]) -> str:
    return str(_any(found, "usajobscontrolnumber", "controlnumber") or "")


def _host(url: str) -> str:
    return urlsplit(url).netloc


def _total(paging: dict[str, Any]) -> int:
    total = folded(paging.get("metadata") or {}).get("totalcount")
    if not isinstance(total, int):
        raise CrawlFault(f"the answer of {_host(_ROWS)} has no 'totalCount': its format has changed")
    return total


def _checked(following: Json, url: str, asked: set[str]) -> str:
    """Return the whole address of the next page; empty at the last."""
    address = urljoin(url, following) if text_or_none(following) else ""
    if address and _host(address) != _host(url):
        raise CrawlFault(f"{_host(url)} names a next page on another host")
    if address in asked:
        raise CrawlFault(f"{_host(url)} names a page as the next that has come already")
    return address


def _opened_within(row: Json, stretch: Stretch) -> bool:
    opened = str(folded(row).get("positionopendate") or "")[:10] if _is_object(row) else ""
    return not opened or stretch.first.isoformat() <= opened <= stretch.last.isoformat()


def _sections_in(text: Json) -> dict[str, Json]:
    """Return the parts of a long text that tell of the job, under their own keys."""
    wanted = {key.lower() for _, *keys in _SECTIONS for key in keys}
    return {key: part for key, part in (text or {}).items() if key.lower() in wanted and part}


def _text(found: dict[str, Any]) -> str | None:
    parts = ((title, _any(found, *(key.lower() for key in keys))) for title, *keys in _SECTIONS)
    return "\n".join(f"<h3>{title}</h3>{_html(part)}" for title, part in parts if part) or None


def _html(part: Json) -> str:
    return f"<ul>{''.join(f'<li>{entry}</li>' for entry in part)}</ul>" if isinstance(part, list) else str(part)


def _place(place: Json) -> str:
    parts = (text_or_none(folded(place).get(f"positionlocation{part}")) for part in ("city", "state", "country"))
    return ", ".join(dict.fromkeys(part for part in parts if part))


def _salary(found: dict[str, Any]) -> str | None:
    period = str(found.get("salarytype") or "").removeprefix("Per ").lower()
    return pay_words("USD", found.get("minimumsalary"), found.get("maximumsalary"), period)


def _series(found: dict[str, Any]) -> list[str]:
    given = _any(found, "jobcategories", "occupationseries") or []
    named = (folded(each).get("series") if _is_object(each) else each for each in given)
    return [series for each in named if (series := text_or_none(each))]


def _tags(found: dict[str, Any]) -> list[str]:
    department = text_or_none(_any(found, "hiringdepartmentname", "department"))
    return list(dict.fromkeys([*_series(found), *([department] if department else [])]))
