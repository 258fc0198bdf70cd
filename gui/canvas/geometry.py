"""Where things are on the canvas: pure arithmetic on points and rectangles, in scene units (pixels at 100 %).

A position is the centre of a node's square.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF
from PySide6.QtGui import QPainterPath

from core.document import Floats

SIDE = 80.0
HALF = SIDE / 2
CORNER = 16.0
PORT = 6.0
PORT_REACH = 12.0
PILL_HEIGHT = 22.0
LABEL_WIDTH, FAR_WIDTH = 170.0, 146.0
LETTERS, LARGEST, LEAST_READ = 12, 28, 8.5
"""Sizes of a label's letters: its own, the largest from afar, and pixels of the screen that are read with ease."""
LOCK = 20.0
GRID = 20.0
SNAP_REACH = 7.0
FARTHEST = 1e6
"""Positions beyond are drawn here: a scene of any size stays exact to a thousandth of a pixel."""


def clamp(x: float, y: float) -> QPointF:
    """Return the point, moved into what the scene can show."""
    return QPointF(min(FARTHEST, max(-FARTHEST, x)), min(FARTHEST, max(-FARTHEST, y)))


def around(center: QPointF, width: float, height: float) -> QRectF:
    """Return the rectangle of that size about ``center``."""
    return QRectF(center.x() - width / 2, center.y() - height / 2, width, height)


def square(center: QPointF) -> QRectF:
    """Return a node's square."""
    return around(center, SIDE, SIDE)


def in_port(center: QPointF) -> QPointF:
    """Return where connections arrive."""
    return QPointF(center.x() - HALF, center.y())


def out_port(center: QPointF) -> QPointF:
    """Return where connections leave."""
    return QPointF(center.x() + HALF, center.y())


def label_box(center: QPointF) -> QRectF:
    """Return where the label stands, above the square."""
    return around(QPointF(center.x(), center.y() - HALF - 16), LABEL_WIDTH, 20)


def far_label(center: QPointF, zoom: float) -> tuple[QRectF, int]:
    """Return where the label stands where little else is shown, and how large: so that it is read at ``zoom``."""
    size = min(LARGEST, max(LETTERS, math.ceil(LEAST_READ / zoom)))
    box = label_box(center)
    return QRectF(center.x() - FAR_WIDTH / 2, box.bottom() - max(box.height(), 1.4 * size), FAR_WIDTH,
                  max(box.height(), 1.4 * size)), size  # fmt: skip


def bias_pill(center: QPointF, width: float) -> QRectF:
    """Return where the bias stands, below the square."""
    return around(QPointF(center.x(), center.y() + HALF + 19), width, PILL_HEIGHT)


def caption_box(center: QPointF, *, below_pill: bool) -> QRectF:
    """Return where the activation's name stands, below the bias if there is one."""
    return around(QPointF(center.x(), center.y() + HALF + (41 if below_pill else 14)), LABEL_WIDTH, 16)


def row_buttons(center: QPointF) -> tuple[QRectF, QRectF]:
    """Return the two buttons of an input node that step through the data rows."""
    y = center.y() + 25
    return around(QPointF(center.x() - 14, y), 24, 20), around(QPointF(center.x() + 14, y), 24, 20)


def lock_box(pill: QRectF) -> QRectF:
    """Return where a pill's padlock is."""
    return QRectF(pill.right() - LOCK - 1, pill.top(), LOCK, pill.height())


def extent(center: QPointF) -> QRectF:
    """Return the room a node takes with everything about it."""
    return QRectF(center.x() - 50, center.y() - 66, 100, 158)


def room(points: Floats, of_one: Callable[[QPointF], QRectF]) -> QRectF:
    """Return the rectangle that holds what ``of_one`` takes about each of the points (nodes, 2); empty of none."""
    if not len(points):
        return QRectF()
    (left, top), (right, bottom) = points.min(0).tolist(), points.max(0).tolist()
    return of_one(QPointF(left, top)).united(of_one(QPointF(right, bottom)))


BACK = 80.0
"""How far a curve swings out at each end where it runs back."""


def whole(center: QPointF) -> QRectF:
    """Return everything that is painted of a node, its label, halo and mark included."""
    return QRectF(center.x() - LABEL_WIDTH / 2 - 3, center.y() - 88, LABEL_WIDTH + 6, 182)


class Wire(NamedTuple):
    """A connection's two ends, and whether it is drawn straight: drawings with many connections are."""

    start: QPointF
    end: QPointF
    straight: bool = False


def reach(wire: Wire) -> float:
    """Return how far the curve runs level at each end: half the way across; 0 makes it straight."""
    if wire.straight:
        return 0.0
    across = wire.end.x() - wire.start.x()
    return max(HALF, min(-across / 2, BACK) if across < 0 else across / 2)


def wire_path(wire: Wire) -> QPainterPath:
    """Return the curve: a cubic Bézier that leaves and arrives level."""
    start, end, _ = wire
    level = reach(wire)
    path = QPainterPath(start)
    path.cubicTo(QPointF(start.x() + level, start.y()), QPointF(end.x() - level, end.y()), end)
    return path


def wire_point(wire: Wire, t: float) -> QPointF:
    """Return the point at ``t`` from 0 to 1 of the curve (Bernstein form)."""
    start, end, _ = wire
    level, u = reach(wire), 1 - t
    b0, b1, b2, b3 = u * u * u, 3 * u * u * t, 3 * u * t * t, t * t * t
    x = b0 * start.x() + b1 * (start.x() + level) + b2 * (end.x() - level) + b3 * end.x()
    return QPointF(x, (b0 + b1) * start.y() + (b2 + b3) * end.y())


SAMPLES = 24


def wire_distances(ends: Floats, point: QPointF, *, straight: bool = False) -> Floats:
    """Return how far ``point`` is from each curve, to within a pixel; ``ends`` is (wires, 4) as x1, y1, x2, y2."""
    x1, y1, x2, y2 = (column[:, None] for column in ends.T)
    across = x2 - x1
    level = np.where(across < 0, np.minimum(-across / 2, BACK), across / 2)
    level = np.zeros_like(level) if straight else np.maximum(HALF, level)
    t = np.linspace(0.0, 1.0, SAMPLES + 1)
    u = 1 - t
    b0, b1, b2, b3 = u**3, 3 * u * u * t, 3 * u * t * t, t**3
    xs = b0 * x1 + b1 * (x1 + level) + b2 * (x2 - level) + b3 * x2 - point.x()
    ys = (b0 + b1) * y1 + (b2 + b3) * y2 - point.y()
    return _least_distance(xs, ys)


def _least_distance(xs: Floats, ys: Floats) -> Floats:
    """Return how near each polyline, (lines, points), comes to the origin."""
    dx, dy = np.diff(xs, axis=1), np.diff(ys, axis=1)
    length = np.maximum(dx * dx + dy * dy, 1e-12)
    along = np.clip(-(xs[:, :-1] * dx + ys[:, :-1] * dy) / length, 0.0, 1.0)
    found: Floats = np.hypot(xs[:, :-1] + along * dx, ys[:, :-1] + along * dy).min(axis=1)
    return found


class Crowd:
    """Rectangles in buckets, so that a free place is found without looking at all of them."""

    _CELL = 96.0

    def __init__(self, taken: Iterable[QRectF] = ()) -> None:
        self._cells: dict[tuple[int, int], list[QRectF]] = {}
        for rect in taken:
            self.add(rect)

    def add(self, rect: QRectF) -> None:
        """Take the place of ``rect``."""
        for cell in self._over(rect):
            self._cells.setdefault(cell, []).append(rect)

    def is_free(self, rect: QRectF) -> bool:
        """Whether nothing overlaps ``rect``."""
        return not any(rect.intersects(other) for cell in self._over(rect) for other in self._cells.get(cell, ()))

    def _over(self, rect: QRectF) -> Iterator[tuple[int, int]]:
        size = self._CELL
        for column in range(int(rect.left() // size), int(rect.right() // size) + 1):
            for row in range(int(rect.top() // size), int(rect.bottom() // size) + 1):
                yield column, row


@dataclass(frozen=True, slots=True)
class Snapped:
    """A point brought to the grid or in line with others; ``guides`` are the lines to show."""

    point: QPointF
    guides: tuple[QLineF, ...] = ()


def _nearest(value: float, lines: Sequence[float]) -> float | None:
    best = min(lines, key=lambda line: abs(line - value), default=None)
    return best if best is not None and abs(best - value) <= SNAP_REACH else None


def _to_grid(value: float) -> float:
    return round(value / GRID) * GRID


def snap(point: QPointF, others: Sequence[QPointF]) -> Snapped:
    """Bring ``point`` in line with one of ``others`` within reach, else to the grid, each axis by itself."""
    x = _nearest(point.x(), [other.x() for other in others])
    y = _nearest(point.y(), [other.y() for other in others])
    found = QPointF(_to_grid(point.x()) if x is None else x, _to_grid(point.y()) if y is None else y)
    guides = []
    if x is not None:
        ys = [found.y(), *(other.y() for other in others if other.x() == x)]
        guides.append(QLineF(x, min(ys) - SIDE, x, max(ys) + SIDE))
    if y is not None:
        xs = [found.x(), *(other.x() for other in others if other.y() == y)]
        guides.append(QLineF(min(xs) - SIDE, y, max(xs) + SIDE, y))
    return Snapped(found, tuple(guides))


def free_spot(wanted: QPointF, others: Sequence[QPointF]) -> QPointF:
    """Return the place nearest to ``wanted``, looking in rings, where a node stands on no other."""
    crowd = Crowd(extent(other) for other in others)
    start = QPointF(_to_grid(wanted.x()), _to_grid(wanted.y()))
    for ring in range(200):
        for point in _ring(start, ring):
            if crowd.is_free(extent(point)):
                return point
    return start


def _ring(middle: QPointF, ring: int) -> Iterator[QPointF]:
    step = 2 * GRID
    for across in range(-ring, ring + 1):
        for down in range(-ring, ring + 1):
            if max(abs(across), abs(down)) == ring:
                yield QPointF(middle.x() + across * step, middle.y() + down * step)
