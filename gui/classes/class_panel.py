"""What views of classes share: title row, a sentence where something is lacking, a note below. Hidden ones rest."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gui.plots.elided_label import ElidedLabel
from gui.plots.title_row import Message, TitleRow, tint
from gui.state.frame import Frame
from gui.state.workspace import Workspace
from gui.theme import icon


class ClassPanel(QWidget):
    """A view with its title; subclasses fill ``content`` and say in ``show_frame`` what it shows."""

    of_row = ""
    """When it shows another picture that is tried in place of the chosen row, as ``Turns.join`` says."""

    def __init__(self, workspace: Workspace, parent: QWidget | None, title: str) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self.header = TitleRow(self, title)
        self.heading, self.controls = self.header.heading, self.header.controls
        self.content, self.message, self.note = QWidget(self), Message(self), ElidedLabel(self, 7.5)
        self._arrange(title)
        workspace.turns.join(self.refresh, of_row=self.of_row)
        workspace.selection.row_changed.connect(self.refresh)
        workspace.selection.changed.connect(self.refresh)
        workspace.theme.changed.connect(self.restyle)

    def show_frame(self, frame: Frame) -> str:
        """Show ``frame``, or return in a sentence what the view needs to show anything."""
        raise NotImplementedError

    def _arrange(self, title: str) -> None:
        self.setAccessibleName(title)
        self.setMinimumSize(200, 110)
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 4, 6, 4)
        column.setSpacing(3)
        column.addWidget(self.header)
        column.addWidget(self.content, 1)
        column.addWidget(self.message, 1)
        column.addWidget(self.note)

    @Slot()
    def refresh(self) -> None:
        """Show the newest frame; a hidden view does no work."""
        if not self.isVisible():
            return
        lacking = self.show_frame(self.workspace.turns.frame)
        self.message.say(lacking)
        self.content.setVisible(not lacking)
        self.note.setVisible(bool(self.note.whole) and not lacking)

    @Slot()
    def restyle(self) -> None:
        """Use the colours of the theme."""
        colors = self.workspace.theme.colors
        tint(colors, self.heading, self.note, self.message)
        self.controls.more.setIcon(icon("ellipsis", colors.muted))
        self.refresh()

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with what happened while the view was hidden."""
        super().showEvent(event)
        self.refresh()
