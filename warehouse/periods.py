"""Calendar periods as claims name them: 2024, 2024-Q2, 2024-05, 2024-W21. All are half-open ranges of UTC days."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from warehouse.clock import next_month
from warehouse.errors import BadUsageError

_FORMS = re.compile(r"(?P<year>\d{4})(?:-(?:Q(?P<quarter>[1-4])|W(?P<week>\d{2})|(?P<month>0[1-9]|1[0-2])))?")


@dataclass(frozen=True, order=True)
class Period:
    """The days from `start` up to but not including `end`.

    Args:
        start: First day.
        end: First day after it.
        label: `2024`, `2024-Q2`, `2024-05` or `2024-W21`.
    """

    start: date
    end: date
    label: str

    @property
    def mean_day(self) -> date:
        """Return the middle day, on which the period's stock is taken."""
        return self.start + (self.end - self.start) // 2

    def finished(self, on: date) -> bool:
        """Tell whether the whole period lies before `on`."""
        return self.end <= on

    def year_before(self) -> Period:
        """Return the same season one year earlier."""
        return parse(f"{int(self.label[:4]) - 1}{self.label[4:]}", who=f"the year before {self.label}")

    def before(self) -> Period:
        """Return the neighbouring period of the same length that ends where this one starts."""
        return containing(self.start - timedelta(days=1), like=self.label)


def parse(label: str, *, who: str) -> Period:
    """Read a period's label.

    Raises:
        BadUsageError: The label has none of the four forms or names a week that its year lacks.
    """
    found = _FORMS.fullmatch(label)
    try:
        if not found:
            raise ValueError
        return _build(label, found)
    except ValueError:
        raise BadUsageError(
            who,
            f"{label!r} is no period",
            allowed="2024, 2024-Q2, 2024-05 or 2024-W21",
            remedy="Write one of these.",
        ) from None


def _build(label: str, found: re.Match[str]) -> Period:
    year = int(found["year"])
    if found["week"]:
        start = date.fromisocalendar(year, int(found["week"]), 1)
        return Period(start, start + timedelta(days=7), label)
    if found["quarter"]:
        first = 3 * int(found["quarter"]) - 2
        return Period(date(year, first, 1), next_month(date(year, first + 2, 1)), label)
    if found["month"]:
        start = date(year, int(found["month"]), 1)
        return Period(start, next_month(start), label)
    return Period(date(year, 1, 1), date(year + 1, 1, 1), label)


def containing(day: date, *, like: str) -> Period:
    """Return the period that holds `day` and has the same form as the label `like`."""
    if "W" in like:
        year, week, _ = day.isocalendar()
        return parse(f"{year}-W{week:02}", who="week")
    if "Q" in like:
        return parse(f"{day.year}-Q{(day.month + 2) // 3}", who="quarter")
    if "-" in like:
        return parse(f"{day:%Y-%m}", who="month")
    return parse(f"{day.year:04}", who="year")
