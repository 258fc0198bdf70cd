"""A hand on the canvas: mouse and key events as a person makes them, at points of the scene."""

from __future__ import annotations

import re

from PySide6.QtCore import QBuffer, QEvent, QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QWheelEvent
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from core.document import Ref
from gui.canvas import geometry
from gui.canvas.drawing import Drawing
from gui.canvas.view import CanvasView

LEFT = Qt.MouseButton.LeftButton
NONE = Qt.KeyboardModifier.NoModifier
Keys = Qt.KeyboardModifier


class Hand:
    """Clicks, drags and types on one canvas."""

    def __init__(self, view: CanvasView) -> None:
        self.view = view

    @property
    def drawing(self) -> Drawing:
        return self.view.canvas.stage.drawing

    def node(self, node: str) -> QPointF:
        return self.drawing.centers[node]

    def port(self, node: str, *, incoming: bool = False) -> QPointF:
        return geometry.in_port(self.node(node)) if incoming else geometry.out_port(self.node(node))

    def pill(self, ref: Ref) -> QPointF:
        return self.drawing.pills[ref].center() - QPointF(10, 0)

    def lock(self, ref: Ref) -> QPointF:
        return geometry.lock_box(self.drawing.pills[ref]).center()

    def on_view(self, point: QPointF) -> QPoint:
        return self.view.mapFromScene(point)

    def press(self, point: QPointF, keys: Keys = NONE, button: Qt.MouseButton = LEFT) -> None:
        QTest.mousePress(self.view.viewport(), button, keys, self.on_view(point))

    def release(self, point: QPointF, keys: Keys = NONE, button: Qt.MouseButton = LEFT) -> None:
        QTest.mouseRelease(self.view.viewport(), button, keys, self.on_view(point))

    def move(self, point: QPointF, keys: Keys = NONE, button: Qt.MouseButton = Qt.MouseButton.NoButton) -> None:
        self._move_on_view(QPointF(self.on_view(point)), keys, button)

    def _move_on_view(self, place: QPointF, keys: Keys, button: Qt.MouseButton) -> None:
        screen = self.view.viewport().mapToGlobal(place)
        none = Qt.MouseButton.NoButton
        event = QMouseEvent(QEvent.Type.MouseMove, place, screen, none, button, keys)
        QApplication.sendEvent(self.view.viewport(), event)

    def click(self, point: QPointF, keys: Keys = NONE) -> None:
        QTest.mouseClick(self.view.viewport(), LEFT, keys, self.on_view(point))

    def double_click(self, point: QPointF) -> None:
        QTest.mouseDClick(self.view.viewport(), LEFT, NONE, self.on_view(point))

    def pull(self, start: QPointF, end: QPointF, keys: Keys = NONE, button: Qt.MouseButton = LEFT) -> None:
        """Press and drag, without letting go. Where to is decided before: a pan moves the scene under the hand."""
        first, last = self.on_view(start), self.on_view(end)
        QTest.mousePress(self.view.viewport(), button, keys, first)
        for part in (0.5, 1.0):
            self._move_on_view(QPointF(first) + QPointF(last - first) * part, keys, button)

    def drag(self, start: QPointF, end: QPointF, keys: Keys = NONE, button: Qt.MouseButton = LEFT) -> None:
        last = self.on_view(end)
        self.pull(start, end, keys, button)
        QTest.mouseRelease(self.view.viewport(), button, keys, last)

    def key(self, key: Qt.Key, keys: Keys = NONE) -> None:
        QTest.keyClick(self.view, key, keys)

    def type(self, text: str) -> None:
        """Type into the line that is open on the canvas."""
        for letter in text:  # QTest.keyClicks aborts at letters beyond ASCII
            event = QKeyEvent(QEvent.Type.KeyPress, 0, NONE, letter)
            QApplication.sendEvent(self.view.editing.line, event)

    def type_key(self, key: Qt.Key, keys: Keys = NONE) -> None:
        QTest.keyClick(self.view.editing.line, key, keys)

    def wheel(self, point: QPointF, notches: int, keys: Keys = NONE) -> None:
        at = QPointF(self.on_view(point))
        screen = self.view.viewport().mapToGlobal(at)
        phase = Qt.ScrollPhase.NoScrollPhase
        event = QWheelEvent(at, screen, QPoint(), QPoint(0, 120 * notches), Qt.MouseButton.NoButton, keys, phase, False)
        QApplication.sendEvent(self.view.viewport(), event)


def written(hand: Hand) -> list[str]:
    """Return all text that is painted on the canvas, at its own scale."""
    area = hand.drawing.bounds.adjusted(-100, -60, 100, 60)
    buffer, picture = QBuffer(), QSvgGenerator()
    picture.setOutputDevice(buffer)
    painter = QPainter(picture)
    hand.view.canvas.render(painter, QRectF(0, 0, area.width(), area.height()), area)
    painter.end()
    return re.findall(r">\s*([^<>]+?)\s*</text>", bytes(buffer.data().data()).decode())
