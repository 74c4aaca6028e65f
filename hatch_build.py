"""Compiles at every install what the normaliser does per character; see docs/decisions/0012.

Belongs here: which modules are compiled and how. Where no compiler, no headers or no Cython is, the install goes on
with a warning: the same files then run as they are, with the same results.
"""

from __future__ import annotations

import sysconfig
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
SUFFIX = sysconfig.get_config_var("EXT_SUFFIX")


class Compiling(BuildHookInterface[Any]):
    """What hatchling calls before it builds a wheel or an editable install."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Put the compiled modules beside their sources; `version` is standard or editable."""
        if self.target_name != "wheel":
            return
        root = Path(self.root)
        waiting = [module for module in MODULES if not _is_fresh(root / module)]
        for module in waiting:
            _compiled(root / module).unlink(missing_ok=True)
        try:
            _compile(root, waiting)
        except Exception as error:  # noqa: BLE001 - whatever is missing here, the product works without it
            self.app.display_warning(f"{version} install goes on uncompiled, same results, slower: {error}")
            return
        build_data.update(pure_python=False, infer_tag=True)
        build_data["artifacts"] += [f"/{_compiled(Path(module))}" for module in MODULES]


def _compiled(module: Path) -> Path:
    return module.with_suffix(SUFFIX)


def _is_fresh(module: Path) -> bool:
    """Whether a module was compiled after its last change: pip asks twice, for the metadata and for the install."""
    sources = (module, module.with_suffix(".pxd"), Path(__file__))
    target = _compiled(module)
    return target.exists() and target.stat().st_mtime > max(source.stat().st_mtime for source in sources)


def _compile(root: Path, modules: list[str]) -> None:
    from Cython.Build import cythonize  # noqa: PLC0415 - may be missing
    from setuptools import Distribution, Extension  # noqa: PLC0415 - may be missing

    with tempfile.TemporaryDirectory() as scratch:
        wanted = [Extension(module[:-3].replace("/", "."), [str(root / module)]) for module in modules]
        found = cythonize(wanted, build_dir=scratch, compiler_directives=DIRECTIVES, quiet=True) if wanted else []
        command = Distribution({"ext_modules": found}).get_command_obj("build_ext")
        command.build_temp, command.build_lib = scratch, str(root)
        command.ensure_finalized()
        command.run()
