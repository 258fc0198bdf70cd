"""The axes of a box in space: edges of its ground, round numbers along them and up one corner, and their names.

Words stand beside the edges that are near, and never on each other: a number that has no room is left out.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from gui.plots.box import Box
from gui.plots.marks import Span
from gui.plots.projection import project
from gui.plots.ticks import linear_ticks, tick_step, tick_text
from gui.theme import Colors, font

_EDGES = (((0, 0), (1, 0)), ((1, 0), (1, 1)), ((1, 1), (0, 1)), ((0, 1), (0, 0)))
_A_TICK, _A_HEIGHT = 42, 26
"""Pixels of an edge, and of the scale of heights, for a number."""
_TICK = 4.0
_LINE = 11.0
"""Pixels of height that words take."""
_SHARES = (0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8)
"""Where along its edge a name may stand, best first."""
_FARTHEST = 46


Written = list[tuple[str, QRectF]]
"""Words, and where they stand in pixels."""


def paint_axes(painter: QPainter, box: Box, names: tuple[str, str, str], scale: Span, colors: Colors) -> Written:
    """Paint edges, numbers and names, and return the words.

    ``scale`` are the heights that are numbered, the last of ``names`` is theirs.
    """
    painter.save()
    painter.setFont(font(7.5))
    words = _Words(painter, box, colors)
    edges = _edges(box)
    painter.setPen(QPen(QColor(colors.frozen), 1))
    painter.drawLines([edge.line for edge in edges])
    near = [edge for edge in edges if edge.near]
    words.heights(scale, names[2])
    for edge in near:
        words.numbers(edge)
    for edge in near:
        words.name(edge, names[edge.axis])
    painter.restore()
    return words.written


class _Edge:
    """One edge of the ground: ``line`` leads from the low to the high end of ``axis``; ``out`` points away from it."""

    def __init__(self, box: Box, number: int) -> None:
        self.axis = number % 2
        (start, end), (first, last) = _EDGES[number], ((box.across, box.up)[self.axis])
        ends = [box.corner(*start), box.corner(*end)]
        self.line = QLineF(*(ends if number < 2 else reversed(ends)))
        self.span = first, last
        x, y = (np.array((one + other) / 2) for one, other in zip(start, end, strict=True))
        self.depth = float(project(box.turn, x, y, np.array(0.0))[2])
        self.near = False
        normal = self.line.normalVector().unitVector()
        self.out = QPointF(normal.dx(), normal.dy())
        if QPointF.dotProduct(self.out, self.line.center() - box.middle) < 0:
            self.out = -self.out


def _edges(box: Box) -> list[_Edge]:
    """Return the four edges; of each axis the nearer one is marked."""
    edges = [_Edge(box, number) for number in range(4)]
    for axis in (0, 1):
        min(edges[axis::2], key=lambda edge: edge.depth).near = True
    return edges


def _ticks(span: Span, length: float, a_tick: int) -> Iterator[tuple[float, str]]:
    """Give round numbers within a span as shares of it, with their words."""
    most = max(1, int(length / a_tick))
    values = linear_ticks(*span, most)
    step = tick_step(*span, most) if len(values) < 2 else values[1] - values[0]
    for value in values:
        yield (value - span[0]) / (span[1] - span[0]), tick_text(value, step)


class _Words:
    """Writes words where none stand yet."""

    def __init__(self, painter: QPainter, box: Box, colors: Colors) -> None:
        self._painter, self._box, self._colors = painter, box, colors
        self.written: Written = []

    def heights(self, scale: Span, name: str) -> None:
        """Write the scale of heights at the corner farthest to the left, its name above."""
        box, (low, high) = self._box, scale
        corner = min(((x, y) for x in (0, 1) for y in (0, 1)), key=lambda at: box.corner(*at).x())
        line = QLineF(box.corner(*corner, low), box.corner(*corner, high))
        if line.length() < _LINE:
            return
        self._painter.setPen(QPen(QColor(self._colors.frozen), 1))
        self._painter.drawLine(line)
        left = QPointF(-1, 0)
        for share, text in _ticks(scale, line.length(), _A_HEIGHT):
            self._beside(line.pointAt(share), left, text)
        size = self._size(name)
        start = max(self._box.room.left(), line.p2().x() - size.width() / 2)
        above = QRectF(QPointF(start, line.p2().y() - 2 * _LINE), size)
        if self._free(above):
            self._write(above, name)

    def numbers(self, edge: _Edge) -> None:
        """Write round numbers along an edge."""
        if self._box.roomy:
            for share, text in _ticks(edge.span, edge.line.length(), _A_TICK):
                self._beside(edge.line.pointAt(share), edge.out, text)

    def name(self, edge: _Edge, name: str) -> None:
        """Write the name of an axis as near to its edge as there is room; in the worst case shortened."""
        metrics = self._painter.fontMetrics()
        for words in (name, metrics.elidedText(name, Qt.TextElideMode.ElideRight, int(self._box.room.width() * 0.45))):
            for far in range(int(_TICK), _FARTHEST, 3):
                places = (self._rect(edge.line.pointAt(share), edge.out, words, far) for share in _SHARES)
                free = next((rect for rect in places if self._free(rect)), None)
                if free is not None:
                    self._write(free, words)
                    return

    def _beside(self, at: QPointF, out: QPointF, text: str) -> None:
        """Write a number at a tick; nothing where something stands already."""
        rect = self._rect(at, out, text, _TICK + 1)
        if self._free(rect):
            self._painter.setPen(QPen(QColor(self._colors.frozen), 1))
            self._painter.drawLine(QLineF(at, at + out * _TICK))
            self._write(rect, text)

    def _size(self, text: str) -> QSizeF:
        return QSizeF(self._painter.fontMetrics().horizontalAdvance(text) + 2.0, _LINE)

    def _rect(self, at: QPointF, out: QPointF, text: str, far: float) -> QRectF:
        """Return where words stand that are ``far`` pixels beside a place, wholly on the outer side of its edge."""
        size = self._size(text)
        reach = far + abs(out.x()) * size.width() / 2 + abs(out.y()) * size.height() / 2
        rect = QRectF(QPointF(0, 0), size)
        rect.moveCenter(at + out * reach)
        return rect

    def _free(self, rect: QRectF) -> bool:
        wide = rect.adjusted(-2, 0, 2, 0)
        return self._box.room.contains(rect) and not any(wide.intersects(other) for _, other in self.written)

    def _write(self, rect: QRectF, text: str) -> None:
        self._painter.setPen(QColor(self._colors.muted))
        self._painter.drawText(rect, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextDontClip, text)
        self.written.append((text, rect))
