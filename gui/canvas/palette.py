"""The palette: a tile a kind of node. Drag it onto the canvas, click it and then the canvas, or press Enter."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from PySide6.QtCore import QLineF, QPoint, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QGridLayout, QSizePolicy, QVBoxLayout, QWidget

from core.catalog import NODE_KINDS
from gui.canvas import look
from gui.canvas.view import CanvasView
from gui.state.workspace import Workspace
from gui.theme import Colors, Theme

COLUMNS = 2
ROOMY = 58
"""How high a tile is where there is room."""
ICON = 28
"""How high an icon is there, its line included."""


@dataclass(frozen=True, slots=True)
class Offer:
    """What a tile places: a kind of node, or a layer of it."""

    title: str
    help: str
    kind: str
    layer: bool = False


OFFERS = (
    *(Offer(kind.title, kind.help, kind.name) for kind in NODE_KINDS.values()),
    Offer("Layer", "Several hidden neurons drawn as one node; asks how many.", "hidden", layer=True),
)


class Tile(QAbstractButton):
    """One tile. Its gestures are made on the canvas: the tile only says where the pointer is."""

    def __init__(self, offer: Offer, theme: Theme, canvas: CanvasView, parent: QWidget) -> None:
        super().__init__(parent)
        self.offer, self._theme, self._canvas = offer, theme, canvas
        self._pressed_at: QPoint | None = None
        self._dragging = False
        self.setText(offer.title)
        self.setAccessibleName(f"{offer.title} node" if not offer.layer else "Layer")
        self.setAccessibleDescription("Press Enter to add it to the canvas")
        self.setToolTip(f"{offer.help}\nDrag it onto the canvas, or click here and then there; Enter adds it at once")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def sizeHint(self) -> QSize:
        """Return the size of a tile."""
        return QSize(90, ROOMY)

    def minimumSizeHint(self) -> QSize:
        """Return the least size at which icon and title stand apart."""
        return QSize(56, 36)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002  a tile is small: all of it is painted
        """Paint the frame, the drawn icon and the title."""
        painter, colors = QPainter(self), self._theme.colors
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        lit = self.underMouse() or self.hasFocus()
        painter.setPen(look.pen(colors.accent if lit else colors.border, 1.5 if self.hasFocus() else 1.0))
        painter.setBrush(look.color(colors.window if lit else colors.surface))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 7, 7)
        self._paint_icon(painter, colors)
        low = self.height() < ROOMY
        caption = QRectF(2, self.height() - (17 if low else 21), self.width() - 4, 16)
        look.write(painter, caption, self.offer.title, colors.text, 11 if low else 12)
        painter.end()

    def _paint_icon(self, painter: QPainter, colors: Colors) -> None:
        """Paint the icon over the title, smaller where there is little room."""
        scale = min(1.0, (self.height() - 19) / ICON)
        painter.save()
        painter.translate(self.width() / 2, 21 if self.height() >= ROOMY else 3 + scale * ICON / 2)
        painter.scale(scale, scale)
        _PICTURES["layer" if self.offer.layer else self.offer.kind](painter, QPointF(0, 0), colors)
        painter.restore()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Remember where; a drag may follow."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed_at, self._dragging = event.position().toPoint(), False

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Take the node to the canvas."""
        if self._pressed_at is None:
            return
        far = (event.position().toPoint() - self._pressed_at).manhattanLength() >= QApplication.startDragDistance()
        if far and not self._dragging:
            self._dragging = True
            self._begin()
        if self._dragging:
            pointer = self._canvas.pointer_at(event.globalPosition().toPoint(), event.modifiers())
            self._canvas.gestures.move(pointer)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Drop the node; where it was only clicked, it follows the pointer until the canvas is clicked."""
        pressed, self._pressed_at = self._pressed_at, None
        if pressed is None:
            return
        pointer = self._canvas.pointer_at(event.globalPosition().toPoint(), event.modifiers())
        if not self._dragging:
            self._begin()
            self._canvas.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self._canvas.viewport().rect().contains(pointer.view):
            self._canvas.gestures.drop(pointer)
        else:
            self._canvas.gestures.abandon()

    def _begin(self) -> None:
        self._canvas.gestures.place(self.offer.kind, layer=self.offer.layer)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter or Space adds the node at a free spot; Esc forgets a drag."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}:
            units = self._canvas.commands.ask_units() if self.offer.layer else 1
            if units is not None:
                self._canvas.commands.add(self.offer.kind, units=units)
        elif event.key() == Qt.Key.Key_Escape and self._canvas.gestures.abandon():
            self._pressed_at = None
        else:
            super().keyPressEvent(event)


class Palette(QWidget):
    """All tiles, two a row."""

    def __init__(self, workspace: Workspace, canvas: CanvasView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = workspace.theme
        self.tiles = [Tile(offer, workspace.theme, canvas, self) for offer in OFFERS]
        column, grid = QVBoxLayout(self), QGridLayout()
        column.setContentsMargins(10, 8, 10, 8)
        column.addLayout(grid)
        grid.setSpacing(5)
        for place, tile in enumerate(self.tiles):
            grid.addWidget(tile, place // COLUMNS, place % COLUMNS)
        column.addStretch(1)
        self.setAccessibleName("Palette")
        workspace.theme.changed.connect(self.dress)
        self.dress()

    def dress(self) -> None:
        """Use the theme's colours."""
        for tile in self.tiles:
            tile.update()


def _frame(painter: QPainter, center: QPointF, ink: str, colors: Colors) -> QRectF:
    area = QRectF(center.x() - 13, center.y() - 13, 26, 26)
    painter.setPen(look.pen(ink, 2.0))
    painter.setBrush(look.color(colors.window))
    painter.drawRoundedRect(area, 7, 7)
    return area


def _draw_input(painter: QPainter, center: QPointF, colors: Colors) -> None:
    _frame(painter, center, colors.input, colors)


def _draw_output(painter: QPainter, center: QPointF, colors: Colors) -> None:
    _frame(painter, center, colors.output, colors)


def _draw_hidden(painter: QPainter, center: QPointF, colors: Colors) -> None:
    area = _frame(painter, center, colors.cycle[0], colors)
    bend = QPainterPath(QPointF(area.left() + 4, area.bottom() - 7))
    half, top = area.center(), QPointF(area.right() - 5, area.top() + 5)
    bend.cubicTo(half + QPointF(0, 6), half + QPointF(2, 4), top)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(bend)


def _draw_layer(painter: QPainter, center: QPointF, colors: Colors) -> None:
    painter.setPen(look.pen(colors.cycle[0], 1.6))
    painter.setBrush(look.color(colors.window))
    painter.drawLine(QLineF(center.x(), center.y() - 9, center.x(), center.y() + 9))
    for step in (-1, 0, 1):
        painter.drawEllipse(center + QPointF(0, step * 9.5), 3.8, 3.8)


def _draw_bars(painter: QPainter, center: QPointF, colors: Colors, heights: tuple[int, ...]) -> None:
    area = _frame(painter, center, colors.output, colors)
    painter.setPen(look.pen(colors.output, 4.0))
    for place, height in enumerate(heights):
        x = area.left() + 7 + 6 * place
        painter.drawLine(QLineF(x, area.bottom() - 6 - height, x, area.bottom() - 6))


def _draw_softmax(painter: QPainter, center: QPointF, colors: Colors) -> None:
    _draw_bars(painter, center, colors, (4, 13, 7))


def _draw_argmax(painter: QPainter, center: QPointF, colors: Colors) -> None:
    _draw_bars(painter, center, colors, (0, 13, 0))


def _draw_grid(
    painter: QPainter, center: QPointF, ink: str, colors: Colors, filled: tuple[int, ...], side: int
) -> None:
    """Draw a frame of ``side`` × ``side`` cells, those numbered in ``filled`` in ink."""
    area = _frame(painter, center, ink, colors).adjusted(4, 4, -4, -4)
    step = area.width() / side
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(look.color(ink))
    for cell in filled:
        row, column = divmod(cell, side)
        painter.drawRect(QRectF(area.left() + column * step, area.top() + row * step, step - 1, step - 1))


def _draw_image(painter: QPainter, center: QPointF, colors: Colors) -> None:
    _draw_grid(painter, center, colors.input, colors, (0, 3, 5, 6, 9, 10, 12, 15), 4)


def _draw_convolution(painter: QPainter, center: QPointF, colors: Colors) -> None:
    _draw_grid(painter, center, colors.cycle[0], colors, (2, 4, 6), 3)


def _draw_pool(painter: QPainter, center: QPointF, colors: Colors) -> None:
    _draw_grid(painter, center, colors.cycle[0], colors, (0,), 2)


_PICTURES: Mapping[str, Callable[[QPainter, QPointF, Colors], None]] = {
    "input": _draw_input, "hidden": _draw_hidden, "output": _draw_output, "layer": _draw_layer,
    "softmax": _draw_softmax, "argmax": _draw_argmax,
    "image": _draw_image, "convolution": _draw_convolution, "pool": _draw_pool,
}  # fmt: skip
