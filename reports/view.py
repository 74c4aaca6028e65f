"""What page and mail are made from: one report's judgements, charts and boards in one value. Nothing is written."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date

import polars as pl

from reports.corrections import Correction
from reports.frames import Seen
from reports.results import Judgement
from reports.words import Lang
from warehouse import clock


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
        langs: Languages of the report; pages of the first carry no language in their name.
        places: Claim id -> where the claim stands (`003 ch. 1`).
        corrections: All there ever were, the newest first.
        history: mart.claim_history.
        seen: Which boards were observed this week and the week before.
        notices: What the people who run it should look at.
        so_far: How many vacancies are known (`gallery.so_far`); empty where nobody counted.
        among_weeks: Whether it lies beside other weeks' reports, over which there is a page.
        address: Where the report's index is published, `https://…/index.html`; empty where it is on disk only.
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
    langs: tuple[Lang, ...] = ("en", "zh")
    places: Mapping[str, str] = field(default_factory=dict)
    corrections: tuple[Correction, ...] = ()
    history: pl.DataFrame = field(default_factory=pl.DataFrame)
    seen: Seen = field(default_factory=Seen)
    notices: tuple[str, ...] = ()
    so_far: Mapping[str, int] = field(default_factory=dict)
    among_weeks: bool = False
    address: str = ""

    @property
    def titles(self) -> dict[str, str]:
        """Return board -> its title in the view's language."""
        return titles(self.boards, self.lang)

    @property
    def week(self) -> date:
        """Return the Monday that names the report's week."""
        return clock.monday(self.today)

    @property
    def revised(self) -> list[Correction]:
        """Return the corrections since the report before."""
        return [change for change in self.corrections if change.day >= self.week.isoformat()]

    def credited(self, row: Mapping[str, object]) -> tuple[str, str]:
        """Return a board's title, and the line that it wants to see as it goes on behind the title.

        Args:
            row: frames.BOARDS columns.
        """
        title, line = self.titles[str(row["board"])], str(row["attribution"] or "")
        if line.startswith(title):
            return title, line.removeprefix(title)
        stop = "" if title.endswith(("?", "!", "？")) else "。" if self.lang == "zh" else "."
        return title, f"{stop} {line}".rstrip() if self.lang == "en" else f"{stop}{line}"

    def page(self, stem: str, lang: Lang | None = None) -> str:
        """Return the file name of a page in a language; in the view's own where None."""
        return page_name(stem, lang or self.lang, self.langs)


def could_show(boards: pl.DataFrame, observed: Collection[str]) -> pl.DataFrame:
    """Return the boards that there could be data of: those that are crawled, and archives that were imported.

    Args:
        boards: frames.BOARDS columns.
        observed: Boards with coverage.
    """
    return boards.filter((pl.col("kind") != "archive") | pl.col("board").is_in(list(observed)))


def titles(boards: pl.DataFrame, lang: Lang) -> dict[str, str]:
    """Return board -> its title in a language; `boards` has frames.BOARDS columns."""
    return dict(boards.select("board", "title_zh" if lang == "zh" else "title").iter_rows())


def page_name(stem: str, lang: Lang, langs: tuple[Lang, ...]) -> str:
    """Return a page's file name: `index.html` in the report's first language, `index.zh.html` in another."""
    return f"{stem}.html" if lang == langs[0] else f"{stem}.{lang}.html"
