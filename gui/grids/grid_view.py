"""One grid of numbers as square cells: an image, a filter, a feature map. Points at cells by mouse and by keys."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QFocusEvent, QHelpEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QToolTip, QWidget

from gui.grids.grid_marks import Cell
from gui.grids.grid_picture import GridPicture
from gui.theme import Theme

WAYS = {
    Qt.Key.Key_Left: (0, -1), Qt.Key.Key_Right: (0, 1), Qt.Key.Key_Up: (-1, 0), Qt.Key.Key_Down: (1, 0),
}  # fmt: skip
_PLAIN = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)


class GridView(GridPicture):
    """Shows a matrix. All cells are counted from 0: (row, column).

    ``hovered`` and ``left`` tell where the mouse, or the cursor of the arrow keys, points. ``pressed`` and ``released``
    have the button; ``dragged`` comes for every move with a button down, with the cell (which may lie
    outside of the grid) and the pixel. ``activated`` is a double click, Enter or F2: to type a number. Space presses
    and releases the left button at the cursor.
    """

    hovered = Signal(int, int)
    left = Signal()
    pressed = Signal(int, int, object)
    dragged = Signal(int, int, QPointF)
    released = Signal(int, int, object)
    activated = Signal(int, int)

    def __init__(self, theme: Theme, parent: QWidget | None, title: str) -> None:
        super().__init__(theme, parent, title)
        self.hint = ""
        """What a click does, said in the tooltip below the number."""
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def event(self, event: QEvent) -> bool:
        """Say the whole number under the pointer; keep the arrow keys from going elsewhere."""
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            cell = self.cell_at(QPointF(event.pos()))
            text = f"{self.words(cell)}\n{self.hint}".strip() if cell is not None else ""
            QToolTip.showText(self.mapToGlobal(QPoint(event.x(), self.tip_at())), text, self)
            return True
        return super().event(event)

    def tip_at(self) -> int:
        """Return the height at which the tip begins: below the grid, as at the pointer it would hide what is framed."""
        return self.height()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Tell which cell is pressed, and with what."""
        cell = self.cell_at(event.position())
        if cell is not None:
            self.cursor_cell = cell
            self.pressed.emit(*cell, event.button())
            self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Tell what is pointed at, or where the drag is."""
        cell = self.cell_at(event.position())
        if event.buttons() != Qt.MouseButton.NoButton:
            self.dragged.emit(*self.place(event.position()), event.position())
        elif cell is not None:
            self.hovered.emit(*cell)
        else:
            self.left.emit()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Tell where the button is let go, which may be outside."""
        self.released.emit(*self.place(event.position()), event.button())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Tell of a wish to type a number."""
        cell = self.cell_at(event.position())
        if cell is not None and event.button() is Qt.MouseButton.LeftButton:
            self.activated.emit(*cell)

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is pointed at."""
        super().leaveEvent(event)
        self.left.emit()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the cursor, and point at it where the keys brought us here."""
        super().focusInEvent(event)
        if self.values.size and event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason):
            self._point(self.cursor_cell)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the cursor away."""
        super().focusOutEvent(event)
        self.left.emit()
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move the cursor, Space presses, Enter and F2 ask to type."""
        key, plain = Qt.Key(event.key()), event.modifiers() in _PLAIN
        if not self.values.size or not plain:
            super().keyPressEvent(event)
        elif key in WAYS:
            down, across = WAYS[key]
            cell = self.cursor_cell[0] + down, self.cursor_cell[1] + across
            self._point(cell if self.has(cell) else self.cursor_cell)
        elif key == Qt.Key.Key_Space:
            for told in (self.pressed, self.released):
                told.emit(*self.cursor_cell, Qt.MouseButton.LeftButton)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2):
            self.activated.emit(*self.cursor_cell)
        else:
            super().keyPressEvent(event)

    def _point(self, cell: Cell) -> None:
        self.cursor_cell = cell
        self.setAccessibleDescription(self.words(cell))
        if QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, self.words(cell)))
        self.hovered.emit(*cell)
        self.update()
