"""Modules of warehouse/transforms as their sources stand, beside those that are compiled here."""

from __future__ import annotations

from importlib.util import module_from_spec, spec_from_file_location
from types import ModuleType

from warehouse.home import PROJECT


def as_it_stands(name: str) -> ModuleType:
    """Return a module run from its source: what is compiled shows only what other modules call."""
    spec = spec_from_file_location(f"{name}_as_it_stands", PROJECT / "warehouse" / "transforms" / f"{name}.py")
    assert spec
    assert spec.loader
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
