"""The first rows of a table that is not imported yet: names, what each column is for, then its cells."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QObject, Qt
from PySide6.QtGui import QBrush, QColor

from core.datasets.block import is_number, plain_number
from core.datasets.csv_table import Preview, mostly_numbers
from core.datasets.roles import WORDS
from gui.data.table_model import NOWHERE, Index, Item
from gui.state.workspace import Workspace

FIRST = 50
Align = Qt.AlignmentFlag
_COLORS = {"inputs": "input", "targets": "output", "": "muted"}


class PreviewModel(QAbstractTableModel):
    """Row 0 says the use of each column; the rows after it are the first of the table."""

    def __init__(self, workspace: Workspace, parent: QObject) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._table = Preview((), header=False, delimiter=",", decimal=".")
        self._uses: Mapping[str, str] = {}
        self._of_words: set[str] = set()
        self._called: Collection[str] = ()

    def show_table(self, table: Preview, uses: Mapping[str, str], called: Collection[str] = ()) -> None:
        """Show another table; numbers of the columns ``called`` are names of classes."""
        self._called = called
        self._of_words = {one.name for one in table.columns
                          if not one.numeric and not mostly_numbers(one.values.tolist())}  # fmt: skip
        same = [one.name for one in table.columns] == [one.name for one in self._table.columns]
        if same and self.rowCount() == 1 + self._count(table):
            self._table, self._uses = table, uses
            self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, self.columnCount() - 1))
            return
        self.beginResetModel()
        self._table, self._uses = table, uses
        self.endResetModel()

    def _count(self, table: Preview) -> int:
        return min(FIRST, len(table.columns[0].values)) if table.columns else -1

    def rowCount(self, parent: Index = NOWHERE) -> int:
        """Return the line of uses and the first rows."""
        return 0 if parent.isValid() else 1 + self._count(self._table)

    def columnCount(self, parent: Index = NOWHERE) -> int:
        """Return the number of columns."""
        return 0 if parent.isValid() else len(self._table.columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Item.DisplayRole) -> Any:
        """Return names above (also as tooltips, since a long one is cut), row numbers at the left."""
        if orientation is Qt.Orientation.Horizontal:
            return self._table.columns[section].name if role in (Item.DisplayRole, Item.ToolTipRole) else None
        return (str(section) if section else "use") if role == Item.DisplayRole else None

    def data(self, index: Index, role: int = Item.DisplayRole) -> Any:
        """Return a cell, or the use of its column."""
        column = self._table.columns[index.column()]
        use = self._uses[column.name]
        if role == Item.ForegroundRole:
            color = "danger" if use and index.row() and self._wrong(index) else _COLORS[use]
            return QBrush(QColor(getattr(self._workspace.theme.colors, color)))
        if role == Item.BackgroundRole and index.row() == 0:
            return QBrush(QColor(self._workspace.theme.colors.surface))
        if role == Item.TextAlignmentRole:
            return (Align.AlignRight if column.numeric and index.row() else Align.AlignLeft) | Align.AlignVCenter
        if role not in (Item.DisplayRole, Item.ToolTipRole):
            return None
        if index.row() == 0:
            word = "classes" if column.name in self._called else WORDS[use]
            return f"{word}  ▾" if role == Item.DisplayRole else "Click to choose: input, target, classes or ignored"
        if role == Item.ToolTipRole:
            return f"{column.name}, row {index.row()}: {column.values[index.row() - 1]}"
        value = column.values[index.row() - 1]
        return plain_number(float(value)) if column.numeric else str(value)

    def _wrong(self, index: Index) -> bool:
        """Whether a cell is a word where a node would read a number; class names are none."""
        column = self._table.columns[index.column()]
        names = self._uses[column.name] == "targets" and column.name in self._of_words
        return not column.numeric and not names and not is_number(str(column.values[index.row() - 1]))
