"""SmartRecruiters' Posting API: pages of an employer's openings with a total, and one request more for each text."""

from __future__ import annotations

from collections.abc import AsyncIterator
from urllib.parse import quote

from spiders.dates import from_iso
from spiders.faults import CrawlFault, UnusableRecordError
from spiders.platforms.base import Json
from spiders.platforms.json_api import held, joined, object_of, text_or_none
from spiders.platforms.pay import pay_words
from spiders.platforms.texts_apart import TextsApartSpider
from spiders.tally import Tally
from warehouse.boards import Scope
from warehouse.records import RawPosting

_HOST = "api.smartrecruiters.com"
_PAGE, _MOST_PAGES = 100, 100
_SECTIONS = ("companyDescription", "jobDescription", "qualifications", "additionalInformation")
_FURTHER = "further_ad"
"""The mark that this file puts on a record whose job has a main advertisement."""
_NOT_RAW = {"creator", _FURTHER}


class SmartRecruitersSpider(TextsApartSpider):
    """One employer a scope; complete when as many records came as `totalFound` says and each has its text."""

    text_name = "jobAd"
    unchanged = ("name", "releasedDate")

    async def pages(self, scope: Scope, tally: Tally) -> AsyncIterator[list[Json]]:
        """Yield the openings one by one, each with its text, once the whole list is there."""
        rows = marked(await self._list(_base(scope), tally))
        async for records in self.with_texts(rows, scope, tally):
            yield records

    async def _list(self, base: str, tally: Tally) -> list[Json]:
        rows: list[Json] = []
        page: list[Json] = []
        for number in range(_MOST_PAGES):
            payload, _ = await self.get(f"{base}?limit={_PAGE}&offset={number * _PAGE}", tally)
            before, page = page, held(payload, "content", list, _HOST)
            tally.declared = held(payload, "totalFound", int, _HOST)
            if page and page == before:
                raise CrawlFault(f"page {number + 1} is the same as the one before it")
            rows += page
            if not page or len(rows) >= tally.declared:
                break
        else:
            tally.worsen("capped", f"more than {_MOST_PAGES} pages: the rest was left")
        if not rows:
            tally.worsen("partial", "no openings, which is also the answer for an unknown employer")
        return rows

    async def with_text(self, row: Json, scope: Scope, tally: Tally) -> Json:
        """Return a record with its text; one that is no opening of its own is left as it is."""
        if not isinstance(row, dict) or "id" not in row or row.get(_FURTHER):
            return row
        key = str(row["id"])
        if landed := self.landed(key, row):
            return landed
        detail, _ = await self.get(f"{_base(scope)}/{quote(key, safe='')}", tally)
        held(detail, "jobAd", dict, _HOST)
        return {**row, **detail}

    def records(self, payload: Json) -> list[Json]:
        """Accept `{content: […]}`, a bare list, or one opening."""
        if isinstance(payload, list):
            return marked(payload)
        one = isinstance(payload, dict) and "releasedDate" in payload
        return [payload] if one else marked(held(payload, "content", list, "the file"))

    def scope_of(self, record: Json) -> Scope:
        """Return the employer by the identifier that the record bears."""
        return self.scope_named(text_or_none((record.get("company") or {}).get("identifier")) or "")

    def posting(self, record: Json, scope: Scope) -> RawPosting:
        """Return what one record says; a job's further advertisements are no postings of their own."""
        record = object_of(record)
        if record.get(_FURTHER):
            raise UnusableRecordError("further advertisement of a job")
        company, place = record.get("company") or {}, record.get("location") or {}
        released = text_or_none(record.get("releasedDate"))
        key = str(record["id"])
        return RawPosting(
            board=self.board.name,
            scope=scope.token,
            key=key,
            fetched_at=self.fetched_at,
            url=text_or_none(record.get("postingUrl")) or _page(company, scope, key),
            title=text_or_none(record.get("name")),
            company=text_or_none(company.get("name")) or scope.name or None,
            location=text_or_none(place.get("fullLocation")) or _place(place),
            text=_text(record) or None,
            text_format="html",
            salary=_salary(record),
            experience=_label(record.get("experienceLevel")),
            employment=_label(record.get("typeOfEmployment")),
            remote=joined(*(word for word in ("hybrid", "remote") if place.get(word) is True)),
            tags=[tag for part in ("department", "function", "industry") if (tag := _label(record.get(part)))],
            posted_raw=released,
            posted_kind="first_published" if released else "unknown",
            posted_at=from_iso(released),
            raw={name: value for name, value in record.items() if name not in _NOT_RAW},
        )


def marked(rows: list[Json]) -> list[Json]:
    """Return the rows, those marked that advertise a job again whose main advertisement is among them."""
    jobs = [row.get("uuid") if isinstance(row, dict) else None for row in rows]
    known = {
        job for row, job in zip(rows, jobs, strict=True) if isinstance(job, str) and row.get("defaultJobAd") is True
    }
    return [
        {**row, _FURTHER: True} if isinstance(job, str) and job in known and row.get("defaultJobAd") is False else row
        for row, job in zip(rows, jobs, strict=True)
    ]


def _base(scope: Scope) -> str:
    return f"https://{_HOST}/v1/companies/{quote(scope.token, safe='')}/postings"


def _page(company: Json, scope: Scope, key: str) -> str:
    return f"https://jobs.smartrecruiters.com/{company.get('identifier') or scope.token}/{key}"


def _place(place: Json) -> str | None:
    parts = (place.get("city"), place.get("region"), str(place.get("country") or "").upper())
    return ", ".join(part for part in parts if part) or None


def _label(given: Json) -> str | None:
    given = given or {}
    return None if given.get("id") == "not_applicable" else text_or_none(given.get("label"))


def _text(record: Json) -> str:
    """Return the sections in the order of the public page, each under its title."""
    sections = (record.get("jobAd") or {}).get("sections") or {}
    found = [sections.get(name) or {} for name in _SECTIONS]
    return "\n".join(f"<h3>{part.get('title') or ''}</h3>{part['text']}" for part in found if part.get("text"))


def _salary(record: Json) -> str | None:
    pay = (record.get("compensation") or {}).get("salary") or {}
    return pay_words(pay.get("currency"), pay.get("min"), pay.get("max"), str(pay.get("period") or "").lower())
