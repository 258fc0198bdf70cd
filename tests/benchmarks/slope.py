"""Slices through the loss: milliseconds each, then how long the window does not answer while they are shown. By hand:

    QT_QPA_PLATFORM=offscreen uv run python tests/benchmarks/slope.py

For the second table the slope and the contours stand side by side; a 16 ms timer notes the gaps between its ticks
while numbers are looked at one after the other, while the others are drawn afresh, while training runs at full speed
and while the point is dragged. Gaps are printed as median, 99 % and longest, the processor's time of the window's
thread within one (what a machine with nothing else to do would take), and how long until all is fine at the end.
"""

from __future__ import annotations

import math
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
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QHBoxLayout, QWidget

from core import storage
from core.datasets.rows import prepare
from core.document import Document
from core.engine.compiler import compile_network
from core.profile import profile, profile2
from gui.app import application, make_workspace
from gui.plots.contours_view import ContoursView
from gui.plots.slope_view import SlopeView
from tests.benchmarks.networks import layered

EXAMPLES = Path(__file__).resolve().parents[2] / "resources" / "examples"
LARGE = (
    ("64-32-10 softplus, 1,797 rows", layered([64, 32, 10], "softplus", 1_797, None)),
    ("784-128-10 tanh, 1,000 rows", layered([784, 128, 10], "tanh", 1_000, 32)),
    ("3-100-100-1 tanh, 1,000 rows", layered([3, 100, 100, 1], "tanh", 1_000, None)),
)
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


class Watched:
    """Slope and contours of a document side by side, and the gaps between ticks."""

    def __init__(self, app: QApplication, document: Document) -> None:
        self._app = app
        self._window, self._shared = QWidget(), make_workspace(theme="light")
        self._shared.session.replace(document)
        row = QHBoxLayout(self._window)
        self._views = SlopeView(self._shared, self._window), ContoursView(self._shared, self._window)
        for view in self._views:
            row.addWidget(view)
        self._window.resize(1000, 420)
        self._window.show()
        self._ticks: list[tuple[float, float]] = []
        self._timer = QTimer(self._window)
        self._timer.timeout.connect(lambda: self._ticks.append((time.perf_counter(), time.thread_time())))
        self._timer.start(16)
        self._wait(lambda: self.fine, 20)

    @property
    def fine(self) -> bool:
        """Whether both views show all there is."""
        return all(view._pending._work is None for view in self._views)

    def _wait(self, done: Callable[[], bool], most: float) -> float:
        start = time.perf_counter()
        while not done() and time.perf_counter() < start + most:
            self._app.processEvents()
            time.sleep(0.0003)
        return time.perf_counter() - start

    def note(self, title: str, act: Callable[[], float]) -> None:
        """Print the gaps while something is done, and what it took in the end."""
        self._wait(lambda: False, 0.1)
        self._ticks.clear()
        last = act()
        self._wait(lambda: False, 0.05)
        gaps = 1000 * np.diff(np.array(self._ticks), axis=0)
        found = *np.percentile(gaps[:, 0], (50, 99, 100)), np.percentile(gaps[:, 1], 99), 1000 * last
        print(f"    {title:30}" + "".join(f"{value:10.1f}" for value in found))

    def choose(self) -> float:
        """Look at one number after the other, each until all is there."""
        connections = list(self._shared.document.connections)
        for pair in connections[:3]:
            self._shared.selection.choose(pairs=[pair])
            last = self._wait(lambda: self.fine, 20)
        return last

    def afresh(self) -> float:
        """Draw the others afresh."""
        self._shared.selection.choose(pairs=[next(iter(self._shared.document.connections))])
        self._views[0].afresh.click()
        last = self._wait(lambda: self.fine, 30)
        self._views[0].afresh.click()
        self._wait(lambda: self.fine, 30)
        return last

    def train(self) -> float:
        """Train at full speed."""
        self._shared.training.run()
        self._wait(lambda: False, 3.0)
        self._shared.training.pause()
        return self._wait(lambda: self.fine, 20)

    def drag(self) -> float:
        """Drag the point of the slope to and fro."""
        view = self._views[0]
        point = view._point()
        assert point is not None
        port, start = view.area.viewport(), view.area.to_pixels(*point.at).toPoint()
        QTest.mousePress(port, Qt.MouseButton.LeftButton, pos=start)
        for step in range(60):
            QTest.mouseMove(port, start + QPoint(round(60 * math.sin(step / 8)), 0))
            self._wait(lambda: False, 0.016)
        QTest.mouseRelease(port, Qt.MouseButton.LeftButton, pos=start + QPoint(10, 0))
        return self._wait(lambda: self.fine, 20)

    def close(self) -> None:
        """End it."""
        self._shared.training.shut_down()
        self._window.hide()
        self._window.deleteLater()


def watch(app: QApplication, title: str, document: Document) -> None:
    """Print the gaps of one document."""
    print(title)
    watched = Watched(app, document)
    for name, act in (("look at numbers", watched.choose), ("others afresh", watched.afresh),
                      ("train at full speed", watched.train), ("drag the point", watched.drag)):
        watched.note(name, act)
    watched.close()


def main() -> None:
    """Print the tables."""
    if "window" not in sys.argv:
        numbers()
    app = application()
    print(f"{'gaps between ticks, ms':34}{'median':>10}{'99 %':>10}{'longest':>10}{'99 % cpu':>10}{'all fine':>10}")
    for title, document in LARGE:
        watch(app, title, document)
    for path in sorted(EXAMPLES.glob("*.squiggle")):
        watch(app, path.stem, storage.load(path))


def numbers() -> None:
    """Print how long each slice takes in one go."""
    print(f"{'':34}{'400, first':>12}{'400, last':>12}{'60², first':>12}{'60², last':>12}   ms")
    for path in sorted(EXAMPLES.glob("*.squiggle")):
        measure(path.stem, storage.load(path), 21)
    for title, document in LARGE:
        measure(title, document, 3)


if __name__ == "__main__":
    main()
