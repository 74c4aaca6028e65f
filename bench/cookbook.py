"""docs/cookbook.md: `python -m bench.cookbook` asks its queries again and renews the answers shown.

The page itself holds prose and queries: a block of SQL, then a block of text with its answer. Answers are those of
`jobproof demo --small`, whose seed and clock are fixed; tests/test_cookbook.py asks them all again.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pipelines.commands.grid import grid
from pipelines.demo import SMALL, collect
from warehouse.asking import query
from warehouse.home import PROJECT, Home

PAGE = PROJECT / "docs" / "cookbook.md"
SEED = 7
_RECIPE = re.compile(r"```sql\n(?P<sql>[^`]*?);?\n```\n\n```text\n(?P<answer>[^`]*)```")


def recipes(page: str) -> list[tuple[str, str]]:
    """Return each query of a page with the answer that it shows."""
    return [(found["sql"], found["answer"]) for found in _RECIPE.finditer(page)]


def renewed(page: str, home: Home) -> str:
    """Return a page with the answers of a home's published copy."""
    return _RECIPE.sub(lambda found: f"```sql\n{found['sql']};\n```\n\n```text\n{answer(home, found['sql'])}```", page)


def answer(home: Home, sql: str) -> str:
    """Return an answer as `jobproof sql` prints it, without the line that counts its rows."""
    return "".join(f"{line.rstrip()}\n" for line in grid(query(home, sql), rows=0)[:-1])


@contextmanager
def market() -> Iterator[Home]:
    """Yield the home of `jobproof demo --small`, without its report."""
    with tempfile.TemporaryDirectory() as folder:
        home = Home(Path(folder))
        collect(home, seed=SEED, size=SMALL)
        yield home


if __name__ == "__main__":
    with market() as small:
        PAGE.write_text(renewed(PAGE.read_text(encoding="utf-8"), small), encoding="utf-8")
