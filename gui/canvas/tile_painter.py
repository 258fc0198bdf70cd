"""How the units of a layer are painted inside its square: a cell each, shaded by its value for the chosen row.

A negative cell has a dash in it, as negative connections are dashed; where a cell has room its number is written.
"""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter

from core.document import Floats
from gui.canvas import look
from gui.canvas.cells import Cells
from gui.canvas.shades import ink_on, reach_of, shade_image, shares
from gui.theme import Colors

LEAST_OUTLINED, LEAST_DASHED = 3.5, 5.0
"""Pixels a cell must measure for its outline, and for its dash, to be seen."""
LEAST_WIDE, LEAST_HIGH = 20.0, 9.0
"""Pixels a cell must measure for a number to be tried in it."""
SIZES = (12, 11, 10, 9, 8, 7, 6, 5)
LEAST_LETTERS = 7.5
"""Pixels that letters must be high to be read."""


def paint_cells(painter: QPainter, cells: Cells, values: Floats, colors: Colors) -> None:
    """Paint ``values`` (units,) into ``cells``, in as much detail as the painter's scale shows."""
    reach, zoom = reach_of(values), painter.worldTransform().m11()
    wide, high = cells.width * zoom, cells.height * zoom
    _shade(painter, cells, values, reach, colors)
    if min(wide, high) >= LEAST_OUTLINED:
        painter.setPen(look.pen(colors.border, round(0.8 / max(1.0, zoom), 2)))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRects([cells.cell(unit) for unit in range(cells.count)])
    part = shares(values, reach)
    bare = list(range(cells.count))
    if wide >= LEAST_WIDE and high >= LEAST_HIGH:
        bare = [unit for unit in bare if not _number(painter, cells.cell(unit), values[unit], part[unit], colors)]
    if min(wide, high) >= LEAST_DASHED:
        _dashes(painter, cells, part, bare, colors)


def _shade(painter: QPainter, cells: Cells, values: Floats, reach: float, colors: Colors) -> None:
    whole = np.zeros(cells.rows * cells.columns)
    whole[: cells.count] = values
    smooth = painter.testRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.drawImage(cells.area, shade_image(whole.reshape(cells.rows, cells.columns), reach, colors))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, smooth)


def _dashes(painter: QPainter, cells: Cells, part: Floats, units: list[int], colors: Colors) -> None:
    """Paint a dash into each negative cell of ``units``, and a cross into each that holds no number."""
    lines: dict[str, list[QLineF]] = {}
    for unit in units:
        lost = not np.isfinite(part[unit])
        if lost or part[unit] < 0:
            ink = ink_on(round(float(part[unit]), 1), colors)
            lines.setdefault(ink, []).extend(_mark(cells.cell(unit), crossed=lost))
    for ink, some in lines.items():
        painter.setPen(look.pen(ink, round(min(1.2, cells.height / 7), 2)))
        painter.drawLines(some)


def _mark(cell: QRectF, *, crossed: bool) -> list[QLineF]:
    middle, across, down = cell.center(), cell.width() / 4, cell.height() / 4
    if not crossed:
        return [QLineF(middle - QPointF(across, 0), middle + QPointF(across, 0))]
    return [QLineF(middle - QPointF(across, turn * down), middle + QPointF(across, turn * down)) for turn in (1, -1)]


def _number(painter: QPainter, cell: QRectF, value: float, part: float, colors: Colors) -> bool:
    """Write a number into its cell, in as many digits as have room; False where there is none."""
    zoom, room = painter.worldTransform().m11(), cell.width() - 2
    sizes = [size for size in SIZES if size <= cell.height() - 1 and size * zoom >= LEAST_LETTERS]
    for text in look.number_texts(float(value), 3) if sizes else ():
        size = next((size for size in sizes if look.text_width(text, size) <= room), None)
        if size is not None:
            look.write_whole(painter, cell, (text,), ink_on(round(float(part), 1), colors), (size,))
            return True
    return False
