"""Runs the trainer and turns its snapshots into frames. The only owner of the training thread.

A timer polls the mailbox, so that however fast training is, the window draws at its own pace.
"""

from __future__ import annotations

import time
from dataclasses import replace

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from core.change import Change
from core.document import Document
from core.edits.values import AdoptParameters, NewStart, Reset
from core.session import Edit, Session
from core.training.history import HistoryView
from core.training.mailbox import Mailbox
from core.training.runner import Runner
from core.training.snapshot import Failure, Snapshot
from gui.bridge import Bridge
from gui.engine import Engine, build
from gui.frame import Frame
from gui.notices import Notices
from gui.pace import Pace
from gui.verdicts import explain

FRAME_MS = 33
MOST_PAST = 5


class Training(QObject):
    """Start, pause, step, reset; ``frame_changed(frame)`` whenever there is something new to draw."""

    frame_changed = Signal(object)
    running_changed = Signal(bool)

    def __init__(self, session: Session, bridge: Bridge, notices: Notices) -> None:
        super().__init__()
        self._session, self._notices = session, notices
        self._mailbox: Mailbox[Snapshot | Failure] = Mailbox()
        self._runner: Runner | None = None
        self._run = 0
        self._past: tuple[HistoryView, ...] = ()
        self._speed: float | None = None
        self._pace = Pace()
        self.running = False
        self.frame = Frame(session.document)
        self._timer = QTimer(self)
        self._timer.setInterval(FRAME_MS)
        self._timer.timeout.connect(self._poll)
        session.settle = self._settle
        bridge.changed.connect(self._follow)
        self._engine = Engine(0, session.document)
        self._adopt_engine(Change(structural=True), carry=False)

    # -- what the user can do ------------------------------------------------------------------------------

    def toggle(self) -> None:
        """Run, or pause."""
        if self.running:
            self.pause()
        else:
            self.run()

    def run(self) -> None:
        """Train in the background until a stop rule holds or somebody pauses."""
        if self._engine.trainer is None:
            self._notices.post(self._engine.reason, "problem")
            return
        self._run += 1
        self._set_running(running=True)
        self._launch()

    def pause(self) -> None:
        """Stop training; what it found becomes one step of the history."""
        if self.running:
            self._halt()
            self._set_running(running=False)
            self._session.settle_now()
            self._show(self._engine.snapshot(self._session.document))

    def step(self) -> None:
        """Make one update, which is one step of the history."""
        self.pause()
        if self._engine.trainer is None:
            self._notices.post(self._engine.reason, "problem")
        self.advance(1)

    def advance(self, count: int) -> None:
        """Make ``count`` updates here and now, or fewer if a stop rule holds; one step of the history."""
        trainer = self._engine.trainer
        if trainer is None or count <= 0:
            return
        self._run += 1
        reason = trainer.step(count)
        self._session.settle_now()
        self._show(trainer.snapshot())
        if reason is not None:
            explain(reason, self._session, self._notices, self.run)

    def reset(self) -> None:
        """Go back to the start values."""
        self.pause()
        self._session.do(Reset())

    def new_start(self) -> None:
        """Draw other start values."""
        self.pause()
        self._session.do(NewStart())

    def set_speed(self, speed: float | None) -> None:
        """Set the pace in steps per second; None is as fast as the machine can."""
        self._speed = speed
        if self.running:
            self._halt()
            self._launch()

    def shut_down(self) -> None:
        """End the thread for good: the window closes."""
        self._halt()
        self._timer.stop()
        self.running = False

    def try_out(self, frame: Frame | None) -> None:
        """Show every view what would follow from another number, without keeping it; None shows what is true."""
        if not self.running:
            self.frame_changed.emit(frame or self.frame)

    def forget_past(self) -> None:
        """Drop the curves of earlier runs: another file was opened."""
        self._past = ()
        self._show(self._engine.snapshot(self._session.document))

    # -- the thread ----------------------------------------------------------------------------------------

    def _launch(self) -> None:
        """Start the thread on the trainer there is."""
        trainer = self._engine.trainer
        if trainer is None or self._runner is not None or not self.running:
            return
        self._mailbox.take()
        self._pace.forget()
        self._runner = Runner(trainer, self._mailbox)
        self._runner.run(self._speed)
        self._timer.start()

    def _halt(self) -> None:
        """End the thread; the trainer stands still afterwards and may be read."""
        self._timer.stop()
        if self._runner is not None:
            self._runner.stop()
            self._runner = None

    @Slot()
    def _poll(self) -> None:
        """Take the newest snapshot, if there is one that belongs to the network as it is."""
        mail = self._mailbox.take()
        if isinstance(mail, Failure):
            self.pause()
            self._notices.post(f"Training broke off by an error inside Squiggle: {mail.text}", "problem")
        elif mail is not None and mail.revision == self._engine.number:
            self._show(mail, self._pace.note(mail.step, time.monotonic()))
            if mail.stop is not None:
                self.pause()
                explain(mail.stop, self._session, self._notices, self.run)

    def _set_running(self, *, running: bool) -> None:
        self.running = running
        self.running_changed.emit(running)

    # -- following the document ----------------------------------------------------------------------------

    def _settle(self) -> Edit | None:
        """Return the edit that brings the document up to the trainer, if it is ahead; training pauses for it."""
        trainer = self._engine.trainer
        if trainer is None:
            return None
        if self._runner is not None:
            self._halt()
            QTimer.singleShot(0, self._launch)
        snapshot = trainer.snapshot()
        if snapshot.step == self._session.document.steps:
            return None
        return AdoptParameters(trainer.network.parameters(snapshot.theta), snapshot.step, self._run)

    @Slot(object, object)
    def _follow(self, document: Document, change: Change) -> None:
        if self._engine.still_fits(document, change):
            self.frame = replace(self.frame, document=document, running=self.running)
            self.frame_changed.emit(self.frame)
            return
        goes_on = self._engine.continues(document)
        self._adopt_engine(change, carry=goes_on)
        if self.running and not (goes_on and self._engine.trainer):
            self._halt()
            self._set_running(running=False)
            self._notices.post(f"Training stopped: {self._engine.reason or 'the network was set back.'}")

    def _adopt_engine(self, change: Change, *, carry: bool) -> None:
        """Compile the document anew; the optimizer's memory goes along where the run goes on."""
        self._halt()
        old, document = self._engine.trainer, self._session.document
        if old is not None:
            view = old.history.view()
            self._past = (*self._past, view)[-MOST_PAST:] if len(view.steps) > 1 else self._past
        memory = old.state if old is not None and carry else None
        self._engine = build(document, self._engine.number + 1, memory, self._engine, change)
        self._show(self._engine.snapshot(self._session.document))
        if self.running:
            QTimer.singleShot(0, self._launch)

    def _show(self, snapshot: Snapshot | None, rate: float = 0.0) -> None:
        """Make a frame of ``snapshot`` and tell everybody."""
        engine = self._engine
        values = None
        if engine.network is not None and engine.rows is not None and snapshot is not None:
            values = engine.network.forward(snapshot.theta, engine.rows.inputs)
        history = engine.trainer.history.view() if engine.trainer else None
        self.frame = Frame(
            self._session.document, engine.network, engine.rows, engine.reason, snapshot, values, history,
            self._past, self.running, rate,
        )  # fmt: skip
        self.frame_changed.emit(self.frame)
