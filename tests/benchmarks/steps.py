"""Steps a second, beside PyTorch in the same run where it is installed. Run by hand:

    uv run python tests/benchmarks/steps.py

One core, float64, gradient descent. Both sides take many short turns and the best of each counts, so that
what else the machine does hurts neither.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from importlib import import_module
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from typing import Any

for _library in ("OPENBLAS", "OMP", "MKL"):
    os.environ[f"{_library}_NUM_THREADS"] = "1"  # read when numpy is imported
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

Shape = list[int]
Network = tuple[str, Callable[[], Any], Shape | None, Shape, Callable[[], Any] | None]
"""Its name, our document, PyTorch's inputs and outputs of one sample, and its model; None where there is none."""


def _cases() -> list[Network]:
    from tests.benchmarks.networks import EVERY, MIXED, drawing, pictured

    return [
        ("28×28, 8 of 3×3, pool, 10, batch 32", lambda: pictured(28, 8, 3, 10, 320, 32), [1, 28, 28], [10], _windows),
        _layers([1, 2, 1], "softplus", 3, None),
        _layers([2, 4, 2, 1], "tanh", 100, 10),
        _layers([7, *[8] * 6, 1], "tanh", 100, 10),
        _layers([7, *[8] * 6, 1], "relu", 100, 10),
        _layers([64, 128, 64, 10], "relu", 320, 32),
        _layers([784, 256, 128, 10], "relu", 512, 128),
        ("drawing, 5 columns, 5 activations", lambda: drawing(5, MIXED), None, [], None),
        ("drawing, 5 columns, all 9", lambda: drawing(5, EVERY), None, [], None),
        ("drawing, 10 columns, 5 activations", lambda: drawing(10, MIXED), None, [], None),
        ("drawing, 10 columns, all 9", lambda: drawing(10, EVERY), None, [], None),
        ("drawing, 20 columns, all 9", lambda: drawing(20, EVERY), None, [], None),
    ]


def _layers(sizes: list[int], activation: str, rows: int, batch: int | None) -> Network:
    from tests.benchmarks.networks import layered

    name = f"{'-'.join(map(str, sizes))} {activation}, batch {batch or rows}"
    return (name, lambda: layered(sizes, activation, rows, batch), sizes[:1], sizes[-1:],
            lambda: _dense(sizes, activation))  # fmt: skip


def _ours(document: Any) -> Callable[[int], float]:
    from core.training.trainer import Trainer

    trainer = Trainer(document, most_records=0)  # as the command train: nobody looks back
    trainer.step(1_000)

    def measure(count: int) -> float:
        start = time.perf_counter()
        reason = trainer.step(count)
        if reason is not None:
            raise SystemExit(f"A benchmark must not end early: {reason.sentence}")
        return (time.perf_counter() - start) / count

    return measure


def _dense(sizes: list[int], activation: str) -> Any:
    nn = import_module("torch").nn
    function = {"softplus": nn.Softplus, "tanh": nn.Tanh, "relu": nn.ReLU}[activation]
    layers: list[Any] = []
    for source, target in pairwise(sizes):
        layers += [nn.Linear(source, target), function()]
    return nn.Sequential(*layers[:-1])


def _windows() -> Any:
    nn = import_module("torch").nn
    return nn.Sequential(nn.Conv2d(1, 8, 3), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(), nn.Linear(8 * 13 * 13, 10))


def _torch(make: Callable[[], Any], inputs: Shape, outputs: Shape, batch: int) -> Callable[[int], float]:
    torch = import_module("torch")
    torch.set_num_threads(1)
    torch.set_default_dtype(torch.float64)
    model = make()
    batches = [(torch.randn(batch, *inputs), torch.randn(batch, *outputs)) for _ in range(10)]
    optimizer, loss = torch.optim.SGD(model.parameters(), lr=1e-5), torch.nn.MSELoss(reduction="sum")

    def measure(count: int) -> float:
        start = time.perf_counter()
        for step in range(count):
            values, observed = batches[step % len(batches)]
            optimizer.zero_grad()
            loss(model(values), observed).backward()
            optimizer.step()
        return (time.perf_counter() - start) / count

    return measure


def _best(sides: list[Callable[[int], float]], seconds: float, rounds: int = 60) -> list[float]:
    counts = [max(1, int(seconds / side(20))) for side in sides]
    turns = [[side(count) for side, count in zip(sides, counts, strict=True)] for _ in range(rounds)]
    return [min(turn[place] for turn in turns) for place in range(len(sides))]


def main() -> None:
    """Print the table."""
    have_torch = find_spec("torch") is not None
    print(f"{'':36}{'µs a step':>10}{'steps/s':>10}{'PyTorch/s':>11}{'ratio':>8}")
    for name, make, inputs, outputs, model in _cases():
        document = make()
        sides = [_ours(document)]
        if have_torch and model and inputs:
            sides.append(_torch(model, inputs, outputs, document.training.batch_size or document.data.count))
        times = _best(sides, seconds=0.02)
        row = f"{name:36}{times[0] * 1e6:>10.1f}{1 / times[0]:>10,.0f}"
        print(row + (f"{1 / times[1]:>11,.0f}{times[1] / times[0]:>7.1f}×" if len(times) > 1 else ""), flush=True)
    _optimizers()


def _optimizers() -> None:
    from core.catalog import OPTIMIZERS
    from tests.benchmarks.networks import layered

    print("\n2-4-2-1 tanh, batch 10, a frozen weight, by optimizer, µs a step")
    document = layered([2, 4, 2, 1], "tanh", 100, 10)
    for optimizer in OPTIMIZERS:
        trained = replace(document, training=replace(document.training, optimizer=optimizer))
        print(f"  {optimizer:20}{_best([_ours(trained)], seconds=0.02)[0] * 1e6:8.1f}")


if __name__ == "__main__":
    main()
