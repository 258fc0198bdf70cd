"""Writes the names of curves and other words into a plot, where they cover as little as possible."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeAlias

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from core.document import Floats
from gui.plots.labelling import Box, along, around, settle, spread
from gui.plots.marks import Dots, EndName, Label, Line, Mark, Segments, Strokes
from gui.plots.scale import Scale
from gui.theme import font

Written: TypeAlias = dict[str, tuple[int, Box]]
"""Words with the number of the place taken and its box."""
POINTS = 8.0
LEADER = 14.0
"""Pixels between the end of a curve and its name."""
_EVERY = 3.0
"""Pixels between the points by which a curve is told: finer would cost time and change nothing."""
_DOT_WEIGHT = 6
_MOST_DOTS = 200
_SEGMENT_POINTS = 50


def write(painter: QPainter, scale: Scale, marks: Sequence[Mark], last: Mapping[str, int]) -> Written:
    """Write all words; return where they stand. ``last`` are their numbers of the time before."""
    _write_ends(painter, scale, [mark for mark in marks if isinstance(mark, EndName)])
    named = [mark for mark in marks if isinstance(mark, Line) and mark.named and mark.x.size]
    labels = [mark for mark in marks if isinstance(mark, Label)]
    if not named and not labels:
        return {}
    chosen = font(POINTS)
    metrics, room = QFontMetricsF(chosen), (scale.width, scale.height)
    words = [along(line.name, *_sampled(line, scale), _size(metrics, line.name), room) for line in reversed(named)]
    words += [around(label.text, *scale.point(label.x, label.y).toTuple(), _size(metrics, label.text), room)
              for label in labels]  # fmt: skip
    colors = {line.name: line.color for line in named} | {label.text: label.color for label in labels}
    places = settle(words, *_obstacles(marks, scale), last)
    painter.setFont(chosen)
    for text, (_, box) in places.items():
        painter.setPen(QColor(colors[text]))
        painter.drawText(_box(box), Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextDontClip, text)
    return places


def word_at(point: QPointF, scale: Scale, marks: Sequence[Mark], places: Written) -> str:
    """Return what is to be said of the word at a pixel; "" where none stands."""
    for mark in marks:
        text = mark.text if isinstance(mark, Label) else mark.name if isinstance(mark, Line) else ""
        if text in places and _box(places[text][1]).contains(point):
            return mark.tip or text if isinstance(mark, Label | Line) else text
    metrics = QFontMetricsF(font(POINTS))
    named = [mark for mark in marks if isinstance(mark, EndName)]
    height = line_height(metrics, [mark.text for mark in named])
    for end, at, middle in ends(scale, named, height):
        if _end_box(end, at, middle, height, metrics, scale).contains(point):
            return f"The curve of {end.text}"
    return ""


def ends(scale: Scale, marks: Sequence[EndName], height: float) -> list[tuple[EndName, QPointF, float]]:
    """Return the names of ends in sight, as many as there is room for: (mark, its end in pixels, its middle)."""
    placed = [(mark, scale.point(mark.x, mark.y)) for mark in marks]
    inside = QRectF(0, 0, scale.width, scale.height).adjusted(-1, -1, 1, 1)
    seen = [(mark, end) for mark, end in placed if inside.contains(end)][: int(scale.height / height)]
    middles = spread([end.y() for _, end in seen], height, scale.height)
    return [(mark, end, middle) for (mark, end), middle in zip(seen, middles, strict=True)]


def line_height(metrics: QFontMetricsF, texts: Sequence[str]) -> float:
    """Return how far apart lines must stand so that no letter of ``texts`` touches one of the next: |b₁| is tall."""
    return 3 + max((metrics.tightBoundingRect(text).height() for text in texts), default=metrics.height())


def _write_ends(painter: QPainter, scale: Scale, marks: Sequence[EndName]) -> None:
    metrics = QFontMetricsF(font(POINTS))
    height = line_height(metrics, [mark.text for mark in marks])
    painter.setFont(font(POINTS))
    for mark, end, middle in ends(scale, marks, height):
        place = _end_box(mark, end, middle, height, metrics, scale)
        faint = QColor(mark.color)
        faint.setAlpha(130)
        painter.setPen(QPen(faint, 0))
        painter.drawLine(QPointF(end.x() + 3, end.y()), QPointF(place.left() - 2, middle))
        painter.setPen(QColor(mark.color))
        middle_left = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.drawText(place, middle_left | Qt.TextFlag.TextDontClip, mark.text)


def _end_box(mark: EndName, end: QPointF, middle: float, height: float, metrics: QFontMetricsF, scale: Scale) -> QRectF:
    width = metrics.horizontalAdvance(mark.text) + 2
    return QRectF(min(end.x() + LEADER, scale.width - width), middle - height / 2, width, height)


def _box(box: Box) -> QRectF:
    return QRectF(box[0], box[1], box[2] - box[0], box[3] - box[1])


def _size(metrics: QFontMetricsF, text: str) -> tuple[float, float]:
    return metrics.horizontalAdvance(text) + 4, metrics.height() - 2


def _sampled(line: Line, scale: Scale) -> tuple[Floats, Floats]:
    """Return a curve in pixels, a point every few pixels."""
    x = np.arange(0.0, scale.width, _EVERY)
    return x, scale.y(np.interp(x / scale.x_scale + scale.x0, line.x, line.y, left=np.nan, right=np.nan))


def _obstacles(marks: Sequence[Mark], scale: Scale) -> tuple[Floats, Floats]:
    """Return points of all that words should not cover; a dot counts several times."""
    found = [_sampled(mark, scale) for mark in marks if isinstance(mark, Line) and mark.x.size]
    dots = [mark for mark in marks if isinstance(mark, Dots) and mark.x.size <= _MOST_DOTS]
    found += [(np.repeat(scale.x(mark.x), _DOT_WEIGHT), np.repeat(scale.y(mark.y), _DOT_WEIGHT)) for mark in dots]
    found += [_upright(mark, scale) for mark in marks if isinstance(mark, Segments) and mark.x.size <= _MOST_DOTS]
    found += [_along(mark, scale) for mark in marks if isinstance(mark, Strokes) and 0 < mark.x.size <= _MOST_DOTS]
    if not found:
        return np.zeros(0), np.zeros(0)
    return np.concatenate([x for x, _ in found]), np.concatenate([y for _, y in found])


def _upright(mark: Segments, scale: Scale) -> tuple[Floats, Floats]:
    """Return points along upright lines."""
    share = np.linspace(0.0, 1.0, _SEGMENT_POINTS)[:, None]
    start, end = scale.y(mark.y), scale.y(mark.to)
    return np.tile(scale.x(mark.x), _SEGMENT_POINTS), (start + share * (end - start)).ravel()


def _along(mark: Strokes, scale: Scale) -> tuple[Floats, Floats]:
    """Return points along straight lines in any direction."""
    share = np.linspace(0.0, 1.0, _SEGMENT_POINTS)[:, None]
    (left, top), (right, bottom) = ((scale.x(x), scale.y(y)) for x, y in ((mark.x, mark.y), (mark.to_x, mark.to_y)))
    return (left + share * (right - left)).ravel(), (top + share * (bottom - top)).ravel()
