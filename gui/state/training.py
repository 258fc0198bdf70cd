"""What the user does with training, and the frames that come of it.

The document lags behind while training runs, and while an earlier step is looked at: ``session.settle`` brings it to
what is seen before anything else is done. So looking changes nothing, and Undo after it leads back to where the run
had come.
"""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from core.change import Change
from core.classes import why_still
from core.document import Document
from core.edits.values import NewStart, Reset
from core.session import Edit, Session
from core.training.snapshot import Failure, Snapshot
from gui.faults import cause
from gui.state.bridge import Bridge
from gui.state.course import Course
from gui.state.drive import Drive
from gui.state.frame import Frame
from gui.state.notices import Notices
from gui.state.pace import readable
from gui.state.runs import Runs
from gui.state.timeline import Timeline
from gui.state.verdicts import explain


class Training(QObject):
    """Start, pause, step, reset, look back; ``frame_changed(frame)`` whenever there is something new to draw."""

    frame_changed = Signal(object)
    running_changed = Signal(bool)
    shut = Signal()
    """The window closes: whoever has a thread ends it."""

    def __init__(self, session: Session, bridge: Bridge, notices: Notices) -> None:
        super().__init__()
        self._session, self._notices = session, notices
        self._gesture = 0
        self._speed: float | None = None
        self.running = self.slow = False
        """Whether it runs, and whether so slowly that all that is seen is to be of the same step."""
        self.runs = Runs(self)
        self.course = Course(session.document, self.runs)
        """The run under way, whatever step of it is shown."""
        self.frame = Frame(session.document)
        self._drive = Drive(self)
        self._drive.arrived.connect(self._take)
        self.give_way, self.wait_while = self._drive.give_way, self._drive.wait_while
        self.timeline = Timeline(self, self)
        session.settle = self._settle
        bridge.changed.connect(self._follow)
        self._show()
        self.runs.changed.connect(self._list_runs)
    # -- what the user can do ------------------------------------------------------------------------------

    def toggle(self) -> None:
        """Run, or pause."""
        if self.running:
            self.pause()
        else:
            self.run()

    def run(self) -> None:
        """Train in the background until a stop rule holds or somebody pauses; from an earlier step a new run begins."""
        obstacle = _obstacle(self.course, self._session.document)
        if obstacle:
            self._notices.post(obstacle, "problem")
            return
        self.timeline.rest()
        if self.course.looked is not None:
            self._session.settle_now()
            self.course.renew(self._session.document, Change(), goes_on=True)
        self._gesture += 1
        self._set_running(running=True)
        self._launch()

    def pause(self) -> None:
        """Stop training; what it found becomes one step of the history."""
        if self.running:
            self._drive.halt()
            self._set_running(running=False)
            kept = self.runs.kept
            shown = self._session.settle_now()
            if self.course.run is not None:
                self.runs.drop_made_again(self.course.run)
            if not shown or self.runs.kept is not kept:
                self._show()

    def step(self) -> None:
        """Make one update, which is one step of the history."""
        self.pause()
        obstacle = _obstacle(self.course, self._session.document)
        if obstacle:
            self._notices.post(obstacle, "problem")
            return
        self.advance(1)

    def advance(self, count: int) -> None:
        """Make ``count`` updates here and now, or fewer if a stop rule holds; one step of the history.

        From an earlier step of the run, those that were made already are gone through again.
        """
        trainer = self.course.trainer
        if trainer is None or count <= 0:
            return
        self._session.settle_now()
        self._gesture += 1
        left = self.timeline.walk(count) if self.course.looked is not None else count
        reason = trainer.step(left) if left else None
        if not self._session.settle_now():
            self._show()
        if reason is not None:
            explain(reason, self._session, self._notices, self.run)

    def reset(self) -> None:
        """Go back to the start values; the run stays in sight as an earlier one."""
        self.pause()
        self._session.do(Reset())
        if self.frame.end > self._session.document.steps:
            self.course.renew(self._session.document, Change(), goes_on=False)
            self._show()

    def new_start(self) -> None:
        """Draw other start values."""
        self.pause()
        self._session.do(NewStart())

    def set_speed(self, speed: float | None) -> None:
        """Set the pace in steps per second; None is as fast as the machine can."""
        self._speed = speed
        self.slow = self.running and readable(speed)
        if self.running:
            self._drive.halt()
            self._launch()

    def shut_down(self) -> None:
        """End the thread for good: the window closes."""
        self._drive.halt()
        self.timeline.rest()
        self.running = False
        self.shut.emit()

    def try_out(self, frame: Frame | None) -> None:
        """Show every view what would follow from another number, without keeping it; None shows what is true."""
        if not self.running:
            self.frame_changed.emit(frame or self.frame)

    def forget_past(self) -> None:
        """Drop all earlier runs: another file was opened."""
        self.course.forget(self._session.document)
        self._show()

    # -- looking back --------------------------------------------------------------------------------------

    def look(self, snapshot: Snapshot | None) -> None:
        """Show a step of the run under way; None shows the newest. The document is not changed by looking."""
        if not self.running:
            self.course.looked = snapshot
            self._show()

    # -- the thread ----------------------------------------------------------------------------------------

    def _launch(self) -> None:
        """Start the thread on the trainer there is."""
        trainer = self.course.trainer
        if trainer is not None and self.running and not self._drive.active:
            self._drive.start(trainer, self._speed)

    @Slot(object, float)
    def _take(self, mail: Snapshot | Failure, rate: float) -> None:
        """Show a snapshot that belongs to the network as it is."""
        if isinstance(mail, Failure):
            self.pause()
            self._notices.post(f"Training broke off by an error inside Squiggle ({cause(mail.text)}).", "problem")
        elif mail.revision == self.course.number:
            self._show(mail, rate)
            if mail.stop is not None:
                self.pause()
                explain(mail.stop, self._session, self._notices, self.run)

    def _set_running(self, *, running: bool) -> None:
        self.running, self.slow = running, running and readable(self._speed)
        self.running_changed.emit(running)

    def _settle(self) -> Edit | None:
        """Return the edit that brings the document to what is shown, if it stands elsewhere; training waits for it."""
        if self._drive.halt():
            QTimer.singleShot(0, self._launch)
        self.timeline.rest()
        return self.course.pending(self._session.document, self._gesture)

    @Slot(object, object)
    def _follow(self, document: Document, change: Change) -> None:
        waits = self._drive.halt()
        goes_on, still = self.course.follow(document, change), why_still(document)
        if self.running and (still or not goes_on):
            self._set_running(running=False)
            why = self.course.reason or (f"{still}." if still else "the network was set back.")
            self._notices.post(f"Training stopped: {why}")
        elif waits:
            QTimer.singleShot(0, self._launch)
        self._show()

    @Slot()
    def _list_runs(self) -> None:
        """Show which runs are kept now."""
        self.frame = replace(self.frame, past=self.runs.kept)
        self.frame_changed.emit(self.frame)

    def _show(self, snapshot: Snapshot | None = None, rate: float = 0.0) -> None:
        """Make a frame of ``snapshot``, or of what the trainer at rest and the document say, and tell everybody."""
        document = self._session.document
        shown = snapshot or self.course.shown(document)
        self.frame = self.course.frame(document, shown, running=self.running, rate=rate)
        self.frame_changed.emit(self.frame)


def _obstacle(course: Course, document: Document) -> str:
    """Say why no step can be made; "" if one can."""
    still = why_still(document)
    if course.trainer is None:
        return course.reason
    return f"Training cannot start: {still}." if still else ""
