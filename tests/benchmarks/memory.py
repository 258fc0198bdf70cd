"""Memory over a run of 1,000,000 steps, history and snapshots included. Run by hand:

    uv run python tests/benchmarks/memory.py
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))


def resident() -> float:
    """Return the process's resident memory in MB (Linux)."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return next(int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("VmRSS"))


def main() -> None:
    """Print resident memory and the history's size every 100,000 steps, for a small and a larger network."""
    from core.training.trainer import Trainer
    from tests.benchmarks.networks import layered

    for name, sizes in (("1-2-1", [1, 2, 1]), ("7-32-32-1", [7, 32, 32, 1])):
        trainer, start = Trainer(layered(sizes, "tanh", 10, None)), time.perf_counter()
        print(f"{name}: {resident():.1f} MB before, history of at most {trainer.history.capacity} records")
        for _ in range(10):
            for _ in range(100):
                trainer.step(1000)
                trainer.snapshot()
                trainer.history.view()
            print(f"{trainer.steps:>10,} steps {resident():8.1f} MB {trainer.history.view().steps.size:>6} records")
        print(f"{time.perf_counter() - start:.0f} s")


if __name__ == "__main__":
    main()
