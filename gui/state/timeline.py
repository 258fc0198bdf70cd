"""Which step of the run is shown. Looking changes nothing; what is done next is done to what is seen."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from core.training.snapshot import Snapshot
from gui.state.course import Course
from gui.state.frame import Frame

AT_ONCE_S = 0.006
"""What a dropped step may take at once; beyond it the nearest kept one is shown until it is there."""
SLICE_S = 0.008
PLAY_MS = 40
PLAY_TICKS = 250
"""A long run is replayed in so many pictures, about ten seconds."""
SLOW_MS = 200
"""A short one at five steps a second."""


class Training(Protocol):
    """What the timeline asks of the training whose run it goes through."""

    running: bool
    course: Course
    frame: Frame

    def pause(self) -> None:
        """Stop training."""

    def look(self, snapshot: Snapshot | None) -> None:
        """Show a step of the run under way; None shows the newest."""

    def try_out(self, frame: Frame | None) -> None:
        """Show every view ``frame``; None shows what is true."""


class Timeline(QObject):
    """Goes back and forth over the steps of the run. ``changed`` tells that it waits, plays, or no longer does."""

    changed = Signal()

    def __init__(self, training: Training, parent: QObject) -> None:
        super().__init__(parent)
        self._training = training
        self.wanted: int | None = None
        """A dropped step that is being made again, while the nearest kept one is shown."""
        self._held = False
        self._work, self._play = QTimer(self), QTimer(self)
        self._work.setInterval(0)
        self._work.timeout.connect(self._make)
        self._play.timeout.connect(self._show_next)

    @property
    def playing(self) -> bool:
        """Whether the run is being replayed."""
        return self._play.isActive()

    @property
    def flowing(self) -> bool:
        """Whether one step is shown after the other, so that views need not show each of them."""
        return self._held or self.playing

    def hold(self, held: bool) -> None:  # noqa: FBT001  # as the slider is pressed and let go
        """Say that the slider is in somebody's hand; let go, every view shows where it stands."""
        self._held = held
        if not held:
            self._training.try_out(None)

    @property
    def step(self) -> int:
        """The step that is shown, or waited for."""
        return self._training.frame.step if self.wanted is None else self.wanted

    @property
    def span(self) -> tuple[int, int]:
        """The first and the newest step there is."""
        frame = self._training.frame
        return frame.first, frame.end

    def show(self, step: int) -> None:
        """Show a step of the run, the nearest one there is; training pauses for it."""
        self._training.pause()
        run = self._training.course.run
        if run is None:
            return
        step = min(max(step, run.first), run.end)
        snapshot = run.snapshot(step, seconds=AT_ONCE_S)
        self._wait_for(step if snapshot is None else None)
        self._training.look(None if step == run.end else snapshot or run.nearest(step))

    def _wait_for(self, step: int | None) -> None:
        if step != self.wanted:
            self.wanted = step
            (self._work.stop if step is None else self._work.start)()
            self.changed.emit()

    @Slot()
    def _make(self) -> None:
        """Make some of the steps up to the one that is waited for."""
        run, step = self._training.course.run, self.wanted
        if run is None or step is None or not run.first <= step <= run.end:
            self._wait_for(None)
            return
        snapshot = run.snapshot(step, seconds=SLICE_S)
        if snapshot is not None:
            self._wait_for(None)
            self._training.look(snapshot)

    def walk(self, count: int) -> int:
        """Show up to ``count`` steps later, as far as there are; return how many there were not."""
        run, step = self._training.course.run, self._training.frame.step
        self.rest()
        if run is None:
            return count
        there = min(step + count, run.end)
        self._training.look(None if there == run.end else run.snapshot(there))
        return count - (there - step)

    def back(self) -> None:
        """Show the step before."""
        self._stand_still()
        self.show(self.step - 1)

    def forward(self) -> None:
        """Show the step after."""
        self._stand_still()
        self.show(self.step + 1)

    def to_start(self) -> None:
        """Show the first step."""
        self._stand_still()
        self.show(self.span[0])

    def to_end(self) -> None:
        """Show the newest step."""
        self._stand_still()
        self.show(self.span[1])

    def leave(self) -> None:
        """Look back no longer: show what the document holds. So Redo keeps what can be done again."""
        document = self._training.frame.document
        if not self._training.running and self.step != document.steps:
            self.rest()
            self.show(document.steps)

    def _stand_still(self) -> None:
        """Neither train nor play: the step from which one goes on is the one that is seen."""
        self.pause()
        self._training.pause()

    def toggle(self) -> None:
        """Replay the run from the step shown, or from its start; or pause."""
        if self.playing:
            self.pause()
            return
        self._training.pause()
        first, end = self.span
        if self.step >= end:
            self.show(first)
        if end > first:
            self._play.start(PLAY_MS if end - first > PLAY_TICKS // 5 else SLOW_MS)
            self.changed.emit()

    def pause(self) -> None:
        """End the replay where it is."""
        if self.playing:
            self._play.stop()
            self.changed.emit()
            self._training.try_out(None)  # every view shows where it stands

    def rest(self) -> None:
        """Neither play nor make steps: something else is done now."""
        self.pause()
        self._wait_for(None)

    @Slot()
    def _show_next(self) -> None:
        first, end = self.span
        if self.wanted is not None:
            return  # the last picture is not there yet
        self.show(self.step + max(1, (end - first) // PLAY_TICKS))
        if self.step >= end:
            self.pause()
