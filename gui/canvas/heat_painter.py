"""How the picture of a weight matrix is painted: shades of one scale about 0, and what the fullest stands for."""

from __future__ import annotations

from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QImage, QLinearGradient, QPainter

from core.document import Floats, Ref, wired
from core.quantity import format_number
from gui.canvas import look
from gui.canvas.cells import Cells
from gui.canvas.drawing import MIDDLE
from gui.canvas.heat import Heat, sheet_of
from gui.canvas.shades import reach_of, shade_image, strongest
from gui.canvas.stage import Stage
from gui.canvas.tile_painter import paint_cells

BAR_HEIGHT = 5.0
NO_BRUSH = Qt.BrushStyle.NoBrush
MOST_CELLS = 600
"""Up to so many weights are painted as cells with outlines, dashes and numbers where they are large enough."""

MOST_PARTED = 64
"""Up to so many filters are parted by lines."""


class HeatPainter:
    """Paints pictures of matrices; the last one of each is kept as long as it shows the same."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._images: dict[Ref, tuple[tuple[object, ...], tuple[int, int], QImage]] = {}

    def paint(self, painter: QPainter, pair: Ref) -> None:
        """Paint one picture with its scale and what is marked in it."""
        stage, heat = self._stage, self._stage.drawing.heats[pair]
        values, colors = sheet_of(stage.frame.parameter(pair)), stage.colors
        painter.setPen(look.pen(colors.border, 1.0))
        painter.setBrush(look.color(colors.window))
        painter.drawRect(heat.area.adjusted(-1, -1, 1, 1))
        if values.size <= MOST_CELLS:
            paint_cells(painter, Cells(heat.area, heat.rows, heat.columns, values.size), values.ravel(), colors)
        else:
            self._paint_image(painter, pair, heat, values)
        if len(heat.shape) > 2 and 1 < heat.shape[0] * heat.shape[1] <= MOST_PARTED:
            _part(painter, heat, stage)
        if painter.worldTransform().m11() >= MIDDLE:
            _scale(painter, heat.scale, reach_of(values), stage)
        _marks(painter, pair, heat, stage)

    def _paint_image(self, painter: QPainter, pair: Ref, heat: Heat, values: Floats) -> None:
        stage, zoom = self._stage, painter.worldTransform().m11() * painter.device().devicePixelRatio()
        pixels = round(heat.area.height() * zoom), round(heat.area.width() * zoom)
        things = (stage.frame.document, stage.frame.snapshot, stage.colors)
        kept = self._images.get(pair)
        if kept is None or kept[1] != pixels or any(a is not b for a, b in zip(kept[0], things, strict=True)):
            image = shade_image(strongest(values, *pixels), reach_of(values), stage.colors)
            kept = self._images[pair] = (things, pixels, image)
        painter.drawImage(heat.area, kept[2])


def _part(painter: QPainter, heat: Heat, stage: Stage) -> None:
    """Part the filters of one sheet from each other."""
    painter.setBrush(NO_BRUSH)
    painter.setPen(look.pen(stage.colors.muted, 1.2))
    painter.drawRects(heat.planes)


def _scale(painter: QPainter, area: QRectF, reach: float, stage: Stage) -> None:
    """Paint "−0.8 ▭ 0.8": what the fullest shades stand for."""
    colors = stage.colors
    third = area.width() / 3
    bar = QRectF(area.left() + third, area.center().y() - BAR_HEIGHT / 2, third, BAR_HEIGHT)
    shades = QLinearGradient(bar.topLeft(), bar.topRight())
    for place, hue in ((0.0, colors.negative), (0.5, colors.window), (1.0, colors.positive)):
        shades.setColorAt(place, look.color(hue))
    painter.fillRect(bar, shades)
    low = QRectF(area.left(), area.top(), third - 3, area.height())
    high = QRectF(bar.right() + 3, area.top(), third - 3, area.height())
    for box, value, side in ((low, -reach, Qt.AlignmentFlag.AlignRight), (high, reach, Qt.AlignmentFlag.AlignLeft)):
        text, size = look.fitted((format_number(value, 2),), third - 3, (9, 8, 7))
        look.write(painter, box, text, colors.muted, size, side=side)


def _marks(painter: QPainter, pair: Ref, heat: Heat, stage: Stage) -> None:
    """Frame the number that is looked at, lead to the one under the pointer, frame all of a unit that is."""
    colors, chosen, hover = stage.colors, stage.lighting.index_of(pair), stage.hover
    painter.setBrush(NO_BRUSH)
    if len(chosen) == len(heat.shape):
        painter.setPen(look.pen(colors.accent, 2.0))
        painter.drawRect(_grown(heat.number(chosen)))
    unit = [stage.unit_pointed(node) if hover.node == node and wired(pair) else None for node in pair]
    painter.setPen(look.pen(colors.accent, 1.5))
    if unit[0] is not None and unit[0] < heat.columns:
        painter.drawRect(_grown(heat.cell(0, unit[0]).united(heat.cell(heat.rows - 1, unit[0]))))
    if unit[1] is not None and unit[1] < heat.rows:
        painter.drawRect(_grown(heat.cell(unit[1], 0).united(heat.cell(unit[1], heat.columns - 1))))
    if hover.part == "heat" and hover.ref == pair and len(hover.place) == len(heat.shape):
        cell, area = heat.number(hover.place), heat.area
        painter.setPen(look.pen(colors.text, 1.0))
        painter.drawRect(_grown(cell))
        x, y = cell.center().x(), cell.center().y()
        painter.drawLine(QLineF(x, area.top() - 4, x, area.top() - 1))
        painter.drawLine(QLineF(area.left() - 4, y, area.left() - 1, y))


def _grown(cell: QRectF) -> QRectF:
    """Return the frame about a cell: wide enough to be seen about one of a pixel."""
    more = max(0.0, (5 - min(cell.width(), cell.height())) / 2)
    return cell.adjusted(-more, -more, more, more)
