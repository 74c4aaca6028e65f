"""What is compiled: only of sources that lie there now, and it reads postings as its sources do."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from hashlib import blake2b
from importlib.machinery import EXTENSION_SUFFIXES
from pathlib import Path

import orjson
import pytest

from warehouse import transforms
from warehouse.home import PROJECT
from warehouse.normalise_file import guide_rows
from warehouse.taxonomy import load

SUFFIX = EXTENSION_SUFFIXES[0]
GROUPS = {"loop": ("automaton.py", "automaton.pxd"), "reading": ("scan.py", "pay.py")}
ODD: list[dict[str, object]] = [
    {"id": "none"},
    {"id": "list", "title": ["Go", None, 3], "text_format": ["html"], "tags": "go"},
    {"id": "number", "title": 7, "text": 12, "salary": 20_000, "remote": True, "tags": [1, None]},
    {"id": "half", "title": "ＧＯ\ud800", "text": "\ud800\x00G\u200bo 3年以上 20-40K", "text_format": "markdown"},
]


def installed(folder: Path) -> Path:
    """Lay out sources, what they were compiled to, and what says so."""
    manifest: dict[str, dict[str, str]] = {"loop": {"hatch_build.py": "0"}, "reading": {"hatch_build.py": "0"}}
    for group, names in GROUPS.items():
        for name in names:
            (folder / name).write_text(f"# {name}\n")
            manifest[group][name] = blake2b((folder / name).read_bytes(), digest_size=8).hexdigest()
    for name in ("automaton", "scan", "scan__mypyc", "pay"):
        (folder / f"{name}{SUFFIX}").touch()
    (folder / "compiled.json").write_text(json.dumps(manifest))
    return folder


class TestOutdated:
    def test_what_was_made_of_these_sources_is_taken(self, tmp_path: Path) -> None:
        assert transforms.outdated(installed(tmp_path)) == frozenset()

    @pytest.mark.parametrize(
        ("edited", "left"),
        [("automaton.pxd", {"automaton"}), ("automaton.py", {"automaton"}), ("pay.py", {"pay", "scan"})],
    )
    def test_an_edit_leaves_all_that_was_compiled_with_it(self, edited: str, left: set[str], tmp_path: Path) -> None:
        (installed(tmp_path) / edited).write_text("# another\n")
        assert transforms.outdated(tmp_path) == left

    def test_nothing_is_taken_of_which_nobody_knows_the_source(self, tmp_path: Path) -> None:
        (installed(tmp_path) / "compiled.json").unlink()
        assert transforms.outdated(tmp_path) == {"automaton", "pay", "scan"}

    def test_sources_can_be_asked_for(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv(transforms.UNCOMPILED, "reading")
        assert transforms.outdated(installed(tmp_path)) == {"pay", "scan"}

    def test_where_nothing_is_compiled_nothing_is_outdated(self, tmp_path: Path) -> None:
        assert transforms.outdated(tmp_path) == frozenset()

    def test_the_source_is_found_in_its_place(self, tmp_path: Path) -> None:
        finder = transforms.FromSource(installed(tmp_path), frozenset({"pay"}))
        spec = finder.find_spec("warehouse.transforms.pay", None)
        assert spec is not None
        assert spec.origin == str(tmp_path / "pay.py")
        assert finder.find_spec("warehouse.transforms.scan", None) is None
        assert finder.find_spec("warehouse.pay", None) is None


def rows() -> list[dict[str, object]]:
    """Return every fifth regression line, and rows of which nobody knows what they are."""
    files = sorted((PROJECT / "tests" / "normalise").glob("*.jsonl"))
    lines: list[dict[str, object]] = [
        orjson.loads(line)["row"] for path in files for line in path.read_bytes().splitlines()
    ]
    return [{**row, "id": str(number)} for number, row in enumerate(lines[::5])] + ODD


def test_sources_read_as_what_is_compiled_does(tmp_path: Path) -> None:
    (tmp_path / "rows.json").write_text(json.dumps(rows()))
    script = (
        "import json; from pathlib import Path; from warehouse.normalise_file import guide_rows;"
        "from warehouse.taxonomy import load; from warehouse.transforms import automaton, normalise;"
        "assert automaton.__file__.endswith('.py') and normalise.__file__.endswith('.py');"
        "print(json.dumps(list(guide_rows(json.loads(Path('rows.json').read_text()), load()))))"
    )
    environment = {**os.environ, transforms.UNCOMPILED: "loop,reading", "PYTHONPATH": str(PROJECT)}
    told = subprocess.run(
        [sys.executable, "-c", script], cwd=tmp_path, env=environment, capture_output=True, check=True, text=True
    )
    assert json.loads(told.stdout) == list(guide_rows(json.loads((tmp_path / "rows.json").read_text()), load()))
