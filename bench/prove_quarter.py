"""A quarter in an afternoon: 13 weeks under the real schedules with faults, and what landed, was mailed and was drawn.

Writes docs/quarter.md. How the weeks are driven is quarter.py's, what readers got of them quarter_told.py's.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

from bench import quarter
from bench.quarter import Plan, Week
from bench.quarter_told import Told
from warehouse.home import PROJECT, Home

PAGE = PROJECT / "docs" / "quarter.md"
WEEKS = 13
BOARDS = 5
_LEVER, _GREENHOUSE, _FEED = "api.lever.co", "boards-api.greenhouse.io", "weworkremotely.com"
_DEAD, _DOUBLED, _LATE, _BLOCKED, _STOPPED = 2, 4, 5, (6, 7), 9
PLAN = Plan(
    WEEKS,
    {
        _DEAD: quarter.dead(_LEVER),
        _DOUBLED: quarter.doubled(_GREENHOUSE),
        **dict.fromkeys(_BLOCKED, quarter.blocked(_FEED)),
    },
    losing=frozenset({_STOPPED}),
    drawn=frozenset(range(WEEKS)),
    claims=(
        "A0.2.mandatory",
        "A0.5.share",
        "A0.7",
        "A1.2",
        "A1.4.ratio-ebpf",
        "A1.5",
        "A1.8",
        "A2.4",
        "A2.5.pprof",
        "A2.6",
        "A3.1",
        "A3.2",
        "A3.3",
        "A3.4",
        "A3.5",
        "A3.6",
        "A3.9.microservices",
        "A3.21",
        "A4.1.cloud-native",
    ),
    late=_LATE,
)
_STORY = {
    0: "a first Monday; most of an archive is imported", _DEAD: "lever answers 503",
    _DOUBLED: "greenhouse lists everything twice", _LATE: "the archive's other rows come late",
    6: "weworkremotely forbids (403)", 7: "and again",
    _STOPPED: "the disk with Hacker News's landing is not mounted at publish",
}  # fmt: skip
_FAILED = {_DEAD: ("crawl lever",), _STOPPED: ("publish",)} | dict.fromkeys(_BLOCKED, ("crawl weworkremotely",))
_GAINED = {3: ("Lever job boards",), 8: ("We Work Remotely",)}
_LOST = {_DEAD: ("Lever job boards",), 6: ("We Work Remotely",)}


def prove() -> bool:
    """Thirteen weeks with a dead board, a doubled one, a blocked one and a failed publish: docs/quarter.md."""
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        weeks = quarter.run(Home(Path(folder) / "home"), PLAN, on_week=_tell)
    held = promises(weeks)
    PAGE.write_text(page(weeks, held, time.monotonic() - began), encoding="utf-8")
    return all(held.values())


def promises(weeks: Sequence[Week]) -> dict[str, bool]:
    """Return what is promised of the quarter, and whether it holds."""
    return {**_of_the_engineer(weeks), **_of_the_reader(weeks)}


def _of_the_engineer(weeks: Sequence[Week]) -> dict[str, bool]:
    letters = [letter for week in weeks for letter in week.letters]
    published = [week for week in weeks if "publish" not in week.failed]
    return {
        "a board that fails costs no other its week": all(len(week.seen) >= BOARDS - 1 for week in published),
        "only the runs that had to fail failed": [week.failed for week in weeks]
        == [_FAILED.get(number, ()) for number in range(WEEKS)],
        "postings never become fewer": all(one.postings <= next_.postings for one, next_ in pairwise(weeks)),
        "the publish that would have lost postings changed nothing": weeks[_STOPPED].postings
        == weeks[_STOPPED - 1].postings,
        "every published week was judged, and no other": all(
            bool(week.judged) == ("publish" not in week.failed) for week in weeks
        ),
        "the dead board is told once": _count(letters, "lever failed") == 1,
        "the doubled board is told once": _count(letters, "greenhouse grew") == 1,
        "the blocked board is told once in its two weeks": _count(letters, "weworkremotely blocked") == 1,
        "the stopped publish is told once, and its end": _count(letters, "publish failed") == 1
        and any("well again" in letter and "publish" in letter for letter in weeks[_STOPPED + 1].letters),
        "weeks in which nothing goes wrong bring no letter": not any(weeks[number].letters for number in (1, 11, 12)),
    }


def _of_the_reader(weeks: Sequence[Week]) -> dict[str, bool]:
    told = {number: week.told for number, week in enumerate(weeks) if week.told}
    rest = [one for number, one in told.items() if number]
    return {
        "every published week has its report, the stopped one has none": set(told) == set(range(WEEKS)) - {_STOPPED},
        "no headline, list, count or page contradicts claims.json": not any(
            one.contradictions for one in told.values()
        ),
        "no report is without a decided statement once the archive is in": all(one.decided for one in told.values()),
        "each mail says how many of the five boards were seen": all(
            one.observed == (len(weeks[number].seen), BOARDS) for number, one in told.items()
        ),
        "each coverage chart counts the boards ever seen": all(
            one.coverage == (BOARDS + 1, BOARDS + 1) for one in told.values()
        ),
        "a board that fell silent is named in its week, and in no other": _named(told, "lost") == _LOST,
        "a board that came back is named in its week, and in no other": _named(told, "gained") == _GAINED,
        "rows that come late are told as revisions, with their reason": any(
            "more vacancies of that period are known" in line for line in told[_LATE].revised
        ),
        "the first report compares with nothing, the others with the week before": "This is the first report"
        in told[0].text
        and not any("This is the first report" in one.text for one in rest),
    }  # fmt: skip


def _named(told: dict[int, Told], what: str) -> dict[int, tuple[str, ...]]:
    return {number: getattr(one, what) for number, one in told.items() if getattr(one, what)}


def _count(letters: Sequence[str], words: str) -> int:
    return sum(words in letter.partition("well again")[0] for letter in letters)


def page(weeks: Sequence[Week], held: dict[str, bool], seconds: float) -> str:
    """Return docs/quarter.md."""
    rows = "".join(f"| {_STORY.get(number, '')} {_row(week)}" for number, week in enumerate(weeks))
    said = "".join(f"- {week.monday}: {_said(week)}\n" for week in weeks)
    found = "".join(f"- {'holds' if holds else 'DOES NOT HOLD'}: {promise}\n" for promise, holds in held.items())
    return (
        "# A quarter in an afternoon\n\nWritten by `python -m bench.prove quarter`: a simulated market, each week's\n"
        "Monday under the real schedules, jobs, checks and sensors, its report drawn and read back. The days between\n"
        f"are left out, and {len(PLAN.claims)} of the statements are judged, of every article and kind. It took\n"
        f"{seconds / 60:.0f} minutes on a busy machine.\n\n"
        "| what goes wrong | Monday | failed runs | boards seen | postings published | letters |\n"
        "|---|---|---|---|---|---|\n"
        f"{rows}\n## What the mails said\n\n{said}\n## What is promised\n\n{found}"
    )


def _row(week: Week) -> str:
    cells = (str(week.monday), ", ".join(week.failed), str(len(week.seen)), str(week.postings), "; ".join(week.letters))
    return "| " + " | ".join(cells) + " |\n"


def _said(week: Week) -> str:
    told = week.told
    if told is None:
        return "no report, since nothing was published; the copy that people query stayed as it was"
    parts = [
        told.headline,
        f"{told.observed[0]} of {told.observed[1]} boards",
        *(f"silent: {', '.join(names)}" for names in (told.lost,) if names),
        *(f"back: {', '.join(names)}" for names in (told.gained,) if names),
        *(f"{len(lines)} figures revised" for lines in (told.revised,) if lines),
        *told.contradictions,
    ]
    return "; ".join(parts).replace("\u00a0", " ")


def _tell(week: Week) -> None:
    print(_row(week).strip(), _said(week), sep="\n", flush=True)
