"""A quarter in an afternoon: 13 weeks under the real schedules with faults, and what landed, was mailed and was drawn.

Writes docs/quarter.md. How the weeks are driven is quarter.py's.
"""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

from bench import quarter
from bench.quarter import Plan, Week
from warehouse import publish
from warehouse.home import PROJECT, Home

PAGE = PROJECT / "docs" / "quarter.md"
WEEKS = 13
_OTHERS = 4
_LEVER, _GREENHOUSE, _FEED = "api.lever.co", "boards-api.greenhouse.io", "weworkremotely.com"
PLAN = Plan(
    WEEKS,
    {2: quarter.dead(_LEVER), 4: quarter.doubled(_GREENHOUSE), 6: quarter.blocked(_FEED), 7: quarter.blocked(_FEED)},
    losing=frozenset({9}),
    drawn=frozenset({0, 12}),
)
_STORY = {
    2: "lever answers 503", 4: "greenhouse lists everything twice", 6: "weworkremotely forbids (403)", 7: "and again",
    9: "the disk with Hacker News's landing is not mounted at publish",
}  # fmt: skip


def prove() -> bool:
    """Thirteen weeks with a dead board, a doubled one, a blocked one and a failed publish: docs/quarter.md."""
    with tempfile.TemporaryDirectory() as folder:
        home = Home(Path(folder) / "home")
        weeks = quarter.run(home, PLAN, on_week=lambda week: print(_row(week), flush=True))
        vintages = publish.query(home, "SELECT count(DISTINCT vintage) AS n FROM mart.claim_history").item()
        drawn = {path.name for path in home.reports.iterdir() if (path / "claims.json").exists()}
    held = promises(weeks, vintages, drawn)
    PAGE.write_text(page(weeks, held), encoding="utf-8")
    return all(held.values())


def promises(weeks: Sequence[Week], vintages: int, drawn: set[str]) -> dict[str, bool]:
    """Return what is promised of the quarter, and whether it holds."""
    letters = [letter for week in weeks for letter in week.letters]
    published = [week for week in weeks if "publish" not in week.failed]
    return {
        "a board that fails costs no other its week": all(len(week.seen) >= _OTHERS for week in published),
        "only the runs that had to fail failed": [week.failed for week in weeks] == list(map(_must_fail, range(WEEKS))),
        "postings never become fewer": all(one.postings <= next_.postings for one, next_ in pairwise(weeks)),
        "the publish that would have lost postings changed nothing": weeks[9].postings == weeks[8].postings,
        "every published week was judged": vintages == WEEKS - 1,
        "the dead board is told once": _count(letters, "lever failed") == 1,
        "the doubled board is told once": _count(letters, "greenhouse grew") == 1,
        "the blocked board is told once in its two weeks": _count(letters, "weworkremotely blocked") == 1,
        "the stopped publish is told once, and its end": _count(letters, "publish failed") == 1
        and any("well again" in letter and "publish" in letter for letter in weeks[10].letters),
        "the reports that were due are there": {f"{weeks[n].monday}" for n in PLAN.drawn} <= drawn,
    }  # fmt: skip


def _must_fail(number: int) -> tuple[str, ...]:
    return {2: ("crawl lever",), 6: ("crawl weworkremotely",), 7: ("crawl weworkremotely",), 9: ("publish",)}.get(
        number, ()
    )


def _count(letters: Sequence[str], words: str) -> int:
    return sum(words in letter.partition("well again")[0] for letter in letters)


def page(weeks: Sequence[Week], held: dict[str, bool]) -> str:
    """Return docs/quarter.md."""
    rows = "".join(f"| {_STORY.get(number, '')} {_row(week)}" for number, week in enumerate(weeks))
    found = "".join(f"- {'holds' if holds else 'DOES NOT HOLD'}: {promise}\n" for promise, holds in held.items())
    return (
        "# A quarter in an afternoon\n\nWritten by `python -m bench.prove quarter`: a simulated market, each week's\n"
        "Monday under the real schedules, jobs, checks and sensors. The days between are left out; the first and last\n"
        "weeks' reports are drawn.\n\n"
        "| what goes wrong | Monday | failed runs | boards seen | postings published | letters |\n"
        "|---|---|---|---|---|---|\n"
        f"{rows}\n{found}"
    )


def _row(week: Week) -> str:
    cells = (str(week.monday), ", ".join(week.failed), str(len(week.seen)), str(week.postings), "; ".join(week.letters))
    return "| " + " | ".join(cells) + " |\n"
