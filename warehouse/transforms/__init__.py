"""One field or one step a module; nothing here but the look at what is compiled touches a file, or DuckDB.

Most modules of this package are compiled at the install (docs/decisions/0028). A compiled one is taken only while its
source, and those of the modules compiled with it, are what it was made of; else the sources are read as they stand.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence
from hashlib import blake2b
from importlib.abc import MetaPathFinder
from importlib.machinery import EXTENSION_SUFFIXES, ModuleSpec
from importlib.util import spec_from_file_location
from pathlib import Path
from types import ModuleType

UNCOMPILED = "JOBPROOF_UNCOMPILED"
"""Environment variable that names what to read from its sources all the same, for profilers: `loop`, `reading`."""


def outdated(folder: Path) -> frozenset[str]:
    """Return the modules of a folder whose compiled form is not made of the sources that lie there now."""
    manifest = folder / "compiled.json"
    groups = json.loads(manifest.read_text(encoding="utf-8")) if manifest.exists() else {}
    unwanted = os.environ.get(UNCOMPILED, "").split(",")
    valid = {
        Path(name).stem
        for group, made in groups.items()
        if group not in unwanted
        and all(_is_of(folder / name, digest) for name, digest in made.items() if name != "hatch_build.py")
        for name in made
    }
    compiled = {path.name.partition(".")[0] for path in folder.glob(f"*{EXTENSION_SUFFIXES[0]}")}
    return frozenset(name for name in compiled - valid if (folder / f"{name}.py").exists())


def _is_of(source: Path, digest: str) -> bool:
    return source.exists() and blake2b(source.read_bytes(), digest_size=8).hexdigest() == digest


class FromSource(MetaPathFinder):
    """Finds the sources of some modules of this package, which the path would find compiled."""

    def __init__(self, folder: Path, modules: frozenset[str]) -> None:
        self._folder, self._modules = folder, modules

    def find_spec(
        self, fullname: str, _path: Sequence[str] | None, _target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Return where the source of one of the modules lies; None for all others."""
        package, _, name = fullname.rpartition(".")
        if package != __name__ or name not in self._modules:
            return None
        return spec_from_file_location(fullname, self._folder / f"{name}.py")


if changed := outdated(Path(__file__).parent):
    sys.meta_path.insert(0, FromSource(Path(__file__).parent, changed))
