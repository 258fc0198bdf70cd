"""The table widget: keys, clicks and the clipboard. Everything it does to the data is an edit."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QItemSelection, QItemSelectionModel, QModelIndex, QObject, QPoint, Qt, Signal, Slot
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QKeySequence, QMouseEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemDelegate,
    QAbstractItemView,
    QHeaderView,
    QTableView,
    QWidget,
)

from gui.controls.own_keys import kept
from gui.controls.tool_button import explain
from gui.data.cell_editor import CellEditor
from gui.data.column_header import ColumnHeader
from gui.data.table_model import TableModel
from gui.state.workspace import Workspace

Std = QKeySequence.StandardKey
ROW_HEIGHT = 24


@dataclass(frozen=True, slots=True)
class Chosen:
    """What is selected: row numbers (data rows only), columns by place, and whether rows were chosen by number.

    All cells of a row are not the row: Del sets those to 0, and removes only what was chosen at the left.
    """

    rows: tuple[int, ...]
    columns: tuple[int, ...]
    by_number: bool


class RowNumbers(QObject):
    """Remembers whether rows were ``chosen`` by their numbers at the left, and nothing else since."""

    def __init__(self, view: QTableView) -> None:
        super().__init__(view)
        self.chosen = False
        view.selectionModel().selectionChanged.connect(self.forget)
        for pressed in (view.verticalHeader().sectionPressed, view.verticalHeader().sectionEntered):
            pressed.connect(self._remember)  # comes after the view itself, which selects the row

    @Slot()
    def forget(self) -> None:
        """Take what is selected for cells."""
        self.chosen = False

    @Slot()
    def _remember(self) -> None:
        self.chosen = True


class TableView(QTableView):
    """A table that is typed into like a spreadsheet. ``command(name)`` asks for what keys and menus mean."""

    command = Signal(str)
    menu_wanted = Signal(QPoint)

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self.table = TableModel(workspace, self)
        self.setModel(self.table)
        self.columns = ColumnHeader(workspace, self.table, self)
        self.setHorizontalHeader(self.columns)
        self.editor = CellEditor(workspace, self.table, self)
        self.setItemDelegate(self.editor)
        self._numbers = RowNumbers(self)
        self._place = (0, 0)
        self._returning = False
        self._run: tuple[int, int, int] | None = None
        """Row and column to which the last Tab went, and the column where its run of Tabs began."""
        _furnish(self)
        _furnish_row_numbers(self.verticalHeader())
        self._listen()

    def _listen(self) -> None:
        workspace, rows = self._workspace, self.verticalHeader()
        rows.sectionPressed.connect(self._choose_row_number)
        self.pressed.connect(self._choose_row)
        self.selectionModel().currentRowChanged.connect(self._choose_row)
        workspace.selection.row_changed.connect(self._show_row)
        for repainted in (self.viewport(), rows.viewport()):
            workspace.selection.marked_changed.connect(repainted.update)
        workspace.turns.join(self._show_frame)
        self.table.modelAboutToBeReset.connect(self._remember_place)
        self.table.modelReset.connect(self._return_to_place)
        self.table.headerDataChanged.connect(self._share_width)
        workspace.theme.changed.connect(self.viewport().update)

    @property
    def chosen(self) -> Chosen:
        """What is selected now."""
        count, columns = self.table.shown.data.count, self.table.shown.columns
        found = self.selectionModel().selection()
        ranges = [found.at(place) for place in range(found.count())]
        rows = sorted({row for one in ranges for row in range(one.top(), min(one.bottom() + 1, count))})
        places = sorted({place for one in ranges for place in range(one.left(), one.right() + 1)})
        whole = all(one.left() == 0 and one.right() == columns - 1 for one in ranges)
        return Chosen(tuple(rows), tuple(places), whole and self._numbers.chosen)

    def select_block(self, row: int, column: int, rows: int, columns: int) -> None:
        """Select a block of cells and make its first the current one."""
        first = self.table.index(row, column)
        last = self.table.index(row + rows - 1, column + columns - 1)
        self.setCurrentIndex(first)
        self.selectionModel().select(QItemSelection(first, last), QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self._numbers.forget()

    @Slot(QModelIndex)
    def _choose_row(self, index: QModelIndex) -> None:
        if not self._returning:
            self._choose_row_number(index.row())

    @Slot(int)
    def _choose_row_number(self, row: int) -> None:
        if 0 <= row < self.table.shown.data.count:
            self._workspace.selection.choose_row(row)

    @Slot(int)
    def _show_row(self, row: int) -> None:
        """Bring the chosen row into sight, also where it was chosen on the canvas."""
        self.viewport().update()
        if self.isVisible() and row < self.table.shown.data.count:
            self.scrollTo(self.table.index(row, max(0, self.currentIndex().column())))

    def showEvent(self, event: QShowEvent) -> None:
        """Bring into sight what was chosen while the table was not."""
        super().showEvent(event)
        self._show_row(self._workspace.selection.row)

    @Slot()
    def _remember_place(self) -> None:
        self._place = (self.currentIndex().row(), self.currentIndex().column())

    @Slot()
    def _return_to_place(self) -> None:
        """Go back to the cell that was current before columns came or went; nobody chose its row by that."""
        self._share_width()
        self._returning = True
        self.setCurrentIndex(self.table.index(*self._place))
        self._returning = False

    @Slot()
    def _share_width(self) -> None:
        self.columns.share_width(self.viewport().width())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let the columns share the new width."""
        super().resizeEvent(event)
        self._share_width()

    def _show_frame(self) -> None:
        """Draw the predictions on screen anew; those out of sight are never computed."""
        if self.isVisible() and self.table.shown.extra:
            self.verticalHeader().viewport().update()  # which marks rows that are called wrongly
            left = self.columnViewportPosition(len(self.table.shown.data.columns))
            self.viewport().update(left, 0, self.viewport().width() - left, self.viewport().height())

    def moveCursor(self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier) -> QModelIndex:
        """Tab goes through the cells that can be typed into, row by row, and on into the row not there yet."""
        step = {self.CursorAction.MoveNext: 1, self.CursorAction.MovePrevious: -1}.get(action)
        began, self._run = self._began, None
        if step is None:
            return super().moveCursor(action, modifiers)
        wide = len(self.table.shown.data.columns)
        current = self.currentIndex()
        place = current.row() * wide + min(current.column(), wide - (step > 0)) + step if current.isValid() else 0
        if not wide or place < 0:
            return QModelIndex()
        self._run = (place // wide, place % wide, min(began, place % wide))
        return self.table.index(place // wide, place % wide)

    @property
    def _began(self) -> int:
        """The column where the run of Tabs began that led to the current cell; its own where there was none."""
        current = self.currentIndex()
        row, column, began = self._run or (-1, -1, -1)
        return began if (current.row(), current.column()) == (row, column) else max(0, current.column())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin anew where the mouse is pressed: a run of Tabs is over."""
        self._run = None
        super().mousePressEvent(event)

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        """Go on after Tab to the next cell, after Enter to the next row, under the cell where a run of Tabs began.

        An entry that was refused stays the current one.
        """
        refused, self.editor.refused = self.editor.refused, False
        super().closeEditor(editor, QAbstractItemDelegate.EndEditHint.NoHint if refused else hint)
        below = self.table.index(self.currentIndex().row() + 1, self._began)
        if hint is QAbstractItemDelegate.EndEditHint.SubmitModelCache and not refused and below.isValid():
            self.setCurrentIndex(below)

    def event(self, event: QEvent) -> bool:
        """Keep the keys of the table from the window's own shortcuts."""
        return kept(event, _own) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Do what the table's keys mean; Qt moves the current cell and opens editors."""
        name = _command(event)
        if self.state() is self.State.EditingState:
            super().keyPressEvent(event)  # Enter passes through the editor to the table
        elif name:
            self.command.emit(name)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.edit(self.currentIndex())
        elif event.key() == Qt.Key.Key_Down and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.columns.open_menu(max(0, self.currentIndex().column()))
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for the menu of rows and cells."""
        self.menu_wanted.emit(event.globalPos())


_STANDARD = {Std.Copy: "copy", Std.Cut: "cut", Std.Paste: "paste", Std.SelectAll: "select_all"}
_KEYS = {
    (Qt.Key.Key_Delete, Qt.KeyboardModifier.NoModifier): "delete",
    (Qt.Key.Key_Backspace, Qt.KeyboardModifier.NoModifier): "delete",
    (Qt.Key.Key_Delete, Qt.KeyboardModifier.ControlModifier): "remove_rows",
    (Qt.Key.Key_Insert, Qt.KeyboardModifier.NoModifier): "insert_above",
}


def _command(event: QKeyEvent) -> str:
    """Return the name of what a key asks for, or nothing."""
    for keys, name in _STANDARD.items():
        if event.matches(keys):
            return name
    modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    return next((name for (key, held), name in _KEYS.items() if event.key() == key and modifiers == held), "")


def _own(event: QKeyEvent) -> bool:
    """Whether a key belongs to the table rather than to the window: commands, F2, and all that can be typed."""
    plain = not event.modifiers() & ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier)
    typed = plain and bool(event.text()) and event.text().isprintable()
    return bool(_command(event)) or typed or event.key() == Qt.Key.Key_F2


def _furnish(view: QTableView) -> None:
    view.setEditTriggers(
        QAbstractItemView.EditTrigger.AnyKeyPressed
        | QAbstractItemView.EditTrigger.DoubleClicked
        | QAbstractItemView.EditTrigger.EditKeyPressed
    )
    view.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
    view.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    view.setCornerButtonEnabled(True)
    corner = view.findChild(QAbstractButton)
    if isinstance(corner, QAbstractButton):
        explain(corner, "Choose all cells (Ctrl+A)")
    view.setWordWrap(False)
    view.setAccessibleName("Data")


def _furnish_row_numbers(rows: QHeaderView) -> None:
    rows.setDefaultSectionSize(ROW_HEIGHT)
    rows.setMinimumSectionSize(ROW_HEIGHT)
    rows.setSectionResizeMode(rows.ResizeMode.Fixed)
    rows.setMinimumWidth(46)
    rows.setDefaultAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
