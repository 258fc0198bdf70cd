"""Views take turns while training runs or time is gone through, so that the window never draws all in one go.

Painting is what keeps a window from answering. A frame that comes while the last one is still being drawn is
passed over: views show the newest one when their turn comes.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Slot

from gui.frame import Frame
from gui.training import Training

BETWEEN_MS = 7


class Turns(QObject):
    """Calls the views that joined: all at once while nothing runs, else one after the other."""

    def __init__(self, training: Training) -> None:
        super().__init__()
        self._training = training
        self.frame: Frame = training.frame
        """What the views show: the newest frame, or one that a gesture tries out."""
        self._views: list[Callable[[], object]] = []
        self._waiting: list[Callable[[], object]] = []
        self._timer = QTimer(self)
        self._timer.setInterval(BETWEEN_MS)
        self._timer.timeout.connect(self._next)
        training.frame_changed.connect(self._begin)

    @property
    def busy(self) -> bool:
        """Whether some views have yet to show the newest frame."""
        return bool(self._waiting)

    def join(self, view: Callable[[], object]) -> None:
        """Call ``view`` whenever there is a new frame and it is its turn."""
        self._views.append(view)

    @Slot(object)
    def _begin(self, frame: Frame) -> None:
        self.frame = frame
        flowing = self._training.timeline.flowing
        if not (self._training.running or flowing):
            self._timer.stop()
            self._waiting.clear()
            for view in self._views:
                view()
        elif not self._waiting:
            self._waiting = list(self._views)
            self._timer.start(0 if flowing else BETWEEN_MS)

    @Slot()
    def _next(self) -> None:
        if self._waiting:
            self._waiting.pop(0)()
        else:
            self._timer.stop()
