"""The document's table as Qt sees it: a projection that reads the document and changes it by edits only."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, QPoint, Qt, Slot

from core.change import Change
from core.document import Document
from core.edits.table import InsertRows, SetCell
from core.errors import ValueRefused
from core.quantity import parse_number
from core.session import Edit
from gui.data.cells import GHOST_TIP, Cells, Shown, shown
from gui.data.row_pictures import RowPictures
from gui.state.workspace import Workspace

Index = QModelIndex | QPersistentModelIndex
Item = Qt.ItemDataRole
NOWHERE = QModelIndex()


class TableModel(QAbstractTableModel):
    """Rows are data rows and a ghost row to type a new one into; columns are data columns, then predictions."""

    def __init__(self, workspace: Workspace, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._shown = shown(workspace.document)
        self._cells = Cells(workspace, self._shown)
        self._rows = self._shown.rows  # as Qt was told
        self._pictures = RowPictures(workspace)
        workspace.bridge.changed.connect(self._follow)
        workspace.reasoning.secret_changed.connect(self._announce)

    @property
    def shown(self) -> Shown:
        """What is shown now."""
        return self._shown

    def rowCount(self, parent: Index = NOWHERE) -> int:
        """Return the rows of data and the ghost row."""
        return 0 if parent.isValid() else self._rows

    def columnCount(self, parent: Index = NOWHERE) -> int:
        """Return the columns of data and the read-only ones."""
        return 0 if parent.isValid() else self._shown.columns

    def typed(self, row: int, column: int) -> str:
        """Return a cell with all its digits."""
        return self._cells.typed(row, column)

    def fitting(self, row: int, column: int, fits: Callable[[str], bool]) -> str:
        """Return a cell with as many digits as fit."""
        return self._cells.fitting(row, column, fits)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Every cell can be chosen; those of data can be edited."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        flags = Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled
        return flags | Qt.ItemFlag.ItemIsEditable if self._shown.is_data(index.column()) else flags

    def data(self, index: Index, role: int = Item.DisplayRole) -> Any:
        """Return what one cell shows."""
        reader = self._cells.readers.get(role)
        return reader(index.row(), index.column()) if reader and index.isValid() else None

    def setData(self, index: Index, value: Any, role: int = Item.EditRole) -> bool:
        """Commit what was typed into a cell."""
        return role == Item.EditRole and self.commit(index, str(value))

    def commit(self, index: Index, typed: str, at: QPoint | None = None) -> bool:
        """Commit what was typed as one edit; what cannot be read is refused by a sentence at ``at``."""
        try:
            edit = self._edit(index.row(), index.column(), typed.strip())
        except ValueRefused as wrong:
            self._workspace.notices.refuse(str(wrong), at)
            return False
        return edit is None or self._workspace.do(edit, at)

    def _edit(self, row: int, column: int, typed: str) -> Edit | None:
        """Return the edit that typing means; None where nothing was changed."""
        if not self._shown.is_data(column) or typed == self._cells.typed(row, column):
            return None
        found = self._shown.data.columns[column]
        value = parse_number(typed) if found.numeric else typed
        if self._shown.is_ghost(row):
            return InsertRows(row, ({found.name: value},))
        return SetCell(found.name, row, value)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Item.DisplayRole) -> Any:
        """Return a column's name or a row's number; the header over the columns draws the rest itself."""
        if role == Item.DecorationRole and orientation is Qt.Orientation.Vertical:
            return None if self._shown.is_ghost(section) else self._pictures.of(self._workspace.document, section)
        if role not in (Item.DisplayRole, Item.ToolTipRole):
            return None
        if orientation is Qt.Orientation.Vertical:
            return self._row_name(section) if role == Item.DisplayRole else self._row_tip(section)
        if role == Item.ToolTipRole:
            return None
        data = self._shown.data
        return data.names[section] if self._shown.is_data(section) else self._shown.prediction(section).what

    def _row_name(self, row: int) -> str:
        if self._shown.is_ghost(row):
            return "+"
        name = f"test {row + 1}" if row in self._shown.held else str(row + 1)
        marked = "▸ " if row in self._workspace.selection.marked else ""
        return f"{marked}{'✕ ' if self._cells.wrong(row) else ''}{name}"

    def _row_tip(self, row: int) -> str:
        if self._shown.is_ghost(row):
            return GHOST_TIP
        held = "held back for testing, never trained on" if row in self._shown.held else "trained on"
        called = " ✕ The network predicts a class that is not its own." if self._cells.wrong(row) else ""
        return (
            f"Row {row + 1}, {held}.{called} Click to show its values on the canvas. "
            "Del removes rows chosen by their numbers here, Ctrl+Del those of any cells chosen; "
            "by itself Del sets cells to 0, since a table has no holes."
        )

    @Slot(object, object)
    def _follow(self, document: Document, change: Change) -> None:
        if change.data or change.structural or change.changed or document.data is not self._shown.data:
            self._show(shown(document))

    def _show(self, new: Shown) -> None:
        """Show another document. Rows come and go at the end, so that the current cell stays where it is."""
        if new.columns != self._shown.columns:
            self.beginResetModel()
            self._take(new)
            self._rows = new.rows
            self.endResetModel()
            return
        if new.rows < self._rows:
            self.beginRemoveRows(NOWHERE, new.rows, self._rows - 1)
            self._rows = new.rows
            self.endRemoveRows()
        self._take(new)
        self._announce()
        if new.rows > self._rows:
            self.beginInsertRows(NOWHERE, self._rows, new.rows - 1)
            self._rows = new.rows
            self.endInsertRows()

    def _take(self, new: Shown) -> None:
        self._shown, self._cells = new, Cells(self._workspace, new)

    @Slot()
    def _announce(self) -> None:
        """Let every cell be read again; only those on screen are."""
        rows, columns = self._rows - 1, self._shown.columns - 1
        if rows < 0 or columns < 0:
            return
        self.dataChanged.emit(self.index(0, 0), self.index(rows, columns))
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, columns)
        self.headerDataChanged.emit(Qt.Orientation.Vertical, 0, rows)
