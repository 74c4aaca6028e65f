"""Company boards on Greenhouse and Lever: the JSON that those systems keep for each open vacancy."""

from __future__ import annotations

import html
import uuid
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

from simulation.dice import Dice, dice
from simulation.vacancies import Vacancy
from simulation.writers.advert import Advert, in_english

_EASTERN = timezone(timedelta(hours=-5))
_INTRO = "<p>{about}</p>"
_CLOSING = (
    "<p>We are an equal opportunity employer. Please do not let the list above stop you from applying; go ahead.</p>"
)
_WORKPLACES = {"": "unspecified", "onsite": "on-site", "hybrid": "hybrid", "remote": "remote"}


def greenhouse(seed: int, vacancies: Sequence[Vacancy]) -> list[dict[str, Any]]:
    """Return a company's board on Greenhouse, in its own order."""
    return [_greenhouse(seed, vacancy) for vacancy in vacancies]


def lever(seed: int, vacancies: Sequence[Vacancy]) -> list[dict[str, Any]]:
    """Return a company's site on Lever, in its own order."""
    return [_lever(seed, vacancy) for vacancy in vacancies]


def _greenhouse(seed: int, vacancy: Vacancy) -> dict[str, Any]:
    advert, chance = in_english(seed, vacancy), dice(seed, vacancy.stream, vacancy.number, "greenhouse")
    number = _number(vacancy)
    first = datetime(vacancy.opened.year, vacancy.opened.month, vacancy.opened.day, 11, chance.randint(0, 59), 7,
                     tzinfo=_EASTERN)  # fmt: skip
    touched = first + timedelta(days=chance.randint(0, max(1, vacancy.days // 3)), seconds=chance.randint(60, 3600))
    return {
        "absolute_url": f"https://job-boards.greenhouse.io/{vacancy.employer.token}/jobs/{number}",
        "data_compliance": [
            {
                "type": "gdpr",
                "requires_consent": False,
                "requires_processing_consent": False,
                "requires_retention_consent": False,
                "retention_period": None,
                "demographic_data_consent_applies": chance.hit(0.4),
            }
        ],
        "internal_job_id": number - 2_190_001_000,
        "location": {"name": _where(advert)},
        "metadata": chance.choice((None, _metadata(chance))),
        "id": number,
        "updated_at": touched.isoformat(timespec="seconds"),
        "requisition_id": f"R-{number % 100_000}",
        "title": advert.title,
        "company_name": vacancy.employer.name + chance.choice(("", "", " ")),
        "first_published": first.isoformat(timespec="seconds"),
        "language": "en",
        "application_deadline": None,
        "content": html.escape(_content(chance, advert)),
        "departments": [{"id": 4_039_500_002, "name": _department(vacancy), "child_ids": [], "parent_id": None}],
        "offices": [
            {
                "id": 4_091_291_002,
                "name": advert.place,
                "location": chance.choice((None, advert.place)),
                "child_ids": [],
                "parent_id": None,
            }
        ],
        "ai_disclaimer": None,
        "include_ai_disclaimer": None,
        "ai_opt_out_request_url": None,
    }


def _lever(seed: int, vacancy: Vacancy) -> dict[str, Any]:
    advert, chance = in_english(seed, vacancy), dice(seed, vacancy.stream, vacancy.number, "lever")
    key = str(uuid.UUID(int=chance.getrandbits(128), version=4))
    moment = datetime(vacancy.opened.year, vacancy.opened.month, vacancy.opened.day, 16, chance.randint(0, 59),
                      tzinfo=UTC)  # fmt: skip
    opening, body = (
        f"<div>{_safe(advert.about)}</div>",
        f"<div>As a {_safe(advert.title)} you will join a team of 8.</div>",
    )
    closing = f"<div>{_safe(advert.contact)}</div>" + (
        f"<div>Base pay: {_safe(advert.pay)}</div>" if advert.pay else ""
    )
    url = f"https://jobs.lever.co/{vacancy.employer.token}/{key}"
    posting: dict[str, Any] = {
        "additionalPlain": _stripped(closing),
        "additional": closing,
        "categories": {
            "commitment": chance.choice(("Full-time", "Regular Full Time (Salary)", "Contract")),
            "location": advert.place,
            "team": _department(vacancy),
            "allLocations": [advert.place],
        },
        "createdAt": int(moment.timestamp() * 1000),
        "descriptionPlain": _stripped(f"{opening}\n{body}"),
        "description": f"{opening}<div><br></div>{body}",
        "id": key,
        "lists": _lists(advert),
        "text": advert.title,
        "country": vacancy.place.country,
        "workplaceType": _WORKPLACES[vacancy.remote],
        "opening": opening,
        "openingPlain": _stripped(opening),
        "descriptionBody": body,
        "descriptionBodyPlain": _stripped(body),
        "hostedUrl": url,
        "applyUrl": f"{url}/apply",
    }
    if vacancy.pay and chance.hit(0.6):
        pay = vacancy.pay
        posting["salaryRange"] = {
            "currency": pay.currency, "interval": "per-year-salary", "min": pay.low * 1000, "max": pay.high * 1000
        }  # fmt: skip
    return posting


def _number(vacancy: Vacancy) -> int:
    """Return a Greenhouse post number: later months have greater ones, and none is given twice in a month."""
    return (
        4_000_000_000
        + (vacancy.opened.year * 12 + vacancy.opened.month) % 1000 * 10_000_000
        + vacancy.number * 1000
        + 2
    )


def _where(advert: Advert) -> str:
    remote = {"remote": f"Remote - {advert.vacancy.place.country}", "hybrid": f"{advert.place} (Hybrid)"}
    return remote.get(advert.vacancy.remote, advert.place)


def _metadata(chance: Dice) -> list[dict[str, Any]]:
    return [
        {"id": 4_095_122_002, "name": "Employment Type", "value": "Regular", "value_type": "single_select"},
        {
            "id": 4_095_123_002,
            "name": "Recruiter",
            "value": f"Sam Nobody {chance.randint(1, 9)}",
            "value_type": "short_text",
        },
    ]


def _department(vacancy: Vacancy) -> str:
    return "Go-to-Market" if vacancy.work == "non-software" else "Engineering"


def _content(chance: Dice, advert: Advert) -> str:
    parts = [f'<div class="content-intro">{_INTRO.format(about=_safe(advert.about))}</div>']
    for heading, lines in _sections(advert):
        items = "\n".join(f"<li>{_safe(line)}</li>" for line in lines)
        parts.append(f"<p><strong>{_safe(heading)}&nbsp;</strong></p>\n<ul>\n{items}\n</ul>")
    if advert.pay:
        parts.append(_pay(chance, advert.pay))
    parts.append(f'<div class="content-conclusion"><p>{_safe(advert.contact)}</p>{_CLOSING}</div>')
    return "\n".join(parts)


def _pay(chance: Dice, pay: str) -> str:
    low, _, high = pay.partition("-")
    if high and chance.hit(0.3):
        return f'<div class="pay-range"><span>{_safe(low)}</span><span>—</span><span>{_safe(high)}</span></div>'
    return f"<p>The base pay for this role is {_safe(pay)}.</p>"


def _sections(advert: Advert) -> list[tuple[str, tuple[str, ...]]]:
    musts = (*advert.musts, *([advert.education] if advert.education else []))
    found = [("What you'll do", advert.duties), ("What you'll need", musts), ("Nice to have", advert.pluses),
             ("What we offer", advert.perks)]  # fmt: skip
    return [(heading, lines) for heading, lines in found if lines]


def _lists(advert: Advert) -> list[dict[str, str]]:
    return [
        {"text": heading, "content": "\n" + "\n".join(f"<li>{_safe(line)}</li>" for line in lines) + "\n"}
        for heading, lines in _sections(advert)
    ]


def _safe(text: str) -> str:
    return html.escape(text, quote=False)


def _stripped(markup: str) -> str:
    text = markup.replace("<div>", "").replace("</div>", "\n").replace("<br>", "\n")
    return html.unescape(text).strip()
