"""Room for what comes: for a node put into a connection, and for copies beside what they were copied from."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence

from PySide6.QtCore import QPointF, QRectF

from core.document import Pair, Point
from gui.canvas.geometry import GRID, SIDE, Crowd, extent

APART = 240.0
"""How far apart two joined nodes stand, so that the number of their connection has room between them."""
CLEAR = 200.0
"""Nodes this far above each other have room for the number there."""
OFFSET = 40.0
FARTHEST_STEP = 30


def _lacking(left: QPointF, right: QPointF) -> float:
    """Return how much further right the second of two joined nodes has to stand; 0 if it may stay."""
    if abs(right.y() - left.y()) >= CLEAR:
        return 0.0
    return max(0.0, math.ceil((APART - (right.x() - left.x())) / GRID) * GRID)


def make_room(centers: Mapping[str, QPointF], pair: Pair, spot: QPointF) -> tuple[QPointF, dict[str, Point]]:
    """Return where a node dropped on ``pair`` at ``spot`` stands, and where the nodes behind it move.

    All nodes as far right as the end of the connection move right together. Connections that run back stay.
    """
    start, end = centers[pair[0]], centers[pair[1]]
    if end.x() - start.x() < SIDE:
        return spot, {}
    spot = spot + QPointF(_lacking(start, spot), 0)
    shift = _lacking(spot, end)
    behind = {node: center for node, center in centers.items() if center.x() >= end.x() and node != pair[0]}
    return spot, {node: (center.x() + shift, center.y()) for node, center in behind.items()} if shift else {}


def offset_beside(points: Sequence[QPointF], taken: Iterable[QRectF]) -> QPointF:
    """Return the nearest offset, down or to the right, at which nodes at ``points`` stand on nothing that is there."""
    crowd = Crowd(taken)
    for offset in _offsets():
        if all(crowd.is_free(extent(point + offset)) for point in points):
            return offset
    return QPointF(OFFSET, FARTHEST_STEP * OFFSET)


def _offsets() -> Iterator[QPointF]:
    yield QPointF(OFFSET, OFFSET)
    steps = range(FARTHEST_STEP)
    for down, across in sorted(
        ((y, x) for y in steps for x in steps if x or y), key=lambda step: (sum(step), -step[0])
    ):
        yield QPointF(across * OFFSET, down * OFFSET)
