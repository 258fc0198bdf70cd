"""A box in space, seen from a side: where values of three axes lie in the picture, and the edges of its ground."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from core.document import Floats
from core.quantity import format_number
from gui.plots.marks import Span
from gui.plots.projection import TALL, Turn, project
from gui.theme import Colors, font

_EDGES = (((0, 0), (1, 0)), ((1, 0), (1, 1)), ((1, 1), (0, 1)), ((0, 1), (0, 0)))
_AROUND, _LITTLE = 40, 22
"""Pixels for the words at the edges; where there is little height, for names alone."""
LOW = 170
"""Pixels of height from which there is room for numbers at the edges."""


@dataclass(frozen=True, slots=True, eq=False)
class Box:
    """Holds values within ``across``, ``up`` and ``heights``; ``tall`` is its height as a share of its sides."""

    turn: Turn
    across: Span
    up: Span
    heights: Span
    room: QRectF
    tall: float = TALL

    @property
    def size(self) -> float:
        """Pixels that a side of the box is long."""
        around = _AROUND if self.room.height() >= LOW else _LITTLE
        return min(self.room.width() / 1.7, (self.room.height() - around) / (0.78 + self.tall))

    def shares(self, x: Floats, y: Floats, z: Floats) -> tuple[Floats, Floats, Floats]:
        """Return values as shares of the box."""
        spans = (self.across, self.up, self.heights)
        first, second, third = ((values - low) / (high - low) for values, (low, high) in zip((x, y, z), spans,
                                                                                            strict=True))
        return first, second, third

    def see(self, x: Floats, y: Floats, z: Floats) -> tuple[Floats, Floats]:
        """Return values as pixels, (points, 2), and their depths."""
        right, up, depth = project(self.turn, *self.shares(x, y, z), self.tall)
        middle, size = self.room.center(), self.size
        return np.stack([middle.x() + right * size, middle.y() - up * size], axis=-1), depth

    def spot(self, x: float, y: float, z: float) -> QPointF:
        """Return one place in pixels."""
        at, _ = self.see(np.array(x), np.array(y), np.array(z))
        return QPointF(float(at[0]), float(at[1]))

    def ground(self, at: QPointF) -> Span:
        """Return the place (x, y) on the ground that is seen at a pixel."""
        origin = self.spot(self.across[0], self.up[0], self.heights[0])
        first = self.spot(self.across[1], self.up[0], self.heights[0]) - origin
        second = self.spot(self.across[0], self.up[1], self.heights[0]) - origin
        way = at - origin
        matrix = np.array([[first.x(), second.x()], [first.y(), second.y()]])
        right, far = np.linalg.solve(matrix, np.array([way.x(), way.y()])).tolist()
        return (self.across[0] + right * (self.across[1] - self.across[0]),
                self.up[0] + far * (self.up[1] - self.up[0]))

    def _corner(self, x: int, y: int) -> QPointF:
        return self.spot(self.across[x], self.up[y], self.heights[0])

    def _near_edges(self) -> set[int]:
        """Return the one edge of each axis that is nearer."""
        depths = []
        for start, end in _EDGES:
            middle = [np.array((one + other) / 2) for one, other in zip(start, end, strict=True)]
            depths.append(float(project(self.turn, middle[0], middle[1], np.array(0.0))[2]))
        return {0 if depths[0] < depths[2] else 2, 1 if depths[1] < depths[3] else 3}

    def paint_ground(self, painter: QPainter, names: tuple[str, str], colors: Colors) -> None:
        """Paint the edges of the ground with the names of the axes at those that are near."""
        painter.setFont(font(8))
        nearest = self._near_edges()
        for number, (start, end) in enumerate(_EDGES):
            ends = self._corner(*start), self._corner(*end)
            painter.setPen(QPen(QColor(colors.frozen), 1))
            painter.drawLine(*ends)
            if number in nearest:
                axis = number % 2
                low, high = self.across if axis == 0 else self.up
                values = (high, low) if number >= 2 else (low, high)
                words = (format_number(values[0], 3), names[axis], format_number(values[1], 3))
                self._write(painter, ends, words, colors)

    def _write(
        self, painter: QPainter, ends: tuple[QPointF, QPointF], words: tuple[str, str, str], colors: Colors
    ) -> None:
        painter.setPen(QColor(colors.muted))
        away = (ends[0] + ends[1]) / 2 - self.room.center()
        down = QPointF(14 if away.x() > 0 else -14, 12)
        places = list(zip((0.08, 0.5, 0.92), words, strict=True))
        for share, text in places if self.room.height() >= LOW else places[1:2]:
            at = ends[0] + (ends[1] - ends[0]) * share + down
            left = min(max(at.x() - 40, self.room.left()), max(self.room.left(), self.room.right() - 80))
            box = QRectF(left, at.y() - 8, 80, 16)
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextDontClip, text)


def corners(values: Floats) -> Floats:
    """Return the four corners of every cell of a grid (y, x, ...), in a round: (cells, 4, ...)."""
    rows, columns = values.shape[0] - 1, values.shape[1] - 1
    parts = [values[up : rows + up, right : columns + right] for up, right in ((0, 0), (0, 1), (1, 1), (1, 0))]
    return np.stack(parts, axis=2).reshape(rows * columns, 4, *values.shape[2:])


def below(corners: Floats, heights: Floats, top: float) -> Floats:
    """Return the corners, (corners, ...), of the part of a cell, (4, ...), whose heights are not above ``top``."""
    points = []
    for place in range(len(heights)):
        after = (place + 1) % len(heights)
        if heights[place] <= top:
            points.append(corners[place])
        if (heights[place] <= top) != (heights[after] <= top):
            share = (top - heights[place]) / (heights[after] - heights[place])
            points.append(corners[place] + share * (corners[after] - corners[place]))
    return np.array(points)
