"""The scene: a dot grid, all connections, nodes, pills, and the preview of a gesture, each one layer."""

from __future__ import annotations

from PySide6.QtCore import QObject, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QGraphicsItem, QGraphicsScene, QStyleOptionGraphicsItem, QWidget

from gui.canvas import look
from gui.canvas.connection_layer import ConnectionLayer
from gui.canvas.drawing import NOTHING, Hit
from gui.canvas.node_painter import paint_far, paint_node
from gui.canvas.pill_painter import paint_pill
from gui.canvas.preview_painter import paint_preview
from gui.canvas.stage import QUIET, Preview, Stage
from gui.frame import Frame
from gui.workspace import Workspace

ROOM = 2_000.0
"""How far one may pan beyond the drawing."""
FAR, MIDDLE = 0.3, 0.55
"""Zoom below which nodes are plain squares, and below which no numbers are shown."""
MOST_FULL, MOST_NEAR = 90, 300
"""How many visible nodes are painted with all they show, and with label and ports."""
DOTS = 20.0


class _Layer(QGraphicsItem):
    """A layer as large as the scene."""

    def __init__(self, stage: Stage) -> None:
        super().__init__()
        self.stage, self._area = stage, QRectF()
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemUsesExtendedStyleOption)

    def set_area(self, area: QRectF) -> None:
        """Follow the size of the scene."""
        self.prepareGeometryChange()
        self._area = area

    def boundingRect(self) -> QRectF:
        """Return the whole scene."""
        return self._area


class NodeLayer(_Layer):
    """Paints the nodes and their biases, in as much detail as the zoom shows."""

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:  # noqa: ARG002
        """Paint the nodes in the exposed part."""
        area = option.exposedRect.adjusted(-100, -100, 100, 100)
        shown, zoom = self.stage.drawing.nodes_in(area), painter.worldTransform().m11()
        if zoom < FAR or len(shown) > MOST_NEAR:
            paint_far(painter, self.stage, shown)
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        full = zoom >= MIDDLE and len(shown) <= MOST_FULL
        for node in shown:
            paint_node(painter, self.stage, node, full=full)


class PillLayer(_Layer):
    """Paints the numbers."""

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:  # noqa: ARG002
        """Paint the pills in the exposed part, unless they would be too small to read."""
        if painter.worldTransform().m11() < MIDDLE:
            return
        area = option.exposedRect
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for ref, pill in self.stage.drawing.pills.items():
            if pill.intersects(area):
                paint_pill(painter, self.stage, ref, pill)


class PreviewLayer(_Layer):
    """Paints what a gesture under way would do."""

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:  # noqa: ARG002
        """Paint the preview, if there is one."""
        if self.stage.preview is not QUIET:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            paint_preview(painter, self.stage)


class CanvasScene(QGraphicsScene):
    """Shows the newest frame. Everything drawn is read from ``stage``; nothing is kept in items."""

    def __init__(self, workspace: Workspace, parent: QObject) -> None:
        super().__init__(parent)
        self.setItemIndexMethod(QGraphicsScene.ItemIndexMethod.NoIndex)
        self.stage = Stage(workspace.theme, workspace.selection, workspace.training.frame)
        self._layers = (
            ConnectionLayer(self.stage),
            NodeLayer(self.stage),
            PillLayer(self.stage),
            PreviewLayer(self.stage),
        )
        for depth, layer in enumerate(self._layers):
            layer.setZValue(depth)
            self.addItem(layer)
        self._follow_bounds()

    def show_frame(self, frame: Frame) -> bool:
        """Draw another frame; True if nodes or connections came or went."""
        old, new = self.stage.document, frame.document
        if self.stage.take(frame):
            self._follow_bounds()
        self.update()
        return old.nodes.keys() != new.nodes.keys() or old.connections.keys() != new.connections.keys()

    def show_preview(self, preview: Preview = QUIET) -> None:
        """Draw what a gesture would do; without argument, the document as it stands."""
        if preview is not self.stage.preview:
            self.stage.show(preview)
            self.update()

    def show_hover(self, hit: Hit = NOTHING) -> None:
        """Light up what the pointer is over."""
        if hit != self.stage.hover:
            self.stage.hover = hit
            self.show_selection()

    def show_selection(self) -> None:
        """Draw what is chosen now."""
        self.stage.look()
        self.update()

    def dress(self) -> None:
        """Draw in the theme's colours."""
        self.stage.redraw()
        self.update()

    def drawBackground(self, painter: QPainter, rect: QRectF | QRect) -> None:
        """Paint the canvas and a faint grid of dots."""
        colors = self.stage.colors
        painter.fillRect(rect, look.color(colors.canvas))
        zoom = painter.worldTransform().m11()
        step = DOTS if zoom >= 0.8 else DOTS * 2 if zoom >= 0.4 else 0.0
        if not step:
            return
        pen = QPen(look.color(colors.grid), 1.6)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        painter.setPen(pen)
        painter.drawPoints(_dots(QRectF(rect), step))

    def _follow_bounds(self) -> None:
        area = self.stage.drawing.bounds.adjusted(-ROOM, -ROOM, ROOM, ROOM)
        if area != self.sceneRect():
            self.setSceneRect(area)
            for layer in self._layers:
                layer.set_area(area)


def _dots(rect: QRectF, step: float) -> list[QPointF]:
    left, top = rect.left() // step * step, rect.top() // step * step
    across, down = int(rect.width() // step) + 2, int(rect.height() // step) + 2
    return [QPointF(left + x * step, top + y * step) for x in range(across) for y in range(down)]
