"""How a gesture under way is painted: live wire, ghost of a node, rubber band, guides."""

from __future__ import annotations

from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QPainter

from core.catalog import NODE_KINDS
from gui.canvas import geometry, look
from gui.canvas.stage import Ghost, Preview, Stage


def paint_preview(painter: QPainter, stage: Stage) -> None:
    """Paint all that the preview holds."""
    preview = stage.preview
    _guides(painter, stage, preview.guides)
    if preview.wire is not None:
        _live_wire(painter, stage, preview, preview.wire)
    if preview.ghost is not None:
        _ghost(painter, stage, preview.ghost)
    if preview.box is not None:
        _box(painter, stage, preview.box)


def _guides(painter: QPainter, stage: Stage, guides: tuple[QLineF, ...]) -> None:
    painter.setPen(look.pen(stage.colors.accent, 1.0, dashed=True))
    for guide in guides:
        painter.drawLine(guide)


def _live_wire(painter: QPainter, stage: Stage, preview: Preview, wire: QLineF) -> None:
    verdict, colors = preview.verdict, stage.colors
    ink = colors.accent if verdict is None else colors.output if verdict.good else colors.danger
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(look.pen(ink, 2.5, dashed=verdict is not None and not verdict.good))
    painter.drawPath(geometry.wire_path(geometry.Wire(wire.p1(), wire.p2())))
    painter.setBrush(look.color(ink))
    painter.drawEllipse(wire.p2(), 4, 4)


def _ghost(painter: QPainter, stage: Stage, ghost: Ghost) -> None:
    colors = stage.colors
    ink = {"input": colors.input, "output": colors.output}.get(ghost.kind, colors.accent)
    painter.setPen(look.pen(ink, 2.0, dashed=True))
    painter.setBrush(look.color(colors.surface))
    square = geometry.square(ghost.center)
    painter.drawRoundedRect(square, geometry.CORNER, geometry.CORNER)
    title = "Layer" if ghost.layer else NODE_KINDS[ghost.kind].title
    look.write(painter, square, title, colors.muted, 12)


def _box(painter: QPainter, stage: Stage, box: QRectF) -> None:
    painter.setPen(look.pen(stage.colors.accent, 1.0))
    shade = look.color(stage.colors.accent).toHsv()
    shade.setAlpha(28)
    painter.setBrush(shade)
    painter.drawRect(box)
