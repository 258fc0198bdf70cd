"""The one item that draws all connections. Where there are thousands, it keeps a picture of them to pan and zoom."""

from __future__ import annotations

import time

from PySide6.QtCore import QPointF, QRectF, QTimer
from PySide6.QtGui import QPainter, QPixmap, QTransform
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from gui.canvas.stage import Stage
from gui.canvas.wire_painter import paint_curve, paint_wires, strengths
from gui.faults import guarded

MOST_LIVE = 1_200
"""More visible connections than this are drawn into a picture first."""
REST_MS = 60
SHARE = 3
"""The picture is made anew at most for a quarter of the time: after a rest of three times what it cost."""
MOST_LOOKED_AT = 100
MOST_LIT = 24
"""Among hundreds of straight lines a path of more connections than this is shown by its nodes alone."""
SPARE = 0.5
"""How far beyond the window the picture reaches, in parts of the window."""


class Backdrop:
    """A picture of many connections: of which things (``key``), of which part of the scene, at which scale."""

    def __init__(self) -> None:
        self.key: tuple[object, ...] = ()
        self.area = QRectF()
        self.scale = 0.0
        self.cost = 0.0
        self.pixmap = QPixmap()

    def fits(self, key: tuple[object, ...], area: QRectF, scale: float) -> bool:
        """Whether the picture shows exactly this."""
        return self.scale == scale and self.area.contains(area) and _same(self.key, key)

    def blit(self, painter: QPainter) -> None:
        """Draw the picture where it belongs, stretched if the scale is another."""
        painter.drawPixmap(self.area, self.pixmap, QRectF(self.pixmap.rect()))


def _same(old: tuple[object, ...], new: tuple[object, ...]) -> bool:
    """Whether the things are the very same: frames are never changed, so identity says enough."""
    return len(old) == len(new) and all(a is b for a, b in zip(old, new, strict=True))


class ConnectionLayer(QGraphicsItem):
    """Paints the connections of the stage. ``set_area`` says what part of the scene there is."""

    def __init__(self, stage: Stage) -> None:
        super().__init__()
        self._stage, self._area, self._backdrop = stage, QRectF(), Backdrop()
        self._rest = QTimer()
        self._rest.setSingleShot(True)
        self._rest.timeout.connect(self._draw_anew)
        self._due = False
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemUsesExtendedStyleOption)

    def set_area(self, area: QRectF) -> None:
        """Follow the size of the scene."""
        self.prepareGeometryChange()
        self._area = area

    def boundingRect(self) -> QRectF:
        """Return the whole scene: the layer draws all of it."""
        return self._area

    @guarded
    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        """Paint what the exposed part shows."""
        area = option.exposedRect
        drawing = self._stage.drawing
        if not drawing.pairs:
            return
        if len(drawing.pairs) <= MOST_LIVE:
            paint_wires(painter, self._stage, drawing.wires_in(area), rough=self._stage.frame.running)
            if drawing.straight and self._stage.light is not None:
                self._paint_looked_at(painter)
            return
        shown = drawing.wires_in(area)
        if len(shown) <= MOST_LIVE:
            paint_wires(painter, self._stage, shown, rough=True)
        else:
            self._paint_backdrop(painter, area, widget)
        self._paint_looked_at(painter)

    def _paint_backdrop(self, painter: QPainter, area: QRectF, widget: QWidget | None) -> None:
        scale, backdrop = painter.worldTransform().m11(), self._backdrop
        key = (self._stage.drawing.ends, self._stage.frame.snapshot, self._stage.frame.document, self._stage.colors)
        if not backdrop.fits(key, area, scale):
            other = not _same(backdrop.key[:1], key[:1]) and not self._stage.preview.positions
            if self._due or backdrop.pixmap.isNull() or other:
                self._render(key, area, scale, widget.devicePixelRatioF() if widget else 1.0)
            elif not self._rest.isActive():
                self._rest.start(max(REST_MS, round(SHARE * backdrop.cost * 1000)))
        self._due = False
        backdrop.blit(painter)

    def _render(self, key: tuple[object, ...], area: QRectF, scale: float, ratio: float) -> None:
        begun, backdrop = time.perf_counter(), self._backdrop
        across, down = SPARE * area.width(), SPARE * area.height()
        backdrop.key, backdrop.scale = key, scale
        backdrop.area = area.adjusted(-across, -down, across, down)
        backdrop.pixmap = QPixmap((backdrop.area.size() * scale * ratio).toSize())
        backdrop.pixmap.fill(self._stage.colors.canvas)
        painter = QPainter(backdrop.pixmap)
        painter.setTransform(QTransform.fromScale(scale * ratio, scale * ratio))
        painter.translate(QPointF(-backdrop.area.x(), -backdrop.area.y()))
        paint_wires(painter, self._stage, self._stage.drawing.wires_in(backdrop.area), rough=True)
        painter.end()
        backdrop.cost = time.perf_counter() - begun

    def _draw_anew(self) -> None:
        self._due = True
        self.update()

    def _paint_looked_at(self, painter: QPainter) -> None:
        """Paint those chosen, lit, hovered over or being moved over the others."""
        stage, drawing = self._stage, self._stage.drawing
        light = stage.light
        lit = light.pairs if light is not None and len(light.pairs) <= MOST_LIT else ()
        looked_at = {*stage.selection.pairs, *([stage.hover.pair] if stage.hover.pair else []), *lit}
        moved = stage.preview.positions.keys()
        if not (looked_at or moved):
            return
        places = [
            place
            for place, pair in enumerate(drawing.pairs)
            if pair in looked_at or pair[0] in moved or pair[1] in moved
        ]
        weights = strengths(stage.frame, drawing.pairs)
        for place in places[:MOST_LOOKED_AT]:
            paint_curve(painter, stage, drawing.pairs[place], float(weights[place]))
