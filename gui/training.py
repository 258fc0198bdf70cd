"""Runs the trainer and turns its snapshots into frames. The only owner of the training thread.

A timer polls the mailbox, so that however fast training is, the window draws at its own pace.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, replace

import numpy as np
from PySide6.QtCore import QObject, QTimer, Signal, Slot

from core.change import Change
from core.compiler import compile_network
from core.datasets.rows import Rows, prepare
from core.document import Document
from core.edits.settings import SetTraining
from core.edits.values import AdoptParameters, NewStart, Reset
from core.errors import NetworkRefused
from core.network import Network
from core.session import Edit, Session
from core.training.history import HistoryView
from core.training.mailbox import Mailbox
from core.training.runner import Runner
from core.training.snapshot import Failure, Snapshot
from core.training.stopping import StopReason
from core.training.trainer import Trainer
from core.training.updates import OptimizerState
from gui.bridge import Bridge
from gui.frame import Frame
from gui.notices import Notices
from gui.pace import Pace

FRAME_MS = 33
MOST_PAST = 5


@dataclass(frozen=True, slots=True)
class Engine:
    """What a document compiles to; what is missing is None, and ``reason`` says why."""

    network: Network | None = None
    rows: Rows | None = None
    trainer: Trainer | None = None
    reason: str = ""


def build(document: Document, revision: int, carry: OptimizerState | None) -> Engine:
    """Compile ``document`` as far as it goes."""
    network = rows = None
    try:
        network = compile_network(document)
        rows = prepare(document)
        return Engine(network, rows, Trainer(document, revision=revision, carry=carry))
    except NetworkRefused as refused:
        return Engine(network, rows, None, str(refused))


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
        self._generation, self._trained, self._engine = 0, session.document, Engine()
        self._adopt_engine(carry=False)

    # -- what the user can do ------------------------------------------------------------------------------

    def toggle(self) -> None:
        """Run, or pause."""
        if self.running:
            self.pause()
        else:
            self.run()

    def run(self) -> None:
        """Train in the background until a stop rule holds or somebody pauses."""
        if not self._trainable():
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
            self._show(self._snapshot())

    def step(self) -> None:
        """Make one update, which is one step of the history."""
        self.pause()
        if self._trainable():
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
            self._explain(reason)

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

    def forget_past(self) -> None:
        """Drop the curves of earlier runs: another file was opened."""
        self._past = ()
        self._show(self._snapshot())

    # -- the thread ----------------------------------------------------------------------------------------

    def _launch(self) -> None:
        """Start the thread on the trainer there is."""
        trainer = self._engine.trainer
        if trainer is None or self._runner is not None:
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
    def _relaunch(self) -> None:
        if self.running and self._runner is None:
            self._launch()

    @Slot()
    def _poll(self) -> None:
        """Take the newest snapshot, if there is one that belongs to the network as it is."""
        mail = self._mailbox.take()
        if isinstance(mail, Failure):
            self.pause()
            self._notices.post(f"Training broke off by an error inside Squiggle: {mail.text}", "problem")
        elif mail is not None and mail.revision == self._generation:
            self._show(mail, self._pace.note(mail.step, time.monotonic()))
            if mail.stop is not None:
                self.pause()
                self._explain(mail.stop)

    def _set_running(self, *, running: bool) -> None:
        self.running = running
        self.running_changed.emit(running)

    def _trainable(self) -> bool:
        if self._engine.trainer is None:
            self._notices.post(self._engine.reason, "problem")
        return self._engine.trainer is not None

    def _explain(self, reason: StopReason) -> None:
        """Name the reason, and offer what usually helps."""
        training = self._session.document.training
        if reason.name == "diverged":
            rate = training.learning_rate / 10
            self._notices.post(
                f"{reason.sentence} The last finite values are back.",
                "problem",
                f"Set the learning rate to {rate:g}",
                lambda: self._session.do(SetTraining(replace(training, learning_rate=rate), "learning rate")),
            )
        elif reason.name == "max_steps" and training.stop.max_steps:
            more = training.stop.max_steps
            stop = replace(training.stop, max_steps=self._session.document.steps + more)
            self._notices.post(
                reason.sentence,
                "done",
                f"Run {more:,} more",
                lambda: self._go_on(SetTraining(replace(training, stop=stop), "stop rule")),
            )
        else:
            self._notices.post(reason.sentence, "done")

    def _go_on(self, edit: Edit) -> None:
        self._session.do(edit)
        self.run()

    # -- following the document ----------------------------------------------------------------------------

    def _settle(self) -> Edit | None:
        """Return the edit that brings the document up to the trainer, if it is ahead; training pauses for it."""
        trainer = self._engine.trainer
        if trainer is None:
            return None
        if self._runner is not None:
            self._halt()
            QTimer.singleShot(0, self._relaunch)
        snapshot = trainer.snapshot()
        if snapshot.step == self._session.document.steps:
            return None
        return AdoptParameters(trainer.network.parameters(snapshot.theta), snapshot.step, self._run)

    @Slot(object, object)
    def _follow(self, document: Document, change: Change) -> None:
        if self._keeps(document, change):
            self.frame = replace(self.frame, document=document, running=self.running)
            self.frame_changed.emit(self.frame)
            return
        trainer = self._engine.trainer
        goes_on = trainer is not None and document.steps == trainer.steps
        self._adopt_engine(carry=goes_on)
        if self.running and not (goes_on and self._engine.trainer):
            self._halt()
            self._set_running(running=False)
            self._notices.post(f"Training stopped: {self._engine.reason or 'the network was set back.'}")

    def _keeps(self, document: Document, change: Change) -> bool:
        """Whether the trainer there is still is the right one: nothing it computes with differs."""
        trainer = self._engine.trainer
        if change.structural or change.data or document.training != self._trained.training:
            return False
        if not (change.values or change.training):
            return True
        if trainer is None or trainer.steps != document.steps:
            return False
        masks = np.concatenate([found.trainable.ravel() for found in document.parameters().values()])
        before = np.concatenate([found.trainable.ravel() for found in self._trained.parameters().values()])
        return np.array_equal(masks, before) and np.array_equal(
            trainer.network.pack(document), trainer.snapshot().theta
        )

    def _adopt_engine(self, *, carry: bool) -> None:
        """Compile the document anew; the optimizer's memory goes along where the run goes on."""
        self._halt()
        old, document = self._engine.trainer, self._session.document
        if old is not None:
            view = old.history.view()
            self._past = (*self._past, view)[-MOST_PAST:] if len(view.steps) > 1 else self._past
        self._generation += 1
        self._trained = document
        self._engine = build(document, self._generation, old.state if old is not None and carry else None)
        self._show(self._snapshot())
        if self.running:
            QTimer.singleShot(0, self._relaunch)

    def _snapshot(self) -> Snapshot | None:
        """Return where the trainer stands; without one, the numbers of the document as it is."""
        network, rows, trainer = self._engine.network, self._engine.rows, self._engine.trainer
        if trainer is not None:
            return trainer.snapshot()
        if network is None or rows is None:
            return None
        document = self._session.document
        theta = network.pack(document)
        loss, gradient = network.gradient(theta, rows)
        return Snapshot(self._generation, document.steps, loss, network.test_loss(theta, rows), theta, gradient, None)

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
