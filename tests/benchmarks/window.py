"""How alive the window stays while training at full speed. Run by hand: uv run python tests/benchmarks/window.py [NAME]

NAME is a file, or what an example is called (iris-train); without one, all examples are measured. A 16 ms timer in the
GUI thread notes the gaps between its ticks for some seconds; then Stop is pressed and timed. Prints one row a file. Use
a real screen (or Xvfb) for figures that count; offscreen works too.
"""

from __future__ import annotations

import os
import sys
import time
from dataclasses import replace
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
for _name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_name, "1")

import numpy as np
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from core.document import Stop
from core.edits.settings import SetTraining
from gui.app import Window, application, make_workspace

SECONDS = 6.0
EXAMPLES = ROOT / "resources" / "examples"


def _wait(app: QApplication, seconds: float) -> None:
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        app.processEvents()
        time.sleep(0.0005)


def measure(app: QApplication, path: Path) -> str:
    """Train ``path`` without a stop rule and return a row of figures."""
    shared = make_workspace(theme="light")
    shared.theme.apply()
    window = Window(shared)
    window.resize(1600, 1000)
    if not window.files.load(path):
        sys.exit(f"{path} cannot be read as a network.")
    endless = replace(shared.document.training, stop=Stop(), learning_rate=shared.document.training.learning_rate / 10)
    shared.do(SetTraining(endless))
    window.show()
    window.load_plots()
    _wait(app, 0.5)
    window.fit_docks()
    _wait(app, 0.5)
    ticks: list[float] = []
    timer = QTimer(window)
    timer.timeout.connect(lambda: ticks.append(time.perf_counter()))
    timer.start(16)
    shared.training.run()
    _wait(app, SECONDS)
    rate, begun = shared.training.frame.rate, time.perf_counter()
    shared.training.pause()
    stopped = (time.perf_counter() - begun) * 1e3
    timer.stop()
    gaps = np.diff(ticks) * 1e3
    shared.training.shut_down()
    window.hide()
    low, mid, high = np.percentile(gaps, [50, 99, 100])
    return f"{path.stem:34} {rate:12,.0f} {low:8.1f} {mid:8.1f} {high:8.1f} {stopped:10.1f}"


def found(name: str) -> Path:
    """Return the file called ``name``, or the example; end in a sentence where there is none."""
    places = Path(name), EXAMPLES / name, EXAMPLES / f"{name}.squiggle"
    there = next((place for place in places if place.is_file()), None)
    if there is None:
        known = ", ".join(sorted(path.stem for path in EXAMPLES.glob("*.squiggle")))
        sys.exit(f"There is no file {name}, and no example of that name: name a file, or one of {known}.")
    return there


def main() -> None:
    """Measure the files named, or all examples."""
    paths = [found(name) for name in sys.argv[1:]] or sorted(EXAMPLES.glob("*.squiggle"))
    app = application()
    print(f"{'file':34} {'steps/s':>12} {'p50 ms':>8} {'p99 ms':>8} {'max ms':>8} {'stop ms':>10}")
    for path in paths:
        print(measure(app, path), flush=True)


if __name__ == "__main__":
    main()
