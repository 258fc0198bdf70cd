"""How fast the canvas paints: run by hand, ``uv run python tests/benchmarks/canvas.py``.

Opens, pans and zooms a drawing of 1,000 nodes with 20,000 connections (aim: 2 s, 20 frames a second), and
measures a frame of the dosage network and of mid-sized drawings while they train (aim: 8 ms for the dosage network).
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
for _variable in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[_variable] = "1"
ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT))

import numpy as np
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication

from core import storage
from core.arrange import arrange
from core.document import Connection, DataSpec, Document, Node, column, parameter
from gui.app import make_workspace
from gui.canvas.view import CanvasView
from gui.state.workspace import Workspace
from gui.theme import load_fonts

SIZE = (1050, 620)


def columns_of(sizes: list[int], most: int, rows: int = 20) -> Document:
    """Return a drawing with so many neurons a column and ``most`` connections between neighbouring columns."""
    rng = np.random.default_rng(1)
    ids = [[f"n{place}_{row}" for row in range(size)] for place, size in enumerate(sizes)]
    nodes: dict[str, Node] = {}
    for place, names in enumerate(ids):
        kind = "input" if place == 0 else "output" if place == len(ids) - 1 else "hidden"
        for name in names:
            bias = None if kind == "input" else parameter(f"b_{name}", [0.0])
            nodes[name] = Node(name, kind, name, 1, "identity" if kind != "hidden" else "tanh", bias)
    pairs = [(a, b) for left, right in pairwise(ids) for a in left for b in right]
    picked = [pairs[index] for index in rng.permutation(len(pairs))[:most]]
    connections = {
        (a, b): Connection(a, b, parameter(f"w{place}", [[rng.normal()]])) for place, (a, b) in enumerate(picked)
    }
    names = [name for name, node in nodes.items() if node.kind != "hidden"]
    data = DataSpec(
        tuple(column(name, rng.normal(size=rows)) for name in names),
        {name: (name,) for name in ids[0]},
        {name: (name,) for name in ids[-1]},
    )
    document = Document("Large", nodes, connections, {}, data)
    return document.evolve(positions=arrange(document))


def workspace_on(document: Document) -> Workspace:
    """Return a workspace of real parts."""
    workspace = make_workspace(theme="light")
    workspace.session.replace(document)
    return workspace


def timed(repeat: int, act: Callable[[], object]) -> tuple[float, float]:
    """Return the median and the largest time of ``act``, in ms."""
    times = []
    for _ in range(repeat):
        begun = time.perf_counter()
        act()
        times.append((time.perf_counter() - begun) * 1000)
    return float(np.median(times)), max(times)


def show(name: str, median: float, worst: float) -> None:
    """Print a line of the table."""
    print(f"{name:<58}{median:9.1f} ms{worst:9.1f} ms worst")


def open_view(workspace: Workspace) -> CanvasView:
    """Return a canvas, shown and painted."""
    view = CanvasView(workspace)
    view.resize(*SIZE)
    view.show()
    QApplication.processEvents()
    view.grab()
    return view


def measure_large() -> None:
    """Open, pan, zoom and hover over 1,000 nodes with 20,000 connections."""
    document = columns_of([100] * 10, 20_000)
    workspace = workspace_on(document)
    begun = time.perf_counter()
    view = open_view(workspace)
    show("1,000 nodes, 20,000 connections: open the canvas", (time.perf_counter() - begun) * 1000, 0)

    def step(act: Callable[[], object]) -> Callable[[], object]:
        def paint() -> None:
            act()
            view.viewport().repaint()

        return paint

    for zoom in (0.05, 0.2, 0.6, 1.0):
        view.camera.zoom_to(zoom)
        view.camera.center_on(view.canvas.stage.drawing.bounds.center())
        view.viewport().repaint()
        show(f"  pan at {zoom:.0%}", *timed(40, step(lambda: view.camera.pan(QPoint(9, 4)))))
    view.fit()
    show("  zoom in from all", *timed(30, step(lambda: view.camera.zoom_by(1.08, QPoint(500, 300)))))
    show("  zoom out again", *timed(30, step(lambda: view.camera.zoom_by(1 / 1.08, QPoint(500, 300)))))
    points = iter(np.random.default_rng(2).integers(0, 600, (200, 2)).tolist())

    def hover() -> None:
        x, y = next(points)
        view.gestures.move(view.pointer_at(view.viewport().mapToGlobal(QPoint(x, y))))

    show("  hover", *timed(40, step(hover)))
    workspace.training.shut_down()


def measure_frames(name: str, document: Document, zoom: float | None = None) -> None:
    """Paint frames whose numbers differ, as while training; all in view, or at ``zoom``."""
    workspace = workspace_on(document)
    view = open_view(workspace)
    if zoom is not None:
        view.camera.zoom_to(zoom)
    frame = workspace.training.frame
    assert frame.network is not None
    assert frame.snapshot is not None
    rng = np.random.default_rng(3)

    def paint() -> None:
        assert frame.snapshot is not None
        theta = frame.snapshot.theta + rng.normal(size=frame.snapshot.theta.shape) * 0.01
        view.canvas.show_frame(replace(frame, snapshot=replace(frame.snapshot, theta=theta), running=True))
        view.viewport().repaint()

    show(f"{name}: a frame", *timed(40, paint))
    workspace.training.shut_down()


def main() -> None:
    """Print the table."""
    app = QApplication(sys.argv)
    load_fonts()
    measure_frames("dosage network", storage.load(ROOT / "resources/examples/part1-black-box.squiggle"))
    measure_frames("2-4-4-1, 28 connections", columns_of([2, 4, 4, 1], 28))
    measure_frames("30 neurons, 150 connections, near", columns_of([6, 6, 6, 6, 5, 1], 150), 0.6)
    measure_frames("70 neurons, 200 connections, near", columns_of([10] * 7, 200), 0.56)
    measure_frames("100 neurons, 550 connections, all in view", columns_of([10, 30, 30, 25, 5], 550))
    measure_frames("100 neurons, 550 connections, near", columns_of([10, 30, 30, 25, 5], 550), 0.7)
    measure_large()
    app.quit()


if __name__ == "__main__":
    main()
