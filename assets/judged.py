"""The last judgements, kept beside the published copy: one week judges once, however often it is drawn.

They hold for the very copy, day, entries, labels and code that they were made of, and are used for nothing else.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import date
from functools import cache
from importlib.metadata import version
from pathlib import Path

from reports import kept
from reports.claims import Claim
from reports.results import Judgement
from warehouse.cohorts import Meta
from warehouse.files import replacing
from warehouse.home import PROJECT, Home

_CODE = ("reports", "warehouse")
_READ = (".py", ".sql", ".csv", ".toml")
_COUNTING = ("duckdb", "numpy", "polars", "scipy")
"""Libraries that counting and estimating rest on."""


def key(home: Home, meta: Meta, entries: Sequence[Claim], today: date) -> str:
    """Return what judgements hang on, as a digest: another copy, build, day, entry, label or line of code is another.

    Args:
        home: Whose audits' labels correct figures.
        meta: Of the published copy.
        entries: Claims.
        today: Periods that end later are not finished.
    """
    said = (meta.vintage, meta.built_at.isoformat(), today.isoformat(), repr(entries), _code(), _digest(_labels(home)))
    return hashlib.sha256("\n".join(said).encode()).hexdigest()


def keep(home: Home, name: str, judgements: Sequence[Judgement]) -> None:
    """Keep judgements under their key in place of the earlier ones."""
    text = kept.written(judgements)
    with replacing(path(home)) as part:
        part.write_text(json.dumps({"key": name, "sha256": _sha256(text)}) + "\n" + text, encoding="utf-8")


def find(home: Home, name: str) -> list[Judgement] | None:
    """Return the judgements kept under a key; None where there are none, others, or torn ones."""
    with suppress(OSError, ValueError, AttributeError):
        head, _, text = path(home).read_text(encoding="utf-8").partition("\n")
        if json.loads(head) == {"key": name, "sha256": _sha256(text)}:
            return kept.read(text)
    return None


def path(home: Home) -> Path:
    """Return where they lie: beside the copy, and like it made anew by every publish."""
    return home.published.parent / "judged.json"


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _labels(home: Home) -> Iterator[Path]:
    return home.audits.rglob("*")


@cache
def _code() -> str:
    return " ".join((_digest(PROJECT / name for name in code()), *(f"{name}=={version(name)}" for name in _COUNTING)))


def code() -> list[str]:
    """Return the files that decide what is judged and how, from the project's folder."""
    files = (path for folder in _CODE for path in (PROJECT / folder).rglob("*") if path.suffix in _READ)
    return sorted(path.relative_to(PROJECT).as_posix() for path in files)


def _digest(paths: Iterable[Path]) -> str:
    digest = hashlib.blake2b(digest_size=16)
    for path in sorted(path for path in paths if path.is_file()):
        digest.update(f"{path}\n{path.stat().st_size}\n".encode() + path.read_bytes())
    return digest.hexdigest()
