"""Fixtures that every room's tests share."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

from warehouse.home import PROJECT, Home

settings.register_profile("ci", derandomize=True, deadline=None)
settings.register_profile("local", deadline=None)
settings.load_profile("ci" if os.environ.get("CI") else "local")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    """An empty home of its own, which JOBPROOF_HOME names too."""
    monkeypatch.setenv("JOBPROOF_HOME", str(tmp_path / "home"))
    return Home.from_environment()


@pytest.fixture(autouse=True)
def _no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("JOBPROOF_NOW", "JOBPROOF_REPLICA", "JOBPROOF_HOME"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of recorded material beside the project; tests that want it skip where it is absent."""
    folder = PROJECT.parent / "shared"
    if not (folder / "design.md").exists():
        pytest.skip("the recorded material (../shared) is not here")
    return folder
