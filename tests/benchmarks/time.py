"""How long it takes to show another step of a run: the numbers alone, and in the whole window. Run by hand:

    QT_QPA_PLATFORM=offscreen uv run python tests/benchmarks/time.py
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from time import perf_counter

for _library in ("OPENBLAS", "OMP", "MKL"):
    os.environ[f"{_library}_NUM_THREADS"] = "1"  # read when numpy is imported
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import numpy as np

LENGTHS = (221, 10_000, 100_000, 1_000_000)
PICKS = 200


def _said(times: list[float]) -> str:
    found = np.array(times) * 1000
    return f"{np.median(found):8.2f}{np.percentile(found, 95):8.2f}{found.max():8.2f}"


def _numbers() -> None:
    """Print how long records take: at random places, and from one step to the next."""
    from core.training.run import Run
    from core.training.trainer import Trainer
    from tests.benchmarks.networks import layered

    print(f"{'the numbers alone, ms':44}{'median':>8}{'95 %':>8}{'most':>8}")
    for name, document in (("1-2-1 softplus", layered([1, 2, 1], "softplus", 3, None)),
                           ("2-4-2-1 tanh, batch 10", layered([2, 4, 2, 1], "tanh", 100, 10)),
                           ("7-(8×6)-1 tanh, batch 10", layered([7, *[8] * 6, 1], "tanh", 100, 10))):  # fmt: skip
        trainer = Trainer(document)
        run = Run(document, trainer.network, trainer.rows, trainer.history)
        for length in LENGTHS:
            trainer.step(length - trainer.steps)
            trainer.snapshot()
            places = np.random.default_rng(1).integers(0, length, PICKS).tolist()
            near = [length // 2 + way for way in (*range(PICKS // 2), *range(PICKS // 2, 0, -1))]
            for what, steps in (("anywhere", places), ("there and back", near)):
                times = []
                for step in steps:
                    start = perf_counter()
                    assert run.snapshot(step) is not None
                    times.append(perf_counter() - start)
                print(f"{name + f', {length:,} steps, {what}':60}"[:60].ljust(44) + _said(times))


def _window() -> None:
    """Print how long it takes in the window of each example until all is drawn."""
    from PySide6.QtWidgets import QApplication

    from core import storage
    from gui.app import Window, application, make_workspace
    from gui.files import EXAMPLES

    app = application()
    shared = make_workspace(theme="light")
    shared.theme.apply()
    window = Window(shared)
    window.resize(1600, 1000)
    window.show()
    window.load_plots()
    window.fit_docks()
    QApplication.processEvents()
    print(f"\n{'in the whole window, a scrub, ms':44}{'median':>8}{'95 %':>8}{'most':>8}")
    timeline, turns = shared.training.timeline, shared.turns
    for path in sorted(EXAMPLES.glob("*.squiggle")):
        window.files.show_document(storage.load(path), path)
        shared.training.advance(3_000)
        end = shared.training.frame.end
        app.processEvents()
        steps = np.random.default_rng(1).integers(0, max(1, end), 40).tolist()
        shown, held, whole = list[float](), list[float](), list[float]()
        timeline.hold(True)
        for step in steps:
            begin = perf_counter()
            timeline.show(step)
            shown.append(perf_counter() - begin)
            while turns.busy:
                start = perf_counter()
                app.processEvents()
                held.append(perf_counter() - start)
            whole.append(perf_counter() - begin)
        timeline.hold(False)
        for what, times in (("computed", shown), ("the window does not answer for", held), ("all drawn", whole)):
            print(f"{path.stem[:26]}: {what}".ljust(44)[:58] + _said(times))
    shared.training.shut_down()
    window.hide()


if __name__ == "__main__":
    _numbers() if "window" not in sys.argv else None
    _window()
