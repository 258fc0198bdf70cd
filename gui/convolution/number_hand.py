"""A grid whose cells are parameters, in the user's hand: numbers are typed, scrubbed and frozen where they stand."""

from __future__ import annotations

import math
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, QRect, Qt, Slot
from PySide6.QtGui import QContextMenuEvent, QGuiApplication, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QMenu, QWidget

from core.change import Change
from core.document import Document, Ref
from core.edits.values import SetTrainable, SetValue
from core.quantity import format_number, parse_number
from gui.canvas.editor import Entry, LineEditor
from gui.canvas.tools.scrub import scrubbed
from gui.grids.grid_marks import Cell
from gui.grids.grid_view import GridView
from gui.plots.numbers import Number, number_at
from gui.state.trial import Trial
from gui.state.workspace import Workspace

HINT = "Drag sideways to change it (Shift: finer, Ctrl: coarser), double-click or type a number, L for its padlock"
DIGITS = 12
ROOM = 24
"""Pixels of a line beside its text."""
START = 3
"""Pixels of a drag from which it is one and not a click."""
_TYPED = frozenset("0123456789+-−.,")
_FINE, _COARSE = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier

Place = tuple[Ref, tuple[int, ...]]


class CellEditor(LineEditor):
    """Stands over the cell that is typed into, and goes when that is done."""

    def __init__(self, workspace: Workspace, grid: GridView, home: QWidget) -> None:
        super().__init__(home, workspace.notices.refuse)
        self._canvas = grid
        self.dress(workspace.theme.colors)

    def follow_place(self) -> None:
        """Stand over the cell, wide enough for the whole number."""
        super().follow_place()
        wide = self.fontMetrics().horizontalAdvance(self.text()) + ROOM
        if wide > self.width():
            self.setGeometry(max(0, self.geometry().center().x() - wide // 2), self.y(), wide, self.height())

    def close_line(self) -> None:
        """Go."""
        super().close_line()
        self.deleteLater()


class NumberHand(QObject):
    """Moves the numbers of ``grid``; ``place`` says which one a cell is, None for a cell that is none.

    A drag previews everywhere and is one edit at release; Esc takes it back. A click makes the number the one looked
    at. Numbers are typed in a line that stands in ``home``, over the grid. ``fill_menu`` may add to the menu of a cell.
    """

    def __init__(
        self, workspace: Workspace, grid: GridView, home: QWidget, place: Callable[[Cell], Place | None]
    ) -> None:
        super().__init__(grid)
        self._workspace, self._grid, self._home, self._place = workspace, grid, home, place
        self.editor: CellEditor | None = None
        self.fill_menu: Callable[[QMenu], object] | None = None
        self._pressed_at = QPointF()
        self._held: Number | None = None
        self._base = 0.0
        self._value: float | None = None
        self._trial = Trial()
        grid.setCursor(Qt.CursorShape.SizeHorCursor)
        grid.installEventFilter(self)
        grid.hovered.connect(self._tell)
        grid.pressed.connect(self._press)
        grid.dragged.connect(self._drag)
        grid.released.connect(self._release)
        grid.activated.connect(self.type_into)
        workspace.bridge.changed.connect(self._follow_drawing)

    def number(self, cell: Cell) -> Number | None:
        """Return the number that a cell is; None where nothing computes."""
        place = self._place(cell)
        return None if place is None else number_at(self._workspace.training.frame, *place)

    def value(self, number: Number) -> float:
        """Return a number as the newest frame has it."""
        value = self._workspace.training.frame.parameter(number.ref)
        return float(value[number.index] if number.index else value.item())

    def learns(self, number: Number) -> bool:
        """Whether the padlock of a number is open."""
        mask = self._workspace.document.parameter(number.ref).trainable
        return bool(mask[number.index] if number.index else mask.item())

    @Slot(int, int)
    def _tell(self, row: int, column: int) -> None:
        """Name in the tooltip the number that is pointed at."""
        number = self.number((row, column))
        if number is not None:
            self._grid.hint = f"{number.name}{'' if self.learns(number) else ', frozen: it does not learn'}\n{HINT}"

    # -- scrubbing ---------------------------------------------------------------------------------------------

    @Slot(int, int, object)
    def _press(self, row: int, column: int, button: Qt.MouseButton) -> None:
        number = self.number((row, column))
        if number is None or button is not Qt.MouseButton.LeftButton:
            return
        self._held, self._base, self._value = number, self.value(number), None
        self._workspace.reasoning.look_at(number.index, number.ref)

    @Slot(int, int, QPointF)
    def _drag(self, _row: int, _column: int, at: QPointF) -> None:
        pixels = round(at.x() - self._pressed_at.x())
        if self._held is None or not math.isfinite(self._base) or (self._value is None and abs(pixels) < START):
            return
        held = QGuiApplication.keyboardModifiers()
        self._value = scrubbed(self._base, pixels, fine=bool(held & _FINE), coarse=bool(held & _COARSE))
        training = self._workspace.training
        training.try_out(self._trial.with_numbers(training.frame, {self._held.place: self._value}))

    @Slot(int, int, object)
    def _release(self, _row: int, _column: int, button: Qt.MouseButton) -> None:
        if button is not Qt.MouseButton.LeftButton:
            return
        held, value = self._held, self._value
        self._held = self._value = None
        if held is not None and value is not None:
            self._keep(held, value)
            self._put_back()

    def _keep(self, number: Number, value: float) -> None:
        if self._workspace.document.has(number.ref):
            self._workspace.do(SetValue(number.ref, value, number.index, number.plain))

    @Slot(object, object)
    def _follow_drawing(self, _document: Document, change: Change) -> None:
        """Give up a drag where the drawing changes under it: the number may be gone, or be another one."""
        if change.structural:
            self.cancel()

    def cancel(self) -> bool:
        """Take back what a drag tried; False where there is none."""
        tried, self._held, self._value = self._value is not None, None, None
        if tried:
            self._put_back()
        return tried

    def _put_back(self) -> None:
        """Show what is true."""
        self._trial.end()
        self._workspace.training.try_out(None)

    # -- typing ------------------------------------------------------------------------------------------------

    @Slot(int, int)
    def type_into(self, row: int, column: int, begun: str = "") -> None:
        """Open a line over the cell; ``begun`` is what was typed already."""
        self.cancel()
        number, home = self.number((row, column)), self._home
        if number is None:
            return
        self._grid.cursor_cell = row, column

        def over() -> QRect:
            return self._grid.cell_rect(row, column).translated(self._grid.mapTo(home, QPoint()))

        text = format_number(self.value(number), DIGITS)
        self.editor = editor = CellEditor(self._workspace, self._grid, home)
        editor.destroyed.connect(self._forget)
        editor.open(Entry(f"Value of {number.plain}", text, lambda typed: self._keep(number, parse_number(typed)), over,
                          lambda way: self._follow((row, column), way)))  # fmt: skip
        if begun:
            editor.setText(begun)

    @Slot()
    def _forget(self) -> None:
        self.editor = None

    def _follow(self, cell: Cell, way: int) -> None:
        """Type into the next cell, or the one before, in reading order."""
        columns = self._grid.values.shape[1]
        after = divmod((cell[0] * columns + cell[1] + way) % self._grid.values.size, columns)
        self.type_into(*after)

    # -- padlocks and the menu ---------------------------------------------------------------------------------

    def toggle_lock(self, number: Number) -> None:
        """Freeze a number, or let it learn."""
        places = (number.index,) if number.index else ()
        self._workspace.do(SetTrainable((number.ref,), not self.learns(number), places))

    def _open_menu(self, cell: Cell, at: QPoint) -> None:
        number = self.number(cell)
        if number is None:
            return
        menu = QMenu(self._grid)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(f"Type {number.name} …", lambda: self.type_into(*cell))
        word = "Freeze" if self.learns(number) else "Unfreeze"
        menu.addAction(f"{word} {number.name}", lambda: self.toggle_lock(number))
        if self.fill_menu is not None:
            menu.addSeparator()
            self.fill_menu(menu)
        menu.popup(at)

    # -- events of the grid ------------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Note where a press is, take the keys that belong to a number, open its menu."""
        if isinstance(event, QMouseEvent) and event.type() is QEvent.Type.MouseButtonPress:
            self._pressed_at = event.position()
        elif isinstance(event, QContextMenuEvent):
            by_mouse = event.reason() is QContextMenuEvent.Reason.Mouse
            cell = self._grid.cell_at(QPointF(event.pos())) if by_mouse else self._grid.cursor_cell
            if cell is not None:
                self._open_menu(cell, event.globalPos())
            return True
        elif isinstance(event, QKeyEvent) and event.type() in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress):
            return self._key(event)
        return super().eventFilter(watched, event)

    def _key(self, event: QKeyEvent) -> bool:
        """Type, toggle the padlock or give up a drag; False for other keys. As a shortcut it is only claimed."""
        control = event.modifiers() & (_COARSE | Qt.KeyboardModifier.AltModifier)
        typed = not control and event.text() in _TYPED and bool(event.text())
        locks, gives_up = not control and event.key() == Qt.Key.Key_L, event.key() == Qt.Key.Key_Escape
        if not (typed or locks or (gives_up and self._value is not None)) or not self._grid.values.size:
            return False
        if event.type() is QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        cell = self._grid.cursor_cell
        number = self.number(cell)
        if gives_up:
            self.cancel()
        elif locks and number is not None:
            self.toggle_lock(number)
        elif typed:
            self.type_into(*cell, event.text())
        return True
