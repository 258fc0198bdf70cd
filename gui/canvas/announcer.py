"""Tells screen readers what is chosen: a drawing is silent by itself."""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent

from core.quantity import format_number
from gui.controls.labels import node_title, parameter_place
from gui.state.workspace import Workspace


class Announcer(QObject):
    """Says the selection whenever it changes, if anybody listens."""

    def __init__(self, workspace: Workspace, canvas: QObject) -> None:
        super().__init__(canvas)
        self._workspace, self._canvas = workspace, canvas
        workspace.selection.changed.connect(self._say)

    def words(self) -> str:
        """Return what is chosen, in words."""
        selection, document = self._workspace.selection, self._workspace.document
        if selection.parameter is not None:
            parameter = document.parameter(selection.parameter)
            live = self._workspace.training.frame.parameter(selection.parameter)
            number = format_number(float(live.flat[0])) if live.size == 1 else f"{live.size} numbers"
            frozen = "" if parameter.trainable.any() else ", frozen"
            return f"{parameter.name}, {parameter_place(document, selection.parameter)}, {number}{frozen}"
        if selection.node is not None:
            return node_title(document.nodes[selection.node])
        count = len(selection.nodes) + len(selection.pairs)
        return f"{count} selected" if count else "Nothing selected"

    @Slot()
    def _say(self) -> None:
        if QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self._canvas, self.words()))
