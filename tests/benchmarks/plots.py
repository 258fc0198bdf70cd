"""Milliseconds a frame of the plot views, drawn offscreen: uv run python tests/benchmarks/plots.py"""

from __future__ import annotations

import os
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from PySide6.QtWidgets import QApplication

from core import storage
from core.document import DataSpec, Document
from core.edits.graph import AddNode, Connect
from gui.app import application, make_workspace
from gui.plots.views import PLOT_VIEWS

EXAMPLES = Path(__file__).resolve().parents[2] / "resources" / "examples"
FRAMES = 60
SIZES = ((360, 220), (700, 400))


def dosage() -> Document:
    """The network of part 2 with all parameters trainable."""
    return storage.load(EXAMPLES / "details2-all-parameters.squiggle")


def wide() -> Document:
    """Input, 160 single hidden neurons, output: 481 parameters."""
    document = dosage().evolve(nodes={}, connections={}, positions={})
    for kind, count in (("input", 1), ("hidden", 160), ("output", 1)):
        for place in range(count):
            document = AddNode(kind, (0, place * 40)).apply(document)
    nodes = list(document.nodes)
    pairs = [(nodes[0], node) for node in nodes[1:-1]] + [(node, nodes[-1]) for node in nodes[1:-1]]
    document = Connect(tuple(pairs)).apply(document)
    columns = dosage().data.columns
    return document.evolve(data=DataSpec(columns, {nodes[0]: ("dosage",)}, {nodes[-1]: ("effectiveness",)}))


def measure(document: Document, steps: int, size: tuple[int, int]) -> dict[str, float]:
    """Return the median milliseconds of one frame (picture and painting) of each view that draws curves."""
    shared = make_workspace(document, "light")
    shared.theme.apply()
    shared.training.advance(steps)
    found = {}
    for name, make in PLOT_VIEWS.items():
        view = make(shared, None)
        view.resize(*size)
        view.show()
        QApplication.processEvents()
        times = []
        for _ in range(FRAMES):
            start = time.perf_counter()
            view.refresh()
            view.area.viewport().repaint()
            times.append(1000 * (time.perf_counter() - start))
        found[name] = statistics.median(times)
        view.close()
    return found


def main() -> None:
    """Print the table."""
    app = application()
    print(f"{'':34}" + "".join(f"{name:>13}" for name in PLOT_VIEWS) + f"{'all':>9}   ms a frame")
    rows: tuple[tuple[str, Callable[[], Document], int], ...] = (
        ("dosage net, 1,000 steps", dosage, 1_000),
        ("dosage net, 100,000 steps", dosage, 100_000),
        ("481 parameters, 1,000 steps", wide, 1_000),
    )
    for title, make, steps in rows:
        for size in SIZES:
            found = measure(make(), steps, size)
            numbers = "".join(f"{value:13.2f}" for value in found.values())
            print(f"{f'{title}, {size[0]}x{size[1]}':39}{numbers[5:]}{sum(found.values()):9.2f}")
    app.processEvents()


if __name__ == "__main__":
    main()
