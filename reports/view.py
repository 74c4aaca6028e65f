"""What page and mail are made from: one report's judgements, charts and boards in one value. Nothing is written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import polars as pl

from reports.results import Judgement
from reports.words import Lang


@dataclass(frozen=True)
class Picture:
    """One chart as a file.

    Args:
        name: The chart's name, `claim-A3.2`.
        lang: Its language.
        file: Path within the report's folder.
        title: The finding.
        alt: For who cannot see it.
        size: Width and height in pixels.
    """

    name: str
    lang: Lang
    file: str
    title: str
    alt: str
    size: tuple[int, int]


@dataclass(frozen=True)
class View:
    """One report in one language.

    Args:
        lang: Language.
        judgements: All claims in the articles' order.
        pictures: Name -> chart in this language, in the order drawn.
        boards: frames.BOARDS columns.
        observed: Boards with coverage.
        before: Claim id -> verdict at the report before.
        vintage: Id of the published warehouse.
        simulated: Whether the market is simulated.
        today: Day of the report.
        other: File name of the same page in the other language; empty where there is none.
    """

    lang: Lang
    judgements: tuple[Judgement, ...]
    pictures: Mapping[str, Picture]
    boards: pl.DataFrame
    observed: frozenset[str]
    before: Mapping[str, str]
    vintage: str
    simulated: bool
    today: date
    other: str = ""
