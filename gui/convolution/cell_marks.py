"""What lies over a grid of parameters: padlocks on frozen cells, a frame around the number that is looked at."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from core.document import Bools
from gui.faults import guarded
from gui.grids.grid_marks import Cell, cells_of, square
from gui.grids.grid_view import GridView
from gui.theme import Theme, icon

LOCK_FROM = 20
"""Pixels a side from which a cell has room for a padlock; smaller frozen cells have a bar at their foot."""


class CellMarks(QWidget):
    """Lets the mouse through to the grid it lies over."""

    def __init__(self, theme: Theme, grid: GridView) -> None:
        super().__init__(grid)
        self._theme, self._grid = theme, grid
        self.frozen: Bools | None = None
        self.chosen: Cell | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        grid.installEventFilter(self)
        theme.changed.connect(self.update)

    def show_marks(self, frozen: Bools | None, chosen: Cell | None) -> None:
        """Show padlocks on ``frozen`` cells, (rows, columns), and a frame around the ``chosen`` one."""
        self.frozen, self.chosen = frozen, chosen
        self.update()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Be as large as the grid."""
        if watched is self._grid and event.type() is QEvent.Type.Resize:
            self.resize(self._grid.size())
        return super().eventFilter(watched, event)

    @guarded
    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002  # all of it is painted
        """Paint padlocks and the frame."""
        painter = QPainter(self)
        painter.translate(1, 1)
        if self.frozen is not None:
            for cell in cells_of(self.frozen):
                self._paint_lock(painter, square(cell, self._grid.cell))
        if self.chosen is not None:
            self._paint_chosen(painter, square(self.chosen, self._grid.cell))
        painter.end()

    def _paint_lock(self, painter: QPainter, room: QRectF) -> None:
        colors = self._theme.colors
        if self._grid.cell < LOCK_FROM:
            painter.fillRect(QRectF(room.left() + 1, room.bottom() - 2.5, room.width() - 2, 2), QColor(colors.frozen))
            return
        side = max(8, int(room.width() * 0.24))  # above the digits, which are as high as a third of the cell
        spot = QRectF(room.right() - side - 1, room.top() + 1, side, side)
        painter.fillRect(spot, QColor(colors.window))
        icon("lock", colors.frozen).paint(painter, spot.toRect())

    def _paint_chosen(self, painter: QPainter, room: QRectF) -> None:
        colors = self._theme.colors
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for ink, width, inset in ((colors.window, 3.0, 1.5), (colors.text, 2.0, 1.0)):
            pen = QPen(QColor(ink), width)
            pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
            painter.setPen(pen)
            painter.drawRect(room.adjusted(inset, inset, -inset, -inset))
