"""The training thread as the window sees it: a timer polls its mailbox, so that the window draws at its own pace."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from core.training.mailbox import Mailbox
from core.training.runner import Runner
from core.training.snapshot import Failure, Snapshot
from core.training.trainer import Trainer
from gui.state.pace import Pace

FRAME_MS = 33


class Drive(QObject):
    """Starts and ends the thread. ``arrived(mail, rate)`` brings a Snapshot every 33 ms at most, or the Failure.

    What comes while nothing is taken from the mailbox, as ``wait_while`` says, takes the place of what lies there.
    """

    arrived = Signal(object, float)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._busy: Callable[[], bool] = bool
        self._mailbox: Mailbox[Snapshot | Failure] = Mailbox()
        self._runner: Runner | None = None
        self._pace = Pace()
        self._timer = QTimer(self)
        self._timer.setInterval(FRAME_MS)
        self._timer.timeout.connect(self._poll)

    @property
    def active(self) -> bool:
        """Whether the thread has the trainer: nobody else may touch it, but for its history's view."""
        return self._runner is not None

    def start(self, trainer: Trainer, speed: float | None) -> None:
        """Start the thread on ``trainer``; ``speed`` is in steps a second, None as fast as it goes."""
        self._mailbox.take()
        self._pace.forget()
        self._runner = Runner(trainer, self._mailbox)
        self._runner.run(speed)
        self._timer.start()

    def give_way(self, *, on: bool) -> None:
        """Let the thread rest while the window draws."""
        if self._runner is not None:
            self._runner.give_way(on=on)

    def wait_while(self, busy: Callable[[], bool]) -> None:
        """Take no newer step from the thread while ``busy()``: some have yet to show the last one."""
        self._busy = busy

    def halt(self) -> bool:
        """End the thread, and say if there was one; the trainer stands still afterwards and may be read."""
        self._timer.stop()
        runner, self._runner = self._runner, None
        if runner is not None:
            runner.stop()
        return runner is not None

    @Slot()
    def _poll(self) -> None:
        mail = None if self._busy() else self._mailbox.take()
        if mail is not None:
            self.arrived.emit(mail, self._pace.note(mail.step, time.monotonic()) if isinstance(mail, Snapshot) else 0.0)
