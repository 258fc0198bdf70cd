"""What can be done to the table by keys, buttons and menus: each is one edit."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from PySide6.QtCore import QObject, Slot

from core.document import DataSpec, TestSplit
from core.edits.split import SetTest
from core.edits.table import AddColumn, ClearCells, InsertRows, RemoveRows
from gui.data.clipboard import Clipboard
from gui.data.table_view import TableView
from gui.state.workspace import Workspace


class TableCommands(QObject):
    """Acts on what is selected in ``view``; ``handlers`` holds every command by name."""

    def __init__(self, workspace: Workspace, view: TableView) -> None:
        super().__init__(view)
        self._workspace, self._view = workspace, view
        self.clipboard = Clipboard(workspace, view)
        self.handlers: Mapping[str, Callable[[], None]] = {
            "copy": self.clipboard.copy,
            "copy_with_names": self.clipboard.copy_with_names,
            "cut": self.cut,
            "paste": self.clipboard.paste,
            "clear": self.clear,
            "delete": self.delete,
            "select_all": self.select_all,
            "insert_above": self.insert_above,
            "insert_below": self.insert_below,
            "add_row": self.add_row,
            "remove_rows": self.remove_rows,
            "add_column": self.add_column,
            "hold_back": self.hold_back,
            "train_on": self.train_on,
        }
        view.command.connect(self.do)

    @property
    def _data(self) -> DataSpec:
        return self._workspace.document.data

    @property
    def selected_rows(self) -> tuple[int, ...]:
        """The rows in which anything is selected, counted from 0."""
        return self._view.chosen.rows

    @Slot(str)
    def do(self, name: str) -> None:
        """Do what is called ``name`` in ``handlers``."""
        self.handlers[name]()

    def select_all(self) -> None:
        """Select every cell of every row."""
        if self._data.count:
            self._view.select_block(0, 0, self._data.count, self._view.table.shown.columns)

    def cut(self) -> None:
        """Copy the selected cells, then delete them."""
        self.clipboard.copy()
        self.delete()

    def delete(self) -> None:
        """Remove the rows that were chosen by their numbers; set any other cells to 0."""
        if self._view.chosen.by_number:
            self.remove_rows()
        else:
            self.clear()

    def clear(self) -> None:
        """Set the selected cells to 0: a table has no holes."""
        chosen, names = self._view.chosen, self._data.names
        cells = {names[place]: chosen.rows for place in chosen.columns if place < len(names)}
        if chosen.rows and cells:
            self._workspace.do(ClearCells(cells))

    def insert_above(self) -> None:
        """Insert as many rows as are selected, above them."""
        rows = self._view.chosen.rows or (self._data.count,)
        self._insert(rows[0], len(rows))

    def insert_below(self) -> None:
        """Insert as many rows as are selected, below them."""
        rows = self._view.chosen.rows or (self._data.count - 1,)
        self._insert(rows[-1] + 1, len(rows))

    def add_row(self) -> None:
        """Add a row at the end."""
        self._insert(self._data.count, 1)

    def _insert(self, at: int, count: int) -> None:
        if self._workspace.do(InsertRows(at, ({},) * count)):
            self._view.select_block(at, 0, count, len(self._data.columns))
            self._view.setFocus()

    def remove_rows(self) -> None:
        """Remove the rows in which anything is selected."""
        rows = self._view.chosen.rows
        if rows:
            self._workspace.do(RemoveRows(rows))

    def add_column(self) -> None:
        """Add a column at the end, its name ready to be typed."""
        if self._workspace.do(AddColumn()):
            last = len(self._data.columns) - 1
            self._view.scrollTo(self._view.table.index(0, last))
            self._view.columns.rename(last)

    def hold_back(self) -> None:
        """Hold the selected rows back for testing, besides those held back already."""
        self._hold(self._view.table.shown.held | set(self._view.chosen.rows))

    def train_on(self) -> None:
        """Train on the selected rows again."""
        self._hold(self._view.table.shown.held - set(self._view.chosen.rows))

    def _hold(self, rows: Iterable[int]) -> None:
        held = tuple(sorted(rows))
        self._workspace.do(SetTest(TestSplit(rows=held) if held else None))
