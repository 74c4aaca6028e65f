"""Compiles at every install what reads postings; see docs/decisions/0012 and 0028.

Belongs here: which modules are compiled and how. Where no compiler, no headers, no Cython or no mypyc is, the install
goes on with a warning: the same files then run as they are, with the same results.
"""

from __future__ import annotations

import json
import os
import sysconfig
import tempfile
from collections.abc import Callable, Sequence
from contextlib import chdir
from hashlib import blake2b
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

TRANSFORMS = Path("warehouse/transforms")
AS_WRITTEN = frozenset({"__init__", "explain", "refusals"})
"""Modules that are not compiled: they are asked of one posting at a time."""
MANIFEST = TRANSFORMS / "compiled.json"
"""Says of which sources the compiled modules were made: `warehouse.transforms` takes no other ones."""
DIRECTIVES = {
    "language_level": 3,
    "annotation_typing": False,
    "boundscheck": False,
    "wraparound": False,
    "initializedcheck": False,
}
"""Types come from the .pxd files alone; no index in those modules is negative or beyond its end."""
UNTRACKED = "no_gc"
"""Directive for all classes of C, none of which holds itself: the cycle collector need not know of them."""
OPTIMISED = ["-O2", "-ffp-contract=off"]
"""No product is added without being rounded first: sums of weights are the interpreter's to the last bit everywhere."""
UNCHECKED = [("NDEBUG", "1")]
"""Said here, like how far to optimise, because a CFLAGS of the environment takes the place of Python's own."""
MYPYC = ("--config-file=", "--follow-imports=skip", "--ignore-missing-imports", f"--cache-dir={os.devnull}")
"""Other modules and packages are taken as they come: `make lint` checks them, and the compiler is done in seconds."""


class Compiling(BuildHookInterface[Any]):
    """What hatchling calls before it builds a wheel or an editable install."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Put the compiled modules beside their sources; `version` is standard or editable."""
        if self.target_name != "wheel":
            return
        with chdir(self.root):
            made = self._compiled(version)
            MANIFEST.write_text(json.dumps(made, indent=1), encoding="utf-8")
            found = sorted(TRANSFORMS.glob(f"*{SUFFIX}"))
        if made:
            build_data.update(pure_python=False, infer_tag=True)
            build_data["artifacts"] += [f"/{path}" for path in (*found, MANIFEST)]

    def _compiled(self, version: str) -> dict[str, dict[str, str]]:
        """Compile what changed; return, for what is compiled now, source -> digest."""
        made: dict[str, dict[str, str]] = {}
        known = json.loads(MANIFEST.read_text(encoding="utf-8")) if MANIFEST.exists() else {}
        loop, reading = _sources()
        for name, sources, extensions in (("loop", loop, _by_cython), ("reading", reading, _by_mypyc)):
            wanted = _digests(sources)
            try:
                if known.get(name) != wanted:
                    _build(sources, extensions)
            except (Exception, SystemExit) as error:  # noqa: BLE001 - whatever is missing here, the product works without it
                self.app.display_warning(f"{version} install: {name} stays uncompiled, same results, slower: {error}")
            else:
                made[name] = wanted
        return made


def _sources() -> tuple[list[Path], list[Path]]:
    """Return what Cython compiles, each module with the .pxd of C types beside it, and what mypyc does: all others."""
    typed = sorted(TRANSFORMS.glob("*.pxd"))
    loop = [path for types in typed for path in (types.with_suffix(".py"), types)]
    others = sorted({*TRANSFORMS.glob("*.py")}.difference(loop))
    return loop, [path for path in others if path.stem not in AS_WRITTEN]


SUFFIX = sysconfig.get_config_var("EXT_SUFFIX")


def _digests(sources: Sequence[Path]) -> dict[str, str]:
    """Return the name of each source, and of this file, which says how they are compiled, -> its digest."""
    return {path.name: blake2b(path.read_bytes(), digest_size=8).hexdigest() for path in (*sources, Path(__file__))}


def _build(sources: Sequence[Path], extensions: Callable[[Sequence[Path], str], list[Any]]) -> None:
    from setuptools import Distribution  # noqa: PLC0415 - may be missing

    for old in (old for path in sources for old in TRANSFORMS.glob(f"{path.stem}*{SUFFIX}")):
        old.unlink(missing_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        command = Distribution({"ext_modules": extensions(sources, scratch)}).get_command_obj("build_ext")
        command.build_temp, command.build_lib, command.parallel = scratch, ".", os.cpu_count()
        command.ensure_finalized()
        command.run()


def _by_cython(sources: Sequence[Path], scratch: str) -> list[Any]:
    from Cython.Build import cythonize  # noqa: PLC0415 - may be missing
    from Cython.Compiler.Options import get_directive_defaults  # noqa: PLC0415 - may be missing
    from setuptools import Extension  # noqa: PLC0415 - may be missing

    get_directive_defaults()[UNTRACKED] = True  # has no default, without which no directive is taken for all files
    wanted = [
        Extension(_module(path), [str(path)], define_macros=UNCHECKED, extra_compile_args=OPTIMISED)
        for path in sources
        if path.suffix == ".py"
    ]
    return list(cythonize(wanted, build_dir=scratch, compiler_directives=DIRECTIVES, quiet=True))


def _module(path: Path) -> str:
    return ".".join(path.with_suffix("").parts)


def _by_mypyc(sources: Sequence[Path], scratch: str) -> list[Any]:
    from mypyc.build import mypycify  # noqa: PLC0415 - may be missing

    paths = [*MYPYC, *map(str, sources)]
    made = mypycify(paths, opt_level="2", debug_level="0", separate=True, target_dir=scratch)
    for extension in made:
        extension.define_macros += UNCHECKED
    return made
