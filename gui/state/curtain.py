"""Holds back the painting of windows until all of their views show the same step, then paints them in one go.

Views take turns, and a window paints what changed whenever there is time between them: somebody who looks meanwhile
sees numbers of two steps side by side. Where steps follow each other slowly enough to be read, none of that is shown.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Iterable
from statistics import median
from weakref import WeakSet

from PySide6.QtCore import QCoreApplication, QEvent, QObject
from PySide6.QtWidgets import QWidget

LONGEST_S = 0.25
"""After so long windows are painted as they are: they must not look dead."""
DEAR_S = 0.033
"""Windows that take longer to be painted at once would keep a hand waiting."""
LAST = 5
"""Of so many paintings the middle one counts: one alone may be the first, or come with a picture that is made anew."""


class Curtain(QObject):
    """Keeps the requests of windows to be painted while it is down.

    A request that is kept stays the only one: Qt posts no other before it is answered (QWidgetRepaintManager), and
    gathers in it whatever changes meanwhile.
    """

    def __init__(self) -> None:
        super().__init__()
        self._took: deque[float] = deque(maxlen=LAST)
        """Seconds of computing time that painting took, whatever else the machine did."""
        self._windows: WeakSet[QWidget] = WeakSet()
        self._asking: WeakSet[QWidget] = WeakSet()
        self._until: float | None = None

    @property
    def down(self) -> bool:
        """Whether windows wait to be painted."""
        return self._until is not None

    @property
    def dear(self) -> bool:
        """Whether painting all at once is found to take too long."""
        return len(self._took) == LAST and median(self._took) > DEAR_S

    def forget(self) -> None:
        """Find out anew how long painting takes."""
        self._took.clear()

    def fall(self, windows: Iterable[QWidget]) -> None:
        """Hold back what ``windows`` would paint from now on."""
        for window in windows:
            if window not in self._windows:
                self._windows.add(window)
                window.installEventFilter(self)
        self._until = time.perf_counter() + LONGEST_S

    def rise(self) -> None:
        """Paint all that was held back, now."""
        if self._until is None:
            return
        self._until = None
        asking, self._asking = list(self._asking), WeakSet()
        begun = time.thread_time()
        for window in asking:
            QCoreApplication.sendEvent(window, QEvent(QEvent.Type.UpdateRequest))
        self._took.append(time.thread_time() - begun)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep a request to be painted while the curtain is down."""
        if event.type() is not QEvent.Type.UpdateRequest or self._until is None:
            return False
        if time.perf_counter() > self._until:
            self._until = None
            return False
        if isinstance(watched, QWidget):
            self._asking.add(watched)
        return True
