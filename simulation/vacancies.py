"""Vacancies: what an employer wants, before any advert says so. Drawn from the planted truth, by day. No texts here."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from simulation import places, truth
from simulation.dice import Dice, Quota, Urn, dice
from simulation.employers import Employer
from simulation.places import Place
from simulation.truth import Planted

_WEEKDAYS = (1.3, 1.3, 1.3, 1.3, 1.3, 0.25, 0.25)
_CURRENCIES = {"GB": "GBP", "DE": "EUR", "NL": "EUR", "FR": "EUR", "IE": "EUR"}
_YEARS = {"intern": (0, 0), "junior": (0, 1), "": (1, 3), "senior": (3, 5), "lead": (5, 10)}


@dataclass(frozen=True)
class Pay:
    """Stated pay.

    Args:
        low: Lower end in thousands of the currency.
        high: Upper end.
        months: Months paid a year; 0 for yearly pay.
        currency: ISO 4217.
    """

    low: int
    high: int
    months: int
    currency: str


@dataclass(frozen=True)
class Vacancy:
    """One opening.

    Args:
        number: Unique within its stream; with the stream's name it seeds the advert's wording.
        stream: Where it was drawn for.
        employer: Who hires.
        opened: Day on which it opens.
        days: For how many days it stays open.
        work: Work type.
        seniority: `intern`, `junior`, empty, `senior` or `lead`.
        languages: Programming languages, the main one first.
        musts: Skills required.
        pluses: Skills welcome.
        place: Where.
        remote: `onsite`, `hybrid`, `remote`, or empty where nothing is said.
        pay: None where it is not stated.
        experience: Least and most years; None where nothing is said.
        education: Least education.
    """

    number: int
    stream: str
    employer: Employer
    opened: date
    days: int
    work: str
    seniority: str
    languages: tuple[str, ...]
    musts: tuple[str, ...]
    pluses: tuple[str, ...]
    place: Place
    remote: str
    pay: Pay | None
    experience: tuple[int, int] | None
    education: str

    @property
    def closes(self) -> date:
        """Return the first day on which it is no longer open."""
        return self.opened + timedelta(days=self.days)


class Stream:
    """Opens the vacancies of one market for one kind of advert in one month.

    A month's vacancies depend on the seed, the stream's name and the month only, so that a market seen a month later
    tells the same past.

    Args:
        seed: The market's seed.
        name: What the adverts are for (`archive`, `hn`, …).
        planted: The market's truth.
        employers: Its employers.
        month: First day of the month.
    """

    def __init__(self, seed: int, name: str, planted: Planted, employers: Sequence[Employer], month: date) -> None:
        self._name, self._planted, self._month, self._number = f"{name}:{month:%Y-%m}", planted, month, 0
        self._days = dice(seed, self._name, "days")
        self._chance = dice(seed, self._name, "vacancies")
        self._quota = Quota(dice(seed, self._name, "quota"))
        self._employers = Urn({employer: employer.size for employer in employers})
        self._mean = sum(employer.size * employer.leaning for employer in employers)

    def opened(self, monthly: float, last: date) -> list[Vacancy]:
        """Open the month's vacancies up to `last`: Poisson by day, more on working days and in season.

        Args:
            monthly: Mean openings in an average month.
            last: Last day that is opened for.
        """
        return [self.open(day) for day in self._openings(monthly) if day <= last]

    def open(self, day: date, employer: Employer | None = None) -> Vacancy:
        """Open one vacancy on a day, of this employer or of any."""
        chance, employer = self._chance, employer or self._employers.draw(self._chance)
        self._number += 1
        languages, work = self._languages(day, employer)
        urns = _urns(self._planted.name, "go" in languages)
        seniority, place = _plain_urns().seniority.draw(chance), urns.towns.draw(chance)
        musts, pluses = self._skills(work, go="go" in languages)
        return Vacancy(
            number=self._number,
            stream=self._name,
            employer=employer,
            opened=day,
            days=max(5, round(chance.lognormvariate(3.5, 0.5))),
            work=work,
            seniority=seniority,
            languages=languages,
            musts=musts,
            pluses=pluses,
            place=place,
            remote=urns.remote.draw(chance),
            pay=self._pay(seniority, place, (*musts, *pluses)) if chance.hit(self._planted.pay_stated) else None,
            experience=_experience(chance, seniority),
            education=_plain_urns().education.draw(chance),
        )

    def _openings(self, monthly: float) -> Iterator[date]:
        daily, day = monthly / 30.44 * self._planted.seasons[self._month.month - 1], self._month
        while day.month == self._month.month:
            for _ in range(self._days.count(daily * _WEEKDAYS[day.weekday()])):
                yield day
            day += timedelta(days=1)

    def _languages(self, day: date, employer: Employer) -> tuple[tuple[str, ...], str]:
        share = {language: trend.at(day) for language, trend in self._planted.shares.items()}
        go = self._chance.hit(min(0.9, share["go"] * employer.leaning / self._mean))
        named = ["go"] if go else []
        for language in ("java", "python"):
            together = self._planted.with_go[language]
            alone = (share[language] - together * share["go"]) / (1 - share["go"])
            if self._chance.hit(together if go else alone):
                named.append(language)
        work = _plain_urns().work[named[0] if named else "others"].draw(self._chance)
        if not go:
            self._chance.shuffle(named)
        further = (name for name, odds in truth.SECOND.get(work, {}).items() if self._chance.hit(odds))
        return (*named, *further), work

    def _skills(self, work: str, *, go: bool) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Draw what is required and what is welcome; by quota where Go is named, since claims speak of these."""
        if work == "non-software":
            return (), ()
        asked: dict[bool, list[str]] = {True: [], False: []}
        for skill, odds, must in _odds(self._planted.name, self._month, go):
            if self._quota.hit(skill, odds) if go else self._chance.random() < odds:
                asked[self._chance.random() < must].append(skill)
        self._chance.shuffle(asked[True])
        return tuple(asked[True]), tuple(asked[False])

    def _pay(self, seniority: str, place: Place, skills: tuple[str, ...]) -> Pay:
        chance = self._chance
        factor = place.pay * max((truth.PAY_FACTOR.get(skill, 1.0) for skill in skills), default=1.0)
        factor *= chance.lognormvariate(0, 0.16)
        if place.country == "CN":
            low = max(3, round(truth.PAY_K_MONTH[seniority] * factor))
            return Pay(low, round(low * chance.uniform(1.4, 2.0)) + 1, chance.choice((12, 12, 13, 14, 15, 16)), "CNY")
        low = 5 * round(truth.PAY_K_YEAR[seniority] * factor / 5)
        return Pay(low, low + 5 * chance.randint(3, 12), 0, _CURRENCIES.get(place.country, "USD"))


@dataclass(frozen=True)
class _Urns:
    towns: Urn[Place]
    remote: Urn[str]


@dataclass(frozen=True)
class _PlainUrns:
    work: dict[str, Urn[str]]
    seniority: Urn[str]
    education: Urn[str]


@cache
def _urns(market: str, go: bool) -> _Urns:
    planted, towns = (truth.CHINA, places.CHINA) if market == truth.CHINA.name else (truth.ABROAD, places.ABROAD)
    return _Urns(
        Urn({town: town.go if go else town.others for town in towns}),
        Urn(planted.remote if go else planted.remote_others),
    )


@cache
def _plain_urns() -> _PlainUrns:
    return _PlainUrns(
        {key: Urn(weights) for key, weights in truth.WORK.items()}, Urn(truth.SENIORITY), Urn(truth.EDUCATION)
    )


@cache
def _odds(market: str, month: date, go: bool) -> list[tuple[str, float, float]]:
    planted = truth.CHINA if market == truth.CHINA.name else truth.ABROAD
    return [
        (skill, odds, asked.must)
        for skill, asked in planted.asked.items()
        if (odds := min(0.97, truth.Trend(asked.go, asked.yearly).at(month) if go else asked.other))
    ]


def _experience(chance: Dice, seniority: str) -> tuple[int, int] | None:
    low, high = _YEARS[seniority]
    return None if chance.hit(0.2) else (low, high + chance.randint(0, 2) * (high > low))
