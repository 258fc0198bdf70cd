"""Milliseconds for slices through the loss: uv run python tests/benchmarks/slope.py"""

from __future__ import annotations

import os
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

for library in ("OPENBLAS", "OMP", "MKL"):
    os.environ[f"{library}_NUM_THREADS"] = "1"
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import numpy as np

from core import storage
from core.compiler import compile_network
from core.datasets.rows import prepare
from core.document import Document
from core.profile import profile, profile2
from tests.benchmarks.networks import layered

EXAMPLES = Path(__file__).resolve().parents[2] / "resources" / "examples"
LINE, SIDE = np.linspace(-3, 3, 400), np.linspace(-3, 3, 60)


def median(act: Callable[[], object], times: int) -> float:
    """Return the median time of ``act`` in milliseconds."""
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        act()
        taken.append(1000 * (time.perf_counter() - start))
    return statistics.median(taken)


def measure(title: str, document: Document, times: int) -> None:
    """Print the times of the dearest and the cheapest number: the first and the last of theta."""
    network, rows = compile_network(document), prepare(document)
    theta, last = network.pack(document), network.size - 1
    lines = [median(lambda place=place: profile(network, theta, rows, place, LINE), times) for place in (0, last)]  # type: ignore[misc]
    planes = [
        median(lambda pair=pair: profile2(network, theta, rows, pair, SIDE, SIDE), times)  # type: ignore[misc]
        for pair in ((0, 1), (last - 1, last))
    ]
    print(f"{title:34}" + "".join(f"{value:12.2f}" for value in (*lines, *planes)))


def main() -> None:
    """Print the table."""
    print(f"{'':34}{'400, first':>12}{'400, last':>12}{'60², first':>12}{'60², last':>12}   ms")
    for path in sorted(EXAMPLES.glob("*.squiggle")):
        measure(path.stem, storage.load(path), 21)
    measure("64-32-10 softplus, 1,797 rows", layered([64, 32, 10], "softplus", 1_797, None), 3)
    measure("3-100-100-1 tanh, 1,000 rows", layered([3, 100, 100, 1], "tanh", 1_000, None), 3)


if __name__ == "__main__":
    main()
