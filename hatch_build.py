"""Compiles at every install what the normaliser does per character; see docs/decisions/0012.

Belongs here: which modules are compiled and how. Where no compiler, no headers or no Cython is, the install goes on
with a warning: the same files then run as they are, with the same results.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

MODULES = ("warehouse/transforms/automaton.py",)
"""Each has its C types beside it in a .pxd."""
DIRECTIVES = {
    "language_level": 3,
    "annotation_typing": False,
    "boundscheck": False,
    "wraparound": False,
    "initializedcheck": False,
}
"""Types come from the .pxd files alone; no index in these modules is negative or beyond its end."""


class Compiling(BuildHookInterface[Any]):
    """What hatchling calls before it builds a wheel or an editable install."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Put the compiled modules beside their sources; `version` is standard or editable."""
        if self.target_name != "wheel":
            return
        root = Path(self.root)
        for module in MODULES:
            for stale in (root / module).parent.glob(f"{Path(module).stem}.*.so"):
                stale.unlink()
        try:
            _compile(root)
        except (ImportError, OSError, _build_errors()) as error:
            self.app.display_warning(f"{version} install goes on uncompiled, same results, slower: {error}")
            return
        build_data.update(pure_python=False, infer_tag=True)
        build_data["artifacts"] += [f"/{Path(module).parent}/{Path(module).stem}.*.so" for module in MODULES]


def _build_errors() -> Any:  # noqa: ANN401 - setuptools has no types
    """Return what setuptools raises where it cannot compile."""
    try:
        from setuptools.errors import BaseError  # noqa: PLC0415 - may be missing
    except ImportError:
        return ImportError
    return BaseError


def _compile(root: Path) -> None:
    from Cython.Build import cythonize  # noqa: PLC0415 - may be missing
    from setuptools import Distribution, Extension  # noqa: PLC0415 - may be missing

    with tempfile.TemporaryDirectory() as scratch:
        wanted = [Extension(module[:-3].replace("/", "."), [str(root / module)]) for module in MODULES]
        found = cythonize(wanted, build_dir=scratch, compiler_directives=DIRECTIVES, quiet=True)
        command = Distribution({"ext_modules": found}).get_command_obj("build_ext")
        command.build_temp, command.build_lib = scratch, str(root)
        command.ensure_finalized()
        command.run()
