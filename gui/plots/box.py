"""A box in space, seen from a side: where values of three axes lie in the picture, and how large it is."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from pyqtgraph.functions import arrayToQPolygonF, ndarray_from_qpolygonf
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter

from core.document import Floats
from gui.plots.marks import Span
from gui.plots.projection import TALL, Turn, project

_DIAGONAL = math.sqrt(2)
_BESIDE, _ABOVE, _BELOW = 33, 18, 17
"""Pixels for the words around."""
_LITTLE = 5
"""Pixels above where there is no room for the name of the heights."""
LOW = 170
"""Pixels of height from which a high box has room, and the name of the heights."""
ROOMY = 90
"""Pixels of height from which there is room for numbers along the ground."""


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
    def roomy(self) -> bool:
        """Whether there is room for numbers along the ground."""
        return self.room.height() >= ROOMY

    @property
    def _above(self) -> int:
        return _ABOVE if self.room.height() >= LOW else _LITTLE

    @property
    def size(self) -> float:
        """Pixels that a side of the box is long: as long as it has room from all sides, tilted as it is."""
        above = self.turn.above
        high = self.tall * math.cos(above) + _DIAGONAL * math.sin(above)
        return max(1.0, min((self.room.width() - 2 * _BESIDE) / _DIAGONAL,
                            (self.room.height() - self._above - _BELOW) / high))

    @property
    def _centre(self) -> QPointF:
        """Where the middle of the box is seen."""
        return self.room.center() + QPointF(0, (self._above - _BELOW) / 2)

    @property
    def middle(self) -> QPointF:
        """Where the middle of the ground is seen."""
        return (self.corner(0, 0) + self.corner(1, 1)) / 2

    def shares(self, x: Floats, y: Floats, z: Floats) -> tuple[Floats, Floats, Floats]:
        """Return values as shares of the box."""
        spans = (self.across, self.up, self.heights)
        first, second, third = ((values - low) / (high - low) for values, (low, high) in zip((x, y, z), spans,
                                                                                            strict=True))
        return first, second, third

    def see(self, x: Floats, y: Floats, z: Floats) -> tuple[Floats, Floats]:
        """Return values as pixels, (points, 2), and their depths."""
        right, up, depth = project(self.turn, *self.shares(x, y, z), self.tall)
        middle, size = self._centre, self.size
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

    def corner(self, x: int, y: int, height: float | None = None) -> QPointF:
        """Return a corner of the box in pixels, at a height or on the ground."""
        return self.spot(self.across[x], self.up[y], self.heights[0] if height is None else height)


def corners(values: Floats) -> Floats:
    """Return the four corners of every cell of a grid (y, x, ...), in a round: (cells, 4, ...)."""
    rows, columns = values.shape[0] - 1, values.shape[1] - 1
    parts = [values[up : rows + up, right : columns + right] for up, right in ((0, 0), (0, 1), (1, 1), (1, 0))]
    return np.stack(parts, axis=2).reshape(rows * columns, 4, *values.shape[2:])


def below(corners: Floats, heights: Floats, top: float) -> Floats:
    """Return the corners, (corners, ...), of the part of a cell, (4, ...), whose heights are not above ``top``."""
    points: list[list[float]] = []
    spots, levels = corners.tolist(), heights.tolist()  # single numbers are faster as Python's own
    for spot, level, next_spot, next_level in zip(spots, levels, spots[1:] + spots[:1], levels[1:] + levels[:1],
                                                  strict=True):  # fmt: skip
        if level <= top:
            points.append(spot)
        if (level <= top) != (next_level <= top):
            share = (top - level) / (next_level - level)
            points.append([one + share * (other - one) for one, other in zip(spot, next_spot, strict=True)])
    return np.array(points)


class Facet:
    """A polygon of four corners that is painted time and again with others: to make one each time takes longer."""

    def __init__(self) -> None:
        self._polygon = arrayToQPolygonF(np.zeros(4), np.zeros(4))
        self._corners = ndarray_from_qpolygonf(self._polygon)

    def paint(self, painter: QPainter, corners: Floats) -> None:
        """Paint the polygon with ``corners``, (4, 2) pixels in a round."""
        self._corners[:] = corners
        painter.drawConvexPolygon(self._polygon)
