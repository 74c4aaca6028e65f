"""The export of a Chinese job board: one row an advert, re-posts included, with the fields that such exports have."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from simulation.dice import Dice, dice
from simulation.vacancies import Vacancy
from simulation.writers.advert import Advert, in_chinese

Row = dict[str, Any]
REPOSTED = 0.06
"""Part of the vacancies that are advertised a second time under a new number."""
_DEGREES = {"bachelor": "本科", "none": "学历不限", "junior-college": "大专", "master": "硕士"}


def rows(seed: int, vacancies: Sequence[Vacancy], end: date) -> list[Row]:
    """Return the export's rows by day of posting.

    Args:
        seed: The market's seed.
        vacancies: All of the archive's stream.
        end: Last day of the export.
    """
    found = [row for vacancy in vacancies for row in _rows(seed, vacancy) if row["posted_at"] <= end.isoformat()]
    return sorted(found, key=lambda row: (row["posted_at"], row["id"]))


def _rows(seed: int, vacancy: Vacancy) -> Iterator[Row]:
    chance, advert = dice(seed, vacancy.stream, vacancy.number, "row"), in_chinese(seed, vacancy)
    key = f"{vacancy.opened:%y%m%d}{vacancy.number:05d}"
    row = _row(chance, advert, key)
    yield row
    if chance.hit(REPOSTED):
        again = vacancy.opened + timedelta(days=min(80, vacancy.days + chance.randint(1, 12)))
        yield {
            **row,
            "id": f"{key}9",
            "posted_at": again.isoformat(),
            "expires_at": (again + timedelta(days=vacancy.days // 2)).isoformat(),
            "url": _url(f"{key}9"),
        }


def _row(chance: Dice, advert: Advert, key: str) -> Row:
    vacancy = advert.vacancy
    tags = [advert.remote] if advert.remote else []
    return {
        "id": key,
        "title": advert.title,
        "company": vacancy.employer.name,
        "city": advert.place,
        "salary": advert.pay or "面议",
        "experience": advert.experience,
        "education": _DEGREES[vacancy.education],
        "tags": [*tags, *advert.perks[:2]],
        "text": _text(chance, advert),
        "posted_at": vacancy.opened.isoformat(),
        "expires_at": (vacancy.closes - timedelta(days=1)).isoformat(),
        "url": _url(key),
    }


def _url(key: str) -> str:
    return f"https://zhaopin.example.com/jobs/{key}.html"


def _text(chance: Dice, advert: Advert) -> str:
    style = chance.choice(("{n}、{x}；", "{n}. {x}", "- {x}"))
    lines = ["岗位职责：", *_numbered(style, advert.duties), "任职要求：", *_numbered(style, advert.musts)]
    if advert.pluses:
        lines += [chance.choice(("加分项：", "优先条件：")), *_numbered(style, advert.pluses)]
    if chance.hit(0.6):
        lines += ["公司介绍：", advert.about]
    return "\n".join([*lines, advert.contact] if chance.hit(0.3) else lines)


def _numbered(style: str, lines: Sequence[str]) -> list[str]:
    return [style.format(n=place, x=line) for place, line in enumerate(lines, 1)]
