"""A clock that only goes forward: what lands under an earlier one would be dated wrongly, and that cannot be mended."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from warehouse import clock
from warehouse.errors import JobproofError
from warehouse.files import replacing
from warehouse.home import Home

_JITTER = timedelta(minutes=1)
"""By so much clocks are set all the time."""
_RUN = re.compile(r"\d{8}T\d{6}(?=-)")


def note(home: Home) -> None:
    """Remember the present moment as one at which something was kept."""
    if clock.now() > (_noted(home) or datetime.min.replace(tzinfo=clock.now().tzinfo)):
        with replacing(home.last_moment) as part:
            part.write_text(clock.now().isoformat(), encoding="ascii")


def require(home: Home) -> None:
    """Refuse to work under a clock that was set back.

    Raises:
        JobproofError: The clock stands before the last moment that was noted.
    """
    last = _noted(home) or _last_landed(home)
    if last and clock.now() < last - _JITTER:
        raise JobproofError(
            "clock",
            f"it says {clock.now():%Y-%m-%d %H:%M} UTC, and something was kept at {last:%Y-%m-%d %H:%M} UTC already",
            allowed="a clock that goes forward",
            remedy=f"Correct the clock; if it was wrong then and is right now, remove {home.last_moment}.",
        )


def _noted(home: Home) -> datetime | None:
    try:
        return datetime.fromisoformat(home.last_moment.read_text(encoding="ascii"))
    except (OSError, ValueError):
        return None


def _last_landed(home: Home) -> datetime | None:
    """Return when the newest run began, as its id tells it: homes of earlier versions noted no moment."""
    moments = [_RUN.match(path.name) for path in home.landing.glob("*/*/*.report.json")]
    last = max((found[0] for found in moments if found), default="")
    return datetime.strptime(last, "%Y%m%dT%H%M%S").replace(tzinfo=UTC) if last else None
