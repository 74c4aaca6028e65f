"""`python -m bench.two_nodes CORES IN OUT`: `jobproof normalise --shards` on a Ray cluster of two nodes here."""

from __future__ import annotations

import sys

import ray  # type: ignore[import-not-found,unused-ignore]  # of the extra [scale]
from ray.cluster_utils import Cluster  # type: ignore[import-not-found,unused-ignore]

from pipelines.cli import run

_STORE = 200 << 20


def main() -> int:
    """Start the nodes, run the command, stop the nodes; return its exit code."""
    cores, source, target = sys.argv[1:]
    node = {"num_cpus": int(cores), "object_store_memory": _STORE}
    cluster = Cluster(initialize_head=True, head_node_args=node)
    cluster.add_node(**node)
    ray.init(cluster.address, log_to_driver=False)
    print(f"{len(ray.nodes())} nodes", file=sys.stderr, flush=True)
    try:
        words = ["--runner", "daft", "--cluster", cluster.address, "--json", source, target]
        return run(["normalise", "--shards", *words])
    finally:
        ray.shutdown()
        cluster.shutdown()


if __name__ == "__main__":
    sys.exit(main())
