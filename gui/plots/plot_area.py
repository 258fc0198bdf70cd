"""A plot in the user's hands: the mouse, made gestures.

pyqtgraph drops mouse moves that come too fast and swallows exceptions, so the mouse is handled here: a left or
middle drag moves what is seen unless a view claims it (``grab_at``), the wheel zooms at the pointer, clicks
are announced. ``word_at`` says what the word at a pixel means.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QHelpEvent, QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QToolTip, QWidget

from gui.plots.gestures import Gesture, Pan
from gui.plots.plot_surface import PlotSurface


class PlotArea(PlotSurface):
    """A surface in the user's hands; all positions are pixels of it."""

    pointed = Signal(object)
    clicked = Signal(QPointF)
    double_clicked = Signal(QPointF)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.grab_at: Callable[[QPointF], Gesture | None] = lambda _: None
        self.word_at: Callable[[QPoint], str] = lambda _: ""
        self._pressed: QPointF | None = None
        self._dragging = False
        self._gesture: Gesture | None = None

    @property
    def busy(self) -> bool:
        """Whether something is being dragged; axes that moved now would run away from the mouse."""
        return self._dragging

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

    def viewportEvent(self, event: QEvent) -> bool:
        """Say what is written under the pointer; the axes speak for themselves."""
        words = self.word_at(event.pos()) if isinstance(event, QHelpEvent) else ""
        if words and isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), words, self)
        return bool(words) or bool(super().viewportEvent(event))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Leave the menu to the panel."""
        event.ignore()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave the keys to the panel."""
        event.ignore()
