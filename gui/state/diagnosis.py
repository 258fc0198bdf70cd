"""Why doesn't it learn? Looks into each frame that is shown, a few times a second at most, and keeps what it finds."""

from __future__ import annotations

import time
from dataclasses import replace

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from core.diagnosis import Case, Finding, Signs, diagnose, signs
from gui.state.frame import Frame
from gui.state.reasoning import Reasoning
from gui.state.settings import Settings
from gui.state.training import Training
from gui.state.turns import Turns

SETTING = "hints"
BETWEEN_S = 0.25
"""Seconds between two looks while training runs, or where a look takes long."""
LONG_S = 0.008
SPARE = 20.0
"""Least time between two looks, in times of what one takes."""


class Diagnosis(QObject):
    """``findings`` are those of the frame on show; ``changed`` tells that they differ from the last ones.

    ``asked`` asks whoever shows findings to show these; ``view_wanted`` names the view in which one can be seen.
    Nothing is looked into unless somebody who is visible calls ``look``; nothing is found while numbers are secret,
    for each finding is proved by numbers.
    """

    changed = Signal()
    asked = Signal(object)
    view_wanted = Signal(str)

    def __init__(self, training: Training, turns: Turns, settings: Settings, reasoning: Reasoning) -> None:
        super().__init__()
        self._reasoning = reasoning
        reasoning.secret_changed.connect(self._look_anew)
        self._training, self._turns, self._settings = training, turns, settings
        self.on = settings.flag(SETTING, default=True)
        self.findings: tuple[Finding, ...] = ()
        self._seen: Frame | None = None
        self._due, self._took = 0.0, 0.0
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._look_now)

    @Slot()
    def look(self) -> None:
        """Look into the frame on show, or a little later where it is not yet time."""
        frame = self._turns.of_data
        if not self.on or frame is self._seen:
            return
        wait = self._due - time.monotonic()
        if frame.snapshot is not self._training.frame.snapshot and self._took > LONG_S:
            wait = BETWEEN_S  # a number is being tried out: look when the hand rests
        if wait > 0 and (frame.running or self._took > LONG_S):
            self._timer.start(int(1000 * wait) + 1)
            return
        self._look_now()

    @Slot()
    def _look_anew(self) -> None:
        """Keep quiet as soon as numbers are secret; they may be told again afterwards."""
        self._seen = None
        if self._reasoning.secret:
            self._keep(())
        else:
            self.look()

    @Slot()
    def _look_now(self) -> None:
        if self.on and self._turns.of_data is not self._seen:
            self._keep(self.examine())

    def examine(self) -> tuple[Finding, ...]:
        """Return what is found in the frame on show, now."""
        begun = time.monotonic()
        self._seen = self._turns.of_data
        case = self._case(self._seen)
        found = diagnose(case) if case is not None and not self._reasoning.secret else ()
        self._took = time.monotonic() - begun
        self._due = begun + self._took + max(BETWEEN_S, SPARE * self._took)
        return found

    def signs(self) -> Signs | None:
        """Return the numbers that show how learning goes; None where nothing computes or learns."""
        case = self._case(self._turns.of_data)
        return signs(case) if case is not None else None

    def turn(self, *, on: bool) -> None:
        """Show hints, or keep quiet; remembered for the next start."""
        self.on = on
        self._settings.remember(SETTING, on)
        self._seen = None
        if on:
            self.look()
        else:
            self._timer.stop()
            self._keep(())

    def _keep(self, found: tuple[Finding, ...]) -> None:
        if found != self.findings:
            self.findings = found
            self.changed.emit()

    def _case(self, frame: Frame) -> Case | None:
        network, rows, snapshot, values = frame.network, frame.rows, frame.snapshot, frame.values
        if network is None or rows is None or snapshot is None or values is None:
            return None
        true = self._training.frame.snapshot
        if true is not None and snapshot is not true and snapshot.step_size is true.step_size:
            # A number is being tried out: no step has led to it.
            snapshot = replace(snapshot, step_size=None)
        return Case(frame.document, network, rows, snapshot, values, frame.history)
