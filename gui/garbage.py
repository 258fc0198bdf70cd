"""Python's collector of reference cycles, kept in the GUI thread.

Left alone it runs in whatever thread allocates, the training thread included, and a widget that is deleted there
takes the process with it. So it is switched off, and a timer does its work where widgets belong.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QEvent, QObject, QTimer, Slot
from PySide6.QtWidgets import QApplication, QWidget

EVERY_MS = 500


def put_away(app: QApplication, window: QWidget) -> None:
    """End ``window`` and all in it now, rather than whenever Python lets go of it.

    A widget that is deleted in sight is hidden by Qt halfway through, and told so, and that its focus is gone: its
    parts are no more by then, and Python's side of it raises. So nothing is deleted before it is hidden.
    """
    for shown in app.topLevelWidgets():
        shown.hide()
    window.deleteLater()
    app.sendPostedEvents(None, QEvent.Type.DeferredDelete)


class Garbage(QObject):
    """Collects by Python's own thresholds, but only in the thread that this object lives in."""

    def __init__(self) -> None:
        super().__init__()
        self._timer = QTimer(self)
        self._timer.setInterval(EVERY_MS)
        self._timer.timeout.connect(self.collect)
        self._first = QTimer(self)
        self._first.setSingleShot(True)
        self._first.setInterval(EVERY_MS)
        self._first.timeout.connect(self._keep_all)

    def take_over(self) -> None:
        """Begin: what is there now, or comes with the plots soon, stays for good and is never looked at again."""
        self._keep_all()
        gc.disable()
        self._timer.start()
        self._first.start()

    @Slot()
    def _keep_all(self) -> None:
        gc.collect()
        gc.freeze()

    def hand_back(self) -> None:
        """End: Python collects by itself again."""
        self._timer.stop()
        self._first.stop()
        gc.unfreeze()
        gc.enable()

    @Slot()
    def collect(self) -> None:
        """Collect the oldest generation whose time has come."""
        counts, limits = gc.get_count(), gc.get_threshold()
        due = [age for age in (2, 1, 0) if counts[age] > limits[age] > 0]
        if due:
            gc.collect(due[0])
