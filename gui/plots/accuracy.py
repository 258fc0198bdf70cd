"""The accuracy per step: the share of rows that are called by their class, of training and of test rows.

The run keeps its parameters, not its accuracies: they are computed from a few hundred of the steps kept, a few
milliseconds at a time, from coarse to fine, and remembered.
"""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from core.accuracy import Accuracies
from core.document import Floats
from core.scores import Results
from core.training.history import HistoryView
from gui.plots.marks import Dots, Line, Mark, Picture, Reading
from gui.plots.run_curves import split
from gui.plots.ticks import span
from gui.state.frame import Frame
from gui.state.scored import Scored
from gui.theme import Colors

MOST = 256
"""Steps at most of which the accuracy is computed."""
SHARE, SHARE_RUNNING = 0.006, 0.003
"""Seconds of work between two looks at what else is to be done."""
PAUSE_MS, PAUSE_RUNNING_MS = 0, 30


def chosen_steps(history: HistoryView) -> list[int]:
    """Return the steps to look at, at most ``MOST`` and the newest: evenly among those kept, coarse ones first."""
    steps, stride = history.steps, 1
    while steps.size > MOST * stride:
        stride *= 2
    places = list(range(0, steps.size, stride))
    ordered = sorted(places, key=lambda place: -(place & -place) if place else -steps.size)
    return [int(steps[-1]), *(int(steps[place]) for place in ordered)]


class AccuracyCurve:
    """Knows the accuracies of one run as far as they were asked for; ``refresh`` is called when there are more."""

    def __init__(self, view: QWidget, refresh: Callable[[], object]) -> None:
        self._known: dict[int, tuple[float, float]] = {}
        self._about: tuple[object, object, object] = (None, None, None)
        self._node = ""
        self._accuracies: Accuracies | None = None
        self._scored = Scored()
        self._timer = QTimer(view)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(refresh)
        self.shown: tuple[Floats, Floats, Floats] = (np.zeros(0), np.zeros(0), np.zeros(0))
        """Steps, and accuracies of training and of test rows in percent (NaN where there are none)."""

    def picture(self, frame: Frame, node: str, colors: Colors) -> Picture:
        """Return the curves as far as they are known, and the step shown."""
        now = self._scored.of(frame, node)
        if frame.history is None or frame.snapshot is None or now is None:
            return Picture(message=frame.reason or "Train to see the accuracy rise.")
        left = self._go_on(frame, frame.history, node)
        steps, train, test = self.shown = self._curves(frame.history)
        here, tested = _percent(now), bool(np.isfinite(test).any() or np.isfinite(_percent(now)[1]))
        run = Line(steps, train, colors.output, 1.8, name="training" if tested else frame.name, named=tested)
        marks: list[Mark] = split(run, float(frame.step), here[0], colors)
        if tested:
            line = Line(steps, test, colors.negative, 1.5, dashed=True, name="test", named=True)
            marks += split(line, float(frame.step), here[1], colors)
        marks.append(Dots(np.array([float(frame.step)]), np.array([here[0]]), colors.output, 9))
        first, end = float(frame.history.steps[0]), float(frame.history.steps[-1])
        across = first, first + 1.03 * max(end - first, 10.0)
        up = span([train, test, np.array(here)], around=100.0)
        return Picture(tuple(marks), across, up, "step", "accuracy in %", _note(steps.size, frame, left), grows=True)

    def _go_on(self, frame: Frame, history: HistoryView, node: str) -> int:
        """Compute for a few milliseconds; return how many steps are left to do."""
        made = self._made_for(frame, history, node)
        missing = [step for step in dict.fromkeys(chosen_steps(history)) if step not in self._known]
        begun, share = time.perf_counter(), SHARE_RUNNING if frame.running else SHARE
        while missing and time.perf_counter() - begun < share:
            step = missing.pop(0)
            train, test = made.at(history.nearest(step).theta)
            self._known[step] = 100 * train, 100 * test
        if missing:
            self._timer.start(PAUSE_RUNNING_MS if frame.running else PAUSE_MS)
        return len(missing)

    def _made_for(self, frame: Frame, history: HistoryView, node: str) -> Accuracies:
        """Return what computes for this run; another run, network or table begins anew."""
        assert frame.network is not None  # a frame with results has both
        assert frame.rows is not None
        about = (history.owner, frame.network, frame.rows)
        same = self._node == node and all(one is other for one, other in zip(about, self._about, strict=True))
        if self._accuracies is None or not same:
            self._about, self._node, self._known = about, node, {}
            self._accuracies = Accuracies(frame.network, frame.rows, node)
        return self._accuracies

    def _curves(self, history: HistoryView) -> tuple[Floats, Floats, Floats]:
        """Return what is known of the steps of ``history``, in order."""
        kept = np.isin(np.array(list(self._known), dtype=np.int64), history.steps)
        found = sorted(step for step, stays in zip(self._known, kept.tolist(), strict=True) if stays)
        both = np.array([self._known[step] for step in found]).reshape(-1, 2)
        return np.array(found, dtype=np.float64), both[:, 0], both[:, 1]

    def reading(self, x: float, colors: Colors) -> Reading | None:
        """Return step and accuracies of what is known nearest to ``x``."""
        steps, train, test = self.shown
        if not steps.size:
            return None
        place = int(np.argmin(np.abs(steps - x)))
        lines = [(colors.muted, f"step {steps[place]:,.0f}"), (colors.output, f"accuracy {train[place]:.4g} %")]
        if np.isfinite(test[place]):
            lines.append((colors.negative, f"test {test[place]:.4g} %"))
        return Reading(float(steps[place]), tuple(lines))


def _percent(found: Results) -> tuple[float, float]:
    train, test = (np.nan if part.accuracy is None else 100 * part.accuracy for part in (found.train, found.test))
    return train, test


def _note(count: int, frame: Frame, left: int) -> tuple[str, ...]:
    kept = frame.history.steps.size if frame.history is not None else 0
    if left:
        return f"Computing: {count} of {count + left} steps.", f"{count} of {count + left} steps"
    return (
        (f"Computed at {count} of the {kept:,} steps kept.", f"At {count} of {kept:,} steps.")
        if count < kept
        else ("",)
    )
