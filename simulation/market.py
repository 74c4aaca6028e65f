"""A job market with known truth: employers, their vacancies over some years, and what each board shows of them.

The product never reads the truth; it sees what the replica serves and the archive holds.
"""

from __future__ import annotations

import gzip
import json
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

from simulation import realised, truth
from simulation.dice import dice
from simulation.employers import Employer, employers_abroad, employers_of_china
from simulation.protocols.algolia import HackerNews
from simulation.protocols.github import GitHub
from simulation.protocols.greenhouse import Greenhouse
from simulation.protocols.http import Answer, Request, Sites
from simulation.protocols.lever import Lever
from simulation.protocols.weworkremotely import WeWorkRemotely
from simulation.truth import Planted
from simulation.vacancies import Stream, Vacancy
from simulation.writers import applicant_systems, archive, feed, hacker_news, ruanyf

ARCHIVE_BOARD = "cn_archive"
"""Name of the board that the imported Chinese export is registered as."""
_STREAMS = ("archive", "ruanyf", "hn", "companies", "feed")
_CROSS_POSTED = {"ruanyf": ("archive", 0.02), "hn": ("companies", 0.05)}
"""Stream of threads -> the stream of which this part is advertised there too."""
_AGAIN = {"ruanyf": ruanyf.AGAIN, "hn": hacker_news.AGAIN}
"""Stream of threads -> parts of a month's vacancies that are posted once more, twice more, …"""
_COMPANIES = 40
_ON_GREENHOUSE = 25
_COMPANY_MONTHS = 4
"""How far back the openings of companies' own boards are drawn; few stay open for longer."""
_BOARDS = """# A simulated job market, seed {seed}: every company here is invented.
simulated = true

[hn_whoishiring]
since = "{first}"

[ruanyf_weekly]
since = "{first}"

[weworkremotely]

[{archive}]
title = "A simulated Chinese job board (archive)"
title_zh = "模拟的中国招聘网站（存档）"
kind = "archive"
home = "CN"
census = true
whole = true
url = "https://zhaopin.example.com"
terms = "Simulated."
attribution = "Simulated postings"
note = "The whole board's export, every posting of its employers included."
"""


@dataclass(frozen=True)
class Volume:
    """Mean adverts a month.

    Args:
        archive: Vacancies in the Chinese export.
        ruanyf: Vacancies first advertised in the Chinese threads.
        hn: Vacancies first advertised on Hacker News; re-posts come on top.
        companies: Vacancies opened on the companies' own boards.
        feed: Vacancies opened in the remote-work feed.
    """

    archive: float = 340.0
    ruanyf: float = 85.0
    hn: float = 165.0
    companies: float = 950.0
    feed: float = 300.0


class Market:
    """One simulated market, seen on the morning of `end`, before that day's adverts; a source for `replica.serve`.

    Args:
        seed: Everything follows from it.
        end: The market's today.
        months: Full months of history before the month of `end`.
        volume: How much is advertised.
    """

    def __init__(self, seed: int, end: date, months: int = 36, volume: Volume | None = None) -> None:
        self.seed, self.end, self.volume = seed, end, volume or Volume()
        self.last = end - timedelta(days=1)
        self.months = _months_back(end, months)
        self._china = employers_of_china(seed, 700)
        self._abroad = employers_abroad(seed, 900)
        self._opened: dict[str, list[Vacancy]] = {}

    def answer(self, request: Request) -> Answer:
        """Return what the boards would answer."""
        return self._sites.answer(request)

    @cached_property
    def truth(self) -> dict[str, Any]:
        """Return planted parameters and realised figures: shares of languages by quarter, growth, places of Go."""
        return realised.report({name: self.vacancies(name) for name in _STREAMS})

    def vacancies(self, stream: str) -> list[Vacancy]:
        """Return the vacancies of `archive`, `ruanyf`, `hn`, `companies` or `feed` opened so far, in that order."""
        if stream not in self._opened:
            self._opened[stream] = [one for month in self._months_of(stream) for one in self._month(stream, month)]
        return self._opened[stream]

    def threads(self, stream: str) -> dict[date, list[Vacancy]]:
        """Return month -> vacancies in its thread: those of the month, re-posts of earlier ones, and cross-posts.

        Args:
            stream: `hn` or `ruanyf`.
        """
        threads: dict[date, list[Vacancy]] = {month: [] for month in self.months}
        elsewhere, part = _CROSS_POSTED[stream]
        for vacancy in self.vacancies(elsewhere):
            if dice(self.seed, vacancy.stream, vacancy.number, "cross-posted").hit(part):
                threads[vacancy.opened.replace(day=1)].append(vacancy)
        for vacancy in self.vacancies(stream):
            luck = dice(self.seed, vacancy.stream, vacancy.number, "again").random()
            first = self.months.index(vacancy.opened.replace(day=1))
            for month in self.months[first : first + 1 + sum(luck < odds for odds in _AGAIN[stream])]:
                threads[month].append(vacancy)
        return threads

    def write_boards_toml(self, path: Path) -> None:
        """Write the home's registry: simulated, the invented companies as scopes, the archive as a board."""
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(self._boards_toml(), encoding="utf-8")

    def write_archive(self, folder: Path) -> Path:
        """Write the Chinese export as JSON lines, compressed, below `folder`; return the file."""
        path = folder / f"{ARCHIVE_BOARD}_{self.end:%Y-%m-%d}.jsonl.gz"
        lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in self.archive_rows())
        folder.mkdir(parents=True, exist_ok=True)
        path.write_bytes(gzip.compress(lines.encode(), 6, mtime=0))
        return path

    def archive_rows(self) -> list[archive.Row]:
        """Return the Chinese export's rows by day of posting."""
        return archive.rows(self.seed, self.vacancies("archive"), self.last)

    @cached_property
    def companies(self) -> dict[str, list[Employer]]:
        """Return platform -> employers with a board on it."""
        chosen = dice(self.seed, "companies").sample(self._abroad, _COMPANIES)
        return {"greenhouse": chosen[:_ON_GREENHOUSE], "lever": chosen[_ON_GREENHOUSE:]}

    @cached_property
    def _sites(self) -> Sites:
        seed, last, live = self.seed, self.last, self._open_now()
        greenhouse, lever = ({one.token: live[one] for one in self.companies[name]} for name in ("greenhouse", "lever"))
        return Sites((
            HackerNews(hacker_news.items(seed, self.threads("hn"), last)),
            GitHub(ruanyf.issues(seed, self.threads("ruanyf"), last)),
            Greenhouse({token: applicant_systems.greenhouse(seed, found) for token, found in greenhouse.items()}),
            Lever({token: applicant_systems.lever(seed, found) for token, found in lever.items()}),
            WeWorkRemotely(feed.items(seed, self.vacancies("feed"), last)),
        ))  # fmt: skip

    def _months_of(self, stream: str) -> list[date]:
        back = {"companies": _COMPANY_MONTHS, "feed": 1}
        return self.months[-1 - back[stream] :] if stream in back else self.months

    def _month(self, stream: str, month: date) -> list[Vacancy]:
        planted, employers = self._market_of(stream)
        return Stream(self.seed, stream, planted, employers, month).opened(getattr(self.volume, stream), self.last)

    def _market_of(self, stream: str) -> tuple[Planted, list[Employer]]:
        if stream in {"archive", "ruanyf"}:
            return truth.CHINA, self._china
        return truth.ABROAD, [
            one for found in self.companies.values() for one in found
        ] if stream == "companies" else self._abroad

    def _open_now(self) -> dict[Employer, list[Vacancy]]:
        found: dict[Employer, list[Vacancy]] = defaultdict(list)
        for vacancy in self.vacancies("companies"):
            if self.end < vacancy.closes:
                found[vacancy.employer].append(vacancy)
        return found

    def _boards_toml(self) -> str:
        scopes = "".join(
            f"\n[{platform}]\n[{platform}.scopes]\n"
            + "".join(f'{one.token} = {{ name = "{one.name}", why = "invented" }}\n' for one in employers)
            for platform, employers in self.companies.items()
        )
        return _BOARDS.format(seed=self.seed, first=f"{self.months[0]:%Y-%m}", archive=ARCHIVE_BOARD) + scopes


def _months_back(end: date, months: int) -> list[date]:
    """Return the first days of `months` full months and of the month of `end`."""
    last = end.year * 12 + end.month - 1
    return [date(number // 12, number % 12 + 1, 1) for number in range(last - months, last + 1)]
