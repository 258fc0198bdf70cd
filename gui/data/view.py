"""The Data view: the table, the buttons over it, and the sentence under it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, Qt, Slot
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QVBoxLayout, QWidget

from core.change import Change
from core.datasets.csv_table import read_text, write
from core.document import Document
from core.errors import SquiggleError
from gui.controls.own_keys import kept
from gui.data.bar import DataBar
from gui.data.empty_note import EmptyNote
from gui.data.focus_rim import FocusRim
from gui.data.generate import GenerateDialog
from gui.data.import_csv import ImportDialog
from gui.data.table_commands import TableCommands
from gui.data.table_menus import TableMenus
from gui.data.table_view import TableView
from gui.dialogs.ask import TABLES
from gui.state.workspace import Workspace

PASTE = QKeySequence.StandardKey.Paste
_SUFFIXES = (".csv", ".tsv", ".txt")


class DataView(QWidget):
    """Shows the rows of the document and lets them be typed, pasted, and given their roles."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self.table = TableView(workspace, self)
        self.commands = TableCommands(workspace, self.table)
        self.menus = TableMenus(workspace, self.table, self.commands)
        self.dialog: GenerateDialog | ImportDialog | None = None
        """The window that is open; None once it is closed."""
        own = {"generate": self.generate, "import_csv": self.import_csv, "export_csv": self.export_csv}
        self.header = DataBar(workspace, self.commands, {**self.commands.handlers, **own}, self)
        """The row of buttons; a dock may take it for its title row."""
        self.setAcceptDrops(True)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setAccessibleName("Data")
        self._empty = EmptyNote(self)
        self.rim = FocusRim(workspace, self)
        self._stack = self.rim.stack
        self._stack.addWidget(self.table)
        self._stack.addWidget(self._empty)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addWidget(self.header)
        layout.addWidget(self.rim, 1)
        workspace.bridge.changed.connect(self._show_document)
        self._show_document(workspace.document, Change())

    def generate(self) -> None:
        """Open the window in which rows are made by a formula, or bring it to the front."""
        if not isinstance(self.dialog, GenerateDialog):
            self._remember(GenerateDialog(self._workspace, self)).show()
        else:
            self.dialog.raise_()

    def _remember(self, dialog: GenerateDialog | ImportDialog) -> GenerateDialog | ImportDialog:
        self.dialog = dialog
        dialog.finished.connect(self._forget)
        return dialog

    @Slot()
    def _forget(self) -> None:
        self.dialog = None

    def import_csv(self) -> None:
        """Ask for a CSV file and open the window in which it is looked at."""
        path = self._workspace.ask.open_path(self, "Import table", TABLES)
        if path is not None:
            self.open_table(path)

    def open_table(self, path: Path) -> None:
        """Open the window in which a CSV file is looked at before it replaces the table."""
        try:
            dialog = ImportDialog(self._workspace, read_text(path), path.name, self)
        except SquiggleError as refused:
            self._workspace.notices.post(str(refused), "problem")
        else:
            self._remember(dialog).open()

    def export_csv(self) -> None:
        """Write the table to a CSV file."""
        columns = self._workspace.document.data.columns
        if not columns:
            self._workspace.notices.post("There is no table to write; add a column first.", "problem")
            return
        path = self._workspace.ask.save_path(
            self, "Export table", f"{_plain(self._workspace.document.title)}.csv", TABLES
        )
        if path is None:
            return
        path = path if path.suffix else path.with_suffix(".csv")
        try:
            write(path, columns)
        except SquiggleError as refused:
            self._workspace.notices.post(str(refused), "problem")
        else:
            self._workspace.notices.post(f"Wrote {self._workspace.document.data.count:,} rows to {path.name}.", "done")

    def event(self, event: QEvent) -> bool:
        """Keep Paste from the canvas while the view has the focus."""
        return kept(event, lambda key: key.matches(PASTE)) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Paste into a table that has no column yet, and so is not to be seen."""
        if event.matches(PASTE):
            self.commands.do("paste")
        else:
            super().keyPressEvent(event)

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

    @Slot(object, object)
    def _show_document(self, document: Document, _: Change) -> None:
        self._stack.setCurrentWidget(self.table if document.data.columns else self._empty)


def _plain(title: str) -> str:
    """Return a title as the name of a file."""
    return "".join(sign if sign.isalnum() or sign in " -_." else "-" for sign in title).strip() or "table"


def _dropped(event: QDropEvent) -> Path | None:
    """Return the table among the files that are dragged, if there is one."""
    paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
    return next((path for path in paths if path.suffix.lower() in _SUFFIXES), None)
