"""Paints marks above a plot's axes: one item for all of them, in pixels.

One item that maps arrays to pixels itself costs a fraction of an item a curve, keeps nothing between
frames, and takes any pen. Antialiasing stays off where a line has more points than the eye could tell apart.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from core.document import Floats
from gui.faults import guarded
from gui.plots.lettering import Written, word_at, write
from gui.plots.marks import (
    Band,
    Dots,
    EndName,
    Label,
    Line,
    Mark,
    Mosaic,
    Rule,
    Segments,
    Shade,
    Span,
    Strokes,
    Symbols,
)
from gui.plots.scale import Scale
from gui.plots.shading import image, tiled
from gui.plots.symbols import dress, paint_symbol
from gui.plots.thinning import thin

SMOOTH_POINTS = 4_000
"""Most points of a frame that are drawn antialiased; each costs some ten times as much so."""
MANY = 60
"""Points from which those in one place are looked for."""


class Drawing(QGraphicsItem):
    """Everything inside the axes of one plot."""

    def __init__(self, box: Any) -> None:
        super().__init__(box)
        self._box = box
        self._marks: tuple[Mark, ...] = ()
        self._extra: tuple[Mark, ...] = ()
        self._places: Written = {}
        self.setZValue(10)
        box.sigResized.connect(self._resized)
        box.sigTransformChanged.connect(self._moved)

    def show_marks(self, marks: tuple[Mark, ...]) -> None:
        """Draw these instead of the last ones."""
        self._marks = marks
        self.update()

    def show_extra(self, marks: tuple[Mark, ...]) -> None:
        """Draw these above all others: what belongs to the pointer."""
        if marks or self._extra:
            self._extra = marks
            self.update()

    def _resized(self, _: object) -> None:
        self.prepareGeometryChange()

    def _moved(self, _: object) -> None:
        self.update()

    def boundingRect(self) -> QRectF:
        """Return the plot's inside."""
        return QRectF(self._box.rect())

    @guarded
    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:  # noqa: ARG002
        """Paint all marks, labels last."""
        mapping = self._mapping()
        if mapping is None:
            return
        with np.errstate(all="ignore"):  # a network that diverges draws infinities; they are clipped or left out
            self._paint(painter, mapping)

    def _paint(self, painter: QPainter, mapping: Scale) -> None:
        everything = (*self._marks, *self._extra)
        points = sum(mark.x.size for mark in everything if isinstance(mark, Line))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, points <= SMOOTH_POINTS)
        for mark in everything:
            if not isinstance(mark, Label | EndName):
                _PAINTERS[type(mark)](painter, mapping, mark)
        last = {text: number for text, (number, _) in self._places.items()}
        self._places = write(painter, mapping, everything, last)

    def word_at(self, point: QPointF) -> str:
        """Return what is to be said of the word at a point of this item; "" where none stands."""
        mapping = self._mapping()
        return word_at(point, mapping, self._marks, self._places) if mapping is not None else ""

    def _mapping(self) -> Scale | None:
        (left, right), (bottom, top) = self._box.viewRange()
        size = self.boundingRect()
        if size.width() < 2 or size.height() < 2:
            return None
        scales = size.width() / (right - left), size.height() / (top - bottom)
        return Scale(left, bottom, *scales, size.width(), size.height())


def _pen(painter: QPainter, color: str, width: float, *, dashed: bool = False, dotted: bool = False) -> QPen:
    # Without antialiasing a width of 1 or more is slow, 0 (one pixel) is not.
    smooth = painter.testRenderHint(QPainter.RenderHint.Antialiasing)
    pen = QPen(QColor(color), width if smooth or width > 2 else 0)
    if dashed:
        pen.setDashPattern([4, 3] if width > 1 else [3, 3])
    elif dotted:
        pen.setDashPattern([1, 3])
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    return pen


def _paint_line(painter: QPainter, mapping: Scale, line: Line) -> None:
    painter.setPen(_pen(painter, line.color, line.width, dashed=line.dashed))
    x, y = thin(line.x, line.y, 1 / mapping.x_scale)
    for part_x, part_y in _unbroken(x, y):
        painter.drawPolyline(pg.functions.arrayToQPolygonF(mapping.x(part_x), mapping.y(part_y)))


def _unbroken(x: Floats, y: Floats) -> Iterable[tuple[Floats, Floats]]:
    """Split a line where a number is not finite."""
    fine = np.isfinite(x) & np.isfinite(y)
    if fine.all():
        return [(x, y)] if x.size else []
    edges = np.flatnonzero(np.diff(np.concatenate(([False], fine, [False]))))
    return [(x[start:stop], y[start:stop]) for start, stop in edges.reshape(-1, 2).tolist()]


def _paint_segments(painter: QPainter, mapping: Scale, mark: Segments) -> None:
    painter.setPen(_pen(painter, mark.color, 1, dashed=True))
    x, y, to = mapping.x(mark.x), mapping.y(mark.y), mapping.y(mark.to)
    fine = np.isfinite(x) & np.isfinite(y) & np.isfinite(to)
    places = zip(x[fine].tolist(), y[fine].tolist(), to[fine].tolist(), strict=True)
    painter.drawLines([QLineF(left, start, left, end) for left, start, end in places])


_HEAD = 6.0
"""Pixels from the tip of an arrow to the end of its barbs."""


def _paint_strokes(painter: QPainter, mapping: Scale, mark: Strokes) -> None:
    ends = mapping.x(mark.x), mapping.y(mark.y), mapping.x(mark.to_x), mapping.y(mark.to_y)
    fine = np.isfinite(ends).all(axis=0)
    lines = [QLineF(*line) for line in np.array(ends).T[fine].tolist()]
    painter.setPen(_pen(painter, mark.color, mark.width, dashed=mark.dashed, dotted=mark.dotted))
    painter.drawLines(lines)
    if mark.heads:
        painter.setPen(_pen(painter, mark.color, mark.width))
        painter.drawLines([barb for line in lines for barb in _barbs(line)])


def _barbs(line: QLineF) -> list[QLineF]:
    """Return the two short lines of an arrow's head; none where the arrow is shorter than they are."""
    if line.length() < _HEAD:
        return []
    back = QLineF(line.p2(), line.p1())
    back.setLength(_HEAD)
    angle = back.angle()
    barbs = [QLineF(back), QLineF(back)]
    for barb, turn in zip(barbs, (-28, 28), strict=True):
        barb.setAngle(angle + turn)
    return barbs


def in_sight(mapping: Scale, xs: Floats, ys: Floats) -> tuple[Floats, Floats]:
    """Return the pixels of points in sight; of many, those on the same eighth of a pixel once: they look the same."""
    x, y = mapping.x(xs), mapping.y(ys)
    seen = (x > -20) & (x < mapping.width + 20) & (y > -20) & (y < mapping.height + 20)
    x, y = x[seen], y[seen]
    if x.size > MANY:
        _, first = np.unique(np.rint(8 * x) + 1j * np.rint(8 * y), return_index=True)
        first.sort()
        x, y = x[first], y[first]
    return x, y


def _paint_dots(painter: QPainter, mapping: Scale, dots: Dots) -> None:
    x, y = in_sight(mapping, dots.x, dots.y)
    if dots.hollow:
        painter.setPen(QPen(QColor(dots.color), 1.5))
        painter.setBrush(Qt.BrushStyle.NoBrush)
    else:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(dots.color))
    radius = dots.size / 2
    if x.size > 1_500:  # a cloud: squares of two pixels say the same
        painter.setPen(QPen(QColor(dots.color), 2))
        painter.drawPoints(pg.functions.arrayToQPolygonF(x, y))
        return
    for left, top in zip(x.tolist(), y.tolist(), strict=True):
        painter.drawEllipse(QPointF(left, top), radius, radius)


def _paint_symbols(painter: QPainter, mapping: Scale, mark: Symbols) -> None:
    x, y = in_sight(mapping, mark.x, mark.y)
    dress(painter, mark.color, mark.rim, mark.width)
    for left, top in zip(x.tolist(), y.tolist(), strict=True):
        paint_symbol(painter, QPointF(left, top), mark.shape, mark.size)


def _paint_shade(painter: QPainter, mapping: Scale, shade: Shade) -> None:
    _paint_image(painter, mapping, shade.across, shade.up, image(shade))


def _paint_mosaic(painter: QPainter, mapping: Scale, mosaic: Mosaic) -> None:
    _paint_image(painter, mapping, mosaic.across, mosaic.up, tiled(mosaic.tiles, mosaic.colors))


def _paint_image(painter: QPainter, mapping: Scale, across: Span, up: Span, picture: QImage) -> None:
    """Paint a picture whose outermost pixels have their middles at the ends of the spans."""
    (left, right), (low, high) = across, up
    wide = (right - left) / max(1, picture.width() - 1) / 2
    tall = (high - low) / max(1, picture.height() - 1) / 2
    corners = mapping.point(left - wide, high + tall), mapping.point(right + wide, low - tall)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.save()
    painter.setClipRect(QRectF(0, 0, mapping.width, mapping.height))
    painter.drawImage(QRectF(*corners), picture)
    painter.restore()


def _paint_band(painter: QPainter, mapping: Scale, band: Band) -> None:
    left, right = mapping.x(np.array([band.low, band.high])).tolist()
    painter.fillRect(QRectF(left, 0, right - left, mapping.height), QColor(band.color))


def _paint_rule(painter: QPainter, mapping: Scale, rule: Rule) -> None:
    painter.setPen(_pen(painter, rule.color, 1, dashed=rule.dashed))
    if rule.x is not None:
        left = mapping.point(rule.x, 0).x()
        painter.drawLine(QLineF(left, 0, left, mapping.height))
    if rule.y is not None:
        top = mapping.point(0, rule.y).y()
        painter.drawLine(QLineF(0, top, mapping.width, top))


_PAINTERS: Mapping[type, Callable[[QPainter, Scale, Any], None]] = {
    Line: _paint_line,
    Segments: _paint_segments,
    Strokes: _paint_strokes,
    Shade: _paint_shade,
    Mosaic: _paint_mosaic,
    Symbols: _paint_symbols,
    Dots: _paint_dots,
    Band: _paint_band,
    Rule: _paint_rule,
}
