"""Blocks of cells to and from spreadsheets."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from core.datasets.block import format_block, parse_block
from core.edits.pasting import PasteBlock
from core.errors import ValueRefused
from gui.data.table_view import TableView
from gui.state.workspace import Workspace


class Clipboard:
    """Copies what is selected in ``view``, with all digits, and pastes from its current cell on."""

    def __init__(self, workspace: Workspace, view: TableView) -> None:
        self._workspace, self._view = workspace, view

    def copy(self) -> None:
        """Copy the selected cells."""
        self._copy(heading=False)

    def copy_with_names(self) -> None:
        """Copy the selected cells with the names of their columns above."""
        self._copy(heading=True)

    def _copy(self, *, heading: bool) -> None:
        chosen, table = self._view.chosen, self._view.table
        names = [str(table.headerData(place, Qt.Orientation.Horizontal)) for place in chosen.columns]
        cells = [[table.typed(row, place) for place in chosen.columns] for row in chosen.rows]
        if cells:
            QGuiApplication.clipboard().setText(format_block([names, *cells] if heading else cells))

    def paste(self) -> None:
        """Write what was copied into the table as one step, and select it."""
        current = self._view.currentIndex()
        row, column = max(0, current.row()), max(0, current.column())
        try:
            block = parse_block(QGuiApplication.clipboard().text())
        except ValueRefused as wrong:
            self._workspace.notices.refuse(str(wrong))
            return
        if self._workspace.do(PasteBlock(block, row, column)):
            count = self._workspace.document.data.count
            first = min(row, count)
            self._view.select_block(first, column, max(1, min(len(block), count - first)), len(block[0]))
            self._view.setFocus()
