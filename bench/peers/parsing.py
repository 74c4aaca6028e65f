"""python-jobspy's and ats-scrapers' ways from a board's record to a posting, run by interpreters that have them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from harness import answer


def indeed(given: dict[str, Any], form: str) -> Callable[[], int]:
    """Return the Indeed path of python-jobspy: a record of its GraphQL answer to a JobPost, the text in `form`."""
    from jobspy.indeed import Indeed  # noqa: PLC0415 - each peer has an environment of its own
    from jobspy.model import DescriptionFormat, ScraperInput, Site  # noqa: PLC0415

    scraper = Indeed()
    scraper.scraper_input = ScraperInput(site_name=[Site.INDEED], description_format=DescriptionFormat(form))
    scraper.base_url = "https://www.indeed.com"
    records = [_record(n, body) for n, body in enumerate(given["bodies"])]
    return lambda: sum(len(scraper._process_job(one).description or "") for one in records)  # noqa: SLF001


def _record(number: int, body: str) -> dict[str, Any]:
    return {
        "key": f"{number:016x}",
        "title": "Backend Engineer",
        "sourceEmployerName": "Acme",
        "dateOnIndeed": 1_735_776_000_000,
        "description": {"html": body},
        "employer": None,
        "location": {"countryCode": "US", "admin1Code": "CO", "city": "Denver"},
        "recruit": {"viewJobUrl": f"https://careers.acme.example/{number}"},
        "attributes": [],
        "compensation": {"baseSalary": None, "currencyCode": None, "estimated": None},
    }


def greenhouse(given: dict[str, Any]) -> Callable[[], int]:
    """Return ats-scrapers' way from a record of Greenhouse's list to a Job; it leaves the markup in the text."""
    from ats_scrapers.scrapers.greenhouse import GreenhouseScraper  # noqa: PLC0415

    scraper = GreenhouseScraper("acme")
    return lambda: sum(len(scraper._parse_job(one).description or "") for one in given["records"])  # noqa: SLF001


if __name__ == "__main__":
    forms = {f"jobspy_{form}": partial(indeed, form=form) for form in ("markdown", "plain", "html")}
    answer({**forms, "ats_scrapers": greenhouse})
