"""Where Dagster works: the home as a resource, its instance folder, and starting it. No asset, no schedule."""

import os
import sys
from pathlib import Path

from warehouse.files import replacing
from warehouse.home import PROJECT, Home

CONCURRENT_RUNS = 4
_SETTINGS = f"""\
# Written by jobproof at every start: change what it writes, not this file.
concurrency:
  runs:
    max_concurrent_runs: {CONCURRENT_RUNS}
  pools:
    # One writer of the warehouse, one crawl a host.
    default_limit: 1
    granularity: op
run_monitoring:
  enabled: true
  start_timeout_seconds: 300
retention:
  schedule:
    purge_after_days: 90
  sensor:
    purge_after_days:
      skipped: 7
      failure: 30
      success: -1
telemetry:
  enabled: false
nux:
  enabled: false
"""


def dagster_home(home: Home) -> Path:
    """Write Dagster's settings below the home and return the folder that DAGSTER_HOME must name."""
    folder = home.root / "dagster"
    with replacing(folder / "dagster.yaml") as part:
        part.write_text(_SETTINGS, encoding="utf-8")
    return folder


def environment(home: Home) -> dict[str, str]:
    """Return this process's environment with both homes named, for a Dagster process to start in whatever folder.

    PYTHONSAFEPATH keeps modules of that folder from being taken for ours.
    """
    named = {"JOBPROOF_HOME": str(home.root), "DAGSTER_HOME": str(dagster_home(home)), "PYTHONSAFEPATH": "1"}
    return {**os.environ, **named}


def up(home: Home, port: int) -> None:
    """Turn this process into Dagster's webserver and daemon on 127.0.0.1:`port`, from whatever working directory.

    It keeps its runs, schedules and backfills below the home, and goes on with them when started again.
    """
    command = [sys.executable, "-m", "dagster", "dev", "-w", str(PROJECT / "workspace.yaml"), "-h", "127.0.0.1"]
    os.execve(sys.executable, [*command, "-p", str(port)], environment(home))  # noqa: S606 - our own interpreter
