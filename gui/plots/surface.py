"""The loss over two numbers as a surface in space, turned by the mouse or the arrow keys. Painted from far to near."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from pyqtgraph.functions import arrayToQPolygonF
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from core.document import Floats
from gui.plots.box import Box, Facet, below, corners
from gui.plots.box_axes import paint_axes
from gui.plots.contour_lines import levels_of, shades
from gui.plots.contours_picture import Terrain, tones
from gui.plots.descent import Past
from gui.plots.marks import Span
from gui.plots.projection import far_to_near
from gui.plots.tints import mixed
from gui.plots.turnable import Turnable
from gui.theme import Colors

SIDE = 32
"""Points a side that are drawn: more would cost time and show nothing."""
CUT = 75.0
"""Percent of the ground that is drawn at least; what is higher is cut off, and that is said."""
MOST_PATH = 300


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


class Surface(Turnable):
    """Shows a scene; dragging turns it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, "The loss as a surface")
        self._scene: Scene | None = None
        self._colors: Colors | None = None

    def show_scene(self, scene: Scene | None, colors: Colors) -> None:
        """Show another scene."""
        self._scene, self._colors = scene, colors
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002  # all of it is painted
        """Paint everything, the farthest first."""
        scene, colors = self._scene, self._colors
        if scene is None or colors is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), QColor(colors.window))
        box = Box(self.turn, scene.across, scene.up, (scene.low, scene.top), QRectF(self.rect()))
        with np.errstate(all="ignore"):
            _Canvas(scene, box, colors).paint(painter)
        painter.end()


class _Canvas:
    """One painting: collects what is to be painted with its depth."""

    def __init__(self, scene: Scene, box: Box, colors: Colors) -> None:
        self._scene, self._box, self._colors = scene, box, colors

    def paint(self, painter: QPainter) -> None:
        """Paint the ground, the surface from far to near, and above all the path: seen through what is before it."""
        first, second = self._scene.terrain.numbers
        names = first.name, second.name, self._scene.terrain.loss_name
        paint_axes(painter, self._box, names, self._box.heights, self._colors)
        self._surface(painter)
        self._path(painter)

    def _surface(self, painter: QPainter) -> None:
        """Paint the cells of the grid, cut off at the top of the scene."""
        top = self._scene.top
        quads, heights, depths, shade = self._cells()
        low, high = tones(self._colors)
        brushes = [QBrush(QColor(mixed(low, high, step / 31))) for step in range(32)]
        painter.setPen(QPen(QColor(mixed(self._colors.positive, self._colors.window, 0.45)), 0))
        whole: list[bool] = np.all(heights <= top, axis=1).tolist()
        facet = Facet()
        for place in far_to_near(depths):
            painter.setBrush(brushes[shade[place]])
            if whole[place]:
                facet.paint(painter, quads[place])
            else:
                shape = below(quads[place], heights[place], top)
                painter.drawConvexPolygon(arrayToQPolygonF(shape[:, 0], shape[:, 1]))

    def _cells(self) -> tuple[Floats, Floats, Floats, list[int]]:
        """Return corners in pixels (cells, 4, 2), their heights (cells, 4), depths and shades (cells,)."""
        grid = self._scene.terrain.grid
        across, up = (np.unique(np.linspace(0, axis.size - 1, min(SIDE, axis.size)).astype(np.intp))
                      for axis in (grid.x, grid.y))
        z = grid.z[np.ix_(up, across)]
        x, y = np.meshgrid(grid.x[across], grid.y[up])
        at, depth = self._box.see(x, y, z)
        quads, heights, depths, tints = (corners(values) for values in (at, z, depth, shades(z, levels_of(grid.z))))
        fine = np.isfinite(heights).all(axis=1) & (heights < self._scene.top).any(axis=1)
        shade = (31 * tints[fine].mean(axis=1)).astype(np.intp).tolist()
        return quads[fine], heights[fine], depths[fine].mean(axis=1), shade

    def _path(self, painter: QPainter) -> None:
        """Paint the steps so far and the point."""
        terrain = self._scene.terrain
        at, _ = self._box.see(*self._scene.trail)
        exact = bool(terrain.past.on_slice.all())
        painter.setPen(QPen(QColor(self._colors.text), 1.6, Qt.PenStyle.SolidLine if exact else Qt.PenStyle.DashLine))
        painter.drawPolyline(QPolygonF([QPointF(*place) for place in at[np.isfinite(at).all(axis=1)].tolist()]))
        here, _ = self._box.see(*(np.array(value) for value in (*terrain.at, terrain.loss)))
        if np.isfinite(here).all():
            painter.setPen(QPen(QColor(self._colors.window), 2))
            painter.setBrush(QColor(self._colors.accent))
            painter.drawEllipse(QPointF(*here.tolist()), 7, 7)
