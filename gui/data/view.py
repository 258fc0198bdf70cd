"""The Data view: the table, the buttons over it, and the sentence under it."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QStackedLayout, QToolButton, QVBoxLayout, QWidget

from core.change import Change
from core.document import Document
from gui.data.split_panel import SplitButton
from gui.data.table_commands import TableCommands
from gui.data.table_menus import TableMenus
from gui.data.table_view import TableView
from gui.theme import font, icon
from gui.workspace import Workspace

_EMPTY = (
    "No data yet. Draw an Input and an Output, then type a row for each of them here.\n"
    "Or paste a block from a spreadsheet."
)
_BUTTONS: tuple[tuple[str, str, str, str], ...] = (
    ("add_row", "plus", "Row", "Add a row at the end (Insert adds one above the current row)"),
    ("add_column", "plus", "Column", "Add a column at the end and type its name"),
)


class DataView(QWidget):
    """Shows the rows of the document and lets them be typed, pasted, and given their roles."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self.table = TableView(workspace, self)
        self.commands = TableCommands(workspace, self.table)
        self.menus = TableMenus(workspace, self.table, self.commands)
        self._buttons: list[tuple[QToolButton, str]] = []
        self._title = QLabel(self)
        self._title.setFont(font(9.0, bold=True))
        self.split = SplitButton(workspace, self.commands, self)
        self._empty = QLabel(_EMPTY, self)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._empty.setObjectName("help")
        self._lay_out()
        workspace.bridge.changed.connect(self._show_document)
        workspace.theme.changed.connect(self._dress)
        self._show_document(workspace.document, Change())
        self._dress()

    def _lay_out(self) -> None:
        bar = QHBoxLayout()
        bar.setContentsMargins(10, 6, 10, 4)
        bar.addWidget(self._title, 1)
        for name, picture, text, tip in _BUTTONS:
            button = QToolButton(self)
            button.setText(text)
            button.setToolTip(tip)
            button.setAccessibleName(tip)
            button.setIconSize(QSize(14, 14))
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            button.clicked.connect(self.commands.handlers[name])
            self._buttons.append((button, picture))
            bar.addWidget(button)
        bar.addWidget(self.split)
        self._stack = QStackedLayout()
        self._stack.addWidget(self.table)
        self._stack.addWidget(self._empty)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(bar)
        layout.addLayout(self._stack, 1)

    @Slot(object, object)
    def _show_document(self, document: Document, _: Change) -> None:
        data = document.data
        self._title.setText(f"Data: {data.count:,} {'row' if data.count == 1 else 'rows'}")
        self._stack.setCurrentWidget(self.table if data.columns else self._empty)

    @Slot()
    def _dress(self) -> None:
        for button, picture in self._buttons:
            button.setIcon(icon(picture, self._workspace.theme.colors.text))
