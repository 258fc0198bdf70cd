"""Small maps side by side, one a hidden unit. A click selects the node."""

from __future__ import annotations

import math

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QHelpEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QToolTip, QWidget

from gui.faults import guarded
from gui.maps.small import Small
from gui.theme import Colors, font

_WORDS = 13
"""Pixels for one line of words."""
_GAP = 7
_LEAST, _MOST = 40, 110
"""Pixels a side of a small map."""
_NARROWEST = 62
"""Pixels of width that a weight in words needs."""


def _step(side: int) -> int:
    """Return the width of a column with the room beside it."""
    return max(side, _NARROWEST) + _GAP


def best_grid(count: int, width: int, height: int) -> tuple[int, int, int]:
    """Return (columns, pixels a side, how many are shown) of ``count`` squares with words in so much room."""
    best = (1, _LEAST, 1)
    for columns in range(1, max(1, width // _step(_LEAST)) + 1):
        rows = math.ceil(count / columns)
        side = min(height // max(1, rows) - 2 * _WORDS - _GAP, width // columns - _GAP, _MOST)
        if side < _LEAST:
            rows, side = max(1, height // (_LEAST + 2 * _WORDS + _GAP)), _LEAST
        shown = min(count, rows * columns)
        if (shown, side) > (best[2], best[1]) or best[2] > count:
            best = columns, side, shown
    return best


class SmallMaps(QWidget):
    """Shows small maps in columns, as many as there is room for; ``chosen`` tells the node clicked."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.maps: tuple[Small, ...] = ()
        self._colors: Colors | None = None
        self._grid = (1, _LEAST, 1)
        self.setFont(font(7.5))

    def show_maps(self, maps: tuple[Small, ...], colors: Colors) -> None:
        """Show these."""
        self.maps, self._colors = maps, colors
        words = "; ".join(f"{small.name}, {small.weight}" for small in maps)
        self.setAccessibleName(f"What each hidden unit puts out, with its weight: {words}")
        self.update()

    def fit(self, width: int, height: int) -> int:
        """Take the best columns for so much room, and return the width that they need.

        All maps are shown, the larger the better; where not even the smallest all have room, as many as have.
        """
        self._grid = best_grid(len(self.maps), width, height)
        columns, side, _ = self._grid
        return columns * _step(side) + 1

    def _places(self) -> list[tuple[Small, QRectF]]:
        """Return the maps that have room with their squares."""
        columns, side, count = self._grid
        high = side + 2 * _WORDS + _GAP
        return [(small, QRectF(place % columns * _step(side) + 1, place // columns * high + _WORDS, side, side))
                for place, small in enumerate(self.maps[:count])]

    @property
    def count(self) -> int:
        """How many maps have room."""
        return min(len(self.maps), self._grid[2])

    def at(self, spot: QPointF) -> Small | None:
        """Return the small map at a pixel."""
        return next((small for small, square in self._places() if square.contains(spot)), None)

    def _near(self, spot: QPointF) -> Small | None:
        """Return the small map at a pixel, its words counted in."""
        return next((small for small, square in self._places()
                     if square.adjusted(0, -_WORDS, 0, _WORDS).contains(spot)), None)  # fmt: skip

    @guarded
    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002  # all of it is painted
        """Paint name, map and weight of each."""
        if self._colors is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        for small, square in self._places():
            painter.drawImage(square, small.image)
            painter.setPen(QPen(QColor(small.tint), 1.2))
            painter.drawRect(square)
            self._write(painter, small.name, square.left(), square.top() - _WORDS, self._colors.text)
            self._write(painter, small.weight, square.left(), square.bottom() + 1, self._colors.muted)
        painter.end()

    def _write(self, painter: QPainter, text: str, left: float, top: float, ink: str) -> None:
        width = max(self._grid[1], _NARROWEST)
        painter.setPen(QColor(ink))
        line = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, width)
        painter.drawText(QRectF(left, top, width + 2, _WORDS), Qt.AlignmentFlag.AlignVCenter, line)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Tell which node was clicked."""
        small = self.at(event.position())
        if small is not None and event.button() is Qt.MouseButton.LeftButton:
            self.chosen.emit(small.unit[0])

    def event(self, event: QEvent) -> bool:
        """Say what is under the pointer."""
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            small = self._near(QPointF(event.pos()))
            text = f"{small.name}: {small.reach}; {small.weight}" if small is not None else ""
            QToolTip.showText(event.globalPos(), text, self)
            return True
        return super().event(event)
