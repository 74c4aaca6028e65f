"""Consistency: an article's figures against each other. Arithmetic alone: no posting is asked, nothing is estimated."""

from __future__ import annotations

from collections.abc import Mapping

from reports import arithmetic
from reports.arithmetic import Room
from reports.claims import Claim
from reports.verdicts import Ruling

EXCLUDED = "cannot all hold: "
ROOM = "all can hold at once"


def checked(claim: Claim, figures: Mapping[str, float]) -> Room:
    """Return whether the entry's statements can all hold, and the room that they leave for what it asks.

    Args:
        claim: With `says`, and `asks` where a range is wanted.
        figures: Id -> figure of the claims that it names.
    """
    who = f"claim {claim.id}"
    known = {name: figures[name] for name in claim.with_ if name in figures}
    said = [arithmetic.statement(text, known, who=who) for text in claim.says]
    asked = arithmetic.expression(claim.asks, who=who) if claim.asks else None
    return arithmetic.room(said, asked, rounding=claim.rounding)


def ruled(room: Room) -> Ruling:
    """Return the verdict: statements that exclude each other contradict the article, whatever postings say."""
    if room.holds:
        return Ruling("supported", ROOM)
    return Ruling("contradicted", EXCLUDED + "; ".join(one.told() for one in room.conflict))
