"""Invented judgements and frames of every shape that charts, page and mail must bear."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import date, timedelta

import polars as pl

from reports.charts.canvas import Setting
from reports.frames import BOARDS, DEMAND, SKILLS, ReportFrames
from reports.results import Estimate, Interval, Judgement, Panel, Part, VerdictName
from reports.words import Lang
from warehouse.schemas import COVERAGE

VINTAGE = "2026-11-21.5f00c0de"
TITLES = {
    "threads": "Monthly threads: who hires?",
    "weekly_zh": "虚构周刊：谁在招人",
    "ats": "Invented ATS",
    "never": "Never",
}


def setting(lang: Lang = "en", *, simulated: bool = True) -> Setting:
    return Setting(lang, simulated, VINTAGE, TITLES)


def estimate(value: float, low: float, high: float, *periods: str, population: str = "CN", **more: object) -> Estimate:
    panel = Panel(("ats", "weekly_zh"), {}, 1214, 231, 10670, 801, 23.4)
    cells = ((5210, 412), (5460, 389))[: len(periods)]
    made = Estimate(periods, population, "share", Interval(value, low, high), panel, cells, sql="SELECT 1 WHERE 1 < 2")
    return replace(made, **more)  # type: ignore[arg-type]  # the keywords are Estimate's own


def judgement(ident: str, kind: str, verdict: VerdictName, **more: object) -> Judgement:
    made = Judgement(
        ident, kind, "CN", verdict, "", None, None, None, None, None, None, (), (), "",
        f"Invented statement {ident} about openings", f"关于职位的虚构说法 {ident}，{LONG}",
        f"Invented finding for {ident}.", f"{ident} 的虚构结论。", corrected=False, vintage=VINTAGE, simulated=True,
    )  # fmt: skip
    return replace(made, **more)  # type: ignore[arg-type]  # the keywords are Judgement's own


def parts(*given: tuple[str, float, float, float]) -> tuple[Part, ...]:
    return tuple(Part(label, Interval(value, low, high), 40, 21.5, 900, 120) for label, value, low, high in given)


LONG = "长到需要换行，因为真实的说法也常常如此之长，甚至更长"
QUARTERS = ("2023-Q2", "2024-Q2")
LEFT_OUT = {"Invented ATS": -0.02, "虚构公司": 0.06, "Rocket 🚀 Inc": -0.11}
JUDGEMENTS = (
    judgement("A0.3", "share", "supported", figure=0.42, zone=(0.37, 0.47), rival=0.5,
              estimate=estimate(0.431, 0.402, 0.461, "2023")),
    judgement("A0.6", "untestable", "untestable", figure=3.2, reason="needs interview records " * 9),
    judgement("A0.7", "existence", "insufficient", reason="0 counted of 312"),
    judgement("A0.8", "growth", "undecided", zone=(0.1, math.inf), rival=0.0,
              estimate=estimate(0.2, -0.1, 0.6, *QUARTERS)),
    judgement("A1.2", "growth", "insufficient", figure=1.47, zone=(0.98, 2.2), rival=0.0, needed="3,000 vacancies",
              estimate=estimate(0.3, -1.0, math.inf, "2022", "2023"), newest_verdict="insufficient",
              newest=estimate(24.0, -0.6, 250.0, "2024", "2025")),
    judgement("A2.5.pprof", "share", "contradicted", reason="overstated", figure=0.98, zone=(0.93, 1.0), rival=0.5,
              estimate=estimate(0.0042, 0.0011, 0.0085, "2024"),
              elsewhere=(estimate(0.012, 0.008, 0.019, "2024", population="threads"),)),
    judgement("A3.1", "growth", "contradicted", reason="overstated", figure=1.42, zone=(0.95, 2.13), rival=0.0,
              estimate=estimate(0.08, -0.1, 0.3, "2023", "2024", leave_one_out=LEFT_OUT),
              elsewhere=tuple(estimate((year - 2011) / 10, (year - 2014) / 10, (year - 2006) / 10, str(year),
                                       str(year + 1), population="threads", measure=measure)
                              for year in range(2011, 2017) for measure in ("share", "count"))),
    judgement("A3.2", "growth", "contradicted", reason="overstated", figure=0.37, zone=(0.247, 0.555), rival=0.0,
              estimate=estimate(-0.05, -0.22, 0.14, *QUARTERS, beside=Interval(0.21, -0.1, 0.6),
                                leave_one_out=LEFT_OUT),
              newest=estimate(0.05, -0.2, 0.4, "2023-Q4", "2024-Q4"), newest_verdict="undecided",
              flips=("without Rocket 🚀 Inc", "at half the zone")),
    judgement("A3.3", "growth", "supported", figure=0.08, zone=(0.053, 0.12), rival=0.0,
              estimate=estimate(0.085, 0.06, 0.11, *QUARTERS)),
    judgement("A3.4", "growth", "undecided", figure=0.12, zone=(0.08, 0.18), rival=0.0, needed="7,500 vacancies",
              estimate=estimate(0.085, -0.06, 0.21, *QUARTERS)),
    judgement("A3.6", "share", "direction_only", figure=0.68, zone=(0.63, 0.73), rival=0.5,
              estimate=estimate(0.61, 0.55, 0.66, "2024-Q2")),
    judgement("A3.13", "growth", "insufficient", figure=0.37, zone=(0.25, 0.55), rival=0.0,
              newest=estimate(0.2, -0.6, 2.5, "2024", "2025"), newest_verdict="insufficient"),
    judgement("A1.4.rest-api", "level", "direction_only", figure=480_000.0, zone=(400_000.0, 576_000.0),
              estimate=estimate(412_000.0, 371_000.0, 455_000.0, "2024", measure="median",
                                leave_one_out={"Invented ATS": 420_000.0}),
              newest=estimate(402_000.0, 0.0, math.inf, "2025", measure="median"), newest_verdict="insufficient"),
    judgement("A1.4.ratio", "level", "undecided", figure=2.0, zone=(1.67, 2.4), style="ratio",
              estimate=estimate(1.42, 1.1, 1.83, "2024", measure="ratio")),
    judgement("A1.5", "contrast", "insufficient", zone=(1.2, math.inf), rival=1.0,
              estimate=estimate(0.0, 0.0, 7.5, "2024", measure="ratio")),
    judgement("A2.4", "ranking", "contradicted", reason="reversed", rival=1.0,
              estimate=estimate(0.0, 0.0, 0.004, "2024", measure="ratio", about="rpc-optimisation > kubernetes",
                                parts=parts(("rpc-optimisation > kubernetes", 0.0, 0.0, 0.004),
                                            ("go and work_type:distributed-middleware > go", 74, 0, math.inf),
                                            *((f"operator > skill {at}", 1.0 + at, 0.5, 9.0) for at in range(9))))),
    judgement("A3.9.microservices", "composition", "supported", figure=0.54, zone=(0.49, 0.59), rival=0.33,
              estimate=estimate(0.53, 0.50, 0.57, "2024-Q2", asides={"multiple": 0.12},
                                parts=parts(("go and work_type:backend-microservices", 0.53, 0.5, 0.57),
                                            ("go and work_type:cloud-infrastructure", 0.3, 0.26, 0.35)))),
    judgement("A3.12.platform", "contrast", "undecided", zone=(0.0, 0.8), rival=1.0,
              estimate=estimate(0.82, 0.6, 1.1, "2024", measure="hazard", asides={"median days open": 33.0})),
    judgement("A3.5", "ranking", "supported", rival=1.0,
              estimate=estimate(1.2, 1.05, 1.4, *QUARTERS, measure="ratio", about="go > python",
                                parts=parts(("go > python", 1.2, 1.05, 1.4), ("python > java", 1.5, 1.2, 1.9)))),
    judgement("A3.21", "consistency", "contradicted", reason="cannot all hold: growth = 1.42 (title); growth = 0.37"),
)  # fmt: skip
"""Every verdict and kind, an infinite and a huge interval, words instead of a figure, long rows of evidence."""


def demand(by: str, periods: int = 36) -> pl.DataFrame:
    """A frame with a gap in the middle and an unfinished last period."""
    rows, day = [], date(2022, 1, 3) if by == "week" else date(2022, 1, 1)
    for at in range(periods):
        gap, finished = at == periods // 3, at < periods - 1
        total = 0 if gap else 400 if finished else 60
        for population in ("CN", "ALL"):
            for place, concept in enumerate(("go", "java", "python")):
                named = total * (5 + 9 * place + at % 4) // 100
                middle = (5 + 9 * place + sum(other % 4 for other in (at - 1, at, at + 1)) / 3) / 100
                ends = (None, None) if gap else (middle * 0.86, middle * 1.15)
                rows.append((day, population, concept, named, total, finished, gap, *ends))
        day = day + timedelta(days=7) if by == "week" else (day + timedelta(days=31)).replace(day=1)
    return pl.DataFrame(rows, schema=DEMAND, orient="row")


def coverage() -> pl.DataFrame:
    months = [date(2022 + at // 12, at % 12 + 1, 1) for at in range(30)]
    states = ("complete", "window", "failed", "partial")
    rows = [
        (board, month, states[at % 4] if board == "ats" else "complete", 1, 10 * at, at)
        for board in ("threads", "weekly_zh", "ats")
        for at, month in enumerate(months)
        if at != 7
    ]
    return pl.DataFrame(rows, schema=COVERAGE.polars, orient="row")


def boards() -> pl.DataFrame:
    rows = [
        (name, title, f"{title}（中文）", kind, kind == "live", f"https://{name}.example/", f"© {title}")
        for name, title in TITLES.items()
        for kind in ("live" if name == "ats" else "history",)
    ]
    return pl.DataFrame(rows, schema=BOARDS, orient="row")


def skills() -> pl.DataFrame:
    pairs = [(20, 60), (100, 103), (80, 40), (200, 260), (12, 3), (50, 52), (11, 33), (90, 70), (150, 149), (1, 2)]
    rows = [(f"s{at}", f"Skill {at}", f"技能{at}", base, 400, new, 420) for at, (base, new) in enumerate(pairs)]
    return pl.DataFrame(rows, schema=SKILLS, orient="row")


def frames() -> ReportFrames:
    return ReportFrames(
        demand("week", 150), demand("month"), coverage(), boards(), skills(), ("2022", "2023"),
        changes={"A3.2": "undecided"},
    )  # fmt: skip
