"""A seeded sample of the proofs in bench/: kills, a full disk, readers beside publishes. The whole is `make prove`."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from bench.home_worlds import checksums
from bench.prove_readers import holds, published_under_readers
from simulation.dice import dice
from tests.landed import REGISTRY, land, posting
from warehouse import doctor, landing, publish, store
from warehouse.home import PROJECT, Home

WAY = """
import os, resource, sys
from tests.test_survival import way
from warehouse.home import Home
if room := int(sys.argv[1]):
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))
print("begun", flush=True)
way(Home.from_environment())
"""


def way(home: Home) -> None:
    """Land what has not landed of three months, build after each, publish at the end: all of it can be run again."""
    for month in ("2024-01", "2024-02", "2024-03"):
        with landing.one_at_a_time(home, "threads"):
            pass
        if not any(report.partition == month for report in landing.reports(home)):
            days = [f"{month}-{1 + key:02}T12:00:00+00:00" for key in range(20)]
            land(
                home,
                month,
                [posting("threads", f"{month}-{day[8:10]}", posted_at=day) for day in days],
                now="2024-06-01",
            )
        store.build(home, REGISTRY)
    publish.publish(home)


@pytest.fixture(scope="module")
def twin(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, str], float]:
    """What an undisturbed home holds, and the seconds that its way took."""
    home = Home(tmp_path_factory.mktemp("twin"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JOBPROOF_NOW", "2024-06-02")
        began = time.monotonic()
        way(home)
        return checksums(home.published), time.monotonic() - began


@pytest.fixture(autouse=True)
def _clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JOBPROOF_NOW", "2024-06-02")


def started(room: int = 0) -> subprocess.Popen[str]:
    """Start the way in a process of its own; return when it has begun."""
    trap = ["bash", "-c", 'trap "" XFSZ; exec "$@"', "bash"]
    child = subprocess.Popen(
        [*trap, sys.executable, "-c", WAY, str(room)],
        cwd=PROJECT, env=dict(os.environ), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        start_new_session=True,
    )  # fmt: skip
    assert child.stdout is not None
    assert child.stdout.readline() == "begun\n"
    return child


def goes_on(home: Home, wanted: dict[str, str]) -> None:
    """Run the way again; the home then is as the twin."""
    way(home)
    assert checksums(home.published) == wanted
    assert [each for each in doctor.examine(home, REGISTRY) if each.state == "damaged"] == []


@pytest.mark.parametrize("seed", range(3))
def test_a_kill_at_any_moment_costs_nothing(home: Home, twin: tuple[dict[str, str], float], seed: int) -> None:
    wanted, seconds = twin
    child = started()
    time.sleep(dice(seed).random() * seconds)
    os.killpg(child.pid, signal.SIGKILL)
    child.communicate()
    goes_on(home, wanted)


def test_no_room_costs_nothing(home: Home, twin: tuple[dict[str, str], float]) -> None:
    child = started(room=100_000)
    child.communicate()
    assert child.returncode == 1
    goes_on(home, twin[0])


def test_readers_beside_publishes_meet_no_error_and_no_half_state(tmp_path: Path) -> None:
    told, states = published_under_readers(Home(tmp_path), publishes=10, readers=2)
    assert states == 2
    assert sum(each.looks for each in told) > 10
    assert holds(told), told
