"""Every proof in turn, or those that are named: `make prove`, `python -m bench.prove [calibration controls …]`.

A proof is a function without arguments that prints its progress, renews its page in docs/ and returns whether what is
promised holds. New ones join PROOFS.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Mapping

from bench import (
    calibration,
    calibration_page,
    prove_backfill,
    prove_controls,
    prove_kills,
    prove_kinds,
    prove_old_client,
    prove_openings,
    prove_protocols,
    prove_quarter,
    prove_readers,
    prove_seasons,
    prove_web_archives,
)


def verdicts() -> bool:
    """Simulated markets of known truth through the product's estimators and rule: docs/calibration.md."""
    found = calibration.prove()
    calibration_page.write(found, calibration.WORLDS, calibration.SEED)
    print(calibration_page.summary(found))
    return all(map(calibration_page.kept, calibration_page.promised(found)))


PROOFS: Mapping[str, Callable[[], bool]] = {
    "calibration": verdicts,
    "kinds": prove_kinds.prove,
    "seasons": prove_seasons.prove,
    "controls": prove_controls.prove,
    "openings": prove_openings.prove,
    "protocols": prove_protocols.prove,
    "quarter": prove_quarter.prove,
    "readers": prove_readers.prove,
    "backfill": prove_backfill.prove,
    "kills": prove_kills.prove,
    "old_client": prove_old_client.prove,
    "web_archives": prove_web_archives.prove,
}
"""Name -> proof, in the order in which they run."""


def main() -> None:
    """Run the proofs; exit 1 if one does not hold."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("proof", nargs="*", help=f"any of {', '.join(PROOFS)}; all without")
    names = parser.parse_args().proof or list(PROOFS)
    unknown = [name for name in names if name not in PROOFS]
    if unknown:
        parser.error(f"no proof {', '.join(unknown)}: there are {', '.join(PROOFS)}")
    held = {name: _run(name) for name in names}
    print("\n".join(f"{name}: {'holds' if holds else 'DOES NOT HOLD'}" for name, holds in held.items()))
    sys.exit(0 if all(held.values()) else 1)


def _run(name: str) -> bool:
    print(f"== {name}: {PROOFS[name].__doc__}", flush=True)
    began = time.monotonic()
    holds = PROOFS[name]()
    print(f"== {name}: {'holds' if holds else 'does not hold'} after {time.monotonic() - began:.0f} s", flush=True)
    return holds


if __name__ == "__main__":
    main()
