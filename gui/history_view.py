"""Every step of the session by name; a click goes there."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from gui.controls.labels import tap_in_words
from gui.state.workspace import Workspace


class HistoryView(QListWidget):
    """A list of all edits, past and undone; the one the document stands at is selected."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._shown: list[str] = []
        self.setAccessibleName("History")
        self.setToolTip("Every change since the file was opened; click one to go back or forward to it")
        self.itemClicked.connect(self._go)
        self.itemActivated.connect(self._go)
        workspace.bridge.changed.connect(self._show)
        workspace.theme.changed.connect(self._tint)
        self._show()

    @Slot()
    def _show(self, *_: object) -> None:
        session = self._workspace.session
        labels = session.labels
        if labels != self._shown:
            same = next((i for i, (a, b) in enumerate(zip(labels, self._shown, strict=False)) if a != b),
                        min(len(labels), len(self._shown)))  # fmt: skip
            while self.count() > same:
                self.takeItem(self.count() - 1)
            self.addItems(labels[same:])
            for place in range(same, len(labels)):
                self.item(place).setToolTip(tap_in_words(labels[place]))
            self._shown = labels
        self.setCurrentRow(session.index)
        self._tint()

    @Slot()
    def _tint(self) -> None:
        colors, now = self._workspace.theme.colors, self._workspace.session.index
        for place in range(self.count()):
            self.item(place).setForeground(QColor(colors.text if place <= now else colors.frozen))

    @Slot(QListWidgetItem)
    def _go(self, item: QListWidgetItem) -> None:
        self._workspace.training.timeline.leave()
        self._workspace.session.settle_now()
        self._workspace.session.jump(self.row(item))
