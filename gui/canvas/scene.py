"""The scene: a dot grid, all connections, nodes, pills, and the preview of a gesture, each one layer."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache, partial

from PySide6.QtCore import QObject, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QGraphicsItem, QGraphicsScene, QStyleOptionGraphicsItem, QWidget

from core.document import Ref
from gui.canvas import geometry, look
from gui.canvas.connection_layer import ConnectionLayer
from gui.canvas.contents import content_of
from gui.canvas.drawing import FAR, MIDDLE, NOTHING, Hit
from gui.canvas.heat_painter import HeatPainter
from gui.canvas.lighting import Lighting
from gui.canvas.node_painter import paint_far, paint_node
from gui.canvas.pill_painter import is_chosen, padlock, paint_pill, shine, value_texts
from gui.canvas.preview_painter import paint_preview
from gui.canvas.sprites import Sprites, paint_once
from gui.canvas.stage import QUIET, Preview, Stage
from gui.canvas.tag_painter import paint_tags
from gui.canvas.trail import DIM
from gui.canvas.warning_layer import WarningLayer
from gui.faults import guarded
from gui.state.frame import Frame
from gui.state.workspace import Workspace

ROOM = 2_000.0
"""How far one may pan beyond the drawing."""
MOST_FULL, MOST_NEAR = 90, 300
"""How many visible nodes are painted with all they show, and with label and ports."""
DOTS = 20.0
FADED = 0.78
"""How much is seen of what is beside a lit path: its words keep a contrast of 3 : 1 at least."""
BEGIN = "Drag an Input, a Hidden node and an Output here, then join them by their ports."
NO_TABLE, HAS_TABLE = "Or import a table of numbers and classes (Ctrl+I).", "Or build a network for the table (Ctrl+B)."
"""Said on an empty canvas, in two lines."""


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
    """Paints the nodes, in as much detail as the zoom shows."""

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage)
        self._sprites = Sprites()

    @guarded
    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:  # noqa: ARG002
        """Paint the nodes in the exposed part."""
        area = option.exposedRect.adjusted(-100, -100, 100, 100)
        shown, zoom = self.stage.drawing.nodes_in(area), painter.worldTransform().m11()
        if zoom < FAR or len(shown) > MOST_NEAR:
            paint_far(painter, self.stage, shown)
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        full = zoom >= MIDDLE and len(shown) <= MOST_FULL
        if self.stage.frame.running:
            self._show_sprites(painter, shown, full=full)
            return
        for node in shown:
            if self._opacity(node) == 1.0:
                paint_node(painter, self.stage, node, full=full)
                continue
            painter.setOpacity(self._opacity(node))
            area = geometry.whole(self.stage.drawing.centers[node])
            paint_once(painter, area, partial(paint_node, stage=self.stage, node=node, full=full))
            painter.setOpacity(1.0)

    def _opacity(self, node: str) -> float:
        return FADED if self.stage.node_light(node) == DIM else 1.0

    def _show_sprites(self, painter: QPainter, shown: list[str], *, full: bool) -> None:
        stage = self.stage
        self._sprites.begin()
        for node in shown:
            hover = stage.hover if stage.hover.node == node or stage.unit_pointed(node) is not None else None
            chosen, verdict = node in stage.selection.nodes, stage.preview.verdict
            lit = stage.node_light(node)
            look = (
                stage.document.nodes[node], stage.node_colors[node], full, chosen, hover, verdict, stage.row, lit,
                stage.knows(node),
            )  # fmt: skip
            area = geometry.whole(stage.drawing.centers[node])
            painter.setOpacity(self._opacity(node))
            draw = partial(paint_node, stage=stage, node=node, full=full)
            self._sprites.paint(painter, node, look, area, draw, content_of(stage, node))
        painter.setOpacity(1.0)


class HeatLayer(_Layer):
    """Paints the matrices of layers as pictures."""

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage)
        self._sprites, self._heats = Sprites(), HeatPainter(stage)

    @guarded
    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:  # noqa: ARG002
        """Paint the pictures in the exposed part."""
        stage, heats = self.stage, self.stage.drawing.heats
        if not heats or painter.worldTransform().m11() < FAR:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._sprites.begin()
        for pair, heat in heats.items():
            if not heat.whole.intersects(option.exposedRect):
                continue
            lit, draw = shine(stage, pair), partial(self._heats.paint, pair=pair)
            painter.setOpacity(FADED if lit == DIM else 1.0)
            if stage.frame.running:
                hover = stage.hover if stage.hover.ref == pair or stage.hover.node in pair else None
                look = (hover, stage.colors, stage.lighting.index_of(pair))
                self._sprites.paint(painter, pair, look, heat.whole, draw)
            elif lit == DIM:
                paint_once(painter, heat.whole, draw)
            else:
                draw(painter)
        painter.setOpacity(1.0)


class PillLayer(_Layer):
    """Paints the numbers."""

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage)
        self._sprites = Sprites()

    @guarded
    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:  # noqa: ARG002
        """Paint the pills in the exposed part, unless they would be too small to read."""
        if painter.worldTransform().m11() < MIDDLE:
            return
        area = option.exposedRect
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        shown = {ref: pill for ref, pill in self.stage.drawing.pills.items() if pill.intersects(area)}
        if self.stage.frame.running:
            self._show_sprites(painter, shown)
            return
        for ref, pill in shown.items():
            if shine(self.stage, ref) != DIM:
                paint_pill(painter, self.stage, ref, pill)
                continue
            self._cover(painter, pill)
            painter.setOpacity(FADED)
            paint_once(painter, _around(pill), partial(paint_pill, stage=self.stage, ref=ref, area=pill))
            painter.setOpacity(1.0)

    def _show_sprites(self, painter: QPainter, shown: Mapping[Ref, QRectF]) -> None:
        stage = self.stage
        self._sprites.begin()
        for ref, pill in shown.items():
            hover = stage.hover if stage.hover.ref == ref else None
            lit = shine(stage, ref)
            look = (stage.document.parameter(ref).name, is_chosen(stage, ref), hover, stage.colors, lit)
            if lit == DIM:
                self._cover(painter, pill)
            painter.setOpacity(FADED if lit == DIM else 1.0)
            area, draw = _around(pill), partial(paint_pill, stage=stage, ref=ref, area=pill)
            self._sprites.paint(painter, ref, (*look, padlock(stage, ref)), area, draw, value_texts(stage, ref))
        painter.setOpacity(1.0)

    def _cover(self, painter: QPainter, pill: QRectF) -> None:
        """Hide the wire under a pill that is painted fainter, so that its number can be read."""
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.color(self.stage.colors.canvas))
        painter.drawRoundedRect(pill, pill.height() / 2, pill.height() / 2)


def _around(pill: QRectF) -> QRectF:
    """Return all that is painted of a pill."""
    return pill.adjusted(-2, -2, 2, 4)


class TagLayer(_Layer):
    """Paints the factors along the paths that are lit."""

    @guarded
    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:  # noqa: ARG002
        """Paint the tags, unless they would be too small to read."""
        if self.stage.light is not None and painter.worldTransform().m11() >= MIDDLE:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            paint_tags(painter, self.stage)


class PreviewLayer(_Layer):
    """Paints what a gesture under way would do."""

    @guarded
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
        self.lighting = Lighting(workspace.reasoning, workspace.selection, workspace.settings)
        self.stage = Stage(workspace.theme, workspace.selection, workspace.training.frame, self.lighting)
        self.warnings = WarningLayer(self.stage, workspace.diagnosis)
        workspace.diagnosis.changed.connect(self.show_selection)
        self._layers = (
            ConnectionLayer(self.stage),
            NodeLayer(self.stage),
            HeatLayer(self.stage),
            PillLayer(self.stage),
            TagLayer(self.stage),
            self.warnings,
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
        self.repaint()
        return old.nodes.keys() != new.nodes.keys() or old.connections.keys() != new.connections.keys()

    def show_preview(self, preview: Preview = QUIET) -> None:
        """Draw what a gesture would do; without argument, the document as it stands."""
        if preview is not self.stage.preview:
            self.stage.show(preview)
            self.repaint()

    def show_hover(self, hit: Hit = NOTHING) -> None:
        """Light up what the pointer is over."""
        if hit != self.stage.hover:
            self.stage.hover = hit
            self.show_selection()

    def show_selection(self) -> None:
        """Draw what is chosen now."""
        self.stage.look()
        self.repaint()

    def repaint(self) -> None:
        """Paint all of it anew, soon.

        The views are told as well: Qt forgets an update of the scene if a part of a view (where something over it went
        away, say) is painted before.
        """
        self.update()
        for view in self.views():
            view.viewport().update()

    def dress(self) -> None:
        """Draw in the theme's colours."""
        self.stage.redraw()
        self.repaint()

    @guarded
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
        left, top, right, bottom = (
            int(edge // step) for edge in (rect.left(), rect.top(), rect.right(), rect.bottom())
        )
        painter.drawPoints(_dots(left, top, right, bottom, step))

    def drawForeground(self, painter: QPainter, rect: QRectF | QRect) -> None:
        """Say how to begin where there is nothing yet."""
        if not self.stage.document.nodes:
            area = geometry.around(QRectF(rect).center(), 600, 30)
            other = HAS_TABLE if self.stage.document.data.count else NO_TABLE
            look.write(painter, area.translated(0, -13), BEGIN, self.stage.colors.muted, 14)
            look.write(painter, area.translated(0, 13), other, self.stage.colors.muted, 14)

    def _follow_bounds(self) -> None:
        area = self.stage.drawing.bounds.adjusted(-ROOM, -ROOM, ROOM, ROOM)
        if area != self.sceneRect():
            self.setSceneRect(area)
            for layer in self._layers:
                layer.set_area(area)


@lru_cache(maxsize=4)
def _dots(left: int, top: int, right: int, bottom: int, step: float) -> QPolygonF:
    """Return the dots of a part of the grid, counted in steps."""
    return QPolygonF([QPointF(x * step, y * step) for x in range(left, right + 2) for y in range(top, bottom + 2)])
