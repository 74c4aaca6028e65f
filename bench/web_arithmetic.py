"""From one core's measured rate to hours, bytes and postings of a crawl of the whole web: arithmetic, no measuring.

Sizes of a crawl: "on the order of 75TB" (arXiv:2404.09770); 3.2 billion pages in one counted case (Web Data Commons on
the crawl of November 2017); 100 segments.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bench.calibration_page import table

PAGES, BYTES, SEGMENTS = 3.2e9, 75e12, 100
_MINUTE, _HOUR, _DAY = 60, 3_600, 86_400
_HEADS = ("machine", "a segment: cores, line", "a crawl: cores, line", "pages a day", "postings a day")


@dataclass(frozen=True)
class Machine:
    """What reads archives.

    Args:
        name: What people call it.
        cores: All of them at work.
        bits: Of its line, a second.
    """

    name: str
    cores: int
    bits: float


MACHINES = (
    Machine("laptop, 4 cores, 100 Mbit/s", 4, 1e8),
    Machine("server, 16 cores, 1 Gbit/s", 16, 1e9),
    Machine("server, 64 cores, 10 Gbit/s", 64, 1e10),
    Machine("8 such beside the data", 512, 8e10),
)


def section(rate: float, marked: float) -> str:
    """Return the part of the page.

    Args:
        rate: Pages that one core reads and normalises a second.
        marked: Postings kept of a page.
    """
    hours = PAGES / rate / _HOUR
    return (
        f"### What that makes of a crawl\n\nArithmetic from the rate above, {rate:,.0f} pages a second and core, each"
        f" bringing {marked:.4f} postings: how many pages of a real crawl advertise a job is assumed, not measured."
        f" One crawl of the open web is {BYTES / 1e12:.0f} TB and {PAGES / 1e9:.1f} billion pages (arXiv:2404.09770;"
        f" Web Data Commons on November 2017) in {SEGMENTS} segments: {PAGES:.1e} /"
        f" {rate:,.0f} / {_HOUR:,} = {hours:,.0f} core-hours."
        " Whatever is slower of cores and line decides:"
        f" the last columns hold it.\n\n{table(_HEADS, [tuple(_line(each, rate, marked)) for each in MACHINES])}\n"
    )


def _line(machine: Machine, rate: float, marked: float) -> Iterator[str]:
    cores, line = PAGES / rate / machine.cores, 8 * BYTES / machine.bits
    pages = PAGES / max(cores, line) * _DAY
    yield machine.name
    yield from (f"{said(cores / parts)}, {said(line / parts)}" for parts in (SEGMENTS, 1))
    yield f"{pages / 1e6:,.0f} million"
    yield f"{pages * marked:,.0f}"


def said(seconds: float) -> str:
    """Return a duration as people say it: two digits at most, in the unit that fits."""
    if seconds < 2 * _HOUR:
        return f"{max(1, round(seconds / _MINUTE))} min"
    return f"{round(seconds / _HOUR)} h" if seconds < 2 * _DAY else f"{round(seconds / _DAY)} days"
