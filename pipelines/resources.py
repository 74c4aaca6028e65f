"""Where Dagster works: the home as a resource, its instance folder, and starting it. No asset, no schedule."""

import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from warehouse.errors import JobproofError
from warehouse.files import replacing
from warehouse.home import PROJECT, Home

CONCURRENT_RUNS = 4
_WRITTEN = "# Written by jobproof at every start. Settings of your own go into {own}, which is laid over these.\n"
_SETTINGS: dict[str, Any] = {
    "concurrency": {
        "runs": {"max_concurrent_runs": CONCURRENT_RUNS},
        "pools": {"default_limit": 1, "granularity": "op"},  # one writer of the warehouse, one crawl a host
    },
    "run_monitoring": {"enabled": True, "start_timeout_seconds": 300, "free_slots_after_run_end_seconds": 300},
    "run_retries": {"enabled": True, "max_retries": 1, "retry_on_asset_or_op_failure": False},
    "freshness": {"enabled": True},
    "retention": {
        "schedule": {"purge_after_days": 90},
        "sensor": {"purge_after_days": {"skipped": 7, "failure": 30, "success": -1}},
    },
    "telemetry": {"enabled": False},
    "nux": {"enabled": False},
}
"""Steps retry by their own policies; a run whose process died is started once more."""
_PARTS = {"web": ["-m", "dagster_webserver"], "daemon": ["-m", "dagster._daemon", "run"], "": ["-m", "dagster", "dev"]}
"""What `up` starts: the web page, the daemon of schedules and sensors, or both under one parent."""


def dagster_home(home: Home) -> Path:
    """Write Dagster's settings below the home and return the folder that DAGSTER_HOME must name.

    Raises:
        JobproofError: The home's own dagster.yaml is no YAML mapping.
    """
    folder = home.root / "dagster"
    own = home.root / "dagster.yaml"
    settings = _laid_over(_SETTINGS, _own_settings(own))
    with replacing(folder / "dagster.yaml") as part:
        part.write_text(_WRITTEN.format(own=own) + yaml.safe_dump(settings, sort_keys=False), encoding="utf-8")
    return folder


def _own_settings(path: Path) -> dict[str, Any]:
    if not path.exists():
        return {}
    try:
        found = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
    except yaml.YAMLError as error:
        raise JobproofError(str(path), f"is no YAML ({error})", remedy="Mend it; deploy/ has examples.") from None
    if not isinstance(found, dict):
        raise JobproofError(str(path), "is no mapping", allowed="sections of dagster.yaml", remedy="Mend it.")
    return found


def _laid_over(ours: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    """Return both, the operator's word last; sections that both have are merged."""
    both = {name: _laid_over(ours[name], value) for name, value in own.items() if _are_sections(ours.get(name), value)}
    return {**ours, **own, **both}


def _are_sections(ours: object, own: object) -> bool:
    return isinstance(ours, dict) and isinstance(own, dict)


def environment(home: Home) -> dict[str, str]:
    """Return this process's environment with both homes named, for a Dagster process to start in whatever folder.

    PYTHONSAFEPATH keeps modules of that folder from being taken for ours.
    """
    named = {"JOBPROOF_HOME": str(home.root), "DAGSTER_HOME": str(dagster_home(home)), "PYTHONSAFEPATH": "1"}
    return {**os.environ, **named}


def up(home: Home, port: int, *, host: str = "127.0.0.1", part: str = "") -> None:
    """Turn this process into Dagster's webserver and daemon, from whatever working directory.

    It keeps its runs, schedules and backfills below the home, and goes on with them when started again.

    Args:
        home: Whose boards are crawled.
        port: Of the web page.
        host: Address that the web page listens on; it has no login of its own.
        part: `web` or `daemon` for one of the two, as a service manager wants them; both where empty.
    """
    web = [] if part == "daemon" else ["-h", host, "-p", str(port)]
    command = [sys.executable, *_PARTS[part], "-w", str(PROJECT / "workspace.yaml"), *web]
    os.execve(sys.executable, command, environment(home))  # noqa: S606 - our own interpreter
