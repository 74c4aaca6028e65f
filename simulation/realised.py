"""What a market really holds beside what was planted: shares by quarter, growth, places. For people and tests only."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

from simulation import truth
from simulation.vacancies import Vacancy

LANGUAGES = ("go", "java", "python")
_FOUR = {"beijing", "shanghai", "shenzhen", "hangzhou"}


def quarter(day: date) -> str:
    """Return `2024-Q2` of a day."""
    return f"{day.year}-Q{(day.month + 2) // 3}"


def shares(vacancies: Iterable[Vacancy]) -> dict[str, dict[str, float]]:
    """Return quarter -> language -> share of the vacancies opened in it, with their number under `n`."""
    grouped: dict[str, list[Vacancy]] = defaultdict(list)
    for vacancy in vacancies:
        grouped[quarter(vacancy.opened)].append(vacancy)
    return {
        name: {"n": float(len(found)), **{language: _part(found, language) for language in LANGUAGES}}
        for name, found in sorted(grouped.items())
    }


def of_go(vacancies: Iterable[Vacancy]) -> dict[str, float]:
    """Return shares of the vacancies that name Go: places, and the skills that they ask for."""
    found = [vacancy for vacancy in vacancies if "go" in vacancy.languages]
    asked: dict[str, int] = defaultdict(int)
    for vacancy in found:
        for skill in (*vacancy.musts, *vacancy.pluses):
            asked[skill] += 1
    number = max(1, len(found))
    return {
        "n": float(len(found)),
        "four_cities": sum(vacancy.place.key in _FOUR for vacancy in found) / number,
        "hangzhou": sum(vacancy.place.key == "hangzhou" for vacancy in found) / number,
        **{skill: count / number for skill, count in sorted(asked.items())},
    }


def report(streams: dict[str, list[Vacancy]]) -> dict[str, Any]:
    """Return planted parameters and realised figures of a market's streams (name -> vacancies)."""
    return {
        "planted": {
            planted.name: {
                "yearly_growth_of_share": {name: trend.yearly - 1 for name, trend in planted.shares.items()},
                "share_in_mid_2023_q2": {name: trend.level for name, trend in planted.shares.items()},
                "skills_of_go": {name: asked.go for name, asked in planted.asked.items()},
            }
            for planted in (truth.CHINA, truth.ABROAD)
        },
        "realised": {name: {"shares": shares(found), "of_go": of_go(found)} for name, found in streams.items()},
    }


def _part(vacancies: list[Vacancy], language: str) -> float:
    return sum(language in vacancy.languages for vacancy in vacancies) / len(vacancies)
