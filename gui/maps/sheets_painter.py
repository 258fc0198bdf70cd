"""Paints sheets in space from far to near, with creases where the highest changes, over a floor that says who wins.

All sheets stand on the same tiles, so each of these is a column of its own: columns are painted from far to near, and
in each the sheets from low to high. A tile in which sheets cross is a column for each sheet that is highest somewhere.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

import numpy as np
from pyqtgraph.functions import arrayToQPolygonF
from PySide6.QtCore import QLineF, QPointF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen, QTransform

from core.document import Bools, Floats, Indices
from gui.maps.chart import held_back, observed_classes, observed_values
from gui.maps.map_picture import SHAPED, heat_span, hues
from gui.maps.regions import class_table, heat, heat_table, regions
from gui.maps.sheets import Sheets
from gui.plots.box import Box, Facet, below
from gui.plots.box_axes import paint_axes
from gui.plots.marks import Span
from gui.plots.shading import tiled
from gui.plots.symbols import dress, paint_symbol
from gui.plots.tints import mixed
from gui.theme import Colors

_SHADES = 16
_LIGHT = np.array([-0.45, -0.35, 0.82])
_SEEN_THROUGH = 228
"""How much of 255 a sheet hides, where there are several."""


def paint_sheets(painter: QPainter, sheets: Sheets, box: Box, limits: Span, colors: Colors) -> None:
    """Paint floor, data points and sheets; ``limits`` are the heights that are numbered."""
    _floor(painter, sheets, box, colors)
    paint_axes(painter, box, (*sheets.chart.axes.names, sheets.height_name), limits, colors)
    _points_on_floor(painter, sheets, box, colors)
    _Cells(sheets, box, colors).paint(painter)
    _points_in_space(painter, sheets, box, colors)


def _floor(painter: QPainter, sheets: Sheets, box: Box, colors: Colors) -> None:
    """Paint who wins where, or how large a number is, as a picture laid on the ground."""
    chart, side = sheets.chart, (sheets.chart.side, sheets.chart.side)
    if chart.outcome.choice is not None:
        tints = chart.outcome.colors(colors)
        tiles, table = regions(chart.values, side, even=True), class_table(tints, colors.window, colors.text)
    else:
        tiles, table = heat(chart.values[0], heat_span(chart, 0), side), heat_table(*hues(colors))
    low = box.heights[0]
    start = box.spot(box.across[0], box.up[1], low)
    right, down = box.spot(box.across[1], box.up[1], low) - start, box.spot(box.across[0], box.up[0], low) - start
    count = chart.side
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.setTransform(QTransform(right.x() / count, right.y() / count, down.x() / count, down.y() / count,
                                    start.x(), start.y()), combine=True)  # fmt: skip
    painter.drawImage(QPointF(0, 0), tiled(tiles, table))
    painter.restore()


def _points_on_floor(painter: QPainter, sheets: Sheets, box: Box, colors: Colors) -> None:
    chart = sheets.chart
    observed, (x, y) = observed_classes(chart), chart.axes.points
    if not x.size or chart.outcome.choice is None:
        return
    at, _ = box.see(x, y, np.full(x.size, box.heights[0]))
    numbers = observed if observed is not None else np.full(x.size, -1)
    tints, shapes = (*chart.outcome.colors(colors), colors.point), (*chart.outcome.shapes, "disc")
    if x.size > SHAPED:
        _cloud(painter, at, numbers, tints)
        return
    test = held_back(chart)
    for row, (place, number) in enumerate(zip(at.tolist(), numbers.tolist(), strict=True)):
        fill, rim = (colors.window, tints[number]) if test[row] else (tints[number], colors.window)
        dress(painter, fill, rim)
        paint_symbol(painter, QPointF(*place), shapes[number], 7)


def _cloud(painter: QPainter, at: Floats, numbers: Indices, tints: tuple[str, ...]) -> None:
    """Paint points, (rows, 2) pixels, as dots in the colours of their classes."""
    for number in np.unique(numbers).tolist():
        painter.setPen(QPen(QColor(tints[number]), 2.5))
        own = at[numbers == number]
        painter.drawPoints(arrayToQPolygonF(own[:, 0], own[:, 1]))


def _points_in_space(painter: QPainter, sheets: Sheets, box: Box, colors: Colors) -> None:
    """Paint what was observed of one output at its height, on a stem from the prediction."""
    chart = sheets.chart
    observed = observed_values(chart, 0) if len(chart.outcome.units) == 1 else None
    if observed is None or chart.frame.values is None:
        return
    x, y = chart.axes.points
    predicted = chart.outcome.values(chart.outcome.of(chart.frame.values))[0]
    tops, feet = (box.see(x, y, z)[0] for z in (observed, predicted))
    fine = np.isfinite(tops).all(axis=1) & np.isfinite(feet).all(axis=1)
    ends = np.concatenate([feet, tops], axis=1)[fine]
    painter.setPen(QPen(QColor(colors.danger), 1, Qt.PenStyle.DashLine))
    painter.drawLines([QLineF(*line) for line in ends.tolist()])
    dress(painter, colors.point, colors.window)
    for place in tops[fine].tolist():
        paint_symbol(painter, QPointF(*place), "disc", 7)


class _Cells:
    """The tiles of all sheets: ``quads`` (sheets, tiles, 4, 2) in pixels and ``heights`` (sheets, tiles, 4)."""

    def __init__(self, sheets: Sheets, box: Box, colors: Colors) -> None:
        self._colors, self._tiles = colors, sheets.tiles
        self._tints = sheets.chart.outcome.colors(colors)[: sheets.heights.shape[0]]
        x, y = np.meshgrid(sheets.x, sheets.y)
        corners = sheets.tiles.corners
        self._quads = np.stack([corners(box.see(x, y, z)[0]) for z in sheets.heights])
        self._heights = np.stack([corners(z) for z in sheets.heights])
        depths = box.see(x, y, np.full_like(x, box.heights[0]))[1]
        self._order, self._depths = sheets.tiles.from_afar(depths), corners(depths)
        shade = np.stack([corners(_shades(z, box)) for z in sheets.heights]).mean(axis=2)
        with np.errstate(invalid="ignore"):
            self._tones: list[list[int]] = np.clip(shade * (_SHADES - 1), 0, _SHADES - 1).astype(np.intp).T.tolist()
        self._brushes = [self._shaded(tint) for tint in self._tints]
        self._lines = [QPen(QColor(mixed(tint, colors.window, 0.35)), 0) for tint in self._tints]
        self._known = cast("Bools", np.isfinite(self._heights).all((0, 2)) & np.isfinite(self._quads).all((0, 2, 3)))

    def paint(self, painter: QPainter) -> None:
        """Paint tile after tile; small ones have lines only where those of the undivided ones go on."""
        ranks = np.argsort(self._heights.mean(axis=2), axis=0, kind="stable").T.tolist()
        whole = (self._tiles.side == self._tiles.sides[0]).tolist()
        crossing, edges, facet = self._crossing(), self._tiles.edges_on_lines(), Facet()
        for tile in self._order[self._known[self._order]].tolist():
            if crossing[tile]:
                self._pieces(painter, tile)
                continue
            for sheet in ranks[tile]:
                brush = self._brush(tile, sheet)
                painter.setPen(self._lines[sheet] if whole[tile] else QPen(brush, 0))  # else seams would be seen
                painter.setBrush(brush)
                facet.paint(painter, self._quads[sheet, tile])
                if not whole[tile] and edges[tile]:
                    points = [QPointF(*at) for at in self._quads[sheet, tile].tolist()]
                    painter.setPen(self._lines[sheet])
                    painter.drawLines([QLineF(points[edge], points[(edge + 1) % 4]) for edge in edges[tile]])

    def _brush(self, tile: int, sheet: int) -> QBrush:
        return self._brushes[sheet][self._tones[tile][sheet]]

    def _shaded(self, tint: str) -> list[QBrush]:
        found = []
        for step in range(_SHADES):
            ink = QColor(mixed(self._colors.window, tint, 0.32 + 0.6 * step / (_SHADES - 1)))
            ink.setAlpha(255 if len(self._tints) == 1 else _SEEN_THROUGH)
            found.append(QBrush(ink))
        return found

    def _crossing(self) -> list[bool]:
        """Return in which cells it is not the same sheet that is highest at all corners."""
        tops = self._heights.argmax(axis=0)
        crossed: list[bool] = (tops != tops[:, :1]).any(axis=1).tolist()
        return crossed

    def _pieces(self, painter: QPainter, tile: int) -> None:
        """Paint a tile in which sheets cross: part by part, each sheet of it in turn, and the creases between them."""
        found = ((sheet, self._highest(tile, sheet)) for sheet in _highest_somewhere(self._heights[:, tile]))
        parts = [(sheet, part) for sheet, part in found if len(part) >= 3]
        creases: list[QLineF] = []
        for top, part in sorted(parts, key=lambda one: -one[1][:, -1].mean()):
            count = len(self._tints)
            for sheet in np.argsort(part[:, :count].mean(axis=0), kind="stable").tolist():
                brush = self._brush(tile, sheet)
                painter.setPen(QPen(brush, 0))
                painter.setBrush(brush)
                painter.drawConvexPolygon([QPointF(*at) for at in _pixels(part, sheet, count).tolist()])
            creases += _creases(part[:, :count], _pixels(part, top, count), top)
        painter.setPen(QPen(QColor(self._colors.text), 1.6))
        painter.drawLines(creases)

    def _highest(self, tile: int, sheet: int) -> Floats:
        """Return the corners of the part of a tile in which ``sheet`` is highest: (corners, 3 sheets + 1).

        First the heights of all sheets, then their pixels, then the depth on the ground.
        """
        heights, quads = self._heights[:, tile].T, self._quads[:, tile].swapaxes(0, 1).reshape(4, -1)
        part = np.concatenate([heights, quads, self._depths[tile][:, None]], axis=1)
        for other in range(self._heights.shape[0]):
            if other != sheet and len(part):
                part = below(part, part[:, other] - part[:, sheet], 0.0)
        return part


def _pixels(part: Floats, sheet: int, count: int) -> Floats:
    """Return where the corners of a part are seen on one of ``count`` sheets, (corners, 2)."""
    pixels: Floats = part[:, count + 2 * sheet : count + 2 * sheet + 2]
    return pixels


def _highest_somewhere(heights: Floats) -> list[int]:
    """Return the sheets that are highest at a corner, of heights (sheets, 4)."""
    return sorted(set(heights.argmax(axis=0).tolist()))


def _creases(heights: Floats, pixels: Floats, sheet: int) -> Iterator[QLineF]:
    """Give the edges of a part, of heights (corners, sheets), along which another sheet is as high as ``sheet``."""
    rows, places = heights.tolist(), pixels.tolist()  # of so few numbers lists are faster
    within = 1e-9 * max(1e-300, *(abs(height) for row in rows for height in row))
    near = [{other for other, height in enumerate(row) if other != sheet and abs(height - row[sheet]) <= within}
            for row in rows]  # fmt: skip
    for place in range(len(rows)):
        if near[place - 1] & near[place]:
            yield QLineF(*places[place - 1], *places[place])


def _shades(z: Floats, box: Box) -> Floats:
    """Return how bright each point of a sheet is in a light from the left: 0 to 1."""
    rows, columns = z.shape
    share = (z - box.heights[0]) / (box.heights[1] - box.heights[0]) * box.tall
    up, right = np.gradient(share, 1 / (rows - 1), 1 / (columns - 1))
    bright: Floats = (-right * _LIGHT[0] - up * _LIGHT[1] + _LIGHT[2]) / np.sqrt(right**2 + up**2 + 1)
    return np.clip(bright, 0, 1)
