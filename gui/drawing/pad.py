"""The mouse and the keys over the image: draw, erase, move; Ctrl+Z takes a stroke back while it has the focus."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPointF, Qt, Slot
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication

from gui.controls.own_keys import kept
from gui.drawing.sketch import ERASER, HAND, PENCIL, Sketch
from gui.grids.grid_marks import Cell
from gui.grids.grid_view import WAYS, GridView

_KEYS = "Keys: {space}Shift+arrows move it, Ctrl+Z takes a stroke back, Esc shows the row again"
HINTS = {
    PENCIL: "Click to flip the pixel, drag to draw, right button to erase; Shift or the middle button drags it.\n"
            + _KEYS.format(space="Space flips, "),
    ERASER: "Click or drag to erase; Shift or the middle button drags the picture.\n" + _KEYS.format(space=""),
    HAND: "Drag to move the picture; what leaves it is lost.\n" + _KEYS.format(space=""),
}  # fmt: skip
"""What the mouse does with each tool."""
_BUTTON, _SHIFT = Qt.MouseButton, Qt.KeyboardModifier.ShiftModifier


class Pad(QObject):
    """Turns presses, drags and keys of a grid into strokes of a sketch."""

    def __init__(self, sketch: Sketch, grid: GridView) -> None:
        super().__init__(grid)
        self._sketch, self._grid = sketch, grid
        self._last: Cell | None = None
        self._value, self._flipped = 0.0, False
        self._held: Cell | None = None
        self._moved = (0, 0)
        sketch.changed.connect(self._hint)
        self._hint()
        grid.pressed.connect(self._press)
        grid.dragged.connect(self._drag)
        grid.released.connect(self._release)
        grid.installEventFilter(self)

    @Slot()
    def _hint(self) -> None:
        self._grid.hint = HINTS[self._sketch.tool]

    @Slot(int, int, object)
    def _press(self, row: int, column: int, button: Qt.MouseButton) -> None:
        """Begin a stroke, or take hold of the picture."""
        self._release()
        by_left = bool(QApplication.keyboardModifiers() & _SHIFT) or self._sketch.tool == HAND
        moves = button is _BUTTON.MiddleButton or (button is _BUTTON.LeftButton and by_left)
        if not moves and button not in (_BUTTON.LeftButton, _BUTTON.RightButton):
            return
        self._sketch.begin()
        if moves:
            self._held, self._moved = (row, column), self._sketch.moved
            return
        left = button is _BUTTON.LeftButton
        self._flipped = left and self._sketch.tool == PENCIL
        self._value = self._sketch.flips_to((row, column)) if left else self._sketch.span[0]
        self._last = row, column
        self._sketch.paint(self._last, self._last, self._value)

    @Slot(int, int, QPointF)
    def _drag(self, row: int, column: int, _at: QPointF) -> None:
        if self._last is not None and (row, column) != self._last:
            self._draw_on()
            self._sketch.paint(self._last, (row, column), self._value)
            self._last = row, column
        elif self._held is not None:
            right, down = self._moved[0] + column - self._held[1], self._moved[1] + row - self._held[0]
            if (right, down) != self._sketch.moved:
                self._sketch.move_to(right, down)

    def _draw_on(self) -> None:
        """Draw with ink from the first pixel on: a click flips one with ink, a stroke that begins there does not."""
        if self._flipped and self._last is not None:
            self._flipped, self._value = False, self._sketch.ink
            self._sketch.paint(self._last, self._last, self._value)

    @Slot()
    def _release(self, *_: object) -> None:
        if self._last is not None or self._held is not None:
            self._last = self._held = None
            self._sketch.end()

    def cancel(self) -> bool:
        """Leave no trace of the stroke under way; return whether there was one."""
        self._last = self._held = None
        return self._sketch.cancel()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep Ctrl+Z from the window's history while there are strokes; Shift+arrows move the picture."""
        if kept(event, self._takes_back):
            return True
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._key(event)
        return super().eventFilter(watched, event)

    def _takes_back(self, event: QKeyEvent) -> bool:
        return event.matches(QKeySequence.StandardKey.Undo) and self._sketch.can_take_back

    def _key(self, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        if self._takes_back(event):
            self._sketch.take_back()
        elif key in WAYS and event.modifiers() & _SHIFT:
            down, right = WAYS[key]
            self._sketch.shift(right, down)
        elif key == Qt.Key.Key_Escape and self.cancel():
            pass
        else:
            return False
        return True
