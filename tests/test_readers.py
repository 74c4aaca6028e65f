"""Processes that read contents: the same rows as one process, in order, and a clear word where one is killed."""

from __future__ import annotations

import os
import signal
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import polars as pl
import pytest

from warehouse import readers, taxonomy
from warehouse.errors import JobproofError
from warehouse.readers import Readers, read_contents

FRAME = pl.DataFrame(
    {"id": str(number), "title": f"Go engineer {number}", "text": f"We write Go and Python in team {number}."}
    for number in range(8)
)


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readers, "CHUNK", 3)
    monkeypatch.setattr(readers, "LEAST", 4)


@pytest.mark.usefixtures("small")
def test_processes_say_what_one_does_in_order() -> None:
    said = taxonomy.load()
    with Readers(said, workers=2) as reading:
        few, many, then = reading.begin(FRAME[:2]), reading.begin(FRAME), reading.begin(FRAME[5:6])
        assert many().equals(read_contents(FRAME, said))
        assert few().equals(read_contents(FRAME[:2], said))
        assert then().equals(read_contents(FRAME[5:6], said))


@pytest.mark.usefixtures("small")
def test_a_killed_process_is_told_in_a_line_and_not_waited_for() -> None:
    with Readers(taxonomy.load(), workers=2) as reading:
        reading._pool = ProcessPoolExecutor(1, mp_context=get_context("spawn"))
        reading._pool.submit(os.kill, os.getpid(), 0).result()
        [process] = reading._pool._processes.values()
        assert process.pid
        os.kill(process.pid, signal.SIGKILL)
        process.join()
        with pytest.raises(JobproofError, match="was killed from outside"):
            reading.begin(FRAME)()
