"""Of which city a neighbouring town is a part, where linking asks whether two adverts are at one place.

Belongs here: reading seeds/metros.csv. What a posting says of its places is the gazetteer's affair: claims count towns.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from functools import cache
from pathlib import Path

SEED = Path(__file__).parent / "seeds" / "metros.csv"


@cache
def _metros() -> dict[tuple[str, str], str]:
    with SEED.open(encoding="utf-8", newline="") as file:
        return {(row["town"], row["country"]): row["metro"] for row in csv.DictReader(file)}


def in_metros(places: Iterable[str], countries: Iterable[str]) -> tuple[str, ...]:
    """Return places, sorted, with the city in the stead of each town beside it.

    Args:
        places: Cities and towns, or countries, as in postings.
        countries: The posting's; `cambridge` is a part of Boston in `US` alone.
    """
    known, within = _metros(), tuple(countries)
    return tuple(sorted({_metro(place, within, known) for place in places}))


def _metro(place: str, countries: tuple[str, ...], known: dict[tuple[str, str], str]) -> str:
    for country in countries:
        if (place, country) in known:
            return known[place, country]
    return place
