"""A number that is dragged from one part of the window to another, and a heading by which one is."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TypeAlias

from PySide6.QtCore import QMimeData, QPointF, Qt
from PySide6.QtGui import QDrag, QMouseEvent
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from core.document import Ref

KIND = "application/x-squiggle-parameter"
Place: TypeAlias = tuple[Ref, tuple[int, ...]]


def packed(ref: Ref, index: tuple[int, ...]) -> QMimeData:
    """Return a number as something to drag."""
    data = QMimeData()
    data.setData(KIND, json.dumps([*ref, *index]).encode())
    return data


def unpacked(data: QMimeData) -> Place | None:
    """Return the number that is dragged; None if it is something else."""
    if not data.hasFormat(KIND):
        return None
    source, target, *index = json.loads(bytes(data.data(KIND).data()))
    return (str(source), str(target)), tuple(int(at) for at in index)


class CarryingTitle(QLabel):
    """A small grey heading in capitals; dragging it carries the number that ``place()`` tells to an axis of a plot."""

    def __init__(self, place: Callable[[], Place], parent: QWidget) -> None:
        super().__init__(parent)
        self._place = place
        self._pressed: QPointF | None = None
        self.setObjectName("heading")
        self.setToolTip("Drag it to an axis of the contours to see the loss over this number")

    def cargo(self) -> QMimeData:
        """Return what is carried."""
        return packed(*self._place())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of it."""
        self._pressed = event.position() if event.button() is Qt.MouseButton.LeftButton else None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Carry the number away once the mouse has moved far enough."""
        start = self._pressed
        if start is not None and (event.position() - start).manhattanLength() >= QApplication.startDragDistance():
            self._pressed = None
            drag = QDrag(self)
            drag.setMimeData(self.cargo())
            drag.exec(Qt.DropAction.CopyAction)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: ARG002  # which button does not matter
        """Let go of it."""
        self._pressed = None
