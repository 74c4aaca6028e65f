"""The items of a remote-work feed: `Company: Role` titles, an image and headquarters before the text."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

from simulation.dice import dice
from simulation.protocols.weworkremotely import Item
from simulation.vacancies import Vacancy
from simulation.wording import english
from simulation.writers.advert import Advert, in_english

_CATEGORIES = {
    "frontend-mobile": "Front-End Programming", "full-stack": "Full-Stack Programming",
    "cloud-infrastructure": "DevOps and Sysadmin", "non-software": "Sales and Marketing",
}  # fmt: skip
_REGIONS = ("Anywhere in the World", "USA Only", "Europe Only", "Anywhere in the World", "Latin America Only")


def items(seed: int, vacancies: Sequence[Vacancy], end: date) -> list[Item]:
    """Return the feed's items published up to the day `end`."""
    return [_item(seed, vacancy) for vacancy in vacancies if vacancy.opened <= end]


def _item(seed: int, vacancy: Vacancy) -> Item:
    advert, chance = in_english(seed, vacancy), dice(seed, vacancy.stream, vacancy.number, "feed")
    day = vacancy.opened
    published = datetime(day.year, day.month, day.day, chance.randint(0, 8), chance.randint(0, 59), tzinfo=UTC)
    name = vacancy.employer.name
    slug = re.sub(r"[^a-z0-9]+", "-", f"{name} {advert.title}".lower()).strip("-")
    return Item(
        title=f"{name}: {advert.title}" + chance.choice(("", "", f": {english.TRADES[vacancy.employer.trade][0]}")),
        slug=f"{slug}-{vacancy.opened:%j}{vacancy.number}",
        category=_CATEGORIES.get(vacancy.work, "Back-End Programming"),
        region=chance.choice(_REGIONS),
        kind=chance.choice(("Full-Time", "Full-Time", "Contract")),
        skills=", ".join(chance.choice(english.LANGUAGES[language]) for language in vacancy.languages),
        description=_description(advert),
        published=published,
        expires=published + timedelta(days=30),
        logo=chance.choice(("", f"https://logos.example.com/{vacancy.employer.token}.gif")),
    )


def _description(advert: Advert) -> str:
    token, safe = advert.vacancy.employer.token, html.escape
    musts = "".join(f"<li>{safe(line, quote=False)}</li>" for line in advert.musts)
    pluses = "".join(f" <li>{safe(line, quote=False)}</li>" for line in advert.pluses)
    site = f"https://www.{token}.example.com"
    return (
        f'<img src="https://logos.example.com/{token}.gif?w=50&h=50" />\n\n<p>\n'
        f"  <strong>Headquarters:</strong> {safe(advert.place)}\n"
        f'    <br /><strong>URL:</strong> <a href="{site}">{site}</a>\n</p>\n\n'
        f"<p>{safe(advert.about, quote=False)}</p><p>{safe('. '.join(advert.duties), quote=False)}</p>"
        f"<p><strong>Requirements</strong></p><ul>{musts}</ul>"
        + (f"<p><strong>Nice-to-Have:</strong></p><ul>{pluses}</ul>" if pluses else "")
        + (f"<p>Salary: {safe(advert.pay, quote=False)}</p>" if advert.pay else "")
        + f"<p><strong>To apply:</strong> {safe(advert.contact, quote=False)}</p>"
    )
