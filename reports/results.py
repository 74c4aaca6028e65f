"""What estimating and judging yield: plain values that charts, mail, export and Dagster read. No computing here."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from reports.beside import Beside

VerdictName = Literal["supported", "contradicted", "direction_only", "undecided", "insufficient", "untestable"]
Style = Literal["growth", "share", "ratio", "money"]
"""How a figure is written: +37 %, 37 %, ×1.37, CNY 370,000."""
VERDICTS: tuple[VerdictName, ...] = (
    "supported",
    "contradicted",
    "direction_only",
    "undecided",
    "insufficient",
    "untestable",
)


@dataclass(frozen=True)
class Interval:
    """A figure with its 95 % interval, all as fractions (growth .37 = +37 %, share .68 = 68 %).

    Args:
        value: Point estimate.
        low: Lower end; may be -1 for a growth whose numerator vanishes.
        high: Upper end; may be infinite.
    """

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Panel:
    """Who is in an estimate.

    Args:
        boards: Names of boards with rows, sorted.
        dropped_boards: name -> why it is in neither period.
        employers: Employers with a vacancy in the denominator.
        k: Employers with a counted vacancy (numerator).
        n: Vacancies in the denominator over all periods.
        x: Vacancies in the numerator over all periods.
        g_eff: (Σd²)² / Σd⁴ of the jackknife over employers, on which the gate stands.
        clusters: `employers` or `boards`: which jackknife was the wider one.
        only_these_boards: True where fewer than five boards have a counted vacancy: none could be left out in turn, and
            the interval speaks of these boards only.
        g_eff_boards: The same of the jackknife over boards; None with fewer than five.
        rule: How boards and employers were chosen: by what was observed, never by what it shows.
        dated: Day on which the rule was applied: that of the warehouse.
    """

    boards: tuple[str, ...]
    dropped_boards: dict[str, str]
    employers: int
    k: int
    n: int
    x: int
    g_eff: float
    clusters: str = "employers"
    only_these_boards: bool = True
    g_eff_boards: float | None = None
    rule: str = ""
    dated: str = ""


@dataclass(frozen=True)
class Part:
    """One of several figures that were estimated together, its interval widened so that all hold at once.

    Args:
        label: A pair of queries, a part of a whole, a pair of periods.
        interval: Figure and simultaneous 95 % interval.
        k: Employers with a counted vacancy.
        g_eff: Effective number of employers.
        n: Vacancies in the denominator.
        x: Vacancies in the numerator.
    """

    label: str
    interval: Interval
    k: int
    g_eff: float
    n: int
    x: int


@dataclass(frozen=True)
class Estimate:
    """One statement estimated on one population and its period(s).

    Args:
        periods: Labels, base first for growth.
        population: `CN` or `ALL`, or a board's name for a statement on one board.
        measure: What the figure is: `share`, `count`, `ratio`, `median`, `hazard`.
        interval: Figure and 95 % interval.
        panel: Who is in.
        cells: (n, x) a period, in the order of `periods`.
        beside: The measure that never decides (growth as a count), where there is one.
        leave_one_out: label of what was left out (an employer's or board's name) -> figure without it; the largest
            employers and every board.
        sql: Query for the published warehouse that yields the cells.
        sql_figure: Query that yields the figure itself; empty where none can (a hazard ratio).
        parts: All figures that were estimated together with this one, in the entry's order; empty for one alone.
        about: Which of several figures is shown: the pair that decides a ranking, the years that grew most.
        asides: Shares that a reader needs beside the figure: `multiple`, `stating pay`.
    """

    periods: tuple[str, ...]
    population: str
    measure: str
    interval: Interval
    panel: Panel
    cells: tuple[tuple[int, int], ...]
    beside: Interval | None = None
    leave_one_out: dict[str, float] = field(default_factory=dict)
    sql: str = ""
    sql_figure: str = ""
    parts: tuple[Part, ...] = ()
    about: str = ""
    asides: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Judgement:
    """One claim, judged.

    Args:
        id: `A3.2`, or `A2.5.pprof` for a part.
        kind: growth, share, composition, ranking, level, contrast, existence, consistency, untestable.
        population: The claim's target, `CN` or `ALL`.
        verdict: One of VERDICTS.
        reason: Why, in a clause: `overstated`, `G_eff 3.1 < 5`, the reason for being untestable, …
        figure: The article's figure as a fraction; None where it gives only words.
        zone: The fractions that a fair reader would call true.
        rival: The value that the claim must beat.
        estimate: On the claim's own population and period; None where there is nothing to estimate.
        newest: The same statement on the newest period that the data can test.
        newest_verdict: Its verdict.
        elsewhere: Evidence from other populations; never decides.
        flips: What turns the verdict: `without ByteDance`, `at half the zone`, …
        needed: What it would take to decide; empty where it is decided.
        statement_en: The claim in our words.
        statement_zh: The same in Chinese.
        sentence_en: The finding, quotable.
        sentence_zh: The same in Chinese.
        corrected: Whether the figure is corrected for tagger error by an audit.
        vintage: Id of the published warehouse.
        simulated: Whether the data are a simulated market's.
        style: How its figures are written; by its kind where empty.
        proxy: What postings show in place of an untestable claim; it decides nothing.
        beside: Who is in the estimate, and its negative controls; None without an estimate of counted vacancies.
    """

    id: str
    kind: str
    population: str
    verdict: VerdictName
    reason: str
    figure: float | None
    zone: tuple[float, float] | None
    rival: float | None
    estimate: Estimate | None
    newest: Estimate | None
    newest_verdict: VerdictName | None
    elsewhere: tuple[Estimate, ...]
    flips: tuple[str, ...]
    needed: str
    statement_en: str
    statement_zh: str
    sentence_en: str
    sentence_zh: str
    corrected: bool
    vintage: str
    simulated: bool
    style: Style | None = None
    proxy: Estimate | None = None
    beside: Beside | None = None

    @property
    def written(self) -> Style:
        """Return how its figures are written."""
        return self.style or _STYLES.get(self.kind, "share")


_STYLES: dict[str, Style] = {"growth": "growth", "level": "money", "contrast": "ratio", "ranking": "ratio"}
