"""The row over the table: how much there is, and the buttons. A dock may take it for its title row."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QWidget

from core.change import Change
from core.document import Document
from gui.controls.tool_button import tool_button
from gui.data.split_panel import SplitButton
from gui.data.table_commands import TableCommands
from gui.state.workspace import Workspace
from gui.theme import font, icon

WIDE, ROOMY, NARROW = 680, 400, 280
"""Widths in pixels from which buttons have words, the number of rows is told, and there is a title."""
BUTTONS: tuple[tuple[str, str, str, str], ...] = (
    ("add_row", "plus", "Row", "Add a row at the end (Ins adds one above the current row)"),
    ("add_column", "table", "Column", "Add a column at the end and type its name"),
    ("paste", "clipboard-paste", "Paste", "Paste a block of cells from a spreadsheet (Ctrl+V)"),
    ("generate", "sparkles", "Generate…", "Make rows by a formula: line, sine, bump, XOR, circles, spiral, blobs"),
    ("import_csv", "upload", "Import…", "Read rows from a CSV file; it can be dropped on the table as well"),
    ("export_csv", "download", "Export…", "Write the rows to a CSV file"),
)


class DataBar(QWidget):
    """Says how many rows there are; ``handlers`` holds what each button does, by name."""

    def __init__(
        self,
        workspace: Workspace,
        commands: TableCommands,
        handlers: Mapping[str, Callable[[], object]],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._title = QLabel(self)
        self._title.setFont(font(9, bold=True))
        self.split = SplitButton(workspace, commands, self)
        self.buttons = {name: self._button(name, text, tip, handlers[name]) for name, _, text, tip in BUTTONS}
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addWidget(self._title, 1)
        for button in self.buttons.values():
            layout.addWidget(button)
        layout.addWidget(self.split)
        workspace.bridge.changed.connect(self._show_document)
        workspace.theme.changed.connect(self._dress)
        self._show_document(workspace.document, Change())
        self._dress()

    def _button(self, name: str, text: str, tip: str, handler: Callable[[], object]) -> QToolButton:
        button = tool_button(self, tip, handler, text=text)
        button.setObjectName(name)
        return button

    def minimumSizeHint(self) -> QSize:
        """Shrink to pictures and a few letters."""
        return QSize(60, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave words out where there is little room."""
        super().resizeEvent(event)
        style = Qt.ToolButtonStyle
        wide = self.width() >= WIDE
        for button in self.buttons.values():
            button.setToolButtonStyle(style.ToolButtonTextBesideIcon if wide else style.ToolButtonIconOnly)
        self.split.shorten(short=self.width() < ROOMY)
        self._title.setVisible(self.width() >= NARROW)
        self._count()

    @Slot(object, object)
    def _show_document(self, document: Document, change: Change) -> None:
        if change.data or not self._title.text():
            self._rows, test = document.data.count, document.data.test
            self._held = 0 if test is None else len(test.rows) or round((test.fraction or 0) * self._rows)
            self._count()

    def _count(self) -> None:
        tested = f", {self._held:,} for testing" if self._held else ""
        rows = f": {self._rows:,} {'row' if self._rows == 1 else 'rows'}{tested}"
        self._title.setText("Data" + (rows if self.width() >= ROOMY else ""))
        self._title.setToolTip(f"Data{rows}")

    @Slot()
    def _dress(self) -> None:
        for name, picture, _, _ in BUTTONS:
            self.buttons[name].setIcon(icon(picture, self._workspace.theme.colors.text))
