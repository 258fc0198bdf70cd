"""How the pills with names and numbers are painted."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter

from core.document import Ref
from gui.canvas import geometry, look
from gui.canvas.stage import Stage
from gui.labels import shape_text, short_number

GAP = 4.0


def paint_pill(painter: QPainter, stage: Stage, ref: Ref, area: QRectF) -> None:
    """Paint the pill of a weight or bias: name, sign of what it does, value; a padlock where it is frozen."""
    frozen, hovered = is_frozen(stage, ref), stage.hover.ref == ref
    _capsule(painter, stage, ref, area, frozen=frozen)
    locked = frozen or hovered
    room = area.adjusted(4, 0, -(geometry.LOCK if locked else 4), 0)
    _words(painter, stage, ref, room, frozen=frozen)
    if locked:
        lit = hovered and stage.hover.part == "lock"
        ink = stage.colors.accent if lit else stage.colors.frozen
        look.paint_icon(painter, "lock" if frozen else "lock-open", ink, geometry.lock_box(area).center(), 12)


def is_frozen(stage: Stage, ref: Ref) -> bool:
    """Whether none of the parameter's numbers may learn."""
    return not stage.document.parameter(ref).trainable.any()


def is_chosen(stage: Stage, ref: Ref) -> bool:
    """Whether the parameter is looked at, or its connection chosen."""
    return stage.selection.parameter == ref or ref in stage.selection.pairs


def _capsule(painter: QPainter, stage: Stage, ref: Ref, area: QRectF, *, frozen: bool) -> None:
    colors = stage.colors
    chosen = is_chosen(stage, ref)
    hovered = stage.hover.ref == ref
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(look.color(look.mixed(colors.canvas, colors.grid, 0.6)))
    corner = area.height() / 2
    painter.drawRoundedRect(area.translated(0, 1.5), corner, corner)
    border = colors.accent if chosen else colors.muted if hovered else colors.border
    painter.setPen(look.pen(border, 1.6 if chosen else 1.0))
    painter.setBrush(look.color(colors.surface if frozen else colors.window))
    painter.drawRoundedRect(area, corner, corner)


def value_text(stage: Stage, ref: Ref) -> str:
    """Return what stands behind the name: "× 3.34" of a weight, "+ −1.43" of a bias, "8 × 6 weights" of a layer's."""
    if stage.document.parameter(ref).value.size != 1:
        return shape_text(stage.document, ref)
    return f"{'×' if ref[0] else '+'} {short_number(stage.number(ref))}"


def _words(painter: QPainter, stage: Stage, ref: Ref, area: QRectF, *, frozen: bool) -> None:
    colors = stage.colors
    name, value = look.pill_name(stage.document, ref), value_text(stage, ref)
    bold = stage.document.parameter(ref).value.size == 1
    first, second = look.text_width(name, 12), look.text_width(value, 12, bold=bold)
    size = 12 if first + GAP + second <= area.width() else 10
    scale = size / 12
    left = area.center().x() - (first + GAP + second) * scale / 2
    side = Qt.AlignmentFlag.AlignLeft
    start = QRectF(left, area.top(), first * scale + 1, area.height())
    write = look.write
    write(painter, start, name, colors.muted, size, side=side)
    rest = QRectF(left + (first + GAP) * scale, area.top(), second * scale + 2, area.height())
    write(painter, rest, value, colors.frozen if frozen else colors.text, size, bold=bold, side=side)
