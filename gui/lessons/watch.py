"""When to look whether a step is done: a moment after anything in the window changed. And when patience is over."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtGui import QAction

from gui.docks.main_window import MainWindow
from gui.state.workspace import Workspace

LOOK_MS = 30
HINT_MS, WORD_MS = 30_000, 600
"""After so long without progress the hint shows by itself; each word of the step may take so long to be read first."""


class Watch(QObject):
    """``due`` comes once for many changes together; ``did`` are the commands given since ``begin``, by name."""

    due = Signal()
    waited = Signal()

    def __init__(self, workspace: Workspace, window: MainWindow, actions: Iterable[QAction]) -> None:
        super().__init__(window)
        self._on = False
        self.did: set[str] = set()
        self._soon, self._patience = QTimer(self), QTimer(self)
        for timer, pause, told in ((self._soon, LOOK_MS, self.due), (self._patience, HINT_MS, self.waited)):
            timer.setSingleShot(True)
            timer.setInterval(pause)
            timer.timeout.connect(told)
        for signal in (
            workspace.bridge.changed, workspace.training.frame_changed, workspace.training.running_changed,
            workspace.selection.changed, workspace.selection.row_changed, workspace.reasoning.target_changed,
            workspace.tried.changed, workspace.facts.changed):  # fmt: skip
            signal.connect(self.look_soon)
        for name in window.views:
            window.dock(name).visibilityChanged.connect(self.look_soon)
        for action in actions:
            action.triggered.connect(partial(self._note, action.objectName()))

    def begin(self, words: int = 0) -> None:
        """Watch another step, of so many words to read: nothing was done in it yet."""
        self._on = True
        self.did = set()
        self._soon.stop()
        self._patience.start(HINT_MS + words * WORD_MS)

    def go_on(self, did: set[str], words: int, *, over: bool) -> None:
        """Watch a step again in which these commands were given; one that is over is not watched."""
        self.begin(words)
        self.did = did
        if over:
            self.rest()

    def hope(self) -> None:
        """There was progress: have patience anew."""
        self._patience.start()

    def rest(self) -> None:
        """Watch no more."""
        self._on = False
        self._soon.stop()
        self._patience.stop()

    @Slot()
    def look_soon(self, *_: object) -> None:
        """Look a moment from now."""
        if self._on and not self._soon.isActive():
            self._soon.start()

    def _note(self, name: str, *_: object) -> None:
        self.did.add(name)
        self.look_soon()
