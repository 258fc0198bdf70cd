"""Steps a second of networks with a SoftMax. Run by hand: uv run python tests/benchmarks/classes.py"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

for _library in ("OPENBLAS", "OMP", "MKL"):
    os.environ[f"{_library}_NUM_THREADS"] = "1"  # read when numpy is imported
ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))


def main() -> None:
    """Print a line for each example: µs a step, the best of ten turns."""
    from dataclasses import replace

    from core import storage
    from core.document import Stop
    from core.training.trainer import Trainer

    for name in ("part7-b3", "iris-train", "xor", "spiral", "digits"):
        document = storage.load(ROOT / "resources" / "examples" / f"{name}.squiggle")
        trainer = Trainer(document.evolve(training=replace(document.training, stop=Stop())))
        trainer.step(2000)  # past the first part of the run, in which the history keeps every step
        turns = []
        for _ in range(10):
            start = time.perf_counter()
            trainer.step(500)
            turns.append((time.perf_counter() - start) / 500)
        print(f"{name:12}{min(turns) * 1e6:10.1f} µs a step {1 / min(turns):10,.0f} steps/s")


if __name__ == "__main__":
    main()
