"""The one family of errors that people see. No other exception is meant to reach a terminal."""

from __future__ import annotations


class JobproofError(Exception):
    """Something failed: who, what was found, what was allowed, and the next command to run.

    Args:
        who: The board, file, claim or command that speaks ("board 'lever'", "claims.toml entry 'A3.2'").
        found: What was found, with the offending value.
        allowed: What would have been right; empty where nothing could have been.
        remedy: The next command or edit; never empty.
    """

    exit_code = 1

    def __init__(self, who: str, found: str, *, allowed: str = "", remedy: str) -> None:
        self.who, self.found, self.allowed, self.remedy = who, found, allowed, remedy
        super().__init__(self.line())

    def line(self) -> str:
        """Return the whole message on one line."""
        allowed = f"; allowed: {self.allowed}" if self.allowed else ""
        return f"{self.who}: {self.found}{allowed}. {self.remedy}"


class BadUsageError(JobproofError):
    """The caller asked for something that cannot be (unknown board, bad date): exit code 2."""

    exit_code = 2
