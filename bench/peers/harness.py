"""What every peer's script does alike: prepare, run one round, say what it took. The standard library only.

`script.py NAME FILE`: FILE is JSON, the same for all peers of one comparison; one line of JSON comes out.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

Prepare = Callable[[dict[str, Any]], Callable[[], Any]]
"""Takes what FILE says and does whatever is done once; returns the round to be timed, which returns what it found."""


def answer(peers: Mapping[str, Prepare]) -> None:
    """Run the peer that the command line names and print its seconds (processor, clock) and what it found."""
    name, path = sys.argv[1:]
    run = peers[name](json.loads(Path(path).read_text(encoding="utf-8")))
    clock, cpu = time.perf_counter(), time.process_time()
    found = run()
    took = time.process_time() - cpu, time.perf_counter() - clock
    print(json.dumps({"cpu": took[0], "clock": took[1], "found": found}))
