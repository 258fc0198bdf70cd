"""A picture in space that a drag of the mouse, or the arrow keys, turn."""

from __future__ import annotations

from PySide6.QtCore import QPointF, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QWidget

from gui.plots.projection import Turn

TURN_BY = 0.04
RESTS_MS = 200
"""After so long without a move the hand rests."""
KEYS = {Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Up: (0, 1), Qt.Key.Key_Down: (0, -1)}


class Turnable(QWidget):
    """Keeps the ``turn``; subclasses paint what is seen so. ``clicked`` tells of a press that did not become a drag."""

    clicked = Signal(QPointF)
    turned = Signal()

    def __init__(self, parent: QWidget, name: str, turn: Turn | None = None) -> None:
        super().__init__(parent)
        self.turn = turn or Turn()
        self._from: QPointF | None = None
        self._pressed: QPointF | None = None
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(RESTS_MS)
        self._rest.timeout.connect(self.update)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(name)
        self.setToolTip("Drag, or press the arrow keys, to turn the surface")

    @property
    def turning(self) -> bool:
        """Whether a hand turns it right now: what is painted then must be painted fast, and is soon painted again."""
        return self._rest.isActive()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin to turn."""
        self._from = self._pressed = event.position()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Turn as far as the mouse went."""
        if self._from is None:
            return
        at = event.position()
        if self._pressed is not None and (at - self._pressed).manhattanLength() >= QApplication.startDragDistance() / 2:
            self._pressed = None
        if self._pressed is None:
            way = at - self._from
            self._from = at
            self._move(way.x() / max(1, self.width()), way.y() / max(1, self.height()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Stay so, or tell of a click."""
        pressed, self._from, self._pressed = self._pressed, None, None
        if self.turning:
            self._rest.stop()
            self.update()
        if pressed is not None and event.button() is Qt.MouseButton.LeftButton:
            self.clicked.emit(pressed)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The arrows turn."""
        way = KEYS.get(Qt.Key(event.key()))
        if way is None:
            super().keyPressEvent(event)
        else:
            self._move(TURN_BY * way[0], TURN_BY * way[1])

    def _move(self, across: float, up: float) -> None:
        self.turn = self.turn.moved(across, up)
        self._rest.start()
        self.update()
        self.turned.emit()
