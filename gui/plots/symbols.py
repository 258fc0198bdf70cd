"""Shapes that go with colours, so that classes are told apart without them."""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPolygonF, QTransform

_ARM = 0.62
"""Half of a cross is so wide and high, as a share of the circle about it."""


def _polygon(corners: int, turn: float = 0.0, inner: float = 1.0, grown: float = 1.0) -> QPainterPath:
    """Return a regular polygon; with ``inner`` less than 1 a star of half as many points."""
    path = QPainterPath()
    far = [grown * (inner if place % 2 else 1.0) for place in range(corners)]
    ways = [2 * math.pi * (place / corners + turn) for place in range(corners)]
    path.addPolygon(QPolygonF([QPointF(reach * math.sin(way), -reach * math.cos(way))
                               for reach, way in zip(far, ways, strict=True)]))
    path.closeSubpath()
    return path


def _disc() -> QPainterPath:
    path = QPainterPath()
    path.addEllipse(QRectF(-0.92, -0.92, 1.84, 1.84))
    return path


def _cross() -> QPainterPath:
    path = QPainterPath(QPointF(-_ARM, -_ARM))
    path.lineTo(_ARM, _ARM)
    path.moveTo(-_ARM, _ARM)
    path.lineTo(_ARM, -_ARM)
    return path


SHAPES: Mapping[str, QPainterPath] = {
    "disc": _disc(),
    "triangle": _polygon(3, grown=1.15),
    "square": _polygon(4, 1 / 8, grown=1.15),
    "diamond": _polygon(4, grown=1.15),
    "wedge": _polygon(3, 1 / 2, grown=1.15),
    "pentagon": _polygon(5, grown=1.05),
    "star": _polygon(10, inner=0.5, grown=1.25),
    "cross": _cross(),
}
"""Outlines about 0 in a circle of about radius 1, by the names that marks use."""


@lru_cache(maxsize=64)
def outline(shape: str, size: float) -> QPainterPath:
    """Return a shape about 0, about ``size`` pixels high; KeyError for one that there is not."""
    return QTransform.fromScale(size / 2, size / 2).map(SHAPES[shape])


def paint_symbol(painter: QPainter, at: QPointF, shape: str, size: float) -> None:
    """Paint one shape with the pen and brush that are set."""
    painter.translate(at)
    painter.drawPath(outline(shape, size))
    painter.translate(-at)


def dress(painter: QPainter, color: str, rim: str, width: float = 1) -> None:
    """Set the pen of the edge and the brush of the inside; "" for none."""
    painter.setPen(QPen(QColor(rim), width) if rim else Qt.PenStyle.NoPen)
    painter.setBrush(QColor(color) if color else Qt.BrushStyle.NoBrush)
