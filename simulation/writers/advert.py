"""An advert's words before any board's markup: title, paragraphs and lists in the employer's language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import ModuleType

from simulation.dice import Dice, dice
from simulation.vacancies import Pay, Vacancy
from simulation.wording import chinese, english

SEVERAL = 0.1
"""Part of the posts in threads that offer further roles."""


@dataclass(frozen=True)
class Advert:
    """What an advert says.

    Args:
        vacancy: What it is for.
        title: The role.
        about: A paragraph on the employer.
        duties: What one will do.
        musts: What is required, languages first.
        pluses: What is welcome.
        perks: What is offered.
        contact: How to apply.
        place: Place as written.
        remote: Workplace as written, may be empty.
        pay: Pay as written, may be empty.
        education: Education as written, may be empty.
        experience: Experience as written, may be empty.
        others: Further roles that the same post offers, titles only.
    """

    vacancy: Vacancy
    title: str
    about: str
    duties: tuple[str, ...]
    musts: tuple[str, ...]
    pluses: tuple[str, ...]
    perks: tuple[str, ...]
    contact: str
    place: str
    remote: str
    pay: str
    education: str
    experience: str
    others: tuple[str, ...]


def in_chinese(seed: int, vacancy: Vacancy) -> Advert:
    """Write the vacancy's advert in Chinese."""
    chance, words = dice(seed, vacancy.stream, vacancy.number), chinese
    low, high = vacancy.experience or (0, 0)
    return Advert(
        vacancy=vacancy,
        title=_chinese_title(chance, vacancy),
        about=_about(chance, words, vacancy),
        duties=tuple(chance.some(words.DUTIES[vacancy.work], 2, 4)),
        musts=_musts(chance, words, vacancy, ("/", "、")),
        pluses=tuple(_sentence(chance, words.PLUS, words.SKILLS[skill]) for skill in vacancy.pluses),
        perks=tuple(chance.some(words.PERKS, 1, 4)),
        contact=_contact(chance, words.CONTACT, vacancy),
        place=chance.choice(vacancy.place.written),
        remote=chance.choice(words.REMOTE[vacancy.remote]),
        pay=_yuan(chance, vacancy.pay) if vacancy.pay else "",
        education=chance.choice(words.EDUCATION[vacancy.education]),
        experience=f"{low}-{high}年" if high else ("应届/在校" if vacancy.experience else "经验不限"),
        others=_others(chance, words),
    )


def in_english(seed: int, vacancy: Vacancy) -> Advert:
    """Write the vacancy's advert in English."""
    chance, words = dice(seed, vacancy.stream, vacancy.number), english
    role = chance.choice(words.ROLES[vacancy.work])
    main = vacancy.languages[0] if vacancy.languages else ""
    named = f" ({chance.choice(words.TITLED[main])})" if main in words.TITLED and chance.hit(0.3) else ""
    return Advert(
        vacancy=vacancy,
        title=f"{chance.choice(words.LEVELS[vacancy.seniority])}{role}{named}",
        about=_about(chance, words, vacancy),
        duties=tuple(chance.some(words.DUTIES[vacancy.work], 1, 4)),
        musts=_musts(chance, words, vacancy, (", ", ", ", "/", " or ")),
        pluses=tuple(_sentence(chance, words.PLUS, words.SKILLS[skill]) for skill in vacancy.pluses),
        perks=tuple(chance.some(words.PERKS, 1, 4)),
        contact=_contact(chance, words.CONTACT, vacancy),
        place=chance.choice(vacancy.place.written),
        remote=chance.choice(words.REMOTE[vacancy.remote]),
        pay=_dollars(chance, vacancy.pay) if vacancy.pay else "",
        education=words.EDUCATION[vacancy.education] if chance.hit(0.3) else "",
        experience=f"{vacancy.experience[0]}+ years" if vacancy.experience and vacancy.experience[0] else "",
        others=_others(chance, words),
    )


def _chinese_title(chance: Dice, vacancy: Vacancy) -> str:
    main = vacancy.languages[0] if vacancy.languages else ""
    named = chance.choice(chinese.TITLED[main]) if main in chinese.TITLED and chance.hit(0.55) else ""
    level, role = chance.choice(chinese.LEVELS[vacancy.seniority]), chance.choice(chinese.ROLES[vacancy.work])
    return f"{named}{role}（{level}）" if level in {"专家", "实习"} else f"{level}{named}{role}"


def _about(chance: Dice, words: ModuleType, vacancy: Vacancy) -> str:
    about = str(chance.choice(words.ABOUT)).format(
        c=vacancy.employer.name,
        t=chance.choice(words.TRADES[vacancy.employer.trade]),
        n=chance.randint(2, 90) * 10,
        y=chance.randint(2004, 2020),
    )
    return f"{about} {chance.choice(words.ASIDES)}" if chance.hit(words.ASIDE) else about


def _others(chance: Dice, words: ModuleType) -> tuple[str, ...]:
    if not chance.hit(SEVERAL):
        return ()
    return tuple(chance.choice(words.ROLES[work]) for work in chance.some(list(words.ROLES), 1, 3))


def _musts(chance: Dice, words: ModuleType, vacancy: Vacancy, joints: Sequence[str]) -> tuple[str, ...]:
    lines = [*_tongues(chance, words, vacancy.languages, joints)]
    lines += [_sentence(chance, words.MUST, words.SKILLS[skill]) for skill in vacancy.musts]
    lines += chance.some(words.SOFT, 0, 2)
    return tuple(lines)


def _tongues(chance: Dice, words: ModuleType, languages: Sequence[str], joints: Sequence[str]) -> list[str]:
    if not languages:
        return []
    written = [chance.choice(words.LANGUAGES[language]) for language in languages]
    if len(written) == 1:
        return [str(chance.choice(words.TONGUE_ONE)).format(x=written[0], n=chance.randint(1, 5))]
    return [str(chance.choice(words.TONGUE_MANY)).format(x=chance.choice(joints).join(written))]


def _sentence(chance: Dice, sentences: Sequence[str], phrases: Sequence[str]) -> str:
    return chance.choice(sentences).format(x=chance.choice(phrases))


def _contact(chance: Dice, contacts: Sequence[str], vacancy: Vacancy) -> str:
    return chance.choice(contacts).format(
        token=vacancy.employer.token, n=chance.randint(10, 99), p=chance.randint(10_000_000, 99_999_999)
    )


def _yuan(chance: Dice, pay: Pay) -> str:
    months = f"·{pay.months}薪" if pay.months > 12 else ""  # noqa: PLR2004 - twelve months make a plain year
    shapes: Mapping[str, float] = {
        f"{pay.low}-{pay.high}K{months}": 6.0,
        f"{pay.low}k-{pay.high}k{months}": 2.0,
        f"{pay.low / 10:g}-{pay.high / 10:g}万/月": 1.0,
    }
    return chance.of(shapes)


def _dollars(chance: Dice, pay: Pay) -> str:
    sign = {"USD": "$", "GBP": "£", "EUR": "€"}[pay.currency]
    return chance.choice(
        (
            f"{sign}{pay.low}k-{sign}{pay.high}k",
            f"{sign}{pay.low}k - {pay.high}k",
            f"{sign}{pay.low},000 – {sign}{pay.high},000",
            f"{sign}{pay.low}-{pay.high}K + equity",
        )
    )
