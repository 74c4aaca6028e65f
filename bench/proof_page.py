"""docs/proof.md: one section a proof, rewritten by the proof that it tells of."""

from __future__ import annotations

import os
import platform
from pathlib import Path

from bench.calibration_page import table
from warehouse.home import PROJECT

PAGE = PROJECT / "docs" / "proof.md"
_HEAD = """# What is proven of the warehouse

Each section is written by the proof that it tells of, `make prove` runs them all; a seeded sample of each is among the
tests. What is promised stands in the sections' first lines.
"""

__all__ = ["PAGE", "machine", "section", "table"]


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
