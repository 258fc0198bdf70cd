"""The menus of the table: one for rows and cells, one for each column."""

from __future__ import annotations

from PySide6.QtCore import QObject, QPoint, Qt, Slot
from PySide6.QtWidgets import QMenu

from core.edits.table import RenameColumn
from gui.data.column_menu import ColumnMenu
from gui.data.scaling_panel import ScalingPanel
from gui.data.table_commands import TableCommands
from gui.data.table_view import TableView
from gui.state.workspace import Workspace

_ROW_LINES: tuple[tuple[str, str, str], ...] = (
    ("copy", "Copy", "Ctrl+C"),
    ("copy_with_names", "Copy with column names", ""),
    ("paste", "Paste", "Ctrl+V"),
    ("", "", ""),
    ("insert_above", "Insert row above", "Ins"),
    ("insert_below", "Insert row below", ""),
    ("remove_rows", "Remove rows", "Ctrl+Del"),
    ("clear", "Set cells to 0", "Del"),
    ("", "", ""),
    ("hold_back", "Hold back for testing", ""),
    ("train_on", "Train on these rows", ""),
)


class TableMenus(QObject):
    """Opens menus where they are asked for. ``menu`` and ``panel`` are those opened last."""

    def __init__(self, workspace: Workspace, view: TableView, commands: TableCommands) -> None:
        super().__init__(view)
        self._workspace, self._view, self._commands = workspace, view, commands
        self.menu: QMenu | None = None
        self.panel: ScalingPanel | None = None
        view.menu_wanted.connect(self.open_rows)
        view.columns.menu_wanted.connect(self.open_column)
        view.columns.renamed.connect(self._rename)

    def _fresh(self) -> QMenu:
        if self.menu is not None:
            self.menu.deleteLater()
        self.menu = QMenu(self._view)
        self.menu.setToolTipsVisible(True)
        return self.menu

    @Slot(QPoint)
    def open_rows(self, point: QPoint) -> None:
        """Open the menu of the selected rows."""
        menu = self._fresh()
        for name, text, keys in _ROW_LINES:
            if name:
                action = menu.addAction(f"{text}\t{keys}" if keys else text)
                action.setObjectName(name)
                action.triggered.connect(self._commands.handlers[name])
            else:
                menu.addSeparator()
        menu.popup(point)

    @Slot(int, QPoint)
    def open_column(self, section: int, point: QPoint) -> None:
        """Open the menu of a column."""
        data = self._view.table.shown.data
        if section >= len(data.columns):
            return
        names = tuple(data.names[place] for place in self._selected_columns() if place < len(data.columns))
        menu = self._fresh()
        ColumnMenu(
            self._workspace,
            data.columns[section],
            names,
            lambda: self._view.columns.rename(section),
            lambda: self.open_scaling(data.names[section], point),
        ).build(menu)
        menu.popup(point)

    def _selected_columns(self) -> list[int]:
        return [index.column() for index in self._view.selectionModel().selectedColumns()]

    def open_scaling(self, column: str, point: QPoint) -> None:
        """Open the panel in which low and high of a column are typed."""
        self.panel = ScalingPanel(self._workspace, column, self._view)
        self.panel.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.panel.adjustSize()
        self.panel.move(point)
        self.panel.show()

    @Slot(int, str)
    def _rename(self, section: int, name: str) -> None:
        names = self._view.table.shown.data.names
        if section < len(names) and names[section] != name.strip():
            below = self._view.columns.mapToGlobal(QPoint(self._view.columns.sectionViewportPosition(section), 40))
            self._workspace.do(RenameColumn(names[section], name), below)
