"""All filters, or all maps, as small pictures; a click or the arrow keys choose one."""

from __future__ import annotations

import math

import numpy as np
from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QHelpEvent, QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from core.document import Bools, Floats
from gui.faults import guarded
from gui.grids.grid_style import Style, color_table, grid_image
from gui.theme import Theme

SIDES, GAP, RULE = (24, 20, 17, 14), 3, 4
"""Pixels a side, the first with which few rows are enough; between two; of the bar that says that there are more."""
LEAST_ROW = SIDES[-1] + GAP + 2
"""Pixels of height of the lowest row."""
_FEW_ROWS = 3
_KEYS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class Thumbnails(QWidget):
    """Shows planes in rows that wrap. ``chosen`` tells the number of the one taken, from 0.

    Where there is no room for all rows, a bar at the right shows which are seen; the wheel, the bar and the arrow keys
    bring the others.
    """

    chosen = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget, name: str) -> None:
        super().__init__(parent)
        self._theme, self._name = theme, name
        self.count, self.current = 0, 0
        self._shape = (1, 1)
        self._image: QImage | None = None
        self._rests = False
        self._room = 10_000
        self.first = 0
        """The first row that is seen."""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def show_planes(self, planes: Floats, style: Style, current: int, known: Bools | None = None) -> None:
        """Show (count, rows, columns), the one with the number ``current`` framed; one alone is not shown.

        Cells (rows, columns) that are not ``known`` are left empty in each.
        """
        count, rows, columns = planes.shape
        if count != self.count:
            self.updateGeometry()
        self.count, self.current, self._shape = count, current, (rows, columns)
        self._show()
        if count > 1:
            self._reveal()
            told = None if known is None else np.tile(known, (count, 1))
            colors = color_table(style.hue, self._theme.colors)
            self._image = grid_image(planes.reshape(-1, columns), style, colors, told)
            self.setAccessibleName(f"{self._name}: {current + 1} of {count} chosen")
            self.update()

    def rest(self, *, on: bool) -> None:
        """Be hidden however many there are, or be seen again."""
        self._rests = on
        self._show()

    def _show(self) -> None:
        self.setVisible(self.count > 1 and not self._rests and self._room > 0)

    def fit(self, width: int, room: int) -> None:
        """Take as many rows as ``room`` pixels of height have, one at least; none where there is no room."""
        self._room = room
        self.setFixedHeight(self.heightForWidth(width))
        self._reveal()
        self._show()

    def _grid(self, width: int) -> tuple[int, int, int]:
        """Return pixels a side, how many stand in a row and how many rows are seen: the largest that need few rows."""
        seen = min(self._room, _FEW_ROWS * (SIDES[1] + GAP))
        tries = [(side, max(1, (width - 2 + GAP) // (side + GAP)), max(1, (seen - 2) // (side + GAP)))
                 for side in SIDES]  # fmt: skip
        side, across, rows = next((one for one in tries if one[1] * one[2] >= self.count), tries[-1])
        if across * rows < self.count:
            across = max(1, (width - RULE - 2) // (side + GAP))
        return side, across, min(rows, math.ceil(self.count / across))

    @property
    def _most(self) -> int:
        """How many rows can be above those that are seen."""
        _, across, rows = self._grid(self.width())
        return max(0, math.ceil(self.count / across) - rows)

    def _reveal(self) -> None:
        """Show the row of the chosen one."""
        _, across, rows = self._grid(self.width())
        row = self.current // across
        self._move(min(max(self.first, row - rows + 1), row))

    def _move(self, first: int) -> None:
        self.first = min(max(0, first), self._most)
        self.update()

    def heightForWidth(self, width: int) -> int:
        """Return the height of the rows that are seen in ``width``."""
        side, _, rows = self._grid(width)
        return rows * (side + GAP) + 2

    def sizeHint(self) -> QSize:
        """Ask for a few side by side."""
        width = min(self.count, 4) * (SIDES[0] + GAP) + 2
        return QSize(width, self.heightForWidth(max(width, self.width())))

    def rect_of(self, place: int) -> QRectF:
        """Return where a picture is; one that is not seen now is above or below this widget."""
        side, across, _ = self._grid(self.width())
        row, column = divmod(place, across)
        return QRectF(column * (side + GAP) + 1, (row - self.first) * (side + GAP) + 1, side, side)

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
        self._paint_rule(painter)
        if self.hasFocus():
            painter.setPen(QPen(QColor(colors.text), 1, Qt.PenStyle.DotLine))
            painter.drawRect(self.rect_of(self.current).adjusted(3, 3, -3, -3))
        painter.end()

    def _paint_rule(self, painter: QPainter) -> None:
        """Show by a bar which of the rows are seen."""
        if most := self._most:
            colors, room = self._theme.colors, QRectF(self.width() - RULE, 1, RULE, self.height() - 4)
            rows = self._grid(self.width())[2]
            each = room.height() / (rows + most)
            painter.fillRect(room, QColor(colors.grid))
            seen = QRectF(room.left(), room.top() + self.first * each, RULE, rows * each)
            painter.fillRect(seen, QColor(colors.muted))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take the one under the mouse; the bar brings other rows."""
        place = self.at(event.position())
        if event.button() is not Qt.MouseButton.LeftButton:
            return
        if place is not None:
            self.chosen.emit(place)
        elif self._most and event.position().x() >= self.width() - RULE - 2:
            self._move(round(event.position().y() / max(1, self.height()) * (self._most + 1) - 0.5))

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Bring other rows; where there are none, whatever is around it may move."""
        before = self.first
        self._move(self.first - (1 if event.angleDelta().y() > 0 else -1))
        event.setAccepted(self.first != before)

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
