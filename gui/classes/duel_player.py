"""Plays a duel: makes it, lets a thread run ahead, and goes through its steps at a pace that can be followed."""

from __future__ import annotations

import time

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from core.document import Document, TrainingSpec
from core.errors import SquiggleError
from core.row_losses import PAIR
from core.training.duel import Course, Duel, most_steps, opening, plain
from gui.faults import cause
from gui.state.workspace import Workspace

SPEEDS = (2, 10, 30, 60, 120, 300)
"""Steps a second."""
POLL_MS = 33


class DuelPlayer(QObject):
    """Shows step ``at`` of a duel; ``changed`` tells that it is another one. The document is never touched."""

    changed = Signal()

    def __init__(self, workspace: Workspace, parent: QObject) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self.duel: Duel | None = None
        self.refusal = ""
        self.at, self.speed, self.plain = 0, 60, True
        self._about: tuple[Document, str] | None = None
        self._seen: tuple[Document, str, bool] | None = None
        self._since = (0.0, 0)
        self._timer = QTimer(self)
        self._timer.setInterval(POLL_MS)
        self._timer.timeout.connect(self._tick)

    @property
    def playing(self) -> bool:
        """Whether steps follow each other by themselves."""
        return self._timer.isActive()

    @property
    def courses(self) -> tuple[Course, Course] | None:
        """How far the two have come; None where there is no duel."""
        return self.duel.courses if self.duel is not None else None

    @property
    def training(self) -> TrainingSpec:
        """The settings of both."""
        document = self._workspace.document
        return (plain(document) if self.plain else document).training

    @property
    def end(self) -> int:
        """The newest step that both have come to, or at which the later one ended."""
        courses = self.courses
        if courses is None:
            return 0
        going = [course.end for course in courses if course.diverged is None]
        return min(going) if going else max(course.end for course in courses)

    @property
    def over(self) -> bool:
        """Whether the step shown is the last there will be."""
        return self.duel is not None and self.duel.over and self.at >= self.end

    def look(self, node: str) -> None:
        """Have the duel of the document as it is, at its start where it is another one than before."""
        document = self._workspace.document
        seen = (document, node, self.plain)
        if self._seen is not None and all(one is other for one, other in zip(seen, self._seen, strict=True)):
            return
        self._seen = seen
        chosen = plain(document) if self.plain else document
        about = opening(chosen, PAIR[0]), node
        if about == self._about:
            return
        self.drop()
        self._about, self._seen = about, seen
        try:
            self.duel = Duel(chosen, node, most_steps(document.data.count))
        except SquiggleError as refused:
            self.refusal = str(refused)

    def drop(self) -> None:
        """Have no duel any more."""
        self.rest()
        self.duel, self.refusal, self.at, self._about, self._seen = None, "", 0, None, None

    @Slot()
    def rest(self) -> None:
        """Pause, and let the thread end."""
        self._timer.stop()
        if self.duel is not None:
            self.duel.stop()

    # -- what the user can do ------------------------------------------------------------------------------

    def play(self) -> None:
        """Go on by itself; from the end, begin again."""
        if self.duel is None:
            return
        if self.over:
            self.at = 0
        self.duel.start()
        self._begin()
        self._timer.start()
        self._workspace.facts.tell("duel", "played")
        self.changed.emit()

    def pause(self) -> None:
        """Stay at this step."""
        self.rest()
        self.changed.emit()

    def toggle(self) -> None:
        """Play, or pause."""
        if self.playing:
            self.pause()
        else:
            self.play()

    def step(self, by: int = 1) -> None:
        """Go one step on, or back."""
        if self.duel is None:
            return
        self.rest()
        if self.at + by > self.end:
            self.duel.step()
        self.go(self.at + by)

    def restart(self) -> None:
        """Go back to the start."""
        self.rest()
        self.go(0)

    def go(self, step: int) -> None:
        """Show ``step``, as far as the two have come."""
        self.at = max(0, min(step, self.end))
        self._begin()
        self.changed.emit()

    def set_speed(self, speed: int) -> None:
        """Make so many steps a second."""
        self.speed = speed
        self._begin()

    def _begin(self) -> None:
        self._since = (time.perf_counter(), self.at)

    @Slot()
    def _tick(self) -> None:
        """Show the step whose time has come."""
        duel = self.duel
        if duel is None:
            return
        if duel.failure:
            self._fail(duel)
            return
        start, begun = self._since
        due = begun + int((time.perf_counter() - start) * self.speed)
        if due > self.end:  # the thread is behind, or there is no more
            self._since = (time.perf_counter(), self.end)
        before, self.at = self.at, min(due, self.end)
        if self.over:
            self.rest()
        if self.at != before or self.over:
            self.changed.emit()

    def _fail(self, duel: Duel) -> None:
        words = f"The duel broke off by an error inside Squiggle ({cause(duel.failure)})."
        self._workspace.notices.post(words, "problem")
        self.drop()
        self.refusal = words
        self.changed.emit()
