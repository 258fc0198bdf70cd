"""The shortcut sheet, the command palette and the about box: read or chosen from, then gone."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import (
    QDialog,
    QHeaderView,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from gui.controls.tool_button import explain


def shortcut_sheet(parent: QWidget, rows: Iterable[tuple[str, str, str]]) -> QDialog:
    """Return a dialog with all keys: (menu, what it does, keys) a row."""
    dialog = QDialog(parent)
    dialog.setWindowTitle("Keyboard shortcuts")
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.resize(520, 620)
    listed = list(rows)
    table = QTableWidget(len(listed), 3, dialog)
    table.setHorizontalHeaderLabels(["Where", "What", "Keys"])
    explain(table, "What each key does, and in which menu the command stands", "Keyboard shortcuts")
    table.verticalHeader().hide()
    table.setShowGrid(False)
    table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
    table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
    for row, texts in enumerate(listed):
        for place, text in enumerate(texts):
            table.setItem(row, place, QTableWidgetItem(text))
    layout = QVBoxLayout(dialog)
    layout.addWidget(table)
    return dialog


class CommandPalette(QDialog):
    """Type a few letters, choose with the arrows, Enter does it."""

    def __init__(self, actions: Iterable[QAction], parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("Find a command")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(460, 420)
        self._actions = list(actions)
        self.filter = QLineEdit(self)
        self.filter.setPlaceholderText("Type a few letters of what you want to do")
        self.found = QListWidget(self)
        explain(self.filter, "Type a few letters of what you want to do", "Find a command")
        explain(self.found, "Up and down choose a command, Enter gives it", "Commands found")
        layout = QVBoxLayout(self)
        layout.addWidget(self.filter)
        layout.addWidget(self.found)
        self.filter.textChanged.connect(self._search)
        self.filter.returnPressed.connect(self._take)
        self.found.itemActivated.connect(self._take)
        self._search("")

    @Slot(str)
    def _search(self, text: str) -> None:
        words = text.lower().split()
        self.found.clear()
        for action in self._actions:
            said = f"{action.whatsThis()} {action.iconText()} {action.statusTip()}".lower()
            if all(word in said for word in words):
                keys = action.shortcut().toString()
                place = action.whatsThis().partition("/")[2]
                name = f"{place} › {action.iconText()}" if place else action.iconText()
                item = QListWidgetItem(f"{name}    {keys}" if keys else name)
                item.setToolTip(action.statusTip())
                item.setData(Qt.ItemDataRole.UserRole, action.objectName())
                item.setFlags(item.flags() if action.isEnabled() else Qt.ItemFlag.NoItemFlags)
                self.found.addItem(item)
        if not self.found.count():
            nothing = QListWidgetItem("No command has these words; try fewer letters")
            nothing.setFlags(Qt.ItemFlag.NoItemFlags)
            self.found.addItem(nothing)
        self.found.setCurrentRow(0)

    @Slot()
    def _take(self, *_: object) -> None:
        item = self.found.currentItem()
        if item is None or not item.flags() & Qt.ItemFlag.ItemIsEnabled:
            return
        name = item.data(Qt.ItemDataRole.UserRole)
        self.accept()
        next(action for action in self._actions if action.objectName() == name).trigger()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and down move in the list while the letters go to the field."""
        move = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
        if move is None:
            super().keyPressEvent(event)
            return
        self.found.setCurrentRow((self.found.currentRow() + move) % max(1, self.found.count()))


def about_box(parent: QWidget, version: str) -> QDialog:
    """Return the box with version and licences."""
    dialog = QDialog(parent)
    dialog.setWindowTitle("About Squiggle")
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    text = QLabel(
        f"<h2>Squiggle {version}</h2><p>Draw a neural network, train it, and see every number that makes it work.</p>"
        "<p>MIT licence. Made with Qt for Python (LGPL), pyqtgraph (MIT), NumPy (BSD), msgspec (BSD), "
        "ziamath (MIT), the Inter font (OFL) and Lucide icons (ISC).</p>"
    )
    text.setToolTip("The version of the program, and whose work is in it")
    text.setWordWrap(True)
    text.setMinimumWidth(380)
    layout = QVBoxLayout(dialog)
    layout.setContentsMargins(24, 18, 24, 22)
    layout.addWidget(text)
    return dialog
