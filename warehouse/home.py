"""Where everything lies: every path below JOBPROOF_HOME, and nothing but paths."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
"""The checkout: seed files, boards.toml, claims.toml."""


@dataclass(frozen=True)
class Home:
    """All paths of one installation's data.

    Args:
        root: The folder that JOBPROOF_HOME names; `data/` in the checkout where it is unset.
    """

    root: Path

    @classmethod
    def from_environment(cls) -> Home:
        """Return the home that JOBPROOF_HOME names."""
        return cls(Path(os.environ.get("JOBPROOF_HOME") or PROJECT / "data").absolute())

    @property
    def landing(self) -> Path:
        """Immutable files as crawled: `<board>/<day or month>/<run>.jsonl.zst` beside `<run>.report.json`."""
        return self.root / "landing"

    @property
    def hosts(self) -> Path:
        """What is remembered of each host that was crawled: when it was asked last, and when it wants to be again."""
        return self.root / "hosts"

    @property
    def normalised(self) -> Path:
        """What the landing files say, read once for each version of the taxonomy; can be deleted at any time."""
        return self.root / "normalised"

    @property
    def verdicts(self) -> Path:
        """Verdicts as judged, one Parquet file a vintage: the one thing that landing cannot bring back."""
        return self.root / "verdicts"

    @property
    def audits(self) -> Path:
        """What people said of drawn postings, one file a query, and the sheets to fill in."""
        return self.root / "audits"

    @property
    def quality(self) -> Path:
        """What scoring labelled files found: one folder a version of the taxonomy, see scored.py."""
        return self.root / "quality"

    @property
    def warehouse(self) -> Path:
        """The writer's DuckDB file; only publish opens it."""
        return self.root / "warehouse" / "warehouse.duckdb"

    @property
    def published(self) -> Path:
        """The copy that people query; replaced atomically."""
        return self.root / "published" / "jobs.duckdb"

    @property
    def reports(self) -> Path:
        """One folder a week: PNGs, page, mail, claims.json."""
        return self.root / "reports"

    @property
    def outbox(self) -> Path:
        """Which mail was sent to whom: one folder a letter, see reports/outbox.py."""
        return self.root / "outbox"

    @property
    def alerts(self) -> Path:
        """What was told of troubles: `told.json`, and each letter as .eml."""
        return self.root / "alerts"

    @property
    def boards(self) -> Path:
        """Optional registry entries of this home, laid over the project's boards.toml."""
        return self.root / "boards.toml"

    @property
    def tombstones(self) -> Path:
        """Keyed hashes of what was erased and must not land again."""
        return self.root / "tombstones.jsonl"

    @property
    def last_moment(self) -> Path:
        """When the last run was committed: a clock that stands before it was set back."""
        return self.root / ".last_moment"

    @property
    def quarantine(self) -> Path:
        """Damaged files, fenced off as they were found, each with the reason beside it."""
        return self.root / "quarantine"

    @property
    def vacancy_changes(self) -> Path:
        """Which vacancies became others, one Parquet file a replaced vintage: no rebuild could find it again."""
        return self.root / "vacancy_changes"

    @property
    def salt(self) -> Path:
        """The secret that turns authors into pseudonyms; made at the first crawl, never published."""
        return self.root / "salt"
