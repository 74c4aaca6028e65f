"""The monthly threads of Hacker News: their stories, comments, replies, deleted ones and strays."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta

from simulation.dice import Dice, dice
from simulation.protocols.algolia import Item
from simulation.vacancies import Vacancy
from simulation.wording import english
from simulation.writers.advert import Advert, in_english

AGAIN = (0.45, 0.2)
"""Parts of a month's vacancies that are posted once more, twice more."""
_BOT = "whoishiring"
_OTHERS = ("Ask HN: Who wants to be hired? ({month})", "Ask HN: Freelancer? Seeking freelancer? ({month})")
_RULES = (
    "Please state the location and include REMOTE for remote work. Please only post if you are part of the company."
)
_EPOCH = datetime(2011, 1, 1, tzinfo=UTC)
_PER_SECOND = 0.0655
_ENTITIES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#x27;", "/": "&#x2F;"})


def items(seed: int, threads: Mapping[date, Sequence[Vacancy]], end: date) -> list[Item]:
    """Return every item of the threads up to the end of the day `end`.

    Args:
        seed: The market's seed.
        threads: First day of a month -> vacancies advertised in its thread.
        end: Last day.
    """
    numbers = _Numbers()
    last = datetime(end.year, end.month, end.day, 23, 59, 59, tzinfo=UTC).timestamp()
    return [
        item
        for month, vacancies in threads.items()
        for item in _thread(dice(seed, "hn thread", month), seed, month, vacancies, numbers)
        if item.time <= last
    ]


class _Numbers:
    """Item numbers that rise with time and are given once."""

    def __init__(self) -> None:
        self._given: set[int] = set()

    def at(self, moment: float) -> int:
        number = int((moment - _EPOCH.timestamp()) * _PER_SECOND)
        while number in self._given:
            number += 1
        self._given.add(number)
        return number


def _thread(chance: Dice, seed: int, month: date, vacancies: Sequence[Vacancy], numbers: _Numbers) -> Iterator[Item]:
    opened = _first_working_day(month).timestamp()
    written = f"{month:%B %Y}"
    for place, title in enumerate(_OTHERS, 1):
        yield Item(numbers.at(opened + place), int(opened + place), _BOT, _RULES, title=title.format(month=written))
    story = Item(numbers.at(opened), int(opened), _BOT, _RULES, title=f"Ask HN: Who is hiring? ({written})")
    yield story
    for vacancy in vacancies:
        text = _text(dice(seed, vacancy.stream, vacancy.number, "post"), in_english(seed, vacancy))
        yield from _comment(chance, vacancy.employer.token, text, story, numbers)
    for _ in range(chance.count(5)):
        moment = _moment(chance, opened)
        yield Item(numbers.at(moment), int(moment), _login(chance), escaped(chance.choice(english.STRAY)), story.id)


def _comment(chance: Dice, token: str, text: str, story: Item, numbers: _Numbers) -> Iterator[Item]:
    moment = _moment(chance, story.time)
    deleted, dead = chance.hit(0.03), chance.hit(0.012)
    number = numbers.at(moment)
    yield Item(
        number, int(moment), None if deleted else f"{token}_hiring", None if deleted else text, story.id,
        deleted=deleted, dead=dead and not deleted,
    )  # fmt: skip
    if chance.hit(0.1):
        later = moment + chance.uniform(600, 90_000)
        yield Item(numbers.at(later), int(later), _login(chance), escaped(chance.choice(english.REPLIES)), number)


def _moment(chance: Dice, opened: float) -> float:
    """Return a moment after the thread's opening: most within a day, a few weeks later."""
    return opened + 60 + chance.expovariate(1 / (4 * 3600 if chance.hit(0.8) else 5 * 86_400))


def _first_working_day(month: date) -> datetime:
    day = datetime(month.year, month.month, 1, 15, tzinfo=UTC)
    return day + timedelta(days={5: 2, 6: 1}.get(day.weekday(), 0))


def _login(chance: Dice) -> str:
    return f"reader{chance.randint(100, 9999)}"


def _text(chance: Dice, advert: Advert) -> str:
    head, rest = (_piped if chance.hit(0.9) else _told)(chance, advert)
    return "<p>".join([head, *rest])


def _piped(chance: Dice, advert: Advert) -> tuple[str, list[str]]:
    site = f"https://www.{advert.vacancy.employer.token}.example.com"
    parts = [advert.title, advert.place, advert.remote, chance.choice(english.EMPLOYMENT), advert.pay]
    if chance.hit(0.2):
        parts[0], parts[1] = parts[1], parts[0]
    shown = [escaped(part) for part in (advert.vacancy.employer.name, *parts) if part]
    if chance.hit(0.4):
        shown.append(_link(site))
    return " | ".join(shown), _body(chance, advert)


def _told(chance: Dice, advert: Advert) -> tuple[str, list[str]]:
    where = f"{advert.place}, {advert.remote}" if advert.remote else advert.place
    name, title = escaped(advert.vacancy.employer.name), escaped(advert.title)
    return f"{name} ({escaped(where)}) is looking for a {title}. {escaped(advert.pay)}".strip(), _body(chance, advert)


def _body(chance: Dice, advert: Advert) -> list[str]:
    paragraphs = [escaped(advert.about), escaped(". ".join(advert.duties) + ".")]
    mark = chance.choice(("- ", "* ", ""))
    musts = [escaped(f"{mark}{line}") for line in (*advert.musts, advert.education) if line]
    if chance.hit(0.5):
        paragraphs.append("; ".join(line.removeprefix(mark) for line in musts) + ".")
    else:
        paragraphs += [chance.choice(("Requirements:", "What we look for:", "You:")), *musts]
    paragraphs += [escaped(line) for line in advert.pluses]
    if advert.others:
        paragraphs.append(escaped("Also hiring: " + ", ".join(advert.others)))
    if chance.hit(0.5):
        paragraphs.append(escaped("Benefits: " + ", ".join(advert.perks)))
    return [paragraph for paragraph in (*paragraphs, _contact(advert.contact)) if paragraph]


def _contact(contact: str) -> str:
    before, scheme, rest = contact.partition("https://")
    address, _, after = rest.partition(" ")
    return escaped(before) + (_link(scheme + address) + escaped(f" {after}" if after else "") if scheme else "")


def _link(url: str) -> str:
    shown = escaped(url if len(url) <= 60 else f"{url[:57]}...")  # noqa: PLR2004 - as the site shortens them
    return f'<a href="{escaped(url)}" rel="nofollow">{shown}</a>'


def escaped(text: str) -> str:
    """Return a text with the entities that Hacker News writes."""
    return text.translate(_ENTITIES)
