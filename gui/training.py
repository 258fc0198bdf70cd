"""Runs the trainer and turns its snapshots into frames. The only owner of the training thread.

A timer polls the mailbox, so that however fast training is, the window draws at its own pace.
"""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from core import compiler, rules
from core.change import Change
from core.datasets import rows as data_rows
from core.document import Document
from core.edits.settings import SetTraining
from core.edits.values import AdoptParameters, NewStart, Reset
from core.errors import NetworkRefused
from core.network import Network
from core.session import Edit, Session
from core.training.history import HistoryView
from core.training.mailbox import Mailbox
from core.training.runner import Runner
from core.training.snapshot import Snapshot
from core.training.stopping import StopReason
from core.training.trainer import Trainer
from gui.bridge import Bridge
from gui.frame import Frame
from gui.notices import Notices

FRAME_MS = 33
MOST_PAST = 5


class Training(QObject):
    """Start, pause, step, reset; ``frame_changed(frame)`` whenever there is something new to draw."""

    frame_changed = Signal(object)
    running_changed = Signal(bool)

    def __init__(self, session: Session, bridge: Bridge, notices: Notices) -> None:
        super().__init__()
        self._session, self._notices = session, notices
        self._mailbox: Mailbox = Mailbox()
        self._runner: Runner | None = None
        self._trainer: Trainer | None = None
        self._run = 0
        self._past: tuple[HistoryView, ...] = ()
        self.speed: float | None = None
        self.frame = Frame(session.document)
        self._timer = QTimer(self)
        self._timer.setInterval(FRAME_MS)
        self._timer.timeout.connect(self._poll)
        session.settle = self._settle
        bridge.changed.connect(self._follow)
        self._rebuild(carry=False)
