"""The loss over two numbers as a surface in space, turned by the mouse or the arrow keys. Painted from far to near."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from pyqtgraph.functions import arrayToQPolygonF
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from core.document import Bools, Floats
from core.quantity import format_number
from gui.plots.contour_lines import levels_of, shades
from gui.plots.contours_picture import Terrain, tones
from gui.plots.descent import Past
from gui.plots.marks import Span
from gui.plots.projection import Turn, far_to_near, project
from gui.plots.tints import mixed
from gui.theme import Colors, font

SIDE = 32
"""Points a side that are drawn: more would cost time and show nothing."""
CUT = 75.0
"""Percent of the ground that is drawn at least; what is higher is cut off, and that is said."""
_EDGES = (((0, 0), (1, 0)), ((1, 0), (1, 1)), ((1, 1), (0, 1)), ((0, 1), (0, 0)))
MOST_PATH = 300
TURN_BY = 0.04
KEYS = {Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Up: (0, 1), Qt.Key.Key_Down: (0, -1)}


@dataclass(frozen=True, slots=True, eq=False)
class Scene:
    """What is to be seen: the terrain within limits, cut off above the loss ``top``.

    ``trail`` is the path of descent on it: (x, y, loss on this plane), each (steps,); dashed where it is a shadow, as
    other numbers stood elsewhere then.
    """

    terrain: Terrain
    trail: tuple[Floats, Floats, Floats]
    across: Span
    up: Span
    low: float
    top: float

    def shares(self, x: Floats, y: Floats, z: Floats) -> tuple[Floats, Floats, Floats]:
        """Return values as shares of the box."""
        spans = (self.across, self.up, (self.low, self.top))
        first, second, third = ((values - low) / (high - low) for values, (low, high) in zip((x, y, z), spans,
                                                                                            strict=True))
        return first, second, third


def trail_of(past: Past) -> Floats:
    """Return the values, (2, steps), of the part of a path that is drawn on the surface."""
    count = past.steps.size
    return past.values[:, np.unique(np.linspace(0, count - 1, min(count, MOST_PATH)).astype(np.intp))]


def scene_of(terrain: Terrain, losses: Floats, across: Span, up: Span) -> Scene | None:
    """Return what is to be seen; None where no loss is finite. ``losses`` are those of the trail on this plane."""
    finite = terrain.grid.z[np.isfinite(terrain.grid.z)]
    if not finite.size:
        return None
    known = np.append(losses, terrain.loss)
    highest = max(float(np.percentile(finite, CUT)), float(known[np.isfinite(known)].max(initial=-np.inf)))
    low, top = min(0.0, float(finite.min())), min(highest, float(finite.max()))
    x, y = trail_of(terrain.past)
    return Scene(terrain, (x, y, losses), across, up, low, top if top > low else low + 1.0)


class Surface(QWidget):
    """Shows a scene; dragging turns it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.turn = Turn()
        self._scene: Scene | None = None
        self._colors: Colors | None = None
        self._from: QPointF | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("The loss as a surface")
        self.setToolTip("Drag, or press the arrow keys, to turn the surface")

    def show_scene(self, scene: Scene | None, colors: Colors) -> None:
        """Show another scene."""
        self._scene, self._colors = scene, colors
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin to turn."""
        self._from = event.position()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Turn as far as the mouse went."""
        if self._from is not None:
            way = event.position() - self._from
            self._from = event.position()
            self._move(way.x() / max(1, self.width()), way.y() / max(1, self.height()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: ARG002  # which button does not matter
        """Stay so."""
        self._from = None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The arrows turn."""
        way = KEYS.get(Qt.Key(event.key()))
        if way is None:
            super().keyPressEvent(event)
        else:
            self._move(TURN_BY * way[0], TURN_BY * way[1])

    def _move(self, across: float, up: float) -> None:
        self.turn = self.turn.moved(across, up)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002  # all of it is painted
        """Paint everything, the farthest first."""
        scene, colors = self._scene, self._colors
        if scene is None or colors is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), QColor(colors.window))
        with np.errstate(all="ignore"):
            canvas = _Canvas(scene, self.turn, colors, QRectF(self.rect()))
            canvas.paint(painter)
        painter.end()


class _Canvas:
    """One painting: collects what is to be painted with its depth."""

    def __init__(self, scene: Scene, turn: Turn, colors: Colors, room: QRectF) -> None:
        self._scene, self._turn, self._colors = scene, turn, colors
        self._middle, self._size = room.center(), min(room.width() / 1.7, (room.height() - 40) / 1.4)

    def paint(self, painter: QPainter) -> None:
        """Paint the ground, the surface from far to near, and above all the path: seen through what is before it."""
        self._ground(painter)
        self._surface(painter)
        self._path(painter)

    def _see(self, x: Floats, y: Floats, z: Floats) -> tuple[Floats, Floats]:
        """Return values as pixels, (points, 2), and their depths."""
        right, up, depth = project(self._turn, *self._scene.shares(x, y, z))
        return np.stack([self._middle.x() + right * self._size, self._middle.y() - up * self._size], axis=-1), depth

    def _ground(self, painter: QPainter) -> None:
        """Paint the edges of the ground with the names of the axes at those that are near."""
        scene, pair = self._scene, self._scene.terrain.numbers
        painter.setFont(font(8))
        nearest = self._near_edges()
        for number, (start, end) in enumerate(_EDGES):
            ends = [self._corner(*start), self._corner(*end)]
            painter.setPen(QPen(QColor(self._colors.frozen), 1))
            painter.drawLine(ends[0], ends[1])
            if number in nearest:
                axis = number % 2
                low, high = scene.across if axis == 0 else scene.up
                values = (high, low) if number >= 2 else (low, high)
                words = (format_number(values[0], 3), pair[axis].name, format_number(values[1], 3))
                self._write(painter, ends, words)

    def _corner(self, x: float, y: float) -> QPointF:
        scene = self._scene
        at, _ = self._see(np.array(scene.across[int(x)]), np.array(scene.up[int(y)]), np.array(scene.low))
        return QPointF(float(at[0]), float(at[1]))

    def _near_edges(self) -> set[int]:
        """Return the one edge of each axis that is nearer."""
        depths = []
        for start, end in _EDGES:
            middle = [np.array((one + other) / 2) for one, other in zip(start, end, strict=True)]
            depths.append(float(project(self._turn, middle[0], middle[1], np.array(0.0))[2]))
        return {0 if depths[0] < depths[2] else 2, 1 if depths[1] < depths[3] else 3}

    def _write(self, painter: QPainter, ends: list[QPointF], words: tuple[str, str, str]) -> None:
        painter.setPen(QColor(self._colors.muted))
        away = (ends[0] + ends[1]) / 2 - self._middle
        down = QPointF(14 if away.x() > 0 else -14, 12)
        for share, text in zip((0.08, 0.5, 0.92), words, strict=True):
            at = ends[0] + (ends[1] - ends[0]) * share + down
            painter.drawText(QRectF(at.x() - 40, at.y() - 8, 80, 16), Qt.AlignmentFlag.AlignCenter, text)

    def _surface(self, painter: QPainter) -> None:
        """Paint the cells of the grid, cut off at the top of the scene."""
        top = self._scene.top
        quads, heights, depths, shade = self._cells()
        low, high = tones(self._colors)
        brushes = [QBrush(QColor(mixed(low, high, step / 31))) for step in range(32)]
        painter.setPen(QPen(QColor(mixed(self._colors.positive, self._colors.window, 0.45)), 0))
        whole: Bools = np.all(heights <= top, axis=1)
        for place in far_to_near(depths):
            painter.setBrush(brushes[shade[place]])
            corners = below(quads[place], heights[place], top) if not whole[place] else quads[place]
            painter.drawConvexPolygon(arrayToQPolygonF(corners[:, 0], corners[:, 1]))

    def _cells(self) -> tuple[Floats, Floats, Floats, list[int]]:
        """Return corners in pixels (cells, 4, 2), their heights (cells, 4), depths and shades (cells,)."""
        grid = self._scene.terrain.grid
        across, up = (np.unique(np.linspace(0, axis.size - 1, min(SIDE, axis.size)).astype(np.intp))
                      for axis in (grid.x, grid.y))
        z = grid.z[np.ix_(up, across)]
        x, y = np.meshgrid(grid.x[across], grid.y[up])
        at, depth = self._see(x, y, z)
        quads, heights, depths, tints = (_corners(values) for values in (at, z, depth, shades(z, levels_of(grid.z))))
        fine = np.isfinite(heights).all(axis=1) & (heights < self._scene.top).any(axis=1)
        shade = (31 * tints[fine].mean(axis=1)).astype(np.intp).tolist()
        return quads[fine], heights[fine], depths[fine].mean(axis=1), shade

    def _path(self, painter: QPainter) -> None:
        """Paint the steps so far and the point."""
        terrain = self._scene.terrain
        at, _ = self._see(*self._scene.trail)
        exact = bool(terrain.past.on_slice.all())
        painter.setPen(QPen(QColor(self._colors.text), 1.6, Qt.PenStyle.SolidLine if exact else Qt.PenStyle.DashLine))
        painter.drawPolyline(QPolygonF([QPointF(*place) for place in at[np.isfinite(at).all(axis=1)].tolist()]))
        here, _ = self._see(*(np.array(value) for value in (*terrain.at, terrain.loss)))
        if np.isfinite(here).all():
            painter.setPen(QPen(QColor(self._colors.window), 2))
            painter.setBrush(QColor(self._colors.accent))
            painter.drawEllipse(QPointF(*here.tolist()), 7, 7)


def _corners(values: Floats) -> Floats:
    """Return the four corners of every cell of a grid, in a round: (cells, 4, ...)."""
    rows, columns = values.shape[0] - 1, values.shape[1] - 1
    parts = [values[up : rows + up, right : columns + right] for up, right in ((0, 0), (0, 1), (1, 1), (1, 0))]
    return np.stack(parts, axis=2).reshape(rows * columns, 4, *values.shape[2:])


def below(corners: Floats, heights: Floats, top: float) -> Floats:
    """Return the corners, (corners, 2), of the part of a quad, (4, 2), whose heights are not above ``top``."""
    points = []
    for place in range(len(heights)):
        after = (place + 1) % len(heights)
        if heights[place] <= top:
            points.append(corners[place])
        if (heights[place] <= top) != (heights[after] <= top):
            share = (top - heights[place]) / (heights[after] - heights[place])
            points.append(corners[place] + share * (corners[after] - corners[place]))
    return np.array(points)
