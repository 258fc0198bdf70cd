"""The plotting surface: pyqtgraph's axes and curves, with the program's own mouse and colours.

pyqtgraph drops mouse moves that come too fast and swallows exceptions, so the mouse is handled here: a left or
middle drag moves the view unless a view claims it (``grab``), the wheel zooms at the pointer, a double click
or the context menu is announced.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtGui import QColor, QContextMenuEvent, QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QFrame, QWidget

from gui.plots.axis import QuantityAxis
from gui.plots.gestures import Gesture, Pan
from gui.plots.ticks import LARGEST
from gui.theme import Colors

Span: TypeAlias = tuple[float, float]


class PlotArea(pg.PlotWidget):  # type: ignore[misc]  # pyqtgraph has no types
    """Axes and curves. ``limits_moved`` says that the user, not the data, chose what is seen."""

    limits_moved = Signal()
    pointed = Signal(object)
    clicked = Signal(QPointF)
    double_clicked = Signal(QPointF)

    def __init__(self, parent: QWidget | None = None) -> None:
        self.bottom, self.left = QuantityAxis("bottom"), QuantityAxis("left")
        super().__init__(parent, axisItems={"bottom": self.bottom, "left": self.left}, enableMenu=False)
        self.box = self.plotItem.getViewBox()
        self.box.disableAutoRange()
        self.box.setDefaultPadding(0)
        self.plotItem.hideButtons()
        self.plotItem.layout.setContentsMargins(0, 6, 10, 0)
        for axis in (self.bottom, self.left):
            axis.setZValue(-1)  # the grid belongs under the curves
        for side in ("top", "right"):
            self.plotItem.getAxis(side).enableAutoSIPrefix(False)  # hidden, but busy otherwise
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.grab_at: Callable[[QPointF], Gesture | None] = lambda _: None
        self._pressed: QPointF | None = None
        self._dragging = False
        self._gesture: Gesture | None = None

    @property
    def busy(self) -> bool:
        """Whether something is being dragged; axes that moved now would run away from the mouse."""
        return self._dragging

    def limits(self) -> tuple[Span, Span]:
        """Return what is seen: (low, high) across, then up."""
        across, up = self.box.viewRange()
        return (across[0], across[1]), (up[0], up[1])

    def show_limits(self, across: Span, up: Span) -> None:
        """Show exactly these limits."""
        if (across, up) != self.limits():
            self.box.setRange(xRange=across, yRange=up, padding=0)
            self.box.prepareForPaint()  # left to the painting itself it would cause a second one

    def shift(self, across: float, up: float) -> None:
        """Move what is seen, at the user's wish."""
        x, y = self.limits()
        self._go((x[0] + across, x[1] + across), (y[0] + up, y[1] + up))

    def zoom(self, factor: float, at: QPointF) -> None:
        """Show ``factor`` times as much around a pixel; over an axis only along that axis."""
        x, y = self.to_data(at)
        inside = self.box.sceneBoundingRect()
        across, up = self.limits()
        if at.x() >= inside.left():
            across = (x + (across[0] - x) * factor, x + (across[1] - x) * factor)
        if at.y() <= inside.bottom():
            up = (y + (up[0] - y) * factor, y + (up[1] - y) * factor)
        self._go(across, up)

    def _go(self, across: Span, up: Span) -> None:
        sane = all(
            high - low > 1e-12 * max(abs(low), abs(high), 1e-100) and max(abs(low), abs(high)) < LARGEST
            for low, high in (across, up)
        )
        if sane:
            self.show_limits(across, up)
            self.limits_moved.emit()

    def to_data(self, at: QPointF) -> tuple[float, float]:
        """Return the position in data units of a pixel of this widget."""
        point = self.box.mapSceneToView(self.mapToScene(at.toPoint()))
        return point.x(), point.y()

    def to_pixels(self, x: float, y: float) -> QPointF:
        """Return the pixel of this widget at which a position in data units lies."""
        return QPointF(self.mapFromScene(self.box.mapViewToScene(QPointF(x, y))))

    def inside(self, at: QPointF) -> bool:
        """Whether a pixel of this widget lies within the axes."""
        return bool(self.box.sceneBoundingRect().contains(self.mapToScene(at.toPoint())))

    def pixel_size(self) -> Span:
        """Return the size of one pixel in data units."""
        across, up = self.limits()
        size = self.box.rect()
        return (across[1] - across[0]) / max(1.0, size.width()), (up[1] - up[0]) / max(1.0, size.height())

    def restyle(self, colors: Colors, *, grid: bool) -> None:
        """Use the colours of a theme."""
        self.setBackground(QColor(colors.window))
        for axis in (self.bottom, self.left):
            axis.restyle(colors, grid=grid)

    def cancel(self) -> bool:
        """Give up the drag under way, if there is one."""
        gesture = self._end()[0]
        if gesture is not None:
            gesture.cancel()
        return gesture is not None

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a drag or a click."""
        event.accept()
        if event.button() in (Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton) and self._pressed is None:
            at = event.position()
            left = event.button() is Qt.MouseButton.LeftButton
            self._pressed, self._dragging = at, False
            self._gesture = (self.grab_at(at) if left else None) or Pan(self, at)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow a drag, or tell where the mouse is."""
        event.accept()
        at = event.position()
        if self._gesture is not None and self._pressed is not None:
            way = (at - self._pressed).manhattanLength()
            self._dragging = self._dragging or way >= QApplication.startDragDistance() / 2
            if self._dragging:
                self._gesture.move(at)
        self.pointed.emit(at)

    def _end(self) -> tuple[Gesture | None, QPointF | None, bool]:
        ended = self._gesture, self._pressed, self._dragging
        self._gesture, self._pressed, self._dragging = None, None, False
        return ended

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End a drag, or tell of a click."""
        event.accept()
        gesture, pressed, dragged = self._end()
        if gesture is None:
            return
        if dragged:
            gesture.release()
        else:
            gesture.cancel()
            if event.button() is Qt.MouseButton.LeftButton:
                self.clicked.emit(pressed)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Tell of a double click."""
        event.accept()
        if event.button() is Qt.MouseButton.LeftButton:
            self.double_clicked.emit(event.position())

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom at the pointer."""
        event.accept()
        self.zoom(0.999 ** event.angleDelta().y(), event.position())

    def leaveEvent(self, event: QEvent) -> None:
        """Tell that the mouse is gone."""
        event.accept()
        self.pointed.emit(None)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Leave the menu to the panel."""
        event.ignore()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave the keys to the panel."""
        event.ignore()
