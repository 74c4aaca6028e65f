"""What a schema.org JobPosting object says, in the fields of a RawPosting. Where objects come from is others' affair.

https://schema.org/JobPosting; sites follow it loosely, so that every property may be a text, an object or a list.
"""

from __future__ import annotations

import hashlib
import html
import math
import re
from urllib.parse import urlsplit

from spiders.dates import from_epoch, from_iso, from_rfc822
from spiders.platforms.base import Json
from spiders.platforms.json_api import joined, object_of, text_or_none
from spiders.platforms.json_list import pick, words
from spiders.platforms.pay import pay_words
from warehouse.boards import Scope
from warehouse.records import RawPosting, TextFormat

_SECTIONS = {
    "responsibilities": "Responsibilities",
    "qualifications": "Qualifications",
    "skills": "Skills",
    "jobBenefits": "Benefits",
    "incentiveCompensation": "Compensation",
}
_PERSONS = {
    *("applicationContact", "contactPoint", "contactPoints", "author", "creator", "editor", "founder", "founders"),
    *("employee", "employees", "member", "email", "telephone", "faxNumber"),
}
"""Properties whose values name people or reach them."""
_PERIODS = {
    "hour": ("hour", "hourly", "hr", "hur"),
    "day": ("day", "daily"),
    "week": ("week", "weekly", "wee"),
    "month": ("month", "monthly", "mon"),
    "year": ("year", "yearly", "annual", "annually", "annum", "ann"),
}
_PERIOD_OF = {word: period for period, listed in _PERIODS.items() for word in listed}
_NOTHING = {"", "-", "n/a", "na", "none", "null", "undefined", "unspecified"}
_LONGEST_TAG, _SHORTEST_WORDS = 60, 20
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
_ESCAPED_TAG = re.compile(r"&(?:amp;)*lt;/?[a-zA-Z]")
_MOST_ESCAPES = 4
_LITERAL_BREAK = re.compile(r"(?:\\[rnt])+(?![a-z])|(?<=[\s.>;:,!?])(?:\\[rnt])+")
_THOUSANDS = re.compile(r"\W{0,2}(\d{1,3}(?:[.,'’ \u00a0\u202f]\d{3})+|\d+)(?:[.,](\d{1,2}))?\W{0,2}")


def posting_of(
    record: Json, *, board: str, scope: Scope, fetched_at: str, page: str = "", key: str | None = None
) -> RawPosting:
    """Return what a JobPosting object says, as `markup` hands it out.

    Args:
        record: The object, keys as schema.org spells them.
        board: Registry key.
        scope: Site or tenant; its name stands in where the object names no employer.
        fetched_at: ISO 8601 UTC.
        page: Address of the page that bears it; unless known, the one that the object states.
        key: The posting's key; unless given, see `key_of`.
    """
    record = object_of(record)
    page = page or words(record.get("url")) or ""
    text, markup = _text(record)
    posted = _date(record.get("datePosted"))
    return RawPosting(
        board=board,
        scope=scope.token,
        key=key_of(record, page) if key is None else key,
        fetched_at=fetched_at,
        url=page or None,
        title=words(_first(record.get("title"))) or words(_first(record.get("name"))),
        company=_company(record) or scope.name or None,
        location=_location(record),
        text=text,
        text_format=markup,
        salary=_salary(record),
        experience=_requirement(record.get("experienceRequirements")),
        education=_requirement(record.get("educationRequirements")),
        employment=joined(*map(_enumerated, _listed(record.get("employmentType")))),
        remote=_workplace(record),
        tags=_tags(record),
        posted_raw=posted,
        posted_kind="listed" if posted else "unknown",  # the date of this advertisement, which many sites renew
        posted_at=_moment(posted),
        expires_at=expiry(record),
        raw=without_persons(record),
    )


def key_of(record: Json, page: str = "") -> str:
    """Return the employer's identifier at its site, `jobs.example.com:R-17`; else the page's address.

    A value without a digit, or one that is the employer's name, is no identifier, though some sites state it as one.
    A saved object that tells neither is known by what it says: `text:` and a digest of title, employer and date.
    """
    parts = urlsplit(page)
    site = parts.netloc.lower().removeprefix("www.")
    given = _first(record.get("identifier"))
    value = (given.get("value") or given.get("@id")) if isinstance(given, dict) else given
    stated = str(value).strip() if isinstance(value, str | int) and not isinstance(value, bool) else ""
    if any(map(str.isdigit, stated)) and stated != _company(record):
        return f"{site}:{stated}" if site else stated
    query = f"?{parts.query}" if parts.query else ""
    return f"{site}{parts.path.rstrip('/')}{query}" or _digest(record)


def _digest(record: Json) -> str:
    said = "\n".join(str(record.get(name)) for name in ("title", "hiringOrganization", "datePosted"))
    return f"text:{hashlib.blake2b(said.encode(), digest_size=8).hexdigest()}"


def expiry(record: Json) -> str | None:
    """Return the moment until which a posting holds, ISO 8601 UTC; a bare date holds to the end of its day."""
    stated = _date(record.get("validThrough"))
    moment = _moment(stated)
    is_day = moment is not None and len(stated or "") <= len("2026-11-21")
    return moment.replace("T00:00:00", "T23:59:59") if moment and is_day else moment


def countries(record: Json) -> list[str]:
    """Return the countries that an object names, as it names them: of its places, then those open to applicants."""
    places = [each.get("address") for each in _listed(record.get("jobLocation")) if isinstance(each, dict)]
    addresses = [each for place in places for each in _listed(place) if isinstance(each, dict)]
    wanted = [each for each in _listed(record.get("applicantLocationRequirements")) if _is_country(each)]
    named = (*(_named(each.get("addressCountry")) for each in addresses), *map(_named, wanted))
    return list(dict.fromkeys(name for name in named if name))


def _is_country(given: Json) -> bool:
    return isinstance(given, dict) and given.get("@type") == "Country"


def without_persons(value: Json) -> Json:
    """Return an object without the properties that name people or tell how to reach them."""
    if isinstance(value, list):
        return [without_persons(each) for each in value]
    if not isinstance(value, dict):
        return value
    return {key: without_persons(held) for key, held in value.items() if key not in _PERSONS}


def _listed(value: Json) -> list[Json]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _first(value: Json) -> Json:
    return next(iter(_listed(value)), None)


def _named(value: Json) -> str | None:
    """Return the different texts of a value, of what objects are called, or of a list of either."""
    if isinstance(value, list):
        texts = dict.fromkeys(each for each in value if isinstance(each, str))
        return joined(*map(_named, texts), *(_named(each) for each in value if not isinstance(each, str)))
    if isinstance(value, dict):
        return _named(pick(value, "name @value"))
    text = words(str(value)) if isinstance(value, str | int) and not isinstance(value, bool) else None
    return None if text is None or text.lower() in _NOTHING else text


def _company(record: Json) -> str | None:
    given = [
        each
        for each in _listed(record.get("hiringOrganization"))
        if not (isinstance(each, dict) and each.get("@type") == "Person")
    ]
    return next((name for each in given if (name := _named(each) or _named(_legal(each)))), None)


def _legal(given: Json) -> Json:
    return given.get("legalName") if isinstance(given, dict) else None


def _enumerated(value: Json) -> str | None:
    """Return `FULL_TIME` of `https://schema.org/FULL_TIME` as well."""
    name = _named(value)
    return name.rpartition("/")[2] if name and "schema.org/" in name else name


def _date(value: Json) -> str | None:
    given = _first(value)
    given = given.get("@value") if isinstance(given, dict) else given
    return str(given) if isinstance(given, int | float) and not isinstance(given, bool) else text_or_none(given)


def _moment(stated: str | None) -> str | None:
    if stated is None:
        return None
    if re.fullmatch(r"\d{10,13}", stated):
        return from_epoch(int(stated))
    plain = re.sub(r"^(\d{4})/(\d\d)/(\d\d)", r"\1-\2-\3", stated).removesuffix(" UTC")
    return from_iso(plain) or from_rfc822(stated)


def _text(record: Json) -> tuple[str | None, TextFormat]:
    """Return the description, and under a heading each whatever else the object says that is not within it."""
    description = _readable(record.get("description"))
    sections = {
        heading: section
        for name, heading in _SECTIONS.items()
        if name in record and len(section := _readable(record[name])) > _LONGEST_TAG
        if _beginning(section) not in description
    }
    if not sections:
        return description or None, "html" if _TAG.search(description) else "plain"
    parts = (f"<h3>{heading}</h3>\n{_as_html(section)}" for heading, section in sections.items())
    return "\n".join((_as_html(description), *parts)), "html"


def _beginning(section: str) -> str:
    """Return the first words of a text, to find it in another that marks it up otherwise."""
    return next((line for part in _TAG.split(section) if len(line := part.strip()) > _SHORTEST_WORDS), section)[:60]


def _as_html(text: str) -> str:
    return text if _TAG.search(text) else html.escape(text, quote=False).replace("\n", "<br>\n")


def _readable(value: Json) -> str:
    """Return a text with its markup, unescaped as often as it was escaped as a whole, written line breaks as such."""
    text = "\n".join(each for given in _listed(value) if (each := _prose(given)))
    for _ in range(_MOST_ESCAPES):
        if _TAG.search(text) or not _ESCAPED_TAG.search(text):
            break
        text = html.unescape(text)
    if not _TAG.search(text):
        text = html.unescape(text) if "&" in text else text
    return _LITERAL_BREAK.sub("\n", text).strip() if "\\" in text else text.strip()


def _prose(given: Json) -> str | None:
    given = pick(given, "description text name @value") if isinstance(given, dict) else given
    return given if isinstance(given, str) else None


def _location(record: Json) -> str | None:
    places = [place for place in _listed(record.get("jobLocation")) if place]
    addresses = [_address(place) for place in places]
    names = [_named(place) if isinstance(place, dict) else None for place in places]
    if len(set(names) - {None, _company(record)}) == len(names) > 1 and len(set(addresses)) == 1:
        addresses = names  # every place repeats the first address; only the names tell them apart
    stated = [address or _name_of_place(name, record) for address, name in zip(addresses, names, strict=True)]
    known = {part for place in stated if place for part in place.split(", ")}
    wanted = [_named(each) or _address(each) for each in _listed(record.get("applicantLocationRequirements"))]
    return joined(*stated, *(place for place in wanted if place not in known))


def _name_of_place(name: str | None, record: Json) -> str | None:
    return None if name == _company(record) else name


def _address(place: Json) -> str | None:
    """Return `Metzingen, DE`: town, region and country of a place, or its address as a text."""
    if not isinstance(place, dict):
        return _named(place)
    address = place["address"] if place.get("address") else place
    if isinstance(address, list):
        return joined(*map(_address, address))
    if not isinstance(address, dict):
        return _named(address)
    parts = (_named(address.get(f"address{part}")) for part in ("Locality", "Region", "Country"))
    return ", ".join(dict.fromkeys(part for part in parts if part)) or None


def _workplace(record: Json) -> str | None:
    stated = [word for each in _listed(record.get("jobLocationType")) if (word := _enumerated(each))]
    return joined(*("remote" if word.upper() == "TELECOMMUTE" else word for word in stated))


def _requirement(value: Json) -> str | None:
    """Return experience or education in words: `36 months`, `bachelor degree`, or the text itself."""
    return joined(*(_one_requirement(each) for each in _listed(value)))


def _one_requirement(given: Json) -> str | None:
    if not isinstance(given, dict):
        return _named(_readable(given)) if isinstance(given, str) else None
    months = given.get("monthsOfExperience")
    if isinstance(months, int | str) and str(months).strip().isdigit():
        return f"{str(months).strip()} months"
    return _named(pick(given, "credentialCategory description name"))


def _salary(record: Json) -> str | None:
    currency = _named(record.get("salaryCurrency"))
    return joined(*(_amount(each, currency) for each in _listed(record.get("baseSalary"))))


def _amount(given: Json, currency: str | None) -> str | None:
    """Return `EUR 52000-68000 per year` of a MonetaryAmount; what its value holds goes before what is around it."""
    outer = given if isinstance(given, dict) else {"value": given}
    within = _first(outer.get("value"))
    inner = within if isinstance(within, dict) else {"value": within}
    either = {**outer, **{name: held for name, held in inner.items() if held not in (None, "")}}
    single = None if isinstance(either.get("value"), dict | list) else either.get("value")
    ends = (
        _number(pick(either, "minValue minPrice") or pick({"value": single, **either}, "value price")),
        _number(pick(either, "maxValue maxPrice")),
    )
    money = _named(pick(either, "currency priceCurrency")) or currency
    period = _period(pick(either, "unitText unitCode"))
    if not any(isinstance(end, str) for end in ends):
        return pay_words(money, *ends, period)
    stated = "-".join(dict.fromkeys(str(end) for end in ends if end))
    return " ".join(part for part in (money, stated, f"per {period}" if period else "") if part)


def _period(value: Json) -> str:
    unit = (_named(value) or "").lower()
    return _PERIOD_OF.get(unit.removeprefix("per ").strip(), unit)


def _number(value: Json) -> float | str | None:
    """Return a number, also of `50.000,00 €`; a text that is none stays as it is."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return float(value) if math.isfinite(value) else None
    text = _named(value)
    found = _THOUSANDS.fullmatch(text) if text else None
    return float(f"{re.sub(r'[^0-9]', '', found[1])}.{found[2] or 0}") if found else text


def _tags(record: Json) -> list[str]:
    given = [record.get(name) for name in ("occupationalCategory", "industry", "skills")]
    parts = [
        part
        for each in given
        for value in _listed(each)
        for part in (value.split(",") if isinstance(value, str) else [value])
    ]
    names = (_named(part) for part in parts)
    return list(dict.fromkeys(name for name in names if name and len(name) <= _LONGEST_TAG and "<" not in name))
