"""Pages under docs/ that benches renew: docs/proof.md, a section a proof; figures that are kept a size, as JSON."""

from __future__ import annotations

import json
import os
import platform
from pathlib import Path
from typing import Any

from bench.calibration_page import table
from warehouse.home import PROJECT

PAGE = PROJECT / "docs" / "proof.md"
_HEAD = """# What is proven of the warehouse

Each section is written by the proof that it tells of, `make prove` runs them all; a seeded sample of each is among the
tests. What is promised stands in the sections' first lines.
"""

__all__ = ["PAGE", "keep", "machine", "section", "table"]


def section(title: str, text: str, page: Path = PAGE, head: str = _HEAD) -> None:
    """Write one section of the page anew; the others stay, sections are in the order of their titles."""
    held = page.read_text(encoding="utf-8") if page.exists() else head
    parts = dict(part.split("\n", 1) for part in held.split("\n## ")[1:])
    parts[title] = f"\n{text.strip()}\n"
    body = "".join(f"\n## {name}\n{said.rstrip()}\n" for name, said in sorted(parts.items()))
    page.write_text(head + body, encoding="utf-8")


def machine() -> str:
    """Return in a clause what the proof ran on."""
    cores = os.cpu_count() or 1
    return f"{cores} cores shared with other work, load {os.getloadavg()[0]:.0f}, Python {platform.python_version()}"


def keep(file: Path, postings_n: int, found: dict[str, Any]) -> dict[int, dict[str, Any]]:
    """Keep in a JSON file what was found at one size in place of what was; return what is kept, the smallest first."""
    kept = json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
    kept[str(postings_n)] = found
    file.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")
    return {int(size): kept[size] for size in sorted(kept, key=int)}
