"""Whether DuckDB 1.4.0, the oldest client promised, reads every table and view of a copy, and 1.5.5 asks every macro.

Each goes into a virtual environment of its own and opens the copy of `jobproof demo --small`. Where no package index
can be reached nothing is proven, and that is said. DuckDB 1.4 loses the WITH of macros that DuckDB 2.0 has stored.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import venv
from pathlib import Path
from typing import Any

from bench import cookbook
from warehouse.asking import query
from warehouse.home import PROJECT, Home

PAGE = PROJECT / "docs" / "old_client.md"
VERSIONS = ("1.4.0", "1.5.5")
WITH_MACROS = "1.5.5"
"""From here on every macro answers."""
_CLIENT = """
import json, sys
import duckdb
copy = duckdb.connect(sys.argv[1], read_only=True)
asked = copy.execute("SELECT name, example FROM macros ORDER BY name").fetchall()
answers = {}
for name, example in asked:
    try:
        answers[name] = len(copy.execute(example).fetchall())
    except duckdb.CatalogException:
        pass
tables = copy.execute(
    "SELECT schema_name || '.' || table_name FROM duckdb_tables() "
    "UNION ALL SELECT view_name FROM duckdb_views() WHERE NOT internal ORDER BY 1"
).fetchall()
rows = {name: copy.execute(f"SELECT count(*) FROM {name}").fetchall()[0][0] for (name,) in tables}
comments = copy.execute("SELECT count(*) FROM duckdb_columns() WHERE NOT internal AND comment IS NOT NULL").fetchall()
print(json.dumps({"version": duckdb.__version__, "answers": answers, "rows": rows, "comments": comments[0][0]}))
"""


def client(folder: Path, version: str) -> Path | None:
    """Make an environment with one version of DuckDB; return its Python, None where it cannot be had."""
    venv.create(folder, with_pip=True)
    python = folder / "bin" / "python"
    command = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", f"duckdb=={version}"]
    return python if subprocess.run(command, check=False, capture_output=True).returncode == 0 else None


def asked_by(python: Path, path: Path) -> dict[str, Any]:
    """Return what a client finds in a copy: its version, rows of each macro's example, rows of each table, comments."""
    said = subprocess.run([str(python), "-c", _CLIENT, str(path)], check=True, capture_output=True, text=True)
    found: dict[str, Any] = json.loads(said.stdout)
    return found


def expected(home: Home) -> dict[str, Any]:
    """Return what the newest client finds."""
    return asked_by(Path(sys.executable), home.published)


def prove() -> bool:
    """Older clients open the published copy and answer like the newest: docs/old_client.md."""
    lines, holds = [], True
    with cookbook.market() as home, tempfile.TemporaryDirectory() as folder:
        wanted = expected(home)
        for version in VERSIONS:
            python = client(Path(folder) / version, version)
            if python is None:
                print(f"duckdb {version} cannot be installed here: nothing proven")
                return False
            found = asked_by(python, home.published)
            same = all(found[what] == wanted[what] for what in ("rows", "comments")) and (
                found["answers"] == wanted["answers"] or version != WITH_MACROS
            )
            holds = holds and same
            lines.append(_line(found, same=same))
        vintage = query(home, "SELECT vintage FROM mart.meta").item()
    PAGE.write_text(_PAGE.format(vintage=vintage, newest=wanted["version"], lines="\n".join(lines)), encoding="utf-8")
    return holds


def _line(found: dict[str, Any], *, same: bool) -> str:
    counts = f"{len(found['rows'])} | {len(found['answers'])} | {found['comments']}"
    return f"| {found['version']} | {counts} | {'yes' if same else 'NO'} |"


_PAGE = """# Older clients

Made by `python -m bench.prove old_client`: the published copy of `jobproof demo --small` (vintage {vintage}), opened by
older DuckDB clients in environments of their own. Each reads every table and view, asks every macro's example and
counts the comments on columns. The last column tells whether rows and comments, and from 1.5.5 on the macros too, are
what DuckDB {newest} finds. DuckDB 1.4 loses the `WITH` of macros that 2.0 has stored: use tables and views there.

| DuckDB | tables and views | macros that answer | comments | as promised |
|---|---:|---:|---:|---|
{lines}
"""
