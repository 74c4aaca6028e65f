"""How often and how patiently steps are tried again, in one place; an operator's word last. No step is here.

Each wait is twice as long as the one before.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass

import dagster as dg

from warehouse.errors import BadUsageError

_SAID = re.compile(r"(\d{1,2})x(\d{1,6}(?:\.\d{1,3})?)")


def _tried(times: int, seconds: float) -> dg.RetryPolicy:
    return dg.RetryPolicy(max_retries=times, delay=seconds, backoff=dg.Backoff.EXPONENTIAL, jitter=dg.Jitter.PLUS_MINUS)


@dataclass(frozen=True)
class Retries:
    """The policies of all steps that are tried again.

    Args:
        crawl: Of a board, and of archives of the open web: a hiccup passes, and trouble is told soon.
        mail: Of the week's mail; servers that greylist take it after a quarter of an hour.
        mirror: Of the copy on object storage.
    """

    crawl: dg.RetryPolicy
    mail: dg.RetryPolicy
    mirror: dg.RetryPolicy

    @classmethod
    def from_environment(cls) -> Retries:
        """Return what JOBPROOF_RETRY_CRAWL, _MAIL and _MIRROR set, `2x60`: twice more, first after 60 seconds.

        Raises:
            BadUsageError: One of them says something else.
        """
        return cls(
            _setting("JOBPROOF_RETRY_CRAWL", "2x60"),
            _setting("JOBPROOF_RETRY_MAIL", "3x900"),
            _setting("JOBPROOF_RETRY_MIRROR", "3x300"),
        )

    @classmethod
    def at_once(cls, times: int) -> Retries:
        """Return policies that wait for nothing."""
        return cls(*[dg.RetryPolicy(max_retries=times)] * 3)


def _setting(name: str, usual: str) -> dg.RetryPolicy:
    said = os.environ.get(name) or usual
    found = _SAID.fullmatch(said)
    if found is None:
        raise BadUsageError(
            name,
            repr(said),
            allowed="times x seconds, such as 2x60; 0x0 for never",
            remedy=f"Set it, or unset it for {usual}.",
        )
    return _tried(int(found[1]), float(found[2]))
