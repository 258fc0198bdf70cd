"""All filters, or all maps, as small pictures; a click or the arrow keys choose one."""

from __future__ import annotations

import math

import numpy as np
from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QHelpEvent, QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from core.document import Floats
from gui.convolution.grid_style import Style, color_table, grid_image
from gui.faults import guarded
from gui.theme import Theme

SIDES, GAP = (24, 20, 17, 14), 3
"""Pixels a side, the first with which few rows are enough, and between two."""
_FEW_ROWS = 3
_KEYS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class Thumbnails(QWidget):
    """Shows planes in rows that wrap. ``chosen`` tells the number of the one taken, from 0."""

    chosen = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget, name: str) -> None:
        super().__init__(parent)
        self._theme, self._name = theme, name
        self.count, self.current = 0, 0
        self._shape = (1, 1)
        self._image: QImage | None = None
        self._rests = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def show_planes(self, planes: Floats, style: Style, current: int) -> None:
        """Show (count, rows, columns), the one with the number ``current`` framed; one alone is not shown."""
        count, rows, columns = planes.shape
        if count != self.count:
            self.updateGeometry()
        self.count, self.current, self._shape = count, current, (rows, columns)
        self.setVisible(count > 1 and not self._rests)
        if count > 1:
            self._image = grid_image(planes.reshape(-1, columns), style, color_table(style.hue, self._theme.colors))
            self.setAccessibleName(f"{self._name}: {current + 1} of {count} chosen")
            self.update()

    def rest(self, *, on: bool) -> None:
        """Be hidden however many there are, or be seen again."""
        self._rests = on
        self.setVisible(self.count > 1 and not on)

    def _grid(self, width: int) -> tuple[int, int]:
        """Return pixels a side and how many stand in a row: the largest that need few rows."""
        rows = [(side, max(1, (width - 2 + GAP) // (side + GAP))) for side in SIDES]
        return next(((side, across) for side, across in rows if across * _FEW_ROWS >= self.count), rows[-1])

    def heightForWidth(self, width: int) -> int:
        """Return the height of all rows in ``width``."""
        side, across = self._grid(width)
        return math.ceil(self.count / across) * (side + GAP) + 2

    def sizeHint(self) -> QSize:
        """Ask for a few side by side."""
        width = min(self.count, 4) * (SIDES[0] + GAP) + 2
        return QSize(width, self.heightForWidth(max(width, self.width())))

    def rect_of(self, place: int) -> QRectF:
        """Return where a picture is."""
        side, across = self._grid(self.width())
        row, column = divmod(place, across)
        return QRectF(column * (side + GAP) + 1, row * (side + GAP) + 1, side, side)

    def at(self, spot: QPointF) -> int | None:
        """Return the number of the picture at a pixel."""
        return next((place for place in range(self.count) if self.rect_of(place).contains(spot)), None)

    @guarded
    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002  # all of it is painted
        """Paint the pictures, square however many cells they have, and frame the one chosen."""
        if self._image is None:
            return
        painter, colors = QPainter(self), self._theme.colors
        rows, columns = self._shape
        for place in range(self.count):
            room = self.rect_of(place)
            painter.drawImage(room, self._image, QRectF(0, place * rows, columns, rows))
            framed = place == self.current
            painter.setPen(QPen(QColor(colors.cycle[1] if framed else colors.grid), 2.5 if framed else 1))
            painter.drawRect(room)
        if self.hasFocus():
            painter.setPen(QPen(QColor(colors.text), 1, Qt.PenStyle.DotLine))
            painter.drawRect(self.rect_of(self.current).adjusted(3, 3, -3, -3))
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take the one under the mouse."""
        place = self.at(event.position())
        if place is not None and event.button() is Qt.MouseButton.LeftButton:
            self.chosen.emit(place)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take the next or the one before."""
        way = _KEYS.get(Qt.Key(event.key()))
        if way is None or not self.count:
            super().keyPressEvent(event)
        else:
            self.chosen.emit(int(np.clip(self.current + way, 0, self.count - 1)))

    def event(self, event: QEvent) -> bool:
        """Say the number of the picture under the pointer."""
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            place = self.at(QPointF(event.pos()))
            text = "" if place is None else f"{self._name} {place + 1} of {self.count}: click to look at it"
            QToolTip.showText(self.mapToGlobal(QPoint(event.x(), self.height())), text, self)
            return True
        return super().event(event)
