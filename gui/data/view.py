"""The Data view: the table, the buttons over it, and the sentence under it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QStackedLayout, QToolButton, QVBoxLayout, QWidget

from core.change import Change
from core.datasets.csv_table import read_text, write
from core.document import Document
from core.errors import SquiggleError
from gui.data.generate import GenerateDialog
from gui.data.split_panel import SplitButton
from gui.data.table_commands import TableCommands
from gui.data.table_menus import TableMenus
from gui.data.table_view import TableView
from gui.dialogs.ask import TABLES
from gui.dialogs.import_csv import ImportDialog
from gui.theme import font, icon
from gui.workspace import Workspace

_EMPTY = (
    "No data yet. Draw an Input and an Output and type their values here,\n"
    "paste a block from a spreadsheet, open a CSV file, or generate rows."
)
NARROW = 560
"""Below this width, in pixels, buttons show their pictures only."""
_BUTTONS: tuple[tuple[str, str, str, str], ...] = (
    ("add_row", "plus", "Row", "Add a row at the end (Ins adds one above the current row)"),
    ("add_column", "table", "Column", "Add a column at the end and type its name"),
    (
        "paste",
        "clipboard-paste",
        "Paste",
        "Paste a block of cells from a spreadsheet (Ctrl+V)",
    ),
    ("generate", "sparkles", "Generate…", "Make rows by a formula: line, sine, bump, XOR, circles, spiral, blobs"),
    ("import_csv", "upload", "Import…", "Read rows from a CSV file; it can be dropped here as well"),
    ("export_csv", "download", "Export…", "Write the rows to a CSV file"),
)
_SUFFIXES = (".csv", ".tsv", ".txt")


class DataView(QWidget):
    """Shows the rows of the document and lets them be typed, pasted, and given their roles."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self.table = TableView(workspace, self)
        self.commands = TableCommands(workspace, self.table)
        self.menus = TableMenus(workspace, self.table, self.commands)
        self._buttons: list[tuple[QToolButton, str]] = []
        self.dialog: GenerateDialog | ImportDialog | None = None
        """The window opened last."""
        self.setAcceptDrops(True)
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
        handlers: dict[str, Callable[[], object]] = {
            **self.commands.handlers,
            "generate": self.generate,
            "import_csv": self.import_csv,
            "export_csv": self.export_csv,
        }
        for name, picture, text, tip in _BUTTONS:
            button = QToolButton(self)
            button.setObjectName(name)
            button.setText(text)
            button.setToolTip(tip)
            button.setAccessibleName(tip)
            button.setIconSize(QSize(14, 14))
            button.clicked.connect(handlers[name])
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

    def generate(self) -> None:
        """Open the window in which rows are made by a formula."""
        self.dialog = GenerateDialog(self._workspace, self)
        self.dialog.show()

    def import_csv(self) -> None:
        """Ask for a CSV file and open the window in which it is looked at."""
        path = self._workspace.ask.open_path(self, "Import table", TABLES)
        if path is not None:
            self.open_table(path)

    def open_table(self, path: Path) -> None:
        """Open the window in which a CSV file is looked at before it replaces the table."""
        try:
            self.dialog = ImportDialog(self._workspace, read_text(path), path.name, self)
        except SquiggleError as refused:
            self._workspace.notices.post(str(refused), "problem")
            return
        self.dialog.open()

    def export_csv(self) -> None:
        """Write the table to a CSV file."""
        columns = self._workspace.document.data.columns
        if not columns:
            self._workspace.notices.post("There is no table to write; add a column first.", "problem")
            return
        path = self._workspace.ask.save_path(self, "Export table", f"{self._workspace.document.title}.csv", TABLES)
        if path is None:
            return
        try:
            write(path, columns)
        except SquiggleError as refused:
            self._workspace.notices.post(str(refused), "problem")
        else:
            self._workspace.notices.post(f"Wrote {self._workspace.document.data.count:,} rows to {path.name}.", "done")

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take a table that is dragged over the view; anything else goes on to the window."""
        if _dropped(event):
            event.acceptProposedAction()
        else:
            event.ignore()

    def dropEvent(self, event: QDropEvent) -> None:
        """Look at the table that was dropped before it is imported."""
        path = _dropped(event)
        if path is not None:
            event.acceptProposedAction()
            self.open_table(path)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave out the words of the buttons where there is little room."""
        super().resizeEvent(event)
        wide = self.width() >= NARROW
        for button, _ in self._buttons:
            button.setToolButtonStyle(
                Qt.ToolButtonStyle.ToolButtonTextBesideIcon if wide else Qt.ToolButtonStyle.ToolButtonIconOnly
            )

    @Slot(object, object)
    def _show_document(self, document: Document, _: Change) -> None:
        data = document.data
        held = len(self.table.table.shown.held)
        tested = f", {held:,} for testing" if held else ""
        self._title.setText(f"Data: {data.count:,} {'row' if data.count == 1 else 'rows'}{tested}")
        self._stack.setCurrentWidget(self.table if data.columns else self._empty)

    @Slot()
    def _dress(self) -> None:
        for button, picture in self._buttons:
            button.setIcon(icon(picture, self._workspace.theme.colors.text))


def _dropped(event: QDropEvent) -> Path | None:
    """Return the table among the files that are dragged, if there is one."""
    paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
    return next((path for path in paths if path.suffix.lower() in _SUFFIXES), None)
