"""Guessing which key of a record holds what, from the keys' names and from what they hold."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from spiders.dates import from_epoch, from_iso
from spiders.platforms.base import Json

_NAMES = {
    "title": "title jobtitle position positionname positiontitle jobname role name headline",
    "company": "company companyname employer employername hiringorganization organization organisation org brand",
    "text": "description jobdescription descriptionhtml content contenthtml body text html details duty fulltext",
    "posted": "postedat publishedat publicationdate published dateposted pubdate publishtime createdat created "
    "listedat posteddate publishdate date updatedat updated refreshtime",
    "key": "id uuid guid jobid positionid key slug code",
    "url": "url joburl link permalink absoluteurl href publicurl applyurl applicationlink",
    "location": "location locations city cities place places candidaterequiredlocation jobgeo workplace region country",
    "employment": "employment employmenttype jobtype jobtypes contracttype contract type",
    "experience": "experience experiencelevel seniority level joblevel workyear",
    "education": "education degree",
    "tags": "tags skills keywords categories category department departments",
    "salary": "salary salaryrange pay compensation",
    "expires": "expires expiresat validthrough closingdate deadline expirydate",
}
"""Field -> the names that boards use for it, letters only, likeliest first."""
_PAY = (
    "salarymin minsalary minimumsalary paymin",
    "salarymax maxsalary maximumsalary paymax",
    "salarycurrency currency paycurrency",
    "salaryperiod payperiod salaryinterval",
)
_WITHIN = ("name", "title", "displayName", "label", "value")
_LONG = 200


def fields_of(rows: Sequence[Json]) -> dict[str, Json]:
    """Return json_list.Fields by name -> key, as far as the records' keys and what they hold tell it."""
    records = [row for row in rows if isinstance(row, dict)]
    keys = list(dict.fromkeys(key for record in records for key in record))
    taken: set[str] = set()
    found: dict[str, Json] = {}
    for name, names in _NAMES.items():
        key = _key(name, [key for key in _likely(keys, names) if key not in taken], records)
        taken.add(key)
        found[name] = _path(key, records)
    if not found["text"]:
        found["text"] = next((key for key in keys if key not in taken and _is_long(key, records)), "")
    if any(pay := tuple(next(iter(_likely(keys, names)), "") for names in _PAY)[:2]):
        found["pay"] = tuple(next(iter(_likely(keys, names)), "") for names in _PAY) if all(pay) else ""
    return {name: key for name, key in found.items() if key or name in {"key", "url"}}


def _likely(keys: Sequence[str], names: str) -> list[str]:
    spelt: dict[str, str] = {}
    for key in keys:
        spelt.setdefault(plain(key), key)
    return [spelt[name] for name in names.split() if name in spelt]


def plain(key: str) -> str:
    """Return a key in small letters and digits only: `Job_Title` is `jobtitle`."""
    return re.sub(r"[^a-z0-9]", "", key.lower())


def _key(name: str, likely: Sequence[str], records: Sequence[Mapping[str, Json]]) -> str:
    """Return the first of the likely keys that holds what such a field holds."""
    fits = {"posted": _is_date, "expires": _is_date, "url": _is_address}.get(name, lambda _value: True)
    held = ((key, [record[key] for record in records if record.get(key) not in (None, "", [], {})]) for key in likely)
    return next((key for key, values in held if values and all(map(fits, values))), "")


def _path(key: str, records: Sequence[Mapping[str, Json]]) -> str:
    """Return a key, with the way into what it holds where that is an object that has no name."""
    value = next((record[key] for record in records if isinstance(record.get(key), dict)), None) if key else None
    if value is None or "name" in value:
        return key
    return next((f"{key}.{inner}" for inner in _WITHIN if isinstance(value.get(inner), str)), key)


def _is_long(key: str, records: Sequence[Mapping[str, Json]]) -> bool:
    return any(isinstance(record.get(key), str) and len(record[key]) >= _LONG for record in records)


def _is_date(value: Json) -> bool:
    return bool(from_iso(value) if isinstance(value, str) else from_epoch(value))


def _is_address(value: Json) -> bool:
    return isinstance(value, str) and value.startswith("https://")
