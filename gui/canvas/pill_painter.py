"""How the pills with names and numbers are painted."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter

from core.document import Ref, wired
from gui.canvas import geometry, look
from gui.canvas.stage import Stage
from gui.canvas.trail import LIT, PLAIN, STRONG
from gui.controls.labels import shape_text

FREE, PARTLY, FROZEN = range(3)
GAP = 4.0
SIZES = (12, 10, 9)
LEAST_SIZE = 8


def paint_pill(painter: QPainter, stage: Stage, ref: Ref, area: QRectF) -> None:
    """Paint the pill of a weight or bias: name, sign of what it does, value; a padlock where it is frozen."""
    lock, hovered = padlock(stage, ref), stage.hover.ref == ref
    frozen = lock == FROZEN
    _capsule(painter, stage, ref, area, frozen=frozen)
    locked = lock != FREE or hovered
    room = area.adjusted(4, 0, -(geometry.LOCK if locked else 4), 0)
    _words(painter, stage, ref, room, frozen=frozen)
    if locked:
        lit = hovered and stage.hover.part == "lock"
        ink = stage.colors.accent if lit else stage.colors.muted
        center = geometry.lock_box(area).center()
        look.paint_icon(painter, "lock-open" if lock == FREE else "lock", ink, center, 12)
        if lock == PARTLY:
            # The body of the padlock (Lucide's "lock") is the rectangle from (3, 11) to (21, 22) of 24; half is filled.
            painter.fillRect(QRectF(center.x() - 4.5, center.y() - 0.5, 4.5, 5.5), look.color(ink))


def padlock(stage: Stage, ref: Ref) -> int:
    """Return whether the parameter's numbers are FREE to learn, PARTLY frozen or all FROZEN."""
    trainable = stage.document.parameter(ref).trainable
    return FREE if trainable.all() else PARTLY if trainable.any() else FROZEN


def shine(stage: Stage, ref: Ref) -> int:
    """Return how the pill is shown: a weight as its connection, a bias dimmed with its node, lit where it is meant.

    Filters are shown as a bias is, though they stand on the connection.
    """
    if wired(ref):
        return stage.pair_light(ref)
    return LIT if is_chosen(stage, ref) else min(stage.node_light(ref[1]), PLAIN)


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
    lit = shine(stage, ref)
    ringed = chosen or lit in (LIT, STRONG)
    border = colors.accent if ringed else colors.muted if hovered else colors.border
    painter.setPen(look.pen(border, 2.4 if lit == STRONG else 1.6 if ringed else 1.0))
    painter.setBrush(look.color(colors.accent_soft if lit == STRONG else colors.surface if frozen else colors.window))
    painter.drawRoundedRect(area, corner, corner)


def value_texts(stage: Stage, ref: Ref) -> tuple[str, ...]:
    """Return what stands behind the name, the best first: "× 3.34" of a weight, "6 × 8 weights" of a layer's."""
    if stage.document.parameter(ref).value.size != 1:
        return (shape_text(stage.document, ref),)
    sign = "×" if ref[0] else "+"
    return tuple(f"{sign} {number}" for number in look.number_texts(stage.number(ref), 3))


def _words(painter: QPainter, stage: Stage, ref: Ref, area: QRectF, *, frozen: bool) -> None:
    colors = stage.colors
    name = look.pill_name(stage.document, ref)
    bold = stage.document.parameter(ref).value.size == 1

    def wide(text: str, size: int) -> tuple[float, float]:
        return look.text_width(name, size), look.text_width(text, size, bold=bold)

    texts = value_texts(stage, ref)
    choices = ((text, size) for text in texts for size in SIZES)
    fitting = (choice for choice in choices if sum(wide(*choice)) + GAP <= area.width())
    value, size = next(fitting, (texts[-1], LEAST_SIZE))
    first, second = wide(value, size)
    left = area.center().x() - (first + GAP + second) / 2
    flags = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter) | int(Qt.TextFlag.TextDontClip)
    for start, text, ink, heavy in (
        (left, name, colors.muted, False),
        (left + first + GAP, value, colors.muted if frozen else colors.text, bold),
    ):
        painter.setFont(look.pixel_font(size, bold=heavy))
        painter.setPen(look.color(ink))
        painter.drawText(QRectF(start, area.top(), area.right() - start, area.height()), flags, text)
