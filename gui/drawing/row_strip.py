"""The rows of data as small pictures, side by side: a click or the arrow keys choose one. Only those seen are drawn."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from gui.drawing.row_pictures import RowPictures
from gui.faults import guarded
from gui.grids.column import StageColumn
from gui.grids.grids_panel import GridsPanel
from gui.grids.stages import Chain
from gui.theme import font

SIDE, GAP, LABEL, RULE = 30, 4, 13, 5
_KEYS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1}


class RowStrip(QWidget):
    """Shows the images of the chain's rows, with their numbers; ``first`` is the first one seen, in pixels."""

    def __init__(self, panel: GridsPanel, column: StageColumn) -> None:
        super().__init__(column)
        self._workspace = panel.workspace
        self._theme = panel.workspace.theme
        self._rows = RowPictures()
        self.first = 0.0
        self._seen: tuple[int, ...] = ()
        self._grip: float | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Rows of data as pictures")
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        column.need = lambda _: self.sizeHint().height()
        self._theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        """Ask for the height of pictures, numbers and the bar below."""
        return QSize(4 * (SIDE + GAP), SIDE + LABEL + RULE + 3)

    def minimumSizeHint(self) -> QSize:
        """Ask for height only."""
        return QSize(SIDE, self.sizeHint().height())

    def show_chain(self, chain: Chain) -> None:
        """Show the rows of a chain, and the chosen one among them."""
        self._rows.take(chain)
        self._reveal(chain.row)
        self.update()

    @property
    def count(self) -> int:
        """How many rows there are."""
        return self._rows.count

    # -- where is what -----------------------------------------------------------------------------------------

    @property
    def _most(self) -> float:
        """How far the strip can be moved on."""
        return max(0.0, self.count * (SIDE + GAP) - GAP + 2 - self.width())

    def rect_of(self, row: int) -> QRectF:
        """Return where the picture of a row is."""
        return QRectF(row * (SIDE + GAP) + 1 - self.first, 1, SIDE, SIDE)

    def row_at(self, spot: QPointF) -> int | None:
        """Return the row whose picture is at a pixel."""
        row = int((spot.x() - 1 + self.first) // (SIDE + GAP))
        return row if 0 <= row < self.count and spot.y() <= SIDE + LABEL else None

    def _move(self, first: float) -> None:
        self.first = min(max(0.0, first), self._most)
        self.update()

    def _reveal(self, row: int) -> None:
        """Move the strip so far that a row is seen, if another was chosen or there is other room."""
        seen = (row, self.width(), self.count)
        if seen != self._seen:
            self._seen = seen
            left = row * (SIDE + GAP)
            self._move(min(max(self.first, left + SIDE + 2 - self.width()), left))

    # -- painting ----------------------------------------------------------------------------------------------

    @guarded
    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002  # what is seen is painted
        """Paint the pictures that are seen, their names, and which part of all is seen."""
        painter, colors = QPainter(self), self._theme.colors
        first = int(self.first // (SIDE + GAP))
        last = min(self.count, first + self.width() // (SIDE + GAP) + 2)
        chosen, tried = self._workspace.selection.row, self._workspace.tried.picture is not None
        for row in range(first, last):
            room = self.rect_of(row)
            painter.drawImage(room, self._rows.image(row, colors))
            here = row == chosen
            line = Qt.PenStyle.DashLine if tried and here else Qt.PenStyle.SolidLine
            painter.setPen(QPen(QColor(colors.accent if here else colors.grid), 2.5 if here else 1, line))
            painter.drawRect(room)
            painter.setFont(font(7.5, bold=here))
            painter.setPen(QColor(colors.text if here else colors.muted))
            name = painter.fontMetrics().elidedText(self._rows.names[row], Qt.TextElideMode.ElideRight, SIDE + GAP)
            painter.drawText(room.adjusted(-GAP / 2, SIDE, GAP / 2, LABEL), Qt.AlignmentFlag.AlignCenter, name)
        self._paint_rule(painter)
        if self.hasFocus():
            painter.setPen(QPen(QColor(colors.text), 1, Qt.PenStyle.DotLine))
            painter.drawRect(self.rect_of(chosen).adjusted(3, 3, -3, -3))
        painter.end()

    def _paint_rule(self, painter: QPainter) -> None:
        """Show by a bar which part of all rows is seen."""
        if self._most > 0:
            bar, colors = self._bar(), self._theme.colors
            painter.fillRect(QRectF(0, bar.top(), self.width(), bar.height()), QColor(colors.grid))
            painter.fillRect(bar, QColor(colors.muted))

    def _bar(self) -> QRectF:
        wide = self.width()
        share = wide / (wide + self._most)
        length = max(16.0, wide * share)
        at = (wide - length) * self.first / self._most if self._most else 0.0
        return QRectF(at, self.height() - RULE + 1, length, RULE - 1)

    # -- the mouse and the keys --------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the row under the mouse, which ends what is tried; or take hold of the bar."""
        if event.button() is not Qt.MouseButton.LeftButton:
            return
        row = self.row_at(event.position())
        if row is not None:
            self._choose(row)
        elif self._most > 0:
            bar = self._bar()
            inside = bar.left() <= event.position().x() <= bar.right()
            self._grip = event.position().x() - bar.left() if inside else bar.width() / 2
            self.mouseMoveEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move the strip by its bar."""
        if self._grip is not None:
            room = self.width() - self._bar().width()
            self._move((event.position().x() - self._grip) / max(1.0, room) * self._most)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: ARG002  # whichever button it is
        """Let go of the bar."""
        self._grip = None

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Move the strip; where it stands at its end, whatever is around it may move."""
        turn = event.angleDelta().x() or event.angleDelta().y()
        before = self.first
        self._move(self.first - turn / 120 * 2 * (SIDE + GAP))
        event.setAccepted(self.first != before)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose the next row, the one before, the first or the last."""
        key, row = Qt.Key(event.key()), self._workspace.selection.row
        if key in _KEYS:
            self._choose(min(max(0, row + _KEYS[key]), self.count - 1))
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self._choose(0 if key == Qt.Key.Key_Home else self.count - 1)
        else:
            super().keyPressEvent(event)

    def _choose(self, row: int) -> None:
        self._workspace.tried.back()
        self._workspace.selection.choose_row(row)

    def event(self, event: QEvent) -> bool:
        """Say which row is under the pointer."""
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            row = self.row_at(QPointF(event.pos()))
            text = "" if row is None else f"row {row + 1}: {self._rows.names[row]}\nClick to show it everywhere"
            QToolTip.showText(event.globalPos(), text, self)
            return True
        return super().event(event)
